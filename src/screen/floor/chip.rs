//! A chip: one job in its bay, from its card to words, colour and place along the hours.

use super::checks::{comeback, comeback_mark, due_of_job};
use super::parts::missing;
use super::{Floor, face, percent};
use crate::domain::forecast::Risk;
use crate::domain::hold::HoldReason;
use crate::domain::plate::PlateKind;
use crate::projection::job_card::{HoldCard, JobCard, Stage};
use crate::screen::tone::Tone;
use crate::screen::words::{self as all_words, Text, floor as words, quality, standing, time};
use chrono::{DateTime, TimeDelta, Utc};

/// Where a thing is that is not there.
pub const NOWHERE: f32 = -1.0;
/// A plan that was kept this closely needs no bracket.
const KEPT: TimeDelta = TimeDelta::minutes(10);

/// How far a job has come, as its chip's frame tells it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ChipKind {
    /// Not begun.
    #[default]
    Planned,
    /// Begun.
    Actual,
    /// Over.
    Done,
}

/// Whether a bay's station is heard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pulse {
    /// It is.
    #[default]
    Live,
    /// It is not: what it said last is shown in grey.
    Silent,
}

/// One job in its bay.
#[derive(Debug, Clone, PartialEq)]
pub struct FloorChip {
    /// Which job.
    pub job_id: String,
    /// The car's face, never empty.
    pub plate: String,
    /// The plate's colour.
    pub colour: PlateKind,
    /// The state's colour.
    pub tone: Tone,
    /// The frame.
    pub kind: ChipKind,
    /// The state in a word.
    pub word: String,
    /// A shorter one.
    pub word_short: String,
    /// How long it has been so.
    pub age: String,
    /// The work.
    pub work: String,
    /// A shorter name of it; empty where there is none.
    pub work_short: String,
    /// Clocked of standard, or why it waits.
    pub detail: String,
    /// A shorter form of it; empty where there is none.
    pub detail_short: String,
    /// Whether it came back from a check and is worked on again.
    pub again: bool,
    /// What marks a car that came back; empty for another.
    pub comeback: String,
    /// Left end, 0 to 1.
    pub start: f32,
    /// Right end, 0 to 1.
    pub end: f32,
    /// Where the plan began, when it was not kept.
    pub plan_start: f32,
    /// Where the plan ended, when it was not kept.
    pub plan_end: f32,
    /// Where a planned job is expected to begin, when that is not where its plan says.
    pub forecast_start: f32,
    /// Where it is expected to end.
    pub forecast_end: f32,
    /// Where what is over began, however wide its chip is.
    pub true_start: f32,
    /// Where it ended.
    pub true_end: f32,
    /// Clocked of standard, 0 to 1; below 0 for no bar.
    pub progress: f32,
    /// Where the promise is.
    pub promise: f32,
    /// Whether it will be kept.
    pub promise_tone: Tone,
    /// Which of the bay's lanes.
    pub lane: usize,
    /// For who cannot see it.
    pub spoken: String,
}

/// What the state is called.
struct Saying {
    word: Text,
    short: Text,
    age: String,
    tone: Tone,
}

impl Saying {
    fn new(word: Text, short: Text, tone: Tone) -> Self {
        Self {
            word,
            short,
            age: String::new(),
            tone,
        }
    }

    fn for_(self, length: TimeDelta) -> Self {
        Self {
            age: time::minutes(length),
            ..self
        }
    }
}

