//! The link between stations and coordinator: connect, resubscribe, presence and will, back-off; and the
//! embedded broker.
//!
//! **Knows** rumqttc and how a broker may fail.
//! **May use** the protocol, rumqttc, mqtt5.
//! **Must never** know a rule of the workshop: what a message means is decided elsewhere.

#[cfg(feature = "embedded-broker")]
pub mod broker;
pub mod link;
mod tls;

pub use link::{BrokerAddress, Incoming, Link, LinkEvent, LinkOptions, Publisher};
