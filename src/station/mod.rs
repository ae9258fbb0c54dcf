//! A station: any process with a screen. Outbox, link, view cache and identity are the same for all of them.
//!
//! **Knows** how a tap is saved, sent and answered, and what the coordinator last said.
//! **May use** the domain, the store, the projections, the protocol and the link.
//! **Must never** know Slint.
//!
//! The way of a tap: [`submit`] saves it (one commit: “saved”), [`drain`] sends what is saved until a receipt
//! comes (“accepted”), [`picture`] shows it from the first moment on. [`session`] checks PINs.

#[cfg(feature = "gui")]
pub mod badge;
pub mod drain;
pub mod picture;
pub mod saver;
pub mod session;
pub mod submit;

use crate::domain::ids::{BayId, SiteId, StationId};
use crate::domain::time::Clock;
use crate::mqtt::{BrokerAddress, Link, LinkOptions};
use crate::projection::ViewName;
use crate::projection::picture::Picture;
use crate::protocol::envelope::Sender;
use crate::protocol::message::{Online, Presence, presence_to_bytes};
use crate::protocol::topic::{Filter, Topic};
use crate::store::StoreError;
use crate::store::cache::ViewCache;
use crate::store::outbox::Outbox;
use saver::Keeper;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use submit::Submitter;
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

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

/// A running station.
#[derive(Debug)]
pub struct Station {
    link: Link,
    submitter: Submitter,
    keeper: Keeper,
    half_made: BTreeMap<String, String>,
    picture: watch::Receiver<Arc<Picture>>,
    task: tokio::task::JoinHandle<()>,
}

impl Station {
    /// Starts it: outbox, cache, link. It works at once, whoever else is there.
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
        let (taps, taps_rx) = mpsc::unbounded_channel();
        let saver = saver::Saver::spawn(outbox, taps.clone());
        let keeper = Keeper::spawn(cache, options.clock.clone());
        let submitter = Submitter::new(
            options.id.clone(),
            options.clock.clone(),
            saver.clone(),
            taps,
        );
        let known = picture::Known::new(options.clock.now(), cached, &waiting);
        let (show, picture) = watch::channel(Arc::new(known.picture()));
        let drain = drain::Drain::new(link.publisher(), options.id.clone(), waiting);
        let actor = drain::Actor {
            known,
            drain,
            saver,
            keeper: keeper.clone(),
            clock: options.clock,
            show,
        };
        let task = tokio::spawn(actor.run(events, taps_rx));
        Ok(Self {
            link,
            submitter,
            keeper,
            half_made,
            picture,
            task,
        })
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
    pub fn half_made(&self) -> &BTreeMap<String, String> {
        &self.half_made
    }

    /// Hands out the picture, which changes with everything that the station learns.
    pub fn picture(&self) -> watch::Receiver<Arc<Picture>> {
        self.picture.clone()
    }

    /// Stops in order: what is saved stays saved and is sent at the next start.
    pub async fn stop(self) {
        self.task.abort();
        let _ = self.task.await;
        self.link.close().await;
    }
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
    let mut filters = vec![Filter::Receipts, Filter::CoordinatorPresence];
    match interest {
        Interest::Bay(bay) => filters.extend([
            Filter::View(ViewName::Site),
            Filter::View(ViewName::Bay(bay.clone())),
            Filter::Alerts,
            Filter::Findings,
            Filter::Catalogue,
            Filter::Roster,
            Filter::Waiting,
            Filter::People,
        ]),
        Interest::Floor => filters.extend([Filter::Views, Filter::Presences]),
    }
    filters
}
