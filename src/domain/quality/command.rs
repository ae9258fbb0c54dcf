//! What is tapped in the checks of an order, and what is done to its car afterwards.

use super::checklist::{CheckKind, ItemResult};
use crate::domain::ids::{CommandId, PersonId, PhotoId};
use crate::domain::order::Fen;
use serde::{Deserialize, Serialize};

/// Why a job goes back (返工原因).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReworkReason {
    /// 故障未排除: the complaint is still there.
    NotCured,
    /// 漏项: something of the job was not done.
    Incomplete,
    /// 装配不当: fitted, tightened or adjusted wrongly.
    Assembly,
    /// 泄漏: it leaks.
    Leak,
    /// 配件问题: a part is wrong or faulty.
    PartFault,
    /// 漆面质量: colour, runs, dust.
    PaintQuality,
    /// 外观损伤: damaged in the workshop.
    Damage,
    /// 清洁遗留: dirty, or something was left behind.
    Cleanliness,
    /// 其他
    Other,
}

impl ReworkReason {
    /// All of them, in the order in which a screen offers them.
    pub const ALL: [Self; 9] = [
        Self::NotCured,
        Self::Incomplete,
        Self::Assembly,
        Self::Leak,
        Self::PartFault,
        Self::PaintQuality,
        Self::Damage,
        Self::Cleanliness,
        Self::Other,
    ];
}

/// What goes back, and who answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReworkOrder {
    /// Why.
    pub reason: ReworkReason,
    /// 责任人; nobody where it is nobody's fault.
    #[serde(default)]
    pub responsible: Option<PersonId>,
    /// 考核: what it costs them; it may be 0.
    #[serde(default)]
    pub penalty: Fen,
    /// In the words of who found it.
    #[serde(default)]
    pub note: String,
    /// Its photos.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
}

/// How far a road test went, by the clock of the car.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distance {
    /// In km.
    pub start_km: u32,
    /// In km.
    pub end_km: u32,
}

/// What was tapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "quality", rename_all = "kebab-case")]
pub enum QualityCommand {
    /// 自检, 互检, 完检 of a job: everything on its list is good.
    Check {
        /// Which line of the order.
        line: u16,
        /// The finish that was looked at.
        finish: CommandId,
        /// Which check.
        check: CheckKind,
        /// What was found.
        results: Vec<ItemResult>,
    },
    /// 返工: something is not good, and the job goes back to its bay.
    SendBack {
        /// Which line of the order.
        line: u16,
        /// The finish that was looked at.
        finish: CommandId,
        /// Which check found it.
        check: CheckKind,
        /// What was found.
        results: Vec<ItemResult>,
        /// Why, and who answers for it.
        rework: ReworkOrder,
    },
    /// 接检: the inspector is at the car.
    TakeCar {
        /// Who was seen to be at it, and is to leave it to who taps.
        #[serde(default)]
        from: Option<PersonId>,
    },
    /// The inspector leaves the car to others.
    LetGo,
    /// 试车
    RoadTest {
        /// How far.
        distance: Distance,
        /// In the words of who drove.
        #[serde(default)]
        note: String,
    },
    /// 竣工检验: the whole car passes.
    PassCar {
        /// What was found.
        results: Vec<ItemResult>,
    },
    /// 开始洗车
    BeginWash,
    /// 钥匙号, 停放位置
    Park {
        /// Where its key hangs.
        key_tag: String,
        /// Where it stands.
        parking_spot: String,
    },
}

impl QualityCommand {
    /// Lists the photos that it names.
    pub fn photos(&self) -> Vec<&PhotoId> {
        match self {
            Self::Check { results, .. } | Self::PassCar { results } => photos_of(results).collect(),
            Self::SendBack {
                results, rework, ..
            } => photos_of(results).chain(&rework.photos).collect(),
            _ => Vec::new(),
        }
    }
}

fn photos_of(results: &[ItemResult]) -> impl Iterator<Item = &PhotoId> {
    results.iter().flat_map(|result| &result.photos)
}
