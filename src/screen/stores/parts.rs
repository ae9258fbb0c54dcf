//! Names of parts, cars and tasks as every page of the store says them.

use super::present::Scene;
use super::task::{Task, What};
use crate::domain::ids::{PartNumber, PersonId};
use crate::domain::parts::request::Wanted;
use crate::domain::plate::PlateKind;
use crate::projection::requests::OrderRequests;
use crate::screen::desk::model::Face;
use crate::screen::words::{self as all_words, stores as words};

impl Scene<'_> {
    /// Names a part in the language of the screen.
    pub(super) fn part_name(&self, chinese: &str, english: &str) -> String {
        // The wide middle dot of a Chinese font would tear a line apart.
        let name = all_words::name(self.language, chinese, english);
        name.replace(" · ", crate::screen::desk::scene::DOT)
    }

    /// Names a part by what the order or the list knows of it, else by its number.
    pub(super) fn part(&self, order: Option<&OrderRequests>, part: &PartNumber) -> String {
        let facts = order.and_then(|order| order.facts_of(part));
        if let Some(facts) = facts {
            return self.part_name(&facts.name, &facts.english_name);
        }
        let listed = self.picture.views.parts.get(part);
        listed.map_or_else(
            || part.to_string(),
            |part| self.part_name(&part.name, &part.english_name),
        )
    }

    /// Names what is wanted: a part, or the technician's words.
    pub(super) fn wanted(&self, order: &OrderRequests, wanted: &Wanted) -> String {
        match wanted {
            Wanted::Part { part } => self.part(Some(order), part),
            Wanted::Described { words, photos } if words.is_empty() => {
                format!("📷 {}", photos.len())
            }
            Wanted::Described { words, .. } => format!("“{words}”"),
        }
    }

    /// Names a part with its number.
    pub(super) fn part_line(&self, part: &PartNumber) -> String {
        self.join(&[&self.part(None, part), part.as_str()])
    }

    pub(super) fn batch_name(&self, batch: &str) -> String {
        if batch.is_empty() {
            self.say(words::NO_BATCH)
        } else {
            batch.to_owned()
        }
    }

    /// Shows a car: its plate, or its order.
    pub(super) fn face(&self, order: &OrderRequests) -> Face {
        match &order.plate {
            Some(plate) => Face {
                plate: plate.as_str().to_owned(),
                colour: plate.kind(),
            },
            None => Face {
                plate: order.ro.to_string(),
                colour: PlateKind::Other,
            },
        }
    }

    /// Names a car in running text.
    pub(super) fn plate_text(&self, order: &OrderRequests) -> String {
        // The wide middle dot of a Chinese font would tear a plate apart.
        self.face(order).plate.replace('·', "･")
    }

    /// Names somebody; nobody is empty.
    pub(super) fn somebody(&self, id: Option<&PersonId>) -> String {
        id.map(|id| self.person(id)).unwrap_or_default()
    }

    /// Names where a task comes from: its bay, else the counter.
    pub(super) fn place(&self, task: &Task<'_>) -> String {
        match task.bay() {
            Some(bay) => self.bay(bay),
            None => self.say(words::COUNTER),
        }
    }

    /// Names a task: what it is, where, and for which car.
    pub(super) fn task_title(&self, task: &Task<'_>) -> String {
        let (place, plate) = (self.place(task), self.plate_text(task.order));
        match task.what {
            What::Request(_) if task.is_ahead() => self.join(&[&self.say(words::LAID_OUT), &plate]),
            What::Request(_) => self.join(&[&place, &plate]),
            What::Return(offer) if offer.is_exchange() => {
                self.join(&[&self.say(words::EXCHANGE), &place])
            }
            What::Return(_) => self.join(&[&self.say(words::RETURN), &place]),
            What::OldPart(_) => self.join(&[&self.say(words::OLD_PART), &place]),
        }
    }

    /// Names who waits, brings or took out.
    pub(super) fn task_who(&self, task: &Task<'_>) -> String {
        let by = match task.what {
            What::Request(request) => request.by.as_ref(),
            What::Return(offer) => offer.by.as_ref(),
            What::OldPart(old) => old.by.as_ref(),
        };
        self.somebody(by)
    }
}
