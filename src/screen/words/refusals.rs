//! Why something cannot be done, and what the person can do about it: refusals and conflicts in words.

use super::reasons::trade;
use super::states::car_state;
use super::time::moment;
use super::{Text, finding, name, parts, quality, tools};
use crate::domain::dispatch::Conflict;
use crate::domain::ids::{JobId, PersonId};
use crate::domain::person::Language;
use crate::domain::refusal::Refusal;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// What a sentence needs to name people, jobs and moments as the workshop does.
#[derive(Clone, Copy)]
pub struct Naming<'a> {
    /// In which language.
    pub language: Language,
    /// On whose wall clock.
    pub zone: Tz,
    /// Seen from when.
    pub now: DateTime<Utc>,
    /// What someone is called.
    pub person: &'a dyn Fn(&PersonId) -> String,
    /// What a job is called: its plate and its name, or its number.
    pub job: &'a dyn Fn(&JobId) -> String,
}

impl Naming<'_> {
    pub(super) fn time(&self, at: DateTime<Utc>) -> String {
        moment(at, self.now, self.zone)
    }

    pub(super) fn say(&self, en: String, zh: String) -> String {
        match self.language {
            Language::En => en,
            Language::Zh => zh,
        }
    }
}

/// Says why a tap was refused, and what to do.
pub fn refusal(refusal: &Refusal, naming: Naming<'_>) -> String {
    match plain(refusal) {
        Some(text) => text.to(naming.language).to_owned(),
        None => told(refusal, naming),
    }
}

/// The refusals that say the same whatever they are about.
const fn plain(refusal: &Refusal) -> Option<Text> {
    Some(match refusal {
        Refusal::NobodySignedIn => Text::new(
            "nobody is signed in; badge in and tap again",
            "没有人登录，请先刷卡再操作",
        ),
        Refusal::NotAllowed => Text::new(
            "your role may not do this; ask the foreman",
            "您的岗位不能这样操作，请找车间主管",
        ),
        Refusal::NeedsPin => Text::new(
            "this needs your PIN; sign in with it and tap again",
            "需要密码，请输入密码登录后再操作",
        ),
        Refusal::EmptyPlan => Text::new(
            "the planned end is not after the start; choose a later end",
            "计划结束不晚于开始，请改晚结束时间",
        ),
        Refusal::NothingToUndo => Text::new(
            "there is nothing left to undo; look at your day",
            "没有可撤销的操作，请查看“我的一天”",
        ),
        Refusal::TooLateToUndo => Text::new(
            "it is too late to undo this; ask the foreman for a correction",
            "已超过撤销时间，请找车间主管更正",
        ),
        Refusal::NotYourTap => Text::new(
            "someone else tapped this; only they can undo it",
            "这是别人的操作，只能由本人撤销",
        ),
        Refusal::UnknownMark => Text::new(
            "there is no such clocking on that day any more; open the day again",
            "当天已没有这条打卡记录，请重新打开",
        ),
        Refusal::NotYet => Text::new(
            "this moment has not come yet; choose an earlier one",
            "这个时间还没到，请选更早的时间",
        ),
        Refusal::NoReason => {
            Text::new("a correction needs a reason; enter one", "更正必须填写原因")
        }
        Refusal::UnknownQuestion => Text::new(
            "this question is answered already; nothing is left to do",
            "这个问题已有答复，无需再处理",
        ),
        Refusal::UnknownCall => Text::new(
            "there is no such call; call again if you still need help",
            "没有这个呼叫，仍需帮助请重新呼叫",
        ),
        Refusal::SystemOnly => Text::new(
            "only an import or a timer may do this; import the file instead",
            "只能由导入或系统完成，请改用导入",
        ),
        Refusal::UnknownFinding => Text::new(
            "this finding was taken back; there is nothing to answer",
            "该检查发现已撤回，无需答复",
        ),
        Refusal::PromiseInThePast | Refusal::HoldEndsInThePast | Refusal::DueInThePast => {
            Text::new(
                "this time is over already; choose a later one",
                "这个时间已过，请选更晚的时间",
            )
        }
        Refusal::NothingToTell => Text::new(
            "the car is not at risk any more; there is nothing to tell",
            "该车已不在预警中，无需告知客户",
        ),
        Refusal::NeedsDelayReason => Text::new(
            "the promise was missed; the advisor says why first",
            "已超过预计交车时间，请服务顾问先填误工原因",
        ),
        Refusal::EmptyOrder => Text::new("choose at least one operation", "请至少选一个维修项目"),
        Refusal::PartNotNamed => Text::new(
            "nobody has said which part this is; choose its number first",
            "还没有配件编码，请先选定配件",
        ),
        Refusal::NotReady => Text::new(
            "this does not lie ready any more; look at the request again",
            "该配件已不在备好状态，请重新查看",
        ),
        Refusal::NoPlace => Text::new("say where it lies", "请选择存放位置"),
        Refusal::NoQuantity => Text::new("say how many", "请输入数量"),
        Refusal::ArrivesInThePast => Text::new(
            "this time is over already; choose when it will come",
            "这个时间已过，请选预计到货时间",
        ),
        Refusal::NeedsRoadTest => Text::new(
            "this car needs a road test before it passes; drive it and sign with the PIN",
            "合格前需要试车，请试车并用密码签字",
        ),
        Refusal::NeedsInspection => Text::new(
            "a car passes on the quality-check screen, with its final inspection",
            "请在质检台完成竣工检验后放行",
        ),
        Refusal::NobodyResponsible => Text::new(
            "say who answers for it, or leave the penalty at 0",
            "请选责任人，或把考核金额设为 0",
        ),
        // Listed, so that a new refusal does not compile until it has its words.
        Refusal::UnknownPerson { .. }
        | Refusal::UnknownJob { .. }
        | Refusal::UnknownOrder { .. }
        | Refusal::UnknownBay { .. }
        | Refusal::JobFinished { .. }
        | Refusal::JobRunning { .. }
        | Refusal::NotDispatched { .. }
        | Refusal::NotOnHold { .. }
        | Refusal::WrongStep { .. }
        | Refusal::AnsweredMeanwhile { .. }
        | Refusal::NotAuthorised { .. }
        | Refusal::CarIsHere { .. }
        | Refusal::UnknownPart { .. }
        | Refusal::PartsChangedMeanwhile { .. }
        | Refusal::PickedBy { .. }
        | Refusal::NothingToPick { .. }
        | Refusal::NotEnoughStock { .. }
        | Refusal::NotSoManyOut { .. }
        | Refusal::StockMovedMeanwhile { .. }
        | Refusal::Unreconciled { .. }
        | Refusal::UnknownTool { .. }
        | Refusal::ToolNotOut { .. }
        | Refusal::Unchecked { .. }
        | Refusal::NotYourCheck { .. }
        | Refusal::CheckOutOfTurn { .. }
        | Refusal::CheckShort { .. }
        | Refusal::UnauthorisedWork { .. }
        | Refusal::WrongMileage { .. }
        | Refusal::TakenBy { .. }
        | Refusal::PenaltyOutOfRange { .. }
        | Refusal::Conflicts { .. } => return None,
    })
}

