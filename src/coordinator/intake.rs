//! Intake: the one writer. Commands queue up, and as many as wait share one commit; answers go out after it.
//!
//! Why a thread and not a task: it waits for the disk all day long.

use super::publish::Out;
use super::watch;
use crate::domain::command::{Actor, Command, CommandBody};
use crate::domain::decide::decide;
use crate::domain::ids::{CommandId, LogPosition, PersonId, StationId};
use crate::domain::policy::SitePolicy;
use crate::domain::receipt::{Delivery, Outcome, Receipt};
use crate::domain::time::Clock;
use crate::domain::workshop::{EntityKey, Workshop};
use crate::domain::Touched;
use crate::projection::views::{all_views, roster_views};
use crate::projection::{View, ViewName};
use crate::protocol::message::SentCommand;
use crate::store::StoreError;
use crate::store::event_log::{Batch, EventLog};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;
use uuid::Uuid;

/// How many commands share a commit at the most.
const BATCH: usize = 256;
/// How often views are sent at the most: a board that changes ten times a second is read by nobody.
const VIEWS_EVERY: Duration = Duration::from_millis(100);
/// How long a full disk is left alone before the next try.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// What the writer is asked.
#[derive(Debug)]
pub enum Request {
    /// Decide a command; who asked from within this process wants the answer here, stations get it by wire.
    Command {
        /// The command.
        sent: Box<SentCommand>,
        /// Where the answer goes, for who is in this process.
        reply: Option<oneshot::Sender<Receipt>>,
    },
    /// Put aside a message that cannot be read.
    DeadLetter {
        /// Where it came.
        topic: String,
        /// What it says.
        payload: Vec<u8>,
        /// What is wrong with it.
        reason: String,
    },
    /// Look at what time alone brings about.
    Tick,
}

/// The way to the writer.
#[derive(Debug, Clone)]
pub struct IntakeHandle {
    requests: mpsc::Sender<Request>,
}

impl IntakeHandle {
    /// Queues a request; the writer ends when the last handle is dropped.
    pub fn send(&self, request: Request) {
        if self.requests.send(request).is_err() {
            tracing::error!("the writer is gone; nothing is accepted until the coordinator is started again");
        }
    }
}

/// The writer.
#[derive(Debug)]
pub struct Intake {
    log: EventLog,
    workshop: Workshop,
    policy: SitePolicy,
    clock: Clock,
    out: UnboundedSender<Out>,
    published: BTreeMap<ViewName, View>,
    /// Whose days changed since the views were last made.
    days: BTreeSet<PersonId>,
    changed: Changed,
    views_due: Instant,
}

/// What has to be made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Changed {
    Nothing,
    Floor,
    FloorAndRoster,
}

/// A command on its way through a batch.
type Asked = (Box<SentCommand>, Option<oneshot::Sender<Receipt>>);

