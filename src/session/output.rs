//! What a person takes away at once: the text, copied or as a file, and the report.

use super::document::{Document, DocumentId, Job};
use super::write::Kind;
use super::{Effect, Session, Wanted};
use crate::formats::export::report::{
    self, FileReport, Limits, PageReport, PeakMemory, REPORT_VERSION, ReplacementTime, Report, Totals,
};
use crate::formats::export::text::Text;
use crate::formats::export::{ExportError, ExportPage, Exporter, Format, PageContent, file_name};
use crate::model::error::Error;
use crate::model::page::PageIndex;
use crate::words::{Notice, words};

impl<C, P> Session<C, P> {
    /// Hands over what is wanted of the pages read so far.
    pub(super) fn hand_over(&mut self, wanted: Wanted, created: String) {
        let offered = match wanted {
            Wanted::SearchablePdf => return self.write(vec![Kind::SearchablePdf], created),
            Wanted::Format(format) => return self.write(vec![Kind::Text(format)], created),
            Wanted::Everything => return self.write(Kind::of(&self.offered), created),
            Wanted::CopyText => {
                let pages = self.read_documents().flat_map(|document| self.plain_texts(document));
                let text = pages.collect::<Vec<_>>().join("\n\n");
                return self.effects.push(Effect::Copy(text));
            }
            Wanted::Text => self.text_file(None),
            Wanted::TextOf(id) => self.text_file(Some(id)),
            Wanted::Report => self.report_file(created),
            Wanted::ReportPage => Ok(Effect::Offer {
                bytes: self.report_page(&created).to_html().into_bytes(),
                mime: report::page::MIME,
                name: report::page::FILE_NAME.to_owned(),
            }),
        };
        match offered {
            Ok(offer) => self.effects.push(offer),
            Err(error) => self.notify(Notice::Failed(Error::NotWritten { reason: error.to_string() })),
        }
    }

    /// All text in one file, or that of one document, a form feed between pages.
    fn text_file(&self, only: Option<DocumentId>) -> Result<Effect<P>, ExportError> {
        let wanted = |document: &&Document<C, P>| only.is_none_or(|id| id == document.id);
        let documents: Vec<_> = self.read_documents().filter(wanted).collect();
        let mut bytes = Vec::new();
        for (place, document) in documents.iter().enumerate() {
            let Some(job) = &document.job else {
                continue;
            };
            if place > 0 {
                bytes.push(b'\x0c');
            }
            let layout = self.layout_of(document);
            let mut exporter = Text::new(self.options.export());
            exporter.begin(&self.info(document), &mut bytes)?;
            for page in &job.chosen {
                let record = job.record(*page);
                let failure = record.and_then(|record| record.failure()).map(|error| (words().error)(error));
                let content = match (record.and_then(|record| record.text()), &failure) {
                    (Some(text), _) => PageContent::Read(text),
                    (None, Some(failure)) => PageContent::Failed(failure),
                    (None, None) => PageContent::Skipped,
                };
                let size = record.and_then(|record| record.reading.size);
                let left_out = layout.left_out(*page);
                exporter.page(&ExportPage { page: *page, size, content, left_out }, &mut bytes)?;
            }
            exporter.end(&mut bytes)?;
        }
        let name = match documents.as_slice() {
            [document] => document.name.as_str(),
            _ => "pagewise",
        };
        let name = file_name(name, Format::Text.extension());
        Ok(Effect::Offer { bytes, mime: Format::Text.mime(), name })
    }

    /// The report: one object for one document, an array of them for several.
    fn report_file(&self, created: String) -> Result<Effect<P>, ExportError> {
        let with_job = self.documents.iter().filter_map(|document| Some((document, document.job.as_ref()?)));
        let reports: Vec<_> = with_job.map(|(document, job)| self.report(document, job, &created)).collect();
        let bytes = match reports.as_slice() {
            [report] => report.to_json()?,
            reports => serde_json::to_vec_pretty(reports)?,
        };
        Ok(Effect::Offer { bytes, mime: Format::Json.mime(), name: report::FILE_NAME.to_owned() })
    }

    pub(super) fn report(&self, document: &Document<C, P>, job: &Job<P>, created: &str) -> Report {
        let page = |page: &PageIndex| {
            PageReport::new(*page, job.record(*page), words().error, document.file_of(*page))
        };
        let pages: Vec<PageReport> = job.chosen.iter().map(page).collect();
        let budget = job.options.budget(self.device);
        let seconds = (job.ended.unwrap_or(self.now) - job.started - job.paused_for) / 1000.0;
        let memory = &self.memory;
        let replacements = job.pipeline.as_ref().map_or(job.replacements, |pipeline| pipeline.replacements());
        Report {
            report_version: REPORT_VERSION,
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            engine: self.engine.clone(),
            created: Some(created.to_owned()),
            file: FileReport {
                name: document.name.clone(),
                bytes: document.bytes,
                kinds: document.kinds.clone(),
            },
            verdict: job.verdict(),
            options: job.options.clone(),
            limits: Limits {
                preset: job.options.preset_for(self.device),
                workers: budget.workers(),
                ceiling: budget.ceiling(),
                page_seconds: job.options.limit_seconds(),
            },
            totals: Totals::of(&pages, seconds),
            pages,
            peak_memory: PeakMemory {
                pdfium: memory.pdfium_peak,
                tesseract: memory.tesseract_peak,
                own: memory.core_peak,
                total: memory.peak,
            },
            workers_replaced: replacements.count,
            replacement: ReplacementTime {
                mean_milliseconds: (replacements.ready > 0)
                    .then(|| replacements.milliseconds / f64::from(replacements.ready)),
                slowest_milliseconds: replacements.slowest_milliseconds,
            },
        }
    }
}
