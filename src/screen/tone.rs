//! The tone of a state: its colour by name. A screen adds a word and a shape.

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
