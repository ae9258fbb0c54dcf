//! What follows from what is tapped in the checks: who may make which, what they need to pass, and what goes back.

use super::{Decided, Decision};
use crate::domain::car::{CarState, CarStep, Order};
use crate::domain::event::EventBody;
use crate::domain::ids::{CommandId, ItemCode, JobId, PersonId, RoNumber};
use crate::domain::job::{Job, JobState};
use crate::domain::order::Fen;
use crate::domain::person::{Permission, Role};
use crate::domain::quality::change::QualityChange;
use crate::domain::quality::checklist::{CheckItem, CheckKind, ItemResult, Verdict, shortfall};
use crate::domain::quality::command::{Distance, QualityCommand, ReworkOrder};
use crate::domain::quality::gate::Bar;
use crate::domain::refusal::Refusal;
use crate::domain::said::Said;
use crate::domain::workshop::Workshop;
use std::collections::BTreeSet;

/// A key tag or a parking spot is a short word; what is longer was scanned by mistake.
pub const LONGEST_PLACE: usize = 24;

/// Nobody takes a customer's car farther: who types more has mistyped.
pub const LONGEST_ROAD_TEST_KM: u32 = 100;

/// No rework costs a technician more (¥10,000): who types more has mistyped.
pub const MOST_PENALTY: Fen = Fen(1_000_000);

/// Lists who may make the self-check of a job beside its lead: where the lead has gone home, whoever else worked on it,
/// and where all have, the foreman.
pub fn stand_ins(workshop: &Workshop, job: &Job) -> BTreeSet<PersonId> {
    let here = |person: &PersonId| {
        let known = workshop.people.get(person);
        let day = workshop.latest_day(person);
        known.is_some_and(|known| known.person.employment.is_here())
            && day.is_some_and(|day| day.is_present() && day.missed().is_none())
    };
    let workers = job.workers();
    if job.self_checkers().into_iter().any(here) {
        return BTreeSet::new();
    }
    let anybody_here = workers.iter().any(|person| here(person));
    let foremen = workshop.people.values().map(|known| &known.person);
    let foremen = foremen.filter(|person| person.role == Role::Foreman && !anybody_here);
    let foremen = foremen.map(|person| person.id.clone());
    workers.into_iter().cloned().chain(foremen).collect()
}

