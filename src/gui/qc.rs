//! The quality-check screen on its window.

use super::dispatch::{action, choice, line, pin, sync, text};
use super::floor::{self, Inner};
use super::images::Images;
use super::rows::sync_rows;
use crate::domain::ids::{ItemCode, PersonId};
use crate::domain::quality::checklist::Verdict;
use crate::screen::qc::Intent;
use crate::screen::qc::model::{self, Answered, CardKind, QcModel, RowKind};
use crate::screen::tone::Theme;
use baylight_ui as ui;
use baylight_ui::{QcScreen, QcWindow};
use slint::{ComponentHandle, SharedString, VecModel};
use std::rc::Rc;

/// The lists on the screen; they live as long as the window, and only their rows change.
#[derive(Default)]
pub struct QcRows {
    counts: Rc<VecModel<ui::CountData>>,
    buttons: Rc<VecModel<ui::HeadButton>>,
    cards: Rc<VecModel<ui::QcCard>>,
    facts: Rc<VecModel<ui::LineData>>,
    lists: Rc<VecModel<ui::QcList>>,
    tools: Rc<VecModel<ui::ActionData>>,
    rows: Rc<VecModel<ui::QcRow>>,
    actions: Rc<VecModel<ui::ActionData>>,
    fields: Rc<VecModel<ui::QcField>>,
    keys: Rc<VecModel<SharedString>>,
    sections: Rc<VecModel<ui::SectionData>>,
    choices: Inner<ui::ChoiceData>,
    photos: Rc<VecModel<ui::QcPhoto>>,
    images: Images,
    sheet_actions: Rc<VecModel<ui::ActionData>>,
    people: Rc<VecModel<ui::ChoiceData>>,
}

