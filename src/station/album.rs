//! The album's thread: it reads and writes photos for the station's task, which waits for no disk.

use super::camera::keep_preview;
use crate::domain::ids::PhotoId;
use crate::domain::photo::{MAX_PHOTO_BYTES, PhotoFormat};
use crate::protocol::photo::CHUNK_BYTES;
use crate::store::StoreError;
use crate::store::photos::PhotoStore;
use std::path::PathBuf;
use std::sync::mpsc;

/// What the thread is asked.
#[derive(Debug)]
enum Ask {
    Preview(PhotoId),
    Chunk { photo: PhotoId, from: u64 },
    Check(PhotoId),
    Keep { photo: PhotoId, bytes: Vec<u8> },
    Make(PhotoId),
}

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Page {
    /// The preview of a photo, if there is one.
    Preview {
        photo: PhotoId,
        bytes: Option<Vec<u8>>,
    },
    /// Some bytes of a photo.
    Chunk {
        photo: PhotoId,
        from: u64,
        size: u64,
        bytes: Vec<u8>,
    },
    /// A photo that should be here and cannot be read, or is not what it was.
    Lost { photo: PhotoId, why: String },
    /// A photo is as it was taken.
    Sound { photo: PhotoId },
    /// A preview that came is stored.
    Kept { photo: PhotoId, path: PathBuf },
    /// Where the preview of an earlier photo is stored, if one can be made.
    Developed {
        photo: PhotoId,
        preview: Option<PathBuf>,
    },
}

/// The way to the album's thread, which ends when the last handle is dropped.
#[derive(Debug, Clone)]
pub(super) struct Album {
    queue: mpsc::Sender<Ask>,
}

impl Album {
    /// Starts the thread; what it answers goes to `tell`.
    pub(super) fn spawn(store: PhotoStore, tell: impl Fn(Page) + Send + 'static) -> Self {
        let (queue, work) = mpsc::channel();
        std::thread::spawn(move || {
            while let Ok(ask) = work.recv() {
                if let Some(page) = answer(&store, ask) {
                    tell(page);
                }
            }
        });
        Self { queue }
    }

    pub(super) fn preview(&self, photo: PhotoId) {
        self.push(Ask::Preview(photo));
    }

    pub(super) fn chunk(&self, photo: PhotoId, from: u64) {
        self.push(Ask::Chunk { photo, from });
    }

    pub(super) fn check(&self, photo: PhotoId) {
        self.push(Ask::Check(photo));
    }

    pub(super) fn keep(&self, photo: PhotoId, bytes: Vec<u8>) {
        self.push(Ask::Keep { photo, bytes });
    }

    /// Makes a preview that an earlier life did not come to make.
    pub(super) fn make(&self, photo: PhotoId) {
        self.push(Ask::Make(photo));
    }

    fn push(&self, ask: Ask) {
        if self.queue.send(ask).is_err() {
            tracing::error!("the album's thread is gone; start the station again");
        }
    }
}

fn answer(store: &PhotoStore, ask: Ask) -> Option<Page> {
    match ask {
        Ask::Preview(photo) => Some(preview(store, photo)),
        Ask::Chunk { photo, from } => Some(chunk(store, photo, from)),
        Ask::Check(photo) => Some(check(store, photo)),
        Ask::Keep { photo, bytes } => match store.keep_preview(&photo, &bytes) {
            Ok(path) => Some(Page::Kept { photo, path }),
            Err(error) => {
                tracing::warn!(%photo, %error, "preview not stored; it is asked for again");
                None
            }
        },
        Ask::Make(photo) => {
            let preview = make(store, &photo);
            Some(Page::Developed { photo, preview })
        }
    }
}

fn preview(store: &PhotoStore, photo: PhotoId) -> Page {
    let bytes = store.read_preview(&photo).unwrap_or_else(|error| {
        tracing::warn!(%photo, %error, "preview not read; the photo is sent without it");
        None
    });
    Page::Preview { photo, bytes }
}

fn chunk(store: &PhotoStore, photo: PhotoId, from: u64) -> Page {
    match store.read(&photo, from, CHUNK_BYTES) {
        Ok(Some((bytes, size))) => Page::Chunk {
            photo,
            from,
            size,
            bytes,
        },
        Ok(None) => lost(photo, "it is not on this station's disk"),
        Err(error) => lost(photo, error),
    }
}

fn check(store: &PhotoStore, photo: PhotoId) -> Page {
    match store.is_sound(&photo) {
        Ok(true) => Page::Sound { photo },
        Ok(false) => lost(photo, "its file is damaged"),
        Err(error) => lost(photo, error),
    }
}

fn lost(photo: PhotoId, why: impl ToString) -> Page {
    let why = why.to_string();
    Page::Lost { photo, why }
}

fn make(store: &PhotoStore, photo: &PhotoId) -> Option<PathBuf> {
    let most = usize::try_from(MAX_PHOTO_BYTES).unwrap_or(usize::MAX);
    let read: Result<_, StoreError> = store.read(photo, 0, most);
    let (bytes, _) = read.ok().flatten()?;
    keep_preview(store, photo, &bytes, PhotoFormat::of(&bytes)?)
}
