//! The ground that ink stands on, in every place of a page: white paper, a shaded panel, a dark band.
//!
//! Strokes are narrow and grounds are wide, so that a closing (what is left when everything dark and narrow is filled)
//! is the ground, with the edges of panels where they are. Where a place is mostly dark, light strokes are taken off by
//! an opening instead.

use super::marks::Mark;
use super::reduced::Reduced;

/// Strokes are narrower than this, in inches.
const STROKE: f32 = 0.09;
/// Side of the squares that tones are taken of, in inches.
const TILE: f32 = 0.08;

/// The tones of a page in every place.
#[derive(Debug)]
pub struct Ground {
    /// The ground under each pixel of the reduced image.
    pub tone: Vec<u8>,
    /// How far each pixel stands out of its ground: darker on a light one, lighter on a dark one.
    pub strength: Vec<u8>,
    /// The tiles, which tell dark places from light ones.
    pub tiles: Tiles,
}

/// Squares of a reduced image.
#[derive(Debug)]
pub struct Tiles {
    /// Pixels of a side.
    pub side: usize,
    /// Tiles in a row.
    pub across: usize,
    /// Rows of tiles.
    pub down: usize,
    /// Whether what is around a tile is mostly dark, and what stands out there is light.
    pub is_dark: Vec<bool>,
}

impl Tiles {
    /// The tile of a pixel.
    pub fn of(&self, x: usize, y: usize) -> usize {
        y / self.side * self.across + x / self.side
    }

    /// A value for each tile from those of the three by three around it.
    pub fn around<T: Copy>(&self, values: &[T], both: impl Fn(T, T) -> T) -> Vec<T> {
        let (across, down) = (self.across, self.down);
        let mut found = Vec::with_capacity(values.len());
        for y in 0..down {
            for x in 0..across {
                let mut value = values[y * across + x];
                for y in y.saturating_sub(1)..(y + 2).min(down) {
                    for x in x.saturating_sub(1)..(x + 2).min(across) {
                        value = both(value, values[y * across + x]);
                    }
                }
                found.push(value);
            }
        }
        found
    }

    /// A value for each tile from its pixels.
    pub fn each<T: Copy>(&self, image: &[u8], width: usize, first: T, add: impl Fn(T, u8) -> T) -> Vec<T> {
        let mut found = vec![first; self.across * self.down];
        for (y, row) in image.chunks_exact(width).enumerate() {
            let tiles = &mut found[y / self.side * self.across..][..self.across];
            for (tile, pixels) in tiles.iter_mut().zip(row.chunks(self.side)) {
                *tile = pixels.iter().fold(*tile, |value, pixel| add(value, *pixel));
            }
        }
        found
    }
}

impl Ground {
    /// The ground of an image, which has at least one pixel.
    pub fn of(image: &Reduced) -> Self {
        let tiles = tiles(image);
        let size = image.inches(STROKE) | 1;
        let mut tone = closing(image, size, false);
        if tiles.is_dark.contains(&true) {
            let opening = closing(image, size, true);
            for (y, (row, light)) in
                tone.chunks_exact_mut(image.width).zip(opening.chunks_exact(image.width)).enumerate()
            {
                for (x, (tone, light)) in row.iter_mut().zip(light).enumerate() {
                    if tiles.is_dark[tiles.of(x, y)] {
                        *tone = *light;
                    }
                }
            }
        }
        // Closings lie above and openings below every pixel.
        let strength = tone.iter().zip(&image.grey).map(|(tone, grey)| tone.abs_diff(*grey)).collect();
        Self { tone, strength, tiles }
    }

    /// How far a mark stands out where it does so most. The reduced image has so many pixels `across`.
    pub fn strongest(&self, across: usize, mark: &Mark) -> u8 {
        let rows = mark.top as usize..mark.bottom as usize;
        let row = |y: usize| &self.strength[y * across..][mark.left as usize..mark.right as usize];
        rows.flat_map(row).copied().max().unwrap_or(0)
    }

