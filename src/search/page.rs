//! A page as it is searched.

use std::ops::Range;

use super::fold::{Query, Row};
use super::letters;
use crate::model::joint::LineJoint;
use crate::model::page::PageText;

/// A page's text as it is compared, and where its words begin in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoldedPage {
    text: String,
    /// The byte at which each word begins.
    words: Vec<u32>,
}

/// Bytes that a word and the space after it usually take.
const USUAL_WORD: usize = 7;

/// A find within the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its first byte.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
}

/// A find within the words of its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The words that it touches, by their place in [`PageText::words`].
    pub words: Range<usize>,
    /// Where it begins in the first of them, in UTF-16 units.
    pub start: u32,
    /// Where it ends in the last of them, in UTF-16 units.
    pub end: u32,
}

impl FoldedPage {
    /// Folds a page.
    pub fn new(page: &PageText) -> Self {
        let count = page.words().count();
        let mut row = Row::default();
        row.text.reserve(count * USUAL_WORD);
        let mut words = Vec::with_capacity(count);
        let mut lines = page.lines().filter(|line| !line.words.is_empty()).peekable();
        while let Some(line) = lines.next() {
            let next = lines.peek().and_then(|next| next.words.first());
            for (i, word) in line.words.iter().enumerate() {
                // Divided words are joined over columns as well: one looks for the word.
                let goes_on = i + 1 == line.words.len()
                    && next
                        .is_some_and(|next| LineJoint::between(&word.text, &next.text) != LineJoint::Space);
                words.push(row.push(&word.text, goes_on) as u32);
            }
        }
        row.text.shrink_to_fit();
        Self { text: row.text, words }
    }

    /// Everything that the query finds, in order; finds do not overlap.
    pub fn find(&self, query: &Query) -> Vec<Found> {
        if query.is_empty() {
            return Vec::new();
        }
        let length = query.0.len() as u32;
        let found = self.text.match_indices(&query.0);
        found.map(|(start, _)| Found { start: start as u32, end: start as u32 + length }).collect()
    }

    /// The words that a find touches.
    fn words(&self, found: Found) -> Range<usize> {
        let word = |byte: u32| self.words.partition_point(|start| *start <= byte);
        word(found.start).saturating_sub(1)..word(found.end.saturating_sub(1))
    }

    /// Where a find stands, given the page's text.
    pub fn place(&self, found: Found, page: &PageText) -> Place {
        let words = self.words(found);
        let offset = |word: usize, byte: u32| {
            byte.saturating_sub(self.words.get(word).copied().unwrap_or_default()) as usize
        };
        let last = words.end.saturating_sub(1);
        let mut texts = page.words().skip(words.start).map(|word| word.text.as_str());
        let first_text = texts.next().unwrap_or_default();
        let last_text = if last == words.start {
            first_text
        } else {
            texts.nth(last - words.start - 1).unwrap_or_default()
        };
        Place {
            start: begin_of(first_text, offset(words.start, found.start)),
            end: end_of(last_text, offset(last, found.end)),
            words,
        }
    }
}

/// Each character of a word: where its folded form begins and ends, and where it begins and ends itself in UTF-16 units.
fn characters(word: &str) -> impl Iterator<Item = (char, Range<usize>, Range<u32>)> {
    let mut folded = String::new();
    let mut units = 0;
    word.chars().map(move |c| {
        let (bytes, from) = (folded.len(), units);
        letters::fold(c, &mut folded);
        units += c.len_utf16() as u32;
        (c, bytes..folded.len(), from..units)
    })
}

/// Where the character begins whose folded form has this byte.
fn begin_of(word: &str, byte: usize) -> u32 {
    characters(word).find(|(_, folded, _)| byte < folded.end).map_or(0, |(_, _, units)| units.start)
}

/// Where the character ends whose folded form ends at this byte or after, with the marks that belong to it.
fn end_of(word: &str, byte: usize) -> u32 {
    let mut end = 0;
    for (c, folded, units) in characters(word) {
        if folded.start >= byte && !(letters::is_mark(c) && end == units.start) {
            break;
        }
        end = units.end;
    }
    end
}
