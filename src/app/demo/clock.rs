//! The demonstration's clock: it stands in the morning, is advanced by the minute, then runs faster than the wall's.

use crate::domain::calendar::WorkingHours;
use crate::domain::time::Clock;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

#[derive(Debug, Clone, Copy)]
struct State {
    at: DateTime<Utc>,
    running: Option<(Instant, u32)>,
}

/// The clock of a demonstration.
#[derive(Debug, Clone)]
pub(super) struct DemoClock {
    state: Arc<Mutex<State>>,
    hours: WorkingHours,
    day: NaiveDate,
}

impl DemoClock {
    /// Stands a little before today's opening.
    pub(super) fn at_opening(hours: &WorkingHours) -> Self {
        let day = hours.day(Utc::now());
        let opening = NaiveTime::from_hms_opt(7, 50, 0).unwrap_or(NaiveTime::MIN);
        let at = hours.moment(day, opening);
        Self {
            state: Arc::new(Mutex::new(State { at, running: None })),
            hours: hours.clone(),
            day,
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // A clock has no half-made state.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the time.
    pub(super) fn now(&self) -> DateTime<Utc> {
        let state = *self.state();
        match state.running {
            None => state.at,
            Some((since, speed)) => {
                let passed = i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX);
                state.at + TimeDelta::milliseconds(passed.saturating_mul(i64::from(speed)))
            }
        }
    }

    /// Hands it out to who asks for the time.
    pub(super) fn clock(&self) -> Clock {
        let this = self.clone();
        Clock::new(move || this.now())
    }

    /// Moves it on while it stands.
    pub(super) fn advance(&self, by: TimeDelta) {
        self.state().at += by;
    }

    /// Lets it run.
    pub(super) fn run(&self, speed: u32) {
        self.state().running = Some((Instant::now(), speed));
    }

    /// A time of today.
    pub(super) fn today_at(&self, hour: u32, minute: u32) -> DateTime<Utc> {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
        self.hours.moment(self.day, time)
    }
}
