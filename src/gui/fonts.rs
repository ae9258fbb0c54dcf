//! Whether the machine has a font with Chinese characters; without one the screens would show boxes.

use fontique::{Collection, CollectionOptions, Script};

/// Tells whether some font has Chinese characters.
pub fn has_chinese() -> bool {
    let mut fonts = Collection::new(CollectionOptions {
        shared: false,
        system_fonts: true,
    });
    fonts
        .fallback_families((Script::from_bytes(*b"Hani"), "zh-Hans"))
        .next()
        .is_some()
        || fonts.family_by_name("Noto Sans CJK SC").is_some()
}
