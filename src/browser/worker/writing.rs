//! The service that writes files in the larger formats, page by page, in a module of its own.
//!
//! What has been written is sent to the page in pieces as it comes, so that memory does not grow with the file.

use js_sys::Uint8Array;

use super::{Mouth, Service, files};
use crate::browser::bridge::wire::Message;
use crate::formats::export::{ExportPage, Exporter, PageContent};
use crate::messages::Heaps;
use crate::messages::writing::{Reply, Request, WrittenPage};
use crate::model::budget::Bytes;
use crate::model::error::Error;
use destination::Destination;
use searchable::Searchable;

mod destination;
mod searchable;

/// The file that pages are added to.
enum Current {
    Text(Box<dyn Exporter>),
    Pdf(Box<Searchable>),
}

/// What is being written.
#[derive(Default)]
pub(super) struct Writing {
    destination: Destination,
    current: Option<Current>,
    follows_original: bool,
}

/// Takes bytes away to where there is room for them.
type Piece<'a> = dyn Fn(Vec<u8>) -> Result<(), Error> + 'a;

impl Service for Writing {
    type Request = Request;
    type Reply = Reply;

    fn started() -> Reply {
        Reply::Started
    }

    fn failed(error: Error) -> Reply {
        Reply::Failed { error }
    }

    fn heap(&self) -> Bytes {
        Bytes(0)
    }

    fn answer(
        &mut self,
        request: Request,
        message: &Message,
        mouth: &Mouth,
    ) -> Result<(Reply, Option<Uint8Array>), Error> {
        let lost = |_| Error::NotWritten { reason: "the page did not take it".to_owned() };
        let piece = |bytes: Vec<u8>| {
            mouth.say(Reply::Piece, Heaps::default(), Some(&Uint8Array::from(bytes.as_slice()))).map_err(lost)
        };
        let reply = self.write(request, message, &piece);
        let rest = self.destination.take();
        Ok((reply?, (!rest.is_empty()).then(|| Uint8Array::from(rest.as_slice()))))
    }
}

impl Writing {
    fn write(&mut self, request: Request, message: &Message, piece: &Piece<'_>) -> Result<Reply, Error> {
        match request {
            Request::Begin { archive } => {
                *self = Self { destination: Destination::new(archive), ..Self::default() };
            }
            Request::BeginFile { name, format, options, document } => {
                self.destination.begin_file(&name)?;
                let mut exporter = format.exporter(options);
                exporter.begin(&document, self.destination.writer()).map_err(not_written)?;
                self.current = Some(Current::Text(exporter));
            }
            Request::BeginPdf { name, kinds, password, own_text, document } => {
                let files = files(message)?;
                let pdf = Searchable::begin(files, kinds, password.as_deref(), own_text, &document)?;
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
                Some(Current::Pdf(pdf)) => {
                    let remark = pdf.add_page(&page, self.destination.writer())?;
                    return Ok(Reply::Accepted { remark });
                }
                None => {}
            },
            Request::EndFile => match self.current.take() {
                Some(Current::Text(mut exporter)) => {
                    exporter.end(self.destination.writer()).map_err(not_written)?;
                }
                Some(Current::Pdf(pdf)) => pdf.end(self.destination.writer())?,
                None => {}
            },
            Request::Finish => {
                self.destination.finish()?;
                return Ok(Reply::Written { follows_original: self.follows_original });
            }
        }
        Ok(Reply::Accepted { remark: None })
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
    ExportPage { page: page.page, size: page.size, content, left_out: &page.left_out }
}
