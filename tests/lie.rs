//! Which way up a page lies: drawn pages that are turned, and an engine that reads as Tesseract does when it looks for text
//! of any kind.

#![allow(clippy::unwrap_used, clippy::expect_used)]
// Every test that draws pages uses a part of the generator.
#![allow(dead_code)]

use image::GrayImage;
use image::imageops::{rotate90, rotate180, rotate270};
use pagewise::model::affine::Affine;
use pagewise::model::bitmap::{BitmapHeader, Provenance};
use pagewise::model::error::{Error, StopCause};
use pagewise::model::look::{Quality, Turn};
use pagewise::model::options::PageSegmentationMode;
use pagewise::model::page::{
    Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph, Rect, Word,
};
use pagewise::reading::strips::Extent;
use pagewise::reading::{Reading, ReadingOptions, Recognizer, recognize};

#[path = "generator/mod.rs"]
mod generator;

use generator::prose::Language;
use generator::raster::{Drawing, draw};
use generator::scans::prose_sheet;
use generator::sheet::A5;

const OPTIONS: ReadingOptions = ReadingOptions::new(PageSegmentationMode::AUTO, 0);

/// A word where the page has it, and how that lies.
#[derive(Clone)]
struct Lying {
    text: String,
    rect: Rect,
    turn: Turn,
}

/// Reads words that stand upright or run down the bitmap that it is shown, and of others nonsense.
struct Eyes {
    words: Vec<Lying>,
    /// How sure it is of what it reads, and of nonsense.
    sure: f32,
    unsure: f32,
    shown: Vec<(BitmapHeader, Vec<u8>)>,
    /// It breaks at this reading, if at any.
    breaks_at: Option<usize>,
}

fn quarters(turn: Turn) -> u32 {
    turn.degrees() / 90
}

/// How the rows of a bitmap run over its page.
fn rows_of(header: &BitmapHeader) -> u32 {
    let Affine { a, b, .. } = header.placement;
    match (a.abs() > b.abs(), a + b > 0.0) {
        (true, true) => 0,
        (false, true) => 1,
        (true, false) => 2,
        (false, false) => 3,
    }
}

impl Recognizer for Eyes {
    type Pixels = Vec<u8>;

    fn recognize(
        &mut self,
        header: &BitmapHeader,
        pixels: Vec<u8>,
        _: ReadingOptions,
    ) -> Result<PageText, Error> {
        self.shown.push((*header, pixels));
        if self.breaks_at == Some(self.shown.len()) {
            return Err(Error::WorkerStopped { cause: StopCause::OutOfMemory });
        }
        let area = header.area();
        let shown = self.words.iter().filter(|word| area.shared_area(&word.rect) > 0.0);
        let turn = |lying: &Lying| (quarters(lying.turn) + 4 - rows_of(header)) % 4;
        let sideways = shown.clone().filter(|lying| turn(lying) % 2 == 1).count();
        let is_sideways = 2 * sideways > shown.clone().count();
        let word = |lying: &Lying| {
            let is_read = turn(lying) == 0 || (turn(lying) == 1 && is_sideways);
            Word {
                text: if is_read { lying.text.clone() } else { lying.text.chars().rev().collect() },
                rect: lying.rect,
                confidence: Confidence(if is_read { self.sure } else { self.unsure }),
                direction: Direction::LeftToRight,
                is_native: false,
                corrected: None,
            }
        };
        let line = |word: Word| {
            let Rect { x, y, width, height } = word.rect;
            let baseline =
                pagewise::model::page::Baseline { x0: x, y0: y + height, x1: x + width, y1: y + height };
            Line { rect: word.rect, baseline, row_height: height, words: vec![word] }
        };
        let lines: Vec<Line> = shown.map(|lying| line(word(lying))).collect();
        let paragraphs = vec![Paragraph { rect: area, lines }];
        let blocks = vec![Block { kind: BlockKind::Text, rect: area, paragraphs }];
        Ok(PageText { blocks, ..header.blank() })
    }
}

fn prose(seed: u64) -> Drawing {
    draw(&prose_sheet(A5, Language::English, seed as usize, seed), 200.0)
}

/// A drawn page that lies so, and its words.
fn turned(drawing: &Drawing, turn: Turn) -> (GrayImage, Vec<Lying>) {
    let image = &drawing.image;
    let (width, height) =
        (image.width() as f32 * 72.0 / drawing.dpi, image.height() as f32 * 72.0 / drawing.dpi);
    let image = match turn {
        Turn::Upright => image.clone(),
        Turn::Right => rotate90(image),
        Turn::Half => rotate180(image),
        Turn::Left => rotate270(image),
    };
    let words = drawing.words.iter().map(|word| {
        let (x, y, across, down) = (word.x, word.y, word.width, word.height);
        let rect = match turn {
            Turn::Upright => Rect { x, y, width: across, height: down },
            Turn::Right => Rect { x: height - y - down, y: x, width: down, height: across },
            Turn::Half => Rect { x: width - x - across, y: height - y - down, width: across, height: down },
            Turn::Left => Rect { x: y, y: width - x - across, width: down, height: across },
        };
        Lying { text: word.text.clone(), rect, turn }
    });
    (image, words.collect())
}

