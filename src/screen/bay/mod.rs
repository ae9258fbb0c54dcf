//! The bay kiosk (工位屏): what a tap of the technician means, and what the screen then shows.
//!
//! [`BayKiosk::update`] takes what a finger or a badge did and says what to submit; [`BayKiosk::present`] makes
//! the model of the screen. The kiosk remembers only what the coordinator need not know: who stands before it,
//! which page is open, and what is half chosen.
//!
//! ```text
//!   home ──badge, tile──▶ (pin) ──▶ home: the person's running job here, else the jobs to choose from
//!    │                                │ job: clock on ──────────────▶ home
//!    │ an action without a badge      │ another job, idle: hold page ▶ home
//!    └──▶ people ──badge, tile──▶ the action, then
//! ```
//!
//! A job that is finished opens its self-check; what waits for a peer, and the wash, have a page of their own.

mod checks;
mod choice;
mod clocking;
mod extension;
mod finding;
mod intent;
mod look;
pub mod model;
mod page;
mod parts;
mod present;
mod sign_in;
mod tools;

pub use self::checks::CheckTap;
pub use self::finding::FindingTap;
pub use self::intent::Intent;
pub use self::parts::PartsTap;

use self::checks::{CHECK, CameFrom, CheckDrafts, ChecksTab};
use self::choice::{Action, Choice, FaceTab, JobTab};
use self::clocking::Leaving;
use self::finding::Drafts;
use self::page::{Notice, Page, Shown, Wish};
use self::parts::PartsDrafts;
use self::tools::ToolPage;

use self::look::Look;
use super::Effect;
use super::reader::KeyReader;
use super::session::{LastTap, Pins, Session, SignIn};
use super::tone::Theme;
use crate::domain::command::{Actor, CommandBody, UndoTarget};
use crate::domain::decide::undo_target;
use crate::domain::half_made::HalfMade;
use crate::domain::ids::{BayId, CommandId, JobId, PartNumber, PersonId, ToolId};
use crate::domain::person::Language;
use crate::domain::policy::Bay;
use crate::projection::picture::{Picture, Tap, TapState};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// How long a notice stays, unless something else is tapped.
const NOTICE_SECS: i64 = 10;

/// What the site rules before the first contact.
const UNDO_SECS: u32 = 120;

/// The kiosk of one bay.
#[derive(Debug, Clone)]
pub struct BayKiosk {
    bay: BayId,
    sign_in: SignIn,
    station_language: Language,
    /// How the station's own file names the bay, for as long as the site has not said so.
    own: Option<Bay>,
    page: Page,
    /// Who acts.
    acting: Option<Session>,
    /// Who was recognised shortly before, and may go on without being asked again.
    known: Vec<Session>,
    wish: Option<Wish>,
    notice: Option<(Notice, DateTime<Utc>)>,
    reader: KeyReader,
    pins: Pins,
    face_tab: Option<FaceTab>,
    /// The chosen list of jobs; nothing for the one that has some.
    job_tab: Option<JobTab>,
    language: Option<Language>,
    theme: Theme,
    touched_at: DateTime<Utc>,
    last: LastTap,
    drafts: Drafts,
    parts_drafts: PartsDrafts,
    check_drafts: CheckDrafts,
}

impl BayKiosk {
    /// Begins with nobody signed in.
    pub fn new(bay: BayId, sign_in: SignIn, language: Language, now: DateTime<Utc>) -> Self {
        Self {
            bay,
            sign_in,
            station_language: language,
            own: None,
            page: Page::Home,
            acting: None,
            known: Vec::new(),
            wish: None,
            notice: None,
            reader: KeyReader::default(),
            pins: Pins::default(),
            face_tab: None,
            job_tab: None,
            language: None,
            theme: Theme::default(),
            touched_at: now,
            last: LastTap::default(),
            drafts: Drafts::default(),
            parts_drafts: PartsDrafts::default(),
            check_drafts: CheckDrafts::default(),
        }
    }

    /// Takes the bay's name from the station's own file, until the site tells it.
    pub fn named(self, bay: Option<Bay>) -> Self {
        Self { own: bay, ..self }
    }

    /// Goes on with what was half made when the station stopped.
    pub fn with_half_made(self, kept: &BTreeMap<String, HalfMade>) -> Self {
        Self {
            drafts: Drafts::taken_up(kept),
            parts_drafts: PartsDrafts::taken_up(kept),
            check_drafts: CheckDrafts::taken_up(kept),
            ..self
        }
    }

    /// Begins in these colours.
    pub fn in_theme(self, theme: Theme) -> Self {
        Self { theme, ..self }
    }

