//! One cell as a value: dates, hours, money, yes and no, and the workshop's words, as dealer systems write them.
//!
//! Numbers and codes are read in any width of letters. Names are brought to one width, so that the same name is the same
//! in every export. The customer's own words keep their punctuation.

use super::columns::fold;
use super::table::trim;
use crate::domain::finding::is_additional;
use crate::domain::ids::{PartNumber, ToolId};
use crate::domain::order::{BusinessCategory, ExpectedPart, Fen, Trade, WorkMinutes, YesNo};
use crate::domain::person::{Language, Role};
use crate::domain::plate::Plate;
use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use unicode_normalization::UnicodeNormalization;

/// Why a cell does not say what its column needs. Each text continues a sentence whose subject is the cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// Nothing is in a cell that is needed.
    #[error("is empty: fill it in")]
    Empty,
    /// A spreadsheet's formula failed.
    #[error("is the error of a spreadsheet formula: put the value in")]
    FormulaError,
    /// No date and time can be read.
    #[error("is no date and time: write it like 2026-11-23 07:48")]
    NotADateTime,
    /// A date, and no time.
    #[error("has no time of day: write it like 2026-11-23 07:48")]
    NoTimeOfDay,
    /// No date can be read.
    #[error("is no date: write it like 2026-11-23")]
    NotADate,
    /// The clocks skipped this time.
    #[error("does not exist in {0}, where the clocks were put forward over it: correct the time")]
    InClockGap(Tz),
    /// No number of hours.
    #[error("is no number of hours from 0 to 200: write it like 1.6")]
    NotHours,
    /// No count.
    #[error("is no whole number from 0 to {0}: write it like 12")]
    NotACount(u32),
    /// No line number.
    #[error("is no line number from 1 to 60000: write it like 1")]
    NotALineNumber,
    /// No amount.
    #[error("is no amount of money from 0: write it like 1280.50")]
    NotMoney,
    /// An amount that no one can pay.
    #[error("has parts of a fen: round it to two decimals")]
    TooFine,
    /// Neither yes nor no.
    #[error("is neither yes nor no: write 是 or 否, yes or no")]
    NotYesNo,
    /// A word that is not in the list.
    #[error("is no {what}: use one of {accepted}")]
    Unknown {
        /// What the column holds.
        what: &'static str,
        /// The words that are read.
        accepted: String,
    },
    /// No plate.
    #[error("is no number plate: write it like 京A·F6620")]
    NotAPlate,
    /// No list of parts.
    #[error("is no list of parts: write it like 26300-35505×1;18846-11070×4")]
    NotAPartList,
    /// No PIN.
    #[error("is no PIN: give it 4 to 6 digits")]
    NotAPin,
}

/// What a spreadsheet leaves in a cell whose formula failed, and then exports as text.
const FORMULA_ERRORS: &[&str] = &[
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
];

/// Refuses a cell in which a formula failed.
pub(super) fn refuse_formula_error(text: &str) -> Result<(), FieldError> {
    if FORMULA_ERRORS.contains(&text) {
        return Err(FieldError::FormulaError);
    }
    Ok(())
}

/// Takes off the space around a cell, and the `="…"` with which exports keep a spreadsheet from turning codes into numbers.
pub(super) fn unwrap_cell(cell: &str) -> &str {
    let text = trim(cell);
    let inner = text
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    inner.map_or(text, trim)
}

// ---- text ----

/// Reads a code: one width, no spaces at all.
pub(super) fn code(text: &str) -> Result<String, FieldError> {
    let code: String = text
        .nfkc()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    if code.is_empty() {
        Err(FieldError::Empty)
    } else {
        Ok(code)
    }
}

/// Reads a code that is written in capitals, such as a VIN.
pub(super) fn capital_code(text: &str) -> Result<String, FieldError> {
    code(text).map(|code| code.to_uppercase())
}

