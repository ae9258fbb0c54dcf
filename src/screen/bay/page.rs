//! Which page is open, and what it shows once the picture has had its say.

use super::BayKiosk;
use super::checks::{CameFrom, CheckPath, ChecksTab, Subject};
use super::choice::Action;
use super::clocking::Leaving;
use super::look::Look;
use super::parts::{PartsPage, PartsPath};
use super::tools::ToolPage;
use crate::domain::half_made::FindingDraft;
use crate::domain::ids::{BadgeId, CommandId, JobId, PersonId, RoNumber, ToolId};
use crate::domain::order::WorkMinutes;
use crate::domain::parts::request::LineKey;
use crate::projection::job_card::{JobCard, Stage};
use crate::projection::picture::Picture;
use std::collections::BTreeSet;

/// Which page is open. What it shows follows from the picture, so it cannot go stale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Page {
    /// What is natural for who is signed in and what stands here.
    Home,
    Job(JobId),
    Jobs,
    Pin(PersonId),
    People,
    Hold(Leaving),
    IdleCodes,
    Help,
    MyDay,
    Finish(JobId),
    /// The finding of a car in the making.
    Finding(RoNumber),
    /// Its note.
    Note(RoNumber),
    /// How much longer a job takes, then why.
    Extend(JobId, Option<WorkMinutes>),
    /// The parts of a job.
    Parts(PartsPath),
    /// Tools, for a job where there is one.
    Tools(Option<JobId>, ToolPage),
    /// The check of a finished job.
    Check(CheckPath),
    /// What waits to be checked, and to be washed.
    Checks(ChecksTab),
    /// What a job came back for.
    Rework(JobId),
}

/// What is done as soon as it is known who wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    ClockOn(JobId),
    Do(Action, Option<JobId>),
    ClearCall(CommandId),
    /// Signing for what lies ready for a job, but for these lines.
    Sign(JobId, BTreeSet<LineKey>),
    /// Looking at a part of a job.
    OpenPart(String, JobId),
    /// Looking at a tool, for a job where there is one.
    OpenTool(ToolId, Option<JobId>),
    /// The check that a finished job waits for.
    Check(JobId, CameFrom),
    /// The wash of a car begins, or ends.
    Wash(RoNumber),
}

/// Something to say that is not in the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Notice {
    UnknownBadge(BadgeId),
    NoPinSet(PersonId),
    /// Additional work that nobody may do, by the command that reported it.
    NotAuthorised(CommandId),
    /// A check that is somebody else's.
    NotYourCheck(JobId),
}

/// What the page shows, once the picture has had its say.
pub(super) enum Shown<'a> {
    Idle,
    Pin(PersonId),
    People,
    Jobs,
    Running(&'a JobCard),
    OnHold(&'a JobCard),
    Hold(&'a Leaving),
    IdleCodes,
    Help,
    MyDay,
    Finish(&'a JobCard),
    Finding(&'a FindingDraft),
    Note(&'a FindingDraft),
    Extend(&'a JobCard, Option<WorkMinutes>),
    Parts(&'a JobCard, &'a PartsPage),
    Tools(Option<&'a JobId>, &'a ToolPage),
    Check(&'a CheckPath, Subject<'a>),
    Checks(ChecksTab),
    Rework(&'a JobCard),
}

impl BayKiosk {
    /// Tells what the page shows now.
    pub(super) fn shown<'a>(&'a self, picture: &'a Picture) -> Shown<'a> {
        let look = self.look(picture);
        let signed_in = self.acting.is_some();
        match &self.page {
            Page::Pin(person) => Shown::Pin(person.clone()),
            Page::People => Shown::People,
            Page::Help => Shown::Help,
            Page::Jobs if signed_in => Shown::Jobs,
            Page::IdleCodes if signed_in => Shown::IdleCodes,
            Page::MyDay if signed_in => Shown::MyDay,
            Page::Hold(leaving) if signed_in => Shown::Hold(leaving),
            Page::Finding(ro) => match self.draft(ro) {
                Some(draft) => Shown::Finding(draft),
                None => self.home(look),
            },
            Page::Note(ro) => match self.draft(ro) {
                Some(draft) => Shown::Note(draft),
                None => self.home(look),
            },
            Page::Extend(job, minutes) if signed_in => match look.card(job) {
                Some(card) if card.stage != Stage::Finished => Shown::Extend(card, *minutes),
                _ => self.home(look),
            },
            Page::Finish(job) if signed_in => match look.card(job) {
                Some(card) if card.stage != Stage::Finished => Shown::Finish(card),
                _ => self.home(look),
            },
            Page::Parts(path) => match (look.card(&path.job), path.shown()) {
                // Whoever comes to the bay may sign for what lies there.
                (Some(card), Some(page)) if signed_in || path.is_for_all() => {
                    Shown::Parts(card, page)
                }
                _ => self.home(look),
            },
            Page::Tools(job, page) if signed_in => Shown::Tools(job.as_ref(), page),
            Page::Checks(tab) => Shown::Checks(*tab),
            Page::Check(path) if signed_in => match look.subject(&path.job) {
                Some(subject) if subject.quality.next == Some(path.check) => {
                    Shown::Check(path, subject)
                }
                _ => self.home(look),
            },
            Page::Rework(job) => match look.card(job) {
                Some(card) if card.quality.is_rework => Shown::Rework(card),
                _ => self.home(look),
            },
            Page::Job(job) => match look.card(job) {
                Some(card) => work(card).unwrap_or_else(|| self.home(look)),
                None => self.home(look),
            },
            _ => self.home(look),
        }
    }

    pub(super) fn home<'a>(&'a self, look: Look<'a>) -> Shown<'a> {
        match self.me() {
            Some(me) => look.my_job_here(me).map_or(Shown::Jobs, Shown::Running),
            None => look
                .running()
                .map(Shown::Running)
                .or_else(|| look.standing().map(Shown::OnHold))
                .unwrap_or(Shown::Idle),
        }
    }

    /// Names the job that the page is about.
    pub(super) fn subject(&self, picture: &Picture) -> Option<JobId> {
        match self.shown(picture) {
            Shown::Running(card) | Shown::OnHold(card) | Shown::Finish(card) => {
                Some(card.job.clone())
            }
            _ => None,
        }
    }
}

/// A job that has begun and not ended has a page of its own.
fn work(card: &JobCard) -> Option<Shown<'_>> {
    match card.stage {
        Stage::InRepair => Some(Shown::Running(card)),
        Stage::OnHold => Some(Shown::OnHold(card)),
        Stage::AwaitingDispatch | Stage::Dispatched | Stage::Rework | Stage::Finished => None,
    }
}
