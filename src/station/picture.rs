//! What a station knows, and the picture that it makes of it.

use crate::domain::command::Command;
use crate::domain::ids::{CommandId, LogPosition, PhotoId, StationId};
use crate::domain::receipt::{Outcome, Receipt};
use crate::projection::part_search::Parts;
use crate::projection::past::Past;
use crate::projection::picture::{
    LinkState, Photos, Picture, StationPresence, TakenPhoto, Tap, TapState,
};
use crate::projection::{View, ViewName, Views, overlay};
use crate::protocol::message::{Online, Presence, ViewMessage};
use crate::store::StoreError;
use crate::store::cache::ViewCache;
use crate::store::outbox::OutboxRow;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many answered taps are remembered, for the line that says what became of them.
const TAPS: usize = 50;
/// How long the effect of an accepted tap stays on the screen when no view comes that shows it.
const SETTLE: Duration = Duration::from_secs(2);

/// Reads what was known before this start. What cannot be read any more is left out: it will come again.
pub(super) fn read_cache(cache: &ViewCache) -> Result<Vec<(ViewName, ViewMessage)>, StoreError> {
    let mut known = Vec::new();
    cache.each(
        |cached| match (cached.name.parse(), serde_json::from_str(&cached.body)) {
            (Ok(name), Ok(message)) => known.push((name, message)),
            _ => tracing::warn!(view = %cached.name, "kept view of another version left out"),
        },
    )?;
    Ok(known)
}

/// An accepted tap on its way into the views.
#[derive(Debug)]
struct Settling {
    command: Command,
    position: LogPosition,
    since: Instant,
}

/// The photos on this station's disk when it starts.
#[derive(Debug, Default)]
pub(super) struct PhotosOnDisk {
    /// Those of its own camera, with when they were taken.
    pub(super) taken: BTreeMap<PhotoId, DateTime<Utc>>,
    /// Where previews lie.
    pub(super) previews: BTreeMap<PhotoId, PathBuf>,
    /// Those that a saved finding has named.
    pub(super) named: BTreeSet<PhotoId>,
}

/// What a station knows.
#[derive(Debug)]
pub struct Known {
    views: BTreeMap<ViewName, View>,
    /// The parts catalogue, ready to be searched. It stands apart from the other views: laying them anew costs it nothing.
    parts: Arc<Parts>,
    views_at: Option<DateTime<Utc>>,
    /// Up to where in the log the newest of them shows.
    views_position: LogPosition,
    /// Taps that are saved, or about to be, and not yet answered.
    pending: VecDeque<Command>,
    /// How many of them are only about to be saved.
    saving: usize,
    /// Taps that are accepted and that no view shows yet.
    settling: Vec<Settling>,
    /// Views with the pending taps on top.
    shown: Arc<Views>,
    taps: VecDeque<Tap>,
    link: LinkState,
    stations: Arc<BTreeMap<StationId, StationPresence>>,
    /// Photos of this station's camera, with when they were taken.
    taken: BTreeMap<PhotoId, DateTime<Utc>>,
    /// Photos that a finding of this station names.
    named: BTreeSet<PhotoId>,
    photos: Arc<Photos>,
    past: Arc<Past>,
}

impl Known {
    /// Begins with what the disk knows.
    pub(super) fn new(
        now: DateTime<Utc>,
        cached: Vec<(ViewName, ViewMessage)>,
        waiting: &[OutboxRow],
        photos: PhotosOnDisk,
    ) -> Self {
        let views_at = cached.iter().map(|(_, message)| message.at).max();
        let views_position = cached.iter().map(|(_, message)| message.position).max();
        let mut known = Self {
            views: BTreeMap::new(),
            parts: Arc::default(),
            views_at,
            views_position: views_position.unwrap_or_default(),
            pending: waiting.iter().map(|row| row.command.clone()).collect(),
            saving: 0,
            settling: Vec::new(),
            shown: Arc::default(),
            taps: VecDeque::new(),
            link: LinkState::Offline { since: now },
            stations: Arc::default(),
            taken: photos.taken,
            named: photos.named,
            photos: Arc::new(Photos {
                previews: photos.previews,
                ..Photos::default()
            }),
            past: Arc::default(),
        };
        for (name, message) in cached {
            known.take_view(name, message.model);
        }
        known.show_taken();
        for row in waiting.iter().rev().take(TAPS).rev() {
            known.taps.push_back(Tap {
                command: Arc::new(row.command.clone()),
                state: TapState::Saved,
            });
        }
        known.lay_anew();
        known
    }

