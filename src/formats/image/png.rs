//! PNG files, a row at a time.

use std::io::Cursor;

use image::metadata::Orientation;
use png::{ColorType, Decoder, DecodingError, Limits, Reader, Transformations};

use super::decode::{Decode, MAX_DECODED, Picture, TakeRow, check_size, damaged};
use super::density;
use crate::formats::image::grey::{luminance, on_white};
use crate::model::error::Error;

type PngReader = Reader<Cursor<Vec<u8>>>;

/// Reads the header.
///
/// # Errors
/// As [`super::decode::open`].
pub fn open(bytes: Vec<u8>) -> Result<Picture, Error> {
    let declared = density::png_size(&bytes);
    let limits = Limits { bytes: usize::try_from(MAX_DECODED.0).unwrap_or(usize::MAX) };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    // Palettes become colours, every depth becomes 8 bits.
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let reader = decoder.read_info().map_err(|error| match (error, declared) {
        (DecodingError::LimitsExceeded, Some((width, height))) => Error::ImageTooLarge { width, height },
        (error, _) => damaged(error),
    })?;
    let info = reader.info();
    let size = info.size();
    check_size(size.0, size.1, info.bits_per_pixel() as u64)?;
    let exif = info.exif_metadata.as_deref().and_then(Orientation::from_exif_chunk);
    Ok(Picture { size, orientation: exif.unwrap_or(Orientation::NoTransforms), decoder: Box::new(reader) })
}

impl Decode for PngReader {
    fn rows(mut self: Box<Self>, take: &mut TakeRow<'_>) -> Result<(), Error> {
        let (color, _) = self.output_color_type();
        let mut grey = Vec::with_capacity(self.info().width as usize);
        if self.info().interlaced {
            let (width, height) = self.info().size();
            check_size(width, height, 8 * color.samples() as u64)?;
            let line = self.output_line_size(width).ok_or_else(|| damaged("a row is too long"))?;
            let mut pixels = vec![0; line.saturating_mul(height as usize)];
            self.next_frame(&mut pixels).map_err(damaged)?;
            for row in pixels.chunks_exact(line.max(1)) {
                to_grey(row, color, &mut grey);
                take(&grey);
            }
            return Ok(());
        }
        for _ in 0..self.info().height {
            let row = self.next_row().map_err(damaged)?.ok_or_else(|| damaged("rows are missing"))?;
            to_grey(row.data(), color, &mut grey);
            take(&grey);
        }
        Ok(())
    }
}

fn to_grey(row: &[u8], color: ColorType, grey: &mut Vec<u8>) {
    grey.clear();
    match color {
        ColorType::Grayscale | ColorType::Indexed => grey.extend_from_slice(row),
        ColorType::GrayscaleAlpha => {
            grey.extend(row.chunks_exact(2).map(|pixel| on_white(pixel[0], pixel[1])))
        }
        ColorType::Rgb => {
            grey.extend(row.chunks_exact(3).map(|pixel| luminance(pixel[0], pixel[1], pixel[2])));
        }
        ColorType::Rgba => grey.extend(
            row.chunks_exact(4).map(|pixel| on_white(luminance(pixel[0], pixel[1], pixel[2]), pixel[3])),
        ),
    }
}
