//! The marks on a page that may be letters: they are as large as letters are, and stand in a row with others.
//!
//! Ruled lines, pictures, borders of scans and specks fall away by their size, and by how they stand.

use super::ground::Ground;
use super::marks::{Mark, is_faint};
use super::reduced::Reduced;

/// Heights of letters, in inches.
const HEIGHTS: std::ops::RangeInclusive<f32> = 0.035..=0.7;
/// Marks of a row,
const FEWEST: usize = 4;
/// and of one of faint marks.
const FEWEST_FAINT: usize = 16;
/// How high what stands on a line of text is, in heights of its letters.
const AS_HIGH: std::ops::Range<f32> = 0.7..1.6;
/// What feet of one line may differ by, as a share of the letters' height.
const LEVEL: f32 = 0.15;

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
    let strong = || row.iter().filter(|mark| !is_faint(mark, image.width, ground)).count();
    row.len() >= FEWEST_FAINT || (row.len() >= FEWEST && strong() >= FEWEST)
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
