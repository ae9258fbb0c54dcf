//! How the document becomes six tables: orders, lines, labour, parts, additional work and reworks, joined by order and line.

use super::order::{AdditionalWork, LineSettlement, OrderSettlement, PersonSettlement};
use super::parts::PartSettlement;
use super::tables::{Cell, Table, Title};
use super::{ExportedOrder, ReworkSettlement, Settlement};
use crate::domain::order::{Fen, WorkMinutes};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;

const RO: Title = Title::new("作业工单号", "RO number");
const LINE: Title = Title::new("行号", "Line");

const ORDERS: &[Title] = &[
    RO,
    Title::new("导出号", "Export"),
    Title::new("版本", "Revision"),
    Title::new("工单变更次数", "Amendments"),
    Title::new("车牌号码", "Plate"),
    Title::new("VIN码", "VIN"),
    Title::new("车型", "Car"),
    Title::new("车主姓名", "Customer"),
    Title::new("业务类别", "Business category"),
    Title::new("接车人", "Service advisor"),
    Title::new("进厂时间", "Arrived at"),
    Title::new("进厂里程", "Mileage in"),
    Title::new("工时费合计", "Labour total"),
    Title::new("配件费合计", "Parts total"),
    Title::new("竣工检验", "Completion inspection"),
    Title::new("预计完工", "Planned completion"),
    Title::new("实际完工", "Actual completion"),
    Title::new("误工原因", "Delay reason"),
    Title::new("质检员工号", "Inspector number"),
    Title::new("质检员", "Inspector"),
    Title::new("返工次数", "Reworks"),
    Title::new("考核金额", "Penalties"),
    Title::new("外返原工单", "Comeback of"),
];

const LINES: &[Title] = &[
    RO,
    LINE,
    Title::new("状态", "Standing"),
    Title::new("项目编号", "Op code"),
    Title::new("项目名称", "Operation name"),
    Title::new("工种", "Trade"),
    Title::new("标准工时", "Standard hours"),
    Title::new("结算工时", "Flagged hours"),
    Title::new("员工工时", "Credited hours"),
    Title::new("实际工时", "Actual hours"),
    Title::new("标准分钟", "Standard minutes"),
    Title::new("结算分钟", "Flagged minutes"),
    Title::new("员工分钟", "Credited minutes"),
    Title::new("实际秒数", "Actual seconds"),
    Title::new("工时金额", "Amount"),
];

const LABOUR: &[Title] = &[
    RO,
    LINE,
    Title::new("工号", "Technician number"),
    Title::new("姓名", "Technician"),
    Title::new("主辅修", "Role"),
    Title::new("实际工时", "Actual hours"),
    Title::new("实际秒数", "Actual seconds"),
    Title::new("未打卡下工次数", "Missing clock-outs"),
];

const PARTS: &[Title] = &[
    RO,
    LINE,
    Title::new("配件编码", "Part number"),
    Title::new("配件名称", "Part name"),
    Title::new("批次", "Batch"),
    Title::new("发料数量", "Issued"),
    Title::new("退换数量", "Returned"),
    Title::new("报损数量", "Written off"),
    Title::new("结算数量", "Quantity"),
    Title::new("销售单价", "Price each"),
    Title::new("库存单价", "Cost each"),
    Title::new("配件金额", "Amount"),
];

const REWORKS: &[Title] = &[
    RO,
    LINE,
    Title::new("返工时间", "Sent back at"),
    Title::new("返工原因", "Rework reason"),
    Title::new("责任人工号", "Responsible number"),
    Title::new("责任人", "Responsible"),
    Title::new("考核金额", "Penalty"),
];

const ADDITIONAL: &[Title] = &[
    RO,
    LINE,
    Title::new("增项名称", "Additional work"),
    Title::new("等级", "Severity"),
    Title::new("客户答复", "Answer"),
    Title::new("答复方式", "Channel"),
    Title::new("增项金额", "Amount"),
    Title::new("答复时间", "Answered at"),
    Title::new("经办人工号", "Advisor number"),
    Title::new("经办人", "Advisor"),
];

/// Lays an export out as tables; times are those of the workshop's wall clock.
pub fn tables(settlement: &Settlement, zone: Tz) -> Vec<Table> {
    let table = |file, title, columns, rows| Table {
        file,
        title,
        columns,
        rows,
    };
    let told = &settlement.orders;
    let each = |rows: fn(&OrderSettlement, Tz) -> Vec<Vec<Cell>>| {
        let orders = told.iter();
        orders
            .flat_map(|exported| rows(&exported.order, zone))
            .collect()
    };
    let heads = told.iter();
    let heads = heads.map(|exported| head(settlement.export, exported, zone));
    vec![
        table(
            "orders",
            Title::new("工单", "Orders"),
            ORDERS,
            heads.collect(),
        ),
        table("lines", Title::new("项目", "Lines"), LINES, each(lines)),
        table("labour", Title::new("工时", "Labour"), LABOUR, each(labour)),
        table("parts", Title::new("配件", "Parts"), PARTS, each(parts)),
        table(
            "additional-work",
            Title::new("增项", "Additional work"),
            ADDITIONAL,
            each(additional),
        ),
        table(
            "reworks",
            Title::new("返工", "Reworks"),
            REWORKS,
            each(reworks),
        ),
    ]
}

