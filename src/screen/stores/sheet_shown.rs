//! The open sheet in words and choices.

use super::Stores;
use super::eta::Eta;
use super::model::{Section, SheetShown};
use super::present::Scene;
use super::sheet::{ChooseFor, GONE, Number, SUPPLIERS, Sheet};
use super::task;
use crate::domain::ids::{CommandId, PartNumber, RoNumber};
use crate::domain::parts::request::{LineKey, RequestLine};
use crate::domain::person::Role;
use crate::domain::stock::CountReason;
use crate::screen::desk::model::{Action, Choice, Line};
use crate::screen::tone::Tone;
use crate::screen::words::{Text, dispatch as desk_words, parts as part_words, stores as words};
use std::collections::BTreeSet;

/// So many parts are offered while one is chosen.
const OFFERED: usize = 12;
/// So many suppliers are offered.
const SUPPLIERS_OFFERED: usize = 8;

impl Stores {
    /// Makes the open sheet; empty while none is.
    pub(super) fn sheet_shown(&self, scene: &Scene<'_>) -> SheetShown {
        let Some(sheet) = &self.sheet else {
            return SheetShown::default();
        };
        let complete = self.made(sheet, scene.picture, scene.now).is_some();
        match sheet {
            Sheet::Line {
                ro,
                key,
                number,
                batch,
            } => scene.line_sheet((ro, *key), *number, batch.as_deref(), complete),
            Sheet::Backorder {
                ro,
                key,
                supplier,
                eta,
            } => scene.backorder_sheet((ro, *key), supplier.as_deref(), *eta, complete),
            Sheet::Choose { ro, of, typed } => scene.choose_sheet(ro, of, typed),
            Sheet::Issue { ro, request } => scene.issue_sheet(ro, *request),
            Sheet::GoodsIn {
                part,
                number,
                supplier,
            } => scene.goods_sheet(part, *number, supplier.as_deref(), complete),
            Sheet::Offer { part } => scene.offer_sheet(part),
            Sheet::Lend { tool } => scene.lend_sheet(tool),
            Sheet::Damaged { tool } => scene.damaged_sheet(tool),
            Sheet::Count {
                part,
                bin,
                seen,
                number,
                reason,
            } => scene.count_sheet((part, bin), *seen, *number, *reason, complete),
            Sheet::WriteOff {
                ro,
                key,
                number,
                reason,
            } => scene.write_off_sheet((ro, *key), *number, *reason, complete),
        }
    }
}

/// The button that does it.
fn ok(label: String, enabled: bool) -> Action {
    Action {
        id: "ok".to_owned(),
        label,
        hint: String::new(),
        tone: Tone::Action,
        enabled,
        main: true,
    }
}

