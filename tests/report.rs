//! The day in figures: what counts on which day, told as stories; and pages on which nothing is cut off or lies over
//! anything else, with nobody, one and forty technicians, in both languages.

#[path = "common/workshop.rs"]
mod common;

use assert_cmd::Command;
use baylight::domain::clock::Activity;
use baylight::domain::command::{ClockMode, CommandBody, Correction};
use baylight::domain::figures::{DayFigures, Figures, Period, TechnicianFigures, figures};
use baylight::domain::hold::HoldReason;
use baylight::domain::idle::IdleCode;
use baylight::domain::ids::{BayId, PartNumber, PersonId};
use baylight::domain::person::Language;
use baylight::domain::policy::SeveralJobs;
use baylight::export::report::canvas::{Anchor, Canvas, PAGE, Shape, width_of};
use baylight::export::report::{Names, Report, csv_files, html};
use chrono::TimeDelta;
use common::*;

/// The figures of a day as they stand now.
fn of(floor: &Floor, date: &str) -> Figures {
    let day = day(date);
    let counted = figures(&floor.workshop, &floor.policy, day..=day, floor.now);
    counted[0].figures.clone()
}

fn theirs(floor: &Floor, who: &str, date: &str) -> TechnicianFigures {
    let counted = of(floor, date).technicians;
    counted.get(&person(who)).cloned().unwrap_or_default()
}

const HOUR: i64 = 3600;

#[test]
fn a_shift_of_today_counts_until_now() {
    let mut floor = Floor::new();
    floor.at("08:00").shift_in(LIU_JING);
    floor.at("08:30").clock_on(LIU_JING, BRAKES, 1);
    floor.at("09:30");
    let liu = theirs(&floor, LIU_JING, MONDAY);
    assert_eq!((liu.shift_secs, liu.job_secs), (5_400, HOUR));
    assert_eq!(liu.idle_secs[&IdleCode::WaitingForWork], 1_800);
    assert_eq!(liu.productivity().per_mille(), Some(667));
    floor.at("10:00");
    assert_eq!(theirs(&floor, LIU_JING, MONDAY).shift_secs, 2 * HOUR);
}

#[test]
fn who_forgot_to_clock_out_is_shown_apart_and_no_end_is_made_up() {
    let mut floor = Floor::new();
    floor.at("08:00").shift_in(LIU_JING);
    floor.at("09:00").clock_on(LIU_JING, BRAKES, 1);
    // Nobody is credited with the night, whether it was noticed or not.
    floor.at("2026-11-24 07:00");
    let liu = theirs(&floor, LIU_JING, MONDAY);
    assert_eq!((liu.shift_secs, liu.job_secs, liu.forgotten), (HOUR, 0, 1));
    // The foreman says when Liu Jing left.
    let left = Correction::Add {
        at: moment("2026-11-23 11:00"),
        activity: Activity::ShiftOut,
    };
    let body = CommandBody::CorrectClock {
        person: person(LIU_JING),
        day: day(MONDAY),
        correction: left,
        reason: "asked".to_owned(),
    };
    floor.sign(WANG_LEI, body);
    let liu = theirs(&floor, LIU_JING, MONDAY);
    assert_eq!(
        (liu.shift_secs, liu.job_secs, liu.forgotten),
        (3 * HOUR, 2 * HOUR, 0)
    );
}

#[test]
fn two_on_a_job_share_its_hours_by_their_time_on_it_and_nothing_is_lost() {
    let mut floor = Floor::new();
    floor.at("08:00").clock_on(LIU_JING, BRAKES, 1);
    floor.at("08:20").clock_on(ZHOU_QIANG, BRAKES, 1);
    floor.at("08:51").finish(LIU_JING, BRAKES);
    let (liu, zhou) = (
        theirs(&floor, LIU_JING, MONDAY).earned,
        theirs(&floor, ZHOU_QIANG, MONDAY).earned,
    );
    // 51 and 31 minutes of 60: 37.3 and 22.7, and the minute that does not divide is Liu Jing's, who was first.
    assert_eq!((liu.standard_minutes, zhou.standard_minutes), (38, 22));
    let all = of(&floor, MONDAY).shop.earned;
    assert_eq!((all.jobs, all.standard_minutes), (1, 60));
}