    /// The tone of most of the page's paper: half of the ground is lighter.
    pub fn paper(&self) -> u8 {
        let mut counts = [0_usize; 256];
        self.tone.iter().for_each(|tone| counts[*tone as usize] += 1);
        let mut left = self.tone.len() / 2;
        let middle = counts.iter().position(|count| {
            let is_here = left < *count;
            left = left.saturating_sub(*count);
            is_here
        });
        middle.unwrap_or(255) as u8
    }
}

fn tiles(image: &Reduced) -> Tiles {
    let side = image.inches(TILE);
    let (across, down) = (image.width.div_ceil(side), image.height.div_ceil(side));
    let mut tiles = Tiles { side, across, down, is_dark: Vec::new() };
    let seen = tiles.each(&image.grey, image.width, (255, 0, 0, 0), |(low, high, sum, count), grey: u8| {
        (grey.min(low), grey.max(high), sum + u32::from(grey), count + 1)
    });
    // Sums overlap, which changes nothing: only their ratio counts.
    let seen = tiles.around(&seen, |a, b| (a.0.min(b.0), a.1.max(b.1), a.2 + b.2, a.3 + b.3));
    let is_dark = |(low, high, sum, count): (u8, u8, u32, u32)| {
        // Letters cover less than half of what they stand on, be they bold.
        let limit = (58 * u32::from(low) + 42 * u32::from(high)) / 100;
        sum < limit * count
    };
    tiles.is_dark = seen.into_iter().map(is_dark).collect();
    tiles
}

/// The closing of an image by a square of `size` pixels, which is odd, or if `is_opening` its opening.
fn closing(image: &Reduced, size: usize, is_opening: bool) -> Vec<u8> {
    // An opening is the closing of the negative.
    let flip = if is_opening { 255 } else { 0 };
    let mut pixels: Vec<u8> = image.grey.iter().map(|grey| grey ^ flip).collect();
    widen(&mut pixels, image.width, size);
    pixels.iter_mut().for_each(|pixel| *pixel = !*pixel);
    widen(&mut pixels, image.width, size);
    pixels.iter_mut().for_each(|pixel| *pixel = !*pixel ^ flip);
    pixels
}

/// Makes every pixel the largest of the square around it. The edge of the image goes on beyond it.
fn widen(pixels: &mut [u8], width: usize, size: usize) {
    let half = size / 2;
    let mut padded = Vec::with_capacity(width + 2 * half);
    for row in pixels.chunks_exact_mut(width) {
        padded.clear();
        padded.resize(half, row[0]);
        padded.extend_from_slice(row);
        padded.resize(width + 2 * half, row[width - 1]);
        largest(&mut padded, 1, size);
        row.copy_from_slice(&padded[..width]);
    }
    let height = pixels.len() / width;
    // Down the page a band of columns at a time, which stays in the cache and takes little room.
    const BAND: usize = 64;
    for left in (0..width).step_by(BAND) {
        let band = BAND.min(width - left);
        padded.clear();
        for y in 0..height + 2 * half {
            let y = y.saturating_sub(half).min(height - 1);
            padded.extend_from_slice(&pixels[y * width + left..][..band]);
        }
        largest(&mut padded, band, size);
        for (row, found) in pixels.chunks_exact_mut(width).zip(padded.chunks_exact(band)) {
            row[left..left + band].copy_from_slice(found);
        }
    }
}

/// Makes every value the largest of itself and the `size - 1` that follow it, each `step` further. The last ones are
/// left with less.
fn largest(values: &mut [u8], step: usize, size: usize) {
    let mut reach = 1;
    while reach < size {
        // Windows that overlap are joined as well as those that touch.
        let next = reach.min(size - reach);
        let distance = next * step;
        for i in 0..values.len().saturating_sub(distance) {
            values[i] = values[i].max(values[i + distance]);
        }
        reach += next;
    }
}
