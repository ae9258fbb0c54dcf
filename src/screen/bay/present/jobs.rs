//! Jobs as cards: the next of the bay, and those to choose from.

use super::super::choice::JobTab;
use super::super::model::{BayModel, Job, Person, Tab};
use super::{Presenter, promise_tone};
use crate::domain::clock::Doing;
use crate::domain::ids::PersonId;
use crate::projection::job_card::{JobCard, Stage};
use crate::screen::tone::Tone;
use crate::screen::words::reasons::{hold_reason, idle_code};
use crate::screen::words::states::stage;
use crate::screen::words::time::{hours, timer};
use crate::screen::words::{Text, bay as words};
use chrono::Timelike;

impl Presenter<'_> {
    pub(super) fn next_jobs(&self) -> Vec<Job> {
        let cards = self.look.to_do_here().into_iter();
        cards
            .filter(|card| !is_urgent(card))
            .map(|card| self.job(card))
            .collect()
    }

    pub(super) fn jobs(&self, model: &mut BayModel) {
        let Some(me) = self.kiosk.me() else {
            return;
        };
        model.me = self.me(me);
        let lists = JobTab::ALL.map(|tab| (tab, self.job_list(tab, me)));
        let urgent = self.urgent();
        // A bay without work opens on what anybody may take.
        let chosen = self.kiosk.job_tab.unwrap_or_else(|| {
            let full = |wanted| {
                lists
                    .iter()
                    .any(|(tab, cards)| *tab == wanted && !cards.is_empty())
            };
            if !full(JobTab::Bay) && urgent.is_empty() && full(JobTab::Waiting) {
                JobTab::Waiting
            } else {
                JobTab::Bay
            }
        });
        let tabs = lists.iter().map(|(tab, cards)| {
            let more = match tab {
                JobTab::Bay => urgent.len(),
                JobTab::Mine | JobTab::Waiting => 0,
            };
            self.job_tab(*tab, cards.len() + more, chosen)
        });
        model.job_tabs = std::iter::once(self.checks_entry()).chain(tabs).collect();
        if chosen == JobTab::Bay {
            model.urgent = urgent;
        }
        let chosen = lists.into_iter().find(|(tab, _)| *tab == chosen);
        model.jobs = chosen
            .into_iter()
            .flat_map(|(_, cards)| cards)
            .map(|card| self.job(card))
            .collect();
    }

    fn job_list(&self, tab: JobTab, me: &PersonId) -> Vec<&JobCard> {
        match tab {
            JobTab::Bay => {
                let mut cards = self.look.to_do_here();
                cards.retain(|card| !is_urgent(card));
                cards
            }
            JobTab::Waiting => self.picture.views.waiting.jobs.iter().collect(),
            JobTab::Mine => {
                let elsewhere = |card: &&JobCard| {
                    card.stage != Stage::Finished && card.bay() != Some(&self.kiosk.bay)
                };
                let mut mine: Vec<&JobCard> = self
                    .look
                    .cards()
                    .filter(elsewhere)
                    .filter(|card| is_for(card, me))
                    .collect();
                mine.sort_by_key(|card| card.plan.as_ref().map(|plan| plan.start));
                mine
            }
        }
    }

    fn job_tab(&self, tab: JobTab, count: usize, chosen: JobTab) -> Tab {
        let title = match tab {
            JobTab::Bay => words::THIS_BAY,
            JobTab::Mine => words::MINE_ELSEWHERE,
            JobTab::Waiting => words::ALL_WAITING,
        };
        Tab {
            id: tab.id().to_owned(),
            title: self.t(title),
            count: count.to_string(),
            selected: tab == chosen,
        }
    }

    fn me(&self, me: &PersonId) -> Person {
        let hour = self.now.with_timezone(&self.zone).hour();
        let (_, tone) = self.whereabouts(me);
        Person {
            id: me.to_string(),
            initial: self.initial(me),
            name: words::greeting(self.language, hour, &self.person(me)),
            time: String::new(),
            note: self.my_note(me),
            tone,
            active: true,
        }
    }

    fn my_note(&self, me: &PersonId) -> String {
        let Some(segment) = self.look.doing(me) else {
            return self.t(words::NOT_IN_ME);
        };
        let what = match &segment.doing {
            Doing::Idle { code } => self.t(idle_code(*code)),
            Doing::Jobs { jobs, .. } => {
                let names: Vec<String> = jobs.iter().map(|on| self.job_name(&on.job)).collect();
                names.join(" + ")
            }
        };
        let begun = self.look.day(me).and_then(|day| day.segments.first());
        let since = self.clock(begun.map_or(segment.from, |first| first.from));
        words::on_shift(self.language, &since, &what, self.secs_since(segment.from))
    }

    /// Makes the card of a job.
    pub(super) fn job(&self, card: &JobCard) -> Job {
        let (_, mut tone) = stage(card.stage);
        if card
            .hold
            .as_ref()
            .is_some_and(|hold| hold.cleared_at.is_some())
        {
            tone = Tone::Working;
        }
        Job {
            id: card.job.to_string(),
            plate: self.plate(card.car.plate.as_ref()),
            car: car_line(card),
            title: self.job_title(card),
            detail: self.job_detail(card),
            promised: card
                .car
                .promised_at
                .map(|at| self.moment(at))
                .unwrap_or_default(),
            promised_tone: promise_tone(card),
            state: self.job_state(card),
            tone,
            enabled: card.stage != Stage::Finished,
        }
    }

    /// Standard hours, then who is planned for it.
    fn job_detail(&self, card: &JobCard) -> String {
        let mut detail = hours(card.standard, self.language);
        if let Some(lead) = card.plan.as_ref().and_then(|plan| plan.lead.as_ref()) {
            detail = format!("{detail} · {}", self.person(lead));
        }
        detail
    }

    fn job_state(&self, card: &JobCard) -> String {
        let word: Text = stage(card.stage).0;
        match card.stage {
            Stage::InRepair => self.running_state(card),
            Stage::OnHold => self.hold_state(card),
            Stage::Dispatched => match &card.plan {
                Some(plan) if plan.bay != self.kiosk.bay => {
                    words::at_bay(self.language, &self.bay_name(&plan.bay))
                }
                Some(plan) => words::planned(self.language, &self.moment(plan.start)),
                None => self.t(word),
            },
            Stage::Rework => {
                let shown = self.rework(card);
                let parts = [shown.flag, shown.reason];
                let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
                parts.join(" · ")
            }
            Stage::AwaitingDispatch | Stage::Finished => self.t(word),
        }
    }

    fn running_state(&self, card: &JobCard) -> String {
        let mine = self
            .kiosk
            .me()
            .is_some_and(|me| card.live.iter().any(|on| on.person == *me));
        if mine {
            return words::on_job(self.language, card.clocked_secs(self.now));
        }
        let names = self.people_names(card.live.iter().map(|live| &live.person));
        words::join(self.language, &names)
    }

    fn hold_state(&self, card: &JobCard) -> String {
        let Some(hold) = &card.hold else {
            return self.t(stage(card.stage).0);
        };
        if let Some(at) = hold.cleared_at {
            return words::cleared(self.language, hold.reason, &self.moment(at));
        }
        let reason = hold_reason(hold.reason).to(self.language);
        format!("{reason} · {}", timer(self.secs_since(hold.since)))
    }
}

/// What came back and was not begun again has a card of its own, on top.
fn is_urgent(card: &JobCard) -> bool {
    card.stage == Stage::Rework
}

/// Tells whether someone is planned for a job, or has begun it.
fn is_for(card: &JobCard, person: &PersonId) -> bool {
    let planned = card
        .plan
        .iter()
        .flat_map(|plan| plan.lead.iter().chain(&plan.helpers));
    planned.chain(&card.workers).any(|other| other == person)
}

/// Brand, model and colour in one line.
pub(super) fn car_line(card: &JobCard) -> String {
    let words = [card.car.car.as_str(), card.car.colour.as_str()];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.join(" · ")
}
