//! 20,000 parts: how long their import takes, how fast they are searched at a bay and what that costs in memory, and
//! what one change of stock sends. The floor of a search is a plain `contains` over the same names.

#[path = "../tests/common/catalogue.rs"]
mod catalogue;
mod support;

use baylight::domain::catalogue::Part;
use baylight::domain::ids::StationId;
use baylight::domain::time::Clock;
use baylight::mqtt::BrokerAddress;
use baylight::projection::part_search::Parts;
use baylight::projection::parts::bucket;
use baylight::station::{Interest, Station, StationOptions};
use chrono::Utc;
use pinyin::ToPinyin;
use rumqttc::{AsyncClient, Event, MqttOptions, Packet, QoS};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::window::{Running, resident_mb_of, wait};
use support::{free_port, percentile, raw_database};

const PARTS: usize = 20_000;
/// How many queries of each kind.
const QUERIES: usize = 300;
/// How many parts a list at the bay shows.
const SHOWN: usize = 50;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let shop = Shop::new();
    let parts = catalogue::parts(PARTS);
    let coordinator = shop.start(&["coordinator"]);
    wait(|| shop.dir.path().join("control.sock").exists());
    import(&shop, &parts);
    let (station, found) = first_contact(&shop).await;
    search(&found, &parts);
    changes(&shop, &parts).await;
    station.stop().await;
    println!(
        "coordinator with broker, resident                    {:>5} MB",
        coordinator.resident_mb()
    );
    in_a_window(&shop);
}

/// A workshop of one machine.
struct Shop {
    dir: tempfile::TempDir,
    file: PathBuf,
    port: u16,
}

impl Shop {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("baylight.toml");
        let port = free_port();
        let text = format!("[broker]\nlisten = \"127.0.0.1:{port}\"\n[[bay]]\nid = \"1\"\n");
        std::fs::write(&file, text).expect("settings");
        Self { dir, file, port }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baylight"));
        command.args(args).arg("-c").arg(&self.file);
        command.arg("--data").arg(self.dir.path());
        command
    }

    fn start(&self, args: &[&str]) -> Running {
        let mut command = self.command(args);
        Running(command.stderr(Stdio::null()).spawn().expect("the program"))
    }

    /// Has a list taken in by the running coordinator.
    fn import(&self, parts: &[Part]) -> Duration {
        let list = self.dir.path().join("list.csv");
        std::fs::write(&list, catalogue::csv(parts)).expect("a list");
        let name = list.to_string_lossy().into_owned();
        let started = Instant::now();
        let mut command = self.command(&["parts", "import", &name]);
        let done = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("an import");
        assert!(done.success(), "the parts are not imported");
        started.elapsed()
    }

    fn broker(&self) -> BrokerAddress {
        BrokerAddress {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            login: None,
            ca_file: None,
        }
    }
}

fn import(shop: &Shop, parts: &[Part]) {
    let floor = raw_rows(shop.dir.path(), parts);
    let new = shop.import(parts);
    print_seconds(
        "import of 20,000 parts, file → log and projections",
        new,
        floor,
    );
    let same = shop.import(parts);
    print_seconds("the same file once more: nothing is new", same, floor);
    let (listed, bytes) = timed(|| shop.command(&["parts", "list"]).output());
    assert!(bytes.expect("a listing").status.success());
    print_seconds("parts list", listed, floor);
    let number = parts[PARTS / 2].number.to_string();
    let (shown, output) = timed(|| shop.command(&["parts", "show", &number]).output());
    assert!(output.expect("a part").status.success());
    print_seconds("parts show", shown, floor);
}

/// The same rows, put into a raw database in as many commits.
fn raw_rows(dir: &Path, parts: &[Part]) -> Duration {
    let mut connection = raw_database(&dir.join("floor.db"));
    let (took, ()) = timed(|| {
        for chunk in parts.chunks(500) {
            let transaction = connection.transaction().expect("a transaction");
            for part in chunk {
                let body = serde_json::to_string(part).expect("a row");
                transaction
                    .prepare_cached("INSERT INTO floor (body) VALUES (?1)")
                    .and_then(|mut statement| statement.execute([&body]))
                    .expect("a row");
            }
            transaction.commit().expect("a commit");
        }
    });
    took
}

fn timed<T>(what: impl FnOnce() -> T) -> (Duration, T) {
    let started = Instant::now();
    let done = what();
    (started.elapsed(), done)
}

