//! What the store prints: Gu Min prints slips and labels, and her scanner reads back what they are of.
//!
//! With `SLIP_PICTURES` set to a folder the papers are kept there, for eyes to judge.

#![cfg(all(feature = "gui", feature = "embedded-broker"))]

#[path = "common/shop.rs"]
mod shop;
#[path = "common/workshop.rs"]
mod workshop;

use assert_cmd::Command;
use baylight::app::printing::{PrintError, Printing, Sent};
use baylight::config::Config;
use baylight::domain::catalogue::Part;
use baylight::domain::command::CommandBody;
use baylight::domain::ids::{BayId, CommandId, PartNumber, PersonId, ToolId};
use baylight::domain::order::{Car, Fen, OrderSheet, Trade, YesNo};
use baylight::domain::parts::command::PartsCommand;
use baylight::domain::parts::old_part::OldPartFate;
use baylight::domain::parts::request::{AskedLine, LineKey, Purpose, Wanted};
use baylight::domain::person::Language;
use baylight::domain::slip_code::SlipCode;
use baylight::domain::tool::Tool;
use baylight::gui::paper::{self, Sheet};
use baylight::projection::requests::{OrderRequests, of_order};
use baylight::screen::slip::{self, Press};
use std::path::{Path, PathBuf};
use workshop::{Floor, GU_MIN, LIU_JING, bay, line, moment, ro, sheet};

const CAR: &str = "2611-0411";
const BELT: &str = "24312-2B000";
const PUMP: &str = "25100-2B700";
const COOLANT: &str = "00232-19095";
const BOTH: [(Language, &str); 2] = [(Language::Zh, "zh"), (Language::En, "en")];
/// A5 and the label, in points of a PDF.
const A5: [f32; 2] = [419.53, 595.28];
const LABEL: [f32; 2] = [170.08, 113.39];

struct Folder(
    PathBuf,
    #[allow(dead_code, reason = "dropped with the test")] Option<tempfile::TempDir>,
);

fn folder() -> Folder {
    match std::env::var_os("SLIP_PICTURES") {
        Some(path) => Folder(PathBuf::from(path), None),
        None => {
            let folder = tempfile::tempdir().unwrap();
            Folder(folder.path().to_owned(), Some(folder))
        }
    }
}

fn listed(number: &str, names: (&str, &str), unit: &str, on_hand: u32) -> CommandBody {
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
            bin: format!("A-{}-1", &number[..2]),
            on_hand,
            threshold: 1,
            cost: Fen(5_000),
            price: Fen(31_050),
        },
    }
}

fn car_sheet() -> OrderSheet {
    let mut jobs = line(1, "更换正时皮带", Trade::Mechanical, 120);
    jobs.english_name = "Replace timing belt".to_owned();
    let mut order = sheet(CAR, "京AD06213", "2026-11-23 17:30", vec![jobs]);
    order.car = Car {
        brand: "北京现代".to_owned(),
        model: "途胜 L".to_owned(),
        displacement: "1.5T".to_owned(),
        ..order.car
    };
    order.customer_waits = YesNo::Yes;
    order.keep_old_parts = YesNo::Yes;
    order
}

fn of_car(body: PartsCommand) -> CommandBody {
    CommandBody::Parts {
        ro: ro(CAR),
        body: Box::new(body),
    }
}

fn wanted(number: &str, quantity: u32) -> AskedLine {
    AskedLine {
        wanted: Wanted::Part {
            part: PartNumber::new(number),
        },
        quantity,
    }
}

fn asks(lines: Vec<AskedLine>) -> CommandBody {
    of_car(PartsCommand::Ask {
        job: 1,
        bay: Some(bay(1)),
        purpose: Purpose::Job,
        lines,
    })
}

fn key(request: CommandId, line: u16) -> LineKey {
    LineKey { request, line }
}

fn picks(request: CommandId, line: u16, quantity: u32) -> CommandBody {
    of_car(PartsCommand::Pick {
        line: key(request, line),
        quantity,
        batch: None,
    })
}

