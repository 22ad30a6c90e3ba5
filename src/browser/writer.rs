//! The writer seen from inside: files in the larger formats, page by page, in a module of its own.
//!
//! What has been written is sent to the page in pieces as it comes, so that memory does not grow with the file.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

use crate::browser::protocol::{
    Heaps, Reply, ReplyEnvelope, Request, RequestEnvelope, RequestId, START_ID, Start, VERSION, WrittenPage,
};
use crate::browser::wire::Message;
use crate::engine::blob::BlobReader;
use crate::formats::export::{ExportPage, PageContent};
use crate::model::error::Error;
use destination::Destination;
use searchable::Searchable;

mod destination;
mod searchable;

/// Takes over a worker whose loader has instantiated this module.
#[wasm_bindgen]
pub fn boot_writer(start: &Message) -> Result<(), JsError> {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let is_current = start.open::<Start>().is_ok_and(|start| start.version == VERSION);
    if !is_current {
        return post(&scope, START_ID, Reply::Failed { error: Error::VersionMismatch }, None);
    }
    post(&scope, START_ID, Reply::Started, None)?;
    let target = scope.clone();
    let mut writing = Writing::default();
    let on_message =
        Closure::<dyn FnMut(MessageEvent) -> Result<(), JsError>>::new(move |event: MessageEvent| {
            let message: Message = event.data().unchecked_into();
            let RequestEnvelope { id, request } = message.open()?;
            let piece = |bytes: Vec<u8>| post(&scope, id, Reply::Piece, Some(&bytes)).map_err(|_| lost());
            let reply = match writing.answer(request, &message, &piece) {
                Ok(reply) => reply,
                Err(error) => Reply::Failed { error },
            };
            let rest = writing.destination.take();
            post(&scope, id, reply, (!rest.is_empty()).then_some(&rest))
        });
    target.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    Ok(())
}

fn lost() -> Error {
    Error::NotWritten { reason: "the page did not take it".to_owned() }
}

fn post(
    scope: &DedicatedWorkerGlobalScope,
    id: RequestId,
    reply: Reply,
    bytes: Option<&Vec<u8>>,
) -> Result<(), JsError> {
    let failed = |_| JsError::new("a reply could not be posted");
    let message = Message::new(&ReplyEnvelope { id, reply, heaps: Heaps::default() })?;
    match bytes {
        Some(bytes) => {
            let transfer = message.attach_bytes(&Uint8Array::from(bytes.as_slice()).buffer());
            scope.post_message_with_transfer(&message, &transfer).map_err(failed)
        }
        None => scope.post_message(&message).map_err(failed),
    }
}

/// The files that travelled with a message.
fn files(message: &Message) -> Result<Vec<BlobReader>, Error> {
    let files = message.files().unwrap_or_else(Array::new);
    files
        .iter()
        .map(|file| file.dyn_into::<Blob>().map_err(|_| Error::UnreadableFile).and_then(BlobReader::new))
        .collect()
}

/// The file that pages are added to.
enum Current {
    Text(Box<dyn crate::formats::export::Exporter>),
    Pdf(Box<Searchable>),
}

/// What is being written.
#[derive(Default)]
struct Writing {
    destination: Destination,
    current: Option<Current>,
    follows_original: bool,
}

/// Takes bytes away to where there is room for them.
type Piece<'a> = dyn Fn(Vec<u8>) -> Result<(), Error> + 'a;

impl Writing {
    fn answer(&mut self, request: Request, message: &Message, piece: &Piece<'_>) -> Result<Reply, Error> {
        match request {
            Request::BeginWriting { archive } => {
                *self = Self { destination: Destination::new(archive), ..Self::default() };
            }
            Request::BeginFile { name, format, options, document } => {
                self.destination.begin_file(&name)?;
                let mut exporter = format.exporter(options);
                exporter.begin(&document, self.destination.writer()).map_err(not_written)?;
                self.current = Some(Current::Text(exporter));
            }
            Request::BeginPdf { name, kinds, password, document } => {
                let files = files(message)?;
                let pdf = Searchable::begin(files, kinds, password.as_deref(), &document)?;
                let is_signed = pdf.is_signed();
                self.destination.begin_file(&name)?;
                if let Some(original) = pdf.original() {
                    self.follows_original = !self.destination.is_archive();
                    if self.destination.is_archive() {
                        self.destination.copy(original, piece)?;
                    }
                }
                self.current = Some(Current::Pdf(Box::new(pdf)));
                return Ok(Reply::PdfBegun { is_signed });
            }
            Request::AddPage(page) => match &mut self.current {
                Some(Current::Text(exporter)) => {
                    exporter.page(&export_page(&page), self.destination.writer()).map_err(not_written)?;
                }
                Some(Current::Pdf(pdf)) => pdf.add_page(&page, self.destination.writer())?,
                None => {}
            },
            Request::EndFile => match self.current.take() {
                Some(Current::Text(mut exporter)) => {
                    exporter.end(self.destination.writer()).map_err(not_written)?;
                }
                Some(Current::Pdf(pdf)) => pdf.end(self.destination.writer())?,
                None => {}
            },
            Request::FinishWriting => {
                self.destination.finish()?;
                return Ok(Reply::Written { follows_original: self.follows_original });
            }
            Request::Open { .. }
            | Request::Draw(_)
            | Request::WarmUp
            | Request::Recognize { .. }
            | Request::Rewrite { .. } => {
                let reason = "the writer was asked for something it does not do".to_owned();
                return Err(Error::NotWritten { reason });
            }
        }
        Ok(Reply::Accepted)
    }
}

fn not_written(error: impl std::fmt::Display) -> Error {
    Error::NotWritten { reason: error.to_string() }
}

fn export_page(page: &WrittenPage) -> ExportPage<'_> {
    let content = match (&page.text, &page.failure) {
        (Some(text), _) => PageContent::Read(text),
        (None, Some(failure)) => PageContent::Failed(failure),
        (None, None) => PageContent::Skipped,
    };
    ExportPage { page: page.page, size: page.size, content }
}
