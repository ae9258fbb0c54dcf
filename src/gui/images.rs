//! Photos on a window: each read from its file once. A photo never changes: its name is its hash.

use image::{ImageReader, ImageResult};
use slint::{Image, Rgba8Pixel, SharedPixelBuffer};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The most photos of which a window keeps the pixels.
const MOST: usize = 256;
/// As large as a tile on a screen of 4K, in pixels.
const TILE: u32 = 320;

/// The photos that a window shows, by their files.
#[derive(Default)]
pub(super) struct Images(RefCell<BTreeMap<PathBuf, Option<Image>>>);

impl Images {
    /// Finds the photo of a file; nothing where there is none that can be read.
    pub(super) fn of(&self, path: &Path) -> Option<Image> {
        let mut known = self.0.borrow_mut();
        if let Some(image) = known.get(path) {
            return image.clone();
        }
        let image = read(path).map_err(|error| {
            tracing::warn!(path = %path.display(), %error, "this photo cannot be shown");
        });
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(path.to_owned(), image.clone().ok());
        image.ok()
    }
}

fn read(path: &Path) -> ImageResult<Image> {
    let picture = ImageReader::open(path)?.with_guessed_format()?.decode()?;
    let pixels = picture.thumbnail(TILE, TILE).to_rgba8();
    let (width, height) = pixels.dimensions();
    Ok(Image::from_rgba8(
        SharedPixelBuffer::<Rgba8Pixel>::clone_from_slice(pixels.as_raw(), width, height),
    ))
}
