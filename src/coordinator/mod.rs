//! The coordinator: one process with one database, which decides every command and publishes what follows.
//!
//! **Knows** the way of a command from the wire to the log and back out as receipt and views.
//! **May use** the domain, the store, the projections, the protocol and the link.
//! **Must never** know Slint.
//!
//! [`intake`] is the one writer: seen before? → decide → append → project, many commands to a commit.
//! [`publish`] sends receipts and the views that changed. [`watch`] finds what time alone brings about. `photos` keeps
//! the photos of findings and `past` looks back for who asks, each in a thread of its own.

pub mod intake;
mod past;
mod photos;
pub mod publish;
mod recall;
pub mod watch;

use crate::domain::command::{Actor, Command, CommandBody};
use crate::domain::ids::{CommandId, StationId};
use crate::domain::policy::SitePolicy;
use crate::domain::receipt::Receipt;
use crate::domain::time::Clock;
use crate::mqtt::{BrokerAddress, Incoming, Link, LinkEvent, LinkOptions};
use crate::protocol::envelope::{Sender, id_of};
use crate::protocol::message::{
    Online, Presence, SentCommand, command_from_bytes, presence_to_bytes,
};
use crate::protocol::past::past_ask_from_bytes;
use crate::protocol::photo::{head_of, photo_from_bytes};
use crate::protocol::topic::{Filter, Topic};
use crate::store::StoreError;
use crate::store::event_log::EventLog;
use crate::store::exports::{ExportMade, Remembered};
use crate::store::photos::PhotoStore;
use chrono::Datelike;
use intake::{Intake, IntakeHandle, Request};
use publish::Reach;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// The name of the coordinator where a station's name is asked for.
pub const NAME: &str = "coordinator";

/// How often time alone is looked at: forecasts are exact to the minute, so a quarter of it is enough.
const TICK: Duration = Duration::from_secs(15);

/// How much of a photo message that cannot be read is put aside: its words, and no picture.
const MAX_HEAD_BYTES: usize = 4096;

/// What a coordinator needs.
#[derive(Debug, Clone)]
pub struct CoordinatorOptions {
    /// Where its database is.
    pub data_dir: PathBuf,
    /// Where the broker is.
    pub broker: BrokerAddress,
    /// The site's rules.
    pub policy: SitePolicy,
    /// What time it is.
    pub clock: Clock,
}

/// Why a coordinator does not start.
#[derive(Debug, thiserror::Error)]
pub enum CoordinatorError {
    /// Its database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its link.
    #[error("{0}")]
    Link(String),
}

/// A running coordinator.
#[derive(Debug)]
pub struct Coordinator {
    link: Link,
    intake: IntakeHandle,
    tasks: Vec<tokio::task::JoinHandle<()>>,
    writer: std::thread::JoinHandle<()>,
    photos: std::thread::JoinHandle<()>,
    past: std::thread::JoinHandle<()>,
    clock: Clock,
}

impl Coordinator {
    /// Starts it: database, writer, photos, link, timers.
    ///
    /// # Errors
    /// When the database is not ours or the link's settings are wrong.
    pub fn start(options: CoordinatorOptions) -> Result<Self, CoordinatorError> {
        let log = EventLog::open(&options.data_dir)?;
        let store = PhotoStore::open(&options.data_dir)?;
        let sender = Sender {
            source: NAME.to_owned(),
            epoch: log.epoch(),
        };
        let (link, events) = Link::start(link_options(&options, &sender))
            .map_err(|error| CoordinatorError::Link(error.to_string()))?;
        let (out, out_rx) = mpsc::unbounded_channel();
        let intake = Intake::open(log, options.policy.clone(), options.clock.clone(), out)?;
        let (intake, writer) = intake.spawn();
        let desk = photos::PhotoDesk::new(
            store,
            link.publisher(),
            sender.clone(),
            options.clock.clone(),
        );
        let (photos, photos_thread) = desk.spawn();
        let (past, past_thread) = past::PastDesk::new(
            options.data_dir.clone(),
            options.policy.clone(),
            link.publisher(),
            sender.clone(),
            options.clock.clone(),
        )
        .spawn();
        let desks = Desks { photos, past };
        let (reach, reach_rx) = mpsc::unbounded_channel();
        let publisher = publish::Publisher::new(link.publisher(), sender, options.clock.clone());
        let tasks = vec![
            tokio::spawn(publisher.run(out_rx, reach_rx)),
            tokio::spawn(receive(events, intake.clone(), desks, reach)),
            tokio::spawn(tick(intake.clone())),
        ];
        Ok(Self {
            link,
            intake,
            tasks,
            writer,
            photos: photos_thread,
            past: past_thread,
            clock: options.clock,
        })
    }

