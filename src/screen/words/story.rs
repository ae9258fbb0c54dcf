//! The story of a car in words: each step as a line, what cost time, and how it ended.

use super::{Text, dispatch, finding, floor, money, name, quality, reasons, time};
use crate::domain::finding::Answer;
use crate::domain::forecast::{CauseKind, Risk};
use crate::domain::hold::{HoldOwner, HoldReason};
use crate::domain::ids::{BayId, PersonId};
use crate::domain::person::Language;
use crate::domain::story::{Delay, Item, Named, Step, StepKind, Story};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// What a story is told with.
pub struct Teller<'a> {
    /// The reader's language.
    pub language: Language,
    /// The wall clock's zone.
    pub zone: Tz,
    /// Names somebody.
    pub person: &'a dyn Fn(&PersonId) -> String,
    /// Names a bay.
    pub bay: &'a dyn Fn(&BayId) -> String,
}

/// One step in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// When: `10:42`, with the date before it on another day.
    pub time: String,
    /// What.
    pub text: String,
    /// More of it, in somebody's own words; empty for none.
    pub note: String,
    /// For how long; empty where that says nothing.
    pub length: String,
}

/// Nothing cost time.
pub const NO_DELAYS: Text = Text::new("Nothing has cost time so far", "目前没有误工");

