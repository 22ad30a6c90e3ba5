//! From a bitmap to what it says.

use super::arrange::{self, arrange};
use super::look::{Seen, even, straighten};
use super::{ReadingOptions, Recognizer};
use crate::model::bitmap::{BitmapHeader, MAX_SIDE};
use crate::model::error::Error;
use crate::model::look::Look;
use crate::model::page::{Block, BlockKind, PageText};

/// Bitmaps of more bytes are read as they are: looking at one may take as much memory again. A3 at 200 dpi has less.
const MOST_LOOKED_AT: u64 = 8_000_000;
/// Lines that are less askew, in degrees, are read as well as straight ones.
const STRAIGHT: f32 = 0.5;
/// A bitmap is only read again while less than this share of its time is over.
const TIME_LEFT: f64 = 0.45;
/// The tone of the paper of what was evened out.
const WHITE: u8 = 255;
/// How much more a second reading has to be worth: what is as good was read as it is.
const BETTER: f32 = 1.02;

/// What a bitmap says.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its words.
    pub text: PageText,
    /// What was seen beside them.
    pub look: Look,
}

/// Looks at a bitmap, straightens it if its lines are askew, and reads it. Where much of its ink is left unread it is
/// evened out and read again, if `now` (milliseconds from whenever) leaves the time, and the better reading counts. An
/// empty page is a page without blocks. Rows and drop caps come out as such.
///
/// # Errors
/// [`Error::PageTooLarge`] for what no engine can read, and those of the engine.
pub fn recognize<R: Recognizer>(
    engine: &mut R,
    header: &BitmapHeader,
    pixels: R::Pixels,
    options: ReadingOptions,
    now: impl Fn() -> f64,
) -> Result<Reading, Error> {
    let begun = now();
    let kept = (header.bytes() <= MOST_LOOKED_AT).then(|| pixels.clone());
    let mut reading = read_best(engine, header, pixels, options, &now)?;
    let limit = f64::from(options.limit_seconds) * 1000.0;
    let is_time_left = || options.limit_seconds == 0 || now() - begun < TIME_LEFT * limit;
    // What was evened out has to be evened out again to be read: the pieces that are there will do.
    let kept = kept.filter(|_| !reading.look.evened);
    arrange(engine, header, kept.as_ref(), options, &mut reading, is_time_left)?;
    Ok(reading)
}

fn read_best<R: Recognizer>(
    engine: &mut R,
    header: &BitmapHeader,
    pixels: R::Pixels,
    options: ReadingOptions,
    now: impl Fn() -> f64,
) -> Result<Reading, Error> {
    if header.width.max(header.height) > MAX_SIDE || header.width == 0 || header.height == 0 {
        return Err(Error::PageTooLarge { width_pt: header.size.width, height_pt: header.size.height });
    }
    let begun = now();
    let seen = (header.bytes() <= MOST_LOOKED_AT).then(|| Seen::of(header, &pixels)).flatten();
    let Some(seen) = seen else {
        let mut text = engine.recognize(header, pixels, options)?;
        drop_empty(&mut text);
        return Ok(Reading { text, look: Look::default() });
    };
    let first = read(engine, header, pixels.clone(), options, &seen, seen.paper)?;
    let limit = f64::from(options.limit_seconds) * 1000.0;
    let passed = now() - begun;
    let is_time_left = options.limit_seconds == 0 || passed < TIME_LEFT * limit;
    if !is_time_left || !first.look.unread.is_some_and(|unread| unread.is_much()) {
        return Ok(first);
    }
    let Some(even) = even(header, &pixels) else {
        return Ok(first);
    };
    drop(pixels);
    let left = if options.limit_seconds == 0 { 0 } else { ((limit - passed) / 1000.0).max(1.0) as u32 };
    match read(engine, header, even, ReadingOptions { limit_seconds: left, ..options }, &seen, WHITE) {
        Ok(mut second) if worth(&second) > BETTER * worth(&first) => {
            second.look.evened = true;
            Ok(second)
        }
        // Nothing that a broken engine has said can be trusted.
        Err(error @ Error::WorkerStopped { .. }) => Err(error),
        Ok(_) | Err(_) => Ok(first),
    }
}

/// Reads a bitmap whose paper has that tone, straightened if its lines are askew, and sees what is left unread.
fn read<R: Recognizer>(
    engine: &mut R,
    header: &BitmapHeader,
    pixels: R::Pixels,
    options: ReadingOptions,
    seen: &Seen,
    paper: u8,
) -> Result<Reading, Error> {
    let mut look = Look::default();
    let is_askew = seen.skew.abs() >= STRAIGHT;
    let mut text = match is_askew.then(|| straighten(header, &pixels, seen.skew, paper)).flatten() {
        Some((header, straight)) => {
            look.straightened = Some(seen.skew);
            drop(pixels);
            engine.recognize(&header, straight, options)?
        }
        None => engine.recognize(header, pixels, options)?,
    };
    drop_empty(&mut text);
    look.unread = Some(seen.unread(header, &text));
    Ok(Reading { text, look })
}

/// What a reading is worth beside another of the same bitmap: the letters in words that look like words, by how sure the
/// engine is of each, and by how much of the ink is in any.
fn worth(reading: &Reading) -> f32 {
    let unread = reading.look.unread.map_or(0.0, |unread| unread.share());
    arrange::worth(reading.text.words()) * (1.0 - unread)
}

/// Takes out words without characters, and lines, paragraphs and text blocks without words.
fn drop_empty(text: &mut PageText) {
    for block in &mut text.blocks {
        for paragraph in &mut block.paragraphs {
            for line in &mut paragraph.lines {
                line.words.retain(|word| !word.text.is_empty());
            }
            paragraph.lines.retain(|line| !line.words.is_empty());
        }
        block.paragraphs.retain(|paragraph| !paragraph.lines.is_empty());
    }
    let is_picture = |block: &Block| matches!(block.kind, BlockKind::Image | BlockKind::Separator);
    text.blocks.retain(|block| is_picture(block) || !block.paragraphs.is_empty());
}
