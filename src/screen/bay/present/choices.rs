//! The row of buttons, and the questions with their answers: hold, idle codes, help, finish.

use super::super::Shown;
use super::super::choice::{Action, Choice};
use super::super::clocking::{Leaving, several};
use super::super::look::others_on;
use super::super::model::{ActionShown, BayModel, Call, ChoiceShown, Confirm};
use super::Presenter;
use super::jobs::car_line;
use crate::domain::andon::{AndonCall, AndonKind};
use crate::domain::hold::{HoldOwner, HoldReason};
use crate::domain::idle::IdleCode;
use crate::domain::ids::{JobId, PersonId};
use crate::projection::job_card::JobCard;
use crate::projection::picture::{LinkState, Tap, TapState};
use crate::screen::tone::Tone;
use crate::screen::words::reasons::{andon_kind, hold_owner, hold_reason, idle_code};
use crate::screen::words::time::timer;
use crate::screen::words::{Text, bay as words, bay_parts, finding};

/// The title of a button.
pub(super) fn action_title(action: Action) -> Text {
    match action {
        Action::Finish => words::FINISH,
        Action::Hold => words::HOLD,
        Action::Finding => finding::REPORT,
        Action::Parts => bay_parts::PARTS,
        Action::Extend => finding::EXTEND,
        Action::Jobs => words::OTHER_JOB,
        Action::Idle => words::IDLE,
        Action::MyDay => words::MY_DAY,
        Action::Help => words::HELP,
        Action::ShiftIn => words::SHIFT_IN,
        Action::ShiftOut => words::SHIFT_OUT,
    }
}

