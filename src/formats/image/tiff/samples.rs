//! What the samples of a TIFF page mean: as grey, to be read, and in colour, to be put into files.

use super::directories::numbers;
use super::tags::{self, photometric};
use crate::formats::image::decode::damaged;
use crate::formats::image::grey::{luminance, on_white};
use crate::model::error::Error;

/// What the samples of a pixel mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Grey, growing with the sample or shrinking.
    Grey {
        /// Whether zero is white.
        inverted: bool,
    },
    /// An index; the colour of each.
    Palette(Vec<[u8; 3]>),
    /// Red, green and blue.
    Rgb,
    /// Cyan, magenta, yellow and black ink.
    Ink,
    /// Brightness, and two differences of colour.
    YCbCr,
    /// Lightness first; what the others are is of no interest.
    Lightness,
}

impl Meaning {
    /// What the first directory says.
    ///
    /// # Errors
    /// [`Error::DamagedImage`] for meanings that no scanner writes.
    pub fn of(bytes: &[u8]) -> Result<Meaning, Error> {
        match numbers(bytes, tags::PHOTOMETRIC).first() {
            Some(&photometric::WHITE_IS_ZERO) => Ok(Meaning::Grey { inverted: true }),
            Some(&photometric::BLACK_IS_ZERO) => Ok(Meaning::Grey { inverted: false }),
            Some(&photometric::RGB) => Ok(Meaning::Rgb),
            Some(&photometric::PALETTE) => Ok(Meaning::Palette(palette(&numbers(bytes, tags::COLOR_MAP)))),
            Some(&photometric::INK) => Ok(Meaning::Ink),
            Some(&photometric::YCBCR) => Ok(Meaning::YCbCr),
            Some(other) if photometric::LAB.contains(other) => Ok(Meaning::Lightness),
            _ => Err(damaged("what its samples mean is not supported")),
        }
    }

    /// Samples that tell the grey of a pixel.
    fn greys(&self) -> usize {
        match self {
            Meaning::Rgb => 3,
            Meaning::Ink => 4,
            Meaning::Grey { .. } | Meaning::Palette(_) | Meaning::YCbCr | Meaning::Lightness => 1,
        }
    }

    /// Samples that tell its colour.
    fn colors(&self) -> usize {
        if *self == Meaning::YCbCr { 3 } else { self.greys() }
    }
}

/// All reds, then all greens, then all blues, of 16 bits each; some software writes 8.
fn palette(values: &[u64]) -> Vec<[u8; 3]> {
    let shift = if values.iter().any(|value| *value > 255) { 8 } else { 0 };
    let value = |index: usize| (values[index] >> shift) as u8;
    let length = values.len() / 3;
    (0..length).map(|index| [0, length, 2 * length].map(|channel| value(channel + index))).collect()
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
    /// Whether each channel is stored by itself, however many of them are looked at.
    is_planar: bool,
    /// Whether the sample after the colours is opacity, and whether the colours were multiplied by it.
    opacity: Option<bool>,
}

impl Samples {
    /// What the first directory says.
    pub fn new(bytes: &[u8], meaning: Meaning) -> Samples {
        let kind = match numbers(bytes, tags::SAMPLE_FORMAT).first() {
            None | Some(1 | 4) => Some(Kind::Unsigned),
            Some(2) => Some(Kind::Signed),
            Some(3) => Some(Kind::Fraction),
            Some(_) => None,
        };
        let opacity = match numbers(bytes, tags::EXTRA_SAMPLES).first() {
            Some(1) => Some(true),
            Some(2) => Some(false),
            _ => None,
        };
        Samples { meaning, kind, bits: 0, channels: 0, is_planar: false, opacity }
    }

    /// With the depth of a sample, how many a pixel has, and whether each channel is stored by itself.
    ///
    /// # Errors
    /// [`Error::DamagedImage`] for depths that are not supported, and too few samples for what they mean.
    pub fn of_depth(self, bits: u8, channels: u16, is_planar: bool) -> Result<Samples, Error> {
        let samples = Samples { bits: usize::from(bits), channels: usize::from(channels), is_planar, ..self };
        let is_supported = match samples.kind {
            Some(Kind::Unsigned) => matches!(bits, 1..=8 | 16 | 32 | 64),
            Some(Kind::Signed) => matches!(bits, 8 | 16 | 32 | 64),
            Some(Kind::Fraction) => matches!(bits, 32 | 64),
            None => false,
        };
        if !is_supported {
            return Err(damaged(format!("samples of {bits} bits of this kind are not supported")));
        }
        if samples.channels < samples.meaning.greys() {
            return Err(damaged("it has fewer samples than its colours need"));
        }
        Ok(samples)
    }

