//! The files of a settlement export: which they are, and how they come to their place whole or not at all.

use super::cli::SettlementFormat;
use super::edge::Failure;
use crate::config::Config;
use crate::domain::person::Language;
use crate::export::settlement::{Settlement, csv, json, tables, xlsx};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where an export goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Into a folder, under its number.
    Folder(PathBuf, SettlementFormat),
    /// Into a file that is not there yet.
    File(PathBuf, SettlementFormat),
}

impl Target {
    /// Chooses by what was named; a name that ends in .xlsx or .json says what the file is to be.
    pub(super) fn choose(
        format: Option<SettlementFormat>,
        out: Option<&Path>,
    ) -> Result<Self, Failure> {
        let out = out.unwrap_or(Path::new("."));
        let ending = out.extension().and_then(|ending| ending.to_str());
        let named = match ending.map(str::to_ascii_lowercase).as_deref() {
            _ if out.is_dir() => None,
            Some("xlsx") => Some(SettlementFormat::Xlsx),
            Some("json") => Some(SettlementFormat::Json),
            Some("csv") => {
                return Err(Failure::input(format!(
                    "--out {}: CSV is a file a table; name a folder for them, or a file that ends in .xlsx or .json",
                    out.display()
                )));
            }
            _ => None,
        };
        let Some(named) = named else {
            let format = format.unwrap_or(SettlementFormat::Csv);
            return Ok(Self::Folder(out.to_owned(), format));
        };
        if format.is_some_and(|format| format != named) {
            return Err(Failure::input(format!(
                "--out {} does not end as --format says; leave one of them out",
                out.display()
            )));
        }
        if out.exists() {
            return Err(Failure::input(format!(
                "{} is there already, and may not have been read yet; move it away, or name a folder, where each export has a name of its own",
                out.display()
            )));
        }
        Ok(Self::File(out.to_owned(), named))
    }
}

/// Writes an export, and lists its files.
pub(super) fn put(
    config: &Config,
    language: Language,
    settlement: &Settlement,
    target: &Target,
) -> Result<Vec<PathBuf>, Failure> {
    let zone = config.policy.hours.zone;
    let tables = || tables::tables(settlement, zone);
    let (Target::Folder(_, format) | Target::File(_, format)) = target;
    match format {
        SettlementFormat::Csv => {
            let files = tables().into_iter().map(|table| {
                let bytes = csv::write(&table, language).map_err(Failure::machine)?;
                Ok((format!("{}.csv", table.file), bytes))
            });
            put_folder(
                target,
                settlement.export,
                &files.collect::<Result<Vec<_>, Failure>>()?,
            )
        }
        SettlementFormat::Xlsx => {
            let bytes = xlsx::write(settlement, &tables(), language).map_err(Failure::machine)?;
            put_file(target, settlement.export, "xlsx", &bytes)
        }
        SettlementFormat::Json => {
            let bytes = json::write(settlement).map_err(Failure::machine)?;
            put_file(target, settlement.export, "json", &bytes)
        }
    }
}

/// Names an export, so that the names stand in the order of the numbers.
fn name(number: u64) -> String {
    format!("settlement-{number:06}")
}

fn put_file(
    target: &Target,
    number: u64,
    ending: &str,
    bytes: &[u8],
) -> Result<Vec<PathBuf>, Failure> {
    let path = match target {
        Target::File(path, _) => path.clone(),
        Target::Folder(folder, _) => folder.join(format!("{}.{ending}", name(number))),
    };
    let unfinished = beside(&path);
    let done = make_parent(&path)
        .and_then(|()| write_whole(&unfinished, bytes))
        .and_then(|()| std::fs::rename(&unfinished, &path))
        .and_then(|()| sync_folder_of(&path));
    done.map_err(|error| not_written(&path, &error))?;
    Ok(vec![path])
}

/// Puts the files of a folder there at once: nobody finds some of them.
fn put_folder(
    target: &Target,
    number: u64,
    files: &[(String, Vec<u8>)],
) -> Result<Vec<PathBuf>, Failure> {
    let (Target::Folder(out, _) | Target::File(out, _)) = target;
    let folder = out.join(name(number));
    let unfinished = beside(&folder);
    let write = || {
        std::fs::create_dir_all(out)?;
        // Of a try that broke off, or of the same export made before.
        remove_if_there(&unfinished)?;
        std::fs::create_dir(&unfinished)?;
        for (name, bytes) in files {
            write_whole(&unfinished.join(name), bytes)?;
        }
        File::open(&unfinished)?.sync_all()?;
        remove_if_there(&folder)?;
        std::fs::rename(&unfinished, &folder)?;
        sync_folder_of(&folder)
    };
    write().map_err(|error| not_written(&folder, &error))?;
    Ok(files.iter().map(|(name, _)| folder.join(name)).collect())
}

fn remove_if_there(folder: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Names what is not finished yet: hidden, in the same folder, so that it can be renamed at once.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.unfinished"))
}

fn make_parent(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if folder != Path::new("") => std::fs::create_dir_all(folder),
        _ => Ok(()),
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A new name is on the disk when its folder is.
fn sync_folder_of(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn not_written(path: &Path, error: &std::io::Error) -> Failure {
    Failure::machine(format!(
        "{}: {error}; make room there or name another folder with --out. Nothing counts as exported",
        path.display()
    ))
}
