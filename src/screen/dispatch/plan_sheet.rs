//! The plan sheet and the ghost of a dragged chip: a plan in words, with what speaks against it.

use super::Dispatch;
use super::model::{Action, Choice, Face, Fit, Ghost, Line, PlanShown};
use super::plan::{self, Candidate, Draft, TradeFit};
use super::planning::{CLEAR_HOLD, DISPATCH, Drag, TAKE_BACK};
use super::present::Scene;
use crate::domain::dispatch::{Conflict, ConflictKind, Plan, Presence};
use crate::domain::hold::HoldReason;
use crate::projection::job_card::{HoldCard, JobCard, Stage};
use crate::screen::floor::face;
use crate::screen::floor::parts::missing;
use crate::screen::tone::Tone;
use crate::screen::words::dispatch as words;
use crate::screen::words::parts as part_words;
use crate::screen::words::{
    self as all_words, floor as floor_words, reasons, refusals, standing, time,
};

impl Scene<'_> {
    /// Makes the sheet of the plan in the making; empty without one.
    pub(super) fn plan(&self, draft: Option<&Draft>) -> PlanShown {
        let card = draft.and_then(|draft| plan::card(&self.picture.views, &draft.plan.job));
        let (Some(draft), Some(card)) = (draft, card) else {
            return PlanShown::default();
        };
        let (plate, colour) = face(&card.car);
        let (promise, promise_tone) = self.promise(&card.car);
        let conflicts = draft.conflicts(self.picture, self.now);
        PlanShown {
            job_id: card.job.to_string(),
            face: Face { plate, colour },
            work: all_words::name(self.language, &card.name, &card.english_name).to_owned(),
            need: floor_words::need(card.trade, card.standard, self.language),
            promise,
            promise_tone,
            bay: self.bay(&draft.plan.bay),
            span: self.span(&draft.plan),
            crew: self.crew(&draft.plan),
            facts: self.facts(draft, card),
            leads: self.leads(draft, card),
            helpers: self.helpers(draft, card),
            conflicts: conflicts.iter().map(|found| self.conflict(found)).collect(),
            etas: clearable(card).map_or_else(Vec::new, |_| self.etas()),
            actions: self.plan_actions(draft, card, conflicts.len()),
        }
    }

    fn span(&self, plan: &Plan) -> String {
        let said = |at| floor_words::promise(at, self.now, self.zone, self.language);
        format!("{} – {}", said(plan.start), said(plan.end))
    }

    fn crew(&self, plan: &Plan) -> String {
        let people = plan.lead.iter().chain(&plan.helpers);
        let names: Vec<String> = people.map(|id| self.person(id)).collect();
        words::list(self.language, &names)
    }

    /// What has to be known before the job is moved.
    fn facts(&self, draft: &Draft, card: &JobCard) -> Vec<Line> {
        let mut facts = self.rework_lines(&card.quality);
        facts.extend(self.comeback_line(&card.car));
        if card.stage == Stage::Rework {
            facts.push(self.elsewhere());
        }
        if !card.live.is_empty() {
            let who: Vec<String> = card
                .live
                .iter()
                .map(|live| self.person(&live.person))
                .collect();
            let bay = card.bay().map(|bay| self.bay(bay)).unwrap_or_default();
            let who = words::list(self.language, &who);
            facts.push(Line::new(
                words::worked_by(self.language, &who, &bay),
                Tone::Working,
            ));
        }
        if let Some(hold) = &card.hold {
            facts.push(self.standing(hold));
        }
        if let Some(missing) = missing(&self.picture.views, &card.job, self.language) {
            let text = missing.say(self.now, self.zone, self.language);
            facts.push(Line::new(text, part_words::stage(missing.stage).1));
        }
        if let Some(before) = card.plan.as_ref().filter(|before| **before != draft.plan) {
            let bay = self.bay(&before.bay);
            let text = words::planned_before(self.language, &bay, &self.span(before));
            facts.push(Line::new(text, Tone::Wait));
        }
        facts
    }

    fn elsewhere(&self) -> Line {
        let text = standing::PUT_ELSEWHERE.to(self.language);
        Line::new(text.to_owned(), Tone::Neutral)
    }

    fn standing(&self, hold: &HoldCard) -> Line {
        if let Some(at) = hold.cleared_at {
            let at = time::moment(at, self.now, self.zone);
            return Line::new(words::cleared(self.language, &at), Tone::Action);
        }
        let reason = reasons::hold_reason(hold.reason).to(self.language);
        let age = time::minutes(self.now - hold.since);
        let owner = hold
            .reason
            .map(|reason| reasons::hold_owner(reason.owner()).to(self.language));
        let standing = words::standing(self.language, reason, &age, owner);
        let text = match hold.expected_until {
            Some(until) => {
                let until = floor_words::promise(until, self.now, self.zone, self.language);
                words::with_eta(self.language, &standing, &until)
            }
            None => standing,
        };
        Line::new(text, Tone::Hold)
    }

    fn leads(&self, draft: &Draft, card: &JobCard) -> Vec<Choice> {
        self.candidates(card)
            .iter()
            .map(|candidate| {
                let mut choice = self.candidate(candidate);
                choice.chosen = draft.plan.lead.as_ref() == Some(&candidate.person.id);
                choice
            })
            .collect()
    }

    /// A helper may learn, so nobody is unfit to help; who is away still is.
    fn helpers(&self, draft: &Draft, card: &JobCard) -> Vec<Choice> {
        self.candidates(card)
            .iter()
            .filter(|candidate| draft.plan.lead.as_ref() != Some(&candidate.person.id))
            .map(|candidate| {
                let person = candidate.person;
                let mut choice = Choice::plain(person.id.as_str(), person.name.as_str());
                choice.chosen = draft.plan.helpers.contains(&person.id);
                if candidate.presence == Presence::Away {
                    choice.fit = Fit::Poor;
                }
                choice
            })
            .collect()
    }

    fn candidates(&self, card: &JobCard) -> Vec<Candidate<'_>> {
        match self.policy {
            Some(policy) => plan::candidates(&self.picture.views, policy, card, self.now),
            None => Vec::new(),
        }
    }

    fn candidate(&self, candidate: &Candidate<'_>) -> Choice {
        let person = candidate.person;
        let mut choice = Choice::plain(person.id.as_str(), person.name.as_str());
        let away = candidate.presence == Presence::Away;
        choice.subtitle = if away {
            words::NOT_HERE.to(self.language).to_owned()
        } else {
            self.trades(&person.trades)
        };
        choice.fit = match (candidate.skill, away) {
            (TradeFit::Skilled, false) => Fit::Good,
            _ => Fit::Poor,
        };
        (choice.load, choice.load_text, choice.load_tone) = self.load(candidate.load);
        choice
    }

    pub(super) fn conflict(&self, conflict: &Conflict) -> Line {
        let (person, job) = (|id: &_| self.person(id), |id: &_| self.job(id));
        let text = refusals::conflict(conflict, self.naming(&person, &job));
        Line::new(
            words::sentence(self.language, &text),
            conflict_tone(conflict.kind()),
        )
    }

    fn plan_actions(&self, draft: &Draft, card: &JobCard, conflicts: usize) -> Vec<Action> {
        let mut actions = Vec::new();
        // What stands as it was planned needs no dispatch.
        if card.plan.as_ref() != Some(&draft.plan) || !draft.refused.is_empty() {
            actions.push(self.dispatch_action(draft, conflicts));
        }
        if let Some(reason) = clearable(card) {
            let mut clear = self.action(CLEAR_HOLD, words::CLEAR_HOLD, Tone::Action);
            clear.hint = reasons::hold_reason(Some(reason))
                .to(self.language)
                .to_owned();
            clear.main = actions.is_empty();
            actions.push(clear);
        }
        if card.plan.is_some() && card.stage != Stage::InRepair {
            actions.push(self.action(TAKE_BACK, words::TAKE_BACK, Tone::Neutral));
        }
        actions
    }

    fn dispatch_action(&self, draft: &Draft, conflicts: usize) -> Action {
        let mut dispatch = if conflicts == 0 {
            self.action(DISPATCH, words::DISPATCH, Tone::Working)
        } else {
            self.action(DISPATCH, words::DISPATCH_ANYWAY, Tone::Risk)
        };
        dispatch.main = true;
        dispatch.hint = if conflicts > 0 {
            words::conflict_count(self.language, conflicts)
        } else if draft.plan.lead.is_none() {
            words::WITHOUT_LEAD.to(self.language).to_owned()
        } else {
            String::new()
        };
        dispatch
    }

    /// Makes the words under a dragged chip.
    pub(super) fn ghost(&self, screen: &Dispatch, drag: &Drag) -> Ghost {
        let Some(draft) = screen.dragged(drag, self.picture, self.now) else {
            let text = words::JOB_IS_FINISHED.to(self.language).to_owned();
            return Ghost {
                text,
                tone: Tone::Late,
            };
        };
        let at = floor_words::promise(draft.plan.start, self.now, self.zone, self.language);
        let slot = self.join_plain(&[&self.bay(&draft.plan.bay), &at]);
        match draft.conflicts(self.picture, self.now).first() {
            None => Ghost {
                text: slot,
                tone: Tone::Working,
            },
            Some(first) => {
                let Line { text, tone } = self.conflict(first);
                Ghost {
                    text: words::became(self.language, &slot, &text),
                    tone,
                }
            }
        }
    }
}

/// Tells the reason of a hold whose cause can still be said to be gone.
fn clearable(card: &JobCard) -> Option<HoldReason> {
    let hold = card
        .hold
        .as_ref()
        .filter(|hold| hold.cleared_at.is_none())?;
    hold.reason.filter(|_| card.stage == Stage::OnHold)
}

/// Two things at one place at once are worse than a late one.
fn conflict_tone(kind: ConflictKind) -> Tone {
    match kind {
        ConflictKind::BayTaken
        | ConflictKind::PersonTaken
        | ConflictKind::CarTaken
        | ConflictKind::BeyondPromise => Tone::Late,
        ConflictKind::WrongTrade
        | ConflictKind::NoSuchSkill
        | ConflictKind::NotPresent
        | ConflictKind::OutsideHours
        | ConflictKind::ToolOut => Tone::Risk,
    }
}
