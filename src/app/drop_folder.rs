//! The drop folder: where dealer systems put their exports. Done files move to `done/`, what could not be read
//! to `failed/`, and refused rows are written beside the file as a file to mend.

use super::edge::Failure;
use super::importing::{Reading, read_any};
use crate::config::Config;
use crate::coordinator::LocalIntake;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How often the folder is looked at. Polling works on network shares, where notifications do not.
const EVERY: Duration = Duration::from_secs(2);

/// What a file looked like at the last look: one that still grows is left alone.
type Seen = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Watches the folder until the task is ended.
pub(super) async fn watch(config: Config, folder: PathBuf, intake: LocalIntake) {
    let mut seen = Seen::new();
    let mut turn = tokio::time::interval(EVERY);
    tracing::info!(folder = %folder.display(), "watching the drop folder");
    loop {
        turn.tick().await;
        for file in settled(&folder, &mut seen) {
            if let Err(failure) = take(&config, &folder, &file, &intake).await {
                tracing::error!(file = %file.display(), %failure, "the file stays in the drop folder");
            }
        }
    }
}

/// Lists the files that did not change since the last look, the oldest first: of two exports of one order the later
/// one is right.
fn settled(folder: &Path, seen: &mut Seen) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            tracing::warn!(folder = %folder.display(), %error, "the drop folder cannot be read");
            return Vec::new();
        }
    };
    let mut now = Seen::new();
    for entry in entries.flatten() {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if let (Ok(meta), false) = (entry.metadata(), hidden)
            && meta.is_file()
        {
            now.insert(entry.path(), (meta.len(), meta.modified().ok()));
        }
    }
    let mut settled: Vec<(Option<SystemTime>, PathBuf)> = now
        .iter()
        .filter(|(path, state)| seen.get(*path) == Some(*state))
        .map(|(path, (_, modified))| (*modified, path.clone()))
        .collect();
    settled.sort();
    *seen = now;
    settled.into_iter().map(|(_, path)| path).collect()
}

async fn take(
    config: &Config,
    folder: &Path,
    file: &Path,
    intake: &LocalIntake,
) -> Result<(), Failure> {
    let (config_copy, path) = (config.clone(), file.to_owned());
    let read = tokio::task::spawn_blocking(move || read_any(&config_copy, &path))
        .await
        .map_err(Failure::machine)?;
    match read {
        Ok(reading) => accept(folder, file, intake, reading).await,
        Err(error) => {
            tracing::warn!(file = %file.display(), %error, "this file was not taken");
            let target = free_name(&folder.join("failed"), file)?;
            std::fs::write(beside(&target, "reason.txt"), format!("{error}\n"))
                .map_err(Failure::machine)?;
            std::fs::rename(file, target).map_err(Failure::machine)
        }
    }
}

async fn accept(
    folder: &Path,
    file: &Path,
    intake: &LocalIntake,
    reading: Reading,
) -> Result<(), Failure> {
    let rows = reading.bodies.len();
    intake
        .submit(reading.bodies)
        .await
        .map_err(Failure::machine)?;
    let target = free_name(&folder.join("done"), file)?;
    if !reading.refused.is_empty() {
        for refused in &reading.refused {
            tracing::warn!(%refused, "row refused");
        }
        std::fs::write(beside(&target, "refused.csv"), &reading.refused_file)
            .map_err(Failure::machine)?;
    }
    tracing::info!(file = %reading.file, kind = ?reading.kind, rows, refused = reading.refused.len(), "imported");
    std::fs::rename(file, target).map_err(Failure::machine)
}

/// Names a file after another and its whole name: orders.csv and orders.xlsx are two.
fn beside(file: &Path, what: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(what);
    PathBuf::from(name)
}

/// A name that no earlier file has: exports often come under the same one.
fn free_name(folder: &Path, file: &Path) -> Result<PathBuf, Failure> {
    std::fs::create_dir_all(folder).map_err(Failure::machine)?;
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let plain = folder.join(&name);
    if !plain.exists() {
        return Ok(plain);
    }
    let mut number = 2_u32;
    loop {
        let candidate = folder.join(format!("{number}-{name}"));
        if !candidate.exists() {
            return Ok(candidate);
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    #[test]
    fn the_oldest_file_comes_first_and_then_the_first_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let put = |name: &str, secs: u64| {
            let file = File::create(dir.path().join(name)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(secs))
                .unwrap();
        };
        put("a-evening.csv", 30);
        put("z-morning.csv", 10);
        put("noon-b.csv", 20);
        put("noon-a.csv", 20);
        let mut seen = Seen::new();
        assert_eq!(settled(dir.path(), &mut seen), Vec::<PathBuf>::new());
        let names: Vec<String> = settled(dir.path(), &mut seen)
            .iter()
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(
            names,
            ["z-morning.csv", "noon-a.csv", "noon-b.csv", "a-evening.csv"]
        );
    }

    #[test]
    fn what_is_refused_of_two_exports_lies_beside_each() {
        let refused = |name: &str| beside(&Path::new("done").join(name), "refused.csv");
        assert_eq!(
            refused("orders.csv"),
            Path::new("done/orders.csv.refused.csv")
        );
        assert_ne!(refused("orders.csv"), refused("orders.xlsx"));
    }
}
