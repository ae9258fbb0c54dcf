//! The toast: what became of the last tap, and what to do where it was refused.

use super::Advisor;
use super::present::Scene;
use crate::domain::command::{Command, CommandBody};
use crate::domain::refusal::Refusal;
use crate::projection::picture::{Tap, TapState};
use crate::screen::dispatch::model::Line;
use crate::screen::tone::Tone;
use crate::screen::words::advisor::{self as words, Said};
use crate::screen::words::refusals::{self, Naming};
use crate::screen::words::{self as all_words, dispatch as desk_words, finding};
use chrono::{DateTime, TimeDelta, Utc};

/// How long it is said that a tap was accepted.
const ACCEPTED_SECS: i64 = 5;
/// How long it is said that one is saved: the header counts on.
const SAVED_SECS: i64 = 20;
/// How long it is said that one was refused, unless something else is tapped.
const REFUSED_SECS: i64 = 30;

impl Advisor {
    /// Makes the toast: a note of this screen, else the news of the last tap, else nothing.
    pub(super) fn toast(&self, scene: &Scene<'_>) -> Line {
        if let Some((text, _)) = self.note {
            return Line::new(text.to(scene.language), Tone::Risk);
        }
        let news = |tap: &&Tap| self.is_news(tap, scene.now);
        // What was refused is said before what went well with it.
        let taps = || scene.picture.taps.iter().rev().filter(news);
        let refused = taps().find(|tap| {
            matches!(
                tap.state,
                TapState::Refused { .. } | TapState::NotSaved { .. }
            )
        });
        let tap = refused.or_else(|| taps().next());
        tap.map(|tap| scene.told(tap)).unwrap_or_default()
    }

    fn is_news(&self, tap: &Tap, now: DateTime<Utc>) -> bool {
        let since = match &tap.state {
            TapState::Saving | TapState::Saved | TapState::NotSaved { .. } => tap.command.at,
            TapState::Accepted { at } | TapState::Refused { at, .. } => *at,
        };
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
        let word = |text: all_words::Text| text.to(self.language).to_owned();
        let (state, tone) = match &tap.state {
            TapState::Saving => (word(desk_words::SAVING), Tone::Wait),
            TapState::Saved => (word(desk_words::SAVED), Tone::Hold),
            TapState::Accepted { .. } => (word(desk_words::ACCEPTED), Tone::Working),
            TapState::Refused { refusal, .. } => (self.refusal(refusal), Tone::Late),
            TapState::NotSaved { .. } => (word(desk_words::NOT_SAVED), Tone::Late),
        };
        Line::new(desk_words::became(self.language, &said, &state), tone)
    }

    fn refusal(&self, refusal: &Refusal) -> String {
        let (person, job) = (|id: &_| self.person(id), |id: &_| self.job(id));
        let naming = Naming {
            language: self.language,
            zone: self.zone,
            now: self.now,
            person: &person,
            job: &job,
        };
        refusals::refusal(refusal, naming)
    }

    /// Names what was tapped; nothing for what this screen does not do.
    fn said(&self, command: &Command) -> Option<String> {
        let what = |ro| self.plate(ro);
        let said = |said: Said<'_>| Some(words::said(self.language, said));
        match &command.body {
            CommandBody::AnswerFinding {
                finding: id,
                answer,
                ro,
                ..
            } => {
                let known = &self.picture.views.findings.findings;
                let card = known.iter().find(|card| card.finding.id == *id);
                let what = card.map_or_else(
                    || what(ro),
                    |card| {
                        let found = &card.finding.sighting;
                        all_words::name(self.language, &found.name, &found.english_name).to_owned()
                    },
                );
                let answer = finding::answer(*answer).to(self.language);
                said(Said::Answer {
                    what: &what,
                    answer,
                })
            }
            CommandBody::ChangePromise { ro, promised_at } => said(Said::Promise {
                what: &what(ro),
                at: &self.moment(*promised_at),
            }),
            CommandBody::TellCustomer { ro, .. } => said(Said::Told { what: &what(ro) }),
            CommandBody::ExplainDelay { ro, .. } => said(Said::Delay { what: &what(ro) }),
            CommandBody::ReportFinding { sighting, .. } => {
                let name = all_words::name(self.language, &sighting.name, &sighting.english_name);
                said(Said::Again { what: name })
            }
            CommandBody::OpenWalkIn { sheet } => {
                let plate = sheet.car.plate.as_str().replace('·', "･");
                said(Said::Order { what: &plate })
            }
            CommandBody::ClearHold { job } => Some(desk_words::said(
                self.language,
                desk_words::Said::ClearHold {
                    what: &what(&job.ro),
                },
            )),
            CommandBody::MoveCar { ro, step } => Some(desk_words::said(
                self.language,
                desk_words::Said::Car {
                    what: &what(ro),
                    step: desk_words::car_step(*step).to(self.language),
                },
            )),
            _ => None,
        }
    }
}
