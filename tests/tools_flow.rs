//! A tool over the wire: taken at a bay, seen at the store and at another bay, brought back broken; and taken at a bay
//! without its link while another bay takes it too.

#[path = "common/cable.rs"]
mod cable;
#[path = "common/shop.rs"]
mod common;

use baylight::domain::command::CommandBody;
use baylight::domain::ids::ToolId;
use baylight::domain::person::Role;
use baylight::domain::refusal::Refusal;
use baylight::domain::tool::{
    Tool, ToolCondition, ToolDamage, ToolHolder, ToolService, ToolState, Unfit, Usability,
    unreturned,
};
use baylight::projection::picture::Picture;
use cable::Cable;
use common::*;

const GU_MIN: &str = "S1";
const WRENCH: &str = "TL-010";

/// The workshop with a storekeeper and a torque wrench.
async fn shop() -> Workshop {
    let shop = Workshop::new().await;
    let wrench = Tool {
        id: ToolId::new(WRENCH),
        name: "扭力扳手".to_owned(),
        english_name: "Torque wrench".to_owned(),
        category: String::new(),
        place: "工具房 B1".to_owned(),
        calibrated_until: None,
        maintained_until: None,
    };
    shop.take_in(vec![
        enrol(GU_MIN, "顾敏", Role::Storekeeper),
        CommandBody::ListTool { tool: wrench },
    ])
    .await;
    shop
}

fn take(bay: &str) -> CommandBody {
    CommandBody::TakeTool {
        tool: ToolId::new(WRENCH),
        job: Some(job(BELT)),
        bay: Some(bay.into()),
        due: None,
    }
}

fn bring_back_broken() -> CommandBody {
    CommandBody::ReturnTool {
        tool: ToolId::new(WRENCH),
        condition: ToolCondition::Damaged {
            what: ToolDamage::Inaccurate,
            note: String::new(),
            usability: Usability::Unusable,
        },
    }
}

fn put_back_in_service() -> CommandBody {
    CommandBody::SetToolService {
        tool: ToolId::new(WRENCH),
        state: ToolService::back(),
    }
}

fn holder(picture: &Picture) -> Option<ToolHolder> {
    let row = picture.views.tools.find(&ToolId::new(WRENCH))?;
    row.file.holder()
}

fn held_by(picture: &Picture, who: &str) -> bool {
    holder(picture).is_some_and(|holder| holder.person.as_str() == who)
}

fn state(picture: &Picture, shop: &Workshop) -> Option<ToolState> {
    let row = picture.views.tools.find(&ToolId::new(WRENCH))?;
    let site = picture.views.site.as_ref()?;
    Some(row.state(site, shop.clock.now()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tool_taken_at_a_bay_is_seen_at_the_store_and_comes_back_broken() {
    let shop = shop().await;
    let (bay, store) = (shop.bay("1"), shop.floor("stores"));
    bay.live().await;
    store.live().await;
    bay.does(WANG_LEI, take("1")).await;
    store
        .until("the wrench with Wang Lei", |picture| {
            held_by(picture, WANG_LEI)
                && picture
                    .views
                    .tools
                    .out()
                    .first()
                    .is_some_and(|row| row.work.is_some())
        })
        .await;
    bay.until("the wrench on its card", |picture| {
        card(picture, BELT).is_some_and(|card| card.tools.iter().any(|t| t.is_out_for(&job(BELT))))
    })
    .await;
    let refused = bay.tap(WANG_LEI, put_back_in_service());
    assert_eq!(bay.refused(refused).await, Refusal::NotAllowed);

    shop.clock.forward(10);
    bay.does(WANG_LEI, bring_back_broken()).await;
    store
        .until("a broken wrench", |picture| {
            matches!(
                state(picture, &shop),
                Some(ToolState::OutOfService {
                    reason: Unfit::Damaged { .. }
                })
            )
        })
        .await;
    shop.clock.forward(60);
    store.does(GU_MIN, put_back_in_service()).await;
    bay.until("a sound wrench", |picture| {
        state(picture, &shop) == Some(ToolState::Available)
    })
    .await;
    bay.stop().await;
    store.stop().await;
    shop.assert_verified();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_bay_took_without_its_link_does_not_take_the_tool_from_who_took_it_later() {
    let mut shop = shop().await;
    let cable = Cable::to(shop.address);
    let real = std::mem::replace(&mut shop.address, cable.end);
    let bay = shop.bay("1");
    shop.address = real;
    let other = shop.bay("2");
    bay.live().await;
    other.live().await;
    cable.pull();
    bay.offline().await;
    let taken = bay.tap(WANG_LEI, take("1"));
    bay.saved(taken).await;
    bay.until("its own wrench at once", |picture| {
        held_by(picture, WANG_LEI)
    })
    .await;
    shop.clock.forward(30);
    other.does(LI_QIANG, take("2")).await;
    cable.plug();
    bay.accepted(taken).await;
    for screen in [&bay, &other] {
        let picture = screen
            .until("both of them, the later one first", |picture| {
                let row = picture.views.tools.find(&ToolId::new(WRENCH));
                row.is_some_and(|row| row.file.holdings().len() == 2)
            })
            .await;
        assert!(held_by(&picture, LI_QIANG));
        let row = picture.views.tools.find(&ToolId::new(WRENCH));
        let before = row.and_then(|row| row.file.last_holder());
        assert_eq!(
            before.map(|holder| holder.person.to_string()).as_deref(),
            Some(WANG_LEI)
        );
    }
    bay.stop().await;
    other.stop().await;
    let workshop = baylight::store::event_log::LogReader::open(&shop.data_dir())
        .unwrap()
        .load()
        .unwrap();
    let missing = unreturned(&workshop, &job(BELT).ro);
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].person.as_str(), LI_QIANG);
    shop.assert_verified();
    shop.close().await;
}
