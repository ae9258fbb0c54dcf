//! One party's link to the broker, which comes back by itself.
//!
//! Each connection is a new client with a clean session and a fresh will. What the old one had in flight is
//! dropped on purpose: the outbox and the inbox make sure of every command, whatever a client remembers.
//!
//! A broker may let somebody in and keep back all that they say and should hear, without a word. So a link is up
//! only when the party has heard itself say that it is there.

use super::tls::{self, TlsError};
use crate::domain::ids::{SiteId, StationId};
use crate::protocol::envelope::id_of;
use crate::protocol::message::{Online, presence_from_bytes};
use crate::protocol::topic::{Filter, Topic};
use rand::Rng;
use rumqttc::{AsyncClient, ConnectReturnCode, ConnectionError, Event, LastWill};
use rumqttc::{MqttOptions, Packet, QoS, SubscribeFilter, SubscribeReasonCode};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc, watch};
use tokio::time::Instant;
use uuid::Uuid;

/// The largest message that is read or sent: a retained one stays below 256 KiB, and its envelope with it.
const MAX_PACKET_BYTES: usize = 320 * 1024;
/// The largest message that is given to a broker.
const MAX_PAYLOAD_BYTES: usize = 256 * 1024;
/// How long nothing may be heard from the broker.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// The first wait after a lost connection; each failure doubles it.
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// The longest wait: a broker that is back is found within so long.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// The longest wait after a connection that was taken and soon lost. A line that is cut again and again is taken up
/// again before anybody notices, and two parties of one name do not throw each other out many times a second.
const LONGEST_AFTER_A_CUT: Duration = Duration::from_millis(600);
/// A connection that lasted so long was a good one.
const A_WHILE: Duration = Duration::from_secs(5);
/// How long a party waits for its own word to come back.
const ECHO_PATIENCE: Duration = Duration::from_secs(10);

/// Where the broker is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokerAddress {
    /// Its host name or address.
    pub host: String,
    /// Its port: 1883, or 8883 with TLS.
    pub port: u16,
    /// With which name and password.
    pub login: Option<(String, String)>,
    /// The authority to trust; with one, the link is encrypted.
    pub ca_file: Option<PathBuf>,
}

/// Writes the presence of a party.
pub type PresencePayload = Arc<dyn Fn(Online) -> Vec<u8> + Send + Sync>;

/// What a party wants from its link.
#[derive(Clone)]
pub struct LinkOptions {
    /// Where the broker is.
    pub broker: BrokerAddress,
    /// The root of all topics.
    pub site: SiteId,
    /// Who this is, to topics and to the broker.
    pub station: StationId,
    /// What it listens to.
    pub filters: Vec<Filter>,
    /// Where its presence stands.
    pub presence_topic: Topic,
    /// What its presence says; asked before each connect, so that the will is never of an earlier life.
    pub presence: PresencePayload,
    /// How many messages may wait for the broker's word at once.
    pub in_flight: u16,
}

/// A message that came in.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Its topic as text.
    pub text: String,
    /// Its topic, if it is one of ours.
    pub topic: Option<Topic>,
    /// What it says.
    pub payload: Vec<u8>,
}

/// What happens on the link.
#[derive(Debug, Clone)]
pub enum LinkEvent {
    /// It is up: everything is subscribed, and what this party says comes back to it.
    Up,
    /// It is down, and why.
    Down {
        /// In words.
        why: String,
    },
    /// A message came in.
    Message(Incoming),
}

#[derive(Debug)]
struct Outgoing {
    topic: String,
    payload: Vec<u8>,
    retain: bool,
}

/// Sends messages while the link is up. What is sent while it is down is dropped.
#[derive(Debug, Clone)]
pub struct Publisher {
    site: SiteId,
    outgoing: mpsc::Sender<Outgoing>,
}

impl Publisher {
    /// Sends a message, and waits while too many are under way.
    pub async fn send(&self, topic: &Topic, payload: Vec<u8>) {
        self.push(topic, payload, false).await;
    }

    /// Sends a message that the broker keeps for who comes later; an empty one erases it.
    pub async fn retain(&self, topic: &Topic, payload: Vec<u8>) {
        self.push(topic, payload, true).await;
    }

