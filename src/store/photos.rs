//! Photos as files, at a station as at the coordinator: each under the hash of its bytes, so that the same picture is
//! stored once.
//!
//! `photos/ab/<id>.jpg` is a whole photo, `<id>.preview.jpg` its preview, `<id>.part` what has come of it so far. What
//! ends in `.new` is being written: a file gets its name only when it is whole and on the disk.

use super::database::StoreError;
use crate::domain::ids::PhotoId;
use crate::domain::photo::PhotoFormat;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// The name of the photos' folder in a data directory.
pub const FOLDER_NAME: &str = "photos";

/// What the files of a photo end in, beside the endings of its format.
const PREVIEW: &str = "preview.jpg";
const PART: &str = "part";

/// The photos of one data directory. A clone means the same files.
#[derive(Debug, Clone)]
pub struct PhotoStore {
    dir: PathBuf,
    /// Tells files apart that are written at the same time.
    writes: Arc<AtomicU64>,
}

/// What there is of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many bytes of it.
    Part(u64),
    /// All of it.
    Whole(u64),
}

/// How a photo ended of which all has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finished {
    /// It fits its hash, and is stored.
    Whole,
    /// It does not, and is gone.
    Broken,
}

/// A photo that is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredPhoto {
    /// When it was taken, if the whole of it is here.
    pub taken_at: Option<DateTime<Utc>>,
    /// Where its preview lies, if there is one.
    pub preview: Option<PathBuf>,
}

