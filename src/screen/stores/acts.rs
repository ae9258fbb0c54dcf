//! What the buttons do: from a tap to what is submitted, and what follows on the screen.

use super::Stores;
use super::model::Tab;
use super::sheet::Sheet;
use super::task::{self, Task, What};
use crate::domain::command::CommandBody;
use crate::domain::ids::{CommandId, PartNumber, RoNumber};
use crate::domain::parts::command::PartsCommand;
use crate::domain::parts::request::{AskedLine, HandOver, LineKey, Purpose, RequestLine, Wanted};
use crate::domain::parts::returns::{ReturnReason, Shelving};
use crate::domain::person::Permission;
use crate::domain::stock::StockCommand;
use crate::projection::picture::Picture;
use crate::screen::Effect;
use crate::screen::desk::Wished;
use crate::screen::session::Session;
use chrono::{DateTime, TimeDelta, Utc};

/// The same tap within this time is a finger that bounced.
const BOUNCE: TimeDelta = TimeDelta::milliseconds(700);
/// So long what was asked for ahead may take to be known.
const FOLLOW: TimeDelta = TimeDelta::seconds(30);

/// What a tap submits, and what follows on the screen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Act {
    pub(super) bodies: Vec<CommandBody>,
    pub(super) then: Then,
    /// What a scanner reads twice is meant twice; a finger bounces.
    pub(super) scanned: bool,
}

/// What follows on the screen.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Then {
    /// Nothing.
    Stay,
    /// The sheet closes.
    Close,
    /// Who waits for the goods is offered.
    OfferTo(PartNumber),
    /// What was asked for ahead is picked as soon as it is known.
    PickAhead { ro: RoNumber, job: u16 },
}

impl Act {
    pub(super) fn new(bodies: Vec<CommandBody>, then: Then) -> Self {
        Self {
            bodies,
            then,
            scanned: false,
        }
    }

    /// Tells whether it may be the last tap once more. The next line moves up where one is cancelled, and must not go
    /// with it.
    fn repeats(&self, last: &Self) -> bool {
        self == last || self.cancels() && last.cancels()
    }

    fn cancels(&self) -> bool {
        let cancel = |body: &CommandBody| match body {
            CommandBody::Parts { body, .. } => matches!(**body, PartsCommand::Cancel { .. }),
            _ => false,
        };
        self.bodies.iter().any(cancel)
    }
}

impl Wished for Act {
    fn permission(&self) -> Option<Permission> {
        Some(Permission::KeepStores)
    }

    fn needs_pin(&self) -> bool {
        self.bodies.iter().any(|body| match body {
            CommandBody::Stock { body, .. } => matches!(body, StockCommand::Count { .. }),
            CommandBody::Parts { body, .. } => matches!(
                **body,
                PartsCommand::WriteOff { .. }
                    | PartsCommand::TakeReturn {
                        to: Shelving::Scrap,
                        ..
                    }
                    | PartsCommand::Exchange {
                        to: Shelving::Scrap,
                        ..
                    }
            ),
            _ => false,
        })
    }
}

/// What was asked for ahead.
#[derive(Debug, Clone)]
pub(super) struct Follow {
    ro: RoNumber,
    job: u16,
    /// Requests that were there before.
    before: Vec<CommandId>,
    until: DateTime<Utc>,
}

/// Wraps what is said about the parts of an order.
pub(super) fn parts(ro: &RoNumber, body: PartsCommand) -> CommandBody {
    CommandBody::Parts {
        ro: ro.clone(),
        body: Box::new(body),
    }
}

fn requests_of(picture: &Picture, ro: &RoNumber) -> Vec<CommandId> {
    let order = picture.views.requests.get(ro);
    let requests = order.into_iter().flat_map(|order| &order.parts.requests);
    requests.map(|request| request.id).collect()
}

/// Picks of a line what is there.
fn pick(order: &RoNumber, line: LineKey, quantity: u32) -> CommandBody {
    let pick = PartsCommand::Pick {
        line,
        quantity,
        batch: None,
    };
    parts(order, pick)
}

/// Picks all that is there of a request.
pub(super) fn pick_all(task: &Task<'_>) -> Vec<CommandBody> {
    let What::Request(request) = task.what else {
        return Vec::new();
    };
    let mut keyed: Vec<(LineKey, &RequestLine)> = request.keyed().collect();
    keyed.sort_by_key(|(_, line)| bin(task, line));
    let there = keyed.into_iter().filter_map(|(key, line)| {
        let quantity = task::pickable(task.order, line);
        (quantity > 0).then(|| pick(&task.order.ro, key, quantity))
    });
    there.collect()
}

/// Tells where a line's part lies; what nobody has named yet comes last.
pub(super) fn bin(task: &Task<'_>, line: &RequestLine) -> (bool, String) {
    let part = line.wanted.part();
    let facts = part.and_then(|part| task.order.facts_of(part));
    let bin = facts.map(|facts| facts.bin.clone()).unwrap_or_default();
    (bin.is_empty(), bin)
}

