//! Order intake at the desk (接车开单): a walk-in without the dealer system, tapped together step by step.
//!
//! ```text
//!   plate ──▶ customer ──▶ complaint ──▶ operations ──▶ promise and the five confirmations ──▶ opened
//!     └ a known car fills in its customer; one that is here already is not opened twice
//! ```

pub mod model;
mod present;
mod sheet;
mod taps;

use super::model::Panel;
use super::sign_in::Wish;
use super::{Advisor, Effect};
use crate::domain::command::CommandBody;
use crate::domain::ids::{BadgeId, CommandId, OpCode, PersonId};
use crate::domain::order::{BusinessCategory, OrderSheet, Trade, YesNo};
use crate::domain::plate::{Plate, PlateKind};
use crate::projection::cars::CarRecord;
use crate::projection::picture::{Picture, TapState};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// A new-energy plate has so many characters; nothing is longer.
const LONGEST_PLATE: usize = 8;
/// The shortest thing that a plate may be when it is no mainland one.
const SHORTEST_PLATE: usize = 5;
/// No field takes more than this.
const LONGEST_TEXT: usize = 200;

/// A page of the intake.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// 车牌
    #[default]
    Plate,
    /// 客户
    Customer,
    /// 报修陈述
    Complaint,
    /// 维修项目
    Work,
    /// 约定与确认
    Promise,
}

impl Step {
    /// Every page, in order.
    pub const ALL: [Self; 5] = [
        Self::Plate,
        Self::Customer,
        Self::Complaint,
        Self::Work,
        Self::Promise,
    ];

    /// Names it between finger and tab.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Plate => "plate",
            Self::Customer => "customer",
            Self::Complaint => "complaint",
            Self::Work => "work",
            Self::Promise => "promise",
        }
    }

    fn next(self) -> Self {
        let at = Self::ALL.iter().position(|step| *step == self);
        let next = at.and_then(|at| Self::ALL.get(at + 1));
        next.copied().unwrap_or(self)
    }
}

/// A text that is typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// 姓名
    #[default]
    Name,
    /// 手机
    Phone,
    /// 里程
    Mileage,
    /// 钥匙号
    KeyTag,
    /// 车位
    Parking,
    /// 报修陈述
    Complaint,
    /// What is looked for in the list.
    Search,
}

/// One of the five confirmations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confirmation {
    /// 项目
    Work,
    /// 费用
    Cost,
    /// 时间
    Time,
    /// 旧件
    OldParts,
    /// 洗车
    Wash,
}

impl Confirmation {
    /// All five, in the order in which they are said.
    pub const ALL: [Self; 5] = [
        Self::Work,
        Self::Cost,
        Self::Time,
        Self::OldParts,
        Self::Wash,
    ];
}

/// Whether the on-screen keyboard is shown where there is something else to show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Keyboard {
    /// It is not.
    #[default]
    Away,
    /// It is.
    Shown,
}

/// What is tapped on the intake.
#[derive(Debug, Clone, PartialEq)]
pub enum IntakeIntent {
    /// Another page.
    Step {
        /// Which.
        step: Step,
    },
    /// The main button: the page after this one, or the order is opened.
    Main,
    /// A key of the plate.
    PlateKey {
        /// Which.
        key: String,
    },
    /// The last character of the plate goes.
    PlateErased,
    /// All of the plate goes.
    PlateCleared,
    /// A field is to be typed into.
    Field {
        /// Which.
        field: Field,
    },
    /// A key of the on-screen keyboard.
    Typed {
        /// What it types.
        text: String,
    },
    /// The last character of the field goes.
    Erased,
    /// A field was edited with a real keyboard.
    Edited {
        /// Which.
        field: Field,
        /// What it says now.
        text: String,
    },
    /// The on-screen keyboard comes or goes.
    Keyboard,
    /// Something that customers often say.
    Phrase {
        /// Which.
        id: String,
    },
    /// Why the car is here.
    Category {
        /// Which.
        id: String,
    },
    /// The operations of a trade, or all.
    Trade {
        /// Which.
        id: String,
    },
    /// An operation is added, or taken off.
    Operation {
        /// Which.
        id: String,
    },
    /// Something left on an earlier visit is added, or taken off.
    Left {
        /// Which.
        id: String,
    },
    /// A yes becomes a no, or a no a yes.
    Toggle {
        /// Which.
        id: String,
    },
    /// The promise is earlier or later.
    Promise {
        /// By how much.
        minutes: i32,
    },
    /// The customer has agreed to one of the five, or not yet.
    Confirm {
        /// To which.
        id: String,
    },
    /// Everything that was entered is forgotten.
    Discard,
}

