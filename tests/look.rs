//! What is seen of a page beside its words: drawn pages, and an engine that reads nothing.

#![allow(clippy::unwrap_used, clippy::expect_used)]
// Every test that draws pages uses a part of the generator.
#![allow(dead_code)]

use pagewise::model::bitmap::{BitmapHeader, Provenance};
use pagewise::model::error::Error;
use pagewise::model::look::{Doubt, Quality};
use pagewise::model::options::{Effort, PageSegmentationMode};
use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph,
    Rect, Word,
};
use pagewise::reading::strips::Extent;
use pagewise::reading::{Reading, ReadingOptions, Recognizer, recognize};

#[path = "generator/mod.rs"]
mod generator;

use generator::degrade::{Degradation, degrade, turn_page};
use generator::document::TrueWord;
use generator::fonts::Face;
use generator::prose::Language;
use generator::random::Random;
use generator::raster::{Drawing, draw};
use generator::scans::prose_sheet;
use generator::sheet::{A5, Sheet, Style};

const OPTIONS: ReadingOptions = ReadingOptions::new(PageSegmentationMode::AUTO, 0);

/// An engine that keeps what it is shown, and finds there the words that it was given.
#[derive(Default)]
struct Witness {
    shown: Vec<(BitmapHeader, Vec<u8>)>,
    asked: Vec<PageSegmentationMode>,
    words: Vec<Word>,
}

impl Recognizer for Witness {
    type Pixels = Vec<u8>;

    fn recognize(
        &mut self,
        header: &BitmapHeader,
        pixels: Vec<u8>,
        options: ReadingOptions,
    ) -> Result<PageText, Error> {
        self.shown.push((*header, pixels));
        self.asked.push(options.psm);
        let mut text = header.blank();
        let rect = header.area();
        let words: Vec<Word> =
            self.words.iter().filter(|word| rect.shared_area(&word.rect) > 0.0).cloned().collect();
        if !words.is_empty() {
            let baseline = Baseline { x0: 0.0, y0: 0.0, x1: 1.0, y1: 0.0 };
            let line = Line { rect, baseline, row_height: 10.0, words };
            let paragraphs = vec![Paragraph { rect, lines: vec![line] }];
            text.blocks.push(Block { kind: BlockKind::Text, rect, paragraphs });
        }
        Ok(text)
    }
}

/// The words of a drawing, read with a confidence.
fn words_of(drawing: &Drawing, confidence: f32) -> Vec<Word> {
    let word = |word: &TrueWord| Word {
        text: word.text.clone(),
        rect: Rect { x: word.x, y: word.y, width: word.width, height: word.height },
        confidence: Confidence(confidence),
        direction: Direction::LeftToRight,
        is_native: false,
        corrected: None,
    };
    drawing.words.iter().map(word).collect()
}

/// What is thought of a drawn page of which these words are read, and what share of it is left unread.
fn judge(drawing: &Drawing, words: Vec<Word>) -> (Quality, f32) {
    let mut witness = Witness { words, ..Witness::default() };
    let reading =
        recognize(&mut witness, &header_of(drawing), drawing.image.as_raw().clone(), OPTIONS, || 0.0)
            .unwrap();
    (reading.look.quality(&reading.text), reading.look.unread.unwrap().share())
}

fn header_of(drawing: &Drawing) -> BitmapHeader {
    let (width, height) = drawing.image.dimensions();
    let points = |pixels: u32| pixels as f32 * 72.0 / drawing.dpi;
    let size = PageSize { width: points(width), height: points(height) };
    Extent::whole(size, Dpi(drawing.dpi)).header(PageIndex(0), size, Provenance::Scan)
}

/// What is seen of a drawn page, and what the engine was shown first.
fn look_at(drawing: &Drawing) -> (Reading, (BitmapHeader, Vec<u8>)) {
    let mut witness = Witness::default();
    let header = header_of(drawing);
    let reading = recognize(&mut witness, &header, drawing.image.as_raw().clone(), OPTIONS, || 0.0).unwrap();
    (reading, witness.shown.swap_remove(0))
}

fn prose(seed: u64) -> Drawing {
    draw(&prose_sheet(A5, Language::English, seed as usize, seed), 200.0)
}

