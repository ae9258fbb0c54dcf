//! Findings over the wire: reported at a bay, answered at an advisor's desk, clocked on at the bay; with the cable
//! pulled at the one and at the other, and with two advisors who speak with the same customer.

#[path = "common/cable.rs"]
mod cable;
#[path = "common/shop.rs"]
mod common;

use baylight::domain::command::CommandBody;
use baylight::domain::finding::{Answer, Channel, Found, Severity, Sighting};
use baylight::domain::ids::CommandId;
use baylight::domain::order::{Fen, Trade, WorkMinutes};
use baylight::domain::person::Role;
use baylight::domain::refusal::Refusal;
use baylight::projection::findings::FindingCard;
use baylight::projection::job_card::Stage;
use baylight::projection::picture::Picture;
use cable::Cable;
use common::*;

const ZHANG_LI: &str = "A1";
const SUN_LI: &str = "A2";
const BELT: &str = "2611-0001/1";
const PADS: &str = "2611-0001/60001";
const RO: &str = "2611-0001";

/// The workshop with two advisors at the desk.
async fn shop() -> Workshop {
    let shop = Workshop::new().await;
    let advisors = vec![
        enrol(ZHANG_LI, "张莉", Role::Advisor),
        enrol(SUN_LI, "孙丽", Role::Advisor),
    ];
    shop.take_in(advisors).await;
    shop
}

fn report() -> CommandBody {
    CommandBody::ReportFinding {
        ro: RO.into(),
        during: Some(job(BELT)),
        bay: Some("1".into()),
        sighting: Box::new(Sighting {
            found: Found {
                system: "brakes".into(),
                component: "front-pads".into(),
                condition: "worn".into(),
                action: "replace".into(),
            },
            name: "前刹车片 · 磨损 · 更换".to_owned(),
            english_name: "Front brake pads · worn · replace".to_owned(),
            consequence: "制动距离变长".to_owned(),
            english_consequence: "longer braking distance".to_owned(),
            severity: Severity::Yellow,
            trade: Trade::Mechanical,
            op_code: None,
            standard: WorkMinutes(72),
            amount: Fen(46_000),
            parts: Vec::new(),
            note: String::new(),
            photos: Vec::new(),
        }),
    }
}

fn answer(finding: CommandId, seen: Option<CommandId>, answer: Answer) -> CommandBody {
    CommandBody::AnswerFinding {
        ro: RO.into(),
        finding,
        seen,
        answer,
        channel: Channel::Phone,
        amount: Fen(46_000),
    }
}

fn finding(picture: &Picture, id: CommandId) -> Option<&FindingCard> {
    let findings = picture.views.findings.findings.iter();
    findings.into_iter().find(|card| card.finding.id == id)
}

fn said(picture: &Picture, id: CommandId) -> Option<Answer> {
    finding(picture, id)?
        .finding
        .answer()
        .map(|said| said.answer)
}

/// The bay with a cable of its own.
fn bay_on(shop: &mut Workshop, cable: &Cable) -> Screen {
    on(shop, cable, |shop| shop.bay("1"))
}

