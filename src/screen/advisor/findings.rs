//! The findings on the page of a car: what was seen, what it needs, and what the customer says to it.

use super::answers::{Chosen, Draft};
use super::desk::{Dossier, dossiers};
use super::model::{AnswerShown, FindingShown, Mark, PhotoShown};
use super::present::{Scene, narrow};
use super::sign_in::Wish;
use super::{Advisor, Effect};
use crate::domain::command::CommandBody;
use crate::domain::finding::{Answer, CustomerAnswer, Severity, Sighting};
use crate::domain::ids::CommandId;
use crate::domain::order::WorkMinutes;
use crate::projection::findings::FindingCard;
use crate::projection::picture::Picture;
use crate::screen::desk::model::Line;
use crate::screen::tone::Tone;
use crate::screen::words::{self as all_words, Text, advisor as words, finding, time};
use chrono::{DateTime, Utc};

/// Names an answer between finger and choice.
pub const fn answer_id(answer: Answer) -> &'static str {
    match answer {
        Answer::Authorised => "authorised",
        Answer::Declined => "declined",
        Answer::Deferred => "deferred",
    }
}

/// Reads that name back.
pub fn answer_of(id: &str) -> Option<Answer> {
    Answer::ALL
        .into_iter()
        .find(|answer| answer_id(*answer) == id)
}

const fn button(answer: Answer) -> (Text, Tone) {
    match answer {
        Answer::Authorised => (words::AGREE, Tone::Working),
        Answer::Declined => (words::DECLINE, Tone::Late),
        Answer::Deferred => (words::DEFER, Tone::Hold),
    }
}

const fn severity_tone(severity: Severity) -> Tone {
    match severity {
        Severity::Red => Tone::Late,
        Severity::Yellow => Tone::Hold,
        Severity::Green => Tone::Working,
    }
}

impl Advisor {
    /// Puts what was left on an earlier visit to the customer once more: it is reported anew on this order.
    pub(super) fn ask_again(
        &mut self,
        id: CommandId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let cars = dossiers(&picture.views);
        let car = self.chosen.as_ref().and_then(|ro| cars.get(ro));
        let left = car.and_then(|car| {
            let mut earlier = car.findings.iter().filter(|card| card.earlier.is_some());
            earlier.find(|card| card.finding.id == id)
        });
        let Some(card) = left else {
            return Vec::new();
        };
        let body = CommandBody::ReportFinding {
            ro: card.ro().clone(),
            during: None,
            bay: None,
            sighting: Box::new(card.finding.sighting.clone()),
        };
        // It is a fact that anybody may report, but at this desk it is the advisor who asks.
        let permission = Some(crate::domain::person::Permission::SpeakForCustomers);
        self.wished(
            Wish::Submit {
                body: Box::new(body),
                permission,
            },
            picture,
            now,
        )
    }
}

