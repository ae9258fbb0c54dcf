//! Corrections of clocks (更正工时): whose, which stretch of which day, what it really was, and why.
//!
//! Nothing is overwritten: a correction is one more event, which the foreman signs with a PIN.

use super::model::{Choice, ClockEdit, DaysAround, Fit, Line, SegmentShown};
use super::present::Scene;
use super::sign_in::{Signature, Wish};
use super::{Dispatch, Effect, Intent};
use crate::domain::clock::{Activity, Doing, End, Mark, MarkOrigin, Segment};
use crate::domain::command::{CommandBody, Correction};
use crate::domain::idle::IdleCode;
use crate::domain::ids::PersonId;
use crate::domain::person::{Permission, Role};
use crate::domain::policy::{SitePolicy, closing_time};
use crate::domain::question::{Question, QuestionKey};
use crate::projection::people::PersonView;
use crate::projection::picture::Picture;
use crate::screen::tone::Tone;
use crate::screen::words::dispatch::{self as words, CorrectionReason};
use crate::screen::words::{reasons, time};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// How a mark is corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It was at another time.
    Move,
    /// It was idle time; of which code is asked next.
    Idle(Option<IdleCode>),
    /// It was the end of the shift.
    ShiftOut,
    /// It never happened.
    Remove,
    /// The end of the shift is missing.
    AddOut,
}

impl Kind {
    fn id(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::Idle(_) => "idle",
            Self::ShiftOut => "shift-out",
            Self::Remove => "remove",
            Self::AddOut => "add-out",
        }
    }
}

/// What the foreman has chosen so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ClockDesk {
    person: Option<PersonId>,
    /// Nothing for the latest.
    day: Option<NaiveDate>,
    row: Option<String>,
    kind: Option<Kind>,
    at: Option<DateTime<Utc>>,
    reason: Option<CorrectionReason>,
}

/// One line of a day: a stretch, or the end of a shift.
#[derive(Debug, Clone)]
struct Row<'a> {
    id: String,
    /// The mark that began it; what a stop began has none.
    mark: Option<&'a Mark>,
    from: DateTime<Utc>,
    what: RowKind<'a>,
}

#[derive(Debug, Clone)]
enum RowKind<'a> {
    Stretch(&'a Segment),
    ShiftOut,
    /// The last clocking of a day that lies further back than the views.
    Older,
}

impl Row<'_> {
    /// Tells whether nobody knows yet when it ended.
    fn is_open(&self) -> bool {
        match self.what {
            RowKind::Stretch(segment) => segment.end.at().is_none(),
            RowKind::ShiftOut => false,
            RowKind::Older => true,
        }
    }

    fn kinds(&self) -> Vec<Kind> {
        let mut kinds = Vec::new();
        if self.is_open() {
            kinds.push(Kind::AddOut);
        }
        if self.mark.is_some() {
            kinds.extend([Kind::Move, Kind::Idle(None)]);
            if !matches!(self.what, RowKind::ShiftOut) {
                kinds.push(Kind::ShiftOut);
            }
            kinds.push(Kind::Remove);
        }
        kinds
    }
}

/// The days of somebody that can be corrected: the one that the views have, and those that are asked about.
fn days(picture: &Picture, person: &PersonId) -> Vec<NaiveDate> {
    let asked = picture
        .views
        .alerts
        .questions
        .iter()
        .filter_map(|question| match &question.key {
            QuestionKey::ForgottenClockOut { person: who, day } if who == person => Some(*day),
            _ => None,
        });
    let latest = picture.views.people.get(person).map(|view| view.day);
    let mut days: Vec<NaiveDate> = asked.chain(latest).collect();
    days.sort();
    days.dedup();
    days
}

fn view<'a>(picture: &'a Picture, person: &PersonId, day: NaiveDate) -> Option<&'a PersonView> {
    picture
        .views
        .people
        .get(person)
        .filter(|view| view.day == day)
}

