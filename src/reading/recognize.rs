//! From a bitmap to what it says.

use super::{ReadingOptions, Recognizer};
use crate::model::bitmap::{BitmapHeader, MAX_SIDE};
use crate::model::error::Error;
use crate::model::page::{Block, BlockKind, PageText};

/// Reads a bitmap. An empty page is a page without blocks.
///
/// # Errors
/// [`Error::PageTooLarge`] for what no engine can read, and those of the engine.
pub fn recognize<R: Recognizer>(
    engine: &mut R,
    header: &BitmapHeader,
    pixels: R::Pixels,
    options: ReadingOptions,
) -> Result<PageText, Error> {
    if header.width.max(header.height) > MAX_SIDE || header.width == 0 || header.height == 0 {
        return Err(Error::PageTooLarge { width_pt: header.size.width, height_pt: header.size.height });
    }
    let mut text = engine.recognize(header, pixels, options)?;
    drop_empty(&mut text);
    Ok(text)
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
