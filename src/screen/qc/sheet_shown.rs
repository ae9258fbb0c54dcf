//! The sheets as they are shown.

use super::Qc;
use super::acts::other_at;
use super::look::Look;
use super::model::{Field, PhotoShown, Section, SheetShown};
use super::present::Scene;
use super::sheet::{RoadField, Sheet, is_driven, lacking, reason_id, value_of};
use crate::domain::ids::{ItemCode, PersonId, PhotoId};
use crate::domain::order::Fen;
use crate::domain::quality::checklist::{CheckItem, Unit};
use crate::domain::quality::command::ReworkReason;
use crate::domain::quality::draft::{Answerable, CheckedList, ReworkDraft};
use crate::screen::desk::model::{Action, Choice, Line};
use crate::screen::tone::Tone;
use crate::screen::words::{Text, dispatch as desk_words, qc as words, quality as check_words};
use chrono::{DateTime, Utc};

/// The penalties that are offered, in yuan.
const PENALTIES: [i64; 5] = [0, 20, 50, 100, 200];
/// So many photos that belong to nothing are offered.
const OFFERED: usize = 8;
const DIGITS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

fn keys(last: [&str; 3]) -> Vec<String> {
    DIGITS
        .iter()
        .chain(&last)
        .map(|key| (*key).to_owned())
        .collect()
}

impl Qc {
    pub(super) fn sheet_shown(&self, scene: &Scene<'_>) -> SheetShown {
        let (Some(sheet), Some(look)) = (&self.sheet, self.look(scene.picture)) else {
            return SheetShown::default();
        };
        let shown = match sheet {
            Sheet::Item {
                list, item, typed, ..
            } => scene.item_sheet(&look, *list, item, typed),
            Sheet::Road { field, .. } => scene.road_sheet(&look, *field),
            Sheet::Back { .. } => match look.rework(self.open_list()) {
                Some(rework) => scene.back_sheet(&look, &rework),
                None => SheetShown {
                    title: scene.say(words::SEND_BACK),
                    subtitle: scene.say(words::NOTHING_TO_RETURN),
                    ..SheetShown::default()
                },
            },
            Sheet::TakeOver => self.take_over_sheet(scene, &look),
        };
        SheetShown {
            typing: self.typing,
            ..shown
        }
    }

    fn take_over_sheet(&self, scene: &Scene<'_>, look: &Look<'_>) -> SheetShown {
        let by = other_at(look.car, self.desk.acting());
        let who = scene.somebody(by);
        let at: Option<DateTime<Utc>> = look.car.taken.as_ref().map(|taken| taken.at);
        let at = at.map(|at| scene.moment(at)).unwrap_or_default();
        SheetShown {
            title: scene.say(words::TAKE_OVER),
            subtitle: scene.join(&[
                &scene.plate_text(&look.car.car),
                &words::at_car(scene.language, &who, &at),
            ]),
            actions: vec![Action {
                label: words::take_over(scene.language, &who),
                enabled: by.is_some(),
                main: true,
                ..scene.action("take-over", words::TAKE_OVER, Tone::Risk)
            }],
            ..SheetShown::default()
        }
    }
}

