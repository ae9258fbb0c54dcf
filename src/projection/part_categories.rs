//! Parts by what they belong to: the systems of the catalogue of findings first, then what else the list names.

use super::catalogue::{CatalogueView, SystemCard};
use super::part_search::{Hit, Parts};
use super::parts::PartEntry;
use crate::domain::ids::{FindingCode, PartNumber};
use std::collections::BTreeMap;

/// What the Chinese screens call parts that belong to nothing.
const OTHER: &str = "其他";
/// What the English screens call them.
const OTHER_IN_ENGLISH: &str = "Other";

/// Names a category of parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CategoryKey {
    /// A system of the catalogue of findings.
    System(FindingCode),
    /// What the list of parts writes and no system is called.
    Written(String),
    /// Nothing.
    Other,
}

/// A category with what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Which.
    pub key: CategoryKey,
    /// What the Chinese screens say.
    pub name: String,
    /// What the English screens say.
    pub english_name: String,
    /// How many parts it has.
    pub parts: usize,
}

/// Which category a part belongs to.
///
/// The list says so, by the code or a name of a system. Of a part without a category the catalogue of findings says
/// so, where the work of one system alone needs it.
#[derive(Debug)]
pub struct Categories<'a> {
    systems: &'a [SystemCard],
    by_word: BTreeMap<String, usize>,
    by_part: BTreeMap<&'a PartNumber, Option<usize>>,
}

impl<'a> Categories<'a> {
    /// Reads the systems.
    pub fn new(catalogue: &'a CatalogueView) -> Self {
        let (mut by_word, mut by_part) = (BTreeMap::new(), BTreeMap::new());
        for (place, system) in catalogue.systems.iter().enumerate() {
            let named = &system.named;
            for word in [named.code.as_str(), &named.name, &named.english_name] {
                by_word.entry(word.to_lowercase()).or_insert(place);
            }
            for part in parts_of(system) {
                let only = by_part.entry(part).or_insert(Some(place));
                if *only != Some(place) {
                    *only = None;
                }
            }
        }
        Self {
            systems: &catalogue.systems,
            by_word,
            by_part,
        }
    }

    /// Tells where a part belongs.
    pub fn of(&self, part: &PartEntry) -> CategoryKey {
        match part.category.trim() {
            "" => self.by_findings(&part.number),
            written => self.by_word(written),
        }
    }

    fn by_findings(&self, part: &PartNumber) -> CategoryKey {
        let place = self.by_part.get(part).copied().flatten();
        self.system(place).unwrap_or(CategoryKey::Other)
    }

    fn by_word(&self, written: &str) -> CategoryKey {
        let place = self.by_word.get(&written.to_lowercase()).copied();
        self.system(place).unwrap_or_else(|| {
            if [OTHER, OTHER_IN_ENGLISH].contains(&written) {
                CategoryKey::Other
            } else {
                CategoryKey::Written(written.to_owned())
            }
        })
    }

    fn system(&self, place: Option<usize>) -> Option<CategoryKey> {
        let system = self.systems.get(place?)?;
        Some(CategoryKey::System(system.named.code.clone()))
    }

    /// Lists the categories that have parts: systems in the workshop's order, then what is written, then the rest.
    pub fn count(&self, parts: &Parts) -> Vec<Category> {
        let mut written: BTreeMap<&str, usize> = BTreeMap::new();
        let mut counts: BTreeMap<CategoryKey, usize> = BTreeMap::new();
        for part in parts.iter() {
            match part.category.trim() {
                "" => *counts.entry(self.by_findings(&part.number)).or_default() += 1,
                word => *written.entry(word).or_default() += 1,
            }
        }
        for (word, parts) in written {
            *counts.entry(self.by_word(word)).or_default() += parts;
        }
        let mut all = Vec::new();
        for SystemCard { named, .. } in self.systems {
            let key = CategoryKey::System(named.code.clone());
            all.extend(counts.remove(&key).map(|parts| Category {
                key,
                name: named.name.clone(),
                english_name: named.english_name.clone(),
                parts,
            }));
        }
        all.extend(counts.into_iter().map(|(key, parts)| {
            let (name, english_name) = match &key {
                CategoryKey::Written(text) => (text.clone(), text.clone()),
                CategoryKey::System(code) => (code.to_string(), code.to_string()),
                CategoryKey::Other => (OTHER.to_owned(), OTHER_IN_ENGLISH.to_owned()),
            };
            Category {
                key,
                name,
                english_name,
                parts,
            }
        }));
        all
    }

    /// Finds parts of a category by what was typed; where nothing is typed, it lists them by name.
    pub fn search<'p>(
        &self,
        parts: &'p Parts,
        category: &CategoryKey,
        typed: &str,
        limit: usize,
    ) -> Vec<Hit<'p>> {
        parts.search_where(typed, limit, |part| self.of(part) == *category)
    }
}

fn parts_of(system: &SystemCard) -> impl Iterator<Item = &PartNumber> {
    let components = system.components.iter();
    components
        .flat_map(|component| &component.conditions)
        .flat_map(|condition| &condition.actions)
        .flat_map(|action| &action.parts)
        .map(|card| &card.part)
}
