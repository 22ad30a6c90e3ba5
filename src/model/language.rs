//! Languages and the models they are read with.

use serde::{Deserialize, Serialize};

/// A language model that a site offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelOffer {
    /// Language code, such as `eng`.
    pub lang: String,
    /// Variant, such as `fast`.
    pub variant: String,
    /// File name under `models/`.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}
