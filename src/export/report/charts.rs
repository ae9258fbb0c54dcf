//! The charts: bars, rings, strips, a line over days and a month of tinted days. Each is one function onto a canvas.

use super::canvas::{Canvas, Ink, Style};
use super::ink;
use crate::domain::figures::Ratio;
use crate::screen::words::figures as words;

/// How high a bar with its words is.
pub(super) const BAR_ROW: f64 = 17.0;

/// One bar of a list.
pub(super) struct Bar<'a> {
    /// What it stands for.
    pub(super) label: &'a str,
    /// In grey behind the label.
    pub(super) note: &'a str,
    /// What it measures, in words.
    pub(super) value: &'a str,
    /// How long it is, in parts of the longest.
    pub(super) share: f64,
    /// In which colour.
    pub(super) ink: Ink,
}

/// Draws a bar: its label, the bar, and the value behind its end.
pub(super) fn bar(
    canvas: &mut Canvas,
    (x, y): (f64, f64),
    (labels, bars): (f64, f64),
    bar: &Bar<'_>,
) {
    let base = y + 11.5;
    let label = Style::new(9.0, ink::TEXT);
    canvas.fitted((x, base), bar.label, labels - 6.0, label);
    let used = super::text::width(bar.label, label) + 6.0;
    if !bar.note.is_empty() && used + 20.0 < labels {
        let note = Style::new(7.5, ink::MUTED);
        canvas.fitted((x + used, base), bar.note, labels - used - 4.0, note);
    }
    let value = Style::new(8.5, ink::TEXT);
    // The value stands behind the longest bar as well.
    let room = bars - super::text::width(bar.value, value) - 8.0;
    let long = (room * bar.share).max(if bar.share > 0.0 { 1.5 } else { 0.0 });
    canvas.rect((x + labels, y + 3.0), (long, BAR_ROW - 7.0), 2.0, bar.ink);
    canvas.text((x + labels + long + 6.0, base), bar.value, value);
}

/// Draws a tile with a ring: how much of a whole, with the figure inside and words beside it.
pub(super) fn ring_tile(
    canvas: &mut Canvas,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
    (label, note): (&str, &str),
    (ratio, colour): (Ratio, Ink),
) {
    canvas.rect((x, y), (width, height), 7.0, ink::PANEL);
    let (centre, outer) = ((x + width / 2.0, y + 40.0), 27.0);
    canvas.ring(centre, (outer - 7.0, outer), (0.0, 1.0), ink::TRACK);
    let share = ratio.share().unwrap_or(0.0).clamp(0.0, 1.0);
    canvas.ring(centre, (outer - 7.0, outer), (0.0, share), colour);
    let inside = Style::new(12.0, ink::TEXT).bold().middle();
    canvas.text(
        (centre.0, centre.1 + 4.3),
        words::whole_percent(ratio),
        inside,
    );
    let name = Style::new(9.5, ink::TEXT).bold().middle();
    canvas.fitted((centre.0, y + height - 19.0), label, width - 8.0, name);
    let small = Style::new(8.0, ink::MUTED).middle();
    canvas.fitted((centre.0, y + height - 8.0), note, width - 8.0, small);
}

/// Draws a tile with a number and what it counts.
pub(super) fn number_tile(
    canvas: &mut Canvas,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
    (number, label): (&str, &str),
) {
    canvas.rect((x, y), (width, height), 7.0, ink::PANEL);
    let middle = x + width / 2.0;
    // Thousands of hours are written smaller, never cut.
    let large = Style::new(15.0, ink::TEXT).bold().middle();
    let room = width - 8.0;
    let wide = super::text::width(number, large);
    let figure = Style {
        size: (large.size * room / wide).clamp(9.0, large.size),
        ..large
    };
    canvas.fitted((middle, y + height / 2.0 + 1.0), number, room, figure);
    let small = Style::new(8.0, ink::MUTED).middle();
    canvas.fitted((middle, y + height - 8.0), label, width - 6.0, small);
}

/// Draws stretches side by side, as parts of a whole: what is left over stays pale.
pub(super) fn strip(
    canvas: &mut Canvas,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
    parts: &[(f64, Ink)],
) {
    canvas.rect((x, y), (width, height), 2.0, ink::TRACK);
    let mut from = x;
    for (share, colour) in parts {
        let long = (width * share.clamp(0.0, 1.0)).min(x + width - from);
        canvas.rect((from, y), (long, height), 1.5, *colour);
        from += long.max(0.0);
    }
}

/// Explains colours: a small square and a word each.
pub(super) fn legend(canvas: &mut Canvas, (x, y): (f64, f64), entries: &[(Ink, &str)]) {
    let style = Style::new(8.0, ink::MUTED);
    let mut from = x;
    for (colour, word) in entries {
        canvas.rect((from, y - 6.0), (7.0, 7.0), 1.5, *colour);
        canvas.text((from + 10.0, y), *word, style);
        from += 10.0 + super::text::width(word, style) + 14.0;
    }
}

/// Draws columns of two parts over days, with a line of percents above them.
pub(super) struct Column {
    /// Below the column.
    pub(super) label: String,
    /// The lower part.
    pub(super) lower: u32,
    /// The upper part.
    pub(super) upper: u32,
    /// The point of the line, if that day has one.
    pub(super) share: Option<f64>,
}

/// Draws columns of cars done, on time and late, and a line of a rate over them.
pub(super) fn columns(
    canvas: &mut Canvas,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
    columns: &[Column],
) {
    let most = columns.iter().map(|day| day.lower + day.upper).max();
    let most = f64::from(most.unwrap_or(0).max(1));
    let top = columns
        .iter()
        .filter_map(|day| day.share)
        .fold(1.0, f64::max);
    let count = u32::try_from(columns.len()).unwrap_or(1).max(1);
    let step = width / f64::from(count);
    let thick = (step * 0.56).min(34.0);
    let floor = y + height;
    for line in [0.0, 0.25, 0.5, 0.75, 1.0] {
        canvas.rect((x, floor - height * line), (width, 0.5), 0.0, ink::LINE);
    }
    let small = Style::new(7.0, ink::MUTED).middle();
    let mut line = Vec::new();
    for (index, day) in (0_u32..).zip(columns) {
        let middle = x + step * (f64::from(index) + 0.5);
        // A quarter of the height stays free for the line and its words.
        let tall = |count: u32| height * 0.72 * f64::from(count) / most;
        let (lower, upper) = (tall(day.lower), tall(day.upper));
        let left = middle - thick / 2.0;
        canvas.rect((left, floor - lower), (thick, lower), 1.5, ink::ACCENT_PALE);
        canvas.rect((left, floor - lower - upper), (thick, upper), 1.5, ink::BAD);
        let all = day.lower + day.upper;
        if all > 0 {
            let style = Style::new(7.0, ink::TEXT).middle();
            let inside = floor - 3.5;
            canvas.text((middle, inside), all.to_string(), style);
        }
        canvas.text((middle, floor + 9.0), day.label.clone(), small);
        if let Some(share) = day.share {
            line.push((middle, floor - height * share / top));
        }
    }
    if line.len() > 1 {
        canvas.line(line.clone(), 1.6, ink::GOOD);
    }
    for (at_x, at_y) in line {
        canvas.rect((at_x - 2.0, at_y - 2.0), (4.0, 4.0), 2.0, ink::GOOD);
    }
    let scale = Style::new(6.5, ink::GOOD).end();
    canvas.text((x - 3.0, y + 2.5), format!("{:.0} %", top * 100.0), scale);
    canvas.text((x - 3.0, floor), "0 %", scale);
}
