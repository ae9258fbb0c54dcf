//! Baylight: the shop floor of a car workshop.
//!
//! A tap goes through the rooms in this order:
//!
//! 1. [`gui`] turns a finger into an intent, [`screen`] decides what it means: an `Effect::Submit`.
//! 2. [`station`] saves it (`submit` → the outbox in [`store`]), and only then the screen says “saved”.
//! 3. [`station`]'s `drain` sends it through [`mqtt`] in the words of [`protocol`], again and again, until a receipt comes.
//! 4. [`coordinator`]'s `intake` asks [`domain`] to `decide`; the events that follow go into the log in [`store`], and
//!    change the state by `apply`, all in one transaction.
//! 5. [`coordinator`]'s `publish` sends the receipt (“accepted”), and the read models of [`projection`] that changed.
//! 6. Every [`station`] makes a picture of them, [`screen`] says what it looks like, [`gui`] shows it.
//!
//! [`config`] reads settings, [`import`] a dealer system's files, [`export`] writes what it bills, and [`app`] puts the rooms together, one root a
//! subcommand. Each room's header says what it knows, may use and must never do; `tests/rooms.rs` guards that.
//!
//! Invariants: facts are never refused; a command has its effect once; nothing that is shown as saved is lost; only
//! intake appends events; time and ids come into [`domain`] and [`screen`] as arguments.

/// Marks a step at which a test may stop the process; it is nothing in a build without `failpoints`.
macro_rules! step {
    ($name:literal) => {
        #[cfg(feature = "failpoints")]
        fail::fail_point!($name);
    };
}

pub mod app;
pub mod config;
pub mod coordinator;
pub mod domain;
pub mod export;
#[cfg(feature = "gui")]
pub mod gui;
pub mod import;
pub mod mqtt;
pub mod projection;
pub mod protocol;
pub mod screen;
pub mod station;
pub mod store;
