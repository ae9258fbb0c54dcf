//! The repair-status board on its window.

use super::floor::{self, AxisLists, BayList, LaneList};
use super::rows::sync_rows;
use crate::screen::board::Intent;
use crate::screen::board::model::{BoardModel, BoardState, CarShown, ReplayShown, Warning, Words};
use crate::screen::tone::Theme;
use baylight_ui as ui;
use baylight_ui::{BoardScreen, BoardWindow};
use slint::{ComponentHandle, VecModel};
use std::rc::Rc;

/// The lists on the board; they live as long as the window, and only their rows change.
#[derive(Default)]
pub struct BoardRows {
    counts: Rc<VecModel<ui::CountData>>,
    waiting: Rc<VecModel<ui::CardData>>,
    lanes: LaneList,
    axis: AxisLists,
    bays: BayList,
    calls: Rc<VecModel<ui::CallData>>,
    warnings: Rc<VecModel<ui::WarningData>>,
    replay_hours: Rc<VecModel<ui::HourData>>,
    delays: Rc<VecModel<ui::DelayData>>,
    steps: Rc<VecModel<ui::CarStepData>>,
}

impl BoardRows {
    /// Puts empty lists onto the window, in place of those of the preview.
    pub fn attach(window: &BoardWindow) -> Self {
        let rows = Self::default();
        let screen = window.global::<BoardScreen>();
        screen.set_counts(rows.counts.clone().into());
        screen.set_waiting(rows.waiting.clone().into());
        screen.set_lanes(rows.lanes.model());
        screen.set_rows(rows.bays.model());
        screen.set_calls(rows.calls.clone().into());
        screen.set_warnings(rows.warnings.clone().into());
        rows
    }
}

/// Sends what a finger does at the window as intents.
pub fn connect(window: &BoardWindow, send: impl Fn(Intent) + 'static) {
    let send = Rc::new(send);
    let screen = window.global::<BoardScreen>();
    let on = |intent: Intent| {
        let send = send.clone();
        move || send(intent.clone())
    };
    screen.on_page_tapped(on(Intent::NextPage));
    screen.on_switch_language(on(Intent::SwitchLanguage));
    screen.on_switch_theme(on(Intent::SwitchTheme));
    screen.on_look_back(on(Intent::LookBack));
    screen.on_play(on(Intent::Play));
    screen.on_back_to_now(on(Intent::BackToNow));
    screen.on_car_closed(on(Intent::CloseCar));
    let sent = send.clone();
    screen.on_seek(move |share| sent(Intent::Seek { share }));
    let sent = send.clone();
    screen.on_step_minutes(move |minutes| {
        sent(Intent::StepMinutes {
            minutes: i64::from(minutes),
        });
    });
    let sent = send.clone();
    screen.on_step_days(move |days| {
        sent(Intent::StepDays {
            days: i64::from(days),
        });
    });
    let sent = send.clone();
    screen.on_car_tapped(move |id| sent(Intent::Car { id: id.into() }));
}

/// Puts the model onto the window.
pub fn show(window: &BoardWindow, rows: &BoardRows, model: &BoardModel) {
    window
        .global::<ui::Theme>()
        .set_dark(model.theme == Theme::Dark);
    let screen = window.global::<BoardScreen>();
    screen.set_words(words(&model.words));
    screen.set_state(match model.state {
        BoardState::Normal => ui::BoardState::Normal,
        BoardState::NoBays => ui::BoardState::NoBays,
        BoardState::NoCars => ui::BoardState::NoCars,
    });
    screen.set_title(model.title.as_str().into());
    screen.set_clock(model.clock.as_str().into());
    screen.set_link(floor::link(&model.link));
    sync_rows(
        &rows.counts,
        model.counts.iter().map(floor::count).collect(),
    );
    sync_rows(
        &rows.waiting,
        model.waiting.iter().map(floor::card).collect(),
    );
    rows.lanes.show(&model.lanes);
    screen.set_axis(rows.axis.show(&model.axis));
    rows.bays.show(&model.rows);
    let calls = model.calls.iter().map(|call| ui::CallData {
        text: call.text.as_str().into(),
        age: call.age.as_str().into(),
        tone: call.tone.into(),
    });
    sync_rows(&rows.calls, calls.collect());
    screen.set_warning(warning(&model.warning));
    sync_rows(&rows.warnings, model.warnings.iter().map(warning).collect());
    screen.set_page(model.page.as_str().into());
    screen.set_page_left(model.page_left);
    screen.set_replay(replay(rows, &model.replay));
    screen.set_car(car(rows, &model.car));
}

