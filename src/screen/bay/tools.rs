//! Tools at the bay (工具借出, 归还, 报损): opened by scan or from the list, then one tap each.

use super::{BayKiosk, Effect, Page, Wish};
use crate::domain::calendar::WorkingHours;
use crate::domain::command::CommandBody;
use crate::domain::ids::{JobId, ToolId};
use crate::domain::tool::{ToolCondition, ToolDamage, Usability, scanned, usual_due};
use crate::projection::picture::Picture;
use chrono::{DateTime, Days, TimeDelta, Utc};

/// Whether a damage is told of a tool that comes back, or of one that stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    ComingBack,
    Staying,
}

/// A page about tools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ToolPage {
    /// All of them, those of the job first.
    All,
    /// One, with what can be done about it.
    One(ToolId),
    /// What is wrong with it.
    Damage(ToolId, Telling),
    /// Whether it can still be worked with.
    Usability(ToolId, Telling, ToolDamage),
}

/// Until when a tool is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    Hours(i64),
    /// When the working day ends.
    Today,
    /// When the next one does.
    Tomorrow,
}

impl Due {
    pub(super) const ALL: [Self; 4] = [Self::Today, Self::Hours(1), Self::Hours(3), Self::Tomorrow];

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Hours(1) => "due-1h",
            Self::Hours(_) => "due-3h",
            Self::Today => "due-today",
            Self::Tomorrow => "due-tomorrow",
        }
    }

    /// Tells the moment.
    pub(super) fn at(self, hours: &WorkingHours, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Hours(more) => now + TimeDelta::hours(more),
            Self::Today => usual_due(hours, now),
            Self::Tomorrow => {
                let today = usual_due(hours, now);
                let next = today.checked_add_days(Days::new(1)).unwrap_or(today);
                usual_due(hours, next - TimeDelta::minutes(1))
            }
        }
    }
}

/// Names of what is done about a tool.
pub(super) const RETURN: &str = "tool-return";
pub(super) const RETURN_DAMAGED: &str = "tool-return-damaged";
pub(super) const DAMAGE: &str = "tool-damage";
pub(super) const USABLE: &str = "tool-usable";
pub(super) const UNUSABLE: &str = "tool-unusable";

/// Begins the name of a tool where parts and prompts are named.
pub(super) const TOOL: &str = "tool:";

/// Names a damage to the screen and back.
pub(super) const fn damage_id(what: ToolDamage) -> &'static str {
    match what {
        ToolDamage::Broken => "damage-broken",
        ToolDamage::Bent => "damage-bent",
        ToolDamage::Worn => "damage-worn",
        ToolDamage::Incomplete => "damage-incomplete",
        ToolDamage::Inaccurate => "damage-inaccurate",
        ToolDamage::Leaking => "damage-leaking",
        ToolDamage::Electrical => "damage-electrical",
        ToolDamage::Insulation => "damage-insulation",
        ToolDamage::Other => "damage-other",
    }
}

impl BayKiosk {
    /// Opens the tool whose label was scanned; nothing where it is no tool.
    pub(super) fn scanned_tool(
        &mut self,
        code: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Option<Vec<Effect>> {
        let tool = scanned(code);
        picture.views.tools.find(&tool)?;
        self.touch(now);
        let job = self.tool_job(picture);
        Some(self.wished(Wish::OpenTool(tool, job), picture, now))
    }

    /// Finds the job that a tool is taken for: the one that is shown, or that who acts is on.
    fn tool_job(&self, picture: &Picture) -> Option<JobId> {
        if let Page::Tools(job, _) = &self.page {
            return job.clone();
        }
        self.job_at_hand(picture)
    }

    pub(super) fn open_tool(&mut self, page: ToolPage, job: Option<JobId>) -> Vec<Effect> {
        self.page = Page::Tools(job, page);
        Vec::new()
    }

    /// Takes a tap on a page about tools.
    pub(super) fn tool_choice(
        &mut self,
        job: Option<JobId>,
        page: ToolPage,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match page {
            ToolPage::All => self.open_tool(ToolPage::One(ToolId::new(id)), job),
            ToolPage::One(tool) => self.one_tool(job, tool, id, picture, now),
            ToolPage::Damage(tool, telling) => {
                let what = ToolDamage::ALL
                    .into_iter()
                    .find(|what| damage_id(*what) == id);
                match what {
                    Some(what) => self.open_tool(ToolPage::Usability(tool, telling, what), job),
                    None => Vec::new(),
                }
            }
            ToolPage::Usability(tool, telling, what) => {
                let usability = match id {
                    USABLE => Usability::Usable,
                    UNUSABLE => Usability::Unusable,
                    _ => return Vec::new(),
                };
                let note = String::new();
                self.leave_tool(job);
                let body = match telling {
                    Telling::Staying => CommandBody::ReportToolDamage {
                        tool,
                        what,
                        note,
                        usability,
                    },
                    Telling::ComingBack => CommandBody::ReturnTool {
                        tool,
                        condition: ToolCondition::Damaged {
                            what,
                            note,
                            usability,
                        },
                    },
                };
                self.submit(body, now)
            }
        }
    }

    fn one_tool(
        &mut self,
        job: Option<JobId>,
        tool: ToolId,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match id {
            RETURN => {
                self.leave_tool(job);
                let condition = ToolCondition::Sound;
                self.submit(CommandBody::ReturnTool { tool, condition }, now)
            }
            RETURN_DAMAGED => self.open_tool(ToolPage::Damage(tool, Telling::ComingBack), job),
            DAMAGE => self.open_tool(ToolPage::Damage(tool, Telling::Staying), job),
            _ => {
                let Some(due) = Due::ALL.into_iter().find(|due| due.id() == id) else {
                    return Vec::new();
                };
                let usual = WorkingHours::default();
                let site = picture.views.site.as_ref();
                let hours = site.map_or(&usual, |site| &site.hours);
                let body = CommandBody::TakeTool {
                    tool,
                    job: job.clone(),
                    bay: Some(self.bay.clone()),
                    due: Some(due.at(hours, now)),
                };
                self.leave_tool(job);
                self.submit(body, now)
            }
        }
    }

    fn leave_tool(&mut self, job: Option<JobId>) {
        self.page = job.map_or(Page::Home, Page::Job);
    }

    /// One page back.
    pub(super) fn tool_back(&mut self, job: Option<JobId>, page: ToolPage) -> Vec<Effect> {
        match page {
            ToolPage::All | ToolPage::One(_) => {
                self.leave_tool(job);
                Vec::new()
            }
            ToolPage::Damage(tool, _) => self.open_tool(ToolPage::One(tool), job),
            ToolPage::Usability(tool, telling, _) => {
                self.open_tool(ToolPage::Damage(tool, telling), job)
            }
        }
    }
}
