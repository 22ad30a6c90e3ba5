//! Rows and columns of a table, from where its words stand.

use crate::formats::export::regions;
use crate::model::page::{Block, BlockKind, Line, PageText, Rect, Word};

use super::joining;

/// A gap between columns is at least this wide, in line heights. Spaces between words are a third of it.
const MIN_GAP: f32 = 0.8;
/// One row in this many may run across a gap, such as a title over two columns.
const ROWS_PER_CROSSING: usize = 8;

/// The cells of a table block, from left to right as they stand on the page; `None` if it has fewer than
/// two rows or columns.
pub fn rows(block: &Block) -> Option<Vec<Vec<String>>> {
    let mut lines: Vec<&Line> = regions::paragraphs(block).flat_map(regions::lines).collect();
    lines.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut heights: Vec<f32> = lines.iter().map(|line| line.row_height).collect();
    heights.sort_by(f32::total_cmp);
    let height = *heights.get(heights.len() / 2)?;

    let mut rows: Vec<Vec<&Line>> = Vec::new();
    for line in lines {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|last| middle(line) - middle(last) < height / 2.0) => {
                row.push(line)
            }
            _ => rows.push(vec![line]),
        }
    }
    let words = || rows.iter().flatten().flat_map(|line| &line.words);
    let bounds = column_bounds(words(), height * MIN_GAP, rows.len() / ROWS_PER_CROSSING);
    if rows.len() < 2 || bounds.is_empty() {
        return None;
    }
    Some(rows.iter().map(|row| cells(row, &bounds)).collect())
}

/// A text in rows with tabs between their cells, by where its words stand; a line is a row where there are no columns.
pub fn tabbed(text: &PageText) -> String {
    let is_text = |block: &&Block| !block.paragraphs.is_empty();
    let around = text.blocks.iter().filter(is_text).map(|block| block.rect).reduce(Rect::union);
    let paragraphs = text.blocks.iter().flat_map(|block| block.paragraphs.iter().cloned()).collect();
    let all = Block { kind: BlockKind::Table, rect: around.unwrap_or_default(), paragraphs };
    let Some(rows) = rows(&all) else {
        return text.lines().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    };
    let plain = |cell: &String| cell.replace(['\t', '\n'], " ");
    let row = |cells: &Vec<String>| cells.iter().map(plain).collect::<Vec<_>>().join("\t");
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

fn middle(line: &Line) -> f32 {
    line.rect.y + line.rect.height / 2.0
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

fn cells(row: &[&Line], bounds: &[f32]) -> Vec<String> {
    let mut cells: Vec<Vec<Word>> = vec![Vec::new(); bounds.len() + 1];
    for word in row.iter().flat_map(|line| &line.words) {
        let center = word.rect.x + word.rect.width / 2.0;
        let column = bounds.partition_point(|bound| *bound <= center);
        if let Some(cell) = cells.get_mut(column) {
            cell.push(word.clone());
        }
    }
    cells.iter().map(|words| joining::join([words.as_slice()])).collect()
}
