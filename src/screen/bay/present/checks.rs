//! The pages about checks: the checklist, its keypad and words, what waits in the workshop, and the wash.

use super::super::checks::{CHECK, CheckPage, CheckPath, ChecksTab, NotYours, Subject, reason_id};
use super::super::model::checks::{Answered, CheckCard, CheckRow, ChecksShown, UrgentCard};
use super::super::model::parts::PartsShown;
use super::super::model::{BayModel, ChoiceShown, PageShown, PhotoShown, Prompt, Tab};
use super::super::parts::Tapped;
use super::Presenter;
use crate::domain::half_made::CheckDraft;
use crate::domain::ids::{ItemCode, JobId, PhotoId};
use crate::domain::plate::Plate;
use crate::domain::quality::checklist::{
    CheckItem, CheckKind, Checklist, ItemResult, Measure, Unit, Verdict,
};
use crate::domain::quality::command::ReworkReason;
use crate::projection::checks::CheckCar;
use crate::screen::checklist::{self, ItemRow, Keypad, Progress, Row, Standing};
use crate::screen::tone::Tone;
use crate::screen::words::refusals::Naming;
use crate::screen::words::{
    bay as bay_words, bay_checks as words, bay_parts, finding, name, quality,
};
use chrono::{DateTime, Utc};

