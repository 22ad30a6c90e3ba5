//! An image in the form in which a PDF holds it.

use image::metadata::Orientation;

use crate::model::page::PageSize;

/// What the samples of an image mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Color {
    /// One sample, 0 is black.
    Gray,
    /// Red, green, blue.
    Rgb,
    /// Cyan, magenta, yellow, black; 0 is no ink.
    Cmyk,
    /// One sample, an index into this table of red, green and blue.
    Indexed(Vec<u8>),
}

impl Color {
    /// Samples a pixel.
    pub fn samples(&self) -> u8 {
        match self {
            Color::Gray | Color::Indexed(_) => 1,
            Color::Rgb => 3,
            Color::Cmyk => 4,
        }
    }
}

/// How the samples are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// A JPEG file. `transform` says whether its colours are luminance and chrominance, where the file itself
    /// leaves that open and the usual guess would be wrong.
    Jpeg {
        /// 1 for luminance and chrominance, 0 for plain colours.
        transform: Option<u8>,
    },
    /// Deflated rows, each preceded by the PNG filter that was applied to it.
    Png,
    /// CCITT fax rows.
    Fax(FaxCoding),
}

/// The variants of CCITT fax coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaxCoding {
    /// Below 0: Group 4. 0: Group 3, one-dimensional. Above 0: Group 3, mixed.
    pub k: i8,
    /// Whether every row starts on a byte.
    pub byte_aligned: bool,
    /// Whether the runs that fax machines call black stand for 1, which is white.
    pub black_is_one: bool,
}

/// One image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embedded {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Meaning of the samples.
    pub color: Color,
    /// Bits a sample: 1, 2, 4, 8 or 16.
    pub bits: u8,
    /// Whether the samples are stored upside down, as Photoshop does with CMYK.
    pub inverted: bool,
    /// How they are packed.
    pub filter: Filter,
    /// The packed samples.
    pub data: Vec<u8>,
}

/// What is shown on one page: usually one image; several when the strips of a fax could only be stacked.
#[derive(Debug, Clone, PartialEq)]
pub struct EmbeddedPage {
    /// From top to bottom, all of the same width.
    pub parts: Vec<Embedded>,
    /// How the pixels have to be turned to be upright.
    pub orientation: Orientation,
    /// Size of the page they make, upright.
    pub size: PageSize,
}

/// Six numbers of a transformation, in the order of the operator `cm`.
pub type Matrix = [f32; 6];

/// Where on a page of this size the unit square of a stored image goes, so that it stands upright.
pub fn placement(size: PageSize, orientation: Orientation) -> Matrix {
    let PageSize { width: w, height: h } = size;
    match orientation {
        Orientation::NoTransforms => [w, 0.0, 0.0, h, 0.0, 0.0],
        Orientation::FlipHorizontal => [-w, 0.0, 0.0, h, w, 0.0],
        Orientation::Rotate180 => [-w, 0.0, 0.0, -h, w, h],
        Orientation::FlipVertical => [w, 0.0, 0.0, -h, 0.0, h],
        Orientation::Rotate270FlipH => [0.0, h, w, 0.0, 0.0, 0.0],
        Orientation::Rotate90 => [0.0, -h, w, 0.0, 0.0, h],
        Orientation::Rotate90FlipH => [0.0, -h, -w, 0.0, w, h],
        Orientation::Rotate270 => [0.0, h, -w, 0.0, w, 0.0],
    }
}
