//! How long it takes to find something in 1,000 pages of 400 words: folding them, which is done once, and answering.
//! `npm run bench -- search`. The words are composed of syllables by chance, as often as words of their rank are.

use std::hint::black_box;
use std::time::Instant;

use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph,
    Rect, Word,
};
use pagewise::search::{FoldedPage, Found, Hit, Query};

const PAGES: u32 = 1000;
const LINES: usize = 40;
const WORDS_IN_LINE: usize = 10;
const VOCABULARY: usize = 20_000;
const ROUNDS: usize = 9;
const QUERIES: [&str; 7] = ["e", "an", "the", "vertrag", "Größe", "kala rino", "no such words"];

/// The next of a row of numbers that look like chance.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

fn vocabulary(state: &mut u64) -> Vec<String> {
    const SYLLABLES: [&str; 16] =
        ["ka", "la", "ri", "no", "ver", "trag", "the", "an", "ße", "grö", "in", "e", "st", "und", "or", "Ma"];
    let syllable = |state: &mut u64| SYLLABLES[next(state) as usize % SYLLABLES.len()];
    (0..VOCABULARY).map(|_| (0..=next(state) % 4).map(|_| syllable(state)).collect()).collect()
}

fn page(index: u32, vocabulary: &[String], state: &mut u64) -> PageText {
    let rect = Rect { x: 0.0, y: 0.0, width: 10.0, height: 10.0 };
    let mut word = || {
        // By Zipf: the logarithm of a word's rank is even.
        let share = (next(state) % 1_000_000) as f64 / 1e6;
        let rank = (VOCABULARY as f64).powf(share) as usize - 1;
        Word {
            text: vocabulary[rank.min(VOCABULARY - 1)].clone(),
            rect,
            confidence: Confidence(90.0),
            direction: Direction::LeftToRight,
            is_native: false,
            corrected: None,
        }
    };
    let lines = (0..LINES).map(|_| Line {
        rect,
        baseline: Baseline { x0: 0.0, y0: 10.0, x1: 10.0, y1: 10.0 },
        row_height: 10.0,
        words: (0..WORDS_IN_LINE).map(|_| word()).collect(),
    });
    let paragraphs = vec![Paragraph { rect, lines: lines.collect() }];
    PageText {
        page: PageIndex(index),
        size: PageSize { width: 595.0, height: 842.0 },
        dpi: Dpi::BEST,
        blocks: vec![Block { kind: BlockKind::Text, rect, paragraphs }],
        languages: Vec::new(),
        corrections: Vec::new(),
    }
}

/// The median time that something takes, in milliseconds.
fn milliseconds(mut act: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            act();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

fn main() {
    let mut state = 1;
    let vocabulary = vocabulary(&mut state);
    let pages: Vec<PageText> = (0..PAGES).map(|index| page(index, &vocabulary, &mut state)).collect();
    let folded: Vec<FoldedPage> = pages.iter().map(FoldedPage::new).collect();
    let folding = milliseconds(|| {
        black_box(pages.iter().map(FoldedPage::new).collect::<Vec<_>>());
    });
    println!("| what | finds | ms |\n| --- | ---: | ---: |\n| fold all pages, once | | {folding:.1} |");
    for query in QUERIES {
        let find = || -> Vec<Vec<Found>> {
            let query = Query::new(query);
            folded.iter().map(|page| page.find(&query)).collect()
        };
        let finds: usize = find().iter().map(Vec::len).sum();
        let time = milliseconds(|| {
            let found = black_box(find());
            // A list shows the first of them with what stands around.
            let all = found
                .iter()
                .enumerate()
                .flat_map(|(page, found)| found.iter().map(move |found| (page, *found)));
            for (page, found) in all.take(100) {
                black_box(Hit::new(folded[page].place(found, &pages[page]), &pages[page]));
            }
        });
        println!("| “{query}” | {finds} | {time:.1} |");
    }
}
