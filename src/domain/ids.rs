//! The names of things: one newtype per kind of id, so that a bay is never taken for a person.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Declares a newtype around a short text that names something.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps the text as it is; the edge that reads it trims and normalises.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// Shows the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

text_id!(
    /// One workshop (门店): the root of every topic.
    SiteId
);
text_id!(
    /// A process with a screen.
    StationId
);
text_id!(
    /// A place with a lift (工位).
    BayId
);
text_id!(
    /// Someone who works here (工号).
    PersonId
);
text_id!(
    /// What a badge reader sends (工牌号).
    BadgeId
);
text_id!(
    /// The number of a repair order (维修工单).
    RoNumber
);
text_id!(
    /// An operation of the catalogue (项目编号).
    OpCode
);
text_id!(
    /// A part of the catalogue (配件编码).
    PartNumber
);

text_id!(
    /// An entry of the finding catalogue (检查项目).
    FindingCode
);
text_id!(
    /// An item of a checklist (检查项).
    ItemCode
);
text_id!(
    /// A photo, by the SHA-256 of its bytes in hex.
    PhotoId
);
text_id!(
    /// A tool or a piece of equipment (工具编号).
    ToolId
);

/// One job line of a repair order: the unit that is clocked, checked and paid.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId {
    /// The order the line stands on.
    pub ro: RoNumber,
    /// The number of the line, from 1.
    pub line: u16,
}

impl JobId {
    /// Names line `line` of the order `ro`.
    pub fn new(ro: RoNumber, line: u16) -> Self {
        Self { ro, line }
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.ro, self.line)
    }
}

/// A text that names no job: it should read `<RO number>/<line>`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” names no job; it should read <RO number>/<line>, as in 2611-0400/1")]
pub struct JobIdError(String);

impl FromStr for JobId {
    type Err = JobIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || JobIdError(text.to_owned());
        let (ro, line) = text.rsplit_once('/').ok_or_else(wrong)?;
        let line = line.parse().map_err(|_| wrong())?;
        if ro.is_empty() {
            return Err(wrong());
        }
        Ok(Self::new(RoNumber::new(ro), line))
    }
}

// A job is a string on the wire, so that it can be the key of a map.
impl Serialize for JobId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for JobId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// One tap, from finger to board: a UUIDv7 made by the station that was tapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommandId(pub Uuid);

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for CommandId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// A place in the event log, from 1; 0 is before the first event.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct LogPosition(pub u64);

impl fmt::Display for LogPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
