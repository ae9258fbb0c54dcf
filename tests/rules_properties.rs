//! Whatever is tapped, in whatever order it arrives: no gap, no overlap, no second lost, one and the same state.

#[path = "common/workshop.rs"]
mod common;

use baylight::domain::clock::{Activity, Doing, PersonDay};
use baylight::domain::command::{ClockMode, Command, CommandBody};
use baylight::domain::decide::{decide, undo_target};
use baylight::domain::event::Event;
use baylight::domain::forecast::forecast;
use baylight::domain::hold::HoldReason;
use baylight::domain::idle::IdleCode;
use baylight::domain::ids::{JobId, PersonId};
use baylight::domain::policy::{SeveralJobs, SitePolicy};
use baylight::domain::workshop::{EntityKey, Workshop};
use baylight::projection::job_card::{HoldCard, JobCard, LiveWork, Stage};
use baylight::projection::views::{all_views, list_views};
use baylight::projection::{View, ViewName, Views, overlay};
use chrono::{DateTime, TimeDelta, Utc};
use common::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PEOPLE: [&str; 3] = [LIU_JING, ZHOU_QIANG, MA_LAN];
const JOBS: [&str; 5] = [TIMING_BELT, WATER_PUMP, BRAKES, ALTERNATOR, "2611-0999/1"];
const STATIONS: usize = 3;

/// One finger on one screen.
#[derive(Debug, Clone)]
struct Step {
    after_millis: i64,
    station: usize,
    who: usize,
    job: usize,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum What {
    ShiftIn,
    ShiftOut,
    On,
    Alongside,
    Off,
    Idle(IdleCode),
    Hold(HoldReason),
    Finish,
    /// Takes back the last tap of this station, if it is young enough.
    Undo,
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        2 => Just(What::ShiftIn),
        1 => Just(What::ShiftOut),
        6 => Just(What::On),
        3 => Just(What::Alongside),
        2 => Just(What::Off),
        2 => prop::sample::select(&IdleCode::ALL[..]).prop_map(What::Idle),
        3 => prop::sample::select(&HoldReason::ALL[..]).prop_map(What::Hold),
        2 => Just(What::Finish),
        2 => Just(What::Undo),
    ]
}

/// Steps that often fall into one instant, and lie up to `minutes` apart.
fn steps(count: usize, minutes: i64) -> impl Strategy<Value = Vec<Step>> {
    let gap = prop_oneof![
        1 => Just(0_i64),
        2 => 0..100_000_i64,
        3 => 0..minutes * 60_000,
    ];
    let step = (gap, 0..STATIONS, 0..PEOPLE.len(), 0..JOBS.len(), what()).prop_map(
        |(after_millis, station, who, job, what)| Step {
            after_millis,
            station,
            who,
            job,
            what,
        },
    );
    prop::collection::vec(step, 1..count)
}

fn policy_kind() -> impl Strategy<Value = SeveralJobs> {
    prop::sample::select(
        &[
            SeveralJobs::No,
            SeveralJobs::Equal,
            SeveralJobs::ByStandard,
            SeveralJobs::First,
        ][..],
    )
}

fn floor(several: SeveralJobs) -> Floor {
    let mut floor = Floor::new();
    floor.policy.several_jobs = several;
    floor.dispatch(TIMING_BELT, 1, LIU_JING, "8:00", "10:00");
    floor.dispatch(BRAKES, 2, ZHOU_QIANG, "8:00", "9:00");
    floor
}

/// Makes the commands of the steps, in the order in which they were tapped. The station is its own number.
fn commands(floor: &mut Floor, steps: &[Step]) -> Vec<(usize, Command)> {
    let mut made: Vec<(usize, Command)> = Vec::new();
    for step in steps {
        floor.now += TimeDelta::milliseconds(step.after_millis);
        floor.at_station(&format!("bay-{}", step.station + 1));
        let id = JOBS[step.job];
        let number = u8::try_from(step.station + 1).unwrap();
        let last = made
            .iter()
            .rev()
            .find(|(station, _)| *station == step.station);
        let mut actor = badge(PEOPLE[step.who]);
        let body = match step.what {
            What::ShiftIn => CommandBody::ShiftIn,
            What::ShiftOut => CommandBody::ShiftOut,
            What::On => on(id, number, ClockMode::Instead),
            What::Alongside => on(id, number, ClockMode::Alongside),
            What::Off => CommandBody::ClockOff { job: job(id) },
            What::Idle(code) => CommandBody::GoIdle { code },
            What::Hold(reason) => held(id, reason),
            What::Finish => CommandBody::Finish { job: job(id) },
            What::Undo => {
                let Some((command, target)) = last.and_then(|(_, last)| {
                    let young = floor.now - last.at <= TimeDelta::seconds(120);
                    Some((last, undo_target(last)?)).filter(|_| young)
                }) else {
                    continue;
                };
                actor = command.actor.clone();
                CommandBody::Undo {
                    command: command.id,
                    target,
                }
            }
        };
        made.push((step.station, floor.command(actor, body)));
    }
    made
}

