//! Photos on the wire: in chunks from a station, and their previews to any.
//!
//! A message is the usual envelope in one line of JSON, then a line end, then the bytes as they are. In base64 a
//! chunk would be a third larger, on the same line that a tap waits for; and MQTT 3.1.1 has no properties that could
//! carry the envelope beside the bytes.
//!
//! A station asks what the coordinator has of a photo, and sends on from there; each chunk is answered with what is
//! there by then, so that whatever is cut goes on where it stopped. Messages that carry bytes are no part of a
//! sequence: their `seq` is 0.

use super::envelope::{Envelope, EnvelopeError, Sender, read};
use crate::domain::ids::PhotoId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

/// The type of what a station says.
pub const PHOTO: &str = "baylight.photo.v1";
/// The type of what the coordinator answers.
pub const PHOTO_RECEIPT: &str = "baylight.photo-receipt.v1";

/// How many bytes of a photo go into one message at the most: with its line of JSON it stays below what is sent at all.
pub const CHUNK_BYTES: usize = 192 * 1024;

/// What a station says of photos.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "says", rename_all = "kebab-case")]
pub enum PhotoMessage {
    /// How much of it is there?
    Ask {
        /// Which.
        #[serde(deserialize_with = "hash")]
        photo: PhotoId,
    },
    /// Some of its bytes.
    Chunk {
        /// Which.
        #[serde(deserialize_with = "hash")]
        photo: PhotoId,
        /// How many bytes the whole of it has.
        size: u64,
        /// After how many of them these come.
        from: u64,
        /// The bytes.
        #[serde(skip)]
        bytes: Vec<u8>,
    },
    /// Its preview, whole.
    Preview {
        /// Of which.
        #[serde(deserialize_with = "hash")]
        photo: PhotoId,
        /// A JPEG picture.
        #[serde(skip)]
        bytes: Vec<u8>,
    },
    /// This station wants to show its preview.
    Want {
        /// Of which.
        #[serde(deserialize_with = "hash")]
        photo: PhotoId,
    },
}

/// How a photo stands with the coordinator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Some of it is there, or nothing.
    Part,
    /// All of it is there, and fits its hash.
    Whole,
    /// All of it came, did not fit its hash, and was thrown away.
    Broken,
    /// Another station is sending it.
    Elsewhere,
}

/// Whether the preview of a photo is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PreviewHeld {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// What the coordinator answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "says", rename_all = "kebab-case")]
pub enum PhotoReceipt {
    /// So much of it is there.
    Has {
        /// Which.
        #[serde(deserialize_with = "hash")]
        photo: PhotoId,
        /// How many bytes, from the first on.
        bytes: u64,
        /// How it stands.
        standing: Standing,
        /// Whether its preview is there.
        preview: PreviewHeld,
    },
    /// The preview that was wanted.
    Preview {
        /// Of which.
        #[serde(deserialize_with = "hash")]
        photo: PhotoId,
        /// A JPEG picture.
        #[serde(skip)]
        bytes: Vec<u8>,
    },
    /// The preview that was wanted has not come here either; it is sent on when it does.
    NotYet {
        /// Of which.
        #[serde(deserialize_with = "hash")]
        photo: PhotoId,
    },
}

/// Lets through only what can name a photo: it becomes the name of a file.
fn hash<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PhotoId, D::Error> {
    let photo = PhotoId::deserialize(deserializer)?;
    if photo.is_hash() {
        Ok(photo)
    } else {
        Err(serde::de::Error::custom(format!(
            "“{photo}” names no photo; it should be 64 digits of lower-case hex"
        )))
    }
}

