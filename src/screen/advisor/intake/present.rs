//! Presenting the intake: from the order in the making to what is shown of it.

use super::model::{FieldShown, IntakeShown, LineShown, Words};
use super::sheet;
use super::taps::{is_said, spoken};
use super::{Confirmation, Draft, Field, Keyboard, LONGEST_PLATE, Step};
use crate::domain::order::{BusinessCategory, Fen, Trade};
use crate::domain::person::Language;
use crate::domain::plate::{Plate, PlateKind};
use crate::screen::advisor::Advisor;
use crate::screen::advisor::present::{Scene, narrow};
use crate::screen::desk::model::{Action, Choice, Face, Fit, Line};
use crate::screen::dispatch::model::Step as Minutes;
use crate::screen::tone::Tone;
use crate::screen::words::{
    self as all_words, Text, advisor as desk_words, dispatch as plan_words, finding,
    intake as words, reasons, standing, time,
};

/// The 31 provinces, in the order of their keypad.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/// Letters of a plate: without I and O, which would be taken for digits.
const LETTERS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const DIGITS: &str = "1234567890";
/// What may stand in the last place instead.
const LAST: &str = "学警领港澳挂";
/// Steps of the promise, in minutes.
const SHIFTS: [i32; 4] = [-60, -15, 15, 60];
/// So many operations are shown at once; the search finds the others.
const MOST_OPERATIONS: usize = 120;

const fn step_word(step: Step) -> Text {
    match step {
        Step::Plate => words::PLATE,
        Step::Customer => words::CUSTOMER,
        Step::Complaint => words::COMPLAINT,
        Step::Work => words::WORK,
        Step::Promise => words::PROMISE,
    }
}

const fn field_word(field: Field) -> Text {
    match field {
        Field::Name => words::NAME,
        Field::Phone => words::PHONE,
        Field::Mileage => words::MILEAGE,
        Field::KeyTag => words::KEY_TAG,
        Field::Parking => words::PARKING,
        Field::Complaint => words::COMPLAINT,
        Field::Search => words::SEARCH,
    }
}

impl Advisor {
    /// Makes what the intake shows.
    pub(in crate::screen::advisor) fn intake_shown(&self, scene: &Scene<'_>) -> IntakeShown {
        let draft = self.order();
        let picture = scene.picture;
        let language = scene.language;
        let lines = sheet::lines(&draft, picture);
        let promised = self.promised(&draft, picture, scene.now);
        let promise = promised.map(|at| scene.moment(at)).unwrap_or_default();
        let total = desk_words::money(sheet::total(&lines));
        let hours = time::hours(sheet::hours(&lines), language);
        let by_hand = draft.promise.is_some();
        let note = if by_hand {
            words::BY_HAND
        } else {
            words::FROM_LOAD
        };
        let (keys, key_columns) = keys(&draft);
        let left = scene.left_before(&draft);
        IntakeShown {
            steps: scene.steps(&draft, lines.is_empty()),
            step: draft.step,
            face: entered(&draft),
            plate_note: scene.plate_note(&draft),
            keys,
            key_columns,
            known: scene.known(&draft),
            left_title: if left.is_empty() {
                String::new()
            } else {
                words::LEFT.to(language).to_owned()
            },
            left,
            fields: [
                Field::Name,
                Field::Phone,
                Field::Mileage,
                Field::KeyTag,
                Field::Parking,
            ]
            .map(|field| scene.field(&draft, field))
            .to_vec(),
            complaint: scene.field(&draft, Field::Complaint),
            search: scene.field(&draft, Field::Search),
            field: draft.field,
            keyboard: draft.step == Step::Customer || draft.keyboard == Keyboard::Shown,
            categories: scene.categories(&draft),
            category_note: scene.category_note(&draft),
            phrases: scene.phrases(&draft),
            trades: scene.trades(&draft),
            operations: scene.operations(&draft),
            no_operations: scene.no_operations(&draft),
            toggles: scene.toggles(&draft),
            promise: promise.clone(),
            promise_note: note.to(language).to_owned(),
            shifts: SHIFTS
                .map(|minutes| Minutes {
                    minutes,
                    label: plan_words::signed(minutes),
                })
                .to_vec(),
            confirmations: scene.confirmations(&draft, lines.len(), &total, &promise),
            facts: scene.facts_of(&draft),
            lines: lines.iter().map(|line| scene.line_shown(line)).collect(),
            hours: if lines.is_empty() {
                String::new()
            } else {
                words::lines(lines.len(), &hours, language)
            },
            total,
            main: self.main_button(scene, &draft),
            words: labels(language),
        }
    }

