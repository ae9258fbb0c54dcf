//! Words of the bay kiosk's pages about parts.

use super::Text;
use crate::domain::parts::command::PartsCommand;
use crate::domain::person::Language;

// Buttons that lead to parts.
pub const PARTS: Text = Text::new("Parts", "领料");
pub const PARTS_NOTE: Text = Text::new("scan or pick", "扫码或挑选");
pub const LIST: Text = Text::new("Parts for this order", "本单配件");
pub const LIST_AND_TOOLS: Text = Text::new("Parts and tools", "本单配件与工具");

// The request.
pub const REQUEST: Text = Text::new("Parts request", "领料申请");
pub const SCAN_HINT: Text = Text::new(
    "Scan a label and the part is on the list; again for one more",
    "扫配件条码即加入清单，再扫加一",
);
pub const NOTHING_LISTED: Text = Text::new(
    "Nothing listed yet: scan a label, or choose a way at the right",
    "清单为空：请扫码，或从右侧挑选",
);
pub const NOTHING_WANTED: Text = Text::new("Nothing chosen", "尚未选择");
pub const REQUEST_NOTE: Text = Text::new("the store sees it at once", "仓库立即看到");
pub const REQUEST_OFFLINE: Text =
    Text::new("no link: goes out when it is back", "离线：恢复连接后发出");
pub const AND_HOLD: Text = Text::new("Request and hold", "申请并中断");
pub const AND_HOLD_NOTE: Text = Text::new("the job waits for parts", "等配件，由仓库负责");
pub const CATEGORIES: Text = Text::new("By category", "按类别");
pub const CATEGORIES_NOTE: Text = Text::new("system, then part", "先选系统，再选配件");
pub const SEARCH: Text = Text::new("Search", "搜索");
pub const SEARCH_NOTE: Text = Text::new("number or name", "编码、名称、拼音首字母");
pub const DESCRIBE: Text = Text::new("Describe it", "描述");
pub const DESCRIBE_NOTE: Text = Text::new("no number needed", "不知道编码时用");
pub const OLD: Text = Text::new("Old parts", "旧件");
pub const OLD_NOTE: Text = Text::new("keep, warranty, scrap", "留存、索赔、报废");
pub const WHICH_CATEGORY: Text = Text::new("Which category?", "哪一类配件？");
pub const NO_CATEGORIES: Text = Text::new(
    "The parts list is not here yet: describe the part, or scan its label",
    "配件目录尚未收到：请描述配件，或扫码",
);
pub const LESS: Text = Text::new("Fewer", "减少");
pub const MORE: Text = Text::new("More", "增加");
pub const QUANTITY: Text = Text::new("How many?", "数量");
pub const NOT_LISTED: Text = Text::new("not on the parts list", "目录中没有，由仓库确认");
pub const IN_WORDS: Text = Text::new("the store finds the number", "由仓库确认编码");

// Searching and describing.
pub const TYPE_HERE: Text = Text::new("Number, name…", "编码、名称、拼音首字母，如 jylqq");
pub const NO_HITS: Text = Text::new(
    "Nothing found: try fewer letters, or describe the part",
    "没有找到：少输几个字母，或改用描述",
);
pub const TYPE_FIRST: Text = Text::new(
    "Type a part's number, a piece of its name, or the first letters of its pinyin",
    "请输入编码、名称的一部分，或拼音首字母",
);
pub const BACK_TO_LIST: Text = Text::new("To the list", "回到清单");
pub const CLEAR: Text = Text::new("Clear", "清空");
pub const ERASE: Text = Text::new("Erase", "退格");
pub const WHICH_INSTEAD: Text = Text::new("Which one is right?", "换成哪一个？");
pub const DESCRIBE_TITLE: Text = Text::new("What is needed?", "需要什么配件？");
pub const DESCRIBE_HINT: Text =
    Text::new("Tap words: hose, rear, pump…", "点选词语，如 水泵 后 软管");
pub const WRITE: Text = Text::new("Keyboard", "键盘");
pub const ADD: Text = Text::new("Put on the list", "加入清单");
pub const ADD_NOTE: Text = Text::new("the store finds the number", "由仓库确认编码");
pub const WRITTEN: Text = Text::new("Done", "完成");

// Signing.
pub const SIGN_TITLE: Text = Text::new("Sign for the parts", "配件签收");
pub const SIGN_NOTE: Text = Text::new(
    "Hold your badge to the reader, or tap the button",
    "刷工牌签收，或点下方按钮",
);
pub const NOTHING_READY: Text = Text::new("Nothing lies ready", "没有待签收的配件");
pub const SIGN: Text = Text::new("Sign", "签收");
pub const SIGN_HINT: Text = Text::new("Tap a line that has not come", "没收到的，点一下去掉");

