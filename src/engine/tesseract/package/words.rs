//! Walks the result of a recognition and builds [`PageText`] from it.

use wasm_bindgen::JsValue;

use super::super::heap::Heap;
use super::super::{block_kind, direction, without_marks};
use super::module::TesseractModule;
use crate::model::bitmap::BitmapHeader;
use crate::model::page::{Baseline, Block, Confidence, Line, PageText, Paragraph, Rect, Word};

/// `tesseract::PageIteratorLevel`.
#[derive(Clone, Copy)]
enum Level {
    Block = 0,
    Paragraph = 1,
    Line = 2,
    Word = 3,
}

/// A result iterator with room for what it writes.
struct Walk<'a> {
    module: &'a TesseractModule,
    heap: &'a Heap,
    header: &'a BitmapHeader,
    iterator: u32,
    /// Sixteen bytes for four numbers.
    scratch: u32,
}

impl Drop for Walk<'_> {
    fn drop(&mut self) {
        self.module.free(self.scratch);
        self.module.destroy_iterator(self.iterator);
    }
}

/// Everything that was recognized, in reading order.
pub(super) fn walk(
    module: &TesseractModule,
    heap: &Heap,
    api: u32,
    header: &BitmapHeader,
) -> Result<PageText, JsValue> {
    let mut text = header.blank();
    let iterator = module.iterator(api)?;
    if iterator == 0 {
        return Ok(text);
    }
    let walk = Walk { module, heap, header, iterator, scratch: module.malloc(16)? };
    loop {
        if walk.begins(Level::Block) {
            let kind = block_kind(module.block_type(iterator));
            text.blocks.push(Block { kind, rect: walk.rect(Level::Block), paragraphs: Vec::new() });
        }
        if module.empty(iterator, Level::Word as i32) == 0
            && let Some(block) = text.blocks.last_mut()
        {
            walk.add_word(block)?;
        }
        if module.next(iterator, Level::Word as i32) == 0 {
            break;
        }
    }
    Ok(text)
}

impl Walk<'_> {
    fn begins(&self, level: Level) -> bool {
        self.module.at_beginning_of(self.iterator, level as i32) != 0
    }

    fn rect(&self, level: Level) -> Rect {
        let [left, top, right, bottom] = [0, 4, 8, 12].map(|offset| self.scratch + offset);
        self.module.bounding_box(self.iterator, level as i32, left, top, right, bottom);
        let [left, top, right, bottom] = self.heap.read_i32(self.scratch);
        self.header.to_page(left, top, right, bottom)
    }

    /// The baseline of the current line, and the height of its row.
    fn line(&self) -> (Baseline, f32) {
        let [x0, y0, x1, y1] = [0, 4, 8, 12].map(|offset| self.scratch + offset);
        self.module.baseline(self.iterator, Level::Line as i32, x0, y0, x1, y1);
        let baseline = self.heap.read_i32(self.scratch);
        let [height, descenders, ascenders] = [0, 4, 8].map(|offset| self.scratch + offset);
        self.module.row_attributes(self.iterator, height, descenders, ascenders);
        let [height] = self.heap.read_i32::<1>(self.scratch);
        self.header.line_to_page(baseline, f32::from_bits(height as u32))
    }

    /// Adds the current word to its block, opening the paragraph and line it begins.
    fn add_word(&self, block: &mut Block) -> Result<(), JsValue> {
        if self.begins(Level::Paragraph) || block.paragraphs.is_empty() {
            block.paragraphs.push(Paragraph { rect: self.rect(Level::Paragraph), lines: Vec::new() });
        }
        let Some(paragraph) = block.paragraphs.last_mut() else {
            return Ok(());
        };
        if self.begins(Level::Line) || paragraph.lines.is_empty() {
            let (baseline, row_height) = self.line();
            paragraph.lines.push(Line {
                rect: self.rect(Level::Line),
                baseline,
                row_height,
                words: Vec::new(),
            });
        }
        let address = self.module.text(self.iterator, Level::Word as i32)?;
        if address == 0 {
            return Ok(());
        }
        let text = self.heap.read_text(address);
        self.module.free(address);
        let text = without_marks(&text);
        if let Some(line) = paragraph.lines.last_mut() {
            line.words.push(Word {
                direction: direction(&text, self.module.word_direction(self.iterator), &line.baseline),
                text,
                rect: self.rect(Level::Word),
                confidence: Confidence(
                    self.module.confidence(self.iterator, Level::Word as i32).clamp(0.0, 100.0),
                ),
                is_native: false,
                corrected: None,
            });
        }
        Ok(())
    }
}
