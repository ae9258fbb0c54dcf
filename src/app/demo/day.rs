//! The demonstration's own lists and orders, read by the same import as a dealer system's.

use crate::app::edge::Failure;
use crate::config::Config;
use crate::domain::command::{CommandBody, Extent};
use crate::domain::order::OrderSheet;
use crate::import::{Source, read_operations, read_orders, read_parts, read_roster, read_tools};
use crate::station::session::hash_pin;
use chrono::{DateTime, Days, NaiveDate, Utc};

const OPERATIONS: &str = include_str!("day/operations.csv");
const PARTS: &str = include_str!("day/parts.csv");
/// `{valid}` stands for a day to come, `{over}` for one that is past.
const TOOLS: &str = include_str!("day/tools.csv");
const ROSTER: &str = include_str!("day/roster.csv");
/// `{day}` and `{next}` stand for today and tomorrow.
const ORDERS: &str = include_str!("day/orders.csv");

/// What comes into the workshop today.
#[derive(Debug)]
pub(super) struct Day {
    lists: Vec<CommandBody>,
    /// Orders by arrival, the next to come last.
    orders: Vec<OrderSheet>,
}

impl Day {
    /// Reads the day.
    pub(super) fn read(config: &Config, now: DateTime<Utc>) -> Result<Self, Failure> {
        let zone = config.policy.hours.zone;
        let today = config.policy.hours.day(now);
        let next = today.checked_add_days(Days::new(1)).unwrap_or(today);
        let text = ORDERS
            .replace("{day}", &today.to_string())
            .replace("{next}", &next.to_string());
        let source = |name: &str, text: &str| Source::from_bytes(name, text.as_bytes());
        let mut orders = read_orders(&source("orders", &text), zone)
            .map_err(Failure::machine)?
            .rows;
        orders.sort_by_key(|order| std::cmp::Reverse(order.arrived_at));
        Ok(Self {
            lists: lists(&source, today)?,
            orders,
        })
    }

    /// Hands over roster, parts, operations and tools.
    pub(super) fn lists(&mut self) -> Vec<CommandBody> {
        std::mem::take(&mut self.lists)
    }

    /// Hands over the orders that have arrived.
    pub(super) fn arrived(&mut self, now: DateTime<Utc>) -> Vec<CommandBody> {
        let mut arrived = Vec::new();
        while self
            .orders
            .last()
            .is_some_and(|order| order.arrived_at <= now)
        {
            arrived.extend(self.orders.pop().map(|sheet| CommandBody::AdmitOrder {
                sheet: Box::new(sheet),
                extent: Extent::Whole,
            }));
        }
        arrived
    }
}

fn lists(
    source: &impl Fn(&str, &str) -> Source,
    today: NaiveDate,
) -> Result<Vec<CommandBody>, Failure> {
    let mut lists = Vec::new();
    let operations =
        read_operations(&source("operations", OPERATIONS)).map_err(Failure::machine)?;
    lists.extend(
        operations
            .rows
            .into_iter()
            .map(|operation| CommandBody::ListOperation { operation }),
    );
    let parts = read_parts(&source("parts", PARTS)).map_err(Failure::machine)?;
    lists.extend(
        parts
            .rows
            .into_iter()
            .map(|part| CommandBody::ListPart { part }),
    );
    let valid = today.checked_add_days(Days::new(120)).unwrap_or(today);
    let over = today.checked_sub_days(Days::new(23)).unwrap_or(today);
    let tools = TOOLS
        .replace("{valid}", &valid.to_string())
        .replace("{over}", &over.to_string());
    let tools = read_tools(&source("tools", &tools)).map_err(Failure::machine)?;
    lists.extend(
        tools
            .rows
            .into_iter()
            .map(|tool| CommandBody::ListTool { tool }),
    );
    for entry in read_roster(&source("roster", ROSTER))
        .map_err(Failure::machine)?
        .rows
    {
        let pin_hash = entry
            .pin
            .map(|pin| hash_pin(pin.digits()))
            .transpose()
            .map_err(Failure::machine)?;
        lists.push(CommandBody::EnrolPerson {
            person: entry.person,
            pin_hash,
        });
    }
    Ok(lists)
}
