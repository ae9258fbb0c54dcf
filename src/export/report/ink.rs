//! The colours of paper: the light ones of the screens, with contrast enough for a grey printer.

use super::canvas::Ink;

pub(super) const TEXT: Ink = Ink(0x14, 0x20, 0x2b);
pub(super) const MUTED: Ink = Ink(0x5a, 0x6a, 0x78);
pub(super) const LINE: Ink = Ink(0xd5, 0xdc, 0xe3);
pub(super) const PANEL: Ink = Ink(0xf3, 0xf5, 0xf8);
pub(super) const TRACK: Ink = Ink(0xe3, 0xe8, 0xed);
pub(super) const ACCENT: Ink = Ink(0x14, 0x57, 0xc8);
pub(super) const ACCENT_PALE: Ink = Ink(0x9c, 0xbf, 0xf2);
pub(super) const GOOD: Ink = Ink(0x0b, 0x7a, 0x3b);
pub(super) const FAIR: Ink = Ink(0xd0, 0x7a, 0x00);
pub(super) const BAD: Ink = Ink(0xc2, 0x12, 0x1f);
pub(super) const IDLE: Ink = Ink(0xb9, 0xc4, 0xce);
pub(super) const HOLD: Ink = Ink(0xc9, 0x6a, 0x10);
pub(super) const VIOLET: Ink = Ink(0x5b, 0x36, 0xc9);

/// Mixes a colour into white: 0 is white, 1 the colour.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a part of 255 is one of 255"
)]
pub(super) fn tint(ink: Ink, share: f64) -> Ink {
    let share = share.clamp(0.0, 1.0);
    let mix = |part: u8| (255.0 - (255.0 - f64::from(part)) * share).round() as u8;
    Ink(mix(ink.0), mix(ink.1), mix(ink.2))
}

/// Chooses green, amber or red for a rate that should be high.
pub(super) fn for_rate(share: Option<f64>, good: f64, fair: f64) -> Ink {
    match share {
        Some(share) if share >= good => GOOD,
        Some(share) if share >= fair => FAIR,
        Some(_) => BAD,
        None => IDLE,
    }
}
