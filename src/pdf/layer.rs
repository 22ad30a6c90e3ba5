//! The invisible text of one page, as operators of its content.
//!
//! A line is one run of text along its baseline, and every word is stretched to cover its box. How the
//! operators are put follows from how viewers take text apart:
//!
//! - Words are divided by characters that are spaces, since gaps alone are told from loosely set letters
//!   by guessing. A space is stretched over the gap, so that a selection has no holes.
//! - Words are placed one by one: what rounding does to one does not move the next.
//! - The type size of neighbouring words differs by a little. Firefox's viewer takes everything of one
//!   size on a line for one piece with evenly wide letters; this way each word is a piece of its own.
//! - Words written from right to left have their letters in the order in which they are seen. All viewers
//!   expect that, and turn them round.

use unicode_bidi::{BidiInfo, Level};

use super::font::{ADVANCE, ASCENT, DESCENT, InvisibleFont};
use super::geometry::Matrix;
use crate::page::{Direction, Line, PageText, Rect, Word};

/// Smallest width of a word or a space in points: less could be taken for letters printed twice.
const MIN_WIDTH: f64 = 0.2;
/// By how much the type size of every second word is larger.
const SIZE_STEP: f64 = 0.01;

/// The operators that set all words of a page, balanced, for a content that leaves the coordinate system
/// as it was. `to_page` leads from points of the page as shown, origin at the bottom left, to the
/// coordinates of the content; `font_name` is what the resources call the font. Empty if there are no words.
pub fn content(text: &PageText, to_page: &Matrix, font: &mut InvisibleFont, font_name: &str) -> Vec<u8> {
    let mut run = Run { out: String::new(), font, font_name, words: 0 };
    for line in text.lines() {
        run.line(line, f64::from(text.size.height));
    }
    if run.words == 0 {
        return Vec::new();
    }
    let matrix = to_page.0.map(number).join(" ");
    format!("q {matrix} cm BT 3 Tr\n{}ET Q\n", run.out).into_bytes()
}

struct Run<'a> {
    out: String,
    font: &'a mut InvisibleFont,
    font_name: &'a str,
    words: usize,
}

/// A word's place along its line, in points from the line's origin.
struct Place<'a> {
    word: &'a Word,
    start: f64,
    length: f64,
}

impl Run<'_> {
    fn line(&mut self, line: &Line, page_height: f64) {
        let words: Vec<&Word> = line.words.iter().filter(|word| is_sound(word)).collect();
        let Some(track) = Track::of(line, &words, page_height) else {
            return;
        };
        let places: Vec<Place<'_>> = words.iter().map(|word| track.place(word)).collect();
        let [cos, sin] = track.along.map(number);
        let [minus_sin, x, y] = [-track.along[1], track.origin[0], track.origin[1]].map(number);
        self.out.push_str(&format!("{cos} {sin} {minus_sin} {cos} {x} {y} Tm\n"));
        let mut at = 0.0;
        for (i, place) in places.iter().enumerate() {
            let step = if self.words.is_multiple_of(2) { 0.0 } else { SIZE_STEP };
            let size = ((track.size + step) * 100.0).round() / 100.0;
            self.words += 1;
            let text = visual(place.word);
            self.out.push_str(&format!(
                "/{} {} Tf {} 0 Td ",
                self.font_name,
                number(size),
                number(place.start - at)
            ));
            at = place.start;
            self.show(&text, place.length, size);
            if let Some(next) = places.get(i + 1) {
                self.space(place, next, size, &mut at);
            }
            self.out.push('\n');
        }
    }

    /// Shows characters so that together they have this length.
    fn show(&mut self, text: &str, length: f64, size: f64) {
        let codes: String = text.chars().map(|c| format!("{:04X}", self.font.code(c))).collect();
        let natural = text.chars().count() as f64 * size * ADVANCE as f64 / 1000.0;
        self.out.push_str(&format!("{} Tz <{codes}> Tj", number(100.0 * length.max(MIN_WIDTH) / natural)));
    }

    /// A space between two words, over the gap that is there.
    fn space(&mut self, word: &Place<'_>, next: &Place<'_>, size: f64, at: &mut f64) {
        let (left, right) = if next.start >= word.start { (word, next) } else { (next, word) };
        let start = left.start + left.length;
        let gap = (right.start - start).max(MIN_WIDTH);
        self.out.push_str(&format!(" {} 0 Td ", number(start - *at)));
        *at = start;
        self.show(" ", gap, size);
    }
}

