//! Finding a part by what is typed, describing one, and saying how many.

use super::super::super::model::parts::{PartRow, PartsShown, RowKind};
use super::super::super::model::{BayModel, PhotoShown};
use super::super::super::parts::{Counted, Sought, Tapped, categories};
use super::super::Presenter;
use crate::domain::half_made::PartsDraft;
use crate::projection::job_card::JobCard;
use crate::projection::part_categories::CategoryKey;
use crate::projection::part_search::Hit;
use crate::screen::words::bay_parts as words;
use crate::screen::words::finding;
use crate::screen::words::{bay as bay_words, name};

/// So many hits are shown: who does not see the part types one letter more.
const HITS: usize = 60;
/// So many photos that nothing has are offered.
const OFFERED: usize = 24;

impl Presenter<'_> {
    pub(super) fn find(
        &self,
        model: &mut BayModel,
        card: &JobCard,
        (what_for, within): (&Sought, Option<&CategoryKey>),
        typed: &str,
    ) {
        let parts = &self.picture.views.parts;
        let hits = match within {
            Some(key) => categories(self.picture).search(parts, key, typed, HITS),
            None => parts.search(typed, HITS),
        };
        let draft = self.kiosk.parts_draft(&card.job.ro);
        let request = self.is_for_request(what_for);
        let asked = typed.is_empty() && within.is_none();
        model.sheet = PartsShown {
            title: match what_for {
                Sought::Exchange(..) => self.t(words::WHICH_INSTEAD),
                Sought::Request | Sought::OldPart => self.category_title(within),
            },
            note: match what_for {
                Sought::Exchange(back, _) => self.of_line(card, back.line, back.quantity),
                Sought::Request | Sought::OldPart => self.job_name(&card.job),
            },
            text: typed.to_owned(),
            hint: self.t(words::TYPE_HERE),
            empty: self.t(if asked {
                words::TYPE_FIRST
            } else {
                words::NO_HITS
            }),
            rows: hits
                .into_iter()
                .map(|hit| self.hit(card, hit, draft.filter(|_| request)))
                .collect(),
            send: if request {
                self.t(words::BACK_TO_LIST)
            } else {
                String::new()
            },
            can_send: request,
            write: self.t(words::DESCRIBE),
            clear: self.t(words::CLEAR),
            erase: self.t(words::ERASE),
            space: self.t(finding::SPACE),
            ..PartsShown::default()
        };
    }

    fn category_title(&self, within: Option<&CategoryKey>) -> String {
        let Some(key) = within else {
            return self.t(words::SEARCH);
        };
        let all = categories(self.picture).count(&self.picture.views.parts);
        let known = all.into_iter().find(|category| category.key == *key);
        match known {
            Some(category) => {
                name(self.language, &category.name, &category.english_name).to_owned()
            }
            None => self.t(words::CATEGORIES),
        }
    }

    fn hit(&self, card: &JobCard, hit: Hit<'_>, draft: Option<&PartsDraft>) -> PartRow {
        let entry = hit.part;
        let lines = draft.into_iter().flat_map(|draft| &draft.lines);
        let mut of_part = lines.filter(|line| line.wanted.part() == Some(&entry.number));
        let listed = of_part.next().map_or(0, |line| line.quantity);
        let (stock, tone) = self.stock_note(&card.job, &entry.number, listed);
        PartRow {
            detail: format!("{} · {stock}", entry.number),
            tone,
            quantity: if listed > 0 {
                format!("× {listed}")
            } else {
                String::new()
            },
            chosen: listed > 0,
            ..self.row(
                entry.number.to_string(),
                name(self.language, &entry.name, &entry.english_name).to_owned(),
                RowKind::Plain,
            )
        }
    }

    pub(super) fn describe(
        &self,
        model: &mut BayModel,
        card: &JobCard,
        what_for: &Sought,
        with: Tapped,
    ) {
        let draft = self.kiosk.parts_draft(&card.job.ro);
        let text = draft.map(|draft| draft.words.clone()).unwrap_or_default();
        let says_something =
            draft.is_some_and(|draft| !draft.words.trim().is_empty() || !draft.photos.is_empty());
        let send = match (with, what_for) {
            (Tapped::Keys, _) => words::WRITTEN,
            (Tapped::Chips, Sought::Request) => words::ADD,
            (Tapped::Chips, Sought::Exchange(..)) => words::EXCHANGE,
            (Tapped::Chips, Sought::OldPart) => words::OLD_FATE,
        };
        let note = if *what_for == Sought::OldPart {
            String::new()
        } else {
            self.t(words::ADD_NOTE)
        };
        model.sheet = PartsShown {
            title: self.t(if *what_for == Sought::OldPart {
                words::OLD_OTHER
            } else {
                words::DESCRIBE_TITLE
            }),
            note: self.job_name(&card.job),
            text,
            hint: self.t(words::DESCRIBE_HINT),
            chips: words::CHIPS.iter().map(|text| self.t(*text)).collect(),
            photos: draft
                .map(|draft| self.part_photos(draft))
                .unwrap_or_default(),
            photos_title: self.t(finding::PHOTOS),
            with_keys: with == Tapped::Keys,
            send: self.t(send),
            send_note: note,
            can_send: says_something || with == Tapped::Keys,
            write: self.t(words::WRITE),
            clear: self.t(words::CLEAR),
            erase: self.t(words::ERASE),
            space: self.t(finding::SPACE),
            ..PartsShown::default()
        };
    }

    fn part_photos(&self, draft: &PartsDraft) -> Vec<PhotoShown> {
        let photos = &self.picture.photos;
        let taken = photos.taken.iter().rev().map(|taken| &taken.id);
        let others = taken.filter(|id| !draft.photos.contains(id)).take(OFFERED);
        let chosen = draft.photos.iter().map(|id| (id, true));
        let all = chosen.chain(others.map(|id| (id, false)));
        all.map(|(id, chosen)| PhotoShown {
            id: id.to_string(),
            path: photos.previews.get(id).cloned(),
            chosen,
        })
        .collect()
    }

    pub(super) fn count(&self, model: &mut BayModel, card: &JobCard, of: Counted, typed: &str) {
        let (title, what, now) = match of {
            Counted::Listed(place) => {
                let draft = self.kiosk.parts_draft(&card.job.ro);
                let line = draft.and_then(|draft| draft.lines.get(place));
                let what = line.map(|line| self.wanted_name(&card.job, &line.wanted));
                let now = line.map_or(0, |line| line.quantity);
                (words::QUANTITY, what.unwrap_or_default(), now)
            }
            Counted::Back(back) => (
                words::HOW_MANY_BACK,
                self.of_line(card, back.line, back.quantity),
                back.quantity,
            ),
        };
        model.sheet = PartsShown {
            title: self.t(title),
            note: what,
            text: typed.to_owned(),
            hint: now.to_string(),
            send: self.t(bay_words::OK),
            can_send: true,
            clear: self.t(words::CLEAR),
            erase: self.t(words::ERASE),
            ..PartsShown::default()
        };
    }
}
