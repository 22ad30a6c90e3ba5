//! What the samples of a TIFF page mean, as grey.

use super::decode::damaged;
use super::tiff_directories::numbers;
use crate::formats::image::grey::{luminance, on_white};
use crate::model::error::Error;

/// The field that tells what samples mean, and the plainest meaning.
pub const PHOTOMETRIC: u16 = 262;
/// Grey that grows with the sample.
pub const BLACK_IS_ZERO: u64 = 1;

const COLOR_MAP: u16 = 320;
const EXTRA_SAMPLES: u16 = 338;
const SAMPLE_FORMAT: u16 = 339;

/// What the samples of a pixel mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Grey, growing with the sample or shrinking.
    Grey {
        /// Whether zero is white.
        inverted: bool,
    },
    /// An index; the grey of each.
    Palette(Vec<u8>),
    /// Red, green and blue.
    Rgb,
    /// Cyan, magenta, yellow and black ink.
    Ink,
    /// The first sample is brightness, the others are of no interest.
    Brightness,
}

impl Meaning {
    /// What the first directory says.
    ///
    /// # Errors
    /// [`Error::DamagedImage`] for meanings that no scanner writes.
    pub fn of(bytes: &[u8]) -> Result<Meaning, Error> {
        match numbers(bytes, PHOTOMETRIC).first() {
            Some(0) => Ok(Meaning::Grey { inverted: true }),
            Some(1) => Ok(Meaning::Grey { inverted: false }),
            Some(2) => Ok(Meaning::Rgb),
            Some(3) => Ok(Meaning::Palette(palette(&numbers(bytes, COLOR_MAP)))),
            Some(5) => Ok(Meaning::Ink),
            // YCbCr and the Lab spaces.
            Some(6 | 8 | 9 | 10) => Ok(Meaning::Brightness),
            _ => Err(damaged("what its samples mean is not supported")),
        }
    }
}

/// All reds, then all greens, then all blues, of 16 bits each; some software writes 8.
fn palette(values: &[u64]) -> Vec<u8> {
    let shift = if values.iter().any(|value| *value > 255) { 8 } else { 0 };
    let value = |index: usize| (values[index] >> shift) as u8;
    let length = values.len() / 3;
    (0..length)
        .map(|index| luminance(value(index), value(length + index), value(2 * length + index)))
        .collect()
}

/// How samples are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unsigned,
    Signed,
    Fraction,
}

/// Reads samples.
pub struct Samples {
    meaning: Meaning,
    kind: Option<Kind>,
    bits: usize,
    channels: usize,
    /// Whether the sample after the colours is opacity, and whether the colours were multiplied by it.
    opacity: Option<bool>,
}

impl Samples {
    /// What the first directory says.
    pub fn new(bytes: &[u8], meaning: Meaning) -> Samples {
        let kind = match numbers(bytes, SAMPLE_FORMAT).first() {
            None | Some(1 | 4) => Some(Kind::Unsigned),
            Some(2) => Some(Kind::Signed),
            Some(3) => Some(Kind::Fraction),
            Some(_) => None,
        };
        let opacity = match numbers(bytes, EXTRA_SAMPLES).first() {
            Some(1) => Some(true),
            Some(2) => Some(false),
            _ => None,
        };
        Samples { meaning, kind, bits: 0, channels: 0, opacity }
    }

    /// With the depth of a sample and how many a pixel has.
    ///
    /// # Errors
    /// [`Error::DamagedImage`] for depths that are not supported, and too few samples for what they mean.
    pub fn of_depth(self, bits: u8, channels: u16) -> Result<Samples, Error> {
        let samples = Samples { bits: usize::from(bits), channels: usize::from(channels), ..self };
        let is_supported = match samples.kind {
            Some(Kind::Unsigned) => matches!(bits, 1..=8 | 16 | 32),
            Some(Kind::Signed) => matches!(bits, 8 | 16 | 32),
            Some(Kind::Fraction) => matches!(bits, 32 | 64),
            None => false,
        };
        if !is_supported {
            return Err(damaged(format!("samples of {bits} bits of this kind are not supported")));
        }
        if samples.channels < samples.colors() {
            return Err(damaged("it has fewer samples than its colours need"));
        }
        Ok(samples)
    }

