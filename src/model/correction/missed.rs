//! A line that was missed, in its place of the reading order.

use super::splice::Splice;
use super::{Correction, Mend, Place, letters};
use crate::model::joint::is_east_asian;
use crate::model::page::{Baseline, Block, BlockKind, Direction, Line, PageText, Paragraph, Rect, Word};

/// The least that a line measures, in points.
const LEAST: f32 = 1.0;
/// The part of a line's height that is below its baseline.
const BELOW: f32 = 0.2;
/// How many times as high as it is wide the place of a line is that runs up or down the page.
const TALL: f32 = 2.0;
/// How far from a row, or from a paragraph, what belongs to it stands, in heights of a line.
const NEAR: f32 = 1.0;
/// The part of the lower of two that they share when they stand on one row.
const SAME_ROW: f32 = 0.5;

/// Where a missed line goes.
enum Into {
    /// Into a line, before its word of this number: it is a part of that row.
    Row(Place, usize),
    /// Before a line.
    Before(Place),
    /// A paragraph of its own, before another one of a block.
    Paragraph(usize, usize),
    /// A block of its own, before another one.
    Block(usize),
}

impl PageText {
    pub(super) fn add_line(&mut self, rect: Rect, text: &str) -> Option<Mend> {
        let texts: Vec<&str> = text.split_whitespace().collect();
        let rect = self.on_page(rect).filter(|_| !texts.is_empty())?;
        let mut line = line(rect, &texts);
        let words = line.words.len();
        let spans = self.spans();
        let mut into = self.place_for(&line);
        if let Into::Row(place, at) = into {
            // What was corrected together stays together.
            let number = self.words_before(place) + at;
            if spans.iter().any(|span| span.start < number && number < span.end) {
                into = Into::Before(Place { line: place.line + 1, ..place });
            }
        }
        let (number, blocks) = match into {
            Into::Row(place, at) => {
                let number = self.words_before(place) + at;
                let before =
                    Splice { at: place.block, gone: 1, by: vec![self.blocks.get(place.block)?.clone()] };
                let row = self.line_at_mut(place)?;
                row.words.splice(at..at, line.words);
                row.rect = row.rect.union(rect);
                let row = row.rect;
                self.grow(place.block, Some(place.paragraph), row);
                (number, before)
            }
            Into::Before(place) => {
                let number = self.words_before(place);
                let before =
                    Splice { at: place.block, gone: 1, by: vec![self.blocks.get(place.block)?.clone()] };
                self.blocks
                    .get_mut(place.block)?
                    .paragraphs
                    .get_mut(place.paragraph)?
                    .lines
                    .insert(place.line, line);
                self.grow(place.block, Some(place.paragraph), rect);
                (number, before)
            }
            Into::Paragraph(block, paragraph) => {
                let number = self.words_before(Place { block, paragraph, line: 0 });
                let before = Splice { at: block, gone: 1, by: vec![self.blocks.get(block)?.clone()] };
                let lines = vec![line];
                self.blocks.get_mut(block)?.paragraphs.insert(paragraph, Paragraph { rect, lines });
                self.grow(block, None, rect);
                (number, before)
            }
            Into::Block(block) => {
                let number = self.words_before(Place { block, paragraph: 0, line: 0 });
                let runs_down = line.words.iter().any(|word| word.direction == Direction::TopToBottom);
                let kind = if runs_down { BlockKind::VerticalText } else { BlockKind::Text };
                line.rect = rect;
                let paragraphs = vec![Paragraph { rect, lines: vec![line] }];
                self.blocks.insert(block, Block { kind, rect, paragraphs });
                (number, Splice { at: block, gone: 1, by: Vec::new() })
            }
        };
        let at = spans.partition_point(|span| span.end <= number);
        self.corrections.insert(at, Correction { rect, read: Vec::new(), words });
        Some(Mend { blocks, corrections: Splice { at, gone: 1, by: Vec::new() } })
    }

    /// The part of a rectangle that is on the page, if that is anything.
    fn on_page(&self, rect: Rect) -> Option<Rect> {
        if ![rect.x, rect.y, rect.width, rect.height].into_iter().all(f32::is_finite) {
            return None;
        }
        let (x, y) = (rect.x.max(0.0), rect.y.max(0.0));
        let (right, bottom) = (rect.right().min(self.size.width), rect.bottom().min(self.size.height));
        let rect = Rect { x, y, width: right - x, height: bottom - y };
        (rect.width >= LEAST && rect.height >= LEAST).then_some(rect)
    }

    /// How many words stand before a line.
    fn words_before(&self, place: Place) -> usize {
        let key = |place: Place| (place.block, place.paragraph, place.line);
        let before = self.places().take_while(|(other, _)| key(*other) < key(place));
        before.map(|(_, line)| line.words.len()).sum()
    }

    fn grow(&mut self, block: usize, paragraph: Option<usize>, rect: Rect) {
        let Some(block) = self.blocks.get_mut(block) else {
            return;
        };
        block.rect = block.rect.union(rect);
        if let Some(paragraph) = paragraph.and_then(|paragraph| block.paragraphs.get_mut(paragraph)) {
            paragraph.rect = paragraph.rect.union(rect);
        }
    }