impl Floor<'_> {
    /// Makes the chip of a job. Its place is where it really is: [`super::stack`] moves it aside where it would
    /// cover another.
    pub fn chip(&self, card: &JobCard, pulse: Pulse, heard: Option<DateTime<Utc>>) -> FloorChip {
        let (plate, colour) = face(&card.car);
        let kind = kind(card.stage);
        let saying = self.saying(card, pulse);
        let work = all_words::name(self.language, &card.name, &card.english_name).to_owned();
        let (start, end) = self.runs(card);
        let (plan_start, plan_end) = self.plan_missed(card, kind, start, end);
        let (forecast_start, forecast_end) = self.forecast_apart(card, kind, start, end);
        let (true_start, true_end) = match kind {
            ChipKind::Done => (self.window.clamped(start), self.window.clamped(end)),
            ChipKind::Planned | ChipKind::Actual => (NOWHERE, NOWHERE),
        };
        let (promise, promise_tone) = self.promise_mark(card, pulse);
        let detail = match heard {
            Some(at) if kind == ChipKind::Actual => words::last(at, self.zone(), self.language),
            _ => self.detail(card),
        };
        let word = saying.word.to(self.language).to_owned();
        FloorChip {
            job_id: card.job.to_string(),
            spoken: self.spoken(
                card,
                &plate,
                &work,
                &format!("{word} {}", saying.age),
                &detail,
            ),
            plate,
            colour,
            tone: saying.tone,
            kind,
            word,
            word_short: saying.short.to(self.language).to_owned(),
            age: saying.age,
            work_short: words::shorter(&work, self.language),
            work,
            detail,
            detail_short: self.rework_short(card),
            again: card.quality.is_rework && card.stage != Stage::Rework,
            comeback: comeback_mark(&card.car, self.language),
            start: self.window.fraction(start),
            end: self.window.fraction(end),
            plan_start,
            plan_end,
            forecast_start,
            forecast_end,
            true_start,
            true_end,
            progress: self.progress(card, kind),
            promise,
            promise_tone,
            lane: 0,
        }
    }

    fn saying(&self, card: &JobCard, pulse: Pulse) -> Saying {
        let risk = risk(card);
        let silent = pulse == Pulse::Silent;
        match (card.stage, &card.hold) {
            (Stage::Finished, _) => finished(card, silent),
            // What came back is told before that it is late: the mark of the promise says that too.
            (Stage::Rework, _) => {
                let tone = if silent { Tone::Wait } else { Tone::Rework };
                let saying = Saying::new(standing::REWORK, standing::REWORK, tone);
                match &card.quality.rework {
                    Some(rework) => saying.for_(self.now - rework.last.said.at),
                    None => saying,
                }
            }
            // Nobody knows how it goes on there, so it has no colour that says so.
            (Stage::InRepair, _) if silent => {
                Saying::new(words::IN_REPAIR_MAYBE, words::IN_REPAIR_MAYBE, Tone::Wait)
            }
            (_, Some(hold)) if silent => self.standing(hold, Tone::Wait),
            _ if risk == Risk::Overdue => {
                let late = card
                    .car
                    .promised_at
                    .map_or(TimeDelta::zero(), |at| self.now - at);
                let tone = if silent { Tone::Wait } else { Tone::Late };
                Saying::new(words::OVERDUE, words::OVERDUE_SHORT, tone).for_(late)
            }
            (Stage::OnHold, Some(hold)) => self.standing(hold, Tone::Hold),
            (Stage::Dispatched | Stage::AwaitingDispatch, _) if silent => {
                Saying::new(words::DISPATCHED, words::DISPATCHED_SHORT, Tone::Wait)
            }
            _ if risk == Risk::AtRisk => {
                Saying::new(words::AT_RISK, words::AT_RISK_SHORT, Tone::Risk)
            }
            (Stage::InRepair, _) => self.working(card),
            _ => Saying::new(words::DISPATCHED, words::DISPATCHED_SHORT, Tone::Wait),
        }
    }

    /// A job that stands still. One that goes on in the morning waits for nobody.
    fn standing(&self, hold: &HoldCard, tone: Tone) -> Saying {
        if hold.cleared_at.is_some() {
            let tone = if tone == Tone::Hold {
                Tone::Action
            } else {
                tone
            };
            return Saying::new(words::CAN_RESUME, words::CAN_RESUME_SHORT, tone);
        }
        let (word, short) = (words::hold(hold.reason), words::hold_short(hold.reason));
        if hold.reason == Some(HoldReason::EndOfShift) {
            return Saying::new(word, short, Tone::Wait);
        }
        Saying::new(word, short, tone).for_(self.now - hold.since)
    }

    /// A job under way, with the warnings at half and at nine tenths of its standard hours.
    fn working(&self, card: &JobCard) -> Saying {
        let used = percent(card.clocked_secs(self.now), card.standard).unwrap_or(0);
        let age = if used >= 50 {
            words::used(used)
        } else {
            String::new()
        };
        match used {
            100.. => Saying {
                age,
                ..Saying::new(words::OVER_STANDARD, words::OVER_STANDARD_SHORT, Tone::Risk)
            },
            90.. => Saying {
                age,
                ..Saying::new(words::IN_REPAIR, words::IN_REPAIR, Tone::Risk)
            },
            _ => Saying {
                age,
                ..Saying::new(words::IN_REPAIR, words::IN_REPAIR, Tone::Working)
            },
        }
    }

    /// Tells from when until when the job takes its bay: what is planned stands where the dispatcher put it, and
    /// what still runs does not end before now.
    fn runs(&self, card: &JobCard) -> (DateTime<Utc>, DateTime<Utc>) {
        let planned = card.plan.as_ref().map(|plan| (plan.start, plan.end));
        let forecast = card.forecast.map(|forecast| (forecast.start, forecast.end));
        let (start, end) = match card.stage {
            Stage::Dispatched | Stage::AwaitingDispatch => {
                // A plan of yesterday that nobody has begun is not in sight any more.
                let in_sight = planned.filter(|(_, end)| *end > self.window.from);
                let place = in_sight.or(forecast).or(planned);
                place.unwrap_or((self.now, self.now))
            }
            Stage::InRepair | Stage::OnHold | Stage::Rework | Stage::Finished => {
                let start = card.started_at.or(planned.map(|(start, _)| start));
                let end = card.finished_at.or(forecast.map(|(_, end)| end));
                let end = end.or(planned.map(|(_, end)| end));
                (start.unwrap_or(self.now), end.unwrap_or(self.now))
            }
        };
        let end = if card.stage == Stage::InRepair {
            end.max(self.now)
        } else {
            end
        };
        (start, end.max(start))
    }

    /// Tells where what has begun was planned, when the plan was not kept.
    fn plan_missed(
        &self,
        card: &JobCard,
        kind: ChipKind,
        start: DateTime<Utc>,
        end: DateTime<Utc>,
    ) -> (f32, f32) {
        match &card.plan {
            Some(plan) if kind != ChipKind::Planned => {
                self.apart((plan.start, plan.end), (start, end))
            }
            _ => (NOWHERE, NOWHERE),
        }
    }

    /// Tells where what is planned is expected, when that is not where it stands.
    fn forecast_apart(
        &self,
        card: &JobCard,
        kind: ChipKind,
        start: DateTime<Utc>,
        end: DateTime<Utc>,
    ) -> (f32, f32) {
        match &card.forecast {
            Some(forecast) if kind == ChipKind::Planned => {
                self.apart((forecast.start, forecast.end), (start, end))
            }
            _ => (NOWHERE, NOWHERE),
        }
    }

    /// Tells where a time lies beside the one that is drawn; nowhere when they are about the same.
    fn apart(
        &self,
        other: (DateTime<Utc>, DateTime<Utc>),
        drawn: (DateTime<Utc>, DateTime<Utc>),
    ) -> (f32, f32) {
        let kept = (other.0 - drawn.0).abs() < KEPT && (other.1 - drawn.1).abs() < KEPT;
        let (from, until) = (self.window.clamped(other.0), self.window.clamped(other.1));
        if kept || until <= from {
            (NOWHERE, NOWHERE)
        } else {
            (from, until)
        }
    }

    /// Tells where the promise is. What is over keeps none: the car's next job or its lane does.
    fn promise_mark(&self, card: &JobCard, pulse: Pulse) -> (f32, Tone) {
        let at = card
            .car
            .promised_at
            .map_or(NOWHERE, |at| self.window.fraction(at));
        if card.stage == Stage::Finished || !(0.0..=1.0).contains(&at) {
            return (NOWHERE, Tone::Neutral);
        }
        if pulse == Pulse::Silent {
            return (at, Tone::Neutral);
        }
        let calm = if card.stage == Stage::InRepair {
            Tone::Working
        } else {
            Tone::Neutral
        };
        (at, risk_tone(risk(card), calm))
    }

    fn detail(&self, card: &JobCard) -> String {
        let clocked =
            || words::clocked_of(card.clocked_secs(self.now), card.standard, self.language);
        match (card.stage, &card.hold) {
            (Stage::Rework, _) => self.rework(card),
            (Stage::Dispatched | Stage::AwaitingDispatch, _) => {
                let lead = card.plan.as_ref().and_then(|plan| plan.lead.as_ref());
                let lead = lead.map_or("", |lead| self.name_of(lead));
                words::join(
                    self.language,
                    &[lead, &words::hours(card.standard, self.language)],
                )
            }
            // An overdue car says so in its word, so why it stands is said here.
            (_, Some(hold)) if risk(card) == Risk::Overdue && hold.cleared_at.is_none() => {
                let length = time::minutes(self.now - hold.since);
                let why = format!("{} {length}", words::hold(hold.reason).to(self.language));
                words::join(self.language, &[&why, &self.missing(card, hold)])
            }
            (_, Some(hold)) if !self.missing(card, hold).is_empty() => self.missing(card, hold),
            (
                _,
                Some(HoldCard {
                    expected_until: Some(until),
                    cleared_at: None,
                    ..
                }),
            ) => {
                let until = words::promise(*until, self.now, self.zone(), self.language);
                words::eta(&until, self.language)
            }
            (_, Some(hold)) if !hold.note.is_empty() => hold.note.clone(),
            _ => clocked(),
        }
    }

    /// Says why a job came back, and who found it.
    fn rework(&self, card: &JobCard) -> String {
        let Some(rework) = &card.quality.rework else {
            return String::new();
        };
        let reason = quality::rework_reason(rework.last.order.reason).to(self.language);
        let by = rework.last.said.by.as_ref();
        words::join(
            self.language,
            &[reason, by.map_or("", |by| self.name_of(by))],
        )
    }

    /// Says why it came back, in the least room.
    fn rework_short(&self, card: &JobCard) -> String {
        let rework = card.quality.rework.as_ref();
        let rework = rework.filter(|_| card.stage == Stage::Rework);
        rework.map_or_else(String::new, |rework| {
            let reason = standing::reason_short(rework.last.order.reason);
            reason.to(self.language).to_owned()
        })
    }

    /// Says which part a job stands still for; nothing where it is for something else.
    fn missing(&self, card: &JobCard, hold: &HoldCard) -> String {
        let for_parts = hold.reason == Some(HoldReason::Parts) && hold.cleared_at.is_none();
        let missing = missing(&self.picture.views, &card.job, self.language);
        missing
            .filter(|_| for_parts)
            .map_or(String::new(), |missing| {
                missing.say(self.now, self.zone(), self.language)
            })
    }

    fn progress(&self, card: &JobCard, kind: ChipKind) -> f32 {
        match kind {
            ChipKind::Planned => NOWHERE,
            ChipKind::Done => 1.0,
            ChipKind::Actual => percent(card.clocked_secs(self.now), card.standard)
                .map_or(NOWHERE, |used| used.clamp(0, 100) as f32 / 100.0),
        }
    }

    fn spoken(&self, card: &JobCard, plate: &str, work: &str, state: &str, detail: &str) -> String {
        let promise = card.car.promised_at.map_or(String::new(), |at| {
            let at = words::promise(at, self.now, self.zone(), self.language);
            words::promised(&at, self.language)
        });
        let again = if card.quality.is_rework && card.stage != Stage::Rework {
            standing::REWORK.to(self.language)
        } else {
            ""
        };
        let back = comeback(&card.car, self.language);
        let parts = [plate, work, state.trim(), again, detail, &back, &promise];
        let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(", ")
    }
}

