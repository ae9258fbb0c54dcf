//! Taps on the intake that change the order in the making, and nothing else.

use super::{Confirmation, Draft, Field, IntakeIntent, Keyboard, Step, sheet};
use crate::domain::ids::{CommandId, OpCode};
use crate::domain::order::{Trade, YesNo};
use crate::domain::person::Language;
use crate::screen::words::Text;
use crate::screen::words::intake::PHRASES;

/// Taps that change the order alone.
pub(super) fn change(draft: &mut Draft, tap: IntakeIntent) {
    match tap {
        IntakeIntent::Step { step } => turn_to(draft, step),
        IntakeIntent::Main => turn_to(draft, draft.step.next()),
        IntakeIntent::PlateErased => {
            draft.plate.pop();
            draft.other_car();
        }
        IntakeIntent::PlateCleared => {
            draft.plate.clear();
            draft.other_car();
        }
        IntakeIntent::Field { field } => draft.field = field,
        IntakeIntent::Typed { text } => {
            let field = draft.field;
            let text = format!("{}{text}", draft.text(field));
            draft.set(field, text);
        }
        IntakeIntent::Erased => {
            let field = draft.field;
            let mut text = draft.text(field).to_owned();
            text.pop();
            draft.set(field, text);
        }
        IntakeIntent::Edited { field, text } => {
            draft.field = field;
            draft.set(field, text);
        }
        IntakeIntent::Keyboard => {
            draft.keyboard = match draft.keyboard {
                Keyboard::Away => Keyboard::Shown,
                Keyboard::Shown => Keyboard::Away,
            };
        }
        IntakeIntent::Category { id } => {
            let known = sheet::CATEGORIES.into_iter();
            let found = known
                .into_iter()
                .find(|known| sheet::category_id(*known) == id);
            draft.category = found.unwrap_or(draft.category);
        }
        IntakeIntent::Trade { id } => {
            draft.trade = Trade::ALL
                .into_iter()
                .find(|known| sheet::trade_id(*known) == id);
        }
        IntakeIntent::Operation { id } => {
            let code = OpCode::new(id);
            match draft.operations.iter().position(|known| *known == code) {
                Some(at) => drop(draft.operations.remove(at)),
                None => draft.operations.push(code),
            }
            draft.lines_changed();
        }
        IntakeIntent::Left { id } => {
            if let Ok(id) = id.parse::<CommandId>() {
                if !draft.left.remove(&id) {
                    draft.left.insert(id);
                }
                draft.lines_changed();
            }
        }
        IntakeIntent::Toggle { id } => toggle(draft, &id),
        IntakeIntent::Confirm { id } => {
            let known = Confirmation::ALL.into_iter();
            if let Some(found) = known
                .into_iter()
                .find(|known| sheet::confirmation_id(*known) == id)
                && !draft.confirmed.remove(&found)
            {
                draft.confirmed.insert(found);
            }
        }
        _ => {}
    }
}

fn turn_to(draft: &mut Draft, step: Step) {
    draft.step = step;
    draft.keyboard = Keyboard::Away;
    draft.field = match step {
        Step::Complaint => Field::Complaint,
        Step::Work => Field::Search,
        Step::Plate | Step::Customer | Step::Promise => Field::Name,
    };
}

/// Takes a complaint apart into what was said one after the other.
pub(super) fn spoken(complaint: &str) -> Vec<&str> {
    let parts = complaint.split(['，', ',']).map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

/// Tells whether it was said, in either language.
pub(super) fn is_said(phrase: Text, said: &[&str]) -> bool {
    [Language::En, Language::Zh]
        .into_iter()
        .any(|language| said.contains(&phrase.to(language)))
}

/// Says what customers often say, once: the same once more takes it back.
pub(super) fn say(draft: &mut Draft, id: &str, language: Language) {
    let Some(phrase) = id.parse::<usize>().ok().and_then(|at| PHRASES.get(at)) else {
        return;
    };
    let said = draft.text(Field::Complaint).to_owned();
    let mut parts = spoken(&said);
    if is_said(*phrase, &parts) {
        parts.retain(|part| !is_said(*phrase, &[part]));
    } else {
        parts.push(phrase.to(language));
    }
    let between = match language {
        Language::En => ", ",
        Language::Zh => "，",
    };
    draft.set(Field::Complaint, parts.join(between));
}

fn toggle(draft: &mut Draft, id: &str) {
    let other = |yes: YesNo| if yes.is_yes() { YesNo::No } else { YesNo::Yes };
    match id {
        sheet::WAITS => draft.customer_waits = other(draft.customer_waits),
        sheet::OLD_PARTS => {
            draft.keep_old_parts = other(draft.keep_old_parts);
            draft.unconfirm(&[Confirmation::OldParts]);
        }
        sheet::WASH => {
            draft.wash = other(draft.wash);
            draft.unconfirm(&[Confirmation::Wash, Confirmation::Time]);
        }
        _ => {}
    }
}
