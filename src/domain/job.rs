//! One job (作业): what was planned, what was clocked, what stopped it, and where it stands.

use super::clock::{Doing, End, Segment, whole_secs};
use super::dispatch::Assignment;
use super::finding::Extension;
use super::hold::{Expected, HoldReason};
use super::ids::{BayId, CommandId, JobId, PersonId};
use super::order::{JobLine, WorkMinutes};
use super::policy::SeveralJobs;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A tap that stops a job for everybody on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// When.
    pub at: DateTime<Utc>,
    /// On which working day.
    pub day: NaiveDate,
    /// The command that made it.
    pub command: CommandId,
    /// Who tapped.
    pub by: Option<PersonId>,
    /// What kind of stop.
    pub kind: StopKind,
}

/// What kind of stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stop", rename_all = "kebab-case")]
pub enum StopKind {
    /// 中断
    Held {
        /// Why.
        reason: HoldReason,
        /// In the technician's words.
        #[serde(default)]
        note: String,
        /// Until when it is expected to last, if somebody has said so.
        #[serde(default)]
        expected: Option<Expected>,
        /// When the cause was gone, and who said so.
        #[serde(default)]
        cleared: Option<(DateTime<Utc>, Option<PersonId>)>,
    },
    /// 完工
    Finished,
    /// A finish that the foreman took back: who was on the job did leave it, but it is not done.
    NotFinished,
    /// A finish that a check sent back (返工).
    SentBack {
        /// When.
        sent_at: DateTime<Utc>,
        /// The command that sent it back.
        check: CommandId,
        /// The clock-ons that were known then: who clocked on since works on the rework.
        #[serde(default)]
        known: BTreeSet<CommandId>,
    },
}

/// The time that one segment of someone's day puts on this job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkSpan {
    /// From when.
    pub from: DateTime<Utc>,
    /// How it ends.
    pub end: End,
    /// Where.
    pub bay: BayId,
    /// The mark that clocked on.
    pub mark: CommandId,
    /// Seconds on this job, once the end is known.
    pub credited_secs: i64,
    /// While it runs: this many parts …
    pub share: u32,
    /// … of so many.
    pub of: u32,
}

impl WorkSpan {
    /// Counts the seconds that it puts on the job until `now`.
    fn secs(&self, now: DateTime<Utc>) -> i64 {
        match self.end {
            End::Running => {
                let open = whole_secs(self.from, now).max(0);
                open * i64::from(self.share) / i64::from(self.of.max(1))
            }
            End::At(_) | End::Forgotten => self.credited_secs,
        }
    }
}

/// What one person put into the job on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayWork {
    /// Who.
    pub person: PersonId,
    /// On which day.
    pub day: NaiveDate,
    /// In order of time.
    pub spans: Vec<WorkSpan>,
}

/// Whether the order still has the line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineStanding {
    /// It is on the order.
    #[default]
    Ordered,
    /// An amendment took it off; what was clocked on it stays.
    Dropped,
    /// 增项待答复: found, and the customer has not said anything yet.
    Proposed,
    /// 拒绝: the customer does not want it.
    Declined,
    /// 暂缓: the customer does not want it on this visit.
    Deferred,
}

/// A job and everything that happened to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The line of the order; nothing while the order has not come in yet.
    pub line: Option<JobLine>,
    /// Whether the order still has it.
    #[serde(default)]
    pub standing: LineStanding,
    /// Where it was dispatched to.
    #[serde(default)]
    pub assignment: Option<Assignment>,
    /// Holds and finishes, in order of time.
    #[serde(default)]
    pub stops: Vec<Stop>,
    /// How much longer it was said to take, in order of time.
    #[serde(default)]
    pub extensions: Vec<Extension>,
    /// What was clocked, by person and day.
    #[serde(default)]
    pub work: Vec<DayWork>,
}

