//! Checks at the bay (自检, 互检) and the wash (洗车): which pages there are, and what a tap on one of them means.
//!
//! ```text
//!   finish ──▶ self-check ─┐
//!   checks & wash ──▶ job ─┴▶ list ──▶ keypad          all good: confirmed
//!                  └▶ car: wash begins, ends │ ├─▶ words and photos of an item
//!                                            │ └─▶ something fails ──▶ why ──▶ words ──▶ back to work
//!                                            └──── left: it goes on where it stood
//! ```

mod back;
mod draft;
mod subject;
mod wash;

pub(super) use self::back::reason_id;
pub(super) use self::draft::CheckDrafts;
pub(super) use self::subject::{NotYours, Subject};

use super::parts::Tapped;
use super::{BayKiosk, Effect, NOTICE_SECS, Notice, Page, Wish};
use crate::domain::command::CommandBody;
use crate::domain::ids::{ItemCode, JobId, PersonId, RoNumber};
use crate::domain::quality::checklist::{CheckItem, CheckKind, Checklist, Verdict};
use crate::domain::quality::command::QualityCommand;
use crate::projection::job_card::JobCard;
use crate::projection::picture::{Picture, Tap};
use crate::screen::checklist::{self, Keypad};
use chrono::{DateTime, TimeDelta, Utc};

/// Begins the name of a check where jobs and prompts are named.
pub(super) const CHECK: &str = "check:";

/// A page of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CheckPage {
    /// The list.
    List,
    /// The value of an item.
    Measure { item: ItemCode, typed: Keypad },
    /// What there is to say of an item, in words and pictures.
    Item(ItemCode, Tapped),
    /// Why the job goes back.
    Reason,
    /// What there is to say to who gets it back.
    Back(Tapped),
}

/// Where a check was opened from, which is where it goes back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CameFrom {
    /// The bay's own page.
    Home,
    /// The list of what waits to be checked.
    List,
}

/// A check and its open page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CheckPath {
    pub(super) job: JobId,
    pub(super) check: CheckKind,
    pub(super) from: CameFrom,
    pub(super) page: CheckPage,
}

impl CheckPath {
    fn new(job: JobId, check: CheckKind, from: CameFrom) -> Self {
        Self {
            job,
            check,
            from,
            page: CheckPage::List,
        }
    }
}

/// A list of what is to be done about finished cars.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum ChecksTab {
    /// Jobs that wait for a check.
    #[default]
    Checks,
    /// Cars that are to be washed.
    Wash,
}

impl ChecksTab {
    pub(super) const ALL: [Self; 2] = [Self::Checks, Self::Wash];

    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Checks => "checks",
            Self::Wash => "wash",
        }
    }
}

/// What a finger does on a page about checks. Rows are known by the names that they carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckTap {
    /// The list of what waits is opened.
    Open,
    /// One of its halves.
    Tab(String),
    /// A job that waits for a check.
    Job(String),
    /// The wash of a car begins, or ends.
    Wash(String),
    /// An item is good.
    Good(String),
    /// It is not.
    Bad(String),
    /// It is not there on this car.
    Out(String),
    /// Its value.
    Value(String),
    /// What there is to say of it.
    Item(String),
    /// All the rest is good.
    Rest,
    /// The big button: the check is made, or the job goes back.
    Confirm,
    /// A key of the keypad.
    Key(String),
    /// The last key goes.
    Erased,
    /// That is the value.
    Measured,
    /// What a job came back for.
    Rework,
}

impl BayKiosk {
    /// Opens the check that a job waits for; who may not make it is told why.
    pub(super) fn open_check(
        &mut self,
        job: JobId,
        from: CameFrom,
        me: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        if from == CameFrom::List {
            self.page = Page::Checks(ChecksTab::Checks);
        }
        let look = self.look(picture);
        let Some(subject) = look.subject(&job) else {
            return Vec::new();
        };
        let check = match subject.quality.next {
            Some(check @ (CheckKind::SelfCheck | CheckKind::Peer)) => check,
            _ => return Vec::new(),
        };
        match look.not_yours(&subject, me) {
            Some(_) => self.tell(Notice::NotYourCheck(job), now),
            None => self.page = Page::Check(CheckPath::new(job, check, from)),
        }
        Vec::new()
    }

    fn tell(&mut self, notice: Notice, now: DateTime<Utc>) {
        self.notice = Some((notice, now + TimeDelta::seconds(NOTICE_SECS)));
    }

