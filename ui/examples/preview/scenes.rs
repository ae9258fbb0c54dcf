//! The data of the preview pictures, where it differs from the defaults in the `.slint` files.

use baylight_ui::*;

/// Fills the board as the scene's name asks.
pub fn board(_window: &BoardWindow, _scene: &str) {}
