//! What the checks of an order found: first passes, rework (返工) and comebacks (外返), each counted on its day.

use super::count::Sheet;
use super::{AgainFigures, Figures};
use crate::domain::car::Order;
use crate::domain::ids::PersonId;
use crate::domain::job::Job;
use crate::domain::order::BusinessCategory;
use crate::domain::quality::change::JobFinish;
use crate::domain::quality::checklist::CheckKind;
use crate::domain::quality::order_quality::Rework;
use std::collections::BTreeSet;

pub(super) fn count(sheet: &mut Sheet<'_>, order: &Order) {
    passes(sheet, order);
    for rework in &order.quality.reworks {
        sent_back(sheet, order, rework);
    }
    comeback(sheet, order);
}

/// A job passes once, with the first final inspection that covers it.
fn passes(sheet: &mut Sheet<'_>, order: &Order) {
    let mut known = BTreeSet::new();
    for inspection in &order.quality.inspections {
        for JobFinish { line, .. } in &inspection.finishes {
            if !known.insert(*line) {
                continue;
            }
            let failed = order.quality.reworks.iter().any(|rework| {
                let before = rework.said.at <= inspection.said.at;
                rework.line == *line && rework.check == CheckKind::Final && before
            });
            if let Some(figures) = sheet.at(inspection.said.at) {
                figures.shop.quality.passed += 1;
                figures.shop.quality.passed_first += u32::from(!failed);
            }
        }
    }
}

/// What a self-check or a peer check finds is no rework: they are there to find it.
fn sent_back(sheet: &mut Sheet<'_>, order: &Order, rework: &Rework) {
    let Some(figures) = sheet.at(rework.said.at) else {
        return;
    };
    let quality = &mut figures.shop.quality;
    if rework.check != CheckKind::Final {
        quality.in_process += 1;
        return;
    }
    let penalty_fen = rework.order.penalty.0;
    quality.rework += 1;
    quality.penalty_fen += penalty_fen;
    if let Some(again) = order
        .jobs
        .get(&rework.line)
        .and_then(|job| of_job(figures, job))
    {
        again.rework += 1;
    }
    match &rework.order.responsible {
        Some(person) => {
            let theirs = figures.technicians.entry(person.clone()).or_default();
            theirs.rework += 1;
            theirs.penalty_fen += penalty_fen;
        }
        None => {
            for person in &rework.workers {
                let theirs = figures.technicians.entry(person.clone()).or_default();
                theirs.rework += 1;
            }
        }
    }
}

/// A car came back: with the operations of the order before, and to who had worked on them.
fn comeback(sheet: &mut Sheet<'_>, order: &Order) {
    let workshop = sheet.workshop;
    let now = sheet.now;
    let Some(known) = &order.sheet else {
        return;
    };
    let came = known.category == BusinessCategory::Comeback && known.arrived_at <= now;
    let Some(figures) = sheet.at(known.arrived_at).filter(|_| came) else {
        return;
    };
    figures.shop.quality.comebacks += 1;
    let before = order.quality.comeback.as_ref();
    let Some(before) = before.and_then(|back| workshop.orders.get(&back.of)) else {
        return;
    };
    let mut workers: BTreeSet<&PersonId> = BTreeSet::new();
    for (_, job) in before.live_jobs() {
        if let Some(again) = of_job(figures, job) {
            again.comebacks += 1;
        }
        workers.extend(job.work.iter().map(|work| &work.person));
    }
    for person in workers {
        let theirs = figures.technicians.entry(person.clone()).or_default();
        theirs.comebacks += 1;
    }
}

/// Finds the figures of a job's operation.
fn of_job<'a>(figures: &'a mut Figures, job: &Job) -> Option<&'a mut AgainFigures> {
    let line = job.line.as_ref()?;
    let known = &mut figures.shop.quality.by_operation;
    let again = known.entry(line.op_code.clone()).or_default();
    again.name.clone_from(&line.name);
    again.english_name.clone_from(&line.english_name);
    Some(again)
}
