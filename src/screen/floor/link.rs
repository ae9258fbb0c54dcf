//! The link in words: live, offline since, how old the data is, how many taps wait to be sent.

use crate::domain::calendar::WorkingHours;
use crate::domain::person::Language;
use crate::projection::picture::{LinkState, Picture};
use crate::screen::tone::Tone;
use crate::screen::words::floor as words;
use chrono::{DateTime, Utc};

/// Whether the picture is live.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FloorLink {
    /// In words.
    pub text: String,
    /// The same for a full header; empty where there is no shorter form.
    pub short: String,
    /// Its colour.
    pub tone: Tone,
}

/// Tells whether the picture is live, and if not how old it is.
pub fn link(picture: &Picture, now: DateTime<Utc>, language: Language) -> FloorLink {
    let site = picture.views.site.as_ref();
    let zone = site.map_or_else(|| WorkingHours::default().zone, |site| site.hours.zone);
    let waiting = words::waiting_to_be_sent(picture.waiting, language);
    match picture.link {
        LinkState::Live => FloorLink {
            text: words::join(language, &[words::LIVE.to(language), &waiting]),
            short: words::LIVE.to(language).to_owned(),
            tone: if picture.waiting == 0 {
                Tone::Working
            } else {
                Tone::Hold
            },
        },
        LinkState::Offline { .. } if picture.views_at.is_none() => FloorLink {
            text: words::join(language, &[words::NEVER.to(language), &waiting]),
            short: words::NEVER.to(language).to_owned(),
            tone: Tone::Late,
        },
        LinkState::Offline { since } => {
            let offline = words::offline_since(since, now, zone, language);
            let age = picture
                .views_at
                .map_or(String::new(), |at| words::data_age(now - at, language));
            FloorLink {
                text: words::join(language, &[&offline, &age, &waiting]),
                short: words::offline_at(since, now, zone, language),
                tone: Tone::Late,
            }
        }
    }
}
