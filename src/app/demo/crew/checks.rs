//! How the crew checks: the lead at the bay, a colleague at the next one, the inspector at the desk.

use super::{HOMES, Hands, by_badge, by_pin, nature};
use crate::domain::car::CarState;
use crate::domain::command::CommandBody;
use crate::domain::ids::{JobId, PersonId, RoNumber};
use crate::domain::order::Fen;
use crate::domain::quality::checklist::{CheckItem, CheckKind, Checklist, ItemResult, Verdict};
use crate::domain::quality::command::{Distance, QualityCommand, ReworkOrder, ReworkReason};
use crate::projection::checks::{CheckCar, CheckJob};
use crate::projection::job_card::JobCard;
use crate::projection::picture::Picture;
use crate::station::Station;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;

/// The inspector of the sample roster.
const INSPECTOR: &str = "Q01";
/// How long a car stands before the inspector has been through it.
const CHECK_MINUTES: i64 = 17;

impl Hands {
    /// The lead checks what is finished at this bay.
    pub(super) async fn self_checks(
        &self,
        station: &Arc<Station>,
        picture: &Picture,
        jobs: &[JobCard],
    ) {
        for card in jobs {
            let quality = &card.quality;
            let (Some(CheckKind::SelfCheck), Some(lead)) = (quality.next, &quality.lead) else {
                continue;
            };
            let car = in_checks(picture, &card.job.ro);
            let known = car.and_then(|car| Some((car, car.job(&card.job)?)));
            if let Some((car, known)) = known
                && let Some(body) = check(picture, car, known)
            {
                self.tap(station, by_badge(lead.as_str()), body).await;
            }
        }
    }

    /// Who is at this bay checks what colleagues have finished elsewhere.
    pub(super) async fn peer_checks(
        &self,
        station: &Arc<Station>,
        picture: &Picture,
        crew: &[&str],
    ) {
        let Some(person) = crew.first() else {
            return;
        };
        let peer = PersonId::new(*person);
        let waiting = picture.views.checks.cars.iter().flat_map(|car| {
            let jobs = car.jobs.iter();
            jobs.filter(|job| job.quality.next == Some(CheckKind::Peer))
                .map(move |job| (car, job))
        });
        let mine = waiting.filter(|(car, job)| {
            let near = first_of_others(job, car);
            near == Some(*person) && car.bar(&job.job, &peer).is_none()
        });
        // Collected first: what borrows the picture in closures cannot be held while a tap is waited for.
        let checked = mine
            .take(2)
            .filter_map(|(car, job)| check(picture, car, job));
        let checked: Vec<CommandBody> = checked.collect();
        for body in checked {
            self.tap(station, by_badge(person), body).await;
        }
    }

    /// The inspector goes through the cars: one in twelve comes back once.
    pub(super) async fn inspector(&self, picture: &Picture, now: DateTime<Utc>) {
        let patience = TimeDelta::minutes(CHECK_MINUTES);
        let mut queue = picture.views.checks.cars.iter().filter(|car| {
            let ready = car.jobs.iter().all(|job| {
                job.quality.finish.is_some()
                    && !matches!(
                        job.quality.next,
                        Some(CheckKind::SelfCheck | CheckKind::Peer)
                    )
            });
            let long_enough = car.since.is_some_and(|since| since + patience <= now);
            car.car.state == CarState::AwaitingQc && ready && long_enough && !car.is_blocked()
        });
        let first = queue.next();
        drop(queue);
        let Some(car) = first else {
            return;
        };
        let bad = car.jobs.iter().find(|job| {
            nature(&job.job) % 12 == 5 && job.quality.rework.is_none() && job.quality.next.is_some()
        });
        match bad {
            Some(job) => self.send_back(car, job).await,
            None => self.pass(picture, car).await,
        }
    }

    async fn send_back(&self, car: &CheckCar, job: &CheckJob) {
        let Some(finish) = job.quality.finish else {
            return;
        };
        let rework = ReworkOrder {
            reason: ReworkReason::Assembly,
            responsible: job.quality.lead.clone(),
            penalty: Fen(0),
            note: String::new(),
            photos: Vec::new(),
        };
        let body = QualityCommand::SendBack {
            line: job.job.line,
            finish,
            check: CheckKind::Final,
            results: Vec::new(),
            rework,
        };
        self.quality(car.ro(), body).await;
    }

    async fn pass(&self, picture: &Picture, car: &CheckCar) {
        if car.wants_road_test && car.road_test.is_none() {
            let start_km = car.least_km.unwrap_or(0);
            let distance = Distance {
                start_km,
                end_km: start_km + 4,
            };
            let note = String::new();
            self.quality(car.ro(), QualityCommand::RoadTest { distance, note })
                .await;
        }
        for job in &car.jobs {
            if let Some(body) = check(picture, car, job) {
                self.tap(&self.desk, by_pin(INSPECTOR), body).await;
            }
        }
        let results = all_good(picture.views.checklists.of_car(), CheckKind::Final);
        self.quality(car.ro(), QualityCommand::PassCar { results })
            .await;
    }

    async fn quality(&self, ro: &RoNumber, body: QualityCommand) {
        let body = CommandBody::Quality {
            ro: ro.clone(),
            body: Box::new(body),
        };
        self.tap(&self.desk, by_pin(INSPECTOR), body).await;
    }
}

fn in_checks<'a>(picture: &'a Picture, ro: &RoNumber) -> Option<&'a CheckCar> {
    let mut cars = picture.views.checks.cars.iter();
    cars.find(|car| car.ro() == ro)
}

/// Each job has one colleague who looks at it, so that no two do.
fn first_of_others(job: &CheckJob, car: &CheckCar) -> Option<&'static str> {
    let crews = HOMES.iter().filter_map(|(_, crew)| crew.first().copied());
    let fit: Vec<&str> = crews
        .filter(|id| car.bar(&job.job, &PersonId::new(*id)).is_none())
        .collect();
    let place = usize::try_from(nature(&job.job)).unwrap_or(0);
    fit.get(place % fit.len().max(1)).copied()
}

/// Makes the next check of a job, with everything on its list good.
fn check(picture: &Picture, car: &CheckCar, job: &CheckJob) -> Option<CommandBody> {
    let kind = job.quality.next?;
    let lists = &picture.views.checklists;
    let known = job.op_code.as_ref().zip(job.trade);
    let list = known.and_then(|(op_code, trade)| lists.of_job(op_code, trade, car.car.category));
    let JobId { ro, line } = job.job.clone();
    let body = QualityCommand::Check {
        line,
        finish: job.quality.finish?,
        check: kind,
        results: all_good(list, kind),
    };
    Some(CommandBody::Quality {
        ro,
        body: Box::new(body),
    })
}

fn all_good(list: Option<&Checklist>, kind: CheckKind) -> Vec<ItemResult> {
    let items = list.into_iter().flat_map(|list| list.items(kind));
    items.map(good).collect()
}

fn good(item: &CheckItem) -> ItemResult {
    let limits = item.measure.as_ref();
    ItemResult {
        item: item.named.code.clone(),
        verdict: Verdict::Pass,
        value: limits.map(|measure| measure.least.or(measure.most).unwrap_or_default()),
        note: String::new(),
        photos: Vec::new(),
    }
}
