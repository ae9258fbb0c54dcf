//! Publish: receipts to the stations, and the views that changed to everybody.

use super::NAME;
use crate::domain::ids::{BayId, LogPosition, StationId};
use crate::domain::receipt::Receipt;
use crate::domain::time::Clock;
use crate::mqtt;
use crate::projection::alerts::AlertsView;
use crate::projection::{View, ViewName};
use crate::protocol::envelope::Sender;
use crate::protocol::message::{Lamp, ViewMessage, lamp_to_bytes, receipt_to_bytes, view_to_bytes};
use crate::protocol::topic::Topic;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
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
        /// For which moment they were made: the same moment makes the same views again.
        at: DateTime<Utc>,
        /// The views.
        changed: Vec<(ViewName, Option<View>)>,
    },
}

/// Whether the broker is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It is, and has to be told everything anew.
    Up,
    /// It is not.
    Down,
}

/// How many receipts wait for the broker; a station asks again for any other.
const HELD_RECEIPTS: usize = 4096;
/// How many receipts go out before a view does: neither may wait for all of the other.
const RECEIPTS_A_VIEW: usize = 64;

/// What is retained, and sent as it is by then.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Due {
    View(ViewName),
    Lamp(BayId),
}

/// Sends what goes out, and everything once more after each connect.
///
/// Receipts come first, since a finger waits for them. Of a view only what it shows last is sent: while the broker
/// is away, or slow, what it showed meanwhile is nothing that anybody has to see.
#[derive(Debug)]
pub struct Publisher {
    link: mqtt::Publisher,
    sender: Sender,
    clock: Clock,
    seq: u64,
    views: BTreeMap<ViewName, ViewMessage>,
    bays: Vec<BayId>,
    /// The open calls, page by page.
    calls: BTreeMap<ViewName, Vec<OpenCall>>,
    lamps: BTreeMap<BayId, Lamp>,
    reach: Reach,
    /// The answers that wait for the broker.
    held: VecDeque<(StationId, Receipt)>,
    /// What has changed and is to be sent, each once.
    due: VecDeque<Due>,
    /// Pages of the catalogue of parts, which are many: all else goes first.
    catalogue_due: BTreeSet<ViewName>,
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
            reach: Reach::Down,
            held: VecDeque::new(),
            due: VecDeque::new(),
            catalogue_due: BTreeSet::new(),
        }
    }

    /// Runs until the writer ends and what was left is sent.
    pub async fn run(
        mut self,
        mut out: mpsc::UnboundedReceiver<Out>,
        mut reach: mpsc::UnboundedReceiver<Reach>,
    ) {
        let mut taken = 0;
        loop {
            let is_due = !self.due.is_empty() || !self.catalogue_due.is_empty();
            let has_due = self.reach == Reach::Up && is_due;
            if has_due && (taken >= RECEIPTS_A_VIEW || (out.is_empty() && reach.is_empty())) {
                taken = 0;
                if let Some(due) = self.next_due() {
                    self.send(&due).await;
                }
                continue;
            }
            tokio::select! {
                biased;
                Some(reach) = reach.recv() => {
                    // What was said before the broker came is all known before any of it is sent.
                    let said = if reach == Reach::Up { out.len() } else { 0 };
                    for _ in 0..said {
                        if let Ok(next) = out.try_recv() {
                            self.take(next).await;
                        }
                    }
                    self.reached(reach).await;
                }
                next = out.recv() => match next {
                    Some(next) => self.take(next).await,
                    None => return,
                },
            }
            taken += 1;
        }
    }

    async fn take(&mut self, next: Out) {
        match next {
            Out::Receipt { station, receipt } => self.answer(station, receipt).await,
            Out::Views {
                position,
                at,
                changed,
            } => self.views(position, at, changed),
        }
    }

    /// A broker that was away may have forgotten everything.
    async fn reached(&mut self, reach: Reach) {
        self.reach = reach;
        if reach == Reach::Down {
            return;
        }
        for (station, receipt) in std::mem::take(&mut self.held) {
            self.receipt(&station, &receipt).await;
        }
        tracing::info!(
            views = self.views.len(),
            source = NAME,
            "publishing all views"
        );
        let views: Vec<Due> = self.views.keys().cloned().map(Due::View).collect();
        let lamps: Vec<Due> = self.lamps.keys().cloned().map(Due::Lamp).collect();
        for due in views.into_iter().chain(lamps) {
            self.is_due(due);
        }
    }

    fn next_due(&mut self) -> Option<Due> {
        let catalogue = || self.catalogue_due.pop_first().map(Due::View);
        self.due.pop_front().or_else(catalogue)
    }

    fn is_due(&mut self, due: Due) {
        if let Due::View(name @ (ViewName::Parts(_) | ViewName::Stock(_))) = due {
            self.catalogue_due.insert(name);
        } else if !self.due.contains(&due) {
            self.due.push_back(due);
        }
    }

    async fn answer(&mut self, station: StationId, receipt: Receipt) {
        if self.reach == Reach::Up {
            self.receipt(&station, &receipt).await;
            return;
        }
        if self.held.len() == HELD_RECEIPTS {
            self.held.pop_front();
        }
        self.held.push_back((station, receipt));
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

    fn views(
        &mut self,
        position: LogPosition,
        at: DateTime<Utc>,
        changed: Vec<(ViewName, Option<View>)>,
    ) {
        for (name, view) in changed {
            match view {
                Some(model) => {
                    let message = ViewMessage {
                        position,
                        at,
                        model,
                    };
                    match &message.model {
                        View::Site(site) => {
                            self.bays = site.policy.bays.iter().map(|bay| bay.id.clone()).collect();
                        }
                        View::Alerts(page) => {
                            self.calls.insert(name.clone(), open_calls(page));
                        }
                        _ => {}
                    }
                    self.views.insert(name.clone(), message);
                }
                None => {
                    self.calls.remove(&name);
                    self.views.remove(&name);
                }
            }
            self.is_due(Due::View(name));
        }
        let lamps = lamps(&self.bays, self.calls.values().flatten());
        self.lamps(lamps);
    }

    async fn send(&self, due: &Due) {
        match due {
            Due::View(name) => self.view(name).await,
            Due::Lamp(bay) => {
                let lamp = self.lamps.get(bay).copied().unwrap_or(Lamp::Off);
                self.lamp(bay, lamp).await;
            }
        }
    }

    /// A view that is gone is erased where it is kept.
    async fn view(&self, name: &ViewName) {
        let Some(message) = self.views.get(name) else {
            self.link
                .retain(&Topic::View(name.clone()), Vec::new())
                .await;
            return;
        };
        match view_to_bytes(message, &self.sender, Uuid::now_v7()) {
            Ok(payload) => self.link.retain(&Topic::View(name.clone()), payload).await,
            Err(error) => tracing::error!(view = %name, %error, "view not written"),
        }
    }

    /// A lamp is sent when it changes, and once after each start: one that was left burning goes out.
    fn lamps(&mut self, mut now: BTreeMap<BayId, Lamp>) {
        for bay in self.lamps.keys() {
            now.entry(bay.clone()).or_insert(Lamp::Off);
        }
        let before = std::mem::replace(&mut self.lamps, now.clone());
        for (bay, lamp) in now {
            if before.get(&bay) != Some(&lamp) {
                self.is_due(Due::Lamp(bay));
            }
        }
    }

    async fn lamp(&self, bay: &BayId, lamp: Lamp) {
        match lamp_to_bytes(lamp, &self.sender, Uuid::now_v7(), self.clock.now()) {
            Ok(payload) => self.link.retain(&Topic::Lamp(bay.clone()), payload).await,
            Err(error) => tracing::error!(%bay, %error, "lamp not written"),
        }
    }
}

/// A call as its bay's lamp shows it.
type OpenCall = (BayId, Lamp);

fn open_calls(page: &AlertsView) -> Vec<OpenCall> {
    let calls = page.calls.iter().map(|call| {
        let lamp = if call.acknowledged.is_some() {
            Lamp::Acknowledged
        } else if page.escalated.contains(&call.id) {
            Lamp::Escalated
        } else {
            Lamp::Calling
        };
        (call.bay.clone(), lamp)
    });
    calls.collect()
}

/// Of several calls at one bay the most urgent one shows.
fn lamps<'a>(bays: &[BayId], calls: impl Iterator<Item = &'a OpenCall>) -> BTreeMap<BayId, Lamp> {
    let mut lamps: BTreeMap<BayId, Lamp> =
        bays.iter().map(|bay| (bay.clone(), Lamp::Off)).collect();
    for (bay, lamp) in calls {
        let shown = lamps.entry(bay.clone()).or_insert(Lamp::Off);
        *shown = (*shown).max(*lamp);
    }
    lamps
}
