//! The words of the stores screen (备件台).

use super::Text;
use crate::domain::person::Language;

/// The screen's name.
pub const TITLE: Text = Text::new("Parts store", "备件台");

/// What is still to be picked.
pub const TO_PICK: Text = Text::new("To pick", "待拣");
/// What lies ready.
pub const READY: Text = Text::new("Ready", "已备好");
/// What is not there.
pub const OUT_OF_STOCK: Text = Text::new("Backorder", "缺货");
/// What should be bought.
pub const BELOW: Text = Text::new("Low", "低于下限");

/// The tab of requests, returns and old parts.
pub const QUEUE: Text = Text::new("Queue", "队列");
/// The tab of booked cars.
pub const AHEAD: Text = Text::new("Ahead", "预检");
/// The tab of stock.
pub const STOCK: Text = Text::new("Stock", "库存");
/// The tab of what is below its threshold.
pub const LOW: Text = Text::new("Low", "低于下限");
/// The tab of what is out and not in a car.
pub const OUT: Text = Text::new("Unfitted", "已领未装");

/// The tab of tools.
pub const TOOLS: Text = Text::new("Tools", "工具");
/// No tool is listed.
pub const NO_TOOLS: Text = Text::new("No tool is on the list", "工具清单为空");
/// A tool goes out.
pub const TOOL_LEND: Text = Text::new("Lend it", "借出");
/// A tool is back and sound.
pub const TOOL_BACK: Text = Text::new("Back and sound", "完好归还");
/// A tool is back and damaged.
pub const TOOL_DAMAGED: Text = Text::new("Back, damaged", "损坏归还");
/// The job that a tool is out for.
pub const TOOL_FOR: Text = Text::new("out for this", "用于此作业");
/// A name alone is not believed.
pub const BADGE_PLEASE: Text = Text::new(
    "This name has a PIN: read the badge instead",
    "此人设有密码，请刷工牌",
);

/// An empty queue.
pub const NO_TASKS: Text = Text::new("Nobody waits for the store", "没有待办的领料、退料和旧件");
/// No booked car needs anything.
pub const NO_AHEAD: Text = Text::new(
    "Every booked car has its parts laid out or asked for",
    "预约车辆的配件都已申请或备好",
);
/// Nothing was searched for.
pub const TYPE_TO_SEARCH: Text = Text::new(
    "Scan a part, or tap the field and type number, name or initials",
    "扫配件条码，或点上面输入编码、名称、拼音首字母",
);
/// Nothing was found.
pub const NOTHING_FOUND: Text =
    Text::new("No part fits; try fewer letters", "没有找到，请少输几个字");
/// Nothing is low.
pub const NO_LOW: Text = Text::new("No part is below its threshold", "没有低于下限的配件");
/// Nothing is out.
pub const NO_OUT: Text = Text::new("Everything issued is in a car", "已领的配件都已装车");
/// No task is chosen.
pub const PICK_TASK: Text = Text::new(
    "Tap a card on the left, or scan a slip or a part",
    "点左边的卡片，或扫领料单、配件条码",
);
/// The search field.
pub const SEARCH: Text = Text::new("Number, name or initials", "编码、名称、拼音首字母");

/// The bay stands still.
pub const STANDS: Text = Text::new("stands", "停工");
/// A return.
pub const RETURN: Text = Text::new("Return", "退料");
/// An exchange.
pub const EXCHANGE: Text = Text::new("Exchange", "换料");
/// An old part.
pub const OLD_PART: Text = Text::new("Old part", "旧件入库");
/// It is at no bay.
pub const COUNTER: Text = Text::new("Counter", "柜台");
/// What is asked for ahead.
pub const LAID_OUT: Text = Text::new("Ahead", "预检");

/// Take it off the shelf.
pub const PICK: Text = Text::new("Tap to pick", "点按拣料");
/// It lies ready.
pub const IS_READY: Text = Text::new("Ready", "已备好");
/// It was brought and waits for a signature.
pub const BROUGHT: Text = Text::new("At the bay", "已送，待签收");
/// It lies at the counter and waits for a signature.
pub const AT_COUNTER: Text = Text::new("At the counter", "在柜台，待领");
/// Not there, and not ordered.
pub const ORDER_IT: Text = Text::new("Out ･ order", "缺货 ･ 订货");
/// It was only described.
pub const NAME_IT: Text = Text::new("Choose part", "选配件");
/// Somebody has signed for it.
pub const ISSUED: Text = Text::new("Issued", "已发料");
/// Nobody wants it any more.
pub const CANCELLED: Text = Text::new("Cancelled", "已取消");
/// See who waits for it.
pub const SEE_TASK: Text = Text::new("Go to it", "去拣料");
/// Count this bin.
pub const COUNT_BIN: Text = Text::new("Count", "盘点");