/// Reads a name: one width, one space between words.
pub(super) fn label(text: &str) -> Result<String, FieldError> {
    let narrow: String = text.chars().map(narrow).collect();
    Ok(narrow.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Reads an engine's displacement; a spreadsheet makes a 2 of 2.0, and it is the same engine.
pub(super) fn displacement(text: &str) -> Result<String, FieldError> {
    let label = label(text)?;
    let is_whole_litres = label.len() == 1 && label.bytes().all(|byte| byte.is_ascii_digit());
    Ok(if is_whole_litres {
        format!("{label}.0")
    } else {
        label
    })
}

/// Reads what somebody said: letters and digits in one width, punctuation and line breaks as they are.
pub(super) fn prose(text: &str) -> Result<String, FieldError> {
    let keep_punctuation = |c: char| {
        let narrowed = narrow(c);
        if narrowed.is_ascii_alphanumeric() || narrowed == ' ' {
            narrowed
        } else {
            c
        }
    };
    let lines = text
        .lines()
        .map(|line| trim(line).chars().map(keep_punctuation).collect::<String>());
    Ok(lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n"))
}

/// Narrows a full-width character. NFKC would do more than that to a name: it takes ℃ and ½ apart.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// Reads a number plate.
pub(super) fn plate(text: &str) -> Result<Plate, FieldError> {
    Plate::parse(text).map_err(|_| FieldError::NotAPlate)
}

// ---- numbers ----

/// A number as its digits, so that money never passes through a float.
#[derive(Debug, PartialEq)]
struct Decimal {
    whole: String,
    /// Without zeros at the end.
    fraction: String,
}

impl Decimal {
    /// Reads digits of any width with thousands separators and a decimal point; nothing else, and nothing below 0.
    fn parse(text: &str) -> Option<Self> {
        let text = compact(text);
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let whole = drop_thousands(whole)?;
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !is_digits(&whole) || !is_digits(fraction) {
            return None;
        }
        Some(Self {
            whole,
            fraction: fraction.trim_end_matches('0').to_owned(),
        })
    }

    /// Shows it with exactly `places` decimals left out of the point, with the first digit that does not fit.
    fn scaled(&self, places: usize) -> Option<(i64, Option<u8>)> {
        let mut digits = self.whole.clone();
        let mut fraction = self.fraction.bytes();
        for _ in 0..places {
            digits.push(char::from(fraction.next().unwrap_or(b'0')));
        }
        let scaled = if digits.is_empty() {
            0
        } else {
            digits.parse().ok()?
        };
        Some((scaled, fraction.next()))
    }
}

/// Brings a cell to one width without spaces.
fn compact(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// Takes thousands separators out; `None` where they do not part groups of three, as in `1,5`, which may mean 1.5.
fn drop_thousands(whole: &str) -> Option<String> {
    let groups: Vec<&str> = whole.split([',', '\'']).collect();
    let (first, others) = groups.split_first()?;
    let first_fits = others.is_empty() || (1..=3).contains(&first.len());
    let sound = first_fits && others.iter().all(|group| group.len() == 3);
    sound.then(|| groups.concat())
}

/// Takes one of the units off the end, and currency signs off both ends.
fn without_unit<'a>(text: &'a str, units: &[&str]) -> &'a str {
    let text = trim(text);
    let bare = units.iter().find_map(|unit| text.strip_suffix(unit));
    bare.unwrap_or(text)
}

/// Reads hours from 0 to 200, to the nearest minute.
pub(super) fn hours(text: &str) -> Result<WorkMinutes, FieldError> {
    const MOST: WorkMinutes = WorkMinutes(200 * 60);
    let narrow = compact(text).to_lowercase();
    let bare = without_unit(&narrow, &["小时", "工时", "hours", "h"]);
    let number = Decimal::parse(bare).ok_or(FieldError::NotHours)?;
    let written = format!("0{}.{}0", number.whole, number.fraction);
    let hours: f64 = written.parse().map_err(|_| FieldError::NotHours)?;
    let minutes = WorkMinutes::from_hours(hours);
    if hours > MOST.hours() {
        Err(FieldError::NotHours)
    } else {
        Ok(minutes)
    }
}

/// Reads an amount that somebody pays, to the fen.
pub(super) fn money(text: &str) -> Result<Fen, FieldError> {
    match fen_and_rest(text)? {
        (fen, None) => Ok(Fen(fen)),
        (_, Some(_)) => Err(FieldError::TooFine),
    }
}

/// Reads what a part cost on average, rounded to the fen: dealer systems keep that average to four decimals.
pub(super) fn average_cost(text: &str) -> Result<Fen, FieldError> {
    match fen_and_rest(text)? {
        (fen, Some(b'5'..=b'9')) => fen.checked_add(1).map(Fen).ok_or(FieldError::NotMoney),
        (fen, _) => Ok(Fen(fen)),
    }
}

fn fen_and_rest(text: &str) -> Result<(i64, Option<u8>), FieldError> {
    let narrow = compact(text).to_uppercase();
    let signless = ["¥", "CNY", "RMB"]
        .iter()
        .find_map(|sign| narrow.strip_prefix(sign));
    let bare = without_unit(signless.unwrap_or(&narrow), &["元", "CNY", "RMB"]);
    let number = Decimal::parse(bare).ok_or(FieldError::NotMoney)?;
    number.scaled(2).ok_or(FieldError::NotMoney)
}

/// Reads a count of pieces.
pub(super) fn count(text: &str) -> Result<u32, FieldError> {
    whole_number(text).ok_or(FieldError::NotACount(u32::MAX))
}

/// Reads kilometres; what dealer systems put for "unknown" is none.
pub(super) fn mileage_km(text: &str) -> Result<Option<u32>, FieldError> {
    let narrow = compact(text).to_lowercase();
    if matches!(
        narrow.as_str(),
        "-" | "--" | "—" | "/" | "n/a" | "无" | "不详"
    ) {
        return Ok(None);
    }
    count(without_unit(&narrow, &["km", "公里", "千米"])).map(Some)
}

/// Reads the number of a job line.
pub(super) fn line_number(text: &str) -> Result<u16, FieldError> {
    let number = whole_number(text).and_then(|number| u16::try_from(number).ok());
    number
        .filter(|line| *line > 0 && !is_additional(*line))
        .ok_or(FieldError::NotALineNumber)
}

fn whole_number(text: &str) -> Option<u32> {
    match Decimal::parse(text)?.scaled(0)? {
        (number, None) => u32::try_from(number).ok(),
        (_, Some(_)) => None,
    }
}

// ---- dates ----

/// Reads a local date and time of `zone`, or one that names its own offset.
///
/// An hour that the clocks repeat in autumn is read as the first of the two: a promise is rather kept early than late.
pub(super) fn date_time(text: &str, zone: Tz) -> Result<DateTime<Utc>, FieldError> {
    let narrow: String = text.nfkc().collect();
    if let Ok(absolute) = DateTime::parse_from_rfc3339(&narrow.replacen(' ', "T", 1)) {
        return in_range(absolute.naive_local()).map(|_| absolute.with_timezone(&Utc));
    }
    let local = in_range(local_date_time(&narrow)?)?;
    match zone.from_local_datetime(&local) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => {
            Ok(moment.with_timezone(&Utc))
        }
        LocalResult::None => Err(FieldError::InClockGap(zone)),
    }
}

/// Reads the last day on which something is valid; what lists put for "for good" is none.
pub(super) fn last_day(text: &str) -> Result<Option<NaiveDate>, FieldError> {
    let narrow = compact(text).to_lowercase();
    if matches!(
        narrow.as_str(),
        "-" | "--" | "—" | "/" | "n/a" | "无" | "长期"
    ) {
        return Ok(None);
    }
    let narrow: String = text.nfkc().collect();
    let uniform = uniform_date_time(&narrow);
    let mut parts = uniform.split_whitespace();
    let day = parts.next().and_then(date).ok_or(FieldError::NotADate)?;
    // A spreadsheet adds midnight to a date.
    let is_midnight = |clock: &str| time_of_day(clock) == Some(NaiveTime::MIN);
    let rest: Vec<&str> = parts.collect();
    if !rest.iter().all(|clock| is_midnight(clock)) {
        return Err(FieldError::NotADate);
    }
    in_range(day.and_time(NaiveTime::MIN)).map_err(|_| FieldError::NotADate)?;
    Ok(Some(day))
}

/// Refuses years that are slips of the finger, such as 0026 and 20226.
fn in_range(moment: NaiveDateTime) -> Result<NaiveDateTime, FieldError> {
    use chrono::Datelike;
    let is_plausible = (2000..2100).contains(&moment.year());
    if is_plausible {
        Ok(moment)
    } else {
        Err(FieldError::NotADateTime)
    }
}

/// Reads `2026-11-23 07:48`, `2026/11/23 8:05`, `2026.11.23T07:48:00`, `2026年11月23日 8时5分`.
fn local_date_time(narrow: &str) -> Result<NaiveDateTime, FieldError> {
    let uniform = uniform_date_time(narrow);
    // `8时05分30秒` has become `8:05 30`.
    let mut parts = uniform.split_whitespace();
    let date = parts
        .next()
        .and_then(date)
        .ok_or(FieldError::NotADateTime)?;
    let clock = parts.collect::<Vec<_>>().join(":");
    if clock.is_empty() {
        return Err(FieldError::NoTimeOfDay);
    }
    let time = time_of_day(&clock).ok_or(FieldError::NotADateTime)?;
    Ok(date.and_time(time))
}

/// Writes dashes, colons and spaces for whatever stands between the parts of a date and a time.
fn uniform_date_time(narrow: &str) -> String {
    let parts = narrow.chars().map(|c| match c {
        '年' | '月' | '/' => '-',
        '时' | '点' => ':',
        '日' | '号' | 'T' | '分' | '秒' => ' ',
        other => other,
    });
    parts.collect()
}

/// Reads year, month and day in this order only: in another, 03-04 could be either day.
fn date(text: &str) -> Option<NaiveDate> {
    let separator = if text.contains('-') { '-' } else { '.' };
    let parts: Vec<&str> = text.split(separator).collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let year = digits(year, 4..=4)?;
    NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        digits(month, 1..=2)?,
        digits(day, 1..=2)?,
    )
}

