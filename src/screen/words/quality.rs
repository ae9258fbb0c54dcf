//! Words of the checks: the three checks, why a job goes back, and why somebody may not check or pass.

use super::refusals::Naming;
use super::{Text, money};
use crate::domain::ids::JobId;
use crate::domain::quality::checklist::{CheckKind, Verdict};
use crate::domain::quality::command::ReworkReason;
use crate::domain::quality::gate::Bar;
use crate::domain::refusal::Refusal;

/// Names one of the three checks.
pub const fn check(kind: CheckKind) -> Text {
    match kind {
        CheckKind::SelfCheck => Text::new("self-check", "自检"),
        CheckKind::Peer => Text::new("peer check", "互检"),
        CheckKind::Final => Text::new("final check", "完检"),
    }
}

/// Names what is said of an item.
pub const fn verdict(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Pass => Text::new("OK", "合格"),
        Verdict::Fail => Text::new("Fail", "不合格"),
        Verdict::NotApplicable => Text::new("n/a", "不适用"),
    }
}

/// Names why a job goes back.
pub const fn rework_reason(reason: ReworkReason) -> Text {
    match reason {
        ReworkReason::NotCured => Text::new("Complaint not cured", "故障未排除"),
        ReworkReason::Incomplete => Text::new("Something left out", "漏项"),
        ReworkReason::Assembly => Text::new("Assembly or torque", "装配不当"),
        ReworkReason::Leak => Text::new("Leak", "泄漏"),
        ReworkReason::PartFault => Text::new("Part wrong or faulty", "配件问题"),
        ReworkReason::PaintQuality => Text::new("Paint quality", "漆面质量"),
        ReworkReason::Damage => Text::new("Damaged here", "外观损伤"),
        ReworkReason::Cleanliness => Text::new("Dirty, left behind", "清洁遗留"),
        ReworkReason::Other => Text::new("Other", "其他"),
    }
}

/// Says why somebody may not make a check of a job, and who may.
pub fn bar(job: &JobId, bar: &Bar, naming: Naming<'_>) -> String {
    match bar {
        Bar::NotTheLead { lead: Some(lead) } => {
            let lead = (naming.person)(lead);
            naming.say(
                format!("the self-check is the lead’s: {lead}"),
                format!("自检由主修完成：{lead}"),
            )
        }
        Bar::NotTheLead { lead: None } => naming.say(
            "the self-check is for who did the job".to_owned(),
            "自检由作业人员完成".to_owned(),
        ),
        Bar::WorkedOnIt { line: 0 } => naming.say(
            "you worked on this car; somebody else has to check it".to_owned(),
            "您参与过此车的作业，须由他人检验".to_owned(),
        ),
        Bar::WorkedOnIt { line } => {
            let name = (naming.job)(&JobId::new(job.ro.clone(), *line));
            naming.say(
                format!("you worked on {name}; somebody else has to check it"),
                format!("您做过“{name}”，须由他人检验"),
            )
        }
        Bar::CheckedIt { line, check: made } => {
            let name = (naming.job)(&JobId::new(job.ro.clone(), *line));
            let made = check(*made).to(naming.language);
            naming.say(
                format!("you made the {made} of {name}; three checks, three badges"),
                format!("“{name}”的{made}是您做的，三检须由三人完成"),
            )
        }
    }
}

/// Says why a check or a pass was refused, and what to do; nothing for what is about something else.
pub(super) fn refusal(refusal: &Refusal, naming: Naming<'_>) -> Option<String> {
    let job = |id: &JobId| (naming.job)(id);
    Some(match refusal {
        Refusal::Unchecked { jobs } => {
            let told: Vec<String> = jobs
                .iter()
                .map(|(id, kind)| {
                    let kind = check(*kind).to(naming.language);
                    naming.say(
                        format!("{}: {kind}", job(id)),
                        format!("{}：{kind}", job(id)),
                    )
                })
                .collect();
            naming.say(
                format!("still to be checked: {}", told.join("; ")),
                format!("尚未检验：{}", told.join("；")),
            )
        }
        Refusal::NotYourCheck { job: id, bar: why } => bar(id, why, naming),
        Refusal::CheckOutOfTurn { job: id, next } => match next {
            Some(next) => {
                let next = check(*next).to(naming.language);
                naming.say(
                    format!("{} waits for its {next} now; look again", job(id)),
                    format!("{} 现在待{next}，请再看一下", job(id)),
                )
            }
            None => naming.say(
                format!("{} does not wait for a check any more; look again", job(id)),
                format!("{} 现在不需要检验，请再看一下", job(id)),
            ),
        },
        Refusal::CheckShort { short } => match (short.open.len(), short.failed.len()) {
            (open, 0) => naming.say(
                format!("{open} open: answer every item"),
                format!("还有 {open} 项未检，请逐项检验"),
            ),
            (0, failed) => naming.say(
                format!("{failed} failed: send back what is not good"),
                format!("{failed} 项不合格，请退回返工"),
            ),
            (open, failed) => naming.say(
                format!("{open} open, {failed} failed: answer every item, and send back what is not good"),
                format!("还有 {open} 项未检、{failed} 项不合格：请逐项检验，不合格的退回返工"),
            ),
        },
        Refusal::UnauthorisedWork { jobs } => {
            let told: Vec<String> = jobs.iter().map(job).collect();
            naming.say(
                format!(
                    "worked on without the customer’s word: {}; ask the advisor, or have the foreman mend the clock",
                    told.join(", ")
                ),
                format!(
                    "未经客户同意就作业：{}；请联系服务顾问，或由车间主管更正工时",
                    told.join("、")
                ),
            )
        }
        Refusal::WrongMileage { least_km } => naming.say(
            format!(
                "the mileage cannot be right: at least {least_km} km, the end after the start, and at most 100 km driven"
            ),
            format!("里程不对：不小于 {least_km} km，结束大于起始，且不超过 100 km"),
        ),
        Refusal::PenaltyOutOfRange { most } => {
            let most = money::yuan(*most);
            naming.say(
                format!("a penalty is between 0 and {most}"),
                format!("考核金额应在 0 到 {most} 之间"),
            )
        }
        Refusal::TakenBy { by, at } => {
            let who = by
                .as_ref()
                .map_or_else(String::new, |by| (naming.person)(by));
            let at = naming.time(*at);
            naming.say(
                format!("{who} has been at this car since {at}; take it over, or choose another"),
                format!("{who} 从 {at} 起正在检此车，可接手或另选"),
            )
        }
        _ => return None,
    })
}
