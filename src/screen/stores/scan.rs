//! What a scanner reads: a badge, a part, an order or the code on a slip. The store can be kept with it alone.

use super::Stores;
use super::acts::{Act, Then, parts};
use super::model::Tab;
use super::sheet::{Sheet, ready};
use super::task::{self, Task, What};
use super::tools;
use crate::domain::command::Recognised;
use crate::domain::ids::{BadgeId, PartNumber};
use crate::domain::parts::command::PartsCommand;
use crate::domain::person::{Permission, Person, Role};
use crate::domain::slip_code::SlipCode;
use crate::projection::picture::Picture;
use crate::screen::Effect;
use crate::screen::session::holder;
use crate::screen::words::stores as words;
use chrono::{DateTime, Utc};

/// Some readers leave out signs and case.
pub(super) fn squeezed(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

impl Stores {
    /// Takes what a reader has read.
    pub(super) fn scanned(
        &mut self,
        code: &BadgeId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.desk.touch(now);
        if let Some(person) = holder(picture, code) {
            if let Some(Sheet::Issue { .. }) = self.sheet {
                let person = person.id.clone();
                return self.issue_to(&person, picture, now);
            }
            if person.role == Role::Technician
                && let Some(tool) = self.lends_to(picture)
            {
                let person = person.id.clone();
                return self.lend(tool, &person, Recognised::Badge);
            }
            if let Some(request) = self.fetched_by(person, picture) {
                self.sheet = Some(request);
                let person = person.id.clone();
                return self.issue_to(&person, picture, now);
            }
            let arrival = self.desk.badge_read(code, picture, now);
            return arrival.map_or_else(Vec::new, |arrival| self.arrived(&arrival, picture, now));
        }
        if let Some(id) = named_task(picture, code.as_str()) {
            self.open(Tab::Queue, id, picture);
            return Vec::new();
        }
        if let Some(tool) = tools::named(&picture.views, code.as_str()) {
            return self.tool_scanned(tool, picture, now);
        }
        match picture.views.parts.named(code.as_str()) {
            Some(part) => {
                let part = part.number.clone();
                self.part_scanned(&part, picture, now)
            }
            None => {
                self.desk.note(words::UNKNOWN_SCAN, now);
                Vec::new()
            }
        }
    }

    /// A technician who badges while a storekeeper has what lies ready on the screen has come to fetch it.
    fn fetched_by(&self, person: &Person, picture: &Picture) -> Option<Sheet> {
        let keeper = self.desk.known(picture)?;
        let keeps = |person: &Person| person.role.may(Permission::KeepStores);
        if person.role != Role::Technician || !keeps(keeper) || self.sheet.is_some() {
            return None;
        }
        let task = self.open_task(picture)?;
        let What::Request(request) = task.what else {
            return None;
        };
        let ro = task.order.ro.clone();
        let request = request.id;
        (!ready(&task).is_empty()).then_some(Sheet::Issue { ro, request })
    }

    /// A part picks one of its line in the open task, answers a question of the sheet, or opens its page.
    fn part_scanned(
        &mut self,
        part: &PartNumber,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        if let Some(Sheet::Choose { .. }) = self.sheet {
            return self.choose_part(part, picture, now);
        }
        self.sheet = None;
        if let Some(task) = self.open_task(picture)
            && let What::Request(request) = task.what
        {
            let mut lines = request.keyed();
            let wanted =
                lines.find(|(_, line)| line.rest() > 0 && line.wanted.part() == Some(part));
            if let Some((key, _)) = wanted {
                let pick = PartsCommand::Pick {
                    line: key,
                    quantity: 1,
                    batch: None,
                };
                self.line = Some(task::line_id(key));
                let act = Act {
                    scanned: true,
                    ..Act::new(vec![parts(&task.order.ro, pick)], Then::Stay)
                };
                return self.act(act, picture, now);
            }
            if request.is_open() {
                self.desk.note(words::NOT_ON_TASK, now);
            }
        }
        self.open(Tab::Stock, part.to_string(), picture);
        Vec::new()
    }
}

/// Finds the task of a slip's code, or the first of an order's: a request before what comes back.
fn named_task(picture: &Picture, code: &str) -> Option<String> {
    let open = task::tasks(&picture.views);
    let of_slip = open.iter().find(|known| {
        let ro = known.order.ro.clone();
        let written = match known.what {
            What::Request(request) => SlipCode::Request {
                ro,
                request: request.id,
            },
            What::OldPart(old) => SlipCode::OldPart {
                ro,
                old_part: old.id,
            },
            What::Return(_) => return false,
        };
        written.is_read_as(code)
    });
    let of_order = || {
        let code = squeezed(code);
        let theirs = |known: &&Task<'_>| squeezed(known.order.ro.as_str()) == code;
        let is_other = |known: &&Task<'_>| !matches!(known.what, What::Request(_));
        open.iter().filter(theirs).min_by_key(is_other)
    };
    Some(of_slip.or_else(of_order)?.id())
}