    /// The place of a line in the reading order.
    fn place_for(&self, line: &Line) -> Into {
        if is_upright(line) {
            let row = self.places().find_map(|(place, other)| {
                let is_table = self.blocks[place.block].kind == BlockKind::Table;
                on_row(other, line, is_table).map(|at| Into::Row(place, at))
            });
            if let Some(row) = row.or_else(|| self.place_in_paragraph(line)) {
                return row;
            }
        }
        self.place_in_block(line)
    }

    /// Among the lines of the paragraph that it shares most with, if it is one of them.
    fn place_in_paragraph(&self, line: &Line) -> Option<Into> {
        let mut best: Option<(f32, Into)> = None;
        for (block, content) in self.blocks.iter().enumerate() {
            for (paragraph, content) in content.paragraphs.iter().enumerate() {
                let reach = NEAR * content.lines.first().map_or(0.0, |first| first.rect.height);
                let around = Rect {
                    y: content.rect.y - reach,
                    height: content.rect.height + 2.0 * reach,
                    ..content.rect
                };
                let shared = around.shared_area(&line.rect);
                // What reaches beyond a column on most of its width is none of its lines.
                if content.lines.iter().all(is_upright)
                    && shared >= SAME_ROW * line.rect.width * line.rect.height
                    && best.as_ref().is_none_or(|(most, _)| shared > *most)
                {
                    let above = |other: &&Line| middle(&other.rect) < middle(&line.rect);
                    let before = content.lines.iter().take_while(above).count();
                    best = Some((shared, Into::Before(Place { block, paragraph, line: before })));
                }
            }
        }
        best.map(|(_, into)| into)
    }

    /// In a block around it, or as a block of its own.
    fn place_in_block(&self, line: &Line) -> Into {
        let (x, y) = (line.rect.x + line.rect.width / 2.0, middle(&line.rect));
        let has_text = |block: &Block| !block.paragraphs.is_empty();
        let around =
            |block: &Block| block.rect.contains(x, y) && has_text(block) && block.lines().all(is_upright);
        if let Some((block, content)) =
            self.blocks.iter().enumerate().find(|(_, block)| is_upright(line) && around(block))
        {
            let above = |paragraph: &&Paragraph| middle(&paragraph.rect) < y;
            return Into::Paragraph(block, content.paragraphs.iter().take_while(above).count());
        }
        let beside = |rect: &Rect| rect.x < line.rect.right() && rect.right() > line.rect.x;
        let is_above = |block: &Block| middle(&block.rect) < y;
        let column =
            || self.blocks.iter().enumerate().filter(|(_, block)| beside(&block.rect) && has_text(block));
        let last_above = column().rfind(|(_, block)| is_above(block));
        let first_below = column().find(|(_, block)| !is_above(block));
        match (last_above, first_below) {
            (Some((above, _)), _) => Into::Block(above + 1),
            (None, Some((below, _))) => Into::Block(below),
            // Nothing else stands in its column: by height alone.
            (None, None) => Into::Block(self.blocks.iter().take_while(|block| is_above(block)).count()),
        }
    }
}

fn middle(rect: &Rect) -> f32 {
    rect.y + rect.height / 2.0
}

fn is_upright(line: &Line) -> bool {
    !line.baseline.runs_sideways() && !line.words.iter().any(|word| word.direction == Direction::TopToBottom)
}

/// Before which word of a row a line goes that stands on it, beside its words. Cells of a table may be far from each other.
fn on_row(row: &Line, line: &Line, is_table: bool) -> Option<usize> {
    if !is_upright(row) {
        return None;
    }
    let shared = row.rect.bottom().min(line.rect.bottom()) - row.rect.y.max(line.rect.y);
    let lower = row.rect.height.min(line.rect.height);
    let overlaps = |word: &Word| word.rect.x < line.rect.right() && word.rect.right() > line.rect.x;
    let gap = (line.rect.x - row.rect.right()).max(row.rect.x - line.rect.right());
    let is_near = is_table || gap <= NEAR * lower;
    if shared < SAME_ROW * lower || !is_near || row.words.iter().any(overlaps) {
        return None;
    }
    let reversed = row.words.iter().filter(|word| word.direction == Direction::RightToLeft).count();
    let is_reversed = 2 * reversed > row.words.len();
    let is_before = |word: &&Word| (word.rect.x < line.rect.x) != is_reversed;
    Some(row.words.iter().take_while(is_before).count())
}

/// A line of these words, as its rectangle shows it.
fn line(rect: Rect, texts: &[&str]) -> Line {
    let all = texts.join("");
    let is_tall = rect.height > TALL * rect.width && all.chars().count() > 1;
    let in_columns = is_tall && all.chars().any(is_east_asian);
    let usual = if in_columns { Direction::TopToBottom } else { Direction::LeftToRight };
    let (baseline, row_height) = if is_tall && !in_columns {
        // Most of what stands on its side at the edge of a page runs up.
        let x = rect.right() - BELOW * rect.width;
        (Baseline { x0: x, y0: rect.bottom(), x1: x, y1: rect.y }, rect.width)
    } else if in_columns {
        let x = rect.x + rect.width / 2.0;
        (Baseline { x0: x, y0: rect.y, x1: x, y1: rect.bottom() }, rect.width)
    } else {
        let y = rect.bottom() - BELOW * rect.height;
        (Baseline { x0: rect.x, y0: y, x1: rect.right(), y1: y }, rect.height)
    };
    let mut line = Line { rect, baseline, row_height, words: Vec::new() };
    line.words = letters::of_line(texts, &line, usual);
    line
}
