//! The repair-status board (维修看板): where every car stands, and which one will be late. Nobody works at it,
//! so its state is which page is shown since when, in which language and colours.
//!
//! More bays than fit are paged. A page keeps its bays in the order of the floor, but bays with a late car, a
//! car at risk or a call for help are on the first pages. Who comes first is settled once a round: a bay must not
//! jump to another page while somebody reads.
//!
//! It can look back (回放): then all that it shows is of one moment of the past, and says so, until somebody brings it
//! back or nobody has touched it for a while.

pub mod model;
mod past;
mod present;
mod replay;

use crate::domain::ids::{BayId, JobId, RoNumber};
use crate::domain::person::Language;
use crate::domain::policy::{Bay, SitePolicy};
use crate::projection::past::Look;
use crate::projection::picture::Picture;
use crate::screen::floor::Floor;
use crate::screen::tone::Theme;
use chrono::{DateTime, TimeDelta, Utc};
use replay::Replay;

/// How many bays are readable from five metres.
const ROWS: usize = 8;
/// How long a page stays.
const PAGE_STAYS: TimeDelta = TimeDelta::seconds(10);

/// So long the steps of a car stay open on a board that is live.
const CAR_STAYS: TimeDelta = TimeDelta::minutes(2);

/// What can happen to the board.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Time has passed.
    Tick,
    /// Somebody wants the next page at once.
    NextPage,
    /// The other language.
    SwitchLanguage,
    /// The other colours.
    SwitchTheme,
    /// The time machine is opened.
    LookBack,
    /// Another moment of the same day.
    Seek {
        /// Where on the slider, 0 to 1.
        share: f32,
    },
    /// Some minutes on, or back.
    StepMinutes {
        /// How many; below 0 back.
        minutes: i64,
    },
    /// Some days on, or back.
    StepDays {
        /// How many; below 0 back.
        days: i64,
    },
    /// Time goes on by itself, or stands still again.
    Play,
    /// Back to the present.
    BackToNow,
    /// Why is this car late?
    Car {
        /// What its chip or card is called.
        id: String,
    },
    /// That is enough of it.
    CloseCar,
}

/// What the board wants of its station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// To look at something in the past.
    Look(Look),
    /// To look at the present again.
    Present,
}

/// A car whose steps are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OpenCar {
    ro: RoNumber,
    /// Until when they are told.
    at: DateTime<Utc>,
    since: DateTime<Utc>,
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
    /// The moment of the past that is shown, while the board looks back.
    replay: Option<Replay>,
    car: Option<OpenCar>,
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
            replay: None,
            car: None,
        }
    }

    /// Takes in what happened, and tells what the board wants of its station; nothing where it wants nothing new.
    pub fn update(
        &mut self,
        intent: Intent,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Option<Wish> {
        let turns = intent == Intent::NextPage;
        let wish = self.take(intent, picture, now);
        self.turn(turns, picture, now);
        wish
    }

    fn take(&mut self, intent: Intent, picture: &Picture, now: DateTime<Utc>) -> Option<Wish> {
        if let Some(replay) = self.replay.as_mut().filter(|_| intent != Intent::Tick) {
            replay.touch(now);
        }
        let policy = picture.views.site.as_ref();
        match (intent, &mut self.replay, policy) {
            (Intent::SwitchLanguage, ..) => self.language = self.language.other(),
            (Intent::SwitchTheme, ..) => self.theme = self.theme.other(),
            (Intent::LookBack, None, Some(_)) => {
                self.replay = Some(Replay::new(now));
                return self.moved();
            }
            (Intent::BackToNow, Some(_), _) => return self.back_to_the_present(),
            (Intent::Seek { share }, Some(replay), Some(policy)) => {
                replay.seek(policy, share, now);
                return self.moved();
            }
            (Intent::StepMinutes { minutes }, Some(replay), _) => {
                replay.step_minutes(minutes, now);
                return self.moved();
            }
            (Intent::StepDays { days }, Some(replay), Some(policy)) => {
                replay.step_days(policy, days, now);
                return self.moved();
            }
            (Intent::Play, Some(replay), _) => {
                replay.play(now);
                if self.car.take().is_some() {
                    return self.moved();
                }
            }
            (Intent::Car { id }, ..) => return self.open_car(&id, picture, now),
            (Intent::CloseCar, ..) => return self.close_car(),
            (Intent::Tick, Some(replay), _) if replay.is_left(now) => {
                return self.back_to_the_present();
            }
            (Intent::Tick, Some(replay), _) => {
                let goes_on = replay.plays(&picture.past, now);
                return if goes_on { self.moved() } else { None };
            }
            (Intent::Tick, None, _) => {
                let left = |car: &OpenCar| now - car.since >= CAR_STAYS;
                if self.car.as_ref().is_some_and(left) {
                    return self.close_car();
                }
            }
            _ => {}
        }
        None
    }

    /// Looks at the moment that is chosen now; the steps of a car were those of another.
    fn moved(&mut self) -> Option<Wish> {
        self.car = None;
        let replay = self.replay.as_ref()?;
        Some(Wish::Look(replay.look()))
    }

    fn back_to_the_present(&mut self) -> Option<Wish> {
        self.replay = None;
        self.car = None;
        Some(Wish::Present)
    }

    fn open_car(&mut self, id: &str, picture: &Picture, now: DateTime<Utc>) -> Option<Wish> {
        let floor = self.floor_of_the_past(picture);
        let views = floor.as_ref().map_or(&picture.views, |floor| &floor.views);
        let mut cars = views.finishing.cars.iter().map(|car| &car.car.ro);
        let ro = match cars.find(|ro| ro.as_str() == id) {
            Some(ro) => ro.clone(),
            None => id.parse::<JobId>().ok()?.ro,
        };
        let at = match (&self.replay, floor) {
            (Some(_), Some(floor)) => floor.at,
            (Some(replay), None) => replay.at,
            (None, _) => now,
        };
        self.car = Some(OpenCar {
            ro: ro.clone(),
            at,
            since: now,
        });
        Some(Wish::Look(Look::Story { at, ro }))
    }

    fn close_car(&mut self) -> Option<Wish> {
        self.car.take()?;
        match &self.replay {
            // The floor is there still, unless it was overtaken by the question after the car.
            Some(replay) => Some(Wish::Look(replay.look())),
            None => Some(Wish::Present),
        }
    }

    fn turn(&mut self, turns: bool, picture: &Picture, now: DateTime<Utc>) {
        let past = self.floor_of_the_past(picture);
        let past = past.map(|floor| (past::picture_of(&floor), floor.at));
        let (picture, at) = past
            .as_ref()
            .map_or((picture, now), |(picture, at)| (picture, *at));
        let Some(floor) = Floor::new(picture, at, self.language) else {
            return;
        };
        let due = now - self.turned_at >= PAGE_STAYS || turns;
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
