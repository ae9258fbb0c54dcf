//! The pages of what comes back: returns, exchanges, old parts.

use super::Stores;
use super::acts::{Act, Then, parts};
use super::model::{LineShown, TaskShown};
use super::present::Scene;
use super::sheet::{ChooseFor, Sheet};
use super::task::{Task, What};
use crate::domain::parts::command::PartsCommand;
use crate::domain::parts::old_part::{OldPart, OldPartFate};
use crate::domain::parts::request::Wanted;
use crate::domain::parts::returns::{InReturn, PartReturn, Shelving};
use crate::projection::picture::Picture;
use crate::screen::Effect;
use crate::screen::desk::model::{Action, Line};
use crate::screen::tone::Tone;
use crate::screen::words::{Text, dispatch as desk_words, parts as part_words, stores as words};
use chrono::{DateTime, Utc};

impl Stores {
    /// Tells how many of a return really came: as many as were said, unless the storekeeper counted fewer.
    fn came(&self, offer: &PartReturn) -> u32 {
        match self.came {
            Some((id, came)) if id == offer.id => came,
            _ => offer.quantity,
        }
    }

    /// One fewer, or one more, came back than was said; perhaps nothing did.
    pub(super) fn count_return(&mut self, more: bool, picture: &Picture) {
        let Some(task) = self.open_task(picture) else {
            return;
        };
        if let What::Return(offer) = task.what {
            let came = self.came(offer);
            let came = if more {
                came + 1
            } else {
                came.saturating_sub(1)
            };
            self.came = Some((offer.id, came.min(offer.quantity)));
        }
    }

    /// Takes a return, or exchanges it; where only words say what is wanted for it, the part is chosen first.
    pub(super) fn take_back(
        &mut self,
        task: &Task<'_>,
        offer: &PartReturn,
        to: Shelving,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let ro = &task.order.ro;
        let body = match &offer.in_return {
            InReturn::Nothing => PartsCommand::TakeReturn {
                offer: offer.id,
                quantity: self.came(offer),
                to,
            },
            InReturn::Part {
                right: Wanted::Described { .. },
            } => {
                self.sheet = Some(Sheet::Choose {
                    ro: ro.clone(),
                    of: ChooseFor::Exchange(offer.id, to),
                    typed: String::new(),
                });
                return Vec::new();
            }
            InReturn::Part { .. } => PartsCommand::Exchange {
                offer: offer.id,
                right: None,
                to,
            },
        };
        self.act(Act::new(vec![parts(ro, body)], Then::Stay), picture, now)
    }

    /// Takes back only the wrong part of an exchange, or says that nothing came; the right one becomes a line of its own.
    pub(super) fn take_wrong(
        &mut self,
        task: &Task<'_>,
        offer: &PartReturn,
        quantity: u32,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let take = PartsCommand::TakeReturn {
            offer: offer.id,
            quantity,
            to: Shelving::Shelf,
        };
        let act = Act::new(vec![parts(&task.order.ro, take)], Then::Stay);
        self.act(act, picture, now)
    }

    pub(super) fn return_page(
        &self,
        scene: &Scene<'_>,
        task: &Task<'_>,
        offer: &PartReturn,
    ) -> TaskShown {
        let came = self.came(offer);
        let exchange = offer.is_exchange();
        let (shelf, scrap) = match (exchange, came) {
            (true, _) => (words::EXCHANGE_SHELF, words::EXCHANGE_SCRAP),
            (false, 0) => (words::NOTHING_CAME, words::TO_SCRAP),
            (false, _) => (words::TO_SHELF, words::TO_SCRAP),
        };
        let label = |text: Text| match exchange || came == 0 {
            true => scene.say(text),
            false => words::with_quantity(&scene.say(text), came),
        };
        let action = |id: &str, text: Text, main: bool| Action {
            id: id.to_owned(),
            label: label(text),
            hint: String::new(),
            tone: if main { Tone::Action } else { Tone::Neutral },
            // What did not come cannot be scrapped.
            enabled: offer.is_open() && (main || exchange || came > 0),
            main,
        };
        let reason = desk_words::sentence(
            scene.language,
            &words::reason(
                part_words::return_reason(offer.reason).to(scene.language),
                scene.language,
            ),
        );
        let head = scene.task_head(task);
        TaskShown {
            title: scene.join(&[&scene.task_title(task), &head.title]),
            facts: vec![Line::new(reason, Tone::Hold)],
            lines: scene.return_lines(task, offer, came),
            tools: scene.return_tools(offer, came),
            actions: vec![action("shelf", shelf, true), action("scrap", scrap, false)],
            ..head
        }
    }
}

