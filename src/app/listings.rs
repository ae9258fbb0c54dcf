//! Listings: orders, parts, operations, tools and the roster, as tables for people or JSON for programs.

pub(super) mod tools;

use super::cli::Form;
use super::edge::{Failure, say};
use super::maintenance::reader;
use crate::config::Config;
use crate::domain::command::PinHash;
use crate::domain::finding::Finding;
use crate::domain::forecast::{FloorForecast, forecast};
use crate::domain::ids::{JobId, PartNumber, PersonId, RoNumber, ToolId};
use crate::domain::job::JobState;
use crate::domain::person::{Language, Person};
use crate::domain::workshop::Workshop;
use crate::projection::job_card::{JobCard, car_card, job_card};
use crate::screen::words::{self, reasons, states, time};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

fn table<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(header);
    table
}

fn json<T: Serialize>(rows: &T) -> Result<(), Failure> {
    say(serde_json::to_string_pretty(rows).map_err(Failure::machine)?)
}

fn load(config: &Config) -> Result<(Workshop, FloorForecast, DateTime<Utc>), Failure> {
    let workshop = reader(config)?.load().map_err(Failure::machine)?;
    let now = Utc::now();
    let forecast = forecast(&workshop, &config.policy, now);
    Ok((workshop, forecast, now))
}

/// Lists the orders.
pub(super) fn orders(config: &Config, form: Form) -> Result<(), Failure> {
    let (workshop, forecast, now) = load(config)?;
    let cards: Vec<_> = workshop
        .orders
        .keys()
        .map(|ro| car_card(&workshop, ro, &forecast))
        .collect();
    if form == Form::Json {
        return json(&cards);
    }
    let zone = config.policy.hours.zone;
    let mut out = table([
        "RO", "plate", "car", "customer", "jobs", "state", "promised", "forecast",
    ]);
    for card in &cards {
        let order = workshop.orders.get(&card.ro);
        let jobs = order.map_or(0, |order| order.live_jobs().count());
        out.add_row([
            card.ro.to_string(),
            card.plate
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            card.car.clone(),
            card.customer.clone(),
            jobs.to_string(),
            states::car_state(card.state).0.to(Language::En).to_owned(),
            card.promised_at
                .map(|at| time::moment(at, now, zone))
                .unwrap_or_default(),
            card.forecast
                .as_ref()
                .map(|f| time::moment(f.end, now, zone))
                .unwrap_or_default(),
        ]);
    }
    say(&out)?;
    let jobs: usize = workshop
        .orders
        .values()
        .map(|order| order.live_jobs().count())
        .sum();
    say(format!("{} orders, {jobs} jobs", cards.len()))?;
    Ok(())
}

#[derive(Serialize)]
struct ShownOrder<'a> {
    car: crate::projection::job_card::CarCard,
    jobs: Vec<ShownJob>,
    findings: &'a [Finding],
    amendments: &'a [crate::domain::car::Amendment],
    steps: &'a [crate::domain::car::StepTaken],
}

#[derive(Serialize)]
struct ShownJob {
    card: JobCard,
    actual_secs: i64,
    work: Vec<crate::domain::job::DayWork>,
    stops: Vec<crate::domain::job::Stop>,
}

/// Shows one order with its jobs and what was clocked on them.
pub(super) fn order(config: &Config, name: &str, form: Form) -> Result<(), Failure> {
    let (workshop, forecast, now) = load(config)?;
    let ro = RoNumber::new(name);
    let order = workshop.orders.get(&ro).ok_or_else(|| {
        Failure::input(format!(
            "there is no order {name}; `baylight orders list` shows them all"
        ))
    })?;
    let jobs = order
        .jobs
        .iter()
        .filter_map(|(line, job)| {
            Some(ShownJob {
                card: job_card(&workshop, &JobId::new(ro.clone(), *line), &forecast)?,
                actual_secs: job.worked_secs(now),
                work: job.work.clone(),
                stops: job.stops.clone(),
            })
        })
        .collect();
    let shown = ShownOrder {
        car: car_card(&workshop, &ro, &forecast),
        jobs,
        findings: &order.findings,
        amendments: &order.amendments,
        steps: &order.steps,
    };
    if form == Form::Json {
        return json(&shown);
    }
    print_order(config, &workshop, &shown, now)
}

