//! The end of reading a page: one text from what was read of it and what it says itself.

use super::strips::{Piece, merge};
use crate::model::options::OwnText;
use crate::model::page::PageText;

/// The text of a page that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// What it says.
    pub text: PageText,
    /// In how many strips it was read.
    pub strips: usize,
    /// Whether that is what the page carries itself and not what was read.
    pub is_own: bool,
}

/// The text of a page of which these are all the strips, in any order, and which carries that text itself; `None` if
/// there are no strips.
pub fn finish(pieces: Vec<Piece>, own_text: Option<PageText>, choice: OwnText) -> Option<Finished> {
    let strips = pieces.len();
    let mut text = merge(pieces)?;
    let mut is_own = false;
    match own_text {
        // A few words in a font, or along a curve, that no engine can read.
        Some(own) if choice == OwnText::Keep && text.words().next().is_none() => (text, is_own) = (own, true),
        Some(own) => text.mark_native(&own),
        None => {}
    }
    Some(Finished { text, strips, is_own })
}
