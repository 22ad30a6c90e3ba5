//! Pixels that had to be decoded, packed again without loss and as small as they allow: in black and white,
//! with a palette, in grey or in colour.

use std::collections::HashMap;

use image::DynamicImage;
use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter as RowFilter};

use super::embedded::{Color, Embedded, FaxCoding, Filter};
use super::{fax, png as png_file};
use crate::error::Error;
use crate::preprocess::grey::on_white;
use std::io::Write;

/// How hard to pack. Beyond this the time doubles for a hundredth of the size.
const LEVEL: u8 = 6;
/// Of this many rows, the first [`SAMPLED`] are packed in both ways to see which is smaller.
const SAMPLE_EVERY: u32 = 64;
const SAMPLED: u32 = 8;

/// Decoded pixels, given row by row.
pub trait Pixels {
    /// Width and height.
    fn size(&self) -> (u32, u32);

    /// Whether rows are of cyan, magenta, yellow and black rather than of red, green and blue.
    fn is_cmyk(&self) -> bool {
        false
    }

    /// Replaces `row` by a row of pixels on white paper, one byte a sample.
    fn row(&self, y: u32, row: &mut Vec<u8>);
}

impl Pixels for DynamicImage {
    fn size(&self) -> (u32, u32) {
        (self.width(), self.height())
    }

    fn row(&self, y: u32, row: &mut Vec<u8>) {
        row.clear();
        let width = self.width() as usize;
        let slice = |channels: usize| y as usize * width * channels..(y as usize + 1) * width * channels;
        let blend = |row: &mut Vec<u8>, rgba: &[u8]| {
            rgba.chunks_exact(4).for_each(|p| row.extend(p[..3].iter().map(|c| on_white(*c, p[3]))));
        };
        match self {
            DynamicImage::ImageLuma8(image) => row.extend(image.as_raw()[slice(1)].iter().flat_map(|v| [*v; 3])),
            DynamicImage::ImageRgb8(image) => row.extend_from_slice(&image.as_raw()[slice(3)]),
            DynamicImage::ImageRgba8(image) => blend(row, &image.as_raw()[slice(4)]),
            // Everything else is rare; one row at a time it costs nothing to convert.
            other => blend(row, other.crop_imm(0, y, other.width(), 1).to_rgba8().as_raw()),
        }
    }
}

/// Packs the pixels.
///
/// # Errors
/// [`Error::NotWritten`] when the packer refuses them.
pub fn pack(pixels: &dyn Pixels) -> Result<Embedded, Error> {
    let (width, height) = pixels.size();
    if pixels.is_cmyk() {
        // The packer has no name for four inks, but the rows of four other samples look the same.
        return squeeze(pixels, Form { color: Color::Cmyk, bits: 8, stored: ColorType::Rgba }, &|_, _| {});
    }
    let Census { colors, is_grey } = Census::of(pixels);
    let count = colors.len();
    let is_bilevel = count <= 2 && colors.keys().all(|rgb| *rgb == [0; 3] || *rgb == [255; 3]);
    if is_bilevel {
        let form = Form { color: Color::Gray, bits: 1, stored: ColorType::Grayscale };
        let to_bits = |rgb: &[u8], row: &mut Vec<u8>| pack_bits(rgb.chunks_exact(3).map(|p| p[0] & 1), 1, row);
        let flat = squeeze(pixels, form, &to_bits)?;
        let fax = pack_fax(pixels, &to_bits).filter(|data| data.len() < flat.data.len());
        let coding = FaxCoding { k: -1, byte_aligned: false, black_is_one: false };
        return Ok(fax.map_or(flat, |data| fax::embedded(width, height, coding, data)));
    }
    let fits_palette = count <= if is_grey { 16 } else { 256 };
    if fits_palette {
        let bits = match count {
            0..=2 => 1,
            3..=4 => 2,
            5..=16 => 4,
            _ => 8,
        };
        let mut table = vec![0; count * 3];
        for (rgb, index) in &colors {
            let at = usize::from(*index) * 3;
            table[at..at + 3].copy_from_slice(rgb);
        }
        let form = Form { color: Color::Indexed(table), bits, stored: ColorType::Indexed };
        return squeeze(pixels, form, &|rgb, row| {
            let indices = rgb.chunks_exact(3).map(|p| colors.get(p).copied().unwrap_or(0));
            pack_bits(indices, bits, row);
        });
    }
    if is_grey {
        let form = Form { color: Color::Gray, bits: 8, stored: ColorType::Grayscale };
        return squeeze(pixels, form, &|rgb, row| row.extend(rgb.chunks_exact(3).map(|p| p[0])));
    }
    let form = Form { color: Color::Rgb, bits: 8, stored: ColorType::Rgb };
    squeeze(pixels, form, &|rgb, row| row.extend_from_slice(rgb))
}

/// Which colours there are: all of them with a number each, or none if there are more than 256.
struct Census {
    colors: HashMap<[u8; 3], u8>,
    is_grey: bool,
}
