//! The keys of the parts store: where slips go, and what prints them.

use super::{Wrong, wrong};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// What stands for the file in a command that prints.
pub const FILE_WORD: &str = "{file}";

/// How the store prints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoresSettings {
    /// Where slips and labels are kept; nothing where that is a folder of the data directory.
    pub slips: Option<PathBuf>,
    /// What prints a slip; nothing where it is only kept.
    pub print_slip: Option<PrintCommand>,
    /// What prints the whole story of an order, which is larger: it comes out of the printer of the slips, unless it has
    /// its own.
    pub print_story: Option<PrintCommand>,
    /// What prints a label: they come out of a printer of their own.
    pub print_label: Option<PrintCommand>,
}

/// A program with its arguments; no shell reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintCommand {
    /// Which program.
    pub program: String,
    /// Its arguments, with [`FILE_WORD`] in them.
    pub arguments: Vec<String>,
}

impl PrintCommand {
    /// Puts a file into the arguments.
    pub fn arguments_for(&self, file: &Path) -> Vec<String> {
        let file = file.to_string_lossy();
        let words = self.arguments.iter();
        words.map(|word| word.replace(FILE_WORD, &file)).collect()
    }
}

/// In one line cut at its spaces, or word by word.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a line, or a list of words")]
enum Words {
    Line(String),
    List(Vec<String>),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct StoresTable {
    slips: Option<PathBuf>,
    print_command: Option<Words>,
    label_command: Option<Words>,
    story_command: Option<Words>,
}

pub(super) fn checked(table: StoresTable, folder: &Path) -> Result<StoresSettings, Wrong> {
    let command = |key, words: Option<Words>| words.map(|words| command(key, words)).transpose();
    let print_slip = command("stores.print_command", table.print_command)?;
    let print_label = command("stores.label_command", table.label_command)?;
    let print_story = command("stores.story_command", table.story_command)?;
    Ok(StoresSettings {
        slips: table.slips.map(|dir| folder.join(dir)),
        print_label: print_label.or_else(|| print_slip.clone()),
        print_story: print_story.or_else(|| print_slip.clone()),
        print_slip,
    })
}

fn command(key: &str, words: Words) -> Result<PrintCommand, Wrong> {
    let words: Vec<String> = match words {
        Words::Line(line) => line.split_whitespace().map(str::to_owned).collect(),
        Words::List(words) => words,
    };
    let mut words = words.into_iter();
    let program = words.next().filter(|program| !program.is_empty());
    let program = program.ok_or_else(|| {
        wrong(
            key,
            "names no program; write \"lp {file}\", or leave it out",
        )
    })?;
    let arguments: Vec<String> = words.collect();
    if arguments.iter().any(|word| word.contains(FILE_WORD)) {
        return Ok(PrintCommand { program, arguments });
    }
    Err(wrong(
        key,
        "does not say where the file goes; write {file} there, as in \"lp -d zebra {file}\"",
    ))
}
