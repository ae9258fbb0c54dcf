//! The threads that wait for the disk: one saves taps, which comes first, the other keeps views.

use super::submit::TapEvent;
use crate::domain::command::Command;
use crate::domain::half_made::HalfMade;
use crate::domain::ids::PhotoId;
use crate::domain::time::Clock;
use crate::store::cache::{CachedView, ViewCache};
use crate::store::outbox::{Outbox, OutboxPlace};
use chrono::{DateTime, Utc};
use std::sync::mpsc;
use tokio::sync::mpsc::UnboundedSender;

enum Save {
    Tap(Box<Command>),
    Answered(OutboxPlace),
    PhotoSent(PhotoId, DateTime<Utc>),
}

/// The way to the outbox.
#[derive(Debug, Clone)]
pub struct Saver {
    queue: mpsc::Sender<Save>,
}

impl Saver {
    /// Starts the outbox's thread, which ends when the last handle is dropped.
    pub(super) fn spawn(mut outbox: Outbox, taps: UnboundedSender<TapEvent>) -> Self {
        let (queue, work) = mpsc::channel();
        std::thread::spawn(move || {
            while let Ok(first) = work.recv() {
                // A finger waits for no backlog: what came meanwhile is saved first, then all answered taps are
                // taken out in one commit.
                let (mut done, mut sent) = (Vec::new(), Vec::new());
                for save in std::iter::once(first).chain(work.try_iter()) {
                    match save {
                        // Nobody looks any more when the station is stopping.
                        Save::Tap(command) => drop(taps.send(save_tap(&mut outbox, &command))),
                        Save::Answered(place) => done.push(place),
                        Save::PhotoSent(photo, at) => sent.push((photo, at)),
                    }
                }
                if !done.is_empty() {
                    step!("station.before-clearing");
                    if let Err(error) = outbox.answered(&done) {
                        tracing::warn!(%error, "answered taps stay in the outbox and are sent again");
                    }
                }
                if !sent.is_empty()
                    && let Err(error) = outbox.photos_sent(&sent)
                {
                    tracing::warn!(%error, "photos that were sent are asked for again");
                }
            }
        });
        Self { queue }
    }

    pub(super) fn save(&self, command: Command) {
        self.push(Save::Tap(Box::new(command)));
    }

    pub(super) fn answered(&self, place: OutboxPlace) {
        self.push(Save::Answered(place));
    }

    pub(super) fn photo_sent(&self, photo: PhotoId, at: DateTime<Utc>) {
        self.push(Save::PhotoSent(photo, at));
    }

    fn push(&self, save: Save) {
        if self.queue.send(save).is_err() {
            tracing::error!("the outbox's thread is gone; start the station again");
        }
    }
}

fn save_tap(outbox: &mut Outbox, command: &Command) -> TapEvent {
    step!("station.before-save");
    match outbox.save(command) {
        Ok(row) => {
            step!("station.saved");
            tracing::debug!(command = %command.id, "saved");
            TapEvent::Saved(Box::new(row))
        }
        Err(error) => {
            tracing::error!(command = %command.id, %error, "not saved");
            TapEvent::NotSaved {
                command: command.id,
                why: error.to_string(),
            }
        }
    }
}

enum Keep {
    View(CachedView),
    Forget(String),
    HalfMade {
        name: String,
        what: Option<Box<HalfMade>>,
    },
}

/// The way to the view cache.
#[derive(Debug, Clone)]
pub struct Keeper {
    queue: mpsc::Sender<Keep>,
}

impl Keeper {
    /// Starts the cache's thread; what comes in a burst is written in one commit.
    pub(super) fn spawn(mut cache: ViewCache, clock: Clock) -> Self {
        let (queue, work) = mpsc::channel();
        std::thread::spawn(move || {
            while let Ok(first) = work.recv() {
                let mut views = Vec::new();
                for keep in std::iter::once(first).chain(work.try_iter()) {
                    match keep {
                        Keep::View(view) => views.push(view),
                        Keep::Forget(name) => {
                            views.retain(|view: &CachedView| view.name != name);
                            if let Err(error) = cache.forget(&name) {
                                tracing::warn!(%error, view = %name, "view not forgotten");
                            }
                        }
                        Keep::HalfMade { name, what } => {
                            if let Err(error) = cache.keep_half_made(&name, what.as_deref()) {
                                tracing::warn!(%error, %name, "what is half made would not outlast a restart");
                            }
                        }
                    }
                }
                if let Err(error) = cache.keep(&views, clock.now()) {
                    tracing::warn!(%error, "views not kept; they will come again");
                }
            }
        });
        Self { queue }
    }

    pub(super) fn keep(&self, view: CachedView) {
        let _ = self.queue.send(Keep::View(view));
    }

    pub(super) fn forget(&self, name: String) {
        let _ = self.queue.send(Keep::Forget(name));
    }

    /// Keeps what a screen has half made, so that it outlasts a restart, or forgets it.
    pub fn half_made(&self, name: String, what: Option<HalfMade>) {
        let _ = self.queue.send(Keep::HalfMade {
            name,
            what: what.map(Box::new),
        });
    }
}
