//! The sheets over a car: an item with its value and note, the road test, the job that goes back, the car that another
//! inspector has. What is typed on them is half made, and kept with the answers.

use super::acts::{Act, Place, Then, other_at, quality};
use super::answers::Answering;
use super::{Effect, Qc};
use crate::domain::ids::{ItemCode, PersonId, PhotoId};
use crate::domain::order::Fen;
use crate::domain::person::Permission;
use crate::domain::quality::checklist::{CheckKind, Hundredths};
use crate::domain::quality::command::{Distance, QualityCommand, ReworkOrder, ReworkReason};
use crate::domain::quality::draft::{Answerable, CheckedList, ReworkDraft, RoadTestDraft};
use crate::projection::picture::Picture;
use crate::screen::words::qc as words;
use chrono::{DateTime, Utc};

/// A value has no more characters than these.
const LONGEST_VALUE: usize = 8;
/// The clock of no car goes so far.
const MOST_KM: u32 = 9_999_999;
/// Nobody is fined more than this in yuan.
const MOST_YUAN: i64 = 9_999;

/// A number of the road test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RoadField {
    Start,
    End,
}

/// A sheet over the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sheet {
    /// An item: its value and its note.
    Item {
        list: CheckedList,
        item: ItemCode,
        typed: String,
        /// The next digit begins anew.
        fresh: bool,
    },
    /// 试车
    Road { field: RoadField, fresh: bool },
    /// 返工
    Back { fresh: bool },
    /// Another inspector has the car.
    TakeOver,
}

impl Sheet {
    pub(super) fn item(list: CheckedList, item: ItemCode, typed: String) -> Self {
        Self::Item {
            list,
            item,
            typed,
            fresh: true,
        }
    }

    /// The start is known mostly.
    pub(super) fn road() -> Self {
        Self::Road {
            field: RoadField::End,
            fresh: true,
        }
    }
}

/// Reads what was typed: 11.5, 88, -3.
pub(super) fn value_of(typed: &str) -> Option<Hundredths> {
    let (sign, digits) = match typed.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, typed),
    };
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && rest.is_empty() || rest.len() > 2 {
        return None;
    }
    let whole: i64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let rest: i64 = format!("{rest:0<2}").parse().ok()?;
    Some(Hundredths(sign * (whole * 100 + rest)))
}

/// Adds a digit to a number, or begins it anew.
fn with_digit<N: Into<i64>>(number: N, fresh: bool, digit: i64, most: i64) -> i64 {
    let before: i64 = if fresh { 0 } else { number.into() };
    let after = before * 10 + digit;
    if after > most { before } else { after }
}

impl Qc {
    /// A digit or a letter.
    pub(super) fn typed(&mut self, text: &str, picture: &Picture) -> Vec<Effect> {
        if self.typing {
            return self.change_note(picture, |note| note.push_str(text));
        }
        match text {
            "⌫" => self.erased(picture),
            "C" => self.cleared(picture),
            text => self.number_key(text, picture),
        }
    }

    /// Who has a real keyboard need not tap on the one of the screen.
    pub(super) fn typed_by_hand(&mut self, key: &str, picture: &Picture) -> Vec<Effect> {
        // Into a note only: a badge is no mileage.
        if !self.typing || self.desk.is_asking() {
            return Vec::new();
        }
        match key {
            "\u{8}" => self.erased(picture),
            // Arrows and their like come as characters of a private area.
            key if key
                .chars()
                .all(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(&c)) =>
            {
                self.typed(key, picture)
            }
            _ => Vec::new(),
        }
    }

    /// What a reader typed is no note.
    pub(super) fn untype(&mut self, code: &str, picture: &Picture) -> Vec<Effect> {
        if !self.typing {
            return Vec::new();
        }
        self.change_note(picture, |note| {
            if let Some(rest) = note.strip_suffix(code) {
                *note = rest.to_owned();
            }
        })
    }

