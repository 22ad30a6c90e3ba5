//! What happens between a document's pages and their texts, and the two things that C++ does for it, as traits:
//! drawing a page and reading it.
//!
//! An engine lives in a worker of its own and works synchronously. It never sees more than one page.

use serde::{Deserialize, Serialize};

use crate::model::bitmap::{BitmapHeader, Strip};
use crate::model::budget::{Bytes, dpi_that_fits};
use crate::model::error::Error;
use crate::model::options::{OwnText, PageSegmentationMode};
use crate::model::page::{Dpi, PageIndex, PageSize, PageText};
use strips::{Extent, extent};

pub mod own_text;
pub mod strips;

/// Which page to draw, and within what bounds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DrawRequest {
    /// The page.
    pub page: PageIndex,
    /// Which strip of it, if it turns out not to fit whole.
    pub strip: Strip,
    /// The resolution asked for; `None` for whatever reads best.
    pub dpi: Option<Dpi>,
    /// The most pixels the result may have.
    pub max_pixels: u64,
    /// The most bytes that an image of the page may be decoded to at once.
    pub max_decoded: Bytes,
    /// Factor on the resolution, or on the height of strips, below 1 when an earlier try was too much for an engine.
    pub reduction: f32,
    /// What to do with a page that carries its text.
    pub own_text: OwnText,
}

impl DrawRequest {
    /// The resolution to aim at, before the page's size is known.
    pub fn wanted_dpi(&self) -> Dpi {
        Dpi(self.asked_dpi().0 * self.reduction)
    }

    fn asked_dpi(&self) -> Dpi {
        self.dpi.unwrap_or(Dpi::BEST)
    }

    /// What to draw of a page of this size; `None` where it cannot be read at [`Dpi::MIN`].
    pub fn extent(&self, size: PageSize) -> Option<Extent> {
        extent(size, self.asked_dpi(), self.reduction, self.max_pixels, self.strip)
    }

    /// Whether a page, drawn like that, has a lower resolution than was wanted because it had to fit.
    pub fn is_fitted(&self, drawn: &BitmapHeader) -> bool {
        let (wanted, fitting) = if drawn.is_whole() {
            (self.wanted_dpi(), dpi_that_fits(drawn.size, self.wanted_dpi(), self.max_pixels))
        } else {
            (self.asked_dpi(), self.extent(drawn.size).map(|extent| extent.dpi))
        };
        let below = |dpi: Dpi| dpi.0 < wanted.0 - 1.0;
        below(drawn.dpi) && fitting.is_none_or(below)
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
        /// What the page has as text of its own, be it all that it says or not.
        own_text: Option<PageText>,
    },
    /// A page that carries its text already.
    Text(PageText),
}

impl<P> Drawn<P> {
    /// The same with its pixels held otherwise.
    pub fn map<Q>(self, hold: impl FnOnce(P) -> Q) -> Drawn<Q> {
        match self {
            Drawn::Picture { header, pixels, own_text } => {
                Drawn::Picture { header, pixels: hold(pixels), own_text }
            }
            Drawn::Text(text) => Drawn::Text(text),
        }
    }

    /// The same as this page of a document.
    pub fn of_page(mut self, page: PageIndex) -> Self {
        match &mut self {
            Drawn::Picture { header, .. } => header.page = page,
            Drawn::Text(text) => text.page = page,
        }
        self
    }

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

    /// Draws one page, or a strip of it, in 8-bit grey, or gives the text it carries if that is to be kept.
    ///
    /// # Errors
    /// Of [`crate::model::error::Scope::Page`]: the document stays open.
    fn draw(&mut self, request: &DrawRequest) -> Result<Drawn<Self::Pixels>, Error>;
}

/// Reads pages with the model it was made with.
pub trait Recognizer {
    /// Whatever holds the pixels of a drawn page.
    type Pixels;

    /// Reads one page.
    ///
    /// # Errors
    /// Of [`crate::model::error::Scope::Page`].
    fn recognize(
        &mut self,
        header: &BitmapHeader,
        pixels: Self::Pixels,
        psm: PageSegmentationMode,
    ) -> Result<PageText, Error>;
}
