//! A part of a bitmap by itself.

use crate::model::affine::Affine;
use crate::model::bitmap::BitmapHeader;
use crate::model::page::Rect;
use crate::reading::Pixels;

/// The part of an upright bitmap that shows this rectangle of its page, with `margin` points around it; `None` where it shows
/// nothing of it, or does not stand upright.
pub fn crop<P: Pixels>(
    header: &BitmapHeader,
    pixels: &P,
    rect: &Rect,
    margin: f32,
) -> Option<(BitmapHeader, P)> {
    let Affine { a, b, c, d, e, f } = header.placement;
    if b != 0.0 || c != 0.0 || a <= 0.0 || d <= 0.0 {
        return None;
    }
    let (across, down) = (header.width as f32 / a, header.height as f32 / d);
    let pixel = |place: f32, most: u32| place.clamp(0.0, most as f32) as u32;
    let left = pixel(((rect.x - margin - e) * across).floor(), header.width);
    let top = pixel(((rect.y - margin - f) * down).floor(), header.height);
    let right = pixel(((rect.right() + margin - e) * across).ceil(), header.width);
    let bottom = pixel(((rect.bottom() + margin - f) * down).ceil(), header.height);
    let (width, height) = (right.checked_sub(left)?, bottom.checked_sub(top)?);
    if width == 0 || height == 0 {
        return None;
    }
    let area = Rect {
        x: e + left as f32 / across,
        y: f + top as f32 / down,
        width: width as f32 / across,
        height: height as f32 / down,
    };
    let part = P::of_rows(width, height, |y, row| {
        pixels.copy_to((top + y) as usize * header.stride as usize + left as usize, row);
    });
    let placement = Affine::upright(area);
    Some((BitmapHeader { placement, width, height, stride: width, ..*header }, part))
}
