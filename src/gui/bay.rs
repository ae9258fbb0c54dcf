//! The bay kiosk on its window.

mod checks;
mod parts;

use super::images::Images;
use super::rows::sync_rows;
use crate::domain::ids::PersonId;
use crate::screen::bay::model::{self, BayModel, PageShown};
use crate::screen::bay::{FindingTap, Intent};
use crate::screen::tone::Theme;
use baylight_ui as ui;
use baylight_ui::{BayScreen, BayWindow};
use slint::{ComponentHandle, ModelRc, SharedString, VecModel};
use std::rc::Rc;

/// The lists on the screen; they live as long as the window, and only their rows change.
#[derive(Default)]
pub struct BayRows {
    people: Rc<VecModel<ui::BayPerson>>,
    prompts: Rc<VecModel<ui::BayPrompt>>,
    actions: Rc<VecModel<ui::BayAction>>,
    next_jobs: Rc<VecModel<ui::BayJob>>,
    face_tabs: Rc<VecModel<ui::BayTab>>,
    faces: Rc<VecModel<ui::BayFace>>,
    job_tabs: Rc<VecModel<ui::BayTab>>,
    jobs: Rc<VecModel<ui::BayJob>>,
    chips: Rc<VecModel<ui::BayChip>>,
    helpers: Rc<VecModel<ui::BayPerson>>,
    order_jobs: Rc<VecModel<ui::BayJob>>,
    parts: Rc<VecModel<ui::BayPart>>,
    choices: Rc<VecModel<ui::BayChoice>>,
    totals: Rc<VecModel<ui::BayTotal>>,
    ticks: Rc<VecModel<ui::BayTick>>,
    segments: Rc<VecModel<ui::BaySegment>>,
    severities: Rc<VecModel<ui::BayToggle>>,
    finding_parts: Rc<VecModel<ui::BayToggle>>,
    phrases: Rc<VecModel<SharedString>>,
    photos: Rc<VecModel<ui::BayPhoto>>,
    parts_pages: parts::PartsRows,
    checks: checks::ChecksRows,
    images: Images,
}

impl BayRows {
    /// Puts empty lists onto the window, in place of those of the preview.
    pub fn attach(window: &BayWindow) -> Self {
        let rows = Self::default();
        let screen = window.global::<BayScreen>();
        screen.set_people(rows.people.clone().into());
        screen.set_prompts(rows.prompts.clone().into());
        screen.set_actions(rows.actions.clone().into());
        screen.set_next_jobs(rows.next_jobs.clone().into());
        screen.set_face_tabs(rows.face_tabs.clone().into());
        screen.set_faces(rows.faces.clone().into());
        screen.set_job_tabs(rows.job_tabs.clone().into());
        screen.set_jobs(rows.jobs.clone().into());
        screen.set_helpers(rows.helpers.clone().into());
        screen.set_order_jobs(rows.order_jobs.clone().into());
        screen.set_parts(rows.parts.clone().into());
        screen.set_choices(rows.choices.clone().into());
        screen.set_totals(rows.totals.clone().into());
        screen.set_ticks(rows.ticks.clone().into());
        screen.set_segments(rows.segments.clone().into());
        screen.set_severities(rows.severities.clone().into());
        screen.set_finding_parts(rows.finding_parts.clone().into());
        screen.set_phrases(rows.phrases.clone().into());
        screen.set_photos(rows.photos.clone().into());
        rows.parts_pages.attach(window);
        rows.checks.attach(window);
        rows
    }
}

