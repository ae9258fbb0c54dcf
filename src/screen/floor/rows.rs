//! A bay's row: its name and people, what the bay itself has to say, its load, and its chips.

use super::Floor;
use super::chip::{FloorChip, Pulse, risk};
use super::stack::stack;
use crate::domain::andon::AndonCall;
use crate::domain::forecast::Risk;
use crate::domain::ids::PersonId;
use crate::domain::policy::Bay;
use crate::projection::bay::BayView;
use crate::projection::job_card::{JobCard, Stage};
use crate::projection::picture::LinkState;
use crate::screen::tone::Tone;
use crate::screen::words::{self as all_words, floor as words, reasons};
use chrono::{DateTime, TimeDelta, Utc};

/// How many people or trades a row names before it counts the rest.
const NAMED: usize = 2;

/// From when on a bay without a car is worth a word.
const IDLE_SHOWN: TimeDelta = TimeDelta::minutes(1);

/// How much a bay needs somebody to look at it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Not at all.
    #[default]
    Calm,
    /// One of its cars may be late.
    AtRisk,
    /// One of its cars is late, or somebody calls for help.
    Urgent,
}

/// One bay.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FloorRow {
    /// Which.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who works there, and on what kind of work.
    pub crew: String,
    /// Who works there.
    pub crew_short: String,
    /// Idle since, offline since.
    pub note: String,
    /// The note's colour.
    pub note_tone: Tone,
    /// Whether its station is heard.
    pub pulse: Pulse,
    /// The open call for help; empty for none.
    pub call: String,
    /// The same in the least room.
    pub call_short: String,
    /// Work of the day against its open hours; 1 is a full day.
    pub load: f32,
    /// The same in percent.
    pub load_text: String,
    /// Whether it is too much.
    pub load_tone: Tone,
    /// How many lanes its chips take, from 1.
    pub lanes: usize,
    /// Its jobs.
    pub chips: Vec<FloorChip>,
    /// How much it needs somebody to look at it.
    pub urgency: Urgency,
}

/// Tells the least width of a chip on a board with so many rows, by the same rule as `ui/board/screen.slint`.
pub fn board_least_chip(rows: usize) -> f32 {
    match rows {
        0..=4 => 0.1345 * 1.4,
        5..=6 => 0.1345 * 1.2,
        _ => 0.1345,
    }
}

