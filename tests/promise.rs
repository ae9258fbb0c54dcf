//! What can be promised: from the load of the bays, the work, the final check and the wash, inside working hours.

use baylight::domain::ids::{BayId, SiteId};
use baylight::domain::order::Trade::{self, Body, Electrical, Mechanical, Paint};
use baylight::domain::order::{WorkMinutes, YesNo};
use baylight::domain::policy::{Bay, SitePolicy};
use baylight::domain::promise::{Needed, ShopLoad, proposed, quarter, with_more_work};
use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use std::collections::BTreeMap;

/// A moment on the wall clock, of Monday unless it says another day.
fn at(text: &str) -> DateTime<Utc> {
    let text = if text.len() > 5 {
        format!("2026-{text}")
    } else {
        format!("2026-11-23 {text}")
    };
    let local = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M").unwrap();
    chrono_tz::Asia::Shanghai
        .from_local_datetime(&local)
        .unwrap()
        .with_timezone(&Utc)
}

/// Two mechanics' bays, one for electricians; a check takes 15 minutes, a wash 20.
fn policy() -> SitePolicy {
    let bay = |id: &str, trades: &[Trade]| Bay {
        id: BayId::new(id),
        name: id.to_owned(),
        english_name: String::new(),
        trades: trades.to_vec(),
    };
    let bays = vec![
        bay("1", &[Mechanical]),
        bay("2", &[Mechanical]),
        bay("3", &[Electrical, Body]),
    ];
    SitePolicy::new(SiteId::new("test"), bays)
}

fn load(free: &[(&str, &str)], waiting: &[(Trade, u32)]) -> ShopLoad {
    let free_at: BTreeMap<_, _> = free
        .iter()
        .map(|(bay, clock)| (BayId::new(*bay), at(clock)))
        .collect();
    let waiting = waiting
        .iter()
        .map(|(trade, minutes)| (*trade, WorkMinutes(*minutes)))
        .collect();
    ShopLoad { free_at, waiting }
}

fn needed(work: &[(Trade, u32)], wash: YesNo) -> Needed {
    Needed {
        work: work
            .iter()
            .map(|(trade, minutes)| (*trade, WorkMinutes(*minutes)))
            .collect(),
        wash,
    }
}

#[test]
fn the_promise_follows_the_load_of_the_bays_that_fit() {
    use YesNo::{No, Yes};
    type Row<'a> = (
        &'a str,
        &'a str,
        &'a [(&'a str, &'a str)],
        &'a [(Trade, u32)],
        &'a [(Trade, u32)],
        YesNo,
        &'a str,
    );
    let rows: [Row<'_>; 10] = [
        (
            "an empty shop: work and check",
            "08:30",
            &[],
            &[],
            &[(Mechanical, 60)],
            No,
            "09:45",
        ),
        (
            "the wash comes on top",
            "08:30",
            &[],
            &[],
            &[(Mechanical, 60)],
            Yes,
            "10:15",
        ),
        (
            "the bay that is free first",
            "08:30",
            &[("1", "10:00"), ("2", "09:00")],
            &[],
            &[(Mechanical, 60)],
            No,
            "10:15",
        ),
        (
            "what waits goes first",
            "08:30",
            &[("2", "11:00")],
            &[(Mechanical, 60)],
            &[(Mechanical, 60)],
            No,
            "10:45",
        ),
        (
            "another trade's queue does not count",
            "08:30",
            &[("3", "11:00")],
            &[],
            &[(Mechanical, 60)],
            No,
            "09:45",
        ),
        (
            "two trades, one after the other",
            "08:30",
            &[("3", "10:00")],
            &[],
            &[(Mechanical, 60), (Electrical, 30)],
            No,
            "10:45",
        ),
        (
            "the same trade twice is one visit to the bay",
            "08:30",
            &[],
            &[],
            &[(Mechanical, 30), (Mechanical, 30)],
            No,
            "09:45",
        ),
        (
            "a trade without a bay waits for nobody",
            "08:30",
            &[("1", "11:00"), ("2", "11:00"), ("3", "11:00")],
            &[],
            &[(Paint, 60)],
            No,
            "09:45",
        ),
        (
            "before opening the day begins at opening",
            "06:00",
            &[],
            &[],
            &[(Mechanical, 60)],
            No,
            "09:15",
        ),
        (
            "nothing to do is still checked",
            "08:30",
            &[],
            &[],
            &[],
            No,
            "08:45",
        ),
    ];
    for (name, now, free, waiting, work, wash, promised) in rows {
        let found = proposed(
            &policy(),
            &load(free, waiting),
            &needed(work, wash),
            at(now),
        );
        assert_eq!(found, at(promised), "{name}");
    }
}

#[test]
fn what_does_not_fit_into_the_day_goes_on_the_next_one() {
    let free = [("1", "17:00"), ("2", "17:00")];
    let work = needed(&[(Mechanical, 120)], YesNo::No);
    let found = proposed(&policy(), &load(&free, &[]), &work, at("15:00"));
    assert!(found > at("11-24 08:00"), "{found}");
    assert!(policy().hours.is_open(found), "{found}");
}

#[test]
fn additional_work_begins_where_the_forecast_ends() {
    let hours = policy().hours;
    for (name, end, more, now, promised) in [
        ("on top of the forecast", "10:07", 84, "09:00", "11:45"),
        ("never before now", "08:00", 30, "09:00", "09:30"),
        (
            "nothing more is the forecast, rounded up",
            "10:07",
            0,
            "09:00",
            "10:15",
        ),
        ("over the break", "11:30", 60, "09:00", "13:30"),
    ] {
        let found = with_more_work(&hours, at(end), WorkMinutes(more), at(now));
        assert_eq!(found, at(promised), "{name}");
    }
}

#[test]
fn a_quarter_is_rounded_up_and_a_full_one_stays() {
    for (moment, rounded) in [("10:00", "10:00"), ("10:01", "10:15"), ("10:46", "11:00")] {
        assert_eq!(quarter(at(moment)), at(rounded), "{moment}");
    }
}
