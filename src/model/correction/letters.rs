//! Words that a person wrote, in the place of others: which part of it each takes, and how its letters run.

use crate::model::joint::{is_east_asian, is_korean, is_right_to_left};
use crate::model::page::{Confidence, Direction, Line, Rect, Word};

/// What letters take along a line, beside an ordinary one, and what a space takes.
const NARROW: f32 = 0.5;
const WIDE: f32 = 1.5;
const SQUARE: f32 = 2.0;
const SPACE: f32 = 0.6;

/// The words that stand in the place of others in a line. As many as there were have their boxes.
pub(super) fn written(there: &[Word], texts: &[&str], line: &Line) -> Vec<Word> {
    let Some(first) = there.first() else {
        return Vec::new();
    };
    let whole = there.iter().map(|word| word.rect).fold(first.rect, Rect::union);
    let usual = if there.iter().all(|word| word.direction == first.direction) {
        first.direction
    } else {
        Direction::LeftToRight
    };
    let is_native = there.iter().all(|word| word.is_native);
    let boxes: Vec<Rect> = if there.len() == texts.len() {
        there.iter().map(|word| word.rect).collect()
    } else {
        let all = texts.join("");
        divided(whole, texts, along(line, direction(&all, usual)))
    };
    let word =
        |(text, rect): (&&str, Rect)| Word { is_native, ..new_word(text, rect, direction(text, usual)) };
    texts.iter().zip(boxes).map(word).collect()
}

/// The words of a line that is new, in its rectangle.
pub(super) fn of_line(texts: &[&str], line: &Line, usual: Direction) -> Vec<Word> {
    let run = direction(&texts.join(""), usual);
    let boxes = divided(line.rect, texts, along(line, run));
    texts.iter().zip(boxes).map(|(text, rect)| new_word(text, rect, direction(text, usual))).collect()
}

fn new_word(text: &str, rect: Rect, direction: Direction) -> Word {
    Word {
        text: text.to_owned(),
        rect,
        confidence: Confidence::UNMEASURED,
        direction,
        is_native: false,
        corrected: Some(String::new()),
    }
}

/// The way letters run: as they do in their script, and as those before where they may run either way.
pub(super) fn direction(text: &str, usual: Direction) -> Direction {
    if usual == Direction::TopToBottom {
        usual
    } else if text.chars().any(is_right_to_left) {
        Direction::RightToLeft
    } else if text.chars().any(char::is_alphabetic) {
        Direction::LeftToRight
    } else {
        usual
    }
}

/// Which way words follow each other.
#[derive(Clone, Copy)]
enum Along {
    Right,
    Left,
    Down,
    Up,
}

fn along(line: &Line, direction: Direction) -> Along {
    let goes_down = line.baseline.y1 >= line.baseline.y0;
    match direction {
        Direction::TopToBottom => Along::Down,
        Direction::LeftToRight if !line.baseline.runs_sideways() => Along::Right,
        Direction::RightToLeft if !line.baseline.runs_sideways() => Along::Left,
        Direction::LeftToRight => {
            if goes_down {
                Along::Down
            } else {
                Along::Up
            }
        }
        Direction::RightToLeft => {
            if goes_down {
                Along::Up
            } else {
                Along::Down
            }
        }
    }
}

/// A rectangle divided among words in proportion to what their letters take, with spaces between.
fn divided(whole: Rect, texts: &[&str], along: Along) -> Vec<Rect> {
    let takes = |text: &&str| text.chars().map(breadth).sum::<f32>().max(NARROW);
    let all = texts.iter().map(takes).sum::<f32>() + SPACE * texts.len().saturating_sub(1) as f32;
    let mut begin = 0.0;
    let part = |text| {
        let (from, length) = (begin / all, takes(text) / all);
        begin += takes(text) + SPACE;
        match along {
            Along::Right => Rect { x: whole.x + from * whole.width, width: length * whole.width, ..whole },
            Along::Left => Rect {
                x: whole.right() - (from + length) * whole.width,
                width: length * whole.width,
                ..whole
            },
            Along::Down => Rect { y: whole.y + from * whole.height, height: length * whole.height, ..whole },
            Along::Up => {
                let y = whole.bottom() - (from + length) * whole.height;
                Rect { y, height: length * whole.height, ..whole }
            }
        }
    };
    texts.iter().map(part).collect()
}

/// What a character takes along a line.
fn breadth(c: char) -> f32 {
    match c {
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' => 0.0,
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' | '(' | ')' | '['
        | ']' => NARROW,
        'm' | 'w' | 'M' | 'W' | '\u{2014}' | '%' | '@' => WIDE,
        c if is_east_asian(c) || is_korean(c) => SQUARE,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_divided_by_what_letters_take() {
        let whole = Rect { x: 10.0, y: 0.0, width: 100.0, height: 10.0 };
        let [a, b] = divided(whole, &["will", "mow"], Along::Right)[..] else { panic!() };
        assert!(a.x == 10.0 && (b.right() - 110.0).abs() < 0.01 && a.right() < b.x && a.width < b.width);
        let [a, b] = divided(whole, &["ab", "cd"], Along::Left)[..] else { panic!() };
        assert!(b.x < a.x && (a.right() - 110.0).abs() < 0.01 && a.width == b.width);
        let tall = Rect { height: 100.0, width: 10.0, ..whole };
        let [a, b] = divided(tall, &["ab", "cd"], Along::Up)[..] else { panic!() };
        assert!(b.y < a.y && (a.bottom() - 100.0).abs() < 0.01);
    }

    #[test]
    fn letters_run_as_their_script_does() {
        use Direction::{LeftToRight as Ltr, RightToLeft as Rtl, TopToBottom as Down};
        assert_eq!(direction("سلام", Ltr), Rtl);
        assert_eq!(direction("word", Rtl), Ltr);
        assert_eq!(direction("1914", Rtl), Rtl);
        assert_eq!(direction("word", Down), Down);
    }
}
