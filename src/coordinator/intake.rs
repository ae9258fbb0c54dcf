//! Intake: the one writer. Commands queue up, and as many as wait share one commit; answers go out after it.
//!
//! Why a thread and not a task: it waits for the disk all day long.

use super::publish::Out;
use super::recall::recall;
use super::watch;
use crate::domain::Touched;
use crate::domain::command::{Actor, Command, CommandBody};
use crate::domain::decide::decide;
use crate::domain::ids::{CommandId, LogPosition, PersonId, StationId};
use crate::domain::policy::SitePolicy;
use crate::domain::receipt::{Delivery, Outcome, Receipt};
use crate::domain::time::Clock;
use crate::domain::workshop::{EntityKey, Workshop};
use crate::projection::cars::bucket;
use crate::projection::figures::{days_shown, figures_views, last_days};
use crate::projection::parts::{bucket as part_bucket, parts_of_lists};
use crate::projection::story;
use crate::projection::views::{all_views, car_views, list_views, part_views, story_views};
use crate::projection::{View, ViewName};
use crate::protocol::message::{SentCommand, command_to_bytes};
use crate::protocol::topic::Topic;
use crate::store::StoreError;
use crate::store::event_log::{Batch, EventLog, LogReader};
use crate::store::exports::{ExportMade, Remembered};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;
use uuid::Uuid;

/// How often the figures of a day are counted at the most: they are looked at, not waited for.
const FIGURES_EVERY: Duration = Duration::from_secs(60);
/// How many commands share a commit at the most.
const BATCH: usize = 512;
/// How often views are sent at the most: a board that changes ten times a second is read by nobody.
const VIEWS_EVERY: Duration = Duration::from_millis(100);
/// How often pages of the parts catalogue are sent at the most: while a list of 20,000 comes in, each page changes with
/// every commit.
const CATALOGUE_EVERY: Duration = Duration::from_secs(1);
/// For how many days what is settled stays at hand; whoever speaks of it later makes the store read it.
const DAYS_AT_HAND: u64 = 3;
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
        /// Which it is, where that can be read.
        id: Option<CommandId>,
        /// Whose it is, where the topic says so.
        station: Option<StationId>,
        /// Where it came.
        topic: String,
        /// What it says.
        payload: Vec<u8>,
        /// What is wrong with it.
        reason: String,
    },
    /// Remember an export.
    Remember {
        /// What it said.
        made: Box<ExportMade>,
        /// Where the answer goes; none comes when it could not be written.
        reply: oneshot::Sender<Remembered>,
    },
    /// Look at what time alone brings about.
    Tick,
    /// Finish what was asked before this, and end.
    Stop,
}

/// The way to the writer.
#[derive(Debug, Clone)]
pub struct IntakeHandle {
    requests: mpsc::Sender<Request>,
}

impl IntakeHandle {
    /// Queues a request; the writer ends when the last handle is dropped, or when it is stopped.
    pub fn send(&self, request: Request) {
        if self.requests.send(request).is_err() {
            tracing::error!(
                "the writer is gone; nothing is accepted until the coordinator is started again"
            );
        }
    }

    /// Has the writer end after what waits, whoever else still holds a handle.
    pub fn stop(&self) {
        // A writer that is gone already has ended.
        let _ = self.requests.send(Request::Stop);
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
    /// On which pages cars changed since then.
    cars: BTreeSet<u16>,
    /// On which pages the stories of orders changed since then.
    stories: BTreeSet<u16>,
    /// On which pages of the catalogue parts changed, and on which their stock.
    parts: BTreeSet<u16>,
    stock: BTreeSet<u16>,
    changed: Changed,
    views_due: Instant,
    catalogue_due: Instant,
    figures_due: Instant,
    /// The figures of days that are not at hand any more, until they are sent.
    older_figures: BTreeMap<ViewName, View>,
    /// Commands that cannot be decided by this version: each was put aside once.
    put_aside: BTreeSet<CommandId>,
    /// Messages that cannot be read: what was tapped after one of them does not wait for it.
    passed_over: BTreeMap<CommandId, String>,
}

/// Whether the writer goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    GoOn,
    End,
}

/// Why a batch was not written.
#[derive(Debug)]
enum NotCommitted {
    /// The disk or the database.
    Store(StoreError),
    /// A command that makes a rule of this version fail.
    Rule,
}

