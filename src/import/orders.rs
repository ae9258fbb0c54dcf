//! Repair orders: one row per job line, the order's own fields repeated on each.

use super::columns::{Column, Kind};
use super::error::ImportError;
use super::refused::Reason;
use super::sheet::{Cells, Refusal, Sheet};
use super::source::Source;
use super::{Import, LostLines, fields};
use crate::domain::ids::{OpCode, PersonId, RoNumber};
use crate::domain::order::{Car, Customer, JobLine, OrderSheet};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RO: Column = Column::required(
    "作业工单号, 工单号, 维修工单号, 派工单号, 工单编号, RO number, RO no, RO, Repair order, \
     Repair order number, Work order, Work order number, Order number",
);
const PLATE: Column = Column::required(
    "车牌号码, 车牌号, 车牌, Plate, Plate number, Number plate, Licence plate, \
     License plate, Registration",
);
const VIN: Column =
    Column::optional("VIN码, VIN, VIN号, 车架号, VIN number, VIN code, Chassis number");
const BRAND: Column = Column::optional("车辆品牌, 品牌, Brand, Make");
const MODEL: Column = Column::optional("车辆型号, 车型, 型号, Model");
const SERIES: Column = Column::optional("车系, Series");
const DISPLACEMENT: Column = Column::optional("排量, Displacement, Engine size");
const COLOUR: Column = Column::optional("车身颜色, 颜色, Colour, Color");
const CUSTOMER: Column =
    Column::optional("车主姓名, 客户姓名, 车主, 客户, Customer, Customer name, Owner, Owner name");
const PHONE: Column = Column::optional(
    "手机号码, 手机号, 手机, 联系电话, 电话, Mobile, Mobile number, Phone, Phone number, \
     Telephone",
);
const BROUGHT_IN_BY: Column = Column::optional("送修人, Brought in by, Brought by");
const MILEAGE: Column =
    Column::optional("进厂里程, 行驶里程, 里程, Mileage in, Mileage, Mileage km, Odometer");
const FUEL: Column = Column::optional("进厂油量, 油量, Fuel in, Fuel, Fuel level");
const CATEGORY: Column = Column::optional(
    "业务类别, 业务类型, 维修类别, 维修类型, Business category, Category, Order type, \
     Job type",
);
const ADVISOR: Column = Column::optional("接车人, 服务顾问, 接待员, Service advisor, Advisor");
const ARRIVED: Column = Column::required(
    "进厂时间, 接车时间, 到店时间, 进厂日期, Arrived at, Arrived, Arrival time, Arrival, \
     Checked in, Check-in",
);
const PROMISED: Column = Column::required(
    "预计完工, 预计完工时间, 预计交车时间, 预计交车, 预交车时间, Promised at, Promised, \
     Promised time, Due at, Due",
);
const COMPLAINT: Column = Column::optional(
    "报修陈述, 客户陈述, 客户描述, 故障描述, 报修内容, Complaint, Customer complaint, Concern",
);
const WAITS: Column =
    Column::optional("客户等待, 客户是否等待, 是否等待, Customer waits, Customer waiting, Waiting");
const KEEP_OLD_PARTS: Column =
    Column::optional("保留旧件, 是否保留旧件, 旧件保留, Keep old parts, Old parts kept, Old parts");
const ROAD_TEST: Column = Column::optional("试车, 是否试车, Road test");
const WASH: Column = Column::optional("洗车, 是否洗车, Wash, Car wash");
const KEY_TAG: Column = Column::optional("钥匙号, 钥匙牌号, 钥匙牌, Key tag, Key number, Key");
const PARKING: Column =
    Column::optional("停放位置, 停车位, 车位, Parking spot, Parking, Parked at");
const LAST_VISIT: Column = Column::optional("上次来店, 上次来店时间, 上次进厂时间, Last visit");
const LAST_MILEAGE: Column =
    Column::optional("上次里程, 上次进厂里程, Last mileage, Mileage at last visit");
const REMARKS: Column = Column::optional("备注, Remarks, Remark, Notes, Comments");
// 序号 is no name of it: in many exports that is the running number of the row.
const LINE: Column =
    Column::required("行号, 项目行号, 项目序号, Line, Line number, Line no, Job line");
