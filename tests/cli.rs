//! The program as somebody at a terminal meets it: what it says, what it refuses, and with which exit code.
#![cfg(feature = "embedded-broker")]

use assert_cmd::Command;
use rust_xlsxwriter::Workbook;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const BAYLIGHT: &str = env!("CARGO_BIN_EXE_baylight");
const PATIENCE: Duration = Duration::from_secs(20);

/// The headers of the orders in English, in the order of the sample file.
const ENGLISH: [&str; 30] = [
    "RO number",
    "Plate",
    "VIN",
    "Brand",
    "Model",
    "Displacement",
    "Colour",
    "Customer",
    "Phone",
    "Brought in by",
    "Mileage in",
    "Fuel in",
    "Business category",
    "Service advisor",
    "Arrived at",
    "Promised at",
    "Complaint",
    "Customer waits",
    "Keep old parts",
    "Wash",
    "Key tag",
    "Parking spot",
    "Line",
    "Op code",
    "Operation name",
    "Trade",
    "Standard hours",
    "Flagged hours",
    "Credited hours",
    "Amount",
];

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

/// A directory with settings of its own.
struct Place {
    dir: TempDir,
    port: u16,
}

/// What a run of the program said.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn ok(self) -> String {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self.out
    }

    /// It failed with this code, and says all of this.
    fn refused(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        for word in words {
            assert!(
                self.err.contains(word) || self.out.contains(word),
                "“{word}” is not said:\n{}\n{}",
                self.out,
                self.err
            );
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

impl Place {
    fn new() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let place = Self {
            dir: tempfile::tempdir().expect("a directory"),
            port,
        };
        std::fs::create_dir(place.path("drop")).expect("a drop folder");
        place.settings(&format!(
            "[broker]\nkind = \"embedded\"\nlisten = \"127.0.0.1:{port}\"\n\
             [data]\ndir = {:?}\n[import]\ndrop_folder = {:?}\n",
            place.path("data"),
            place.path("drop")
        ));
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn settings(&self, text: &str) {
        std::fs::write(self.path("baylight.toml"), text).expect("the settings are written");
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), bytes).expect("a file");
        self.path(name)
    }

    fn run(&self, words: &[&str]) -> Ran {
        self.run_with(words, "")
    }

    /// Runs it with something typed.
    fn run_with(&self, words: &[&str], typed: &str) -> Ran {
        let done = Command::new(BAYLIGHT)
            .arg("-c")
            .arg(self.path("baylight.toml"))
            .args(words)
            .write_stdin(typed)
            .timeout(PATIENCE)
            .output()
            .expect("it runs");
        Ran {
            code: done.status.code().unwrap_or(-1),
            out: String::from_utf8(done.stdout).expect("text"),
            err: String::from_utf8(done.stderr).expect("text"),
        }
    }

    fn import(&self, table: &str, file: &Path) -> Ran {
        self.run(&[table, "import", file.to_str().expect("a name")])
    }

    fn import_all(&self) {
        self.import("operations", &sample("operations.csv")).ok();
        self.import("parts", &sample("parts.csv")).ok();
        self.import("roster", &sample("roster.csv")).ok();
        let said = self.import("orders", &sample("orders-2026-11-23.csv")).ok();
        assert!(said.contains("46 orders, 92 jobs: 46 new"), "{said}");
    }

    fn coordinator(&self) -> Running {
        Running::start(&[
            "-c",
            self.path("baylight.toml").to_str().expect("a name"),
            "coordinator",
        ])
    }
}

