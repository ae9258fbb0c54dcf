//! When goods arrive: the choices of the sheet that orders. No date is ever typed.

use crate::domain::policy::SitePolicy;
use crate::screen::desk::scene::Scene;
use crate::screen::words::{dispatch as desk_words, time};
use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

/// One choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Eta {
    /// In so many minutes.
    In(i64),
    /// In so many days, at this hour; today is 0.
    Day(u64, u32),
}

impl Eta {
    /// Every choice, in the order of the sheet.
    const ALL: [Self; 8] = [
        Self::In(30),
        Self::In(60),
        Self::In(120),
        Self::In(240),
        Self::Day(0, 17),
        Self::Day(1, 10),
        Self::Day(2, 10),
        Self::Day(3, 10),
    ];

    /// Names its button.
    pub(super) fn id(self) -> String {
        match self {
            Self::In(minutes) => format!("eta:+{minutes}"),
            Self::Day(days, hour) => format!("eta:{days}d{hour}"),
        }
    }

    /// Finds the choice of a button.
    pub(super) fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|eta| eta.id() == id)
    }

    /// Tells the moment that it means, to the full five minutes.
    pub(super) fn at(self, policy: &SitePolicy, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::In(minutes) => {
                let at = now + TimeDelta::minutes(minutes);
                let over = at.timestamp().rem_euclid(300);
                at + TimeDelta::seconds(if over == 0 { 0 } else { 300 - over })
            }
            Self::Day(days, hour) => {
                let today = policy.hours.day(now);
                let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
                let clock = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
                policy.hours.moment(day, clock)
            }
        }
    }

    /// Lists what can still be chosen.
    pub(super) fn choices(policy: &SitePolicy, now: DateTime<Utc>) -> Vec<Self> {
        let ahead = |eta: &Self| eta.at(policy, now) > now;
        Self::ALL.into_iter().filter(ahead).collect()
    }

    /// Says it: how long, or when.
    pub(super) fn label(self, scene: &Scene<'_>, at: DateTime<Utc>) -> String {
        match self {
            Self::In(minutes) => desk_words::eta_in(scene.language, minutes),
            Self::Day(0, _) => time::clock(at, scene.zone),
            Self::Day(..) => scene.moment(at),
        }
    }
}
