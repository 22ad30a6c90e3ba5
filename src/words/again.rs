//! What is said of pages that are read once more.

use crate::model::budget::Bytes;
use crate::model::look::Turn;
use crate::model::page::{Confidence, Dpi, PageIndex};

/// These sentences in one language.
pub struct AgainWords {
    /// In which way a page is read once more, in a few words.
    pub way: fn(&Way) -> String,
    /// What a reading came to, in figures.
    pub figures: fn(&ReadingFigures) -> String,
    /// Over the readings of a page.
    pub heading: fn(PageIndex) -> String,
    /// What is known of the page before.
    pub present: &'static str,
    /// Its turn has not come.
    pub waiting: &'static str,
    /// It is being read.
    pub reading: &'static str,
    /// What is known of the page says nothing.
    pub nothing_read: &'static str,
    /// It says the same as what is there.
    pub same: &'static str,
    /// So many places of it say something else.
    pub differences: fn(usize) -> String,
    /// Leaves a page out, or takes it in again.
    pub leave_out: fn(bool) -> &'static str,
    /// What the machine offers to do about the page.
    pub offered: fn(&Way) -> String,
    /// A page is left out, or taken in again.
    pub left_out: fn(PageIndex, bool) -> String,
    /// Another reading of a page is what it says now.
    pub kept: fn(PageIndex) -> String,
    /// All other readings of a page are there.
    pub compared: fn(PageIndex) -> String,
}

/// In which way a page is read once more. What is not said stays as it was.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Way {
    /// By how much it is turned.
    pub turn: Turn,
    /// How text is looked for.
    pub layout: Option<Layout>,
    /// The names of the languages it is read in.
    pub languages: Vec<String>,
    /// The variant of their models, as it is called.
    pub variant: Option<String>,
    /// The resolution.
    pub dpi: Option<Dpi>,
}

/// What a page is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Whatever it turns out to be.
    Text,
    /// Rows.
    Table,
    /// One column of lines.
    Receipt,
    /// Text that stands anywhere.
    Scattered,
}

/// What a reading came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReadingFigures {
    /// Mean confidence of its words.
    pub confidence: Option<Confidence>,
    /// How many words it has.
    pub words: usize,
    /// The resolution it was read at.
    pub dpi: Option<Dpi>,
    /// Milliseconds it took to draw and read.
    pub milliseconds: f64,
    /// What was held for it, where that is known.
    pub memory: Option<Bytes>,
}