#[test]
fn a_page_is_straightened_by_the_angle_it_was_turned_by() {
    for (seed, degrees) in [(1, -15.0_f32), (3, -3.0), (5, 1.2), (7, 9.4)] {
        let mut drawing = prose(seed);
        turn_page(&mut drawing, degrees);
        let (reading, _) = look_at(&drawing);
        let found = reading.look.straightened.unwrap_or_default();
        assert!((found - degrees).abs() <= 0.1, "{found} instead of {degrees}");
    }
}

#[test]
fn pages_with_straight_lines_or_none_are_read_as_they_are() {
    let mut worn = prose(4);
    degrade(&mut worn, &Degradation { skew: 0.0, ..Degradation::HEAVY }, &mut Random::new(4));
    let blank = draw(&Sheet::new(A5), 200.0);
    let mut noise = draw(&Sheet::new(A5), 200.0);
    degrade(&mut noise, &Degradation { skew: 0.0, ..Degradation::HEAVY }, &mut Random::new(5));
    let mut sideways = prose(6);
    sideways.image = image::imageops::rotate90(&sideways.image);
    for (what, drawing) in
        [("straight", prose(3)), ("worn", worn), ("blank", blank), ("noise", noise), ("sideways", sideways)]
    {
        let (reading, (header, pixels)) = look_at(&drawing);
        assert_eq!(reading.look.straightened, None, "{what}");
        assert_eq!(header, header_of(&drawing), "{what}");
        assert!(pixels == *drawing.image.as_raw(), "{what}");
    }
}

#[test]
fn a_picture_and_the_border_of_a_scan_have_no_say_in_how_a_page_lies() {
    let mut drawing = prose(9);
    turn_page(&mut drawing, 2.0);
    let (width, height) = drawing.image.dimensions();
    let mut random = Random::new(9);
    for y in 0..height {
        for x in 0..width {
            // A black border on two sides, and something like a photo in the middle.
            let grey = if x < 40 || y > height - 30 {
                8
            } else if (300..800).contains(&x) && (600..1000).contains(&y) {
                ((x / 7 * 5 + y / 11 * 3) % 160 + random.below(40) as u32) as u8
            } else {
                continue;
            };
            drawing.image.put_pixel(x, y, image::Luma([grey]));
        }
    }
    let (reading, _) = look_at(&drawing);
    let found = reading.look.straightened.unwrap_or_default();
    assert!((found - 2.0).abs() <= 0.1, "{found}");
}

#[test]
fn a_straightened_bitmap_has_its_words_where_the_page_has_them() {
    let mut drawing = prose(10);
    turn_page(&mut drawing, -4.0);
    let (_, (header, pixels)) = look_at(&drawing);
    assert!(header.width > drawing.image.width() && header.height > drawing.image.height());
    // Wherever the straight bitmap is taken to be on the page, the page has the same tone.
    let (mut differing, mut total) = (0, 0);
    for y in (2..header.height - 2).step_by(3) {
        for x in (2..header.width - 2).step_by(3) {
            let at = |x: u32, y: u32| f32::from(pixels[(y * header.stride + x) as usize]);
            let tone = (0..9).map(|i| at(x + i % 3 - 1, y + i / 3 - 1)).sum::<f32>() / 9.0;
            let (width, height) = (header.width as f32, header.height as f32);
            let (left, top) = header.placement.point((x as f32 + 0.5, width), (y as f32 + 0.5, height));
            let pixel = |points: f32| (points * drawing.dpi / 72.0) as i64;
            let (left, top) = (pixel(left), pixel(top));
            let (across, down) = drawing.image.dimensions();
            if !(2..i64::from(across) - 2).contains(&left) || !(2..i64::from(down) - 2).contains(&top) {
                assert!(tone > 240.0, "paper is what lies beyond the page");
                continue;
            }
            let own = |i: i64| {
                let (x, y) = (left + i % 3 - 1, top + i / 3 - 1);
                f32::from(drawing.image.get_pixel(x as u32, y as u32).0[0])
            };
            let own = (0..9).map(own).sum::<f32>() / 9.0;
            differing += usize::from((tone - own).abs() > 90.0);
            total += 1;
        }
    }
    assert!(differing * 1000 < total, "{differing} of {total}");
}

