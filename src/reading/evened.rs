//! A sheet evened out, so that what is faint or does not stand on plain paper can be read, too.

use super::recognize::{BETTER, Read, WHITE, heard, read, worth};
use super::{Reading, ReadingOptions, Recognizer};
use crate::model::error::Error;
use crate::model::page::{PageText, Word};

/// An engine is this sure, in percent, of most of what is there to be read.
const SURE: f32 = 70.0;
/// The share of the letters that came to light of which it has to be. Print that shows through from behind is as dark as any
/// once it is evened out, and mirrored: an engine finds words in it, and is sure of one in six.
const MOSTLY: f32 = 0.5;
/// The share of a word that has to be in others for it to be no news.
const SAME_PLACE: f32 = 0.3;

/// What is read of a sheet that is evened out, if that is better.
pub(super) fn read_evened<R: Recognizer>(
    engine: &mut R,
    first: &Read<R::Pixels>,
    options: ReadingOptions,
) -> Result<Option<Reading>, Error> {
    let Read { sheet, reading, .. } = first;
    let even = sheet.seen.even(&sheet.header, &sheet.pixels);
    let evened = heard(read(engine, sheet, even, WHITE, options))?.map(|(evened, _)| evened);
    let is_better = |evened: &Reading| {
        worth(evened) > BETTER * worth(reading) && is_text(evened.text.words(), &reading.text)
    };
    Ok(evened.filter(is_better).map(|mut evened| {
        evened.look.evened = true;
        evened.look.turned = reading.look.turned;
        evened
    }))
}

/// Whether words that stand where a text has none are mostly surely read.
fn is_text<'a>(words: impl Iterator<Item = &'a Word>, text: &PageText) -> bool {
    let is_there = |word: &Word| {
        let shared: f32 = text.words().map(|other| other.rect.shared_area(&word.rect)).sum();
        shared > SAME_PLACE * word.rect.width * word.rect.height
    };
    let letters = |word: &Word| word.text.chars().filter(|c| c.is_alphanumeric()).count() as f32;
    let (sure, all) = words.filter(|word| !is_there(word)).fold((0.0, 0.0), |(sure, all), word| {
        let letters = letters(word);
        (if word.confidence.0 >= SURE { sure + letters } else { sure }, all + letters)
    });
    sure >= MOSTLY * all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::{
        Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, Paragraph, Rect,
    };

    fn word(x: f32, confidence: f32) -> Word {
        Word {
            text: "word".to_owned(),
            rect: Rect { x, y: 0.0, width: 20.0, height: 10.0 },
            confidence: Confidence(confidence),
            direction: Direction::LeftToRight,
            is_native: false,
            corrected: None,
        }
    }

    fn text(words: Vec<Word>) -> PageText {
        let rect = Rect { x: 0.0, y: 0.0, width: 100.0, height: 10.0 };
        let baseline = Baseline { x0: 0.0, y0: 10.0, x1: 100.0, y1: 10.0 };
        let line = Line { rect, baseline, row_height: 10.0, words };
        let paragraphs = vec![Paragraph { rect, lines: vec![line] }];
        PageText {
            page: PageIndex(0),
            size: PageSize { width: 100.0, height: 100.0 },
            dpi: Dpi::BEST,
            blocks: vec![Block { kind: BlockKind::Text, rect, paragraphs }],
            languages: Vec::new(),
            corrections: Vec::new(),
        }
    }

    #[test]
    fn what_comes_to_light_has_to_be_surely_read() {
        let first = text(vec![word(0.0, 95.0)]);
        let with = |more: &[f32]| {
            let more = more.iter().zip(1_u8..).map(|(sure, i)| word(25.0 * f32::from(i), *sure));
            std::iter::once(word(0.0, 60.0)).chain(more).collect::<Vec<_>>()
        };
        let is_text = |words: Vec<Word>| is_text(words.iter(), &first);
        assert!(is_text(with(&[])), "what was there before does not count");
        assert!(is_text(with(&[90.0, 40.0])));
        assert!(!is_text(with(&[90.0, 40.0, 30.0])));
    }
}
