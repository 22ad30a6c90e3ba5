//! What a person puts right in the text of a page, against a text that is a plain list of words.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use pagewise::model::correction::offer::Fit;
use pagewise::model::correction::{Edit, Mend};
use pagewise::model::doubtful::DoubtPlace;
use pagewise::model::look::{Doubt, Look, Quality, UnreadInk};
use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph,
    Rect, Word,
};
use pagewise::model::record::{PageOutcome, PageReading, PageRecord};
use support::Chance;

/// A line of words whose letters are 6 points wide and 10 high.
fn line(x: f32, y: f32, text: &str) -> Line {
    let mut words = Vec::new();
    let mut left = x;
    for text in text.split(' ') {
        let width = 6.0 * text.chars().count() as f32;
        words.push(Word {
            text: text.to_owned(),
            rect: Rect { x: left, y, width, height: 10.0 },
            confidence: Confidence(if text.contains('?') { 30.0 } else { 90.0 }),
            direction: Direction::LeftToRight,
            is_native: false,
            corrected: None,
        });
        left += width + 6.0;
    }
    let rect = Rect { x, y, width: left - 6.0 - x, height: 10.0 };
    let baseline = Baseline { x0: x, y0: y + 8.0, x1: rect.right(), y1: y + 8.0 };
    Line { rect, baseline, row_height: 10.0, words }
}

/// A block at a place, its paragraphs of lines 12 points apart.
fn block(x: f32, y: f32, paragraphs: &[&[&str]]) -> Block {
    let mut top = y;
    let mut made = Vec::new();
    for texts in paragraphs {
        let mut lines = Vec::new();
        for text in *texts {
            lines.push(line(x, top, text));
            top += 12.0;
        }
        top += 12.0;
        let rect = lines.iter().map(|line| line.rect).reduce(Rect::union).unwrap();
        made.push(Paragraph { rect, lines });
    }
    let rect = made.iter().map(|paragraph| paragraph.rect).reduce(Rect::union).unwrap();
    Block { kind: BlockKind::Text, rect, paragraphs: made }
}

fn page(blocks: Vec<Block>) -> PageText {
    let size = PageSize { width: 600.0, height: 800.0 };
    let (page, dpi) = (PageIndex(0), Dpi::BEST);
    PageText { page, size, dpi, blocks, languages: Vec::new(), corrections: Vec::new() }
}

fn simple() -> PageText {
    page(vec![block(50.0, 50.0, &[&["Tbe quick brovvn fox", "jumps ov er the"], &["lazy dog"]])])
}

fn words(first: usize, count: usize, text: &str) -> Edit {
    Edit::Words { first, count, text: text.to_owned() }
}

fn missed(x: f32, y: f32, width: f32, text: &str) -> Edit {
    Edit::Line { rect: Rect { x, y, width, height: 10.0 }, text: text.to_owned() }
}

fn read(text: &PageText, word: usize) -> Option<String> {
    text.words().nth(word).unwrap().corrected.clone()
}

#[test]
fn a_word_is_put_right_in_its_place_and_taken_back() {
    let before = simple();
    let mut text = before.clone();
    let undo = text.edit(&words(0, 1, "The")).unwrap();
    assert!(text.to_string().starts_with("The quick"));
    let word = text.words().next().unwrap();
    assert_eq!(word.rect, before.words().next().unwrap().rect);
    assert_eq!(word.corrected.as_deref(), Some("Tbe"));
    assert!(!word.confidence.is_measured() && !word.is_native);
    let after = text.clone();
    let redo = text.mend(undo);
    assert_eq!(text, before);
    text.mend(redo);
    assert_eq!(text, after);
}

#[test]
fn words_are_divided_and_joined_within_their_place() {
    let mut text = simple();
    // "ov er" is one word.
    let [ov, er] = [5, 6].map(|i| text.words().nth(i).unwrap().rect);
    text.edit(&words(5, 2, "over")).unwrap();
    let over = text.words().nth(5).unwrap();
    assert_eq!((over.text.as_str(), over.rect), ("over", ov.union(er)));
    assert_eq!(read(&text, 5).as_deref(), Some("ov er"));
    // And one is several.
    let fox = text.words().nth(3).unwrap().rect;
    text.edit(&words(3, 1, " red  fox ")).unwrap();
    let [red, fox_now] = [3, 4].map(|i| text.words().nth(i).unwrap().rect);
    assert!(red.x == fox.x && (fox_now.right() - fox.right()).abs() < 0.01 && red.right() < fox_now.x);
    assert_eq!([3, 4].map(|i| read(&text, i)), [Some("fox".to_owned()), Some("fox".to_owned())]);
    assert_eq!(text.to_string(), "Tbe quick brovvn red fox\njumps over the\n\nlazy dog");
}

