//! Which pages of a document are marked: one, a range, or any.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// How a page is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It alone.
    Only,
    /// All from where the last was marked.
    Range,
    /// It as well, or not any more.
    Toggle,
}

/// The marked pages of a document, counted from 0, and the one that the keyboard is at.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    pub cursor: usize,
    anchor: usize,
    pages: BTreeSet<usize>,
}

impl Marks {
    /// The keyboard, or a pointer, comes to a page.
    pub fn mark(&mut self, page: usize, how: Mark) {
        self.cursor = page;
        match how {
            Mark::Only => {
                self.pages = BTreeSet::from([page]);
                self.anchor = page;
            }
            Mark::Range => self.pages = range(self.anchor, page).collect(),
            Mark::Toggle => {
                if !self.pages.remove(&page) {
                    self.pages.insert(page);
                }
                self.anchor = page;
            }
        }
    }

    /// All of so many.
    pub fn mark_all(&mut self, count: usize) {
        self.pages = (0..count).collect();
    }

    /// None is.
    pub fn clear(&mut self) {
        self.pages.clear();
        self.anchor = self.cursor;
    }

    /// There are so many pages now.
    pub fn fit(&mut self, count: usize) {
        self.pages.retain(|page| *page < count);
        self.cursor = self.cursor.min(count.saturating_sub(1));
        self.anchor = self.anchor.min(count.saturating_sub(1));
    }

    /// Whether a page is marked.
    pub fn contains(&self, page: usize) -> bool {
        self.pages.contains(&page)
    }

    /// The marked ones, ascending.
    pub fn pages(&self) -> impl ExactSizeIterator<Item = usize> + '_ {
        self.pages.iter().copied()
    }
}

fn range(from: usize, to: usize) -> RangeInclusive<usize> {
    from.min(to)..=from.max(to)
}
