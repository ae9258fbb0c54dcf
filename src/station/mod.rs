//! A station: any process with a screen. Outbox, link, view cache and identity are the same for all of them.
//!
//! **Knows** how a tap is saved, sent and answered, and what the coordinator last said.
//! **May use** the domain, the store, the projections, the protocol and the link.
//! **Must never** know Slint.
//!
//! The way of a tap: [`submit`] saves it (one commit: “saved”), [`drain`] sends what is saved until a receipt
//! comes (“accepted”), [`picture`] shows it from the first moment on. [`session`] checks PINs.
//!
//! The way of a photo: `camera` takes it, `album` reads and writes it, `photos` sends it when no tap waits.
//! What a screen looks at in the past is asked and put together in `past`.

mod album;
#[cfg(feature = "gui")]
pub mod badge;
mod camera;
pub mod drain;
mod past;
mod photos;
pub mod picture;
mod preview;
pub mod saver;
pub mod session;
pub mod submit;

use crate::domain::half_made::HalfMade;
use crate::domain::ids::{BayId, PhotoId, SiteId, StationId};
use crate::domain::time::Clock;
use crate::mqtt::{BrokerAddress, Link, LinkOptions};
use crate::projection::ViewName;
use crate::projection::past::Look;
use crate::projection::picture::Picture;
use crate::protocol::envelope::Sender;
use crate::protocol::message::{Online, Presence, presence_to_bytes};
use crate::protocol::topic::{Filter, Topic};
use crate::store::StoreError;
use crate::store::cache::ViewCache;
use crate::store::outbox::{NamedPhoto, Outbox};
use crate::store::photos::{PhotoStore, StoredPhoto};
use camera::Camera;
use chrono::{DateTime, TimeDelta, Utc};
use drain::PhotoEvent;
use saver::Keeper;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use submit::Submitter;
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

/// For how many days a station keeps a photo that the coordinator has: a kiosk's disk is small. Its preview stays.
const DAYS_KEPT: i64 = 30;

/// Which read models a station keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interest {
    /// What a kiosk at one bay needs.
    Bay(BayId),
    /// Everything.
    Floor,
}

/// What a station needs.
#[derive(Debug, Clone)]
pub struct StationOptions {
    /// Who it is.
    pub id: StationId,
    /// Where it belongs.
    pub site: SiteId,
    /// What it keeps.
    pub interest: Interest,
    /// Where its outbox and cache are.
    pub data_dir: PathBuf,
    /// Where the broker is.
    pub broker: BrokerAddress,
    /// What time it is.
    pub clock: Clock,
}

/// Why a station does not start.
#[derive(Debug, thiserror::Error)]
pub enum StationError {
    /// Its outbox or cache.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its link.
    #[error("{0}")]
    Link(String),
}

/// The way in for what a screen looks at in the past.
#[derive(Debug, Clone)]
pub struct LookBack(mpsc::UnboundedSender<Option<Look>>);

impl LookBack {
    /// Looks at something in the past, or at the present again; the picture tells what has come of it. Something newer
    /// takes the place of what has not come yet.
    pub fn look(&self, look: Option<Look>) {
        // The task lives as long as the station.
        let _ = self.0.send(look);
    }
}

/// A running station.
#[derive(Debug)]
pub struct Station {
    link: Link,
    submitter: Submitter,
    keeper: Keeper,
    half_made: BTreeMap<String, HalfMade>,
    picture: watch::Receiver<Arc<Picture>>,
    task: tokio::task::JoinHandle<()>,
    photos: mpsc::UnboundedSender<PhotoEvent>,
    looks: LookBack,
    store: PhotoStore,
    clock: Clock,
    camera: Option<Camera>,
}

