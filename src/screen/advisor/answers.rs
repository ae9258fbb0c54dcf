//! The answers in the making: what is chosen for a car and not sent yet. It stays when its owner's badge goes away.

use super::desk::{Dossier, dossiers};
use super::{Advisor, Effect};
use crate::domain::command::CommandBody;
use crate::domain::finding::{Answer, Channel};
use crate::domain::ids::{CommandId, PersonId, RoNumber};
use crate::domain::order::WorkMinutes;
use crate::domain::policy::SitePolicy;
use crate::domain::promise::{quarter, with_more_work};
use crate::domain::refusal::Refusal;
use crate::projection::findings::FindingCard;
use crate::projection::picture::{Picture, TapState};
use crate::screen::words::advisor as words;
use chrono::{DateTime, Days, TimeDelta, Utc};
use std::collections::BTreeMap;

/// Steps of a new promise, in minutes.
const STEPS: [i64; 3] = [30, 60, 120];
/// A car of the next morning is promised so long after opening, one of the next evening so long before closing.
const MORNING: TimeDelta = TimeDelta::hours(2);
const EVENING: TimeDelta = TimeDelta::hours(1);

/// What somebody else recorded while this screen had another answer in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meanwhile {
    pub(super) answer: Answer,
    pub(super) channel: Channel,
    pub(super) by: Option<PersonId>,
    pub(super) at: DateTime<Utc>,
}

/// An answer that is chosen and not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) answer: Answer,
    /// The last answer that stood on the screen when it was chosen.
    seen: Option<CommandId>,
    /// What has to be looked at before it is sent again.
    pub(super) meanwhile: Option<Meanwhile>,
}

/// The promise that goes out with the answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum NewPromise {
    /// What the authorised work asks for, if it asks for anything.
    #[default]
    Proposed,
    /// The one that stands.
    Keep,
    /// This one.
    At(DateTime<Utc>),
}

/// Which choice is open above the buttons.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Strip {
    /// None.
    #[default]
    None,
    /// How the customer answers.
    How,
    /// Until when the car is promised.
    Promise,
}

/// What is half made for one car.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) chosen: BTreeMap<CommandId, Chosen>,
    pub(super) channel: Option<Channel>,
    pub(super) promise: NewPromise,
}

impl Draft {
    /// Tells how the customer answers.
    pub(super) fn channel(&self) -> Channel {
        self.channel.unwrap_or(Channel::Phone)
    }

    /// Tells whether something has to be looked at before it is sent again.
    pub(super) fn is_contested(&self) -> bool {
        self.chosen
            .values()
            .any(|chosen| chosen.meanwhile.is_some())
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A promise to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PromiseChoice {
    /// The one that stands.
    Keep,
    /// What the forecast and the authorised work ask for.
    Proposed(DateTime<Utc>),
    /// So many minutes after the one that stands.
    Later(i64, DateTime<Utc>),
    /// On the next working day.
    NextDay(DateTime<Utc>),
}

impl PromiseChoice {
    /// Names it between finger and choice.
    pub(super) fn id(self) -> String {
        match self {
            Self::Keep => "keep".to_owned(),
            Self::Proposed(at) | Self::Later(_, at) | Self::NextDay(at) => at.to_rfc3339(),
        }
    }
}

/// The half-made answers of everybody, by who made them and for which car.
#[derive(Debug, Clone, Default)]
pub(super) struct Drafts(BTreeMap<(Option<PersonId>, RoNumber), Draft>);

impl Drafts {
    /// Finds what somebody has half made for a car.
    pub(super) fn of(&self, person: Option<&PersonId>, ro: &RoNumber) -> Option<&Draft> {
        self.0.get(&(person.cloned(), ro.clone()))
    }

    fn change(
        &mut self,
        person: Option<&PersonId>,
        ro: &RoNumber,
        change: impl FnOnce(&mut Draft),
    ) {
        let key = (person.cloned(), ro.clone());
        let mut draft = self.0.remove(&key).unwrap_or_default();
        change(&mut draft);
        if !draft.is_empty() {
            self.0.insert(key, draft);
        }
    }

    /// What was half made before anybody signed in belongs to who signs in first. It is what they see: where they
    /// had begun something else before, what they see counts.
    pub(super) fn adopt(&mut self, person: &PersonId) {
        let nobodys: Vec<RoNumber> = self
            .0
            .keys()
            .filter(|(owner, _)| owner.is_none())
            .map(|(_, ro)| ro.clone())
            .collect();
        for ro in nobodys {
            if let Some(draft) = self.0.remove(&(None, ro.clone())) {
                self.0.insert((Some(person.clone()), ro), draft);
            }
        }
    }
}

fn finding<'a>(car: &Dossier<'a>, id: CommandId) -> Option<&'a FindingCard> {
    let mut of_this_visit = car.findings.iter().filter(|card| card.earlier.is_none());
    of_this_visit.find(|card| card.finding.id == id).copied()
}

