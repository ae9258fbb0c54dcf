//! `export settlement`: what the dealer system needs to bill, as files, and the memory of what it was told.
//!
//! The files are whole under their names before the export is remembered. Whatever breaks off in between, the next try
//! makes the same export again under the same number: an order may be told twice, and is never lost.

use super::access::Access;
use super::cli::{Form, SettlementOptions};
use super::edge::{Failure, say};
use super::maintenance::reader;
use super::settlement_files::{Target, put};
use crate::config::Config;
use crate::domain::ids::RoNumber;
use crate::export::settlement::{ExportedOrder, Lists, OrderSettlement, Settlement};
use crate::store::event_log::LogReader;
use crate::store::exports::{ExportMade, LastTold, Remembered, ToldOrder, ToldSoFar};
use chrono::Utc;
use serde::Serialize;
use std::fs::{File, TryLockError};
use std::path::PathBuf;

/// The lock of who exports: two at once would write the same files.
const LOCK_NAME: &str = "export.lock";

/// What was done, for other programs.
#[derive(Serialize)]
struct Summary {
    /// Which export; nothing where there was nothing to tell.
    export: Option<u64>,
    orders: Vec<RoNumber>,
    files: Vec<PathBuf>,
}

/// Exports what changed since the last time, everything, or an earlier export again.
pub(super) fn run(config: &Config, options: &SettlementOptions) -> Result<(), Failure> {
    let target = Target::choose(options.format, options.out.as_deref())?;
    // Without a database there is nothing to make one for.
    reader(config)?;
    let _lock = lock(config)?;
    let summary = match options.again {
        Some(number) => again(config, options, &target, number)?,
        None => next(config, options, &target)?,
    };
    tell(&summary, options.form())
}

fn lock(config: &Config) -> Result<File, Failure> {
    let path = config.data_dir.join(LOCK_NAME);
    let words = |error: std::io::Error| {
        Failure::machine(format!(
            "{}: {error}; export as the user whom the data directory belongs to",
            path.display()
        ))
    };
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(words)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Failure::machine(
            "another export is being made; wait until it has ended, and export again",
        )),
        Err(TryLockError::Error(error)) => Err(words(error)),
    }
}

/// Makes an earlier export again, word for word.
fn again(
    config: &Config,
    options: &SettlementOptions,
    target: &Target,
    number: u64,
) -> Result<Summary, Failure> {
    let reader = reader(config)?;
    let Some(made) = reader.export(number).map_err(Failure::machine)? else {
        let last = reader.told_so_far().map_err(Failure::machine)?.last;
        return Err(Failure::input(match last {
            0 => format!("--again {number}: nothing was exported yet"),
            last => format!("--again {number}: there are the exports 1 to {last}"),
        }));
    };
    let orders = made.orders.iter().map(read_back);
    let settlement = Settlement::new(
        config.policy.site.clone(),
        number,
        made.made_at,
        orders.collect::<Result<_, _>>()?,
    );
    let files = put(config, options.language(config), &settlement, target)?;
    Ok(Summary {
        export: Some(number),
        orders: made.orders.into_iter().map(|told| told.ro).collect(),
        files,
    })
}

fn read_back(told: &ToldOrder) -> Result<ExportedOrder, Failure> {
    let order: OrderSettlement = serde_json::from_str(&told.body).map_err(|error| {
        Failure::machine(format!(
            "what was exported of order {} cannot be read: {error}; run `baylight verify`",
            told.ro
        ))
    })?;
    Ok(ExportedOrder {
        revision: told.revision,
        order,
    })
}

/// Makes the next export.
fn next(config: &Config, options: &SettlementOptions, target: &Target) -> Result<Summary, Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::machine)?;
    runtime.block_on(async {
        // Where no coordinator runs, this brings the tables up to this version as well.
        let mut access = Access::open(config).await?;
        let done = next_through(&mut access, config, options, target).await;
        access.close();
        done
    })
}

async fn next_through(
    access: &mut Access,
    config: &Config,
    options: &SettlementOptions,
    target: &Target,
) -> Result<Summary, Failure> {
    let told = collect(&reader(config)?, options.all)?;
    if told.orders.is_empty() {
        return Ok(Summary {
            export: None,
            orders: Vec::new(),
            files: Vec::new(),
        });
    }
    let settlement = Settlement::new(
        config.policy.site.clone(),
        told.number,
        told.made_at,
        told.orders
            .iter()
            .map(read_back)
            .collect::<Result<_, _>>()?,
    );
    let orders = told.orders.iter().map(|told| told.ro.clone()).collect();
    let number = told.number;
    let files = put(config, options.language(config), &settlement, target)?;
    step!("export.written");
    match access.remember(told).await? {
        Remembered::Written => Ok(Summary {
            export: Some(number),
            orders,
            files,
        }),
        Remembered::Overtaken => Err(Failure::machine(format!(
            "another export has taken the number {number} meanwhile; throw the files of this one away and export again"
        ))),
    }
}

/// Collects what is to be told: what the dealer system does not know yet, or all of it.
fn collect(reader: &LogReader, all: bool) -> Result<ExportMade, Failure> {
    // What was told is read before what is so: what changes in between is told the next time.
    let so_far: ToldSoFar = reader.told_so_far().map_err(|error| {
        Failure::machine(format!(
            "{error}; if the coordinator that runs is of an earlier version, start it again with this one"
        ))
    })?;
    let workshop = reader.load().map_err(Failure::machine)?;
    let lists = Lists::of(&workshop);
    let mut orders = Vec::new();
    for (ro, order) in &workshop.orders {
        let Some(told) = OrderSettlement::of(ro, order, lists) else {
            continue;
        };
        let hash = told.fingerprint().map_err(Failure::machine)?;
        let known = so_far.orders.get(ro);
        if let Some(known) = known
            && !all
            && is_known(reader, ro, known, &hash)?
        {
            continue;
        }
        orders.push(ToldOrder {
            ro: ro.clone(),
            revision: known.map_or(1, |known| known.revision + 1),
            hash,
            body: serde_json::to_string(&told).map_err(Failure::machine)?,
        });
    }
    Ok(ExportMade {
        number: so_far.last + 1,
        made_at: Utc::now(),
        orders,
    })
}

/// Tells whether an order says what it said last. What an earlier version told is read before it is compared: a field
/// that it did not know makes no order another one.
fn is_known(
    reader: &LogReader,
    ro: &RoNumber,
    last: &LastTold,
    hash: &str,
) -> Result<bool, Failure> {
    if last.hash == hash {
        return Ok(true);
    }
    let body = reader.told_last(ro).map_err(Failure::machine)?;
    let before: Option<OrderSettlement> = body.and_then(|body| serde_json::from_str(&body).ok());
    let before = before.map(|before| before.fingerprint()).transpose();
    Ok(before.map_err(Failure::machine)?.as_deref() == Some(hash))
}

fn tell(summary: &Summary, form: Form) -> Result<(), Failure> {
    if form == Form::Json {
        return say(serde_json::to_string_pretty(summary).map_err(Failure::machine)?);
    }
    let Some(number) = summary.export else {
        return say("nothing to export: no order is new or has changed since the last export");
    };
    say(format!("export {number}: {} orders", summary.orders.len()))?;
    summary
        .files
        .iter()
        .try_for_each(|file| say(format!("  {}", file.display())))
}

impl SettlementOptions {
    fn language(&self, config: &Config) -> crate::domain::person::Language {
        self.lang.map_or(config.language, Into::into)
    }
}