fn print_order(
    config: &Config,
    workshop: &Workshop,
    shown: &ShownOrder<'_>,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let zone = config.policy.hours.zone;
    let car = &shown.car;
    let plate = car
        .plate
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let state = states::car_state(car.state).0.to(Language::En);
    say(format!(
        "{}  {plate}  {} {}  {}  — {state}",
        car.ro, car.car, car.colour, car.customer
    ))?;
    if let Some(promised_at) = car.promised_at {
        say(format!("promised {}", time::moment(promised_at, now, zone)))?;
    }
    if !car.complaint.is_empty() {
        say(format!("“{}”", car.complaint))?;
    }
    for job in &shown.jobs {
        print_job(workshop, job, now, zone)?;
    }
    for finding in shown.findings {
        print_finding(workshop, finding, zone)?;
    }
    for amendment in shown.amendments {
        say(format!(
            "amended {}: {}",
            time::clock(amendment.at, zone),
            amendment.changed.join(", ")
        ))?;
    }
    for step in shown.steps {
        say(format!("{:?} {}", step.step, time::clock(step.at, zone)))?;
    }
    Ok(())
}

/// What was found, by whom and when, and everything that the customer said to it.
fn print_finding(workshop: &Workshop, finding: &Finding, zone: Tz) -> Result<(), Failure> {
    let sighting = &finding.sighting;
    let by = finding.by.as_ref();
    say(format!(
        "found {} by {}: {} ({}, {}, {})",
        time::clock(finding.at, zone),
        by.map_or_else(|| "nobody".to_owned(), |by| person_name(workshop, by)),
        words::name(Language::En, &sighting.name, &sighting.english_name),
        words::finding::severity(sighting.severity).to(Language::En),
        time::hours(sighting.standard, Language::En),
        words::money::yuan(sighting.amount),
    ))?;
    for said in &finding.answers {
        let to = said.by.as_ref();
        say(format!(
            "  customer {} {} by {} to {}, {}",
            time::clock(said.at, zone),
            words::finding::answer(said.answer).to(Language::En),
            words::finding::channel(said.channel).to(Language::En),
            to.map_or_else(|| "nobody".to_owned(), |to| person_name(workshop, to)),
            words::money::yuan(said.amount),
        ))?;
    }
    Ok(())
}

fn person_name(workshop: &Workshop, id: &PersonId) -> String {
    workshop
        .people
        .get(id)
        .map_or_else(|| id.to_string(), |enrolled| enrolled.person.name.clone())
}

fn print_job(
    workshop: &Workshop,
    job: &ShownJob,
    now: DateTime<Utc>,
    zone: chrono_tz::Tz,
) -> Result<(), Failure> {
    let card = &job.card;
    let stage = states::stage(card.stage).0.to(Language::En);
    say(format!(
        "  {}  {}  {} of {} — {stage}",
        card.job,
        card.name,
        time::timer(job.actual_secs),
        time::hours(card.standard, Language::En)
    ))?;
    for work in &job.work {
        for span in &work.spans {
            let until = span
                .end
                .at()
                .map_or_else(|| "…".to_owned(), |at| time::clock(at, zone));
            say(format!(
                "      {} {}–{until} {} bay {}",
                work.day,
                time::clock(span.from, zone),
                person_name(workshop, &work.person),
                span.bay
            ))?;
        }
    }
    for stop in &job.stops {
        let what = match &stop.kind {
            crate::domain::job::StopKind::Held {
                reason, expected, ..
            } => {
                let reason = reasons::hold_reason(Some(*reason)).to(Language::En);
                let eta = expected.as_ref().map_or_else(String::new, |said| {
                    format!(", ETA {}", time::moment(said.until, now, zone))
                });
                format!("on hold: {reason}{eta}")
            }
            crate::domain::job::StopKind::Finished => "finished".to_owned(),
            crate::domain::job::StopKind::SentBack { .. } => "sent back by a check".to_owned(),
            crate::domain::job::StopKind::NotFinished => "not finished after all".to_owned(),
        };
        say(format!("      {} {what}", time::clock(stop.at, zone)))?;
    }
    Ok(())
}

