//! What was seen of a page beside its words.

use serde::{Deserialize, Serialize};

/// What was seen of a page, or of a strip of it. Nothing is known of one that was too large to be looked at, or that
/// brought its text along.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Look {
    /// Degrees by which its lines went down to the right, where it was read straightened.
    pub straightened: Option<f32>,
}

impl Look {
    /// The same together with what was seen of another strip.
    #[must_use]
    pub fn with(self, other: Look) -> Look {
        let further = |a: f32, b: f32| if b.abs() > a.abs() { b } else { a };
        Look { straightened: both(self.straightened, other.straightened, further) }
    }
}

/// What is known of either, or of both.
fn both<T>(a: Option<T>, b: Option<T>, join: impl FnOnce(T, T) -> T) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(join(a, b)),
        (a, b) => a.or(b),
    }
}