/// Sends what a finger or a key does at the window as intents.
pub fn connect(window: &BayWindow, send: impl Fn(Intent) + 'static) {
    let send = Rc::new(send);
    // Each callback owns its way to `send`.
    macro_rules! on {
        ($screen:ident.$callback:ident() => $intent:expr) => {{
            let send = send.clone();
            $screen.$callback(move || send($intent));
        }};
        ($screen:ident.$callback:ident($arg:ident) => $intent:expr) => {{
            let send = send.clone();
            $screen.$callback(move |$arg| send($intent));
        }};
    }
    let screen = window.global::<BayScreen>();
    // The moment of the key itself: a badge reader is told from a person by its speed.
    on!(screen.on_key_typed(text) => Intent::Key { text: text.into(), at: chrono::Utc::now() });
    on!(screen.on_badge_in() => Intent::BadgeIn);
    on!(screen.on_face(id) => Intent::Face { id: person(&id) });
    on!(screen.on_face_tab(id) => Intent::FaceTab { id: id.into() });
    on!(screen.on_person(id) => Intent::Person { id: person(&id) });
    on!(screen.on_more_people() => Intent::MorePeople);
    on!(screen.on_pin_entered(pin) => Intent::PinEntered { pin: pin.into() });
    on!(screen.on_job(id) => Intent::Job { id: id.into() });
    on!(screen.on_job_tab(id) => Intent::JobTab { id: id.into() });
    on!(screen.on_action(id) => Intent::Action { id: id.into() });
    on!(screen.on_choice(id) => Intent::Choice { id: id.into() });
    on!(screen.on_clear_call() => Intent::ClearCall);
    on!(screen.on_resume() => Intent::Resume);
    on!(screen.on_part(id) => Intent::Part { id: id.into() });
    on!(screen.on_prompt(id) => Intent::Prompt { id: id.into() });
    on!(screen.on_undo() => Intent::Undo);
    on!(screen.on_severity(id) => Intent::Finding(FindingTap::Severity(id.into())));
    on!(screen.on_longer() => Intent::Finding(FindingTap::Longer));
    on!(screen.on_shorter() => Intent::Finding(FindingTap::Shorter));
    on!(screen.on_finding_part(id) => Intent::Finding(FindingTap::Part(id.into())));
    on!(screen.on_photo(id) => Intent::Finding(FindingTap::Photo(id.into())));
    on!(screen.on_write_note() => Intent::Finding(FindingTap::Write));
    on!(screen.on_note_typed(text) => Intent::Finding(FindingTap::Written(text.into())));
    on!(screen.on_note_erased() => Intent::Finding(FindingTap::Erased));
    on!(screen.on_noted() => Intent::Finding(FindingTap::Noted));
    on!(screen.on_send_finding() => Intent::Finding(FindingTap::Send));
    on!(screen.on_drop_finding() => Intent::Finding(FindingTap::Drop));
    let sent = send.clone();
    parts::connect(window, move |tap| sent(Intent::Parts(tap)));
    let sent = send.clone();
    checks::connect(window, move |tap| sent(Intent::Check(tap)));
    on!(screen.on_confirm_finish() => Intent::ConfirmFinish);
    on!(screen.on_back() => Intent::Back);
    on!(screen.on_sign_out() => Intent::SignOut);
    on!(screen.on_switch_theme() => Intent::SwitchTheme);
    on!(screen.on_switch_language() => Intent::SwitchLanguage);
}

fn person(id: &SharedString) -> PersonId {
    PersonId::new(id.as_str())
}

/// Shows the model on the window.
pub fn show(window: &BayWindow, rows: &BayRows, model: &BayModel) {
    window
        .global::<ui::Theme>()
        .set_dark(model.theme == Theme::Dark);
    let screen = window.global::<BayScreen>();
    show_frame(&screen, model);
    show_page(&screen, rows, model);
    show_rows(rows, model);
    parts::show(window, &model.sheet);
    checks::show(window, model);
    // Last, so that a page never appears with what the one before had.
    screen.set_page(model.page.into());
}

fn show_frame(screen: &BayScreen<'_>, model: &BayModel) {
    screen.set_words(words(&model.words));
    screen.set_bay(text(&model.bay));
    screen.set_bay_note(text(&model.bay_note));
    screen.set_clock(text(&model.clock));
    screen.set_link(link(&model.link));
    screen.set_people_more(text(&model.people_more));
    screen.set_signed_in(model.signed_in);
    screen.set_session_left(model.session_left);
    screen.set_status(status(&model.status));
}

fn show_page(screen: &BayScreen<'_>, rows: &BayRows, model: &BayModel) {
    screen.set_pin(pin(&model.pin));
    screen.set_me(map_person(&model.me));
    screen.set_order(order(&model.order, rows));
    screen.set_work(work(&model.work));
    screen.set_stop(stop(&model.stop));
    screen.set_choice_title(text(&model.choice_title));
    screen.set_choice_note(text(&model.choice_note));
    screen.set_call(call(&model.call));
    screen.set_day_note(text(&model.day_note));
    screen.set_now_at(model.now_at);
    screen.set_confirm(confirm(&model.confirm));
    screen.set_finding(finding(&model.finding));
}

