//! What a job is to do, and how far its pages are.

use crate::model::budget::{Budget, Measured};
use crate::model::look::Turn;
use crate::model::options::{Effort, OwnText, PageSegmentationMode};
use crate::model::page::{Dpi, PageIndex, PageText, Rect};
use crate::model::record::PageReading;

/// How far a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Its turn has not come.
    Waiting,
    /// Being drawn.
    Drawing,
    /// Drawn, and waiting for a recognizer.
    Drawn,
    /// Being read.
    Reading {
        /// How far, 0 to 100.
        percent: u8,
    },
    /// Nothing more will happen to it: [`super::Effect::PageFinished`] told what it came to.
    Ended,
}

/// One page that is to be read, until it has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct PageProgress {
    /// Position in the document.
    pub page: PageIndex,
    /// How far it is.
    pub stage: Stage,
    /// How it has been read, or tried to be, so far.
    pub reading: PageReading,
    /// The most pixels it may have, where that is less than the others may.
    pub(super) max_pixels: Option<u64>,
    /// What it has as text of its own. Of interest until it has been read.
    pub(super) own_text: Option<PageText>,
}

impl PageProgress {
    pub(super) fn waiting(page: PageIndex) -> Self {
        let reading = PageReading::default();
        Self { page, stage: Stage::Waiting, reading, max_pixels: None, own_text: None }
    }
}

/// What a job is to do; fixed once it runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The pages to be read, ascending.
    pub pages: Vec<PageIndex>,
    /// Resolution asked for.
    pub dpi: Option<Dpi>,
    /// What to do with pages that carry their text.
    pub own_text: OwnText,
    /// How their text lies, where a person says so.
    pub turn: Option<Turn>,
    /// The part of each that is read, in page points; `None` for all of it.
    pub region: Option<Rect>,
    /// How to look for text.
    pub psm: PageSegmentationMode,
    /// How much is tried to read more of a page.
    pub effort: Effort,
    /// Memory and workers.
    pub budget: Budget,
    /// What the engines have needed before.
    pub measured: Measured,
    /// Seconds that drawing a page, or reading it, may take.
    pub limit_seconds: u32,
}

/// Workers that were replaced, and how long pages had to wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Replacements {
    /// Workers replaced because they grew past their share, died or took too long.
    pub count: u32,
    /// How many of the new ones have begun to work.
    pub ready: u32,
    /// Milliseconds from replacing a worker until the new one was ready, all together.
    pub milliseconds: f64,
    /// The longest of them.
    pub slowest_milliseconds: f64,
}

impl Replacements {
    /// Counts those of another job as well.
    pub fn add(&mut self, other: Replacements) {
        self.count += other.count;
        self.ready += other.ready;
        self.milliseconds += other.milliseconds;
        self.slowest_milliseconds = self.slowest_milliseconds.max(other.slowest_milliseconds);
    }
}