const OP_CODE: Column = Column::required(
    "项目编号, 项目代码, 作业代码, 工时代码, Op code, Operation code, Operation number, \
     Labour code, Labor code",
);
const NAME: Column = Column::optional(
    "项目名称, 作业项目, 维修项目, 作业名称, Operation, Operation name, Job name, Job, \
     Description",
);
const ENGLISH_NAME: Column = Column::optional("英文名称, English name, Name in English");
const TRADE: Column = Column::required("工种, Trade, Skill");
const STANDARD: Column =
    Column::required("标准工时, Standard hours, Std hours, Flat-rate hours, Flat rate");
const FLAGGED: Column = Column::optional("结算工时, 收费工时, Flagged hours, Billed hours");
const CREDITED: Column = Column::optional("员工工时, Credited hours");
const AMOUNT: Column = Column::optional(
    "工时金额, 工时费, 工时费用, Amount, Labour amount, Labor amount, Labour charge, \
     Labor charge",
);
const TECHNICIANS: Column = Column::optional("维修技师, 技师, 主修, Technicians, Technician");
const PARTS: Column =
    Column::optional("所需配件, 预计配件, Parts, Parts expected, Expected parts, Required parts");

/// The accepted headers of a list of orders. Without a name, the list of operations knows it by the op code.
pub const COLUMNS: &[Column] = &[
    RO,
    PLATE,
    VIN,
    BRAND,
    MODEL,
    SERIES,
    DISPLACEMENT,
    COLOUR,
    CUSTOMER,
    PHONE,
    BROUGHT_IN_BY,
    MILEAGE,
    FUEL,
    CATEGORY,
    ADVISOR,
    ARRIVED,
    PROMISED,
    COMPLAINT,
    WAITS,
    KEEP_OLD_PARTS,
    WASH,
    ROAD_TEST,
    KEY_TAG,
    PARKING,
    LAST_VISIT,
    LAST_MILEAGE,
    REMARKS,
    LINE,
    OP_CODE,
    NAME,
    ENGLISH_NAME,
    TRADE,
    STANDARD,
    FLAGGED,
    CREDITED,
    AMOUNT,
    TECHNICIANS,
    PARTS,
];

/// Reads repair orders; times without an offset are local times of `zone`.
///
/// # Errors
/// When the whole file cannot be read as orders. A row that cannot is in [`Import::refused`].
pub fn read_orders(source: &Source, zone: Tz) -> Result<Import<OrderSheet>, ImportError> {
    let sheet = Sheet::open(source, Kind::Orders)?;
    let mut book = Book::default();
    let mut refused = Vec::new();
    for row in sheet.rows() {
        let taken = sheet.cells(row).and_then(|cells| {
            let (order, line) = read_row(&cells, zone)?;
            book.add(order, line, &cells)
        });
        if let Err(refusal) = taken {
            // Of a line that stands there twice the order has lost nothing.
            let is_lost = !matches!(refusal.reason(), Reason::ListedTwice { .. });
            let ro = fields::code(fields::unwrap_cell(sheet.peek(row, &RO)));
            let ro = ro.ok().map(RoNumber::new);
            refused.push((sheet.refused(row, refusal), is_lost, ro));
        }
    }
    // Only now it is known which orders kept another line.
    let mut rows = Vec::with_capacity(refused.len());
    let mut lost_lines = LostLines::OfNamedOrders;
    for (mut row, is_lost, ro) in refused {
        let kept = ro.filter(|ro| is_lost && book.places.contains_key(ro));
        if is_lost && kept.is_none() {
            lost_lines = LostLines::OfAnyOrder;
        }
        row.kept_order = kept;
        rows.push(row);
    }
    let import = sheet.finish(book.finish(), rows);
    Ok(Import {
        lost_lines,
        ..import
    })
}

impl Import<OrderSheet> {
    /// Lists the orders of which the file may not hold every line: a row was refused, or it is a file of mended rows.
    ///
    /// A refused row that names no order of the file may have been a line of any of them: its number may be what is wrong.
    ///
    /// That a line is missing from such a sheet does not mean that the dealer system took it back.
    pub fn incomplete_orders(&self) -> BTreeSet<&RoNumber> {
        if self.is_mended_file() || self.lost_lines == LostLines::OfAnyOrder {
            return self.rows.iter().map(|order| &order.ro).collect();
        }
        self.refused
            .iter()
            .filter_map(|row| row.kept_order.as_ref())
            .collect()
    }
}

