//! The real program in a window under Xvfb, with what it takes of the machine.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Waits until something is so.
pub fn wait(until: impl Fn() -> bool) {
    let started = Instant::now();
    while !until() {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "it takes too long"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// How much memory a process has.
pub fn resident_mb_of(process: u32) -> u64 {
    let status =
        std::fs::read_to_string(format!("/proc/{}/status", process)).expect("a live process");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .expect("its memory");
    let kb: u64 = line
        .split_whitespace()
        .nth(1)
        .and_then(|kb| kb.parse().ok())
        .expect("a number");
    kb / 1024
}

/// A process that ends with this.
pub struct Running(pub Child);

impl Running {
    /// How much memory it has.
    pub fn resident_mb(&self) -> u64 {
        resident_mb_of(self.0.id())
    }

    /// How long it has computed, in hundredths of a second.
    pub fn cpu_ticks(&self) -> u64 {
        let stat =
            std::fs::read_to_string(format!("/proc/{}/stat", self.0.id())).expect("a live process");
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .expect("fields")
            .split_whitespace()
            .collect();
        let ticks = |at: usize| fields[at].parse::<u64>().expect("a number");
        ticks(11) + ticks(12)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A display of our own.
pub struct Display {
    /// What `DISPLAY` is for it.
    pub name: String,
    server: Child,
}

impl Display {
    /// Starts it; nothing when Xvfb or xdotool are not installed.
    pub fn start() -> Option<Self> {
        let name = format!(":{}", 100 + std::process::id() % 400);
        let server = Command::new("Xvfb")
            .args([&name, "-screen", "0", "1920x1080x24", "-nolisten", "tcp"])
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let display = Self { name, server };
        wait(|| {
            Command::new("xdotool")
                .arg("getdisplaygeometry")
                .env("DISPLAY", &display.name)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        });
        Some(display)
    }

    /// Waits until a process shows its window.
    pub fn wait_for_window(&self, pid: u32) {
        wait(|| {
            Command::new("xdotool")
                .args(["search", "--onlyvisible", "--pid", &pid.to_string(), "."])
                .env("DISPLAY", &self.name)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        });
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
