//! One bit a pixel, as fax machines pack it (CCITT Group 3 and 4).

use std::convert::Infallible;

use fax::decoder::{DecodeStatus, Group4Decoder, pels};
use fax::encoder::Encoder;
use fax::{Color as Ink, VecWriter};

use super::embedded::{Color, Embedded, FaxCoding, Filter};

/// The packer counts columns with 16 bits, signed in places.
const MAX_WIDTH: u32 = i16::MAX as u32;

/// Rows of a page, packed by themselves.
#[derive(Debug, Clone, Copy)]
pub struct Strip<'a> {
    /// The packed rows.
    pub data: &'a [u8],
    /// How many.
    pub rows: u32,
}

/// An image of packed rows.
pub fn embedded(width: u32, height: u32, coding: FaxCoding, data: Vec<u8>) -> Embedded {
    Embedded {
        width,
        height,
        color: Color::Gray,
        bits: 1,
        inverted: false,
        filter: Filter::Fax(coding),
        data,
    }
}

/// The images that show these strips, best one. Viewers draw the edges between several images half
/// transparent, so that thin lines run across the page; several are made only where it cannot be avoided.
pub fn join(width: u32, coding: FaxCoding, strips: Vec<Strip<'_>>) -> Vec<Embedded> {
    let height = strips.iter().map(|strip| strip.rows).sum();
    let joined = match strips.as_slice() {
        [only] => Some(only.data.to_vec()),
        _ if coding.k < 0 => repack(width, &strips),
        // Where each row says where it starts, strips may simply follow each other, unless one says that it
        // is the end of the page.
        [others @ .., _] if all_marked(coding, &strips) && !others.iter().any(|s| has_end_mark(s.data)) => {
            Some(strips.iter().flat_map(|strip| strip.data.iter().copied()).collect())
        }
        _ => None,
    };
    match joined {
        Some(data) => vec![embedded(width, height, coding, data)],
        None => {
            strips.into_iter().map(|strip| embedded(width, strip.rows, coding, strip.data.to_vec())).collect()
        }
    }
}

/// Strips of Group 4 as one: every row refers to the one above it, so the first of each strip is packed anew.
/// `None` where a strip does not hold all of its rows.
fn repack(width: u32, strips: &[Strip<'_>]) -> Option<Vec<u8>> {
    let width = u16::try_from(width).ok().filter(|width| u32::from(*width) <= MAX_WIDTH)?;
    let mut encoder = Encoder::new(VecWriter::new());
    for strip in strips {
        let bytes = strip.data.iter().map(|byte| Ok::<u8, Infallible>(*byte));
        let Ok(mut decoder) = Group4Decoder::new(bytes, width);
        for _ in 0..strip.rows {
            if decoder.advance().ok()? == DecodeStatus::End {
                return None;
            }
            let Ok(()) = encoder.encode_line(pels(decoder.transition(), width), width);
        }
    }
    let Ok(writer) = encoder.finish();
    Some(writer.finish())
}

/// Packs rows of bits in which 1 is white, as Group 4. `row` is called for each row and hands its bits to the
/// function that it is given. `None` for rows that are too wide.
pub fn group4(width: u32, height: u32, mut row: impl FnMut(u32, &mut dyn FnMut(&[u8]))) -> Option<Vec<u8>> {
    let width = u16::try_from(width).ok().filter(|width| u32::from(*width) <= MAX_WIDTH)?;
    let mut encoder = Encoder::new(VecWriter::new());
    for y in 0..height {
        row(y, &mut |bytes| {
            let bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
            let inks = bits.map(|bit| if bit == 1 { Ink::White } else { Ink::Black });
            let Ok(()) = encoder.encode_line(inks.take(usize::from(width)), width);
        });
    }
    let Ok(writer) = encoder.finish();
    Some(writer.finish())
}

fn all_marked(coding: FaxCoding, strips: &[Strip<'_>]) -> bool {
    coding.byte_aligned || strips.iter().all(|strip| starts_with_mark(strip.data))
}

/// Whether the rows begin with the mark that stands between rows: eleven zeros or more, and a one.
fn starts_with_mark(data: &[u8]) -> bool {
    data.first() == Some(&0) && data.get(1).is_some_and(|byte| *byte < 0x20)
}

/// Whether two marks follow each other, which ends a page, in the last bytes.
fn has_end_mark(data: &[u8]) -> bool {
    let tail = &data[data.len().saturating_sub(16)..];
    let bits = tail.iter().flat_map(|byte| (0..8).rev().map(move |bit| u64::from(byte >> bit & 1)));
    let mut window = u64::MAX;
    bits.into_iter().any(|bit| {
        window = window << 1 | bit;
        // With and without the bit that says how the next row is packed.
        window & 0xff_ffff == 0x00_1001 || window & 0x3ff_ffff == 0x00_6003
    })
}
