//! Every read model with its name: what the coordinator publishes and a station keeps.

use super::alerts::{AlertsView, alerts};
use super::bay::{BayView, bay_views};
use super::cars::{Cars, CarsView, OperationCard, OperationsView, cars, operations};
use super::catalogue::{CatalogueView, catalogue};
use super::checks::{ChecklistsView, ChecksView, checklists, checks};
use super::figures::FiguresView;
use super::findings::{FindingsView, findings};
use super::finishing::{FinishingView, counts, finishing_cars};
use super::part_search::Parts;
use super::parts::{PartsView, StockView, parts, stock};
use super::people::{PersonView, RosterView, person_view};
use super::requests::{Requests, RequestsView, requests};
use super::site::SiteView;
use super::story::{OrderStory, StoriesView, stories};
use super::tools::{ToolsView, tools};
use super::waiting::{WaitingView, waiting_jobs};
use crate::domain::figures::DayFigures;
use crate::domain::forecast::forecast;
use crate::domain::ids::{BayId, CommandId, PersonId, RoNumber};
use crate::domain::policy::SitePolicy;
use crate::domain::quality::checklist::Checklists;
use crate::domain::workshop::{Enrolled, Workshop};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// How many rows of a big set go on one page, so that a retained message stays below 256 KiB:
/// the longest card seen in the sample day takes 3 KB.
const PAGE_ROWS: usize = 60;

/// How many findings go on one page: each has its car, its parts, its photos and all that was said of it, 7 KB at the
/// most that was seen.
const FINDING_ROWS: usize = 24;

/// How many tools go on one page: each has its history, 6 KB at the most that was seen.
const TOOL_ROWS: usize = 32;

/// How many cars in the checks go on one page: each has its jobs, their checks and its findings, 9 KB at the most that
/// was seen.
const CHECK_ROWS: usize = 16;

/// Names a read model.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ViewName {
    /// Bays, hours, rules.
    Site,
    /// A page of the roster, from 0.
    Roster(u16),
    /// One bay.
    Bay(BayId),
    /// One person's day.
    Person(PersonId),
    /// A page of the waiting lane, from 0.
    Waiting(u16),
    /// A page of the lanes after repair, from 0.
    Finishing(u16),
    /// A page of the calls, warnings and questions, from 0.
    Alerts(u16),
    /// A page of the findings, from 0.
    Findings(u16),
    /// A page of the catalogue of findings, from 0.
    Catalogue(u16),
    /// A page of the operation list, from 0.
    Operations(u16),
    /// A page of the cars, by plate.
    Cars(u16),
    /// A page of the orders that have to do with the store, by number.
    Requests(u16),
    /// How many there are of the parts of the page of the catalogue with the same number.
    Stock(u16),
    /// A page of the parts catalogue, by number.
    Parts(u16),
    /// A page of the tools, from 0.
    Tools(u16),
    /// A page of the whole stories of orders, by number.
    Stories(u16),
    /// A page of the cars in the checks, from 0.
    Checks(u16),
    /// A checklist, from 0.
    Checklists(u16),
    /// The figures of a day.
    Figures(NaiveDate),
}

impl fmt::Display for ViewName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Site => f.write_str("site"),
            Self::Roster(page) => write!(f, "roster/{page}"),
            Self::Bay(bay) => write!(f, "bay/{bay}"),
            Self::Person(person) => write!(f, "person/{person}"),
            Self::Waiting(page) => write!(f, "waiting/{page}"),
            Self::Finishing(page) => write!(f, "finishing/{page}"),
            Self::Alerts(page) => write!(f, "alerts/{page}"),
            Self::Findings(page) => write!(f, "findings/{page}"),
            Self::Catalogue(page) => write!(f, "catalogue/{page}"),
            Self::Operations(page) => write!(f, "operations/{page}"),
            Self::Cars(page) => write!(f, "cars/{page}"),
            Self::Requests(page) => write!(f, "requests/{page}"),
            Self::Parts(page) => write!(f, "parts/{page}"),
            Self::Stock(page) => write!(f, "stock/{page}"),
            Self::Tools(page) => write!(f, "tools/{page}"),
            Self::Stories(page) => write!(f, "stories/{page}"),
            Self::Checks(page) => write!(f, "checks/{page}"),
            Self::Checklists(page) => write!(f, "checklists/{page}"),
            Self::Figures(day) => write!(f, "figures/{day}"),
        }
    }
}

