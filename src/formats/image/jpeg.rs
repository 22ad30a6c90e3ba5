//! JPEG files. What is decoded is brightness; colours are only computed where it has to be made of them.

use image::metadata::Orientation;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;
use zune_jpeg::{ImageInfo, JpegDecoder};

use super::decode::{Decode, Picture, TakeRow, check_size, damaged};
use crate::formats::image::grey::luminance;
use crate::model::error::Error;

/// How much of a file is looked at for its end: what some programs write behind it is short.
pub const TAIL_BYTES: u64 = 1024 * 1024;
/// Marks the end of the image. It cannot occur inside of one.
const END: &[u8] = b"\xff\xd9";

type Decoder = JpegDecoder<ZCursor<Vec<u8>>>;

struct Jpeg {
    decoder: Decoder,
    width: usize,
    /// Whether the file reaches the end of the image.
    is_whole: bool,
}

/// Reads the header.
///
/// # Errors
/// As [`super::decode::open`].
pub fn open(bytes: Vec<u8>) -> Result<Picture, Error> {
    let is_whole = has_end(&bytes);
    let (mut decoder, info, orientation) = header(bytes)?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    check_size(width, height, 8 * u64::from(info.components))?;
    let output = match decoder.input_colorspace() {
        Some(ColorSpace::YCbCr | ColorSpace::Luma) => ColorSpace::Luma,
        _ => ColorSpace::RGB,
    };
    decoder.set_options(options().jpeg_set_out_colorspace(output));
    Ok(Picture {
        size: (width, height),
        orientation,
        decoder: Box::new(Jpeg { decoder, width: width as usize, is_whole }),
    })
}

fn options() -> DecoderOptions {
    DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
}

/// Reads the header of a file, of which these are all bytes or the first: what decodes it, what it declares, and how
/// the picture has to be turned to be upright.
///
/// # Errors
/// [`Error::DamagedImage`].
pub fn header(bytes: Vec<u8>) -> Result<(Decoder, ImageInfo, Orientation), Error> {
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options());
    decoder.decode_headers().map_err(damaged)?;
    let info = decoder.info().ok_or_else(|| damaged("it has no header"))?;
    let exif = decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif));
    Ok((decoder, info, exif.unwrap_or(Orientation::NoTransforms)))
}

/// Whether the end of the image is among these bytes.
pub fn has_end(bytes: &[u8]) -> bool {
    bytes.windows(END.len()).rev().any(|pair| pair == END)
}

impl Decode for Jpeg {
    fn rows(mut self: Box<Self>, take: &mut TakeRow<'_>) -> Result<(), Error> {
        let pixels = self.decoder.decode().map_err(damaged)?;
        match self.decoder.output_colorspace().map(|space| space.num_components()) {
            Some(1) => pixels.chunks_exact(self.width).for_each(take),
            Some(3) => {
                let mut grey = Vec::with_capacity(self.width);
                for row in pixels.chunks_exact(3 * self.width) {
                    grey.clear();
                    grey.extend(row.chunks_exact(3).map(|pixel| luminance(pixel[0], pixel[1], pixel[2])));
                    take(&grey);
                }
            }
            _ => return Err(damaged("its colours are not supported")),
        }
        if self.is_whole { Ok(()) } else { Err(damaged("the file ends before the image does")) }
    }
}
