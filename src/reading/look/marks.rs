//! The marks on a page that may be letters: what stands out of its ground, is as large as letters are, and stands in a
//! row with others.
//!
//! Ruled lines, pictures, borders of scans and specks fall away by their size; what is left of textures and screens
//! falls away because it does not stand out of what is around it.

use super::ground::Ground;
use super::reduced::Reduced;

/// What stands out less than this is not seen on the smoothest paper: the edges of what an image format packs are as strong.
const FAINTEST: u8 = 8;
/// Heights of letters, in inches.
const HEIGHTS: std::ops::RangeInclusive<f32> = 0.035..=0.7;
/// What stands out less may show through from behind, or be the texture of the paper: it is only seen in long rows, and only
/// counts until it turns out that nobody can read it.
const FAINT: u8 = 20;
/// Marks of a row,
const FEWEST: usize = 4;
/// and of one of faint marks.
const FEWEST_FAINT: usize = 16;
/// How high what stands on a line of text is, in heights of its letters.
const AS_HIGH: std::ops::Range<f32> = 0.7..1.6;
/// What feet of one line may differ by, as a share of the letters' height.
const LEVEL: f32 = 0.15;

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

/// The marks that are as large as letters are, in rows of those that stand beside each other. From left to right.
pub fn rows(image: &Reduced, marks: &[Mark]) -> Vec<Vec<Mark>> {
    let heights = (image.dpi * HEIGHTS.start())..=(image.dpi * HEIGHTS.end());
    let is_letter = |mark: &&Mark| {
        let (width, height) = (mark.width() as f32, mark.height() as f32);
        heights.contains(&height) && width <= 12.0 * height && height <= 12.0 * width
    };
    let mut letters: Vec<Mark> = marks.iter().filter(is_letter).copied().collect();
    letters.sort_by_key(|mark| mark.left);
    let mut rows = vec![Vec::new(); letters.len()];
    for (mark, chain) in letters.iter().zip(chains(&letters)) {
        rows[chain].push(*mark);
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// Whether a row has so many marks that it says something by itself.
pub fn is_long(row: &[Mark], image: &Reduced, ground: &Ground) -> bool {
    row.len() >= FEWEST_FAINT
        || row.len() >= FEWEST && !row.iter().any(|mark| is_faint(mark, image.width, ground))
}

/// Whether a mark stands out so little that it may be none. The reduced image has so many pixels `across`.
pub fn is_faint(mark: &Mark, across: usize, ground: &Ground) -> bool {
    ground.strongest(across, mark) < FAINT
}

/// How far the strongest marks stand out, but for the few that do so most.
pub fn usual(strengths: impl Iterator<Item = u8>) -> u8 {
    let mut strengths: Vec<u8> = strengths.collect();
    strengths.sort_unstable();
    strengths.get(strengths.len() * 9 / 10).copied().unwrap_or(0)
}

/// Those of some short rows that stand on the line of one of these that are text, and not in a picture: numbers of lines,
/// cells of a table.
pub fn beside(short: Vec<Vec<Mark>>, texts: &[Vec<Mark>], slope: f32) -> Vec<Vec<Mark>> {
    let lines: Vec<(f32, f32)> = texts.iter().map(|row| line(row, slope)).collect();
    let is_on_line = |row: &Vec<Mark>| {
        let (foot, height) = line(row, slope);
        lines.iter().any(|(other, high)| {
            (other - foot).abs() <= (high * LEVEL).max(1.0) && AS_HIGH.contains(&(height / high))
        })
    };
    let (mut on_line, others): (Vec<_>, Vec<_>) = short.into_iter().partition(is_on_line);
    // What is on the line of text by chance has more like it above and below.
    let others = others.concat();
    on_line.retain(|row| {
        let near = |mark: &Mark, other: &Mark| {
            let around = mark.height();
            other.left < mark.right + around
                && mark.left < other.right + around
                && other.top < mark.bottom + around
                && mark.top < other.bottom + around
        };
        !row.iter().any(|mark| others.iter().any(|other| near(mark, other)))
    });
    on_line
}

/// Where most marks of a row have their feet once the slope of the page's lines is taken away, and how high they are.
fn line(row: &[Mark], slope: f32) -> (f32, f32) {
    let middle = |of: &dyn Fn(&Mark) -> f32| {
        let mut all: Vec<f32> = row.iter().map(of).collect();
        all.sort_by(f32::total_cmp);
        all[all.len() / 2]
    };
    let foot = |mark: &Mark| mark.bottom as f32 - (mark.left + mark.right) as f32 / 2.0 * slope;
    (middle(&foot), middle(&|mark| mark.height() as f32))
}

/// Whether a row stands on a line, as text does, and is not a part of a picture: most of its marks have their feet, or
/// their heads, at one height once the slope of the page's lines is taken away.
pub fn is_text(row: &[Mark], slope: f32) -> bool {
    let level = |mark: &Mark| (mark.left + mark.right) as f32 / 2.0 * slope;
    let mut heights: Vec<u32> = row.iter().map(Mark::height).collect();
    heights.sort_unstable();
    let near = (heights[heights.len() / 2] as f32 * LEVEL).max(1.0);
    let on_line = |side: fn(&Mark) -> u32| {
        let mut sides: Vec<f32> = row.iter().map(|mark| side(mark) as f32 - level(mark)).collect();
        sides.sort_by(f32::total_cmp);
        let middle = sides[sides.len() / 2];
        sides.iter().filter(|side| (*side - middle).abs() <= near).count()
    };
    let (feet, heads) = (on_line(|mark| mark.bottom), on_line(|mark| mark.top));
    feet.max(heads) * 5 >= row.len() * 3
}

/// For each of the marks, which are sorted from left to right, the first one of its row.
fn chains(marks: &[Mark]) -> Vec<usize> {
    let mut chains: Vec<usize> = (0..marks.len()).collect();
    fn first(chains: &mut [usize], mut mark: usize) -> usize {
        while chains[mark] != mark {
            chains[mark] = chains[chains[mark]];
            mark = chains[mark];
        }
        mark
    }
    // The marks by where they stand down the page, so that each meets its row only.
    const ROW: u32 = 16;
    let rows = marks.iter().map(|mark| mark.bottom).max().unwrap_or(0) / ROW + 1;
    let mut by_row: Vec<Vec<u32>> = vec![Vec::new(); rows as usize];
    for (i, mark) in marks.iter().enumerate() {
        let mut best: Vec<usize> = Vec::new();
        for row in mark.top / ROW..=mark.bottom / ROW {
            let Some(others) = by_row.get(row as usize) else { continue };
            // The last few to the left.
            for other in others.iter().rev().take(6) {
                if is_beside(&marks[*other as usize], mark) {
                    best.push(*other as usize);
                }
            }
        }
        for other in best {
            let (a, b) = (first(&mut chains, other), first(&mut chains, i));
            chains[a.max(b)] = a.min(b);
        }
        for row in mark.top / ROW..=mark.bottom / ROW {
            if let Some(row) = by_row.get_mut(row as usize) {
                row.push(i as u32);
            }
        }
    }
    (0..marks.len()).map(|i| first(&mut chains, i)).collect()
}

/// Whether two marks may be letters of one line.
fn is_beside(left: &Mark, right: &Mark) -> bool {
    let shared = left.bottom.min(right.bottom).saturating_sub(left.top.max(right.top));
    let (low, high) = (left.height().min(right.height()), left.height().max(right.height()));
    5 * shared >= 2 * low && 2 * high <= 5 * low && right.left <= left.right + high * 3 / 2
}
