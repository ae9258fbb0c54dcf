//! The open car: its face, what is to be known first, its lists, and the buttons.

use super::acts::{Hurdle, other_at};
use super::answers;
use super::look::{self, Look};
use super::model::{CarShown, ListCard};
use super::present::Scene;
use super::{Page, Qc};
use crate::domain::car::CarState;
use crate::domain::ids::{JobId, PersonId};
use crate::domain::person::Permission;
use crate::domain::quality::checklist::CheckKind;
use crate::domain::quality::draft::CheckedList;
use crate::projection::checks::{CheckCar, CheckJob};
use crate::screen::desk::model::{Action, Line};
use crate::screen::tone::Tone;
use crate::screen::words::{
    dispatch as desk_words, floor as floor_words, qc as words, quality as check_words, time,
};

impl Qc {
    pub(super) fn car_shown(&self, scene: &Scene<'_>, look: &Look<'_>) -> CarShown {
        let card = &look.car.car;
        let (due, due_tone) = scene.due(card);
        let list = self.open_list();
        CarShown {
            id: card.ro.to_string(),
            face: scene.face(card),
            title: scene.join(&[&card.car, &card.colour, &format!("RO {}", card.ro)]),
            complaint: if card.complaint.is_empty() {
                String::new()
            } else {
                format!("“{}”", card.complaint)
            },
            due_label: scene.say(words::DUE),
            due,
            due_tone,
            facts: self.facts(scene, look),
            lists: self.list_cards(scene, look),
            progress: list
                .map(|list| scene.list_title(look, list))
                .unwrap_or_else(|| scene.say(words::ABOUT)),
            tools: self.tools(scene, look),
            rows: match list {
                Some(list) => scene.rows(look, list),
                None => scene.about(look),
            },
            actions: self.actions(scene, look),
        }
    }

    /// Says what is to be known first: who may not, who else is at it, what blocks it, what it came back for.
    fn facts(&self, scene: &Scene<'_>, look: &Look<'_>) -> Vec<Line> {
        let car = look.car;
        let mut facts = Vec::new();
        let mut fact = |text: String, tone: Tone| {
            if !text.is_empty() {
                facts.push(Line::new(text, tone));
            }
        };
        if let Some(bar) = self
            .desk
            .acting()
            .and_then(|person| scene.bar_of(car, person))
        {
            fact(bar, Tone::Late);
        }
        if let Some(by) = other_at(car, self.desk.acting())
            && let Some(taken) = &car.taken
        {
            let at = scene.moment(taken.at);
            fact(
                words::at_car(scene.language, &scene.person(by), &at),
                Tone::Risk,
            );
        }
        fact(scene.blocked(car), Tone::Hold);
        if car.car.state == CarState::Wash {
            fact(scene.wash_state(car), Tone::Action);
        }
        if let Some(back) = &car.comeback {
            let at = back
                .delivered_at
                .map(|at| scene.moment(at))
                .unwrap_or_default();
            fact(
                words::comeback(scene.language, back.of.as_str(), &at),
                Tone::Rework,
            );
        }
        let waits = scene.not_ready(look);
        if let Some(first) = waits.first() {
            fact(floor_words::and_more(first, waits.len() - 1), Tone::Wait);
        }
        facts
    }

    fn list_cards(&self, scene: &Scene<'_>, look: &Look<'_>) -> Vec<ListCard> {
        let lists = look
            .lists()
            .into_iter()
            .map(|list| scene.list_card(look, list));
        let mut cards: Vec<ListCard> = lists.chain([scene.about_card(look)]).collect();
        for card in &mut cards {
            card.chosen = card.id == self.page.id();
            card.spoken = scene.join(&[&card.title, &card.detail, &card.progress]);
        }
        cards
    }

