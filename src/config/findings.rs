//! The catalogue of findings: from the workshop's file to checked systems, components, conditions and actions.

use super::names::{named, once, twice};
use super::{ConfigError, Wrong, wrong};
use crate::domain::finding::Severity;
use crate::domain::finding_catalogue::{
    FindingAction, FindingCatalogue, FindingComponent, FindingCondition, FindingSystem, Named,
    Remedy,
};
use crate::domain::ids::{FindingCode, OpCode, PartNumber};
use crate::domain::order::{ExpectedPart, Trade, WorkMinutes};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The catalogue of a workshop that has written none.
const USUAL: &str = include_str!("../../config/findings.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    condition: Vec<NameTable>,
    #[serde(default)]
    action: Vec<ActionTable>,
    #[serde(default)]
    system: Vec<SystemTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NameTable {
    code: String,
    name: String,
    english_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionTable {
    code: String,
    name: String,
    english_name: String,
    #[serde(default)]
    note_only: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SystemTable {
    code: String,
    name: String,
    english_name: String,
    trade: Trade,
    #[serde(default)]
    component: Vec<ComponentTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ComponentTable {
    code: String,
    name: String,
    english_name: String,
    trade: Option<Trade>,
    #[serde(default)]
    work: BTreeMap<String, WorkTable>,
    conditions: Vec<ConditionTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkTable {
    operation: Option<String>,
    hours: Option<f64>,
    #[serde(default)]
    parts: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConditionTable {
    is: String,
    severity: Severity,
    actions: Vec<String>,
    #[serde(default)]
    left: String,
    #[serde(default)]
    english_left: String,
}

/// Reads the catalogue that a file of settings names, or the one that comes with the program.
pub(super) fn catalogue(file: Option<&Path>) -> Result<FindingCatalogue, ConfigError> {
    let Some(file) = file else {
        return from_text(USUAL, Path::new("config/findings.toml"));
    };
    let text = std::fs::read_to_string(file).map_err(|error| ConfigError::Unreadable {
        file: file.to_owned(),
        error,
    })?;
    from_text(&text, file)
}

fn from_text(text: &str, file: &Path) -> Result<FindingCatalogue, ConfigError> {
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

/// The names that components choose from.
struct Words {
    conditions: BTreeMap<String, Named>,
    actions: BTreeMap<String, (Named, bool)>,
}

fn checked(file: File) -> Result<FindingCatalogue, Wrong> {
    let conditions = file.condition.into_iter().map(|table| {
        let named = named::<FindingCode>("condition", &table.code, table.name, table.english_name)?;
        Ok((named.code.to_string(), named))
    });
    let actions = file.action.into_iter().map(|table| {
        let named = named::<FindingCode>("action", &table.code, table.name, table.english_name)?;
        Ok((named.code.to_string(), (named, table.note_only)))
    });
    let words = Words {
        conditions: unique("condition.code", conditions)?,
        actions: unique("action.code", actions)?,
    };
    let mut seen = BTreeSet::new();
    let systems = file.system.into_iter().map(|table| {
        let system = system(table, &words)?;
        once(&mut seen, "system.code", &system.named.code)?;
        Ok(system)
    });
    Ok(FindingCatalogue {
        systems: systems.collect::<Result<_, Wrong>>()?,
    })
}

fn unique<T>(
    key: &str,
    rows: impl Iterator<Item = Result<(String, T), Wrong>>,
) -> Result<BTreeMap<String, T>, Wrong> {
    let mut all = BTreeMap::new();
    for row in rows {
        let (code, value) = row?;
        if all.insert(code.clone(), value).is_some() {
            return Err(twice(key, &code));
        }
    }
    Ok(all)
}

fn system(table: SystemTable, words: &Words) -> Result<FindingSystem, Wrong> {
    let named = named::<FindingCode>("system", &table.code, table.name, table.english_name)?;
    let mut seen = BTreeSet::new();
    let components = table.component.into_iter().map(|row| {
        let component = component(row, table.trade, words)?;
        once(&mut seen, "system.component.code", &component.named.code)?;
        Ok(component)
    });
    let components: Vec<FindingComponent> = components.collect::<Result<_, Wrong>>()?;
    if components.is_empty() {
        return Err(wrong(
            "system.component",
            format!("“{}” has none; give it one or leave it out", named.code),
        ));
    }
    Ok(FindingSystem { named, components })
}

fn component(
    table: ComponentTable,
    trade: Trade,
    words: &Words,
) -> Result<FindingComponent, Wrong> {
    let named = named::<FindingCode>(
        "system.component",
        &table.code,
        table.name,
        table.english_name,
    )?;
    let at = |key: &str| format!("system.component “{}” {key}", named.code);
    let mut works = BTreeMap::new();
    for (code, work) in table.work {
        if !words.actions.contains_key(&code) {
            return Err(wrong(at("work"), unknown("action", &code)));
        }
        works.insert(code, remedy(work, &at("work"))?);
    }
    let conditions = table.conditions.into_iter().map(|row| {
        let known = words.conditions.get(&row.is);
        let condition = known.ok_or_else(|| wrong(at("conditions.is"), unknown("condition", &row.is)))?;
        if row.actions.is_empty() {
            return Err(wrong(
                at("conditions.actions"),
                format!("“{}” needs at least one action", row.is),
            ));
        }
        let actions = row.actions.iter().map(|code| {
            let (named, note_only) = words
                .actions
                .get(code)
                .ok_or_else(|| wrong(at("conditions.actions"), unknown("action", code)))?;
            let work = match works.get(code) {
                Some(work) => work.clone(),
                None if *note_only => Remedy::Nothing,
                None => {
                    return Err(wrong(
                        at("work"),
                        format!("says nothing of “{code}”; name its operation or its hours, or make the action note_only"),
                    ));
                }
            };
            Ok(FindingAction { named: named.clone(), work })
        });
        Ok(FindingCondition {
            named: condition.clone(),
            severity: row.severity,
            consequence: row.left,
            english_consequence: row.english_left,
            actions: actions.collect::<Result<_, Wrong>>()?,
        })
    });
    let conditions: Vec<FindingCondition> = conditions.collect::<Result<_, Wrong>>()?;
    if conditions.is_empty() {
        return Err(wrong(at("conditions"), "has none; give it one"));
    }
    Ok(FindingComponent {
        trade: table.trade.unwrap_or(trade),
        conditions,
        named,
    })
}

fn unknown(of: &str, code: &str) -> String {
    format!("there is no {of} “{code}”; add a [[{of}]] with this code, or mend the word")
}

fn remedy(work: WorkTable, key: &str) -> Result<Remedy, Wrong> {
    match (work.operation, work.hours) {
        (Some(code), None) if work.parts.is_empty() => Ok(Remedy::Operation(OpCode::new(code))),
        (Some(code), _) => Err(wrong(
            key,
            format!(
                "“{code}” takes its hours and parts from the list of operations; leave them out"
            ),
        )),
        (None, Some(hours)) if (0.0..=100.0).contains(&hours) => Ok(Remedy::Own {
            standard: WorkMinutes::from_hours(hours),
            parts: work
                .parts
                .iter()
                .map(|text| part(text, key))
                .collect::<Result<_, _>>()?,
        }),
        (None, Some(hours)) => Err(wrong(key, format!("{hours} hours should be from 0 to 100"))),
        (None, None) => Err(wrong(
            key,
            "needs an operation of the list, or hours of its own",
        )),
    }
}

/// Reads `58101-F2A00×1`.
fn part(text: &str, key: &str) -> Result<ExpectedPart, Wrong> {
    let (number, count) = text.rsplit_once('×').unwrap_or((text, "1"));
    let quantity = count.trim().parse::<u32>().ok().filter(|count| *count > 0);
    match (number.trim(), quantity) {
        ("", _) | (_, None) => Err(wrong(
            key,
            format!("“{text}” is no part; write it like 58101-F2A00×1"),
        )),
        (number, Some(quantity)) => Ok(ExpectedPart {
            part: PartNumber::new(number),
            quantity,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
        [[condition]]
        code = "worn"
        name = "磨损"
        english_name = "worn"
        [[action]]
        code = "replace"
        name = "更换"
        english_name = "replace"
        [[action]]
        code = "watch"
        name = "下次复查"
        english_name = "watch"
        note_only = true
        [[system]]
        code = "brakes"
        name = "制动系统"
        english_name = "Brakes"
        trade = "mechanical"
        [[system.component]]
        code = "front-pads"
        name = "前刹车片"
        english_name = "Front brake pads"
        work = { replace = { hours = 1.2, parts = ["58101-F2A00×1"] } }
        conditions = [{ is = "worn", severity = "yellow", actions = ["replace", "watch"] }]
    "#;

    fn error(text: &str) -> String {
        from_text(text, Path::new("shop.toml"))
            .map(|_| String::new())
            .unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn the_catalogue_that_comes_with_the_program_has_what_a_workshop_meets() {
        let usual = catalogue(None).unwrap();
        let components = usual.systems.iter().flat_map(|system| &system.components);
        let conditions = components.clone().flat_map(|one| &one.conditions).count();
        assert!(usual.systems.len() >= 12, "{} systems", usual.systems.len());
        assert!(
            components.clone().count() + conditions >= 150,
            "{} components, {conditions} conditions",
            components.count()
        );
    }

    #[test]
    fn an_action_has_its_work_or_none() {
        let small = from_text(SMALL, Path::new("shop.toml")).unwrap();
        let actions = &small.systems[0].components[0].conditions[0].actions;
        assert!(
            matches!(&actions[0].work, Remedy::Own { standard: WorkMinutes(72), parts } if parts.len() == 1)
        );
        assert_eq!(actions[1].work, Remedy::Nothing);
    }

    #[test]
    fn every_error_names_the_file_what_and_where() {
        for (from, to, said) in [
            ("is = \"worn\"", "is = \"torn\"", "torn"),
            ("\"replace\", \"watch\"", "\"repair\"", "repair"),
            ("note_only = true", "", "watch"),
            ("hours = 1.2", "hours = -1.0", "-1"),
            ("58101-F2A00×1", "×1", "×1"),
            (
                "code = \"front-pads\"",
                "code = \"front pads\"",
                "front pads",
            ),
            ("name = \"磨损\"", "name = \"\"", "worn"),
            ("severity = \"yellow\"", "severity = \"orange\"", "orange"),
        ] {
            let text = error(&SMALL.replacen(from, to, 1));
            assert!(
                text.contains("shop.toml") && text.contains(said),
                "{from} → {to}: {text}"
            );
        }
    }
}