impl Scene<'_> {
    fn sheet_line(&self, (ro, key): (&RoNumber, LineKey)) -> Option<(&RequestLine, String)> {
        let order = self.picture.views.requests.get(ro)?;
        let (_, line) = order.parts.line(key)?;
        let name = self.wanted(order, &line.wanted);
        let plate = self.plate_text(order);
        Some((line, self.join(&[&name, &plate])))
    }

    fn section(&self, title: Text, choices: Vec<Choice>) -> Section {
        Section {
            title: self.say(title),
            choices,
        }
    }

    fn line_sheet(
        &self,
        at: (&RoNumber, LineKey),
        number: Number,
        batch: Option<&str>,
        complete: bool,
    ) -> SheetShown {
        let Some((line, subtitle)) = self.sheet_line(at) else {
            return SheetShown::default();
        };
        let order = self.picture.views.requests.get(at.0);
        let part = line.wanted.part();
        let facts = order.and_then(|order| order.facts_of(part?));
        let batches = facts
            .map(|facts| facts.batches.as_slice())
            .unwrap_or_default();
        let mut choices = vec![{
            let mut oldest = Choice::plain("batch:", self.say(words::OLDEST));
            oldest.chosen = batch.is_none();
            oldest
        }];
        choices.extend(batches.iter().map(|known| {
            let title = self.batch_name(&known.batch);
            let mut choice = Choice::plain(format!("batch:={}", known.batch), title);
            choice.subtitle = self.join(&[
                &known.bin,
                &words::times(u32::try_from(known.quantity).unwrap_or(0)),
                &crate::screen::words::money::yuan(known.cost),
            ]);
            choice.chosen = batch == Some(known.batch.as_str());
            choice
        }));
        SheetShown {
            title: self.say(words::LINE),
            subtitle,
            number: number.value.to_string(),
            number_label: self.say(words::QUANTITY),
            sections: vec![self.section(words::BATCH, choices)],
            actions: vec![ok(words::pick_some(number.value, self.language), complete)],
            ..SheetShown::default()
        }
    }

    /// Lists whom was bought from before, the latest first, and the usual ones.
    fn suppliers(&self, chosen: Option<&str>) -> Section {
        let orders = self.picture.views.requests.values();
        let lines = orders
            .flat_map(|order| &order.parts.requests)
            .flat_map(|request| &request.lines);
        let mut before: Vec<_> = lines
            .filter_map(|line| line.backorder.as_ref())
            .filter(|order| !order.supplier.is_empty())
            .collect();
        before.sort_by_key(|order| std::cmp::Reverse(order.at));
        let before = before.into_iter().map(|order| order.supplier.clone());
        let usual = SUPPLIERS.map(|text| self.say(text));
        let mut known = BTreeSet::new();
        let names = chosen
            .map(str::to_owned)
            .into_iter()
            .filter(|name| !name.is_empty());
        let all = before.chain(usual).chain(names);
        let mut choices: Vec<Choice> = all
            .filter(|name| known.insert(name.clone()))
            .map(|name| {
                let mut choice = Choice::plain(format!("from:{name}"), name.as_str());
                choice.chosen = chosen == Some(name.as_str());
                choice
            })
            .collect();
        choices.truncate(SUPPLIERS_OFFERED);
        self.section(words::SUPPLIER, choices)
    }

    fn backorder_sheet(
        &self,
        at: (&RoNumber, LineKey),
        supplier: Option<&str>,
        eta: Option<Eta>,
        complete: bool,
    ) -> SheetShown {
        let (Some((line, subtitle)), Some(policy)) = (self.sheet_line(at), self.policy) else {
            return SheetShown::default();
        };
        let choices = Eta::choices(policy, self.now).into_iter().map(|choice| {
            let at = choice.at(policy, self.now);
            let mut shown = Choice::plain(choice.id(), choice.label(self, at));
            if matches!(choice, Eta::In(_)) {
                shown.subtitle = self.moment(at);
            }
            shown.chosen = eta == Some(choice);
            shown
        });
        let etas = self.section(words::ARRIVES, choices.collect());
        let label = match eta {
            Some(eta) => {
                let at = self.moment(eta.at(policy, self.now));
                words::order_some(line.rest(), &at, self.language)
            }
            None => self.say(words::BACKORDER),
        };
        SheetShown {
            title: self.say(words::BACKORDER),
            subtitle,
            sections: vec![self.suppliers(supplier), etas],
            actions: vec![
                ok(label, complete),
                self.action("goods-in", words::GOODS_IN, Tone::Neutral),
            ],
            ..SheetShown::default()
        }
    }

    fn choose_sheet(&self, ro: &RoNumber, of: &ChooseFor, typed: &str) -> SheetShown {
        let order = self.picture.views.requests.get(ro);
        let key = match of {
            ChooseFor::Line(key) => Some(*key),
            ChooseFor::Exchange(..) => None,
        };
        let line = key.and_then(|key| self.sheet_line((ro, key)));
        let subtitle = line.map(|(_, subtitle)| subtitle);
        let found = self.picture.views.parts.search(typed, OFFERED);
        let choices = found.into_iter().map(|hit| {
            let title = self.part_name(&hit.part.name, &hit.part.english_name);
            let mut choice = Choice::plain(format!("part:{}", hit.part.number), title);
            let there = hit.stock.map_or(0, |stock| stock.available);
            choice.subtitle = self.join(&[
                hit.part.number.as_str(),
                &words::stock(there, false, self.language),
            ]);
            choice
        });
        SheetShown {
            title: self.say(words::WHICH_PART),
            subtitle: subtitle.unwrap_or_else(|| {
                order
                    .map(|order| self.plate_text(order))
                    .unwrap_or_default()
            }),
            search: true,
            number: typed.to_owned(),
            number_label: self.say(words::SEARCH),
            sections: vec![Section {
                title: String::new(),
                choices: choices.collect(),
            }],
            ..SheetShown::default()
        }
    }

    fn issue_sheet(&self, ro: &RoNumber, request: CommandId) -> SheetShown {
        let order = self.picture.views.requests.get(ro);
        let known = order.and_then(|order| order.parts.request(request));
        let job = order.zip(known);
        let job = job.and_then(|(order, known)| order.job(known.job));
        let asked = known.and_then(|known| known.by.as_ref());
        let first = asked
            .into_iter()
            .chain(job.into_iter().flat_map(|job| &job.people));
        let first: Vec<_> = first.collect();
        let roster = self
            .picture
            .views
            .roster
            .values()
            .map(|known| &known.person);
        let mut people: Vec<_> = roster
            .filter(|person| person.role == Role::Technician)
            .collect();
        people.sort_by_key(|person| {
            let at = first.iter().position(|id| **id == person.id);
            (at.unwrap_or(usize::MAX), person.id.clone())
        });
        let choices = people
            .into_iter()
            .map(|person| Choice::plain(format!("to:{}", person.id), person.name.as_str()));
        SheetShown {
            title: self.say(words::ISSUE),
            subtitle: self.say(words::WHO_TAKES),
            sections: vec![Section {
                title: String::new(),
                choices: choices.collect(),
            }],
            ..SheetShown::default()
        }
    }

    fn goods_sheet(
        &self,
        part: &PartNumber,
        number: Number,
        supplier: Option<&str>,
        complete: bool,
    ) -> SheetShown {
        SheetShown {
            title: self.say(words::GOODS_IN),
            subtitle: self.part_line(part),
            number: number.value.to_string(),
            number_label: self.say(words::QUANTITY),
            sections: vec![self.suppliers(supplier)],
            actions: vec![ok(words::book_in(number.value, self.language), complete)],
            ..SheetShown::default()
        }
    }

    fn offer_sheet(&self, part: &PartNumber) -> SheetShown {
        let waiting = task::waiting_for(&self.picture.views, part);
        let none = waiting.is_empty();
        let mut seen = BTreeSet::new();
        let choices = waiting
            .into_iter()
            .filter(|(task, _, _)| seen.insert(task.id()));
        let choices = choices.map(|(task, _, line)| {
            // A choice is narrow: the car's face alone is its name.
            let mut choice = Choice::plain(task.id(), self.plate_text(task.order));
            choice.subtitle = self.join(&[
                &self.place(&task),
                &words::times(line.rest()),
                &self.task_who(&task),
            ]);
            choice
        });
        SheetShown {
            title: self.say(if none {
                words::NOBODY_WAITS
            } else {
                words::WAITS_FOR_IT
            }),
            subtitle: self.part_line(part),
            sections: vec![Section {
                title: String::new(),
                choices: choices.collect(),
            }],
            ..SheetShown::default()
        }
    }

    fn count_sheet(
        &self,
        (part, bin): (&PartNumber, &str),
        seen: i64,
        number: Number,
        reason: Option<CountReason>,
        complete: bool,
    ) -> SheetShown {
        let by = i64::from(number.value) - seen;
        let reasons = CountReason::ALL.iter().enumerate().map(|(at, known)| {
            let label = part_words::count_reason(*known).to(self.language);
            let label = desk_words::sentence(self.language, label);
            let mut choice = Choice::plain(format!("why:{at}"), label);
            choice.chosen = reason == Some(*known);
            choice
        });
        let mut ok = ok(self.say(words::SAVE_COUNT), complete);
        ok.hint = self.say(words::NEEDS_PIN);
        SheetShown {
            title: self.say(words::COUNT),
            subtitle: self.join(&[
                bin,
                &self.part_line(part),
                &words::books(seen, self.language),
            ]),
            number: number.value.to_string(),
            number_label: self.say(words::COUNTED),
            number_note: Line::new(
                words::difference(by, self.language),
                if by == 0 { Tone::Working } else { Tone::Hold },
            ),
            sections: (by != 0)
                .then(|| self.section(words::WHY, reasons.collect()))
                .into_iter()
                .collect(),
            actions: vec![ok],
            ..SheetShown::default()
        }
    }

    fn write_off_sheet(
        &self,
        at: (&RoNumber, LineKey),
        number: Number,
        reason: Option<usize>,
        complete: bool,
    ) -> SheetShown {
        let Some((_, subtitle)) = self.sheet_line(at) else {
            return SheetShown::default();
        };
        let reasons = GONE.iter().enumerate().map(|(at, text)| {
            let label = desk_words::sentence(self.language, text.to(self.language));
            let mut choice = Choice::plain(format!("why:{at}"), label);
            choice.chosen = reason == Some(at);
            choice
        });
        let mut ok = ok(words::write_off(number.value, self.language), complete);
        ok.hint = self.say(words::NEEDS_PIN);
        SheetShown {
            title: self.say(words::WRITE_OFF),
            subtitle,
            number: number.value.to_string(),
            number_label: self.say(words::QUANTITY),
            sections: vec![self.section(words::WHY_GONE, reasons.collect())],
            actions: vec![ok],
            ..SheetShown::default()
        }
    }
}
