//! The lines that were asked for: signed for, fitted, cancelled, and the old parts that they replace.

use super::{PartsPage, PartsPath, PartsTap, Sought, Way, fate_id, tile};
use crate::domain::ids::{JobId, PartNumber, RoNumber};
use crate::domain::order::{BusinessCategory, YesNo};
use crate::domain::parts::OrderParts;
use crate::domain::parts::command::{LineQuantity, PartsCommand};
use crate::domain::parts::old_part::OldPartFate;
use crate::domain::parts::request::{
    AskedLine, LineKey, Parcel, ParcelId, PartsRequest, RequestLine, Wanted,
};
use crate::projection::job_card::{JobCard, Stage};
use crate::projection::picture::Picture;
use crate::projection::requests::OrderRequests;
use crate::screen::bay::look::Look;
use crate::screen::bay::{BayKiosk, Effect, Page, Wish};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Begins the name of a line where lines are named.
const LINE: &str = "line:";

/// Names a line to the screen.
pub(in crate::screen::bay) fn line_id(key: LineKey) -> String {
    format!("{LINE}{}/{}", key.request, key.line)
}

/// Reads the name of a line.
pub(in crate::screen::bay) fn key_of(id: &str) -> Option<LineKey> {
    let (request, line) = id.strip_prefix(LINE)?.split_once('/')?;
    Some(LineKey {
        request: request.parse().ok()?,
        line: line.parse().ok()?,
    })
}

/// Reads the name of a fate.
pub(in crate::screen::bay) fn fate_of(id: &str) -> Option<OldPartFate> {
    let mut fates = OldPartFate::ALL.into_iter();
    fates.find(|fate| fate_id(*fate) == id)
}

/// A line with what it belongs to.
pub(in crate::screen::bay) type Keyed<'a> = (&'a PartsRequest, LineKey, &'a RequestLine);

/// Lists what lies ready for an order.
pub(in crate::screen::bay) fn sign_lines(parts: &OrderParts) -> Vec<Keyed<'_>> {
    let keyed = parts.requests.iter().flat_map(|request| {
        let lines = request.keyed();
        lines.map(move |(key, line)| (request, key, line))
    });
    keyed.filter(|(_, _, line)| line.ready() > 0).collect()
}

/// Lists the issued lines of a job whose old parts nobody has spoken of.
pub(in crate::screen::bay) fn old_candidates(parts: &OrderParts, job: u16) -> Vec<Keyed<'_>> {
    let spoken = |part: Option<&PartNumber>| {
        let mut old = parts.old_parts.iter().filter(|old| old.job == job);
        part.is_some() && old.any(|old| old.part.as_ref() == part)
    };
    let lines = parts.lines_of(job);
    lines
        .filter(|(_, _, line)| line.kept() > 0 && !spoken(line.wanted.part()))
        .collect()
}

impl<'a> Look<'a> {
    pub(in crate::screen::bay) fn order(self, ro: &RoNumber) -> Option<&'a OrderRequests> {
        self.picture.views.requests.get(ro)
    }

    pub(in crate::screen::bay) fn order_parts(self, ro: &RoNumber) -> Option<&'a OrderParts> {
        self.order(ro).map(|order| &order.parts)
    }

    pub(in crate::screen::bay) fn runs(self, job: &JobId) -> bool {
        self.card(job)
            .is_some_and(|card| card.stage == Stage::InRepair)
    }

    /// Lists what a job expects and nobody has asked for.
    pub(in crate::screen::bay) fn not_asked(self, job: &JobId) -> Vec<AskedLine> {
        let expected = self.card(job).into_iter().flat_map(|card| &card.parts);
        let parts = self.order_parts(&job.ro);
        let asked = |part: &PartNumber| -> u32 {
            let lines = parts.into_iter().flat_map(|parts| parts.lines_of(job.line));
            let of_part = lines.filter(|(_, _, line)| {
                let first = line.instead_of.as_ref().and_then(Wanted::part);
                [line.wanted.part(), first].contains(&Some(part))
            });
            let still = |line: &RequestLine| {
                let gone = line.cancelled + line.returned + line.exchanged;
                line.quantity.saturating_sub(gone)
            };
            of_part.map(|(_, _, line)| still(line)).sum()
        };
        let missing = expected.filter_map(|card| {
            let quantity = card.quantity.saturating_sub(asked(&card.part));
            let part = card.part.clone();
            let wanted = Wanted::Part { part };
            (quantity > 0).then_some(AskedLine { wanted, quantity })
        });
        missing.collect()
    }

    /// Counts the units of a line that can still go back.
    pub(in crate::screen::bay) fn can_go_back(self, ro: &RoNumber, key: LineKey) -> u32 {
        let Some(parts) = self.order_parts(ro) else {
            return 0;
        };
        let kept = parts.line(key).map_or(0, |(_, line)| line.kept());
        kept.saturating_sub(parts.coming_back(key))
    }

    /// Lists what of a job is out, not on its way back, and of which nobody has said that it is in the car.
    pub(in crate::screen::bay) fn not_fitted(self, job: &JobId) -> Vec<(LineKey, u32)> {
        let parts = self.order_parts(&job.ro);
        let lines = parts.into_iter().flat_map(|parts| {
            let lines = parts.lines_of(job.line);
            lines.map(move |(_, key, line)| {
                let back = parts.coming_back(key);
                (key, line.unaccounted().saturating_sub(back))
            })
        });
        lines.filter(|(_, quantity)| *quantity > 0).collect()
    }

    /// Tells where old parts of an order go by themselves.
    pub(in crate::screen::bay) fn usual_fate(self, card: &JobCard) -> OldPartFate {
        if card.car.category == BusinessCategory::Warranty {
            OldPartFate::Warranty
        } else if card.car.keep_old_parts == YesNo::Yes {
            OldPartFate::KeepForCustomer
        } else {
            OldPartFate::Scrap
        }
    }
}

