//! Text tables: UTF-8 or GB18030, separated by comma, semicolon or tab, with broken rows among the good ones.
//!
//! Rows are cut apart before they are decoded. That is safe in both encodings, because no byte of a multi-byte character
//! is a line end, a separator or a quotation mark; and it keeps a broken row from taking its neighbours with it.

use super::error::ImportError;
use super::refused::Reason;
use super::table::{Fault, Row, Table, is_blank, tidy_header};
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::ops::Range;

/// How many lines a quoted cell may span before its opening quotation mark is taken for a stray one.
const MAX_CELL_LINES: usize = 200;

/// Reads a text table. Rows that cannot be relied on carry their fault.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Table, ImportError> {
    let mut records = Records::new(bytes);
    let header = read_header(file, &mut records)?;
    let width = header.len();
    let mut rows = Vec::new();
    while let Some(record) = records.next(Some(width)) {
        let mut row = records.row(&record);
        if row.fault.is_none() {
            if row.cells.iter().all(|cell| is_blank(cell)) {
                continue;
            }
            row.fault = check_width(&mut row.cells, width);
        }
        rows.push(row);
    }
    Ok(Table { header, rows })
}

/// Takes the first row with anything in it as the header.
fn read_header(file: &str, records: &mut Records<'_>) -> Result<Vec<String>, ImportError> {
    while let Some(record) = records.next(None) {
        let row = records.row(&record);
        if let Some(fault) = row.fault {
            return Err(ImportError::BrokenHeader {
                file: file.to_owned(),
                row: row.number,
                reason: fault.reason,
            });
        }
        let header = tidy_header(row.cells);
        if !header.is_empty() {
            return Ok(header);
        }
    }
    Err(ImportError::Empty {
        file: file.to_owned(),
    })
}

/// Compares the width with the header's, and drops empty cells beyond it.
fn check_width(cells: &mut Vec<String>, width: usize) -> Option<Fault> {
    let expected = width;
    let filled = cells
        .iter()
        .rposition(|cell| !is_blank(cell))
        .map_or(0, |last| last + 1);
    let reason = if cells.len() < width {
        let found = cells.len();
        Reason::TooFewColumns { found, expected }
    } else if filled > width {
        let found = filled;
        Reason::TooManyColumns { found, expected }
    } else {
        cells.truncate(width);
        return None;
    };
    Some(Fault {
        column: None,
        reason,
    })
}

/// The bytes of one row, which may span lines.
#[derive(Debug)]
struct Record<'a> {
    number: usize,
    bytes: &'a [u8],
    /// The column in which a quotation mark has no partner.
    stray_quote: Option<usize>,
}

/// Cuts a file into rows.
#[derive(Debug)]
struct Records<'a> {
    bytes: &'a [u8],
    lines: Vec<Range<usize>>,
    next_line: usize,
    rows_seen: usize,
    delimiter: u8,
    encoding: &'static Encoding,
}

