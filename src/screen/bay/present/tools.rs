//! The tools of a job beside its parts, and the pages about them.

use super::super::model::{BayModel, ChoiceShown, Part, Prompt};
use super::super::tools::{
    DAMAGE, Due, RETURN, RETURN_DAMAGED, TOOL, Telling, ToolPage, UNUSABLE, USABLE, damage_id,
};
use super::Presenter;
use crate::domain::calendar::WorkingHours;
use crate::domain::ids::{JobId, ToolId};
use crate::domain::tool::{Overdue, ToolDamage, ToolState, Usability};
use crate::projection::job_card::JobCard;
use crate::projection::tools::{ToolCard, ToolNeed, ToolRow};
use crate::screen::tone::Tone;
use crate::screen::words::bay_tools as words;
use crate::screen::words::tools as shared;
use crate::screen::words::{Text, name};

impl Presenter<'_> {
    /// Lists the tools of a job, each with where it is.
    pub(super) fn tool_list(&self, card: &JobCard) -> Vec<Part> {
        card.tools.iter().map(|tool| self.tool_line(tool)).collect()
    }

    fn tool_line(&self, tool: &ToolCard) -> Part {
        let (state, tone) = self.tool_state(&self.state_of(&tool.standing));
        let need = match tool.need {
            ToolNeed::Special => words::SPECIAL.to(self.language),
            ToolNeed::Taken => words::TOOLS.to(self.language),
        };
        let place = [need, &tool.place];
        let place: Vec<&str> = place.into_iter().filter(|word| !word.is_empty()).collect();
        Part {
            id: format!("{TOOL}{}", tool.tool),
            name: name(self.language, &tool.name, &tool.english_name).to_owned(),
            detail: place.join(" · "),
            state,
            tone,
            tappable: true,
        }
    }

    fn state_of(&self, standing: &crate::domain::tool::ToolStanding) -> ToolState {
        let zone = self.now.with_timezone(&self.zone).date_naive();
        let site = self.picture.views.site.as_ref();
        let today = site.map_or(zone, |site| site.day_of(self.now));
        standing.state(today, self.now)
    }

    fn tool_state(&self, state: &ToolState) -> (String, Tone) {
        match state {
            ToolState::Out { holder, overdue } => {
                let (who, due) = (self.person(&holder.person), self.moment(holder.due));
                match overdue {
                    Overdue::Overdue => (words::overdue(self.language, &who, &due), Tone::Late),
                    Overdue::NotYet => (words::held(self.language, &who, &due), Tone::Working),
                }
            }
            ToolState::OutOfService { reason } => (self.t(shared::unfit(reason)), Tone::Late),
            ToolState::Available => (self.t(shared::state(state)), Tone::Neutral),
        }
    }

    fn tool_name(&self, row: &ToolRow) -> String {
        name(self.language, row.file.name(), row.file.english_name()).to_owned()
    }

    /// Reminds who acts of a tool that should be back.
    pub(super) fn tools_overdue(&self) -> Option<Prompt> {
        let me = self.kiosk.me()?;
        let rows = self.picture.views.tools.out().into_iter();
        let mut mine = rows.filter_map(|row| match self.state_of(&row.file.standing()) {
            ToolState::Out {
                holder,
                overdue: Overdue::Overdue,
            } if holder.person == *me => Some((row, holder)),
            _ => None,
        });
        let (row, holder) = mine.next()?;
        let due = self.moment(holder.due);
        Some(Prompt {
            id: format!("{TOOL}{}", row.file.id),
            text: words::bring_back(self.language, &self.tool_name(row), &due),
            tone: Tone::Late,
            action: self.t(words::LOOK),
        })
    }

    pub(super) fn tools(&self, model: &mut BayModel, job: Option<&JobId>, page: &ToolPage) {
        match page {
            ToolPage::All => self.all_tools(model, job),
            ToolPage::One(tool) => self.one_tool(model, tool),
            ToolPage::Damage(tool, _) => {
                self.tool_title(model, tool);
                model.choice_note = format!(
                    "{} · {}",
                    words::WHAT_DAMAGE.to(self.language),
                    model.choice_note
                );
                let tiles = ToolDamage::ALL
                    .map(|what| self.tool_tile(damage_id(what), shared::damage(what), Tone::Hold));
                model.choices = tiles.into();
            }
            ToolPage::Usability(tool, telling, what) => {
                self.tool_title(model, tool);
                let what = shared::damage(*what).to(self.language);
                let how = match telling {
                    Telling::ComingBack => words::RETURN_DAMAGED,
                    Telling::Staying => words::DAMAGE,
                };
                model.choice_note = format!(
                    "{} · {what} · {}",
                    how.to(self.language),
                    words::STILL_USABLE.to(self.language)
                );
                model.choices = vec![
                    self.tool_tile(UNUSABLE, shared::usability(Usability::Unusable), Tone::Late),
                    self.tool_tile(USABLE, shared::usability(Usability::Usable), Tone::Working),
                ];
            }
        }
    }

    fn all_tools(&self, model: &mut BayModel, job: Option<&JobId>) {
        model.choice_title = self.t(words::ALL_TOOLS);
        model.choice_note = self.t(words::SCAN_HINT);
        let card = job.and_then(|job| self.look.card(job));
        let of_job = |tool: &ToolId| {
            card.is_some_and(|card| card.tools.iter().any(|known| known.tool == *tool))
        };
        let mine = |row: &ToolRow| {
            let holder = row.file.standing().holder;
            holder.is_some_and(|holder| Some(&holder.person) == self.kiosk.me())
        };
        let mut rows: Vec<&ToolRow> = self.picture.views.tools.tools.iter().collect();
        rows.retain(|row| !row.file.standing().is_written_off());
        if rows.is_empty() {
            model.choice_note = self.t(words::NO_TOOLS);
        }
        rows.sort_by_key(|row| (!of_job(&row.file.id), !mine(row), row.file.id.clone()));
        let tiles = rows.into_iter().map(|row| {
            let (state, tone) = self.tool_state(&self.state_of(&row.file.standing()));
            ChoiceShown {
                id: row.file.id.to_string(),
                title: self.tool_name(row),
                subtitle: format!("{} · {}", row.file.id, state.replace('\n', " · ")),
                tone,
                enabled: true,
                ..ChoiceShown::default()
            }
        });
        model.choices = tiles.collect();
    }

    /// Titles a page with the tool, and tells where it is.
    fn tool_title(&self, model: &mut BayModel, tool: &ToolId) {
        let row = self.picture.views.tools.find(tool);
        model.choice_title = row.map_or_else(|| tool.to_string(), |row| self.tool_name(row));
        let state = row.map(|row| self.tool_state(&self.state_of(&row.file.standing())).0);
        let place = row.map(|row| row.file.place().to_owned());
        let told = [Some(tool.to_string()), place, state].into_iter().flatten();
        let told: Vec<String> = told.filter(|text| !text.is_empty()).collect();
        model.choice_note = told.join(" · ").replace('\n', " · ");
    }

    fn one_tool(&self, model: &mut BayModel, tool: &ToolId) {
        self.tool_title(model, tool);
        let row = self.picture.views.tools.find(tool);
        let holder = row.and_then(|row| row.file.standing().holder);
        let mut tiles = Vec::new();
        if holder.is_some() {
            tiles.push(ChoiceShown {
                subtitle: self.t(words::RETURN_NOTE),
                ..self.tool_tile(RETURN, words::RETURN, Tone::Working)
            });
            tiles.push(self.tool_tile(RETURN_DAMAGED, words::RETURN_DAMAGED, Tone::Hold));
        }
        let theirs = holder.filter(|holder| Some(&holder.person) != self.kiosk.me());
        let mine = row.is_some_and(|row| {
            let holder = row.file.standing().holder;
            holder.is_some_and(|holder| Some(&holder.person) == self.kiosk.me())
        });
        if !mine {
            let usual = WorkingHours::default();
            let site = self.picture.views.site.as_ref();
            let hours = site.map_or(&usual, |site| &site.hours);
            tiles.extend(Due::ALL.map(|due| ChoiceShown {
                id: due.id().to_owned(),
                title: words::take(self.language, &self.moment(due.at(hours, self.now))),
                subtitle: theirs.as_ref().map_or_else(String::new, |holder| {
                    words::from(self.language, &self.person(&holder.person))
                }),
                tone: Tone::Action,
                enabled: true,
                ..ChoiceShown::default()
            }));
        }
        tiles.push(ChoiceShown {
            subtitle: self.t(words::DAMAGE_NOTE),
            ..self.tool_tile(DAMAGE, words::DAMAGE, Tone::Late)
        });
        model.choices = tiles;
    }

    fn tool_tile(&self, id: &str, title: Text, tone: Tone) -> ChoiceShown {
        ChoiceShown {
            id: id.to_owned(),
            title: self.t(title),
            tone,
            enabled: true,
            ..ChoiceShown::default()
        }
    }
}
