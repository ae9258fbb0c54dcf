//! Pages as one PDF, with the characters that stand on them out of the machine's fonts.

use super::Report;
use super::canvas::{Anchor, Canvas, Ink, PAGE, Shape, Style, Weight};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};
use std::sync::Arc;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// A font cannot be read.
    #[error("the font cannot be read")]
    Unreadable,
    /// The document could not be put together.
    #[error("the pages could not be put together: {0}")]
    Document(String),
}

/// One font, out of a file that may hold several.
struct Face {
    data: Arc<Vec<u8>>,
    index: u32,
    font: Font,
}

/// The fonts of a document.
pub struct Fonts {
    regular: Face,
    bold: Face,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fonts")
    }
}

impl Face {
    fn new((data, index): (Arc<Vec<u8>>, u32)) -> Option<Self> {
        let font = Font::new(data.clone().into(), index)?;
        Some(Self { data, index, font })
    }
}

impl Fonts {
    /// Takes the files of a regular font and of a bold one, and which of the fonts in each it is.
    ///
    /// # Errors
    /// When one of them is no font.
    pub fn new(regular: (Arc<Vec<u8>>, u32), bold: (Arc<Vec<u8>>, u32)) -> Result<Self, FontError> {
        let face = |file| Face::new(file).ok_or(FontError::Unreadable);
        Ok(Self {
            regular: face(regular)?,
            bold: face(bold)?,
        })
    }
}

/// What a text is written with.
struct Pen<'a> {
    font: &'a Font,
    glyphs: skrifa::charmap::Charmap<'a>,
    metrics: GlyphMetrics<'a>,
}

impl<'a> Pen<'a> {
    fn new(face: &'a Face) -> Result<Self, FontError> {
        let font =
            FontRef::from_index(&face.data, face.index).map_err(|_| FontError::Unreadable)?;
        Ok(Self {
            font: &face.font,
            glyphs: font.charmap(),
            // For a type size of 1.
            metrics: font.glyph_metrics(Size::new(1.0), LocationRef::default()),
        })
    }

    /// Finds the glyphs of a text, one a character: neither Chinese nor English needs more.
    fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let glyph = |(from, c): (usize, char)| {
            let id = self.glyphs.map(c).unwrap_or_default();
            KrillaGlyph {
                glyph_id: GlyphId::new(id.to_u32()),
                text_range: from..from + c.len_utf8(),
                x_advance: self.metrics.advance_width(id).unwrap_or_default(),
                x_offset: 0.0,
                y_offset: 0.0,
                y_advance: 0.0,
                location: None,
            }
        };
        text.char_indices().map(glyph).collect()
    }
}

/// Writes pages as PDF.
///
/// # Errors
/// When a font does not hold what its page needs.
pub fn write(report: &Report<'_>, pages: &[Canvas], fonts: &Fonts) -> Result<Vec<u8>, FontError> {
    let pens = (Pen::new(&fonts.regular)?, Pen::new(&fonts.bold)?);
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(report.title()));
    for canvas in pages {
        let Some(settings) = PageSettings::from_wh(at(PAGE.0), at(PAGE.1)) else {
            continue;
        };
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for shape in &canvas.shapes {
            draw(shape, &pens, &mut surface);
        }
        surface.finish();
        page.finish();
    }
    document
        .finish()
        .map_err(|error| FontError::Document(format!("{error:?}")))
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "a page has some hundred points"
)]
fn at(points: f64) -> f32 {
    points as f32
}

fn fill(Ink(red, green, blue): Ink) -> Fill {
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        ..Fill::default()
    }
}

fn draw(shape: &Shape, pens: &(Pen<'_>, Pen<'_>), surface: &mut Surface<'_>) {
    match shape {
        Shape::Rect {
            x,
            y,
            width,
            height,
            radius,
            ink,
        } => filled(rounded((*x, *y), (*width, *height), *radius), *ink, surface),
        Shape::Area { points, ink } => filled(outline(points, true), *ink, surface),
        Shape::Line { points, width, ink } => {
            let Some(path) = outline(points, false) else {
                return;
            };
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: fill(*ink).paint,
                width: at(*width),
                line_join: LineJoin::Round,
                ..Stroke::default()
            }));
            surface.draw_path(&path);
        }
        Shape::Text { x, y, text, style } => {
            let pen = match style.weight {
                Weight::Regular => &pens.0,
                Weight::Bold => &pens.1,
            };
            write_text((*x, *y), text, *style, pen, surface);
        }
    }
}

fn filled(path: Option<Path>, ink: Ink, surface: &mut Surface<'_>) {
    let Some(path) = path else {
        return;
    };
    surface.set_stroke(None);
    surface.set_fill(Some(fill(ink)));
    surface.draw_path(&path);
}

fn write_text(
    (x, y): (f64, f64),
    text: &str,
    style: Style,
    pen: &Pen<'_>,
    surface: &mut Surface<'_>,
) {
    let glyphs = pen.glyphs(text);
    let width: f32 = glyphs.iter().map(|glyph| glyph.x_advance).sum();
    let width = width * at(style.size);
    let left = match style.anchor {
        Anchor::Start => at(x),
        Anchor::Middle => at(x) - width / 2.0,
        Anchor::End => at(x) - width,
    };
    surface.set_stroke(None);
    surface.set_fill(Some(fill(style.ink)));
    let start = Point::from_xy(left, at(y));
    surface.draw_glyphs(
        start,
        &glyphs,
        pen.font.clone(),
        text,
        at(style.size),
        false,
    );
}

fn outline(points: &[(f64, f64)], closed: bool) -> Option<Path> {
    let ((x, y), rest) = points.split_first()?;
    let mut path = PathBuilder::new();
    path.move_to(at(*x), at(*y));
    for (x, y) in rest {
        path.line_to(at(*x), at(*y));
    }
    if closed {
        path.close();
    }
    path.finish()
}

/// A quarter of a circle as one curve: so far from the corner are its handles, in parts of the radius.
const HANDLE: f32 = 0.447_715_2;

fn rounded((x, y): (f64, f64), (width, height): (f64, f64), radius: f64) -> Option<Path> {
    let (left, top, right, bottom) = (at(x), at(y), at(x + width), at(y + height));
    let mut path = PathBuilder::new();
    if radius <= 0.0 {
        path.push_rect(Rect::from_ltrb(left, top, right, bottom)?);
        return path.finish();
    }
    let r = at(radius);
    let h = r * HANDLE;
    path.move_to(left + r, top);
    path.line_to(right - r, top);
    path.cubic_to(right - h, top, right, top + h, right, top + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - h, right - h, bottom, right - r, bottom);
    path.line_to(left + r, bottom);
    path.cubic_to(left + h, bottom, left, bottom - h, left, bottom - r);
    path.line_to(left, top + r);
    path.cubic_to(left, top + h, left + h, top, left + r, top);
    path.close();
    path.finish()
}