#[test]
fn who_is_on_two_jobs_at_once_works_once() {
    let mut floor = Floor::new();
    floor.policy.several_jobs = SeveralJobs::Equal;
    floor.at("08:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.tap(LIU_JING, on(WATER_PUMP, 1, ClockMode::Alongside));
    floor.at("09:00").shift_out(LIU_JING);
    let liu = theirs(&floor, LIU_JING, MONDAY);
    assert_eq!((liu.shift_secs, liu.job_secs), (HOUR, HOUR));
    assert_eq!(of(&floor, MONDAY).shop.bays[&bay(1)].working_secs, HOUR);
}

#[test]
fn a_job_counts_on_the_day_on_which_it_is_finished() {
    let mut floor = Floor::new();
    floor.at("16:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor
        .at("18:00")
        .hold(LIU_JING, TIMING_BELT, HoldReason::EndOfShift);
    floor.shift_out(LIU_JING);
    floor
        .at("2026-11-24 08:00")
        .clock_on(LIU_JING, TIMING_BELT, 1);
    floor.at("09:00").finish(LIU_JING, TIMING_BELT);
    assert_eq!(theirs(&floor, LIU_JING, MONDAY).earned.jobs, 0);
    let tuesday = theirs(&floor, LIU_JING, TUESDAY).earned;
    assert_eq!((tuesday.jobs, tuesday.standard_minutes), (1, 120));
    // The night is nobody's bottleneck: it lies on both days by the clock, and on none while the workshop is open.
    let stood = |date| of(&floor, date).shop.standing[&Some(HoldReason::EndOfShift)];
    assert_eq!(
        (stood(MONDAY).secs, stood(MONDAY).open_secs),
        (10 * HOUR, 0)
    );
    assert_eq!((stood(TUESDAY).secs, stood(TUESDAY).count), (4 * HOUR, 0));
}

#[test]
fn a_bay_is_occupied_while_its_car_stands_and_free_when_the_next_one_comes_or_it_is_finished() {
    let mut floor = Floor::new();
    floor.at("08:00").clock_on(LIU_JING, BRAKES, 1);
    floor.at("09:00").hold(LIU_JING, BRAKES, HoldReason::Parts);
    floor.at("10:00").clock_on(LIU_JING, BRAKES, 1);
    floor.at("10:30").finish(LIU_JING, BRAKES);
    floor.at("12:00");
    let used = of(&floor, MONDAY).shop.bays[&bay(1)];
    assert_eq!((used.working_secs, used.occupied_secs), (5_400, 9_000));
    assert_eq!(used.open_secs, 4 * HOUR);
    // The next car comes while this one stands.
    floor.at("13:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor
        .at("13:30")
        .hold(LIU_JING, TIMING_BELT, HoldReason::Parts);
    floor.at("14:00").clock_on(ZHOU_QIANG, ALTERNATOR, 1);
    floor.at("15:00").finish(ZHOU_QIANG, ALTERNATOR);
    floor.at("17:00");
    let used = of(&floor, MONDAY).shop.bays[&bay(1)];
    assert_eq!(
        (used.working_secs, used.occupied_secs),
        (5_400 + 5_400, 9_000 + 2 * HOUR)
    );
}

#[test]
fn a_week_is_the_sum_of_its_days() {
    let mut floor = Floor::new();
    for date in [MONDAY, TUESDAY] {
        floor
            .at(&format!("{date} 08:00"))
            .clock_on(LIU_JING, TIMING_BELT, 1);
        floor
            .at("09:00")
            .hold(LIU_JING, TIMING_BELT, HoldReason::Parts);
        floor.at("10:00").shift_out(LIU_JING);
    }
    let week = Period::week_of(day(MONDAY));
    let days = figures(
        &floor.workshop,
        &floor.policy,
        week.days_until(day(TUESDAY)),
        floor.now,
    );
    assert_eq!(days.len(), 2);
    let sum = Figures::sum(&days);
    assert_eq!(sum.team().shift_secs, 4 * HOUR);
    assert_eq!(sum.shop.standing[&Some(HoldReason::Parts)].count, 2);
    // Stored and read back it is the same.
    let text = serde_json::to_string(&days).expect("it can be written");
    assert_eq!(
        serde_json::from_str::<Vec<DayFigures>>(&text).expect("it can be read"),
        days
    );
}

/// Days of so many technicians, with every reason and a name that is too long.
fn busy(technicians: usize, bays: usize) -> (Vec<DayFigures>, Names) {
    let mut floor = Floor::new();
    floor.at("08:00").clock_on(LIU_JING, BRAKES, 1);
    floor.at("08:40").finish(LIU_JING, BRAKES);
    floor.at("2026-11-29 12:00");
    let week = Period::week_of(day(MONDAY));
    let range = week.days_until(week.last());
    let mut days = figures(&floor.workshop, &floor.policy, range, floor.now);
    let mut names = Names::default();
    let liu = theirs(&floor, LIU_JING, MONDAY);
    for known in &mut days {
        for number in 0..technicians {
            let mut one = liu.clone();
            one.shift_secs += 34 * HOUR;
            one.job_secs += 34 * HOUR;
            one.forgotten = u32::from(number % 3 == 0);
            one.rework = 2;
            let id = PersonId::new(format!("T{number:02}"));
            let name = [
                "Alexandra Konstantinopoulou-Schmidt",
                "欧阳春华买买提艾力",
                "Li",
            ][number % 3];
            names.people.insert(id.clone(), name.to_owned());
            known.figures.technicians.insert(id, one);
        }
        let shop = &mut known.figures.shop;
        for reason in HoldReason::ALL {
            let stood = shop.standing.entry(Some(reason)).or_default();
            (stood.count, stood.open_secs) = (1_234, 12_345 * HOUR);
        }
        for number in 0..technicians {
            let part = PartNumber::new(format!("51712-F2000-{number:03}"));
            names.parts.insert(
                part.clone(),
                "前制动片总成（左右各一，含报警线与卡簧）".to_owned(),
            );
            let waited = shop.parts.entry(Some(part)).or_default();
            (waited.count, waited.open_secs) = (99, 9_999 * HOUR);
        }
        shop.bays.clear();
        for number in 0..bays {
            let id = BayId::new(format!("{number}"));
            let used = shop.bays.entry(id.clone()).or_default();
            (used.open_secs, used.working_secs, used.occupied_secs) = (9, 5, 7);
            if names.bays.len() < bays {
                names
                    .bays
                    .push((id, "四轮定位与底盘专用工位（东侧）".to_owned()));
            }
        }
    }
    (days, names)
}

fn pages(days: &[DayFigures], names: &Names, period: Period, language: Language) -> Vec<Canvas> {
    report(days, names, period, language).pages()
}

fn report<'a>(
    days: &'a [DayFigures],
    names: &Names,
    period: Period,
    language: Language,
) -> Report<'a> {
    Report {
        language,
        site: "京城汽车服务中心（朝阳北路旗舰店）",
        period,
        days,
        names: names.clone(),
        made_at: moment("2026-11-30 08:00"),
        is_over: true,
        zone: chrono_tz::Asia::Shanghai,
    }
}

/// Where a text stands: left, right, top, bottom.
fn boxes(page: &Canvas) -> Vec<(String, [f64; 4])> {
    let texts = page.shapes.iter().filter_map(|shape| match shape {
        Shape::Text { x, y, text, style } => {
            let wide = width_of(text, *style);
            let left = match style.anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - wide / 2.0,
                Anchor::End => x - wide,
            };
            let place = [
                left,
                left + wide,
                y - style.size * 0.75,
                y + style.size * 0.1,
            ];
            Some((text.clone(), place))
        }
        _ => None,
    });
    texts.filter(|(text, _)| !text.is_empty()).collect()
}

