//! The toast: what became of the last tap, and what to do where it was refused.

use super::present::Scene;
use crate::domain::command::{Command, CommandBody};
use crate::domain::quality::command::QualityCommand;
use crate::domain::refusal::Refusal;
use crate::projection::picture::Tap;
use crate::screen::desk::Told;
use crate::screen::words::dispatch::{self as words, Said};
use crate::screen::words::{refusals, standing, time};

impl Told for Scene<'_> {
    fn said(&self, tap: &Tap) -> Option<String> {
        self.said_of(&tap.command)
    }

    fn refused(&self, refusal: &Refusal) -> String {
        // What speaks against it stands on the sheet that has opened again.
        if let Refusal::Conflicts { .. } = refusal {
            return words::SEE_SHEET.to(self.language).to_owned();
        }
        let (person, job) = (|id: &_| self.person(id), |id: &_| self.job(id));
        refusals::refusal(refusal, self.naming(&person, &job))
    }
}

impl Scene<'_> {
    /// Names what was tapped; nothing for what this screen does not do.
    fn said_of(&self, command: &Command) -> Option<String> {
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
            CommandBody::Quality { ro, body } if **body == QualityCommand::BeginWash => {
                standing::wash_begun(&self.plate_of_car(ro), language)
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
