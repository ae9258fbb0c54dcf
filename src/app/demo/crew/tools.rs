//! What the crew takes from the tool room and brings back.

use super::{Hands, by_badge};
use crate::domain::command::CommandBody;
use crate::domain::ids::{BayId, ToolId};
use crate::domain::tool::{ToolCondition, ToolState};
use crate::projection::job_card::{JobCard, Stage};
use crate::projection::picture::Picture;
use crate::projection::tools::ToolNeed;
use crate::station::Station;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;

impl Hands {
    /// Takes the special tools of a running job that are there, and brings back those of jobs that are done.
    pub(super) async fn tools(
        &self,
        bay: &BayId,
        station: &Arc<Station>,
        jobs: &[JobCard],
        now: DateTime<Utc>,
    ) {
        for card in jobs {
            match card.stage {
                Stage::InRepair => self.take_tools(bay, station, card, now).await,
                Stage::Finished => {
                    let Some(who) = card.workers.first() else {
                        continue;
                    };
                    let out = card.tools.iter().filter(|tool| tool.is_out_for(&card.job));
                    for tool in out {
                        let body = back(&tool.tool);
                        self.tap(station, by_badge(who.as_str()), body).await;
                    }
                }
                _ => {}
            }
        }
    }

    async fn take_tools(
        &self,
        bay: &BayId,
        station: &Arc<Station>,
        card: &JobCard,
        now: DateTime<Utc>,
    ) {
        let Some(who) = card.live.first() else {
            return;
        };
        let special = card
            .tools
            .iter()
            .filter(|tool| tool.need == ToolNeed::Special);
        for tool in special.filter(|tool| tool.state(&self.policy, now) == ToolState::Available) {
            let body = CommandBody::TakeTool {
                tool: tool.tool.clone(),
                job: Some(card.job.clone()),
                bay: Some(bay.clone()),
                due: None,
            };
            self.tap(station, by_badge(who.person.as_str()), body).await;
        }
    }

    /// The storekeeper collects what nobody brings back, before the car's final check asks for it.
    pub(super) async fn collect_tools(&self, picture: &Picture, now: DateTime<Utc>) {
        let jobs = picture.views.bays.values().flat_map(|view| &view.jobs);
        let long_done = jobs.filter(|card| {
            let patience = TimeDelta::minutes(8);
            card.finished_at.is_some_and(|at| at + patience <= now)
        });
        for card in long_done {
            for tool in card.tools.iter().filter(|tool| tool.is_out_for(&card.job)) {
                self.tap(&self.desk, by_badge("S01"), back(&tool.tool))
                    .await;
            }
        }
    }
}

fn back(tool: &ToolId) -> CommandBody {
    CommandBody::ReturnTool {
        tool: tool.clone(),
        condition: ToolCondition::Sound,
    }
}