    /// Goes on to the next page; on the last it opens the order, or says what that lacks.
    fn main_button(&self, scene: &Scene<'_>, draft: &Draft) -> Action {
        if draft.step != Step::Promise {
            let mut next = scene.action("next", words::NEXT, Tone::Action);
            next.main = true;
            return next;
        }
        let mut open = scene.action("open", words::OPEN, Tone::Working);
        open.main = true;
        if let Some(lacks) = self.lacks(draft, scene.picture, scene.now) {
            open.enabled = false;
            lacks.to(scene.language).clone_into(&mut open.hint);
        }
        open
    }
}

/// Lists the keys that may come next on the plate.
fn keys(draft: &Draft) -> (Vec<String>, usize) {
    let of = |keys: &str| keys.chars().map(String::from).collect::<Vec<_>>();
    match draft.plate.chars().count() {
        0 => (of(PROVINCES), 8),
        1 => (of(LETTERS), 8),
        len if len >= LONGEST_PLATE => (Vec::new(), 8),
        len if len >= 6 => (of(&format!("{DIGITS}{LETTERS}{LAST}")), 10),
        _ => (of(&format!("{DIGITS}{LETTERS}")), 10),
    }
}

/// Shows the plate as far as it is entered.
fn entered(draft: &Draft) -> Face {
    let whole = draft.plate();
    let plate = whole.as_ref().map_or_else(
        || draft.plate.clone(),
        |plate: &Plate| plate.as_str().to_owned(),
    );
    let colour = whole.map_or(PlateKind::Other, |plate| plate.kind());
    Face { plate, colour }
}

