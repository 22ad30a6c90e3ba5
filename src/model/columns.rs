//! The columns of a table, from where its words stand.

use super::page::Word;

/// The x of the middle of every gap between columns, ascending: at least `min_gap` points wide, and at most `crossings` words
/// run across it.
pub fn bounds<'a>(words: impl Iterator<Item = &'a Word>, min_gap: f32, crossings: usize) -> Vec<f32> {
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

/// The number of the column in which a word stands, given the [`bounds`].
pub fn of(word: &Word, bounds: &[f32]) -> usize {
    let center = word.rect.x + word.rect.width / 2.0;
    bounds.partition_point(|bound| *bound <= center)
}
