//! Bicubic scaling of grey pixels, row by row.
//!
//! The source is handed over one row at a time and never held: what lives is a handful of rows and the
//! result. Enlarging uses the plain Catmull-Rom kernel; reducing widens it, so that every source pixel
//! counts and thin strokes grow paler instead of vanishing.

use std::collections::VecDeque;
use std::ops::Range;

/// For each output position: the first source position and the weights of it and its neighbours.
struct Taps {
    first: Vec<usize>,
    weights: Vec<Vec<f32>>,
}

impl Taps {
    fn new(source: usize, target: usize, wanted: Range<usize>) -> Taps {
        let ratio = source as f64 / target as f64;
        let stretch = ratio.max(1.0);
        let radius = 2.0 * stretch;
        let mut taps =
            Taps { first: Vec::with_capacity(wanted.len()), weights: Vec::with_capacity(wanted.len()) };
        for position in wanted {
            let center = (position as f64 + 0.5) * ratio - 0.5;
            let first = ((center - radius).ceil().max(0.0)) as usize;
            let last = ((center + radius).floor().max(0.0) as usize).min(source - 1);
            let first = first.min(last);
            let weights: Vec<f64> = (first..=last).map(|i| kernel((i as f64 - center) / stretch)).collect();
            let sum: f64 = weights.iter().sum();
            taps.first.push(first);
            taps.weights.push(weights.iter().map(|weight| (weight / sum) as f32).collect());
        }
        taps
    }
}

/// Catmull-Rom: the cubic that passes through the source pixels.
fn kernel(x: f64) -> f64 {
    let x = x.abs();
    if x < 1.0 {
        1.5 * x * x * x - 2.5 * x * x + 1.0
    } else if x < 2.0 {
        -0.5 * x * x * x + 2.5 * x * x - 4.0 * x + 2.0
    } else {
        0.0
    }
}

/// Scales a picture that arrives row by row.
pub struct Scaler {
    columns: Taps,
    rows: Taps,
    target_width: usize,
    source_width: usize,
    /// Whether columns are taken as they are.
    is_as_wide: bool,
    /// Source rows already scaled horizontally, oldest first, with the number of the oldest.
    window: VecDeque<Vec<f32>>,
    window_start: usize,
    rows_seen: usize,
    rows_done: usize,
    output: Vec<u8>,
}

impl Scaler {
    /// A scaler from one size to another, in pixels; sides of zero count as one.
    pub fn new(source: (u32, u32), target: (u32, u32)) -> Scaler {
        Scaler::strip(source, target, 0..target.1.max(1))
    }

    /// One that gives only these columns and rows of what [`Scaler::new`] would.
    pub fn part(source: (u32, u32), target: (u32, u32), columns: Range<u32>, rows: Range<u32>) -> Scaler {
        let wanted = columns.start as usize..columns.end as usize;
        let (source_width, target_width) = (source.0.max(1) as usize, target.0.max(1) as usize);
        Scaler {
            target_width: wanted.len(),
            is_as_wide: false,
            columns: Taps::new(source_width, target_width, wanted),
            ..Scaler::strip(source, (1, target.1), rows)
        }
    }

    /// One that gives only these rows of what [`Scaler::new`] would.
    pub fn strip(source: (u32, u32), target: (u32, u32), wanted: Range<u32>) -> Scaler {
        let (source_width, source_height) = (source.0.max(1) as usize, source.1.max(1) as usize);
        let (target_width, target_height) = (target.0.max(1) as usize, target.1.max(1) as usize);
        let wanted = wanted.start as usize..wanted.end as usize;
        let pixels = target_width * wanted.len();
        Scaler {
            columns: Taps::new(source_width, target_width, 0..target_width),
            rows: Taps::new(source_height, target_height, wanted),
            target_width,
            source_width,
            is_as_wide: source_width == target_width,
            window: VecDeque::new(),
            window_start: 0,
            rows_seen: 0,
            rows_done: 0,
            output: Vec::with_capacity(pixels),
        }
    }

    /// Takes the next source row, from the top. A row shorter than the source's width is continued in white.
    pub fn push_row(&mut self, row: &[u8]) {
        if self.rows.first.get(self.rows_done).is_none_or(|first| self.rows_seen < *first) {
            // No row of the result needs it.
            self.rows_seen += 1;
            self.window.clear();
            self.window_start = self.rows_seen;
            return;
        }
        let pixel = |x: usize| f32::from(row.get(x).copied().unwrap_or(u8::MAX));
        let scaled = if self.is_as_wide {
            (0..self.source_width).map(pixel).collect()
        } else if row.len() >= self.source_width {
            let taps = self.columns.first.iter().zip(&self.columns.weights);
            taps.map(|(first, weights)| {
                row[*first..].iter().zip(weights).map(|(value, weight)| f32::from(*value) * weight).sum()
            })
            .collect()
        } else {
            let taps = self.columns.first.iter().zip(&self.columns.weights);
            taps.map(|(first, weights)| {
                weights.iter().enumerate().map(|(i, weight)| pixel(first + i) * weight).sum()
            })
            .collect()
        };
        self.window.push_back(scaled);
        self.rows_seen += 1;
        self.emit_ready_rows();
    }

