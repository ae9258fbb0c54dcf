//! Papers from the command line: `orders print`, `parts slip`, `parts label` and `tools label`.

use super::cli::{
    LabelOptions, LanguageName, PaperOut, SlipOptions, StoryOptions, ToolLabelOptions,
};
use super::edge::{Failure, say};
use super::maintenance::reader;
use super::printing::fit_for_a_name;
use crate::config::Config;
use crate::domain::ids::{BayId, PersonId, RoNumber};
use crate::domain::parts::request::PartsRequest;
use crate::domain::person::Language;
use crate::domain::tool::scanned;
use crate::domain::workshop::Workshop;
use crate::gui::paper::{self, PaperError, Sheet};
use crate::projection::requests::{OrderRequests, of_order};
use crate::projection::story::of_order as of_story;
use crate::screen::slip::{self, Label, Press};
use crate::screen::story;
use crate::screen::words;
use chrono::Utc;
use std::path::Path;

/// What a file is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Png,
    Pdf,
}

/// Tells by its ending what a file is to be, before anything is drawn.
fn kind_of(path: &Path) -> Result<FileKind, Failure> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("png") => Ok(FileKind::Png),
        Some("pdf") => Ok(FileKind::Pdf),
        _ => Err(Failure::input(format!(
            "--out {}: the file must end in .png or .pdf",
            path.display()
        ))),
    }
}

/// Draws the whole story of an order.
pub(super) fn story(config: &Config, options: &StoryOptions) -> Result<(), Failure> {
    let workshop = reader(config)?.load().map_err(Failure::machine)?;
    let lists = config.checklists().map_err(Failure::input)?;
    let ro = RoNumber::new(&options.ro);
    let order = of_story(&workshop, &ro, &lists).ok_or_else(|| no_order(&options.ro))?;
    let out = options.out.clone().unwrap_or_default();
    let is_file = !out.is_dir() && kind_of(&out).is_ok();
    let out = if is_file {
        out
    } else {
        std::fs::create_dir_all(&out).map_err(|error| {
            Failure::machine(format!(
                "--out {}: {error}; name another folder",
                out.display()
            ))
        })?;
        out.join(format!("{}-story.pdf", fit_for_a_name(&ro)))
    };
    let story = with_press(config, &workshop, options.lang, |press| {
        story::of_order(&order, press)
    });
    let sheets = paper::draw_story(&story).map_err(drawn)?;
    let kind = kind_of(&out)?;
    put(&sheets, kind, &out)
}

/// Draws the slip of a request.
pub(super) fn slip(config: &Config, options: &SlipOptions) -> Result<(), Failure> {
    let kind = kind_of(&options.paper.out)?;
    let (workshop, order) = order(config, &options.ro)?;
    let request = request(&order, options.request)?;
    let slip = with_press(config, &workshop, options.paper.lang, |press| {
        slip::of_request(&order, request.id, press)
    });
    let slip = slip.ok_or_else(|| {
        Failure::input(format!(
            "nothing is left of this request of order {}: every line was cancelled or put back",
            order.ro
        ))
    })?;
    out(
        &paper::draw_slip(&slip).map_err(drawn)?,
        kind,
        &options.paper,
    )
}

/// Draws the labels of a request's parcels, or the tag of an old part.
pub(super) fn label(config: &Config, options: &LabelOptions) -> Result<(), Failure> {
    let kind = kind_of(&options.paper.out)?;
    let (workshop, order) = order(config, &options.ro)?;
    let labels = with_press(
        config,
        &workshop,
        options.paper.lang,
        |press| match options.old_part {
            Some(nth) => old_part_label(&order, nth, press).map(|label| vec![label]),
            None => parcel_labels(&order, options, press),
        },
    )?;
    labels_out(&labels, kind, &options.paper)
}

/// Draws the label of a tool.
pub(super) fn tool_label(config: &Config, options: &ToolLabelOptions) -> Result<(), Failure> {
    let kind = kind_of(&options.paper.out)?;
    let workshop = reader(config)?.load().map_err(Failure::machine)?;
    let file = workshop.tools.get(&scanned(&options.tool)).ok_or_else(|| {
        Failure::input(format!(
            "there is no tool {}; `baylight tools list` shows them all",
            options.tool
        ))
    })?;
    let names = (file.name(), file.english_name());
    let label = with_press(config, &workshop, options.paper.lang, |press| {
        slip::of_tool(&file.id, names, file.place(), press)
    });
    labels_out(&[label], kind, &options.paper)
}

