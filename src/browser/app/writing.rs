//! Files in the larger formats: a writer worker is started, fed page by page, and let go.
//!
//! What it has written comes back in pieces, which the browser keeps as blobs. A PDF too damaged to be added to
//! is first written anew by a renderer of its own; then writing begins once more.

use std::collections::{HashMap, VecDeque};

use js_sys::{Array, ArrayBuffer};
use web_sys::{Blob, BlobPropertyBag};

use super::crew;
use super::state::{Document, DocumentId, NoticeKind, State};
use super::{App, Msg, save};
use crate::browser::host::{WorkerEvent, WorkerHandle};
use crate::browser::protocol::{Reply, ReplyEnvelope, Request, Role, Start, VERSION, WrittenPage};
use crate::formats::export::structure::BodyHeight;
use crate::formats::export::{DocumentInfo, Format, archive, file_name};
use crate::model::bitmap::Provenance;
use crate::model::error::Error;
use crate::model::page::PageIndex;
use crate::model::source::FileKind;
use crate::pipeline::PageState;

/// How the names of searchable PDFs end, so that they do not take the original's.
const PDF_EXTENSION: &str = "searchable.pdf";
const PDF_MIME: &str = "application/pdf";

/// A kind of file that the writer makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The text, in a format.
    Text(Format),
    /// The document itself, made searchable.
    SearchablePdf,
}

impl Kind {
    /// Every kind there is.
    pub fn all() -> impl Iterator<Item = Kind> {
        std::iter::once(Kind::SearchablePdf).chain(Format::ALL.into_iter().map(Kind::Text))
    }

    fn file_name(self, document: &Document) -> String {
        let extension = match self {
            Kind::Text(format) => format.extension(),
            Kind::SearchablePdf => PDF_EXTENSION,
        };
        file_name(&document.name, extension)
    }

    fn mime(self) -> &'static str {
        match self {
            Kind::Text(format) => format.mime(),
            Kind::SearchablePdf => PDF_MIME,
        }
    }
}

/// The next thing the writer is asked for. Pages are looked up when their turn comes: none is copied before.
enum Step {
    Begin { archive: bool },
    File { document: DocumentId, kind: Kind, name: String },
    Page { document: DocumentId, position: usize },
    PdfPage { document: DocumentId, page: PageIndex },
    Rewrite { document: DocumentId },
    EndFile,
    Finish,
}

/// Files being written.
pub struct Writing {
    handle: WorkerHandle,
    kinds: Vec<Kind>,
    steps: VecDeque<Step>,
    name: String,
    mime: &'static str,
    /// What has been written, in order.
    pieces: Vec<Blob>,
    /// The document whose PDF was begun last.
    pdf: Option<DocumentId>,
    /// PDFs that had to be written anew.
    rewritten: HashMap<DocumentId, Blob>,
}

impl App {
    /// Writes every document that was read in these kinds of file: one file as it is, several as an archive.
    pub(super) fn write(&mut self, kinds: Vec<Kind>) {
        if self.writing.is_some() {
            return self.view.say("A file is being prepared already.");
        }
        self.view.say("The file is being prepared.");
        self.begin_writing(kinds, HashMap::new());
    }

    fn begin_writing(&mut self, kinds: Vec<Kind>, rewritten: HashMap<DocumentId, Blob>) {
        let documents: Vec<_> = self.state.read_documents().collect();
        let (name, mime) = match (documents.as_slice(), kinds.as_slice()) {
            ([], _) => return,
            ([document], [kind]) => (kind.file_name(document), kind.mime()),
            ([document], _) => (file_name(&document.name, "zip"), archive::MIME),
            _ => ("pagewise.zip".to_owned(), archive::MIME),
        };
        let steps = steps(&documents, &kinds);
        let start = Start { version: VERSION.to_owned(), role: Role::Writer, lang: String::new() };
        let sender = self.sender.clone();
        match WorkerHandle::spawn(&start, None, move |event| sender.send(Msg::Writer(event))) {
            Ok(handle) => {
                let (pieces, pdf) = (Vec::new(), None);
                self.writing = Some(Writing { handle, kinds, steps, name, mime, pieces, pdf, rewritten });
            }
            Err(error) => self.notify(NoticeKind::Error, error.to_string()),
        }
    }

