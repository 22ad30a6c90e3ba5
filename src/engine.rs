//! The two things that C++ does for Pagewise, as traits: drawing a page and reading it.
//!
//! An engine lives in a worker of its own and works synchronously. It never sees more than one page.

use serde::{Deserialize, Serialize};

use crate::bitmap::BitmapHeader;
use crate::budget::Bytes;
use crate::error::Error;
use crate::options::{OwnText, PageSegmentationMode};
use crate::page::{Dpi, PageIndex, PageText, Rect};

#[cfg(target_arch = "wasm32")]
pub mod blob;
pub mod image_file;
#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod pdfium;
#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod tesseract;

/// Which page to draw, and within what bounds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DrawRequest {
    /// The page.
    pub page: PageIndex,
    /// The resolution asked for; `None` for whatever reads best.
    pub dpi: Option<Dpi>,
    /// The most pixels the result may have.
    pub max_pixels: u64,
    /// Factor on the resolution, below 1 when an earlier try was too much for an engine.
    pub reduction: f32,
    /// What to do with a page that carries its text.
    pub own_text: OwnText,
}

impl DrawRequest {
    /// The resolution to aim at, before the page's size is known.
    pub fn wanted_dpi(&self) -> Dpi {
        Dpi(self.dpi.unwrap_or(Dpi::BEST).0 * self.reduction)
    }
}

/// What a page turned out to be.
#[derive(Debug)]
pub enum Drawn<P> {
    /// A picture, to be read.
    Picture {
        /// What it shows.
        header: BitmapHeader,
        /// 8-bit grey.
        pixels: P,
        /// Where the words stand that the page has as text of its own, in page points.
        own_words: Vec<Rect>,
    },
    /// A page that carries its text already.
    Text(PageText),
}

impl<P> Drawn<P> {
    /// The picture, if it is one.
    pub fn picture(self) -> Option<(BitmapHeader, P)> {
        match self {
            Drawn::Picture { header, pixels, .. } => Some((header, pixels)),
            Drawn::Text(_) => None,
        }
    }
}

/// Draws the pages of one open document.
pub trait Rasterizer {
    /// Whatever holds the pixels of a drawn page.
    type Pixels;

    /// Pages in the document.
    fn page_count(&self) -> u32;

    /// Draws one page in 8-bit grey, or gives the text it carries if that is to be kept.
    ///
    /// # Errors
    /// Of [`crate::error::Scope::Page`]: the document stays open.
    fn draw(&mut self, request: &DrawRequest) -> Result<Drawn<Self::Pixels>, Error>;

    /// Memory the engine holds now. Wasm memory never shrinks, so this is its peak as well.
    fn heap(&self) -> Bytes;
}

/// Reads pages with the model it was made with.
pub trait Recognizer {
    /// Whatever holds the pixels of a drawn page.
    type Pixels;

    /// Reads one page.
    ///
    /// # Errors
    /// Of [`crate::error::Scope::Page`].
    fn recognize(
        &mut self,
        header: &BitmapHeader,
        pixels: Self::Pixels,
        psm: PageSegmentationMode,
    ) -> Result<PageText, Error>;

    /// Memory the engine holds now.
    fn heap(&self) -> Bytes;
}
