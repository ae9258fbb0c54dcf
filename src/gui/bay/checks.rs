//! The kiosk's pages about checks on its window.

use super::{map_tab, sync, text};
use crate::screen::bay::CheckTap;
use crate::screen::bay::model::BayModel;
use crate::screen::bay::model::checks::{
    Answered, CheckCard, CheckRow, ChecksShown, ReworkShown, UrgentCard,
};
use baylight_ui as ui;
use baylight_ui::{BayChecks, BayWindow};
use slint::{ComponentHandle, VecModel};
use std::rc::Rc;

/// The lists on the pages about checks.
#[derive(Default)]
pub(super) struct ChecksRows {
    urgent: Rc<VecModel<ui::BayUrgent>>,
    rows: Rc<VecModel<ui::BayCheckRow>>,
    tabs: Rc<VecModel<ui::BayTab>>,
    cards: Rc<VecModel<ui::BayCheckCard>>,
}

impl ChecksRows {
    pub(super) fn attach(&self, window: &BayWindow) {
        let checks = window.global::<BayChecks>();
        checks.set_urgent(self.urgent.clone().into());
        checks.set_rows(self.rows.clone().into());
        checks.set_tabs(self.tabs.clone().into());
        checks.set_cards(self.cards.clone().into());
    }

    pub(super) fn show(&self, model: &BayModel) {
        sync(&self.urgent, &model.urgent, map_urgent);
        sync(&self.rows, &model.checks.rows, map_row);
        sync(&self.tabs, &model.checks.tabs, map_tab);
        sync(&self.cards, &model.checks.cards, map_card);
    }
}

/// Sends what a finger does on the pages about checks.
pub(super) fn connect(window: &BayWindow, send: impl Fn(CheckTap) + 'static) {
    let send = Rc::new(send);
    // Each callback owns its way to `send`.
    macro_rules! on {
        ($checks:ident.$callback:ident() => $tap:expr) => {{
            let send = send.clone();
            $checks.$callback(move || send($tap));
        }};
        ($checks:ident.$callback:ident($arg:ident) => $tap:expr) => {{
            let send = send.clone();
            $checks.$callback(move |$arg| send($tap));
        }};
    }
    let checks = window.global::<BayChecks>();
    on!(checks.on_open() => CheckTap::Open);
    on!(checks.on_tab(id) => CheckTap::Tab(id.into()));
    on!(checks.on_job(id) => CheckTap::Job(id.into()));
    on!(checks.on_wash(id) => CheckTap::Wash(id.into()));
    on!(checks.on_good(id) => CheckTap::Good(id.into()));
    on!(checks.on_bad(id) => CheckTap::Bad(id.into()));
    on!(checks.on_absent(id) => CheckTap::Out(id.into()));
    on!(checks.on_value(id) => CheckTap::Value(id.into()));
    on!(checks.on_item(id) => CheckTap::Item(id.into()));
    on!(checks.on_rest() => CheckTap::Rest);
    on!(checks.on_confirm() => CheckTap::Confirm);
    on!(checks.on_key(key) => CheckTap::Key(key.into()));
    on!(checks.on_erased() => CheckTap::Erased);
    on!(checks.on_measured() => CheckTap::Measured);
    on!(checks.on_show_rework() => CheckTap::Rework);
}

/// Shows the texts of a page about checks.
pub(super) fn show(window: &BayWindow, model: &BayModel) {
    let checks = window.global::<BayChecks>();
    checks.set_entry(map_tab(&model.checks_entry));
    let tall = model.urgent.iter().filter(|card| card.is_tall()).count();
    checks.set_urgent_tall(count(tall));
    checks.set_rework(rework(&model.rework));
    checks.set_sheet(sheet(&model.checks));
}

fn count(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn rework(rework: &ReworkShown) -> ui::BayRework {
    ui::BayRework {
        flag: text(&rework.flag),
        reason: text(&rework.reason),
        note: text(&rework.note),
        detail: text(&rework.detail),
        more: text(&rework.more),
    }
}

fn sheet(shown: &ChecksShown) -> ui::BayCheckSheet {
    ui::BayCheckSheet {
        title: text(&shown.title),
        note: text(&shown.note),
        plate: text(&shown.plate.text),
        plate_colour: shown.plate.kind.into(),
        progress: shown.progress,
        progress_text: text(&shown.progress_text),
        any_failed: shown.any_failed,
        sections: count(shown.rows.iter().filter(|row| row.id.is_empty()).count()),
        good: text(&shown.good),
        bad: text(&shown.bad),
        absent: text(&shown.out),
        measure: text(&shown.measure),
        later: text(&shown.later),
        rest: text(&shown.rest),
        rest_note: text(&shown.rest_note),
        send: text(&shown.send),
        send_note: text(&shown.send_note),
        send_tone: shown.send_tone.into(),
        can_send: shown.can_send,
        empty: text(&shown.empty),
        empty_hint: text(&shown.empty_hint),
        typed: text(&shown.typed),
        before: text(&shown.before),
        unit: text(&shown.unit),
        limits: text(&shown.limits),
        typed_note: text(&shown.typed_note),
        typed_tone: shown.typed_tone.into(),
        erase: text(&shown.erase),
        point: text(&shown.point),
        sign: text(&shown.sign),
        ok: text(&shown.ok),
    }
}

fn map_urgent(card: &UrgentCard) -> ui::BayUrgent {
    ui::BayUrgent {
        id: text(&card.id),
        flag: text(&card.flag),
        tone: card.tone.into(),
        plate: text(&card.plate.text),
        plate_colour: card.plate.kind.into(),
        promised: text(&card.promised),
        title: text(&card.title),
        reason: text(&card.reason),
        note: text(&card.note),
        detail: text(&card.detail),
    }
}

fn map_row(row: &CheckRow) -> ui::BayCheckRow {
    ui::BayCheckRow {
        id: text(&row.id),
        title: text(&row.title),
        detail: text(&row.detail),
        tone: row.tone.into(),
        answered: match row.answered {
            Answered::Open => ui::BayAnswered::Open,
            Answered::Good => ui::BayAnswered::Good,
            Answered::Bad => ui::BayAnswered::Bad,
            Answered::Out => ui::BayAnswered::Absent,
        },
        value: text(&row.value),
        is_measured: row.is_measured,
        may_be_absent: row.may_be_out,
        sections_above: count(row.sections_above),
    }
}

fn map_card(card: &CheckCard) -> ui::BayCheckCard {
    ui::BayCheckCard {
        id: text(&card.id),
        plate: text(&card.plate.text),
        plate_colour: card.plate.kind.into(),
        title: text(&card.title),
        detail: text(&card.detail),
        note: text(&card.note),
        promised: text(&card.promised),
        state: text(&card.state),
        tone: card.tone.into(),
        action: text(&card.action),
    }
}
