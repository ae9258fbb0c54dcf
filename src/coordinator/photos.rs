//! Photos: what stations send is put together and kept, and previews go to who shows them.
//!
//! Why a thread of its own: it waits for the disk as the writer of the log does, and nobody's tap may wait behind it.

use crate::domain::ids::{PhotoId, StationId};
use crate::domain::photo::{MAX_PHOTO_BYTES, MAX_PREVIEW_BYTES, PhotoFormat};
use crate::domain::time::Clock;
use crate::mqtt::Publisher;
use crate::protocol::envelope::Sender;
use crate::protocol::photo::{
    CHUNK_BYTES, PhotoMessage, PhotoReceipt, PreviewHeld, Standing, photo_receipt_to_bytes,
};
use crate::protocol::topic::Topic;
use crate::store::StoreError;
use crate::store::photos::{Finished, PhotoStore, Progress};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// So long after its last chunk a station is taken to have gone, and another may send the same photo.
const SILENCE: Duration = Duration::from_secs(10);
/// How many wishes are remembered; a station asks again when it comes back.
const WISHES: usize = 10_000;

/// What a station said of photos.
pub(super) type Said = (StationId, PhotoMessage);

/// Keeps the photos of the site.
#[derive(Debug)]
pub(super) struct PhotoDesk {
    store: PhotoStore,
    link: Publisher,
    sender: Sender,
    clock: Clock,
    /// Who is sending which photo, and since when nothing more has come.
    senders: BTreeMap<PhotoId, (StationId, Instant)>,
    /// Who wants the preview of a photo that has not come yet.
    wishes: BTreeMap<PhotoId, BTreeSet<StationId>>,
}

impl PhotoDesk {
    pub(super) fn new(store: PhotoStore, link: Publisher, sender: Sender, clock: Clock) -> Self {
        Self {
            store,
            link,
            sender,
            clock,
            senders: BTreeMap::new(),
            wishes: BTreeMap::new(),
        }
    }

    /// Starts its thread, which ends when the way to it is dropped.
    pub(super) fn spawn(mut self) -> (mpsc::Sender<Said>, JoinHandle<()>) {
        let (queue, work) = mpsc::channel::<Said>();
        let thread = std::thread::spawn(move || {
            while let Ok((station, message)) = work.recv() {
                // Without an answer the station asks again after a while: the disk may be mended by then.
                if let Err(error) = self.take(&station, message) {
                    tracing::error!(%station, %error, "photo not kept; free some space or mend the disk");
                }
            }
        });
        (queue, thread)
    }

    fn take(&mut self, station: &StationId, message: PhotoMessage) -> Result<(), StoreError> {
        match message {
            PhotoMessage::Ask { photo } => {
                let standing = self.standing(station, &photo)?;
                self.tell(station, photo, standing)
            }
            PhotoMessage::Chunk {
                photo,
                size,
                from,
                bytes,
            } => {
                let standing = match self.standing(station, &photo)? {
                    Standing::Part => self.append(station, &photo, size, from, &bytes)?,
                    other => other,
                };
                self.tell(station, photo, standing)
            }
            PhotoMessage::Preview { photo, bytes } => {
                self.keep_preview(&photo, &bytes)?;
                let standing = self.standing(station, &photo)?;
                self.tell(station, photo, standing)
            }
            PhotoMessage::Want { photo } => self.want(station, photo),
        }
    }

    fn standing(&mut self, station: &StationId, photo: &PhotoId) -> Result<Standing, StoreError> {
        if let Progress::Whole(_) = self.store.progress(photo)? {
            return Ok(Standing::Whole);
        }
        let by_another = self
            .senders
            .get(photo)
            .is_some_and(|(sender, last)| sender != station && last.elapsed() < SILENCE);
        if by_another {
            return Ok(Standing::Elsewhere);
        }
        Ok(Standing::Part)
    }

    /// Puts a chunk into its place. One that does not follow what is there is not kept: the answer says what would.
    fn append(
        &mut self,
        station: &StationId,
        photo: &PhotoId,
        size: u64,
        from: u64,
        bytes: &[u8],
    ) -> Result<Standing, StoreError> {
        let end = from.saturating_add(bytes.len() as u64);
        if size == 0 || size > MAX_PHOTO_BYTES || bytes.len() > CHUNK_BYTES || end > size {
            tracing::warn!(%station, %photo, size, from, "a chunk that belongs to no photo is left out");
            return Ok(Standing::Part);
        }
        let (Progress::Part(known) | Progress::Whole(known)) = self.store.progress(photo)?;
        if known > size {
            // It was the part of something else that bore this name.
            self.store.discard(photo)?;
            return Ok(Standing::Part);
        }
        if known != from {
            return Ok(Standing::Part);
        }
        let sender = (station.clone(), Instant::now());
        self.senders.insert(photo.clone(), sender);
        step!("coordinator.before-chunk");
        let known = self.store.append(photo, bytes)?;
        step!("coordinator.chunk");
        if known < size {
            return Ok(Standing::Part);
        }
        self.senders.remove(photo);
        match self.store.finish(photo)? {
            Finished::Whole => {
                tracing::info!(%station, %photo, size, "photo kept");
                Ok(Standing::Whole)
            }
            Finished::Broken => {
                tracing::error!(%station, %photo, size, "this photo does not fit its hash: thrown away and asked for again");
                Ok(Standing::Broken)
            }
        }
    }

    fn keep_preview(&mut self, photo: &PhotoId, bytes: &[u8]) -> Result<(), StoreError> {
        if PhotoFormat::of(bytes) != Some(PhotoFormat::Jpeg) || bytes.len() > MAX_PREVIEW_BYTES {
            tracing::warn!(%photo, bytes = bytes.len(), "a preview that is none is left out");
            return Ok(());
        }
        if self.store.preview(photo).is_none() {
            self.store.keep_preview(photo, bytes)?;
        }
        for station in self.wishes.remove(photo).unwrap_or_default() {
            self.want(&station, photo.clone())?;
        }
        Ok(())
    }

    fn want(&mut self, station: &StationId, photo: PhotoId) -> Result<(), StoreError> {
        match self.store.read_preview(&photo)? {
            Some(bytes) => self.say(station, &PhotoReceipt::Preview { photo, bytes }),
            None => {
                if self.wishes.len() < WISHES {
                    let wishes = self.wishes.entry(photo.clone()).or_default();
                    wishes.insert(station.clone());
                }
                self.say(station, &PhotoReceipt::NotYet { photo });
            }
        }
        Ok(())
    }

    fn tell(
        &self,
        station: &StationId,
        photo: PhotoId,
        standing: Standing,
    ) -> Result<(), StoreError> {
        let (Progress::Part(bytes) | Progress::Whole(bytes)) = self.store.progress(&photo)?;
        let preview = match self.store.preview(&photo) {
            Some(_) => PreviewHeld::Yes,
            None => PreviewHeld::No,
        };
        let receipt = PhotoReceipt::Has {
            photo,
            bytes,
            standing,
            preview,
        };
        self.say(station, &receipt);
        Ok(())
    }

    fn say(&self, station: &StationId, receipt: &PhotoReceipt) {
        match photo_receipt_to_bytes(receipt, &self.sender, Uuid::now_v7(), self.clock.now()) {
            Ok(payload) => {
                let topic = Topic::PhotoReceipt(station.clone());
                self.link.send_from_thread(&topic, payload);
            }
            Err(error) => tracing::error!(%error, "photo receipt not written"),
        }
    }
}