    /// The smaller buttons: about the open list, and about who is at the car.
    fn tools(&self, scene: &Scene<'_>, look: &Look<'_>) -> Vec<Action> {
        let mut tools = Vec::new();
        let me = self.desk.acting();
        // Who may not check the car is offered nothing that does.
        if me.is_some_and(|person| look.car.bar_of_car(person).is_some()) {
            return tools;
        }
        let list = self.open_list().filter(|list| look.is_open(*list));
        if let Some(list) = list {
            let rest = answers::rest(look, list).len();
            if rest > 0 {
                let mut button = scene.action("rest", words::REST_OK, Tone::Working);
                button.label = scene.join(&[&button.label, &rest.to_string()]);
                tools.push(button);
            }
        }
        if let Some(CheckedList::Job(line)) = list
            && look.may_pass_job(line)
        {
            tools.push(scene.action("pass-job", words::PASS_JOB, Tone::Working));
        }
        if look.car.car.state == CarState::AwaitingQc {
            let mine = look
                .car
                .taken
                .as_ref()
                .is_some_and(|taken| taken.by.as_ref() == me);
            tools.push(if other_at(look.car, me).is_some() {
                scene.action("take-over", words::TAKE_OVER, Tone::Risk)
            } else if mine && me.is_some() {
                scene.action("leave", words::LEAVE, Tone::Neutral)
            } else {
                scene.action("take", words::TAKE, Tone::Action)
            });
        }
        tools
    }

    fn actions(&self, scene: &Scene<'_>, look: &Look<'_>) -> Vec<Action> {
        let mut back = scene.action("back", words::BACK, Tone::Late);
        back.enabled = !look.returnable().is_empty();
        if look.car.car.state == CarState::Wash {
            let mut wash = scene.wash_button(look.car);
            wash.main = true;
            return vec![back, wash];
        }
        vec![scene.road_button(look), back, self.pass_button(scene, look)]
    }

    /// Says what is open, or why it cannot pass.
    fn pass_button(&self, scene: &Scene<'_>, look: &Look<'_>) -> Action {
        let (open, failed) = look.open_and_failed();
        let me = self.desk.acting();
        let barred = me.and_then(|person| look.car.bar_of_car(person)).is_some();
        let hint = match look.hurdle() {
            _ if barred => scene.say(words::NOT_YOURS),
            _ if other_at(look.car, me).is_some() => scene.say(words::ANOTHERS),
            Some(Hurdle::NotReady(_)) => scene.say(words::NOT_READY),
            Some(Hurdle::Short { .. }) => String::new(),
            Some(Hurdle::Road) => scene.say(words::ROAD_FIRST),
            Some(Hurdle::Blocked) => scene.say(words::BLOCKED),
            None => scene.say(words::BY_PIN),
        };
        Action {
            label: words::pass(scene.language, open, failed),
            hint,
            enabled: look.hurdle().is_none() && !barred && other_at(look.car, me).is_none(),
            main: true,
            ..scene.action("pass", words::PASS, Tone::Working)
        }
    }
}

