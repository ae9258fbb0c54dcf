//! A dealer system's export, in every writing it comes in: always the same rows, or a refusal that says where and why.

use baylight::domain::ids::{OpCode, PartNumber, RoNumber, ToolId};
use baylight::domain::order::{BusinessCategory, Fen, OrderSheet, Trade, WorkMinutes};
use baylight::import::{
    Import, ImportError, Kind, Source, detect, read_operations, read_orders, read_parts,
    read_roster, read_tools,
};
use chrono_tz::Tz;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::collections::BTreeMap;

const ZONE: Tz = Tz::Asia__Shanghai;

const ORDERS: &[u8] = include_bytes!("data/orders-2026-11-23.csv");
const OPERATIONS: &[u8] = include_bytes!("data/operations.csv");
const PARTS: &[u8] = include_bytes!("data/parts.csv");
const ROSTER: &[u8] = include_bytes!("data/roster.csv");
const TOOLS: &[u8] = include_bytes!("data/tools.csv");

/// The headers of the orders, and an English name for each.
const ENGLISH: [(&str, &str); 30] = [
    ("作业工单号", "RO number"),
    ("车牌号码", "Plate"),
    ("VIN码", "VIN"),
    ("车辆品牌", "Brand"),
    ("车辆型号", "Model"),
    ("排量", "Displacement"),
    ("车身颜色", "Colour"),
    ("车主姓名", "Customer"),
    ("手机号码", "Phone"),
    ("送修人", "Brought in by"),
    ("进厂里程", "Mileage in"),
    ("进厂油量", "Fuel in"),
    ("业务类别", "Business category"),
    ("接车人", "Service advisor"),
    ("进厂时间", "Arrived at"),
    ("预计完工", "Promised at"),
    ("报修陈述", "Complaint"),
    ("客户等待", "Customer waits"),
    ("保留旧件", "Keep old parts"),
    ("洗车", "Wash"),
    ("钥匙号", "Key tag"),
    ("停放位置", "Parking spot"),
    ("行号", "Line"),
    ("项目编号", "Op code"),
    ("项目名称", "Operation name"),
    ("工种", "Trade"),
    ("标准工时", "Standard hours"),
    ("结算工时", "Flagged hours"),
    ("员工工时", "Credited hours"),
    ("工时金额", "Amount"),
];

/// A table that a test changes before it is written out again.
#[derive(Clone)]
struct Grid(Vec<Vec<String>>);

impl Grid {
    fn of(csv: &[u8]) -> Self {
        let rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(csv)
            .into_records();
        let mut grid: Vec<Vec<String>> = rows
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        grid[0][0] = grid[0][0].trim_start_matches('\u{feff}').to_owned();
        Self(grid)
    }

    fn column(&self, name: &str) -> usize {
        self.0[0].iter().position(|head| head == name).unwrap()
    }

    /// Changes every cell below the header.
    fn map_cells(mut self, change: impl Fn(&str) -> String) -> Self {
        for cell in self.0.iter_mut().skip(1).flatten() {
            *cell = change(cell);
        }
        self
    }

    /// Changes every cell of a column, below the header.
    fn map_column(mut self, name: &str, change: impl Fn(&str) -> String) -> Self {
        let column = self.column(name);
        for row in self.0.iter_mut().skip(1) {
            row[column] = change(&row[column]);
        }
        self
    }

    fn in_english(mut self) -> Self {
        let english = BTreeMap::from(ENGLISH);
        for name in &mut self.0[0] {
            *name = english[name.as_str()].to_owned();
        }
        self
    }

    /// Puts the columns in another order.
    fn shuffled(mut self) -> Self {
        for row in &mut self.0 {
            row.reverse();
            let third = row.len() / 3;
            row.rotate_left(third);
        }
        self
    }

    fn without(mut self, name: &str) -> Self {
        let column = self.column(name);
        for row in &mut self.0 {
            row.remove(column);
        }
        self
    }

