//! The state of the workshop: what the log adds up to, and what every decision looks at.
//!
//! It is kept as entities that stand for themselves in the store, so that one event touches a few rows and
//! never the whole.

use super::andon::AndonCall;
use super::car::{CarState, CarStep, Order};
use super::car_file::CarFile;
use super::catalogue::{Operation, Part};
use super::clock::PersonDay;
use super::command::PinHash;
use super::dispatch::{Plan, Plannable, PlanningSheet, Presence, Skill, ToolAtHand};
use super::ids::{CommandId, JobId, OpCode, PartNumber, PersonId, RoNumber, ToolId};
use super::job::{Job, JobState};
use super::order::WorkMinutes;
use super::pace::Pace;
use super::person::{Person, Role};
use super::plate::Plate;
use super::policy::SitePolicy;
use super::question::{about_day, about_order};
use super::stock::Stock;
use super::tool::ToolFile;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Someone on the roster, with the hash of the PIN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// Who.
    pub person: Person,
    /// The hash, once a PIN was set.
    #[serde(default)]
    pub pin_hash: Option<PinHash>,
}

/// Names one entity of the state.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKey {
    /// An order with its jobs.
    Order(RoNumber),
    /// Someone on the roster.
    Person(PersonId),
    /// A working day of someone.
    Day(PersonId, NaiveDate),
    /// A line of the operation list.
    Operation(OpCode),
    /// A line of the parts list.
    Part(PartNumber),
    /// An andon call.
    Andon(CommandId),
    /// What someone has finished lately.
    Pace(PersonId),
    /// What is remembered of a car.
    Car(Plate),
    /// What the store has of a part.
    Stock(PartNumber),
    /// A tool, and who had it.
    Tool(ToolId),
}

impl EntityKey {
    /// Every kind, in the order in which a rebuild lists them.
    pub const KINDS: [&'static str; 10] = [
        "order",
        "person",
        "day",
        "operation",
        "part",
        "andon",
        "pace",
        "car",
        "stock",
        "tool",
    ];

    /// Names the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Order(_) => "order",
            Self::Person(_) => "person",
            Self::Day(..) => "day",
            Self::Operation(_) => "operation",
            Self::Part(_) => "part",
            Self::Andon(_) => "andon",
            Self::Pace(_) => "pace",
            Self::Car(_) => "car",
            Self::Stock(_) => "stock",
            Self::Tool(_) => "tool",
        }
    }

    /// Names it within its kind.
    pub fn name(&self) -> String {
        match self {
            Self::Order(ro) => ro.to_string(),
            Self::Person(id) | Self::Pace(id) => id.to_string(),
            Self::Day(person, day) => format!("{day}/{person}"),
            Self::Operation(code) => code.to_string(),
            Self::Part(number) | Self::Stock(number) => number.to_string(),
            Self::Andon(id) => id.to_string(),
            Self::Car(plate) => plate.to_string(),
            Self::Tool(id) => id.to_string(),
        }
    }
}

/// The state of the workshop.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workshop {
    /// Orders by number.
    pub orders: BTreeMap<RoNumber, Order>,
    /// The roster.
    pub people: BTreeMap<PersonId, Enrolled>,
    /// Working days by person, then date.
    pub days: BTreeMap<(PersonId, NaiveDate), PersonDay>,
    /// The operation list.
    pub operations: BTreeMap<OpCode, Operation>,
    /// The parts list.
    pub parts: BTreeMap<PartNumber, Part>,
    /// Andon calls.
    pub andons: BTreeMap<CommandId, AndonCall>,
    /// What everybody has finished lately.
    pub paces: BTreeMap<PersonId, Pace>,
    /// The cars that were ever here, by plate.
    pub cars: BTreeMap<Plate, CarFile>,
    /// What the store has, by part.
    pub stock: BTreeMap<PartNumber, Stock>,
    /// Tools and equipment, by number.
    pub tools: BTreeMap<ToolId, ToolFile>,
}

impl Workshop {
    /// Finds a job.
    pub fn job(&self, id: &JobId) -> Option<&Job> {
        self.orders.get(&id.ro)?.jobs.get(&id.line)
    }

    /// Lists the special tools that the operation of a job needs.
    pub fn special_tools(&self, job: &Job) -> &[ToolId] {
        let listed = job.line.as_ref();
        let operation = listed.and_then(|line| self.operations.get(&line.op_code));
        operation.map_or(&[], |operation| &operation.tools)
    }

