//! What is said of an item in words and photos, and why a job goes back.

use super::super::checks::{Subject, reason_id};
use super::super::model::parts::PartsShown;
use super::super::model::{BayModel, ChoiceShown, PhotoShown};
use super::super::parts::Tapped;
use super::Presenter;
use crate::domain::half_made::CheckDraft;
use crate::domain::ids::{ItemCode, PhotoId};
use crate::domain::quality::checklist::{CheckKind, Checklist, ItemResult, Measure, Verdict};
use crate::domain::quality::command::ReworkReason;
use crate::screen::checklist;
use crate::screen::tone::Tone;
use crate::screen::words::{bay_checks as words, bay_parts, finding, name, quality};

/// So many photos that nothing has are offered.
const OFFERED: usize = 4;

impl Presenter<'_> {
    /// A page with words and photos.
    pub(super) fn check_words(
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

    pub(super) fn why_back(
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

    pub(super) fn back_words(
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

/// Finds what is measured of an item.
pub(super) fn measure_of(list: &Checklist, code: &ItemCode) -> Option<Measure> {
    let mut items = list.sections.iter().flat_map(|section| &section.items);
    items.find(|item| item.named.code == *code)?.measure
}
