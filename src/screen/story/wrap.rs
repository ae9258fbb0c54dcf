//! Text onto lines of paper: how wide it is, and where it breaks, so that a page knows how high it gets before it is drawn.

/// How wide a character is, in thousandths of the height of its font; a little more than it is drawn.
fn width(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 330,
        ' ' | '\u{a0}' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 400,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 930,
        'A'..='Z' | '&' => 690,
        c if c.is_ascii() => 580,
        // Half-width forms, accents and the letters of other alphabets.
        '\u{a0}'..='\u{24f}' | '\u{ff61}'..='\u{ff9f}' | '–' | '“' | '”' | '‘' | '’' => {
            620
        }
        '\u{370}'..='\u{5ff}' => 680,
        _ => 1000,
    }
}

fn widths(text: &str) -> u32 {
    text.chars().map(width).fold(0, u32::saturating_add)
}

/// Tells whether a line may begin with what follows: an ideograph yes, a closing mark never.
fn breaks_before(c: char) -> bool {
    let closes = "，。；：！？、）】》”’…％℃";
    width(c) == 1000 && !closes.contains(c)
}

/// Cuts a text into pieces that stay whole: words, and single ideographs.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let wide_before = before.is_some_and(|before| width(before) == 1000);
        let cut = match before {
            Some(' ') => c != ' ',
            Some(_) => {
                breaks_before(c) || (wide_before && !"，。；：！？、）】》”’…％℃ ".contains(c))
            }
            None => false,
        };
        if cut {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

/// Breaks a text into lines of so many thousandths of its font's height; what does not fit on `most` lines ends in dots.
pub fn wrap(text: &str, room: u32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut line = String::new();
        for piece in pieces(paragraph.trim()) {
            if widths(&line) + widths(piece.trim_end()) > room && !line.is_empty() {
                lines.push(line.trim_end().to_owned());
                line.clear();
            }
            push_long(piece, room, &mut line, &mut lines);
        }
        lines.push(line.trim_end().to_owned());
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while widths(last) + width('…') > room && last.pop().is_some() {}
            last.push('…');
        }
    }
    lines
}

/// A word that is longer than a line is broken where the line ends.
fn push_long(piece: &str, room: u32, line: &mut String, lines: &mut Vec<String>) {
    for c in piece.chars() {
        if widths(line) + width(c) > room && !line.trim_end().is_empty() && c != ' ' {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_stay_whole_and_ideographs_break_anywhere() {
        assert_eq!(wrap("brake pads worn", 6_000, 9), ["brake pads", "worn"]);
        assert_eq!(wrap("前制动片磨损", 3_000, 9), ["前制动", "片磨损"]);
        assert_eq!(wrap("更换机油，加注", 4_000, 9), ["更换机", "油，加注"]);
        assert_eq!(wrap("first\n\nsecond", 9_000, 9), ["first", "second"]);
        assert!(wrap(" \n", 9_000, 9).is_empty());
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken_and_a_text_too_long_ends_in_dots() {
        assert_eq!(wrap("XXXXXXXX", 3_000, 9), ["XXXX", "XXXX"]);
        let lines = wrap(&"很长".repeat(40), 5_000, 2);
        assert_eq!(lines, ["很长很长很", "长很长很…"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_line_fits(text in "[a-zA-Z 0-9，。检查发现更换()/]{0,160}", room in 2_000..30_000_u32) {
            let lines = wrap(&text, room, usize::MAX);
            let bare = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
            for line in &lines {
                prop_assert!(widths(line) <= room, "{line:?}");
            }
        }
    }
}
