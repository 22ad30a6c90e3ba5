//! A bitmap without some of its marks: where they stood is ground.

use super::ground::Ground;
use super::marks::Mark;
use crate::model::bitmap::BitmapHeader;
use crate::reading::Pixels;

/// A bitmap without these marks of its reduced image, which has `across` by `down` pixels.
pub fn without<P: Pixels>(
    header: &BitmapHeader,
    pixels: &P,
    marks: &[Mark],
    ground: &Ground,
    (across, down): (usize, usize),
) -> P {
    let factor = (header.width as usize / across).max(1);
    let mut by_row: Vec<Vec<&Mark>> = vec![Vec::new(); down];
    for mark in marks {
        // A mark's faint edge is outside of it.
        let rows = (mark.top as usize).saturating_sub(1)..(mark.bottom as usize + 1).min(down);
        by_row[rows].iter_mut().for_each(|row| row.push(mark));
    }
    P::of_rows(header.stride, header.height, |y, row| {
        pixels.copy_to(y as usize * header.stride as usize, row);
        let y = (y as usize / factor).min(down - 1);
        for mark in &by_row[y] {
            for x in (mark.left as usize).saturating_sub(1)..(mark.right as usize + 1).min(across) {
                row[x * factor..(x + 1) * factor].fill(ground.tone[y * across + x]);
            }
        }
    })
}