/// A floor where Liu Jing's car needs parts.
fn floor() -> Floor {
    let mut floor = Floor::new();
    floor.admit(car_sheet());
    for part in [
        listed(BELT, ("正时皮带", "Timing belt"), "条", 8),
        listed(PUMP, ("水泵", "Water pump"), "个", 0),
        listed(COOLANT, ("防冻液 -35℃ 4L", "Coolant −35 °C 4 L"), "桶", 9),
    ] {
        floor.system(part);
    }
    floor.at("9:00");
    floor
}

/// Of belt, pump, coolant and something with no number, Gu Min has picked the belt and half of the coolant, and has
/// ordered the pump.
fn half_picked() -> (Floor, CommandId) {
    let mut floor = floor();
    let hose = AskedLine {
        wanted: Wanted::Described {
            words: "水泵后面的软管".to_owned(),
            photos: Vec::new(),
        },
        quantity: 1,
    };
    let lines = vec![wanted(BELT, 1), wanted(PUMP, 1), wanted(COOLANT, 4), hose];
    let request = floor.tap(LIU_JING, asks(lines));
    floor.later(6);
    floor.tap(GU_MIN, picks(request, 1, 1));
    floor.tap(GU_MIN, picks(request, 3, 2));
    floor.tap(
        GU_MIN,
        of_car(PartsCommand::Backorder {
            line: key(request, 2),
            supplier: "北京现代配件中心库".to_owned(),
            eta: moment("2026-11-24 10:00"),
        }),
    );
    (floor, request)
}

fn order(floor: &Floor) -> OrderRequests {
    of_order(&floor.workshop, &ro(CAR)).unwrap()
}

/// Prints in a language what `write` writes.
fn pressed<T>(floor: &Floor, language: Language, write: impl FnOnce(&Press<'_>) -> T) -> T {
    let person = |id: &PersonId| floor.workshop.people[id].person.name.clone();
    let bay = |id: &BayId| {
        let bay = floor.policy.bay(id).unwrap();
        match language {
            Language::En => bay.english_name.clone(),
            Language::Zh => bay.name.clone(),
        }
    };
    write(&Press {
        language,
        zone: floor.policy.hours.zone,
        now: floor.now,
        person: &person,
        bay: &bay,
    })
}

fn drawn(floor: &Floor, request: CommandId, language: Language) -> Vec<Sheet> {
    let order = order(floor);
    let slip = pressed(floor, language, |press| {
        slip::of_request(&order, request, press)
    });
    paper::draw_slip(&slip.unwrap()).unwrap()
}

/// Reads the codes of a picture in shades of grey.
fn codes(width: u32, height: u32, shades: &[u8]) -> Vec<String> {
    let (width, height) = (width as usize, height as usize);
    let shade = |x: usize, y: usize| shades[y * width + x];
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, shade);
    let grids = picture.detect_grids();
    grids.iter().map(|grid| grid.decode().unwrap().1).collect()
}

fn codes_of_png(path: &Path) -> Vec<String> {
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut shades = vec![0; reader.output_buffer_size().unwrap()];
    let (width, height) = reader.info().size();
    reader.next_frame(&mut shades).unwrap();
    codes(width, height, &shades)
}

/// Reads the sizes of a PDF's pages, and the code that stands on its first one.
fn read_pdf(path: &Path) -> (Vec<[f32; 2]>, Vec<String>) {
    let bytes = std::fs::read(path).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.") && bytes.ends_with(b"%%EOF"));
    let text = String::from_utf8_lossy(&bytes);
    let number = |text: &str, key: &str| -> usize {
        let rest = text.split(key).nth(1).unwrap().trim_start();
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next();
        digits.unwrap().parse().unwrap()
    };
    let boxes = text.split("/MediaBox [").skip(1).map(|rest| {
        let corners: Vec<f32> = rest
            .split(']')
            .next()
            .unwrap()
            .split(' ')
            .map(|n| n.parse().unwrap())
            .collect();
        assert_eq!(corners[..2], [0.0, 0.0]);
        [corners[2], corners[3]]
    });
    let boxes: Vec<[f32; 2]> = boxes.collect();
    assert_eq!(number(&text, "/Count "), boxes.len());

    let at = |needle: &[u8], from: usize| {
        let found = bytes[from..]
            .windows(needle.len())
            .position(|part| part == needle);
        from + found.unwrap()
    };
    let image = at(b"/Subtype /Image", 0);
    let stream = at(b"stream\n", image) + "stream\n".len();
    let head = String::from_utf8_lossy(&bytes[image..stream]).into_owned();
    let (width, height) = (number(&head, "/Width "), number(&head, "/Height "));
    let shades = miniz_oxide::inflate::decompress_to_vec_zlib(&bytes[stream..]).unwrap();
    assert_eq!(shades.len(), width * height);
    let codes = codes(
        u32::try_from(width).unwrap(),
        u32::try_from(height).unwrap(),
        &shades,
    );
    (boxes, codes)
}

