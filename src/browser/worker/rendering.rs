//! The service that draws pages: PDFium and the open document.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::{Mouth, Service, files, now};
use crate::browser::bridge::wire::Message;
use crate::engine::blob::ImageBlobs;
use crate::engine::image_files::ImageFiles;
use crate::engine::images::Images;
use crate::engine::pdfium::module::PdfiumModule;
use crate::engine::pdfium::{PdfiumDocument, rewrite};
use crate::messages::rendering::{Reply, Request, ShowRequest};
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::kind::PageKind;
use crate::model::page::PageIndex;
use crate::model::source::FileKind;
use crate::reading::{DrawRequest, DrawnPage, Rasterizer};

pub(super) struct Rendering {
    module: PdfiumModule,
    document: Option<OpenDocument>,
}

enum OpenDocument {
    Pdf(Box<PdfiumDocument>),
    Images(Box<Images>),
}

impl OpenDocument {
    fn file_pages(&self) -> Vec<u32> {
        match self {
            OpenDocument::Pdf(document) => vec![document.page_count()],
            OpenDocument::Images(images) => images.file_pages(),
        }
    }

    fn draw(&mut self, request: &DrawRequest) -> Result<DrawnPage<Uint8Array>, Error> {
        match self {
            OpenDocument::Pdf(document) => document.draw(request),
            OpenDocument::Images(images) => images.draw(request),
        }
    }

    fn show(&mut self, request: &ShowRequest) -> Result<(u32, u32, Uint8Array), Error> {
        match self {
            OpenDocument::Pdf(document) => document.show(request),
            OpenDocument::Images(images) => images.show(request),
        }
    }

    fn survey(&mut self, page: PageIndex, max_pixels: u64) -> Result<PageKind, Error> {
        match self {
            OpenDocument::Pdf(document) => document.survey(page, max_pixels),
            OpenDocument::Images(images) => images.survey(page),
        }
    }
}

impl Rendering {
    pub(super) fn new(module: &JsValue) -> Self {
        Self { module: module.clone().unchecked_into(), document: None }
    }

    fn open(
        &self,
        kinds: Vec<FileKind>,
        password: Option<String>,
        message: &Message,
    ) -> Result<OpenDocument, Error> {
        let (mut readers, module) = (files(message)?, self.module.clone());
        if kinds == [FileKind::Pdf] {
            let file = readers.pop().ok_or(Error::UnreadableFile)?;
            return Ok(OpenDocument::Pdf(Box::new(PdfiumDocument::open(module, file, password)?)));
        }
        let files = ImageFiles::open(ImageBlobs(readers), kinds);
        Ok(OpenDocument::Images(Box::new(Images::new(files, module))))
    }

    fn document(&mut self) -> Result<&mut OpenDocument, Error> {
        let closed = || Error::EngineFailed { reason: "its document is not open".to_owned() };
        self.document.as_mut().ok_or_else(closed)
    }
}

impl Service for Rendering {
    type Request = Request;
    type Reply = Reply;

    fn started() -> Reply {
        Reply::Started
    }

    fn failed(error: Error) -> Reply {
        Reply::Failed { error }
    }

    fn heap(&self) -> Bytes {
        self.module.heap_bytes()
    }

    fn answer(
        &mut self,
        request: Request,
        message: &Message,
        _: &Mouth,
    ) -> Result<(Reply, Option<Uint8Array>), Error> {
        match request {
            Request::Open { kinds, password } => {
                // Before opening the next, or both would hold their memory.
                self.document = None;
                let opened = self.open(kinds, password, message)?;
                let pages = opened.file_pages();
                self.document = Some(opened);
                Ok((Reply::Opened { pages }, None))
            }
            Request::Draw(request) => {
                let started = now();
                let drawn = self.document()?.draw(&request)?;
                let milliseconds = now() - started;
                Ok(match drawn {
                    DrawnPage::Bitmap { header, pixels, own_text } => {
                        (Reply::Drawn { header, own_text, milliseconds }, Some(pixels))
                    }
                    DrawnPage::Text(text) => (Reply::TextFound { text, milliseconds }, None),
                })
            }
            Request::Show(request) => {
                let (width, height, pixels) = self.document()?.show(&request)?;
                Ok((Reply::Shown { width, height }, Some(pixels)))
            }
            Request::Survey { page, max_pixels } => {
                let kind = self.document()?.survey(page, max_pixels)?;
                Ok((Reply::Surveyed { kind }, None))
            }
            Request::Rewrite { password } => {
                let file = files(message)?.pop().ok_or(Error::UnreadableFile)?;
                let bytes = rewrite::rewrite(&self.module, file, password.as_deref())?;
                Ok((Reply::Rewritten, Some(bytes)))
            }
        }
    }
}
