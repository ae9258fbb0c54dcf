//! The broker's keys: embedded on this machine, or any MQTT 3.1.1 broker.

use super::{Wrong, wrong};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Which broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BrokerSettings {
    /// The one inside the program.
    Embedded {
        /// Where it listens; the loopback unless it is set.
        listen: SocketAddr,
    },
    /// Another one.
    Mqtt {
        /// Its host.
        host: String,
        /// Its port.
        port: u16,
        /// The name and the file with the password.
        login: Option<Login>,
        /// The authority to trust; with one the link is encrypted.
        ca_file: Option<PathBuf>,
    },
}

/// A name, and where its password stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub username: String,
    /// A file with the password alone in it.
    pub password_file: PathBuf,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    #[default]
    Embedded,
    Mqtt,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct BrokerTable {
    kind: Kind,
    listen: Option<String>,
    host: Option<String>,
    port: Option<u16>,
    username: Option<String>,
    password_file: Option<PathBuf>,
    ca_file: Option<PathBuf>,
}

pub(super) fn checked(table: BrokerTable, folder: &Path) -> Result<BrokerSettings, Wrong> {
    match table.kind {
        Kind::Embedded => {
            let listen = table.listen.unwrap_or_else(|| "127.0.0.1:1883".to_owned());
            let listen = listen.parse().map_err(|_| {
                wrong(
                    "broker.listen",
                    format!("“{listen}” should be an address and a port, as in 127.0.0.1:1883"),
                )
            })?;
            Ok(BrokerSettings::Embedded { listen })
        }
        Kind::Mqtt => {
            let host = table.host.ok_or_else(|| {
                wrong(
                    "broker.host",
                    "is missing; name the machine that the broker runs on",
                )
            })?;
            let port = table
                .port
                .unwrap_or(if table.ca_file.is_some() { 8883 } else { 1883 });
            let login = match (table.username, table.password_file) {
                (Some(username), Some(file)) => Some(Login {
                    username,
                    password_file: folder.join(file),
                }),
                (None, None) => None,
                (Some(_), None) => {
                    return Err(wrong(
                        "broker.password_file",
                        "is missing beside broker.username",
                    ));
                }
                (None, Some(_)) => {
                    return Err(wrong(
                        "broker.username",
                        "is missing beside broker.password_file",
                    ));
                }
            };
            let ca_file = table.ca_file.map(|file| folder.join(file));
            Ok(BrokerSettings::Mqtt {
                host,
                port,
                login,
                ca_file,
            })
        }
    }
}
