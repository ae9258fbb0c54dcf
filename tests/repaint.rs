//! A window that is repainted piece by piece, as on the workshop's machines, shows what a fresh one would.
//!
//! With `REPAINT_PICTURES` set to a folder, both are kept there where they differ.

#![cfg(feature = "gui")]

#[path = "common/board_floor.rs"]
mod board_floor;
#[path = "common/floor.rs"]
mod floor;

use baylight::domain::ids::{BadgeId, BayId};
use baylight::domain::person::Language;
use baylight::gui;
use baylight::gui::bay::BayRows;
use baylight::gui::board::BoardRows;
use baylight::screen::Effect;
use baylight::screen::bay::{BayKiosk, Intent};
use baylight::screen::board::Board;
use baylight::screen::session::{FaceTile, SignIn};
use baylight::screen::tone::Theme;
use baylight_ui::{BayWindow, BoardWindow};
use floor::{BELT, Floor};
use slint::platform::software_renderer::{MinimalSoftwareWindow, RepaintBufferType};
use slint::platform::{Platform, PlatformError, WindowAdapter};
use slint::{ComponentHandle, PhysicalSize, Rgb8Pixel};
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

thread_local! {
    static MADE: RefCell<Option<Rc<MinimalSoftwareWindow>>> = const { RefCell::new(None) };
}

/// A platform whose windows keep what was painted before, as those of a display do.
struct Kept(Instant);

impl Platform for Kept {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
        MADE.with_borrow_mut(|made| *made = Some(window.clone()));
        Ok(window)
    }

    fn duration_since_start(&self) -> Duration {
        self.0.elapsed()
    }
}

/// A window and what has been painted of it.
struct Painted<W> {
    window: W,
    adapter: Rc<MinimalSoftwareWindow>,
    size: (u32, u32),
    pixels: Vec<Rgb8Pixel>,
}

impl<W: ComponentHandle> Painted<W> {
    fn new(make: fn() -> Result<W, PlatformError>, size: (u32, u32)) -> Self {
        // The second time it is there already.
        let _ = slint::platform::set_platform(Box::new(Kept(Instant::now())));
        let window = make().unwrap();
        window.window().set_size(PhysicalSize::new(size.0, size.1));
        window.show().unwrap();
        Self {
            window,
            adapter: MADE.with_borrow_mut(Option::take).unwrap(),
            size,
            pixels: vec![Rgb8Pixel::default(); (size.0 * size.1) as usize],
        }
    }

    /// Paints what has changed.
    fn paint(&mut self) {
        slint::platform::update_timers_and_animations();
        self.adapter.draw_if_needed(|renderer| {
            renderer.render(&mut self.pixels, self.size.0 as usize);
        });
    }

    /// Fails where another window, painted at once, looks otherwise.
    fn same_as(&self, fresh: &Self, when: &str) {
        let differ: Vec<(u32, u32)> = (0u32..)
            .zip(self.pixels.iter().zip(&fresh.pixels))
            .filter(|(_, (kept, fresh))| kept != fresh)
            .map(|(at, _)| (at % self.size.0, at / self.size.0))
            .collect();
        if differ.is_empty() {
            return;
        }
        if let Some(folder) = std::env::var_os("REPAINT_PICTURES") {
            self.save(&Path::new(&folder).join(format!("{when}-kept.png")));
            fresh.save(&Path::new(&folder).join(format!("{when}-fresh.png")));
        }
        panic!(
            "{when}: {} pixels are stale, the first and last are {:?} and {:?}",
            differ.len(),
            differ[0],
            differ[differ.len() - 1],
        );
    }

    fn save(&self, path: &Path) {
        let file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
        let mut encoder = png::Encoder::new(file, self.size.0, self.size.1);
        encoder.set_color(png::ColorType::Rgb);
        let bytes: Vec<u8> = self.pixels.iter().flat_map(|p| [p.r, p.g, p.b]).collect();
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&bytes).unwrap();
    }
}

/// The kiosk at bay 1 on a window that is repainted piece by piece.
struct Bay {
    floor: Floor,
    kiosk: BayKiosk,
    painted: Painted<BayWindow>,
    rows: BayRows,
}

