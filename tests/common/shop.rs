//! A whole workshop in one process: embedded broker, coordinator, stations, a clock that the test sets, and people
//! with names. What a test waits for, it waits for on the picture or on the wire, with an end and a reason.
#![allow(dead_code, reason = "each test uses its own part of it")]

use baylight::coordinator::{Coordinator, CoordinatorOptions, LocalIntake};
use baylight::domain::command::{Actor, ClockMode, CommandBody, Extent, Recognised};
use baylight::domain::dispatch::{ConflictKind, Plan};
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{BayId, CommandId, JobId, LogPosition, PersonId, StationId};
use baylight::domain::order::{
    BusinessCategory, Car, Customer, Fen, JobLine, OrderSheet, Trade, WorkMinutes, YesNo,
};
use baylight::domain::person::{Employment, Language, Person, Role};
use baylight::domain::plate::Plate;
use baylight::domain::policy::{Bay, SitePolicy};
use baylight::domain::receipt::{Outcome, Receipt};
use baylight::domain::refusal::Refusal;
use baylight::domain::time::Clock;
use baylight::mqtt::BrokerAddress;
use baylight::mqtt::broker::EmbeddedBroker;
use baylight::projection::job_card::JobCard;
use baylight::projection::picture::{LinkState, Picture, TapState};
use baylight::protocol::envelope::Sender;
use baylight::protocol::message::{Online, Presence, presence_from_bytes, presence_to_bytes};
use baylight::station::submit::Submitter;
use baylight::station::{Interest, Station, StationOptions};
use baylight::store::event_log::{LogReader, LoggedEvent};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Asia::Shanghai;
use rumqttc::{AsyncClient, Event, MqttOptions, Packet, Publish, QoS};
use rusqlite::Connection;
use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

/// How long anything may take before a test says what did not come.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Technician, all trades.
pub const WANG_LEI: &str = "E1001";
/// Technician, all trades.
pub const LI_QIANG: &str = "E1002";
/// Foreman.
pub const LIU_YANG: &str = "E2001";
/// Dispatcher.
pub const CHEN_YU: &str = "E2002";

/// Timing belt, two hours, on the car 京A·12345.
pub const BELT: &str = "2611-0001/1";
/// Brake pads, one hour, on the same car.
pub const BRAKES: &str = "2611-0001/2";
/// Maintenance, one hour, on the car 京A·23456.
pub const SERVICE: &str = "2611-0002/1";

/// Reads a moment as the workshop's wall clock shows it.
pub fn moment(text: &str) -> DateTime<Utc> {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a moment");
    Shanghai
        .from_local_datetime(&local)
        .unwrap()
        .with_timezone(&Utc)
}

/// Names a job.
pub fn job(text: &str) -> JobId {
    text.parse().expect("a job")
}

/// Names someone at a screen.
pub fn person(id: &str) -> Actor {
    Actor::Person {
        id: PersonId::new(id),
        by: Recognised::Pin,
    }
}

/// A clock that stands until it is moved.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<DateTime<Utc>>>);

impl ManualClock {
    pub fn at(text: &str) -> Self {
        Self(Arc::new(Mutex::new(moment(text))))
    }

    pub fn clock(&self) -> Clock {
        let now = self.0.clone();
        Clock::new(move || *now.lock().unwrap())
    }

    pub fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    pub fn forward(&self, minutes: i64) {
        *self.0.lock().unwrap() += TimeDelta::minutes(minutes);
    }
}

/// Writes the rules of a site with so many bays.
pub fn policy(bays: usize) -> SitePolicy {
    let bays = (1..=bays)
        .map(|number| Bay {
            id: BayId::new(number.to_string()),
            name: format!("{number} 号工位"),
            english_name: format!("Bay {number}"),
            trades: Vec::new(),
        })
        .collect();
    SitePolicy::new("test".into(), bays)
}

