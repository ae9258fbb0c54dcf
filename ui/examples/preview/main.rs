//! Draws a screen with its preview data to a PNG file, without a display.
//!
//! `cargo run -p baylight-ui --example preview -- <scene> <width> <height> <file.png> [light]`

mod scenes;

use std::{cell::RefCell, rc::Rc};

use baylight_ui::*;
use slint::{
    ComponentHandle, LogicalPosition, PhysicalSize,
    platform::{
        Platform, PlatformError, PointerEventButton, WindowAdapter, WindowEvent,
        software_renderer::{MinimalSoftwareWindow, RepaintBufferType},
    },
};

/// Hands out one offscreen window per component.
struct Offscreen(RefCell<Option<Rc<MinimalSoftwareWindow>>>);

impl Platform for Offscreen {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::NewBuffer);
        *self.0.borrow_mut() = Some(window.clone());
        Ok(window)
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [scene, width, height, file, rest @ ..] = args.as_slice() else {
        eprintln!("usage: preview <scene> <width> <height> <file.png> [light]");
        std::process::exit(2);
    };
    let size = PhysicalSize::new(
        width.parse().expect("width in px"),
        height.parse().expect("height in px"),
    );
    let light = rest.iter().any(|word| word == "light");
    slint::platform::set_platform(Box::new(Offscreen(RefCell::new(None)))).expect("first platform");
    match scene
        .split_once('-')
        .map_or(scene.as_str(), |(screen, _)| screen)
    {
        "board" => {
            let window = BoardWindow::new().expect("board");
            window.global::<Theme>().set_dark(!light);
            scenes::board(&window, scene);
            shoot(&window, size, file);
        }
        "dispatch" => {
            let window = DispatchWindow::new().expect("dispatch");
            window.global::<Theme>().set_dark(!light);
            scenes::dispatch(&window, scene);
            let drag = scene
                .contains("drag")
                .then_some(((1180.0, 170.0), (960.0, 420.0)));
            shoot_after(&window, size, file, drag);
        }
        other => panic!("no screen is called {other}"),
    }
}

fn shoot(component: &impl ComponentHandle, size: PhysicalSize, file: &str) {
    shoot_after(component, size, file, None);
}

type Point = (f32, f32);

/// Takes the picture while a finger holds what it has dragged from one point to another.
fn shoot_after(
    component: &impl ComponentHandle,
    size: PhysicalSize,
    file: &str,
    drag: Option<(Point, Point)>,
) {
    let window = component.window();
    window.set_size(size);
    component.show().expect("shown");
    slint::platform::update_timers_and_animations();
    if let Some((from, to)) = drag {
        let button = PointerEventButton::Left;
        let at = |(x, y): Point| LogicalPosition::new(x, y);
        let middle = ((from.0 + to.0) / 2.0, from.1 + 4.0);
        window.dispatch_event(WindowEvent::PointerMoved { position: at(from) });
        window.dispatch_event(WindowEvent::PointerPressed {
            position: at(from),
            button,
        });
        window.dispatch_event(WindowEvent::PointerMoved {
            position: at(middle),
        });
        window.dispatch_event(WindowEvent::PointerMoved { position: at(to) });
        slint::platform::update_timers_and_animations();
    }
    let picture = window.take_snapshot().expect("a picture");
    let out = std::io::BufWriter::new(std::fs::File::create(file).expect("the file"));
    let mut encoder = png::Encoder::new(out, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(picture.as_bytes()))
        .expect("a PNG");
}
