//! The lists that orders refer to: operations (维修项目) and parts (配件).

use super::ids::{OpCode, PartNumber, ToolId};
use super::order::{ExpectedPart, Fen, Trade, WorkMinutes};
use serde::{Deserialize, Serialize};

/// What the workshop can do, and how long it should take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// 项目编号
    pub op_code: OpCode,
    /// 项目名称
    pub name: String,
    /// 英文名称
    #[serde(default)]
    pub english_name: String,
    /// 工种
    pub trade: Trade,
    /// 标准工时
    pub standard: WorkMinutes,
    /// 所需配件
    #[serde(default)]
    pub parts: Vec<ExpectedPart>,
    /// 专用工具
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<ToolId>,
}

/// A part as the dealer system lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// 配件编码
    pub number: PartNumber,
    /// 配件名称
    pub name: String,
    /// 英文名称
    #[serde(default)]
    pub english_name: String,
    /// 品牌
    #[serde(default)]
    pub brand: String,
    /// 适用车型
    #[serde(default)]
    pub fits: String,
    /// 配件类别; none for a part that belongs to no system of the car.
    #[serde(default)]
    pub category: String,
    /// 单位
    #[serde(default)]
    pub unit: String,
    /// 仓库
    #[serde(default)]
    pub warehouse: String,
    /// 仓位
    #[serde(default)]
    pub bin: String,
    /// 库存数量
    #[serde(default)]
    pub on_hand: u32,
    /// 临界值
    #[serde(default)]
    pub threshold: u32,
    /// 库存单价
    #[serde(default)]
    pub cost: Fen,
    /// 销售单价
    #[serde(default)]
    pub price: Fen,
}
