//! Returns (退料) and exchanges (换料): how many, why, and what is wanted instead.

use super::{Back, Counted, PartsPage, PartsPath, Sought, Way, reason_id};
use crate::domain::ids::JobId;
use crate::domain::parts::command::PartsCommand;
use crate::domain::parts::request::{LineKey, Wanted};
use crate::domain::parts::returns::ReturnReason;
use crate::projection::picture::Picture;
use crate::screen::bay::{BayKiosk, Effect};
use chrono::{DateTime, Utc};

impl BayKiosk {
    /// Asks how many go back, where there are several.
    pub(super) fn begin_back(
        &mut self,
        path: PartsPath,
        line: LineKey,
        way: Way,
        picture: &Picture,
    ) -> Vec<Effect> {
        let quantity = self.look(picture).can_go_back(&path.job.ro, line);
        let back = Back {
            line,
            quantity,
            way,
        };
        match quantity {
            0 => Vec::new(),
            1 => self.walk(path.then(PartsPage::Why(back))),
            _ => self.walk(path.then(PartsPage::Count {
                of: Counted::Back(back),
                typed: String::new(),
            })),
        }
    }

    pub(super) fn why_choice(
        &mut self,
        path: PartsPath,
        back: Back,
        id: &str,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let mut reasons = ReturnReason::ALL.into_iter();
        let Some(reason) = reasons.find(|reason| reason_id(*reason) == id) else {
            return Vec::new();
        };
        match back.way {
            Way::Return => {
                self.leave_parts(&path.job);
                let body = PartsCommand::OfferReturn {
                    line: back.line,
                    quantity: back.quantity,
                    reason,
                };
                self.say_parts(&path.job.ro, body, now)
            }
            Way::Exchange => self.walk(path.then(PartsPage::Find {
                what_for: Sought::Exchange(back, reason),
                within: None,
                typed: String::new(),
            })),
        }
    }

    pub(super) fn exchange(
        &mut self,
        job: &JobId,
        back: Back,
        reason: ReturnReason,
        right: Wanted,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.leave_parts(job);
        let body = PartsCommand::AskExchange {
            line: back.line,
            quantity: back.quantity,
            reason,
            right,
        };
        self.say_parts(&job.ro, body, now)
    }
}
