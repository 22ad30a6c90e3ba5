//! Strips of TIFF pages as old fax machines pack them: CCITT Group 3, one row by itself.

use std::convert::Infallible;

use fax::Color;
use fax::decoder::{DecodeStatus, Group3Decoder, pels};

use super::directories::numbers;
use super::tags::{STRIP_LENGTHS, STRIP_OFFSETS, T4_OPTIONS};
use crate::formats::image::decode::damaged;
use crate::model::error::Error;

/// The packed strips of a page.
pub struct Strips(Vec<Vec<u8>>);

impl Strips {
    /// Those of the first directory; `None` where rows refer to the row above, which the decoder does not know.
    pub fn of(bytes: &[u8]) -> Option<Strips> {
        if numbers(bytes, T4_OPTIONS).first().is_some_and(|options| options & 1 == 1) {
            return None;
        }
        let strip = |(offset, length): (u64, u64)| {
            let rest = bytes.get(usize::try_from(offset).ok()?..)?;
            Some(rest[..rest.len().min(usize::try_from(length).ok()?)].to_vec())
        };
        let parts = numbers(bytes, STRIP_OFFSETS).into_iter().zip(numbers(bytes, STRIP_LENGTHS));
        Some(Strips(parts.map(|part| strip(part).unwrap_or_default()).collect()))
    }

    /// Rows of one bit a pixel, ink being 1. Rows that are not there are white.
    ///
    /// # Errors
    /// [`Error::DamagedImage`] when not one row can be decoded.
    pub fn decode(&self, index: usize, width: u32, rows: u32) -> Result<Vec<u8>, Error> {
        let nothing = || damaged("its fax coding is damaged");
        let width = u16::try_from(width).map_err(|_| damaged("its rows are too long for fax coding"))?;
        let strip = self.0.get(index).ok_or_else(nothing)?;
        let bytes = strip.iter().map(|byte| Ok::<u8, Infallible>(*byte));
        let mut decoder = Group3Decoder::new(bytes).map_err(|_| nothing())?;
        let stride = usize::from(width).div_ceil(8);
        let mut bits = vec![0; stride * rows as usize];
        let mut decoded = 0;
        for row in bits.chunks_exact_mut(stride) {
            let Ok(status) = decoder.advance() else {
                break;
            };
            for (x, color) in pels(decoder.transitions(), width).enumerate() {
                row[x / 8] |= u8::from(color == Color::Black) << (7 - x % 8);
            }
            decoded += 1;
            if status == DecodeStatus::End {
                break;
            }
        }
        if decoded == 0 { Err(nothing()) } else { Ok(bits) }
    }
}
