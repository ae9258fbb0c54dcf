//! What there is to say of an item, and a job that goes back (返工): why, in words and photos.

use super::{CheckPage, CheckPath, draft};
use crate::domain::half_made::CheckDraft;
use crate::domain::ids::PhotoId;
use crate::domain::order::Fen;
use crate::domain::quality::command::{QualityCommand, ReworkOrder, ReworkReason};
use crate::projection::picture::Picture;
use crate::screen::bay::parts::Tapped;
use crate::screen::bay::{BayKiosk, Effect, Page, PartsTap};
use crate::screen::checklist;
use chrono::{DateTime, Utc};

impl BayKiosk {
    /// Takes the answer to why the job goes back.
    pub(in crate::screen::bay) fn check_choice(
        &mut self,
        path: CheckPath,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let mut reasons = ReworkReason::ALL.into_iter();
        let reason = reasons.find(|reason| reason_id(*reason) == id);
        let (CheckPage::Reason, Some(reason)) = (&path.page, reason) else {
            return Vec::new();
        };
        self.go(path.clone(), CheckPage::Back(Tapped::Chips));
        self.change_check(&path, picture, now, |draft| draft.reason = Some(reason))
    }

    /// Takes a tap on the page with words and photos.
    pub(in crate::screen::bay) fn check_words(
        &mut self,
        path: CheckPath,
        tap: PartsTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let with = match &path.page {
            CheckPage::Item(_, with) | CheckPage::Back(with) => *with,
            _ => return Vec::new(),
        };
        match (tap, with) {
            (PartsTap::Write, _) => self.turn_page(path, Tapped::Keys),
            (PartsTap::Send, Tapped::Keys) => self.turn_page(path, Tapped::Chips),
            (PartsTap::Send, Tapped::Chips) => match path.page {
                CheckPage::Back(_) => self.send_back(&path, picture, now),
                _ => {
                    self.go(path, CheckPage::List);
                    Vec::new()
                }
            },
            (tap, _) => {
                let item = match &path.page {
                    CheckPage::Item(item, _) => Some(item.clone()),
                    _ => None,
                };
                self.change_check(&path, picture, now, |draft| {
                    draft::write(draft, item.as_ref(), tap, with);
                })
            }
        }
    }

    fn turn_page(&mut self, path: CheckPath, with: Tapped) -> Vec<Effect> {
        let page = match path.page.clone() {
            CheckPage::Item(item, _) => CheckPage::Item(item, with),
            CheckPage::Back(_) => CheckPage::Back(with),
            page => page,
        };
        self.go(path, page);
        Vec::new()
    }

    fn send_back(
        &mut self,
        path: &CheckPath,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let finish = self.finish_of(path, picture);
        let draft = self.check_draft(path, picture);
        let (Some(finish), Some(draft)) = (finish, draft) else {
            return Vec::new();
        };
        let CheckDraft {
            results,
            reason: Some(reason),
            note,
            photos,
            ..
        } = draft.clone()
        else {
            return Vec::new();
        };
        let subject = self.look(picture).subject(&path.job);
        let list = subject.and_then(|subject| subject.list(picture));
        let body = QualityCommand::SendBack {
            line: path.job.line,
            finish,
            check: path.check,
            results: checklist::on_the_list(list, path.check, &results),
            rework: ReworkOrder {
                reason,
                responsible: None,
                penalty: Fen(0),
                note: note.trim().to_owned(),
                photos,
            },
        };
        self.over(path, body, picture, now)
    }

    /// A photo that is taken while words are found belongs to them, unless it is tapped off.
    pub(in crate::screen::bay) fn take_check_photos(
        &mut self,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Page::Check(path) = self.page.clone() else {
            return Vec::new();
        };
        let item = match &path.page {
            CheckPage::Item(item, _) => Some(item.clone()),
            CheckPage::Back(_) => None,
            _ => return Vec::new(),
        };
        let Some(draft) = self.check_draft(&path, picture) else {
            return Vec::new();
        };
        let taken = picture.photos.taken.iter();
        let new = taken.filter(|photo| photo.at >= draft.began_at && !draft.saw(&photo.id));
        let new: Vec<PhotoId> = new.map(|photo| photo.id.clone()).collect();
        if new.is_empty() {
            return Vec::new();
        }
        self.change_check(&path, picture, now, |draft| {
            for photo in new {
                let tap = PartsTap::Photo(photo.to_string());
                draft::write(draft, item.as_ref(), tap, Tapped::Chips);
            }
        })
    }
}

/// Names a reason to the screen and back.
pub(in crate::screen::bay) const fn reason_id(reason: ReworkReason) -> &'static str {
    match reason {
        ReworkReason::NotCured => "rework-not-cured",
        ReworkReason::Incomplete => "rework-incomplete",
        ReworkReason::Assembly => "rework-assembly",
        ReworkReason::Leak => "rework-leak",
        ReworkReason::PartFault => "rework-part",
        ReworkReason::PaintQuality => "rework-paint",
        ReworkReason::Damage => "rework-damage",
        ReworkReason::Cleanliness => "rework-cleanliness",
        ReworkReason::Other => "rework-other",
    }
}
