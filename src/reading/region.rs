//! A part of a page that is read by itself: it is drawn as a strip, and cut out of that.

use super::Pixels;
use super::lie::part;
use super::strips::Extent;
use crate::model::bitmap::{BitmapHeader, MAX_SIDE};
use crate::model::look::Turn;
use crate::model::page::{Dpi, POINTS_PER_INCH, PageSize, Rect};

/// The rows of a page of this size that show a part of it, at `asked` dpi or as much less as they fit into `max_pixels`.
/// `None` where the part is not on the page, or so large that it could not be read.
pub fn extent_of(size: PageSize, region: &Rect, asked: Dpi, max_pixels: u64) -> Option<Extent> {
    let Rect { y, height, .. } = region.within(size)?;
    let fitting = (max_pixels as f32 / (size.width * height)).sqrt() * POINTS_PER_INCH;
    let by_side = (MAX_SIDE - 1) as f32 / size.width.max(height) * POINTS_PER_INCH;
    let dpi = Dpi(asked.0.min(fitting).min(by_side));
    if dpi.0 < Dpi::MIN.0.min(asked.0) {
        return None;
    }
    let whole = Extent::whole(size, dpi);
    if y <= 0.0 && height >= size.height {
        return Some(whole);
    }
    let row = |points: f32| points / size.height * whole.height as f32;
    let top = (row(y) as u32).min(whole.height - 1);
    let rows = (row(y + height).ceil() as u32).clamp(top + 1, whole.height) - top;
    Some(Extent { top, rows, ..whole })
}

/// What of a bitmap shows the part of its page that was asked for, if one was.
pub fn cut<P: Pixels>(region: Option<&Rect>, header: BitmapHeader, pixels: P) -> (BitmapHeader, P) {
    let Some(region) = region.filter(|region| is_less(region, &header.area())) else {
        return (header, pixels);
    };
    part(&header, &pixels, region, Turn::Upright)
}

/// Whether something of a bitmap is outside of a part of its page.
fn is_less(region: &Rect, area: &Rect) -> bool {
    region.x > area.x || region.y > area.y || region.right() < area.right() || region.bottom() < area.bottom()
}