    /// Makes the picture of this moment.
    pub(super) fn picture(&self) -> Picture {
        Picture {
            views: self.shown.clone(),
            views_at: self.views_at,
            link: self.link,
            waiting: self.pending.len() - self.saving,
            taps: self.taps.iter().cloned().collect(),
            stations: self.stations.clone(),
            photos: self.photos.clone(),
            past: self.past.clone(),
        }
    }

    /// Takes what is there of the past.
    pub(super) fn set_past(&mut self, past: Arc<Past>) {
        self.past = past;
    }

    /// Tells whether a tap is only about to be saved.
    pub(super) fn is_saving(&self) -> bool {
        self.saving > 0
    }

    /// Lists the photos that the findings and the requests of the views name.
    pub(super) fn photos_shown(&self) -> impl Iterator<Item = &PhotoId> {
        let findings = self.shown.findings.findings.iter();
        let of_findings = findings.flat_map(|card| &card.finding.sighting.photos);
        let orders = self.shown.requests.values();
        of_findings.chain(orders.flat_map(|order| order.parts.photos()))
    }

    /// Tells whether the preview of a photo is on this machine.
    pub(super) fn has_preview(&self, photo: &PhotoId) -> bool {
        self.photos.previews.contains_key(photo)
    }

    /// Takes a photo from this station's camera. The same picture once more changes nothing.
    pub(super) fn photo_taken(&mut self, photo: PhotoId, at: DateTime<Utc>) {
        self.taken.entry(photo).or_insert(at);
        self.show_taken();
    }

    pub(super) fn photo_preview(&mut self, photo: PhotoId, path: PathBuf) {
        Arc::make_mut(&mut self.photos).previews.insert(photo, path);
    }

    /// Takes how many photos are still to be sent, and tells whether that is news.
    pub(super) fn photos_waiting(&mut self, waiting: usize) -> bool {
        let news = self.photos.waiting != waiting;
        if news {
            Arc::make_mut(&mut self.photos).waiting = waiting;
        }
        news
    }

    fn show_taken(&mut self) {
        let unused = self
            .taken
            .iter()
            .filter(|(photo, _)| !self.named.contains(*photo));
        let mut taken: Vec<TakenPhoto> = unused
            .map(|(id, at)| TakenPhoto {
                id: id.clone(),
                at: *at,
            })
            .collect();
        taken.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        Arc::make_mut(&mut self.photos).taken = taken;
    }

    /// Puts all taps on top of the views that these do not show yet.
    pub(super) fn lay_anew(&mut self) {
        self.drop_settled();
        let mut shown = Views::collect(&self.views);
        shown.parts = self.parts.clone();
        let settling = self.settling.iter().map(|settling| &settling.command);
        let taps: Vec<Command> = settling.chain(&self.pending).cloned().collect();
        overlay::overlay(&mut shown, &taps);
        self.shown = Arc::new(shown);
    }

    /// Tells whether accepted taps still lie on top of the views.
    pub(super) fn is_settling(&self) -> bool {
        !self.settling.is_empty()
    }

    /// Forgets accepted taps that the views show; tells whether some still wait for that.
    pub(super) fn drop_settled(&mut self) -> bool {
        let shown = self.views_position;
        self.settling
            .retain(|tap| tap.position > shown && tap.since.elapsed() < SETTLE);
        !self.settling.is_empty()
    }

    pub(super) fn tapped(&mut self, command: Command) {
        // A backlog of weeks is not laid anew for each tap.
        overlay::add(Arc::make_mut(&mut self.shown), &command);
        if !command.body.photos().is_empty() {
            self.named
                .extend(command.body.photos().into_iter().cloned());
            self.show_taken();
        }
        self.pending.push_back(command.clone());
        self.saving += 1;
        self.taps.push_back(Tap {
            command: Arc::new(command),
            state: TapState::Saving,
        });
        while self.taps.len() > TAPS {
            self.taps.pop_front();
        }
    }

    pub(super) fn saved(&mut self, command: CommandId) {
        self.saving = self.saving.saturating_sub(1);
        self.set(command, TapState::Saved);
    }

