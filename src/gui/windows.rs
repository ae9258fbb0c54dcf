//! The kinds of window, each as a [`Screen`] that the driver can drive.

use super::advisor::AdvisorRows;
use super::bay::BayRows;
use super::board::BoardRows;
use super::dispatch::DispatchRows;
use super::driver::{Driver, Hands, Screen};
use super::qc::QcRows;
use super::stores::StoresRows;
use crate::domain::half_made::HalfMade;
use crate::domain::ids::{BadgeId, BayId, PersonId};
use crate::domain::person::Language;
use crate::domain::policy::Bay;
use crate::domain::time::Clock;
use crate::projection::past::Look;
use crate::projection::picture::Picture;
use crate::screen::Effect;
use crate::screen::advisor::Advisor;
use crate::screen::bay::BayKiosk;
use crate::screen::board::{Board, Wish};
use crate::screen::dispatch::Dispatch;
use crate::screen::qc::Qc;
use crate::screen::session::SignIn;
use crate::screen::stores::Stores;
use crate::screen::tone::Theme;
use crate::screen::words::Text;
use crate::screen::{advisor, bay, board, dispatch, qc, stores};
use baylight_ui::{AdvisorWindow, BayWindow, BoardWindow, DispatchWindow, QcWindow, StoresWindow};
use chrono::{DateTime, Utc};
use slint::ComponentHandle;
use std::any::Any;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use tokio::sync::{mpsc, watch};

/// What a window is connected to.
pub struct Connections {
    /// What it shows.
    pub picture: watch::Receiver<Arc<Picture>>,
    /// What time it is.
    pub clock: Clock,
    /// What it may have done.
    pub hands: Box<dyn Hands>,
    /// Badges of a reader that was taken from the system.
    pub badges: Option<mpsc::UnboundedReceiver<BadgeId>>,
    /// What its screen had half made.
    pub half_made: BTreeMap<String, HalfMade>,
    /// Looks at something in the past, or at the present again.
    pub look_back: LookBack,
}

/// The way to the past: the picture tells what has come of it.
pub type LookBack = Box<dyn Fn(Option<Look>)>;

/// How much of the monitor a window takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it, as in a workshop.
    FullScreen,
    /// A window among others, as in a demonstration.
    Window,
}

/// How a window looks when it opens.
#[derive(Debug, Clone, Copy)]
pub struct Appearance {
    /// What it speaks until somebody signs in.
    pub language: Language,
    /// Its colours.
    pub theme: Theme,
    /// How much of the monitor it takes.
    pub extent: Extent,
}

/// A window that is open. It closes when this is dropped.
pub struct OpenWindow {
    _parts: Box<dyn Any>,
}

impl std::fmt::Debug for OpenWindow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpenWindow")
    }
}

struct BayScreen {
    window: BayWindow,
    rows: BayRows,
    kiosk: BayKiosk,
}

impl Screen for BayScreen {
    type Intent = bay::Intent;

    fn update(
        &mut self,
        intent: bay::Intent,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.kiosk.update(intent, picture, now)
    }

    fn show(&mut self, picture: &Picture, now: DateTime<Utc>) {
        super::bay::show(&self.window, &self.rows, &self.kiosk.present(picture, now));
    }

    fn tick() -> bay::Intent {
        bay::Intent::Tick
    }

    fn badge(badge: BadgeId) -> Option<bay::Intent> {
        Some(bay::Intent::BadgeRead { badge })
    }

    fn pin_checked(person: PersonId, ok: bool) -> Option<bay::Intent> {
        Some(bay::Intent::PinChecked { person, ok })
    }
}

struct BoardScreen {
    window: BoardWindow,
    rows: BoardRows,
    board: Board,
    look_back: LookBack,
}

impl Screen for BoardScreen {
    type Intent = board::Intent;

    fn update(
        &mut self,
        intent: board::Intent,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match self.board.update(intent, picture, now) {
            Some(Wish::Look(look)) => (self.look_back)(Some(look)),
            Some(Wish::Present) => (self.look_back)(None),
            None => {}
        }
        Vec::new()
    }

    fn show(&mut self, picture: &Picture, now: DateTime<Utc>) {
        super::board::show(&self.window, &self.rows, &self.board.present(picture, now));
    }

    fn tick() -> board::Intent {
        board::Intent::Tick
    }

    fn badge(_: BadgeId) -> Option<board::Intent> {
        None
    }

    fn pin_checked(_: PersonId, _: bool) -> Option<board::Intent> {
        None
    }
}

struct DispatchScreen {
    window: DispatchWindow,
    rows: DispatchRows,
    dispatch: Dispatch,
}

impl Screen for DispatchScreen {
    type Intent = dispatch::Intent;

