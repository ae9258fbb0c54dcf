//! History: the workshop as it was after any event of the log, without replaying all of it for each look.
//!
//! While the log is replayed for the first time, every entity that a stretch of it changed is kept as it was at the end
//! of the stretch. To go to another place only what changed on the way there is exchanged, and less than one stretch is
//! replayed. So a month takes as long as it takes to read once, and each look after that some milliseconds.

use crate::domain::ids::{LogPosition, RoNumber};
use crate::domain::workshop::{EntityKey, Workshop};
use crate::store::StoreError;
use crate::store::event_log::{LogReader, LoggedEvent};
use crate::store::past::Written;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How many events a stretch has.
const STRETCH: usize = 1024;
/// After so many events it asks whether to go on.
const BREATH: usize = 128;

/// Why a place was not reached.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotThere {
    /// The log.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An entity that was kept.
    #[error("what was kept of {kind} {name} cannot be read: {error}")]
    Kept {
        /// What kind.
        kind: &'static str,
        /// Which.
        name: String,
        /// Why.
        error: serde_json::Error,
    },
    /// Somebody wanted something else meanwhile.
    #[error("another moment was asked for")]
    Interrupted,
}

/// Whether to go on with what takes long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GoOn {
    Yes,
    No,
}

/// An entity as it was at the end of a stretch; nothing where there was none.
type Version = (usize, Option<Box<str>>);

/// The state of the workshop, moved along the log.
#[derive(Debug)]
pub(super) struct History {
    log: LogReader,
    /// When each event was written, in the order of the log.
    written: Vec<Written>,
    workshop: Workshop,
    /// How many events it shows.
    at: usize,
    /// What changed since the stretch began in which it is.
    touched: BTreeSet<EntityKey>,
    /// What each stretch changed that was replayed once.
    changed: Vec<BTreeSet<EntityKey>>,
    versions: BTreeMap<EntityKey, Vec<Version>>,
    /// Before which event each order was first spoken of.
    orders: BTreeMap<RoNumber, usize>,
}

impl History {
    /// Opens the log of a data directory, for reading alone.
    pub(super) fn open(data_dir: &Path) -> Result<Self, NotThere> {
        Ok(Self {
            log: LogReader::open(data_dir)?,
            written: Vec::new(),
            workshop: Workshop::default(),
            at: 0,
            touched: BTreeSet::new(),
            changed: Vec::new(),
            versions: BTreeMap::new(),
            orders: BTreeMap::new(),
        })
    }

    /// Takes in what was written since.
    pub(super) fn refresh(&mut self) -> Result<(), NotThere> {
        let last = self
            .written
            .last()
            .map_or(LogPosition(0), |last| last.position);
        self.written.extend(self.log.written(last)?);
        Ok(())
    }

    /// Tells when the first event was written.
    pub(super) fn first(&self) -> Option<DateTime<Utc>> {
        self.written.first().map(|first| first.recorded_at)
    }

    /// Counts the events that had been written by a moment. Where a clock was set back, the last one that bears the
    /// moment or an earlier one counts, and all before it: what was shown then followed from all of them.
    pub(super) fn count_at(&self, moment: DateTime<Utc>) -> usize {
        self.written
            .iter()
            .rposition(|written| written.recorded_at <= moment)
            .map_or(0, |last| last + 1)
    }

    /// Tells where in the log so many events end.
    pub(super) fn position(&self, count: usize) -> LogPosition {
        let last = count.checked_sub(1).and_then(|last| self.written.get(last));
        last.map_or(LogPosition(0), |last| last.position)
    }

    /// Tells before which event an order was first spoken of, as far as the log was read.
    pub(super) fn beginning(&self, ro: &RoNumber) -> Option<usize> {
        self.orders.get(ro).copied()
    }

    /// Lends the state.
    pub(super) fn workshop(&mut self) -> &mut Workshop {
        &mut self.workshop
    }

    /// Moves the state to where it shows so many events. `go_on` hears how many of how many are still to be replayed.
    pub(super) fn go(
        &mut self,
        count: usize,
        go_on: &mut dyn FnMut(usize) -> GoOn,
    ) -> Result<(), NotThere> {
        let (here, there) = (self.at / STRETCH, count / STRETCH);
        let is_ahead = count >= self.at && (here == there || here >= self.changed.len());
        if !is_ahead {
            self.jump(there.min(self.changed.len()))?;
        }
        self.walk(count, go_on, &mut |_, _| {})
    }

    /// Replays events one by one, and shows each with the state before it.
    pub(super) fn walk(
        &mut self,
        count: usize,
        go_on: &mut dyn FnMut(usize) -> GoOn,
        visit: &mut dyn FnMut(&Workshop, &LoggedEvent),
    ) -> Result<(), NotThere> {
        while self.at < count {
            let end = (self.at / STRETCH + 1) * STRETCH;
            let stop = count.min(end).min(self.at + BREATH);
            let (from, until) = (self.position(self.at), self.position(stop));
            let (workshop, touched) = (&mut self.workshop, &mut self.touched);
            let (orders, mut at) = (&mut self.orders, self.at);
            self.log.for_each_until(from, until, |logged| {
                visit(workshop, logged);
                for key in workshop.apply(&logged.event) {
                    if let EntityKey::Order(ro) = &key {
                        orders.entry(ro.clone()).or_insert(at);
                    }
                    touched.insert(key);
                }
                at += 1;
            })?;
            self.at = stop;
            if stop == end {
                self.end_stretch()?;
            }
            if self.at < count && go_on(count - self.at) == GoOn::No {
                return Err(NotThere::Interrupted);
            }
        }
        Ok(())
    }

    /// Keeps what the stretch changed that has just ended, unless that is kept already.
    fn end_stretch(&mut self) -> Result<(), NotThere> {
        let touched = std::mem::take(&mut self.touched);
        let number = self.at / STRETCH;
        if self.changed.len() >= number {
            return Ok(());
        }
        for key in &touched {
            let body = self.workshop.entity_json(key).transpose();
            let body = body.map_err(kept(key))?.map(String::into_boxed_str);
            let versions = self.versions.entry(key.clone()).or_default();
            versions.push((number, body));
        }
        self.changed.push(touched);
        Ok(())
    }

    /// Exchanges what changed between here and the beginning of a stretch.
    fn jump(&mut self, stretch: usize) -> Result<(), NotThere> {
        let here = self.at / STRETCH;
        let (from, until) = (here.min(stretch), here.max(stretch));
        let mut keys = std::mem::take(&mut self.touched);
        let until = until.min(self.changed.len());
        for changed in self.changed.get(from..until).unwrap_or_default() {
            keys.extend(changed.iter().cloned());
        }
        for key in keys {
            let versions = self.versions.get(&key).map_or(&[][..], Vec::as_slice);
            let known = versions.partition_point(|(number, _)| *number <= stretch);
            let body = known
                .checked_sub(1)
                .and_then(|last| versions[last].1.as_deref());
            match body {
                Some(body) => self
                    .workshop
                    .put_entity_json(key.kind(), &key.name(), body)
                    .map_err(kept(&key))?,
                None => self.workshop.take_out(&key),
            }
        }
        self.at = stretch * STRETCH;
        Ok(())
    }
}

fn kept(key: &EntityKey) -> impl Fn(serde_json::Error) -> NotThere + use<> {
    let (kind, name) = (key.kind(), key.name());
    move |error| NotThere::Kept {
        kind,
        name: name.clone(),
        error,
    }
}
