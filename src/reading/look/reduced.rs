//! A bitmap at about half an engine's resolution: enough to see where letters stand, in a quarter of the bytes.

use crate::model::bitmap::BitmapHeader;
use crate::reading::Pixels;

/// Pixels to the inch that are left at least.
const DPI: f32 = 100.0;

/// A small image in 8-bit grey; rows follow each other without a gap.
#[derive(Debug, Clone)]
pub struct Reduced {
    /// The pixels.
    pub grey: Vec<u8>,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Pixels to the inch.
    pub dpi: f32,
}

impl Reduced {
    /// A bitmap, reduced; `None` where nothing is left of it. What is over at the right and the bottom is cut.
    pub fn of(header: &BitmapHeader, pixels: &impl Pixels) -> Option<Self> {
        let factor = ((header.dpi.0 / DPI) as usize).max(1);
        let (width, height) = (header.width as usize / factor, header.height as usize / factor);
        if width == 0 || height == 0 {
            return None;
        }
        let mut grey = Vec::with_capacity(width * height);
        let mut row = vec![0; header.width as usize];
        let mut sums = vec![0_u32; width];
        let count = (factor * factor) as u32;
        for y in 0..height {
            sums.fill(0);
            for inner in 0..factor {
                pixels.copy_to((y * factor + inner) * header.stride as usize, &mut row);
                for (sum, pixels) in sums.iter_mut().zip(row.chunks_exact(factor)) {
                    *sum += pixels.iter().copied().map(u32::from).sum::<u32>();
                }
            }
            grey.extend(sums.iter().map(|sum| (sum / count) as u8));
        }
        Some(Self { grey, width, height, dpi: header.dpi.0 / factor as f32 })
    }

    /// So many pixels as an inch and its parts have, at least one.
    pub fn inches(&self, inches: f32) -> usize {
        (self.dpi * inches).round().max(1.0) as usize
    }
}
