//! The toast: what became of the last tap, and what to do where it was refused.

use super::Dispatch;
use super::model::Line;
use super::present::Scene;
use crate::domain::command::{Command, CommandBody};
use crate::domain::refusal::Refusal;
use crate::projection::picture::{Tap, TapState};
use crate::screen::tone::Tone;
use crate::screen::words::dispatch::{self as words, Said};
use crate::screen::words::{refusals, time};
use chrono::{DateTime, TimeDelta, Utc};

/// How long it is said that a tap was accepted.
const ACCEPTED_SECS: i64 = 5;
/// How long it is said that one is saved: the header counts on.
const SAVED_SECS: i64 = 20;
/// How long it is said that one was refused, unless something else is tapped.
const REFUSED_SECS: i64 = 30;

impl Dispatch {
    /// Makes the toast: a note of this screen, else the news of the last tap, else nothing.
    pub(super) fn toast(&self, scene: &Scene<'_>) -> Line {
        if let Some((text, _)) = self.note {
            return Line::new(text.to(scene.language), Tone::Risk);
        }
        let Some(tap) = scene.picture.taps.last() else {
            return Line::default();
        };
        let since = match &tap.state {
            TapState::Saving | TapState::Saved | TapState::NotSaved { .. } => tap.command.at,
            TapState::Accepted { at } | TapState::Refused { at, .. } => *at,
        };
        if !self.is_news(tap, since, scene.now) {
            return Line::default();
        }
        scene.told(tap)
    }

    fn is_news(&self, tap: &Tap, since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let (secs, until_touched) = match tap.state {
            TapState::Saving | TapState::Saved => (SAVED_SECS, false),
            TapState::Accepted { .. } => (ACCEPTED_SECS, false),
            TapState::Refused { .. } | TapState::NotSaved { .. } => (REFUSED_SECS, true),
        };
        let read = until_touched && self.touched_at > since;
        !read && now - since < TimeDelta::seconds(secs)
    }
}

impl Scene<'_> {
    fn told(&self, tap: &Tap) -> Line {
        let Some(said) = self.said(&tap.command) else {
            return Line::default();
        };
        let (state, tone) = match &tap.state {
            TapState::Saving => (words::SAVING.to(self.language).to_owned(), Tone::Wait),
            TapState::Saved => (words::SAVED.to(self.language).to_owned(), Tone::Hold),
            TapState::Accepted { .. } => {
                (words::ACCEPTED.to(self.language).to_owned(), Tone::Working)
            }
            TapState::Refused {
                refusal: Refusal::Conflicts { .. },
                ..
            } => (words::SEE_SHEET.to(self.language).to_owned(), Tone::Late),
            TapState::Refused { refusal, .. } => (self.refusal(refusal), Tone::Late),
            TapState::NotSaved { .. } => {
                (words::NOT_SAVED.to(self.language).to_owned(), Tone::Late)
            }
        };
        Line::new(words::became(self.language, &said, &state), tone)
    }

    fn refusal(&self, refusal: &Refusal) -> String {
        let (person, job) = (|id: &_| self.person(id), |id: &_| self.job(id));
        refusals::refusal(refusal, self.naming(&person, &job))
    }

    /// Names what was tapped; nothing for what this screen does not do.
    fn said(&self, command: &Command) -> Option<String> {
        let language = self.language;
        Some(match &command.body {
            CommandBody::Dispatch { plan, .. } => {
                let at = time::moment(plan.start, self.now, self.zone);
                let slot = self.join_plain(&[&self.bay(&plan.bay), &at]);
                let what = self.plate_of(&plan.job);
                words::said(
                    language,
                    Said::Dispatch {
                        what: &what,
                        slot: &slot,
                    },
                )
            }
            CommandBody::TakeBack { job } => words::said(
                language,
                Said::TakeBack {
                    what: &self.plate_of(job),
                },
            ),
            CommandBody::ExpectHold { job, until } => words::said(
                language,
                Said::ExpectHold {
                    what: &self.plate_of(job),
                    until: &time::moment(*until, self.now, self.zone),
                },
            ),
            CommandBody::ClearHold { job } => words::said(
                language,
                Said::ClearHold {
                    what: &self.plate_of(job),
                },
            ),
            CommandBody::MoveCar { ro, step } => {
                let step = words::car_step(*step).to(language);
                words::said(
                    language,
                    Said::Car {
                        what: &self.plate_of_car(ro),
                        step,
                    },
                )
            }
            CommandBody::CorrectClock { person, .. } => words::said(
                language,
                Said::Clock {
                    who: &self.person(person),
                },
            ),
            CommandBody::AnswerQuestion { .. } => words::said(language, Said::Answer),
            CommandBody::AcknowledgeAndon { .. } => words::said(language, Said::Acknowledge),
            CommandBody::ClearAndon { .. } => words::said(language, Said::ClearCall),
            _ => return None,
        })
    }
}