/// A coordinator that runs until the test ends.
struct Running {
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Running {
    fn start(words: &[&str]) -> Self {
        let mut child = std::process::Command::new(BAYLIGHT)
            .args(words)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        let errors = child.stderr.take().expect("its log");
        let (out, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                if out.send(line).is_err() {
                    return;
                }
            }
        });
        let running = Self { child, lines };
        running.until("coordinator started");
        running
    }

    fn until(&self, words: &str) {
        let until = Instant::now() + PATIENCE;
        let mut said = Vec::new();
        while let Ok(line) = self
            .lines
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            let found = line.contains(words);
            said.push(line);
            if found {
                return;
            }
        }
        panic!("“{words}” was not logged:\n{}", said.join("\n"));
    }

    /// Asks it to stop, and gives its exit code.
    fn terminate(&mut self) -> i32 {
        let pid = self.child.id().to_string();
        let sent = std::process::Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .expect("kill");
        assert!(sent.success());
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("its state") {
                return status.code().expect("it ended by itself");
            }
            assert!(Instant::now() < until, "it did not stop");
            // Its log ends with it: this waits for no longer than that.
            let _ = self.lines.recv_timeout(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_four_files_are_taken_in_and_a_second_time_change_nothing() {
    let place = Place::new();
    place.import_all();
    let said = place
        .import("orders", &sample("orders-2026-11-23.csv"))
        .ok();
    assert!(
        said.contains("46 orders, 92 jobs: 0 new") && said.contains("46 unchanged"),
        "{said}"
    );
    for (table, count) in [("operations", 36), ("parts", 33), ("roster", 31)] {
        let said = place.import(table, &sample(&format!("{table}.csv"))).ok();
        assert!(
            said.contains(&format!("0 new or changed, {count} unchanged")),
            "{said}"
        );
    }
    let said = place.run(&["verify"]).ok();
    assert!(said.contains("146 events"), "{said}");
}

/// Reads the sample orders into cells.
fn cells() -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(sample("orders-2026-11-23.csv")).expect("the sample");
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes())
        .into_records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect()
}

fn text(cells: &[Vec<String>]) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in cells {
        out.write_record(row).expect("a row");
    }
    String::from_utf8(out.into_inner().expect("bytes")).expect("text")
}

#[test]
fn the_same_orders_in_any_writing_are_unchanged() {
    let place = Place::new();
    place.import_all();
    let plain = cells();
    let plain_text = text(&plain);
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&plain_text);
    let mut english = plain.clone();
    english[0] = ENGLISH.map(str::to_owned).to_vec();
    let mut shuffled = plain.clone();
    for row in &mut shuffled {
        row.reverse();
        row.rotate_left(7);
    }
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    for (row, cells) in (0..).zip(&plain) {
        for (column, cell) in (0..).zip(cells) {
            page.write_string(row, column, cell).expect("a cell");
        }
    }
    let writings = [
        place.file("gb18030.csv", gb18030),
        place.file("english.csv", text(&english)),
        place.file("shuffled.csv", text(&shuffled)),
        place.file(
            "orders.xlsx",
            workbook.save_to_buffer().expect("a workbook"),
        ),
    ];
    for file in &writings {
        let said = place.import("orders", file).ok();
        assert!(
            said.contains("46 orders, 92 jobs: 0 new, 0 amended, 46 unchanged"),
            "{}: {said}",
            file.display()
        );
    }
}

/// Breaks the hours of a job whose order has another, and names its row in the file.
fn break_hours(cells: &mut [Vec<String>]) -> usize {
    let hours = cells[0]
        .iter()
        .position(|head| head == "标准工时")
        .expect("the column");
    let place = (2..cells.len())
        .find(|row| cells[*row][0] == cells[row - 1][0])
        .expect("such an order");
    cells[place][hours] = "many".to_owned();
    place + 1
}

#[test]
fn a_broken_row_is_refused_by_name_and_the_rest_is_in() {
    let place = Place::new();
    let mut broken = cells();
    let row = break_hours(&mut broken);
    let file = place.file("broken.csv", text(&broken));
    let ran = place.import("orders", &file);
    ran.refused(
        2,
        &[
            "broken.csv",
            &format!("row {row}"),
            "标准工时",
            "many",
            "1 rows were refused",
        ],
    );
    assert!(
        ran.out.contains("46 orders, 91 jobs: 46 new"),
        "{}",
        ran.out
    );
    // Mended, the missing line comes in as an amendment and nothing else changes.
    let said = place
        .import("orders", &sample("orders-2026-11-23.csv"))
        .ok();
    assert!(said.contains("0 new, 1 amended, 45 unchanged"), "{said}");
}

#[test]
fn a_row_that_lost_its_number_takes_no_line_off_an_order() {
    let place = Place::new();
    place
        .import("orders", &sample("orders-2026-11-23.csv"))
        .ok();
    let mut broken = cells();
    let row = break_hours(&mut broken);
    broken = cells();
    broken[row - 1][0].clear();
    let file = place.file("broken.csv", text(&broken));
    let ran = place.import("orders", &file);
    ran.refused(2, &["broken.csv", &format!("row {row}"), "作业工单号"]);
    assert!(
        ran.out.contains("0 new, 0 amended, 46 unchanged"),
        "{}",
        ran.out
    );
}