impl Station {
    /// Starts it: outbox, cache, photos, link. It works at once, whoever else is there.
    ///
    /// # Errors
    /// When its files are not ours or the link's settings are wrong.
    pub fn start(options: StationOptions) -> Result<Self, StationError> {
        let outbox = Outbox::open(&options.data_dir)?;
        let cache = ViewCache::open(&options.data_dir)?;
        let epoch = outbox.epoch();
        let (link, events) = Link::start(link_options(&options, epoch))
            .map_err(|error| StationError::Link(error.to_string()))?;
        let waiting = outbox.waiting()?;
        let cached = picture::read_cache(&cache)?;
        let half_made = cache.half_made()?;
        let named = outbox.photos()?;
        let store = PhotoStore::open(&options.data_dir)?;
        clear_old(&store, &named, options.clock.now());
        let stored = store.all()?;
        let (photos, photos_rx) = mpsc::unbounded_channel();
        let album = album::Album::spawn(store.clone(), to_task(&photos, PhotoEvent::Page));
        let (taps, taps_rx) = mpsc::unbounded_channel();
        let saver = saver::Saver::spawn(outbox, taps.clone());
        let keeper = Keeper::spawn(cache, options.clock.clone());
        let submitter = Submitter::new(
            options.id.clone(),
            options.clock.clone(),
            saver.clone(),
            taps,
        );
        let due: Vec<PhotoId> = named
            .iter()
            .filter(|photo| photo.sent_at.is_none())
            .map(|photo| photo.photo.clone())
            .collect();
        let developing = make_missing_previews(&album, &named, &stored);
        let on_disk = on_disk(&named, stored);
        let known = picture::Known::new(options.clock.now(), cached, &waiting, on_disk);
        let post = photos::PhotoPost::new(
            link.publisher(),
            Sender {
                source: options.id.to_string(),
                epoch,
            },
            options.clock.clone(),
            album,
            &due,
            developing,
        );
        let past = past::PastPost::new(
            link.publisher(),
            Sender {
                source: options.id.to_string(),
                epoch,
            },
            options.clock.clone(),
        );
        let (looks, looks_rx) = mpsc::unbounded_channel();
        let (show, picture) = watch::channel(Arc::new(known.picture()));
        let drain = drain::Drain::new(link.publisher(), options.id.clone(), waiting);
        let actor = drain::Actor {
            known,
            drain,
            photos: post,
            past,
            saver,
            keeper: keeper.clone(),
            clock: options.clock.clone(),
            show,
        };
        let task = tokio::spawn(actor.run(events, taps_rx, photos_rx, looks_rx));
        Ok(Self {
            link,
            submitter,
            keeper,
            half_made,
            picture,
            task,
            photos,
            looks: LookBack(looks),
            store,
            clock: options.clock,
            camera: None,
        })
    }

    /// Watches the folder of a camera: what it puts there becomes a photo of this station. A second folder takes the
    /// place of the first.
    pub fn watch_camera(&mut self, folder: PathBuf) {
        let tell = to_task(&self.photos, PhotoEvent::Shot);
        let camera = Camera::watch(folder, self.store.clone(), self.clock.clone(), tell);
        if let Some(before) = self.camera.replace(camera) {
            before.stop();
        }
    }

    /// Asks for the preview of a photo; the picture tells where it lies when it has come. Those of the findings that
    /// the views show come by themselves.
    pub fn want_photo(&self, photo: PhotoId) {
        // The task lives as long as the station.
        let _ = self.photos.send(PhotoEvent::Wanted(photo));
    }

    /// Hands out the way in for what a screen looks at in the past.
    pub fn look_back(&self) -> LookBack {
        self.looks.clone()
    }

    /// Hands out the way in for taps.
    pub fn submitter(&self) -> Submitter {
        self.submitter.clone()
    }

    /// Hands out the way in for what a screen has half made.
    pub fn keeper(&self) -> Keeper {
        self.keeper.clone()
    }

    /// Tells what screens had half made when it started.
    pub fn half_made(&self) -> &BTreeMap<String, HalfMade> {
        &self.half_made
    }

    /// Hands out the picture, which changes with everything that the station learns.
    pub fn picture(&self) -> watch::Receiver<Arc<Picture>> {
        self.picture.clone()
    }

    /// Stops in order: what is saved stays saved and is sent at the next start.
    pub async fn stop(self) {
        if let Some(camera) = self.camera {
            // It may be in the middle of a picture.
            let _ = tokio::task::spawn_blocking(move || camera.stop()).await;
        }
        self.task.abort();
        let _ = self.task.await;
        self.link.close().await;
    }
}

