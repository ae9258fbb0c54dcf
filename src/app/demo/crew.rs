//! The crew: simulated people who look at the same pictures as the screens show and tap through the same
//! stations. What they do depends on the job alone, so that every demonstration of a day is alike.

mod checks;
mod findings;
mod parts;
mod tools;

use super::day::Day;
use crate::app::edge::Failure;
use crate::config::Config;
use crate::coordinator::LocalIntake;
use crate::domain::andon::AndonKind;
use crate::domain::car::{CarState, CarStep};
use crate::domain::command::{Actor, ClockMode, CommandBody, Recognised};
use crate::domain::dispatch::{ConflictKind, Plan};
use crate::domain::hold::HoldReason;
use crate::domain::ids::{BayId, CommandId, JobId, PersonId, StationId};
use crate::domain::order::Trade;
use crate::domain::policy::{Bay, SitePolicy};
use crate::domain::time::Clock;
use crate::mqtt::BrokerAddress;
use crate::projection::job_card::{JobCard, Stage};
use crate::projection::picture::{LinkState, Picture, TapState};
use crate::station::{Interest, Station, StationOptions};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

/// How long a step may take until every tap of it is accepted.
const PATIENCE: Duration = Duration::from_secs(20);
/// What the dispatcher of the demonstration accepts: a busy day is never without a conflict.
const ACCEPTED: [ConflictKind; 8] = [
    ConflictKind::BayTaken,
    ConflictKind::PersonTaken,
    ConflictKind::CarTaken,
    ConflictKind::NotPresent,
    ConflictKind::BeyondPromise,
    ConflictKind::OutsideHours,
    ConflictKind::NoSuchSkill,
    ConflictKind::ToolOut,
];

/// Who works where: the home bay of each technician of the sample roster.
const HOMES: [(&str, &[&str]); 8] = [
    ("1", &["T04"]),
    ("2", &["T05", "T11"]),
    ("3", &["T01"]),
    ("4", &["T02", "T09"]),
    ("5", &["T03"]),
    ("6", &["T08", "T10"]),
    ("7", &["T06", "T12"]),
    ("8", &["T07"]),
];

/// The people and their stations.
#[derive(Debug)]
pub(in crate::app) struct Crew {
    bays: BTreeMap<BayId, Arc<Station>>,
    /// The dispatcher's screen that a visitor may use: what the crew does is nothing that was tapped there.
    visitors_desk: Arc<Station>,
    /// The advisor's screen that a visitor may use.
    advisors_desk: Arc<Station>,
    /// The stores screen that a visitor may use.
    storekeepers_desk: Arc<Station>,
    /// The inspector's desk, for a visitor.
    inspectors_desk: Arc<Station>,
    hands: Hands,
    going_on: Option<tokio::task::JoinHandle<()>>,
}

/// A tap, and where it was made.
type MadeTap = (Arc<Station>, CommandId);

/// What the people do, minute by minute.
#[derive(Debug, Clone)]
struct Hands {
    policy: SitePolicy,
    clock: Clock,
    /// Bays that the crew works at.
    at: BTreeMap<BayId, Arc<Station>>,
    desk: Arc<Station>,
    helped: Arc<Mutex<BTreeSet<BayId>>>,
    /// What was tapped since the last look.
    taps: Arc<Mutex<Vec<MadeTap>>>,
}

