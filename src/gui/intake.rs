//! The intake of the advisor's screen on its window.

use super::advisor::Send;
use super::dispatch::{action, choice, line, step, sync, text};
use super::rows::sync_rows;
use crate::screen::advisor::Intent;
use crate::screen::advisor::intake::model::{FieldShown, IntakeShown, LineShown};
use crate::screen::advisor::intake::{Field, IntakeIntent, Step};
use baylight_ui as ui;
use baylight_ui::IntakeScreen;
use slint::{SharedString, VecModel};
use std::rc::Rc;

/// The lists of the intake; they live as long as the window, and only their rows change.
#[derive(Default)]
pub(super) struct IntakeRows {
    steps: Rc<VecModel<ui::ChoiceData>>,
    keys: Rc<VecModel<SharedString>>,
    known: Rc<VecModel<ui::LineData>>,
    left: Rc<VecModel<ui::ChoiceData>>,
    fields: Rc<VecModel<ui::FieldData>>,
    categories: Rc<VecModel<ui::ChoiceData>>,
    phrases: Rc<VecModel<ui::ChoiceData>>,
    trades: Rc<VecModel<ui::ChoiceData>>,
    operations: Rc<VecModel<ui::ChoiceData>>,
    toggles: Rc<VecModel<ui::ChoiceData>>,
    shifts: Rc<VecModel<ui::StepData>>,
    confirmations: Rc<VecModel<ui::ChoiceData>>,
    facts: Rc<VecModel<SharedString>>,
    lines: Rc<VecModel<ui::OrderLineData>>,
}

impl IntakeRows {
    /// Puts empty lists onto the window.
    pub(super) fn attach(&self, screen: &IntakeScreen<'_>) {
        screen.set_steps(self.steps.clone().into());
        screen.set_keys(self.keys.clone().into());
        screen.set_known(self.known.clone().into());
        screen.set_left(self.left.clone().into());
        screen.set_fields(self.fields.clone().into());
        screen.set_categories(self.categories.clone().into());
        screen.set_phrases(self.phrases.clone().into());
        screen.set_trades(self.trades.clone().into());
        screen.set_operations(self.operations.clone().into());
        screen.set_toggles(self.toggles.clone().into());
        screen.set_shifts(self.shifts.clone().into());
        screen.set_confirmations(self.confirmations.clone().into());
        screen.set_facts(self.facts.clone().into());
        screen.set_lines(self.lines.clone().into());
    }
}

/// Gives a callback its own way to `send`.
macro_rules! on {
    ($send:ident, $screen:ident.$callback:ident($($arg:ident),*) => $intent:expr) => {{
        let send = $send.clone();
        $screen.$callback(move |$($arg),*| send(Intent::Intake($intent)));
    }};
}

/// Sends what a finger or a key does on the intake as intents.
pub(super) fn connect(screen: &IntakeScreen<'_>, send: &Send) {
    let turning = send.clone();
    screen.on_step_tapped(move |id| {
        if let Some(step) = Step::ALL
            .into_iter()
            .find(|known| known.id() == id.as_str())
        {
            turning(Intent::Intake(IntakeIntent::Step { step }));
        }
    });
    on!(send, screen.on_plate_key(key) => IntakeIntent::PlateKey { key: key.into() });
    on!(send, screen.on_plate_erased() => IntakeIntent::PlateErased);
    on!(send, screen.on_plate_cleared() => IntakeIntent::PlateCleared);
    on!(send, screen.on_field_tapped(field) => IntakeIntent::Field { field: field.into() });
    on!(send, screen.on_field_edited(field, text) => IntakeIntent::Edited {
        field: field.into(),
        text: text.into(),
    });
    on!(send, screen.on_typed(text) => IntakeIntent::Typed { text: text.into() });
    on!(send, screen.on_erased() => IntakeIntent::Erased);
    on!(send, screen.on_keyboard_tapped() => IntakeIntent::Keyboard);
    on!(send, screen.on_left_tapped(id) => IntakeIntent::Left { id: id.into() });
    on!(send, screen.on_category_tapped(id) => IntakeIntent::Category { id: id.into() });
    on!(send, screen.on_phrase_tapped(id) => IntakeIntent::Phrase { id: id.into() });
    on!(send, screen.on_trade_tapped(id) => IntakeIntent::Trade { id: id.into() });
    on!(send, screen.on_operation_tapped(id) => IntakeIntent::Operation { id: id.into() });
    on!(send, screen.on_toggle_tapped(id) => IntakeIntent::Toggle { id: id.into() });
    on!(send, screen.on_promise_shifted(minutes) => IntakeIntent::Promise { minutes });
    on!(send, screen.on_confirmation_tapped(id) => IntakeIntent::Confirm { id: id.into() });
    on!(send, screen.on_main_tapped() => IntakeIntent::Main);
    on!(send, screen.on_discard_tapped() => IntakeIntent::Discard);
    let leaving = send.clone();
    screen.on_later_tapped(move || leaving(Intent::NewOrder));
}

