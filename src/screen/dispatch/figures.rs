//! The day in figures: which days the foreman looks at.

use super::model::{Action, DaysAround, FiguresShown};
use super::present::Scene;
use crate::domain::figures::{DayFigures, Figures, Period};
use crate::projection::figures::days_shown;
use crate::projection::picture::Picture;
use crate::screen::tone::Tone;
use crate::screen::words::{self as all_words, Text, figures as words};
use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};

/// How many days are looked at together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Span {
    #[default]
    Day,
    Week,
    Month,
}

impl Span {
    const ALL: [(Self, &'static str, Text); 3] = [
        (Self::Day, "day", words::ONE_DAY),
        (Self::Week, "week", words::ONE_WEEK),
        (Self::Month, "month", words::ONE_MONTH),
    ];

    fn of(self, day: NaiveDate) -> Period {
        match self {
            Self::Day => Period::Day(day),
            Self::Week => Period::week_of(day),
            Self::Month => Period::month_of(day),
        }
    }
}

/// What is remembered of the figures that are looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct FiguresDesk {
    span: Span,
    /// A day of theirs; today where nothing else was chosen.
    day: Option<NaiveDate>,
}

impl FiguresDesk {
    /// Turns to days, weeks or months.
    pub(super) fn show(&mut self, id: &str) {
        let chosen = Span::ALL.iter().find(|(_, known, _)| *known == id);
        if let Some((span, ..)) = chosen {
            self.span = *span;
        }
    }

    /// Goes on to another day, week or month, as far as figures are kept.
    pub(super) fn step(&mut self, step: i32, picture: &Picture, now: DateTime<Utc>) {
        let Some(policy) = &picture.views.site else {
            return;
        };
        let today = policy.day_of(now);
        let first = self.span.of(self.day.unwrap_or(today)).first();
        let count = step.unsigned_abs();
        let moved = match (self.span, step >= 0) {
            (Span::Month, true) => first.checked_add_months(Months::new(count)),
            (Span::Month, false) => first.checked_sub_months(Months::new(count)),
            (span, ahead) => {
                let length = if span == Span::Week { 7 } else { 1 };
                let days = Days::new(u64::from(count) * length);
                if ahead {
                    first.checked_add_days(days)
                } else {
                    first.checked_sub_days(days)
                }
            }
        };
        let kept = days_shown(today);
        if let Some(moved) = moved.map(|day| self.span.of(day))
            && moved.first() <= today
            && moved.last() >= *kept.start()
        {
            self.day = Some(moved.first().max(*kept.start()));
        }
    }
}

impl Scene<'_> {
    /// Puts together what is shown of the chosen days.
    pub(super) fn figures(&self, desk: &FiguresDesk) -> FiguresShown {
        let views = &self.picture.views;
        let today = self.policy.map_or_else(
            || self.now.with_timezone(&self.zone).date_naive(),
            |policy| policy.day_of(self.now),
        );
        let period = desk.span.of(desk.day.unwrap_or(today));
        let kept = views
            .figures
            .range(period.first()..=period.last().min(today));
        let days: Vec<DayFigures> = kept.map(|(_, known)| known.clone()).collect();
        let sum = Figures::sum(&days);
        let spans = Span::ALL.map(|(span, id, label)| Action {
            id: id.to_owned(),
            label: label.to(self.language).to_owned(),
            tone: Tone::Neutral,
            enabled: true,
            main: span == desk.span,
            ..Action::default()
        });
        let bays = self.policy.map_or(&[][..], |policy| &policy.bays);
        let secs = TimeDelta::seconds(self.now.timestamp().rem_euclid(60));
        let nanos = TimeDelta::nanoseconds(i64::from(self.now.timestamp_subsec_nanos()));
        FiguresShown {
            title: words::period(period, self.language),
            spans: spans.to_vec(),
            around: DaysAround {
                before: period.first() > *days_shown(today).start(),
                after: period.last() < today,
            },
            language: self.language,
            site: self
                .policy
                .map(|policy| policy.site.to_string())
                .unwrap_or_default(),
            zone: self.zone,
            period,
            people: sum
                .technicians
                .keys()
                .filter_map(|id| Some((id.clone(), views.name_of(id)?.to_owned())))
                .collect(),
            bays: bays
                .iter()
                .map(|bay| {
                    let name = all_words::name(self.language, &bay.name, &bay.english_name);
                    (bay.id.clone(), name.to_owned())
                })
                .collect(),
            parts: sum
                .shop
                .parts
                .keys()
                .flatten()
                .filter_map(|number| {
                    let part = views.parts.get(number)?;
                    let name = all_words::name(self.language, &part.name, &part.english_name);
                    Some((number.clone(), name.to_owned()))
                })
                .collect(),
            days,
            made_at: self.now - secs - nanos,
            is_over: period.last() < today,
        }
    }
}
