//! The data of the preview pictures, where it differs from the defaults in the `.slint` files.

use baylight_ui::*;
use slint::{ComponentHandle, Model, ModelRc, SharedString, VecModel};

fn model<T: Clone + 'static>(items: Vec<T>) -> ModelRc<T> {
    ModelRc::new(VecModel::from(items))
}

/// Fills the board as the scene's name asks: a number of bays, long waits, nothing at all, or English.
pub fn board(window: &BoardWindow, scene: &str) {
    let screen = window.global::<BoardScreen>();
    for word in scene.split('-').skip(1) {
        match word {
            "nobays" => {
                screen.set_state(BoardState::NoBays);
                quiet(window);
                screen.set_rows(model(vec![]));
            }
            "nocars" => {
                screen.set_state(BoardState::NoCars);
                quiet(window);
                let shown = screen.get_rows();
                let rows = shown.iter().map(|row| BayRowData {
                    chips: model(vec![]),
                    call: "".into(),
                    ..row
                });
                screen.set_rows(model(rows.collect()));
            }
            "calm" => {
                screen.set_calls(model(vec![]));
                screen.set_warning(WarningData::default());
                screen.set_warnings(model(vec![]));
            }
            "busy" => {
                let waiting: Vec<CardData> = screen.get_waiting().iter().collect();
                screen.set_waiting(model(waiting.iter().cycle().take(17).cloned().collect()));
                let shown = screen.get_lanes();
                let lanes = shown.iter().map(|lane| {
                    let cards: Vec<CardData> = lane.cards.iter().collect();
                    LaneData {
                        cards: model(cards.iter().cycle().take(6).cloned().collect()),
                        ..lane
                    }
                });
                screen.set_lanes(model(lanes.collect()));
                let call = CallData {
                    text: "12 号工位呼叫备件".into(),
                    age: "5′".into(),
                    tone: Tone::Late,
                };
                let calls: Vec<CallData> = screen.get_calls().iter().collect();
                screen.set_calls(model(vec![calls[0].clone(), call.clone(), call]));
                screen.set_page("1 / 5".into());
                screen.set_page_left(0.6);
            }
            "en" => english(window),
            count => {
                let rows: Vec<BayRowData> = screen.get_rows().iter().collect();
                let count = count
                    .parse()
                    .expect("a word of this function, or a number of bays");
                screen.set_rows(model(
                    rows.iter()
                        .skip(1)
                        .chain(rows.iter())
                        .cycle()
                        .take(count)
                        .cloned()
                        .collect(),
                ));
            }
        }
    }
}

fn quiet(window: &BoardWindow) {
    let screen = window.global::<BoardScreen>();
    screen.set_waiting(model(vec![]));
    screen.set_calls(model(vec![]));
    screen.set_warning(WarningData::default());
    screen.set_warnings(model(vec![]));
    screen.set_lanes(model(
        screen
            .get_lanes()
            .iter()
            .map(|lane| LaneData {
                cards: model(vec![]),
                ..lane
            })
            .collect(),
    ));
    screen.set_counts(model(
        screen
            .get_counts()
            .iter()
            .map(|count| CountData {
                value: "0".into(),
                ..count
            })
            .collect(),
    ));
}