impl Scene<'_> {
    /// Lists the photos that can be chosen: those that are, and the latest that nobody has used.
    fn photos(&self, chosen: &[PhotoId]) -> Vec<PhotoShown> {
        let photos = &self.picture.photos;
        let taken = photos.taken.iter().rev().map(|taken| &taken.id);
        let others = taken.filter(|id| !chosen.contains(id)).take(OFFERED);
        let all = chosen.iter().chain(others);
        all.zip(1..)
            .map(|(id, number)| PhotoShown {
                id: format!("photo:{id}"),
                path: photos.previews.get(id).cloned(),
                chosen: chosen.contains(id),
                spoken: format!("{} {number}", self.say(words::PHOTO)),
            })
            .collect()
    }

    fn phrases(&self, phrases: &[Text]) -> Section {
        let choice = |text: &Text| {
            let said = text.to(self.language);
            Choice::plain(format!("say:{said}"), said.trim())
        };
        Section {
            title: self.say(words::NOTE),
            choices: phrases.iter().map(choice).collect(),
        }
    }

    fn item_sheet(
        &self,
        look: &Look<'_>,
        list: CheckedList,
        code: &ItemCode,
        typed: &str,
    ) -> SheetShown {
        let Some(item) = look.item(list, code) else {
            return SheetShown::default();
        };
        let answer = look.answer(list, code);
        let note = answer.map(|answer| answer.note.clone());
        let photos = answer.map(|answer| answer.photos.as_slice());
        let limits = item.measure.as_ref().map(|measure| {
            let limits = words::limits(measure);
            format!("{limits} {}", measure.unit.symbol())
        });
        let below_zero = item.measure.is_some_and(|measure| {
            measure.unit == Unit::Celsius || measure.least.is_some_and(|least| least.0 < 0)
        });
        let measured = item.measure.is_some();
        SheetShown {
            title: self.name(&item.named.name, &item.named.english_name),
            subtitle: self.join(&[&self.plate_text(&look.car.car), &limits.unwrap_or_default()]),
            fields: if measured {
                vec![self.value_field(item, typed)]
            } else {
                Vec::new()
            },
            keys: match (measured, below_zero) {
                (false, _) => Vec::new(),
                (true, false) => keys([".", "0", "⌫"]),
                (true, true) => {
                    let mut keys = keys([".", "0", "-"]);
                    keys.push("⌫".to_owned());
                    keys
                }
            },
            number_note: self.value_note(item, typed),
            sections: vec![self.phrases(&words::PHRASES)],
            photos: self.photos(photos.unwrap_or_default()),
            note_label: self.say(words::NOTE),
            note: note.unwrap_or_default(),
            actions: vec![Action {
                main: true,
                ..self.action("done", words::DONE, Tone::Working)
            }],
            ..SheetShown::default()
        }
    }

    fn value_field(&self, item: &CheckItem, typed: &str) -> Field {
        let unit = item
            .measure
            .map(|measure| measure.unit.symbol())
            .unwrap_or_default();
        Field {
            id: "value".to_owned(),
            label: self.say(words::VALUE),
            value: format!("{} {unit}", if typed.is_empty() { "–" } else { typed }),
            chosen: true,
        }
    }

    fn value_note(&self, item: &CheckItem, typed: &str) -> Line {
        match (&item.measure, value_of(typed)) {
            (Some(measure), Some(value)) if measure.allows(value) => {
                Line::new(self.say(words::INSIDE), Tone::Ready)
            }
            (Some(_), Some(_)) => Line::new(self.say(words::OUTSIDE), Tone::Late),
            _ => Line::default(),
        }
    }

    fn road_sheet(&self, look: &Look<'_>, chosen: RoadField) -> SheetShown {
        let road = look.road();
        let field = |id: &str, label: Text, km: u32, which: RoadField| Field {
            id: id.to_owned(),
            label: self.say(label),
            value: if km == 0 {
                "–".to_owned()
            } else {
                km.to_string()
            },
            chosen: chosen == which,
        };
        let note = if road.start_km < road.least_km {
            Line::new(words::at_least(self.language, road.least_km), Tone::Late)
        } else if road.end_km > road.start_km {
            let km = road.end_km - road.start_km;
            Line::new(words::kilometres(self.language, km), Tone::Ready)
        } else {
            Line::new(self.say(words::END_FIRST), Tone::Neutral)
        };
        SheetShown {
            title: self.say(words::ROAD_TEST),
            subtitle: self.join(&[&self.plate_text(&look.car.car), &look.car.car.complaint]),
            fields: vec![
                field("start", words::START_KM, road.start_km, RoadField::Start),
                field("end", words::END_KM, road.end_km, RoadField::End),
            ],
            keys: keys(["C", "0", "⌫"]),
            number_note: note,
            sections: vec![self.phrases(&words::ROAD_PHRASES)],
            note_label: self.say(words::NOTE),
            note: road.note.clone(),
            actions: vec![Action {
                hint: self.say(words::BY_PIN),
                enabled: is_driven(&road),
                main: true,
                ..self.action("sign", words::SIGN, Tone::Working)
            }],
            ..SheetShown::default()
        }
    }

    fn back_sheet(&self, look: &Look<'_>, rework: &ReworkDraft) -> SheetShown {
        let jobs = look.returnable();
        let job = look.job(rework.line);
        let yuan = rework.penalty.0 / 100;
        let mut sections = Vec::new();
        if jobs.len() > 1 {
            let choice = |job: &&crate::projection::checks::CheckJob| Choice {
                subtitle: job
                    .bay
                    .as_ref()
                    .map(|bay| self.bay(bay))
                    .unwrap_or_default(),
                chosen: job.job.line == rework.line,
                ..Choice::plain(format!("job:{}", job.job.line), self.job_name(job))
            };
            sections.push(Section {
                title: self.say(words::WHICH_JOB),
                choices: jobs.iter().map(choice).collect(),
            });
        }
        sections.push(self.reasons(rework));
        sections.push(self.answerable(look, rework));
        sections.push(self.penalties(rework));
        sections.push(self.phrases(&words::PHRASES));
        let bay = job
            .and_then(|job| job.bay.as_ref())
            .map(|bay| self.bay(bay));
        let missing = lacking(rework);
        let hint = match missing {
            Some(lacking) => self.say(words::lacking(lacking)),
            None if rework.penalty > Fen(0) => self.say(words::BY_PIN),
            None => bay.unwrap_or_default(),
        };
        SheetShown {
            title: self.say(words::SEND_BACK),
            subtitle: self.join(&[
                &self.plate_text(&look.car.car),
                &job.map(|job| self.job_name(job)).unwrap_or_default(),
                &job.map(|job| self.people(&job.workers)).unwrap_or_default(),
            ]),
            fields: vec![Field {
                id: "penalty".to_owned(),
                label: self.say(words::PENALTY),
                value: yuan.to_string(),
                chosen: true,
            }],
            keys: keys(["C", "0", "⌫"]),
            sections,
            photos: self.photos(&rework.photos),
            note_label: self.say(words::NOTE),
            note: rework.note.clone(),
            actions: vec![Action {
                hint,
                enabled: missing.is_none(),
                main: true,
                ..self.action("send", words::SEND, Tone::Late)
            }],
            ..SheetShown::default()
        }
    }

    fn reasons(&self, rework: &ReworkDraft) -> Section {
        let choice = |reason: ReworkReason| Choice {
            chosen: rework.reason == Some(reason),
            ..Choice::plain(
                format!("why:{}", reason_id(reason)),
                self.say(check_words::rework_reason(reason)),
            )
        };
        Section {
            title: self.say(words::WHY),
            choices: ReworkReason::ALL.into_iter().map(choice).collect(),
        }
    }

    /// Those who worked on the job, nobody, and then everybody else who works on the floor.
    fn answerable(&self, look: &Look<'_>, rework: &ReworkDraft) -> Section {
        let workers = look
            .job(rework.line)
            .map(|job| job.workers.as_slice())
            .unwrap_or_default();
        let face = |id: &PersonId, subtitle: String| Choice {
            subtitle,
            chosen: rework.answerable == Answerable::Person(id.clone()),
            ..Choice::plain(format!("who:{id}"), self.person(id))
        };
        let worked = workers.iter().map(|id| face(id, self.say(words::WORKED)));
        let nobody = Choice {
            chosen: rework.answerable == Answerable::Nobody,
            subtitle: "–".to_owned(),
            ..Choice::plain("who:", self.say(words::NOBODY))
        };
        let roster = self
            .picture
            .views
            .roster
            .values()
            .map(|known| &known.person);
        let others = roster
            .filter(|person| !workers.contains(&person.id))
            .map(|person| face(&person.id, self.say(desk_words::role(person.role))));
        Section {
            title: self.say(words::WHO),
            choices: worked.chain([nobody]).chain(others).collect(),
        }
    }

    fn penalties(&self, rework: &ReworkDraft) -> Section {
        let choice = |yuan: i64| Choice {
            chosen: rework.penalty == Fen(yuan * 100),
            ..Choice::plain(format!("fine:{yuan}"), format!("¥{yuan}"))
        };
        Section {
            title: self.say(words::PENALTY),
            choices: PENALTIES.into_iter().map(choice).collect(),
        }
    }
}
