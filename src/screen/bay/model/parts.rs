//! What the pages about parts show. It mirrors `ui/bay/parts-state.slint`.

use super::{ChoiceShown, PhotoShown, Toggle};
use crate::screen::tone::Tone;

/// What can be done with a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RowKind {
    /// Nothing but looking at it.
    #[default]
    Plain,
    /// Counting: fewer, the number itself, more.
    Steps,
    /// Choosing it or not.
    Check,
    /// Choosing where it goes.
    Fates,
}

/// A part in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartRow {
    /// Which.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Number, stock, bin, or where it stands.
    pub detail: String,
    /// The colour of that.
    pub tone: Tone,
    /// How many.
    pub quantity: String,
    /// Whether it counts.
    pub chosen: bool,
    /// What can be done with it.
    pub kind: RowKind,
}

/// A page about parts: a list, a search, words, a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartsShown {
    /// What the page is.
    pub title: String,
    /// What it is about.
    pub note: String,
    /// What was typed or put together.
    pub text: String,
    /// What to do, where nothing is there yet.
    pub hint: String,
    /// The list.
    pub rows: Vec<PartRow>,
    /// What the list says when it is empty.
    pub empty: String,
    /// Other ways to go on.
    pub tiles: Vec<ChoiceShown>,
    /// Where old parts go.
    pub fates: Vec<Toggle>,
    /// Words to tap.
    pub chips: Vec<String>,
    /// Photos to choose from.
    pub photos: Vec<PhotoShown>,
    /// How photos come here.
    pub photos_title: String,
    /// Whether words are written by keys.
    pub with_keys: bool,
    /// The big button.
    pub send: String,
    /// What it does.
    pub send_note: String,
    /// Whether there is something to send.
    pub can_send: bool,
    /// The button beside it; empty when there is none.
    pub second: String,
    /// What that does.
    pub second_note: String,
    /// The key that takes all of it away.
    pub clear: String,
    /// The key that takes the last of it away, as it is spoken.
    pub erase: String,
    /// The key for a space.
    pub space: String,
    /// What leads to the words, or to the keyboard.
    pub write: String,
    /// One more, as it is spoken.
    pub more: String,
    /// One fewer, as it is spoken.
    pub less: String,
}
