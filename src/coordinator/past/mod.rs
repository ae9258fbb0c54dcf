//! The past: the floor as it was at a moment, and the story of a car, for a station that asks.
//!
//! Why a thread of its own, with a connection that only reads: a month is long, and nobody's tap may wait for somebody
//! who looks back. Of what a station asks only the newest is answered: a slider that is dragged asks for every minute.

mod history;

use crate::domain::ids::StationId;
use crate::domain::policy::SitePolicy;
use crate::domain::story::narrator::Narrator;
use crate::domain::time::Clock;
use crate::mqtt::Publisher;
use crate::projection::past::{Look, NoPast, board_views};
use crate::protocol::envelope::Sender;
use crate::protocol::past::{
    PastAnswer, PastAsk, Place, SentAnswer, floor_pages, past_answer_to_bytes, story_pages,
};
use crate::protocol::topic::Topic;
use chrono::{DateTime, TimeDelta, Utc};
use history::{GoOn, History, NotThere};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// After so long without a question all that was kept in memory is let go.
const IDLE: Duration = Duration::from_secs(15 * 60);
/// How often a station hears that its answer is on its way.
const SAYS_EVERY: Duration = Duration::from_millis(400);
/// A station's clock may go ahead of this one by so much.
const AHEAD: TimeDelta = TimeDelta::minutes(2);

/// What a station asked.
pub(super) type Asked = (StationId, PastAsk);

/// Looks back for the stations of the site.
#[derive(Debug)]
pub(super) struct PastDesk {
    data_dir: PathBuf,
    policy: SitePolicy,
    link: Publisher,
    sender: Sender,
    clock: Clock,
    history: Option<History>,
    /// The newest question of each station, in the order in which they asked.
    asked: VecDeque<Asked>,
}

impl PastDesk {
    pub(super) fn new(
        data_dir: PathBuf,
        policy: SitePolicy,
        link: Publisher,
        sender: Sender,
        clock: Clock,
    ) -> Self {
        Self {
            data_dir,
            policy,
            link,
            sender,
            clock,
            history: None,
            asked: VecDeque::new(),
        }
    }

    /// Starts its thread, which ends when the way to it is dropped.
    pub(super) fn spawn(mut self) -> (mpsc::Sender<Asked>, JoinHandle<()>) {
        let (queue, work) = mpsc::channel();
        let thread = std::thread::spawn(move || self.run(&work));
        (queue, thread)
    }

