//! Words of the order intake at the desk (接车开单).

use super::Text;
use crate::domain::order::BusinessCategory;
use crate::domain::person::Language;

/// 车牌
pub const PLATE: Text = Text::new("Plate", "车牌");
/// 客户
pub const CUSTOMER: Text = Text::new("Customer", "客户");
/// 报修陈述
pub const COMPLAINT: Text = Text::new("Complaint", "报修陈述");
/// 维修项目
pub const WORK: Text = Text::new("Work", "维修项目");
/// 约定与确认
pub const PROMISE: Text = Text::new("Promise", "约定与确认");
/// 下一步
pub const NEXT: Text = Text::new("Next", "下一步");
/// 开单
pub const OPEN: Text = Text::new("Open the order", "开单");
/// Leaves the sheet; what is entered stays.
pub const LATER: Text = Text::new("Later", "稍后继续");
/// 清空
pub const DISCARD: Text = Text::new("Discard", "清空重来");
/// 键盘
pub const KEYBOARD: Text = Text::new("Keyboard", "键盘");
/// 空格
pub const SPACE: Text = Text::new("Space", "空格");
/// 完成
pub const DONE: Text = Text::new("Done", "完成");
/// 清除
pub const CLEAR: Text = Text::new("Clear", "清除");
/// 搜索
pub const SEARCH: Text = Text::new("Number or name", "编号或名称");
/// 全部
pub const ALL: Text = Text::new("All", "全部");
/// Nothing in the list bears these words.
pub const NO_OPERATIONS: Text = Text::new("No operation is called so", "没有这样的维修项目");
/// The operation list never came.
pub const NO_LIST: Text = Text::new(
    "No operations yet: import the operation list",
    "还没有维修项目，请先导入项目表",
);

/// 车主姓名
pub const NAME: Text = Text::new("Name", "姓名");
/// 手机号码
pub const PHONE: Text = Text::new("Phone", "手机");
/// 进厂里程
pub const MILEAGE: Text = Text::new("Mileage, km", "里程 km");
/// 钥匙号
pub const KEY_TAG: Text = Text::new("Key tag", "钥匙号");
/// 停放位置
pub const PARKING: Text = Text::new("Parking", "车位");
/// 业务类别
pub const CATEGORY: Text = Text::new("Category", "业务类别");

/// Where a plate begins.
pub const PLATE_HINT: Text = Text::new(
    "Begin with the province; a new-energy plate has one character more",
    "先点省份；新能源车牌多一位",
);
/// It cannot be a plate yet.
pub const PLATE_SHORT: Text = Text::new("the plate is not complete", "车牌还不完整");
/// The car was never here.
pub const NEW_CAR: Text = Text::new("This car is here for the first time", "该车首次来店");
/// Earlier findings.
pub const LEFT: Text = Text::new(
    "Left on earlier visits: tap to add to this order",
    "以往未修项目：点一下加入本单",
);

/// 客户等待
pub const WAITS: Text = Text::new("Customer waits", "客户等待");
/// 保留旧件
pub const OLD_PARTS: Text = Text::new("Keep old parts", "保留旧件");
/// 洗车
pub const WASH: Text = Text::new("Wash", "洗车");
/// 是
pub const YES: Text = Text::new("yes", "是");
/// 否
pub const NO: Text = Text::new("no", "否");
/// 预计交车
pub const PROMISED: Text = Text::new("Promised", "预计交车");
/// The promise is the proposed one.
pub const FROM_LOAD: Text = Text::new("proposed from the load of the workshop", "按车间负荷建议");
/// The promise was chosen by hand.
pub const BY_HAND: Text = Text::new("chosen by hand", "手动选择");
/// 五项确认
pub const CONFIRM: Text = Text::new(
    "The five confirmations: say each to the customer and tap it",
    "五项确认：逐项向客户说明并点一下",
);
/// 维修项目, confirmed
pub const CONFIRM_WORK: Text = Text::new("Work agreed", "项目确认");
/// 费用
pub const CONFIRM_COST: Text = Text::new("Cost agreed ±10 %", "费用确认 ±10 %");
/// 时间
pub const CONFIRM_TIME: Text = Text::new("Time agreed", "时间确认");
/// 旧件
pub const CONFIRM_OLD_PARTS: Text = Text::new("Old parts agreed", "旧件确认");
/// 洗车
pub const CONFIRM_WASH: Text = Text::new("Wash agreed", "洗车确认");
/// 旧件带走
pub const KEPT: Text = Text::new("kept for the customer", "客户带走");
/// 旧件不要
pub const NOT_KEPT: Text = Text::new("not kept", "不带走");
/// 合计
pub const TOTAL: Text = Text::new("Total", "合计");
/// Nothing chosen yet.
pub const NO_LINES: Text = Text::new("No operation yet", "还没有选项目");
/// Why it cannot be opened.
pub const NEEDS_PLATE: Text = Text::new("enter the plate", "请输入车牌");
/// Why it cannot be opened.
pub const NEEDS_LINES: Text = Text::new("choose an operation", "请选维修项目");
/// Why it cannot be opened.
pub const NEEDS_CONFIRMING: Text = Text::new("confirm all five", "请完成五项确认");
/// Why it cannot be opened.
pub const NEEDS_PROMISE: Text = Text::new("the promise is over", "预计交车时间已过");
/// Why it cannot be opened.
pub const IS_HERE: Text = Text::new("the car is here already", "该车已在厂");