/// Reads hours, minutes and perhaps seconds; parts of a second are dropped.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let mut parts = text.trim_end_matches(':').split(':');
    let hour = digits(parts.next()?, 1..=2)?;
    let minute = digits(parts.next()?, 1..=2)?;
    let second = match parts.next() {
        None => 0,
        Some(second) => digits(second.split('.').next()?, 1..=2)?,
    };
    let nothing_follows = parts.next().is_none();
    nothing_follows.then(|| NaiveTime::from_hms_opt(hour, minute, second))?
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let sound = length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if sound { text.parse().ok() } else { None }
}

// ---- words ----

/// The words for one value; the first is the one that messages use.
type Words<T> = (T, &'static [&'static str]);

const TRADES: &[Words<Trade>] = &[
    (Trade::Maintenance, &["保养", "maintenance", "service"]),
    (
        Trade::Mechanical,
        &["机修", "机电", "mechanical", "mechanic"],
    ),
    (
        Trade::Electrical,
        &[
            "电工",
            "电器",
            "电气",
            "electrical",
            "electric",
            "electrician",
        ],
    ),
    (Trade::Body, &["钣金", "body", "bodywork"]),
    (Trade::Paint, &["喷漆", "油漆", "paint", "painting"]),
];

const ROLES: &[Words<Role>] = &[
    (
        Role::Technician,
        &["技师", "维修技师", "维修工", "technician", "mechanic"],
    ),
    (
        Role::Foreman,
        &[
            "车间主管",
            "车间主任",
            "主管",
            "foreman",
            "workshop foreman",
        ],
    ),
    (
        Role::Controller,
        &["调度员", "调度", "车间调度", "controller", "dispatcher"],
    ),
    (
        Role::Advisor,
        &["服务顾问", "顾问", "接车员", "advisor", "service advisor"],
    ),
    (
        Role::Inspector,
        &["质检员", "质检", "检验员", "inspector", "quality inspector"],
    ),
    (
        Role::Storekeeper,
        &["仓库管理员", "仓管员", "库管员", "配件员", "storekeeper"],
    ),
];

