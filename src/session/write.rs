//! Files in the larger formats: a writer is started, fed page by page, and let go.
//!
//! What it has written stays with whoever drives the session. A PDF too damaged to be added to is first written anew by
//! a renderer of its own; then writing begins once more.

use std::collections::{BTreeMap, VecDeque};

use super::document::{Document, DocumentId, PageKey};
use super::workers::stopped;
use super::{Announcement, Effect, FromWorker, Serial, Session, Source, Who};
use crate::formats::export::structure;
use crate::formats::export::{DocumentInfo, Format, Offered, archive, file_name};
use crate::messages::writing::{Remark, Reply, Request, WrittenPage};
use crate::messages::{RequestId, START_ID, rendering};
use crate::model::bitmap::Provenance;
use crate::model::error::Error;
use crate::model::options::OwnText;
use crate::model::page::{PageIndex, PageText};
use crate::model::source::FileKind;
use crate::words::{Notice, words};

/// How the names of searchable PDFs end, so that they do not take the original's.
const PDF_EXTENSION: &str = "searchable.pdf";
const PDF_MIME: &str = "application/pdf";

/// A kind of file that the writer makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The text, in a format.
    Text(Format),
    /// The document itself, made searchable.
    SearchablePdf,
}

impl Kind {
    /// All that are offered.
    pub(super) fn of(offered: &Offered) -> Vec<Kind> {
        let pdf = offered.searchable_pdf.then_some(Kind::SearchablePdf);
        pdf.into_iter().chain(offered.texts.iter().copied().map(Kind::Text)).collect()
    }

    fn file_name(self, name: &str) -> String {
        let extension = match self {
            Kind::Text(format) => format.extension(),
            Kind::SearchablePdf => PDF_EXTENSION,
        };
        file_name(name, extension)
    }

    fn mime(self) -> &'static str {
        match self {
            Kind::Text(format) => format.mime(),
            Kind::SearchablePdf => PDF_MIME,
        }
    }

    /// Whether it can be made of a document: what is added to a file takes the file, and tables have to be there.
    fn suits<C, P>(self, document: &Document<C, P>) -> bool {
        match self {
            Kind::SearchablePdf => !document.files.is_empty(),
            kind if kind.is_of_tables() => document.texts().any(|text| !structure::tables(text).is_empty()),
            Kind::Text(_) => true,
        }
    }

    fn is_of_tables(self) -> bool {
        matches!(self, Kind::Text(format) if format.is_of_tables())
    }
}

/// The next thing the writer is asked for. Pages are looked up when their turn comes: none is copied before.
enum Step {
    Begin { archive: bool },
    File { document: DocumentId, kind: Kind, name: String },
    Page { document: DocumentId, page: PageIndex },
    PdfPage { document: DocumentId, page: PageIndex },
    EndFile,
    Finish,
}

/// Files being written.
pub(super) struct Writing {
    /// The writer, or the renderer that writes a file anew.
    serial: Serial,
    kinds: Vec<Kind>,
    steps: VecDeque<Step>,
    name: String,
    mime: &'static str,
    created: String,
    /// The document whose PDF was begun last.
    pdf: Option<DocumentId>,
    /// The page that was added last.
    added: Option<PageKey>,
    /// What is to be said of pages when all is written.
    remarks: Vec<(PageKey, Remark)>,
    /// Documents whose PDFs had to be written anew.
    written_anew: Vec<DocumentId>,
    last_request: u32,
    /// Pages that were put right since it was begun, as they were: nothing of it is half one and half the other.
    as_begun: BTreeMap<PageKey, PageText>,
}

impl Writing {
    fn next_request(&mut self) -> RequestId {
        self.last_request += 1;
        RequestId(self.last_request)
    }

    /// The text of a page as it was when this was begun.
    fn text(&self, page: PageKey, now: PageText) -> PageText {
        self.as_begun.get(&page).cloned().unwrap_or(now)
    }

    fn source(&self, id: DocumentId) -> Source {
        if self.written_anew.contains(&id) { Source::WrittenAnew(id) } else { Source::Original(id) }
    }
}

impl<C, P> Session<C, P> {
    /// Writes every document that was read in these kinds of file: one file as it is, several as an archive.
    pub(super) fn write(&mut self, kinds: Vec<Kind>, created: String) {
        if self.writing.is_some() {
            return self.announce(Announcement::FilePreparingAlready);
        }
        self.announce(Announcement::FilePreparing);
        self.begin_writing(kinds, created, Vec::new());
    }

