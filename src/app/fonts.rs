//! The machine's fonts, for documents that are written without a display.

use super::edge::Failure;
use crate::export::report::Fonts;
use fontdb::{Database, Family, Query, Source, Weight};
use std::sync::Arc;

/// Fonts with Chinese characters, as Linux, macOS and Windows have them; the first that is there is taken.
const FAMILIES: [&str; 8] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
];

/// Finds a regular and a bold font with Chinese characters.
pub(super) fn find() -> Result<Fonts, Failure> {
    let mut known = Database::new();
    known.load_system_fonts();
    let families = FAMILIES.map(Family::Name);
    let regular = file(&known, &families, Weight::NORMAL);
    let bold = file(&known, &families, Weight::BOLD);
    let (Some(regular), Some(bold)) = (regular, bold) else {
        return Err(Failure::machine(
            "there is no font with Chinese characters for the PDF; install one, as with `apt install fonts-noto-cjk`",
        ));
    };
    Fonts::new(regular, bold).map_err(Failure::machine)
}

fn file(known: &Database, families: &[Family<'_>], weight: Weight) -> Option<(Arc<Vec<u8>>, u32)> {
    let id = known.query(&Query {
        families,
        weight,
        ..Query::default()
    })?;
    let (source, index) = known.face_source(id)?;
    let bytes = match source {
        Source::File(path) | Source::SharedFile(path, _) => std::fs::read(path).ok()?,
        Source::Binary(data) => (*data).as_ref().to_vec(),
    };
    Some((Arc::new(bytes), index))
}
