//! The parts catalogue at a station: found by number, by name in both languages, and by the sound of the Chinese name.
//!
//! A page is made ready for searching once, when it comes, and then shared: pictures are laid anew while a finger
//! waits. What is searched of a page lies in one text, so that a search reads it from end to end and nothing else.

use super::parts::{PartEntry, PartsView, Stock, StockView, bucket};
use super::sounds::{Heard, SoundId, Sounds};
use crate::domain::ids::PartNumber;
use crate::domain::stock::Batch;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The parts, as far as a station has their pages.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    pages: BTreeMap<u16, Arc<Page>>,
    stock: BTreeMap<u16, Arc<BTreeMap<PartNumber, Stock>>>,
    shelves: BTreeMap<u16, Arc<BTreeMap<PartNumber, Vec<Batch>>>>,
    sounds: Arc<Sounds>,
}

/// A part that was searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The part.
    pub part: &'a PartEntry,
    /// How many there are; nothing while the figures have not come.
    pub stock: Option<Stock>,
}

/// One page, ready to be searched.
#[derive(Debug)]
struct Page {
    parts: Arc<Vec<PartEntry>>,
    /// Number, name, English name and cars of each part, one a line, without spaces and signs.
    text: Box<str>,
    /// What the text has of each part.
    rows: Box<[Row]>,
    /// How the names sound.
    sounds: Box<[SoundId]>,
    /// Where words begin: in which line, and at which byte of it.
    words: Box<[(u8, u16)]>,
}

/// Where a part stands in the text of its page.
#[derive(Debug)]
struct Row {
    /// Where its lines end: number, name, English name, cars.
    ends: [u32; LINES],
    /// Up to where its sounds go.
    sounds: u32,
    /// Up to where its words go.
    words: u32,
}

const LINES: usize = 4;
const NUMBER: usize = 0;
const NAME: usize = 1;
const ENGLISH_NAME: usize = 2;

/// How well a word fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u16)]
enum Fit {
    /// It is the number.
    Number,
    /// The number begins with it.
    NumberBegins,
    /// A name begins with it.
    NameBegins,
    /// The Chinese name begins with its sound.
    SoundBegins,
    /// A word of a name begins with it.
    WordBegins,
    /// The number or a name has it.
    Inside,
    /// The Chinese name has its sound.
    SoundInside,
    /// It is said of the cars.
    Cars,
}

/// How far a part is from what was typed: of each word the fit, and then how much longer the text is that has it.
/// Of several words they add up.
type Distance = u32;

/// No word fits.
const NONE: Distance = Distance::MAX;

fn distance(fit: Fit, line: &str) -> Distance {
    let length = u16::try_from(line.chars().count()).unwrap_or(u16::MAX);
    (Distance::from(fit as u16) << 16) + Distance::from(length)
}

impl PartialEq for Parts {
    fn eq(&self, other: &Self) -> bool {
        // What was made of the pages follows from them.
        let same = |(a, b): (&Arc<Page>, &Arc<Page>)| Arc::ptr_eq(a, b) || a.parts == b.parts;
        self.stock == other.stock
            && self.shelves == other.shelves
            && self.pages.keys().eq(other.pages.keys())
            && self.pages.values().zip(other.pages.values()).all(same)
    }
}

impl Eq for Parts {}

impl Parts {
    /// Takes a page of the catalogue. At each connect all pages come once more: what is the same stays where it is.
    pub fn put(&mut self, page: u16, view: PartsView) {
        if self.has(page, &view) {
            return;
        }
        let ready = Page::new(view.parts, &mut self.sounds);
        self.pages.insert(page, Arc::new(ready));
    }

    /// Tells whether a page says nothing new.
    pub fn has(&self, page: u16, view: &PartsView) -> bool {
        let known = self.pages.get(&page);
        known.is_some_and(|known| known.parts == view.parts)
    }

    /// Tells whether a page of the figures says nothing new.
    pub fn has_stock(&self, page: u16, view: &StockView) -> bool {
        self.stock.get(&page) == Some(&view.stock)
    }

    /// Takes a page of the figures.
    pub fn put_stock(&mut self, page: u16, view: StockView) {
        self.stock.insert(page, view.stock);
        self.shelves.insert(page, view.shelves);
    }

    /// Forgets a page of the catalogue.
    pub fn forget(&mut self, page: u16) {
        self.pages.remove(&page);
    }

    /// Forgets a page of the figures.
    pub fn forget_stock(&mut self, page: u16) {
        self.stock.remove(&page);
        self.shelves.remove(&page);
    }

    /// Tells how many parts there are.
    pub fn count(&self) -> usize {
        self.pages.values().map(|page| page.parts.len()).sum()
    }

    /// Walks through all parts, in no order that anybody should see.
    pub fn iter(&self) -> impl Iterator<Item = &PartEntry> {
        self.pages.values().flat_map(|page| page.parts.iter())
    }

