//! The rules of the workshop.
//!
//! **Knows** the words of the trade, what may follow from what, and when a car will be late.
//! **May use** std, serde, chrono types.
//! **Must never** do I/O, read a clock or make an id: time and ids come in as arguments, so that every rule
//! can be tested with a table.
//!
//! The way of a tap: a [`command::Command`] goes through [`decide::decide`], becomes [`event::Event`]s, and each
//! of them changes the [`workshop::Workshop`] in `apply`.

pub mod amend;
pub mod andon;
mod apply;
pub mod calendar;
pub mod car;
pub mod car_file;
pub mod catalogue;
pub mod clock;
pub mod command;
pub mod decide;
pub mod dispatch;
pub mod event;
pub mod figures;
pub mod finding;
pub mod finding_catalogue;
pub mod forecast;
pub mod half_made;
pub mod hold;
pub mod idle;
pub mod ids;
pub mod job;
pub mod order;
pub mod pace;
pub mod parts;
pub mod person;
pub mod photo;
pub mod plate;
pub mod policy;
pub mod promise;
pub mod quality;
pub mod question;
pub mod receipt;
pub mod refusal;
pub mod said;
pub mod slip_code;
pub mod standing;
pub mod stock;
pub mod story;
pub mod time;
pub mod tool;
pub mod workshop;

pub use apply::Touched;
