//! Rows that the layout analysis has torn into columns: price lists without rules, receipts, transcripts with numbered
//! lines.
//!
//! What tells them from columns of prose: the pieces of a row stand on one line, row after row, and one of them is a number,
//! a mark or a label.

use std::collections::BTreeMap;

use crate::model::page::{Baseline, Block, BlockKind, Direction, Line, PageText, Paragraph, Rect, Word};

/// Pieces whose baselines differ by less than this share of their height may be one row.
const SAME_ROW: f32 = 0.35;
/// Pieces of a table differ by less than this; lines of prose side by side do so by chance only.
const ALIGNED: f32 = 0.15;
/// The share of the pieces that have to be aligned.
const MOSTLY_ALIGNED: f32 = 0.8;
/// The share of torn rows that have to have a cell in them.
const MOSTLY_CELLS: f32 = 0.6;
/// Fewer torn rows are no table.
const FEWEST_ROWS: usize = 3;
/// Rows in one piece that may stand between torn ones.
const WHOLE_BETWEEN: usize = 2;
/// The largest distance between two rows of a table, in heights of their text.
const FARTHEST: f32 = 6.0;
/// Marks and initials have no more letters.
const FEW_LETTERS: usize = 3;

/// Blocks that are one table.
#[derive(Debug, Clone, PartialEq)]
pub struct TornRows {
    /// Around all of them.
    pub rect: Rect,
    /// Their places among the blocks of the page, ascending.
    blocks: Vec<usize>,
}

/// A line as a piece of a row.
#[derive(Debug, Clone, Copy)]
struct Piece<'a> {
    block: usize,
    line: &'a Line,
    /// Where it stands, as if all lines ran level.
    base: f32,
    height: f32,
}

impl TornRows {
    /// The tables among the blocks of a page, none of them in two.
    pub fn all(text: &PageText) -> Vec<TornRows> {
        let pieces = pieces(text, 0..text.blocks.len());
        let rows = rows(pieces);
        let mut found: Vec<TornRows> = Vec::new();
        for run in runs(&rows) {
            if is_table(run)
                && let Some(torn) = whole(text, run)
                && !found.iter().any(|other| other.blocks.iter().any(|block| torn.blocks.contains(block)))
            {
                found.push(torn);
            }
        }
        found
    }

    /// The words of these blocks.
    pub fn words<'a>(&'a self, text: &'a PageText) -> impl Iterator<Item = &'a Word> {
        let blocks = self.blocks.iter().filter_map(|block| text.blocks.get(*block));
        blocks.flat_map(Block::lines).flat_map(|line| &line.words)
    }

    /// The lines put together to the rows that they are pieces of.
    pub fn joined(&self, text: &PageText) -> Vec<Line> {
        rows(pieces(text, self.blocks.iter().copied())).into_iter().filter_map(row).collect()
    }

    /// Puts a table of these rows in the place of the blocks.
    pub fn replace(&self, text: &mut PageText, lines: Vec<Line>) {
        let Some(rect) = lines.iter().map(|line| line.rect).reduce(Rect::union) else {
            return;
        };
        let table = Block { kind: BlockKind::Table, rect, paragraphs: vec![Paragraph { rect, lines }] };
        let mut table = Some(table);
        let blocks = std::mem::take(&mut text.blocks);
        for (place, block) in blocks.into_iter().enumerate() {
            if self.blocks.contains(&place) {
                text.blocks.extend(table.take());
            } else {
                text.blocks.push(block);
            }
        }
    }
}

/// The lines of these blocks that run across the page, as pieces.
fn pieces(text: &PageText, blocks: impl Iterator<Item = usize>) -> Vec<Piece<'_>> {
    let slope = slope(text);
    let lines = blocks
        .filter_map(|place| Some((place, text.blocks.get(place)?)))
        .flat_map(|(place, block)| block.lines().map(move |line| (place, line)));
    lines
        .filter(|(_, line)| !line.baseline.runs_sideways() && !line.words.is_empty())
        .map(|(block, line)| {
            let Baseline { x0, y0, x1, y1 } = line.baseline;
            let base = f32::midpoint(y0, y1) - slope * f32::midpoint(x0, x1);
            Piece { block, line, base, height: line.row_height.max(1.0) }
        })
        .collect()
}

/// How far lines go down for each point to the right: the middle one of those that are long enough to tell.
fn slope(text: &PageText) -> f32 {
    let is_across = |line: &&Line| !line.baseline.runs_sideways();
    let long = text.lines().filter(is_across).filter(|line| line.rect.width > 10.0 * line.row_height);
    let mut slopes: Vec<f32> = long
        .map(|line| (line.baseline.y1 - line.baseline.y0) / (line.baseline.x1 - line.baseline.x0))
        .filter(|slope| slope.is_finite())
        .collect();
    slopes.sort_by(f32::total_cmp);
    slopes.get(slopes.len() / 2).copied().unwrap_or(0.0)
}

