//! A week or a month, day by day: cars and proficiency over the days, and a calendar of tinted days.

use super::book::{Book, LEFT, WIDTH};
use super::canvas::Style;
use super::charts::{Column, columns, legend};
use super::{Report, ink};
use crate::domain::figures::{DayFigures, Period, Ratio};
use crate::screen::words::figures as words;
use chrono::{Datelike, NaiveDate};

const CHART_HEIGHT: f64 = 130.0;
const CELL_HEIGHT: f64 = 58.0;

pub(super) fn draw(book: &mut Book, report: &Report<'_>) {
    trend(book, report);
    calendar(book, report);
}

/// Proficiency of a day, of all technicians together.
fn proficiency(day: &DayFigures) -> Ratio {
    let earned = day.figures.shop.earned.standard_minutes * 60;
    Ratio::of(earned, day.figures.team().shift_secs)
}

/// Tells whether anything is to be said of a day: somebody was here, or a car was done.
fn is_worked(day: &DayFigures) -> bool {
    !day.figures.technicians.is_empty() || day.figures.shop.cars.done > 0
}

/// Lists the days of the period with what is known of them; nothing of those that have not come yet.
fn all_days<'a>(report: &Report<'a>) -> Vec<(NaiveDate, Option<&'a DayFigures>)> {
    let last = report.period.last();
    let days = report.period.first().iter_days();
    days.take_while(|day| *day <= last)
        .map(|day| (day, report.days.iter().find(|known| known.day == day)))
        .collect()
}

fn trend(book: &mut Book, report: &Report<'_>) {
    let language = report.language;
    book.section(words::DAY_BY_DAY.to(language), "", CHART_HEIGHT + 40.0);
    let y = book.y + 6.0;
    let entries = [
        (ink::ACCENT_PALE, words::ON_TIME_CARS.to(language)),
        (ink::BAD, words::LATE_CARS.to(language)),
        (ink::GOOD, words::PROFICIENCY.to(language)),
    ];
    legend(book.canvas(), (LEFT + 26.0, y + 4.0), &entries);
    let drawn: Vec<Column> = all_days(report)
        .into_iter()
        .map(|(day, known)| Column {
            label: match report.period {
                Period::Month(_) => day.day().to_string(),
                _ => words::date(day, language),
            },
            lower: known.map_or(0, |known| known.figures.shop.cars.on_time),
            upper: known.map_or(0, |known| known.figures.shop.cars.late()),
            share: known.and_then(|known| proficiency(known).share()),
        })
        .collect();
    let (at, size) = ((LEFT + 26.0, y + 14.0), (WIDTH - 26.0, CHART_HEIGHT));
    columns(book.canvas(), at, size, &drawn);
    book.y = y + 14.0 + CHART_HEIGHT + 16.0;
}

/// A week a row; the more of a shift was earned, the greener.
fn calendar(book: &mut Book, report: &Report<'_>) {
    let language = report.language;
    let days = all_days(report);
    let before = report.period.first().weekday().num_days_from_monday();
    let weeks = (before + u32::try_from(days.len()).unwrap_or(31)).div_ceil(7);
    let note = format!(
        "{} · {}",
        words::DONE.to(language),
        words::PROFICIENCY.to(language)
    );
    let high = 16.0 + CELL_HEIGHT * f64::from(weeks);
    book.section(words::CALENDAR.to(language), &note, high);
    let (top, step) = (book.y, WIDTH / 7.0);
    let head = Style::new(8.0, ink::MUTED).middle();
    for (index, (day, _)) in (0_u32..).zip(first_week(&days)) {
        let column = (before + index) % 7;
        let x = LEFT + step * (f64::from(column) + 0.5);
        book.canvas()
            .text((x, top + 9.0), words::weekday(*day, language), head);
    }
    for (index, (day, known)) in (0_u32..).zip(&days) {
        let place = before + index;
        let x = LEFT + step * f64::from(place % 7);
        let y = top + 14.0 + CELL_HEIGHT * f64::from(place / 7);
        cell(
            book,
            report,
            (x, y),
            (step - 4.0, CELL_HEIGHT - 4.0),
            (*day, *known),
        );
    }
    book.y = top + high;
}

/// The first seven days name all weekdays.
fn first_week<T>(days: &[T]) -> impl Iterator<Item = &T> {
    days.iter().take(7)
}

fn cell(
    book: &mut Book,
    report: &Report<'_>,
    (x, y): (f64, f64),
    size: (f64, f64),
    (day, known): (NaiveDate, Option<&DayFigures>),
) {
    let language = report.language;
    let worked = known.filter(|known| is_worked(known));
    let share = worked.and_then(|known| proficiency(known).share());
    let colour = match share {
        Some(share) => ink::tint(ink::GOOD, 0.06 + 0.5 * (share - 0.2).clamp(0.0, 1.0)),
        None => ink::PANEL,
    };
    let canvas = book.canvas();
    canvas.rect((x, y), size, 5.0, colour);
    let number = Style::new(9.0, ink::TEXT).bold();
    canvas.text((x + 6.0, y + 13.0), day.day().to_string(), number);
    let Some(known) = worked else {
        return;
    };
    let cars = &known.figures.shop.cars;
    let style = Style::new(8.0, ink::TEXT).end();
    let right = x + size.0 - 6.0;
    canvas.text((right, y + 13.0), words::percent(proficiency(known)), style);
    let line = words::of_cars(cars.on_time, cars.done, language);
    let room = size.0 - 12.0;
    canvas.fitted((x + 6.0, y + 30.0), &line, room, Style::new(8.0, ink::TEXT));
    let worked = words::hours_long(known.figures.team().job_secs, language);
    let worked = format!("{} {worked}", words::WORKED.to(language));
    canvas.fitted(
        (x + 6.0, y + 43.0),
        &worked,
        room,
        Style::new(7.5, ink::MUTED),
    );
}
