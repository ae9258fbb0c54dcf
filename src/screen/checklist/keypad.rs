//! Measured values as they are typed with gloves, and the limits as they are read.

use crate::domain::quality::checklist::{Hundredths, Measure};

/// So many digits stand before the point: no brake, bolt or battery has more.
const WHOLE_DIGITS: usize = 5;
/// So many behind it.
const DECIMALS: usize = 2;

/// The keypad's line: digits with at most one point, and a sign where it is cold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keypad {
    text: String,
}

impl Keypad {
    /// The key with the point.
    pub const POINT: &'static str = ".";
    /// The key with the sign.
    pub const SIGN: &'static str = "−";

    /// Shows what was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes a key; one that makes no number of it is left out.
    pub fn press(&mut self, key: &str) {
        match key {
            Self::SIGN => self.turn(),
            Self::POINT => self.point(),
            digit if digit.len() == 1 && digit.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.digit(digit);
            }
            _ => {}
        }
    }

    /// What stands before and behind the point.
    fn halves(&self) -> (&str, Option<&str>) {
        let digits = self.text.trim_start_matches(Self::SIGN);
        match digits.split_once(Self::POINT) {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (digits, None),
        }
    }

    fn point(&mut self) {
        match self.halves() {
            (_, Some(_)) => {}
            ("", None) => self.text.push_str("0."),
            (_, None) => self.text.push_str(Self::POINT),
        }
    }

    fn digit(&mut self, digit: &str) {
        let (whole, decimals) = self.halves();
        let is_zero = whole == "0" && decimals.is_none();
        let room = match decimals {
            Some(decimals) => decimals.len() < DECIMALS,
            None => whole.len() < WHOLE_DIGITS,
        };
        if is_zero {
            self.text.pop();
        }
        if room {
            self.text.push_str(digit);
        }
    }

    fn turn(&mut self) {
        self.text = match self.text.strip_prefix(Self::SIGN) {
            Some(rest) => rest.to_owned(),
            None => format!("{}{}", Self::SIGN, self.text),
        };
    }

    /// Takes the last key back.
    pub fn erase(&mut self) {
        self.text.pop();
    }

    /// Reads the number; nothing as long as there is none.
    pub fn value(&self) -> Option<Hundredths> {
        let (whole, decimals) = self.halves();
        let whole: i64 = whole.parse().ok()?;
        let decimals: i64 = format!("{:0<DECIMALS$}", decimals.unwrap_or_default())
            .parse()
            .ok()?;
        let value = whole * 100 + decimals;
        let is_cold = self.text.starts_with(Self::SIGN);
        Some(Hundredths(if is_cold { -value } else { value }))
    }
}

/// Writes the limits as both languages do: `3–5 mm`, `≥ 1.6 mm`, `≤ 3 %`; only the unit where there are none.
pub fn limits(measure: &Measure) -> String {
    let unit = measure.unit.symbol();
    match (measure.least, measure.most) {
        (Some(least), Some(most)) => format!("{least}–{most} {unit}"),
        (Some(least), None) => format!("≥ {least} {unit}"),
        (None, Some(most)) => format!("≤ {most} {unit}"),
        (None, None) => unit.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quality::checklist::Unit;

    fn typed(keys: &str) -> Keypad {
        let mut keypad = Keypad::default();
        for key in keys.chars() {
            keypad.press(&key.to_string());
        }
        keypad
    }

    #[test]
    fn a_glove_types_what_the_gauge_says() {
        assert_eq!(typed("11.5").value(), Some(Hundredths(1150)));
        assert_eq!(typed("88").value(), Some(Hundredths(8800)));
        assert_eq!(typed(".05").value(), Some(Hundredths(5)));
        assert_eq!(typed("25−").value(), Some(Hundredths(-2500)));
        assert_eq!(typed("").value(), None);
    }

    #[test]
    fn who_leans_on_the_keypad_makes_no_nonsense_of_it() {
        assert_eq!(typed("1..5.5").text(), "1.55");
        assert_eq!(typed("12.345").text(), "12.34");
        assert_eq!(typed("1234567").text(), "12345");
        assert_eq!(typed("007").text(), "7");
        assert_eq!(typed("0.").value(), Some(Hundredths(0)));
    }

    #[test]
    fn limits_read_the_same_in_both_languages() {
        let measure = |least, most| Measure {
            unit: Unit::Mm,
            least,
            most,
        };
        let (two, five) = (Some(Hundredths(160)), Some(Hundredths(500)));
        assert_eq!(limits(&measure(two, None)), "≥ 1.6 mm");
        assert_eq!(limits(&measure(None, five)), "≤ 5 mm");
        assert_eq!(limits(&measure(two, five)), "1.6–5 mm");
        assert_eq!(limits(&measure(None, None)), "mm");
    }
}
