//! The dispatcher's screen on its window.

use super::figures::FiguresPages;
use super::floor::{self, AxisLists, BayList, Inner, LaneList};
use super::rows::sync_rows;
use crate::domain::ids::{BayId, PersonId, RoNumber};
use crate::screen::dispatch::Intent;
use crate::screen::dispatch::model::{self, DispatchModel, Panel};
use crate::screen::floor::cards::FloorCard;
use crate::screen::tone::Theme;
use baylight_ui as ui;
use baylight_ui::{DispatchScreen, DispatchWindow};
use slint::{ComponentHandle, SharedString, VecModel};
use std::rc::Rc;

/// The lists on the screen; they live as long as the window, and only their rows change.
#[derive(Default)]
pub struct DispatchRows {
    counts: Rc<VecModel<ui::CountData>>,
    waiting: Rc<VecModel<ui::WaitingJob>>,
    axis: AxisLists,
    bays: BayList,
    lanes: LaneList,
    technicians: Rc<VecModel<ui::TechData>>,
    plan: PlanRows,
    shifts: Rc<VecModel<ui::StepData>>,
    car: CarRows,
    questions: Rc<VecModel<ui::QuestionData>>,
    answers: Inner<ui::ActionData>,
    clock_people: Rc<VecModel<ui::ChoiceData>>,
    segments: Rc<VecModel<ui::SegmentData>>,
    clock: ClockRows,
    clock_steps: Rc<VecModel<ui::StepData>>,
    figures: FiguresPages,
    people: Rc<VecModel<ui::ChoiceData>>,
}

/// The lists of the plan sheet.
#[derive(Default)]
struct PlanRows {
    facts: Rc<VecModel<ui::LineData>>,
    leads: Rc<VecModel<ui::ChoiceData>>,
    helpers: Rc<VecModel<ui::ChoiceData>>,
    conflicts: Rc<VecModel<ui::LineData>>,
    etas: Rc<VecModel<ui::ActionData>>,
    actions: Rc<VecModel<ui::ActionData>>,
}

/// The lists of the car's sheet.
#[derive(Default)]
struct CarRows {
    lines: Rc<VecModel<ui::LineData>>,
    actions: Rc<VecModel<ui::ActionData>>,
}

/// The lists of the correction in the making.
#[derive(Default)]
struct ClockRows {
    kinds: Rc<VecModel<ui::ChoiceData>>,
    codes: Rc<VecModel<ui::ChoiceData>>,
    reasons: Rc<VecModel<ui::ChoiceData>>,
}

impl DispatchRows {
    /// Puts empty lists onto the window, in place of those of the preview.
    pub fn attach(window: &DispatchWindow) -> Self {
        let rows = Self::default();
        let screen = window.global::<DispatchScreen>();
        screen.set_counts(rows.counts.clone().into());
        screen.set_waiting(rows.waiting.clone().into());
        screen.set_rows(rows.bays.model());
        screen.set_lanes(rows.lanes.model());
        screen.set_technicians(rows.technicians.clone().into());
        screen.set_shifts(rows.shifts.clone().into());
        screen.set_questions(rows.questions.clone().into());
        screen.set_clock_people(rows.clock_people.clone().into());
        screen.set_segments(rows.segments.clone().into());
        screen.set_clock_steps(rows.clock_steps.clone().into());
        screen.set_people(rows.people.clone().into());
        rows.figures.attach(&screen);
        rows
    }
}

/// Sends what a finger or a key does at the window as intents.
pub fn connect(window: &DispatchWindow, send: impl Fn(Intent) + 'static) {
    let send: Rc<dyn Fn(Intent)> = Rc::new(send);
    let screen = window.global::<DispatchScreen>();
    connect_frame(&screen, &send);
    connect_plan(&screen, &send);
    connect_clocks(&screen, &send);
    // The window has measured itself before anybody listened.
    send(Intent::Measured {
        least_chip: screen.get_least_chip(),
    });
}

type Send = Rc<dyn Fn(Intent)>;

/// Gives a callback its own way to `send`.
macro_rules! on {
    ($send:ident, $screen:ident.$callback:ident($($arg:ident),*) => $intent:expr) => {{
        let send = $send.clone();
        $screen.$callback(move |$($arg),*| send($intent));
    }};
}

