//! The table of technicians: what their shifts were spent on, and what came of it, with the formulas below.

use super::book::{Book, LEFT, RIGHT, Turned, WIDTH, together};
use super::canvas::{Ink, Style};
use super::charts::{legend, strip};
use super::{Report, ink};
use crate::domain::figures::{Figures, Ratio, TechnicianFigures};
use crate::screen::words::{Text, figures as words};

const ROW: f64 = 19.0;
const HEAD: f64 = 17.0;

/// Where the columns end, and what stands above them; the first two are words and a bar.
const NAMES: f64 = 94.0;
const BAR: (f64, f64) = (LEFT + NAMES, 84.0);
const COLUMNS: [(f64, Text); 9] = [
    (214.0, words::SHIFT),
    (249.0, words::WORKED),
    (284.0, words::IDLE),
    (325.0, words::STANDARD),
    (372.0, words::PRODUCTIVITY),
    (413.0, words::EFFICIENCY),
    (460.0, words::PROFICIENCY),
    (488.0, words::JOBS),
    (519.0, words::AGAIN),
];

pub(super) fn draw(book: &mut Book, report: &Report<'_>, totals: &Figures) {
    let language = report.language;
    let title = words::TECHNICIANS.to(language);
    book.section(
        title,
        words::FORMULA_LINES[3].to(language),
        together(totals.technicians.len().max(2) + 1, ROW) + HEAD,
    );
    let entries = [
        (ink::ACCENT, words::WORKED.to(language)),
        (ink::IDLE, words::IDLE.to(language)),
    ];
    head(book, report, &entries);
    let longest = totals.technicians.values().map(|t| t.shift_secs).max();
    let longest = longest.unwrap_or(0);
    for (person, theirs) in &totals.technicians {
        if book.row(title, ROW) == Turned::Yes {
            head(book, report, &entries);
        }
        row(book, report, &report.names.person(person), theirs, longest);
    }
    if totals.technicians.is_empty() {
        let style = Style::new(9.0, ink::MUTED);
        let y = book.y + 12.0;
        book.canvas()
            .text((LEFT, y), words::NONE.to(language), style);
        book.y += ROW;
    }
    let team = totals.team();
    book.row(title, ROW);
    let y = book.y;
    book.canvas().rect((LEFT, y), (WIDTH, 0.8), 0.0, ink::TEXT);
    // Together they have no bar: it would be as long as all of them.
    let whole = TechnicianFigures {
        earned: totals.shop.earned,
        ..team.clone()
    };
    row(
        book,
        report,
        words::TOTAL.to(language),
        &whole,
        whole.shift_secs,
    );
    formulas(book, report, &whole);
}

fn head(book: &mut Book, report: &Report<'_>, entries: &[(Ink, &str)]) {
    let y = book.y + 10.0;
    let style = Style::new(7.5, ink::MUTED);
    let canvas = book.canvas();
    canvas.text((LEFT, y), words::TECHNICIAN.to(report.language), style);
    legend(canvas, (BAR.0, y), entries);
    for (end, name) in COLUMNS {
        canvas.text((LEFT + end, y), name.to(report.language), style.end());
    }
    canvas.rect((LEFT, y + 4.5), (WIDTH, 0.6), 0.0, ink::LINE);
    book.y += HEAD;
}

fn row(book: &mut Book, report: &Report<'_>, name: &str, theirs: &TechnicianFigures, longest: i64) {
    let y = book.y;
    let base = y + 12.5;
    let room = if theirs.forgotten > 0 {
        NAMES - 40.0
    } else {
        NAMES - 6.0
    };
    let canvas = book.canvas();
    canvas.fitted((LEFT, base), name, room, Style::new(9.0, ink::TEXT));
    if theirs.forgotten > 0 {
        let word = words::FORGOTTEN.to(report.language);
        let style = Style::new(6.5, ink::BAD).end();
        canvas.fitted((LEFT + NAMES - 4.0, base), word, 40.0, style);
    }
    let share = |secs: i64| Ratio::of(secs, longest).share().unwrap_or(0.0);
    let parts = [
        (share(theirs.job_secs), ink::ACCENT),
        (share(theirs.idle_total_secs()), ink::IDLE),
    ];
    strip(canvas, (BAR.0, y + 5.0), (BAR.1, 9.0), &parts);
    let again = format!("{} / {}", theirs.rework, theirs.comebacks);
    let cells = [
        words::hours(theirs.shift_secs),
        words::hours(theirs.job_secs),
        words::hours(theirs.idle_total_secs()),
        words::hours(theirs.earned.standard_minutes * 60),
        words::percent(theirs.productivity()),
        words::percent(theirs.efficiency()),
        words::percent(theirs.proficiency()),
        theirs.earned.jobs.to_string(),
        again,
    ];
    for ((end, _), cell) in COLUMNS.iter().zip(cells) {
        canvas.text((LEFT + end, base), cell, Style::new(8.5, ink::TEXT).end());
    }
    canvas.rect((LEFT, y + ROW - 1.0), (RIGHT - LEFT, 0.4), 0.0, ink::LINE);
    book.y += ROW;
}

/// Each ratio with its own numbers, so that whoever doubts it can work it out.
fn formulas(book: &mut Book, report: &Report<'_>, team: &TechnicianFigures) {
    const LINE: f64 = 12.5;
    let language = report.language;
    let notes = if team.forgotten > 0 { 7.0 } else { 6.0 };
    let high = LINE * notes + 10.0;
    if !book.has_room(high + 12.0) {
        book.turn();
    }
    let top = book.y + 10.0;
    let canvas = book.canvas();
    canvas.rect((LEFT, top), (WIDTH, high), 7.0, ink::PANEL);
    let hours = |secs: i64| words::hours_long(secs, language);
    let earned = hours(team.earned.standard_minutes * 60);
    let (worked, shift) = (hours(team.job_secs), hours(team.shift_secs));
    let idle = hours(team.idle_total_secs());
    let sums = [
        format!(
            "{worked} ÷ {shift} = {}",
            words::percent(team.productivity())
        ),
        format!(
            "{earned} ÷ {worked} = {}",
            words::percent(team.efficiency())
        ),
        format!(
            "{earned} ÷ {shift} = {}",
            words::percent(team.proficiency())
        ),
        format!("{worked} + {idle} = {shift}"),
    ];
    let mut y = top + LINE + 1.0;
    let style = Style::new(8.5, ink::TEXT);
    for (index, line) in words::FORMULA_LINES.iter().enumerate() {
        let sum = sums.get(index).map_or("", String::as_str);
        canvas.text((LEFT + 10.0, y), line.to(language), style);
        canvas.text((RIGHT - 10.0, y), sum, Style::new(8.5, ink::MUTED).end());
        y += LINE;
    }
    if team.forgotten > 0 {
        let note = words::FORGOTTEN_NOTE.to(language);
        canvas.text((LEFT + 10.0, y), note, Style::new(8.5, ink::BAD));
    }
    book.y = top + high;
}