    /// Hands out the way in for commands that do not come over the wire.
    pub fn local(&self) -> LocalIntake {
        LocalIntake {
            intake: self.intake.clone(),
            clock: self.clock.clone(),
        }
    }

    /// Stops in order: no more input, the last commit, the last receipts, goodbye.
    pub async fn stop(self) {
        for task in &self.tasks[1..] {
            task.abort();
        }
        let Self {
            link,
            intake,
            writer,
            photos,
            past,
            mut tasks,
            ..
        } = self;
        intake.stop();
        let joined = tokio::task::spawn_blocking(move || writer.join()).await;
        if !matches!(joined, Ok(Ok(()))) {
            tracing::error!("the writer did not end well");
        }
        // The writer has closed its channel: the publisher ends when it has sent what was left.
        let publisher = tasks.remove(0);
        if tokio::time::timeout(Duration::from_secs(2), publisher)
            .await
            .is_err()
        {
            tracing::warn!("not every receipt was sent before the stop; stations will ask again");
        }
        link.close().await;
        // Whoever sent something to them is gone by now, and nothing that they say waits for a broker.
        for (thread, whose) in [(photos, "photos'"), (past, "past's")] {
            let joined = tokio::task::spawn_blocking(move || thread.join()).await;
            if !matches!(joined, Ok(Ok(()))) {
                tracing::error!("the {whose} thread did not end well");
            }
        }
    }
}

/// The writer did not answer: its disk is full or it is stopping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the coordinator could not write; see its log, and do the same again when it can: what is in already stays as it is"
)]
pub struct NotWritten;

/// The way in for an import, a timer or a command line beside the coordinator.
#[derive(Debug, Clone)]
pub struct LocalIntake {
    intake: IntakeHandle,
    clock: Clock,
}

impl LocalIntake {
    /// Opens the database of a data directory that no coordinator runs on, for an import alone.
    ///
    /// # Errors
    /// When the database is not ours or cannot be written.
    pub fn alone(
        data_dir: &Path,
        policy: SitePolicy,
        clock: Clock,
    ) -> Result<(Self, std::thread::JoinHandle<()>), StoreError> {
        let log = EventLog::open(data_dir)?;
        // Nobody listens to receipts and views here.
        let (out, _) = mpsc::unbounded_channel();
        let (intake, writer) = Intake::open(log, policy, clock.clone(), out)?.spawn();
        Ok((Self { intake, clock }, writer))
    }

    /// Decides commands that nobody tapped, in their order; they share commits.
    ///
    /// # Errors
    /// When the writer could not write them, as on a full disk; some may be in, and the same again is harmless.
    pub async fn submit(&self, bodies: Vec<CommandBody>) -> Result<Vec<Receipt>, NotWritten> {
        let answers: Vec<oneshot::Receiver<Receipt>> =
            bodies.into_iter().map(|body| self.ask(body)).collect();
        let mut receipts = Vec::with_capacity(answers.len());
        for answer in answers {
            receipts.push(answer.await.map_err(|_| NotWritten)?);
        }
        Ok(receipts)
    }

    /// Remembers an export: it is on the disk when this returns.
    ///
    /// # Errors
    /// When the writer could not write it.
    pub async fn remember(&self, made: ExportMade) -> Result<Remembered, NotWritten> {
        let (reply, answer) = oneshot::channel();
        let made = Box::new(made);
        self.intake.send(Request::Remember { made, reply });
        answer.await.map_err(|_| NotWritten)
    }

    fn ask(&self, body: CommandBody) -> oneshot::Receiver<Receipt> {
        let command = Command {
            id: CommandId(Uuid::now_v7()),
            at: self.clock.now(),
            station: StationId::new(NAME),
            actor: Actor::System,
            body,
        };
        let (reply, answer) = oneshot::channel();
        self.intake.send(Request::Command {
            sent: Box::new(SentCommand {
                command,
                epoch: 0,
                seq: 0,
                after: None,
            }),
            reply: Some(reply),
        });
        answer
    }
}

fn link_options(options: &CoordinatorOptions, sender: &Sender) -> LinkOptions {
    let presence = {
        let (sender, clock) = (sender.clone(), options.clock.clone());
        Arc::new(move |online: Online| {
            let presence = Presence {
                online,
                epoch: sender.epoch,
                version: env!("CARGO_PKG_VERSION").to_owned(),
                bay: None,
                position: None,
                at: clock.now(),
            };
            presence_to_bytes(&presence, &sender, Uuid::now_v7()).unwrap_or_default()
        })
    };
    LinkOptions {
        broker: options.broker.clone(),
        site: options.policy.site.clone(),
        station: StationId::new(NAME),
        filters: vec![Filter::Commands, Filter::Photos, Filter::PastAsks],
        presence_topic: Topic::CoordinatorPresence,
        presence,
        in_flight: 200,
    }
}

