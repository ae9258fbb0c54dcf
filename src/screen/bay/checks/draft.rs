//! Half-made checks of everybody at this kiosk: by person, finish and check, as the station keeps them.

use super::CheckPath;
use crate::domain::command::CommandBody;
use crate::domain::half_made::{CheckDraft, HalfMade};
use crate::domain::ids::{CommandId, ItemCode, JobId, PersonId, PhotoId};
use crate::domain::quality::checklist::CheckKind;
use crate::domain::quality::command::QualityCommand;
use crate::projection::picture::{Picture, TapState};
use crate::screen::bay::parts::{Tapped, add_words};
use crate::screen::bay::{BayKiosk, Effect, PartsTap};
use crate::screen::checklist::{self, LONGEST_NOTE};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Begins the name of a half-made check where the station keeps it.
const KEPT: &str = "check/";
/// So many photos show what is not good.
const PHOTOS: usize = 6;
/// After so long nobody goes on with what they left.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::days(7);

/// For so long the kiosk goes on by itself with a check whose badge went away.
const FRESH: TimeDelta = TimeDelta::minutes(30);

/// Whose it is, of which finish, and which check.
type Key = (PersonId, CommandId, CheckKind);

/// The half-made checks of everybody at this kiosk.
#[derive(Debug, Clone, Default)]
pub(in crate::screen::bay) struct CheckDrafts {
    made: BTreeMap<Key, CheckDraft>,
    /// Checks that were not taken, and that were given back to be sent again.
    given_back: BTreeSet<CommandId>,
    /// Those that somebody left for later on purpose.
    aside: BTreeSet<Key>,
}

impl CheckDrafts {
    /// Takes up those that the station has kept.
    pub(in crate::screen::bay) fn taken_up(kept: &BTreeMap<String, HalfMade>) -> Self {
        let made = kept.values().filter_map(|half| match half {
            HalfMade::Check(draft) => Some((key(draft), draft.clone())),
            _ => None,
        });
        Self {
            made: made.collect(),
            given_back: BTreeSet::new(),
            aside: BTreeSet::new(),
        }
    }

    /// Lists what somebody was in the middle of when the badge went away.
    pub(super) fn interrupted(
        &self,
        person: &PersonId,
        now: DateTime<Utc>,
    ) -> impl Iterator<Item = &CheckDraft> {
        let fresh = self.made.iter().filter(move |(key, draft)| {
            now - draft.began_at < FRESH && !draft.is_empty() && !self.aside.contains(key)
        });
        let theirs = fresh.filter(move |(_, draft)| draft.by == *person);
        theirs.map(|(_, draft)| draft)
    }

    /// Finds what somebody has half made of a finish.
    pub(in crate::screen::bay) fn get(
        &self,
        person: &PersonId,
        finish: CommandId,
        check: CheckKind,
    ) -> Option<&CheckDraft> {
        self.made.get(&(person.clone(), finish, check))
    }

    fn keep(&self, key: &Key) -> Effect {
        let (person, finish, check) = key;
        let check = match check {
            CheckKind::SelfCheck => "self",
            CheckKind::Peer => "peer",
            CheckKind::Final => "final",
        };
        Effect::Keep {
            name: format!("{KEPT}{person}/{finish}/{check}"),
            what: self.made.get(key).cloned().map(HalfMade::Check),
        }
    }

    fn forget(&mut self, key: &Key) -> Vec<Effect> {
        match self.made.remove(key) {
            Some(_) => vec![self.keep(key)],
            None => Vec::new(),
        }
    }

    /// Gives back what was not taken: what somebody has looked at and measured is not to be tapped anew.
    fn give_back(&mut self, picture: &Picture) -> Vec<Effect> {
        let mut effects = Vec::new();
        for tap in &picture.taps {
            let lost = matches!(
                tap.state,
                TapState::NotSaved { .. } | TapState::Refused { .. }
            );
            let CommandBody::Quality { ro, body } = &tap.command.body else {
                continue;
            };
            let Some(by) = tap.command.actor.person().filter(|_| lost) else {
                continue;
            };
            let draft = match body.as_ref() {
                QualityCommand::Check {
                    line,
                    finish,
                    check,
                    results,
                } => CheckDraft {
                    results: results.clone(),
                    ..begun(
                        by,
                        &JobId::new(ro.clone(), *line),
                        (*finish, *check),
                        tap.command.at,
                    )
                },
                QualityCommand::SendBack {
                    line,
                    finish,
                    check,
                    results,
                    rework,
                } => CheckDraft {
                    results: results.clone(),
                    reason: Some(rework.reason),
                    note: rework.note.clone(),
                    photos: rework.photos.clone(),
                    ..begun(
                        by,
                        &JobId::new(ro.clone(), *line),
                        (*finish, *check),
                        tap.command.at,
                    )
                },
                _ => continue,
            };
            let key = key(&draft);
            let known = self.made.contains_key(&key) || draft.check == CheckKind::Final;
            if self.given_back.insert(tap.command.id) && !known {
                self.made.insert(key.clone(), draft);
                effects.push(self.keep(&key));
            }
        }
        effects
    }
}

