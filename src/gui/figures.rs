//! The pages of the figures as pictures: drawn anew only when something on them has changed.

use super::dispatch::{action, text};
use super::rows::sync_rows;
use crate::export::report::{Names, Report, page_svg};
use crate::screen::dispatch::model::FiguresShown;
use baylight_ui as ui;
use baylight_ui::DispatchScreen;
use slint::{Image, VecModel};
use std::cell::RefCell;
use std::rc::Rc;

/// The pages, and what they were drawn of.
#[derive(Default)]
pub(super) struct FiguresPages {
    pages: Rc<VecModel<Image>>,
    spans: Rc<VecModel<ui::ActionData>>,
    drawn: RefCell<Option<FiguresShown>>,
}

impl FiguresPages {
    /// Puts the empty lists onto the screen.
    pub(super) fn attach(&self, screen: &DispatchScreen<'_>) {
        screen.set_figures_pages(self.pages.clone().into());
        screen.set_figures_spans(self.spans.clone().into());
    }

    /// Shows the figures; nothing while nobody looks at them.
    pub(super) fn show(&self, screen: &DispatchScreen<'_>, figures: Option<&FiguresShown>) {
        if self.drawn.borrow().as_ref() == figures {
            return;
        }
        *self.drawn.borrow_mut() = figures.cloned();
        let Some(figures) = figures else {
            self.pages.set_vec(Vec::new());
            return;
        };
        screen.set_figures_title(text(&figures.title));
        screen.set_figures_around(ui::DayData {
            before: figures.around.before,
            after: figures.around.after,
        });
        sync_rows(&self.spans, figures.spans.iter().map(action).collect());
        self.pages.set_vec(pages(figures));
    }
}

fn pages(figures: &FiguresShown) -> Vec<Image> {
    let report = Report {
        language: figures.language,
        site: &figures.site,
        period: figures.period,
        days: &figures.days,
        names: Names {
            people: figures.people.clone(),
            bays: figures.bays.clone(),
            parts: figures.parts.clone(),
        },
        made_at: figures.made_at,
        is_over: figures.is_over,
        zone: figures.zone,
    };
    let pages = report.pages();
    let drawn = pages.iter().map(|page| {
        let svg = page_svg(page);
        Image::load_from_svg_data(svg.as_bytes()).unwrap_or_else(|error| {
            tracing::error!(%error, "a page of figures could not be drawn");
            Image::default()
        })
    });
    drawn.collect()
}
