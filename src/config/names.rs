//! Names in both languages, as the workshop's own files give them to what is chosen by tapping.

use super::{Wrong, wrong};
use crate::domain::finding_catalogue::Named;
use std::collections::BTreeSet;

/// Checks a code and its names.
pub(super) fn named<Code: for<'a> From<&'a str>>(
    of: &str,
    code: &str,
    name: String,
    english_name: String,
) -> Result<Named<Code>, Wrong> {
    let code_fits = !code.is_empty()
        && code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if !code_fits {
        return Err(wrong(
            format!("{of}.code"),
            format!("“{code}” should be letters, digits, - and _ only"),
        ));
    }
    if name.trim().is_empty() || english_name.trim().is_empty() {
        return Err(wrong(
            format!("{of}.name"),
            format!("“{code}” needs a name and an english_name"),
        ));
    }
    Ok(Named {
        code: Code::from(code),
        name,
        english_name,
    })
}

/// Checks that a code stands there once.
pub(super) fn once<Code: Ord + Clone + AsRef<str>>(
    seen: &mut BTreeSet<Code>,
    key: &str,
    code: &Code,
) -> Result<(), Wrong> {
    if seen.insert(code.clone()) {
        return Ok(());
    }
    Err(twice(key, code.as_ref()))
}

/// Says that a code stands there twice.
pub(super) fn twice(key: &str, code: &str) -> Wrong {
    wrong(
        key,
        format!("“{code}” stands there twice; give each a code of its own"),
    )
}