    /// Something was heard from the writer, or from the renderer that writes a damaged PDF anew.
    pub(super) fn hear_writer(&mut self, event: WorkerEvent) {
        let outcome = match event {
            WorkerEvent::Replied(ReplyEnvelope { reply: Reply::Rewritten, .. }, Some(bytes)) => {
                return self.write_again(&bytes);
            }
            WorkerEvent::Replied(ReplyEnvelope { reply, .. }, bytes) => {
                if let (Some(writing), Some(bytes)) = (&mut self.writing, bytes) {
                    writing.pieces.extend(blob(&bytes));
                }
                self.answer_writer(reply)
            }
            WorkerEvent::Stopped(error) => Err(error),
        };
        match outcome {
            Ok(()) => {}
            Err(Error::DamagedStructure { reason }) => self.have_rewritten(reason),
            Err(error) => self.writing_failed(error),
        }
    }

    fn answer_writer(&mut self, reply: Reply) -> Result<(), Error> {
        match reply {
            Reply::Started | Reply::Accepted => self.ask_writer(),
            Reply::PdfBegun { is_signed } => {
                if is_signed {
                    self.say_signed();
                }
                self.ask_writer()
            }
            Reply::Written { follows_original } => {
                self.hand_over_written(follows_original)?;
                self.writing = None;
                self.view.say("The file is ready.");
                Ok(())
            }
            Reply::Failed { error } => Err(error),
            _ => Ok(()),
        }
    }

    fn ask_writer(&mut self) -> Result<(), Error> {
        let Some(writing) = &mut self.writing else {
            return Ok(());
        };
        while let Some(step) = writing.steps.pop_front() {
            if let Step::File { document, kind: Kind::SearchablePdf, .. } = &step {
                writing.pdf = Some(*document);
            }
            // A document that was cleared meanwhile has nothing to add.
            if let Some((request, files)) = request(&self.state, step, &writing.rewritten) {
                return writing.handle.post(request, &files, None).map(|_| ());
            }
        }
        Ok(())
    }

    fn hand_over_written(&mut self, follows_original: bool) -> Result<(), Error> {
        let Some(writing) = &mut self.writing else {
            return Ok(());
        };
        let not_written = |_| Error::NotWritten { reason: "the browser refused the download".to_owned() };
        let original = writing.pdf.filter(|_| follows_original).and_then(|id| {
            writing.rewritten.get(&id).cloned().or_else(|| find(&self.state, id)?.files.first().cloned())
        });
        let parts: Array = original.into_iter().chain(writing.pieces.drain(..)).collect();
        let kind = BlobPropertyBag::new();
        kind.set_type(writing.mime);
        Blob::new_with_blob_sequence_and_options(&parts, &kind)
            .and_then(|whole| save::download(&whole, &writing.name))
            .map_err(not_written)
    }

    /// A PDF cannot be added to as it is: PDFium writes it anew, as it understands it.
    fn have_rewritten(&mut self, reason: String) {
        let damaged = Error::DamagedStructure { reason };
        let (Some(writing), Some(parts)) = (&mut self.writing, &self.parts) else {
            return;
        };
        let again = writing.pdf.is_none_or(|id| writing.rewritten.contains_key(&id));
        if again {
            return self.writing_failed(damaged);
        }
        let (start, equipment) = crew::renderer(parts);
        let sender = self.sender.clone();
        match WorkerHandle::spawn(&start, Some(&equipment), move |event| sender.send(Msg::Writer(event))) {
            Ok(handle) => {
                writing.handle = handle;
                writing.steps = writing.pdf.map(|document| Step::Rewrite { document }).into_iter().collect();
            }
            Err(error) => self.writing_failed(error),
        }
    }

    /// Begins once more, with a file that can be added to.
    fn write_again(&mut self, bytes: &ArrayBuffer) {
        let Some(mut writing) = self.writing.take() else {
            return;
        };
        if let (Some(id), Some(file)) = (writing.pdf, blob(bytes)) {
            writing.rewritten.insert(id, file);
            let name = find(&self.state, id).map(|document| document.name.clone()).unwrap_or_default();
            let sentence = format!(
                "\u{201c}{name}\u{201d} is damaged. For the searchable PDF the whole file was written anew, as far as it could be repaired."
            );
            self.notify(NoticeKind::Warning, sentence);
        }
        self.begin_writing(writing.kinds, writing.rewritten);
    }

    fn say_signed(&mut self) {
        let id = self.writing.as_ref().and_then(|writing| writing.pdf);
        if let Some(document) = id.and_then(|id| find(&self.state, id)) {
            let sentence = format!(
                "\u{201c}{}\u{201d} is signed. The signature covers the document as it was; viewers will say that text was added afterwards.",
                document.name
            );
            self.notify(NoticeKind::Info, sentence);
        }
    }