impl Intake {
    /// Reads the state back; projections that are missing are made anew from the log.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open(
        mut log: EventLog,
        policy: SitePolicy,
        clock: Clock,
        out: UnboundedSender<Out>,
    ) -> Result<Self, StoreError> {
        let mut workshop = log.load()?;
        if workshop == Workshop::default() && log.position() > LogPosition(0) {
            tracing::info!("no projections found: rebuilding them from the log");
            workshop = log.rebuild()?;
        }
        let days = workshop.days.keys().map(|(person, _)| person.clone()).collect();
        Ok(Self {
            log,
            workshop,
            policy,
            clock,
            out,
            published: BTreeMap::new(),
            days,
            changed: Changed::FloorAndRoster,
            views_due: Instant::now(),
        })
    }

    /// Starts the writer's thread.
    pub fn spawn(mut self) -> (IntakeHandle, JoinHandle<()>) {
        let (requests, queue) = mpsc::channel();
        let thread = std::thread::spawn(move || self.run(&queue));
        (IntakeHandle { requests }, thread)
    }

    fn run(&mut self, queue: &mpsc::Receiver<Request>) {
        loop {
            self.send_views_if_due();
            let first = if self.changed == Changed::Nothing {
                queue.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                queue.recv_timeout(self.views_due.saturating_duration_since(Instant::now()))
            };
            match first {
                Ok(first) => self.take(first, queue),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.views_due = Instant::now();
                    self.send_views_if_due();
                    return;
                }
            }
        }
    }

    /// Takes what waits, up to one batch.
    fn take(&mut self, first: Request, queue: &mpsc::Receiver<Request>) {
        let mut commands: Vec<Asked> = Vec::new();
        let mut dead = Vec::new();
        let waiting = std::iter::once(first).chain(queue.try_iter());
        for request in waiting.take(BATCH) {
            match request {
                Request::Command { sent, reply } => commands.push((sent, reply)),
                Request::DeadLetter { topic, payload, reason } => dead.push((topic, payload, reason)),
                Request::Tick => commands.extend(self.due_commands()),
            }
        }
        if commands.is_empty() && dead.is_empty() {
            return;
        }
        step!("coordinator.received");
        match self.commit(&commands, &dead) {
            Ok(receipts) => {
                step!("coordinator.committed");
                self.answer(commands, receipts);
                step!("coordinator.answered");
            }
            Err(error) => self.recover(&error),
        }
    }

    /// Commands of the clock; what time changes on the screens is looked at with them.
    fn due_commands(&mut self) -> Vec<Asked> {
        self.changed = self.changed.and(Changed::Floor);
        let now = self.clock.now();
        watch::due(&self.workshop, &self.policy, now)
            .into_iter()
            .map(|body| (Box::new(self.by_system(body)), None))
            .collect()
    }

    fn by_system(&self, body: CommandBody) -> SentCommand {
        let command = Command {
            id: CommandId(Uuid::now_v7()),
            at: self.clock.now(),
            station: StationId::new(super::NAME),
            actor: Actor::System,
            body,
        };
        SentCommand { command, epoch: 0, seq: 0 }
    }

    /// One transaction: every command is decided, its events are appended and projected, its answer remembered.
    fn commit(
        &mut self,
        commands: &[Asked],
        dead: &[(String, Vec<u8>, String)],
    ) -> Result<Vec<Receipt>, StoreError> {
        let recorded_at = self.clock.now();
        let (workshop, policy) = (&mut self.workshop, &self.policy);
        let (receipts, touched) = self.log.batch(|batch| {
            let mut touched = Touched::new();
            let mut receipts = Vec::with_capacity(commands.len());
            for (sent, _) in commands {
                let receipt = one(batch, workshop, policy, sent, recorded_at, &mut touched)?;
                receipts.push(receipt);
            }
            for (topic, payload, reason) in dead {
                tracing::warn!(%topic, %reason, "message put aside");
                batch.dead_letter(topic, payload, reason, recorded_at)?;
            }
            for key in &touched {
                batch.put_entity(workshop, key)?;
            }
            step!("coordinator.before-commit");
            Ok::<_, StoreError>((receipts, touched))
        })?;
        self.note(&touched);
        Ok(receipts)
    }

    fn note(&mut self, touched: &Touched) {
        for key in touched {
            let change = match key {
                EntityKey::Person(_) => Changed::FloorAndRoster,
                _ => Changed::Floor,
            };
            if let EntityKey::Day(person, _) = key {
                self.days.insert(person.clone());
            }
            self.changed = self.changed.and(change);
        }
    }

    fn answer(&self, commands: Vec<Asked>, receipts: Vec<Receipt>) {
        for ((sent, reply), receipt) in commands.into_iter().zip(receipts) {
            log_outcome(&sent.command, &receipt);
            match reply {
                // Who asked may have gone; the command is decided all the same.
                Some(reply) => drop(reply.send(receipt)),
                None if sent.command.actor == Actor::System => {}
                None => drop(self.out.send(Out::Receipt {
                    station: sent.command.station,
                    receipt,
                })),
            }
        }
    }

    /// Nothing of the batch is on the disk, so nothing of it may be in the state. No answer goes out: the
    /// stations keep their commands and send them again.
    fn recover(&mut self, error: &StoreError) {
        tracing::error!(%error, "nothing could be written; free some space or mend the disk");
        loop {
            std::thread::sleep(AFTER_FAILURE);
            match self.log.load() {
                Ok(workshop) => {
                    self.workshop = workshop;
                    return;
                }
                Err(error) => tracing::error!(%error, "the projections cannot be read"),
            }
        }
    }

    fn send_views_if_due(&mut self) {
        let started = Instant::now();
        if self.changed == Changed::Nothing || started < self.views_due {
            return;
        }
        let mut views = all_views(&self.workshop, &self.policy, self.clock.now(), &self.days);
        if self.changed == Changed::FloorAndRoster {
            views.extend(roster_views(&self.workshop));
        }
        let changed = self.differing(views);
        if !changed.is_empty() {
            // The publisher lives as long as the coordinator.
            let _ = self.out.send(Out::Views { position: self.log.position(), changed });
        }
        self.changed = Changed::Nothing;
        self.days.clear();
        // A floor that takes long to draw is drawn less often, so that taps never wait for views.
        self.views_due = Instant::now() + VIEWS_EVERY.max(started.elapsed() * 5);
    }

    /// Keeps what differs from what was published, and names the pages that are gone.
    fn differing(&mut self, views: BTreeMap<ViewName, View>) -> Vec<(ViewName, Option<View>)> {
        let gone: Vec<ViewName> = self
            .published
            .keys()
            .filter(|name| is_page(name) && !views.contains_key(*name))
            .filter(|name| self.changed == Changed::FloorAndRoster || !matches!(name, ViewName::Roster(_)))
            .cloned()
            .collect();
        let mut changed: Vec<(ViewName, Option<View>)> = Vec::new();
        for name in gone {
            self.published.remove(&name);
            changed.push((name, None));
        }
        for (name, view) in views {
            if self.published.get(&name) != Some(&view) {
                self.published.insert(name.clone(), view.clone());
                changed.push((name, Some(view)));
            }
        }
        changed
    }
}

