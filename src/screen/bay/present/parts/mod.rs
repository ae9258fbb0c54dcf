//! The pages about parts, and the questions among them.

mod find;
mod list;
mod sheet;

use super::super::model::parts::{PartRow, RowKind};
use super::super::model::{BayModel, ChoiceShown, PageShown, Prompt};
use super::super::parts::{
    Back, PartsPage, Sought, Way, categories, category_id, fate_id, names, reason_id, sign_lines,
    tile,
};
use super::{GO_ON_PARTS, Presenter, SIGN};
use crate::domain::ids::{JobId, PartNumber};
use crate::domain::parts::old_part::OldPartFate;
use crate::domain::parts::request::{HandOver, LineKey, Parcel, ParcelState, Wanted};
use crate::domain::parts::returns::ReturnReason;
use crate::domain::plate::Plate;
use crate::projection::job_card::JobCard;
use crate::projection::requests::OrderRequests;
use crate::screen::tone::Tone;
use crate::screen::words::bay_parts as words;
use crate::screen::words::parts as shared;
use crate::screen::words::{Text, name};

/// Which kind of page a page about parts is.
pub(super) fn page(page: &PartsPage) -> PageShown {
    match page {
        PartsPage::Request | PartsPage::Sign { .. } | PartsPage::Old | PartsPage::Fitted { .. } => {
            PageShown::Parts
        }
        PartsPage::Categories | PartsPage::Line(_) | PartsPage::Why(_) | PartsPage::OldFate => {
            PageShown::Question
        }
        PartsPage::Find { .. } => PageShown::FindPart,
        PartsPage::Describe { .. } => PageShown::DescribePart,
        PartsPage::Count { .. } => PageShown::Count,
    }
}

