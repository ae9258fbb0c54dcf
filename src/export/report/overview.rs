//! The first page: how it went at a glance, and what stood in the way.

use super::book::{Book, LEFT, WIDTH};
use super::canvas::{Ink, Style};
use super::charts::{BAR_ROW, Bar, bar, number_tile, ring_tile};
use super::{Report, ink};
use crate::domain::figures::{Figures, Ratio};
use crate::domain::hold::HoldReason;
use crate::domain::idle::IdleCode;
use crate::screen::words::{self as all_words, Text, figures as words, finding, reasons};
use std::cmp::Reverse;

const TILE_GAP: f64 = 9.0;
const RING_HEIGHT: f64 = 98.0;
const NUMBER_HEIGHT: f64 = 44.0;

pub(super) fn draw(book: &mut Book, report: &Report<'_>, totals: &Figures) {
    let to = |text: Text| text.to(report.language);
    if totals.is_empty() {
        let y = book.y + 8.0;
        let canvas = book.canvas();
        canvas.rect((LEFT, y), (WIDTH, 34.0), 7.0, ink::PANEL);
        let style = Style::new(10.0, ink::TEXT);
        canvas.fitted(
            (LEFT + 12.0, y + 21.0),
            to(words::NOTHING),
            WIDTH - 24.0,
            style,
        );
        book.y = y + 42.0;
    }
    rings(book, report, totals);
    numbers(book, report, totals);
    bottleneck(book, report, totals);
    idle(book, report, totals);
    promises(book, report, totals);
}

fn rings(book: &mut Book, report: &Report<'_>, totals: &Figures) {
    let language = report.language;
    let (cars, quality) = (&totals.shop.cars, &totals.shop.quality);
    let (team, bays) = (totals.team(), totals.shop.all_bays());
    let earned = totals.shop.earned.standard_minutes * 60;
    let coloured = |ratio: Ratio, good, fair| (ratio, ink::for_rate(ratio.share(), good, fair));
    let tiles = [
        (
            words::ON_TIME,
            words::of_cars(cars.on_time, cars.done, language),
            coloured(cars.on_time_rate(), 0.9, 0.75),
        ),
        (
            words::FIRST_PASS,
            words::of_jobs(quality.passed_first, quality.passed, language),
            coloured(quality.first_pass(), 0.95, 0.85),
        ),
        (
            words::PROFICIENCY,
            words::of_hours(earned, team.shift_secs, language),
            (Ratio::of(earned, team.shift_secs), ink::ACCENT),
        ),
        (
            words::PRODUCTIVITY,
            words::of_hours(team.job_secs, team.shift_secs, language),
            (team.productivity(), ink::ACCENT),
        ),
        (
            words::BAYS_OCCUPIED,
            words::of_hours(bays.occupied_secs, bays.open_secs, language),
            (bays.occupied(), ink::VIOLET),
        ),
    ];
    let width = (WIDTH - TILE_GAP * 4.0) / 5.0;
    let (mut x, y) = (LEFT, book.y + 8.0);
    for (label, note, gauge) in tiles {
        let label = label.to(language);
        ring_tile(
            book.canvas(),
            (x, y),
            (width, RING_HEIGHT),
            (label, &note),
            gauge,
        );
        x += width + TILE_GAP;
    }
    book.y = y + RING_HEIGHT;
}

fn numbers(book: &mut Book, report: &Report<'_>, totals: &Figures) {
    let (cars, earned) = (&totals.shop.cars, &totals.shop.earned);
    let hours = |minutes: i64| words::hours(minutes * 60);
    let tiles: [(String, Text); 7] = [
        (cars.arrived.to_string(), words::ARRIVED),
        (cars.done.to_string(), words::DONE),
        (cars.delivered.to_string(), words::DELIVERED),
        (earned.jobs.to_string(), words::JOBS_DONE),
        (hours(earned.standard_minutes), words::STANDARD),
        (hours(earned.flagged_minutes), words::FLAGGED),
        (hours(earned.credited_minutes), words::CREDITED),
    ];
    let width = (WIDTH - TILE_GAP * 6.0) / 7.0;
    let (mut x, y) = (LEFT, book.y + TILE_GAP);
    for (index, (number, label)) in tiles.iter().enumerate() {
        let label = label.to(report.language);
        let unit = if index < 4 { "" } else { " h" };
        let number = format!("{number}{unit}");
        number_tile(
            book.canvas(),
            (x, y),
            (width, NUMBER_HEIGHT),
            (&number, label),
        );
        x += width + TILE_GAP;
    }
    book.y = y + NUMBER_HEIGHT;
}

