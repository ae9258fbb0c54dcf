//! Drain: what is saved is sent, in the order of tapping, until the coordinator's receipt comes.
//!
//! Only a small window is under way at once: so a station with a backlog of weeks never stands before the
//! newest tap of another.

use super::album::Page;
use super::camera::Shot;
use super::past::PastPost;
use super::photos::{Line, Note, PhotoPost};
use super::picture::Known;
use super::saver::{Keeper, Saver};
use super::submit::TapEvent;
use crate::domain::ids::{CommandId, PhotoId, StationId};
use crate::domain::receipt::Outcome;
use crate::domain::time::Clock;
use crate::mqtt::{Incoming, LinkEvent, Publisher};
use crate::projection::ViewName;
use crate::projection::past::Look;
use crate::projection::picture::Picture;
use crate::protocol::message::{
    Online, Presence, SentCommand, command_to_bytes, presence_from_bytes, receipt_from_bytes,
    view_from_bytes,
};
use crate::protocol::past::past_answer_from_bytes;
use crate::protocol::photo::photo_receipt_from_bytes;
use crate::protocol::topic::Topic;
use crate::store::cache::CachedView;
use crate::store::outbox::{OutboxPlace, OutboxRow};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};

/// How many commands may be under way without an answer.
pub const WINDOW: u16 = 16;
/// After so long without an answer everything under way is sent again: the broker may have lost it.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often the picture changes at the most when it is others that change it.
const SHOW_EVERY: Duration = Duration::from_millis(100);

/// The part of the outbox that waits for receipts.
#[derive(Debug)]
pub struct Drain {
    publisher: Publisher,
    station: StationId,
    rows: VecDeque<OutboxRow>,
    /// Rows that this coordinator can do nothing with: they wait for the next one.
    aside: Vec<OutboxRow>,
    /// How many of the first rows are under way.
    under_way: usize,
    asked_at: Instant,
    link_up: bool,
    /// The life of the coordinator that is there.
    coordinator: Option<u64>,
    /// The last life of it that said that it was there.
    last_heard: u64,
}

impl Drain {
    pub(super) fn new(publisher: Publisher, station: StationId, waiting: Vec<OutboxRow>) -> Self {
        Self {
            publisher,
            station,
            rows: waiting.into(),
            aside: Vec::new(),
            under_way: 0,
            asked_at: Instant::now(),
            link_up: false,
            coordinator: None,
            last_heard: 0,
        }
    }

    fn is_live(&self) -> bool {
        self.link_up && self.coordinator.is_some()
    }

    /// Begins again with the first row.
    fn again(&mut self) {
        self.under_way = 0;
    }

    /// Begins again with every row: another coordinator may be able to read what the last one could not.
    fn again_with_all(&mut self) {
        self.rows.extend(self.aside.drain(..));
        self.rows.make_contiguous().sort_by_key(OutboxRow::place);
        self.again();
    }

    /// Lets the others pass.
    fn put_aside(&mut self, command: CommandId) {
        let place = self.rows.iter().position(|row| row.command.id == command);
        if let Some(row) = place.and_then(|place| self.rows.remove(place)) {
            if place.is_some_and(|place| place < self.under_way) {
                self.under_way -= 1;
            }
            self.aside.push(row);
            self.asked_at = Instant::now();
        }
    }

    fn took_long(&self) -> bool {
        self.under_way > 0 && self.asked_at.elapsed() > PATIENCE
    }

    /// Sends what fits into the window. Without a coordinator nothing is sent: nobody would answer.
    async fn send(&mut self) {
        while self.is_live()
            && self.under_way < usize::from(WINDOW)
            && self.under_way < self.rows.len()
        {
            let row = &self.rows[self.under_way];
            let sent = SentCommand {
                command: row.command.clone(),
                epoch: row.epoch,
                seq: row.seq,
                after: self
                    .under_way
                    .checked_sub(1)
                    .map(|before| self.rows[before].command.id),
            };
            match command_to_bytes(&sent) {
                Ok(payload) => {
                    tracing::debug!(command = %row.command.id, "sent");
                    let topic = Topic::Command(self.station.clone());
                    step!("station.before-send");
                    self.publisher.send(&topic, payload).await;
                    step!("station.sent");
                }
                Err(error) => {
                    tracing::error!(command = %row.command.id, %error, "command not written");
                }
            }
            if self.under_way == 0 {
                self.asked_at = Instant::now();
            }
            self.under_way += 1;
        }
    }