/// An order in the making.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Draft {
    step: Step,
    /// As it was tapped, without its dot.
    plate: String,
    fields: BTreeMap<Field, String>,
    field: Field,
    keyboard: Keyboard,
    category: BusinessCategory,
    trade: Option<Trade>,
    operations: Vec<OpCode>,
    left: BTreeSet<CommandId>,
    customer_waits: YesNo,
    keep_old_parts: YesNo,
    wash: YesNo,
    /// The promise that was chosen by hand.
    promise: Option<DateTime<Utc>>,
    confirmed: BTreeSet<Confirmation>,
    /// What the car's file has filled in, and nobody has typed.
    filled: BTreeMap<Field, String>,
}

impl Draft {
    /// Takes out what belonged to another car.
    fn other_car(&mut self) {
        self.left.clear();
        for (field, text) in std::mem::take(&mut self.filled) {
            if self.text(field) == text {
                self.fields.remove(&field);
            }
        }
    }

    fn text(&self, field: Field) -> &str {
        self.fields.get(&field).map_or("", String::as_str)
    }

    fn set(&mut self, field: Field, text: String) {
        let text: String = match field {
            Field::Mileage => text.chars().filter(char::is_ascii_digit).take(7).collect(),
            _ => text.chars().take(LONGEST_TEXT).collect(),
        };
        self.fields.insert(field, text);
    }

    /// Reads the plate; nothing while it cannot be one.
    fn plate(&self) -> Option<Plate> {
        let plate = Plate::parse(&self.plate).ok()?;
        let long = self.plate.chars().count() >= SHORTEST_PLATE;
        let mainland = plate.kind() != PlateKind::Other;
        // What begins with a province is one of the mainland and not complete before its seventh character.
        let begins = self.plate.chars().next().is_some_and(|c| !c.is_ascii());
        (mainland || long && !begins).then_some(plate)
    }

    fn record<'a>(&self, picture: &'a Picture) -> Option<&'a CarRecord> {
        picture.views.cars.get(&self.plate()?)
    }

    fn unconfirm(&mut self, changed: &[Confirmation]) {
        self.confirmed.retain(|known| !changed.contains(known));
    }

    fn lines_changed(&mut self) {
        self.unconfirm(&[Confirmation::Work, Confirmation::Cost, Confirmation::Time]);
        // Other work takes another time.
        self.promise = None;
    }
}

/// An order that is on its way, so that a refusal leads back to it.
#[derive(Debug, Clone, PartialEq)]
struct Sent {
    owner: Option<PersonId>,
    draft: Draft,
    sheet: OrderSheet,
}

/// The orders in the making, by who makes them.
#[derive(Debug, Clone, Default)]
pub(super) struct Orders {
    drafts: BTreeMap<Option<PersonId>, Draft>,
    sent: Vec<Sent>,
    /// The car of the order that was opened last, until it is in the list.
    opened: Option<Plate>,
}

impl Orders {
    /// What was entered before anybody signed in belongs to who signs in first: it is the order that they see.
    pub(super) fn adopt(&mut self, person: &PersonId) {
        if let Some(draft) = self.drafts.remove(&None)
            && draft != Draft::default()
        {
            self.drafts.insert(Some(person.clone()), draft);
        }
    }
}

impl Advisor {
    fn owner(&self) -> Option<PersonId> {
        self.desk.acting().cloned()
    }

    /// Finds the order that who acts is making.
    fn order(&self) -> Draft {
        let known = self.orders.drafts.get(&self.owner());
        known.cloned().unwrap_or_default()
    }

    fn with_order(&mut self, change: impl FnOnce(&mut Draft)) {
        let owner = self.owner();
        change(self.orders.drafts.entry(owner).or_default());
    }

    pub(super) fn open_intake(&mut self) {
        self.panel = match self.panel {
            Panel::Intake => Panel::None,
            _ => Panel::Intake,
        };
    }

