//! Until when a hold lasts: the choices beside “cause is gone”.

use super::model::Action;
use super::present::Scene;
use crate::domain::policy::SitePolicy;
use crate::screen::tone::Tone;
use crate::screen::words::{dispatch as words, floor as floor_words};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

/// One choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Eta {
    /// In so many minutes.
    In(i64),
    /// When the workshop opens on the next day that it works.
    NextDay,
}

impl Eta {
    /// Every choice, in the order the sheet shows them.
    pub(super) const ALL: [Self; 4] = [Self::In(30), Self::In(60), Self::In(120), Self::NextDay];

    /// Names its button.
    fn id(self) -> String {
        match self {
            Self::In(minutes) => format!("eta-{minutes}"),
            Self::NextDay => "eta-next-day".to_owned(),
        }
    }

    /// Finds the choice of a button.
    pub(super) fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|eta| eta.id() == id)
    }

    /// Tells the moment that it means.
    pub(super) fn until(self, policy: &SitePolicy, now: DateTime<Utc>) -> DateTime<Utc> {
        let hours = &policy.hours;
        match self {
            Self::In(minutes) => now + TimeDelta::minutes(minutes),
            Self::NextDay => {
                let today = hours.day(now);
                let tomorrow = today.succ_opt().unwrap_or(today);
                hours.next_open(hours.moment(tomorrow, NaiveTime::MIN))
            }
        }
    }
}

impl Scene<'_> {
    /// Makes the buttons; what each of them means stands under it.
    pub(super) fn etas(&self) -> Vec<Action> {
        let Some(policy) = self.policy else {
            return Vec::new();
        };
        Eta::ALL
            .into_iter()
            .map(|eta| {
                let until = eta.until(policy, self.now);
                let label = match eta {
                    Eta::In(minutes) => words::eta_in(self.language, minutes),
                    Eta::NextDay => words::ETA_NEXT_DAY.to(self.language).to_owned(),
                };
                Action {
                    id: eta.id(),
                    label,
                    hint: floor_words::promise(until, self.now, self.zone, self.language),
                    tone: Tone::Hold,
                    enabled: true,
                    main: false,
                }
            })
            .collect()
    }
}
