//! Photos on their way: those that findings of this station name go to the coordinator, and the previews that its
//! views name come from there.
//!
//! A tap never waits for a photo. Nothing of a photo is sent while a tap waits for its receipt, at most one chunk is
//! under way, and after each the line and the disks rest for longer than it took: so most taps meet no chunk, and the
//! others stand behind one, however many photos wait. All previews go before all originals,
//! since an advisor who calls a customer needs to see each of them, and large ones of none.

use super::album::{Album, Page};
use crate::domain::ids::{PhotoId, StationId};
use crate::domain::photo::MAX_PREVIEW_BYTES;
use crate::domain::time::Clock;
use crate::mqtt::Publisher;
use crate::protocol::envelope::Sender;
use crate::protocol::photo::{PhotoMessage, PhotoReceipt, PreviewHeld, Standing, photo_to_bytes};
use crate::protocol::topic::Topic;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// After so long without an answer the coordinator is asked what it has: the broker may have lost a message.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a photo rests that another station is sending.
const REST: Duration = Duration::from_secs(3);
/// After each answer nothing is sent for so many times as long as it took …
const BREATH: u32 = 3;
/// … and no longer than this: where the line is slow it is not the disk that a tap would wait for.
const LONGEST_BREATH: Duration = Duration::from_millis(30);
/// How many previews may be under way to this station at once.
const WANTS: usize = 4;
/// How often all of a photo is sent that does not arrive as it was sent.
const TRIES: u8 = 3;

/// Whether the line is free for photos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// The coordinator is there, and no tap waits.
    Free,
    /// Taps go first, or nobody is there.
    Taken,
}

/// What a photo needs next.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// To ask what the coordinator has.
    Ask,
    /// The disk's answer.
    Read,
    /// To be said when the line is free.
    Say(PhotoMessage),
    /// The coordinator's answer.
    Answer { since: Instant },
}

/// The one photo that is on its way.
#[derive(Debug)]
struct OnItsWay {
    photo: PhotoId,
    step: Step,
}

/// A preview that this station wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Want {
    /// Nobody was asked yet.
    New,
    /// The coordinator was asked.
    Asked { since: Instant },
    /// The coordinator sends it as soon as it has it.
    Promised,
}

/// The photos of one station on their way.
#[derive(Debug)]
pub(super) struct PhotoPost {
    publisher: Publisher,
    station: StationId,
    sender: Sender,
    clock: Clock,
    album: Album,
    /// Everything that is still to be sent.
    due: BTreeSet<PhotoId>,
    /// Those of which the preview comes next, and those of which all else does.
    previews: VecDeque<PhotoId>,
    originals: VecDeque<PhotoId>,
    /// Photos whose preview is being made: they wait for it, so that it does go first.
    developing: BTreeSet<PhotoId>,
    on_its_way: Option<OnItsWay>,
    /// Photos without a preview.
    without_preview: BTreeSet<PhotoId>,
    /// How often the preview of each was said: one that is never taken does not keep the others waiting.
    previews_said: BTreeMap<PhotoId, u8>,
    /// How often each came to nothing.
    failed: BTreeMap<PhotoId, u8>,
    rests_until: Option<Instant>,
    breathes_until: Option<Instant>,
    wants: BTreeMap<PhotoId, Want>,
}

/// What the station has to note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    Nothing,
    /// The coordinator has all of a photo.
    Sent(PhotoId),
}

impl PhotoPost {
    pub(super) fn new(
        publisher: Publisher,
        sender: Sender,
        clock: Clock,
        album: Album,
        due: &[PhotoId],
        developing: BTreeSet<PhotoId>,
    ) -> Self {
        let mut post = Self {
            publisher,
            station: StationId::new(sender.source.clone()),
            sender,
            clock,
            album,
            due: BTreeSet::new(),
            previews: VecDeque::new(),
            originals: VecDeque::new(),
            developing,
            on_its_way: None,
            without_preview: BTreeSet::new(),
            previews_said: BTreeMap::new(),
            failed: BTreeMap::new(),
            rests_until: None,
            breathes_until: None,
            wants: BTreeMap::new(),
        };
        post.named(&due.iter().collect::<Vec<_>>());
        post
    }

    /// Counts what is still to be sent.
    pub(super) fn waiting(&self) -> usize {
        self.due.len()
    }

    /// Takes photos that a saved finding names.
    pub(super) fn named(&mut self, photos: &[&PhotoId]) {
        for photo in photos.iter().filter(|photo| photo.is_hash()) {
            if self.due.insert((*photo).clone()) {
                self.previews.push_back((*photo).clone());
            }
        }
    }

    /// Takes a photo of this station's camera, of which a preview is being made.
    pub(super) fn taken(&mut self, photo: PhotoId) {
        self.developing.insert(photo);
    }

