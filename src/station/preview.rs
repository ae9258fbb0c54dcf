//! Previews: a photo made small enough for one message. The station that took the photo makes it, so that the
//! coordinator stays light.

use crate::domain::photo::{MAX_PREVIEW_BYTES, PhotoFormat};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;
use std::panic::catch_unwind;

/// The longest side in pixels and the quality, from the best that may fit to one that always does.
const TRIES: [(u32, u8); 5] = [(640, 80), (640, 60), (640, 40), (480, 40), (320, 30)];
/// How many bytes a decoded photo may take: a kiosk is a small machine.
const MAX_DECODED_BYTES: u64 = 256 * 1024 * 1024;

/// Makes the preview of a photo; nothing when the picture cannot be read.
pub(super) fn preview_of(bytes: &[u8], format: PhotoFormat) -> Option<Vec<u8>> {
    // Whatever a camera has written, its thread goes on.
    match catch_unwind(|| make(bytes, format)) {
        Ok(Ok(preview)) => preview,
        Ok(Err(error)) => {
            tracing::warn!(%error, "no preview of this photo can be made; it is sent without one");
            None
        }
        Err(_) => None,
    }
}

fn make(bytes: &[u8], format: PhotoFormat) -> image::ImageResult<Option<Vec<u8>>> {
    let picture = upright(bytes, format)?;
    for (side, quality) in TRIES {
        let small = if picture.width().max(picture.height()) > side {
            picture.thumbnail(side, side)
        } else {
            picture.clone()
        };
        let mut preview = Vec::new();
        JpegEncoder::new_with_quality(&mut preview, quality).encode_image(&small.to_rgb8())?;
        if preview.len() <= MAX_PREVIEW_BYTES {
            return Ok(Some(preview));
        }
    }
    Ok(None)
}

/// Reads a picture as the camera was held: the preview has no note of that any more.
fn upright(bytes: &[u8], format: PhotoFormat) -> image::ImageResult<DynamicImage> {
    let format = match format {
        PhotoFormat::Jpeg => ImageFormat::Jpeg,
        PhotoFormat::Png => ImageFormat::Png,
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    // A picture whose note cannot be read is shown as it lies.
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(width: u32, height: u32) -> Vec<u8> {
        let picture = DynamicImage::new_rgb8(width, height);
        let mut bytes = Vec::new();
        picture
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg)
            .unwrap();
        bytes
    }

    fn size(bytes: &[u8]) -> (u32, u32) {
        let picture = image::load_from_memory(bytes).unwrap();
        (picture.width(), picture.height())
    }

    #[test]
    fn a_preview_is_at_most_640_long_and_never_larger_than_the_photo() {
        for (photo_size, preview_size) in [
            ((1600, 1200), (640, 480)),
            ((300, 1280), (150, 640)),
            ((64, 48), (64, 48)),
        ] {
            let bytes = photo(photo_size.0, photo_size.1);
            let preview = preview_of(&bytes, PhotoFormat::Jpeg).unwrap();
            assert_eq!(size(&preview), preview_size);
        }
    }

    #[test]
    fn noise_fits_into_one_message_too() {
        let mut state = 1_u32;
        let noise = image::RgbImage::from_fn(640, 640, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            image::Rgb(state.to_be_bytes()[..3].try_into().unwrap())
        });
        let mut bytes = Vec::new();
        noise
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .unwrap();
        let preview = preview_of(&bytes, PhotoFormat::Png).unwrap();
        assert!(preview.len() <= MAX_PREVIEW_BYTES);
    }

    #[test]
    fn what_is_no_picture_has_no_preview() {
        assert_eq!(
            preview_of(&[0xff, 0xd8, 0xff, 9, 9, 9], PhotoFormat::Jpeg),
            None
        );
    }
}
