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
    /// Late, refused, or about to be.
    Late,
    /// Done.
    Ready,
    /// Can be tapped.
    Action,
}
