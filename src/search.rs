//! Finding words in what was read, whatever their case, accents and hyphens, and wherever lines end.
//!
//! A page is folded once ([`FoldedPage`]) and keeps nothing but its folded text and where words begin in it: about as many
//! bytes as it has characters. Where a find stands in the page's own words is worked out when it is looked at.

pub use fold::{Query, folded};
pub use page::{FoldedPage, Found, Place};

mod fold;
mod letters;
mod page;

use std::ops::Range;

use crate::model::joint::{LineJoint, has_space};
use crate::model::page::PageText;

/// A find, with the page's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where it stands.
    pub place: Place,
    /// What stands before it, from the beginning of a word on.
    pub before: String,
    /// The find itself.
    pub found: String,
    /// What stands after it.
    pub after: String,
}

/// How many characters around a find are enough to know it by, on each side.
const CONTEXT: usize = 40;
/// No more words than this are looked at for that.
const CONTEXT_WORDS: usize = 12;

impl Hit {
    /// A find with what stands around it, given the page's text.
    pub fn new(place: Place, page: &PageText) -> Self {
        let Range { start: first, end } = place.words;
        let from = first.saturating_sub(CONTEXT_WORDS);
        let words = page
            .lines()
            .flat_map(|line| line.words.iter().enumerate().map(|(i, word)| (word.text.as_str(), i == 0)));
        let mut text = String::new();
        let (mut start, mut stop) = (0, 0);
        let mut last: Option<&str> = None;
        for (word, (next, begins_line)) in (from..end + CONTEXT_WORDS).zip(words.skip(from)) {
            match last.map(|last| joint(last, next, begins_line)) {
                Some(LineJoint::Space) => text.push(' '),
                Some(LineJoint::Halves) => {
                    text.pop();
                    (start, stop) = (start.min(text.len()), stop.min(text.len()));
                }
                Some(LineJoint::Nothing) | None => {}
            }
            if word == first {
                start = text.len() + byte_at(next, place.start);
            }
            if word + 1 == end {
                stop = text.len() + byte_at(next, place.end);
            }
            text.push_str(next);
            last = Some(next);
        }
        let (start, stop) = (start.min(stop), stop);
        let (before, after) = (&text[..start], &text[stop..]);
        let cut = before.char_indices().rev().nth(CONTEXT).map_or(0, |(at, _)| at);
        // Both ends are ends of words, where there are any.
        let cut = before[cut..].find(' ').filter(|_| cut > 0).map_or(cut, |space| cut + space + 1);
        let end = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
        let is_cut = !after[end..].is_empty() && !after[end..].starts_with(' ');
        let end = after[..end].rfind(' ').filter(|_| is_cut).unwrap_or(end);
        Self {
            place,
            before: before[cut..].to_owned(),
            found: text[start..stop].to_owned(),
            after: after[..end].to_owned(),
        }
    }
}

/// What stands between two words.
fn joint(last: &str, next: &str, begins_line: bool) -> LineJoint {
    match begins_line {
        true => LineJoint::between(last, next),
        false if has_space(last, next) => LineJoint::Space,
        false => LineJoint::Nothing,
    }
}

/// The byte of a text before which so many UTF-16 units stand.
fn byte_at(text: &str, units: u32) -> usize {
    let mut seen = 0;
    let at = text.char_indices().find(|(_, c)| {
        let is_there = seen >= units;
        seen += c.len_utf16() as u32;
        is_there
    });
    at.map_or(text.len(), |(at, _)| at)
}
