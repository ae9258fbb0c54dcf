//! Stock: the parts that were searched for, those below their threshold, and the page of one part with its bins.

use super::Stores;
use super::model::{Card, LineShown, Tab, TaskShown};
use super::present::Scene;
use super::sheet::{Number, Sheet};
use super::task;
use crate::domain::ids::PartNumber;
use crate::domain::order::Fen;
use crate::domain::stock::Batch;
use crate::projection::part_search::{Hit, Parts};
use crate::projection::parts::{PartEntry, Stock};
use crate::projection::picture::Picture;
use crate::projection::views::Views;
use crate::screen::Effect;
use crate::screen::desk::model::{Action, Line};
use crate::screen::tone::Tone;
use crate::screen::words::{money, stores as words};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many parts are listed.
const FOUND: usize = 40;
/// What stands before the bin in the name of a line.
const BIN: &str = "bin:";

/// The parts below their thresholds. There are 20,000 parts and two looks a second, so they are looked for only when
/// the list or its figures have changed.
#[derive(Debug, Clone, Default)]
pub(super) struct Lows {
    of: Option<Arc<Parts>>,
    parts: Vec<PartNumber>,
}

fn lows(parts: &Parts) -> Vec<PartNumber> {
    let low = parts.iter().filter(|part| {
        let stock = parts.stock(&part.number);
        part.threshold > 0 && stock.is_some_and(|stock| is_low(part, stock))
    });
    let mut low: Vec<_> = low.collect();
    let share = |part: &PartEntry| {
        let there = parts.stock(&part.number).map_or(0, |stock| stock.available);
        there * 1000 / i64::from(part.threshold.max(1))
    };
    low.sort_by_cached_key(|part| (share(part), part.bin.clone(), part.number.clone()));
    low.into_iter().map(|part| part.number.clone()).collect()
}

fn is_low(part: &PartEntry, stock: Stock) -> bool {
    stock.available < i64::from(part.threshold)
}

impl Lows {
    /// Looks again where something has changed.
    pub(super) fn look(&mut self, picture: &Picture) {
        let parts = &picture.views.parts;
        let same = |known: &Arc<Parts>| Arc::ptr_eq(known, parts);
        if !self.of.as_ref().is_some_and(same) {
            self.parts = lows(parts);
            self.of = Some(parts.clone());
        }
    }

    fn parts(&self, picture: &Picture) -> Vec<PartNumber> {
        let parts = &picture.views.parts;
        match &self.of {
            Some(known) if Arc::ptr_eq(known, parts) => self.parts.clone(),
            _ => lows(parts),
        }
    }

    /// Counts them.
    pub(super) fn count(&self, picture: &Picture) -> usize {
        self.parts(picture).len()
    }
}

/// Lists what lies where of a part, the oldest batch first. What this station has tapped shows on the pages of the
/// orders at once.
fn batches(views: &Views, part: &PartEntry) -> Vec<Batch> {
    if let Some(known) = views.parts.shelves(&part.number) {
        return known.to_vec();
    }
    let stock = views.parts.stock(&part.number).unwrap_or_default();
    vec![Batch {
        batch: String::new(),
        bin: part.bin.clone(),
        cost: Fen(0),
        quantity: stock.available,
    }]
}

/// Lists the bins of a part with what lies there.
fn bins(views: &Views, part: &PartEntry) -> BTreeMap<String, i64> {
    let mut bins: BTreeMap<String, i64> = BTreeMap::new();
    for Batch { bin, quantity, .. } in batches(views, part) {
        *bins.entry(bin).or_default() += quantity;
    }
    bins.entry(part.bin.clone()).or_default();
    bins
}

impl Stores {
    /// The buttons of a part's page and of what is out.
    pub(super) fn shelf_action(
        &mut self,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        if self.tab == Tab::Out {
            return self.issued_action(id, picture, now);
        }
        let open = PartNumber::new(self.open_id().unwrap_or_default());
        let Some(part) = picture.views.parts.get(&open) else {
            return Vec::new();
        };
        match id {
            "goods-in" => {
                self.sheet = Some(Sheet::GoodsIn {
                    part: open,
                    number: Number::proposed(1),
                    supplier: None,
                });
            }
            _ => self.count(part, &part.bin.clone(), &picture.views),
        }
        Vec::new()
    }

    fn count(&mut self, part: &PartEntry, bin: &str, views: &Views) {
        let seen = bins(views, part).get(bin).copied().unwrap_or(0);
        self.sheet = Some(Sheet::Count {
            part: part.number.clone(),
            bin: bin.to_owned(),
            seen,
            number: Number::proposed(u32::try_from(seen).unwrap_or(0)),
            reason: None,
        });
    }

    /// The button of a line on a part's page: count the bin, or go to who waits.
    pub(super) fn other_line_button(
        &mut self,
        id: &str,
        picture: &Picture,
        _: DateTime<Utc>,
    ) -> Vec<Effect> {
        if let Some(bin) = id.strip_prefix(BIN) {
            let open = PartNumber::new(self.open_id().unwrap_or_default());
            if let Some(part) = picture.views.parts.get(&open) {
                self.count(part, bin, &picture.views);
            }
        } else if task::find(&picture.views, id).is_some() {
            self.open(Tab::Queue, id.to_owned(), picture);
        }
        Vec::new()
    }
}

