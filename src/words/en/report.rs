//! The report: English.

use crate::words::ReportWords;
use crate::words::figures::count;

pub(super) const WORDS: ReportWords = ReportWords {
    title: "What Pagewise has read",
    verdict: "Result",
    not_ended: "Still being read",
    size: "File",
    read: "Pages read",
    of: |some, all| format!("{} of {}", count(some), count(all)),
    words: "Words",
    corrected: "Words put right by a person",
    confidence: "Confidence",
    time: "Time",
    memory: "Most memory",
    engine: "Engine",
    version: "Pagewise",
    created: "Report made",
    pages: "Pages",
    page: "Page",
    state: "State",
    note: "Note",
    dpi: "Resolution",
    languages: "Models",
    options: "Options, by their names in an address",
};