/// Writes an order with so many minutes of work on each line.
pub fn sheet(ro: &str, plate: &str, lines: &[(&str, u32)]) -> OrderSheet {
    let lines = lines
        .iter()
        .zip(1..)
        .map(|((name, minutes), line)| JobLine {
            line,
            op_code: "BR2100".into(),
            name: (*name).to_owned(),
            english_name: (*name).to_owned(),
            trade: Trade::Mechanical,
            standard: WorkMinutes(*minutes),
            flagged: WorkMinutes(*minutes),
            credited: WorkMinutes(*minutes),
            amount: Fen(10_000),
            technicians: Vec::new(),
            parts: Vec::new(),
        })
        .collect();
    OrderSheet {
        ro: ro.into(),
        car: Car {
            plate: Plate::parse(plate).expect("a plate"),
            vin: String::new(),
            brand: "现代".to_owned(),
            model: "途胜".to_owned(),
            series: String::new(),
            displacement: "1.6T".to_owned(),
            colour: "红".to_owned(),
        },
        customer: Customer::default(),
        category: BusinessCategory::General,
        advisor: "孙丽".to_owned(),
        arrived_at: moment("2026-11-23 07:30"),
        promised_at: moment("2026-11-23 17:30"),
        mileage_km: Some(83_866),
        fuel: "1/2".to_owned(),
        complaint: "冷车启动时有异响".to_owned(),
        customer_waits: YesNo::No,
        keep_old_parts: YesNo::No,
        wash: YesNo::No,
        road_test: YesNo::No,
        key_tag: "4".to_owned(),
        parking_spot: "P14".to_owned(),
        last_visit: String::new(),
        remarks: String::new(),
        lines,
    }
}

/// Admits an order that says everything.
pub fn admit(sheet: OrderSheet) -> CommandBody {
    CommandBody::AdmitOrder {
        sheet: Box::new(sheet),
        extent: Extent::Whole,
    }
}

/// Puts someone on the roster.
pub fn enrol(id: &str, name: &str, role: Role) -> CommandBody {
    let person = Person {
        id: PersonId::new(id),
        name: name.to_owned(),
        role,
        trades: Trade::ALL.to_vec(),
        badge: None,
        language: Language::Zh,
        employment: Employment::Here,
    };
    CommandBody::EnrolPerson {
        person,
        pin_hash: None,
    }
}

/// What the workshop knows in the morning: four people, two cars.
pub fn morning() -> Vec<CommandBody> {
    vec![
        enrol(WANG_LEI, "王磊", Role::Technician),
        enrol(LI_QIANG, "李强", Role::Technician),
        enrol(LIU_YANG, "刘洋", Role::Foreman),
        enrol(CHEN_YU, "陈宇", Role::Controller),
        admit(sheet(
            "2611-0001",
            "京A12345",
            &[("更换正时皮带", 120), ("更换刹车片", 60)],
        )),
        admit(sheet("2611-0002", "京A23456", &[("保养", 60)])),
    ]
}

pub fn clock_on(job_id: &str, bay: &str) -> CommandBody {
    CommandBody::ClockOn {
        job: job(job_id),
        bay: bay.into(),
        mode: ClockMode::Instead,
    }
}

pub fn hold(job_id: &str, reason: HoldReason) -> CommandBody {
    CommandBody::Hold {
        job: job(job_id),
        reason,
        note: String::new(),
    }
}

pub fn finish(job_id: &str) -> CommandBody {
    CommandBody::Finish { job: job(job_id) }
}

/// What a party says of itself.
pub fn presence(at: DateTime<Utc>, online: Online, source: &str, epoch: u64) -> Vec<u8> {
    let presence = Presence {
        online,
        epoch,
        version: "test".to_owned(),
        bay: (source == "bay-1").then(|| "1".into()),
        position: None,
        at,
    };
    let sender = Sender {
        source: source.to_owned(),
        epoch,
    };
    presence_to_bytes(&presence, &sender, Uuid::now_v7()).expect("a message")
}

/// Plans a job on a bay from one hour to another of the day.
pub fn dispatch(
    job_id: &str,
    bay: &str,
    from: &str,
    until: &str,
    accepted: &[ConflictKind],
) -> CommandBody {
    let at = |time: &str| moment(&format!("2026-11-23 {time}"));
    let plan = Plan {
        job: job(job_id),
        bay: bay.into(),
        lead: None,
        helpers: Vec::new(),
        start: at(from),
        end: at(until),
    };
    CommandBody::Dispatch {
        plan,
        accepted: accepted.to_vec(),
    }
}

/// Takes a port that nobody listens at.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

/// Shows the program's own log with the test's output where `BAYLIGHT_LOG` says how much of it.
fn log_if_asked() {
    if let Ok(filter) = tracing_subscriber::EnvFilter::try_from_env("BAYLIGHT_LOG") {
        // A second test of this process finds it set already.
        let _ = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_test_writer()
            .try_init();
    }
}

/// A workshop whose parts are started and stopped one by one.
pub struct Workshop {
    pub dir: TempDir,
    pub clock: ManualClock,
    pub policy: SitePolicy,
    pub address: SocketAddr,
    broker: Option<EmbeddedBroker>,
    coordinator: Option<Coordinator>,
}

