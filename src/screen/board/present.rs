//! From picture and state to the board's model.

use super::model::{BoardModel, BoardState, CallShown, ReplayShown, Warning, Words};
use super::past::{picture_of, zone};
use super::{Board, PAGE_STAYS, pages};
use crate::domain::andon::AndonCall;
use crate::domain::person::Language;
use crate::domain::policy::SitePolicy;
use crate::projection::job_card::CarCard;
use crate::projection::past::Progress;
use crate::projection::picture::{LinkState, Picture};
use crate::screen::floor::link::{FloorLink, link};
use crate::screen::floor::rows::board_least_chip;
use crate::screen::floor::{Floor, warnings};
use crate::screen::tone::{Theme, Tone};
use crate::screen::words::{self as all_words, Text, board as words, replay as replay_words, time};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// How long a warning stays before the next one has its turn.
const WARNING_STAYS_SECS: i64 = 8;

impl Board {
    /// Makes all that the board shows.
    pub fn present(&self, picture: &Picture, now: DateTime<Utc>) -> BoardModel {
        let Some(replay) = &self.replay else {
            let shown = self.floor_at(picture, now, now);
            return BoardModel {
                replay: self.replay_shown(picture, now),
                car: self.car_shown(picture, picture),
                ..shown
            };
        };
        let past = self.floor_of_the_past(picture);
        let (then, at) = past.map_or_else(
            || (Picture::empty(replay.at), replay.at),
            |floor| (picture_of(&floor), floor.at),
        );
        let bar = self.replay_shown(picture, now);
        let shown = self.floor_at(&then, at, now);
        let zone = zone(picture.views.site.as_ref());
        let shown = BoardModel {
            clock: time::clock(at, zone),
            link: FloorLink {
                text: replay_words::PAST.to(self.language).to_owned(),
                short: String::new(),
                tone: Tone::Qc,
            },
            car: self.car_shown(picture, &then),
            ..shown
        };
        let shown = if then.views.site.is_none() {
            self.without_floor(picture, &bar, shown)
        } else {
            shown
        };
        BoardModel {
            replay: bar,
            ..shown
        }
    }

    /// There is no such floor, or not yet: the middle and the foot say what the bar knows of it.
    fn without_floor(&self, picture: &Picture, bar: &ReplayShown, shown: BoardModel) -> BoardModel {
        let title = match picture.past.progress {
            Progress::Idle | Progress::Loading { .. } => replay_words::READING,
            Progress::Silent | Progress::Nothing(_) => replay_words::NOTHING,
        };
        BoardModel {
            words: Words {
                no_bays: title.to(self.language).to_owned(),
                no_bays_hint: bar.state.clone(),
                ..shown.words
            },
            warning: Warning {
                text: bar.state.clone(),
                tone: bar.state_tone,
            },
            warnings: Vec::new(),
            ..shown
        }
    }

    /// Makes the floor of a picture at its moment; `now` is the board's own clock, which turns pages and warnings.
    fn floor_at(&self, picture: &Picture, at: DateTime<Utc>, now: DateTime<Utc>) -> BoardModel {
        let site = picture.views.site.as_ref();
        let zone = zone(site);
        let base = BoardModel {
            theme: self.theme,
            words: labels(site, self.language, self.theme),
            state: BoardState::NoBays,
            title: words::TITLE.to(self.language).to_owned(),
            clock: time::clock(at, zone),
            link: link(picture, at, self.language),
            page_left: -1.0,
            ..BoardModel::default()
        };
        let (model, cars) = match Floor::new(picture, at, self.language) {
            Some(floor) => (self.floor_shown(&floor, now, base), all_warnings(&floor)),
            None => (base, Vec::new()),
        };
        let doubt = stale(picture, at, zone, self.language);
        BoardModel {
            warning: in_turn(doubt.as_ref(), &cars, now),
            warnings: doubt.into_iter().chain(cars).collect(),
            ..model
        }
    }

    fn floor_shown(&self, floor: &Floor<'_>, now: DateTime<Utc>, base: BoardModel) -> BoardModel {
        let bays = self.shown(floor);
        let least = board_least_chip(bays.len());
        let pages = pages(floor.policy.bays.len());
        BoardModel {
            state: state(floor),
            counts: floor.counts(),
            waiting: floor.waiting_cars(),
            lanes: floor.finishing_lanes(),
            axis: floor.axis(),
            rows: bays.into_iter().map(|bay| floor.row(bay, least)).collect(),
            calls: calls(floor),
            page: if pages > 1 {
                format!("{} / {pages}", self.page + 1)
            } else {
                String::new()
            },
            page_left: if pages > 1 { self.page_left(now) } else { -1.0 },
            ..base
        }
    }