    pub(super) fn erased(&mut self, picture: &Picture) -> Vec<Effect> {
        if self.typing {
            return self.change_note(picture, |note| {
                note.pop();
            });
        }
        match &mut self.sheet {
            Some(Sheet::Item { typed, fresh, .. }) => {
                *fresh = false;
                typed.pop();
                Vec::new()
            }
            Some(Sheet::Road { field, fresh }) => {
                *fresh = false;
                let field = *field;
                self.change_road(picture, |road| {
                    let number = road_number(road, field);
                    *number /= 10;
                })
            }
            Some(Sheet::Back { fresh }) => {
                *fresh = false;
                self.change_rework(picture, |rework| {
                    rework.penalty = Fen(rework.penalty.0 / 1000 * 100);
                })
            }
            Some(Sheet::TakeOver) | None => Vec::new(),
        }
    }

    /// The number begins anew.
    fn cleared(&mut self, picture: &Picture) -> Vec<Effect> {
        match self.sheet {
            Some(Sheet::Road { field, .. }) => {
                self.change_road(picture, |road| *road_number(road, field) = 0)
            }
            Some(Sheet::Back { .. }) => {
                self.change_rework(picture, |rework| rework.penalty = Fen(0))
            }
            _ => Vec::new(),
        }
    }

    fn number_key(&mut self, key: &str, picture: &Picture) -> Vec<Effect> {
        let digit = key
            .parse::<i64>()
            .ok()
            .filter(|digit| (0..10).contains(digit));
        match (&mut self.sheet, digit) {
            (Some(Sheet::Item { typed, fresh, .. }), _) => {
                type_value(typed, fresh, key, digit.is_some());
                Vec::new()
            }
            (Some(Sheet::Road { field, fresh }), Some(digit)) => {
                let (field, anew) = (*field, std::mem::take(fresh));
                self.change_road(picture, |road| {
                    let number = road_number(road, field);
                    let after = with_digit(*number, anew, digit, i64::from(MOST_KM));
                    *number = u32::try_from(after).unwrap_or(MOST_KM);
                })
            }
            (Some(Sheet::Back { fresh }), Some(digit)) => {
                let anew = std::mem::take(fresh);
                self.change_rework(picture, |rework| {
                    let yuan = with_digit(rework.penalty.0 / 100, anew, digit, MOST_YUAN);
                    rework.penalty = Fen(yuan * 100);
                })
            }
            _ => Vec::new(),
        }
    }

    /// The number that the keys go to.
    pub(super) fn choose_field(&mut self, id: &str) {
        self.typing = false;
        match &mut self.sheet {
            Some(Sheet::Road { field, fresh }) => {
                *field = if id == "start" {
                    RoadField::Start
                } else {
                    RoadField::End
                };
                *fresh = true;
            }
            Some(Sheet::Item { fresh, .. } | Sheet::Back { fresh }) => *fresh = true,
            Some(Sheet::TakeOver) | None => {}
        }
    }

    /// A choice on the sheet.
    pub(super) fn choice(&mut self, id: &str, picture: &Picture) -> Vec<Effect> {
        let Some((kind, rest)) = id.split_once(':') else {
            return Vec::new();
        };
        match kind {
            "photo" => self.turn_photo(&PhotoId::new(rest), picture),
            "say" => self.change_note(picture, |note| note.push_str(rest)),
            "job" => self.choose_job(rest, picture),
            "why" => {
                let mut reasons = ReworkReason::ALL.into_iter();
                let reason = reasons.find(|reason| reason_id(*reason) == rest);
                self.change_rework(picture, |rework| rework.reason = reason)
            }
            "who" => {
                let answerable = match rest {
                    "" => Answerable::Nobody,
                    id => Answerable::Person(PersonId::new(id)),
                };
                self.change_rework(picture, |rework| {
                    if answerable == Answerable::Nobody {
                        rework.penalty = Fen(0);
                    }
                    rework.answerable = answerable;
                })
            }
            "fine" => {
                let yuan: i64 = rest.parse().unwrap_or(0);
                self.change_rework(picture, |rework| rework.penalty = Fen(yuan * 100))
            }
            _ => Vec::new(),
        }
    }

