//! Reporting a finding (检查发现) by tapping alone: system → component → condition → action, then sent.
//!
//! What is half made belongs to who made it: it outlasts the badge, the restart and the next person, and goes on
//! where it stood when its owner is back.

use super::{BayKiosk, Effect, Page};
use crate::domain::command::CommandBody;
use crate::domain::finding::{Found, Severity, Sighting};
use crate::domain::half_made::{FindingDraft, HalfMade};
use crate::domain::ids::{CommandId, FindingCode, JobId, PartNumber, PersonId, PhotoId, RoNumber};
use crate::domain::order::WorkMinutes;
use crate::projection::catalogue::{
    ActionCard, CatalogueView, ComponentCard, ConditionCard, SystemCard,
};
use crate::projection::picture::{Picture, TapState};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Begins the name of a half-made finding where the station keeps it.
const KEPT: &str = "finding/";
/// The least and the most that a finding is said to take, and the steps in between, in minutes.
const MOST_MINUTES: u32 = 40 * 60;
/// So many photos show any finding, and keep it small enough to be sent to every screen.
const PHOTOS: usize = 12;
/// As long as the notes on an order sheet.
const NOTE_CHARACTERS: usize = 120;

/// Whose it is, and of which car.
pub(super) type DraftKey = (PersonId, RoNumber);

