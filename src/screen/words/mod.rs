//! Every word on the screens, in both languages: one constant a word, one function a sentence.
//!
//! A word has both languages or does not compile, so nothing is ever left untranslated. The terms are those of
//! Chinese dealer workshops (维修看板, 上工打卡, 派工 …).

pub mod advisor;
pub mod bay;
pub mod bay_checks;
pub mod bay_parts;
pub mod bay_tools;
pub mod board;
pub mod dispatch;
pub mod figures;
pub mod finding;
pub mod floor;
pub mod intake;
pub mod money;
pub mod parts;
pub mod qc;
pub mod quality;
pub mod reasons;
pub mod record;
pub mod refusals;
pub mod replay;
pub mod slip;
pub mod standing;
pub mod states;
pub mod stores;
pub mod story;
pub mod time;
pub mod tools;

use crate::domain::person::Language;

/// A word or a sentence without blanks, in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    en: &'static str,
    zh: &'static str,
}

impl Text {
    /// Pairs a word with its translation.
    pub const fn new(en: &'static str, zh: &'static str) -> Self {
        Self { en, zh }
    }

    /// Chooses the language.
    pub const fn to(self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Zh => self.zh,
        }
    }
}

/// Chooses between a Chinese name and its English one, where there is one.
pub fn name<'a>(language: Language, chinese: &'a str, english: &'a str) -> &'a str {
    match language {
        Language::En if !english.is_empty() => english,
        _ => chinese,
    }
}