    /// Takes the word of a coordinator, and tells whether it is another one than before. A will of an earlier
    /// life says nothing.
    fn heard(&mut self, presence: &Presence) -> bool {
        let now = match presence.online {
            Online::Yes => Some(presence.epoch),
            Online::No if presence.epoch < self.last_heard => return false,
            Online::No => None,
        };
        if let Some(epoch) = now {
            self.last_heard = epoch;
        }
        let changed = now != self.coordinator;
        self.coordinator = now;
        changed
    }

    /// Takes a row out, wherever it stands, and tells where the outbox has it.
    fn answered(&mut self, command: CommandId) -> Option<OutboxPlace> {
        let place = self.rows.iter().position(|row| row.command.id == command)?;
        let row = self.rows.remove(place)?;
        if place < self.under_way {
            self.under_way -= 1;
        }
        // What others are answered meanwhile says nothing of the first.
        if place == 0 {
            self.asked_at = Instant::now();
        }
        Some(row.place())
    }
}

/// What happens to photos inside the station.
#[derive(Debug)]
pub(super) enum PhotoEvent {
    /// The camera brought something.
    Shot(Shot),
    /// The disk answers.
    Page(Page),
    /// A screen wants a preview.
    Wanted(PhotoId),
}

/// The station's task: everything that it learns comes through here, one thing at a time.
pub(super) struct Actor {
    pub(super) known: Known,
    pub(super) drain: Drain,
    pub(super) photos: PhotoPost,
    pub(super) past: PastPost,
    pub(super) saver: Saver,
    pub(super) keeper: Keeper,
    pub(super) clock: Clock,
    pub(super) show: watch::Sender<Arc<Picture>>,
}

/// How soon the screen must show what was learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Nothing,
    /// Others did something: at the next turn.
    Soon,
    /// A finger waits.
    Now,
}

impl Actor {
    pub(super) async fn run(
        mut self,
        mut events: mpsc::Receiver<LinkEvent>,
        mut taps: mpsc::UnboundedReceiver<TapEvent>,
        mut photos: mpsc::UnboundedReceiver<PhotoEvent>,
        mut looks: mpsc::UnboundedReceiver<Option<Look>>,
    ) {
        let mut turn = tokio::time::interval(SHOW_EVERY);
        turn.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut pending = Urgency::Nothing;
        let mut lay_due = Instant::now();
        self.want_previews();
        self.known.photos_waiting(self.photos.waiting());
        self.show();
        loop {
            let photos_due = self.photos.wakes_at();
            let past_due = self.past.wakes_at();
            let settling = self.known.is_settling();
            let urgency = tokio::select! {
                biased;
                Some(tap) = taps.recv() => self.tap(tap),
                event = events.recv() => match event {
                    Some(event) => self.link(event),
                    None => return,
                },
                Some(event) = photos.recv() => self.photo(event),
                Some(look) = looks.recv() => self.look(look),
                _ = turn.tick(), if pending == Urgency::Soon || settling || self.drain.took_long() => {
                    if self.drain.took_long() {
                        self.drain.again();
                    }
                    let soon = pending == Urgency::Soon || (settling && !self.known.drop_settled());
                    if soon && Instant::now() >= lay_due {
                        let started = Instant::now();
                        self.known.lay_anew();
                        self.want_previews();
                        self.show();
                        pending = Urgency::Nothing;
                        // A long backlog takes long to lay: it is laid less often, so that draining goes on.
                        lay_due = Instant::now() + started.elapsed() * 5;
                    }
                    Urgency::Nothing
                }
                // Wakes up to see whether an answer is overdue.
                () = tokio::time::sleep(PATIENCE), if !self.drain.rows.is_empty() => Urgency::Nothing,
                () = until(photos_due), if photos_due.is_some() && self.line() == Line::Free => Urgency::Nothing,
                () = until(past_due), if past_due.is_some() => self.past_is_silent(),
            };
            if urgency == Urgency::Now {
                self.show();
            }
            pending = pending.max(if urgency == Urgency::Soon {
                urgency
            } else {
                Urgency::Nothing
            });
            self.drain.send().await;
            self.past.send(self.drain.is_live()).await;
            self.photos.send(self.line()).await;
        }
    }

