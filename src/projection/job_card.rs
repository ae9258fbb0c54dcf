//! The job card (作业卡): everything a screen may need to know of one job, on the board as at the bay.

use super::checks::{JobQuality, job_quality};
use super::tools::{ToolCard, job_tools};
use crate::domain::car::{CarState, Order};
use crate::domain::dispatch::Plan;
use crate::domain::finding::{DelayReason, is_additional};
use crate::domain::forecast::{FloorForecast, Forecast, JobForecast};
use crate::domain::ids::{BayId, CommandId, JobId, OpCode, PartNumber, PersonId, RoNumber};
use crate::domain::job::{Job, JobState};
use crate::domain::order::{
    BusinessCategory, ExpectedPart, Fen, OrderSheet, Trade, WorkMinutes, YesNo,
};
use crate::domain::plate::Plate;
use crate::domain::quality::order_quality::Comeback;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The car and its order, as far as the floor cares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarCard {
    /// Its order.
    pub ro: RoNumber,
    /// The car's face; nothing while the order has not come in.
    pub plate: Option<Plate>,
    /// Brand, model and displacement in one line.
    pub car: String,
    /// Its colour.
    pub colour: String,
    /// Whose it is.
    pub customer: String,
    /// Who speaks with the customer.
    pub advisor: String,
    /// Why it is here.
    pub category: BusinessCategory,
    /// When it came.
    pub arrived_at: Option<DateTime<Utc>>,
    /// When it was promised.
    pub promised_at: Option<DateTime<Utc>>,
    /// In the customer's words.
    pub complaint: String,
    /// In km.
    pub mileage_km: Option<u32>,
    /// 钥匙号
    pub key_tag: String,
    /// 停放位置
    pub parking_spot: String,
    /// 客户等待
    pub customer_waits: YesNo,
    /// 保留旧件
    pub keep_old_parts: YesNo,
    /// 洗车
    pub wash: YesNo,
    /// 试车
    #[serde(default)]
    pub road_test: YesNo,
    /// 外返: what it came back to.
    #[serde(default)]
    pub comeback: Option<Comeback>,
    /// Where it stands.
    pub state: CarState,
    /// When it will be done, and why then.
    pub forecast: Option<Forecast>,
    /// When the customer was last told of what stands now: this risk or a graver one, and this cause.
    #[serde(default)]
    pub told_at: Option<DateTime<Utc>>,
    /// When repair, final check and wash were done.
    #[serde(default)]
    pub done_at: Option<DateTime<Utc>>,
    /// The promise that had passed already when another one was made.
    #[serde(default)]
    pub missed_at: Option<DateTime<Utc>>,
    /// Why the promise was missed, once somebody has said so.
    #[serde(default)]
    pub delay: Option<DelayReason>,
}

/// Who is on a job now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveWork {
    /// Who.
    pub person: PersonId,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Of each second this many parts …
    pub share: u32,
    /// … of so many count for this job.
    pub of: u32,
}

/// Why a job stands still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldCard {
    /// Why; nothing when everybody left without a word.
    pub reason: Option<crate::domain::hold::HoldReason>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when it is expected to last, if somebody has said so.
    #[serde(default)]
    pub expected_until: Option<DateTime<Utc>>,
    /// When the cause was gone.
    pub cleared_at: Option<DateTime<Utc>>,
    /// In the technician's words.
    pub note: String,
}

/// A part that the job is expected to need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartCard {
    /// Its number.
    pub part: PartNumber,
    /// How many.
    pub quantity: u32,
    /// Its name; the number where the parts list does not know it.
    pub name: String,
    /// Its English name, where there is one.
    pub english_name: String,
    /// Where it lies.
    pub bin: String,
    /// How many lie there; nothing where the parts list does not know it.
    pub on_hand: Option<u32>,
    /// What one costs the customer; nothing where the parts list does not know it.
    #[serde(default)]
    pub price: Fen,
}