/// Names a photo by its bytes.
pub fn name_of(bytes: &[u8]) -> PhotoId {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> PhotoId {
    let mut text = String::with_capacity(2 * digest.len());
    for byte in digest {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    PhotoId::new(text)
}

fn io(path: &Path) -> impl Fn(std::io::Error) -> StoreError + use<> {
    let path = path.to_owned();
    move |error| StoreError::Io {
        path: path.clone(),
        error,
    }
}

impl PhotoStore {
    /// Opens the photos of a data directory, and clears away what an earlier life did not finish writing.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn open(data_dir: &Path) -> Result<Self, StoreError> {
        let store = Self {
            dir: data_dir.join(FOLDER_NAME),
            writes: Arc::default(),
        };
        fs::create_dir_all(&store.dir).map_err(io(&store.dir))?;
        for file in store.files()? {
            if file.extension().is_some_and(|ending| ending == "new") {
                fs::remove_file(&file).map_err(io(&file))?;
            }
        }
        Ok(store)
    }

    /// Tells where the photos lie.
    pub fn folder(&self) -> &Path {
        &self.dir
    }

    /// Stores a photo; when this returns, it is on the disk. One that is here already stays as it is.
    ///
    /// # Errors
    /// When it cannot be written, as on a full disk.
    pub fn keep(
        &self,
        bytes: &[u8],
        format: PhotoFormat,
        taken_at: DateTime<Utc>,
    ) -> Result<PhotoId, StoreError> {
        let photo = name_of(bytes);
        if self.original(&photo).is_none() {
            let target = self.path(&photo, format.ending())?;
            self.write(&target, bytes, Some(taken_at.into()))?;
        }
        Ok(photo)
    }

    /// Stores the preview of a photo, and tells where it lies.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_preview(&self, photo: &PhotoId, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let target = self.path(photo, PREVIEW)?;
        self.write(&target, bytes, None)?;
        Ok(target)
    }

    /// Finds a whole photo.
    pub fn original(&self, photo: &PhotoId) -> Option<PathBuf> {
        PhotoFormat::ALL
            .iter()
            .filter_map(|format| self.path(photo, format.ending()).ok())
            .find(|path| path.exists())
    }

    /// Finds the preview of a photo.
    pub fn preview(&self, photo: &PhotoId) -> Option<PathBuf> {
        self.path(photo, PREVIEW).ok().filter(|path| path.exists())
    }

    /// Removes a whole photo; its preview stays.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove_original(&self, photo: &PhotoId) -> Result<(), StoreError> {
        match self.original(photo) {
            Some(path) => fs::remove_file(&path).map_err(io(&path)),
            None => Ok(()),
        }
    }

    /// Reads the preview of a photo; nothing when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read_preview(&self, photo: &PhotoId) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.path(photo, PREVIEW)?;
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io(&path)(error)),
        }
    }

    /// Reads some bytes of a whole photo, and tells how many it has; nothing when it is not here.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(
        &self,
        photo: &PhotoId,
        from: u64,
        at_most: usize,
    ) -> Result<Option<(Vec<u8>, u64)>, StoreError> {
        let Some(path) = self.original(photo) else {
            return Ok(None);
        };
        let read = || {
            let mut file = File::open(&path)?;
            let size = file.metadata()?.len();
            let mut bytes = Vec::with_capacity(at_most);
            file.seek(SeekFrom::Start(from))?;
            file.take(at_most as u64).read_to_end(&mut bytes)?;
            Ok((bytes, size))
        };
        read().map(Some).map_err(io(&path))
    }

    /// Tells whether a whole photo still is what its name says.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_sound(&self, photo: &PhotoId) -> Result<bool, StoreError> {
        match self.original(photo) {
            Some(path) => Ok(hash_of(&path)? == *photo),
            None => Ok(false),
        }
    }

    /// Tells what there is of a photo.
    ///
    /// # Errors
    /// When that cannot be looked up.
    pub fn progress(&self, photo: &PhotoId) -> Result<Progress, StoreError> {
        let (path, whole) = match self.original(photo) {
            Some(path) => (path, true),
            None => (self.path(photo, PART)?, false),
        };
        match fs::metadata(&path) {
            Ok(meta) if whole => Ok(Progress::Whole(meta.len())),
            Ok(meta) => Ok(Progress::Part(meta.len())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Progress::Part(0)),
            Err(error) => Err(io(&path)(error)),
        }
    }

    /// Puts bytes behind what has come of a photo. When this returns they are on the disk, and whoever sent them may
    /// go on behind them.
    ///
    /// Each chunk for itself: all of a photo at once would keep a tap's own commit waiting many times longer.
    ///
    /// # Errors
    /// When they cannot be written, as on a full disk.
    pub fn append(&self, photo: &PhotoId, bytes: &[u8]) -> Result<u64, StoreError> {
        let path = self.path(photo, PART)?;
        self.make_folder(&path)?;
        let append = || {
            let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
            file.write_all(bytes)?;
            file.sync_data()?;
            Ok(file.metadata()?.len())
        };
        append().map_err(io(&path))
    }

    /// Gives a photo its name when it fits its hash, and throws it away when it does not.
    ///
    /// # Errors
    /// When it cannot be read or named.
    pub fn finish(&self, photo: &PhotoId) -> Result<Finished, StoreError> {
        let part = self.path(photo, PART)?;
        let mut head = Vec::new();
        File::open(&part)
            .and_then(|file| file.take(16).read_to_end(&mut head))
            .map_err(io(&part))?;
        match PhotoFormat::of(&head) {
            Some(format) if hash_of(&part)? == *photo => {
                let target = self.path(photo, format.ending())?;
                fs::rename(&part, &target).map_err(io(&target))?;
                sync_folder(&target)?;
                Ok(Finished::Whole)
            }
            _ => {
                self.discard(photo)?;
                Ok(Finished::Broken)
            }
        }
    }

    /// Throws away what has come of a photo.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn discard(&self, photo: &PhotoId) -> Result<(), StoreError> {
        let part = self.path(photo, PART)?;
        match fs::remove_file(&part) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(io(&part)(error)),
            _ => Ok(()),
        }
    }

    /// Lists what is stored.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn all(&self) -> Result<BTreeMap<PhotoId, StoredPhoto>, StoreError> {
        let mut all = BTreeMap::<PhotoId, StoredPhoto>::new();
        for file in self.files()? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let Some((id, ending)) = name.split_once('.') else {
                continue;
            };
            let photo = PhotoId::new(id);
            if !photo.is_hash() {
                continue;
            }
            if ending == PREVIEW {
                all.entry(photo).or_default().preview = Some(file);
            } else if PhotoFormat::ALL
                .iter()
                .any(|known| known.ending() == ending)
            {
                let modified = fs::metadata(&file).and_then(|meta| meta.modified());
                let taken_at = modified.map_err(io(&file))?;
                all.entry(photo).or_default().taken_at = Some(taken_at.into());
            }
        }
        Ok(all)
    }

    /// Only a hash becomes the name of a file.
    fn path(&self, photo: &PhotoId, ending: &str) -> Result<PathBuf, StoreError> {
        if !photo.is_hash() {
            let words = format!("“{photo}” names no photo");
            let error = std::io::Error::new(ErrorKind::InvalidInput, words);
            return Err(io(&self.dir)(error));
        }
        let id = photo.as_str();
        Ok(self.dir.join(&id[..2]).join(format!("{id}.{ending}")))
    }

    fn files(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut files = Vec::new();
        for folder in fs::read_dir(&self.dir).map_err(io(&self.dir))?.flatten() {
            let folder = folder.path();
            if folder.is_dir() {
                let entries = fs::read_dir(&folder).map_err(io(&folder))?;
                files.extend(entries.flatten().map(|entry| entry.path()));
            }
        }
        Ok(files)
    }

    fn make_folder(&self, file: &Path) -> Result<(), StoreError> {
        match file.parent() {
            Some(folder) if !folder.exists() => {
                fs::create_dir_all(folder).map_err(io(folder))?;
                sync_folder(folder)
            }
            _ => Ok(()),
        }
    }

    /// Writes a file whole, or not at all.
    fn write(
        &self,
        target: &Path,
        bytes: &[u8],
        modified: Option<SystemTime>,
    ) -> Result<(), StoreError> {
        self.make_folder(target)?;
        let number = self.writes.fetch_add(1, Ordering::Relaxed);
        let unfinished = target.with_extension(format!("{number}.new"));
        let write = || {
            let mut file = File::create(&unfinished)?;
            file.write_all(bytes)?;
            if let Some(modified) = modified {
                file.set_modified(modified)?;
            }
            file.sync_all()?;
            fs::rename(&unfinished, target)
        };
        write().map_err(io(&unfinished))?;
        sync_folder(target)
    }
}

