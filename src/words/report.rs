//! What is said in the report, and how a page that has ended is called there and in the rows.

use super::{PageWord, Reservation};
use crate::model::bitmap::Provenance;
use crate::model::look::{Doubt, Quality, Turn};
use crate::model::record::{PageOutcome, PageRecord};

/// The words of the report in one language.
pub struct ReportWords {
    /// What it is called.
    pub title: &'static str,
    /// What a document has come to.
    pub verdict: &'static str,
    /// It is still being read.
    pub not_ended: &'static str,
    /// The size of its file.
    pub size: &'static str,
    /// How many pages were read, of how many.
    pub read: &'static str,
    /// So many of so many.
    pub of: fn(usize, usize) -> String,
    /// Words that were read.
    pub words: &'static str,
    /// Words that a person has put right.
    pub corrected: &'static str,
    /// How sure the engine was, on average.
    pub confidence: &'static str,
    /// How long it took.
    pub time: &'static str,
    /// The most that was held in memory.
    pub memory: &'static str,
    /// Which engine read.
    pub engine: &'static str,
    /// The version of Pagewise.
    pub version: &'static str,
    /// When the report was made.
    pub created: &'static str,
    /// Heading over the pages.
    pub pages: &'static str,
    /// A page's number.
    pub page: &'static str,
    /// How it ended.
    pub state: &'static str,
    /// What is to be said of it.
    pub note: &'static str,
    /// Its resolution.
    pub dpi: &'static str,
    /// The models it was read with.
    pub languages: &'static str,
    /// Heading over the options, which have the names that they have in an address.
    pub options: &'static str,
}

/// Why a page that was read is doubtful.
fn doubt(record: &PageRecord) -> Option<Doubt> {
    match record.quality()? {
        Quality::Doubtful(doubt) => Some(doubt),
        Quality::Good | Quality::Empty => None,
    }
}

impl PageWord {
    /// How a page that has ended is called.
    pub fn of(record: &PageRecord) -> PageWord {
        match &record.outcome {
            PageOutcome::Read(_) if doubt(record).is_some() => PageWord::Doubtful,
            PageOutcome::Read(text) if text.words().next().is_none() => PageWord::Empty,
            PageOutcome::Read(_) => PageWord::Done,
            PageOutcome::Failed(_) => PageWord::Failed,
            PageOutcome::Cancelled => PageWord::Cancelled,
        }
    }
}

impl Reservation {
    /// Why a page that was read may have been read less well than others: the gravest reason.
    pub fn of(record: &PageRecord) -> Option<Reservation> {
        if let Some(doubt) = doubt(record) {
            return Some(Reservation::Doubt(doubt));
        }
        let reading = &record.reading;
        match (reading.provenance, reading.dpi) {
            (Some(Provenance::PartOfScan), _) => Some(Reservation::PartOfScan),
            (_, Some(dpi)) if reading.fitted => Some(Reservation::Fitted(reading.strips, dpi)),
            _ if reading.strips > 1 => Some(Reservation::Strips(reading.strips)),
            _ if reading.attempts > 1 => Some(Reservation::Retried),
            _ if reading.look.turned != Turn::Upright => Some(Reservation::Turned(reading.look.turned)),
            _ if reading.look.evened => Some(Reservation::Evened),
            _ if reading.look.again => Some(Reservation::Again),
            _ => reading.look.straightened.map(Reservation::Straightened),
        }
    }
}
