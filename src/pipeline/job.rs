//! What a job is to do, and what is known of its pages.

use crate::model::bitmap::Provenance;
use crate::model::budget::{Budget, Bytes, Measured};
use crate::model::error::Error;
use crate::model::options::OwnText;
use crate::model::page::{Dpi, PageIndex, PageSize, PageText};

/// Where a page stands.
#[derive(Debug, Clone, PartialEq)]
pub enum PageState {
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
    /// Read.
    Done(Box<PageText>),
    /// Given up, and why.
    Failed(Error),
    /// Not read because the job was cancelled.
    Cancelled,
}

impl PageState {
    /// Whether nothing more will happen to the page.
    pub fn is_final(&self) -> bool {
        matches!(self, PageState::Done(_) | PageState::Failed(_) | PageState::Cancelled)
    }
}

/// One chosen page and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PageJob {
    /// Position in the document.
    pub page: PageIndex,
    /// Where it stands.
    pub state: PageState,
    /// Tries so far.
    pub attempts: u32,
    /// Resolution it was last drawn at.
    pub dpi: Option<Dpi>,
    /// Whether that is less than was wanted, because the page would not have fitted under the ceiling.
    pub fitted: bool,
    /// The most pixels it may have, where that is less than the others may.
    pub max_pixels: Option<u64>,
    /// How many strips it was read in, once it has been read: 1 where it fitted whole.
    pub strips: usize,
    /// How its pixels came about.
    pub provenance: Option<Provenance>,
    /// Size of its page in points, once drawn.
    pub size: Option<PageSize>,
    /// Bytes its bitmap takes, or its last strip's, once drawn.
    pub bitmap_bytes: Bytes,
    /// What it has as text of its own. Of interest until it has been read.
    pub own_text: Option<PageText>,
    /// Time the last drawing took, of all strips together.
    pub draw_milliseconds: f64,
    /// Time the reading took, of all strips together.
    pub read_milliseconds: f64,
    /// Whether its outcome was kept from an earlier run, and nothing was done for it in this one.
    pub kept: bool,
}

impl PageJob {
    /// A page of which nothing is known.
    pub fn waiting(page: PageIndex) -> PageJob {
        PageJob {
            page,
            state: PageState::Waiting,
            attempts: 0,
            dpi: None,
            fitted: false,
            max_pixels: None,
            strips: 0,
            provenance: None,
            size: None,
            bitmap_bytes: Bytes(0),
            own_text: None,
            draw_milliseconds: 0.0,
            read_milliseconds: 0.0,
            kept: false,
        }
    }

    /// Why it was given up, in a sentence.
    pub fn failure(&self) -> Option<String> {
        match &self.state {
            PageState::Failed(error) => Some(error.to_string()),
            _ => None,
        }
    }
}

/// What a job is to do; fixed once it runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The chosen pages, ascending.
    pub pages: Vec<PageIndex>,
    /// Resolution asked for.
    pub dpi: Option<Dpi>,
    /// What to do with pages that carry their text.
    pub own_text: OwnText,
    /// Memory and workers.
    pub budget: Budget,
    /// What the engines have needed before.
    pub measured: Measured,
    /// Seconds that drawing a page, or reading it, may take.
    pub limit_seconds: u32,
    /// Pages that reached their end in an earlier run, in any order. They are not read again; those that are not
    /// chosen now are passed over.
    pub known: Vec<PageJob>,
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

/// How many pages ended, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ended {
    /// Read.
    pub done: usize,
    /// Given up.
    pub failed: usize,
    /// Not read because the job was cancelled.
    pub cancelled: usize,
}

impl Ended {
    /// All of them.
    pub fn total(&self) -> usize {
        self.done + self.failed + self.cancelled
    }

    pub(super) fn count(&mut self, state: &PageState) {
        match state {
            PageState::Done(_) => self.done += 1,
            PageState::Failed(_) => self.failed += 1,
            PageState::Cancelled => self.cancelled += 1,
            PageState::Waiting | PageState::Drawing | PageState::Drawn | PageState::Reading { .. } => {}
        }
    }
}
