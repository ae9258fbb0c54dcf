//! What came back (返工): on top of the bay's list, beside the running job, and the whole of it on a page.

use super::super::model::BayModel;
use super::super::model::checks::{ReworkShown, UrgentCard};
use super::super::model::parts::{PartRow, PartsShown};
use super::Presenter;
use super::check_words::measure_of;
use crate::domain::quality::checklist::Checklist;
use crate::projection::checks::ReworkCard;
use crate::projection::job_card::{JobCard, Stage};
use crate::screen::checklist;
use crate::screen::tone::Tone;
use crate::screen::words::{bay_checks as words, name, quality};

impl Presenter<'_> {
    /// Lists the jobs of this bay that came back and that nobody has begun again.
    pub(super) fn rework_cards(&self) -> Vec<UrgentCard> {
        let jobs = self.look.jobs_here().iter();
        let back = jobs.filter(|card| card.stage == Stage::Rework);
        back.map(|card| self.rework_card(card)).collect()
    }

    fn rework_card(&self, card: &JobCard) -> UrgentCard {
        let shown = self.rework(card);
        UrgentCard {
            id: card.job.to_string(),
            flag: shown.flag,
            tone: Tone::Rework,
            plate: self.plate(card.car.plate.as_ref()),
            promised: card
                .car
                .promised_at
                .map(|at| self.moment(at))
                .unwrap_or_default(),
            title: self.job_title(card),
            reason: shown.reason,
            note: shown.note,
            detail: shown.detail,
        }
    }

    /// Shows what a job came back for, as long as it is not finished again.
    pub(super) fn rework(&self, card: &JobCard) -> ReworkShown {
        let quality = &card.quality;
        let Some(rework) = quality.rework.as_ref().filter(|_| quality.is_rework) else {
            return ReworkShown::default();
        };
        let last = &rework.last;
        ReworkShown {
            flag: words::rework_times(self.language, rework.times),
            reason: self.t(quality::rework_reason(last.order.reason)),
            note: self.found_by(rework),
            detail: self.what_failed(card, rework),
            more: self.t(words::DETAILS),
        }
    }

    fn found_by(&self, rework: &ReworkCard) -> String {
        let last = &rework.last;
        let who = last.said.by.as_ref().map(|by| self.person(by));
        let at = self.moment(last.said.at);
        words::found_by(self.language, last.check, &who.unwrap_or_default(), &at)
    }

    fn what_failed(&self, card: &JobCard, rework: &ReworkCard) -> String {
        let last = &rework.last;
        let items = self.failed_items(self.list_of(card), &last.results);
        let said = [items, last.order.note.clone()];
        let said: Vec<String> = said.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(" · ")
    }

    fn list_of(&self, card: &JobCard) -> Option<&Checklist> {
        let lists = &self.picture.views.checklists;
        lists.of_job(card.op_code.as_ref()?, card.trade?, card.car.category)
    }

    /// The whole of it: each item that failed, with what was measured and said.
    pub(super) fn rework_sheet(&self, model: &mut BayModel, card: &JobCard) {
        let Some(rework) = &card.quality.rework else {
            return;
        };
        let last = &rework.last;
        let reason = quality::rework_reason(last.order.reason).to(self.language);
        let flag = words::rework_times(self.language, rework.times);
        let by = self.found_by(rework);
        model.sheet = PartsShown {
            title: format!("{flag} · {reason}"),
            note: format!("{} · {by}", self.job_name(&card.job)),
            hint: last.order.note.clone(),
            rows: self.failed_rows(card, rework),
            empty: self.t(words::NOTHING_FAILED),
            ..PartsShown::default()
        };
    }

    fn failed_rows(&self, card: &JobCard, rework: &ReworkCard) -> Vec<PartRow> {
        let list = self.list_of(card);
        let failed = rework.last.failed();
        failed
            .map(|result| {
                let sections = list.into_iter().flat_map(|list| &list.sections);
                let mut items = sections.flat_map(|section| &section.items);
                let item = items.find(|item| item.named.code == result.item);
                let measure = list.and_then(|list| measure_of(list, &result.item));
                let limits = measure.as_ref().map(checklist::limits);
                let detail = [limits, Some(result.note.clone())];
                let detail: Vec<String> = detail
                    .into_iter()
                    .flatten()
                    .filter(|part| !part.is_empty())
                    .collect();
                let unit = measure.map_or("", |measure| measure.unit.symbol());
                PartRow {
                    id: result.item.to_string(),
                    name: item.map_or_else(
                        || result.item.to_string(),
                        |item| {
                            let named = &item.named;
                            name(self.language, &named.name, &named.english_name).to_owned()
                        },
                    ),
                    detail: detail.join(" · "),
                    tone: Tone::Late,
                    quantity: result
                        .value
                        .map(|value| format!("{value} {unit}").trim().to_owned())
                        .unwrap_or_default(),
                    ..PartRow::default()
                }
            })
            .collect()
    }
}