const CATEGORIES: &[Words<BusinessCategory>] = &[
    (
        BusinessCategory::General,
        &[
            "一般维修",
            "普通维修",
            "维修",
            "general",
            "general repair",
            "repair",
        ],
    ),
    (
        BusinessCategory::Maintenance,
        &["保养", "定期保养", "maintenance", "service"],
    ),
    (
        BusinessCategory::Accident,
        &["事故", "事故车", "事故维修", "accident"],
    ),
    (
        BusinessCategory::Warranty,
        &["索赔", "保修", "三包", "warranty"],
    ),
    (
        BusinessCategory::Pdi,
        &["PDI", "新车检查", "交车前检查", "pre-delivery inspection"],
    ),
    (BusinessCategory::Comeback, &["外返", "返修", "comeback"]),
];

const LANGUAGES: &[Words<Language>] = &[
    (
        Language::Zh,
        &["zh", "zh-CN", "中文", "简体中文", "Chinese"],
    ),
    (
        Language::En,
        &["en", "en-GB", "en-US", "英文", "英语", "English"],
    ),
];

const ANSWERS: &[Words<YesNo>] = &[
    (
        YesNo::Yes,
        &["是", "有", "要", "y", "yes", "1", "t", "true"],
    ),
    (
        YesNo::No,
        &["否", "无", "不", "不要", "n", "no", "0", "f", "false"],
    ),
];