/// Shows the order in the making.
pub(super) fn show(screen: &IntakeScreen<'_>, rows: &IntakeRows, order: &IntakeShown) {
    let words = &order.words;
    screen.set_words(ui::IntakeWords {
        title: text(&words.title),
        later: text(&words.later),
        discard: text(&words.discard),
        clear: text(&words.clear),
        keyboard: text(&words.keyboard),
        space: text(&words.space),
        done: text(&words.done),
        category: text(&words.category),
        promised: text(&words.promised),
        confirm: text(&words.confirm),
        total: text(&words.total),
        no_lines: text(&words.no_lines),
    });
    sync(&rows.steps, &order.steps, choice);
    sync_rows(&rows.keys, order.keys.iter().map(|key| text(key)).collect());
    sync(&rows.known, &order.known, line);
    sync(&rows.left, &order.left, choice);
    sync(&rows.fields, &order.fields, field);
    sync(&rows.categories, &order.categories, choice);
    sync(&rows.phrases, &order.phrases, choice);
    sync(&rows.trades, &order.trades, choice);
    sync(&rows.operations, &order.operations, choice);
    sync(&rows.toggles, &order.toggles, choice);
    sync(&rows.shifts, &order.shifts, step);
    sync(&rows.confirmations, &order.confirmations, choice);
    sync_rows(
        &rows.facts,
        order.facts.iter().map(|fact| text(fact)).collect(),
    );
    sync(&rows.lines, &order.lines, order_line);
    screen.set_order(ui::IntakeData {
        step: order.step.into(),
        plate: text(&order.face.plate),
        colour: order.face.colour.into(),
        plate_note: line(&order.plate_note),
        category_note: line(&order.category_note),
        key_columns: i32::try_from(order.key_columns).unwrap_or(10),
        left_title: text(&order.left_title),
        complaint: field(&order.complaint),
        search: field(&order.search),
        field: order.field.into(),
        keyboard: order.keyboard,
        no_operations: text(&order.no_operations),
        promise: text(&order.promise),
        promise_note: text(&order.promise_note),
        hours: text(&order.hours),
        total: text(&order.total),
        main: action(&order.main),
    });
}

pub(super) fn field(field: &FieldShown) -> ui::FieldData {
    ui::FieldData {
        field: field.field.into(),
        label: text(&field.label),
        text: text(&field.text),
    }
}

fn order_line(line: &LineShown) -> ui::OrderLineData {
    ui::OrderLineData {
        title: text(&line.title),
        hours: text(&line.hours),
        amount: text(&line.amount),
    }
}

impl From<Step> for ui::IntakeStep {
    fn from(step: Step) -> Self {
        match step {
            Step::Plate => Self::Plate,
            Step::Customer => Self::Customer,
            Step::Complaint => Self::Complaint,
            Step::Work => Self::Work,
            Step::Promise => Self::Promise,
        }
    }
}

impl From<Field> for ui::IntakeField {
    fn from(field: Field) -> Self {
        match field {
            Field::Name => Self::Name,
            Field::Phone => Self::Phone,
            Field::Mileage => Self::Mileage,
            Field::KeyTag => Self::KeyTag,
            Field::Parking => Self::Parking,
            Field::Complaint => Self::Complaint,
            Field::Search => Self::Search,
        }
    }
}

impl From<ui::IntakeField> for Field {
    fn from(field: ui::IntakeField) -> Self {
        match field {
            ui::IntakeField::Name => Self::Name,
            ui::IntakeField::Phone => Self::Phone,
            ui::IntakeField::Mileage => Self::Mileage,
            ui::IntakeField::KeyTag => Self::KeyTag,
            ui::IntakeField::Parking => Self::Parking,
            ui::IntakeField::Complaint => Self::Complaint,
            ui::IntakeField::Search => Self::Search,
        }
    }
}