/// A text that names no read model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” names no view")]
pub struct ViewNameError(String);

impl FromStr for ViewName {
    type Err = ViewNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ViewNameError(text.to_owned());
        match text.split_once('/') {
            None if text == "site" => Ok(Self::Site),
            Some(("bay" | "person", "")) => Err(wrong()),
            Some(("bay", id)) => Ok(Self::Bay(BayId::new(id))),
            Some(("person", id)) => Ok(Self::Person(PersonId::new(id))),
            Some(("figures", day)) => day.parse().map(Self::Figures).map_err(|_| wrong()),
            Some((set, page)) => {
                let page = page.parse().map_err(|_| wrong())?;
                match set {
                    "roster" => Ok(Self::Roster(page)),
                    "waiting" => Ok(Self::Waiting(page)),
                    "finishing" => Ok(Self::Finishing(page)),
                    "alerts" => Ok(Self::Alerts(page)),
                    "findings" => Ok(Self::Findings(page)),
                    "catalogue" => Ok(Self::Catalogue(page)),
                    "operations" => Ok(Self::Operations(page)),
                    "cars" => Ok(Self::Cars(page)),
                    "requests" => Ok(Self::Requests(page)),
                    "parts" => Ok(Self::Parts(page)),
                    "stock" => Ok(Self::Stock(page)),
                    "tools" => Ok(Self::Tools(page)),
                    "stories" => Ok(Self::Stories(page)),
                    "checks" => Ok(Self::Checks(page)),
                    "checklists" => Ok(Self::Checklists(page)),
                    _ => Err(wrong()),
                }
            }
            None => Err(wrong()),
        }
    }
}

/// One read model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "view", rename_all = "kebab-case")]
pub enum View {
    /// See [`SiteView`].
    Site(Box<SiteView>),
    /// See [`RosterView`].
    Roster(RosterView),
    /// See [`BayView`].
    Bay(BayView),
    /// See [`PersonView`].
    Person(PersonView),
    /// See [`WaitingView`].
    Waiting(WaitingView),
    /// See [`FinishingView`].
    Finishing(FinishingView),
    /// See [`AlertsView`].
    Alerts(AlertsView),
    /// See [`FindingsView`].
    Findings(FindingsView),
    /// See [`CatalogueView`].
    Catalogue(CatalogueView),
    /// See [`OperationsView`].
    Operations(OperationsView),
    /// See [`CarsView`].
    Cars(CarsView),
    /// See [`RequestsView`].
    Requests(RequestsView),
    /// See [`PartsView`].
    Parts(PartsView),
    /// See [`StockView`].
    Stock(StockView),
    /// See [`ToolsView`].
    Tools(ToolsView),
    /// See [`StoriesView`].
    Stories(StoriesView),
    /// See [`ChecksView`].
    Checks(ChecksView),
    /// See [`ChecklistsView`].
    Checklists(ChecklistsView),
    /// See [`FiguresView`].
    Figures(Box<FiguresView>),
}

/// All read models that a station has, put together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Views {
    /// Bays, hours, rules; nothing before the first contact.
    pub site: Option<SitePolicy>,
    /// The roster by id: who works here.
    pub roster: BTreeMap<PersonId, Enrolled>,
    /// Who has left, so that what they did still bears their names.
    pub left: BTreeMap<PersonId, Enrolled>,
    /// The bays by id.
    pub bays: BTreeMap<BayId, BayView>,
    /// The days by person.
    pub people: BTreeMap<PersonId, PersonView>,
    /// The waiting lane.
    pub waiting: WaitingView,
    /// The lanes after repair.
    pub finishing: FinishingView,
    /// Calls, warnings, questions.
    pub alerts: AlertsView,
    /// What was found.
    pub findings: FindingsView,
    /// What can be found.
    pub catalogue: CatalogueView,
    /// The operation list, by number.
    pub operations: Vec<OperationCard>,
    /// The cars that were ever here; only a station of the floor has them.
    pub cars: Cars,
    /// What the orders have to do with the store.
    pub requests: Requests,
    /// The parts catalogue and what there is of it. It is shared: views are changed with each tap.
    pub parts: Arc<Parts>,
    /// Tools and equipment, by number.
    pub tools: ToolsView,
    /// The whole stories of the orders that have passed; only a station of the floor has them.
    pub stories: BTreeMap<RoNumber, OrderStory>,
    /// The cars in the checks.
    pub checks: ChecksView,
    /// What is looked at in them.
    pub checklists: Checklists,
    /// The figures of the last days. They are shared: views are changed with each tap.
    pub figures: Arc<BTreeMap<NaiveDate, DayFigures>>,
}

