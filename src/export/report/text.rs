//! How wide a text is. Browsers and printers have fonts of their own, so that this is a guess on the safe side.

use super::canvas::{Style, Weight};

/// Tells how wide a text is, in points.
pub(super) fn width(text: &str, style: Style) -> f64 {
    let bold = match style.weight {
        Weight::Regular => 1.0,
        Weight::Bold => 1.06,
    };
    text.chars().map(em).sum::<f64>() * style.size * bold
}

/// The width of a character in parts of the type size, as in Noto Sans CJK.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' => 0.29,
        ' ' => 0.23,
        'f' | 'r' | 't' | '(' | ')' | '-' | '/' => 0.37,
        'm' | 'w' | 'M' | 'W' | '%' => 0.93,
        'A'..='Z' => 0.66,
        c if c.is_ascii() => 0.57,
        // In a Chinese font · × ÷ and … are as wide as a character.
        _ => 1.0,
    }
}

/// Cuts a text where it would be wider than `room`, and says so with ….
pub(super) fn fit(text: &str, room: f64, style: Style) -> String {
    if width(text, style) <= room {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        cut.push(c);
        if width(&cut, style) + style.size > room {
            cut.pop();
            break;
        }
    }
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::report::canvas::Ink;

    #[test]
    fn a_text_that_is_too_long_is_cut_and_says_so() {
        let style = Style::new(10.0, Ink(0, 0, 0));
        assert_eq!(fit("Liu Jing", 100.0, style), "Liu Jing");
        let cut = fit("前制动片磨损到限需要更换", 60.0, style);
        assert!(cut.ends_with('…') && width(&cut, style) <= 60.0, "{cut}");
    }
}
