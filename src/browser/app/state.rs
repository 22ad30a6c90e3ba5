//! What the page knows. Widgets read it; only [`super::update`] and the pipeline change it.

use js_sys::ArrayBuffer;
use web_sys::Blob;

use super::handle::FileHandle;
use crate::browser::protocol::Heaps;
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::options::{Device, Options};
use crate::model::page::{PageIndex, PageText};
use crate::model::source::FileKind;
use crate::pipeline::{PageJob, PageState, Pipeline};
use crate::store::{Fingerprint, KeptJob};

/// Tells documents apart for the life of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(pub u32);

/// Where a document stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// Its structure has not been looked at yet.
    Opening,
    /// Encrypted; a password is awaited.
    PasswordNeeded {
        /// Whether one was tried that does not open it.
        wrong: bool,
    },
    /// A password was given and is being tried.
    Unlocking,
    /// Its pages are known.
    Ready,
    /// Being read.
    Running,
    /// Not read, because another tab is reading it.
    Elsewhere,
    /// Read as far as it will be.
    Finished,
    /// It cannot be read, and why.
    Rejected(Error),
}

/// One PDF, or the images that were added together.
pub struct Document {
    /// Tells it apart.
    pub id: DocumentId,
    /// The name of its (first) file.
    pub name: String,
    /// Its files: one PDF or any number of images.
    pub files: Vec<Blob>,
    /// Their names.
    pub file_names: Vec<String>,
    /// How many pages each of them has, once known.
    pub file_pages: Vec<u32>,
    /// The browser's handle on its only file.
    pub handle: Option<FileHandle>,
    /// What each file is.
    pub kinds: Vec<FileKind>,
    /// Size of its files together.
    pub bytes: Bytes,
    /// Where it stands.
    pub status: Status,
    /// The password that opens it, or is being tried.
    pub password: Option<String>,
    /// Its job, once started.
    pub job: Option<Job>,
    /// By what it is known again, once computed.
    pub fingerprint: Option<Fingerprint>,
    /// Whether it is to be read from its first page, whatever is known of it.
    pub afresh: bool,
}

/// A document's job and when it ran.
pub struct Job {
    /// What happens next, and what has happened.
    pub pipeline: Pipeline<ArrayBuffer>,
    /// The options it runs with.
    pub options: Options,
    /// When it was started, in milliseconds since the page was loaded.
    pub started: f64,
    /// When it ended.
    pub ended: Option<f64>,
    /// How long it was paused, in milliseconds.
    pub paused_for: f64,
}

impl Document {
    /// Its pages; 0 until they are known.
    pub fn page_count(&self) -> u32 {
        self.file_pages.iter().sum()
    }

    /// The name of the image file that a page is from, where there are several.
    pub fn file_of(&self, page: PageIndex) -> Option<&str> {
        if self.files.len() < 2 {
            return None;
        }
        let mut after = 0;
        let file = self.file_pages.iter().position(|pages| {
            after += pages;
            page.0 < after
        });
        self.file_names.get(file?).map(String::as_str)
    }

    /// How many of its pages were known from before and not read now.
    pub fn pages_known(&self) -> usize {
        self.job.as_ref().map_or(0, |job| job.pipeline.known())
    }

    /// The chosen pages and where they stand; none before Start.
    pub fn jobs(&self) -> &[PageJob] {
        self.job.as_ref().map_or(&[], |job| job.pipeline.jobs())
    }

    /// Whether its pages are not known yet, but may be soon.
    pub fn is_opening(&self) -> bool {
        matches!(self.status, Status::Opening | Status::Unlocking)
    }

    /// The pages read so far, in document order.
    pub fn texts(&self) -> impl Iterator<Item = &PageText> {
        self.jobs().iter().filter_map(|job| match &job.state {
            PageState::Done(text) => Some(&**text),
            _ => None,
        })
    }

    /// "PDF", "PNG", or "12 images".
    pub fn kind_label(&self) -> String {
        match self.kinds.as_slice() {
            [] => String::new(),
            [kind] => kind.label().to_owned(),
            many => format!("{} images", many.len()),
        }
    }
}

/// What kind of message a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something failed.
    Error,
    /// Something is not as one might expect.
    Warning,
    /// Good to know.
    Info,
}

/// A sentence for the person, until it is dismissed.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Tells it apart.
    pub id: u32,
    /// What kind of message.
    pub kind: NoticeKind,
    /// The sentence.
    pub text: String,
}

/// Whether the parts of Pagewise are there.
#[derive(Debug, Clone, PartialEq)]
pub enum Readiness {
    /// On their way.
    Loading,
    /// All there.
    Ready,
    /// Not to be had.
    Failed(Error),
}

/// A language model that the server offers.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct ModelOffer {
    /// Language code, such as `eng`.
    pub lang: String,
    /// Variant, such as `fast`.
    pub variant: String,
    /// File name under `models/`.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// Wasm memory in use, and what it has come to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MemoryUse {
    /// All heaps of all living workers, the page's own, and the living bitmaps.
    pub now: Bytes,
    /// The most that `now` has been.
    pub peak: Bytes,
    /// The most that PDFium's heap has been.
    pub pdfium_peak: Bytes,
    /// The most that one Tesseract's heap has been.
    pub tesseract_peak: Bytes,
    /// The most that all instances of our own module have been.
    pub core_peak: Bytes,
}