impl Workshop {
    /// Two bays, broker and coordinator running, four people, two cars.
    pub async fn new() -> Self {
        let mut shop = Self::dark(policy(2));
        shop.start_broker().await;
        shop.start_coordinator();
        shop.take_in(morning()).await;
        shop
    }

    /// Nothing runs yet.
    pub fn dark(policy: SitePolicy) -> Self {
        log_if_asked();
        Self {
            dir: tempfile::tempdir().expect("a directory"),
            clock: ManualClock::at("2026-11-23 08:00"),
            policy,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, free_port())),
            broker: None,
            coordinator: None,
        }
    }

    pub async fn start_broker(&mut self) {
        let broker = EmbeddedBroker::start(self.address)
            .await
            .expect("the broker starts");
        self.broker = Some(broker);
    }

    pub async fn stop_broker(&mut self) {
        self.broker.take().expect("a running broker").close().await;
    }

    pub fn start_coordinator(&mut self) {
        let coordinator = Coordinator::start(CoordinatorOptions {
            data_dir: self.data_dir(),
            broker: self.broker_address(),
            policy: self.policy.clone(),
            clock: self.clock.clock(),
        });
        self.coordinator = Some(coordinator.expect("the coordinator starts"));
    }

    pub async fn stop_coordinator(&mut self) {
        let stopping = self
            .coordinator
            .take()
            .expect("a running coordinator")
            .stop();
        within("the coordinator to stop", stopping).await;
    }

    pub fn local(&self) -> LocalIntake {
        self.coordinator
            .as_ref()
            .expect("a running coordinator")
            .local()
    }

    /// Has commands decided that nobody taps.
    pub async fn take_in(&self, bodies: Vec<CommandBody>) -> Vec<Receipt> {
        let receipts = within("the import", self.local().submit(bodies))
            .await
            .expect("it is written");
        for receipt in &receipts {
            assert!(
                matches!(receipt.outcome, Outcome::Accepted { .. }),
                "refused: {receipt:?}"
            );
        }
        receipts
    }

    pub fn data_dir(&self) -> PathBuf {
        self.dir.path().join("coordinator")
    }

    pub fn broker_address(&self) -> BrokerAddress {
        BrokerAddress {
            host: self.address.ip().to_string(),
            port: self.address.port(),
            login: None,
            ca_file: None,
        }
    }

    /// Starts the kiosk of a bay and waits for nothing.
    pub fn bay(&self, bay: &str) -> Screen {
        self.screen(&format!("bay-{bay}"), Interest::Bay(bay.into()))
    }

    /// Starts a screen that shows the whole floor.
    pub fn floor(&self, name: &str) -> Screen {
        self.screen(name, Interest::Floor)
    }

    pub fn screen(&self, name: &str, interest: Interest) -> Screen {
        let station = Station::start(StationOptions {
            id: StationId::new(name),
            site: self.policy.site.clone(),
            interest,
            data_dir: self.dir.path().join(name),
            broker: self.broker_address(),
            clock: self.clock.clock(),
        });
        Screen::new(name, station.expect("the station starts"))
    }

    /// Connects a plain MQTT client that is no part of the program. Where a coordinator runs, it listens already:
    /// what is said to nobody is lost.
    pub async fn wire(&self) -> Wire {
        let mut wire = Wire::connect(self.address).await;
        if self.coordinator.is_some() {
            wire.hears_of_the_coordinator().await;
        }
        wire
    }

    /// Reads the whole log.
    pub fn log(&self) -> Vec<LoggedEvent> {
        log_of(&self.data_dir())
    }

    /// Lists the kinds of the events of the stations, in the order of the log.
    pub fn tapped_kinds(&self) -> Vec<String> {
        self.log()
            .iter()
            .filter(|logged| logged.event.actor != Actor::System)
            .map(|logged| logged.event.body.kind().to_owned())
            .collect()
    }

    /// Lists the reasons of the messages that were put aside.
    pub fn dead_letters(&self) -> Vec<String> {
        let database =
            Connection::open(self.data_dir().join("coordinator.db")).expect("a database");
        let mut statement = database
            .prepare("SELECT reason FROM dead_letter ORDER BY id")
            .expect("a table");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<_, _>>().expect("reasons")
    }

    /// The file, the hashes and the projections are in order.
    pub fn assert_verified(&self) {
        assert_verified(&self.data_dir());
    }

    pub async fn close(mut self) {
        if self.coordinator.is_some() {
            self.stop_coordinator().await;
        }
        if self.broker.is_some() {
            self.stop_broker().await;
        }
    }
}

