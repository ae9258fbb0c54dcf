//! The dealer system's sample day, minute by minute: every job asks the store for all that its operation expects, some of
//! it is not there, and bays stand still. The board says for which part and for how long; the minutes of each reason are
//! the gaps that were clocked, to the second.

#[path = "common/board_floor.rs"]
mod board_floor;

use baylight::domain::clock::Doing;
use baylight::domain::command::CommandBody;
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{CommandId, JobId, PartNumber, PersonId};
use baylight::domain::job::JobState;
use baylight::domain::order::Fen;
use baylight::domain::parts::command::PartsCommand;
use baylight::domain::parts::request::{AskedLine, LineKey, LineStage, ParcelId, Purpose, Wanted};
use baylight::domain::person::Language;
use baylight::domain::standing::secs_by_reason;
use baylight::domain::stock::StockCommand;
use baylight::projection::job_card::{JobCard, Stage};
use baylight::screen::board::{Board, Intent};
use baylight::screen::floor::chip::FloorChip;
use baylight::screen::tone::Theme;
use board_floor::{Floor, at, sample};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const BAYS: usize = 20;
/// The storekeeper of the sample's roster.
const STOREKEEPER: &str = "E1030";

/// What a bay is at.
enum Does {
    Works {
        until: DateTime<Utc>,
    },
    Stands {
        since: DateTime<Utc>,
        reason: Option<HoldReason>,
    },
}

struct AtBay {
    job: JobId,
    doing: Does,
    worked: TimeDelta,
    /// Whether something of what was asked is not there.
    lacks: bool,
    /// What else stops it, once: after so many minutes of work, for so long.
    stop: Option<(i64, Option<HoldReason>, i64)>,
}

/// A line that somebody still waits for.
struct Wait {
    job: JobId,
    key: LineKey,
    part: PartNumber,
    rest: u32,
    stage: LineStage,
    asked_at: DateTime<Utc>,
}

/// The day, with a diary of who stood still, when and why.
struct Day {
    floor: Floor,
    jobs: VecDeque<JobId>,
    bays: Vec<Option<AtBay>>,
    diary: Vec<(Option<HoldReason>, DateTime<Utc>, DateTime<Utc>)>,
    on_order: BTreeMap<LineKey, DateTime<Utc>>,
    asked: usize,
    expected: usize,
    seen_standing: BTreeSet<String>,
}

fn who(bay: usize) -> String {
    format!("E{}", 1001 + bay)
}

impl Day {
    fn new() -> Self {
        let (floor, orders) = sample(BAYS);
        let jobs = orders.iter().flat_map(|sheet| {
            let lines = sheet.lines.iter();
            lines.map(|line| JobId::new(sheet.ro.clone(), line.line))
        });
        Self {
            jobs: jobs.collect(),
            floor,
            bays: (0..BAYS).map(|_| None).collect(),
            diary: Vec::new(),
            on_order: BTreeMap::new(),
            asked: 0,
            expected: 0,
            seen_standing: BTreeSet::new(),
        }
    }

    fn tap(&mut self, who: &str, body: CommandBody) -> CommandId {
        self.floor.tap(Some(who), body)
    }

    fn parts(&mut self, who: &str, job: &JobId, body: PartsCommand) -> CommandId {
        let ro = job.ro.clone();
        let body = Box::new(body);
        self.tap(who, CommandBody::Parts { ro, body })
    }

    fn card(&self, job: &JobId) -> JobCard {
        let picture = self.floor.picture();
        let views = &picture.views;
        let jobs = views.bays.values().flat_map(|bay| &bay.jobs);
        let card = jobs
            .chain(&views.waiting.jobs)
            .find(|card| card.job == *job);
        card.unwrap_or_else(|| panic!("{job} is on no screen"))
            .clone()
    }

    /// A technician begins the next job and asks for all that it is expected to need, in one tap.
    fn begin(&mut self, bay: usize) {
        let Some(job) = self.jobs.pop_front() else {
            return;
        };
        let me = who(bay);
        let card = self.card(&job);
        self.floor.clock_on(&me, &job.to_string(), bay + 1);
        let lines: Vec<AskedLine> = card
            .parts
            .iter()
            .map(|part| AskedLine {
                wanted: Wanted::Part {
                    part: part.part.clone(),
                },
                quantity: part.quantity,
            })
            .collect();
        self.expected += card.parts.len();
        self.asked += lines.len();
        let waits = !lines.is_empty();
        let request = waits.then(|| {
            self.parts(
                &me,
                &job,
                PartsCommand::Ask {
                    job: job.line,
                    bay: None,
                    purpose: Purpose::Job,
                    lines,
                },
            )
        });
        let standard = TimeDelta::minutes(i64::from(card.standard.0.max(10)));
        let number = self.jobs.len();
        let stop = match number % 7 {
            1 => Some((5, Some(HoldReason::CustomerAnswer), 18)),
            3 => Some((4, Some(HoldReason::Tool), 9)),
            5 => Some((6, None, 7)),
            _ => None,
        };
        let now = self.floor.now;
        let lacks = request.is_some_and(|request| !self.all_there(&job, request));
        self.bays[bay] = Some(AtBay {
            job,
            lacks,
            doing: Does::Works {
                until: now + standard,
            },
            worked: TimeDelta::zero(),
            stop,
        });
    }

