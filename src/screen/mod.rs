//! What the screens say: from a picture and the moment to text, tone and what may be tapped.
//!
//! **Knows** what each screen shows, in both languages, and what a tap on it means.
//! **May use** the domain and the read models.
//! **Must never** know Slint, do I/O or read a clock: every screen can be tested with a table of pictures.
//!
//! A screen is a state (which page, who is signed in), an `update` that turns what a finger did into a new
//! state and [`Effect`]s, and a `present` that turns state and picture into a model, which `gui` copies onto
//! the screen. All words stand in [`words`].

pub mod advisor;
pub mod bay;
pub mod board;
pub mod checklist;
pub mod desk;
pub mod dispatch;
pub mod floor;
pub mod qc;
mod reader;
pub mod session;
pub mod slip;
pub mod stores;
pub mod story;
pub mod tone;
pub mod words;

use crate::domain::command::{Actor, CommandBody};
use crate::domain::half_made::HalfMade;
use crate::domain::ids::{CommandId, RoNumber};
use crate::domain::person::Language;

/// What can be printed at a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// The slip of a request, by the command that asked.
    Slip(CommandId),
    /// The tag of an old part, by the command that recorded it.
    OldPartTag(CommandId),
    /// The whole story of the order.
    Story,
}

/// A paper that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// Of which order.
    pub ro: RoNumber,
    /// Which.
    pub paper: Paper,
    /// In which language.
    pub language: Language,
}

/// What a screen wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// A tap to be saved and sent.
    Submit {
        /// Who tapped.
        actor: Actor,
        /// What.
        body: CommandBody,
    },
    /// A PIN to be checked against its hash, which takes a while by design.
    CheckPin {
        /// Whose.
        person: crate::domain::ids::PersonId,
        /// What was entered.
        pin: String,
    },
    /// A paper for the printer, which may take a while.
    Print(Print),
    /// Something half made, to be there again after a restart; nothing to forget it.
    Keep {
        /// What and whose it is.
        name: String,
        /// As it stands.
        what: Option<HalfMade>,
    },
}