    fn to_csv(&self, delimiter: u8) -> String {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .from_writer(Vec::new());
        for row in &self.0 {
            writer.write_record(row).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }

    /// Writes a workbook as a spreadsheet would: numbers as numbers, and times as date cells.
    fn to_xlsx(&self) -> Vec<u8> {
        let date = Format::new().set_num_format("yyyy/m/d h:mm");
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, cells) in self.0.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                let is_code = self.0[0][usize::from(column)].contains(['码', '号']);
                let number = cell
                    .parse::<f64>()
                    .ok()
                    .filter(|_| !is_code || cell.len() == 11);
                if let Ok(time) = ExcelDateTime::parse_from_str(cell)
                    && cell.len() == 16
                {
                    sheet
                        .write_datetime_with_format(row, column, time, &date)
                        .unwrap();
                } else if let Some(number) = number {
                    sheet.write_number(row, column, number).unwrap();
                } else {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
        book.save_to_buffer().unwrap()
    }
}

fn orders(bytes: impl Into<Vec<u8>>) -> Import<OrderSheet> {
    read_orders(&Source::from_bytes("orders", bytes), ZONE).unwrap()
}

fn sample() -> Import<OrderSheet> {
    orders(ORDERS)
}

fn gb18030(text: &str) -> Vec<u8> {
    let (bytes, _, has_unmappable) = encoding_rs::GB18030.encode(text);
    assert!(!has_unmappable);
    bytes.into_owned()
}

fn refusals<T>(import: &Import<T>) -> Vec<String> {
    import.refused.iter().map(ToString::to_string).collect()
}

/// Asserts that nothing was refused or left out, and that the rows are those of the sample.
fn assert_same_orders(import: &Import<OrderSheet>) {
    assert_eq!(refusals(import), Vec::<String>::new());
    assert_eq!(import.ignored_columns, Vec::<String>::new());
    assert_eq!(import.rows.len(), 46);
    for (row, expected) in import.rows.iter().zip(sample().rows) {
        assert_eq!(*row, expected);
    }
}

#[test]
fn the_sample_day_is_46_orders_with_92_jobs() {
    let import = sample();
    assert_eq!(refusals(&import), Vec::<String>::new());
    assert_eq!(import.rows.len(), 46);
    assert_eq!(
        import
            .rows
            .iter()
            .map(|order| order.lines.len())
            .sum::<usize>(),
        92
    );
    assert_eq!(import.rows_read, 92);
    assert_eq!(import.ignored_columns, Vec::<String>::new());
}

#[test]
fn an_order_says_what_its_rows_say() {
    let import = sample();
    let order = &import.rows[1];
    assert_eq!(order.ro, RoNumber::new("2611-0401"));
    assert_eq!(order.car.plate.as_str(), "京B·S4D75");
    assert_eq!(order.customer.phone, "13065143298");
    assert_eq!(order.category, BusinessCategory::Maintenance);
    assert_eq!(order.arrived_at.to_rfc3339(), "2026-11-22T23:53:00+00:00");
    assert_eq!(order.promised_at.to_rfc3339(), "2026-11-23T07:20:00+00:00");
    assert_eq!(order.mileage_km, Some(127_282));
    assert_eq!(order.complaint, "保养，另请检查雨刮");
    assert!(!order.wash.is_yes() && !order.customer_waits.is_yes());
    let line = &order.lines[0];
    assert_eq!((line.line, line.trade), (1, Trade::Maintenance));
    assert_eq!(line.op_code, OpCode::new("MA6000"));
    assert_eq!(
        (line.standard, line.credited),
        (WorkMinutes(120), WorkMinutes(108))
    );
    assert_eq!(line.amount, Fen(36_000));
    assert!(line.parts.is_empty() && line.english_name.is_empty());
}

#[test]
fn the_lists_beside_the_orders_are_read_whole() {
    let operations = read_operations(&Source::from_bytes("operations", OPERATIONS)).unwrap();
    assert_eq!((operations.rows.len(), operations.refused.len()), (36, 0));
    let first = &operations.rows[0];
    assert_eq!(first.english_name, "5,000 km first service");
    assert_eq!(first.parts[1].part, PartNumber::new("05100-00441"));
    let discs = &operations.rows[6];
    assert_eq!(discs.tools, [ToolId::new("TL-022"), ToolId::new("TL-010")]);

    let parts = read_parts(&Source::from_bytes("parts", PARTS)).unwrap();
    assert_eq!((parts.rows.len(), parts.refused.len()), (33, 0));
    assert_eq!(
        (parts.rows[0].cost, parts.rows[0].price),
        (Fen(2_600), Fen(3_800))
    );

    let roster = read_roster(&Source::from_bytes("roster", ROSTER)).unwrap();
    assert_eq!((roster.rows.len(), roster.refused.len()), (31, 0));
    assert_eq!(roster.rows[0].person.trades, [Trade::Maintenance]);
    assert!(roster.rows.iter().all(|entry| entry.pin.is_none()));

    let tools = read_tools(&Source::from_bytes("tools", TOOLS)).unwrap();
    assert_eq!((tools.rows.len(), tools.refused.len()), (22, 0));
    let wrench = &tools.rows[2];
    assert_eq!(
        (wrench.id.as_str(), wrench.english_name.as_str()),
        ("TL-010", "Torque wrench 20–200 N·m")
    );
    let known: Vec<&ToolId> = tools.rows.iter().map(|tool| &tool.id).collect();
    let mut needed = operations
        .rows
        .iter()
        .flat_map(|operation| &operation.tools);
    assert!(needed.all(|tool| known.contains(&tool)));
}

#[test]
fn every_table_is_known_by_its_headers_in_every_kind_of_file() {
    for (bytes, kind) in [
        (ORDERS, Kind::Orders),
        (OPERATIONS, Kind::Operations),
        (PARTS, Kind::Parts),
        (ROSTER, Kind::Roster),
        (TOOLS, Kind::Tools),
    ] {
        let grid = Grid::of(bytes);
        for written in [bytes.to_vec(), gb18030(&grid.to_csv(b',')), grid.to_xlsx()] {
            assert_eq!(detect(&Source::from_bytes("t", written)).unwrap(), kind);
        }
    }
}

#[test]
fn the_same_orders_come_as_gb18030_and_with_other_separators() {
    let grid = Grid::of(ORDERS);
    assert_same_orders(&orders(gb18030(&grid.to_csv(b','))));
    assert_same_orders(&orders(gb18030(&grid.to_csv(b'\t'))));
    assert_same_orders(&orders(grid.to_csv(b';')));
    assert_same_orders(&orders(grid.to_csv(b',').replace('\n', "\r\n")));
}

#[test]
fn the_same_orders_come_as_a_workbook() {
    assert_same_orders(&orders(Grid::of(ORDERS).to_xlsx()));
    assert_same_orders(&orders(Grid::of(ORDERS).in_english().shuffled().to_xlsx()));
}

#[test]
fn the_lists_come_as_gb18030_and_as_workbooks_too() {
    let writings = |bytes: &[u8]| {
        let grid = Grid::of(bytes);
        [
            gb18030(&grid.to_csv(b',')),
            grid.to_xlsx(),
            grid.shuffled().to_csv(b';').into_bytes(),
        ]
        .map(|bytes| Source::from_bytes("t", bytes))
    };
    for source in writings(OPERATIONS) {
        let expected = read_operations(&Source::from_bytes("t", OPERATIONS)).unwrap();
        assert_eq!(read_operations(&source).unwrap().rows, expected.rows);
    }
    for source in writings(PARTS) {
        let expected = read_parts(&Source::from_bytes("t", PARTS)).unwrap();
        assert_eq!(read_parts(&source).unwrap().rows, expected.rows);
    }
    for source in writings(TOOLS) {
        let expected = read_tools(&Source::from_bytes("t", TOOLS)).unwrap();
        assert_eq!(read_tools(&source).unwrap().rows, expected.rows);
    }
    for source in writings(ROSTER) {
        let expected = read_roster(&Source::from_bytes("t", ROSTER)).unwrap();
        assert_eq!(read_roster(&source).unwrap().rows, expected.rows);
    }
}

#[test]
fn the_same_orders_come_with_english_headers_and_columns_in_another_order() {
    let grid = Grid::of(ORDERS);
    assert_same_orders(&orders(grid.clone().in_english().to_csv(b',')));
    assert_same_orders(&orders(grid.clone().shuffled().to_csv(b',')));
    let mut loud = grid.in_english().shuffled();
    for name in &mut loud.0[0] {
        *name = format!(" {} ", name.to_uppercase().replace(' ', "_"));
    }
    assert_same_orders(&orders(loud.to_csv(b',')));
}

#[test]
fn the_same_orders_come_with_slashes_in_the_dates() {
    let with_slashes = |time: &str| time.replace('-', "/").replace(" 0", " ");
    let grid = Grid::of(ORDERS);
    let grid = grid.map_column("进厂时间", with_slashes);
    assert_same_orders(&orders(
        grid.map_column("预计完工", with_slashes).to_csv(b','),
    ));
}

#[test]
fn the_same_orders_come_in_full_width_characters() {
    let widen = |cell: &str| {
        let wide = |c: char| match c {
            ' ' => '\u{3000}',
            '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
            other => other,
        };
        cell.chars().map(wide).collect::<String>()
    };
    assert_same_orders(&orders(Grid::of(ORDERS).map_cells(widen).to_csv(b',')));
}

#[test]
fn optional_columns_may_be_missing_and_unknown_ones_are_named() {
    let mut grid = Grid::of(ORDERS).without("排量").without("工时金额");
    for row in &mut grid.0 {
        row.push("x".to_owned());
    }
    "保险公司".clone_into(grid.0[0].last_mut().unwrap());
    let import = orders(grid.to_csv(b','));
    assert_eq!(import.ignored_columns, ["保险公司"]);
    assert_eq!(import.rows.len(), 46);
    assert!(
        import
            .rows
            .iter()
            .all(|order| order.car.displacement.is_empty())
    );
}

#[test]
fn a_missing_required_column_is_named_with_what_would_be_read_for_it() {
    let csv = Grid::of(ORDERS).without("行号").to_csv(b',');
    let error = read_orders(&Source::from_bytes("o.csv", csv), ZONE)
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("o.csv: "), "{error}");
    assert!(
        error.contains("“行号”") && error.contains("Line number"),
        "{error}"
    );
}