impl Views {
    /// Puts the pages together. A page or a bay that is there no more may still be kept somewhere: it is left out.
    pub fn collect<'a>(pages: impl IntoIterator<Item = (&'a ViewName, &'a View)>) -> Self {
        let mut all = Self::default();
        // A set begins with its first page, which says how many there are.
        let (mut roster, mut waiting) = (Pages::default(), Pages::default());
        let (mut finishing, mut alerts) = (Pages::default(), Pages::default());
        let (mut findings, mut catalogue) = (Pages::default(), Pages::default());
        let mut operations = Pages::default();
        let mut tools = Pages::default();
        let (mut checks, mut checklists) = (Pages::default(), Pages::default());
        for (name, view) in pages {
            match view.clone() {
                View::Site(site) => all.site = Some(site.policy),
                View::Roster(page) if roster.has(name, page.pages) => {
                    let by_id = page.people.into_iter().map(|e| (e.person.id.clone(), e));
                    let (here, left): (Vec<_>, Vec<_>) =
                        by_id.partition(|(_, known)| known.person.employment.is_here());
                    all.roster.extend(here);
                    all.left.extend(left);
                }
                View::Bay(bay) => {
                    all.bays.insert(bay.bay.clone(), bay);
                }
                View::Person(day) => {
                    all.people.insert(day.person.clone(), day);
                }
                View::Waiting(page) if waiting.has(name, page.pages) => {
                    all.waiting.jobs.extend(page.jobs);
                }
                View::Finishing(page) if finishing.has(name, page.pages) => {
                    all.finishing.cars.extend(page.cars);
                    all.finishing.counts.extend(page.counts);
                }
                View::Alerts(page) if alerts.has(name, page.pages) => {
                    all.alerts.calls.extend(page.calls);
                    all.alerts.escalated.extend(page.escalated);
                    all.alerts.warnings.extend(page.warnings);
                    all.alerts.questions.extend(page.questions);
                }
                View::Findings(page) if findings.has(name, page.pages) => {
                    all.findings.findings.extend(page.findings);
                }
                View::Catalogue(page) if catalogue.has(name, page.pages) => {
                    all.catalogue.systems.extend(page.systems);
                }
                View::Operations(page) if operations.has(name, page.pages) => {
                    all.operations.extend(page.operations);
                }
                View::Requests(page) => {
                    let by_ro = page.orders.into_iter();
                    all.requests
                        .extend(by_ro.map(|order| (order.ro.clone(), order)));
                }
                View::Stories(page) => {
                    let by_ro = page.orders.into_iter();
                    all.stories
                        .extend(by_ro.map(|order| (order.ro.clone(), order)));
                }
                View::Cars(cars) => {
                    if let ViewName::Cars(page) = name {
                        all.cars.put(*page, cars);
                    }
                }
                View::Parts(parts) => {
                    if let ViewName::Parts(page) = name {
                        Arc::make_mut(&mut all.parts).put(*page, parts);
                    }
                }
                View::Stock(stock) => {
                    if let ViewName::Stock(page) = name {
                        Arc::make_mut(&mut all.parts).put_stock(*page, stock);
                    }
                }
                View::Tools(page) if tools.has(name, page.pages) => {
                    all.tools.tools.extend(page.tools);
                }
                View::Checks(page) if checks.has(name, page.pages) => {
                    all.checks.cars.extend(page.cars);
                }
                View::Checklists(page) if checklists.has(name, page.pages) => {
                    all.checklists.lists.extend(page.lists);
                }
                View::Figures(page) => {
                    let figures = page.figures;
                    Arc::make_mut(&mut all.figures).insert(figures.day, figures);
                }
                View::Roster(_)
                | View::Waiting(_)
                | View::Finishing(_)
                | View::Alerts(_)
                | View::Findings(_)
                | View::Catalogue(_)
                | View::Operations(_)
                | View::Tools(_)
                | View::Checks(_)
                | View::Checklists(_) => {}
            }
        }
        if let Some(site) = &all.site {
            all.bays.retain(|bay, _| site.bay(bay).is_some());
        }
        all
    }

    /// Names someone, whether they still work here or not; nothing for who never was on the roster.
    pub fn name_of(&self, person: &PersonId) -> Option<&str> {
        let known = self.roster.get(person).or_else(|| self.left.get(person))?;
        Some(known.person.name.as_str())
    }
}

