//! What the checks found: rework and comebacks apart, by operation and by technician.

use super::book::{Book, LEFT, Turned, WIDTH};
use super::canvas::Style;
use super::charts::number_tile;
use super::{Report, ink};
use crate::domain::figures::Figures;
use crate::domain::order::Fen;
use crate::screen::words::{self as all_words, figures as words, money};

const ROW: f64 = 16.0;
const TILE: (f64, f64) = (97.0, 40.0);
/// Rework and comebacks of an operation or a technician.
type Again = (String, u32, u32);

pub(super) fn draw(book: &mut Book, report: &Report<'_>, totals: &Figures) {
    let language = report.language;
    let quality = &totals.shop.quality;
    let title = words::QUALITY.to(language);
    book.section(
        title,
        words::FORMULA_LINES[5].to(language),
        TILE.1 + ROW * 4.0,
    );
    let tiles = [
        (words::percent(quality.first_pass()), words::FIRST_PASS),
        (quality.rework.to_string(), words::REWORK),
        (quality.comebacks.to_string(), words::COMEBACKS),
        (quality.in_process.to_string(), words::IN_PROCESS),
        (money::yuan(Fen(quality.penalty_fen)), words::PENALTY),
    ];
    let step = (WIDTH - TILE.0) / 4.0;
    let (mut x, y) = (LEFT, book.y + 4.0);
    for (number, label) in &tiles {
        number_tile(book.canvas(), (x, y), TILE, (number, label.to(language)));
        x += step;
    }
    book.y = y + TILE.1 + 8.0;
    let operations = quality.by_operation.iter().map(|(code, again)| {
        let name = all_words::name(language, &again.name, &again.english_name);
        let name = if name.is_empty() { code.as_str() } else { name };
        (name.to_owned(), again.rework, again.comebacks)
    });
    let technicians = totals
        .technicians
        .iter()
        .map(|(person, theirs)| (report.names.person(person), theirs.rework, theirs.comebacks));
    let operations = worst_first(operations);
    let technicians = worst_first(technicians);
    let lists = [
        (words::OPERATION.to(language), operations),
        (words::TECHNICIAN.to(language), technicians),
    ];
    side_by_side(book, report, &lists);
}

fn worst_first(rows: impl Iterator<Item = Again>) -> Vec<Again> {
    let mut rows: Vec<Again> = rows.filter(|(_, rework, back)| rework + back > 0).collect();
    rows.sort_by(|a, b| (b.1 + b.2, &a.0).cmp(&(a.1 + a.2, &b.0)));
    rows
}

fn side_by_side(book: &mut Book, report: &Report<'_>, lists: &[(&str, Vec<Again>); 2]) {
    let title = words::QUALITY.to(report.language);
    let most = lists.iter().map(|(_, rows)| rows.len()).max().unwrap_or(0);
    head(book, report, lists);
    if most == 0 {
        let y = book.y + 11.0;
        let none = Style::new(9.0, ink::MUTED);
        book.canvas()
            .text((LEFT, y), words::NONE.to(report.language), none);
        book.y += ROW;
    }
    for index in 0..most {
        if book.row(title, ROW) == Turned::Yes {
            head(book, report, lists);
        }
        let y = book.y + 11.0;
        for (column, (_, rows)) in (0_u32..).zip(lists) {
            if let Some((name, rework, comebacks)) = rows.get(index) {
                let cells = [rework.to_string(), comebacks.to_string()];
                line(book, (column, y), name, &cells, Style::new(9.0, ink::TEXT));
            }
        }
        book.y += ROW;
    }
}

fn head(book: &mut Book, report: &Report<'_>, lists: &[(&str, Vec<Again>); 2]) {
    let y = book.y + 9.0;
    let cells = [words::REWORK, words::COMEBACKS].map(|text| text.to(report.language).to_owned());
    for (column, (name, _)) in (0_u32..).zip(lists) {
        line(book, (column, y), name, &cells, Style::new(7.5, ink::MUTED));
    }
    book.y += ROW - 3.0;
}

fn line(book: &mut Book, (column, y): (u32, f64), name: &str, cells: &[String; 2], style: Style) {
    let half = (WIDTH - 20.0) / 2.0;
    let x = LEFT + (half + 20.0) * f64::from(column);
    let canvas = book.canvas();
    canvas.fitted((x, y), name, half - 100.0, style);
    canvas.text((x + half - 55.0, y), cells[0].clone(), style.end());
    canvas.text((x + half, y), cells[1].clone(), style.end());
}
