//! What is said in the room where pages are read.

use crate::model::page::{Confidence, PageIndex};
use crate::model::record::Tally;

/// These sentences in one language.
pub struct RoomWords {
    /// How the pages came out, in a sentence.
    pub summary: fn(&Summary) -> String,
    /// Of so many pages.
    pub of_pages: fn(usize) -> String,
    /// A word, how sure the engine was of it, and on which page it stands.
    pub word: fn(&str, Confidence, PageIndex) -> String,
    /// A part of a page that nobody has read.
    pub unread_region: fn(PageIndex) -> String,
    /// There is no doubtful place further on.
    pub no_more_doubts: &'static str,
    /// How many hits a search has; which one is looked at, from 1.
    pub hits: fn(Option<usize>, usize) -> String,
    /// The page of a hit.
    pub hit_page: fn(PageIndex) -> String,
    /// The picture of a page is on its way.
    pub being_drawn: &'static str,
    /// It will be drawn when the document that is being read is done.
    pub drawn_later: &'static str,
    /// The file of a kept text is not here.
    pub file_not_here: &'static str,
    /// The browser could not show it.
    pub not_drawn: &'static str,
    /// Which keys the field of a correction has.
    pub correction_keys: &'static str,
    /// So many corrections of an earlier reading fit this one, and so many do not.
    pub offered: fn(usize, usize) -> String,
    /// One of them: what was read, and what a person wrote.
    pub offer: fn(&str, &str) -> String,
    /// A part of a page is read when there is time.
    pub region_waits: &'static str,
    /// It is being read.
    pub region_in_work: &'static str,
}

/// How the pages came out.
#[derive(Debug, Clone, Copy)]
pub struct Summary {
    /// How many, and how.
    pub tally: Tally,
    /// Whether some are still being read.
    pub is_running: bool,
}

impl Summary {
    /// How many have no words.
    pub fn empty(&self) -> usize {
        self.tally.read - self.tally.with_words
    }
}
