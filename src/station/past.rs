//! The past that a screen looks at: what was asked, how far the answer is, and what came last.
//!
//! A finger on a slider asks for more than anybody can answer. Each question goes out at once, and the coordinator
//! answers the newest; what comes is shown as long as it was asked after what is shown, so that the board moves along.

use crate::domain::ids::StationId;
use crate::domain::story::Story;
use crate::domain::time::Clock;
use crate::mqtt::Publisher;
use crate::projection::past::{Look, Past, PastFloor, Progress};
use crate::projection::{View, ViewName, Views};
use crate::protocol::envelope::Sender;
use crate::protocol::past::{NamedView, PastAnswer, PastAsk, SentAnswer, past_ask_to_bytes};
use crate::protocol::topic::Topic;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// After so long without a word the coordinator is asked anew, and the screen says that it is silent.
const PATIENCE: Duration = Duration::from_secs(4);
/// How many questions are remembered: an answer to an older one is nothing to show any more.
const ASKED: usize = 64;

/// Pages of one answer as they come in.
#[derive(Debug)]
struct Coming {
    ask: Uuid,
    pages: u16,
    next: u16,
    views: BTreeMap<ViewName, View>,
    story: Option<Story>,
}

/// What a station asks of the past.
#[derive(Debug)]
pub(super) struct PastPost {
    publisher: Publisher,
    station: StationId,
    sender: Sender,
    clock: Clock,
    past: Arc<Past>,
    /// What was asked and is not overtaken by what is shown, the newest last.
    asked: VecDeque<PastAsk>,
    /// The newest question still has to be sent.
    due: bool,
    /// When something was last sent or heard, while an answer is waited for.
    since: Option<Instant>,
    coming: Option<Coming>,
}

impl PastPost {
    pub(super) fn new(publisher: Publisher, sender: Sender, clock: Clock) -> Self {
        Self {
            publisher,
            station: StationId::new(sender.source.clone()),
            sender,
            clock,
            past: Arc::default(),
            asked: VecDeque::new(),
            due: false,
            since: None,
            coming: None,
        }
    }

    /// Shows what is there.
    pub(super) fn past(&self) -> Arc<Past> {
        self.past.clone()
    }

    /// Looks at something, or at the present again.
    pub(super) fn look(&mut self, look: Option<Look>) {
        let Some(look) = look else {
            self.past = Arc::default();
            self.asked.clear();
            self.due = false;
            self.since = None;
            self.coming = None;
            return;
        };
        if self.asked.len() == ASKED {
            self.asked.pop_front();
        }
        self.asked.push_back(PastAsk {
            id: Uuid::now_v7(),
            look: look.clone(),
        });
        self.due = true;
        self.since = Some(Instant::now());
        let past = Arc::make_mut(&mut self.past);
        if !matches!(past.progress, Progress::Loading { .. }) {
            past.progress = Progress::Loading { percent: None };
        }
        past.look = Some(look);
    }

    /// Begins again: whoever is there now knows nothing of what was asked before.
    pub(super) fn again(&mut self) {
        self.due = self.since.is_some();
    }

    /// Tells when it is to be looked at even if nothing comes.
    pub(super) fn wakes_at(&self) -> Option<Instant> {
        self.since.map(|since| since + PATIENCE)
    }

    /// Notes that nobody has answered for long, and tells whether that is news.
    pub(super) fn is_silent(&mut self) -> bool {
        if self.wakes_at().is_none_or(|due| Instant::now() < due) {
            return false;
        }
        self.since = Some(Instant::now());
        self.due = true;
        let past = Arc::make_mut(&mut self.past);
        let news = past.progress != Progress::Silent;
        past.progress = Progress::Silent;
        news
    }

    /// Sends the newest question, if somebody is there to answer.
    pub(super) async fn send(&mut self, is_live: bool) {
        if !self.due || !is_live {
            return;
        }
        self.due = false;
        let Some(ask) = self.asked.back() else {
            return;
        };
        match past_ask_to_bytes(ask, &self.sender, self.clock.now()) {
            Ok(payload) => {
                let topic = Topic::PastAsk(self.station.clone());
                self.publisher.send(&topic, payload).await;
            }
            Err(error) => tracing::error!(%error, "a question of the past is not written"),
        }
    }

    /// Takes an answer, and tells whether there is something new to show.
    pub(super) fn answered(&mut self, sent: SentAnswer) -> bool {
        let Some(place) = self.asked.iter().position(|ask| ask.id == sent.ask) else {
            return false;
        };
        let is_newest = place + 1 == self.asked.len();
        if is_newest && self.since.is_some() {
            self.since = Some(Instant::now());
        }
        match sent.answer {
            PastAnswer::Reading { percent } => {
                let percent = Some(percent);
                if is_newest {
                    Arc::make_mut(&mut self.past).progress = Progress::Loading { percent };
                }
                is_newest
            }
            PastAnswer::Nothing { why } => {
                if is_newest {
                    self.since = None;
                    Arc::make_mut(&mut self.past).progress = Progress::Nothing(why);
                }
                is_newest
            }
            PastAnswer::Floor {
                at,
                position,
                first,
                page,
                pages,
                views,
            } => {
                let Some(whole) = self.page(sent.ask, (page, pages), views, None) else {
                    return false;
                };
                let floor = PastFloor {
                    at,
                    position,
                    first,
                    views: Arc::new(Views::collect(&whole.views)),
                };
                let past = Arc::make_mut(&mut self.past);
                past.floor = Some(Arc::new(floor));
                self.done(place, is_newest);
                true
            }
            PastAnswer::Story { page, pages, story } => {
                let whole = self.page(sent.ask, (page, pages), Vec::new(), Some(*story));
                let Some(story) = whole.and_then(|whole| whole.story) else {
                    return false;
                };
                Arc::make_mut(&mut self.past).story = Some(Arc::new(story));
                self.done(place, is_newest);
                true
            }
        }
    }

    /// What was asked before is overtaken.
    fn done(&mut self, place: usize, is_newest: bool) {
        self.asked.drain(..place);
        if is_newest {
            self.since = None;
            self.due = false;
            Arc::make_mut(&mut self.past).progress = Progress::Idle;
        }
    }

    /// Puts a page to those before it, and hands all of them out with the last one. Pages come in their order; one that
    /// came a second time after a cut is left out, and one that is missing makes the rest worthless.
    fn page(
        &mut self,
        ask: Uuid,
        (page, pages): (u16, u16),
        views: Vec<NamedView>,
        story: Option<Story>,
    ) -> Option<Coming> {
        if page == 0 {
            self.coming = Some(Coming {
                ask,
                pages,
                next: 0,
                views: BTreeMap::new(),
                story: None,
            });
        }
        let coming = self.coming.as_mut()?;
        if coming.ask != ask || coming.next != page {
            return None;
        }
        coming.next += 1;
        let named = views.into_iter();
        coming
            .views
            .extend(named.filter_map(|view| Some((view.name.parse().ok()?, view.model))));
        match (&mut coming.story, story) {
            (Some(known), Some(more)) => known.steps.extend(more.steps),
            (None, more) => coming.story = more,
            (Some(_), None) => {}
        }
        if coming.next == coming.pages {
            self.coming.take()
        } else {
            None
        }
    }
}