fn run(workshop: &mut Workshop, policy: &SitePolicy, command: &Command) -> Vec<Event> {
    let events = decide(workshop, policy, command)
        .unwrap_or_else(|refusal| panic!("{command:?} was refused: {refusal}"));
    for event in &events {
        workshop.apply(event);
    }
    events
}

/// Mixes the queues of the stations, each in its own order, as `picks` says.
fn arrival(taps: &[(usize, Command)], picks: &[usize]) -> Vec<Command> {
    let mut queues: Vec<std::collections::VecDeque<Command>> = vec![Default::default(); STATIONS];
    for (station, command) in taps {
        queues[*station].push_back(command.clone());
    }
    let mut picks = picks.iter().copied().cycle();
    let mut mixed = Vec::new();
    while queues.iter().any(|queue| !queue.is_empty()) {
        let wanted = picks.next().unwrap_or(0);
        let place = (0..STATIONS)
            .map(|i| (wanted + i) % STATIONS)
            .find(|i| !queues[*i].is_empty());
        mixed.extend(place.and_then(|place| queues[place].pop_front()));
    }
    mixed
}

/// Counts what the jobs were credited with for one day of one person.
fn credited(workshop: &Workshop, day: &PersonDay) -> i64 {
    workshop
        .orders
        .values()
        .flat_map(|order| order.jobs.values())
        .flat_map(|job| &job.work)
        .filter(|work| work.person == day.person && work.day == day.day)
        .flat_map(|work| &work.spans)
        .map(|span| span.credited_secs)
        .sum()
}

fn assert_day(workshop: &Workshop, day: &PersonDay) {
    assert_gapless(&day.segments);
    for pair in day.segments.windows(2) {
        let end = pair[0].end.at().expect("only the last is open");
        let left = day
            .marks
            .iter()
            .any(|mark| mark.at == end && mark.activity == Activity::ShiftOut);
        assert!(end == pair[1].from || left, "a gap in a shift: {pair:?}");
    }
    let jobs: i64 = day
        .segments
        .iter()
        .filter(|segment| matches!(segment.doing, Doing::Jobs { .. }))
        .map(|segment| closed_secs(std::slice::from_ref(segment)))
        .sum();
    assert_eq!(
        credited(workshop, day),
        jobs,
        "every second on a job is one job's"
    );
}

fn assert_round_trip(workshop: &Workshop) {
    let mut read = Workshop::default();
    for key in workshop.keys() {
        let body = workshop.entity_json(&key).unwrap().unwrap();
        read.put_entity_json(key.kind(), &key.name(), &body)
            .unwrap();
    }
    assert_eq!(&read, workshop);
}

