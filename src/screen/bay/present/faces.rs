//! The faces of the technicians, and the PIN of one of them.

use super::super::choice::FaceTab;
use super::super::model::{BayModel, Face, Pin, Tab};
use super::Presenter;
use crate::domain::clock::Doing;
use crate::domain::ids::PersonId;
use crate::domain::order::Trade;
use crate::domain::person::{Person, Role};
use crate::screen::session::PIN_TRIES;
use crate::screen::tone::Tone;
use crate::screen::words::bay as words;
use crate::screen::words::reasons::trade_short;
use std::collections::BTreeSet;

/// More faces than fit on a page are shown by trade.
const FACES: usize = 12;

impl Presenter<'_> {
    pub(super) fn faces(&self, model: &mut BayModel) {
        let all: Vec<&Person> = self
            .picture
            .views
            .roster
            .values()
            .map(|known| &known.person)
            // Whoever lends a hand can badge in; tiles are for those who do it every day.
            .filter(|person| matches!(person.role, Role::Technician | Role::Foreman))
            .collect();
        let tab = self.face_tab(all.len());
        if all.len() > FACES {
            model.face_tabs = self.face_tabs(&all, tab);
        }
        let here = self.look.people_here();
        let usual = self.usual();
        let mut faces: Vec<&Person> = all
            .into_iter()
            .filter(|person| here.contains(&&person.id) || in_tab(person, tab))
            .collect();
        faces.sort_by_key(|person| {
            (
                !here.contains(&&person.id),
                !usual.contains(&person.id),
                person.role != Role::Technician,
                self.look.doing(&person.id).is_none(),
                &person.id,
            )
        });
        model.faces = faces
            .into_iter()
            .map(|person| self.face(person, usual.contains(&person.id)))
            .collect();
    }

    /// Lists who is planned, or has worked, on the jobs of this bay.
    fn usual(&self) -> BTreeSet<&PersonId> {
        let jobs = self.look.jobs_here().iter();
        jobs.flat_map(|card| {
            let planned = card
                .plan
                .iter()
                .flat_map(|plan| plan.lead.iter().chain(&plan.helpers));
            planned.chain(&card.workers)
        })
        .collect()
    }

    fn face(&self, person: &Person, usual: bool) -> Face {
        let (note, tone) = self.whereabouts(&person.id);
        Face {
            id: person.id.to_string(),
            initial: self.initial(&person.id),
            name: person.name.clone(),
            note,
            tone,
            usual,
        }
    }

    /// Says what someone is on, and for how long.
    pub(super) fn whereabouts(&self, id: &PersonId) -> (String, Tone) {
        let Some(segment) = self.look.doing(id) else {
            let gone = self.look.day(id).is_some_and(|day| {
                day.segments.last().is_some_and(|last| {
                    let today = self.zone_day(self.now) == self.zone_day(last.from);
                    today && last.end.at().is_some()
                })
            });
            return (
                self.t(if gone {
                    words::SHIFT_OVER
                } else {
                    words::NOT_IN
                }),
                Tone::Wait,
            );
        };
        let secs = self.secs_since(segment.from);
        match &segment.doing {
            Doing::Jobs { .. } => (words::on_job(self.language, secs), Tone::Working),
            Doing::Idle { code } => (words::on_idle(self.language, *code, secs), Tone::Neutral),
        }
    }

    fn zone_day(&self, at: chrono::DateTime<chrono::Utc>) -> chrono::NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// The chosen tab, else the trade of the bay where there are many faces.
    fn face_tab(&self, faces: usize) -> FaceTab {
        let site = self.picture.views.site.as_ref();
        let bay = site.and_then(|site| site.bay(&self.kiosk.bay));
        let natural = || bay?.trades.first().copied().map(FaceTab::Trade);
        match self.kiosk.face_tab {
            _ if faces <= FACES => FaceTab::All,
            Some(tab) => tab,
            None => natural().unwrap_or(FaceTab::All),
        }
    }

    fn face_tabs(&self, people: &[&Person], chosen: FaceTab) -> Vec<Tab> {
        let trades = Trade::ALL.into_iter().map(FaceTab::Trade);
        trades
            .chain([FaceTab::All])
            .map(|tab| {
                let count = people.iter().filter(|person| in_tab(person, tab)).count();
                let title = match tab {
                    FaceTab::All => words::ALL,
                    FaceTab::Trade(of) => trade_short(of),
                };
                (tab, title, count)
            })
            .filter(|(_, _, count)| *count > 0)
            .map(|(tab, title, count)| Tab {
                id: tab.id().to_owned(),
                title: self.t(title),
                count: count.to_string(),
                selected: tab == chosen,
            })
            .collect()
    }

    pub(super) fn pin(&self, person: &PersonId) -> Pin {
        let tries = self.kiosk.pins.of(person);
        let wait_secs = tries.wait_secs(self.now);
        let error = if wait_secs > 0 {
            words::pin_wait(self.language, wait_secs)
        } else if tries.wrong > 0 && !tries.checking {
            words::wrong_pin(self.language, PIN_TRIES.saturating_sub(tries.wrong).max(1))
        } else {
            String::new()
        };
        Pin {
            name: self.person(person),
            initial: self.initial(person),
            hint: self.t(if tries.checking {
                words::PIN_CHECKING
            } else {
                words::PIN_HINT
            }),
            error,
        }
    }
}

fn in_tab(person: &Person, tab: FaceTab) -> bool {
    match tab {
        FaceTab::All => true,
        FaceTab::Trade(trade) => person.trades.contains(&trade),
    }
}