/// Everything the page shows.
pub struct State {
    /// The documents, in the order they were added.
    pub documents: Vec<Document>,
    /// What was chosen.
    pub options: Options,
    /// What the device is.
    pub device: Device,
    /// The models to choose from.
    pub models: Vec<ModelOffer>,
    /// Whether reading could begin.
    pub readiness: Readiness,
    /// Whether documents are being read.
    pub running: bool,
    /// Memory, live.
    pub memory: MemoryUse,
    /// Messages that have not been dismissed.
    pub notices: Vec<Notice>,
    /// The present moment, in milliseconds since the page was loaded.
    pub now: f64,
    /// When Start was pressed.
    pub started: f64,
    /// When the last page of the last document was finished.
    pub ended: Option<f64>,
    /// When Pause was pressed, while it is paused.
    pub paused_since: Option<f64>,
    /// How long all pauses before took, in milliseconds.
    pub paused_for: f64,
    /// The jobs that are kept in this browser, the newest first.
    pub kept: Vec<KeptJob>,
}

impl State {
    /// The documents of which anything is there to be taken away.
    pub fn read_documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter().filter(|document| document.texts().next().is_some())
    }

    /// The offer that the options choose, or the first there is.
    pub fn chosen_offer(&self) -> Option<&ModelOffer> {
        let options = &self.options;
        let of_lang = || self.models.iter().filter(|offer| offer.lang == options.lang);
        of_lang()
            .find(|offer| options.variant.as_deref() == Some(&offer.variant))
            .or_else(|| of_lang().next())
            .or(self.models.first())
    }

    /// The name that stands beside a page: its file's where its document has several, its document's where there are
    /// several documents.
    pub fn name_beside<'a>(&self, document: &'a Document, page: PageIndex) -> Option<&'a str> {
        let several = self.documents.len() > 1;
        document.file_of(page).or(several.then_some(&document.name))
    }

    /// Whether Start was ever pressed.
    pub fn has_begun(&self) -> bool {
        self.running || self.ended.is_some()
    }

    /// How long has been worked since Start, in milliseconds, without pauses.
    pub fn elapsed(&self) -> f64 {
        self.ended.or(self.paused_since).unwrap_or(self.now) - self.started - self.paused_for
    }

    /// How many pages were known from before and not read now.
    pub fn pages_known(&self) -> usize {
        self.documents.iter().map(Document::pages_known).sum()
    }

    /// The document with this id.
    pub fn document_mut(&mut self, id: DocumentId) -> Option<&mut Document> {
        self.documents.iter_mut().find(|document| document.id == id)
    }

    /// The document being read.
    pub fn running_document(&self) -> Option<&Document> {
        self.documents.iter().find(|document| document.status == Status::Running)
    }

    /// The document being read.
    pub fn running_document_mut(&mut self) -> Option<&mut Document> {
        self.documents.iter_mut().find(|document| document.status == Status::Running)
    }

    /// The pages that changed since this was last asked: their document's place and their own place in its job. A
    /// page that changed several times is there as often.
    pub fn take_changes(&mut self) -> Vec<(usize, usize)> {
        let mut changes = Vec::new();
        for (place, document) in self.documents.iter_mut().enumerate() {
            if let Some(job) = &mut document.job {
                changes.extend(job.pipeline.take_changes().into_iter().map(|position| (place, position)));
            }
        }
        changes
    }

    /// Pages that reached their end, and pages there are to read in all.
    pub fn progress(&self) -> (usize, usize) {
        let jobs = self.documents.iter().filter_map(|document| document.job.as_ref());
        let done = jobs.map(|job| job.pipeline.ended().total()).sum();
        let chosen = |document: &Document| match &document.job {
            Some(_) => document.jobs().len(),
            None if document.status == Status::Ready => self
                .options
                .page_range()
                .ok()
                .and_then(|range| range.select(document.page_count()).ok())
                .map_or(0, |pages| pages.len()),
            None => 0,
        };
        (done, self.documents.iter().map(chosen).sum())
    }

    /// Notes what the workers' memories have come to.
    pub fn note_memory(&mut self, core: Bytes, workers: impl Iterator<Item = (bool, Heaps)>, bitmaps: Bytes) {
        let (mut engines, mut cores) = (Bytes(0), core);
        for (is_renderer, heaps) in workers {
            engines = engines + heaps.engine;
            cores = cores + heaps.core;
            let peak =
                if is_renderer { &mut self.memory.pdfium_peak } else { &mut self.memory.tesseract_peak };
            *peak = (*peak).max(heaps.engine);
        }
        let memory = &mut self.memory;
        memory.now = engines + cores + bitmaps;
        memory.peak = memory.peak.max(memory.now);
        memory.core_peak = memory.core_peak.max(cores);
    }
}
