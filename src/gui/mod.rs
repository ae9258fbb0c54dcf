//! The windows: a model onto the screen, a finger into an intent.
//!
//! **Knows** the generated code of `ui/`, and which property and callback belongs to which field and intent.
//! **May use** the screens' view-models, channels.
//! **Must never** decide anything: what is shown is worked out in `screen`, what a tap means as well.
//!
//! One file a screen, each with `connect` (callbacks → intents) and `show` (model → properties); [`rows`] and
//! [`convert`] serve them all. This is the only room that knows Slint.

pub mod advisor;
pub mod bay;
pub mod board;
mod convert;
pub mod dispatch;
pub mod driver;
mod figures;
pub mod floor;
pub mod fonts;
mod images;
mod intake;
pub mod paper;
pub mod qc;
mod rows;
pub mod shots;
pub mod stores;
pub mod windows;