    /// Samples of a pixel.
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// Samples of a pixel that have to be known.
    pub fn channels_needed(&self) -> u32 {
        (self.colors() + usize::from(self.opacity().is_some())) as u32
    }

    /// Bytes of a row of that many samples a pixel.
    pub fn row_bytes(&self, width: u32, channels: usize) -> usize {
        (width as usize * channels * self.bits).div_ceil(8)
    }

    fn colors(&self) -> usize {
        match self.meaning {
            Meaning::Rgb => 3,
            Meaning::Ink => 4,
            Meaning::Grey { .. } | Meaning::Palette(_) | Meaning::Brightness => 1,
        }
    }

    fn opacity(&self) -> Option<bool> {
        let is_there = self.channels > self.colors() && self.meaning != Meaning::Brightness;
        self.opacity.filter(|_| is_there)
    }

    /// Row `y` of a strip or tile as grey. `planes` holds all samples, or each channel's by itself.
    pub fn grey_row(&self, planes: &[Vec<u8>], y: usize, target: &mut [u8]) {
        let stored = if planes.len() > 1 { 1 } else { self.channels };
        let stride = self.row_bytes(target.len() as u32, stored);
        let rows: Vec<&[u8]> = planes.iter().map(|plane| plane.get(y * stride..).unwrap_or(&[])).collect();
        for (x, grey) in target.iter_mut().enumerate() {
            let sample = |channel: usize| match rows.as_slice() {
                [row] => self.sample(row, x * self.channels + channel),
                rows => rows.get(channel).map_or(u8::MAX, |row| self.sample(row, x)),
            };
            let value = match &self.meaning {
                Meaning::Grey { inverted: true } => 255 - sample(0),
                Meaning::Grey { inverted: false } | Meaning::Brightness => sample(0),
                Meaning::Palette(greys) => greys.get(usize::from(sample(0))).copied().unwrap_or(u8::MAX),
                Meaning::Rgb => luminance(sample(0), sample(1), sample(2)),
                Meaning::Ink => {
                    let paper = luminance(255 - sample(0), 255 - sample(1), 255 - sample(2));
                    on_black(paper, 255 - sample(3))
                }
            };
            *grey = match self.opacity() {
                Some(true) => value.saturating_add(255 - sample(self.colors())),
                Some(false) => on_white(value, sample(self.colors())),
                None => value,
            };
        }
    }

    /// A sample in the range of 8 bits; an index as it is. Missing ones are of the highest value.
    fn sample(&self, row: &[u8], index: usize) -> u8 {
        let bytes = self.bits / 8;
        let fraction = |value: f64| (value.clamp(0.0, 1.0) * 255.0).round() as u8;
        let value = || {
            if self.bits < 8 {
                return Some(self.packed(row, index));
            }
            let digits = row.get(index * bytes..(index + 1) * bytes)?;
            Some(match (self.kind, digits) {
                (Some(Kind::Fraction), [a, b, c, d]) => {
                    fraction(f64::from(f32::from_ne_bytes([*a, *b, *c, *d])))
                }
                (Some(Kind::Fraction), digits) => fraction(f64::from_ne_bytes(digits.try_into().ok()?)),
                (kind, digits) => {
                    // The decoder has put them into this machine's order.
                    let highest = if cfg!(target_endian = "little") { digits.last() } else { digits.first() };
                    highest? ^ if kind == Some(Kind::Signed) { 0x80 } else { 0 }
                }
            })
        };
        value().unwrap_or(u8::MAX)
    }

    fn packed(&self, row: &[u8], index: usize) -> u8 {
        let (byte, bit) = (index * self.bits / 8, index * self.bits % 8);
        let pair = [byte, byte + 1].map(|at| row.get(at).copied().unwrap_or(u8::MAX));
        let most = (1_u32 << self.bits) - 1;
        let value = u32::from(u16::from_be_bytes(pair)) >> (16 - self.bits - bit) & most;
        if matches!(self.meaning, Meaning::Palette(_)) { value as u8 } else { (value * 255 / most) as u8 }
    }
}

/// A grey value as it is when only that much of the light gets through.
fn on_black(grey: u8, light: u8) -> u8 {
    ((u32::from(grey) * u32::from(light) + 127) / 255) as u8
}