#[test]
fn a_list_of_the_wrong_kind_is_named() {
    let error = read_operations(&Source::from_bytes("o.csv", ORDERS)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "o.csv: is a list of orders, not of operations; import it as orders"
    );
    let error = detect(&Source::from_bytes("x.csv", "a,b\n1,2\n")).unwrap_err();
    assert!(matches!(error, ImportError::UnknownTable { .. }), "{error}");
}

/// The sample's text, with line `row` (as a spreadsheet counts) put in another writing.
fn with_row(row: usize, change: impl Fn(&str) -> String) -> String {
    let text = Grid::of(ORDERS).to_csv(b',');
    let lines = text.lines().enumerate();
    let changed = lines.map(|(index, line)| {
        if index + 1 == row {
            change(line)
        } else {
            line.to_owned()
        }
    });
    changed.collect::<Vec<_>>().join("\n")
}

/// A way to break a line.
type Break = fn(&str) -> String;

#[test]
fn a_broken_row_in_the_middle_costs_its_own_line_only() {
    let breaks: [(&str, Break); 5] = [
        ("has 12 columns, the header has 30", |line| {
            line.split(',').take(12).collect::<Vec<_>>().join(",")
        }),
        ("has 31 columns, the header has 30", |line| {
            line.replacen("保养，", "保养,", 1)
        }),
        ("quotation mark", |line| {
            line.replacen(",保养，", ",\"保养，", 1)
        }),
        ("quotation mark", |line| format!("\"{line}")),
        ("is no date and time", |line| {
            line.replacen("07:53", "7h53", 1)
        }),
    ];
    for (reason, change) in breaks {
        let import = orders(with_row(4, change));
        let refusals = refusals(&import);
        assert_eq!(refusals.len(), 1, "{refusals:?}");
        assert!(
            refusals[0].starts_with("orders, row 4") && refusals[0].contains(reason),
            "{refusals:?}"
        );
        assert_eq!(import.rows.len(), 46);
        let mut expected = sample().rows;
        expected[1].lines.retain(|line| line.line != 2);
        assert_eq!(import.rows, expected);
    }
}

