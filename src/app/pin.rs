//! `roster pin` and `roster leave`: what changes on the roster without a file.

use super::access::Access;
use super::edge::{Failure, say};
use super::maintenance::reader;
use crate::config::Config;
use crate::domain::command::CommandBody;
use crate::domain::ids::PersonId;
use crate::domain::person::Person;
use crate::domain::receipt::Outcome;
use crate::import::Pin;
use crate::station::session::hash_pin;
use console::Term;
use std::io::IsTerminal;

/// Asks for a new PIN and sets it; what is piped in is one line.
pub(super) fn set(config: &Config, person: &str) -> Result<(), Failure> {
    let person = on_roster(config, person)?;
    let pin = ask(&person.name)?;
    let pin_hash = hash_pin(pin.digits()).map_err(Failure::machine)?;
    let body = CommandBody::SetPin {
        person: person.id.clone(),
        pin_hash,
    };
    submit(config, body)?;
    say(format!("{} ({}): the PIN is set", person.name, person.id))
}

/// Takes somebody's badge and PIN out of use; what they did stays.
pub(super) fn leave(config: &Config, person: &str) -> Result<(), Failure> {
    let person = on_roster(config, person)?;
    let body = CommandBody::LeaveRoster {
        person: person.id.clone(),
    };
    submit(config, body)?;
    say(format!(
        "{} ({}) has left: badge and PIN open nothing any more; a roster file with them in it brings them back",
        person.name, person.id
    ))
}

fn on_roster(config: &Config, person: &str) -> Result<Person, Failure> {
    let workshop = reader(config)?.load().map_err(Failure::machine)?;
    let id = PersonId::new(person);
    let known = workshop.people.get(&id).map(|known| known.person.clone());
    known
        .filter(|person| person.employment.is_here())
        .ok_or_else(|| {
            Failure::input(format!(
                "{id} is not on the roster; `baylight roster list` shows who is"
            ))
        })
}

fn submit(config: &Config, body: CommandBody) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::machine)?;
    let receipts = runtime.block_on(async {
        let mut access = Access::open(config).await?;
        let receipts = access.submit(vec![body]).await;
        access.close();
        receipts
    })?;
    for receipt in receipts {
        if let Outcome::Refused { refusal } = receipt.outcome {
            return Err(Failure::input(refusal));
        }
    }
    Ok(())
}

fn ask(name: &str) -> Result<Pin, Failure> {
    let text = if std::io::stdin().is_terminal() {
        let term = Term::stderr();
        let typed = |question: String| {
            term.write_str(&question)
                .and_then(|()| term.read_secure_line())
                .map_err(Failure::machine)
        };
        let first = typed(format!("New PIN of {name}, 4 to 6 digits: "))?;
        if typed("Once more: ".to_owned())? != first {
            return Err(Failure::input(
                "the two are not the same; the PIN stays as it was",
            ));
        }
        first
    } else {
        let mut line = String::new();
        std::io::stdin()
            .read_line(&mut line)
            .map_err(Failure::machine)?;
        line
    };
    Pin::parse(text.trim()).map_err(|error| Failure::input(format!("what was typed {error}")))
}