/// Reads a row as an order without lines, and its one line.
fn read_row(cells: &Cells<'_>, zone: Tz) -> Result<(OrderSheet, JobLine), Refusal> {
    let ro = RoNumber::new(cells.required(&RO, fields::code)?);
    let arrived_at = cells.required(&ARRIVED, |text| fields::date_time(text, zone))?;
    let promised_at = cells.required(&PROMISED, |text| fields::date_time(text, zone))?;
    if promised_at < arrived_at {
        let arrived = cells.text(&ARRIVED).to_owned();
        return Err(cells.refuse(&PROMISED, Reason::PromisedBeforeArrival { arrived }));
    }
    let order = OrderSheet {
        ro,
        car: read_car(cells)?,
        customer: read_customer(cells)?,
        category: cells.optional(&CATEGORY, fields::category)?,
        advisor: cells.optional(&ADVISOR, fields::label)?,
        arrived_at,
        promised_at,
        mileage_km: cells.optional(&MILEAGE, fields::mileage_km)?,
        fuel: cells.optional(&FUEL, fields::label)?,
        complaint: cells.optional(&COMPLAINT, fields::prose)?,
        customer_waits: cells.optional(&WAITS, fields::yes_no)?,
        keep_old_parts: cells.optional(&KEEP_OLD_PARTS, fields::yes_no)?,
        wash: cells.optional(&WASH, fields::yes_no)?,
        road_test: cells.optional(&ROAD_TEST, fields::yes_no)?,
        key_tag: cells.optional(&KEY_TAG, fields::label)?,
        parking_spot: cells.optional(&PARKING, fields::label)?,
        last_visit: read_last_visit(cells)?,
        remarks: cells.optional(&REMARKS, fields::prose)?,
        lines: Vec::new(),
    };
    Ok((order, read_line(cells)?))
}

fn read_car(cells: &Cells<'_>) -> Result<Car, Refusal> {
    Ok(Car {
        plate: cells.required(&PLATE, fields::plate)?,
        vin: cells.optional(&VIN, fields::capital_code)?,
        brand: cells.optional(&BRAND, fields::label)?,
        model: cells.optional(&MODEL, fields::label)?,
        series: cells.optional(&SERIES, fields::label)?,
        displacement: cells.optional(&DISPLACEMENT, fields::displacement)?,
        colour: cells.optional(&COLOUR, fields::label)?,
    })
}

fn read_customer(cells: &Cells<'_>) -> Result<Customer, Refusal> {
    Ok(Customer {
        name: cells.optional(&CUSTOMER, fields::label)?,
        phone: cells.optional(&PHONE, fields::code)?,
        brought_in_by: cells.optional(&BROUGHT_IN_BY, fields::label)?,
    })
}

/// Puts the last visit and its mileage into one text, as the order shows them.
fn read_last_visit(cells: &Cells<'_>) -> Result<String, Refusal> {
    let visit = cells.optional(&LAST_VISIT, fields::label)?;
    let mileage = cells.optional(&LAST_MILEAGE, fields::mileage_km)?;
    let mileage = mileage.map(|km| format!("{km} km")).unwrap_or_default();
    let known = [visit, mileage];
    let known = known
        .iter()
        .filter(|text| !text.is_empty())
        .map(String::as_str);
    Ok(known.collect::<Vec<_>>().join(", "))
}

fn read_line(cells: &Cells<'_>) -> Result<JobLine, Refusal> {
    let technicians = cells.optional(&TECHNICIANS, fields::codes)?;
    Ok(JobLine {
        line: cells.required(&LINE, fields::line_number)?,
        op_code: OpCode::new(cells.required(&OP_CODE, fields::capital_code)?),
        name: cells.optional(&NAME, fields::label)?,
        english_name: cells.optional(&ENGLISH_NAME, fields::label)?,
        trade: cells.required(&TRADE, fields::trade)?,
        standard: cells.required(&STANDARD, fields::hours)?,
        flagged: cells.optional(&FLAGGED, fields::hours)?,
        credited: cells.optional(&CREDITED, fields::hours)?,
        amount: cells.optional(&AMOUNT, fields::money)?,
        technicians: technicians.into_iter().map(PersonId::new).collect(),
        parts: cells.optional(&PARTS, fields::expected_parts)?,
    })
}

/// The orders of one file, in the order in which they first appear.
#[derive(Debug, Default)]
struct Book {
    orders: Vec<Entry>,
    places: BTreeMap<RoNumber, usize>,
}

