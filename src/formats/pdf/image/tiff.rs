//! Pages of TIFF files. Fax and JPEG coding go into a PDF as they are; everything else is decoded and packed
//! anew.

use image::metadata::Orientation;

use super::embedded::{Embedded, FaxCoding};
use super::{fax, jpeg_strips, raster};
use crate::formats::image::decode::MAX_DECODED;
use crate::formats::image::tiff;
use crate::formats::image::tiff::directories::{numbers, straighten};
use crate::formats::image::tiff::tags::{self, compression, photometric};
use crate::model::error::Error;

/// What the first directory says of its image.
struct Page<'a> {
    bytes: &'a [u8],
    width: u32,
    height: u32,
}

/// Width and height in pixels that the first directory declares, and how they have to be turned.
pub fn header(bytes: &[u8]) -> Option<((u32, u32), Orientation)> {
    let one = |tag| numbers(bytes, tag).first().copied();
    let side = |tag| one(tag).and_then(|side| u32::try_from(side).ok()).filter(|side| *side > 0);
    let orientation = one(tags::ORIENTATION).and_then(|value| Orientation::from_exif(value.min(255) as u8));
    Some(((side(tags::WIDTH)?, side(tags::HEIGHT)?), orientation.unwrap_or(Orientation::NoTransforms)))
}

/// The images that show the page of the first directory, from top to bottom.
///
/// # Errors
/// [`Error::DamagedImage`], [`Error::ImageTooLarge`] before anything is decoded.
pub fn embed(mut bytes: Vec<u8>) -> Result<Vec<Embedded>, Error> {
    let damaged = || Error::DamagedImage { reason: "it does not tell its size".to_owned() };
    let ((width, height), _) = header(&bytes).ok_or_else(damaged)?;
    // At one bit a pixel, the least there is.
    if u64::from(width) * u64::from(height) / 8 > MAX_DECODED.0 {
        return Err(Error::ImageTooLarge { width, height });
    }
    straighten(&mut bytes);
    let page = Page { bytes: &bytes, width, height };
    let as_it_is = match page.number(tags::COMPRESSION, compression::NONE) {
        compression::FAX_ROWS..=compression::GROUP_4 => page.fax(),
        compression::JPEG => page.jpeg(),
        _ => None,
    };
    match as_it_is {
        Some(parts) => Ok(parts),
        None => raster::pack(&tiff::colors(bytes)?).map(|image| vec![image]),
    }
}

impl<'a> Page<'a> {
    fn number(&self, tag: u16, usual: u64) -> u64 {
        numbers(self.bytes, tag).first().copied().unwrap_or(usual)
    }

    /// The strips, whole rows each, and how many rows. `None` for tiles and for strips that are not in the file.
    fn strips(&self) -> Option<Vec<(&'a [u8], u32)>> {
        if !numbers(self.bytes, tags::TILE_WIDTH).is_empty() {
            return None;
        }
        let offsets = numbers(self.bytes, tags::STRIP_OFFSETS);
        let lengths = numbers(self.bytes, tags::STRIP_LENGTHS);
        let rows = self.number(tags::ROWS_PER_STRIP, u64::MAX).clamp(1, u64::from(self.height)) as u32;
        let count = self.height.div_ceil(rows) as usize;
        let strip = |index: usize| {
            let start = usize::try_from(*offsets.get(index)?).ok()?;
            let rest = self.bytes.get(start..)?;
            let length = match lengths.get(index) {
                Some(length) => usize::try_from(*length).ok()?,
                None if count == 1 => rest.len(),
                None => return None,
            };
            // A page that lost its end shows what is left.
            let data = rest.get(..length.min(rest.len())).filter(|data| !data.is_empty())?;
            Some((data, rows.min(self.height - index as u32 * rows)))
        };
        (0..count).map(strip).collect()
    }

    fn fax(&self) -> Option<Vec<Embedded>> {
        if self.number(tags::BITS, 1) != 1 || self.number(tags::SAMPLES, 1) != 1 {
            return None;
        }
        let is_two_dimensional = self.number(tags::T4_OPTIONS, 0) & 1 == 1;
        let coding = self.number(tags::COMPRESSION, compression::NONE);
        let fax_coding = FaxCoding {
            k: match coding {
                compression::GROUP_4 => -1,
                compression::GROUP_3 if is_two_dimensional => 1,
                _ => 0,
            },
            byte_aligned: coding == compression::FAX_ROWS,
            black_is_one: self.number(tags::PHOTOMETRIC, 0) == photometric::BLACK_IS_ZERO,
        };
        let strips = self.strips()?.into_iter().map(|(data, rows)| fax::Strip { data, rows });
        Some(fax::join(self.width, fax_coding, strips.collect()))
    }

    fn jpeg(&self) -> Option<Vec<Embedded>> {
        let samples = self.number(tags::SAMPLES, 1);
        let transform = match (samples, self.number(tags::PHOTOMETRIC, u64::MAX)) {
            (1, _) => 0,
            (3, photometric::RGB) => 0,
            (3, photometric::YCBCR) => 1,
            _ => return None,
        };
        if samples > 1 && self.number(tags::PLANES, 1) != 1 {
            return None;
        }
        let tables: Vec<u8> =
            numbers(self.bytes, tags::JPEG_TABLES).into_iter().map(|byte| byte as u8).collect();
        let strips: Vec<&[u8]> = self.strips()?.into_iter().map(|(data, _)| data).collect();
        jpeg_strips::join(&tables, &strips, (self.width, self.height), transform).map(|image| vec![image])
    }
}
