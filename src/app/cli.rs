//! The command line, as the help shows it.

use super::edge::Failure;
use crate::config::Config;
use crate::domain::figures::Period;
use chrono::NaiveDate;
use clap::{ArgGroup, Args, Parser, Subcommand};
use std::path::PathBuf;

/// The shop floor of a car workshop: bay kiosks, a repair-status board (维修看板) and a coordinator.
#[derive(Debug, Parser)]
#[command(name = "baylight", version)]
pub struct Cli {
    /// The settings; without it config/baylight.toml here, then /etc/baylight/baylight.toml, then the defaults.
    #[arg(short, long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The data directory, over the one of the settings.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Where settings and data are.
pub(super) struct Place {
    config: Option<PathBuf>,
    data: Option<PathBuf>,
}

impl Cli {
    pub(super) fn place(&self) -> Place {
        Place {
            config: self.config.clone(),
            data: self.data.clone(),
        }
    }
}

impl Place {
    /// Tells by which flag settings or data were named.
    #[cfg(feature = "gui")]
    pub(super) fn named(&self) -> Option<&'static str> {
        if self.data.is_some() {
            Some("--data")
        } else {
            self.config.as_ref().map(|_| "--config")
        }
    }

    pub(super) fn config(&self) -> Result<Config, Failure> {
        Config::load(self.config.as_deref(), self.data.as_deref()).map_err(Failure::input)
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show a workshop with everything in it, out of this program alone.
    #[cfg(feature = "gui")]
    Demo(super::demo::DemoOptions),
    /// Run a workshop on one machine: broker, coordinator and the configured screens.
    #[cfg(feature = "gui")]
    Up {
        #[command(flatten)]
        windowed: Windowed,
    },
    /// Run one screen.
    #[cfg(feature = "gui")]
    Station {
        /// Which.
        #[arg(value_enum)]
        screen: ScreenName,
        /// At which bay, for a kiosk; without it the first bay screen of the settings.
        #[arg(long, value_name = "ID", env = "BAYLIGHT_BAY")]
        bay: Option<String>,
        /// What the station is called, where the site has two boards or dispatch screens: a name of its own for each.
        #[arg(long, value_name = "NAME", env = "BAYLIGHT_STATION")]
        name: Option<String>,
        #[command(flatten)]
        windowed: Windowed,
    },
    /// Run the coordinator of a site, with its broker if that is the embedded one.
    Coordinator,
    /// Repair orders.
    #[command(subcommand)]
    Orders(OrdersCommand),
    /// Parts.
    #[command(subcommand)]
    Parts(PartsCommand),
    /// Operations: what the workshop can do, and how long it should take.
    #[command(subcommand)]
    Operations(ListCommand),
    /// The roster: who works here.
    #[command(subcommand)]
    Roster(RosterCommand),
    /// Tools and equipment (工具设备): what there is and who has it.
    #[command(subcommand)]
    Tools(ToolsCommand),
    /// What other programs need of what is done here.
    #[command(subcommand)]
    Export(ExportCommand),
    /// The event log, readable.
    Log(LogOptions),
    /// Write the figures of a day, a week or a month (数据日报) as HTML, PDF and CSV.
    Report(ReportOptions),
    /// Check the database: the file, the log's hashes, and the log replayed against the projections.
    Verify,
    /// Copy the database while it is in use.
    Backup {
        /// The new file.
        file: PathBuf,
    },
    /// Put a backup into a data directory that has no database.
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// The settings.
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Debug, Subcommand)]
pub(super) enum TableCommand {
    /// Take in a dealer system's export: CSV in UTF-8 or GB18030, or XLSX.
    Import {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List them all.
    List {
        #[command(flatten)]
        json: Json,
    },
    /// Show one, with everything that is known of it.
    Show {
        /// Its number.
        name: String,
        #[command(flatten)]
        json: Json,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum OrdersCommand {
    #[command(flatten)]
    Table(TableCommand),
    /// Draw the whole story of an order (维修记录单) for the printer, A4, without a display.
    #[cfg(feature = "gui")]
    Print(StoryOptions),
}

#[cfg(feature = "gui")]
#[derive(Debug, Args)]
pub(super) struct StoryOptions {
    /// Of which order.
    #[arg(value_name = "RO")]
    pub(super) ro: String,
    /// The folder, or a file that ends in .pdf or .png, where every further page is a PNG of its own; without it here.
    #[arg(long, value_name = "DIR|FILE")]
    pub(super) out: Option<PathBuf>,
    /// In which language; without it the one of the settings.
    #[arg(long, value_enum)]
    pub(super) lang: Option<LanguageName>,
}

#[derive(Debug, Subcommand)]
pub(super) enum ExportCommand {
    /// What the dealer system needs to bill (结算): orders that have passed, if they are new or changed since the last export.
    Settlement(SettlementOptions),
}

#[derive(Debug, Args)]
pub(super) struct SettlementOptions {
    /// As what; without it CSV, or what the name of --out ends in.
    #[arg(long, value_enum)]
    pub(super) format: Option<SettlementFormat>,
    /// The folder, where each export has a name of its own, or a file that ends in .xlsx or .json; without it here.
    #[arg(long, value_name = "DIR|FILE")]
    pub(super) out: Option<PathBuf>,
    /// Every order that has passed, changed or not.
    #[arg(long)]
    pub(super) all: bool,
    /// The export of this number once more, word for word; it counts as no new one.
    #[arg(long, value_name = "N", conflicts_with = "all")]
    pub(super) again: Option<u64>,
    /// In which language the columns are headed; without it the one of the settings.
    #[arg(long, value_enum)]
    pub(super) lang: Option<LanguageName>,
    #[command(flatten)]
    json: Json,
}

impl SettlementOptions {
    pub(super) fn form(&self) -> Form {
        if self.json.json {
            Form::Json
        } else {
            Form::Table
        }
    }
}

/// What a settlement is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum SettlementFormat {
    /// A folder with a file a table.
    Csv,
    /// A workbook with a sheet a table.
    Xlsx,
    /// One document.
    Json,
}

#[derive(Debug, Subcommand)]
pub(super) enum PartsCommand {
    #[command(flatten)]
    Table(TableCommand),
    /// Draw the slip of a request (领料单, 发料单) for the printer, without a display.
    #[cfg(feature = "gui")]
    Slip(SlipOptions),
    /// Draw a label (标签) for each parcel of a request, or the tag of an old part (旧件).
    #[cfg(feature = "gui")]
    Label(LabelOptions),
}

#[derive(Debug, Subcommand)]
pub(super) enum ToolsCommand {
    #[command(flatten)]
    Table(TableCommand),
    /// Draw the label of a tool, with a code for the scanner.
    #[cfg(feature = "gui")]
    Label(ToolLabelOptions),
}

#[cfg(feature = "gui")]
#[derive(Debug, Args)]
pub(super) struct SlipOptions {
    /// Of which order.
    #[arg(value_name = "RO")]
    pub(super) ro: String,
    /// Which of its requests, from 1; without it the last.
    #[arg(long, value_name = "N")]
    pub(super) request: Option<usize>,
    #[command(flatten)]
    pub(super) paper: PaperOut,
}

#[cfg(feature = "gui")]
#[derive(Debug, Args)]
pub(super) struct LabelOptions {
    /// Of which order.
    #[arg(value_name = "RO")]
    pub(super) ro: String,
    /// Which of its requests, from 1; without it the last.
    #[arg(long, value_name = "N")]
    pub(super) request: Option<usize>,
    /// Instead of parcels, which of its old parts, from 1.
    #[arg(long, value_name = "N", conflicts_with = "request")]
    pub(super) old_part: Option<usize>,
    #[command(flatten)]
    pub(super) paper: PaperOut,
}

#[cfg(feature = "gui")]
#[derive(Debug, Args)]
pub(super) struct ToolLabelOptions {
    /// Which tool, by number (工具编号).
    #[arg(value_name = "TOOL")]
    pub(super) tool: String,
    #[command(flatten)]
    pub(super) paper: PaperOut,
}

#[cfg(feature = "gui")]
#[derive(Debug, Args)]
pub(super) struct PaperOut {
    /// The file, which ends in .png or .pdf; every further page is a PNG of its own: name-2.png, name-3.png …
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
    /// In which language; without it the one of the settings.
    #[arg(long, value_enum)]
    pub(super) lang: Option<LanguageName>,
}

/// A language by its name on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum LanguageName {
    En,
    Zh,
}

impl From<LanguageName> for crate::domain::person::Language {
    fn from(language: LanguageName) -> Self {
        match language {
            LanguageName::En => Self::En,
            LanguageName::Zh => Self::Zh,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum ListCommand {
    /// Take in a dealer system's export: CSV in UTF-8 or GB18030, or XLSX.
    Import {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List them all.
    List {
        #[command(flatten)]
        json: Json,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum RosterCommand {
    /// Take in a dealer system's export: CSV in UTF-8 or GB18030, or XLSX.
    Import {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List them all.
    List {
        #[command(flatten)]
        json: Json,
    },
    /// Set somebody's PIN, which correcting a clock and passing a car need.
    Pin {
        /// Whose, by number (工号).
        person: String,
    },
    /// Take somebody's badge and PIN out of use (离职); what they did stays.
    Leave {
        /// Who, by number (工号).
        person: String,
    },
}

/// The screens by their names on the command line.
#[cfg(feature = "gui")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ScreenName {
    /// The technician's kiosk at a bay.
    Bay,
    /// The repair-status board (维修看板).
    Board,
    /// The dispatcher's screen.
    Dispatch,
    /// The service advisor's screen (服务顾问台), with order intake.
    Advisor,
    /// The storekeeper's screen (备件台): requests, returns, stock.
    Stores,
    /// The inspector's screen (质检台): the quality-check queue, rework, wash.
    Qc,
}

#[cfg(feature = "gui")]
impl From<ScreenName> for crate::config::ScreenKind {
    fn from(name: ScreenName) -> Self {
        match name {
            ScreenName::Bay => Self::Bay,
            ScreenName::Board => Self::Board,
            ScreenName::Dispatch => Self::Dispatch,
            ScreenName::Advisor => Self::Advisor,
            ScreenName::Stores => Self::Stores,
            ScreenName::Qc => Self::Qc,
        }
    }
}

#[cfg(feature = "gui")]
#[derive(Debug, Args)]
pub(super) struct Windowed {
    /// In a window instead of on the whole monitor.
    #[arg(long)]
    windowed: bool,
}

#[cfg(feature = "gui")]
impl From<Windowed> for crate::gui::windows::Extent {
    fn from(windowed: Windowed) -> Self {
        if windowed.windowed {
            Self::Window
        } else {
            Self::FullScreen
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Json {
    /// As JSON, for other programs.
    #[arg(long)]
    json: bool,
}

/// How a listing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// For people.
    Table,
    /// For other programs.
    Json,
}

impl From<Json> for Form {
    fn from(json: Json) -> Self {
        if json.json { Self::Json } else { Self::Table }
    }
}

#[derive(Debug, Args)]
pub(super) struct LogOptions {
    /// Go on and show what happens.
    #[arg(long, conflicts_with_all = ["at", "order"])]
    pub(super) follow: bool,
    /// Only what had been written by then: `2026-11-23 10:42` on the site's clock, or with a zone.
    #[arg(long, value_name = "TIME")]
    pub(super) at: Option<String>,
    /// The story of one order: every step of its car, and what made it late.
    #[arg(long, value_name = "RO")]
    pub(super) order: Option<String>,
    /// In which language a story is told; without it the one of the settings.
    #[arg(long, value_enum, requires = "order")]
    pub(super) lang: Option<LanguageName>,
    /// One JSON object a line; a story is one object.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("period").required(true).args(["day", "week", "month"]))]
pub(super) struct ReportOptions {
    /// Of a working day, which begins at four in the morning: 2026-11-23.
    #[arg(long, value_name = "DATE", value_parser = super::report::day)]
    day: Option<NaiveDate>,
    /// Of a week, by its number or any of its days: 2026-W48, 2026-11-23.
    #[arg(long, value_name = "WEEK", value_parser = super::report::week)]
    week: Option<Period>,
    /// Of a month: 2026-11.
    #[arg(long, value_name = "MONTH", value_parser = super::report::month)]
    month: Option<Period>,
    /// In which language; without it the one of the settings.
    #[arg(long, value_enum)]
    pub(super) lang: Option<LanguageName>,
    /// The folder for the files; it is made where there is none.
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
}

impl ReportOptions {
    /// Tells which days are asked for.
    pub(super) fn period(&self) -> Result<Period, Failure> {
        let day = self.day.map(Period::Day);
        day.or(self.week)
            .or(self.month)
            .ok_or_else(|| Failure::input("say which days: --day, --week or --month"))
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Read a file of settings and say what is wrong with it.
    Check {
        /// The file.
        file: PathBuf,
    },
}
