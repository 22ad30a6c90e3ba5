//! A bitmap with all its text as black on white: each pixel stretched between the tone of the paper around it and the tone
//! of the ink.
//!
//! That brings back what stands on shaded panels, under highlighters and on coloured paper, faint ink, and light letters
//! on dark bands. It is for pages of which something stayed unread: on others it does nothing that helps.

use super::ground::Ground;
use crate::model::bitmap::BitmapHeader;
use crate::reading::Pixels;

/// Where ink stands out less than this, it is noise, and not stretched to black.
const LEAST: u8 = 28;

/// A bitmap, evened out. The ground is of its reduced image, which has `across` by `down` pixels.
pub fn even<P: Pixels>(
    ground: &Ground,
    (across, down): (usize, usize),
    header: &BitmapHeader,
    pixels: &P,
) -> P {
    let tiles = &ground.tiles;
    // How far ink stands out around each tile, at its strongest.
    let ink = tiles.each(&ground.strength, across, LEAST, u8::max);
    let ink = tiles.around(&tiles.around(&ink, u8::max), u8::max);
    let factor = (header.width as usize / across).max(1);
    let stride = header.stride as usize;
    P::of_rows(header.stride, header.height, |y, row| {
        pixels.copy_to(y as usize * stride, row);
        let y = (y as usize / factor).min(down - 1);
        let tones = &ground.tone[y * across..][..across];
        for (x, pixel) in row.iter_mut().enumerate() {
            let x = (x / factor).min(across - 1);
            let tile = tiles.of(x, y);
            let (tone, grey) = (tones[x], *pixel);
            let stands_out =
                if tiles.is_dark[tile] { grey.saturating_sub(tone) } else { tone.saturating_sub(grey) };
            *pixel = 255 - (u32::from(stands_out) * 255 / u32::from(ink[tile])).min(255) as u8;
        }
    })
}