/// Reads the log of a data directory.
pub fn log_of(data_dir: &Path) -> Vec<LoggedEvent> {
    let reader = LogReader::open(data_dir).expect("a database");
    let mut events = Vec::new();
    reader
        .for_each(LogPosition(0), |logged| events.push(logged.clone()))
        .expect("a log that can be read");
    events
}

/// The file, the hashes and the projections of a data directory are in order.
pub fn assert_verified(data_dir: &Path) {
    let findings = LogReader::open(data_dir)
        .and_then(|reader| reader.verify())
        .expect("a database");
    assert_eq!(findings.faults, [], "verify found faults");
}

/// Waits for something that must happen.
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(done) => done,
        Err(_) => panic!("waited {} s for {what}", PATIENCE.as_secs()),
    }
}

/// A station with its picture.
pub struct Screen {
    pub name: String,
    pub station: Station,
    submitter: Submitter,
    picture: watch::Receiver<Arc<Picture>>,
}

impl Screen {
    pub fn new(name: &str, station: Station) -> Self {
        let (submitter, picture) = (station.submitter(), station.picture());
        Self {
            name: name.to_owned(),
            station,
            submitter,
            picture,
        }
    }

    pub fn now(&self) -> Arc<Picture> {
        self.picture.borrow().clone()
    }

    pub fn changes(&self) -> watch::Receiver<Arc<Picture>> {
        self.picture.clone()
    }

    /// Taps, and waits for nothing.
    pub fn tap(&self, who: &str, body: CommandBody) -> CommandId {
        self.submitter.submit(person(who), body)
    }

    /// Taps without anybody signed in.
    pub fn tap_unknown(&self, body: CommandBody) -> CommandId {
        self.submitter.submit(Actor::System, body)
    }

    /// Waits until the picture shows something. What is asked looks at the picture that it is given: `now` would
    /// lock the channel a second time, and wait for ever for a station that is about to write.
    pub async fn until(&self, what: &str, shows: impl Fn(&Picture) -> bool) -> Arc<Picture> {
        self.until_for(PATIENCE, what, shows).await
    }

    /// Waits longer, or shorter, until the picture shows something.
    pub async fn until_for(
        &self,
        patience: Duration,
        what: &str,
        shows: impl Fn(&Picture) -> bool,
    ) -> Arc<Picture> {
        let mut picture = self.picture.clone();
        let waiting = picture.wait_for(|picture| shows(picture));
        match tokio::time::timeout(patience, waiting).await {
            Ok(Ok(picture)) => picture.clone(),
            Ok(Err(_)) => panic!("{}: the station ended before {what}", self.name),
            Err(_) => {
                let now = self.now();
                let views = &now.views;
                let last: Vec<_> = now
                    .taps
                    .iter()
                    .rev()
                    .take(3)
                    .map(|tap| (tap.command.id, &tap.state))
                    .collect();
                panic!(
                    "{}: {what} did not come within {} s; link {:?}, {} taps waiting, the last {last:#?}; shown are {} bays, \
                     {} waiting jobs, {} on the roster",
                    self.name,
                    patience.as_secs(),
                    now.link,
                    now.waiting,
                    views.bays.len(),
                    views.waiting.jobs.len(),
                    views.roster.len()
                );
            }
        }
    }

    pub async fn live(&self) {
        self.until("the link", |picture| {
            picture.link == LinkState::Live && picture.views.site.is_some()
        })
        .await;
    }

    pub async fn offline(&self) {
        self.until("the loss of the link", |picture| {
            picture.link != LinkState::Live
        })
        .await;
    }

    async fn answer(
        &self,
        id: CommandId,
        what: &str,
        done: impl Fn(&TapState) -> bool,
    ) -> TapState {
        let picture = self
            .until(what, |picture| {
                picture.tap(id).is_some_and(|tap| done(&tap.state))
            })
            .await;
        picture.tap(id).expect("the tap").state.clone()
    }

    pub async fn saved(&self, id: CommandId) {
        self.answer(id, "a saved tap", |state| *state != TapState::Saving)
            .await;
    }

    /// Waits until a tap is accepted or refused.
    pub async fn answered(&self, id: CommandId) -> TapState {
        self.answer(id, "an answered tap", |state| {
            matches!(state, TapState::Accepted { .. } | TapState::Refused { .. })
        })
        .await
    }

    pub async fn accepted(&self, id: CommandId) {
        let state = self.answered(id).await;
        assert!(
            matches!(state, TapState::Accepted { .. }),
            "{}: {state:?}",
            self.name
        );
    }

    pub async fn refused(&self, id: CommandId) -> Refusal {
        match self.answered(id).await {
            TapState::Refused { refusal, .. } => refusal,
            other => panic!("{}: {other:?}", self.name),
        }
    }

