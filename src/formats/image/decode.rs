//! From the bytes of an image file to rows of grey, within bounds.
//!
//! The size is known before anything is decoded. Rows are handed over as they come, so that of a PNG one row is in
//! memory and of a TIFF one strip; of a file that ends early or is damaged inside, the rows before that are read.

use image::metadata::Orientation;

use super::{jpeg, png, tiff};
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::source::FileKind;

/// The most that one decoded image may take. Checked against the declared size, before decoding.
pub const MAX_DECODED: Bytes = Bytes::megabytes(300);
/// The most pixels of an image, however few bits they take.
pub const MAX_PIXELS: u64 = 600_000_000;

/// Takes rows of grey from the top, each as long as the image is wide. One without pixels stands for a row that
/// could not be decoded, where rows follow that may be sound.
pub type TakeRow<'a> = dyn FnMut(&[u8]) + 'a;

/// Decoders for one kind of file.
pub trait Decode {
    /// Hands over the rows.
    ///
    /// # Errors
    /// When not all rows could be decoded. Those that were handed over are sound.
    fn rows(self: Box<Self>, take: &mut TakeRow<'_>) -> Result<(), Error>;
}

/// An image whose header has been read.
pub struct Picture {
    /// Width and height in pixels, as they are stored; at least 1.
    pub size: (u32, u32),
    /// How it has to be turned to be upright.
    pub orientation: Orientation,
    /// What decodes it.
    pub decoder: Box<dyn Decode>,
}

/// Reads the header of an image; of a TIFF, that of its first directory.
///
/// # Errors
/// [`Error::ImageTooLarge`] before anything is decoded, [`Error::DamagedImage`], [`Error::UnsupportedFile`].
pub fn open(mut bytes: Vec<u8>, kind: FileKind) -> Result<Picture, Error> {
    match kind {
        FileKind::Png => png::open(bytes),
        FileKind::Jpeg => jpeg::open(bytes),
        FileKind::Tiff => {
            tiff::directories::straighten(&mut bytes);
            tiff::open(bytes)
        }
        FileKind::WebP | FileKind::Bmp | FileKind::Gif | FileKind::Pdf => Err(Error::UnsupportedFile),
    }
}

/// Refuses what declares to be without pixels, or to have more than can be held.
///
/// # Errors
/// [`Error::DamagedImage`], [`Error::ImageTooLarge`].
pub fn check_size(width: u32, height: u32, bits_per_pixel: u64) -> Result<(), Error> {
    if width == 0 || height == 0 {
        return Err(damaged("it has no pixels"));
    }
    let pixels = u64::from(width) * u64::from(height);
    let bytes = pixels.saturating_mul(bits_per_pixel) / 8;
    if pixels > MAX_PIXELS || bytes > MAX_DECODED.0 {
        return Err(Error::ImageTooLarge { width, height });
    }
    Ok(())
}

/// An image that its decoder rejects, in the decoder's words.
pub fn damaged(reason: impl ToString) -> Error {
    Error::DamagedImage { reason: reason.to_string() }
}
