//! The past (回放): the board's views as they were at a moment, and what a station has of them so far.

use super::views::{View, ViewName, Views, all_views, roster_views};
use crate::domain::ids::{LogPosition, RoNumber};
use crate::domain::policy::SitePolicy;
use crate::domain::story::Story;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Days, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// For how many days what is settled may still be seen: the coordinator keeps as many at hand when it publishes.
const DAYS_AT_HAND: u64 = 3;

/// What is looked at in the past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "look", rename_all = "kebab-case")]
pub enum Look {
    /// The floor at a moment.
    Floor {
        /// Which.
        at: DateTime<Utc>,
    },
    /// The steps of one car until a moment.
    Story {
        /// Which moment.
        at: DateTime<Utc>,
        /// Which order.
        ro: RoNumber,
    },
}

impl Look {
    /// Tells which moment is looked at.
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Floor { at } | Self::Story { at, .. } => *at,
        }
    }
}

/// Why a moment cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum NoPast {
    /// Nothing had been written yet.
    BeforeTheFirst {
        /// When the first event was written; nothing while there is none.
        first: Option<DateTime<Utc>>,
    },
    /// It has not come yet.
    Ahead {
        /// What time it is.
        now: DateTime<Utc>,
    },
    /// No such order had come in by then.
    NoSuchOrder {
        /// Its number.
        ro: RoNumber,
    },
    /// The coordinator could not read its log.
    Unreadable,
}

/// The floor as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct PastFloor {
    /// At which moment.
    pub at: DateTime<Utc>,
    /// Up to where in the log.
    pub position: LogPosition,
    /// When the first event of the log was written: nothing can be seen before it.
    pub first: DateTime<Utc>,
    /// What was published then.
    pub views: Arc<Views>,
}

/// How far an answer has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is asked.
    #[default]
    Idle,
    /// It is on its way.
    Loading {
        /// How much of the log is read, in percent; nothing while that is not known.
        percent: Option<u8>,
    },
    /// Nobody answers.
    Silent,
    /// There is nothing to be seen.
    Nothing(NoPast),
}

/// What a station has of the past.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Past {
    /// What is looked at; nothing while the board is live.
    pub look: Option<Look>,
    /// How far the answer has come.
    pub progress: Progress,
    /// The floor that came last.
    pub floor: Option<Arc<PastFloor>>,
    /// The story that came last.
    pub story: Option<Arc<Story>>,
}

/// Makes the views that a board draws, just as they are published at that moment.
pub fn board_views(
    workshop: &mut Workshop,
    policy: &SitePolicy,
    now: DateTime<Utc>,
) -> BTreeMap<ViewName, View> {
    // What was settled long before shows nowhere, and is most of what a workshop has ever done.
    let aside = workshop.set_aside(policy.day_of(now) - Days::new(DAYS_AT_HAND));
    let mut views = all_views(workshop, policy, now, &BTreeSet::new());
    views.extend(roster_views(workshop));
    workshop.put_back(aside);
    views
}

/// Tells whether a board draws a view, so that it is part of the past.
pub fn is_of_the_board(name: &ViewName) -> bool {
    match name {
        ViewName::Site
        | ViewName::Roster(_)
        | ViewName::Bay(_)
        | ViewName::Waiting(_)
        | ViewName::Finishing(_)
        | ViewName::Alerts(_)
        | ViewName::Findings(_)
        | ViewName::Requests(_)
        | ViewName::Checks(_)
        | ViewName::Tools(_) => true,
        ViewName::Person(_)
        | ViewName::Stories(_)
        | ViewName::Catalogue(_)
        | ViewName::Operations(_)
        | ViewName::Checklists(_)
        | ViewName::Cars(_)
        | ViewName::Stock(_)
        | ViewName::Figures(_)
        | ViewName::Parts(_) => false,
    }
}
