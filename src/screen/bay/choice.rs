//! What can be tapped on the kiosk, and the names that the buttons carry to the screen and back.

use crate::domain::andon::AndonKind;
use crate::domain::hold::HoldReason;
use crate::domain::idle::IdleCode;
use crate::domain::order::Trade;

/// A button of the row below a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Finish,
    Hold,
    Finding,
    Parts,
    Extend,
    Jobs,
    Idle,
    MyDay,
    Help,
    ShiftIn,
    ShiftOut,
}

impl Action {
    const ALL: [Self; 11] = [
        Self::Finish,
        Self::Hold,
        Self::Finding,
        Self::Parts,
        Self::Extend,
        Self::Jobs,
        Self::Idle,
        Self::MyDay,
        Self::Help,
        Self::ShiftIn,
        Self::ShiftOut,
    ];

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Finish => "finish",
            Self::Hold => "hold",
            Self::Finding => "finding",
            Self::Parts => "parts",
            Self::Extend => "extend",
            Self::Jobs => "jobs",
            Self::Idle => "idle",
            Self::MyDay => "my-day",
            Self::Help => "help",
            Self::ShiftIn => "shift-in",
            Self::ShiftOut => "shift-out",
        }
    }

    pub(super) fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.id() == id)
    }
}

/// An answer to the question of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// The job stops for this reason.
    Reason(HoldReason),
    /// The job goes on, the next one too.
    Alongside,
    /// Only this person leaves; the others go on.
    Leave,
    /// Back in a moment: no reason is kept.
    Pause,
    /// Idle time.
    Idle(IdleCode),
    /// A call for help.
    Call(AndonKind),
}

impl Choice {
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Reason(HoldReason::Parts) => "hold-parts",
            Self::Reason(HoldReason::CustomerAnswer) => "hold-customer",
            Self::Reason(HoldReason::Tool) => "hold-tool",
            Self::Reason(HoldReason::Bay) => "hold-bay",
            Self::Reason(HoldReason::TechnicalHelp) => "hold-help",
            Self::Reason(HoldReason::OutsideWork) => "hold-outside",
            Self::Reason(HoldReason::EndOfShift) => "hold-end-of-shift",
            Self::Alongside => "alongside",
            Self::Leave => "leave",
            Self::Pause => "pause",
            Self::Idle(IdleCode::WaitingForWork) => "idle-waiting",
            Self::Idle(IdleCode::Cleaning) => "idle-cleaning",
            Self::Idle(IdleCode::MovingCars) => "idle-moving-cars",
            Self::Idle(IdleCode::Meeting) => "idle-meeting",
            Self::Idle(IdleCode::Training) => "idle-training",
            Self::Idle(IdleCode::Break) => "idle-break",
            Self::Call(AndonKind::Foreman) => "call-foreman",
            Self::Call(AndonKind::TechnicalSupport) => "call-support",
            Self::Call(AndonKind::PartsRunner) => "call-parts",
        }
    }

    pub(super) fn of(id: &str) -> Option<Self> {
        HoldReason::ALL
            .into_iter()
            .map(Self::Reason)
            .chain(IdleCode::ALL.into_iter().map(Self::Idle))
            .chain(AndonKind::ALL.into_iter().map(Self::Call))
            .chain([Self::Alongside, Self::Leave, Self::Pause])
            .find(|choice| choice.id() == id)
    }
}

/// A list of jobs to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JobTab {
    /// What is here.
    Bay,
    /// What the person is planned for elsewhere.
    Mine,
    /// What nobody has been given yet.
    Waiting,
}

impl JobTab {
    pub(super) const ALL: [Self; 3] = [Self::Bay, Self::Mine, Self::Waiting];

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Bay => "bay",
            Self::Mine => "mine",
            Self::Waiting => "all",
        }
    }

    pub(super) fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.id() == id)
    }
}

/// Which faces are shown, where there are many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaceTab {
    /// Everybody.
    All,
    /// Those of one trade.
    Trade(Trade),
}

impl FaceTab {
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Trade(Trade::Maintenance) => "maintenance",
            Self::Trade(Trade::Mechanical) => "mechanical",
            Self::Trade(Trade::Electrical) => "electrical",
            Self::Trade(Trade::Body) => "body",
            Self::Trade(Trade::Paint) => "paint",
        }
    }

    pub(super) fn of(id: &str) -> Option<Self> {
        Trade::ALL
            .into_iter()
            .map(Self::Trade)
            .chain([Self::All])
            .find(|tab| tab.id() == id)
    }
}
