//! The square code of a paper, module by module, in whole dots of the printer.

use super::PaperError;
use crate::domain::slip_code::SlipCode;
use qrcode::{Color, EcLevel, QrCode};
use slint::{Image, Rgb8Pixel, SharedPixelBuffer};

/// Draws a code as large as whole dots allow in a square of `room` dots, without an edge: the paper round it is empty.
pub(super) fn image(code: &SlipCode, room: u32) -> Result<Image, PaperError> {
    let text = code.to_string();
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)
        .map_err(|_| PaperError::Code { text })?;
    let modules = code.width();
    let dots = (room as usize / modules).max(1);
    let colours = code.to_colors();
    let side = modules * dots;
    let mut pixels = SharedPixelBuffer::<Rgb8Pixel>::new(dots_across(side), dots_across(side));
    for (at, pixel) in pixels.make_mut_slice().iter_mut().enumerate() {
        let (x, y) = (at % side / dots, at / side / dots);
        let ink = match colours.get(y * modules + x) {
            Some(Color::Dark) => 0,
            _ => u8::MAX,
        };
        *pixel = Rgb8Pixel::new(ink, ink, ink);
    }
    Ok(Image::from_rgb8(pixels))
}

fn dots_across(side: usize) -> u32 {
    u32::try_from(side).unwrap_or_default()
}
