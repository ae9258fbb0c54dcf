//! The page of a request: its lines by bin, and what can be done about each.

use super::Stores;
use super::acts::bin;
use super::model::{LineShown, TaskShown};
use super::present::Scene;
use super::sheet::ready;
use super::task::{self, Task};
use crate::domain::command::CommandBody;
use crate::domain::parts::command::PartsCommand;
use crate::domain::parts::request::{HandOver, LineKey, ParcelState, PartsRequest, RequestLine};
use crate::projection::picture::TapState;
use crate::projection::requests::PartFacts;
use crate::screen::desk::model::{Action, Line};
use crate::screen::tone::Tone;
use crate::screen::words::{
    self as all_words, Text, advisor as advisor_words, money, stores as words,
};

impl Stores {
    pub(super) fn request_page(
        &self,
        scene: &Scene<'_>,
        task: &Task<'_>,
        request: &PartsRequest,
    ) -> TaskShown {
        let current = self.current_line(scene.picture).map(|(_, key, _)| key);
        let mut keyed: Vec<(LineKey, &RequestLine)> = request.keyed().collect();
        keyed.sort_by_key(|(key, line)| (bin(task, line), key.line));
        let lines = keyed.into_iter().map(|(key, line)| LineShown {
            chosen: current == Some(key),
            ..scene.request_line(task, key, line)
        });
        TaskShown {
            lines: lines.collect(),
            facts: self.request_facts(scene, request),
            tools: self.request_tools(scene, task, request),
            actions: scene.request_actions(task, request),
            ..scene.task_head(task)
        }
    }

    /// Tells whether a colleague picks it.
    fn is_anothers(&self, request: &PartsRequest) -> bool {
        let picking = request.picking.as_ref();
        picking.is_some_and(|picking| {
            picking.by.is_some() && picking.by.as_ref() != self.desk.acting()
        })
    }

    fn request_facts(&self, scene: &Scene<'_>, request: &PartsRequest) -> Vec<Line> {
        let mut facts = Vec::new();
        let rest = request.lines.iter().any(|line| line.rest() > 0);
        if let Some(picking) = request.picking.as_ref().filter(|_| rest) {
            let who = scene.somebody(picking.by.as_ref());
            let at = scene.moment(picking.at);
            let said = words::picked_by(&who, &at, scene.language);
            let tone = if self.is_anothers(request) {
                Tone::Hold
            } else {
                Tone::Working
            };
            facts.push(Line::new(said, tone));
        }
        facts
    }

    fn request_tools(
        &self,
        scene: &Scene<'_>,
        task: &Task<'_>,
        request: &PartsRequest,
    ) -> Vec<Action> {
        let rest = request.lines.iter().any(|line| line.rest() > 0);
        let pickable = request
            .lines
            .iter()
            .any(|line| task::pickable(task.order, line) > 0);
        let mut first = if self.is_anothers(request) && rest {
            scene.action("take-over", words::TAKE_OVER, Tone::Hold)
        } else {
            scene.action("pick-all", words::PICK_ALL, Tone::Action)
        };
        first.enabled = first.id == "take-over" || pickable;
        let about_line = |id: &str, label: Text| Action {
            enabled: rest,
            ..scene.action(id, label, Tone::Neutral)
        };
        vec![
            first,
            about_line("supply", words::SUPPLY),
            about_line("substitute", words::SUBSTITUTE),
            about_line("cancel-line", words::CANCEL_LINE),
            scene.action("print", words::PRINT, Tone::Neutral),
        ]
    }
}

