//! What somebody has half made at a screen: it outlasts the badge, the next person and a restart.

use super::finding::Severity;
use super::ids::{FindingCode, JobId, PartNumber, PhotoId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something half made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum HalfMade {
    /// A finding that is not sent yet.
    Finding(FindingDraft),
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
