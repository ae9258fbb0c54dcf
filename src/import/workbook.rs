//! XLSX workbooks: the first visible sheet with anything in it, every cell as the text that a CSV export would hold.

use super::error::ImportError;
use super::table::{Row, Table, is_blank, tidy_header};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{Duration, NaiveDate, NaiveTime};
use std::collections::BTreeMap;
use std::io::Cursor;

/// The cells of a sheet that hold anything: row → column → text.
type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

/// Reads the table of a workbook.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Table, ImportError> {
    let wrong = |detail: String| ImportError::Workbook {
        file: file.to_owned(),
        detail,
    };
    // The library panics on a few malformed archives; one bad file in the drop folder must not stop the coordinator.
    let cells = std::panic::catch_unwind(|| read_cells(bytes))
        .map_err(|_| wrong("its parts do not fit together".to_owned()))?
        .map_err(|error| wrong(error.to_string()))?;
    to_table(cells).ok_or_else(|| ImportError::Empty {
        file: file.to_owned(),
    })
}

fn read_cells(bytes: &[u8]) -> Result<Cells, XlsxError> {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    let sheets = book.sheets_metadata().iter();
    let names: Vec<String> = sheets
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    for name in names {
        let cells = read_sheet(&mut book, &name)?;
        if !cells.is_empty() {
            return Ok(cells);
        }
    }
    Ok(Cells::new())
}

/// Takes the cells one by one: the library's whole range would reserve memory for every cell between A1 and a single
/// forgotten space in the last row of the sheet.
fn read_sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Cells, XlsxError> {
    let mut cells = Cells::new();
    let mut reader = book.worksheet_cells_reader(name)?;
    while let Some(cell) = reader.next_cell()? {
        let (row, column) = cell.get_position();
        let text = to_text(cell.get_value());
        if !is_blank(&text) {
            cells.entry(row).or_default().insert(column, text);
        }
    }
    Ok(cells)
}

/// Makes the first row the header; `None` when there is no row.
fn to_table(cells: Cells) -> Option<Table> {
    let mut rows = cells.into_iter().map(|(row, cells)| Row {
        number: row as usize + 1,
        cells: fill_gaps(cells),
        fault: None,
    });
    let header = tidy_header(rows.next()?.cells);
    let rows = rows.collect();
    Some(Table { header, rows })
}

fn fill_gaps(cells: BTreeMap<u32, String>) -> Vec<String> {
    let mut filled = Vec::new();
    for (column, text) in cells {
        filled.resize(column as usize, String::new());
        filled.push(text);
    }
    filled
}

fn to_text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => float_text(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(time) if time.is_duration() => float_text(time.as_f64()),
        DataRef::DateTime(time) => date_text(time),
        DataRef::Error(error) => error.to_string(),
    }
}

/// Writes a number as the spreadsheet shows it: to 15 digits, so that 0.1 + 0.2 is 0.3 and money stays exact.
fn float_text(number: f64) -> String {
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    shown.to_string()
}

/// Writes a date cell to the nearest second: many minutes have no exact place in the fraction of a day.
fn date_text(time: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    let clock =
        NaiveTime::from_hms_milli_opt(hour.into(), minute.into(), second.into(), milli.into());
    let rounded = date.zip(clock).and_then(|(date, clock)| {
        date.and_time(clock)
            .checked_add_signed(Duration::milliseconds(500))
    });
    match rounded {
        // Written out as a number, it is refused by the column that needs a date.
        None => float_text(time.as_f64()),
        Some(moment) if time.as_f64().fract() == 0.0 => moment.format("%Y-%m-%d").to_string(),
        Some(moment) => moment.format("%Y-%m-%d %H:%M:%S").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_come_out_as_the_spreadsheet_shows_them() {
        for (number, text) in [
            (288.0, "288"),
            (1.6, "1.6"),
            (0.1 + 0.2, "0.3"),
            (15_110_655_224.0, "15110655224"),
            (-0.5, "-0.5"),
        ] {
            assert_eq!(float_text(number), text);
        }
    }

    #[test]
    fn date_cells_come_out_to_the_second() {
        for (serial, text) in [
            (46_349.325, "2026-11-23 07:48:00"),
            (46_349.324_999_99, "2026-11-23 07:48:00"),
            (46_349.999_999_99, "2026-11-24 00:00:00"),
            (46_349.0, "2026-11-23"),
        ] {
            let time = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, false);
            assert_eq!(date_text(&time), text);
        }
    }

    #[test]
    fn what_only_looks_like_a_workbook_is_an_error() {
        let error = read("t.xlsx", b"PK\x03\x04 and nothing more").unwrap_err();
        assert!(matches!(error, ImportError::Workbook { .. }), "{error}");
    }
}