fn show_rows(rows: &BayRows, model: &BayModel) {
    sync(&rows.people, &model.people, map_person);
    sync(&rows.prompts, &model.prompts, map_prompt);
    sync(&rows.actions, &model.actions, map_action);
    sync(&rows.next_jobs, &model.next_jobs, map_job);
    sync(&rows.face_tabs, &model.face_tabs, map_tab);
    sync(&rows.faces, &model.faces, map_face);
    sync(&rows.job_tabs, &model.job_tabs, map_tab);
    sync(&rows.jobs, &model.jobs, map_job);
    sync(&rows.chips, &model.order.chips, map_chip);
    sync(&rows.helpers, &model.helpers, map_person);
    sync(&rows.order_jobs, &model.order_jobs, map_job);
    sync(&rows.parts, &model.parts, map_part);
    sync(&rows.choices, &model.choices, map_choice);
    sync(&rows.totals, &model.totals, map_total);
    sync(&rows.ticks, &model.ticks, map_tick);
    sync(&rows.segments, &model.segments, map_segment);
    sync(&rows.severities, &model.finding.severities, map_toggle);
    sync(&rows.finding_parts, &model.finding.parts, map_toggle);
    sync(&rows.phrases, &model.finding.phrases, |phrase| text(phrase));
    let photos = model.finding.photos.iter();
    let photos = photos.map(|photo| map_photo(photo, &rows.images));
    sync_rows(&rows.photos, photos.collect());
    rows.parts_pages.show(&model.sheet, &rows.images);
    rows.checks.show(model);
}

fn sync<M, R: Clone + PartialEq + 'static>(rows: &VecModel<R>, of: &[M], map: fn(&M) -> R) {
    sync_rows(rows, of.iter().map(map).collect());
}

fn text(text: &str) -> SharedString {
    SharedString::from(text)
}

impl From<PageShown> for ui::BayPage {
    fn from(page: PageShown) -> Self {
        match page {
            PageShown::Idle => Self::Idle,
            PageShown::Pin => Self::Pin,
            PageShown::Jobs => Self::Jobs,
            PageShown::Running => Self::Running,
            PageShown::OnHold => Self::OnHold,
            PageShown::Hold => Self::Hold,
            PageShown::IdleCodes => Self::IdleCodes,
            PageShown::Help => Self::Help,
            PageShown::MyDay => Self::MyDay,
            PageShown::People => Self::People,
            PageShown::FinishConfirm => Self::FinishConfirm,
            PageShown::Question => Self::Question,
            PageShown::Finding => Self::Finding,
            PageShown::Note => Self::Note,
            PageShown::Parts => Self::Parts,
            PageShown::FindPart => Self::FindPart,
            PageShown::DescribePart => Self::DescribePart,
            PageShown::Count => Self::Count,
            PageShown::Checklist => Self::Checklist,
            PageShown::Measure => Self::Measure,
            PageShown::Checks => Self::Checks,
        }
    }
}

impl From<model::Mark> for ui::BayMark {
    fn from(mark: model::Mark) -> Self {
        match mark {
            model::Mark::None => Self::None,
            model::Mark::Dot => Self::Dot,
            model::Mark::Ring => Self::Ring,
            model::Mark::Half => Self::Half,
            model::Mark::Check => Self::Check,
            model::Mark::Cross => Self::Cross,
            model::Mark::Alert => Self::Alert,
            model::Mark::Diamond => Self::Diamond,
            model::Mark::Square => Self::Square,
        }
    }
}

impl From<model::Save> for ui::BaySave {
    fn from(save: model::Save) -> Self {
        match save {
            model::Save::None => Self::None,
            model::Save::Saving => Self::Saving,
            model::Save::Saved => Self::Saved,
            model::Save::Accepted => Self::Accepted,
            model::Save::Refused => Self::Refused,
        }
    }
}

