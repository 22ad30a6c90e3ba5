//! A word that somebody doubts, read in several ways: in its line and by itself, larger and smaller.

use super::lie::part;
use super::look::{enlarge, upright};
use super::recognize::{WHITE, heard};
use super::{ReadingOptions, Recognizer};
use crate::model::bitmap::BitmapHeader;
use crate::model::error::Error;
use crate::model::guess::Guess;
use crate::model::joint::has_space;
use crate::model::look::Turn;
use crate::model::options::PageSegmentationMode;
use crate::model::page::{Confidence, PageText, Rect, Word};

/// The ways in which a word is shown by itself: how to look for it, and how much larger than it was drawn.
const WAYS: [(PageSegmentationMode, f32); 4] = [
    (PageSegmentationMode::SINGLE_WORD, 1.0),
    (PageSegmentationMode::SINGLE_LINE, 0.6),
    (PageSegmentationMode::SINGLE_WORD, 1.6),
    (PageSegmentationMode::RAW_LINE, 0.8),
];
/// Paper around a word that is shown by itself, in heights of the word.
const MARGIN: f32 = 0.3;

/// What a word may be: the different readings of it, the surest first. The bitmap shows the word with its neighbours, whose text
/// lies as `turn` says.
///
/// # Errors
/// [`Error::WorkerStopped`]: nothing that a broken engine has said can be trusted.
pub fn read_word<R: Recognizer>(
    engine: &mut R,
    header: &BitmapHeader,
    pixels: &R::Pixels,
    (word, turn): (&Rect, Turn),
    limit_seconds: u32,
) -> Result<Vec<Guess>, Error> {
    let options = |psm| ReadingOptions::new(psm, limit_seconds);
    let mut guesses = Vec::new();
    let (line, of_line) = upright(header, pixels, [0, 0, header.width, header.height], turn);
    if let Some(text) = heard(engine.recognize(&line, of_line, options(PageSegmentationMode::SINGLE_LINE)))? {
        let is_it = |other: &&Word| {
            2.0 * other.rect.shared_area(word) > other.rect.width * other.rect.height
                && other.rect.height > 0.0
        };
        note(&mut guesses, text.words().filter(is_it));
    }
    let margin = MARGIN * word.width.min(word.height);
    let around = Rect {
        x: word.x - margin,
        y: word.y - margin,
        width: word.width + 2.0 * margin,
        height: word.height + 2.0 * margin,
    };
    let (own, of_word) = part(header, pixels, &around, turn);
    for (psm, times) in WAYS {
        let scaled = (times != 1.0).then(|| enlarge(&own, &of_word, times, WHITE)).flatten();
        let (header, pixels) = scaled.unwrap_or_else(|| (own, of_word.clone()));
        if let Some(text) = heard(engine.recognize(&header, pixels, options(psm)))? {
            note(&mut guesses, PageText::words(&text));
        }
    }
    guesses.sort_by(|a, b| b.confidence.0.total_cmp(&a.confidence.0));
    Ok(guesses)
}

/// Notes what was read, words that stand in each other's way as several.
fn note<'a>(guesses: &mut Vec<Guess>, words: impl Iterator<Item = &'a Word>) {
    let (mut text, mut least) = (String::new(), f32::INFINITY);
    for word in words.filter(|word| !word.text.trim().is_empty()) {
        if !text.is_empty() && has_space(&text, &word.text) {
            text.push(' ');
        }
        text.push_str(word.text.trim());
        least = least.min(word.confidence.0);
    }
    if text.is_empty() {
        return;
    }
    match guesses.iter_mut().find(|guess| guess.text == text) {
        Some(guess) => guess.confidence.0 = guess.confidence.0.max(least),
        None => guesses.push(Guess { text, confidence: Confidence(least) }),
    }
}
