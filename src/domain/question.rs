//! The foreman's questions: facts that contradict each other are both kept, and asked about once.

use super::car::{CarStep, Order};
use super::clock::{End, PersonDay};
use super::finding::{Finding, is_additional};
use super::ids::{BayId, CommandId, JobId, PersonId, RoNumber};
use super::job::{DayWork, Job, WorkSpan};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a question is about; the same contradiction has the same key, so it is asked once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "question", rename_all = "kebab-case")]
pub enum QuestionKey {
    /// Somebody clocked on a job after it was finished.
    WorkedAfterFinish {
        /// Which job.
        job: JobId,
        /// The clock-on.
        mark: CommandId,
    },
    /// A job was worked on at two bays at once, and a car stands on one.
    TwoBays {
        /// Which job.
        job: JobId,
        /// The later clock-on.
        mark: CommandId,
    },
    /// Somebody worked on what the customer had not authorised.
    WorkedUnauthorised {
        /// Which job.
        job: JobId,
        /// The clock-on.
        mark: CommandId,
    },
    /// Somebody clocked on a car that was delivered.
    WorkedAfterDelivery {
        /// Which job.
        job: JobId,
        /// The clock-on.
        mark: CommandId,
    },
    /// Somebody works on an order that nobody has sent.
    UnknownOrder {
        /// Its number.
        ro: RoNumber,
    },
    /// Somebody left without clocking out.
    ForgottenClockOut {
        /// Who.
        person: PersonId,
        /// On which day.
        day: NaiveDate,
    },
}

/// What the foreman says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionAnswer {
    /// Both are true; it stays as it is.
    KeepBoth,
    /// The job was not finished: the finish is taken back.
    NotFinished,
}

/// An answer that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// To what.
    pub question: QuestionKey,
    /// What.
    pub answer: QuestionAnswer,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
}

/// A question with what is needed to answer it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What it is about.
    pub key: QuestionKey,
    /// Since when the facts contradict each other.
    pub at: DateTime<Utc>,
    /// Who it is about.
    pub person: Option<PersonId>,
    /// Where.
    pub bay: Option<BayId>,
}

impl QuestionKey {
    /// Lists the answers that make sense.
    pub fn answers(&self) -> &'static [QuestionAnswer] {
        match self {
            Self::WorkedAfterFinish { .. } => {
                &[QuestionAnswer::KeepBoth, QuestionAnswer::NotFinished]
            }
            _ => &[QuestionAnswer::KeepBoth],
        }
    }
}

/// Lists what is open about an order.
pub fn about_order(ro: &RoNumber, order: &Order) -> Vec<Question> {
    let mut found = Vec::new();
    let first_work = order.jobs.values().filter_map(Job::started_at).min();
    if let (None, Some(at)) = (&order.sheet, first_work) {
        let key = QuestionKey::UnknownOrder { ro: ro.clone() };
        found.push(Question {
            key,
            at,
            person: None,
            bay: None,
        });
    }
    let delivered_at = order.step(CarStep::Delivered).map(|step| step.at);
    for (line, job) in &order.jobs {
        let id = JobId::new(ro.clone(), *line);
        found.extend(after_finish(&id, job));
        found.extend(two_bays(&id, job));
        found.extend(after_delivery(&id, job, delivered_at));
        found.extend(unauthorised(&id, job, order.finding_of(*line)));
    }
    // A finish that was taken back and tapped again is a new contradiction; what may stay stays.
    let keeps = |key: &QuestionKey| {
        order
            .answered
            .iter()
            .any(|known| known.question == *key && known.answer == QuestionAnswer::KeepBoth)
    };
    let mut asked = BTreeSet::new();
    found.retain(|question| !keeps(&question.key) && asked.insert(question.key.clone()));
    found
}

/// Asks about a clock-on of a job.
fn about_span(key: QuestionKey, work: &DayWork, span: &WorkSpan) -> Question {
    Question {
        key,
        at: span.from,
        person: Some(work.person.clone()),
        bay: Some(span.bay.clone()),
    }
}

/// Asks about every clock-on of a job after a moment.
fn worked_after(
    job: &Job,
    moment: Option<DateTime<Utc>>,
    key: impl Fn(CommandId) -> QuestionKey,
) -> Vec<Question> {
    job.spans()
        .filter(|(_, span)| moment.is_some_and(|at| span.from > at))
        .map(|(work, span)| about_span(key(span.mark), work, span))
        .collect()
}

fn after_finish(id: &JobId, job: &Job) -> Vec<Question> {
    let finished_at = job.finished().map(|stop| stop.at);
    worked_after(job, finished_at, |mark| QuestionKey::WorkedAfterFinish {
        job: id.clone(),
        mark,
    })
}

fn after_delivery(id: &JobId, job: &Job, delivered_at: Option<DateTime<Utc>>) -> Vec<Question> {
    worked_after(job, delivered_at, |mark| QuestionKey::WorkedAfterDelivery {
        job: id.clone(),
        mark,
    })
}

/// Additional work without a finding was never put to anybody.
fn unauthorised(id: &JobId, job: &Job, finding: Option<&Finding>) -> Vec<Question> {
    if !is_additional(id.line) {
        return Vec::new();
    }
    job.spans()
        .filter(|(_, span)| finding.is_none_or(|known| !known.covers(span.from, span.end.at())))
        .map(|(work, span)| {
            let key = QuestionKey::WorkedUnauthorised {
                job: id.clone(),
                mark: span.mark,
            };
            about_span(key, work, span)
        })
        .collect()
}

fn two_bays(id: &JobId, job: &Job) -> Vec<Question> {
    let mut spans: Vec<_> = job.spans().collect();
    spans.sort_by_key(|(_, span)| (span.from, span.mark));
    let mut found = Vec::new();
    for (i, (work, span)) in spans.iter().enumerate() {
        let elsewhere = spans[..i].iter().any(|(_, earlier)| {
            earlier.bay != span.bay
                && match earlier.end {
                    End::At(at) => at > span.from,
                    End::Running => true,
                    // Its end is asked about already.
                    End::Forgotten => false,
                }
        });
        if elsewhere {
            let key = QuestionKey::TwoBays {
                job: id.clone(),
                mark: span.mark,
            };
            found.push(about_span(key, work, span));
        }
    }
    found
}

/// Lists what is open about someone's day.
pub fn about_day(day: &PersonDay) -> Vec<Question> {
    let Some(last) = day.segments.last() else {
        return Vec::new();
    };
    let forgotten = match last.end {
        End::Forgotten => true,
        End::Running => day.missed().is_some(),
        End::At(_) => false,
    };
    let key = QuestionKey::ForgottenClockOut {
        person: day.person.clone(),
        day: day.day,
    };
    if !forgotten || day.answered.iter().any(|known| known.question == key) {
        return Vec::new();
    }
    vec![Question {
        key,
        at: last.from,
        person: Some(day.person.clone()),
        bay: None,
    }]
}
