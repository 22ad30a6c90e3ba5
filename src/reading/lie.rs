//! How the text of a page lies, told by how it was read.
//!
//! An engine that looks for text of any kind takes lines that run up or down the page for such as run down, and others for
//! upright ones: words are taller than wide on a page on its side, and wider than tall on one on its head. What it takes
//! the wrong way it reads as nonsense, and knows: of upright pages it is sure by 59 % at least, of others by 40 at most.

use super::Pixels;
use super::look::{Part, upright};
use crate::model::bitmap::BitmapHeader;
use crate::model::look::Turn;
use crate::model::page::{PageText, Rect, Word};

/// Words that an engine is less sure of than that, in percent, may have been read the wrong way.
const SURE: f32 = 50.0;
/// From how many letters on anything is said.
const ENOUGH: usize = 20;
/// Letters of a word that has a shape: shorter ones are about as wide as tall.
const LONG: usize = 4;
/// Characters of words that letters on their side are taken for.
const SHORT: usize = 2;
/// How many more letters it takes that a part of a page lies another way than the rest, for all of it to be read again.
const ENOUGH_OF_PART: usize = 40;
/// Side of the window that is read in another direction, to tell whether the page would be, in points: 640 pixels at 200
/// dpi, which are enough (19 of 19 pages) and a fifth of the time of a page.
const WINDOW: f32 = 230.0;

/// One of so many words may be outside of a part at each of its sides.
const OUTSIDE: usize = 40;
/// What belongs to a part beyond the words that tell of it, in points.
const AROUND: f32 = 30.0;

/// What is thought of how a page, or a part of it, lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Suspicion {
    /// So, for certain.
    Certain(Turn),
    /// On its head, which a window of the page would be read in.
    Head(Rect),
    /// On either side, in a part of the page, which a window of that would be read in.
    Part(Rect, Rect),
    /// As the first, which a window of the page would be read in, or else as the second.
    Either(Rect, Turn, Turn),
}

/// What the words that were read of an upright bitmap say; `None` where it stands upright, or nobody can tell.
pub fn suspicion(text: &PageText) -> Option<Suspicion> {
    let words = || text.words().filter(|word| word.text.chars().count() > 1);
    let all: usize = words().map(letters).sum();
    let sure: f32 = words().map(|word| letters(word) as f32 * word.confidence.0).sum();
    let long: usize = words().filter(|word| is_long(word)).map(letters).sum();
    let tall: usize = words().filter(|word| is_tall(word)).map(letters).sum();
    let is_sure = sure >= SURE * all as f32;
    let is_sideways = 2 * tall > long;
    // Of a part on its side among upright text an engine makes tall words, or many short ones.
    let is_odd = |word: &&Word| is_tall(word) || (is_sure && word.text.chars().count() <= SHORT);
    let doubted: Vec<&Word> = text.words().filter(is_odd).filter(|word| word.confidence.0 < SURE).collect();
    match (is_sideways, is_sure) {
        _ if all < ENOUGH => None,
        (true, true) => Some(Suspicion::Certain(Turn::Right)),
        (true, false) => Some(Suspicion::Either(densest(&doubted)?, Turn::Left, Turn::Right)),
        // A part that an engine makes nothing of may lie on either side: it reads one, and which depends on the rest.
        _ if doubted.iter().copied().map(letters).sum::<usize>() >= ENOUGH_OF_PART => {
            Some(Suspicion::Part(densest(&doubted)?, spread(&doubted)))
        }
        (false, true) => None,
        (false, false) => Some(Suspicion::Head(densest(&words().collect::<Vec<_>>())?)),
    }
}

/// How well a text was read, of its words whose middle is in a window: the letters of those that an engine is sure of, by
/// how sure it is.
pub fn sureness(text: &PageText, window: &Rect) -> f32 {
    let is_in = |word: &&Word| window.shared_area(&word.rect) * 2.0 > word.rect.width * word.rect.height;
    text.words().filter(is_in).map(|word| letters(word) as f32 * (word.confidence.0 - SURE).max(0.0)).sum()
}

/// The part of a bitmap that shows a window of its page, with the text that lies as `turn` says upright.
pub fn part<P: Pixels>(header: &BitmapHeader, pixels: &P, window: &Rect, turn: Turn) -> (BitmapHeader, P) {
    let area = header.area();
    let (across, down) = (header.width as f32 / area.width, header.height as f32 / area.height);
    let [left, right] = [window.x, window.right()].map(|x| ((x - area.x) * across) as u32);
    let [top, bottom] = [window.y, window.bottom()].map(|y| ((y - area.y) * down) as u32);
    let (right, bottom) = (right.min(header.width), bottom.min(header.height));
    let part: Part = [left, top, right.saturating_sub(left).max(1), bottom.saturating_sub(top).max(1)];
    upright(header, pixels, part, turn)
}

fn letters(word: &Word) -> usize {
    word.text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether a word has a shape, and is of a script that is not written in columns.
fn is_long(word: &Word) -> bool {
    word.text.chars().count() >= LONG && word.text.chars().all(|c| c < '\u{2e80}')
}

fn is_tall(word: &Word) -> bool {
    is_long(word) && word.rect.height > word.rect.width
}

/// The window around one of these words in which most letters of them are.
fn densest(words: &[&Word]) -> Option<Rect> {
    let middle = |word: &Word| (word.rect.x + word.rect.width / 2.0, word.rect.y + word.rect.height / 2.0);
    let around = |word: &Word| {
        let (x, y) = middle(word);
        let (left, top) = ((x - WINDOW / 2.0).max(0.0), (y - WINDOW / 2.0).max(0.0));
        Rect { x: left, y: top, width: WINDOW, height: WINDOW }
    };
    let count = |window: &Rect| {
        let is_in = |word: &&&Word| {
            let (x, y) = middle(word);
            (window.x..window.right()).contains(&x) && (window.y..window.bottom()).contains(&y)
        };
        words.iter().filter(is_in).map(|word| letters(word)).sum::<usize>()
    };
    let windows = words.iter().map(|word| around(word));
    let (letters, window) =
        windows.map(|window| (count(&window), window)).max_by_key(|(letters, _)| *letters)?;
    (letters >= ENOUGH).then_some(window)
}

/// The part of a page that some words take in, but for a few: any page has one or two such.
fn spread(words: &[&Word]) -> Rect {
    let ends = |middle: fn(&Rect) -> f32| {
        let mut places: Vec<f32> = words.iter().map(|word| middle(&word.rect)).collect();
        places.sort_by(f32::total_cmp);
        let few = places.len() / OUTSIDE;
        let end = |i: usize| places.get(i).copied().unwrap_or(0.0);
        ((end(few) - AROUND).max(0.0), end(places.len() - 1 - few) + AROUND)
    };
    let (left, right) = ends(|rect| rect.x + rect.width / 2.0);
    let (top, bottom) = ends(|rect| rect.y + rect.height / 2.0);
    Rect { x: left, y: top, width: right - left, height: bottom - top }
}