impl Crew {
    /// Puts a station at every bay, one on the dispatcher's desk, and two for a visitor: a dispatcher's and an advisor's.
    pub(super) fn start(
        config: &Config,
        broker: &BrokerAddress,
        clock: &Clock,
        scratch: &Path,
    ) -> Result<Self, Failure> {
        let station = |name: String, interest: Interest| {
            Station::start(StationOptions {
                id: StationId::new(&name),
                site: config.policy.site.clone(),
                interest,
                data_dir: scratch.join("stations").join(&name),
                broker: broker.clone(),
                clock: clock.clone(),
            })
            .map(Arc::new)
            .map_err(Failure::machine)
        };
        let mut bays = BTreeMap::new();
        for Bay { id, .. } in &config.policy.bays {
            bays.insert(
                id.clone(),
                station(format!("bay-{id}"), Interest::Bay(id.clone()))?,
            );
        }
        let desk = station("dispatch-crew".to_owned(), Interest::Floor)?;
        let visitors_desk = station("dispatch".to_owned(), Interest::Floor)?;
        let advisors_desk = station("advisor".to_owned(), Interest::Floor)?;
        let storekeepers_desk = station("stores".to_owned(), Interest::Floor)?;
        let inspectors_desk = station("qc".to_owned(), Interest::Floor)?;
        let hands = Hands {
            policy: config.policy.clone(),
            clock: clock.clone(),
            at: bays.clone(),
            desk,
            helped: Arc::default(),
            taps: Arc::default(),
        };
        Ok(Self {
            bays,
            visitors_desk,
            advisors_desk,
            storekeepers_desk,
            inspectors_desk,
            hands,
            going_on: None,
        })
    }

    /// Waits until every station has heard the coordinator.
    pub(super) async fn ready(&self) -> Result<(), Failure> {
        let desks = [
            &self.hands.desk,
            &self.visitors_desk,
            &self.advisors_desk,
            &self.storekeepers_desk,
            &self.inspectors_desk,
        ];
        for station in self.bays.values().chain(desks) {
            wait(station, |picture| {
                picture.link == LinkState::Live && !picture.views.roster.is_empty()
            })
            .await?;
        }
        Ok(())
    }

    /// Lets everybody do what these minutes bring, and waits until it is answered and everybody sees it.
    pub(super) async fn act(&self) -> Result<(), Failure> {
        let now = self.hands.clock.now();
        self.hands.act().await;
        let taps = std::mem::take(&mut *self.hands.taps.lock().await);
        for (station, tap) in taps {
            wait(&station, |picture| {
                match picture.tap(tap).map(|tap| &tap.state) {
                    Some(TapState::Accepted { .. }) => picture.views_at >= Some(now),
                    Some(TapState::Refused { .. } | TapState::NotSaved { .. }) => true,
                    Some(TapState::Saving | TapState::Saved) | None => false,
                }
            })
            .await?;
        }
        Ok(())
    }

    /// Leaves a bay to a visitor.
    pub(super) fn leave(&mut self, bay: &BayId) {
        self.hands.at.remove(bay);
    }

    /// Takes a bay's station away, as a pulled plug would: the board must turn it grey.
    pub(super) async fn pull_the_plug(&mut self, bay: &BayId) {
        self.hands.at.remove(bay);
        if let Some(station) = self.bays.remove(bay)
            && let Some(station) = Arc::into_inner(station)
        {
            station.stop().await;
        }
    }

    /// Goes on with the day beside the screens.
    pub(super) fn go_on(&mut self, intake: LocalIntake, mut day: Day) {
        let hands = self.hands.clone();
        self.going_on = Some(tokio::spawn(async move {
            let mut last = hands.clock.now();
            let mut turn = tokio::time::interval(Duration::from_millis(250));
            loop {
                turn.tick().await;
                let now = hands.clock.now();
                if now - last < TimeDelta::seconds(30) {
                    continue;
                }
                last = now;
                if let Err(error) = intake.submit(day.arrived(now)).await {
                    tracing::warn!(%error, "no new orders");
                }
                hands.act().await;
            }
        }));
    }

    /// Hands out the station of a bay.
    pub(in crate::app) fn station(&self, bay: &BayId) -> Option<Arc<Station>> {
        self.bays.get(bay).cloned()
    }

    /// Hands out the station of the dispatcher's screen that a visitor may use.
    pub(in crate::app) fn visitors_desk(&self) -> Arc<Station> {
        self.visitors_desk.clone()
    }

    /// Hands out the station of the advisor's screen that a visitor may use.
    pub(in crate::app) fn advisors_desk(&self) -> Arc<Station> {
        self.advisors_desk.clone()
    }

