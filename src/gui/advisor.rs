//! The advisor's screen on its window.

use super::dispatch::{action, choice, line, pin, sync, text};
use super::floor::{self, Inner};
use super::images::Images;
use super::intake::{self, IntakeRows};
use super::rows::sync_rows;
use crate::domain::ids::{CommandId, PersonId, RoNumber};
use crate::screen::advisor::findings::answer_of;
use crate::screen::advisor::model::{self, AdvisorModel, Mark, Panel};
use crate::screen::advisor::{Intent, PlaceIntent};
use crate::screen::tone::Theme;
use baylight_ui as ui;
use baylight_ui::{AdvisorScreen, AdvisorWindow};
use slint::{ComponentHandle, SharedString, VecModel};
use std::rc::Rc;

/// The lists on the screen; they live as long as the window, and only their rows change.
#[derive(Default)]
pub struct AdvisorRows {
    counts: Rc<VecModel<ui::CountData>>,
    cars: Rc<VecModel<ui::ListedCar>>,
    notices: Rc<VecModel<ui::NoticeData>>,
    lines: Inner<ui::LineData>,
    chips: Inner<ui::ChoiceData>,
    actions: Inner<ui::ActionData>,
    findings: Rc<VecModel<ui::FindingData>>,
    photos: Inner<ui::PhotoData>,
    answers: Inner<ui::AnswerData>,
    choices: Rc<VecModel<ui::ChoiceData>>,
    people: Rc<VecModel<ui::ChoiceData>>,
    place: Rc<VecModel<ui::FieldData>>,
    intake: IntakeRows,
    images: Images,
}

impl AdvisorRows {
    /// Puts empty lists onto the window, in place of those of the preview.
    pub fn attach(window: &AdvisorWindow) -> Self {
        let rows = Self::default();
        let screen = window.global::<AdvisorScreen>();
        screen.set_counts(rows.counts.clone().into());
        screen.set_cars(rows.cars.clone().into());
        screen.set_people(rows.people.clone().into());
        screen.set_place_fields(rows.place.clone().into());
        rows.intake.attach(&window.global());
        rows
    }
}

pub(super) type Send = Rc<dyn Fn(Intent)>;

/// Gives a callback its own way to `send`.
macro_rules! on {
    ($send:ident, $screen:ident.$callback:ident($($arg:ident),*) => $intent:expr) => {{
        let send = $send.clone();
        $screen.$callback(move |$($arg),*| send($intent));
    }};
}

/// Sends what a finger or a key does at the window as intents.
pub fn connect(window: &AdvisorWindow, send: impl Fn(Intent) + 'static) {
    let send: Send = Rc::new(send);
    let screen = window.global::<AdvisorScreen>();
    // The moment of the key itself: a badge reader is told from a person by its speed.
    on!(send, screen.on_key_typed(text) => Intent::Key { text: text.into(), at: chrono::Utc::now() });
    on!(send, screen.on_close_asked() => Intent::Close);
    on!(send, screen.on_car_tapped(id) => Intent::Car { id: RoNumber::new(id.as_str()) });
    on!(send, screen.on_phone_tapped() => Intent::Phone);
    on!(send, screen.on_how_tapped() => Intent::How);
    on!(send, screen.on_promise_tapped() => Intent::Promise);
    on!(send, screen.on_choice_tapped(id) => Intent::Choice { id: id.into() });
    on!(send, screen.on_send_tapped() => Intent::Send);
    on!(send, screen.on_notice_tapped(notice, id) => Intent::Notice {
        notice: notice.into(),
        id: id.into(),
    });
    on!(send, screen.on_pin_entered(pin) => Intent::PinEntered { pin: pin.into() });
    on!(send, screen.on_pin_cancelled() => Intent::PinCancelled);
    on!(send, screen.on_actor_tapped() => Intent::Actor);
    on!(send, screen.on_person_chosen(id) => Intent::Person { id: PersonId::new(id.as_str()) });
    on!(send, screen.on_language_tapped() => Intent::SwitchLanguage);
    on!(send, screen.on_theme_tapped() => Intent::SwitchTheme);
    on!(send, screen.on_new_order_tapped() => Intent::NewOrder);
    connect_place(&screen, &send);
    connect_findings(&screen, &send);
    intake::connect(&window.global(), &send);
}