fn replay(rows: &BoardRows, shown: &ReplayShown) -> ui::ReplayData {
    let hours = shown.hours.iter().map(|hour| ui::HourData {
        label: hour.label.as_str().into(),
        at: hour.at,
    });
    sync_rows(&rows.replay_hours, hours.collect());
    let words = &shown.words;
    ui::ReplayData {
        is_open: shown.is_open,
        words: ui::ReplayWords {
            open: words.open.as_str().into(),
            live: words.live.as_str().into(),
            day_before: words.day_before.as_str().into(),
            day_after: words.day_after.as_str().into(),
            quarter_back: words.quarter_back.as_str().into(),
            minute_back: words.minute_back.as_str().into(),
            minute_on: words.minute_on.as_str().into(),
            quarter_on: words.quarter_on.as_str().into(),
            play: words.play.as_str().into(),
            not_now: words.not_now.as_str().into(),
            slider: words.slider.as_str().into(),
        },
        day: shown.day.as_str().into(),
        clock: shown.clock.as_str().into(),
        state: shown.state.as_str().into(),
        state_tone: shown.state_tone.into(),
        share: shown.share,
        limit: shown.limit,
        hours: rows.replay_hours.clone().into(),
        is_last: shown.is_last,
    }
}

fn car(rows: &BoardRows, shown: &CarShown) -> ui::CarStory {
    let delays = shown.delays.iter().map(|delay| ui::DelayData {
        text: delay.text.as_str().into(),
        length: delay.length.as_str().into(),
        share: delay.share,
    });
    sync_rows(&rows.delays, delays.collect());
    let steps = shown.steps.iter().map(|step| ui::CarStepData {
        time: step.time.as_str().into(),
        text: step.text.as_str().into(),
        note: step.note.as_str().into(),
        length: step.length.as_str().into(),
        tone: step.tone.into(),
    });
    sync_rows(&rows.steps, steps.collect());
    ui::CarStory {
        is_open: shown.is_open,
        title: shown.title.as_str().into(),
        subtitle: shown.subtitle.as_str().into(),
        verdict: shown.verdict.as_str().into(),
        verdict_tone: shown.verdict_tone.into(),
        delays_title: shown.delays_title.as_str().into(),
        no_delays: shown.no_delays.as_str().into(),
        delays: rows.delays.clone().into(),
        steps: rows.steps.clone().into(),
        state: shown.state.as_str().into(),
        state_tone: shown.state_tone.into(),
        close: shown.close.as_str().into(),
    }
}

fn warning(warning: &Warning) -> ui::WarningData {
    ui::WarningData {
        text: warning.text.as_str().into(),
        tone: warning.tone.into(),
    }
}

fn words(words: &Words) -> ui::BoardWords {
    ui::BoardWords {
        awaiting: words.awaiting.as_str().into(),
        more_before: words.more_before.as_str().into(),
        more_after: words.more_after.as_str().into(),
        nothing_awaits: words.nothing_awaits.as_str().into(),
        no_bays: words.no_bays.as_str().into(),
        no_bays_hint: words.no_bays_hint.as_str().into(),
        no_cars: words.no_cars.as_str().into(),
        no_cars_hint: words.no_cars_hint.as_str().into(),
        calm: words.calm.as_str().into(),
        warnings: words.warnings.as_str().into(),
        switch_theme: words.switch_theme.as_str().into(),
        switch_language: words.switch_language.as_str().into(),
    }
}