/// Where a job stands, worked out from what was clocked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum JobState {
    /// 待派工
    AwaitingDispatch,
    /// 已派工
    Dispatched,
    /// 在修
    InRepair,
    /// 中断
    OnHold {
        /// Why; nothing when everybody left without a word.
        reason: Option<HoldReason>,
        /// Since when.
        since: DateTime<Utc>,
        /// Until when it is expected to last, if somebody has said so.
        expected_until: Option<DateTime<Utc>>,
        /// When the cause was gone.
        cleared_at: Option<DateTime<Utc>>,
        /// In the technician's words.
        note: String,
    },
    /// 返工: a check sent it back, and nobody has begun.
    Rework {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// 完工
    Finished {
        /// When.
        at: DateTime<Utc>,
    },
}

impl Job {
    /// Walks through all that was clocked on the job.
    pub fn spans(&self) -> impl Iterator<Item = (&DayWork, &WorkSpan)> {
        self.work
            .iter()
            .flat_map(|work| work.spans.iter().map(move |span| (work, span)))
    }

    /// Lists who is on it now, where and since when.
    pub fn live(&self) -> impl Iterator<Item = (&PersonId, &WorkSpan)> {
        self.spans()
            .filter(|(_, span)| span.end == End::Running)
            .map(|(work, span)| (&work.person, span))
    }

    /// Counts the seconds clocked until `now`.
    pub fn worked_secs(&self, now: DateTime<Utc>) -> i64 {
        self.spans().map(|(_, span)| span.secs(now)).sum()
    }

    /// Counts the seconds of its rework until `now`: those that were clocked since it was sent back last.
    pub fn rework_secs(&self, now: DateTime<Utc>) -> i64 {
        self.rework_spans().map(|span| span.secs(now)).sum()
    }

    /// Counts the seconds until `now` without those of its rework: how long the work takes somebody says nothing of how
    /// long it takes to mend it.
    pub fn worked_secs_at_first(&self, now: DateTime<Utc>) -> i64 {
        let first = self.stops.iter().find_map(known_when_sent_back);
        let spans = self.spans();
        let spans = spans.filter(|(_, span)| first.is_none_or(|known| known.contains(&span.mark)));
        spans.map(|(_, span)| span.secs(now)).sum()
    }

    /// Walks through what was clocked since it was sent back last.
    fn rework_spans(&self) -> impl Iterator<Item = &WorkSpan> {
        let known: BTreeSet<CommandId> = self
            .stops
            .iter()
            .filter_map(known_when_sent_back)
            .flatten()
            .copied()
            .collect();
        let spans = self.spans().map(|(_, span)| span);
        spans.filter(move |span| !known.contains(&span.mark))
    }

    /// Tells when a check sent it back last; nothing once it is finished again.
    pub fn sent_back_at(&self) -> Option<DateTime<Utc>> {
        if self.finished().is_some() {
            return None;
        }
        let sent_back = |stop: &Stop| match stop.kind {
            StopKind::SentBack { sent_at, .. } => Some(sent_at),
            _ => None,
        };
        self.stops.iter().filter_map(sent_back).max()
    }

    /// Tells whether somebody has worked on it.
    pub fn was_worked(&self) -> bool {
        self.spans().next().is_some()
    }

    /// Names the bay where it was clocked on last.
    pub fn last_bay(&self) -> Option<&BayId> {
        self.last_span().map(|span| &span.bay)
    }

    fn last_span(&self) -> Option<&WorkSpan> {
        self.spans()
            .map(|(_, span)| span)
            .max_by_key(|span| (span.from, span.mark))
    }

    /// Tells whether a job that stands still was dispatched after it was worked on last, most often to another bay.
    pub fn is_replanned(&self) -> bool {
        let clocked_at = self.last_span().map(|span| span.from);
        let stands = matches!(
            self.state(),
            JobState::OnHold { .. } | JobState::Rework { .. }
        );
        stands
            && self
                .assignment
                .as_ref()
                .is_some_and(|plan| clocked_at.is_none_or(|at| plan.at > at))
    }