impl<'a> Records<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        const BOM: &[u8] = b"\xEF\xBB\xBF";
        let body = bytes.strip_prefix(BOM).unwrap_or(bytes);
        let has_bom = body.len() < bytes.len();
        let lines = cut_lines(body);
        let encoding = if has_bom {
            UTF_8
        } else {
            guess_encoding(body, &lines)
        };
        let first = lines.iter().map(|line| &body[line.clone()]);
        let delimiter = first
            .filter(|line| !line.trim_ascii().is_empty())
            .map(guess_delimiter)
            .next();
        Self {
            bytes: body,
            lines,
            next_line: 0,
            rows_seen: 0,
            delimiter: delimiter.unwrap_or(b','),
            encoding,
        }
    }

    /// Cuts off the next row, of which `width` columns are expected where the header is known.
    fn next(&mut self, width: Option<usize>) -> Option<Record<'a>> {
        let first = self.next_line;
        let line = self.lines.get(first)?.clone();
        let mut scan = Scan::new(self.delimiter);
        scan.feed(&self.bytes[line.clone()]);
        let (last, stray_quote) = match scan.verdict() {
            Verdict::Whole => (first, None),
            Verdict::Torn(column) => (first, Some(column)),
            Verdict::Open(column) => match self.find_closing_line(first, scan, width) {
                Some(last) => (last, None),
                None => (first, Some(column)),
            },
        };
        self.next_line = last + 1;
        self.rows_seen += 1;
        Some(Record {
            number: self.rows_seen,
            bytes: &self.bytes[line.start..self.lines[last].end],
            stray_quote,
        })
    }

    /// Looks for the line in which the cell that `first` leaves open is closed.
    ///
    /// A reader that trusts every quotation mark takes a stray one for the start of a cell that runs to the next one,
    /// and swallows all orders between them. So the cell is only believed when the row comes out complete, and when no
    /// line inside it is a complete row itself. Otherwise the quotation mark is stray, and only its own line is lost.
    fn find_closing_line(
        &self,
        first: usize,
        mut scan: Scan,
        width: Option<usize>,
    ) -> Option<usize> {
        let opened_in = scan.column;
        let end = self.lines.len().min(first + MAX_CELL_LINES);
        for (last, range) in self.lines.iter().enumerate().take(end).skip(first + 1) {
            let line = &self.bytes[range.clone()];
            if width.is_some_and(|width| self.is_complete_row(line, width, opened_in)) {
                return None;
            }
            scan.feed(b"\n");
            scan.feed(line);
            match scan.verdict() {
                Verdict::Open(_) => {}
                Verdict::Torn(_) => return None,
                Verdict::Whole => {
                    let complete = width.is_none_or(|width| scan.columns() >= width);
                    return complete.then_some(last);
                }
            }
        }
        None
    }

    /// Tells whether a line inside an open cell is a row of its own.
    fn is_complete_row(&self, line: &[u8], width: usize, opened_in: usize) -> bool {
        let mut scan = Scan::new(self.delimiter);
        scan.feed(line);
        // The last line of an open first cell has all the separators of a row too; the bare mark that closes it tells.
        let closes_first_cell = opened_in == 0 && scan.has_bare_quote;
        matches!(scan.verdict(), Verdict::Whole) && scan.columns() >= width && !closes_first_cell
    }

    /// Cuts a record into cells and decodes them.
    fn row(&self, record: &Record<'_>) -> Row {
        let mut fault = record.stray_quote.map(|column| Fault {
            column: Some(column),
            reason: Reason::StrayQuote,
        });
        let mut cells = Vec::new();
        for (column, field) in self.split(record).iter().enumerate() {
            match self
                .encoding
                .decode_without_bom_handling_and_without_replacement(field)
            {
                Some(cell) => cells.push(cell.into_owned()),
                None => {
                    cells.push(
                        self.encoding
                            .decode_without_bom_handling(field)
                            .0
                            .into_owned(),
                    );
                    let encoding = self.encoding.name();
                    fault.get_or_insert(Fault {
                        column: Some(column),
                        reason: Reason::Undecodable {
                            encoding: if encoding == "gb18030" {
                                "GB18030"
                            } else {
                                encoding
                            },
                        },
                    });
                }
            }
        }
        Row {
            number: record.number,
            cells,
            fault,
        }
    }

    fn split(&self, record: &Record<'_>) -> csv::ByteRecord {
        let mut fields = csv::ByteRecord::new();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            // With a stray mark among them, quotation marks are letters like any other.
            .quoting(record.stray_quote.is_none())
            // The lines are already cut: a lone carriage return inside one must not end it.
            .terminator(csv::Terminator::Any(b'\n'))
            .buffer_capacity(record.bytes.len().clamp(64, 8192))
            .from_reader(record.bytes);
        // From memory, flexible and not yet decoded, there is nothing left that can fail; a failure would be an empty row.
        let _read = reader.read_byte_record(&mut fields);
        fields
    }
}

