//! Stacking: chips of one bay that would cover each other go into lanes, or give way.

use super::chip::{ChipKind, FloorChip};

/// Chips below each other in one row: more would be too low for a plate.
const LANES: usize = 2;
/// Begun jobs are shown even where that takes one lane more.
const LANES_AT_MOST: usize = 3;
/// Chips nearer than this touch.
const GAP: f32 = 0.004;
/// One job begins when the last one ends, so chips that follow each other touch. One of them gives way by this
/// much, five minutes of nine hours, rather than halve the row.
const NUDGE: f32 = 0.01;

/// What became of the chips of a bay.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stacked {
    /// Those that are drawn.
    pub chips: Vec<FloorChip>,
    /// How many lanes they take, from 1.
    pub lanes: usize,
    /// How many jobs that are not over found no room, or lie beyond the hours shown.
    pub hidden: usize,
}

/// The places taken in each lane.
type Lanes = [Vec<(f32, f32)>; LANES_AT_MOST];

/// Finds a place for every chip. What runs comes first and stays where it is; what is planned is pushed later
/// where it must; what is over goes where there is room before `now`, into the past if need be, or goes.
///
/// `least` is the width that a chip needs for its plate.
pub fn stack(chips: Vec<FloorChip>, least: f32, now: f32) -> Stacked {
    let (mut waiting, beyond): (Vec<_>, Vec<_>) = chips
        .into_iter()
        .filter(|chip| chip.end > 0.0)
        .partition(|chip| chip.start < 1.0);
    waiting.sort_by(|a, b| {
        turn(a)
            .partial_cmp(&turn(b))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut lanes = Lanes::default();
    let mut stacked = Stacked {
        hidden: beyond
            .iter()
            .filter(|chip| chip.kind != ChipKind::Done)
            .count(),
        ..Stacked::default()
    };
    for mut chip in waiting {
        chip.start = chip.start.max(0.0);
        chip.end = chip.end.min(1.0);
        let lane = match chip.kind {
            ChipKind::Done => place_past(&mut chip, &lanes, least, now.clamp(0.0, 1.0)),
            ChipKind::Planned | ChipKind::Actual => place(&mut chip, &lanes, least),
        };
        match lane {
            Some(lane) => {
                chip.lane = lane;
                lanes[lane].push(drawn(&chip, least));
                stacked.chips.push(chip);
            }
            None if chip.kind == ChipKind::Done => {}
            None => stacked.hidden += 1,
        }
    }
    stacked.lanes = lanes
        .iter()
        .rposition(|lane| !lane.is_empty())
        .map_or(1, |last| last + 1);
    stacked
        .chips
        .sort_by(|a, b| a.start.total_cmp(&b.start).then(a.lane.cmp(&b.lane)));
    stacked
}

/// Who chooses first: what runs, then what comes, then what is over, the latest first.
fn turn(chip: &FloorChip) -> (u8, f32) {
    match chip.kind {
        ChipKind::Actual => (0, chip.start),
        ChipKind::Planned => (1, chip.start),
        ChipKind::Done => (2, -chip.start),
    }
}

/// Tells which width a chip takes on the screen, by the same rule as `ui/board/bay-track.slint`.
pub fn drawn(chip: &FloorChip, least: f32) -> (f32, f32) {
    if chip.kind == ChipKind::Done {
        return (chip.start, chip.end);
    }
    let start = chip.start.max(0.0);
    let wide = (chip.end.min(1.0) - start).max(least);
    let left = start.min(1.0 - wide);
    (left, left + wide)
}

fn is_free(lane: &[(f32, f32)], (left, right): (f32, f32)) -> bool {
    lane.iter()
        .all(|taken| right + GAP <= taken.0 || taken.1 + GAP <= left)
}

/// Finds the lane of a chip, and moves it where that is allowed.
fn place(chip: &mut FloorChip, lanes: &Lanes, least: f32) -> Option<usize> {
    let wanted = drawn(chip, least);
    if is_free(&lanes[0], wanted) {
        return Some(0);
    }
    let planned = chip.kind == ChipKind::Planned;
    if planned && a_little_later(chip, &lanes[0], least) {
        return Some(0);
    }
    let below = (1..LANES).find(|lane| is_free(&lanes[*lane], wanted));
    match below {
        Some(lane) => Some(lane),
        None if planned => later(chip, lanes, least),
        None => (LANES..LANES_AT_MOST).find(|lane| is_free(&lanes[*lane], wanted)),
    }
}

/// Finds the lane of what is over, and how wide it is drawn: wide enough for its plate, but never past `now`. So
/// early in the day that there is no room for a plate, it is as wide as it was long.
fn place_past(chip: &mut FloorChip, lanes: &Lanes, least: f32, now: f32) -> Option<usize> {
    chip.end = chip.end.min(now);
    let wide = (chip.end - chip.start).max(least);
    if chip.end <= chip.start {
        return None;
    }
    let (start, end) = if wide <= now {
        let start = chip.start.min(now - wide);
        (start, start + wide)
    } else {
        (chip.start, chip.end)
    };
    if !is_free(&lanes[0], (start, end)) && into_the_past(chip, &lanes[0], least) {
        return Some(0);
    }
    let lane = (0..LANES).find(|lane| is_free(&lanes[*lane], (start, end)))?;
    (chip.start, chip.end) = (start, end);
    Some(lane)
}

/// Lets a planned chip begin just after the one that it touches.
fn a_little_later(chip: &mut FloorChip, lane: &[(f32, f32)], least: f32) -> bool {
    let touched = lane.iter().map(|(_, right)| right + GAP);
    let start = touched
        .filter(|start| *start <= chip.start + NUDGE)
        .fold(chip.start, f32::max);
    let end = chip.end.max(start + least);
    if end > 1.0 || !is_free(lane, (start, end)) {
        return false;
    }
    (chip.start, chip.end) = (start, end);
    true
}

/// Lets a chip that is wider than its work end where the work ended, rather than begin where it began.
fn into_the_past(chip: &mut FloorChip, lane: &[(f32, f32)], least: f32) -> bool {
    let touched = lane.iter().map(|(left, _)| left - GAP);
    let end = touched
        .filter(|end| *end >= chip.end - NUDGE)
        .fold(chip.end, f32::min);
    let start = chip.start.min(end - least);
    if start < 0.0 || !is_free(lane, (start, end)) {
        return false;
    }
    (chip.start, chip.end) = (start, end);
    true
}

/// Pushes a planned chip to the first place where it fits, narrower if that is what it takes.
///
/// A bracket then tells where the plan put it.
fn later(chip: &mut FloorChip, lanes: &Lanes, least: f32) -> Option<usize> {
    let plan = (chip.start, chip.end);
    let length = (chip.end - chip.start).max(least);
    let mut starts: Vec<f32> = lanes[..LANES]
        .iter()
        .flatten()
        .map(|(_, right)| right + GAP)
        .filter(|start| *start >= chip.start)
        .collect();
    starts.sort_by(f32::total_cmp);
    for start in starts {
        for wide in [length, least] {
            let lane = (0..LANES)
                .find(|lane| start + wide <= 1.0 && is_free(&lanes[*lane], (start, start + wide)));
            if lane.is_some() {
                (chip.start, chip.end) = (start, start + wide);
                (chip.plan_start, chip.plan_end) = plan;
                return lane;
            }
        }
    }
    None
}