#[test]
fn a_file_that_is_not_there_or_no_table_leaves_nothing_half_done() {
    let place = Place::new();
    let good = sample("orders-2026-11-23.csv");
    let none = place.path("none.csv");
    let ran = place.run(&[
        "orders",
        "import",
        good.to_str().unwrap(),
        none.to_str().unwrap(),
    ]);
    ran.refused(2, &["none.csv"]);
    assert!(
        !place.path("data/coordinator.db").exists(),
        "nothing was written"
    );
    place
        .import("orders", &place.file("x.csv", b"\x00\x01\x02"))
        .refused(2, &["x.csv"]);
    place
        .import("orders", &sample("parts.csv"))
        .refused(2, &["parts.csv"]);
}

#[test]
fn the_tools_are_taken_in_listed_and_shown_with_who_needs_them() {
    let place = Place::new();
    place.import_all();
    let said = place.import("tools", &sample("tools.csv")).ok();
    assert!(said.contains("22 tools: 22 new or changed"), "{said}");
    let said = place.import("tools", &sample("tools.csv")).ok();
    assert!(said.contains("0 new or changed, 22 unchanged"), "{said}");
    let said = place.run(&["tools", "list"]).ok();
    assert!(
        said.contains("扭力扳手 20–200 N·m")
            && said.contains("Out of service: Calibration overdue")
            && said.contains("22 tools, 0 out"),
        "{said}"
    );
    let said = place.run(&["tools", "show", "tl-021"]).ok();
    assert!(
        said.contains("Timing locking tool set") && said.contains("needed by 2611-"),
        "{said}"
    );
    let shown = place.run(&["tools", "show", "TL-010", "--json"]).ok();
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(shown["tool"]["tool"]["place"], "工具房 B1");
    let listed = place.run(&["tools", "list", "--json"]).ok();
    let listed: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
    assert_eq!(listed.as_array().map(Vec::len), Some(22));
    place
        .run(&["tools", "show", "nothing"])
        .refused(2, &["nothing", "baylight tools list"]);
    place
        .import("tools", &sample("parts.csv"))
        .refused(2, &["is a list of parts, not of tools"]);
    place.run(&["verify"]).ok();
}

#[test]
fn listings_show_what_is_there_and_say_what_to_do_when_it_is_not() {
    let place = Place::new();
    place
        .run(&["orders", "list"])
        .refused(2, &["there is no database", "--data"]);
    place.import_all();
    place
        .run(&["orders", "show", "2611-9999"])
        .refused(2, &["2611-9999", "baylight orders list"]);
    place
        .run(&["parts", "show", "nothing"])
        .refused(2, &["nothing", "baylight parts list"]);
    let said = place.run(&["orders", "list"]).ok();
    assert!(
        said.contains("京K·30166") && said.contains("46 orders, 92 jobs"),
        "{said}"
    );
    assert!(
        place
            .run(&["orders", "show", "2611-0400"])
            .ok()
            .contains("更换前刹车盘")
    );
    for words in [
        &["orders", "list", "--json"][..],
        &["orders", "show", "2611-0400", "--json"],
        &["parts", "list", "--json"],
        &["parts", "show", "26300-35505", "--json"],
        &["operations", "list", "--json"],
        &["roster", "list", "--json"],
    ] {
        let said = place.run(words).ok();
        let value: serde_json::Value = serde_json::from_str(&said)
            .unwrap_or_else(|error| panic!("{words:?}: {error}\n{said}"));
        assert!(!said.contains("pin_hash"), "{words:?} shows no secrets");
        if words[1] == "list" {
            assert!(
                value.as_array().is_some_and(|rows| rows.len() > 30),
                "{words:?}"
            );
        }
    }
}

#[test]
fn a_pin_is_set_by_hand_where_no_roster_file_has_one() {
    let place = Place::new();
    place.import_all();
    let pin_of = |id: &str| {
        let list: serde_json::Value =
            serde_json::from_str(&place.run(&["roster", "list", "--json"]).ok()).expect("JSON");
        let people = list.as_array().expect("people").clone();
        let known = people.into_iter().find(|person| person["id"] == id);
        known.expect("someone of the sample roster")["has_pin"].clone()
    };
    assert_eq!(pin_of("E1023"), false);
    let set = |id: &str, typed: &str| place.run_with(&["roster", "pin", id], typed);
    set("E9999", "2468\n").refused(2, &["E9999 is not on the roster"]);
    set("E1023", "24\n").refused(2, &["4 to 6 digits"]);
    assert_eq!(pin_of("E1023"), false);
    assert!(set("E1023", "2468\n").ok().contains("the PIN is set"));
    assert_eq!(pin_of("E1023"), true);
}

