//! What was read put into the order in which it is meant: rows as rows, drop caps before their words.

use super::lie::part;
use super::look::straighten;
use super::{Reading, ReadingOptions, Recognizer};
use crate::model::bitmap::BitmapHeader;
use crate::model::error::Error;
use crate::model::look::Turn;
use crate::model::options::PageSegmentationMode;
use crate::model::page::{Line, Rect, Word};
use rows::TornRows;

mod drop_cap;
mod rows;

/// Rows read as such count even if they make a little less sense: what was torn is in the wrong order.
const AS_GOOD: f32 = 0.95;
/// Words of two readings are the same where they share more than this of the larger one: what is a digit shorter is less.
const SAME_PLACE: f32 = 0.85;
/// What is left around a table, in points: engines want some paper around letters.
const MARGIN: f32 = 6.0;
/// The tone that comes in at the edges of what is straightened.
const PAPER: u8 = 255;

/// Puts rows and drop caps of a page right. Tables that were torn into columns are read once more, each by itself and as
/// one block, as long as `further` says how; where that is of no use, the pieces that are there are put together. What was
/// turned to be read stays as it is.
///
/// # Errors
/// [`Error::WorkerStopped`]: nothing that a broken engine has said can be trusted.
pub(super) fn arrange<R: Recognizer>(
    engine: &mut R,
    header: &BitmapHeader,
    pixels: &R::Pixels,
    reading: &mut Reading,
    further: impl Fn() -> Option<ReadingOptions>,
) -> Result<(), Error> {
    if reading.look.turned != Turn::Upright {
        return Ok(());
    }
    let tables = TornRows::all(&reading.text);
    // From the last on, so that the places of those before it stay.
    for table in tables.iter().rev() {
        // What was evened out would have to be evened out again: the pieces that are there will do.
        let again = match further().filter(|_| !reading.look.evened) {
            Some(options) => rows_read(engine, header, pixels, options, reading, table)?,
            None => None,
        };
        let lines = again.unwrap_or_else(|| table.joined(&reading.text));
        table.replace(&mut reading.text, lines);
    }
    drop_cap::join(&mut reading.text);
    Ok(())
}

/// The rows of a table as they are read by themselves; `None` where that gives less than what is there.
fn rows_read<R: Recognizer>(
    engine: &mut R,
    header: &BitmapHeader,
    pixels: &R::Pixels,
    options: ReadingOptions,
    reading: &Reading,
    table: &TornRows,
) -> Result<Option<Vec<Line>>, Error> {
    let Rect { x, y, width, height } = table.rect;
    let around =
        Rect { x: x - MARGIN, y: y - MARGIN, width: width + 2.0 * MARGIN, height: height + 2.0 * MARGIN };
    let (part, cut) = part(header, pixels, &around, Turn::Upright);
    let straight = reading.look.straightened.and_then(|degrees| straighten(&part, &cut, degrees, PAPER));
    let (part, cut) = straight.unwrap_or((part, cut));
    let options = ReadingOptions { psm: PageSegmentationMode::SINGLE_BLOCK, ..options };
    match engine.recognize(&part, cut, options) {
        Ok(text) => {
            let lines = text.blocks.into_iter().flat_map(|block| block.paragraphs);
            let mut lines: Vec<_> = lines.flat_map(|paragraph| paragraph.lines).collect();
            lines.iter_mut().for_each(|line| line.words.retain(|word| !word.text.is_empty()));
            lines.retain(|line| !line.words.is_empty());
            let before = sense(table.words(&reading.text));
            for word in lines.iter_mut().flat_map(|line| &mut line.words) {
                take_surer(word, table.words(&reading.text));
            }
            let after = sense(lines.iter().flat_map(|line| &line.words));
            Ok((after >= AS_GOOD * before).then_some(lines))
        }
        Err(error @ Error::WorkerStopped { .. }) => Err(error),
        Err(_) => Ok(None),
    }
}

/// Lets a word be what another reading took it for, if that was surer.
fn take_surer<'a>(word: &mut Word, mut others: impl Iterator<Item = &'a Word>) {
    let is_same = |other: &&Word| {
        let area = |rect: &Rect| rect.width * rect.height;
        let shared = other.rect.shared_area(&word.rect);
        shared > SAME_PLACE * area(&word.rect).max(area(&other.rect))
    };
    if let Some(other) = others.find(is_same).filter(|other| other.confidence > word.confidence) {
        *word = other.clone();
    }
}