/// The refusals that name what they are about.
fn told(refusal: &Refusal, naming: Naming<'_>) -> String {
    let job = |id: &JobId| (naming.job)(id);
    match refusal {
        Refusal::UnknownPerson { person } => naming.say(
            format!("{person} is not on the roster; import the roster or use another badge"),
            format!("花名册里没有 {person}，请导入花名册或换工牌"),
        ),
        Refusal::UnknownJob { job } => naming.say(
            format!("there is no job {job}; ask the dispatcher to import its order"),
            format!("没有作业 {job}，请调度员先导入工单"),
        ),
        Refusal::UnknownOrder { ro } => naming.say(
            format!("there is no order {ro}; ask the dispatcher to import it"),
            format!("没有工单 {ro}，请调度员先导入"),
        ),
        Refusal::UnknownBay { bay } => naming.say(
            format!("there is no bay {bay}; choose another or add it to the site's file"),
            format!("没有工位 {bay}，请另选，或在门店配置中添加"),
        ),
        Refusal::JobFinished { job: id } => naming.say(
            format!("{} is finished; choose another job", job(id)),
            format!("{} 已完工，请另选作业", job(id)),
        ),
        Refusal::JobRunning { job: id } => naming.say(
            format!("{} is being worked on; have it put on hold first", job(id)),
            format!("{} 正在作业，请先中断", job(id)),
        ),
        Refusal::AnsweredMeanwhile {
            answer,
            channel,
            by,
            at,
        } => {
            let who = by
                .as_ref()
                .map_or_else(String::new, |by| (naming.person)(by));
            let (time, language) = (naming.time(*at), naming.language);
            let answer = finding::answer(*answer).to(language);
            let channel = finding::channel(*channel).to(language);
            naming.say(
                format!("{who} already recorded at {time}: {answer} ({channel}); look, and answer again if it changed"),
                format!("{who} 已于 {time} 记录：{answer}（{channel}）；请核对，如有变化再答复"),
            )
        }
        Refusal::NotAuthorised { job: id, answer } => match answer {
            None => naming.say(
                format!(
                    "{} waits for the customer's answer; ask the advisor",
                    job(id)
                ),
                format!("{} 待客户答复，请联系服务顾问", job(id)),
            ),
            Some(answer) => {
                let answer = finding::answer(*answer).to(naming.language);
                naming.say(
                    format!("{}: the customer has {answer} it; ask the advisor", job(id)),
                    format!("{}：客户已{answer}，请联系服务顾问", job(id)),
                )
            }
        },
        Refusal::CarIsHere { ro } => naming.say(
            format!("the car is here already, on order {ro}; add the work there"),
            format!("该车已在厂，工单 {ro}，请在原工单上增项"),
        ),
        Refusal::NotDispatched { job: id } => naming.say(
            format!("{} is on no bay; there is nothing to take back", job(id)),
            format!("{} 尚未派工，无需撤回", job(id)),
        ),
        Refusal::NotOnHold { job: id } => naming.say(
            format!("{} is not on hold any more; nothing is left to do", job(id)),
            format!("{} 已不在中断，无需处理", job(id)),
        ),
        Refusal::WrongStep { stands } => {
            let state = car_state(*stands).0.to(naming.language);
            naming.say(
                format!("the car stands at “{state}” by now; look again"),
                format!("车辆现在是“{state}”，请刷新后再看"),
            )
        }
        Refusal::UnknownTool { tool } => naming.say(
            format!("there is no tool {tool}; scan it again or import the list of tools"),
            format!("没有工具 {tool}，请重新扫码，或导入工具清单"),
        ),
        Refusal::ToolNotOut { tool } => naming.say(
            format!("tool {tool} is back already; nothing is left to do"),
            format!("工具 {tool} 已归还，无需处理"),
        ),
        Refusal::Conflicts { conflicts } => {
            let told: Vec<String> = conflicts
                .iter()
                .map(|conflict| self::conflict(conflict, naming))
                .collect();
            naming.say(
                format!(
                    "{}; dispatch anyway or choose another slot",
                    told.join("; ")
                ),
                format!("{}；请确认仍要派工，或另选时段", told.join("；")),
            )
        }
        // What is left is about checks or parts, or says the same whatever it is about.
        other => quality::refusal(other, naming)
            .or_else(|| parts::refusal(other, naming))
            .unwrap_or_else(|| other.to_string()),
    }
}