impl Stores {
    /// Does it, or asks first who does.
    pub(super) fn act(&mut self, act: Act, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        if act.bodies.is_empty() {
            return Vec::new();
        }
        match self.desk.wished(act, picture, now) {
            Some((act, session)) => self.carry_out(act, &session, picture, now),
            None => Vec::new(),
        }
    }

    /// Submits what belongs together, in its order.
    pub(super) fn carry_out(
        &mut self,
        act: Act,
        session: &Session,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let bounced = self
            .last
            .as_ref()
            .is_some_and(|(last, at)| act.repeats(last) && !act.scanned && now - *at < BOUNCE);
        if bounced {
            return Vec::new();
        }
        self.last = Some((act.clone(), now));
        match act.then {
            Then::Stay => {}
            Then::Close => self.sheet = None,
            Then::OfferTo(part) => self.sheet = Some(Sheet::Offer { part }),
            Then::PickAhead { ro, job } => {
                self.follow = Some(Follow {
                    before: requests_of(picture, &ro),
                    ro,
                    job,
                    until: now + FOLLOW,
                });
            }
        }
        let submit = |body| Effect::Submit {
            actor: session.actor(),
            body,
        };
        act.bodies.into_iter().map(submit).collect()
    }

    /// Picks what was asked for ahead, once the picture has it.
    pub(super) fn follow_ahead(&mut self, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(follow) = self.follow.take() else {
            return Vec::new();
        };
        let order = picture.views.requests.get(&follow.ro);
        let requests = order.into_iter().flat_map(|order| &order.parts.requests);
        let mut new = requests.filter(|known| {
            known.job == follow.job
                && known.purpose == Purpose::Ahead
                && !follow.before.contains(&known.id)
        });
        let found = new.next().map(|request| format!("request:{}", request.id));
        let Some(task) = found.and_then(|id| task::find(&picture.views, &id)) else {
            if now < follow.until {
                self.follow = Some(follow);
            }
            return Vec::new();
        };
        self.chosen.insert(Tab::Ahead, task.id());
        let act = Act::new(pick_all(&task), Then::Stay);
        self.act(act, picture, now)
    }

