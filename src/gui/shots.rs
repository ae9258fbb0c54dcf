//! Pictures of windows without a display: drawn in memory, written as PNG.
//!
//! Slint asks its platform for a window whenever a component is made, and each gets one of its own, so many
//! windows can be drawn one after the other. The platform is set once per process and cannot be taken back: a
//! process that draws pictures opens no windows.

use slint::platform::software_renderer::{MinimalSoftwareWindow, RepaintBufferType};
use slint::platform::{Platform, PlatformError, SetPlatformError, WindowAdapter, WindowEvent};
use slint::{ComponentHandle, PhysicalSize, Rgba8Pixel, SharedPixelBuffer};
use std::cell::Cell;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum ShotError {
    /// Windows are open already, and one process cannot do both.
    #[error(
        "pictures cannot be drawn once windows are open; draw them with a process of their own"
    )]
    WindowsOpen,
    /// Slint could not make or draw the window.
    #[error("the window could not be drawn: {0}")]
    Window(#[from] PlatformError),
    /// The file could not be written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The picture could not be encoded.
    #[error("{}: {source}", path.display())]
    Png {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: png::EncodingError,
    },
}

/// A platform whose windows are memory.
struct Offscreen {
    began: Instant,
}

impl Platform for Offscreen {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(MinimalSoftwareWindow::new(RepaintBufferType::NewBuffer))
    }

    fn duration_since_start(&self) -> Duration {
        self.began.elapsed()
    }
}

thread_local! {
    // Slint keeps its platform per thread.
    static READY: Cell<bool> = const { Cell::new(false) };
}

/// Makes this thread one that draws pictures; the second time it does nothing.
///
/// # Errors
/// When a window was opened before.
pub fn prepare() -> Result<(), ShotError> {
    if READY.get() {
        return Ok(());
    }
    match slint::platform::set_platform(Box::new(Offscreen {
        began: Instant::now(),
    })) {
        Ok(()) => {
            READY.set(true);
            Ok(())
        }
        Err(SetPlatformError::AlreadySet) => Err(ShotError::WindowsOpen),
        Err(other) => Err(ShotError::Window(PlatformError::OtherError(other.into()))),
    }
}

/// Draws the window that `make` makes, at a size in pixels, and writes it to a PNG file.
///
/// # Errors
/// When windows are open already, the window cannot be drawn, or the file cannot be written.
pub fn render<C: ComponentHandle>(
    make: impl FnOnce() -> Result<C, PlatformError>,
    size: (u32, u32),
    path: &Path,
) -> Result<(), ShotError> {
    let picture = draw(make, size, 1.0)?;
    write_png(&picture, path)
}

/// Draws the window that `make` makes, with so many dots for each of Slint's pixels.
pub(super) fn draw<C: ComponentHandle>(
    make: impl FnOnce() -> Result<C, PlatformError>,
    size: (u32, u32),
    scale: f32,
) -> Result<SharedPixelBuffer<Rgba8Pixel>, ShotError> {
    prepare()?;
    let component = make()?;
    let window = component.window();
    window.dispatch_event_with_result(WindowEvent::ScaleFactorChanged {
        scale_factor: scale,
    })?;
    window.set_size(PhysicalSize::new(size.0, size.1));
    component.show()?;
    slint::platform::update_timers_and_animations();
    let picture = window.take_snapshot()?;
    component.hide()?;
    Ok(picture)
}

fn write_png(picture: &SharedPixelBuffer<Rgba8Pixel>, path: &Path) -> Result<(), ShotError> {
    let no_file = |source| ShotError::File {
        path: path.to_owned(),
        source,
    };
    let no_png = |source| ShotError::Png {
        path: path.to_owned(),
        source,
    };
    let mut file = BufWriter::new(File::create(path).map_err(no_file)?);
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(no_png)?;
    writer
        .write_image_data(picture.as_bytes())
        .map_err(no_png)?;
    writer.finish().map_err(no_png)?;
    file.flush().map_err(no_file)
}
