//! The story of an order onto its window, and from there onto paper.

use super::{Ink, Paper, PaperError, Sheet, apart, sheet};
use crate::screen::story::{Look, Page, Row, Story, pages};
use baylight_ui as ui;
use slint::{ModelRc, SharedString, VecModel};

/// A4, as fine as an office printer prints.
const STORY: Paper = Paper {
    width_mm: pages::PAPER_MM.0,
    height_mm: pages::PAPER_MM.1,
    dots_per_mm: 12.0,
    ink: Ink::Shades,
};

/// Draws every page of a story.
///
/// # Errors
/// When a page cannot be drawn.
pub fn draw_story(story: &Story) -> Result<Vec<Sheet>, PaperError> {
    apart(|| {
        story
            .pages
            .iter()
            .map(|page| draw_page(story, page))
            .collect()
    })
}

fn draw_page(story: &Story, page: &Page) -> Result<Sheet, PaperError> {
    let make = || {
        let window = ui::StoryWindow::new()?;
        window.set_story_title(story.title.as_str().into());
        window.set_plate(story.plate.as_str().into());
        window.set_car(story.car.as_str().into());
        window.set_order(story.order.as_str().into());
        window.set_rows(ModelRc::new(VecModel::from_iter(page.rows.iter().map(row))));
        let signatures = story.signatures.iter().map(SharedString::from);
        window.set_signatures(ModelRc::new(VecModel::from_iter(signatures)));
        window.set_date(story.date.as_str().into());
        window.set_printed(story.printed.as_str().into());
        window.set_page(format!("{} / {}", page.number, page.of).into());
        window.set_first(page.is_first());
        window.set_last(page.is_last());
        Ok(window)
    };
    sheet(make, STORY)
}

fn row(row: &Row) -> ui::StoryRow {
    ui::StoryRow {
        look: match row.look {
            Look::Heading => ui::StoryLook::Heading,
            Look::Facts => ui::StoryLook::Facts,
            Look::Note => ui::StoryLook::Note,
            Look::Item => ui::StoryLook::Item,
            Look::Detail => ui::StoryLook::Detail,
            Look::PartHead => ui::StoryLook::PartHead,
            Look::Part => ui::StoryLook::Part,
        },
        mark: row.mark.as_str().into(),
        label: row.label.as_str().into(),
        text: row.text.as_str().into(),
        extra: row.extra.as_str().into(),
        right: row.right.as_str().into(),
        height: row.height_mm() * 96.0 / 25.4,
    }
}
