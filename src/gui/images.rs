//! Photos on a window: each read from its file once.

use image::{ImageReader, ImageResult};
use slint::{Image, Rgba8Pixel, SharedPixelBuffer};
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

/// The most photos of which a window keeps the pixels.
const MOST: usize = 64;

/// The photos that a window shows, by their files.
#[derive(Default)]
pub(super) struct Images(RefCell<HashMap<String, Image>>);

impl Images {
    /// Finds the photo of a file; an empty image where there is none, or none that can be read.
    pub(super) fn of(&self, path: &str) -> Image {
        if path.is_empty() {
            return Image::default();
        }
        let mut known = self.0.borrow_mut();
        if let Some(image) = known.get(path) {
            return image.clone();
        }
        let image = read(Path::new(path)).unwrap_or_else(|error| {
            tracing::warn!(%path, %error, "this photo cannot be shown");
            Image::default()
        });
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(path.to_owned(), image.clone());
        image
    }
}

fn read(path: &Path) -> ImageResult<Image> {
    let picture = ImageReader::open(path)?.with_guessed_format()?.decode()?;
    let pixels = picture.to_rgba8();
    let (width, height) = pixels.dimensions();
    Ok(Image::from_rgba8(
        SharedPixelBuffer::<Rgba8Pixel>::clone_from_slice(pixels.as_raw(), width, height),
    ))
}
