//! From state and picture to the model of the screen: one file a page, and [`header`] for what frames them all.

mod check_words;
mod checks;
mod choices;
mod day;
mod faces;
mod finding;
mod header;
mod jobs;
mod parts;
mod rework;
mod tools;
mod waiting;
mod work;

use super::finding::{Asks, Making};
use super::look::Look;
use super::model::{BayModel, PageShown, PlateShown};
use super::{BayKiosk, Shown, Wish};
use crate::domain::calendar::WorkingHours;
use crate::domain::forecast::Risk;
use crate::domain::ids::{BayId, JobId, PersonId};
use crate::domain::person::Language;
use crate::domain::plate::{Plate, PlateKind};
use crate::projection::catalogue::CatalogueView;
use crate::projection::job_card::JobCard;
use crate::projection::picture::Picture;
use crate::screen::tone::Tone;
use crate::screen::words::refusals::{Naming, refusal};
use crate::screen::words::time::{clock, moment};
use crate::screen::words::{
    Text, bay as words, bay_checks, bay_parts as part_words, bay_tools as tool_words, name,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// Names the prompt's button that clears the call of the bay.
pub(super) const CLEAR_CALL: &str = "clear-call";
/// Begins the name of the prompt's button that resumes a job.
pub(super) const RESUME: &str = "resume:";

/// Names the prompt's button that goes on with a half-made finding.
pub(super) const GO_ON: &str = "go-on";
/// Begins the name of the prompt's button that asks for more time.
pub(super) const EXTEND: &str = "extend:";
/// Names the prompt's button that goes on with a half-made parts request.
pub(super) const GO_ON_PARTS: &str = "go-on-parts";
/// Begins the name of the prompt's button that signs for parts.
pub(super) const SIGN: &str = "sign:";
/// Begins the name of the prompt's button that takes an unknown label for a part.
pub(super) const AS_PART: &str = "as-part:";
/// Begins the name of a finding where jobs and prompts are named.
pub(super) const FINDING: &str = "finding:";

impl BayKiosk {
    /// Makes the model of the screen.
    pub fn present(&self, picture: &Picture, now: DateTime<Utc>) -> BayModel {
        let presenter = Presenter {
            kiosk: self,
            look: self.look(picture),
            picture,
            now,
            language: self.language(picture),
            zone: picture
                .views
                .site
                .as_ref()
                .map_or_else(|| WorkingHours::default().zone, |site| site.hours.zone),
        };
        presenter.model()
    }
}

struct Presenter<'a> {
    kiosk: &'a BayKiosk,
    look: Look<'a>,
    picture: &'a Picture,
    now: DateTime<Utc>,
    language: Language,
    zone: Tz,
}

