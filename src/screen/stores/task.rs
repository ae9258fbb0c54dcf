//! The tasks of the store: what the queue lists, and in which order.

use crate::domain::ids::BayId;
use crate::domain::parts::old_part::OldPart;
use crate::domain::parts::request::{
    LineKey, Parcel, ParcelState, PartsRequest, Purpose, RequestLine,
};
use crate::domain::parts::returns::PartReturn;
use crate::projection::job_card::Stage;
use crate::projection::requests::{OrderRequests, SupplyJob};
use crate::projection::views::Views;
use chrono::{DateTime, Utc};

/// What a task is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum What<'a> {
    Request(&'a PartsRequest),
    Return(&'a PartReturn),
    OldPart(&'a OldPart),
}

/// Something that the store has to do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task<'a> {
    pub(super) order: &'a OrderRequests,
    pub(super) what: What<'a>,
}

/// How far a request is, seen from the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Something is to be picked, named or ordered.
    ToPick,
    /// All that can be had lies ready and has to be brought.
    ToBring,
    /// It was brought, and nobody has signed yet.
    Brought,
    /// All that is missing is on order.
    Ordered,
}

impl<'a> Task<'a> {
    /// Names it to the window.
    pub(super) fn id(&self) -> String {
        match self.what {
            What::Request(request) => format!("request:{}", request.id),
            What::Return(offer) => format!("return:{}", offer.id),
            What::OldPart(old) => format!("old:{}", old.id),
        }
    }

    pub(super) fn job(&self) -> Option<&'a SupplyJob> {
        let line = match self.what {
            What::Request(request) => request.job,
            What::OldPart(old) => old.job,
            What::Return(offer) => self.order.parts.line(offer.line)?.0.job,
        };
        self.order.job(line)
    }

    pub(super) fn bay(&self) -> Option<&'a BayId> {
        let of_job = || self.job()?.bay.as_ref();
        match self.what {
            What::Request(request) => self.order.bay_of(request),
            What::OldPart(old) => old.bay.as_ref().or_else(of_job),
            What::Return(offer) => {
                let asked = self.order.parts.line(offer.line);
                let of_request = asked.and_then(|(request, _)| self.order.bay_of(request));
                of_request.or_else(of_job)
            }
        }
    }

    pub(super) fn at(&self) -> DateTime<Utc> {
        match self.what {
            What::Request(request) => request.at,
            What::Return(offer) => offer.at,
            What::OldPart(old) => old.at,
        }
    }

    /// Tells since when its bay stands still for want of these parts.
    pub(super) fn standing_since(&self) -> Option<DateTime<Utc>> {
        match self.what {
            What::Request(_) => self.job()?.standing_since(),
            What::Return(_) | What::OldPart(_) => None,
        }
    }

    /// Names this time that its bay stands still; another time it calls for attention again.
    pub(super) fn standing_id(&self) -> Option<String> {
        let since = self.standing_since()?;
        Some(format!("{} {}", self.id(), since.timestamp()))
    }

    fn is_open(&self) -> bool {
        match self.what {
            What::Request(request) => request.is_open(),
            What::Return(offer) => offer.is_open(),
            What::OldPart(old) => old.is_open(),
        }
    }

    /// Tells whether it is for a car that nobody works on yet.
    pub(super) fn is_ahead(&self) -> bool {
        let What::Request(request) = self.what else {
            return false;
        };
        let begun = self
            .job()
            .is_some_and(|job| !matches!(job.stage, Stage::AwaitingDispatch | Stage::Dispatched));
        request.purpose == Purpose::Ahead && !begun
    }

    /// Tells how far a request is; a return or an old part always has to be taken.
    pub(super) fn step(&self) -> Step {
        let What::Request(request) = self.what else {
            return Step::ToPick;
        };
        let open = || request.lines.iter().filter(|line| line.is_open());
        if open().any(|line| line.rest() > 0 && !waits(self.order, line)) {
            Step::ToPick
        } else if open().any(|line| !to_bring(line).is_empty()) {
            Step::ToBring
        } else if open().any(|line| line.ready() > 0) {
            Step::Brought
        } else {
            Step::Ordered
        }
    }

    /// Sorts the queue: the bay that stands still first, then what hands can do, then by promise and age.
    fn rank(&self) -> impl Ord + use<> {
        let standing = self.standing_since();
        let idle = matches!(self.step(), Step::Brought | Step::Ordered);
        let promise = self.order.promised_at.unwrap_or(DateTime::<Utc>::MAX_UTC);
        (
            standing.is_none(),
            idle,
            standing,
            promise,
            self.at(),
            self.id(),
        )
    }
}

/// Tells whether a line waits for goods that are on order.
pub(super) fn waits(order: &OrderRequests, line: &RequestLine) -> bool {
    line.backorder.is_some() && available(order, line) <= 0
}

/// Counts what can still be picked of a line's part.
pub(super) fn available(order: &OrderRequests, line: &RequestLine) -> i64 {
    let part = line.wanted.part();
    let facts = part.and_then(|part| order.facts_of(part));
    facts.map_or(0, |facts| facts.available)
}

/// Counts what a tap would pick of a line.
pub(super) fn pickable(order: &OrderRequests, line: &RequestLine) -> u32 {
    let there = u32::try_from(available(order, line)).unwrap_or(0);
    line.rest().min(there)
}

/// Lists what lies ready of a line and was not brought yet.
pub(super) fn to_bring(line: &RequestLine) -> Vec<&Parcel> {
    let here = |parcel: &&Parcel| matches!(parcel.state, ParcelState::Ready { handed: None });
    line.parcels.iter().filter(here).collect()
}

/// Lists what can be put back of a line: what was not brought yet, else what nobody has signed for.
pub(super) fn to_put_back(line: &RequestLine) -> Vec<&Parcel> {
    let here = to_bring(line);
    if here.is_empty() {
        let ready = line.parcels.iter().filter(|parcel| parcel.is_ready());
        return ready.collect();
    }
    here
}

/// Names a line to the window.
pub(super) fn line_id(key: LineKey) -> String {
    format!("{}/{}", key.request, key.line)
}

/// Lists all that is open, the most pressing first.
pub(super) fn tasks(views: &Views) -> Vec<Task<'_>> {
    let mut open: Vec<Task<'_>> = all(views).filter(Task::is_open).collect();
    open.sort_by_cached_key(Task::rank);
    open
}

/// Finds a task, open or not.
pub(super) fn find<'a>(views: &'a Views, id: &str) -> Option<Task<'a>> {
    all(views).find(|task| task.id() == id)
}

fn all(views: &Views) -> impl Iterator<Item = Task<'_>> {
    views.requests.values().flat_map(|order| {
        let requests = order.parts.requests.iter().map(What::Request);
        let returns = order.parts.returns.iter().map(What::Return);
        let old = order.parts.old_parts.iter().map(What::OldPart);
        let all = requests.chain(returns).chain(old);
        all.map(move |what| Task { order, what })
    })
}

/// Lists the open requests that wait for a part, the most pressing first.
pub(super) fn waiting_for<'a>(
    views: &'a Views,
    part: &crate::domain::ids::PartNumber,
) -> Vec<(Task<'a>, LineKey, &'a RequestLine)> {
    let mut waiting = Vec::new();
    for task in tasks(views) {
        let What::Request(request) = task.what else {
            continue;
        };
        for (key, line) in request.keyed() {
            if line.rest() > 0 && line.wanted.part() == Some(part) {
                waiting.push((task, key, line));
            }
        }
    }
    waiting
}