/// Carries what a thread says to the station's task; nobody listens any more when the station is stopping.
fn to_task<T: 'static>(
    photos: &mpsc::UnboundedSender<PhotoEvent>,
    wrap: fn(T) -> PhotoEvent,
) -> impl Fn(T) + Send + 'static {
    let photos = photos.clone();
    move |event| drop(photos.send(wrap(event)))
}

/// Removes photos that the coordinator has had for long.
fn clear_old(store: &PhotoStore, named: &[NamedPhoto], now: DateTime<Utc>) {
    let before = now - TimeDelta::days(DAYS_KEPT);
    let old = |photo: &&NamedPhoto| photo.sent_at.is_some_and(|at| at < before);
    for photo in named.iter().filter(old) {
        if let Err(error) = store.remove_original(&photo.photo) {
            tracing::warn!(photo = %photo.photo, %error, "an old photo stays on this disk");
        }
    }
}

/// Has previews made that an earlier life did not come to make, and tells of which photos.
fn make_missing_previews(
    album: &album::Album,
    named: &[NamedPhoto],
    stored: &BTreeMap<PhotoId, StoredPhoto>,
) -> BTreeSet<PhotoId> {
    let sent: BTreeSet<&PhotoId> = named
        .iter()
        .filter(|photo| photo.sent_at.is_some())
        .map(|photo| &photo.photo)
        .collect();
    let missing: BTreeSet<PhotoId> = stored
        .iter()
        .filter(|(photo, files)| {
            files.taken_at.is_some() && files.preview.is_none() && !sent.contains(photo)
        })
        .map(|(photo, _)| photo.clone())
        .collect();
    for photo in &missing {
        album.make(photo.clone());
    }
    missing
}

fn on_disk(named: &[NamedPhoto], stored: BTreeMap<PhotoId, StoredPhoto>) -> picture::PhotosOnDisk {
    let mut on_disk = picture::PhotosOnDisk {
        named: named.iter().map(|photo| photo.photo.clone()).collect(),
        ..picture::PhotosOnDisk::default()
    };
    for (photo, files) in stored {
        if let Some(at) = files.taken_at {
            on_disk.taken.insert(photo.clone(), at);
        }
        if let Some(path) = files.preview {
            on_disk.previews.insert(photo, path);
        }
    }
    on_disk
}

fn link_options(options: &StationOptions, epoch: u64) -> LinkOptions {
    let sender = Sender {
        source: options.id.to_string(),
        epoch,
    };
    let bay = match &options.interest {
        Interest::Bay(bay) => Some(bay.clone()),
        Interest::Floor => None,
    };
    let clock = options.clock.clone();
    let presence = Arc::new(move |online: Online| {
        let presence = Presence {
            online,
            epoch,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            bay: bay.clone(),
            position: None,
            at: clock.now(),
        };
        presence_to_bytes(&presence, &sender, Uuid::now_v7()).unwrap_or_default()
    });
    LinkOptions {
        broker: options.broker.clone(),
        site: options.site.clone(),
        station: options.id.clone(),
        filters: filters(&options.interest),
        presence_topic: Topic::Presence(options.id.clone()),
        presence,
        in_flight: drain::WINDOW,
    }
}

fn filters(interest: &Interest) -> Vec<Filter> {
    let mut filters = vec![
        Filter::Receipts,
        Filter::PhotoReceipts,
        Filter::CoordinatorPresence,
    ];
    match interest {
        Interest::Bay(bay) => filters.extend([
            Filter::View(ViewName::Site),
            Filter::View(ViewName::Bay(bay.clone())),
            Filter::Alerts,
            Filter::Findings,
            Filter::Requests,
            Filter::Catalogue,
            Filter::Roster,
            Filter::Waiting,
            Filter::Tools,
            Filter::Checks,
            Filter::Checklists,
            Filter::People,
            // The longest comes last: what the bay is for does not wait for the catalogue.
            Filter::Stock,
            Filter::Parts,
        ]),
        Interest::Floor => {
            filters.extend([Filter::Views, Filter::Presences, Filter::PastAnswers]);
        }
    }
    filters
}
