//! Image files: what they declare, what their samples mean, and their pixels as grey rows, scaled and turned.

use crate::model::error::Error;
use crate::model::source::FileKind;

pub mod color_rows;
pub mod decode;
pub mod density;
pub mod grey;
pub mod jpeg;
pub mod jpeg_in_pdf;
mod png;
pub mod png_colors;
pub mod scale;
pub mod tiff;

/// Where the bytes of the files come from.
pub trait ImageSource {
    /// All bytes of one file.
    ///
    /// # Errors
    /// [`Error::UnreadableFile`].
    fn read(&self, file: usize) -> Result<Vec<u8>, Error>;
}

/// How many pages each file has: a TIFF one for each directory, everything else one.
pub fn page_counts(source: &impl ImageSource, kinds: &[FileKind]) -> Vec<usize> {
    (0..kinds.len()).map(|file| directories(source, kinds, file).len().max(1)).collect()
}

/// The directories of a TIFF file; none for other files, or where they cannot be followed.
pub fn directories(source: &impl ImageSource, kinds: &[FileKind], file: usize) -> Vec<u64> {
    match kinds.get(file) {
        Some(FileKind::Tiff) => {
            source.read(file).map(|bytes| tiff::directories::offsets(&bytes)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
