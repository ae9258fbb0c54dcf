//! What there is to bill of one order: the head, its lines with their hours, parts, additional work and how it passed.

use super::SettlementError;
use super::completion::{ComebackSettlement, CompletionSettlement};
use super::labour::{self, LabourSettlement};
use super::parts::{self, PartSettlement};
use crate::domain::car::{CarState, Order};
use crate::domain::finding::{Answer, Channel, Finding, Severity, is_additional};
use crate::domain::ids::{OpCode, PartNumber, PersonId, RoNumber};
use crate::domain::job::{Job, LineStanding};
use crate::domain::order::{BusinessCategory, Fen, OrderSheet, Trade, WorkMinutes};
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The names that people, parts and operations have on their lists.
#[derive(Debug, Clone, Copy)]
pub struct Lists<'a>(&'a Workshop);

impl<'a> Lists<'a> {
    /// Takes the names from the lists of the workshop.
    pub fn of(workshop: &'a Workshop) -> Self {
        Self(workshop)
    }

    pub(super) fn person(&self, id: &PersonId) -> PersonSettlement {
        let enrolled = self.0.people.get(id);
        PersonSettlement {
            id: id.clone(),
            name: enrolled
                .map(|enrolled| enrolled.person.name.clone())
                .unwrap_or_default(),
        }
    }

    pub(super) fn part(&self, number: &PartNumber) -> String {
        let listed = self.0.parts.get(number);
        listed.map(|part| part.name.clone()).unwrap_or_default()
    }

    /// A dealer system may leave the name of an operation to the list.
    fn operation(&self, code: &OpCode) -> String {
        let listed = self.0.operations.get(code);
        listed
            .map(|operation| operation.name.clone())
            .unwrap_or_default()
    }
}

/// Somebody, by number and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSettlement {
    /// 工号
    pub id: PersonId,
    /// 姓名; empty for who is on no roster.
    pub name: String,
}

/// Whether a line is to be billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It is on the order.
    Ordered,
    /// 增项: found here, and authorised.
    Authorised,
    /// An amendment took it off; somebody had worked on it.
    Dropped,
    /// Worked on, and the customer has not answered.
    Proposed,
    /// Worked on, and the customer declined.
    Declined,
    /// Worked on, and the customer put it off.
    Deferred,
    /// Worked on, and no order has ever had it.
    Unlisted,
}

impl Standing {
    fn of(number: u16, job: &Job) -> Self {
        match job.standing {
            _ if job.line.is_none() => Self::Unlisted,
            LineStanding::Ordered if is_additional(number) => Self::Authorised,
            LineStanding::Ordered => Self::Ordered,
            LineStanding::Dropped => Self::Dropped,
            LineStanding::Proposed => Self::Proposed,
            LineStanding::Declined => Self::Declined,
            LineStanding::Deferred => Self::Deferred,
        }
    }

    /// Tells whether the customer pays for it.
    pub fn is_billed(self) -> bool {
        matches!(self, Self::Ordered | Self::Authorised)
    }
}

/// One line of an order, with what was worked on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineSettlement {
    /// 行号
    pub line: u16,
    /// Whether it is to be billed.
    pub standing: Standing,
    /// 项目编号; empty where there is none.
    pub op_code: String,
    /// 项目名称
    pub name: String,
    /// 工种
    pub trade: Option<Trade>,
    /// 标准工时
    pub standard_minutes: WorkMinutes,
    /// 结算工时
    pub flagged_minutes: WorkMinutes,
    /// 员工工时
    pub credited_minutes: WorkMinutes,
    /// 实际工时, to the second: the sum of its labour.
    pub actual_seconds: i64,
    /// 工时金额
    pub amount_fen: Fen,
    /// Who worked on it, and for how long.
    pub labour: Vec<LabourSettlement>,
}

impl LineSettlement {
    fn of(number: u16, job: &Job, lists: Lists<'_>) -> Self {
        let line = job.line.as_ref();
        let labour = labour::of_job(job, lists);
        let name = line.map(|line| match line.name.as_str() {
            "" => lists.operation(&line.op_code),
            name => name.to_owned(),
        });
        Self {
            line: number,
            standing: Standing::of(number, job),
            op_code: line
                .map(|line| line.op_code.to_string())
                .unwrap_or_default(),
            name: name.unwrap_or_default(),
            trade: line.map(|line| line.trade),
            standard_minutes: job.standard(),
            flagged_minutes: line.map(|line| line.flagged).unwrap_or_default(),
            credited_minutes: line.map(|line| line.credited).unwrap_or_default(),
            actual_seconds: labour.iter().map(|labour| labour.seconds).sum(),
            amount_fen: line.map(|line| line.amount).unwrap_or_default(),
            labour,
        }
    }
}

/// What was put to the customer beside the order, and what the customer said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdditionalWork {
    /// The line that it is, or would be.
    pub line: u16,
    /// What was found.
    pub name: String,
    /// How grave it is.
    pub severity: Severity,
    /// What the customer said last; nothing where nobody asked.
    pub answer: Option<Answer>,
    /// How the customer said it.
    pub channel: Option<Channel>,
    /// For how much; what it was offered for where nobody asked.
    pub amount_fen: Fen,
    /// When the customer said it.
    pub answered_at: Option<DateTime<Utc>>,
    /// To whom.
    pub answered_to: Option<PersonSettlement>,
}

