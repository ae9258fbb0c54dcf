//! What was found beside the order: what the customer had done, and what is better not forgotten until the next visit.

use super::rows::{Glue, Row};
use super::{joined, section, together, unbroken};
use crate::domain::finding::{Answer, Finding, Severity};
use crate::projection::story::OrderStory;
use crate::screen::slip::Press;
use crate::screen::words::{finding as said, money, record as words};

/// Lists what the customer had done, and what was only noted.
pub(super) fn findings(order: &OrderStory, press: &Press<'_>) -> Vec<Row> {
    let settled = order.findings.iter().filter(|finding| !is_left(finding));
    list(words::FOUND, settled.collect(), press)
}

/// Lists what was left, the gravest first, with what happens if it stays so.
pub(super) fn advice(order: &OrderStory, press: &Press<'_>) -> Vec<Row> {
    let mut left: Vec<&Finding> = order.findings.iter().filter(|f| is_left(f)).collect();
    left.sort_by_key(|finding| finding.sighting.severity);
    let unsafe_now = left.first().map(|gravest| gravest.sighting.severity) == Some(Severity::Red);
    let mut rows = list(words::ADVICE, left, press);
    if unsafe_now {
        // Below the heading, before all that it is about.
        let mut warning = Row::note(&press.say(words::UNSAFE));
        warning.glue = Glue::WithNext;
        rows.insert(1, warning);
    }
    rows
}

/// Tells whether something is left as it is: asked about and not authorised.
fn is_left(finding: &Finding) -> bool {
    let answer = finding.answer().map(|last| last.answer);
    finding.sighting.is_asked() && answer != Some(Answer::Authorised)
}

fn list(
    heading: crate::screen::words::Text,
    findings: Vec<&Finding>,
    press: &Press<'_>,
) -> Vec<Row> {
    let numbered = (1..).zip(findings);
    section(
        press.say(heading),
        numbered
            .flat_map(|(number, finding)| together(of_finding(number, finding, press)))
            .collect(),
    )
}

fn of_finding(number: usize, finding: &Finding, press: &Press<'_>) -> Vec<Row> {
    let sighting = &finding.sighting;
    let name = unbroken(press.name(&sighting.name, &sighting.english_name));
    let severity = press.say(said::severity(sighting.severity));
    let mut rows = vec![Row::item(number.to_string(), &name, &severity)];
    if !sighting.note.trim().is_empty() {
        rows.push(Row::detail(press.say(words::NOTE), &sighting.note));
    }
    if sighting.is_asked() {
        rows.push(Row::detail(
            press.say(words::ANSWER),
            &answer(finding, press),
        ));
    }
    if is_left(finding) {
        let consequence = press.name(&sighting.consequence, &sighting.english_consequence);
        if !consequence.is_empty() {
            rows.push(Row::detail(press.say(words::IF_LEFT), consequence));
        }
        rows.push(Row::detail(
            press.say(words::NEXT_VISIT),
            &next_visit(finding, press),
        ));
    }
    rows
}

/// What the customer said, how, to whom and when.
fn answer(finding: &Finding, press: &Press<'_>) -> String {
    let Some(last) = finding.answer() else {
        return press.say(words::NOT_ANSWERED);
    };
    joined([
        press.say(said::answer(last.answer)),
        press.say(said::channel(last.channel)),
        last.by.as_ref().map(press.person).unwrap_or_default(),
        press.moment(last.at),
        money::yuan(last.amount),
    ])
}

/// What to do about it, and until when it can wait.
fn next_visit(finding: &Finding, press: &Press<'_>) -> String {
    let sighting = &finding.sighting;
    joined([
        press.say(words::advice(sighting.severity)),
        words::about(sighting.standard, sighting.amount, press.language),
    ])
}
