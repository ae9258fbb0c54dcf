//! Baylight: the shop floor of a car workshop.

pub mod domain;
pub mod import;