    /// Takes the news that there is a preview of a photo, or that none can be made.
    pub(super) fn developed(&mut self, photo: &PhotoId) {
        self.developing.remove(photo);
        self.wants.remove(photo);
    }

    /// Wants the preview of a photo.
    pub(super) fn want(&mut self, photo: PhotoId) {
        if photo.is_hash() {
            self.wants.entry(photo).or_insert(Want::New);
        }
    }

    /// Begins again: whoever is there now is asked what it has.
    pub(super) fn again(&mut self) {
        if let Some(on_its_way) = &mut self.on_its_way {
            on_its_way.step = Step::Ask;
        }
        self.rests_until = None;
        for want in self.wants.values_mut() {
            *want = Want::New;
        }
    }

    /// Tells when it is to be looked at even if nothing comes.
    pub(super) fn wakes_at(&self) -> Option<Instant> {
        let answer = match &self.on_its_way {
            Some(OnItsWay {
                step: Step::Answer { since },
                ..
            }) => Some(*since + PATIENCE),
            _ => None,
        };
        let wants = self.wants.values().filter_map(|want| match want {
            Want::Asked { since } => Some(*since + PATIENCE),
            Want::New | Want::Promised => None,
        });
        answer
            .into_iter()
            .chain(self.rests_until)
            .chain(self.breathes_until)
            .chain(wants)
            .min()
    }

    /// Says what may be said now.
    pub(super) async fn send(&mut self, line: Line) {
        if line == Line::Taken {
            return;
        }
        self.send_wants().await;
        let now = Instant::now();
        if self.rests_until.is_some_and(|until| until <= now) {
            self.rests_until = None;
        }
        if self.breathes_until.is_some_and(|until| until > now) {
            return;
        }
        self.breathes_until = None;
        if self.on_its_way.is_none() && self.rests_until.is_none() {
            self.on_its_way = self.next().map(|photo| OnItsWay {
                photo,
                step: Step::Ask,
            });
        }
        let Some(OnItsWay { photo, step }) = &mut self.on_its_way else {
            return;
        };
        if let Step::Answer { since } = step
            && since.elapsed() > PATIENCE
        {
            tracing::warn!(%photo, "no answer about this photo: asking again");
            *step = Step::Ask;
        }
        let waits = Step::Answer { since: now };
        let message = match step {
            Step::Ask => PhotoMessage::Ask {
                photo: photo.clone(),
            },
            Step::Say(_) => match std::mem::replace(step, waits.clone()) {
                Step::Say(message) => message,
                _ => return,
            },
            Step::Read | Step::Answer { .. } => return,
        };
        *step = waits;
        self.say(&message).await;
    }

    async fn send_wants(&mut self) {
        let is_open =
            |want: &Want| matches!(want, Want::Asked { since } if since.elapsed() <= PATIENCE);
        let open = self.wants.values().filter(|want| is_open(want)).count();
        let asks: Vec<PhotoId> = self
            .wants
            .iter()
            .filter(|(_, want)| !is_open(want) && **want != Want::Promised)
            .take(WANTS.saturating_sub(open))
            .map(|(photo, _)| photo.clone())
            .collect();
        for photo in asks {
            let since = Instant::now();
            self.wants.insert(photo.clone(), Want::Asked { since });
            self.say(&PhotoMessage::Want { photo }).await;
        }
    }

    /// Takes the next photo, previews first.
    fn next(&self) -> Option<PhotoId> {
        self.next_preview()
            .or_else(|| self.originals.front())
            .cloned()
    }

    fn next_preview(&self) -> Option<&PhotoId> {
        self.previews
            .iter()
            .find(|photo| !self.developing.contains(*photo))
    }

    async fn say(&self, message: &PhotoMessage) {
        match photo_to_bytes(message, &self.sender, Uuid::now_v7(), self.clock.now()) {
            Ok(payload) => {
                let topic = Topic::Photo(self.station.clone());
                self.publisher.send(&topic, payload).await;
            }
            Err(error) => tracing::error!(%error, "photo message not written"),
        }
    }

    /// Takes an answer of the coordinator.
    pub(super) fn answered(&mut self, receipt: PhotoReceipt) -> Note {
        match receipt {
            PhotoReceipt::Has {
                photo,
                bytes,
                standing,
                preview,
            } => return self.has(photo, bytes, standing, preview),
            PhotoReceipt::Preview { photo, bytes } => {
                // What nobody wants any more has come twice.
                if self.wants.contains_key(&photo) && bytes.len() <= MAX_PREVIEW_BYTES {
                    self.album.keep(photo, bytes);
                }
            }
            PhotoReceipt::NotYet { photo } => {
                if let Some(want) = self.wants.get_mut(&photo) {
                    *want = Want::Promised;
                }
            }
        }
        Note::Nothing
    }

