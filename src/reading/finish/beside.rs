//! Lines that were read beside a page's own: what was filled in behind a label goes on with it.

use crate::model::page::{Block, Direction, Line, Paragraph, Rect, Word};

/// How far apart two lines may stand that are one, as a share of the lower one's height.
const LEVEL: f32 = 0.35;

/// Puts paragraphs all of whose lines stand beside lines of the base into these, and leaves the others.
pub(super) fn go_on(base: &mut [Block], added: &mut Vec<Block>) {
    for block in added.iter_mut() {
        block.paragraphs.retain_mut(|paragraph| !goes_on(base, paragraph));
    }
    added.retain(|block| !block.paragraphs.is_empty());
}

/// Text of a picture may stand level with a line by chance, but not line for line.
fn goes_on(base: &mut [Block], paragraph: &mut Paragraph) -> bool {
    let places: Option<Vec<_>> = paragraph.lines.iter().map(|line| nearest(base, line)).collect();
    let Some(places) = places else {
        return false;
    };
    for ([block, paragraph, line], added) in places.into_iter().zip(paragraph.lines.drain(..)) {
        let block = &mut base[block];
        let paragraph = &mut block.paragraphs[paragraph];
        add(&mut paragraph.lines[line], added);
        paragraph.rect = paragraph.rect.union(paragraph.lines[line].rect);
        block.rect = block.rect.union(paragraph.rect);
    }
    true
}

/// The line of the base that stands level with this one and closest to it.
fn nearest(base: &[Block], line: &Line) -> Option<[usize; 3]> {
    let lines = base.iter().enumerate().flat_map(|(b, block)| {
        block.paragraphs.iter().enumerate().flat_map(move |(p, paragraph)| {
            paragraph.lines.iter().enumerate().map(move |(l, line)| ([b, p, l], line))
        })
    });
    lines
        .filter(|(_, own)| is_level(own, line))
        .map(|(place, own)| (place, gap(&own.rect, &line.rect)))
        .filter(|(_, gap)| *gap >= 0.0)
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(place, _)| place)
}

fn is_level(own: &Line, line: &Line) -> bool {
    let foot = |line: &Line| f32::midpoint(line.baseline.y0, line.baseline.y1);
    let height = own.row_height.min(line.row_height);
    own.is_level() && !own.baseline.runs_sideways() && (foot(own) - foot(line)).abs() <= LEVEL * height
}

/// What is free between two rectangles across the page, below zero where they overlap.
fn gap(a: &Rect, b: &Rect) -> f32 {
    (b.x - a.right()).max(a.x - b.right())
}

/// Puts the words of one line among those of another.
fn add(line: &mut Line, added: Line) {
    let is_after = |word: &Word, first: &Word| match word.direction {
        Direction::RightToLeft => word.rect.x <= first.rect.x,
        Direction::LeftToRight | Direction::TopToBottom => word.rect.x >= first.rect.x,
    };
    if let Some(first) = added.words.first() {
        let at = line.words.iter().position(|word| is_after(word, first)).unwrap_or(line.words.len());
        line.words.splice(at..at, added.words.iter().cloned());
    }
    line.rect = line.rect.union(added.rect);
}
