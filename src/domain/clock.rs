//! The time clock (打卡): marks on a person's day, and the gapless segments that follow from them.
//!
//! What is kept is only what was tapped: a mark says “from here on I am on this”. A segment lasts from its
//! mark to the next one, or to the hold or finish that stops the job. So there can be no gap and no overlap,
//! and marks that arrive late, from a bay that was offline, fall into their place whatever the order.

use super::command::ClockMode;
use super::idle::IdleCode;
use super::ids::{BayId, CommandId, JobId, PersonId, StationId};
use super::job::Stop;
use super::policy::SeveralJobs;
use super::question::Answered;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a mark begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "kebab-case")]
pub enum Activity {
    /// 上班: present, waiting for work.
    ShiftIn,
    /// 下班
    ShiftOut,
    /// On a job.
    Job {
        /// Which.
        job: JobId,
        /// Where.
        bay: BayId,
        /// Whether the jobs before go on.
        #[serde(default)]
        mode: ClockMode,
        /// How the time is split while several run: the site's rule on that day.
        #[serde(default)]
        split: SeveralJobs,
    },
    /// Off a job.
    Off {
        /// Which.
        job: JobId,
    },
    /// On idle time.
    Idle {
        /// Its code.
        code: IdleCode,
    },
}

impl Activity {
    /// Names the kind, as the log lists it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ShiftIn => "shift-in",
            Self::ShiftOut => "shift-out",
            Self::Job { .. } => "clocked-on",
            Self::Off { .. } => "clocked-off",
            Self::Idle { .. } => "went-idle",
        }
    }

    /// Names the job that it speaks of.
    pub fn job(&self) -> Option<&JobId> {
        match self {
            Self::Job { job, .. } | Self::Off { job } => Some(job),
            Self::ShiftIn | Self::ShiftOut | Self::Idle { .. } => None,
        }
    }
}

/// One tap at the time clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// From when on.
    pub at: DateTime<Utc>,
    /// The command that made it.
    pub command: CommandId,
    /// Where it was tapped.
    pub station: StationId,
    /// On what.
    pub activity: Activity,
    /// Whether it still is as it was tapped.
    #[serde(default)]
    pub origin: MarkOrigin,
}

/// Where a mark comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkOrigin {
    /// As tapped.
    #[default]
    Tapped,
    /// Mended by the foreman.
    Corrected {
        /// Why.
        reason: String,
        /// By whom.
        by: Option<PersonId>,
    },
}

/// One working day of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDay {
    /// Whose.
    pub person: PersonId,
    /// Which.
    pub day: NaiveDate,
    /// In order of time, then of command.
    pub marks: Vec<Mark>,
    /// The end of the shift was looked for, and there was none.
    #[serde(default)]
    pub missed: Option<DateTime<Utc>>,
    /// Questions that the foreman has answered.
    #[serde(default)]
    pub answered: Vec<Answered>,
    /// What the marks say, worked out anew after each event that touches the day.
    #[serde(default)]
    pub segments: Vec<Segment>,
}

/// What someone was on for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "kebab-case")]
pub enum Doing {
    /// Jobs, most often one.
    Jobs {
        /// The jobs, the first clocked first.
        jobs: Vec<JobAtBay>,
        /// How the time is split between them.
        #[serde(default)]
        split: SeveralJobs,
    },
    /// Idle time.
    Idle {
        /// Its code.
        code: IdleCode,
    },
}

/// A job, and where it is worked on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobAtBay {
    /// Which job.
    pub job: JobId,
    /// At which bay.
    pub bay: BayId,
    /// The mark that began it.
    pub mark: CommandId,
}

/// How a segment ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// At this moment.
    At(DateTime<Utc>),
    /// It still runs.
    Running,
    /// Nobody clocked out and the day is over: unknown until the foreman says.
    Forgotten,
}

impl End {
    /// Tells the moment, if it is known.
    pub fn at(self) -> Option<DateTime<Utc>> {
        match self {
            Self::At(at) => Some(at),
            Self::Running | Self::Forgotten => None,
        }
    }
}

/// A stretch of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// When it begins.
    pub from: DateTime<Utc>,
    /// How it ends.
    pub end: End,
    /// What it was.
    pub doing: Doing,
    /// The mark or the stop that began it.
    pub began_by: CommandId,
}