#[test]
fn a_roster_with_pins_changes_nothing_a_second_time_and_who_leaves_is_gone_until_the_next() {
    let place = Place::new();
    let roster = place.file(
        "roster.csv",
        "工号,姓名,岗位,工种,工牌号,语言,PIN\nE2001,刘洋,车间主管,,77,zh,1357\nE1001,刘静,技师,保养,88,zh,\n",
    );
    let said = place.import("roster", &roster).ok();
    assert!(said.contains("2 new or changed"), "{said}");
    // Her own PIN stays hers, whatever the file says.
    place.run_with(&["roster", "pin", "E2001"], "2468\n").ok();
    let said = place.import("roster", &roster).ok();
    assert!(said.contains("0 new or changed, 2 unchanged"), "{said}");

    place
        .run(&["roster", "leave", "E9999"])
        .refused(2, &["E9999 is not on the roster"]);
    let said = place.run(&["roster", "leave", "E1001"]).ok();
    assert!(said.contains("刘静 (E1001) has left"), "{said}");
    let list = place.run(&["roster", "list"]).ok();
    assert!(list.contains("left") && !list.contains("88"), "{list}");
    place
        .run(&["roster", "leave", "E1001"])
        .refused(2, &["E1001 is not on the roster"]);
    let said = place.import("roster", &roster).ok();
    assert!(said.contains("1 new or changed, 1 unchanged"), "{said}");
    place.run(&["verify"]).ok();
}

#[test]
fn the_log_is_readable_up_to_any_moment() {
    let place = Place::new();
    place.import_all();
    let all = place.run(&["log"]).ok();
    assert_eq!(all.lines().count(), 146);
    assert!(
        all.contains("order-opened") && all.contains("ro=2611-0400"),
        "{all}"
    );
    let now = chrono::Utc::now().to_rfc3339();
    assert_eq!(place.run(&["log", "--at", &now]).ok(), all);
    place.run(&["log", "--at", "2020-01-01 10:42"]).refused(
        2,
        &[
            "nothing had been written by 2020-01-01 10:42",
            "the log begins at",
        ],
    );
    place
        .run(&["log", "--at", "2099-01-01T10:42:00+08:00"])
        .refused(2, &["2099-01-01 10:42:00 is still to come", "it is"]);
    place
        .run(&["log", "--at", "noon"])
        .refused(2, &["--at", "noon", "2026-11-23 10:42"]);
    for line in place.run(&["log", "--json"]).ok().lines() {
        let event: serde_json::Value = serde_json::from_str(line).expect("an object a line");
        assert!(event["position"].as_u64().is_some(), "{line}");
    }
}

#[test]
fn an_order_tells_its_story_in_either_language() {
    let place = Place::new();
    place.import_all();
    let english = place
        .run(&["log", "--order", "2611-0400", "--lang", "en"])
        .ok();
    assert!(
        english.contains("2611-0400") && english.contains("Came in, promised"),
        "{english}"
    );
    let chinese = place.run(&["log", "--order", "2611-0400"]).ok();
    assert!(chinese.contains("到店，承诺"), "{chinese}");
    let json = place.run(&["log", "--order", "2611-0400", "--json"]).ok();
    let story: serde_json::Value = serde_json::from_str(&json).expect("one object");
    assert_eq!(story["ro"], "2611-0400");
    assert_eq!(story["steps"][0]["what"], "arrived");
    place
        .run(&["log", "--order", "2611-9999"])
        .refused(2, &["there was no order 2611-9999", "orders list"]);
    place
        .run(&["log", "--order", "2611-0400", "--at", "2020-01-01 10:42"])
        .refused(2, &["nothing had been written"]);
    place
        .run(&["log", "--follow", "--at", "2026-11-23 10:42"])
        .refused(2, &["--follow", "--at"]);
}

