//! `verify`, `backup`, `restore` and `config check`: what keeps a workshop's data and settings sound.

use super::data_dir::DataDir;
use super::edge::{Failure, say};
use crate::config::{BrokerSettings, Config};
use crate::store::backup;
use crate::store::event_log::LogReader;
use crate::store::verify::Fault;
use std::path::Path;

/// Opens the database for reading, and says what to do when there is none.
pub(super) fn reader(config: &Config) -> Result<LogReader, Failure> {
    let file = config.data_dir.join(crate::store::event_log::FILE_NAME);
    if !file.exists() {
        return Err(Failure::input(format!(
            "there is no database in {}; start a coordinator there, import something, or name another directory with --data",
            config.data_dir.display()
        )));
    }
    LogReader::open(&config.data_dir).map_err(Failure::machine)
}

/// Checks the database.
pub(super) fn verify(config: &Config) -> Result<(), Failure> {
    let findings = reader(config)?.verify().map_err(Failure::machine)?;
    for fault in &findings.faults {
        match fault {
            Fault::LogRow { position, why } => say(format!("event {position}: {why}"))?,
            Fault::Projection { kind, name, why } => {
                say(format!("projection of {kind} {name}: {why}"))?
            }
        }
    }
    if findings.faults.is_empty() {
        say(format!(
            "{} events and {} projections: the file is whole, every hash fits, and the log adds up to the projections",
            findings.events, findings.entities
        ))?;
        return Ok(());
    }
    Err(Failure::machine(format!(
        "{} faults in {}; keep this file as it is and restore the last backup into another directory to compare",
        findings.faults.len(),
        config.data_dir.display()
    )))
}

/// Copies the database.
pub(super) fn backup(config: &Config, file: &Path) -> Result<(), Failure> {
    reader(config)?;
    backup::backup(&config.data_dir, file).map_err(Failure::machine)?;
    say(format!("{}: whole and checked", file.display()))?;
    let photos = config.data_dir.join(crate::store::photos::FOLDER_NAME);
    if photos.exists() {
        say(format!(
            "photos are files, and are not in it: copy {} beside it, as with rsync -a",
            photos.display()
        ))?;
    }
    Ok(())
}

/// Puts a backup in place.
pub(super) fn restore(config: &Config, file: &Path) -> Result<(), Failure> {
    let dir = DataDir::own(&config.data_dir)?;
    backup::restore(file, dir.path()).map_err(Failure::machine)?;
    say(format!(
        "{} restored into {}",
        file.display(),
        config.data_dir.display()
    ))?;
    Ok(())
}

/// Reads settings and says what they mean.
pub(super) fn check(file: &Path) -> Result<(), Failure> {
    let config = Config::load(Some(file), None).map_err(Failure::input)?;
    let broker = match &config.broker {
        BrokerSettings::Embedded { listen } => format!("the embedded broker on {listen}"),
        BrokerSettings::Mqtt { host, port, .. } => format!("the broker at {host}:{port}"),
    };
    let findings = config.findings().map_err(Failure::input)?;
    let checklists = config.checklists().map_err(Failure::input)?.lists.len();
    let components = findings
        .systems
        .iter()
        .map(|system| system.components.len());
    say(format!(
        "{}: site {}, {} bays, findings of {} components, {checklists} checklists, {broker}, data in {}: all in order",
        file.display(),
        config.policy.site,
        config.policy.bays.len(),
        components.sum::<usize>(),
        config.data_dir.display()
    ))?;
    Ok(())
}