impl Scene<'_> {
    /// Makes the head of a task's page: the car, the job, the order and its promise.
    pub(super) fn task_head(&self, task: &Task<'_>) -> TaskShown {
        let job = task.job();
        let title = job.map_or_else(
            || self.task_title(task),
            |job| self.part_name(&job.name, &job.english_name),
        );
        let order = advisor_words::order(task.order.ro.as_str(), self.language);
        let promised = task
            .order
            .promised_at
            .map(|at| advisor_words::promised(&self.moment(at), self.language));
        let waits = if task.order.customer_waits.is_yes() {
            self.say(all_words::floor::CUSTOMER_WAITS)
        } else {
            String::new()
        };
        let who = self.task_who(task);
        let asked = words::asked_by(&who, &self.moment(task.at()), self.language);
        let asked = if who.is_empty() { String::new() } else { asked };
        TaskShown {
            id: task.id(),
            face: self.face(task.order),
            title,
            subtitle: self.join(&[
                &self.place(task),
                &order,
                &promised.unwrap_or_default(),
                &waits,
                &asked,
            ]),
            subtitle_tone: Tone::Neutral,
            ..TaskShown::default()
        }
    }

    fn request_line(&self, task: &Task<'_>, key: LineKey, line: &RequestLine) -> LineShown {
        let part = line.wanted.part();
        let facts = part.and_then(|part| task.order.facts_of(part));
        let name = self.wanted(task.order, &line.wanted);
        let (stock, after, stock_tone) = facts
            .map(|facts| self.stock(facts, line))
            .unwrap_or_default();
        let mut button = self.line_button(task, line);
        if self.is_pending(key) {
            button.hint = self.say(all_words::dispatch::SAVED);
        }
        let number = part.map(|part| part.to_string()).unwrap_or_default();
        let bin = facts.map(|facts| facts.bin.clone()).unwrap_or_default();
        let price = facts
            .map(|facts| money::yuan(facts.price))
            .unwrap_or_default();
        LineShown {
            id: task::line_id(key),
            detail: self.join(&[&number, &bin, &price]),
            note: self.line_note(task, line, facts),
            quantity: if line.ready() > 0 && line.rest() > 0 {
                words::of(line.ready(), line.quantity - line.cancelled)
            } else {
                words::times(line.quantity - line.cancelled)
            },
            stock,
            after,
            stock_tone,
            spoken: format!("{} {name}", button.label),
            button,
            name,
            chosen: false,
        }
    }

    /// Says how many lie there, how many will be left, and whether that is little.
    fn stock(&self, facts: &PartFacts, line: &RequestLine) -> (String, String, Tone) {
        let wanted = i64::from(line.rest());
        let left = (facts.available - wanted).max(0);
        let below = facts.threshold > 0 && left < i64::from(facts.threshold);
        let stock = words::stock(facts.available, below, self.language);
        let after = if line.rest() > 0 && facts.available > 0 {
            words::after(left, self.language)
        } else {
            String::new()
        };
        let tone = if below { Tone::Hold } else { Tone::Neutral };
        (stock, after, tone)
    }

    /// Says what else is to be known of a line: what it replaces, its batches.
    fn line_note(&self, task: &Task<'_>, line: &RequestLine, facts: Option<&PartFacts>) -> String {
        let before = line
            .instead_of
            .as_ref()
            .map(|before| words::instead_of(&self.wanted(task.order, before), self.language));
        let batches = facts
            .map(|facts| facts.batches.as_slice())
            .unwrap_or_default();
        let mut parts = vec![before.unwrap_or_default()];
        if line.rest() > 0 && batches.len() > 1 {
            let named = batches.iter().map(|batch| {
                let count = u32::try_from(batch.quantity).unwrap_or(0);
                words::with_quantity(&self.batch_name(&batch.batch), count)
            });
            parts.extend(named);
        }
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        self.join(&parts)
    }

    /// Says what a line is, and what a tap does.
    fn line_button(&self, task: &Task<'_>, line: &RequestLine) -> Action {
        let plain = |label: String, tone: Tone, enabled: bool| Action {
            id: "line".to_owned(),
            label,
            hint: String::new(),
            tone,
            enabled,
            main: false,
        };
        let say = |text: Text| self.say(text);
        if line.rest() > 0 {
            if line.wanted.part().is_none() {
                return plain(say(words::NAME_IT), Tone::Action, true);
            }
            let there = task::pickable(task.order, line);
            return match (there, &line.backorder) {
                (0, Some(order)) => {
                    let at = self.moment(order.eta);
                    let label = words::backordered(&at, self.language);
                    Action {
                        hint: order.supplier.clone(),
                        ..plain(label, Tone::Late, true)
                    }
                }
                (0, None) => plain(say(words::ORDER_IT), Tone::Late, true),
                (there, _) if there < line.rest() => {
                    plain(words::pick_some(there, self.language), Tone::Action, true)
                }
                _ => plain(say(words::PICK), Tone::Action, true),
            };
        }
        if !task::to_bring(line).is_empty() {
            return plain(say(words::IS_READY), Tone::Ready, true);
        }
        let put_back = |label: String| Action {
            hint: say(words::PUT_BACK),
            ..plain(label, Tone::Ready, true)
        };
        let handed = line.parcels.iter().find_map(|parcel| match &parcel.state {
            ParcelState::Ready { handed } => handed.as_ref(),
            _ => None,
        });
        match handed {
            Some(HandOver::Bay { .. }) => put_back(say(words::BROUGHT)),
            Some(HandOver::Counter) => put_back(say(words::AT_COUNTER)),
            None if line.issued() > 0 => plain(say(words::ISSUED), Tone::Working, false),
            None => plain(say(words::CANCELLED), Tone::Neutral, false),
        }
    }

    /// Tells whether a tap on a line is saved here and not yet answered.
    fn is_pending(&self, key: LineKey) -> bool {
        let mut open = self
            .picture
            .taps
            .iter()
            .filter(|tap| matches!(tap.state, TapState::Saving | TapState::Saved));
        open.any(|tap| match &tap.command.body {
            CommandBody::Parts { body, .. } => match &**body {
                PartsCommand::Pick { line, .. }
                | PartsCommand::Backorder { line, .. }
                | PartsCommand::ChoosePart { line, .. } => *line == key,
                PartsCommand::Cancel { lines } => lines.contains(&key),
                _ => false,
            },
            _ => false,
        })
    }

    fn request_actions(&self, task: &Task<'_>, request: &PartsRequest) -> Vec<Action> {
        let bring = request
            .lines
            .iter()
            .any(|line| !task::to_bring(line).is_empty());
        let label = match task.bay() {
            Some(bay) => words::deliver_to(&self.bay(bay), self.language),
            None => self.say(words::TO_COUNTER),
        };
        let deliver = Action {
            id: "deliver".to_owned(),
            label,
            hint: String::new(),
            tone: Tone::Action,
            enabled: bring,
            main: true,
        };
        let issue = Action {
            enabled: !ready(task).is_empty(),
            ..self.action("issue", words::ISSUE, Tone::Neutral)
        };
        vec![deliver, issue]
    }
}
