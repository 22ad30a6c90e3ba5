//! Lines of a page that may be running heads: at its edge, set off from the text, no larger than it, and no row of a table.

use super::numerals::number;
use crate::model::page::{BlockKind, Line, PageIndex, PageText};

/// How far from the edge they may stand, in parts of the page's height.
const MARGIN: f32 = 0.18;
/// At most so many rows stand at an edge.
const ROWS: usize = 2;
/// They are set off by more than the usual distance of rows, by this factor.
const SET_OFF: f32 = 1.3;
/// And are not taller than the usual line by this factor.
const TALL: f32 = 1.3;
/// From so many rows on it is known what is usual.
const USUAL_FROM: usize = 5;
/// A gap within a row divides cells from this many line heights on.
const CELL_GAP: f32 = 1.5;
/// Cells below each other begin so near to each other, in line heights.
const CELL_BEGIN: f32 = 0.5;
/// A table of so few lines is a head with a gap in it.
const HEAD_LINES: usize = 2;

/// An edge of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    Top,
    Bottom,
}

/// A line that may be a running head.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub page: PageIndex,
    /// Its place in [`PageText::lines`].
    pub line: usize,
    pub edge: Edge,
    /// How far down its middle is, in parts of the page's height.
    pub place: f32,
    /// What it says, without case, punctuation and numbers.
    pub pattern: String,
    /// Its numbers.
    pub numbers: Vec<u32>,
    /// The numbers that its first and its last word are.
    ends: [Option<u32>; 2],
    pub characters: usize,
}

impl Candidate {
    pub fn has_letters(&self) -> bool {
        self.pattern.chars().any(char::is_alphabetic)
    }

    pub fn end_numbers(&self) -> impl Iterator<Item = u32> {
        self.ends.into_iter().flatten()
    }
}

/// Lines side by side.
struct Row<'a> {
    /// Each with its place among the lines of the page, and whether it is part of a table.
    lines: Vec<(usize, bool, &'a Line)>,
    middle: f32,
}

pub(super) fn candidates(page: &PageText) -> Vec<Candidate> {
    let rows = rows(page);
    let mut pitches: Vec<f32> = rows.windows(2).map(|pair| pair[1].middle - pair[0].middle).collect();
    let mut heights: Vec<f32> = page.lines().map(|line| line.row_height).collect();
    let [pitch, height] = [&mut pitches, &mut heights].map(|values| {
        values.sort_by(f32::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    });
    let is_usual_known = rows.len() >= USUAL_FROM;
    let mut found = Vec::new();
    for edge in [Edge::Top, Edge::Bottom] {
        let at = |i: usize| match edge {
            Edge::Top => rows.get(i),
            Edge::Bottom => rows.len().checked_sub(i + 1).and_then(|i| rows.get(i)),
        };
        let distance = |row: &Row<'_>| match edge {
            Edge::Top => row.middle,
            Edge::Bottom => page.size.height - row.middle,
        };
        // A page of a few rows has its first and its last, and nothing by which to measure them.
        let is_set_off = |i: usize| match (at(i), at(i + 1)) {
            (Some(row), Some(next)) if is_usual_known => {
                (next.middle - row.middle).abs() >= SET_OFF * pitch && !are_table(row, next)
            }
            (Some(_), _) => true,
            (None, _) => false,
        };
        let Some(last) = (0..ROWS).find(|i| is_set_off(*i)) else {
            continue;
        };
        for row in (0..=last).filter_map(at).filter(|row| distance(row) <= MARGIN * page.size.height) {
            for (place, is_table, line) in &row.lines {
                if !is_table && (!is_usual_known || line.row_height <= TALL * height) {
                    found.push(candidate(page, edge, *place, line));
                }
            }
        }
    }
    found
}

fn candidate(page: &PageText, edge: Edge, place: usize, line: &Line) -> Candidate {
    let mut pattern = String::new();
    let mut numbers = Vec::new();
    let values: Vec<Option<u32>> = line.words.iter().map(|word| number(&word.text)).collect();
    for (i, (word, value)) in line.words.iter().zip(&values).enumerate() {
        let is_digits = word.text.chars().any(|c| c.is_ascii_digit());
        // "I" within a line is a word.
        let is_at_end = i == 0 || i + 1 == values.len();
        match value {
            Some(value) if is_digits || is_at_end => {
                pattern.push('#');
                numbers.push(*value);
            }
            _ => {
                pattern.extend(word.text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase))
            }
        }
    }
    let middle = line.rect.y + line.rect.height / 2.0;
    Candidate {
        page: page.page,
        line: place,
        edge,
        place: middle / page.size.height.max(1.0),
        pattern,
        numbers,
        ends: [values.first(), values.last()].map(|value| value.copied().flatten()),
        characters: line.words.iter().map(|word| word.text.chars().count()).sum(),
    }
}

/// The lines of a page that have words, side by side in rows, from top to bottom.
fn rows(page: &PageText) -> Vec<Row<'_>> {
    let blocks = page.blocks.iter().flat_map(|block| {
        let is_table = block.kind == BlockKind::Table && block.lines().count() > HEAD_LINES;
        block.lines().map(move |line| (is_table, line))
    });
    let lines = blocks.enumerate().map(|(place, (is_table, line))| (place, is_table, line));
    let mut lines: Vec<_> = lines.filter(|(_, _, line)| !line.words.is_empty()).collect();
    let middle = |line: &Line| line.rect.y + line.rect.height / 2.0;
    lines.sort_by(|a, b| middle(a.2).total_cmp(&middle(b.2)));
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (place, is_table, line) in lines {
        let middle = middle(line);
        match rows.last_mut() {
            Some(row) if middle - row.middle < line.row_height / 2.0 => {
                row.lines.push((place, is_table, line))
            }
            _ => rows.push(Row { lines: vec![(place, is_table, line)], middle }),
        }
    }
    rows
}

/// Whether two rows have cells below each other.
fn are_table(row: &Row<'_>, next: &Row<'_>) -> bool {
    let (row, (next, height)) = (cells(row).0, cells(next));
    let is_above = |x: &&f32| next.iter().any(|other| (**x - other).abs() <= CELL_BEGIN * height);
    row.len() > 1 && next.len() > 1 && row.iter().filter(is_above).count() > 1
}

/// Where the cells of a row begin, and how high its lines are.
fn cells(row: &Row<'_>) -> (Vec<f32>, f32) {
    let height = row.lines.iter().map(|(_, _, line)| line.row_height).fold(0.0, f32::max);
    let mut words: Vec<_> =
        row.lines.iter().flat_map(|(_, _, line)| &line.words).map(|word| word.rect).collect();
    words.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut begins = Vec::new();
    let mut right = f32::NEG_INFINITY;
    for rect in words {
        if rect.x - right > CELL_GAP * height {
            begins.push(rect.x);
        }
        right = right.max(rect.right());
    }
    (begins, height)
}