impl Scene<'_> {
    fn steps(&self, draft: &Draft, no_lines: bool) -> Vec<Choice> {
        let done = |step: Step| match step {
            Step::Plate => draft.plate().is_some(),
            Step::Customer => !draft.text(Field::Name).is_empty(),
            Step::Complaint => !draft.text(Field::Complaint).is_empty(),
            Step::Work => !no_lines,
            Step::Promise => draft.confirmed.len() == Confirmation::ALL.len(),
        };
        Step::ALL
            .into_iter()
            .map(|step| {
                let title = step_word(step).to(self.language);
                let mut tab = Choice::plain(step.id(), title);
                tab.chosen = draft.step == step;
                if done(step) {
                    tab.fit = Fit::Good;
                }
                tab
            })
            .collect()
    }

    fn plate_note(&self, draft: &Draft) -> Line {
        let record = draft.record(self.picture);
        if draft.plate.is_empty() {
            self.line(words::PLATE_HINT, Tone::Neutral)
        } else if draft.plate().is_none() {
            self.line(words::PLATE_SHORT, Tone::Neutral)
        } else if record.is_none() {
            self.line(words::NEW_CAR, Tone::Ready)
        } else {
            let record = record.map(|record| (&record.car, &record.customer));
            let text = record.map(|(car, customer)| {
                self.join(&[&car.brand, &car.model, &car.colour, &customer.name])
            });
            Line::new(text.unwrap_or_default(), Tone::Ready)
        }
    }

    fn known(&self, draft: &Draft) -> Vec<Line> {
        let Some(record) = draft.record(self.picture) else {
            return Vec::new();
        };
        let open = record
            .open
            .as_ref()
            .map(|ro| Line::new(words::is_here(ro.as_str(), self.language), Tone::Late));
        let last = record.last.as_ref().map(|last| {
            let date = self.date(last.arrived_at);
            let text = words::last_visit(&date, last.mileage_km, last.ro.as_str(), self.language);
            Line::new(text, Tone::Neutral)
        });
        open.into_iter().chain(last).collect()
    }

    fn left_before(&self, draft: &Draft) -> Vec<Choice> {
        let record = draft.record(self.picture);
        let left = record.into_iter().flat_map(|record| &record.left);
        left.map(|left| {
            let found = &left.finding.sighting;
            let name = all_words::name(self.language, &found.name, &found.english_name);
            let mut choice = Choice::plain(left.finding.id.to_string(), narrow(name));
            let answer = left
                .finding
                .answer()
                .map(|last| finding::answer(last.answer));
            choice.subtitle = words::left(
                &time::hours(found.standard, self.language),
                &desk_words::money(found.amount),
                &self.date(left.visited_at),
                answer
                    .map(|answer| answer.to(self.language))
                    .unwrap_or_default(),
            );
            choice.chosen = draft.left.contains(&left.finding.id);
            choice
        })
        .collect()
    }

    fn field(&self, draft: &Draft, field: Field) -> FieldShown {
        FieldShown {
            field,
            label: field_word(field).to(self.language).to_owned(),
            text: draft.text(field).to_owned(),
        }
    }

    fn categories(&self, draft: &Draft) -> Vec<Choice> {
        let choice = |category| {
            let title = words::category(category).to(self.language);
            let mut choice = Choice::plain(sheet::category_id(category), title);
            choice.chosen = draft.category == category;
            choice
        };
        sheet::CATEGORIES.map(choice).to_vec()
    }

    /// Says which order a comeback will be linked to.
    fn category_note(&self, draft: &Draft) -> Line {
        if draft.category != BusinessCategory::Comeback {
            return Line::default();
        }
        let record = draft.record(self.picture);
        match record.and_then(|record| record.last.as_ref()) {
            Some(last) => {
                let date = self.date(last.arrived_at);
                let text = standing::will_link(last.ro.as_str(), &date, self.language);
                Line::new(text, Tone::Rework)
            }
            None => self.line(standing::COMEBACK_OF_NOTHING, Tone::Risk),
        }
    }

    fn phrases(&self, draft: &Draft) -> Vec<Choice> {
        let said = spoken(draft.text(Field::Complaint));
        let phrases = words::PHRASES.iter().enumerate();
        phrases
            .map(|(at, phrase)| {
                let mut choice = Choice::plain(at.to_string(), phrase.to(self.language));
                choice.chosen = is_said(*phrase, &said);
                choice
            })
            .collect()
    }

    fn trades(&self, draft: &Draft) -> Vec<Choice> {
        let mut all = Choice::plain("", words::ALL.to(self.language));
        all.chosen = draft.trade.is_none();
        let trade = |trade: Trade| {
            let title = reasons::trade_short(trade).to(self.language);
            let mut choice = Choice::plain(sheet::trade_id(trade), title);
            choice.chosen = draft.trade == Some(trade);
            choice
        };
        std::iter::once(all).chain(Trade::ALL.map(trade)).collect()
    }

    fn operations(&self, draft: &Draft) -> Vec<Choice> {
        let sought = draft.text(Field::Search).trim().to_lowercase();
        let Some(policy) = self.policy else {
            return Vec::new();
        };
        let known = self.picture.views.operations.iter();
        let wanted = known.filter(|card| {
            let operation = &card.operation;
            let has = |text: &str| text.to_lowercase().contains(&sought);
            let named = has(operation.op_code.as_str())
                || has(&operation.name)
                || has(&operation.english_name);
            named && draft.trade.is_none_or(|trade| trade == operation.trade)
        });
        let choice = |card: &crate::projection::cars::OperationCard| {
            let operation = &card.operation;
            let name = all_words::name(self.language, &operation.name, &operation.english_name);
            let mut choice = Choice::plain(operation.op_code.as_str(), name);
            let labour = desk_words::money(policy.labour(operation.standard));
            let parts = if card.parts_amount > Fen(0) {
                desk_words::money(card.parts_amount)
            } else {
                String::new()
            };
            choice.subtitle = self.join(&[
                operation.op_code.as_str(),
                &time::hours(operation.standard, self.language),
                &words::costs(&labour, &parts, self.language),
            ]);
            choice.chosen = draft.operations.contains(&operation.op_code);
            choice
        };
        wanted.take(MOST_OPERATIONS).map(choice).collect()
    }

    fn no_operations(&self, draft: &Draft) -> String {
        let text = if self.picture.views.operations.is_empty() {
            words::NO_LIST
        } else if self.operations(draft).is_empty() {
            words::NO_OPERATIONS
        } else {
            return String::new();
        };
        text.to(self.language).to_owned()
    }

    fn toggles(&self, draft: &Draft) -> Vec<Choice> {
        [
            (sheet::WAITS, words::WAITS, draft.customer_waits),
            (sheet::OLD_PARTS, words::OLD_PARTS, draft.keep_old_parts),
            (sheet::WASH, words::WASH, draft.wash),
        ]
        .map(|(id, label, yes)| {
            let mut choice = Choice::plain(id, label.to(self.language));
            let answer = if yes.is_yes() { words::YES } else { words::NO };
            answer.to(self.language).clone_into(&mut choice.subtitle);
            choice.chosen = yes.is_yes();
            choice
        })
        .to_vec()
    }

    fn confirmations(
        &self,
        draft: &Draft,
        lines: usize,
        total: &str,
        promise: &str,
    ) -> Vec<Choice> {
        let language = self.language;
        let said = |text: Text| text.to(language).to_owned();
        let yes = |yes: bool, then: Text, or: Text| said(if yes { then } else { or });
        Confirmation::ALL
            .into_iter()
            .map(|confirmation| {
                let (title, what) = match confirmation {
                    Confirmation::Work => {
                        let what = match (language, lines) {
                            (Language::En, 1) => "1 operation".to_owned(),
                            (Language::En, _) => format!("{lines} operations"),
                            (Language::Zh, _) => format!("{lines} 项"),
                        };
                        (words::CONFIRM_WORK, what)
                    }
                    Confirmation::Cost => (words::CONFIRM_COST, total.to_owned()),
                    Confirmation::Time => (words::CONFIRM_TIME, promise.to_owned()),
                    Confirmation::OldParts => {
                        let keep = draft.keep_old_parts.is_yes();
                        (
                            words::CONFIRM_OLD_PARTS,
                            yes(keep, words::KEPT, words::NOT_KEPT),
                        )
                    }
                    Confirmation::Wash => {
                        let wash = draft.wash.is_yes();
                        (words::CONFIRM_WASH, yes(wash, words::YES, words::NO))
                    }
                };
                let id = sheet::confirmation_id(confirmation);
                let mut choice = Choice::plain(id, title.to(language));
                choice.subtitle = what;
                if draft.confirmed.contains(&confirmation) {
                    choice.chosen = true;
                    choice.fit = Fit::Good;
                }
                choice
            })
            .collect()
    }

    fn facts_of(&self, draft: &Draft) -> Vec<String> {
        let mileage = draft.text(Field::Mileage).parse::<u32>().ok();
        let mileage = mileage.map(|km| format!("{} km", words::grouped(km)));
        let category = words::category(draft.category).to(self.language);
        let customer = self.join(&[draft.text(Field::Name), draft.text(Field::Phone)]);
        let car = self.join(&[category, &mileage.unwrap_or_default()]);
        let complaint = draft.text(Field::Complaint).to_owned();
        let note = self.category_note(draft).text;
        let facts = [customer, car, note, complaint];
        facts.into_iter().filter(|fact| !fact.is_empty()).collect()
    }

    fn line_shown(&self, line: &sheet::Line) -> LineShown {
        let of = &line.line;
        let name = all_words::name(self.language, &of.name, &of.english_name);
        LineShown {
            title: narrow(name),
            hours: time::hours(of.standard, self.language),
            amount: desk_words::money(Fen(of.amount.0 + line.parts.0)),
        }
    }
}

fn labels(language: Language) -> Words {
    let said = |text: Text| text.to(language).to_owned();
    Words {
        title: said(desk_words::NEW_ORDER),
        later: said(words::LATER),
        discard: said(words::DISCARD),
        clear: said(words::CLEAR),
        keyboard: said(words::KEYBOARD),
        space: said(words::SPACE),
        done: said(words::DONE),
        category: said(words::CATEGORY),
        promised: said(words::PROMISED),
        confirm: said(words::CONFIRM),
        total: said(words::TOTAL),
        no_lines: said(words::NO_LINES),
    }
}
