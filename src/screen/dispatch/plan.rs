//! Planning: from a slot to a plan, who should lead it, and what speaks against it.

use super::load::{Load, person_load};
use crate::domain::calendar::WorkingHours;
use crate::domain::car::CarState;
use crate::domain::command::CommandBody;
use crate::domain::dispatch::{
    Conflict, Plan, Plannable, PlanningSheet, Presence, Skill, ToolAtHand, conflicts,
};
use crate::domain::ids::{BayId, JobId, PersonId};
use crate::domain::order::WorkMinutes;
use crate::domain::person::{Person, Role};
use crate::domain::policy::SitePolicy;
use crate::projection::job_card::{JobCard, Stage};
use crate::projection::picture::{Picture, Tap, TapState};
use crate::projection::tools::{ToolCard, ToolNeed};
use crate::projection::views::Views;
use chrono::{DateTime, TimeDelta, Utc};

/// Starts are rounded to this, so that a finger need not be exact.
const SNAP_MINUTES: i64 = 5;

/// A job that has used up its standard hours still takes a while.
const LEAST_MINUTES: u32 = 15;

/// Whether the lead was chosen by somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadBy {
    /// By the screen: another slot may propose another.
    Proposed,
    /// By the dispatcher.
    Chosen,
}

/// A plan in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// As it stands.
    pub plan: Plan,
    /// Whose choice the lead is.
    pub lead_by: LeadBy,
    /// What the coordinator named when it refused the plan; a changed plan begins anew.
    pub refused: Vec<Conflict>,
}

/// Someone who could lead or help.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate<'a> {
    /// Who.
    pub person: &'a Person,
    /// Whether they can do the work.
    pub skill: TradeFit,
    /// Whether they are here.
    pub presence: Presence,
    /// How full their day is.
    pub load: Load,
}

/// Whether someone has the trade of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TradeFit {
    /// Yes.
    Skilled,
    /// No.
    Unskilled,
}

/// Walks through the cards of all jobs that the floor still has.
pub fn cards(views: &Views) -> impl Iterator<Item = &JobCard> {
    views
        .bays
        .values()
        .flat_map(|bay| &bay.jobs)
        .chain(&views.waiting.jobs)
}

/// Finds the card of a job.
pub fn card<'a>(views: &'a Views, job: &JobId) -> Option<&'a JobCard> {
    cards(views).find(|card| card.job == *job)
}

/// Tells what is left of a job's standard hours.
pub fn remaining(card: &JobCard, now: DateTime<Utc>) -> WorkMinutes {
    let worked = u32::try_from(card.clocked_secs(now) / 60).unwrap_or(0);
    WorkMinutes(card.standard.0.saturating_sub(worked))
}

/// Makes the sheet that a plan is checked against; it says what the coordinator's own sheet says.
pub fn planning_sheet(views: &Views, now: DateTime<Utc>) -> PlanningSheet {
    let Some(policy) = &views.site else {
        return PlanningSheet::default();
    };
    let mut sheet = PlanningSheet {
        bays: policy
            .bays
            .iter()
            .map(|bay| (bay.id.clone(), bay.trades.clone()))
            .collect(),
        hours: policy.hours.clone(),
        now: Some(now),
        ..PlanningSheet::default()
    };
    for (id, enrolled) in &views.roster {
        let trades = enrolled.person.trades.clone();
        sheet.people.insert(
            id.clone(),
            Skill {
                trades,
                presence: presence(views, id),
            },
        );
    }
    let open = cards(views)
        .filter(|card| card.stage != Stage::Finished && card.car.state != CarState::Delivered);
    for card in open {
        if let (Some(trade), Some(promised_at)) = (card.trade, card.car.promised_at) {
            let remaining = remaining(card, now);
            let special = || {
                let tools = card.tools.iter();
                tools.filter(|tool| tool.need == ToolNeed::Special)
            };
            sheet
                .tools
                .extend(special().map(|tool| (tool.tool.clone(), at_hand(tool))));
            sheet.jobs.insert(
                card.job.clone(),
                Plannable {
                    trade,
                    remaining,
                    promised_at,
                    tools: special().map(|tool| tool.tool.clone()).collect(),
                },
            );
        }
        if let Some(plan) = &card.plan {
            let mut booking = plan.clone();
            if !card.live.is_empty() {
                booking.end = booking.end.max(now);
            }
            sheet.bookings.push(booking);
        }
    }
    sheet.bookings.sort_by(|a, b| a.job.cmp(&b.job));
    sheet
}

fn at_hand(card: &ToolCard) -> ToolAtHand {
    ToolAtHand {
        name: card.name.clone(),
        english_name: card.english_name.clone(),
        standing: card.standing.clone(),
    }
}

