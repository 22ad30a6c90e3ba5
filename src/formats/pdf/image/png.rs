//! PNG files: a PDF knows their filters and their compression, so most are held as they are.

use std::ops::Range;

use flate2::{Decompress, FlushDecompress, Status};
use image::metadata::Orientation;

use super::embedded::{Color, Embedded, Filter};
use crate::formats::image::decode::MAX_DECODED;
use crate::formats::image::grey::on_white;

/// The chunks of a PNG: their kind, and where what they hold stands.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], Range<usize>)> {
    let mut at = 8_usize;
    std::iter::from_fn(move || {
        let head = bytes.get(at..at.checked_add(8)?)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let range = at + 8..(at + 8).checked_add(length)?;
        bytes.get(range.clone())?;
        at = range.end + 4;
        Some((&head[4..8], range))
    })
}

/// How the file has to be turned. Few programs write it.
pub fn orientation(bytes: &[u8]) -> Orientation {
    chunks(bytes)
        .take_while(|(kind, _)| *kind != b"IDAT")
        .find(|(kind, _)| *kind == b"eXIf")
        .and_then(|(_, range)| Orientation::from_exif_chunk(&bytes[range]))
        .unwrap_or(Orientation::NoTransforms)
}

/// What can be held as it is: not interlaced, without transparency (a palette takes its own in), complete.
/// `None` for everything else, which has to be decoded. The data is left empty; [`into_data`] gives it.
pub fn inspect(bytes: &[u8]) -> Option<Embedded> {
    let (mut header, mut palette, mut alpha, mut parts) = (None, None, None, Vec::new());
    for (kind, range) in chunks(bytes) {
        match kind {
            b"IHDR" => header = header.or(bytes.get(range)),
            b"PLTE" => palette = palette.or(bytes.get(range)),
            b"tRNS" => alpha = alpha.or(bytes.get(range)),
            b"IDAT" => parts.push(range),
            b"IEND" => break,
            _ => {}
        }
    }
    let &[w3, w2, w1, w0, h3, h2, h1, h0, bits, color, 0, 0, 0] = header? else {
        return None;
    };
    let (width, height) = (u32::from_be_bytes([w3, w2, w1, w0]), u32::from_be_bytes([h3, h2, h1, h0]));
    let color = match (color, bits, palette, alpha) {
        (0, 1 | 2 | 4 | 8 | 16, _, None) => Color::Gray,
        (2, 8 | 16, _, None) => Color::Rgb,
        (3, 1 | 2 | 4 | 8, Some(palette), alpha) => Color::Indexed(opaque(palette, alpha.unwrap_or(&[]))?),
        _ => return None,
    };
    let image =
        Embedded { width, height, color, bits, inverted: false, filter: Filter::Png, data: Vec::new() };
    is_complete(bytes, &parts, &image).then_some(image)
}

/// A palette on white paper.
fn opaque(palette: &[u8], alpha: &[u8]) -> Option<Vec<u8>> {
    let is_sound = !palette.is_empty() && palette.len().is_multiple_of(3) && palette.len() <= 3 * 256;
    is_sound.then(|| {
        let alpha = alpha.iter().copied().chain(std::iter::repeat(255));
        palette
            .chunks_exact(3)
            .zip(alpha)
            .flat_map(|(rgb, a)| rgb.iter().map(move |c| on_white(*c, a)))
            .collect()
    })
}

/// Whether the data unpacks to exactly the rows that the header declares. The rows themselves are not kept.
fn is_complete(bytes: &[u8], parts: &[Range<usize>], image: &Embedded) -> bool {
    let row_bits = u64::from(image.width) * u64::from(image.color.samples()) * u64::from(image.bits);
    let row = 1 + row_bits.div_ceil(8);
    let expected = row * u64::from(image.height);
    if image.width == 0 || image.height == 0 || expected > MAX_DECODED.0 {
        return false;
    }
    let mut unpack = Decompress::new(true);
    let mut rows = vec![0; 64 * 1024];
    let mut done = false;
    for part in parts {
        let mut input = &bytes[part.clone()];
        while !input.is_empty() && !done {
            let (before_in, before_out) = (unpack.total_in(), unpack.total_out());
            let Ok(status) = unpack.decompress(input, &mut rows, FlushDecompress::None) else {
                return false;
            };
            let (taken, given) = (unpack.total_in() - before_in, unpack.total_out() - before_out);
            // The first byte of each row names its filter, of which there are five.
            let mut filter_at = before_out.next_multiple_of(row);
            while filter_at < unpack.total_out() {
                if rows[(filter_at - before_out) as usize] > 4 {
                    return false;
                }
                filter_at += row;
            }
            input = &input[taken as usize..];
            done = status == Status::StreamEnd;
            if unpack.total_out() > expected || (taken, given) == (0, 0) && !done {
                return false;
            }
        }
    }
    done && unpack.total_out() == expected
}

/// Makes a file into the data of its image: the pieces move together in place.
pub fn into_data(mut file: Vec<u8>) -> Vec<u8> {
    let mut end = 0;
    let mut parts = Vec::new();
    for (kind, range) in chunks(&file) {
        match kind {
            b"IDAT" => parts.push(range),
            b"IEND" => break,
            _ => {}
        }
    }
    for part in parts {
        file.copy_within(part.clone(), end);
        end += part.len();
    }
    file.truncate(end);
    file
}
