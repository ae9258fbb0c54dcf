//! What goes out of the workshop for other programs and for paper: documents, and the bytes of their files.
//!
//! **Knows** what a dealer system needs to bill an order, how it likes to read it, and how figures are drawn.
//! **May use** the domain, and the words of the screens.
//! **Must never** open a file, read a clock or know how anything is stored: who calls it writes what it makes.

pub mod report;
pub mod settlement;