impl QcRows {
    /// Puts empty lists onto the window, in place of those of the preview.
    pub fn attach(window: &QcWindow) -> Self {
        let rows = Self::default();
        let screen = window.global::<QcScreen>();
        screen.set_counts(rows.counts.clone().into());
        screen.set_buttons(rows.buttons.clone().into());
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

/// Sends what a finger, a key or a badge reader does at the window as intents.
pub fn connect(window: &QcWindow, send: impl Fn(Intent) + 'static) {
    let send: Rc<dyn Fn(Intent)> = Rc::new(send);
    let screen = window.global::<QcScreen>();
    // The moment of the key itself: a badge reader is told from a person by its speed.
    on!(send, screen.on_key_typed(text) => Intent::Key { text: text.into(), at: chrono::Utc::now() });
    on!(send, screen.on_close_asked() => Intent::Close);
    on!(send, screen.on_card_tapped(id) => Intent::Card { id: id.into() });
    on!(send, screen.on_card_button(id) => Intent::CardButton { id: id.into() });
    on!(send, screen.on_list_tapped(id) => Intent::List { id: id.into() });
    on!(send, screen.on_item_tapped(item) => Intent::Item { item: ItemCode::new(item.as_str()) });
    on!(send, screen.on_action_tapped(id) => Intent::Action { id: id.into() });
    on!(send, screen.on_choice_tapped(id) => Intent::Choice { id: id.into() });
    on!(send, screen.on_field_tapped(id) => Intent::Field { id: id.into() });
    on!(send, screen.on_note_tapped() => Intent::Note);
    on!(send, screen.on_typed(text) => Intent::Typed { text: text.into() });
    on!(send, screen.on_erased() => Intent::Erased);
    on!(send, screen.on_pin_entered(pin) => Intent::PinEntered { pin: pin.into() });
    on!(send, screen.on_pin_cancelled() => Intent::PinCancelled);
    on!(send, screen.on_person_chosen(id) => Intent::Person { id: PersonId::new(id.as_str()) });
    let answers = send.clone();
    screen.on_answered(move |item, answer| {
        let verdict = match answer {
            ui::QcAnswered::Open => return,
            ui::QcAnswered::Pass => Verdict::Pass,
            ui::QcAnswered::Fail => Verdict::Fail,
            ui::QcAnswered::NotApplicable => Verdict::NotApplicable,
        };
        let item = ItemCode::new(item.as_str());
        answers(Intent::Verdict { item, verdict });
    });
    screen.on_head_tapped(move |id| match id.as_str() {
        "actor" => send(Intent::Actor),
        "theme" => send(Intent::SwitchTheme),
        _ => send(Intent::SwitchLanguage),
    });
}

/// Shows the model on the window.
pub fn show(window: &QcWindow, rows: &QcRows, model: &QcModel) {
    window
        .global::<ui::Theme>()
        .set_dark(model.theme == Theme::Dark);
    let screen = window.global::<QcScreen>();
    show_frame(&screen, rows, model);
    sync(&rows.cards, &model.cards, card);
    screen.set_empty(text(&model.empty));
    screen.set_empty_hint(text(&model.empty_hint));
    screen.set_pick_car(text(&model.pick_car));
    screen.set_car(car(&model.car, rows));
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

fn show_frame(screen: &QcScreen<'_>, rows: &QcRows, model: &QcModel) {
    let words = &model.words;
    screen.set_sign_in_words(ui::SignInWords {
        title: text(&words.sign_in),
        hint: text(&words.badge_hint),
        cancel: text(&words.cancel),
        pin_ok: text(&words.pin_ok),
        pin_clear: text(&words.pin_clear),
    });
    screen.set_words(ui::QcWords {
        pass: text(&words.pass),
        fail: text(&words.fail),
        skip: text(&words.skip),
        write: text(&words.write),
        close: text(&words.close),
    });
    screen.set_title(text(&model.title));
    screen.set_clock(text(&model.clock));
    screen.set_link(floor::link(&model.link));
    sync(&rows.counts, &model.counts, floor::count);
    let button = |id: &str, label: &str, tone: ui::Tone, chosen: bool| ui::HeadButton {
        id: SharedString::from(id),
        label: text(label),
        tone,
        fill: ui::ButtonFill::Quiet,
        chosen,
    };
    let actor = &model.actor;
    let buttons = vec![
        button("actor", &actor.text, actor.tone.into(), model.asking),
        button("theme", &model.theme_label, ui::Tone::Neutral, false),
        button("language", &model.language_label, ui::Tone::Neutral, false),
    ];
    sync_rows(&rows.buttons, buttons);
    screen.set_toast(line(&model.toast));
}

fn card(card: &model::Card) -> ui::QcCard {
    ui::QcCard {
        id: text(&card.id),
        kind: match card.kind {
            CardKind::Heading => ui::QcCardKind::Heading,
            CardKind::Car => ui::QcCardKind::Car,
            CardKind::Small => ui::QcCardKind::Small,
        },
        title: text(&card.title),
        plate: text(&card.face.plate),
        colour: card.face.colour.into(),
        due: text(&card.due),
        due_tone: card.due_tone.into(),
        tone: card.tone.into(),
        detail: text(&card.detail),
        note: text(&card.note),
        note_tone: card.note_tone.into(),
        button: action(&card.button),
        chosen: card.chosen,
        enabled: card.enabled,
        spoken: text(&card.spoken),
    }
}

fn list(list: &model::ListCard) -> ui::QcList {
    ui::QcList {
        id: text(&list.id),
        title: text(&list.title),
        detail: text(&list.detail),
        progress: text(&list.progress),
        tone: list.tone.into(),
        chosen: list.chosen,
        wide: list.wide,
        spoken: text(&list.spoken),
    }
}

fn row(row: &model::Row) -> ui::QcRow {
    ui::QcRow {
        id: text(&row.id),
        kind: match row.kind {
            RowKind::Heading => ui::QcRowKind::Heading,
            RowKind::Item => ui::QcRowKind::Item,
            RowKind::Fact => ui::QcRowKind::Fact,
        },
        title: text(&row.title),
        detail: text(&row.detail),
        tone: row.tone.into(),
        value: text(&row.value),
        limits: text(&row.limits),
        measured: row.measured,
        note: text(&row.note),
        answered: match row.answered {
            Answered::Open => ui::QcAnswered::Open,
            Answered::Pass => ui::QcAnswered::Pass,
            Answered::Fail => ui::QcAnswered::Fail,
            Answered::NotApplicable => ui::QcAnswered::NotApplicable,
        },
        may_skip: row.may_skip,
        enabled: row.enabled,
    }
}

fn car(car: &model::CarShown, rows: &QcRows) -> ui::QcCar {
    sync(&rows.facts, &car.facts, line);
    sync(&rows.lists, &car.lists, list);
    sync(&rows.tools, &car.tools, action);
    sync(&rows.rows, &car.rows, row);
    sync(&rows.actions, &car.actions, action);
    ui::QcCar {
        id: text(&car.id),
        plate: text(&car.face.plate),
        colour: car.face.colour.into(),
        title: text(&car.title),
        complaint: text(&car.complaint),
        due_label: text(&car.due_label),
        due: text(&car.due),
        due_tone: car.due_tone.into(),
        facts: rows.facts.clone().into(),
        lists: rows.lists.clone().into(),
        progress: text(&car.progress),
        tools: rows.tools.clone().into(),
        rows: rows.rows.clone().into(),
        actions: rows.actions.clone().into(),
    }
}

fn field(field: &model::Field) -> ui::QcField {
    ui::QcField {
        id: text(&field.id),
        label: text(&field.label),
        value: text(&field.value),
        chosen: field.chosen,
    }
}

fn photo_tile(photo: &model::PhotoShown, images: &Images) -> ui::QcPhoto {
    let path = photo.path.as_ref();
    ui::QcPhoto {
        id: text(&photo.id),
        picture: path.and_then(|path| images.of(path)).unwrap_or_default(),
        chosen: photo.chosen,
        spoken: text(&photo.spoken),
    }
}

fn sheet(sheet: &model::SheetShown, rows: &QcRows) -> ui::QcSheet {
    let sections = sheet.sections.iter().enumerate();
    let sections = sections.map(|(at, section)| ui::SectionData {
        title: text(&section.title),
        choices: rows
            .choices
            .fill(at, section.choices.iter().map(choice).collect()),
    });
    sync_rows(&rows.sections, sections.collect());
    sync(&rows.fields, &sheet.fields, field);
    sync_rows(
        &rows.keys,
        sheet.keys.iter().map(SharedString::from).collect(),
    );
    sync(&rows.sheet_actions, &sheet.actions, action);
    let photos = sheet
        .photos
        .iter()
        .map(|photo| photo_tile(photo, &rows.images));
    sync_rows(&rows.photos, photos.collect());
    ui::QcSheet {
        title: text(&sheet.title),
        subtitle: text(&sheet.subtitle),
        fields: rows.fields.clone().into(),
        keys: rows.keys.clone().into(),
        number_note: line(&sheet.number_note),
        sections: rows.sections.clone().into(),
        photos: rows.photos.clone().into(),
        note_label: text(&sheet.note_label),
        note: text(&sheet.note),
        typing: sheet.typing,
        actions: rows.sheet_actions.clone().into(),
    }
}
