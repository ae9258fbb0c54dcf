//! The camera of a bay: a folder into which it puts pictures. Each finished one becomes a photo of this station, and
//! leaves the folder once it is safe.
//!
//! The folder is looked at every second. Being told of each change would save nothing: whether a picture still grows
//! is seen only at a second look, and folders that a camera or a phone shares tell of no change at all.

use super::preview::preview_of;
use crate::domain::ids::PhotoId;
use crate::domain::photo::{MAX_PHOTO_BYTES, PhotoFormat};
use crate::domain::time::Clock;
use crate::store::photos::PhotoStore;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, TryRecvError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

/// How often the folder is looked at; a picture that did not change in between is finished.
const EVERY: Duration = Duration::from_secs(1);

/// What the camera brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shot {
    /// A photo, which is stored.
    Taken { photo: PhotoId, at: DateTime<Utc> },
    /// Where its preview is stored, if one can be made.
    Developed {
        photo: PhotoId,
        preview: Option<PathBuf>,
    },
}

/// A watched folder, until this is stopped.
#[derive(Debug)]
pub(super) struct Camera {
    stop: mpsc::Sender<()>,
    thread: JoinHandle<()>,
}

impl Camera {
    /// Watches a folder; what it brings goes to `tell`.
    pub(super) fn watch(
        folder: PathBuf,
        store: PhotoStore,
        clock: Clock,
        tell: impl Fn(Shot) + Send + 'static,
    ) -> Self {
        let (stop, stopped) = mpsc::channel();
        let mut watcher = Watcher {
            folder,
            store,
            clock,
            tell,
            seen: BTreeMap::new(),
            left: BTreeMap::new(),
            told: BTreeMap::new(),
        };
        let thread = std::thread::spawn(move || {
            tracing::info!(folder = %watcher.folder.display(), "watching the camera's folder");
            loop {
                watcher.look(&stopped);
                if stopped.recv_timeout(EVERY) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        });
        Self { stop, thread }
    }

    /// Stops after the picture that is being taken.
    pub(super) fn stop(self) {
        drop(self.stop);
        if self.thread.join().is_err() {
            tracing::error!("the camera's thread failed; its pictures stay in their folder");
        }
    }
}

/// What a file looks like from outside.
type Looks = (u64, Option<SystemTime>);

/// Why a picture stays in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stays {
    /// Until somebody changes it.
    Left(String),
    /// Until the next look.
    NotYet(String),
}

struct Watcher<T> {
    folder: PathBuf,
    store: PhotoStore,
    clock: Clock,
    tell: T,
    /// What was there at the last look.
    seen: BTreeMap<PathBuf, Looks>,
    /// What is not taken as it is.
    left: BTreeMap<PathBuf, Looks>,
    /// What was said of a file, so that it is said once.
    told: BTreeMap<PathBuf, String>,
}

impl<T: Fn(Shot)> Watcher<T> {
    fn look(&mut self, stopped: &mpsc::Receiver<()>) {
        let now = match files(&self.folder) {
            Ok(files) => files,
            Err(error) => {
                let words = format!("{error}; mount it, or mend camera_dir");
                self.say(&self.folder.clone(), words);
                self.seen.clear();
                return;
            }
        };
        self.told.retain(|path, _| now.contains_key(path));
        self.left.retain(|path, looks| now.get(path) == Some(looks));
        let mut settled: Vec<(Option<SystemTime>, PathBuf)> = now
            .iter()
            .filter(|(path, looks)| self.seen.get(*path) == Some(*looks))
            .filter(|(path, _)| !self.left.contains_key(*path))
            .map(|(path, (_, modified))| (*modified, path.clone()))
            .collect();
        settled.sort();
        self.seen = now;
        for (_, path) in settled {
            if stopped.try_recv() == Err(TryRecvError::Disconnected) {
                return;
            }
            if let Err(stays) = self.take(&path) {
                let (Stays::Left(words) | Stays::NotYet(words)) = &stays;
                self.say(&path, words.clone());
                if let (Stays::Left(_), Some(looks)) = (&stays, self.seen.get(&path)) {
                    self.left.insert(path, *looks);
                }
            }
        }
    }

