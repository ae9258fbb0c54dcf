//! Session: whether a PIN is the one that was set. It takes long on purpose, since a PIN has few values.

use crate::domain::command::PinHash;
use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};

/// Checks a PIN against its hash; a hash that cannot be read fits no PIN.
pub fn pin_fits(pin: &str, hash: &PinHash) -> bool {
    match PasswordHash::new(&hash.0) {
        Ok(parsed) => Argon2::default()
            .verify_password(pin.as_bytes(), &parsed)
            .is_ok(),
        Err(error) => {
            tracing::error!(%error, "a PIN's hash cannot be read; set the PIN again");
            false
        }
    }
}

/// Why a PIN has no hash.
#[derive(Debug, thiserror::Error)]
#[error("the PIN cannot be hashed: {0}")]
pub struct PinError(argon2::password_hash::Error);

/// Hashes a PIN with a salt of its own.
///
/// # Errors
/// When the system gives no random numbers.
pub fn hash_pin(pin: &str) -> Result<PinHash, PinError> {
    let salt = SaltString::generate(&mut OsRng);
    Argon2::default()
        .hash_password(pin.as_bytes(), &salt)
        .map(|hash| PinHash(hash.to_string()))
        .map_err(PinError)
}
