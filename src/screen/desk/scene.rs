//! What every line of a desk's model asks for: the picture, the moment, the language, and names.

use crate::domain::calendar::WorkingHours;
use crate::domain::ids::{BayId, PersonId};
use crate::domain::person::Language;
use crate::domain::policy::SitePolicy;
use crate::projection::picture::Picture;
use crate::screen::words::{self as all_words, Text, floor as floor_words};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// What stands between short things. The wide middle dot of a Chinese font would tear a line apart.
pub(in crate::screen) const DOT: &str = " ･ ";

/// What every line of a model asks for.
#[derive(Debug, Clone, Copy)]
pub(in crate::screen) struct Scene<'a> {
    pub(in crate::screen) picture: &'a Picture,
    pub(in crate::screen) policy: Option<&'a SitePolicy>,
    pub(in crate::screen) zone: Tz,
    pub(in crate::screen) now: DateTime<Utc>,
    pub(in crate::screen) language: Language,
}

impl<'a> Scene<'a> {
    /// Looks at a picture.
    pub(in crate::screen) fn new(
        picture: &'a Picture,
        now: DateTime<Utc>,
        language: Language,
    ) -> Self {
        let policy = picture.views.site.as_ref();
        let zone = policy.map_or_else(|| WorkingHours::default().zone, |site| site.hours.zone);
        Self {
            picture,
            policy,
            zone,
            now,
            language,
        }
    }

    /// Says a word.
    pub(in crate::screen) fn say(&self, text: Text) -> String {
        text.to(self.language).to_owned()
    }

    /// Names someone, by the id where the roster does not know them.
    pub(in crate::screen) fn person(&self, id: &PersonId) -> String {
        super::present::person(self.picture, id)
    }

    /// Names a bay.
    pub(in crate::screen) fn bay(&self, id: &BayId) -> String {
        let bay = self.policy.and_then(|policy| policy.bay(id));
        bay.map_or_else(
            || id.to_string(),
            |bay| all_words::name(self.language, &bay.name, &bay.english_name).to_owned(),
        )
    }

    /// Says a moment as it is said to people: tomorrow by its name.
    pub(in crate::screen) fn moment(&self, at: DateTime<Utc>) -> String {
        floor_words::promise(at, self.now, self.zone, self.language)
    }

    /// Puts short things in a row; empty ones are left out.
    pub(in crate::screen) fn join(&self, parts: &[&str]) -> String {
        let parts: Vec<&str> = parts
            .iter()
            .copied()
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(DOT)
    }
}
