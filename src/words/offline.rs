//! What is said of use without a network, of new versions, and of what the page has asked for.

use crate::model::request::{Asker, Count, Purpose};

/// These sentences in one language.
pub struct OfflineWords {
    /// Reading can begin, and a copy of everything is being made.
    pub keeping: &'static str,
    /// All there, and all kept.
    pub ready: &'static str,
    /// The same, but for the languages that are yet to be found out.
    pub ready_for_any: &'static str,
    /// A new version can be used.
    pub update: fn(UpdateOffer) -> &'static str,
    /// How many requests there were, and when.
    pub requests: fn(&Count, is_ready: bool) -> String,
    /// Who asked.
    pub asker: fn(Asker) -> &'static str,
    /// What a request was for.
    pub purpose: fn(Purpose) -> &'static str,
    /// It was answered on this device.
    pub answered_here: &'static str,
    /// It was refused, by this directive of the policy.
    pub refused: fn(&str) -> String,
    /// So many seconds after the page was opened.
    pub after: fn(f64) -> String,
}

/// A new version can be used: what that means for the documents that are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpdateOffer {
    /// There are none.
    Plain,
    /// Their finished pages are kept, and come back when the same files are chosen.
    Kept,
    /// Nothing of them is kept.
    Lost,
}
