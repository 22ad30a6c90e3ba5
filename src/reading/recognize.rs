//! From a bitmap to what it says.

use super::look::ground::Ground;
use super::look::reduced::Reduced;
use super::look::straighten::straighten;
use super::look::{marks, skew::skew};
use super::{Pixels, ReadingOptions, Recognizer};
use crate::model::bitmap::{BitmapHeader, MAX_SIDE};
use crate::model::error::Error;
use crate::model::look::Look;
use crate::model::page::{Block, BlockKind, PageText};

/// Bitmaps of more bytes are read as they are: looking at one may take as much memory again. A3 at 200 dpi has less.
const MOST_LOOKED_AT: u64 = 8_000_000;
/// Lines that are less askew, in degrees, are read as well as straight ones.
const STRAIGHT: f32 = 0.5;

/// What a bitmap says.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its words.
    pub text: PageText,
    /// What was seen beside them.
    pub look: Look,
}

/// Looks at a bitmap, straightens it if its lines are askew, and reads it. An empty page is a page without blocks.
///
/// # Errors
/// [`Error::PageTooLarge`] for what no engine can read, and those of the engine.
pub fn recognize<R: Recognizer>(
    engine: &mut R,
    header: &BitmapHeader,
    pixels: R::Pixels,
    options: ReadingOptions,
) -> Result<Reading, Error> {
    if header.width.max(header.height) > MAX_SIDE || header.width == 0 || header.height == 0 {
        return Err(Error::PageTooLarge { width_pt: header.size.width, height_pt: header.size.height });
    }
    let mut look = Look::default();
    let straight = askew(header, &pixels).and_then(|(degrees, paper)| {
        look.straightened = Some(degrees);
        straighten(header, &pixels, degrees, paper)
    });
    let mut text = match straight {
        Some((header, straight)) => {
            drop(pixels);
            engine.recognize(&header, straight, options)?
        }
        None => engine.recognize(header, pixels, options)?,
    };
    drop_empty(&mut text);
    Ok(Reading { text, look })
}

/// By how many degrees the lines of a bitmap go down to the right, if that is worth straightening, and the tone of its
/// paper.
fn askew(header: &BitmapHeader, pixels: &impl Pixels) -> Option<(f32, u8)> {
    if header.bytes() > MOST_LOOKED_AT {
        return None;
    }
    let image = Reduced::of(header, pixels)?;
    let ground = Ground::of(&image);
    let letters = marks::letters(&image, &marks::all(&image, &ground));
    let degrees = skew(&letters)?.degrees;
    (degrees.abs() >= STRAIGHT).then(|| (degrees, ground.paper()))
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
