//! What is kept of a job, so that it survives a crash, a closed tab or a reload.
//!
//! A job is a folder named after its document's [`Fingerprint`]. In it lie one [`JobRecord`] and, for every page
//! that reached its end, one record of that page ([`to_parts`]): small files that are written once, so that a crash in the middle of a
//! write costs that page and no other. Every file is sealed ([`record`]): what is truncated, damaged or not ours
//! is passed over, and what a newer version wrote is left alone. A password is never part of a record.
//!
//! This room is pure. Where the files lie in a browser is the business of `src/browser/app/store`.

use std::str::FromStr;

use crate::browser::protocol::{Heaps, Reply, ReplyEnvelope, RequestId};
use crate::model::bitmap::Provenance;
use crate::model::page::{Dpi, PageIndex, PageSize, PageText};
use crate::pipeline::{PageJob, PageState};

pub mod fingerprint;
pub mod record;

pub use fingerprint::Fingerprint;
pub use record::Unusable;

/// Name of the file that holds a job's [`JobRecord`].
pub const JOB_FILE: &str = "job";

/// Name of the empty file which says that there is a handle on the document's file.
pub const HANDLE_FILE: &str = "handle";

/// How long a job is kept after it was last started, in days.
pub const DAYS_KEPT: u32 = 30;

/// How many jobs are kept; beyond that the oldest go.
pub const JOBS_KEPT: usize = 50;

/// What is kept of a job as a whole.
///
/// As text: how many pages and when, how it is read, and the name, each on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRecord {
    /// Name of the document's (first) file, to tell the person which one it is. It identifies nothing.
    pub name: String,
    /// The options that decide what a page's text comes out as, in one line. Pages read with others are read anew.
    pub reading: String,
    /// How many pages were chosen.
    pub chosen: u32,
    /// When it was last started, in milliseconds since 1970.
    pub started: u64,
}

impl JobRecord {
    /// The record as text.
    pub fn to_text(&self) -> String {
        format!("{} {}\n{}\n{}", self.chosen, self.started, self.reading, self.name)
    }

    /// The record in a text; `None` if it is not one.
    pub fn from_text(text: &str) -> Option<JobRecord> {
        let (figures, text) = text.split_once('\n')?;
        let (reading, name) = text.split_once('\n')?;
        let (chosen, started) = figures.split_once(' ')?;
        Some(JobRecord {
            name: name.to_owned(),
            reading: reading.to_owned(),
            chosen: chosen.parse().ok()?,
            started: started.parse().ok()?,
        })
    }
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

/// The words for how pixels came about.
const PROVENANCES: [(Provenance, &str); 4] = [
    (Provenance::Drawn, "drawn"),
    (Provenance::Scan, "scan"),
    (Provenance::TextLayer, "text-layer"),
    (Provenance::PartOfScan, "part-of-scan"),
];

/// Name of the file that holds a page's record.
pub fn page_file(page: PageIndex) -> String {
    format!("page-{page}")
}

/// Whether a file of a job holds a page's record.
pub fn is_page_file(name: &str) -> bool {
    name.starts_with("page-")
}

/// A page that reached its end, in two parts: the reply of the worker that ended it, which has its own form, and a
/// line with everything else that is known of the page. `None` before it has an outcome that is worth keeping.
///
/// The line has the page's number, the tries, the resolution, the size in points, how the pixels came about,
/// whether the resolution was lowered to fit (1 or 0), the time that drawing took, and the strips it was read in; a
/// hyphen stands for what is not known.
pub fn to_parts(job: &PageJob) -> Option<(String, ReplyEnvelope)> {
    let reply = match &job.state {
        PageState::Done(text) => {
            Reply::Recognized { text: (**text).clone(), milliseconds: job.read_milliseconds }
        }
        PageState::Failed(error) => Reply::Failed { error: error.clone() },
        _ => return None,
    };
    let figure = |figure: Option<f32>| figure.map_or_else(|| "-".to_owned(), |figure| figure.to_string());
    let (width, height) = (figure(job.size.map(|size| size.width)), figure(job.size.map(|size| size.height)));
    let known = PROVENANCES.iter().find(|(provenance, _)| Some(*provenance) == job.provenance);
    let (provenance, fitted) = (known.map_or("-", |(_, word)| *word), u8::from(job.fitted));
    let (page, attempts, dpi) = (job.page, job.attempts, figure(job.dpi.map(|dpi| dpi.0)));
    let (draw, strips) = (job.draw_milliseconds as f32, job.strips);
    let line = format!("{page} {attempts} {dpi} {width} {height} {provenance} {fitted} {draw} {strips}");
    Some((line, ReplyEnvelope { id: RequestId(job.page.0), reply, heaps: Heaps::default() }))
}

/// The page of these parts as it was when it ended; `None` if they do not make one.
pub fn from_parts(line: &str, envelope: ReplyEnvelope) -> Option<PageJob> {
    fn figure<T: FromStr>(text: &str) -> Option<Option<T>> {
        if text == "-" { Some(None) } else { text.parse().ok().map(Some) }
    }
    let parts: Vec<&str> = line.split(' ').collect();
    let [number, attempts, dpi, width, height, provenance, fitted, draw, strips @ ..] = parts.as_slice()
    else {
        return None;
    };
    let strips = match strips {
        // Kept before pages were read in strips.
        [] => 1,
        [strips] => strips.parse().ok()?,
        _ => return None,
    };
    let page = PageIndex(number.parse::<u32>().ok()?.checked_sub(1)?);
    let (state, read_milliseconds) = match envelope.reply {
        // Whatever the reply says, a text stands on the page it is filed under.
        Reply::Recognized { text, milliseconds } => {
            (PageState::Done(Box::new(PageText { page, ..text })), milliseconds)
        }
        Reply::Failed { error } => (PageState::Failed(error), 0.0),
        _ => return None,
    };
    Some(PageJob {
        state,
        attempts: attempts.parse().ok()?,
        dpi: figure(dpi)?.map(Dpi),
        size: figure(width)?.zip(figure(height)?).map(|(width, height)| PageSize { width, height }),
        provenance: PROVENANCES
            .iter()
            .find(|(_, word)| word == provenance)
            .map(|(provenance, _)| *provenance),
        fitted: *fitted == "1",
        strips,
        draw_milliseconds: f64::from(draw.parse::<f32>().ok()?),
        read_milliseconds,
        kept: true,
        ..PageJob::waiting(page)
    })
}

/// Which of these jobs are to go, given when each was started: those older than [`DAYS_KEPT`], and the oldest of
/// more than [`JOBS_KEPT`]. Positions in `started`, ascending.
pub fn outdated(started: &[u64], now: u64) -> Vec<usize> {
    let oldest = now.saturating_sub(u64::from(DAYS_KEPT) * 86_400_000);
    let newer = |than: u64| started.iter().filter(|other| **other > than).count();
    let gone = |started: u64| started < oldest || newer(started) >= JOBS_KEPT;
    (0..started.len()).filter(|index| gone(started[*index])).collect()
}
