//! Big sets that are spread over pages by their keys, so that one entry that changes sends a small page.

use std::sync::Arc;

/// Tells on which of so many pages a key stands. It must stay what it is from one version to the next.
pub(super) fn bucket_of(key: &str, buckets: u16) -> u16 {
    // FNV-1a: short, and the same everywhere.
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    u16::try_from(hash % u64::from(buckets)).unwrap_or(0)
}

/// A shared page is written and read like any other: a station lays its views anew many times while no page changes.
pub(super) mod shared {
    use super::Arc;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::projection) fn serialize<T: Serialize, S: Serializer>(
        page: &Arc<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        page.as_ref().serialize(serializer)
    }

    pub(in crate::projection) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arc<T>, D::Error> {
        T::deserialize(deserializer).map(Arc::new)
    }
}