fn assert_pages(boxes: &[[f32; 2]], count: usize, size: [f32; 2]) {
    assert_eq!(boxes.len(), count);
    for found in boxes {
        let near = |a: f32, b: f32| (a - b).abs() < 0.1;
        assert!(
            near(found[0], size[0]) && near(found[1], size[1]),
            "{found:?}"
        );
    }
}

/// Tells that nothing was drawn over the edge of the paper: a printer would cut it.
fn assert_clean_edge(sheet: &Sheet, edge_mm: f32) {
    let edge = (edge_mm * sheet.paper.dots_per_mm) as u32;
    for (at, shade) in (0..).zip(&sheet.shades) {
        let (x, y) = (at % sheet.width, at / sheet.width);
        let inside =
            (edge..sheet.width - edge).contains(&x) && (edge..sheet.height - edge).contains(&y);
        assert!(inside || *shade == 255, "ink at {x}, {y}");
    }
}

#[test]
fn the_scanner_reads_back_which_request_a_slip_is_of() {
    let folder = folder();
    let (floor, request) = half_picked();
    let code = SlipCode::Request {
        ro: ro(CAR),
        request,
    };
    for (language, name) in BOTH {
        let sheets = drawn(&floor, request, language);
        let files = paper::write_png(&sheets, &folder.0.join(format!("slip-{name}.png"))).unwrap();
        assert_eq!(files.len(), 1);
        let read = codes_of_png(&files[0]);
        assert_eq!(read, [code.to_string()]);
        assert_eq!(read[0].parse(), Ok(code.clone()));
        assert_eq!((sheets[0].width, sheets[0].height), (1776, 2520));
        assert_clean_edge(&sheets[0], 6.0);

        let file = folder.0.join(format!("slip-{name}.pdf"));
        paper::write_pdf(&sheets, &file).unwrap();
        let (boxes, codes) = read_pdf(&file);
        assert_pages(&boxes, 1, A5);
        assert_eq!(codes, [code.to_string()]);
    }
}