#[test]
fn of_a_whole_line_that_is_typed_anew_only_what_is_other_counts() {
    let mut text = simple();
    text.edit(&words(0, 4, "The quick brown fox")).unwrap();
    assert_eq!(text.corrected_words(), 2);
    assert_eq!(text.corrections.len(), 2, "each stands for itself");
    assert_eq!(read(&text, 1), None);
    assert!(text.edit(&words(0, 4, "The quick brown fox")).is_none(), "nothing is other");
}

#[test]
fn what_is_set_back_is_no_correction_any_more() {
    let before = simple();
    let mut text = before.clone();
    text.edit(&words(5, 2, "ovver")).unwrap();
    text.edit(&words(5, 1, "over")).unwrap();
    assert_eq!(read(&text, 5).as_deref(), Some("ov er"), "it knows what was read, not what was written");
    text.edit(&words(5, 1, "ov er")).unwrap();
    assert_eq!(text, before);
    // A part of what was corrected together is a part of that correction.
    text.edit(&words(3, 1, "red fox")).unwrap();
    text.edit(&words(3, 1, "")).unwrap();
    assert_eq!(text, before);
}

#[test]
fn words_that_are_none_go_with_their_line() {
    let before = simple();
    let mut text = before.clone();
    let one = text.edit(&words(8, 1, "")).unwrap();
    let two = text.edit(&words(8, 1, " \n")).unwrap();
    assert_eq!(text.to_string(), "Tbe quick brovvn fox\njumps ov er the");
    assert_eq!((text.corrections.len(), text.corrected_words()), (2, 0));
    let mut all = text.clone();
    for _ in 0..8 {
        all.edit(&words(0, 1, "")).unwrap();
    }
    assert!(all.blocks.is_empty() && all.mean_confidence() == before.mean_confidence());
    text.mend(two);
    text.mend(one);
    assert_eq!(text, before);
}

#[test]
fn what_makes_no_sense_changes_nothing() {
    let mut text = simple();
    let far = Rect { x: 700.0, y: 10.0, width: 20.0, height: 10.0 };
    let not = Rect { x: f32::NAN, width: f32::INFINITY, ..far };
    for edit in [
        words(0, 0, "a"),
        words(99, 1, "a"),
        words(3, 2, "over two lines"),
        words(0, usize::MAX, "a"),
        missed(50.0, 50.0, 100.0, " "),
        Edit::Line { rect: far, text: "a".to_owned() },
        Edit::Line { rect: not, text: "a".to_owned() },
    ] {
        assert!(text.edit(&edit).is_none(), "{edit:?}");
    }
    assert_eq!(text, simple());
}

#[test]
fn a_missed_line_is_read_where_it_stands() {
    let left =
        block(50.0, 100.0, &[&["first of left", "second of left", "third of left"], &["last of left"]]);
    let right = block(320.0, 100.0, &[&["first of right", "second of right"]]);
    let says = |edit: Edit| {
        let mut text = page(vec![left.clone(), right.clone()]);
        let before = text.clone();
        let undo = text.edit(&edit).unwrap();
        let said = text.to_string();
        let redo = text.mend(undo);
        assert_eq!(text, before);
        text.mend(redo);
        assert_eq!(text.to_string(), said);
        said
    };
    let above = says(missed(50.0, 60.0, 200.0, "a heading"));
    assert!(above.starts_with("a heading\n\nfirst of left"), "{above}");
    let close = says(missed(50.0, 89.0, 80.0, "a line"));
    assert!(close.starts_with("a line\nfirst of left"), "{close}");
    // Between two paragraphs of a column.
    let between = says(missed(50.0, 136.0, 80.0, "the next"));
    assert!(between.contains("the next"), "{between}");
    assert!(between.find("third").unwrap() < between.find("the next").unwrap());
    assert!(between.find("the next").unwrap() < between.find("last").unwrap());
    // The end of a row, and the foot of the right column.
    assert!(says(missed(140.0, 112.0, 40.0, "side")).contains("second of left side\nthird"));
    assert!(says(missed(320.0, 300.0, 90.0, "a foot")).ends_with("second of right\n\na foot"));
    let foot_of_left = says(missed(50.0, 300.0, 90.0, "a foot"));
    assert!(foot_of_left.contains("last of left\n\na foot\n\nfirst of right"), "{foot_of_left}");
}

