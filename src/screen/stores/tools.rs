//! 工具: who has which tool and until when; lent by badge or name, and returned, sound or damaged.

use super::Stores;
use super::acts::{Act, Then};
use super::model::{Card, LineShown, Section, SheetShown, Tab, TaskShown};
use super::present::Scene;
use super::scan::squeezed;
use super::sheet::Sheet;
use crate::domain::command::{Actor, CommandBody, Recognised};
use crate::domain::ids::{PersonId, ToolId};
use crate::domain::person::Role;
use crate::domain::slip_code::SlipCode;
use crate::domain::tool::{Overdue, ToolCondition, ToolDamage, ToolState, Usability};
use crate::projection::picture::Picture;
use crate::projection::tools::ToolRow;
use crate::projection::views::Views;
use crate::screen::Effect;
use crate::screen::desk::model::{Action, Choice, Line};
use crate::screen::tone::Tone;
use crate::screen::words::{self as all_words, dispatch as desk_words, stores as words};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// What is said of a damaged tool, in the order of the sheet.
const DAMAGES: [ToolDamage; 9] = [
    ToolDamage::Broken,
    ToolDamage::Bent,
    ToolDamage::Worn,
    ToolDamage::Incomplete,
    ToolDamage::Inaccurate,
    ToolDamage::Leaking,
    ToolDamage::Electrical,
    ToolDamage::Insulation,
    ToolDamage::Other,
];

fn id(tool: &ToolId) -> String {
    format!("tool:{tool}")
}

/// Lists the tools: those that are out first, what should be back on top.
fn listed(views: &Views) -> Vec<&ToolRow> {
    let out = views.tools.out();
    let names: BTreeSet<&ToolId> = out.iter().map(|row| &row.file.id).collect();
    let here = views.tools.tools.iter();
    let here = here.filter(|row| !names.contains(&row.file.id));
    out.iter().copied().chain(here).collect()
}

/// Finds the tool that the window names.
fn find<'a>(views: &'a Views, open: &str) -> Option<&'a ToolRow> {
    views.tools.find(&ToolId::new(open.strip_prefix("tool:")?))
}

/// Finds the tool that a scanner names.
pub(super) fn named(views: &Views, code: &str) -> Option<String> {
    let squeezed = squeezed(code);
    let mut tools = views.tools.tools.iter();
    let found = tools.find(|row| {
        let tool = row.file.id.clone();
        self::squeezed(tool.as_str()) == squeezed || SlipCode::Tool { tool }.is_read_as(code)
    })?;
    Some(id(&found.file.id))
}

fn is_out(row: &ToolRow) -> bool {
    row.file.standing().holder.is_some()
}

impl Stores {
    /// The tool whose page is open.
    pub(super) fn open_tool<'a>(&self, picture: &'a Picture) -> Option<&'a ToolRow> {
        if self.tab != Tab::Tools {
            return None;
        }
        find(&picture.views, self.open_id()?)
    }

    /// A tool that is scanned opens; one that is out and open already has come back.
    pub(super) fn tool_scanned(
        &mut self,
        tool: String,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let open = self.tab == Tab::Tools && self.open_id() == Some(tool.as_str());
        if open && self.open_tool(picture).is_some_and(is_out) {
            return self.tool_action("tool-back", picture, now);
        }
        self.open(Tab::Tools, tool, picture);
        Vec::new()
    }

    /// A technician who badges while a tool of the store is on the screen takes it.
    pub(super) fn lends_to(&self, picture: &Picture) -> Option<ToolId> {
        if let Some(Sheet::Lend { tool }) = &self.sheet {
            return Some(tool.clone());
        }
        let row = self.open_tool(picture)?;
        (self.sheet.is_none() && !is_out(row)).then(|| row.file.id.clone())
    }

    /// Whoever takes a tool has it: it is their own word, not the storekeeper's.
    pub(super) fn lend(&mut self, tool: ToolId, to: &PersonId, by: Recognised) -> Vec<Effect> {
        self.sheet = None;
        let actor = Actor::Person { id: to.clone(), by };
        let body = CommandBody::TakeTool {
            tool,
            job: None,
            bay: None,
            due: None,
        };
        vec![Effect::Submit { actor, body }]
    }

    /// A name on the sheet: believed as at every other screen, else the badge is asked for.
    pub(super) fn lend_by_name(
        &mut self,
        to: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(tool) = self.lends_to(picture) else {
            return Vec::new();
        };
        if self.desk.believes(to, picture) {
            return self.lend(tool, to, Recognised::Tile);
        }
        self.desk.note(words::BADGE_PLEASE, now);
        Vec::new()
    }

    /// The buttons of a tool's page.
    pub(super) fn tool_action(
        &mut self,
        action: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(tool) = self.open_tool(picture).map(|row| row.file.id.clone()) else {
            return Vec::new();
        };
        match action {
            "tool-lend" => self.sheet = Some(Sheet::Lend { tool }),
            "tool-damaged" => self.sheet = Some(Sheet::Damaged { tool }),
            _ => {
                let condition = ToolCondition::Sound;
                let body = CommandBody::ReturnTool { tool, condition };
                return self.act(Act::new(vec![body], Then::Stay), picture, now);
            }
        }
        Vec::new()
    }

    /// What is wrong with a tool that came back.
    pub(super) fn damaged(
        &mut self,
        which: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(Sheet::Damaged { tool }) = self.sheet.clone() else {
            return Vec::new();
        };
        let known = which.parse::<usize>().ok().and_then(|at| DAMAGES.get(at));
        let Some(what) = known.copied() else {
            return Vec::new();
        };
        let condition = ToolCondition::Damaged {
            what,
            note: String::new(),
            usability: Usability::Unusable,
        };
        let body = CommandBody::ReturnTool { tool, condition };
        self.act(Act::new(vec![body], Then::Close), picture, now)
    }
}