    /// Finds a part by its number as the list writes it.
    pub fn get(&self, number: &PartNumber) -> Option<&PartEntry> {
        let page = self.pages.get(&bucket(number))?;
        page.parts.iter().find(|part| part.number == *number)
    }

    /// Tells how many there are of a part; nothing for one that is not on the list.
    pub fn stock(&self, number: &PartNumber) -> Option<Stock> {
        self.stock.get(&bucket(number))?.get(number).copied()
    }

    /// Tells what lies where, the oldest batch first; nothing where all of it lies where the list says.
    pub fn shelves(&self, number: &PartNumber) -> Option<&[Batch]> {
        let batches = self.shelves.get(&bucket(number))?.get(number)?;
        Some(batches.as_slice())
    }

    /// Finds the part that a scanner or a person names by its whole number, with or without signs; nothing where two
    /// parts could be meant.
    pub fn named(&self, number: &str) -> Option<&PartEntry> {
        let trimmed = PartNumber::new(number.trim());
        if let Some(part) = self.get(&trimmed) {
            return Some(part);
        }
        let asked = squeeze(number);
        let mut fitting = self.pages.values().flat_map(|page| {
            let numbers = page.rows.iter().zip(page.parts.iter());
            numbers
                .enumerate()
                .filter(|(row, _)| !asked.is_empty() && page.line(*row, NUMBER) == asked)
                .map(|(_, (_, part))| part)
        });
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// Finds parts by what was typed: the best first, at most so many. Of several words each must fit.
    pub fn search(&self, typed: &str, limit: usize) -> Vec<Hit<'_>> {
        if Asked::read(typed).words.is_empty() {
            return Vec::new();
        }
        self.search_where(typed, limit, |_| true)
    }

    /// Finds among some of the parts; where nothing is typed, it lists them by name.
    pub(super) fn search_where(
        &self,
        typed: &str,
        limit: usize,
        wanted: impl Fn(&PartEntry) -> bool,
    ) -> Vec<Hit<'_>> {
        let asked = Asked::read(typed);
        let mut found: Vec<(Distance, &PartEntry)> = Vec::new();
        for page in self.pages.values() {
            let distances = page.distances(&asked, &self.sounds).into_iter();
            for (distance, part) in distances.zip(page.parts.iter()) {
                if distance != NONE && wanted(part) {
                    found.push((distance, part));
                }
            }
        }
        let order = |a: &(Distance, &PartEntry), b: &(Distance, &PartEntry)| {
            let by_distance = a.0.cmp(&b.0);
            by_distance.then_with(|| by_name(a.1, b.1))
        };
        if found.len() > limit {
            // Who types one letter is not kept waiting for the order of thousands.
            found.select_nth_unstable_by(limit, order);
            found.truncate(limit);
        }
        found.sort_unstable_by(order);
        found.into_iter().map(|(_, part)| self.hit(part)).collect()
    }

    fn hit<'a>(&self, part: &'a PartEntry) -> Hit<'a> {
        Hit {
            part,
            stock: self.stock(&part.number),
        }
    }
}

fn by_name(a: &PartEntry, b: &PartEntry) -> Ordering {
    (&a.name, &a.number).cmp(&(&b.name, &b.number))
}

/// What was typed, as it is looked for.
#[derive(Debug)]
struct Asked {
    /// The longest first.
    words: Vec<String>,
    /// All words as one, in their order, where there are several.
    whole: Option<String>,
}

impl Asked {
    fn read(typed: &str) -> Self {
        // A wide space parts words like any other.
        let words = typed.split_whitespace().map(squeeze);
        let mut words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
        let whole = (words.len() > 1).then(|| words.concat());
        // What is longest is rarest: the other words are looked for in what it leaves.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self { words, whole }
    }
}

/// Brings a text to one width and one case, without spaces and signs: `26300-35505` is looked for as `2630035505`.
fn squeeze(text: &str) -> String {
    letters(text).collect()
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
}

impl Page {
    fn new(parts: Arc<Vec<PartEntry>>, sounds: &mut Arc<Sounds>) -> Self {
        let (mut text, mut rows) = (String::new(), Vec::with_capacity(parts.len()));
        let (mut heard, mut words) = (Vec::new(), Vec::new());
        for part in parts.iter() {
            let mut ends = [0; LINES];
            let lines = [
                part.number.as_str(),
                &part.name,
                &part.english_name,
                &part.fits,
            ];
            for (line, (end, written)) in ends.iter_mut().zip(lines).enumerate() {
                let begin = text.len();
                for word in written.split_whitespace() {
                    let at = text.len() - begin;
                    if at > 0 {
                        words.extend(u16::try_from(at).map(|at| (line_sign(line), at)));
                    }
                    text.extend(letters(word));
                }
                *end = place(text.len());
                text.push('\n');
            }
            let name = &text[at(ends[NUMBER]) + 1..at(ends[NAME])];
            if !sounds.knows(name) {
                Arc::make_mut(sounds).learn(name);
            }
            heard.extend(sounds.of(name));
            rows.push(Row {
                ends,
                sounds: place(heard.len()),
                words: place(words.len()),
            });
        }
        Self {
            parts,
            text: text.into(),
            rows: rows.into(),
            sounds: heard.into(),
            words: words.into(),
        }
    }

