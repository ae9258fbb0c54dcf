//! Answers to the items of a list: what is said, what is measured, and what a value says by itself.

use super::Qc;
use super::acts::{Act, Then};
use super::look::Look;
use super::sheet::Sheet;
use crate::domain::ids::{ItemCode, RoNumber};
use crate::domain::quality::checklist::{Applies, CheckItem, Hundredths, Verdict};
use crate::domain::quality::draft::{CheckedList, ItemDraft};
use crate::projection::picture::Picture;
use crate::screen::Effect;
use crate::screen::words::qc as words;
use chrono::{DateTime, Utc};

/// An answer that is to be noted.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answering {
    /// Something is said of an item, or taken back where it is said already.
    Verdict {
        list: CheckedList,
        item: ItemCode,
        verdict: Verdict,
    },
    /// An item was measured; nothing takes the value back.
    Value {
        list: CheckedList,
        item: ItemCode,
        value: Option<Hundredths>,
    },
    /// Whatever is open and not measured is good.
    Rest { list: CheckedList },
}

/// Lists what one tap may call good: what is open, and is seen rather than measured.
pub(super) fn rest<'a>(look: &Look<'a>, list: CheckedList) -> Vec<&'a CheckItem> {
    let open = |item: &&CheckItem| {
        let answer = look.answer(list, &item.named.code);
        // What is found out on the road is said by who drove.
        item.measure.is_none()
            && !item.on_the_road
            && answer.is_none_or(|answer| answer.verdict.is_none())
    };
    look.items(list).filter(open).collect()
}

impl Qc {
    /// One of the big buttons of a row; the one that is on already takes the answer back.
    pub(super) fn verdict(
        &mut self,
        item: &ItemCode,
        verdict: Verdict,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let (Some(look), Some(list)) = (self.look(picture), self.open_list()) else {
            return Vec::new();
        };
        let Some(known) = look.item(list, item).filter(|_| look.is_open(list)) else {
            self.desk.note(words::NOT_NOW, now);
            return Vec::new();
        };
        let answer = look.answer(list, item);
        let value = answer.and_then(|answer| answer.value);
        let ro = look.car.ro().clone();
        match (verdict, &known.measure, value) {
            (Verdict::NotApplicable, ..) if known.applies == Applies::Always => return Vec::new(),
            (Verdict::Pass, Some(_), None) => {
                let sheet = Sheet::item(list, item.clone(), String::new());
                let act = Act::at_car(&ro, Vec::new(), Then::Open(sheet));
                return self.act(act, picture, now);
            }
            (Verdict::Pass, Some(measure), Some(value)) if !measure.allows(value) => {
                self.desk.note(words::OUTSIDE, now);
                return Vec::new();
            }
            _ => {}
        }
        let answering = Answering::Verdict {
            list,
            item: item.clone(),
            verdict,
        };
        let act = Act::at_car(&ro, Vec::new(), Then::Answer(answering));
        self.act(act, picture, now)
    }

    /// The row itself: what was measured, and a note.
    pub(super) fn open_item(
        &mut self,
        item: ItemCode,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let (Some(look), Some(list)) = (self.look(picture), self.open_list()) else {
            return Vec::new();
        };
        if !look.is_open(list) || look.item(list, &item).is_none() {
            return Vec::new();
        }
        let value = look.answer(list, &item).and_then(|answer| answer.value);
        let typed = value.map(|value| value.to_string()).unwrap_or_default();
        let ro = look.car.ro().clone();
        let act = Act::at_car(&ro, Vec::new(), Then::Open(Sheet::item(list, item, typed)));
        self.act(act, picture, now)
    }

    /// Notes an answer where the station keeps it.
    pub(super) fn note_answer(
        &mut self,
        ro: &RoNumber,
        answering: &Answering,
        picture: &Picture,
    ) -> Vec<Effect> {
        let Some(look) = self.look(picture).filter(|look| look.car.ro() == ro) else {
            return Vec::new();
        };
        match answering {
            Answering::Verdict {
                list,
                item,
                verdict,
            } => {
                let verdict = *verdict;
                self.change_answer(*list, item, picture, |answer| {
                    answer.verdict = (answer.verdict != Some(verdict)).then_some(verdict);
                    if verdict == Verdict::NotApplicable {
                        answer.value = None;
                    }
                })
            }
            Answering::Value { list, item, value } => {
                let measure = look.item(*list, item).and_then(|item| item.measure);
                let value = *value;
                let good = value.and_then(|value| Some(measure?.allows(value)));
                self.close();
                self.change_answer(*list, item, picture, |answer| {
                    answer.value = value;
                    answer.verdict =
                        good.map(|good| if good { Verdict::Pass } else { Verdict::Fail });
                })
            }
            Answering::Rest { list } => {
                let rest: Vec<ItemCode> = rest(&look, *list)
                    .into_iter()
                    .map(|item| item.named.code.clone())
                    .collect();
                let finishes = look.finishes(*list);
                self.drafts.change(ro, |draft| {
                    for item in &rest {
                        let answer = draft.answer_mut(*list, finishes.clone(), item);
                        answer.verdict = Some(Verdict::Pass);
                    }
                })
            }
        }
    }

    /// Changes what is half made of an item.
    pub(super) fn change_answer(
        &mut self,
        list: CheckedList,
        item: &ItemCode,
        picture: &Picture,
        change: impl FnOnce(&mut ItemDraft),
    ) -> Vec<Effect> {
        let Some(look) = self.look(picture) else {
            return Vec::new();
        };
        let (ro, finishes) = (look.car.ro().clone(), look.finishes(list));
        self.drafts.change(&ro, |draft| {
            change(draft.answer_mut(list, finishes, item));
        })
    }
}