    /// Takes what was done and tells what to do about it.
    pub fn update(&mut self, intent: Intent, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        self.let_go(now);
        match intent {
            Intent::Tick => {
                let mut effects = self.drafts.give_back(picture);
                effects.extend(self.parts_drafts.give_back(picture));
                effects.extend(self.take_photos(picture));
                effects.extend(self.take_part_photos(picture));
                effects.extend(self.tend_checks(picture, now));
                effects.extend(self.take_check_photos(picture, now));
                effects
            }
            Intent::Key { text, at } => match self.reader.key(&text, at) {
                Some(badge) => self.badge_read(&badge, picture, now),
                None => Vec::new(),
            },
            Intent::BadgeRead { badge } => self.badge_read(&badge, picture, now),
            Intent::PinChecked { person, ok } => self.pin_checked(&person, ok, picture, now),
            tap => {
                self.touch(now);
                self.tapped(tap, picture, now)
            }
        }
    }

    /// Chooses the language: what was switched to, else that of who acts, else the station's.
    pub fn language(&self, picture: &Picture) -> Language {
        let theirs = || self.acting.as_ref()?.language(picture);
        self.language
            .or_else(theirs)
            .unwrap_or(self.station_language)
    }

    fn look<'a>(&'a self, picture: &'a Picture) -> Look<'a> {
        Look {
            picture,
            bay: &self.bay,
        }
    }

    fn me(&self) -> Option<&PersonId> {
        self.acting.as_ref().map(|session| &session.person)
    }

    fn touch(&mut self, now: DateTime<Utc>) {
        self.touched_at = now;
        self.notice = None;
        if let Some(session) = &mut self.acting {
            session.touched_at = now;
        }
    }

    fn tapped(&mut self, tap: Intent, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        match tap {
            Intent::BadgeIn | Intent::MorePeople => {
                self.page = Page::People;
                Vec::new()
            }
            Intent::Face { id } => self.face(&id, picture, now),
            Intent::Person { id } => self.pill(&id, picture, now),
            Intent::PinEntered { pin } => self.pin_entered(pin, now),
            Intent::Job { id } => self.job(&id, picture, now),
            Intent::Finding(tap) => self.finding_tap(tap, picture, now),
            Intent::Parts(tap) => match self.page.clone() {
                Page::Check(path) => self.check_words(path, tap, picture, now),
                _ => self.parts_tap(tap, picture, now),
            },
            Intent::Check(tap) => self.check_tap(tap, picture, now),
            Intent::Part { id } => self.part(id, picture, now),
            Intent::Back => self.back(picture),
            Intent::Action { id } => self.action(&id, picture, now),
            Intent::Choice { id } => self.choice(&id, picture, now),
            Intent::ClearCall => match self.look(picture).open_call() {
                Some(call) => self.wished(Wish::ClearCall(call.id), picture, now),
                None => Vec::new(),
            },
            Intent::Resume => match self.subject(picture) {
                Some(job) => self.wished(Wish::ClockOn(job), picture, now),
                None => Vec::new(),
            },
            Intent::Prompt { id } => self.prompt(&id, picture, now),
            Intent::Undo => self.undo(picture, now),
            Intent::ConfirmFinish => self.confirm_finish(picture, now),
            other => {
                self.turn(other, picture);
                Vec::new()
            }
        }
    }

    /// Taps that change only what is shown.
    fn turn(&mut self, tap: Intent, picture: &Picture) {
        match tap {
            Intent::SignOut => {
                self.sign_out();
                self.known.clear();
            }
            Intent::FaceTab { id } => self.face_tab = FaceTab::of(&id),
            Intent::JobTab { id } if id == ChecksTab::Checks.id() => {
                self.page = Page::Checks(ChecksTab::Checks);
            }
            Intent::JobTab { id } => self.job_tab = JobTab::of(&id),
            Intent::SwitchTheme => {
                self.theme = self.theme.other();
            }
            Intent::SwitchLanguage => {
                self.language = Some(self.language(picture).other());
            }
            _ => {}
        }
    }

    fn action(&mut self, id: &str, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        match Action::of(id) {
            // Who needs help at once should not have to look for a badge first.
            Some(Action::Help) => {
                self.page = Page::Help;
                Vec::new()
            }
            Some(action) => {
                let subject = self.subject(picture);
                self.wished(Wish::Do(action, subject), picture, now)
            }
            None => Vec::new(),
        }
    }

