//! Words for tools and equipment: where one is, what is wrong with it, and why it is out of service.

use super::Text;
use crate::domain::tool::{
    HandedOn, OutOfServiceReason, Overdue, ToolDamage, ToolState, Unfit, Usability,
};

/// What is wrong with a tool.
pub const fn damage(what: ToolDamage) -> Text {
    match what {
        ToolDamage::Broken => Text::new("Broken", "断裂"),
        ToolDamage::Bent => Text::new("Bent", "变形"),
        ToolDamage::Worn => Text::new("Worn", "磨损"),
        ToolDamage::Incomplete => Text::new("Pieces missing", "缺件"),
        ToolDamage::Inaccurate => Text::new("Inaccurate", "失准"),
        ToolDamage::Leaking => Text::new("Leaking", "泄漏"),
        ToolDamage::Electrical => Text::new("Electrical fault", "电气故障"),
        ToolDamage::Insulation => Text::new("Insulation damaged", "绝缘破损"),
        ToolDamage::Other => Text::new("Other", "其他"),
    }
}

/// Whether it can still be worked with.
pub const fn usability(usability: Usability) -> Text {
    match usability {
        Usability::Usable => Text::new("Still usable", "仍可用"),
        Usability::Unusable => Text::new("Not usable", "不可用"),
    }
}

/// Why the store took it out of service.
pub const fn out_of_service(why: OutOfServiceReason) -> Text {
    match why {
        OutOfServiceReason::Calibration => Text::new("At calibration", "送检校准"),
        OutOfServiceReason::Maintenance => Text::new("In maintenance", "保养"),
        OutOfServiceReason::Repair => Text::new("In repair", "维修"),
        OutOfServiceReason::Lost => Text::new("Lost", "遗失"),
        OutOfServiceReason::Scrapped => Text::new("Scrapped", "报废"),
        OutOfServiceReason::Other => Text::new("Other", "其他"),
    }
}

/// Why it is not to be worked with.
pub const fn unfit(unfit: &Unfit) -> Text {
    match unfit {
        Unfit::Withdrawn { why, .. } => out_of_service(*why),
        Unfit::Damaged { what, .. } => damage(*what),
        Unfit::CalibrationOverdue { .. } => Text::new("Calibration overdue", "校准过期"),
    }
}

/// Where it is, in one word.
pub const fn state(state: &ToolState) -> Text {
    match state {
        ToolState::Available => Text::new("In store", "在库"),
        ToolState::Out {
            overdue: Overdue::NotYet,
            ..
        } => Text::new("Out", "借出"),
        ToolState::Out {
            overdue: Overdue::Overdue,
            ..
        } => Text::new("Overdue", "超期未还"),
        ToolState::OutOfService { .. } => Text::new("Out of service", "停用"),
    }
}

/// Where it went from who had it.
pub const fn handed_on(how: HandedOn) -> Text {
    match how {
        HandedOn::Returned => Text::new("Returned", "归还"),
        HandedOn::TakenOver => Text::new("Taken over", "转借"),
    }
}