/// The ways to the threads beside the writer.
struct Desks {
    photos: std::sync::mpsc::Sender<photos::Said>,
    past: std::sync::mpsc::Sender<past::Asked>,
}

/// Carries what comes from the wire to the writer. What cannot be read is put aside and never blocks.
async fn receive(
    mut events: mpsc::Receiver<LinkEvent>,
    intake: IntakeHandle,
    desks: Desks,
    reach: mpsc::UnboundedSender<Reach>,
) {
    while let Some(event) = events.recv().await {
        match event {
            LinkEvent::Up => {
                tracing::info!("connected to the broker");
                // The publisher ends only with the coordinator.
                let _ = reach.send(Reach::Up);
            }
            LinkEvent::Down { why } => {
                tracing::warn!(%why, "no broker");
                let _ = reach.send(Reach::Down);
            }
            LinkEvent::Message(message) => match message.topic.clone() {
                Some(Topic::Photo(station)) => {
                    photo(station, message, &desks.photos, &intake);
                }
                Some(Topic::PastAsk(station)) => look_back(station, message, &desks.past, &intake),
                _ => intake.send(read(message)),
            },
        }
    }
}

/// Carries what a station says of photos to their thread. Of what cannot be read only the words are put aside.
fn photo(
    station: StationId,
    message: Incoming,
    photos: &std::sync::mpsc::Sender<photos::Said>,
    intake: &IntakeHandle,
) {
    match photo_from_bytes(&message.payload) {
        Ok(said) => {
            if photos.send((station, said)).is_err() {
                tracing::error!("the photos' thread is gone; start the coordinator again");
            }
        }
        Err(error) => {
            let head = head_of(&message.payload);
            intake.send(Request::DeadLetter {
                id: None,
                station: None,
                topic: message.text,
                payload: head[..head.len().min(MAX_HEAD_BYTES)].to_vec(),
                reason: error.to_string(),
            });
        }
    }
}

/// Carries what a station asks of the past to its thread.
fn look_back(
    station: StationId,
    message: Incoming,
    past: &std::sync::mpsc::Sender<past::Asked>,
    intake: &IntakeHandle,
) {
    match past_ask_from_bytes(&message.payload) {
        Ok(ask) => {
            if past.send((station, ask)).is_err() {
                tracing::error!("the past's thread is gone; start the coordinator again");
            }
        }
        Err(error) => intake.send(Request::DeadLetter {
            id: None,
            station: None,
            topic: message.text,
            payload: message.payload,
            reason: error.to_string(),
        }),
    }
}

fn read(message: Incoming) -> Request {
    let reason = match (&message.topic, command_from_bytes(&message.payload)) {
        (Some(Topic::Command(station)), Ok(sent)) => match wrong(station, &sent) {
            None => {
                return Request::Command {
                    sent: Box::new(sent),
                    reply: None,
                };
            }
            Some(reason) => reason.to_owned(),
        },
        (_, Err(error)) => error.to_string(),
        (_, Ok(_)) => "a command does not belong on this topic".to_owned(),
    };
    let station = match message.topic {
        Some(Topic::Command(station)) => Some(station),
        _ => None,
    };
    Request::DeadLetter {
        id: id_of(&message.payload).map(CommandId),
        station,
        topic: message.text,
        payload: message.payload,
        reason,
    }
}

/// Says what is wrong with a command that can be read; nothing when it may be decided.
fn wrong(topic: &StationId, sent: &SentCommand) -> Option<&'static str> {
    let command = &sent.command;
    if command.station != *topic {
        return Some("its source is not the station of its topic");
    }
    if command.station.as_str() == NAME {
        return Some("only the coordinator itself bears this name");
    }
    if command.actor == Actor::System && command.body.is_of_the_system() {
        return Some("only an import or a timer of the coordinator may do this");
    }
    // The database counts with a sign.
    if i64::try_from(sent.epoch).is_err() || i64::try_from(sent.seq).is_err() {
        return Some("its epoch or seq is beyond every count");
    }
    // A clock that was never set says 1970; nothing says a year before 1 or after 9999.
    if !(1..=9999).contains(&command.at.year()) {
        return Some("its time is in no year of four digits");
    }
    None
}

async fn tick(intake: IntakeHandle) {
    let mut interval = tokio::time::interval(TICK);
    loop {
        interval.tick().await;
        intake.send(Request::Tick);
    }
}