/// How many pages a set has, as its first page says.
#[derive(Debug, Default)]
struct Pages(Option<u16>);

impl Pages {
    /// Tells whether a page belongs to the set; pages come in their order.
    fn has(&mut self, name: &ViewName, pages: u16) -> bool {
        let (ViewName::Roster(page)
        | ViewName::Waiting(page)
        | ViewName::Finishing(page)
        | ViewName::Alerts(page)
        | ViewName::Findings(page)
        | ViewName::Catalogue(page)
        | ViewName::Operations(page)
        | ViewName::Tools(page)
        | ViewName::Checks(page)
        | ViewName::Checklists(page)) = name
        else {
            return false;
        };
        if *page == 0 {
            self.0 = Some(pages);
        }
        // A page that came before the first one is shown until that says otherwise.
        self.0.is_none_or(|known| *page == 0 || *page < known)
    }
}

/// Makes every read model of the floor, but for the days of people who are not named in `people`.
///
/// A page that has nothing on it any more is still made, up to the pages of `before`, so that it is emptied
/// where it was published.
pub fn all_views(
    workshop: &Workshop,
    policy: &SitePolicy,
    now: DateTime<Utc>,
    people: &BTreeSet<PersonId>,
) -> BTreeMap<ViewName, View> {
    let forecast = forecast(workshop, policy, now);
    let mut views = BTreeMap::new();
    views.insert(
        ViewName::Site,
        View::Site(Box::new(SiteView {
            policy: policy.clone(),
        })),
    );
    for bay in bay_views(workshop, policy, &forecast, now) {
        views.insert(ViewName::Bay(bay.bay.clone()), View::Bay(bay));
    }
    for person in people {
        if let Some(day) = person_view(workshop, person) {
            views.insert(ViewName::Person(person.clone()), View::Person(day));
        }
    }
    let waiting = pages(waiting_jobs(workshop, &forecast));
    let pages_of_set = count(&waiting);
    for (page, jobs) in waiting {
        views.insert(
            ViewName::Waiting(page),
            View::Waiting(WaitingView {
                jobs,
                pages: pages_of_set,
            }),
        );
    }
    let finishing = pages(finishing_cars(workshop, &forecast));
    let pages_of_set = count(&finishing);
    for (page, cars) in finishing {
        let counts = if page == 0 {
            counts(workshop)
        } else {
            BTreeMap::new()
        };
        views.insert(
            ViewName::Finishing(page),
            View::Finishing(FinishingView {
                cars,
                counts,
                pages: pages_of_set,
            }),
        );
    }
    let findings = pages_of(findings(workshop, &forecast), FINDING_ROWS);
    let pages_of_set = count(&findings);
    for (page, findings) in findings {
        views.insert(
            ViewName::Findings(page),
            View::Findings(FindingsView {
                findings,
                pages: pages_of_set,
            }),
        );
    }
    for (page, requests) in requests(workshop) {
        views.insert(ViewName::Requests(page), View::Requests(requests));
    }
    let tools = pages_of(tools(workshop), TOOL_ROWS);
    let pages_of_set = count(&tools);
    for (page, tools) in tools {
        views.insert(
            ViewName::Tools(page),
            View::Tools(ToolsView {
                tools,
                pages: pages_of_set,
            }),
        );
    }
    let checks = pages_of(checks(workshop, policy, &forecast), CHECK_ROWS);
    let pages_of_set = count(&checks);
    for (page, cars) in checks {
        views.insert(
            ViewName::Checks(page),
            View::Checks(ChecksView {
                cars,
                pages: pages_of_set,
            }),
        );
    }
    for (page, alerts) in alert_pages(alerts(workshop, policy, &forecast, now)) {
        views.insert(ViewName::Alerts(page), View::Alerts(alerts));
    }
    views
}