#[test]
fn a_slip_says_what_is_picked_and_what_is_not() {
    let (floor, request) = half_picked();
    let order = order(&floor);
    let slip = pressed(&floor, Language::En, |press| {
        slip::of_request(&order, request, press).unwrap()
    });
    assert_eq!(slip.title, "Delivery slip");
    assert_eq!(slip.notes, ["Customer waits", "Keep old parts"]);
    let facts: Vec<String> = slip
        .facts
        .iter()
        .map(|fact| format!("{}: {}", fact.name, fact.value))
        .collect();
    assert_eq!(
        facts,
        [
            "Order: 2611-0411",
            "Car: 北京现代 途胜 L 1.5T",
            "Job: Replace timing belt",
            "Bay: Bay 1",
            "Technician: Liu Jing",
            "Promised: 11-23 17:30",
            "Requested: 11-23 09:00",
            "Picked by: Gu Min",
        ]
    );
    let rows = slip.pages.iter().flat_map(|page| &page.rows);
    let told: Vec<String> = rows
        .map(|row| {
            let (line, number, name) = (row.line, &row.number, &row.name);
            let (quantity, bin, price) = (&row.quantity, &row.bin, &row.price);
            format!(
                "{line} {:?} {number} {name} × {quantity} {bin} {price} {}",
                row.mark, row.note
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "1 Picked 24312-2B000 Timing belt × 1 A-24-1 ¥310.50 ",
            "2 ToPick 25100-2B700 Water pump × 1 A-25-1 ¥310.50 Backorder 北京现代配件中心库 ･ ETA 11-24 10:00",
            "3 Picked 00232-19095 Coolant −35 °C 4 L × 2 A-00-1 ¥310.50 ",
            "3 ToPick 00232-19095 Coolant −35 °C 4 L × 2 A-00-1 ¥310.50 ",
            "4 ToPick no number yet “水泵后面的软管” × 1   ",
        ]
    );
    assert_eq!(slip.closing.count, "5 lines, 7 pieces");
    assert_eq!(slip.closing.total, "¥1863");
}

#[test]
fn before_anything_is_picked_it_is_a_pick_slip_and_after_a_cancel_there_is_none() {
    let mut floor = floor();
    let request = floor.tap(LIU_JING, asks(vec![wanted(BELT, 1)]));
    let title = |floor: &Floor, language| {
        let order = order(floor);
        let slip = pressed(floor, language, |press| {
            slip::of_request(&order, request, press)
        });
        slip.map(|slip| slip.title)
    };
    assert_eq!(title(&floor, Language::Zh).as_deref(), Some("领料单"));
    assert_eq!(title(&floor, Language::En).as_deref(), Some("Pick slip"));
    floor.tap(
        LIU_JING,
        of_car(PartsCommand::Cancel {
            lines: vec![key(request, 1)],
        }),
    );
    assert_eq!(title(&floor, Language::Zh), None);
}

#[test]
fn sixty_lines_with_long_names_go_on_over_pages_and_nothing_is_lost() {
    let folder = folder();
    let mut floor = floor();
    let long = (
        "发动机冷却液循环泵总成（含密封垫圈、螺栓及电子恒温器壳体，适用于 1.5T 缸内直喷发动机）",
        "Engine coolant circulation pump assembly with gasket, bolts and electronic thermostat housing, 1.5T GDi",
    );
    let numbers: Vec<String> = (1..=60)
        .map(|nth| format!("{:05}-2B700", nth * 137))
        .collect();
    for (nth, number) in numbers.iter().enumerate() {
        let names = if nth % 3 == 0 {
            long
        } else {
            ("密封垫圈", "Gasket")
        };
        floor.system(listed(number, names, "个", 50));
    }
    let lines = numbers.iter().map(|number| wanted(number, 12)).collect();
    let request = floor.tap(LIU_JING, asks(lines));
    let code = SlipCode::Request {
        ro: ro(CAR),
        request,
    };
    for (language, name) in BOTH {
        let order = order(&floor);
        let slip = pressed(&floor, language, |press| {
            slip::of_request(&order, request, press).unwrap()
        });
        let told: Vec<&str> = slip
            .pages
            .iter()
            .flat_map(|page| &page.rows)
            .map(|row| row.number.as_str())
            .collect();
        assert_eq!(told, numbers);
        let sheets = paper::draw_slip(&slip).unwrap();
        assert!((4..=8).contains(&sheets.len()), "{} pages", sheets.len());
        for sheet in &sheets {
            assert_clean_edge(sheet, 6.0);
        }
        let files = paper::write_png(&sheets, &folder.0.join(format!("long-{name}.png"))).unwrap();
        assert_eq!(files.len(), sheets.len());
        assert_eq!(codes_of_png(&files[0]), [code.to_string()]);
        let file = folder.0.join(format!("long-{name}.pdf"));
        paper::write_pdf(&sheets, &file).unwrap();
        assert_pages(&read_pdf(&file).0, sheets.len(), A5);
    }
}

#[test]
fn parcels_old_parts_and_tools_get_labels_that_the_scanner_reads() {
    let folder = folder();
    let (mut floor, request) = half_picked();
    let old_part = floor.tap(
        LIU_JING,
        of_car(PartsCommand::RecordOldPart {
            job: 1,
            bay: Some(bay(1)),
            part: Some(PartNumber::new(PUMP)),
            name: "水泵总成（含电子恒温器壳体及密封垫圈）".to_owned(),
            english_name: "Water pump assembly with thermostat housing and gasket".to_owned(),
            quantity: 2,
            fate: OldPartFate::Warranty,
        }),
    );
    let order = order(&floor);
    let wrench = ToolId::new("TL-010");
    for (language, name) in BOTH {
        let labels = pressed(&floor, language, |press| {
            let mut labels = slip::of_parcels(&order, request, press);
            labels.push(slip::of_old_part(&order, old_part, press).unwrap());
            let names = ("扭力扳手 20–200 N·m", "Torque wrench 20–200 N·m");
            labels.push(slip::of_tool(&wrench, names, "工具房 B1", press));
            labels
        });
        let sheets = paper::draw_labels(&labels).unwrap();
        let files = paper::write_png(&sheets, &folder.0.join(format!("label-{name}.png"))).unwrap();
        let read: Vec<String> = files.iter().flat_map(|file| codes_of_png(file)).collect();
        let of_request = SlipCode::Request {
            ro: ro(CAR),
            request,
        };
        let expected = [
            of_request.clone(),
            of_request,
            SlipCode::OldPart {
                ro: ro(CAR),
                old_part,
            },
            SlipCode::Tool {
                tool: wrench.clone(),
            },
        ];
        assert_eq!(read, expected.map(|code| code.to_string()));
        for sheet in &sheets {
            assert_eq!((sheet.width, sheet.height), (480, 320));
            let shades = sheet.shades.iter();
            assert!(shades.clone().all(|shade| [0, 255].contains(shade)));
        }
        let file = folder.0.join(format!("label-{name}.pdf"));
        paper::write_pdf(&sheets, &file).unwrap();
        assert_pages(&read_pdf(&file).0, 4, LABEL);
    }
}

fn printing(dir: &Path, settings: &str) -> Printing {
    let config = Config::from_text(settings, &dir.join("shop.toml")).unwrap();
    Printing::new(&config)
}

#[test]
fn a_slip_is_kept_and_handed_to_the_printer_without_a_shell() {
    let dir = tempfile::tempdir().unwrap();
    let (floor, request) = half_picked();
    let order = order(&floor);
    let print = |printing: &Printing| {
        pressed(&floor, Language::Zh, |press| {
            printing.print_slip(&order, request, press)
        })
    };
    let kept = print(&printing(dir.path(), "")).unwrap();
    assert_eq!(kept.sent, Sent::KeptOnly);
    assert!(kept.files[0].starts_with(dir.path().join("data/slips")));
    assert_pages(&read_pdf(&kept.files[0]).0, 1, A5);
    assert_eq!(kept.files.len(), 2);

    let tray = dir.path().join("the tray; $(ls).pdf");
    let settings = format!(
        "[stores]\nslips = \"out\"\nprint_command = [\"cp\", \"{{file}}\", \"{}\"]",
        tray.display()
    );
    let printed = print(&printing(dir.path(), &settings)).unwrap();
    assert_eq!(printed.sent, Sent::Printed);
    assert!(printed.files[0].starts_with(dir.path().join("out")));
    let [paper, file] = [&tray, &printed.files[0]].map(|path| std::fs::read(path).unwrap());
    assert_eq!(paper, file);
}

#[test]
fn a_printer_that_does_not_print_is_named_and_the_file_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let (floor, request) = half_picked();
    let order = order(&floor);
    let error = |command: &str| {
        let printing = printing(
            dir.path(),
            &format!("[stores]\nprint_command = \"{command}\""),
        );
        pressed(&floor, Language::Zh, |press| {
            printing.print_slip(&order, request, press).unwrap_err()
        })
    };
    let refused = error("cp {file} nowhere/at/all");
    assert!(matches!(&refused, PrintError::Refused { file, .. } if file.exists()));
    assert!(refused.to_string().contains("nowhere/at/all"), "{refused}");
    let missing = error("no-such-printer {file}");
    assert!(matches!(missing, PrintError::NoProgram { .. }));
    assert!(missing.to_string().contains("print_command"), "{missing}");

    let nothing = pressed(&floor, Language::Zh, |press| {
        let printing = printing(dir.path(), "");
        printing.print_old_part(&order, request, press).unwrap_err()
    });
    assert!(matches!(nothing, PrintError::Nothing { .. }));
}

