//! A Monday that ends with a bill: Liu Jing and Zhou Qiang change a timing belt, find more, use parts, are sent back once,
//! and He Ping passes the car.
#![allow(dead_code, reason = "each test uses its own part of it")]

use super::workshop::checks::{Checked, next_check};
use super::workshop::*;
use baylight::domain::catalogue::Part;
use baylight::domain::command::CommandBody;
use baylight::domain::finding::{Answer, Channel, Found, Severity, Sighting};
use baylight::domain::ids::{CommandId, PartNumber};
use baylight::domain::order::{Car, Customer, Fen, JobLine, OrderSheet, Trade, WorkMinutes};
use baylight::domain::parts::command::{LineQuantity, PartsCommand};
use baylight::domain::parts::request::{AskedLine, LineKey, Purpose, Wanted};
use baylight::domain::parts::returns::{ReturnReason, Shelving};
use baylight::domain::quality::checklist::CheckKind;
use baylight::domain::quality::command::{Distance, QualityCommand, ReworkOrder, ReworkReason};
use baylight::domain::stock::StockCommand;
use chrono::TimeDelta;

/// The order that everything happens to.
pub const CAR: &str = "2611-0411";
/// Its first job.
pub const BELT_JOB: &str = "2611-0411/1";
/// Its second job, Ma Lan's.
pub const PUMP_JOB: &str = "2611-0411/2";
/// What Liu Jing found and the customer had done.
pub const PADS_JOB: &str = "2611-0411/60001";

/// A timing belt.
pub const BELT: &str = "24312-2B000";
/// Coolant, of which two batches lie there.
pub const COOLANT: &str = "00232-19095";
/// A brake pad.
pub const PAD: &str = "58101-D3A00";

fn listed(number: &str, names: (&str, &str), unit: &str, money: (i64, i64)) -> CommandBody {
    CommandBody::ListPart {
        part: Part {
            number: PartNumber::new(number),
            name: names.0.to_owned(),
            english_name: names.1.to_owned(),
            brand: String::new(),
            fits: String::new(),
            unit: unit.to_owned(),
            warehouse: "主仓".to_owned(),
            category: String::new(),
            bin: "A-1".to_owned(),
            on_hand: 3,
            threshold: 1,
            cost: Fen(money.0),
            price: Fen(money.1),
        },
    }
}

/// A line with its hours and its price.
pub fn priced(number: u16, names: (&str, &str), trade: Trade, minutes: u32, yuan: i64) -> JobLine {
    JobLine {
        english_name: names.1.to_owned(),
        flagged: WorkMinutes(minutes + 10),
        credited: WorkMinutes(minutes - 7),
        amount: Fen(yuan * 100),
        ..line(number, names.0, trade, minutes)
    }
}

/// The sheet of the car as it comes in.
pub fn car_sheet() -> OrderSheet {
    let lines = vec![
        priced(
            1,
            ("更换正时皮带", "Replace timing belt"),
            Trade::Mechanical,
            120,
            480,
        ),
        priced(
            2,
            ("更换水泵", "Replace water pump"),
            Trade::Electrical,
            60,
            240,
        ),
    ];
    OrderSheet {
        car: Car {
            brand: "北京现代".to_owned(),
            model: "途胜 L".to_owned(),
            displacement: "1.5T".to_owned(),
            vin: "LBE4DHRD2DRCJV3KH".to_owned(),
            colour: "珠光白".to_owned(),
            ..sheet(CAR, "京AD06213", "2026-11-23 17:30", Vec::new()).car
        },
        customer: Customer {
            name: "欧阳晓雯".to_owned(),
            phone: "13800001234".to_owned(),
            brought_in_by: "欧阳志远".to_owned(),
        },
        mileage_km: Some(83_866),
        fuel: "1/2".to_owned(),
        complaint: "冷车启动时发动机前部有异响，热车后消失；另请检查刹车。".to_owned(),
        key_tag: "14".to_owned(),
        parking_spot: "P02".to_owned(),
        ..sheet(CAR, "京AD06213", "2026-11-23 17:30", lines)
    }
}

pub fn of_store(body: PartsCommand) -> CommandBody {
    CommandBody::Parts {
        ro: ro(CAR),
        body: Box::new(body),
    }
}

pub fn of_check(number: &str, body: QualityCommand) -> CommandBody {
    CommandBody::Quality {
        ro: ro(number),
        body: Box::new(body),
    }
}

/// Something that was found, with what it would cost.
pub fn sighting(name: (&str, &str), severity: Severity, minutes: u32, yuan: i64) -> Sighting {
    Sighting {
        found: Found {
            system: "brakes".into(),
            component: "front-pads".into(),
            condition: "worn".into(),
            action: "replace".into(),
        },
        name: name.0.to_owned(),
        english_name: name.1.to_owned(),
        consequence: "制动距离变长，可能损伤制动盘".to_owned(),
        english_consequence: "longer braking distance, and the discs may be damaged".to_owned(),
        severity,
        trade: Trade::Mechanical,
        op_code: None,
        standard: WorkMinutes(minutes),
        amount: Fen(yuan * 100),
        parts: Vec::new(),
        note: String::new(),
        photos: Vec::new(),
    }
}

