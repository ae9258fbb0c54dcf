//! The stores screen on its window.

use super::dispatch::{action, choice, line, pin, sync, text};
use super::floor::{self, Inner};
use super::rows::sync_rows;
use crate::domain::ids::PersonId;
use crate::screen::stores::Intent;
use crate::screen::stores::model::{self, StoresModel, Tab};
use crate::screen::tone::Theme;
use baylight_ui as ui;
use baylight_ui::{StoresScreen, StoresWindow};
use slint::{ComponentHandle, SharedString, VecModel};
use std::rc::Rc;

/// The lists on the screen; they live as long as the window, and only their rows change.
#[derive(Default)]
pub struct StoresRows {
    counts: Rc<VecModel<ui::CountData>>,
    buttons: Rc<VecModel<ui::HeadButton>>,
    tabs: Rc<VecModel<ui::TabData>>,
    cards: Rc<VecModel<ui::StoreCard>>,
    facts: Rc<VecModel<ui::LineData>>,
    lines: Rc<VecModel<ui::StoreLine>>,
    tools: Rc<VecModel<ui::ActionData>>,
    actions: Rc<VecModel<ui::ActionData>>,
    sections: Rc<VecModel<ui::SectionData>>,
    choices: Inner<ui::ChoiceData>,
    sheet_actions: Rc<VecModel<ui::ActionData>>,
    people: Rc<VecModel<ui::ChoiceData>>,
}

impl StoresRows {
    /// Puts empty lists onto the window, in place of those of the preview.
    pub fn attach(window: &StoresWindow) -> Self {
        let rows = Self::default();
        let screen = window.global::<StoresScreen>();
        screen.set_counts(rows.counts.clone().into());
        screen.set_buttons(rows.buttons.clone().into());
        screen.set_tabs(rows.tabs.clone().into());
        screen.set_cards(rows.cards.clone().into());
        screen.set_people(rows.people.clone().into());
        rows
    }
}

/// Gives a callback its own way to `send`.
macro_rules! on {
    ($send:ident, $screen:ident.$callback:ident($($arg:ident),*) => $intent:expr) => {{
        let send = $send.clone();
        $screen.$callback(move |$($arg),*| send($intent));
    }};
}

/// Sends what a finger, a key or a scanner does at the window as intents.
pub fn connect(window: &StoresWindow, send: impl Fn(Intent) + 'static) {
    let send: Rc<dyn Fn(Intent)> = Rc::new(send);
    let screen = window.global::<StoresScreen>();
    // The moment of the key itself: a scanner is told from a person by its speed.
    on!(send, screen.on_key_typed(text) => Intent::Key { text: text.into(), at: chrono::Utc::now() });
    on!(send, screen.on_close_asked() => Intent::Close);
    on!(send, screen.on_card_tapped(id) => Intent::Card { id: id.into() });
    on!(send, screen.on_line_tapped(id) => Intent::Line { id: id.into() });
    on!(send, screen.on_line_button(id) => Intent::LineButton { id: id.into() });
    on!(send, screen.on_action_tapped(id) => Intent::Action { id: id.into() });
    on!(send, screen.on_choice_tapped(id) => Intent::Choice { id: id.into() });
    on!(send, screen.on_search_tapped() => Intent::Search);
    on!(send, screen.on_typed(text) => Intent::Typed { text: text.into() });
    on!(send, screen.on_erased() => Intent::Erased);
    on!(send, screen.on_pin_entered(pin) => Intent::PinEntered { pin: pin.into() });
    on!(send, screen.on_pin_cancelled() => Intent::PinCancelled);
    on!(send, screen.on_person_chosen(id) => Intent::Person { id: PersonId::new(id.as_str()) });
    let tabs = send.clone();
    screen.on_tab_tapped(move |id| {
        if let Some(tab) = Tab::of(&id) {
            tabs(Intent::Tab { tab });
        }
    });
    screen.on_head_tapped(move |id| match id.as_str() {
        "actor" => send(Intent::Actor),
        "theme" => send(Intent::SwitchTheme),
        _ => send(Intent::SwitchLanguage),
    });
}