impl From<StoreError> for NotCommitted {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl std::fmt::Display for NotCommitted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Rule => f.write_str("a rule failed on it; the lines above say where"),
        }
    }
}

/// A message that is put aside: its topic, what it says, and what is wrong with it.
type DeadLetter = (String, Vec<u8>, String);

/// What has to be made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Changed {
    Nothing,
    Floor,
    FloorAndLists,
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
        let mut workshop = log.load(kept_since(&policy, &clock))?;
        if workshop == Workshop::default() && log.position() > LogPosition(0) {
            tracing::info!("no projections found: rebuilding them from the log");
            workshop = log.rebuild()?;
        }
        let older_figures = older_figures(&log, &policy, &clock)?;
        let days = workshop
            .days
            .keys()
            .map(|(person, _)| person.clone())
            .collect();
        let cars = workshop.cars.keys().map(bucket).collect();
        let parts: BTreeSet<u16> = workshop.parts.keys().map(part_bucket).collect();
        Ok(Self {
            log,
            workshop,
            policy,
            clock,
            out,
            published: BTreeMap::new(),
            days,
            cars,
            // Every page, so that one kept from earlier says nothing of orders that are long gone.
            stories: (0..story::BUCKETS).collect(),
            stock: parts.clone(),
            parts,
            changed: Changed::FloorAndLists,
            views_due: Instant::now(),
            catalogue_due: Instant::now(),
            figures_due: Instant::now(),
            older_figures,
            put_aside: BTreeSet::new(),
            passed_over: BTreeMap::new(),
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
            let first = match self.wakes_at() {
                None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => queue.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            let next = match first {
                Ok(first) => self.take(first, queue),
                Err(RecvTimeoutError::Timeout) => Next::GoOn,
                Err(RecvTimeoutError::Disconnected) => Next::End,
            };
            match next {
                Next::GoOn => {}
                Next::End => {
                    (self.views_due, self.catalogue_due) = (Instant::now(), Instant::now());
                    self.send_views_if_due();
                    return;
                }
            }
        }
    }

    /// Tells when something is to be sent next.
    fn wakes_at(&self) -> Option<Instant> {
        let views = (self.changed != Changed::Nothing).then_some(self.views_due);
        let catalogue = (!self.parts.is_empty()).then_some(self.catalogue_due.max(self.views_due));
        views.into_iter().chain(catalogue).min()
    }

    /// Takes what waits, up to one batch.
    fn take(&mut self, first: Request, queue: &mpsc::Receiver<Request>) -> Next {
        let mut commands: Vec<Asked> = Vec::new();
        let mut dead = Vec::new();
        let mut passed = Vec::new();
        let mut next = Next::GoOn;
        let waiting = std::iter::once(first).chain(queue.try_iter());
        for request in waiting.take(BATCH) {
            match request {
                Request::Command { sent, .. } if self.put_aside.contains(&sent.command.id) => {
                    self.tell_put_aside(&sent.command.station, sent.command.id);
                }
                Request::Command { sent, reply } => commands.push((sent, reply)),
                Request::DeadLetter {
                    id,
                    station,
                    topic,
                    payload,
                    reason,
                } => {
                    let known = id.and_then(|id| self.passed_over.get(&id));
                    // A station asks again and again; once is enough to remember.
                    if known != Some(&reason) {
                        dead.push((topic, payload, reason.clone()));
                    }
                    if let Some(id) = id {
                        self.passed_over.insert(id, reason);
                        passed.extend(station.map(|station| (station, id)));
                    }
                }
                Request::Remember { made, reply } => self.remember(&made, reply),
                Request::Tick => commands.extend(self.due_commands()),
                Request::Stop => {
                    next = Next::End;
                    break;
                }
            }
        }
        if !commands.is_empty() || !dead.is_empty() {
            step!("coordinator.received");
            self.write(commands, &dead);
        }
        for (station, id) in passed {
            self.tell_put_aside(&station, id);
        }
        next
    }

    /// Remembers what a dealer system was told; it is no event, and no state depends on it.
    fn remember(&mut self, made: &ExportMade, reply: oneshot::Sender<Remembered>) {
        match self.log.batch(|batch| batch.remember_export(made)) {
            // Who asked may have gone: the next export begins where this one ended all the same.
            Ok(remembered) => drop(reply.send(remembered)),
            Err(error) => {
                tracing::error!(%error, number = made.number, "the export was not remembered");
            }
        }
    }

    /// Lets a station go on with its next tap.
    fn tell_put_aside(&self, station: &StationId, command: CommandId) {
        let why = self.passed_over.get(&command).cloned().unwrap_or_default();
        let receipt = Receipt {
            command,
            outcome: Outcome::PutAside { why },
            delivery: Delivery::First,
        };
        // The publisher lives as long as the coordinator.
        let _ = self.out.send(Out::Receipt {
            station: station.clone(),
            receipt,
        });
    }

    fn write(&mut self, commands: Vec<Asked>, dead: &[DeadLetter]) {
        match self.commit(&commands, dead) {
            Ok(receipts) => {
                step!("coordinator.committed");
                self.answer(commands, receipts);
                step!("coordinator.answered");
            }
            Err(NotCommitted::Store(error)) if error.is_of_the_disk() => {
                tracing::error!(%error, "nothing could be written; free some space or mend the disk");
                // Who asks from within this process is told at once.
                drop(commands);
                std::thread::sleep(AFTER_FAILURE);
                self.reload();
            }
            Err(error) => {
                tracing::error!(%error, "these commands cannot be written together: trying each alone");
                self.reload();
                self.one_by_one(commands, dead);
            }
        }
    }

    /// Writes each command in a transaction of its own, so that one that cannot be decided keeps back no other.
    /// Of that one its station is told to keep it, until a version comes that can.
    fn one_by_one(&mut self, commands: Vec<Asked>, dead: &[DeadLetter]) {
        let mut dead = dead.to_vec();
        let mut passed = Vec::new();
        for asked in commands {
            match self.commit(std::slice::from_ref(&asked), &[]) {
                Ok(receipts) => self.answer(vec![asked], receipts),
                Err(error) => {
                    self.reload();
                    let of_the_disk =
                        matches!(&error, NotCommitted::Store(error) if error.is_of_the_disk());
                    if !of_the_disk {
                        let command = &asked.0.command;
                        let why = format!("it cannot be decided: {error}");
                        self.put_aside.insert(command.id);
                        self.passed_over.insert(command.id, why.clone());
                        passed.push((command.station.clone(), command.id));
                        let topic = Topic::Command(command.station.clone()).text(&self.policy.site);
                        let payload = command_to_bytes(&asked.0).unwrap_or_default();
                        dead.push((topic, payload, why));
                    }
                }
            }
        }
        if let Err(error) = self.commit(&[], &dead) {
            tracing::error!(%error, "what cannot be decided was not put aside");
            self.reload();
        }
        for (station, id) in passed {
            self.tell_put_aside(&station, id);
        }
    }

    /// Commands of the clock; what time changes on the screens is looked at with them.
    fn due_commands(&mut self) -> Vec<Asked> {
        self.changed = self.changed.and(Changed::Floor);
        self.workshop.let_go(kept_since(&self.policy, &self.clock));
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
        SentCommand {
            command,
            epoch: 0,
            seq: 0,
            after: None,
        }
    }

    /// One transaction: every command is decided, its events are appended and projected, its answer remembered.
    /// After an error the state may have run ahead of the disk, and must be read back.
    fn commit(
        &mut self,
        commands: &[Asked],
        dead: &[DeadLetter],
    ) -> Result<Vec<Option<Receipt>>, NotCommitted> {
        let recorded_at = self.clock.now();
        let (log, workshop, policy) = (&mut self.log, &mut self.workshop, &self.policy);
        let passed_over = &self.passed_over;
        // A rule that fails on one command must not take the writer along, and every other command with it.
        let done = catch_unwind(AssertUnwindSafe(|| {
            log.batch(|batch| {
                let mut touched = Touched::new();
                let mut receipts = Vec::with_capacity(commands.len());
                for (sent, _) in commands {
                    let waits = match sent.after {
                        Some(before) if passed_over.contains_key(&before) => false,
                        Some(before) => batch.seen(before)?.is_none(),
                        None => false,
                    };
                    // Its station sends it again, in order.
                    let receipt = if waits {
                        None
                    } else {
                        Some(one(
                            batch,
                            workshop,
                            policy,
                            sent,
                            recorded_at,
                            &mut touched,
                        )?)
                    };
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
            })
        }));
        let (receipts, touched) = done.map_err(|_| NotCommitted::Rule)??;
        self.note(&touched);
        Ok(receipts)
    }

    fn note(&mut self, touched: &Touched) {
        let is_part = |key: &EntityKey| matches!(key, EntityKey::Part(_) | EntityKey::Stock(_));
        let lists_a_part = touched.iter().any(is_part);
        let of_lists = if lists_a_part {
            parts_of_lists(&self.workshop, &self.policy)
        } else {
            BTreeSet::new()
        };
        for key in touched {
            let change = match key {
                EntityKey::Person(_) | EntityKey::Operation(_) => Changed::FloorAndLists,
                // Of 20,000 parts few are named by the other lists.
                EntityKey::Part(part) | EntityKey::Stock(part) if of_lists.contains(part) => {
                    Changed::FloorAndLists
                }
                _ => Changed::Floor,
            };
            if let EntityKey::Part(part) = key {
                self.parts.insert(part_bucket(part));
                self.stock.insert(part_bucket(part));
            }
            if let EntityKey::Stock(part) = key {
                self.stock.insert(part_bucket(part));
            }
            if let EntityKey::Day(person, _) = key {
                self.days.insert(person.clone());
            }
            if let EntityKey::Car(plate) = key {
                self.cars.insert(bucket(plate));
            }
            if let EntityKey::Order(ro) = key {
                self.stories.insert(story::bucket(ro));
            }
            self.changed = self.changed.and(change);
        }
    }

    fn answer(&self, commands: Vec<Asked>, receipts: Vec<Option<Receipt>>) {
        for ((sent, reply), receipt) in commands.into_iter().zip(receipts) {
            let Some(receipt) = receipt else {
                continue;
            };
            log_outcome(&sent.command, &receipt);
            match reply {
                // Who asked may have gone; the command is decided all the same.
                Some(reply) => drop(reply.send(receipt)),
                None if sent.command.station.as_str() == super::NAME => {}
                None => drop(self.out.send(Out::Receipt {
                    station: sent.command.station,
                    receipt,
                })),
            }
        }
    }

    /// Nothing of the batch is on the disk, so nothing of it may be in the state. No answer goes out: the
    /// stations keep their commands and send them again.
    fn reload(&mut self) {
        loop {
            match self.log.load(kept_since(&self.policy, &self.clock)) {
                Ok(workshop) => {
                    self.workshop = workshop;
                    return;
                }
                Err(error) => tracing::error!(%error, "the projections cannot be read"),
            }
            std::thread::sleep(AFTER_FAILURE);
        }
    }

    fn send_views_if_due(&mut self) {
        let started = Instant::now();
        // What is sent says up to where in the log all views show: none is sent without what came before it.
        if self.wakes_at().is_none_or(|due| started < due) || started < self.views_due {
            return;
        }
        let mut views = BTreeMap::new();
        let now = self.clock.now();
        if self.changed != Changed::Nothing {
            views = all_views(&self.workshop, &self.policy, now, &self.days);
        }
        if self.changed == Changed::FloorAndLists {
            views.extend(list_views(&self.workshop, &self.policy));
        }
        views.extend(car_views(&self.workshop, &self.cars));
        views.extend(story_views(&self.workshop, &self.policy, &self.stories));
        let mut catalogue = BTreeSet::new();
        if started >= self.catalogue_due && !self.parts.is_empty() {
            catalogue = std::mem::take(&mut self.parts);
            self.catalogue_due = started + CATALOGUE_EVERY;
        }
        views.extend(part_views(&self.workshop, &catalogue, &self.stock));
        views.extend(self.figures(started));
        let mut changed = self.differing(views);
        changed.extend(self.figures_of_long_ago());
        if !changed.is_empty() {
            // The publisher lives as long as the coordinator.
            let _ = self.out.send(Out::Views {
                position: self.log.position(),
                at: now,
                changed,
            });
        }
        self.changed = Changed::Nothing;
        self.days.clear();
        self.cars.clear();
        self.stories.clear();
        self.stock.clear();
        // A floor that takes long to draw is drawn less often, so that taps never wait for views.
        self.views_due = Instant::now() + VIEWS_EVERY.max(started.elapsed() * 5);
    }

    /// Counts the days at hand anew, once in a while.
    fn figures(&mut self, started: Instant) -> BTreeMap<ViewName, View> {
        if started < self.figures_due || self.changed == Changed::Nothing {
            return BTreeMap::new();
        }
        self.figures_due = started + FIGURES_EVERY;
        let now = self.clock.now();
        let days = last_days(self.policy.day_of(now), DAYS_AT_HAND);
        let mut views = std::mem::take(&mut self.older_figures);
        views.extend(figures_views(&self.workshop, &self.policy, days, now));
        views
    }

    /// Names the days that have become too old to be shown.
    fn figures_of_long_ago(&mut self) -> Vec<(ViewName, Option<View>)> {
        let today = self.policy.day_of(self.clock.now());
        let first = *days_shown(today).start();
        let is_old = |name: &&ViewName| matches!(name, ViewName::Figures(day) if *day < first);
        let old: Vec<ViewName> = self.published.keys().filter(is_old).cloned().collect();
        old.into_iter()
            .map(|name| {
                self.published.remove(&name);
                (name, None)
            })
            .collect()
    }

    /// Keeps what differs from what was published, and names the pages that are gone.
    fn differing(&mut self, views: BTreeMap<ViewName, View>) -> Vec<(ViewName, Option<View>)> {
        let gone: Vec<ViewName> = self
            .published
            .keys()
            .filter(|name| is_page(name) && !views.contains_key(*name))
            .filter(|_| self.changed != Changed::Nothing)
            .filter(|name| {
                self.changed == Changed::FloorAndLists
                    || !matches!(
                        name,
                        ViewName::Roster(_) | ViewName::Catalogue(_) | ViewName::Operations(_)
                    )
            })
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

/// Counts the days that the writer does not keep at hand, once: nothing of them changes but by a late correction, which
/// counts from the next start on.
fn older_figures(
    log: &EventLog,
    policy: &SitePolicy,
    clock: &Clock,
) -> Result<BTreeMap<ViewName, View>, StoreError> {
    let now = clock.now();
    let today = policy.day_of(now);
    let days = days_shown(today);
    let last = *last_days(today, DAYS_AT_HAND).start();
    let (Some(last), Some(dir)) = (last.pred_opt(), log.path().parent()) else {
        return Ok(BTreeMap::new());
    };
    let settled_since = *days.start() - Days::new(2);
    let workshop = LogReader::open(dir)?.load_since(settled_since, &["order", "person", "day"])?;
    let mut views = figures_views(&workshop, policy, *days.start()..=last, now);
    // Before the first day there is nothing to show.
    let is_something = |view: &View| match view {
        View::Figures(page) => !page.figures.figures.is_empty(),
        _ => true,
    };
    views.retain(|_, view| is_something(view));
    Ok(views)
}

fn is_page(name: &ViewName) -> bool {
    matches!(
        name,
        ViewName::Waiting(_)
            | ViewName::Finishing(_)
            | ViewName::Roster(_)
            | ViewName::Alerts(_)
            | ViewName::Findings(_)
            | ViewName::Catalogue(_)
            | ViewName::Operations(_)
            | ViewName::Tools(_)
    )
}

impl Changed {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::FloorAndLists, _) | (_, Self::FloorAndLists) => Self::FloorAndLists,
            (Self::Floor, _) | (_, Self::Floor) => Self::Floor,
            (Self::Nothing, Self::Nothing) => Self::Nothing,
        }
    }
}

/// What was settled before this day is left to the store.
fn kept_since(policy: &SitePolicy, clock: &Clock) -> NaiveDate {
    policy.day_of(clock.now()) - Days::new(DAYS_AT_HAND)
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
        return Ok(Receipt {
            delivery: Delivery::SeenBefore,
            ..known
        });
    }
    recall(batch, workshop, policy, command)?;
    let outcome = match decide(workshop, policy, command) {
        Err(refusal) => Outcome::Refused { refusal },
        Ok(events) => {
            for event in &events {
                batch.append(event, recorded_at)?;
                touched.extend(workshop.apply(event));
            }
            Outcome::Accepted {
                position: batch.position(),
                events: events
                    .iter()
                    .map(|event| event.body.kind().to_owned())
                    .collect(),
            }
        }
    };
    let receipt = Receipt {
        command: command.id,
        outcome,
        delivery: Delivery::First,
    };
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
        Outcome::PutAside { why } => {
            tracing::warn!(command = %id, %station, %why, "put aside");
        }
    }
}
