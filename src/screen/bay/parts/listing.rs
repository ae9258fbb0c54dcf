//! Putting a request together: what the job expects, what is searched, scanned or described, and how many of each.

use super::draft::same;
use super::{Counted, PartsPage, PartsPath, PartsTap, Sought, Tapped, tile};
use crate::domain::command::CommandBody;
use crate::domain::half_made::MOST_ON_A_LINE;
use crate::domain::hold::HoldReason;
use crate::domain::ids::{JobId, PartNumber, RoNumber};
use crate::domain::parts::command::PartsCommand;
use crate::domain::parts::request::{Purpose, Wanted};
use crate::projection::part_categories::{Categories, CategoryKey};
use crate::projection::picture::Picture;
use crate::screen::bay::tools::ToolPage;
use crate::screen::bay::{BayKiosk, Effect, Page};
use chrono::{DateTime, Utc};

/// So much is typed to find a part.
const TYPED_CHARACTERS: usize = 24;
/// As long as the notes on an order sheet.
const WORDS_CHARACTERS: usize = 120;

/// Names a category to the screen.
pub(in crate::screen::bay) fn category_id(key: &CategoryKey) -> String {
    match key {
        CategoryKey::System(code) => format!("system:{code}"),
        CategoryKey::Written(word) => format!("written:{word}"),
        CategoryKey::Other => "other".to_owned(),
    }
}

fn category_of(id: &str) -> CategoryKey {
    match (id.strip_prefix("system:"), id.strip_prefix("written:")) {
        (Some(code), _) => CategoryKey::System(code.into()),
        (_, Some(word)) => CategoryKey::Written(word.to_owned()),
        (None, None) => CategoryKey::Other,
    }
}

/// Begins a search.
fn find(what_for: Sought, within: Option<CategoryKey>) -> PartsPage {
    PartsPage::Find {
        what_for,
        within,
        typed: String::new(),
    }
}