fn connect_frame(screen: &DispatchScreen<'_>, send: &Send) {
    // The moment of the key itself: a badge reader is told from a person by its speed.
    on!(send, screen.on_key_typed(text) => Intent::Key { text: text.into(), at: chrono::Utc::now() });
    on!(send, screen.on_measured(least_chip) => Intent::Measured { least_chip });
    on!(send, screen.on_panel_asked(panel) => Intent::PanelAsked { panel: panel.into() });
    on!(send, screen.on_car_tapped(id) => Intent::Car { id: RoNumber::new(id.as_str()) });
    on!(send, screen.on_car_action(id) => Intent::CarAction { id: id.into() });
    on!(send, screen.on_question_answered(question, answer) => Intent::Answer {
        question: question.into(),
        answer: answer.into(),
    });
    on!(send, screen.on_pin_entered(pin) => Intent::PinEntered { pin: pin.into() });
    on!(send, screen.on_pin_cancelled() => Intent::PinCancelled);
    on!(send, screen.on_actor_tapped() => Intent::Actor);
    on!(send, screen.on_person_chosen(id) => Intent::Person { id: person(&id) });
    on!(send, screen.on_undo_tapped() => Intent::Undo);
    on!(send, screen.on_language_tapped() => Intent::SwitchLanguage);
    on!(send, screen.on_theme_tapped() => Intent::SwitchTheme);
}

fn connect_plan(screen: &DispatchScreen<'_>, send: &Send) {
    on!(send, screen.on_job_tapped(id) => Intent::Job { id: id.into() });
    on!(send, screen.on_chip_tapped(id) => Intent::Chip { id: id.into() });
    on!(send, screen.on_slot_tapped(id, at) => Intent::Slot { bay: bay(&id), at });
    on!(send, screen.on_chip_drag_moved(id, over, at) => Intent::ChipDragged {
        id: id.into(),
        bay: bay(&over),
        at,
    });
    on!(send, screen.on_chip_dropped(id, over, at) => Intent::ChipDropped {
        id: id.into(),
        bay: bay(&over),
        at,
    });
    on!(send, screen.on_technician_tapped(id) => Intent::Technician { id: person(&id) });
    on!(send, screen.on_plan_shift(minutes) => Intent::Shift { minutes });
    on!(send, screen.on_plan_lead(id) => Intent::Lead { id: person(&id) });
    on!(send, screen.on_plan_helper(id) => Intent::Helper { id: person(&id) });
    on!(send, screen.on_plan_action(id) => Intent::PlanAction { id: id.into() });
}

fn connect_clocks(screen: &DispatchScreen<'_>, send: &Send) {
    on!(send, screen.on_clock_person(id) => Intent::ClockPerson { id: person(&id) });
    on!(send, screen.on_clock_day_step(step) => Intent::ClockDay { step });
    on!(send, screen.on_clock_segment(id) => Intent::ClockSegment { id: id.into() });
    on!(send, screen.on_clock_kind(id) => Intent::ClockKind { id: id.into() });
    on!(send, screen.on_clock_step(minutes) => Intent::ClockStep { minutes });
    on!(send, screen.on_clock_reason(id) => Intent::ClockReason { id: id.into() });
    on!(send, screen.on_clock_save() => Intent::ClockSave);
    on!(send, screen.on_figures_span(id) => Intent::FiguresSpan { id: id.into() });
    on!(send, screen.on_figures_step(step) => Intent::FiguresStep { step });
}

fn person(id: &SharedString) -> PersonId {
    PersonId::new(id.as_str())
}

fn bay(id: &SharedString) -> BayId {
    BayId::new(id.as_str())
}

/// Shows the model on the window.
pub fn show(window: &DispatchWindow, rows: &DispatchRows, model: &DispatchModel) {
    window
        .global::<ui::Theme>()
        .set_dark(model.theme == Theme::Dark);
    let screen = window.global::<DispatchScreen>();
    show_frame(&screen, rows, model);
    show_floor(&screen, rows, model);
    screen.set_plan(plan(&model.plan, &rows.plan));
    screen.set_car(car(&model.car, &rows.car));
    show_questions(rows, &model.questions);
    show_clocks(&screen, rows, model);
    rows.figures.show(&screen, model.figures.as_ref());
    sync(&rows.people, &model.people, choice);
    screen.set_pin(pin(model.pin.as_ref()));
    // Last, so that a sheet never appears with what the one before had.
    screen.set_panel(model.panel.into());
    screen.set_pin_ask(if model.pin.is_some() {
        ui::PinAsk::Asked
    } else {
        ui::PinAsk::Hidden
    });
}

fn show_frame(screen: &DispatchScreen<'_>, rows: &DispatchRows, model: &DispatchModel) {
    screen.set_words(words(&model.words));
    screen.set_title(text(&model.title));
    screen.set_clock(text(&model.clock));
    screen.set_link(floor::link(&model.link));
    sync(&rows.counts, &model.counts, floor::count);
    screen.set_questions_label(text(&model.questions_label));
    screen.set_questions_tone(model.questions_tone.into());
    screen.set_clocks_label(text(&model.clocks_label));
    screen.set_figures_label(text(&model.figures_label));
    screen.set_technicians_label(text(&model.technicians_label));
    screen.set_language_label(text(&model.language_label));
    screen.set_theme_label(text(&model.theme_label));
    screen.set_actor(ui::LinkData {
        text: text(&model.actor.text),
        short: SharedString::default(),
        tone: model.actor.tone.into(),
    });
    screen.set_undo_label(text(&model.undo_label));
    screen.set_toast(line(&model.toast));
}