fn views(workshop: &Workshop, policy: &SitePolicy, now: DateTime<Utc>) -> BTreeMap<ViewName, View> {
    let people: BTreeSet<PersonId> = workshop
        .days
        .keys()
        .map(|(person, _)| person.clone())
        .collect();
    let mut views = all_views(workshop, policy, now, &people);
    views.extend(list_views(workshop, policy));
    views
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_arrival_and_any_duplication_come_to_the_same_state(
        several in policy_kind(),
        steps in steps(50, 90),
        picks in prop::collection::vec(0..STATIONS, 1..40),
        again in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        let mut floor = floor(several);
        let taps = commands(&mut floor, &steps);
        let mut in_time = floor.workshop.clone();
        for (_, command) in &taps {
            run(&mut in_time, &floor.policy, command);
        }
        let mut mixed = floor.workshop.clone();
        let mut events = Vec::new();
        for command in arrival(&taps, &picks) {
            events.extend(run(&mut mixed, &floor.policy, &command));
        }
        prop_assert_eq!(&mixed, &in_time);
        let undone: BTreeSet<_> = taps
            .iter()
            .filter_map(|(_, command)| match &command.body {
                CommandBody::Undo { command, .. } => Some(*command),
                _ => None,
            })
            .collect();
        for index in again {
            // What comes twice is stopped at the door by its id; the marks and stops would bear it.
            if let Some(event) = events.get(index.index(events.len().max(1)))
                && !undone.contains(&event.command)
            {
                mixed.apply(event);
            }
        }
        prop_assert_eq!(&mixed, &in_time);
    }

    #[test]
    fn a_day_has_no_gap_no_overlap_and_loses_no_second(
        several in policy_kind(),
        steps in steps(60, 90),
    ) {
        let mut floor = floor(several);
        for (_, command) in commands(&mut floor, &steps) {
            run(&mut floor.workshop, &floor.policy, &command);
            for day in floor.workshop.days.values() {
                assert_day(&floor.workshop, day);
            }
        }
    }

    #[test]
    fn a_replay_of_the_log_and_the_kept_entities_say_what_was_worked_out_tap_by_tap(
        several in policy_kind(),
        steps in steps(40, 60),
    ) {
        let mut floor = floor(several);
        let mut touched = BTreeSet::new();
        let mut kept = floor.workshop.clone();
        for (_, command) in commands(&mut floor, &steps) {
            for event in decide(&floor.workshop, &floor.policy, &command).unwrap() {
                let changed = floor.workshop.apply(&event);
                // What is not named as changed is not written, and must not have changed.
                for key in &changed {
                    match (floor.workshop.entity_json(key), key) {
                        (Some(body), _) => {
                            let body = body.unwrap();
                            kept.put_entity_json(key.kind(), &key.name(), &body).unwrap();
                        }
                        // Of whom nothing is finished any more, the store has nothing either.
                        (None, EntityKey::Pace(person)) => {
                            kept.paces.remove(person);
                        }
                        (None, other) => panic!("{other:?} is gone"),
                    }
                }
                touched.extend(changed);
                floor.events.push(event);
            }
        }
        prop_assert_eq!(&kept, &floor.workshop);
        prop_assert!(touched.iter().all(|key| !matches!(key, EntityKey::Person(_))));
        let written = serde_json::to_string(&floor.events).unwrap();
        let read: Vec<Event> = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(&read, &floor.events);
        prop_assert_eq!(&replay(&read), &floor.workshop);
        assert_round_trip(&floor.workshop);
    }

    #[test]
    fn every_view_survives_the_wire_and_its_name_too(
        several in policy_kind(),
        steps in steps(40, 30),
    ) {
        let mut floor = floor(several);
        for (_, command) in commands(&mut floor, &steps) {
            run(&mut floor.workshop, &floor.policy, &command);
        }
        for (name, view) in views(&floor.workshop, &floor.policy, floor.now) {
            let text = serde_json::to_string(&view).unwrap();
            prop_assert_eq!(serde_json::from_str::<View>(&text).unwrap(), view);
            prop_assert_eq!(name.to_string().parse::<ViewName>().unwrap(), name);
        }
    }

    #[test]
    fn a_forecast_is_the_same_twice_never_in_the_past_and_inside_working_hours(
        several in policy_kind(),
        steps in steps(30, 60),
        later in 0..3000_i64,
    ) {
        let mut floor = floor(several);
        for (_, command) in commands(&mut floor, &steps) {
            run(&mut floor.workshop, &floor.policy, &command);
        }
        let now = floor.now + TimeDelta::minutes(later);
        let once = forecast(&floor.workshop, &floor.policy, now);
        prop_assert_eq!(&once, &forecast(&floor.workshop, &floor.policy, now));
        for (ro, car) in &once.cars {
            prop_assert!(car.end > now, "{ro}: every car here has a final check ahead");
            let just_before = car.end - TimeDelta::minutes(1);
            prop_assert!(floor.policy.hours.is_open(just_before), "{} ends at {}", ro, car.end);
        }
    }

    #[test]
    fn a_station_shows_its_own_taps_as_the_coordinator_will_show_them(
        several in policy_kind(),
        before in steps(16, 25),
        here in steps(10, 25),
    ) {
        let mut floor = floor(several);
        let taps = commands(&mut floor, &before).into_iter().map(|(_, command)| command).collect();
        possible(&mut floor, taps);
        let pages = views(&floor.workshop, &floor.policy, floor.now);
        let mut taps = here;
        for tap in &mut taps {
            tap.station = 0;
            // A job that no view has is shown once its order has come.
            tap.job %= JOBS.len() - 1;
        }
        let start = floor.workshop.clone();
        let taps: Vec<Command> = commands(&mut floor, &taps)
            .into_iter()
            .map(|(_, command)| command)
            .collect();
        let taps = possible(&mut floor, taps);
        floor.workshop = start;
        let mut at_once = Views::collect(&pages);
        overlay::overlay(&mut at_once, &taps);
        let mut one_by_one = Views::collect(&pages);
        for command in &taps {
            overlay::add(&mut one_by_one, command);
            run(&mut floor.workshop, &floor.policy, command);
        }
        let after = Views::collect(&views(&floor.workshop, &floor.policy, floor.now));
        prop_assert_eq!(shown(&at_once), shown(&after), "laid at once, after {:#?}", taps);
        prop_assert_eq!(shown(&one_by_one), shown(&after), "one by one, after {:#?}", taps);
    }
}