fn on(shop: &mut Workshop, cable: &Cable, start: impl FnOnce(&Workshop) -> Screen) -> Screen {
    let real = std::mem::replace(&mut shop.address, cable.end);
    let screen = start(shop);
    shop.address = real;
    screen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_finding_made_without_a_link_reaches_the_desk_when_the_cable_is_back_and_its_answer_the_bay()
 {
    let mut shop = shop().await;
    let cable = Cable::to(shop.address);
    let bay = bay_on(&mut shop, &cable);
    let desk = shop.floor("advisor");
    bay.live().await;
    desk.live().await;
    bay.does(WANG_LEI, clock_on(BELT, "1")).await;

    cable.pull();
    bay.offline().await;
    let found = bay.tap(WANG_LEI, report());
    bay.saved(found).await;
    // The bay shows it at once; the desk cannot know of it yet.
    bay.until("its own finding", |picture| {
        finding(picture, found).is_some()
    })
    .await;
    assert!(finding(&desk.now(), found).is_none());

    cable.plug();
    bay.accepted(found).await;
    desk.until("the finding", |picture| finding(picture, found).is_some())
        .await;
    desk.does(ZHANG_LI, answer(found, None, Answer::Authorised))
        .await;
    bay.until("the answer, and the job that it is", |picture| {
        let card = finding(picture, found);
        let stage = card
            .and_then(|card| card.job.as_ref())
            .map(|(_, stage)| *stage);
        said(picture, found) == Some(Answer::Authorised) && stage == Some(Stage::AwaitingDispatch)
    })
    .await;
    bay.does(WANG_LEI, clock_on(PADS, "1")).await;
    desk.until("the work on it", |picture| {
        live_on(picture, PADS) == [WANG_LEI]
    })
    .await;
    shop.assert_verified();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_given_without_a_link_reaches_the_bay_when_the_cable_is_back() {
    let mut shop = shop().await;
    let cable = Cable::to(shop.address);
    let desk = on(&mut shop, &cable, |shop| shop.floor("advisor"));
    let bay = shop.bay("1");
    bay.live().await;
    desk.live().await;
    bay.does(WANG_LEI, clock_on(BELT, "1")).await;
    let found = bay.does(WANG_LEI, report()).await;
    desk.until("the finding", |picture| finding(picture, found).is_some())
        .await;

    cable.pull();
    desk.offline().await;
    let said_yes = desk.tap(ZHANG_LI, answer(found, None, Answer::Authorised));
    desk.saved(said_yes).await;
    desk.until("its own answer", |picture| {
        said(picture, found) == Some(Answer::Authorised)
    })
    .await;
    // Nobody at the bay may work on it before it is known there.
    assert_eq!(said(&bay.now(), found), None);

    cable.plug();
    desk.accepted(said_yes).await;
    bay.until("the answer", |picture| {
        said(picture, found) == Some(Answer::Authorised)
    })
    .await;
    let told = shop.tapped_kinds();
    let answers = told.iter().filter(|kind| *kind == "finding-authorised");
    assert_eq!(answers.count(), 1, "once: {told:?}");
    shop.assert_verified();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_advisors_with_the_same_customer_the_second_sees_what_the_first_was_told() {
    let mut shop = shop().await;
    let cable = Cable::to(shop.address);
    let first = shop.floor("advisor");
    let second = on(&mut shop, &cable, |shop| shop.floor("advisor-2"));
    let bay = shop.bay("1");
    for screen in [&first, &second, &bay] {
        screen.live().await;
    }
    let found = bay.does(WANG_LEI, report()).await;
    second
        .until("the finding", |picture| finding(picture, found).is_some())
        .await;

    // Sun Li writes down a no while her desk has no link; Zhang Li meanwhile hears a yes.
    cable.pull();
    second.offline().await;
    let no = second.tap(SUN_LI, answer(found, None, Answer::Declined));
    second.saved(no).await;
    shop.clock.forward(1);
    let yes = first
        .does(ZHANG_LI, answer(found, None, Answer::Authorised))
        .await;
    cable.plug();

    let refusal = second.refused(no).await;
    assert!(
        matches!(
            &refusal,
            Refusal::AnsweredMeanwhile { answer: Answer::Authorised, by: Some(by), .. } if by.as_str() == ZHANG_LI
        ),
        "{refusal:?}"
    );
    second
        .until("what the first was told", |picture| {
            said(picture, found) == Some(Answer::Authorised)
        })
        .await;
    // Having seen it she may still say what the customer told her last: a new event, and both are kept.
    second
        .does(SUN_LI, answer(found, Some(yes), Answer::Declined))
        .await;
    let picture = bay
        .until("the last word", |picture| {
            said(picture, found) == Some(Answer::Declined)
        })
        .await;
    let answers = &finding(&picture, found)
        .expect("the finding")
        .finding
        .answers;
    let words: Vec<Answer> = answers.iter().map(|said| said.answer).collect();
    assert_eq!(words, [Answer::Authorised, Answer::Declined]);
    shop.assert_verified();
    shop.close().await;
}