    fn page_left(&self, now: DateTime<Utc>) -> f32 {
        let left = PAGE_STAYS - (now - self.turned_at);
        let whole = PAGE_STAYS.num_milliseconds() as f32;
        (left.num_milliseconds() as f32 / whole).clamp(0.0, 1.0)
    }
}

fn labels(site: Option<&SitePolicy>, language: Language, theme: Theme) -> Words {
    let to = |text: Text| text.to(language).to_owned();
    let (no_bays, no_bays_hint) = match site {
        Some(_) => (words::NO_BAYS, words::NO_BAYS_HINT),
        None => (words::NEVER, words::NEVER_HINT),
    };
    Words {
        awaiting: to(words::AWAITING),
        more_before: to(words::MORE_BEFORE),
        more_after: to(words::MORE_AFTER),
        nothing_awaits: to(words::NOTHING_AWAITS),
        no_bays: to(no_bays),
        no_bays_hint: to(no_bays_hint),
        no_cars: to(words::NO_CARS),
        no_cars_hint: to(words::NO_CARS_HINT),
        calm: to(words::CALM),
        warnings: to(words::WARNINGS),
        switch_theme: to(match theme {
            Theme::Dark => words::LIGHT,
            Theme::Light => words::DARK,
        }),
        switch_language: to(words::OTHER_LANGUAGE),
    }
}

fn state(floor: &Floor<'_>) -> BoardState {
    let views = &floor.picture.views;
    let empty = views.bays.values().all(|bay| bay.jobs.is_empty())
        && views.waiting.jobs.is_empty()
        && views.finishing.cars.is_empty();
    match (floor.policy.bays.is_empty(), empty) {
        (true, _) => BoardState::NoBays,
        (false, true) => BoardState::NoCars,
        (false, false) => BoardState::Normal,
    }
}

/// Finds the warning whose turn it is. A doubt about all that is shown stays as long as it lasts.
fn in_turn(doubt: Option<&Warning>, cars: &[Warning], now: DateTime<Utc>) -> Warning {
    let turn = usize::try_from(now.timestamp() / WARNING_STAYS_SECS).unwrap_or(0);
    let car = cars.get(turn % cars.len().max(1));
    doubt.or(car).cloned().unwrap_or_default()
}

/// Lists the open calls: those that nobody answered first, then the oldest.
fn calls(floor: &Floor<'_>) -> Vec<CallShown> {
    let mut calls: Vec<&AndonCall> = floor.picture.views.alerts.calls.iter().collect();
    calls.sort_by_key(|call| (call.acknowledged.is_some(), call.raised.at));
    calls
        .into_iter()
        .map(|call| call_shown(floor, call))
        .collect()
}

fn call_shown(floor: &Floor<'_>, call: &AndonCall) -> CallShown {
    let bay = floor
        .policy
        .bay(&call.bay)
        .map_or(call.bay.as_str(), |bay| {
            all_words::name(floor.language, &bay.name, &bay.english_name)
        });
    let age = floor.now - call.raised.at;
    // By the board's own clock, so that it holds without a link too.
    let escalated = call.is_escalated(floor.policy.andon_patience(), floor.now);
    let (text, tone) = match &call.acknowledged {
        Some(step) => {
            let who = step.by.as_ref().map_or("", |person| floor.name_of(person));
            (
                words::call_answered(bay, call.kind, who, floor.language),
                Tone::Hold,
            )
        }
        None if escalated => (
            words::call_unanswered(bay, call.kind, floor.language),
            Tone::Late,
        ),
        None => (words::call(bay, call.kind, floor.language), Tone::Late),
    };
    CallShown {
        text,
        age: time::minutes(age),
        tone,
    }
}

/// Lists what will be late and why.
fn all_warnings(floor: &Floor<'_>) -> Vec<Warning> {
    let cars = floor.picture.views.alerts.warnings.iter();
    cars.filter_map(|car| warning(floor, car)).collect()
}

/// Says how old the picture is while the board's own link is down.
fn stale(picture: &Picture, now: DateTime<Utc>, zone: Tz, language: Language) -> Option<Warning> {
    match picture.link {
        LinkState::Live => None,
        LinkState::Offline { .. } => Some(Warning {
            text: words::stale(picture.views_at, now, zone, language),
            tone: Tone::Wait,
        }),
    }
}

fn warning(floor: &Floor<'_>, car: &CarCard) -> Option<Warning> {
    let (text, tone) = warnings::warning(floor, car)?;
    Some(Warning { text, tone })
}
