//! What goes out of the workshop for other programs: documents, and the bytes of their files.
//!
//! **Knows** what a dealer system needs to bill an order, and how it likes to read it.
//! **May use** the domain.
//! **Must never** open a file, read a clock or know how anything is stored: who calls it writes what it makes.

pub mod settlement;