/// Lists the parts.
pub(super) fn parts(config: &Config, form: Form) -> Result<(), Failure> {
    let workshop = reader(config)?.load().map_err(Failure::machine)?;
    let parts: Vec<_> = workshop.parts.values().collect();
    if form == Form::Json {
        return json(&parts);
    }
    let mut out = table(["part", "name", "English", "bin", "on hand", "threshold"]);
    for part in &parts {
        out.add_row([
            part.number.to_string(),
            part.name.clone(),
            part.english_name.clone(),
            part.bin.clone(),
            format!(
                "{} {}",
                workshop.on_hand(&part.number).unwrap_or(0),
                part.unit
            ),
            part.threshold.to_string(),
        ]);
    }
    say(format!("{out}\n{} parts", parts.len()))?;
    Ok(())
}

/// Shows one part, and the open jobs that expect it.
pub(super) fn part(config: &Config, name: &str, form: Form) -> Result<(), Failure> {
    let workshop = reader(config)?.load().map_err(Failure::machine)?;
    let number = PartNumber::new(name);
    let part = workshop.parts.get(&number).ok_or_else(|| {
        Failure::input(format!(
            "there is no part {name}; `baylight parts list` shows them all"
        ))
    })?;
    let none = FloorForecast::default();
    let wanted: Vec<(JobId, u32)> = workshop
        .open_jobs()
        .filter(|(_, _, job)| !matches!(job.state(), JobState::Finished { .. }))
        .filter_map(|(id, _, _)| {
            let card = job_card(&workshop, &id, &none)?;
            let quantity = card.parts.iter().find(|p| p.part == number)?.quantity;
            Some((id, quantity))
        })
        .collect();
    if form == Form::Json {
        return json(&serde_json::json!({ "part": part, "expected_by": wanted }));
    }
    say(format!(
        "{}  {}  {}",
        part.number, part.name, part.english_name
    ))?;
    say(format!(
        "{} {} in {} {}, threshold {}",
        workshop.on_hand(&number).unwrap_or(0),
        part.unit,
        part.warehouse,
        part.bin,
        part.threshold
    ))?;
    for (job, quantity) in wanted {
        say(format!("  expected by {job}: {quantity}"))?;
    }
    Ok(())
}

/// Lists the operations.
pub(super) fn operations(config: &Config, form: Form) -> Result<(), Failure> {
    let workshop = reader(config)?.load().map_err(Failure::machine)?;
    let operations: Vec<_> = workshop.operations.values().collect();
    if form == Form::Json {
        return json(&operations);
    }
    let mut out = table([
        "op code", "name", "English", "trade", "standard", "parts", "tools",
    ]);
    for operation in &operations {
        let parts: Vec<String> = operation
            .parts
            .iter()
            .map(|part| format!("{}×{}", part.part, part.quantity))
            .collect();
        let tools: Vec<&str> = operation.tools.iter().map(ToolId::as_str).collect();
        out.add_row([
            operation.op_code.to_string(),
            operation.name.clone(),
            operation.english_name.clone(),
            reasons::trade(operation.trade).to(Language::En).to_owned(),
            time::hours(operation.standard, Language::En),
            parts.join(" "),
            tools.join(" "),
        ]);
    }
    say(format!("{out}\n{} operations", operations.len()))?;
    Ok(())
}

#[derive(Serialize)]
struct ShownPerson<'a> {
    #[serde(flatten)]
    person: &'a Person,
    has_pin: bool,
}

/// Lists the roster; the hashes of the PINs stay where they are.
pub(super) fn roster(config: &Config, form: Form) -> Result<(), Failure> {
    let workshop = reader(config)?.load().map_err(Failure::machine)?;
    let has_pin = |hash: &Option<PinHash>| hash.is_some();
    let people: Vec<ShownPerson<'_>> = workshop
        .people
        .values()
        .map(|enrolled| ShownPerson {
            person: &enrolled.person,
            has_pin: has_pin(&enrolled.pin_hash),
        })
        .collect();
    if form == Form::Json {
        return json(&people);
    }
    let mut out = table(["id", "name", "role", "trades", "badge", "PIN", "here"]);
    for ShownPerson { person, has_pin } in &people {
        let trades: Vec<&str> = person
            .trades
            .iter()
            .map(|trade| reasons::trade(*trade).to(Language::En))
            .collect();
        out.add_row([
            person.id.to_string(),
            person.name.clone(),
            format!("{:?}", person.role).to_lowercase(),
            trades.join(", "),
            person
                .badge
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            if *has_pin { "set" } else { "-" }.to_owned(),
            if person.employment.is_here() {
                "yes"
            } else {
                "left"
            }
            .to_owned(),
        ]);
    }
    say(format!("{out}\n{} people", people.len()))?;
    Ok(())
}
