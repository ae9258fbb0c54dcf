//! Someone's day: what the time went to, against what the jobs should take.

use super::super::model::{BayModel, Segment, Tick, Total};
use super::Presenter;
use crate::domain::clock::{self, Doing, End, JobAtBay};
use crate::domain::ids::{JobId, PersonId};
use crate::domain::job::spans_of;
use crate::domain::order::WorkMinutes;
use crate::projection::people::{JobName, PersonView};
use crate::screen::tone::Tone;
use crate::screen::words::reasons::idle_code;
use crate::screen::words::time::timer;
use crate::screen::words::{bay as words, name};
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use std::collections::BTreeSet;

/// Time between two taps of one finger is nobody's time.
const SHORTEST_SECS: i64 = 2;
/// A bar shorter than this would have its hours on top of each other.
const SHORTEST_BAR_HOURS: i64 = 4;

impl Presenter<'_> {
    pub(super) fn day(&self, model: &mut BayModel) {
        let Some(me) = self.kiosk.me() else {
            return;
        };
        model.day_note = self.person(me);
        let Some(day) = self.look.day(me).filter(|day| self.is_today(day)) else {
            return;
        };
        let Some(first) = day.segments.first() else {
            return;
        };
        let date = self
            .now
            .with_timezone(&self.zone)
            .format("%m-%d")
            .to_string();
        let since = self.clock(first.from);
        model.day_note = words::day_note(self.language, &self.person(me), &date, &since);
        let bar = Bar::around(first.from, self.day_end(day));
        model.totals = self.totals(me, day);
        model.ticks = self.ticks(&bar);
        model.now_at = bar.at(self.now);
        model.segments = day
            .segments
            .iter()
            .filter(|segment| self.worth_a_row(segment))
            .map(|segment| self.segment(day, segment, &bar))
            .collect();
    }

    /// A day that was never closed is still the one that runs, whatever the date.
    fn is_today(&self, day: &PersonView) -> bool {
        let site = self.picture.views.site.as_ref();
        site.is_none_or(|site| site.day_of(self.now) == day.day)
            || day
                .segments
                .last()
                .is_some_and(|last| last.end == End::Running)
    }

    fn worth_a_row(&self, segment: &clock::Segment) -> bool {
        let job = matches!(segment.doing, Doing::Jobs { .. });
        job || segment.end.at().is_none() || segment.secs(self.now) >= SHORTEST_SECS
    }

    fn day_end(&self, day: &PersonView) -> DateTime<Utc> {
        let last = day
            .segments
            .iter()
            .filter_map(|segment| segment.end.at())
            .max();
        let open = day
            .segments
            .last()
            .is_some_and(|last| last.end == End::Running);
        if open {
            self.now
        } else {
            last.unwrap_or(self.now)
        }
    }

    fn totals(&self, me: &PersonId, day: &PersonView) -> Vec<Total> {
        let all: i64 = day
            .segments
            .iter()
            .map(|segment| segment.secs(self.now))
            .sum();
        let jobs = self.job_secs(me);
        let standard: u32 = day
            .jobs
            .iter()
            .map(|job| (&job.job, job.standard.0))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(|(_, minutes)| minutes)
            .sum();
        let total = |title, secs, tone| Total {
            title: self.t(title),
            value: words::decimal_hours(self.language, secs),
            tone,
        };
        vec![
            total(words::ON_JOBS, jobs, Tone::Working),
            total(words::STANDARD, i64::from(standard) * 60, Tone::Neutral),
            total(words::OTHER_TIME, all - jobs, Tone::Wait),
            total(words::ON_SHIFT, all, Tone::Neutral),
        ]
    }

    /// Counts the seconds that someone was on jobs today.
    pub(super) fn job_secs(&self, person: &PersonId) -> i64 {
        let Some(day) = self.look.day(person).filter(|day| self.is_today(day)) else {
            return 0;
        };
        day.segments
            .iter()
            .filter(|segment| matches!(segment.doing, Doing::Jobs { .. }))
            .map(|segment| segment.secs(self.now))
            .sum()
    }

    fn segment(&self, day: &PersonView, segment: &clock::Segment, bar: &Bar) -> Segment {
        let open = match segment.end {
            End::Forgotten => true,
            End::Running => day.missed.is_some(),
            End::At(_) => false,
        };
        let from = self.clock(segment.from);
        let until = segment
            .end
            .at()
            .map(|at| self.clock(at))
            .unwrap_or_default();
        let end = segment
            .end
            .at()
            .unwrap_or(if open { segment.from } else { self.now });
        let start = bar.at(segment.from).clamp(0.0, 1.0);
        let mut row = Segment {
            time: format!("{from}–{until}"),
            actual: if open {
                "?".to_owned()
            } else {
                timer(segment.secs(self.now))
            },
            doubt: if open {
                self.t(words::END_UNKNOWN)
            } else {
                String::new()
            },
            start,
            span: (bar.at(end).clamp(0.0, 1.0) - start).max(0.0),
            ..Segment::default()
        };
        match &segment.doing {
            Doing::Idle { code } => {
                row.what = self.t(idle_code(*code));
                row.tone = Tone::Wait;
            }
            Doing::Jobs { jobs, .. } => self.on_jobs(&mut row, day, jobs),
        }
        row
    }

    fn on_jobs(&self, row: &mut Segment, day: &PersonView, jobs: &[JobAtBay]) {
        let titles: Vec<String> = jobs.iter().map(|on| self.day_job(day, &on.job)).collect();
        row.what = titles.join(" + ");
        row.tone = Tone::Working;
        let [one] = jobs else {
            return;
        };
        let Some(job) = job_of(day, &one.job) else {
            return;
        };
        row.plate = self.plate(job.plate.as_ref());
        if job.standard.0 > 0 {
            row.standard = timer(i64::from(job.standard.0) * 60);
        }
    }

    /// Names a job, with all that was clocked on it where that is more than one stretch.
    fn day_job(&self, day: &PersonView, id: &JobId) -> String {
        let title = job_of(day, id).map_or_else(
            || id.to_string(),
            |job| name(self.language, &job.name, &job.english_name).to_owned(),
        );
        let standard =
            |job: &JobId| job_of(day, job).map_or(WorkMinutes::default(), |job| job.standard);
        let spans = spans_of(id, &day.segments, standard);
        if spans.len() < 2 {
            return title;
        }
        let secs: i64 = spans
            .iter()
            .map(|span| match span.end {
                End::Running => {
                    let open = self.secs_since(span.from);
                    open * i64::from(span.share) / i64::from(span.of.max(1))
                }
                End::At(_) | End::Forgotten => span.credited_secs,
            })
            .sum();
        format!("{title} · Σ {}", timer(secs))
    }

    fn ticks(&self, bar: &Bar) -> Vec<Tick> {
        let hours = (bar.until - bar.from).num_hours();
        let step = if hours > 8 { 2 } else { 1 };
        (0..=hours)
            .map(|hour| bar.from + TimeDelta::hours(hour))
            .filter(|at| i64::from(at.with_timezone(&self.zone).hour()) % step == 0)
            .map(|at| Tick {
                text: self.clock(at),
                at: bar.at(at),
            })
            // The words of a tick at the very edge would be cut.
            .filter(|tick| (0.02..=0.98).contains(&tick.at))
            .collect()
    }
}

fn job_of<'d>(day: &'d PersonView, id: &JobId) -> Option<&'d JobName> {
    day.jobs.iter().find(|job| job.job == *id)
}

/// The stretch of time that the day's bar shows, from full hour to full hour.
struct Bar {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl Bar {
    fn around(from: DateTime<Utc>, until: DateTime<Utc>) -> Self {
        let hour = TimeDelta::hours(1);
        let floor = |at: DateTime<Utc>| {
            at - TimeDelta::seconds(at.timestamp().rem_euclid(3600))
                - TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos()))
        };
        let from = floor(from);
        let least = from + TimeDelta::hours(SHORTEST_BAR_HOURS);
        Self {
            from,
            until: (floor(until) + hour).max(least),
        }
    }

    fn at(&self, moment: DateTime<Utc>) -> f32 {
        let whole = (self.until - self.from).num_seconds().max(1);
        (moment - self.from).num_seconds() as f32 / whole as f32
    }
}
