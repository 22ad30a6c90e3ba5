//! TIFF pages, a row of strips or tiles at a time.
//!
//! The decoder unpacks samples and is kept from interpreting them: it knows neither palettes nor the brightness of
//! JPEG, and refuses pages of both. What samples mean is told here (`samples`), for those who read a page in grey and for
//! those who put it into a file in colour.

use std::io::Cursor;

use image::metadata::Orientation;
use tiff::decoder::{Decoder, Limits};
use tiff::{ColorType, TiffError};

use super::color_rows::ColorRows;
use super::decode::{Decode, MAX_DECODED, Picture, TakeRow, check_size, damaged};
use crate::model::error::Error;
use directories::{numbers, set_number};
use samples::{Meaning, Samples};
use tags::{compression, photometric};

pub mod directories;
mod group3;
mod samples;
pub mod tags;

/// Where the samples come from.
enum Source {
    Decoder(Box<Decoder<Cursor<Vec<u8>>>>),
    /// The decoder does not know this coding.
    Group3(group3::Strips),
}

struct TiffPage {
    source: Source,
    size: (u32, u32),
    /// Width and height of a strip or tile.
    part: (u32, u32),
    samples: Samples,
    /// The parts of a pixel's samples that have to be unpacked: planes, where each channel is stored by itself.
    planes: u32,
}

/// Reads the first directory.
///
/// # Errors
/// As [`super::decode::open`].
pub fn open(bytes: Vec<u8>) -> Result<Picture, Error> {
    let turned = numbers(&bytes, tags::ORIENTATION).first().and_then(|turned| u8::try_from(*turned).ok());
    let orientation = turned.and_then(Orientation::from_exif).unwrap_or(Orientation::NoTransforms);
    let page = TiffPage::open(bytes, false)?;
    Ok(Picture { size: page.size, orientation, decoder: Box::new(page) })
}

/// The page of the first directory in colour, all of it unpacked.
pub struct TiffColors {
    size: (u32, u32),
    part: (u32, u32),
    samples: Samples,
    /// The strips or tiles, row by row, each of its planes by itself; empty where one is damaged.
    parts: Vec<Vec<Vec<u8>>>,
}

/// Unpacks the page of the first directory.
///
/// # Errors
/// [`Error::ImageTooLarge`] before anything is unpacked, [`Error::DamagedImage`].
pub fn colors(bytes: Vec<u8>) -> Result<TiffColors, Error> {
    let mut page = TiffPage::open(bytes, true)?;
    let count = page.across() * page.down();
    let parts = (0..count).map(|index| page.part(index, count)).collect::<Result<_, _>>()?;
    let TiffPage { size, part, samples, .. } = page;
    Ok(TiffColors { size, part, samples, parts })
}

impl ColorRows for TiffColors {
    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn is_cmyk(&self) -> bool {
        self.samples.is_ink()
    }

    fn row(&self, y: u32, row: &mut Vec<u8>) {
        row.clear();
        let across = self.size.0.div_ceil(self.part.0);
        let (band, y) = (y / self.part.1, y % self.part.1);
        for column in 0..across {
            let width = self.part.0.min(self.size.0 - column * self.part.0);
            let planes = self.parts.get((band * across + column) as usize).map_or(&[][..], Vec::as_slice);
            self.samples.color_row(planes, y as usize, width as usize, row);
        }
    }
}

impl TiffPage {
    fn open(mut bytes: Vec<u8>, in_color: bool) -> Result<TiffPage, Error> {
        let number = |bytes: &[u8], tag: u16| numbers(bytes, tag).first().copied();
        let coding = number(&bytes, tags::COMPRESSION).unwrap_or(compression::NONE);
        let is_planar = number(&bytes, tags::PLANES) == Some(2);
        let meaning = Meaning::of(&bytes)?;
        // Where nothing is said of it, they are: a file has to say that they are not.
        let is_thinned = meaning == Meaning::YCbCr && numbers(&bytes, tags::CHROMA_SUBSAMPLING) != [1, 1];
        if is_thinned && coding != compression::JPEG {
            return Err(damaged("its colours are thinned out in a way that is not supported"));
        }
        // Many write the highest number there is and mean all rows.
        if let (Some(rows), Some(height)) =
            (number(&bytes, tags::ROWS_PER_STRIP), number(&bytes, tags::HEIGHT))
            && rows > height
        {
            set_number(&mut bytes, tags::ROWS_PER_STRIP, height);
        }
        set_number(&mut bytes, tags::PHOTOMETRIC, photometric::BLACK_IS_ZERO);

        let samples = Samples::new(&bytes, meaning);
        let strips = group3::Strips::of(&bytes);
        let most = usize::try_from(MAX_DECODED.0).unwrap_or(usize::MAX);
        let mut limits = Limits::default();
        (limits.decoding_buffer_size, limits.intermediate_buffer_size) = (most, most);
        let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(damaged)?.with_limits(limits);
        let (width, height) = decoder.dimensions().map_err(damaged)?;
        let (bits, channels) = match decoder.colortype().map_err(damaged)? {
            ColorType::Gray(bits) => (bits, 1),
            ColorType::Multiband { bit_depth, num_samples } => (bit_depth, num_samples),
            _ => return Err(damaged("its colours are not supported")),
        };
        let samples = samples.of_depth(bits, channels, is_planar)?;
        let per_pixel = u64::from(bits) * u64::from(channels);
        check_size(width, height, per_pixel)?;
        let part = decoder.chunk_dimensions();
        check_size(part.0, part.1.min(height), per_pixel)?;
        let missing = || damaged("two-dimensional Group 3 is not supported");
        let source = match coding {
            compression::GROUP_3 => Source::Group3(strips.ok_or_else(missing)?),
            _ => Source::Decoder(Box::new(decoder)),
        };
        let planes = if is_planar { samples.channels_needed(in_color) } else { 1 };
        Ok(TiffPage { source, size: (width, height), part, samples, planes })
    }

    fn across(&self) -> u32 {
        self.size.0.div_ceil(self.part.0)
    }

    fn down(&self) -> u32 {
        self.size.1.div_ceil(self.part.1)
    }
}

impl Decode for TiffPage {
    fn rows(mut self: Box<Self>, take: &mut TakeRow<'_>) -> Result<(), Error> {
        let (width, height) = self.size;
        let (across, down) = (self.across(), self.down());
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
        (0..self.planes)
            .map(|plane| {
                let index = index + plane * distance;
                let (width, height) = decoder.chunk_data_dimensions(index);
                let mut buffer = vec![0; self.samples.row_bytes(width) * height as usize];
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
