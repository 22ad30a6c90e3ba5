//! Two readings of one page that lay in two directions, as one text: where one is nonsense the other may be sense.

use crate::model::page::{Block, Line, PageText, Paragraph, Rect, Word};

/// A line of less confidence adds nothing.
const SURE: f32 = 70.0;
/// Letters of a word that is none by chance.
const LONG: usize = 4;
/// How much surer a line has to be than the words in its place.
const SURER: f32 = 15.0;

/// Puts the lines of another reading into a text, in place of what this is clearly less sure of. A block of such lines that
/// begins above all others comes first, others last.
pub fn join(text: &mut PageText, other: &PageText) {
    let top = text.lines().map(|line| line.rect.y).fold(f32::INFINITY, f32::min);
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for block in &other.blocks {
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        for paragraph in &block.paragraphs {
            let lines = paragraph.lines.iter().filter(|line| is_surer(line, text)).cloned();
            paragraphs.push(Paragraph { lines: lines.collect(), ..paragraph.clone() });
        }
        paragraphs.retain(|paragraph| !paragraph.lines.is_empty());
        if !paragraphs.is_empty() {
            let into = if block.rect.y < top { &mut before } else { &mut after };
            into.push(Block { paragraphs, ..block.clone() });
        }
    }
    let new: Vec<&Line> = before.iter().chain(&after).flat_map(Block::lines).collect();
    for line in text.lines_mut() {
        line.words.retain(|word| !new.iter().any(|new| is_in(word, new)));
    }
    text.blocks.splice(0..0, before);
    text.blocks.extend(after);
}

/// Takes what makes no sense in a part of the page out of its text: lines without any long word that is sure.
pub fn clear(text: &mut PageText, part: &Rect) {
    let is_sense =
        |word: &Word| word.is_plausible() && word.text.chars().count() >= LONG && word.confidence.0 >= SURE;
    for line in text.lines_mut().filter(|line| !line.words.iter().any(is_sense)) {
        line.words.retain(|word| word.rect.shared_area(part) * 2.0 <= word.rect.width * word.rect.height);
    }
}

fn is_in(word: &Word, line: &Line) -> bool {
    word.rect.shared_area(&line.rect) * 2.0 > word.rect.width * word.rect.height
}

/// Whether a line says something, and surer than the words that a text has in its place, if it has any.
fn is_surer(line: &Line, text: &PageText) -> bool {
    let letters =
        line.words.iter().flat_map(|word| word.text.chars()).filter(|c| c.is_alphanumeric()).count();
    let there = mean(text.words().filter(|word| is_in(word, line)));
    letters > 1 && mean(line.words.iter()) >= SURE.max(there + SURER)
}

/// The mean confidence of words, each weighing as much as it is long; 0 where there are none.
fn mean<'a>(words: impl Iterator<Item = &'a Word>) -> f32 {
    let (sum, all) = words.fold((0.0, 0.0), |(sum, all), word| {
        let length = word.text.chars().count() as f32;
        (sum + length * word.confidence.0, all + length)
    });
    if all > 0.0 { sum / all } else { 0.0 }
}
