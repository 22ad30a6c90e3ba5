//! The marks on a page: what stands out of its ground. What is left of textures and screens falls away because it does not
//! stand out of what is around it.

use super::ground::Ground;
use super::reduced::Reduced;

/// What stands out less than this is not seen on the smoothest paper: the edges of what an image format packs are as strong.
const FAINTEST: u8 = 8;
/// What stands out less may show through from behind, or be the texture of the paper: it is only seen in long rows, and only
/// counts until it turns out that nobody can read it.
const FAINT: u8 = 20;

/// A mark: where it stands among the pixels of the reduced image, and what of that it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Left edge.
    pub left: u32,
    /// Top edge.
    pub top: u32,
    /// Beyond the right edge.
    pub right: u32,
    /// Beyond the bottom edge.
    pub bottom: u32,
    /// Pixels.
    pub pixels: u32,
}

impl Mark {
    /// Pixels across.
    pub fn width(&self) -> u32 {
        self.right - self.left
    }

    /// Pixels down.
    pub fn height(&self) -> u32 {
        self.bottom - self.top
    }
}

/// A run of pixels in a row that stand out.
struct Run {
    left: u32,
    right: u32,
    y: u32,
    /// The run that stands for its mark.
    root: u32,
}

/// Every mark, whatever it is, and how far the plain ground of most of the page stands out of itself.
pub fn all(image: &Reduced, ground: &Ground) -> (Vec<Mark>, u8) {
    let mut noise = texture(image, ground);
    let limits = limits(image, ground, &noise);
    let mut runs: Vec<Run> = Vec::new();
    let mut above = 0..0;
    for (y, row) in ground.strength.chunks_exact(image.width).enumerate() {
        let start = runs.len();
        let mut open = None;
        for (tile, pixels) in row.chunks(ground.tiles.side).enumerate() {
            let limit = limits[ground.tiles.of(0, y) + tile];
            let begin = tile * ground.tiles.side;
            for (x, strength) in (begin as u32..).zip(pixels) {
                match (*strength >= limit, open) {
                    (true, None) => open = Some(x),
                    (false, Some(left)) => {
                        add(&mut runs, left, x, y as u32);
                        open = None;
                    }
                    _ => {}
                }
            }
        }
        if let Some(left) = open {
            add(&mut runs, left, image.width as u32, y as u32);
        }
        let here = start..runs.len();
        join(&mut runs, above, here.clone());
        above = here;
    }
    noise.sort_unstable();
    (marks(&mut runs), noise[noise.len() / 2])
}

fn add(runs: &mut Vec<Run>, left: u32, right: u32, y: u32) {
    let root = runs.len() as u32;
    runs.push(Run { left, right, y, root });
}

/// Joins the runs of two rows that touch, also at corners.
fn join(runs: &mut [Run], above: std::ops::Range<usize>, here: std::ops::Range<usize>) {
    let mut upper = above.start;
    for lower in here {
        while upper < above.end && runs[upper].right < runs[lower].left {
            upper += 1;
        }
        let mut touching = upper;
        while touching < above.end && runs[touching].left <= runs[lower].right {
            let (a, b) = (root(runs, touching), root(runs, lower));
            let (first, other) = (a.min(b), a.max(b));
            runs[other].root = first as u32;
            touching += 1;
        }
    }
}

fn root(runs: &mut [Run], mut run: usize) -> usize {
    while runs[run].root as usize != run {
        let next = runs[run].root as usize;
        runs[run].root = runs[next].root;
        run = next;
    }
    run
}

fn marks(runs: &mut [Run]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    // Roots come before what they stand for.
    let mut places = vec![0_u32; runs.len()];
    for i in 0..runs.len() {
        let root = root(runs, i);
        let Run { left, right, y, .. } = runs[i];
        if root == i {
            places[i] = marks.len() as u32;
            marks.push(Mark { left, top: y, right, bottom: y + 1, pixels: right - left });
        } else {
            let mark = &mut marks[places[root] as usize];
            mark.left = mark.left.min(left);
            mark.right = mark.right.max(right);
            mark.bottom = mark.bottom.max(y + 1);
            mark.pixels += right - left;
        }
    }
    marks
}

/// How far a pixel has to stand out, in each tile: out of the texture, and as a part of what stands out most.
fn limits(image: &Reduced, ground: &Ground, noise: &[u8]) -> Vec<u8> {
    let tiles = &ground.tiles;
    let peaks = tiles.each(&ground.strength, image.width, 0, u8::max);
    let peaks = tiles.around(&peaks, u8::max);
    let limit = |(peak, noise): (&u8, &u8)| {
        let (peak, noise) = (u32::from(*peak), u32::from(*noise));
        let faintest = (noise * 4).clamp(FAINTEST.into(), FAINT.into());
        let limit = (peak * 2 / 5).max(noise * 5 / 2).max(faintest);
        limit.min(255) as u8
    };
    peaks.iter().zip(noise).map(limit).collect()
}

/// How far the plain ground of each tile stands out of itself: what a third of the pixels around it stay below.
fn texture(image: &Reduced, ground: &Ground) -> Vec<u8> {
    let tiles = &ground.tiles;
    let mut found = Vec::with_capacity(tiles.across * tiles.down);
    for y in 0..tiles.down {
        for x in 0..tiles.across {
            let mut counts = [0_u32; 256];
            let mut total = 0;
            let rows = (y.saturating_sub(1) * tiles.side)..((y + 2) * tiles.side).min(image.height);
            let columns = (x.saturating_sub(1) * tiles.side)..((x + 2) * tiles.side).min(image.width);
            // Every other pixel of every other row says as much.
            for row in rows.step_by(2) {
                for strength in
                    ground.strength[row * image.width..][..image.width][columns.clone()].iter().step_by(2)
                {
                    counts[*strength as usize] += 1;
                    total += 1;
                }
            }
            let mut left = total / 3;
            let third = counts.iter().position(|count| {
                let is_here = left < *count;
                left = left.saturating_sub(*count);
                is_here
            });
            found.push(third.unwrap_or(0) as u8);
        }
    }
    found
}

/// Whether a mark stands out so little that it may be none. The reduced image has so many pixels `across`.
pub fn is_faint(mark: &Mark, across: usize, ground: &Ground) -> bool {
    ground.strongest(across, mark) < FAINT
}
