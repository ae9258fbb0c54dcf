//! A real Mosquitto with the settings and the access list that are shipped: the logins of the README work, and whoever
//! has another one is told so, though the broker itself says nothing.
#![cfg(feature = "embedded-broker")]

#[path = "common/shop.rs"]
mod shop;

use baylight::coordinator::{Coordinator, CoordinatorOptions};
use baylight::domain::command::CommandBody;
use baylight::domain::ids::StationId;
use baylight::domain::time::Clock;
use baylight::mqtt::{BrokerAddress, Link, LinkEvent, LinkOptions};
use baylight::protocol::topic::{Filter, Topic};
use baylight::station::{Interest, Station, StationOptions};
use shop::*;
use std::fs::Permissions;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;
use tempfile::TempDir;

/// The logins that the broker knows; “baylight” is one that its access list does not.
const LOGINS: [&str; 4] = ["coordinator", "bay-1", "board", "baylight"];

struct Mosquitto {
    process: Child,
    port: u16,
    dir: TempDir,
}

impl Mosquitto {
    /// Starts it with the shipped files, on other ports and without certificates; nothing where it is not installed.
    fn start() -> Option<Self> {
        let program = installed("mosquitto")?;
        let dir = tempfile::tempdir().expect("a directory");
        let file = |name: &str| dir.path().join(name);
        for login in LOGINS {
            let mut passwords = Command::new(installed("mosquitto_passwd")?);
            passwords.arg("-b");
            if !file("passwords").exists() {
                passwords.arg("-c");
            }
            let done = passwords.arg(file("passwords")).args([login, login]);
            assert!(done.status().expect("it runs").success());
        }
        let port = free_port();
        let shipped = |name: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("config")
                .join(name);
            std::fs::read_to_string(path).expect("a shipped file")
        };
        let settings: Vec<String> = shipped("mosquitto.conf")
            .lines()
            .filter(|line| {
                !["cafile", "certfile", "keyfile"].contains(&line.split(' ').next().unwrap_or(""))
            })
            .map(|line| match line.split(' ').next() {
                Some("listener") if line.contains("8883") => format!("listener {port} 127.0.0.1"),
                Some("listener") => format!("listener {} 127.0.0.1", free_port()),
                Some("password_file") => format!("password_file {}", file("passwords").display()),
                Some("acl_file") => format!("acl_file {}", file("acl").display()),
                _ => line.to_owned(),
            })
            .collect();
        std::fs::write(file("mosquitto.conf"), settings.join("\n")).expect("its settings");
        std::fs::write(file("acl"), shipped("mosquitto-acl")).expect("its access list");
        // Started by root it becomes somebody else, who must read them too.
        std::fs::set_permissions(dir.path(), Permissions::from_mode(0o755)).expect("a right");
        for name in ["passwords", "acl"] {
            std::fs::set_permissions(file(name), Permissions::from_mode(0o644)).expect("a right");
        }
        let process = Command::new(program)
            .arg("-c")
            .arg(file("mosquitto.conf"))
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let until = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "mosquitto does not listen");
            std::thread::yield_now();
        }
        Some(Self { process, port, dir })
    }

    fn address(&self, login: &str, password: &str) -> BrokerAddress {
        BrokerAddress {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            login: Some((login.to_owned(), password.to_owned())),
            ca_file: None,
        }
    }

    /// Connects as a party and tells what is said of its link first.
    async fn first_word(&self, party: &str, login: &str, password: &str) -> String {
        let station = StationId::new(party);
        let at = moment("2026-11-23 08:00");
        let source = party.to_owned();
        let (presence_topic, filters) = match party {
            "coordinator" => (Topic::CoordinatorPresence, vec![Filter::Commands]),
            _ => (
                Topic::Presence(station.clone()),
                vec![Filter::Receipts, Filter::Views],
            ),
        };
        let options = LinkOptions {
            broker: self.address(login, password),
            site: policy(2).site,
            station,
            filters,
            presence_topic,
            presence: Arc::new(move |online| presence(at, online, &source, 1)),
            in_flight: 1,
        };
        let (link, mut events) = Link::start(options).expect("a link");
        let word = within("the first word of the link", async {
            loop {
                match events.recv().await.expect("the link lives") {
                    LinkEvent::Up => return "up".to_owned(),
                    LinkEvent::Down { why } => return why,
                    LinkEvent::Message(_) => {}
                }
            }
        })
        .await;
        link.close().await;
        word
    }
}

impl Drop for Mosquitto {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn installed(name: &str) -> Option<PathBuf> {
    ["/usr/sbin", "/usr/bin"]
        .iter()
        .map(|dir| Path::new(dir).join(name))
        .find(|path| path.exists())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_logins_of_the_readme_a_tap_is_accepted() {
    let Some(broker) = Mosquitto::start() else {
        return;
    };
    let coordinator = Coordinator::start(CoordinatorOptions {
        data_dir: broker.dir.path().join("data"),
        broker: broker.address("coordinator", "coordinator"),
        policy: policy(2),
        clock: Clock::new(chrono::Utc::now),
    })
    .expect("the coordinator starts");
    let taken = coordinator.local().submit(morning()).await;
    assert_eq!(taken.expect("it is written").len(), morning().len());
    let station = Station::start(StationOptions {
        id: StationId::new("bay-1"),
        site: policy(2).site,
        interest: Interest::Bay("1".into()),
        data_dir: broker.dir.path().join("bay-1"),
        broker: broker.address("bay-1", "bay-1"),
        clock: Clock::new(chrono::Utc::now),
    })
    .expect("the station starts");
    let bay = Screen::new("bay-1", station);
    bay.live().await;
    bay.does(WANG_LEI, CommandBody::ShiftIn).await;
    bay.stop().await;
    coordinator.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_let_in_and_kept_silent_is_told_of_the_access_list() {
    let Some(broker) = Mosquitto::start() else {
        return;
    };
    // The login of the one for the other: Mosquitto answers all of it as if it were in order.
    let (bay, coordinator) = tokio::join!(
        broker.first_word("bay-1", "baylight", "baylight"),
        broker.first_word("coordinator", "board", "board"),
    );
    for (said, words) in [
        (bay, ["access list", "station/bay-1/presence", "“baylight”"]),
        (
            coordinator,
            ["access list", "coordinator/presence", "“board”"],
        ),
    ] {
        for word in words {
            assert!(said.contains(word), "“{word}” is not said: {said}");
        }
    }
    for party in ["bay-1", "board", "coordinator"] {
        assert_eq!(broker.first_word(party, party, party).await, "up");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_named_with_what_to_check() {
    let Some(broker) = Mosquitto::start() else {
        return;
    };
    let said = broker.first_word("bay-1", "bay-1", "guessed").await;
    assert!(
        said.contains("refuses the login; check broker.username and broker.password_file"),
        "{said}"
    );
}