impl Decision<'_> {
    pub(super) fn quality(&self, ro: &RoNumber, body: &QualityCommand) -> Decided {
        let order = self.open_order(ro)?;
        let change = match body {
            QualityCommand::Check {
                line,
                finish,
                check,
                results,
            } => {
                let job = self.checkable(ro, order, *line, *finish, *check)?;
                self.complete(order, job, *check, results)?;
                QualityChange::Checked {
                    line: *line,
                    finish: *finish,
                    check: *check,
                    results: results.clone(),
                }
            }
            QualityCommand::SendBack {
                line,
                finish,
                check,
                results,
                rework,
            } => {
                self.can_send_back(ro, order, *line, *finish, *check)?;
                self.answered_for(rework)?;
                QualityChange::SentBack {
                    line: *line,
                    finish: *finish,
                    check: *check,
                    results: results.clone(),
                    rework: rework.clone(),
                }
            }
            QualityCommand::TakeCar { from } => {
                self.allowed(Permission::PassCars)?;
                self.awaits_qc(order)?;
                self.not_barred(ro, order.bar_of_car(self.actor()?))?;
                self.not_taken(order, from.as_ref())?;
                QualityChange::CarTaken
            }
            QualityCommand::LetGo => {
                self.allowed(Permission::PassCars)?;
                self.not_taken(order, None)?;
                if order.quality.taken.is_none() {
                    return Ok(Vec::new());
                }
                QualityChange::CarLetGo
            }
            QualityCommand::RoadTest { distance, note } => {
                self.allowed(Permission::DriveCars)?;
                self.signed()?;
                driven(order, *distance)?;
                QualityChange::RoadTested {
                    distance: *distance,
                    note: note.clone(),
                }
            }
            QualityCommand::PassCar { results } => return self.pass_car(ro, order, results),
            QualityCommand::BeginWash => {
                self.allowed(Permission::HandleCars)?;
                stands(order, CarState::Wash)?;
                if order.quality.wash_begun.is_some() {
                    return Ok(Vec::new());
                }
                QualityChange::WashBegun
            }
            QualityCommand::Park {
                key_tag,
                parking_spot,
            } => {
                self.allowed(Permission::HandleCars)?;
                let word = |text: &str| text.trim().chars().take(LONGEST_PLACE).collect();
                QualityChange::Parked {
                    key_tag: word(key_tag),
                    parking_spot: word(parking_spot),
                }
            }
        };
        Ok(vec![quality_changed(ro, change)])
    }

    /// Finds a check or a road test that nothing stands on yet.
    pub(super) fn can_take_check_back(
        &self,
        ro: &RoNumber,
        command: CommandId,
    ) -> Result<&Said, Refusal> {
        let order = self.order(ro)?;
        if order.passed().is_some() {
            return Err(Refusal::TooLateToUndo);
        }
        let mut tests = order.quality.road_tests.iter();
        if let Some(test) = tests.find(|test| test.said.command == command) {
            return Ok(&test.said);
        }
        let mut checks = order.quality.checks.iter().rev();
        let made = checks.find(|made| made.said.command == command);
        let made = made.ok_or(Refusal::NothingToUndo)?;
        // The next check stands on it.
        let mut of_line = order.quality.checks.iter().rev();
        let last = of_line.find(|other| other.line == made.line);
        match last.filter(|last| last.said.command == command) {
            Some(_) => Ok(&made.said),
            None => Err(Refusal::TooLateToUndo),
        }
    }

    fn actor(&self) -> Result<&PersonId, Refusal> {
        self.command.actor.person().ok_or(Refusal::NobodySignedIn)
    }

    fn job_of<'a>(&self, ro: &RoNumber, order: &'a Order, line: u16) -> Result<&'a Job, Refusal> {
        let job = order.jobs.get(&line);
        job.ok_or_else(|| Refusal::UnknownJob {
            job: JobId::new(ro.clone(), line),
        })
    }

    /// Finds the job of a check that this person may make now.
    fn checkable<'a>(
        &self,
        ro: &RoNumber,
        order: &'a Order,
        line: u16,
        finish: CommandId,
        check: CheckKind,
    ) -> Result<&'a Job, Refusal> {
        let job = self.job_of(ro, order, line)?;
        let id = JobId::new(ro.clone(), line);
        let finished = matches!(job.state(), JobState::Finished { .. });
        let next = order.next_check(line).filter(|_| finished);
        if next != Some(check) || !job.has_finish(finish) {
            return Err(Refusal::CheckOutOfTurn { job: id, next });
        }
        match check {
            CheckKind::SelfCheck => {
                self.on_roster(self.actor()?)?;
            }
            CheckKind::Peer => self.allowed(Permission::CheckPeers)?,
            CheckKind::Final => {
                self.allowed(Permission::PassCars)?;
                self.awaits_qc(order)?;
                self.not_taken(order, None)?;
            }
        }
        let bar = order.bar(line, check, self.actor()?);
        let bar = bar.filter(|bar| !self.stands_in_for_lead(job, bar));
        match bar {
            Some(bar) => Err(Refusal::NotYourCheck { job: id, bar }),
            None => Ok(job),
        }
    }

    fn stands_in_for_lead(&self, job: &Job, bar: &Bar) -> bool {
        let (Bar::NotTheLead { lead }, Ok(actor)) = (bar, self.actor()) else {
            return false;
        };
        lead.is_some() && stand_ins(self.workshop, job).contains(actor)
    }

    fn can_send_back(
        &self,
        ro: &RoNumber,
        order: &Order,
        line: u16,
        finish: CommandId,
        check: CheckKind,
    ) -> Result<(), Refusal> {
        if check != CheckKind::Final {
            return self.checkable(ro, order, line, finish, check).map(|_| ());
        }
        // What comes to light while it is washed goes back as well.
        self.allowed(Permission::PassCars)?;
        let job = self.job_of(ro, order, line)?;
        let next = order.next_check(line);
        let turn = next.is_none() || next == Some(CheckKind::Final);
        if order.state() < CarState::AwaitingQc || !job.has_finish(finish) || !turn {
            return Err(Refusal::CheckOutOfTurn {
                job: JobId::new(ro.clone(), line),
                next,
            });
        }
        self.not_taken(order, None)
    }

    fn answered_for(&self, rework: &ReworkOrder) -> Result<(), Refusal> {
        if let Some(person) = &rework.responsible {
            self.on_roster(person)?;
        }
        if rework.penalty == Fen(0) {
            return Ok(());
        }
        // It comes off somebody's wage: no colleague says so, and nobody by a badge alone.
        self.allowed(Permission::PassCars)?;
        self.signed()?;
        match &rework.responsible {
            None => Err(Refusal::NobodyResponsible),
            Some(_) if rework.penalty < Fen(0) || rework.penalty > MOST_PENALTY => {
                Err(Refusal::PenaltyOutOfRange { most: MOST_PENALTY })
            }
            Some(_) => Ok(()),
        }
    }

    fn complete(
        &self,
        order: &Order,
        job: &Job,
        check: CheckKind,
        results: &[ItemResult],
    ) -> Result<(), Refusal> {
        let line = job.line.as_ref();
        let list = line.and_then(|line| order.checklist(line, &self.policy.checklists));
        let items = list.into_iter().flat_map(|list| list.items(check));
        let short = shortfall(items, results);
        if !short.is_empty() {
            return Err(Refusal::CheckShort { short });
        }
        let on_the_road = list.into_iter().flat_map(|list| list.items(check));
        if needs_road(on_the_road, results) && order.road_test().is_none() {
            return Err(Refusal::NeedsRoadTest);
        }
        Ok(())
    }

    fn pass_car(&self, ro: &RoNumber, order: &Order, results: &[ItemResult]) -> Decided {
        self.allowed(Permission::PassCars)?;
        self.signed()?;
        self.awaits_qc(order)?;
        // Without its sheet nobody knows what was to be done.
        if order.sheet.is_none() {
            return Err(Refusal::UnknownOrder { ro: ro.clone() });
        }
        self.not_taken(order, None)?;
        self.authorised(ro, order)?;
        self.not_barred(ro, order.bar_of_car(self.actor()?))?;
        let waiting = order.jobs_to_check().filter_map(|(line, _)| {
            let next = order.next_check(line)?;
            Some((JobId::new(ro.clone(), line), next))
        });
        let jobs: Vec<_> = waiting.collect();
        if !jobs.is_empty() {
            return Err(Refusal::Unchecked { jobs });
        }
        let list = self.policy.checklists.of_car();
        let items = || {
            list.into_iter()
                .flat_map(|list| list.items(CheckKind::Final))
        };
        let short = shortfall(items(), results);
        if !short.is_empty() {
            return Err(Refusal::CheckShort { short });
        }
        let wanted = order.wants_road_test(&self.policy.checklists) || needs_road(items(), results);
        if wanted && order.road_test().is_none() {
            return Err(Refusal::NeedsRoadTest);
        }
        self.reconciled(ro, order)?;
        let passed = QualityChange::CarPassed {
            finishes: order.finishes(),
            results: results.to_vec(),
        };
        let moved = EventBody::CarMoved {
            ro: ro.clone(),
            step: CarStep::FinalCheckPassed,
        };
        Ok(vec![quality_changed(ro, passed), moved])
    }

    /// Nothing leaves that the customer did not agree to.
    pub(super) fn authorised(&self, ro: &RoNumber, order: &Order) -> Result<(), Refusal> {
        let lines = order.unauthorised();
        let jobs: Vec<JobId> = lines.map(|line| JobId::new(ro.clone(), line)).collect();
        if jobs.is_empty() {
            Ok(())
        } else {
            Err(Refusal::UnauthorisedWork { jobs })
        }
    }

    fn not_barred(&self, ro: &RoNumber, bar: Option<Bar>) -> Result<(), Refusal> {
        let Some(bar) = bar else {
            return Ok(());
        };
        let line = match bar {
            Bar::WorkedOnIt { line } | Bar::CheckedIt { line, .. } => line,
            Bar::NotTheLead { .. } => 0,
        };
        let job = JobId::new(ro.clone(), line);
        Err(Refusal::NotYourCheck { job, bar })
    }

    fn awaits_qc(&self, order: &Order) -> Result<(), Refusal> {
        stands(order, CarState::AwaitingQc)
    }

    /// Nobody is at the car, or who taps is, or takes it over knowingly.
    fn not_taken(&self, order: &Order, from: Option<&PersonId>) -> Result<(), Refusal> {
        let Some(taken) = &order.quality.taken else {
            return Ok(());
        };
        let by = taken.by.as_ref();
        if by == self.command.actor.person() || by.is_some() && by == from {
            return Ok(());
        }
        Err(Refusal::TakenBy {
            by: taken.by.clone(),
            at: taken.at,
        })
    }
}

