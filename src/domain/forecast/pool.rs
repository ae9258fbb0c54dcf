//! Who or what is free first: bays and people by the trades they are fit for.

use crate::domain::order::Trade;
use chrono::{DateTime, Utc};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// From when on a member is free, and which.
type Queue = BinaryHeap<Reverse<(DateTime<Utc>, usize)>>;

/// Some of a kind, each busy until a moment that only ever moves on.
pub(super) struct Pool<'a, T> {
    members: Vec<(&'a T, DateTime<Utc>)>,
    /// By trade, the first to be free on top; a moment that has moved on since is put right when it comes up.
    queues: BTreeMap<Trade, Queue>,
}

impl<'a, T> Pool<'a, T> {
    /// Takes who there is, with until when they are busy and what they are fit for; nothing means anything.
    pub(super) fn new(all: impl Iterator<Item = (&'a T, DateTime<Utc>, &'a [Trade])>) -> Self {
        let (mut members, mut queues) = (Vec::new(), BTreeMap::new());
        for (member, free_at, trades) in all {
            let trades = if trades.is_empty() {
                &Trade::ALL[..]
            } else {
                trades
            };
            for trade in trades {
                let queue: &mut Queue = queues.entry(*trade).or_default();
                queue.push(Reverse((free_at, members.len())));
            }
            members.push((member, free_at));
        }
        Self { members, queues }
    }

    /// Finds the first to be free for a trade.
    pub(super) fn first(&mut self, trade: Trade) -> Option<Free<'a, T>> {
        let queue = self.queues.get_mut(&trade)?;
        loop {
            let Reverse((known, index)) = *queue.peek()?;
            let (member, at) = *self.members.get(index)?;
            if at == known {
                return Some(Free { member, at, index });
            }
            queue.pop();
            queue.push(Reverse((at, index)));
        }
    }

    /// Keeps one busy until a moment.
    pub(super) fn keep(&mut self, free: &Free<'a, T>, until: DateTime<Utc>) {
        if let Some((_, at)) = self.members.get_mut(free.index) {
            *at = until.max(*at);
        }
    }
}

/// One that is free from a moment on.
pub(super) struct Free<'a, T> {
    pub(super) member: &'a T,
    pub(super) at: DateTime<Utc>,
    index: usize,
}
