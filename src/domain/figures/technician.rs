//! The figures of one technician: what a shift was spent on, and what came of it.

use crate::domain::idle::IdleCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What jobs that were finished on the day are worth (工时), in minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earned {
    /// Finished jobs.
    pub jobs: u32,
    /// 标准工时: what they should take, in minutes. Source: the order's lines and authorised additional work.
    pub standard_minutes: i64,
    /// 结算工时: what the customer is billed, in minutes. Same source.
    pub flagged_minutes: i64,
    /// 员工工时: what the technicians are credited, in minutes. Same source.
    pub credited_minutes: i64,
}

impl Earned {
    /// Adds another one's.
    pub fn add(&mut self, other: &Self) {
        self.jobs += other.jobs;
        self.standard_minutes += other.standard_minutes;
        self.flagged_minutes += other.flagged_minutes;
        self.credited_minutes += other.credited_minutes;
    }
}

/// One technician on one day, or on the days of a week.
///
/// Available time is the shift, worked time what was clocked on jobs. They follow from the marks of the time clock as
/// the foreman has mended them, and `shift_secs` is `job_secs` and all of `idle_secs`, to the second.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TechnicianFigures {
    /// Available: from each shift-in to its shift-out, or to now while it runs, in seconds.
    pub shift_secs: i64,
    /// Worked: clocked on jobs, in seconds. Who is on two jobs at once works once.
    pub job_secs: i64,
    /// 非生产工时 by code, in seconds.
    pub idle_secs: BTreeMap<IdleCode, i64>,
    /// Days on which nobody knows when they left (漏打卡): the last stretch counts for nothing until the foreman says
    /// when it ended.
    pub forgotten: u32,
    /// Finished jobs that they worked on, and their share of the hours: by worked seconds, what does not divide to
    /// who was on the job first.
    pub earned: Earned,
    /// Jobs of theirs that came back from the final check (返工), counted on the day on which that was found.
    pub rework: u32,
    /// Cars they had worked on that came back after delivery (外返), counted on the day on which they came back.
    pub comebacks: u32,
    /// What they answer for by a failed check, in fen.
    pub penalty_fen: i64,
}

impl TechnicianFigures {
    /// Adds another day's.
    pub fn add(&mut self, other: &Self) {
        self.shift_secs += other.shift_secs;
        self.job_secs += other.job_secs;
        for (code, secs) in &other.idle_secs {
            *self.idle_secs.entry(*code).or_default() += secs;
        }
        self.forgotten += other.forgotten;
        self.earned.add(&other.earned);
        self.rework += other.rework;
        self.comebacks += other.comebacks;
        self.penalty_fen += other.penalty_fen;
    }

    /// Adds up all idle time, in seconds.
    pub fn idle_total_secs(&self) -> i64 {
        self.idle_secs.values().sum()
    }

    /// 利用率, productivity: worked ÷ available.
    pub fn productivity(&self) -> Ratio {
        Ratio::of(self.job_secs, self.shift_secs)
    }

    /// 效率, efficiency: standard hours of the finished jobs ÷ worked.
    ///
    /// A job that takes two days is worked on both and finished on one, so that a week says more than a day.
    pub fn efficiency(&self) -> Ratio {
        Ratio::of(self.earned.standard_minutes * 60, self.job_secs)
    }

    /// 综合效率, proficiency: standard hours of the finished jobs ÷ available; productivity × efficiency.
    pub fn proficiency(&self) -> Ratio {
        Ratio::of(self.earned.standard_minutes * 60, self.shift_secs)
    }
}

/// A part of a whole, kept as both so that nothing is lost before it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    /// So many …
    pub part: i64,
    /// … of so many.
    pub whole: i64,
}

impl Ratio {
    /// Sets a part against a whole.
    pub const fn of(part: i64, whole: i64) -> Self {
        Self { part, whole }
    }

    /// Tells it in tenths of a percent, to the nearest; nothing where there is no whole.
    pub fn per_mille(self) -> Option<i64> {
        (self.whole > 0).then(|| {
            let twice = 2 * 1000 * i128::from(self.part) + i128::from(self.whole);
            i64::try_from(twice.div_euclid(2 * i128::from(self.whole))).unwrap_or(i64::MAX)
        })
    }

    /// Tells it as a number; nothing where there is no whole.
    #[allow(
        clippy::cast_precision_loss,
        reason = "a bar is drawn with it, nothing is counted"
    )]
    pub fn share(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }
}