    /// Hands out the station of the stores screen that a visitor may use.
    pub(in crate::app) fn storekeepers_desk(&self) -> Arc<Station> {
        self.storekeepers_desk.clone()
    }

    /// Hands out the inspector's desk.
    pub(in crate::app) fn inspectors_desk(&self) -> Arc<Station> {
        self.inspectors_desk.clone()
    }

    /// Sends everybody home.
    pub(super) async fn stop(self) {
        if let Some(task) = self.going_on {
            task.abort();
            let _ = task.await;
        }
        let desk = self.hands.desk.clone();
        drop(self.hands);
        let desks = [
            desk,
            self.visitors_desk,
            self.advisors_desk,
            self.storekeepers_desk,
            self.inspectors_desk,
        ];
        for station in self.bays.into_values().chain(desks) {
            match Arc::into_inner(station) {
                Some(station) => station.stop().await,
                None => tracing::warn!("a station is still in use"),
            }
        }
    }
}

async fn wait(station: &Station, until: impl Fn(&Picture) -> bool) -> Result<(), Failure> {
    let mut picture = station.picture();
    let reached = picture.wait_for(|picture| until(picture));
    match tokio::time::timeout(PATIENCE, reached).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) => Err(Failure::machine("a station of the demo stopped")),
        Err(_) => Err(Failure::machine("the demo's coordinator does not answer")),
    }
}

/// A number from 0 to 99 that belongs to a job: what makes jobs differ, and each demonstration alike.
fn nature(job: &JobId) -> u64 {
    let mut hasher = DefaultHasher::new();
    job.hash(&mut hasher);
    hasher.finish() % 100
}

fn by_badge(id: &str) -> Actor {
    Actor::Person {
        id: PersonId::new(id),
        by: Recognised::Badge,
    }
}

fn by_pin(id: &str) -> Actor {
    Actor::Person {
        id: PersonId::new(id),
        by: Recognised::Pin,
    }
}

impl Hands {
    async fn tap(&self, station: &Arc<Station>, actor: Actor, body: CommandBody) {
        let tap = station.submitter().submit(actor, body);
        self.taps.lock().await.push((station.clone(), tap));
    }

    async fn act(&self) {
        let now = self.clock.now();
        if self.policy.hours.is_open(now) {
            for (bay, station) in &self.at {
                let picture = station.picture().borrow().clone();
                self.technicians(bay, station, &picture, now).await;
                self.help(bay, station, &picture, now).await;
            }
        }
        let picture = self.desk.picture().borrow().clone();
        self.dispatcher(&picture, now).await;
        self.after_repair(&picture, now).await;
        self.collect_tools(&picture, now).await;
        self.storekeeper(&picture, now).await;
        self.customers_answer(&picture, now).await;
    }

    async fn technicians(
        &self,
        bay: &BayId,
        station: &Arc<Station>,
        picture: &Picture,
        now: DateTime<Utc>,
    ) {
        let crew = HOMES
            .iter()
            .find(|(home, _)| *home == bay.as_str())
            .map_or(&[][..], |(_, crew)| crew);
        for person in crew {
            let id = PersonId::new(*person);
            let here =
                picture.views.people.get(&id).is_some_and(|day| {
                    self.policy.day_of(now) == day.day && !day.segments.is_empty()
                });
            if !here {
                self.tap(station, by_badge(person), CommandBody::ShiftIn)
                    .await;
            }
        }
        let Some(view) = picture.views.bays.get(bay) else {
            return;
        };
        self.self_checks(station, picture, &view.jobs).await;
        self.peer_checks(station, picture, crew).await;
        self.tools(bay, station, &view.jobs, now).await;
        self.parts(bay, station, picture, &view.jobs, now).await;
        match view.jobs.iter().find(|card| card.stage == Stage::InRepair) {
            Some(running) => {
                self.find(station, running, picture, now).await;
                self.work_on(station, running, now).await;
            }
            None => self.begin_next(bay, station, &view.jobs, crew, now).await,
        }
    }

