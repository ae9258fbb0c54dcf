//! The floor on a window: what the board and the dispatcher's screen draw with the same Slint structures.

use super::rows::sync_rows;
use crate::screen::floor::axis::TimeAxis;
use crate::screen::floor::cards::{FloorCard, FloorLane};
use crate::screen::floor::chip::{ChipKind, FloorChip, Pulse};
use crate::screen::floor::counts::FloorCount;
use crate::screen::floor::link::FloorLink;
use crate::screen::floor::rows::FloorRow;
use baylight_ui as ui;
use slint::{ModelRc, VecModel};
use std::cell::RefCell;
use std::rc::Rc;

/// The lists inside the rows of another list. They are kept by place, so that a row that is the same compares
/// equal and is not drawn again.
pub(super) struct Inner<T>(RefCell<Vec<Rc<VecModel<T>>>>);

impl<T> Default for Inner<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Clone + PartialEq + 'static> Inner<T> {
    /// Fills the list at a place and hands it out.
    pub(super) fn fill(&self, at: usize, rows: Vec<T>) -> ModelRc<T> {
        let mut lists = self.0.borrow_mut();
        if lists.len() <= at {
            lists.resize_with(at + 1, Rc::default);
        }
        sync_rows(&lists[at], rows);
        lists[at].clone().into()
    }
}

/// The bays' rows on a window.
#[derive(Default)]
pub struct BayList {
    rows: Rc<VecModel<ui::BayRowData>>,
    chips: Inner<ui::ChipData>,
}

impl BayList {
    /// Hands out the list that stays on the window.
    pub fn model(&self) -> ModelRc<ui::BayRowData> {
        self.rows.clone().into()
    }

    /// Shows these rows.
    pub fn show(&self, rows: &[FloorRow]) {
        let shown = rows
            .iter()
            .enumerate()
            .map(|(at, row)| self.row(at, row))
            .collect();
        sync_rows(&self.rows, shown);
    }

    fn row(&self, at: usize, row: &FloorRow) -> ui::BayRowData {
        ui::BayRowData {
            id: row.id.as_str().into(),
            name: row.name.as_str().into(),
            crew: row.crew.as_str().into(),
            crew_short: row.crew_short.as_str().into(),
            note: row.note.as_str().into(),
            note_tone: row.note_tone.into(),
            pulse: match row.pulse {
                Pulse::Live => ui::BayPulse::Live,
                Pulse::Silent => ui::BayPulse::Silent,
            },
            call: row.call.as_str().into(),
            call_short: row.call_short.as_str().into(),
            load: row.load,
            load_text: row.load_text.as_str().into(),
            load_tone: row.load_tone.into(),
            lanes: place(row.lanes),
            chips: self.chips.fill(at, row.chips.iter().map(chip).collect()),
        }
    }
}

/// Lanes of cars on a window.
#[derive(Default)]
pub struct LaneList {
    lanes: Rc<VecModel<ui::LaneData>>,
    cards: Inner<ui::CardData>,
}

impl LaneList {
    /// Hands out the list that stays on the window.
    pub fn model(&self) -> ModelRc<ui::LaneData> {
        self.lanes.clone().into()
    }

    /// Shows these lanes.
    pub fn show(&self, lanes: &[FloorLane]) {
        let shown = lanes.iter().enumerate().map(|(at, lane)| ui::LaneData {
            id: lane.id.into(),
            title: lane.title.as_str().into(),
            tone: lane.tone.into(),
            cards: self.cards.fill(at, lane.cards.iter().map(card).collect()),
        });
        sync_rows(&self.lanes, shown.collect());
    }
}

/// The hours above the bays on a window.
#[derive(Default)]
pub struct AxisLists {
    hours: Rc<VecModel<ui::HourData>>,
    breaks: Rc<VecModel<ui::BreakData>>,
}

impl AxisLists {
    /// Fills the hours and hands them out.
    pub fn show(&self, axis: &TimeAxis) -> ui::TimeAxis {
        let hours = axis.hours.iter();
        let hours = hours.map(|hour| ui::HourData {
            label: hour.label.as_str().into(),
            at: hour.at,
        });
        sync_rows(&self.hours, hours.collect());
        let breaks = axis.breaks.iter().map(|pause| ui::BreakData {
            label: pause.label.as_str().into(),
            start: pause.start,
            end: pause.end,
        });
        sync_rows(&self.breaks, breaks.collect());
        ui::TimeAxis {
            hours: self.hours.clone().into(),
            breaks: self.breaks.clone().into(),
            now: axis.now,
            now_label: axis.now_label.as_str().into(),
        }
    }
}

fn chip(chip: &FloorChip) -> ui::ChipData {
    ui::ChipData {
        job_id: chip.job_id.as_str().into(),
        plate: chip.plate.as_str().into(),
        colour: chip.colour.into(),
        tone: chip.tone.into(),
        kind: match chip.kind {
            ChipKind::Planned => ui::ChipKind::Planned,
            ChipKind::Actual => ui::ChipKind::Actual,
            ChipKind::Done => ui::ChipKind::Done,
        },
        word: chip.word.as_str().into(),
        word_short: chip.word_short.as_str().into(),
        age: chip.age.as_str().into(),
        work: chip.work.as_str().into(),
        work_short: chip.work_short.as_str().into(),
        detail: chip.detail.as_str().into(),
        detail_short: chip.detail_short.as_str().into(),
        again: chip.again,
        comeback: chip.comeback.as_str().into(),
        start: chip.start,
        end: chip.end,
        plan_start: chip.plan_start,
        plan_end: chip.plan_end,
        forecast_start: chip.forecast_start,
        forecast_end: chip.forecast_end,
        true_start: chip.true_start,
        true_end: chip.true_end,
        progress: chip.progress,
        promise: chip.promise,
        promise_tone: chip.promise_tone.into(),
        lane: place(chip.lane),
        spoken: chip.spoken.as_str().into(),
    }
}

/// Makes a card for a lane.
pub fn card(card: &FloorCard) -> ui::CardData {
    ui::CardData {
        id: card.id.as_str().into(),
        plate: card.plate.as_str().into(),
        colour: card.colour.into(),
        tone: card.tone.into(),
        word: card.word.as_str().into(),
        promise: card.promise.as_str().into(),
        promise_tone: card.promise_tone.into(),
        work: card.work.as_str().into(),
        work_short: card.work_short.as_str().into(),
        need: card.need.as_str().into(),
        note: card.note.as_str().into(),
        comeback: card.comeback.as_str().into(),
        spoken: card.spoken.as_str().into(),
    }
}

/// Makes a count for the header.
pub fn count(count: &FloorCount) -> ui::CountData {
    ui::CountData {
        label: count.label.as_str().into(),
        value: count.value.as_str().into(),
        tone: count.tone.into(),
    }
}

/// Makes the link for the header.
pub fn link(link: &FloorLink) -> ui::LinkData {
    ui::LinkData {
        text: link.text.as_str().into(),
        short: link.short.as_str().into(),
        tone: link.tone.into(),
    }
}

/// A place in a list is never that far.
fn place(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX)
}
