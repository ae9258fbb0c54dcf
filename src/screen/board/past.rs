//! What the board shows of the past: the bar with its slider, and the sheet that tells why a car was late.

use super::Board;
use super::model::{CarShown, DelayShown, ReplayShown, ReplayWords, StepShown};
use super::replay::{Motion, Replay, Span};
use crate::domain::calendar::WorkingHours;
use crate::domain::policy::SitePolicy;
use crate::domain::story::{Story, Weight};
use crate::projection::past::{PastFloor, Progress};
use crate::projection::picture::{LinkState, Picture};
use crate::screen::floor::axis::Hour;
use crate::screen::tone::Tone;
use crate::screen::words::{name, replay as words, story as story_words, time};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use std::sync::Arc;

/// Makes the picture of the moment that is shown: only what was published then, and nothing of the stations of now.
pub(super) fn picture_of(floor: &PastFloor) -> Picture {
    Picture {
        views: floor.views.clone(),
        views_at: Some(floor.at),
        link: LinkState::Live,
        ..Picture::empty(floor.at)
    }
}

/// The zone of the site; that of the defaults before the first contact.
pub(super) fn zone(policy: Option<&SitePolicy>) -> Tz {
    policy.map_or_else(|| WorkingHours::default().zone, |policy| policy.hours.zone)
}

impl Board {
    /// Finds the floor that is shown, while the board looks back.
    pub(super) fn floor_of_the_past(&self, picture: &Picture) -> Option<Arc<PastFloor>> {
        let replay = self.replay.as_ref()?;
        let floor = picture.past.floor.as_ref()?;
        // What there is nothing of must not look like what there was something of.
        let is_nothing = matches!(picture.past.progress, Progress::Nothing(_));
        (!is_nothing || floor.at == replay.at).then(|| floor.clone())
    }

    /// Makes the bar; closed while the board is live.
    pub(super) fn replay_shown(&self, picture: &Picture, now: DateTime<Utc>) -> ReplayShown {
        let closed = ReplayShown {
            words: self.replay_words(Motion::Still),
            ..ReplayShown::default()
        };
        let (Some(replay), Some(policy)) = (&self.replay, &picture.views.site) else {
            return closed;
        };
        let span = Span::of(policy, replay.at);
        let zone = policy.hours.zone;
        let (state, state_tone) = self.replay_state(picture, replay, zone);
        ReplayShown {
            is_open: true,
            words: self.replay_words(replay.motion),
            day: words::day(replay.at.with_timezone(&zone).date_naive(), self.language),
            clock: time::clock(replay.at, zone),
            state,
            state_tone,
            share: span.share(replay.at),
            limit: span.share(now),
            hours: hours(span, zone),
            is_last: replay.at >= super::replay::minute(now),
        }
    }

    fn replay_words(&self, motion: Motion) -> ReplayWords {
        let to = |text: crate::screen::words::Text| text.to(self.language).to_owned();
        ReplayWords {
            open: to(words::REPLAY),
            live: to(words::LIVE),
            day_before: to(words::DAY_BEFORE),
            day_after: to(words::DAY_AFTER),
            quarter_back: words::minutes(-15, self.language),
            minute_back: words::minutes(-1, self.language),
            minute_on: words::minutes(1, self.language),
            quarter_on: words::minutes(15, self.language),
            play: to(match motion {
                Motion::Still => words::PLAY,
                Motion::Playing => words::PAUSE,
            }),
            not_now: to(words::NOT_NOW),
            slider: to(words::SLIDER),
        }
    }

    fn replay_state(&self, picture: &Picture, replay: &Replay, zone: Tz) -> (String, Tone) {
        let past = &picture.past;
        let language = self.language;
        let shown = past.floor.as_ref().map(|floor| floor.at);
        // What is on its way beside it, as the story of a car, says so in its own place.
        if shown == Some(replay.at) {
            return (String::new(), Tone::Neutral);
        }
        let still = shown
            .filter(|at| *at != replay.at)
            .map_or(String::new(), |at| words::still(at, zone, language));
        let said = |text: &str| crate::screen::words::floor::join(language, &[text, &still]);
        match (&past.progress, picture.link) {
            (Progress::Nothing(why), _) => (words::nothing(why, zone, language), Tone::Hold),
            (_, LinkState::Offline { .. }) => (said(words::OFFLINE.to(language)), Tone::Late),
            (Progress::Silent, _) => (said(words::SILENT.to(language)), Tone::Late),
            (Progress::Loading { percent }, _) => {
                (said(&words::reading(*percent, language)), Tone::Action)
            }
            (Progress::Idle, _) => (said(words::READING.to(language)), Tone::Action),
        }
    }

