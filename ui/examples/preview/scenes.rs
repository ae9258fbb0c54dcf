//! The data of the preview pictures, where it differs from the defaults in the `.slint` files.

use baylight_ui::*;
use slint::ComponentHandle;

/// Fills the board as the scene's name asks.
pub fn board(_window: &BoardWindow, _scene: &str) {}

/// Opens the sheet that the scene's name asks for.
pub fn dispatch(window: &DispatchWindow, scene: &str) {
    let screen = window.global::<DispatchScreen>();
    match scene.split_once('-').map_or("", |(_, rest)| rest) {
        "plan" => screen.set_panel(DispatchPanel::Plan),
        "car" => screen.set_panel(DispatchPanel::Car),
        "questions" => screen.set_panel(DispatchPanel::Questions),
        "clocks" => screen.set_panel(DispatchPanel::Clocks),
        "technicians" => screen.set_panel(DispatchPanel::Technicians),
        "people" => screen.set_panel(DispatchPanel::SignIn),
        "pin" => screen.set_pin_ask(PinAsk::Asked),
        "toast" => screen.set_toast(LineData { text: "4 号工位 11:15 已派工，等待确认".into(), tone: Tone::Ready }),
        _ => {}
    }
}
