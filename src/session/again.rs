//! Pages read once more, otherwise than their document is: the whole page as somebody would have it, a part of it, a word.
//!
//! Whatever is asked for waits while documents are read and opened, and is then done one after the other, by small jobs of
//! one page and one recognizer. Nothing of it touches what is known of a page, until a person keeps it.

use super::document::{DocumentId, PageKey};
use super::{Session, Status};
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::guess::Guess;
use crate::model::look::Turn;
use crate::model::options::PageSegmentationMode;
use crate::model::page::{Dpi, PageText, Rect};
use crate::model::record::{PageOutcome, PageReading, PageRecord};
use work::{Task, Work};

pub(super) use work::READER;

pub use verb::Verb;

mod keep;
mod options;
mod region;
mod verb;
mod word;
mod work;

/// Milliseconds for which a recognizer is held ready after it was needed: whoever corrects a word soon wants another.
const WARM: f64 = 30_000.0;

/// Another way to read a page. What it says nothing of stays as it was.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attempt {
    /// By how much it is turned, against how it was read: [`Turn::Right`] is a quarter clockwise.
    pub turn: Turn,
    /// How to look for text.
    pub psm: Option<PageSegmentationMode>,
    /// The codes of the languages it is read in; none for those it was read in.
    pub languages: Vec<String>,
    /// The variant of their models.
    pub variant: Option<String>,
    /// At which resolution.
    pub dpi: Option<Dpi>,
}

impl Attempt {
    /// Only turned.
    pub fn turned(turn: Turn) -> Self {
        Self { turn, ..Self::default() }
    }

    /// Whether nothing is other than it was, but for how it is turned.
    pub fn is_turn_alone(&self) -> bool {
        self.turn != Turn::Upright && *self == Self::turned(self.turn)
    }
}

/// How far another reading is.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// Its turn has not come.
    Waiting,
    /// Being read.
    InWork,
    /// Read, or given up: its record says so.
    Ended {
        /// What came of it.
        record: Box<PageRecord>,
        /// What the engine that read it held, and the page's bitmap.
        memory: Bytes,
    },
}

/// An attempt, and how far it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// How it is read.
    pub attempt: Attempt,
    /// How far that is.
    pub progress: Progress,
}

/// A page, and what it comes to when it is read in other ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The page.
    pub page: PageKey,
    /// The other ways, in the order in which they are tried.
    pub tried: Vec<Tried>,
}

/// A part of a page that is read by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionReading {
    /// The page.
    pub page: PageKey,
    /// The part of it, in page points.
    pub region: Rect,
    /// How far that is.
    pub progress: Progress,
}

/// A word that is read in other ways.
#[derive(Debug, Clone, PartialEq)]
pub struct WordReadings {
    /// The page.
    pub page: PageKey,
    /// The word's place among [`PageText::words`].
    pub word: usize,
    /// What it may be, the surest first; `None` as long as it is being read.
    pub guesses: Option<Result<Vec<Guess>, Error>>,
}

/// All that is read once more.
pub(super) struct Again<P> {
    comparison: Option<Comparison>,
    region: Option<RegionReading>,
    word: Option<WordReadings>,
    work: Option<Work<P>>,
    /// Milliseconds since the recognizer was needed last, as long as it is held ready.
    warm_for: Option<f64>,
    /// Pages that were changed while nothing could be stored of their document.
    to_keep: Vec<PageKey>,
}

impl<P> Default for Again<P> {
    fn default() -> Self {
        Self { comparison: None, region: None, word: None, work: None, warm_for: None, to_keep: Vec::new() }
    }
}

impl Progress {
    /// What came of it, once it has ended.
    pub fn record(&self) -> Option<&PageRecord> {
        match self {
            Progress::Ended { record, .. } => Some(record),
            Progress::Waiting | Progress::InWork => None,
        }
    }

    fn failed(page: PageKey, outcome: PageOutcome) -> Self {
        let record = Box::new(PageRecord::new(page.page, outcome, PageReading::default()));
        Progress::Ended { record, memory: Bytes(0) }
    }
}

impl RegionReading {
    /// What stands there, once it has been read.
    pub fn text(&self) -> Option<&PageText> {
        self.progress.record().and_then(PageRecord::text)
    }
}

impl Comparison {
    /// Whether the page is only turned.
    pub fn is_turn_alone(&self) -> bool {
        matches!(self.tried.as_slice(), [only] if only.attempt.is_turn_alone())
    }

    /// Whether nothing more comes.
    pub fn is_complete(&self) -> bool {
        self.tried.iter().all(|tried| tried.progress.record().is_some())
    }
}