    /// Makes the sheet of a car; closed while none is open.
    pub(super) fn car_shown(&self, picture: &Picture, then: &Picture) -> CarShown {
        let Some(open) = &self.car else {
            return CarShown::default();
        };
        let zone = zone(picture.views.site.as_ref());
        let language = self.language;
        let base = CarShown {
            is_open: true,
            title: open.ro.to_string(),
            subtitle: words::WHY_LATE.to(language).to_owned(),
            close: words::CLOSE.to(language).to_owned(),
            ..CarShown::default()
        };
        let story = picture.past.story.as_ref();
        match story.filter(|story| story.ro == open.ro && story.at == open.at) {
            Some(story) => self.told(story, then, zone, base),
            None => {
                let (state, state_tone) = match (&picture.past.progress, picture.link) {
                    (Progress::Nothing(why), _) => {
                        (words::nothing(why, zone, language), Tone::Hold)
                    }
                    (_, LinkState::Offline { .. }) => {
                        (words::OFFLINE.to(language).to_owned(), Tone::Late)
                    }
                    (Progress::Silent, _) => (words::SILENT.to(language).to_owned(), Tone::Late),
                    (Progress::Loading { percent }, _) => {
                        (words::reading(*percent, language), Tone::Action)
                    }
                    (Progress::Idle, _) => (words::READING.to(language).to_owned(), Tone::Action),
                };
                CarShown {
                    state,
                    state_tone,
                    ..base
                }
            }
        }
    }

    fn told(&self, story: &Story, then: &Picture, zone: Tz, base: CarShown) -> CarShown {
        let language = self.language;
        let person = |id: &crate::domain::ids::PersonId| {
            let known = then.views.name_of(id);
            known.unwrap_or(id.as_str()).to_owned()
        };
        let bay = |id: &crate::domain::ids::BayId| {
            let site = then.views.site.as_ref();
            let known = site.and_then(|site| site.bay(id));
            known.map_or_else(
                || id.to_string(),
                |bay| name(language, &bay.name, &bay.english_name).to_owned(),
            )
        };
        let teller = story_words::Teller {
            language,
            zone,
            person: &person,
            bay: &bay,
        };
        let most = story.delays.first().map_or(1, |delay| delay.minutes.max(1));
        let steps = story.steps.iter().map(|step| {
            let line = teller.line(step, story.at);
            StepShown {
                time: line.time,
                text: line.text,
                note: line.note,
                length: line.length,
                tone: match step.weight {
                    Weight::Plain => Tone::Neutral,
                    Weight::Delays => Tone::Hold,
                    Weight::Late => Tone::Late,
                },
            }
        });
        CarShown {
            title: story.plate.as_ref().map_or_else(
                || story.ro.to_string(),
                |plate| words::plate(plate.as_str()),
            ),
            subtitle: format!("{} · {}", base.subtitle, story.ro),
            verdict: teller.verdict(story),
            verdict_tone: verdict_tone(story),
            delays_title: words::DELAYS.to(language).to_owned(),
            no_delays: if story.delays.is_empty() {
                story_words::NO_DELAYS.to(language).to_owned()
            } else {
                String::new()
            },
            delays: story
                .delays
                .iter()
                .map(|delay| DelayShown {
                    text: teller.delay(delay),
                    length: story_words::length(delay.minutes),
                    share: delay.minutes as f32 / most as f32,
                })
                .collect(),
            steps: steps.collect(),
            ..base
        }
    }
}

fn verdict_tone(story: &Story) -> Tone {
    let will_be_late = story
        .expected_at
        .zip(story.promised_at)
        .is_some_and(|(expected, promised)| expected > promised);
    match (story.late_minutes, will_be_late) {
        (Some(_), _) => Tone::Late,
        (None, true) => Tone::Risk,
        (None, false) => Tone::Working,
    }
}

fn hours(span: Span, zone: Tz) -> Vec<Hour> {
    let all = (span.until - span.from).num_hours();
    (0..=all)
        .map(|hour| span.from + TimeDelta::hours(hour))
        .map(|at| Hour {
            label: at.with_timezone(&zone).format("%H").to_string(),
            at: span.share(at),
        })
        .collect()
}
