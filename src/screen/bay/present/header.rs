//! What frames every page: the bay, the link, who is here, the last tap, and what needs a look.

use super::super::model::{BayModel, Link, Mark, Person, Prompt, Save, Status, Words};
use super::super::{Notice, Shown};
use super::{AS_PART, CLEAR_CALL, Presenter, RESUME};
use crate::domain::ids::PersonId;
use crate::domain::plate::Plate;
use crate::projection::job_card::Stage;
use crate::projection::picture::{LinkState, Tap, TapState};
use crate::screen::tone::{Theme, Tone};
use crate::screen::words::bay as words;
use crate::screen::words::reasons::{andon_kind, trade};
use crate::screen::words::time::timer;
use crate::screen::words::{bay_parts, finding};
use chrono::TimeDelta;

/// So many names fit into the header.
const PILLS: usize = 3;
/// So many prompts leave room for the page.
const PROMPTS: usize = 3;
/// Taps this close together were one: a hold and the clock-on that follows it.
const ONE_TAP_SECS: i64 = 2;
/// For so long it is told that a tap was accepted.
const ACCEPTED_SECS: i64 = 120;

impl Presenter<'_> {
    pub(super) fn frame(&self, model: &mut BayModel, shown: &Shown<'_>) {
        model.theme = self.kiosk.theme;
        model.words = self.words();
        model.bay = self.bay_name(&self.kiosk.bay);
        model.bay_note = self.bay_note();
        model.clock = self.clock(self.now);
        model.link = self.link();
        self.people(model);
        model.signed_in = self.kiosk.acting.is_some();
        model.session_left = self.session_left();
        model.status = self.status(shown);
        model.prompts = self.prompts(shown);
        model.actions = self.actions(shown);
    }

    fn words(&self) -> Words {
        let contact = self.picture.views.site.is_some();
        let or_no_contact = |text| if contact { text } else { words::NO_CONTACT };
        let or_hint = |text| {
            if contact {
                text
            } else {
                words::NO_CONTACT_HINT
            }
        };
        let no_faces = if self.picture.views.roster.is_empty() {
            words::NO_ROSTER
        } else {
            words::NO_FACES
        };
        let wish = self.wish();
        Words {
            badge_in: self.t(words::BADGE_IN),
            badge_title: self.t(if wish.is_some() {
                words::WHO
            } else {
                words::CLOCK_ON
            }),
            badge_hint: wish.map_or_else(
                || self.t(words::BADGE_HINT),
                |wish| words::then(self.language, &wish),
            ),
            switch_theme: self.t(match self.kiosk.theme {
                Theme::Dark => words::LIGHT,
                Theme::Light => words::DARK,
            }),
            switch_language: self.t(words::OTHER_LANGUAGE),
            done: self.t(words::DONE),
            back: self.t(words::BACK),
            promised: self.t(words::PROMISED),
            next_jobs: self.t(words::NEXT_JOBS),
            no_next_jobs: self.t(or_no_contact(words::NO_NEXT_JOBS)),
            no_next_jobs_hint: self.t(or_hint(words::NO_NEXT_JOBS_HINT)),
            no_faces: self.t(or_no_contact(no_faces)),
            no_jobs: self.t(or_no_contact(words::NO_JOBS)),
            no_jobs_hint: self.t(or_hint(words::NO_JOBS_HINT)),
            parts: self.t(bay_parts::LIST),
            also_here: self.t(words::ALSO_HERE),
            since: self.t(words::SINCE),
            owner: self.t(words::WAITS_FOR),
            actual: self.t(words::ACTUAL),
            standard: self.t(words::STANDARD),
            today: self.t(words::TODAY),
            no_segments: self.t(words::NO_SEGMENTS),
            pin_clear: self.t(words::CLEAR),
            pin_ok: self.t(words::OK),
            cancel: self.t(words::CANCEL),
        }
    }

    fn bay_note(&self) -> String {
        let site = self.picture.views.site.as_ref();
        match site.and_then(|site| site.bay(&self.kiosk.bay)) {
            Some(bay) if bay.trades.is_empty() => self.t(words::ANY_TRADE),
            Some(bay) => {
                let trades: Vec<&str> = bay
                    .trades
                    .iter()
                    .map(|of| trade(*of).to(self.language))
                    .collect();
                trades.join(" · ")
            }
            None => String::new(),
        }
    }

    fn link(&self) -> Link {
        let waiting = self.picture.waiting;
        match self.picture.link {
            LinkState::Live => Link {
                text: words::live(self.language, waiting),
                tone: Tone::Working,
                mark: if waiting == 0 { Mark::Dot } else { Mark::Half },
            },
            LinkState::Offline { since } => Link {
                text: words::offline(self.language, &self.moment(since), waiting),
                tone: Tone::Late,
                mark: Mark::Ring,
            },
        }
    }

    /// Who acts comes first, then who is on a job here, then who was recognised shortly before.
    fn people(&self, model: &mut BayModel) {
        let mut people: Vec<&PersonId> = self.kiosk.me().into_iter().collect();
        let known = self.kiosk.known.iter().map(|known| &known.person);
        for person in self.look.people_here().into_iter().chain(known) {
            if !people.contains(&person) {
                people.push(person);
            }
        }
        if people.len() > PILLS {
            model.people_more = format!("+{}", people.len() - PILLS);
        }
        model.people = people
            .into_iter()
            .take(PILLS)
            .map(|id| self.pill(id))
            .collect();
    }

    fn pill(&self, id: &PersonId) -> Person {
        let (note, tone) = self.whereabouts(id);
        let time = self
            .look
            .doing(id)
            .map(|segment| timer(self.secs_since(segment.from)))
            .unwrap_or_default();
        Person {
            id: id.to_string(),
            initial: self.initial(id),
            name: self.person(id),
            time,
            note,
            tone,
            active: self.kiosk.me() == Some(id),
        }
    }

    fn session_left(&self) -> f32 {
        let Some(session) = &self.kiosk.acting else {
            return 0.0;
        };
        let idle = self.kiosk.sign_in.idle().num_milliseconds().max(1);
        let gone = (self.now - session.touched_at)
            .num_milliseconds()
            .clamp(0, idle);
        1.0 - gone as f32 / idle as f32
    }

    fn status(&self, shown: &Shown<'_>) -> Status {
        let (save, text) = match self.last_tap() {
            Some(tap) => self.tap_status(tap),
            None if self.picture.waiting > 0 => (
                Save::Saved,
                words::still_waiting(self.language, self.picture.waiting),
            ),
            None => (Save::None, self.calm(shown)),
        };
        let undo = self.kiosk.undoable(self.picture, self.now).map(|(tap, _)| {
            let what = words::tap(&tap.command.body).to(self.language);
            let left = self.kiosk.undo_left(tap, self.picture, self.now);
            words::undo(self.language, what, left)
        });
        Status {
            save,
            text,
            undo: undo.unwrap_or_default(),
        }
    }

    /// What stands below while no tap is to be told of: how to begin, or that nothing is left behind.
    fn calm(&self, shown: &Shown<'_>) -> String {
        let nobody = self.kiosk.acting.is_none();
        match (shown, self.picture.link) {
            (Shown::Idle, LinkState::Live) => self.t(words::ALL_SENT),
            (Shown::Running(_) | Shown::OnHold(_), _) if nobody => self.t(words::NOBODY_HERE),
            _ => String::new(),
        }
    }

    /// Finds the tap to tell about: the last of who acts, or the worst of those made with it.
    fn last_tap(&self) -> Option<&Tap> {
        let me = self.kiosk.me();
        let theirs = |tap: &&Tap| me.is_none() || tap.command.actor.person() == me;
        let last = self.picture.taps.iter().rev().find(theirs)?;
        let over = TimeDelta::seconds(ACCEPTED_SECS);
        if matches!(last.state, TapState::Accepted { at } if self.now - at > over) {
            return None;
        }
        let one = TimeDelta::seconds(ONE_TAP_SECS);
        self.picture
            .taps
            .iter()
            .filter(theirs)
            .filter(|tap| last.command.at - tap.command.at <= one)
            .max_by_key(|tap| gravity(&tap.state))
    }

    fn tap_status(&self, tap: &Tap) -> (Save, String) {
        let language = self.language;
        let what = words::tap(&tap.command.body).to(language);
        match &tap.state {
            TapState::Saving => (Save::Saving, words::saving(language, what)),
            TapState::Saved => {
                // The tap itself waits, whether or not it is counted yet.
                (
                    Save::Saved,
                    words::saved(language, what, self.picture.waiting.max(1)),
                )
            }
            TapState::Accepted { .. } => (Save::Accepted, words::accepted(language, what)),
            TapState::Refused { refusal, .. } => (
                Save::Refused,
                words::refused(language, what, &self.refusal(refusal)),
            ),
            TapState::NotSaved { why } => (Save::Refused, words::not_saved(language, what, why)),
        }
    }

    fn prompts(&self, shown: &Shown<'_>) -> Vec<Prompt> {
        let mut prompts: Vec<Prompt> = Vec::new();
        prompts.extend(self.notice());
        prompts.extend(self.contact());
        if !matches!(shown, Shown::Help) {
            prompts.extend(self.call_prompt());
        }
        // A page that asks something is not pushed aside by what else there is to do.
        let asks = matches!(
            shown,
            Shown::Hold(_)
                | Shown::Finish(_)
                | Shown::Pin(_)
                | Shown::Finding(_)
                | Shown::Note(_)
                | Shown::Extend(..)
                | Shown::Parts(..)
                | Shown::Tools(..)
                | Shown::Check(..)
                | Shown::Checks(_)
                | Shown::Rework(_)
        );
        if !asks {
            // The idle page and that of the jobs have cards for it.
            if matches!(shown, Shown::Running(_) | Shown::OnHold(_)) {
                prompts.extend(self.self_check_prompts());
            }
            prompts.extend(self.answers());
            prompts.extend(self.parts_ready());
            prompts.extend(self.cleared_holds(shown));
            prompts.extend(self.unfinished());
            prompts.extend(self.unfinished_request());
            prompts.extend(self.tools_overdue());
            if let Shown::Running(card) = shown {
                prompts.extend(self.offer_extension(card));
            }
        }
        prompts.truncate(PROMPTS);
        prompts
    }

    fn notice(&self) -> Option<Prompt> {
        let (notice, _) = self.kiosk.notice.as_ref()?;
        let language = self.language;
        let text = match notice {
            Notice::UnknownBadge(badge) if self.picture.views.roster.is_empty() => {
                words::badge_without_roster(language, badge.as_str())
            }
            Notice::UnknownBadge(badge) => words::unknown_badge(language, badge.as_str()),
            Notice::NoPinSet(person) => words::no_pin(language, &self.person(person)),
            Notice::NotYourCheck(job) => self.whose_check(job)?,
            Notice::NotAuthorised(id) => {
                let findings = &self.picture.views.findings.findings;
                let card = findings.iter().find(|card| card.finding.id == *id)?;
                let what = self.finding_name(&card.finding);
                finding::not_authorised(language, &what, &self.answer_state(&card.finding))
            }
        };
        Some(Prompt {
            text,
            tone: match notice {
                Notice::NotYourCheck(_) => Tone::Hold,
                _ => Tone::Late,
            },
            action: self.as_part(notice),
            id: match notice {
                Notice::UnknownBadge(badge) => format!("{AS_PART}{badge}"),
                _ => "notice".to_owned(),
            },
        })
    }

    /// Who stands before a job may have scanned a part that the list does not know.
    fn as_part(&self, notice: &Notice) -> String {
        let me = self.kiosk.me();
        let at_work = me.is_some_and(|me| self.look.my_job_here(me).is_some());
        match notice {
            Notice::UnknownBadge(_) if at_work => bay_parts::as_part(self.language).to_owned(),
            _ => String::new(),
        }
    }

    fn contact(&self) -> Option<Prompt> {
        let (id, text) = match &self.picture.views.site {
            None => ("no-contact", words::NO_CONTACT),
            Some(site) if site.bay(&self.kiosk.bay).is_none() => {
                ("no-such-bay", words::NO_SUCH_BAY)
            }
            Some(_) => return None,
        };
        Some(Prompt {
            id: id.to_owned(),
            text: self.t(text),
            tone: Tone::Hold,
            action: String::new(),
        })
    }

    fn call_prompt(&self) -> Option<Prompt> {
        let call = self.look.open_call()?;
        let kind = andon_kind(call.kind).to(self.language);
        let age = words::length(self.language, self.secs_since(call.raised.at) / 60);
        let called = if self.not_sent(call) {
            words::wants_to_call(self.language, kind, &age)
        } else {
            words::called(self.language, kind, &age)
        };
        let answer = self.call_answer(call);
        Some(Prompt {
            id: CLEAR_CALL.to_owned(),
            text: format!("{called} · {answer}"),
            tone: if call.acknowledged.is_some() {
                Tone::Working
            } else {
                Tone::Late
            },
            action: self.t(words::CLEAR_CALL),
        })
    }

    fn cleared_holds(&self, shown: &Shown<'_>) -> Vec<Prompt> {
        let standing = match shown {
            Shown::OnHold(card) => Some(&card.job),
            _ => None,
        };
        self.look
            .jobs_here()
            .iter()
            .filter(|card| card.stage == Stage::OnHold && Some(&card.job) != standing)
            .filter(|card| {
                card.hold
                    .as_ref()
                    .is_some_and(|hold| hold.cleared_at.is_some())
            })
            .map(|card| {
                let plate = card.car.plate.as_ref().map_or("", Plate::as_str);
                Prompt {
                    id: format!("{RESUME}{}", card.job),
                    text: words::can_go_on(self.language, plate, &self.job_title(card)),
                    tone: Tone::Working,
                    action: self.t(words::RESUME),
                }
            })
            .collect()
    }
}

/// Orders the states of taps by how much the person has to know of them.
fn gravity(state: &TapState) -> u8 {
    match state {
        TapState::Accepted { .. } => 0,
        TapState::Saved => 1,
        TapState::Saving => 2,
        TapState::Refused { .. } => 3,
        TapState::NotSaved { .. } => 4,
    }
}