#[test]
fn a_page_of_which_every_word_is_read_is_good_whatever_else_is_on_it() {
    let mut drawing = prose(11);
    degrade(&mut drawing, &Degradation::MEDIUM, &mut Random::new(11));
    let (width, height) = drawing.image.dimensions();
    let mut random = Random::new(11);
    for y in 0..height {
        for x in 0..width {
            let in_photo = (20..90).contains(&x) && (300..900).contains(&y);
            // A border, rules, a solid block and grain like that of a photo, all beside the text.
            let grey = match (x, y) {
                _ if x < 12 || y > height - 20 => 10,
                _ if y < 100 && y % 30 < 3 => 20,
                _ if y < 100 && x % 150 < 3 => 20,
                _ if in_photo => ((x * x / 90 + y * 3) % 120 + random.below(60) as u32) as u8,
                _ if x > width - 80 && y > 1000 => 60,
                _ => continue,
            };
            drawing.image.put_pixel(x, y, image::Luma([grey]));
        }
    }
    let (quality, share) = judge(&drawing, words_of(&drawing, 92.0));
    assert_eq!(quality, Quality::Good, "{share}");
}

#[test]
fn words_that_are_missed_make_a_page_doubtful_and_it_is_said_where() {
    let drawing = prose(12);
    let mut words = words_of(&drawing, 95.0);
    words.retain(|word| !(200.0..290.0).contains(&word.rect.y));
    let (quality, share) = judge(&drawing, words);
    let Quality::Doubtful(Doubt::Unread { share: said, place: Some(place) }) = quality else {
        panic!("{quality:?} with {share}");
    };
    assert_eq!(said, share);
    assert!((0.1..0.4).contains(&share), "{share}");
    assert!(place.y > 185.0 && place.bottom() < 305.0 && place.height > 60.0, "{place:?}");
    // Nor is a word here or there.
    let mut words = words_of(&drawing, 95.0);
    words.swap_remove(17);
    assert_eq!(judge(&drawing, words).0, Quality::Good);
}

#[test]
fn empty_pages_and_pages_without_sense_are_told_from_good_ones() {
    let blank = draw(&Sheet::new(A5), 200.0);
    assert_eq!(judge(&blank, Vec::new()), (Quality::Empty, 0.0));
    let drawing = prose(13);
    let (quality, share) = judge(&drawing, Vec::new());
    assert!(matches!(quality, Quality::Doubtful(Doubt::Unread { .. })) && share > 0.99, "{quality:?}");
    let (quality, _) = judge(&drawing, words_of(&drawing, 55.0));
    assert!(matches!(quality, Quality::Doubtful(Doubt::Unsure { .. })), "{quality:?}");
    let mut gibberish = words_of(&drawing, 80.0);
    gibberish.iter_mut().for_each(|word| word.text = "yH1|wq".to_owned());
    let (quality, _) = judge(&drawing, gibberish);
    assert!(matches!(quality, Quality::Doubtful(Doubt::Unsure { .. })), "{quality:?}");
}

/// An engine that reads what is black on white, and nothing else.
struct Sharp {
    words: Vec<Word>,
    bitmaps: usize,
}

impl Recognizer for Sharp {
    type Pixels = Vec<u8>;

    fn recognize(
        &mut self,
        header: &BitmapHeader,
        pixels: Vec<u8>,
        options: ReadingOptions,
    ) -> Result<PageText, Error> {
        self.bitmaps += 1;
        let scale = header.dpi.0 / 72.0;
        let is_legible = |word: &Word| {
            let [left, top, right, bottom] =
                [word.rect.x, word.rect.y, word.rect.right(), word.rect.bottom()]
                    .map(|at| (at * scale) as usize);
            let mut tones: Vec<u8> = (top..bottom)
                .flat_map(|y| pixels[y * header.stride as usize..][left..right].iter().copied())
                .collect();
            tones.sort_unstable();
            tones[0] < 90 && tones[tones.len() * 6 / 10] > 215
        };
        let words = self.words.iter().filter(|word| is_legible(word)).cloned().collect();
        Witness { words, ..Witness::default() }.recognize(header, pixels, options)
    }
}

fn read_sharply(drawing: &Drawing, now: impl Fn() -> f64) -> (Reading, usize) {
    read_with(Effort::Balanced, drawing, now)
}

fn read_with(effort: Effort, drawing: &Drawing, now: impl Fn() -> f64) -> (Reading, usize) {
    let mut sharp = Sharp { words: words_of(drawing, 93.0), bitmaps: 0 };
    let options = ReadingOptions { limit_seconds: 10, effort, ..OPTIONS };
    let pixels = drawing.image.as_raw().clone();
    let reading = recognize(&mut sharp, &header_of(drawing), pixels, options, now).unwrap();
    (reading, sharp.bitmaps)
}

