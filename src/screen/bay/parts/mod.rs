//! Parts at the bay (领料, 签收, 退料, 换料, 旧件): which pages there are, and what a tap on one of them means.
//!
//! ```text
//!   job ──▶ request ──▶ categories ──▶ search       what is chosen is put on the list
//!    │         │  ├────▶ search
//!    │         │  └────▶ description ──▶ keyboard
//!    │         └───────▶ keypad                     send, or send and hold the job
//!    ├──▶ line ──▶ why ──▶ (search: the right one)  return, exchange
//!    ├──▶ signing                                   a badge signs, and so does a tap
//!    ├──▶ old parts ──▶ description ──▶ fate
//!    └──▶ fitted? ──▶ finish
//! ```

mod draft;
mod give_back;
mod lines;
mod listing;
mod scan;

pub(super) use self::draft::PartsDrafts;
pub(super) use self::lines::{Keyed, fate_of, key_of, line_id, names, old_candidates, sign_lines};
pub(super) use self::listing::{add_words, categories, category_id};

use super::{BayKiosk, Effect, Page};
use crate::domain::command::CommandBody;
use crate::domain::ids::{JobId, RoNumber};
use crate::domain::parts::command::PartsCommand;
use crate::domain::parts::old_part::OldPartFate;
use crate::domain::parts::request::LineKey;
use crate::domain::parts::returns::ReturnReason;
use crate::projection::part_categories::CategoryKey;
use crate::projection::picture::Picture;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// What a part is looked for, or words are found for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sought {
    /// It goes onto the list.
    Request,
    /// It is wanted in exchange.
    Exchange(Back, ReturnReason),
    /// It came out of the car.
    OldPart,
}

/// Units of a line that go back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Back {
    pub(super) line: LineKey,
    pub(super) quantity: u32,
    pub(super) way: Way,
}

/// Whether something is wanted for what goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Return,
    Exchange,
}

/// What the keypad counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// Units of a line of the list, by its place.
    Listed(usize),
    /// Units that go back.
    Back(Back),
}

/// What words are put together with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tapped {
    Chips,
    Keys,
}

/// A page about parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PartsPage {
    /// The list that is to be asked for.
    Request,
    /// What the parts of the list of the store belong to.
    Categories,
    /// Parts by what is typed.
    Find {
        what_for: Sought,
        within: Option<CategoryKey>,
        typed: String,
    },
    /// A part in words and pictures.
    Describe { what_for: Sought, with: Tapped },
    /// How many.
    Count { of: Counted, typed: String },
    /// One line that was asked for.
    Line(LineKey),
    /// Why it comes back.
    Why(Back),
    /// What lies ready, but for these lines.
    Sign { without: BTreeSet<LineKey> },
    /// What came out of the car.
    Old,
    /// Where something goes of which there are only words.
    OldFate,
    /// What of the issued parts is in the car; of some lines fewer than all.
    Fitted { counted: BTreeMap<LineKey, u32> },
}

/// A job, and the pages that were opened one from another; the last one is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PartsPath {
    pub(super) job: JobId,
    pub(super) pages: Vec<PartsPage>,
}

impl PartsPath {
    pub(super) fn new(job: JobId, page: PartsPage) -> Self {
        Self {
            job,
            pages: vec![page],
        }
    }

    pub(super) fn shown(&self) -> Option<&PartsPage> {
        self.pages.last()
    }

    /// Tells whether the page is for whoever comes to the bay.
    pub(super) fn is_for_all(&self) -> bool {
        matches!(self.shown(), Some(PartsPage::Sign { .. }))
    }

    fn then(mut self, page: PartsPage) -> Self {
        self.pages.push(page);
        self
    }

    /// Stays on the page, with something changed about it.
    fn instead(mut self, page: PartsPage) -> Self {
        self.pages.pop();
        self.pages.push(page);
        self
    }
}

/// What a finger does on a page about parts. Rows and tiles are known by the names that they carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartsTap {
    /// A row.
    Row(String),
    /// One more of it.
    More(String),
    /// One fewer of it.
    Less(String),
    /// Its number.
    Number(String),
    /// Where it goes.
    Fate(String, String),
    /// A way to go on.
    Tile(String),
    /// The big button.
    Send,
    /// The one beside it.
    Second,
    /// A key, a digit or a chip.
    Typed(String),
    /// The last of it goes.
    Erased,
    /// All of it goes.
    Cleared,
    /// A photo belongs to the words, or not.
    Photo(String),
    /// The words are written by hand.
    Write,
}

/// The names of the tiles.
pub(super) mod tile {
    pub(in crate::screen::bay) const CATEGORIES: &str = "categories";
    pub(in crate::screen::bay) const SEARCH: &str = "search";
    pub(in crate::screen::bay) const DESCRIBE: &str = "describe";
    pub(in crate::screen::bay) const SIGN: &str = "sign";
    pub(in crate::screen::bay) const OLD: &str = "old";
    pub(in crate::screen::bay) const TOOLS: &str = "tools";
    pub(in crate::screen::bay) const FIT: &str = "fit";
    pub(in crate::screen::bay) const RETURN: &str = "return";
    pub(in crate::screen::bay) const EXCHANGE: &str = "exchange";
    pub(in crate::screen::bay) const CANCEL: &str = "cancel";
}

