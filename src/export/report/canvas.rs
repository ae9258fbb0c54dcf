//! What a page is drawn with: rectangles, lines, arcs and text, in points from its upper left corner.

use super::text;

/// A4 upright, in points.
pub const PAGE: (f64, f64) = (595.0, 842.0);

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

/// How strong a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// As most of it.
    Regular,
    /// For titles and figures.
    Bold,
}

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// In points.
    pub size: f64,
    /// How strong.
    pub weight: Weight,
    /// In which colour.
    pub ink: Ink,
    /// Which end stands at its place.
    pub anchor: Anchor,
}

impl Style {
    /// A regular text that begins at its place.
    pub const fn new(size: f64, ink: Ink) -> Self {
        Self {
            size,
            weight: Weight::Regular,
            ink,
            anchor: Anchor::Start,
        }
    }

    /// The same, bold.
    pub const fn bold(self) -> Self {
        Self {
            weight: Weight::Bold,
            ..self
        }
    }

    /// The same, ending at its place.
    pub const fn end(self) -> Self {
        Self {
            anchor: Anchor::End,
            ..self
        }
    }

    /// The same, around its place.
    pub const fn middle(self) -> Self {
        Self {
            anchor: Anchor::Middle,
            ..self
        }
    }
}

/// Tells how wide a text is at most, in points: fonts differ a little.
pub fn width_of(words: &str, style: Style) -> f64 {
    text::width(words, style)
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A filled rectangle with round corners.
    Rect {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
        /// Across.
        width: f64,
        /// Down.
        height: f64,
        /// How round its corners are.
        radius: f64,
        /// Its colour.
        ink: Ink,
    },
    /// Straight lines from point to point.
    Line {
        /// The points.
        points: Vec<(f64, f64)>,
        /// How thick.
        width: f64,
        /// Its colour.
        ink: Ink,
    },
    /// A filled outline of straight lines.
    Area {
        /// The points.
        points: Vec<(f64, f64)>,
        /// Its colour.
        ink: Ink,
    },
    /// A text on its base line.
    Text {
        /// From the left.
        x: f64,
        /// Its base line, from the top.
        y: f64,
        /// What it says.
        text: String,
        /// How it looks.
        style: Style,
    },
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Canvas {
    /// What stands on it, the last on top.
    pub shapes: Vec<Shape>,
}

impl Canvas {
    /// Draws a rectangle; one without a size is left out.
    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), radius: f64, ink: Ink) {
        if width > 0.0 && height > 0.0 {
            self.shapes.push(Shape::Rect {
                x,
                y,
                width,
                height,
                radius: radius.min(width / 2.0).min(height / 2.0),
                ink,
            });
        }
    }

    /// Draws a line.
    pub fn line(&mut self, points: Vec<(f64, f64)>, width: f64, ink: Ink) {
        self.shapes.push(Shape::Line { points, width, ink });
    }

    /// Writes a text.
    pub fn text(&mut self, (x, y): (f64, f64), text: impl Into<String>, style: Style) {
        self.shapes.push(Shape::Text {
            x,
            y,
            text: text.into(),
            style,
        });
    }

    /// Writes a text that ends with … where there is no room for all of it.
    pub fn fitted(&mut self, at: (f64, f64), words: &str, room: f64, style: Style) {
        let fitted = text::fit(words, room, style);
        self.text(at, fitted, style);
    }

    /// Draws a part of a ring: `from` and `until` in parts of a full turn, clockwise from the top.
    pub fn ring(
        &mut self,
        (x, y): (f64, f64),
        (inner, outer): (f64, f64),
        (from, until): (f64, f64),
        ink: Ink,
    ) {
        if until <= from {
            return;
        }
        /// So many straight lines look round.
        const STEPS: u32 = 72;
        let turn = |share: f64, radius: f64| {
            let angle = share * std::f64::consts::TAU;
            (x + radius * angle.sin(), y - radius * angle.cos())
        };
        let share = |step: u32| from + (until - from) * f64::from(step) / f64::from(STEPS);
        let out = (0..=STEPS).map(|step| turn(share(step), outer));
        let back = (0..=STEPS).rev().map(|step| turn(share(step), inner));
        self.shapes.push(Shape::Area {
            points: out.chain(back).collect(),
            ink,
        });
    }
}