/// An order, with the rows that its parts came from.
#[derive(Debug)]
struct Entry {
    sheet: OrderSheet,
    first_row: usize,
    lines: BTreeMap<u16, (usize, JobLine)>,
}

impl Book {
    /// Adds a row's line to its order, if the row agrees with those before it.
    fn add(&mut self, order: OrderSheet, line: JobLine, cells: &Cells<'_>) -> Result<(), Refusal> {
        let row = cells.row_number();
        match self.places.get(&order.ro) {
            None => {
                self.places.insert(order.ro.clone(), self.orders.len());
                self.orders.push(Entry {
                    sheet: order,
                    first_row: row,
                    lines: BTreeMap::from([(line.line, (row, line))]),
                });
                Ok(())
            }
            Some(place) => self.orders[*place].add(&order, line, cells),
        }
    }

    fn finish(self) -> Vec<OrderSheet> {
        let complete = |entry: Entry| OrderSheet {
            lines: entry.lines.into_values().map(|(_, line)| line).collect(),
            ..entry.sheet
        };
        self.orders.into_iter().map(complete).collect()
    }
}

impl Entry {
    fn add(&mut self, order: &OrderSheet, line: JobLine, cells: &Cells<'_>) -> Result<(), Refusal> {
        if let Some(column) = first_difference(ORDER_FIELDS, &self.sheet, order) {
            let contradiction = Reason::Contradicts {
                ro: order.ro.clone(),
                first_row: self.first_row,
            };
            return Err(cells.refuse(column, contradiction));
        }
        match self.lines.get(&line.line) {
            None => {
                self.lines.insert(line.line, (cells.row_number(), line));
                Ok(())
            }
            Some((first_row, known)) => match first_difference(LINE_FIELDS, known, &line) {
                // The same row again: exports overlap.
                None => Ok(()),
                Some(column) => {
                    let what = format!("line {} of order {}", line.line, order.ro);
                    let first_row = *first_row;
                    Err(cells.refuse(column, Reason::ListedTwice { what, first_row }))
                }
            },
        }
    }
}

/// A column, and whether two rows say the same there.
type Comparison<T> = (Column, fn(&T, &T) -> bool);

const ORDER_FIELDS: &[Comparison<OrderSheet>] = &[
    (PLATE, |a, b| a.car.plate == b.car.plate),
    (VIN, |a, b| a.car.vin == b.car.vin),
    (BRAND, |a, b| a.car.brand == b.car.brand),
    (MODEL, |a, b| a.car.model == b.car.model),
    (SERIES, |a, b| a.car.series == b.car.series),
    (DISPLACEMENT, |a, b| {
        a.car.displacement == b.car.displacement
    }),
    (COLOUR, |a, b| a.car.colour == b.car.colour),
    (CUSTOMER, |a, b| a.customer.name == b.customer.name),
    (PHONE, |a, b| a.customer.phone == b.customer.phone),
    (BROUGHT_IN_BY, |a, b| {
        a.customer.brought_in_by == b.customer.brought_in_by
    }),
    (MILEAGE, |a, b| a.mileage_km == b.mileage_km),
    (FUEL, |a, b| a.fuel == b.fuel),
    (CATEGORY, |a, b| a.category == b.category),
    (ADVISOR, |a, b| a.advisor == b.advisor),
    (ARRIVED, |a, b| a.arrived_at == b.arrived_at),
    (PROMISED, |a, b| a.promised_at == b.promised_at),
    (COMPLAINT, |a, b| a.complaint == b.complaint),
    (WAITS, |a, b| a.customer_waits == b.customer_waits),
    (KEEP_OLD_PARTS, |a, b| a.keep_old_parts == b.keep_old_parts),
    (WASH, |a, b| a.wash == b.wash),
    (ROAD_TEST, |a, b| a.road_test == b.road_test),
    (KEY_TAG, |a, b| a.key_tag == b.key_tag),
    (PARKING, |a, b| a.parking_spot == b.parking_spot),
    (LAST_VISIT, |a, b| a.last_visit == b.last_visit),
    (REMARKS, |a, b| a.remarks == b.remarks),
];

