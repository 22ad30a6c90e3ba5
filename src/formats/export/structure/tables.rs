//! Rows and columns of a table, from where its words stand.

use super::passage::{Passage, Placed, Printed};
use crate::model::page::Word;

/// A gap between columns is at least this wide, in line heights. Spaces between words are a third of it.
const MIN_GAP: f32 = 0.8;
/// One row in this many may run across a gap, such as a title over two columns.
const ROWS_PER_CROSSING: usize = 8;

/// The cells of a table's lines, from left to right as they stand on the page; `None` if it has fewer than
/// two rows or columns.
pub(super) fn rows(lines: &[Printed<'_>]) -> Option<Vec<Vec<Passage>>> {
    let mut lines = lines.to_vec();
    lines.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut heights: Vec<f32> = lines.iter().map(|line| line.line.row_height).collect();
    heights.sort_by(f32::total_cmp);
    let height = *heights.get(heights.len() / 2)?;

    let mut rows: Vec<Vec<Printed<'_>>> = Vec::new();
    for line in lines {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|last| middle(&line) - middle(last) < height / 2.0) => {
                row.push(line)
            }
            _ => rows.push(vec![line]),
        }
    }
    let words = || rows.iter().flatten().flat_map(|line| &line.line.words);
    let bounds = column_bounds(words(), height * MIN_GAP, rows.len() / ROWS_PER_CROSSING);
    if rows.len() < 2 || bounds.is_empty() {
        return None;
    }
    Some(rows.iter().map(|row| cells(row, &bounds)).collect())
}

fn middle(line: &Printed<'_>) -> f32 {
    let rect = line.line.rect;
    rect.y + rect.height / 2.0
}

/// The x of the middle of every gap that at most `crossings` words run across.
fn column_bounds<'a>(words: impl Iterator<Item = &'a Word>, min_gap: f32, crossings: usize) -> Vec<f32> {
    let mut edges: Vec<(f32, isize)> =
        words.flat_map(|word| [(word.rect.x, 1), (word.rect.right(), -1)]).collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut bounds = Vec::new();
    let mut depth = 0_isize;
    // Where the words of the last column end; none before the first column begins.
    let mut gap_start: Option<f32> = None;
    for (x, step) in edges {
        let was_gap = depth <= crossings as isize;
        depth += step;
        let is_gap = depth <= crossings as isize;
        match (was_gap, is_gap) {
            (true, false) => {
                if let Some(start) = gap_start.filter(|start| x - start >= min_gap) {
                    bounds.push((start + x) / 2.0);
                }
            }
            (false, true) => gap_start = Some(x),
            _ => {}
        }
    }
    bounds
}

fn cells(row: &[Printed<'_>], bounds: &[f32]) -> Vec<Passage> {
    let mut cells: Vec<Vec<Placed<'_>>> = vec![Vec::new(); bounds.len() + 1];
    let words = row.iter().flat_map(|line| line.words().zip(&line.line.words));
    for (placed, word) in words {
        let center = word.rect.x + word.rect.width / 2.0;
        let column = bounds.partition_point(|bound| *bound <= center);
        if let Some(cell) = cells.get_mut(column) {
            cell.push(placed);
        }
    }
    cells.into_iter().map(|words| Passage::joined([words], false)).collect()
}