    /// Decides what a photo needs next by what the coordinator has of it.
    fn has(
        &mut self,
        photo: PhotoId,
        bytes: u64,
        standing: Standing,
        preview: PreviewHeld,
    ) -> Note {
        let a_preview_waits = self.next_preview().is_some();
        // An answer that came late says nothing of what is under way now.
        let waits = |on_its_way: &&mut OnItsWay| {
            on_its_way.photo == photo && matches!(on_its_way.step, Step::Answer { .. })
        };
        let Some(on_its_way) = self.on_its_way.as_mut().filter(waits) else {
            return Note::Nothing;
        };
        if let Step::Answer { since } = on_its_way.step {
            let breath = (since.elapsed() * BREATH).min(LONGEST_BREATH);
            self.breathes_until = Some(Instant::now() + breath);
        }
        if preview == PreviewHeld::No && !self.without_preview.contains(&photo) {
            on_its_way.step = Step::Read;
            self.album.preview(photo);
            return Note::Nothing;
        }
        match standing {
            Standing::Whole => {
                self.drop(&photo);
                Note::Sent(photo)
            }
            // The previews of the others come first.
            Standing::Part if self.previews.contains(&photo) => {
                self.previews.retain(|known| *known != photo);
                self.originals.push_back(photo);
                self.on_its_way = None;
                Note::Nothing
            }
            // A preview that came meanwhile passes it; it goes on behind where it is.
            Standing::Part if a_preview_waits => {
                self.on_its_way = None;
                Note::Nothing
            }
            Standing::Part => {
                on_its_way.step = Step::Read;
                self.album.chunk(photo, bytes);
                Note::Nothing
            }
            Standing::Elsewhere => {
                self.put_behind(&photo);
                Note::Nothing
            }
            Standing::Broken => {
                tracing::warn!(%photo, "the photo did not arrive as it was sent: looking at it here");
                on_its_way.step = Step::Read;
                self.album.check(photo);
                Note::Nothing
            }
        }
    }

    /// Lets others go first.
    fn put_behind(&mut self, photo: &PhotoId) {
        self.on_its_way = None;
        self.previews.retain(|known| known != photo);
        self.originals.retain(|known| known != photo);
        self.originals.push_back(photo.clone());
        if self.previews.is_empty() && self.originals.len() == 1 {
            self.rests_until = Some(Instant::now() + REST);
        }
    }

    /// Takes a photo out: it is sent, or nothing that can be sent.
    fn drop(&mut self, photo: &PhotoId) {
        self.on_its_way = None;
        self.due.remove(photo);
        self.previews.retain(|known| known != photo);
        self.originals.retain(|known| known != photo);
        self.failed.remove(photo);
        self.previews_said.remove(photo);
        self.without_preview.remove(photo);
    }

    /// Takes what the disk says. Of a photo that is not on its way any more it says nothing.
    pub(super) fn page(&mut self, page: Page) {
        let reads = |photo: &PhotoId, on_its_way: &Option<OnItsWay>| {
            on_its_way
                .as_ref()
                .is_some_and(|known| known.photo == *photo && known.step == Step::Read)
        };
        match page {
            Page::Preview { photo, bytes } if reads(&photo, &self.on_its_way) => {
                let said = self.previews_said.entry(photo.clone()).or_default();
                *said = said.saturating_add(1);
                let step = match bytes {
                    Some(bytes) if *said <= TRIES && bytes.len() <= MAX_PREVIEW_BYTES => {
                        Step::Say(PhotoMessage::Preview {
                            photo: photo.clone(),
                            bytes,
                        })
                    }
                    _ => {
                        self.without_preview.insert(photo.clone());
                        Step::Ask
                    }
                };
                self.on_its_way = Some(OnItsWay { photo, step });
            }
            Page::Chunk {
                photo,
                from,
                size,
                bytes,
            } if reads(&photo, &self.on_its_way) => {
                let step = Step::Say(PhotoMessage::Chunk {
                    photo: photo.clone(),
                    size,
                    from,
                    bytes,
                });
                self.on_its_way = Some(OnItsWay { photo, step });
            }
            Page::Sound { photo } if reads(&photo, &self.on_its_way) => self.try_again(&photo),
            Page::Lost { photo, why } if reads(&photo, &self.on_its_way) => {
                tracing::error!(%photo, %why, "a photo that a finding names cannot be sent; take it again");
                self.drop(&photo);
            }
            _ => {}
        }
    }

    fn try_again(&mut self, photo: &PhotoId) {
        let failed = self.failed.entry(photo.clone()).or_default();
        *failed += 1;
        if *failed >= TRIES {
            tracing::error!(%photo, "the photo never arrives as it is sent; it is tried again at the next start");
            self.drop(photo);
        } else {
            self.put_behind(photo);
        }
    }
}