fn assert_legible(pages: &[Canvas], what: &str) {
    for (number, page) in (1..).zip(pages) {
        let texts = boxes(page);
        for (index, (text, [left, right, top, bottom])) in texts.iter().enumerate() {
            let inside = *left >= 12.0 && *right <= PAGE.0 - 12.0 && *top > 0.0 && *bottom < PAGE.1;
            assert!(
                inside,
                "“{text}” leaves page {number} of {what}: {left}–{right}"
            );
            for (other, [l, r, t, b]) in &texts[index + 1..] {
                let over = left.max(*l) + 1.0 < right.min(*r) && top.max(*t) + 0.5 < bottom.min(*b);
                assert!(
                    !over,
                    "“{text}” lies over “{other}” on page {number} of {what}"
                );
            }
        }
    }
}

#[test]
fn nothing_leaves_its_page_or_lies_over_anything_else() {
    let week = Period::week_of(day(MONDAY));
    for language in [Language::En, Language::Zh] {
        for (technicians, bays) in [(0, 0), (1, 1), (14, 12), (40, 40)] {
            let (days, names) = busy(technicians, bays);
            let what = format!("{language:?} with {technicians} technicians");
            assert_legible(&pages(&days, &names, week, language), &what);
            let monday = Period::Day(day(MONDAY));
            assert_legible(&pages(&days[..1], &names, monday, language), &what);
            let month = Period::month_of(day(MONDAY));
            assert_legible(&pages(&days, &names, month, language), &what);
        }
    }
}