fn rows<'a>(picture: &'a Picture, person: &PersonId, day: NaiveDate) -> Vec<Row<'a>> {
    let Some(view) = view(picture, person, day) else {
        return older(picture, person, day).into_iter().collect();
    };
    let stretches = view.segments.iter().map(|segment| Row {
        id: segment.began_by.to_string(),
        mark: view
            .marks
            .iter()
            .find(|mark| mark.command == segment.began_by),
        from: segment.from,
        what: RowKind::Stretch(segment),
    });
    let ends = view
        .marks
        .iter()
        .filter(|mark| mark.activity == Activity::ShiftOut)
        .map(|mark| Row {
            id: mark.command.to_string(),
            mark: Some(mark),
            from: mark.at,
            what: RowKind::ShiftOut,
        });
    let mut rows: Vec<Row<'a>> = stretches.chain(ends).collect();
    rows.sort_by_key(|row| row.from);
    rows
}

/// Of a day that the views do not have, the question tells at least when the last clocking was.
fn older<'a>(picture: &'a Picture, person: &PersonId, day: NaiveDate) -> Option<Row<'a>> {
    let key = QuestionKey::ForgottenClockOut {
        person: person.clone(),
        day,
    };
    let question = picture
        .views
        .alerts
        .questions
        .iter()
        .find(|known| known.key == key)?;
    Some(Row {
        id: "older".to_owned(),
        mark: None,
        from: question.at,
        what: RowKind::Older,
    })
}

/// The end of a shift that nobody saw: closing time, if that lies after the last clocking and is over.
fn usual_end(
    policy: &SitePolicy,
    day: NaiveDate,
    from: DateTime<Utc>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let closing = closing_time(&policy.hours, day).map(|time| policy.hours.moment(day, time));
    let end = closing.filter(|at| *at > from && *at <= now);
    let today = policy.day_of(now) == day;
    let otherwise = if today {
        now
    } else {
        from + TimeDelta::minutes(15)
    };
    to_minute(end.unwrap_or(otherwise))
}

fn to_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(at.timestamp().div_euclid(60) * 60, 0).unwrap_or(at)
}

impl ClockDesk {
    /// Begins with someone's latest day.
    pub(super) fn of_person(person: PersonId, picture: &Picture) -> Self {
        let day = days(picture, &person).last().copied();
        Self {
            person: Some(person),
            day,
            ..Self::default()
        }
    }

