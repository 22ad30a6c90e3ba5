//! PDFium as a [`Rasterizer`].
//!
//! Files are read in blocks ([`file_access`]), pages drawn as 8-bit grey straight into PDFium's heap. What is
//! drawn of a page, and whether it is drawn at all, is decided in [`crate::reading`]; here are the facts: its characters
//! (`text`), and the scan that it consists of (`scan`).

use std::cell::OnceCell;

use js_sys::Uint8Array;
use pdfium_render::prelude::{
    PdfBitmap, PdfBitmapFormat, PdfDocument, PdfPage, PdfRenderConfig, Pdfium, PdfiumError,
    PdfiumInternalError,
};

use super::blob::BlobReader;
use crate::messages::rendering::ShowRequest;
use crate::model::error::Error;
use crate::model::kind::PageKind;
use crate::model::page::{PageIndex, PageSize};
use crate::model::shot::Shot;
use crate::reading::own_text::Glyphs;
use crate::reading::strips::Extent;
use crate::reading::{self, DrawRequest, DrawnPage, OpenPage, PageScan, Raster, Rasterizer};
use file_access::FileAccess;
use module::PdfiumModule;

pub mod file_access;
pub mod module;
pub mod rewrite;
mod scan;
mod text;

/// PDFium keeps the compressed stream of every page it drew until the document is closed; opening it again
/// costs a millisecond.
const PAGES_BEFORE_REOPENING: u32 = 4;
/// PDFium addresses a file with 32 bits.
const MAX_FILE_BYTES: u64 = u32::MAX as u64;

/// One open PDF.
pub struct PdfiumDocument {
    // Declared before the file it reads from, so that it is closed first.
    document: Option<PdfDocument<'static>>,
    access: FileAccess,
    password: Option<String>,
    page_count: u32,
    drawn_since_opening: u32,
}

fn library() -> Result<&'static Pdfium, Error> {
    thread_local! {
        static LIBRARY: OnceCell<&'static Pdfium> = const { OnceCell::new() };
    }
    LIBRARY.with(|library| {
        if let Some(library) = library.get() {
            return Ok(*library);
        }
        let bindings = Pdfium::bind_to_system_library().map_err(|_| missing())?;
        // Lives as long as the worker: a document borrows the library it was opened with.
        Ok(*library.get_or_init(|| Box::leak(Box::new(Pdfium::new(bindings)))))
    })
}

fn missing() -> Error {
    Error::PartMissing { file: "engines/pdfium/pdfium.wasm".to_owned() }
}

impl PdfiumDocument {
    /// Opens a PDF without reading more of it than its structure.
    ///
    /// # Errors
    /// Of [`crate::model::error::Scope::Document`].
    pub fn open(module: PdfiumModule, file: BlobReader, password: Option<String>) -> Result<Self, Error> {
        if file.len() > MAX_FILE_BYTES {
            return Err(Error::FileTooLarge);
        }
        let access = FileAccess::new(module, file);
        let mut opened = Self { document: None, access, password, page_count: 0, drawn_since_opening: 0 };
        opened.reopen()?;
        opened.page_count = opened.document()?.pages().len().max(0) as u32;
        if opened.page_count == 0 { Err(Error::NoPages) } else { Ok(opened) }
    }

    fn reopen(&mut self) -> Result<(), Error> {
        // The old document must be closed before the new one is opened, or both hold their streams.
        self.document = None;
        self.access.announce();
        let document = library()?.load_pdf_from_byte_slice(&[], self.password.as_deref());
        self.document = Some(document.map_err(|error| open_error(&error, self.password.is_some()))?);
        self.drawn_since_opening = 0;
        Ok(())
    }

    fn document(&self) -> Result<&PdfDocument<'static>, Error> {
        self.document.as_ref().ok_or(Error::DamagedPdf)
    }
}

fn open_error(error: &PdfiumError, password_given: bool) -> Error {
    match error {
        PdfiumError::PdfiumLibraryInternalError(PdfiumInternalError::PasswordError) if password_given => {
            Error::PasswordWrong
        }
        PdfiumError::PdfiumLibraryInternalError(PdfiumInternalError::PasswordError) => Error::PasswordNeeded,
        PdfiumError::PdfiumLibraryInternalError(PdfiumInternalError::SecurityError) => {
            Error::UnsupportedEncryption
        }
        _ => Error::DamagedPdf,
    }
}

impl Rasterizer for PdfiumDocument {
    type Pixels = Uint8Array;

    fn page_count(&self) -> u32 {
        self.page_count
    }

    fn draw(&mut self, request: &DrawRequest) -> Result<DrawnPage<Uint8Array>, Error> {
        let (page, size) = self.page(request.page)?;
        reading::draw(&PdfiumPage { page, size }, request)
    }
}

/// A page of the open document.
struct PdfiumPage<'a> {
    page: PdfPage<'a>,
    size: PageSize,
}

