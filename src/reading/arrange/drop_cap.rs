//! A drop cap joined with the word that it begins.
//!
//! Engines give it as a word of its own, in whichever of the lines beside it, and that line apart from the others.

use crate::model::page::{Line, PageText, Paragraph, Rect, Word};

/// A drop cap is at least so many times as high as the lines beside it.
const TALL: f32 = 1.8;
/// The lines beside it begin within this many of their heights from it.
const BESIDE: f32 = 2.0;
/// Letters that are words by themselves.
const WORDS: [char; 3] = ['A', 'I', 'O'];

/// Where a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    block: usize,
    paragraph: usize,
    line: usize,
}

/// Puts every drop cap of a page before the first of the lines beside it, and these lines together.
pub fn join(text: &mut PageText) {
    // Each is at the beginning of a line, and gone from there afterwards.
    while let Some((place, beside)) = find(text) {
        let Some(cap) = take_cap(text, place) else {
            return;
        };
        put_together(text, &beside, cap);
    }
}

/// A drop cap's line, and the lines beside it from top to bottom.
fn find(text: &PageText) -> Option<(Place, Vec<Place>)> {
    let lines = || {
        text.blocks.iter().enumerate().flat_map(|(block, content)| {
            content.paragraphs.iter().enumerate().flat_map(move |(paragraph, content)| {
                let place = move |line| Place { block, paragraph, line };
                content.lines.iter().enumerate().map(move |(number, line)| (place(number), line))
            })
        })
    };
    lines().find_map(|(place, line)| {
        let cap = line.words.first().filter(|word| is_capital(word))?;
        let mut beside: Vec<(f32, Place)> = lines()
            .filter_map(|(other, content)| {
                let words = if other == place { &content.words[1..] } else { &content.words };
                let (first, height) = (words.first()?, words_height(words)?);
                let is_beside = cap.rect.height >= TALL * height
                    && first.rect.x >= cap.rect.right() - height / 4.0
                    && first.rect.x <= cap.rect.right() + BESIDE * height
                    && first.rect.bottom() > cap.rect.y
                    && first.rect.y + height / 2.0 < cap.rect.bottom();
                is_beside.then_some((first.rect.bottom(), other))
            })
            .collect();
        beside.sort_by(|a, b| a.0.total_cmp(&b.0));
        let beside: Vec<Place> = beside.into_iter().map(|(_, place)| place).collect();
        (beside.len() >= 2).then_some((place, beside))
    })
}

fn is_capital(word: &Word) -> bool {
    let mut letters = word.text.chars().filter(|c| c.is_alphanumeric());
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// The middle height of some words.
fn words_height(words: &[Word]) -> Option<f32> {
    let mut heights: Vec<f32> = words.iter().map(|word| word.rect.height).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied().filter(|height| *height > 0.0)
}

fn line_mut(text: &mut PageText, place: Place) -> Option<&mut Line> {
    let block = text.blocks.get_mut(place.block)?;
    block.paragraphs.get_mut(place.paragraph)?.lines.get_mut(place.line)
}

fn take_cap(text: &mut PageText, place: Place) -> Option<Word> {
    let line = line_mut(text, place)?;
    let cap = line.words.remove(0);
    fit_line(line);
    Some(cap)
}

/// The first line gets the cap, and moves to the second if it is elsewhere.
fn put_together(text: &mut PageText, beside: &[Place], cap: Word) {
    let [first, second, ..] = beside else {
        return;
    };
    if let Some(line) = line_mut(text, *first) {
        begin_with(line, cap);
    }
    let follows = Place { line: first.line + 1, ..*first } == *second;
    if !follows && let Some(paragraph) = paragraph_mut(text, *first) {
        let line = paragraph.lines.remove(first.line);
        // In one paragraph, what is behind the first has moved up.
        let is_behind =
            (first.block, first.paragraph) == (second.block, second.paragraph) && first.line < second.line;
        let place = if is_behind { second.line - 1 } else { second.line };
        if let Some(paragraph) = paragraph_mut(text, *second) {
            paragraph.lines.insert(place.min(paragraph.lines.len()), line);
        }
    }
    join_paragraphs(text, second.block, second.paragraph, beside.len());
    for block in &mut text.blocks {
        let is_picture = block.paragraphs.is_empty();
        block
            .paragraphs
            .iter_mut()
            .for_each(|paragraph| paragraph.lines.retain(|line| !line.words.is_empty()));
        block.paragraphs.retain(|paragraph| !paragraph.lines.is_empty());
        block.paragraphs.iter_mut().for_each(fit_paragraph);
        if let Some(rect) = block.paragraphs.iter().map(|paragraph| paragraph.rect).reduce(Rect::union) {
            block.rect = rect;
        } else if !is_picture {
            block.rect = Rect::default();
        }
    }
    text.blocks.retain(|block| !block.paragraphs.is_empty() || block.rect != Rect::default());
}

/// Where lines beside a drop cap end, the indent changes, which is not the beginning of a paragraph.
fn join_paragraphs(text: &mut PageText, block: usize, first: usize, mut beside: usize) {
    let Some(paragraphs) = text.blocks.get_mut(block).map(|block| &mut block.paragraphs) else {
        return;
    };
    while let Some(lines) = paragraphs.get(first).map(|paragraph| paragraph.lines.len())
        && lines <= beside
        && first + 1 < paragraphs.len()
    {
        let next = paragraphs.remove(first + 1);
        paragraphs[first].lines.extend(next.lines);
        beside = beside.saturating_sub(lines);
        if paragraphs[first].lines.len() > lines + beside {
            return;
        }
    }
}

fn paragraph_mut(text: &mut PageText, place: Place) -> Option<&mut Paragraph> {
    text.blocks.get_mut(place.block)?.paragraphs.get_mut(place.paragraph)
}

/// Lets a line begin with a drop cap: as the first letter of its first word, or as a word.
fn begin_with(line: &mut Line, cap: Word) {
    let is_word = cap.text.chars().any(|c| WORDS.contains(&c));
    match line.words.first_mut() {
        Some(first) if !is_word || !first.is_plausible() => {
            first.text.insert_str(0, &cap.text);
            first.rect.width = first.rect.right() - cap.rect.x;
            first.rect.x = cap.rect.x;
            first.confidence.0 = first.confidence.0.min(cap.confidence.0);
        }
        Some(first) => {
            // As high as its line: what is set behind the page has one type size a line.
            let rect = Rect { y: first.rect.y, height: first.rect.height, ..cap.rect };
            line.words.insert(0, Word { rect, ..cap });
        }
        None => line.words.push(cap),
    }
    line.baseline.x0 = line.baseline.x0.min(line.words[0].rect.x);
    fit_line(line);
}

fn fit_line(line: &mut Line) {
    if let Some(rect) = line.words.iter().map(|word| word.rect).reduce(Rect::union) {
        line.rect = rect;
    }
}

fn fit_paragraph(paragraph: &mut Paragraph) {
    if let Some(rect) = paragraph.lines.iter().map(|line| line.rect).reduce(Rect::union) {
        paragraph.rect = rect;
    }
}