fn choose<T: Copy>(text: &str, what: &'static str, words: &[Words<T>]) -> Result<T, FieldError> {
    let wanted = fold(text);
    let is_meant = |(_, names): &&Words<T>| names.iter().any(|name| fold(name) == wanted);
    if let Some((value, _)) = words.iter().find(is_meant) {
        return Ok(*value);
    }
    let first_words = words.iter().filter_map(|(_, names)| names.first().copied());
    let accepted = first_words.collect::<Vec<_>>().join(", ");
    Err(FieldError::Unknown { what, accepted })
}

/// Reads a trade.
pub(super) fn trade(text: &str) -> Result<Trade, FieldError> {
    choose(text, "trade", TRADES)
}

/// Reads the trades of a person, each once, in the workshop's order.
pub(super) fn trades(text: &str) -> Result<Vec<Trade>, FieldError> {
    let mut trades = list(text).map(trade).collect::<Result<Vec<_>, _>>()?;
    trades.sort_unstable();
    trades.dedup();
    Ok(trades)
}

/// Reads a role.
pub(super) fn role(text: &str) -> Result<Role, FieldError> {
    choose(text, "role", ROLES)
}

/// Reads why a car is here.
pub(super) fn category(text: &str) -> Result<BusinessCategory, FieldError> {
    choose(text, "business category", CATEGORIES)
}

/// Reads the language of a person.
pub(super) fn language(text: &str) -> Result<Language, FieldError> {
    choose(text, "language", LANGUAGES)
}

/// Reads a yes or a no.
pub(super) fn yes_no(text: &str) -> Result<YesNo, FieldError> {
    match trim(text) {
        "√" | "✓" | "✔" => Ok(YesNo::Yes),
        "×" | "✗" | "✘" | "-" | "/" => Ok(YesNo::No),
        word => choose(word, "answer", ANSWERS).map_err(|_| FieldError::NotYesNo),
    }
}

// ---- lists ----

/// Cuts a list at whatever people put between its items, spaces excepted.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；', ',', '，', '、', '|', '/', '+', '\n'])
        .map(trim)
        .filter(|item| !item.is_empty())
}

/// Reads a list of tools, each once.
pub(super) fn tools(text: &str) -> Result<Vec<ToolId>, FieldError> {
    let mut tools: Vec<ToolId> = Vec::new();
    for code in codes(text)? {
        let tool = ToolId::new(code.to_uppercase());
        if !tools.contains(&tool) {
            tools.push(tool);
        }
    }
    Ok(tools)
}

/// Reads a list of codes.
pub(super) fn codes(text: &str) -> Result<Vec<String>, FieldError> {
    list(text).map(code).collect()
}

/// Reads `26300-35505×1;18846-11070×4`; a part without a number is one piece.
pub(super) fn expected_parts(text: &str) -> Result<Vec<ExpectedPart>, FieldError> {
    let items = text
        .split([';', '；', ',', '，', '、', '|', '\n'])
        .map(trim);
    items
        .filter(|item| !item.is_empty())
        .map(expected_part)
        .collect()
}

fn expected_part(item: &str) -> Result<ExpectedPart, FieldError> {
    let narrow: String = item.chars().map(narrow).collect();
    let (part, quantity) = split_quantity(&narrow);
    let part = code(part).map_err(|_| FieldError::NotAPartList)?;
    let quantity = quantity.map_or(Some(1), whole_number);
    match quantity {
        Some(quantity) if quantity > 0 => Ok(ExpectedPart {
            part: PartNumber::new(part),
            quantity,
        }),
        _ => Err(FieldError::NotAPartList),
    }
}