    /// Finds someone's role.
    pub fn role(&self, id: &PersonId) -> Option<Role> {
        self.people.get(id).map(|enrolled| enrolled.person.role)
    }

    /// Finds the latest day of someone. A day on which everything was taken back counts only when there is no other.
    pub fn latest_day(&self, person: &PersonId) -> Option<&PersonDay> {
        let days = || {
            self.days
                .range((person.clone(), NaiveDate::MIN)..=(person.clone(), NaiveDate::MAX))
                .map(|(_, day)| day)
                .rev()
        };
        days()
            .find(|day| !day.marks.is_empty())
            .or_else(|| days().next())
    }

    /// Tells whether someone is at work.
    pub fn presence(&self, person: &PersonId) -> Presence {
        match self.latest_day(person) {
            Some(day) if day.is_present() => Presence::Here,
            _ => Presence::Away,
        }
    }

    /// Counts what the store has of a part; nothing for one that was never listed.
    pub fn on_hand(&self, part: &PartNumber) -> Option<i64> {
        self.stock.get(part).map(Stock::on_hand)
    }

    /// Counts what can still be picked of a part; nothing for one that was never listed.
    pub fn available(&self, part: &PartNumber) -> Option<i64> {
        self.stock.get(part).map(Stock::available)
    }

    /// Walks through the jobs of all orders that are not delivered.
    pub fn open_jobs(&self) -> impl Iterator<Item = (JobId, &Order, &Job)> {
        self.orders
            .iter()
            .filter(|(_, order)| order.state() != CarState::Delivered)
            .flat_map(|(ro, order)| {
                order
                    .live_jobs()
                    .map(move |(line, job)| (JobId::new(ro.clone(), line), order, job))
            })
    }

    /// Makes the sheet that a plan is checked against.
    pub fn planning_sheet(&self, policy: &SitePolicy, now: DateTime<Utc>) -> PlanningSheet {
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
        for enrolled in self.people.values() {
            let person = &enrolled.person;
            let skill = Skill {
                trades: person.trades.clone(),
                presence: self.presence(&person.id),
            };
            sheet.people.insert(person.id.clone(), skill);
        }
        for (id, order, job) in self.open_jobs() {
            let finished = matches!(job.state(), JobState::Finished { .. });
            if let (Some(promised_at), Some(line), false) =
                (order.promised_at(), &job.line, finished)
            {
                let special = self.special_tools(job).iter();
                sheet.tools.extend(special.map(|id| {
                    let unlisted = || ToolAtHand::from(&ToolFile::new(id.clone()));
                    let known = self.tools.get(id).map(ToolAtHand::from);
                    (id.clone(), known.unwrap_or_else(unlisted))
                }));
                let mut remaining = remaining(job, now);
                if job.is_rework() {
                    remaining = remaining.max(WorkMinutes(policy.rework_minutes));
                }
                sheet.jobs.insert(
                    id.clone(),
                    Plannable {
                        trade: line.trade,
                        remaining,
                        promised_at,
                        tools: self.special_tools(job).to_vec(),
                    },
                );
            }
            if let (Some(assignment), false) = (&job.assignment, finished) {
                sheet
                    .bookings
                    .push(booked(assignment.plan.clone(), job, now));
            }
        }
        sheet
    }
}

/// A job that runs over its plan keeps its bay busy until now at least.
fn booked(mut plan: Plan, job: &Job, now: DateTime<Utc>) -> Plan {
    if job.live().next().is_some() {
        plan.end = plan.end.max(now);
    }
    plan
}

/// Tells what is left of the standard hours; a job beyond them has nothing left by the book.
pub fn remaining(job: &Job, now: DateTime<Utc>) -> WorkMinutes {
    let worked = u32::try_from(job.worked_secs(now) / 60).unwrap_or(0);
    WorkMinutes(job.standard().0.saturating_sub(worked))
}