    /// Samples of a pixel that have to be known to tell its grey, or its colour.
    pub fn channels_needed(&self, in_color: bool) -> u32 {
        let opacity = usize::from(self.opacity().is_some());
        if in_color {
            (self.meaning.colors().min(self.channels) + opacity) as u32
        } else if self.meaning == Meaning::YCbCr {
            // Opacity comes after the colours, and is never stored beside these.
            1
        } else {
            (self.meaning.greys() + opacity) as u32
        }
    }

    /// Samples of a pixel that are stored together.
    fn together(&self) -> usize {
        if self.is_planar { 1 } else { self.channels }
    }

    /// Bytes of a row of as many pixels, of one channel where each is stored by itself.
    pub fn row_bytes(&self, width: u32) -> usize {
        (width as usize * self.together() * self.bits).div_ceil(8)
    }

    fn opacity(&self) -> Option<bool> {
        let is_there = self.channels > self.meaning.colors()
            && !matches!(self.meaning, Meaning::YCbCr | Meaning::Lightness);
        self.opacity.filter(|_| is_there)
    }

    /// The samples of row `y` of a strip or tile that is `width` pixels wide: of which pixel, and which of them. `planes`
    /// holds all samples, or each channel's by itself. Missing ones are of the highest value.
    fn row<'a>(&'a self, planes: &'a [Vec<u8>], y: usize, width: usize) -> impl Fn(usize, usize) -> u8 + 'a {
        let (stride, together) = (self.row_bytes(width as u32), self.together());
        let rows: Vec<&[u8]> = planes.iter().map(|plane| plane.get(y * stride..).unwrap_or(&[])).collect();
        move |x, channel| {
            let (plane, place) = if self.is_planar { (channel, 0) } else { (0, channel) };
            rows.get(plane).map_or(u8::MAX, |row| self.sample(row, x * together + place))
        }
    }

    /// A value on white paper, by the opacity of its pixel.
    fn on_paper(&self, value: u8, opacity: impl Fn() -> u8) -> u8 {
        match self.opacity() {
            Some(true) => value.saturating_add(255 - opacity()),
            Some(false) => on_white(value, opacity()),
            None => value,
        }
    }

    /// Whether colours are inks: cyan, magenta, yellow and black.
    pub fn is_ink(&self) -> bool {
        self.meaning == Meaning::Ink
    }

    /// Row `y` of a strip or tile in colour, appended: red, green and blue, or four inks, of each of `width` pixels.
    pub fn color_row(&self, planes: &[Vec<u8>], y: usize, width: usize, target: &mut Vec<u8>) {
        let sample = self.row(planes, y, width);
        for x in 0..width {
            let first = sample(x, 0);
            let color = match &self.meaning {
                Meaning::Grey { inverted: true } => [255 - first; 3],
                Meaning::Grey { inverted: false } | Meaning::Lightness => [first; 3],
                Meaning::Palette(colors) => colors.get(usize::from(first)).copied().unwrap_or([u8::MAX; 3]),
                Meaning::Rgb => [first, sample(x, 1), sample(x, 2)],
                Meaning::YCbCr if self.channels < 3 => [first; 3],
                Meaning::YCbCr => rgb(first, sample(x, 1), sample(x, 2)),
                Meaning::Ink => {
                    target.extend([first, sample(x, 1), sample(x, 2), sample(x, 3)]);
                    continue;
                }
            };
            target.extend(color.map(|value| self.on_paper(value, || sample(x, self.meaning.colors()))));
        }
    }

    /// Row `y` of a strip or tile as grey. `planes` holds all samples, or each channel's by itself.
    pub fn grey_row(&self, planes: &[Vec<u8>], y: usize, target: &mut [u8]) {
        let sample = self.row(planes, y, target.len());
        for (x, grey) in target.iter_mut().enumerate() {
            let first = sample(x, 0);
            let value = match &self.meaning {
                Meaning::Grey { inverted: true } => 255 - first,
                Meaning::Grey { inverted: false } | Meaning::YCbCr | Meaning::Lightness => first,
                Meaning::Palette(colors) => colors
                    .get(usize::from(first))
                    .map_or(u8::MAX, |[red, green, blue]| luminance(*red, *green, *blue)),
                Meaning::Rgb => luminance(first, sample(x, 1), sample(x, 2)),
                Meaning::Ink => {
                    let paper = luminance(255 - first, 255 - sample(x, 1), 255 - sample(x, 2));
                    on_black(paper, 255 - sample(x, 3))
                }
            };
            *grey = self.on_paper(value, || sample(x, self.meaning.greys()));
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

/// Luminance and chrominance as colours (BT.601, full range, as JPEG has it).
fn rgb(luminance: u8, blue: u8, red: u8) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(luminance), f32::from(blue) - 128.0, f32::from(red) - 128.0);
    [y + 1.402 * cr, y - 0.344_14 * cb - 0.714_14 * cr, y + 1.772 * cb]
        .map(|v| v.round().clamp(0.0, 255.0) as u8)
}
