//! What a scanner and time do to a page: skew, blur, uneven light, grain, specks.

use image::{GrayImage, Luma};

use super::document::TrueWord;
use super::random::Random;
use super::raster::Drawing;

/// The defects of one scan. Lengths are given for 200 dpi and grow with the resolution.
#[derive(Debug, Clone, Copy)]
pub struct Degradation {
    /// Largest turn of the page in degrees, either way.
    pub skew: f32,
    /// Standard deviation of the blur in pixels.
    pub blur: f32,
    /// How much of the range from ink to paper is left, 0 to 1.
    pub contrast: f32,
    /// How much darker the darkest corner is than the lightest, 0 to 1.
    pub shade: f32,
    /// Standard deviation of the grain in grey levels.
    pub grain: f32,
    /// Share of pixels turned black or white.
    pub salt_and_pepper: f32,
    /// Specks of dirt on a page.
    pub specks: usize,
}

impl Degradation {
    /// A page as it was drawn.
    pub const NONE: Self =
        Self { skew: 0.0, blur: 0.0, contrast: 1.0, shade: 0.0, grain: 0.0, salt_and_pepper: 0.0, specks: 0 };
    /// A good office scanner.
    pub const LIGHT: Self = Self {
        skew: 0.25,
        blur: 0.5,
        contrast: 0.95,
        shade: 0.04,
        grain: 2.5,
        salt_and_pepper: 0.0,
        specks: 12,
    };
    /// A worn copy, laid down by hand.
    pub const MEDIUM: Self = Self {
        skew: 0.8,
        blur: 0.8,
        contrast: 0.8,
        shade: 0.15,
        grain: 8.0,
        salt_and_pepper: 0.0005,
        specks: 60,
    };
    /// A bad copy of a copy.
    pub const HEAVY: Self = Self {
        skew: 1.6,
        blur: 1.1,
        contrast: 0.7,
        shade: 0.25,
        grain: 11.0,
        salt_and_pepper: 0.001,
        specks: 120,
    };
}

/// Applies the defects, and moves the words' boxes along with their ink.
pub fn degrade(drawing: &mut Drawing, how: &Degradation, random: &mut Random) {
    let pixel = drawing.dpi / 200.0;
    if how.skew > 0.0 {
        // At least half of the largest turn, so that a level means what it says on every page.
        let turn = random.between(0.5, 1.0) * how.skew;
        let degrees = if random.below(2) == 0 { turn } else { -turn };
        turn_page(drawing, degrees);
    }
    let image = &mut drawing.image;
    if how.blur > 0.0 {
        blur(image, how.blur * pixel);
    }
    for _ in 0..how.specks {
        let radius = random.between(0.3, 1.3) * pixel;
        let centre =
            (random.below(image.width() as usize) as f32, random.below(image.height() as usize) as f32);
        speck(image, centre, radius, random.between(40.0, 150.0));
    }
    light_and_grain(image, how, random);
    let flips = (how.salt_and_pepper * image.len() as f32) as usize;
    let size = image.len();
    for _ in 0..flips {
        let value = if random.below(2) == 0 { 0 } else { 255 };
        image.as_mut()[random.below(size)] = value;
    }
}

/// Turns the page clockwise about its middle; what comes in from outside is paper.
pub fn turn_page(drawing: &mut Drawing, degrees: f32) {
    let image = &drawing.image;
    let (width, height) = image.dimensions();
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (cx, cy) = (width as f32 / 2.0, height as f32 / 2.0);
    let mut turned = GrayImage::from_pixel(width, height, Luma([255]));
    let (stride, source) = (width as usize, image.as_raw().as_slice());
    for (y, row) in turned.as_mut().chunks_exact_mut(stride).enumerate() {
        let dy = y as f32 - cy;
        for (x, out) in row.iter_mut().enumerate() {
            let dx = x as f32 - cx;
            let (sx, sy) = (cx + dx * cos + dy * sin, cy - dx * sin + dy * cos);
            if sx < 0.0 || sy < 0.0 || sx >= (width - 1) as f32 || sy >= (height - 1) as f32 {
                continue;
            }
            let (fx, fy) = (sx.fract(), sy.fract());
            let at = sy as usize * stride + sx as usize;
            let upper = f32::from(source[at]) * (1.0 - fx) + f32::from(source[at + 1]) * fx;
            let lower = f32::from(source[at + stride]) * (1.0 - fx) + f32::from(source[at + stride + 1]) * fx;
            *out = (upper * (1.0 - fy) + lower * fy).round() as u8;
        }
    }
    drawing.image = turned;
    let unit = 72.0 / drawing.dpi;
    for word in &mut drawing.words {
        turn_word(word, (cx * unit, cy * unit), sin, cos);
    }
}

