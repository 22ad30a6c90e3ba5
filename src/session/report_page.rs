//! The report in words, as a page.

use super::Session;
use super::document::{Document, Job};
use crate::formats::export::report::Report;
use crate::formats::export::report::page::{DocumentPart, Mark, ReportPage, Row};
use crate::model::bitmap::Provenance;
use crate::model::options::Options;
use crate::model::page::PageIndex;
use crate::words::{self, PageWord, Reservation, Standing, words};

impl<C, P> Session<C, P> {
    /// The report on every document that was begun.
    pub(super) fn report_page(&self, created: &str) -> ReportPage {
        let said = &words().report;
        let with_job = self.documents.iter().filter_map(|document| Some((document, document.job.as_ref()?)));
        ReportPage {
            language: words().code,
            title: said.title,
            pages: said.pages,
            columns: vec![
                said.page,
                said.state,
                said.note,
                said.words,
                said.confidence,
                said.time,
                said.dpi,
                said.languages,
            ],
            options: said.options,
            documents: with_job.map(|(document, job)| self.part(document, job, created)).collect(),
        }
    }

    fn part(&self, document: &Document<C, P>, job: &Job<P>, created: &str) -> DocumentPart {
        let said = &words().report;
        let report = self.report(document, job, created);
        let Report { totals, peak_memory, .. } = &report;
        let verdict = match report.verdict {
            Some(verdict) => (words().standing)(&Standing::Ended(verdict, job.tally(), job.chosen.len())),
            None => said.not_ended.to_owned(),
        };
        let confidence = totals.mean_confidence.map(|mean| words::percent(f64::from(mean.0) / 100.0));
        let facts = [
            (said.verdict, Some(verdict)),
            (said.size, Some((words().file_size)(report.file.bytes))),
            (said.read, Some((said.of)(totals.done as usize, totals.pages as usize))),
            (said.words, Some(words::count(totals.words as usize))),
            (
                said.corrected,
                (totals.corrected_words > 0).then(|| words::count(totals.corrected_words as usize)),
            ),
            (said.confidence, confidence),
            (said.time, Some((words().duration)(totals.seconds * 1000.0))),
            (said.memory, Some(words::megabytes(peak_memory.total))),
            (said.engine, report.engine.clone()),
            (said.version, Some(report.app_version.clone())),
            // Of the date and the time the page needs no fractions of a second.
            (said.created, report.created.as_deref().map(|at| at.get(..16).unwrap_or(at).replace('T', " "))),
        ];
        // What was left as it is says nothing.
        let usual = Options::default().shown();
        let options = job.options.shown().into_iter().filter(|chosen| !usual.contains(chosen));
        DocumentPart {
            name: document.name.clone(),
            facts: facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
            rows: job.chosen.iter().map(|page| row(document, job, *page)).collect(),
            options: options.collect(),
        }
    }
}

/// What became of a page.
fn row<C, P>(document: &Document<C, P>, job: &Job<P>, page: PageIndex) -> Row {
    let name = match document.file_of(page) {
        Some(file) => format!("{page} ({file})"),
        None => page.to_string(),
    };
    let Some(record) = job.record(page) else {
        let state = (words().page_state)(PageWord::Waiting).to_owned();
        return Row { mark: Mark::None, cells: vec![name, state] };
    };
    let word = PageWord::of(record);
    let text = record.text();
    let reading = &record.reading;
    let note = match record.failure() {
        Some(error) => Some((words().error)(error)),
        None => Reservation::of(record).map(|reservation| (words().reservation)(&reservation)),
    };
    let dpi = match (reading.provenance, reading.dpi) {
        (Some(Provenance::TextLayer), _) => words().fixed.own_text.to_owned(),
        (_, Some(dpi)) => format!("{dpi} dpi"),
        _ => String::new(),
    };
    let mean = text.and_then(|text| text.mean_confidence());
    let milliseconds = reading.draw_milliseconds + reading.read_milliseconds;
    Row {
        mark: match word {
            PageWord::Doubtful => Mark::Doubtful,
            PageWord::Failed => Mark::Failed,
            _ => Mark::None,
        },
        cells: vec![
            name,
            (words().page_state)(word).to_owned(),
            note.unwrap_or_default(),
            text.map_or_else(String::new, |text| words::count(text.words().count())),
            mean.map_or_else(String::new, |mean| words::percent(f64::from(mean.0) / 100.0)),
            if milliseconds > 0.0 { (words().duration)(milliseconds) } else { String::new() },
            dpi,
            record.models.join(", "),
        ],
    }
}
