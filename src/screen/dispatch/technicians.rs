//! The technicians: trade, presence, what they are on, and how full their day is.

use super::load::person_load;
use super::model::Technician;
use super::plan::{card, presence};
use super::present::Scene;
use crate::domain::clock::{Doing, End, JobAtBay, Segment};
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
        let Current {
            long: current,
            short: current_short,
            tone,
        } = self.current(&person.id);
        Technician {
            id: person.id.to_string(),
            name: person.name.clone(),
            trade: self.trades(&person.trades),
            here: presence(views, &person.id) == Presence::Here,
            current,
            current_short,
            tone,
            load,
            load_text,
            load_tone,
        }
    }

    /// Says what someone is on, and since when it is no job.
    fn current(&self, person: &PersonId) -> Current {
        let day = self.picture.views.people.get(person);
        match day.and_then(|day| day.segments.last()) {
            Some(Segment {
                end: End::Running,
                doing,
                from,
                ..
            }) => match doing {
                Doing::Idle { code } => {
                    let code = reasons::idle_code(*code).to(self.language);
                    let age = time::minutes(self.now - *from);
                    Current::plain(&format!("{code} {age}"), Tone::Hold)
                }
                Doing::Jobs { jobs, .. } => self.on_jobs(jobs),
            },
            Some(Segment {
                end: End::Forgotten,
                ..
            }) => Current::plain(words::NO_CLOCK_OUT.to(self.language), Tone::Late),
            _ => Current::plain(words::NOT_HERE.to(self.language), Tone::Wait),
        }
    }

    fn on_jobs(&self, jobs: &[JobAtBay]) -> Current {
        let long: Vec<String> = jobs.iter().map(|on| self.job(&on.job)).collect();
        let short: Vec<String> = jobs.iter().map(|on| self.plate_of(&on.job)).collect();
        let cards = jobs
            .iter()
            .filter_map(|on| card(&self.picture.views, &on.job));
        let worst = cards.map(risk).max().unwrap_or_default();
        Current {
            long: long.join(" + "),
            short: short.join(" + "),
            tone: risk_tone(worst, Tone::Working),
        }
    }
}

/// What someone is on, in words.
struct Current {
    long: String,
    short: String,
    tone: Tone,
}

impl Current {
    fn plain(text: &str, tone: Tone) -> Self {
        Self {
            long: text.to_owned(),
            short: String::new(),
            tone,
        }
    }
}