    /// Tells of each part how far it is from what was typed.
    fn distances(&self, asked: &Asked, sounds: &Sounds) -> Vec<Distance> {
        let mut all = vec![0; self.rows.len()];
        for word in &asked.words {
            let more = self.distances_of(word, sounds, &all);
            for (sum, more) in all.iter_mut().zip(more) {
                *sum = more.saturating_add(*sum);
            }
            if all.iter().all(|sum| *sum == NONE) {
                return all;
            }
        }
        // “oil filter” is how the name begins, and not only its two words somewhere.
        if let Some(whole) = &asked.whole {
            let of_whole = self.distances_of(whole, sounds, &all);
            for (sum, of_whole) in all.iter_mut().zip(of_whole) {
                if *sum != NONE {
                    *sum = of_whole.min(*sum);
                }
            }
        }
        all
    }

    /// Tells how far each part is from one word; of those that another word has ruled out it says nothing.
    fn distances_of(&self, word: &str, sounds: &Sounds, before: &[Distance]) -> Vec<Distance> {
        let mut best = vec![NONE; self.rows.len()];
        // To see that a page has nothing is several times faster than to see where it has it.
        let places = self
            .text
            .contains(word)
            .then(|| self.text.match_indices(word));
        let mut row = 0;
        for (begin, _) in places.into_iter().flatten() {
            // Places come in the order of the rows.
            while at(self.rows[row].ends[LINES - 1]) < begin {
                row += 1;
            }
            if before[row] != NONE {
                best[row] = self.read(row, begin..begin + word.len()).min(best[row]);
            }
        }
        if word.bytes().any(|byte| byte.is_ascii_lowercase()) {
            for (row, best) in best.iter_mut().enumerate() {
                // No sound comes before a name that begins with what was typed.
                if before[row] != NONE && *best > Distance::from(Fit::SoundBegins as u16) << 16 {
                    *best = self.heard(row, word, sounds).min(*best);
                }
            }
        }
        best
    }

    /// Tells how well the sound of a name fits.
    fn heard(&self, row: usize, word: &str, sounds: &Sounds) -> Distance {
        let begin = row
            .checked_sub(1)
            .map_or(0, |before| at(self.rows[before].sounds));
        let name = &self.sounds[begin..at(self.rows[row].sounds)];
        let fit = match sounds.heard(name, word) {
            None => return NONE,
            Some(Heard::First) => Fit::SoundBegins,
            Some(Heard::Inside) => Fit::SoundInside,
        };
        distance(fit, self.line(row, NAME))
    }

    /// Tells how well what is written at a place fits.
    fn read(&self, row: usize, found: Range<usize>) -> Distance {
        let line = (0..LINES).find(|line| found.end <= self.range(row, *line).end);
        let line = line.unwrap_or(LINES - 1);
        let range = self.range(row, line);
        let fit = match line {
            NUMBER if found == range => Fit::Number,
            NUMBER if found.start == range.start => Fit::NumberBegins,
            NUMBER => Fit::Inside,
            NAME | ENGLISH_NAME if found.start == range.start => Fit::NameBegins,
            NAME | ENGLISH_NAME if self.begins_a_word(row, line, found.start - range.start) => {
                Fit::WordBegins
            }
            NAME | ENGLISH_NAME => Fit::Inside,
            _ => Fit::Cars,
        };
        distance(fit, &self.text[range])
    }

    fn begins_a_word(&self, row: usize, line: usize, at_byte: usize) -> bool {
        let begin = row
            .checked_sub(1)
            .map_or(0, |before| at(self.rows[before].words));
        let words = &self.words[begin..at(self.rows[row].words)];
        u16::try_from(at_byte).is_ok_and(|at_byte| words.contains(&(line_sign(line), at_byte)))
    }

    fn range(&self, row: usize, line: usize) -> Range<usize> {
        let before = match (row, line) {
            (0, 0) => None,
            (row, 0) => Some(self.rows[row - 1].ends[LINES - 1]),
            (row, line) => Some(self.rows[row].ends[line - 1]),
        };
        before.map_or(0, |end| at(end) + 1)..at(self.rows[row].ends[line])
    }

    fn line(&self, row: usize, line: usize) -> &str {
        &self.text[self.range(row, line)]
    }
}

/// There are four lines.
fn line_sign(line: usize) -> u8 {
    u8::try_from(line).unwrap_or(u8::MAX)
}

/// A page is far smaller than what fits here.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn at(place: u32) -> usize {
    place as usize
}