/// So many photos that nothing has are offered.
const OFFERED: usize = 4;

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

    fn check_title(&self, check: CheckKind, subject: &Subject<'_>) -> String {
        let job = name(self.language, subject.name, subject.english_name);
        words::title(self.language, check, job)
    }

    /// Names the car of a check and who did the job.
    fn check_note(&self, subject: &Subject<'_>) -> String {
        let who = self.people_names(subject.workers);
        let bay = subject.bay.map(|bay| self.bay_name(bay));
        let by = words::done_by(self.language, &who, &bay.unwrap_or_default());
        let plate = subject.car.plate.as_ref().map_or("", Plate::as_str);
        [plate, &subject.car.car, &by]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
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
            note: self.check_note(subject),
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

    fn item_name(&self, list: &Checklist, code: &ItemCode) -> String {
        let mut items = list.sections.iter().flat_map(|section| &section.items);
        let item = items.find(|item| item.named.code == *code);
        item.map_or_else(|| code.to_string(), |item| self.name_of_item(item))
    }

    fn item_detail(&self, row: &ItemRow<'_>) -> String {
        let limits = row.item.measure.as_ref().map(checklist::limits);
        let beyond = (row.standing == Standing::Beyond).then(|| self.t(words::BEYOND));
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
        let (typed_note, typed_tone) = match value.map(|value| measure.allows(value)) {
            None => (String::new(), Tone::Neutral),
            Some(true) => (self.t(words::WITHIN), Tone::Working),
            Some(false) => (self.t(words::BEYOND), Tone::Late),
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

    /// A page with words and photos.
    fn check_words(
        &self,
        model: &mut BayModel,
        title: String,
        (text, photos): (&str, &[PhotoId]),
        with: Tapped,
    ) {
        model.sheet = PartsShown {
            title,
            text: text.to_owned(),
            hint: self.t(words::WORDS_HINT),
            chips: words::CHIPS.iter().map(|text| self.t(*text)).collect(),
            photos: self.check_photos(photos),
            photos_title: self.t(finding::PHOTOS),
            with_keys: with == Tapped::Keys,
            send: self.t(bay_parts::WRITTEN),
            can_send: true,
            write: self.t(bay_parts::WRITE),
            clear: self.t(bay_parts::CLEAR),
            erase: self.t(bay_parts::ERASE),
            space: self.t(finding::SPACE),
            ..PartsShown::default()
        };
    }

    fn check_photos(&self, chosen: &[PhotoId]) -> Vec<PhotoShown> {
        let photos = &self.picture.photos;
        let taken = photos.taken.iter().rev().map(|taken| &taken.id);
        let others = taken.filter(|id| !chosen.contains(id)).take(OFFERED);
        let own = chosen.iter().map(|id| (id, true));
        own.chain(others.map(|id| (id, false)))
            .map(|(id, chosen)| PhotoShown {
                id: id.to_string(),
                path: photos.previews.get(id).cloned(),
                chosen,
            })
            .collect()
    }

    fn why_back(
        &self,
        model: &mut BayModel,
        subject: &Subject<'_>,
        list: Option<&Checklist>,
        check: CheckKind,
        results: &[ItemResult],
    ) {
        model.choice_title = self.t(words::WHY);
        let failed = checklist::on_the_list(list, check, results);
        let job = name(self.language, subject.name, subject.english_name);
        let what = self.failed_items(list, &failed);
        model.choice_note = if what.is_empty() {
            job.to_owned()
        } else {
            format!("{job} · {what}")
        };
        let tiles = ReworkReason::ALL.map(|reason| ChoiceShown {
            id: reason_id(reason).to_owned(),
            title: self.t(quality::rework_reason(reason)),
            tone: Tone::Rework,
            enabled: true,
            ..ChoiceShown::default()
        });
        model.choices = tiles.into();
    }

    fn back_words(
        &self,
        model: &mut BayModel,
        subject: &Subject<'_>,
        draft: Option<&CheckDraft>,
        with: Tapped,
    ) {
        let said = draft.map_or(("", &[][..]), |draft| {
            (draft.note.as_str(), draft.photos.as_slice())
        });
        let reason = draft.and_then(|draft| draft.reason);
        let reason = reason.map(|reason| self.t(quality::rework_reason(reason)));
        let title = words::BACK_TITLE.to(self.language);
        let title = reason.map_or_else(|| title.to_owned(), |why| format!("{title} · {why}"));
        self.check_words(model, title, said, with);
        model.sheet.note = self.check_note(subject);
        if with == Tapped::Chips {
            model.sheet.send = self.t(words::BACK_SEND);
            model.sheet.send_note = self.t(words::BACK_SEND_NOTE);
        }
    }

    /// Lists what waits to be checked, or to be washed.
    pub(super) fn checks(&self, model: &mut BayModel, tab: ChecksTab) {
        let to_check = self.look.to_check(self.kiosk.me());
        let to_wash = self.look.to_wash();
        let tabs = ChecksTab::ALL.map(|one| {
            let (title, count) = match one {
                ChecksTab::Checks => (words::TO_CHECK, to_check.len()),
                ChecksTab::Wash => (words::TO_WASH, to_wash.len()),
            };
            Tab {
                id: one.id().to_owned(),
                title: self.t(title),
                count: count.to_string(),
                selected: one == tab,
            }
        });
        let (cards, empty, hint): (Vec<CheckCard>, _, _) = match tab {
            ChecksTab::Checks => (
                to_check
                    .iter()
                    .map(|subject| self.check_card(subject))
                    .collect(),
                words::NOTHING_TO_CHECK,
                words::NOTHING_TO_CHECK_HINT,
            ),
            ChecksTab::Wash => (
                to_wash.into_iter().map(|car| self.wash_card(car)).collect(),
                words::NOTHING_TO_WASH,
                words::NOTHING_TO_WASH_HINT,
            ),
        };
        let contact = self.picture.views.site.is_some();
        model.checks = ChecksShown {
            title: self.t(words::ENTRY),
            tabs: tabs.into(),
            cards,
            empty: self.t(if contact {
                empty
            } else {
                bay_words::NO_CONTACT
            }),
            empty_hint: self.t(if contact {
                hint
            } else {
                bay_words::NO_CONTACT_HINT
            }),
            ..ChecksShown::default()
        };
    }

    fn check_card(&self, subject: &Subject<'_>) -> CheckCard {
        let me = self.kiosk.me();
        let why = me.and_then(|me| self.look.not_yours(subject, me));
        let check = subject.quality.next.unwrap_or(CheckKind::Peer);
        let who = self.people_names(subject.workers);
        let bay = subject
            .bay
            .map(|bay| self.bay_name(bay))
            .unwrap_or_default();
        let waits_since = match check {
            CheckKind::Peer => subject
                .quality
                .made_by(CheckKind::SelfCheck)
                .map(|mark| mark.said.at),
            _ => None,
        };
        let since = waits_since.or(subject.finished_at);
        let since = since.map(|at| words::since(self.language, &self.moment(at)));
        let mut notes: Vec<String> = since.into_iter().collect();
        notes.extend(self.how_far(subject));
        CheckCard {
            id: subject.job.to_string(),
            plate: self.plate(subject.car.plate.as_ref()),
            title: name(self.language, subject.name, subject.english_name).to_owned(),
            detail: words::done_by(self.language, &who, &bay),
            note: match &why {
                Some(why) => self.not_yours(subject.job, why),
                None => notes.join(" · "),
            },
            promised: self.promised(subject.car.promised_at),
            state: self.t(quality::check(check)),
            tone: match (&why, check) {
                (Some(_), _) => Tone::Wait,
                (None, CheckKind::SelfCheck) => Tone::Action,
                (None, _) => Tone::Qc,
            },
            action: if why.is_none() {
                self.t(quality::check(check))
            } else {
                String::new()
            },
        }
    }

    fn promised(&self, at: Option<DateTime<Utc>>) -> String {
        at.map(|at| self.moment(at)).unwrap_or_default()
    }

    /// Says how far who acts has come with a check that they left.
    fn how_far(&self, subject: &Subject<'_>) -> Option<String> {
        let (check, finish) = (subject.quality.next?, subject.quality.finish?);
        let draft = self
            .kiosk
            .check_drafts
            .get(self.kiosk.me()?, finish, check)?;
        let list = subject.list(self.picture);
        let progress = checklist::progress(list, check, &draft.results);
        (progress.answered > 0)
            .then(|| words::half_done(self.language, progress.answered, progress.of))
    }

    fn wash_card(&self, car: &CheckCar) -> CheckCard {
        let begun = car.wash_begun.as_ref();
        let place =
            |word, place: &str| (!place.is_empty()).then(|| format!("{} {place}", self.t(word)));
        let places = [
            place(words::PARKED, &car.car.parking_spot),
            place(words::KEY, &car.car.key_tag),
        ];
        let places: Vec<String> = places.into_iter().flatten().collect();
        let since = car
            .since
            .map(|at| words::since(self.language, &self.moment(at)));
        CheckCard {
            id: car.ro().to_string(),
            plate: self.plate(car.car.plate.as_ref()),
            title: car.car.car.clone(),
            detail: places.join(" · "),
            note: match begun {
                Some(said) => {
                    let who = said.by.as_ref().map(|by| self.person(by));
                    let at = self.moment(said.at);
                    words::washing(self.language, &who.unwrap_or_default(), &at)
                }
                None => since.unwrap_or_default(),
            },
            promised: self.promised(car.car.promised_at),
            state: self.t(if begun.is_some() {
                words::TO_WASH
            } else {
                words::NOT_BEGUN
            }),
            tone: if begun.is_some() {
                Tone::Working
            } else {
                Tone::Action
            },
            action: self.t(if begun.is_some() {
                words::END_WASH
            } else {
                words::BEGIN_WASH
            }),
        }
    }

    /// Says why a check is somebody else's.
    pub(super) fn not_yours(&self, job: &JobId, why: &NotYours) -> String {
        let naming = Naming {
            language: self.language,
            zone: self.zone,
            now: self.now,
            person: &|id| self.person(id),
            job: &|id| self.check_job_name(id),
        };
        match why {
            NotYours::Bar(bar) => quality::bar(job, bar, naming),
            NotYours::Role => self.t(words::FOR_TECHNICIANS),
        }
    }

    /// Names a job whose car is on the screen already.
    fn check_job_name(&self, id: &JobId) -> String {
        match self.look.subject(id) {
            Some(subject) => name(self.language, subject.name, subject.english_name).to_owned(),
            None => self.job_name(id),
        }
    }

    /// Says whose check a job waits for.
    pub(super) fn whose_check(&self, job: &JobId) -> Option<String> {
        let subject = self.look.subject(job)?;
        let why = self.look.not_yours(&subject, self.kiosk.me()?)?;
        let plate = subject.car.plate.as_ref().map_or("", Plate::as_str);
        let title = name(self.language, subject.name, subject.english_name);
        let why = self.not_yours(job, &why);
        Some(format!("{plate} {title} · {why}").trim().to_owned())
    }

    /// Names the check that is made once it is known who wants to.
    pub(super) fn wished_check(&self, job: &JobId) -> String {
        let subject = self.look.subject(job);
        let check = subject.and_then(|subject| subject.quality.next);
        let check = quality::check(check.unwrap_or(CheckKind::Peer)).to(self.language);
        format!("{check} · {}", self.check_job_name(job))
    }

    /// What comes before all other jobs of the bay.
    pub(super) fn urgent(&self) -> Vec<UrgentCard> {
        let mut cards = self.rework_cards();
        cards.extend(self.self_check_cards());
        cards
    }

    /// What leads to the checks and the wash, with how many checks somebody else could make now.
    pub(super) fn checks_entry(&self) -> Tab {
        let peers = self.look.peer_checks().len();
        let count = peers + self.look.to_wash().len();
        Tab {
            id: ChecksTab::Checks.id().to_owned(),
            title: self.t(words::ENTRY),
            count: if count > 0 {
                count.to_string()
            } else {
                String::new()
            },
            selected: false,
        }
    }

    /// Lists the self-checks of this bay as cards.
    pub(super) fn self_check_cards(&self) -> Vec<UrgentCard> {
        let due = self.look.self_checks_here().into_iter();
        due.map(|subject| {
            let lead = subject.quality.lead.as_ref();
            let lead = lead.map(|lead| words::turn_of(self.language, &self.person(lead)));
            let at = subject.finished_at;
            let at = at.map(|at| words::since(self.language, &self.moment(at)));
            UrgentCard {
                id: format!("{CHECK}{}", subject.job),
                flag: self.t(words::SELF_CHECK_DUE),
                tone: Tone::Action,
                plate: self.plate(subject.car.plate.as_ref()),
                promised: self.promised(subject.car.promised_at),
                title: name(self.language, subject.name, subject.english_name).to_owned(),
                reason: lead.unwrap_or_default(),
                note: self.how_far(&subject).or(at).unwrap_or_default(),
                detail: String::new(),
            }
        })
        .collect()
    }

    /// Reminds whoever works on at the bay of what was finished and not checked.
    pub(super) fn self_check_prompts(&self) -> Vec<Prompt> {
        let me = self.kiosk.me();
        let due = self.look.self_checks_here().into_iter();
        due.filter(|subject| me.is_none_or(|me| self.look.not_yours(subject, me).is_none()))
            .map(|subject| {
                let plate = subject.car.plate.as_ref().map_or("", Plate::as_str);
                let title = name(self.language, subject.name, subject.english_name);
                let flag = words::SELF_CHECK_DUE.to(self.language);
                let who = subject.quality.lead.as_ref().filter(|_| me.is_none());
                let who = who.map(|who| format!(" · {}", self.person(who)));
                Prompt {
                    id: format!("{CHECK}{}", subject.job),
                    text: format!("{flag} · {plate} {title}{}", who.unwrap_or_default()),
                    tone: Tone::Action,
                    action: self.t(words::SELF_CHECK),
                }
            })
            .collect()
    }

    /// Lists what was not good, with what was measured and said.
    pub(super) fn failed_items(&self, list: Option<&Checklist>, results: &[ItemResult]) -> String {
        let failed = results
            .iter()
            .filter(|result| result.verdict == Verdict::Fail);
        let told = failed.map(|result| {
            let title = match list {
                Some(list) => self.item_name(list, &result.item),
                None => result.item.to_string(),
            };
            let measure = list.and_then(|list| measure_of(list, &result.item));
            let value = result.value.map(|value| match measure {
                Some(measure) => format!(
                    "{value} {} ({})",
                    measure.unit.symbol(),
                    checklist::limits(&measure)
                ),
                None => value.to_string(),
            });
            [Some(title), value, Some(result.note.clone())]
                .into_iter()
                .flatten()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        });
        told.collect::<Vec<_>>().join(" · ")
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

/// Finds what is measured of an item.
pub(super) fn measure_of(list: &Checklist, code: &ItemCode) -> Option<Measure> {
    let mut items = list.sections.iter().flat_map(|section| &section.items);
    items.find(|item| item.named.code == *code)?.measure
}
