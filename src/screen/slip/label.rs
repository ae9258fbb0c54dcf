//! Labels (标签): small papers that are stuck on a parcel, an old part or a tool.

use super::rows::PartName;
use super::{Press, face};
use crate::domain::ids::{CommandId, ToolId};
use crate::domain::parts::request::ParcelId;
use crate::domain::slip_code::SlipCode;
use crate::projection::requests::OrderRequests;
use crate::screen::words::slip as words;

/// The paper of a label in millimetres, width and height.
pub const PAPER_MM: (f32, f32) = (60.0, 40.0);

/// What stands on a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What it is, in the black band.
    pub kind: String,
    /// Where it goes, or which order it is of, in the black band too.
    pub place: String,
    /// What is read from afar: the plate, or a tool's number.
    pub headline: String,
    /// 配件编码
    pub number: String,
    /// What it is called.
    pub name: String,
    /// How many, where more than one.
    pub quantity: String,
    /// What else is to say, a line each.
    pub lines: Vec<String>,
    /// What stands in its square.
    pub code: SlipCode,
}

/// Writes the label of a parcel; nothing where there is no such parcel. Its code is the one of its request.
pub fn of_parcel(order: &OrderRequests, id: ParcelId, press: &Press<'_>) -> Option<Label> {
    let (key, parcel) = order.parts.parcel(id)?;
    let (request, _) = order.parts.line(key)?;
    let part = PartName::of_part(order, &parcel.part, press);
    let job = order.job(request.job);
    let lot = [parcel.bin.as_str(), parcel.batch.as_str()];
    Some(Label {
        kind: press.say(words::PART),
        place: order.bay_of(request).map(press.bay).unwrap_or_default(),
        headline: face(order),
        number: part.number,
        name: part.name,
        quantity: times(parcel.quantity),
        lines: told([
            joined([
                order.ro.to_string(),
                job.map(|job| press.name(&job.name, &job.english_name).to_owned())
                    .unwrap_or_default(),
            ]),
            joined(lot.map(str::to_owned)),
            joined([
                parcel.by.as_ref().map(press.person).unwrap_or_default(),
                press.moment(parcel.at),
            ]),
        ]),
        code: SlipCode::Request {
            ro: order.ro.clone(),
            request: request.id,
        },
    })
}

/// Writes a label for each parcel of a request that lies ready or is out.
pub fn of_parcels(order: &OrderRequests, request: CommandId, press: &Press<'_>) -> Vec<Label> {
    let Some(request) = order.parts.request(request) else {
        return Vec::new();
    };
    let parcels = request.lines.iter().flat_map(|line| &line.parcels);
    parcels
        .filter(|parcel| parcel.is_ready() || parcel.is_issued())
        .filter_map(|parcel| of_parcel(order, parcel.id, press))
        .collect()
}

/// Writes the label of an old part, the warranty tag (索赔件标签) among them; nothing where there is no such part.
pub fn of_old_part(order: &OrderRequests, id: CommandId, press: &Press<'_>) -> Option<Label> {
    let old = order.parts.old_parts.iter().find(|old| old.id == id)?;
    let job = order.job(old.job);
    let place = old.shelved.as_ref().map(|shelved| shelved.place.clone());
    Some(Label {
        kind: press.say(words::tag(old.fate)),
        place: order.ro.to_string(),
        headline: face(order),
        number: old
            .part
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        name: press.name(&old.name, &old.english_name).replace('·', "･"),
        quantity: times(old.quantity),
        lines: told([
            joined([
                job.map(|job| press.name(&job.name, &job.english_name).to_owned())
                    .unwrap_or_default(),
                place.unwrap_or_default(),
            ]),
            old.by.as_ref().map(press.person).unwrap_or_default(),
            press.day(old.at),
        ]),
        code: SlipCode::OldPart {
            ro: order.ro.clone(),
            old_part: id,
        },
    })
}

/// Writes the label of a tool.
pub fn of_tool(tool: &ToolId, names: (&str, &str), place: &str, press: &Press<'_>) -> Label {
    let (chinese, english) = names;
    Label {
        kind: press.say(words::TOOL),
        place: String::new(),
        headline: tool.to_string(),
        number: String::new(),
        name: press.name(chinese, english).replace('·', "･"),
        quantity: String::new(),
        lines: told([place.to_owned()]),
        code: SlipCode::Tool { tool: tool.clone() },
    }
}

fn times(quantity: u32) -> String {
    match quantity {
        1 => String::new(),
        quantity => format!("× {quantity}"),
    }
}

fn joined<const N: usize>(words: [String; N]) -> String {
    let said: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    said.join("  ")
}

fn told<const N: usize>(lines: [String; N]) -> Vec<String> {
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}