    fn update(
        &mut self,
        intent: dispatch::Intent,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.dispatch.update(intent, picture, now)
    }

    fn show(&mut self, picture: &Picture, now: DateTime<Utc>) {
        super::dispatch::show(
            &self.window,
            &self.rows,
            &self.dispatch.present(picture, now),
        );
    }

    fn tick() -> dispatch::Intent {
        dispatch::Intent::Tick
    }

    fn badge(badge: BadgeId) -> Option<dispatch::Intent> {
        Some(dispatch::Intent::BadgeRead { badge })
    }

    fn pin_checked(person: PersonId, ok: bool) -> Option<dispatch::Intent> {
        Some(dispatch::Intent::PinChecked { person, ok })
    }
}

struct AdvisorScreen {
    window: AdvisorWindow,
    rows: AdvisorRows,
    advisor: Advisor,
}

impl Screen for AdvisorScreen {
    type Intent = advisor::Intent;

    fn update(
        &mut self,
        intent: advisor::Intent,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.advisor.update(intent, picture, now)
    }

    fn show(&mut self, picture: &Picture, now: DateTime<Utc>) {
        let model = self.advisor.present(picture, now);
        super::advisor::show(&self.window, &self.rows, &model);
    }

    fn tick() -> advisor::Intent {
        advisor::Intent::Tick
    }

    fn badge(badge: BadgeId) -> Option<advisor::Intent> {
        Some(advisor::Intent::BadgeRead { badge })
    }

    fn pin_checked(person: PersonId, ok: bool) -> Option<advisor::Intent> {
        Some(advisor::Intent::PinChecked { person, ok })
    }

    fn printed(said: Text) -> Option<advisor::Intent> {
        Some(advisor::Intent::Printed { said })
    }
}

struct StoresScreen {
    window: StoresWindow,
    rows: StoresRows,
    stores: Stores,
}

impl Screen for StoresScreen {
    type Intent = stores::Intent;

    fn update(
        &mut self,
        intent: stores::Intent,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.stores.update(intent, picture, now)
    }

    fn show(&mut self, picture: &Picture, now: DateTime<Utc>) {
        let model = self.stores.present(picture, now);
        super::stores::show(&self.window, &self.rows, &model);
    }

    fn tick() -> stores::Intent {
        stores::Intent::Tick
    }

    fn badge(badge: BadgeId) -> Option<stores::Intent> {
        Some(stores::Intent::BadgeRead { badge })
    }

    fn pin_checked(person: PersonId, ok: bool) -> Option<stores::Intent> {
        Some(stores::Intent::PinChecked { person, ok })
    }

    fn printed(said: Text) -> Option<stores::Intent> {
        Some(stores::Intent::Printed { said })
    }
}

struct QcScreen {
    window: QcWindow,
    rows: QcRows,
    qc: Qc,
}

impl Screen for QcScreen {
    type Intent = qc::Intent;

    fn update(&mut self, intent: qc::Intent, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        self.qc.update(intent, picture, now)
    }

    fn show(&mut self, picture: &Picture, now: DateTime<Utc>) {
        super::qc::show(&self.window, &self.rows, &self.qc.present(picture, now));
    }

    fn tick() -> qc::Intent {
        qc::Intent::Tick
    }

    fn badge(badge: BadgeId) -> Option<qc::Intent> {
        Some(qc::Intent::BadgeRead { badge })
    }

    fn pin_checked(person: PersonId, ok: bool) -> Option<qc::Intent> {
        Some(qc::Intent::PinChecked { person, ok })
    }
}

fn open<S: Screen, W: ComponentHandle + 'static>(
    screen: S,
    window: &W,
    extent: Extent,
    connections: Connections,
) -> Result<(Rc<Driver<S>>, OpenWindow), slint::PlatformError> {
    let Connections {
        picture,
        clock,
        hands,
        badges,
        half_made: _,
        look_back: _,
    } = connections;
    let driver = Driver::start(screen, picture, clock, hands, badges)
        .map_err(|error| slint::PlatformError::Other(error.to_string()))?;
    if extent == Extent::FullScreen {
        window.window().set_fullscreen(true);
    }
    window.show()?;
    let parts = OpenWindow {
        _parts: Box::new(driver.clone()),
    };
    Ok((driver, parts))
}