#[test]
fn a_day_without_anything_says_so_in_both_languages() {
    let floor = Floor::new();
    let empty = day("2026-11-20");
    let days = figures(&floor.workshop, &floor.policy, empty..=empty, floor.now);
    assert!(Figures::sum(&days).is_empty());
    for (language, words) in [
        (Language::En, "Nothing was recorded"),
        (Language::Zh, "无记录"),
    ] {
        let names = Names::default();
        let report = report(&days, &names, Period::Day(empty), language);
        let text = html(&report, &report.pages());
        assert!(text.contains(words), "{language:?}");
        assert!(
            !text.contains("http://")
                || text.matches("http://").count() == text.matches("xmlns").count()
        );
        assert!(!text.contains("NaN") && !text.contains("inf"));
    }
}

#[test]
fn a_name_cannot_break_the_page_or_its_table() {
    let (mut days, mut names) = busy(1, 1);
    let name = "<script>&\"甲\u{0007},\n乙";
    names.people.insert(PersonId::new("T00"), name.to_owned());
    days.truncate(1);
    let report = report(&days, &names, Period::Day(day(MONDAY)), Language::En);
    let text = html(&report, &report.pages());
    assert!(!text.contains("<script") && !text.contains('\u{0007}'));
    let files = csv_files(&report).expect("the tables");
    let table = files
        .iter()
        .find(|file| file.name == "technicians")
        .expect("the technicians");
    let mut reader = csv::Reader::from_reader(table.text.trim_start_matches('\u{feff}').as_bytes());
    let found = reader.records().any(|row| &row.expect("a row")[2] == name);
    assert!(found, "{}", table.text);
}

fn baylight(arguments: &[&str], data: &std::path::Path) -> assert_cmd::assert::Assert {
    let out = data.join("out");
    Command::new(env!("CARGO_BIN_EXE_baylight"))
        .current_dir(data)
        .arg("report")
        .args(arguments)
        .arg("--out")
        .arg(out)
        .arg("--data")
        .arg(data)
        .assert()
}

#[test]
fn what_is_wrong_with_the_days_is_said_with_exit_code_2() {
    let dir = tempfile::tempdir().expect("a directory");
    let tomorrow = (chrono::Utc::now() + TimeDelta::days(3))
        .date_naive()
        .to_string();
    let table: [(&[&str], &str); 6] = [
        (&["--day", &tomorrow], "has not come yet"),
        (&["--day", "2026-02-30"], "is no day"),
        (&["--week", "2026-W60"], "is no week"),
        (&["--month", "2026-13"], "is no month"),
        (
            &["--day", "2025-11-23", "--month", "2025-11"],
            "cannot be used with",
        ),
        (&[], "required"),
    ];
    for (arguments, words) in table {
        let done = baylight(arguments, dir.path()).code(2);
        let said = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    let done = baylight(&["--day", "2025-11-23"], dir.path()).code(2);
    let said = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(said.contains("there is no database"), "{said}");
    assert!(!dir.path().join("out").exists(), "nothing was written");
}

#[test]
fn a_day_before_anything_was_recorded_gets_an_honest_empty_report() {
    let dir = tempfile::tempdir().expect("a directory");
    drop(baylight::store::event_log::EventLog::open(dir.path()).expect("a database"));
    let done = baylight(&["--day", "2025-11-23", "--lang", "en"], dir.path()).success();
    let said = String::from_utf8_lossy(&done.get_output().stdout).into_owned();
    assert!(
        said.contains("nothing was recorded in 2025-11-23"),
        "{said}"
    );
    let page = dir.path().join("out/report-2025-11-23.html");
    let text = std::fs::read_to_string(page).expect("the page");
    assert!(text.contains("Nothing was recorded"));
}
