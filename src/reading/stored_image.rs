//! What is drawn of a page that is an image file.

use super::DrawRequest;
use super::strips::Extent;
use crate::model::budget::dpi_that_fits;
use crate::model::error::Error;
use crate::model::page::{Dpi, POINTS_PER_INCH, PageSize};

/// Images within this much of the wanted resolution are read as they are.
const CLOSE_ENOUGH: std::ops::RangeInclusive<f32> = 0.75..=1.25;

/// A page that is an image file, as that declares it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoredImage {
    /// Pixels in a row, as they are stored.
    pub width: u32,
    /// Rows, as they are stored.
    pub height: u32,
    /// Credible resolution across and down.
    pub dpi: (f32, f32),
    /// Whether its rows are stored as they are shown.
    pub is_upright: bool,
}

impl StoredImage {
    /// To how many pixels the image is scaled, and which of its rows are wanted: its own where they read well, a strip
    /// where it is too large. Pictures that lie on their side or stand on their head have no strips.
    ///
    /// # Errors
    /// [`Error::ImageTooLarge`].
    pub fn extent(&self, request: &DrawRequest) -> Result<Extent, Error> {
        let StoredImage { width, height, dpi: (dpi_x, dpi_y), is_upright } = *self;
        let size = PageSize {
            width: width as f32 / dpi_x * POINTS_PER_INCH,
            height: height as f32 / dpi_y * POINTS_PER_INCH,
        };
        let extent = if is_upright {
            request.extent(size)
        } else {
            // Rows of a picture that lies on its side are no strip of the page.
            let dpi = dpi_that_fits(size, request.wanted_dpi(), request.max_pixels);
            dpi.map(|dpi| Extent::whole(size, dpi))
        };
        let extent = extent.ok_or(Error::ImageTooLarge { width, height })?;
        let own = dpi_x.min(dpi_y);
        let keep_own = request.dpi.is_none()
            && CLOSE_ENOUGH.contains(&(own / request.wanted_dpi().0))
            && u64::from(width) * u64::from(height) <= request.max_pixels
            && (dpi_x / dpi_y - 1.0).abs() < 0.02;
        Ok(if keep_own { Extent { dpi: Dpi(own), width, height, top: 0, rows: height } } else { extent })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::bitmap::Strip;
    use crate::model::budget::Bytes;
    use crate::model::options::OwnText;
    use crate::model::page::PageIndex;

    const BEST: DrawRequest = DrawRequest {
        page: PageIndex(0),
        strip: Strip::FIRST,
        dpi: None,
        max_pixels: 8_000_000,
        max_decoded: Bytes::megabytes(80),
        reduction: 1.0,
        own_text: OwnText::Keep,
        region: None,
    };

    /// A sheet of A4, scanned.
    fn scanned(dpi: f32) -> StoredImage {
        let (width, height) = ((8.27 * dpi) as u32, (11.69 * dpi) as u32);
        StoredImage { width, height, dpi: (dpi, dpi), is_upright: true }
    }

    fn is_own(image: &StoredImage, extent: Extent) -> bool {
        let StoredImage { width, height, dpi, .. } = *image;
        extent == Extent { dpi: Dpi(dpi.0), width, height, top: 0, rows: height }
    }

    #[test]
    fn images_of_about_the_best_resolution_are_read_as_they_are() {
        for dpi in [150.0, 180.0, 200.0, 250.0] {
            let image = scanned(dpi);
            assert!(is_own(&image, image.extent(&BEST).unwrap()), "{dpi}");
            let turned = StoredImage { is_upright: false, ..image };
            assert!(is_own(&image, turned.extent(&BEST).unwrap()), "{dpi}");
        }
        for dpi in [100.0, 145.0, 255.0, 300.0] {
            let extent = scanned(dpi).extent(&BEST).unwrap();
            assert!(extent.dpi == Dpi::BEST && extent.width.abs_diff(1654) <= 1, "{dpi}: {extent:?}");
        }
    }

    #[test]
    fn images_are_scaled_where_a_resolution_is_asked_for_or_they_do_not_fit_or_have_two() {
        let image = scanned(220.0);
        let asked = image.extent(&DrawRequest { dpi: Some(Dpi::BEST), ..BEST }).unwrap();
        assert_eq!(asked.dpi, Dpi::BEST);
        let tight = image.extent(&DrawRequest { max_pixels: 4_000_000, ..BEST }).unwrap();
        assert_eq!(tight.dpi, Dpi::BEST);
        let fax = StoredImage { width: 1728, height: 1143, dpi: (204.0, 98.0), is_upright: true };
        let extent = fax.extent(&BEST).unwrap();
        assert_eq!((extent.dpi, extent.width, extent.height), (Dpi::BEST, 1694, 2333));
    }

    #[test]
    fn what_is_too_large_is_cut_into_strips_unless_it_lies_on_its_side() {
        let wall = StoredImage { width: 9_000, height: 12_000, dpi: (300.0, 300.0), is_upright: true };
        let strip = wall.extent(&BEST).unwrap();
        assert!(!strip.is_whole() && strip.dpi == Dpi::BEST, "{strip:?}");
        let turned = StoredImage { is_upright: false, ..wall }.extent(&BEST).unwrap();
        assert!(turned.is_whole() && turned.dpi.0 < 90.0, "{turned:?}");
        let absurd = StoredImage { width: 60_000, height: 60_000, dpi: (100.0, 100.0), is_upright: true };
        let refused = Err(Error::ImageTooLarge { width: 60_000, height: 60_000 });
        for is_upright in [true, false] {
            assert_eq!(StoredImage { is_upright, ..absurd }.extent(&BEST), refused);
        }
    }
}