    /// Tells whether a photo may be sent: taps go first.
    fn line(&self) -> Line {
        if self.drain.is_live() && self.drain.rows.is_empty() && !self.known.is_saving() {
            Line::Free
        } else {
            Line::Taken
        }
    }

    /// Wants the previews of all photos that the views name.
    fn want_previews(&mut self) {
        for photo in self.known.photos_shown() {
            if !self.known.has_preview(photo) {
                self.photos.want(photo.clone());
            }
        }
    }

    fn photo(&mut self, event: PhotoEvent) -> Urgency {
        match event {
            PhotoEvent::Shot(Shot::Taken { photo, at }) => {
                self.photos.taken(photo.clone());
                self.known.photo_taken(photo, at);
            }
            PhotoEvent::Shot(Shot::Developed { photo, preview })
            | PhotoEvent::Page(Page::Developed { photo, preview }) => {
                self.photos.developed(&photo);
                if let Some(path) = preview {
                    self.known.photo_preview(photo, path);
                }
            }
            PhotoEvent::Page(Page::Kept { photo, path }) => {
                self.photos.developed(&photo);
                self.known.photo_preview(photo, path);
            }
            PhotoEvent::Page(page) => {
                self.photos.page(page);
                return self.count_photos();
            }
            PhotoEvent::Wanted(photo) => {
                if !self.known.has_preview(&photo) {
                    self.photos.want(photo);
                }
                return Urgency::Nothing;
            }
        }
        Urgency::Soon
    }

    fn photo_receipt(&mut self, message: &Incoming) -> Urgency {
        match photo_receipt_from_bytes(&message.payload) {
            Ok(receipt) => {
                if let Note::Sent(photo) = self.photos.answered(receipt) {
                    tracing::info!(%photo, "photo sent");
                    self.saver.photo_sent(photo, self.clock.now());
                }
                self.count_photos()
            }
            Err(error) => {
                unreadable(message, &error);
                Urgency::Nothing
            }
        }
    }

    fn look(&mut self, look: Option<Look>) -> Urgency {
        self.past.look(look);
        self.known.set_past(self.past.past());
        Urgency::Now
    }

    fn past_is_silent(&mut self) -> Urgency {
        if !self.past.is_silent() {
            return Urgency::Nothing;
        }
        self.known.set_past(self.past.past());
        Urgency::Now
    }

    fn past_answer(&mut self, message: &Incoming) -> Urgency {
        match past_answer_from_bytes(&message.payload) {
            Ok(sent) => {
                if !self.past.answered(sent) {
                    return Urgency::Nothing;
                }
                self.known.set_past(self.past.past());
                Urgency::Now
            }
            Err(error) => {
                unreadable(message, &error);
                Urgency::Nothing
            }
        }
    }

    fn count_photos(&mut self) -> Urgency {
        if self.known.photos_waiting(self.photos.waiting()) {
            Urgency::Soon
        } else {
            Urgency::Nothing
        }
    }

    fn show(&self) {
        self.show.send_replace(Arc::new(self.known.picture()));
    }

    fn tap(&mut self, tap: TapEvent) -> Urgency {
        match tap {
            TapEvent::Tapped(command) => self.known.tapped(*command),
            TapEvent::Saved(row) => {
                self.known.saved(row.command.id);
                self.photos.named(&row.command.body.photos());
                self.count_photos();
                self.drain.rows.push_back(*row);
            }
            TapEvent::NotSaved { command, why } => self.known.not_saved(command, why),
        }
        Urgency::Now
    }

