//! The export as one workbook: a sheet a table. The same export makes the same bytes.

use super::tables::{Cell, Table};
use super::{Settlement, SettlementError};
use crate::domain::person::Language;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

/// How wide a column is, in characters.
const WIDTH: f64 = 14.0;

/// Writes a workbook.
///
/// # Errors
/// When the workbook cannot be made, as when it has more rows than a sheet takes.
pub fn write(
    settlement: &Settlement,
    tables: &[Table],
    language: Language,
) -> Result<Vec<u8>, SettlementError> {
    let mut book = Workbook::new();
    let made_at = ExcelDateTime::from_timestamp(settlement.made_at.timestamp())?;
    book.set_properties(
        &DocProperties::new()
            .set_title(format!("{} {}", settlement.format, settlement.export))
            .set_creation_datetime(&made_at),
    );
    for table in tables {
        sheet(book.add_worksheet(), table, language)?;
    }
    Ok(book.save_to_buffer()?)
}

fn sheet(sheet: &mut Worksheet, table: &Table, language: Language) -> Result<(), SettlementError> {
    let bold = Format::new().set_bold();
    let money = Format::new().set_num_format("0.00");
    sheet.set_name(table.title.to(language))?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, title) in (0..).zip(table.columns) {
        sheet.set_column_width(column, WIDTH)?;
        sheet.write_string_with_format(0, column, title.to(language), &bold)?;
    }
    for (number, row) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(row) {
            write_cell(sheet, (number, column), cell, &money)?;
        }
    }
    Ok(())
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a cell of a spreadsheet is a float, exact up to 2^53"
)]
fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    hundredths: &Format,
) -> Result<(), SettlementError> {
    match cell {
        Cell::Empty => {}
        // What a person typed is never a formula.
        Cell::Text(text) => drop(sheet.write_string(row, column, text)?),
        Cell::Whole(count) => drop(sheet.write_number(row, column, *count as f64)?),
        Cell::Hundredths(count) => {
            let number = *count as f64 / 100.0;
            sheet.write_number_with_format(row, column, number, hundredths)?;
        }
    }
    Ok(())
}