/// Writes what a station says.
///
/// # Errors
/// When it has no JSON form.
pub fn photo_to_bytes(
    message: &PhotoMessage,
    sender: &Sender,
    id: Uuid,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, serde_json::Error> {
    let bytes = match message {
        PhotoMessage::Chunk { bytes, .. } | PhotoMessage::Preview { bytes, .. } => &bytes[..],
        PhotoMessage::Ask { .. } | PhotoMessage::Want { .. } => &[],
    };
    let head = Envelope::new(PHOTO, id, sender, 0, at, message).to_bytes()?;
    Ok(with_bytes(head, bytes))
}

/// Reads what a station says.
///
/// # Errors
/// An [`EnvelopeError`] that says what is wrong with it.
pub fn photo_from_bytes(payload: &[u8]) -> Result<PhotoMessage, EnvelopeError> {
    let (head, rest) = split(payload);
    let mut message = read::<PhotoMessage>(PHOTO, head)?.data;
    if let PhotoMessage::Chunk { bytes, .. } | PhotoMessage::Preview { bytes, .. } = &mut message {
        *bytes = rest.to_vec();
    }
    Ok(message)
}

/// Writes what the coordinator answers.
///
/// # Errors
/// When it has no JSON form.
pub fn photo_receipt_to_bytes(
    receipt: &PhotoReceipt,
    sender: &Sender,
    id: Uuid,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, serde_json::Error> {
    let bytes = match receipt {
        PhotoReceipt::Preview { bytes, .. } => &bytes[..],
        PhotoReceipt::Has { .. } | PhotoReceipt::NotYet { .. } => &[],
    };
    let head = Envelope::new(PHOTO_RECEIPT, id, sender, 0, at, receipt).to_bytes()?;
    Ok(with_bytes(head, bytes))
}

/// Reads what the coordinator answers.
///
/// # Errors
/// An [`EnvelopeError`] that says what is wrong with it.
pub fn photo_receipt_from_bytes(payload: &[u8]) -> Result<PhotoReceipt, EnvelopeError> {
    let (head, rest) = split(payload);
    let mut receipt = read::<PhotoReceipt>(PHOTO_RECEIPT, head)?.data;
    if let PhotoReceipt::Preview { bytes, .. } = &mut receipt {
        *bytes = rest.to_vec();
    }
    Ok(receipt)
}

/// Shows the line of JSON alone, for who puts aside a message that cannot be read.
pub fn head_of(payload: &[u8]) -> &[u8] {
    split(payload).0
}

/// JSON as it is written here never has a line end of its own.
fn with_bytes(mut head: Vec<u8>, bytes: &[u8]) -> Vec<u8> {
    head.reserve_exact(bytes.len() + 1);
    head.push(b'\n');
    head.extend_from_slice(bytes);
    head
}

fn split(payload: &[u8]) -> (&[u8], &[u8]) {
    match payload.iter().position(|byte| *byte == b'\n') {
        Some(place) => (&payload[..place], &payload[place + 1..]),
        None => (payload, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo() -> PhotoId {
        PhotoId::new("ab".repeat(32))
    }

    fn sender() -> Sender {
        Sender {
            source: "bay-1".to_owned(),
            epoch: 3,
        }
    }

    #[test]
    fn every_message_reads_back_with_its_bytes() {
        let bytes = b"\n{\"\xff\n\n".to_vec();
        let messages = [
            PhotoMessage::Ask { photo: photo() },
            PhotoMessage::Chunk {
                photo: photo(),
                size: 9,
                from: 2,
                bytes: bytes.clone(),
            },
            PhotoMessage::Preview {
                photo: photo(),
                bytes: bytes.clone(),
            },
            PhotoMessage::Want { photo: photo() },
        ];
        for message in messages {
            let wire =
                photo_to_bytes(&message, &sender(), Uuid::nil(), DateTime::UNIX_EPOCH).unwrap();
            assert_eq!(photo_from_bytes(&wire).unwrap(), message);
        }
        let receipts = [
            PhotoReceipt::Has {
                photo: photo(),
                bytes: 7,
                standing: Standing::Part,
                preview: PreviewHeld::No,
            },
            PhotoReceipt::Preview {
                photo: photo(),
                bytes,
            },
            PhotoReceipt::NotYet { photo: photo() },
        ];
        for receipt in receipts {
            let wire =
                photo_receipt_to_bytes(&receipt, &sender(), Uuid::nil(), DateTime::UNIX_EPOCH)
                    .unwrap();
            assert_eq!(photo_receipt_from_bytes(&wire).unwrap(), receipt);
        }
    }

    #[test]
    fn a_name_that_is_a_path_is_not_read() {
        let message = PhotoMessage::Want {
            photo: PhotoId::new("../../event.db"),
        };
        let wire = photo_to_bytes(&message, &sender(), Uuid::nil(), DateTime::UNIX_EPOCH).unwrap();
        let error = photo_from_bytes(&wire).unwrap_err().to_string();
        assert!(error.contains("names no photo"), "{error}");
    }

    #[test]
    fn the_largest_chunk_fits_into_a_message() {
        let message = PhotoMessage::Chunk {
            photo: photo(),
            size: 12 * 1024 * 1024,
            from: 11 * 1024 * 1024,
            bytes: vec![0; CHUNK_BYTES],
        };
        let wire = photo_to_bytes(&message, &sender(), Uuid::nil(), DateTime::UNIX_EPOCH).unwrap();
        assert!(wire.len() < 256 * 1024, "{}", wire.len());
    }
}
