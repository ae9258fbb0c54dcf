//! Whether a long log makes an event slower: the projection of one event, alone in its commit, with nothing in the
//! log and with a million events in it.

mod support;

use baylight::domain::Touched;
use baylight::domain::command::CommandBody;
use baylight::domain::decide::decide;
use baylight::domain::idle::IdleCode;
use baylight::domain::policy::SitePolicy;
use baylight::domain::workshop::Workshop;
use baylight::store::StoreError;
use baylight::store::event_log::EventLog;
use chrono::{DateTime, TimeDelta, Utc};
use std::path::Path;
use std::time::{Duration, Instant};
use support::{job, order, percentile, person, policy, print_times, tap};

const EVENTS: usize = 1_000_000;
const ROUNDS: usize = 1_000;
/// A technician taps so often on a long day.
const TAPS_A_DAY: usize = 40;
const PEOPLE: usize = 40;

fn main() {
    let policy = policy(PEOPLE);
    let empty = tempfile::tempdir().expect("a directory");
    let full = tempfile::tempdir().expect("a directory");
    let now = Utc::now();
    let started = Instant::now();
    fill(full.path(), &policy, now);
    println!("{EVENTS} events written in {:.1?}", started.elapsed());
    let mut logs = [
        prepare(empty.path(), &policy, now),
        prepare(full.path(), &policy, now),
    ];
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        // In turns, so that a noisy moment of the machine hits both alike.
        for ((log, workshop), times) in logs.iter_mut().zip(&mut times) {
            times.push(one(log, workshop, &policy, round, now));
        }
    }
    let [mut at_0, mut at_1m] = times;
    for percent in [50, 99] {
        print_times(
            &format!("one event at 1,000,000 in the log, p{percent}"),
            percentile(&mut at_1m, percent),
            percentile(&mut at_0, percent),
            "≤ 1.2 at p50",
        );
    }
}

/// Opens a log as a coordinator does, and puts today's orders in.
fn prepare(dir: &Path, policy: &SitePolicy, now: DateTime<Utc>) -> (EventLog, Workshop) {
    let mut log = EventLog::open(dir).expect("a log");
    let mut workshop = log
        .load(policy.day_of(now) - chrono::Days::new(3))
        .expect("a state");
    log.batch(|batch| {
        let mut touched = Touched::new();
        for number in 0..60 {
            let mut command = tap(1, now, order(900_000 + number, now));
            command.actor = baylight::domain::command::Actor::System;
            for event in decide(&workshop, policy, &command).expect("a fact") {
                batch.append(&event, now)?;
                touched.extend(workshop.apply(&event));
            }
        }
        for key in &touched {
            batch.put_entity(&workshop, key)?;
        }
        Ok::<_, StoreError>(())
    })
    .expect("today's orders");
    (log, workshop)
}

/// Days of taps, long over.
fn fill(dir: &Path, policy: &SitePolicy, now: DateTime<Utc>) {
    let mut log = EventLog::open(dir).expect("a log");
    let days = EVENTS / (TAPS_A_DAY * PEOPLE);
    for day in 0..days {
        let morning =
            now - TimeDelta::days(i64::try_from(days - day).expect("a small number") + 10);
        let mut workshop = Workshop::default();
        log.batch(|batch| {
            let mut touched = Touched::new();
            for number in 0..TAPS_A_DAY * PEOPLE {
                let at = morning
                    + TimeDelta::minutes(
                        i64::try_from(number / PEOPLE * 12).expect("a small number"),
                    );
                let code = if (number / PEOPLE).is_multiple_of(2) {
                    IdleCode::Cleaning
                } else {
                    IdleCode::Meeting
                };
                let body = if number / PEOPLE == TAPS_A_DAY - 1 {
                    CommandBody::ShiftOut
                } else {
                    CommandBody::GoIdle { code }
                };
                let command = tap(1 + number % PEOPLE, at, body);
                for event in decide(&workshop, policy, &command).expect("a fact") {
                    batch.append(&event, at)?;
                    touched.extend(workshop.apply(&event));
                }
            }
            for key in &touched {
                batch.put_entity(&workshop, key)?;
            }
            Ok::<_, StoreError>(())
        })
        .expect("a day");
    }
}

/// Decides, appends, applies and projects one event, and commits it alone.
fn one(
    log: &mut EventLog,
    workshop: &mut Workshop,
    policy: &SitePolicy,
    round: usize,
    now: DateTime<Utc>,
) -> Duration {
    let who = 1 + round % PEOPLE;
    let body = CommandBody::ClockOn {
        job: job(900_000 + round % 60),
        bay: who.to_string().as_str().into(),
        mode: Default::default(),
    };
    let command = tap(who, now, body);
    debug_assert_eq!(command.actor.person(), Some(&person(who)));
    let started = Instant::now();
    log.batch(|batch| {
        for event in decide(workshop, policy, &command).expect("a fact") {
            batch.append(&event, now)?;
            for key in workshop.apply(&event) {
                batch.put_entity(workshop, &key)?;
            }
        }
        Ok::<_, StoreError>(())
    })
    .expect("a commit");
    started.elapsed()
}
