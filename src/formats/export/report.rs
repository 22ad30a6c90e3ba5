//! `pagewise-report.json`: what was done to a document, page by page, and what it took.

use serde::Serialize;

use super::{ExportError, indented};
use crate::model::budget::{Bytes, Preset};
use crate::model::error::Error;
use crate::model::look::Quality;
use crate::model::options::Options;
use crate::model::page::{Confidence, Dpi, PageIndex, PageSize};
use crate::model::record::{PageOutcome, PageReading, PageRecord, Verdict};
use crate::model::source::FileKind;

pub mod page;

/// Name of the file.
pub const FILE_NAME: &str = "pagewise-report.json";

/// Version of the report's layout. Raised when a field changes its meaning.
pub const REPORT_VERSION: u32 = 1;

/// Everything that is reported about one document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// [`REPORT_VERSION`].
    pub report_version: u32,
    /// Version of Pagewise.
    pub app_version: String,
    /// Which engine read.
    pub engine: Option<String>,
    /// When the report was made, in ISO 8601.
    pub created: Option<String>,
    /// The file that was read.
    pub file: FileReport,
    /// What it has come to; `null` while it is being read.
    pub verdict: Option<Verdict>,
    /// What was chosen; `null` was left to Pagewise.
    pub options: Options,
    /// What followed from it on this device.
    pub limits: Limits,
    /// The pages that were chosen, in order.
    pub pages: Vec<PageReport>,
    /// The sums over `pages`.
    pub totals: Totals,
    /// The most that was held in memory.
    pub peak_memory: PeakMemory,
    /// Workers replaced because they grew past their share, died or took too long.
    pub workers_replaced: u32,
    /// Time it took to replace them.
    pub replacement: ReplacementTime,
}

/// The file that was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileReport {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: Bytes,
    /// What its bytes say it is: one kind for a PDF, one for each of several images.
    pub kinds: Vec<FileKind>,
}

/// What the job was allowed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Limits {
    /// The preset that applied.
    pub preset: Preset,
    /// Pages read at a time.
    pub workers: u32,
    /// The most bytes that all heaps and bitmaps together may take.
    pub ceiling: Bytes,
    /// Seconds that drawing a page, or reading it, may take.
    pub page_seconds: u32,
}

/// Time from replacing a worker until the new one was ready.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReplacementTime {
    /// On average; `None` where none was replaced.
    pub mean_milliseconds: Option<f64>,
    /// The longest.
    pub slowest_milliseconds: f64,
}

/// How a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PageState {
    /// It was read.
    Done,
    /// It could not be read.
    Failed,
    /// The job was cancelled before it was read.
    Cancelled,
    /// It was still to be read when the report was made.
    Pending,
}

/// What became of one page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageReport {
    /// The number that people see, from 1.
    pub number: u32,
    /// The file it is from, where the document is several images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// How it ended.
    pub outcome: PageState,
    /// The sentence that says why it failed.
    pub error: Option<String>,
    /// Size as shown, in points.
    pub size: Option<PageSize>,
    /// Resolution it was last drawn at.
    pub dpi: Option<Dpi>,
    /// Whether that is less than was wanted, because the page would not have fitted under the ceiling.
    pub fitted: bool,
    /// Strips it was read in, because it would not have fitted whole; 0 where it was not read from an image.
    pub strips: usize,
    /// Tries.
    pub attempts: u32,
    /// Time the last drawing took.
    pub draw_milliseconds: f64,
    /// Time the last reading took.
    pub read_milliseconds: f64,
    /// Mean confidence of its words in percent, but for those that it has as text of its own.
    pub mean_confidence: Option<Confidence>,
    /// Words read.
    pub words: u32,
    /// Of these, how many a person has put right.
    pub corrected_words: u32,
    /// The models it was read with, the main one first; none where nothing had to be read.
    pub models: Vec<String>,
    /// The code of the language that its words are in, where that is beyond doubt.
    pub language: Option<String>,
    /// What to think of that; `None` where it was not read.
    pub quality: Option<Quality>,
    /// The share of what may be letters that is in no word, from 0 to 1; `None` where that was not looked for.
    pub unread_share: Option<f32>,
    /// Degrees clockwise by which its text lay turned: 0, 90, 180 or 270.
    pub turned: u32,
    /// Degrees by which its lines went down to the right, where it was straightened.
    pub straightened: Option<f32>,
    /// Whether it was read a second time with its shades evened out, and that gave more text.
    pub evened: bool,
    /// Whether a part of it was read again in another way, and that gave more text.
    pub again: bool,
    /// Whether a person chose this reading of it among several.
    pub by_choice: bool,
    /// Whether a person left it out of what is taken away.
    pub left_out: bool,
}

impl PageReport {
    /// What a page has come to; nothing is known of one that is still to be read. `error` has the sentence for a failure,
    /// `file` is the file the page is from, where the document is several images.
    pub fn new(
        page: PageIndex,
        record: Option<&PageRecord>,
        error: impl Fn(&Error) -> String,
        file: Option<&str>,
    ) -> Self {
        let outcome = match record.map(|record| &record.outcome) {
            Some(PageOutcome::Read(_)) => PageState::Done,
            Some(PageOutcome::Failed(_)) => PageState::Failed,
            Some(PageOutcome::Cancelled) => PageState::Cancelled,
            None => PageState::Pending,
        };
        let text = record.and_then(PageRecord::text);
        let PageReading {
            size,
            dpi,
            fitted,
            strips,
            attempts,
            draw_milliseconds,
            read_milliseconds,
            look,
            ..
        } = record.map(|record| record.reading).unwrap_or_default();
        Self {
            number: page.number(),
            file: file.map(str::to_owned),
            outcome,
            error: record.and_then(PageRecord::failure).map(error),
            size,
            dpi,
            fitted,
            strips,
            attempts,
            draw_milliseconds,
            read_milliseconds,
            mean_confidence: text.and_then(|text| text.mean_confidence()),
            words: text.map_or(0, |text| text.words().count() as u32),
            corrected_words: text.map_or(0, |text| text.corrected_words() as u32),
            models: record.map(|record| record.models.clone()).unwrap_or_default(),
            language: record.and_then(|record| record.language.clone()),
            quality: record.and_then(PageRecord::quality),
            unread_share: look.unread.map(|unread| unread.share()),
            turned: look.turned.degrees(),
            straightened: look.straightened,
            evened: look.evened,
            again: look.again,
            by_choice: record.is_some_and(|record| record.by_choice),
            left_out: record.is_some_and(|record| record.left_out),
        }
    }
}