// One line.
pub const FITTED: Text = Text::new("Fitted", "已装车");
pub const FITTED_NOTE: Text = Text::new("it is in the car", "已装到车上");
pub const RETURN: Text = Text::new("Return", "退料");
pub const RETURN_NOTE: Text = Text::new("back to the store", "退回仓库");
pub const EXCHANGE: Text = Text::new("Exchange", "换料");
pub const EXCHANGE_NOTE: Text = Text::new("the right one instead", "换成正确的配件");
pub const CANCEL: Text = Text::new("Not needed any more", "不要了");
pub const HOW_MANY_BACK: Text = Text::new("How many go back?", "退几个？");
pub const WHY_BACK: Text = Text::new("Why does it go back?", "退料原因");
pub const WHY_EXCHANGE: Text = Text::new("What is wrong with it?", "换料原因");

// Old parts, and before a finish.
pub const OLD_TITLE: Text = Text::new("Old parts", "旧件登记");
pub const NO_OLD: Text = Text::new(
    "No issued part waits for a word on its old one",
    "没有待登记的旧件",
);
pub const OLD_OTHER: Text = Text::new("Another old part", "其他旧件");
pub const OLD_OTHER_NOTE: Text = Text::new("in words", "用词语描述");
pub const OLD_FATE: Text = Text::new("Where does it go?", "旧件去向");
pub const FITTED_TITLE: Text = Text::new("Are these in the car?", "用料确认");
pub const FIT_ALL: Text = Text::new("All fitted, finish", "全部已装车，完工");
pub const FIT_SOME: Text = Text::new("Confirm and finish", "确认，完工");
pub const FIT_NOTE: Text = Text::new("asks once more", "再确认一次");
pub const SKIP: Text = Text::new("Say it later", "稍后再说");
pub const SKIP_NOTE: Text = Text::new("finish without it", "直接完工");
pub const ALL_FITTED: Text = Text::new("Every issued part is accounted for", "已领配件均已确认");
pub const OLD_REMINDER: Text = Text::new("not said yet", "尚未登记");

// States of a line.
pub const TAP_TO_SIGN: Text = Text::new("tap to sign", "点按签收");
pub const AT_BAY: Text = Text::new("Ready at bay", "已送到");
pub const AT_COUNTER: Text = Text::new("At the counter", "在备件台");
pub const COMING_BACK: Text = Text::new("On its way back", "退料中");
pub const EXCHANGING: Text = Text::new("Exchange asked", "换料中");
pub const NOT_SENT: Text = Text::new("not sent yet", "待发送");

/// Names what was tapped.
pub const fn tap(body: &PartsCommand) -> Text {
    match body {
        PartsCommand::Ask { .. } => REQUEST,
        PartsCommand::Receive { .. } => Text::new("Signature", "签收"),
        PartsCommand::OfferReturn { .. } => RETURN,
        PartsCommand::AskExchange { .. } => EXCHANGE,
        PartsCommand::RecordOldPart { .. } => Text::new("Old part", "旧件登记"),
        PartsCommand::Fit { .. } => FITTED,
        PartsCommand::Cancel { .. } => Text::new("Cancelled part", "取消领料"),
        _ => Text::new("Tap", "操作"),
    }
}

/// Words that describe a part without a number: what, where, of what.
pub const CHIPS: [Text; 32] = [
    Text::new("hose", "软管"),
    Text::new("clip", "卡扣"),
    Text::new("bolt", "螺栓"),
    Text::new("nut", "螺母"),
    Text::new("gasket", "垫片"),
    Text::new("oil seal", "油封"),
    Text::new("O-ring", "密封圈"),
    Text::new("plug", "插头"),
    Text::new("harness", "线束"),
    Text::new("bracket", "支架"),
    Text::new("cover", "盖板"),
    Text::new("bearing", "轴承"),
    Text::new("belt", "皮带"),
    Text::new("filter", "滤芯"),
    Text::new("sensor", "传感器"),
    Text::new("bulb", "灯泡"),
    Text::new("left", "左"),
    Text::new("right", "右"),
    Text::new("front", "前"),
    Text::new("behind", "后"),
    Text::new("upper", "上"),
    Text::new("lower", "下"),
    Text::new("inner", "内"),
    Text::new("outer", "外"),
    Text::new("pump", "水泵"),
    Text::new("engine", "发动机"),
    Text::new("gearbox", "变速箱"),
    Text::new("door", "车门"),
    Text::new("bumper", "保险杠"),
    Text::new("wheel", "车轮"),
    Text::new("headlight", "大灯"),
    Text::new("exhaust", "排气管"),
];