    /// The scaled picture, `width × height` bytes without padding. Rows that never came are white.
    pub fn finish(mut self) -> Vec<u8> {
        let missing = self.rows.first.len() * self.target_width;
        self.output.resize(missing, u8::MAX);
        self.output
    }

    fn emit_ready_rows(&mut self) {
        while self.rows_done < self.rows.first.len() {
            let first = self.rows.first[self.rows_done];
            let weights = &self.rows.weights[self.rows_done];
            if first + weights.len() > self.rows_seen {
                return;
            }
            while self.window_start < first {
                self.window.pop_front();
                self.window_start += 1;
            }
            let mut sums = vec![0.0_f32; self.target_width];
            for (row, weight) in self.window.iter().zip(weights) {
                for (sum, value) in sums.iter_mut().zip(row) {
                    *sum += value * weight;
                }
            }
            self.output.extend(sums.iter().map(|sum| sum.round().clamp(0.0, 255.0) as u8));
            self.rows_done += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(source: &[&[u8]], target: (u32, u32)) -> Vec<u8> {
        let mut scaler = Scaler::new((source[0].len() as u32, source.len() as u32), target);
        source.iter().for_each(|row| scaler.push_row(row));
        scaler.finish()
    }

    #[test]
    fn the_same_size_changes_nothing() {
        assert_eq!(scale(&[&[0, 50, 255], &[7, 8, 9]], (3, 2)), [0, 50, 255, 7, 8, 9]);
    }

    #[test]
    fn an_even_tone_stays_even_at_any_size() {
        let row = [90_u8; 13];
        for target in [(1, 1), (5, 3), (26, 30), (7, 40)] {
            let scaled = scale(&[row.as_slice(); 11], target);
            assert_eq!(scaled.len(), (target.0 * target.1) as usize);
            assert!(scaled.iter().all(|value| *value == 90), "{target:?}");
        }
    }

    #[test]
    fn reducing_keeps_thin_strokes() {
        let mut row = [255_u8; 30];
        row[14] = 0;
        let scaled = scale(&[row.as_slice(); 30], (10, 10));
        assert!(scaled[..10].iter().any(|value| *value < 190), "{:?}", &scaled[..10]);
    }

    #[test]
    fn a_ramp_keeps_its_direction_and_its_middle() {
        let row: Vec<u8> = (0..=10).map(|x| x * 25).collect();
        let scaled = scale(&[row.as_slice(); 4], (22, 8));
        assert!(scaled[..22].windows(2).all(|pair| pair[0] <= pair[1]));
        assert!((i32::from(scaled[10]) - 119).abs() <= 2 && (i32::from(scaled[11]) - 131).abs() <= 2);
    }

    #[test]
    fn a_strip_is_a_part_of_the_whole() {
        let source: Vec<Vec<u8>> =
            (0..40_u8).map(|y| (0..30).map(|x| y.wrapping_mul(97) ^ (x * 8)).collect()).collect();
        for target in [(30, 40), (9, 13), (70, 90)] {
            let whole = scale(&source.iter().map(Vec::as_slice).collect::<Vec<_>>(), target);
            let (top, bottom) = (target.1 / 3, target.1 - 2);
            let mut scaler = Scaler::strip((30, 40), target, top..bottom);
            source.iter().for_each(|row| scaler.push_row(row));
            let columns = target.0 as usize;
            assert_eq!(
                scaler.finish(),
                whole[top as usize * columns..bottom as usize * columns],
                "{target:?}"
            );
        }
    }

    #[test]
    fn a_part_is_a_part_of_the_whole() {
        let source: Vec<Vec<u8>> =
            (0..40_u8).map(|y| (0..30).map(|x| y.wrapping_mul(97) ^ (x * 8)).collect()).collect();
        for target in [(30, 40), (9, 13), (70, 90)] {
            let whole = scale(&source.iter().map(Vec::as_slice).collect::<Vec<_>>(), target);
            let (left, right, top, bottom) = (target.0 / 4, target.0 - 1, target.1 / 3, target.1 - 2);
            let mut scaler = Scaler::part((30, 40), target, left..right, top..bottom);
            source.iter().for_each(|row| scaler.push_row(row));
            let rows = whole.chunks(target.0 as usize).skip(top as usize).take((bottom - top) as usize);
            let cut: Vec<u8> = rows.flat_map(|row| &row[left as usize..right as usize]).copied().collect();
            assert_eq!(scaler.finish(), cut, "{target:?}");
        }
    }

    #[test]
    fn rows_that_never_came_are_white() {
        let mut scaler = Scaler::new((2, 4), (2, 4));
        scaler.push_row(&[0, 0]);
        let scaled = scaler.finish();
        assert_eq!(scaled.len(), 8);
        assert_eq!(scaled[6..], [255, 255]);
    }
}
