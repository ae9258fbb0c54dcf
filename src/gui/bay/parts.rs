//! The kiosk's pages about parts on its window.

use super::{map_choice, map_photo, map_toggle, sync, text};
use crate::gui::images::Images;
use crate::gui::rows::sync_rows;
use crate::screen::bay::PartsTap;
use crate::screen::bay::model::parts::{PartRow, PartsShown, RowKind};
use baylight_ui as ui;
use baylight_ui::{BayParts, BayWindow};
use slint::{ComponentHandle, SharedString, VecModel};
use std::rc::Rc;

/// The lists on the pages about parts.
#[derive(Default)]
pub(super) struct PartsRows {
    rows: Rc<VecModel<ui::BayPartRow>>,
    tiles: Rc<VecModel<ui::BayChoice>>,
    fates: Rc<VecModel<ui::BayToggle>>,
    chips: Rc<VecModel<SharedString>>,
    photos: Rc<VecModel<ui::BayPhoto>>,
}

impl PartsRows {
    pub(super) fn attach(&self, window: &BayWindow) {
        let parts = window.global::<BayParts>();
        parts.set_rows(self.rows.clone().into());
        parts.set_tiles(self.tiles.clone().into());
        parts.set_fates(self.fates.clone().into());
        parts.set_chips(self.chips.clone().into());
        parts.set_photos(self.photos.clone().into());
    }

    pub(super) fn show(&self, sheet: &PartsShown, images: &Images) {
        sync(&self.rows, &sheet.rows, map_row);
        sync(&self.tiles, &sheet.tiles, map_choice);
        sync(&self.fates, &sheet.fates, map_toggle);
        sync(&self.chips, &sheet.chips, |chip| text(chip));
        let photos = sheet.photos.iter().map(|photo| map_photo(photo, images));
        sync_rows(&self.photos, photos.collect());
    }
}

/// Sends what a finger does on the pages about parts.
pub(super) fn connect(window: &BayWindow, send: impl Fn(PartsTap) + 'static) {
    let send = Rc::new(send);
    // Each callback owns its way to `send`.
    macro_rules! on {
        ($parts:ident.$callback:ident() => $tap:expr) => {{
            let send = send.clone();
            $parts.$callback(move || send($tap));
        }};
        ($parts:ident.$callback:ident($($arg:ident),+) => $tap:expr) => {{
            let send = send.clone();
            $parts.$callback(move |$($arg),+| send($tap));
        }};
    }
    let parts = window.global::<BayParts>();
    on!(parts.on_row(id) => PartsTap::Row(id.into()));
    on!(parts.on_more(id) => PartsTap::More(id.into()));
    on!(parts.on_less(id) => PartsTap::Less(id.into()));
    on!(parts.on_number(id) => PartsTap::Number(id.into()));
    on!(parts.on_fate(id, fate) => PartsTap::Fate(id.into(), fate.into()));
    on!(parts.on_tile(id) => PartsTap::Tile(id.into()));
    on!(parts.on_send() => PartsTap::Send);
    on!(parts.on_second() => PartsTap::Second);
    on!(parts.on_typed(text) => PartsTap::Typed(text.into()));
    on!(parts.on_erased() => PartsTap::Erased);
    on!(parts.on_cleared() => PartsTap::Cleared);
    on!(parts.on_photo(id) => PartsTap::Photo(id.into()));
    on!(parts.on_write() => PartsTap::Write);
}

/// Shows the texts of a page about parts.
pub(super) fn show(window: &BayWindow, sheet: &PartsShown) {
    window.global::<BayParts>().set_sheet(ui::BayPartsSheet {
        title: text(&sheet.title),
        note: text(&sheet.note),
        text: text(&sheet.text),
        hint: text(&sheet.hint),
        empty: text(&sheet.empty),
        photos_title: text(&sheet.photos_title),
        with_keys: sheet.with_keys,
        send: text(&sheet.send),
        send_note: text(&sheet.send_note),
        can_send: sheet.can_send,
        second: text(&sheet.second),
        second_note: text(&sheet.second_note),
        clear: text(&sheet.clear),
        erase: text(&sheet.erase),
        space: text(&sheet.space),
        write: text(&sheet.write),
        more: text(&sheet.more),
        less: text(&sheet.less),
    });
}

fn map_row(row: &PartRow) -> ui::BayPartRow {
    ui::BayPartRow {
        id: text(&row.id),
        name: text(&row.name),
        detail: text(&row.detail),
        tone: row.tone.into(),
        quantity: text(&row.quantity),
        chosen: row.chosen,
        kind: match row.kind {
            RowKind::Plain => ui::BayRowKind::Plain,
            RowKind::Steps => ui::BayRowKind::Steps,
            RowKind::Check => ui::BayRowKind::Check,
            RowKind::Fates => ui::BayRowKind::Fates,
        },
    }
}
