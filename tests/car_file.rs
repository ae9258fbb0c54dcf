//! The car's file: whose it is, when it was here last, and what was left then comes back with its next order.

#[path = "common/advisor_desk.rs"]
mod advisor_desk;
#[path = "common/behind.rs"]
mod behind;
#[path = "common/floor.rs"]
mod floor;

use advisor_desk::{Desk, ELANTRA, LI, LIN, bushing, filter};
use baylight::domain::car::CarStep;
use baylight::domain::car_file::CarFile;
use baylight::domain::command::{Actor, CommandBody, Recognised};
use baylight::domain::finding::Answer;
use baylight::domain::ids::{CommandId, RoNumber};
use baylight::domain::person::Language;
use baylight::domain::plate::Plate;
use baylight::projection::cars::{BUCKETS, bucket};
use baylight::projection::views::{ViewName, car_views};
use floor::checks::Checked;
use floor::{ALIGNMENT, BELT, WANG, badge, job, person};
use std::collections::BTreeSet;

const PLATE: &str = "京A·F6620";

fn plate() -> Plate {
    Plate::parse(PLATE).unwrap()
}

fn file(desk: &Desk) -> &CarFile {
    &desk.workshop.cars[&plate()]
}

fn left(desk: &Desk) -> Vec<String> {
    let left = file(desk).left();
    left.map(|(_, finding)| finding.sighting.english_name.clone())
        .collect()
}

/// The car of the belt goes home.
fn goes_home(desk: &mut Desk) {
    for id in [BELT, ALIGNMENT] {
        desk.happens(badge(WANG), CommandBody::Finish { job: job(id) });
    }
    desk.passes(ELANTRA, LIN);
    for step in [CarStep::Washed, CarStep::Invoiced, CarStep::Delivered] {
        let by = Actor::Person {
            id: person(LIN),
            by: Recognised::Pin,
        };
        let ro = RoNumber::new(ELANTRA);
        desk.happens(by, CommandBody::MoveCar { ro, step });
    }
}

/// It comes back with another order.
fn comes_back(desk: &mut Desk, change: impl FnOnce(&mut baylight::domain::order::OrderSheet)) {
    let known = desk.workshop.orders[&RoNumber::new(ELANTRA)].sheet.clone();
    let mut sheet = known.unwrap();
    sheet.ro = RoNumber::new("0777");
    sheet.arrived_at = desk.now;
    sheet.mileage_km = Some(75_000);
    sheet.promised_at = desk.now + chrono::TimeDelta::hours(5);
    change(&mut sheet);
    let body = CommandBody::AdmitOrder {
        sheet: Box::new(sheet),
        extent: Default::default(),
    };
    desk.happens(Actor::System, body);
}

fn answers(desk: &mut Desk, found: CommandId, answer: Answer) {
    desk.is_answered_by(LI, found, answer);
}

#[test]
fn what_was_declined_and_deferred_stays_with_the_car_until_it_is_spoken_of_again() {
    let mut desk = Desk::new(Language::En);
    let (first, second) = (desk.finds(bushing()), desk.finds(filter()));
    answers(&mut desk, first, Answer::Declined);
    answers(&mut desk, second, Answer::Authorised);
    assert!(left(&desk).is_empty(), "the visit is not over");
    desk.happens(
        badge(WANG),
        CommandBody::Finish {
            job: job("0417/60002"),
        },
    );
    goes_home(&mut desk);
    assert_eq!(left(&desk), ["Right lower arm bushing · cracked · replace"]);
    let over = file(&desk).last_over().unwrap();
    assert_eq!(over.mileage_km, Some(68_214));
    assert!(file(&desk).open().is_none());

    desk.at("14:10");
    comes_back(&mut desk, |_| {});
    assert_eq!(file(&desk).open().unwrap().ro, RoNumber::new("0777"));
    let views = desk.views();
    let earlier: Vec<_> = views
        .findings
        .findings
        .iter()
        .filter(|card| card.earlier.is_some())
        .collect();
    assert_eq!(earlier.len(), 1);
    assert_eq!(
        earlier[0].ro(),
        &RoNumber::new("0777"),
        "on the new order's page"
    );

    desk.finds_on("0777", bushing());
    assert!(left(&desk).is_empty(), "it is spoken of on this visit");
}

#[test]
fn a_line_of_the_new_order_is_not_offered_once_more() {
    let mut desk = Desk::new(Language::En);
    let found = desk.finds(bushing());
    answers(&mut desk, found, Answer::Deferred);
    goes_home(&mut desk);
    comes_back(&mut desk, |sheet| {
        sheet.lines = vec![bushing().line(1)];
    });
    assert!(left(&desk).is_empty());
}

#[test]
fn a_plate_that_is_corrected_takes_its_visit_along() {
    let mut desk = Desk::new(Language::En);
    let known = desk.workshop.orders[&RoNumber::new(ELANTRA)].sheet.clone();
    let mut sheet = known.unwrap();
    sheet.car.plate = Plate::parse("京A·F6628").unwrap();
    let body = CommandBody::AdmitOrder {
        sheet: Box::new(sheet),
        extent: Default::default(),
    };
    desk.happens(Actor::System, body);
    assert!(!desk.workshop.cars.contains_key(&plate()));
    let right = Plate::parse("京A·F6628").unwrap();
    assert_eq!(desk.workshop.cars[&right].visits.len(), 1);
}

#[test]
fn the_last_visits_are_remembered_and_the_oldest_forgotten() {
    let mut desk = Desk::new(Language::En);
    for number in 0..6 {
        comes_back(&mut desk, |sheet| {
            sheet.ro = RoNumber::new(format!("08{number:02}"));
        });
        desk.now += chrono::TimeDelta::minutes(1);
    }
    let visits: Vec<&str> = file(&desk).visits.iter().map(|v| v.ro.as_str()).collect();
    assert_eq!(visits, ["0802", "0803", "0804", "0805"]);
}

#[test]
fn one_car_that_changes_makes_one_small_page() {
    let desk = Desk::new(Language::En);
    let buckets: BTreeSet<u16> = std::iter::once(bucket(&plate())).collect();
    let pages = car_views(&desk.workshop, &buckets);
    assert_eq!(
        pages.keys().cloned().collect::<Vec<_>>(),
        [ViewName::Cars(bucket(&plate()))]
    );
    assert!(bucket(&plate()) < BUCKETS);
    let views = desk.views();
    let record = views.cars.get(&plate()).unwrap();
    assert_eq!(record.customer.phone, "13812342210");
    assert_eq!(record.open, Some(RoNumber::new(ELANTRA)));
}
