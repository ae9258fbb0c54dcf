//! Publish: receipts to the stations, and the views that changed to everybody.

use super::NAME;
use crate::domain::andon::AndonCall;
use crate::domain::ids::{BayId, LogPosition, StationId};
use crate::domain::receipt::Receipt;
use crate::domain::time::Clock;
use crate::mqtt;
use crate::projection::{View, ViewName};
use crate::protocol::envelope::Sender;
use crate::protocol::message::{Lamp, ViewMessage, lamp_to_bytes, receipt_to_bytes, view_to_bytes};
use crate::protocol::topic::Topic;
use std::collections::BTreeMap;
use tokio::sync::mpsc;
use uuid::Uuid;

/// What goes out.
#[derive(Debug)]
pub enum Out {
    /// The answer to a command.
    Receipt {
        /// Whose command.
        station: StationId,
        /// The answer.
        receipt: Receipt,
    },
    /// Views that differ from what was published before; nothing for one that is gone.
    Views {
        /// Up to where in the log they show.
        position: LogPosition,
        /// The views.
        changed: Vec<(ViewName, Option<View>)>,
    },
}

/// Sends what goes out, and everything once more after each connect.
#[derive(Debug)]
pub struct Publisher {
    link: mqtt::Publisher,
    sender: Sender,
    clock: Clock,
    seq: u64,
    views: BTreeMap<ViewName, ViewMessage>,
    bays: Vec<BayId>,
    /// The open calls, page by page.
    calls: BTreeMap<ViewName, Vec<AndonCall>>,
    lamps: BTreeMap<BayId, Lamp>,
}

impl Publisher {
    /// Makes a publisher that has sent nothing yet.
    pub fn new(link: mqtt::Publisher, sender: Sender, clock: Clock) -> Self {
        Self {
            link,
            sender,
            clock,
            seq: 0,
            views: BTreeMap::new(),
            bays: Vec::new(),
            calls: BTreeMap::new(),
            lamps: BTreeMap::new(),
        }
    }

    /// Runs until the writer ends.
    pub async fn run(mut self, mut out: mpsc::UnboundedReceiver<Out>, mut up: mpsc::Receiver<()>) {
        loop {
            tokio::select! {
                next = out.recv() => match next {
                    Some(Out::Receipt { station, receipt }) => self.receipt(&station, &receipt).await,
                    Some(Out::Views { position, changed }) => self.views(position, changed).await,
                    None => return,
                },
                Some(()) = up.recv() => self.everything().await,
            }
        }
    }

    async fn receipt(&mut self, station: &StationId, receipt: &Receipt) {
        self.seq += 1;
        match receipt_to_bytes(receipt, &self.sender, self.seq, self.clock.now()) {
            Ok(payload) => {
                step!("coordinator.before-receipt");
                self.link
                    .send(&Topic::Receipt(station.clone()), payload)
                    .await;
                step!("coordinator.receipt-sent");
            }
            Err(error) => {
                tracing::error!(command = %receipt.command, %error, "receipt not written")
            }
        }
    }

    async fn views(&mut self, position: LogPosition, changed: Vec<(ViewName, Option<View>)>) {
        let at = self.clock.now();
        for (name, view) in changed {
            match view {
                Some(model) => {
                    let message = ViewMessage {
                        position,
                        at,
                        model,
                    };
                    self.view(&name, &message).await;
                    match &message.model {
                        View::Site(site) => {
                            self.bays = site.policy.bays.iter().map(|bay| bay.id.clone()).collect();
                        }
                        View::Alerts(page) => {
                            self.calls.insert(name.clone(), page.calls.clone());
                        }
                        _ => {}
                    }
                    self.views.insert(name, message);
                }
                None => {
                    self.calls.remove(&name);
                    self.views.remove(&name);
                    self.link.retain(&Topic::View(name), Vec::new()).await;
                }
            }
        }
        let lamps = lamps(&self.bays, self.calls.values().flatten());
        self.lamps(lamps).await;
    }

    async fn view(&self, name: &ViewName, message: &ViewMessage) {
        match view_to_bytes(message, &self.sender, Uuid::now_v7()) {
            Ok(payload) => self.link.retain(&Topic::View(name.clone()), payload).await,
            Err(error) => tracing::error!(view = %name, %error, "view not written"),
        }
    }

    /// A lamp is sent when it changes, and once after each start: one that was left burning goes out.
    async fn lamps(&mut self, mut now: BTreeMap<BayId, Lamp>) {
        for bay in self.lamps.keys() {
            now.entry(bay.clone()).or_insert(Lamp::Off);
        }
        for (bay, lamp) in &now {
            if self.lamps.get(bay) != Some(lamp) {
                self.lamp(bay, *lamp).await;
            }
        }
        self.lamps = now;
    }

    async fn lamp(&self, bay: &BayId, lamp: Lamp) {
        match lamp_to_bytes(lamp, &self.sender, Uuid::now_v7(), self.clock.now()) {
            Ok(payload) => self.link.retain(&Topic::Lamp(bay.clone()), payload).await,
            Err(error) => tracing::error!(%bay, %error, "lamp not written"),
        }
    }

    /// A broker that was away may have forgotten everything.
    async fn everything(&mut self) {
        tracing::info!(
            views = self.views.len(),
            source = NAME,
            "publishing all views"
        );
        for (name, message) in &self.views {
            self.view(name, message).await;
        }
        for (bay, lamp) in &self.lamps {
            self.lamp(bay, *lamp).await;
        }
    }
}

fn lamps<'a>(bays: &[BayId], calls: impl Iterator<Item = &'a AndonCall>) -> BTreeMap<BayId, Lamp> {
    let mut lamps: BTreeMap<BayId, Lamp> =
        bays.iter().map(|bay| (bay.clone(), Lamp::Off)).collect();
    for call in calls {
        let lamp = if call.acknowledged.is_some() {
            Lamp::Acknowledged
        } else {
            Lamp::Calling
        };
        // Of two calls at one bay the unanswered one shows.
        lamps
            .entry(call.bay.clone())
            .and_modify(|known| {
                if *known != Lamp::Calling {
                    *known = lamp;
                }
            })
            .or_insert(lamp);
    }
    lamps
}