impl BayKiosk {
    pub(super) fn request_tap(
        &mut self,
        path: PartsPath,
        tap: PartsTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let ro = path.job.ro.clone();
        match tap {
            PartsTap::Send => self.ask(&path.job, None, now),
            PartsTap::Second => {
                let running = self.look(picture).runs(&path.job);
                self.ask(&path.job, running.then_some(HoldReason::Parts), now)
            }
            PartsTap::More(id) => self.step(&ro, &id, true),
            PartsTap::Less(id) => self.step(&ro, &id, false),
            PartsTap::Number(id) => match id.parse() {
                Ok(place) => self.walk(path.then(PartsPage::Count {
                    of: Counted::Listed(place),
                    typed: String::new(),
                })),
                Err(_) => Vec::new(),
            },
            PartsTap::Tile(id) => match id.as_str() {
                tile::CATEGORIES => self.walk(path.then(PartsPage::Categories)),
                tile::SEARCH => self.walk(path.then(find(Sought::Request, None))),
                tile::DESCRIBE => self.begin_words(path, Sought::Request, now),
                tile::OLD => self.walk(path.then(PartsPage::Old)),
                tile::TOOLS => {
                    let job = path.job.clone();
                    let mut effects = self.drop_unless_changed(&job, picture);
                    effects.extend(self.open_tool(ToolPage::All, Some(job)));
                    effects
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Asks for what is listed; with a reason the job stands still in the same tap.
    fn ask(&mut self, job: &JobId, hold: Option<HoldReason>, now: DateTime<Utc>) -> Vec<Effect> {
        let lines = self.parts_draft(&job.ro).map(|draft| draft.wanted());
        let Some(lines) = lines.filter(|lines| !lines.is_empty()) else {
            return Vec::new();
        };
        let bay = Some(self.bay.clone());
        let body = PartsCommand::Ask {
            job: job.line,
            bay,
            purpose: Purpose::Job,
            lines,
        };
        self.leave_parts(job);
        let mut effects = self.say_parts(&job.ro, body, now);
        effects.extend(self.forget_parts(&job.ro));
        if let Some(reason) = hold {
            let (job, note) = (job.clone(), String::new());
            effects.extend(self.submit(CommandBody::Hold { job, reason, note }, now));
        }
        effects
    }

    fn step(&mut self, ro: &RoNumber, id: &str, more: bool) -> Vec<Effect> {
        let Ok(place) = id.parse::<usize>() else {
            return Vec::new();
        };
        self.change_parts(ro, |draft| {
            if let Some(line) = draft.lines.get_mut(place) {
                line.quantity = if more {
                    (line.quantity + 1).min(MOST_ON_A_LINE)
                } else {
                    line.quantity.saturating_sub(1)
                };
            }
        })
    }

    pub(super) fn choose_category(&mut self, path: PartsPath, id: &str) -> Vec<Effect> {
        let within = Some(category_of(id));
        self.walk(path.then(find(Sought::Request, within)))
    }

    /// Takes a key or a hit of the search.
    pub(super) fn find_tap(
        &mut self,
        path: PartsPath,
        (what_for, within, mut typed): (Sought, Option<CategoryKey>, String),
        tap: PartsTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match tap {
            PartsTap::Row(id) => {
                let part = PartNumber::new(id);
                return match what_for {
                    Sought::Exchange(back, reason) => {
                        let right = Wanted::Part { part };
                        self.exchange(&path.job, back, reason, right, now)
                    }
                    Sought::Request | Sought::OldPart => self.list(&path.job, &part, picture, now),
                };
            }
            PartsTap::Less(id) => {
                let wanted = Wanted::Part {
                    part: PartNumber::new(id),
                };
                return self.change_parts(&path.job.ro, |draft| {
                    let mut listed = draft.lines.iter_mut();
                    if let Some(line) = listed.find(|line| same(line, &wanted)) {
                        line.quantity = line.quantity.saturating_sub(1);
                    }
                });
            }
            PartsTap::Tile(id) if id == tile::DESCRIBE => {
                return self.begin_words(path, what_for, now);
            }
            PartsTap::Send => return self.back_to_request(path),
            PartsTap::Typed(key) => {
                let room = TYPED_CHARACTERS.saturating_sub(typed.chars().count());
                typed.extend(key.chars().take(room));
            }
            PartsTap::Erased => {
                typed.pop();
            }
            PartsTap::Cleared => typed.clear(),
            _ => return Vec::new(),
        }
        self.walk(path.instead(PartsPage::Find {
            what_for,
            within,
            typed,
        }))
    }

    fn back_to_request(&mut self, mut path: PartsPath) -> Vec<Effect> {
        while path
            .pages
            .last()
            .is_some_and(|page| *page != PartsPage::Request)
        {
            path.pages.pop();
        }
        self.walk(path)
    }

    /// Puts one more of a part on the list of a job.
    pub(super) fn list(
        &mut self,
        job: &JobId,
        part: &PartNumber,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        if self.parts_draft(&job.ro).is_none() {
            self.begin_request(job, picture, now);
        }
        self.change_parts(&job.ro, |draft| draft.add(part, 1))
    }

    /// Opens the words for a part; photos from now on belong to them.
    pub(super) fn begin_words(
        &mut self,
        path: PartsPath,
        what_for: Sought,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let effects = self.change_parts(&path.job.ro, |draft| {
            draft.began_at = now;
            // The words of a part that is asked for are not those of one that goes back.
            if what_for != Sought::Request {
                draft.words.clear();
                draft.photos.clear();
            }
        });
        let with = Tapped::Chips;
        self.walk(path.then(PartsPage::Describe { what_for, with }));
        effects
    }

    /// Names the car of which a part is being described.
    pub(super) fn described_car(&self) -> Option<RoNumber> {
        match &self.page {
            Page::Parts(path) => match path.shown() {
                Some(PartsPage::Describe { .. }) => Some(path.job.ro.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn describe_tap(
        &mut self,
        path: PartsPath,
        (what_for, with): (Sought, Tapped),
        tap: PartsTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let ro = path.job.ro.clone();
        match tap {
            PartsTap::Typed(text) => self.change_parts(&ro, |draft| {
                add_words(&mut draft.words, &text, with);
            }),
            PartsTap::Erased => self.change_parts(&ro, |draft| {
                draft.words.pop();
            }),
            PartsTap::Cleared => self.change_parts(&ro, |draft| draft.words.clear()),
            PartsTap::Photo(id) => self.toggle_part_photo(&ro, id),
            PartsTap::Write => {
                let with = Tapped::Keys;
                self.walk(path.then(PartsPage::Describe { what_for, with }))
            }
            PartsTap::Send if with == Tapped::Keys => {
                let mut path = path;
                path.pages.pop();
                self.walk(path)
            }
            PartsTap::Send => self.described(path, what_for, picture, now),
            _ => Vec::new(),
        }
    }

    /// Says what the words are for.
    fn described(
        &mut self,
        mut path: PartsPath,
        what_for: Sought,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(draft) = self.parts_draft(&path.job.ro) else {
            return Vec::new();
        };
        let (words, photos) = (draft.words.trim().to_owned(), draft.photos.clone());
        if words.is_empty() && photos.is_empty() {
            return Vec::new();
        }
        match what_for {
            Sought::Request => {
                path.pages.pop();
                let effects = self.change_parts(&path.job.ro, |draft| draft.describe());
                self.back_to_request(path);
                effects
            }
            Sought::Exchange(back, reason) => {
                let right = Wanted::Described { words, photos };
                let mut effects = self.exchange(&path.job, back, reason, right, now);
                effects.extend(self.forget_words(&path.job, picture));
                effects
            }
            Sought::OldPart => self.walk(path.then(PartsPage::OldFate)),
        }
    }

    /// Forgets words that were said.
    pub(super) fn forget_words(&mut self, job: &JobId, picture: &Picture) -> Vec<Effect> {
        let mut effects = self.change_parts(&job.ro, |draft| {
            draft.words.clear();
            draft.photos.clear();
        });
        effects.extend(self.drop_unless_changed(job, picture));
        effects
    }

    pub(super) fn count_tap(
        &mut self,
        mut path: PartsPath,
        of: Counted,
        mut typed: String,
        tap: PartsTap,
    ) -> Vec<Effect> {
        match tap {
            PartsTap::Typed(digit) => {
                let more = format!("{typed}{digit}");
                if more
                    .parse::<u32>()
                    .is_ok_and(|number| number <= self.most(of))
                {
                    typed = more;
                }
            }
            PartsTap::Erased => {
                typed.pop();
            }
            PartsTap::Cleared => typed.clear(),
            PartsTap::Send => {
                path.pages.pop();
                return self.counted(path, of, typed.parse().ok());
            }
            _ => return Vec::new(),
        }
        self.walk(path.instead(PartsPage::Count { of, typed }))
    }

    /// Tells how many can be said.
    fn most(&self, of: Counted) -> u32 {
        match of {
            Counted::Listed(_) => MOST_ON_A_LINE,
            Counted::Back(back) => back.quantity,
        }
    }

    /// Takes the number; without one, what was there stays.
    fn counted(&mut self, path: PartsPath, of: Counted, number: Option<u32>) -> Vec<Effect> {
        match of {
            Counted::Listed(place) => {
                let effects = match number {
                    Some(number) => self.change_parts(&path.job.ro, |draft| {
                        if let Some(line) = draft.lines.get_mut(place) {
                            line.quantity = number;
                        }
                    }),
                    None => Vec::new(),
                };
                self.walk(path);
                effects
            }
            Counted::Back(mut back) => {
                back.quantity = number.unwrap_or(back.quantity).max(1);
                self.walk(path.then(PartsPage::Why(back)))
            }
        }
    }
}

/// Lists the categories that have parts.
pub(in crate::screen::bay) fn categories(picture: &Picture) -> Categories<'_> {
    Categories::new(&picture.views.catalogue)
}

/// Adds a chip as a word of its own, or a key as it is.
pub(in crate::screen::bay) fn add_words(words: &mut String, text: &str, with: Tapped) {
    let ends_in_latin = words.ends_with(|c: char| c.is_ascii_alphanumeric());
    let begins_in_latin = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    if with == Tapped::Chips && ends_in_latin && begins_in_latin {
        words.push(' ');
    }
    let room = WORDS_CHARACTERS.saturating_sub(words.chars().count());
    words.extend(text.chars().take(room));
}
