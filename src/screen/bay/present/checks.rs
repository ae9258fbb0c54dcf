//! A check of a finished job: the checklist, and the keypad for what is measured.

use super::super::checks::{CheckPage, CheckPath, Subject};
use super::super::model::checks::{Answered, CheckRow, ChecksShown};
use super::super::model::{BayModel, PageShown};
use super::super::parts::Tapped;
use super::Presenter;
use crate::domain::ids::ItemCode;
use crate::domain::plate::Plate;
use crate::domain::quality::checklist::{
    CheckItem, CheckKind, Checklist, ItemResult, Unit, Verdict,
};
use crate::screen::checklist::{self, ItemRow, Keypad, Progress, Row, Standing};
use crate::screen::tone::Tone;
use crate::screen::words::{bay_checks as words, bay_parts, name, quality};

/// Which kind of page a page of a check is.
pub(super) fn page(page: &CheckPage) -> PageShown {
    match page {
        CheckPage::List => PageShown::Checklist,
        CheckPage::Measure { .. } => PageShown::Measure,
        CheckPage::Item(..) | CheckPage::Back(_) => PageShown::DescribePart,
        CheckPage::Reason => PageShown::Question,
    }
}

impl Presenter<'_> {
    pub(super) fn check(&self, model: &mut BayModel, path: &CheckPath, subject: &Subject<'_>) {
        let draft = self.kiosk.check_draft(path, self.picture);
        let list = subject.list(self.picture);
        let results = draft.map(|draft| draft.results.as_slice());
        let results = results.unwrap_or_default();
        match &path.page {
            CheckPage::List => self.checklist(model, path.check, subject, list, results),
            CheckPage::Measure { item, typed } => {
                let found = list.and_then(|list| checklist::find(list, path.check, item.as_str()));
                if let Some(item) = found {
                    self.keypad(model, subject, checklist::row(item, results), typed);
                }
            }
            CheckPage::Item(item, with) => {
                let title = list
                    .map(|list| self.item_name(list, item))
                    .unwrap_or_default();
                let said = results.iter().find(|result| result.item == *item);
                let (text, photos) = said.map_or(("", &[][..]), |result| {
                    (result.note.as_str(), result.photos.as_slice())
                });
                self.check_words(model, title, (text, photos), *with);
                model.sheet.note = self.check_title(path.check, subject);
                if *with == Tapped::Chips {
                    model.sheet.send = self.t(words::ITEM_DONE);
                }
            }
            CheckPage::Reason => self.why_back(model, subject, list, path.check, results),
            CheckPage::Back(with) => self.back_words(model, subject, draft, *with),
        }
    }

    pub(super) fn check_title(&self, check: CheckKind, subject: &Subject<'_>) -> String {
        let job = name(self.language, subject.name, subject.english_name);
        words::title(self.language, check, job)
    }

    /// Names the car of a check and who did the job.
    pub(super) fn check_note(&self, subject: &Subject<'_>) -> String {
        let plate = subject.car.plate.as_ref().map_or("", Plate::as_str);
        let by = self.done_by(subject);
        format!("{plate} · {by}")
    }

    /// Names the model, and who did the job where.
    fn done_by(&self, subject: &Subject<'_>) -> String {
        let who = self.people_names(subject.workers);
        let bay = subject.bay.map(|bay| self.bay_name(bay));
        let by = words::done_by(self.language, &who, &bay.unwrap_or_default());
        let car = &subject.car.car;
        if car.is_empty() {
            by
        } else {
            format!("{car} · {by}")
        }
    }

    fn checklist(
        &self,
        model: &mut BayModel,
        check: CheckKind,
        subject: &Subject<'_>,
        list: Option<&Checklist>,
        results: &[ItemResult],
    ) {
        let progress = checklist::progress(list, check, results);
        let rows = list.map(|list| checklist::rows(list, check, results));
        let rows = rows.unwrap_or_default().into_iter();
        model.checks = ChecksShown {
            title: self.check_title(check, subject),
            note: self.done_by(subject),
            plate: self.plate(subject.car.plate.as_ref()),
            rows: counted(rows.map(|row| self.check_row(row))),
            progress: progress.part(),
            progress_text: words::progress(
                self.language,
                progress.answered,
                progress.of,
                progress.failed,
            ),
            any_failed: progress.failed > 0,
            good: self.t(quality::verdict(Verdict::Pass)),
            bad: self.t(quality::verdict(Verdict::Fail)),
            out: self.t(quality::verdict(Verdict::NotApplicable)),
            measure: self.t(words::MEASURE),
            later: self.t(words::LATER),
            empty: self.t(words::NO_LIST),
            empty_hint: self.t(words::NO_LIST_HINT),
            ..self.check_send(progress)
        };
    }

    /// The row below the list: what one tap may answer, and what ends the check.
    fn check_send(&self, progress: Progress) -> ChecksShown {
        let mut shown = ChecksShown::default();
        if progress.rest > 0 {
            shown.rest = self.t(words::REST);
            shown.rest_note = words::rest_note(self.language, progress.rest);
        }
        if progress.failed > 0 {
            shown.send = self.t(words::SEND_BACK);
            shown.send_note = words::failed(self.language, progress.failed);
            shown.send_tone = Tone::Rework;
            shown.can_send = true;
            return shown;
        }
        shown.send = self.t(words::CONFIRM);
        shown.send_tone = Tone::Working;
        shown.can_send = progress.is_good();
        shown.send_note = if progress.is_good() {
            self.t(words::CONFIRM_NOTE)
        } else {
            words::still_open(self.language, progress.of - progress.answered)
        };
        shown
    }

    fn check_row(&self, row: Row<'_>) -> CheckRow {
        let row = match row {
            Row::Section(named) => {
                return CheckRow {
                    title: name(self.language, &named.name, &named.english_name).to_owned(),
                    ..CheckRow::default()
                };
            }
            Row::Item(row) => row,
        };
        let (tone, answered) = match row.standing {
            Standing::Open => (Tone::Neutral, Answered::Open),
            Standing::Good => (Tone::Working, Answered::Good),
            Standing::Bad | Standing::Beyond => (Tone::Late, Answered::Bad),
            Standing::NotThere => (Tone::Wait, Answered::Out),
        };
        CheckRow {
            id: row.code().to_string(),
            title: self.name_of_item(row.item),
            detail: self.item_detail(&row),
            tone,
            answered,
            value: self.value(&row),
            is_measured: row.item.measure.is_some(),
            may_be_out: row.may_be_left_out(),
            sections_above: 0,
        }
    }

    fn name_of_item(&self, item: &CheckItem) -> String {
        name(self.language, &item.named.name, &item.named.english_name).to_owned()
    }

    pub(super) fn item_name(&self, list: &Checklist, code: &ItemCode) -> String {
        let mut items = list.sections.iter().flat_map(|section| &section.items);
        let item = items.find(|item| item.named.code == *code);
        item.map_or_else(|| code.to_string(), |item| self.name_of_item(item))
    }

    fn item_detail(&self, row: &ItemRow<'_>) -> String {
        let limits = row.item.measure.as_ref().map(checklist::limits);
        let beyond = row.is_beyond().then(|| self.t(words::BEYOND));
        let note = row.result.map(|result| result.note.clone());
        let photos = row.result.map_or(0, |result| result.photos.len());
        let photos = (photos > 0).then(|| format!("📷 {photos}"));
        let parts = [limits, beyond, note, photos].into_iter().flatten();
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }

    fn value(&self, row: &ItemRow<'_>) -> String {
        let value = row.value();
        let unit = row.item.measure.map(|measure| measure.unit.symbol());
        match (value, unit) {
            (Some(value), Some(unit)) => format!("{value} {unit}"),
            _ => String::new(),
        }
    }

    fn keypad(
        &self,
        model: &mut BayModel,
        subject: &Subject<'_>,
        row: ItemRow<'_>,
        typed: &Keypad,
    ) {
        let Some(measure) = row.item.measure else {
            return;
        };
        let value = typed.value();
        let (typed_note, typed_tone) = match value {
            None => (String::new(), Tone::Neutral),
            Some(value) if measure.allows(value) => (self.t(words::WITHIN), Tone::Working),
            // Worn by driving: it is noted, and keeps nobody.
            Some(value) if row.item.allows(value) => (self.t(words::BEYOND), Tone::Hold),
            Some(_) => (self.t(words::BEYOND), Tone::Late),
        };
        let cold = measure.unit == Unit::Celsius;
        model.checks = ChecksShown {
            title: self.name_of_item(row.item),
            note: self.check_note(subject),
            typed: typed.text().to_owned(),
            before: row
                .value()
                .map(|value| value.to_string())
                .unwrap_or_default(),
            unit: measure.unit.symbol().to_owned(),
            limits: format!(
                "{} {}",
                words::LIMITS.to(self.language),
                checklist::limits(&measure)
            ),
            typed_note,
            typed_tone,
            erase: self.t(bay_parts::ERASE),
            point: self.t(words::POINT),
            sign: if cold {
                self.t(words::SIGN)
            } else {
                String::new()
            },
            ok: self.t(words::MEASURED),
            can_send: value.is_some(),
            ..ChecksShown::default()
        };
    }
}

/// Counts the names of parts of the car above each row.
fn counted(rows: impl Iterator<Item = CheckRow>) -> Vec<CheckRow> {
    let mut sections_above = 0;
    rows.map(|row| {
        let row = CheckRow {
            sections_above,
            ..row
        };
        sections_above += usize::from(row.id.is_empty());
        row
    })
    .collect()
}
