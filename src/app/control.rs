//! The control socket: how an import or export on the command line reaches the coordinator that owns the data directory.
//!
//! One JSON object a line, in a Unix socket inside the data directory: who may write there may import and export.

use crate::coordinator::LocalIntake;
use crate::domain::command::CommandBody;
use crate::domain::receipt::Receipt;
use crate::store::exports::{ExportMade, Remembered};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};

const FILE_NAME: &str = "control.sock";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Ask {
    Submit(Vec<CommandBody>),
    Remember(ExportMade),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    Receipts(Vec<Receipt>),
    Remembered(Remembered),
    Failed(String),
}

/// What goes wrong between command line and coordinator.
#[derive(Debug, thiserror::Error)]
pub(super) enum ControlError {
    /// The socket.
    #[error("the coordinator that owns {dir} does not answer: {error}; look at its log", dir = dir.display())]
    Socket {
        /// The data directory.
        dir: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The other side is of another version.
    #[error("the coordinator that runs speaks another version: {0}; start it again with this one")]
    Version(serde_json::Error),
    /// The coordinator could not.
    #[error("{0}")]
    Failed(String),
}

/// The listening side; it takes its socket away when it is dropped.
#[derive(Debug)]
pub(super) struct ControlServer {
    path: PathBuf,
    task: tokio::task::JoinHandle<()>,
}

impl ControlServer {
    /// Listens in a data directory that this process owns.
    pub(super) fn start(dir: &Path, intake: LocalIntake) -> Result<Self, std::io::Error> {
        let path = dir.join(FILE_NAME);
        // What a killed process left behind; the lock says that nobody listens.
        if path.exists() {
            std::fs::remove_file(&path)?;
        }
        let listener = UnixListener::bind(&path)?;
        let task = tokio::spawn(async move {
            loop {
                match listener.accept().await {
                    Ok((stream, _)) => {
                        tokio::spawn(serve(stream, intake.clone()));
                    }
                    Err(error) => tracing::warn!(%error, "control socket"),
                }
            }
        });
        Ok(Self { path, task })
    }
}

impl Drop for ControlServer {
    fn drop(&mut self) {
        self.task.abort();
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(%error, "control socket not taken away");
        }
    }
}

async fn serve(stream: UnixStream, intake: LocalIntake) {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match serde_json::from_str::<Ask>(&line) {
            Ok(ask) => answer(ask, &intake).await,
            Err(error) => Answer::Failed(format!("the request cannot be read: {error}")),
        };
        let Ok(mut text) = serde_json::to_vec(&answer) else {
            return;
        };
        text.push(b'\n');
        if writing.write_all(&text).await.is_err() {
            return;
        }
    }
}

async fn answer(ask: Ask, intake: &LocalIntake) -> Answer {
    let done = match ask {
        Ask::Submit(bodies) => intake.submit(bodies).await.map(Answer::Receipts),
        Ask::Remember(made) => intake.remember(made).await.map(Answer::Remembered),
    };
    done.unwrap_or_else(|error| Answer::Failed(error.to_string()))
}

/// The asking side.
#[derive(Debug)]
pub(super) struct ControlClient {
    dir: PathBuf,
    stream: BufReader<UnixStream>,
}

impl ControlClient {
    /// Reaches the coordinator that owns a data directory.
    pub(super) async fn connect(dir: &Path) -> Result<Self, ControlError> {
        let stream = UnixStream::connect(dir.join(FILE_NAME))
            .await
            .map_err(|error| ControlError::Socket {
                dir: dir.to_owned(),
                error,
            })?;
        Ok(Self {
            dir: dir.to_owned(),
            stream: BufReader::new(stream),
        })
    }

    /// Has commands decided.
    pub(super) async fn submit(
        &mut self,
        bodies: Vec<CommandBody>,
    ) -> Result<Vec<Receipt>, ControlError> {
        match self.ask(&Ask::Submit(bodies)).await? {
            Answer::Receipts(receipts) => Ok(receipts),
            other => Err(unexpected(other)),
        }
    }

    /// Has an export remembered.
    pub(super) async fn remember(&mut self, made: ExportMade) -> Result<Remembered, ControlError> {
        match self.ask(&Ask::Remember(made)).await? {
            Answer::Remembered(remembered) => Ok(remembered),
            other => Err(unexpected(other)),
        }
    }

    async fn ask(&mut self, ask: &Ask) -> Result<Answer, ControlError> {
        let mut text = serde_json::to_vec(ask).map_err(ControlError::Version)?;
        text.push(b'\n');
        let mut line = String::new();
        let done = async {
            self.stream.get_mut().write_all(&text).await?;
            self.stream.read_line(&mut line).await
        };
        done.await.map_err(|error| ControlError::Socket {
            dir: self.dir.clone(),
            error,
        })?;
        serde_json::from_str(&line).map_err(ControlError::Version)
    }
}

fn unexpected(answer: Answer) -> ControlError {
    match answer {
        Answer::Failed(why) => ControlError::Failed(why),
        Answer::Receipts(_) | Answer::Remembered(_) => ControlError::Failed(
            "the coordinator answered something else than was asked".to_owned(),
        ),
    }
}
