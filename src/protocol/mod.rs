//! What goes over the wire: topics and messages, versioned.
//!
//! **Knows** MQTT topic strings and the CloudEvents envelope, and nothing else does.
//! **May use** the domain and the read models.
//! **Must never** know rumqttc or rusqlite.
//!
//! A message is a CloudEvents 1.0 event in structured JSON mode. A new message is a new `type` here, and a new
//! arm in [`message`]; [`photo`] has those that carry bytes, [`past`] what is asked of the past.

pub mod envelope;
pub mod message;
pub mod past;
pub mod photo;
pub mod topic;
