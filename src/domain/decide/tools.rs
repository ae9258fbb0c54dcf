//! What follows from taps about tools: taken, brought back and broken are facts; the rest the store decides.

use super::{Decided, Decision};
use crate::domain::command::CommandBody;
use crate::domain::event::EventBody;
use crate::domain::ids::{PersonId, ToolId};
use crate::domain::person::Permission;
use crate::domain::refusal::Refusal;
use crate::domain::tool::{ToolCondition, ToolDamage, ToolFile, ToolService, Usability, usual_due};
use chrono::{DateTime, Utc};

impl Decision<'_> {
    /// Decides what was tapped about a tool.
    pub(super) fn tool(&self) -> Decided {
        match &self.command.body {
            CommandBody::TakeTool {
                tool,
                job,
                bay,
                due,
            } => Ok(vec![EventBody::ToolTaken {
                tool: tool.clone(),
                person: self.hand()?.clone(),
                job: job.clone(),
                bay: bay.clone(),
                due: due.unwrap_or_else(|| usual_due(&self.policy.hours, self.command.at)),
            }]),
            CommandBody::ReturnTool { tool, condition } => {
                let mut events = vec![EventBody::ToolReturned {
                    tool: tool.clone(),
                    person: self.hand()?.clone(),
                }];
                if let ToolCondition::Damaged {
                    what,
                    note,
                    usability,
                } = condition
                {
                    events.push(self.damaged(tool, *what, note, *usability)?);
                }
                Ok(events)
            }
            CommandBody::ReportToolDamage {
                tool,
                what,
                note,
                usability,
            } => Ok(vec![self.damaged(tool, *what, note, *usability)?]),
            CommandBody::ExtendTool { tool, due } => self.extend_tool(tool, *due),
            CommandBody::SetToolService { tool, state } => {
                self.allowed(Permission::KeepStores)?;
                self.known_tool(tool)?;
                if let ToolService::OutOfService { why, .. } = state
                    && why.is_written_off()
                {
                    self.signed()?;
                }
                Ok(vec![EventBody::ToolServiceSet {
                    tool: tool.clone(),
                    state: state.clone(),
                }])
            }
            _ => Ok(Vec::new()),
        }
    }

    /// A tool is in somebody's hand: who was not recognised cannot have it, and everything else is kept.
    fn hand(&self) -> Result<&PersonId, Refusal> {
        self.command.actor.person().ok_or(Refusal::NobodySignedIn)
    }

    fn damaged(
        &self,
        tool: &ToolId,
        what: ToolDamage,
        note: &str,
        usability: Usability,
    ) -> Result<EventBody, Refusal> {
        Ok(EventBody::ToolDamaged {
            tool: tool.clone(),
            person: self.hand()?.clone(),
            what,
            note: note.trim().to_owned(),
            usability,
        })
    }

    fn extend_tool(&self, tool: &ToolId, due: DateTime<Utc>) -> Decided {
        self.allowed(Permission::KeepStores)?;
        if self.known_tool(tool)?.holder().is_none() {
            return Err(Refusal::ToolNotOut { tool: tool.clone() });
        }
        if due <= self.command.at {
            return Err(Refusal::DueInThePast);
        }
        Ok(vec![EventBody::ToolExtended {
            tool: tool.clone(),
            due,
        }])
    }

    fn known_tool(&self, tool: &ToolId) -> Result<&ToolFile, Refusal> {
        let known = self.workshop.tools.get(tool);
        known.ok_or_else(|| Refusal::UnknownTool { tool: tool.clone() })
    }
}
