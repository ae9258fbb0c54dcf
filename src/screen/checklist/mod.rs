//! A checklist that somebody goes through: its rows with what was answered so far, and what a tap on one changes.
//!
//! The answers are a plain list of results, as the check will carry them; every screen that shows a checklist keeps such
//! a list, shows [`rows`] of it, and changes it by the functions here.

mod keypad;
#[cfg(test)]
mod tests;

pub use self::keypad::{Keypad, limits};

use crate::domain::finding_catalogue::Named;
use crate::domain::ids::{ItemCode, PhotoId};
use crate::domain::quality::checklist::{
    Applies, CheckItem, CheckKind, Checklist, Hundredths, ItemResult, Verdict, shortfall,
};

/// So much is said of one item.
pub const LONGEST_NOTE: usize = 80;
/// So many photos show any item.
pub const MOST_PHOTOS: usize = 4;

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has answered it, or measured what is to be measured.
    Open,
    /// It is good.
    Good,
    /// It was said to be bad.
    Bad,
    /// What was measured is beyond the limits.
    Beyond,
    /// It is not there on this car.
    NotThere,
}

impl Standing {
    /// Tells whether the job goes back for it.
    pub const fn is_failed(self) -> bool {
        matches!(self, Self::Bad | Self::Beyond)
    }
}

/// An item with what was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemRow<'a> {
    /// What is looked at.
    pub item: &'a CheckItem,
    /// What was found; nothing as long as nobody has said anything about it.
    pub result: Option<&'a ItemResult>,
    /// How it stands.
    pub standing: Standing,
}

impl ItemRow<'_> {
    /// Names it.
    pub fn code(&self) -> &ItemCode {
        &self.item.named.code
    }

    /// Shows what was measured.
    pub fn value(&self) -> Option<Hundredths> {
        self.result?.value
    }

    /// Tells whether what was measured is beyond the limits, whether or not that keeps the car.
    pub fn is_beyond(&self) -> bool {
        let limits = self.item.measure;
        let beyond = |value| limits.is_some_and(|limits| !limits.allows(value));
        self.value().is_some_and(beyond)
    }

    /// Tells whether “not applicable” is an answer.
    pub fn may_be_left_out(&self) -> bool {
        self.item.applies == Applies::IfFitted
    }
}

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row<'a> {
    /// The name of the part of the car that follows.
    Section(&'a Named<ItemCode>),
    /// What is looked at there.
    Item(ItemRow<'a>),
}

/// How far somebody has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// What has an answer that counts, good or bad.
    pub answered: usize,
    /// How many items there are.
    pub of: usize,
    /// What is not good.
    pub failed: usize,
    /// What [`rest_is_good`] would answer.
    pub rest: usize,
}

impl Progress {
    /// Tells whether everything is good.
    pub const fn is_good(self) -> bool {
        self.answered == self.of && self.failed == 0
    }

    /// Shows how much of it is done, 1 when it is over.
    pub fn part(self) -> f32 {
        match self.of {
            0 => 1.0,
            of => self.answered as f32 / of as f32,
        }
    }
}

/// Lists what is looked at in a check, part by part; a part of which nothing is looked at in it is left out.
pub fn rows<'a>(list: &'a Checklist, check: CheckKind, results: &'a [ItemResult]) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for section in &list.sections {
        let items = section.items.iter();
        let mut items = items
            .filter(|item| item.checks.contains(&check))
            .map(|item| Row::Item(row(item, results)))
            .peekable();
        if items.peek().is_some() {
            rows.push(Row::Section(&section.named));
        }
        rows.extend(items);
    }
    rows
}

/// Shows one item with what was answered.
pub fn row<'a>(item: &'a CheckItem, results: &'a [ItemResult]) -> ItemRow<'a> {
    let result = of(results, &item.named.code);
    ItemRow {
        item,
        result,
        standing: standing(item, result),
    }
}

/// Finds an item of a check.
pub fn find<'a>(list: &'a Checklist, check: CheckKind, code: &str) -> Option<&'a CheckItem> {
    let mut items = list.items(check);
    items.find(|item| item.named.code.as_str() == code)
}

fn of<'a>(results: &'a [ItemResult], code: &ItemCode) -> Option<&'a ItemResult> {
    results.iter().rev().find(|result| result.item == *code)
}

/// Judges as the rules do.
fn standing(item: &CheckItem, result: Option<&ItemResult>) -> Standing {
    let Some(result) = result else {
        return Standing::Open;
    };
    let short = shortfall(std::iter::once(item), std::slice::from_ref(result));
    match (result.verdict, result.value) {
        _ if !short.open.is_empty() => Standing::Open,
        (Verdict::Fail, Some(value)) if !item.allows(value) => Standing::Beyond,
        (Verdict::Fail, _) => Standing::Bad,
        _ if !short.failed.is_empty() => Standing::Beyond,
        (Verdict::NotApplicable, _) => Standing::NotThere,
        (Verdict::Pass, _) => Standing::Good,
    }
}

