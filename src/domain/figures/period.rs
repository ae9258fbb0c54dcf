//! The stretch of days that figures are shown for.

use chrono::{Datelike, Days, IsoWeek, Months, NaiveDate, Weekday};
use std::ops::RangeInclusive;

/// A day, a week from Monday to Sunday, or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// 日
    Day(NaiveDate),
    /// 周, by its Monday
    Week(NaiveDate),
    /// 月, by its first day
    Month(NaiveDate),
}

impl Period {
    /// Finds the week of a day.
    pub fn week_of(day: NaiveDate) -> Self {
        let since = u64::from(day.weekday().num_days_from_monday());
        Self::Week(day.checked_sub_days(Days::new(since)).unwrap_or(day))
    }

    /// Finds the month of a day.
    pub fn month_of(day: NaiveDate) -> Self {
        Self::Month(day.with_day(1).unwrap_or(day))
    }

    /// Finds a week by its number as ISO 8601 counts them; nothing where the year has none of that number.
    pub fn iso_week(year: i32, week: u32) -> Option<Self> {
        NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).map(Self::Week)
    }

    /// Finds a month by its number, from 1.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, 1).map(Self::Month)
    }

    /// Tells its first day.
    pub fn first(self) -> NaiveDate {
        match self {
            Self::Day(day) | Self::Week(day) | Self::Month(day) => day,
        }
    }

    /// Tells its last day.
    pub fn last(self) -> NaiveDate {
        let end = match self {
            Self::Day(day) => Some(day),
            Self::Week(monday) => monday.checked_add_days(Days::new(6)),
            Self::Month(first) => first
                .checked_add_months(Months::new(1))
                .and_then(|next| next.pred_opt()),
        };
        end.unwrap_or_else(|| self.first())
    }

    /// Lists its days until `today`: of what has not come yet there are no figures.
    pub fn days_until(self, today: NaiveDate) -> RangeInclusive<NaiveDate> {
        self.first()..=self.last().min(today)
    }

    /// Names it as on the command line: `2026-11-23`, `2026-W48`, `2026-11`.
    pub fn code(self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Week(monday) => iso(monday.iso_week()),
            Self::Month(first) => first.format("%Y-%m").to_string(),
        }
    }
}

fn iso(week: IsoWeek) -> String {
    format!("{}-W{:02}", week.year(), week.week())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_runs_from_monday_to_sunday_and_a_month_to_its_last_day() {
        let table = [
            (
                Period::Day(day("2026-11-23")),
                "2026-11-23",
                "2026-11-23",
                "2026-11-23",
            ),
            (
                Period::week_of(day("2026-11-25")),
                "2026-W48",
                "2026-11-23",
                "2026-11-29",
            ),
            (
                Period::week_of(day("2027-01-01")),
                "2026-W53",
                "2026-12-28",
                "2027-01-03",
            ),
            (
                Period::month_of(day("2026-11-25")),
                "2026-11",
                "2026-11-01",
                "2026-11-30",
            ),
            (
                Period::month_of(day("2028-02-10")),
                "2028-02",
                "2028-02-01",
                "2028-02-29",
            ),
        ];
        for (period, code, first, last) in table {
            assert_eq!(period.code(), code);
            assert_eq!(
                (period.first(), period.last()),
                (day(first), day(last)),
                "{code}"
            );
        }
        assert_eq!(
            Period::iso_week(2026, 48),
            Some(Period::Week(day("2026-11-23")))
        );
        assert_eq!(Period::iso_week(2026, 54), None);
    }
}
