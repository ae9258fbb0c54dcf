//! The toast of the stores screen: what was tapped, in words.

use super::present::Scene;
use crate::domain::command::CommandBody;
use crate::domain::ids::{JobId, PersonId, RoNumber};
use crate::domain::parts::command::PartsCommand;
use crate::domain::parts::request::{HandOver, LineKey};
use crate::domain::refusal::Refusal;
use crate::domain::stock::StockCommand;
use crate::projection::picture::Tap;
use crate::screen::desk::Told;
use crate::screen::words::refusals::{self, Naming};
use crate::screen::words::stores::{self as words, Said};

impl Told for Scene<'_> {
    fn said(&self, tap: &Tap) -> Option<String> {
        match &tap.command.body {
            CommandBody::Parts { ro, body } => self.said_of_parts(ro, body),
            CommandBody::Stock { part, body } => {
                let what = self.part(None, part);
                let what = what.as_str();
                let said = match body {
                    StockCommand::GoodsIn { quantity, .. } => Said::GoodsIn {
                        what,
                        quantity: *quantity,
                    },
                    StockCommand::Count { .. } => Said::Count { what },
                };
                Some(words::said(said, self.language))
            }
            CommandBody::TakeTool { tool, .. } => {
                let who = tap.command.actor.person().map(|id| self.person(id));
                let said = Said::Lend {
                    what: &self.tool(tool),
                    to: &who.unwrap_or_default(),
                };
                Some(words::said(said, self.language))
            }
            CommandBody::ReturnTool { tool, .. } => {
                let what = self.tool(tool);
                Some(words::said(Said::Returned { what: &what }, self.language))
            }
            _ => None,
        }
    }

    fn refused(&self, refusal: &Refusal) -> String {
        let (person, job) = (|id: &PersonId| self.person(id), |id: &JobId| id.to_string());
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
    fn car(&self, ro: &RoNumber) -> String {
        let order = self.picture.views.requests.get(ro);
        order.map_or_else(|| ro.to_string(), |order| self.plate_text(order))
    }

    fn line_name(&self, ro: &RoNumber, key: LineKey) -> String {
        let order = self.picture.views.requests.get(ro);
        let line = order.and_then(|order| Some((order, order.parts.line(key)?.1)));
        line.map_or_else(
            || self.car(ro),
            |(order, line)| self.wanted(order, &line.wanted),
        )
    }

    fn said_of_parts(&self, ro: &RoNumber, body: &PartsCommand) -> Option<String> {
        let car = self.car(ro);
        let say = |said: Said<'_>| Some(words::said(said, self.language));
        match body {
            PartsCommand::Ask { .. } => say(Said::Ahead { what: &car }),
            PartsCommand::OfferReturn { line, .. } => say(Said::BringBack {
                what: &self.line_name(ro, *line),
            }),
            PartsCommand::StartPicking { .. } => say(Said::Start { what: &car }),
            PartsCommand::Pick { line, quantity, .. } => say(Said::Pick {
                what: &self.line_name(ro, *line),
                quantity: *quantity,
            }),
            PartsCommand::PutBack { parcel } => {
                let order = self.picture.views.requests.get(ro)?;
                let (key, _) = order.parts.parcel(*parcel)?;
                say(Said::PutBack {
                    what: &self.line_name(ro, key),
                })
            }
            PartsCommand::Deliver { to, .. } => say(Said::Deliver {
                to: &match to {
                    HandOver::Bay { bay } => self.bay(bay),
                    HandOver::Counter => self.say(words::COUNTER),
                },
            }),
            PartsCommand::Issue { to, .. } => say(Said::Issue {
                to: &self.person(to),
            }),
            PartsCommand::Backorder { line, eta, .. } => say(Said::Backorder {
                what: &self.line_name(ro, *line),
                at: &self.moment(*eta),
            }),
            PartsCommand::ChoosePart { part, .. } => say(Said::Choose {
                what: &self.part(None, part),
            }),
            PartsCommand::TakeReturn { quantity: 0, .. } => say(Said::NothingCame { what: &car }),
            PartsCommand::TakeReturn { .. } => say(Said::TakeReturn { what: &car }),
            PartsCommand::Exchange { .. } => say(Said::Exchange { what: &car }),
            PartsCommand::ShelveOldPart { .. } => say(Said::OldPart { what: &car }),
            PartsCommand::VoidOldPart { .. } => say(Said::NoOldPart { what: &car }),
            PartsCommand::Cancel { lines } => {
                let names = lines.iter().map(|key| self.line_name(ro, *key));
                let names: Vec<String> = names.collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                say(Said::Cancel {
                    what: &self.join(&names),
                })
            }
            PartsCommand::WriteOff { line, .. } => say(Said::WriteOff {
                what: &self.line_name(ro, *line),
            }),
            PartsCommand::Receive { .. }
            | PartsCommand::AskExchange { .. }
            | PartsCommand::RecordOldPart { .. }
            | PartsCommand::Fit { .. } => None,
        }
    }
}
