//! Number plates (车牌): read in any writing, kept in one, and told apart by colour.
//!
//! Layout after GA 36-2018: province character, city letter, then five (blue, yellow) or
//! six (new-energy, green) letters or digits, without I and O.

use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// A plate in its one writing: `京A·F6620`. What is no mainland plate is kept as written, in upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Plate(String);

/// What colour the plate has on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlateKind {
    /// Blue: five characters after the dot.
    Standard,
    /// Green: six characters after the dot, a new-energy car.
    NewEnergy,
    /// Anything else: foreign, military, temporary, a new car without one.
    Other,
}

/// A plate that is empty, or has nothing in it that can stand on a plate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no plate; it should read like 京A·F6620")]
pub struct PlateError(String);

impl Plate {
    /// Reads a plate with or without dot, spaces, hyphen, full-width or lower-case letters.
    ///
    /// # Errors
    /// When no letter or digit is left.
    pub fn parse(text: &str) -> Result<Self, PlateError> {
        let clean: Vec<char> = text
            .nfkc()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .collect();
        if clean.is_empty() {
            return Err(PlateError(text.to_owned()));
        }
        let compact: String = clean.iter().collect();
        if Self::is_mainland(&clean) {
            let head: String = clean[..2].iter().collect();
            let tail: String = clean[2..].iter().collect();
            return Ok(Self(format!("{head}·{tail}")));
        }
        Ok(Self(compact))
    }

    fn is_mainland(clean: &[char]) -> bool {
        matches!(clean.len(), 7 | 8)
            && ('\u{4e00}'..='\u{9fff}').contains(&clean[0])
            && clean[1].is_ascii_uppercase()
            // The last place may be 学, 警, 领, 港, 澳, 挂.
            && clean[2..clean.len() - 1].iter().all(char::is_ascii_alphanumeric)
    }

    /// Shows it with its dot.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells the colour.
    pub fn kind(&self) -> PlateKind {
        match self.0.split_once('·') {
            Some((_, tail)) if tail.chars().count() == 6 => PlateKind::NewEnergy,
            Some(_) => PlateKind::Standard,
            None => PlateKind::Other,
        }
    }
}

impl fmt::Display for Plate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_writing_of_a_plate_is_the_same_plate() {
        for writing in [
            "京AF6620",
            "京A·F6620",
            "京Ａ　Ｆ６６２０",
            "京a-f6620",
            " 京A.F6620 ",
        ] {
            assert_eq!(
                Plate::parse(writing).unwrap().as_str(),
                "京A·F6620",
                "{writing}"
            );
        }
    }

    #[test]
    fn the_colour_follows_the_length() {
        assert_eq!(
            Plate::parse("京AD06213").unwrap().kind(),
            PlateKind::NewEnergy
        );
        assert_eq!(
            Plate::parse("京BS4D75").unwrap().kind(),
            PlateKind::Standard
        );
        assert_eq!(Plate::parse("LBE0001").unwrap().kind(), PlateKind::Other);
    }

    #[test]
    fn nothing_is_no_plate() {
        assert!(Plate::parse(" · ").is_err());
    }
}