impl OpenPage for PdfiumPage<'_> {
    type Pixels = Uint8Array;

    fn size(&self) -> PageSize {
        self.size
    }

    fn glyphs(&self) -> Glyphs {
        text::glyphs(&self.page, self.size).unwrap_or_default()
    }

    fn scan(&self) -> Option<PageScan> {
        scan::of(&self.page, self.size)
    }

    fn main_picture(&self) -> Option<(u32, u32)> {
        scan::main_picture(&self.page, self.size)
    }

    fn scan_pixels(&self, whole: &Extent) -> Result<Option<Raster<Uint8Array>>, Error> {
        scan::pixels(&self.page, self.size, whole)
    }

    fn draw(&self, extent: &Extent) -> Result<Raster<Uint8Array>, Error> {
        let bitmap = draw_bitmap(&self.page, extent)?;
        // A view of PDFium's heap, valid until the heap grows: copied at once into a buffer that can travel.
        let view = bitmap.as_array();
        let stride = view.length() / extent.rows.max(1);
        Ok(Raster { pixels: view.slice(0, stride * extent.rows), stride })
    }
}

impl PdfiumDocument {
    /// Draws a page, or a part of it, in colour, to be looked at: its size in pixels, and red, green, blue, alpha of each.
    ///
    /// # Errors
    /// Of [`crate::model::error::Scope::Page`].
    pub fn show(&mut self, request: &ShowRequest) -> Result<(u32, u32, Uint8Array), Error> {
        let (page, size) = self.page(request.page)?;
        let Shot { across, down, left, top, width, height } = request.shot(size).ok_or(Error::DamagedPage)?;
        let pixels = |side: u32| i32::try_from(side).map_err(|_| Error::DamagedPage);
        let out_of_memory = |_| Error::EngineFailed { reason: "no memory for its picture".to_owned() };
        let mut bitmap = PdfBitmap::empty(pixels(width)?, pixels(height)?, PdfBitmapFormat::BGRA)
            .map_err(out_of_memory)?;
        // The other way round than PDFium draws: red first, as the browser wants it.
        let config = PdfRenderConfig::new()
            .set_fixed_size(pixels(across)?, pixels(down)?)
            .set_origin(-pixels(left)?, -pixels(top)?)
            .set_format(PdfBitmapFormat::BGRA)
            .set_reverse_byte_order(true)
            .render_annotations(true);
        page.render_into_bitmap_with_config(&mut bitmap, &config).map_err(|_| Error::DamagedPage)?;
        // A view of PDFium's heap, valid until the heap grows: copied at once into a buffer that can travel.
        Ok((width, height, bitmap.as_array().slice(0, width * height * 4)))
    }

    /// What a page is.
    ///
    /// # Errors
    /// Of [`crate::model::error::Scope::Page`].
    pub fn survey(&mut self, page: PageIndex, max_pixels: u64) -> Result<PageKind, Error> {
        let (opened, size) = self.page(page)?;
        Ok(reading::survey(&PdfiumPage { page: opened, size }, page, max_pixels))
    }

    /// A page of the document, and its size.
    fn page(&mut self, page: PageIndex) -> Result<(PdfPage<'_>, PageSize), Error> {
        if self.drawn_since_opening >= PAGES_BEFORE_REOPENING {
            self.reopen()?;
        }
        self.drawn_since_opening += 1;
        let index = i32::try_from(page.0).map_err(|_| Error::DamagedPage)?;
        let page = self.document()?.pages().get(index).map_err(|_| Error::DamagedPage)?;
        let size = PageSize { width: page.width().value, height: page.height().value };
        // A page that is cropped to nothing, or whose size is not a number.
        if size.width > 0.0 && size.height > 0.0 { Ok((page, size)) } else { Err(Error::DamagedPage) }
    }
}

/// Draws what is wanted of a page into a grey bitmap.
fn draw_bitmap<'a>(page: &PdfPage<'_>, extent: &Extent) -> Result<PdfBitmap<'a>, Error> {
    let &Extent { width, height, top, rows, .. } = extent;
    let side = |pixels: u32| i32::try_from(pixels).map_err(|_| Error::DamagedPage);
    let (width, height, top, rows) = (side(width)?, side(height)?, side(top)?, side(rows)?);
    let out_of_memory = |_| Error::EngineFailed { reason: "no memory for its picture".to_owned() };
    let mut bitmap = PdfBitmap::empty(width, rows, PdfBitmapFormat::Gray).map_err(out_of_memory)?;
    // The default byte order makes PDFium trap when it draws text into grey.
    let config = PdfRenderConfig::new()
        .set_fixed_size(width, height)
        .set_origin(0, -top)
        .set_format(PdfBitmapFormat::Gray)
        .set_reverse_byte_order(false)
        .render_annotations(true);
    page.render_into_bitmap_with_config(&mut bitmap, &config).map_err(|_| Error::DamagedPage)?;
    Ok(bitmap)
}
