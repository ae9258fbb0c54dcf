//! Tools and equipment: where each one is, who has it and until when, and whether it is fit for work.

use super::job_card::{JobCard, job_name};
use crate::domain::ids::{JobId, ToolId};
use crate::domain::job::Job;
use crate::domain::plate::Plate;
use crate::domain::policy::SitePolicy;
use crate::domain::tool::{ToolFile, ToolStanding, ToolState};
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How many movements and damage reports of a tool travel with it: who had it last, and some before.
const SHOWN_MOVES: usize = 12;
const SHOWN_DAMAGES: usize = 5;

/// One page of the tools.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolsView {
    /// By number.
    pub tools: Vec<ToolRow>,
    /// How many pages there are: one beyond them was kept from earlier and says nothing any more.
    #[serde(default)]
    pub pages: u16,
}

/// A tool with its history, and the job that it is out for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolRow {
    /// What is known of it, the oldest of its history left out.
    pub file: ToolFile,
    /// What it is out for, where that is a job.
    #[serde(default)]
    pub work: Option<ToolWork>,
}

/// The job that a tool is out for, as people speak of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolWork {
    /// Which.
    pub job: JobId,
    /// The car's face; nothing while the order has not come in.
    pub plate: Option<Plate>,
    /// The job's name.
    pub name: String,
    /// Its English name, where there is one.
    pub english_name: String,
}

impl ToolWork {
    /// Names a job as its card does.
    pub(super) fn of_card(card: &JobCard) -> Self {
        Self {
            job: card.job.clone(),
            plate: card.car.plate.clone(),
            name: card.name.clone(),
            english_name: card.english_name.clone(),
        }
    }

    /// Names a job of which nothing is known here by its number.
    pub(super) fn of_nothing(job: &JobId) -> Self {
        Self {
            job: job.clone(),
            plate: None,
            name: job.to_string(),
            english_name: String::new(),
        }
    }
}

impl ToolRow {
    /// Tells where it stands.
    pub fn state(&self, site: &SitePolicy, now: DateTime<Utc>) -> ToolState {
        self.file.state(site.day_of(now), now)
    }
}

impl ToolsView {
    /// Finds a tool.
    pub fn find(&self, id: &ToolId) -> Option<&ToolRow> {
        self.tools.iter().find(|row| row.file.id == *id)
    }

    /// Lists the tools that are out, what should be back first.
    pub fn out(&self) -> Vec<&ToolRow> {
        let due = |row: &ToolRow| {
            let standing = row.file.standing();
            let gone = standing.is_written_off();
            standing.holder.filter(|_| !gone).map(|holder| holder.due)
        };
        let mut out: Vec<_> = self
            .tools
            .iter()
            .filter_map(|row| Some((due(row)?, &row.file.id, row)))
            .collect();
        out.sort_by_key(|(due, id, _)| (*due, *id));
        out.into_iter().map(|(_, _, row)| row).collect()
    }
}

/// A tool of a job: one that its operation needs, or that somebody took for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolCard {
    /// Which.
    pub tool: ToolId,
    /// Its name; the number where the list does not know it.
    pub name: String,
    /// Its English name, where there is one.
    #[serde(default)]
    pub english_name: String,
    /// Where it belongs.
    #[serde(default)]
    pub place: String,
    /// Why it is on the card.
    pub need: ToolNeed,
    /// Who has it, and whether it is fit for work.
    pub standing: ToolStanding,
}

/// Why a tool is on the card of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToolNeed {
    /// 专用工具: the operation needs it.
    Special,
    /// 已借: somebody took it for the job.
    Taken,
}

impl ToolCard {
    /// Makes the card of a tool.
    pub(super) fn of_file(file: &ToolFile, need: ToolNeed) -> Self {
        Self {
            tool: file.id.clone(),
            name: file.name().to_owned(),
            english_name: file.english_name().to_owned(),
            place: file.place().to_owned(),
            need,
            standing: file.standing(),
        }
    }

    /// Tells where the tool stands: here, out or out of service.
    pub fn state(&self, site: &SitePolicy, now: DateTime<Utc>) -> ToolState {
        self.standing.state(site.day_of(now), now)
    }

    /// Tells whether the tool is out for this very job.
    pub fn is_out_for(&self, job: &JobId) -> bool {
        let holder = self.standing.holder.as_ref();
        holder.is_some_and(|holder| holder.job.as_ref() == Some(job))
    }
}

/// Lists every tool.
pub(super) fn tools(workshop: &Workshop) -> Vec<ToolRow> {
    let rows = workshop.tools.values().map(|file| ToolRow {
        file: file.shortened(SHOWN_MOVES, SHOWN_DAMAGES),
        work: file.out_for().map(|job| work(workshop, job)),
    });
    rows.collect()
}

fn work(workshop: &Workshop, id: &JobId) -> ToolWork {
    let order = workshop.orders.get(&id.ro);
    let sheet = order.and_then(|order| order.sheet.as_ref());
    let (name, english_name) = match workshop.job(id) {
        Some(job) => job_name(workshop, id, job),
        None => (id.to_string(), String::new()),
    };
    ToolWork {
        plate: sheet.map(|sheet| sheet.car.plate.clone()),
        name,
        english_name,
        job: id.clone(),
    }
}

/// Lists the tools of a job: what its operation needs, in its order, then what else was taken for it.
pub(super) fn job_tools(workshop: &Workshop, id: &JobId, job: &Job) -> Vec<ToolCard> {
    let special = workshop.special_tools(job);
    let mut cards: Vec<ToolCard> = special
        .iter()
        .map(|tool| match workshop.tools.get(tool) {
            Some(file) => ToolCard::of_file(file, ToolNeed::Special),
            // The operations know it and the list of tools does not, or not yet.
            None => ToolCard::of_file(&ToolFile::new(tool.clone()), ToolNeed::Special),
        })
        .collect();
    let taken = workshop
        .tools
        .values()
        .filter(|file| file.out_for() == Some(id) && !special.contains(&file.id));
    cards.extend(taken.map(|file| ToolCard::of_file(file, ToolNeed::Taken)));
    cards
}
