//! Files in the larger formats: a writer worker is started, fed page by page, and let go.

use std::collections::VecDeque;

use js_sys::Uint8Array;

use super::output::{failure, offer_array, read_documents};
use super::state::{Document, DocumentId, NoticeKind, State};
use super::{App, Msg};
use crate::error::Error;
use crate::export::structure::BodyHeight;
use crate::export::{DocumentInfo, Format, archive, file_name};
use crate::host::{WorkerEvent, WorkerHandle};
use crate::pipeline::PageState;
use crate::protocol::{Reply, ReplyEnvelope, Request, Role, Start, VERSION, WrittenPage};

/// The next thing the writer is asked for. Pages are looked up when their turn comes: none is copied before.
enum Step {
    Begin { archive: bool },
    File { document: DocumentId, format: Format, name: String },
    Page { document: DocumentId, position: usize },
    EndFile,
    Finish,
}

/// Files being written.
pub struct Writing {
    handle: WorkerHandle,
    steps: VecDeque<Step>,
    name: String,
    mime: &'static str,
}

impl App {
    /// Writes every document that was read in these formats: one file as it is, several as an archive.
    pub(super) fn write(&mut self, formats: &[Format]) {
        if self.writing.is_some() {
            return self.view.say("A file is being prepared already.");
        }
        let documents: Vec<_> = read_documents(&self.state).collect();
        let (name, mime) = match (documents.as_slice(), formats) {
            ([], _) => return,
            ([document], [format]) => (file_name(&document.name, format.extension()), format.mime()),
            ([document], _) => (file_name(&document.name, "zip"), archive::MIME),
            _ => ("pagewise.zip".to_owned(), archive::MIME),
        };
        let steps = steps(&documents, formats);
        let start = Start { version: VERSION.to_owned(), role: Role::Writer, lang: String::new() };
        let sender = self.sender.clone();
        match WorkerHandle::spawn(&start, None, move |event| sender.send(Msg::Writer(event))) {
            Ok(handle) => {
                self.writing = Some(Writing { handle, steps, name, mime });
                self.view.say("The file is being prepared.");
            }
            Err(error) => self.notify(NoticeKind::Error, error.to_string()),
        }
    }

    /// Something was heard from the writer.
    pub(super) fn hear_writer(&mut self, event: WorkerEvent) {
        let outcome = match event {
            WorkerEvent::Replied(ReplyEnvelope { reply: Reply::Started | Reply::Accepted, .. }, _) => {
                self.ask_writer().map(|()| false)
            }
            WorkerEvent::Replied(ReplyEnvelope { reply: Reply::Written, .. }, Some(bytes)) => {
                let written = self.writing.as_ref().map(|writing| (writing.name.clone(), writing.mime));
                let (name, mime) = written.unwrap_or_default();
                let not_written =
                    |error: crate::export::ExportError| Error::NotWritten { reason: error.to_string() };
                offer_array(&Uint8Array::new(&bytes), mime, &name).map(|()| true).map_err(not_written)
            }
            WorkerEvent::Replied(ReplyEnvelope { reply: Reply::Failed { error }, .. }, _)
            | WorkerEvent::Stopped(error) => Err(error),
            WorkerEvent::Replied(..) => Ok(false),
        };
        match outcome {
            Ok(false) => {}
            Ok(true) => {
                self.writing = None;
                self.view.say("The file is ready.");
            }
            Err(error) => {
                self.writing = None;
                let reason = match error {
                    Error::NotWritten { .. } => error.to_string(),
                    other => Error::NotWritten { reason: other.to_string() }.to_string(),
                };
                self.notify(NoticeKind::Error, reason);
            }
        }
    }

    fn ask_writer(&mut self) -> Result<(), Error> {
        let Some(writing) = &mut self.writing else {
            return Ok(());
        };
        while let Some(step) = writing.steps.pop_front() {
            // A document that was cleared meanwhile has nothing to add.
            if let Some(request) = request(&self.state, step) {
                return writing.handle.post(request, &[], None).map(|_| ());
            }
        }
        Ok(())
    }
}

fn steps(documents: &[&Document], formats: &[Format]) -> VecDeque<Step> {
    let archive = documents.len() * formats.len() > 1;
    let mut steps = VecDeque::from([Step::Begin { archive }]);
    for document in documents {
        for format in formats {
            let name = file_name(&document.name, format.extension());
            steps.push_back(Step::File { document: document.id, format: *format, name });
            let pages = 0..document.jobs().len();
            steps.extend(pages.map(|position| Step::Page { document: document.id, position }));
            steps.push_back(Step::EndFile);
        }
    }
    steps.push_back(Step::Finish);
    steps
}

fn request(state: &State, step: Step) -> Option<Request> {
    let find = |id: DocumentId| state.documents.iter().find(|document| document.id == id);
    Some(match step {
        Step::Begin { archive } => Request::BeginWriting { archive },
        Step::File { document, format, name } => {
            Request::BeginFile { name, format, document: info(find(document)?) }
        }
        Step::Page { document, position } => {
            let job = find(document)?.jobs().get(position)?;
            let text = match &job.state {
                PageState::Done(text) => Some((**text).clone()),
                _ => None,
            };
            Request::AddPage(WrittenPage { page: job.page, size: job.size, text, failure: failure(job) })
        }
        Step::EndFile => Request::EndFile,
        Step::Finish => Request::FinishWriting,
    })
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
