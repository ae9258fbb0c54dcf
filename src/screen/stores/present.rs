//! Presenting: from state, picture and moment to the model of the screen.

use super::Stores;
use super::model::{Card, SearchShown, StoresModel, Tab, TabShown, TaskShown, Words};
use super::task::{Step, Task, What, tasks};
use crate::domain::person::{Language, Role};
use crate::projection::picture::Picture;
use crate::screen::desk::model::Action;
use crate::screen::desk::scene::Scene as DeskScene;
use crate::screen::floor::counts::FloorCount;
use crate::screen::floor::link;
use crate::screen::tone::Tone;
use crate::screen::words::{Text, dispatch as desk_words, stores as words, time};
use chrono::{DateTime, Utc};
use std::ops::Deref;

/// A new standing bay blinks at this pace.
const BLINK_MILLIS: i64 = 500;

/// What every line of the model asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a>(DeskScene<'a>);

impl<'a> Deref for Scene<'a> {
    type Target = DeskScene<'a>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a> Scene<'a> {
    pub(super) fn new(picture: &'a Picture, now: DateTime<Utc>, language: Language) -> Self {
        Self(DeskScene::new(picture, now, language))
    }

    pub(super) fn action(&self, id: &str, label: Text, tone: Tone) -> Action {
        Action {
            id: id.to_owned(),
            label: self.say(label),
            hint: String::new(),
            tone,
            enabled: true,
            main: false,
        }
    }
}

impl Stores {
    /// Makes the model of this moment.
    pub fn present(&self, picture: &Picture, now: DateTime<Utc>) -> StoresModel {
        let scene = Scene::new(picture, now, self.language(picture));
        let open = tasks(&picture.views);
        let (cards, empty) = self.listed(&scene, &open);
        StoresModel {
            theme: self.desk.theme(),
            words: labels(scene.language),
            title: scene.say(words::TITLE),
            clock: time::clock(now, scene.zone),
            link: link::link(picture, now, scene.language),
            counts: self.counts(&scene, &open),
            lit: open.iter().any(|task| self.is_lit(task, now)),
            language_label: scene.say(desk_words::OTHER_LANGUAGE),
            theme_label: self.desk.theme_label(scene.language),
            actor: self.desk.actor(picture),
            toast: self.desk.toast(picture, now, &scene),
            tabs: self.tabs(&scene, &open),
            search: self.search_shown(&scene),
            empty: if cards.is_empty() {
                scene.say(empty)
            } else {
                String::new()
            },
            cards,
            task: self.task_shown(&scene),
            sheet: self.sheet_shown(&scene),
            asking: self.desk.is_asking(),
            people: self.desk.people(picture, Role::Storekeeper),
            pin: self.desk.pin_shown(picture, now),
        }
    }

    /// Tells whether a bay has just come to stand, nobody has looked, and the light is on just now.
    pub(super) fn is_lit(&self, task: &Task<'_>, now: DateTime<Utc>) -> bool {
        let new = task
            .standing_id()
            .is_some_and(|standing| !self.seen.contains(&standing));
        new && (now.timestamp_millis() / BLINK_MILLIS) % 2 == 0
    }

    fn listed(&self, scene: &Scene<'_>, open: &[Task<'_>]) -> (Vec<Card>, Text) {
        let (mut cards, empty) = match self.tab {
            Tab::Queue => (self.queue(scene, open), words::NO_TASKS),
            Tab::Ahead => (scene.ahead_cards(open), words::NO_AHEAD),
            Tab::Stock => {
                let empty = if self.search.trim().is_empty() {
                    words::TYPE_TO_SEARCH
                } else {
                    words::NOTHING_FOUND
                };
                (scene.found_parts(&self.search), empty)
            }
            Tab::Low => (scene.low_cards(&self.lows), words::NO_LOW),
            Tab::Out => (scene.issued_cards(), words::NO_OUT),
            Tab::Tools => (scene.tool_cards(), words::NO_TOOLS),
        };
        for card in &mut cards {
            card.chosen = self.open_id() == Some(card.id.as_str());
            card.spoken = scene.join(&[&card.title, &card.age, &card.detail, &card.who]);
        }
        (cards, empty)
    }

