//! Publish: receipts to the stations, and the views that changed to everybody.

use super::NAME;
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
    lamps: BTreeMap<BayId, Lamp>,
}

impl Publisher {
    /// Makes a publisher that has sent nothing yet.
    pub fn new(link: mqtt::Publisher, sender: Sender, clock: Clock) -> Self {
        Self { link, sender, clock, seq: 0, views: BTreeMap::new(), lamps: BTreeMap::new() }
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
                self.link.send(&Topic::Receipt(station.clone()), payload).await;
                step!("coordinator.receipt-sent");
            }
            Err(error) => tracing::error!(command = %receipt.command, %error, "receipt not written"),
        }
    }

    async fn views(&mut self, position: LogPosition, changed: Vec<(ViewName, Option<View>)>) {
        let at = self.clock.now();
        for (name, view) in changed {
            match view {
                Some(model) => {
                    let message = ViewMessage { position, at, model };
                    self.view(&name, &message).await;
                    if let View::Alerts(alerts) = &message.model {
                        let lamps = lamps(alerts);
                        self.lamps(lamps).await;
                    }
                    self.views.insert(name, message);
                }
                None => {
                    self.views.remove(&name);
                    self.link.retain(&Topic::View(name), Vec::new()).await;
                }
            }
        }
    }

    async fn view(&self, name: &ViewName, message: &ViewMessage) {
        match view_to_bytes(message, &self.sender, Uuid::now_v7()) {
            Ok(payload) => self.link.retain(&Topic::View(name.clone()), payload).await,
            Err(error) => tracing::error!(view = %name, %error, "view not written"),
        }
    }

    /// A lamp is sent when it changes; one that nobody calls at any more is switched off.
    async fn lamps(&mut self, now: BTreeMap<BayId, Lamp>) {
        let off: Vec<BayId> = self
            .lamps
            .keys()
            .filter(|bay| !now.contains_key(*bay))
            .cloned()
            .collect();
        let changed: Vec<(BayId, Lamp)> = now
            .iter()
            .filter(|(bay, lamp)| self.lamps.get(*bay) != Some(*lamp))
            .map(|(bay, lamp)| (bay.clone(), *lamp))
            .chain(off.into_iter().map(|bay| (bay, Lamp::Off)))
            .collect();
        for (bay, lamp) in changed {
            self.lamp(&bay, lamp).await;
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
        tracing::info!(views = self.views.len(), source = NAME, "publishing all views");
        for (name, message) in &self.views {
            self.view(name, message).await;
        }
        for (bay, lamp) in &self.lamps {
            self.lamp(bay, *lamp).await;
        }
    }
}

fn lamps(alerts: &crate::projection::alerts::AlertsView) -> BTreeMap<BayId, Lamp> {
    let mut lamps = BTreeMap::new();
    for call in &alerts.calls {
        let lamp = if call.acknowledged.is_some() { Lamp::Acknowledged } else { Lamp::Calling };
        // Of two calls at one bay the unanswered one shows.
        lamps
            .entry(call.bay.clone())
            .and_modify(|known| {
                if lamp == Lamp::Calling {
                    *known = lamp;
                }
            })
            .or_insert(lamp);
    }
    lamps
}