    fn set(&mut self, command: CommandId, state: TapState) {
        if let Some(tap) = self.taps.iter_mut().find(|tap| tap.command.id == command) {
            tap.state = state;
        }
    }

    /// A tap that was not saved has not happened: it leaves the screen.
    pub(super) fn not_saved(&mut self, command: CommandId, why: String) {
        self.saving = self.saving.saturating_sub(1);
        let taken_back = self.take(command);
        if let Some(command) = taken_back
            && !command.body.photos().is_empty()
        {
            self.named
                .retain(|photo| !command.body.photos().contains(&photo));
            self.show_taken();
        }
        self.set(command, TapState::NotSaved { why });
        self.lay_anew();
    }

    /// Takes an answer. The effect of an accepted tap stays on the screen until the views show it.
    pub(super) fn answered(&mut self, receipt: &Receipt, now: DateTime<Utc>) {
        // It is as saved as it was, and waits on.
        if matches!(receipt.outcome, Outcome::PutAside { .. }) {
            return;
        }
        let command = self.take(receipt.command);
        let state = match &receipt.outcome {
            Outcome::Accepted { position, .. } => {
                let (position, since) = (*position, Instant::now());
                self.settling.extend(command.map(|command| Settling {
                    command,
                    position,
                    since,
                }));
                TapState::Accepted { at: now }
            }
            Outcome::Refused { refusal } => TapState::Refused {
                refusal: refusal.clone(),
                at: now,
            },
            Outcome::PutAside { .. } => TapState::Saved,
        };
        self.set(receipt.command, state);
    }

    /// Takes a tap out of the pending ones; answers come in their order, so it mostly is the first.
    fn take(&mut self, command: CommandId) -> Option<Command> {
        let place = self.pending.iter().position(|known| known.id == command)?;
        self.pending.remove(place)
    }

    pub(super) fn view(&mut self, name: ViewName, message: ViewMessage) {
        self.views_at = self.views_at.max(Some(message.at));
        self.views_position = self.views_position.max(message.position);
        self.take_view(name, message.model);
    }

    fn take_view(&mut self, name: ViewName, view: View) {
        match (&name, view) {
            // A picture that is shown shares the catalogue: it is only parted from it for what is new.
            (ViewName::Parts(page), View::Parts(parts)) if self.parts.has(*page, &parts) => {}
            (ViewName::Stock(page), View::Stock(stock)) if self.parts.has_stock(*page, &stock) => {}
            (ViewName::Parts(page), View::Parts(parts)) => {
                Arc::make_mut(&mut self.parts).put(*page, parts);
            }
            (ViewName::Stock(page), View::Stock(stock)) => {
                Arc::make_mut(&mut self.parts).put_stock(*page, stock);
            }
            (_, view) => drop(self.views.insert(name, view)),
        }
    }

    pub(super) fn forget(&mut self, name: &ViewName) {
        match name {
            ViewName::Parts(page) => Arc::make_mut(&mut self.parts).forget(*page),
            ViewName::Stock(page) => Arc::make_mut(&mut self.parts).forget_stock(*page),
            _ => drop(self.views.remove(name)),
        }
    }

    pub(super) fn set_link(&mut self, up: bool, now: DateTime<Utc>) {
        self.link = match (self.link, up) {
            (_, true) => LinkState::Live,
            (LinkState::Live, false) => LinkState::Offline { since: now },
            (offline @ LinkState::Offline { .. }, false) => offline,
        };
    }

    /// Takes another station's presence; a will of an earlier life says nothing.
    pub(super) fn presence(&mut self, station: StationId, presence: &Presence, now: DateTime<Utc>) {
        let known = self.stations.get(&station);
        let gone_since = match presence.online {
            // Who lost its disk begins to count anew, and is there all the same.
            Online::Yes => None,
            Online::No if known.is_some_and(|known| known.epoch > presence.epoch) => return,
            Online::No => Some(match known {
                // A will was written when its sender came; that it comes now is when it went.
                Some(known) => known.gone_since.unwrap_or(now),
                // Who was gone before this station came was last surely there then.
                None => presence.at,
            }),
        };
        Arc::make_mut(&mut self.stations).insert(
            station,
            StationPresence {
                bay: presence.bay.clone(),
                epoch: presence.epoch,
                gone_since,
            },
        );
    }
}
