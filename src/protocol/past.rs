//! The past on the wire: a station asks for a moment, and the coordinator answers that station alone.
//!
//! An answer of many views comes in pages, each below what one message may have. They bear the id of what was asked, so
//! that a station that has asked for another moment meanwhile can tell them apart. Nothing of it is retained: what was
//! is asked anew, and is no news to anybody else.

use super::envelope::{Envelope, EnvelopeError, Sender, read};
use crate::domain::ids::LogPosition;
use crate::domain::story::Story;
use crate::projection::past::{Look, NoPast};
use crate::projection::{View, ViewName};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The type of what a station asks.
pub const PAST_ASK: &str = "baylight.past-ask.v1";
/// The type of what the coordinator answers.
pub const PAST_ANSWER: &str = "baylight.past-answer.v1";

/// How many bytes of views go into one message, unless a single view has more.
const PAGE_BYTES: usize = 160 * 1024;
/// How many steps of a story go into one message.
const STORY_STEPS: usize = 200;

/// What a station asks. A later one from the same station takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastAsk {
    /// Names it.
    pub id: Uuid,
    /// What is looked at.
    pub look: Look,
}

/// A read model with its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedView {
    /// As in the topic of what is published.
    pub name: String,
    /// What it showed.
    pub model: View,
}

/// What the coordinator answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "says", rename_all = "kebab-case")]
pub enum PastAnswer {
    /// It is at it.
    Reading {
        /// How much of the log that it needs is read, in percent.
        percent: u8,
    },
    /// Some of the floor at that moment.
    Floor {
        /// Which moment.
        at: DateTime<Utc>,
        /// Up to where in the log.
        position: LogPosition,
        /// When the first event of the log was written.
        first: DateTime<Utc>,
        /// Which page, from 0.
        page: u16,
        /// Of how many.
        pages: u16,
        /// What it showed.
        views: Vec<NamedView>,
    },
    /// Some of the steps of a car, with all else that is known of it.
    Story {
        /// Which page, from 0.
        page: u16,
        /// Of how many.
        pages: u16,
        /// Its steps are those of this page.
        story: Box<Story>,
    },
    /// There is nothing to be seen.
    Nothing {
        /// Why.
        #[serde(flatten)]
        why: NoPast,
    },
}

/// An answer with the id of what was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SentAnswer {
    /// What it answers.
    pub ask: Uuid,
    /// What it says.
    #[serde(flatten)]
    pub answer: PastAnswer,
}

/// Writes what a station asks. It is no part of a sequence: its `seq` is 0.
///
/// # Errors
/// When it has no JSON form.
pub fn past_ask_to_bytes(
    ask: &PastAsk,
    sender: &Sender,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, serde_json::Error> {
    Envelope::new(PAST_ASK, ask.id, sender, 0, at, &ask.look).to_bytes()
}

/// Reads what a station asks.
///
/// # Errors
/// An [`EnvelopeError`] that says what is wrong with it.
pub fn past_ask_from_bytes(payload: &[u8]) -> Result<PastAsk, EnvelopeError> {
    let envelope = read::<Look>(PAST_ASK, payload)?;
    Ok(PastAsk {
        id: envelope.id,
        look: envelope.data,
    })
}

/// Writes what the coordinator answers. It is no part of a sequence: its `seq` is 0.
///
/// # Errors
/// When it has no JSON form.
pub fn past_answer_to_bytes(
    sent: &SentAnswer,
    sender: &Sender,
    id: Uuid,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, serde_json::Error> {
    Envelope::new(PAST_ANSWER, id, sender, 0, at, sent).to_bytes()
}

/// Reads what the coordinator answers.
///
/// # Errors
/// An [`EnvelopeError`] that says what is wrong with it.
pub fn past_answer_from_bytes(payload: &[u8]) -> Result<SentAnswer, EnvelopeError> {
    Ok(read::<SentAnswer>(PAST_ANSWER, payload)?.data)
}

/// Where in time and in the log a floor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which moment.
    pub at: DateTime<Utc>,
    /// Up to where in the log.
    pub position: LogPosition,
    /// When the first event of the log was written.
    pub first: DateTime<Utc>,
}

/// Cuts a floor into messages.
///
/// # Errors
/// When a view has no JSON form.
pub fn floor_pages(
    place: Place,
    views: BTreeMap<ViewName, View>,
) -> Result<Vec<PastAnswer>, serde_json::Error> {
    let mut cut: Vec<Vec<NamedView>> = vec![Vec::new()];
    let mut bytes = 0;
    for (name, model) in views {
        let more = serde_json::to_vec(&model)?.len();
        if bytes > 0 && bytes + more > PAGE_BYTES {
            cut.push(Vec::new());
            bytes = 0;
        }
        bytes += more;
        if let Some(page) = cut.last_mut() {
            page.push(NamedView {
                name: name.to_string(),
                model,
            });
        }
    }
    let pages = u16::try_from(cut.len()).unwrap_or(u16::MAX);
    let floor = (0..pages).zip(cut).map(|(page, views)| PastAnswer::Floor {
        at: place.at,
        position: place.position,
        first: place.first,
        page,
        pages,
        views,
    });
    Ok(floor.collect())
}

/// Cuts a story into messages.
pub fn story_pages(mut story: Story) -> Vec<PastAnswer> {
    let steps = std::mem::take(&mut story.steps);
    let mut cut: Vec<Vec<_>> = steps.chunks(STORY_STEPS).map(<[_]>::to_vec).collect();
    if cut.is_empty() {
        cut.push(Vec::new());
    }
    let pages = u16::try_from(cut.len()).unwrap_or(u16::MAX);
    let story = (0..pages).zip(cut).map(|(page, steps)| PastAnswer::Story {
        page,
        pages,
        story: Box::new(Story {
            steps,
            ..story.clone()
        }),
    });
    story.collect()
}