#[test]
fn a_missed_line_has_what_a_line_has() {
    let mut text = page(Vec::new());
    let rect = Rect { x: 100.0, y: 200.0, width: 120.0, height: 20.0 };
    text.edit(&Edit::Line { rect, text: "Total due".to_owned() }).unwrap();
    let line = text.lines().next().unwrap();
    assert_eq!((line.rect, line.row_height), (rect, 20.0));
    assert!(line.baseline.y0 > 210.0 && line.baseline.y0 < 220.0 && line.baseline.y0 == line.baseline.y1);
    assert_eq!(read(&text, 0).as_deref(), Some(""));
    assert_eq!(text.mean_confidence(), None);
    text.edit(&Edit::Line { rect: Rect { y: 300.0, ..rect }, text: "سلام عليكم".to_owned() }).unwrap();
    let [first, second] = [2, 3].map(|i| text.words().nth(i).unwrap().clone());
    assert!(first.direction == Direction::RightToLeft && first.rect.x > second.rect.x);
    let tall = Rect { x: 20.0, y: 100.0, width: 12.0, height: 200.0 };
    text.edit(&Edit::Line { rect: tall, text: "filed in May".to_owned() }).unwrap();
    let side = text.lines().find(|line| line.baseline.runs_sideways()).unwrap();
    assert!(side.words[0].rect.y > side.words[2].rect.y, "it runs up");
    text.edit(&Edit::Line { rect: Rect { x: 560.0, ..tall }, text: "日本語".to_owned() }).unwrap();
    assert!(text.words().any(|word| word.direction == Direction::TopToBottom));
    // Emptied again, nothing is left of it.
    text.edit(&words(0, 1, "")).unwrap();
    assert!(text.corrections.iter().all(|correction| correction.words > 0));
}

#[test]
fn a_native_word_stays_one() {
    let mut text = simple();
    text.words_mut().take(2).for_each(|word| word.is_native = true);
    text.edit(&words(0, 1, "The")).unwrap();
    text.edit(&words(1, 2, "quickbrown")).unwrap();
    let native: Vec<bool> = text.words().map(|word| word.is_native).take(3).collect();
    assert_eq!(native, [true, false, false]);
}

#[test]
fn a_page_is_worth_what_was_read_and_may_become_good() {
    let doubtful = "wh?t st?nds h?re";
    let mut text = page(vec![block(50.0, 50.0, &[&[doubtful, "and is read well"]])]);
    let mean = text.mean_confidence();
    assert!(matches!(Look::default().quality(&text), Quality::Doubtful(Doubt::Unsure { .. })));
    text.edit(&words(0, 3, "what stands here")).unwrap();
    assert_eq!(text.mean_confidence(), mean, "that is the engine's");
    assert_eq!(Look::default().quality(&text), Quality::Good);
    // All are a person's.
    text.edit(&words(3, 4, "in all")).unwrap();
    assert_eq!(Look::default().quality(&text), Quality::Good);
}

#[test]
fn a_region_that_was_written_down_is_unread_no_longer() {
    let place = Rect { x: 50.0, y: 300.0, width: 200.0, height: 24.0 };
    let unread = UnreadInk { ink: 100, unread: 50, marks: 40, pieces: 9, words: 9, place: Some(place) };
    let look = Look { unread: Some(unread), ..Look::default() };
    let mut text = page(vec![block(50.0, 50.0, &[&["what was read well here"]])]);
    assert!(matches!(look.quality(&text), Quality::Doubtful(Doubt::Unread { .. })));
    text.edit(&missed(50.0, 302.0, 190.0, "one line")).unwrap();
    assert!(matches!(look.quality(&text), Quality::Doubtful(_)), "that is not half of it");
    text.edit(&missed(50.0, 314.0, 190.0, "and another")).unwrap();
    assert_eq!(look.quality(&text), Quality::Good);
}

#[test]
fn corrections_are_offered_where_another_reading_says_the_same() {
    let mut text = simple();
    for edit in
        [words(0, 1, "The"), words(5, 2, "over"), words(6, 1, ""), missed(50.0, 300.0, 90.0, "A foot")]
    {
        text.edit(&edit).unwrap();
    }
    let offers = text.offers();
    let told: Vec<_> = offers.iter().map(|offer| (offer.read.as_str(), offer.text.as_str())).collect();
    assert_eq!(told, [("Tbe", "The"), ("ov er", "over"), ("the", ""), ("", "A foot")]);
    // The same reading once more: all of them.
    let mut again = simple();
    for offer in &offers {
        let Fit::Again(edit) = again.fit(offer) else { panic!("{offer:?}") };
        again.edit(&edit).unwrap();
    }
    assert_eq!(again.to_string(), text.to_string());
    assert!(offers.iter().all(|offer| again.fit(offer) == Fit::Done));
    // One that says something else, has a word by now, and reads the foot.
    let other = page(vec![
        block(50.0, 50.0, &[&["Tho quick brovvn fox", "jumps over_ the"], &["lazy dog"]]),
        block(50.0, 300.0, &[&["A foot"]]),
    ]);
    let fits: Vec<_> = offers.iter().map(|offer| other.fit(offer)).collect();
    assert_eq!(fits[0], Fit::Otherwise);
    assert_eq!(fits[1], Fit::Otherwise);
    assert_eq!(fits[3], Fit::Done);
}