/// The lower part of a page with its tones from `ink` to `paper`.
fn on_ground(seed: u64, ink: f32, paper: f32) -> Drawing {
    let mut drawing = prose(seed);
    let (_, height) = drawing.image.dimensions();
    for (_, y, pixel) in drawing.image.enumerate_pixels_mut() {
        if y > height / 2 {
            pixel.0[0] = (ink + f32::from(pixel.0[0]) / 255.0 * (paper - ink)) as u8;
        }
    }
    drawing
}

#[test]
fn what_stands_on_other_grounds_is_read_at_a_second_look() {
    for (what, ink, paper) in [
        ("black on dark grey", 0.0, 70.0),
        ("black on grey", 0.0, 150.0),
        ("faint on white", 190.0, 255.0),
        ("a tenth of its ink on white", 230.0, 255.0),
        ("grey on grey", 90.0, 180.0),
        ("white on black", 250.0, 10.0),
        ("light on grey", 230.0, 100.0),
    ] {
        let drawing = on_ground(14, ink, paper);
        let (reading, bitmaps) = read_sharply(&drawing, || 0.0);
        let (found, all) = (reading.text.words().count(), drawing.words.len());
        assert!(bitmaps == 2 && reading.look.evened, "{what}");
        assert!(found * 100 >= all * 97, "{what}: {found} of {all}");
        assert_eq!(reading.look.quality(&reading.text), Quality::Good, "{what}");
    }
}

#[test]
fn a_page_is_looked_at_again_only_where_something_is_unread_and_there_is_time() {
    let clean = prose(15);
    let (reading, bitmaps) = read_sharply(&clean, || 0.0);
    assert_eq!((bitmaps, reading.look.evened, reading.text.words().count()), (1, false, clean.words.len()));
    let shaded = on_ground(15, 0.0, 100.0);
    // A clock that goes on by six seconds each time it is looked at.
    let clock = std::cell::Cell::new(0.0);
    let (reading, bitmaps) = read_sharply(&shaded, || clock.replace(clock.get() + 6000.0));
    assert_eq!((bitmaps, reading.look.evened), (1, false));
    assert!(matches!(reading.look.quality(&reading.text), Quality::Doubtful(Doubt::Unread { .. })));
}

#[test]
fn the_first_reading_counts_where_the_second_is_no_better() {
    let drawing = on_ground(16, 0.0, 100.0);
    let words: Vec<Word> = words_of(&drawing, 93.0).into_iter().filter(|word| word.rect.y < 300.0).collect();
    let mut witness = Witness { words: words.clone(), ..Witness::default() };
    let header = header_of(&drawing);
    let reading = recognize(&mut witness, &header, drawing.image.as_raw().clone(), OPTIONS, || 0.0).unwrap();
    // The page, the same evened out, and what was missed by itself.
    assert_eq!((witness.shown.len(), reading.look.evened, reading.look.again), (3, false, false));
    assert_eq!(reading.text.words().count(), words.len());
}

#[test]
fn what_is_black_on_white_already_is_not_evened_out() {
    let drawing = prose(17);
    let words = words_of(&drawing, 93.0).into_iter().filter(|word| word.rect.y < 300.0).collect();
    let mut witness = Witness { words, ..Witness::default() };
    let header = header_of(&drawing);
    let reading = recognize(&mut witness, &header, drawing.image.as_raw().clone(), OPTIONS, || 0.0).unwrap();
    assert!(reading.look.unread.unwrap().is_much());
    // Only what was missed is read by itself.
    assert_eq!(witness.shown.len(), 2);
    assert!(witness.shown[1].0.area().y > 280.0);
}