#[test]
fn the_refusal_says_that_the_order_was_taken_without_the_line() {
    let import = orders(with_row(4, |line| line.replacen("0.5,0.5", "?,0.5", 1)));
    assert_eq!(
        refusals(&import),
        [
            "orders, row 4, column “标准工时”: “?” is no number of hours from 0 to 200: write it like 1.6; \
          order 2611-0401 was taken without this line"
        ]
    );
    assert!(
        import
            .incomplete_orders()
            .contains(&RoNumber::new("2611-0401"))
    );
}

#[test]
fn undecodable_bytes_are_refused_by_row() {
    let mut bytes = gb18030(&Grid::of(ORDERS).to_csv(b','));
    let red = gb18030(",红,");
    let place = bytes
        .windows(red.len())
        .position(|window| window == red)
        .unwrap();
    bytes[place + 1..place + 3].copy_from_slice(b"\xFF\xFF");
    let import = orders(bytes);
    let refusals = refusals(&import);
    assert_eq!(refusals.len(), 1);
    assert!(
        refusals[0].contains("row 2, column “车身颜色”"),
        "{refusals:?}"
    );
    assert!(
        refusals[0].contains("holds bytes that are not GB18030"),
        "{refusals:?}"
    );
    assert_eq!(import.rows.len(), 45);
}