/// Cuts at line feeds, or at carriage returns where there are no line feeds; the line ends are left out.
fn cut_lines(bytes: &[u8]) -> Vec<Range<usize>> {
    let end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut lines = Vec::new();
    let mut start = 0;
    for line in bytes.split(|byte| *byte == end) {
        let shown = line.strip_suffix(b"\r").unwrap_or(line);
        lines.push(start..start + shown.len());
        start += line.len() + 1;
    }
    lines
}

/// Decides by the majority of lines, so that one broken line in a UTF-8 file does not turn the others into nonsense.
fn guess_encoding(bytes: &[u8], lines: &[Range<usize>]) -> &'static Encoding {
    let mut telling = 0_usize;
    let mut valid = 0_usize;
    for line in lines.iter().map(|line| &bytes[line.clone()]) {
        if !line.is_ascii() {
            telling += 1;
            valid += usize::from(std::str::from_utf8(line).is_ok());
        }
    }
    if valid * 2 >= telling { UTF_8 } else { GB18030 }
}

/// Finds the separator that stands most often outside of quotation marks.
fn guess_delimiter(header: &[u8]) -> u8 {
    let count = |delimiter: u8| {
        let mut scan = Scan::new(delimiter);
        scan.feed(header);
        scan.columns()
    };
    // The last of equals wins, and the comma is the usual one.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|delimiter| count(*delimiter))
        .unwrap_or(b',')
}

/// Where in a cell the scan stands.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Start,
    Plain,
    Quoted,
    /// Right behind a quotation mark inside a quoted cell: it closes the cell, or is the first half of a doubled one.
    AfterQuote,
    /// In the spaces behind a closed cell.
    Padding,
}

/// What the quotation marks of a stretch of text say.
#[derive(Debug)]
enum Verdict {
    Whole,
    /// A cell of this column is still open.
    Open(usize),
    /// Text follows a closed cell of this column.
    Torn(usize),
}

/// Follows the quotation marks of a row, without taking it apart.
#[derive(Debug)]
struct Scan {
    delimiter: u8,
    place: Place,
    column: usize,
    torn_in: Option<usize>,
    has_bare_quote: bool,
}

