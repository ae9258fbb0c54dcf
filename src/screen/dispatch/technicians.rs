//! The technicians: trade, presence, what they are on, and how full their day is.

use super::load::person_load;
use super::model::Technician;
use super::plan::presence;
use super::present::Scene;
use crate::domain::clock::{Doing, End, Segment};
use crate::domain::dispatch::Presence;
use crate::domain::ids::PersonId;
use crate::domain::person::{Person, Role};
use crate::screen::floor::chip::{risk, risk_tone};
use crate::screen::tone::Tone;
use crate::screen::words::dispatch as words;
use crate::screen::words::{reasons, time};

impl Scene<'_> {
    /// Lists the technicians, those who are here first.
    pub(super) fn technicians(&self) -> Vec<Technician> {
        let mut found: Vec<Technician> = self
            .picture
            .views
            .roster
            .values()
            .map(|known| &known.person)
            .filter(|person| person.role == Role::Technician)
            .map(|person| self.technician(person))
            .collect();
        found.sort_by_key(|technician| !technician.here);
        found
    }

    fn technician(&self, person: &Person) -> Technician {
        let views = &self.picture.views;
        let load = self
            .policy
            .map(|policy| person_load(views, policy, &person.id, self.now));
        let (load, load_text, load_tone) = self.load(load.unwrap_or_default());
        let (current, tone) = self.current(&person.id);
        Technician {
            id: person.id.to_string(),
            name: person.name.clone(),
            trade: self.trades(&person.trades),
            here: presence(views, &person.id) == Presence::Here,
            current,
            tone,
            load,
            load_text,
            load_tone,
        }
    }

    /// Says what someone is on, and since when it is no job.
    fn current(&self, person: &PersonId) -> (String, Tone) {
        let day = self.picture.views.people.get(person);
        let segment = day.and_then(|day| day.segments.last());
        match segment {
            Some(Segment {
                end: End::Running,
                doing,
                from,
                ..
            }) => match doing {
                Doing::Idle { code } => {
                    let code = reasons::idle_code(*code).to(self.language);
                    (
                        format!("{code} {}", time::minutes(self.now - *from)),
                        Tone::Hold,
                    )
                }
                Doing::Jobs { jobs, .. } => {
                    let names: Vec<String> = jobs.iter().map(|on| self.job(&on.job)).collect();
                    let worst = jobs
                        .iter()
                        .filter_map(|on| super::plan::card(&self.picture.views, &on.job))
                        .map(risk)
                        .max();
                    (
                        names.join(" + "),
                        risk_tone(worst.unwrap_or_default(), Tone::Working),
                    )
                }
            },
            Some(Segment {
                end: End::Forgotten,
                ..
            }) => (words::NO_CLOCK_OUT.to(self.language).to_owned(), Tone::Late),
            _ => (words::NOT_HERE.to(self.language).to_owned(), Tone::Wait),
        }
    }
}
