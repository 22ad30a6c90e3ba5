//! Boxes in the pixels of a page at its resolution, for the formats that came from image files.

use super::ExportPage;
use crate::model::page::{Dpi, POINTS_PER_INCH, Rect};

/// The pixels of one page.
#[derive(Debug, Clone, Copy)]
pub(super) struct PixelGrid {
    /// Pixels in an inch.
    pub dpi: Dpi,
    /// Width of the page, 0 where it is not known.
    pub width: u32,
    /// Height of the page, 0 where it is not known.
    pub height: u32,
}

/// A box in pixels, within its page and at least one pixel wide and high.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PixelRect {
    /// First column.
    pub left: u32,
    /// First row.
    pub top: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl PixelRect {
    /// First column to the right of the box.
    pub fn right(&self) -> u32 {
        self.left + self.width
    }

    /// First row below the box.
    pub fn bottom(&self) -> u32 {
        self.top + self.height
    }
}

impl PixelGrid {
    /// The grid in which a page's boxes are given.
    pub fn of(page: &ExportPage<'_>) -> Self {
        let dpi = page.dpi();
        let (width, height) =
            page.size.map_or((0, 0), |size| (dpi.pixels(size.width), dpi.pixels(size.height)));
        Self { dpi, width, height }
    }

    /// A length in pixels, not rounded.
    pub fn length(&self, points: f32) -> f32 {
        points * self.dpi.0 / POINTS_PER_INCH
    }

    /// A box in pixels. Both edges are rounded, so boxes that touch still do.
    pub fn rect(&self, rect: &Rect) -> PixelRect {
        let (left, right) = self.span(rect.x, rect.right(), self.width);
        let (top, bottom) = self.span(rect.y, rect.bottom(), self.height);
        PixelRect { left, top, width: right - left, height: bottom - top }
    }

    fn span(&self, from: f32, to: f32, end: u32) -> (u32, u32) {
        // Conversion saturates: what lies before the page begins at 0.
        let from = (self.length(from).round() as u32).min(end.saturating_sub(1));
        let to = (self.length(to).round() as u32).clamp(from + 1, end.max(from + 1));
        (from, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: PixelGrid = PixelGrid { dpi: Dpi(144.0), width: 200, height: 100 };

    #[test]
    fn boxes_stay_on_the_page_and_never_vanish() {
        let rect = |x, y, width, height| GRID.rect(&Rect { x, y, width, height });
        assert_eq!(rect(10.0, 5.0, 20.0, 10.0), PixelRect { left: 20, top: 10, width: 40, height: 20 });
        assert_eq!(rect(-5.0, -5.0, 10.0, 7.0), PixelRect { left: 0, top: 0, width: 10, height: 4 });
        assert_eq!(rect(500.0, 500.0, 9.0, 9.0), PixelRect { left: 199, top: 99, width: 1, height: 1 });
        assert_eq!(rect(10.0, 10.0, 0.0, f32::NAN), PixelRect { left: 20, top: 20, width: 1, height: 1 });
    }
}