    fn all_there(&self, job: &JobId, request: CommandId) -> bool {
        let parts = &self.floor.workshop.orders[&job.ro].parts;
        parts.request(request).unwrap().lines.iter().all(|line| {
            let part = line.wanted.part().unwrap();
            self.floor.workshop.available(part).unwrap_or(0) >= i64::from(line.quantity)
        })
    }

    fn stand(&mut self, bay: usize, reason: Option<HoldReason>) {
        let me = who(bay);
        let since = self.floor.now;
        let at_bay = self.bays[bay].as_mut().unwrap();
        if let Does::Works { until } = at_bay.doing {
            at_bay.worked = until - since;
        }
        at_bay.doing = Does::Stands { since, reason };
        let job = at_bay.job.clone();
        match reason {
            Some(reason) => self.floor.hold(&me, &job.to_string(), reason),
            None => drop(self.tap(&me, CommandBody::ClockOff { job })),
        }
    }

    fn resume(&mut self, bay: usize) {
        let me = who(bay);
        let now = self.floor.now;
        let at_bay = self.bays[bay].as_mut().unwrap();
        let Does::Stands { since, reason } = at_bay.doing else {
            panic!("it does not stand");
        };
        self.diary.push((reason, since, now));
        at_bay.doing = Does::Works {
            until: now + at_bay.worked,
        };
        let job = at_bay.job.to_string();
        self.floor.clock_on(&me, &job, bay + 1);
    }

    /// The store does what it can: picks what is there, short where it must, and orders the rest.
    fn serve(&mut self) {
        let now = self.floor.now;
        let orders = self.floor.workshop.orders.iter();
        let requests = orders.flat_map(|(ro, order)| {
            let requests = order.parts.requests.iter();
            requests.map(move |request| (ro, request))
        });
        let open: Vec<Wait> = requests
            .flat_map(|(ro, request)| {
                let open = request.lines.iter().filter(|line| line.rest() > 0);
                open.map(move |line| Wait {
                    job: JobId::new(ro.clone(), request.job),
                    key: LineKey {
                        request: request.id,
                        line: line.line,
                    },
                    part: line.wanted.part().unwrap().clone(),
                    rest: line.rest(),
                    stage: line.stage(None),
                    asked_at: request.at,
                })
            })
            .collect();
        for wait in open {
            let Wait {
                job,
                key,
                part,
                rest,
                stage,
                asked_at,
            } = wait;
            if now - asked_at < TimeDelta::minutes(4) {
                continue;
            }
            if let Some(eta) = self.on_order.get(&key)
                && *eta <= now
            {
                self.on_order.remove(&key);
                self.tap(
                    STOREKEEPER,
                    CommandBody::Stock {
                        part: part.clone(),
                        body: StockCommand::GoodsIn {
                            quantity: rest,
                            batch: "今日到货".to_owned(),
                            bin: None,
                            cost: Some(Fen(1_000)),
                            supplier: String::new(),
                        },
                    },
                );
            }
            let there = self.floor.workshop.available(&part).unwrap();
            let quantity = rest.min(u32::try_from(there).unwrap());
            if quantity > 0 {
                self.parts(
                    STOREKEEPER,
                    &job,
                    PartsCommand::Pick {
                        line: key,
                        quantity,
                        batch: None,
                    },
                );
            }
            if quantity < rest && stage != LineStage::Backordered {
                let minutes = 25 + i64::try_from(self.on_order.len() % 5).unwrap() * 30;
                let eta = now + TimeDelta::minutes(minutes);
                self.on_order.insert(key, eta);
                self.parts(
                    STOREKEEPER,
                    &job,
                    PartsCommand::Backorder {
                        line: key,
                        supplier: "现代配件中心".to_owned(),
                        eta,
                    },
                );
            }
        }
    }