impl Presenter<'_> {
    pub(super) fn actions(&self, shown: &Shown<'_>) -> Vec<ActionShown> {
        // Who was flagged this evening and stands here has not gone yet.
        let here = self.kiosk.me().is_some_and(|me| {
            self.look.doing(me).is_some() || self.look.is_flagged_today(me, self.now)
        });
        let actions: &[Action] = match shown {
            Shown::Running(_) => &[
                Action::Finish,
                Action::Hold,
                Action::Finding,
                Action::Parts,
                Action::Extend,
                // Idle time stands on the page of the jobs.
                Action::Jobs,
                Action::ShiftOut,
                Action::Help,
            ],
            Shown::OnHold(_) => &[
                Action::Finding,
                Action::Parts,
                Action::Jobs,
                Action::Idle,
                Action::MyDay,
                Action::ShiftOut,
                Action::Help,
            ],
            Shown::Jobs if here => &[Action::Idle, Action::MyDay, Action::ShiftOut, Action::Help],
            Shown::Jobs => &[Action::ShiftIn, Action::MyDay, Action::Help],
            _ => &[],
        };
        actions.iter().map(|action| self.action(*action)).collect()
    }

    fn action(&self, action: Action) -> ActionShown {
        let (tone, primary) = match action {
            Action::Finish | Action::ShiftIn => (Tone::Working, true),
            Action::Help => (Tone::Late, false),
            _ => (Tone::Neutral, false),
        };
        ActionShown {
            id: action.id().to_owned(),
            title: self.t(action_title(action)),
            subtitle: self.action_note(action),
            tone,
            primary,
            enabled: true,
        }
    }

    fn action_note(&self, action: Action) -> String {
        match action {
            Action::Finish => self.t(words::FINISH_NOTE),
            Action::Hold => self.t(words::HOLD_NOTE),
            Action::Finding => self.t(finding::REPORT_NOTE),
            Action::Parts => self.t(bay_parts::PARTS_NOTE),
            Action::Extend => self.t(finding::EXTEND_NOTE),
            Action::Jobs => self.t(words::OTHER_JOB_NOTE),
            Action::Idle => self.t(words::IDLE_NOTE),
            Action::Help => self.t(words::HELP_NOTE),
            Action::MyDay => match self.kiosk.me() {
                Some(me) => words::decimal_hours(self.language, self.job_secs(me)),
                None => String::new(),
            },
            Action::ShiftIn | Action::ShiftOut => String::new(),
        }
    }

    pub(super) fn hold(&self, model: &mut BayModel, leaving: &Leaving) {
        let Some(me) = self.kiosk.me() else {
            return;
        };
        let (title, note) = match leaving {
            Leaving::Stop(job) => (words::HOLD_TITLE, self.job_name(job)),
            Leaving::ForJob(_) | Leaving::ForIdle(_) => {
                let jobs = self.look.jobs_of(me);
                let names: Vec<String> = jobs.iter().map(|job| self.job_name(job)).collect();
                (words::LEAVE_TITLE, names.join(" + "))
            }
        };
        model.choice_title = self.t(title);
        let seen = if self.is_offline() {
            words::HOLD_TITLE_OFFLINE
        } else {
            words::HOLD_TITLE_NOTE
        };
        model.choice_note = format!("{note} · {}", seen.to(self.language));
        model.choices = self.hold_choices(leaving, me);
    }

    fn hold_choices(&self, leaving: &Leaving, me: &PersonId) -> Vec<ChoiceShown> {
        let alone = self.look.left_alone(me);
        let mut choices = Vec::new();
        let stays = self.who_stays(leaving, me);
        match leaving {
            Leaving::ForJob(_) if several(self.picture) => {
                choices.push(self.ask(Choice::Alongside, words::ALONGSIDE, words::ALONGSIDE_NOTE));
            }
            Leaving::ForIdle(_) => {
                choices.push(self.ask(Choice::Pause, words::PAUSE, words::PAUSE_NOTE));
            }
            _ => {}
        }
        if !stays.is_empty() && (alone.is_empty() || matches!(leaving, Leaving::Stop(_))) {
            choices.push(ChoiceShown {
                subtitle: words::goes_on(self.language, &stays),
                ..self.ask(Choice::Leave, words::LEAVE, words::LEAVE)
            });
        }
        if !alone.is_empty() || matches!(leaving, Leaving::Stop(_)) {
            choices.extend(HoldReason::ALL.map(|reason| self.reason(reason)));
        }
        choices
    }

    /// Names those who go on with a job that someone leaves.
    fn who_stays(&self, leaving: &Leaving, me: &PersonId) -> String {
        let mine = self.look.jobs_of(me);
        let jobs: Vec<&JobId> = match leaving {
            Leaving::Stop(job) => mine.iter().filter(|on| *on == job).collect(),
            _ => mine.iter().collect(),
        };
        let cards = jobs.into_iter().filter_map(|job| self.look.card(job));
        let others: Vec<&PersonId> = cards
            .filter(|card| others_on(card, me))
            .flat_map(|card| &card.live)
            .map(|live| &live.person)
            .filter(|person| *person != me)
            .collect();
        self.people_names(others)
    }

    fn ask(&self, choice: Choice, title: Text, note: Text) -> ChoiceShown {
        ChoiceShown {
            id: choice.id().to_owned(),
            glyph: String::new(),
            title: self.t(title),
            subtitle: self.t(note),
            tone: Tone::Working,
            enabled: true,
        }
    }

    fn reason(&self, reason: HoldReason) -> ChoiceShown {
        let owner = match reason.owner() {
            HoldOwner::Nobody => String::new(),
            owner => {
                let owner = hold_owner(owner).to(self.language);
                format!("{} {owner}", words::WAITS_FOR.to(self.language))
            }
        };
        ChoiceShown {
            id: Choice::Reason(reason).id().to_owned(),
            glyph: String::new(),
            title: self.t(hold_reason(Some(reason))),
            subtitle: owner,
            tone: Tone::Hold,
            enabled: true,
        }
    }

    pub(super) fn idle_codes(&self, model: &mut BayModel) {
        model.choice_title = self.t(words::IDLE_TITLE);
        model.choice_note = self.t(words::IDLE_TITLE_NOTE);
        model.choices = IdleCode::ALL
            .into_iter()
            .map(|code| ChoiceShown {
                id: Choice::Idle(code).id().to_owned(),
                glyph: String::new(),
                title: self.t(idle_code(code)),
                subtitle: String::new(),
                tone: Tone::Wait,
                enabled: true,
            })
            .collect();
    }

    pub(super) fn help(&self, model: &mut BayModel) {
        model.choice_title = self.t(words::HELP_TITLE);
        model.choice_note = self.t(if self.is_offline() {
            words::HELP_TITLE_OFFLINE
        } else {
            words::HELP_TITLE_NOTE
        });
        model.call = self
            .look
            .open_call()
            .map(|call| self.call(call))
            .unwrap_or_default();
        model.choices = AndonKind::ALL
            .into_iter()
            .map(|kind| self.help_choice(kind))
            .collect();
    }

    fn help_choice(&self, kind: AndonKind) -> ChoiceShown {
        let calls = &self.picture.views.alerts.calls;
        let called = calls
            .iter()
            .find(|call| call.bay == self.kiosk.bay && call.kind == kind && call.cleared.is_none());
        ChoiceShown {
            id: Choice::Call(kind).id().to_owned(),
            glyph: String::new(),
            title: self.t(andon_kind(kind)),
            subtitle: match called {
                Some(call) if self.not_sent(call) => self.t(words::CALL_SAVED),
                Some(_) => self.t(words::ALREADY_CALLED),
                None => String::new(),
            },
            tone: Tone::Late,
            enabled: called.is_none(),
        }
    }

    fn call(&self, call: &AndonCall) -> Call {
        Call {
            open: true,
            title: self.t(andon_kind(call.kind)),
            text: self.call_answer(call),
            age: timer(self.secs_since(call.raised.at)),
            tone: if call.acknowledged.is_some() {
                Tone::Working
            } else {
                Tone::Late
            },
            clear: self.t(words::CLEAR_CALL),
        }
    }

    /// Says who comes, or that nobody does yet.
    pub(super) fn call_answer(&self, call: &AndonCall) -> String {
        let answered = call.acknowledged.as_ref().and_then(|step| step.by.as_ref());
        if self.not_sent(call) {
            return self.t(words::CALL_NOT_SENT);
        }
        if self.is_offline() && answered.is_none() {
            return self.t(words::ANSWER_NOT_HEARD);
        }
        match (answered, &call.raised.by) {
            (Some(who), _) => words::coming(self.language, &self.person(who)),
            (None, Some(by)) => words::unanswered(self.language, &self.person(by)),
            (None, None) => words::unanswered(self.language, ""),
        }
    }

    /// Tells whether a call lies here because there is no link.
    pub(super) fn not_sent(&self, call: &AndonCall) -> bool {
        let saved = |tap: &Tap| {
            tap.command.id == call.id && matches!(tap.state, TapState::Saving | TapState::Saved)
        };
        self.is_offline() && self.picture.taps.iter().any(saved)
    }

    pub(super) fn is_offline(&self) -> bool {
        matches!(self.picture.link, LinkState::Offline { .. })
    }

    pub(super) fn confirm(&self, card: &JobCard) -> Confirm {
        let worked_secs = card.clocked_secs(self.now);
        let standard_secs = i64::from(card.standard.0) * 60;
        Confirm {
            title: self.t(words::CONFIRM_TITLE),
            plate: self.plate(card.car.plate.as_ref()),
            work: self.job_title(card),
            car: car_line(card),
            actual: timer(worked_secs),
            standard: timer(standard_secs),
            tone: if worked_secs > standard_secs {
                Tone::Hold
            } else {
                Tone::Working
            },
            note: words::against_standard(self.language, worked_secs, card.standard),
            confirm: self.t(words::CONFIRM),
            confirm_note: self.t(words::CONFIRM_NOTE),
            cancel: self.t(words::NOT_YET),
        }
    }
}
