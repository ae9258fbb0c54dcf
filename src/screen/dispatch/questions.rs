//! Calls for help and the foreman's questions: one list of what asks for an answer.

use super::clocks::ClockDesk;
use super::model::{Action, Panel, QuestionShown};
use super::present::Scene;
use super::sign_in::{Signature, Wish};
use super::{Dispatch, Effect};
use crate::domain::andon::AndonCall;
use crate::domain::command::CommandBody;
use crate::domain::ids::RoNumber;
use crate::domain::person::Permission;
use crate::domain::question::{Question, QuestionAnswer, QuestionKey};
use crate::projection::job_card::Stage;
use crate::projection::picture::Picture;
use crate::screen::floor::{Floor, face, warnings};
use crate::screen::tone::Tone;
use crate::screen::words::dispatch as words;
use crate::screen::words::time;
use chrono::{DateTime, Utc};

const ACKNOWLEDGE: &str = "acknowledge";
const CLEAR: &str = "clear";
const CLOCKS: &str = "clocks";
const KEEP_BOTH: &str = "keep-both";
const NOT_FINISHED: &str = "not-finished";
const OPEN: &str = "open";
/// Begins the name of a warning, which goes on with its car's order.
const WARNING: &str = "warning:";

/// Names a question among the others; the same contradiction has the same name.
fn id_of(key: &QuestionKey) -> String {
    format!("{key:?}")
}

fn answer_id(answer: QuestionAnswer) -> &'static str {
    match answer {
        QuestionAnswer::KeepBoth => KEEP_BOTH,
        QuestionAnswer::NotFinished => NOT_FINISHED,
    }
}

impl Dispatch {
    /// An answer to a call or a question.
    pub(super) fn answer(
        &mut self,
        id: &str,
        answer: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        if let Some(ro) = id.strip_prefix(WARNING) {
            self.open_late_car(&RoNumber::new(ro), picture, now);
            return Vec::new();
        }
        let alerts = &picture.views.alerts;
        if let Some(call) = alerts.calls.iter().find(|call| call.id.to_string() == id) {
            return self.answer_call(call, answer, picture, now);
        }
        let Some(question) = alerts
            .questions
            .iter()
            .find(|known| id_of(&known.key) == id)
        else {
            return Vec::new();
        };
        if answer == CLOCKS {
            self.close();
            self.panel = Panel::Clocks;
            self.clocks = ClockDesk::of_question(question, picture, now);
            return Vec::new();
        }
        let answers = question.key.answers();
        let Some(answer) = answers.iter().find(|known| answer_id(**known) == answer) else {
            return Vec::new();
        };
        let body = CommandBody::AnswerQuestion {
            question: question.key.clone(),
            answer: *answer,
        };
        // What takes a finish back is a correction, and signed as one.
        let signature = match answer {
            QuestionAnswer::NotFinished => Signature::Pin,
            QuestionAnswer::KeepBoth => Signature::Any,
        };
        let wish = Wish {
            signature,
            ..Wish::new(body, Permission::CorrectClocks)
        };
        self.wished(wish, picture, now)
    }

    /// Opens what can still be planned of a car that will be late, else the car itself.
    fn open_late_car(&mut self, ro: &RoNumber, picture: &Picture, now: DateTime<Utc>) {
        let views = &picture.views;
        let on_bays = views.bays.values().flat_map(|bay| &bay.jobs);
        let open = on_bays
            .chain(&views.waiting.jobs)
            .find(|card| card.job.ro == *ro && card.stage != Stage::Finished)
            .map(|card| card.job.to_string());
        match open {
            Some(job) => self.open_chip(&job, picture, now),
            None => self.open_car(ro.clone()),
        }
    }

    fn answer_call(
        &mut self,
        call: &AndonCall,
        answer: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let body = match answer {
            ACKNOWLEDGE => CommandBody::AcknowledgeAndon { call: call.id },
            CLEAR => CommandBody::ClearAndon { call: call.id },
            _ => return Vec::new(),
        };
        // Whoever comes says so by name; no role is asked for.
        let wish = Wish {
            body,
            permission: None,
            signature: Signature::Any,
            undo: None,
        };
        self.wished(wish, picture, now)
    }
}

