//! Configuration: from a file to checked settings, every error naming the key, the file and what to do.
//!
//! **Knows** the keys of `baylight.toml` and their defaults; without a file they make a one-machine workshop.
//! **May use** the domain's ids and policy.
//! **Must never** open anything but the file itself, and the catalogue of findings and the checklists that it names.

mod broker;
mod checklists;
mod findings;
mod hours;
mod names;
mod screens;
mod stores;

pub use broker::{BrokerSettings, Login};
pub use screens::{
    BadgeReader, FaceTile, ScreenKind, ScreenSettings, ScreenTheme, SignInSettings, station_name,
};
pub use stores::{FILE_WORD, PrintCommand, StoresSettings};

use crate::domain::finding_catalogue::FindingCatalogue;
use crate::domain::ids::{BayId, SiteId};
use crate::domain::order::{Fen, Trade};
use crate::domain::person::Language;
use crate::domain::policy::{Bay, SeveralJobs, SitePolicy};
use crate::domain::quality::checklist::Checklists;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where the file is looked for when none is named.
pub const USUAL_PLACES: [&str; 2] = ["config/baylight.toml", "/etc/baylight/baylight.toml"];

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("{file}: {error}; name the file with -c, or leave it out for a one-machine workshop", file = file.display())]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// It is no TOML, or has a key that is not known or of the wrong kind.
    #[error("{file}: {error}", file = file.display())]
    Syntax {
        /// Which file.
        file: PathBuf,
        /// Line, column and key.
        error: Box<toml::de::Error>,
    },
    /// A key's value makes no sense.
    #[error("{file}: {key}: {why}", file = file.display())]
    Value {
        /// Which file.
        file: PathBuf,
        /// Which key.
        key: String,
        /// What is wrong, and what would be right.
        why: String,
    },
}

/// A wrong value before its file is known.
#[derive(Debug, thiserror::Error)]
#[error("{key}: {why}")]
pub struct Wrong {
    key: String,
    why: String,
}

pub(crate) fn wrong(key: impl Into<String>, why: impl Into<String>) -> Wrong {
    Wrong {
        key: key.into(),
        why: why.into(),
    }
}

/// Everything that is set.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it was read; nothing when the defaults are used.
    pub file: Option<PathBuf>,
    /// The site's rules.
    pub policy: SitePolicy,
    /// Where everything is kept.
    pub data_dir: PathBuf,
    /// The broker.
    pub broker: BrokerSettings,
    /// The workshop's own catalogue of findings.
    pub findings_file: Option<PathBuf>,
    /// The workshop's own checklists.
    pub checklists_file: Option<PathBuf>,
    /// Where dealer systems put their exports.
    pub drop_folder: Option<PathBuf>,
    /// The screens that `up` opens.
    pub screens: Vec<ScreenSettings>,
    /// How people sign in.
    pub sign_in: SignInSettings,
    /// How the store prints.
    pub stores: StoresSettings,
    /// What the screens speak until somebody signs in.
    pub language: Language,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    site: SiteTable,
    bay: Vec<BayTable>,
    hours: hours::HoursTable,
    rules: RulesTable,
    findings: FindingsTable,
    quality: QualityTable,
    broker: broker::BrokerTable,
    data: DataTable,
    import: ImportTable,
    screen: Vec<screens::ScreenTable>,
    sign_in: screens::SignInTable,
    stores: stores::StoresTable,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SiteTable {
    id: String,
    language: Language,
}

