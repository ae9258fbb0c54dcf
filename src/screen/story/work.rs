//! What was done: the jobs with who did and checked them, the parts, and the inspection of the whole car.

use super::rows::{Glue, Row};
use super::{DOT, joined, section, together, unbroken};
use crate::domain::order::Fen;
use crate::domain::person::Language;
use crate::domain::quality::checklist::{CheckKind, Measure, Verdict};
use crate::projection::story::{CheckTold, JobTold, Noticed, OrderStory, PartTold};
use crate::screen::slip::Press;
use crate::screen::words::{intake, money, quality, record as words, slip, time};

/// Lists the jobs, each with who did it and its three checks.
pub(super) fn jobs(order: &OrderStory, press: &Press<'_>) -> Vec<Row> {
    let jobs = (1..).zip(&order.jobs);
    section(
        press.say(words::WORK),
        jobs.flat_map(|(number, job)| together(of_job(number, job, press)))
            .collect(),
    )
}

fn of_job(number: usize, job: &JobTold, press: &Press<'_>) -> Vec<Row> {
    let name = unbroken(press.name(&job.name, &job.english_name));
    let name = if job.is_additional() {
        words::additional(&name, press.language)
    } else {
        name
    };
    let right = joined([
        words::standing(job.standing)
            .map(|standing| press.say(standing))
            .unwrap_or_default(),
        time::hours(job.standard, press.language),
        amount(job.amount),
    ]);
    let mut rows = vec![Row::item(number.to_string(), &name, &right)];
    if !job.workers.is_empty() {
        rows.push(Row::detail(press.say(words::DONE_BY), &done_by(job, press)));
    }
    for rework in &job.reworks {
        let why = press.say(quality::rework_reason(rework.reason));
        let text = joined([
            press.moment(rework.at),
            press.say(quality::check(rework.check)),
            why,
            rework.note.clone(),
        ]);
        rows.push(Row::detail(press.say(words::SENT_BACK), &text));
    }
    for (kind, made) in &job.checks {
        let label = words::check_label(*kind);
        rows.push(Row::detail(press.say(label), &check(made, press)));
    }
    rows
}

fn amount(amount: Fen) -> String {
    // What nobody has priced is not for nothing.
    match amount {
        Fen(0) => String::new(),
        amount => money::yuan(amount),
    }
}

fn done_by(job: &JobTold, press: &Press<'_>) -> String {
    let workers = job.workers.iter();
    let workers: Vec<String> = workers
        .map(|(person, secs)| format!("{} {}", (press.person)(person), time::timer(*secs)))
        .collect();
    let finished = job
        .finished_at
        .map(|at| words::finished(&press.moment(at), press.language));
    joined([workers.join(comma(press)), finished.unwrap_or_default()])
}

fn comma(press: &Press<'_>) -> &'static str {
    match press.language {
        Language::En => ", ",
        Language::Zh => "，",
    }
}

/// Who looked, when, at how much, and what was measured.
fn check(made: &CheckTold, press: &Press<'_>) -> String {
    let who = joined([
        made.by.as_ref().map(press.person).unwrap_or_default(),
        press.moment(made.at),
        words::items(made.items, press.language),
    ]);
    let noticed: Vec<String> = made.noticed.iter().map(|n| notice(n, press)).collect();
    match noticed.is_empty() {
        true => who,
        false => format!("{who}\n{}", noticed.join(DOT)),
    }
}

/// Says what was noticed: `brake pads front 9.5 mm (≥ 3)`.
fn notice(noticed: &Noticed, press: &Press<'_>) -> String {
    let name = unbroken(press.name(&noticed.name, &noticed.english_name));
    let mut said = vec![name];
    if let Some(value) = noticed.value {
        let unit = noticed.measure.map(|measure| measure.unit.symbol());
        let unit = unit.unwrap_or_default();
        let limits = noticed.measure.and_then(limits).unwrap_or_default();
        let measured = format!("{value} {unit} {limits}");
        // A value, its unit and its limits are not torn apart where a line ends.
        let measured: Vec<&str> = measured.split_whitespace().collect();
        said.push(measured.join("\u{a0}"));
    }
    if noticed.verdict != Verdict::Pass {
        said.push(press.say(quality::verdict(noticed.verdict)));
    }
    if !noticed.note.is_empty() {
        said.push(format!("“{}”", noticed.note));
    }
    said.join(" ")
}

fn limits(measure: Measure) -> Option<String> {
    match (measure.least, measure.most) {
        (Some(least), Some(most)) => Some(format!("({least}–{most})")),
        (Some(least), None) => Some(format!("(≥ {least})")),
        (None, Some(most)) => Some(format!("(≤ {most})")),
        (None, None) => None,
    }
}

/// Lists what is in the car now.
pub(super) fn parts(order: &OrderStory, press: &Press<'_>) -> Vec<Row> {
    if order.parts.is_empty() {
        return Vec::new();
    }
    let head = Row::part_head(
        [slip::PART, words::PART_NAME, slip::QUANTITY, words::AMOUNT].map(|word| press.say(word)),
    );
    let total = order.parts.iter().map(|part| part.amount.0).sum();
    let mut rows = vec![head];
    rows.extend(order.parts.iter().map(|part| of_part(part, press)));
    if order.parts.len() > 1 {
        let total = amount(Fen(total));
        // What is added up stands with something of it.
        if let Some(last) = rows.last_mut() {
            last.glue = Glue::WithNext;
        }
        rows.push(Row::part(press.say(slip::TOTAL), "", String::new(), total));
    }
    section(press.say(words::PARTS), rows)
}

fn of_part(part: &PartTold, press: &Press<'_>) -> Row {
    // A unit that nobody has translated stays away from an English paper.
    let unit = match press.language {
        Language::En if !part.unit.is_ascii() => "",
        _ => part.unit.as_str(),
    };
    let name = unbroken(press.name(&part.name, &part.english_name));
    let quantity = format!("{} {unit}", part.quantity);
    Row::part(
        part.part.to_string(),
        &name,
        quantity.trim_end().to_owned(),
        amount(part.amount),
    )
}

/// Tells of the road test and of the inspection of the whole car.
pub(super) fn inspection(order: &OrderStory, press: &Press<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(test) = &order.road_test {
        let driven = test.distance.end_km.saturating_sub(test.distance.start_km);
        let from_to = format!(
            "{}–{} km",
            intake::grouped(test.distance.start_km),
            intake::grouped(test.distance.end_km)
        );
        let text = joined([
            test.said.by.as_ref().map(press.person).unwrap_or_default(),
            press.moment(test.said.at),
            words::driven(driven, &from_to, press.language),
            test.note.clone(),
        ]);
        rows.push(Row::detail(press.say(words::ROAD_TEST), &text));
    }
    if let Some(made) = &order.inspection {
        rows.push(Row::detail(
            press.say(words::check_label(CheckKind::Final)),
            &check(made, press),
        ));
    }
    section(press.say(words::INSPECTION), rows)
}