fn baylight(data: &Path, words: &[&str]) -> assert_cmd::assert::Assert {
    Command::new(env!("CARGO_BIN_EXE_baylight"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .current_dir(data.parent().unwrap())
        .arg("--data")
        .arg(data)
        .args(words)
        .assert()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_draws_slips_and_labels_while_the_coordinator_runs() {
    let floor = shop::Workshop::new().await;
    let of_car = |body| CommandBody::Parts {
        ro: ro("2611-0001"),
        body: Box::new(body),
    };
    floor
        .take_in(vec![
            listed(BELT, ("正时皮带", "Timing belt"), "条", 8),
            CommandBody::ListTool {
                tool: Tool {
                    id: ToolId::new("TL-010"),
                    name: "扭力扳手".to_owned(),
                    english_name: "Torque wrench".to_owned(),
                    category: String::new(),
                    place: "工具房 B1".to_owned(),
                    calibrated_until: None,
                    maintained_until: None,
                },
            },
        ])
        .await;
    let kiosk = floor.bay("1");
    kiosk.live().await;
    let asked = of_car(PartsCommand::Ask {
        job: 1,
        bay: Some("1".into()),
        purpose: Purpose::Job,
        lines: vec![wanted(BELT, 1)],
    });
    let request = kiosk.does(shop::WANG_LEI, asked).await;
    let came_out = of_car(PartsCommand::RecordOldPart {
        job: 1,
        bay: None,
        part: None,
        name: "正时皮带".to_owned(),
        english_name: String::new(),
        quantity: 1,
        fate: OldPartFate::Warranty,
    });
    let old_part = kiosk.does(shop::WANG_LEI, came_out).await;
    let data = floor.data_dir();
    let file = |name: &str| data.with_file_name(name);
    let out = |name: &str| file(name).to_string_lossy().into_owned();

    let (png, pdf, tag, tool) = (out("s.png"), out("s.pdf"), out("tag.png"), out("tool.png"));
    baylight(&data, &["parts", "slip", "2611-0001", "--out", &png]).success();
    baylight(
        &data,
        &[
            "parts",
            "slip",
            "2611-0001",
            "--request",
            "1",
            "--lang",
            "en",
            "--out",
            &pdf,
        ],
    )
    .success();
    baylight(
        &data,
        &[
            "parts",
            "label",
            "2611-0001",
            "--old-part",
            "1",
            "--out",
            &tag,
        ],
    )
    .success();
    baylight(&data, &["tools", "label", "tl-010", "--out", &tool]).success();
    let code = format!("BL1:P:2611-0001:{request}");
    assert_eq!(codes_of_png(&file("s.png")), [code.as_str()]);
    assert_eq!(read_pdf(&file("s.pdf")).1, [code.as_str()]);
    assert_eq!(
        codes_of_png(&file("tag.png")),
        [format!("BL1:O:2611-0001:{old_part}")]
    );
    assert_eq!(codes_of_png(&file("tool.png")), ["BL1:T:TL-010"]);

    for (words, said) in [
        (
            vec!["parts", "slip", "2611-9999", "--out", "a.png"],
            "no order",
        ),
        (
            vec!["parts", "slip", "2611-0002", "--out", "a.png"],
            "nothing was requested",
        ),
        (
            vec![
                "parts",
                "slip",
                "2611-0001",
                "--request",
                "2",
                "--out",
                "a.png",
            ],
            "numbered from 1",
        ),
        (
            vec!["parts", "slip", "2611-0001", "--out", "a.jpg"],
            ".png or .pdf",
        ),
        (
            vec!["parts", "label", "2611-0001", "--out", "a.png"],
            "nothing is picked",
        ),
        (
            vec![
                "parts",
                "label",
                "2611-0001",
                "--old-part",
                "0",
                "--out",
                "a.png",
            ],
            "1 old parts",
        ),
        (
            vec!["tools", "label", "TL-999", "--out", "a.png"],
            "no tool",
        ),
    ] {
        let answer = baylight(&data, &words).code(2).get_output().clone();
        let told = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(told.contains(said), "{words:?} → {told}");
    }
    kiosk.stop().await;
    floor.close().await;
}
