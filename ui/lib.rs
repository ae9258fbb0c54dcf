//! The generated code of the screens, and nothing else.

#![allow(clippy::all, missing_docs)]

slint::include_modules!();
