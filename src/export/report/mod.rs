//! The figures of a day, a week or a month as a document (数据日报): pages that a person would rather look at than
//! read, as HTML and PDF, and the numbers as CSV.
//!
//! Every chart is drawn onto a [`canvas::Canvas`] of a few shapes, and both kinds of file are written from the same
//! canvases: what is seen in the browser is what is printed.

mod book;
pub mod canvas;
mod charts;
mod csv;
mod days;
mod ink;
mod overview;
mod pdf;
mod quality;
mod svg;
mod tables;
mod technicians;
mod text;

pub use csv::{CsvFile, files as csv_files};
pub use pdf::{FontError, Fonts, write as write_pdf};
pub use svg::{html, page_svg};

use crate::domain::figures::{DayFigures, Figures, Period};
use crate::domain::ids::{BayId, PartNumber, PersonId};
use crate::domain::person::Language;
use crate::screen::words::figures as words;
use book::Book;
use canvas::Canvas;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// What a document is made of.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// In which language.
    pub language: Language,
    /// Whose figures they are.
    pub site: &'a str,
    /// Which days.
    pub period: Period,
    /// Their figures, in order.
    pub days: &'a [DayFigures],
    /// What people, bays and parts are called.
    pub names: Names,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Whether its last day was over by then.
    pub is_over: bool,
    /// The clock on the workshop's wall.
    pub zone: Tz,
}

/// What things are called in the language of a report; what is not listed goes by its number.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// People.
    pub people: BTreeMap<PersonId, String>,
    /// Bays, in the order of the board.
    pub bays: Vec<(BayId, String)>,
    /// Parts.
    pub parts: BTreeMap<PartNumber, String>,
}

impl Names {
    pub(super) fn person(&self, id: &PersonId) -> String {
        let known = self.people.get(id);
        known.cloned().unwrap_or_else(|| id.to_string())
    }

    pub(super) fn part(&self, number: &PartNumber) -> String {
        let known = self.parts.get(number);
        known.cloned().unwrap_or_else(|| number.to_string())
    }

    /// Names a bay; one that the settings do not list any more goes by its id.
    pub(super) fn bay(&self, id: &BayId) -> String {
        let known = self.bays.iter().find(|(known, _)| known == id);
        known.map_or_else(|| id.to_string(), |(_, name)| name.clone())
    }
}

impl Report<'_> {
    /// Names the document.
    pub fn title(&self) -> String {
        let title = words::title(self.period).to(self.language);
        format!("{title} · {}", words::period(self.period, self.language))
    }

    /// Adds up the days.
    pub(super) fn totals(&self) -> Figures {
        Figures::sum(self.days)
    }

    /// Draws the pages.
    pub fn pages(&self) -> Vec<Canvas> {
        let totals = self.totals();
        let mut book = Book::new(self);
        overview::draw(&mut book, self, &totals);
        if self.days.len() > 1 {
            days::draw(&mut book, self);
        }
        technicians::draw(&mut book, self, &totals);
        tables::bays(&mut book, self, &totals);
        quality::draw(&mut book, self, &totals);
        tables::parts(&mut book, self, &totals);
        book.close()
    }
}
