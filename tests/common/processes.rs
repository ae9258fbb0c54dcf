//! Processes of a workshop: a test's own binary, started again in another role. One stops at a marked step, says so, and is
//! killed there as by a power cut, or goes on when it is told to.
#![allow(dead_code, reason = "each test uses its own part of it")]

use super::shop::*;
use baylight::coordinator::{Coordinator, CoordinatorOptions};
use baylight::domain::command::CommandBody;
use baylight::domain::ids::CommandId;
use baylight::domain::time::Clock;
use baylight::mqtt::BrokerAddress;
use baylight::mqtt::broker::EmbeddedBroker;
use baylight::projection::picture::{Picture, TapState};
use baylight::station::{Interest, Station, StationOptions};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;

/// What a process says to its test begins with this; the rest of its output is for the reader of a failed test.
const SAYS: &str = "@ ";
const ROLE: &str = "BAYLIGHT_TEST_ROLE";
const PORT: &str = "BAYLIGHT_TEST_PORT";
const DATA: &str = "BAYLIGHT_TEST_DATA";
const STEP: &str = "BAYLIGHT_TEST_STEP";
const STATION: &str = "BAYLIGHT_TEST_STATION";
const PERSON: &str = "BAYLIGHT_TEST_PERSON";

// ---- The other processes ----

/// What a process does that a test has started in a role.
pub fn act() {
    let role = std::env::var(ROLE).expect("the tests start this, not a person");
    // What it complains about is there to be waited for, and for the reader of a failed test.
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .with_writer(std::io::stderr)
        .init();
    let _scenario = fail::FailScenario::setup();
    let gate = stop_at_step();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(3)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        match role.as_str() {
            "broker" => {
                let _broker = EmbeddedBroker::start(address())
                    .await
                    .expect("the broker starts");
                say("ready");
                std::future::pending::<()>().await;
            }
            "coordinator" => {
                let _coordinator = Coordinator::start(CoordinatorOptions {
                    data_dir: data_dir(),
                    broker: broker_address(),
                    policy: policy(2),
                    clock: Clock::new(chrono::Utc::now),
                })
                .expect("the coordinator starts");
                say("ready");
                std::thread::spawn(move || {
                    for line in std::io::stdin().lines() {
                        assert_eq!(line.expect("a line"), "go");
                        gate.open();
                    }
                });
                std::future::pending::<()>().await;
            }
            "station" => station(gate).await,
            other => panic!("there is no role {other}"),
        }
    });
}

pub fn say(words: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{SAYS}{words}")
        .and_then(|()| out.flush())
        .expect("the test listens");
}

fn data_dir() -> PathBuf {
    std::env::var(DATA).expect("a data directory").into()
}

fn address() -> SocketAddr {
    let port: u16 = std::env::var(PORT)
        .expect("a port")
        .parse()
        .expect("a port");
    ([127, 0, 0, 1], port).into()
}

fn broker_address() -> BrokerAddress {
    BrokerAddress {
        host: address().ip().to_string(),
        port: address().port(),
        login: None,
        ca_file: None,
    }
}

/// Keeps a process at its step until it is told to go on.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }

    fn pass(&self) {
        let mut open = self.0.0.lock().unwrap();
        while !*open {
            open = self.0.1.wait(open).unwrap();
        }
    }
}

fn stop_at_step() -> Gate {
    let gate = Gate::default();
    if let Ok(step) = std::env::var(STEP) {
        let (stops, words) = (gate.clone(), format!("at {step}"));
        let said = std::sync::Once::new();
        fail::cfg_callback(step, move || {
            said.call_once(|| say(&words));
            stops.pass();
        })
        .expect("the step is armed");
    }
    gate
}