/// Tells how far somebody has come.
pub fn progress(list: Option<&Checklist>, check: CheckKind, results: &[ItemResult]) -> Progress {
    let mut progress = Progress::default();
    for item in list.into_iter().flat_map(|list| list.items(check)) {
        let standing = row(item, results).standing;
        progress.of += 1;
        progress.answered += usize::from(standing != Standing::Open);
        progress.failed += usize::from(standing.is_failed());
        progress.rest += usize::from(is_rest(item, results));
    }
    progress
}

/// What can be said to be good without a look at its own row: what nobody has spoken of, measures, or drives for.
fn is_rest(item: &CheckItem, results: &[ItemResult]) -> bool {
    item.measure.is_none() && !item.on_the_road && of(results, &item.named.code).is_none()
}

/// Says of everything that is left that it is good; what is measured, or found out on the road, stays open.
pub fn rest_is_good(results: &mut Vec<ItemResult>, list: &Checklist, check: CheckKind) {
    for item in list.items(check) {
        if is_rest(item, results) {
            answer(results, item, Verdict::Pass);
        }
    }
}

/// Says how an item is. What was measured stays, unless it says otherwise: good is only what is within its limits.
pub fn answer(results: &mut Vec<ItemResult>, item: &CheckItem, verdict: Verdict) {
    let result = begin(results, &item.named.code, verdict);
    result.verdict = verdict;
    let contradicts = |value: Hundredths| !item.allows(value);
    match verdict {
        Verdict::NotApplicable => result.value = None,
        Verdict::Pass if result.value.is_some_and(contradicts) => result.value = None,
        Verdict::Pass | Verdict::Fail => {}
    }
}

/// Says what was measured: within its limits the item is good, beyond them it is not.
pub fn measured(results: &mut Vec<ItemResult>, item: &CheckItem, value: Hundredths) {
    let verdict = if item.allows(value) {
        Verdict::Pass
    } else {
        Verdict::Fail
    };
    let result = begin(results, &item.named.code, verdict);
    result.verdict = verdict;
    result.value = Some(value);
}

/// Takes all that was said of an item back.
pub fn take_back(results: &mut Vec<ItemResult>, code: &ItemCode) {
    results.retain(|result| result.item != *code);
}

/// Adds words to what was said of an item.
pub fn write(results: &mut [ItemResult], code: &ItemCode, text: &str) {
    if let Some(result) = results.iter_mut().find(|result| result.item == *code) {
        let room = LONGEST_NOTE.saturating_sub(result.note.chars().count());
        result.note.extend(text.chars().take(room));
    }
}

/// Takes the last character of the words away.
pub fn erase(results: &mut [ItemResult], code: &ItemCode) {
    if let Some(result) = results.iter_mut().find(|result| result.item == *code) {
        result.note.pop();
    }
}

/// Takes the words away.
pub fn clear(results: &mut [ItemResult], code: &ItemCode) {
    if let Some(result) = results.iter_mut().find(|result| result.item == *code) {
        result.note.clear();
    }
}

/// Puts a photo to what was said of an item, or takes it off; tells whether it is there now.
pub fn toggle_photo(results: &mut [ItemResult], code: &ItemCode, photo: PhotoId) -> bool {
    let Some(result) = results.iter_mut().find(|result| result.item == *code) else {
        return false;
    };
    let before = result.photos.len();
    result.photos.retain(|known| *known != photo);
    let added = result.photos.len() == before && before < MOST_PHOTOS;
    if added {
        result.photos.push(photo);
    }
    added
}

/// Finds what was said of an item, or begins it.
fn begin<'a>(
    results: &'a mut Vec<ItemResult>,
    code: &ItemCode,
    verdict: Verdict,
) -> &'a mut ItemResult {
    let known = results.iter().position(|result| result.item == *code);
    let at = known.unwrap_or_else(|| {
        results.push(ItemResult {
            item: code.clone(),
            verdict,
            value: None,
            note: String::new(),
            photos: Vec::new(),
        });
        results.len() - 1
    });
    &mut results[at]
}

/// Leaves out what was answered of items that are on the list no more.
pub fn on_the_list(
    list: Option<&Checklist>,
    check: CheckKind,
    results: &[ItemResult],
) -> Vec<ItemResult> {
    let items = || list.into_iter().flat_map(|list| list.items(check));
    let listed = |result: &&ItemResult| items().any(|item| item.named.code == result.item);
    results.iter().filter(listed).cloned().collect()
}