    fn run(&mut self, work: &mpsc::Receiver<Asked>) {
        loop {
            let Some((station, ask)) = self.asked.pop_front() else {
                match work.recv_timeout(IDLE) {
                    Ok(asked) => self.note(asked),
                    Err(RecvTimeoutError::Timeout) => self.history = None,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                self.note_all(work);
                continue;
            };
            if self.note_all(work) == GoOn::No {
                return;
            }
            // Something newer from the same station takes its place.
            if self.asked.iter().any(|(newer, _)| *newer == station) {
                continue;
            }
            self.answer(&station, &ask, work);
        }
    }

    /// Puts a question into its place: one of the same station that nobody has answered yet is forgotten.
    fn note(&mut self, (station, ask): Asked) {
        match self.asked.iter_mut().find(|(known, _)| *known == station) {
            Some(known) => known.1 = ask,
            None => self.asked.push_back((station, ask)),
        }
    }

    /// Takes in all that waits, and tells whether anybody can still ask.
    fn note_all(&mut self, work: &mpsc::Receiver<Asked>) -> GoOn {
        loop {
            match work.try_recv() {
                Ok(asked) => self.note(asked),
                Err(mpsc::TryRecvError::Empty) => return GoOn::Yes,
                Err(mpsc::TryRecvError::Disconnected) => return GoOn::No,
            }
        }
    }

    fn answer(&mut self, station: &StationId, ask: &PastAsk, work: &mpsc::Receiver<Asked>) {
        let started = Instant::now();
        // What is kept is out of reach while it is worked with: a failure on the way leaves nothing that is half moved.
        let history = self.history.take();
        let done = catch_unwind(AssertUnwindSafe(|| {
            let mut history = match history {
                Some(history) => history,
                None => History::open(&self.data_dir)?,
            };
            let answer = self.look(&mut history, station, ask, work);
            match answer {
                Err(error @ (NotThere::Store(_) | NotThere::Kept { .. })) => Err(error),
                answer => Ok((history, answer)),
            }
        }));
        let answers = match done {
            Ok(Ok((history, answer))) => {
                self.history = Some(history);
                match answer {
                    Ok(answers) => answers,
                    // The newer question is in its place.
                    Err(_) => return,
                }
            }
            Ok(Err(error)) => {
                tracing::error!(%station, %error, "the past cannot be read");
                vec![nothing(NoPast::Unreadable)]
            }
            Err(_) => {
                tracing::error!(%station, "a rule failed on the past; the lines above say where");
                vec![nothing(NoPast::Unreadable)]
            }
        };
        let took = started.elapsed();
        tracing::debug!(%station, look = ?ask.look, ?took, "looked back");
        for answer in answers {
            self.say(station, ask.id, answer);
        }
    }

    fn look(
        &mut self,
        history: &mut History,
        station: &StationId,
        ask: &PastAsk,
        work: &mpsc::Receiver<Asked>,
    ) -> Result<Vec<PastAnswer>, NotThere> {
        history.refresh()?;
        let (at, now) = (ask.look.at(), self.clock.now());
        if at > now + AHEAD {
            return Ok(vec![nothing(NoPast::Ahead { now })]);
        }
        let first = history.first();
        let Some(first) = first.filter(|first| *first <= at) else {
            return Ok(vec![nothing(NoPast::BeforeTheFirst { first })]);
        };
        let count = history.count_at(at);
        match &ask.look {
            Look::Floor { .. } => {
                history.go(count, &mut self.goes_on(station, ask.id, work))?;
                let place = Place {
                    at,
                    position: history.position(count),
                    first,
                };
                let views = board_views(history.workshop(), &self.policy, at);
                floor_pages(place, views).map_err(unwritable)
            }
            Look::Story { ro, .. } => {
                // The log is read to the moment first: only then is it known where the story begins.
                history.go(count, &mut self.goes_on(station, ask.id, work))?;
                let Some(from) = history.beginning(ro).filter(|from| *from < count) else {
                    return Ok(vec![nothing(NoPast::NoSuchOrder { ro: ro.clone() })]);
                };
                history.go(from, &mut self.goes_on(station, ask.id, work))?;
                let policy = self.policy.clone();
                let mut narrator = Narrator::new(ro.clone());
                history.walk(
                    count,
                    &mut self.goes_on(station, ask.id, work),
                    &mut |workshop, logged| {
                        narrator.wait(workshop, &policy, logged.recorded_at);
                        narrator.event(&logged.event, logged.recorded_at);
                    },
                )?;
                let story = narrator.tell(history.workshop(), &policy, at);
                Ok(story.map_or_else(
                    || vec![nothing(NoPast::NoSuchOrder { ro: ro.clone() })],
                    story_pages,
                ))
            }
        }
    }

    /// Goes on until the same station asks for something else, and tells it now and then how far the answer is.
    fn goes_on<'a>(
        &'a mut self,
        station: &'a StationId,
        ask: Uuid,
        work: &'a mpsc::Receiver<Asked>,
    ) -> impl FnMut(usize) -> GoOn + use<'a> {
        let mut said_at = Instant::now();
        let mut all = None;
        move |left| {
            if self.note_all(work) == GoOn::No
                || self.asked.iter().any(|(newer, _)| newer == station)
            {
                return GoOn::No;
            }
            let all = *all.get_or_insert(left);
            if said_at.elapsed() >= SAYS_EVERY {
                said_at = Instant::now();
                let percent = (all - left.min(all)) * 100 / all.max(1);
                let percent = u8::try_from(percent).unwrap_or(100);
                self.say(station, ask, PastAnswer::Reading { percent });
            }
            GoOn::Yes
        }
    }

    fn say(&self, station: &StationId, ask: Uuid, answer: PastAnswer) {
        let sent = SentAnswer { ask, answer };
        let at: DateTime<Utc> = self.clock.now();
        match past_answer_to_bytes(&sent, &self.sender, Uuid::now_v7(), at) {
            Ok(payload) => {
                let topic = Topic::PastAnswer(station.clone());
                self.link.send_from_thread(&topic, payload);
            }
            Err(error) => tracing::error!(%error, "an answer of the past is not written"),
        }
    }
}

fn nothing(why: NoPast) -> PastAnswer {
    PastAnswer::Nothing { why }
}

fn unwritable(error: serde_json::Error) -> NotThere {
    NotThere::Kept {
        kind: "view",
        name: "of the past".to_owned(),
        error,
    }
}
