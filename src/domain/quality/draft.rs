//! A final check in the making: what an inspector has answered of a car and not sent yet. It belongs to the car, so
//! that whoever goes on with it finds it.

use super::checklist::{Hundredths, ItemResult, Verdict};
use super::command::ReworkReason;
use crate::domain::ids::{CommandId, ItemCode, PersonId, PhotoId};
use crate::domain::order::Fen;
use serde::{Deserialize, Serialize};

/// What was answered of an item so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemDraft {
    /// Which.
    pub item: ItemCode,
    /// What is said of it; nothing yet where there is only a note.
    #[serde(default)]
    pub verdict: Option<Verdict>,
    /// What was measured.
    #[serde(default)]
    pub value: Option<Hundredths>,
    /// In the inspector's words.
    #[serde(default)]
    pub note: String,
    /// Its photos.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
}

impl ItemDraft {
    /// Begins with nothing said.
    pub fn new(item: ItemCode) -> Self {
        Self {
            item,
            verdict: None,
            value: None,
            note: String::new(),
            photos: Vec::new(),
        }
    }

    /// Hands out what is to be sent; nothing while nothing is said of it.
    pub fn result(&self) -> Option<ItemResult> {
        Some(ItemResult {
            item: self.item.clone(),
            verdict: self.verdict?,
            value: self.value,
            note: self.note.clone(),
            photos: self.photos.clone(),
        })
    }
}

/// Which list of a car's final check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckedList {
    /// That of a job.
    Job(u16),
    /// That of the whole car.
    Car,
}

/// The answers to one list, for the finishes that were looked at: a job that was finished anew is looked at anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListDraft {
    /// Which.
    pub list: CheckedList,
    /// What was looked at, by line.
    pub finishes: Vec<(u16, CommandId)>,
    /// What was said.
    pub answers: Vec<ItemDraft>,
}

/// A road test that is not signed yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoadTestDraft {
    /// What the clock of the car said at the least when it was begun: another road test makes it void.
    #[serde(default)]
    pub least_km: u32,
    /// In km.
    #[serde(default)]
    pub start_km: u32,
    /// In km.
    #[serde(default)]
    pub end_km: u32,
    /// In the words of who drove.
    #[serde(default)]
    pub note: String,
}

/// Who answers for a rework.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answerable {
    /// It is not said yet.
    #[default]
    Unsaid,
    /// It is nobody's fault.
    Nobody,
    /// They do.
    Person(PersonId),
}

/// A job that is about to go back to its bay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReworkDraft {
    /// Which line of the order.
    pub line: u16,
    /// Its finish.
    pub finish: CommandId,
    /// Why.
    #[serde(default)]
    pub reason: Option<ReworkReason>,
    /// Who answers for it.
    #[serde(default)]
    pub answerable: Answerable,
    /// What it costs them.
    #[serde(default)]
    pub penalty: Fen,
    /// In the inspector's words.
    #[serde(default)]
    pub note: String,
    /// Its photos.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
}

impl ReworkDraft {
    /// Begins with nothing said.
    pub fn new(line: u16, finish: CommandId) -> Self {
        Self {
            line,
            finish,
            reason: None,
            answerable: Answerable::Unsaid,
            penalty: Fen(0),
            note: String::new(),
            photos: Vec::new(),
        }
    }
}

/// All that is half made of a car's final check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecksDraft {
    /// The answers.
    #[serde(default)]
    pub lists: Vec<ListDraft>,
    /// The road test.
    #[serde(default)]
    pub road: Option<RoadTestDraft>,
    /// What is about to go back.
    #[serde(default)]
    pub rework: Option<ReworkDraft>,
}

impl ChecksDraft {
    /// Finds the answers to a list; none where they were about other finishes.
    pub fn answers(&self, list: CheckedList, finishes: &[(u16, CommandId)]) -> &[ItemDraft] {
        let mut lists = self.lists.iter();
        let found = lists.find(|known| known.list == list && known.finishes == finishes);
        found.map_or(&[], |found| found.answers.as_slice())
    }

    /// Finds the answer to an item, to be changed; those about other finishes are forgotten.
    pub fn answer_mut(
        &mut self,
        list: CheckedList,
        finishes: Vec<(u16, CommandId)>,
        item: &ItemCode,
    ) -> &mut ItemDraft {
        self.lists
            .retain(|known| known.list != list || known.finishes == finishes);
        let at = self.lists.iter().position(|known| known.list == list);
        let at = at.unwrap_or_else(|| {
            self.lists.push(ListDraft {
                list,
                finishes,
                answers: Vec::new(),
            });
            self.lists.len() - 1
        });
        let answers = &mut self.lists[at].answers;
        let known = answers.iter().position(|answer| answer.item == *item);
        let known = known.unwrap_or_else(|| {
            answers.push(ItemDraft::new(item.clone()));
            answers.len() - 1
        });
        &mut answers[known]
    }
}
