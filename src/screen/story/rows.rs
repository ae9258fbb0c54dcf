//! The rows of the story: what stands on each, and how high it is on paper.

use super::wrap::wrap;

/// What may stand across, in millimetres: A4 without its margins.
pub const INNER_MM: f32 = 180.0;

/// What a row looks like. Fonts and rooms are those of `ui/story/row.slint`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The head of a section.
    Heading,
    /// Two facts beside each other.
    Facts,
    /// A text across the page.
    Note,
    /// A job, a finding: bold, with a mark before it and a word at its end.
    Item,
    /// What belongs to the item above, with its name before it.
    Detail,
    /// The heads of the columns of parts.
    PartHead,
    /// A part.
    Part,
}

/// Where a row may be torn from the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glue {
    /// A page may end after it.
    Loose,
    /// It stands on the page of the next one.
    WithNext,
}

/// A row. What a field is for depends on the look; lines of a text are broken already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it looks like.
    pub look: Look,
    /// Before the text: a number, a sign.
    pub mark: String,
    /// What the text is.
    pub label: String,
    /// What it says.
    pub text: String,
    /// At its end, or what the second fact is.
    pub extra: String,
    /// At its very end, or what the second fact says.
    pub right: String,
    /// Where it may be torn off.
    pub glue: Glue,
}

/// The room of a text: its width and its font in hundredths of a millimetre, and how many lines it may have.
struct Room(u32, u32, usize);

impl Room {
    const ITEM: Self = Self(11_600, 340, 3);
    const ITEM_END: Self = Self(5_000, 310, 2);
    const DETAIL: Self = Self(14_400, 300, 12);
    const NOTE: Self = Self(17_800, 330, 24);
    const FACT: Self = Self(6_200, 330, 3);
    const PART_NAME: Self = Self(7_400, 310, 3);

    fn lines(&self, text: &str) -> String {
        wrap(text, self.0 * 1000 / self.1, self.2).join("\n")
    }
}

impl Row {
    fn new(look: Look) -> Self {
        Self {
            look,
            mark: String::new(),
            label: String::new(),
            text: String::new(),
            extra: String::new(),
            right: String::new(),
            glue: Glue::Loose,
        }
    }

    pub(super) fn heading(text: String) -> Self {
        Self {
            text,
            glue: Glue::WithNext,
            ..Self::new(Look::Heading)
        }
    }

    pub(super) fn facts(first: (String, String), second: (String, String)) -> Self {
        Self {
            label: first.0,
            text: Room::FACT.lines(&first.1),
            extra: second.0,
            right: Room::FACT.lines(&second.1),
            ..Self::new(Look::Facts)
        }
    }

    pub(super) fn note(text: &str) -> Self {
        Self {
            text: Room::NOTE.lines(text),
            ..Self::new(Look::Note)
        }
    }

    pub(super) fn item(mark: String, text: &str, right: &str) -> Self {
        Self {
            mark,
            text: Room::ITEM.lines(text),
            right: Room::ITEM_END.lines(right),
            ..Self::new(Look::Item)
        }
    }

    pub(super) fn detail(label: String, text: &str) -> Self {
        Self {
            label,
            text: Room::DETAIL.lines(text),
            ..Self::new(Look::Detail)
        }
    }

    pub(super) fn part_head(columns: [String; 4]) -> Self {
        let [label, text, extra, right] = columns;
        Self {
            label,
            text,
            extra,
            right,
            glue: Glue::WithNext,
            ..Self::new(Look::PartHead)
        }
    }

    pub(super) fn part(number: String, name: &str, quantity: String, amount: String) -> Self {
        Self {
            label: number,
            text: Room::PART_NAME.lines(name),
            extra: quantity,
            right: amount,
            ..Self::new(Look::Part)
        }
    }

    /// Counts the lines that it takes.
    pub fn lines(&self) -> usize {
        let longest = [&self.text, &self.right].into_iter();
        let longest = longest.map(|text| text.lines().count()).max();
        longest.unwrap_or_default().max(1)
    }

    /// Tells how high it is.
    pub fn height_mm(&self) -> f32 {
        let lines = f32::from(u8::try_from(self.lines()).unwrap_or(u8::MAX));
        match self.look {
            Look::Heading => 11.0,
            Look::Facts => lines * 4.8 + 1.0,
            Look::Note => lines * 4.9 + 1.2,
            Look::Item => lines * 4.9 + 2.0,
            Look::Detail => lines * 4.4 + 0.4,
            Look::PartHead => 5.5,
            Look::Part => lines * 4.5 + 1.0,
        }
    }
}
