//! Words and tones for where a job or a car stands.

use super::Text;
use crate::domain::car::CarState;
use crate::projection::job_card::Stage;
use crate::screen::tone::Tone;

/// Where a job stands.
pub const fn stage(stage: Stage) -> (Text, Tone) {
    match stage {
        Stage::AwaitingDispatch => (Text::new("Awaiting dispatch", "待派工"), Tone::Wait),
        Stage::Dispatched => (Text::new("Dispatched", "已派工"), Tone::Wait),
        Stage::InRepair => (Text::new("In repair", "在修"), Tone::Working),
        Stage::OnHold => (Text::new("On hold", "中断"), Tone::Hold),
        Stage::Rework => (Text::new("Rework", "返工"), Tone::Rework),
        Stage::Finished => (Text::new("Finished", "完工"), Tone::Ready),
    }
}

/// Where a car stands.
pub const fn car_state(state: CarState) -> (Text, Tone) {
    match state {
        CarState::AwaitingDispatch => (Text::new("Awaiting dispatch", "待派工"), Tone::Wait),
        CarState::Dispatched => (Text::new("Dispatched", "已派工"), Tone::Wait),
        CarState::InRepair => (Text::new("In repair", "在修"), Tone::Working),
        CarState::OnHold => (Text::new("On hold", "中断"), Tone::Hold),
        CarState::Rework => (Text::new("Rework", "返工"), Tone::Rework),
        CarState::AwaitingQc => (Text::new("Awaiting QC", "待检"), Tone::Qc),
        CarState::Wash => (Text::new("Wash", "洗车"), Tone::Action),
        CarState::AwaitingInvoice => (Text::new("Awaiting invoice", "待结算"), Tone::Wait),
        CarState::Ready => (Text::new("Ready", "待交车"), Tone::Ready),
        CarState::Delivered => (Text::new("Delivered", "已交车"), Tone::Neutral),
    }
}
