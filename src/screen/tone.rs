//! The colours by name: the tone of a state, to which a screen adds a word and a shape, and the theme of the whole.

/// What a colour stands for; the colours themselves are in `ui/tokens.slint`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Not begun.
    Wait,
    /// Under way.
    Working,
    /// Stands still.
    Hold,
    /// With the inspectors.
    Qc,
    /// Once more.
    Rework,
    /// Overdue, refused, called for.
    Late,
    /// Not late yet, but about to be.
    Risk,
    /// Done.
    Ready,
    /// Can be tapped.
    Action,
}

/// Which colours the screen has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// Light on dark.
    #[default]
    Dark,
    /// Dark on light.
    Light,
}

impl Theme {
    /// Names the one that is switched to.
    pub(super) const fn other(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Dark,
        }
    }
}
