//! Where the bytes come from: a file of the drop folder or of the command line, or a test.

use super::error::ImportError;
use std::io::Read;
use std::path::Path;

/// The most that a file may hold, in bytes. A year of a large workshop's orders takes a tenth of it, and what is bigger
/// was put there by mistake.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// A file's bytes, and the name that messages give it.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    bytes: Vec<u8>,
}

impl Source {
    /// Reads a file into memory, and names it by the path as it was given.
    ///
    /// # Errors
    /// When the file cannot be read, or is larger than any table of a workshop.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ImportError> {
        let path = path.as_ref();
        let file = path.display().to_string();
        let failed = |source| ImportError::Open {
            file: file.clone(),
            source,
        };
        let mut bytes = Vec::new();
        // One byte over the limit is enough to know, even when the file grows while it is read.
        std::fs::File::open(path)
            .and_then(|opened| opened.take(MAX_BYTES + 1).read_to_end(&mut bytes))
            .map_err(failed)?;
        if bytes.len() as u64 > MAX_BYTES {
            let limit_mib = MAX_BYTES / (1024 * 1024);
            return Err(ImportError::TooLarge { file, limit_mib });
        }
        Ok(Self { name: file, bytes })
    }

    /// Takes bytes that are already in memory, under the name that messages shall give them.
    pub fn from_bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            bytes: bytes.into(),
        }
    }

    /// Shows the name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Shows the bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}
