//! The pages of the story: which rows stand on which page of A4.

use super::rows::{Glue, Row};

/// The paper in millimetres, width and height: A4 upright.
pub const PAPER_MM: (f32, f32) = (210.0, 297.0);
/// What rows may take on the first page, below title and plate.
pub const FIRST_PAGE_MM: f32 = 232.0;
/// What rows may take on every other page.
pub const NEXT_PAGE_MM: f32 = 252.0;
/// What signatures take on the last page.
pub const CLOSING_MM: f32 = 34.0;

/// One page.
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
    /// Tells whether title and plate stand on it.
    pub fn is_first(&self) -> bool {
        self.number == 1
    }

    /// Tells whether it is signed here.
    pub fn is_last(&self) -> bool {
        self.number == self.of
    }
}

/// Cuts rows into pages. What belongs together stays together where a page has room for it; the last page has room
/// for the signatures and never stands without a row.
pub(super) fn pages(rows: Vec<Row>) -> Vec<Page> {
    let mut cut: Vec<Vec<Row>> = vec![Vec::new()];
    for run in runs(rows) {
        let at = cut.len();
        match cut.last_mut() {
            Some(page) if height(page) + height(&run) <= room(at) => page.extend(run),
            // A run longer than a page is torn where the page ends, and none leaves the first page empty.
            Some(page) if page.is_empty() || height(&run) > NEXT_PAGE_MM => pour(run, &mut cut),
            _ => cut.push(run),
        }
    }
    sign(&mut cut);
    let of = cut.len();
    (1..)
        .zip(cut)
        .map(|(number, rows)| Page { number, of, rows })
        .collect()
}

fn room(page: usize) -> f32 {
    if page == 1 {
        FIRST_PAGE_MM
    } else {
        NEXT_PAGE_MM
    }
}

fn height(rows: &[Row]) -> f32 {
    rows.iter().map(Row::height_mm).sum()
}

/// Puts rows together that stand on one page.
fn runs(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let mut runs: Vec<Vec<Row>> = Vec::new();
    let mut open = false;
    for row in rows {
        let glued = std::mem::replace(&mut open, row.glue == Glue::WithNext);
        match runs.last_mut() {
            Some(run) if glued => run.push(row),
            _ => runs.push(vec![row]),
        }
    }
    runs
}

fn pour(run: Vec<Row>, cut: &mut Vec<Vec<Row>>) {
    for row in run {
        let at = cut.len();
        match cut.last_mut() {
            Some(page) if height(page) + row.height_mm() <= room(at) => page.push(row),
            _ => cut.push(vec![row]),
        }
    }
}

/// Makes room for the signatures: where they do not fit, what stood last goes with them.
fn sign(cut: &mut Vec<Vec<Row>>) {
    let at = cut.len();
    let Some(last) = cut.last_mut() else {
        return;
    };
    if height(last) + CLOSING_MM <= room(at) {
        return;
    }
    let mut kept = runs(std::mem::take(last));
    let mut moved = kept.pop().unwrap_or_default();
    if height(&moved) + CLOSING_MM > NEXT_PAGE_MM {
        let rest = moved.split_off(moved.len().saturating_sub(1));
        kept.push(std::mem::replace(&mut moved, rest));
    }
    *last = kept.into_iter().flatten().collect();
    if last.is_empty() {
        cut.pop();
    }
    cut.push(moved);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn story(jobs: &[(usize, usize)]) -> Vec<Row> {
        let mut rows = vec![Row::heading("Work".to_owned())];
        for (number, (details, long)) in (1..).zip(jobs) {
            let mut item = Row::item(format!("{number}"), &"job ".repeat(*long), "");
            item.glue = if *details > 0 {
                Glue::WithNext
            } else {
                Glue::Loose
            };
            rows.push(item);
            for detail in 0..*details {
                let mut row = Row::detail("label".to_owned(), &"word ".repeat(*long));
                row.glue = if detail + 1 < *details {
                    Glue::WithNext
                } else {
                    Glue::Loose
                };
                rows.push(row);
            }
        }
        rows
    }

    proptest! {
        #[test]
        fn every_row_stands_on_one_page_and_fits_there(jobs in proptest::collection::vec((0..70_usize, 1..160_usize), 0..40)) {
            let rows = story(&jobs);
            let pages = pages(rows.clone());
            let again: Vec<Row> = pages.iter().flat_map(|page| page.rows.clone()).collect();
            prop_assert_eq!(again, rows);
            for page in &pages {
                prop_assert!(!page.rows.is_empty());
                let closing = if page.is_last() { CLOSING_MM } else { 0.0 };
                prop_assert!(height(&page.rows) + closing <= room(page.number) + 0.01);
            }
        }
    }

    #[test]
    fn a_heading_and_a_job_are_not_torn_from_what_belongs_to_them() {
        let jobs: Vec<(usize, usize)> = (0..30).map(|_| (4, 20)).collect();
        for page in pages(story(&jobs)) {
            let last = page.rows.last().map(|row| row.glue);
            assert_eq!(last, Some(Glue::Loose));
        }
    }
}
