//! Pixels of PNG files that a PDF cannot hold as they are: interlaced ones, and those that can be seen through.

use std::io::Cursor;

use ::png::{Decoder, DecodingError, Limits, Transformations};

use super::color_rows::ColorRows;
use super::decode::MAX_DECODED;
use super::density;
use super::grey::on_white;
use crate::model::error::Error;

/// Decoded pixels in 8 bits a sample.
pub struct PngColors {
    width: u32,
    height: u32,
    /// 1 for grey, 3 for colours, and one more where there is opacity.
    channels: usize,
    samples: Vec<u8>,
}

/// Decodes the file.
///
/// # Errors
/// [`Error::ImageTooLarge`] before anything is decoded, [`Error::DamagedImage`].
pub fn decode(bytes: &[u8]) -> Result<PngColors, Error> {
    let damaged = |error: DecodingError| Error::DamagedImage { reason: error.to_string() };
    let most = usize::try_from(MAX_DECODED.0).unwrap_or(usize::MAX);
    // The decoder gives up on what more bytes than an address can count would take, before it tells the size.
    if let Some((width, height)) = density::png_size(bytes)
        && u64::from(width).saturating_mul(u64::from(height)) > MAX_DECODED.0
    {
        return Err(Error::ImageTooLarge { width, height });
    }
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: most });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(damaged)?;
    let (width, height) = reader.info().size();
    let (color, _) = reader.output_color_type();
    let size = reader.output_buffer_size().filter(|size| *size <= most);
    let mut samples = vec![0; size.ok_or(Error::ImageTooLarge { width, height })?];
    reader.next_frame(&mut samples).map_err(damaged)?;
    Ok(PngColors { width, height, channels: color.samples(), samples })
}

impl ColorRows for PngColors {
    fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn row(&self, y: u32, row: &mut Vec<u8>) {
        row.clear();
        let length = self.width as usize * self.channels;
        let samples = &self.samples[y as usize * length..][..length];
        match self.channels {
            1 => row.extend(samples.iter().flat_map(|grey| [*grey; 3])),
            2 => row.extend(
                samples.as_chunks::<2>().0.iter().flat_map(|[grey, alpha]| [on_white(*grey, *alpha); 3]),
            ),
            3 => row.extend_from_slice(samples),
            _ => row.extend(samples.as_chunks::<4>().0.iter().flat_map(|[red, green, blue, alpha]| {
                [on_white(*red, *alpha), on_white(*green, *alpha), on_white(*blue, *alpha)]
            })),
        }
    }
}