fn words(words: &model::Words) -> ui::BayWords {
    ui::BayWords {
        badge_in: text(&words.badge_in),
        badge_title: text(&words.badge_title),
        badge_hint: text(&words.badge_hint),
        switch_theme: text(&words.switch_theme),
        switch_language: text(&words.switch_language),
        done: text(&words.done),
        back: text(&words.back),
        promised: text(&words.promised),
        next_jobs: text(&words.next_jobs),
        no_next_jobs: text(&words.no_next_jobs),
        no_next_jobs_hint: text(&words.no_next_jobs_hint),
        no_faces: text(&words.no_faces),
        no_jobs: text(&words.no_jobs),
        no_jobs_hint: text(&words.no_jobs_hint),
        parts: text(&words.parts),
        also_here: text(&words.also_here),
        since: text(&words.since),
        owner: text(&words.owner),
        actual: text(&words.actual),
        standard: text(&words.standard),
        today: text(&words.today),
        no_segments: text(&words.no_segments),
        pin_clear: text(&words.pin_clear),
        pin_ok: text(&words.pin_ok),
        cancel: text(&words.cancel),
    }
}

fn link(link: &model::Link) -> ui::BayLink {
    ui::BayLink {
        text: text(&link.text),
        tone: link.tone.into(),
        mark: link.mark.into(),
    }
}

fn status(status: &model::Status) -> ui::BayStatus {
    ui::BayStatus {
        save: status.save.into(),
        text: text(&status.text),
        undo: text(&status.undo),
    }
}

fn pin(pin: &model::Pin) -> ui::BayPin {
    ui::BayPin {
        name: text(&pin.name),
        initial: text(&pin.initial),
        hint: text(&pin.hint),
        error: text(&pin.error),
    }
}

fn order(order: &model::Order, rows: &BayRows) -> ui::BayOrder {
    ui::BayOrder {
        plate: text(&order.plate.text),
        plate_colour: order.plate.kind.into(),
        car: text(&order.car),
        order: text(&order.order),
        promised: text(&order.promised),
        promised_tone: order.promised_tone.into(),
        promised_note: text(&order.promised_note),
        chips: ModelRc::from(rows.chips.clone()),
    }
}

fn work(work: &model::Work) -> ui::BayWork {
    ui::BayWork {
        title: text(&work.title),
        complaint: text(&work.complaint),
        timer: text(&work.timer),
        of_standard: text(&work.of_standard),
        forecast: text(&work.forecast),
        reasons: text(&work.reasons),
        progress: work.progress,
        state: text(&work.state),
        tone: work.tone.into(),
    }
}

fn stop(stop: &model::Stop) -> ui::BayStop {
    ui::BayStop {
        title: text(&stop.title),
        reason: text(&stop.reason),
        complaint: text(&stop.complaint),
        owner: text(&stop.owner),
        since: text(&stop.since),
        clock: text(&stop.clock),
        note: text(&stop.note),
        cleared: stop.cleared,
        resume: text(&stop.resume),
        resume_note: text(&stop.resume_note),
    }
}

fn call(call: &model::Call) -> ui::BayCall {
    ui::BayCall {
        open: call.open,
        title: text(&call.title),
        text: text(&call.text),
        age: text(&call.age),
        tone: call.tone.into(),
        clear: text(&call.clear),
    }
}

fn confirm(confirm: &model::Confirm) -> ui::BayConfirm {
    ui::BayConfirm {
        title: text(&confirm.title),
        plate: text(&confirm.plate.text),
        plate_colour: confirm.plate.kind.into(),
        work: text(&confirm.work),
        car: text(&confirm.car),
        actual: text(&confirm.actual),
        standard: text(&confirm.standard),
        tone: confirm.tone.into(),
        note: text(&confirm.note),
        confirm: text(&confirm.confirm),
        confirm_note: text(&confirm.confirm_note),
        cancel: text(&confirm.cancel),
    }
}

fn finding(finding: &model::FindingShown) -> ui::BayFinding {
    ui::BayFinding {
        title: text(&finding.title),
        note: text(&finding.note),
        hours: text(&finding.hours),
        hours_title: text(&finding.hours_title),
        amount: text(&finding.amount),
        parts_title: text(&finding.parts_title),
        words: text(&finding.words),
        words_title: text(&finding.words_title),
        photos_title: text(&finding.photos_title),
        send: text(&finding.send),
        send_note: text(&finding.send_note),
        drop: text(&finding.drop),
        noted: text(&finding.noted),
        space: text(&finding.space),
        longer: text(&finding.longer),
        shorter: text(&finding.shorter),
    }
}

