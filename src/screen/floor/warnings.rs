//! What will be late and why, in words: the same on the board and to the dispatcher.

use super::{Floor, face};
use crate::domain::forecast::{Cause, Forecast};
use crate::domain::hold::HoldOwner;
use crate::domain::policy::SitePolicy;
use crate::projection::job_card::CarCard;
use crate::screen::floor::chip::risk_tone;
use crate::screen::tone::Tone;
use crate::screen::words::board as words;

/// Says what a car will miss, why, and whose move it is; nothing while it has no forecast or promise.
pub fn warning(floor: &Floor<'_>, car: &CarCard) -> Option<(String, Tone)> {
    let forecast = car.forecast.as_ref()?;
    let due = words::Due {
        promised_at: car.promised_at?,
        now: floor.now,
        zone: floor.zone(),
    };
    let why = main_cause(forecast, floor.policy).map_or(String::new(), |cause| {
        words::cause(cause, floor.policy, floor.language)
    });
    let (plate, _) = face(car);
    Some((
        words::warning(&plate, due, forecast, &why, floor.language),
        risk_tone(forecast.risk, Tone::Neutral),
    ))
}

/// Finds what to tell of the causes: what somebody can do something about, else what takes longest. A final
/// check that takes as long as any other is nobody's fault.
fn main_cause<'a>(forecast: &'a Forecast, policy: &SitePolicy) -> Option<&'a Cause> {
    let usual = i64::from(policy.quality_check_minutes);
    let extraordinary = |cause: &&Cause| match cause {
        Cause::QualityCheck { minutes } => *minutes > usual,
        other => other.owner() != HoldOwner::Nobody,
    };
    let causes = || forecast.causes.iter().filter(|cause| cause.minutes() > 0);
    causes()
        .find(extraordinary)
        .or_else(|| causes().max_by_key(|cause| cause.minutes()))
}
