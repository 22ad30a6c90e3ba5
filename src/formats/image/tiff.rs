//! TIFF pages, a row of strips or tiles at a time.
//!
//! The decoder unpacks samples and is kept from interpreting them: it knows neither palettes nor the brightness of
//! JPEG, and refuses pages of both. What samples mean is told here ([`super::tiff_samples`]).

use std::io::Cursor;

use image::metadata::Orientation;
use tiff::decoder::{Decoder, Limits};
use tiff::{ColorType, TiffError};

use super::decode::{Decode, MAX_DECODED, Picture, TakeRow, check_size, damaged};
use super::fax;
use super::tiff_directories::{numbers, set_number};
use super::tiff_samples::{BLACK_IS_ZERO, Meaning, PHOTOMETRIC, Samples};
use crate::model::error::Error;

const HEIGHT: u16 = 257;
const COMPRESSION: u16 = 259;
const ORIENTATION: u16 = 274;
const ROWS_PER_STRIP: u16 = 278;
const PLANES: u16 = 284;
const CHROMA_SUBSAMPLING: u16 = 530;
const GROUP_3: u64 = 3;
const JPEG: u64 = 7;

/// Where the samples come from.
enum Source {
    Decoder(Box<Decoder<Cursor<Vec<u8>>>>),
    /// The decoder does not know this coding.
    Group3(fax::Strips),
}

struct TiffPage {
    source: Source,
    size: (u32, u32),
    /// Width and height of a strip or tile.
    part: (u32, u32),
    samples: Samples,
    /// How many planes of samples are needed for the meaning, and whether each is stored by itself.
    planes: Option<u32>,
}

/// Reads the first directory.
///
/// # Errors
/// As [`super::decode::open`].
pub fn open(mut bytes: Vec<u8>) -> Result<Picture, Error> {
    let number = |bytes: &[u8], tag: u16| numbers(bytes, tag).first().copied();
    let compression = number(&bytes, COMPRESSION).unwrap_or(1);
    let is_subsampled = numbers(&bytes, CHROMA_SUBSAMPLING) != [1, 1];
    let is_planar = number(&bytes, PLANES) == Some(2);
    let meaning = Meaning::of(&bytes)?;
    if matches!(meaning, Meaning::Brightness) && compression != JPEG && is_subsampled {
        return Err(damaged("its colours are thinned out in a way that is not supported"));
    }
    // Many write the highest number there is and mean all rows.
    if let (Some(rows), Some(height)) = (number(&bytes, ROWS_PER_STRIP), number(&bytes, HEIGHT))
        && rows > height
    {
        set_number(&mut bytes, ROWS_PER_STRIP, height);
    }
    let turned = number(&bytes, ORIENTATION).and_then(|turned| u8::try_from(turned).ok());
    let orientation = turned.and_then(Orientation::from_exif).unwrap_or(Orientation::NoTransforms);
    set_number(&mut bytes, PHOTOMETRIC, BLACK_IS_ZERO);

    let samples = Samples::new(&bytes, meaning);
    let strips = fax::Strips::of(&bytes);
    let limits = || {
        let most = usize::try_from(MAX_DECODED.0).unwrap_or(usize::MAX);
        let mut limits = Limits::default();
        (limits.decoding_buffer_size, limits.intermediate_buffer_size) = (most, most);
        limits
    };
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(damaged)?.with_limits(limits());
    let (width, height) = decoder.dimensions().map_err(damaged)?;
    let (bits, channels) = match decoder.colortype().map_err(damaged)? {
        ColorType::Gray(bits) => (bits, 1),
        ColorType::Multiband { bit_depth, num_samples } => (bit_depth, num_samples),
        _ => return Err(damaged("its colours are not supported")),
    };
    let samples = samples.of_depth(bits, channels)?;
    let per_pixel = u64::from(bits) * u64::from(channels);
    check_size(width, height, per_pixel)?;
    let part = decoder.chunk_dimensions();
    check_size(part.0, part.1.min(height), per_pixel)?;
    let source = match compression {
        GROUP_3 => Source::Group3(strips.ok_or_else(|| damaged("two-dimensional Group 3 is not supported"))?),
        _ => Source::Decoder(Box::new(decoder)),
    };
    let planes = (is_planar && channels > 1).then(|| samples.channels_needed());
    let page = TiffPage { source, size: (width, height), part, samples, planes };
    Ok(Picture { size: (width, height), orientation, decoder: Box::new(page) })
}

impl Decode for TiffPage {
    fn rows(mut self: Box<Self>, take: &mut TakeRow<'_>) -> Result<(), Error> {
        let (width, height) = self.size;
        let (across, down) = (width.div_ceil(self.part.0), height.div_ceil(self.part.1));
        let mut row = vec![u8::MAX; width as usize];
        let mut first_error = None;
        for band in 0..down {
            let mut parts = Vec::with_capacity(across as usize);
            for column in 0..across {
                let part = self.part(band * across + column, across * down);
                // The parts after a damaged one may be sound.
                parts
                    .push(part.map_err(|error| first_error.get_or_insert(error).clone()).unwrap_or_default());
            }
            let is_lost = parts.iter().all(Vec::is_empty);
            for y in 0..self.part.1.min(height - band * self.part.1) {
                if is_lost {
                    take(&[]);
                    continue;
                }
                row.fill(u8::MAX);
                let columns = row.chunks_mut(self.part.0 as usize);
                for (target, planes) in columns.zip(&parts).filter(|(_, planes)| !planes.is_empty()) {
                    self.samples.grey_row(planes, y as usize, target);
                }
                take(&row);
            }
        }
        first_error.map_or(Ok(()), Err)
    }
}

impl TiffPage {
    /// A strip or tile, each of its planes by itself. `distance` is how many parts one plane has.
    fn part(&mut self, index: u32, distance: u32) -> Result<Vec<Vec<u8>>, Error> {
        let decoder = match &mut self.source {
            Source::Group3(strips) => {
                return Ok(vec![strips.decode(index as usize, self.size.0, self.part.1)?]);
            }
            Source::Decoder(decoder) => decoder,
        };
        (0..self.planes.unwrap_or(1))
            .map(|plane| {
                let index = index + plane * distance;
                let (width, height) = decoder.chunk_data_dimensions(index);
                let channels = if self.planes.is_some() { 1 } else { self.samples.channels() };
                let mut buffer = vec![0; self.samples.row_bytes(width, channels) * height as usize];
                let described = |error: TiffError| match error {
                    TiffError::IoError(_) => damaged("the file ends before the image does"),
                    error => damaged(error),
                };
                decoder.read_chunk_bytes(index, &mut buffer).map_err(described)?;
                Ok(buffer)
            })
            .collect()
    }
}
