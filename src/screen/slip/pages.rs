//! The pages of a slip: how high each line is, and which lines stand on which page of A5.

use super::rows::Mark;
use crate::domain::order::Fen;

/// The paper of a slip in millimetres, width and height: A5 upright.
pub const PAPER_MM: (f32, f32) = (148.0, 210.0);
/// What lines may take on the first page, below plate and facts.
pub const FIRST_PAGE_MM: f32 = 118.0;
/// What lines may take on every other page.
pub const NEXT_PAGE_MM: f32 = 168.0;
/// What total and signatures take on the last page.
pub const CLOSING_MM: f32 = 31.0;

/// How many narrow characters of a name fit on a line of its column; a Chinese one takes two.
const NAME_CELLS: usize = 27;
/// Where a name is longer than so many lines its end is left out.
const MOST_NAME_LINES: usize = 4;
const NUMBER_MM: f32 = 5.0;
const NAME_LINE_MM: f32 = 4.75;
const NOTE_MM: f32 = 4.0;
const ROW_PAD_MM: f32 = 2.4;

/// One line of a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which line of the request.
    pub line: u16,
    /// What its box shows.
    pub mark: Mark,
    /// 配件编码
    pub number: String,
    /// 配件名称; empty where only its number is known.
    pub name: String,
    /// What else is to say.
    pub note: String,
    /// How many, with their unit.
    pub quantity: String,
    /// 仓位
    pub bin: String,
    /// 批次
    pub batch: String,
    /// What one costs the customer.
    pub price: String,
    /// How many.
    pub pieces: u32,
    /// What they cost together.
    pub amount: Fen,
}

impl Row {
    /// Tells how many lines its name takes.
    pub fn name_lines(&self) -> usize {
        cells(&self.name).div_ceil(NAME_CELLS).min(MOST_NAME_LINES)
    }

    /// Tells how high its name is.
    pub fn name_mm(&self) -> f32 {
        f32::from(u8::try_from(self.name_lines()).unwrap_or(u8::MAX)) * NAME_LINE_MM
    }

    /// Tells how high it is.
    pub fn height_mm(&self) -> f32 {
        let note = if self.note.is_empty() { 0.0 } else { NOTE_MM };
        ROW_PAD_MM + NUMBER_MM + self.name_mm() + note
    }
}

/// Counts the narrow characters that a text is as wide as.
fn cells(text: &str) -> usize {
    let wide = |c: char| !c.is_ascii();
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

/// One page of a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Which, from 1.
    pub number: usize,
    /// Of how many.
    pub of: usize,
    /// What stands on it.
    pub rows: Vec<Row>,
}

impl Page {
    /// Tells whether plate, facts and code stand on it.
    pub fn is_first(&self) -> bool {
        self.number == 1
    }

    /// Tells whether it is signed here.
    pub fn is_last(&self) -> bool {
        self.number == self.of
    }
}

/// Cuts rows into pages. The last page has room for the signatures, and never stands without a line.
pub(super) fn pages(rows: Vec<Row>) -> Vec<Page> {
    let mut cut: Vec<Vec<Row>> = vec![Vec::new()];
    for row in rows {
        let room = if cut.len() == 1 {
            FIRST_PAGE_MM
        } else {
            NEXT_PAGE_MM
        };
        let needed = row.height_mm();
        match cut.last_mut() {
            Some(page) if height(page) + needed <= room => page.push(row),
            _ => cut.push(vec![row]),
        }
    }
    let room = if cut.len() == 1 {
        FIRST_PAGE_MM
    } else {
        NEXT_PAGE_MM
    };
    if let Some(last) = cut.last_mut()
        && height(last) + CLOSING_MM > room
        && last.len() > 1
        && let Some(moved) = last.pop()
    {
        cut.push(vec![moved]);
    }
    let of = cut.len();
    (1..)
        .zip(cut)
        .map(|(number, rows)| Page { number, of, rows })
        .collect()
}

fn height(rows: &[Row]) -> f32 {
    rows.iter().map(Row::height_mm).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(line: u16, name: &str, note: &str) -> Row {
        Row {
            line,
            mark: Mark::ToPick,
            number: "25100-2B700".to_owned(),
            name: name.to_owned(),
            note: note.to_owned(),
            quantity: "1".to_owned(),
            bin: String::new(),
            batch: String::new(),
            price: String::new(),
            pieces: 1,
            amount: Fen(100),
        }
    }

    proptest! {
        #[test]
        fn every_line_stands_on_one_page_and_fits_there(names in proptest::collection::vec(0..200_usize, 1..90)) {
            let rows: Vec<Row> = (1..).zip(&names).map(|(line, long)| {
                row(line, &"a".repeat(*long), if long % 3 == 0 { "note" } else { "" })
            }).collect();
            let pages = pages(rows.clone());
            let again: Vec<Row> = pages.iter().flat_map(|page| page.rows.clone()).collect();
            prop_assert_eq!(again, rows);
            for page in &pages {
                prop_assert!(!page.rows.is_empty());
                prop_assert_eq!(page.of, pages.len());
                let room = if page.is_first() { FIRST_PAGE_MM } else { NEXT_PAGE_MM };
                let closing = if page.is_last() { CLOSING_MM } else { 0.0 };
                prop_assert!(height(&page.rows) + closing <= room + 0.01);
            }
        }
    }

    #[test]
    fn a_chinese_name_takes_twice_the_room() {
        assert_eq!(row(1, "", "").name_lines(), 0);
        assert_eq!(row(1, "正时皮带", "").name_lines(), 1);
        assert_eq!(row(1, &"皮".repeat(14), "").name_lines(), 2);
        assert_eq!(row(1, &"x".repeat(900), "").name_lines(), MOST_NAME_LINES);
    }
}