/// Another job of the same car.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiblingCard {
    /// Which.
    pub job: JobId,
    /// Its name.
    pub name: String,
    /// Its English name, where there is one.
    pub english_name: String,
    /// What it should take.
    pub standard: WorkMinutes,
    /// Where it stands.
    pub stage: Stage,
    /// Where it is dispatched to.
    pub bay: Option<BayId>,
}

/// Where a job stands, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// 待派工
    AwaitingDispatch,
    /// 已派工
    Dispatched,
    /// 在修
    InRepair,
    /// 中断
    OnHold,
    /// 返工: a check sent it back, and nobody has begun.
    Rework,
    /// 完工
    Finished,
}

impl From<&JobState> for Stage {
    fn from(state: &JobState) -> Self {
        match state {
            JobState::AwaitingDispatch => Self::AwaitingDispatch,
            JobState::Dispatched => Self::Dispatched,
            JobState::InRepair => Self::InRepair,
            JobState::OnHold { .. } => Self::OnHold,
            JobState::Rework { .. } => Self::Rework,
            JobState::Finished { .. } => Self::Finished,
        }
    }
}

/// Everything that a screen may need to know of one job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobCard {
    /// Which.
    pub job: JobId,
    /// The car and its order.
    pub car: CarCard,
    /// 项目编号
    pub op_code: Option<OpCode>,
    /// 项目名称; the job's number while the order has not come in
    pub name: String,
    /// Its English name, where there is one.
    pub english_name: String,
    /// What it needs.
    pub trade: Option<Trade>,
    /// What it should take.
    pub standard: WorkMinutes,
    /// How much longer it was said to take.
    #[serde(default)]
    pub extension: WorkMinutes,
    /// Where it stands.
    pub stage: Stage,
    /// Where it was dispatched to.
    pub plan: Option<Plan>,
    /// Where it is or was worked on last, unless it was put elsewhere since.
    pub worked_at: Option<BayId>,
    /// When it was first clocked on.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was finished.
    pub finished_at: Option<DateTime<Utc>>,
    /// Clocked seconds that are over; those that run are counted from `live`.
    pub worked_secs: i64,
    /// Who is on it now.
    pub live: Vec<LiveWork>,
    /// Everybody who was on it.
    pub workers: Vec<PersonId>,
    /// The taps that last stopped it, so that they can be taken back.
    pub last_stop: Option<CommandId>,
    /// Why it stands still.
    pub hold: Option<HoldCard>,
    /// When it will run.
    pub forecast: Option<JobForecast>,
    /// What it is expected to need.
    pub parts: Vec<PartCard>,
    /// The other jobs of the car.
    pub siblings: Vec<SiblingCard>,
    /// The special tools that it needs, and those that were taken for it.
    #[serde(default)]
    pub tools: Vec<ToolCard>,
    /// How its checks stand.
    #[serde(default)]
    pub quality: JobQuality,
}

impl JobCard {
    /// Counts the seconds clocked until `now`.
    pub fn clocked_secs(&self, now: DateTime<Utc>) -> i64 {
        let running: i64 = self
            .live
            .iter()
            .map(|live| {
                let open = (now - live.since).num_seconds().max(0);
                open * i64::from(live.share) / i64::from(live.of.max(1))
            })
            .sum();
        self.worked_secs + running
    }

    /// Names the bay it belongs to: where it is worked on, else where it was dispatched to.
    pub fn bay(&self) -> Option<&BayId> {
        match self.stage {
            Stage::Dispatched | Stage::AwaitingDispatch => self.plan.as_ref().map(|plan| &plan.bay),
            _ => self
                .worked_at
                .as_ref()
                .or_else(|| self.plan.as_ref().map(|plan| &plan.bay)),
        }
    }
}

