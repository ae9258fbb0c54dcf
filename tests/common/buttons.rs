//! The buttons of a window, found and tapped by their words as a person would.

use i_slint_backend_testing::{AccessibleRole, ElementHandle, ElementRoot};

/// Finds the button that bears these words.
pub fn button(window: &impl ElementRoot, label: &str) -> Option<ElementHandle> {
    ElementHandle::find_by_accessible_label(window, label)
        .find(|found| found.accessible_role() == Some(AccessibleRole::Button))
}

/// Taps the button that bears these words.
pub fn tap(window: &impl ElementRoot, label: &str) {
    let found = button(window, label);
    found
        .unwrap_or_else(|| panic!("nothing on the screen says {label}"))
        .invoke_accessible_default_action();
}