    /// Whoever has parts lying at the bay signs for them.
    fn sign(&mut self, bay: usize) {
        let Some(at_bay) = &self.bays[bay] else {
            return;
        };
        let job = at_bay.job.clone();
        let parts = &self.floor.workshop.orders[&job.ro].parts;
        let parcels: Vec<ParcelId> = parts
            .lines_of(job.line)
            .flat_map(|(_, _, line)| &line.parcels)
            .filter(|parcel| parcel.is_ready())
            .map(|parcel| parcel.id)
            .collect();
        if !parcels.is_empty() {
            self.parts(&who(bay), &job, PartsCommand::Receive { parcels });
        }
    }

    fn minute(&mut self) {
        for bay in 0..BAYS {
            self.sign(bay);
            let now = self.floor.now;
            let Some(at_bay) = &self.bays[bay] else {
                self.begin(bay);
                continue;
            };
            match at_bay.doing {
                Does::Works { until } if until <= now => {
                    let job = at_bay.job.to_string();
                    self.floor.finish(&who(bay), &job);
                    self.bays[bay] = None;
                }
                // Who has looked at the bay's parts list and misses something cannot go on.
                Does::Works { .. } if at_bay.lacks => {
                    self.bays[bay].as_mut().unwrap().lacks = false;
                    self.stand(bay, Some(HoldReason::Parts));
                }
                Does::Works { until } => {
                    let stop = at_bay
                        .stop
                        .filter(|(left, ..)| until - now == TimeDelta::minutes(*left));
                    if let Some((_, reason, _)) = stop {
                        self.stand(bay, reason);
                    }
                }
                Does::Stands {
                    reason: Some(HoldReason::Parts),
                    ..
                } => {
                    let cleared = matches!(
                        self.floor.workshop.job(&at_bay.job).unwrap().state(),
                        JobState::OnHold {
                            cleared_at: Some(_),
                            ..
                        }
                    );
                    if cleared {
                        self.resume(bay);
                    }
                }
                Does::Stands { since, .. } => {
                    let length = at_bay.stop.map_or(5, |(_, _, length)| length);
                    if now - since >= TimeDelta::minutes(length) {
                        self.resume(bay);
                    }
                }
            }
        }
        self.serve();
    }

    /// Turns the pages of the board.
    fn all_chips(&self, language: Language) -> Vec<FloorChip> {
        let (now, picture) = (self.floor.now, self.floor.picture());
        let mut board = Board::new(language, Theme::Dark, now);
        board.update(Intent::Tick, &picture, now);
        let mut chips = Vec::new();
        for _ in 0..3 {
            let model = board.present(&picture, now);
            chips.extend(model.rows.into_iter().flat_map(|row| row.chips));
            board.update(Intent::NextPage, &picture, now);
        }
        chips
    }

    /// The board names the cause of every bay that stands still, and for how long it has.
    fn look_at_the_board(&mut self) {
        let now = self.floor.now;
        for language in [Language::Zh, Language::En] {
            let chips = self.all_chips(language);
            for bay in self.bays.iter().flatten() {
                let Does::Stands { since, reason } = bay.doing else {
                    continue;
                };
                let id = bay.job.to_string();
                let card = self.card(&bay.job);
                assert_eq!(card.stage, Stage::OnHold);
                if card
                    .hold
                    .as_ref()
                    .is_some_and(|hold| hold.cleared_at.is_some())
                {
                    continue;
                }
                let chip = chips.iter().find(|chip| chip.job_id == id);
                let chip = chip.unwrap_or_else(|| panic!("{id} stands still and is not shown"));
                let said = format!("{} {} {}", chip.word, chip.age, chip.detail);
                let minutes = (now - since).num_minutes();
                let length = match minutes {
                    0..60 => format!("{minutes}′"),
                    _ => format!("{} h {:02}′", minutes / 60, minutes % 60),
                };
                assert!(said.contains(&length), "{id} has stood {length}: {said}");
                let why = match (reason, language) {
                    (Some(HoldReason::Parts), Language::Zh) => "等件",
                    (Some(HoldReason::Parts), Language::En) => "parts",
                    (Some(HoldReason::CustomerAnswer), Language::Zh) => "等客户",
                    (Some(HoldReason::CustomerAnswer), Language::En) => "customer",
                    (Some(HoldReason::Tool), Language::Zh) => "等工具",
                    (Some(HoldReason::Tool), Language::En) => "tool",
                    (_, Language::Zh) => "无人作业",
                    (_, Language::En) => "Nobody",
                };
                assert!(said.contains(why), "{id} stands for {reason:?}: {said}");
                if reason == Some(HoldReason::Parts) {
                    let parts = &self.floor.workshop.orders[&bay.job.ro].parts;
                    let missing: Vec<String> = parts
                        .lines_of(bay.job.line)
                        .filter(|(_, _, line)| line.is_open())
                        .map(|(_, _, line)| {
                            let listed = &self.floor.workshop.parts[line.wanted.part().unwrap()];
                            match language {
                                Language::Zh => listed.name.clone(),
                                Language::En => listed.english_name.clone(),
                            }
                        })
                        .collect();
                    assert!(
                        missing.iter().any(|name| said.contains(name)),
                        "{id} waits for {missing:?}: {said}"
                    );
                    self.seen_standing.insert(id);
                }
            }
        }
    }
}

