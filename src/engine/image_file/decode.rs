//! From the bytes of an image file to its pixels, within bounds.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};

use super::{density, tiff_directories};
use crate::budget::Bytes;
use crate::error::Error;
use crate::source::FileKind;

/// The most that one decoded image may take. Checked against the declared size, before decoding.
pub const MAX_DECODED: Bytes = Bytes::megabytes(300);

fn format(kind: FileKind) -> Result<ImageFormat, Error> {
    match kind {
        FileKind::Png => Ok(ImageFormat::Png),
        FileKind::Jpeg => Ok(ImageFormat::Jpeg),
        FileKind::Tiff => Ok(ImageFormat::Tiff),
        FileKind::WebP | FileKind::Bmp | FileKind::Gif | FileKind::Pdf => Err(Error::UnsupportedFile),
    }
}

/// The pixels as they are stored, and how they have to be turned to be upright.
///
/// # Errors
/// [`Error::ImageTooLarge`] before anything is decoded, [`Error::DamagedImage`], [`Error::UnsupportedFile`].
pub fn decode(mut bytes: Vec<u8>, kind: FileKind) -> Result<(DynamicImage, Orientation), Error> {
    let damaged = |error: image::ImageError| Error::DamagedImage { reason: error.to_string() };
    if kind == FileKind::Tiff {
        tiff_directories::straighten(&mut bytes);
        if !tiff_directories::is_decodable(&bytes) {
            return Err(Error::DamagedImage { reason: tiff_directories::NOT_DECODABLE.to_owned() });
        }
    }
    let declared = density::png_size(&bytes);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format(kind)?);
    // Set once the size is known, so that an image that is too large is called that.
    reader.no_limits();
    let mut decoder = reader.into_decoder().map_err(|error| match (declared, error) {
        // More bytes than 32 bits can count: the decoder gives up before it tells the size.
        (Some((width, height)), image::ImageError::Limits(_)) => Error::ImageTooLarge { width, height },
        (_, error) => damaged(error),
    })?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Error::DamagedImage { reason: "it has no pixels".to_owned() });
    }
    if decoder.total_bytes() > MAX_DECODED.0 {
        return Err(Error::ImageTooLarge { width, height });
    }
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(MAX_DECODED.0);
    decoder.set_limits(limits).map_err(|_| Error::ImageTooLarge { width, height })?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|error| match error {
        image::ImageError::Limits(_) => Error::ImageTooLarge { width, height },
        other => damaged(other),
    })?;
    Ok((image, orientation))
}
