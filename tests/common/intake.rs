//! The coordinator's writer without a broker: commands go in as stations send them, and what is published comes out.
#![allow(dead_code, reason = "each test uses its own part of it")]

use baylight::coordinator::intake::{Intake, IntakeHandle, Request};
use baylight::coordinator::publish::Out;
use baylight::domain::command::Command;
use baylight::domain::ids::LogPosition;
use baylight::domain::policy::SitePolicy;
use baylight::domain::receipt::Outcome;
use baylight::domain::time::Clock;
use baylight::projection::{View, ViewName};
use baylight::protocol::message::SentCommand;
use baylight::store::event_log::EventLog;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::oneshot;

/// A writer with a clock that the test sets.
pub struct Writer {
    handle: IntakeHandle,
    thread: JoinHandle<()>,
    now: Arc<Mutex<DateTime<Utc>>>,
    out: UnboundedReceiver<Out>,
    sent: usize,
    /// What the board and every other screen show.
    pub views: BTreeMap<ViewName, View>,
    /// Up to where in the log they show it.
    pub shown: LogPosition,
    /// For which moment the newest of them was made.
    pub shown_at: DateTime<Utc>,
    /// Where the log ends, as the last answer said.
    pub head: LogPosition,
}

impl Writer {
    pub fn start(dir: &Path, policy: SitePolicy, at: DateTime<Utc>) -> Self {
        let now = Arc::new(Mutex::new(at));
        let clock = {
            let now = now.clone();
            Clock::new(move || *now.lock().unwrap())
        };
        let (send, out) = unbounded_channel();
        let log = EventLog::open(dir).expect("a log");
        let intake = Intake::open(log, policy, clock, send).expect("a state");
        let (handle, thread) = intake.spawn();
        Self {
            handle,
            thread,
            now,
            out,
            sent: 0,
            views: BTreeMap::new(),
            shown: LogPosition(0),
            shown_at: at,
            head: LogPosition(0),
        }
    }

    /// Sends what has been tapped since, at a moment, and waits until each of it is accepted.
    pub fn take(&mut self, commands: &[Command], at: DateTime<Utc>) {
        *self.now.lock().unwrap() = at;
        let mut answers = Vec::new();
        for command in &commands[self.sent..] {
            let (reply, answer) = oneshot::channel();
            answers.push(answer);
            self.handle.send(Request::Command {
                sent: Box::new(SentCommand {
                    command: command.clone(),
                    epoch: 1,
                    seq: answers.len() as u64,
                    after: None,
                }),
                reply: Some(reply),
            });
        }
        self.sent = commands.len();
        for answer in answers {
            let receipt = answer.blocking_recv().expect("an answer");
            match receipt.outcome {
                Outcome::Accepted { position, .. } => self.head = position,
                other => panic!("{:?} is not accepted: {other:?}", receipt.command),
            }
        }
        while let Ok(out) = self.out.try_recv() {
            self.published(out);
        }
    }

    /// Waits until the screens show everything that was taken, as it looks at the moment of the clock: here a test keeps
    /// what was published, to compare it later with what the log says of that moment.
    pub fn settle(&mut self) -> &BTreeMap<ViewName, View> {
        self.handle.send(Request::Tick);
        while self.shown < self.head {
            let out = self.out.blocking_recv().expect("the writer lives");
            self.published(out);
        }
        &self.views
    }

    fn published(&mut self, out: Out) {
        let Out::Views {
            position,
            changed,
            at,
            ..
        } = out
        else {
            return;
        };
        self.shown = position;
        self.shown_at = at;
        for (name, view) in changed {
            match view {
                Some(view) => drop(self.views.insert(name, view)),
                None => drop(self.views.remove(&name)),
            }
        }
    }

    /// Ends it: everything is on the disk.
    pub fn stop(self) {
        self.handle.stop();
        self.thread.join().expect("the writer ends");
    }
}