/// Parts a number from its quantity. A bare letter x may belong to the part number, so it needs a space before it.
fn split_quantity(item: &str) -> (&str, Option<&str>) {
    for mark in ["×", "*", " x", " X"] {
        if let Some((part, quantity)) = item.rsplit_once(mark) {
            return (part, Some(quantity));
        }
    }
    (item, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHANGHAI: Tz = Tz::Asia__Shanghai;

    #[test]
    fn dates_are_read_as_dealer_systems_write_them() {
        for (text, utc) in [
            ("2026-11-23 07:48", "2026-11-22T23:48:00Z"),
            ("2026-11-23 07:48:59", "2026-11-22T23:48:59Z"),
            ("2026-11-23 07:48:59.7", "2026-11-22T23:48:59Z"),
            ("2026/11/23 8:05", "2026-11-23T00:05:00Z"),
            ("2026/1/3 8:05", "2026-01-03T00:05:00Z"),
            ("2026.11.23 8:05", "2026-11-23T00:05:00Z"),
            ("2026-11-23T07:48:00", "2026-11-22T23:48:00Z"),
            ("2026年11月23日 8:05", "2026-11-23T00:05:00Z"),
            ("2026年11月23日8时05分", "2026-11-23T00:05:00Z"),
            ("2026年11月23日8时05分30秒", "2026-11-23T00:05:30Z"),
            ("２０２６／１１／２３　８：０５", "2026-11-23T00:05:00Z"),
            ("2026-11-23T07:48:00+08:00", "2026-11-22T23:48:00Z"),
            ("2026-11-22T23:48:00Z", "2026-11-22T23:48:00Z"),
        ] {
            let read =
                date_time(text, SHANGHAI).map(|moment| moment.to_rfc3339().replace("+00:00", "Z"));
            assert_eq!(read.as_deref(), Ok(utc), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for (text, error) in [
            ("2026-11-23", FieldError::NoTimeOfDay),
            ("2026年11月23日", FieldError::NoTimeOfDay),
            ("23/11/2026 08:05", FieldError::NotADateTime),
            ("26-11-23 08:05", FieldError::NotADateTime),
            ("2026-02-29 08:05", FieldError::NotADateTime),
            ("2026-11-23 24:00", FieldError::NotADateTime),
            ("2026-11-23 下午 3:05", FieldError::NotADateTime),
            ("2026-11-23 8", FieldError::NotADateTime),
            ("0026-11-23 08:05", FieldError::NotADateTime),
            ("46349.325", FieldError::NotADateTime),
            ("明天", FieldError::NotADateTime),
        ] {
            assert_eq!(date_time(text, SHANGHAI), Err(error), "{text}");
        }
    }

    #[test]
    fn an_hour_that_the_clocks_skip_is_refused_and_a_repeated_one_is_the_first() {
        let berlin = Tz::Europe__Berlin;
        let gap = date_time("2026-03-29 02:30", berlin);
        assert_eq!(gap, Err(FieldError::InClockGap(berlin)));
        let repeated = date_time("2026-10-25 02:30", berlin).unwrap();
        assert_eq!(repeated.to_rfc3339(), "2026-10-25T00:30:00+00:00");
    }

    #[test]
    fn money_is_exact_to_the_fen() {
        for (text, fen) in [
            ("0", 0),
            ("288.0", 28_800),
            ("0.1", 10),
            (".5", 50),
            ("1,280.50", 128_050),
            ("1，280.5", 128_050),
            ("￥１２８０．５０", 128_050),
            ("1280.50元", 128_050),
            ("90071992547409.93", 9_007_199_254_740_993),
            ("12.3400", 1_234),
        ] {
            assert_eq!(money(text), Ok(Fen(fen)), "{text}");
        }
        for text in [
            "",
            ".",
            "-1",
            "1,5",
            "1.2.3",
            "abc",
            "1e3",
            "12,34,567",
            "99999999999999999999",
        ] {
            assert_eq!(money(text), Err(FieldError::NotMoney), "{text}");
        }
        assert_eq!(money("0.125"), Err(FieldError::TooFine));
        assert_eq!(average_cost("37.2350"), Ok(Fen(3_724)));
        assert_eq!(average_cost("37.2349"), Ok(Fen(3_723)));
    }

    #[test]
    fn hours_are_read_from_0_to_200() {
        for (text, minutes) in [
            ("1.6", 96),
            ("１．６", 96),
            ("0", 0),
            ("200", 12_000),
            ("1.44", 86),
            ("2小时", 120),
            ("0.5 h", 30),
        ] {
            assert_eq!(hours(text), Ok(WorkMinutes(minutes)), "{text}");
        }
        for text in [
            "-1",
            "200.01",
            "inf",
            "NaN",
            "1:30",
            "两小时",
            "99999999999999999999999999",
        ] {
            assert_eq!(hours(text), Err(FieldError::NotHours), "{text}");
        }
    }

    #[test]
    fn counts_and_line_numbers_are_whole() {
        assert_eq!(count("1,234"), Ok(1_234));
        assert_eq!(count("8.0"), Ok(8));
        assert!(count("8.5").is_err() && count("-2").is_err() && count("4294967296").is_err());
        assert_eq!(line_number("３"), Ok(3));
        assert!(line_number("0").is_err() && line_number("65536").is_err());
        assert_eq!(mileage_km("83,866 km"), Ok(Some(83_866)));
        assert_eq!(mileage_km("-"), Ok(None));
        assert!(mileage_km("many").is_err());
    }

    #[test]
    fn yes_and_no_come_in_many_writings() {
        for text in ["是", "Y", "yes", "1", "TRUE", "√", "ｙ"] {
            assert_eq!(yes_no(text), Ok(YesNo::Yes), "{text}");
        }
        for text in ["否", "N", "No", "0", "false", "×"] {
            assert_eq!(yes_no(text), Ok(YesNo::No), "{text}");
        }
        assert_eq!(yes_no("也许"), Err(FieldError::NotYesNo));
    }

    #[test]
    fn the_words_of_the_workshop_are_read_in_both_languages() {
        assert_eq!(trade("Body"), Ok(Trade::Body));
        assert_eq!(
            trades("电工、机修/电工"),
            Ok(vec![Trade::Mechanical, Trade::Electrical])
        );
        assert_eq!(role("service advisor"), Ok(Role::Advisor));
        assert_eq!(category("ＰＤＩ"), Ok(BusinessCategory::Pdi));
        assert_eq!(language("English"), Ok(Language::En));
        assert_eq!(
            trade("木工").unwrap_err().to_string(),
            "is no trade: use one of 保养, 机修, 电工, 钣金, 喷漆"
        );
    }

    #[test]
    fn expected_parts_are_numbers_with_quantities() {
        let shown = |text: &str| {
            let parts = expected_parts(text)?;
            let each = parts
                .iter()
                .map(|part| format!("{}={}", part.part, part.quantity));
            Ok::<_, FieldError>(each.collect::<Vec<_>>().join(" "))
        };
        for (text, parts) in [
            ("26300-35505×1;05100-00441×2", "26300-35505=1 05100-00441=2"),
            (
                "26300-35505*1，05100-00441 x2",
                "26300-35505=1 05100-00441=2",
            ),
            ("２６３００－３５５０５×４；", "26300-35505=4"),
            ("99999-DVRX1", "99999-DVRX1=1"),
        ] {
            assert_eq!(shown(text).as_deref(), Ok(parts), "{text}");
        }
        for text in ["×2", "26300-35505×", "26300-35505×0", "26300-35505×1.5"] {
            assert_eq!(shown(text), Err(FieldError::NotAPartList), "{text}");
        }
    }

    #[test]
    fn names_come_in_one_width_and_the_customers_words_keep_their_punctuation() {
        assert_eq!(
            label("ｉｘ３５　（进口）  版").as_deref(),
            Ok("ix35 (进口) 版")
        );
        assert_eq!(
            prose("保养，另请检查ＡＢＳ \r\n\r\n 谢谢").as_deref(),
            Ok("保养，另请检查ABS\n谢谢")
        );
        assert_eq!(code(" 2611 －０４００").as_deref(), Ok("2611-0400"));
    }

    #[test]
    fn a_displacement_is_the_same_as_number_and_as_text() {
        for (text, read) in [
            ("2", "2.0"),
            ("2.0", "2.0"),
            ("1.6T", "1.6T"),
            ("1598", "1598"),
        ] {
            assert_eq!(displacement(text).as_deref(), Ok(read));
        }
    }

    #[test]
    fn the_armour_around_codes_is_taken_off() {
        assert_eq!(unwrap_cell("=\"0123\""), "0123");
        assert_eq!(unwrap_cell("\t15110655224\u{200b}"), "15110655224");
        assert_eq!(unwrap_cell("="), "=");
    }
}
