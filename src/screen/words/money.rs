//! Money, as both languages write it here.

use crate::domain::order::Fen;

/// An amount in yuan: `¥860`, with its fen only where there are some.
pub fn yuan(amount: Fen) -> String {
    let sign = if amount.0 < 0 { "−" } else { "" };
    let (yuan, fen) = (amount.0.abs() / 100, amount.0.abs() % 100);
    match fen {
        0 => format!("{sign}¥{yuan}"),
        fen => format!("{sign}¥{yuan}.{fen:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fen_are_written_only_where_there_are_some() {
        for (fen, text) in [
            (86_000, "¥860"),
            (9_850, "¥98.50"),
            (5, "¥0.05"),
            (-100, "−¥1"),
        ] {
            assert_eq!(yuan(Fen(fen)), text);
        }
    }
}
