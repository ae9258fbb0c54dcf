//! Looking at the picture from this bay: which jobs are here, who is on what.

use crate::domain::andon::AndonCall;
use crate::domain::clock::{Doing, End, Segment};
use crate::domain::finding::Answer;
use crate::domain::ids::{BayId, CommandId, JobId, PersonId};
use crate::projection::job_card::{JobCard, Stage};
use crate::projection::people::PersonView;
use crate::projection::picture::Picture;
use chrono::{DateTime, Utc};
use std::cmp::Reverse;

/// The picture as this bay sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) picture: &'a Picture,
    pub(super) bay: &'a BayId,
}

impl<'a> Look<'a> {
    /// Walks through every job that the station knows.
    pub(super) fn cards(self) -> impl Iterator<Item = &'a JobCard> {
        let views = &self.picture.views;
        views
            .bays
            .values()
            .flat_map(|bay| &bay.jobs)
            .chain(&views.waiting.jobs)
    }

    pub(super) fn card(self, job: &JobId) -> Option<&'a JobCard> {
        self.cards().find(|card| card.job == *job)
    }

    /// Lists the jobs of this bay in the order of their start.
    pub(super) fn jobs_here(self) -> &'a [JobCard] {
        self.picture
            .views
            .bays
            .get(self.bay)
            .map_or(&[], |bay| &bay.jobs)
    }

    /// Finds the job that runs here; of several, the one that was begun last.
    pub(super) fn running(self) -> Option<&'a JobCard> {
        self.jobs_here()
            .iter()
            .filter(|card| card.stage == Stage::InRepair)
            .max_by_key(|card| card.live.iter().map(|live| live.since).max())
    }

    /// Finds the job that stands still here; of several, one that can go on, else the latest.
    pub(super) fn standing(self) -> Option<&'a JobCard> {
        self.jobs_here()
            .iter()
            .filter_map(|card| Some((card, card.hold.as_ref()?)))
            .filter(|(card, _)| card.stage == Stage::OnHold)
            .max_by_key(|(_, hold)| (hold.cleared_at.is_some(), hold.since))
            .map(|(card, _)| card)
    }

    /// Finds the job of this bay that someone is on.
    pub(super) fn my_job_here(self, me: &PersonId) -> Option<&'a JobCard> {
        self.jobs_here()
            .iter()
            .filter_map(|card| Some((card, card.live.iter().find(|live| live.person == *me)?)))
            .max_by_key(|(_, live)| live.since)
            .map(|(card, _)| card)
    }

    /// Finds why a job may not be worked on: the finding that it was, to which the customer has not said yes, or no
    /// more.
    pub(super) fn unauthorised(self, job: &JobId) -> Option<CommandId> {
        let findings = self.picture.views.findings.findings.iter();
        let mut of_job = findings.filter(|card| {
            *card.ro() == job.ro && card.finding.line == job.line && card.earlier.is_none()
        });
        let card = of_job.find(|card| card.finding.sighting.is_asked())?;
        let answer = card.finding.answer().map(|said| said.answer);
        (answer != Some(Answer::Authorised)).then_some(card.finding.id)
    }

    pub(super) fn day(self, person: &PersonId) -> Option<&'a PersonView> {
        self.picture.views.people.get(person)
    }

    /// Shows what someone is on; nothing for who is not here, or left without clocking out.
    pub(super) fn doing(self, person: &PersonId) -> Option<&'a Segment> {
        let day = self.day(person).filter(|day| day.missed.is_none())?;
        day.segments
            .last()
            .filter(|segment| segment.end == End::Running)
    }

    /// Tells whether the end of someone's shift was found missing on the day that it still is.
    pub(super) fn is_flagged_today(self, person: &PersonId, now: DateTime<Utc>) -> bool {
        let policy = self.picture.views.site.as_ref();
        self.day(person).is_some_and(|day| {
            day.missed.is_some() && policy.is_some_and(|policy| policy.day_of(now) == day.day)
        })
    }

    /// Lists the jobs that someone is on, wherever.
    pub(super) fn jobs_of(self, person: &PersonId) -> Vec<JobId> {
        match self.doing(person).map(|segment| &segment.doing) {
            Some(Doing::Jobs { jobs, .. }) => jobs.iter().map(|on| on.job.clone()).collect(),
            Some(Doing::Idle { .. }) => Vec::new(),
            None => self
                .cards()
                .filter(|card| card.live.iter().any(|live| live.person == *person))
                .map(|card| card.job.clone())
                .collect(),
        }
    }

    /// Lists the unfinished jobs that would be left to nobody if someone left.
    pub(super) fn left_alone(self, person: &PersonId) -> Vec<JobId> {
        let mut jobs = self.jobs_of(person);
        jobs.retain(|job| self.card(job).is_none_or(|card| !others_on(card, person)));
        jobs
    }

    /// Lists who is on a job of this bay, the first first.
    pub(super) fn people_here(self) -> Vec<&'a PersonId> {
        let mut live: Vec<_> = self
            .jobs_here()
            .iter()
            .flat_map(|card| &card.live)
            .collect();
        live.sort_by_key(|live| (live.since, &live.person));
        let mut people: Vec<&PersonId> = Vec::new();
        for live in live {
            if !people.contains(&&live.person) {
                people.push(&live.person);
            }
        }
        people
    }

    /// Finds the call for help that is open at this bay, the oldest of several.
    pub(super) fn open_call(self) -> Option<&'a AndonCall> {
        let calls = self.picture.views.alerts.calls.iter();
        calls
            .filter(|call| call.bay == *self.bay && call.cleared.is_none())
            .min_by_key(|call| call.raised.at)
    }

    /// Lists the jobs still to do here: what runs first, then what can go on, what stands, what is planned.
    pub(super) fn to_do_here(self) -> Vec<&'a JobCard> {
        let mut cards: Vec<&JobCard> = self
            .jobs_here()
            .iter()
            .filter(|card| card.stage != Stage::Finished)
            .collect();
        cards.sort_by_key(|card| {
            let cleared = card
                .hold
                .as_ref()
                .is_some_and(|hold| hold.cleared_at.is_some());
            let turn = match card.stage {
                Stage::InRepair => 0,
                Stage::OnHold if cleared => 1,
                Stage::OnHold => 2,
                _ => 3,
            };
            let held = card.hold.as_ref().map(|hold| Reverse(hold.since));
            (turn, held, card.plan.as_ref().map(|plan| plan.start))
        });
        cards
    }
}

/// Tells whether anybody but `person` is on a job.
pub(super) fn others_on(card: &JobCard, person: &PersonId) -> bool {
    card.live.iter().any(|live| live.person != *person)
}