    fn writing_failed(&mut self, error: Error) {
        self.writing = None;
        let reason = match error {
            Error::NotWritten { .. } => error.to_string(),
            other => Error::NotWritten { reason: other.to_string() }.to_string(),
        };
        self.notify(NoticeKind::Error, reason);
    }
}

fn blob(bytes: &ArrayBuffer) -> Option<Blob> {
    Blob::new_with_buffer_source_sequence(&Array::of1(bytes)).ok()
}

fn find(state: &State, id: DocumentId) -> Option<&Document> {
    state.documents.iter().find(|document| document.id == id)
}

fn steps(documents: &[&Document], kinds: &[Kind]) -> VecDeque<Step> {
    let archive = documents.len() * kinds.len() > 1;
    let mut steps = VecDeque::from([Step::Begin { archive }]);
    for document in documents {
        for kind in kinds {
            let (id, name) = (document.id, kind.file_name(document));
            steps.push_back(Step::File { document: id, kind: *kind, name });
            match kind {
                Kind::Text(_) => {
                    let pages = 0..document.jobs().len();
                    steps.extend(pages.map(|position| Step::Page { document: id, position }));
                }
                Kind::SearchablePdf => {
                    let pages = (0..document.page_count()).map(PageIndex);
                    steps.extend(pages.map(|page| Step::PdfPage { document: id, page }));
                }
            }
            steps.push_back(Step::EndFile);
        }
    }
    steps.push_back(Step::Finish);
    steps
}

/// What a step asks for, and the files that travel along.
fn request(state: &State, step: Step, rewritten: &HashMap<DocumentId, Blob>) -> Option<(Request, Vec<Blob>)> {
    let files = |document: &Document| match rewritten.get(&document.id) {
        Some(file) => vec![file.clone()],
        None => document.files.clone(),
    };
    let request = match step {
        Step::Begin { archive } => Request::BeginWriting { archive },
        Step::File { document, kind: Kind::Text(format), name } => {
            let options = state.options.export();
            Request::BeginFile { name, format, options, document: info(find(state, document)?) }
        }
        Step::File { document, kind: Kind::SearchablePdf, name } => {
            let document = find(state, document)?;
            let begin = Request::BeginPdf {
                name,
                kinds: document.kinds.clone(),
                password: document.password.clone(),
                document: DocumentInfo { page_count: document.page_count(), ..info(document) },
            };
            return Some((begin, files(document)));
        }
        Step::Rewrite { document } => {
            let document = find(state, document)?;
            return Some((Request::Rewrite { password: document.password.clone() }, document.files.clone()));
        }
        Step::Page { document, position } => {
            let job = find(state, document)?.jobs().get(position)?;
            let text = match &job.state {
                PageState::Done(text) => Some((**text).clone()),
                _ => None,
            };
            Request::AddPage(WrittenPage { page: job.page, size: job.size, text, failure: job.failure() })
        }
        Step::PdfPage { document, page } => {
            let document = find(state, document)?;
            let jobs = document.jobs();
            let job = jobs.binary_search_by_key(&page, |job| job.page).ok().and_then(|at| jobs.get(at));
            // Pages that carry their text already are left as they are.
            let text = job.filter(|job| job.provenance != Some(Provenance::TextLayer)).and_then(|job| {
                match &job.state {
                    PageState::Done(text) => Some((**text).clone()),
                    _ => None,
                }
            });
            if text.is_none() && document.kinds == [FileKind::Pdf] {
                return None;
            }
            Request::AddPage(WrittenPage { page, size: job.and_then(|job| job.size), text, failure: None })
        }
        Step::EndFile => Request::EndFile,
        Step::Finish => Request::FinishWriting,
    };
    Some((request, Vec::new()))
}

fn info(document: &Document) -> DocumentInfo {
    let mut body = BodyHeight::default();
    document.texts().for_each(|text| body.add(text));
    let languages = document.job.as_ref().map(|job| vec![job.options.lang.clone()]);
    DocumentInfo {
        languages: languages.unwrap_or_default(),
        created: Some(String::from(js_sys::Date::new_0().to_iso_string())),
        body_height: body.points(),
        ..DocumentInfo::new(document.name.clone(), document.jobs().len() as u32)
    }
}