/// Says what speaks against a plan.
pub fn conflict(conflict: &Conflict, naming: Naming<'_>) -> String {
    let job = |id: &JobId| (naming.job)(id);
    let who = |id: &PersonId| (naming.person)(id);
    let time = |at: &DateTime<Utc>| naming.time(*at);
    match conflict {
        Conflict::BayTaken { by, until } => naming.say(
            format!("the bay has {} until {}", job(by), time(until)),
            format!("工位到 {} 有 {}", time(until), job(by)),
        ),
        Conflict::PersonTaken { person, by, until } => naming.say(
            format!(
                "{} is planned on {} until {}",
                who(person),
                job(by),
                time(until)
            ),
            format!("{} 到 {} 已派 {}", who(person), time(until), job(by)),
        ),
        Conflict::CarTaken { by, until } => naming.say(
            format!(
                "the car is at another bay for {} until {}",
                job(by),
                time(until)
            ),
            format!("车辆到 {} 在别的工位做 {}", time(until), job(by)),
        ),
        Conflict::WrongTrade { needs } => {
            let needs = trade(*needs).to(naming.language);
            naming.say(
                format!("the bay is not for this work ({needs})"),
                format!("该工位不做{needs}"),
            )
        }
        Conflict::NoSuchSkill { person, needs } => {
            let needs = trade(*needs).to(naming.language);
            naming.say(
                format!("{} does not have this trade ({needs})", who(person)),
                format!("{} 不会{needs}", who(person)),
            )
        }
        Conflict::NotPresent { person } => naming.say(
            format!("{} is not here", who(person)),
            format!("{} 不在岗", who(person)),
        ),
        Conflict::BeyondPromise { promised_at } => naming.say(
            format!("it would end after the promise, {}", time(promised_at)),
            format!("将晚于预计交车 {}", time(promised_at)),
        ),
        Conflict::OutsideHours => naming.say(
            "it would begin while the workshop is closed".to_owned(),
            "开始时间不在营业时间内".to_owned(),
        ),
        Conflict::ToolOut {
            name: chinese,
            english_name,
            with,
            until,
            unfit,
            ..
        } => {
            let tool = name(naming.language, chinese, english_name);
            let why = match (with, unfit) {
                (Some(person), _) => naming.say(
                    format!("is with {}", who(person)),
                    format!("在 {} 手中", who(person)),
                ),
                (None, Some(unfit)) => {
                    let why = tools::unfit(unfit).to(naming.language);
                    naming.say(format!("is out of service: {why}"), format!("停用：{why}"))
                }
                (None, None) => naming.say("is out".to_owned(), "不在库".to_owned()),
            };
            match until {
                Some(until) => naming.say(
                    format!("{tool} {why}, until {}", time(until)),
                    format!("{tool} {why}，到 {}", time(until)),
                ),
                None => format!("{tool} {why}"),
            }
        }
    }
}
