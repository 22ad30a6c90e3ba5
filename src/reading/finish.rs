//! The end of reading a page: one text from what was read of it and what it says itself.

use super::strips::{Piece, merge};
use crate::model::options::OwnText;
use crate::model::page::PageText;

mod beside;
mod join;

/// The text of a page that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// What it says.
    pub text: PageText,
    /// In how many strips it was read.
    pub strips: usize,
    /// Whether that is what the page carries itself and nothing that was read.
    pub is_own: bool,
}

/// The text of a page of which these are all the strips, in any order, and which carries that text itself; `None` if
/// there are no strips. Where its own text is to be kept, what was read is added to it; else that only tells which words
/// are its own as well.
pub fn finish(pieces: Vec<Piece>, own_text: Option<PageText>, choice: OwnText) -> Option<Finished> {
    let strips = pieces.len();
    let mut read = merge(pieces)?;
    match own_text {
        Some(own) if matches!(choice, OwnText::Keep | OwnText::Join) => {
            let (text, has_more) = join::join(own, read);
            Some(Finished { text, strips, is_own: !has_more })
        }
        Some(own) => {
            read.mark_native(&own);
            Some(Finished { text: read, strips, is_own: false })
        }
        None => Some(Finished { text: read, strips, is_own: false }),
    }
}
