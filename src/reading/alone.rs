//! Short words that stand alone, as digits do in the cells of a table.
//!
//! An engine tells letters by what is around them: of a digit with nothing beside it, it makes a letter, and doubts that.
//! Moved together with the other words of their line such words are read as well as others.

use super::Pixels;
use crate::model::affine::Affine;
use crate::model::bitmap::{BitmapHeader, MAX_SIDE};
use crate::model::page::{Confidence, PageSize, PageText, Rect, Word};

/// Characters of a short word.
const SHORT: usize = 2;
/// A word of which an engine is surer than that, in percent, is left as it is: it is of most that stand alone.
const SURE: f32 = 80.0;
/// What is further away, in heights of the line, is not beside a word.
const AWAY: f32 = 1.5;
/// The space that words are moved together to, in heights of the line.
const SPACE: f32 = 0.9;
/// Paper around a word and a line, in pixels.
const MARGIN: i32 = 4;

/// A word of a line on a strip.
struct Place {
    /// Its number among all words of the text.
    word: usize,
    /// Where it is cut out of the bitmap.
    from: [i32; 2],
    /// Where it is put: left and top edge, width and height.
    at: [i32; 4],
    is_doubted: bool,
}

/// Lines with doubtful words that stand alone, with their words moved together.
pub struct Strip {
    places: Vec<Place>,
    width: i32,
    height: i32,
}

impl Strip {
    /// The lines of a text that was read of a bitmap; `None` where there are none.
    pub fn of(header: &BitmapHeader, text: &PageText) -> Option<Self> {
        let mut strip = Strip { places: Vec::new(), width: 0, height: MARGIN };
        let mut first = 0;
        for line in text.lines() {
            let (x0, y0) = among_pixels(header, line.baseline.x0, line.baseline.y0);
            let (x1, y1) = among_pixels(header, line.baseline.x1, line.baseline.y1);
            let slope = if x1 > x0 { (y1 - y0) / (x1 - x0) } else { f32::INFINITY };
            if slope.abs() < 0.3 {
                let foot = |x: f32| y0 + (x - x0) * slope;
                let boxes: Vec<_> = line.words.iter().map(|word| edges(header, word)).collect();
                strip.add(&boxes, &line.words, first, foot);
            }
            first += line.words.len();
        }
        let is_any = strip.places.iter().any(|place| place.is_doubted);
        (is_any && strip.width.max(strip.height) <= MAX_SIDE as i32).then_some(strip)
    }

    /// Adds a line if any of its words are doubtful and stand alone, and others are not.
    fn add(&mut self, boxes: &[[f32; 4]], words: &[Word], first: usize, foot: impl Fn(f32) -> f32) {
        let middle = |[left, _, right, _]: &[f32; 4]| f32::midpoint(*left, *right);
        let above = boxes.iter().map(|at| foot(middle(at)) - at[1]).fold(0.0, f32::max);
        let below = boxes.iter().map(|at| at[3] - foot(middle(at))).fold(0.0, f32::max);
        let height = above + below;
        let is_alone = |i: usize| {
            let before = i.checked_sub(1).map_or(f32::INFINITY, |before| boxes[i][0] - boxes[before][2]);
            let after = boxes.get(i + 1).map_or(f32::INFINITY, |after| after[0] - boxes[i][2]);
            before.min(after) > AWAY * height
        };
        let is_doubted = |i: usize| {
            let is_short = words[i].text.chars().count() <= SHORT;
            is_short && words[i].confidence.0 < SURE && is_alone(i)
        };
        let doubted = (0..words.len()).filter(|i| is_doubted(*i)).count();
        if doubted == 0 || doubted == words.len() {
            return;
        }
        let rows = height.ceil() as i32 + 2 * MARGIN;
        let mut x = MARGIN;
        for (i, at) in boxes.iter().enumerate() {
            let width = (at[2] - at[0]).ceil() as i32 + 2;
            let from = [at[0] as i32 - 1, (foot(middle(at)) - above) as i32 - MARGIN];
            let at = [x, self.height, width, rows];
            self.places.push(Place { word: first + i, from, at, is_doubted: is_doubted(i) });
            x += width + (SPACE * height) as i32;
        }
        self.width = self.width.max(x + MARGIN);
        self.height += rows + MARGIN;
    }

