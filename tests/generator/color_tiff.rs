//! TIFF files in colour, in forms that software other than scanners writes.

use image::RgbImage;
use pagewise::formats::image::grey;

/// How the colours of a TIFF are stored, without compression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorTiff {
    /// Indices into a table of 16-bit colours, as the standard has it.
    Palette,
    /// The same with colours from 0 to 255, as some software writes it.
    PaletteOfBytes,
    /// Red, green and blue by themselves, in tiles of 16 by 16.
    TiledPlanes,
    /// Red, green and blue by themselves, in strips of 10 rows.
    Planes,
    /// Brightness and two differences of colour, all of them of every pixel.
    YCbCr,
    /// The same, each by itself in strips of 10 rows.
    YCbCrPlanes,
    /// The picture in grey, and samples of no known meaning, each by themselves in strips of 10 rows.
    GreyPlanes,
    /// Indices into a table, and samples of no known meaning, each by themselves in strips of 10 rows.
    PalettePlanes,
    /// The picture in grey as lightness, and two opponent colours that are nothing.
    Lab,
}

impl ColorTiff {
    /// Whether of the picture's colours only how light they are is written.
    pub fn is_grey(self) -> bool {
        matches!(self, ColorTiff::GreyPlanes | ColorTiff::Lab)
    }

    /// Whether each channel is stored by itself.
    fn is_planar(self) -> bool {
        let is_color = matches!(self, ColorTiff::TiledPlanes | ColorTiff::Planes | ColorTiff::YCbCrPlanes);
        is_color || matches!(self, ColorTiff::GreyPlanes | ColorTiff::PalettePlanes)
    }

    fn is_palette(self) -> bool {
        matches!(self, ColorTiff::Palette | ColorTiff::PaletteOfBytes | ColorTiff::PalettePlanes)
    }

    /// Samples of a pixel, and those of them that have no known meaning.
    fn channels(self) -> (u32, u32) {
        match self {
            ColorTiff::Palette | ColorTiff::PaletteOfBytes => (1, 0),
            ColorTiff::GreyPlanes | ColorTiff::PalettePlanes => (2, 1),
            _ => (3, 0),
        }
    }
}

const SHORT: u16 = 3;
const LONG: u16 = 4;
const TILE: u32 = 16;
/// Rows of a strip where channels are stored by themselves.
const ROWS: u32 = 10;