/// Opens the kiosk of a bay, which the station's own file may name before the site does.
///
/// # Errors
/// When there is no display.
pub fn open_bay(
    bay: BayId,
    own: Option<Bay>,
    sign_in: SignIn,
    look: Appearance,
    connections: Connections,
) -> Result<OpenWindow, slint::PlatformError> {
    let window = BayWindow::new()?;
    let rows = BayRows::attach(&window);
    let kiosk = BayKiosk::new(bay, sign_in, look.language, connections.clock.now())
        .named(own)
        .with_half_made(&connections.half_made)
        .in_theme(look.theme);
    let screen = BayScreen {
        window: window.clone_strong(),
        rows,
        kiosk,
    };
    let (driver, parts) = open(screen, &window, look.extent, connections)?;
    let driver = Rc::downgrade(&driver);
    super::bay::connect(&window, move |intent| {
        if let Some(driver) = driver.upgrade() {
            driver.intent(intent);
        }
    });
    Ok(parts)
}

/// Opens the repair-status board.
///
/// # Errors
/// When there is no display.
pub fn open_board(
    look: Appearance,
    mut connections: Connections,
) -> Result<OpenWindow, slint::PlatformError> {
    let window = BoardWindow::new()?;
    let rows = BoardRows::attach(&window);
    let board = Board::new(look.language, look.theme, connections.clock.now());
    let screen = BoardScreen {
        window: window.clone_strong(),
        rows,
        board,
        look_back: std::mem::replace(&mut connections.look_back, Box::new(|_| {})),
    };
    let (driver, parts) = open(screen, &window, look.extent, connections)?;
    let driver = Rc::downgrade(&driver);
    super::board::connect(&window, move |intent| {
        if let Some(driver) = driver.upgrade() {
            driver.intent(intent);
        }
    });
    Ok(parts)
}

/// Opens the dispatcher's screen.
///
/// # Errors
/// When there is no display.
pub fn open_dispatch(
    sign_in: SignIn,
    look: Appearance,
    connections: Connections,
) -> Result<OpenWindow, slint::PlatformError> {
    let window = DispatchWindow::new()?;
    let rows = DispatchRows::attach(&window);
    let dispatch =
        Dispatch::new(sign_in, look.language, connections.clock.now()).in_theme(look.theme);
    let screen = DispatchScreen {
        window: window.clone_strong(),
        rows,
        dispatch,
    };
    let (driver, parts) = open(screen, &window, look.extent, connections)?;
    let driver = Rc::downgrade(&driver);
    super::dispatch::connect(&window, move |intent| {
        if let Some(driver) = driver.upgrade() {
            driver.intent(intent);
        }
    });
    Ok(parts)
}

/// Opens the advisor's screen.
///
/// # Errors
/// When there is no display.
pub fn open_advisor(
    sign_in: SignIn,
    look: Appearance,
    connections: Connections,
) -> Result<OpenWindow, slint::PlatformError> {
    let window = AdvisorWindow::new()?;
    let rows = AdvisorRows::attach(&window);
    let advisor =
        Advisor::new(sign_in, look.language, connections.clock.now()).in_theme(look.theme);
    let screen = AdvisorScreen {
        window: window.clone_strong(),
        rows,
        advisor,
    };
    let (driver, parts) = open(screen, &window, look.extent, connections)?;
    let driver = Rc::downgrade(&driver);
    super::advisor::connect(&window, move |intent| {
        if let Some(driver) = driver.upgrade() {
            driver.intent(intent);
        }
    });
    Ok(parts)
}

/// Opens the stores screen.
///
/// # Errors
/// When there is no display.
pub fn open_stores(
    sign_in: SignIn,
    look: Appearance,
    connections: Connections,
) -> Result<OpenWindow, slint::PlatformError> {
    let window = StoresWindow::new()?;
    let rows = StoresRows::attach(&window);
    let stores = Stores::new(sign_in, look.language, connections.clock.now()).in_theme(look.theme);
    let screen = StoresScreen {
        window: window.clone_strong(),
        rows,
        stores,
    };
    let (driver, parts) = open(screen, &window, look.extent, connections)?;
    let driver = Rc::downgrade(&driver);
    super::stores::connect(&window, move |intent| {
        if let Some(driver) = driver.upgrade() {
            driver.intent(intent);
        }
    });
    Ok(parts)
}

/// Opens the quality-check screen.
///
/// # Errors
/// When there is no display.
pub fn open_qc(
    sign_in: SignIn,
    look: Appearance,
    connections: Connections,
) -> Result<OpenWindow, slint::PlatformError> {
    let window = QcWindow::new()?;
    let rows = QcRows::attach(&window);
    let qc = Qc::new(sign_in, look.language, connections.clock.now())
        .with_half_made(&connections.half_made)
        .in_theme(look.theme);
    let screen = QcScreen {
        window: window.clone_strong(),
        rows,
        qc,
    };
    let (driver, parts) = open(screen, &window, look.extent, connections)?;
    let driver = Rc::downgrade(&driver);
    super::qc::connect(&window, move |intent| {
        if let Some(driver) = driver.upgrade() {
            driver.intent(intent);
        }
    });
    Ok(parts)
}