fn head(export: u64, exported: &ExportedOrder, zone: Tz) -> Vec<Cell> {
    let order = &exported.order;
    let completion = &order.completion;
    let penalties = completion.reworks.iter().map(|rework| rework.penalty_fen.0);
    let penalties = penalties.sum();
    let [inspector_id, inspector] = person(completion.inspector.as_ref());
    vec![
        text(order.ro.as_str()),
        whole(export),
        whole(exported.revision),
        whole(i64::try_from(order.amendments).unwrap_or(i64::MAX)),
        text(&order.plate),
        text(&order.vin),
        text(&order.car),
        text(&order.customer),
        code(Some(&order.category)),
        text(&order.advisor),
        moment(Some(order.arrived_at), zone),
        order.mileage_km.map_or(Cell::Empty, whole),
        yuan(order.labour_fen),
        yuan(order.parts_fen),
        code(Some(&completion.result)),
        moment(completion.planned_at, zone),
        moment(completion.completed_at, zone),
        code(completion.delay.as_ref()),
        inspector_id,
        inspector,
        whole(i64::try_from(completion.reworks.len()).unwrap_or(i64::MAX)),
        yuan(Fen(penalties)),
        order
            .comeback
            .as_ref()
            .map_or(Cell::Empty, |comeback| text(comeback.of.as_str())),
    ]
}

fn lines(order: &OrderSettlement, _: Tz) -> Vec<Vec<Cell>> {
    let row = |line: &LineSettlement| {
        vec![
            text(order.ro.as_str()),
            whole(line.line),
            code(Some(&line.standing)),
            text(&line.op_code),
            text(&line.name),
            code(line.trade.as_ref()),
            hours(line.standard_minutes),
            hours(line.flagged_minutes),
            hours(line.credited_minutes),
            hours_of(line.actual_seconds),
            whole(line.standard_minutes.0),
            whole(line.flagged_minutes.0),
            whole(line.credited_minutes.0),
            Cell::Whole(line.actual_seconds),
            yuan(line.amount_fen),
        ]
    };
    order.lines.iter().map(row).collect()
}

fn labour(order: &OrderSettlement, _: Tz) -> Vec<Vec<Cell>> {
    let of_line = |line: &LineSettlement| {
        let number = line.line;
        let row = |labour: &super::labour::LabourSettlement| {
            vec![
                text(order.ro.as_str()),
                whole(number),
                text(labour.person.id.as_str()),
                text(&labour.person.name),
                code(Some(&labour.role)),
                hours_of(labour.seconds),
                Cell::Whole(labour.seconds),
                whole(labour.missing_ends),
            ]
        };
        line.labour.iter().map(row).collect::<Vec<_>>()
    };
    order.lines.iter().flat_map(of_line).collect()
}

fn parts(order: &OrderSettlement, _: Tz) -> Vec<Vec<Cell>> {
    let row = |part: &PartSettlement| {
        vec![
            text(order.ro.as_str()),
            whole(part.line),
            text(part.part.as_str()),
            text(&part.name),
            text(&part.batch),
            whole(part.issued),
            whole(part.returned),
            whole(part.written_off),
            whole(part.quantity),
            yuan(part.price_fen),
            yuan(part.cost_fen),
            yuan(part.amount_fen),
        ]
    };
    order.parts.iter().map(row).collect()
}

fn reworks(order: &OrderSettlement, zone: Tz) -> Vec<Vec<Cell>> {
    let row = |rework: &ReworkSettlement| {
        let [responsible_id, responsible] = person(rework.responsible.as_ref());
        vec![
            text(order.ro.as_str()),
            whole(rework.line),
            moment(Some(rework.at), zone),
            code(Some(&rework.reason)),
            responsible_id,
            responsible,
            yuan(rework.penalty_fen),
        ]
    };
    order.completion.reworks.iter().map(row).collect()
}

fn additional(order: &OrderSettlement, zone: Tz) -> Vec<Vec<Cell>> {
    let row = |work: &AdditionalWork| {
        let [advisor_id, advisor] = person(work.answered_to.as_ref());
        vec![
            text(order.ro.as_str()),
            whole(work.line),
            text(&work.name),
            code(Some(&work.severity)),
            code(work.answer.as_ref()),
            code(work.channel.as_ref()),
            yuan(work.amount_fen),
            moment(work.answered_at, zone),
            advisor_id,
            advisor,
        ]
    };
    order.additional_work.iter().map(row).collect()
}

fn text(text: &str) -> Cell {
    match text {
        "" => Cell::Empty,
        text => Cell::Text(text.to_owned()),
    }
}

fn whole(count: impl TryInto<i64>) -> Cell {
    Cell::Whole(count.try_into().unwrap_or(i64::MAX))
}

fn yuan(amount: Fen) -> Cell {
    Cell::Hundredths(amount.0)
}

fn hours(length: WorkMinutes) -> Cell {
    hours_of(i64::from(length.0) * 60)
}

/// Hours to the nearest hundredth, as dealer systems reckon; the exact length stands beside them.
fn hours_of(seconds: i64) -> Cell {
    Cell::Hundredths((seconds + 18).div_euclid(36))
}

/// A moment as dealer systems write it.
fn moment(at: Option<DateTime<Utc>>, zone: Tz) -> Cell {
    at.map_or(Cell::Empty, |at| {
        let local = at.with_timezone(&zone);
        Cell::Text(local.format("%Y-%m-%d %H:%M").to_string())
    })
}

fn person(person: Option<&PersonSettlement>) -> [Cell; 2] {
    person.map_or([Cell::Empty, Cell::Empty], |person| {
        [text(person.id.as_str()), text(&person.name)]
    })
}

/// A code as the document writes it, so that the tables and the document agree.
fn code<T: Serialize>(of: Option<&T>) -> Cell {
    let written = of.and_then(|value| serde_json::to_value(value).ok());
    match written {
        Some(serde_json::Value::String(code)) => Cell::Text(code),
        _ => Cell::Empty,
    }
}
