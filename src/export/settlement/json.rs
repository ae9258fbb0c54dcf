//! The export as one JSON document, as `config/settlement.schema.json` describes it.

use super::{Settlement, SettlementError};

/// Writes the document.
///
/// # Errors
/// When something in it cannot be written as JSON.
pub fn write(settlement: &Settlement) -> Result<Vec<u8>, SettlementError> {
    let mut text = serde_json::to_vec_pretty(settlement)?;
    text.push(b'\n');
    Ok(text)
}
