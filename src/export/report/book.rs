//! The pages of a document while they are filled: a head and a foot on each, and a new page where there is no room.

use super::Report;
use super::canvas::{Canvas, PAGE, Style};
use super::ink;
use crate::domain::person::Language;
use crate::screen::words::figures as words;

/// Where columns begin and end, in points from the left.
pub(super) const LEFT: f64 = 38.0;
pub(super) const RIGHT: f64 = PAGE.0 - 38.0;
pub(super) const WIDTH: f64 = RIGHT - LEFT;
const TOP: f64 = 84.0;
const BOTTOM: f64 = PAGE.1 - 48.0;

/// Above each section but the first of a page.
const SECTION_GAP: f64 = 22.0;

/// The pages, and where the next thing goes.
pub(super) struct Book {
    title: String,
    period: String,
    site: String,
    made_at: String,
    language: Language,
    pages: Vec<Canvas>,
    /// Down to here the last page is full.
    pub(super) y: f64,
}

impl Book {
    pub(super) fn new(report: &Report<'_>) -> Self {
        let language = report.language;
        let made_at = report.made_at.with_timezone(&report.zone);
        let last_day = report.days.last().map(|day| day.day);
        let is_over = report.is_over && last_day == Some(report.period.last());
        let made_at = made_at.format("%Y-%m-%d %H:%M").to_string();
        let mut book = Self {
            title: words::title(report.period).to(language).to_owned(),
            period: words::period(report.period, language),
            site: report.site.to_owned(),
            made_at: words::made_at(&made_at, is_over, language),
            language,
            pages: Vec::new(),
            y: TOP,
        };
        book.turn();
        book
    }

    /// Shows the page that is filled now.
    pub(super) fn canvas(&mut self) -> &mut Canvas {
        if self.pages.is_empty() {
            self.pages.push(Canvas::default());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// Begins a new page.
    pub(super) fn turn(&mut self) {
        let mut page = Canvas::default();
        let title = Style::new(19.0, ink::TEXT).bold();
        page.text((LEFT, 50.0), self.title.clone(), title);
        let period = Style::new(11.0, ink::MUTED);
        page.text((LEFT, 67.0), self.period.clone(), period);
        let site = Style::new(11.0, ink::TEXT).bold().end();
        page.fitted((RIGHT, 50.0), &self.site, WIDTH / 3.0, site);
        page.text(
            (RIGHT, 67.0),
            self.made_at.clone(),
            Style::new(9.0, ink::MUTED).end(),
        );
        page.rect((LEFT, 75.0), (WIDTH, 1.4), 0.0, ink::ACCENT);
        self.pages.push(page);
        self.y = TOP;
    }

    /// Tells whether there is room for something so high.
    pub(super) fn has_room(&self, height: f64) -> bool {
        self.y + height <= BOTTOM
    }

    /// Begins a section with a title and a note on what it counts, on a new page where less than `height` is left.
    pub(super) fn section(&mut self, title: &str, note: &str, height: f64) {
        if self.y > TOP {
            self.y += SECTION_GAP;
        }
        if !self.has_room(height + 26.0) {
            self.turn();
        }
        let y = self.y + 14.0;
        let bold = Style::new(11.5, ink::TEXT).bold();
        let room = WIDTH - super::text::width(title, bold) - 16.0;
        let canvas = self.canvas();
        canvas.text((LEFT, y), title, bold);
        canvas.fitted((RIGHT, y), note, room, Style::new(7.5, ink::MUTED).end());
        canvas.rect((LEFT, y + 5.0), (WIDTH, 0.6), 0.0, ink::LINE);
        self.y = y + 12.0;
    }

    /// Finds room for a row of a section, which goes on on a new page where there is none.
    pub(super) fn row(&mut self, title: &str, height: f64) -> Turned {
        if self.has_room(height) {
            return Turned::No;
        }
        self.turn();
        self.section(&words::continued(title, self.language), "", height);
        Turned::Yes
    }

    /// Numbers the pages and hands them over.
    pub(super) fn close(mut self) -> Vec<Canvas> {
        let of = self.pages.len();
        for (number, page) in (1..).zip(&mut self.pages) {
            let style = Style::new(8.0, ink::MUTED);
            let y = PAGE.1 - 24.0;
            page.rect((LEFT, y - 13.0), (WIDTH, 0.6), 0.0, ink::LINE);
            page.text(
                (LEFT, y),
                format!("Baylight · {} · {}", self.title, self.period),
                style,
            );
            let which = words::page(number, of, self.language);
            page.text((RIGHT, y), which, style.end());
        }
        self.pages
    }
}

/// Tells how much room a list asks for at its beginning: all of it where that is less than half a page, so that it is not
/// cut without need.
pub(super) fn together(rows: usize, height: f64) -> f64 {
    let all = height * f64::from(u32::try_from(rows).unwrap_or(u32::MAX));
    if all <= (BOTTOM - TOP) / 2.0 {
        all
    } else {
        height * 3.0
    }
}

/// Whether a row stands on a new page, which needs its head again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turned {
    Yes,
    No,
}