/// The reasons in order of their weight, what nobody can do anything about last.
fn bottleneck(book: &mut Book, report: &Report<'_>, totals: &Figures) {
    let language = report.language;
    let known = &totals.shop.standing;
    let mut rows: Vec<_> = HoldReason::ALL
        .into_iter()
        .map(Some)
        .chain([None])
        .collect();
    rows.sort_by_key(|reason| {
        let secs = known.get(reason).map_or(0, |stood| stood.open_secs);
        (*reason == Some(HoldReason::EndOfShift), -secs)
    });
    let most = known
        .values()
        .map(|stood| stood.open_secs)
        .max()
        .unwrap_or(0);
    let (title, note) = (
        words::STANDING.to(language),
        words::STANDING_NOTE.to(language),
    );
    book.section(title, note, BAR_ROW * 8.0);
    for reason in rows {
        let stood = known.get(&reason).copied().unwrap_or_default();
        let owner = reason.map_or(Text::new("", ""), |reason| {
            reasons::hold_owner(reason.owner())
        });
        let colour = match reason {
            Some(HoldReason::EndOfShift) | None => ink::IDLE,
            Some(_) => ink::HOLD,
        };
        let owner = match reason {
            Some(HoldReason::EndOfShift) => "",
            _ => owner.to(language),
        };
        let times = words::times(stood.count, language);
        let value = format!("{} · {times}", words::hours_long(stood.open_secs, language));
        row(
            book,
            reasons::hold_reason(reason).to(language),
            owner,
            &value,
            (stood.open_secs, most),
            colour,
        );
    }
}

fn idle(book: &mut Book, report: &Report<'_>, totals: &Figures) {
    let language = report.language;
    let team = totals.team();
    let title = words::IDLE_TIME.to(language);
    let all = words::of_hours(team.idle_total_secs(), team.shift_secs, language);
    let note = format!(
        "{} · {} {all}",
        words::TECHNICIANS.to(language),
        words::TOTAL.to(language)
    );
    book.section(title, &note, BAR_ROW * 6.0);
    let mut rows: Vec<(IdleCode, i64)> = IdleCode::ALL
        .into_iter()
        .map(|code| (code, team.idle_secs.get(&code).copied().unwrap_or(0)))
        .collect();
    rows.sort_by_key(|(_, secs)| -secs);
    let most = rows.first().map_or(0, |(_, secs)| *secs);
    for (code, secs) in rows {
        let value = words::hours_long(secs, language);
        row(
            book,
            reasons::idle_code(code).to(language),
            "",
            &value,
            (secs, most),
            ink::IDLE,
        );
    }
}

/// A full-width bar.
fn row(book: &mut Book, label: &str, note: &str, value: &str, (part, most): (i64, i64), ink: Ink) {
    let at = (LEFT, book.y);
    let share = Ratio::of(part, most).share().unwrap_or(0.0);
    let drawn = Bar {
        label,
        note,
        value,
        share,
        ink,
    };
    bar(book.canvas(), at, (178.0, WIDTH - 178.0), &drawn);
    book.y += BAR_ROW;
}

/// Late cars, warnings and extensions, side by side.
fn promises(book: &mut Book, report: &Report<'_>, totals: &Figures) {
    let language = report.language;
    let shop = &totals.shop;
    let plain = |text: Text| text.to(language).to_owned();
    let late = shop.delays.iter().map(|(reason, count)| {
        let name = reason.map_or(words::NO_REASON, finding::delay);
        (plain(name), *count, words::times(*count, language))
    });
    let warned = shop.warnings.iter().map(|(cause, count)| {
        (
            plain(words::cause(*cause)),
            *count,
            words::times(*count, language),
        )
    });
    let asked = shop.extensions.iter().map(|(reason, asked)| {
        let value = words::times(asked.count, language);
        (plain(finding::delay(*reason)), asked.count, value)
    });
    let mut lists = [
        (words::LATE_BY_REASON, late.collect::<Vec<_>>(), ink::BAD),
        (words::WARNED, warned.collect(), ink::FAIR),
        (words::EXTENSIONS, asked.collect(), ink::ACCENT_PALE),
    ];
    for (_, rows, _) in &mut lists {
        rows.sort_by_key(|(_, count, _)| Reverse(*count));
    }
    let most_rows = lists.iter().map(|(_, rows, _)| rows.len()).max();
    let high = BAR_ROW * f64::from(u32::try_from(most_rows.unwrap_or(0).max(1)).unwrap_or(1));
    let late_cars = i64::from(shop.cars.late());
    let average = if late_cars > 0 {
        words::late_by(shop.cars.late_secs / 60 / late_cars, language)
    } else {
        String::new()
    };
    book.section(words::PROMISES.to(language), &average, high + 14.0);
    let top = book.y;
    let gap = 16.0;
    let width = (WIDTH - gap * 2.0) / 3.0;
    for (column, (title, rows, colour)) in (0_u32..).zip(lists) {
        let x = LEFT + (width + gap) * f64::from(column);
        let head = Style::new(8.5, ink::MUTED).bold();
        book.canvas()
            .fitted((x, top + 7.0), title.to(language), width, head);
        let mut y = top + 12.0;
        if rows.is_empty() {
            let none = Style::new(9.0, ink::MUTED);
            book.canvas()
                .text((x, y + 11.5), all_words::figures::NONE.to(language), none);
        }
        let most = rows.first().map_or(0, |(_, count, _)| i64::from(*count));
        for (label, count, value) in &rows {
            let share = Ratio::of(i64::from(*count), most).share().unwrap_or(0.0);
            let drawn = Bar {
                label,
                note: "",
                value,
                share,
                ink: colour,
            };
            bar(book.canvas(), (x, y), (116.0, width - 116.0), &drawn);
            y += BAR_ROW;
        }
    }
    book.y = top + 14.0 + high;
}
