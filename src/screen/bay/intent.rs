//! What reaches the kiosk: fingers, badges, keys, and the clock.

use super::{CheckTap, FindingTap, PartsTap};
use crate::domain::ids::{BadgeId, PersonId};
use chrono::{DateTime, Utc};

/// What a finger, a badge, a key or the clock did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// A key, whatever the page: a badge reader types like a keyboard.
    Key {
        /// What it types.
        text: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// A badge, read as a whole.
    BadgeRead {
        /// What it says.
        badge: BadgeId,
    },
    /// A second has passed.
    Tick,
    /// The answer to [`Effect::CheckPin`].
    PinChecked {
        /// Whose.
        person: PersonId,
        /// Whether it was the right one.
        ok: bool,
    },
    /// Somebody wants to be recognised.
    BadgeIn,
    /// A face tile.
    Face {
        /// Whose.
        id: PersonId,
    },
    /// A tab over the faces.
    FaceTab {
        /// Which.
        id: String,
    },
    /// Someone in the header.
    Person {
        /// Who.
        id: PersonId,
    },
    /// Those in the header for whom there is no room.
    MorePeople,
    /// A PIN.
    PinEntered {
        /// Its digits.
        pin: String,
    },
    /// A job's card.
    Job {
        /// Which.
        id: String,
    },
    /// A tab over the jobs.
    JobTab {
        /// Which.
        id: String,
    },
    /// A button of the row below.
    Action {
        /// Which.
        id: String,
    },
    /// An answer to the question of the page.
    Choice {
        /// Which.
        id: String,
    },
    /// The call is over.
    ClearCall,
    /// The standing job goes on.
    Resume,
    /// A part.
    Part {
        /// Which.
        id: String,
    },
    /// The button of a prompt.
    Prompt {
        /// Which.
        id: String,
    },
    /// Take the last tap back.
    Undo,
    /// Something about the finding in the making.
    Finding(FindingTap),
    /// Something on a page about parts.
    Parts(PartsTap),
    /// Something on a page about checks.
    Check(CheckTap),
    /// Yes, it is finished.
    ConfirmFinish,
    /// One page back.
    Back,
    /// Done here.
    SignOut,
    /// The other colours.
    SwitchTheme,
    /// The other language.
    SwitchLanguage,
}