impl Segment {
    /// Counts its seconds, as far as they are known; a running one counts to `now`.
    pub fn secs(&self, now: DateTime<Utc>) -> i64 {
        let until = match self.end {
            End::At(at) => at,
            End::Running => now.max(self.from),
            End::Forgotten => self.from,
        };
        whole_secs(self.from, until)
    }
}

/// Counts the seconds between two moments by the full seconds of the clock, so that the stretches of a day add
/// up to the day to the second, whatever their fractions.
pub fn whole_secs(from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
    until.timestamp() - from.timestamp()
}

/// Whether a day is the last that its person has, and so may still run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayAge {
    /// The latest: an open end runs.
    Latest,
    /// A later day has begun: an open end was forgotten.
    Past,
}

impl PersonDay {
    /// Begins a day without a mark.
    pub fn new(person: PersonId, day: NaiveDate) -> Self {
        Self {
            person,
            day,
            marks: Vec::new(),
            missed: None,
            answered: Vec::new(),
            segments: Vec::new(),
        }
    }

    /// Puts a mark into its place; the same command makes one mark only.
    pub fn insert(&mut self, mark: Mark) {
        self.marks.retain(|known| known.command != mark.command);
        let place = self
            .marks
            .partition_point(|known| (known.at, known.command) < (mark.at, mark.command));
        self.marks.insert(place, mark);
    }

    /// Takes a mark away and hands it over.
    pub fn remove(&mut self, command: CommandId) -> Option<Mark> {
        let place = self.marks.iter().position(|mark| mark.command == command)?;
        Some(self.marks.remove(place))
    }

    /// Lists the jobs that the day's marks speak of, each once.
    pub fn jobs(&self) -> Vec<JobId> {
        let mut jobs: Vec<JobId> = self
            .marks
            .iter()
            .filter_map(|mark| match &mark.activity {
                Activity::Job { job, .. } => Some(job.clone()),
                _ => None,
            })
            .collect();
        jobs.sort();
        jobs.dedup();
        jobs
    }

    /// Tells whether its last segment has no end: it runs, or was forgotten.
    pub fn is_open_ended(&self) -> bool {
        self.segments
            .last()
            .is_some_and(|segment| segment.end.at().is_none())
    }

    /// Tells when the end of the shift was found missing. Who has clocked anything since was still here then.
    pub fn missed(&self) -> Option<DateTime<Utc>> {
        self.missed
            .filter(|at| self.marks.last().is_none_or(|mark| mark.at <= *at))
    }

    /// Tells whether the shift has begun and not ended.
    pub fn is_present(&self) -> bool {
        self.segments
            .last()
            .is_some_and(|segment| segment.end == End::Running)
    }

    /// Shows what the person is on now.
    pub fn running(&self) -> Option<&Segment> {
        self.segments
            .last()
            .filter(|segment| segment.end == End::Running)
    }
}

/// Works out the segments of a day from its marks and from the stops of the jobs on it.
///
/// `stops` gives the holds and finishes of a job in order of time; a stop ends the job for everybody on it,
/// and who is then on nothing waits for work. A stop of a later day ends nothing: it only shows that the end of
/// this day was forgotten, and nobody is credited with the night.
///
/// Of a mark and a stop at the same instant the one with the lower command came first.
pub fn segments<'a>(
    day: NaiveDate,
    marks: &[Mark],
    age: DayAge,
    stops: impl Fn(&JobId) -> &'a [Stop],
) -> Vec<Segment> {
    let mut out = Vec::new();
    let mut state = None;
    for (index, mark) in marks.iter().enumerate() {
        state = after(state, mark);
        let until = marks.get(index + 1).map(|next| (next.at, next.command));
        state = run(state, mark, until, (day, age), &stops, &mut out);
    }
    out
}

/// A place in a day: two taps at the same instant have an order all the same.
type Place = (DateTime<Utc>, CommandId);

/// What someone is on while the marks are walked through; `None` is off shift.
type State = Option<Doing>;

fn waiting() -> Doing {
    Doing::Idle {
        code: IdleCode::WaitingForWork,
    }
}