fn is_page(name: &ViewName) -> bool {
    matches!(
        name,
        ViewName::Waiting(_) | ViewName::Finishing(_) | ViewName::Roster(_)
    )
}

impl Changed {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::FloorAndRoster, _) | (_, Self::FloorAndRoster) => Self::FloorAndRoster,
            (Self::Floor, _) | (_, Self::Floor) => Self::Floor,
            (Self::Nothing, Self::Nothing) => Self::Nothing,
        }
    }
}

/// Decides one command inside the batch.
fn one(
    batch: &mut Batch<'_>,
    workshop: &mut Workshop,
    policy: &SitePolicy,
    sent: &SentCommand,
    recorded_at: chrono::DateTime<chrono::Utc>,
    touched: &mut Touched,
) -> Result<Receipt, StoreError> {
    let command = &sent.command;
    if let Some(known) = batch.seen(command.id)? {
        return Ok(Receipt { delivery: Delivery::SeenBefore, ..known });
    }
    let outcome = match decide(workshop, policy, command) {
        Err(refusal) => Outcome::Refused { refusal },
        Ok(events) => {
            for event in &events {
                batch.append(event, recorded_at)?;
                touched.extend(workshop.apply(event));
            }
            Outcome::Accepted {
                position: batch.position(),
                events: events.iter().map(|event| event.body.kind().to_owned()).collect(),
            }
        }
    };
    let receipt = Receipt { command: command.id, outcome, delivery: Delivery::First };
    batch.remember(&receipt, command.station.as_str(), sent.epoch, sent.seq)?;
    Ok(receipt)
}

fn log_outcome(command: &Command, receipt: &Receipt) {
    let station = &command.station;
    let id = command.id;
    match &receipt.outcome {
        Outcome::Accepted { position, events } => {
            tracing::debug!(command = %id, %station, %position, ?events, delivery = ?receipt.delivery, "accepted");
        }
        Outcome::Refused { refusal } => {
            tracing::info!(command = %id, %station, %refusal, "refused");
        }
    }
}