    fn begin_writing(&mut self, kinds: Vec<Kind>, created: String, written_anew: Vec<DocumentId>) {
        let pairs: Vec<_> = self
            .read_documents()
            .flat_map(|document| kinds.iter().map(move |kind| (document, *kind)))
            .filter(|(document, kind)| kind.suits(document))
            .collect();
        let (name, mime) = match (pairs.as_slice(), kinds.len()) {
            ([], _) if self.read_documents().next().is_none() => return,
            ([], _) if kinds.iter().all(|kind| kind.is_of_tables()) => return self.notify(Notice::NoTables),
            ([], _) => return self.notify(Notice::Failed(Error::UnreadableFile)),
            ([(document, kind)], 1) => (kind.file_name(&document.name), kind.mime()),
            ([(first, _), rest @ ..], _) if rest.iter().all(|(other, _)| other.id == first.id) => {
                (file_name(&first.name, "zip"), archive::MIME)
            }
            _ => ("pagewise.zip".to_owned(), archive::MIME),
        };
        let steps = steps(&pairs);
        let serial = self.next_serial();
        self.writing = Some(Writing {
            serial,
            kinds,
            steps,
            name,
            mime,
            created,
            pdf: None,
            added: None,
            remarks: Vec::new(),
            written_anew,
            last_request: START_ID.0,
            as_begun: BTreeMap::new(),
        });
        self.effects.push(Effect::StartWriter(serial));
    }

    fn is_current(&self, serial: Serial) -> bool {
        self.writing.as_ref().is_some_and(|writing| writing.serial == serial)
    }

    /// Something was heard from the writer.
    pub(super) fn hear_writer(&mut self, serial: Serial, news: FromWorker<Reply, P>) {
        if !self.is_current(serial) {
            return;
        }
        let reply = match news {
            FromWorker::Replied(envelope, _) => envelope.reply,
            FromWorker::Stopped(error) => return self.writing_failed(error),
        };
        match reply {
            Reply::Piece => {}
            Reply::Started => self.ask_writer(),
            Reply::Accepted { remark } => {
                if let Some(writing) = &mut self.writing {
                    writing.remarks.extend(writing.added.zip(remark));
                }
                self.ask_writer();
            }
            Reply::PdfBegun { is_signed } => {
                let pdf = self.writing.as_ref().and_then(|writing| writing.pdf);
                if let Some(document) = pdf.filter(|_| is_signed).and_then(|id| self.document(id)) {
                    let name = document.name.clone();
                    self.notify(Notice::Signed { name });
                }
                self.ask_writer();
            }
            Reply::Written { follows_original } => {
                if let Some(writing) = self.writing.take() {
                    self.say_of_pages(&writing.remarks);
                    let after = writing.pdf.filter(|_| follows_original).map(|id| writing.source(id));
                    let Writing { name, mime, .. } = writing;
                    self.effects.push(Effect::HandOver { name, mime, after });
                    self.effects.push(Effect::Dismiss(Who::Writer));
                    self.announce(Announcement::FileReady);
                }
            }
            Reply::Failed { error: Error::DamagedStructure { reason } } => self.have_written_anew(reason),
            Reply::Failed { error } => self.writing_failed(error),
        }
    }

    fn ask_writer(&mut self) {
        while let Some(step) = self.writing.as_mut().and_then(|writing| writing.steps.pop_front()) {
            if let (Some(writing), Step::File { document, kind: Kind::SearchablePdf, .. }) =
                (&mut self.writing, &step)
            {
                writing.pdf = Some(*document);
            }
            if let (Some(writing), Step::PdfPage { document, page }) = (&mut self.writing, &step) {
                writing.added = Some(document.page(*page));
            }
            // A page that has its text already has nothing to add.
            let Some((request, files)) = self.request(step) else {
                continue;
            };
            if let Some(writing) = &mut self.writing {
                let (serial, id) = (writing.serial, writing.next_request());
                self.effects.push(Effect::AskWriter(serial, id, request, files));
            }
            return;
        }
    }

