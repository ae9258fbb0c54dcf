//! The steps of a car, put together from its order as it stands and from what the log says of it on the way.

mod checks;
mod parts;

use super::{Delay, Named, Step, StepKind, Story, Weight};
use crate::domain::car::{CarState, CarStep, Order};
use crate::domain::clock::End;
use crate::domain::event::{Event, EventBody};
use crate::domain::finding::{Answer, Sighting};
use crate::domain::forecast::{CauseKind, Forecast};
use crate::domain::hold::{HoldOwner, HoldReason};
use crate::domain::ids::{CommandId, PersonId, RoNumber};
use crate::domain::job::{Job, Stop, StopKind};
use crate::domain::policy::SitePolicy;
use crate::domain::standing::{Standing, standing};
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Everybody leaves for a moment; from so many minutes on a job without a word stood still.
const STOOD_MINUTES: i64 = 10;
/// A wait for a bay, or past a planned start, from so many minutes on cost time.
const WAITED_MINUTES: i64 = 15;

/// What a story is told from.
pub(super) struct Telling<'a> {
    pub(super) workshop: &'a Workshop,
    pub(super) policy: &'a SitePolicy,
    pub(super) order: &'a Order,
    pub(super) events: &'a [Event],
    pub(super) now: DateTime<Utc>,
}

