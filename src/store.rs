//! What is kept of a job, so that it survives a crash, a closed tab or a reload.
//!
//! A job is a folder named after its document's [`Fingerprint`]. In it lie one [`JobRecord`] and, for every page
//! that ended, one [`PageRecord`](crate::model::record::PageRecord): small files that are written once, so that a crash in the middle of a
//! write costs that page and no other. Every file is sealed ([`seal`]): what is truncated, damaged or not ours
//! is passed over, and what a newer version wrote is left alone. A password is never part of a record.
//!
//! This room is pure. Where the files lie in a browser is the business of `src/browser/app/store`.

use serde::{Deserialize, Serialize};

use crate::model::budget::Bytes;
use crate::model::page::PageIndex;
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
    /// How many pages were chosen.
    pub chosen: u32,
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
    /// How many pages reached their end.
    pub ended: u32,
    /// Whether the browser has a handle on its file, so that nobody has to choose it again.
    pub at_hand: bool,
    /// Whether another tab is reading it at this moment.
    pub elsewhere: bool,
}

/// Name of the file that holds a page's record.
pub fn page_file(page: PageIndex) -> String {
    format!("page-{page}")
}

/// Whether a file of a job holds a page's record.
pub fn is_page_file(name: &str) -> bool {
    name.starts_with("page-")
}

/// Which of these jobs are to go, given when each was started: those older than [`DAYS_KEPT`], and the oldest of
/// more than [`JOBS_KEPT`]. Positions in `started`, ascending.
pub fn outdated(started: &[u64], now: u64) -> Vec<usize> {
    let oldest = now.saturating_sub(u64::from(DAYS_KEPT) * 86_400_000);
    let newer = |than: u64| started.iter().filter(|other| **other > than).count();
    let gone = |started: u64| started < oldest || newer(started) >= JOBS_KEPT;
    (0..started.len()).filter(|index| gone(started[*index])).collect()
}