    /// Names the bay it belongs to: where it is worked on, and while nobody is, where it was put last.
    pub fn bay(&self) -> Option<&BayId> {
        let planned = self.assignment.as_ref().map(|known| &known.plan.bay);
        if self.is_replanned() {
            planned
        } else {
            self.last_bay().or(planned)
        }
    }

    /// Tells when it was first clocked on.
    pub fn started_at(&self) -> Option<DateTime<Utc>> {
        self.spans().map(|(_, span)| span.from).min()
    }

    /// Tells the standard hours; 0 while the line is unknown.
    pub fn standard(&self) -> WorkMinutes {
        self.line
            .as_ref()
            .map(|line| line.standard)
            .unwrap_or_default()
    }

    /// Tells how long it is expected to take by the book, with what was said on top of that.
    pub fn expected(&self) -> WorkMinutes {
        let longer: u32 = self.extensions.iter().map(|asked| asked.minutes.0).sum();
        WorkMinutes(self.standard().0 + longer)
    }

    /// Puts an extension into its place; the same command asks once.
    pub fn insert_extension(&mut self, asked: Extension) {
        self.extensions
            .retain(|known| known.command != asked.command);
        let place = self
            .extensions
            .partition_point(|known| (known.at, known.command) < (asked.at, asked.command));
        self.extensions.insert(place, asked);
    }

    /// Puts a stop into its place; the same command makes one stop only. A finish from before the job was sent back
    /// says nothing new.
    pub fn insert_stop(&mut self, mut stop: Stop) {
        self.stops.retain(|known| known.command != stop.command);
        if stop.kind == StopKind::Finished
            && let Some(known) = self.sent_back_before(&stop)
        {
            stop.kind = known.kind.clone();
        }
        let place = self
            .stops
            .partition_point(|known| (known.at, known.command) < (stop.at, stop.command));
        self.stops.insert(place, stop);
    }

    /// Finds what sent a finish back that is heard of only now: whoever clocked on since finished anew, however the
    /// clocks of the stations differ.
    fn sent_back_before(&self, finish: &Stop) -> Option<&Stop> {
        self.stops.iter().find(|stop| match &stop.kind {
            StopKind::SentBack { sent_at, known, .. } => {
                let mut spans = self.spans();
                let anew =
                    spans.any(|(_, span)| !known.contains(&span.mark) && span.from <= finish.at);
                *sent_at >= finish.at && !anew
            }
            _ => false,
        })
    }

    /// Takes every finish for one that was sent back.
    pub fn send_back(&mut self, check: CommandId, at: DateTime<Utc>) {
        let known: BTreeSet<CommandId> = self.spans().map(|(_, span)| span.mark).collect();
        for stop in &mut self.stops {
            if stop.kind == StopKind::Finished {
                // It follows the finish, even where the clock of the bay runs ahead.
                let sent_at = at.max(stop.at);
                let known = known.clone();
                stop.kind = StopKind::SentBack {
                    sent_at,
                    check,
                    known,
                };
            }
        }
    }

    /// Finds the first finish.
    pub fn finished(&self) -> Option<&Stop> {
        self.stops
            .iter()
            .find(|stop| stop.kind == StopKind::Finished)
    }

    /// Tells where it stands.
    pub fn state(&self) -> JobState {
        if self.live().next().is_some() {
            return JobState::InRepair;
        }
        if let Some(stop) = self.finished() {
            return JobState::Finished { at: stop.at };
        }
        let last_work = self
            .spans()
            .map(|(_, span)| span.end.at().unwrap_or(span.from))
            .max();
        if let Some(since) = self.waits_for_rework() {
            return JobState::Rework { since };
        }
        match (self.stops.last(), last_work) {
            (Some(stop), last) if last.is_none_or(|at| at <= stop.at) => self.held(stop),
            (_, Some(at)) => JobState::OnHold {
                reason: None,
                since: at,
                expected_until: None,
                cleared_at: None,
                note: String::new(),
            },
            _ if self.assignment.is_some() => JobState::Dispatched,
            _ => JobState::AwaitingDispatch,
        }
    }

