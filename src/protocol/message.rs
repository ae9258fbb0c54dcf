//! The messages: one function pair a noun, to the wire and back.

use super::envelope::{Envelope, EnvelopeError, Sender, read};
use crate::domain::command::{Actor, Command, CommandBody, Recognised};
use crate::domain::ids::{BayId, CommandId, LogPosition, PersonId, StationId};
use crate::domain::receipt::Receipt;
use crate::projection::View;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The type of a command.
pub const COMMAND: &str = "baylight.command.v1";
/// The type of a receipt.
pub const RECEIPT: &str = "baylight.receipt.v1";
/// The type of a presence.
pub const PRESENCE: &str = "baylight.presence.v1";
/// The type of a read model.
pub const VIEW: &str = "baylight.view.v1";
/// The type of an andon light.
pub const LAMP: &str = "baylight.lamp.v1";

/// A command with its place in the life of its station.
#[derive(Debug, Clone, PartialEq)]
pub struct SentCommand {
    /// The tap.
    pub command: Command,
    /// Which life of the station.
    pub epoch: u64,
    /// Which tap of that life, from 1.
    pub seq: u64,
    /// The tap before it that was under way without an answer: it is decided after that one, or not yet.
    pub after: Option<CommandId>,
}

#[derive(Serialize, Deserialize)]
struct CommandData {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recognised: Option<Recognised>,
    #[serde(flatten)]
    body: CommandBody,
}

/// Writes a command.
///
/// # Errors
/// When it has no JSON form.
pub fn command_to_bytes(sent: &SentCommand) -> Result<Vec<u8>, serde_json::Error> {
    let command = &sent.command;
    let sender = Sender {
        source: command.station.to_string(),
        epoch: sent.epoch,
    };
    let (actor, recognised) = match &command.actor {
        Actor::Person { id, by } => (Some(id.to_string()), Some(*by)),
        Actor::System => (None, None),
    };
    let data = CommandData {
        recognised,
        body: command.body.clone(),
    };
    let mut envelope = Envelope::new(COMMAND, command.id.0, &sender, sent.seq, command.at, data);
    envelope.actor = actor;
    envelope.after = sent.after.map(|id| id.0);
    envelope.to_bytes()
}

/// Reads a command.
///
/// # Errors
/// An [`EnvelopeError`] that says what is wrong with it.
pub fn command_from_bytes(payload: &[u8]) -> Result<SentCommand, EnvelopeError> {
    let envelope: Envelope<CommandData> = read(COMMAND, payload)?;
    let actor = match envelope.actor {
        Some(id) => Actor::Person {
            id: PersonId::new(id),
            // A sender that does not say how it knows the person has seen no more than a tile.
            by: envelope.data.recognised.unwrap_or(Recognised::Tile),
        },
        None => Actor::System,
    };
    Ok(SentCommand {
        command: Command {
            id: CommandId(envelope.id),
            at: envelope.time,
            station: StationId::new(envelope.source),
            actor,
            body: envelope.data.body,
        },
        epoch: envelope.epoch,
        seq: envelope.seq,
        after: envelope.after.map(CommandId),
    })
}

/// Writes a receipt.
///
/// # Errors
/// When it has no JSON form.
pub fn receipt_to_bytes(
    receipt: &Receipt,
    sender: &Sender,
    seq: u64,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, serde_json::Error> {
    Envelope::new(RECEIPT, receipt.command.0, sender, seq, at, receipt).to_bytes()
}

/// Reads a receipt.
///
/// # Errors
/// An [`EnvelopeError`] that says what is wrong with it.
pub fn receipt_from_bytes(payload: &[u8]) -> Result<Receipt, EnvelopeError> {
    Ok(read::<Receipt>(RECEIPT, payload)?.data)
}

/// Whether a party is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Online {
    /// It is.
    Yes,
    /// It went, or its broker says so.
    No,
}

/// What a party says of itself, and the broker says in its place when it is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Whether it is there.
    pub online: Online,
    /// Which of its lives; a will of an earlier life says nothing.
    pub epoch: u64,
    /// The version of its program.
    pub version: String,
    /// The bay it stands at, for a bay station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bay: Option<BayId>,
    /// The end of the log, for the coordinator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<LogPosition>,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// Writes a presence. A retained message has no place in a sequence: its `seq` is 0.
///
/// # Errors
/// When it has no JSON form.
pub fn presence_to_bytes(
    presence: &Presence,
    sender: &Sender,
    id: Uuid,
) -> Result<Vec<u8>, serde_json::Error> {
    Envelope::new(PRESENCE, id, sender, 0, presence.at, presence).to_bytes()
}

/// Reads a presence.
///
/// # Errors
/// An [`EnvelopeError`] that says what is wrong with it.
pub fn presence_from_bytes(payload: &[u8]) -> Result<Presence, EnvelopeError> {
    Ok(read::<Presence>(PRESENCE, payload)?.data)
}

/// A read model with the log position that it reflects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ViewMessage {
    /// Up to where in the log.
    pub position: LogPosition,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// What it shows.
    pub model: View,
}

/// Writes a read model.
///
/// # Errors
/// When it has no JSON form.
pub fn view_to_bytes(
    view: &ViewMessage,
    sender: &Sender,
    id: Uuid,
) -> Result<Vec<u8>, serde_json::Error> {
    Envelope::new(VIEW, id, sender, 0, view.at, view).to_bytes()
}

/// Reads a read model.
///
/// # Errors
/// An [`EnvelopeError`] that says what is wrong with it.
pub fn view_from_bytes(payload: &[u8]) -> Result<ViewMessage, EnvelopeError> {
    Ok(read::<ViewMessage>(VIEW, payload)?.data)
}

/// What an andon light shows, the more urgent the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lamp {
    /// Nobody calls.
    Off,
    /// Somebody is coming.
    Acknowledged,
    /// Somebody calls.
    Calling,
    /// Somebody calls, and has waited for longer than the site allows.
    Escalated,
}

/// Writes an andon light.
///
/// # Errors
/// When it has no JSON form.
pub fn lamp_to_bytes(
    lamp: Lamp,
    sender: &Sender,
    id: Uuid,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, serde_json::Error> {
    #[derive(Serialize)]
    struct LampData {
        lamp: Lamp,
    }
    Envelope::new(LAMP, id, sender, 0, at, LampData { lamp }).to_bytes()
}