/// How much sense words make: the letters of those that look like words, by how sure the engine is of each.
pub(super) fn sense<'a>(words: impl Iterator<Item = &'a Word>) -> f32 {
    words
        .filter(|word| word.is_plausible())
        .map(|word| word.text.chars().count() as f32 * word.confidence.0)
        .sum()
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::bitmap::Provenance;
    use crate::model::look::Look;
    use crate::model::page::{
        Baseline, Block, BlockKind, Confidence, Direction, Dpi, PageIndex, PageSize, PageText, Paragraph,
        Rect,
    };
    use crate::reading::strips::Extent;

    /// Points that a character is wide.
    const ADVANCE: f32 = 6.0;
    const HEIGHT: f32 = 10.0;

    /// A line that begins at `x` and stands on `y`.
    fn line(x: f32, y: f32, text: &str) -> Line {
        let mut left = x;
        let words = text.split(' ').map(|text| {
            let width = ADVANCE * text.chars().count() as f32;
            let rect = Rect { x: left, y: y - HEIGHT, width, height: HEIGHT };
            left += width + ADVANCE;
            let direction = Direction::LeftToRight;
            Word {
                text: text.to_owned(),
                rect,
                confidence: Confidence(90.0),
                direction,
                is_native: false,
                corrected: None,
            }
        });
        let words: Vec<Word> = words.collect();
        let rect = words.iter().map(|word| word.rect).reduce(Rect::union).unwrap();
        Line { rect, baseline: Baseline { x0: x, y0: y, x1: rect.right(), y1: y }, row_height: HEIGHT, words }
    }

    /// Lines of a block, 20 points apart from `y` on.
    fn block(x: f32, y: f32, lines: &[&str]) -> Block {
        let lines: Vec<Line> =
            lines.iter().zip(0_u8..).map(|(text, i)| line(x, y + 20.0 * f32::from(i), text)).collect();
        let rect = lines.iter().map(|line| line.rect).reduce(Rect::union).unwrap();
        Block { kind: BlockKind::Text, rect, paragraphs: vec![Paragraph { rect, lines }] }
    }

    fn page(blocks: Vec<Block>) -> PageText {
        let size = PageSize { width: 600.0, height: 800.0 };
        PageText {
            page: PageIndex(0),
            size,
            dpi: Dpi(72.0),
            blocks,
            languages: Vec::new(),
            corrections: Vec::new(),
        }
    }

    /// Reads a part of a page by how wide it is, and counts.
    struct Engine {
        answers: Vec<(u32, Vec<Block>)>,
        asked: Vec<(u32, u8)>,
    }

    impl Recognizer for Engine {
        type Pixels = Vec<u8>;

        fn recognize(
            &mut self,
            header: &BitmapHeader,
            _: Vec<u8>,
            options: ReadingOptions,
        ) -> Result<PageText, Error> {
            self.asked.push((header.width, options.psm.number()));
            let answer = self.answers.iter().find(|(width, _)| *width == header.width);
            Ok(page(answer.map_or_else(Vec::new, |(_, blocks)| blocks.clone())))
        }
    }

    /// What a page comes out as, and what the engine was asked: the widths of parts, and the modes.
    fn arranged(text: PageText, answers: Vec<(u32, Vec<Block>)>) -> (String, Vec<(u32, u8)>) {
        let header = Extent::whole(text.size, text.dpi).header(text.page, text.size, Provenance::Drawn);
        let mut engine = Engine { answers, asked: Vec::new() };
        let mut reading = Reading { text, look: Look::default() };
        let options = ReadingOptions::new(PageSegmentationMode::AUTO, 0);
        let pixels = vec![255; 600 * 800];
        arrange(&mut engine, &header, &pixels, &mut reading, || Some(options)).unwrap();
        (reading.text.to_string(), engine.asked)
    }

    const ITEMS: [&str; 5] = ["Lamp oil", "Rope of hemp", "White paint", "Stair repair", "Glass panes"];
    const PRICES: [&str; 5] = ["38.00", "0.85", "14.20", "940.00", "61.75"];
    const ROWS: [&str; 5] = [
        "Lamp oil 38.00",
        "Rope of hemp 0.85",
        "White paint 14.20",
        "Stair repair 940.00",
        "Glass panes 61.75",
    ];

    #[test]
    fn a_row_that_was_torn_is_a_row_again() {
        let columns = || {
            vec![block(50.0, 100.0, &["Prices"]), block(50.0, 200.0, &ITEMS), block(400.0, 200.0, &PRICES)]
        };
        let rows = ROWS.join("\n");
        // Nothing comes of reading it again.
        assert_eq!(arranged(page(columns()), Vec::new()).0, format!("Prices\n\n{rows}"));
        // Something does: the table from 50 to 436, and six points around it.
        let better = ROWS.map(|row| row.replace("0.85", "8.85"));
        let mut again = block(50.0, 200.0, &better.each_ref().map(String::as_str));
        // The first reading was surer of the first word.
        let doubted = &mut again.paragraphs[0].lines[0].words[0];
        (doubted.text, doubted.confidence) = ("Lump".to_owned(), Confidence(40.0));
        let (text, asked) = arranged(page(columns()), vec![(398, vec![again])]);
        assert_eq!(text, format!("Prices\n\n{}", better.join("\n")));
        assert_eq!(asked, [(398, PageSegmentationMode::SINGLE_BLOCK.number())]);
    }

    #[test]
    fn columns_of_prose_stay_columns() {
        let prose = [
            "the keeper of the light had",
            "counted the ships for years",
            "and wrote each of them down",
            "in a ledger",
        ];
        let pages = [
            // On one grid, off it, and beside a table that is not.
            vec![block(50.0, 200.0, &prose), block(300.0, 200.0, &prose)],
            vec![block(50.0, 200.0, &prose), block(300.0, 206.0, &prose)],
            vec![block(50.0, 207.0, &prose), block(400.0, 200.0, &PRICES)],
        ];
        for blocks in pages {
            let before = page(blocks.clone()).to_string();
            assert_eq!(arranged(page(blocks), Vec::new()), (before, Vec::new()));
        }
    }

    #[test]
    fn a_surer_word_counts_and_a_surer_part_of_one_does_not() {
        let words = |text: &str, confidence: f32| {
            let mut words = line(0.0, 20.0, text).words;
            words.iter_mut().for_each(|word| word.confidence = Confidence(confidence));
            words
        };
        let surer = |other: &str| {
            let mut word = words("410.05", 90.0).remove(0);
            take_surer(&mut word, words(other, 95.0).iter());
            word.text
        };
        assert_eq!([surer("410.06"), surer("410. 05"), surer("4")], ["410.06", "410.05", "410.05"]);
    }

    #[test]
    fn a_drop_cap_begins_its_word() {
        let cap = |text: &str| {
            let mut line = line(50.0, 130.0, text);
            line.words[0].rect = Rect { x: 50.0, y: 90.0, width: 40.0, height: 40.0 };
            line
        };
        let apart = |mut lines: Vec<Line>| {
            let rect = lines.iter().map(|line| line.rect).reduce(Rect::union).unwrap();
            lines.iter_mut().for_each(|line| line.row_height = HEIGHT);
            Block { kind: BlockKind::Text, rect, paragraphs: vec![Paragraph { rect, lines }] }
        };
        let rest = || {
            vec![
                line(96.0, 115.0, "the ships"),
                line(96.0, 130.0, "for years"),
                line(50.0, 145.0, "and more"),
            ]
        };
        let of = |blocks| arranged(page(blocks), Vec::new()).0;
        // The cap with the rest of its line behind the others, in the second of them, and by itself.
        let mut first = cap("T HE keeper counted");
        for (word, x) in first.words[1..].iter_mut().zip([92.0, 110.0, 160.0]) {
            word.rect = Rect { x, y: 90.0, ..word.rect };
        }
        assert_eq!(
            of(vec![apart(rest()), apart(vec![first])]),
            "THE keeper counted\nthe ships\nfor years\nand more"
        );
        let keeper = line(92.0, 100.0, "HE keeper counted");
        let mut second = cap("T the ships");
        for (word, x) in second.words[1..].iter_mut().zip([96.0, 120.0]) {
            word.rect = Rect { x, y: 105.0, ..word.rect };
        }
        assert_eq!(
            of(vec![apart(vec![keeper.clone(), second, line(50.0, 145.0, "and more")])]),
            "THE keeper counted\nthe ships\nand more"
        );
        let light = line(92.0, 100.0, "light was seen");
        let alone = of(vec![apart(vec![cap("A")]), apart([vec![light], rest()].concat())]);
        assert_eq!(alone, "A light was seen\nthe ships\nfor years\nand more");
        // An initial in ordinary type is none.
        assert_eq!(
            of(vec![apart(vec![line(50.0, 100.0, "T HE keeper"), line(50.0, 115.0, "the ships")])]),
            "T HE keeper\nthe ships"
        );
    }
}