fn print_seconds(what: &str, ours: Duration, floor: Duration) {
    println!(
        "{what:<52} {:>6.2} s  raw rows {:>5.2} s  ratio {:>6.2}",
        ours.as_secs_f64(),
        floor.as_secs_f64(),
        ours.as_secs_f64() / floor.as_secs_f64()
    );
}

/// A station that has never been here gets the whole catalogue.
async fn first_contact(shop: &Shop) -> (Station, Arc<Parts>) {
    let before = resident_mb();
    let started = Instant::now();
    let station = Station::start(StationOptions {
        id: StationId::new("bay-bench"),
        site: "main".into(),
        interest: Interest::Bay("1".into()),
        data_dir: shop.dir.path().join("bench"),
        broker: shop.broker(),
        clock: Clock::new(Utc::now),
    })
    .expect("a station");
    let mut picture = station.picture();
    let whole = picture.wait_for(|picture| picture.views.parts.count() == PARTS);
    let parts = tokio::time::timeout(Duration::from_secs(60), whole)
        .await
        .expect("the catalogue comes")
        .expect("a running station")
        .views
        .parts
        .clone();
    println!(
        "a new station, start → the whole catalogue          {:>7.2} s",
        started.elapsed().as_secs_f64()
    );
    println!(
        "the catalogue and its link take, resident            {:>5} MB",
        resident_mb() - before
    );
    (station, parts)
}

fn resident_mb() -> u64 {
    resident_mb_of(std::process::id())
}

/// What people type, by kind.
fn queries(parts: &[Part]) -> BTreeMap<&'static str, Vec<String>> {
    let sample: Vec<&Part> = (0..QUERIES).map(|n| &parts[n * 7_919 % PARTS]).collect();
    let of = |make: &dyn Fn(&Part) -> String| sample.iter().map(|part| make(part)).collect();
    let first = |text: &str, count: usize| text.chars().take(count).collect::<String>();
    let sounds = |name: &str, whole: bool| -> String {
        let syllables = name.to_pinyin().flatten().map(|syllable| syllable.plain());
        let syllables = syllables.map(|syllable| syllable.replace('ü', "v"));
        syllables
            .map(|text| if whole { text } else { first(&text, 1) })
            .collect()
    };
    let bare = |part: &Part| part.number.to_string().replace('-', "");
    BTreeMap::from([
        ("number, whole", of(&|part| part.number.to_string())),
        ("number, beginning", of(&|part| first(&bare(part), 4))),
        ("number, inside", of(&|part| bare(part)[3..7].to_owned())),
        ("Chinese name", of(&|part| part.name.clone())),
        ("Chinese, 2 characters", of(&|part| first(&part.name, 2))),
        (
            "Chinese, name and car",
            of(&|part| format!("{} {}", first(&part.name, 3), first(&part.fits, 2))),
        ),
        ("English name", of(&|part| part.english_name.clone())),
        (
            "English, 2 words cut short",
            of(&|part| {
                let words = part.english_name.split(' ').take(2);
                words
                    .map(|word| first(word, 4))
                    .collect::<Vec<_>>()
                    .join(" ")
            }),
        ),
        ("pinyin initials", of(&|part| sounds(&part.name, false))),
        (
            "pinyin initials, 2",
            of(&|part| first(&sounds(&part.name, false), 2)),
        ),
        ("full pinyin", of(&|part| sounds(&part.name, true))),
        (
            "one letter",
            of(&|part| first(&sounds(&part.name, false), 1)),
        ),
        (
            "nothing to be found",
            of(&|part| format!("{}qxz", bare(part))),
        ),
    ])
}

fn search(found: &Parts, parts: &[Part]) {
    // What the simplest search would look through.
    let names: Vec<String> = parts
        .iter()
        .map(|part| {
            let (number, name, english) = (&part.number, &part.name, &part.english_name);
            format!("{number} {name} {english}").to_lowercase()
        })
        .collect();
    println!("{QUERIES} queries of each kind in {} parts", found.count());
    let mut slowest = Duration::ZERO;
    for (kind, queries) in queries(parts) {
        let (mut ours, mut floor, mut hits) = (Vec::new(), Vec::new(), 0);
        for query in &queries {
            let (took, all) = timed(|| found.search(query, SHOWN).len());
            ours.push(took);
            hits += all;
            let lower = query.to_lowercase();
            let (took, _) =
                timed(|| black_box(names.iter().filter(|name| name.contains(&lower)).count()));
            floor.push(took);
        }
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let (p50, p99) = (percentile(&mut ours, 50), percentile(&mut ours, 99));
        let floor = percentile(&mut floor, 50);
        slowest = slowest.max(p99);
        println!(
            "  {kind:<28} p50 {:>6.2} ms  p99 {:>6.2} ms  contains {:>5.2} ms  ratio {:>5.2}  {:>4.1} hits",
            ms(p50),
            ms(p99),
            ms(floor),
            p50.as_secs_f64() / floor.as_secs_f64(),
            hits as f64 / queries.len() as f64
        );
    }
    println!(
        "search, p99 of the slowest kind                    {:>7.2} ms  (goal < 50 ms)",
        slowest.as_secs_f64() * 1000.0
    );
}