/// A station that taps what it is told, and says what its screen would say.
async fn station(gate: Gate) {
    let name = std::env::var(STATION).expect("the name of a station");
    let who = std::env::var(PERSON).expect("somebody who taps");
    let interest = match name.strip_prefix("bay-") {
        Some(bay) => Interest::Bay(bay.into()),
        None => Interest::Floor,
    };
    let station = Station::start(StationOptions {
        id: name.as_str().into(),
        site: policy(2).site,
        interest,
        data_dir: data_dir(),
        broker: broker_address(),
        clock: Clock::new(chrono::Utc::now),
    })
    .expect("the station starts");
    let mut picture = station.picture();
    let submitter = station.submitter();
    // A finger may be kept at a step; what the test says next is heard all the same.
    let (fingers, taps) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for body in taps {
            let id = submitter.submit(person(&who), body);
            say(format!("tapped {id}"));
        }
    });
    let shown = picture.clone();
    std::thread::spawn(move || {
        for line in std::io::stdin().lines() {
            let line = line.expect("a line");
            match line.split_once(' ') {
                None if line == "go" => gate.open(),
                // Where the screen has the cars, and what each job of theirs waits for.
                None if line == "cars" => say(format!("cars {}", cars(&shown.borrow()))),
                // What the screen is drawn from, as far as it is about parts.
                None if line == "show" => {
                    let requests = shown.borrow().views.requests.clone();
                    let text = serde_json::to_string(&requests).expect("it can be written");
                    say(format!("shows {text}"));
                }
                Some(("tap", body)) => {
                    let body: CommandBody = serde_json::from_str(body).expect("a tap");
                    fingers.send(body).expect("somebody taps");
                }
                _ => panic!("“{line}” is nothing to tap"),
            }
        }
    });
    say("ready");
    let mut said = BTreeMap::new();
    let mut waiting = None;
    loop {
        let now = picture.borrow_and_update().clone();
        claims(&now, &mut said);
        if waiting.replace(now.waiting) != Some(now.waiting) {
            say(format!("waiting {}", now.waiting));
        }
        picture.changed().await.expect("the station lives");
    }
}

/// Says where the screen has the cars of the checks and those after them, and what is missing.
fn cars(picture: &Picture) -> String {
    let checks = picture.views.checks.cars.iter().map(|car| {
        let jobs = car.jobs.iter();
        let jobs = jobs.map(|job| format!("{:?}:{:?}", job.stage, job.quality.next));
        let jobs: Vec<String> = jobs.collect();
        format!("{} {:?} {}", car.ro(), car.car.state, jobs.join(","))
    });
    let checks: Vec<String> = checks.collect();
    checks.join("; ")
}

/// Says each claim of the screen once.
fn claims(picture: &Picture, said: &mut BTreeMap<CommandId, &'static str>) {
    for tap in &picture.taps {
        let claim = match tap.state {
            TapState::Saving => continue,
            TapState::Saved => "saved",
            TapState::Accepted { .. } => "accepted",
            TapState::Refused { .. } => "refused",
            TapState::NotSaved { .. } => "not-saved",
        };
        if said.insert(tap.command.id, claim) != Some(claim) {
            say(format!("{claim} {}", tap.command.id));
        }
    }
}

// ---- The test's side ----

pub type Lines = Arc<(Mutex<Vec<String>>, Condvar)>;

/// A process in a role. It ends with its test, whatever happens.
pub struct Process {
    name: &'static str,
    pub child: Child,
    stdin: Option<ChildStdin>,
    said: Lines,
    errors: Lines,
    readers: Vec<std::thread::JoinHandle<()>>,
}

impl Process {
    pub fn start(name: &'static str, mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let (said, errors) = (Lines::default(), Lines::default());
        let readers = vec![
            listen(child.stdout.take().expect("its output"), said.clone()),
            listen(child.stderr.take().expect("its errors"), errors.clone()),
        ];
        let stdin = child.stdin.take();
        Self {
            name,
            child,
            stdin,
            said,
            errors,
            readers,
        }
    }

    pub fn tell(&mut self, words: &str) {
        let stdin = self.stdin.as_mut().expect("its input");
        writeln!(stdin, "{words}")
            .and_then(|()| stdin.flush())
            .expect("the process listens");
    }

    pub fn all_said(&self) -> Vec<String> {
        self.said
            .0
            .lock()
            .unwrap()
            .iter()
            .filter_map(|line| line.split_once(SAYS).map(|(_, words)| words.to_owned()))
            .collect()
    }

    pub fn until_said(&self, what: &str) -> String {
        self.until(&self.said, what, |line| {
            line.split_once(SAYS)
                .is_some_and(|(_, words)| words.starts_with(what))
        })
    }

    pub fn until_error(&self, what: &str) -> String {
        self.until(&self.errors, what, |line| line.contains(what))
    }

    pub fn until(&self, lines: &Lines, what: &str, fits: impl Fn(&str) -> bool) -> String {
        let (all, more) = &**lines;
        let until = Instant::now() + PATIENCE;
        let mut all = all.lock().unwrap();
        loop {
            if let Some(line) = all.iter().rev().find(|line| fits(line)) {
                return line.clone();
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let said = all.join("\n");
                drop(all);
                let errors = self.errors.0.lock().unwrap().join("\n");
                panic!(
                    "{}: “{what}” did not come; it said:\n{said}\n{errors}",
                    self.name
                );
            }
            all = more.wait_timeout(all, left).unwrap().0;
        }
    }

