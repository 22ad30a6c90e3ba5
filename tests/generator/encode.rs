//! The ways a page image is stored inside a PDF.

use std::io::Write;

use fax::encoder::Encoder;
use fax::maps::{black, white};
use fax::{BitWriter, Bits, Color, VecWriter};
use flate2::{Compression, write::ZlibEncoder};
use image::codecs::jpeg::{JpegEncoder, PixelDensity, PixelDensityUnit};
use image::{ExtendedColorType, GrayImage, Rgb, RgbImage};

/// How the pixels are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// 8-bit grey JPEG of this quality (1 to 100).
    Jpeg(u8),
    /// RGB JPEG of this quality, on paper with a warm tint.
    ColorJpeg(u8),
    /// 8-bit grey, Flate.
    Flate,
    /// One bit a pixel, CCITT Group 4.
    Ccitt,
    /// One bit a pixel, Flate.
    FlateBilevel,
}

/// An image as a PDF holds it.
#[derive(Debug, Clone)]
pub struct PdfImage {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The entries of its dictionary, without size and length.
    pub entries: String,
    /// The stream.
    pub data: Vec<u8>,
}

/// Packs the pixels.
pub fn pdf_image(image: &GrayImage, dpi: f32, coding: Coding) -> PdfImage {
    let (width, height) = image.dimensions();
    let grey = "/ColorSpace /DeviceGray /BitsPerComponent 8";
    let bilevel = "/ColorSpace /DeviceGray /BitsPerComponent 1";
    let (entries, data) = match coding {
        Coding::Jpeg(quality) => (format!("{grey} /Filter /DCTDecode"), jpeg(image, dpi, quality)),
        Coding::ColorJpeg(quality) => (
            "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode".to_owned(),
            color_jpeg(&tinted(image), dpi, quality),
        ),
        Coding::Flate => (format!("{grey} /Filter /FlateDecode"), flate(image.as_raw())),
        Coding::Ccitt => (
            format!(
                "{bilevel} /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns {width} /Rows {height} >>"
            ),
            group4(image),
        ),
        Coding::FlateBilevel => (format!("{bilevel} /Filter /FlateDecode"), flate(&pack_bits(image))),
    };
    PdfImage { width, height, entries, data }
}

/// 8-bit grey JPEG with its resolution in the JFIF header.
pub fn jpeg(image: &GrayImage, dpi: f32, quality: u8) -> Vec<u8> {
    jpeg_of(image.as_raw(), image.dimensions(), ExtendedColorType::L8, dpi, quality)
}

/// RGB JPEG with its resolution in the JFIF header.
pub fn color_jpeg(image: &RgbImage, dpi: f32, quality: u8) -> Vec<u8> {
    jpeg_of(image.as_raw(), image.dimensions(), ExtendedColorType::Rgb8, dpi, quality)
}

fn jpeg_of(
    pixels: &[u8],
    (width, height): (u32, u32),
    color: ExtendedColorType,
    dpi: f32,
    quality: u8,
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    let density = dpi.round() as u16;
    encoder.set_pixel_density(PixelDensity { density: (density, density), unit: PixelDensityUnit::Inches });
    encoder.encode(pixels, width, height, color).expect("writing to memory");
    bytes
}

/// The page in colour: yellowed paper, ink a little blue.
pub fn tinted(image: &GrayImage) -> RgbImage {
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let value = u16::from(image.get_pixel(x, y).0[0]);
        Rgb([value as u8, (value * 248 / 255) as u8, (12 + value * 218 / 255) as u8])
    })
}

/// Zlib, as `FlateDecode` wants it.
pub fn flate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory")
}

/// One bit a pixel, rows padded to bytes, 1 is white.
pub fn pack_bits(image: &GrayImage) -> Vec<u8> {
    let threshold = threshold(image);
    let width = image.width() as usize;
    let pack = |pixels: &[u8]| {
        pixels.iter().enumerate().fold(0, |byte, (i, &v)| byte | u8::from(v > threshold) << (7 - i))
    };
    image.as_raw().chunks_exact(width).flat_map(|row| row.chunks(8).map(pack)).collect()
}

/// CCITT Group 4, black ink on white paper.
pub fn group4(image: &GrayImage) -> Vec<u8> {
    let threshold = threshold(image);
    let width = image.width() as u16;
    let mut encoder = Encoder::new(VecWriter::new());
    for row in image.as_raw().chunks_exact(usize::from(width)) {
        let colors = row.iter().map(|&v| if v > threshold { Color::White } else { Color::Black });
        let Ok(()) = encoder.encode_line(colors, width);
    }
    let Ok(writer) = encoder.finish();
    writer.finish()
}

/// CCITT Group 3, one-dimensional: each row is a mark and the lengths of its runs, white first.
pub fn group3(image: &GrayImage) -> Vec<u8> {
    let threshold = threshold(image);
    let mut writer = VecWriter::new();
    let mut write = |bits: Bits| {
        let Ok(()) = writer.write(bits);
    };
    for row in image.as_raw().chunks_exact(image.width() as usize) {
        write(Bits { data: 1, len: 12 });
        let mut color = Color::White;
        let mut rest = row;
        while !rest.is_empty() {
            let is_white = color == Color::White;
            let run = rest.iter().take_while(|&&v| (v > threshold) == is_white).count();
            let table = if is_white { &white::ENTRIES } else { &black::ENTRIES };
            let whole = run / 64;
            if whole > 0 {
                write(table[63 + whole].1);
            }
            write(table[run % 64].1);
            rest = &rest[run..];
            color = !color;
        }
    }
    writer.finish()
}

/// Where ink ends and paper begins: halfway between the darkest and the lightest that matter.
pub fn threshold(image: &GrayImage) -> u8 {
    // Pixels that are black or white already stay what they are, whichever there are more of.
    if image.as_raw().iter().all(|value| matches!(value, 0 | 255)) {
        return 127;
    }
    let mut histogram = [0_usize; 256];
    for value in image.as_raw() {
        histogram[usize::from(*value)] += 1;
    }
    let paper = histogram.iter().enumerate().max_by_key(|(_, count)| **count).map_or(255, |(value, _)| value);
    (paper * 6 / 10) as u8
}
