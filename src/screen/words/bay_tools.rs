//! Words of the bay kiosk's pages about tools.

use super::Text;
use crate::domain::person::Language;

pub const TOOLS: Text = Text::new("Tools", "工具");
pub const TOOLS_NOTE: Text = Text::new("take, return, damage", "借出、归还、报损");
pub const ALL_TOOLS: Text = Text::new("Which tool?", "哪件工具？");
pub const SCAN_HINT: Text = Text::new("Or scan its label", "也可扫工具条码");
pub const NO_TOOLS: Text = Text::new("The list of tools is not here yet", "工具清单尚未收到");
pub const SPECIAL: Text = Text::new("special tool", "专用工具");
pub const RETURN: Text = Text::new("Return, sound", "归还，完好");
pub const RETURN_NOTE: Text = Text::new("it is back in its place", "已放回原处");
pub const RETURN_DAMAGED: Text = Text::new("Return, damaged", "归还，有损坏");
pub const DAMAGE: Text = Text::new("Report damage", "报损");
pub const DAMAGE_NOTE: Text = Text::new("the store is told", "通知仓库");
pub const WHAT_DAMAGE: Text = Text::new("What is wrong with it?", "损坏情况");
pub const STILL_USABLE: Text = Text::new("Can it still be used?", "还能用吗？");
pub const TAKEN: Text = Text::new("Tool taken", "工具借出");
pub const RETURNED: Text = Text::new("Tool returned", "工具归还");
pub const REPORTED: Text = Text::new("Damage report", "工具报损");
pub const LOOK: Text = Text::new("Look", "查看");

fn say(language: Language, en: String, zh: String) -> String {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// Takes the tool until then.
pub fn take(language: Language, until: &str) -> String {
    say(
        language,
        format!("Take until {until}"),
        format!("借到 {until}"),
    )
}

/// Who has it, and until when.
pub fn held(language: Language, who: &str, due: &str) -> String {
    say(
        language,
        format!("{who}\nuntil {due}"),
        format!("{who}\n到 {due}"),
    )
}

/// It should be back.
pub fn overdue(language: Language, who: &str, due: &str) -> String {
    say(
        language,
        format!("{who}\noverdue {due}"),
        format!("{who}\n超期 {due}"),
    )
}

/// Who takes it now has it from somebody else.
pub fn from(language: Language, who: &str) -> String {
    say(
        language,
        format!("taken over from {who}"),
        format!("从 {who} 转借"),
    )
}

/// A tool of somebody's should be back.
pub fn bring_back(language: Language, tool: &str, due: &str) -> String {
    say(
        language,
        format!("{tool} should have been back {due}"),
        format!("{tool} 应于 {due} 归还"),
    )
}