impl Teller<'_> {
    fn said(&self, en: String, zh: String) -> String {
        match self.language {
            Language::En => en,
            Language::Zh => zh,
        }
    }

    fn named<'n>(&self, named: &'n Named) -> &'n str {
        name(self.language, &named.name, &named.english_name)
    }

    fn moment(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        floor::promise(at, now, self.zone, self.language)
    }

    fn items(&self, items: &[Item]) -> String {
        let named = items.iter().map(|item| {
            let part = self.named(&item.part);
            if item.quantity == 1 {
                part.to_owned()
            } else {
                format!("{part} ×{}", item.quantity)
            }
        });
        named.collect::<Vec<_>>().join(self.language_comma())
    }

    fn language_comma(&self) -> &'static str {
        match self.language {
            Language::En => ", ",
            Language::Zh => "、",
        }
    }

    /// Says one step of a story that is told until `now`.
    pub fn line(&self, step: &Step, now: DateTime<Utc>) -> Line {
        let note = match &step.kind {
            StepKind::Held { note, .. } | StepKind::SentBack { note, .. } => note.clone(),
            _ => String::new(),
        };
        Line {
            time: time::moment(step.at, now, self.zone),
            text: self.text(step, now),
            note,
            length: step
                .minutes
                .filter(|minutes| *minutes > 0)
                .map_or(String::new(), length),
        }
    }

    fn text(&self, step: &Step, now: DateTime<Utc>) -> String {
        let who = step.by.as_ref().map(self.person).unwrap_or_default();
        let work = step.work.as_ref().map_or("", |(_, work)| self.named(work));
        match &step.kind {
            StepKind::Arrived { promised_at } => {
                let promised = self.moment(*promised_at, now);
                self.said(
                    format!("Came in, promised {promised}"),
                    format!("到店，承诺 {promised}"),
                )
            }
            StepKind::Amended => self.said(
                "The dealer system changed the order".to_owned(),
                "经销商系统更改了工单".to_owned(),
            ),
            StepKind::Dispatched { bay, lead, start } => {
                let bay = (self.bay)(bay);
                let lead = lead.as_ref().map(self.person).unwrap_or_default();
                let to = floor::join(self.language, &[&bay, &lead]);
                let start = self.moment(*start, now);
                self.said(
                    format!("Dispatched to {to}, from {start}: {work}"),
                    format!("派工到 {to}，计划 {start} 开始：{work}"),
                )
            }
            StepKind::TakenBack => self.said(
                format!("Taken off its bay: {work}"),
                format!("撤回派工：{work}"),
            ),
            StepKind::ClockedOn { bay } => {
                let bay = (self.bay)(bay);
                self.said(
                    format!("{who} works on it at {bay}: {work}"),
                    format!("{who}在 {bay} 上工：{work}"),
                )
            }
            StepKind::Held { reason, owner, .. } => self.held(*reason, *owner, work),
            StepKind::HoldExpected { until } => {
                let until = self.moment(*until, now);
                self.said(
                    format!("Expected to go on at {until}: {work}"),
                    format!("预计 {until} 恢复：{work}"),
                )
            }
            StepKind::HoldCleared => self.said(
                format!("What it waited for is there: {work}"),
                format!("中断原因已解除：{work}"),
            ),
            StepKind::Finished { over_minutes: 0 } => {
                self.said(format!("Finished: {work}"), format!("完工：{work}"))
            }
            StepKind::Finished { over_minutes } => {
                let over = length(*over_minutes);
                self.said(
                    format!("Finished, {over} over standard hours: {work}"),
                    format!("完工，超出标准工时 {over}：{work}"),
                )
            }
            StepKind::FinishTakenBack => self.said(
                format!("The finish was taken back: {work}"),
                format!("撤销完工：{work}"),
            ),
            StepKind::Longer { by_minutes, reason } => {
                let (by, why) = (length(*by_minutes), finding::delay(*reason));
                self.said(
                    format!("Takes {by} longer, {}: {work}", why.to(Language::En)),
                    format!("申请延时 {by}，{}：{work}", why.to(Language::Zh)),
                )
            }
            _ => self.text_of_the_car(step, (&who, work), now),
        }
    }

    fn held(&self, reason: Option<HoldReason>, owner: HoldOwner, work: &str) -> String {
        let why = with_owner(
            reasons::hold_reason(reason).to(self.language),
            owner,
            self.language,
        );
        self.said(format!("{why}: {work}"), format!("中断·{why}：{work}"))
    }

    fn text_of_the_car(
        &self,
        step: &Step,
        (who, work): (&str, &str),
        now: DateTime<Utc>,
    ) -> String {
        match &step.kind {
            StepKind::Found {
                finding: found,
                severity,
            } => {
                let (found, grave) = (self.named(found), finding::severity(*severity));
                self.said(
                    format!("{who} found: {found} ({})", grave.to(Language::En)),
                    format!("{who}检查发现：{found}（{}）", grave.to(Language::Zh)),
                )
            }
            StepKind::Answered {
                finding: found,
                answer,
                channel,
                amount,
            } => {
                let found = self.named(found);
                let (said, how) = (finding::answer(*answer), finding::channel(*channel));
                let amount = match answer {
                    Answer::Authorised => money::yuan(*amount),
                    Answer::Declined | Answer::Deferred => String::new(),
                };
                let how = floor::join(self.language, &[how.to(self.language), &amount]);
                self.said(
                    format!("The customer {} it ({how}): {found}", said.to(Language::En)),
                    format!("客户{}（{how}）：{found}", said.to(Language::Zh)),
                )
            }
            StepKind::PromiseChanged { before, until } => {
                let until = self.moment(*until, now);
                match before.map(|at| self.moment(at, now)) {
                    Some(before) => self.said(
                        format!("The promise was moved from {before} to {until}"),
                        format!("改约：{before} 改为 {until}"),
                    ),
                    None => self.said(format!("Promised {until}"), format!("承诺 {until}")),
                }
            }
            StepKind::Warned {
                risk,
                cause,
                expected,
            } => {
                let expected = self.moment(*expected, now);
                let why = cause.map_or("", |cause| cause_words(cause).to(self.language));
                let (en, zh) = match risk {
                    Risk::Overdue => ("Overdue", "超时"),
                    Risk::AtRisk | Risk::OnTime => ("At risk", "预警"),
                };
                self.said(
                    floor::join(
                        Language::En,
                        &[&format!("{en}: expected {expected}"), &lower(why)],
                    ),
                    format!(
                        "{zh}：{}",
                        floor::join(Language::Zh, &[&format!("预计 {expected} 完工"), why])
                    ),
                )
            }
            StepKind::CustomerTold => self.said(
                format!("{who} told the customer that it may be late"),
                format!("{who}已告知客户可能延误"),
            ),
            StepKind::Moved { step } => dispatch::car_step(*step).to(self.language).to_owned(),
            StepKind::PromiseMissed => self.said(
                "The promise passed, and the car was not done".to_owned(),
                "承诺时间已过，车未完工".to_owned(),
            ),
            StepKind::DelayExplained { reason } => {
                let why = finding::delay(*reason);
                self.said(
                    format!("Why it was late, says {who}: {}", why.to(Language::En)),
                    format!("误工原因（{who}）：{}", why.to(Language::Zh)),
                )
            }
            _ => self.text_of_parts_and_checks(step, (who, work), now),
        }
    }

    fn text_of_parts_and_checks(
        &self,
        step: &Step,
        (who, work): (&str, &str),
        now: DateTime<Utc>,
    ) -> String {
        match &step.kind {
            StepKind::PartsAsked { items } => {
                let items = self.items(items);
                self.said(
                    format!("{who} asked for parts: {items}"),
                    format!("{who}领料申请：{items}"),
                )
            }
            StepKind::Backordered { items, eta } => {
                let (items, eta) = (self.items(items), self.moment(*eta, now));
                self.said(
                    format!("Not in stock, on order for {eta}: {items}"),
                    format!("缺货订货，预计 {eta} 到货：{items}"),
                )
            }
            StepKind::PartsReady { items } => {
                let items = self.items(items);
                self.said(
                    format!("Parts lie ready: {items}"),
                    format!("配件已备好：{items}"),
                )
            }
            StepKind::PartsIssued { items } => {
                let items = self.items(items);
                self.said(
                    format!("Parts handed out: {items}"),
                    format!("已发料：{items}"),
                )
            }
            StepKind::Checked { check } => {
                let check = quality::check(*check);
                self.said(
                    format!("{who} made the {}: {work}", check.to(Language::En)),
                    format!("{who}{}合格：{work}", check.to(Language::Zh)),
                )
            }
            StepKind::SentBack { check, reason, .. } => {
                let (check, why) = (quality::check(*check), quality::rework_reason(*reason));
                let (en, zh) = (check.to(Language::En), check.to(Language::Zh));
                self.said(
                    format!(
                        "Sent back at the {en}, {}: {work}",
                        lower(why.to(Language::En))
                    ),
                    format!("{zh}返工，{}：{work}", why.to(Language::Zh)),
                )
            }
            StepKind::RoadTested => {
                self.said(format!("{who} drove a road test"), format!("{who}试车"))
            }
            StepKind::WashBegun => {
                self.said("The wash was begun".to_owned(), "开始洗车".to_owned())
            }
            StepKind::ExchangeAsked => self.said(
                "The wrong part: another one is wanted for it".to_owned(),
                "错件，申请换料".to_owned(),
            ),
            _ => String::new(),
        }
    }

    /// Says what cost time and whose move it was: `Waiting for parts (parts store)`, 等配件（仓库）.
    pub fn delay(&self, delay: &Delay) -> String {
        let why = cause_words(delay.cause).to(self.language);
        with_owner(why, delay.owner, self.language)
    }

    /// Says how it stands with the promise.
    pub fn verdict(&self, story: &Story) -> String {
        let Some(promised) = story.promised_at else {
            return self.said("Nothing was promised".to_owned(), "没有承诺时间".to_owned());
        };
        let due = self.moment(promised, story.at);
        let late = story.late_minutes.map(length);
        match (story.done_at.map(|at| self.moment(at, story.at)), late) {
            (Some(done), Some(late)) => self.said(
                format!("{late} late: promised {due}, done {done}"),
                format!("晚 {late}：承诺 {due}，{done} 完工"),
            ),
            (Some(done), None) => self.said(
                format!("On time: promised {due}, done {done}"),
                format!("准时：承诺 {due}，{done} 完工"),
            ),
            (None, Some(late)) => {
                let expected = self.expected(story);
                self.said(
                    format!("{late} late so far: promised {due}{expected}"),
                    format!("已晚 {late}：承诺 {due}{expected}"),
                )
            }
            (None, None) => {
                let expected = self.expected(story);
                let too_late = story.expected_at.is_some_and(|at| at > promised);
                match too_late {
                    true => self.said(
                        format!("Will be late: promised {due}{expected}"),
                        format!("将延误：承诺 {due}{expected}"),
                    ),
                    false => self.said(
                        format!("Promised {due}{expected}"),
                        format!("承诺 {due}{expected}"),
                    ),
                }
            }
        }
    }

    fn expected(&self, story: &Story) -> String {
        let expected = story.expected_at.map(|at| self.moment(at, story.at));
        expected.map_or(String::new(), |at| {
            self.said(format!(", expected {at}"), format!("，预计 {at} 完工"))
        })
    }
}

