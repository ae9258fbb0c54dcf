//! The time machine (回放): which moment of which day the board shows, and how a finger or time itself moves it.

use crate::domain::policy::SitePolicy;
use crate::projection::past::{Look, Past, Progress};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

/// So long after the last touch the board shows the present again.
const IDLE: TimeDelta = TimeDelta::minutes(5);
/// How far the slider reaches beyond the open hours: who works late can be seen as well.
const BEFORE_OPENING: TimeDelta = TimeDelta::hours(1);
const AFTER_CLOSING: TimeDelta = TimeDelta::hours(2);
/// The hours of a day on which the workshop is closed.
const CLOSED_FROM_HOUR: u32 = 7;
const CLOSED_HOURS: i64 = 13;

/// Whether time goes on by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Motion {
    Still,
    Playing,
}

/// The moment that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Replay {
    pub(super) at: DateTime<Utc>,
    pub(super) motion: Motion,
    touched_at: DateTime<Utc>,
}

/// The part of a day that the slider spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: DateTime<Utc>,
    pub(super) until: DateTime<Utc>,
}

impl Span {
    /// Finds the working day that a moment lies in.
    pub(super) fn of(policy: &SitePolicy, at: DateTime<Utc>) -> Self {
        let day = policy.day_of(at);
        let hours = &policy.hours;
        let periods = hours.periods(day);
        match (periods.first(), periods.last()) {
            (Some(first), Some(last)) => Self {
                from: hours.moment(day, first.from) - BEFORE_OPENING,
                until: hours.moment(day, last.until) + AFTER_CLOSING,
            },
            _ => {
                let seven = NaiveTime::from_hms_opt(CLOSED_FROM_HOUR, 0, 0);
                let from = hours.moment(day, seven.unwrap_or(NaiveTime::MIN));
                Self {
                    from,
                    until: from + TimeDelta::hours(CLOSED_HOURS),
                }
            }
        }
    }

    /// Tells where a moment lies, 0 to 1.
    pub(super) fn share(self, at: DateTime<Utc>) -> f32 {
        let all = (self.until - self.from).num_seconds().max(1);
        // A day has 86,400 seconds, which an f32 holds exactly.
        ((at - self.from).num_seconds() as f32 / all as f32).clamp(0.0, 1.0)
    }

    /// Tells the moment at a place, to the minute.
    fn moment(self, share: f32) -> DateTime<Utc> {
        let minutes = (self.until - self.from).num_minutes() as f32 * share.clamp(0.0, 1.0);
        self.from + TimeDelta::minutes(minutes.round() as i64)
    }
}

/// Cuts off what is less than a minute.
pub(super) fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::seconds(i64::from(at.second()))
        - TimeDelta::nanoseconds(i64::from(at.nanosecond()))
}

impl Replay {
    /// Begins at the present minute.
    pub(super) fn new(now: DateTime<Utc>) -> Self {
        Self {
            at: minute(now),
            motion: Motion::Still,
            touched_at: now,
        }
    }

    /// A finger was there.
    pub(super) fn touch(&mut self, now: DateTime<Utc>) {
        self.touched_at = now;
    }

    /// Tells whether nobody has looked for long.
    pub(super) fn is_left(&self, now: DateTime<Utc>) -> bool {
        self.motion == Motion::Still && now - self.touched_at >= IDLE
    }

    pub(super) fn seek(&mut self, policy: &SitePolicy, share: f32, now: DateTime<Utc>) {
        self.set(Span::of(policy, self.at).moment(share), now);
    }

    pub(super) fn step_minutes(&mut self, by: i64, now: DateTime<Utc>) {
        self.set(self.at + TimeDelta::minutes(by), now);
    }

    /// Goes to the same time of another day.
    pub(super) fn step_days(&mut self, policy: &SitePolicy, by: i64, now: DateTime<Utc>) {
        let hours = &policy.hours;
        let local = self.at.with_timezone(&hours.zone);
        let day: Option<NaiveDate> = if by < 0 {
            local
                .date_naive()
                .checked_sub_days(Days::new(by.unsigned_abs()))
        } else {
            local
                .date_naive()
                .checked_add_days(Days::new(by.unsigned_abs()))
        };
        if let Some(day) = day {
            self.set(hours.moment(day, local.time()), now);
        }
    }

    pub(super) fn play(&mut self, now: DateTime<Utc>) {
        self.motion = match self.motion {
            Motion::Playing => Motion::Still,
            Motion::Still if self.at < minute(now) => Motion::Playing,
            Motion::Still => Motion::Still,
        };
    }

    /// Goes on by a minute when the last one is there, and tells whether it did.
    pub(super) fn plays(&mut self, past: &Past, now: DateTime<Utc>) -> bool {
        let shown = past.floor.as_ref().map(|floor| floor.at);
        if self.motion == Motion::Still || past.progress != Progress::Idle || shown != Some(self.at)
        {
            return false;
        }
        self.touched_at = now;
        self.set(self.at + TimeDelta::minutes(1), now);
        if self.at >= minute(now) {
            self.motion = Motion::Still;
        }
        true
    }

    pub(super) fn look(&self) -> Look {
        Look::Floor { at: self.at }
    }

    /// Nobody looks ahead.
    fn set(&mut self, at: DateTime<Utc>, now: DateTime<Utc>) {
        self.at = minute(at).min(minute(now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(clock: &str) -> DateTime<Utc> {
        let local = chrono::NaiveDateTime::parse_from_str(clock, "%Y-%m-%d %H:%M").unwrap();
        SitePolicy::new("north".into(), Vec::new())
            .hours
            .moment(local.date(), local.time())
    }

    #[test]
    fn the_slider_spans_the_working_day_with_an_hour_before_and_two_after() {
        let policy = SitePolicy::new("north".into(), Vec::new());
        let span = Span::of(&policy, at("2026-11-23 10:42"));
        assert_eq!(span.from, at("2026-11-23 07:00"));
        assert_eq!(span.until, at("2026-11-23 20:00"));
        assert_eq!(span.moment(0.5), at("2026-11-23 13:30"));
        assert_eq!(span.share(at("2026-11-23 13:30")), 0.5);
    }

    #[test]
    fn nobody_looks_ahead_of_the_present_minute() {
        let policy = SitePolicy::new("north".into(), Vec::new());
        let now = at("2026-11-23 10:42") + TimeDelta::seconds(17);
        let mut replay = Replay::new(now);
        assert_eq!(replay.at, at("2026-11-23 10:42"));
        replay.seek(&policy, 1.0, now);
        assert_eq!(replay.at, at("2026-11-23 10:42"));
        replay.step_days(&policy, -1, now);
        assert_eq!(replay.at, at("2026-11-22 10:42"));
        replay.step_minutes(15, now);
        assert_eq!(replay.at, at("2026-11-22 10:57"));
        replay.step_days(&policy, 1, now);
        assert_eq!(replay.at, at("2026-11-23 10:42"));
    }

    #[test]
    fn a_board_that_nobody_touches_is_left_unless_it_plays() {
        let now = at("2026-11-23 10:42");
        let mut replay = Replay::new(now);
        replay.step_minutes(-30, now);
        assert!(!replay.is_left(now + TimeDelta::minutes(4)));
        assert!(replay.is_left(now + TimeDelta::minutes(5)));
        replay.play(now);
        assert!(!replay.is_left(now + TimeDelta::minutes(50)));
    }
}