/// Makes the card of a car.
pub fn car_card(workshop: &Workshop, ro: &RoNumber, forecast: &FloorForecast) -> CarCard {
    let order = workshop.orders.get(ro);
    let sheet: Option<&OrderSheet> = order.and_then(|order| order.sheet.as_ref());
    let text = |field: fn(&OrderSheet) -> &String| sheet.map(field).cloned().unwrap_or_default();
    let answer = |field: fn(&OrderSheet) -> YesNo| sheet.map(field).unwrap_or_default();
    CarCard {
        ro: ro.clone(),
        plate: sheet.map(|sheet| sheet.car.plate.clone()),
        car: sheet.map(car_line).unwrap_or_default(),
        colour: text(|sheet| &sheet.car.colour),
        customer: text(|sheet| &sheet.customer.name),
        advisor: text(|sheet| &sheet.advisor),
        category: sheet.map(|sheet| sheet.category).unwrap_or_default(),
        arrived_at: sheet.map(|sheet| sheet.arrived_at),
        promised_at: order.and_then(|order| order.promised_at()),
        complaint: text(|sheet| &sheet.complaint),
        mileage_km: sheet.and_then(|sheet| sheet.mileage_km),
        key_tag: order
            .map(|order| order.key_tag().to_owned())
            .unwrap_or_default(),
        parking_spot: order
            .map(|order| order.parking_spot().to_owned())
            .unwrap_or_default(),
        customer_waits: answer(|sheet| sheet.customer_waits),
        keep_old_parts: answer(|sheet| sheet.keep_old_parts),
        wash: answer(|sheet| sheet.wash),
        road_test: answer(|sheet| sheet.road_test),
        comeback: order.and_then(|order| order.quality.comeback.clone()),
        state: order.map_or(CarState::AwaitingDispatch, |order| order.state()),
        forecast: forecast.cars.get(ro).cloned(),
        told_at: order.and_then(|order| told_at(order, forecast.cars.get(ro)?)),
        done_at: order.and_then(|order| order.done_at()),
        missed_at: order.and_then(|order| order.missed_at),
        delay: order.and_then(|order| order.delay),
    }
}

fn told_at(order: &Order, forecast: &Forecast) -> Option<DateTime<Utc>> {
    let warning = forecast.notice()?;
    let told = order
        .told
        .iter()
        .rev()
        .find(|told| told.warning.covers(&warning))?;
    Some(told.at)
}

