//! Amendments (变更): what is new when the dealer system sends an order again.

use super::order::OrderSheet;

/// Names the fields in which two sheets of one order differ, lines as `line 2: standard`.
pub fn changed_fields(before: &OrderSheet, now: &OrderSheet) -> Vec<String> {
    let fields = [
        ("car", before.car != now.car),
        ("customer", before.customer != now.customer),
        ("category", before.category != now.category),
        ("advisor", before.advisor != now.advisor),
        ("arrived at", before.arrived_at != now.arrived_at),
        ("promised at", before.promised_at != now.promised_at),
        ("mileage", before.mileage_km != now.mileage_km),
        ("fuel", before.fuel != now.fuel),
        ("complaint", before.complaint != now.complaint),
        (
            "customer waits",
            before.customer_waits != now.customer_waits,
        ),
        (
            "keep old parts",
            before.keep_old_parts != now.keep_old_parts,
        ),
        ("wash", before.wash != now.wash),
        ("road_test", before.road_test != now.road_test),
        ("key tag", before.key_tag != now.key_tag),
        ("parking spot", before.parking_spot != now.parking_spot),
        ("last visit", before.last_visit != now.last_visit),
        ("remarks", before.remarks != now.remarks),
    ];
    let mut changed: Vec<String> = fields
        .into_iter()
        .filter(|(_, differs)| *differs)
        .map(|(name, _)| name.to_owned())
        .collect();
    for line in &now.lines {
        match before.lines.iter().find(|known| known.line == line.line) {
            None => changed.push(format!("line {} added", line.line)),
            Some(known) if known != line => changed.push(format!("line {} changed", line.line)),
            Some(_) => {}
        }
    }
    for line in &before.lines {
        if !now.lines.iter().any(|kept| kept.line == line.line) {
            changed.push(format!("line {} dropped", line.line));
        }
    }
    changed
}

/// Puts the lines that could not be read this time back as they were.
pub fn keep_unread_lines(before: &OrderSheet, now: &mut OrderSheet) {
    for line in &before.lines {
        if !now.lines.iter().any(|read| read.line == line.line) {
            now.lines.push(line.clone());
        }
    }
    now.lines.sort_by_key(|line| line.line);
}
