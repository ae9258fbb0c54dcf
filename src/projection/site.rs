//! The site: what every screen must know to draw itself, from the coordinator's settings.

use crate::domain::policy::SitePolicy;
use serde::{Deserialize, Serialize};

/// The site's bays, hours and rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteView {
    /// As the coordinator's file says.
    pub policy: SitePolicy,
}
