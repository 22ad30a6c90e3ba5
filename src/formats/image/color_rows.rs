//! Pixels in colour, as they are put into files.

/// Pixels, given row by row, as often as one likes.
pub trait ColorRows {
    /// Width and height.
    fn size(&self) -> (u32, u32);

    /// Whether rows are of cyan, magenta, yellow and black rather than of red, green and blue.
    fn is_cmyk(&self) -> bool {
        false
    }

    /// Replaces `row` by a row of pixels on white paper, one byte a sample.
    fn row(&self, y: u32, row: &mut Vec<u8>);
}
