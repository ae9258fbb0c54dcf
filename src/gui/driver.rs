//! The driver of a window: what a finger did becomes an intent, what follows is handed on, and the screen is
//! drawn again when the picture, the minute or the finger changed something.
//!
//! Everything here runs on the one thread that owns the windows. What takes long goes out through [`Hands`].

use crate::domain::half_made::HalfMade;
use crate::domain::ids::{BadgeId, PersonId};
use crate::domain::time::Clock;
use crate::projection::picture::Picture;
use crate::screen::words::Text;
use crate::screen::{Effect, Print};
use chrono::{DateTime, Utc};
use slint::{Timer, TimerMode};
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};

/// How often a screen looks at the clock: timers count minutes, countdowns are smooth enough at this pace.
const TICK: Duration = Duration::from_millis(500);

/// One kind of window: its state, its intents, and how its model gets onto the screen.
pub trait Screen: 'static {
    /// What a finger can do here.
    type Intent: 'static;

    /// Takes an intent and tells what follows.
    fn update(
        &mut self,
        intent: Self::Intent,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect>;

    /// Copies the model of this moment onto the screen.
    fn show(&mut self, picture: &Picture, now: DateTime<Utc>);

    /// Time has passed.
    fn tick() -> Self::Intent;

    /// A badge was read; nothing where nobody signs in.
    fn badge(badge: BadgeId) -> Option<Self::Intent>;

    /// A PIN was checked; nothing where none is asked for.
    fn pin_checked(person: PersonId, fits: bool) -> Option<Self::Intent>;

    /// A paper was printed, or was not; nothing where nobody prints.
    fn printed(_said: Text) -> Option<Self::Intent> {
        None
    }
}

/// An answer that takes a while.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// What a window may have done outside of itself.
pub trait Hands: 'static {
    /// Saves and sends a tap.
    fn submit(
        &self,
        actor: crate::domain::command::Actor,
        body: crate::domain::command::CommandBody,
    );

    /// Keeps what is half made, or forgets it.
    fn keep(&self, name: String, what: Option<HalfMade>);

    /// Checks a PIN on another thread.
    fn check_pin(&self, person: PersonId, pin: String, picture: &Picture) -> Later<bool>;

    /// Prints on another thread, and says what became of it.
    fn print(&self, print: Print, picture: &Picture, now: DateTime<Utc>) -> Later<Text>;
}

/// Drives one window.
pub struct Driver<S: Screen> {
    screen: RefCell<S>,
    picture: watch::Receiver<Arc<Picture>>,
    clock: Clock,
    hands: Box<dyn Hands>,
    this: Weak<Self>,
    _timer: Timer,
}

impl<S: Screen> std::fmt::Debug for Driver<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Driver")
    }
}

impl<S: Screen> Driver<S> {
    /// Starts driving: the first picture is drawn before this returns.
    ///
    /// # Errors
    /// When there is no event loop.
    pub fn start(
        screen: S,
        picture: watch::Receiver<Arc<Picture>>,
        clock: Clock,
        hands: Box<dyn Hands>,
        badges: Option<mpsc::UnboundedReceiver<BadgeId>>,
    ) -> Result<Rc<Self>, slint::EventLoopError> {
        let driver = Rc::new_cyclic(|this: &Weak<Self>| {
            let timer = Timer::default();
            let ticking = this.clone();
            timer.start(TimerMode::Repeated, TICK, move || {
                if let Some(driver) = ticking.upgrade() {
                    driver.intent(S::tick());
                }
            });
            Self {
                screen: RefCell::new(screen),
                picture: picture.clone(),
                clock,
                hands,
                this: this.clone(),
                _timer: timer,
            }
        });
        driver.show();
        spawn(follow(driver.this.clone(), picture))?;
        if let Some(badges) = badges {
            spawn(read_badges(driver.this.clone(), badges))?;
        }
        Ok(driver)
    }

    /// Takes what a finger did.
    pub fn intent(&self, intent: S::Intent) {
        let picture = self.picture.borrow().clone();
        let now = self.clock.now();
        let effects = self.screen.borrow_mut().update(intent, &picture, now);
        for effect in effects {
            self.carry_out(effect, &picture);
        }
        self.show();
    }

    /// Draws the screen as it is now.
    pub fn show(&self) {
        let picture = self.picture.borrow().clone();
        self.screen.borrow_mut().show(&picture, self.clock.now());
    }

    fn carry_out(&self, effect: Effect, picture: &Picture) {
        match effect {
            Effect::Submit { actor, body } => self.hands.submit(actor, body),
            Effect::Keep { name, what } => self.hands.keep(name, what),
            Effect::CheckPin { person, pin } => {
                let answer = self.hands.check_pin(person.clone(), pin, picture);
                self.answer(answer, |fits| S::pin_checked(person, fits));
            }
            Effect::Print(print) => {
                let answer = self.hands.print(print, picture, self.clock.now());
                self.answer(answer, S::printed);
            }
        }
    }

    /// Takes an answer as an intent once it is there.
    fn answer<T: 'static>(
        &self,
        answer: Later<T>,
        intent: impl FnOnce(T) -> Option<S::Intent> + 'static,
    ) {
        let this = self.this.clone();
        let done = spawn(async move {
            let answer = answer.await;
            if let (Some(driver), Some(intent)) = (this.upgrade(), intent(answer)) {
                driver.intent(intent);
            }
        });
        if let Err(error) = done {
            tracing::error!(%error, "an answer is not waited for");
        }
    }
}

fn spawn(work: impl Future<Output = ()> + 'static) -> Result<(), slint::EventLoopError> {
    slint::spawn_local(work).map(|_| ())
}

/// Draws again whenever the station has learnt something, which is at most ten times a second.
async fn follow<S: Screen>(driver: Weak<Driver<S>>, mut picture: watch::Receiver<Arc<Picture>>) {
    while picture.changed().await.is_ok() {
        picture.mark_unchanged();
        match driver.upgrade() {
            Some(driver) => driver.show(),
            None => return,
        }
    }
}

async fn read_badges<S: Screen>(
    driver: Weak<Driver<S>>,
    mut badges: mpsc::UnboundedReceiver<BadgeId>,
) {
    while let Some(badge) = badges.recv().await {
        let Some(driver) = driver.upgrade() else {
            return;
        };
        if let Some(intent) = S::badge(badge) {
            driver.intent(intent);
        }
    }
}