/// Liu Jing reports something on a car, and the customer answers, if at all.
pub fn found(floor: &mut Floor, number: &str, what: Sighting, answer: Option<Answer>) {
    let amount = what.amount;
    let finding = floor.tap(
        LIU_JING,
        CommandBody::ReportFinding {
            ro: ro(number),
            during: None,
            bay: Some(bay(1)),
            sighting: Box::new(what),
        },
    );
    floor.later(4);
    if let Some(answer) = answer {
        let body = CommandBody::AnswerFinding {
            ro: ro(number),
            finding,
            seen: None,
            answer,
            channel: Channel::Phone,
            amount,
        };
        floor.tap(SUN_LI, body);
    }
}

fn asks(floor: &mut Floor, who: &str, line: u16, wanted: &[(&str, u32)]) -> CommandId {
    let lines = wanted.iter().map(|(part, quantity)| AskedLine {
        wanted: Wanted::Part {
            part: PartNumber::new(*part),
        },
        quantity: *quantity,
    });
    let body = PartsCommand::Ask {
        job: line,
        bay: Some(bay(1)),
        purpose: Purpose::Job,
        lines: lines.collect(),
    };
    floor.tap(who, of_store(body))
}

/// Gu Min picks a whole request and hands it out.
fn handed_out(floor: &mut Floor, request: CommandId, to: &str) {
    let lines: Vec<(u16, u32)> = {
        let order = &floor.workshop.orders[&ro(CAR)];
        let request = order.parts.request(request).expect("it was asked");
        let lines = request.lines.iter();
        lines.map(|line| (line.line, line.quantity)).collect()
    };
    for (line, quantity) in &lines {
        let body = PartsCommand::Pick {
            line: LineKey {
                request,
                line: *line,
            },
            quantity: *quantity,
            batch: None,
        };
        floor.tap(GU_MIN, of_store(body));
    }
    let order = &floor.workshop.orders[&ro(CAR)];
    let request = order.parts.request(request).expect("it was asked");
    let parcels = request.lines.iter().flat_map(|line| &line.parcels);
    let body = PartsCommand::Issue {
        parcels: parcels.map(|parcel| parcel.id).collect(),
        to: person(to),
    };
    floor.tap(GU_MIN, of_store(body));
}

fn fitted(floor: &mut Floor, who: &str, request: CommandId) {
    let order = &floor.workshop.orders[&ro(CAR)];
    let (_, lines) = (
        request,
        order.parts.request(request).expect("it was asked").keyed(),
    );
    let lines = lines.map(|(line, known)| LineQuantity {
        line,
        quantity: known.kept(),
    });
    let body = PartsCommand::Fit {
        lines: lines.collect(),
    };
    floor.tap(who, of_store(body));
}

/// Makes the next check of a job.
pub fn checked(floor: &mut Floor, who: &str, id: &str, check: CheckKind) {
    let id = job(id);
    let order = &floor.workshop.orders[&id.ro];
    assert_eq!(order.next_check(id.line), Some(check), "{id}");
    let body = next_check(order, &id.ro, id.line, &floor.policy).expect("it is finished");
    floor.tap(who, body);
    floor.later(2);
}

/// Somebody drives the car.
fn driven(floor: &mut Floor, number: &str, start_km: u32) {
    let distance = Distance {
        start_km,
        end_km: start_km + 6,
    };
    let note = "无异响，制动平顺".to_owned();
    let body = QualityCommand::RoadTest { distance, note };
    floor.sign(HE_PING, of_check(number, body));
    floor.later(9);
}

/// The final check sends a job back.
pub fn sent_back(floor: &mut Floor, id: &str, responsible: &str, yuan: i64) {
    let id = job(id);
    let finish = floor
        .job(&id.to_string())
        .finished()
        .expect("it is finished");
    let body = QualityCommand::SendBack {
        line: id.line,
        finish: finish.command,
        check: CheckKind::Final,
        results: Vec::new(),
        rework: ReworkOrder {
            reason: ReworkReason::Leak,
            responsible: Some(person(responsible)),
            penalty: Fen(yuan * 100),
            note: "水泵接口渗漏".to_owned(),
            photos: Vec::new(),
        },
    };
    floor.sign(HE_PING, of_check(id.ro.as_str(), body));
}