#[test]
fn doubts_are_the_words_and_the_region_that_nobody_has_looked_after() {
    let place = Rect { x: 50.0, y: 62.0, width: 100.0, height: 10.0 };
    let unread = UnreadInk { ink: 100, unread: 50, marks: 40, pieces: 9, words: 9, place: Some(place) };
    let blocks = vec![block(50.0, 50.0, &[&["w?rd here"], &["b?low it", "is r?ad"]])];
    let mut text = page(blocks);
    text.words_mut().last().unwrap().is_native = true;
    let look = Look { unread: Some(unread), ..Look::default() };
    let reading = PageReading { look, ..PageReading::default() };
    let record =
        |text: &PageText| PageRecord::new(PageIndex(0), PageOutcome::Read(Box::new(text.clone())), reading);
    let region = DoubtPlace::Unread { rect: place, before: 2 };
    assert_eq!(record(&text).doubts(), [DoubtPlace::Word(0), region, DoubtPlace::Word(2)]);
    text.edit(&words(0, 1, "word")).unwrap();
    text.edit(&Edit::Line { rect: place, text: "is in between".to_owned() }).unwrap();
    assert_eq!(record(&text).doubts(), [DoubtPlace::Word(5)]);
}

/// Plain words with what was read in their place, as an edit leaves them.
fn naive(words: &mut Vec<String>, first: usize, count: usize, text: &str) {
    words.splice(first..first + count, text.split_whitespace().map(str::to_owned));
}

#[test]
fn whatever_is_edited_the_text_is_what_was_written_and_comes_back() {
    for seed in 0..400 {
        let mut chance = Chance::new(seed);
        let original = page(vec![
            block(50.0, 50.0, &[&["a b c", "d e"], &["f g h i"]]),
            block(300.0, 50.0, &[&["k l"]]),
        ]);
        let mean = original.mean_confidence();
        let mut text = original.clone();
        let mut undo: Vec<(Mend, PageText)> = Vec::new();
        for _ in 0..40 {
            if chance.percent(25) {
                if let Some((mend, before)) = undo.pop() {
                    let after = text.clone();
                    let redo = text.mend(mend);
                    assert_eq!(text, before, "seed {seed}");
                    let mut again = text.clone();
                    again.mend(redo);
                    assert_eq!(again, after, "seed {seed}");
                }
                continue;
            }
            let before = text.clone();
            let mut plain: Vec<String> = text.words().map(|word| word.text.clone()).collect();
            let written = ["x", "y z", "", "a", "b c", "u v w"][chance.index(6)];
            let edit = if chance.percent(20) || plain.is_empty() {
                missed(50.0 + chance.below(400) as f32, chance.below(700) as f32, 60.0, "new line")
            } else {
                let first = chance.index(plain.len());
                let mut begins = 0;
                let line = text.lines().find(|line| {
                    begins += line.words.len();
                    first < begins
                });
                let count = 1 + chance.index((begins - first).min(line.unwrap().words.len()));
                naive(&mut plain, first, count, written);
                words(first, count, written)
            };
            if let Some(mend) = text.edit(&edit) {
                undo.push((mend, before));
            }
            let now: Vec<String> = text.words().map(|word| word.text.clone()).collect();
            match edit {
                Edit::Words { .. } => assert_eq!(now, plain, "seed {seed}"),
                Edit::Line { .. } => assert_eq!(now.len(), plain.len() + 2, "seed {seed}"),
            }
            // Of what is corrected and what was read there, the one is as the other says.
            let of_corrections: usize = text.corrections.iter().map(|correction| correction.words).sum();
            assert_eq!(of_corrections, text.corrected_words(), "seed {seed}");
            let kept: usize = text.corrections.iter().map(|correction| correction.read.len()).sum();
            assert_eq!(kept + now.len() - text.corrected_words(), original.words().count(), "seed {seed}");
            let same = |mean: Option<Confidence>| mean.map(|mean| mean.0.round());
            assert_eq!(same(text.mean_confidence()), same(mean), "seed {seed}");
            for (offer, correction) in text.offers().iter().zip(&text.corrections) {
                assert_eq!(offer.text.split_whitespace().count(), correction.words, "seed {seed}");
            }
            for line in text.lines() {
                assert!(!line.words.is_empty(), "seed {seed}");
            }
        }
        while let Some((mend, before)) = undo.pop() {
            text.mend(mend);
            assert_eq!(text, before, "seed {seed}");
        }
        assert_eq!(text, original, "seed {seed}");
    }
}
