//! `station` and `up`: stations with their windows, on one event loop; and the windows of the demonstration.

use super::coordinate::{Server, asked_to_stop, broker_address};
use super::data_dir::DataDir;
use super::demo::Crew;
use super::edge::{Failure, say};
use super::printing::Printing;
use crate::config::{self, BadgeReader, Config, ScreenKind, ScreenSettings, ScreenTheme};
use crate::domain::command::{Actor, CommandBody};
use crate::domain::half_made::HalfMade;
use crate::domain::ids::{BadgeId, BayId, PersonId, RoNumber};
use crate::domain::person::Language;
use crate::domain::time::Clock;
use crate::gui::advisor::AdvisorRows;
use crate::gui::bay::BayRows;
use crate::gui::board::BoardRows;
use crate::gui::dispatch::DispatchRows;
use crate::gui::driver::{Hands, Later};
use crate::gui::qc::QcRows;
use crate::gui::stores::StoresRows;
use crate::gui::windows::{self, Appearance, Connections, Extent, OpenWindow};
use crate::gui::{self, shots};
use crate::mqtt::BrokerAddress;
use crate::projection::picture::Picture;
use crate::screen::Print;
use crate::screen::advisor::{Advisor, Intent};
use crate::screen::bay::BayKiosk;
use crate::screen::board::Board;
use crate::screen::dispatch::Dispatch;
use crate::screen::qc::{self, Qc};
use crate::screen::session::{FaceTile, SignIn};
use crate::screen::stores::{self, Stores};
use crate::screen::tone::Theme;
use crate::screen::words::{Text, slip as slip_words};
use crate::station::saver::Keeper;
use crate::station::session::pin_fits;
use crate::station::submit::Submitter;
use crate::station::{Interest, Station, StationOptions, badge};
use baylight_ui::{AdvisorWindow, BayWindow, BoardWindow, DispatchWindow, QcWindow, StoresWindow};
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Handle, Runtime};
use tokio::sync::mpsc;

/// The panel of a kiosk, and a monitor, in pixels.
const KIOSK_SIZE: (u32, u32) = (1280, 800);
const MONITOR_SIZE: (u32, u32) = (1920, 1080);

/// Tells whether a window can be opened here.
pub(super) fn display_is_there() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn display_or_words() -> Result<(), Failure> {
    if display_is_there() {
        return Ok(());
    }
    Err(Failure::machine(
        "there is no display here (DISPLAY and WAYLAND_DISPLAY are not set); start the screen inside cage or a desktop, as systemd/baylight-station@.service does",
    ))
}

fn warn_without_chinese() {
    if !crate::gui::fonts::has_chinese() {
        eprintln!(
            "baylight: no font with Chinese characters is installed, the screens will show boxes; install one: apt-get install fonts-noto-cjk"
        );
    }
}

/// What a window may have done: taps go to its station, PINs and papers to a thread that may take its time.
struct StationHands {
    submitter: Submitter,
    keeper: Keeper,
    printing: Printing,
    runtime: Handle,
}

impl Hands for StationHands {
    fn submit(&self, actor: Actor, body: CommandBody) {
        self.submitter.submit(actor, body);
    }

    fn keep(&self, name: String, what: Option<HalfMade>) {
        self.keeper.half_made(name, what);
    }

    fn check_pin(&self, person: PersonId, pin: String, picture: &Picture) -> Later<bool> {
        let hash = picture
            .views
            .roster
            .get(&person)
            .and_then(|enrolled| enrolled.pin_hash.clone());
        let check = self
            .runtime
            .spawn_blocking(move || hash.is_some_and(|hash| pin_fits(&pin, &hash)));
        Box::pin(async move { check.await.unwrap_or(false) })
    }

    fn print(&self, print: Print, picture: &Picture, now: DateTime<Utc>) -> Later<Text> {
        let (printing, views) = (self.printing.clone(), picture.views.clone());
        let done = self
            .runtime
            .spawn_blocking(move || printing.at_screen(&print, &views, now));
        Box::pin(async move { done.await.unwrap_or(slip_words::NO_PAPER) })
    }
}

fn sign_in(config: &Config) -> SignIn {
    SignIn {
        face_tile: match config.sign_in.face_tile {
            config::FaceTile::Trusted => FaceTile::Trusted,
            config::FaceTile::PinWhenSet => FaceTile::PinWhenSet,
            config::FaceTile::PinAlways => FaceTile::PinAlways,
        },
        idle_secs: config.sign_in.idle_secs,
    }
}

