//! Pages as one PDF: each as large as its paper, and on it the dots as they were drawn.

use super::{PaperError, Sheet};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref};
use std::path::Path;

/// How hard the dots are packed, of 10: paper is mostly white.
const PACKED: u8 = 6;

/// The numbers of a page's objects.
struct Refs {
    page: Ref,
    content: Ref,
    dots: Ref,
}

/// Writes pages into one file.
///
/// # Errors
/// When the file cannot be written.
pub fn write(sheets: &[Sheet], path: &Path) -> Result<(), PaperError> {
    std::fs::write(path, document(sheets)).map_err(|error| PaperError::file(path, error))
}

fn document(sheets: &[Sheet]) -> Vec<u8> {
    let mut next = Ref::new(1);
    let (catalogue, tree) = (next.bump(), next.bump());
    let pages: Vec<Refs> = sheets
        .iter()
        .map(|_| Refs {
            page: next.bump(),
            content: next.bump(),
            dots: next.bump(),
        })
        .collect();
    let mut pdf = Pdf::new();
    pdf.catalog(catalogue).pages(tree);
    pdf.pages(tree)
        .kids(pages.iter().map(|refs| refs.page))
        .count(i32::try_from(pages.len()).unwrap_or(i32::MAX));
    for (refs, sheet) in pages.iter().zip(sheets) {
        page(&mut pdf, refs, tree, sheet);
    }
    pdf.finish()
}

fn page(pdf: &mut Pdf, refs: &Refs, tree: Ref, sheet: &Sheet) {
    let (width, height) = (points(sheet.paper.width_mm), points(sheet.paper.height_mm));
    let name = Name(b"Dots");
    let mut page = pdf.page(refs.page);
    page.parent(tree)
        .media_box(Rect::new(0.0, 0.0, width, height))
        .contents(refs.content);
    page.resources().x_objects().pair(name, refs.dots);
    page.finish();

    let mut content = Content::new();
    content
        .save_state()
        .transform([width, 0.0, 0.0, height, 0.0, 0.0])
        .x_object(name)
        .restore_state();
    pdf.stream(refs.content, &content.finish());

    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&sheet.shades, PACKED);
    let mut dots = pdf.image_xobject(refs.dots, &packed);
    dots.filter(Filter::FlateDecode);
    dots.width(i32::try_from(sheet.width).unwrap_or(i32::MAX))
        .height(i32::try_from(sheet.height).unwrap_or(i32::MAX))
        .bits_per_component(8);
    dots.color_space().device_gray();
}

/// The points of a length, of which an inch has 72.
fn points(mm: f32) -> f32 {
    mm * 72.0 / 25.4
}