fn stands(order: &Order, wanted: CarState) -> Result<(), Refusal> {
    let stands = order.state();
    (stands == wanted)
        .then_some(())
        .ok_or(Refusal::WrongStep { stands })
}

/// Tells whether something was said to be good that is found out on the road.
fn needs_road<'a>(items: impl Iterator<Item = &'a CheckItem>, results: &[ItemResult]) -> bool {
    let good = |code: &ItemCode| {
        let mut said = results.iter();
        said.any(|result| result.item == *code && result.verdict == Verdict::Pass)
    };
    let mut items = items.filter(|item| item.on_the_road);
    items.any(|item| good(&item.named.code))
}

/// The clock of a car does not run backwards.
fn driven(order: &Order, distance: Distance) -> Result<(), Refusal> {
    let came_with = order.sheet.as_ref().and_then(|sheet| sheet.mileage_km);
    let last = order.quality.road_tests.last();
    let least_km = last
        .map(|test| test.distance.end_km)
        .max(came_with)
        .unwrap_or(0);
    let driven_km = distance.end_km.saturating_sub(distance.start_km);
    if distance.start_km < least_km || !(1..=LONGEST_ROAD_TEST_KM).contains(&driven_km) {
        return Err(Refusal::WrongMileage { least_km });
    }
    Ok(())
}

fn quality_changed(ro: &RoNumber, change: QualityChange) -> EventBody {
    EventBody::QualityChanged {
        ro: ro.clone(),
        change: Box::new(change),
    }
}
