//! Pages too large to be read at once: what of them is drawn next, and how the strips become one text.
//!
//! A strip is as wide as its page. Each begins within the one before it, so that a line of text which one cuts is
//! whole in the other, and where it ends is only known once it has been drawn: how many pixels a strip may have
//! changes while a job runs.

use crate::model::affine::Affine;
use crate::model::bitmap::{BitmapHeader, MAX_SIDE, Provenance, Strip};
use crate::model::budget::dpi_that_fits;
use crate::model::page::{Dpi, POINTS_PER_INCH, PageIndex, PageSize, Rect};

pub use merge::{Piece, merge};

mod merge;

/// A page that fits at this resolution is read whole: strips at the best would read it no better.
const ENOUGH: Dpi = Dpi(150.0);
/// The most strips a page is read in; past that, its resolution is lowered.
const MAX_STRIPS: f64 = 14.0;
/// What strips take of the room there is. A page that is drawn whole seldom fills it and they always would: the rest is
/// for those that are denser than what was read before.
const FILLING: f64 = 0.85;
/// The part of a strip that the next one shows as well.
const OVERLAP: f64 = 0.125;

/// The strip that follows one that was drawn like that; `None` after the last.
pub fn after(strip: Strip, drawn: &BitmapHeader) -> Option<Strip> {
    let area = drawn.area();
    let is_last = area.bottom() > drawn.size.height - POINTS_PER_INCH / drawn.dpi.0;
    let top = area.y + area.height * (1.0 - OVERLAP as f32);
    (!is_last).then_some(Strip { index: strip.index + 1, top })
}

/// What of a page is drawn, in pixels of the whole page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Resolution.
    pub dpi: Dpi,
    /// Pixels in a row of the page.
    pub width: u32,
    /// Rows of the page.
    pub height: u32,
    /// The first row that is drawn.
    pub top: u32,
    /// How many are drawn.
    pub rows: u32,
}

impl Extent {
    /// The whole page.
    pub fn whole(size: PageSize, dpi: Dpi) -> Extent {
        let (width, height) = (dpi.pixels(size.width), dpi.pixels(size.height));
        Extent { dpi, width, height, top: 0, rows: height }
    }

    /// Whether that is all of the page.
    pub fn is_whole(&self) -> bool {
        self.rows == self.height
    }

    /// What is known of a page of this size that was drawn so, its rows one right after the other.
    pub fn header(&self, page: PageIndex, size: PageSize, provenance: Provenance) -> BitmapHeader {
        BitmapHeader {
            page,
            size,
            placement: Affine::upright(self.area(size)),
            width: self.width,
            height: self.rows,
            stride: self.width,
            dpi: self.dpi,
            provenance,
            has_hidden_text: false,
        }
    }

    /// The part of the page, in points.
    pub fn area(&self, size: PageSize) -> Rect {
        if self.is_whole() {
            // Not a rounding error less.
            return Rect { x: 0.0, y: 0.0, width: size.width, height: size.height };
        }
        let points = |rows: u32| size.height * rows as f32 / self.height.max(1) as f32;
        Rect { x: 0.0, y: points(self.top), width: size.width, height: points(self.rows) }
    }
}

