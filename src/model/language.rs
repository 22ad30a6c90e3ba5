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

impl ModelOffer {
    /// A model that something was read with and that is not offered here, or not any more.
    pub fn gone(lang: &str, variant: &str) -> Self {
        let (lang, variant) = (lang.to_owned(), variant.to_owned());
        Self { lang, variant, file: String::new(), bytes: 0, sha256: String::new() }
    }

    /// What tells it from other models.
    pub fn name(&self) -> String {
        format!("{} {}", self.lang, self.variant)
    }
}