/// Makes the pages of the lists: roster and catalogue, which change with what a dealer system sends alone.
pub fn list_views(workshop: &Workshop, policy: &SitePolicy) -> BTreeMap<ViewName, View> {
    let operations = pages(operations(workshop));
    let systems = catalogue(workshop, policy);
    let pages = u16::try_from(systems.len()).unwrap_or(u16::MAX);
    let catalogue = (0..pages).zip(systems).map(|(page, system)| {
        let systems = vec![system];
        (
            ViewName::Catalogue(page),
            View::Catalogue(CatalogueView { systems, pages }),
        )
    });
    let pages = count(&operations);
    let operations = operations.into_iter().map(|(page, operations)| {
        (
            ViewName::Operations(page),
            View::Operations(OperationsView { operations, pages }),
        )
    });
    let checklists = checklists(policy).into_iter();
    let checklists =
        checklists.map(|(page, lists)| (ViewName::Checklists(page), View::Checklists(lists)));
    let roster = roster_views(workshop).into_iter();
    roster
        .chain(catalogue)
        .chain(operations)
        .chain(checklists)
        .collect()
}

/// Makes the pages of the roster.
pub fn roster_views(workshop: &Workshop) -> BTreeMap<ViewName, View> {
    let roster = pages(workshop.people.values().cloned().collect());
    let pages = count(&roster);
    let roster = roster.into_iter().map(|(page, people)| {
        (
            ViewName::Roster(page),
            View::Roster(RosterView { people, pages }),
        )
    });
    roster.collect()
}

/// Makes the pages of the cars with these numbers; one without a car is made too, so that it is emptied.
pub fn car_views(workshop: &Workshop, buckets: &BTreeSet<u16>) -> BTreeMap<ViewName, View> {
    let pages = cars(workshop, buckets).into_iter();
    pages
        .map(|(page, cars)| (ViewName::Cars(page), View::Cars(cars)))
        .collect()
}

/// Makes the pages of the stories with these numbers.
pub fn story_views(
    workshop: &Workshop,
    policy: &SitePolicy,
    buckets: &BTreeSet<u16>,
) -> BTreeMap<ViewName, View> {
    let pages = stories(workshop, &policy.checklists, buckets).into_iter();
    pages
        .map(|(page, stories)| (ViewName::Stories(page), View::Stories(stories)))
        .collect()
}

/// Makes the pages of the parts catalogue with these numbers, and of the figures of stock with those.
pub fn part_views(
    workshop: &Workshop,
    buckets: &BTreeSet<u16>,
    stock_buckets: &BTreeSet<u16>,
) -> BTreeMap<ViewName, View> {
    let parts = parts(workshop, buckets).into_iter();
    let stock = stock(workshop, stock_buckets).into_iter();
    let parts = parts.map(|(page, parts)| (ViewName::Parts(page), View::Parts(parts)));
    let stock = stock.map(|(page, stock)| (ViewName::Stock(page), View::Stock(stock)));
    parts.chain(stock).collect()
}

fn count<T>(pages: &[(u16, Vec<T>)]) -> u16 {
    u16::try_from(pages.len()).unwrap_or(u16::MAX)
}

/// Cuts the three lists alike: a page has its part of each.
fn alert_pages(all: AlertsView) -> Vec<(u16, AlertsView)> {
    let escalated = all.escalated;
    let (calls, warnings, questions) =
        (pages(all.calls), pages(all.warnings), pages(all.questions));
    let count = count(&calls).max(count(&warnings)).max(count(&questions));
    let (mut calls, mut warnings, mut questions) = (
        calls.into_iter(),
        warnings.into_iter(),
        questions.into_iter(),
    );
    (0..count)
        .map(|page| {
            let calls = calls.next().map(|(_, rows)| rows).unwrap_or_default();
            let here = |id: &&CommandId| calls.iter().any(|call| call.id == **id);
            let part = AlertsView {
                escalated: escalated.iter().filter(here).copied().collect(),
                calls,
                warnings: warnings.next().map(|(_, rows)| rows).unwrap_or_default(),
                questions: questions.next().map(|(_, rows)| rows).unwrap_or_default(),
                pages: count,
            };
            (page, part)
        })
        .collect()
}

/// Cuts a set into pages; an empty set has one empty page.
fn pages<T>(rows: Vec<T>) -> Vec<(u16, Vec<T>)> {
    pages_of(rows, PAGE_ROWS)
}

fn pages_of<T>(rows: Vec<T>, most: usize) -> Vec<(u16, Vec<T>)> {
    let mut pages = Vec::new();
    let mut rows = rows.into_iter();
    loop {
        let page: Vec<T> = rows.by_ref().take(most).collect();
        if page.is_empty() && !pages.is_empty() {
            return pages;
        }
        let number = u16::try_from(pages.len()).unwrap_or(u16::MAX);
        let full = page.len() == most;
        pages.push((number, page));
        if !full {
            return pages;
        }
    }
}
