//! The envelope of every message: CloudEvents 1.0, structured JSON mode, with our extension attributes.
//!
//! Attribute names and rules after <https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md>.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One message on the wire. Attributes that it does not know are ignored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Envelope<T> {
    /// Always `1.0`.
    pub specversion: String,
    /// Names the message; a command keeps its id however often it is sent.
    pub id: Uuid,
    /// Who sent it: a station, or `coordinator`.
    pub source: String,
    /// What it is, with its version: `baylight.command.v1`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// When it happened.
    pub time: DateTime<Utc>,
    /// Always JSON.
    #[serde(default)]
    pub datacontenttype: String,
    /// Who acted, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// The message that has to be dealt with before this one, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Uuid>,
    /// Counts the starts of the sender.
    pub epoch: u64,
    /// Counts its messages within the epoch, without a gap.
    pub seq: u64,
    /// What it says.
    pub data: T,
}

/// Why a message cannot be read. It is put aside with this reason and never blocks the queue.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// It is no CloudEvent.
    #[error("this is no CloudEvents JSON message: {0}")]
    NotAnEvent(serde_json::Error),
    /// Another version of CloudEvents.
    #[error("CloudEvents version “{0}” is not known here, only 1.0")]
    SpecVersion(String),
    /// A type from a newer version, or from somewhere else.
    #[error("message type “{found}” is not known here, only “{wanted}”")]
    Type {
        /// What came.
        found: String,
        /// What is read here.
        wanted: &'static str,
    },
    /// The type is right and its data is not.
    #[error("the data of a {kind} message cannot be read: {error}")]
    Data {
        /// The type.
        kind: &'static str,
        /// Where and why.
        error: serde_json::Error,
    },
}

/// What is the same for all messages of one sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Who.
    pub source: String,
    /// Which of its lives.
    pub epoch: u64,
}

impl<T: Serialize> Envelope<T> {
    /// Wraps data.
    pub fn new(
        kind: &'static str,
        id: Uuid,
        sender: &Sender,
        seq: u64,
        time: DateTime<Utc>,
        data: T,
    ) -> Self {
        Self {
            specversion: "1.0".to_owned(),
            id,
            source: sender.source.clone(),
            kind: kind.to_owned(),
            subject: None,
            time,
            datacontenttype: "application/json".to_owned(),
            actor: None,
            after: None,
            epoch: sender.epoch,
            seq,
            data,
        }
    }

    /// Writes the message.
    ///
    /// # Errors
    /// When the data has no JSON form, which none of our types can cause.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}

/// Reads a message of one type.
///
/// # Errors
/// An [`EnvelopeError`] that says what is wrong with it.
pub fn read<T: DeserializeOwned>(
    kind: &'static str,
    payload: &[u8],
) -> Result<Envelope<T>, EnvelopeError> {
    #[derive(Deserialize)]
    struct Head {
        specversion: String,
        #[serde(rename = "type")]
        kind: String,
    }
    let head: Head = serde_json::from_slice(payload).map_err(EnvelopeError::NotAnEvent)?;
    if head.specversion != "1.0" {
        return Err(EnvelopeError::SpecVersion(head.specversion));
    }
    if head.kind != kind {
        return Err(EnvelopeError::Type {
            found: head.kind,
            wanted: kind,
        });
    }
    serde_json::from_slice(payload).map_err(|error| EnvelopeError::Data { kind, error })
}

/// Finds the id of a message that cannot be read otherwise.
pub fn id_of(payload: &[u8]) -> Option<Uuid> {
    #[derive(Deserialize)]
    struct Name {
        id: Uuid,
    }
    serde_json::from_slice(payload)
        .map(|name: Name| name.id)
        .ok()
}
