//! A bitmap, or a part of it, turned by quarters so that its text stands upright.

use crate::model::affine::Affine;
use crate::model::bitmap::BitmapHeader;
use crate::model::look::Turn;
use crate::reading::Pixels;

/// A part of a bitmap: its left and top edge, and its width and height, in pixels.
pub type Part = [u32; 4];

/// The part of a bitmap whose text lies as `turn` says, with upright text, and still on its place of the page.
pub fn upright<P: Pixels>(
    header: &BitmapHeader,
    pixels: &P,
    [left, top, width, height]: Part,
    turn: Turn,
) -> (BitmapHeader, P) {
    let (across, down) = (width as usize, height as usize);
    let mut own = vec![0; across * down];
    for (y, row) in own.chunks_exact_mut(across.max(1)).enumerate() {
        pixels.copy_to((top as usize + y) * header.stride as usize + left as usize, row);
    }
    // Where the first pixel of the upright bitmap is, and how far it is to the next one and to the next row.
    let (last_column, last_row) = (across.saturating_sub(1), down.saturating_sub(1) * across);
    let (first, next, next_row) = match turn {
        Turn::Upright => (0, 1, across as isize),
        Turn::Right => (last_column, across as isize, -1),
        Turn::Half => (last_column + last_row, -1, -(across as isize)),
        Turn::Left => (last_row, -(across as isize), 1),
    };
    let (new_width, new_height) = match turn {
        Turn::Upright | Turn::Half => (width, height),
        Turn::Right | Turn::Left => (height, width),
    };
    let turned = P::of_rows(new_width, new_height, |y, row| {
        let mut at = first as isize + y as isize * next_row;
        for pixel in row {
            *pixel = own[at as usize];
            at += next;
        }
    });
    let Affine { a, b, c, d, .. } = header.placement;
    let share = |part: u32, whole: u32| part as f32 / whole.max(1) as f32;
    let (x, y) = (share(width, header.width), share(height, header.height));
    let (a, b, c, d) = (a * x, b * x, c * y, d * y);
    let (e, f) = header.point_to_page(left as f32, top as f32);
    let placement = match turn {
        Turn::Upright => Affine { a, b, c, d, e, f },
        Turn::Right => Affine { a: c, b: d, c: -a, d: -b, e: e + a, f: f + b },
        Turn::Half => Affine { a: -a, b: -b, c: -c, d: -d, e: e + a + c, f: f + b + d },
        Turn::Left => Affine { a: -c, b: -d, c: a, d: b, e: e + c, f: f + d },
    };
    let size = BitmapHeader { placement, width: new_width, height: new_height, stride: new_width, ..*header };
    (size, turned)
}