impl Default for SiteTable {
    fn default() -> Self {
        Self {
            id: "main".to_owned(),
            language: Language::Zh,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BayTable {
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    english_name: String,
    #[serde(default)]
    trades: Vec<Trade>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RulesTable {
    several_jobs: SeveralJobs,
    margin_today_minutes: Option<u32>,
    margin_later_days: Option<u32>,
    quality_check_minutes: Option<u32>,
    rework_minutes: Option<u32>,
    wash_minutes: Option<u32>,
    undo_secs: Option<u32>,
    forgotten_after_minutes: Option<u32>,
    andon_escalates_minutes: Option<u32>,
    labour_yuan_an_hour: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FindingsTable {
    catalogue: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct QualityTable {
    checklists: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct DataTable {
    dir: PathBuf,
}

impl Default for DataTable {
    fn default() -> Self {
        Self {
            dir: PathBuf::from("data"),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ImportTable {
    drop_folder: Option<PathBuf>,
}

impl Config {
    /// Reads the named file, else the first of the usual places that exists, else takes the defaults.
    ///
    /// # Errors
    /// A [`ConfigError`] that names file, key and what to do.
    pub fn load(named: Option<&Path>, data_dir: Option<&Path>) -> Result<Self, ConfigError> {
        let file = named.map(Path::to_owned).or_else(|| {
            USUAL_PLACES
                .iter()
                .map(PathBuf::from)
                .find(|place| place.exists())
        });
        let mut config = match file {
            Some(file) => Self::read(&file)?,
            None => Self::from_text("", Path::new("the defaults")).map(|config| Self {
                file: None,
                ..config
            })?,
        };
        if let Some(dir) = data_dir {
            config.data_dir = dir.to_owned();
        }
        Ok(config)
    }

    /// Reads the checklists: those that the file names, else those that come with the program. The coordinator alone
    /// needs them.
    ///
    /// # Errors
    /// When the file cannot be read, or something in it is wrong.
    pub fn checklists(&self) -> Result<Checklists, ConfigError> {
        checklists::checklists(self.checklists_file.as_deref())
    }

    /// Reads the catalogue of findings: the one that the file names, else the one that comes with the program. The
    /// coordinator alone needs it; the bays get it from there.
    ///
    /// # Errors
    /// A [`ConfigError`] that names file, key and what to do.
    pub fn findings(&self) -> Result<FindingCatalogue, ConfigError> {
        findings::catalogue(self.findings_file.as_deref())
    }

    /// Names the folder of printed slips and labels.
    pub fn slips_dir(&self) -> PathBuf {
        let usual = || self.data_dir.join("slips");
        self.stores.slips.clone().unwrap_or_else(usual)
    }

    fn read(file: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(file).map_err(|error| ConfigError::Unreadable {
            file: file.to_owned(),
            error,
        })?;
        Self::from_text(&text, file)
    }

    /// Checks the text of a file.
    ///
    /// # Errors
    /// A [`ConfigError`] that names file, key and what to do.
    pub fn from_text(text: &str, file: &Path) -> Result<Self, ConfigError> {
        let parsed: File = toml::from_str(text).map_err(|error| ConfigError::Syntax {
            file: file.to_owned(),
            error: Box::new(error),
        })?;
        checked(parsed, file).map_err(|Wrong { key, why }| ConfigError::Value {
            file: file.to_owned(),
            key,
            why,
        })
    }
}

fn checked(parsed: File, file: &Path) -> Result<Config, Wrong> {
    // What the file names lies beside it, from wherever the program is started.
    let folder = file.parent().unwrap_or(Path::new("."));
    let bays = bays(parsed.bay)?;
    let screens = screens::checked(parsed.screen, &bays, folder)?;
    let mut policy = SitePolicy::new(SiteId::new(word("site.id", parsed.site.id)?), bays);
    policy.hours = hours::checked(parsed.hours)?;
    rules(&mut policy, parsed.rules)?;
    Ok(Config {
        file: Some(file.to_owned()),
        policy,
        data_dir: folder.join(parsed.data.dir),
        broker: broker::checked(parsed.broker, folder)?,
        findings_file: parsed.findings.catalogue.map(|named| folder.join(named)),
        checklists_file: parsed.quality.checklists.map(|named| folder.join(named)),
        drop_folder: parsed.import.drop_folder.map(|dir| folder.join(dir)),
        screens,
        sign_in: screens::sign_in(parsed.sign_in)?,
        stores: stores::checked(parsed.stores, folder)?,
        language: parsed.site.language,
    })
}

/// A word that can stand in a topic.
pub(crate) fn word(key: &str, text: String) -> Result<String, Wrong> {
    let fits = !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if fits {
        Ok(text)
    } else {
        Err(wrong(
            key,
            format!("“{text}” should be letters, digits, - _ . only, since it stands in topics"),
        ))
    }
}

fn bays(tables: Vec<BayTable>) -> Result<Vec<Bay>, Wrong> {
    if tables.is_empty() {
        return Ok((1..=8).map(usual_bay).collect());
    }
    let mut seen = BTreeSet::new();
    tables
        .into_iter()
        .map(|table| {
            let id = word("bay.id", table.id)?;
            if !seen.insert(id.clone()) {
                return Err(wrong(
                    "bay.id",
                    format!("“{id}” stands there twice; give each bay an id of its own"),
                ));
            }
            let name = if table.name.is_empty() {
                format!("{id} 号工位")
            } else {
                table.name
            };
            let english_name = if table.english_name.is_empty() {
                format!("Bay {id}")
            } else {
                table.english_name
            };
            Ok(Bay {
                id: BayId::new(id),
                name,
                english_name,
                trades: table.trades,
            })
        })
        .collect()
}

/// The bays of a workshop that has set none.
fn usual_bay(number: u16) -> Bay {
    let trades = match number {
        1..=2 => vec![Trade::Maintenance],
        3..=5 => vec![Trade::Mechanical, Trade::Maintenance],
        6 => vec![Trade::Electrical, Trade::Mechanical],
        7 => vec![Trade::Body],
        _ => vec![Trade::Paint],
    };
    Bay {
        id: BayId::new(number.to_string()),
        name: format!("{number} 号工位"),
        english_name: format!("Bay {number}"),
        trades,
    }
}

fn rules(policy: &mut SitePolicy, table: RulesTable) -> Result<(), Wrong> {
    policy.several_jobs = table.several_jobs;
    if let Some(yuan) = table.labour_yuan_an_hour {
        if !(0.0..=10_000.0).contains(&yuan) {
            return Err(wrong(
                "rules.labour_yuan_an_hour",
                format!("{yuan} should be from 0 to 10000"),
            ));
        }
        policy.labour_an_hour = Fen((yuan * 100.0).round() as i64);
    }
    let fields = [
        (
            "rules.margin_today_minutes",
            table.margin_today_minutes,
            &mut policy.margin_today_minutes,
            24 * 60,
        ),
        (
            "rules.margin_later_days",
            table.margin_later_days,
            &mut policy.margin_later_days,
            30,
        ),
        (
            "rules.quality_check_minutes",
            table.quality_check_minutes,
            &mut policy.quality_check_minutes,
            480,
        ),
        (
            "rules.rework_minutes",
            table.rework_minutes,
            &mut policy.rework_minutes,
            24 * 60,
        ),
        (
            "rules.wash_minutes",
            table.wash_minutes,
            &mut policy.wash_minutes,
            480,
        ),
        (
            "rules.undo_secs",
            table.undo_secs,
            &mut policy.undo_secs,
            3600,
        ),
        (
            "rules.forgotten_after_minutes",
            table.forgotten_after_minutes,
            &mut policy.forgotten_after_minutes,
            720,
        ),
        (
            "rules.andon_escalates_minutes",
            table.andon_escalates_minutes,
            &mut policy.andon_escalates_minutes,
            480,
        ),
    ];
    for (key, value, field, most) in fields {
        if let Some(value) = value {
            if value > most {
                return Err(wrong(
                    key,
                    format!("{value} is too much; at the most {most}"),
                ));
            }
            *field = value;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Config::from_text(text, Path::new("shop.toml"))
            .map(|_| String::new())
            .unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn without_a_file_it_is_a_workshop_on_one_machine() {
        let config = Config::from_text("", Path::new("none")).unwrap();
        assert_eq!(config.policy.bays.len(), 8);
        assert!(matches!(config.broker, BrokerSettings::Embedded { .. }));
        assert_eq!(config.policy.margin_today_minutes, 30);
    }

    #[test]
    fn what_a_file_names_lies_beside_it() {
        let text = "[data]\ndir = \"kept\"\n[import]\ndrop_folder = \"drop\"\n\
                    [[screen]]\nkind = \"bay\"\nbay = \"1\"\ncamera_dir = \"dcim\"";
        let config = Config::from_text(text, Path::new("/etc/baylight/baylight.toml")).unwrap();
        assert_eq!(config.data_dir, Path::new("/etc/baylight/kept"));
        assert_eq!(
            config.drop_folder.as_deref(),
            Some(Path::new("/etc/baylight/drop"))
        );
        assert_eq!(
            config.screens[0].camera_dir.as_deref(),
            Some(Path::new("/etc/baylight/dcim"))
        );
        let text = "[data]\ndir = \"/var/lib/baylight\"";
        let config = Config::from_text(text, Path::new("/etc/baylight/baylight.toml")).unwrap();
        assert_eq!(config.data_dir, Path::new("/var/lib/baylight"));
    }

    #[test]
    fn two_boards_are_two_stations() {
        let text = "[[screen]]\nkind = \"board\"\n[[screen]]\nkind = \"board\"\nname = \"board-door\"\n\
                    [[screen]]\nkind = \"bay\"\nbay = \"2\"";
        let config = Config::from_text(text, Path::new("shop.toml")).unwrap();
        let stations: Vec<String> = config
            .screens
            .iter()
            .map(|screen| screen.station().to_string())
            .collect();
        assert_eq!(stations, ["board", "board-door", "bay-2"]);
    }

    #[test]
    fn every_error_names_the_file_the_key_and_what_to_do() {
        let table = [
            ("[site]\nid = \"a/b\"", "site.id"),
            ("[[bay]]\nid = \"1\"\n[[bay]]\nid = \"1\"", "bay.id"),
            ("[hours]\nmonday = \"8-12\"", "hours.monday"),
            ("[hours]\nzone = \"Asia/Peking\"", "hours.zone"),
            ("[rules]\nundo_secs = 99999", "rules.undo_secs"),
            ("[broker]\nkind = \"mqtt\"", "broker.host"),
            ("[broker]\nlisten = \"here\"", "broker.listen"),
            ("[[screen]]\nkind = \"bay\"", "screen.bay"),
            (
                "[[screen]]\nkind = \"board\"\nname = \"by/the door\"",
                "screen.name",
            ),
            (
                "[[screen]]\nkind = \"board\"\nname = \"coordinator\"",
                "screen.name",
            ),
            (
                "[[screen]]\nkind = \"board\"\n[[screen]]\nkind = \"board\"",
                "screen.name",
            ),
            (
                "[[bay]]\nid = \"1\"\n[[screen]]\nkind = \"bay\"\nbay = \"9\"",
                "screen.bay",
            ),
            ("[[screen]]\nkind = \"board\"\ntheme = \"blue\"", "theme"),
            (
                "[[screen]]\nkind = \"board\"\ncamera_dir = \"dcim\"",
                "screen.camera_dir",
            ),
            ("[stores]\nprint_command = \"\"", "stores.print_command"),
            (
                "[stores]\nlabel_command = [\"lp\", \"-d\", \"zebra\"]",
                "stores.label_command",
            ),
            ("[stores]\nprint_command = 7", "print_command"),
            ("[rules]\nundo_sec = 3", "undo_sec"),
            ("[rules]\nundo_secs = \"soon\"", "undo_secs"),
        ];
        for (text, key) in table {
            let said = error(text);
            assert!(
                said.contains("shop.toml") && said.contains(key),
                "{text} → {said}"
            );
        }
    }
}