impl Presenter<'_> {
    fn model(&self) -> BayModel {
        let shown = self.kiosk.shown(self.picture);
        let mut model = BayModel {
            page: page(&shown, &self.picture.views.catalogue),
            now_at: -1.0,
            ..BayModel::default()
        };
        self.frame(&mut model, &shown);
        match &shown {
            Shown::Idle => {
                model.next_jobs = self.next_jobs();
                model.urgent = self.urgent();
                model.checks_entry = self.checks_entry();
                self.faces(&mut model);
            }
            Shown::People => self.faces(&mut model),
            Shown::Pin(person) => model.pin = self.pin(person),
            Shown::Jobs => self.jobs(&mut model),
            Shown::Running(card) | Shown::OnHold(card) => self.work(&mut model, card),
            Shown::Hold(leaving) => self.hold(&mut model, leaving),
            Shown::IdleCodes => self.idle_codes(&mut model),
            Shown::Help => self.help(&mut model),
            Shown::MyDay => self.day(&mut model),
            Shown::Finish(card) => model.confirm = self.confirm(card),
            Shown::Finding(draft) => self.finding(&mut model, draft),
            Shown::Note(draft) => self.note(&mut model, draft),
            Shown::Extend(card, by) => self.extension(&mut model, card, *by),
            Shown::Parts(card, page) => self.parts(&mut model, card, page),
            Shown::Tools(job, page) => self.tools(&mut model, *job, page),
            Shown::Check(path, subject) => self.check(&mut model, path, subject),
            Shown::Checks(tab) => self.checks(&mut model, *tab),
            Shown::Rework(card) => self.rework_sheet(&mut model, card),
        }
        model
    }

    fn t(&self, text: Text) -> String {
        text.to(self.language).to_owned()
    }

    fn clock(&self, at: DateTime<Utc>) -> String {
        clock(at, self.zone)
    }

    fn moment(&self, at: DateTime<Utc>) -> String {
        moment(at, self.now, self.zone)
    }

    /// Names someone; who is not on the roster goes by the number.
    fn person(&self, id: &PersonId) -> String {
        let name = self.picture.views.name_of(id);
        name.map_or_else(|| id.to_string(), str::to_owned)
    }

    fn initial(&self, id: &PersonId) -> String {
        self.person(id).chars().take(1).collect()
    }

    fn people_names<'p>(&self, people: impl IntoIterator<Item = &'p PersonId>) -> String {
        let names: Vec<String> = people.into_iter().map(|id| self.person(id)).collect();
        names.join(match self.language {
            Language::En => ", ",
            Language::Zh => "、",
        })
    }

    fn job_title(&self, card: &JobCard) -> String {
        name(self.language, &card.name, &card.english_name).to_owned()
    }

    /// Names a job by plate and work; one that no view knows goes by its number.
    fn job_name(&self, id: &JobId) -> String {
        match self.look.card(id) {
            Some(card) => {
                let plate = card.car.plate.as_ref().map_or("", Plate::as_str);
                format!("{plate} {}", self.job_title(card))
                    .trim()
                    .to_owned()
            }
            None => id.to_string(),
        }
    }

    fn bay_name(&self, id: &BayId) -> String {
        let bay = self
            .picture
            .views
            .site
            .as_ref()
            .and_then(|site| site.bay(id))
            .or_else(|| self.kiosk.own.as_ref().filter(|own| own.id == *id));
        bay.map_or_else(
            || id.to_string(),
            |bay| name(self.language, &bay.name, &bay.english_name).to_owned(),
        )
    }

    fn refusal(&self, why: &crate::domain::refusal::Refusal) -> String {
        let naming = Naming {
            language: self.language,
            zone: self.zone,
            now: self.now,
            person: &|id| self.person(id),
            job: &|id| self.job_name(id),
        };
        refusal(why, naming)
    }

    /// Counts the seconds since a moment; a clock that is behind counts none.
    fn secs_since(&self, at: DateTime<Utc>) -> i64 {
        (self.now - at).num_seconds().max(0)
    }

    /// Says what will be done once it is known who wants it.
    fn wish(&self) -> Option<String> {
        Some(match self.kiosk.wish.as_ref()? {
            Wish::ClockOn(job) => {
                format!(
                    "{} · {}",
                    words::CLOCK_ON.to(self.language),
                    self.job_name(job)
                )
            }
            Wish::ClearCall(_) => self.t(words::CLEAR_CALL),
            Wish::Do(action, _) => self.t(choices::action_title(*action)),
            Wish::Sign(..) => self.t(part_words::SIGN),
            Wish::OpenPart(..) => self.t(part_words::PARTS),
            Wish::OpenTool(..) => self.t(tool_words::TOOLS),
            Wish::Check(job, _) => self.wished_check(job),
            Wish::Wash(_) => self.t(bay_checks::TO_WASH),
        })
    }

    fn plate(&self, plate: Option<&Plate>) -> PlateShown {
        PlateShown {
            text: plate.map(Plate::to_string).unwrap_or_default(),
            kind: plate.map_or(PlateKind::Other, Plate::kind),
        }
    }
}

fn page(shown: &Shown<'_>, catalogue: &CatalogueView) -> PageShown {
    match shown {
        Shown::Idle => PageShown::Idle,
        Shown::Pin(_) => PageShown::Pin,
        Shown::People => PageShown::People,
        Shown::Jobs => PageShown::Jobs,
        Shown::Running(_) => PageShown::Running,
        Shown::OnHold(_) => PageShown::OnHold,
        Shown::Hold(_) => PageShown::Hold,
        Shown::IdleCodes => PageShown::IdleCodes,
        Shown::Help => PageShown::Help,
        Shown::MyDay => PageShown::MyDay,
        Shown::Finish(_) => PageShown::FinishConfirm,
        Shown::Extend(..) | Shown::Tools(..) => PageShown::Question,
        Shown::Parts(_, page) => parts::page(page),
        Shown::Check(path, _) => checks::page(&path.page),
        Shown::Checks(_) => PageShown::Checks,
        Shown::Rework(_) => PageShown::Parts,
        Shown::Finding(draft) | Shown::Note(draft)
            if !matches!(draft.asks(catalogue), Asks::Nothing(_)) =>
        {
            PageShown::Question
        }
        Shown::Finding(_) => PageShown::Finding,
        Shown::Note(_) => PageShown::Note,
    }
}

/// The tone of a promise.
fn promise_tone(card: &JobCard) -> Tone {
    match card.car.forecast.as_ref().map(|forecast| forecast.risk) {
        Some(Risk::Overdue) => Tone::Late,
        Some(Risk::AtRisk) => Tone::Risk,
        Some(Risk::OnTime) | None => Tone::Neutral,
    }
}
