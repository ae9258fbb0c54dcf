//! The keys of the screens that `up` opens, and of how people sign in at them.

use super::{Wrong, word, wrong};
use crate::domain::ids::{BayId, StationId};
use crate::domain::policy::Bay;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Which screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScreenKind {
    /// The technician's kiosk.
    Bay,
    /// The repair-status board.
    Board,
    /// The dispatcher's screen.
    Dispatch,
    /// The advisor's screen.
    Advisor,
    /// The storekeeper's screen.
    Stores,
    /// The inspector's screen.
    Qc,
}

impl ScreenKind {
    /// Tells whether its station may have a camera.
    fn takes_photos(self) -> bool {
        matches!(self, Self::Bay | Self::Qc)
    }
}

/// Which colours a screen begins in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScreenTheme {
    /// Light on dark.
    #[default]
    Dark,
    /// Dark on light, for a bright hall.
    Light,
}

/// A screen to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenSettings {
    /// Which.
    pub kind: ScreenKind,
    /// At which bay, for a kiosk.
    pub bay: Option<BayId>,
    /// What its station is called, where the site has two of a kind.
    pub name: Option<String>,
    /// In which colours.
    pub theme: ScreenTheme,
    /// Where its camera puts pictures, for a kiosk and the inspector.
    pub camera_dir: Option<PathBuf>,
}

impl ScreenSettings {
    /// Names its station: to topics, to the broker, and as its login there.
    pub fn station(&self) -> StationId {
        let usual = || match (self.kind, &self.bay) {
            (ScreenKind::Bay, Some(bay)) => format!("bay-{bay}"),
            (ScreenKind::Bay, None) => "bay".to_owned(),
            (ScreenKind::Board, _) => "board".to_owned(),
            (ScreenKind::Dispatch, _) => "dispatch".to_owned(),
            (ScreenKind::Advisor, _) => "advisor".to_owned(),
            (ScreenKind::Stores, _) => "stores".to_owned(),
            (ScreenKind::Qc, _) => "qc".to_owned(),
        };
        StationId::new(self.name.clone().unwrap_or_else(usual))
    }
}

/// Checks what a station is to be called.
///
/// # Errors
/// When it cannot stand in a topic, or is the coordinator's own name.
pub fn station_name(key: &str, name: String) -> Result<String, Wrong> {
    if name == "coordinator" {
        return Err(wrong(
            key,
            "“coordinator” is the name of the coordinator itself; choose another",
        ));
    }
    word(key, name)
}

/// Whether a face tile is enough to sign in for clocking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaceTile {
    /// It is.
    Trusted,
    /// Who has a PIN is asked for it.
    #[default]
    PinWhenSet,
    /// Without a PIN nobody signs in by tile.
    PinAlways,
}

/// How badges are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum BadgeReader {
    /// It types like a keyboard.
    #[default]
    Keyboard,
    /// It is taken from the system by its device, so that its keys reach nothing else.
    Evdev(PathBuf),
}

/// How people sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInSettings {
    /// By tile.
    pub face_tile: FaceTile,
    /// After how many seconds without a touch nobody is signed in any more.
    pub idle_secs: u32,
    /// By badge.
    pub badge_reader: BadgeReader,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScreenTable {
    kind: ScreenKind,
    #[serde(default)]
    bay: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    theme: ScreenTheme,
    #[serde(default)]
    camera_dir: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SignInTable {
    face_tile: FaceTile,
    idle_secs: Option<u32>,
    badge_device: Option<PathBuf>,
}

pub(super) fn checked(
    tables: Vec<ScreenTable>,
    bays: &[Bay],
    folder: &Path,
) -> Result<Vec<ScreenSettings>, Wrong> {
    let known = || {
        let ids: Vec<&str> = bays.iter().map(|bay| bay.id.as_str()).collect();
        ids.join(", ")
    };
    let mut stations = BTreeSet::new();
    tables
        .into_iter()
        .map(|table| {
            let bay = table.bay.map(BayId::new);
            match &bay {
                None if table.kind == ScreenKind::Bay => {
                    return Err(wrong(
                        "screen.bay",
                        format!("is missing for a bay screen; the bays are {}", known()),
                    ));
                }
                Some(bay) if bays.iter().all(|known| known.id != *bay) => {
                    return Err(wrong(
                        "screen.bay",
                        format!("there is no bay “{bay}”; the bays are {}", known()),
                    ));
                }
                _ => {}
            }
            if table.camera_dir.is_some() && !table.kind.takes_photos() {
                return Err(wrong(
                    "screen.camera_dir",
                    "only a bay and the inspector take photos; move it to a screen of kind \"bay\" or \"qc\"",
                ));
            }
            let name = table.name.map(|name| station_name("screen.name", name));
            let screen = ScreenSettings {
                kind: table.kind,
                bay,
                name: name.transpose()?,
                theme: table.theme,
                camera_dir: table.camera_dir.map(|dir| folder.join(dir)),
            };
            let station = screen.station();
            if stations.insert(station.clone()) {
                return Ok(screen);
            }
            Err(wrong(
                "screen.name",
                format!("two screens would both be “{station}”; give one of them a name"),
            ))
        })
        .collect()
}

pub(super) fn sign_in(table: SignInTable) -> Result<SignInSettings, Wrong> {
    let idle_secs = table.idle_secs.unwrap_or(60);
    if !(5..=3600).contains(&idle_secs) {
        return Err(wrong(
            "sign_in.idle_secs",
            format!("{idle_secs} should be from 5 to 3600"),
        ));
    }
    Ok(SignInSettings {
        face_tile: table.face_tile,
        idle_secs,
        badge_reader: table
            .badge_device
            .map_or(BadgeReader::Keyboard, BadgeReader::Evdev),
    })
}