impl<P> Again<P> {
    /// Whether something is in work.
    pub(super) fn is_at_work(&self) -> bool {
        self.work.is_some()
    }

    /// Whether a recognizer is held ready.
    pub(super) fn is_warm(&self) -> bool {
        self.warm_for.is_some()
    }

    /// What is in work, if it is that.
    fn progress_mut(&mut self, task: Task) -> Option<&mut Progress> {
        match task {
            Task::Attempt(place) => {
                self.comparison.as_mut()?.tried.get_mut(place).map(|tried| &mut tried.progress)
            }
            Task::Region => self.region.as_mut().map(|region| &mut region.progress),
            Task::Word => None,
        }
    }

    /// Nothing more is read; what has not ended is as if it had been cancelled.
    fn end_all(&mut self) {
        let ended = |page: PageKey, progress: &mut Progress| {
            if progress.record().is_none() {
                *progress = Progress::failed(page, PageOutcome::Cancelled);
            }
        };
        if let Some(Comparison { page, tried }) = &mut self.comparison {
            tried.iter_mut().for_each(|tried| ended(*page, &mut tried.progress));
        }
        if let Some(region) = &mut self.region {
            ended(region.page, &mut region.progress);
        }
        self.word.take_if(|word| word.guesses.is_none());
    }
}

impl<C, P> Session<C, P> {
    /// A page that is or was read in other ways, as long as nothing of it was kept or dropped.
    pub fn comparison(&self) -> Option<&Comparison> {
        self.again.comparison.as_ref()
    }

    /// What is known of the page of the comparison.
    pub fn compared(&self) -> Option<&PageRecord> {
        self.record(self.comparison()?.page)
    }

    /// The part of a page that is read by itself, or was last.
    pub fn region_reading(&self) -> Option<&RegionReading> {
        self.again.region.as_ref()
    }

    /// The word that is read in other ways, or was last.
    pub fn word_readings(&self) -> Option<&WordReadings> {
        self.again.word.as_ref()
    }

    /// Whether something is being read once more at this moment.
    pub fn is_reading_again(&self) -> bool {
        self.again.is_at_work()
    }

    /// What is known of a page that ended.
    pub fn record(&self, key: PageKey) -> Option<&PageRecord> {
        self.document(key.document)?.job.as_ref()?.record(key.page)
    }

    /// Whether a page can be read once more, now or when there is time for that.
    pub fn can_read_again(&self, key: PageKey) -> bool {
        let document = self.document(key.document);
        let is_there = |document: &&super::Document<C, P>| {
            let is_known = !matches!(document.status, Status::Rejected(_) | Status::Opening);
            is_known && !document.files.is_empty() && key.page.0 < document.page_count()
        };
        document.filter(is_there).is_some_and(|document| document.chosen().contains(&key.page))
    }

    /// Reads a page in other ways, in place of what was compared before.
    pub(super) fn read_again(&mut self, page: PageKey, attempts: Vec<Attempt>) {
        if !self.can_read_again(page) || attempts.is_empty() {
            return;
        }
        self.stop_work_if(|task| matches!(task, Task::Attempt(_)));
        let waiting = |attempt| Tried { attempt, progress: Progress::Waiting };
        let tried = attempts.into_iter().map(waiting).collect();
        self.again.comparison = Some(Comparison { page, tried });
        self.go_on_again();
    }

    /// Nothing more is read once more.
    pub(super) fn end_again(&mut self) {
        let was_busy = self.again.is_at_work();
        self.stop_work();
        self.again.end_all();
        if was_busy {
            self.rest_from_again();
        }
    }

    /// Nothing more is of interest of a document.
    pub(super) fn forget_again(&mut self, id: DocumentId) {
        if self.again.work.as_ref().is_some_and(|work| work.page.document == id) {
            self.stop_work();
        }
        let again = &mut self.again;
        again.comparison.take_if(|comparison| comparison.page.document == id);
        again.region.take_if(|region| region.page.document == id);
        again.word.take_if(|word| word.page.document == id);
        again.to_keep.retain(|key| key.document != id);
    }

    /// So many milliseconds have passed: what is held ready is not held for ever.
    pub(super) fn tick_again(&mut self, passed: f64) {
        let is_needed = self.run.is_running || self.again.is_at_work();
        if let Some(warm) = &mut self.again.warm_for {
            *warm = if is_needed { 0.0 } else { *warm + passed };
            if *warm >= WARM {
                self.again.warm_for = None;
                // What was made ready for a document that waits to be read is left to that.
                if !self.documents.iter().any(|document| document.status == Status::Ready) {
                    self.dismiss_recognizers();
                }
            }
        }
    }
}