    /// The strip as a bitmap, on paper of that tone. It is a page by itself.
    pub fn drawn<P: Pixels>(&self, header: &BitmapHeader, pixels: &P, paper: u8) -> (BitmapHeader, P) {
        let (width, height) = (self.width as u32, self.height as u32);
        let drawn = P::of_rows(width, height, |y, row| {
            row.fill(paper);
            for Place { from: [left, top], at: [x, first, width, rows], .. } in &self.places {
                let source = top + y as i32 - first;
                let is_here = (*first..first + rows).contains(&(y as i32));
                // What is cut at the edge of the bitmap is cut here as well.
                let (from, to) = ((*left).max(0), (left + width).min(header.width as i32));
                if is_here && (0..header.height as i32).contains(&source) && from < to {
                    let target = (x + from - left) as usize;
                    let start = source as usize * header.stride as usize + from as usize;
                    pixels.copy_to(start, &mut row[target..target + (to - from) as usize]);
                }
            }
        });
        let points = |pixels: i32| pixels as f32 * 72.0 / header.dpi.0;
        let size = PageSize { width: points(self.width), height: points(self.height) };
        let placement = Affine::upright(Rect { x: 0.0, y: 0.0, width: size.width, height: size.height });
        (BitmapHeader { size, placement, width, height, stride: width, ..*header }, drawn)
    }

    /// Puts what was read of the drawn strip in place of the doubtful words of the text, where it is surer.
    pub fn put(&self, header: &BitmapHeader, read: &PageText, text: &mut PageText) {
        let words = read.words().filter(|word| !word.text.is_empty());
        let mut words: Vec<(&Word, [f32; 4])> = words.map(|word| (word, edges(header, word))).collect();
        words.sort_by(|(_, a), (_, b)| a[0].total_cmp(&b[0]));
        let mut found = Vec::new();
        for line in self.places.chunk_by(|a, b| a.at[1] == b.at[1]) {
            let [_, top, _, rows] = line[0].at.map(|at| at as f32);
            let is_here = |at: &[f32; 4]| (top..top + rows).contains(&f32::midpoint(at[1], at[3]));
            let here = words.iter().filter(|(_, at)| is_here(at)).map(|(word, _)| word);
            // Boxes are not exact, but numbers are: words that have run together are not told apart.
            if here.clone().count() == line.len() {
                let pairs = line.iter().zip(here).filter(|(place, _)| place.is_doubted);
                found.extend(pairs.map(|(place, word)| (place.word, word.text.clone(), word.confidence)));
            }
        }
        let mut found = found.into_iter().peekable();
        for (i, word) in text.words_mut().enumerate() {
            if let Some((_, text, confidence)) = found.next_if(|(word, ..)| *word == i) {
                replace(word, text, confidence);
            }
        }
    }
}

fn replace(word: &mut Word, text: String, confidence: Confidence) {
    if confidence.0 > word.confidence.0 {
        (word.text, word.confidence) = (text, confidence);
    }
}

/// A point of the page among the pixels of a bitmap.
fn among_pixels(header: &BitmapHeader, x: f32, y: f32) -> (f32, f32) {
    let (x, y) = header.placement.share(x, y);
    (x * header.width as f32, y * header.height as f32)
}

/// Left, top, right and bottom edge of a word among the pixels of a bitmap.
fn edges(header: &BitmapHeader, word: &Word) -> [f32; 4] {
    let (x0, y0) = among_pixels(header, word.rect.x, word.rect.y);
    let (x1, y1) = among_pixels(header, word.rect.right(), word.rect.bottom());
    [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)]
}