impl Scene<'_> {
    /// Makes the findings of a car: what has to be looked at first, then open ones, then by when they were seen, those of earlier visits last.
    pub(super) fn findings(&self, car: &Dossier<'_>, draft: &Draft) -> Vec<FindingShown> {
        let contested = |id| {
            let chosen: Option<&Chosen> = draft.chosen.get(&id);
            chosen.is_some_and(|chosen| chosen.meanwhile.is_some())
        };
        let mut cards = car.findings.clone();
        cards.sort_by_key(|card| {
            let finding = &card.finding;
            (
                card.earlier.is_some(),
                !contested(finding.id),
                !finding.is_open(),
                finding.sighting.severity,
                finding.at,
            )
        });
        cards
            .into_iter()
            .map(|card| self.finding(card, draft.chosen.get(&card.finding.id)))
            .collect()
    }

    fn finding(&self, card: &FindingCard, chosen: Option<&Chosen>) -> FindingShown {
        let language = self.language;
        let found = &card.finding.sighting;
        let name = narrow(all_words::name(language, &found.name, &found.english_name));
        let asked = found.is_asked() && card.earlier.is_none();
        FindingShown {
            id: card.finding.id.to_string(),
            severity: finding::severity(found.severity).to(language).to_owned(),
            tone: severity_tone(found.severity),
            title: name.clone(),
            facts: self.facts(card),
            need: self.need(card),
            amount: if found.is_asked() {
                words::money(found.amount)
            } else {
                String::new()
            },
            photos: self.photos(found),
            said: self.answered(card, chosen),
            answers: if asked {
                let given = card.finding.answer().map(|last| last.answer);
                self.answers(&name, given, chosen.map(|chosen| chosen.answer))
            } else {
                Vec::new()
            },
            again: match card.earlier {
                Some(_) => words::ASK_AGAIN.to(language).to_owned(),
                None => String::new(),
            },
        }
    }

    fn facts(&self, card: &FindingCard) -> String {
        let found = &card.finding.sighting;
        let consequence = all_words::name(
            self.language,
            &found.consequence,
            &found.english_consequence,
        );
        let consequence = if consequence.is_empty() {
            String::new()
        } else {
            words::consequence(consequence, self.language)
        };
        let facts = [found.note.as_str(), consequence.as_str()];
        let facts = facts.into_iter().filter(|fact| !fact.is_empty());
        facts.collect::<Vec<_>>().join("\n")
    }

    fn need(&self, card: &FindingCard) -> String {
        let found = &card.finding.sighting;
        if !found.is_asked() {
            return words::NOTHING_TO_DO.to(self.language).to_owned();
        }
        let mut parts = Vec::new();
        if found.standard > WorkMinutes(0) {
            parts.push(time::hours(found.standard, self.language));
        }
        parts.extend(card.parts.iter().map(|part| {
            let name = all_words::name(self.language, &part.name, &part.english_name);
            words::part(name, part.quantity, part.on_hand, self.language)
        }));
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        self.join(&parts)
    }

    /// Makes the places of the photos. A preview that has come is named here by its file.
    fn photos(&self, found: &Sighting) -> Vec<PhotoShown> {
        let count = found.photos.len();
        let previews = &self.picture.photos.previews;
        let numbered = (1..=count).zip(&found.photos);
        // Two are seen at a glance; their labels say how many there are.
        numbered
            .take(2)
            .map(|(number, photo)| PhotoShown {
                label: words::photo(number, count, self.language),
                path: previews.get(photo).cloned(),
                note: words::PHOTO_MISSING.to(self.language).to_owned(),
            })
            .collect()
    }

    fn answers(
        &self,
        name: &str,
        given: Option<Answer>,
        chosen: Option<Answer>,
    ) -> Vec<AnswerShown> {
        Answer::ALL
            .into_iter()
            .map(|answer| {
                let (label, tone) = button(answer);
                let label = label.to(self.language).to_owned();
                AnswerShown {
                    id: answer_id(answer).to_owned(),
                    spoken: format!("{label} {name}"),
                    label,
                    tone,
                    mark: if chosen == Some(answer) {
                        Mark::Chosen
                    } else if given == Some(answer) {
                        Mark::Given
                    } else {
                        Mark::None
                    },
                }
            })
            .collect()
    }

    /// Says what the customer said, or what has to be looked at before the own choice goes out.
    fn answered(&self, card: &FindingCard, chosen: Option<&Chosen>) -> Line {
        if let Some(other) = chosen.and_then(|chosen| chosen.meanwhile.as_ref()) {
            let who = other
                .by
                .as_ref()
                .map(|by| self.person(by))
                .unwrap_or_default();
            let text = words::meanwhile(
                finding::answer(other.answer).to(self.language),
                finding::channel(other.channel).to(self.language),
                &who,
                &time::moment(other.at, self.now, self.zone),
                self.language,
            );
            return Line::new(text, Tone::Late);
        }
        let Some(last) = card.finding.answer() else {
            return Line::default();
        };
        if card.earlier.is_some() {
            let at = self.date(card.finding.at);
            let answer = finding::answer(last.answer).to(self.language);
            return Line::new(words::earlier(&at, answer, self.language), Tone::Neutral);
        }
        let given = self.given(last);
        if self.is_pending(last) {
            let saved = words::SAVED.to(self.language);
            return Line::new(self.join(&[&given, saved]), Tone::Hold);
        }
        Line::new(given, Tone::Neutral)
    }

    /// Names the day of an earlier visit.
    pub(super) fn date(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%Y-%m-%d").to_string()
    }

    fn given(&self, last: &CustomerAnswer) -> String {
        let who = last
            .by
            .as_ref()
            .map(|by| self.person(by))
            .unwrap_or_default();
        words::given(
            finding::answer(last.answer).to(self.language),
            finding::channel(last.channel).to(self.language),
            &who,
            &time::moment(last.at, self.now, self.zone),
            self.language,
        )
    }

    fn is_pending(&self, answer: &CustomerAnswer) -> bool {
        use crate::projection::picture::TapState;
        let tap = self.picture.tap(answer.command);
        tap.is_some_and(|tap| matches!(tap.state, TapState::Saving | TapState::Saved))
    }
}
