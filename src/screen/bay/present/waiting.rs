//! What waits to be checked and washed: the lists of the workshop, the cards of the bay, and who may do it.

use super::super::checks::{CHECK, ChecksTab, NotYours, Subject};
use super::super::model::checks::{CheckCard, ChecksShown, UrgentCard};
use super::super::model::{BayModel, Prompt, Tab};
use super::Presenter;
use crate::domain::ids::JobId;
use crate::domain::plate::Plate;
use crate::domain::quality::checklist::CheckKind;
use crate::projection::checks::CheckCar;
use crate::screen::checklist;
use crate::screen::tone::Tone;
use crate::screen::words::refusals::Naming;
use crate::screen::words::{bay as bay_words, bay_checks as words, name, quality};
use chrono::{DateTime, Utc};

impl Presenter<'_> {
    /// Lists what waits to be checked, or to be washed.
    pub(super) fn checks(&self, model: &mut BayModel, tab: ChecksTab) {
        let to_check = self.look.to_check(self.kiosk.me());
        let to_wash = self.look.to_wash();
        let tabs = ChecksTab::ALL.map(|one| {
            let (title, count) = match one {
                ChecksTab::Checks => (words::TO_CHECK, to_check.len()),
                ChecksTab::Wash => (words::TO_WASH, to_wash.len()),
            };
            Tab {
                id: one.id().to_owned(),
                title: self.t(title),
                count: count.to_string(),
                selected: one == tab,
            }
        });
        let (cards, empty, hint): (Vec<CheckCard>, _, _) = match tab {
            ChecksTab::Checks => (
                to_check
                    .iter()
                    .map(|subject| self.check_card(subject))
                    .collect(),
                words::NOTHING_TO_CHECK,
                words::NOTHING_TO_CHECK_HINT,
            ),
            ChecksTab::Wash => (
                to_wash.into_iter().map(|car| self.wash_card(car)).collect(),
                words::NOTHING_TO_WASH,
                words::NOTHING_TO_WASH_HINT,
            ),
        };
        let contact = self.picture.views.site.is_some();
        model.checks = ChecksShown {
            title: self.t(words::ENTRY),
            tabs: tabs.into(),
            cards,
            empty: self.t(if contact {
                empty
            } else {
                bay_words::NO_CONTACT
            }),
            empty_hint: self.t(if contact {
                hint
            } else {
                bay_words::NO_CONTACT_HINT
            }),
            ..ChecksShown::default()
        };
    }

    fn check_card(&self, subject: &Subject<'_>) -> CheckCard {
        let me = self.kiosk.me();
        let why = me.and_then(|me| self.look.not_yours(subject, me));
        let check = subject.quality.next.unwrap_or(CheckKind::Peer);
        let who = self.people_names(subject.workers);
        let bay = subject
            .bay
            .map(|bay| self.bay_name(bay))
            .unwrap_or_default();
        let waits_since = match check {
            CheckKind::Peer => subject
                .quality
                .made_by(CheckKind::SelfCheck)
                .map(|mark| mark.said.at),
            _ => None,
        };
        let since = waits_since.or(subject.finished_at);
        let since = since.map(|at| words::since(self.language, &self.moment(at)));
        let mut notes: Vec<String> = since.into_iter().collect();
        notes.extend(self.how_far(subject));
        CheckCard {
            id: subject.job.to_string(),
            plate: self.plate(subject.car.plate.as_ref()),
            title: name(self.language, subject.name, subject.english_name).to_owned(),
            detail: words::done_by(self.language, &who, &bay),
            note: match &why {
                Some(why) => self.not_yours(subject.job, why),
                None => notes.join(" · "),
            },
            promised: self.promised(subject.car.promised_at),
            state: self.t(words::headed(check)),
            tone: match (&why, check) {
                (Some(_), _) => Tone::Wait,
                (None, CheckKind::SelfCheck) => Tone::Action,
                (None, _) => Tone::Qc,
            },
            action: if why.is_none() {
                self.t(words::headed(check))
            } else {
                String::new()
            },
        }
    }

    fn promised(&self, at: Option<DateTime<Utc>>) -> String {
        at.map(|at| self.moment(at)).unwrap_or_default()
    }

    /// Says how far who acts has come with a check that they left.
    fn how_far(&self, subject: &Subject<'_>) -> Option<String> {
        let (check, finish) = (subject.quality.next?, subject.quality.finish?);
        let draft = self
            .kiosk
            .check_drafts
            .get(self.kiosk.me()?, finish, check)?;
        let list = subject.list(self.picture);
        let progress = checklist::progress(list, check, &draft.results);
        (progress.answered > 0)
            .then(|| words::half_done(self.language, progress.answered, progress.of))
    }

    fn wash_card(&self, car: &CheckCar) -> CheckCard {
        let begun = car.wash_begun.as_ref();
        let place =
            |word, place: &str| (!place.is_empty()).then(|| format!("{} {place}", self.t(word)));
        let places = [
            place(words::PARKED, &car.car.parking_spot),
            place(words::KEY, &car.car.key_tag),
        ];
        let places: Vec<String> = places.into_iter().flatten().collect();
        let since = car
            .since
            .map(|at| words::since(self.language, &self.moment(at)));
        CheckCard {
            id: car.ro().to_string(),
            plate: self.plate(car.car.plate.as_ref()),
            title: car.car.car.clone(),
            detail: places.join(" · "),
            note: match begun {
                Some(said) => {
                    let who = said.by.as_ref().map(|by| self.person(by));
                    let at = self.moment(said.at);
                    words::washing(self.language, &who.unwrap_or_default(), &at)
                }
                None => since.unwrap_or_default(),
            },
            promised: self.promised(car.car.promised_at),
            state: self.t(if begun.is_some() {
                words::WASHING
            } else {
                words::NOT_BEGUN
            }),
            tone: if begun.is_some() {
                Tone::Working
            } else {
                Tone::Action
            },
            action: self.t(if begun.is_some() {
                words::END_WASH
            } else {
                words::BEGIN_WASH
            }),
        }
    }

    /// Says why a check is somebody else's.
    pub(super) fn not_yours(&self, job: &JobId, why: &NotYours) -> String {
        let naming = Naming {
            language: self.language,
            zone: self.zone,
            now: self.now,
            person: &|id| self.person(id),
            job: &|id| self.check_job_name(id),
        };
        match why {
            NotYours::Bar(bar) => quality::bar(job, bar, naming),
            NotYours::Role => self.t(words::FOR_TECHNICIANS),
        }
    }

    /// Names a job whose car is on the screen already.
    fn check_job_name(&self, id: &JobId) -> String {
        match self.look.subject(id) {
            Some(subject) => name(self.language, subject.name, subject.english_name).to_owned(),
            None => self.job_name(id),
        }
    }

    /// Says whose check a job waits for.
    pub(super) fn whose_check(&self, job: &JobId) -> Option<String> {
        let subject = self.look.subject(job)?;
        let why = self.look.not_yours(&subject, self.kiosk.me()?)?;
        let plate = subject.car.plate.as_ref().map_or("", Plate::as_str);
        let title = name(self.language, subject.name, subject.english_name);
        let why = self.not_yours(job, &why);
        Some(format!("{plate} {title} · {why}").trim().to_owned())
    }

    /// Names the check that is made once it is known who wants to.
    pub(super) fn wished_check(&self, job: &JobId) -> String {
        let subject = self.look.subject(job);
        let check = subject.and_then(|subject| subject.quality.next);
        let check = quality::check(check.unwrap_or(CheckKind::Peer)).to(self.language);
        format!("{check} · {}", self.check_job_name(job))
    }

    /// What comes before all other jobs of the bay.
    pub(super) fn urgent(&self) -> Vec<UrgentCard> {
        let mut cards = self.rework_cards();
        cards.extend(self.self_check_cards());
        cards
    }

    /// What leads to the checks and the wash, with how many checks somebody else could make now.
    pub(super) fn checks_entry(&self) -> Tab {
        let peers = self.look.peer_checks().len();
        let count = peers + self.look.to_wash().len();
        Tab {
            id: ChecksTab::Checks.id().to_owned(),
            title: self.t(words::ENTRY),
            count: if count > 0 {
                count.to_string()
            } else {
                String::new()
            },
            selected: false,
        }
    }

    /// Lists the self-checks of this bay as cards.
    pub(super) fn self_check_cards(&self) -> Vec<UrgentCard> {
        let due = self.look.self_checks_here().into_iter();
        due.map(|subject| {
            let lead = subject.quality.lead.as_ref();
            let lead = lead.map(|lead| words::turn_of(self.language, &self.person(lead)));
            let at = subject.finished_at;
            let at = at.map(|at| words::since(self.language, &self.moment(at)));
            UrgentCard {
                id: format!("{CHECK}{}", subject.job),
                flag: self.t(words::SELF_CHECK_DUE),
                tone: Tone::Action,
                plate: self.plate(subject.car.plate.as_ref()),
                promised: self.promised(subject.car.promised_at),
                title: name(self.language, subject.name, subject.english_name).to_owned(),
                reason: lead.unwrap_or_default(),
                note: self.how_far(&subject).or(at).unwrap_or_default(),
                detail: String::new(),
            }
        })
        .collect()
    }

    /// Reminds whoever works on at the bay of what was finished and not checked.
    pub(super) fn self_check_prompts(&self) -> Vec<Prompt> {
        let me = self.kiosk.me();
        let due = self.look.self_checks_here().into_iter();
        due.filter(|subject| me.is_none_or(|me| self.look.not_yours(subject, me).is_none()))
            .map(|subject| {
                let plate = subject.car.plate.as_ref().map_or("", Plate::as_str);
                let title = name(self.language, subject.name, subject.english_name);
                let flag = words::SELF_CHECK_DUE.to(self.language);
                let who = subject.quality.lead.as_ref().filter(|_| me.is_none());
                let who = who.map(|who| format!(" · {}", self.person(who)));
                Prompt {
                    id: format!("{CHECK}{}", subject.job),
                    text: format!("{flag} · {plate} {title}{}", who.unwrap_or_default()),
                    tone: Tone::Action,
                    action: self.t(words::SELF_CHECK),
                }
            })
            .collect()
    }
}
