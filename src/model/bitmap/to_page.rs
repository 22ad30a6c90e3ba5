//! From the pixels of a bitmap to the page it shows, however it lies on it.

use super::BitmapHeader;
use crate::model::page::{Baseline, Rect};

impl BitmapHeader {
    /// The upright rectangle of the page around a rectangle of pixels. What is beyond the bitmap or the page is cut.
    pub fn to_page(&self, left: i32, top: i32, right: i32, bottom: i32) -> Rect {
        let corner = |x: i32, y: i32| self.point_to_page(x as f32, y as f32);
        let mut corners =
            [corner(left, top), corner(right, top), corner(left, bottom), corner(right, bottom)].into_iter();
        let (x, y) = corners.next().unwrap_or_default();
        let (x0, y0, x1, y1) = corners
            .fold((x, y, x, y), |(x0, y0, x1, y1), (x, y)| (x0.min(x), y0.min(y), x1.max(x), y1.max(y)));
        let (x0, y0) = (x0.max(0.0), y0.max(0.0));
        let (x1, y1) = (x1.min(self.size.width), y1.min(self.size.height));
        Rect { x: x0, y: y0, width: (x1 - x0).max(0.0), height: (y1 - y0).max(0.0) }
    }

    /// A position among the pixels as one on the page, in points.
    pub fn point_to_page(&self, x: f32, y: f32) -> (f32, f32) {
        let (width, height) = (self.width.max(1) as f32, self.height.max(1) as f32);
        self.placement.point((x.clamp(0.0, width), width), (y.clamp(0.0, height), height))
    }

    /// A line of text among the pixels, by its baseline from (x0, y0) to (x1, y1) and its height across that, on the
    /// page: the baseline, and the height in points.
    pub fn line_to_page(&self, [x0, y0, x1, y1]: [i32; 4], row_height: f32) -> (Baseline, f32) {
        let runs_sideways = x0.abs_diff(x1) < y0.abs_diff(y1);
        let row_height = if runs_sideways {
            row_height * self.placement.across() / self.width.max(1) as f32
        } else {
            row_height * self.placement.down() / self.height.max(1) as f32
        };
        let (x0, y0) = self.point_to_page(x0 as f32, y0 as f32);
        let (x1, y1) = self.point_to_page(x1 as f32, y1 as f32);
        (Baseline { x0, y0, x1, y1 }, row_height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::affine::Affine;
    use crate::model::bitmap::Provenance;
    use crate::model::page::{Dpi, PageIndex, PageSize};

    const SIZE: PageSize = PageSize { width: 600.0, height: 800.0 };

    fn header(placement: Affine, width: u32, height: u32) -> BitmapHeader {
        BitmapHeader {
            page: PageIndex(0),
            size: SIZE,
            placement,
            width,
            height,
            stride: width,
            dpi: Dpi(144.0),
            provenance: Provenance::Scan,
            has_hidden_text: false,
        }
    }

    #[test]
    fn pixels_map_to_the_part_of_the_page_they_show() {
        let area = Rect { x: 100.0, y: 50.0, width: 400.0, height: 700.0 };
        let header = header(Affine::upright(area), 800, 1400);
        assert_eq!(header.area(), area);
        let rect = header.to_page(0, 0, 400, 1500);
        assert_eq!(rect, Rect { x: 100.0, y: 50.0, width: 200.0, height: 700.0 });
    }

    #[test]
    fn on_an_upright_page_every_number_is_what_plain_scaling_gives() {
        // Sizes and resolutions that do not divide evenly.
        let area = Rect { x: 0.0, y: 123.4, width: 595.276, height: 333.3 };
        let header = BitmapHeader {
            size: PageSize { width: 595.276, height: 841.89 },
            ..header(Affine::upright(area), 1654, 927)
        };
        let x_of = |x: i32| area.x + x as f32 * area.width / 1654.0;
        let y_of = |y: i32| area.y + y as f32 * area.height / 927.0;
        for (left, top) in [(3, 7), (101, 333), (777, 500), (1511, 871)] {
            let (right, bottom) = (left + 97, top + 31);
            let rect = header.to_page(left, top, right, bottom);
            let (width, height) = (x_of(right) - x_of(left), y_of(bottom) - y_of(top));
            assert_eq!(rect, Rect { x: x_of(left), y: y_of(top), width, height });
            let (baseline, row_height) = header.line_to_page([left, bottom, right, bottom - 1], 31.7);
            let (y0, y1) = (y_of(bottom), y_of(bottom - 1));
            assert_eq!(baseline, Baseline { x0: x_of(left), y0, x1: x_of(right), y1 });
            assert_eq!(row_height, 31.7 * area.height / 927.0);
        }
    }

    /// A word whose baseline stands 3 points above the foot of its box.
    const WORD: Rect = Rect { x: 100.0, y: 200.0, width: 90.0, height: 12.0 };
    const FOOT: f32 = 209.0;

    /// Where a bitmap shows a point of the page: the inverse of its placement.
    fn to_pixel(header: &BitmapHeader, (x, y): (f32, f32)) -> (i32, i32) {
        let Affine { a, b, c, d, e, f } = header.placement;
        let (x, y, determinant) = (x - e, y - f, a * d - b * c);
        let across = (x * d - y * c) / determinant * header.width as f32;
        let down = (y * a - x * b) / determinant * header.height as f32;
        (across.round() as i32, down.round() as i32)
    }

    fn assert_near(found: &[f32], expected: &[f32], what: &str) {
        let is_near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.1);
        assert!(is_near, "{what}: {found:?} instead of {expected:?}");
    }

    /// Finds the word by its corners in a bitmap that lies like that, and takes it back to the page.
    fn assert_word_comes_back(header: &BitmapHeader, what: &str) {
        let corners = [(WORD.x, WORD.y), (WORD.right(), WORD.bottom())].map(|point| to_pixel(header, point));
        let [(x0, y0), (x1, y1)] = corners;
        let rect = header.to_page(x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1));
        assert_near(
            &[rect.x, rect.y, rect.width, rect.height],
            &[WORD.x, WORD.y, WORD.width, WORD.height],
            what,
        );
        let ends = [(WORD.x, FOOT), (WORD.right(), FOOT)].map(|point| to_pixel(header, point));
        let [(x0, y0), (x1, y1)] = ends;
        // 144 dpi, across and down.
        let (baseline, row_height) = header.line_to_page([x0, y0, x1, y1], 12.0 * 2.0);
        assert_near(
            &[baseline.x0, baseline.y0, baseline.x1, baseline.y1, row_height],
            &[WORD.x, FOOT, WORD.right(), FOOT, 12.0],
            what,
        );
    }