/// The longest English words that the screens have to hold.
fn word(text: &SharedString) -> SharedString {
    const WORDS: &[(&str, &str)] = &[
        ("在厂", "In shop"),
        ("在修?", "In repair?"),
        ("在修", "In repair"),
        ("中断", "On hold"),
        ("待检", "Awaiting QC"),
        ("预警", "At risk"),
        ("超时", "Overdue"),
        ("实时", "Live"),
        ("洗车", "Wash"),
        ("待结算", "Awaiting invoice"),
        ("待交车", "Ready"),
        ("已派工", "Dispatched"),
        ("完工", "Finished"),
        ("等件", "Waits for parts"),
        ("等客户", "Waits for customer"),
        ("返工", "Rework"),
        ("更换前刹车片", "Replace front brake pads"),
        ("20 000 km 保养", "20,000 km maintenance"),
        ("空调不制冷", "Air conditioning not cold"),
        ("右前门钣金喷漆", "Right front door: body and paint"),
        ("正时皮带", "Timing belt"),
        ("四轮定位", "Wheel alignment"),
        ("保养", "Maintenance"),
        ("水泵更换", "Replace water pump"),
        ("离合器更换", "Replace clutch"),
        ("首保", "First service"),
        ("刹车油更换", "Brake fluid"),
        ("前刹车片", "Brake pads"),
        ("明天 17:00", "Tomorrow 17:00"),
        ("技术支持 2′", "Technical help 2′"),
        ("离线 4 分钟", "Offline 4 min"),
        ("空闲 12′", "Idle 12′"),
        ("机修·1.2h·客户等待", "Mechanical, 1.2 h, waits"),
        ("到货 11:20", "Here at 11:20"),
        ("午休", "Break"),
        ("3 号工位呼叫技术支持", "Bay 3 calls for technical help"),
        (
            "京P·33M09 预计 12:40 完工，晚于承诺 12:10。原因：等件，备件台负责",
            "京P·33M09 will be done at 12:40, promised for 12:10. Cause: waits for the water pump, due 11:20. Owner: parts store",
        ),
    ];
    WORDS
        .iter()
        .find(|(chinese, _)| *chinese == text.as_str())
        .map_or_else(|| text.clone(), |(_, english)| (*english).into())
}

fn english_rows(rows: ModelRc<BayRowData>) -> ModelRc<BayRowData> {
    let rows = rows.iter().map(|row| {
        let chips = row.chips.iter().map(|chip| ChipData {
            word: word(&chip.word),
            word_short: if chip.word == "已派工" {
                "Planned".into()
            } else if chip.word == "等客户" {
                "Customer".into()
            } else {
                "".into()
            },
            work: word(&chip.work),
            work_short: if chip.work == "四轮定位" {
                "Alignment".into()
            } else {
                "".into()
            },
            detail: word(&chip.detail),
            ..chip
        });
        BayRowData {
            chips: model(chips.collect()),
            name: format!("Bay {}", row.id).into(),
            crew: "Wang Lei, mechanical".into(),
            crew_short: "Wang Lei".into(),
            note: word(&row.note),
            call: word(&row.call),
            ..row
        }
    });
    model(rows.collect())
}

fn english_cards(cards: ModelRc<CardData>) -> ModelRc<CardData> {
    let cards = cards.iter().map(|card| CardData {
        work: word(&card.work),
        need: if card.need.is_empty() {
            "".into()
        } else {
            "Mechanical, 1.2 h".into()
        },
        note: if card.note.is_empty() {
            "".into()
        } else {
            "customer waits".into()
        },
        promise: word(&card.promise),
        ..card
    });
    model(cards.collect())
}

fn english(window: &BoardWindow) {
    let screen = window.global::<BoardScreen>();
    screen.set_title("Repair status".into());
    screen.set_link(LinkData {
        text: "Offline since 10:38, 3 waiting".into(),
        short: "Offline 10:38".into(),
        tone: Tone::Late,
    });
    screen.set_counts(model(
        screen
            .get_counts()
            .iter()
            .map(|count| CountData {
                label: word(&count.label),
                ..count
            })
            .collect(),
    ));
    let words = screen.get_words();
    screen.set_words(BoardWords {
        awaiting: "Awaiting dispatch".into(),
        more_before: "+".into(),
        more_after: " more".into(),
        warnings: "What will be late, and why".into(),
        calm: "All calm: no calls, nothing at risk".into(),
        no_bays: "No bays yet".into(),
        no_bays_hint: "Add bays to the configuration; each one shows its day here".into(),
        no_cars: "No cars today yet".into(),
        no_cars_hint: "They appear here once an order is imported or a car comes in".into(),
        ..words
    });
    screen.set_rows(english_rows(screen.get_rows()));
    screen.set_waiting(english_cards(screen.get_waiting()));
    screen.set_lanes(model(
        screen
            .get_lanes()
            .iter()
            .map(|lane| LaneData {
                title: word(&lane.title),
                cards: english_cards(lane.cards.clone()),
                ..lane
            })
            .collect(),
    ));
    screen.set_warning(WarningData {
        text: word(&screen.get_warning().text),
        ..screen.get_warning()
    });
    screen.set_warnings(model(
        screen
            .get_warnings()
            .iter()
            .map(|warning| WarningData {
                text: word(&warning.text),
                ..warning
            })
            .collect(),
    ));
    screen.set_calls(model(
        screen
            .get_calls()
            .iter()
            .map(|call| CallData {
                text: word(&call.text),
                ..call
            })
            .collect(),
    ));
}