impl AdditionalWork {
    fn of(finding: &Finding, lists: Lists<'_>) -> Self {
        let said = finding.answer();
        Self {
            line: finding.line,
            name: finding.sighting.name.clone(),
            severity: finding.sighting.severity,
            answer: said.map(|said| said.answer),
            channel: said.map(|said| said.channel),
            amount_fen: said.map_or(finding.sighting.amount, |said| said.amount),
            answered_at: said.map(|said| said.at),
            answered_to: said
                .and_then(|said| said.by.as_ref())
                .map(|by| lists.person(by)),
        }
    }
}

/// What there is to bill of one order.
///
/// A field that is added has a default, so that what was told before can still be compared with what is so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderSettlement {
    /// 作业工单号
    pub ro: RoNumber,
    /// 车牌号码
    pub plate: String,
    /// VIN码
    pub vin: String,
    /// Brand, model and displacement.
    pub car: String,
    /// 车主姓名
    pub customer: String,
    /// 业务类别
    pub category: BusinessCategory,
    /// 接车人
    pub advisor: String,
    /// 进厂时间
    pub arrived_at: DateTime<Utc>,
    /// 进厂里程
    pub mileage_km: Option<u32>,
    /// How often the dealer system has changed the order since it came: which of its sheets this is of.
    pub amendments: usize,
    /// How it passed its final inspection.
    pub completion: CompletionSettlement,
    /// The order that the car came back to (外返).
    pub comeback: Option<ComebackSettlement>,
    /// What is billed for work.
    pub labour_fen: Fen,
    /// What is billed for parts.
    pub parts_fen: Fen,
    /// Its lines, by number.
    pub lines: Vec<LineSettlement>,
    /// What the store issued for it and did not get back.
    pub parts: Vec<PartSettlement>,
    /// What was put to the customer.
    pub additional_work: Vec<AdditionalWork>,
}

impl OrderSettlement {
    /// Tells what there is to bill of an order; nothing before it has passed its final check and was washed.
    pub fn of(ro: &RoNumber, order: &Order, lists: Lists<'_>) -> Option<Self> {
        let sheet = order.sheet.as_ref()?;
        if order.state() < CarState::AwaitingInvoice {
            return None;
        }
        let jobs = order.live_jobs();
        let lines: Vec<LineSettlement> = jobs
            .map(|(number, job)| LineSettlement::of(number, job, lists))
            .collect();
        let parts = parts::of_order(&order.parts, lists);
        let billed = lines.iter().filter(|line| line.standing.is_billed());
        let asked = order.findings.iter();
        Some(Self {
            ro: ro.clone(),
            // As dealer systems write it: without the dot.
            plate: sheet.car.plate.as_str().replace('·', ""),
            vin: sheet.car.vin.clone(),
            car: car_line(sheet),
            customer: sheet.customer.name.clone(),
            category: sheet.category,
            advisor: sheet.advisor.clone(),
            arrived_at: sheet.arrived_at,
            mileage_km: sheet.mileage_km,
            amendments: order.amendments.len(),
            completion: CompletionSettlement::of(order, lists),
            comeback: ComebackSettlement::of(order),
            labour_fen: Fen(billed.map(|line| line.amount_fen.0).sum()),
            parts_fen: Fen(parts.iter().map(|part| part.amount_fen.0).sum()),
            parts,
            additional_work: asked
                .filter(|finding| finding.sighting.is_asked())
                .map(|finding| AdditionalWork::of(finding, lists))
                .collect(),
            lines,
        })
    }

    /// Hashes what an order says, so that one that changed is told from one that did not. How somebody or something is
    /// spelled is no part of it: a new name on a list makes no order another one, and a new name of a line comes with an
    /// amendment, which counts.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn fingerprint(&self) -> Result<String, SettlementError> {
        let text = serde_json::to_vec(&self.bare()).map_err(|error| SettlementError::Order {
            ro: self.ro.clone(),
            error,
        })?;
        let hash = Sha256::digest(&text);
        Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Leaves the names out.
    fn bare(&self) -> Self {
        let mut bare = self.clone();
        for line in &mut bare.lines {
            line.name.clear();
            line.labour
                .iter_mut()
                .for_each(|labour| labour.person.name.clear());
        }
        for part in &mut bare.parts {
            part.name.clear();
        }
        let completion = &mut bare.completion;
        let responsible = completion
            .reworks
            .iter_mut()
            .map(|rework| &mut rework.responsible);
        let answered = bare
            .additional_work
            .iter_mut()
            .map(|work| &mut work.answered_to);
        let people = responsible
            .chain(answered)
            .chain([&mut completion.inspector]);
        for person in people.flatten() {
            person.name.clear();
        }
        bare
    }
}

fn car_line(sheet: &OrderSheet) -> String {
    let words = [&sheet.car.brand, &sheet.car.model, &sheet.car.displacement];
    let words: Vec<&str> = words
        .into_iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}
