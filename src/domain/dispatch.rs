//! Dispatch (车间派工): a job on a bay with its people and times, and the conflicts shown before it is made.

use super::calendar::WorkingHours;
use super::ids::{BayId, CommandId, JobId, PersonId, ToolId};
use super::order::{Trade, WorkMinutes};
use super::tool::{ToolFile, ToolHolder, ToolStanding, Unfit};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the dispatcher wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which job.
    pub job: JobId,
    /// On which bay.
    pub bay: BayId,
    /// 主修; may be left open.
    #[serde(default)]
    pub lead: Option<PersonId>,
    /// 辅修
    #[serde(default)]
    pub helpers: Vec<PersonId>,
    /// Planned start.
    pub start: DateTime<Utc>,
    /// Planned end.
    pub end: DateTime<Utc>,
}

/// A plan that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// What was planned.
    pub plan: Plan,
    /// When it was dispatched.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
    /// The command that did it.
    pub command: CommandId,
}

/// What speaks against a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "conflict", rename_all = "kebab-case")]
pub enum Conflict {
    /// The bay has another job then.
    BayTaken {
        /// Which.
        by: JobId,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Someone is planned elsewhere then.
    PersonTaken {
        /// Who.
        person: PersonId,
        /// On which job.
        by: JobId,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The same car is worked on elsewhere then.
    CarTaken {
        /// By which of its jobs.
        by: JobId,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The bay is for other trades.
    WrongTrade {
        /// What the job needs.
        needs: Trade,
    },
    /// The person has no such skill.
    NoSuchSkill {
        /// Who.
        person: PersonId,
        /// What the job needs.
        needs: Trade,
    },
    /// The person is not here today.
    NotPresent {
        /// Who.
        person: PersonId,
    },
    /// It would end after the promise.
    BeyondPromise {
        /// What was promised.
        promised_at: DateTime<Utc>,
    },
    /// It would begin while the workshop is closed.
    OutsideHours,
    /// A tool that the job needs is not there then, or not fit for work.
    ToolOut {
        /// Which.
        tool: ToolId,
        /// Its name; the number where the list does not know it.
        name: String,
        /// Its English name, where there is one.
        #[serde(default)]
        english_name: String,
        /// Who has it; nobody where it is not fit.
        with: Option<PersonId>,
        /// Until when, if somebody knows and it is not over.
        until: Option<DateTime<Utc>>,
        /// Why it is not fit for work, where nobody has it.
        #[serde(default)]
        unfit: Option<Unfit>,
    },
}

/// The kind of a conflict: what a dispatcher accepts when dispatching anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictKind {
    /// See [`Conflict::BayTaken`].
    BayTaken,
    /// See [`Conflict::PersonTaken`].
    PersonTaken,
    /// See [`Conflict::CarTaken`].
    CarTaken,
    /// See [`Conflict::WrongTrade`].
    WrongTrade,
    /// See [`Conflict::NoSuchSkill`].
    NoSuchSkill,
    /// See [`Conflict::NotPresent`].
    NotPresent,
    /// See [`Conflict::BeyondPromise`].
    BeyondPromise,
    /// See [`Conflict::OutsideHours`].
    OutsideHours,
    /// See [`Conflict::ToolOut`].
    ToolOut,
}

impl Conflict {
    /// Names its kind.
    pub fn kind(&self) -> ConflictKind {
        match self {
            Self::BayTaken { .. } => ConflictKind::BayTaken,
            Self::PersonTaken { .. } => ConflictKind::PersonTaken,
            Self::CarTaken { .. } => ConflictKind::CarTaken,
            Self::WrongTrade { .. } => ConflictKind::WrongTrade,
            Self::NoSuchSkill { .. } => ConflictKind::NoSuchSkill,
            Self::NotPresent { .. } => ConflictKind::NotPresent,
            Self::BeyondPromise { .. } => ConflictKind::BeyondPromise,
            Self::OutsideHours => ConflictKind::OutsideHours,
            Self::ToolOut { .. } => ConflictKind::ToolOut,
        }
    }
}

/// What a plan is checked against. The coordinator makes it from its state, a dispatch screen from its views,
/// so that both say the same.
#[derive(Debug, Clone, Default)]
pub struct PlanningSheet {
    /// The trades of each bay; an empty list takes any.
    pub bays: BTreeMap<BayId, Vec<Trade>>,
    /// The people who can be put on a job.
    pub people: BTreeMap<PersonId, Skill>,
    /// The jobs that can be planned.
    pub jobs: BTreeMap<JobId, Plannable>,
    /// The special tools of those jobs, as far as they are known.
    pub tools: BTreeMap<ToolId, ToolAtHand>,
    /// What is planned already, finished jobs left out.
    pub bookings: Vec<Plan>,
    /// When the workshop works.
    pub hours: WorkingHours,
    /// When the plan is made: who is not here now may be here on a later day.
    pub now: Option<DateTime<Utc>>,
}

/// What someone can do, and whether they are here.
#[derive(Debug, Clone)]
pub struct Skill {
    /// Their trades.
    pub trades: Vec<Trade>,
    /// Whether they have shifted in.
    pub presence: Presence,
}

/// Whether someone is at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// Shifted in.
    Here,
    /// Not here, or not yet.
    Away,
}

/// What a job asks for.
#[derive(Debug, Clone)]
pub struct Plannable {
    /// The trade it needs.
    pub trade: Trade,
    /// What is left of its standard hours.
    pub remaining: WorkMinutes,
    /// When the car was promised.
    pub promised_at: DateTime<Utc>,
    /// The special tools it needs.
    pub tools: Vec<ToolId>,
}

/// A tool as a plan looks at it.
#[derive(Debug, Clone)]
pub struct ToolAtHand {
    /// What it is called.
    pub name: String,
    /// In English, where it has such a name.
    pub english_name: String,
    /// Who has it, and whether it is fit for work.
    pub standing: ToolStanding,
}

impl From<&ToolFile> for ToolAtHand {
    fn from(file: &ToolFile) -> Self {
        Self {
            name: file.name().to_owned(),
            english_name: file.english_name().to_owned(),
            standing: file.standing(),
        }
    }
}

fn overlap(a: &Plan, b: &Plan) -> bool {
    a.start < b.end && b.start < a.end
}

/// Lists what speaks against a plan, the gravest first.
pub fn conflicts(plan: &Plan, sheet: &PlanningSheet) -> Vec<Conflict> {
    let mut found = Vec::new();
    let others: Vec<&Plan> = sheet
        .bookings
        .iter()
        .filter(|other| other.job != plan.job && overlap(plan, other))
        .collect();
    found.extend(
        others
            .iter()
            .filter(|other| other.bay == plan.bay)
            .map(|other| Conflict::BayTaken {
                by: other.job.clone(),
                until: other.end,
            }),
    );
    found.extend(
        others
            .iter()
            .filter(|other| other.job.ro == plan.job.ro && other.bay != plan.bay)
            .map(|other| Conflict::CarTaken {
                by: other.job.clone(),
                until: other.end,
            }),
    );
    for person in everybody(plan) {
        found.extend(
            others
                .iter()
                .filter(|other| on(other, person))
                .map(|other| Conflict::PersonTaken {
                    person: person.clone(),
                    by: other.job.clone(),
                    until: other.end,
                }),
        );
    }
    if let Some(job) = sheet.jobs.get(&plan.job) {
        found.extend(misfits(plan, job, sheet));
        found.extend(missing_tools(plan, job, sheet));
    }
    if !sheet.hours.is_open(plan.start) {
        found.push(Conflict::OutsideHours);
    }
    found
}

fn on(plan: &Plan, person: &PersonId) -> bool {
    plan.lead.as_ref() == Some(person) || plan.helpers.contains(person)
}

fn is_today(plan: &Plan, sheet: &PlanningSheet) -> bool {
    sheet
        .now
        .is_none_or(|now| sheet.hours.day(plan.start) <= sheet.hours.day(now))
}

/// Lists everybody on a plan, each once.
fn everybody(plan: &Plan) -> Vec<&PersonId> {
    let mut people: Vec<&PersonId> = plan.lead.iter().collect();
    for helper in &plan.helpers {
        if !people.contains(&helper) {
            people.push(helper);
        }
    }
    people
}

/// Lists where bay and people do not fit the job.
fn misfits(plan: &Plan, job: &Plannable, sheet: &PlanningSheet) -> Vec<Conflict> {
    let mut found = Vec::new();
    let fits = |trades: &[Trade]| trades.is_empty() || trades.contains(&job.trade);
    if sheet
        .bays
        .get(&plan.bay)
        .is_some_and(|trades| !fits(trades))
    {
        found.push(Conflict::WrongTrade { needs: job.trade });
    }
    for person in everybody(plan) {
        let Some(skill) = sheet.people.get(person) else {
            continue;
        };
        // A helper may learn; the lead answers for the work.
        if plan.lead.as_ref() == Some(person) && !fits(&skill.trades) {
            found.push(Conflict::NoSuchSkill {
                person: person.clone(),
                needs: job.trade,
            });
        }
        if skill.presence == Presence::Away && is_today(plan, sheet) {
            found.push(Conflict::NotPresent {
                person: person.clone(),
            });
        }
    }
    if plan.end > job.promised_at {
        found.push(Conflict::BeyondPromise {
            promised_at: job.promised_at,
        });
    }
    found
}

/// Lists the tools of the job that will not be there when it begins, or not be fit for work.
fn missing_tools(plan: &Plan, job: &Plannable, sheet: &PlanningSheet) -> Vec<Conflict> {
    let tools = job.tools.iter();
    tools
        .filter_map(|tool| {
            let known = sheet.tools.get(tool)?;
            let conflict = |with, until, unfit| Conflict::ToolOut {
                tool: tool.clone(),
                name: known.name.clone(),
                english_name: known.english_name.clone(),
                with,
                until,
                unfit,
            };
            let is_back = |until: DateTime<Utc>| until <= plan.start;
            let unfit = known.standing.unfit(sheet.hours.day(plan.start));
            if let Some(unfit) = unfit.filter(|unfit| !unfit.until().is_some_and(is_back)) {
                let until = unfit.until();
                return Some(conflict(None, until, Some(unfit)));
            }
            let holder = known.standing.holder.as_ref()?;
            let due = expected_back(holder, sheet);
            // One that should have been back long ago says nothing of another day.
            let is_there = due.map_or(!is_today(plan, sheet), is_back);
            (!is_there && !is_at_hand(plan, holder))
                .then(|| conflict(Some(holder.person.clone()), due, None))
        })
        .collect()
}

/// Tells when a tool comes back; nobody knows of one that should be back already.
fn expected_back(holder: &ToolHolder, sheet: &PlanningSheet) -> Option<DateTime<Utc>> {
    let overdue = sheet.now.is_some_and(|now| holder.is_overdue(now));
    (!overdue).then_some(holder.due)
}

/// Tells whether a tool is out for the very job, or in the hands of its people and for no other one.
fn is_at_hand(plan: &Plan, holder: &ToolHolder) -> bool {
    match &holder.job {
        Some(job) => *job == plan.job,
        None => on(plan, &holder.person),
    }
}
