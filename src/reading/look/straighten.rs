//! A bitmap turned so that its lines lie straight.

use crate::model::affine::Affine;
use crate::model::bitmap::{BitmapHeader, MAX_SIDE};
use crate::model::page::Dpi;
use crate::reading::Pixels;

/// Steps between two pixels at which the weights of their neighbours are known.
const STEPS: usize = 32;
/// What the weights of four neighbours add up to.
const ONE: i32 = 1 << 7;
/// Pixels of the largest bitmap that is made by enlarging: A3 at 200 dpi has as many.
const MOST_ENLARGED: u64 = 8_000_000;

/// A bitmap whose lines go down to the right by `degrees`, with straight lines: as much larger as it takes to lose no
/// corner, and still on its place of the page. What comes in from outside is `paper`. `None` where it would be too large
/// for an engine.
pub fn straighten<P: Pixels>(
    header: &BitmapHeader,
    pixels: &P,
    degrees: f32,
    paper: u8,
) -> Option<(BitmapHeader, P)> {
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let (old_width, old_height) = (header.width as f32, header.height as f32);
    let width = (old_width * cosine + old_height * sine.abs()).ceil();
    let height = (old_height * cosine + old_width * sine.abs()).ceil();
    if width.max(height) > MAX_SIDE as f32 {
        return None;
    }
    // From a place in the straight bitmap to the one in the bitmap askew, about the middle of both.
    let askew = |x: f32, y: f32| {
        let (x, y) = (x - width / 2.0, y - height / 2.0);
        (old_width / 2.0 + x * cosine - y * sine, old_height / 2.0 + x * sine + y * cosine)
    };
    let on_page = |x: f32, y: f32| {
        let (x, y) = askew(x, y);
        header.placement.point((x, old_width), (y, old_height))
    };
    let ((e, f), (right_x, right_y), (left_x, left_y)) =
        (on_page(0.0, 0.0), on_page(width, 0.0), on_page(0.0, height));
    let placement = Affine { a: right_x - e, b: right_y - f, c: left_x - e, d: left_y - f, e, f };
    let source = Source::new(header, pixels, paper);
    let straight = P::of_rows(width as u32, height as u32, |y, row| {
        let (x, y) = askew(0.5, y as f32 + 0.5);
        // A step to the right in 1/65536 of a pixel; pixels are known at their middles.
        let fixed = |value: f32| (f64::from(value) * 65_536.0).round() as i64;
        let (mut x, mut y) = (fixed(x - 0.5), fixed(y - 0.5));
        for pixel in row {
            *pixel = source.at(x, y);
            (x, y) = (x + fixed(cosine), y + fixed(sine));
        }
    });
    let stride = width as u32;
    Some((BitmapHeader { placement, width: stride, height: height as u32, stride, ..*header }, straight))
}

/// A bitmap with `times` as many pixels across and down; `None` where it would be too large for an engine.
pub fn enlarge<P: Pixels>(
    header: &BitmapHeader,
    pixels: &P,
    times: f32,
    paper: u8,
) -> Option<(BitmapHeader, P)> {
    let [width, height] = [header.width, header.height].map(|side| (side as f32 * times).round() as u32);
    if width.max(height) > MAX_SIDE || u64::from(width) * u64::from(height) > MOST_ENLARGED {
        return None;
    }
    let source = Source::new(header, pixels, paper);
    // A pixel in 1/65536 of one of the smaller bitmap, at its middle.
    let place = |at: u32, all: u32, of: u32| {
        let at = (f64::from(at) + 0.5) * f64::from(all) / f64::from(of) - 0.5;
        (at * 65_536.0).round() as i64
    };
    let large = P::of_rows(width, height, |y, row| {
        let y = place(y, header.height, height);
        for (x, pixel) in (0..).zip(row) {
            *pixel = source.at(place(x, header.width, width), y);
        }
    });
    let dpi = Dpi(header.dpi.0 * times);
    Some((BitmapHeader { width, height, stride: width, dpi, ..*header }, large))
}

/// A bitmap that can be asked between its pixels.
struct Source {
    pixels: Vec<u8>,
    width: i64,
    height: i64,
    paper: u8,
    weights: Vec<[i32; 4]>,
}

impl Source {
    fn new(header: &BitmapHeader, pixels: &impl Pixels, paper: u8) -> Self {
        let (width, height) = (header.width as usize, header.height as usize);
        let mut own = vec![paper; width * height];
        for (y, row) in own.chunks_exact_mut(width).enumerate() {
            pixels.copy_to(y * header.stride as usize, row);
        }
        let weights = (0..STEPS).map(|step| weights(step as f32 / STEPS as f32)).collect();
        Self { pixels: own, width: width as i64, height: height as i64, paper, weights }
    }

    /// The grey at a place, in 1/65536 of a pixel.
    fn at(&self, x: i64, y: i64) -> u8 {
        let (left, top) = ((x >> 16) - 1, (y >> 16) - 1);
        if left < 0 || top < 0 || left + 4 > self.width || top + 4 > self.height {
            let (x, y) = ((x + 0x8000) >> 16, (y + 0x8000) >> 16);
            let is_inside = (0..self.width).contains(&x) && (0..self.height).contains(&y);
            return if is_inside { self.pixels[(y * self.width + x) as usize] } else { self.paper };
        }
        let step = |place: i64| ((place & 0xffff) as usize * STEPS) >> 16;
        let (across, down) = (&self.weights[step(x)], &self.weights[step(y)]);
        let mut sum = 0;
        let mut start = (top * self.width + left) as usize;
        for weight in down {
            let row = &self.pixels[start..start + 4];
            let along: i32 = row.iter().zip(across).map(|(pixel, weight)| i32::from(*pixel) * weight).sum();
            sum += along * weight;
            start += self.width as usize;
        }
        ((sum + ONE * ONE / 2) / (ONE * ONE)).clamp(0, 255) as u8
    }
}

/// The weights of four neighbours for a place between the middle two (Catmull and Rom's curve).
fn weights(t: f32) -> [i32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    let exact = [
        (-t3 + 2.0 * t2 - t) / 2.0,
        (3.0 * t3 - 5.0 * t2 + 2.0) / 2.0,
        (-3.0 * t3 + 4.0 * t2 + t) / 2.0,
        (t3 - t2) / 2.0,
    ];
    let [first, second, _, last] = exact.map(|weight| (weight * ONE as f32).round() as i32);
    [first, second, ONE - first - second - last, last]
}
