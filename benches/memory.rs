//! How much memory a bay station, a 40-bay board and a coordinator take, how long a station takes to its first
//! picture, and what it costs while nobody touches it: the real program, in a window under Xvfb.

mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::free_port;
use support::window::{Display, Running, wait};

/// How long a station is watched while nobody touches it.
const IDLE: Duration = Duration::from_secs(20);

fn main() {
    let program = env!("CARGO_BIN_EXE_baylight");
    let Some(display) = Display::start() else {
        println!("Xvfb and xdotool are not installed: sh config/setup-debian.sh test");
        return;
    };
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("baylight.toml");
    let mut text = format!("[broker]\nlisten = \"127.0.0.1:{}\"\n", free_port());
    for bay in 1..=40 {
        text.push_str(&format!("[[bay]]\nid = \"{bay}\"\n"));
    }
    std::fs::write(&file, text).expect("settings");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for (table, name) in [
        ("operations", "operations"),
        ("parts", "parts"),
        ("roster", "roster"),
        ("orders", "orders-2026-11-23"),
    ] {
        let done = Command::new(program)
            .args([table, "import"])
            .arg(data.join(format!("{name}.csv")))
            .arg("-c")
            .arg(&file)
            .arg("--data")
            .arg(dir.path())
            .stdout(Stdio::null())
            .status()
            .expect("an import");
        assert!(done.success(), "{table} not imported");
    }
    let start = |args: &[&str]| {
        Running(
            Command::new(program)
                .args(args)
                .arg("-c")
                .arg(&file)
                .arg("--data")
                .arg(dir.path())
                .env("DISPLAY", &display.name)
                .stderr(Stdio::null())
                .spawn()
                .expect("the program"),
        )
    };
    let coordinator = start(&["coordinator"]);
    wait(|| dir.path().join("control.sock").exists());
    let started = Instant::now();
    let bay = start(&["station", "bay", "--bay", "1", "--windowed"]);
    display.wait_for_window(bay.0.id());
    println!(
        "bay station, start → window with its first picture   {:>8.2?}  (goal < 1 s)",
        started.elapsed()
    );
    let board = start(&["station", "board", "--windowed"]);
    display.wait_for_window(board.0.id());
    let cpu_before = bay.cpu_ticks();
    std::thread::sleep(IDLE);
    // Ticks are hundredths of a second on Linux.
    let busy = (bay.cpu_ticks() - cpu_before) as f64 / 100.0 / IDLE.as_secs_f64();
    println!(
        "bay station, idle, share of one core                 {:>7.2} %  (goal < 1 %)",
        busy * 100.0
    );
    println!(
        "bay station, resident                                {:>5} MB  (goal ≤ 60 MB)",
        bay.resident_mb()
    );
    println!(
        "40-bay board, resident                               {:>5} MB",
        board.resident_mb()
    );
    println!(
        "coordinator with broker, resident                    {:>5} MB",
        coordinator.resident_mb()
    );
}
