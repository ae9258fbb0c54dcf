//! The lists that something is done with: the request, what is signed for, old parts, what is in the car.

use super::super::super::model::parts::{PartRow, PartsShown, RowKind};
use super::super::super::model::{BayModel, ChoiceShown, Toggle};
use super::super::super::parts::{fate_id, line_id, old_candidates, sign_lines, tile};
use super::super::Presenter;
use crate::domain::ids::JobId;
use crate::domain::parts::old_part::OldPart;
use crate::domain::parts::old_part::OldPartFate;
use crate::domain::parts::request::{AskedLine, LineKey, Wanted};
use crate::projection::job_card::{JobCard, Stage};
use crate::screen::tone::Tone;
use crate::screen::words::bay_parts as words;
use crate::screen::words::parts as shared;
use crate::screen::words::{Text, bay_tools, name};
use std::collections::{BTreeMap, BTreeSet};

impl Presenter<'_> {
    pub(super) fn request_sheet(&self, model: &mut BayModel, card: &JobCard) {
        let draft = self.kiosk.parts_draft(&card.job.ro);
        let lines = draft.map_or(&[][..], |draft| &draft.lines);
        let rows = lines.iter().enumerate();
        let wanted = lines.iter().filter(|line| line.quantity > 0).count();
        let runs = card.stage == Stage::InRepair;
        model.sheet = PartsShown {
            title: self.t(words::REQUEST),
            note: self.job_name(&card.job),
            rows: rows
                .map(|(place, line)| self.asked_row(&card.job, place, line))
                .collect(),
            empty: self.t(words::NOTHING_LISTED),
            hint: self.t(words::SCAN_HINT),
            tiles: self.ways(card),
            send: if wanted > 0 {
                words::ask(self.language, wanted)
            } else {
                self.t(words::NOTHING_WANTED)
            },
            send_note: self.t(if self.is_offline() {
                words::REQUEST_OFFLINE
            } else {
                words::REQUEST_NOTE
            }),
            can_send: wanted > 0,
            second: if runs {
                self.t(words::AND_HOLD)
            } else {
                String::new()
            },
            second_note: self.t(words::AND_HOLD_NOTE),
            more: self.t(words::MORE),
            less: self.t(words::LESS),
            ..PartsShown::default()
        };
    }

    fn asked_row(&self, job: &JobId, place: usize, line: &AskedLine) -> PartRow {
        let (detail, tone) = match &line.wanted {
            Wanted::Part { part } => {
                let (stock, tone) = self.stock_note(job, part, line.quantity);
                (format!("{part} · {stock}"), tone)
            }
            Wanted::Described { photos, .. } if photos.is_empty() => {
                (self.t(words::IN_WORDS), Tone::Neutral)
            }
            Wanted::Described { photos, .. } => {
                let photos = "▣".repeat(photos.len());
                (
                    format!("{photos} · {}", words::IN_WORDS.to(self.language)),
                    Tone::Neutral,
                )
            }
        };
        PartRow {
            detail,
            tone,
            quantity: line.quantity.to_string(),
            chosen: line.quantity > 0,
            ..self.row(
                place.to_string(),
                self.wanted_name(job, &line.wanted),
                RowKind::Steps,
            )
        }
    }

    fn ways(&self, card: &JobCard) -> Vec<ChoiceShown> {
        let way = |id: &str, title: Text, note: String| ChoiceShown {
            id: id.to_owned(),
            title: self.t(title),
            subtitle: note,
            enabled: true,
            ..ChoiceShown::default()
        };
        let left = self.old_left(card);
        let old_note = if left > 0 {
            words::old_left(self.language, left)
        } else {
            self.t(words::OLD_NOTE)
        };
        vec![
            way(
                tile::CATEGORIES,
                words::CATEGORIES,
                self.t(words::CATEGORIES_NOTE),
            ),
            way(tile::SEARCH, words::SEARCH, self.t(words::SEARCH_NOTE)),
            way(
                tile::DESCRIBE,
                words::DESCRIBE,
                self.t(words::DESCRIBE_NOTE),
            ),
            way(tile::OLD, words::OLD, old_note),
            way(tile::TOOLS, bay_tools::TOOLS, self.t(bay_tools::TOOLS_NOTE)),
        ]
    }

    /// Counts the old parts of a job of which nobody has spoken.
    fn old_left(&self, card: &JobCard) -> usize {
        let parts = self.look.order_parts(&card.job.ro);
        parts.map_or(0, |parts| old_candidates(parts, card.job.line).len())
    }

    pub(super) fn sign_sheet(
        &self,
        model: &mut BayModel,
        card: &JobCard,
        without: &BTreeSet<LineKey>,
    ) {
        let order = self.look.order(&card.job.ro);
        let mut rows = Vec::new();
        if let Some(order) = order {
            for (request, key, line) in sign_lines(&order.parts) {
                let job = JobId::new(order.ro.clone(), request.job);
                let number = line.wanted.part().map(|part| part.to_string());
                let (state, tone) = self.line_state(order, (request, key, line));
                let place = state.lines().next().unwrap_or_default().to_owned();
                let mut told: Vec<String> = number.into_iter().chain([place]).collect();
                if line.rest() > 0 {
                    told.push(words::rest(self.language, line.rest()));
                }
                let wanted = self.wanted_name(&job, &line.wanted);
                rows.push(PartRow {
                    detail: told.join(" · "),
                    tone,
                    quantity: format!("× {}", line.ready()),
                    chosen: !without.contains(&key),
                    ..self.row(line_id(key), wanted, RowKind::Check)
                });
            }
        }
        let chosen = rows.iter().filter(|row| row.chosen).count();
        model.sheet = PartsShown {
            title: self.t(words::SIGN_TITLE),
            note: self.job_name(&card.job),
            rows,
            empty: self.t(words::NOTHING_READY),
            hint: self.t(words::SIGN_HINT),
            send: words::sign(self.language, chosen),
            send_note: self.t(words::SIGN_NOTE),
            can_send: chosen > 0,
            ..PartsShown::default()
        };
    }

    pub(super) fn old_sheet(&self, model: &mut BayModel, card: &JobCard) {
        let usual = self.look.usual_fate(card);
        let mut rows = Vec::new();
        let mut left = 0;
        if let Some(order) = self.look.order(&card.job.ro) {
            for (_, key, line) in old_candidates(&order.parts, card.job.line) {
                left += 1;
                rows.push(PartRow {
                    detail: self.number_and_quantity(line),
                    quantity: format!("× {}", line.kept()),
                    chosen: true,
                    ..self.row(
                        line_id(key),
                        self.wanted_name(&card.job, &line.wanted),
                        RowKind::Fates,
                    )
                });
            }
            let of_job = order.parts.old_parts.iter();
            let of_job = of_job.filter(|old| old.job == card.job.line);
            rows.extend(of_job.map(|old| self.old_row(old)));
        }
        let fate = shared::fate(usual).to(self.language);
        model.sheet = PartsShown {
            title: self.t(words::OLD_TITLE),
            note: format!(
                "{} · {}",
                self.job_name(&card.job),
                words::usual_fate(self.language, fate)
            ),
            rows,
            empty: self.t(words::NO_OLD),
            fates: OldPartFate::ALL
                .map(|one| Toggle {
                    id: fate_id(one).to_owned(),
                    title: self.t(shared::fate(one)),
                    tone: Tone::Action,
                    chosen: one == usual,
                    ..Toggle::default()
                })
                .into(),
            tiles: vec![ChoiceShown {
                id: tile::DESCRIBE.to_owned(),
                title: self.t(words::OLD_OTHER),
                subtitle: self.t(words::OLD_OTHER_NOTE),
                enabled: true,
                ..ChoiceShown::default()
            }],
            send: if left > 0 {
                words::all_old(self.language, fate, left)
            } else {
                String::new()
            },
            can_send: left > 0,
            ..PartsShown::default()
        };
    }

    fn old_row(&self, old: &OldPart) -> PartRow {
        let place = old.shelved.as_ref().map(|shelved| shelved.place.clone());
        let told: Vec<String> = [self.t(shared::fate(old.fate))]
            .into_iter()
            .chain(place)
            .collect();
        PartRow {
            detail: told.join(" · "),
            tone: if old.is_open() {
                Tone::Wait
            } else {
                Tone::Working
            },
            quantity: format!("× {}", old.quantity),
            chosen: true,
            ..self.row(
                old.id.to_string(),
                name(self.language, &old.name, &old.english_name).to_owned(),
                RowKind::Plain,
            )
        }
    }

    pub(super) fn fitted_sheet(
        &self,
        model: &mut BayModel,
        card: &JobCard,
        counted: &BTreeMap<LineKey, u32>,
    ) {
        let open = self.look.not_fitted(&card.job);
        let mut all = true;
        let mut rows = Vec::new();
        if let Some(order) = self.look.order(&card.job.ro) {
            for (key, out) in &open {
                let Some((_, line)) = order.parts.line(*key) else {
                    continue;
                };
                let fitted = counted.get(key).copied().unwrap_or(*out).min(*out);
                all &= fitted == *out;
                let number = line.wanted.part().map(|part| part.to_string());
                rows.push(PartRow {
                    detail: number.unwrap_or_default(),
                    quantity: format!("{fitted}/{out}"),
                    chosen: fitted > 0,
                    ..self.row(
                        line_id(*key),
                        self.wanted_name(&card.job, &line.wanted),
                        RowKind::Steps,
                    )
                });
            }
        }
        let left = self.old_left(card);
        let old = (left > 0).then(|| ChoiceShown {
            id: tile::OLD.to_owned(),
            title: self.t(words::OLD),
            subtitle: words::old_left(self.language, left),
            tone: Tone::Hold,
            enabled: true,
            ..ChoiceShown::default()
        });
        model.sheet = PartsShown {
            title: self.t(words::FITTED_TITLE),
            note: self.job_name(&card.job),
            rows,
            empty: self.t(words::ALL_FITTED),
            tiles: old.into_iter().collect(),
            send: self.t(if all { words::FIT_ALL } else { words::FIT_SOME }),
            send_note: self.t(words::FIT_NOTE),
            can_send: true,
            second: self.t(words::SKIP),
            second_note: self.t(words::SKIP_NOTE),
            more: self.t(words::MORE),
            less: self.t(words::LESS),
            ..PartsShown::default()
        };
    }
}
