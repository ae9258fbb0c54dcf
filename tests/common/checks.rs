//! The three checks as honest people make them: the lead, a colleague who did not work on the job, an inspector.

#![allow(dead_code, reason = "each test uses its part of the checks")]

use baylight::domain::car::Order;
use baylight::domain::command::CommandBody;
use baylight::domain::ids::{PersonId, RoNumber};
use baylight::domain::policy::SitePolicy;
use baylight::domain::quality::checklist::{
    CheckItem, CheckKind, Checklist, Hundredths, ItemResult, Measure, Verdict,
};
use baylight::domain::quality::command::{Distance, QualityCommand};
use baylight::domain::workshop::Workshop;

/// Answers every item of a check with what is good.
pub fn all_good(list: Option<&Checklist>, kind: CheckKind) -> Vec<ItemResult> {
    let items = list.into_iter().flat_map(|list| list.items(kind));
    items.map(good).collect()
}

fn good(item: &CheckItem) -> ItemResult {
    ItemResult {
        item: item.named.code.clone(),
        verdict: Verdict::Pass,
        value: item.measure.map(within),
        note: String::new(),
        photos: Vec::new(),
    }
}

fn within(measure: Measure) -> Hundredths {
    measure.least.or(measure.most).unwrap_or_default()
}

/// Puts what was tapped about the checks of an order into its command.
pub fn quality(ro: &RoNumber, body: QualityCommand) -> CommandBody {
    CommandBody::Quality {
        ro: ro.clone(),
        body: Box::new(body),
    }
}

/// Makes the next check of a job, with all its answers good; nothing where none is missing.
pub fn next_check(
    order: &Order,
    ro: &RoNumber,
    line: u16,
    policy: &SitePolicy,
) -> Option<CommandBody> {
    let job = order.jobs.get(&line)?;
    let check = order.next_check(line)?;
    let known = job.line.as_ref();
    let list = known.and_then(|known| order.checklist(known, &policy.checklists));
    let finish = job.finished()?.command;
    let results = all_good(list, check);
    Some(quality(
        ro,
        QualityCommand::Check {
            line,
            finish,
            check,
            results,
        },
    ))
}

/// The next thing that is missing until a car passes, and who does it; nothing once it has passed, and `Err` with what
/// nobody of these people may do.
pub fn next_step(
    workshop: &Workshop,
    policy: &SitePolicy,
    ro: &RoNumber,
    peers: &[&str],
    inspector: &str,
) -> Result<Option<(PersonId, CommandBody)>, String> {
    let order = workshop.orders.get(ro).ok_or("no such order")?;
    if order.passed().is_some() {
        return Ok(None);
    }
    let inspector = PersonId::new(inspector);
    let lists = &policy.checklists;
    let unchecked = |(line, _)| order.next_check(line).map(|check| (line, check));
    let mut waiting: Vec<(u16, CheckKind)> = order.jobs_to_check().filter_map(unchecked).collect();
    waiting.sort_by_key(|(_, check)| *check);
    let wants_road_test = order.wants_road_test(lists) && order.road_test().is_none();
    match waiting.first() {
        // The road comes before the final check: some of what it asks is found out there.
        Some((_, CheckKind::Final)) | None if wants_road_test => {
            let sheet = order.sheet.as_ref();
            let last = order
                .quality
                .road_tests
                .last()
                .map(|test| test.distance.end_km);
            let came_with = sheet.and_then(|sheet| sheet.mileage_km);
            let start_km = last.max(came_with).unwrap_or(10);
            let distance = Distance {
                start_km,
                end_km: start_km + 5,
            };
            let body = QualityCommand::RoadTest {
                distance,
                note: String::new(),
            };
            Ok(Some((inspector, quality(ro, body))))
        }
        Some((line, check)) => {
            let by = match check {
                CheckKind::SelfCheck => order.jobs[line].lead().cloned(),
                CheckKind::Peer => peers
                    .iter()
                    .map(|id| PersonId::new(*id))
                    .find(|id| order.bar(*line, *check, id).is_none()),
                CheckKind::Final => Some(inspector),
            };
            let by = by.ok_or_else(|| format!("nobody for the {check:?} of {ro}/{line}"))?;
            let body = next_check(order, ro, *line, policy).ok_or("it is not finished")?;
            Ok(Some((by, body)))
        }
        None => {
            let results = all_good(lists.of_car(), CheckKind::Final);
            let body = QualityCommand::PassCar { results };
            Ok(Some((inspector, quality(ro, body))))
        }
    }
}

/// A workshop of a test in which honest people make the checks.
pub trait Checked {
    /// The workshop and its rules, as they stand.
    fn shop(&self) -> (&Workshop, &SitePolicy);

    /// Who may be asked for a peer check.
    fn peers(&self) -> &'static [&'static str];

    /// Somebody signs something by PIN, and it is accepted.
    fn signs(&mut self, who: &str, body: CommandBody);

    /// Everybody makes their checks, and the inspector passes the car.
    #[track_caller]
    fn passes(&mut self, ro: &str, inspector: &str) {
        let ro = RoNumber::new(ro);
        loop {
            let (workshop, policy) = self.shop();
            let step = next_step(workshop, policy, &ro, self.peers(), inspector);
            match step.unwrap_or_else(|why| panic!("{why}")) {
                Some((who, body)) => self.signs(who.as_str(), body),
                None => return,
            }
        }
    }

    /// Everybody makes their checks until the inspector's turn comes.
    #[track_caller]
    fn awaits_the_inspector(&mut self, ro: &str) {
        let ro = RoNumber::new(ro);
        loop {
            let (workshop, policy) = self.shop();
            let order = &workshop.orders[&ro];
            let ready = |line| matches!(order.next_check(line), None | Some(CheckKind::Final));
            if order.jobs_to_check().all(|(line, _)| ready(line)) {
                return;
            }
            let step = next_step(workshop, policy, &ro, self.peers(), "");
            let step = step.unwrap_or_else(|why| panic!("{why}"));
            let (who, body) = step.expect("a check is missing");
            self.signs(who.as_str(), body);
        }
    }
}