    /// The open task, where the tab lists tasks.
    pub(super) fn open_task<'a>(&self, picture: &'a Picture) -> Option<Task<'a>> {
        match self.tab {
            Tab::Queue | Tab::Ahead => task::find(&picture.views, self.open_id()?),
            Tab::Stock | Tab::Low | Tab::Out | Tab::Tools => None,
        }
    }

    /// Finds a line of the open request.
    pub(super) fn open_line<'a>(
        &self,
        picture: &'a Picture,
        id: &str,
    ) -> Option<(Task<'a>, LineKey, &'a RequestLine)> {
        let task = self.open_task(picture)?;
        let What::Request(request) = task.what else {
            return None;
        };
        let (key, line) = request.keyed().find(|(key, _)| task::line_id(*key) == id)?;
        Some((task, key, line))
    }

    /// The line that the buttons are about: the one that was tapped while it still needs something, else the first that
    /// does.
    pub(super) fn current_line<'a>(
        &self,
        picture: &'a Picture,
    ) -> Option<(Task<'a>, LineKey, &'a RequestLine)> {
        if let Some(id) = &self.line
            && let Some(found) = self.open_line(picture, id)
            && found.2.rest() > 0
        {
            return Some(found);
        }
        let task = self.open_task(picture)?;
        let What::Request(request) = task.what else {
            return None;
        };
        let mut open: Vec<(LineKey, &RequestLine)> = request
            .keyed()
            .filter(|(_, line)| line.rest() > 0)
            .collect();
        open.sort_by_key(|(_, line)| (task::pickable(task.order, line) > 0, bin(&task, line)));
        let (key, line) = open.into_iter().next()?;
        Some((task, key, line))
    }

    /// A line that is tapped is the one that the buttons are about; tapped again it opens.
    pub(super) fn choose_line(&mut self, id: String, picture: &Picture) {
        let again = self.line.as_deref() == Some(id.as_str());
        if again && let Some((task, key, line)) = self.open_line(picture, &id) {
            self.sheet = Sheet::line(&task, key, line);
        }
        self.line = Some(id);
    }

    /// The big button of a line: pick it, put it back, or find out what to do about it.
    pub(super) fn line_button(
        &mut self,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some((task, key, line)) = self.open_line(picture, id) else {
            return self.other_line_button(id, picture, now);
        };
        self.line = Some(id.to_owned());
        let ro = task.order.ro.clone();
        if line.rest() == 0 {
            let back = task::to_put_back(line).into_iter().map(|parcel| {
                let parcel = parcel.id;
                parts(&ro, PartsCommand::PutBack { parcel })
            });
            return self.act(Act::new(back.collect(), Then::Stay), picture, now);
        }
        if line.wanted.part().is_none() {
            self.sheet = Some(Sheet::choose_for_line(ro, key));
            return Vec::new();
        }
        match task::pickable(task.order, line) {
            0 => {
                self.sheet = Some(Sheet::backorder(ro, key));
                Vec::new()
            }
            quantity => {
                let act = Act::new(vec![pick(&ro, key, quantity)], Then::Stay);
                self.act(act, picture, now)
            }
        }
    }

    /// A button below the lines, or of the sheet.
    pub(super) fn action(
        &mut self,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        if self.sheet.is_some() {
            return self.sheet_action(id, picture, now);
        }
        match id {
            "print" => self.print(picture, now),
            "goods-in" | "count" | "write-off" | "bring-back" => {
                self.shelf_action(id, picture, now)
            }
            "ask-ahead" => self.ask_ahead(picture, now),
            "tool-back" | "tool-lend" | "tool-damaged" => self.tool_action(id, picture, now),
            "fewer" | "more" => {
                self.count_return(id == "more", picture);
                Vec::new()
            }
            _ => match self.open_task(picture) {
                Some(task) => self.task_action(id, &task, picture, now),
                None => Vec::new(),
            },
        }
    }

    fn task_action(
        &mut self,
        id: &str,
        task: &Task<'_>,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let ro = &task.order.ro;
        let bodies = match (id, task.what) {
            ("pick-all", _) => pick_all(task),
            ("supply" | "substitute", _) => {
                self.open_sheet(id, picture);
                return Vec::new();
            }
            ("issue", What::Request(request)) => {
                self.sheet = Some(Sheet::Issue {
                    ro: ro.clone(),
                    request: request.id,
                });
                return Vec::new();
            }
            ("deliver", What::Request(request)) => {
                let lines = request.lines.iter().flat_map(task::to_bring);
                let parcels: Vec<_> = lines.map(|parcel| parcel.id).collect();
                let to = match task.bay() {
                    Some(bay) => HandOver::Bay { bay: bay.clone() },
                    None => HandOver::Counter,
                };
                let deliver = PartsCommand::Deliver { parcels, to };
                vec![parts(ro, deliver)]
            }
            ("start" | "take-over", What::Request(request)) => {
                let start = PartsCommand::StartPicking {
                    request: request.id,
                    seen: request.picking.as_ref().map(|picking| picking.command),
                };
                vec![parts(ro, start)]
            }
            ("shelf" | "scrap", What::Return(offer)) => {
                let to = if id == "shelf" {
                    Shelving::Shelf
                } else {
                    Shelving::Scrap
                };
                return self.take_back(task, offer, to, picture, now);
            }
            ("only-wrong", What::Return(offer)) => {
                return self.take_wrong(task, offer, offer.quantity, picture, now);
            }
            ("nothing-came", What::Return(offer)) => {
                return self.take_wrong(task, offer, 0, picture, now);
            }
            ("no-old-part", What::OldPart(old)) => {
                vec![parts(ro, PartsCommand::VoidOldPart { old: old.id })]
            }
            ("cancel-line", What::Request(_)) => {
                let current = self.current_line(picture);
                let cancel = current.map(|(_, key, _)| {
                    let lines = vec![key];
                    parts(ro, PartsCommand::Cancel { lines })
                });
                cancel.into_iter().collect()
            }
            (place, What::OldPart(old)) if place.starts_with("place:") => {
                let place = place.trim_start_matches("place:").to_owned();
                vec![parts(
                    ro,
                    PartsCommand::ShelveOldPart { old: old.id, place },
                )]
            }
            _ => Vec::new(),
        };
        self.act(Act::new(bodies, Then::Stay), picture, now)
    }

    fn open_sheet(&mut self, id: &str, picture: &Picture) {
        let Some((task, key, _)) = self.current_line(picture) else {
            return;
        };
        let ro = task.order.ro.clone();
        self.line = Some(task::line_id(key));
        self.sheet = Some(match id {
            "substitute" => Sheet::choose_for_line(ro, key),
            _ => Sheet::backorder(ro, key),
        });
    }

    /// Asks for all that a booked car's job is expected to need, and picks it as soon as that is known.
    fn ask_ahead(&mut self, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        let open = self.open_id().unwrap_or_default();
        let Some(card) = super::ahead::find(&picture.views, open) else {
            return Vec::new();
        };
        let asked = card.parts.iter().map(|part| AskedLine {
            wanted: Wanted::Part {
                part: part.part.clone(),
            },
            quantity: part.quantity,
        });
        let ask = PartsCommand::Ask {
            job: card.job.line,
            bay: card.bay().cloned(),
            purpose: Purpose::Ahead,
            lines: asked.collect(),
        };
        let then = Then::PickAhead {
            ro: card.car.ro.clone(),
            job: card.job.line,
        };
        let act = Act::new(vec![parts(&card.car.ro, ask)], then);
        self.act(act, picture, now)
    }

    /// Has a part that is out brought back: the technician no longer needs it.
    pub(super) fn bring_back(
        &mut self,
        ro: &RoNumber,
        line: LineKey,
        quantity: u32,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let offer = PartsCommand::OfferReturn {
            line,
            quantity,
            reason: ReturnReason::NotNeeded,
        };
        let act = Act::new(vec![parts(ro, offer)], Then::Stay);
        self.act(act, picture, now)
    }
}
