//! The picture: all that a station knows at one moment, and all that a screen is drawn from.

use super::past::Past;
use super::views::Views;
use crate::domain::command::Command;
use crate::domain::ids::{BayId, CommandId, PhotoId, StationId};
use crate::domain::refusal::Refusal;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// How far a tap has come. The screen never claims more.
#[derive(Debug, Clone, PartialEq)]
pub enum TapState {
    /// On its way to the disk.
    Saving,
    /// On the disk of this station, not yet answered.
    Saved,
    /// In the log.
    Accepted {
        /// When the answer came.
        at: DateTime<Utc>,
    },
    /// Refused, and why.
    Refused {
        /// Why.
        refusal: Refusal,
        /// When the answer came.
        at: DateTime<Utc>,
    },
    /// It could not be saved, as on a full disk: it has not happened.
    NotSaved {
        /// In words.
        why: String,
    },
}

/// A tap of this station and how far it has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Tap {
    /// What was tapped.
    pub command: Arc<Command>,
    /// How far it has come.
    pub state: TapState,
}

/// The link of this station to the coordinator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Broker and coordinator are there.
    Live,
    /// One of them is not.
    Offline {
        /// Since when, as far as this station knows.
        since: DateTime<Utc>,
    },
}

/// Whether another station is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StationPresence {
    /// The bay it stands at, for a bay station.
    pub bay: Option<BayId>,
    /// Which of its lives.
    pub epoch: u64,
    /// Since when it is gone; nothing while it is there.
    pub gone_since: Option<DateTime<Utc>>,
}

/// Photos as far as this station has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Photos {
    /// Taken by this station's camera and not yet part of a finding, the oldest first.
    pub taken: Vec<TakenPhoto>,
    /// Where the preview of a photo lies on this machine.
    pub previews: BTreeMap<PhotoId, PathBuf>,
    /// How many are still to be sent.
    pub waiting: usize,
}

/// A photo that nobody has used yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenPhoto {
    /// Which.
    pub id: PhotoId,
    /// When it was taken.
    pub at: DateTime<Utc>,
}

/// All that a station knows. What is large is shared: a picture is made for each tap while a finger waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The read models, with this station's own saved taps on top.
    pub views: Arc<Views>,
    /// When the newest of them was made.
    pub views_at: Option<DateTime<Utc>>,
    /// The link.
    pub link: LinkState,
    /// How many taps are saved and not yet accepted.
    pub waiting: usize,
    /// The latest taps of this station, oldest first.
    pub taps: Vec<Tap>,
    /// The other stations.
    pub stations: Arc<BTreeMap<StationId, StationPresence>>,
    /// Photos: taken, to be shown, to be sent.
    pub photos: Arc<Photos>,
    /// What was asked of the past.
    pub past: Arc<Past>,
}

impl Picture {
    /// Begins with nothing known.
    pub fn empty(now: DateTime<Utc>) -> Self {
        Self {
            views: Arc::default(),
            views_at: None,
            link: LinkState::Offline { since: now },
            waiting: 0,
            taps: Vec::new(),
            stations: Arc::default(),
            photos: Arc::default(),
            past: Arc::default(),
        }
    }

    /// Finds a tap.
    pub fn tap(&self, id: CommandId) -> Option<&Tap> {
        self.taps.iter().find(|tap| tap.command.id == id)
    }

    /// Tells since when no station of a bay has been heard; nothing while one is there.
    ///
    /// A bay that never had a station is not silent: it has nothing to say.
    pub fn silent_since(&self, bay: &BayId) -> Option<DateTime<Utc>> {
        let mut here = self
            .stations
            .values()
            .filter(|station| station.bay.as_ref() == Some(bay));
        let first = here.next()?.gone_since?;
        here.try_fold(first, |latest, station| {
            station.gone_since.map(|gone| gone.max(latest))
        })
    }
}