    /// Sends a message from a thread that may wait, as one that reads and writes files.
    pub fn send_from_thread(&self, topic: &Topic, payload: Vec<u8>) {
        if let Some(outgoing) = self.outgoing(topic, payload, false) {
            let _ = self.outgoing.blocking_send(outgoing);
        }
    }

    async fn push(&self, topic: &Topic, payload: Vec<u8>, retain: bool) {
        if let Some(outgoing) = self.outgoing(topic, payload, retain) {
            // The receiver lives as long as the link; after its end nothing is to be sent.
            let _ = self.outgoing.send(outgoing).await;
        }
    }

    fn outgoing(&self, topic: &Topic, payload: Vec<u8>, retain: bool) -> Option<Outgoing> {
        if payload.len() > MAX_PAYLOAD_BYTES {
            // It would cost the whole connection, and that again and again.
            tracing::error!(
                ?topic,
                bytes = payload.len(),
                "too large to be sent: left out"
            );
            return None;
        }
        Some(Outgoing {
            topic: topic.text(&self.site),
            payload,
            retain,
        })
    }
}

/// A party's link.
#[derive(Debug)]
pub struct Link {
    publisher: Publisher,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Link {
    /// Starts the link; what happens on it comes out of the receiver.
    ///
    /// # Errors
    /// When the authority's file cannot be read.
    pub fn start(options: LinkOptions) -> Result<(Self, mpsc::Receiver<LinkEvent>), TlsError> {
        let transport = options
            .broker
            .ca_file
            .as_deref()
            .map(tls::transport)
            .transpose()?;
        let (outgoing, outgoing_rx) = mpsc::channel(1024);
        let (events, events_rx) = mpsc::channel(4096);
        let (stop, stop_rx) = watch::channel(false);
        let publisher = Publisher {
            site: options.site.clone(),
            outgoing,
        };
        let runner = Runner {
            options,
            transport,
            outgoing: Arc::new(Mutex::new(outgoing_rx)),
            events,
            stop: stop_rx,
        };
        let task = tokio::spawn(runner.run());
        Ok((
            Self {
                publisher,
                stop,
                task,
            },
            events_rx,
        ))
    }

    /// Hands out the sending side.
    pub fn publisher(&self) -> Publisher {
        self.publisher.clone()
    }

    /// Says that the party leaves, and waits until the broker has heard it or cannot be reached.
    pub async fn close(self) {
        let _ = self.stop.send(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the link's task failed");
        }
    }
}

/// How a connection went.
enum Ended {
    /// The broker was not there, or did not want the party.
    NeverBegan,
    /// The broker took it, and it broke soon.
    Soon,
    /// It was up for a while.
    AfterAWhile,
}

struct Runner {
    options: LinkOptions,
    transport: Option<rumqttc::Transport>,
    outgoing: Arc<Mutex<mpsc::Receiver<Outgoing>>>,
    events: mpsc::Sender<LinkEvent>,
    stop: watch::Receiver<bool>,
}

impl Runner {
    async fn run(mut self) {
        let mut wait = FIRST_WAIT;
        while !*self.stop.borrow() {
            match self.one_connection().await {
                Ended::AfterAWhile => wait = FIRST_WAIT,
                Ended::Soon => wait = wait.min(LONGEST_AFTER_A_CUT),
                Ended::NeverBegan => {}
            }
            let jitter = rand::rng().random_range(0.5..1.0);
            tokio::select! {
                () = tokio::time::sleep(wait.mul_f64(jitter)) => {}
                _ = self.stop.changed() => {}
            }
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    fn mqtt_options(&self) -> MqttOptions {
        let options = &self.options;
        let client_id = format!("baylight-{}-{}", options.site, options.station);
        let mut mqtt = MqttOptions::new(client_id, &options.broker.host, options.broker.port);
        mqtt.set_keep_alive(KEEP_ALIVE)
            .set_clean_session(true)
            .set_max_packet_size(MAX_PACKET_BYTES, MAX_PACKET_BYTES)
            .set_inflight(options.in_flight)
            .set_last_will(LastWill::new(
                options.presence_topic.text(&options.site),
                (options.presence)(Online::No),
                QoS::AtLeastOnce,
                true,
            ));
        if let Some((name, password)) = &options.broker.login {
            mqtt.set_credentials(name, password);
        }
        if let Some(transport) = &self.transport {
            mqtt.set_transport(transport.clone());
        }
        mqtt
    }

    /// Lives through one connection, and tells how it went.
    async fn one_connection(&mut self) -> Ended {
        let (client, mut event_loop) = AsyncClient::new(self.mqtt_options(), 256);
        event_loop.network_options.set_tcp_nodelay(true);
        let own_topic = self.options.presence_topic.text(&self.options.site);
        let hears_everybody = self.options.filters.contains(&Filter::Presences);
        let mut taken = false;
        let mut own_word = None;
        let mut heard_itself = false;
        let mut up_since = None;
        let mut pump = None;
        let mut echo_due = Box::pin(tokio::time::sleep(ECHO_PATIENCE));
        let mut stopping = tokio::spawn(say_goodbye(
            client.clone(),
            self.options.clone(),
            self.stop.clone(),
        ));
        let why = loop {
            // `poll` is not cancel-safe: what interrupts it ends the connection.
            let event = tokio::select! {
                event = event_loop.poll() => event,
                () = &mut echo_due, if pump.is_some() && up_since.is_none() => {
                    taken = false;
                    break self.not_heard();
                }
            };
            match event {
                Ok(Event::Incoming(Packet::ConnAck(_))) => {
                    taken = true;
                    self.drop_stale().await;
                    match self.greet(&client) {
                        Ok(word) => own_word = word,
                        Err(why) => break why,
                    }
                }
                Ok(Event::Incoming(Packet::SubAck(answer))) if pump.is_none() => {
                    if let Some(why) = self.not_subscribed(&answer.return_codes) {
                        taken = false;
                        break why;
                    }
                    pump = Some(tokio::spawn(forward(self.outgoing.clone(), client.clone())));
                    echo_due.as_mut().reset(Instant::now() + ECHO_PATIENCE);
                }
                Ok(Event::Incoming(Packet::Publish(message))) => {
                    if message.topic == own_topic {
                        if own_word.is_some() && id_of(&message.payload) == own_word {
                            heard_itself = true;
                        } else if up_since.is_some() && says_gone(&message.payload) {
                            self.contradict(&client);
                        }
                        if !hears_everybody {
                            continue;
                        }
                    } else if message.retain {
                        // All that was kept for it comes first, over a slow line for long.
                        echo_due.as_mut().reset(Instant::now() + ECHO_PATIENCE);
                    }
                    let topic = Topic::parse(&self.options.site, &message.topic).ok();
                    let incoming = Incoming {
                        topic,
                        payload: message.payload.to_vec(),
                        text: message.topic,
                    };
                    self.tell(LinkEvent::Message(incoming)).await;
                }
                Ok(_) => {}
                Err(_) if *self.stop.borrow() => break "closed".to_owned(),
                Err(error) => break self.words(&error),
            }
            if heard_itself && pump.is_some() && up_since.is_none() {
                up_since = Some(Instant::now());
                self.tell(LinkEvent::Up).await;
            }
        };
        stopping.abort();
        let _ = (&mut stopping).await;
        let ended = match up_since {
            Some(since) if since.elapsed() > A_WHILE => Ended::AfterAWhile,
            _ if taken => Ended::Soon,
            _ => Ended::NeverBegan,
        };
        if let Some(pump) = pump {
            pump.abort();
            let _ = pump.await;
        }
        self.tell(LinkEvent::Down { why }).await;
        ended
    }

    /// Subscribes and says that the party is there, in a message that is known when it comes back. The queue is
    /// empty, so nothing here has to wait.
    fn greet(&self, client: &AsyncClient) -> Result<Option<Uuid>, String> {
        let options = &self.options;
        let own_topic = options.presence_topic.text(&options.site);
        let filters = options
            .filters
            .iter()
            .map(|filter| filter.text(&options.site, &options.station))
            .chain([own_topic.clone()])
            .map(|filter| SubscribeFilter::new(filter, QoS::AtLeastOnce));
        let payload = (options.presence)(Online::Yes);
        let word = id_of(&payload);
        client
            .try_subscribe_many(filters)
            .and_then(|()| client.try_publish(own_topic, QoS::AtLeastOnce, true, payload))
            .map_err(|error| error.to_string())?;
        Ok(word)
    }

    /// Says once more that the party is there: the will of a connection that was lost has been heard after it.
    fn contradict(&self, client: &AsyncClient) {
        let client = client.clone();
        let topic = self.options.presence_topic.text(&self.options.site);
        let payload = (self.options.presence)(Online::Yes);
        // Not here: the queue may be full, and only this task empties it.
        tokio::spawn(async move { client.publish(topic, QoS::AtLeastOnce, true, payload).await });
    }

    /// Says that the broker lets the party in and keeps back what it says, or what it should hear.
    fn not_heard(&self) -> String {
        let LinkOptions {
            broker,
            site,
            station,
            presence_topic,
            ..
        } = &self.options;
        let login = match &broker.login {
            Some((name, _)) => format!("the login “{name}”"),
            None => "who has no login".to_owned(),
        };
        format!(
            "the broker at {}:{} lets {station} in and keeps back what it says on {}; check its access list and \
             broker.username: {login} must be allowed to write and to read there",
            broker.host,
            broker.port,
            presence_topic.text(site)
        )
    }

    /// Says which topics the broker lets this party not read. A link that hears nothing is no link.
    fn not_subscribed(&self, answers: &[SubscribeReasonCode]) -> Option<String> {
        let LinkOptions {
            broker,
            site,
            station,
            filters,
            presence_topic,
            ..
        } = &self.options;
        let refused: Vec<String> = filters
            .iter()
            .map(|filter| filter.text(site, station))
            .chain([presence_topic.text(site)])
            .zip(answers)
            .filter(|(_, answer)| **answer == SubscribeReasonCode::Failure)
            .map(|(filter, _)| filter)
            .collect();
        (!refused.is_empty()).then(|| {
            format!(
                "the broker at {}:{} does not let {station} read {}; check its access list",
                broker.host,
                broker.port,
                refused.join(", ")
            )
        })
    }

    /// What was meant for an earlier connection is sent again by who needs it.
    async fn drop_stale(&self) {
        let mut outgoing = self.outgoing.lock().await;
        while outgoing.try_recv().is_ok() {}
    }

    async fn tell(&self, event: LinkEvent) {
        // Nobody listens any more when the party is stopping.
        let _ = self.events.send(event).await;
    }

    fn words(&self, error: &ConnectionError) -> String {
        let BrokerAddress { host, port, .. } = &self.options.broker;
        match error {
            ConnectionError::ConnectionRefused(
                ConnectReturnCode::BadUserNamePassword | ConnectReturnCode::NotAuthorized,
            ) => format!(
                "the broker at {host}:{port} refuses the login; check broker.username and broker.password_file"
            ),
            ConnectionError::Io(error) => {
                format!("the broker at {host}:{port} cannot be reached: {error}")
            }
            other => format!("the connection to the broker at {host}:{port} was lost: {other}"),
        }
    }
}

/// Tells whether a presence says that its party is gone.
fn says_gone(payload: &[u8]) -> bool {
    presence_from_bytes(payload).is_ok_and(|presence| presence.online == Online::No)
}

/// Carries what is to be sent into the client; it may wait here, where nobody polls.
async fn forward(outgoing: Arc<Mutex<mpsc::Receiver<Outgoing>>>, client: AsyncClient) {
    let mut outgoing = outgoing.lock().await;
    while let Some(message) = outgoing.recv().await {
        let sent = client
            .publish(
                message.topic,
                QoS::AtLeastOnce,
                message.retain,
                message.payload,
            )
            .await;
        if sent.is_err() {
            return;
        }
    }
}

/// Waits for the stop, then says goodbye in the party's own name: a clean disconnect sends no will.
async fn say_goodbye(client: AsyncClient, options: LinkOptions, mut stop: watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        return;
    }
    let topic = options.presence_topic.text(&options.site);
    let payload = (options.presence)(Online::No);
    let _ = client.publish(topic, QoS::AtLeastOnce, true, payload).await;
    let _ = client.disconnect().await;
}