    fn task_shown(&self, scene: &Scene<'_>) -> TaskShown {
        match self.tab {
            Tab::Queue | Tab::Ahead => {
                if let Some(task) = self.open_task(scene.picture) {
                    return match task.what {
                        What::Request(request) => self.request_page(scene, &task, request),
                        What::Return(offer) => self.return_page(scene, &task, offer),
                        What::OldPart(old) => scene.old_part_page(&task, old),
                    };
                }
                let open = self.open_id().unwrap_or_default();
                super::ahead::find(&scene.picture.views, open)
                    .map(|card| scene.ahead_page(card))
                    .unwrap_or_default()
            }
            Tab::Stock | Tab::Low => scene.part_page(self.open_id().unwrap_or_default()),
            Tab::Out => scene.issued_page(self.open_id().unwrap_or_default()),
            Tab::Tools => scene.tool_page(self.open_id().unwrap_or_default()),
        }
    }

    fn counts(&self, scene: &Scene<'_>, open: &[Task<'_>]) -> Vec<FloorCount> {
        let requests = || {
            open.iter().filter_map(|task| match task.what {
                What::Request(request) => Some((task, request)),
                _ => None,
            })
        };
        let pick = requests().filter(|(task, _)| task.step() == Step::ToPick);
        let ready = requests().filter(|(_, request)| {
            let mut lines = request.lines.iter();
            lines.any(|line| line.ready() > 0)
        });
        let out = requests().filter(|(_, request)| {
            let mut lines = request.lines.iter();
            lines.any(|line| line.rest() > 0 && line.backorder.is_some())
        });
        let low = self.lows.count(scene.picture);
        let row = [
            (words::TO_PICK, pick.count(), Tone::Neutral),
            (words::READY, ready.count(), Tone::Ready),
            (words::OUT_OF_STOCK, out.count(), Tone::Late),
            (words::BELOW, low, Tone::Hold),
        ];
        let shown = row.into_iter().map(|(label, value, tone)| FloorCount {
            label: scene.say(label),
            value: value.to_string(),
            tone: if value == 0 { Tone::Neutral } else { tone },
        });
        shown.collect()
    }

    fn tabs(&self, scene: &Scene<'_>, open: &[Task<'_>]) -> Vec<TabShown> {
        let count = |tab: Tab| match tab {
            Tab::Queue => open.iter().filter(|task| !task.is_ahead()).count(),
            Tab::Ahead => scene.ahead_count(open),
            Tab::Stock => 0,
            Tab::Low => self.lows.count(scene.picture),
            Tab::Out => scene.issued_count(),
            Tab::Tools => scene.tools_overdue(),
        };
        let standing = open.iter().any(|task| task.standing_since().is_some());
        let tab = |tab: Tab| {
            let label = match tab {
                Tab::Queue => words::QUEUE,
                Tab::Ahead => words::AHEAD,
                Tab::Stock => words::STOCK,
                Tab::Low => words::LOW,
                Tab::Out => words::OUT,
                Tab::Tools => words::TOOLS,
            };
            let count = count(tab);
            TabShown {
                id: tab.id().to_owned(),
                label: scene.say(label),
                count: if count == 0 {
                    String::new()
                } else {
                    count.to_string()
                },
                tone: match tab {
                    Tab::Queue if standing => Tone::Late,
                    Tab::Tools => Tone::Late,
                    _ => Tone::Neutral,
                },
                chosen: tab == self.tab,
            }
        };
        Tab::ALL.map(tab).to_vec()
    }

    fn search_shown(&self, scene: &Scene<'_>) -> SearchShown {
        SearchShown {
            shown: self.tab == Tab::Stock,
            label: scene.say(words::SEARCH),
            text: self.search.clone(),
            typing: self.typing && self.tab == Tab::Stock,
        }
    }
}

fn labels(language: Language) -> Words {
    let said = |text: Text| text.to(language).to_owned();
    Words {
        pick_task: said(words::PICK_TASK),
        sign_in: said(desk_words::SIGN_IN),
        badge_hint: said(desk_words::BADGE_HINT),
        cancel: said(desk_words::CANCEL),
        close: said(desk_words::CLOSE),
        pin_ok: said(desk_words::PIN_OK),
        pin_clear: said(desk_words::PIN_CLEAR),
    }
}
