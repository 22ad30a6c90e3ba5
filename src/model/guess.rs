//! What a word may be.

use serde::{Deserialize, Serialize};

use super::page::Confidence;

/// What an engine made of a word when it was shown in another way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    /// What it says.
    pub text: String,
    /// How sure the engine was of it, when it was surest.
    pub confidence: Confidence,
}