    /// Nobody has begun, or said why not, since it was sent back.
    fn waits_for_rework(&self) -> Option<DateTime<Utc>> {
        let since = self.sent_back_at()?;
        let begun = self.rework_spans().next().is_some();
        let held = |stop: &Stop| matches!(stop.kind, StopKind::Held { .. }) && stop.at > since;
        (!begun && !self.stops.iter().any(held)).then_some(since)
    }

    fn held(&self, stop: &Stop) -> JobState {
        match &stop.kind {
            StopKind::Finished => JobState::Finished { at: stop.at },
            StopKind::SentBack { sent_at, .. } => JobState::Rework { since: *sent_at },
            StopKind::NotFinished => JobState::OnHold {
                reason: None,
                since: stop.at,
                expected_until: None,
                cleared_at: None,
                note: String::new(),
            },
            StopKind::Held {
                reason,
                note,
                expected,
                cleared,
            } => JobState::OnHold {
                reason: Some(*reason),
                since: stop.at,
                expected_until: expected.as_ref().map(|said| said.until),
                cleared_at: cleared.as_ref().map(|(at, _)| *at),
                note: note.clone(),
            },
        }
    }

    /// Replaces what one person's day puts on this job; `None` when the day does not speak of it any more.
    ///
    /// A day that speaks of the job but puts no time on it is kept: a stop taken back may give it time again.
    pub fn set_work(&mut self, person: &PersonId, day: NaiveDate, spans: Option<Vec<WorkSpan>>) {
        self.work
            .retain(|work| !(work.person == *person && work.day == day));
        if let Some(spans) = spans {
            self.work.push(DayWork {
                person: person.clone(),
                day,
                spans,
            });
            self.work
                .sort_by(|a, b| (a.day, &a.person).cmp(&(b.day, &b.person)));
        }
    }
}

fn known_when_sent_back(stop: &Stop) -> Option<&BTreeSet<CommandId>> {
    match &stop.kind {
        StopKind::SentBack { known, .. } => Some(known),
        _ => None,
    }
}

/// Works out what the segments of a day put on `job`. Nothing is lost by rounding: what does not divide goes
/// to the first job of a segment.
pub fn spans_of(
    job: &JobId,
    segments: &[Segment],
    standard: impl Fn(&JobId) -> WorkMinutes,
) -> Vec<WorkSpan> {
    segments
        .iter()
        .filter_map(|segment| {
            let Doing::Jobs { jobs, split } = &segment.doing else {
                return None;
            };
            let index = jobs.iter().position(|on| on.job == *job)?;
            let weights = weights(*split, jobs.iter().map(|on| standard(&on.job)));
            let of: u32 = weights.iter().sum();
            let total = segment
                .end
                .at()
                .map_or(0, |at| whole_secs(segment.from, at));
            let part = |i: usize| total * i64::from(weights[i]) / i64::from(of.max(1));
            let rest = total - (0..weights.len()).map(part).sum::<i64>();
            Some(WorkSpan {
                from: segment.from,
                end: segment.end,
                bay: jobs[index].bay.clone(),
                mark: jobs[index].mark,
                credited_secs: part(index) + if index == 0 { rest } else { 0 },
                share: weights[index],
                of,
            })
        })
        .collect()
}

fn weights(split: SeveralJobs, standards: impl ExactSizeIterator<Item = WorkMinutes>) -> Vec<u32> {
    let count = standards.len();
    match split {
        SeveralJobs::No | SeveralJobs::Equal => vec![1; count],
        // A job without a standard still takes part.
        SeveralJobs::ByStandard => standards.map(|standard| standard.0.max(1)).collect(),
        SeveralJobs::First => (0..count).map(|i| u32::from(i == 0)).collect(),
    }
}