impl Advisor {
    /// Finds what who acts has half made for the chosen car.
    pub(super) fn draft(&self, ro: &RoNumber) -> Draft {
        self.drafts
            .of(self.desk.acting(), ro)
            .cloned()
            .unwrap_or_default()
    }

    pub(super) fn with_draft(&mut self, change: impl FnOnce(&mut Draft)) {
        if let Some(ro) = self.chosen.clone() {
            let owner = self.desk.acting().cloned();
            self.drafts.change(owner.as_ref(), &ro, change);
        }
    }

    /// Marks an answer; the same once more lets go of it, and the one that stands needs no other.
    pub(super) fn mark(&mut self, id: CommandId, answer: Answer, picture: &Picture) {
        let cars = dossiers(&picture.views);
        let car = self.chosen.as_ref().and_then(|ro| cars.get(ro));
        let Some(card) = car.and_then(|car| finding(car, id)) else {
            return;
        };
        let last = card.finding.answer();
        let stands = last.is_some_and(|last| last.answer == answer);
        let seen = last.map(|last| last.command);
        self.with_draft(|draft| {
            let known = draft.chosen.get(&id);
            let contested = known.is_some_and(|known| known.meanwhile.is_some());
            let same = known.is_some_and(|known| known.answer == answer);
            if (same && !contested) || stands {
                draft.chosen.remove(&id);
            } else {
                let chosen = Chosen {
                    answer,
                    seen,
                    // Whoever chooses looks at what stands there.
                    meanwhile: None,
                };
                draft.chosen.insert(id, chosen);
            }
        });
    }

    /// Opens a strip of choices, or closes it.
    pub(super) fn turn_strip(&mut self, strip: Strip) {
        self.strip = if self.strip == strip {
            Strip::None
        } else {
            strip
        };
    }

    /// Takes a choice of the open strip.
    pub(super) fn choose_on_strip(&mut self, id: &str) {
        match std::mem::take(&mut self.strip) {
            Strip::None => {}
            Strip::How => {
                let channel = Channel::ALL
                    .into_iter()
                    .find(|channel| channel_id(*channel) == id);
                self.with_draft(|draft| draft.channel = channel);
            }
            Strip::Promise => {
                let at = DateTime::parse_from_rfc3339(id).ok();
                let promise = at.map_or(NewPromise::Keep, |at| NewPromise::At(at.into()));
                self.with_draft(|draft| draft.promise = promise);
            }
        }
    }

    /// Sends what is chosen for the car. What somebody has answered meanwhile is looked at first.
    pub(super) fn send(&mut self, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        let cars = dossiers(&picture.views);
        let Some((ro, car)) = self
            .chosen
            .clone()
            .and_then(|ro| Some((ro.clone(), cars.get(&ro)?)))
        else {
            return Vec::new();
        };
        let mut draft = self.draft(&ro);
        if self.is_outdated(&mut draft, car) {
            self.with_draft(|known| *known = draft);
            self.desk.note(words::MEANWHILE, now);
            return Vec::new();
        }
        let mut bodies: Vec<CommandBody> = Vec::new();
        for (id, chosen) in &draft.chosen {
            let Some(card) = finding(car, *id) else {
                continue;
            };
            let seen = match &chosen.meanwhile {
                Some(_) => card.finding.answer().map(|last| last.command),
                None => chosen.seen,
            };
            bodies.push(CommandBody::AnswerFinding {
                ro: ro.clone(),
                finding: *id,
                seen,
                answer: chosen.answer,
                channel: draft.channel(),
                amount: card.finding.sighting.amount,
            });
        }
        let policy = picture.views.site.as_ref();
        let promise = policy.and_then(|policy| new_promise(policy, car, &draft, now));
        bodies.extend(promise.map(|promised_at| CommandBody::ChangePromise {
            ro: ro.clone(),
            promised_at,
        }));
        if bodies.is_empty() {
            self.desk.note(words::CHOOSE_FIRST, now);
            return Vec::new();
        }
        let effects = self.submit_all(bodies, now);
        self.with_draft(|draft| *draft = Draft::default());
        self.strip = Strip::None;
        effects
    }