    /// After a finish the lead checks what was done, at once; who is not the lead is told whose turn it is.
    pub(super) fn after_finish(&mut self, job: &JobId, picture: &Picture, now: DateTime<Utc>) {
        let job = job.clone();
        let card = self.look(picture).card(&job);
        if self
            .me()
            .is_some_and(|me| card.is_none_or(|card| checks_first(card, me)))
        {
            self.page = Page::Check(CheckPath::new(job, CheckKind::SelfCheck, CameFrom::Home));
        } else {
            self.page = Page::Home;
            self.tell(Notice::NotYourCheck(job), now);
        }
    }

    /// Tells whether a finish was looked at since, or a check was followed by the next: then it is not taken back.
    pub(super) fn is_built_on(&self, tap: &Tap, picture: &Picture) -> bool {
        let quality_of = |job: &JobId| Some(self.look(picture).subject(job)?.quality);
        match &tap.command.body {
            CommandBody::Finish { job } => quality_of(job).is_some_and(|quality| {
                quality.finish != Some(tap.command.id) || !quality.made.is_empty()
            }),
            CommandBody::Quality { ro, body } => match body.as_ref() {
                QualityCommand::Check { line, .. } => {
                    let job = JobId::new(ro.clone(), *line);
                    quality_of(&job).is_some_and(|quality| {
                        let last = quality.made.last();
                        last.is_none_or(|mark| mark.said.command != tap.command.id)
                    })
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Who comes back to the bay goes on with the check that they were in the middle of.
    pub(super) fn go_on_with_check(
        &mut self,
        me: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) {
        let look = self.look(picture);
        let half = self.check_drafts.interrupted(me, now).find(|draft| {
            let subject = look.subject(&draft.job);
            subject.is_some_and(|subject| {
                subject.quality.finish == Some(draft.finish)
                    && subject.quality.next == Some(draft.check)
            })
        });
        if let Some(draft) = half {
            let (job, check) = (draft.job.clone(), draft.check);
            self.page = Page::Check(CheckPath::new(job, check, CameFrom::Home));
        }
    }

    /// Takes a tap on a page about checks.
    pub(super) fn check_tap(
        &mut self,
        tap: CheckTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match (tap, self.page.clone()) {
            (CheckTap::Open, _) => {
                self.page = Page::Checks(ChecksTab::default());
                Vec::new()
            }
            (CheckTap::Tab(id), Page::Checks(tab)) => {
                let mut tabs = ChecksTab::ALL.into_iter();
                self.page = Page::Checks(tabs.find(|tab| tab.id() == id).unwrap_or(tab));
                Vec::new()
            }
            (CheckTap::Job(id), _) => match id.parse() {
                Ok(job) => self.wished(Wish::Check(job, CameFrom::List), picture, now),
                Err(_) => Vec::new(),
            },
            (CheckTap::Wash(id), _) => {
                let ro = RoNumber::new(id);
                self.wished(Wish::Wash(ro), picture, now)
            }
            (CheckTap::Rework, _) => {
                if let Some(job) = self.subject(picture) {
                    self.page = Page::Rework(job);
                }
                Vec::new()
            }
            (tap, Page::Check(path)) => self.on_the_list(path, tap, picture, now),
            _ => Vec::new(),
        }
    }

    fn on_the_list(
        &mut self,
        path: CheckPath,
        tap: CheckTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(subject) = self.look(picture).subject(&path.job) else {
            return Vec::new();
        };
        let list = subject.list(picture);
        match (path.page.clone(), tap) {
            (CheckPage::List, CheckTap::Confirm) => self.confirm_check(path, list, picture, now),
            (CheckPage::List, CheckTap::Rest) => {
                let check = path.check;
                self.change_check(&path, picture, now, |draft| {
                    if let Some(list) = list {
                        checklist::rest_is_good(&mut draft.results, list, check);
                    }
                })
            }
            (CheckPage::List, tap) => {
                let (CheckTap::Good(code)
                | CheckTap::Bad(code)
                | CheckTap::Out(code)
                | CheckTap::Value(code)
                | CheckTap::Item(code)) = &tap
                else {
                    return Vec::new();
                };
                let item = list.and_then(|list| checklist::find(list, path.check, code));
                match item {
                    Some(item) => self.item_tap(path, item, &tap, picture, now),
                    None => Vec::new(),
                }
            }
            (CheckPage::Measure { item, typed }, tap) => {
                let found = list.and_then(|list| checklist::find(list, path.check, item.as_str()));
                match found {
                    Some(item) => self.keypad_tap(path, item, typed, tap, picture, now),
                    None => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    fn item_tap(
        &mut self,
        path: CheckPath,
        item: &CheckItem,
        tap: &CheckTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let verdict = match tap {
            CheckTap::Good(_) if item.measure.is_none() => Verdict::Pass,
            CheckTap::Bad(_) => Verdict::Fail,
            CheckTap::Out(_) => Verdict::NotApplicable,
            CheckTap::Item(_) => {
                let code = item.named.code.clone();
                let draft = self.check_draft(&path, picture);
                let results = draft.map(|draft| draft.results.as_slice());
                // There is something to say of it once it has an answer.
                if checklist::row(item, results.unwrap_or_default())
                    .result
                    .is_some()
                {
                    self.go(path, CheckPage::Item(code, Tapped::Chips));
                }
                return Vec::new();
            }
            // What is measured is good only by its value.
            _ => {
                let page = CheckPage::Measure {
                    item: item.named.code.clone(),
                    typed: Keypad::default(),
                };
                self.go(path, page);
                return Vec::new();
            }
        };
        self.change_check(&path, picture, now, |draft| {
            checklist::answer(&mut draft.results, item, verdict);
        })
    }

    fn go(&mut self, path: CheckPath, page: CheckPage) {
        self.page = Page::Check(CheckPath { page, ..path });
    }

    fn keypad_tap(
        &mut self,
        path: CheckPath,
        item: &CheckItem,
        mut typed: Keypad,
        tap: CheckTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match tap {
            CheckTap::Key(key) => typed.press(&key),
            CheckTap::Erased => typed.erase(),
            CheckTap::Measured => {
                let Some(value) = typed.value() else {
                    return Vec::new();
                };
                self.go(path.clone(), CheckPage::List);
                return self.change_check(&path, picture, now, |draft| {
                    checklist::measured(&mut draft.results, item, value);
                });
            }
            _ => {}
        }
        let item = item.named.code.clone();
        self.go(path, CheckPage::Measure { item, typed });
        Vec::new()
    }

    /// The check is made where all is good; where something is not, it is asked why the job goes back.
    fn confirm_check(
        &mut self,
        path: CheckPath,
        list: Option<&Checklist>,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let draft = self.check_draft(&path, picture);
        let results = draft.map(|draft| draft.results.clone()).unwrap_or_default();
        let progress = checklist::progress(list, path.check, &results);
        if progress.failed > 0 {
            self.go(path, CheckPage::Reason);
            return Vec::new();
        }
        let Some((true, finish)) = self
            .finish_of(&path, picture)
            .map(|finish| (progress.is_good(), finish))
        else {
            return Vec::new();
        };
        let body = QualityCommand::Check {
            line: path.job.line,
            finish,
            check: path.check,
            results: checklist::on_the_list(list, path.check, &results),
        };
        self.over(&path, body, picture, now)
    }

    /// Submits what became of a check, and forgets what was half made of it.
    fn over(
        &mut self,
        path: &CheckPath,
        body: QualityCommand,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let (ro, body) = (path.job.ro.clone(), Box::new(body));
        let mut effects = self.submit(CommandBody::Quality { ro, body }, now);
        effects.extend(self.forget_check(path, picture));
        self.leave_check(path);
        effects
    }

    fn leave_check(&mut self, path: &CheckPath) {
        self.page = match path.from {
            CameFrom::Home => Page::Home,
            CameFrom::List => Page::Checks(ChecksTab::Checks),
        };
    }

    /// One page back; from the list, to where it was opened from. What is half made stays.
    pub(super) fn check_back(&mut self, path: CheckPath, picture: &Picture) -> Vec<Effect> {
        let page = match path.page {
            CheckPage::List => {
                let effects = self.set_aside(&path, picture);
                self.leave_check(&path);
                return effects;
            }
            CheckPage::Item(ref item, Tapped::Keys) => CheckPage::Item(item.clone(), Tapped::Chips),
            CheckPage::Back(Tapped::Keys) => CheckPage::Back(Tapped::Chips),
            CheckPage::Back(Tapped::Chips) => CheckPage::Reason,
            CheckPage::Measure { .. } | CheckPage::Item(..) | CheckPage::Reason => CheckPage::List,
        };
        self.go(path, page);
        Vec::new()
    }
}

/// Tells whether somebody checks a job first once it is finished: its lead where they worked on it, else who did.
fn checks_first(card: &JobCard, person: &PersonId) -> bool {
    let planned = card.plan.as_ref().and_then(|plan| plan.lead.as_ref());
    let lead = planned.filter(|lead| card.workers.contains(lead));
    card.quality.self_checkers.contains(person) || lead.is_none_or(|lead| lead == person)
}
