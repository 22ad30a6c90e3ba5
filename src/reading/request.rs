//! Which page to draw, and what follows from its size.

use serde::{Deserialize, Serialize};

use super::region::extent_of;
use super::strips::{Extent, extent};
use crate::model::bitmap::{BitmapHeader, Strip};
use crate::model::budget::{Bytes, dpi_that_fits};
use crate::model::options::OwnText;
use crate::model::page::{Dpi, PageIndex, PageSize, Rect};

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
    /// The only part of it that is wanted, in page points; `None` for all of it. There are no strips of one.
    pub region: Option<Rect>,
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
        match &self.region {
            Some(region) => extent_of(size, region, self.wanted_dpi(), self.max_pixels),
            None => extent(size, self.asked_dpi(), self.reduction, self.max_pixels, self.strip),
        }
    }

    /// The same of a page of this size as if it had another.
    #[must_use]
    pub fn as_if(&self, size: PageSize, other: PageSize) -> DrawRequest {
        let top = self.strip.top / size.height * other.height;
        let (across, down) = (other.width / size.width, other.height / size.height);
        let region = self.region.map(|Rect { x, y, width, height }| Rect {
            x: x * across,
            y: y * down,
            width: width * across,
            height: height * down,
        });
        DrawRequest { strip: Strip { top, ..self.strip }, region, ..*self }
    }

    /// The resolution of a page that is drawn at once, or of the part of it that is wanted.
    fn whole_dpi(&self, size: PageSize) -> Option<Dpi> {
        match self.region {
            Some(_) => self.extent(size).map(|extent| extent.dpi),
            None => dpi_that_fits(size, self.wanted_dpi(), self.max_pixels),
        }
    }

    /// Whether a page, drawn like that, has a lower resolution than was wanted because it had to fit.
    pub fn is_fitted(&self, drawn: &BitmapHeader) -> bool {
        let (wanted, fitting) = if drawn.is_whole() || self.region.is_some() {
            (self.wanted_dpi(), self.whole_dpi(drawn.size))
        } else {
            (self.asked_dpi(), self.extent(drawn.size).map(|extent| extent.dpi))
        };
        let below = |dpi: Dpi| dpi.0 < wanted.0 - 1.0;
        below(drawn.dpi) && fitting.is_none_or(below)
    }
}
