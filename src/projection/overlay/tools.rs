//! A tool that was tapped at this station: its row and the cards of the jobs show it before the coordinator does.

use super::{all_cards, cards};
use crate::domain::command::Command;
use crate::domain::decide::decide;
use crate::domain::ids::ToolId;
use crate::domain::policy::SitePolicy;
use crate::domain::tool::ToolFile;
use crate::domain::workshop::Workshop;
use crate::projection::tools::{ToolCard, ToolNeed, ToolRow, ToolWork};
use crate::projection::views::Views;

/// Shows what the coordinator will say of the tool, by its own rules; what it will refuse changes nothing.
pub(super) fn tapped(views: &mut Views, policy: &SitePolicy, tool: &ToolId, command: &Command) {
    let mut alone = Workshop::default();
    if let Some(row) = views.tools.find(tool) {
        alone.tools.insert(tool.clone(), row.file.clone());
    }
    if let Some(person) = command.actor.person() {
        let known = views.roster.get(person).cloned();
        alone
            .people
            .extend(known.map(|enrolled| (person.clone(), enrolled)));
    }
    for event in decide(&alone, policy, command).unwrap_or_default() {
        alone.apply(&event);
    }
    if let Some(file) = alone.tools.remove(tool) {
        show_on_cards(views, &file);
        show_in_list(views, file);
    }
}

fn show_in_list(views: &mut Views, file: ToolFile) {
    let known = views
        .tools
        .tools
        .iter()
        .position(|row| row.file.id == file.id);
    let work = file.out_for().map(|job| {
        let before = known.and_then(|place| views.tools.tools[place].work.clone());
        let before = before.filter(|work| work.job == *job);
        let card = cards(views, job).next();
        card.map(|card| ToolWork::of_card(card))
            .or(before)
            .unwrap_or_else(|| ToolWork::of_nothing(job))
    });
    let row = ToolRow { file, work };
    let rows = &mut views.tools.tools;
    match known {
        Some(place) => rows[place] = row,
        None => {
            let place = rows.partition_point(|known| known.file.id < row.file.id);
            rows.insert(place, row);
        }
    }
}

/// A tool is on the cards of the jobs that need it, and on that of the job it was taken for.
fn show_on_cards(views: &mut Views, file: &ToolFile) {
    for card in all_cards(views) {
        let job = card.job.clone();
        for shown in card.tools.iter_mut().filter(|shown| shown.tool == file.id) {
            *shown = ToolCard::of_file(file, shown.need);
        }
        card.tools
            .retain(|shown| shown.need == ToolNeed::Special || shown.is_out_for(&job));
        let is_shown = card.tools.iter().any(|shown| shown.tool == file.id);
        if file.out_for() == Some(&job) && !is_shown {
            card.tools.push(ToolCard::of_file(file, ToolNeed::Taken));
        }
    }
}
