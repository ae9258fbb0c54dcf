//! The board as it was published, stored by who listens, and held against what the time machine says of the same moment.
//!
//! What “published then” means, to the letter: the read models of the board that the broker retains at a moment, as whoever
//! comes then would get them. They were all made for one moment, which the newest of them bears in `at`: the time machine,
//! asked for that moment, gives the same set of views, each equal. The workshop must have come to rest before the set is
//! stored (its last tap answered, its views sent), which [`Published::settled`] waits for, and a clock that the test sets
//! must go on before the next tap: of what happens at the very same moment the time machine sees all.
//!
//! A test that runs for a month stores a [`Published`] whenever it likes, and calls [`assert_as_published`] at its end.
#![allow(dead_code, reason = "each test uses its own part of it")]

use baylight::domain::ids::{LogPosition, StationId};
use baylight::mqtt::BrokerAddress;
use baylight::projection::past::{Look, PastFloor, Progress, is_of_the_board};
use baylight::projection::{View, ViewName, Views};
use baylight::protocol::message::{ViewMessage, view_from_bytes};
use baylight::station::{Interest, Station, StationOptions};
use chrono::{DateTime, Utc};
use rumqttc::{AsyncClient, Event, MqttOptions, Packet, QoS};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How long anything may take before a test says what did not come.
const PATIENCE: Duration = Duration::from_secs(60);
/// So long nothing more comes from a workshop that has come to rest: views go out every tenth of a second.
const REST: Duration = Duration::from_millis(600);

/// The views of the board that were retained at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// For which moment the newest of them was made.
    pub at: DateTime<Utc>,
    /// Up to where in the log it shows.
    pub position: LogPosition,
    /// By name, as they were on the wire.
    pub views: BTreeMap<ViewName, View>,
}

impl Published {
    /// Gets what is retained, as soon as it shows the log at least up to `position` and nothing more comes.
    pub async fn settled(broker: &BrokerAddress, site: &str, position: LogPosition) -> Self {
        let mut options = MqttOptions::new("past-listener", &broker.host, broker.port);
        options.set_max_packet_size(1 << 20, 1 << 20);
        let (client, mut events) = AsyncClient::new(options, 64);
        let root = format!("baylight/v1/{site}/view/");
        client
            .subscribe(format!("{root}#"), QoS::AtLeastOnce)
            .await
            .expect("a broker");
        let mut kept: BTreeMap<ViewName, ViewMessage> = BTreeMap::new();
        let began = std::time::Instant::now();
        loop {
            let next = tokio::time::timeout(REST, events.poll()).await;
            let shows = kept.values().map(|view| view.position).max();
            match next {
                Ok(Ok(Event::Incoming(Packet::Publish(message)))) => {
                    let Some(name) = message.topic.strip_prefix(&root) else {
                        continue;
                    };
                    let name: ViewName = name.parse().expect("the name of a view");
                    if message.payload.is_empty() {
                        kept.remove(&name);
                    } else {
                        let view = view_from_bytes(&message.payload).expect("a view");
                        kept.insert(name, view);
                    }
                }
                Ok(Ok(_)) => {}
                Ok(Err(error)) => panic!("the listener lost the broker: {error}"),
                Err(_) if shows.is_some_and(|shown| shown >= position) => break,
                Err(_) => {}
            }
            assert!(
                began.elapsed() < PATIENCE,
                "the views came up to {shows:?}, and should show {position}"
            );
        }
        kept.retain(|name, _| is_of_the_board(name));
        let newest = kept.values().max_by_key(|view| (view.at, view.position));
        let newest = newest.expect("some view is retained");
        Self {
            at: newest.at,
            position: newest.position,
            views: kept
                .iter()
                .map(|(name, view)| (name.clone(), view.model.clone()))
                .collect(),
        }
    }
}

/// Starts the station of a board that looks back.
pub fn board(
    name: &str,
    site: &str,
    broker: &BrokerAddress,
    data_dir: PathBuf,
    clock: baylight::domain::time::Clock,
) -> Station {
    Station::start(StationOptions {
        id: StationId::new(name),
        site: site.into(),
        interest: Interest::Floor,
        data_dir,
        broker: broker.clone(),
        clock,
    })
    .expect("the station starts")
}

/// Asks the time machine for the floor at a moment, over the broker as a board does.
pub async fn floor_at(station: &Station, at: DateTime<Utc>) -> Arc<PastFloor> {
    station.look_back().look(Some(Look::Floor { at }));
    let mut picture = station.picture();
    let waits = async {
        loop {
            {
                let picture = picture.borrow_and_update();
                if let Progress::Nothing(why) = &picture.past.progress {
                    panic!("there is no floor of {at}: {why:?}");
                }
                if let Some(floor) = picture.past.floor.as_ref().filter(|floor| floor.at == at) {
                    return floor.clone();
                }
            }
            picture.changed().await.expect("a station that runs");
        }
    };
    let waited = tokio::time::timeout(PATIENCE, waits).await;
    waited.unwrap_or_else(|_| panic!("waited {} s for the floor of {at}", PATIENCE.as_secs()))
}

/// The time machine gives, for each moment, just what was published then.
pub async fn assert_as_published(station: &Station, stored: &[Published]) {
    for published in stored {
        let floor = floor_at(station, published.at).await;
        assert!(
            floor.position >= published.position,
            "{}: the past shows the log up to {}, the board showed it up to {}",
            published.at,
            floor.position,
            published.position
        );
        let then = Views::collect(&published.views);
        assert_same(&then, &floor.views, published.at);
    }
}

/// Names the list that differs: the whole of two floors is too long to be read.
fn assert_same(then: &Views, now: &Views, at: DateTime<Utc>) {
    assert!(then.site == now.site, "{at}: the site differs");
    assert!(then.roster == now.roster, "{at}: the roster differs");
    assert!(then.left == now.left, "{at}: who has left differs");
    for (bay, view) in &then.bays {
        assert!(
            Some(view) == now.bays.get(bay),
            "{at}: bay {bay} differs:\n{view:#?}\n{:#?}",
            now.bays.get(bay)
        );
    }
    let lanes = then.waiting == now.waiting && then.finishing == now.finishing;
    assert!(lanes, "{at}: the lanes differ");
    assert!(then.alerts == now.alerts, "{at}: calls and warnings differ");
    assert!(then.findings == now.findings, "{at}: the findings differ");
    assert!(then.requests == now.requests, "{at}: the requests differ");
    assert!(then == now, "{at}: something else differs");
}