/// Sums over the pages of a report.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Totals {
    /// Pages chosen.
    pub pages: u32,
    /// Pages read.
    pub done: u32,
    /// Pages that could not be read.
    pub failed: u32,
    /// Pages that a person left out, whether they were read or not.
    pub left_out: u32,
    /// Words read.
    pub words: u64,
    /// Of these, how many a person has put right.
    pub corrected_words: u64,
    /// Pages on which there are such.
    pub corrected_pages: u32,
    /// Time from Start to the last page.
    pub seconds: f64,
    /// Mean confidence of all words in percent, on pages that have any that were read.
    pub mean_confidence: Option<Confidence>,
}

impl Totals {
    /// The sums over `pages`; `seconds` is the time from Start to the last page.
    pub fn of(pages: &[PageReport], seconds: f64) -> Self {
        let count = |outcome| pages.iter().filter(|page| page.outcome == outcome).count() as u32;
        let words = pages.iter().map(|page| u64::from(page.words)).sum();
        let (sum, measured) = pages
            .iter()
            .filter_map(|page| Some((f64::from(page.mean_confidence?.0), f64::from(page.words))))
            .fold((0.0, 0.0), |(sum, all), (mean, words)| (sum + mean * words, all + words));
        Self {
            pages: pages.len() as u32,
            done: count(PageState::Done),
            failed: count(PageState::Failed),
            left_out: pages.iter().filter(|page| page.left_out).count() as u32,
            words,
            corrected_words: pages.iter().map(|page| u64::from(page.corrected_words)).sum(),
            corrected_pages: pages.iter().filter(|page| page.corrected_words > 0).count() as u32,
            seconds,
            mean_confidence: (measured > 0.0).then(|| Confidence((sum / measured) as f32)),
        }
    }
}

/// The largest that the wasm memories grew, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct PeakMemory {
    /// PDFium's, in its worker.
    pub pdfium: Bytes,
    /// Tesseract's, in the worker where it was largest.
    pub tesseract: Bytes,
    /// Pagewise's own, in the page and all workers together.
    pub own: Bytes,
    /// All of them together at one moment.
    pub total: Bytes,
}

impl Report {
    /// The report as indented JSON.
    ///
    /// # Errors
    /// When a value has no form in JSON.
    pub fn to_json(&self) -> Result<Vec<u8>, ExportError> {
        indented(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::PageIndex;

    fn page(outcome: PageState, words: u32, confidence: Option<f32>) -> PageReport {
        PageReport {
            number: 1,
            file: None,
            outcome,
            error: None,
            size: None,
            dpi: None,
            fitted: false,
            strips: 1,
            attempts: 1,
            draw_milliseconds: 10.0,
            read_milliseconds: 20.0,
            mean_confidence: confidence.map(Confidence),
            words,
            corrected_words: words / 100,
            models: Vec::new(),
            language: None,
            quality: None,
            unread_share: None,
            turned: 0,
            straightened: None,
            evened: false,
            again: false,
            by_choice: false,
            left_out: false,
        }
    }

    #[test]
    fn words_weigh_the_same_on_every_page() {
        let pages = [
            page(PageState::Done, 300, Some(90.0)),
            page(PageState::Done, 100, Some(50.0)),
            page(PageState::Done, 0, None),
            page(PageState::Failed, 0, None),
            page(PageState::Cancelled, 0, None),
        ];
        let totals = Totals::of(&pages, 12.5);
        assert_eq!((totals.pages, totals.done, totals.failed, totals.words), (5, 3, 1, 400));
        assert_eq!((totals.corrected_words, totals.corrected_pages), (4, 2));
        assert_eq!(totals.mean_confidence, Some(Confidence(80.0)));
        assert_eq!(Totals::of(&pages[3..], 0.0).mean_confidence, None);
    }

    #[test]
    fn a_page_in_any_state_is_reported() {
        let page = PageIndex(6);
        let report = |outcome| {
            let reading = PageReading { attempts: 2, ..PageReading::default() };
            let record = PageRecord::new(page, outcome, reading);
            PageReport::new(page, Some(&record), ToString::to_string, Some("a.png"))
        };
        let failed = report(PageOutcome::Failed(Error::DamagedPage));
        assert_eq!((failed.number, failed.outcome, failed.attempts), (7, PageState::Failed, 2));
        assert_eq!(failed.file.as_deref(), Some("a.png"));
        assert_eq!(failed.error.as_deref(), Some(Error::DamagedPage.to_string().as_str()));
        assert_eq!(report(PageOutcome::Cancelled).outcome, PageState::Cancelled);
        let pending = PageReport::new(page, None, ToString::to_string, None);
        assert_eq!((pending.outcome, pending.words), (PageState::Pending, 0));
    }
}