    /// Taps and waits until it is accepted.
    pub async fn does(&self, who: &str, body: CommandBody) -> CommandId {
        let id = self.tap(who, body);
        self.accepted(id).await;
        id
    }

    pub async fn stop(self) {
        let Self {
            station, submitter, ..
        } = self;
        drop(submitter);
        within("the station to stop", station.stop()).await;
    }
}

/// Finds the card of a job wherever it stands.
pub fn card<'a>(picture: &'a Picture, job_id: &str) -> Option<&'a JobCard> {
    let id = job(job_id);
    picture
        .views
        .bays
        .values()
        .flat_map(|bay| &bay.jobs)
        .chain(&picture.views.waiting.jobs)
        .find(|card| card.job == id)
}

/// Lists who is on a job now.
pub fn live_on(picture: &Picture, job_id: &str) -> Vec<String> {
    card(picture, job_id)
        .map(|card| {
            card.live
                .iter()
                .map(|live| live.person.to_string())
                .collect()
        })
        .unwrap_or_default()
}

/// A plain MQTT client that is no part of the program: it listens, and speaks out of turn.
pub struct Wire {
    pub client: AsyncClient,
    messages: mpsc::UnboundedReceiver<Publish>,
    set_aside: VecDeque<Publish>,
    task: tokio::task::JoinHandle<()>,
}

impl Wire {
    pub async fn connect(address: SocketAddr) -> Self {
        let name = format!("wire-{}", uuid::Uuid::now_v7());
        let mut options = MqttOptions::new(name, address.ip().to_string(), address.port());
        options.set_max_packet_size(1024 * 1024, 1024 * 1024);
        let (client, mut events) = AsyncClient::new(options, 64);
        let (out, messages) = mpsc::unbounded_channel();
        let (up, mut is_up) = mpsc::unbounded_channel();
        let task = tokio::spawn(async move {
            while let Ok(event) = events.poll().await {
                match event {
                    Event::Incoming(Packet::ConnAck(_) | Packet::SubAck(_)) => drop(up.send(())),
                    Event::Incoming(Packet::Publish(message)) => drop(out.send(message)),
                    _ => {}
                }
            }
        });
        within("the plain client's connection", is_up.recv())
            .await
            .expect("a connection");
        client
            .subscribe("baylight/v1/test/#", QoS::AtLeastOnce)
            .await
            .expect("a subscription");
        within("the plain client's subscription", is_up.recv())
            .await
            .expect("a subscription");
        Self {
            client,
            messages,
            set_aside: VecDeque::new(),
            task,
        }
    }

    pub async fn say(&self, topic: &str, payload: impl Into<Vec<u8>>) {
        let topic = format!("baylight/v1/test/{topic}");
        self.client
            .publish(topic, QoS::AtLeastOnce, false, payload)
            .await
            .expect("the message is sent");
    }

    /// Waits until the coordinator says that it is there, which it does when it has subscribed.
    async fn hears_of_the_coordinator(&mut self) {
        let online = |message: &Publish| {
            message.topic.ends_with("/coordinator/presence")
                && presence_from_bytes(&message.payload)
                    .is_ok_and(|presence| presence.online == Online::Yes)
        };
        let message = self.hears("the coordinator's presence", online).await;
        self.set_aside.push_front(message);
    }

    /// Waits for a message; what else comes meanwhile is kept.
    pub async fn hears(&mut self, what: &str, fits: impl Fn(&Publish) -> bool) -> Publish {
        if let Some(place) = self.set_aside.iter().position(&fits) {
            return self.set_aside.remove(place).expect("it is there");
        }
        within(what, async {
            loop {
                let message = self.messages.recv().await.expect("the plain client lives");
                if fits(&message) {
                    return message;
                }
                self.set_aside.push_back(message);
            }
        })
        .await
    }

    /// Waits for a receipt.
    pub async fn receipt(&mut self, station: &str, command: CommandId) -> Receipt {
        let topic = format!("baylight/v1/test/station/{station}/receipt");
        let read = |message: &Publish| {
            let receipt = baylight::protocol::message::receipt_from_bytes(&message.payload);
            receipt.ok().filter(|receipt| receipt.command == command)
        };
        let message = self
            .hears("a receipt", |message| {
                message.topic == topic && read(message).is_some()
            })
            .await;
        read(&message).expect("a receipt")
    }

    /// Takes everything that has come.
    pub fn take_all(&mut self) -> Vec<Publish> {
        let mut all: Vec<Publish> = self.set_aside.drain(..).collect();
        while let Ok(message) = self.messages.try_recv() {
            all.push(message);
        }
        all
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}
