//! The words on printed slips and labels.

use super::Text;
use crate::domain::parts::old_part::OldPartFate;
use crate::domain::person::Language;

/// 领料单: nothing of it is picked yet.
pub const PICK_SLIP: Text = Text::new("Pick slip", "领料单");
/// 发料单: something of it is picked.
pub const DELIVERY_SLIP: Text = Text::new("Delivery slip", "发料单");
/// 预先检料: asked before the car is worked on.
pub const AHEAD: Text = Text::new("picked ahead", "预先检料");
/// 工单
pub const ORDER: Text = Text::new("Order", "工单");
/// 车型
pub const CAR: Text = Text::new("Car", "车型");
/// 作业
pub const JOB: Text = Text::new("Job", "作业");
/// 工位
pub const BAY: Text = Text::new("Bay", "工位");
/// 技师
pub const TECHNICIAN: Text = Text::new("Technician", "技师");
/// 预计交车
pub const PROMISED: Text = Text::new("Promised", "预计交车");
/// 申请时间
pub const ASKED: Text = Text::new("Requested", "申请时间");
/// 拣料员
pub const PICKED_BY: Text = Text::new("Picked by", "拣料员");
/// 客户在店等待
pub const CUSTOMER_WAITS: Text = Text::new("Customer waits", "客户在店等待");
/// 保留旧件
pub const KEEP_OLD: Text = Text::new("Keep old parts", "保留旧件");
/// 配件
pub const PART: Text = Text::new("Part", "配件");
/// 数量
pub const QUANTITY: Text = Text::new("Qty", "数量");
/// 仓位
pub const BIN: Text = Text::new("Bin", "仓位");
/// 批次
pub const BATCH: Text = Text::new("Batch", "批次");
/// 单价
pub const PRICE: Text = Text::new("Price each", "单价");
/// 合计
pub const TOTAL: Text = Text::new("Total", "合计");
/// 发料人签字
pub const STORE_SIGNS: Text = Text::new("Issued by (signature)", "发料人签字");
/// 领料人签字
pub const TECHNICIAN_SIGNS: Text = Text::new("Received by (signature)", "领料人签字");
/// 日期
pub const DATE: Text = Text::new("Date", "日期");
/// 未编号: the store has not found out which part it is.
pub const UNNAMED: Text = Text::new("no number yet", "未编号");
/// 缺货订货
pub const BACKORDER: Text = Text::new("Backorder", "缺货订货");
/// 预计到货
pub const ETA: Text = Text::new("ETA", "预计到货");
/// 替代
pub const INSTEAD_OF: Text = Text::new("instead of", "替代");
/// 工具
pub const TOOL: Text = Text::new("Tool", "工具");

/// A printer has it.
pub const PRINTED: Text = Text::new("Printed", "已打印");
/// No printer is set.
pub const KEPT_ONLY: Text = Text::new(
    "Saved as PDF; no printer is set",
    "已存为 PDF，未设置打印机",
);
/// There is nothing to print.
pub const NOTHING: Text = Text::new("Nothing of it is left to print", "没有可打印的内容");
/// The paper could not be made.
pub const NO_PAPER: Text = Text::new(
    "The slip could not be saved; check its folder",
    "单据无法保存，请检查存放文件夹",
);
/// The program that prints could not be started.
pub const NO_PROGRAM: Text = Text::new(
    "The print command cannot be started; check the settings. The PDF is saved",
    "无法启动打印命令，请检查设置；PDF 已保存",
);
/// The program that prints said no.
pub const NOT_TAKEN: Text = Text::new(
    "The printer did not take it; the PDF is saved",
    "打印机未接收；PDF 已保存",
);
/// The program that prints says nothing.
pub const NO_ANSWER: Text = Text::new(
    "The printer does not answer; the PDF is saved",
    "打印机无响应；PDF 已保存",
);

/// What the label of an old part is.
pub const fn tag(fate: OldPartFate) -> Text {
    match fate {
        OldPartFate::KeepForCustomer => Text::new("For the customer", "留客户旧件"),
        OldPartFate::Warranty => Text::new("Warranty part", "索赔件"),
        OldPartFate::Scrap => Text::new("Scrap", "报废件"),
    }
}

/// How many units came back.
pub fn returned(quantity: u32, language: Language) -> String {
    match language {
        Language::En => format!("{quantity} returned"),
        Language::Zh => format!("已退 {quantity}"),
    }
}

/// When it was printed.
pub fn printed(moment: &str, language: Language) -> String {
    match language {
        Language::En => format!("printed {moment}"),
        Language::Zh => format!("打印时间 {moment}"),
    }
}

/// How many lines there are, and how many pieces.
pub fn count(lines: usize, pieces: u32, language: Language) -> String {
    match (language, lines, pieces) {
        (Language::En, 1, 1) => "1 line, 1 piece".to_owned(),
        (Language::En, 1, pieces) => format!("1 line, {pieces} pieces"),
        (Language::En, lines, pieces) => format!("{lines} lines, {pieces} pieces"),
        (Language::Zh, lines, pieces) => format!("共 {lines} 行 {pieces} 件"),
    }
}

/// A part of which there are photos alone.
pub fn photos(count: usize, language: Language) -> String {
    match (language, count) {
        (Language::En, 1) => "1 photo".to_owned(),
        (Language::En, count) => format!("{count} photos"),
        (Language::Zh, count) => format!("{count} 张照片"),
    }
}