impl Scene<'_> {
    /// Says why somebody may not check a car.
    fn bar_of(&self, car: &CheckCar, person: &PersonId) -> Option<String> {
        let role = self.picture.views.roster.get(person)?.person.role;
        if !role.may(Permission::PassCars) {
            return None;
        }
        let bar = car.bar_of_car(person)?;
        let job = JobId::new(car.ro().clone(), 0);
        let (who, what) = (
            |id: &PersonId| self.person(id),
            |id: &JobId| self.job_of(id),
        );
        let said = check_words::bar(&job, &bar, self.naming(&who, &what));
        Some(desk_words::sentence(self.language, &said))
    }

    fn road_button(&self, look: &Look<'_>) -> Action {
        let tested = look.car.road_test.as_ref();
        let hint = match tested {
            Some(test) => {
                let km = test.distance.end_km.saturating_sub(test.distance.start_km);
                let at = time::clock(test.said.at, self.zone);
                self.join(&[&words::kilometres(self.language, km), &at])
            }
            None if look.lacks_road_test() => self.say(words::REQUIRED),
            None => String::new(),
        };
        let tone = match tested {
            Some(_) => Tone::Ready,
            None if look.lacks_road_test() => Tone::Risk,
            None => Tone::Neutral,
        };
        Action {
            hint,
            enabled: look.car.car.state == CarState::AwaitingQc,
            ..self.action("road", words::ROAD_TEST, tone)
        }
    }

    /// Names a list, and says how far it is gone through.
    fn list_title(&self, look: &Look<'_>, list: CheckedList) -> String {
        let name = match look.checklist(list) {
            Some(known) => self.name(&known.named.name, &known.named.english_name),
            None => match list {
                CheckedList::Job(line) => look
                    .job(line)
                    .map(|job| self.job_name(job))
                    .unwrap_or_default(),
                CheckedList::Car => self.say(words::WHOLE_CAR),
            },
        };
        self.join(&[&name, &self.progress(look, list)])
    }

    /// Says how far a list is gone through that can be; that one has passed.
    fn progress(&self, look: &Look<'_>, list: CheckedList) -> String {
        let passed = match list {
            CheckedList::Job(line) => look.job(line).is_some_and(look::has_passed),
            CheckedList::Car => look::is_through(look.car),
        };
        if passed {
            return self.say(words::PASSED);
        }
        let of = look.items(list).count();
        if of == 0 || !look.is_open(list) {
            return String::new();
        }
        words::progress(self.language, of - look.short(list).open.len(), of)
    }

    fn list_card(&self, look: &Look<'_>, list: CheckedList) -> ListCard {
        match list {
            CheckedList::Job(line) => match look.job(line) {
                Some(job) => self.job_card(look, job),
                None => ListCard::default(),
            },
            CheckedList::Car => ListCard {
                id: Page::List(list).id(),
                title: self.say(words::WHOLE_CAR),
                detail: self.say(words::INSPECTION),
                progress: self.progress(look, list),
                tone: if look::is_through(look.car) {
                    Tone::Ready
                } else {
                    list_tone(look, list, Tone::Qc)
                },
                ..ListCard::default()
            },
        }
    }

    fn job_card(&self, look: &Look<'_>, job: &CheckJob) -> ListCard {
        let list = CheckedList::Job(job.job.line);
        let passed = look::has_passed(job);
        let tone = if passed {
            Tone::Ready
        } else {
            list_tone(look, list, Tone::Qc)
        };
        ListCard {
            id: Page::List(list).id(),
            title: self.job_name(job),
            detail: self.who_did(job),
            progress: self.progress(look, list),
            tone,
            wide: true,
            ..ListCard::default()
        }
    }

    /// Says who worked on a job, who checked it when, and how often it went back.
    pub(super) fn who_did(&self, job: &CheckJob) -> String {
        let quality = &job.quality;
        let checked = |kind: CheckKind| {
            let Some(mark) = quality.made_by(kind) else {
                return String::new();
            };
            let by = mark.said.by.as_ref();
            // Whoever worked on it alone is named once.
            let alone = matches!(job.workers.as_slice(), [only] if Some(only) == by);
            let who = if alone {
                String::new()
            } else {
                self.somebody(by)
            };
            let at = self.moment(mark.said.at);
            words::checked(self.language, kind, &who, &at)
        };
        let times = quality.rework.as_ref().map_or(0, |rework| rework.times);
        let rework = if times > 0 {
            words::reworked(self.language, times)
        } else {
            String::new()
        };
        self.join(&[
            &self.people(&job.workers),
            &checked(CheckKind::SelfCheck),
            &checked(CheckKind::Peer),
            &checked(CheckKind::Final),
            &rework,
        ])
    }

    fn about_card(&self, look: &Look<'_>) -> ListCard {
        let car = look.car;
        let parts: usize = car.jobs.iter().map(|job| job.parts.len()).sum();
        ListCard {
            id: Page::About.id(),
            title: self.say(words::ABOUT),
            detail: words::about(self.language, car.findings.len(), parts),
            tone: if car.is_blocked() {
                Tone::Hold
            } else {
                Tone::Neutral
            },
            ..ListCard::default()
        }
    }
}

/// Tells the colour of a list: what failed before what is all answered.
fn list_tone(look: &Look<'_>, list: CheckedList, calm: Tone) -> Tone {
    if !look.is_open(list) {
        return Tone::Wait;
    }
    let short = look.short(list);
    if !short.failed.is_empty() {
        Tone::Late
    } else if short.open.is_empty() {
        Tone::Working
    } else {
        calm
    }
}