/// What is drawn of a page of this size as that strip: at `asked` dpi, and at most `max_pixels` of it. `reduction` is
/// a factor on the resolution of a page that is drawn whole, and makes strips shorter. `None` where the page cannot be
/// read at [`Dpi::MIN`].
pub fn extent(size: PageSize, asked: Dpi, reduction: f32, max_pixels: u64, strip: Strip) -> Option<Extent> {
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    if !(width.is_finite() && height.is_finite()) {
        return None;
    }
    let least = Dpi::MIN.0.min(asked.0);
    let room = FILLING * max_pixels as f64 * f64::from(reduction * reduction);
    let by_number =
        (room * strips_to_heights(MAX_STRIPS) / (width * height)).sqrt() * f64::from(POINTS_PER_INCH);
    let by_width = f64::from(MAX_SIDE - 1) / width * f64::from(POINTS_PER_INCH);
    let mut dpi = Dpi(f64::from(asked.0).min(by_number).min(by_width) as f32);
    if strip == Strip::FIRST {
        let fits = dpi_that_fits(size, asked, max_pixels).is_some_and(|dpi| dpi.0 >= ENOUGH.0.min(asked.0));
        let whole = dpi_that_fits(size, Dpi(asked.0 * reduction), max_pixels);
        let is_better = dpi.0 >= least && whole.is_none_or(|whole| dpi > whole);
        if fits || !is_better {
            return whole.map(|dpi| Extent::whole(size, dpi));
        }
    } else {
        // Begun is begun, in however many strips.
        dpi = Dpi(dpi.0.max(least));
    }
    let page = Extent::whole(size, dpi);
    let top = ((strip.top * dpi.0 / POINTS_PER_INCH).round() as u32).min(page.height - 1);
    let left = page.height - top;
    let most = (room / f64::from(page.width)).min(f64::from(MAX_SIDE - 1));
    // As many strips as are needed, all of one height; not one more for what rounding to whole rows left over.
    let strips = ((f64::from(left) / most - OVERLAP) / (1.0 - OVERLAP) - 0.02).ceil().max(1.0);
    let rows = (f64::from(left) / strips_to_heights(strips)).ceil().max(1.0) as u32;
    Some(Extent { top, rows: rows.min(left).min(MAX_SIDE - 1), ..page })
}

/// How many times its own height a number of strips covers.
fn strips_to_heights(strips: f64) -> f64 {
    strips - (strips - 1.0) * OVERLAP
}

#[cfg(test)]
mod tests {
    use super::*;

    const A4: PageSize = PageSize { width: 595.0, height: 842.0 };
    const A0: PageSize = PageSize { width: 2384.0, height: 3370.0 };
    const MEGAPIXELS: u64 = 1_000_000;

    fn header(size: PageSize, extent: &Extent) -> BitmapHeader {
        extent.header(PageIndex(0), size, Provenance::Drawn)
    }

    /// Every strip of a page, drawn one after the other; `room` tells the pixels that each may have.
    fn strips(size: PageSize, asked: Dpi, reduction: f32, room: impl Fn(u32) -> u64) -> Vec<Extent> {
        let (mut drawn, mut next) = (Vec::new(), Some(Strip::FIRST));
        while let Some(strip) = next {
            let extent = extent(size, asked, reduction, room(strip.index), strip).unwrap();
            next = after(strip, &header(size, &extent));
            drawn.push(extent);
            assert!(drawn.len() < 100, "{drawn:?}");
        }
        drawn
    }

    #[test]
    fn pages_that_fit_are_drawn_whole() {
        let drawn = strips(A4, Dpi::BEST, 1.0, |_| 16 * MEGAPIXELS);
        assert_eq!(drawn, [Extent::whole(A4, Dpi::BEST)]);
        let drawn = strips(A4, Dpi::BEST, 0.7, |_| 16 * MEGAPIXELS);
        assert_eq!(drawn, [Extent::whole(A4, Dpi(140.0))]);
        // An A2 page that fits at 160 dpi loses less by that than by being cut.
        let a2 = PageSize { width: 1191.0, height: 1684.0 };
        let drawn = strips(a2, Dpi::BEST, 1.0, |_| 10 * MEGAPIXELS);
        assert!(drawn.len() == 1 && drawn[0].is_whole() && drawn[0].dpi.0 > 150.0, "{drawn:?}");
    }