    fn say(&mut self, path: &Path, words: String) {
        if self.told.get(path) != Some(&words) {
            tracing::warn!(file = %path.display(), why = %words, "stays in the camera's folder");
            self.told.insert(path.to_owned(), words);
        }
    }

    fn take(&self, path: &Path) -> Result<(), Stays> {
        let not_yet = |error: &dyn std::fmt::Display| Stays::NotYet(error.to_string());
        let looks = looks(path).map_err(|error| not_yet(&error))?;
        let (bytes, format) = picture(path, looks.0)?;
        if self.seen.get(path) != Some(&looks) || bytes.len() as u64 != looks.0 {
            return Err(Stays::NotYet("it still changes".to_owned()));
        }
        let at = looks
            .1
            .map_or_else(|| self.clock.now(), DateTime::<Utc>::from);
        let photo = self
            .store
            .keep(&bytes, format, at)
            .map_err(|error| not_yet(&error))?;
        step!("station.photo-kept");
        tracing::info!(%photo, file = %path.display(), "photo taken");
        (self.tell)(Shot::Taken {
            photo: photo.clone(),
            at,
        });
        let removed = std::fs::remove_file(path);
        let preview = keep_preview(&self.store, &photo, &bytes, format);
        (self.tell)(Shot::Developed { photo, preview });
        // It is safe; taken again it is the same photo.
        removed.map_err(|error| {
            Stays::Left(format!(
                "the photo is stored, and its file cannot be removed: {error}"
            ))
        })
    }
}

/// Makes the preview of a photo and stores it; one that is there already stays.
pub(super) fn keep_preview(
    store: &PhotoStore,
    photo: &PhotoId,
    bytes: &[u8],
    format: PhotoFormat,
) -> Option<PathBuf> {
    if let Some(path) = store.preview(photo) {
        return Some(path);
    }
    let preview = preview_of(bytes, format)?;
    match store.keep_preview(photo, &preview) {
        Ok(path) => Some(path),
        Err(error) => {
            tracing::warn!(%photo, %error, "preview not stored; it is made again at the next start");
            None
        }
    }
}

fn looks(path: &Path) -> std::io::Result<Looks> {
    let meta = std::fs::metadata(path)?;
    Ok((meta.len(), meta.modified().ok()))
}

/// Lists the files of the folder; hidden ones are being written by somebody.
fn files(folder: &Path) -> std::io::Result<BTreeMap<PathBuf, Looks>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder)?.flatten() {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if let (Ok(meta), false) = (entry.metadata(), hidden)
            && meta.is_file()
        {
            files.insert(entry.path(), (meta.len(), meta.modified().ok()));
        }
    }
    Ok(files)
}

/// Reads a finished picture.
fn picture(path: &Path, size: u64) -> Result<(Vec<u8>, PhotoFormat), Stays> {
    let left = |words: &str| Stays::Left(words.to_owned());
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    if !["jpg", "jpeg", "png"]
        .iter()
        .any(|known| ending.as_os_str() == *known)
    {
        return Err(left("only .jpg, .jpeg and .png files are taken"));
    }
    if size > MAX_PHOTO_BYTES {
        let (mib, most) = (size.div_ceil(1 << 20), MAX_PHOTO_BYTES >> 20);
        return Err(left(&format!(
            "it has {mib} MiB, and a photo may have {most}; set the camera to smaller pictures"
        )));
    }
    let bytes = std::fs::read(path).map_err(|error| left(&error.to_string()))?;
    match PhotoFormat::of(&bytes) {
        None => Err(left("it is no JPEG and no PNG picture")),
        Some(format) if !format.has_end(&bytes) => {
            Err(left("its end is missing; the rest of it is waited for"))
        }
        Some(format) => Ok((bytes, format)),
    }
}