    /// A badge that was read into a field is none of its text.
    pub(super) fn take_badge_out(&mut self, badge: &BadgeId) {
        if self.panel != Panel::Intake {
            return;
        }
        self.with_order(|draft| {
            for text in draft.fields.values_mut() {
                if let Some(rest) = text.strip_suffix(badge.as_str()) {
                    *text = rest.to_owned();
                }
            }
        });
    }

    /// Takes what was tapped on the intake.
    pub(super) fn intake(
        &mut self,
        tap: IntakeIntent,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match tap {
            IntakeIntent::Main if self.order().step == Step::Promise => {
                return self.wished(Wish::Open, picture, now);
            }
            IntakeIntent::Discard => {
                let owner = self.owner();
                self.orders.drafts.remove(&owner);
            }
            IntakeIntent::Promise { minutes } => {
                let proposed = self.promised(&self.order(), picture, now);
                self.with_order(|draft| {
                    draft.promise = sheet::shifted(proposed, minutes, now);
                    draft.unconfirm(&[Confirmation::Time]);
                });
            }
            IntakeIntent::Confirm { id } => {
                // The time that the customer has agreed to does not move any more.
                if id == sheet::confirmation_id(Confirmation::Time) {
                    let shown = self.promised(&self.order(), picture, now);
                    self.with_order(|draft| draft.promise = draft.promise.or(shown));
                }
                self.with_order(|draft| taps::change(draft, IntakeIntent::Confirm { id }));
            }
            IntakeIntent::PlateKey { key } => self.plate_key(&key, picture),
            IntakeIntent::Phrase { id } => {
                let language = self.language(picture);
                self.with_order(|draft| taps::say(draft, &id, language));
            }
            other => self.with_order(|draft| taps::change(draft, other)),
        }
        Vec::new()
    }

    fn plate_key(&mut self, key: &str, picture: &Picture) {
        let mut draft = self.order();
        if draft.plate.chars().count() >= LONGEST_PLATE {
            return;
        }
        let before = draft.record(picture).cloned();
        draft.plate.push_str(key);
        let known = draft.record(picture).cloned();
        if known != before {
            draft.other_car();
        }
        if let Some(known) = known {
            // What was typed by hand is newer than what the file says.
            for (field, text) in [
                (Field::Name, known.customer.name),
                (Field::Phone, known.customer.phone),
            ] {
                if draft.text(field).is_empty() {
                    draft.filled.insert(field, text.clone());
                    draft.set(field, text);
                }
            }
        }
        self.with_order(|known| *known = draft);
    }

    /// Opens the order. It stays at hand until the coordinator has taken it.
    pub(super) fn open_order(&mut self, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        let draft = self.order();
        let Some(sheet) = self.sheet(&draft, picture, now) else {
            return Vec::new();
        };
        let body = CommandBody::OpenWalkIn {
            sheet: Box::new(sheet.clone()),
        };
        let effects = self.submit_all(vec![body], now);
        let owner = self.owner();
        self.orders.drafts.remove(&owner);
        self.orders.sent.push(Sent {
            owner,
            draft,
            sheet,
        });
        self.panel = Panel::None;
        effects
    }

    /// Looks at what became of the orders that were opened: a refused one comes back as it was.
    pub(super) fn follow_orders(&mut self, picture: &Picture) {
        let mut back = Vec::new();
        let mut opened = None;
        self.orders.sent.retain(|sent| {
            let tap = picture.taps.iter().rev().find(|tap| {
                matches!(&tap.command.body, CommandBody::OpenWalkIn { sheet } if **sheet == sent.sheet)
            });
            match tap.map(|tap| &tap.state) {
                Some(TapState::Accepted { .. }) => {
                    opened = Some(sent.sheet.car.plate.clone());
                    false
                }
                Some(TapState::Refused { .. } | TapState::NotSaved { .. }) => {
                    back.push(sent.clone());
                    false
                }
                _ => true,
            }
        });
        for sent in back {
            let theirs = sent.owner == self.owner();
            self.orders.drafts.entry(sent.owner).or_insert(sent.draft);
            if theirs && self.panel == Panel::None {
                self.panel = Panel::Intake;
            }
        }
        self.orders.opened = opened.or(self.orders.opened.take());
        let record = self
            .orders
            .opened
            .as_ref()
            .and_then(|plate| picture.views.cars.get(plate));
        if let Some(ro) = record.and_then(|record| record.open.clone()) {
            self.chosen = Some(ro);
            self.orders.opened = None;
        }
    }
}