impl BayKiosk {
    /// Shows the path's last page; from an empty path, the job.
    fn walk(&mut self, path: PartsPath) -> Vec<Effect> {
        self.page = if path.pages.is_empty() {
            Page::Job(path.job)
        } else {
            Page::Parts(path)
        };
        Vec::new()
    }

    /// Leaves the pages about parts.
    fn leave_parts(&mut self, job: &JobId) {
        self.page = Page::Job(job.clone());
    }

    /// Tells the store something about an order.
    fn say_parts(&mut self, ro: &RoNumber, body: PartsCommand, now: DateTime<Utc>) -> Vec<Effect> {
        let ro = ro.clone();
        let body = Box::new(body);
        self.submit(CommandBody::Parts { ro, body }, now)
    }

    /// One page back; a request that says nothing new is not kept.
    pub(super) fn parts_back(&mut self, mut path: PartsPath, picture: &Picture) -> Vec<Effect> {
        let left = path.pages.pop();
        let effects = match left {
            Some(PartsPage::Request) => self.drop_unless_changed(&path.job, picture),
            _ => Vec::new(),
        };
        self.walk(path);
        effects
    }

    /// Takes a tap on a page about parts.
    pub(super) fn parts_tap(
        &mut self,
        tap: PartsTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Page::Parts(path) = self.page.clone() else {
            return Vec::new();
        };
        let Some(page) = path.shown().cloned() else {
            return Vec::new();
        };
        match page {
            PartsPage::Request => self.request_tap(path, tap, picture, now),
            PartsPage::Find {
                what_for,
                within,
                typed,
            } => self.find_tap(path, (what_for, within, typed), tap, picture, now),
            PartsPage::Describe { what_for, with } => {
                self.describe_tap(path, (what_for, with), tap, picture, now)
            }
            PartsPage::Count { of, typed } => self.count_tap(path, of, typed, tap),
            PartsPage::Sign { without } => self.sign_tap(path, without, tap, picture, now),
            PartsPage::Old => self.old_tap(path, tap, picture, now),
            PartsPage::Fitted { counted } => self.fitted_tap(path, counted, tap, picture, now),
            PartsPage::Categories | PartsPage::Line(_) | PartsPage::Why(_) | PartsPage::OldFate => {
                Vec::new()
            }
        }
    }

    /// Takes the answer to a question about parts.
    pub(super) fn parts_choice(
        &mut self,
        path: PartsPath,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match path.shown().cloned() {
            Some(PartsPage::Categories) => self.choose_category(path, id),
            Some(PartsPage::Line(line)) => self.line_choice(path, line, id, picture, now),
            Some(PartsPage::Why(back)) => self.why_choice(path, back, id, now),
            Some(PartsPage::OldFate) => match fate_of(id) {
                Some(fate) => self.old_in_words(path, fate, picture, now),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Opens the request of a job, where it stood.
    pub(super) fn open_parts(
        &mut self,
        job: Option<JobId>,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(job) = job else {
            self.page = Page::Home;
            return Vec::new();
        };
        self.begin_request(&job, picture, now);
        self.walk(PartsPath::new(job, PartsPage::Request))
    }

    /// Opens a line that was asked for, or the request with what was not.
    pub(super) fn open_line(
        &mut self,
        id: &str,
        job: JobId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(key) = key_of(id) else {
            return self.open_parts(Some(job), picture, now);
        };
        let look = self.look(picture);
        let known = look.order_parts(&job.ro).and_then(|parts| parts.line(key));
        match known {
            Some((request, line)) if line.ready() > 0 => {
                let of_line = JobId::new(job.ro, request.job);
                self.open_signing(of_line)
            }
            Some(_) => self.walk(PartsPath::new(job, PartsPage::Line(key))),
            None => Vec::new(),
        }
    }

    /// Tells whether a line lies ready to be signed for.
    pub(super) fn is_ready(&self, id: &str, job: &JobId, picture: &Picture) -> bool {
        let look = self.look(picture);
        let parts = look.order_parts(&job.ro);
        let line = key_of(id).and_then(|key| parts?.line(key));
        line.is_some_and(|(_, line)| line.ready() > 0)
    }

    /// Opens what lies ready for a job; nobody has to be signed in.
    pub(super) fn open_signing(&mut self, job: JobId) -> Vec<Effect> {
        let without = BTreeSet::new();
        self.walk(PartsPath::new(job, PartsPage::Sign { without }))
    }
}

/// Names a reason to the screen and back.
pub(super) const fn reason_id(reason: ReturnReason) -> &'static str {
    match reason {
        ReturnReason::WrongPart => "back-wrong",
        ReturnReason::NotNeeded => "back-not-needed",
        ReturnReason::Faulty => "back-faulty",
        ReturnReason::CustomerDeclined => "back-declined",
        ReturnReason::Damaged => "back-damaged",
    }
}

/// Names a fate to the screen and back.
pub(super) const fn fate_id(fate: OldPartFate) -> &'static str {
    match fate {
        OldPartFate::KeepForCustomer => "keep",
        OldPartFate::Warranty => "warranty",
        OldPartFate::Scrap => "scrap",
    }
}
