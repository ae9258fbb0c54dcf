//! Taps that plan: a job onto a slot, a chip to another place, the buttons of the plan sheet, and the undo.

use super::eta::Eta;
use super::model::Panel;
use super::plan::{self, Draft, planning_sheet};
use super::sign_in::{Signature, Wish};
use super::{Dispatch, Effect};
use crate::domain::command::CommandBody;
use crate::domain::dispatch::{ConflictKind, Plan, conflicts};
use crate::domain::ids::{BayId, CommandId, JobId};
use crate::domain::person::Permission;
use crate::domain::policy::SitePolicy;
use crate::domain::refusal::Refusal;
use crate::projection::job_card::{JobCard, Stage};
use crate::projection::picture::{Picture, Tap, TapState};
use crate::screen::floor::axis::Window;
use crate::screen::words::dispatch as words;
use chrono::{DateTime, TimeDelta, Utc};

/// The buttons of the plan sheet.
pub(super) const DISPATCH: &str = "dispatch";
pub(super) const TAKE_BACK: &str = "take-back";
pub(super) const CLEAR_HOLD: &str = "clear-hold";

/// A chip moved by less than this was only touched.
const MOVED: TimeDelta = TimeDelta::minutes(5);

/// A refusal that came longer ago than this does not open a sheet any more.
const REOPEN_SECS: i64 = 60;

/// What the site rules before the first contact.
const UNDO_SECS: u32 = 120;

/// A chip under the finger.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drag {
    pub(super) job: JobId,
    pub(super) bay: BayId,
    /// Where along the hours shown it would begin.
    pub(super) at: f32,
    pub(super) moved_at: DateTime<Utc>,
}

/// A dispatch that can be taken back for a while, and what was planned before it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Undoable {
    job: JobId,
    before: Option<Plan>,
    body: CommandBody,
    at: DateTime<Utc>,
}

impl Undoable {
    /// Counts its time from when it was really submitted.
    pub(super) fn begun(self, now: DateTime<Utc>) -> Self {
        Self { at: now, ..self }
    }
}

