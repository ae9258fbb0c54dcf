//! Baylight: the shop floor of a car workshop.

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
#[cfg(feature = "gui")]
pub mod gui;
pub mod import;
pub mod mqtt;
pub mod projection;
pub mod protocol;
pub mod screen;
pub mod station;
pub mod store;