/// Leaves out what no screen offers: holding or finishing a job that nobody is on, leaving one within the very
/// instant in which it was begun, and undoing what was left out.
fn possible(floor: &mut Floor, taps: Vec<Command>) -> Vec<Command> {
    let mut tapped = Vec::new();
    for command in taps {
        let offered = match &command.body {
            CommandBody::Hold { job, .. } | CommandBody::Finish { job } => floor
                .workshop
                .job(job)
                .is_some_and(|job| job.live().any(|(_, span)| span.from < command.at)),
            CommandBody::ClockOn { .. }
            | CommandBody::ClockOff { .. }
            | CommandBody::GoIdle { .. }
            | CommandBody::ShiftOut => !has_just_begun(floor, &command),
            CommandBody::Undo { .. } => decide(&floor.workshop, &floor.policy, &command).is_ok(),
            _ => true,
        };
        if offered {
            run(&mut floor.workshop, &floor.policy, &command);
            tapped.push(command);
        }
    }
    tapped
}

/// Tells whether who taps has begun on a job in this very instant.
fn has_just_begun(floor: &Floor, command: &Command) -> bool {
    let jobs = floor
        .workshop
        .orders
        .values()
        .flat_map(|order| order.jobs.values());
    let mut live = jobs.flat_map(|job| job.live());
    live.any(|(person, span)| command.actor.person() == Some(person) && span.from >= command.at)
}

/// What somebody reads off a card.
#[derive(Debug, PartialEq)]
struct Shown {
    place: Option<String>,
    stage: Stage,
    live: Vec<LiveWork>,
    workers: Vec<PersonId>,
    worked_secs: i64,
    hold: Option<HoldCard>,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    car: String,
}

fn shown(views: &Views) -> (BTreeMap<JobId, Shown>, BTreeMap<PersonId, String>) {
    let bays = views.bays.values().flat_map(|view| {
        view.jobs
            .iter()
            .map(|card| (Some(view.bay.to_string()), card))
    });
    let waiting = views.waiting.jobs.iter().map(|card| (None, card));
    let jobs = bays
        .chain(waiting)
        .map(|(place, card)| (card.job.clone(), shown_card(place, card)))
        .collect();
    let people = views
        .people
        .iter()
        // A day on which everything was taken back shows nothing.
        .filter(|(_, view)| !view.segments.is_empty())
        .map(|(person, view)| {
            (
                person.clone(),
                format!("{:?} {:#?}", view.day, view.segments),
            )
        })
        .collect();
    (jobs, people)
}

fn shown_card(place: Option<String>, card: &JobCard) -> Shown {
    Shown {
        place,
        stage: card.stage,
        live: card.live.clone(),
        workers: card.workers.clone(),
        worked_secs: card.worked_secs,
        hold: card.hold.clone(),
        started_at: card.started_at,
        finished_at: card.finished_at,
        car: format!("{:?}", card.car.state),
    }
}
