//! How events about tools change what is known of them: each falls into its place by time.

use super::Touched;
use crate::domain::event::{Event, EventBody};
use crate::domain::ids::ToolId;
use crate::domain::tool::{
    DamageReport, DueExtended, ServiceSet, ToolFile, ToolMove, ToolMoveKind,
};
use crate::domain::workshop::{EntityKey, Workshop};

impl Workshop {
    /// Applies an event about a tool. One that was never listed is known by its number from then on.
    pub(super) fn tool_event(&mut self, event: &Event, touched: &mut Touched) {
        let (at, command) = (event.at, event.command);
        let by = event.actor.person().cloned();
        match &event.body {
            EventBody::ToolTaken {
                tool,
                person,
                job,
                bay,
                due,
            } => self.tool_mut(tool, touched).insert_move(ToolMove {
                at,
                command,
                by: person.clone(),
                station: event.station.clone(),
                kind: ToolMoveKind::Taken {
                    job: job.clone(),
                    bay: bay.clone(),
                    due: *due,
                },
            }),
            EventBody::ToolReturned { tool, person } => {
                self.tool_mut(tool, touched).insert_move(ToolMove {
                    at,
                    command,
                    by: person.clone(),
                    station: event.station.clone(),
                    kind: ToolMoveKind::Returned,
                });
            }
            EventBody::ToolDamaged {
                tool,
                person,
                what,
                note,
                usability,
            } => self.tool_mut(tool, touched).insert_damage(DamageReport {
                at,
                command,
                by: person.clone(),
                what: *what,
                note: note.clone(),
                usability: *usability,
            }),
            EventBody::ToolExtended { tool, due } => {
                let due = *due;
                self.tool_mut(tool, touched).extend(DueExtended {
                    at,
                    command,
                    by,
                    due,
                });
            }
            EventBody::ToolServiceSet { tool, state } => {
                let state = state.clone();
                self.tool_mut(tool, touched).set_service(ServiceSet {
                    at,
                    command,
                    by,
                    state,
                });
            }
            EventBody::ToolListed { tool } => {
                self.tool_mut(&tool.id, touched).tool = Some(tool.clone());
            }
            _ => {}
        }
    }

    fn tool_mut(&mut self, id: &ToolId, touched: &mut Touched) -> &mut ToolFile {
        touched.insert(EntityKey::Tool(id.clone()));
        let file = self.tools.entry(id.clone());
        file.or_insert_with(|| ToolFile::new(id.clone()))
    }
}