impl Scene<'_> {
    /// Lists the calls and the questions, the oldest first, then what will be late, the gravest first.
    pub(super) fn questions(&self) -> Vec<QuestionShown> {
        let alerts = &self.picture.views.alerts;
        let calls = alerts.calls.iter().map(|call| self.call(call));
        let questions = alerts
            .questions
            .iter()
            .map(|question| self.question(question));
        calls.chain(questions).chain(self.warnings()).collect()
    }

    /// Lists the cars that will be late, why, and whose move it is.
    fn warnings(&self) -> Vec<QuestionShown> {
        let Some(floor) = Floor::new(self.picture, self.now, self.language) else {
            return Vec::new();
        };
        let cars = self.picture.views.alerts.warnings.iter();
        let shown = cars.filter_map(|car| {
            let (text, tone) = warnings::warning(&floor, car)?;
            let told = car.told_at.map(|at| {
                let at = time::moment(at, self.now, self.zone);
                words::customer_told(self.language, &at)
            });
            Some(QuestionShown {
                id: format!("{WARNING}{}", car.ro),
                text,
                who: format!(
                    "{} · {}",
                    face(car).0,
                    words::advisor(self.language, &car.advisor)
                ),
                when: told.unwrap_or_default(),
                tone,
                answers: vec![self.action(OPEN, words::OPEN, Tone::Neutral)],
            })
        });
        shown.collect()
    }

    /// Makes the words and the tone of the header's button.
    pub(super) fn questions_button(&self) -> (String, Tone) {
        let alerts = &self.picture.views.alerts;
        let (calls, questions) = (alerts.calls.len(), alerts.questions.len());
        let warnings = alerts.warnings.len();
        let unanswered = alerts.calls.iter().any(|call| call.acknowledged.is_none());
        let tone = match (unanswered, calls + questions + warnings) {
            (true, _) => Tone::Late,
            (false, 0) => Tone::Neutral,
            (false, _) => Tone::Risk,
        };
        (
            words::questions_label(self.language, calls, questions, warnings),
            tone,
        )
    }

    fn call(&self, call: &AndonCall) -> QuestionShown {
        let raised_by = call
            .raised
            .by
            .as_ref()
            .map(|by| self.person(by))
            .unwrap_or_default();
        let coming = call.acknowledged.as_ref().map(|step| {
            let who = step
                .by
                .as_ref()
                .map_or_else(String::new, |by| self.person(by));
            words::coming(self.language, &who, &time::clock(step.at, self.zone))
        });
        let mut text = words::call(self.language, call.kind, &self.bay(&call.bay));
        let site = self.picture.views.site.as_ref();
        if site.is_some_and(|site| call.is_escalated(site.andon_patience(), self.now)) {
            let nobody = words::NOBODY_ANSWERED.to(self.language);
            text = words::and_then(self.language, &text, nobody);
        }
        if let Some(coming) = &coming {
            text = words::and_then(self.language, &text, coming);
        }
        let acknowledge =
            (coming.is_none()).then(|| self.action(ACKNOWLEDGE, words::ACKNOWLEDGE, Tone::Working));
        let clear = self.action(CLEAR, words::CLEAR_CALL, Tone::Neutral);
        let mut answers: Vec<Action> = acknowledge.into_iter().chain([clear]).collect();
        if let Some(first) = answers.first_mut() {
            first.main = true;
            first.tone = Tone::Working;
        }
        QuestionShown {
            id: call.id.to_string(),
            text,
            who: raised_by,
            when: time::minutes(self.now - call.raised.at),
            tone: if call.acknowledged.is_none() {
                Tone::Late
            } else {
                Tone::Action
            },
            answers,
        }
    }

    fn question(&self, question: &Question) -> QuestionShown {
        let who = question
            .person
            .as_ref()
            .map(|id| self.person(id))
            .unwrap_or_default();
        let what = match &question.key {
            QuestionKey::WorkedAfterFinish { job, .. }
            | QuestionKey::TwoBays { job, .. }
            | QuestionKey::WorkedUnauthorised { job, .. }
            | QuestionKey::WorkedAfterDelivery { job, .. } => self.job(job),
            QuestionKey::UnknownOrder { ro } => ro.to_string(),
            QuestionKey::ForgottenClockOut { .. } => String::new(),
        };
        let bay = question
            .bay
            .as_ref()
            .map(|bay| self.bay(bay))
            .unwrap_or_default();
        let at = time::moment(question.at, self.now, self.zone);
        let asked = words::Asked {
            who: &who,
            what: &what,
            bay: &bay,
            at: &at,
        };
        QuestionShown {
            id: id_of(&question.key),
            text: words::question(self.language, &question.key, asked),
            when: at.clone(),
            tone: Tone::Risk,
            answers: self.answers(question),
            who: if who.is_empty() { what } else { who },
        }
    }

    fn answers(&self, question: &Question) -> Vec<Action> {
        let mut actions = Vec::new();
        let about_a_clock = !matches!(question.key, QuestionKey::UnknownOrder { .. });
        if about_a_clock && question.person.is_some() {
            let mut go = self.action(CLOCKS, words::GO_TO_CLOCKS, Tone::Action);
            go.main = matches!(question.key, QuestionKey::ForgottenClockOut { .. });
            actions.push(go);
        }
        for answer in question.key.answers() {
            let (label, hint) = words::answer(&question.key, *answer);
            let mut action = self.action(answer_id(*answer), label, Tone::Neutral);
            action.hint = hint.to(self.language).to_owned();
            actions.push(action);
        }
        actions
    }
}