fn hash_of(path: &Path) -> Result<PhotoId, StoreError> {
    let mut hasher = Sha256::new();
    File::open(path)
        .and_then(|mut file| std::io::copy(&mut file, &mut hasher))
        .map_err(io(path))?;
    Ok(hex(&hasher.finalize()))
}

/// A file's name is on the disk when its folder is.
fn sync_folder(file: &Path) -> Result<(), StoreError> {
    let folder = file.parent().unwrap_or(file);
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(io(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9];

    fn store() -> (tempfile::TempDir, PhotoStore) {
        let dir = tempfile::tempdir().unwrap();
        let store = PhotoStore::open(dir.path()).unwrap();
        (dir, store)
    }

    #[test]
    fn the_same_picture_is_stored_once_and_keeps_its_time() {
        let (_dir, store) = store();
        let (early, late) = (
            DateTime::UNIX_EPOCH,
            DateTime::from_timestamp(99, 0).unwrap(),
        );
        let first = store.keep(PICTURE, PhotoFormat::Jpeg, early).unwrap();
        let second = store.keep(PICTURE, PhotoFormat::Jpeg, late).unwrap();
        assert_eq!(first, second);
        let all = store.all().unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!(all[&first].taken_at, Some(early));
        assert_eq!(store.files().unwrap().len(), 1);
    }

    #[test]
    fn parts_add_up_to_the_photo_across_a_restart() {
        let (dir, store) = store();
        let photo = name_of(PICTURE);
        store.append(&photo, &PICTURE[..4]).unwrap();
        let store = PhotoStore::open(dir.path()).unwrap_or(store);
        assert_eq!(store.progress(&photo).unwrap(), Progress::Part(4));
        store.append(&photo, &PICTURE[4..]).unwrap();
        assert_eq!(store.finish(&photo).unwrap(), Finished::Whole);
        let size = PICTURE.len() as u64;
        assert_eq!(store.progress(&photo).unwrap(), Progress::Whole(size));
        assert_eq!(
            store.read(&photo, 4, 3).unwrap(),
            Some((PICTURE[4..7].to_vec(), size))
        );
        assert!(store.is_sound(&photo).unwrap());
    }

    #[test]
    fn what_does_not_fit_its_hash_is_thrown_away() {
        let (_dir, store) = store();
        let photo = name_of(PICTURE);
        store.append(&photo, &PICTURE[..8]).unwrap();
        store.append(&photo, b"?").unwrap();
        assert_eq!(store.finish(&photo).unwrap(), Finished::Broken);
        assert_eq!(store.progress(&photo).unwrap(), Progress::Part(0));
    }

    #[test]
    fn a_name_that_is_a_path_leads_nowhere() {
        let (_dir, store) = store();
        let path = PhotoId::new("../../../etc/passwd");
        assert!(store.append(&path, b"x").is_err());
        assert_eq!(store.original(&path), None);
        assert_eq!(store.preview(&path), None);
    }
}