fn show_floor(screen: &DispatchScreen<'_>, rows: &DispatchRows, model: &DispatchModel) {
    sync(&rows.waiting, &model.waiting, waiting);
    screen.set_selected_job(text(&model.selected_job));
    match &model.ghost {
        Some(ghost) => screen.set_ghost(ui::GhostData {
            text: text(&ghost.text),
            tone: ghost.tone.into(),
        }),
        // A row that changed would take the chip from under the finger.
        None => {
            screen.set_axis(rows.axis.show(&model.axis));
            rows.bays.show(&model.rows);
        }
    }
    rows.lanes.show(&model.lanes);
    sync(&rows.technicians, &model.technicians, technician);
    sync(&rows.shifts, &model.shifts, step);
}

fn show_questions(rows: &DispatchRows, questions: &[model::QuestionShown]) {
    let shown = questions
        .iter()
        .enumerate()
        .map(|(at, question)| ui::QuestionData {
            id: text(&question.id),
            text: text(&question.text),
            who: text(&question.who),
            when: text(&question.when),
            tone: question.tone.into(),
            answers: rows
                .answers
                .fill(at, question.answers.iter().map(action).collect()),
        });
    sync_rows(&rows.questions, shown.collect());
}

fn show_clocks(screen: &DispatchScreen<'_>, rows: &DispatchRows, model: &DispatchModel) {
    sync(&rows.clock_people, &model.clock_people, choice);
    screen.set_clock_day(text(&model.clock_day));
    screen.set_clock_days(ui::DayData {
        before: model.clock_days.before,
        after: model.clock_days.after,
    });
    sync(&rows.segments, &model.segments, segment);
    sync(&rows.clock_steps, &model.clock_steps, step);
    let edit = &model.clock_edit;
    sync(&rows.clock.kinds, &edit.kinds, choice);
    sync(&rows.clock.codes, &edit.codes, choice);
    sync(&rows.clock.reasons, &edit.reasons, choice);
    screen.set_clock_edit(ui::ClockEdit {
        title: text(&edit.title),
        value: text(&edit.value),
        was: text(&edit.was),
        kinds: rows.clock.kinds.clone().into(),
        codes: rows.clock.codes.clone().into(),
        reasons: rows.clock.reasons.clone().into(),
        refusal: line(&edit.refusal),
        save: action(&edit.save),
    });
}

pub(super) fn sync<M, R: Clone + PartialEq + 'static>(
    rows: &VecModel<R>,
    of: &[M],
    map: fn(&M) -> R,
) {
    sync_rows(rows, of.iter().map(map).collect());
}

pub(super) fn text(text: &str) -> SharedString {
    SharedString::from(text)
}

impl From<ui::DispatchPanel> for Panel {
    fn from(panel: ui::DispatchPanel) -> Self {
        match panel {
            ui::DispatchPanel::None => Self::None,
            ui::DispatchPanel::Plan => Self::Plan,
            ui::DispatchPanel::Car => Self::Car,
            ui::DispatchPanel::Questions => Self::Questions,
            ui::DispatchPanel::Clocks => Self::Clocks,
            ui::DispatchPanel::Figures => Self::Figures,
            ui::DispatchPanel::Technicians => Self::Technicians,
            ui::DispatchPanel::SignIn => Self::SignIn,
        }
    }
}

impl From<Panel> for ui::DispatchPanel {
    fn from(panel: Panel) -> Self {
        match panel {
            Panel::None => Self::None,
            Panel::Plan => Self::Plan,
            Panel::Car => Self::Car,
            Panel::Questions => Self::Questions,
            Panel::Clocks => Self::Clocks,
            Panel::Figures => Self::Figures,
            Panel::Technicians => Self::Technicians,
            Panel::SignIn => Self::SignIn,
        }
    }
}

fn words(words: &model::Words) -> ui::DispatchWords {
    ui::DispatchWords {
        waiting: text(&words.waiting),
        no_jobs: text(&words.no_jobs),
        pick_slot: text(&words.pick_slot),
        no_bays: text(&words.no_bays),
        technicians: text(&words.technicians),
        lead: text(&words.lead),
        helpers: text(&words.helpers),
        eta: text(&words.eta),
        conflicts: text(&words.conflicts),
        no_conflicts: text(&words.no_conflicts),
        questions: text(&words.questions),
        no_questions: text(&words.no_questions),
        clocks: text(&words.clocks),
        pick_person: text(&words.pick_person),
        pick_segment: text(&words.pick_segment),
        change: text(&words.change),
        reason: text(&words.reason),
        sign_in: text(&words.sign_in),
        badge_hint: text(&words.badge_hint),
        cancel: text(&words.cancel),
        close: text(&words.close),
        pin_ok: text(&words.pin_ok),
        pin_clear: text(&words.pin_clear),
    }
}