/// Pick all that is there.
pub const PICK_ALL: Text = Text::new("Pick all", "全部拣料");
/// Hand out at the counter.
pub const ISSUE: Text = Text::new("Issue at counter", "柜台发料");
/// Lay it on the counter.
pub const TO_COUNTER: Text = Text::new("Lay on the counter", "放到柜台");
/// Order what is not there, or book what came.
pub const SUPPLY: Text = Text::new("Order ･ goods in", "缺货 ･ 到货");
/// Another part instead.
pub const SUBSTITUTE: Text = Text::new("Substitute", "换料 / 替代");
/// Print a label or a slip.
pub const PRINT: Text = Text::new("Print slip", "打印单据");
/// Print the tag of an old part.
pub const PRINT_TAG: Text = Text::new("Print tag", "打印旧件标签");
/// Take over from a colleague.
pub const TAKE_OVER: Text = Text::new("Take over", "接手");
/// Begin to pick.
pub const START: Text = Text::new("I pick this", "我来拣");
/// Ask for all that the job is expected to need, and pick it.
pub const PICK_AHEAD: Text = Text::new("Pick ahead", "预先检料");
/// Take a return back on the shelf.
pub const TO_SHELF: Text = Text::new("Back on the shelf", "退料入库");
/// Throw a return away.
pub const TO_SCRAP: Text = Text::new("Scrap it", "报废");
/// Exchange, the wrong part on the shelf.
pub const EXCHANGE_SHELF: Text = Text::new("Exchange, wrong one to shelf", "换料，错件入库");
/// Exchange, the wrong part scrapped.
pub const EXCHANGE_SCRAP: Text = Text::new("Exchange, scrap it", "换料，错件报废");
/// Take the wrong part of an exchange back, and send the right one later.
pub const ONLY_WRONG: Text = Text::new("Wrong one back, right one later", "只收错件，正件另发");
/// What was said to come back did not.
pub const NOTHING_CAME: Text = Text::new("Nothing came", "没有退回");
/// The wrong part of an exchange.
pub const COMES_BACK: Text = Text::new("comes back", "退回");
/// The right part of an exchange.
pub const GOES_OUT: Text = Text::new("goes out", "换出");
/// 已装车
pub const IN_THE_CAR: Text = Text::new("It is in the car", "已装车");
/// Ask the technician to bring it back.
pub const BRING_BACK: Text = Text::new("It comes back", "退料");
/// Write it off.
pub const WRITE_OFF: Text = Text::new("Write off", "报损");
/// Book what came.
pub const GOODS_IN: Text = Text::new("Goods in", "到货入库");
/// Count.
pub const COUNT: Text = Text::new("Count", "盘点");

/// The place of old parts that go back to the maker.
pub const WARRANTY_BIN: Text = Text::new("Warranty bin", "索赔件货架");
/// The place of old parts that nobody wants.
pub const SCRAP_BOX: Text = Text::new("Scrap box", "废件箱");
/// The customer has it.
pub const CUSTOMER: Text = Text::new("Into the car for the customer", "放客户车上");

/// The old part was recorded twice, or by mistake.
pub const NO_OLD_PART: Text = Text::new("There is none", "没有这件旧件");
/// Nobody wants the rest of a line any more.
pub const CANCEL_LINE: Text = Text::new("Cancel line", "不要了");
/// What a tap does to what was brought and not signed for.
pub const PUT_BACK: Text = Text::new("tap to put back", "点按放回货架");

/// The sheet that orders.
pub const BACKORDER: Text = Text::new("Order", "缺货订货");
/// From whom.
pub const SUPPLIER: Text = Text::new("Supplier", "供应商");
/// When it comes.
pub const ARRIVES: Text = Text::new("Arrives", "预计到货");
/// How many.
pub const QUANTITY: Text = Text::new("Quantity", "数量");
/// How many lie in the bin.
pub const COUNTED: Text = Text::new("Counted", "实点数量");
/// Why the count differs.
pub const WHY: Text = Text::new("Why it differs", "差异原因");
/// Why it is written off.
pub const WHY_GONE: Text = Text::new("What became of it", "报损原因");
/// Take over from a colleague?
pub const WHO_TAKES: Text = Text::new("Who takes it? Badge or name", "谁来领？刷工牌或点名字");
/// Which part?
pub const WHICH_PART: Text = Text::new("Which part?", "选哪个配件？");
/// Save the count.
pub const SAVE_COUNT: Text = Text::new("Book the count", "确认盘点");
/// A PIN signs it.
pub const NEEDS_PIN: Text = Text::new("your PIN signs it", "需输入密码");
/// Which batch to pick from.
pub const BATCH: Text = Text::new("Batch", "批次");
/// The oldest batch first.
pub const OLDEST: Text = Text::new("Oldest first", "先进先出");
/// After the goods came in: who waited for them.
pub const WAITS_FOR_IT: Text = Text::new("Waiting for it", "有人在等");
/// Nobody waits for the goods.
pub const NOBODY_WAITS: Text = Text::new("Nobody waits for it", "没有人在等");
/// A batch without a name.
pub const NO_BATCH: Text = Text::new("no batch", "无批次");
/// The sheet of one line.
pub const LINE: Text = Text::new("This line", "这一行");