impl BayKiosk {
    pub(super) fn line_choice(
        &mut self,
        path: PartsPath,
        line: LineKey,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let ro = path.job.ro.clone();
        match id {
            tile::SIGN => self.open_signing(path.job),
            tile::RETURN => self.begin_back(path, line, Way::Return, picture),
            tile::EXCHANGE => {
                self.begin_request(&path.job, picture, now);
                self.begin_back(path, line, Way::Exchange, picture)
            }
            tile::OLD => self.walk(path.then(PartsPage::Old)),
            tile::CANCEL => {
                self.leave_parts(&path.job);
                let lines = vec![line];
                self.say_parts(&ro, PartsCommand::Cancel { lines }, now)
            }
            tile::FIT => {
                let look = self.look(picture);
                let known = look.order_parts(&ro).and_then(|parts| parts.line(line));
                let quantity = known.map_or(0, |(_, line)| line.unaccounted());
                self.leave_parts(&path.job);
                let lines = vec![LineQuantity { line, quantity }];
                self.say_parts(&ro, PartsCommand::Fit { lines }, now)
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn sign_tap(
        &mut self,
        path: PartsPath,
        mut without: BTreeSet<LineKey>,
        tap: PartsTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match tap {
            PartsTap::Row(id) => {
                if let Some(key) = key_of(&id)
                    && !without.remove(&key)
                {
                    without.insert(key);
                }
                self.walk(path.instead(PartsPage::Sign { without }))
            }
            PartsTap::Send => self.wished(Wish::Sign(path.job, without), picture, now),
            _ => Vec::new(),
        }
    }

    /// Tells what a badge would sign for now.
    pub(in crate::screen::bay) fn signing(&self) -> Option<(JobId, BTreeSet<LineKey>)> {
        match &self.page {
            Page::Parts(path) => match path.shown() {
                Some(PartsPage::Sign { without }) => Some((path.job.clone(), without.clone())),
                _ => None,
            },
            _ => None,
        }
    }

    /// Signs for what lies ready, as who acts.
    pub(in crate::screen::bay) fn sign(
        &mut self,
        job: &JobId,
        without: &BTreeSet<LineKey>,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.leave_parts(job);
        let Some(parts) = self.look(picture).order_parts(&job.ro) else {
            return Vec::new();
        };
        let lines = sign_lines(parts).into_iter();
        let parcels: Vec<ParcelId> = lines
            .filter(|(_, key, _)| !without.contains(key))
            .flat_map(|(_, _, line)| &line.parcels)
            .filter(|parcel| Parcel::is_ready(parcel))
            .map(|parcel| parcel.id)
            .collect();
        if parcels.is_empty() {
            return Vec::new();
        }
        self.say_parts(&job.ro, PartsCommand::Receive { parcels }, now)
    }

    pub(super) fn old_tap(
        &mut self,
        path: PartsPath,
        tap: PartsTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match tap {
            PartsTap::Fate(row, fate) => match (key_of(&row), fate_of(&fate)) {
                (Some(key), Some(fate)) => self.record_old(&path.job, key, fate, picture, now),
                _ => Vec::new(),
            },
            PartsTap::Send => {
                let look = self.look(picture);
                let (Some(card), Some(parts)) =
                    (look.card(&path.job), look.order_parts(&path.job.ro))
                else {
                    return Vec::new();
                };
                let fate = look.usual_fate(card);
                let rows = old_candidates(parts, path.job.line);
                let keys: Vec<LineKey> = rows.iter().map(|(_, key, _)| *key).collect();
                let recorded = keys
                    .into_iter()
                    .flat_map(|key| self.record_old(&path.job, key, fate, picture, now));
                recorded.collect()
            }
            PartsTap::Tile(id) if id == tile::DESCRIBE => {
                self.begin_request(&path.job, picture, now);
                self.begin_words(path, Sought::OldPart, now)
            }
            _ => Vec::new(),
        }
    }

    fn record_old(
        &mut self,
        job: &JobId,
        key: LineKey,
        fate: OldPartFate,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let order = self.look(picture).order(&job.ro);
        let known = order.and_then(|order| Some((order, order.parts.line(key)?)));
        let Some((order, (_, line))) = known else {
            return Vec::new();
        };
        let (name, english_name) = names(order, &line.wanted);
        let body = PartsCommand::RecordOldPart {
            job: job.line,
            bay: Some(self.bay.clone()),
            part: line.wanted.part().cloned(),
            name,
            english_name,
            quantity: line.kept(),
            fate,
        };
        self.say_parts(&job.ro, body, now)
    }

    /// Records an old part of which there are only words.
    pub(super) fn old_in_words(
        &mut self,
        mut path: PartsPath,
        fate: OldPartFate,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let words = self
            .parts_draft(&path.job.ro)
            .map(|draft| draft.words.trim().to_owned());
        let Some(name) = words.filter(|words| !words.is_empty()) else {
            return Vec::new();
        };
        let body = PartsCommand::RecordOldPart {
            job: path.job.line,
            bay: Some(self.bay.clone()),
            part: None,
            name,
            english_name: String::new(),
            quantity: 1,
            fate,
        };
        let (job, ro) = (path.job.clone(), path.job.ro.clone());
        path.pages.retain(|page| *page == PartsPage::Old);
        self.walk(path);
        let mut effects = self.say_parts(&ro, body, now);
        effects.extend(self.forget_words(&job, picture));
        effects
    }

    /// Asks, before a finish, what of the issued parts is in the car; where nothing is open, it is not asked.
    pub(in crate::screen::bay) fn before_finish(&mut self, job: JobId, picture: &Picture) {
        let look = self.look(picture);
        let parts = look.order_parts(&job.ro);
        let old = parts.is_some_and(|parts| !old_candidates(parts, job.line).is_empty());
        self.page = if look.not_fitted(&job).is_empty() && !old {
            Page::Finish(job)
        } else {
            let counted = BTreeMap::new();
            Page::Parts(PartsPath::new(job, PartsPage::Fitted { counted }))
        };
    }

    pub(super) fn fitted_tap(
        &mut self,
        path: PartsPath,
        mut counted: BTreeMap<LineKey, u32>,
        tap: PartsTap,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let open = self.look(picture).not_fitted(&path.job);
        let of = |key: LineKey| {
            open.iter()
                .find(|(known, _)| *known == key)
                .map(|(_, n)| *n)
        };
        match tap {
            PartsTap::Send => {
                let lines = open.iter().map(|(line, all)| LineQuantity {
                    line: *line,
                    quantity: counted.get(line).copied().unwrap_or(*all).min(*all),
                });
                let lines: Vec<_> = lines.filter(|fitted| fitted.quantity > 0).collect();
                self.page = Page::Finish(path.job.clone());
                if lines.is_empty() {
                    return Vec::new();
                }
                self.say_parts(&path.job.ro, PartsCommand::Fit { lines }, now)
            }
            PartsTap::Second => {
                self.page = Page::Finish(path.job);
                Vec::new()
            }
            PartsTap::Row(id) => match key_of(&id) {
                Some(key) => self.walk(path.then(PartsPage::Line(key))),
                None => Vec::new(),
            },
            PartsTap::Tile(id) if id == tile::OLD => self.walk(path.then(PartsPage::Old)),
            PartsTap::More(id) | PartsTap::Less(id) if key_of(&id).and_then(of).is_none() => {
                Vec::new()
            }
            PartsTap::More(id) => self.count_fitted(path, &mut counted, &id, of, 1),
            PartsTap::Less(id) => self.count_fitted(path, &mut counted, &id, of, -1),
            _ => Vec::new(),
        }
    }

    fn count_fitted(
        &mut self,
        path: PartsPath,
        counted: &mut BTreeMap<LineKey, u32>,
        id: &str,
        of: impl Fn(LineKey) -> Option<u32>,
        step: i32,
    ) -> Vec<Effect> {
        if let Some((key, all)) = key_of(id).and_then(|key| Some((key, of(key)?))) {
            let now = counted.get(&key).copied().unwrap_or(all);
            counted.insert(key, now.saturating_add_signed(step).min(all));
        }
        let counted = std::mem::take(counted);
        self.walk(path.instead(PartsPage::Fitted { counted }))
    }
}

/// Names what is wanted, in both languages; a part that nobody knows goes by its number.
pub(in crate::screen::bay) fn names(order: &OrderRequests, wanted: &Wanted) -> (String, String) {
    match wanted {
        Wanted::Described { words, .. } => (words.clone(), String::new()),
        Wanted::Part { part } => match order.facts_of(part) {
            Some(facts) => (facts.name.clone(), facts.english_name.clone()),
            None => (part.to_string(), String::new()),
        },
    }
}
