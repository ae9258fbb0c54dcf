//! Idle time (非生产工时): what a technician is on when it is no job.

use serde::{Deserialize, Serialize};

/// The code of an idle time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdleCode {
    /// 待工: also what follows when a job ends and nothing else was tapped
    WaitingForWork,
    /// 培训
    Training,
    /// 清洁
    Cleaning,
    /// 会议
    Meeting,
    /// 移车
    MovingCars,
    /// 休息
    Break,
}

impl IdleCode {
    /// Every code, in the order the screens show them.
    pub const ALL: [Self; 6] = [
        Self::WaitingForWork,
        Self::Cleaning,
        Self::MovingCars,
        Self::Meeting,
        Self::Training,
        Self::Break,
    ];
}
