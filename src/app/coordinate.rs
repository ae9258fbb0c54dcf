//! `coordinator`: broker if it is ours, coordinator, control socket, drop folder; and their stop in order.

use super::control::ControlServer;
use super::data_dir::DataDir;
use super::drop_folder;
use super::edge::Failure;
use crate::config::{BrokerSettings, Config};
use crate::coordinator::{Coordinator, CoordinatorOptions, LocalIntake};
use crate::domain::policy::SitePolicy;
use crate::domain::time::Clock;
use crate::mqtt::BrokerAddress;
use tokio::signal::unix::{SignalKind, signal};

/// Everything that a site has one of.
#[derive(Debug)]
pub struct Server {
    coordinator: Coordinator,
    control: ControlServer,
    drop_folder: Option<tokio::task::JoinHandle<()>>,
    #[cfg(feature = "embedded-broker")]
    broker: Option<crate::mqtt::broker::EmbeddedBroker>,
    address: BrokerAddress,
    _dir: DataDir,
}

/// Reads where the broker is, and its password.
pub(super) fn broker_address(config: &Config) -> Result<BrokerAddress, Failure> {
    match &config.broker {
        BrokerSettings::Embedded { listen } => Ok(BrokerAddress {
            host: listen.ip().to_string(),
            port: listen.port(),
            login: None,
            ca_file: None,
        }),
        BrokerSettings::Mqtt {
            host,
            port,
            login,
            ca_file,
        } => {
            let login = login
                .as_ref()
                .map(|login| {
                    std::fs::read_to_string(&login.password_file)
                        .map(|password| (login.username.clone(), password.trim_end().to_owned()))
                        .map_err(|error| {
                            Failure::input(format!(
                                "broker.password_file {}: {error}; write the password alone into it",
                                login.password_file.display()
                            ))
                        })
                })
                .transpose()?;
            Ok(BrokerAddress {
                host: host.clone(),
                port: *port,
                login,
                ca_file: ca_file.clone(),
            })
        }
    }
}

impl Server {
    /// Starts everything in order: the directory's lock, the broker, the coordinator, its helpers.
    ///
    /// # Errors
    /// When the directory or the port is taken, or a file is not ours.
    pub async fn start(config: &Config, clock: Clock) -> Result<Self, Failure> {
        let dir = DataDir::own(&config.data_dir)?;
        #[allow(unused_mut)]
        let mut address = broker_address(config)?;
        #[cfg(feature = "embedded-broker")]
        let broker = match &config.broker {
            BrokerSettings::Embedded { listen } => {
                let broker = crate::mqtt::broker::EmbeddedBroker::start(*listen)
                    .await
                    .map_err(Failure::machine)?;
                address.port = broker.address().port();
                tracing::info!(listen = %broker.address(), "embedded broker");
                Some(broker)
            }
            BrokerSettings::Mqtt { .. } => None,
        };
        #[cfg(not(feature = "embedded-broker"))]
        if matches!(config.broker, BrokerSettings::Embedded { .. }) {
            return Err(Failure::input(
                "this program was built without the embedded broker; set broker.kind = \"mqtt\" and broker.host",
            ));
        }
        let coordinator = Coordinator::start(CoordinatorOptions {
            data_dir: config.data_dir.clone(),
            broker: address.clone(),
            policy: SitePolicy {
                findings: config.findings().map_err(Failure::input)?,
                checklists: config.checklists().map_err(Failure::input)?,
                ..config.policy.clone()
            },
            clock,
        })
        .map_err(Failure::machine)?;
        let control = ControlServer::start(dir.path(), coordinator.local()).map_err(|error| {
            Failure::machine(format!(
                "{}: no control socket: {error}",
                dir.path().display()
            ))
        })?;
        let drop_folder = config.drop_folder.clone().map(|folder| {
            tokio::spawn(drop_folder::watch(
                config.clone(),
                folder,
                coordinator.local(),
            ))
        });
        tracing::info!(site = %config.policy.site, bays = config.policy.bays.len(), data = %config.data_dir.display(), "coordinator started");
        Ok(Self {
            coordinator,
            control,
            drop_folder,
            #[cfg(feature = "embedded-broker")]
            broker,
            address,
            _dir: dir,
        })
    }

    /// Tells where its broker is.
    pub fn broker(&self) -> &BrokerAddress {
        &self.address
    }

    /// Hands out the way in for commands that nobody taps.
    pub fn local(&self) -> LocalIntake {
        self.coordinator.local()
    }

    /// Stops in the opposite order.
    pub async fn stop(self) {
        if let Some(task) = self.drop_folder {
            task.abort();
            let _ = task.await;
        }
        drop(self.control);
        self.coordinator.stop().await;
        #[cfg(feature = "embedded-broker")]
        if let Some(broker) = self.broker {
            broker.close().await;
        }
        tracing::info!("stopped");
    }
}

/// Waits until somebody wants the program to end.
pub(super) async fn asked_to_stop() -> Result<(), Failure> {
    let mut term = signal(SignalKind::terminate()).map_err(Failure::machine)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::machine)?;
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

/// Runs the coordinator until it is asked to stop.
pub(super) fn run(config: &Config) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::machine)?;
    runtime.block_on(async {
        let server = Server::start(config, Clock::new(chrono::Utc::now)).await?;
        // Without systemd there is nobody to tell.
        let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
        asked_to_stop().await?;
        let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
        server.stop().await;
        Ok(())
    })
}