pub(super) fn car_line(sheet: &OrderSheet) -> String {
    [&sheet.car.brand, &sheet.car.model, &sheet.car.displacement]
        .into_iter()
        .filter(|word| !word.is_empty())
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Makes the card of a job; nothing for a job that nobody has spoken of.
pub fn job_card(workshop: &Workshop, id: &JobId, forecast: &FloorForecast) -> Option<JobCard> {
    let job = workshop.job(id)?;
    let state = job.state();
    Some(JobCard {
        job: id.clone(),
        car: car_card(workshop, &id.ro, forecast),
        op_code: job.line.as_ref().map(|line| line.op_code.clone()),
        name: name(workshop, id, job),
        english_name: english_name(workshop, job),
        trade: job.line.as_ref().map(|line| line.trade),
        standard: job.standard(),
        extension: WorkMinutes(job.expected().0 - job.standard().0),
        stage: Stage::from(&state),
        plan: job
            .assignment
            .as_ref()
            .map(|assignment| assignment.plan.clone()),
        worked_at: job.last_bay().filter(|_| !job.is_replanned()).cloned(),
        started_at: job.started_at(),
        finished_at: match state {
            JobState::Finished { at } => Some(at),
            _ => None,
        },
        worked_secs: job
            .spans()
            .filter(|(_, span)| span.end.at().is_some())
            .map(|(_, span)| span.credited_secs)
            .sum(),
        live: live(job),
        workers: workers(job),
        last_stop: job.stops.last().map(|stop| stop.command),
        hold: hold(&state),
        forecast: forecast.jobs.get(id).copied(),
        parts: parts(workshop, job),
        siblings: siblings(workshop, id),
        tools: job_tools(workshop, id, job),
        quality: workshop
            .orders
            .get(&id.ro)
            .map(|order| job_quality(workshop, order, id.line, job))
            .unwrap_or_default(),
    })
}

fn live(job: &Job) -> Vec<LiveWork> {
    let mut live: Vec<LiveWork> = job
        .live()
        .map(|(person, span)| LiveWork {
            person: person.clone(),
            since: span.from,
            share: span.share,
            of: span.of,
        })
        .collect();
    live.sort_by(|a, b| (a.since, &a.person).cmp(&(b.since, &b.person)));
    live
}

pub(super) fn workers(job: &Job) -> Vec<PersonId> {
    let mut workers: Vec<PersonId> = job
        .work
        .iter()
        .filter(|work| !work.spans.is_empty())
        .map(|work| work.person.clone())
        .collect();
    workers.sort();
    workers.dedup();
    workers
}

pub(super) fn hold(state: &JobState) -> Option<HoldCard> {
    match state {
        JobState::OnHold {
            reason,
            since,
            expected_until,
            cleared_at,
            note,
        } => Some(HoldCard {
            reason: *reason,
            since: *since,
            expected_until: *expected_until,
            cleared_at: *cleared_at,
            note: note.clone(),
        }),
        _ => None,
    }
}

/// Names a job, in Chinese and in English.
pub(super) fn job_name(workshop: &Workshop, id: &JobId, job: &Job) -> (String, String) {
    (name(workshop, id, job), english_name(workshop, job))
}

/// A dealer system may leave the name to the operation list.
pub(super) fn name(workshop: &Workshop, id: &JobId, job: &Job) -> String {
    let Some(line) = &job.line else {
        return id.to_string();
    };
    if !line.name.is_empty() {
        return line.name.clone();
    }
    workshop.operations.get(&line.op_code).map_or_else(
        || line.op_code.to_string(),
        |operation| operation.name.clone(),
    )
}

pub(super) fn english_name(workshop: &Workshop, job: &Job) -> String {
    let Some(line) = &job.line else {
        return String::new();
    };
    if !line.english_name.is_empty() {
        return line.english_name.clone();
    }
    workshop
        .operations
        .get(&line.op_code)
        .map(|operation| operation.english_name.clone())
        .unwrap_or_default()
}

fn parts(workshop: &Workshop, job: &Job) -> Vec<PartCard> {
    let Some(line) = &job.line else {
        return Vec::new();
    };
    let listed = workshop
        .operations
        .get(&line.op_code)
        .map(|operation| &operation.parts);
    let expected = if line.parts.is_empty() && !is_additional(line.line) {
        listed
    } else {
        Some(&line.parts)
    };
    expected_parts(workshop, expected.map_or(&[], Vec::as_slice))
}

/// Makes the cards of parts that are expected to be needed.
pub(super) fn expected_parts(workshop: &Workshop, expected: &[ExpectedPart]) -> Vec<PartCard> {
    expected
        .iter()
        .map(|expected| {
            let part = workshop.parts.get(&expected.part);
            PartCard {
                part: expected.part.clone(),
                quantity: expected.quantity,
                name: part.map_or_else(|| expected.part.to_string(), |part| part.name.clone()),
                english_name: part
                    .map(|part| part.english_name.clone())
                    .unwrap_or_default(),
                bin: part.map(|part| part.bin.clone()).unwrap_or_default(),
                // Less than none is a matter between the ledger and the storekeeper.
                on_hand: workshop
                    .available(&expected.part)
                    .map(|available| u32::try_from(available.max(0)).unwrap_or(u32::MAX)),
                price: part.map(|part| part.price).unwrap_or_default(),
            }
        })
        .collect()
}

fn siblings(workshop: &Workshop, id: &JobId) -> Vec<SiblingCard> {
    let Some(order) = workshop.orders.get(&id.ro) else {
        return Vec::new();
    };
    order
        .live_jobs()
        .filter(|(line, _)| *line != id.line)
        .map(|(line, job)| SiblingCard {
            job: JobId::new(id.ro.clone(), line),
            name: name(workshop, &JobId::new(id.ro.clone(), line), job),
            english_name: english_name(workshop, job),
            standard: job.standard(),
            stage: Stage::from(&job.state()),
            bay: job.bay().cloned(),
        })
        .collect()
}