const LINE_FIELDS: &[Comparison<JobLine>] = &[
    (OP_CODE, |a, b| a.op_code == b.op_code),
    (NAME, |a, b| a.name == b.name),
    (ENGLISH_NAME, |a, b| a.english_name == b.english_name),
    (TRADE, |a, b| a.trade == b.trade),
    (STANDARD, |a, b| a.standard == b.standard),
    (FLAGGED, |a, b| a.flagged == b.flagged),
    (CREDITED, |a, b| a.credited == b.credited),
    (AMOUNT, |a, b| a.amount == b.amount),
    (TECHNICIANS, |a, b| a.technicians == b.technicians),
    (PARTS, |a, b| a.parts == b.parts),
];

fn first_difference<T>(fields: &'static [Comparison<T>], a: &T, b: &T) -> Option<&'static Column> {
    let differs = fields.iter().find(|(_, is_same)| !is_same(a, b));
    differs.map(|(column, _)| column)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "RO,Plate,Arrived,Promised,Line,Op code,Trade,Standard hours,Colour";

    fn read(rows: &[&str]) -> Import<OrderSheet> {
        let text = format!("{HEADER}\n{}\n", rows.join("\n"));
        read_orders(&Source::from_bytes("o.csv", text), Tz::Asia__Shanghai).unwrap()
    }

    fn reasons(import: &Import<OrderSheet>) -> Vec<String> {
        import.refused.iter().map(ToString::to_string).collect()
    }

    const GOOD: &str = "R1,京AF6620,2026-11-23 08:00,2026-11-23 10:00,1,BR2100,机修,1.6,红";

    #[test]
    fn rows_of_one_order_become_one_sheet_in_line_order() {
        let second = GOOD.replace(",1,BR2100", ",2,EN3200");
        let import = read(&[
            &second,
            "R2,京BS4D75,2026/11/23 8:05,2026/11/23 9:05,1,MA1,保养,1,",
            GOOD,
        ]);
        assert_eq!(import.rows.len(), 2);
        let lines: Vec<u16> = import.rows[0].lines.iter().map(|line| line.line).collect();
        assert_eq!(lines, [1, 2]);
        assert_eq!((import.rows_read, import.refused.len()), (3, 0));
    }

    #[test]
    fn a_row_that_contradicts_its_order_is_refused_by_column() {
        let other = GOOD.replace(",1,BR2100", ",2,EN3200").replace('红', "蓝");
        let import = read(&[GOOD, &other]);
        assert_eq!(
            reasons(&import),
            [
                "o.csv, row 3, column “Colour”: “蓝” contradicts row 2 of the same order R1: \
              make the rows of the order agree; order R1 was taken without this line"
            ]
        );
        assert_eq!(import.rows[0].lines.len(), 1);
        assert_eq!(import.incomplete_orders().len(), 1);
    }

    #[test]
    fn the_same_line_twice_counts_once_and_a_different_one_is_refused() {
        let other = GOOD.replace("1.6", "1.8");
        let import = read(&[GOOD, GOOD, &other]);
        assert_eq!(
            reasons(&import),
            [
                "o.csv, row 4, column “Standard hours”: “1.8” differs from row 2, which lists line 1 of order R1 too: \
              keep one of the two rows"
            ]
        );
        assert_eq!(import.rows[0].lines.len(), 1);
        assert!(import.incomplete_orders().is_empty());
    }

    #[test]
    fn a_row_without_a_number_may_be_a_line_of_any_order() {
        let nameless = GOOD.replacen("R1", "", 1).replace(",1,BR2100", ",2,EN3200");
        let import = read(&[GOOD, &nameless, &GOOD.replacen("R1", "R2", 1)]);
        assert_eq!(
            reasons(&import),
            ["o.csv, row 3, column “RO”: the cell is empty: fill it in"]
        );
        assert_eq!(import.incomplete_orders().len(), 2);
    }

    #[test]
    fn a_promise_before_the_arrival_is_refused() {
        let import = read(&[&GOOD.replace("2026-11-23 10:00", "2026-11-22 10:00")]);
        assert!(import.rows.is_empty());
        assert_eq!(
            reasons(&import),
            [
                "o.csv, row 2, column “Promised”: “2026-11-22 10:00” is before the arrival (2026-11-23 08:00): \
              correct one of the two times"
            ]
        );
    }

    #[test]
    fn an_order_loses_only_its_bad_line() {
        let bad = GOOD
            .replace(",1,BR2100", ",2,EN3200")
            .replace("1.6", "viel");
        let import = read(&[GOOD, &bad]);
        assert_eq!(import.rows.len(), 1);
        assert!(reasons(&import)[0].ends_with("; order R1 was taken without this line"));
    }
}