    /// Waits until so many taps were made, and names the last.
    pub fn until_tapped(&self, taps: usize) -> String {
        let (all, more) = &*self.said;
        let until = Instant::now() + PATIENCE;
        let mut all = all.lock().unwrap();
        loop {
            let tapped: Vec<&str> = all
                .iter()
                .filter_map(|line| Some(line.split_once("@ tapped ")?.1))
                .collect();
            if tapped.len() >= taps {
                return tapped[taps - 1].to_owned();
            }
            let left = until.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "{} of {taps} taps; it said:\n{}",
                tapped.len(),
                all.join("\n")
            );
            all = more.wait_timeout(all, left).unwrap().0;
        }
    }

    /// Waits until the outbox is empty: the last that was said of it is that nothing waits.
    pub fn until_nothing_waits(&self) {
        let (all, more) = &*self.said;
        let until = Instant::now() + PATIENCE;
        let mut all = all.lock().unwrap();
        loop {
            let last = all.iter().rev().find(|line| line.contains("@ waiting "));
            if last.is_some_and(|line| line.ends_with("waiting 0")) {
                return;
            }
            let left = until.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "the outbox did not empty; it said:\n{}",
                all.join("\n")
            );
            all = more.wait_timeout(all, left).unwrap().0;
        }
    }

    /// Kills it as a power cut would, and gives what it had said until then.
    pub fn kill(&mut self) -> Vec<String> {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it is gone");
        for reader in self.readers.drain(..) {
            reader.join().expect("its last words are read");
        }
        self.all_said()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(from: impl std::io::Read + Send + 'static, lines: Lines) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            lines.0.lock().unwrap().push(line);
            lines.1.notify_all();
        }
    })
}

/// Who stands at a station of its own, and where it connects to.
#[derive(Debug, Clone)]
pub struct Post {
    /// The station's name; one that begins with `bay-` is a kiosk, any other shows the whole floor.
    pub station: &'static str,
    /// Who taps there.
    pub person: &'static str,
    /// Where the broker is for it.
    pub port: u16,
}

/// Starts this test's binary in a role, which ends with the test.
pub fn start(
    role: &'static str,
    (data, post): (&Path, &Post),
    step: Option<&str>,
    file_limit_kib: Option<u64>,
) -> Process {
    let this = std::env::current_exe().expect("this binary");
    let mut command = match file_limit_kib {
        None => Command::new(this),
        Some(kib) => {
            // Whoever writes beyond the limit is told so, like on a full disk; `ulimit` counts half KiB.
            let mut shell = Command::new("sh");
            let limits = format!("trap '' XFSZ; ulimit -S -f {}; exec \"$0\" \"$@\"", kib * 2);
            shell.arg("-c").arg(limits).arg(this);
            shell
        }
    };
    command
        .args([
            "in_a_role",
            "--exact",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(ROLE, role)
        .env(PORT, post.port.to_string())
        .env(DATA, data)
        .env(STATION, post.station)
        .env(PERSON, post.person)
        .env_remove(STEP);
    if let Some(step) = step {
        command.env(STEP, step);
    }
    let process = Process::start(role, command);
    process.until_said("ready");
    process
}

/// Starts Mosquitto, where it is installed, or else the broker inside the program.
pub fn start_broker(dir: &Path, post: &Post) -> Process {
    let Some(mosquitto) = mosquitto() else {
        return start("broker", (dir, post), None, None);
    };
    let settings = dir.join("mosquitto.conf");
    let text = format!(
        "listener {} 127.0.0.1\nallow_anonymous true\npersistence false\n",
        post.port
    );
    std::fs::write(&settings, text).expect("its settings");
    let mut command = Command::new(mosquitto);
    command.arg("-c").arg(settings);
    let process = Process::start("mosquitto", command);
    let until = Instant::now() + PATIENCE;
    while TcpStream::connect(("127.0.0.1", post.port)).is_err() {
        assert!(Instant::now() < until, "mosquitto does not listen");
        std::thread::yield_now();
    }
    process
}

fn mosquitto() -> Option<&'static Path> {
    ["/usr/sbin/mosquitto", "/usr/bin/mosquitto"]
        .into_iter()
        .map(Path::new)
        .find(|path| path.exists())
}
