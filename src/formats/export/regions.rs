//! The parts of a page that hold words. Formats number them, so every format must leave out the same ones.

use crate::model::page::{Block, Direction, Line, Paragraph};

/// The lines of a paragraph that have words.
pub(super) fn lines(paragraph: &Paragraph) -> impl Iterator<Item = &Line> {
    paragraph.lines.iter().filter(|line| !line.words.is_empty())
}

/// The paragraphs of a block that have words.
pub(super) fn paragraphs(block: &Block) -> impl Iterator<Item = &Paragraph> {
    block.paragraphs.iter().filter(|paragraph| lines(paragraph).next().is_some())
}

/// The way most letters of these lines run; from left to right where there are as many of each.
pub(super) fn direction<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Direction {
    let (mut left_to_right, mut right_to_left, mut top_to_bottom) = (0, 0, 0);
    for word in lines.into_iter().flat_map(|line| &line.words) {
        // Digits and punctuation stand in text of any direction.
        let letters = word.text.chars().filter(|c| c.is_alphabetic()).count();
        match word.direction {
            Direction::LeftToRight => left_to_right += letters,
            Direction::RightToLeft => right_to_left += letters,
            Direction::TopToBottom => top_to_bottom += letters,
        }
    }
    if top_to_bottom > left_to_right.max(right_to_left) {
        Direction::TopToBottom
    } else if right_to_left > left_to_right {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    }
}