/// A page of which lines end in dots that lead to something, those between `from` and `to` pixels from the top, and the
/// squares in which the dots are.
fn with_leaders(seed: u64, from: u32, to: u32) -> (Drawing, Vec<(u32, u32)>) {
    let mut drawing = prose(seed);
    let (width, _) = drawing.image.dimensions();
    let mut feet: Vec<u32> =
        drawing.words.iter().map(|word| ((word.y + word.height) / 0.36) as u32).collect();
    feet.sort_unstable();
    feet.dedup_by(|a, b| a.abs_diff(*b) < 20);
    let mut dots = Vec::new();
    for foot in feet.into_iter().filter(|foot| (from..to).contains(foot)) {
        for y in foot - 36..foot + 14 {
            (width * 2 / 5..width * 4 / 5).for_each(|x| drawing.image.put_pixel(x, y, image::Luma([255])));
        }
        for left in (width * 2 / 5 + 20..width * 4 / 5 - 20).step_by(13) {
            let top = foot - 8;
            for (x, y) in (left..left + 4).flat_map(|x| (top..top + 4).map(move |y| (x, y))) {
                drawing.image.put_pixel(x, y, image::Luma([20]));
            }
            dots.push((left, top));
        }
    }
    (drawing, dots)
}

#[test]
fn dots_that_lead_to_a_number_are_left_out_and_nothing_else() {
    for (what, from, to, psm) in [
        ("a list", 0, 4000, PageSegmentationMode::SINGLE_COLUMN),
        ("a line of a page", 400, 460, PageSegmentationMode::AUTO),
    ] {
        let (drawing, dots) = with_leaders(18, from, to);
        assert!(!dots.is_empty(), "{what}");
        let mut witness = Witness { words: words_of(&drawing, 93.0), ..Witness::default() };
        let page = drawing.image.as_raw();
        let reading = recognize(&mut witness, &header_of(&drawing), page.clone(), OPTIONS, || 0.0).unwrap();
        assert_eq!(reading.look.quality(&reading.text), Quality::Good, "{what}");
        assert_eq!(witness.asked, [psm], "{what}");
        let (header, shown) = &witness.shown[0];
        let mut near = vec![false; page.len()];
        for (left, top) in dots {
            for y in top - 5..top + 9 {
                near[(y * header.stride + left - 5) as usize..][..14].fill(true);
            }
        }
        for ((shown, page), near) in shown.iter().zip(page).zip(near) {
            assert!(if near { *shown > 200 } else { shown == page }, "{what}");
        }
    }
}

#[test]
fn screens_of_dots_and_an_ellipsis_stay() {
    let mut drawing = prose(19);
    let (width, height) = drawing.image.dimensions();
    for y in (height - 300..height - 100).step_by(10) {
        for x in (100..width - 100).step_by(10) {
            (0..9).for_each(|i| drawing.image.put_pixel(x + i % 3, y + i / 3, image::Luma([0])));
        }
    }
    for left in [100, 113, 126] {
        (0..16).for_each(|i| drawing.image.put_pixel(left + i % 4, 40 + i / 4, image::Luma([0])));
    }
    let (_, (_, shown)) = look_at(&drawing);
    assert!(shown == *drawing.image.as_raw());
}

#[test]
fn how_often_a_page_is_looked_at_again_is_a_matter_of_effort() {
    let shaded = on_ground(20, 0.0, 100.0);
    let (reading, bitmaps) = read_with(Effort::Fast, &shaded, || 0.0);
    assert_eq!((bitmaps, reading.look.evened), (1, false));
    // Three seconds pass with each look at the clock, and half of the time is over when the page is evened out.
    let read = |effort| {
        let clock = std::cell::Cell::new(0.0);
        read_with(effort, &shaded, || clock.replace(clock.get() + 3000.0)).0.look.evened
    };
    assert_eq!([Effort::Balanced, Effort::Thorough].map(read), [false, true]);
}

#[test]
fn what_shows_through_from_behind_is_no_text_that_was_missed() {
    let (mut drawing, mut back) = (prose(21), prose(22));
    image::imageops::flip_horizontal_in_place(&mut back.image);
    let half = drawing.image.height() / 2;
    for (x, y, pixel) in drawing.image.enumerate_pixels_mut() {
        if y > half {
            pixel.0[0] = 255 - (255 - back.image.get_pixel(x, y).0[0]) / 18;
        }
    }
    let mut words = words_of(&drawing, 93.0);
    words.retain(|word| word.rect.bottom() < half as f32 * 0.36);
    let (quality, share) = judge(&drawing, words);
    assert_eq!(quality, Quality::Good, "{share}");
}