    /// Says what is to be said of pages, once for all pages of a document of which it is the same.
    fn say_of_pages(&mut self, remarks: &[(PageKey, Remark)]) {
        let mut notices: Vec<(DocumentId, Notice)> = Vec::new();
        for (key, remark) in remarks {
            let same = notices.iter_mut().find_map(|(document, notice)| {
                match (notice, remark) {
                    (Notice::LeftEmpty { pages, .. }, Remark::LeftEmpty(_)) => Some(pages),
                    (Notice::HiddenText { became, pages, .. }, Remark::HiddenText(other))
                        if became == other =>
                    {
                        Some(pages)
                    }
                    _ => None,
                }
                .filter(|_| *document == key.document)
            });
            if let Some(pages) = same {
                pages.push(key.page);
                continue;
            }
            let name = self.document(key.document).map_or_else(String::new, |document| document.name.clone());
            let pages = vec![key.page];
            let notice = match remark {
                Remark::LeftEmpty(_) => Notice::LeftEmpty { name, pages },
                Remark::HiddenText(became) => Notice::HiddenText { name, became: *became, pages },
            };
            notices.push((key.document, notice));
        }
        notices.into_iter().for_each(|(_, notice)| self.notify(notice));
    }

    /// A PDF cannot be added to as it is: PDFium writes it anew, as it understands it.
    fn have_written_anew(&mut self, reason: String) {
        let serial = self.next_serial();
        let Some(writing) = &mut self.writing else {
            return;
        };
        if writing.pdf.is_none_or(|id| writing.written_anew.contains(&id)) {
            return self.writing_failed(Error::DamagedStructure { reason });
        }
        writing.serial = serial;
        writing.last_request = START_ID.0;
        self.effects.push(Effect::Dismiss(Who::Writer));
        self.effects.push(Effect::StartRewriter(serial));
    }

    /// Something was heard from the renderer that writes a file anew.
    pub(super) fn hear_rewriter(&mut self, serial: Serial, news: FromWorker<rendering::Reply, P>) {
        if !self.is_current(serial) {
            return;
        }
        let reply = match news {
            FromWorker::Replied(envelope, _) => envelope.reply,
            FromWorker::Stopped(error) => return self.writing_failed(error),
        };
        match reply {
            rendering::Reply::Started => {
                let pdf = self.writing.as_ref().and_then(|writing| writing.pdf);
                let Some((id, password)) = pdf.and_then(|id| Some((id, self.document(id)?.password.clone())))
                else {
                    return self.writing_failed(stopped());
                };
                if let Some(writing) = &mut self.writing {
                    let request = rendering::Request::Rewrite { password };
                    let asked = writing.next_request();
                    let source = Source::Original(id);
                    self.effects.push(Effect::AskRewriter(serial, asked, request, source));
                }
            }
            rendering::Reply::Rewritten => self.write_again(),
            rendering::Reply::Failed { error } => self.writing_failed(error),
            _ => self.writing_failed(stopped()),
        }
    }

    /// Begins once more, with a file that can be added to.
    fn write_again(&mut self) {
        let Some(Writing { kinds, created, pdf, mut written_anew, .. }) = self.writing.take() else {
            return;
        };
        self.effects.push(Effect::Dismiss(Who::Rewriter));
        if let Some(document) = pdf.and_then(|id| self.document(id)) {
            let name = document.name.clone();
            written_anew.push(document.id);
            self.notify(Notice::WrittenAnew { name });
        }
        self.begin_writing(kinds, created, written_anew);
    }

    /// A document was taken out: a file that was to hold more of it would be half a file.
    pub(super) fn stop_writing_of(&mut self, id: DocumentId) {
        let concerns = |step: &Step| match step {
            Step::File { document, .. } | Step::Page { document, .. } | Step::PdfPage { document, .. } => {
                *document == id
            }
            Step::Begin { .. } | Step::EndFile | Step::Finish => false,
        };
        let is_needed = |writing: &Writing| writing.pdf == Some(id) || writing.steps.iter().any(concerns);
        if self.writing.as_ref().is_some_and(is_needed) {
            let reason = words().fixed.taken_out.to_owned();
            self.writing_failed(Error::NotWritten { reason });
        }
    }

    fn writing_failed(&mut self, error: Error) {
        self.writing = None;
        self.effects.push(Effect::Dismiss(Who::Writer));
        self.effects.push(Effect::Dismiss(Who::Rewriter));
        let error = match error {
            Error::NotWritten { .. }
            | Error::PartMissing { .. }
            | Error::UnwritableEncryption { .. }
            | Error::PasswordWrong
            | Error::UnreadableFile => error,
            other => Error::NotWritten { reason: (words().error)(&other) },
        };
        self.notify(Notice::Failed(error));
    }

    /// The text of a page is about to be another one: what is being written has it as it was.
    pub(super) fn hold_for_writing(&mut self, page: PageKey, text: PageText) {
        if let Some(writing) = &mut self.writing {
            writing.as_begun.entry(page).or_insert(text);
        }
    }