fn order(config: &Config, name: &str) -> Result<(Workshop, OrderRequests), Failure> {
    let workshop = reader(config)?.load().map_err(Failure::machine)?;
    let order = of_order(&workshop, &RoNumber::new(name)).ok_or_else(|| no_order(name))?;
    Ok((workshop, order))
}

fn no_order(name: &str) -> Failure {
    Failure::input(format!(
        "there is no order {name}; `baylight orders list` shows them all"
    ))
}

/// Finds a request by its number from 1, or the last one.
fn request(order: &OrderRequests, nth: Option<usize>) -> Result<&PartsRequest, Failure> {
    let requests = &order.parts.requests;
    let found = match nth {
        Some(nth) => nth.checked_sub(1).and_then(|at| requests.get(at)),
        None => requests.last(),
    };
    found.ok_or_else(|| {
        Failure::input(match (requests.len(), nth) {
            (0, _) | (_, None) => format!("nothing was requested for order {}", order.ro),
            (count, Some(nth)) => format!(
                "--request {nth}: order {} has {count}, numbered from 1",
                order.ro
            ),
        })
    })
}

fn parcel_labels(
    order: &OrderRequests,
    options: &LabelOptions,
    press: &Press<'_>,
) -> Result<Vec<Label>, Failure> {
    let request = request(order, options.request)?;
    let labels = slip::of_parcels(order, request.id, press);
    if labels.is_empty() {
        return Err(Failure::input(format!(
            "nothing is picked for this request of order {}; its slip says what is to be picked",
            order.ro
        )));
    }
    Ok(labels)
}

fn old_part_label(order: &OrderRequests, nth: usize, press: &Press<'_>) -> Result<Label, Failure> {
    let old = nth
        .checked_sub(1)
        .and_then(|at| order.parts.old_parts.get(at));
    old.and_then(|old| slip::of_old_part(order, old.id, press))
        .ok_or_else(|| {
            let count = order.parts.old_parts.len();
            Failure::input(format!(
                "--old-part {nth}: order {} has {count} old parts, numbered from 1",
                order.ro
            ))
        })
}

fn with_press<T>(
    config: &Config,
    workshop: &Workshop,
    language: Option<LanguageName>,
    write: impl FnOnce(&Press<'_>) -> T,
) -> T {
    let language = language.map_or(config.language, Language::from);
    let person = |id: &PersonId| {
        let enrolled = workshop.people.get(id);
        enrolled.map_or_else(|| id.to_string(), |enrolled| enrolled.person.name.clone())
    };
    let bay = |id: &BayId| {
        let bay = config.policy.bay(id);
        bay.map_or_else(
            || id.to_string(),
            |bay| words::name(language, &bay.name, &bay.english_name).to_owned(),
        )
    };
    write(&Press {
        language,
        zone: config.policy.hours.zone,
        now: Utc::now(),
        person: &person,
        bay: &bay,
    })
}

fn labels_out(labels: &[Label], kind: FileKind, paper: &PaperOut) -> Result<(), Failure> {
    out(&paper::draw_labels(labels).map_err(drawn)?, kind, paper)
}

fn out(sheets: &[Sheet], kind: FileKind, paper: &PaperOut) -> Result<(), Failure> {
    put(sheets, kind, &paper.out)
}

fn put(sheets: &[Sheet], kind: FileKind, out: &Path) -> Result<(), Failure> {
    let files = match kind {
        FileKind::Png => paper::write_png(sheets, out).map_err(drawn)?,
        FileKind::Pdf => {
            paper::write_pdf(sheets, out).map_err(drawn)?;
            vec![out.to_owned()]
        }
    };
    for file in files {
        say(file.display())?;
    }
    Ok(())
}

fn drawn(error: PaperError) -> Failure {
    match error {
        PaperError::Code { .. } => Failure::input(error),
        _ => Failure::machine(error),
    }
}
