//! The model: all that the intake shows at one moment, in plain values. It mirrors `ui/advisor/intake-data.slint`.

use super::{Field, Step};
use crate::screen::desk::model::{Action, Choice, Face, Line};
use crate::screen::dispatch::model::Step as Minutes;

/// A text that is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldShown {
    /// Which.
    pub field: Field,
    /// What it is called.
    pub label: String,
    /// What it says.
    pub text: String,
}

/// A line of the order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineShown {
    /// Its name.
    pub title: String,
    /// Its hours.
    pub hours: String,
    /// What it costs.
    pub amount: String,
}

/// All that the intake shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IntakeShown {
    /// The pages, each with what is done on it.
    pub steps: Vec<Choice>,
    /// The page that is shown.
    pub step: Step,
    /// The car's face, as far as it is entered.
    pub face: Face,
    /// What is to be known of the plate.
    pub plate_note: Line,
    /// The keys that may come next.
    pub keys: Vec<String>,
    /// In so many columns.
    pub key_columns: usize,
    /// The last visit, or the open order.
    pub known: Vec<Line>,
    /// What was left on earlier visits.
    pub left: Vec<Choice>,
    /// What stands over it; empty for nothing left.
    pub left_title: String,
    /// The texts of the customer's page.
    pub fields: Vec<FieldShown>,
    /// What the customer says.
    pub complaint: FieldShown,
    /// What is looked for in the list.
    pub search: FieldShown,
    /// Which text is typed.
    pub field: Field,
    /// Whether the on-screen keyboard is shown.
    pub keyboard: bool,
    /// Why the car is here.
    pub categories: Vec<Choice>,
    /// What there is to know of the category that is chosen.
    pub category_note: Line,
    /// What customers often say.
    pub phrases: Vec<Choice>,
    /// The trades of the list.
    pub trades: Vec<Choice>,
    /// The operations.
    pub operations: Vec<Choice>,
    /// Why there are none; empty where there are some.
    pub no_operations: String,
    /// Customer waits, old parts, wash.
    pub toggles: Vec<Choice>,
    /// Until when it is promised.
    pub promise: String,
    /// Where that comes from.
    pub promise_note: String,
    /// Steps of the promise.
    pub shifts: Vec<Minutes>,
    /// The five confirmations.
    pub confirmations: Vec<Choice>,
    /// Name, phone, complaint: what stands in the summary.
    pub facts: Vec<String>,
    /// The lines of the order.
    pub lines: Vec<LineShown>,
    /// How many, and their hours.
    pub hours: String,
    /// What it costs in all.
    pub total: String,
    /// Goes on to the next page, or opens the order on the last.
    pub main: Action,
    /// Labels.
    pub words: Words,
}

/// Labels that change with the language alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after the place that it labels")]
pub struct Words {
    pub title: String,
    pub later: String,
    pub discard: String,
    pub clear: String,
    pub keyboard: String,
    pub space: String,
    pub done: String,
    pub category: String,
    pub promised: String,
    pub confirm: String,
    pub total: String,
    pub no_lines: String,
}
