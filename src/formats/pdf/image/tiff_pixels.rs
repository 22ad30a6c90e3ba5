//! Pixels of TIFF pages whose coding a PDF does not know, of every depth and meaning that can be decoded.

use std::io::Cursor;

use tiff::ColorType;
use tiff::decoder::{BufferLayoutPreference, Decoder, DecodingResult, Limits};

use super::raster::Pixels;
use super::tiff::{photometric, tag};
use crate::formats::image::decode::MAX_DECODED;
use crate::formats::image::grey::on_white;
use crate::formats::image::tiff_directories::{NOT_DECODABLE, is_decodable, numbers, set_number};
use crate::model::error::Error;

/// The pixels of one page.
pub struct TiffPixels {
    size: (u32, u32),
    color: ColorType,
    /// Red of every index, then green, then blue, in 16 bits.
    palette: Option<Vec<u64>>,
    /// Whether colours were multiplied by their opacity.
    is_premultiplied: bool,
    samples: DecodingResult,
    layout: BufferLayoutPreference,
}

/// Decodes the page of the first directory.
///
/// # Errors
/// [`Error::DamagedImage`], [`Error::ImageTooLarge`].
pub fn decode(mut bytes: Vec<u8>) -> Result<TiffPixels, Error> {
    let damaged = |error: tiff::TiffError| Error::DamagedImage { reason: error.to_string() };
    if !is_decodable(&bytes) {
        return Err(Error::DamagedImage { reason: NOT_DECODABLE.to_owned() });
    }
    let is_indexed = numbers(&bytes, tag::PHOTOMETRIC).first() == Some(&photometric::PALETTE);
    let palette = is_indexed.then(|| numbers(&bytes, tag::COLOR_MAP));
    if is_indexed {
        // The decoder does not know palettes. It takes the indices for grey, and the palette is applied here.
        set_number(&mut bytes, tag::PHOTOMETRIC, u64::from(photometric::BLACK_IS_ZERO));
    }
    let is_premultiplied = numbers(&bytes, tag::EXTRA_SAMPLES).first() == Some(&1);
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(damaged)?;
    let (width, height) = decoder.dimensions().map_err(damaged)?;
    let color = decoder.colortype().map_err(damaged)?;
    let most = usize::try_from(MAX_DECODED.0).unwrap_or(usize::MAX);
    let layout = decoder.image_buffer_layout().map_err(damaged)?;
    if layout.complete_len > most {
        return Err(Error::ImageTooLarge { width, height });
    }
    let mut limits = Limits::default();
    limits.decoding_buffer_size = most;
    let mut decoder = decoder.with_limits(limits);
    let mut samples = DecodingResult::U8(Vec::new());
    let layout = decoder.read_image_to_buffer(&mut samples).map_err(damaged)?;
    Ok(TiffPixels { size: (width, height), color, palette, is_premultiplied, samples, layout })
}

impl TiffPixels {
    /// A sample of a row in full range, 0 to 1 for fractions; as it is stored for indices.
    fn sample(&self, y: usize, index: usize, plane: usize) -> u8 {
        let row = plane * self.layout.plane_stride.map_or(0, |n| n.get())
            + y * self.layout.row_stride.map_or(0, |n| n.get());
        let fraction = |value: f64| (value.clamp(0.0, 1.0) * 255.0).round() as u8;
        let bits = u32::from(self.color.bit_depth());
        let value = match &self.samples {
            DecodingResult::U8(bytes) if bits < 8 => {
                let (byte, bit) = (index * bits as usize / 8, index as u32 * bits % 8);
                let pair = [bytes.get(row + byte), bytes.get(row + byte + 1)].map(|b| *b.unwrap_or(&0));
                let most = (1_u32 << bits) - 1;
                let value = u32::from(u16::from_be_bytes(pair)) >> (16 - bits - bit) & most;
                Some(if self.palette.is_some() { value as u8 } else { (value * 255 / most) as u8 })
            }
            DecodingResult::U8(values) => values.get(row + index).copied(),
            DecodingResult::U16(values) => {
                values.get(row / 2 + index).map(|v| (v >> (bits.min(16) - 8)) as u8)
            }
            DecodingResult::U32(values) => {
                values.get(row / 4 + index).map(|v| (v >> (bits.min(32) - 8)) as u8)
            }
            DecodingResult::U64(values) => values.get(row / 8 + index).map(|v| (v >> 56) as u8),
            DecodingResult::I8(values) => values.get(row + index).map(|v| *v as u8 ^ 0x80),
            DecodingResult::I16(values) => values.get(row / 2 + index).map(|v| (v >> 8) as u8 ^ 0x80),
            DecodingResult::I32(values) => values.get(row / 4 + index).map(|v| (v >> 24) as u8 ^ 0x80),
            DecodingResult::I64(values) => values.get(row / 8 + index).map(|v| (v >> 56) as u8 ^ 0x80),
            DecodingResult::F16(values) => {
                values.get(row / 2 + index).map(|v| fraction(f64::from(v.to_f32())))
            }
            DecodingResult::F32(values) => values.get(row / 4 + index).map(|v| fraction(f64::from(*v))),
            DecodingResult::F64(values) => values.get(row / 8 + index).map(|v| fraction(*v)),
        };
        value.unwrap_or(0)
    }

    /// Red, green and blue of an index.
    fn look_up(&self, palette: &[u64], index: u8) -> [u8; 3] {
        let length = palette.len() / 3;
        [0, 1, 2]
            .map(|channel| palette.get(channel * length + usize::from(index)).map_or(0, |v| (v >> 8) as u8))
    }

    fn over_paper(&self, value: u8, alpha: u8) -> u8 {
        if self.is_premultiplied { value.saturating_add(255 - alpha) } else { on_white(value, alpha) }
    }
}

impl Pixels for TiffPixels {
    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn is_cmyk(&self) -> bool {
        matches!(self.color, ColorType::CMYK(_) | ColorType::CMYKA(_))
    }

    fn row(&self, y: u32, row: &mut Vec<u8>) {
        row.clear();
        let y = y as usize;
        let channels = usize::from(self.color.num_samples());
        let is_planar = self.layout.planes > 1;
        for x in 0..self.size.0 as usize {
            let sample = |channel: usize| {
                if is_planar { self.sample(y, x, channel) } else { self.sample(y, x * channels + channel, 0) }
            };
            let gray = sample(0);
            match (self.color, &self.palette) {
                (_, Some(palette)) => row.extend(self.look_up(palette, gray)),
                (ColorType::RGB(_), _) => row.extend([gray, sample(1), sample(2)]),
                (ColorType::RGBA(_), _) => {
                    row.extend([0, 1, 2].map(|channel| self.over_paper(sample(channel), sample(3))));
                }
                (ColorType::CMYK(_) | ColorType::CMYKA(_), _) => {
                    row.extend([gray, sample(1), sample(2), sample(3)]);
                }
                (ColorType::YCbCr(_), _) => row.extend(rgb(gray, sample(1), sample(2))),
                (ColorType::GrayA(_), _) => row.extend([self.over_paper(gray, sample(1)); 3]),
                _ => row.extend([gray; 3]),
            }
        }
    }
}

/// Luminance and chrominance as colours (BT.601, full range, as JPEG has it).
fn rgb(luminance: u8, blue: u8, red: u8) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(luminance), f32::from(blue) - 128.0, f32::from(red) - 128.0);
    [y + 1.402 * cr, y - 0.344_14 * cb - 0.714_14 * cr, y + 1.772 * cb]
        .map(|v| v.round().clamp(0.0, 255.0) as u8)
}