impl Scan {
    fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            place: Place::Start,
            column: 0,
            torn_in: None,
            has_bare_quote: false,
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.step(*byte);
        }
    }

    fn step(&mut self, byte: u8) {
        self.place = match (self.place, byte) {
            (Place::Quoted, b'"') => Place::AfterQuote,
            (Place::Quoted, _) => Place::Quoted,
            (_, byte) if byte == self.delimiter => {
                self.column += 1;
                Place::Start
            }
            (Place::Start | Place::AfterQuote, b'"') => Place::Quoted,
            (Place::AfterQuote | Place::Padding, b' ' | b'\t') => Place::Padding,
            (Place::AfterQuote | Place::Padding, _) => {
                self.torn_in.get_or_insert(self.column);
                Place::Plain
            }
            (Place::Start | Place::Plain, byte) => {
                self.has_bare_quote |= byte == b'"';
                Place::Plain
            }
        };
    }

    fn columns(&self) -> usize {
        self.column + 1
    }

    fn verdict(&self) -> Verdict {
        match (self.torn_in, self.place) {
            (Some(column), _) => Verdict::Torn(column),
            (None, Place::Quoted) => Verdict::Open(self.column),
            (None, _) => Verdict::Whole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: impl AsRef<[u8]>) -> Table {
        read("t.csv", text.as_ref()).unwrap()
    }

    /// Shows the rows as `number: cells`, or `number! cells` for a broken one.
    fn shown(table: &Table) -> Vec<String> {
        let mark = |row: &Row| if row.fault.is_some() { '!' } else { ':' };
        table
            .rows
            .iter()
            .map(|row| format!("{}{} {}", row.number, mark(row), row.cells.join("|")))
            .collect()
    }

    #[test]
    fn rows_bear_the_numbers_that_a_spreadsheet_shows() {
        let table = table("\u{feff}a,b\r\n\r\n1,2\r\n,\r\n\"3\r\n3\",4\r\n5,6");
        assert_eq!(table.header, ["a", "b"]);
        assert_eq!(shown(&table), ["3: 1|2", "5: 3\r\n3|4", "6: 5|6"]);
    }

    #[test]
    fn the_separator_is_found_by_itself() {
        assert_eq!(shown(&table("a;b\n1,5;2")), ["2: 1,5|2"]);
        assert_eq!(shown(&table("a\tb\n1\t2")), ["2: 1|2"]);
        assert_eq!(shown(&table("\"a;;;\",b\n1,2")), ["2: 1|2"]);
    }

    #[test]
    fn a_stray_quote_loses_its_own_row_only() {
        let text = "a,b,c\n1,\"2,3\n4,5,6\n7,\"8\",9\n10,11\",12\n";
        assert_eq!(
            shown(&table(text)),
            ["2! 1|\"2|3", "3: 4|5|6", "4: 7|8|9", "5: 10|11\"|12"]
        );
    }

    #[test]
    fn two_stray_quotes_do_not_make_one_row_of_two() {
        assert_eq!(
            shown(&table("a,b,c\n1,\"2,3\n4,5\",6\n7,8,9")),
            ["2! 1|\"2|3", "3: 4|5\"|6", "4: 7|8|9"]
        );
    }

    #[test]
    fn text_behind_a_closed_cell_is_refused_instead_of_glued_to_it() {
        assert_eq!(
            shown(&table("a,b\n\"1\"x,2\n\"3\" ,\"4 \"\"in\"\"\"")),
            ["2! \"1\"x|2", "3: 3 |4 \"in\""]
        );
    }

    #[test]
    fn a_cell_may_span_lines_in_any_column() {
        for text in [
            "a,b,c\n\"x\ny\",2,3\n4,5,6",
            "a,b,c\n2,\"x\ny\",3\n4,5,6",
            "a,b,c\n2,3,\"x\ny\"\n4,5,6",
        ] {
            let table = table(text);
            assert_eq!(table.rows.len(), 2, "{text}");
            assert!(table.rows.iter().all(|row| row.fault.is_none()), "{text}");
        }
    }

    #[test]
    fn rows_of_another_width_are_broken() {
        let table = table("a,b\n1\n1,2,3\n1,2,\n");
        assert_eq!(shown(&table), ["2! 1", "3! 1|2|3", "4: 1|2"]);
    }

    #[test]
    fn one_undecodable_row_does_not_spoil_the_encoding_of_the_others() {
        let mut bytes = "名,b\n京,1\n".as_bytes().to_vec();
        bytes.extend_from_slice(b"\xFF\xFE,2\n");
        bytes.extend_from_slice("津,3\n".as_bytes());
        let table = table(bytes);
        assert_eq!(table.rows.len(), 3);
        assert_eq!(table.rows[2].cells, ["津", "3"]);
        let fault = table.rows[1].fault.as_ref().unwrap();
        assert_eq!(fault.column, Some(0));
        assert_eq!(fault.reason, Reason::Undecodable { encoding: "UTF-8" });
    }

    #[test]
    fn gb18030_is_read_and_its_broken_rows_are_named() {
        let mut bytes = GB18030.encode("名,b\n京,1\n").0.into_owned();
        bytes.extend_from_slice(b"\xFF\xFF,2\n");
        let table = table(bytes);
        assert_eq!(table.header, ["名", "b"]);
        assert_eq!(table.rows[0].cells, ["京", "1"]);
        let fault = table.rows[1].fault.as_ref().unwrap();
        assert_eq!(
            fault.reason,
            Reason::Undecodable {
                encoding: "GB18030"
            }
        );
    }

    #[test]
    fn an_empty_file_has_no_header() {
        assert!(matches!(
            read("t.csv", b" \n,,\n"),
            Err(ImportError::Empty { .. })
        ));
    }
}
