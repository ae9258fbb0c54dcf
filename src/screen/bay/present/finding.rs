//! A finding in the making, page by page, and what became of those that were sent.

use super::super::extension::{LENGTHS, reason_id};
use super::super::finding::{Asks, Chosen, Making, severity_id};
use super::super::model::{BayModel, ChoiceShown, FindingShown, Job, PhotoShown, Prompt, Toggle};
use super::{EXTEND, FINDING, GO_ON, Presenter, RESUME};
use crate::domain::finding::{Answer, DelayReason, Finding, Severity};
use crate::domain::finding_catalogue::Named;
use crate::domain::forecast::Risk;
use crate::domain::half_made::FindingDraft;
use crate::domain::ids::RoNumber;
use crate::domain::order::WorkMinutes;
use crate::domain::plate::Plate;
use crate::projection::findings::FindingCard;
use crate::projection::job_card::{JobCard, PartCard, Stage};
use crate::screen::tone::Tone;
use crate::screen::words::bay as bay_words;
use crate::screen::words::finding as words;
use crate::screen::words::money::yuan;
use crate::screen::words::name;
use crate::screen::words::time::hours;
use chrono::TimeDelta;

/// So many photos that no finding has are offered.
const OFFERED: usize = 24;
/// For so long a no of the customer stands on the screen.
const NO_STANDS: TimeDelta = TimeDelta::minutes(10);