    /// Tells whether somebody has answered since an answer was chosen, and notes it: the next tap is deliberate.
    fn is_outdated(&self, draft: &mut Draft, car: &Dossier<'_>) -> bool {
        let mut outdated = false;
        for (id, chosen) in &mut draft.chosen {
            let last = finding(car, *id).and_then(|card| card.finding.answer());
            let Some(last) = last.filter(|last| Some(last.command) != chosen.seen) else {
                continue;
            };
            let told = Meanwhile {
                answer: last.answer,
                channel: last.channel,
                by: last.by.clone(),
                at: last.at,
            };
            if chosen.meanwhile.as_ref() != Some(&told) {
                chosen.meanwhile = Some(told);
                outdated = true;
            }
        }
        outdated
    }

    /// Takes back into the making what the coordinator refused because somebody had answered before.
    pub(super) fn take_back_refused(&mut self, picture: &Picture) {
        for tap in &picture.taps {
            let (
                CommandBody::AnswerFinding {
                    ro,
                    finding,
                    seen,
                    answer,
                    ..
                },
                TapState::Refused {
                    refusal:
                        Refusal::AnsweredMeanwhile {
                            answer: other,
                            channel,
                            by,
                            at,
                        },
                    ..
                },
            ) = (&tap.command.body, &tap.state)
            else {
                continue;
            };
            if !self.returned.insert(tap.command.id) {
                continue;
            }
            let chosen = Chosen {
                answer: *answer,
                seen: *seen,
                meanwhile: Some(Meanwhile {
                    answer: *other,
                    channel: *channel,
                    by: by.clone(),
                    at: *at,
                }),
            };
            self.drafts.change(tap.command.actor.person(), ro, |draft| {
                // Two who say the same need not say it twice, and a newer choice stays.
                if answer != other {
                    draft.chosen.entry(*finding).or_insert(chosen);
                }
            });
            let busy = self
                .chosen
                .as_ref()
                .is_some_and(|ro| !self.draft(ro).chosen.is_empty());
            if !busy {
                self.chosen = Some(ro.clone());
            }
        }
    }
}

/// Names a way of answering between finger and choice.
pub(super) const fn channel_id(channel: Channel) -> &'static str {
    match channel {
        Channel::Phone => "phone",
        Channel::InPerson => "in-person",
        Channel::Message => "message",
    }
}

/// Adds up the work that the chosen answers put onto the order.
pub(super) fn more_work(car: &Dossier<'_>, draft: &Draft) -> WorkMinutes {
    let added = draft.chosen.iter().filter_map(|(id, chosen)| {
        let card = finding(car, *id)?;
        let before = card.finding.answer().map(|last| last.answer);
        let new = chosen.answer == Answer::Authorised && before != Some(Answer::Authorised);
        new.then_some(card.finding.sighting.standard.0)
    });
    WorkMinutes(added.sum())
}

/// Proposes a promise where the one that stands cannot hold with what is chosen.
pub(super) fn proposal(
    policy: &SitePolicy,
    car: &Dossier<'_>,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let end = car.car.forecast.as_ref()?.end;
    let at = with_more_work(&policy.hours, end, more_work(car, draft), now);
    (Some(at) > car.car.promised_at).then_some(at)
}

/// Works out the promise that goes out; nothing where the one that stands is kept.
pub(super) fn new_promise(
    policy: &SitePolicy,
    car: &Dossier<'_>,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let at = match draft.promise {
        NewPromise::Keep => None,
        NewPromise::At(at) => Some(at),
        NewPromise::Proposed if more_work(car, draft) > WorkMinutes(0) => {
            proposal(policy, car, draft, now)
        }
        NewPromise::Proposed => None,
    };
    at.filter(|at| *at > now && Some(*at) != car.car.promised_at)
}

/// Lists the promises to choose from.
pub(super) fn promises(
    policy: &SitePolicy,
    car: &Dossier<'_>,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Vec<PromiseChoice> {
    let mut choices = vec![PromiseChoice::Keep];
    choices.extend(proposal(policy, car, draft, now).map(PromiseChoice::Proposed));
    let stands = car.car.promised_at.map_or(now, |at| at.max(now));
    for minutes in STEPS {
        let at = quarter(stands + TimeDelta::minutes(minutes));
        choices.push(PromiseChoice::Later(minutes, at));
    }
    let next = (1..=14)
        .filter_map(|ahead| policy.hours.day(now).checked_add_days(Days::new(ahead)))
        .find_map(|day| {
            let (first, last) = (
                policy.hours.periods(day).first()?,
                policy.hours.periods(day).last()?,
            );
            let opens = policy.hours.moment(day, first.from);
            Some((opens, policy.hours.moment(day, last.until)))
        });
    if let Some((opens, closes)) = next {
        choices.extend([opens + MORNING, closes - EVENING].map(PromiseChoice::NextDay));
    }
    let mut seen = Vec::new();
    choices.retain(|choice| {
        let id = choice.id();
        let new = !seen.contains(&id);
        seen.push(id);
        new
    });
    choices
}