fn connections(
    config: &Config,
    station: &Station,
    clock: Clock,
    runtime: &Runtime,
    badges: Option<mpsc::UnboundedReceiver<BadgeId>>,
) -> Connections {
    let past = station.look_back();
    Connections {
        picture: station.picture(),
        clock,
        hands: Box::new(StationHands {
            submitter: station.submitter(),
            keeper: station.keeper(),
            printing: Printing::new(config),
            runtime: runtime.handle().clone(),
        }),
        badges,
        half_made: station.half_made().clone(),
        look_back: Box::new(move |look| past.look(look)),
    }
}

fn start_station(
    config: &Config,
    screen: &ScreenSettings,
    data_dir: &Path,
    broker: &BrokerAddress,
    clock: Clock,
) -> Result<Station, Failure> {
    let mut station = Station::start(StationOptions {
        id: screen.station(),
        site: config.policy.site.clone(),
        interest: match &screen.bay {
            Some(bay) if screen.kind == ScreenKind::Bay => Interest::Bay(bay.clone()),
            _ => Interest::Floor,
        },
        data_dir: data_dir.to_owned(),
        broker: broker.clone(),
        clock,
    })
    .map_err(Failure::machine)?;
    if let Some(folder) = &screen.camera_dir {
        station.watch_camera(folder.clone());
    }
    Ok(station)
}

fn open(
    config: &Config,
    screen: &ScreenSettings,
    extent: Extent,
    connections: Connections,
) -> Result<OpenWindow, Failure> {
    let look = Appearance {
        language: config.language,
        theme: match screen.theme {
            ScreenTheme::Dark => Theme::Dark,
            ScreenTheme::Light => Theme::Light,
        },
        extent,
    };
    match (screen.kind, &screen.bay) {
        (ScreenKind::Bay, Some(bay)) => windows::open_bay(
            bay.clone(),
            config.policy.bay(bay).cloned(),
            sign_in(config),
            look,
            connections,
        ),
        (ScreenKind::Bay, None) => {
            return Err(Failure::input("a bay screen needs its bay: --bay ID"));
        }
        (ScreenKind::Board, _) => windows::open_board(look, connections),
        (ScreenKind::Dispatch, _) => windows::open_dispatch(sign_in(config), look, connections),
        (ScreenKind::Advisor, _) => windows::open_advisor(sign_in(config), look, connections),
        (ScreenKind::Stores, _) => windows::open_stores(sign_in(config), look, connections),
        (ScreenKind::Qc, _) => windows::open_qc(sign_in(config), look, connections),
    }
    .map_err(no_window)
}

fn no_window(error: slint::PlatformError) -> Failure {
    Failure::machine(format!(
        "no window can be opened: {error}; check DISPLAY or WAYLAND_DISPLAY, and that this user may use the display"
    ))
}

/// Runs the windows until they are closed, the time is over or the program is asked to stop.
fn run_windows(runtime: &Runtime, over: Option<Duration>) -> Result<(), Failure> {
    let stop = runtime.spawn(async move {
        let asked = async {
            if let Err(failure) = asked_to_stop().await {
                tracing::error!(%failure, "signals are not heard");
                std::future::pending::<()>().await;
            }
        };
        match over {
            Some(over) => tokio::select! {
                () = asked => {}
                () = tokio::time::sleep(over) => {}
            },
            None => asked.await,
        }
        // It fails when the last window was closed meanwhile.
        let _ = slint::quit_event_loop();
    });
    let done = slint::run_event_loop().map_err(no_window);
    stop.abort();
    done
}

fn badges(config: &Config) -> Result<Option<mpsc::UnboundedReceiver<BadgeId>>, Failure> {
    match &config.sign_in.badge_reader {
        BadgeReader::Keyboard => Ok(None),
        BadgeReader::Evdev(path) => badge::grab(path).map(Some).map_err(Failure::input),
    }
}

/// Runs one screen.
pub(super) fn station(
    config: &Config,
    kind: ScreenKind,
    bay: Option<String>,
    name: Option<String>,
    extent: Extent,
) -> Result<(), Failure> {
    let name = name.map(|name| config::station_name("--name", name));
    let name = name.transpose().map_err(Failure::input)?;
    let bay = chosen_bay(config, kind, bay)?;
    let in_file = config
        .screens
        .iter()
        .find(|screen| screen.kind == kind && screen.bay == bay);
    let screen = ScreenSettings {
        kind,
        theme: in_file.map_or_else(ScreenTheme::default, |screen| screen.theme),
        camera_dir: in_file.and_then(|screen| screen.camera_dir.clone()),
        bay,
        name,
    };
    display_or_words()?;
    warn_without_chinese();
    let dir = DataDir::own(
        &config
            .data_dir
            .join("stations")
            .join(screen.station().as_str()),
    )?;
    let runtime = small_runtime()?;
    let clock = Clock::new(Utc::now);
    let station = runtime.block_on(async {
        start_station(
            config,
            &screen,
            dir.path(),
            &broker_address(config)?,
            clock.clone(),
        )
    })?;
    let badges = badges(config)?;
    let window = open(
        config,
        &screen,
        extent,
        connections(config, &station, clock, &runtime, badges),
    )?;
    let done = run_windows(&runtime, None);
    drop(window);
    runtime.block_on(station.stop());
    done
}

