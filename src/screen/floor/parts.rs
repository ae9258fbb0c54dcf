//! What a job waits for from the store, in one line: the same on the board, to the dispatcher and to the advisor.

use crate::domain::ids::JobId;
use crate::domain::parts::request::{LineStage, RequestLine, Wanted};
use crate::domain::person::Language;
use crate::projection::requests::OrderRequests;
use crate::projection::views::Views;
use crate::screen::words::{self, floor as floor_words, parts as part_words};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// What a job waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What comes last of all that it waits for.
    pub name: String,
    /// How many other lines it waits for.
    pub others: usize,
    /// How far that one has come.
    pub stage: LineStage,
    /// When it is expected, where it is on order.
    pub eta: Option<DateTime<Utc>>,
}

/// Finds what a job waits for; nothing while it waits for nothing.
pub fn missing(views: &Views, job: &JobId, language: Language) -> Option<Missing> {
    let order = views.requests.get(&job.ro)?;
    let lines = order.parts.lines_of(job.line);
    let mut open: Vec<(LineStage, Option<DateTime<Utc>>, &RequestLine)> = lines
        .filter(|(_, _, line)| line.is_open())
        .map(|(request, _, line)| {
            let stage = line.stage(request.picking.as_ref());
            let on_order = line.backorder.as_ref().filter(|_| line.rest() > 0);
            (stage, on_order.map(|order| order.eta), line)
        })
        .collect();
    // What is on order comes last, what lies ready is as good as here.
    open.sort_by_key(|(stage, eta, line)| (waits(*stage), *eta, std::cmp::Reverse(line.line)));
    let others = open.len().saturating_sub(1);
    let (stage, eta, line) = open.pop()?;
    Some(Missing {
        name: wanted(order, &line.wanted, language),
        others,
        stage,
        eta,
    })
}

const fn waits(stage: LineStage) -> u8 {
    match stage {
        LineStage::Backordered => 3,
        LineStage::Requested => 2,
        LineStage::Picking => 1,
        _ => 0,
    }
}

/// Names what is wanted as the reader's language has it.
pub fn wanted(order: &OrderRequests, wanted: &Wanted, language: Language) -> String {
    match wanted {
        Wanted::Part { part } => order.facts_of(part).map_or_else(
            || part.to_string(),
            |facts| words::name(language, &facts.name, &facts.english_name).to_owned(),
        ),
        Wanted::Described { words, .. } => words.clone(),
    }
}

impl Missing {
    /// Says it: `Water pump +1 · ETA 11:20`.
    pub fn say(&self, now: DateTime<Utc>, zone: Tz, language: Language) -> String {
        let what = part_words::and_others(&self.name, self.others, language);
        let how = match self.eta {
            Some(eta) => {
                let eta = floor_words::promise(eta, now, zone, language);
                floor_words::eta(&eta, language)
            }
            None => part_words::stage(self.stage).0.to(language).to_owned(),
        };
        floor_words::join(language, &[&what, &how])
    }
}
