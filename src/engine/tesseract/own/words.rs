//! Builds [`PageText`] of what our own module has read.
//!
//! It gives four numbers: how many records there are, where they lie, where their texts lie, and how many bytes these are.
//! A record is twelve numbers: its kind, its box (left, top, right, bottom, in pixels), and what else its kind has.

use wasm_bindgen::JsValue;

use super::super::heap::Heap;
use super::super::{block_kind, direction, without_marks};
use super::module::Exports;
use crate::model::bitmap::BitmapHeader;
use crate::model::joint::is_one_word;
use crate::model::page::{Block, Confidence, Line, PageText, Paragraph, Word};

/// Bytes of a record.
const RECORD: usize = 48;

/// What a record is of.
const BLOCK: i32 = 0;
const PARAGRAPH: i32 = 1;
const LINE: i32 = 2;
const WORD: i32 = 3;

/// `kSpaceBefore` in `walk.h`.
const SPACE_BEFORE: i32 = 8;

/// Everything that was recognized, in reading order.
pub(super) fn walk(exports: &Exports, heap: &Heap, header: &BitmapHeader) -> Result<PageText, JsValue> {
    let [count, records, texts, text_bytes] = heap.read_i32(exports.walk()?);
    let records = heap.read(records as u32, (count as u32).saturating_mul(RECORD as u32));
    let texts = heap.read(texts as u32, text_bytes as u32);
    let mut text = header.blank();
    for record in records.chunks_exact(RECORD) {
        add(&mut text, header, numbers(record), &texts);
    }
    Ok(text)
}

fn numbers(record: &[u8]) -> [i32; RECORD / 4] {
    let mut numbers = [0; RECORD / 4];
    for (number, bytes) in numbers.iter_mut().zip(record.chunks_exact(4)) {
        *number = i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    }
    numbers
}

/// Adds a record to the text. One without what it belongs to is left out.
fn add(text: &mut PageText, header: &BitmapHeader, record: [i32; RECORD / 4], texts: &[u8]) {
    let [kind, left, top, right, bottom, a, b, c, d, e, ..] = record;
    let rect = header.to_page(left, top, right, bottom);
    if kind == BLOCK {
        text.blocks.push(Block { kind: block_kind(a), rect, paragraphs: Vec::new() });
        return;
    }
    let Some(block) = text.blocks.last_mut() else {
        return;
    };
    if kind == PARAGRAPH {
        block.paragraphs.push(Paragraph { rect, lines: Vec::new() });
        return;
    }
    let Some(paragraph) = block.paragraphs.last_mut() else {
        return;
    };
    if kind == LINE {
        let (baseline, row_height) = header.line_to_page([a, b, c, d], f32::from_bits(e as u32));
        paragraph.lines.push(Line { rect, baseline, row_height, words: Vec::new() });
    } else if let (WORD, Some(line)) = (kind, paragraph.lines.last_mut()) {
        let bytes = texts.get(d as usize..(d as usize).saturating_add(e as usize)).unwrap_or_default();
        let text = without_marks(&String::from_utf8_lossy(bytes));
        let word = Word {
            direction: direction(&text, b, &line.baseline),
            text,
            rect,
            confidence: Confidence(f32::from_bits(a as u32).clamp(0.0, 100.0)),
            is_native: false,
            corrected: None,
        };
        match line.words.last_mut() {
            Some(last) if c & SPACE_BEFORE == 0 && is_one_word(&last.text, &word.text) => last.append(&word),
            _ => line.words.push(word),
        }
    }
}