    /// Goes on until the job is done by this technician's pace, unless something is missing.
    async fn work_on(&self, station: &Arc<Station>, card: &JobCard, now: DateTime<Utc>) {
        let Some(who) = card.live.first() else {
            return;
        };
        let nature = nature(&card.job);
        let standard = i64::from(card.standard.0) * 60;
        let worked = card.clocked_secs(now);
        let by = by_badge(who.person.as_str());
        let reason = (nature % 5 == 3).then_some(HoldReason::CustomerAnswer);
        let was_held = card.last_stop.is_some();
        if let (Some(reason), false, true) = (reason, was_held, worked > standard * 2 / 5) {
            let body = CommandBody::Hold {
                job: card.job.clone(),
                reason,
                note: String::new(),
            };
            self.tap(station, by, body).await;
        } else if worked * 100 >= standard * (75 + i64::try_from(nature).unwrap_or(0) * 6 / 10) {
            self.tap(
                station,
                by,
                CommandBody::Finish {
                    job: card.job.clone(),
                },
            )
            .await;
        }
    }

    /// Takes up what was held and is cleared, else the next job of the bay.
    async fn begin_next(
        &self,
        bay: &BayId,
        station: &Arc<Station>,
        jobs: &[JobCard],
        crew: &[&str],
        now: DateTime<Utc>,
    ) {
        let resumed = jobs.iter().find(|card| {
            card.hold
                .as_ref()
                .is_some_and(|hold| hold.cleared_at.is_some())
        });
        let planned = jobs.iter().find(|card| {
            card.stage == Stage::Dispatched
                && card
                    .plan
                    .as_ref()
                    .is_some_and(|plan| plan.start <= now + TimeDelta::minutes(4))
        });
        // What a check sent back comes first.
        let sent_back = jobs.iter().find(|card| card.stage == Stage::Rework);
        let Some(card) = sent_back.or(resumed).or(planned) else {
            return;
        };
        // A long job is done by two where there are two.
        let people = if card.standard.0 >= 120 {
            crew.len()
        } else {
            1
        };
        for person in crew.iter().take(people) {
            let body = CommandBody::ClockOn {
                job: card.job.clone(),
                bay: bay.clone(),
                mode: ClockMode::Instead,
            };
            self.tap(station, by_badge(person), body).await;
        }
    }

    /// Puts waiting jobs on the bay of their trade that is free first.
    async fn dispatcher(&self, picture: &Picture, now: DateTime<Utc>) {
        let mut free: BTreeMap<BayId, DateTime<Utc>> = BTreeMap::new();
        for (bay, view) in &picture.views.bays {
            let until = view
                .jobs
                .iter()
                .filter(|card| card.stage != Stage::Finished)
                .filter_map(|card| card.forecast.map(|forecast| forecast.end))
                .max();
            free.insert(bay.clone(), until.unwrap_or(now).max(now));
        }
        // Somebody has to look at a car before it is dispatched.
        let looked_at = picture.views.waiting.jobs.iter().filter(|card| {
            card.car
                .arrived_at
                .is_some_and(|at| at + TimeDelta::minutes(15) <= now)
        });
        for card in looked_at.take(3) {
            let Some(trade) = card.trade else { continue };
            let Some((bay, start)) = self.first_free(&free, trade) else {
                continue;
            };
            if start > now + TimeDelta::hours(3) {
                continue;
            }
            let start = self.policy.hours.next_open(start + TimeDelta::minutes(3));
            let length = TimeDelta::minutes(i64::from(card.standard.0));
            let end = self.policy.hours.end_of_work(start, length);
            let lead = HOMES
                .iter()
                .find(|(home, _)| *home == bay.as_str())
                .and_then(|(_, crew)| crew.first())
                .map(|id| PersonId::new(*id));
            let plan = Plan {
                job: card.job.clone(),
                bay: bay.clone(),
                lead,
                helpers: Vec::new(),
                start,
                end,
            };
            let body = CommandBody::Dispatch {
                plan,
                accepted: ACCEPTED.to_vec(),
            };
            self.tap(&self.desk, by_badge("D01"), body).await;
            free.insert(bay, end);
        }
    }

