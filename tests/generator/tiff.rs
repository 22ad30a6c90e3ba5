//! A writer of multi-page TIFF files in the codings that scanners use.

use image::{GrayImage, Luma};
use weezl::{BitOrder, encode::Encoder};

use super::encode::{flate, group3, group4, jpeg, pack_bits, threshold};

/// How a page of a TIFF is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TiffCoding {
    /// One bit a pixel, CCITT Group 4.
    Group4,
    /// The same in strips of 64 rows.
    Group4Strips,
    /// One bit a pixel, CCITT Group 3 with marks between the rows, in strips of 64 rows.
    Group3,
    /// The same with the first pixel in the lowest bit, as fax software writes it.
    Group3Reversed,
    /// 8-bit grey JPEG, in strips of 64 rows.
    JpegStrips,
    /// One bit a pixel, no compression.
    PlainBilevel,
    /// 8-bit grey, LZW.
    Lzw,
    /// 8-bit grey, Deflate, in strips of 64 rows.
    Deflate,
    /// 8-bit grey, no compression.
    Plain,
}

const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;

/// A little-endian TIFF of these pages, with their resolutions.
pub fn write(pages: &[(&GrayImage, f32, TiffCoding)]) -> Vec<u8> {
    let pages: Vec<_> = pages.iter().map(|(image, dpi, coding)| (*image, (*dpi, *dpi), *coding)).collect();
    write_oblong(&pages)
}

/// The same with a resolution across and one down, which differ in faxes.
pub fn write_oblong(pages: &[(&GrayImage, (f32, f32), TiffCoding)]) -> Vec<u8> {
    let mut bytes = b"II*\0\0\0\0\0".to_vec();
    let mut link = 4;
    for (image, dpi, coding) in pages {
        link = page(&mut bytes, link, image, *dpi, *coding);
    }
    bytes
}

/// Appends a page, makes the link at `link` point to it, and gives the place of its own link.
fn page(
    bytes: &mut Vec<u8>,
    link: usize,
    image: &GrayImage,
    (across, down): (f32, f32),
    coding: TiffCoding,
) -> usize {
    let (width, height) = image.dimensions();
    let (bits, compression, rows) = match coding {
        TiffCoding::Group4 => (1, 4, height),
        TiffCoding::Group4Strips => (1, 4, 64),
        TiffCoding::Group3 | TiffCoding::Group3Reversed => (1, 3, 64),
        TiffCoding::JpegStrips => (8, 7, 64),
        TiffCoding::PlainBilevel => (1, 1, height),
        TiffCoding::Lzw => (8, 5, height),
        TiffCoding::Deflate => (8, 8, 64),
        TiffCoding::Plain => (8, 1, height),
    };
    // Faxes count black as 1: "white is zero".
    let photometric = if matches!(compression, 3 | 4) { 0 } else { 1 };
    let fill_order = if coding == TiffCoding::Group3Reversed { 2 } else { 1 };
    // Where ink ends is a matter of the page, not of the strip.
    let bilevel = bits == 1;
    let limit = threshold(image);
    let clear = GrayImage::from_fn(width, height, |x, y| match image.get_pixel(x, y) {
        Luma([value]) if bilevel => Luma([if *value > limit { 255 } else { 0 }]),
        pixel => *pixel,
    });
    let mut offsets = Vec::new();
    let mut counts = Vec::new();
    for strip in clear.as_raw().chunks(width as usize * rows as usize) {
        let part_rows = strip.len() as u32 / width;
        let part = GrayImage::from_raw(width, part_rows, strip.to_vec()).expect("whole rows");
        let data = match coding {
            TiffCoding::Group4 | TiffCoding::Group4Strips => group4(&part),
            TiffCoding::Group3 => group3(&part),
            TiffCoding::Group3Reversed => group3(&part).into_iter().map(u8::reverse_bits).collect(),
            TiffCoding::JpegStrips => jpeg(&part, across, 80),
            TiffCoding::PlainBilevel => pack_bits(&part),
            TiffCoding::Lzw => {
                Encoder::with_tiff_size_switch(BitOrder::Msb, 8).encode(strip).expect("8-bit symbols")
            }
            TiffCoding::Deflate => flate(strip),
            TiffCoding::Plain => strip.to_vec(),
        };
        offsets.push(bytes.len() as u32);
        counts.push(data.len() as u32);
        bytes.extend(data);
    }
    let mut store = |values: &[u32]| {
        let at = bytes.len() as u32;
        bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        at
    };
    let [across, down] = [across, down].map(|dpi| store(&[(dpi * 100.0).round() as u32, 100]));
    let strips = offsets.len() as u32;
    let (offsets, counts) = match (&offsets[..], &counts[..]) {
        ([offset], [count]) => (*offset, *count),
        _ => (store(&offsets), store(&counts)),
    };
    if bytes.len() % 2 == 1 {
        bytes.push(0);
    }
    let directory = bytes.len() as u32;
    bytes[link..link + 4].copy_from_slice(&directory.to_le_bytes());
    let entries: [(u16, u16, u32, u32); 13] = [
        (256, LONG, 1, width),
        (257, LONG, 1, height),
        (258, SHORT, 1, bits),
        (259, SHORT, 1, compression),
        (262, SHORT, 1, photometric),
        (266, SHORT, 1, fill_order),
        (273, LONG, strips, offsets),
        (277, SHORT, 1, 1),
        (278, LONG, 1, rows),
        (279, LONG, strips, counts),
        (282, RATIONAL, 1, across),
        (283, RATIONAL, 1, down),
        (296, SHORT, 1, 2),
    ];
    bytes.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    let next = bytes.len();
    bytes.extend([0; 4]);
    next
}