fn say(language: Language, en: String, zh: String) -> String {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// What there is of a part, and where: `3 in stock · A-01-1`.
pub fn stock(language: Language, available: i64, bin: &str) -> String {
    let there = available.max(0);
    let place = if bin.is_empty() {
        String::new()
    } else {
        format!(" · {bin}")
    };
    say(
        language,
        format!("{there} in stock{place}"),
        format!("库存 {there}{place}"),
    )
}

/// There is less than is wanted.
pub fn short(language: Language, available: i64) -> String {
    let there = available.max(0);
    say(
        language,
        format!("{there} in stock · will be ordered"),
        format!("库存 {there} · 将订货"),
    )
}

/// The button that asks.
pub fn ask(language: Language, lines: usize) -> String {
    let parts = if lines == 1 { "part" } else { "parts" };
    say(
        language,
        format!("Request {lines} {parts}"),
        format!("申请 {lines} 项"),
    )
}

/// The button that signs.
pub fn sign(language: Language, lines: usize) -> String {
    let parts = if lines == 1 { "part" } else { "parts" };
    say(
        language,
        format!("Sign for {lines} {parts}"),
        format!("签收 {lines} 项"),
    )
}

/// Parts have come; nobody has signed for them.
pub fn delivered(language: Language, plate: &str, lines: usize) -> String {
    let parts = if lines == 1 { "part is" } else { "parts are" };
    say(
        language,
        format!("{plate}: {lines} {parts} here"),
        format!("{plate} 配件已送到 {lines} 项"),
    )
}

/// Parts lie ready in the store.
pub fn ready(language: Language, plate: &str, lines: usize) -> String {
    let parts = if lines == 1 { "part" } else { "parts" };
    say(
        language,
        format!("{plate}: {lines} {parts} ready in the store"),
        format!("{plate} 配件已备好 {lines} 项"),
    )
}

/// So many lines wait for a signature.
pub fn to_sign(language: Language, lines: usize) -> String {
    say(
        language,
        format!("{lines} to sign"),
        format!("{lines} 项待签收"),
    )
}

/// Somebody is at it since so many minutes.
pub fn since(language: Language, what: &str, minutes: i64) -> String {
    say(
        language,
        format!("{what} · {minutes} min"),
        format!("{what} · {minutes} 分"),
    )
}

/// Some of a line is ready or issued, the rest is not.
pub fn rest(language: Language, quantity: u32) -> String {
    say(
        language,
        format!("{quantity} more to come"),
        format!("还差 {quantity}"),
    )
}

/// What is half made of a car.
pub fn unfinished(language: Language, what: &str) -> String {
    say(
        language,
        format!("Half-made parts request: {what}"),
        format!("未发出的领料申请：{what}"),
    )
}

/// Who asked, and when.
pub fn asked_by(language: Language, name: &str, at: &str) -> String {
    say(
        language,
        format!("asked by {name} at {at}"),
        format!("{name} {at} 申请"),
    )
}

/// What was asked for before the store chose something else.
pub fn instead_of(language: Language, what: &str) -> String {
    say(
        language,
        format!("instead of {what}"),
        format!("原申请：{what}"),
    )
}

/// The rest is not wanted any more.
pub fn cancel_rest(language: Language, quantity: u32) -> String {
    say(
        language,
        format!("cancels {quantity} not yet picked"),
        format!("取消未备的 {quantity} 件"),
    )
}

/// All old parts go the same way.
pub fn all_old(language: Language, fate: &str, count: usize) -> String {
    if count == 1 {
        let one = Text::new("Old part", "旧件").to(language);
        return say(language, format!("{one}: {fate}"), format!("{one}：{fate}"));
    }
    say(
        language,
        format!("All {count}: {fate}"),
        format!("全部 {count} 件：{fate}"),
    )
}

/// Old parts of which nobody has spoken.
pub fn old_left(language: Language, count: usize) -> String {
    let parts = if count == 1 { "part" } else { "parts" };
    say(
        language,
        format!("{count} {parts} not said yet"),
        format!("{count} 件尚未登记"),
    )
}

/// Where the customer or the order wants old parts.
pub fn usual_fate(language: Language, fate: &str) -> String {
    say(
        language,
        format!("usually here: {fate}"),
        format!("本单默认：{fate}"),
    )
}

/// A label that may be a badge or a part.
pub fn as_part(language: Language) -> &'static str {
    Text::new("It is a part", "作为配件申请").to(language)
}

/// How many parts a category has.
pub fn in_category(language: Language, parts: usize) -> String {
    let word = if parts == 1 { "part" } else { "parts" };
    say(language, format!("{parts} {word}"), format!("{parts} 种"))
}
