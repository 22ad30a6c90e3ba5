//! Digits that stand alone in cells of a table, read again where they came out as letters.
//!
//! Engines read a lone digit by what is around it. By itself, with more or less paper around, it mostly comes out right.

use super::region::crop;
use crate::model::bitmap::BitmapHeader;
use crate::model::columns;
use crate::model::error::Error;
use crate::model::options::PageSegmentationMode;
use crate::model::page::{Block, BlockKind, Line, PageText, Rect, Word};
use crate::reading::{ReadingOptions, Recognizer};

/// A gap between columns is at least this wide, in line heights.
const MIN_GAP: f32 = 0.8;
/// One row in this many may run across a gap.
const ROWS_PER_CROSSING: usize = 8;
/// A column of numbers has at least so many,
const FEWEST: usize = 4;
/// and of its cells at least this share.
const MOSTLY: f32 = 0.6;
/// Longer words are no misread number of a few digits.
const LONGEST: usize = 4;
/// The most cells of a page that are read again: each takes some hundredths of a second.
const MOST_CELLS: usize = 40;
/// How a cell is read: paper around it in points, and the page segmentation mode (a line, a word).
const TRIES: [(f32, u8); 5] = [(5.0, 7), (2.0, 7), (2.0, 8), (5.0, 8), (8.0, 7)];
/// Numbers of which the engine is less sure are not taken: of those it finds in a part that is cut too close, some are wrong.
const SURE: f32 = 85.0;

/// A word in a column of numbers that is none.
struct Cell {
    block: usize,
    paragraph: usize,
    line: usize,
    word: usize,
    /// Where a number would stand: what was read there, and its whole column.
    rects: [Rect; 2],
}

/// Reads again what is no number in columns of numbers, and takes it where it is one.
///
/// # Errors
/// [`Error::WorkerStopped`]: nothing that a broken engine has said can be trusted.
pub fn read_again<R: Recognizer>(
    engine: &mut R,
    (header, pixels): (&BitmapHeader, &R::Pixels),
    options: ReadingOptions,
    text: &mut PageText,
    is_time_left: impl Fn() -> bool,
) -> Result<(), Error> {
    for cell in cells(text).into_iter().take(MOST_CELLS) {
        if !is_time_left() {
            break;
        }
        let number = number(engine, (header, pixels), options, &cell.rects)?;
        let words =
            text.blocks[cell.block].paragraphs[cell.paragraph].lines[cell.line].words.get_mut(cell.word);
        if let (Some(word), Some(number)) = (words, number) {
            *word = number;
        }
    }
    Ok(())
}

fn number<R: Recognizer>(
    engine: &mut R,
    (header, pixels): (&BitmapHeader, &R::Pixels),
    options: ReadingOptions,
    rects: &[Rect],
) -> Result<Option<Word>, Error> {
    for (rect, (margin, mode)) in rects.iter().flat_map(|rect| TRIES.map(|how| (rect, how))) {
        let (Some((part, cut)), Some(psm)) =
            (crop(header, pixels, rect, margin), PageSegmentationMode::new(mode))
        else {
            continue;
        };
        match engine.recognize(&part, cut, ReadingOptions { psm, ..options }) {
            Ok(text) => {
                let mut words = text.words().filter(|word| !word.text.is_empty());
                if let (Some(word), None) = (words.next(), words.next())
                    && is_number(&word.text)
                    && word.confidence.0 >= SURE
                {
                    return Ok(Some(word.clone()));
                }
            }
            Err(error @ Error::WorkerStopped { .. }) => return Err(error),
            Err(_) => {}
        }
    }
    Ok(None)
}

/// Digits, with what stands in and around numbers.
fn is_number(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || "+-.,:/()%$\u{20ac}\u{a3}".contains(c);
    text.chars().all(is_part) && text.chars().any(|c| c.is_ascii_digit())
}

fn cells(text: &PageText) -> Vec<Cell> {
    let tables = text.blocks.iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Table);
    tables.flat_map(|(place, block)| cells_of(place, block)).collect()
}

fn cells_of(block: usize, table: &Block) -> Vec<Cell> {
    let lines = || {
        table.paragraphs.iter().enumerate().flat_map(|(paragraph, content)| {
            content.lines.iter().enumerate().map(move |(number, line)| (paragraph, number, line))
        })
    };
    let count = lines().count();
    let mut heights: Vec<f32> = lines().map(|(_, _, line)| line.row_height).collect();
    heights.sort_by(f32::total_cmp);
    let Some(height) = heights.get(count / 2) else {
        return Vec::new();
    };
    let words = lines().flat_map(|(_, _, line)| &line.words);
    let bounds = columns::bounds(words, height * MIN_GAP, count / ROWS_PER_CROSSING);
    let mut found = Vec::new();
    for column in 0..=bounds.len() {
        let in_column = |line: &Line| {
            let mut words =
                line.words.iter().enumerate().filter(|(_, word)| columns::of(word, &bounds) == column);
            words.next().filter(|_| words.next().is_none()).map(|(place, word)| (place, word.clone()))
        };
        let cells: Vec<_> = lines().filter_map(|(p, l, line)| Some((p, l, line, in_column(line)?))).collect();
        let numbers = || cells.iter().map(|(.., (_, word))| word).filter(|word| is_number(&word.text));
        let Some(extent) = numbers().map(|word| word.rect).reduce(Rect::union) else {
            continue;
        };
        if numbers().count() < FEWEST || (numbers().count() as f32) < MOSTLY * cells.len() as f32 {
            continue;
        }
        for (paragraph, line, content, (word, cell)) in &cells {
            if is_number(&cell.text) || cell.text.chars().count() > LONGEST {
                continue;
            }
            let (y, height) = level(content);
            let own = Rect { y, height, ..cell.rect };
            let rects = [own, own.union(Rect { y, height, ..extent })];
            found.push(Cell { block, paragraph: *paragraph, line: *line, word: *word, rects });
        }
    }
    found
}

/// From where, and how far down, the words of a line stand: the middle ones, since what was misread may be anywhere.
fn level(line: &Line) -> (f32, f32) {
    let middle = |edge: fn(&Word) -> f32| {
        let mut edges: Vec<f32> = line.words.iter().map(edge).collect();
        edges.sort_by(f32::total_cmp);
        edges.get(edges.len() / 2).copied().unwrap_or_default()
    };
    let (top, bottom) = (middle(|word| word.rect.y), middle(|word| word.rect.bottom()));
    (top, (bottom - top).max(1.0))
}
