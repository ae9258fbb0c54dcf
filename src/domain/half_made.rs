//! What somebody has half made at a screen: it outlasts the badge, the next person and a restart.

use super::finding::Severity;
use super::ids::{CommandId, FindingCode, JobId, PartNumber, PersonId, PhotoId};
use super::parts::request::{AskedLine, Wanted};
use super::quality::checklist::{CheckKind, ItemResult};
use super::quality::command::ReworkReason;
use super::quality::draft::ChecksDraft;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So many units of one part nobody asks for; who leans on the keypad does not either.
pub const MOST_ON_A_LINE: u32 = 999;

/// Something half made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum HalfMade {
    /// A finding that is not sent yet.
    Finding(FindingDraft),
    /// A parts request that is not sent yet.
    Parts(PartsDraft),
    /// A check of a job that is not over yet.
    Check(CheckDraft),
    /// The final check of a car that has neither passed nor gone back yet.
    Checks(ChecksDraft),
}

/// A check in the making. It is of one finish: when the job is finished anew, it is begun anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckDraft {
    /// Who makes it: nobody signs for what somebody else has looked at.
    pub by: PersonId,
    /// Which job.
    pub job: JobId,
    /// The finish that is looked at.
    pub finish: CommandId,
    /// Which of the three checks.
    pub check: CheckKind,
    /// What was answered so far.
    #[serde(default)]
    pub results: Vec<ItemResult>,
    /// Why the job goes back, once that was said.
    #[serde(default)]
    pub reason: Option<ReworkReason>,
    /// What is said to who gets it back.
    #[serde(default)]
    pub note: String,
    /// The photos of that.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
    /// Photos that were taken meanwhile, and tapped off.
    #[serde(default)]
    pub not_these: BTreeSet<PhotoId>,
    /// Photos from then on belong to it by themselves.
    pub began_at: DateTime<Utc>,
}

impl CheckDraft {
    /// Begins one with nothing answered.
    pub fn new(
        by: PersonId,
        job: JobId,
        finish: CommandId,
        check: CheckKind,
        began_at: DateTime<Utc>,
    ) -> Self {
        Self {
            by,
            job,
            finish,
            check,
            results: Vec::new(),
            reason: None,
            note: String::new(),
            photos: Vec::new(),
            not_these: BTreeSet::new(),
            began_at,
        }
    }

    /// Tells whether it says nothing yet.
    pub fn is_empty(&self) -> bool {
        self.results.is_empty() && self.note.is_empty() && self.photos.is_empty()
    }

    /// Tells whether somebody has decided about a photo, or has used it already.
    pub fn saw(&self, photo: &PhotoId) -> bool {
        let mut of_items = self.results.iter().flat_map(|result| &result.photos);
        self.photos.contains(photo)
            || self.not_these.contains(photo)
            || of_items.any(|known| known == photo)
    }
}

/// A parts request in the making, and words for a part of which nobody knows the number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartsDraft {
    /// For which job.
    pub job: JobId,
    /// What is listed; of some nothing may be wanted after all.
    #[serde(default)]
    pub lines: Vec<AskedLine>,
    /// Words that are not on the list yet.
    #[serde(default)]
    pub words: String,
    /// Their photos.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
    /// Photos that were taken meanwhile, and tapped off.
    #[serde(default)]
    pub not_these: BTreeSet<PhotoId>,
    /// Photos from then on belong to the words by themselves.
    pub began_at: DateTime<Utc>,
}

impl PartsDraft {
    /// Begins one with what is expected.
    pub fn new(job: JobId, lines: Vec<AskedLine>, began_at: DateTime<Utc>) -> Self {
        Self {
            job,
            lines,
            words: String::new(),
            photos: Vec::new(),
            not_these: BTreeSet::new(),
            began_at,
        }
    }

    /// Lists what is really wanted.
    pub fn wanted(&self) -> Vec<AskedLine> {
        let lines = self.lines.iter().filter(|line| line.quantity > 0);
        lines.cloned().collect()
    }

    /// Adds units of a part: to its line where it is listed.
    pub fn add(&mut self, part: &PartNumber, quantity: u32) {
        let mut listed = self.lines.iter_mut();
        match listed.find(|line| line.wanted.part() == Some(part)) {
            Some(line) => line.quantity = (line.quantity + quantity).min(MOST_ON_A_LINE),
            None => self.lines.push(AskedLine {
                wanted: Wanted::Part { part: part.clone() },
                quantity,
            }),
        }
    }

    /// Puts the words and photos on the list.
    pub fn describe(&mut self) {
        let words = std::mem::take(&mut self.words).trim().to_owned();
        let photos = std::mem::take(&mut self.photos);
        if !words.is_empty() || !photos.is_empty() {
            self.lines.push(AskedLine {
                wanted: Wanted::Described { words, photos },
                quantity: 1,
            });
        }
    }

    /// Tells whether somebody has decided about a photo, or has used it already.
    pub fn saw(&self, photo: &PhotoId) -> bool {
        let mut described = self.lines.iter().filter_map(|line| match &line.wanted {
            Wanted::Described { photos, .. } => Some(photos),
            Wanted::Part { .. } => None,
        });
        self.photos.contains(photo)
            || self.not_these.contains(photo)
            || described.any(|photos| photos.contains(photo))
    }
}

/// A finding in the making. What is chosen is known by its code: the words are those of the catalogue of the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingDraft {
    /// While working on what.
    pub during: Option<JobId>,
    /// 系统
    #[serde(default)]
    pub system: Option<FindingCode>,
    /// 部件
    #[serde(default)]
    pub component: Option<FindingCode>,
    /// 状况
    #[serde(default)]
    pub condition: Option<FindingCode>,
    /// 处理
    #[serde(default)]
    pub action: Option<FindingCode>,
    /// How grave it is, where that differs from the usual.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// How many minutes it takes, where that differs from the list.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// Listed, and not needed this time.
    #[serde(default)]
    pub without: BTreeSet<PartNumber>,
    /// In the technician's words.
    #[serde(default)]
    pub note: String,
    /// Its photos.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
    /// Photos that were taken meanwhile, and tapped off.
    #[serde(default)]
    pub not_these: BTreeSet<PhotoId>,
    /// Photos from then on belong to it by themselves.
    pub began_at: DateTime<Utc>,
}

impl FindingDraft {
    /// Begins one with nothing chosen.
    pub fn new(during: Option<JobId>, began_at: DateTime<Utc>) -> Self {
        Self {
            during,
            system: None,
            component: None,
            condition: None,
            action: None,
            severity: None,
            minutes: None,
            without: BTreeSet::new(),
            note: String::new(),
            photos: Vec::new(),
            not_these: BTreeSet::new(),
            began_at,
        }
    }

    /// Tells whether it says nothing yet.
    pub fn is_empty(&self) -> bool {
        self.system.is_none() && self.note.is_empty() && self.photos.is_empty()
    }

    /// Tells whether somebody has decided about a photo.
    pub fn saw(&self, photo: &PhotoId) -> bool {
        self.photos.contains(photo) || self.not_these.contains(photo)
    }
}
