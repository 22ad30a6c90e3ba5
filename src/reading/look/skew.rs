//! By how much the lines of a page lie askew.
//!
//! Seen along its lines a page is bands of ink and bands of paper; seen a little aside these blur. The angle at which the
//! bands are sharpest (W. Postl) is looked for in steps that become finer, over the marks that may be letters alone, so
//! that pictures and the edges of a scan have no say.

use super::marks::Mark;

/// The furthest that is looked, in degrees either way: a step beyond what is straightened, to see the peak as one.
const FURTHEST: f32 = 16.0;
/// With fewer letters, nothing is said.
const FEWEST: usize = 40;
/// How much sharper the bands have to be than at angles in general.
const CLEAR: f32 = 1.5;

/// The degrees by which the lines that these marks make go down to the right: what is turned clockwise has more than 0.
/// `None` where that cannot be told.
pub fn skew(letters: &[Mark]) -> Option<f32> {
    if letters.len() < FEWEST {
        return None;
    }
    let mut bands = Bands::new(letters);
    let coarse: Vec<(f32, f32)> =
        steps(0.0, FURTHEST, 0.5).map(|angle| (angle, bands.sharpness(angle))).collect();
    let mut sharpness: Vec<f32> = coarse.iter().map(|(_, sharpness)| *sharpness).collect();
    sharpness.sort_by(f32::total_cmp);
    let usual = sharpness[sharpness.len() / 2];
    let mut best = coarse.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    for (reach, step) in [(0.4, 0.1), (0.05, 0.05)] {
        let finer = steps(best.0, reach, step).map(|angle| (angle, bands.sharpness(angle)));
        best = finer.chain([best]).max_by(|a, b| a.1.total_cmp(&b.1))?;
    }
    (best.1 >= CLEAR * usual && best.0.abs() < FURTHEST).then_some(best.0)
}

/// Angles from `reach` below `middle` to as much above.
fn steps(middle: f32, reach: f32, step: f32) -> impl Iterator<Item = f32> {
    let count = (2.0 * reach / step).round() as i32;
    (0..=count).map(move |i| middle - reach + i as f32 * step)
}

/// The ink of the marks, summed along lines.
struct Bands {
    /// Middle, and top and bottom, and weight of a pixel row, of each mark.
    marks: Vec<(f32, f32, f32)>,
    sums: Vec<f32>,
    shift: f32,
}

impl Bands {
    fn new(letters: &[Mark]) -> Self {
        let of = |mark: &Mark| ((mark.left + mark.right) as f32 / 2.0, mark.top as f32, mark.bottom as f32);
        let marks: Vec<_> = letters.iter().map(of).collect();
        let right = letters.iter().map(|mark| mark.right).max().unwrap_or(0) as f32;
        let bottom = letters.iter().map(|mark| mark.bottom).max().unwrap_or(0) as f32;
        let shift = right * FURTHEST.to_radians().tan() + 2.0;
        Self { marks, sums: vec![0.0; (bottom + 2.0 * shift) as usize + 4], shift }
    }

    /// How sharp bands are that go down to the right by an angle: the sum of squared differences of neighbours.
    fn sharpness(&mut self, degrees: f32) -> f32 {
        self.sums.fill(0.0);
        let slope = degrees.to_radians().tan();
        for (x, top, bottom) in &self.marks {
            let moved = self.shift - x * slope;
            // A mark begins at its top and ends at its bottom; summed up below, it is a band. Both lie between pixels.
            for (edge, weight) in [(top + moved, -1.0), (bottom + moved, 1.0)] {
                let (whole, part) = (edge as usize, edge.fract());
                self.sums[whole] += weight * (1.0 - part);
                self.sums[whole + 1] += weight * part;
            }
        }
        self.sums.iter().map(|sum| sum * sum).sum()
    }
}
