//! Slips and labels onto their windows, and from there onto paper.

use super::{Ink, Paper, PaperError, Sheet, apart, qr, sheet};
use crate::screen::slip::{Label, Mark, Page, Row, Slip, label, pages};
use baylight_ui as ui;
use slint::{ModelRc, SharedString, VecModel};

/// A5, as fine as an office printer prints.
const SLIP: Paper = Paper {
    width_mm: pages::PAPER_MM.0,
    height_mm: pages::PAPER_MM.1,
    dots_per_mm: 12.0,
    ink: Ink::Shades,
};
/// The dots of a label printer of 203 dpi.
const LABEL: Paper = Paper {
    width_mm: label::PAPER_MM.0,
    height_mm: label::PAPER_MM.1,
    dots_per_mm: 8.0,
    ink: Ink::BlackOnly,
};
/// The room for a slip's code, in dots: 22 mm.
const SLIP_CODE: u32 = 264;
/// The room for a label's code, in dots: 20 mm.
const LABEL_CODE: u32 = 160;

/// Draws every page of a slip.
///
/// # Errors
/// When a page cannot be drawn, or the order's number is too long for a code.
pub fn draw_slip(slip: &Slip) -> Result<Vec<Sheet>, PaperError> {
    apart(|| {
        slip.pages
            .iter()
            .map(|page| draw_page(slip, page))
            .collect()
    })
}

/// Draws labels, each a sheet.
///
/// # Errors
/// When one cannot be drawn, or the order's number is too long for a code.
pub fn draw_labels(labels: &[Label]) -> Result<Vec<Sheet>, PaperError> {
    apart(|| labels.iter().map(draw_label).collect())
}

fn draw_page(slip: &Slip, page: &Page) -> Result<Sheet, PaperError> {
    let code = qr::image(&slip.code, SLIP_CODE)?;
    let make = || {
        let window = ui::SlipWindow::new()?;
        window.set_slip_title(slip.title.as_str().into());
        window.set_plate(slip.plate.as_str().into());
        window.set_notes(texts(&slip.notes));
        window.set_facts(model(slip.facts.iter().map(|fact| ui::SlipFact {
            name: fact.name.as_str().into(),
            value: fact.value.as_str().into(),
        })));
        window.set_code(code);
        window.set_short_code(slip.short_code.as_str().into());
        window.set_columns(columns(slip));
        window.set_rows(model(page.rows.iter().map(row)));
        window.set_closing(closing(slip));
        window.set_printed(slip.printed.as_str().into());
        window.set_page(format!("{} / {}", page.number, page.of).into());
        window.set_first(page.is_first());
        window.set_last(page.is_last());
        Ok(window)
    };
    sheet(make, SLIP)
}

fn draw_label(label: &Label) -> Result<Sheet, PaperError> {
    let code = qr::image(&label.code, LABEL_CODE)?;
    let make = || {
        let window = ui::LabelWindow::new()?;
        window.set_label(ui::LabelData {
            kind: label.kind.as_str().into(),
            place: label.place.as_str().into(),
            headline: label.headline.as_str().into(),
            number: label.number.as_str().into(),
            name: label.name.as_str().into(),
            quantity: label.quantity.as_str().into(),
            lines: texts(&label.lines),
        });
        window.set_code(code);
        Ok(window)
    };
    sheet(make, LABEL)
}

fn columns(slip: &Slip) -> ui::SlipColumns {
    let columns = &slip.columns;
    ui::SlipColumns {
        part: columns.part.as_str().into(),
        quantity: columns.quantity.as_str().into(),
        bin: columns.bin.as_str().into(),
        batch: columns.batch.as_str().into(),
        price: columns.price.as_str().into(),
    }
}

fn closing(slip: &Slip) -> ui::SlipClosing {
    let closing = &slip.closing;
    ui::SlipClosing {
        count: closing.count.as_str().into(),
        total_name: closing.total_name.as_str().into(),
        total: closing.total.as_str().into(),
        signatures: texts(&closing.signatures),
        date: closing.date.as_str().into(),
    }
}

fn row(row: &Row) -> ui::SlipRow {
    ui::SlipRow {
        line: row.line.to_string().into(),
        picked: row.mark == Mark::Picked,
        number: row.number.as_str().into(),
        name: row.name.as_str().into(),
        name_height: pixels(row.name_mm()),
        note: row.note.as_str().into(),
        quantity: row.quantity.as_str().into(),
        bin: row.bin.as_str().into(),
        batch: row.batch.as_str().into(),
        price: row.price.as_str().into(),
        height: pixels(row.height_mm()),
    }
}

fn model<T: Clone + 'static>(rows: impl Iterator<Item = T>) -> ModelRc<T> {
    ModelRc::new(VecModel::from_iter(rows))
}

fn texts(texts: &[String]) -> ModelRc<SharedString> {
    model(texts.iter().map(SharedString::from))
}

/// Slint's pixels of a length.
fn pixels(mm: f32) -> f32 {
    mm * 96.0 / 25.4
}
