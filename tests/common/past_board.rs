//! A board that looks back, with somebody who answers it: the day of a floor is replayed, as the coordinator does it.
#![allow(dead_code, reason = "each test file uses what it needs")]

use super::board_floor::{Floor, at};
use baylight::domain::event::Event;
use baylight::domain::ids::{LogPosition, RoNumber};
use baylight::domain::person::Language;
use baylight::domain::story::Story;
use baylight::domain::story::narrator::Narrator;
use baylight::domain::workshop::Workshop;
use baylight::projection::Views;
use baylight::projection::past::{Look, Past, PastFloor, Progress, board_views};
use baylight::projection::picture::Picture;
use baylight::screen::board::model::BoardModel;
use baylight::screen::board::{Board, Intent, Wish};
use baylight::screen::tone::Theme;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Whether the coordinator answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coordinator {
    Answers,
    IsSilent,
}

/// A board and the floor behind it.
pub struct PastBoard {
    pub floor: Floor,
    pub board: Board,
    pub past: Past,
    pub now: DateTime<Utc>,
    pub coordinator: Coordinator,
}

impl PastBoard {
    pub fn new(floor: Floor, language: Language, theme: Theme) -> Self {
        let now = floor.now;
        Self {
            board: Board::new(language, theme, now),
            floor,
            past: Past::default(),
            now,
            coordinator: Coordinator::Answers,
        }
    }

    pub fn picture(&self) -> Picture {
        Picture {
            past: Arc::new(self.past.clone()),
            ..self.floor.picture()
        }
    }

    /// Does what a finger does, and has the board's wish answered.
    pub fn does(&mut self, intent: Intent) {
        let picture = self.picture();
        match self.board.update(intent, &picture, self.now) {
            Some(Wish::Look(look)) => self.look(look),
            Some(Wish::Present) => self.past = Past::default(),
            None => {}
        }
    }

    fn look(&mut self, look: Look) {
        self.past.look = Some(look.clone());
        if self.coordinator == Coordinator::IsSilent {
            self.past.progress = Progress::Silent;
            return;
        }
        self.past.progress = Progress::Idle;
        match look {
            Look::Floor { at } => self.past.floor = Some(Arc::new(floor_at(&self.floor, at))),
            Look::Story { at, ro } => {
                self.past.story = story_of(&self.floor, &ro, at).map(Arc::new);
            }
        }
    }

    pub fn model(&self) -> BoardModel {
        self.board.present(&self.picture(), self.now)
    }

    /// Seeks a time of the day that is shown.
    pub fn seeks(&mut self, clock: &str) {
        let (from, until) = (at("07:00"), at("20:00"));
        let share = (at(clock) - from).num_minutes() as f32 / (until - from).num_minutes() as f32;
        self.does(Intent::Seek { share });
    }
}

fn until(floor: &Floor, at: DateTime<Utc>) -> impl Iterator<Item = &Event> {
    floor.events.iter().filter(move |event| event.at <= at)
}

/// Makes the floor as it was.
pub fn floor_at(floor: &Floor, at: DateTime<Utc>) -> PastFloor {
    let mut workshop = Workshop::default();
    let mut position = 0;
    for event in until(floor, at) {
        workshop.apply(event);
        position += 1;
    }
    let views = board_views(&mut workshop, &floor.policy, at);
    PastFloor {
        at,
        position: LogPosition(position),
        first: floor.events[0].at,
        views: Arc::new(Views::collect(&views)),
    }
}

/// Tells the story of a car.
pub fn story_of(floor: &Floor, ro: &RoNumber, at: DateTime<Utc>) -> Option<Story> {
    let mut workshop = Workshop::default();
    let mut narrator = Narrator::new(ro.clone());
    for event in until(floor, at) {
        narrator.wait(&workshop, &floor.policy, event.at);
        narrator.event(event, event.at);
        workshop.apply(event);
    }
    narrator.tell(&workshop, &floor.policy, at)
}