/// A length of so many minutes.
pub fn length(minutes: i64) -> String {
    time::minutes(TimeDelta::minutes(minutes))
}

fn with_owner(why: &str, owner: HoldOwner, language: Language) -> String {
    let owner = match owner {
        HoldOwner::Nobody => return why.to_owned(),
        owner => reasons::hold_owner(owner).to(language),
    };
    match language {
        Language::En => format!("{why} ({})", lower(owner)),
        Language::Zh => format!("{why}（{owner}）"),
    }
}

/// What cost time.
const fn cause_words(cause: CauseKind) -> Text {
    match cause {
        CauseKind::Work => Text::new("Work", "作业"),
        CauseKind::OverStandard => Text::new("Longer than standard hours", "超出标准工时"),
        CauseKind::Extension => Text::new("Takes longer than planned", "申请延时"),
        CauseKind::Hold { reason } => reasons::hold_reason(reason),
        CauseKind::Queue => Text::new("Waiting past its planned start", "晚于计划开工"),
        CauseKind::Away => Text::new("Its technician was gone", "技师已下班"),
        CauseKind::NotDispatched => Text::new("Waiting for dispatch", "等待派工"),
        CauseKind::QualityCheck => Text::new("Waiting for the final check", "等待完检"),
        CauseKind::Wash => Text::new("Waiting for the wash", "等待洗车"),
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_lowercase)
        .collect();
    first + letters.as_str()
}
