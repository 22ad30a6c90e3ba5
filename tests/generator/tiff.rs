//! A writer of multi-page TIFF files in the codings that scanners use.

use image::GrayImage;
use weezl::{BitOrder, encode::Encoder};

use super::encode::{flate, group4, pack_bits};

/// How a page of a TIFF is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TiffCoding {
    /// One bit a pixel, CCITT Group 4.
    Group4,
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
    let mut bytes = b"II*\0\0\0\0\0".to_vec();
    let mut link = 4;
    for (image, dpi, coding) in pages {
        link = page(&mut bytes, link, image, *dpi, *coding);
    }
    bytes
}

/// Appends a page, makes the link at `link` point to it, and gives the place of its own link.
fn page(bytes: &mut Vec<u8>, link: usize, image: &GrayImage, dpi: f32, coding: TiffCoding) -> usize {
    let (width, height) = image.dimensions();
    let (bits, compression, rows) = match coding {
        TiffCoding::Group4 => (1, 4, height),
        TiffCoding::PlainBilevel => (1, 1, height),
        TiffCoding::Lzw => (8, 5, height),
        TiffCoding::Deflate => (8, 8, 64),
        TiffCoding::Plain => (8, 1, height),
    };
    // Group 4 counts black as 1: "white is zero".
    let photometric = if coding == TiffCoding::Group4 { 0 } else { 1 };
    let mut offsets = Vec::new();
    let mut counts = Vec::new();
    for strip in image.as_raw().chunks(width as usize * rows as usize) {
        let data = match coding {
            TiffCoding::Group4 => group4(image),
            TiffCoding::PlainBilevel => pack_bits(image),
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
    let resolution = store(&[(dpi * 100.0).round() as u32, 100]);
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
    let entries: [(u16, u16, u32, u32); 12] = [
        (256, LONG, 1, width),
        (257, LONG, 1, height),
        (258, SHORT, 1, bits),
        (259, SHORT, 1, compression),
        (262, SHORT, 1, photometric),
        (273, LONG, strips, offsets),
        (277, SHORT, 1, 1),
        (278, LONG, 1, rows),
        (279, LONG, strips, counts),
        (282, RATIONAL, 1, resolution),
        (283, RATIONAL, 1, resolution),
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
