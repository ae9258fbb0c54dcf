//! The roster: who works here, with badge and perhaps a first PIN.

use super::Import;
use super::columns::{Column, Kind};
use super::error::ImportError;
use super::fields::{self, FieldError};
use super::refused::Reason;
use super::sheet::{Cells, Refusal, read_list};
use super::source::Source;
use crate::domain::ids::{BadgeId, PersonId};
use crate::domain::person::{Employment, Person};
use std::collections::BTreeMap;
use std::fmt;

const ID: Column = Column::required(
    "工号, 员工编号, 员工号, Employee number, Employee no, Employee id, Staff number, \
        Staff id, Personnel number, Id",
);
const NAME: Column = Column::required("姓名, 员工姓名, Name, Full name, Employee name");
const ROLE: Column = Column::required("岗位, 职位, 职务, 角色, Role, Position, Job title");
const TRADES: Column = Column::optional("工种, 技能, Trades, Trade, Skills, Skill");
const BADGE: Column =
    Column::optional("工牌号, 工牌, 卡号, Badge, Badge number, Badge id, Card number");
const LANGUAGE: Column = Column::optional("语言, Language");
const PIN: Column = Column::secret("密码, PIN, PIN码, Pin code");

/// The accepted headers of a roster.
pub const COLUMNS: &[Column] = &[ID, NAME, ROLE, TRADES, BADGE, LANGUAGE, PIN];

/// The PIN of a person as typed: 4 to 6 digits. It does not show itself in messages or logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// Reads 4 to 6 digits of any width.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let digits = fields::code(text)?;
        let sound =
            (4..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if sound {
            Ok(Self(digits))
        } else {
            Err(FieldError::NotAPin)
        }
    }

    /// Shows the digits, to hash them.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(hidden)")
    }
}

/// One row of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterEntry {
    /// The person.
    pub person: Person,
    /// 密码, where the roster brings one; without one, whatever PIN the person has stays.
    pub pin: Option<Pin>,
}

/// Reads the roster.
///
/// # Errors
/// When the whole file cannot be read as a roster. A row that cannot is in [`Import::refused`].
pub fn read_roster(source: &Source) -> Result<Import<RosterEntry>, ImportError> {
    let mut badges = Badges::default();
    let key = |entry: &RosterEntry| entry.person.id.as_str().to_owned();
    read_list(source, Kind::Roster, &ID, key, |cells| {
        let entry = read_row(cells)?;
        badges.claim(&entry.person, cells)?;
        Ok(entry)
    })
}

fn read_row(cells: &Cells<'_>) -> Result<RosterEntry, Refusal> {
    let badge = cells.optional(&BADGE, |text| fields::code(text).map(Some))?;
    let person = Person {
        id: PersonId::new(cells.required(&ID, fields::code)?),
        name: cells.required(&NAME, fields::label)?,
        role: cells.required(&ROLE, fields::role)?,
        trades: cells.optional(&TRADES, fields::trades)?,
        badge: badge.map(BadgeId::new),
        language: cells.optional(&LANGUAGE, fields::language)?,
        employment: Employment::Here,
    };
    let pin = cells.optional(&PIN, |text| Pin::parse(text).map(Some))?;
    Ok(RosterEntry { person, pin })
}

/// Who holds which badge, and on which row it says so.
#[derive(Debug, Default)]
struct Badges(BTreeMap<BadgeId, (PersonId, usize)>);

impl Badges {
    /// Notes the person's badge, unless it is someone else's.
    fn claim(&mut self, person: &Person, cells: &Cells<'_>) -> Result<(), Refusal> {
        let Some(badge) = &person.badge else {
            return Ok(());
        };
        let claim = || (person.id.clone(), cells.row_number());
        let (holder, first_row) = self.0.entry(badge.clone()).or_insert_with(claim);
        if *holder == person.id {
            return Ok(());
        }
        let (holder, first_row) = (holder.to_string(), *first_row);
        Err(cells.refuse(&BADGE, Reason::BadgeTaken { holder, first_row }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::Role;

    fn read(text: &str) -> Import<RosterEntry> {
        read_roster(&Source::from_bytes("r.csv", text)).unwrap()
    }

    #[test]
    fn a_pin_is_read_and_never_shown() {
        let import =
            read("工号,姓名,岗位,密码\nE1,刘静,技师,１２３４\nE2,周强,技师,98765x\nE3,朱洋\n");
        let pin = import.rows[0].pin.as_ref().unwrap();
        assert_eq!(pin.digits(), "1234");
        let mut written = Vec::new();
        import.write_refused(&mut written).unwrap();
        let written = String::from_utf8(written).unwrap();
        for shown in [
            format!("{import:?}"),
            written,
            import.refused[0].to_string(),
        ] {
            assert!(
                !shown.contains("1234") && !shown.contains("98765"),
                "{shown}"
            );
        }
        assert!(
            import.refused[0]
                .to_string()
                .contains("“(hidden)” is no PIN: give it 4 to 6 digits")
        );
    }

    #[test]
    fn a_badge_belongs_to_one_person() {
        let import = read(
            "工号,姓名,岗位,工牌号\nE1,刘静,技师,AB12\nE2,周强,技师,ＡＢ１２\nE1,刘静,技师,AB12\n",
        );
        assert_eq!(import.rows.len(), 1);
        assert_eq!(
            import.refused[0].to_string(),
            "r.csv, row 3, column “工牌号”: “ＡＢ１２” is already the badge of E1 (row 2): \
             give each person a badge of their own"
        );
    }

    #[test]
    fn one_number_for_two_people_is_refused() {
        let import = read("Id,Name,Role\nE1,Liu,Technician\nE1,Zhou,Inspector\n");
        assert_eq!(import.rows[0].person.role, Role::Technician);
        assert_eq!(
            import.refused[0].to_string(),
            "r.csv, row 3, column “Id”: “E1” differs from row 2, which lists E1 too: keep one of the two rows"
        );
    }
}