/// The car of the belt, repaired and not checked yet.
pub fn repaired(floor: &mut Floor) {
    floor.admit(car_sheet());
    for part in [
        listed(BELT, ("正时皮带", "Timing belt"), "条", (15_000, 31_050)),
        listed(
            COOLANT,
            ("防冻液 -35℃ 4L", "Coolant −35 °C 4 L"),
            "桶",
            (6_000, 12_800),
        ),
        listed(
            PAD,
            ("前制动片", "Front brake pads"),
            "副",
            (21_000, 43_000),
        ),
    ] {
        floor.system(part);
    }
    floor.at("8:00");
    for who in [LIU_JING, ZHOU_QIANG, MA_LAN] {
        floor.shift_in(who);
    }
    let goods_in = StockCommand::GoodsIn {
        quantity: 6,
        batch: "B-7".to_owned(),
        bin: None,
        cost: Some(Fen(6_600)),
        supplier: String::new(),
    };
    floor.tap(
        GU_MIN,
        CommandBody::Stock {
            part: PartNumber::new(COOLANT),
            body: goods_in,
        },
    );
    floor
        .at("8:50")
        .dispatch(BELT_JOB, 1, LIU_JING, "9:00", "11:00");
    floor.at("9:00").clock_on(LIU_JING, BELT_JOB, 1);
    let request = asks(floor, LIU_JING, 1, &[(BELT, 1), (COOLANT, 5)]);
    floor.at("9:10");
    handed_out(floor, request, LIU_JING);
    floor.at("9:30").clock_on(ZHOU_QIANG, BELT_JOB, 1);
    floor.at("9:35");
    let pads = (
        "前制动片 · 磨损到限 · 更换",
        "Front brake pads · worn to the limit · replace",
    );
    found(
        floor,
        CAR,
        sighting(pads, Severity::Red, 60, 300),
        Some(Answer::Authorised),
    );
    let hose = (
        "上水管 · 老化 · 更换",
        "Upper radiator hose · aged · replace",
    );
    found(
        floor,
        CAR,
        sighting(hose, Severity::Yellow, 30, 160),
        Some(Answer::Declined),
    );
    floor
        .at("2026-11-23 10:15:20")
        .idle(ZHOU_QIANG, baylight::domain::idle::IdleCode::Cleaning);
    floor.at("2026-11-23 10:40:50").finish(LIU_JING, BELT_JOB);
    floor.at("10:41").clock_on(LIU_JING, PADS_JOB, 1);
    let second = asks(floor, LIU_JING, 60_001, &[(PAD, 2)]);
    handed_out(floor, second, LIU_JING);
    floor.at("11:00").clock_on(MA_LAN, PUMP_JOB, 1);
    floor.at("11:20").finish(LIU_JING, PADS_JOB);
    // Of five cans one comes back and one broke; of two sets of pads one was too many.
    let key = |request, line| LineKey { request, line };
    for (line, reason) in [
        (key(request, 2), ReturnReason::NotNeeded),
        (key(second, 1), ReturnReason::NotNeeded),
    ] {
        let offer = PartsCommand::OfferReturn {
            line,
            quantity: 1,
            reason,
        };
        let offer = floor.tap(LIU_JING, of_store(offer));
        let body = PartsCommand::TakeReturn {
            offer,
            quantity: 1,
            to: Shelving::Shelf,
        };
        floor.tap(GU_MIN, of_store(body));
    }
    let broken = PartsCommand::WriteOff {
        line: key(request, 2),
        quantity: 1,
        reason: "摔破".to_owned(),
    };
    floor.sign(GU_MIN, of_store(broken));
    fitted(floor, LIU_JING, request);
    fitted(floor, LIU_JING, second);
    floor.at("11:45").finish(MA_LAN, PUMP_JOB);
}

/// The same car, which He Ping sends back once and then passes.
pub fn billed(floor: &mut Floor) {
    repaired(floor);
    floor.at("11:50");
    for (id, lead, peer) in [
        (BELT_JOB, LIU_JING, MA_LAN),
        (PUMP_JOB, MA_LAN, ZHOU_QIANG),
        (PADS_JOB, LIU_JING, ZHOU_QIANG),
    ] {
        checked(floor, lead, id, CheckKind::SelfCheck);
        checked(floor, peer, id, CheckKind::Peer);
    }
    sent_back(floor, PUMP_JOB, MA_LAN, 50);
    floor.at("13:00").clock_on(MA_LAN, PUMP_JOB, 1);
    floor.at("13:12").finish(MA_LAN, PUMP_JOB);
    floor.now += TimeDelta::minutes(3);
    checked(floor, MA_LAN, PUMP_JOB, CheckKind::SelfCheck);
    checked(floor, ZHOU_QIANG, PUMP_JOB, CheckKind::Peer);
    driven(floor, CAR, 83_867);
    for id in [BELT_JOB, PUMP_JOB, PADS_JOB] {
        checked(floor, HE_PING, id, CheckKind::Final);
    }
    floor.at("13:50").passes(CAR, HE_PING);
}
