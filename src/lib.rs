//! Baylight: the shop floor of a car workshop.

pub mod app;
pub mod config;
pub mod coordinator;
pub mod domain;
pub mod import;
pub mod mqtt;
pub mod projection;
pub mod protocol;
pub mod screen;
pub mod station;
pub mod store;
