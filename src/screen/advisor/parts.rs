//! What the store has of a car's parts, for who speaks with the customer: what is missing and until when, what came
//! back, where the old parts are.

use super::desk::Dossier;
use super::model::Notice;
use super::present::Scene;
use crate::domain::parts::request::{LineStage, RequestLine};
use crate::domain::parts::returns::PartReturn;
use crate::projection::requests::OrderRequests;
use crate::screen::dispatch::model::Line;
use crate::screen::floor::parts::wanted;
use crate::screen::tone::Tone;
use crate::screen::words::{advisor as words, floor as floor_words, parts as part_words, time};

/// Names the notice.
const PARTS: &str = "parts";
/// How many lines are listed: what waits comes first.
const LINES: usize = 8;

impl Scene<'_> {
    /// Makes the notice of a car's parts; nothing while nobody has asked the store for any.
    pub(super) fn parts(&self, car: &Dossier<'_>) -> Option<Notice> {
        let order = self.picture.views.requests.get(&car.car.ro)?;
        let standing_since = order
            .jobs
            .iter()
            .filter(|job| order.parts.waits(job.line))
            .filter_map(|job| job.standing_since())
            .min();
        let mut lines = self.part_lines(order);
        let more = lines.len().saturating_sub(LINES);
        lines.truncate(LINES);
        if more > 0 {
            lines.push(Line::new(words::more(more, self.language), Tone::Neutral));
        }
        let title = words::PARTS.to(self.language);
        let (title, tone) = match standing_since {
            Some(since) => {
                let waits = words::WAITS_FOR_PARTS.to(self.language);
                let age = time::minutes(self.now - since);
                (words::since(waits, &age), Tone::Hold)
            }
            None => (title.to_owned(), Tone::Neutral),
        };
        Some(Notice {
            id: PARTS.to_owned(),
            title,
            tone,
            lines,
            chips: Vec::new(),
            actions: Vec::new(),
        })
    }

    fn part_lines(&self, order: &OrderRequests) -> Vec<Line> {
        let mut asked: Vec<(LineStage, Line)> = Vec::new();
        for request in &order.parts.requests {
            for line in &request.lines {
                let stage = line.stage(request.picking.as_ref());
                asked.push((stage, self.part_line(order, line, stage)));
            }
        }
        asked.sort_by_key(|(stage, _)| pressing(*stage));
        let back = order.parts.returns.iter().filter(|offer| offer.is_open());
        let back = back.map(|offer| self.coming_back(order, offer));
        let old = order.parts.old_parts.iter().map(|old| {
            let name =
                crate::screen::words::name(self.language, &old.name, &old.english_name).to_owned();
            let what = part_words::times(&name, old.quantity);
            let fate = part_words::fate(old.fate).to(self.language);
            let place = old.shelved.as_ref().map_or("", |shelved| &shelved.place);
            let text = self.join(&[words::OLD_PART.to(self.language), &what, fate, place]);
            Line::new(text, Tone::Neutral)
        });
        let asked = asked.into_iter().map(|(_, line)| line);
        asked.chain(back).chain(old).collect()
    }

    fn part_line(&self, order: &OrderRequests, line: &RequestLine, stage: LineStage) -> Line {
        let name = wanted(order, &line.wanted, self.language);
        let what = part_words::times(&name, line.quantity);
        let (word, tone) = part_words::stage(stage);
        let eta = line.backorder.as_ref().filter(|_| line.rest() > 0);
        let eta = eta.map_or(String::new(), |on_order| {
            let at = floor_words::promise(on_order.eta, self.now, self.zone, self.language);
            floor_words::eta(&at, self.language)
        });
        Line::new(self.join(&[&what, word.to(self.language), &eta]), tone)
    }

    fn coming_back(&self, order: &OrderRequests, offer: &PartReturn) -> Line {
        let line = order.parts.line(offer.line);
        let name = line.map_or(String::new(), |(_, line)| {
            wanted(order, &line.wanted, self.language)
        });
        let what = part_words::times(&name, offer.quantity);
        let word = if offer.is_exchange() {
            part_words::EXCHANGE
        } else {
            part_words::RETURN
        };
        let reason = part_words::return_reason(offer.reason).to(self.language);
        let text = self.join(&[word.to(self.language), &what, reason]);
        Line::new(text, Tone::Action)
    }
}

const fn pressing(stage: LineStage) -> u8 {
    match stage {
        LineStage::Backordered => 0,
        LineStage::Requested => 1,
        LineStage::Picking => 2,
        LineStage::Ready => 3,
        LineStage::Issued => 4,
        LineStage::Returned => 5,
        LineStage::Cancelled => 6,
    }
}
