//! The site's own rules: what a workshop may set, with the defaults of a Chinese dealership.

use super::calendar::WorkingHours;
use super::finding_catalogue::FindingCatalogue;
use super::hold::HoldReason;
use super::ids::{BayId, SiteId};
use super::order::{Fen, Trade, WorkMinutes};
use super::quality::checklist::Checklists;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// When a working day begins: four in the morning lies in no shift of a dealership, so no shift is cut in two.
pub const DAY_STARTS: NaiveTime = match NaiveTime::from_hms_opt(4, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// A place with a lift, as the site's file lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bay {
    /// Names the bay in topics and on the command line.
    pub id: BayId,
    /// What the screens call it in Chinese (1 号工位).
    pub name: String,
    /// What the screens call it in English (Bay 1).
    #[serde(default)]
    pub english_name: String,
    /// What work it is fit for; empty means any.
    #[serde(default)]
    pub trades: Vec<Trade>,
}

/// Whether a technician may be on several jobs at once, and how the time is then split.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeveralJobs {
    /// Clocking on to the next job ends the last.
    #[default]
    No,
    /// Each job gets the same share.
    Equal,
    /// Shares by standard hours.
    ByStandard,
    /// All to the job that was clocked first.
    First,
}

/// What a site has decided for itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SitePolicy {
    /// Names the site on the wire.
    pub site: SiteId,
    /// The bays, in the order of the board.
    pub bays: Vec<Bay>,
    /// When the workshop works.
    pub hours: WorkingHours,
    /// Several jobs at once.
    pub several_jobs: SeveralJobs,
    /// How long before its promise a car due today is at risk. Default 30 minutes.
    pub margin_today_minutes: u32,
    /// How long before its promise a car due later is at risk, in days, where it was here for longer than that.
    /// Default 1.
    pub margin_later_days: u32,
    /// What a final check takes, in minutes. Default 15.
    pub quality_check_minutes: u32,
    /// What rework takes at the least, in minutes, until it is done. Default 30.
    #[serde(default = "usual_rework")]
    pub rework_minutes: u32,
    /// What a wash takes, in minutes. Default 20.
    pub wash_minutes: u32,
    /// How long a tap can be taken back. Default 120 seconds.
    pub undo_secs: u32,
    /// How long after closing an open clock is flagged. Default 30 minutes.
    pub forgotten_after_minutes: u32,
    /// When an andon call that nobody answered escalates. Default 5 minutes.
    pub andon_escalates_minutes: u32,
    /// What an hour of work costs the customer. Default ¥160.
    #[serde(default = "usual_labour")]
    pub labour_an_hour: Fen,
    /// What technicians can report by tapping. It is sent as a read model of its own.
    #[serde(skip)]
    pub findings: FindingCatalogue,
    /// What is looked at in the checks. It is sent as a read model of its own.
    #[serde(skip)]
    pub checklists: Checklists,
}

/// A figure of our own: most of what a check sends back is a matter of tightening, cleaning or adjusting.
fn usual_rework() -> u32 {
    30
}

/// A figure of our own in the range of Chinese dealers; each site sets its own.
fn usual_labour() -> Fen {
    Fen(16_000)
}

impl SitePolicy {
    /// Makes the policy of a site with `bays` and everything else at its default.
    pub fn new(site: SiteId, bays: Vec<Bay>) -> Self {
        Self {
            site,
            bays,
            hours: WorkingHours::default(),
            several_jobs: SeveralJobs::No,
            margin_today_minutes: 30,
            margin_later_days: 1,
            quality_check_minutes: 15,
            rework_minutes: usual_rework(),
            wash_minutes: 20,
            undo_secs: 120,
            forgotten_after_minutes: 30,
            andon_escalates_minutes: 5,
            labour_an_hour: usual_labour(),
            findings: FindingCatalogue::default(),
            checklists: Checklists::default(),
        }
    }

    /// Finds a bay.
    pub fn bay(&self, id: &BayId) -> Option<&Bay> {
        self.bays.iter().find(|bay| bay.id == *id)
    }

    /// Tells how long a call for help may go unanswered.
    pub fn andon_patience(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.andon_escalates_minutes))
    }

    /// Prices work, to the fen.
    pub fn labour(&self, work: WorkMinutes) -> Fen {
        Fen((self.labour_an_hour.0 * i64::from(work.0) + 30) / 60)
    }

    /// Tells to which working day a moment belongs: the small hours still are the day before.
    pub fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        let since_midnight = DAY_STARTS.signed_duration_since(NaiveTime::MIN);
        (at.with_timezone(&self.hours.zone).naive_local() - since_midnight).date()
    }

    /// Tells how long before the promise a car is at risk that has been here since `arrived_at`.
    pub fn margin(
        &self,
        promised_at: DateTime<Utc>,
        arrived_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> TimeDelta {
        let later = TimeDelta::days(i64::from(self.margin_later_days));
        // What came less than that before its promise was never earlier, and a warning from the first minute on
        // would say nothing.
        let is_short = promised_at - arrived_at <= later;
        if is_short || self.day_of(promised_at) <= self.day_of(now) {
            TimeDelta::minutes(i64::from(self.margin_today_minutes))
        } else {
            later
        }
    }

    /// Guesses how long a hold lasts when nobody has said until when, in minutes.
    ///
    /// The figures are starting points of our own, until the site's history replaces them.
    pub fn usual_hold_minutes(reason: HoldReason) -> u32 {
        match reason {
            HoldReason::Parts => 45,
            HoldReason::CustomerAnswer => 30,
            HoldReason::Tool => 15,
            HoldReason::Bay | HoldReason::TechnicalHelp => 20,
            HoldReason::OutsideWork => 240,
            // The calendar already leaves the night out.
            HoldReason::EndOfShift => 0,
        }
    }
}

/// The hour at which a shift that nobody closed is looked for.
pub fn closing_time(hours: &WorkingHours, day: NaiveDate) -> Option<NaiveTime> {
    hours.periods(day).last().map(|period| period.until)
}