    /// What a step asks for, and the files that travel along.
    fn request(&self, step: Step) -> Option<(Request, Option<Source>)> {
        let writing = self.writing.as_ref()?;
        let request = match step {
            Step::Begin { archive } => Request::Begin { archive },
            Step::File { document, kind: Kind::Text(format), name } => {
                let options = self.options.export();
                Request::BeginFile { name, format, options, document: self.info(self.document(document)?) }
            }
            Step::File { document: id, kind: Kind::SearchablePdf, name } => {
                let document = self.document(id)?;
                let begin = Request::BeginPdf {
                    name,
                    kinds: document.kinds.clone(),
                    password: document.password.clone(),
                    own_text: own_text(document),
                    document: DocumentInfo { page_count: document.page_count(), ..self.info(document) },
                };
                return Some((begin, Some(writing.source(id))));
            }
            Step::Page { document, page } => {
                let key = document.page(page);
                let record = self.document(document)?.job.as_ref()?.record(page);
                let failure = record.and_then(|record| record.failure()).map(|error| (words().error)(error));
                let size = record.and_then(|record| record.reading.size);
                let text = record.and_then(|record| record.text()).cloned();
                let text = text.map(|text| writing.text(key, text));
                let left_out = self.left_out(document, page);
                Request::AddPage(WrittenPage { page, size, text, failure, left_out })
            }
            Step::PdfPage { document, page } => {
                let key = document.page(page);
                let document = self.document(document)?;
                let record = document.job.as_ref().and_then(|job| job.record(page));
                // Pages that carry their text already are left as they are, but for what a person has added.
                let is_own =
                    record.is_some_and(|record| record.reading.provenance == Some(Provenance::TextLayer));
                let text = record.and_then(|record| record.text()).cloned();
                let text = text.map(|text| writing.text(key, text));
                let text = if is_own { text.and_then(added) } else { text };
                let is_stripped = record.is_some() && own_text(document) == OwnText::Strip;
                if text.is_none() && document.kinds == [FileKind::Pdf] && !is_stripped {
                    return None;
                }
                let size = record.and_then(|record| record.reading.size);
                Request::AddPage(WrittenPage { page, size, text, failure: None, left_out: Vec::new() })
            }
            Step::EndFile => Request::EndFile,
            Step::Finish => Request::Finish,
        };
        Some((request, None))
    }

    pub(super) fn info(&self, document: &Document<C, P>) -> DocumentInfo {
        DocumentInfo {
            languages: languages_of(document),
            created: self.writing.as_ref().map(|writing| writing.created.clone()),
            body_height: self.layout_of(document).body_height,
            ..DocumentInfo::new(document.name.clone(), document.chosen().len() as u32)
        }
    }
}

/// What a person has written down that the page's own text lacks, if anything. Words of its own that were put right stay in a
/// PDF as they are seen.
fn added(mut text: PageText) -> Option<PageText> {
    text.retain_words(|word| word.corrected.as_deref() == Some(""));
    let has_any = text.words().next().is_some();
    has_any.then_some(text)
}

/// The languages that the pages of a document were read in, the one of most pages first.
fn languages_of<C, P>(document: &Document<C, P>) -> Vec<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for code in document.texts().flat_map(|text| &text.languages) {
        match counts.iter_mut().find(|(known, _)| known == code) {
            Some((_, count)) => *count += 1,
            None => counts.push((code, 1)),
        }
    }
    // Those of as many pages stay in the order in which they were chosen.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(code, _)| code.to_owned()).collect()
}

/// What was chosen about text that the pages of a document have, when they were read.
fn own_text<C, P>(document: &Document<C, P>) -> OwnText {
    document.job.as_ref().map_or(OwnText::Keep, |job| job.options.own_text)
}

fn steps<C, P>(files: &[(&Document<C, P>, Kind)]) -> VecDeque<Step> {
    let mut steps = VecDeque::from([Step::Begin { archive: files.len() > 1 }]);
    for (document, kind) in files {
        let id = document.id;
        steps.push_back(Step::File { document: id, kind: *kind, name: kind.file_name(&document.name) });
        match kind {
            Kind::Text(_) => {
                steps.extend(document.chosen().iter().map(|page| Step::Page { document: id, page: *page }));
            }
            Kind::SearchablePdf => {
                let pages = (0..document.page_count()).map(PageIndex);
                steps.extend(pages.map(|page| Step::PdfPage { document: id, page }));
            }
        }
        steps.push_back(Step::EndFile);
    }
    steps.push_back(Step::Finish);
    steps
}