    /// Begins with what a question is about.
    pub(super) fn of_question(question: &Question, picture: &Picture, now: DateTime<Utc>) -> Self {
        let Some(person) = question.person.clone() else {
            return Self::default();
        };
        let mut desk = Self::of_person(person.clone(), picture);
        let (day, mark) = match &question.key {
            QuestionKey::ForgottenClockOut { day, .. } => (Some(*day), None),
            QuestionKey::WorkedAfterFinish { mark, .. }
            | QuestionKey::TwoBays { mark, .. }
            | QuestionKey::WorkedUnauthorised { mark, .. }
            | QuestionKey::WorkedAfterDelivery { mark, .. } => (desk.day, Some(*mark)),
            QuestionKey::UnknownOrder { .. } => (desk.day, None),
        };
        desk.day = day;
        let rows = day
            .map(|day| rows(picture, &person, day))
            .unwrap_or_default();
        let wanted = |row: &&Row<'_>| match mark {
            Some(mark) => row.id == mark.to_string(),
            None => row.is_open(),
        };
        if let Some(row) = rows.iter().find(wanted) {
            desk.choose(row.id.clone());
            if row.is_open() && mark.is_none() {
                desk.set_kind(Kind::AddOut, picture, now);
            }
        }
        desk
    }

    pub(super) fn saved(&mut self) {
        *self = Self {
            person: self.person.take(),
            day: self.day,
            ..Self::default()
        };
    }

    /// Takes a tap on the sheet; others are not for it.
    pub(super) fn tapped(&mut self, tap: &Intent, picture: &Picture, now: DateTime<Utc>) {
        match tap {
            Intent::ClockPerson { id } => *self = Self::of_person(id.clone(), picture),
            Intent::ClockDay { step } => self.turn_day(*step, picture),
            Intent::ClockSegment { id } => self.choose(id.clone()),
            Intent::ClockKind { id } => self.kind_tapped(id, picture, now),
            Intent::ClockStep { minutes } => self.step(*minutes, picture, now),
            Intent::ClockReason { id } => {
                self.reason = CorrectionReason::ALL
                    .into_iter()
                    .find(|known| reason_id(*known) == *id);
            }
            _ => {}
        }
    }

    fn turn_day(&mut self, step: i32, picture: &Picture) {
        let Some(person) = self.person.clone() else {
            return;
        };
        let days = days(picture, &person);
        let Some(place) = self
            .day
            .and_then(|day| days.iter().position(|known| *known == day))
        else {
            return;
        };
        let step = isize::try_from(step).unwrap_or(0);
        if let Some(day) = place
            .checked_add_signed(step)
            .and_then(|place| days.get(place))
        {
            *self = Self {
                person: Some(person),
                day: Some(*day),
                ..Self::default()
            };
        }
    }

    fn choose(&mut self, row: String) {
        self.row = Some(row);
        self.kind = None;
        self.at = None;
    }

    fn kind_tapped(&mut self, id: &str, picture: &Picture, now: DateTime<Utc>) {
        let code = IdleCode::ALL.into_iter().find(|code| code_id(*code) == id);
        if let Some(code) = code {
            self.kind = Some(Kind::Idle(Some(code)));
            return;
        }
        let kinds = self
            .chosen(picture)
            .map(|row| row.kinds())
            .unwrap_or_default();
        if let Some(kind) = kinds.into_iter().find(|kind| kind.id() == id) {
            self.set_kind(kind, picture, now);
        }
    }

    fn set_kind(&mut self, kind: Kind, picture: &Picture, now: DateTime<Utc>) {
        let policy = picture.views.site.as_ref();
        let from = self.chosen(picture).map(|row| row.from);
        self.kind = Some(kind);
        self.at = match (kind, policy, from, self.day) {
            (Kind::Move, _, from, _) => from,
            (Kind::AddOut, Some(policy), Some(from), Some(day)) => {
                Some(usual_end(policy, day, from, now))
            }
            _ => None,
        };
    }

    /// Moves the moment, inside its working day and not into what has not happened yet.
    fn step(&mut self, minutes: i32, picture: &Picture, now: DateTime<Utc>) {
        let (Some(at), Some(day), Some(policy)) = (self.at, self.day, &picture.views.site) else {
            return;
        };
        let to = at + TimeDelta::minutes(i64::from(minutes));
        let to = to.min(now.max(at));
        let first = self
            .chosen(picture)
            .filter(|_| self.kind == Some(Kind::AddOut));
        let after = first.is_none_or(|row| to > row.from);
        if policy.day_of(to) == day && after {
            self.at = Some(to);
        }
    }

    fn chosen<'a>(&self, picture: &'a Picture) -> Option<Row<'a>> {
        let (person, day, id) = (self.person.as_ref()?, self.day?, self.row.as_ref()?);
        rows(picture, person, day)
            .into_iter()
            .find(|row| row.id == *id)
    }

    /// Makes the correction, or tells what is still missing.
    fn correction(&self, picture: &Picture) -> Result<Correction, words::Missing> {
        let row = self.chosen(picture).ok_or(words::Missing::Kind)?;
        let mark = || {
            row.mark
                .map(|mark| mark.command)
                .ok_or(words::Missing::Kind)
        };
        let correction = match (self.kind, self.at) {
            (Some(Kind::Move), Some(to)) if to == row.from => return Err(words::Missing::Change),
            (Some(Kind::Move), Some(to)) => Correction::Move { mark: mark()?, to },
            (Some(Kind::Idle(None)), _) => return Err(words::Missing::Code),
            (Some(Kind::Idle(Some(code))), _) => Correction::Replace {
                mark: mark()?,
                activity: Activity::Idle { code },
            },
            (Some(Kind::ShiftOut), _) => Correction::Replace {
                mark: mark()?,
                activity: Activity::ShiftOut,
            },
            (Some(Kind::Remove), _) => Correction::Remove { mark: mark()? },
            (Some(Kind::AddOut), Some(at)) => Correction::Add {
                at,
                activity: Activity::ShiftOut,
            },
            _ => return Err(words::Missing::Kind),
        };
        if self.reason.is_none() {
            return Err(words::Missing::Reason);
        }
        Ok(correction)
    }
}

impl Dispatch {
    pub(super) fn save_clock(&mut self, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        let desk = &self.clocks;
        let (Some(person), Some(day), Some(reason), Ok(correction)) = (
            desk.person.clone(),
            desk.day,
            desk.reason,
            desk.correction(picture),
        ) else {
            return Vec::new();
        };
        let reason = reason.code().to_owned();
        let body = CommandBody::CorrectClock {
            person,
            day,
            correction,
            reason,
        };
        let signature = Signature::Pin;
        self.wished(
            Wish {
                signature,
                ..Wish::new(body, Permission::CorrectClocks)
            },
            picture,
            now,
        )
    }
}