    #[test]
    fn words_of_turned_and_mirrored_bitmaps_come_back_to_their_place() {
        let PageSize { width, height } = SIZE;
        let upright = Affine { a: width, b: 0.0, c: 0.0, d: height, e: 0.0, f: 0.0 };
        let mirrored = Affine { a: -width, e: width, ..upright };
        let half = Affine { a: -width, d: -height, e: width, f: height, ..upright };
        // The bitmap is the page turned clockwise: its rows run up the page, from the bottom left.
        let right = Affine { a: 0.0, b: -height, c: width, d: 0.0, e: 0.0, f: height };
        let left = Affine { a: 0.0, b: height, c: -width, d: 0.0, e: width, f: 0.0 };
        for (what, placement) in [("upright", upright), ("mirrored", mirrored), ("half a turn", half)] {
            assert_word_comes_back(&header(placement, 1200, 1600), what);
        }
        for (what, placement) in [("turned right", right), ("turned left", left)] {
            let header = header(placement, 1600, 1200);
            assert!(header.is_whole(), "{what}");
            assert_eq!(header.area(), Rect { x: 0.0, y: 0.0, width, height }, "{what}");
            assert_word_comes_back(&header, what);
        }
    }

    #[test]
    fn the_height_of_a_row_is_measured_across_it() {
        // A fax: twice as many pixels across as down.
        let area = Rect { x: 0.0, y: 0.0, width: 600.0, height: 800.0 };
        let header = header(Affine::upright(area), 1200, 800);
        assert_eq!(header.line_to_page([100, 100, 300, 101], 24.0).1, 24.0);
        assert_eq!(header.line_to_page([100, 300, 101, 100], 24.0).1, 12.0);
    }

    #[test]
    fn words_of_a_straightened_bitmap_come_back_askew() {
        // The page is 3 degrees askew, clockwise. Its bitmap has been straightened about the page's middle, and made
        // larger so that no corner of the page is lost.
        let (sine, cosine) = 3.0_f32.to_radians().sin_cos();
        let (width, height) = (700.0, 900.0);
        let turned = |x: f32, y: f32| (300.0 + x * cosine - y * sine, 400.0 + x * sine + y * cosine);
        let (e, f) = turned(-width / 2.0, -height / 2.0);
        let placement =
            Affine { a: width * cosine, b: width * sine, c: -height * sine, d: height * cosine, e, f };
        let header = header(placement, 2800, 3600);
        assert!(header.is_whole());
        // Straight in the bitmap: 90 by 12 points, at 4 pixels a point.
        let (left, top, right, foot, bottom) = (1000, 800, 1360, 836, 848);
        let on_page = |x: i32, y: i32| turned(x as f32 / 4.0 - width / 2.0, y as f32 / 4.0 - height / 2.0);
        let (baseline, row_height) = header.line_to_page([left, foot, right, foot], 48.0);
        let ((x0, y0), (x1, y1)) = (on_page(left, foot), on_page(right, foot));
        assert_near(
            &[baseline.x0, baseline.y0, baseline.x1, baseline.y1, row_height],
            &[x0, y0, x1, y1, 12.0],
            "baseline",
        );
        // The box is what stands upright around the corners.
        let (x0, x1) = (on_page(left, bottom).0, on_page(right, top).0);
        let (y0, y1) = (on_page(left, top).1, on_page(right, bottom).1);
        let rect = header.to_page(left, top, right, bottom);
        assert_near(&[rect.x, rect.y, rect.right(), rect.bottom()], &[x0, y0, x1, y1], "box");
        // What the straightened bitmap shows beyond the page is cut.
        let corner = header.to_page(0, 0, 600, 600);
        assert_eq!((corner.x, corner.y), (0.0, 0.0));
        let everything = header.to_page(0, 0, 2800, 3600);
        assert_eq!(everything, Rect { x: 0.0, y: 0.0, width: SIZE.width, height: SIZE.height });
    }
}
