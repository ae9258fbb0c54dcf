//! What means the same on both sides: tones and plates.

use crate::domain::plate::PlateKind;
use crate::screen::tone::Tone;
use baylight_ui as ui;

impl From<Tone> for ui::Tone {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Neutral => Self::Neutral,
            Tone::Wait => Self::Wait,
            Tone::Working => Self::Working,
            Tone::Hold => Self::Hold,
            Tone::Qc => Self::Qc,
            Tone::Rework => Self::Rework,
            Tone::Late => Self::Late,
            Tone::Risk => Self::Risk,
            Tone::Ready => Self::Ready,
            Tone::Action => Self::Action,
        }
    }
}

impl From<PlateKind> for ui::PlateColour {
    fn from(kind: PlateKind) -> Self {
        match kind {
            PlateKind::Standard => Self::Blue,
            PlateKind::NewEnergy => Self::Green,
            PlateKind::Other => Self::Other,
        }
    }
}