fn is_sound(word: &Word) -> bool {
    let Rect { x, y, width, height } = word.rect;
    [x, y, width, height].iter().all(|value| value.is_finite()) && !word.text.is_empty()
}

/// Where the letters of a line stand, in points of the page as shown, y growing upwards.
struct Track {
    origin: [f64; 2],
    /// The way they follow each other: a vector of length 1.
    along: [f64; 2],
    /// Type size.
    size: f64,
    page_height: f64,
}

impl Track {
    /// `None` if there are no words.
    fn of(line: &Line, words: &[&Word], page_height: f64) -> Option<Self> {
        let down = words.iter().filter(|word| word.direction == Direction::TopToBottom).count();
        let is_vertical = 2 * down > words.len();
        let extent = |word: &&Word| f64::from(if is_vertical { word.rect.width } else { word.rect.height });
        let tallest = words.iter().map(extent).reduce(f64::max)?.max(1.0);
        let row = f64::from(line.row_height);
        let size = if (0.5 * tallest..=2.0 * tallest).contains(&row) { row } else { tallest };
        let below = size * -DESCENT as f64 / (ASCENT - DESCENT) as f64;
        let first = words.first()?.rect;
        if is_vertical {
            let left = words.iter().map(|word| f64::from(word.rect.x)).reduce(f64::min)?;
            let origin = [left + below, page_height - f64::from(first.y)];
            return Some(Self { origin, along: [0.0, -1.0], size, page_height });
        }
        let bottom = words.iter().map(|word| f64::from(word.rect.bottom())).reduce(f64::max)?;
        let (start, along) = baseline(line, bottom, below, size);
        let origin = [start[0], page_height - start[1]];
        Some(Self { origin, along, size, page_height })
    }

    /// The part of the track that a word covers.
    fn place<'a>(&self, word: &'a Word) -> Place<'a> {
        let Rect { x, y, width, height } = word.rect;
        let [cos, sin] = self.along;
        // Along the axis to which the track is closer, the word begins and ends where its box does.
        let (axis, from, to) = if cos.abs() >= sin.abs() {
            (0, f64::from(x), f64::from(x + width))
        } else {
            (1, self.page_height - f64::from(y), self.page_height - f64::from(y + height))
        };
        let along = self.along[axis];
        let ends = [from, to].map(|end| (end - self.origin[axis]) / along);
        let start = ends[0].min(ends[1]);
        Place { word, start, length: (ends[0] - ends[1]).abs() }
    }
}

/// Start and direction of the line's baseline, or of one below the words where the line has none that
/// can be right.
fn baseline(line: &Line, bottom: f64, below: f64, size: f64) -> ([f64; 2], [f64; 2]) {
    let given = [line.baseline.x0, line.baseline.y0, line.baseline.x1, line.baseline.y1].map(f64::from);
    let [x0, y0, x1, y1] = given;
    let length = (x1 - x0).hypot(y1 - y0);
    let is_near = |y: f64| (f64::from(line.rect.y) - size..=bottom + size).contains(&y);
    if given.iter().all(|value| value.is_finite()) && length > 0.0 && is_near(y0) && is_near(y1) {
        return ([x0, y0], [(x1 - x0) / length, (y0 - y1) / length]);
    }
    ([f64::from(line.rect.x), bottom - below], [1.0, 0.0])
}

/// The characters in the order in which they are seen from left to right.
fn visual(word: &Word) -> String {
    if word.direction != Direction::RightToLeft && word.text.is_ascii() {
        return word.text.clone();
    }
    let level = (word.direction == Direction::RightToLeft).then(Level::rtl);
    let info = BidiInfo::new(&word.text, level);
    info.paragraphs.iter().map(|paragraph| info.reorder_line(paragraph, paragraph.range.clone())).collect()
}

/// A number as content streams have it: no exponent, no more digits than count.
fn number(value: f64) -> String {
    let text = format!("{:.4}", if value.is_finite() { value } else { 0.0 });
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