#[test]
fn the_board_names_what_each_bay_waits_for_and_the_minutes_add_up_to_the_gaps() {
    let mut day = Day::new();
    day.floor.at("08:00");
    for bay in 0..BAYS {
        day.tap(&who(bay), CommandBody::ShiftIn);
    }
    let opening: BTreeMap<PartNumber, i64> = day
        .floor
        .workshop
        .stock
        .iter()
        .map(|(part, stock)| (part.clone(), stock.on_hand()))
        .collect();
    let (from, until) = (at("08:05"), at("18:00"));
    let mut now = from;
    while now < until {
        day.floor.now = now;
        day.minute();
        if (now - from).num_minutes() % 10 == 0 {
            day.look_at_the_board();
        }
        now += TimeDelta::minutes(1);
    }
    day.floor.now = until;
    assert!(
        day.jobs.is_empty(),
        "{} jobs were never begun",
        day.jobs.len()
    );
    assert_eq!(
        day.asked, day.expected,
        "all that was expected was asked for"
    );
    assert!(day.asked > 80, "{} lines", day.asked);
    assert!(day.seen_standing.len() > 5, "{:?}", day.seen_standing);

    // The diary of the people, the rule, and the gaps in what was clocked.
    for bay in day.bays.iter().flatten() {
        if let Does::Stands { since, reason } = bay.doing {
            day.diary.push((reason, since, until));
        }
    }
    let mut diary: BTreeMap<Option<HoldReason>, i64> = BTreeMap::new();
    for (reason, from, until) in day.diary.iter().filter(|(_, from, until)| from < until) {
        *diary.entry(*reason).or_insert(0) += (*until - *from).num_seconds();
    }
    let by_rule = secs_by_reason(&day.floor.workshop, (from, until), until);
    assert_eq!(by_rule, diary);
    for reason in [
        Some(HoldReason::Parts),
        Some(HoldReason::CustomerAnswer),
        Some(HoldReason::Tool),
        None,
    ] {
        assert!(
            by_rule.get(&reason).is_some_and(|secs| *secs > 0),
            "{reason:?}"
        );
    }
    assert_eq!(
        by_rule.values().sum::<i64>(),
        clocked_gaps(&day.floor, until)
    );

    for (part, stock) in &day.floor.workshop.stock {
        let issued = stock.totals.issued;
        let came = stock.totals.goods_in - opening[part];
        assert_eq!(stock.on_hand(), opening[part] + came - issued, "{part}");
    }
}

/// Counts the seconds of all gaps straight from the days of the people: of each job, from its first clock-on to its
/// finish, without those during which anybody was on it.
fn clocked_gaps(floor: &Floor, until: DateTime<Utc>) -> i64 {
    let mut worked: BTreeMap<JobId, Vec<(i64, i64)>> = BTreeMap::new();
    let days: Vec<(&PersonId, _)> = floor
        .workshop
        .days
        .iter()
        .map(|((who, _), day)| (who, day))
        .collect();
    for segment in days.iter().flat_map(|(_, day)| &day.segments) {
        if let Doing::Jobs { jobs, .. } = &segment.doing {
            let end = segment.end.at().unwrap_or(until);
            for on in jobs {
                let stretch = (segment.from.timestamp(), end.timestamp());
                worked.entry(on.job.clone()).or_default().push(stretch);
            }
        }
    }
    let gap = |(job, stretches): (&JobId, &Vec<(i64, i64)>)| {
        let known = floor.workshop.job(job).unwrap();
        let first = stretches.iter().map(|(from, _)| *from).min().unwrap();
        let last = known.finished().map_or(until, |stop| stop.at).timestamp();
        (first..last)
            .filter(|second| {
                !stretches
                    .iter()
                    .any(|(from, to)| from <= second && second < to)
            })
            .count() as i64
    };
    worked.iter().map(gap).sum()
}
