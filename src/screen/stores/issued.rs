//! 已领未装: what was signed for and of which nobody has said that it is in the car.

use super::Stores;
use super::acts::{Act, Then, parts};
use super::model::{Card, LineShown, TaskShown};
use super::present::Scene;
use super::sheet::{Number, Sheet};
use super::task::{Task, What, line_id};
use crate::domain::parts::command::{LineQuantity, PartsCommand};
use crate::domain::parts::request::{LineKey, ParcelState, PartsRequest, RequestLine};
use crate::projection::picture::Picture;
use crate::projection::requests::OrderRequests;
use crate::projection::views::Views;
use crate::screen::Effect;
use crate::screen::desk::model::{Action, Line};
use crate::screen::tone::Tone;
use crate::screen::words::{stores as words, time};
use chrono::{DateTime, TimeDelta, Utc};

/// What is out for so long is asked after.
const LONG: TimeDelta = TimeDelta::hours(4);

/// A line that is out.
#[derive(Debug, Clone, Copy)]
struct Out<'a> {
    order: &'a OrderRequests,
    request: &'a PartsRequest,
    line: &'a RequestLine,
}

impl Out<'_> {
    fn key(&self) -> LineKey {
        LineKey {
            request: self.request.id,
            line: self.line.line,
        }
    }

    fn id(&self) -> String {
        format!("out:{}", line_id(self.key()))
    }

    /// Counts what is out and not on its way back.
    fn count(&self) -> u32 {
        let back = self.order.parts.coming_back(self.key());
        self.line.unaccounted().saturating_sub(back)
    }

    fn at(&self) -> DateTime<Utc> {
        let issued = self
            .line
            .parcels
            .iter()
            .filter_map(|parcel| match parcel.state {
                ParcelState::Issued { at, .. } => Some(at),
                _ => None,
            });
        issued.max().unwrap_or(self.request.at)
    }
}

fn out(views: &Views) -> Vec<Out<'_>> {
    let mut all: Vec<Out<'_>> = views
        .requests
        .values()
        .flat_map(|order| {
            let lines = order.not_fitted();
            lines.map(move |(request, line)| Out {
                order,
                request,
                line,
            })
        })
        .filter(|out| out.count() > 0)
        .collect();
    all.sort_by_key(|out| (out.at(), out.id()));
    all
}

fn find<'a>(views: &'a Views, id: &str) -> Option<Out<'a>> {
    out(views).into_iter().find(|out| out.id() == id)
}

impl Stores {
    /// The buttons of what is out: it is in the car, it comes back, or it is gone.
    pub(super) fn issued_action(
        &mut self,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let open = self.open_id().unwrap_or_default();
        let Some(out) = find(&picture.views, open) else {
            return Vec::new();
        };
        let (ro, key, count) = (out.order.ro.clone(), out.key(), out.count());
        if id == "bring-back" {
            return self.bring_back(&ro, key, count, picture, now);
        }
        // Who was asked at the bay says that it is in the car.
        if id == "fitted" {
            let fitted = LineQuantity {
                line: key,
                quantity: out.line.kept(),
            };
            let fit = PartsCommand::Fit {
                lines: vec![fitted],
            };
            return self.act(Act::new(vec![parts(&ro, fit)], Then::Stay), picture, now);
        }
        self.sheet = Some(Sheet::WriteOff {
            ro,
            key,
            number: Number::proposed(count),
            reason: None,
        });
        Vec::new()
    }
}

impl Scene<'_> {
    pub(super) fn issued_count(&self) -> usize {
        out(&self.picture.views).len()
    }

    pub(super) fn issued_cards(&self) -> Vec<Card> {
        let all = out(&self.picture.views).into_iter();
        all.map(|out| {
            let task = self.task(out);
            let age = self.now - out.at();
            Card {
                id: out.id(),
                title: words::with_quantity(&self.wanted(out.order, &out.line.wanted), out.count()),
                age: time::minutes(age),
                age_tone: if age >= LONG {
                    Tone::Hold
                } else {
                    Tone::Neutral
                },
                tone: if age >= LONG {
                    Tone::Hold
                } else {
                    Tone::Working
                },
                detail: self.task_title(&task),
                who: self.taker(out),
                ..Card::default()
            }
        })
        .collect()
    }

    fn task<'a>(&self, out: Out<'a>) -> Task<'a> {
        Task {
            order: out.order,
            what: What::Request(out.request),
        }
    }

    /// Names who signed for it last.
    fn taker(&self, out: Out<'_>) -> String {
        let to = out
            .line
            .parcels
            .iter()
            .rev()
            .find_map(|parcel| match &parcel.state {
                ParcelState::Issued { to, .. } => to.as_ref(),
                _ => None,
            });
        self.somebody(to)
    }

    pub(super) fn issued_page(&self, id: &str) -> TaskShown {
        let Some(out) = find(&self.picture.views, id) else {
            return TaskShown::default();
        };
        let task = self.task(out);
        let part = out.line.wanted.part();
        let number = part.map(|part| part.to_string()).unwrap_or_default();
        let taken = words::out_since(&self.taker(out), &self.moment(out.at()), self.language);
        let line = LineShown {
            id: out.id(),
            name: self.wanted(out.order, &out.line.wanted),
            detail: number,
            quantity: words::times(out.count()),
            button: self.mark(words::OUT, Tone::Hold),
            ..LineShown::default()
        };
        TaskShown {
            id: out.id(),
            facts: vec![Line::new(taken, Tone::Working)],
            lines: vec![line],
            tools: vec![self.action("fitted", words::IN_THE_CAR, Tone::Ready)],
            actions: vec![
                Action {
                    main: true,
                    ..self.action("bring-back", words::BRING_BACK, Tone::Action)
                },
                self.action("write-off", words::WRITE_OFF, Tone::Late),
            ],
            ..self.task_head(&task)
        }
    }
}
