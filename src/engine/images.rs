//! Image files in a browser: decoded here, except for JPEGs that are too large for that, which PDFium draws.

use js_sys::Uint8Array;

use super::blob::ImageBlobs;
use super::image_files::ImageFiles;
use super::pdfium::PdfiumDocument;
use super::pdfium::module::PdfiumModule;
use crate::formats::image::{jpeg, jpeg_in_pdf};
use crate::model::bitmap::Provenance;
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::page::PageIndex;
use crate::model::source::FileKind;
use crate::reading::{DrawRequest, Drawn, Rasterizer};

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
            let (file, FileKind::Jpeg) = self.files.file_of(request.page)? else {
                return None;
            };
            let (file, module) = (self.files.source().0.get(file)?, self.module.clone());
            let length = file.len();
            let head = file.bytes(0, jpeg_in_pdf::HEAD_BYTES).ok()?;
            let pdf = jpeg_in_pdf::wrap(head, length, request.max_decoded)?;
            let tail = file.bytes(length.saturating_sub(jpeg::TAIL_BYTES), length).ok()?;
            let wrapped = file.between(&pdf.before, &pdf.after).ok()?;
            let document = PdfiumDocument::open(module, wrapped, None).ok()?;
            self.large = Some(Large { page: request.page, document, is_whole: jpeg::has_end(&tail) });
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