#[test]
fn what_is_wrong_with_the_settings_is_said_with_key_and_file() {
    let place = Place::new();
    let check = |place: &Place| {
        place.run(&[
            "config",
            "check",
            place.path("baylight.toml").to_str().unwrap(),
        ])
    };
    assert!(check(&place).ok().contains("all in order"));
    for (settings, key) in [
        ("[site]\nnmae = 1\n", "nmae"),
        ("[site]\nid = \"a/b\"\n", "site.id"),
        ("[hours]\nzone = \"Mars/Olympus\"\n", "zone"),
        ("[hours]\nevery_day = \"25:00-26:00\"\n", "every_day"),
        ("[broker]\nkind = \"pigeon\"\n", "kind"),
        ("[broker]\nlisten = \"everywhere\"\n", "listen"),
        (
            "[[bay]]\nid = \"1\"\nname = \"a\"\n[[bay]]\nid = \"1\"\nname = \"b\"\n",
            "bay",
        ),
        ("[rules]\nseveral_jobs = \"maybe\"\n", "several_jobs"),
        ("this is no toml", "baylight.toml"),
    ] {
        place.settings(settings);
        check(&place).refused(2, &["baylight.toml", key]);
        place
            .run(&["orders", "list"])
            .refused(2, &["baylight.toml", key]);
    }
    place
        .run(&["config", "check", "/nowhere/x.toml"])
        .refused(2, &["/nowhere/x.toml"]);
}

#[test]
#[cfg(feature = "gui")]
fn a_station_is_called_what_can_stand_in_a_topic() {
    let place = Place::new();
    for (name, words) in [
        ("by/the door", "letters, digits"),
        ("coordinator", "choose another"),
    ] {
        place
            .run(&["station", "board", "--name", name])
            .refused(2, &["--name", words]);
    }
}

#[test]
#[cfg(feature = "gui")]
fn the_demo_says_its_pin_and_takes_no_directory() {
    let demo = |words: &[&str]| {
        let done = Command::new(BAYLIGHT)
            .args(["demo", "--headless", "--for", "0"])
            .args(words)
            .timeout(PATIENCE * 3)
            .output()
            .expect("it runs");
        Ran {
            code: done.status.code().unwrap_or(-1),
            out: String::from_utf8(done.stdout).expect("text"),
            err: String::from_utf8(done.stderr).expect("text"),
        }
    };
    let kept = tempfile::tempdir().expect("a directory");
    demo(&["--data", kept.path().to_str().expect("a name")])
        .refused(2, &["keeps nothing", "--data"]);
    let said = demo(&[]).ok();
    assert!(said.contains("2468"), "{said}");
}

#[test]
fn every_directory_finds_the_database_that_the_settings_name() {
    let place = Place::new();
    place.settings("[data]\ndir = \"kept\"\n");
    let elsewhere = tempfile::tempdir().expect("a directory");
    let run_in = |dir: &Path, words: &[&str]| {
        let done = Command::new(BAYLIGHT)
            .current_dir(dir)
            .arg("-c")
            .arg(place.path("baylight.toml"))
            .args(words)
            .timeout(PATIENCE)
            .output()
            .expect("it runs");
        assert!(done.status.success(), "{done:?}");
        String::from_utf8(done.stdout).expect("text")
    };
    let roster = sample("roster.csv");
    run_in(
        place.dir.path(),
        &["roster", "import", roster.to_str().expect("a name")],
    );
    let said = run_in(elsewhere.path(), &["verify"]);
    assert!(said.contains("31 events"), "{said}");
    assert!(place.path("kept/coordinator.db").exists());
    assert!(!elsewhere.path().join("kept").exists());
}

#[test]
fn a_coordinator_takes_imports_while_it_runs_and_stops_cleanly() {
    let place = Place::new();
    let mut running = place.coordinator();
    place.import_all();
    assert!(
        place
            .run(&["orders", "list"])
            .ok()
            .contains("46 orders, 92 jobs")
    );
    place.run(&["verify"]).ok();
    let copy = place.path("copy.db");
    place.run(&["backup", copy.to_str().unwrap()]).ok();
    place
        .run(&["backup", copy.to_str().unwrap()])
        .refused(1, &["copy.db", "there is a file already"]);
    place
        .run(&["restore", copy.to_str().unwrap()])
        .refused(1, &["in use by process"]);
    // A second one is told who has the directory, whatever its port.
    place
        .run(&["coordinator"])
        .refused(1, &["in use by process", "--data"]);
    // Somebody who holds the control socket open keeps nobody from stopping.
    let socket = place.path("data/control.sock");
    let _idle = UnixStream::connect(&socket).expect("the control socket");
    assert_eq!(running.terminate(), 0);
    assert!(!socket.exists(), "the control socket is taken away");
    let other = place.path("other");
    let restored = [
        "restore",
        copy.to_str().unwrap(),
        "--data",
        other.to_str().unwrap(),
    ];
    place.run(&restored).ok();
    place
        .run(&["verify", "--data", other.to_str().unwrap()])
        .ok();
    place
        .run(&restored)
        .refused(1, &["there is a file already"]);
}