/// What is asked next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks<'a> {
    /// Which system.
    System,
    /// Which of its components.
    Component(&'a SystemCard),
    /// What is wrong with it.
    Condition(&'a SystemCard, &'a ComponentCard),
    /// What is to be done.
    Action(&'a SystemCard, &'a ComponentCard, &'a ConditionCard),
    /// Nothing: it can be sent.
    Nothing(Chosen<'a>),
}

/// All four choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen<'a> {
    pub(super) component: &'a ComponentCard,
    pub(super) condition: &'a ConditionCard,
    pub(super) action: &'a ActionCard,
    system: &'a SystemCard,
}

/// What a screen makes of a finding in the making.
pub(super) trait Making {
    fn asks<'a>(&self, catalogue: &'a CatalogueView) -> Asks<'a>;
    fn choose(&mut self, code: FindingCode, catalogue: &CatalogueView);
    fn step_back(&mut self, catalogue: &CatalogueView) -> bool;
    fn severity_of(&self, chosen: Chosen<'_>) -> Severity;
    fn standard(&self, chosen: Chosen<'_>) -> WorkMinutes;
    fn change_hours(&mut self, longer: bool, chosen: Chosen<'_>);
    fn sighting(&self, chosen: Chosen<'_>, picture: &Picture) -> Sighting;
}

impl Making for FindingDraft {
    /// Tells what is asked next. A choice that the catalogue no longer has is asked anew.
    fn asks<'a>(&self, catalogue: &'a CatalogueView) -> Asks<'a> {
        let system = self.system.as_ref().and_then(|code| catalogue.system(code));
        let Some(system) = system else {
            return Asks::System;
        };
        let component = self.component.as_ref();
        let Some(component) = component.and_then(|code| system.component(code)) else {
            return Asks::Component(system);
        };
        let condition = self.condition.as_ref();
        let Some(condition) = condition.and_then(|code| component.condition(code)) else {
            return Asks::Condition(system, component);
        };
        let action = self.action.as_ref();
        match action.and_then(|code| condition.action(code)) {
            Some(action) => Asks::Nothing(Chosen {
                system,
                component,
                condition,
                action,
            }),
            None => Asks::Action(system, component, condition),
        }
    }

    fn choose(&mut self, code: FindingCode, catalogue: &CatalogueView) {
        match self.asks(catalogue) {
            Asks::System => self.system = Some(code),
            Asks::Component(_) => self.component = Some(code),
            Asks::Condition(_, component) => {
                // Where only one thing can be done, it is not asked for.
                if let Some([only]) = component.condition(&code).map(|c| c.actions.as_slice()) {
                    self.action = Some(only.named.code.clone());
                }
                self.condition = Some(code);
            }
            Asks::Action(..) => self.action = Some(code),
            Asks::Nothing(_) => {}
        }
    }

    /// Takes the last choice back, and what hung on it; tells whether there was one.
    fn step_back(&mut self, catalogue: &CatalogueView) -> bool {
        match self.asks(catalogue) {
            Asks::System => return false,
            Asks::Component(_) => self.system = None,
            Asks::Condition(..) => self.component = None,
            Asks::Action(..) => self.condition = None,
            Asks::Nothing(chosen) => {
                self.action = None;
                if chosen.condition.actions.len() == 1 {
                    self.condition = None;
                }
                self.severity = None;
                self.minutes = None;
                self.without.clear();
            }
        }
        true
    }

    fn severity_of(&self, chosen: Chosen<'_>) -> Severity {
        self.severity.unwrap_or(chosen.condition.severity)
    }

    fn standard(&self, chosen: Chosen<'_>) -> WorkMinutes {
        self.minutes.map_or(chosen.action.standard, WorkMinutes)
    }

    /// Steps the hours: by minutes as long as it is short work, by half hours beyond two hours.
    fn change_hours(&mut self, longer: bool, chosen: Chosen<'_>) {
        let now = self.standard(chosen).0;
        let step = if now < 60 || (now == 60 && !longer) {
            6
        } else if now < 120 || (now == 120 && !longer) {
            12
        } else {
            30
        };
        let next = if longer {
            now.saturating_add(step).min(MOST_MINUTES)
        } else {
            now.saturating_sub(step)
        };
        self.minutes = Some(next);
    }

    /// Makes what is reported.
    fn sighting(&self, chosen: Chosen<'_>, picture: &Picture) -> Sighting {
        let Chosen {
            system,
            component,
            condition,
            action,
        } = chosen;
        let mut parts = action.expected_parts();
        parts.retain(|expected| !self.without.contains(&expected.part));
        let words = [&component.named, &condition.named, &action.named];
        let standard = self.standard(chosen);
        Sighting {
            found: Found {
                system: system.named.code.clone(),
                component: component.named.code.clone(),
                condition: condition.named.code.clone(),
                action: action.named.code.clone(),
            },
            name: words.map(|named| named.name.as_str()).join(" · "),
            english_name: words.map(|named| named.english_name.as_str()).join(" · "),
            consequence: condition.consequence.clone(),
            english_consequence: condition.english_consequence.clone(),
            severity: self.severity_of(chosen),
            trade: action.trade,
            op_code: action.op_code.clone(),
            standard,
            amount: action.amount_of(standard, &self.without, picture.views.site.as_ref()),
            parts,
            note: self.note.clone(),
            photos: self.photos.clone(),
        }
    }
}

/// The half-made findings of everybody at this kiosk.
#[derive(Debug, Clone, Default)]
pub(super) struct Drafts {
    made: BTreeMap<DraftKey, FindingDraft>,
    /// Reports that the disk did not take, and that were given back to be sent again.
    given_back: BTreeSet<CommandId>,
}

impl Drafts {
    /// Takes up those that the station has kept.
    pub(super) fn taken_up(kept: &BTreeMap<String, HalfMade>) -> Self {
        let made = kept.iter().filter_map(|(name, half)| {
            let HalfMade::Finding(draft) = half else {
                return None;
            };
            let (person, ro) = name.strip_prefix(KEPT)?.split_once('/')?;
            let key = (PersonId::new(person), RoNumber::new(ro));
            Some((key, draft.clone()))
        });
        Self {
            made: made.collect(),
            given_back: BTreeSet::new(),
        }
    }

    pub(super) fn get(&self, key: &DraftKey) -> Option<&FindingDraft> {
        self.made.get(key)
    }

    /// Finds the car of which somebody has a finding half made.
    pub(super) fn of(&self, person: &PersonId) -> Option<&RoNumber> {
        let mut theirs = self.made.keys().filter(|(owner, _)| owner == person);
        theirs.next().map(|(_, ro)| ro)
    }

    /// Has the station keep one, or forget one that is gone.
    fn keep(&self, key: &DraftKey) -> Effect {
        Effect::Keep {
            name: format!("{KEPT}{}/{}", key.0, key.1),
            what: self.made.get(key).cloned().map(HalfMade::Finding),
        }
    }

    /// Gives back what could not be saved: it has not happened, and is not to be tapped anew.
    pub(super) fn give_back(&mut self, picture: &Picture) -> Vec<Effect> {
        let mut effects = Vec::new();
        for tap in &picture.taps {
            let (
                TapState::NotSaved { .. },
                CommandBody::ReportFinding {
                    ro,
                    during,
                    sighting,
                    ..
                },
            ) = (&tap.state, &tap.command.body)
            else {
                continue;
            };
            let Some(person) = tap.command.actor.person() else {
                continue;
            };
            let key = (person.clone(), ro.clone());
            if self.made.contains_key(&key) || !self.given_back.insert(tap.command.id) {
                continue;
            }
            let found = sighting.found.clone();
            let mut draft = FindingDraft {
                system: Some(found.system),
                component: Some(found.component),
                condition: Some(found.condition),
                action: Some(found.action),
                severity: Some(sighting.severity),
                minutes: Some(sighting.standard.0),
                note: sighting.note.clone(),
                photos: sighting.photos.clone(),
                ..FindingDraft::new(during.clone(), tap.command.at)
            };
            if let Asks::Nothing(chosen) = draft.asks(&picture.views.catalogue) {
                let mut listed = chosen.action.expected_parts();
                listed.retain(|expected| !sighting.parts.contains(expected));
                draft.without = listed.into_iter().map(|expected| expected.part).collect();
            }
            self.made.insert(key.clone(), draft);
            effects.push(self.keep(&key));
        }
        effects
    }
}

/// What a finger does to a finding in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingTap {
    /// How grave it is: `red`, `yellow`, `green`.
    Severity(String),
    /// It takes longer.
    Longer,
    /// It takes less long.
    Shorter,
    /// A part is needed, or not.
    Part(String),
    /// A photo belongs to it, or not.
    Photo(String),
    /// A word is to be written.
    Write,
    /// A word was written.
    Written(String),
    /// The last character goes.
    Erased,
    /// That is the word.
    Noted,
    /// It is sent.
    Send,
    /// It is forgotten.
    Drop,
}

impl BayKiosk {
    /// Opens the finding of a car, where it stood.
    pub(super) fn open_finding(
        &mut self,
        me: &PersonId,
        job: Option<JobId>,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(job) = job else {
            self.page = Page::Home;
            return Vec::new();
        };
        let key = (me.clone(), job.ro.clone());
        self.page = Page::Finding(job.ro.clone());
        let new = || FindingDraft::new(Some(job), now);
        let draft = self.drafts.made.entry(key).or_insert_with(new);
        draft.began_at = now;
        Vec::new()
    }

    /// Goes on with one that was left.
    pub(super) fn go_on_with_finding(&mut self, now: DateTime<Utc>) {
        let ro = self.me().and_then(|me| self.drafts.of(me)).cloned();
        if let Some(ro) = ro {
            // What the camera took while it lay there may be of another car.
            drop(self.change(&ro, |draft| draft.began_at = now));
            self.page = Page::Finding(ro);
        }
    }

    fn key(&self, ro: &RoNumber) -> Option<DraftKey> {
        Some((self.me()?.clone(), ro.clone()))
    }

    pub(super) fn draft(&self, ro: &RoNumber) -> Option<&FindingDraft> {
        self.drafts.get(&self.key(ro)?)
    }

    /// A photo that is taken while a finding is open belongs to it, unless it is tapped off.
    pub(super) fn take_photos(&mut self, picture: &Picture) -> Vec<Effect> {
        let (Page::Finding(ro) | Page::Note(ro)) = self.page.clone() else {
            return Vec::new();
        };
        let Some(draft) = self.draft(&ro) else {
            return Vec::new();
        };
        let taken = picture.photos.taken.iter();
        let new = taken.filter(|photo| photo.at >= draft.began_at && !draft.saw(&photo.id));
        let room = PHOTOS.saturating_sub(draft.photos.len());
        let new: Vec<PhotoId> = new.map(|photo| photo.id.clone()).take(room).collect();
        if new.is_empty() {
            return Vec::new();
        }
        self.change(&ro, |draft| draft.photos.extend(new))
    }

    /// Takes an answer to what is asked.
    pub(super) fn choose(&mut self, ro: &RoNumber, code: &str, picture: &Picture) -> Vec<Effect> {
        let code = FindingCode::new(code);
        self.change(ro, |draft| draft.choose(code, &picture.views.catalogue))
    }

    /// Goes one question back; from the first one, home.
    pub(super) fn finding_back(&mut self, ro: &RoNumber, picture: &Picture) -> Vec<Effect> {
        let mut stepped = false;
        let mut effects = self.change(ro, |draft| {
            stepped = draft.step_back(&picture.views.catalogue);
        });
        if !stepped {
            self.page = Page::Home;
            let key = self.key(ro);
            let empty = |key: &DraftKey| self.drafts.get(key).is_some_and(FindingDraft::is_empty);
            if let Some(key) = key.filter(empty) {
                effects = self.forget(&key);
            }
        }
        effects
    }

    fn change(&mut self, ro: &RoNumber, change: impl FnOnce(&mut FindingDraft)) -> Vec<Effect> {
        let Some(key) = self.key(ro) else {
            return Vec::new();
        };
        match self.drafts.made.get_mut(&key) {
            Some(draft) => {
                change(draft);
                vec![self.drafts.keep(&key)]
            }
            None => Vec::new(),
        }
    }

    fn forget(&mut self, key: &DraftKey) -> Vec<Effect> {
        self.drafts.made.remove(key);
        vec![self.drafts.keep(key)]
    }

    /// Takes a tap on the last page of a finding, or on the page of its note.
    pub(super) fn finding_tap(
        &mut self,
        tap: FindingTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let (Page::Finding(ro) | Page::Note(ro)) = self.page.clone() else {
            return Vec::new();
        };
        let Some(draft) = self.draft(&ro) else {
            return Vec::new();
        };
        let Asks::Nothing(chosen) = draft.asks(&picture.views.catalogue) else {
            return Vec::new();
        };
        match tap {
            FindingTap::Send => self.send_finding(&ro, chosen, picture, now),
            FindingTap::Drop => {
                self.page = Page::Home;
                self.key(&ro)
                    .map(|key| self.forget(&key))
                    .unwrap_or_default()
            }
            FindingTap::Write => {
                self.page = Page::Note(ro);
                Vec::new()
            }
            FindingTap::Noted => {
                self.page = Page::Finding(ro);
                Vec::new()
            }
            FindingTap::Severity(id) => {
                let severity = Severity::ALL
                    .into_iter()
                    .find(|one| severity_id(*one) == id);
                self.change(&ro, |draft| draft.severity = severity.or(draft.severity))
            }
            FindingTap::Longer => self.change(&ro, |draft| draft.change_hours(true, chosen)),
            FindingTap::Shorter => self.change(&ro, |draft| draft.change_hours(false, chosen)),
            FindingTap::Part(id) => {
                let part = PartNumber::new(id);
                self.change(&ro, |draft| {
                    if !draft.without.remove(&part) {
                        draft.without.insert(part);
                    }
                })
            }
            FindingTap::Photo(id) => self.change(&ro, |draft| {
                let photo = PhotoId::new(id);
                let before = draft.photos.len();
                draft.photos.retain(|known| *known != photo);
                if draft.photos.len() == before {
                    draft.not_these.remove(&photo);
                    draft.photos.push(photo);
                    draft.photos.truncate(PHOTOS);
                } else {
                    draft.not_these.insert(photo);
                }
            }),
            FindingTap::Written(text) => self.change(&ro, |draft| {
                let room = NOTE_CHARACTERS.saturating_sub(draft.note.chars().count());
                draft.note.extend(text.chars().take(room));
            }),
            FindingTap::Erased => self.change(&ro, |draft| {
                draft.note.pop();
            }),
        }
    }

    fn send_finding(
        &mut self,
        ro: &RoNumber,
        chosen: Chosen<'_>,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(key) = self.key(ro) else {
            return Vec::new();
        };
        let Some(draft) = self.drafts.get(&key) else {
            return Vec::new();
        };
        let body = CommandBody::ReportFinding {
            ro: ro.clone(),
            during: draft.during.clone(),
            bay: Some(self.bay.clone()),
            sighting: Box::new(draft.sighting(chosen, picture)),
        };
        self.page = Page::Home;
        let mut effects = self.submit(body, now);
        effects.extend(self.forget(&key));
        effects
    }
}

/// Names a severity to the screen and back.
pub(super) const fn severity_id(severity: Severity) -> &'static str {
    match severity {
        Severity::Red => "red",
        Severity::Yellow => "yellow",
        Severity::Green => "green",
    }
}
