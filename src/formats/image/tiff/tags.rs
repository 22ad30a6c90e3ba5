//! The fields of a TIFF directory that anything here looks at, and the values that matter.

/// Pixels in a row.
pub const WIDTH: u16 = 256;
/// Rows.
pub const HEIGHT: u16 = 257;
/// Bits of each sample.
pub const BITS: u16 = 258;
/// How samples are packed; see [`compression`].
pub const COMPRESSION: u16 = 259;
/// What samples mean; see [`photometric`].
pub const PHOTOMETRIC: u16 = 262;
/// Whether the first pixel of a byte is in its lowest bit: 2.
pub const FILL_ORDER: u16 = 266;
/// Where each strip begins.
pub const STRIP_OFFSETS: u16 = 273;
/// How the page has to be turned, as in EXIF.
pub const ORIENTATION: u16 = 274;
/// Samples of a pixel.
pub const SAMPLES: u16 = 277;
/// Rows in each strip but the last.
pub const ROWS_PER_STRIP: u16 = 278;
/// Bytes of each strip.
pub const STRIP_LENGTHS: u16 = 279;
/// Pixels to a unit of length, across.
pub const X_RESOLUTION: u16 = 282;
/// The same, down.
pub const Y_RESOLUTION: u16 = 283;
/// Whether each channel is stored by itself: 2.
pub const PLANES: u16 = 284;
/// Bit 0: rows refer to the row above.
pub const T4_OPTIONS: u16 = 292;
/// The unit of length: 3 is the centimetre.
pub const RESOLUTION_UNIT: u16 = 296;
/// Red of every index, then green, then blue, in 16 bits.
pub const COLOR_MAP: u16 = 320;
/// Pixels in a row of each tile; there are no strips then.
pub const TILE_WIDTH: u16 = 322;
/// Where each tile begins.
pub const TILE_OFFSETS: u16 = 324;
/// Bytes of each tile.
pub const TILE_LENGTHS: u16 = 325;
/// What the samples after the colours are: 1 and 2 are opacity.
pub const EXTRA_SAMPLES: u16 = 338;
/// Whether samples have signs or fractions.
pub const SAMPLE_FORMAT: u16 = 339;
/// What strips of JPEG have in common.
pub const JPEG_TABLES: u16 = 347;
/// How many pixels share their colour, across and down.
pub const CHROMA_SUBSAMPLING: u16 = 530;

/// How samples are packed.
pub mod compression {
    /// Not at all.
    pub const NONE: u64 = 1;
    /// Rows of fax, each ending with its byte.
    pub const FAX_ROWS: u64 = 2;
    /// Fax, Group 3.
    pub const GROUP_3: u64 = 3;
    /// Fax, Group 4.
    pub const GROUP_4: u64 = 4;
    /// JPEG, as it was first written.
    pub const OLD_JPEG: u64 = 6;
    /// JPEG.
    pub const JPEG: u64 = 7;
}

/// What samples mean.
pub mod photometric {
    /// Grey that shrinks with the sample.
    pub const WHITE_IS_ZERO: u64 = 0;
    /// Grey that grows with the sample.
    pub const BLACK_IS_ZERO: u64 = 1;
    /// Red, green and blue.
    pub const RGB: u64 = 2;
    /// An index.
    pub const PALETTE: u64 = 3;
    /// Inks: cyan, magenta, yellow and black.
    pub const INK: u64 = 5;
    /// Brightness and two differences of colour.
    pub const YCBCR: u64 = 6;
    /// Lightness and two opponent colours, in three encodings.
    pub const LAB: [u64; 3] = [8, 9, 10];
}