#[test]
fn refused_rows_are_written_out_mended_and_imported() {
    let import = orders(with_row(4, |line| line.replacen("0.5,0.5", "?,0.5", 1)));
    let mut written = Vec::new();
    import.write_refused(&mut written).unwrap();
    let again = orders(written.clone());
    assert_eq!((again.rows.len(), again.refused.len()), (0, 1));

    let mended = String::from_utf8(written).unwrap().replace(",?,", ",0.5,");
    let import = orders(mended);
    assert_eq!(refusals(&import), Vec::<String>::new());
    assert_eq!(import.ignored_columns, Vec::<String>::new());
    assert_eq!(import.rows[0].lines, [sample().rows[1].lines[1].clone()]);
    // The file holds one line of three: the other two were not taken back.
    assert!(
        import
            .incomplete_orders()
            .contains(&RoNumber::new("2611-0401"))
    );
}

#[test]
fn a_torn_row_that_nobody_mended_is_refused_again() {
    let import = orders(with_row(4, |line| line.replacen(",现代", ",\"现代", 1)));
    let mut written = Vec::new();
    import.write_refused(&mut written).unwrap();
    let again = orders(written);
    assert_eq!((again.rows.len(), again.refused.len()), (0, 1));
}

#[test]
fn what_is_no_table_is_refused_with_what_to_do() {
    for (bytes, reason) in [
        (&b""[..], "is empty"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "old Excel workbook"),
        (b"<html><table>", "a web page"),
        (b"\xFF\xFER\0O\0", "no text in UTF-8 or GB18030"),
        (b"PK\x03\x04garbage", "no readable .xlsx workbook"),
    ] {
        let error = read_orders(&Source::from_bytes("f", bytes), ZONE)
            .unwrap_err()
            .to_string();
        assert!(error.contains(reason), "{error}");
    }
    let error = Source::open("no such file").unwrap_err().to_string();
    assert!(
        error.contains("no such file") && error.contains("check the path"),
        "{error}"
    );
}

