//! The checklists: from the workshop's file to checked lists, sections and items.

use super::names::{named, once};
use super::{ConfigError, Wrong, wrong};
use crate::domain::ids::ItemCode;
use crate::domain::order::{BusinessCategory, Trade};
use crate::domain::quality::checklist::{
    Applies, CheckItem, CheckKind, CheckSection, Checklist, Checklists, Hundredths, Measure, Scope,
    Unit,
};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// The checklists of a workshop that has written none.
const USUAL: &str = include_str!("../../config/checklists.toml");

/// So much stands on one row of a checklist without being cut.
const LONGEST_NAME: usize = 24;
const LONGEST_ENGLISH_NAME: usize = 60;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    list: Vec<ListTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListTable {
    code: String,
    name: String,
    english_name: String,
    #[serde(default)]
    whole_car: bool,
    #[serde(default)]
    trades: BTreeSet<Trade>,
    #[serde(default)]
    operations: Vec<String>,
    #[serde(default)]
    categories: BTreeSet<BusinessCategory>,
    #[serde(default)]
    road_test: bool,
    #[serde(default)]
    section: Vec<SectionTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionTable {
    code: String,
    name: String,
    english_name: String,
    items: Vec<ItemTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemTable {
    code: String,
    name: String,
    english_name: String,
    checks: Option<BTreeSet<CheckWord>>,
    unit: Option<Unit>,
    least: Option<f64>,
    most: Option<f64>,
    #[serde(default)]
    always: bool,
    #[serde(default)]
    wear: bool,
    #[serde(default)]
    on_the_road: bool,
}

/// The three checks in the words of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum CheckWord {
    #[serde(rename = "self")]
    SelfCheck,
    Peer,
    Final,
}

impl From<CheckWord> for CheckKind {
    fn from(word: CheckWord) -> Self {
        match word {
            CheckWord::SelfCheck => Self::SelfCheck,
            CheckWord::Peer => Self::Peer,
            CheckWord::Final => Self::Final,
        }
    }
}

/// Reads the checklists that a file of settings names, or those that come with the program.
pub(super) fn checklists(file: Option<&Path>) -> Result<Checklists, ConfigError> {
    let Some(file) = file else {
        return from_text(USUAL, Path::new("config/checklists.toml"));
    };
    let text = std::fs::read_to_string(file).map_err(|error| ConfigError::Unreadable {
        file: file.to_owned(),
        error,
    })?;
    from_text(&text, file)
}

fn from_text(text: &str, file: &Path) -> Result<Checklists, ConfigError> {
    let parsed: File = toml::from_str(text).map_err(|error| ConfigError::Syntax {
        file: file.to_owned(),
        error: Box::new(error),
    })?;
    checked(parsed).map_err(|Wrong { key, why }| ConfigError::Value {
        file: file.to_owned(),
        key,
        why,
    })
}

fn checked(file: File) -> Result<Checklists, Wrong> {
    let mut seen = BTreeSet::new();
    let lists = file.list.into_iter().map(|table| {
        let list = list(table)?;
        once(&mut seen, "list.code", &list.named.code)?;
        Ok(list)
    });
    let lists: Vec<Checklist> = lists.collect::<Result<_, Wrong>>()?;
    let of_cars = lists.iter().filter(|list| list.scope == Scope::Car);
    match of_cars.count() {
        1 => Ok(Checklists { lists }),
        0 => Err(wrong(
            "list.whole_car",
            "no list has it; the final inspection of the car needs one",
        )),
        _ => Err(wrong(
            "list.whole_car",
            "several lists have it; the final inspection of the car is one list",
        )),
    }
}

fn list(table: ListTable) -> Result<Checklist, Wrong> {
    let named = named::<ItemCode>("list", &table.code, table.name, table.english_name)?;
    let at = |key: &str| format!("list “{}” {key}", named.code);
    let says_which =
        !(table.trades.is_empty() && table.operations.is_empty() && table.categories.is_empty());
    if table.whole_car && says_which {
        return Err(wrong(
            at("whole_car"),
            "is for every car: leave out trades, operations and categories",
        ));
    }
    let scope = if table.whole_car {
        Scope::Car
    } else {
        Scope::Job {
            trades: table.trades,
            operations: table.operations,
            categories: table.categories,
        }
    };
    let mut sections_seen = BTreeSet::new();
    let mut items_seen = BTreeSet::new();
    let sections = table.section.into_iter().map(|row| {
        let section = section(row, table.whole_car, &mut items_seen, &at)?;
        once(&mut sections_seen, &at("section.code"), &section.named.code)?;
        Ok(section)
    });
    let sections: Vec<CheckSection> = sections.collect::<Result<_, Wrong>>()?;
    if sections.is_empty() {
        return Err(wrong(at("section"), "is missing; a list has at least one"));
    }
    Ok(Checklist {
        named,
        scope,
        sections,
        road_test: table.road_test,
    })
}

fn section(
    table: SectionTable,
    whole_car: bool,
    seen: &mut BTreeSet<ItemCode>,
    at: &impl Fn(&str) -> String,
) -> Result<CheckSection, Wrong> {
    let named = named::<ItemCode>(&at("section"), &table.code, table.name, table.english_name)?;
    let items = table.items.into_iter().map(|row| {
        let item = item(row, whole_car, at)?;
        once(seen, &at("items.code"), &item.named.code)?;
        Ok(item)
    });
    let items: Vec<CheckItem> = items.collect::<Result<_, Wrong>>()?;
    if items.is_empty() {
        return Err(wrong(
            at("items"),
            format!(
                "section “{}” has none; give it one or leave it out",
                named.code
            ),
        ));
    }
    Ok(CheckSection { named, items })
}

fn item(
    table: ItemTable,
    whole_car: bool,
    at: &impl Fn(&str) -> String,
) -> Result<CheckItem, Wrong> {
    let named = named::<ItemCode>(&at("items"), &table.code, table.name, table.english_name)?;
    let of_item = |key: &str| format!("{} “{}” {key}", at("items"), named.code);
    let long = named.name.chars().count() > LONGEST_NAME
        || named.english_name.chars().count() > LONGEST_ENGLISH_NAME;
    if long {
        return Err(wrong(
            of_item("name"),
            format!(
                "is too long for its row: at most {LONGEST_NAME} characters, and {LONGEST_ENGLISH_NAME} in English"
            ),
        ));
    }
    let usual = if whole_car {
        BTreeSet::from([CheckKind::Final])
    } else {
        BTreeSet::from(CheckKind::ALL)
    };
    let said = table
        .checks
        .map(|words| words.into_iter().map(CheckKind::from).collect());
    let checks: BTreeSet<CheckKind> = said.unwrap_or(usual);
    if whole_car && checks != BTreeSet::from([CheckKind::Final]) {
        return Err(wrong(
            of_item("checks"),
            "is the final check alone where the list is for the whole car",
        ));
    }
    let measure = measure(table.unit, table.least, table.most, &of_item)?;
    Ok(CheckItem {
        named,
        checks,
        measure,
        applies: if table.always {
            Applies::Always
        } else {
            Applies::IfFitted
        },
        wear: table.wear,
        on_the_road: table.on_the_road,
    })
}

fn measure(
    unit: Option<Unit>,
    least: Option<f64>,
    most: Option<f64>,
    of_item: &impl Fn(&str) -> String,
) -> Result<Option<Measure>, Wrong> {
    let Some(unit) = unit else {
        return match (least, most) {
            (None, None) => Ok(None),
            _ => Err(wrong(of_item("unit"), "is missing, and there are limits")),
        };
    };
    let limit = |key: &str, value: Option<f64>| {
        value
            .map(|value| {
                hundredths(value).ok_or_else(|| {
                    wrong(
                        of_item(key),
                        format!("{value} has more than two decimals, or is too big"),
                    )
                })
            })
            .transpose()
    };
    let (least, most) = (limit("least", least)?, limit("most", most)?);
    if least.is_none() && most.is_none() {
        return Err(wrong(
            of_item("least"),
            "is missing: what is measured has a least, a most, or both",
        ));
    }
    if least.zip(most).is_some_and(|(least, most)| least > most) {
        return Err(wrong(of_item("least"), "is greater than most"));
    }
    Ok(Some(Measure { unit, least, most }))
}

fn hundredths(value: f64) -> Option<Hundredths> {
    let scaled = value * 100.0;
    let whole = scaled.round();
    let fits = (scaled - whole).abs() < 1e-6 && whole.abs() < 1e9;
    #[expect(clippy::cast_possible_truncation, reason = "it was checked to fit")]
    fits.then_some(Hundredths(whole as i64))
}
