//! What size of a page can be true. Many files state one that is not: cameras and converters write 72 dots per inch where
//! they know of none, and whoever makes a PDF of a picture may give a pixel a point, or all of them an inch.

use super::page::{Dpi, POINTS_PER_INCH, PageSize};

/// A page is taken to be this long where a file does not say how large it is: A4's longer side, in inches.
const ASSUMED_LONG_SIDE: f32 = 11.69;
/// What is longer, in widths, is a roll: a long screenshot, a receipt. Its length says nothing of its resolution.
const ROLL: f32 = 2.0;
/// Pixels across what may be a long screenshot.
const WIDEST_SCREEN: f32 = 3000.0;
/// A screenshot or a scrap of paper without a stated size is read as if it came from a screen.
const LEAST_ASSUMED_DPI: f32 = 96.0;
/// Resolutions up to this are what software writes when it does not know: 72 and 96 stand for "a screen".
const SCREEN_DPI: f32 = 97.0;
/// Nothing is scanned any finer.
const FINEST_DPI: f32 = 4800.0;
/// Up to this a resolution is believed of anything, beyond it only of what makes a sheet of paper.
const FINE_DPI: f32 = 700.0;
/// Shorter and longer sides of anything, in inches.
const SIDES: std::ops::RangeInclusive<f32> = 0.1..=120.0;
/// Longer sides of paper that people write on and print, in inches: from a small notebook to A3.
const PAPER: std::ops::RangeInclusive<f32> = 4.0..=17.1;

/// The stated resolution of an image where it makes a page of sensible size, else one that does.
pub fn credible_dpi(stated: Option<(f32, f32)>, width: u32, height: u32) -> (f32, f32) {
    let (width, height) = (width as f32, height as f32);
    let is_plausible = |(across, down): &(f32, f32)| {
        let (finer, longer) = (across.max(*down), (width / across).max(height / down));
        [(*across, width), (*down, height)]
            .into_iter()
            .all(|(dpi, pixels)| dpi > SCREEN_DPI && dpi <= FINEST_DPI && SIDES.contains(&(pixels / dpi)))
            && (finer <= FINE_DPI || longer >= *PAPER.start())
    };
    stated.filter(is_plausible).unwrap_or_else(|| {
        let (shorter, longer) = (width.min(height), width.max(height));
        let mut dpi = longer.min(ROLL * shorter) / ASSUMED_LONG_SIDE;
        if longer > ROLL * shorter && shorter <= WIDEST_SCREEN {
            // Letters on a screen are no larger for its being wide.
            dpi = dpi.min(Dpi::BEST.0);
        }
        let dpi = dpi.max(LEAST_ASSUMED_DPI);
        (dpi, dpi)
    })
}

/// Whether a page has the size of paper.
pub fn is_paper(size: PageSize) -> bool {
    PAPER.contains(&(size.width.max(size.height) / POINTS_PER_INCH))
}

/// The size, in points, of what a page shows that is one picture of these pixels: its own size where that can be true.
pub fn credible_size(size: PageSize, (width, height): (u32, u32)) -> PageSize {
    let stated = (width as f32 / size.width * POINTS_PER_INCH, height as f32 / size.height * POINTS_PER_INCH);
    let (across, down) = credible_dpi(Some(stated), width, height);
    if (across, down) == stated || is_paper(size) {
        return size;
    }
    PageSize {
        width: width as f32 / across * POINTS_PER_INCH,
        height: height as f32 / down * POINTS_PER_INCH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_software_writes_when_it_does_not_know_is_not_believed() {
        let assumed = |stated, width, height| credible_dpi(stated, width, height).0.round();
        assert_eq!(assumed(Some((300.0, 300.0)), 2480, 3508), 300.0);
        assert_eq!(assumed(Some((72.0, 72.0)), 3024, 4032), 345.0);
        assert_eq!(assumed(None, 640, 480), 96.0);
        assert_eq!(assumed(Some((f32::NAN, 300.0)), 640, 480), 96.0);
        // A sheet at 1200 dpi, and one that is said to be an inch wide.
        assert_eq!(assumed(Some((1200.0, 1200.0)), 9921, 14_031), 1200.0);
        assert_eq!(assumed(Some((1654.0, 1654.0)), 1654, 2339), 200.0);
    }

    #[test]
    fn the_length_of_a_roll_says_nothing_of_its_resolution() {
        assert_eq!(credible_dpi(None, 750, 10_834).0.round(), 128.0);
        assert_eq!(credible_dpi(None, 1920, 20_000).0, 200.0, "it is not made smaller than it is");
        assert_eq!(credible_dpi(None, 300, 9_000).0, 96.0);
    }

    #[test]
    fn a_page_that_is_a_picture_may_claim_any_size() {
        let size = |width: f32, height: f32| PageSize { width, height };
        let credible = |page, pixels| {
            let PageSize { width, height } = credible_size(page, pixels);
            (width.round(), height.round())
        };
        // As wide in points as in pixels, and an inch wide.
        assert_eq!(credible(size(1654.0, 2339.0), (1654, 2339)), (595.0, 842.0));
        assert_eq!(credible(size(72.0, 101.8), (1654, 2339)), (595.0, 842.0));
        // A4 at 72 and A1 at 150 dpi.
        assert_eq!(credible(size(595.0, 842.0), (595, 842)), (595.0, 842.0));
        assert_eq!(credible(size(1684.0, 2384.0), (3508, 4967)), (1684.0, 2384.0));
    }
}
