//! A label that was scanned: it comes as a line of text like a badge does.

use super::{PartsPage, PartsPath, Sought};
use crate::domain::ids::{JobId, PartNumber};
use crate::domain::parts::request::Wanted;
use crate::projection::picture::Picture;
use crate::screen::bay::{BayKiosk, Effect, Page, Shown};
use chrono::{DateTime, Utc};

impl BayKiosk {
    /// Puts a scanned part on the list of the job at hand; nothing where the label can be no part here. A code that the
    /// list of the store does not know is a part only where one is being asked for: elsewhere it may be a badge.
    pub(in crate::screen::bay) fn scanned(
        &mut self,
        code: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Option<Vec<Effect>> {
        self.me()?;
        let known = picture.views.parts.named(code);
        let known = known.map(|entry| entry.number.clone());
        let asking = matches!(&self.page, Page::Parts(path) if asks(path));
        let part = known.or_else(|| asking.then(|| PartNumber::new(code)))?;
        self.scanned_part(part, picture, now)
    }

    /// Puts a part on the list of the job at hand.
    pub(in crate::screen::bay) fn scanned_part(
        &mut self,
        part: PartNumber,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Option<Vec<Effect>> {
        self.touch(now);
        if let Page::Parts(path) = self.page.clone()
            && let Some(PartsPage::Find {
                what_for: Sought::Exchange(back, reason),
                ..
            }) = path.shown()
        {
            let right = Wanted::Part { part };
            return Some(self.exchange(&path.job, *back, *reason, right, now));
        }
        let job = self.job_at_hand(picture)?;
        let effects = self.list(&job, &part, picture, now);
        self.walk(PartsPath::new(job, PartsPage::Request));
        Some(effects)
    }

    /// Finds the job that who acts stands before.
    pub(in crate::screen::bay) fn job_at_hand(&self, picture: &Picture) -> Option<JobId> {
        let me = self.me()?;
        match &self.page {
            Page::Parts(path) => return Some(path.job.clone()),
            Page::Finding(ro) | Page::Note(ro) => {
                let during = self.draft(ro).and_then(|draft| draft.during.clone());
                if during.is_some() {
                    return during;
                }
            }
            _ => {}
        }
        match self.shown(picture) {
            Shown::Running(card) | Shown::OnHold(card) => Some(card.job.clone()),
            _ => {
                let look = self.look(picture);
                look.my_job_here(me).map(|card| card.job.clone())
            }
        }
    }
}

/// Tells whether parts are being asked for, so that whatever is scanned is one.
fn asks(path: &PartsPath) -> bool {
    matches!(
        path.shown(),
        Some(
            PartsPage::Request
                | PartsPage::Categories
                | PartsPage::Find { .. }
                | PartsPage::Describe { .. }
                | PartsPage::Count { .. }
        )
    )
}