/// Makes the same sheet with this station's own dispatches on top, which the views do not show yet.
fn expected_sheet(picture: &Picture, now: DateTime<Utc>) -> PlanningSheet {
    let mut sheet = planning_sheet(&picture.views, now);
    for tap in picture.taps.iter().filter(|tap| is_pending(tap)) {
        let (job, plan) = match &tap.command.body {
            CommandBody::Dispatch { plan, .. } => (&plan.job, Some(plan)),
            CommandBody::TakeBack { job } => (job, None),
            _ => continue,
        };
        sheet.bookings.retain(|booked| booked.job != *job);
        sheet.bookings.extend(plan.cloned());
    }
    sheet
}

/// Tells whether a tap is on its way.
pub fn is_pending(tap: &Tap) -> bool {
    matches!(tap.state, TapState::Saving | TapState::Saved)
}

/// Tells whether someone is at work.
pub fn presence(views: &Views, person: &PersonId) -> Presence {
    let running = views
        .people
        .get(person)
        .and_then(|day| day.segments.last())
        .is_some_and(|segment| segment.end == crate::domain::clock::End::Running);
    if running {
        Presence::Here
    } else {
        Presence::Away
    }
}

/// Rounds to the nearest step.
fn snap(at: DateTime<Utc>) -> DateTime<Utc> {
    let step = SNAP_MINUTES * 60;
    let secs = (at.timestamp() + step / 2).div_euclid(step) * step;
    DateTime::from_timestamp(secs, 0).unwrap_or(at)
}

/// Rounds up to the next step.
fn snap_up(at: DateTime<Utc>) -> DateTime<Utc> {
    let snapped = snap(at);
    if snapped < at {
        snapped + TimeDelta::minutes(SNAP_MINUTES)
    } else {
        snapped
    }
}

/// Finds the start that a slot means: rounded, not over already for a job that has not begun, and while open.
pub fn start_at(
    hours: &WorkingHours,
    card: &JobCard,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let start = snap(at);
    let start = if card.started_at.is_none() && start < now {
        snap_up(now)
    } else {
        start
    };
    hours.next_open(start)
}

/// Moves a start by minutes; backwards it leaps over a break instead of being caught in it.
pub fn shifted(
    hours: &WorkingHours,
    card: &JobCard,
    start: DateTime<Utc>,
    by: TimeDelta,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let mut wanted = snap(start + by);
    let floor = if card.started_at.is_some() {
        start - TimeDelta::days(1)
    } else {
        now
    };
    while by < TimeDelta::zero() && wanted > floor && !hours.is_open(wanted) {
        wanted -= TimeDelta::minutes(SNAP_MINUTES);
    }
    start_at(hours, card, wanted, now)
}

/// Finds the end of a plan: what is left of the standard hours, inside working hours.
pub fn end_for(
    hours: &WorkingHours,
    card: &JobCard,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let left = remaining(card, now).0.max(LEAST_MINUTES);
    // What is left of a job that has begun is done from now on, whenever it was planned to begin.
    let from = if card.started_at.is_some() {
        start.max(now)
    } else {
        start
    };
    hours.end_of_work(from, TimeDelta::minutes(i64::from(left)))
}

/// Lists the technicians for a job: with its trade and here first, then by load.
pub fn candidates<'a>(
    views: &'a Views,
    policy: &SitePolicy,
    card: &JobCard,
    now: DateTime<Utc>,
) -> Vec<Candidate<'a>> {
    let fits = |person: &Person| {
        let fits = person.trades.is_empty()
            || card
                .trade
                .is_none_or(|trade| person.trades.contains(&trade));
        if fits {
            TradeFit::Skilled
        } else {
            TradeFit::Unskilled
        }
    };
    let mut found: Vec<Candidate<'a>> = views
        .roster
        .values()
        .map(|enrolled| &enrolled.person)
        .filter(|person| person.role == Role::Technician)
        .map(|person| Candidate {
            person,
            skill: fits(person),
            presence: presence(views, &person.id),
            load: person_load(views, policy, &person.id, now),
        })
        .collect();
    let away = |candidate: &Candidate<'_>| candidate.presence == Presence::Away;
    found.sort_by(|a, b| {
        (a.skill, away(a), a.load.planned, &a.person.id).cmp(&(
            b.skill,
            away(b),
            b.load.planned,
            &b.person.id,
        ))
    });
    found
}