    /// Does what is wished, or asks first who wishes it.
    fn wished(&mut self, wish: Wish, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(me) = self.me().cloned() else {
            self.wish = Some(wish);
            self.page = Page::People;
            return Vec::new();
        };
        match wish {
            Wish::ClockOn(job) => self.clock_on(job, &me, picture, now),
            Wish::ClearCall(call) => self.submit(CommandBody::ClearAndon { call }, now),
            Wish::Do(action, subject) => self.act(action, subject, &me, picture, now),
            Wish::Sign(job, without) => self.sign(&job, &without, picture, now),
            Wish::OpenPart(id, job) => self.open_line(&id, job, picture, now),
            Wish::OpenTool(tool, job) => self.open_tool(ToolPage::One(tool), job),
            Wish::Check(job, from) => self.open_check(job, from, &me, picture, now),
            Wish::Wash(ro) => self.wash(ro, picture, now),
        }
    }

    fn act(
        &mut self,
        action: Action,
        subject: Option<JobId>,
        me: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let page = match (action, subject) {
            (Action::ShiftIn, _) => return self.submit(CommandBody::ShiftIn, now),
            (Action::ShiftOut, _) => return self.shift_out(me, picture, now),
            (Action::Finish, Some(job)) => {
                self.before_finish(job, picture);
                return Vec::new();
            }
            (Action::Parts, job) => return self.open_parts(job, picture, now),
            (Action::Hold, Some(job)) => Page::Hold(Leaving::Stop(job)),
            (Action::Finding, subject) => return self.open_finding(me, subject, now),
            (Action::Extend, Some(job)) => Page::Extend(job, None),
            (Action::Finish | Action::Hold | Action::Extend, None) => Page::Home,
            (Action::Jobs, _) => Page::Jobs,
            (Action::Idle, _) => Page::IdleCodes,
            (Action::MyDay, _) => Page::MyDay,
            (Action::Help, _) => Page::Help,
        };
        self.page = page;
        Vec::new()
    }

    fn choice(&mut self, id: &str, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        match self.page.clone() {
            Page::Finding(ro) => return self.choose(&ro, id, picture),
            Page::Extend(job, minutes) => return self.extend(job, minutes, id, now),
            Page::Parts(path) => return self.parts_choice(path, id, picture, now),
            Page::Tools(job, page) => return self.tool_choice(job, page, id, picture, now),
            Page::Check(path) => return self.check_choice(path, id, picture, now),
            _ => {}
        }
        let Some(choice) = Choice::of(id) else {
            return Vec::new();
        };
        match (self.page.clone(), choice) {
            (Page::Help, Choice::Call(call)) => {
                self.page = Page::Home;
                let bay = self.bay.clone();
                self.submit(CommandBody::RaiseAndon { bay, call }, now)
            }
            (Page::IdleCodes, Choice::Idle(code)) => self.go_idle(code, picture, now),
            (Page::Hold(leaving), choice) => self.leave(leaving, choice, picture, now),
            _ => Vec::new(),
        }
    }

    /// A job's card: clocks on, or opens its check.
    fn job(&mut self, id: &str, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        if let Some(job) = id.strip_prefix(CHECK).and_then(job_of) {
            return self.wished(Wish::Check(job, CameFrom::Home), picture, now);
        }
        match id.parse() {
            Ok(job) => self.wished(Wish::ClockOn(job), picture, now),
            Err(_) => {
                self.not_authorised(id, picture, now);
                Vec::new()
            }
        }
    }

    /// A part of the car's list. What lies ready is signed for by whoever stands there.
    fn part(&mut self, id: String, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        let (Shown::Running(card) | Shown::OnHold(card)) = self.shown(picture) else {
            return Vec::new();
        };
        let job = card.job.clone();
        if let Some(tool) = id.strip_prefix(tools::TOOL) {
            let wish = Wish::OpenTool(ToolId::new(tool), Some(job));
            return self.wished(wish, picture, now);
        }
        if self.me().is_none() && self.is_ready(&id, &job, picture) {
            return self.open_line(&id, job, picture, now);
        }
        self.wished(Wish::OpenPart(id, job), picture, now)
    }

    fn prompt(&mut self, id: &str, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        if id == present::CLEAR_CALL {
            return self.tapped(Intent::ClearCall, picture, now);
        }
        if id == present::GO_ON_PARTS {
            let job = self
                .half_made_request(picture)
                .map(|draft| draft.job.clone());
            return match job {
                Some(job) => self.wished(Wish::Do(Action::Parts, Some(job)), picture, now),
                None => Vec::new(),
            };
        }
        if let Some(job) = id.strip_prefix(present::SIGN).and_then(job_of) {
            return self.open_signing(job);
        }
        if let Some(tool) = id.strip_prefix(tools::TOOL) {
            let wish = Wish::OpenTool(ToolId::new(tool), self.subject(picture));
            return self.wished(wish, picture, now);
        }
        if let Some(code) = id.strip_prefix(present::AS_PART) {
            let part = PartNumber::new(code);
            return self.scanned_part(part, picture, now).unwrap_or_default();
        }
        if let Some(job) = id.strip_prefix(CHECK).and_then(job_of) {
            return self.wished(Wish::Check(job, CameFrom::Home), picture, now);
        }
        if id == present::GO_ON {
            self.go_on_with_finding(now);
            return Vec::new();
        }
        if let Some(job) = id.strip_prefix(present::RESUME).and_then(job_of) {
            return self.wished(Wish::ClockOn(job), picture, now);
        }
        match id.strip_prefix(present::EXTEND).and_then(job_of) {
            Some(job) => self.wished(Wish::Do(Action::Extend, Some(job)), picture, now),
            None => Vec::new(),
        }
    }