/// A job that is over says which check it waits for.
fn finished(card: &JobCard, silent: bool) -> Saying {
    match due_of_job(card) {
        Some(kind) => {
            let tone = if silent { Tone::Wait } else { Tone::Qc };
            Saying::new(standing::due(kind), standing::due_short(kind), tone)
        }
        None => {
            let tone = if silent { Tone::Wait } else { Tone::Ready };
            Saying::new(words::FINISHED, words::FINISHED, tone)
        }
    }
}

fn kind(stage: Stage) -> ChipKind {
    match stage {
        Stage::AwaitingDispatch | Stage::Dispatched => ChipKind::Planned,
        Stage::InRepair | Stage::OnHold | Stage::Rework => ChipKind::Actual,
        Stage::Finished => ChipKind::Done,
    }
}

/// Tells whether the promise of a job's car will be kept.
pub fn risk(card: &JobCard) -> Risk {
    card.car
        .forecast
        .as_ref()
        .map_or(Risk::OnTime, |forecast| forecast.risk)
}

/// Tells the colour of a risk; `calm` is the one without.
pub fn risk_tone(risk: Risk, calm: Tone) -> Tone {
    match risk {
        Risk::OnTime => calm,
        Risk::AtRisk => Tone::Risk,
        Risk::Overdue => Tone::Late,
    }
}
