//! The embedded broker, for a workshop on one machine. Every default of the library that is not safe is set.

use mqtt5::broker::config::{BrokerConfig, StorageBackend, StorageConfig};
use mqtt5::broker::{BrokerShutdownHandle, MqttBroker};
use std::net::SocketAddr;

/// The largest message that is taken: less than what our parties read, so that nobody's message can shut them out.
const MAX_PACKET_BYTES: usize = 288 * 1024;

/// Why there is no embedded broker.
#[derive(Debug, thiserror::Error)]
#[error(
    "the embedded broker cannot listen on {listen}: {why}; stop what listens there or set broker.listen to another port"
)]
pub struct BrokerError {
    listen: SocketAddr,
    why: String,
}

/// A running broker; it ends when this is closed.
pub struct EmbeddedBroker {
    address: SocketAddr,
    shutdown: BrokerShutdownHandle,
    task: tokio::task::JoinHandle<()>,
}

impl std::fmt::Debug for EmbeddedBroker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EmbeddedBroker")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl EmbeddedBroker {
    /// Starts the broker; port 0 takes a free one.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn start(listen: SocketAddr) -> Result<Self, BrokerError> {
        let wrong = |why: String| BrokerError { listen, why };
        let mut broker = MqttBroker::with_config(config(listen))
            .await
            .map_err(|error| wrong(error.to_string()))?;
        let address = broker
            .local_addr()
            .ok_or_else(|| wrong("it listens nowhere".to_owned()))?;
        let shutdown = broker.shutdown_handle();
        let task = tokio::spawn(async move {
            if let Err(error) = broker.run().await {
                tracing::error!(%error, "the embedded broker ended");
            }
        });
        Ok(Self {
            address,
            shutdown,
            task,
        })
    }

    /// Tells where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops it.
    pub async fn close(self) {
        self.shutdown.shutdown();
        if tokio::time::timeout(std::time::Duration::from_secs(3), self.task)
            .await
            .is_err()
        {
            tracing::warn!("the embedded broker did not stop in time");
        }
    }
}

/// Nothing is written to disk: retained views are published anew by the coordinator at every connect, and no
/// command is trusted to a broker.
fn config(listen: SocketAddr) -> BrokerConfig {
    let storage = StorageConfig::new()
        .with_backend(StorageBackend::Memory)
        .with_persistence(false)
        .with_max_queued_messages_per_client(100_000);
    let mut config = BrokerConfig::new()
        .with_bind_address(listen)
        .with_storage(storage)
        .with_max_packet_size(MAX_PACKET_BYTES)
        .with_max_clients(1000)
        .with_max_retained_messages(20_000)
        .with_max_retained_message_size(MAX_PACKET_BYTES)
        .with_maximum_qos(1);
    config.sys_topics_enabled = false;
    config.session_expiry_interval = std::time::Duration::from_secs(60);
    // Whoever may reach the loopback may connect; a broker for other machines is Mosquitto, with its logins.
    config.auth_config.allow_anonymous = true;
    config
}
