//! A badge reader that is taken from the system, so that its keys reach nothing else.
//!
//! It types like a keyboard: digits and letters, then Enter. Codes after `linux/input-event-codes.h`.

use crate::domain::ids::BadgeId;
use evdev::{Device, EventSummary, KeyCode};
use std::path::{Path, PathBuf};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Why a reader cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("sign_in.badge_device {path}: {error}; check the path, and that this user is in the group “input”", path = path.display())]
pub struct BadgeError {
    path: PathBuf,
    error: std::io::Error,
}

/// Takes the reader and hands out the badges that it reads.
///
/// # Errors
/// When there is no such device, or it may not be taken.
pub fn grab(path: &Path) -> Result<UnboundedReceiver<BadgeId>, BadgeError> {
    let wrong = |error| BadgeError {
        path: path.to_owned(),
        error,
    };
    let mut device = Device::open(path).map_err(wrong)?;
    device.grab().map_err(wrong)?;
    let (send, badges) = unbounded_channel();
    std::thread::spawn(move || read(&mut device, &send));
    Ok(badges)
}

fn read(device: &mut Device, send: &UnboundedSender<BadgeId>) {
    let mut typed = String::new();
    loop {
        let events = match device.fetch_events() {
            Ok(events) => events,
            Err(error) => {
                tracing::error!(%error, "the badge reader is gone; plug it in and start the station again");
                return;
            }
        };
        for event in events {
            // 1 is a key going down; what a held key repeats is no second character of a badge.
            let EventSummary::Key(_, key, 1) = event.destructure() else {
                continue;
            };
            match key {
                KeyCode::KEY_ENTER | KeyCode::KEY_KPENTER => {
                    let badge = std::mem::take(&mut typed);
                    if !badge.is_empty() && send.send(BadgeId::new(badge)).is_err() {
                        return;
                    }
                }
                key => typed.extend(character(key)),
            }
        }
    }
}

/// The character of a key. Badges have digits and letters only, part numbers and the codes of slips signs as well; who
/// compares them does so without case, and without what a reader leaves out.
fn character(key: KeyCode) -> Option<char> {
    match key {
        KeyCode::KEY_MINUS | KeyCode::KEY_KPMINUS => return Some('-'),
        KeyCode::KEY_DOT | KeyCode::KEY_KPDOT => return Some('.'),
        KeyCode::KEY_SLASH | KeyCode::KEY_KPSLASH => return Some('/'),
        // With Shift, which is not looked at, it is the colon of a slip.
        KeyCode::KEY_SEMICOLON => return Some(':'),
        _ => {}
    }
    let name = format!("{key:?}");
    let name = name.strip_prefix("KEY_")?;
    let name = name.strip_prefix("KP").unwrap_or(name);
    let mut characters = name.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) if only.is_ascii_alphanumeric() => Some(only),
        _ => None,
    }
}
