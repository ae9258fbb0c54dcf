//! The car on the lift: its running or standing job, the order's other jobs, and its parts.

use super::super::model::{BayModel, Chip, Job, Mark, Order, Person, Stop, Work};
use super::jobs::car_line;
use super::{Presenter, promise_tone};
use crate::domain::finding::is_additional;
use crate::domain::forecast::{Cause, Risk};
use crate::domain::hold::{HoldOwner, HoldReason};
use crate::projection::job_card::{JobCard, LiveWork, SiblingCard, Stage};
use crate::screen::tone::Tone;
use crate::screen::words::bay as words;
use crate::screen::words::reasons::{hold_owner, hold_reason};
use crate::screen::words::states::stage;
use crate::screen::words::time::{hours, timer};
use crate::screen::words::{bay_parts, finding, name};

/// So many reasons of a forecast fit beside the timer.
const CAUSES: usize = 2;

impl Presenter<'_> {
    pub(super) fn work(&self, model: &mut BayModel, card: &JobCard) {
        model.order = self.order(card);
        model.order_jobs = card
            .siblings
            .iter()
            .map(|sibling| self.sibling(sibling))
            .collect();
        let lines = card.siblings.iter().map(|sibling| sibling.job.line);
        let lines: Vec<u16> = lines.chain([card.job.line]).collect();
        model.order_jobs.extend(self.proposed(&card.car.ro, &lines));
        model.rework = self.rework(card);
        model.parts = self.part_list(card);
        model.parts.extend(self.tool_list(card));
        if !card.tools.is_empty() {
            model.words.parts = self.t(bay_parts::LIST_AND_TOOLS);
        }
        if card.stage == Stage::OnHold {
            model.stop = self.stop(card);
            return;
        }
        model.work = self.running(card);
        let me = self.kiosk.me();
        model.helpers = card
            .live
            .iter()
            // Without anybody signed in, the first one on it is whom the header shows anyway.
            .filter(|live| me.is_none_or(|me| live.person != *me))
            .skip(usize::from(me.is_none()))
            .map(|live| self.helper(live))
            .collect();
    }

    fn order(&self, card: &JobCard) -> Order {
        let car = &card.car;
        let known = car.plate.is_some();
        Order {
            plate: self.plate(car.plate.as_ref()),
            car: if known {
                car_line(card)
            } else {
                self.t(words::NO_ORDER)
            },
            order: words::order(self.language, car.ro.as_str()),
            promised: car
                .promised_at
                .map(|at| self.moment(at))
                .unwrap_or_default(),
            promised_tone: promise_tone(card),
            promised_note: car
                .promised_at
                .map(|at| words::due(self.language, at - self.now))
                .unwrap_or_default(),
            chips: self.chips(card),
        }
    }

    fn chips(&self, card: &JobCard) -> Vec<Chip> {
        let car = &card.car;
        let plain = |text: String| Chip {
            text,
            tone: Tone::Neutral,
            mark: Mark::None,
        };
        let mut chips = Vec::new();
        chips.extend(
            car.mileage_km
                .map(|km| plain(format!("{} km", grouped(km)))),
        );
        if !car.key_tag.is_empty() {
            chips.push(plain(words::key_tag(self.language, &car.key_tag)));
        }
        if !car.parking_spot.is_empty() {
            chips.push(plain(words::parked(self.language, &car.parking_spot)));
        }
        let facts = [
            (
                car.customer_waits,
                words::CUSTOMER_WAITS,
                Tone::Hold,
                Mark::Alert,
            ),
            (
                car.keep_old_parts,
                words::KEEP_OLD_PARTS,
                Tone::Action,
                Mark::Square,
            ),
            (car.wash, words::WASH, Tone::Ready, Mark::Diamond),
        ];
        chips.extend(facts.into_iter().filter(|(asked, ..)| asked.is_yes()).map(
            |(_, text, tone, mark)| Chip {
                text: self.t(text),
                tone,
                mark,
            },
        ));
        chips
    }

    fn running(&self, card: &JobCard) -> Work {
        let worked_secs = card.clocked_secs(self.now);
        let standard_secs = i64::from(card.standard.0) * 60;
        let progress = if standard_secs == 0 {
            0.0
        } else {
            worked_secs as f32 / standard_secs as f32
        };
        Work {
            title: self.job_title(card),
            complaint: card.car.complaint.clone(),
            timer: timer(worked_secs),
            of_standard: words::of_standard(self.language, card.standard),
            forecast: self.forecast(card),
            reasons: self.reasons(card),
            progress,
            state: self.t(stage(card.stage).0),
            tone: work_tone(card, progress),
        }
    }

    fn forecast(&self, card: &JobCard) -> String {
        let risk = card.car.forecast.as_ref().map(|forecast| forecast.risk);
        card.forecast
            .map(|job| words::forecast(self.language, &self.moment(job.end), risk))
            .unwrap_or_default()
    }

    fn reasons(&self, card: &JobCard) -> String {
        let causes = card
            .car
            .forecast
            .iter()
            .flat_map(|forecast| &forecast.causes);
        let told: Vec<String> = causes
            // The work itself is what the timer and the bar already show.
            .filter(|cause| !matches!(cause, Cause::Work { .. }) && cause.minutes() > 0)
            .take(CAUSES)
            .map(|cause| words::cause(self.language, cause))
            .collect();
        told.join(" · ")
    }

    fn helper(&self, live: &LiveWork) -> Person {
        Person {
            id: live.person.to_string(),
            initial: self.initial(&live.person),
            name: self.person(&live.person),
            time: timer(self.secs_since(live.since)),
            note: String::new(),
            tone: Tone::Working,
            active: false,
        }
    }

    fn stop(&self, card: &JobCard) -> Stop {
        let hold = card.hold.as_ref();
        let reason = hold.and_then(|hold| hold.reason);
        let cleared_at = hold.and_then(|hold| hold.cleared_at);
        let since = hold.map_or(self.now, |hold| hold.since);
        let note = hold
            .map(|hold| hold.note.clone())
            .filter(|note| !note.is_empty());
        let eta = hold
            .and_then(|hold| hold.expected_until)
            .filter(|_| cleared_at.is_none())
            .map(|until| words::eta(self.language, &self.moment(until)));
        let forecast = Some(self.forecast(card)).filter(|text| !text.is_empty());
        let notes: Vec<String> = note.into_iter().chain(eta).chain(forecast).collect();
        Stop {
            title: self.job_title(card),
            reason: match cleared_at {
                Some(at) => words::cleared(self.language, reason, &self.moment(at)),
                None => self.t(hold_reason(reason)),
            },
            complaint: card.car.complaint.clone(),
            owner: match reason.map(HoldReason::owner) {
                Some(HoldOwner::Nobody) | None => String::new(),
                Some(owner) => self.t(hold_owner(owner)),
            },
            since: self.moment(since),
            clock: timer(self.secs_since(since)),
            note: notes.join(" · "),
            cleared: cleared_at.is_some(),
            resume: self.t(words::RESUME),
            resume_note: self.t(words::RESUME_NOTE),
        }
    }

    fn sibling(&self, sibling: &SiblingCard) -> Job {
        let title = name(self.language, &sibling.name, &sibling.english_name);
        let (word, tone) = stage(sibling.stage);
        let elsewhere = sibling.bay.as_ref().filter(|bay| **bay != self.kiosk.bay);
        let word = word.to(self.language);
        Job {
            id: sibling.job.to_string(),
            title: if is_additional(sibling.job.line) {
                finding::extra(self.language, title)
            } else {
                format!("{} · {title}", sibling.job.line)
            },
            detail: hours(sibling.standard, self.language),
            state: match elsewhere {
                Some(bay) => {
                    format!(
                        "{word} · {}",
                        words::at_bay(self.language, &self.bay_name(bay))
                    )
                }
                None => word.to_owned(),
            },
            tone,
            enabled: sibling.stage != Stage::Finished,
            ..Job::default()
        }
    }
}

/// The tone of a running job: late before at risk before over its standard.
fn work_tone(card: &JobCard, progress: f32) -> Tone {
    match card.car.forecast.as_ref().map(|forecast| forecast.risk) {
        Some(Risk::Overdue) => Tone::Late,
        Some(Risk::AtRisk) => Tone::Risk,
        _ if progress > 1.0 => Tone::Hold,
        _ => Tone::Working,
    }
}

/// Groups the digits by three: `68 214`, with a space that does not break.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}