fn read(image: &GrayImage, eyes: &mut Eyes) -> Result<Reading, Error> {
    let (width, height) = image.dimensions();
    let size = PageSize { width: width as f32 * 0.36, height: height as f32 * 0.36 };
    let header = Extent::whole(size, Dpi(200.0)).header(PageIndex(0), size, Provenance::Scan);
    recognize(eyes, &header, image.as_raw().clone(), OPTIONS, || 0.0)
}

fn eyes(words: Vec<Lying>) -> Eyes {
    Eyes { words, sure: 93.0, unsure: 31.0, shown: Vec::new(), breaks_at: None }
}

#[test]
fn a_page_is_read_whichever_way_it_lies() {
    let drawing = prose(1);
    let text: Vec<_> = drawing.words.iter().map(|word| word.text.as_str()).collect();
    for (turn, readings) in [(Turn::Upright, 1), (Turn::Right, 2), (Turn::Half, 3), (Turn::Left, 3)] {
        let (image, words) = turned(&drawing, turn);
        let mut eyes = eyes(words);
        let reading = read(&image, &mut eyes).unwrap();
        assert_eq!((reading.look.turned, eyes.shown.len()), (turn, readings));
        assert_eq!(reading.text.words().map(|word| word.text.as_str()).collect::<Vec<_>>(), text, "{turn:?}");
        // Every word is known to explain its ink, where the page has it.
        assert_eq!(reading.look.quality(&reading.text), Quality::Good, "{turn:?}");
        let (header, pixels) = eyes.shown.pop().unwrap();
        assert_eq!((header.width, header.height), drawing.image.dimensions(), "{turn:?}");
        assert!(pixels == *drawing.image.as_raw(), "{turn:?}: it is shown as it was before it was turned");
        let [left, top] = [drawing.words[5].x, drawing.words[5].y].map(|at| (at / 0.36).round());
        let (x, y) = header.point_to_page(left, top);
        let lying = &eyes.words[5].rect;
        let corner = match turn {
            Turn::Upright => (lying.x, lying.y),
            Turn::Right => (lying.right(), lying.y),
            Turn::Half => (lying.right(), lying.bottom()),
            Turn::Left => (lying.x, lying.bottom()),
        };
        assert!((x - corner.0).abs() < 0.4 && (y - corner.1).abs() < 0.4, "{turn:?}: {x} {y} {corner:?}");
    }
}

#[test]
fn a_window_of_the_page_tells_how_it_lies() {
    let drawing = prose(2);
    let (image, words) = turned(&drawing, Turn::Left);
    let mut eyes = eyes(words);
    read(&image, &mut eyes).unwrap();
    let (header, pixels) = &eyes.shown[1];
    assert!(header.width <= 640 && header.height <= 640, "{header:?}");
    // What it shows is upright: the same pixels are somewhere on the page as it was drawn.
    let area = header.area();
    let (right, top) = (drawing.image.width() as f32 * 0.36 - area.y, area.x);
    let (left, top) = (((right - area.height) / 0.36).round() as u32, (top / 0.36).round() as u32);
    let row = |y: u32| &pixels[(y * header.stride) as usize..][..header.width as usize];
    let own = |y: u32| {
        let row = &drawing.image.as_raw()[((top + y) * drawing.image.width()) as usize..];
        &row[left as usize..][..header.width as usize]
    };
    assert!((0..header.height).all(|y| row(y) == own(y)), "{area:?} {left} {top}");
}