impl Floor<'_> {
    /// Makes the row of a bay. `least` is the least width of a chip, as the screen that shows it tells.
    pub fn row(&self, bay: &Bay, least: f32) -> FloorRow {
        let view = self.picture.views.bays.get(&bay.id);
        let (pulse, heard) = self.pulse(bay);
        let chips = view.map_or(&[][..], |view| &view.jobs);
        let stacked = stack(
            chips
                .iter()
                .map(|card| self.chip(card, pulse, heard))
                .collect(),
            least,
            self.window.fraction(self.now),
        );
        let (crew, crew_short) = self.crew(bay, view);
        let (note, note_tone) = self.note(bay, view, stacked.hidden);
        let (call, call_short) = self.row_call(bay);
        let load = self.load(view);
        FloorRow {
            id: bay.id.to_string(),
            name: all_words::name(self.language, &bay.name, &bay.english_name).to_owned(),
            crew,
            crew_short,
            note,
            note_tone,
            pulse,
            call,
            call_short,
            load,
            load_text: format!("{:.0}%", load * 100.0),
            load_tone: load_tone(load),
            lanes: stacked.lanes,
            chips: stacked.chips,
            urgency: self.urgency(bay),
        }
    }

    /// Makes the rows of all bays, in the order of the site's file.
    pub fn rows(&self, least: f32) -> Vec<FloorRow> {
        self.policy
            .bays
            .iter()
            .map(|bay| self.row(bay, least))
            .collect()
    }

    /// Tells whether a bay is heard, and when it was last heard if it is not. Without a link nothing is.
    fn pulse(&self, bay: &Bay) -> (Pulse, Option<DateTime<Utc>>) {
        let cut = match self.picture.link {
            LinkState::Live => None,
            LinkState::Offline { since } => Some(self.picture.views_at.unwrap_or(since)),
        };
        match (self.picture.silent_since(&bay.id), cut) {
            (None, None) => (Pulse::Live, None),
            (Some(bay), Some(own)) => (Pulse::Silent, Some(bay.min(own))),
            (one, other) => (Pulse::Silent, one.or(other)),
        }
    }

    /// Tells how much a bay needs somebody to look at it.
    pub fn urgency(&self, bay: &Bay) -> Urgency {
        if self.calls(bay).next().is_some() {
            return Urgency::Urgent;
        }
        let jobs = self
            .picture
            .views
            .bays
            .get(&bay.id)
            .map_or(&[][..], |view| &view.jobs);
        let open = jobs.iter().filter(|card| card.stage != Stage::Finished);
        match open.map(risk).max() {
            Some(Risk::Overdue) => Urgency::Urgent,
            Some(Risk::AtRisk) => Urgency::AtRisk,
            _ => Urgency::Calm,
        }
    }

    fn calls(&self, bay: &Bay) -> impl Iterator<Item = &AndonCall> {
        let id = bay.id.clone();
        self.picture
            .views
            .alerts
            .calls
            .iter()
            .filter(move |call| call.bay == id)
    }

    /// The call of the row: one that nobody answered before one that somebody did.
    fn row_call(&self, bay: &Bay) -> (String, String) {
        let Some(call) = self
            .calls(bay)
            .min_by_key(|call| call.acknowledged.is_some())
        else {
            return Default::default();
        };
        let age = self.now - call.raised.at;
        let comes = call.acknowledged.as_ref().and_then(|step| step.by.as_ref());
        let comes = comes.map(|person| self.name_of(person));
        (
            words::call(call.kind, age, comes, self.language),
            words::call_short(age, comes, self.language),
        )
    }

    fn crew(&self, bay: &Bay, view: Option<&BayView>) -> (String, String) {
        let people = crew_of(view);
        let mut names: Vec<String> = people
            .iter()
            .take(NAMED)
            .map(|person| self.name_of(person).to_owned())
            .collect();
        if people.len() > NAMED {
            names.push(format!("+{}", people.len() - NAMED));
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let short = words::join(self.language, &names);
        let trades: Vec<&str> = bay
            .trades
            .iter()
            .map(|trade| reasons::trade_short(*trade).to(self.language))
            .collect();
        let all = words::join(self.language, &trades);
        let long = words::join(self.language, &[&short, &all]);
        if !short.is_empty() {
            return (long, short);
        }
        match trades.get(NAMED..).map_or(0, <[&str]>::len) {
            0 => (long, all),
            more => {
                let more = format!("+{more}");
                let named: Vec<&str> = trades.into_iter().take(NAMED).chain([&*more]).collect();
                (long, words::join(self.language, &named))
            }
        }
    }

    fn note(&self, bay: &Bay, view: Option<&BayView>, hidden: usize) -> (String, Tone) {
        if let Some(since) = self.picture.silent_since(&bay.id) {
            return (
                words::offline_for(self.now - since, self.language),
                Tone::Wait,
            );
        }
        if let (Some(since), LinkState::Live) = (self.idle_since(view), self.picture.link) {
            return (
                words::idle_for(self.now - since, self.language),
                Tone::Neutral,
            );
        }
        if hidden > 0 {
            return (words::more_later(hidden, self.language), Tone::Neutral);
        }
        Default::default()
    }

    /// Tells since when no car has been worked on or stands in the bay, within open hours.
    fn idle_since(&self, view: Option<&BayView>) -> Option<DateTime<Utc>> {
        let jobs = view.map_or(&[][..], |view| &view.jobs);
        let taken = |card: &JobCard| matches!(card.stage, Stage::InRepair | Stage::OnHold);
        let hours = &self.policy.hours;
        if jobs.iter().any(taken) || !hours.is_open(self.now) {
            return None;
        }
        let day = hours.day(self.now);
        let opened = hours
            .periods(day)
            .iter()
            .map(|period| hours.moment(day, period.from))
            .rfind(|from| *from <= self.now)?;
        // What came back had left before; when exactly is forgotten by then.
        let back = jobs.iter().filter(|card| card.stage == Stage::Rework);
        let back = back.filter_map(|card| Some(card.quality.rework.as_ref()?.last.said.at));
        let finished = jobs.iter().filter_map(|card| card.finished_at);
        let left = finished.chain(back).max();
        let since = left.map_or(opened, |left| left.max(opened));
        (self.now - since >= IDLE_SHOWN).then_some(since)
    }

    /// Adds up what the bay has done today and has still to do today, against the hours it is open.
    fn load(&self, view: Option<&BayView>) -> f32 {
        let jobs = view.map_or(&[][..], |view| &view.jobs);
        let today = self.policy.day_of(self.now);
        let hours = &self.policy.hours;
        let minutes: i64 = jobs
            .iter()
            .filter(|card| starts(card).is_none_or(|at| self.policy.day_of(at) <= today))
            .map(|card| self.work_minutes(card))
            .sum();
        let open: TimeDelta = hours.periods(today).iter().map(|p| p.until - p.from).sum();
        minutes as f32 / open.num_minutes().max(1) as f32
    }

    fn work_minutes(&self, card: &JobCard) -> i64 {
        let clocked = card.clocked_secs(self.now) / 60;
        match card.stage {
            Stage::Finished => clocked,
            _ => clocked.max(i64::from(card.standard.0)),
        }
    }
}

fn starts(card: &JobCard) -> Option<DateTime<Utc>> {
    card.started_at
        .or_else(|| card.plan.as_ref().map(|plan| plan.start))
}

/// Names who is there: on a job now, else planned for what comes next.
fn crew_of(view: Option<&BayView>) -> Vec<&PersonId> {
    let jobs = view.map_or(&[][..], |view| &view.jobs);
    let mut people: Vec<&PersonId> = jobs
        .iter()
        .flat_map(|card| &card.live)
        .map(|live| &live.person)
        .collect();
    if people.is_empty() {
        let next = jobs.iter().filter(|card| card.stage != Stage::Finished);
        let plan = next
            .filter_map(|card| card.plan.as_ref())
            .min_by_key(|plan| plan.start);
        people.extend(
            plan.into_iter()
                .flat_map(|plan| plan.lead.iter().chain(&plan.helpers)),
        );
    }
    let mut named = Vec::new();
    for person in people {
        if !named.contains(&person) {
            named.push(person);
        }
    }
    named
}

fn load_tone(load: f32) -> Tone {
    match load {
        load if load > 1.0 => Tone::Late,
        load if load > 0.9 => Tone::Risk,
        _ => Tone::Neutral,
    }
}
