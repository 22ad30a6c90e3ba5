//! From a bitmap to what it says.

use super::look::{Seen, straighten::straighten};
use super::{ReadingOptions, Recognizer};
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

/// Looks at a bitmap, straightens it if its lines are askew, reads it, and sees what is left unread. An empty page is a page without blocks.
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
    let seen = (header.bytes() <= MOST_LOOKED_AT).then(|| Seen::of(header, &pixels)).flatten();
    let straight = seen.as_ref().filter(|seen| seen.skew.abs() >= STRAIGHT).and_then(|seen| {
        look.straightened = Some(seen.skew);
        straighten(header, &pixels, seen.skew, seen.paper)
    });
    let mut text = match straight {
        Some((header, straight)) => {
            drop(pixels);
            engine.recognize(&header, straight, options)?
        }
        None => engine.recognize(header, pixels, options)?,
    };
    drop_empty(&mut text);
    look.unread = seen.map(|seen| seen.unread(header, &text));
    Ok(Reading { text, look })
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