/// A station waits more than it works: one worker is plenty.
fn small_runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(Failure::machine)
}

fn chosen_bay(
    config: &Config,
    kind: ScreenKind,
    named: Option<String>,
) -> Result<Option<BayId>, Failure> {
    if kind != ScreenKind::Bay {
        return Ok(None);
    }
    let bays: Vec<&str> = config
        .policy
        .bays
        .iter()
        .map(|bay| bay.id.as_str())
        .collect();
    let in_file = || {
        config.screens.iter().find_map(|screen| {
            screen
                .bay
                .clone()
                .filter(|_| screen.kind == ScreenKind::Bay)
        })
    };
    match named.map(BayId::new).or_else(in_file) {
        Some(bay) if config.policy.bay(&bay).is_some() => Ok(Some(bay)),
        Some(bay) => Err(Failure::input(format!(
            "there is no bay {bay}; the bays are {}",
            bays.join(", ")
        ))),
        None => Err(Failure::input(format!(
            "which bay? name it with --bay; the bays are {}",
            bays.join(", ")
        ))),
    }
}

/// Runs a workshop on one machine: broker, coordinator and the configured screens.
pub(super) fn up(config: &Config, extent: Extent) -> Result<(), Failure> {
    let usual = [ScreenSettings {
        kind: ScreenKind::Board,
        bay: None,
        name: None,
        theme: ScreenTheme::default(),
        camera_dir: None,
    }];
    let screens = if config.screens.is_empty() {
        &usual[..]
    } else {
        &config.screens
    };
    display_or_words()?;
    warn_without_chinese();
    let runtime = Runtime::new().map_err(Failure::machine)?;
    let clock = Clock::new(Utc::now);
    let server = runtime.block_on(Server::start(config, clock.clone()))?;
    let mut stations = Vec::new();
    let mut open_windows = Vec::new();
    let mut badges = badges(config)?;
    for screen in screens {
        let dir = config
            .data_dir
            .join("stations")
            .join(screen.station().as_str());
        let station = runtime.block_on(async {
            start_station(config, screen, &dir, server.broker(), clock.clone())
        })?;
        // One reader on the machine belongs to its kiosk.
        let reader = if screen.kind == ScreenKind::Bay {
            badges.take()
        } else {
            None
        };
        open_windows.push(open(
            config,
            screen,
            extent,
            connections(config, &station, clock.clone(), &runtime, reader),
        )?);
        stations.push(station);
    }
    let done = run_windows(&runtime, None);
    drop(open_windows);
    runtime.block_on(async {
        for station in stations {
            station.stop().await;
        }
        server.stop().await;
    });
    done
}

/// Opens the windows of the demonstration: a kiosk, the board, and the screens of the dispatcher, the advisor, the
/// inspector and the store.
pub(super) fn demo_windows(
    config: &Config,
    crew: &Crew,
    bay: &BayId,
    clock: &Clock,
    runtime: &Runtime,
    over: Option<Duration>,
) -> Result<(), Failure> {
    warn_without_chinese();
    let mut open_windows = Vec::new();
    for kind in [
        ScreenKind::Board,
        ScreenKind::Dispatch,
        ScreenKind::Advisor,
        ScreenKind::Stores,
        ScreenKind::Qc,
        ScreenKind::Bay,
    ] {
        let screen = ScreenSettings {
            kind,
            bay: (kind == ScreenKind::Bay).then(|| bay.clone()),
            name: None,
            theme: ScreenTheme::default(),
            camera_dir: None,
        };
        let station = match kind {
            ScreenKind::Bay => crew
                .station(bay)
                .ok_or_else(|| Failure::machine(format!("the demo has no bay {bay}")))?,
            ScreenKind::Advisor => crew.advisors_desk(),
            ScreenKind::Stores => crew.storekeepers_desk(),
            ScreenKind::Qc => crew.inspectors_desk(),
            ScreenKind::Board | ScreenKind::Dispatch => crew.visitors_desk(),
        };
        let connections = connections(config, &station, clock.clone(), runtime, None);
        open_windows.push(open(config, &screen, Extent::Window, connections)?);
    }
    run_windows(runtime, over)
}