impl Scene<'_> {
    /// What else may have come of it: fewer than was said, only the wrong part, or nothing.
    fn return_tools(&self, offer: &PartReturn, came: u32) -> Vec<Action> {
        if !offer.is_open() {
            return Vec::new();
        }
        if offer.is_exchange() {
            return vec![
                self.action("only-wrong", words::ONLY_WRONG, Tone::Neutral),
                self.action("nothing-came", words::NOTHING_CAME, Tone::Neutral),
            ];
        }
        let step = |id: &str, label: &str, enabled: bool| Action {
            id: id.to_owned(),
            label: label.to_owned(),
            hint: String::new(),
            tone: Tone::Neutral,
            enabled,
            main: false,
        };
        vec![
            step("fewer", "− 1", came > 0),
            step("more", "+ 1", came < offer.quantity),
        ]
    }

    fn return_lines(&self, task: &Task<'_>, offer: &PartReturn, came: u32) -> Vec<LineShown> {
        let back = LineShown {
            id: "back".to_owned(),
            name: self.returned_name(task, offer),
            button: self.mark(words::COMES_BACK, Tone::Hold),
            quantity: words::times(came),
            ..self.shelf_of(task, offer.part.as_ref())
        };
        let right = match &offer.in_return {
            InReturn::Nothing => None,
            InReturn::Part { right } => Some(LineShown {
                id: "right".to_owned(),
                name: self.wanted(task.order, right),
                button: self.mark(words::GOES_OUT, Tone::Action),
                quantity: words::times(offer.quantity),
                ..self.shelf_of(task, right.part())
            }),
        };
        std::iter::once(back).chain(right).collect()
    }

    /// Says where a part lies and how many of it.
    fn shelf_of(
        &self,
        task: &Task<'_>,
        part: Option<&crate::domain::ids::PartNumber>,
    ) -> LineShown {
        let Some(part) = part else {
            return LineShown::default();
        };
        let facts = task.order.facts_of(part);
        let bin = facts.map(|facts| facts.bin.as_str()).unwrap_or_default();
        let below = |facts: &crate::projection::requests::PartFacts| {
            facts.available < i64::from(facts.threshold)
        };
        LineShown {
            detail: self.join(&[part.as_str(), bin]),
            stock: facts
                .map(|facts| words::stock(facts.available, below(facts), self.language))
                .unwrap_or_default(),
            stock_tone: if facts.is_some_and(below) {
                Tone::Hold
            } else {
                Tone::Neutral
            },
            ..LineShown::default()
        }
    }

    /// A mark where a line has no button.
    pub(super) fn mark(&self, label: Text, tone: Tone) -> Action {
        Action {
            enabled: false,
            ..self.action("line", label, tone)
        }
    }

    pub(super) fn old_part_page(&self, task: &Task<'_>, old: &OldPart) -> TaskShown {
        let head = self.task_head(task);
        let name = self.part_name(&old.name, &old.english_name);
        let (fate, tone) = (part_words::fate(old.fate).to(self.language), Tone::Qc);
        let line = LineShown {
            id: "old".to_owned(),
            name,
            detail: old
                .part
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            quantity: words::times(old.quantity),
            button: self.mark(
                match old.fate {
                    OldPartFate::KeepForCustomer => words::CUSTOMER,
                    OldPartFate::Warranty => words::WARRANTY_BIN,
                    OldPartFate::Scrap => words::SCRAP_BOX,
                },
                tone,
            ),
            ..LineShown::default()
        };
        let places = [
            (OldPartFate::Warranty, words::WARRANTY_BIN),
            (OldPartFate::Scrap, words::SCRAP_BOX),
            (OldPartFate::KeepForCustomer, words::CUSTOMER),
        ];
        // Where it was said to go comes first, and is the filled one.
        let mut places = places.to_vec();
        places.sort_by_key(|(fate, _)| *fate != old.fate);
        let actions = places.into_iter().map(|(fate, place)| {
            let main = fate == old.fate;
            Action {
                id: format!("place:{}", self.say(place)),
                label: self.say(place),
                hint: String::new(),
                tone: if main { Tone::Action } else { Tone::Neutral },
                enabled: old.is_open(),
                main,
            }
        });
        let fate = desk_words::sentence(self.language, fate);
        let none = Action {
            enabled: old.is_open(),
            ..self.action("no-old-part", words::NO_OLD_PART, Tone::Neutral)
        };
        TaskShown {
            title: self.join(&[&self.task_title(task), &head.title]),
            facts: vec![Line::new(fate, tone)],
            lines: vec![line],
            tools: vec![none, self.action("print", words::PRINT_TAG, Tone::Neutral)],
            actions: actions.collect(),
            ..head
        }
    }
}
