//! What a person takes away.

use js_sys::{Array, Uint8Array};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag};

use super::state::{Document, DocumentId, Job, NoticeKind, State};
use super::writing::Kind;
use super::{App, Msg, save};
use crate::formats::export::report::{
    self, FileReport, Limits, PageReport, PeakMemory, REPORT_VERSION, Report, Totals,
};
use crate::formats::export::text::Text;
use crate::formats::export::{
    DocumentInfo, ExportError, ExportOptions, ExportPage, Exporter, Format, PageContent, file_name,
};
use crate::pipeline::{PageJob, PageState};

/// Something to be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The text, on the clipboard.
    CopyText,
    /// The text, as a file.
    Text,
    /// The text of one document, as a file.
    TextOf(DocumentId),
    /// The report, as a file.
    Report,
    /// The document itself, made searchable.
    SearchablePdf,
    /// One of the larger formats.
    Format(Format),
    /// Every format, in an archive.
    Everything,
}

impl App {
    /// Hands over what is wanted of the pages read so far.
    pub(super) fn hand_over(&mut self, wanted: Wanted) {
        let handed = match wanted {
            Wanted::SearchablePdf => return self.write(vec![Kind::SearchablePdf]),
            Wanted::Format(format) => return self.write(vec![Kind::Text(format)]),
            Wanted::Everything => return self.write(Kind::all().collect()),
            Wanted::CopyText => self.copy_text(),
            Wanted::Text => self.offer_text(|_| true),
            Wanted::TextOf(id) => self.offer_text(|document| document.id == id),
            Wanted::Report => report_file(&self.state)
                .and_then(|bytes| offer(&bytes, Format::Json.mime(), report::FILE_NAME)),
        };
        if let Err(error) = handed {
            self.notify(NoticeKind::Error, error.to_string());
        }
    }

    fn offer_text(&self, wanted: impl Fn(&Document) -> bool) -> Result<(), ExportError> {
        let documents: Vec<_> = self.state.read_documents().filter(|document| wanted(document)).collect();
        let (bytes, name) = text_file(&documents, self.state.options.export())?;
        offer(&bytes, Format::Text.mime(), &name)
    }

    fn copy_text(&self) -> Result<(), ExportError> {
        let pages = self.state.read_documents().flat_map(Document::texts).map(ToString::to_string);
        let text = pages.filter(|page| !page.is_empty()).collect::<Vec<_>>().join("\n\n");
        let sender = self.sender.clone();
        if let Some(window) = web_sys::window() {
            let promise = window.navigator().clipboard().write_text(&text);
            spawn_local(async move {
                let refused = "The browser did not allow copying. Select the text and copy it yourself.";
                let copied = JsFuture::from(promise).await;
                sender.send(Msg::HandedOver(copied.map(|_| "The text was copied.").map_err(|_| refused)));
            });
        }
        Ok(())
    }
}

/// Offers bytes as a download.
pub(super) fn offer(bytes: &[u8], mime: &str, name: &str) -> Result<(), ExportError> {
    offer_array(&Uint8Array::from(bytes), mime, name)
}

/// Offers bytes that never were in our own memory.
pub(super) fn offer_array(bytes: &Uint8Array, mime: &str, name: &str) -> Result<(), ExportError> {
    let kind = BlobPropertyBag::new();
    kind.set_type(mime);
    let parts = Array::of1(bytes);
    Blob::new_with_u8_array_sequence_and_options(&parts, &kind)
        .and_then(|blob| save::download(&blob, name))
        .map_err(|_| std::io::Error::other("the browser refused the download").into())
}

/// What a page's state means to an exporter. `reason` outlives the page, since a failure's sentence is made
/// here.
fn content<'a>(job: &'a PageJob, reason: &'a Option<String>) -> PageContent<'a> {
    match (&job.state, reason) {
        (PageState::Done(text), _) => PageContent::Read(text),
        (_, Some(reason)) => PageContent::Failed(reason),
        _ => PageContent::Skipped,
    }
}

/// All text in one file, a form feed between pages, and its name.
fn text_file(documents: &[&Document], options: ExportOptions) -> Result<(Vec<u8>, String), ExportError> {
    let mut bytes = Vec::new();
    let mut exporter = Text::new(options);
    let info = DocumentInfo::new("", documents.iter().map(|document| document.jobs().len() as u32).sum());
    exporter.begin(&info, &mut bytes)?;
    for job in documents.iter().flat_map(|document| document.jobs()) {
        let reason = job.failure();
        let page = ExportPage { page: job.page, size: job.size, content: content(job, &reason) };
        exporter.page(&page, &mut bytes)?;
    }
    exporter.end(&mut bytes)?;
    let name = match documents {
        [document] => document.name.as_str(),
        _ => "pagewise",
    };
    Ok((bytes, file_name(name, Format::Text.extension())))
}

/// The report: one object for one document, an array of them for several.
fn report_file(state: &State) -> Result<Vec<u8>, ExportError> {
    let reports: Vec<_> = state
        .documents
        .iter()
        .filter_map(|document| Some(report(state, document, document.job.as_ref()?)))
        .collect();
    match reports.as_slice() {
        [report] => report.to_json(),
        reports => Ok(serde_json::to_vec_pretty(reports)?),
    }
}

fn report(state: &State, document: &Document, job: &Job) -> Report {
    let page = |job: &PageJob| PageReport::new(job, document.file_of(job.page));
    let pages: Vec<PageReport> = job.pipeline.jobs().iter().map(page).collect();
    let budget = job.options.budget(state.device);
    let seconds = (job.ended.unwrap_or(state.now) - job.started - job.paused_for) / 1000.0;
    let memory = &state.memory;
    Report {
        report_version: REPORT_VERSION,
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
        created: Some(String::from(js_sys::Date::new_0().to_iso_string())),
        file: FileReport {
            name: document.name.clone(),
            bytes: document.bytes,
            kinds: document.kinds.clone(),
        },
        options: job.options.clone(),
        limits: Limits {
            preset: job.options.preset_for(state.device),
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
        workers_replaced: job.pipeline.replacements().count,
        replacement: job.pipeline.replacements().into(),
    }
}