    fn first_free(
        &self,
        free: &BTreeMap<BayId, DateTime<Utc>>,
        trade: Trade,
    ) -> Option<(BayId, DateTime<Utc>)> {
        self.policy
            .bays
            .iter()
            .filter(|bay| bay.trades.contains(&trade))
            .filter_map(|bay| Some((bay.id.clone(), *free.get(&bay.id)?)))
            .min_by_key(|(_, at)| *at)
    }

    /// Clears holds after a while, checks, washes, invoices and hands over.
    async fn after_repair(&self, picture: &Picture, now: DateTime<Utc>) {
        let held = picture
            .views
            .bays
            .values()
            .flat_map(|bay| &bay.jobs)
            .filter(|card| {
                let for_parts = card
                    .hold
                    .as_ref()
                    .is_some_and(|hold| hold.reason == Some(HoldReason::Parts));
                // The store lifts what it has caused.
                if for_parts && parts::waits_for_store(picture, &card.job) {
                    return false;
                }
                let patience =
                    TimeDelta::minutes(12 + i64::try_from(nature(&card.job)).unwrap_or(0) / 3);
                card.hold.as_ref().is_some_and(|hold| {
                    hold.reason.is_some()
                        && hold.cleared_at.is_none()
                        && hold.since + patience <= now
                })
            });
        for card in held {
            let body = CommandBody::ClearHold {
                job: card.job.clone(),
            };
            self.tap(&self.desk, by_badge("D01"), body).await;
        }
        self.inspector(picture, now).await;
        for state in [CarState::Wash, CarState::AwaitingInvoice, CarState::Ready] {
            let next = picture.views.finishing.cars.iter().find(|car| {
                let minutes = if state == CarState::Ready { 55 } else { 17 };
                car.car.state == state && car.since + TimeDelta::minutes(minutes) <= now
            });
            if let (Some(car), Some(step)) = (next, state.next_step()) {
                if step == CarStep::Delivered {
                    self.explain(&car.car, now).await;
                }
                let body = CommandBody::MoveCar {
                    ro: car.car.ro.clone(),
                    step,
                };
                self.tap(&self.desk, by_badge("A01"), body).await;
            }
        }
    }

    /// A job that runs over makes its technician call for help, once a day at each bay.
    async fn help(
        &self,
        bay: &BayId,
        station: &Arc<Station>,
        picture: &Picture,
        now: DateTime<Utc>,
    ) {
        let open = picture
            .views
            .alerts
            .calls
            .iter()
            .find(|call| call.bay == *bay);
        if let Some(call) = open {
            let age = now - call.raised.at;
            let foreman = by_badge("F01");
            if call.acknowledged.is_none() && age > TimeDelta::minutes(6) {
                let body = CommandBody::AcknowledgeAndon { call: call.id };
                self.tap(&self.desk, foreman, body).await;
            } else if call.acknowledged.is_some() && age > TimeDelta::minutes(14) {
                self.tap(
                    &self.desk,
                    foreman,
                    CommandBody::ClearAndon { call: call.id },
                )
                .await;
            }
            return;
        }
        let over = picture
            .views
            .bays
            .get(bay)
            .into_iter()
            .flat_map(|view| &view.jobs)
            .find(|card| {
                card.stage == Stage::InRepair
                    && card.clocked_secs(now) > i64::from(card.standard.0) * 66
            });
        let Some(who) = over.and_then(|card| card.live.first()) else {
            return;
        };
        if self.helped.lock().await.insert(bay.clone()) {
            let body = CommandBody::RaiseAndon {
                bay: bay.clone(),
                call: AndonKind::TechnicalSupport,
            };
            self.tap(station, by_badge(who.person.as_str()), body).await;
        }
    }
}
