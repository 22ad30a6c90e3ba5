//! Image files in a browser: decoded here, except for JPEGs that are too large for that, which PDFium draws.

use js_sys::Uint8Array;

use super::blob::{BlobReader, ImageBlobs};
use super::image_file::ImageFiles;
use super::pdfium::PdfiumDocument;
use super::pdfium::module::PdfiumModule;
use super::{DrawRequest, Drawn, Rasterizer};
use crate::bitmap::Provenance;
use crate::budget::Bytes;
use crate::error::Error;
use crate::page::PageIndex;

/// Any number of image files, opened as one document.
pub struct Images {
    files: ImageFiles<ImageBlobs>,
    module: PdfiumModule,
    /// The page that PDFium has open.
    large: Option<Large>,
}

/// A page that PDFium draws.
struct Large {
    page: PageIndex,
    document: PdfiumDocument,
    /// Whether its file reaches the end of its image. PDFium would not tell.
    is_whole: bool,
}

impl Images {
    /// A document of these files. `module` draws those that cannot be decoded here.
    pub fn new(files: ImageFiles<ImageBlobs>, module: PdfiumModule) -> Self {
        Self { files, module, large: None }
    }

    /// How many pages each file has.
    pub fn file_pages(&self) -> Vec<u32> {
        self.files.file_pages()
    }

    /// The document that is nothing but this page, where PDFium is to draw it.
    fn large(&mut self, request: &DrawRequest) -> Option<&mut Large> {
        if self.large.as_ref().is_none_or(|large| large.page != request.page) {
            // Before the next is opened, or both would hold their memory.
            self.large = None;
            let (file, pdf) = self.files.in_pdf(request)?;
            let blob = self.files.source().joined(file, &pdf.before, &pdf.after)?;
            let document =
                PdfiumDocument::open(self.module.clone(), BlobReader::new(blob).ok()?, None).ok()?;
            self.large = Some(Large { page: request.page, document, is_whole: pdf.is_whole });
        }
        self.large.as_mut()
    }
}

impl Rasterizer for Images {
    type Pixels = Uint8Array;

    fn page_count(&self) -> u32 {
        self.files.page_count()
    }

    fn draw(&mut self, request: &DrawRequest) -> Result<Drawn<Uint8Array>, Error> {
        let drawn = match self.large(request) {
            Some(large) => {
                let mut drawn = large.document.draw(&DrawRequest { page: PageIndex(0), ..*request })?;
                if let (Drawn::Picture { header, .. }, false) = (&mut drawn, large.is_whole) {
                    header.provenance = Provenance::PartOfScan;
                }
                drawn
            }
            None => self.files.draw(request)?.map(|pixels| Uint8Array::from(pixels.as_slice())),
        };
        Ok(drawn.of_page(request.page))
    }

    fn heap(&self) -> Bytes {
        self.files.heap()
    }
}
