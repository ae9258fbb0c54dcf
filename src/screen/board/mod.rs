//! The repair-status board (维修看板): where every car stands, and which one will be late. Nobody works at it,
//! so its state is which page is shown since when, in which language and colours.
//!
//! More bays than fit are paged. A page keeps its bays in the order of the floor, but bays with a late car, a
//! car at risk or a call for help are on the first pages. Who comes first is settled once a round: a bay must not
//! jump to another page while somebody reads.

pub mod model;
mod present;

use crate::domain::ids::BayId;
use crate::domain::person::Language;
use crate::domain::policy::{Bay, SitePolicy};
use crate::projection::picture::Picture;
use crate::screen::floor::Floor;
use crate::screen::tone::Theme;
use chrono::{DateTime, TimeDelta, Utc};

/// How many bays are readable from five metres.
const ROWS: usize = 8;
/// How long a page stays.
const PAGE_STAYS: TimeDelta = TimeDelta::seconds(10);

/// What can happen to the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// Time has passed.
    Tick,
    /// Somebody wants the next page at once.
    NextPage,
    /// The other language.
    SwitchLanguage,
    /// The other colours.
    SwitchTheme,
}

/// The board's state.
#[derive(Debug, Clone)]
pub struct Board {
    language: Language,
    theme: Theme,
    page: usize,
    turned_at: DateTime<Utc>,
    /// The bays by page, as settled when this round began.
    round: Vec<BayId>,
}

impl Board {
    /// Begins on the first page.
    pub fn new(language: Language, theme: Theme, now: DateTime<Utc>) -> Self {
        Self {
            language,
            theme,
            page: 0,
            turned_at: now,
            round: Vec::new(),
        }
    }

    /// Takes in what happened.
    pub fn update(&mut self, intent: Intent, picture: &Picture, now: DateTime<Utc>) {
        match intent {
            Intent::SwitchLanguage => self.language = self.language.other(),
            Intent::SwitchTheme => self.theme = self.theme.other(),
            Intent::Tick | Intent::NextPage => {}
        }
        let Some(floor) = Floor::new(picture, now, self.language) else {
            return;
        };
        let due = now - self.turned_at >= PAGE_STAYS || intent == Intent::NextPage;
        if due || !self.is_of(floor.policy) {
            let pages = pages(floor.policy.bays.len());
            let known = self.is_of(floor.policy);
            self.page = if known && self.page + 1 < pages {
                self.page + 1
            } else {
                0
            };
            self.turned_at = now;
            if self.page == 0 {
                self.round = urgent_first(&floor);
            }
        }
    }

    /// Tells whether the round was made for these bays.
    fn is_of(&self, policy: &SitePolicy) -> bool {
        self.round.len() == policy.bays.len()
            && policy.bays.iter().all(|bay| self.round.contains(&bay.id))
    }

    /// Lists the bays of the page that is shown, in the order of the floor.
    fn shown<'a>(&self, floor: &Floor<'a>) -> Vec<&'a Bay> {
        let round = if self.is_of(floor.policy) {
            self.round.clone()
        } else {
            urgent_first(floor)
        };
        let on_page = page_of(&round, self.page);
        floor
            .policy
            .bays
            .iter()
            .filter(|bay| on_page.contains(&bay.id))
            .collect()
    }
}

/// Counts the pages.
fn pages(bays: usize) -> usize {
    bays.div_ceil(ROWS).max(1)
}

/// Cuts a page out of the round; all pages are about as full, so that rows do not jump in size.
fn page_of(round: &[BayId], page: usize) -> &[BayId] {
    let rows = round.len().div_ceil(pages(round.len())).max(1);
    round.chunks(rows).nth(page).unwrap_or_default()
}

/// Lists the bays, those that need somebody first, otherwise in the order of the floor.
fn urgent_first(floor: &Floor<'_>) -> Vec<BayId> {
    let mut bays: Vec<&Bay> = floor.policy.bays.iter().collect();
    bays.sort_by_key(|bay| std::cmp::Reverse(floor.urgency(bay)));
    bays.into_iter().map(|bay| bay.id.clone()).collect()
}