/// Lines of prose with a number before each.
fn numbered_lines() -> Drawing {
    let (mut sheet, style) = (Sheet::new(A5), Style::new(Face::Serif, 11.0));
    for number in 1..=20_u8 {
        let y = 40.0 + 26.0 * f32::from(number);
        sheet.line(style, 40.0, y, &number.to_string());
        sheet.line(style, 90.0, y, "The harbour board sent two clerks to copy his figures");
    }
    draw(&sheet, 200.0)
}

#[test]
fn numbers_that_stand_alone_are_missed_as_words_are() {
    let drawing = numbered_lines();
    let words = words_of(&drawing, 95.0);
    assert_eq!(judge(&drawing, words.clone()).0, Quality::Good);
    let rest = words.into_iter().filter(|word| word.rect.x > 80.0).collect();
    let (quality, share) = judge(&drawing, rest);
    assert!(matches!(quality, Quality::Doubtful(Doubt::Unread { .. })), "{quality:?} with {share}");
}

#[test]
fn words_that_an_engine_has_never_seen_make_a_page_doubtful_if_there_are_many() {
    let drawing = prose(23);
    let with = |one_in: usize| {
        let mut words = words_of(&drawing, 95.0);
        let long =
            words.iter_mut().filter(|word| word.text.chars().filter(|c| c.is_alphabetic()).count() > 3);
        long.step_by(one_in).for_each(|word| word.confidence = Confidence(70.0));
        judge(&drawing, words).0
    };
    assert!(matches!(with(6), Quality::Doubtful(Doubt::Unsure { .. })));
    assert_eq!(with(40), Quality::Good);
}

#[test]
fn a_bad_copy_is_evened_out_even_if_little_of_it_is_unread() {
    let mut drawing = prose(24);
    degrade(&mut drawing, &Degradation { skew: 0.0, ..Degradation::HEAVY }, &mut Random::new(24));
    let mut words = words_of(&drawing, 93.0);
    words.retain(|word| !(200.0..216.0).contains(&word.rect.y));
    let mut witness = Witness { words, ..Witness::default() };
    let header = header_of(&drawing);
    recognize(&mut witness, &header, drawing.image.as_raw().clone(), OPTIONS, || 0.0).unwrap();
    assert_eq!(witness.shown.len(), 2);
    // Paper is lighter then.
    let mut tones = witness.shown[1].1.clone();
    tones.sort_unstable();
    assert!(tones[tones.len() / 2] > 215, "{}", tones[tones.len() / 2]);
}

/// An engine that only finds numbers at the left when it is told to look for one block.
struct Columns {
    words: Vec<Word>,
    blocks: Vec<BitmapHeader>,
}

impl Recognizer for Columns {
    type Pixels = Vec<u8>;

    fn recognize(
        &mut self,
        header: &BitmapHeader,
        pixels: Vec<u8>,
        options: ReadingOptions,
    ) -> Result<PageText, Error> {
        let area = header.area();
        let is_block = options.psm == PageSegmentationMode::SINGLE_BLOCK;
        if is_block {
            self.blocks.push(*header);
        }
        let is_seen = |word: &&Word| {
            area.shared_area(&word.rect) > 0.0
                && if is_block { word.text.len() < 3 } else { word.rect.x > 80.0 }
        };
        let words = self.words.iter().filter(is_seen).cloned().collect();
        Witness { words, ..Witness::default() }.recognize(header, pixels, options)
    }
}

#[test]
fn what_was_missed_is_read_by_itself_and_larger() {
    let drawing = numbered_lines();
    let words: Vec<Word> = words_of(&drawing, 95.0);
    let read = |effort| {
        let mut engine = Columns { words: words.clone(), blocks: Vec::new() };
        let options = ReadingOptions { effort, ..OPTIONS };
        let pixels = drawing.image.as_raw().clone();
        let reading = recognize(&mut engine, &header_of(&drawing), pixels, options, || 0.0).unwrap();
        (reading, engine.blocks)
    };
    let (fast, blocks) = read(Effort::Fast);
    assert!(blocks.is_empty() && matches!(fast.look.quality(&fast.text), Quality::Doubtful(_)));
    let (reading, blocks) = read(Effort::Balanced);
    assert!(reading.look.again && blocks[0].dpi.0 > 201.0 && blocks[0].area().width < 200.0);
    let numbers = reading.text.words().filter(|word| word.text.parse::<u8>().is_ok()).count();
    assert!(numbers >= 19, "{numbers}");
    assert_eq!(reading.look.quality(&reading.text), Quality::Good);
}
