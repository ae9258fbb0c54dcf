//! Read models: what the screens are shown, folded from the state of the workshop.
//!
//! **Knows** what each screen needs to answer its question at a glance, and nothing of how it looks.
//! **May use** the domain.
//! **Must never** do I/O or read a clock: `now` comes in.
//!
//! One file per read model. [`views`] lists them all with their names, [`overlay`] puts on top of them what a
//! station has tapped and the coordinator has not yet accepted.

pub mod alerts;
pub mod bay;
mod buckets;
pub mod cars;
pub mod catalogue;
pub mod checks;
pub mod figures;
pub mod findings;
pub mod finishing;
pub mod job_card;
pub mod overlay;
pub mod part_categories;
pub mod part_search;
pub mod parts;
pub mod past;
pub mod people;
pub mod picture;
pub mod requests;
pub mod site;
mod sounds;
pub mod story;
pub mod tools;
pub mod views;
pub mod waiting;

pub use views::{View, ViewName, Views};