impl Telling<'_> {
    pub(super) fn story(
        &self,
        ro: RoNumber,
        warned: Vec<Step>,
        forecast: Option<Forecast>,
    ) -> Story {
        let order = self.order;
        let mut steps = warned;
        for event in self.events {
            steps.extend(self.of_event(event));
        }
        steps.extend(parts::steps(self));
        steps.extend(checks::steps(self));
        for (line, job) in &order.jobs {
            self.of_job(*line, job, &mut steps);
        }
        self.of_order(&mut steps);
        let missed = self.missed();
        steps.extend(missed.map(|at| self.step(at, None, StepKind::PromiseMissed)));
        for step in &mut steps {
            if step.kind == StepKind::PromiseMissed {
                step.weight = Weight::Late;
            }
        }
        // What was tapped at the same moment stays in the order of the log.
        steps.sort_by_key(|step| step.at);
        let done_at = order.done_at();
        let sheet = order.sheet.as_ref();
        Story {
            ro,
            plate: sheet.map(|sheet| sheet.car.plate.clone()),
            at: self.now,
            promised_at: order.promised_at(),
            done_at,
            expected_at: forecast
                .filter(|_| done_at.is_none() && order.state() < CarState::AwaitingInvoice)
                .map(|forecast| forecast.end),
            late_minutes: missed.map(|at| (done_at.unwrap_or(self.now) - at).num_minutes()),
            reason: order.delay,
            delays: self.delays(),
            steps,
        }
    }

    fn step(&self, at: DateTime<Utc>, by: Option<&PersonId>, kind: StepKind) -> Step {
        Step {
            at,
            by: by.cloned(),
            work: None,
            kind,
            minutes: None,
            weight: Weight::Plain,
        }
    }

    /// Finds the promise that was missed first.
    fn missed(&self) -> Option<DateTime<Utc>> {
        let done_at = self.order.done_at().unwrap_or(self.now);
        let promised = self.order.promised_at().filter(|at| *at < done_at);
        self.order.missed_at.or(promised)
    }

    fn open_minutes(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
        self.policy.hours.open_between(from, until).num_minutes()
    }

    fn work(&self, line: u16) -> Option<(u16, Named)> {
        let job = self.order.jobs.get(&line)?;
        let known = job.line.as_ref()?;
        let named = Named {
            name: known.name.clone(),
            english_name: known.english_name.clone(),
        };
        Some((line, named))
    }

    fn of_event(&self, event: &Event) -> Option<Step> {
        let by = event.actor.person();
        let step = |kind| self.step(event.at, by, kind);
        Some(match &event.body {
            EventBody::OrderOpened { sheet } => {
                let promised_at = sheet.promised_at;
                self.step(
                    sheet.arrived_at.min(event.at),
                    None,
                    StepKind::Arrived { promised_at },
                )
            }
            EventBody::JobDispatched { plan } => Step {
                work: self.work(plan.job.line),
                ..step(StepKind::Dispatched {
                    bay: plan.bay.clone(),
                    lead: plan.lead.clone(),
                    start: plan.start,
                })
            },
            EventBody::JobTakenBack { job } => Step {
                work: self.work(job.line),
                weight: Weight::Delays,
                ..step(StepKind::TakenBack)
            },
            EventBody::FindingReported { sighting, .. } => step(StepKind::Found {
                finding: finding_name(sighting),
                severity: sighting.severity,
            }),
            EventBody::FindingAnswered {
                finding,
                answer,
                channel,
                amount,
                ..
            } => {
                let (found_at, named) = self.finding(*finding)?;
                Step {
                    minutes: Some(self.open_minutes(found_at, event.at)),
                    weight: match answer {
                        // More work than was promised.
                        Answer::Authorised => Weight::Delays,
                        Answer::Declined | Answer::Deferred => Weight::Plain,
                    },
                    ..step(StepKind::Answered {
                        finding: named,
                        answer: *answer,
                        channel: *channel,
                        amount: *amount,
                    })
                }
            }
            EventBody::PromiseChanged { promised_at, .. } => step(StepKind::PromiseChanged {
                before: self.promised_before(event),
                until: *promised_at,
            }),
            EventBody::DelayExplained { reason, .. } => Step {
                weight: Weight::Late,
                ..step(StepKind::DelayExplained { reason: *reason })
            },
            _ => return None,
        })
    }

    /// Finds what was promised before an event changed it.
    fn promised_before(&self, event: &Event) -> Option<DateTime<Utc>> {
        let before = self
            .events
            .iter()
            .take_while(|known| known.command != event.command);
        before
            .filter_map(|known| match &known.body {
                EventBody::PromiseChanged { promised_at, .. } => Some(*promised_at),
                EventBody::OrderOpened { sheet } => Some(sheet.promised_at),
                _ => None,
            })
            .last()
    }

    fn finding(&self, id: CommandId) -> Option<(DateTime<Utc>, Named)> {
        self.events.iter().find_map(|event| match &event.body {
            EventBody::FindingReported { sighting, .. } if event.command == id => {
                Some((event.at, finding_name(sighting)))
            }
            _ => None,
        })
    }

    fn of_order(&self, steps: &mut Vec<Step>) {
        let order = self.order;
        let amended = order.amendments.iter();
        steps.extend(amended.map(|known| self.step(known.at, None, StepKind::Amended)));
        let told = order.told.iter();
        steps.extend(
            told.map(|known| self.step(known.at, known.by.as_ref(), StepKind::CustomerTold)),
        );
        let mut since = order.repaired_at();
        for taken in &order.steps {
            // How long the car waited for this step.
            let minutes = since.map(|at| self.open_minutes(at, taken.at));
            let usual = match taken.step {
                CarStep::FinalCheckPassed => Some(self.policy.quality_check_minutes),
                CarStep::Washed => Some(self.policy.wash_minutes),
                CarStep::Invoiced | CarStep::Delivered => None,
            };
            let waited = minutes
                .zip(usual)
                .is_some_and(|(minutes, usual)| minutes >= i64::from(usual) + WAITED_MINUTES);
            let kind = StepKind::Moved { step: taken.step };
            steps.push(Step {
                minutes,
                weight: if waited {
                    Weight::Delays
                } else {
                    Weight::Plain
                },
                ..self.step(taken.at, taken.by.as_ref(), kind)
            });
            since = Some(taken.at);
        }
    }

    fn of_job(&self, line: u16, job: &Job, steps: &mut Vec<Step>) {
        let work = self.work(line);
        let stood = standing(job, self.now);
        let mut own: Vec<Step> = self.clocked(job);
        for stop in &job.stops {
            self.of_stop(job, stop, &stood, &mut own);
        }
        let without_a_word = stood.iter().filter(|stood| stood.reason.is_none());
        for stood in without_a_word {
            let minutes = self.open_minutes(stood.from, stood.until);
            if minutes >= STOOD_MINUTES {
                own.push(Step {
                    minutes: Some(minutes),
                    weight: Weight::Delays,
                    ..self.step(stood.from, None, held(None, ""))
                });
            }
        }
        let longer = job.extensions.iter();
        own.extend(longer.map(|asked| Step {
            weight: Weight::Delays,
            ..self.step(
                asked.at,
                asked.by.as_ref(),
                StepKind::Longer {
                    by_minutes: i64::from(asked.minutes.0),
                    reason: asked.reason,
                },
            )
        }));
        steps.extend(own.into_iter().map(|step| Step {
            work: work.clone(),
            ..step
        }));
    }

    /// Lists who began when. Somebody who began something else beside it is still on it.
    fn clocked(&self, job: &Job) -> Vec<Step> {
        let mut by_mark: BTreeMap<(&PersonId, CommandId), Step> = BTreeMap::new();
        for (work, span) in job.spans() {
            let until = match span.end {
                End::At(at) => Some(at),
                End::Running => Some(self.now),
                End::Forgotten => None,
            };
            let minutes = until.map(|until| (until - span.from).num_minutes().max(0));
            let kind = StepKind::ClockedOn {
                bay: span.bay.clone(),
            };
            let step = by_mark
                .entry((&work.person, span.mark))
                .or_insert_with(|| self.step(span.from, Some(&work.person), kind));
            step.at = step.at.min(span.from);
            step.minutes = match (step.minutes, minutes) {
                (Some(known), Some(more)) => Some(known + more),
                (known, more) => known.or(more),
            };
        }
        by_mark.into_values().collect()
    }

    fn of_stop(&self, job: &Job, stop: &Stop, stood: &[Standing], steps: &mut Vec<Step>) {
        let step = |kind| self.step(stop.at, stop.by.as_ref(), kind);
        match &stop.kind {
            StopKind::Held {
                reason,
                note,
                expected,
                cleared,
            } => {
                let stretch = stood.iter().find(|stood| stood.from == stop.at);
                let minutes = stretch.map(|stood| self.open_minutes(stood.from, stood.until));
                let costs = *reason != HoldReason::EndOfShift && minutes.unwrap_or(0) > 0;
                steps.push(Step {
                    minutes,
                    weight: if costs { Weight::Delays } else { Weight::Plain },
                    ..step(held(Some(*reason), note))
                });
                if let Some(said) = expected {
                    let until = said.until;
                    let by = said.by.as_ref();
                    steps.push(self.step(said.at, by, StepKind::HoldExpected { until }));
                }
                if let Some((at, by)) = cleared {
                    steps.push(self.step(*at, by.as_ref(), StepKind::HoldCleared));
                }
            }
            StopKind::Finished => {
                let worked = job.worked_secs(self.now) / 60;
                let over_minutes = over_standard(job, self.now);
                steps.push(Step {
                    minutes: Some(worked),
                    weight: if over_minutes > 0 {
                        Weight::Delays
                    } else {
                        Weight::Plain
                    },
                    ..step(StepKind::Finished { over_minutes })
                });
            }
            // How long the job took in all is said at its last finish.
            StopKind::SentBack { .. } => steps.push(step(StepKind::Finished { over_minutes: 0 })),
            StopKind::NotFinished => steps.push(step(StepKind::FinishTakenBack)),
        }
    }

    /// Adds up what cost time, the most first.
    fn delays(&self) -> Vec<Delay> {
        let mut sums: BTreeMap<CauseKind, i64> = BTreeMap::new();
        let mut add = |cause, minutes: i64| {
            if minutes > 0 {
                *sums.entry(cause).or_default() += minutes;
            }
        };
        for job in self.order.jobs.values() {
            for stood in standing(job, self.now) {
                let reason = stood.reason;
                if reason != Some(HoldReason::EndOfShift) {
                    let minutes = self.open_minutes(stood.from, stood.until);
                    add(CauseKind::Hold { reason }, minutes);
                }
            }
            add(CauseKind::OverStandard, over_standard(job, self.now));
        }
        for (cause, minutes) in self.waits() {
            if minutes >= WAITED_MINUTES {
                add(cause, minutes);
            }
        }
        let mut delays: Vec<Delay> = sums
            .into_iter()
            .map(|(cause, minutes)| Delay {
                cause,
                owner: owner(cause),
                minutes,
            })
            .collect();
        delays.sort_by_key(|delay| std::cmp::Reverse(delay.minutes));
        delays
    }

    /// Tells how long the car waited for a bay, past its planned start, and for the final check.
    fn waits(&self) -> Vec<(CauseKind, i64)> {
        let order = self.order;
        let begun = order.jobs.values().filter_map(Job::started_at).min();
        let plans = self.events.iter().filter_map(|event| match &event.body {
            EventBody::JobDispatched { plan } => Some((event.at, plan.start)),
            _ => None,
        });
        let dispatched = plans.min();
        let mut waits = Vec::new();
        if let Some(sheet) = &order.sheet {
            let until = dispatched.map(|(at, _)| at).into_iter().chain(begun).min();
            // A car that came in while the workshop was closed did not wait.
            let minutes = self.open_minutes(sheet.arrived_at, until.unwrap_or(self.now));
            waits.push((CauseKind::NotDispatched, minutes));
        }
        if let Some((_, planned)) = dispatched {
            let minutes = self.open_minutes(planned, begun.unwrap_or(self.now));
            waits.push((CauseKind::Queue, minutes));
        }
        if let Some(repaired) = order.repaired_at() {
            let passed = order.step(CarStep::FinalCheckPassed).map(|taken| taken.at);
            let passed = passed.filter(|at| *at >= repaired).unwrap_or(self.now);
            let usual = i64::from(self.policy.quality_check_minutes);
            let minutes = self.open_minutes(repaired, passed) - usual;
            waits.push((CauseKind::QualityCheck, minutes));
        }
        waits
    }
}

fn finding_name(sighting: &Sighting) -> Named {
    Named {
        name: sighting.name.clone(),
        english_name: sighting.english_name.clone(),
    }
}

fn held(reason: Option<HoldReason>, note: &str) -> StepKind {
    StepKind::Held {
        reason,
        owner: owner(CauseKind::Hold { reason }),
        note: note.to_owned(),
    }
}

/// Tells how many minutes more than its standard hours a job took; one without a standard takes what it takes.
fn over_standard(job: &Job, now: DateTime<Utc>) -> i64 {
    let standard = i64::from(job.standard().0);
    if standard == 0 {
        return 0;
    }
    (job.worked_secs(now) / 60 - standard).max(0)
}

/// Names who could have done something about it.
fn owner(cause: CauseKind) -> HoldOwner {
    match cause {
        CauseKind::Work | CauseKind::Wash => HoldOwner::Nobody,
        CauseKind::OverStandard | CauseKind::Extension | CauseKind::QualityCheck => {
            HoldOwner::Foreman
        }
        CauseKind::Hold { reason } => reason.map_or(HoldOwner::Dispatcher, HoldReason::owner),
        CauseKind::Queue | CauseKind::Away | CauseKind::NotDispatched => HoldOwner::Dispatcher,
    }
}
