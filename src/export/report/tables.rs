//! How bays were used, and which parts were waited for.

use super::book::{Book, LEFT, Turned, WIDTH, together};
use super::canvas::Style;
use super::charts::{BAR_ROW, Bar, bar, legend, strip};
use super::{Report, ink};
use crate::domain::figures::{BayFigures, Figures, Ratio};
use crate::domain::ids::BayId;
use crate::screen::words::{Text, figures as words};
use std::cmp::Reverse;

/// So many parts are listed, those that were waited for the longest; the CSV has them all.
const MOST_PARTS: usize = 14;

const ROW: f64 = 16.5;
const NAMES: f64 = 100.0;
const STRIP: f64 = 250.0;
/// Where the columns behind the strip end.
const COLUMNS: [(f64, Text); 3] = [
    (409.0, words::WORKING),
    (464.0, words::OCCUPIED_SHORT),
    (519.0, words::OVERTIME),
];

/// Draws the bays in the order of the board, then those that the settings do not list any more.
pub(super) fn bays(book: &mut Book, report: &Report<'_>, totals: &Figures) {
    let language = report.language;
    let title = words::BAYS.to(language);
    let count = report.names.bays.len();
    book.section(title, "", together(count, ROW) + 14.0);
    let y = book.y + 8.0;
    let head = Style::new(7.5, ink::MUTED).end();
    for (end, name) in COLUMNS {
        book.canvas().text((LEFT + end, y), name.to(language), head);
    }
    let entries = [
        (ink::VIOLET, words::WORKING.to(language)),
        (ink::tint(ink::VIOLET, 0.35), words::OCCUPIED.to(language)),
        (ink::TRACK, words::FREE.to(language)),
    ];
    legend(book.canvas(), (LEFT + NAMES, y), &entries);
    book.y = y + 6.0;
    let used = &totals.shop.bays;
    let listed = report.names.bays.iter().map(|(id, _)| id);
    let is_listed = |id: &&BayId| report.names.bays.iter().any(|(known, _)| known == *id);
    let others = used.keys().filter(|id| !is_listed(id));
    for id in listed.chain(others) {
        book.row(title, ROW);
        let bay = used.get(id).copied().unwrap_or_default();
        bay_row(book, report, &report.names.bay(id), &bay);
    }
}

fn bay_row(book: &mut Book, report: &Report<'_>, name: &str, bay: &BayFigures) {
    let language = report.language;
    let y = book.y;
    let canvas = book.canvas();
    let base = y + 12.0;
    canvas.fitted((LEFT, base), name, NAMES - 6.0, Style::new(9.0, ink::TEXT));
    let share = |ratio: Ratio| ratio.share().unwrap_or(0.0);
    let only_stood = share(bay.occupied()) - share(bay.working());
    let parts = [
        (share(bay.working()), ink::VIOLET),
        (only_stood, ink::tint(ink::VIOLET, 0.35)),
    ];
    strip(canvas, (LEFT + NAMES, y + 3.5), (STRIP, 10.5), &parts);
    let overtime = match bay.overtime_secs {
        0 => "—".to_owned(),
        secs => words::hours_long(secs, language),
    };
    let cells = [
        words::percent(bay.working()),
        words::percent(bay.occupied()),
        overtime,
    ];
    for ((end, _), cell) in COLUMNS.iter().zip(cells) {
        canvas.text((LEFT + end, base), cell, Style::new(8.5, ink::TEXT).end());
    }
    book.y += ROW;
}

/// Draws the parts that were waited for the longest.
pub(super) fn parts(book: &mut Book, report: &Report<'_>, totals: &Figures) {
    let language = report.language;
    let sum = totals.shop.parts_waits();
    let all = format!(
        "{}: {} · {}",
        words::PARTS_NOTE.to(language),
        words::times(sum.count, language),
        words::hours_long(sum.open_secs, language)
    );
    let title = words::PARTS_WAITS.to(language);
    book.section(title, &all, BAR_ROW * 3.0);
    let mut rows: Vec<_> = totals.shop.parts.iter().collect();
    rows.sort_by_key(|(_, waited)| Reverse((waited.open_secs, waited.count)));
    let most = rows.first().map_or(0, |(_, waited)| waited.open_secs);
    if rows.is_empty() {
        let y = book.y + 12.0;
        let none = Style::new(9.0, ink::MUTED);
        book.canvas()
            .text((LEFT, y), words::NONE.to(language), none);
        book.y += BAR_ROW;
    }
    for (part, waited) in rows.into_iter().take(MOST_PARTS) {
        let name = match part {
            Some(number) => report.names.part(number),
            None => words::DESCRIBED.to(language).to_owned(),
        };
        let number = part.as_ref().map_or("", |number| number.as_str());
        let times = words::times(waited.count, language);
        let value = format!(
            "{} · {times}",
            words::hours_long(waited.open_secs, language)
        );
        if book.row(title, BAR_ROW) == Turned::Yes {
            book.y += 4.0;
        }
        let at = (LEFT, book.y);
        let drawn = Bar {
            label: &name,
            note: if name == number { "" } else { number },
            value: &value,
            share: Ratio::of(waited.open_secs, most).share().unwrap_or(0.0),
            ink: ink::HOLD,
        };
        bar(book.canvas(), at, (240.0, WIDTH - 240.0), &drawn);
        book.y += BAR_ROW;
    }
}