#[test]
fn a_long_file_is_read_whole() {
    let rows: Vec<String> = (0..20_000)
        .map(|number| {
            format!("R{number},京AF6620,2026-11-23 08:00,2026-11-23 10:00,1,BR2100,机修,1.6")
        })
        .collect();
    let header = "RO,Plate,Arrived,Promised,Line,Op code,Trade,Standard hours";
    let import = orders(format!("{header}\n{}\n", rows.join("\n")));
    assert_eq!((import.rows.len(), import.refused.len()), (20_000, 0));
}

/// Reads bytes as everything they could be.
fn read_as_everything(bytes: Vec<u8>) {
    let source = Source::from_bytes("f", bytes);
    let _kind = detect(&source);
    if let Ok(import) = read_orders(&source, ZONE) {
        let sentences = refusals(&import);
        assert!(sentences.iter().all(|sentence| !sentence.contains('\n')));
        import.write_refused(Vec::new()).unwrap();
        let refused = import.refused.len();
        let lines: usize = import.rows.iter().map(|order| order.lines.len()).sum();
        assert!(lines + refused <= import.rows_read);
    }
    let _operations = read_operations(&source);
    let _parts = read_parts(&source);
    let _roster = read_roster(&source);
}

proptest! {
    // Each case reads a whole file several times.
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read_as_everything(bytes);
    }

    #[test]
    fn arbitrary_text_below_a_header_never_panics(
        text in "[ -~，。红京×０-９\n\r\",;\t]{0,400}",
    ) {
        let header = &Grid::of(ORDERS).to_csv(b',');
        let header = header.lines().next().unwrap();
        read_as_everything(format!("{header}\n{text}").into_bytes());
    }

    #[test]
    fn a_damaged_export_never_panics_and_keeps_most_orders(
        place in 600_usize..23_000,
        byte in any::<u8>(),
    ) {
        let mut bytes = ORDERS.to_vec();
        bytes[place] = byte;
        read_as_everything(bytes.clone());
        // A zero byte makes it no text; any other single byte costs two rows at most.
        if byte != 0 {
            let lines: usize = orders(bytes).rows.iter().map(|order| order.lines.len()).sum();
            prop_assert!(lines >= 88, "{lines}");
        }
    }

    #[test]
    fn a_damaged_workbook_never_panics(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = Grid::of(ROSTER).to_xlsx();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        read_as_everything(bytes);
    }
}

#[test]
fn the_last_day_of_a_tool_is_read_as_lists_write_it() {
    let until = |text: &str| {
        let csv = format!("Tool number,Name,Calibrated until\ntl - 010,Torque wrench,{text}\n");
        let import = read_tools(&Source::from_bytes("tools", csv.as_bytes())).unwrap();
        let read = import.rows.first().map(|tool| {
            assert_eq!(tool.id, ToolId::new("TL-010"));
            tool.calibrated_until.map(|day| day.to_string())
        });
        (read, import.refused.first().map(ToString::to_string))
    };
    let day = Some(Some("2027-03-05".to_owned()));
    for text in [
        "2027-03-05",
        "2027/3/5",
        "2027.3.5",
        "2027年3月5日",
        "2027-03-05 00:00:00",
        "２０２７－０３－０５",
    ] {
        assert_eq!(until(text), (day.clone(), None), "{text}");
    }
    for text in ["", "-", "无", "长期", "N/A"] {
        assert_eq!(until(text), (Some(None), None), "{text}");
    }
    for text in [
        "03-05-2027",
        "2027-02-30",
        "2027-03-05 14:00",
        "明年",
        "0027-03-05",
    ] {
        let (read, refused) = until(text);
        assert_eq!(read, None, "{text}");
        let refused = refused.unwrap_or_default();
        assert!(
            refused.contains("is no date: write it like 2026-11-23"),
            "{refused}"
        );
    }
}