impl Presenter<'_> {
    fn named(&self, named: &Named) -> String {
        name(self.language, &named.name, &named.english_name).to_owned()
    }

    /// Asks for the next choice, or shows the whole to be sent.
    pub(super) fn finding(&self, model: &mut BayModel, draft: &FindingDraft) {
        match draft.asks(&self.picture.views.catalogue) {
            Asks::System => {
                let systems = &self.picture.views.catalogue.systems;
                model.choice_title = self.t(words::WHICH_SYSTEM);
                model.choice_note = self.plate_of(draft);
                model.choices = systems.iter().map(|one| self.tile(&one.named)).collect();
                if systems.is_empty() {
                    model.choice_note = self.t(words::NO_CATALOGUE);
                }
            }
            Asks::Component(system) => {
                model.choice_title = self.named(&system.named);
                model.choice_note = self.asked(draft, words::WHICH_COMPONENT.to(self.language));
                let components = system.components.iter();
                model.choices = components.map(|one| self.tile(&one.named)).collect();
            }
            Asks::Condition(system, component) => {
                model.choice_title = self.crumbs(&[&system.named, &component.named]);
                model.choice_note = self.asked(draft, words::WHICH_CONDITION.to(self.language));
                let conditions = component.conditions.iter();
                let shown = conditions.map(|one| ChoiceShown {
                    tone: severity_tone(one.severity),
                    subtitle: self.t(words::severity(one.severity)),
                    ..self.tile(&one.named)
                });
                model.choices = shown.collect();
            }
            Asks::Action(_, component, condition) => {
                model.choice_title = self.crumbs(&[&component.named, &condition.named]);
                model.choice_note = self.asked(draft, words::WHICH_ACTION.to(self.language));
                let actions = condition.actions.iter();
                let shown = actions.map(|one| ChoiceShown {
                    tone: Tone::Action,
                    subtitle: self.takes(one.standard, &one.parts),
                    ..self.tile(&one.named)
                });
                model.choices = shown.collect();
            }
            Asks::Nothing(chosen) => model.finding = self.whole(draft, chosen),
        }
    }

    fn tile(&self, named: &Named) -> ChoiceShown {
        ChoiceShown {
            id: named.code.to_string(),
            title: self.named(named),
            enabled: true,
            ..ChoiceShown::default()
        }
    }

    fn crumbs(&self, named: &[&Named]) -> String {
        let names: Vec<String> = named.iter().map(|one| self.named(one)).collect();
        names.join(" › ")
    }

    /// Names the car, so that nobody reports about the one beside it.
    fn plate_of(&self, draft: &FindingDraft) -> String {
        let job = draft.during.as_ref();
        job.map(|job| self.job_name(job)).unwrap_or_default()
    }

    fn asked(&self, draft: &FindingDraft, question: &str) -> String {
        format!("{question} · {}", self.plate_of(draft))
    }

    fn takes(&self, standard: WorkMinutes, parts: &[PartCard]) -> String {
        let work = match standard {
            WorkMinutes(0) => String::new(),
            work => hours(work, self.language),
        };
        let names: Vec<&str> = parts
            .iter()
            .map(|part| name(self.language, &part.name, &part.english_name))
            .collect();
        [work, names.join(" + ")]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }

    fn whole(&self, draft: &FindingDraft, chosen: Chosen<'_>) -> FindingShown {
        let sighting = draft.sighting(chosen, self.picture);
        let left = name(
            self.language,
            &sighting.consequence,
            &sighting.english_consequence,
        );
        let note = [self.plate_of(draft), left.to_owned()];
        let note: Vec<String> = note.into_iter().filter(|word| !word.is_empty()).collect();
        let is_asked = sighting.is_asked();
        FindingShown {
            title: name(self.language, &sighting.name, &sighting.english_name).to_owned(),
            note: note.join(" · "),
            severities: Severity::ALL
                .into_iter()
                .map(|severity| Toggle {
                    id: severity_id(severity).to_owned(),
                    title: self.t(words::severity(severity)),
                    detail: String::new(),
                    tone: severity_tone(severity),
                    chosen: severity == sighting.severity,
                })
                .collect(),
            hours: hours(sighting.standard, self.language),
            hours_title: self.t(words::HOURS),
            amount: yuan(sighting.amount),
            parts_title: self.t(if chosen.action.parts.is_empty() {
                words::NO_PARTS
            } else {
                words::PARTS
            }),
            parts: chosen
                .action
                .parts
                .iter()
                .map(|part| self.part_toggle(part, draft))
                .collect(),
            words: draft.note.clone(),
            words_title: self.t(if draft.note.is_empty() {
                words::ADD_NOTE
            } else {
                words::NOTE
            }),
            phrases: words::PHRASES.iter().map(|text| self.t(*text)).collect(),
            photos: self.photos(draft),
            photos_title: self.t(words::PHOTOS),
            send: self.t(words::SEND),
            send_note: self.t(if is_asked {
                words::TO_ADVISOR
            } else {
                words::NOTED_ONLY
            }),
            drop: self.t(words::DROP),
            noted: self.t(words::NOTED),
            space: self.t(words::SPACE),
            longer: self.t(words::LONGER),
            shorter: self.t(words::SHORTER),
        }
    }

    fn part_toggle(&self, part: &PartCard, draft: &FindingDraft) -> Toggle {
        let stock = bay_words::part(self.language, part.on_hand, part.quantity, &part.bin);
        Toggle {
            id: part.part.to_string(),
            title: name(self.language, &part.name, &part.english_name).to_owned(),
            detail: format!("{} × {} · {stock}", part.part, part.quantity).replace('\n', " · "),
            tone: match part.on_hand {
                Some(stock) if stock >= part.quantity => Tone::Ready,
                Some(_) => Tone::Late,
                None => Tone::Wait,
            },
            chosen: !draft.without.contains(&part.part),
        }
    }

    /// Those that belong to it first, then the newest that no finding has.
    fn photos(&self, draft: &FindingDraft) -> Vec<PhotoShown> {
        let photos = &self.picture.photos;
        let taken = photos.taken.iter().rev().map(|taken| &taken.id);
        let others = taken.filter(|id| !draft.photos.contains(id)).take(OFFERED);
        draft
            .photos
            .iter()
            .map(|id| (id, true))
            .chain(others.map(|id| (id, false)))
            .map(|(id, chosen)| PhotoShown {
                id: id.to_string(),
                path: photos.previews.get(id).cloned(),
                chosen,
            })
            .collect()
    }

    pub(super) fn note(&self, model: &mut BayModel, draft: &FindingDraft) {
        if let Asks::Nothing(chosen) = draft.asks(&self.picture.views.catalogue) {
            model.finding = self.whole(draft, chosen);
        }
    }

    pub(super) fn extension(&self, model: &mut BayModel, card: &JobCard, by: Option<WorkMinutes>) {
        model.choice_note = self.job_name(&card.job);
        let Some(by) = by else {
            model.choice_title = self.t(words::HOW_MUCH_LONGER);
            model.choices = LENGTHS
                .into_iter()
                .map(|length| ChoiceShown {
                    id: length.0.to_string(),
                    title: bay_words::length(self.language, i64::from(length.0)),
                    subtitle: self.promise_after(card, length),
                    tone: self.tone_after(card, length),
                    enabled: true,
                    ..ChoiceShown::default()
                })
                .collect();
            return;
        };
        let length = bay_words::length(self.language, i64::from(by.0));
        model.choice_title = words::why_longer(self.language, &length);
        model.choices = DelayReason::ALL
            .into_iter()
            .map(|reason| ChoiceShown {
                id: reason_id(reason).to_owned(),
                title: self.t(words::delay(reason)),
                tone: Tone::Hold,
                enabled: true,
                ..ChoiceShown::default()
            })
            .collect();
    }

    /// Guesses the car's end with so much more work inside working hours.
    fn after(&self, card: &JobCard, by: WorkMinutes) -> Option<chrono::DateTime<chrono::Utc>> {
        let site = self.picture.views.site.as_ref()?;
        let end = card.car.forecast.as_ref()?.end;
        let more = TimeDelta::minutes(i64::from(by.0));
        Some(site.hours.end_of_work(end, more))
    }

    fn promise_after(&self, card: &JobCard, by: WorkMinutes) -> String {
        let end = self.after(card, by).map(|end| self.moment(end));
        end.map(|end| words::ready_about(self.language, &end))
            .unwrap_or_default()
    }

    fn tone_after(&self, card: &JobCard, by: WorkMinutes) -> Tone {
        match (self.after(card, by), card.car.promised_at) {
            (Some(end), Some(promised)) if end > promised => Tone::Late,
            _ => Tone::Working,
        }
    }

    /// Shows the findings of a car that are no job yet, beside its jobs.
    pub(super) fn proposed(&self, ro: &RoNumber, worked_on: &[u16]) -> Vec<Job> {
        let findings = self.picture.views.findings.findings.iter();
        findings
            .filter(|card| {
                card.ro() == ro && card.job.is_none() && card.finding.sighting.is_asked()
            })
            .filter(|card| !self.is_answered(card, Answer::Authorised))
            // What was worked on already stands there as a job.
            .filter(|card| !worked_on.contains(&card.finding.line))
            .map(|card| {
                let finding = &card.finding;
                Job {
                    id: format!("{FINDING}{}", finding.id),
                    title: words::extra(self.language, &self.finding_name(finding)),
                    detail: hours(finding.sighting.standard, self.language),
                    state: self.answer_state(finding),
                    tone: answer_tone(finding),
                    enabled: true,
                    ..Job::default()
                }
            })
            .collect()
    }

    fn is_answered(&self, card: &FindingCard, answer: Answer) -> bool {
        card.finding
            .answer()
            .is_some_and(|said| said.answer == answer)
    }

    pub(super) fn finding_name(&self, finding: &Finding) -> String {
        let sighting = &finding.sighting;
        name(self.language, &sighting.name, &sighting.english_name).to_owned()
    }

    /// Says what a finding waits for, or what was said to it.
    pub(super) fn answer_state(&self, finding: &Finding) -> String {
        match finding.answer() {
            None => {
                let minutes = self.secs_since(finding.at) / 60;
                words::waits_for_customer(self.language, minutes)
            }
            Some(said) => words::customer_said(self.language, said.answer, &self.moment(said.at)),
        }
    }

    /// What the customer said to findings of this bay, as soon as it is known here.
    pub(super) fn answers(&self) -> Vec<Prompt> {
        let findings = self.picture.views.findings.findings.iter();
        let here = findings.filter(|card| {
            card.finding.bay.as_ref() == Some(&self.kiosk.bay) || self.runs_here(card)
        });
        here.filter_map(|card| self.answer_prompt(card)).collect()
    }

    /// Tells whether somebody works at this bay on what the customer may have changed their mind about.
    fn runs_here(&self, card: &FindingCard) -> bool {
        let mut running = self.look.jobs_here().iter();
        running.any(|job| {
            job.job.ro == *card.ro()
                && job.job.line == card.finding.line
                && job.stage == Stage::InRepair
        })
    }

    fn answer_prompt(&self, card: &FindingCard) -> Option<Prompt> {
        let said = card.finding.answer()?;
        let plate = card.car.plate.as_ref().map_or("", Plate::as_str);
        let what = self.finding_name(&card.finding);
        let text = words::answered(self.language, said.answer, plate, &what);
        match (said.answer, &card.job) {
            (Answer::Authorised, Some((job, Stage::AwaitingDispatch | Stage::Dispatched))) => {
                Some(Prompt {
                    id: format!("{RESUME}{job}"),
                    text,
                    tone: Tone::Working,
                    action: self.t(bay_words::CLOCK_ON),
                })
            }
            (Answer::Declined | Answer::Deferred, _)
                if self.now - said.at < NO_STANDS || self.runs_here(card) =>
            {
                Some(Prompt {
                    id: format!("{FINDING}{}", card.finding.id),
                    text,
                    tone: answer_tone(&card.finding),
                    action: String::new(),
                })
            }
            _ => None,
        }
    }

    /// Offers to ask for more time, when the forecast has passed the promise and nobody has.
    pub(super) fn offer_extension(&self, card: &JobCard) -> Option<Prompt> {
        let forecast = card.car.forecast.as_ref()?;
        let promised = card.car.promised_at?;
        let late = forecast.risk != Risk::OnTime && forecast.end > promised;
        if !late || card.extension > WorkMinutes(0) || card.stage != Stage::InRepair {
            return None;
        }
        Some(Prompt {
            id: format!("{EXTEND}{}", card.job),
            text: words::past_promise(
                self.language,
                &self.moment(forecast.end),
                &self.moment(promised),
            ),
            tone: Tone::Risk,
            action: self.t(words::EXTEND),
        })
    }

    /// Reminds who acts of what they have left half made.
    pub(super) fn unfinished(&self) -> Option<Prompt> {
        let me = self.kiosk.me()?;
        let ro = self.kiosk.drafts.of(me)?;
        let draft = self.kiosk.draft(ro)?;
        Some(Prompt {
            id: GO_ON.to_owned(),
            text: words::unfinished(self.language, &self.plate_of(draft)),
            tone: Tone::Action,
            action: self.t(words::GO_ON),
        })
    }
}

/// The colour of a severity.
fn severity_tone(severity: Severity) -> Tone {
    match severity {
        Severity::Red => Tone::Late,
        Severity::Yellow => Tone::Hold,
        Severity::Green => Tone::Ready,
    }
}

fn answer_tone(finding: &Finding) -> Tone {
    match finding.answer().map(|said| said.answer) {
        None | Some(Answer::Deferred) => Tone::Hold,
        Some(Answer::Authorised) => Tone::Working,
        Some(Answer::Declined) => Tone::Late,
    }
}
