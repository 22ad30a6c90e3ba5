//! Where on a page a person should look: words that were probably misread, and what was probably missed.

use super::page::{Confidence, PageText, Rect, Word};
use super::record::PageRecord;

/// A word of less confidence is probably wrong. On clean pages that is one in a hundred, which one can look through; the
/// mean of a page below which it is doubtful is the same.
const DOUBTED: Confidence = Confidence(70.0);

/// A place that is in doubt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DoubtPlace {
    /// The word of this number, as [`PageText::words`] counts.
    Word(usize),
    /// A region in which much is in no word.
    Unread {
        /// Where, in page points.
        rect: Rect,
        /// The number of the word before which it would be read.
        before: usize,
    },
}

impl DoubtPlace {
    /// Where it stands in the reading order.
    pub fn order(self) -> (usize, bool) {
        match self {
            DoubtPlace::Word(number) => (number, true),
            DoubtPlace::Unread { before, .. } => (before, false),
        }
    }
}

impl Word {
    /// Whether the engine was not sure of it, and nobody has looked after it since.
    pub fn is_doubtful(&self) -> bool {
        self.confidence.0 < DOUBTED.0 && !self.is_native && self.corrected.is_none()
    }
}

impl PageRecord {
    /// What is in doubt on the page, in reading order.
    pub fn doubts(&self) -> Vec<DoubtPlace> {
        let Some(text) = self.text() else {
            return Vec::new();
        };
        let words = text.words().enumerate().filter(|(_, word)| word.is_doubtful());
        let mut doubts: Vec<_> = words.map(|(number, _)| DoubtPlace::Word(number)).collect();
        let unread = self.reading.look.unread_beside(text).and_then(|unread| unread.place);
        doubts.extend(unread.map(|rect| DoubtPlace::Unread { rect, before: before(text, &rect) }));
        doubts.sort_by_key(|doubt| doubt.order());
        doubts
    }
}

/// The number of the word before which a region would be read: the first one below its upper edge in its column, or the one
/// after its column.
fn before(text: &PageText, rect: &Rect) -> usize {
    let (mut number, mut after_column, mut below) = (0, None, None);
    for line in text.lines() {
        let is_below = line.rect.y + line.rect.height / 2.0 > rect.y;
        if line.rect.x < rect.right() && line.rect.right() > rect.x {
            if is_below {
                return number;
            }
            after_column = Some(number + line.words.len());
        }
        below = below.or(Some(number).filter(|_| is_below));
        number += line.words.len();
    }
    after_column.or(below).unwrap_or(number)
}
