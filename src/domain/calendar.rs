//! Working hours (营业时间): when the workshop works, and where a piece of work ends in them.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// One stretch of a day without a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// When it begins, on the wall clock.
    pub from: NaiveTime,
    /// When it ends, on the wall clock.
    pub until: NaiveTime,
}

/// The week of a workshop, with its closed days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingHours {
    /// The wall clock's zone.
    pub zone: Tz,
    /// Monday first; a day without periods is closed.
    pub week: [Vec<Period>; 7],
    /// Days that are closed whatever the week says.
    #[serde(default)]
    pub closed: Vec<NaiveDate>,
}

impl Default for WorkingHours {
    /// Every day 8:00–12:00 and 13:00–18:00 in Shanghai: dealerships repair on weekends too.
    fn default() -> Self {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        let day = vec![
            Period {
                from: at(8),
                until: at(12),
            },
            Period {
                from: at(13),
                until: at(18),
            },
        ];
        Self {
            zone: chrono_tz::Asia::Shanghai,
            week: std::array::from_fn(|_| day.clone()),
            closed: Vec::new(),
        }
    }
}

/// How far ahead an end is looked for; a workshop closed for a year has no forecast.
const HORIZON_DAYS: u64 = 366;

impl WorkingHours {
    /// Lists the periods of a day, in order.
    pub fn periods(&self, day: NaiveDate) -> &[Period] {
        if self.closed.contains(&day) {
            return &[];
        }
        &self.week[day.weekday().num_days_from_monday() as usize]
    }

    /// Turns a wall-clock time into a moment; a time that a clock change skips becomes the next that exists.
    pub fn moment(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        let local = day.and_time(time);
        let known = self
            .zone
            .from_local_datetime(&local)
            .earliest()
            .or_else(|| {
                self.zone
                    .from_local_datetime(&(local + TimeDelta::hours(1)))
                    .earliest()
            });
        known.map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc))
    }

    /// Tells the wall-clock day of a moment.
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// Lists the open stretches from `at` on, the first cut to begin at `at`.
    fn stretches(
        &self,
        at: DateTime<Utc>,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        let first = self.day(at);
        (0..HORIZON_DAYS)
            .filter_map(move |ahead| first.checked_add_days(Days::new(ahead)))
            .flat_map(move |day| {
                self.periods(day)
                    .iter()
                    .map(move |p| (self.moment(day, p.from), self.moment(day, p.until)))
            })
            .filter(move |(_, until)| *until > at)
            .map(move |(from, until)| (from.max(at), until))
    }

    /// Finds the moment at which `work` begun at `at` is done, counting open hours alone.
    ///
    /// Without any open hour ahead it counts as if the workshop never closed, so that an end is still shown.
    pub fn end_of_work(&self, at: DateTime<Utc>, work: TimeDelta) -> DateTime<Utc> {
        if work <= TimeDelta::zero() {
            return at;
        }
        let mut left = work;
        for (from, until) in self.stretches(at) {
            let open = until - from;
            if left <= open {
                return from + left;
            }
            left -= open;
        }
        at + work
    }

    /// Counts the open time between two moments.
    pub fn open_between(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> TimeDelta {
        self.stretches(from)
            .take_while(|(start, _)| *start < until)
            .map(|(start, end)| end.min(until) - start)
            .sum()
    }

    /// Moves a moment outside working hours to the next opening.
    pub fn next_open(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.stretches(at).next().map_or(at, |(from, _)| from)
    }

    /// Tells whether the workshop is open.
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        self.next_open(at) == at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shanghai(text: &str) -> DateTime<Utc> {
        let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        chrono_tz::Asia::Shanghai
            .from_local_datetime(&local)
            .unwrap()
            .with_timezone(&Utc)
    }

    #[test]
    fn work_stops_for_lunch_for_the_night_and_for_closed_days() {
        let mut hours = WorkingHours::default();
        hours
            .closed
            .push(NaiveDate::from_ymd_opt(2026, 11, 24).unwrap());
        let table = [
            ("2026-11-23 09:00", 60, "2026-11-23 10:00"),
            ("2026-11-23 11:30", 60, "2026-11-23 13:30"),
            ("2026-11-23 17:30", 60, "2026-11-25 08:30"),
            ("2026-11-23 06:00", 30, "2026-11-23 08:30"),
            ("2026-11-23 11:00", 60, "2026-11-23 12:00"),
            ("2026-11-23 19:00", 0, "2026-11-23 19:00"),
        ];
        for (from, minutes, end) in table {
            assert_eq!(
                hours.end_of_work(shanghai(from), TimeDelta::minutes(minutes)),
                shanghai(end),
                "{minutes} minutes from {from}"
            );
        }
    }

    #[test]
    fn a_workshop_that_never_opens_still_has_an_end() {
        let hours = WorkingHours {
            week: std::array::from_fn(|_| Vec::new()),
            ..WorkingHours::default()
        };
        let at = shanghai("2026-11-23 09:00");
        assert_eq!(
            hours.end_of_work(at, TimeDelta::minutes(30)),
            at + TimeDelta::minutes(30)
        );
    }

    #[test]
    fn open_time_between_two_moments_leaves_the_break_out() {
        let hours = WorkingHours::default();
        assert_eq!(
            hours.open_between(shanghai("2026-11-23 11:00"), shanghai("2026-11-23 14:00")),
            TimeDelta::minutes(120)
        );
    }
}
