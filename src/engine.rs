//! The two things that C++ does for Pagewise, as traits: drawing a page and reading it.
//!
//! An engine lives in a worker of its own and works synchronously. It never sees more than one page.

use serde::{Deserialize, Serialize};

use crate::bitmap::BitmapHeader;
use crate::budget::Bytes;
use crate::error::Error;
use crate::options::PageSegmentationMode;
use crate::page::{Dpi, PageIndex, PageText};

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
}

impl DrawRequest {
    /// The resolution to aim at, before the page's size is known.
    pub fn wanted_dpi(&self) -> Dpi {
        Dpi(self.dpi.unwrap_or(Dpi::BEST).0 * self.reduction)
    }
}

/// Draws the pages of one open document.
pub trait Rasterizer {
    /// Whatever holds the pixels of a drawn page.
    type Pixels;

    /// Pages in the document.
    fn page_count(&self) -> u32;

    /// Draws one page in 8-bit grey.
    ///
    /// # Errors
    /// Of [`crate::error::Scope::Page`]: the document stays open.
    fn draw(&mut self, request: &DrawRequest) -> Result<(BitmapHeader, Self::Pixels), Error>;

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
