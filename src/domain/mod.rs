//! The workshop's rules.

pub mod catalogue;
pub mod ids;
pub mod order;
pub mod person;
pub mod plate;