/// Pieces on one baseline, from top to bottom, each row from left to right.
fn rows(mut pieces: Vec<Piece<'_>>) -> Vec<Vec<Piece<'_>>> {
    pieces.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<Vec<Piece<'_>>> = Vec::new();
    for piece in pieces {
        let belongs = |row: &&mut Vec<Piece<'_>>| {
            let is_near = row.first().is_some_and(|first| {
                (piece.base - first.base).abs() < SAME_ROW * first.height.min(piece.height)
            });
            is_near && !row.iter().any(|other| overlap(&other.line.rect, &piece.line.rect))
        };
        match rows.last_mut().filter(belongs) {
            Some(row) => row.push(piece),
            None => rows.push(vec![piece]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.line.rect.x.total_cmp(&b.line.rect.x));
    }
    rows
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.right().min(b.right()) - a.x.max(b.x) > 0.0
}

/// Rows that follow each other, torn ones with few whole ones between them.
fn runs<'a, 'b>(rows: &'b [Vec<Piece<'a>>]) -> Vec<&'b [Vec<Piece<'a>>]> {
    let mut runs = Vec::new();
    // The first torn row of the run, and the last.
    let mut run: Option<(usize, usize)> = None;
    for (place, row) in rows.iter().enumerate().filter(|(_, row)| row.len() > 1) {
        let goes_on = |last: usize| {
            let apart = row[0].base - rows[last][0].base;
            place - last <= WHOLE_BETWEEN + 1 && apart <= FARTHEST * row[0].height
        };
        run = match run {
            Some((first, last)) if goes_on(last) => Some((first, place)),
            Some((first, last)) => {
                runs.push(&rows[first..=last]);
                Some((place, place))
            }
            None => Some((place, place)),
        };
    }
    runs.extend(run.map(|(first, last)| &rows[first..=last]));
    runs
}

fn is_table(run: &[Vec<Piece<'_>>]) -> bool {
    let torn = || run.iter().filter(|row| row.len() > 1);
    let count = torn().count();
    let with_cells = torn().filter(|row| row.iter().any(|piece| is_cell(piece.line))).count();
    let (aligned, all) = torn().flat_map(|row| row[1..].iter().map(|piece| (piece, &row[0]))).fold(
        (0_usize, 0_usize),
        |(aligned, all), (piece, first)| {
            let is_aligned = (piece.base - first.base).abs() <= ALIGNED * piece.height.min(first.height);
            (aligned + usize::from(is_aligned), all + 1)
        },
    );
    count >= FEWEST_ROWS
        && with_cells as f32 >= MOSTLY_CELLS * count as f32
        && aligned as f32 >= MOSTLY_ALIGNED * all as f32
}

/// Whether a line is what stands in a cell and hardly in prose: a number, a mark, a label.
fn is_cell(line: &Line) -> bool {
    let characters = || line.words.iter().flat_map(|word| word.text.chars());
    let letters = characters().filter(|c| c.is_alphanumeric()).count();
    let digits = characters().filter(char::is_ascii_digit).count();
    letters <= FEW_LETTERS || 2 * digits >= letters || characters().last() == Some(':')
}

/// The table around a run of rows; `None` where something else stands in it.
fn whole(text: &PageText, run: &[Vec<Piece<'_>>]) -> Option<TornRows> {
    let mut lines: BTreeMap<usize, usize> = BTreeMap::new();
    for piece in run.iter().flatten() {
        *lines.entry(piece.block).or_default() += 1;
    }
    let count = |block: usize| text.blocks[block].lines().count();
    let most = |(block, lines): (usize, usize)| (2 * lines >= count(block)).then_some(block);
    let mut blocks: Vec<usize> = lines.into_iter().filter_map(most).collect();
    let rect = blocks.iter().map(|block| text.blocks[*block].rect).reduce(Rect::union)?;
    for (place, block) in text.blocks.iter().enumerate().filter(|(_, block)| !block.paragraphs.is_empty()) {
        if blocks.contains(&place) {
            continue;
        }
        let Rect { width, height, .. } = block.rect;
        let shared = block.rect.shared_area(&rect);
        if shared >= 0.8 * width * height {
            blocks.push(place);
        } else if shared > 0.1 * width * height {
            return None;
        }
    }
    blocks.sort_unstable();
    (blocks.len() > 1).then_some(TornRows { rect, blocks })
}

/// The line that the pieces of a row make.
fn row(pieces: Vec<Piece<'_>>) -> Option<Line> {
    let (first, last) = (pieces.first()?.line, pieces.last()?.line);
    let baseline =
        Baseline { x0: first.baseline.x0, y0: first.baseline.y0, x1: last.baseline.x1, y1: last.baseline.y1 };
    let rect = pieces.iter().map(|piece| piece.line.rect).reduce(Rect::union)?;
    let row_height = pieces.iter().map(|piece| piece.line.row_height).fold(0.0, f32::max);
    let words = || pieces.iter().flat_map(|piece| &piece.line.words);
    let reversed = words().filter(|word| word.direction == Direction::RightToLeft).count();
    let words = if 2 * reversed > words().count() {
        pieces.iter().rev().flat_map(|piece| &piece.line.words).cloned().collect()
    } else {
        words().cloned().collect()
    };
    Some(Line { rect, baseline, row_height, words })
}