fn reason_id(reason: CorrectionReason) -> String {
    format!("reason-{reason:?}")
}

fn code_id(code: IdleCode) -> String {
    format!("idle-{code:?}")
}

impl Scene<'_> {
    /// Lists whose clock can be corrected, those whose clock has to be first.
    pub(super) fn clock_people(&self, desk: &ClockDesk) -> Vec<Choice> {
        let flagged = |id: &PersonId| {
            let view = self.picture.views.people.get(id);
            let asked = self.picture.views.alerts.questions.iter();
            view.is_some_and(|view| {
                view.missed.is_some() && view.segments.last().is_some_and(|s| s.end.at().is_none())
            }) || asked
                .filter_map(|question| question.person.as_ref())
                .any(|person| person == id)
        };
        let mut people: Vec<Choice> = self
            .picture
            .views
            .roster
            .values()
            .map(|known| &known.person)
            .filter(|person| {
                person.role == Role::Technician
                    || self.picture.views.people.contains_key(&person.id)
            })
            .map(|person| {
                let mut choice = Choice::plain(person.id.as_str(), person.name.as_str());
                choice.chosen = desk.person.as_ref() == Some(&person.id);
                if flagged(&person.id) {
                    choice.subtitle = words::TO_CORRECT.to(self.language).to_owned();
                    choice.fit = Fit::Poor;
                } else {
                    choice.subtitle = self.trades(&person.trades);
                }
                choice
            })
            .collect();
        people.sort_by_key(|choice| choice.fit != Fit::Poor);
        people
    }

    pub(super) fn clock_day(&self, desk: &ClockDesk) -> String {
        match (&desk.person, desk.day) {
            (_, Some(day)) => words::day(self.language, day),
            (Some(_), None) => words::NO_CLOCKINGS.to(self.language).to_owned(),
            (None, None) => String::new(),
        }
    }

    pub(super) fn clock_days(&self, desk: &ClockDesk) -> DaysAround {
        let (Some(person), Some(day)) = (&desk.person, desk.day) else {
            return DaysAround::default();
        };
        let days = days(self.picture, person);
        DaysAround {
            before: days.iter().any(|known| *known < day),
            after: days.iter().any(|known| *known > day),
        }
    }

    pub(super) fn segments(&self, desk: &ClockDesk) -> Vec<SegmentShown> {
        let (Some(person), Some(day)) = (&desk.person, desk.day) else {
            return Vec::new();
        };
        let view = view(self.picture, person, day);
        rows(self.picture, person, day)
            .iter()
            .map(|row| SegmentShown {
                id: row.id.clone(),
                span: self.row_span(row),
                what: self.row_what(row, view),
                note: self.row_note(row),
                tone: row_tone(row),
                chosen: desk.row.as_ref() == Some(&row.id),
            })
            .collect()
    }

    fn row_span(&self, row: &Row<'_>) -> String {
        let from = time::clock(row.from, self.zone);
        match &row.what {
            RowKind::ShiftOut => from,
            RowKind::Older => format!("{from} – ?"),
            RowKind::Stretch(segment) => match segment.end {
                End::At(at) => format!("{from} – {}", time::clock(at, self.zone)),
                End::Running => format!("{from} – …"),
                End::Forgotten => format!("{from} – ?"),
            },
        }
    }

    fn row_what(&self, row: &Row<'_>, view: Option<&PersonView>) -> String {
        match &row.what {
            RowKind::ShiftOut => words::SHIFT_OUT.to(self.language).to_owned(),
            RowKind::Older => words::OLDER_DAY.to(self.language).to_owned(),
            RowKind::Stretch(segment) => match &segment.doing {
                Doing::Idle { code } => reasons::idle_code(*code).to(self.language).to_owned(),
                Doing::Jobs { jobs, .. } => {
                    let names: Vec<String> = jobs
                        .iter()
                        .map(|on| self.job_of_day(&on.job, view))
                        .collect();
                    names.join(" + ")
                }
            },
        }
    }

    fn row_note(&self, row: &Row<'_>) -> String {
        if let Some(Mark {
            origin: MarkOrigin::Corrected { reason, by },
            ..
        }) = row.mark
        {
            let by = by.as_ref().map(|by| self.person(by)).unwrap_or_default();
            let reason = words::correction_reason(reason, self.language);
            return self.join(&[words::CORRECTED.to(self.language), reason, &by]);
        }
        let word = match &row.what {
            RowKind::Older => words::NO_CLOCK_OUT,
            RowKind::Stretch(Segment {
                end: End::Forgotten,
                ..
            }) => words::NO_CLOCK_OUT,
            RowKind::Stretch(Segment {
                end: End::Running, ..
            }) => words::RUNNING,
            RowKind::Stretch(_) | RowKind::ShiftOut => return String::new(),
        };
        word.to(self.language).to_owned()
    }

    /// Makes the right-hand side: what is corrected, how, and why.
    pub(super) fn clock_edit(&self, desk: &ClockDesk) -> ClockEdit {
        let Some(row) = desk.chosen(self.picture) else {
            return ClockEdit::default();
        };
        let person = desk.person.as_ref();
        let view = person
            .zip(desk.day)
            .and_then(|(id, day)| view(self.picture, id, day));
        let kinds = row.kinds();
        let refusal = if kinds.is_empty() {
            Line::new(words::BEGAN_BY_STOP.to(self.language), Tone::Wait)
        } else {
            Line::default()
        };
        ClockEdit {
            title: format!("{}  {}", self.row_span(&row), self.row_what(&row, view)),
            value: desk
                .at
                .map(|at| time::clock(at, self.zone))
                .unwrap_or_default(),
            was: self.was(desk, &row),
            codes: self.codes(desk),
            reasons: self.reasons(desk),
            kinds: kinds
                .into_iter()
                .map(|kind| self.kind(kind, desk, &row))
                .collect(),
            refusal,
            save: self.save(desk),
        }
    }

    fn was(&self, desk: &ClockDesk, row: &Row<'_>) -> String {
        let before = match desk.kind {
            Some(Kind::Move) => Some(time::clock(row.from, self.zone)),
            _ => None,
        };
        words::was(self.language, before.as_deref())
    }

    fn kind(&self, kind: Kind, desk: &ClockDesk, row: &Row<'_>) -> Choice {
        let text = match kind {
            Kind::Move if matches!(row.what, RowKind::ShiftOut) => words::KIND_MOVE_OUT,
            Kind::Move => words::KIND_MOVE,
            Kind::Idle(_) => words::KIND_IDLE,
            Kind::ShiftOut => words::KIND_SHIFT_OUT,
            Kind::Remove => words::KIND_REMOVE,
            Kind::AddOut => words::KIND_ADD_OUT,
        };
        let mut choice = Choice::plain(kind.id(), text.to(self.language));
        choice.chosen = desk.kind.is_some_and(|chosen| chosen.id() == kind.id());
        choice
    }

    fn codes(&self, desk: &ClockDesk) -> Vec<Choice> {
        let Some(Kind::Idle(chosen)) = desk.kind else {
            return Vec::new();
        };
        IdleCode::ALL
            .into_iter()
            .map(|code| {
                let title = reasons::idle_code(code).to(self.language);
                let mut choice = Choice::plain(code_id(code), title);
                choice.chosen = chosen == Some(code);
                choice
            })
            .collect()
    }

    fn reasons(&self, desk: &ClockDesk) -> Vec<Choice> {
        CorrectionReason::ALL
            .into_iter()
            .map(|reason| {
                let mut choice = Choice::plain(reason_id(reason), reason.text().to(self.language));
                choice.chosen = desk.reason == Some(reason);
                choice
            })
            .collect()
    }

    fn save(&self, desk: &ClockDesk) -> super::model::Action {
        let correction = desk.correction(self.picture);
        let hint = match &correction {
            Ok(_) => words::SAVE_NEEDS_PIN,
            Err(missing) => words::missing(*missing),
        };
        let mut save = self.action("save", words::SAVE, Tone::Working);
        hint.to(self.language).clone_into(&mut save.hint);
        save.main = true;
        save.enabled = correction.is_ok();
        save
    }
}

fn row_tone(row: &Row<'_>) -> Tone {
    match &row.what {
        RowKind::Older => Tone::Late,
        RowKind::ShiftOut => Tone::Neutral,
        RowKind::Stretch(segment) => match (segment.end, &segment.doing) {
            (End::Forgotten, _) => Tone::Late,
            (_, Doing::Jobs { .. }) => Tone::Working,
            (_, Doing::Idle { .. }) => Tone::Wait,
        },
    }
}