    fn choose_job(&mut self, line: &str, picture: &Picture) -> Vec<Effect> {
        let line: Option<u16> = line.parse().ok();
        let chosen = self.look(picture).and_then(|look| {
            let jobs = look.returnable().into_iter();
            let job = jobs.into_iter().find(|job| Some(job.job.line) == line)?;
            Some((job.job.line, job.quality.finish?))
        });
        let Some((line, finish)) = chosen else {
            return Vec::new();
        };
        self.change_rework(picture, |rework| {
            (rework.line, rework.finish) = (line, finish);
            // Who answers for one job need not have worked on another.
            rework.answerable = Answerable::Unsaid;
        })
    }

    fn change_note(&mut self, picture: &Picture, change: impl FnOnce(&mut String)) -> Vec<Effect> {
        match self.sheet.clone() {
            Some(Sheet::Item { list, item, .. }) => {
                self.change_answer(list, &item, picture, |answer| change(&mut answer.note))
            }
            Some(Sheet::Road { .. }) => self.change_road(picture, |road| change(&mut road.note)),
            Some(Sheet::Back { .. }) => {
                self.change_rework(picture, |rework| change(&mut rework.note))
            }
            Some(Sheet::TakeOver) | None => Vec::new(),
        }
    }

    /// A photo of the station's camera belongs to what the sheet is about, or does not any more.
    fn turn_photo(&mut self, photo: &PhotoId, picture: &Picture) -> Vec<Effect> {
        let turn = |photos: &mut Vec<PhotoId>| match photos.iter().position(|known| known == photo)
        {
            Some(at) => {
                photos.remove(at);
            }
            None => photos.push(photo.clone()),
        };
        match self.sheet.clone() {
            Some(Sheet::Item { list, item, .. }) => {
                self.change_answer(list, &item, picture, |answer| turn(&mut answer.photos))
            }
            Some(Sheet::Back { .. }) => {
                self.change_rework(picture, |rework| turn(&mut rework.photos))
            }
            Some(Sheet::Road { .. } | Sheet::TakeOver) | None => Vec::new(),
        }
    }

    fn change_road(
        &mut self,
        picture: &Picture,
        change: impl FnOnce(&mut RoadTestDraft),
    ) -> Vec<Effect> {
        let Some(look) = self.look(picture) else {
            return Vec::new();
        };
        let (ro, mut road) = (look.car.ro().clone(), look.road());
        change(&mut road);
        self.drafts.change(&ro, |draft| draft.road = Some(road))
    }

    fn change_rework(
        &mut self,
        picture: &Picture,
        change: impl FnOnce(&mut ReworkDraft),
    ) -> Vec<Effect> {
        let found = self.look(picture).and_then(|look| {
            let rework = look.rework(self.open_list())?;
            Some((look.car.ro().clone(), rework))
        });
        let Some((ro, mut rework)) = found else {
            return Vec::new();
        };
        change(&mut rework);
        self.drafts.change(&ro, |draft| draft.rework = Some(rework))
    }

    /// A button of the sheet.
    pub(super) fn sheet_action(
        &mut self,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let act = match (id, self.sheet.clone()) {
            (
                "done",
                Some(Sheet::Item {
                    list, item, typed, ..
                }),
            ) => self.value_act(list, item, &typed, picture),
            ("sign", Some(Sheet::Road { .. })) => self.road_act(picture),
            ("send", Some(Sheet::Back { .. })) => self.rework_act(picture),
            ("take-over", Some(Sheet::TakeOver)) => self.take_over_act(picture),
            _ => None,
        };
        match act {
            Some(act) => self.act(act, picture, now),
            None => Vec::new(),
        }
    }

    fn value_act(
        &mut self,
        list: CheckedList,
        item: ItemCode,
        typed: &str,
        picture: &Picture,
    ) -> Option<Act> {
        let look = self.look(picture)?;
        let ro = look.car.ro().clone();
        let measured = look.item(list, &item)?.measure.is_some();
        let value = value_of(typed);
        let before = look.answer(list, &item).and_then(|answer| answer.value);
        if !measured || value == before {
            self.close();
            return None;
        }
        let answering = Answering::Value { list, item, value };
        Some(Act::at_car(&ro, Vec::new(), Then::Answer(answering)))
    }

