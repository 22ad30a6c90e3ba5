//! Image files in a browser: decoded here, except for JPEGs that are too large for that, which PDFium draws.

use js_sys::Uint8Array;

use super::blob::ImageBlobs;
use super::image_files::ImageFiles;
use super::pdfium::PdfiumDocument;
use super::pdfium::module::PdfiumModule;
use crate::formats::image::{jpeg, jpeg_in_pdf};
use crate::messages::rendering::ShowRequest;
use crate::model::bitmap::Provenance;
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::kind::PageKind;
use crate::model::page::PageIndex;
use crate::model::source::FileKind;
use crate::reading::{DrawRequest, DrawnPage, Rasterizer, is_blank};

/// The longer side of the drawing in which it is looked for anything at all, in pixels.
const SURVEYED: u32 = 420;

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

    /// Draws a page, or a part of it, to be looked at: its size in pixels, and red, green, blue, alpha of each. JPEGs have their colours;
    /// what only our own decoders know is grey.
    ///
    /// # Errors
    /// Of [`crate::model::error::Scope::Page`].
    pub fn show(&mut self, request: &ShowRequest) -> Result<(u32, u32, Uint8Array), Error> {
        // Before another is opened, or both would hold their memory.
        self.large = None;
        if let Some(mut document) = self.as_pdf(request.page, Bytes(0)) {
            return document.show(&ShowRequest { page: PageIndex(0), ..*request });
        }
        let (width, height, grey) = self.files.show(request)?;
        let colours: Vec<u8> = grey.into_iter().flat_map(|grey| [grey, grey, grey, u8::MAX]).collect();
        Ok((width, height, Uint8Array::from(colours.as_slice())))
    }

    /// What a page is: a picture, in which there may be nothing.
    ///
    /// # Errors
    /// Of [`crate::model::error::Scope::Page`].
    pub fn survey(&mut self, page: PageIndex) -> Result<PageKind, Error> {
        let request = ShowRequest { page, width: SURVEYED, height: SURVEYED, region: None };
        let (width, _, pixels) = self.show(&request)?;
        let greens: Vec<u8> = pixels.to_vec().chunks_exact(4).map(|pixel| pixel[1]).collect();
        Ok(if is_blank(&greens, width as usize) { PageKind::Blank } else { PageKind::Scan })
    }

    /// A JPEG as a PDF, if it is one that takes more than `room` to be decoded here.
    fn as_pdf(&self, page: PageIndex, room: Bytes) -> Option<PdfiumDocument> {
        let (file, FileKind::Jpeg) = self.files.file_of(page)? else {
            return None;
        };
        let file = self.files.source().0.get(file)?;
        let head = file.bytes(0, jpeg_in_pdf::HEAD_BYTES).ok()?;
        let pdf = jpeg_in_pdf::wrap(head, file.len(), room)?;
        let wrapped = file.between(&pdf.before, &pdf.after).ok()?;
        PdfiumDocument::open(self.module.clone(), wrapped, None).ok()
    }

    /// The document that is nothing but this page, where PDFium is to draw it.
    fn large(&mut self, request: &DrawRequest) -> Option<&mut Large> {
        if self.large.as_ref().is_none_or(|large| large.page != request.page) {
            // Before the next is opened, or both would hold their memory.
            self.large = None;
            let document = self.as_pdf(request.page, request.max_decoded)?;
            let file = self.files.source().0.get(self.files.file_of(request.page)?.0)?;
            let length = file.len();
            let tail = file.bytes(length.saturating_sub(jpeg::TAIL_BYTES), length).ok()?;
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

    fn draw(&mut self, request: &DrawRequest) -> Result<DrawnPage<Uint8Array>, Error> {
        let drawn = match self.large(request) {
            Some(large) => {
                let mut drawn = large.document.draw(&DrawRequest { page: PageIndex(0), ..*request })?;
                if let (DrawnPage::Bitmap { header, .. }, false) = (&mut drawn, large.is_whole) {
                    header.provenance = Provenance::PartOfScan;
                }
                drawn
            }
            None => self.files.draw(request)?.map(|pixels| Uint8Array::from(pixels.as_slice())),
        };
        Ok(drawn.of_page(request.page))
    }
}