fn connect_place(screen: &AdvisorScreen<'_>, send: &Send) {
    on!(send, screen.on_place_field_tapped(field) => Intent::Place(PlaceIntent::Field { field: field.into() }));
    on!(send, screen.on_place_edited(field, text) => Intent::Place(PlaceIntent::Edited {
        field: field.into(),
        text: text.into(),
    }));
    on!(send, screen.on_place_typed(text) => Intent::Place(PlaceIntent::Typed { text: text.into() }));
    on!(send, screen.on_place_erased() => Intent::Place(PlaceIntent::Erased));
    on!(send, screen.on_place_tapped() => Intent::Place(PlaceIntent::Open));
    on!(send, screen.on_place_saved() => Intent::Place(PlaceIntent::Save));
}

/// What does not name a finding comes from nowhere and leads nowhere.
fn connect_findings(screen: &AdvisorScreen<'_>, send: &Send) {
    let answering = send.clone();
    screen.on_answered(move |finding, answer| {
        if let (Some(finding), Some(answer)) = (finding_id(&finding), answer_of(&answer)) {
            answering(Intent::Answer { finding, answer });
        }
    });
    let asking = send.clone();
    screen.on_ask_again(move |finding| {
        if let Some(finding) = finding_id(&finding) {
            asking(Intent::AskAgain { finding });
        }
    });
}

fn finding_id(id: &SharedString) -> Option<CommandId> {
    id.as_str().parse().ok()
}

/// Shows the model on the window.
pub fn show(window: &AdvisorWindow, rows: &AdvisorRows, model: &AdvisorModel) {
    window
        .global::<ui::Theme>()
        .set_dark(model.theme == Theme::Dark);
    let screen = window.global::<AdvisorScreen>();
    show_frame(&screen, rows, model);
    sync(&rows.cars, &model.cars, listed);
    screen.set_car(car(&model.car, rows));
    sync(&rows.people, &model.people, choice);
    if let Some(order) = &model.intake {
        intake::show(&window.global(), &rows.intake, order);
    }
    if let Some(place) = &model.place {
        sync(&rows.place, &place.fields, intake::field);
        screen.set_place(ui::PlaceData {
            plate: text(&place.face.plate),
            colour: place.face.colour.into(),
            title: text(&place.title),
            field: place.field.into(),
            save: text(&place.save),
            cancel: text(&place.cancel),
            space: text(&place.space),
        });
    }
    screen.set_place_behind(model.place.is_some() && model.panel == Panel::SignIn);
    screen.set_intake_behind(model.intake.is_some() && model.panel == Panel::SignIn);
    screen.set_pin(pin(model.pin.as_ref()));
    // Last, so that a sheet never appears with what the one before had.
    screen.set_panel(model.panel.into());
    screen.set_pin_ask(if model.pin.is_some() {
        ui::PinAsk::Asked
    } else {
        ui::PinAsk::Hidden
    });
}

fn show_frame(screen: &AdvisorScreen<'_>, rows: &AdvisorRows, model: &AdvisorModel) {
    let words = &model.words;
    screen.set_words(ui::AdvisorWords {
        no_cars: text(&words.no_cars),
        pick_car: text(&words.pick_car),
        show_phone: text(&words.show_phone),
        sign_in: text(&words.sign_in),
        badge_hint: text(&words.badge_hint),
        cancel: text(&words.cancel),
        close: text(&words.close),
        pin_ok: text(&words.pin_ok),
        pin_clear: text(&words.pin_clear),
    });
    screen.set_title(text(&model.title));
    screen.set_clock(text(&model.clock));
    screen.set_link(floor::link(&model.link));
    sync(&rows.counts, &model.counts, floor::count);
    screen.set_new_order_label(text(&model.new_order_label));
    screen.set_language_label(text(&model.language_label));
    screen.set_theme_label(text(&model.theme_label));
    screen.set_actor(ui::LinkData {
        text: text(&model.actor.text),
        short: SharedString::default(),
        tone: model.actor.tone.into(),
    });
    screen.set_toast(line(&model.toast));
}