/// Entities as text, as the store keeps them.
impl Workshop {
    /// Lists every entity.
    pub fn keys(&self) -> Vec<EntityKey> {
        let orders = self.orders.keys().cloned().map(EntityKey::Order);
        let people = self.people.keys().cloned().map(EntityKey::Person);
        let days = self
            .days
            .keys()
            .map(|(person, day)| EntityKey::Day(person.clone(), *day));
        let operations = self.operations.keys().cloned().map(EntityKey::Operation);
        let parts = self.parts.keys().cloned().map(EntityKey::Part);
        let andons = self.andons.keys().copied().map(EntityKey::Andon);
        let paces = self.paces.keys().cloned().map(EntityKey::Pace);
        let cars = self.cars.keys().cloned().map(EntityKey::Car);
        let stock = self.stock.keys().cloned().map(EntityKey::Stock);
        let tools = self.tools.keys().cloned().map(EntityKey::Tool);
        orders
            .chain(people)
            .chain(days)
            .chain(operations)
            .chain(parts)
            .chain(andons)
            .chain(paces)
            .chain(cars)
            .chain(stock)
            .chain(tools)
            .collect()
    }

    /// Writes an entity as JSON; nothing when there is none of that name.
    pub fn entity_json(&self, key: &EntityKey) -> Option<Result<String, serde_json::Error>> {
        fn text<T: Serialize>(entity: &T) -> Result<String, serde_json::Error> {
            serde_json::to_string(entity)
        }
        match key {
            EntityKey::Order(ro) => self.orders.get(ro).map(text),
            EntityKey::Person(id) => self.people.get(id).map(text),
            EntityKey::Day(person, day) => self.days.get(&(person.clone(), *day)).map(text),
            EntityKey::Operation(code) => self.operations.get(code).map(text),
            EntityKey::Part(number) => self.parts.get(number).map(text),
            EntityKey::Andon(id) => self.andons.get(id).map(text),
            EntityKey::Pace(id) => self.paces.get(id).map(text),
            EntityKey::Car(plate) => self.cars.get(plate).map(text),
            EntityKey::Stock(number) => self.stock.get(number).map(text),
            EntityKey::Tool(id) => self.tools.get(id).map(text),
        }
    }

    /// Reads an entity back. A kind that is not known is left out: a newer version may have written it.
    ///
    /// # Errors
    /// When the text is not what the kind should be.
    pub fn put_entity_json(
        &mut self,
        kind: &str,
        name: &str,
        body: &str,
    ) -> Result<(), serde_json::Error> {
        match kind {
            "order" => {
                self.orders
                    .insert(RoNumber::new(name), serde_json::from_str(body)?);
            }
            "person" => {
                self.people
                    .insert(PersonId::new(name), serde_json::from_str(body)?);
            }
            "day" => {
                let day: PersonDay = serde_json::from_str(body)?;
                self.days.insert((day.person.clone(), day.day), day);
            }
            "operation" => {
                self.operations
                    .insert(OpCode::new(name), serde_json::from_str(body)?);
            }
            "part" => {
                self.parts
                    .insert(PartNumber::new(name), serde_json::from_str(body)?);
            }
            "andon" => {
                let call: AndonCall = serde_json::from_str(body)?;
                self.andons.insert(call.id, call);
            }
            "pace" => {
                let pace: Pace = serde_json::from_str(body)?;
                self.paces.insert(pace.person.clone(), pace);
            }
            "car" => {
                let file: CarFile = serde_json::from_str(body)?;
                self.cars.insert(file.plate.clone(), file);
            }
            "stock" => {
                let stock: Stock = serde_json::from_str(body)?;
                self.stock.insert(stock.part.clone(), stock);
            }
            "tool" => {
                let file: ToolFile = serde_json::from_str(body)?;
                self.tools.insert(file.id.clone(), file);
            }
            _ => {}
        }
        Ok(())
    }
}

/// What is settled need not be kept at hand: the store has it, and hands it back when somebody speaks of it.
impl Workshop {
    /// Tells from which day on an entity only changes if somebody speaks of it again; nothing while it is open.
    pub fn settled_on(&self, key: &EntityKey) -> Option<NaiveDate> {
        match key {
            EntityKey::Order(ro) => {
                let order = self.orders.get(ro)?;
                let delivered = order.step(CarStep::Delivered)?;
                // What asks the foreman something, or is worked on after all, stays at hand.
                let open = order.state() != CarState::Delivered
                    || !about_order(ro, order).is_empty()
                    || !order.parts.is_settled();
                (!open).then(|| delivered.at.date_naive())
            }
            EntityKey::Day(person, day) => {
                let known = self.days.get(&(person.clone(), *day))?;
                // A day that asks the foreman something stays at hand until it is answered.
                let open = known.is_present() || !about_day(known).is_empty();
                (!open).then_some(*day)
            }
            EntityKey::Andon(id) => Some(self.andons.get(id)?.cleared.as_ref()?.at.date_naive()),
            EntityKey::Person(_)
            | EntityKey::Operation(_)
            | EntityKey::Part(_)
            | EntityKey::Pace(_)
            | EntityKey::Car(_)
            | EntityKey::Stock(_)
            | EntityKey::Tool(_) => None,
        }
    }

