//! What a repair order carries (维修工单): the contract for one visit of one car, and its job lines.

use super::ids::{OpCode, PartNumber, PersonId, RoNumber};
use super::plate::Plate;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The kind of work, and so the kind of bay and technician it needs (工种).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trade {
    /// 保养
    Maintenance,
    /// 机修
    Mechanical,
    /// 电工
    Electrical,
    /// 钣金
    Body,
    /// 喷漆
    Paint,
}

impl Trade {
    /// Every trade, in the order a workshop lists them.
    pub const ALL: [Self; 5] = [
        Self::Maintenance,
        Self::Mechanical,
        Self::Electrical,
        Self::Body,
        Self::Paint,
    ];
}

/// Why the car is here (业务类别).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum BusinessCategory {
    /// 一般维修
    #[default]
    General,
    /// 保养
    Maintenance,
    /// 事故
    Accident,
    /// 索赔
    Warranty,
    /// 新车检查
    Pdi,
    /// 外返
    Comeback,
}

/// A yes or no of the order sheet that the board and the bay show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum YesNo {
    /// 是
    Yes,
    /// 否, and what a dealer system leaves empty
    #[default]
    No,
}

impl YesNo {
    /// Tells whether it is a yes.
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }
}

/// An amount of money in fen (1/100 yuan), so that sums are exact.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// A length of work in whole minutes; dealer systems write it as hours with up to two decimals.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct WorkMinutes(pub u32);

impl WorkMinutes {
    /// Reads hours as a dealer system writes them, to the nearest minute.
    pub fn from_hours(hours: f64) -> Self {
        // Saturating: a cast of a float never wraps, and a negative becomes 0.
        Self((hours * 60.0).round() as u32)
    }

    /// Shows it as hours.
    pub fn hours(self) -> f64 {
        f64::from(self.0) / 60.0
    }
}

/// The car of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Car {
    /// 车牌号码
    pub plate: Plate,
    /// VIN码; empty when the dealer system has none
    #[serde(default)]
    pub vin: String,
    /// 车辆品牌
    #[serde(default)]
    pub brand: String,
    /// 车辆型号
    #[serde(default)]
    pub model: String,
    /// 车系
    #[serde(default)]
    pub series: String,
    /// 排量
    #[serde(default)]
    pub displacement: String,
    /// 车身颜色
    #[serde(default)]
    pub colour: String,
}

/// Who brought the car and who owns it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// 车主姓名
    #[serde(default)]
    pub name: String,
    /// 手机号码
    #[serde(default)]
    pub phone: String,
    /// 送修人
    #[serde(default)]
    pub brought_in_by: String,
}

/// A part that an operation is expected to need.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ExpectedPart {
    /// 配件编码
    pub part: PartNumber,
    /// How many units.
    pub quantity: u32,
}

/// One job line as the order states it (维修项目).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobLine {
    /// 行号, from 1
    pub line: u16,
    /// 项目编号
    pub op_code: OpCode,
    /// 项目名称
    pub name: String,
    /// The English name, where the operation list knows one.
    #[serde(default)]
    pub english_name: String,
    /// 工种
    pub trade: Trade,
    /// 标准工时
    pub standard: WorkMinutes,
    /// 结算工时
    #[serde(default)]
    pub flagged: WorkMinutes,
    /// 员工工时
    #[serde(default)]
    pub credited: WorkMinutes,
    /// 工时金额
    #[serde(default)]
    pub amount: Fen,
    /// 维修技师: whom the dealer system already names, if anybody
    #[serde(default)]
    pub technicians: Vec<PersonId>,
    /// 所需配件
    #[serde(default)]
    pub parts: Vec<ExpectedPart>,
}

/// Everything that the dealer system says of one order.
///
/// Two sheets that are equal say the same: importing the second changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSheet {
    /// 作业工单号
    pub ro: RoNumber,
    /// The car.
    pub car: Car,
    /// The customer.
    #[serde(default)]
    pub customer: Customer,
    /// 业务类别
    #[serde(default)]
    pub category: BusinessCategory,
    /// 接车人, by name, as the dealer system writes it
    #[serde(default)]
    pub advisor: String,
    /// 进厂时间
    pub arrived_at: DateTime<Utc>,
    /// 预计完工
    pub promised_at: DateTime<Utc>,
    /// 进厂里程, in km
    #[serde(default)]
    pub mileage_km: Option<u32>,
    /// 进厂油量, as it is written (1/2, 3/4, 满)
    #[serde(default)]
    pub fuel: String,
    /// 报修陈述, in the customer's words
    #[serde(default)]
    pub complaint: String,
    /// 客户等待
    #[serde(default)]
    pub customer_waits: YesNo,
    /// 保留旧件
    #[serde(default)]
    pub keep_old_parts: YesNo,
    /// 洗车
    #[serde(default)]
    pub wash: YesNo,
    /// 试车: the customer or the advisor wants it driven before it passes.
    #[serde(default)]
    pub road_test: YesNo,
    /// 钥匙号
    #[serde(default)]
    pub key_tag: String,
    /// 停放位置
    #[serde(default)]
    pub parking_spot: String,
    /// 上次来店, and 上次里程
    #[serde(default)]
    pub last_visit: String,
    /// 备注
    #[serde(default)]
    pub remarks: String,
    /// The job lines, by line number.
    pub lines: Vec<JobLine>,
}
