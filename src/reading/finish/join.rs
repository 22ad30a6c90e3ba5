//! A page's own words and what was read between them, as one text.

use super::beside;
use crate::model::page::{Block, PageText, Rect, Word};

/// A line that was read on a page of text has a word of which the engine is this sure, in percent: in pictures, and in
/// formulas and marks between words, it finds letters that are none.
const SURE: f32 = 60.0;
/// So many letters or digits such a word has.
const LETTERS: usize = 2;

/// The page's own words, exactly, and those that were read where it has none, each block where it stands; and whether
/// there are any such.
pub fn join(mut own: PageText, mut read: PageText) -> (PageText, bool) {
    read.mark_native(&own);
    read.retain_words(|word| !word.is_native);
    let is_text = own.words().count() > read.words().count();
    if is_text {
        for paragraph in read.blocks.iter_mut().flat_map(|block| &mut block.paragraphs) {
            let letters = |word: &Word| word.text.chars().filter(|c| c.is_alphanumeric()).count();
            let is_sure = |word: &Word| word.confidence.0 >= SURE && letters(word) >= LETTERS;
            paragraph.lines.retain(|line| line.words.iter().any(is_sure));
        }
        read.retain_words(|_| true);
        read.blocks.retain(|block| !block.paragraphs.is_empty());
    }
    if read.words().next().is_none() {
        return (own, false);
    }
    own.words_mut().for_each(|word| word.is_native = true);
    let (mut base, mut added) = if is_text { (own.blocks, read.blocks) } else { (read.blocks, own.blocks) };
    if is_text {
        beside::go_on(&mut base, &mut added);
    }
    read.blocks = insert(base, added);
    (read, true)
}

/// Puts blocks between those of a page, or into them where there is room between two paragraphs, and leaves the order
/// among either as it is.
fn insert(base: Vec<Block>, added: Vec<Block>) -> Vec<Block> {
    let parts: Vec<Rect> = base.iter().flat_map(parts).collect();
    let mut placed: Vec<(usize, Block)> = Vec::new();
    for block in added {
        // Header and footer may have come as one block.
        let mut rest = Block { paragraphs: Vec::new(), ..block };
        let mut at = 0;
        for paragraph in block.paragraphs {
            let place = place(&paragraph.rect, &parts);
            if place != at {
                placed.extend(taken(&mut rest).map(|block| (at, block)));
            }
            rest.paragraphs.push(paragraph);
            at = place;
        }
        placed.extend(taken(&mut rest).map(|block| (at, block)));
    }
    placed.sort_by_key(|(place, _)| *place);
    let mut added = placed.into_iter().peekable();
    let mut joined = Vec::with_capacity(base.len() + added.len());
    let mut number = 0;
    for block in base {
        let mut rest = Block { paragraphs: Vec::new(), ..block };
        // A picture, or a rule.
        let is_empty = block.paragraphs.is_empty();
        if is_empty {
            while let Some((_, block)) = added.next_if(|(place, _)| *place <= number) {
                joined.push(block);
            }
            number += 1;
        }
        for paragraph in block.paragraphs {
            while let Some((_, block)) = added.next_if(|(place, _)| *place <= number) {
                joined.extend(taken(&mut rest));
                joined.push(block);
            }
            rest.paragraphs.push(paragraph);
            number += 1;
        }
        if is_empty { joined.push(rest) } else { joined.extend(taken(&mut rest)) }
    }
    joined.extend(added.map(|(_, block)| block));
    joined
}

/// What can be told apart by place: the paragraphs of a block, or the block itself.
fn parts(block: &Block) -> Vec<Rect> {
    if block.paragraphs.is_empty() {
        return vec![block.rect];
    }
    block.paragraphs.iter().map(|paragraph| paragraph.rect).collect()
}

/// Before which of these parts of a page a block belongs: after the last that begins above its middle in the same
/// column, else before the first of its column, else by its height on the page.
fn place(rect: &Rect, parts: &[Rect]) -> usize {
    let middle = |rect: &Rect| rect.y + rect.height / 2.0;
    let is_beside = |part: &&Rect| part.x < rect.right() && part.right() > rect.x;
    let is_above = |part: &Rect| middle(part) < middle(rect);
    if let Some(last) = parts.iter().rposition(|part| is_beside(&part) && is_above(part)) {
        return last + 1;
    }
    let first = parts.iter().position(|part| is_beside(&part));
    first.or_else(|| parts.iter().position(|part| !is_above(part))).unwrap_or(parts.len())
}

/// The paragraphs gathered so far, as a block of their own.
fn taken(block: &mut Block) -> Option<Block> {
    let paragraphs = std::mem::take(&mut block.paragraphs);
    let rect = paragraphs.iter().map(|paragraph| paragraph.rect).reduce(Rect::union)?;
    Some(Block { kind: block.kind, rect, paragraphs })
}
