//! Short words that stand alone: an engine that tells them by what is beside them.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use pagewise::model::bitmap::{BitmapHeader, Provenance};
use pagewise::model::error::Error;
use pagewise::model::options::PageSegmentationMode;
use pagewise::model::page::{
    Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph, Word,
};
use pagewise::reading::strips::Extent;
use pagewise::reading::{ReadingOptions, Recognizer, recognize};

const WIDTH: usize = 1400;
const HEIGHT: usize = 300;
/// Height of a word in pixels.
const TALL: usize = 24;
const PAPER: u8 = 250;

/// Words on a page of two lines, each in a grey of its own: left and top edge, and width.
const WORDS: [[usize; 3]; 7] = [
    [100, 60, 180],
    [600, 60, 14],
    [1000, 62, 14],
    [1200, 60, 90],
    // Nothing in this line is alone.
    [100, 160, 200],
    [320, 160, 14],
    [350, 160, 100],
];

fn grey(word: usize) -> u8 {
    20 * word as u8
}

/// Reads wide words, and narrow ones beside others; others are an "i", perhaps.
struct Reader {
    shown: Vec<(BitmapHeader, PageSegmentationMode)>,
    runs_together: bool,
}

impl Recognizer for Reader {
    type Pixels = Vec<u8>;

    fn recognize(
        &mut self,
        header: &BitmapHeader,
        pixels: Vec<u8>,
        options: ReadingOptions,
    ) -> Result<PageText, Error> {
        self.shown.push((*header, options.psm));
        let mut lines: Vec<Line> = Vec::new();
        for word in 0..WORDS.len() {
            let stride = header.stride as usize;
            let here = |i: &usize| pixels[*i] == grey(word);
            let Some(first) = (0..pixels.len()).find(here) else { continue };
            let last = (0..pixels.len()).rev().find(here).unwrap();
            let (left, top, right, bottom) =
                (first % stride, first / stride, last % stride + 1, last / stride + 1);
            let beside = left.saturating_sub(36)..(right + 36).min(stride);
            let is_alone =
                beside.filter(|x| pixels[top * stride + 8 * stride + x] < PAPER).count() == right - left;
            let is_misread = right - left < TALL && is_alone;
            let [x0, y0, x1, y1] = [left, top, right, bottom].map(|at| at as i32);
            let rect = header.to_page(x0, y0, x1, y1);
            let word = Word {
                text: if is_misread { "i".to_owned() } else { word.to_string() },
                rect,
                confidence: Confidence(if is_misread { 41.0 } else { 95.0 }),
                direction: Direction::LeftToRight,
                is_native: false,
                corrected: None,
            };
            let (baseline, row_height) = header.line_to_page([x0, y1, x1, y1], TALL as f32);
            match lines.last_mut().filter(|line| (line.baseline.y0 - baseline.y0).abs() < 4.0) {
                Some(line) if self.runs_together && self.shown.len() > 1 => {
                    line.words.last_mut().unwrap().text.push_str(&word.text);
                }
                Some(line) => {
                    line.baseline.x1 = baseline.x1;
                    line.words.push(word);
                }
                None => lines.push(Line { rect, baseline, row_height, words: vec![word] }),
            }
        }
        let rect = header.area();
        let blocks = vec![Block { kind: BlockKind::Text, rect, paragraphs: vec![Paragraph { rect, lines }] }];
        Ok(PageText { blocks, ..header.blank() })
    }
}

/// What is read of the page, and what the reader was shown.
fn read(runs_together: bool) -> (PageText, Vec<(BitmapHeader, PageSegmentationMode)>) {
    let mut pixels = vec![PAPER; WIDTH * HEIGHT];
    for (word, [left, top, width]) in WORDS.into_iter().enumerate() {
        for y in top..top + TALL {
            pixels[y * WIDTH + left..][..width].fill(grey(word));
        }
    }
    let size = PageSize { width: WIDTH as f32 * 0.36, height: HEIGHT as f32 * 0.36 };
    let header = Extent::whole(size, Dpi(200.0)).header(PageIndex(0), size, Provenance::Scan);
    let mut reader = Reader { shown: Vec::new(), runs_together };
    let options = ReadingOptions::new(PageSegmentationMode::AUTO, 0);
    let reading = recognize(&mut reader, &header, pixels, options, || 0.0).unwrap();
    (reading.text, reader.shown)
}

#[test]
fn a_word_that_stands_alone_is_read_beside_the_others_of_its_line() {
    let (text, shown) = read(false);
    assert_eq!(text.to_string(), "0 1 2 3\n4 5 6");
    let (header, psm) = shown[1];
    assert_eq!((shown.len(), psm), (2, PageSegmentationMode::SINGLE_BLOCK));
    assert!(header.height < 2 * TALL as u32, "one line has such words, and is all that is read: {header:?}");
    // It stays where it was.
    let rect = text.words().nth(2).unwrap().rect;
    assert!((rect.x - 360.0).abs() < 0.1 && (rect.y - 62.0 * 0.36).abs() < 0.1, "{rect:?}");
}

#[test]
fn words_that_run_together_stay_as_they_were() {
    let (text, shown) = read(true);
    assert_eq!(shown.len(), 2);
    assert_eq!(text.to_string(), "0 i i 3\n4 5 6");
}