/// Applies one mark.
fn after(state: State, mark: &Mark) -> State {
    match (&mark.activity, state) {
        (Activity::ShiftOut, _) => None,
        // A second shift-in, or one that comes after the first clock-on, changes nothing.
        (Activity::ShiftIn, Some(doing)) => Some(doing),
        (Activity::ShiftIn, None) => Some(waiting()),
        (Activity::Idle { code }, _) => Some(Doing::Idle { code: *code }),
        (Activity::Off { job }, Some(doing)) => Some(without(doing, job)),
        // Who leaves a job is here, even if nobody saw them come.
        (Activity::Off { .. }, None) => Some(waiting()),
        (
            Activity::Job {
                job,
                bay,
                mode,
                split,
            },
            state,
        ) => {
            let on = JobAtBay {
                job: job.clone(),
                bay: bay.clone(),
                mark: mark.command,
            };
            let several = *mode == ClockMode::Alongside && *split != SeveralJobs::No;
            let mut jobs = match state {
                Some(Doing::Jobs { jobs, .. }) if several => jobs,
                _ => Vec::new(),
            };
            // Who clocks on to the same job again, as at another bay, keeps its place: the first stays the first.
            match jobs.iter_mut().find(|known| known.job == *job) {
                Some(known) => *known = on,
                None => jobs.push(on),
            }
            Some(Doing::Jobs {
                jobs,
                split: *split,
            })
        }
    }
}

fn without(doing: Doing, job: &JobId) -> Doing {
    match doing {
        Doing::Jobs { mut jobs, split } => {
            jobs.retain(|known| known.job != *job);
            if jobs.is_empty() {
                waiting()
            } else {
                Doing::Jobs { jobs, split }
            }
        }
        idle @ Doing::Idle { .. } => idle,
    }
}

/// Writes the segments from one mark to the next, cut where a job stops, and returns what goes on.
fn run<'a>(
    mut state: State,
    mark: &Mark,
    until: Option<Place>,
    (day, age): (NaiveDate, DayAge),
    stops: &impl Fn(&JobId) -> &'a [Stop],
    out: &mut Vec<Segment>,
) -> State {
    let mut from = mark.at;
    let mut began_by = mark.command;
    while let Some(doing) = state.take() {
        let cut = first_stop(&doing, day, (from, began_by), until, stops);
        let end = match (&cut, until, age) {
            (Some((_, stop)), _, _) => End::At(stop.at),
            (None, Some((until, _)), _) => End::At(until),
            (None, None, DayAge::Latest) if !stopped_later(&doing, day, stops) => End::Running,
            (None, None, _) => End::Forgotten,
        };
        if end != End::At(from) {
            extend(
                out,
                Segment {
                    from,
                    end,
                    doing: doing.clone(),
                    began_by,
                },
            );
        }
        match cut {
            None => {
                state = Some(doing);
                break;
            }
            Some((job, stop)) => {
                state = Some(without(doing, &job));
                from = stop.at;
                began_by = stop.command;
            }
        }
    }
    state
}

/// Appends a segment; one that goes on with the very same thing lengthens the last instead.
fn extend(out: &mut Vec<Segment>, segment: Segment) {
    match out.last_mut() {
        Some(last) if last.doing == segment.doing && last.end == End::At(segment.from) => {
            last.end = segment.end;
        }
        _ => out.push(segment),
    }
}

/// Finds the first stop of that day of any of the jobs after `from`, and before the next mark.
fn first_stop<'a>(
    doing: &Doing,
    day: NaiveDate,
    from: Place,
    until: Option<Place>,
    stops: &impl Fn(&JobId) -> &'a [Stop],
) -> Option<(JobId, &'a Stop)> {
    let Doing::Jobs { jobs, .. } = doing else {
        return None;
    };
    jobs.iter()
        .filter_map(|on| {
            stops(&on.job)
                .iter()
                .find(|stop| {
                    let place = (stop.at, stop.command);
                    stop.day == day && place > from && until.is_none_or(|until| place < until)
                })
                .map(|stop| (on.job.clone(), stop))
        })
        .min_by_key(|(_, stop)| (stop.at, stop.command))
}

/// Tells whether one of the jobs was stopped on a later day, so that nobody was on it any more by then.
fn stopped_later<'a>(doing: &Doing, day: NaiveDate, stops: &impl Fn(&JobId) -> &'a [Stop]) -> bool {
    match doing {
        Doing::Jobs { jobs, .. } => jobs
            .iter()
            .any(|on| stops(&on.job).iter().any(|stop| stop.day > day)),
        Doing::Idle { .. } => false,
    }
}