/// A scan that means nothing here.
pub const UNKNOWN_SCAN: Text = Text::new(
    "This is no badge, part or order that the store knows; check the code",
    "不是已知的工牌、配件或工单，请核对条码",
);
/// The scanned part is on no line of the open task that is still to be picked.
pub const NOT_ON_TASK: Text = Text::new(
    "The open request does not ask for this part; here is its stock",
    "当前申请不需要这个配件，已打开库存",
);
/// A paper is under way.
pub const PRINTING: Text = Text::new("Printing…", "正在打印…");
/// What is below can be seen in the list of this tab.
pub const CONSUMED: Text = Text::new("used up", "已用完");
/// It broke.
pub const BROKEN: Text = Text::new("broken", "破损");
/// It got lost.
pub const LOST: Text = Text::new("lost", "丢失");
/// It was used for another car.
pub const OTHER_CAR: Text = Text::new("used on another car", "用在别的车上");

/// Says `what` in one of both languages.
fn say(language: Language, en: String, zh: String) -> String {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// The big button that brings what is ready.
pub fn deliver_to(bay: &str, language: Language) -> String {
    say(
        language,
        format!("Deliver to {}", lower(bay)),
        format!("发料到 {bay}"),
    )
}

/// How many units.
pub fn times(quantity: u32) -> String {
    format!("× {quantity}")
}

/// So many of so many are ready.
pub fn of(ready: u32, quantity: u32) -> String {
    format!("{ready} / {quantity}")
}

/// How many lie on the shelf.
pub fn stock(available: i64, below: bool, language: Language) -> String {
    let arrow = if below { " ↓" } else { "" };
    say(
        language,
        format!("stock {available}{arrow}"),
        format!("库存 {available}{arrow}"),
    )
}

/// How many lie there once this is picked.
pub fn after(left: i64, language: Language) -> String {
    say(
        language,
        format!("{left} left after"),
        format!("拣后剩 {left}"),
    )
}

/// Picks so many of the rest.
pub fn pick_some(quantity: u32, language: Language) -> String {
    say(
        language,
        format!("Pick {quantity}"),
        format!("先拣 {quantity}"),
    )
}

/// On order until when.
pub fn backordered(at: &str, language: Language) -> String {
    say(language, format!("Due {at}"), format!("缺货 ･ {at} 到"))
}

/// The part that was asked for, where another was chosen.
pub fn instead_of(part: &str, language: Language) -> String {
    say(
        language,
        format!("instead of {part}"),
        format!("替代 {part}"),
    )
}

/// A colleague is at it.
pub fn picked_by(who: &str, at: &str, language: Language) -> String {
    say(
        language,
        format!("{who} has been picking this since {at}"),
        format!("{who} 自 {at} 起在拣"),
    )
}

/// Who asked, and when.
pub fn asked_by(who: &str, at: &str, language: Language) -> String {
    say(
        language,
        format!("asked by {who} at {at}"),
        format!("{who} {at} 申请"),
    )
}

/// Orders so many.
pub fn order_some(quantity: u32, at: &str, language: Language) -> String {
    say(
        language,
        format!("Order {quantity}, due {at}"),
        format!("订 {quantity} 件 ･ {at} 到"),
    )
}

/// Books in so many.
pub fn book_in(quantity: u32, language: Language) -> String {
    say(
        language,
        format!("Book in {quantity}"),
        format!("入库 {quantity} 件"),
    )
}

/// Writes off so many.
pub fn write_off(quantity: u32, language: Language) -> String {
    say(
        language,
        format!("Write off {quantity}"),
        format!("报损 {quantity} 件"),
    )
}

/// What the books say lies in a bin.
pub fn books(in_bin: i64, language: Language) -> String {
    say(
        language,
        format!("booked {in_bin}"),
        format!("账面 {in_bin}"),
    )
}

/// How many more or fewer than the books say.
pub fn difference(by: i64, language: Language) -> String {
    match by {
        0 => say(language, "no difference".to_owned(), "无差异".to_owned()),
        by => say(
            language,
            format!("{by:+} against the books"),
            format!("差异 {by:+}"),
        ),
    }
}

/// When a tool should be back.
pub fn due(at: &str, language: Language) -> String {
    say(language, format!("due {at}"), format!("应还 {at}"))
}

/// Until when a tool may be trusted.
pub fn calibrated(until: &str, language: Language) -> String {
    say(
        language,
        format!("calibrated until {until}"),
        format!("校准有效期 {until}"),
    )
}

/// When a booked car is expected.
pub fn comes(at: &str, language: Language) -> String {
    say(language, format!("comes {at}"), format!("到厂 {at}"))
}

/// When a job is planned to begin.
pub fn begins(at: &str, language: Language) -> String {
    say(language, format!("begins {at}"), format!("开工 {at}"))
}

/// Since when a part is out.
pub fn out_since(who: &str, at: &str, language: Language) -> String {
    say(
        language,
        format!("{who} took it at {at}"),
        format!("{who} {at} 领走"),
    )
}

/// Below which it should be bought.
pub fn threshold(threshold: u32, language: Language) -> String {
    say(
        language,
        format!("threshold {threshold}"),
        format!("下限 {threshold}"),
    )
}

/// What is promised to somebody.
pub fn promised_to_others(picked: i64, language: Language) -> String {
    say(
        language,
        format!("{picked} picked"),
        format!("已拣未发 {picked}"),
    )
}

/// A return, with its reason.
pub fn reason(reason: &str, language: Language) -> String {
    say(
        language,
        format!("because: {reason}"),
        format!("原因：{reason}"),
    )
}

/// How many a return has.
pub fn with_quantity(label: &str, quantity: u32) -> String {
    format!("{label} × {quantity}")
}

/// What is tapped at the store, as the beginning of a toast.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "each is named after what was tapped")]
pub enum Said<'a> {
    Pick { what: &'a str, quantity: u32 },
    PutBack { what: &'a str },
    Start { what: &'a str },
    Deliver { to: &'a str },
    Issue { to: &'a str },
    Backorder { what: &'a str, at: &'a str },
    Choose { what: &'a str },
    TakeReturn { what: &'a str },
    NothingCame { what: &'a str },
    Exchange { what: &'a str },
    Cancel { what: &'a str },
    NoOldPart { what: &'a str },
    OldPart { what: &'a str },
    WriteOff { what: &'a str },
    Ahead { what: &'a str },
    BringBack { what: &'a str },
    GoodsIn { what: &'a str, quantity: u32 },
    Count { what: &'a str },
    Lend { what: &'a str, to: &'a str },
    Returned { what: &'a str },
}

/// Says what was tapped.
pub fn said(said: Said<'_>, language: Language) -> String {
    let (en, zh) = match said {
        Said::Pick { what, quantity } => (
            format!("Pick {what} × {quantity}"),
            format!("拣料 {what} × {quantity}"),
        ),
        Said::PutBack { what } => (format!("Put {what} back"), format!("{what} 放回货架")),
        Said::Start { what } => (format!("Pick for {what}"), format!("开始拣料 {what}")),
        Said::Deliver { to } => (format!("Deliver to {}", lower(to)), format!("送料到 {to}")),
        Said::Issue { to } => (format!("Issue to {to}"), format!("发料给 {to}")),
        Said::Backorder { what, at } => (
            format!("Order {what}, due {at}"),
            format!("订货 {what}，{at} 到"),
        ),
        Said::Choose { what } => (format!("Take {what}"), format!("选用 {what}")),
        Said::TakeReturn { what } => (format!("Return of {what}"), format!("{what} 退料")),
        Said::Exchange { what } => (format!("Exchange of {what}"), format!("{what} 换料")),
        Said::NothingCame { what } => (
            format!("Nothing came back of {what}"),
            format!("{what} 没有退回"),
        ),
        Said::Cancel { what } => (format!("Cancel {what}"), format!("{what} 不要了")),
        Said::NoOldPart { what } => (
            format!("No such old part of {what}"),
            format!("{what} 没有这件旧件"),
        ),
        Said::OldPart { what } => (format!("Old part {what}"), format!("旧件 {what}")),
        Said::WriteOff { what } => (format!("Write {what} off"), format!("{what} 报损")),
        Said::Ahead { what } => (format!("Pick ahead for {what}"), format!("{what} 预先检料")),
        Said::BringBack { what } => (format!("{what} comes back"), format!("{what} 退料")),
        Said::GoodsIn { what, quantity } => (
            format!("Goods in: {what} × {quantity}"),
            format!("到货 {what} × {quantity}"),
        ),
        Said::Lend { what, to } => (format!("{what} goes to {to}"), format!("{what} 借给 {to}")),
        Said::Returned { what } => (format!("{what} is back"), format!("{what} 归还")),
        Said::Count { what } => (format!("Count of {what}"), format!("盘点 {what}")),
    };
    say(language, en, zh)
}

/// Begins with a small letter, inside a sentence.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
