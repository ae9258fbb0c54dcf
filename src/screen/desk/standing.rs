//! Where a car stands between its last job and its customer, in the lines of a sheet: its checks and who goes on with
//! them, what came back, the wash, and the record of its completion.

use super::model::Line;
use super::scene::Scene;
use crate::domain::ids::PersonId;
use crate::domain::order::Fen;
use crate::domain::quality::checklist::CheckKind;
use crate::domain::quality::completion::{CompletionRecord, InspectionResult};
use crate::domain::quality::order_quality::Rework;
use crate::domain::said::Said;
use crate::projection::checks::{CheckCar, CheckJob, JobQuality};
use crate::projection::job_card::{CarCard, Stage};
use crate::screen::floor::checks::{Due, due};
use crate::screen::tone::Tone;
use crate::screen::words::{
    self as all_words, Text, advisor as advisor_words, money, quality, standing as words, states,
    time,
};

impl Scene<'_> {
    /// Says of each job of a car which checks it has passed and which it waits for.
    pub(in crate::screen) fn check_lines(&self, car: &CheckCar) -> Vec<Line> {
        car.jobs.iter().map(|job| self.check_line(job)).collect()
    }

    fn check_line(&self, job: &CheckJob) -> Line {
        let name = all_words::name(self.language, &job.name, &job.english_name);
        let made = CheckKind::ALL.into_iter().filter_map(|kind| {
            let mark = job.quality.made_by(kind)?;
            let check = quality::check(kind).to(self.language);
            let at = time::moment(mark.said.at, self.now, self.zone);
            Some(words::made(check, &self.by(&mark.said), &at))
        });
        let mut parts = vec![name.replace(" · ", super::scene::DOT)];
        parts.extend(made);
        let (stands, tone) = match (job.stage, job.quality.next) {
            (Stage::Finished, Some(next)) => (self.say(words::due(next)), Tone::Qc),
            (Stage::Finished, None) => (String::new(), Tone::Ready),
            (stage, _) => {
                let (text, tone) = states::stage(stage);
                (self.say(text), tone)
            }
        };
        parts.push(stands);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        Line::new(self.join(&parts), tone)
    }

    /// Says who goes on with a car that awaits quality control: who is at it, or who is next and where.
    pub(in crate::screen) fn next_lines(&self, car: &CheckCar) -> Vec<Line> {
        let mut lines = Vec::new();
        if let Some(taken) = &car.taken {
            let age = time::minutes(self.now - taken.at);
            let text = words::inspecting(&self.by(taken), &age, self.language);
            lines.push(Line::new(text, Tone::Qc));
        } else if let Some(due) = due(car) {
            lines.push(Line::new(self.next(due), Tone::Action));
        }
        if car.is_blocked() {
            lines.push(Line::new(self.say(words::BLOCKED), Tone::Risk));
        }
        lines
    }

    fn next(&self, due: Due<'_>) -> String {
        match due {
            Due::Check { kind, job } => {
                let lead = job.quality.lead.as_ref();
                let lead = lead.map_or_else(String::new, |id| self.person(id));
                let bay = job.bay.as_ref().map_or_else(String::new, |id| self.bay(id));
                words::next_check(kind, &lead, &bay, self.language)
            }
            Due::RoadTest => words::next_of_car(true, self.language).to_owned(),
            Due::Inspection => words::next_of_car(false, self.language).to_owned(),
        }
    }

    /// Says what a job came back for, while it is not finished again.
    pub(in crate::screen) fn rework_lines(&self, quality: &JobQuality) -> Vec<Line> {
        let Some(card) = quality.rework.as_ref().filter(|_| quality.is_rework) else {
            return Vec::new();
        };
        let again = words::times(card.times, self.language);
        let back = self.back(&card.last);
        let mut lines = vec![Line::new(self.join(&[&back, &again]), Tone::Rework)];
        lines.extend(note(&card.last));
        lines
    }

    fn back(&self, rework: &Rework) -> String {
        let order = &rework.order;
        let responsible = order.responsible.as_ref().map(|id| self.person(id));
        let penalty = if order.penalty > Fen(0) {
            money::yuan(order.penalty)
        } else {
            String::new()
        };
        let back = words::Back {
            reason: quality::rework_reason(order.reason).to(self.language),
            found_by: &self.by(&rework.said),
            at: &time::moment(rework.said.at, self.now, self.zone),
            responsible: &responsible.unwrap_or_default(),
            penalty: &penalty,
        };
        words::back(back, self.language)
    }

    /// Writes the completion record; nothing while there is nothing to be recorded.
    pub(in crate::screen) fn completion_lines(&self, record: &CompletionRecord) -> Vec<Line> {
        if record.result == InspectionResult::Open && record.reworks.is_empty() {
            return Vec::new();
        }
        let moment = |at| time::moment(at, self.now, self.zone);
        let by = record.inspector.as_ref();
        let by = by.map_or_else(String::new, |id: &PersonId| self.person(id));
        let tone = match record.result {
            InspectionResult::Passed => Tone::Ready,
            InspectionResult::Failed => Tone::Rework,
            InspectionResult::Open => Tone::Qc,
        };
        let first = words::record(record.result, &by, self.language);
        let planned = record.planned_at.map(moment).unwrap_or_default();
        let done = record.completed_at.map(moment).unwrap_or_default();
        let times = words::planned_and_done(&planned, &done, self.language);
        let mut lines = vec![Line::new(first, tone), Line::new(times, Tone::Neutral)];
        if let Some(reason) = record.delay {
            let delay = advisor_words::delay_given(reason, self.language);
            lines.push(Line::new(delay, Tone::Risk));
        }
        for rework in &record.reworks {
            lines.push(Line::new(self.back(rework), Tone::Rework));
            lines.extend(note(rework));
        }
        lines
    }

    /// Says since when a car is washed, and by whom.
    pub(in crate::screen) fn wash_line(&self, begun: &Said) -> Line {
        let at = time::moment(begun.at, self.now, self.zone);
        let text = words::washed_since(&self.by(begun), &at, self.language);
        Line::new(text, Tone::Working)
    }

    /// Says what a car came back to.
    pub(in crate::screen) fn comeback_line(&self, car: &CarCard) -> Option<Line> {
        let comeback = car.comeback.as_ref()?;
        let date = comeback.delivered_at.map_or_else(String::new, |at| {
            let local = at.with_timezone(&self.zone);
            local.format("%Y-%m-%d").to_string()
        });
        let text = words::comeback_to(comeback.of.as_str(), &date, self.language);
        Some(Line::new(text, Tone::Rework))
    }

    /// Says where a car and its key are; nothing where nobody has noted it.
    pub(in crate::screen) fn place_line(&self, car: &CarCard) -> Option<Line> {
        let place = self.place(&car.key_tag, &car.parking_spot);
        (!place.is_empty()).then(|| Line::new(place, Tone::Neutral))
    }

    /// Names a key tag and a parking spot.
    pub(in crate::screen) fn place(&self, key_tag: &str, parking_spot: &str) -> String {
        let named = |word: Text, what: &str| match what {
            "" => String::new(),
            what => format!("{} {what}", word.to(self.language)),
        };
        let key = named(advisor_words::KEY, key_tag);
        self.join(&[&key, &named(advisor_words::PARKING, parking_spot)])
    }

    fn by(&self, said: &Said) -> String {
        said.by
            .as_ref()
            .map_or_else(String::new, |id| self.person(id))
    }
}

fn note(rework: &Rework) -> Option<Line> {
    let note = rework.order.note.trim();
    (!note.is_empty()).then(|| Line::new(note.to_owned(), Tone::Neutral))
}