    #[test]
    fn a_large_page_is_covered_by_even_strips_that_overlap() {
        let drawn = strips(A0, Dpi::BEST, 1.0, |_| 14 * MEGAPIXELS);
        assert_eq!(drawn.len(), 6, "{drawn:?}");
        for strip in &drawn {
            assert_eq!(strip.dpi, Dpi::BEST);
            assert!(
                u64::from(strip.width) * u64::from(strip.rows) <= 12 * MEGAPIXELS,
                "it leaves some of the room"
            );
            assert!(strip.rows.abs_diff(drawn[0].rows) <= 2, "{drawn:?}");
        }
        for pair in drawn.windows(2) {
            let overlap = pair[0].top + pair[0].rows - pair[1].top;
            assert!(overlap.abs_diff(pair[0].rows / 8) <= 1, "{drawn:?}");
        }
        let last = drawn.last().unwrap();
        assert_eq!(last.top + last.rows, last.height);
    }

    #[test]
    fn a_further_try_makes_strips_shorter_and_no_coarser() {
        let drawn = strips(A0, Dpi::BEST, 0.7, |_| 14 * MEGAPIXELS);
        let room = |strip: &Extent| u64::from(strip.width) * u64::from(strip.rows) <= 7 * MEGAPIXELS;
        assert!(drawn.iter().all(|strip| strip.dpi == Dpi::BEST && room(strip)), "{drawn:?}");
    }

    #[test]
    fn room_that_shrinks_on_the_way_leaves_no_gap() {
        let drawn = strips(A0, Dpi::BEST, 1.0, |index| if index < 2 { 14 } else { 5 } * MEGAPIXELS);
        let points = |extent: &Extent| extent.area(A0);
        for pair in drawn.windows(2) {
            assert!(points(&pair[1]).y < points(&pair[0]).bottom() - 20.0, "{drawn:?}");
        }
        assert!(points(drawn.last().unwrap()).bottom() > A0.height - 0.5, "{drawn:?}");
    }

    #[test]
    fn room_that_grows_or_vanishes_on_the_way_does_not_begin_the_page_anew() {
        let wide = PageSize { width: 19_000.0, height: 600.0 };
        for later in [100 * MEGAPIXELS, 600_000] {
            let drawn =
                strips(wide, Dpi::BEST, 1.0, |index| if index == 0 { 15 * MEGAPIXELS } else { later });
            assert!(drawn.len() > 1 && drawn.iter().skip(1).all(|strip| strip.top > 0), "{drawn:?}");
        }
    }

    #[test]
    fn a_page_is_read_in_so_many_strips_at_most_and_refused_where_that_is_too_coarse() {
        let wall = PageSize { width: 9000.0, height: 9000.0 };
        let drawn = strips(wall, Dpi::BEST, 1.0, |_| 14 * MEGAPIXELS);
        assert!(drawn.len() <= 14 && drawn[0].dpi > Dpi(90.0) && drawn[0].dpi < Dpi::BEST, "{drawn:?}");
        for absurd in [(14_400.0, 14_400.0), (14_400_000.0, 800.0), (f32::NAN, 1.0), (1.0, f32::INFINITY)] {
            let size = PageSize { width: absurd.0, height: absurd.1 };
            assert_eq!(extent(size, Dpi::BEST, 1.0, 14 * MEGAPIXELS, Strip::FIRST), None, "{absurd:?}");
        }
    }

    #[test]
    fn a_long_receipt_is_cut_where_tesseract_would_find_it_too_high() {
        let hardly = PageSize { width: 100.0, height: 12_000.0 };
        let drawn = strips(hardly, Dpi::BEST, 1.0, |_| 100 * MEGAPIXELS);
        assert!(drawn.iter().all(|strip| strip.rows < MAX_SIDE), "{drawn:?}");
        let roll = PageSize { width: 200.0, height: 20_000.0 };
        let drawn = strips(roll, Dpi::BEST, 1.0, |_| 100 * MEGAPIXELS);
        assert_eq!(drawn.len(), 2, "{drawn:?}");
        assert!(drawn.iter().all(|strip| strip.rows < MAX_SIDE && strip.dpi == Dpi::BEST), "{drawn:?}");
    }
}