fn waiting(card: &FloorCard) -> ui::WaitingJob {
    ui::WaitingJob {
        id: text(&card.id),
        plate: text(&card.plate),
        colour: card.colour.into(),
        tone: card.tone.into(),
        work: text(&card.work),
        work_short: text(&card.work_short),
        need: text(&card.need),
        promise: text(&card.promise),
        promise_tone: card.promise_tone.into(),
        note: text(&card.note),
        spoken: text(&card.spoken),
    }
}

fn technician(technician: &model::Technician) -> ui::TechData {
    ui::TechData {
        id: text(&technician.id),
        name: text(&technician.name),
        trade: text(&technician.trade),
        presence: if technician.here {
            ui::Presence::Present
        } else {
            ui::Presence::Absent
        },
        current: text(&technician.current),
        current_short: text(&technician.current_short),
        tone: technician.tone.into(),
        load: technician.load,
        load_text: text(&technician.load_text),
        load_tone: technician.load_tone.into(),
    }
}

pub(super) fn choice(choice: &model::Choice) -> ui::ChoiceData {
    ui::ChoiceData {
        id: text(&choice.id),
        title: text(&choice.title),
        subtitle: text(&choice.subtitle),
        fit: match choice.fit {
            model::Fit::None => ui::Fit::None,
            model::Fit::Good => ui::Fit::Good,
            model::Fit::Poor => ui::Fit::Poor,
        },
        load: choice.load,
        load_text: text(&choice.load_text),
        load_tone: choice.load_tone.into(),
        chosen: choice.chosen,
        enabled: choice.enabled,
    }
}

pub(super) fn action(action: &model::Action) -> ui::ActionData {
    ui::ActionData {
        id: text(&action.id),
        label: text(&action.label),
        hint: text(&action.hint),
        tone: action.tone.into(),
        enabled: action.enabled,
        main: action.main,
    }
}

pub(super) fn line(line: &model::Line) -> ui::LineData {
    ui::LineData {
        text: text(&line.text),
        tone: line.tone.into(),
    }
}

pub(super) fn step(step: &model::Step) -> ui::StepData {
    ui::StepData {
        minutes: step.minutes,
        label: text(&step.label),
    }
}

fn segment(segment: &model::SegmentShown) -> ui::SegmentData {
    ui::SegmentData {
        id: text(&segment.id),
        span: text(&segment.span),
        what: text(&segment.what),
        note: text(&segment.note),
        tone: segment.tone.into(),
        chosen: segment.chosen,
    }
}

fn plan(plan: &model::PlanShown, rows: &PlanRows) -> ui::PlanData {
    sync(&rows.facts, &plan.facts, line);
    sync(&rows.leads, &plan.leads, choice);
    sync(&rows.helpers, &plan.helpers, choice);
    sync(&rows.conflicts, &plan.conflicts, line);
    sync(&rows.etas, &plan.etas, action);
    sync(&rows.actions, &plan.actions, action);
    ui::PlanData {
        job_id: text(&plan.job_id),
        plate: text(&plan.face.plate),
        colour: plan.face.colour.into(),
        work: text(&plan.work),
        need: text(&plan.need),
        promise: text(&plan.promise),
        promise_tone: plan.promise_tone.into(),
        bay: text(&plan.bay),
        span: text(&plan.span),
        crew: text(&plan.crew),
        facts: rows.facts.clone().into(),
        leads: rows.leads.clone().into(),
        helpers: rows.helpers.clone().into(),
        conflicts: rows.conflicts.clone().into(),
        etas: rows.etas.clone().into(),
        actions: rows.actions.clone().into(),
    }
}

fn car(car: &model::CarShown, rows: &CarRows) -> ui::CarData {
    sync(&rows.lines, &car.lines, line);
    sync(&rows.actions, &car.actions, action);
    ui::CarData {
        id: text(&car.id),
        state: text(&car.state),
        plate: text(&car.face.plate),
        colour: car.face.colour.into(),
        title: text(&car.title),
        subtitle: text(&car.subtitle),
        promise: text(&car.promise),
        promise_tone: car.promise_tone.into(),
        lines: rows.lines.clone().into(),
        actions: rows.actions.clone().into(),
    }
}

pub(super) fn pin(pin: Option<&model::PinShown>) -> ui::PinData {
    pin.map_or_else(ui::PinData::default, |pin| ui::PinData {
        title: text(&pin.title),
        message: text(&pin.message),
        tone: pin.tone.into(),
    })
}