/// Shows the model on the window.
pub fn show(window: &StoresWindow, rows: &StoresRows, model: &StoresModel) {
    window
        .global::<ui::Theme>()
        .set_dark(model.theme == Theme::Dark);
    let screen = window.global::<StoresScreen>();
    show_frame(&screen, rows, model);
    sync(&rows.tabs, &model.tabs, tab);
    sync(&rows.cards, &model.cards, card);
    screen.set_empty(text(&model.empty));
    screen.set_search(ui::SearchData {
        shown: model.search.shown,
        label: text(&model.search.label),
        text: text(&model.search.text),
        typing: model.search.typing,
    });
    screen.set_task(task(&model.task, rows));
    screen.set_sheet(sheet(&model.sheet, rows));
    sync(&rows.people, &model.people, choice);
    screen.set_pin(pin(model.pin.as_ref()));
    // Last, so that a sheet never appears with what the one before had.
    screen.set_asking(model.asking);
    screen.set_pin_ask(if model.pin.is_some() {
        ui::PinAsk::Asked
    } else {
        ui::PinAsk::Hidden
    });
}

fn show_frame(screen: &StoresScreen<'_>, rows: &StoresRows, model: &StoresModel) {
    let words = &model.words;
    screen.set_words(ui::SignInWords {
        title: text(&words.sign_in),
        hint: text(&words.badge_hint),
        cancel: text(&words.cancel),
        pin_ok: text(&words.pin_ok),
        pin_clear: text(&words.pin_clear),
    });
    screen.set_close_label(text(&words.close));
    screen.set_pick_task(text(&words.pick_task));
    screen.set_title(text(&model.title));
    screen.set_clock(text(&model.clock));
    screen.set_link(floor::link(&model.link));
    screen.set_lit(model.lit);
    sync(&rows.counts, &model.counts, floor::count);
    let button = |id: &str, label: &str, tone: ui::Tone, chosen: bool| ui::HeadButton {
        id: SharedString::from(id),
        label: text(label),
        tone,
        fill: ui::ButtonFill::Quiet,
        chosen,
    };
    let buttons = vec![
        button(
            "actor",
            &model.actor.text,
            model.actor.tone.into(),
            model.asking,
        ),
        button("theme", &model.theme_label, ui::Tone::Neutral, false),
        button("language", &model.language_label, ui::Tone::Neutral, false),
    ];
    sync_rows(&rows.buttons, buttons);
    screen.set_toast(line(&model.toast));
}

fn tab(tab: &model::TabShown) -> ui::TabData {
    ui::TabData {
        id: text(&tab.id),
        label: text(&tab.label),
        count: text(&tab.count),
        tone: tab.tone.into(),
        chosen: tab.chosen,
    }
}

fn card(card: &model::Card) -> ui::StoreCard {
    ui::StoreCard {
        id: text(&card.id),
        title: text(&card.title),
        age: text(&card.age),
        age_tone: card.age_tone.into(),
        tone: card.tone.into(),
        detail: text(&card.detail),
        who: text(&card.who),
        chosen: card.chosen,
        lit: card.lit,
        spoken: text(&card.spoken),
    }
}

fn store_line(line: &model::LineShown) -> ui::StoreLine {
    ui::StoreLine {
        id: text(&line.id),
        name: text(&line.name),
        detail: text(&line.detail),
        note: text(&line.note),
        quantity: text(&line.quantity),
        stock: text(&line.stock),
        after: text(&line.after),
        stock_tone: line.stock_tone.into(),
        button: action(&line.button),
        spoken: text(&line.spoken),
        chosen: line.chosen,
    }
}

fn task(task: &model::TaskShown, rows: &StoresRows) -> ui::StoreTask {
    sync(&rows.facts, &task.facts, line);
    sync(&rows.lines, &task.lines, store_line);
    sync(&rows.tools, &task.tools, action);
    sync(&rows.actions, &task.actions, action);
    ui::StoreTask {
        id: text(&task.id),
        plate: text(&task.face.plate),
        colour: task.face.colour.into(),
        title: text(&task.title),
        subtitle: text(&task.subtitle),
        facts: rows.facts.clone().into(),
        lines: rows.lines.clone().into(),
        tools: rows.tools.clone().into(),
        actions: rows.actions.clone().into(),
    }
}

fn sheet(sheet: &model::SheetShown, rows: &StoresRows) -> ui::StoreSheet {
    let sections = sheet.sections.iter().enumerate();
    let sections = sections.map(|(at, section)| ui::SectionData {
        title: text(&section.title),
        choices: rows
            .choices
            .fill(at, section.choices.iter().map(choice).collect()),
    });
    sync_rows(&rows.sections, sections.collect());
    sync(&rows.sheet_actions, &sheet.actions, action);
    ui::StoreSheet {
        title: text(&sheet.title),
        subtitle: text(&sheet.subtitle),
        number: text(&sheet.number),
        number_label: text(&sheet.number_label),
        number_note: line(&sheet.number_note),
        search: sheet.search,
        sections: rows.sections.clone().into(),
        actions: rows.sheet_actions.clone().into(),
    }
}