/// The kinds of what speaks against a plan, each once: what is accepted by dispatching anyway.
fn kinds(found: &[crate::domain::dispatch::Conflict]) -> Vec<ConflictKind> {
    let mut kinds: Vec<ConflictKind> = found.iter().map(|conflict| conflict.kind()).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

impl Dispatch {
    /// Chooses a waiting job; the same once more lets it go.
    pub(super) fn choose_job(&mut self, id: &str) {
        let job: Option<JobId> = id.parse().ok();
        let same = self.selected == job;
        self.close();
        self.selected = job.filter(|_| !same);
    }

    /// Opens the plan of a job on a bay; what is finished has none, but its car may stand in a lane.
    pub(super) fn open_chip(&mut self, id: &str, picture: &Picture, now: DateTime<Utc>) {
        self.close();
        let Some((policy, card)) = known(picture, id) else {
            self.desk.note(words::JOB_IS_GONE, now);
            return;
        };
        if card.stage == Stage::Finished {
            let car = &card.car.ro;
            if picture
                .views
                .finishing
                .cars
                .iter()
                .any(|known| known.car.ro == *car)
            {
                self.open_car(car.clone());
            } else {
                self.desk.note(words::JOB_IS_FINISHED, now);
            }
            return;
        }
        self.selected = Some(card.job.clone());
        self.draft = Draft::of_card(picture, policy, card, now);
        self.panel = Panel::Plan;
    }

    /// Plans the chosen job at a slot, or moves the plan that is open there.
    pub(super) fn slot(&mut self, bay: &BayId, at: f32, picture: &Picture, now: DateTime<Utc>) {
        let Some(job) = self.selected.clone() else {
            self.desk.note(words::PICK_JOB_FIRST, now);
            return;
        };
        let Some((policy, card)) = known(picture, &job.to_string()) else {
            self.close();
            self.desk.note(words::JOB_IS_GONE, now);
            return;
        };
        let slot = (bay, Window::of_day(policy, picture, now).moment(at));
        match &mut self.draft {
            Some(draft) if draft.plan.job == job => {
                draft.move_to(picture, policy, card, slot, now);
            }
            draft => *draft = Some(Draft::at_slot(picture, policy, card, slot, now)),
        }
        self.panel = Panel::Plan;
    }

    pub(super) fn drag_chip(&mut self, id: &str, bay: BayId, at: f32, now: DateTime<Utc>) {
        if let Ok(job) = id.parse() {
            self.drag = Some(Drag {
                job,
                bay,
                at,
                moved_at: now,
            });
        }
    }

    /// Makes the plan that a dragged chip would have; nothing for what cannot be planned.
    pub(super) fn dragged(
        &self,
        drag: &Drag,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Option<Draft> {
        let (policy, card) = known(picture, &drag.job.to_string())?;
        if card.stage == Stage::Finished {
            return None;
        }
        let at = Window::of_day(policy, picture, now).moment(drag.at);
        let mut draft = Draft::of_card(picture, policy, card, now)?;
        draft.move_to(picture, policy, card, (&drag.bay, at), now);
        Some(draft)
    }

    /// Dispatches a dropped chip at once where nothing speaks against it, else opens the sheet.
    pub(super) fn drop_chip(
        &mut self,
        id: &str,
        (bay, at): (BayId, f32),
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.close();
        self.drag_chip(id, bay, at, now);
        let Some(drag) = self.drag.take() else {
            return Vec::new();
        };
        let Some(draft) = self.dragged(&drag, picture, now) else {
            self.desk.note(words::JOB_IS_FINISHED, now);
            return Vec::new();
        };
        let card = plan::card(&picture.views, &draft.plan.job);
        let before = card.and_then(|card| card.plan.as_ref());
        if before.is_some_and(|before| is_same_place(before, &draft.plan)) {
            return Vec::new();
        }
        let begun = card.is_some_and(|card| card.started_at.is_some());
        let clear = draft.conflicts(picture, now).is_empty();
        self.selected = Some(draft.plan.job.clone());
        self.draft = Some(draft);
        if clear && !begun {
            return self.dispatch(picture, now);
        }
        self.panel = Panel::Plan;
        Vec::new()
    }

    pub(super) fn shift(&mut self, minutes: i32, picture: &Picture, now: DateTime<Utc>) {
        let Some(draft) = &mut self.draft else {
            return;
        };
        if let Some((policy, card)) = known(picture, &draft.plan.job.to_string()) {
            draft.shift(policy, card, minutes, now);
        }
    }

    pub(super) fn with_draft(&mut self, change: impl FnOnce(&mut Draft)) {
        if let Some(draft) = &mut self.draft {
            change(draft);
        }
    }

    pub(super) fn plan_action(
        &mut self,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(job) = self.draft.as_ref().map(|draft| draft.plan.job.clone()) else {
            return Vec::new();
        };
        match id {
            DISPATCH => self.dispatch(picture, now),
            TAKE_BACK => {
                let body = CommandBody::TakeBack { job: job.clone() };
                let undo = undoable(&job, &body, picture, now);
                self.wished(
                    Wish {
                        undo,
                        ..Wish::new(body, Permission::Dispatch)
                    },
                    picture,
                    now,
                )
            }
            CLEAR_HOLD => {
                let body = CommandBody::ClearHold { job };
                self.wished(Wish::new(body, Permission::ClearHolds), picture, now)
            }
            _ => match (Eta::of(id), &picture.views.site) {
                (Some(eta), Some(policy)) => {
                    let until = eta.until(policy, now);
                    let body = CommandBody::ExpectHold { job, until };
                    self.wished(Wish::new(body, Permission::ClearHolds), picture, now)
                }
                _ => Vec::new(),
            },
        }
    }

    fn dispatch(&mut self, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(draft) = &self.draft else {
            return Vec::new();
        };
        let plan = draft.plan.clone();
        let accepted = kinds(&draft.conflicts(picture, now));
        let job = plan.job.clone();
        let body = CommandBody::Dispatch { plan, accepted };
        let undo = undoable(&job, &body, picture, now);
        self.wished(
            Wish {
                undo,
                ..Wish::new(body, Permission::Dispatch)
            },
            picture,
            now,
        )
    }

    /// Finds the dispatch that the undo button would take back, and for how long it still can.
    pub(super) fn undo_left(&self, picture: &Picture, now: DateTime<Utc>) -> Option<TimeDelta> {
        let undo = self.undo.as_ref()?;
        let tap = picture
            .taps
            .iter()
            .rev()
            .find(|tap| tap.command.body == undo.body);
        let failed = |tap: &Tap| {
            matches!(
                tap.state,
                TapState::Refused { .. } | TapState::NotSaved { .. }
            )
        };
        if tap.is_some_and(failed) {
            return None;
        }
        let secs = picture
            .views
            .site
            .as_ref()
            .map_or(UNDO_SECS, |site| site.undo_secs);
        let left = undo.at + TimeDelta::seconds(i64::from(secs)) - now;
        (left > TimeDelta::zero()).then_some(left)
    }

    /// Puts back what was planned before, as a new tap.
    pub(super) fn undo(&mut self, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        if self.undo_left(picture, now).is_none() {
            return Vec::new();
        }
        let Some(undo) = self.undo.clone() else {
            return Vec::new();
        };
        let body = match undo.before {
            Some(plan) => {
                let sheet = planning_sheet(&picture.views, now);
                // What stood there before is put back with all that spoke against it.
                let accepted = kinds(&conflicts(&plan, &sheet));
                CommandBody::Dispatch { plan, accepted }
            }
            None => CommandBody::TakeBack { job: undo.job },
        };
        self.wished(Wish::new(body, Permission::Dispatch), picture, now)
    }

    /// Reopens the plan sheet where the coordinator has seen what this screen had not.
    pub(super) fn reopen_refused(&mut self, picture: &Picture, now: DateTime<Utc>) {
        let Some(tap) = picture.taps.last() else {
            return;
        };
        let (CommandBody::Dispatch { plan, .. }, TapState::Refused { refusal, at }) =
            (&tap.command.body, &tap.state)
        else {
            return;
        };
        let Refusal::Conflicts { conflicts } = refusal else {
            return;
        };
        let fresh = now - *at <= TimeDelta::seconds(REOPEN_SECS);
        // Whoever has begun something else is told, and not interrupted.
        let busy = self.panel != Panel::None
            || self.desk.is_asking()
            || self.selected.is_some()
            || self.drag.is_some();
        if !fresh || busy || self.is_reopened(tap.command.id) {
            return;
        }
        self.reopened = Some(tap.command.id);
        self.selected = Some(plan.job.clone());
        self.draft = Some(Draft {
            plan: plan.clone(),
            lead_by: plan::LeadBy::Chosen,
            refused: conflicts.clone(),
        });
        self.panel = Panel::Plan;
    }

    fn is_reopened(&self, command: CommandId) -> bool {
        self.reopened == Some(command)
    }
}

impl Wish {
    /// Wants a command of someone who may, whatever they were recognised by.
    pub(super) fn new(body: CommandBody, permission: Permission) -> Self {
        Self {
            body,
            permission: Some(permission),
            signature: Signature::Any,
            undo: None,
        }
    }
}

fn undoable(
    job: &JobId,
    body: &CommandBody,
    picture: &Picture,
    now: DateTime<Utc>,
) -> Option<Undoable> {
    let card = plan::card(&picture.views, job)?;
    Some(Undoable {
        job: job.clone(),
        before: card.plan.clone(),
        body: body.clone(),
        at: now,
    })
}

fn is_same_place(before: &Plan, after: &Plan) -> bool {
    before.bay == after.bay && (before.start - after.start).abs() < MOVED
}

/// Finds the site's rules and the card of a job.
pub(super) fn known<'a>(picture: &'a Picture, job: &str) -> Option<(&'a SitePolicy, &'a JobCard)> {
    let policy = picture.views.site.as_ref()?;
    let job: JobId = job.parse().ok()?;
    Some((policy, plan::card(&picture.views, &job)?))
}