impl Bay {
    fn new() -> Self {
        let floor = Floor::in_language(Language::En);
        let sign_in = SignIn {
            face_tile: FaceTile::PinWhenSet,
            idle_secs: 60,
        };
        let painted = Painted::new(BayWindow::new, (1280, 800));
        Self {
            kiosk: BayKiosk::new(BayId::new("1"), sign_in, Language::En, floor.now),
            rows: BayRows::attach(&painted.window),
            floor,
            painted,
        }
    }

    /// Does something; the window is told of it, and not yet painted.
    fn does(&mut self, intent: Intent) {
        let picture = self.floor.picture();
        for effect in self.kiosk.update(intent, &picture, self.floor.now) {
            if let Effect::Submit { actor, body } = effect {
                self.floor.submit(actor, body);
            }
        }
        self.show(&self.painted.window, &self.rows);
    }

    fn show(&self, window: &BayWindow, rows: &BayRows) {
        let model = self.kiosk.present(&self.floor.picture(), self.floor.now);
        gui::bay::show(window, rows, &model);
    }

    fn looks_fresh(&mut self, when: &str) {
        self.painted.paint();
        let mut fresh = Painted::new(BayWindow::new, self.painted.size);
        let rows = BayRows::attach(&fresh.window);
        self.show(&fresh.window, &rows);
        fresh.paint();
        self.painted.same_as(&fresh, when);
    }
}

#[test]
fn a_kiosk_painted_in_pieces_keeps_no_old_time_and_no_old_language() {
    let mut bay = Bay::new();
    bay.does(Intent::Tick);
    bay.looks_fresh("idle");
    bay.does(Intent::BadgeRead {
        badge: BadgeId::new("BADGE-1001"),
    });
    bay.does(Intent::Job {
        id: BELT.to_owned(),
    });
    bay.looks_fresh("clocked-on");
    // The session ends on the way, and the timer runs on.
    for _ in 0..30 {
        bay.floor.secs(5);
        bay.does(Intent::Tick);
        bay.painted.paint();
    }
    bay.looks_fresh("running");
    bay.does(Intent::SwitchLanguage);
    bay.looks_fresh("in-chinese");
    bay.floor.minutes(1);
    bay.does(Intent::Tick);
    bay.does(Intent::SwitchLanguage);
    bay.looks_fresh("in-english");
    bay.does(Intent::SwitchTheme);
    bay.floor.minutes(1);
    bay.does(Intent::Tick);
    bay.looks_fresh("in-light");
}

#[test]
fn what_the_display_lost_is_back_within_a_minute() {
    let mut bay = Bay::new();
    bay.does(Intent::Tick);
    bay.looks_fresh("before");
    bay.painted.pixels.fill(Rgb8Pixel::default());
    bay.floor.minutes(1);
    bay.does(Intent::Tick);
    bay.looks_fresh("a-minute-later");
}

#[test]
fn a_board_painted_in_pieces_keeps_no_old_time_and_no_old_language() {
    let size = (1920, 1080);
    let show = |on: &(Painted<BoardWindow>, BoardRows), language, clock: &str| {
        let mut floor = board_floor::sample_morning(8);
        floor.at(clock);
        let board = Board::new(language, Theme::Dark, floor.now);
        let model = board.present(&floor.picture(), floor.now);
        gui::board::show(&on.0.window, &on.1, &model);
    };
    let made = || {
        let painted = Painted::new(BoardWindow::new, size);
        let rows = BoardRows::attach(&painted.window);
        (painted, rows)
    };
    let mut kept = made();
    show(&kept, Language::En, "10:42");
    kept.0.paint();
    // A tap, a tick and a picture may all come between two frames.
    for (language, clock) in [(Language::Zh, "10:43"), (Language::En, "10:58")] {
        show(&kept, language, "10:42");
        show(&kept, language, clock);
        show(&kept, language, clock);
        kept.0.paint();
        let mut fresh = made();
        show(&fresh, language, clock);
        fresh.0.paint();
        kept.0.same_as(&fresh.0, &format!("board-{language:?}"));
    }
}
