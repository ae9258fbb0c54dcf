//! Half-made parts requests of everybody at this kiosk: by person and car, as the station keeps them.

use super::super::finding::DraftKey;
use super::super::{BayKiosk, Effect};
use crate::domain::command::CommandBody;
use crate::domain::half_made::{HalfMade, PartsDraft};
use crate::domain::ids::{CommandId, JobId, PersonId, PhotoId, RoNumber};
use crate::domain::parts::command::PartsCommand;
use crate::domain::parts::request::{AskedLine, Wanted};
use crate::projection::picture::{Picture, TapState};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Begins the name of a half-made request where the station keeps it.
const KEPT: &str = "parts/";
/// So many photos show any part.
const PHOTOS: usize = 6;

/// The half-made requests of everybody at this kiosk.
#[derive(Debug, Clone, Default)]
pub(in crate::screen::bay) struct PartsDrafts {
    made: BTreeMap<DraftKey, PartsDraft>,
    /// Requests that the disk did not take, and that were given back to be sent again.
    given_back: BTreeSet<CommandId>,
}

impl PartsDrafts {
    /// Takes up those that the station has kept.
    pub(in crate::screen::bay) fn taken_up(kept: &BTreeMap<String, HalfMade>) -> Self {
        let made = kept.iter().filter_map(|(name, half)| {
            let HalfMade::Parts(draft) = half else {
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

    /// Finds the request that somebody has half made.
    pub(in crate::screen::bay) fn of(&self, person: &PersonId) -> Option<&PartsDraft> {
        let mut theirs = self.made.iter().filter(|((owner, _), _)| owner == person);
        theirs.next().map(|(_, draft)| draft)
    }

    fn keep(&self, key: &DraftKey) -> Effect {
        Effect::Keep {
            name: format!("{KEPT}{}/{}", key.0, key.1),
            what: self.made.get(key).cloned().map(HalfMade::Parts),
        }
    }

    /// Gives back what could not be saved: it has not happened, and is not to be tapped anew.
    pub(in crate::screen::bay) fn give_back(&mut self, picture: &Picture) -> Vec<Effect> {
        let mut effects = Vec::new();
        for tap in &picture.taps {
            let (TapState::NotSaved { .. }, CommandBody::Parts { ro, body }) =
                (&tap.state, &tap.command.body)
            else {
                continue;
            };
            let (PartsCommand::Ask { job, lines, .. }, Some(person)) =
                (body.as_ref(), tap.command.actor.person())
            else {
                continue;
            };
            let key = (person.clone(), ro.clone());
            if self.made.contains_key(&key) || !self.given_back.insert(tap.command.id) {
                continue;
            }
            let job = JobId::new(ro.clone(), *job);
            let draft = PartsDraft::new(job, lines.clone(), tap.command.at);
            self.made.insert(key.clone(), draft);
            effects.push(self.keep(&key));
        }
        effects
    }
}

impl BayKiosk {
    fn parts_key(&self, ro: &RoNumber) -> Option<DraftKey> {
        Some((self.me()?.clone(), ro.clone()))
    }

    /// Finds what who acts has half made of a car.
    pub(in crate::screen::bay) fn parts_draft(&self, ro: &RoNumber) -> Option<&PartsDraft> {
        self.parts_drafts.made.get(&self.parts_key(ro)?)
    }

    /// Finds what who acts has half made, unless it says no more than what the job expects.
    pub(in crate::screen::bay) fn half_made_request(
        &self,
        picture: &Picture,
    ) -> Option<&PartsDraft> {
        let draft = self.parts_drafts.of(self.me()?)?;
        (!self.says_nothing_new(draft, picture)).then_some(draft)
    }

    fn says_nothing_new(&self, draft: &PartsDraft, picture: &Picture) -> bool {
        let in_words = !draft.words.is_empty() || !draft.photos.is_empty();
        let expected = || self.look(picture).not_asked(&draft.job);
        !in_words && (draft.wanted().is_empty() || draft.lines == expected())
    }

    /// Begins a request with what the job expects and nobody has asked for; one that is half made goes on.
    pub(super) fn begin_request(&mut self, job: &JobId, picture: &Picture, now: DateTime<Utc>) {
        let Some(key) = self.parts_key(&job.ro) else {
            return;
        };
        let expected = || PartsDraft::new(job.clone(), self.look(picture).not_asked(job), now);
        let draft = match self.parts_drafts.made.get(&key) {
            // What the camera took while it lay there may be of another car.
            Some(known) => PartsDraft {
                job: job.clone(),
                began_at: now,
                ..known.clone()
            },
            None => expected(),
        };
        self.parts_drafts.made.insert(key, draft);
    }

    pub(super) fn change_parts(
        &mut self,
        ro: &RoNumber,
        change: impl FnOnce(&mut PartsDraft),
    ) -> Vec<Effect> {
        let Some(key) = self.parts_key(ro) else {
            return Vec::new();
        };
        match self.parts_drafts.made.get_mut(&key) {
            Some(draft) => {
                change(draft);
                vec![self.parts_drafts.keep(&key)]
            }
            None => Vec::new(),
        }
    }

    pub(super) fn forget_parts(&mut self, ro: &RoNumber) -> Vec<Effect> {
        let Some(key) = self.parts_key(ro) else {
            return Vec::new();
        };
        match self.parts_drafts.made.remove(&key) {
            Some(_) => vec![self.parts_drafts.keep(&key)],
            None => Vec::new(),
        }
    }

    /// Forgets a request that asks for nothing but what the job expects anyway.
    pub(super) fn drop_unless_changed(&mut self, job: &JobId, picture: &Picture) -> Vec<Effect> {
        let draft = self.parts_draft(&job.ro);
        let unchanged = draft.is_some_and(|draft| self.says_nothing_new(draft, picture));
        if unchanged {
            self.forget_parts(&job.ro)
        } else {
            Vec::new()
        }
    }

    /// A photo that is taken while a part is described belongs to it, unless it is tapped off.
    pub(in crate::screen::bay) fn take_part_photos(&mut self, picture: &Picture) -> Vec<Effect> {
        let Some(ro) = self.described_car() else {
            return Vec::new();
        };
        let Some(draft) = self.parts_draft(&ro) else {
            return Vec::new();
        };
        let taken = picture.photos.taken.iter();
        let new = taken.filter(|photo| photo.at >= draft.began_at && !draft.saw(&photo.id));
        let room = PHOTOS.saturating_sub(draft.photos.len());
        let new: Vec<PhotoId> = new.map(|photo| photo.id.clone()).take(room).collect();
        if new.is_empty() {
            return Vec::new();
        }
        self.change_parts(&ro, |draft| draft.photos.extend(new))
    }

    /// Puts a photo to the words, or takes it off.
    pub(super) fn toggle_part_photo(&mut self, ro: &RoNumber, id: String) -> Vec<Effect> {
        self.change_parts(ro, |draft| {
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
        })
    }
}

/// Tells whether two lines ask for the same.
pub(super) fn same(line: &AskedLine, wanted: &Wanted) -> bool {
    line.wanted == *wanted
}
