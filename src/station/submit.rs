//! Submit: from a finger to a saved tap.

use super::saver::Saver;
use crate::domain::command::{Actor, Command, CommandBody};
use crate::domain::ids::{CommandId, StationId};
use crate::domain::time::Clock;
use crate::store::outbox::OutboxRow;
use tokio::sync::mpsc::UnboundedSender;
use uuid::Uuid;

/// What happens to a tap inside the station.
#[derive(Debug)]
pub enum TapEvent {
    /// A finger was there.
    Tapped(Box<Command>),
    /// It is on the disk.
    Saved(Box<OutboxRow>),
    /// It is not, and why.
    NotSaved {
        /// Which.
        command: CommandId,
        /// In words.
        why: String,
    },
}

/// The way in for taps.
#[derive(Debug, Clone)]
pub struct Submitter {
    station: StationId,
    clock: Clock,
    saver: Saver,
    taps: UnboundedSender<TapEvent>,
}

impl Submitter {
    pub(super) fn new(
        station: StationId,
        clock: Clock,
        saver: Saver,
        taps: UnboundedSender<TapEvent>,
    ) -> Self {
        Self {
            station,
            clock,
            saver,
            taps,
        }
    }

    /// Takes a tap and returns at once; the picture tells when it is saved, and when it is accepted.
    pub fn submit(&self, actor: Actor, body: CommandBody) -> CommandId {
        let command = Command {
            id: CommandId(Uuid::now_v7()),
            at: self.clock.now(),
            station: self.station.clone(),
            actor,
            body,
        };
        let id = command.id;
        tracing::debug!(command = %id, station = %self.station, "tapped");
        step!("station.tapped");
        // The station's task lives as long as the station; without it nobody can tap.
        let _ = self.taps.send(TapEvent::Tapped(Box::new(command.clone())));
        self.saver.save(command);
        id
    }
}
