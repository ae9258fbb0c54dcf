//! Paper: pages that were drawn for a printer, and the files they become.
//!
//! Pages are drawn on a thread of their own: Slint keeps its platform per thread, so a process with windows open can
//! print as well.

mod pdf;
mod png;
mod qr;
mod slip;
mod story;

pub use pdf::write as write_pdf;
pub use png::write as write_png;
pub use slip::{draw_labels, draw_slip};
pub use story::draw_story;

use crate::gui::shots::{self, ShotError};
use slint::{ComponentHandle, PlatformError, Rgba8Pixel, SharedPixelBuffer};
use std::path::{Path, PathBuf};

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// It could not be drawn.
    #[error(transparent)]
    Drawing(#[from] ShotError),
    /// The order's number is too long for a code.
    #[error("“{text}” is too long for a code on paper; give the order a shorter number")]
    Code {
        /// What should have stood in it.
        text: String,
    },
    /// The thread that draws could not be started, or broke.
    #[error("the paper could not be drawn: {0}")]
    Thread(String),
    /// The file could not be written.
    #[error("{}: {source}; make the folder writable or name another file", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl PaperError {
    fn file(path: &Path, source: std::io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            source,
        }
    }
}

impl From<PlatformError> for PaperError {
    fn from(error: PlatformError) -> Self {
        Self::Drawing(error.into())
    }
}

/// A kind of paper, and how fine it is printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// How wide.
    pub width_mm: f32,
    /// How high.
    pub height_mm: f32,
    /// The printer's dots on a millimetre.
    pub dots_per_mm: f32,
    /// How its ink comes.
    pub ink: Ink,
}

/// How ink comes onto paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// In shades: a laser printer makes them.
    Shades,
    /// A dot is black or is not: a thermal printer would make crumbs of a shade.
    BlackOnly,
}

/// Anything darker than this becomes black where there are no shades.
const BLACK_BELOW: u8 = 150;

impl Paper {
    /// How large it is in dots.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a sheet has some thousand dots"
    )]
    fn dots(&self) -> (u32, u32) {
        let dots = |mm: f32| (mm * self.dots_per_mm).round() as u32;
        (dots(self.width_mm), dots(self.height_mm))
    }

    /// How many dots Slint must draw for each of its pixels, of which an inch has 96.
    fn scale(&self) -> f32 {
        self.dots_per_mm * 25.4 / 96.0
    }
}

/// One page, dot by dot.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// What it is printed on.
    pub paper: Paper,
    /// Dots across.
    pub width: u32,
    /// Dots down.
    pub height: u32,
    /// From black (0) to white (255), row by row.
    pub shades: Vec<u8>,
}

impl Sheet {
    fn of(picture: &SharedPixelBuffer<Rgba8Pixel>, paper: Paper) -> Self {
        let shade = |pixel: &Rgba8Pixel| {
            // What nothing was drawn on is paper.
            let over = |ink: u8| {
                let alpha = u32::from(pixel.a);
                u32::from(ink) * alpha / 255 + (255 - alpha)
            };
            let grey = (over(pixel.r) * 299 + over(pixel.g) * 587 + over(pixel.b) * 114) / 1000;
            let grey = u8::try_from(grey).unwrap_or(u8::MAX);
            match paper.ink {
                Ink::Shades => grey,
                Ink::BlackOnly if grey < BLACK_BELOW => 0,
                Ink::BlackOnly => u8::MAX,
            }
        };
        Self {
            paper,
            width: picture.width(),
            height: picture.height(),
            shades: picture.as_slice().iter().map(shade).collect(),
        }
    }
}

/// Draws one page in memory.
fn sheet<C: ComponentHandle>(
    make: impl FnOnce() -> Result<C, PlatformError>,
    paper: Paper,
) -> Result<Sheet, PaperError> {
    let picture = shots::draw(make, paper.dots(), paper.scale())?;
    Ok(Sheet::of(&picture, paper))
}

/// Draws on a thread of its own.
fn apart<T: Send>(draw: impl FnOnce() -> Result<T, PaperError> + Send) -> Result<T, PaperError> {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().name("paper".to_owned());
        let drawing = builder
            .spawn_scoped(scope, draw)
            .map_err(|error| PaperError::Thread(error.to_string()))?;
        drawing
            .join()
            .unwrap_or_else(|_| Err(PaperError::Thread("the drawing broke off".to_owned())))
    })
}
