//! Pages as PNG: a file a page, in shades of grey, with the size of the paper in it.

use super::{PaperError, Sheet};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes pages, the first to `path` and every other beside it as `name-2.png`, and lists the files.
///
/// # Errors
/// When a file cannot be written.
pub fn write(sheets: &[Sheet], path: &Path) -> Result<Vec<PathBuf>, PaperError> {
    (1..)
        .zip(sheets)
        .map(|(number, sheet)| {
            let path = of_page(path, number);
            page(sheet, &path).map_err(|error| PaperError::file(&path, error))?;
            Ok(path)
        })
        .collect()
}

fn of_page(path: &Path, number: usize) -> PathBuf {
    if number == 1 {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{number}.png"))
}

fn page(sheet: &Sheet, path: &Path) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut encoder = png::Encoder::new(&mut file, sheet.width, sheet.height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_pixel_dims(Some(dims(sheet)));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&sheet.shades)?;
    writer.finish()?;
    file.flush()
}

/// How many dots a metre has, by which a viewer knows the true size.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a printer has some thousand dots a metre"
)]
fn dims(sheet: &Sheet) -> png::PixelDimensions {
    let per_metre = (sheet.paper.dots_per_mm * 1000.0).round() as u32;
    png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }
}
