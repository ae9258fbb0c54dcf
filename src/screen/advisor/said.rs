//! The toast: what became of the last tap, and what to do where it was refused.

use super::present::Scene;
use crate::domain::command::{Command, CommandBody};
use crate::domain::quality::command::QualityCommand;
use crate::domain::refusal::Refusal;
use crate::projection::picture::Tap;
use crate::screen::desk::Told;
use crate::screen::words::advisor::{self as words, Said};
use crate::screen::words::refusals::{self, Naming};
use crate::screen::words::{self as all_words, dispatch as desk_words, finding, standing};

impl Told for Scene<'_> {
    fn said(&self, tap: &Tap) -> Option<String> {
        self.said_of(&tap.command)
    }

    fn refused(&self, refusal: &Refusal) -> String {
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
}

impl Scene<'_> {
    /// Names what was tapped; nothing for what this screen does not do.
    fn said_of(&self, command: &Command) -> Option<String> {
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
            CommandBody::Quality { ro, body } => match &**body {
                QualityCommand::BeginWash => Some(standing::wash_begun(&what(ro), self.language)),
                QualityCommand::Park {
                    key_tag,
                    parking_spot,
                } => {
                    let place = self.place(key_tag, parking_spot);
                    Some(standing::parked(&what(ro), &place, self.language))
                }
                _ => None,
            },
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