    /// Tells who tries to clock on to additional work what it waits for.
    fn not_authorised(&mut self, id: &str, picture: &Picture, now: DateTime<Utc>) {
        let found = id.strip_prefix(present::FINDING);
        let known = found.and_then(|id| {
            let findings = picture.views.findings.findings.iter();
            let mut ids = findings.map(|card| card.finding.id);
            ids.find(|known| known.to_string() == id)
        });
        if let Some(finding) = known {
            self.tell_not_authorised(finding, now);
        }
    }

    fn tell_not_authorised(&mut self, finding: CommandId, now: DateTime<Utc>) {
        let until = now + TimeDelta::seconds(NOTICE_SECS);
        self.notice = Some((Notice::NotAuthorised(finding), until));
    }

    /// One page back; inside a finding one question, from its note to it.
    fn back(&mut self, picture: &Picture) -> Vec<Effect> {
        self.wish = None;
        match self.page.clone() {
            Page::Finding(ro) => return self.finding_back(&ro, picture),
            Page::Note(ro) => self.page = Page::Finding(ro),
            Page::Parts(path) => return self.parts_back(path, picture),
            Page::Tools(job, page) => return self.tool_back(job, page),
            Page::Extend(job, Some(_)) => self.page = Page::Extend(job, None),
            Page::Check(path) => return self.check_back(path, picture),
            Page::Rework(job) => self.page = Page::Job(job),
            _ => self.page = Page::Home,
        }
        Vec::new()
    }

    fn confirm_finish(&mut self, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        let Page::Finish(job) = self.page.clone() else {
            return Vec::new();
        };
        self.after_finish(&job, picture, now);
        self.submit(CommandBody::Finish { job }, now)
    }

    /// Finds the tap that the undo button would take back, and what that touches.
    fn undoable<'a>(
        &self,
        picture: &'a Picture,
        now: DateTime<Utc>,
    ) -> Option<(&'a Tap, UndoTarget)> {
        let me = self.me()?;
        let undone: Vec<CommandId> = picture
            .taps
            .iter()
            .filter(|tap| stands(tap))
            .filter_map(|tap| match tap.command.body {
                CommandBody::Undo { command, .. } => Some(command),
                _ => None,
            })
            .collect();
        let (tap, target) = picture
            .taps
            .iter()
            .rev()
            .filter(|tap| tap.command.actor.person() == Some(me) && stands(tap))
            .filter(|tap| !undone.contains(&tap.command.id) && !self.is_built_on(tap, picture))
            .find_map(|tap| Some((tap, undo_target(&tap.command)?)))?;
        (self.undo_left(tap, picture, now) > TimeDelta::zero()).then_some((tap, target))
    }

    /// Tells how long a tap can still be taken back.
    fn undo_left(&self, tap: &Tap, picture: &Picture, now: DateTime<Utc>) -> TimeDelta {
        let secs = picture
            .views
            .site
            .as_ref()
            .map_or(UNDO_SECS, |site| site.undo_secs);
        tap.command.at + TimeDelta::seconds(i64::from(secs)) - now
    }

    fn undo(&mut self, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        match self.undoable(picture, now) {
            Some((tap, target)) => {
                self.page = Page::Home;
                let command = tap.command.id;
                self.submit(CommandBody::Undo { command, target }, now)
            }
            None => Vec::new(),
        }
    }

    /// Submits a tap of who acts; one that only bounced is left out.
    fn submit(&mut self, body: CommandBody, now: DateTime<Utc>) -> Vec<Effect> {
        let actor = self.acting.as_ref().map_or(Actor::System, Session::actor);
        self.last.submit(actor, body, now)
    }
}

fn job_of(id: &str) -> Option<JobId> {
    id.parse().ok()
}

/// Tells whether a tap has happened, as far as this station knows.
fn stands(tap: &Tap) -> bool {
    !matches!(
        tap.state,
        TapState::Refused { .. } | TapState::NotSaved { .. }
    )
}
