//! Pixels that had to be decoded, packed again without loss and as small as they allow: in black and white,
//! with a palette, in grey or in colour.

use std::collections::HashMap;
use std::io::Write;

use ::png::{BitDepth, ColorType, DeflateCompression, Encoder, EncodingError, Filter as RowFilter};

use super::embedded::{Color, Embedded, FaxCoding, Filter};
use super::{fax, png};
use crate::formats::image::color_rows::ColorRows;
use crate::model::error::Error;

/// How hard to pack. Beyond this the time doubles for a hundredth of the size.
const LEVEL: u8 = 6;
/// Of this many rows, the first [`SAMPLED`] are packed in both ways to see which is smaller.
const SAMPLE_EVERY: u32 = 64;
const SAMPLED: u32 = 8;

/// Packs the pixels.
///
/// # Errors
/// [`Error::NotWritten`] when the packer refuses them.
pub fn pack(pixels: &dyn ColorRows) -> Result<Embedded, Error> {
    if pixels.is_cmyk() {
        return Form { color: Color::Cmyk, bits: 8, pack_row: &|inks, row| row.extend_from_slice(inks) }
            .pack(pixels);
    }
    let (colors, is_grey) = census(pixels);
    if let Some(colors) = &colors {
        if colors.keys().all(|rgb| *rgb == [0; 3] || *rgb == [255; 3]) {
            return pack_bilevel(pixels);
        }
        if colors.len() <= 16 || !is_grey {
            return pack_with_palette(pixels, colors);
        }
    }
    if is_grey {
        let first = |rgb: &[u8], row: &mut Vec<u8>| row.extend(rgb.chunks_exact(3).map(|pixel| pixel[0]));
        return Form { color: Color::Gray, bits: 8, pack_row: &first }.pack(pixels);
    }
    Form { color: Color::Rgb, bits: 8, pack_row: &|rgb, row| row.extend_from_slice(rgb) }.pack(pixels)
}

/// The colours with a number each, unless there are more than 256; and whether all are grey.
fn census(pixels: &dyn ColorRows) -> (Option<HashMap<[u8; 3], u8>>, bool) {
    let mut colors = Some(HashMap::new());
    let (mut is_grey, mut last) = (true, None);
    let mut row = Vec::new();
    for y in 0..pixels.size().1 {
        pixels.row(y, &mut row);
        for rgb in row.as_chunks::<3>().0 {
            if last == Some(*rgb) {
                continue;
            }
            last = Some(*rgb);
            is_grey &= rgb[0] == rgb[1] && rgb[1] == rgb[2];
            if let Some(known) = &mut colors
                && !known.contains_key(rgb)
            {
                match u8::try_from(known.len()) {
                    Ok(number) => {
                        known.insert(*rgb, number);
                    }
                    Err(_) => colors = None,
                }
            }
        }
        if colors.is_none() && !is_grey {
            break;
        }
    }
    (colors, is_grey)
}

fn pack_bilevel(pixels: &dyn ColorRows) -> Result<Embedded, Error> {
    let pack_row = |rgb: &[u8], row: &mut Vec<u8>| {
        pack_bits(rgb.chunks_exact(3).map(|pixel| pixel[0] & 1), 1, row);
    };
    let deflated = Form { color: Color::Gray, bits: 1, pack_row: &pack_row }.pack(pixels)?;
    let (width, height) = pixels.size();
    let (mut rgb, mut bits) = (Vec::new(), Vec::new());
    let fax = fax::group4(width, height, |y, encode| {
        pixels.row(y, &mut rgb);
        bits.clear();
        pack_row(&rgb, &mut bits);
        encode(&bits);
    });
    // Drawings and text pack better as a fax, halftones worse.
    let coding = FaxCoding { k: -1, byte_aligned: false, black_is_one: false };
    Ok(match fax {
        Some(data) if data.len() < deflated.data.len() => fax::embedded(width, height, coding, data),
        _ => deflated,
    })
}

