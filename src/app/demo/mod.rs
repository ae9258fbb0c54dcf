//! `demo`: a whole workshop out of the binary alone: broker, coordinator, sample orders, technicians who clock
//! through the same stations as people would, and the screens.

mod clock;
mod crew;
mod day;

use super::cli::Place;
use super::coordinate::{Server, asked_to_stop};
use super::edge::{Failure, say};
use crate::config::{BrokerSettings, Config};
use crate::domain::ids::BayId;
use crate::domain::person::Language;
use chrono::TimeDelta;
use clock::DemoClock;
pub(super) use crew::Crew;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the command line asks of the demonstration.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct DemoOptions {
    /// Open no windows.
    #[arg(long)]
    headless: bool,
    /// Write every screen as PNG into this directory, in both languages, when the demonstration ends.
    #[arg(long, value_name = "DIR")]
    shots: Option<PathBuf>,
    /// End after so many seconds; without it, it runs until it is closed.
    #[arg(long = "for", value_name = "SECONDS")]
    secs: Option<u64>,
    /// How many seconds of the workshop pass in one: 20 shows a day in half an hour.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=600))]
    speed: u32,
    /// What the screens speak first.
    #[arg(long, value_enum, default_value_t = DemoLanguage::Zh)]
    lang: DemoLanguage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DemoLanguage {
    En,
    Zh,
}

/// The bay whose kiosk a visitor may use; the crew leaves it alone once the morning is over.
const VISITORS_BAY: &str = "3";
/// How much of the morning passes between two looks of the crew.
const STEP: TimeDelta = TimeDelta::minutes(2);
/// Until when the morning is played at once, so that there is something to see.
const MORNING_ENDS: (u32, u32) = (10, 42);

/// Runs the demonstration. It keeps nothing and has settings of its own, so that it is the same everywhere.
pub(super) fn run(options: &DemoOptions, place: &Place) -> Result<(), Failure> {
    if let Some(flag) = place.named() {
        return Err(Failure::input(format!(
            "the demo keeps nothing and has settings of its own: leave {flag} out, or run `baylight up` with it"
        )));
    }
    let scratch = Scratch::new()?;
    let mut config =
        Config::load(Some(Path::new("/dev/null")), Some(scratch.path())).map_err(Failure::input)?;
    config.broker = BrokerSettings::Embedded {
        listen: ([127, 0, 0, 1], 0).into(),
    };
    config.language = match options.lang {
        DemoLanguage::En => Language::En,
        DemoLanguage::Zh => Language::Zh,
    };
    at_the_speed_of_hands(&mut config, options.speed);
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::machine)?;
    let clock = DemoClock::at_opening(&config.policy.hours);
    let (server, crew) = runtime.block_on(morning(&config, &clock, scratch.path()))?;
    clock.run(options.speed);
    let result = show(options, &config, &clock, &runtime, &crew);
    runtime.block_on(async {
        crew.stop().await;
        server.stop().await;
    });
    result
}

/// A visitor's fingers are no faster than at work: what the screens wait for them is counted in their time.
fn at_the_speed_of_hands(config: &mut Config, speed: u32) {
    config.sign_in.idle_secs = config.sign_in.idle_secs.saturating_mul(speed);
    config.policy.undo_secs = config.policy.undo_secs.saturating_mul(speed);
}

/// Starts everything and plays the morning.
async fn morning(
    config: &Config,
    clock: &DemoClock,
    scratch: &Path,
) -> Result<(Server, Crew), Failure> {
    say("Baylight demo: playing the morning of a workshop with 8 bays …")?;
    let server = Server::start(config, clock.clock()).await?;
    let mut day = day::Day::read(config, clock.now())?;
    server
        .local()
        .submit(day.lists())
        .await
        .map_err(Failure::machine)?;
    let mut crew = Crew::start(config, server.broker(), &clock.clock(), scratch)?;
    crew.ready().await?;
    let until = clock.today_at(MORNING_ENDS.0, MORNING_ENDS.1);
    while clock.now() < until {
        clock.advance(STEP);
        server
            .local()
            .submit(day.arrived(clock.now()))
            .await
            .map_err(Failure::machine)?;
        crew.act().await?;
    }
    crew.leave(&BayId::new(VISITORS_BAY));
    crew.pull_the_plug(&BayId::new("5")).await;
    crew.go_on(server.local(), day);
    say(
        "Bay 3 is yours. The PIN of the foreman 马国栋, the dispatcher 许静, the inspector 林芳 and the storekeeper 沈伟 is 2468.",
    )?;
    Ok((server, crew))
}

/// Shows the workshop until the time is over or somebody closes it.
fn show(
    options: &DemoOptions,
    config: &Config,
    clock: &DemoClock,
    runtime: &tokio::runtime::Runtime,
    crew: &Crew,
) -> Result<(), Failure> {
    let window = !options.headless && super::screens::display_is_there();
    let shots = match (&options.shots, window, options.headless) {
        (Some(dir), _, _) => Some(dir.clone()),
        (None, false, false) => {
            say(
                "There is no display here (DISPLAY and WAYLAND_DISPLAY are not set): the screens are drawn into files in baylight-demo-screens/ instead.",
            )?;
            Some(PathBuf::from("baylight-demo-screens"))
        }
        _ => None,
    };
    let over = options.secs.map(Duration::from_secs);
    if window {
        let visitors = BayId::new(VISITORS_BAY);
        super::screens::demo_windows(config, crew, &visitors, &clock.clock(), runtime, over)?;
    } else {
        // Without a window and without an end there is nothing to wait for once the pictures are there.
        let over = over.or(shots.is_some().then_some(Duration::ZERO));
        runtime.block_on(async {
            match over {
                Some(over) => tokio::select! {
                    () = tokio::time::sleep(over) => Ok(()),
                    stopped = asked_to_stop() => stopped,
                },
                None => asked_to_stop().await,
            }
        })?;
    }
    match shots {
        Some(dir) => {
            super::screens::demo_shots(config, crew, &BayId::new(VISITORS_BAY), clock.now(), &dir)
        }
        None => Ok(()),
    }
}

/// A directory that goes with the demonstration.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self, Failure> {
        let dir = std::env::temp_dir().join(format!("baylight-demo-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&dir)
            .map_err(|error| Failure::machine(format!("{}: {error}", dir.display())))?;
        Ok(Self(dir))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, dir = %self.0.display(), "the demo's directory stays behind");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_has_as_long_as_at_work_whatever_the_speed() {
        for speed in [1, 20, 600] {
            let mut config = Config::from_text("", Path::new("none")).unwrap();
            let (idle, undo) = (config.sign_in.idle_secs, config.policy.undo_secs);
            at_the_speed_of_hands(&mut config, speed);
            assert_eq!(config.sign_in.idle_secs / speed, idle);
            assert_eq!(config.policy.undo_secs / speed, undo);
        }
    }
}