    fn road_act(&self, picture: &Picture) -> Option<Act> {
        let look = self.look(picture)?;
        let road = look.road();
        if !is_driven(&road) {
            return None;
        }
        let test = QualityCommand::RoadTest {
            distance: Distance {
                start_km: road.start_km,
                end_km: road.end_km,
            },
            note: road.note.trim().to_owned(),
        };
        let ro = look.car.ro();
        let act = Act {
            place: Place::Anywhere,
            permission: Permission::DriveCars,
            ..Act::at_car(ro, vec![quality(ro, test)], Then::Close)
        };
        Some(act.signed())
    }

    fn rework_act(&self, picture: &Picture) -> Option<Act> {
        let look = self.look(picture)?;
        let rework = look.rework(self.open_list())?;
        if lacking(&rework).is_some() {
            return None;
        }
        let back = QualityCommand::SendBack {
            line: rework.line,
            finish: rework.finish,
            check: CheckKind::Final,
            results: look.results_of_rework(rework.line),
            rework: ReworkOrder {
                reason: rework.reason?,
                responsible: match rework.answerable {
                    Answerable::Person(person) => Some(person),
                    Answerable::Nobody | Answerable::Unsaid => None,
                },
                penalty: rework.penalty,
                note: rework.note.trim().to_owned(),
                photos: rework.photos,
            },
        };
        let ro = look.car.ro();
        let act = Act {
            place: Place::Free,
            ..Act::at_car(ro, vec![quality(ro, back)], Then::LeaveCar)
        };
        Some(if rework.penalty > Fen(0) {
            act.signed()
        } else {
            act
        })
    }

    fn take_over_act(&self, picture: &Picture) -> Option<Act> {
        let car = self.look(picture)?.car;
        let from = other_at(car, self.desk.acting()).cloned();
        let take = quality(car.ro(), QualityCommand::TakeCar { from });
        Some(Act {
            place: Place::Anywhere,
            ..Act::at_car(car.ro(), vec![take], Then::Close)
        })
    }
}

fn road_number(road: &mut RoadTestDraft, field: RoadField) -> &mut u32 {
    match field {
        RoadField::Start => &mut road.start_km,
        RoadField::End => &mut road.end_km,
    }
}

/// Tells whether a road test can be signed.
pub(super) fn is_driven(road: &RoadTestDraft) -> bool {
    road.start_km >= road.least_km && road.end_km > road.start_km
}

/// Says what is still to be said of a rework.
pub(super) fn lacking(rework: &ReworkDraft) -> Option<words::Lacking> {
    if rework.reason.is_none() {
        return Some(words::Lacking::Reason);
    }
    match rework.answerable {
        Answerable::Unsaid => Some(words::Lacking::Person),
        Answerable::Nobody if rework.penalty > Fen(0) => Some(words::Lacking::WhosePenalty),
        _ => None,
    }
}

/// Names a reason to the window.
pub(super) fn reason_id(reason: ReworkReason) -> String {
    let at = ReworkReason::ALL.iter().position(|known| *known == reason);
    at.unwrap_or_default().to_string()
}

fn type_value(typed: &mut String, fresh: &mut bool, key: &str, is_digit: bool) {
    if key == "-" {
        match typed.strip_prefix('-') {
            Some(rest) => *typed = rest.to_owned(),
            None => typed.insert(0, '-'),
        }
        *fresh = false;
        return;
    }
    if !is_digit && key != "." {
        return;
    }
    if std::mem::take(fresh) {
        typed.clear();
    }
    let rest = typed.split_once('.').map(|(_, rest)| rest.len());
    let fits = typed.chars().count() < LONGEST_VALUE
        && if is_digit {
            rest.is_none_or(|rest| rest < 2)
        } else {
            rest.is_none()
        };
    if fits {
        typed.push_str(key);
    }
}