/// Proposes who leads: with the trade, here, not on another job then, and with the emptiest day.
pub fn propose_lead(
    picture: &Picture,
    policy: &SitePolicy,
    card: &JobCard,
    plan: &Plan,
    now: DateTime<Utc>,
) -> Option<PersonId> {
    let sheet = expected_sheet(picture, now);
    let fit: Vec<PersonId> = candidates(&picture.views, policy, card, now)
        .into_iter()
        .filter(|c| c.skill == TradeFit::Skilled && c.presence == Presence::Here)
        .map(|candidate| candidate.person.id.clone())
        .collect();
    let free = |person: &&PersonId| {
        let led = Plan {
            lead: Some((*person).clone()),
            helpers: Vec::new(),
            ..plan.clone()
        };
        !conflicts(&led, &sheet)
            .iter()
            .any(|found| matches!(found, Conflict::PersonTaken { .. }))
    };
    fit.iter().find(free).or_else(|| fit.first()).cloned()
}

impl Draft {
    /// Begins with what is planned already, or with a slot.
    pub fn of_card(
        picture: &Picture,
        policy: &SitePolicy,
        card: &JobCard,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        if let Some(plan) = &card.plan {
            let lead_by = LeadBy::Chosen;
            return Some(Self {
                plan: plan.clone(),
                lead_by,
                refused: Vec::new(),
            });
        }
        // Somebody clocked on without a plan: it is made of what happened.
        let bay = card.bay()?.clone();
        let start = card.started_at.map_or(now, snap);
        let mut draft = Self::at_slot(picture, policy, card, (&bay, start), now);
        draft.plan.start = start;
        draft.plan.lead = card
            .live
            .first()
            .map(|live| live.person.clone())
            .or(draft.plan.lead);
        Some(draft)
    }

    /// Begins with a slot.
    pub fn at_slot(
        picture: &Picture,
        policy: &SitePolicy,
        card: &JobCard,
        (bay, at): (&BayId, DateTime<Utc>),
        now: DateTime<Utc>,
    ) -> Self {
        let start = start_at(&policy.hours, card, at, now);
        let mut plan = Plan {
            job: card.job.clone(),
            bay: bay.clone(),
            lead: None,
            helpers: Vec::new(),
            start,
            end: end_for(&policy.hours, card, start, now),
        };
        plan.lead = propose_lead(picture, policy, card, &plan, now);
        Self {
            plan,
            lead_by: LeadBy::Proposed,
            refused: Vec::new(),
        }
    }

    /// Puts it on another slot, with the same people unless they were only proposed.
    pub fn move_to(
        &mut self,
        picture: &Picture,
        policy: &SitePolicy,
        card: &JobCard,
        (bay, at): (&BayId, DateTime<Utc>),
        now: DateTime<Utc>,
    ) {
        let start = start_at(&policy.hours, card, at, now);
        self.plan.bay = bay.clone();
        self.plan.start = start;
        self.plan.end = end_for(&policy.hours, card, start, now);
        self.refused.clear();
        if self.lead_by == LeadBy::Proposed {
            self.plan.lead = propose_lead(picture, policy, card, &self.plan, now);
            let lead = self.plan.lead.clone();
            self.plan
                .helpers
                .retain(|helper| Some(helper) != lead.as_ref());
        }
    }

    /// Begins earlier or later.
    pub fn shift(&mut self, policy: &SitePolicy, card: &JobCard, minutes: i32, now: DateTime<Utc>) {
        let by = TimeDelta::minutes(i64::from(minutes));
        self.plan.start = shifted(&policy.hours, card, self.plan.start, by, now);
        self.plan.end = end_for(&policy.hours, card, self.plan.start, now);
        self.refused.clear();
    }

    /// Chooses the lead; the same once more leaves it open.
    pub fn choose_lead(&mut self, person: PersonId) {
        self.lead_by = LeadBy::Chosen;
        self.refused.clear();
        if self.plan.lead.as_ref() == Some(&person) {
            self.plan.lead = None;
        } else {
            self.plan.helpers.retain(|helper| *helper != person);
            self.plan.lead = Some(person);
        }
    }

    /// Adds a helper or leaves one out.
    pub fn toggle_helper(&mut self, person: PersonId) {
        self.refused.clear();
        if self.plan.helpers.contains(&person) {
            self.plan.helpers.retain(|helper| *helper != person);
        } else {
            if self.plan.lead.as_ref() == Some(&person) {
                self.plan.lead = None;
                self.lead_by = LeadBy::Chosen;
            }
            self.plan.helpers.push(person);
        }
    }

    /// Lists what speaks against it: what this screen sees, and what the coordinator named beyond that.
    pub fn conflicts(&self, picture: &Picture, now: DateTime<Utc>) -> Vec<Conflict> {
        let mut found = conflicts(&self.plan, &expected_sheet(picture, now));
        for refused in &self.refused {
            if !found.contains(refused) {
                found.push(refused.clone());
            }
        }
        found
    }
}