/// Draws the screens of the demonstration into files, in both languages.
pub(super) fn demo_shots(
    config: &Config,
    crew: &Crew,
    bay: &BayId,
    now: DateTime<Utc>,
    dir: &Path,
) -> Result<(), Failure> {
    warn_without_chinese();
    std::fs::create_dir_all(dir)
        .map_err(|error| Failure::machine(format!("{}: {error}", dir.display())))?;
    let kiosk = crew
        .station(bay)
        .ok_or_else(|| Failure::machine(format!("the demo has no bay {bay}")))?;
    let pictures: (Arc<Picture>, Arc<Picture>) = (
        kiosk.picture().borrow().clone(),
        crew.visitors_desk().picture().borrow().clone(),
    );
    for (language, name) in [(Language::En, "en"), (Language::Zh, "zh")] {
        let file = |screen: &str| -> PathBuf { dir.join(format!("{screen}-{name}.png")) };
        let drawn = shots::render(
            || {
                let window = BayWindow::new()?;
                let kiosk = BayKiosk::new(bay.clone(), sign_in(config), language, now);
                gui::bay::show(
                    &window,
                    &BayRows::attach(&window),
                    &kiosk.present(&pictures.0, now),
                );
                Ok(window)
            },
            KIOSK_SIZE,
            &file("bay"),
        )
        .and_then(|()| {
            shots::render(
                || {
                    let window = BoardWindow::new()?;
                    let board = Board::new(language, Theme::Dark, now);
                    gui::board::show(
                        &window,
                        &BoardRows::attach(&window),
                        &board.present(&pictures.1, now),
                    );
                    Ok(window)
                },
                MONITOR_SIZE,
                &file("board"),
            )
        })
        .and_then(|()| {
            shots::render(
                || {
                    let window = DispatchWindow::new()?;
                    let desk = Dispatch::new(sign_in(config), language, now);
                    gui::dispatch::show(
                        &window,
                        &DispatchRows::attach(&window),
                        &desk.present(&pictures.1, now),
                    );
                    Ok(window)
                },
                MONITOR_SIZE,
                &file("dispatch"),
            )
        })
        .and_then(|()| {
            shots::render(
                || {
                    let window = AdvisorWindow::new()?;
                    let mut desk = Advisor::new(sign_in(config), language, now);
                    // A page says more with its first car open.
                    let cars = desk.present(&pictures.1, now).cars;
                    if let Some(id) = cars.first().map(|car| RoNumber::new(car.id.as_str())) {
                        desk.update(Intent::Car { id }, &pictures.1, now);
                    }
                    gui::advisor::show(
                        &window,
                        &AdvisorRows::attach(&window),
                        &desk.present(&pictures.1, now),
                    );
                    Ok(window)
                },
                KIOSK_SIZE,
                &file("advisor"),
            )
        })
        .and_then(|()| {
            shots::render(
                || {
                    let window = StoresWindow::new()?;
                    let mut desk = Stores::new(sign_in(config), language, now);
                    // A page says more with its first task open.
                    let cards = desk.present(&pictures.1, now).cards;
                    if let Some(id) = cards.first().map(|card| card.id.clone()) {
                        desk.update(stores::Intent::Card { id }, &pictures.1, now);
                    }
                    gui::stores::show(
                        &window,
                        &StoresRows::attach(&window),
                        &desk.present(&pictures.1, now),
                    );
                    Ok(window)
                },
                KIOSK_SIZE,
                &file("stores"),
            )
        })
        .and_then(|()| {
            shots::render(
                || {
                    let window = QcWindow::new()?;
                    let mut desk = Qc::new(sign_in(config), language, now);
                    // A page says more with its first car open.
                    let cards = desk.present(&pictures.1, now).cards;
                    if let Some(id) = cards
                        .iter()
                        .find(|card| card.enabled)
                        .map(|card| card.id.clone())
                    {
                        desk.update(qc::Intent::Card { id }, &pictures.1, now);
                    }
                    gui::qc::show(
                        &window,
                        &QcRows::attach(&window),
                        &desk.present(&pictures.1, now),
                    );
                    Ok(window)
                },
                KIOSK_SIZE,
                &file("qc"),
            )
        });
        drawn.map_err(Failure::machine)?;
    }
    say(format!("the screens are in {}", dir.display()))
}