#[test]
fn a_taken_port_is_named_with_what_to_do() {
    let place = Place::new();
    let _other = TcpListener::bind((Ipv4Addr::LOCALHOST, place.port)).expect("the port");
    place
        .run(&["coordinator"])
        .refused(1, &[&place.port.to_string(), "broker.listen"]);
}

#[test]
fn a_file_that_is_not_ours_is_named_and_left_alone() {
    let place = Place::new();
    std::fs::create_dir(place.path("data")).expect("a directory");
    let file = place.file("data/coordinator.db", "somebody's notes\n".repeat(100));
    let before = std::fs::read(&file).expect("its bytes");
    for words in [&["coordinator"][..], &["orders", "list"], &["verify"]] {
        place
            .run(words)
            .refused(1, &["coordinator.db", "no database", "left as it is"]);
    }
    place
        .import("parts", &sample("parts.csv"))
        .refused(1, &["coordinator.db", "no database"]);
    assert!(
        before == std::fs::read(&file).expect("its bytes"),
        "it was changed"
    );
}

/// Waits until something is so on the disk.
fn until(what: &str, so: impl Fn() -> bool) {
    let until = Instant::now() + PATIENCE;
    let (_never, pause) = mpsc::channel::<()>();
    while !so() {
        assert!(Instant::now() < until, "{what} did not come");
        let _ = pause.recv_timeout(Duration::from_millis(20));
    }
}

#[test]
fn the_drop_folder_takes_what_it_can_and_says_what_it_cannot() {
    let place = Place::new();
    let mut running = place.coordinator();
    let whole = std::fs::read(sample("orders-2026-11-23.csv")).expect("the sample");
    place.file("drop/orders.csv", &whole);
    place.file(
        "drop/roster.csv",
        std::fs::read(sample("roster.csv")).expect("the sample"),
    );
    place.file("drop/holiday.csv", "where,when\nbeach,summer\n");
    place.file("drop/.half-written.csv", "x");
    let mut broken = cells();
    break_hours(&mut broken);
    for row in &mut broken[1..] {
        row[0] = row[0].replace("2611-", "2612-");
    }
    place.file("drop/broken.csv", text(&broken));
    until("the moved files", || {
        [
            "done/orders.csv",
            "done/roster.csv",
            "done/broken.csv",
            "failed/holiday.csv",
        ]
        .iter()
        .all(|name| place.path("drop").join(name).exists())
    });
    let reason =
        std::fs::read_to_string(place.path("drop/failed/holiday.csv.reason.txt")).expect("why");
    assert!(reason.contains("holiday.csv"), "{reason}");
    let refused =
        std::fs::read_to_string(place.path("drop/done/broken.csv.refused.csv")).expect("the rows");
    assert_eq!(
        refused.lines().count(),
        2,
        "its header and one row: {refused}"
    );
    assert!(refused.contains("many"), "{refused}");
    assert!(
        place.path("drop/.half-written.csv").exists(),
        "what is still written is left alone"
    );
    let events = place.run(&["log"]).ok().lines().count();
    assert_eq!(events, 31 + 46 + 46);
    // The same file again changes nothing and is kept beside the first.
    place.file("drop/orders.csv", &whole);
    until("the second file", || {
        place.path("drop/done/2-orders.csv").exists()
    });
    assert_eq!(place.run(&["log"]).ok().lines().count(), events);
    assert_eq!(running.terminate(), 0);
}

#[test]
fn a_changed_row_or_a_changed_projection_fails_verify() {
    for (change, words) in [
        (
            "UPDATE event SET station = 'x' WHERE position = 7",
            "event 7",
        ),
        (
            "UPDATE entity SET body = replace(body, '刘静', '刘净')",
            "projection of person E1001",
        ),
    ] {
        let place = Place::new();
        place.import_all();
        let database =
            rusqlite::Connection::open(place.path("data/coordinator.db")).expect("a database");
        assert!(database.execute(change, []).expect("the change") > 0);
        drop(database);
        place
            .run(&["verify"])
            .refused(1, &[words, "restore the last backup"]);
    }
}