fn map_toggle(toggle: &model::Toggle) -> ui::BayToggle {
    ui::BayToggle {
        id: text(&toggle.id),
        title: text(&toggle.title),
        detail: text(&toggle.detail),
        tone: toggle.tone.into(),
        chosen: toggle.chosen,
    }
}

fn map_photo(photo: &model::PhotoShown, images: &Images) -> ui::BayPhoto {
    ui::BayPhoto {
        id: text(&photo.id),
        picture: photo
            .path
            .as_deref()
            .and_then(|path| images.of(path))
            .unwrap_or_default(),
        chosen: photo.chosen,
    }
}

fn map_person(person: &model::Person) -> ui::BayPerson {
    ui::BayPerson {
        id: text(&person.id),
        initial: text(&person.initial),
        name: text(&person.name),
        time: text(&person.time),
        note: text(&person.note),
        tone: person.tone.into(),
        active: person.active,
    }
}

fn map_face(face: &model::Face) -> ui::BayFace {
    ui::BayFace {
        id: text(&face.id),
        initial: text(&face.initial),
        name: text(&face.name),
        note: text(&face.note),
        tone: face.tone.into(),
        usual: face.usual,
    }
}

fn map_tab(tab: &model::Tab) -> ui::BayTab {
    ui::BayTab {
        id: text(&tab.id),
        title: text(&tab.title),
        count: text(&tab.count),
        selected: tab.selected,
    }
}

fn map_chip(chip: &model::Chip) -> ui::BayChip {
    ui::BayChip {
        text: text(&chip.text),
        tone: chip.tone.into(),
        mark: chip.mark.into(),
    }
}

fn map_job(job: &model::Job) -> ui::BayJob {
    ui::BayJob {
        id: text(&job.id),
        plate: text(&job.plate.text),
        plate_colour: job.plate.kind.into(),
        car: text(&job.car),
        title: text(&job.title),
        detail: text(&job.detail),
        promised: text(&job.promised),
        promised_tone: job.promised_tone.into(),
        state: text(&job.state),
        tone: job.tone.into(),
        enabled: job.enabled,
    }
}

fn map_part(part: &model::Part) -> ui::BayPart {
    ui::BayPart {
        id: text(&part.id),
        name: text(&part.name),
        detail: text(&part.detail),
        state: text(&part.state),
        tone: part.tone.into(),
        tappable: part.tappable,
    }
}

fn map_action(action: &model::ActionShown) -> ui::BayAction {
    ui::BayAction {
        id: text(&action.id),
        title: text(&action.title),
        subtitle: text(&action.subtitle),
        tone: action.tone.into(),
        primary: action.primary,
        enabled: action.enabled,
    }
}

fn map_choice(choice: &model::ChoiceShown) -> ui::BayChoice {
    ui::BayChoice {
        id: text(&choice.id),
        glyph: text(&choice.glyph),
        title: text(&choice.title),
        subtitle: text(&choice.subtitle),
        tone: choice.tone.into(),
        enabled: choice.enabled,
    }
}

fn map_prompt(prompt: &model::Prompt) -> ui::BayPrompt {
    ui::BayPrompt {
        id: text(&prompt.id),
        text: text(&prompt.text),
        tone: prompt.tone.into(),
        action: text(&prompt.action),
    }
}

fn map_total(total: &model::Total) -> ui::BayTotal {
    ui::BayTotal {
        title: text(&total.title),
        value: text(&total.value),
        tone: total.tone.into(),
    }
}

fn map_tick(tick: &model::Tick) -> ui::BayTick {
    ui::BayTick {
        text: text(&tick.text),
        at: tick.at,
    }
}

fn map_segment(segment: &model::Segment) -> ui::BaySegment {
    ui::BaySegment {
        time: text(&segment.time),
        what: text(&segment.what),
        plate: text(&segment.plate.text),
        plate_colour: segment.plate.kind.into(),
        actual: text(&segment.actual),
        standard: text(&segment.standard),
        tone: segment.tone.into(),
        doubt: text(&segment.doubt),
        start: segment.start,
        span: segment.span,
    }
}
