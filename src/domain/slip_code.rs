//! The codes on printed slips and labels: what stands in their squares, and what a scanner makes of it.

use super::ids::{CommandId, RoNumber, ToolId};
use super::tool::scanned;
use std::fmt;
use std::str::FromStr;

/// What every code of this program begins with; the number rises when the writing changes.
const MARK: &str = "BL1";

/// What a printed code names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipCode {
    /// A parts request (领料单): `BL1:P:2611-0400:0199…`.
    Request {
        /// Of which order.
        ro: RoNumber,
        /// Which.
        request: CommandId,
    },
    /// An old part (旧件): `BL1:O:2611-0400:0199…`.
    OldPart {
        /// Of which order.
        ro: RoNumber,
        /// Which.
        old_part: CommandId,
    },
    /// A tool (工具): `BL1:T:TL-010`.
    Tool {
        /// Which.
        tool: ToolId,
    },
}

/// A text that is no code of a slip or label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no code of a slip; it should begin with BL1:P, BL1:O or BL1:T")]
pub struct SlipCodeError(String);

impl fmt::Display for SlipCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { ro, request } => write!(f, "{MARK}:P:{ro}:{request}"),
            Self::OldPart { ro, old_part } => write!(f, "{MARK}:O:{ro}:{old_part}"),
            Self::Tool { tool } => write!(f, "{MARK}:T:{tool}"),
        }
    }
}

impl FromStr for SlipCode {
    type Err = SlipCodeError;

    /// Reads what stands in the square, in capitals or not. The number of an order is kept as it is written.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || SlipCodeError(text.to_owned());
        let mut words = text.trim_matches(['\r', '\n', '\t']).splitn(3, ':');
        let (mark, kind, rest) = match (words.next(), words.next(), words.next()) {
            (Some(mark), Some(kind), Some(rest)) => (mark, kind, rest),
            _ => return Err(wrong()),
        };
        if !mark.trim_start().eq_ignore_ascii_case(MARK) {
            return Err(wrong());
        }
        // An order's number may have colons of its own, an id has none.
        let of_order = || {
            let (ro, id) = rest.rsplit_once(':').filter(|(ro, _)| !ro.is_empty())?;
            let id: CommandId = id.trim().parse().ok()?;
            Some((RoNumber::new(ro), id))
        };
        let code = match kind {
            "P" | "p" => of_order().map(|(ro, request)| Self::Request { ro, request }),
            "O" | "o" => of_order().map(|(ro, old_part)| Self::OldPart { ro, old_part }),
            "T" | "t" => Some(scanned(rest))
                .filter(|tool| !tool.as_str().is_empty())
                .map(|tool| Self::Tool { tool }),
            _ => None,
        };
        code.ok_or_else(wrong)
    }
}

impl SlipCode {
    /// Tells whether a reader has read this code: some leave out signs and case.
    pub fn is_read_as(&self, scan: &str) -> bool {
        squeezed(&self.to_string()) == squeezed(scan)
    }
}

fn squeezed(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    proptest! {
        #[test]
        fn every_code_reads_as_what_was_written(
            ro in "[^\\p{C}]{1,24}",
            id: u128,
            tool in "[A-Z0-9-]{1,16}",
            kind in 0..3,
        ) {
            let ro = RoNumber::new(ro);
            let id = CommandId(Uuid::from_u128(id));
            let code = match kind {
                0 => SlipCode::Request { ro, request: id },
                1 => SlipCode::OldPart { ro, old_part: id },
                _ => SlipCode::Tool { tool: ToolId::new(tool) },
            };
            let text = code.to_string();
            prop_assert_eq!(text.parse(), Ok(code.clone()));
            prop_assert!(code.is_read_as(&text.replace([':', '-'], "")));
        }

        #[test]
        fn no_text_breaks_the_reader(text: String) {
            let _ = text.parse::<SlipCode>();
        }
    }

    #[test]
    fn a_scanner_ends_with_return_and_may_shout() {
        let id = "0199a1b2-0000-7000-8000-00000000abcd";
        let code: SlipCode = format!("bl1:p:2611-0400:{}\r\n", id.to_uppercase())
            .parse()
            .unwrap();
        assert_eq!(code.to_string(), format!("BL1:P:2611-0400:{id}"));
        let tool: SlipCode = "BL1:T:tl-010".parse().unwrap();
        assert_eq!(tool.to_string(), "BL1:T:TL-010");
    }

    #[test]
    fn what_is_no_code_is_told_apart() {
        for text in [
            "",
            "TL-010",
            "BL1",
            "BL1:P",
            "BL1:P:2611-0400",
            "BL1:P::0199a1b2-0000-7000-8000-00000000abcd",
            "BL1:P:2611-0400:7",
            "BL1:T:",
            "BL2:T:TL-010",
            "BL1:X:TL-010",
        ] {
            assert!(text.parse::<SlipCode>().is_err(), "{text}");
        }
    }
}
