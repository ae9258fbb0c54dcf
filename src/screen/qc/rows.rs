//! The rows of a list: headings, items with their values and limits, and what was measured in the checks before.

use super::look::{self, Look};
use super::model::{Answered, Row, RowKind};
use super::present::Scene;
use crate::domain::ids::ItemCode;
use crate::domain::quality::checklist::{Applies, CheckItem, CheckKind, ItemResult, Verdict};
use crate::domain::quality::draft::{CheckedList, ItemDraft};
use crate::projection::checks::CheckJob;
use crate::screen::tone::Tone;
use crate::screen::words::{qc as words, quality as check_words};

impl Scene<'_> {
    /// Makes the rows of a list.
    pub(super) fn rows(&self, look: &Look<'_>, list: CheckedList) -> Vec<Row> {
        let mut rows = self.first_rows(look, list);
        let Some(known) = look.checklist(list) else {
            rows.push(self.fact(
                self.say(if list == CheckedList::Car {
                    words::NO_CAR_LIST
                } else {
                    words::NO_LIST
                }),
                Tone::Qc,
            ));
            return rows;
        };
        for section in &known.sections {
            let items = section.items.iter();
            let mut items = items
                .filter(|item| item.checks.contains(&CheckKind::Final))
                .peekable();
            if items.peek().is_some() {
                rows.push(
                    self.section(self.name(&section.named.name, &section.named.english_name)),
                );
            }
            rows.extend(items.map(|item| self.item_row(look, list, item)));
        }
        rows
    }

    /// Says before the items what a job went back for, and that it has passed.
    fn first_rows(&self, look: &Look<'_>, list: CheckedList) -> Vec<Row> {
        let CheckedList::Job(line) = list else {
            let passed = look::is_through(look.car);
            let fact = || self.fact(self.say(words::PASSED), Tone::Ready);
            return passed.then(fact).into_iter().collect();
        };
        let Some(job) = look.job(line) else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        if let Some(rework) = &job.quality.rework {
            let order = &rework.last.order;
            let reason = self.say(check_words::rework_reason(order.reason));
            let text = words::sent_back_for(self.language, &reason, &order.note);
            rows.push(self.fact(text, Tone::Rework));
        }
        if look::has_passed(job) {
            rows.push(self.fact(
                self.join(&[&self.say(words::PASSED), &self.who_did(job)]),
                Tone::Ready,
            ));
        }
        rows
    }

    pub(super) fn fact(&self, title: String, tone: Tone) -> Row {
        Row {
            kind: RowKind::Fact,
            title,
            tone,
            ..Row::default()
        }
    }

    pub(super) fn section(&self, title: String) -> Row {
        Row {
            kind: RowKind::Heading,
            title,
            ..Row::default()
        }
    }

    fn item_row(&self, look: &Look<'_>, list: CheckedList, item: &CheckItem) -> Row {
        let code = &item.named.code;
        let answer = look.answer(list, code);
        let verdict = answer.and_then(|answer| answer.verdict);
        let value = answer.and_then(|answer| answer.value);
        let job = match list {
            CheckedList::Job(line) => look.job(line),
            CheckedList::Car => None,
        };
        let passed = match list {
            CheckedList::Job(_) => job.is_some_and(look::has_passed),
            CheckedList::Car => look::is_through(look.car),
        };
        let road = item.on_the_road && look.car.road_test.is_none();
        let road = if road {
            self.say(words::ON_THE_ROAD)
        } else {
            String::new()
        };
        let before = job
            .map(|job| self.measured_before(job, code))
            .unwrap_or_default();
        let again = job
            .map(|job| self.failed_before(job, code))
            .unwrap_or_default();
        let measure = item.measure.as_ref();
        Row {
            id: code.to_string(),
            kind: RowKind::Item,
            title: self.name(&item.named.name, &item.named.english_name),
            detail: self.join(&[&road, &again, &before]),
            tone: if again.is_empty() {
                Tone::Neutral
            } else {
                Tone::Rework
            },
            value: match (measure, value) {
                (Some(measure), Some(value)) => format!("{value} {}", measure.unit.symbol()),
                (Some(measure), None) => format!("… {}", measure.unit.symbol()),
                (None, _) => String::new(),
            },
            limits: measure.map(words::limits).unwrap_or_default(),
            measured: value.is_some(),
            note: answer.map(said_of).unwrap_or_default(),
            answered: match verdict {
                // What passed before the screen was started anew is not answered here any more.
                None if passed => Answered::Pass,
                None => Answered::Open,
                Some(Verdict::Pass) => Answered::Pass,
                Some(Verdict::Fail) => Answered::Fail,
                Some(Verdict::NotApplicable) => Answered::NotApplicable,
            },
            may_skip: item.applies == Applies::IfFitted,
            enabled: look.is_open(list),
        }
    }

    /// Says what was measured in the checks before, for comparison.
    fn measured_before(&self, job: &CheckJob, code: &ItemCode) -> String {
        let told = [CheckKind::SelfCheck, CheckKind::Peer].map(|kind| {
            let mark = job.quality.made_by(kind);
            let result = mark.and_then(|mark| find(&mark.remarkable, code));
            let value = result.and_then(|result| result.value);
            let value = value.map(|value| words::measured(self.language, kind, &value.to_string()));
            let note = result.map(|result| result.note.trim()).unwrap_or_default();
            let note = if note.is_empty() {
                String::new()
            } else {
                format!("“{note}”")
            };
            self.join(&[&value.unwrap_or_default(), &note])
        });
        self.join(&[&told[0], &told[1]])
    }

    /// Says that it failed when the job went back last.
    fn failed_before(&self, job: &CheckJob, code: &ItemCode) -> String {
        let rework = job.quality.rework.as_ref();
        let mut failed = rework.into_iter().flat_map(|rework| rework.last.failed());
        let result = failed.find(|result| result.item == *code);
        result.map_or_else(String::new, |result| {
            words::failed_last_time(self.language, result.note.trim())
        })
    }
}

/// The note, and how many photos there are.
fn said_of(answer: &ItemDraft) -> String {
    let note = answer.note.trim();
    match (answer.photos.len(), note.is_empty()) {
        (0, _) => note.to_owned(),
        (photos, true) => format!("▣ {photos}"),
        (photos, false) => format!("{note} ▣ {photos}"),
    }
}

fn find<'a>(results: &'a [ItemResult], code: &ItemCode) -> Option<&'a ItemResult> {
    results.iter().find(|result| result.item == *code)
}
