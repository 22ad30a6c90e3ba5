//! What of a page is drawn to be looked at.

use super::page::{PageSize, Rect};

/// No page is drawn as if it were longer than that, in pixels, however small the part is that is wanted of it: its
/// letters fill the picture long before.
const LONGEST: f32 = 30_000.0;

/// A page, or a part of it, in pixels of the whole page at some scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shot {
    /// Width of the whole page.
    pub across: u32,
    /// Height of the whole page.
    pub down: u32,
    /// The first column that is wanted.
    pub left: u32,
    /// The first row that is wanted.
    pub top: u32,
    /// How many columns are.
    pub width: u32,
    /// How many rows are.
    pub height: u32,
}

impl Shot {
    /// A part of a page of this size, in page points, or all of it, as large as it fits into so many pixels across and
    /// down. `None` where that is no part of the page.
    pub fn of(size: PageSize, region: Option<Rect>, across: u32, down: u32) -> Option<Shot> {
        let Some(region) = region else {
            let scale = (across as f32 / size.width).min(down as f32 / size.height);
            let width = side(size.width * scale, across);
            let height = side(size.height * scale, down);
            return Some(Shot { across: width, down: height, left: 0, top: 0, width, height });
        };
        let part = region.within(size)?;
        let scale = (across as f32 / part.width)
            .min(down as f32 / part.height)
            .min(LONGEST / size.width.max(size.height));
        let whole = |points: f32| ((points * scale).round() as u32).max(1);
        let (width, height) = (side(part.width * scale, across), side(part.height * scale, down));
        let (all_across, all_down) = (whole(size.width).max(width), whole(size.height).max(height));
        let left = ((part.x * scale).round() as u32).min(all_across - width);
        let top = ((part.y * scale).round() as u32).min(all_down - height);
        Some(Shot { across: all_across, down: all_down, left, top, width, height })
    }
}

fn side(pixels: f32, most: u32) -> u32 {
    // A hair less than a whole pixel is one.
    ((pixels + 0.01) as u32).clamp(1, most.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A4: PageSize = PageSize { width: 595.0, height: 842.0 };

    #[test]
    fn a_word_fills_the_picture_that_it_is_wanted_in() {
        let word = Rect { x: 100.0, y: 200.0, width: 40.0, height: 10.0 };
        let shot = Shot::of(A4, Some(word), 400, 300).unwrap();
        assert_eq!((shot.width, shot.height), (400, 100));
        assert_eq!((shot.left, shot.top), (1000, 2000));
        assert_eq!((shot.across, shot.down), (5950, 8420));
    }

    #[test]
    fn a_part_at_the_edge_ends_there_and_one_beside_the_page_is_none() {
        let edge = Rect { x: 585.0, y: -5.0, width: 100.0, height: 10.0 };
        let shot = Shot::of(A4, Some(edge), 200, 200).unwrap();
        assert_eq!((shot.width, shot.height, shot.top), (200, 100, 0));
        assert_eq!(shot.left + shot.width, shot.across);
        for beside in [(600.0, 0.0, 5.0), (10.0, 10.0, 0.0), (f32::NAN, 0.0, 5.0), (0.0, 0.0, f32::NAN)] {
            let (x, y, width) = beside;
            let region = Some(Rect { x, y, width, height: 5.0 });
            assert_eq!(Shot::of(A4, region, 200, 200), None, "{beside:?}");
        }
    }

    #[test]
    fn a_speck_is_not_drawn_as_if_the_page_were_a_house() {
        let speck = Rect { x: 594.0, y: 841.0, width: 0.1, height: 0.1 };
        let shot = Shot::of(A4, Some(speck), 4000, 4000).unwrap();
        assert!(shot.down <= 30_000 && shot.width <= 4, "{shot:?}");
    }

    #[test]
    fn a_whole_page_keeps_its_proportions() {
        let shot = Shot::of(A4, None, 400, 400).unwrap();
        assert_eq!(shot, Shot { across: 282, down: 400, left: 0, top: 0, width: 282, height: 400 });
    }
}