/// What customers often say (常用陈述).
pub const PHRASES: [Text; 12] = [
    Text::new("Regular service", "常规保养"),
    Text::new("Noise", "异响"),
    Text::new("Brakes squeal", "刹车异响"),
    Text::new("A/C does not cool", "空调不制冷"),
    Text::new("Warning lamp on", "故障灯亮"),
    Text::new("Oil leak", "漏油"),
    Text::new("Vibration", "抖动"),
    Text::new("Hard to start", "启动困难"),
    Text::new("Pulls to one side", "跑偏"),
    Text::new("High fuel use", "油耗高"),
    Text::new("Coolant loss", "缺冷却液"),
    Text::new("Tyre damage", "轮胎损坏"),
];

/// Why the car is here.
pub const fn category(category: BusinessCategory) -> Text {
    match category {
        BusinessCategory::General => Text::new("General", "一般维修"),
        BusinessCategory::Maintenance => Text::new("Service", "保养"),
        BusinessCategory::Accident => Text::new("Accident", "事故"),
        BusinessCategory::Warranty => Text::new("Warranty", "索赔"),
        BusinessCategory::Pdi => Text::new("PDI", "新车检查"),
        BusinessCategory::Comeback => Text::new("Comeback", "外返"),
    }
}

/// The car has an open order.
pub fn is_here(ro: &str, language: Language) -> String {
    match language {
        Language::En => format!("The car is here already, on order {ro}: add the work there"),
        Language::Zh => format!("该车已在厂，工单 {ro}：请在原工单上增项"),
    }
}

/// When the car was here last.
pub fn last_visit(date: &str, mileage: Option<u32>, ro: &str, language: Language) -> String {
    let mileage = mileage
        .map(|km| format!(" ･ {} km", grouped(km)))
        .unwrap_or_default();
    match language {
        Language::En => format!("Last visit {date}{mileage} ･ RO {ro}"),
        Language::Zh => format!("上次来店 {date}{mileage} ･ 工单 {ro}"),
    }
}

/// An earlier finding, to be added.
pub fn left(hours: &str, amount: &str, date: &str, answer: &str) -> String {
    let parts = [hours, amount, date, answer];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ･ ")
}

/// Work and parts of an operation.
pub fn costs(labour: &str, parts: &str, language: Language) -> String {
    match (language, parts.is_empty()) {
        (_, true) => labour.to_owned(),
        (Language::En, false) => format!("{labour} + parts {parts}"),
        (Language::Zh, false) => format!("{labour} + 配件 {parts}"),
    }
}

/// How many operations there are.
pub fn lines(count: usize, hours: &str, language: Language) -> String {
    match (language, count) {
        (Language::En, 1) => format!("1 operation, {hours}"),
        (Language::En, _) => format!("{count} operations, {hours}"),
        (Language::Zh, _) => format!("{count} 项，{hours}"),
    }
}

/// A distance, in groups of three digits.
pub fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}