/// Opens the sheet that the scene's name asks for, in English where it ends so.
pub fn dispatch(window: &DispatchWindow, scene: &str) {
    let screen = window.global::<DispatchScreen>();
    for word in scene.split('-').skip(1) {
        match word {
            "plan" => screen.set_panel(DispatchPanel::Plan),
            "car" => screen.set_panel(DispatchPanel::Car),
            "questions" => screen.set_panel(DispatchPanel::Questions),
            "clocks" => screen.set_panel(DispatchPanel::Clocks),
            "technicians" => screen.set_panel(DispatchPanel::Technicians),
            "people" => screen.set_panel(DispatchPanel::SignIn),
            "pin" => screen.set_pin_ask(PinAsk::Asked),
            "toast" => screen.set_toast(LineData {
                text: "4 号工位 11:15 已派工，等待确认".into(),
                tone: Tone::Ready,
            }),
            "drag" => {}
            "en" => english_dispatch(window),
            count => {
                let rows: Vec<BayRowData> = screen.get_rows().iter().collect();
                let count = count
                    .parse()
                    .expect("a word of this function, or a number of bays");
                screen.set_rows(model(rows.iter().cycle().take(count).cloned().collect()));
            }
        }
    }
}

fn english_dispatch(window: &DispatchWindow) {
    let screen = window.global::<DispatchScreen>();
    screen.set_title("Dispatch".into());
    screen.set_link(LinkData {
        text: "Offline since 10:38, 3 waiting".into(),
        short: "Offline".into(),
        tone: Tone::Late,
    });
    screen.set_questions_label("Questions 2".into());
    screen.set_clocks_label("Clocks".into());
    screen.set_technicians_label("Technicians".into());
    screen.set_theme_label("Light".into());
    screen.set_language_label("中文".into());
    screen.set_undo_label("Undo 1:43".into());
    screen.set_actor(LinkData {
        text: "Liu Yang".into(),
        tone: Tone::Action,
        ..Default::default()
    });
    screen.set_rows(english_rows(screen.get_rows()));
    screen.set_counts(model(
        screen
            .get_counts()
            .iter()
            .map(|count| CountData {
                label: word(&count.label),
                ..count
            })
            .collect(),
    ));
    screen.set_lanes(model(
        screen
            .get_lanes()
            .iter()
            .map(|lane| LaneData {
                title: word(&lane.title),
                ..lane
            })
            .collect(),
    ));
    let shown = screen.get_waiting();
    let jobs = shown.iter().map(|job| WaitingJob {
        work: word(&job.work),
        need: "Mechanical, 1.2 h".into(),
        note: "customer waits".into(),
        promise: word(&job.promise),
        ..job
    });
    screen.set_waiting(model(jobs.collect()));
    let words = screen.get_words();
    screen.set_words(DispatchWords {
        waiting: "Awaiting dispatch".into(),
        pick_slot: "Tap a free slot in a bay to plan this job there".into(),
        technicians: "Technicians".into(),
        lead: "Lead".into(),
        helpers: "Helpers".into(),
        conflicts: "Conflicts".into(),
        cancel: "Cancel".into(),
        close: "Close".into(),
        ..words
    });
    let mut plan = screen.get_plan();
    plan.bay = "Bay 4".into();
    plan.work = "20,000 km maintenance".into();
    plan.need = "Maintenance, 0.8 h".into();
    plan.conflicts = model(vec![LineData {
        text: "Zhao Min is to go on with 京P･33M09 from 11:20, when its parts are here".into(),
        tone: Tone::Risk,
    }]);
    plan.actions = model(vec![
        ActionData {
            label: "Dispatch anyway".into(),
            hint: "1 warning".into(),
            tone: Tone::Risk,
            enabled: true,
            main: true,
            ..Default::default()
        },
        ActionData {
            label: "Take back".into(),
            enabled: true,
            ..Default::default()
        },
    ]);
    screen.set_plan(plan);
}