/// What goes over the wire when one figure, and when one name changes.
async fn changes(shop: &Shop, parts: &[Part]) {
    let mut part = parts[4_711].clone();
    part.on_hand += 5;
    let stock = bytes_of(shop, &part, "stock").await;
    println!("one change of stock sends                           {stock:>7} bytes");
    part.name.push('新');
    let name = bytes_of(shop, &part, "parts").await;
    println!("one change of a name sends                          {name:>7} bytes");
}

/// Counts the bytes of all pages of parts that one change sends, up to the page that shows it.
async fn bytes_of(shop: &Shop, part: &Part, set: &str) -> usize {
    let mut options = MqttOptions::new("bench-watch", "127.0.0.1", shop.port);
    options.set_max_packet_size(512 * 1024, 512 * 1024);
    let (client, mut events) = AsyncClient::new(options, 64);
    for filter in ["stock", "parts"] {
        let topic = format!("baylight/v1/main/view/{filter}/+");
        let subscribed = client.subscribe(topic, QoS::AtLeastOnce);
        subscribed.await.expect("a place in the queue");
    }
    let topic = format!("baylight/v1/main/view/{set}/{}", bucket(&part.number));
    let (mut bytes, mut kept, mut asked) = (0, 0, false);
    loop {
        let event = tokio::time::timeout(Duration::from_secs(60), events.poll());
        let event = event.await.expect("the change comes").expect("a broker");
        let Event::Incoming(Packet::Publish(message)) = event else {
            continue;
        };
        if message.retain {
            kept += 1;
        } else {
            bytes += message.topic.len() + message.payload.len();
            if message.topic == topic {
                return bytes;
            }
        }
        // All that is kept has come: what comes now is the change.
        if kept == 2 * usize::from(baylight::projection::parts::BUCKETS) && !asked {
            asked = true;
            shop.import(std::slice::from_ref(part));
        }
    }
}

/// The real kiosk in its window.
#[cfg(feature = "gui")]
fn in_a_window(shop: &Shop) {
    use support::window::Display;
    let Some(display) = Display::start() else {
        println!("Xvfb and xdotool are not installed: sh config/setup-debian.sh test");
        return;
    };
    for life in ["as the catalogue came", "started with the catalogue"] {
        let mut command = shop.command(&["station", "bay", "--bay", "1", "--windowed"]);
        let command = command.env("DISPLAY", &display.name).stderr(Stdio::null());
        let started = Instant::now();
        let bay = Running(command.spawn().expect("the program"));
        display.wait_for_window(bay.0.id());
        println!(
            "bay station, start → window                         {:>7.2} s",
            started.elapsed().as_secs_f64()
        );
        wait(|| kept_pages(shop) == i64::from(baylight::projection::parts::BUCKETS));
        // What was needed for a moment only is given back, or not.
        std::thread::sleep(Duration::from_secs(10));
        println!(
            "bay station, resident, {life:<28}  {:>5} MB  (goal < 90 MB)",
            bay.resident_mb()
        );
    }
}

#[cfg(not(feature = "gui"))]
fn in_a_window(_shop: &Shop) {
    println!("built without screens: no window");
}

/// Counts the pages that the kiosk has kept on its disk.
#[cfg(feature = "gui")]
fn kept_pages(shop: &Shop) -> i64 {
    let file = shop.dir.path().join("stations/bay-1/views.db");
    let Ok(cache) = rusqlite::Connection::open(file) else {
        return 0;
    };
    let count = "SELECT count(*) FROM view WHERE name LIKE 'parts/%'";
    cache.query_row(count, [], |row| row.get(0)).unwrap_or(0)
}
