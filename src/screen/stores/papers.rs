//! The papers of the store: the slip of a request, the tag of an old part.

use super::Stores;
use super::task::{Task, What};
use crate::projection::picture::Picture;
use crate::screen::words::stores as words;
use crate::screen::{Effect, Paper, Print};
use chrono::{DateTime, TimeDelta, Utc};

/// So long a printer is waited for before the same may be asked again.
const PRINTS: TimeDelta = TimeDelta::seconds(60);

impl Stores {
    /// Prints the slip of a request or the tag of an old part; one at a time.
    pub(super) fn print(&mut self, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        let paper = |task: &Task<'_>| match task.what {
            What::Request(request) => Some(Paper::Slip(request.id)),
            What::OldPart(old) => Some(Paper::OldPartTag(old.id)),
            What::Return(_) => None,
        };
        let found = self.open_task(picture);
        let Some((task, paper)) = found.and_then(|task| Some((task, paper(&task)?))) else {
            return Vec::new();
        };
        self.desk.note(words::PRINTING, now);
        if self.printing_until.is_some_and(|until| now < until) {
            return Vec::new();
        }
        self.printing_until = Some(now + PRINTS);
        vec![Effect::Print(Print {
            ro: task.order.ro.clone(),
            paper,
            language: self.language(picture),
        })]
    }
}
