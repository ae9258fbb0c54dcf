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

#[cfg(test)]
mod tests {
    //! Whatever way the state went along the log, it is what a replay from the beginning makes.

    use super::*;
    use crate::domain::clock::Activity;
    use crate::domain::command::Actor;
    use crate::domain::event::{Event, EventBody};
    use crate::domain::hold::HoldReason;
    use crate::domain::ids::{BayId, CommandId, JobId, PersonId, StationId};
    use crate::domain::person::{Employment, Language, Person, Role};
    use crate::store::event_log::EventLog;
    use chrono::{TimeDelta, TimeZone};
    use uuid::Uuid;

    const EVENTS: usize = 4 * STRETCH + 300;

    fn moment(number: usize) -> DateTime<Utc> {
        let start = Utc.with_ymd_and_hms(2026, 11, 2, 0, 0, 0).unwrap();
        start + TimeDelta::minutes(i64::try_from(number).unwrap())
    }

    fn body(number: usize, at: DateTime<Utc>) -> EventBody {
        let person = PersonId::new(format!("E{}", number % 7));
        let job = JobId::new(RoNumber::new(format!("2611-{}", number % 60)), 1);
        let day = at.date_naive();
        match number % 5 {
            0 => EventBody::PersonEnrolled {
                person: Person {
                    id: person,
                    name: format!("技师{number}"),
                    role: Role::Technician,
                    trades: Vec::new(),
                    badge: None,
                    language: Language::Zh,
                    employment: Employment::Here,
                },
                pin_hash: None,
            },
            1 | 2 => EventBody::Clocked {
                person,
                day,
                activity: Activity::Job {
                    job,
                    bay: BayId::new("1"),
                    mode: Default::default(),
                    split: Default::default(),
                },
            },
            3 => EventBody::JobHeld {
                job,
                reason: HoldReason::Parts,
                note: String::new(),
                day,
            },
            _ => EventBody::JobFinished { job, day },
        }
    }

    fn written() -> (tempfile::TempDir, Vec<Event>) {
        let dir = tempfile::tempdir().unwrap();
        let mut log = EventLog::open(dir.path()).unwrap();
        let events: Vec<Event> = (0..EVENTS)
            .map(|number| Event {
                command: CommandId(Uuid::from_u128(number as u128 + 1)),
                at: moment(number),
                station: StationId::new("bay-1"),
                actor: Actor::System,
                body: body(number, moment(number)),
            })
            .collect();
        log.batch(|batch| {
            for event in &events {
                batch.append(event, event.at)?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
        (dir, events)
    }

    #[test]
    fn any_way_along_the_log_leads_to_what_a_replay_makes() {
        let (dir, events) = written();
        let mut history = History::open(dir.path()).unwrap();
        history.refresh().unwrap();
        assert_eq!(history.count_at(moment(0) - TimeDelta::minutes(1)), 0);
        assert_eq!(history.count_at(moment(EVENTS + 5)), EVENTS);
        let ways = [
            700, 3000, 2999, 1024, 1023, 1025, 0, EVENTS, 2048, 4096, 4100, 5, 3500, 3600, 1,
            EVENTS,
        ];
        for count in ways {
            history.go(count, &mut |_| GoOn::Yes).unwrap();
            let mut fresh = Workshop::default();
            for event in &events[..count] {
                fresh.apply(event);
            }
            assert!(*history.workshop() == fresh, "after {count} events");
            assert_eq!(history.position(count), LogPosition(count as u64));
        }
    }

    #[test]
    fn who_interrupts_on_the_way_finds_it_going_on_from_there() {
        let (dir, events) = written();
        let mut history = History::open(dir.path()).unwrap();
        history.refresh().unwrap();
        let mut breaths = 0;
        let stopped = history.go(3000, &mut |_| {
            breaths += 1;
            if breaths == 12 { GoOn::No } else { GoOn::Yes }
        });
        assert!(matches!(stopped, Err(NotThere::Interrupted)));
        for count in [2500, 1000, 3000] {
            history.go(count, &mut |_| GoOn::Yes).unwrap();
            let mut fresh = Workshop::default();
            for event in &events[..count] {
                fresh.apply(event);
            }
            assert!(*history.workshop() == fresh, "after {count} events");
        }
        let ro = RoNumber::new("2611-1");
        assert_eq!(history.beginning(&ro), Some(1));
    }

    #[test]
    fn where_a_clock_was_set_back_all_that_was_written_before_counts() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = EventLog::open(dir.path()).unwrap();
        log.batch(|batch| {
            for (number, minute) in [0, 5, 3, 9].into_iter().enumerate() {
                let event = Event {
                    command: CommandId(Uuid::from_u128(number as u128 + 1)),
                    at: moment(minute),
                    station: StationId::new("bay-1"),
                    actor: Actor::System,
                    body: body(0, moment(minute)),
                };
                batch.append(&event, moment(minute))?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
        let mut history = History::open(dir.path()).unwrap();
        history.refresh().unwrap();
        for (minute, count) in [(0, 1), (3, 3), (4, 3), (5, 3), (9, 4)] {
            assert_eq!(
                history.count_at(moment(minute)),
                count,
                "at minute {minute}"
            );
        }
    }
}