fn pack_with_palette(pixels: &dyn ColorRows, colors: &HashMap<[u8; 3], u8>) -> Result<Embedded, Error> {
    let bits = match colors.len() {
        0..=2 => 1,
        3..=4 => 2,
        5..=16 => 4,
        _ => 8,
    };
    let mut table = vec![0; colors.len() * 3];
    for (rgb, number) in colors {
        let at = usize::from(*number) * 3;
        table[at..at + 3].copy_from_slice(rgb);
    }
    let pack_row = |rgb: &[u8], row: &mut Vec<u8>| {
        let numbers = rgb.as_chunks::<3>().0.iter().map(|rgb| colors.get(rgb).copied().unwrap_or(0));
        pack_bits(numbers, bits, row);
    };
    Form { color: Color::Indexed(table), bits, pack_row: &pack_row }.pack(pixels)
}

/// Samples of few bits side by side, the row filled up to a byte.
fn pack_bits(samples: impl Iterator<Item = u8>, bits: u8, row: &mut Vec<u8>) {
    let (mut byte, mut free) = (0, 8);
    for sample in samples {
        free -= bits;
        byte |= sample << free;
        if free == 0 {
            row.push(byte);
            (byte, free) = (0, 8);
        }
    }
    if free < 8 {
        row.push(byte);
    }
}

/// The form that pixels are brought into.
struct Form<'a> {
    color: Color,
    bits: u8,
    /// Appends a row in this form.
    pack_row: &'a dyn Fn(&[u8], &mut Vec<u8>),
}

impl Form<'_> {
    fn pack(self, pixels: &dyn ColorRows) -> Result<Embedded, Error> {
        let failed = |error: EncodingError| Error::NotWritten { reason: error.to_string() };
        let (width, height) = pixels.size();
        // Filters make photographs smaller and lettering larger; rows of numbers or bits they only disturb.
        let filter = if self.bits < 8 || matches!(self.color, Color::Indexed(_)) {
            RowFilter::NoFilter
        } else {
            let sample: Vec<u32> = (0..height).filter(|y| y % SAMPLE_EVERY < SAMPLED).collect();
            let size = |filter| self.deflate(pixels, &sample, filter).map(|data| data.len());
            let filtered = size(RowFilter::Adaptive).map_err(failed)?;
            if filtered < size(RowFilter::NoFilter).map_err(failed)? {
                RowFilter::Adaptive
            } else {
                RowFilter::NoFilter
            }
        };
        let rows: Vec<u32> = (0..height).collect();
        let data = self.deflate(pixels, &rows, filter).map_err(failed)?;
        let Form { color, bits, .. } = self;
        Ok(Embedded { width, height, color, bits, inverted: false, filter: Filter::Png, data })
    }

    /// The data of a PNG of these rows.
    fn deflate(
        &self,
        pixels: &dyn ColorRows,
        rows: &[u32],
        filter: RowFilter,
    ) -> Result<Vec<u8>, EncodingError> {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, pixels.size().0, rows.len() as u32);
        encoder.set_color(match self.color {
            Color::Gray => ColorType::Grayscale,
            Color::Rgb => ColorType::Rgb,
            // PNG has no name for four inks, but rows of any four samples look the same.
            Color::Cmyk => ColorType::Rgba,
            Color::Indexed(_) => ColorType::Indexed,
        });
        if let Color::Indexed(table) = &self.color {
            encoder.set_palette(table.as_slice());
        }
        encoder.set_depth(match self.bits {
            1 => BitDepth::One,
            2 => BitDepth::Two,
            4 => BitDepth::Four,
            _ => BitDepth::Eight,
        });
        encoder.set_deflate_compression(DeflateCompression::Level(LEVEL));
        encoder.set_filter(filter);
        let mut writer = encoder.write_header()?;
        let mut stream = writer.stream_writer()?;
        let (mut unpacked, mut row) = (Vec::new(), Vec::new());
        for y in rows {
            pixels.row(*y, &mut unpacked);
            row.clear();
            (self.pack_row)(&unpacked, &mut row);
            stream.write_all(&row)?;
        }
        stream.finish()?;
        drop(writer);
        Ok(png::into_data(file))
    }
}