impl Presenter<'_> {
    pub(super) fn parts(&self, model: &mut BayModel, card: &JobCard, page: &PartsPage) {
        match page {
            PartsPage::Request => self.request_sheet(model, card),
            PartsPage::Sign { without } => self.sign_sheet(model, card, without),
            PartsPage::Old => self.old_sheet(model, card),
            PartsPage::Fitted { counted } => self.fitted_sheet(model, card, counted),
            PartsPage::Categories => self.category_question(model),
            PartsPage::Line(key) => self.line_question(model, card, *key),
            PartsPage::Why(back) => self.why_question(model, card, *back),
            PartsPage::OldFate => self.fate_question(model, card),
            PartsPage::Find {
                what_for,
                within,
                typed,
            } => self.find(model, card, (what_for, within.as_ref()), typed),
            PartsPage::Describe { what_for, with } => {
                self.describe(model, card, what_for, *with);
            }
            PartsPage::Count { of, typed } => self.count(model, card, *of, typed),
        }
    }

    /// Names what is wanted: as the order's page says, else as the catalogue does.
    fn wanted_name(&self, job: &JobId, wanted: &Wanted) -> String {
        let part = match wanted {
            Wanted::Described { words, .. } if words.is_empty() => {
                return self.t(words::DESCRIBE);
            }
            Wanted::Described { words, .. } => return words.clone(),
            Wanted::Part { part } => part,
        };
        if let Some(order) = self.look.order(&job.ro)
            && order.facts_of(part).is_some()
        {
            let (chinese, english) = names(order, wanted);
            return name(self.language, &chinese, &english).to_owned();
        }
        let expected = self.look.card(job).into_iter().flat_map(|card| &card.parts);
        let mut expected = expected.filter(|card| card.part == *part);
        match (self.picture.views.parts.get(part), expected.next()) {
            (Some(entry), _) => name(self.language, &entry.name, &entry.english_name).to_owned(),
            (None, Some(card)) => name(self.language, &card.name, &card.english_name).to_owned(),
            (None, None) => part.to_string(),
        }
    }

    /// Finds how many of a part there are and where; nothing where no list knows it.
    fn stock_of(&self, job: &JobId, part: &PartNumber) -> Option<(i64, String)> {
        let parts = &self.picture.views.parts;
        if let (Some(entry), Some(stock)) = (parts.get(part), parts.stock(part)) {
            return Some((stock.available, entry.bin.clone()));
        }
        let order = self.look.order(&job.ro);
        if let Some(facts) = order.and_then(|order| order.facts_of(part))
            && facts.on_hand.is_some()
        {
            return Some((facts.available, facts.bin.clone()));
        }
        let mut expected = self.look.card(job).into_iter().flat_map(|card| &card.parts);
        let card = expected.find(|card| card.part == *part)?;
        Some((i64::from(card.on_hand?), card.bin.clone()))
    }

    /// Says what there is of a part, against how many are wanted.
    fn stock_note(&self, job: &JobId, part: &PartNumber, wanted: u32) -> (String, Tone) {
        match self.stock_of(job, part) {
            Some((available, bin)) if available >= i64::from(wanted.max(1)) => {
                (words::stock(self.language, available, &bin), Tone::Neutral)
            }
            Some((available, _)) => (words::short(self.language, available), Tone::Late),
            None => (self.t(words::NOT_LISTED), Tone::Hold),
        }
    }

    fn category_question(&self, model: &mut BayModel) {
        model.choice_title = self.t(words::WHICH_CATEGORY);
        let all = categories(self.picture).count(&self.picture.views.parts);
        if all.is_empty() {
            model.choice_note = self.t(words::NO_CATEGORIES);
        }
        let tiles = all.into_iter().map(|category| ChoiceShown {
            id: category_id(&category.key),
            title: name(self.language, &category.name, &category.english_name).to_owned(),
            subtitle: words::in_category(self.language, category.parts),
            enabled: true,
            ..ChoiceShown::default()
        });
        model.choices = tiles.collect();
    }

    /// Shows one line with all that can be done about it.
    fn line_question(&self, model: &mut BayModel, card: &JobCard, key: LineKey) {
        let Some(order) = self.look.order(&card.job.ro) else {
            return;
        };
        let Some((request, line)) = order.parts.line(key) else {
            return;
        };
        let job = JobId::new(card.job.ro.clone(), request.job);
        let (state, _) = self.line_state(order, (request, key, line));
        model.choice_title = self.wanted_name(&job, &line.wanted);
        let mut notes = vec![state.replace('\n', " · "), self.number_and_quantity(line)];
        let first = line.instead_of.as_ref();
        notes.extend(first.map(|wanted| {
            let what = self.wanted_name(&job, wanted);
            words::instead_of(self.language, &what)
        }));
        if let Some(by) = &request.by {
            let (who, at) = (self.person(by), self.moment(request.at));
            notes.push(words::asked_by(self.language, &who, &at));
        }
        model.choice_note = notes.join(" · ");
        let can_return = self.look.can_go_back(&card.job.ro, key) > 0;
        let to_fit = line
            .unaccounted()
            .saturating_sub(order.parts.coming_back(key));
        let fitted = format!("{} × {to_fit}", words::FITTED.to(self.language));
        let cancel = words::cancel_rest(self.language, line.rest());
        let offers = [
            (
                line.ready() > 0,
                tile::SIGN,
                self.t(words::SIGN),
                self.t(words::SIGN_NOTE),
                Tone::Action,
            ),
            (
                to_fit > 0,
                tile::FIT,
                fitted,
                self.t(words::FITTED_NOTE),
                Tone::Working,
            ),
            (
                can_return,
                tile::RETURN,
                self.t(words::RETURN),
                self.t(words::RETURN_NOTE),
                Tone::Hold,
            ),
            (
                can_return,
                tile::EXCHANGE,
                self.t(words::EXCHANGE),
                self.t(words::EXCHANGE_NOTE),
                Tone::Hold,
            ),
            (
                line.kept() > 0,
                tile::OLD,
                self.t(words::OLD),
                self.t(words::OLD_NOTE),
                Tone::Wait,
            ),
            (
                line.rest() > 0,
                tile::CANCEL,
                self.t(words::CANCEL),
                cancel,
                Tone::Late,
            ),
        ];
        let offered = offers.into_iter().filter(|offer| offer.0);
        let tiles = offered.map(|(_, id, title, subtitle, tone)| ChoiceShown {
            id: id.to_owned(),
            title,
            subtitle,
            tone,
            enabled: true,
            ..ChoiceShown::default()
        });
        model.choices = tiles.collect();
    }

    fn why_question(&self, model: &mut BayModel, card: &JobCard, back: Back) {
        model.choice_title = self.t(match back.way {
            Way::Return => words::WHY_BACK,
            Way::Exchange => words::WHY_EXCHANGE,
        });
        model.choice_note = self.of_line(card, back.line, back.quantity);
        let tiles = ReturnReason::ALL.map(|reason| {
            self.answer(reason_id(reason), shared::return_reason(reason), Tone::Hold)
        });
        model.choices = tiles.into();
    }

    fn fate_question(&self, model: &mut BayModel, card: &JobCard) {
        model.choice_title = self.t(words::OLD_FATE);
        let draft = self.kiosk.parts_draft(&card.job.ro);
        model.choice_note = draft.map(|draft| draft.words.clone()).unwrap_or_default();
        let usual = self.look.usual_fate(card);
        let tiles = OldPartFate::ALL.map(|fate| {
            let tone = if fate == usual {
                Tone::Action
            } else {
                Tone::Wait
            };
            self.answer(fate_id(fate), shared::fate(fate), tone)
        });
        model.choices = tiles.into();
    }

    fn answer(&self, id: &str, title: Text, tone: Tone) -> ChoiceShown {
        ChoiceShown {
            id: id.to_owned(),
            title: self.t(title),
            tone,
            enabled: true,
            ..ChoiceShown::default()
        }
    }

    /// Names a line that goes back, and how many of it.
    fn of_line(&self, card: &JobCard, key: LineKey, quantity: u32) -> String {
        let order = self.look.order(&card.job.ro);
        let line = order.and_then(|order| order.parts.line(key));
        let wanted = line.map(|(_, line)| self.wanted_name(&card.job, &line.wanted));
        format!("{} × {quantity}", wanted.unwrap_or_default())
    }

    /// Tells whoever is at this bay that parts wait for a signature, whether the job runs or stands.
    pub(super) fn parts_ready(&self) -> Vec<Prompt> {
        let orders = self.picture.views.requests.values();
        orders
            .filter_map(|order| self.ready_prompt(order))
            .collect()
    }

    fn ready_prompt(&self, order: &OrderRequests) -> Option<Prompt> {
        let mut lines = sign_lines(&order.parts);
        lines.retain(|(request, ..)| order.bay_of(request) == Some(&self.kiosk.bay));
        let (first, ..) = lines.first()?;
        let brought = |parcel: &Parcel| {
            let here = HandOver::Bay {
                bay: self.kiosk.bay.clone(),
            };
            parcel.state == ParcelState::Ready { handed: Some(here) }
        };
        let here = lines
            .iter()
            .filter(|(.., line)| line.parcels.iter().any(brought));
        let here = here.count();
        let plate = order.plate.as_ref().map_or("", Plate::as_str);
        Some(Prompt {
            id: format!("{SIGN}{}", JobId::new(order.ro.clone(), first.job)),
            text: if here > 0 {
                words::delivered(self.language, plate, here)
            } else {
                words::ready(self.language, plate, lines.len())
            },
            tone: Tone::Action,
            action: self.t(words::SIGN),
        })
    }

    /// Reminds who acts of a request that they have left half made.
    pub(super) fn unfinished_request(&self) -> Option<Prompt> {
        let draft = self.kiosk.half_made_request(self.picture)?;
        Some(Prompt {
            id: GO_ON_PARTS.to_owned(),
            text: words::unfinished(self.language, &self.job_name(&draft.job)),
            tone: Tone::Action,
            action: self.t(crate::screen::words::finding::GO_ON),
        })
    }

    /// A row that says nothing yet.
    fn row(&self, id: String, name: String, kind: RowKind) -> PartRow {
        PartRow {
            id,
            name,
            kind,
            ..PartRow::default()
        }
    }

    fn is_for_request(&self, what_for: &Sought) -> bool {
        *what_for == Sought::Request
    }
}