impl Scene<'_> {
    /// Counts the tools that should be back.
    pub(super) fn tools_overdue(&self) -> usize {
        let out = self.picture.views.tools.out().into_iter();
        let late = out.filter(|row| {
            let holder = row.file.standing().holder;
            holder.is_some_and(|holder| holder.is_overdue(self.now))
        });
        late.count()
    }

    fn tool_state(&self, row: &ToolRow) -> Option<ToolState> {
        Some(row.state(self.policy?, self.now))
    }

    fn tool_name(&self, row: &ToolRow) -> String {
        let listed = row.file.tool.as_ref();
        listed.map_or_else(
            || row.file.id.to_string(),
            |tool| self.part_name(&tool.name, &tool.english_name),
        )
    }

    /// Names a tool by its id.
    pub(super) fn tool(&self, tool: &ToolId) -> String {
        let row = self.picture.views.tools.find(tool);
        row.map_or_else(|| tool.to_string(), |row| self.tool_name(row))
    }

    pub(super) fn tool_cards(&self) -> Vec<Card> {
        let all = listed(&self.picture.views).into_iter();
        all.map(|row| self.tool_card(row)).collect()
    }

    fn tool_card(&self, row: &ToolRow) -> Card {
        let state = self.tool_state(row);
        let word = state.as_ref().map(all_words::tools::state);
        let tone = match &state {
            Some(ToolState::Out {
                overdue: Overdue::Overdue,
                ..
            }) => Tone::Late,
            Some(ToolState::Out { .. }) => Tone::Working,
            Some(ToolState::OutOfService { .. }) => Tone::Hold,
            Some(ToolState::Available) | None => Tone::Neutral,
        };
        let (who, until) = match &state {
            Some(ToolState::Out { holder, .. }) => (
                self.person(&holder.person),
                words::due(&self.moment(holder.due), self.language),
            ),
            _ => (String::new(), self.tool_place(row)),
        };
        Card {
            id: id(&row.file.id),
            title: self.tool_name(row),
            age: word.map(|word| self.say(word)).unwrap_or_default(),
            age_tone: tone,
            tone,
            detail: self.join(&[row.file.id.as_str(), &until]),
            who,
            ..Card::default()
        }
    }

    fn tool_place(&self, row: &ToolRow) -> String {
        let listed = row.file.tool.as_ref();
        listed.map(|tool| tool.place.clone()).unwrap_or_default()
    }

    pub(super) fn tool_page(&self, open: &str) -> TaskShown {
        let Some(row) = find(&self.picture.views, open) else {
            return TaskShown::default();
        };
        let card = self.tool_card(row);
        let standing = row.file.standing();
        let calibrated = standing
            .calibrated_until
            .map(|until| words::calibrated(&until.to_string(), self.language));
        let today = self.policy.map(|site| site.day_of(self.now));
        let unfit = today.and_then(|today| standing.unfit(today));
        let mut facts = vec![Line::new(
            self.join(&[&card.age, &card.who, &card.detail]),
            card.tone,
        )];
        facts.extend(
            unfit
                .as_ref()
                .map(|unfit| Line::new(self.say(all_words::tools::unfit(unfit)), Tone::Hold)),
        );
        let work = row.work.as_ref().map(|work| LineShown {
            id: "work".to_owned(),
            name: self.part_name(&work.name, &work.english_name),
            detail: work
                .plate
                .as_ref()
                .map(|plate| plate.as_str().replace('·', "･"))
                .unwrap_or_default(),
            button: self.mark(words::TOOL_FOR, Tone::Neutral),
            ..LineShown::default()
        });
        let main = |name: &str, label| Action {
            main: true,
            ..self.action(name, label, Tone::Action)
        };
        let actions = if is_out(row) {
            vec![
                main("tool-back", words::TOOL_BACK),
                self.action("tool-damaged", words::TOOL_DAMAGED, Tone::Hold),
            ]
        } else {
            vec![main("tool-lend", words::TOOL_LEND)]
        };
        TaskShown {
            id: id(&row.file.id),
            title: card.title,
            subtitle: self.join(&[
                row.file.id.as_str(),
                &self.tool_place(row),
                &calibrated.unwrap_or_default(),
            ]),
            facts,
            lines: work.into_iter().collect(),
            actions,
            ..TaskShown::default()
        }
    }

    pub(super) fn lend_sheet(&self, tool: &ToolId) -> SheetShown {
        let roster = self
            .picture
            .views
            .roster
            .values()
            .map(|known| &known.person);
        let people = roster.filter(|person| person.role == Role::Technician);
        let choices =
            people.map(|person| Choice::plain(format!("lend:{}", person.id), person.name.as_str()));
        SheetShown {
            title: self.say(words::TOOL_LEND),
            subtitle: self.join(&[&self.tool(tool), &self.say(words::WHO_TAKES)]),
            sections: vec![Section {
                title: String::new(),
                choices: choices.collect(),
            }],
            ..SheetShown::default()
        }
    }

    pub(super) fn damaged_sheet(&self, tool: &ToolId) -> SheetShown {
        let choices = DAMAGES.iter().enumerate().map(|(at, what)| {
            let label = all_words::tools::damage(*what).to(self.language);
            Choice::plain(
                format!("damage:{at}"),
                desk_words::sentence(self.language, label),
            )
        });
        SheetShown {
            title: self.say(words::TOOL_DAMAGED),
            subtitle: self.tool(tool),
            sections: vec![Section {
                title: String::new(),
                choices: choices.collect(),
            }],
            ..SheetShown::default()
        }
    }
}