#[test]
fn a_table_on_its_side_is_read_with_the_upright_text_around_it() {
    let drawing = prose(3);
    for (turn, upright) in
        [Turn::Left, Turn::Right].into_iter().flat_map(|turn| [(turn, 12_usize), (turn, 100), (turn, 240)])
    {
        let (image, mut words) = turned(&drawing, turn);
        // A letter alone is no line.
        words.retain(|word| word.text.chars().filter(|c| c.is_alphanumeric()).count() > 1);
        // The first words stand upright on that page, in a row.
        let rows = upright.div_ceil(20) as u32;
        for (i, word) in (0_u16..).zip(&mut words[..upright]) {
            let (x, y) = (f32::from(i % 20) * 26.0, f32::from(i / 20) * 18.0);
            word.rect = Rect { x: x + 4.0, y: y + 4.0, width: 24.0, height: 11.0 };
            word.turn = Turn::Upright;
        }
        for word in &mut words[upright..] {
            word.rect.y += rows as f32 * 18.0;
        }
        let (all, size) = (words.len(), (image.width(), image.height() + rows * 50));
        let mut larger = GrayImage::from_pixel(size.0, size.1, image::Luma([255]));
        image::imageops::replace(&mut larger, &image, 0, i64::from(rows) * 50);
        let mut eyes = eyes(words);
        let reading = read(&larger, &mut eyes).unwrap();
        let sure = reading.text.words().filter(|word| word.confidence == Confidence(93.0)).count();
        let words = reading.text.words().count();
        assert_eq!(words, all, "{turn:?} beside {upright} upright words");
        // The edge of a part may go through a word.
        assert!(
            sure + 1 >= all,
            "{turn:?} beside {upright} upright words: {sure} of {all}, {:?}",
            reading.look
        );
        // The page, two windows, the part; words that stand in rows like a table's, read once more as one; and what is left.
        assert!(eyes.shown.len() <= 6, "{}", eyes.shown.len());
    }
}

#[test]
fn pages_in_other_languages_are_tried_once_and_stay_as_they_are() {
    let (image, words) = turned(&prose(4), Turn::Upright);
    let mut eyes = Eyes { sure: 44.0, unsure: 30.0, ..eyes(words) };
    let reading = read(&image, &mut eyes).unwrap();
    assert_eq!((reading.look.turned, eyes.shown.len()), (Turn::Upright, 2));
    assert!(matches!(reading.look.quality(&reading.text), Quality::Doubtful(_)), "and that is said");
}

#[test]
fn pages_in_other_languages_that_lie_on_their_side_are_turned_all_the_same() {
    let (image, words) = turned(&prose(7), Turn::Right);
    let mut eyes = Eyes { sure: 44.0, unsure: 30.0, ..eyes(words) };
    let reading = read(&image, &mut eyes).unwrap();
    assert_eq!((reading.look.turned, eyes.shown.len()), (Turn::Right, 3));
}

#[test]
fn a_few_letters_say_nothing() {
    let (image, words) = turned(&prose(5), Turn::Half);
    let few: Vec<Lying> = words.into_iter().filter(|word| word.text.len() > 3).take(3).collect();
    assert!(few.iter().map(|word| word.text.len()).sum::<usize>() < 20);
    let mut eyes = eyes(few);
    read(&image, &mut eyes).unwrap();
    assert_eq!(eyes.shown.len(), 1);
}

#[test]
fn an_engine_that_breaks_over_a_window_is_not_believed() {
    let (image, words) = turned(&prose(6), Turn::Half);
    for breaks_at in [2, 3] {
        let mut eyes = Eyes { breaks_at: Some(breaks_at), ..eyes(words.clone()) };
        let broken = read(&image, &mut eyes);
        assert_eq!(broken, Err(Error::WorkerStopped { cause: StopCause::OutOfMemory }));
    }
}

#[test]
fn a_page_is_read_as_a_person_says_that_it_lies() {
    let drawing = prose(3);
    let text: Vec<_> = drawing.words.iter().map(|word| word.text.as_str()).collect();
    for turn in [Turn::Upright, Turn::Right, Turn::Half, Turn::Left] {
        let (image, words) = turned(&drawing, turn);
        let mut eyes = eyes(words);
        let (width, height) = image.dimensions();
        let size = PageSize { width: width as f32 * 0.36, height: height as f32 * 0.36 };
        let header = Extent::whole(size, Dpi(200.0)).header(PageIndex(0), size, Provenance::Scan);
        let options = ReadingOptions { turn: Some(turn), ..OPTIONS };
        let reading = recognize(&mut eyes, &header, image.as_raw().clone(), options, || 0.0).unwrap();
        assert_eq!((reading.look.turned, eyes.shown.len()), (turn, 1), "it is not found out");
        assert_eq!(reading.text.words().map(|word| word.text.as_str()).collect::<Vec<_>>(), text, "{turn:?}");
        assert!(eyes.shown[0].1 == *drawing.image.as_raw(), "{turn:?}");
    }
    // Who says so wrongly is believed.
    let (image, words) = turned(&drawing, Turn::Upright);
    let mut eyes = eyes(words);
    let size = PageSize { width: image.width() as f32 * 0.36, height: image.height() as f32 * 0.36 };
    let header = Extent::whole(size, Dpi(200.0)).header(PageIndex(0), size, Provenance::Scan);
    let options = ReadingOptions { turn: Some(Turn::Half), ..OPTIONS };
    let reading = recognize(&mut eyes, &header, image.as_raw().clone(), options, || 0.0).unwrap();
    assert!(matches!(reading.look.quality(&reading.text), Quality::Doubtful(_)));
}
