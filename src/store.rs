//! What is kept of a job, so that it survives a crash, a closed tab or a reload.
//!
//! A job is a folder named after its document's [`Fingerprint`]. In it lie one [`JobRecord`] and, for every page
//! that ended, one [`PageRecord`]: small files that are written once, so that a crash in the middle of a
//! write costs that page and no other. A page's file is named after the options it was read with as well, and its record says
//! with which models: what was read with other options stays until the page has been read anew. Every file is sealed ([`seal`]):
//! what is truncated, damaged or not ours is passed over, and what a newer version wrote is left alone. A password is never
//! part of a record.
//!
//! This room is pure. Where the files lie in a browser is the business of `src/browser/app/store`.

use serde::{Deserialize, Serialize};

use crate::model::budget::Bytes;
use crate::model::page::PageIndex;
use crate::model::record::PageRecord;
use crate::model::source::FileKind;

pub mod fingerprint;
pub mod seal;

pub use fingerprint::Fingerprint;
pub use seal::Unusable;

/// Name of the file that holds a job's [`JobRecord`].
pub const JOB_FILE: &str = "job";

/// Name of the empty file which says that there is a handle on the document's file.
pub const HANDLE_FILE: &str = "handle";

/// How long a job is kept after it was last started, in days.
pub const DAYS_KEPT: u32 = 30;

/// How many jobs are kept; beyond that the oldest go.
pub const JOBS_KEPT: usize = 50;

/// What is kept of a job as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct JobRecord {
    /// Name of the document's (first) file, to tell the person which one it is. It identifies nothing.
    pub name: String,
    /// The options that decide what a page's text comes out as, in one line. Pages read with others are read anew.
    pub reading: String,
    /// The options it was last started with ([`Options::shown`](crate::model::options::Options::shown)).
    pub options: Vec<(String, String)>,
    /// The names of the models it was last started with, the main one first.
    pub models: Vec<String>,
    /// The pages that were chosen, ascending, and those that were known before.
    pub chosen: Vec<PageIndex>,
    /// When it was last started, in milliseconds since 1970.
    pub started: u64,
    /// How many pages each of the document's files has.
    pub file_pages: Vec<u32>,
    /// The names of its files.
    pub file_names: Vec<String>,
    /// What each of them is.
    pub kinds: Vec<FileKind>,
    /// Their size together.
    pub bytes: Bytes,
}

/// A job that is kept, as far as it is of interest before its document is there again.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptJob {
    /// Its document.
    pub fingerprint: Fingerprint,
    /// What is kept of it as a whole.
    pub record: JobRecord,
    /// The pages that have ended with the options of the record, ascending.
    pub pages: Vec<PageIndex>,
    /// How many pages there are only as they were read with other options.
    pub otherwise: usize,
    /// Whether the browser has a handle on its file, so that nobody has to choose it again.
    pub at_hand: bool,
    /// Whether another tab is reading it at this moment.
    pub elsewhere: bool,
}

/// What is kept of a job, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptText {
    /// The job.
    pub record: JobRecord,
    /// The pages that have ended with its options.
    pub pages: Vec<PageRecord>,
    /// Pages as they were read with other options, of which there is nothing newer.
    pub otherwise: Vec<PageRecord>,
}

impl KeptJob {
    /// How many of the chosen pages have ended.
    pub fn ended(&self) -> usize {
        self.record.chosen.iter().filter(|page| self.pages.binary_search(page).is_ok()).count()
    }

    /// Whether there is any text of it.
    pub fn has_pages(&self) -> bool {
        !self.pages.is_empty() || self.otherwise > 0
    }
}

/// Name of the file that holds the record of a page, read with these options ([`JobRecord::reading`]).
pub fn page_file(page: PageIndex, reading: &str) -> String {
    format!("{}{:08x}", page_files(page), seal::checksum(reading) as u32)
}

/// How the names of all files begin that hold a record of a page.
pub fn page_files(page: PageIndex) -> String {
    format!("page-{page}-")
}

/// The page whose record a file of a job holds, if it holds one.
pub fn page_in(file: &str) -> Option<PageIndex> {
    let (number, _) = file.strip_prefix("page-")?.split_once('-')?;
    Some(PageIndex(number.parse::<u32>().ok()?.checked_sub(1)?))
}

/// Which pages the files of a job hold: those read with these options, and how many only otherwise.
pub fn pages_in<'a>(files: impl Iterator<Item = &'a str> + Clone, reading: &str) -> (Vec<PageIndex>, usize) {
    let is_current = |file: &&str| page_in(file).is_some_and(|page| page_file(page, reading) == **file);
    let mut pages: Vec<_> = files.clone().filter(is_current).filter_map(page_in).collect();
    pages.sort_unstable();
    let mut otherwise: Vec<_> =
        files.filter_map(page_in).filter(|page| pages.binary_search(page).is_err()).collect();
    otherwise.sort_unstable();
    otherwise.dedup();
    (pages, otherwise.len())
}

/// Which of these jobs are to go, given when each was started: those older than [`DAYS_KEPT`], and the oldest of
/// more than [`JOBS_KEPT`]. Positions in `started`, ascending.
pub fn outdated(started: &[u64], now: u64) -> Vec<usize> {
    let oldest = now.saturating_sub(u64::from(DAYS_KEPT) * 86_400_000);
    let newer = |than: u64| started.iter().filter(|other| **other > than).count();
    let gone = |started: u64| started < oldest || newer(started) >= JOBS_KEPT;
    (0..started.len()).filter(|index| gone(started[*index])).collect()
}