fn turn_word(word: &mut TrueWord, (cx, cy): (f32, f32), sin: f32, cos: f32) {
    let corners = [
        (word.x, word.y),
        (word.x + word.width, word.y),
        (word.x, word.y + word.height),
        (word.x + word.width, word.y + word.height),
    ]
    .map(|(x, y)| (cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos));
    let fold = |f: fn(f32, f32) -> f32, pick: fn((f32, f32)) -> f32| {
        corners.map(pick).into_iter().reduce(f).expect("four")
    };
    let (left, right) = (fold(f32::min, |c| c.0), fold(f32::max, |c| c.0));
    let (top, bottom) = (fold(f32::min, |c| c.1), fold(f32::max, |c| c.1));
    (word.x, word.y, word.width, word.height) = (left, top, right - left, bottom - top);
}

/// Gaussian blur, one direction after the other, in 16-bit fixed point.
fn blur(image: &mut GrayImage, deviation: f32) {
    let radius = (deviation * 3.0).ceil() as usize;
    let weights: Vec<f32> =
        (0..=radius).map(|i| (-((i * i) as f32) / (2.0 * deviation * deviation)).exp()).collect();
    let total = weights[0] + 2.0 * weights[1..].iter().sum::<f32>();
    let weights: Vec<u32> = weights.iter().map(|w| (w / total * 65_536.0).round() as u32).collect();
    let (width, height) = (image.width() as usize, image.height() as usize);
    let mut source = image.as_raw().clone();
    let mut sums = vec![0_u32; width];
    let store = |sums: &[u32], out: &mut [u8]| {
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = ((sum + 32_768) >> 16).min(255) as u8;
        }
    };
    for y in 0..height {
        let row = |y: usize| &source[y * width..(y + 1) * width];
        for (sum, value) in sums.iter_mut().zip(row(y)) {
            *sum = u32::from(*value) * weights[0];
        }
        for (i, weight) in weights.iter().enumerate().skip(1) {
            let pair = row(y.saturating_sub(i)).iter().zip(row((y + i).min(height - 1)));
            for (sum, (a, b)) in sums.iter_mut().zip(pair) {
                *sum += (u32::from(*a) + u32::from(*b)) * weight;
            }
        }
        store(&sums, &mut image.as_mut()[y * width..(y + 1) * width]);
    }
    source.copy_from_slice(image.as_raw());
    let mut padded = vec![0_u8; width + 2 * radius];
    for y in 0..height {
        let row = &source[y * width..(y + 1) * width];
        padded[..radius].fill(row[0]);
        padded[radius..radius + width].copy_from_slice(row);
        padded[radius + width..].fill(row[width - 1]);
        for (sum, value) in sums.iter_mut().zip(row) {
            *sum = u32::from(*value) * weights[0];
        }
        for (i, weight) in weights.iter().enumerate().skip(1) {
            let pair = padded[radius - i..].iter().zip(&padded[radius + i..]);
            for (sum, (a, b)) in sums.iter_mut().zip(pair) {
                *sum += (u32::from(*a) + u32::from(*b)) * weight;
            }
        }
        store(&sums, &mut image.as_mut()[y * width..(y + 1) * width]);
    }
}

fn speck(image: &mut GrayImage, (cx, cy): (f32, f32), radius: f32, darkness: f32) {
    let reach = radius.ceil() as i32 + 1;
    for y in -reach..=reach {
        for x in -reach..=reach {
            let (px, py) = (cx as i32 + x, cy as i32 + y);
            if px < 0 || py < 0 || px >= image.width() as i32 || py >= image.height() as i32 {
                continue;
            }
            let cover = (radius + 0.5 - ((x * x + y * y) as f32).sqrt()).clamp(0.0, 1.0);
            let Luma([value]) = image.get_pixel_mut(px as u32, py as u32);
            *value = (f32::from(*value) - cover * darkness).max(0.0) as u8;
        }
    }
}

/// Contrast, a gradient of light across the page and grain, in one pass.
fn light_and_grain(image: &mut GrayImage, how: &Degradation, random: &mut Random) {
    if how.contrast >= 1.0 && how.shade <= 0.0 && how.grain <= 0.0 {
        return;
    }
    let (width, height) = (image.width() as usize, image.height() as usize);
    let (dx, dy) = (random.between(-1.0, 1.0), random.between(-1.0, 1.0));
    let reach = dx.abs() + dy.abs();
    const GRAINS: usize = 1 << 16;
    let grains = random.grain(how.grain, GRAINS);
    for (y, row) in image.as_mut().chunks_exact_mut(width).enumerate() {
        // Each row starts elsewhere in the table, so that the grain shows no pattern.
        let start = random.below(GRAINS);
        for (x, value) in row.iter_mut().enumerate() {
            let along =
                (dx * (x as f32 / width as f32 - 0.5) + dy * (y as f32 / height as f32 - 0.5)) / reach;
            let light = 1.0 - how.shade * (0.5 + along);
            let lit = (250.0 - (255.0 - f32::from(*value)) * how.contrast) * light;
            let grain = f32::from(grains[(start + x) % GRAINS]);
            *value = (lit + grain).round().clamp(0.0, 255.0) as u8;
        }
    }
}
