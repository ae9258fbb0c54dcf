//! Access to intake: through the coordinator that runs, or by opening the directory when none does. Either way
//! only intake appends events.

use super::control::ControlClient;
use super::data_dir::{DataDir, Ownership};
use super::edge::Failure;
use crate::config::Config;
use crate::coordinator::LocalIntake;
use crate::domain::command::CommandBody;
use crate::domain::receipt::Receipt;
use crate::domain::time::Clock;
use crate::store::exports::{ExportMade, Remembered};
use std::thread::JoinHandle;

/// The way to intake.
pub(super) enum Access {
    /// A coordinator runs.
    Running(Box<ControlClient>),
    /// None does.
    Alone {
        /// The right to write.
        dir: DataDir,
        /// The intake of this process.
        intake: LocalIntake,
        /// Its writer.
        writer: JoinHandle<()>,
    },
}

impl Access {
    /// Finds the way.
    pub(super) async fn open(config: &Config) -> Result<Self, Failure> {
        match DataDir::take(&config.data_dir)? {
            Ownership::Taken { .. } => {
                let client = ControlClient::connect(&config.data_dir)
                    .await
                    .map_err(Failure::machine)?;
                Ok(Self::Running(Box::new(client)))
            }
            Ownership::Ours(dir) => {
                let clock = Clock::new(chrono::Utc::now);
                let (intake, writer) = LocalIntake::alone(dir.path(), config.policy.clone(), clock)
                    .map_err(Failure::machine)?;
                Ok(Self::Alone {
                    dir,
                    intake,
                    writer,
                })
            }
        }
    }

    /// Has commands decided.
    pub(super) async fn submit(
        &mut self,
        bodies: Vec<CommandBody>,
    ) -> Result<Vec<Receipt>, Failure> {
        match self {
            Self::Running(client) => client.submit(bodies).await.map_err(Failure::machine),
            Self::Alone { intake, .. } => intake.submit(bodies).await.map_err(Failure::machine),
        }
    }

    /// Has an export remembered.
    pub(super) async fn remember(&mut self, made: ExportMade) -> Result<Remembered, Failure> {
        match self {
            Self::Running(client) => client.remember(made).await.map_err(Failure::machine),
            Self::Alone { intake, .. } => intake.remember(made).await.map_err(Failure::machine),
        }
    }

    /// Ends it: what was written is written, then the directory is free again.
    pub(super) fn close(self) {
        if let Self::Alone {
            dir,
            intake,
            writer,
        } = self
        {
            drop(intake);
            if writer.join().is_err() {
                tracing::error!("the writer did not end well");
            }
            drop(dir);
        }
    }
}