fn begun(
    by: &PersonId,
    job: &JobId,
    (finish, check): (CommandId, CheckKind),
    at: DateTime<Utc>,
) -> CheckDraft {
    CheckDraft::new(by.clone(), job.clone(), finish, check, at)
}

fn key(draft: &CheckDraft) -> Key {
    (draft.by.clone(), draft.finish, draft.check)
}

impl BayKiosk {
    /// Names the finish that a check is of.
    pub(super) fn finish_of(&self, path: &CheckPath, picture: &Picture) -> Option<CommandId> {
        let subject = self.look(picture).subject(&path.job)?;
        let due = subject.quality.next == Some(path.check);
        subject.quality.finish.filter(|_| due)
    }

    fn check_key(&self, path: &CheckPath, picture: &Picture) -> Option<Key> {
        let finish = self.finish_of(path, picture)?;
        Some((self.me()?.clone(), finish, path.check))
    }

    /// Finds what who acts has half made of a check.
    pub(in crate::screen::bay) fn check_draft(
        &self,
        path: &CheckPath,
        picture: &Picture,
    ) -> Option<&CheckDraft> {
        self.check_drafts.made.get(&self.check_key(path, picture)?)
    }

    pub(super) fn change_check(
        &mut self,
        path: &CheckPath,
        picture: &Picture,
        now: DateTime<Utc>,
        change: impl FnOnce(&mut CheckDraft),
    ) -> Vec<Effect> {
        let Some(key) = self.check_key(path, picture) else {
            return Vec::new();
        };
        let (by, finish, check) = key.clone();
        self.check_drafts.aside.remove(&key);
        let new = || CheckDraft::new(by, path.job.clone(), finish, check, now);
        change(
            self.check_drafts
                .made
                .entry(key.clone())
                .or_insert_with(new),
        );
        vec![self.check_drafts.keep(&key)]
    }

    pub(super) fn forget_check(&mut self, path: &CheckPath, picture: &Picture) -> Vec<Effect> {
        match self.check_key(path, picture) {
            Some(key) => self.check_drafts.forget(&key),
            None => Vec::new(),
        }
    }

    /// Leaves a check for later; one that says nothing is not kept.
    pub(super) fn set_aside(&mut self, path: &CheckPath, picture: &Picture) -> Vec<Effect> {
        if let Some(key) = self.check_key(path, picture) {
            self.check_drafts.aside.insert(key);
        }
        let draft = self.check_draft(path, picture);
        if draft.is_some_and(CheckDraft::is_empty) {
            self.forget_check(path, picture)
        } else {
            Vec::new()
        }
    }

    /// Gives back what was not taken, and forgets what is of a finish that nobody is to check any more.
    pub(in crate::screen::bay) fn tend_checks(
        &mut self,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let mut effects = self.check_drafts.give_back(picture);
        let look = self.look(picture);
        let over = self.check_drafts.made.iter().filter(|(_, draft)| {
            let moved_on = look.subject(&draft.job).is_some_and(|subject| {
                subject.quality.finish != Some(draft.finish)
                    || subject.quality.made_by(draft.check).is_some()
            });
            moved_on || now - draft.began_at > FORGOTTEN_AFTER
        });
        let over: Vec<Key> = over.map(|(key, _)| key.clone()).collect();
        for key in over {
            effects.extend(self.check_drafts.forget(&key));
        }
        effects
    }
}

/// Changes the words and photos of an item, or of what goes back.
pub(super) fn write(draft: &mut CheckDraft, item: Option<&ItemCode>, tap: PartsTap, with: Tapped) {
    match (tap, item) {
        (PartsTap::Typed(text), Some(item)) => {
            let said = draft.results.iter().find(|result| result.item == *item);
            let mut note = said.map(|result| result.note.clone()).unwrap_or_default();
            add_words(&mut note, &text, with);
            checklist::clear(&mut draft.results, item);
            checklist::write(&mut draft.results, item, &note);
        }
        (PartsTap::Typed(text), None) => {
            add_words(&mut draft.note, &text, with);
            draft.note = draft.note.chars().take(LONGEST_NOTE).collect();
        }
        (PartsTap::Erased, Some(item)) => checklist::erase(&mut draft.results, item),
        (PartsTap::Erased, None) => {
            draft.note.pop();
        }
        (PartsTap::Cleared, Some(item)) => checklist::clear(&mut draft.results, item),
        (PartsTap::Cleared, None) => draft.note.clear(),
        (PartsTap::Photo(id), item) => photo(draft, item, PhotoId::new(id)),
        _ => {}
    }
}

fn photo(draft: &mut CheckDraft, item: Option<&ItemCode>, photo: PhotoId) {
    let added = match item {
        Some(item) => checklist::toggle_photo(&mut draft.results, item, photo.clone()),
        None => {
            let before = draft.photos.len();
            draft.photos.retain(|known| *known != photo);
            let added = draft.photos.len() == before && before < PHOTOS;
            if added {
                draft.photos.push(photo.clone());
            }
            added
        }
    };
    if added {
        draft.not_these.remove(&photo);
    } else {
        draft.not_these.insert(photo);
    }
}
