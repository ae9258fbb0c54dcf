//! Watch: what time alone brings about. A shift that nobody closed is flagged; nothing is ever invented.

use crate::domain::command::CommandBody;
use crate::domain::policy::{SitePolicy, closing_time};
use crate::domain::workshop::Workshop;
use chrono::{DateTime, TimeDelta, Utc};

/// Lists the commands that are due.
pub fn due(workshop: &Workshop, policy: &SitePolicy, now: DateTime<Utc>) -> Vec<CommandBody> {
    workshop
        .days
        .values()
        .filter(|day| day.is_present() && day.missed().is_none())
        .filter(|day| {
            let Some(closes) = closing_time(&policy.hours, day.day) else {
                return policy.day_of(now) > day.day;
            };
            let patience = TimeDelta::minutes(i64::from(policy.forgotten_after_minutes));
            let flagged_at = policy.hours.moment(day.day, closes) + patience;
            // Who works late has clocked something since, and is asked again in the morning at the latest.
            let last = day
                .marks
                .last()
                .map_or(flagged_at, |mark| mark.at + patience);
            now >= flagged_at.max(last)
        })
        .map(|day| CommandBody::FlagForgottenClockOut {
            person: day.person.clone(),
            day: day.day,
        })
        .collect()
}