/// A little-endian TIFF of a picture that has at most 256 colours.
pub fn write(image: &RgbImage, form: ColorTiff) -> Vec<u8> {
    let (width, height) = image.dimensions();
    let mut colors: Vec<[u8; 3]> = image.pixels().map(|pixel| pixel.0).collect();
    colors.sort_unstable();
    colors.dedup();
    let index = |rgb: [u8; 3]| colors.binary_search(&rgb).expect("a colour of the picture") as u8;
    let channel = |channel: usize| image.pixels().map(move |pixel| pixel.0[channel]).collect::<Vec<u8>>();
    let indices = || image.pixels().map(|pixel| index(pixel.0)).collect::<Vec<u8>>();
    let grey = || image.pixels().map(|pixel| luminance(pixel.0)).collect::<Vec<u8>>();
    let differing = |channel: usize| image.pixels().map(|pixel| ycbcr(pixel.0)[channel]).collect::<Vec<u8>>();
    let meaningless = || (0..width * height).map(|at| (at * 7) as u8).collect::<Vec<u8>>();
    let strips = |plane: &[u8]| plane.chunks((width * ROWS) as usize).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let parts: Vec<Vec<u8>> = match form {
        ColorTiff::Palette | ColorTiff::PaletteOfBytes => vec![indices()],
        ColorTiff::Planes => (0..3).flat_map(|plane| strips(&channel(plane))).collect(),
        ColorTiff::TiledPlanes => (0..3).flat_map(|plane| tiles(&channel(plane), width, height)).collect(),
        ColorTiff::YCbCr => vec![image.pixels().flat_map(|pixel| ycbcr(pixel.0)).collect()],
        ColorTiff::YCbCrPlanes => (0..3).flat_map(|plane| strips(&differing(plane))).collect(),
        ColorTiff::GreyPlanes => [grey(), meaningless()].iter().flat_map(|plane| strips(plane)).collect(),
        ColorTiff::PalettePlanes => {
            [indices(), meaningless()].iter().flat_map(|plane| strips(plane)).collect()
        }
        ColorTiff::Lab => vec![grey().into_iter().flat_map(|lightness| [lightness, 0, 0]).collect()],
    };
    let mut bytes = b"II*\0\0\0\0\0".to_vec();
    let mut store = |data: &[u8]| {
        let at = bytes.len() as u32;
        bytes.extend(data);
        at
    };
    let longs = |values: &[u32]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    let shorts = |values: &[u16]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    let offsets: Vec<u32> = parts.iter().map(|part| store(part)).collect();
    let lengths: Vec<u32> = parts.iter().map(|part| part.len() as u32).collect();
    let count = parts.len() as u32;
    let list = |store: &mut dyn FnMut(&[u8]) -> u32, values: &[u32]| match values {
        [only] => *only,
        values => store(&longs(values)),
    };
    let (offsets, lengths) = (list(&mut store, &offsets), list(&mut store, &lengths));
    let (channels, without_meaning) = form.channels();
    let depth = match channels {
        1 => 8,
        2 => 8 | 8 << 16,
        _ => store(&shorts(&[8, 8, 8])),
    };
    let factor = if form == ColorTiff::PaletteOfBytes { 1 } else { 257 };
    let table: Vec<u16> = (0..3)
        .flat_map(|channel| (0..256).map(move |index| (channel, index)))
        .map(|(channel, index)| colors.get(index).map_or(0, |rgb: &[u8; 3]| u16::from(rgb[channel]) * factor))
        .collect();
    let table = store(&shorts(&table));
    let photometric = match form {
        ColorTiff::GreyPlanes => 1,
        ColorTiff::Palette | ColorTiff::PaletteOfBytes | ColorTiff::PalettePlanes => 3,
        ColorTiff::Planes | ColorTiff::TiledPlanes => 2,
        ColorTiff::YCbCr | ColorTiff::YCbCrPlanes => 6,
        ColorTiff::Lab => 8,
    };
    let planes = if form.is_planar() { 2 } else { 1 };
    let mut entries: Vec<(u16, u16, u32, u32)> = vec![
        (256, LONG, 1, width),
        (257, LONG, 1, height),
        (258, SHORT, channels, depth),
        (259, SHORT, 1, 1),
        (262, SHORT, 1, photometric),
        (277, SHORT, 1, channels),
        (284, SHORT, 1, planes),
    ];
    if form == ColorTiff::TiledPlanes {
        entries.extend([
            (322, LONG, 1, TILE),
            (323, LONG, 1, TILE),
            (324, LONG, count, offsets),
            (325, LONG, count, lengths),
        ]);
    } else {
        let rows = if form.is_planar() { ROWS } else { height };
        entries.extend([(273, LONG, count, offsets), (278, LONG, 1, rows), (279, LONG, count, lengths)]);
    }
    if form.is_palette() {
        entries.push((320, SHORT, 768, table));
    }
    if without_meaning > 0 {
        entries.push((338, SHORT, 1, 0));
    }
    if matches!(form, ColorTiff::YCbCr | ColorTiff::YCbCrPlanes) {
        entries.push((530, SHORT, 2, 1 | 1 << 16));
    }
    entries.sort_unstable();
    if bytes.len() % 2 == 1 {
        bytes.push(0);
    }
    let directory = bytes.len() as u32;
    bytes[4..8].copy_from_slice(&directory.to_le_bytes());
    bytes.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes
}

/// A plane in tiles, row by row; what of a tile lies outside of the picture is zero.
fn tiles(plane: &[u8], width: u32, height: u32) -> Vec<Vec<u8>> {
    let value = |x: u32, y: u32| if x < width && y < height { plane[(y * width + x) as usize] } else { 0 };
    let tile = |left: u32, top: u32| {
        (0..TILE * TILE).map(|at| value(left + at % TILE, top + at / TILE)).collect::<Vec<u8>>()
    };
    let lefts = || (0..width).step_by(TILE as usize);
    (0..height)
        .step_by(TILE as usize)
        .flat_map(|top| lefts().map(move |left| (left, top)))
        .map(|(left, top)| tile(left, top))
        .collect()
}

fn luminance([red, green, blue]: [u8; 3]) -> u8 {
    grey::luminance(red, green, blue)
}

/// BT.601 in full range.
fn ycbcr([red, green, blue]: [u8; 3]) -> [u8; 3] {
    let [r, g, b] = [red, green, blue].map(f64::from);
    let y = 0.299 * r + 0.587 * g + 0.114 * b;
    [y, 128.0 + (b - y) / 1.772, 128.0 + (r - y) / 1.402].map(|v| v.round().clamp(0.0, 255.0) as u8)
}