    fn link(&mut self, event: LinkEvent) -> Urgency {
        match event {
            LinkEvent::Up => {
                tracing::info!("connected to the broker");
                self.drain.link_up = true;
                self.drain.again();
                self.photos.again();
                self.past.again();
            }
            LinkEvent::Down { why } => {
                tracing::warn!(%why, "no broker: working on alone");
                self.drain.link_up = false;
                // Who is there is told anew at the next connect.
                self.drain.coordinator = None;
            }
            LinkEvent::Message(message) => return self.message(message),
        }
        self.known.set_link(self.drain.is_live(), self.clock.now());
        Urgency::Now
    }

    fn message(&mut self, message: Incoming) -> Urgency {
        match message.topic.clone() {
            Some(Topic::Receipt(_)) => self.receipt(&message),
            Some(Topic::PhotoReceipt(_)) => self.photo_receipt(&message),
            Some(Topic::PastAnswer(_)) => self.past_answer(&message),
            Some(Topic::CoordinatorPresence) => self.coordinator(&message),
            Some(Topic::Presence(station)) => {
                match presence_from_bytes(&message.payload) {
                    Ok(presence) => self.known.presence(station, &presence, self.clock.now()),
                    Err(error) => unreadable(&message, &error),
                }
                Urgency::Soon
            }
            Some(Topic::View(name)) => self.view(name, &message),
            _ => Urgency::Nothing,
        }
    }

    fn receipt(&mut self, message: &Incoming) -> Urgency {
        match receipt_from_bytes(&message.payload) {
            Ok(receipt) => {
                step!("station.receipt");
                tracing::debug!(command = %receipt.command, outcome = ?receipt.outcome, "answered");
                if let Outcome::PutAside { why } = &receipt.outcome {
                    tracing::warn!(command = %receipt.command, %why, "kept for another coordinator");
                    self.drain.put_aside(receipt.command);
                    return Urgency::Nothing;
                }
                if let Some(place) = self.drain.answered(receipt.command) {
                    self.saver.answered(place);
                }
                self.known.answered(&receipt, self.clock.now());
                // A long backlog is shown turn by turn, not answer by answer.
                if self.drain.rows.len() < usize::from(WINDOW) {
                    self.show();
                }
                // What was on top of the views goes with the next turn, when the views have come.
                Urgency::Soon
            }
            Err(error) => {
                unreadable(message, &error);
                Urgency::Nothing
            }
        }
    }

    /// A coordinator that has just come knows nothing of what was sent before.
    fn coordinator(&mut self, message: &Incoming) -> Urgency {
        match presence_from_bytes(&message.payload) {
            Ok(presence) => {
                if self.drain.heard(&presence) {
                    self.drain.again_with_all();
                    self.photos.again();
                    self.past.again();
                }
                self.known.set_link(self.drain.is_live(), self.clock.now());
                Urgency::Now
            }
            Err(error) => {
                unreadable(message, &error);
                Urgency::Nothing
            }
        }
    }

    fn view(&mut self, name: ViewName, message: &Incoming) -> Urgency {
        if message.payload.is_empty() {
            self.known.forget(&name);
            self.keeper.forget(name.to_string());
            return Urgency::Soon;
        }
        match view_from_bytes(&message.payload) {
            Ok(view) => {
                if let Ok(body) = serde_json::to_string(&view) {
                    self.keeper.keep(CachedView {
                        name: name.to_string(),
                        body,
                    });
                }
                self.known.view(name, view);
                Urgency::Soon
            }
            Err(error) => {
                unreadable(message, &error);
                Urgency::Nothing
            }
        }
    }
}

/// Waits until a moment, if there is one.
async fn until(due: Option<Instant>) {
    if let Some(due) = due {
        tokio::time::sleep_until(due.into()).await;
    }
}

fn unreadable(message: &Incoming, error: &dyn std::fmt::Display) {
    tracing::warn!(topic = %message.text, %error, "message left out");
}