impl Scene<'_> {
    pub(super) fn found_parts(&self, typed: &str) -> Vec<Card> {
        let found = self.picture.views.parts.search(typed, FOUND);
        found.into_iter().map(|hit| self.part_card(hit)).collect()
    }

    pub(super) fn low_cards(&self, lows: &Lows) -> Vec<Card> {
        let parts = &self.picture.views.parts;
        let low = lows.parts(self.picture);
        let hits = low.iter().filter_map(|number| {
            let part = parts.get(number)?;
            let stock = parts.stock(number);
            Some(Hit { part, stock })
        });
        hits.map(|hit| {
            let card = self.part_card(hit);
            let who = words::threshold(hit.part.threshold, self.language);
            Card { who, ..card }
        })
        .collect()
    }

    fn part_card(&self, hit: Hit<'_>) -> Card {
        let there = hit.stock.map_or(0, |stock| stock.available);
        let low = hit
            .stock
            .is_some_and(|stock| hit.part.threshold > 0 && is_low(hit.part, stock));
        let tone = match (there, low) {
            (..=0, _) => Tone::Late,
            (_, true) => Tone::Hold,
            _ => Tone::Neutral,
        };
        Card {
            id: hit.part.number.to_string(),
            title: self.part_name(&hit.part.name, &hit.part.english_name),
            age: there.to_string(),
            age_tone: tone,
            tone,
            detail: self.join(&[hit.part.number.as_str(), &hit.part.bin]),
            who: money::yuan(hit.part.price),
            ..Card::default()
        }
    }

    /// Makes the page of a part: its bins, who waits for it, and what it costs.
    pub(super) fn part_page(&self, number: &str) -> TaskShown {
        let views = &self.picture.views;
        let number = PartNumber::new(number);
        let Some(part) = views.parts.get(&number) else {
            return TaskShown::default();
        };
        let stock = views.parts.stock(&number).unwrap_or_default();
        let low = part.threshold > 0 && is_low(part, stock);
        let picked = stock.on_hand - stock.available;
        let promised = words::promised_to_others(picked, self.language);
        let fact = self.join(&[
            &words::stock(stock.available, low, self.language),
            if picked > 0 { &promised } else { "" },
            &words::threshold(part.threshold, self.language),
            &money::yuan(part.price),
        ]);
        let mut lines = self.bin_lines(part);
        lines.extend(self.waiting_lines(&number));
        TaskShown {
            id: number.to_string(),
            title: self.part_name(&part.name, &part.english_name),
            subtitle: self.join(&[number.as_str(), &part.fits, &part.category]),
            facts: vec![Line::new(
                fact,
                if low { Tone::Hold } else { Tone::Working },
            )],
            lines,
            actions: vec![
                Action {
                    main: true,
                    ..self.action("goods-in", words::GOODS_IN, Tone::Action)
                },
                self.action("count", words::COUNT, Tone::Neutral),
            ],
            ..TaskShown::default()
        }
    }

    fn bin_lines(&self, part: &PartEntry) -> Vec<LineShown> {
        let views = &self.picture.views;
        let batches = batches(views, part);
        let bins = bins(views, part).into_iter();
        bins.map(|(bin, there)| {
            let here = batches.iter().filter(|batch| batch.bin == bin);
            // A bin without a batch says nothing beside how many lie there.
            let here = here.filter(|batch| !batch.batch.is_empty() || batch.cost != Fen(0));
            let named = here.map(|batch| {
                let count = u32::try_from(batch.quantity).unwrap_or(0);
                let name = self.batch_name(&batch.batch);
                let name = words::with_quantity(&name, count);
                format!("{name} {}", money::yuan(batch.cost))
            });
            let named: Vec<String> = named.collect();
            let named: Vec<&str> = named.iter().map(String::as_str).collect();
            let button = self.action("line", words::COUNT_BIN, Tone::Neutral);
            LineShown {
                id: format!("{BIN}{bin}"),
                detail: self.join(&named),
                stock: words::books(there, self.language),
                spoken: format!("{} {bin}", button.label),
                button,
                name: bin,
                ..LineShown::default()
            }
        })
        .collect()
    }

    /// Lists who waits for a part.
    fn waiting_lines(&self, part: &PartNumber) -> Vec<LineShown> {
        let waiting = task::waiting_for(&self.picture.views, part).into_iter();
        waiting
            .map(|(task, _, line)| {
                let button = self.action("line", words::SEE_TASK, Tone::Action);
                let name = self.task_title(&task);
                LineShown {
                    id: task.id(),
                    detail: self.task_who(&task),
                    quantity: words::times(line.rest()),
                    stock: self.say(words::WAITS_FOR_IT),
                    spoken: format!("{} {name}", button.label),
                    button,
                    name,
                    ..LineShown::default()
                }
            })
            .collect()
    }
}