    /// Tells whether an entity is at hand.
    pub fn has(&self, key: &EntityKey) -> bool {
        match key {
            EntityKey::Order(ro) => self.orders.contains_key(ro),
            EntityKey::Person(id) => self.people.contains_key(id),
            EntityKey::Day(person, day) => self.days.contains_key(&(person.clone(), *day)),
            EntityKey::Operation(code) => self.operations.contains_key(code),
            EntityKey::Part(number) => self.parts.contains_key(number),
            EntityKey::Andon(id) => self.andons.contains_key(id),
            EntityKey::Pace(id) => self.paces.contains_key(id),
            EntityKey::Car(plate) => self.cars.contains_key(plate),
            EntityKey::Stock(number) => self.stock.contains_key(number),
            EntityKey::Tool(id) => self.tools.contains_key(id),
        }
    }

    /// Lets go of what was settled before a day.
    pub fn let_go(&mut self, before: NaiveDate) {
        let old: Vec<EntityKey> = self
            .keys()
            .into_iter()
            .filter(|key| self.settled_on(key).is_some_and(|day| day < before))
            .collect();
        for key in old {
            match key {
                EntityKey::Order(ro) => drop(self.orders.remove(&ro)),
                EntityKey::Day(person, day) => drop(self.days.remove(&(person, day))),
                EntityKey::Andon(id) => drop(self.andons.remove(&id)),
                EntityKey::Person(_)
                | EntityKey::Operation(_)
                | EntityKey::Part(_)
                | EntityKey::Pace(_)
                | EntityKey::Car(_)
                | EntityKey::Stock(_)
                | EntityKey::Tool(_) => {}
            }
        }
    }

    /// Puts what was settled before a day aside, for who looks at the floor of one moment in a state that holds
    /// everything. [`Workshop::put_back`] undoes it.
    pub fn set_aside(&mut self, before: NaiveDate) -> SetAside {
        let is_old = |key: EntityKey| self.settled_on(&key).is_some_and(|day| day < before);
        let orders = self.orders.keys().cloned();
        let orders: Vec<_> = orders
            .filter(|ro| is_old(EntityKey::Order(ro.clone())))
            .collect();
        let days = self.days.keys().cloned();
        let days: Vec<_> = days
            .filter(|(person, day)| is_old(EntityKey::Day(person.clone(), *day)))
            .collect();
        SetAside {
            orders: orders
                .into_iter()
                .filter_map(|ro| self.orders.remove_entry(&ro))
                .collect(),
            days: days
                .into_iter()
                .filter_map(|key| self.days.remove_entry(&key))
                .collect(),
        }
    }

    /// Puts back what was set aside.
    pub fn put_back(&mut self, aside: SetAside) {
        self.orders.extend(aside.orders);
        self.days.extend(aside.days);
    }

    /// Takes an entity out, as if nothing had ever been said of it.
    pub fn take_out(&mut self, key: &EntityKey) {
        match key {
            EntityKey::Order(ro) => drop(self.orders.remove(ro)),
            EntityKey::Person(id) => drop(self.people.remove(id)),
            EntityKey::Day(person, day) => drop(self.days.remove(&(person.clone(), *day))),
            EntityKey::Operation(code) => drop(self.operations.remove(code)),
            EntityKey::Part(number) => drop(self.parts.remove(number)),
            EntityKey::Andon(id) => drop(self.andons.remove(id)),
            EntityKey::Pace(id) => drop(self.paces.remove(id)),
            EntityKey::Car(plate) => drop(self.cars.remove(plate)),
            EntityKey::Stock(number) => drop(self.stock.remove(number)),
            EntityKey::Tool(id) => drop(self.tools.remove(id)),
        }
    }
}

/// What was put aside for a while.
#[derive(Debug)]
pub struct SetAside {
    orders: Vec<(RoNumber, Order)>,
    days: Vec<((PersonId, NaiveDate), PersonDay)>,
}