fn listed(car: &model::Listed) -> ui::ListedCar {
    ui::ListedCar {
        id: text(&car.id),
        header: text(&car.header),
        plate: text(&car.face.plate),
        colour: car.face.colour.into(),
        word: text(&car.word),
        tone: car.tone.into(),
        detail: text(&car.detail),
        chosen: car.chosen,
        spoken: text(&car.spoken),
    }
}

fn car(car: &model::CarShown, rows: &AdvisorRows) -> ui::AdvisedCar {
    let notices = car.notices.iter().enumerate();
    sync_rows(
        &rows.notices,
        notices
            .map(|(at, notice)| notice_row(at, notice, rows))
            .collect(),
    );
    let findings = car.findings.iter().enumerate();
    sync_rows(
        &rows.findings,
        findings
            .map(|(at, finding)| finding_row(at, finding, rows))
            .collect(),
    );
    let footer = &car.footer;
    sync(&rows.choices, &footer.choices, choice);
    ui::AdvisedCar {
        id: text(&car.id),
        plate: text(&car.face.plate),
        colour: car.face.colour.into(),
        customer: text(&car.customer),
        phone: text(&car.phone),
        order: text(&car.order),
        place: action(&car.place),
        work: text(&car.work),
        notices: rows.notices.clone().into(),
        findings: rows.findings.clone().into(),
        footer: ui::FooterData {
            how: text(&footer.how),
            promise: text(&footer.promise),
            promise_tone: footer.promise_tone.into(),
            send: action(&footer.send),
            strip: text(&footer.strip),
            choices: rows.choices.clone().into(),
        },
    }
}

fn notice_row(at: usize, notice: &model::Notice, rows: &AdvisorRows) -> ui::NoticeData {
    ui::NoticeData {
        id: text(&notice.id),
        title: text(&notice.title),
        tone: notice.tone.into(),
        lines: rows.lines.fill(at, notice.lines.iter().map(line).collect()),
        chips: rows
            .chips
            .fill(at, notice.chips.iter().map(choice).collect()),
        actions: rows
            .actions
            .fill(at, notice.actions.iter().map(action).collect()),
    }
}

fn finding_row(at: usize, finding: &model::FindingShown, rows: &AdvisorRows) -> ui::FindingData {
    let photos = finding.photos.iter().map(|photo| self::photo(photo, rows));
    ui::FindingData {
        id: text(&finding.id),
        severity: text(&finding.severity),
        tone: finding.tone.into(),
        title: text(&finding.title),
        facts: text(&finding.facts),
        need: text(&finding.need),
        amount: text(&finding.amount),
        photos: rows.photos.fill(at, photos.collect()),
        said: line(&finding.said),
        answers: rows
            .answers
            .fill(at, finding.answers.iter().map(answer).collect()),
        again: text(&finding.again),
    }
}

fn photo(photo: &model::PhotoShown, rows: &AdvisorRows) -> ui::PhotoData {
    let picture = photo.path.as_deref().and_then(|path| rows.images.of(path));
    ui::PhotoData {
        label: text(&photo.label),
        state: if picture.is_some() {
            ui::PhotoState::Here
        } else {
            ui::PhotoState::Waiting
        },
        picture: picture.unwrap_or_default(),
        note: text(&photo.note),
    }
}

fn answer(answer: &model::AnswerShown) -> ui::AnswerData {
    ui::AnswerData {
        id: text(&answer.id),
        label: text(&answer.label),
        spoken: text(&answer.spoken),
        tone: answer.tone.into(),
        mark: match answer.mark {
            Mark::None => ui::AnswerMark::None,
            Mark::Given => ui::AnswerMark::Given,
            Mark::Chosen => ui::AnswerMark::Chosen,
        },
    }
}

impl From<Panel> for ui::AdvisorPanel {
    fn from(panel: Panel) -> Self {
        match panel {
            Panel::None => Self::None,
            Panel::SignIn => Self::SignIn,
            Panel::Intake => Self::Intake,
            Panel::Place => Self::Place,
        }
    }
}
