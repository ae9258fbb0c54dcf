//! The parts of an order (配件): requests, returns, exchanges, old parts. What the store has on its shelves is in
//! [`stock`](super::stock).
//!
//! [`command`] is what is tapped, [`change`] what follows from it, and [`OrderParts`] what it adds up to. A station puts
//! its own taps on top of what it was shown with the very same [`OrderParts::apply`].

pub mod change;
pub mod command;
pub mod old_part;
mod order_parts;
pub mod request;
pub mod returns;

pub use super::said::Said;
pub use order_parts::{OpenAccount, OrderParts};
