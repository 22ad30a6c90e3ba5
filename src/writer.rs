//! The writer seen from inside: files in the larger formats, page by page, in a module of its own.

use std::io::Write;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::error::Error;
use crate::export::archive::Archive;
use crate::export::{ExportError, ExportOptions, ExportPage, Exporter, PageContent};
use crate::protocol::{
    Heaps, Reply, ReplyEnvelope, Request, RequestEnvelope, RequestId, START_ID, Start, VERSION, WrittenPage,
};
use crate::wire::Message;

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
            match writing.answer(request) {
                Ok(None) => post(&scope, id, Reply::Accepted, None),
                Ok(Some(bytes)) => post(&scope, id, Reply::Written, Some(&bytes)),
                Err(error) => {
                    let error = Error::NotWritten { reason: error.to_string() };
                    post(&scope, id, Reply::Failed { error }, None)
                }
            }
        });
    target.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    Ok(())
}

fn post(
    scope: &DedicatedWorkerGlobalScope,
    id: RequestId,
    reply: Reply,
    bytes: Option<&[u8]>,
) -> Result<(), JsError> {
    let failed = |_| JsError::new("a reply could not be posted");
    let message = Message::new(&ReplyEnvelope { id, reply, heaps: Heaps::default() })?;
    match bytes {
        Some(bytes) => {
            let transfer = message.attach_bytes(&Uint8Array::from(bytes).buffer());
            scope.post_message_with_transfer(&message, &transfer).map_err(failed)
        }
        None => scope.post_message(&message).map_err(failed),
    }
}

/// Where bytes go: straight into a file, or into a file of an archive.
enum Destination {
    File(Vec<u8>),
    Archive(Archive<Vec<u8>>),
}

impl Destination {
    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Destination::File(bytes) => bytes,
            Destination::Archive(archive) => archive,
        }
    }
}

/// What is being written.
struct Writing {
    destination: Destination,
    exporter: Option<Box<dyn Exporter>>,
}

impl Default for Writing {
    fn default() -> Self {
        Self { destination: Destination::File(Vec::new()), exporter: None }
    }
}

impl Writing {
    /// Does what is asked; the bytes when everything has been written.
    fn answer(&mut self, request: Request) -> Result<Option<Vec<u8>>, ExportError> {
        match request {
            Request::BeginWriting { archive } => {
                *self = Self::default();
                if archive {
                    self.destination = Destination::Archive(Archive::new(Vec::new()));
                }
            }
            Request::BeginFile { name, format, document } => {
                if let Destination::Archive(archive) = &mut self.destination {
                    archive.start_file(&name)?;
                }
                let mut exporter = format.exporter(ExportOptions::default());
                exporter.begin(&document, self.destination.writer())?;
                self.exporter = Some(exporter);
            }
            Request::AddPage(page) => {
                if let Some(exporter) = &mut self.exporter {
                    exporter.page(&export_page(&page), self.destination.writer())?;
                }
            }
            Request::EndFile => {
                if let Some(mut exporter) = self.exporter.take() {
                    exporter.end(self.destination.writer())?;
                }
            }
            Request::FinishWriting => {
                return match std::mem::take(self).destination {
                    Destination::File(bytes) => Ok(Some(bytes)),
                    Destination::Archive(archive) => archive.finish().map(Some),
                };
            }
            Request::Open { .. } | Request::Draw(_) | Request::WarmUp | Request::Recognize { .. } => {
                return Err(std::io::Error::other("the writer was asked for something it does not do").into());
            }
        }
        Ok(None)
    }
}

fn export_page(page: &WrittenPage) -> ExportPage<'_> {
    let content = match (&page.text, &page.failure) {
        (Some(text), _) => PageContent::Read(text),
        (None, Some(failure)) => PageContent::Failed(failure),
        (None, None) => PageContent::Skipped,
    };
    ExportPage { page: page.page, size: page.size, content }
}
