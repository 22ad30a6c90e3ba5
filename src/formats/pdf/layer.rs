//! The invisible text of one page, as operators of its content.
//!
//! How the operators are put follows from how viewers take text apart:
//!
//! - Words are divided by characters that are spaces, since gaps alone are told from loosely set letters
//!   by guessing. A space is stretched over the gap, so that a selection has no holes.
//!   Where a script has no spaces, a word reaches to the next instead, since a gap would be taken for one.
//! - Words are placed one by one: what rounding does to one does not move the next.
//! - The type size of neighbouring words differs by a little. Firefox's viewer takes everything of one
//!   size on a line for one piece with evenly wide letters; this way each word is a piece of its own.
//! - What is written from right to left is set as it is seen, from left to right. All viewers expect that
//!   and turn it round, Firefox's piece by piece, so such words are not divided into pieces.

use unicode_bidi::{BidiInfo, Level};

use super::font::{ADVANCE, InvisibleFont, has_width};
use super::geometry::Matrix;
use super::line::{Place, Track, places};
use crate::model::page::{Direction, Line, PageText, Word};

/// The key in the dictionary of a layer; its value is the layer's font. It stands there, and not in the
/// page, because it then goes where the layer goes and not where the layer is lost.
pub const LAYER_KEY: &str = "PagewiseLayer";
/// By how much the type size of every second piece is larger.
const SIZE_STEP: f64 = 0.01;
/// Smallest width of a word or a space in points: less could be taken for letters printed twice.
const MIN_WIDTH: f64 = 0.2;
/// How long the space is that ends a layer, in type sizes.
const LAST_SPACE: f64 = 0.25;
/// A gap that Firefox's viewer takes for a space within a piece, in type sizes along the line.
const GAP_IN_PIECE: f64 = 0.3;
/// A gap that it does not take for one: it has put a space already, before a mark that stands first.
const GAP_BEFORE_MARK: f64 = 0.05;

/// The operators that set all words of a page that it does not have as text of its own, balanced, for a content that
/// leaves the coordinate system as it was. `to_page` leads from points of the page as shown, origin at the bottom left, to
/// the coordinates of the content; `font_name` is what the resources call the font, `language` the tag of the words'
/// language where it is not that of the document. Empty if there are no words.
pub fn content(
    text: &PageText,
    to_page: &Matrix,
    font: &mut InvisibleFont,
    font_name: &str,
    language: Option<&str>,
) -> Vec<u8> {
    let mut setting = Setting { out: String::new(), font, font_name, pieces: 0 };
    for line in text.lines() {
        if line.words.iter().any(|word| word.is_native) {
            // What stands between words of the page's own is a line of its own: no space reaches across them.
            for words in line.words.split(|word| word.is_native).filter(|words| !words.is_empty()) {
                setting.line(&Line { words: words.to_vec(), ..line.clone() }, f64::from(text.size.height));
            }
        } else {
            setting.line(line, f64::from(text.size.height));
        }
    }
    if setting.pieces == 0 {
        return Vec::new();
    }
    // Whatever text the page has of its own is divided from ours.
    setting.show(" ", LAST_SPACE, 1.0);
    setting.out.push('\n');
    let matrix = to_page.0.map(|factor| decimal(factor, 8)).join(" ");
    let content = format!("q {matrix} cm BT 3 Tr\n{}ET Q\n", setting.out);
    match language {
        Some(tag) => format!("/Span <</Lang({tag})>> BDC {content}EMC\n").into_bytes(),
        None => content.into_bytes(),
    }
}

/// Text being set.
struct Setting<'a> {
    out: String,
    font: &'a mut InvisibleFont,
    font_name: &'a str,
    pieces: usize,
}

impl Setting<'_> {
    fn line(&mut self, line: &Line, page_height: f64) {
        let Some(track) = Track::of(line, page_height) else {
            return;
        };
        let places = places(line, &track);
        let mut rest = places.as_slice();
        for piece in places.chunk_by(|a, b| a.piece == b.piece) {
            rest = &rest[piece.len()..];
            self.piece(&track, piece, rest.first());
        }
    }

    /// Words that are one piece of text, and the space that leads to the next.
    fn piece(&mut self, track: &Track, piece: &[Place<'_>], after: Option<&Place<'_>>) {
        let step = if self.pieces.is_multiple_of(2) { 0.0 } else { SIZE_STEP };
        self.pieces += 1;
        let size = ((track.size + step) * 100.0).round() / 100.0;
        self.out.push_str(&format!("/{} {} Tf\n", self.font_name, number(size)));
        let mut before: Option<&Place<'_>> = None;
        for (i, place) in piece.iter().enumerate() {
            let text = in_visual_order(place.word);
            let gap = before.map(|before| place.start - before.start - before.length);
            let stretch = gap.map_or(1.0, |gap| stretch(gap, size, &text));
            before = Some(place);
            let [cos, sin] = track.along;
            let [x, y] = track.point(place.start, place.rise);
            let turn = [cos * stretch, sin * stretch, -sin, cos].map(|factor| decimal(factor, 5)).join(" ");
            self.out.push_str(&format!("{turn} {} {} Tm ", number(x), number(y)));
            self.show(&text, place.length, size * stretch);
            if let Some(next) = piece.get(i + 1).or(after).filter(|_| place.has_space) {
                self.out.push(' ');
                self.show(" ", next.start - place.start - place.length, size * stretch);
            }
            self.out.push('\n');
        }
    }

    /// Shows characters so that together they have this length.
    fn show(&mut self, text: &str, length: f64, size: f64) {
        let codes: String = text.chars().map(|c| format!("{:04X}", self.font.code(c))).collect();
        let count = text.chars().filter(|c| has_width(*c)).count().max(1);
        let natural = count as f64 * size * ADVANCE as f64 / 1000.0;
        // Finer than that is less than a viewer's pixel at the end of any word.
        let percent = (100.0 * length.max(MIN_WIDTH) / natural).max(0.1);
        self.out.push_str(&format!("{} Tz <{codes}> Tj", decimal(percent, 1)));
    }
}

/// By how much the coordinates of a word within a piece are stretched along the line, and its letters pressed
/// together in turn. The viewer that works by pieces measures the gap before the word in these coordinates.
fn stretch(gap: f64, size: f64, text: &str) -> f64 {
    let seen = if text.chars().next().is_some_and(has_width) { GAP_IN_PIECE } else { GAP_BEFORE_MARK };
    gap.max(MIN_WIDTH) / (seen * size)
}

/// The characters of a word in the order in which they are seen from left to right.
fn in_visual_order(word: &Word) -> String {
    if word.direction != Direction::RightToLeft && word.text.is_ascii() {
        return word.text.clone();
    }
    let level = (word.direction == Direction::RightToLeft).then(Level::rtl);
    let info = BidiInfo::new(&word.text, level);
    info.paragraphs.iter().map(|paragraph| info.reorder_line(paragraph, paragraph.range.clone())).collect()
}

/// A length on a page: a hundredth of a point is as good as the point itself.
fn number(value: f64) -> String {
    decimal(value, 2)
}

/// A number as content streams have it, without an exponent.
fn decimal(value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", if value.is_finite() { value } else { 0.0 });
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::{
        Baseline, Block, BlockKind, Confidence, Dpi, PageIndex, PageSize, Paragraph, Rect,
    };

    fn page(words: Vec<Word>) -> PageText {
        let rect = Rect { x: 0.0, y: 10.0, width: 100.0, height: 10.0 };
        let baseline = Baseline { x0: 0.0, y0: 18.0, x1: 100.0, y1: 18.0 };
        let lines = vec![Line { rect, baseline, row_height: 10.0, words }];
        PageText {
            page: PageIndex(0),
            size: PageSize { width: 100.0, height: 50.0 },
            dpi: Dpi(200.0),
            blocks: vec![Block { kind: BlockKind::Text, rect, paragraphs: vec![Paragraph { rect, lines }] }],
            languages: Vec::new(),
            corrections: Vec::new(),
        }
    }

    fn word(text: &str, x: f32, width: f32, direction: Direction) -> Word {
        let rect = Rect { x, y: 10.0, width, height: 10.0 };
        Word {
            text: text.to_owned(),
            rect,
            confidence: Confidence(90.0),
            direction,
            is_native: false,
            corrected: None,
        }
    }

    fn written(words: Vec<Word>) -> String {
        let content = content(&page(words), &Matrix::IDENTITY, &mut InvisibleFont::default(), "F", None);
        String::from_utf8(content).unwrap()
    }

    #[test]
    fn words_fill_their_boxes_and_spaces_the_gaps() {
        use Direction::LeftToRight as Ltr;
        assert_eq!(
            written(vec![word("ab", 10.0, 20.0, Ltr), word("e\u{301}", 34.0, 5.0, Ltr)]),
            "q 1 0 0 1 0 0 cm BT 3 Tr\n\
             /F 10 Tf\n1 0 0 1 10 32 Tm 200 Tz <00610062> Tj 80 Tz <0020> Tj\n\
             /F 10.01 Tf\n1 0 0 1 34 32 Tm 99.9 Tz <00650301> Tj\n\
             50 Tz <0020> Tj\n\
             ET Q\n"
        );
    }

    #[test]
    fn words_whose_boxes_overlap_are_parted_by_a_space_all_the_same() {
        use Direction::LeftToRight as Ltr;
        let written = written(vec![word("of", 10.0, 20.0, Ltr), word("$", 27.0, 10.0, Ltr)]);
        // "of" ends at 27.7 and "$" begins at 29.3.
        assert!(written.contains("1 0 0 1 10 32 Tm 177 Tz <006F0066> Tj 32 Tz <0020> Tj"), "{written}");
        assert!(written.contains("1 0 0 1 29.3 32 Tm"), "{written}");
    }

    #[test]
    fn a_line_that_runs_up_or_down_the_page_is_as_large_as_it_is_wide() {
        let mut sideways = page(vec![
            word("ab", 0.0, 10.0, Direction::LeftToRight),
            word("c", 0.0, 10.0, Direction::LeftToRight),
        ]);
        let line = &mut sideways.blocks[0].paragraphs[0].lines[0];
        line.words[0].rect = Rect { x: 80.0, y: 4.0, width: 10.0, height: 30.0 };
        line.words[1].rect = Rect { x: 80.0, y: 38.0, width: 10.0, height: 8.0 };
        line.rect = Rect { x: 80.0, y: 4.0, width: 10.0, height: 42.0 };
        for (baseline, matrices) in [
            (Baseline { x0: 82.0, y0: 4.0, x1: 82.0, y1: 46.0 }, ["0 -1 1 0 82 46 Tm", "0 -1 1 0 82 12 Tm"]),
            (Baseline { x0: 88.0, y0: 46.0, x1: 88.0, y1: 4.0 }, ["0 1 -1 0 88 16 Tm", "0 1 -1 0 88 4 Tm"]),
        ] {
            sideways.blocks[0].paragraphs[0].lines[0].baseline = baseline;
            let content = content(&sideways, &Matrix::IDENTITY, &mut InvisibleFont::default(), "F", None);
            let written = String::from_utf8(content).unwrap();
            assert!(written.contains("/F 10 Tf"), "{written}");
            assert!(matrices.iter().all(|matrix| written.contains(matrix)), "{written}");
        }
    }

    #[test]
    fn what_runs_from_right_to_left_is_one_piece_in_the_order_seen() {
        use Direction::RightToLeft as Rtl;
        let written = written(vec![word("אב", 50.0, 20.0, Rtl), word("גד", 26.0, 20.0, Rtl)]);
        let (left, right) = (written.find("<05D305D2>").unwrap(), written.find("<05D105D0>").unwrap());
        assert!(left < right);
        assert_eq!(written.matches("Tf").count(), 1);
    }

    #[test]
    fn a_box_over_words_that_are_read_before_ends_where_they_begin() {
        use Direction::RightToLeft as Rtl;
        let written = written(vec![
            word("אב", 60.0, 20.0, Rtl),
            word("גד", 50.0, 8.0, Rtl),
            word("הו", 20.0, 60.0, Rtl),
        ]);
        // From 20 to 50, less what parts it from the next.
        assert!(written.contains("1 0 0 1 20 32 Tm 292 Tz <05D505D4> Tj 32 Tz <0020> Tj"), "{written}");
    }

    #[test]
    fn a_line_that_runs_up_the_page_is_set_in_the_size_of_its_letters() {
        let word = |y: f32, height: f32| {
            let rect = Rect { x: 40.0, y, width: 10.0, height };
            Word { rect, ..word("ab", 0.0, 0.0, Direction::LeftToRight) }
        };
        let mut page = page(vec![word(30.0, 15.0), word(2.0, 24.0)]);
        page.blocks[0].paragraphs[0].lines[0].baseline = Baseline { x0: 48.0, y0: 45.0, x1: 48.0, y1: 2.0 };
        let content = content(&page, &Matrix::IDENTITY, &mut InvisibleFont::default(), "F", None);
        let written = String::from_utf8(content).unwrap();
        assert!(written.contains("/F 10 Tf\n0 1 -1 0 48 5 Tm"), "{written}");
        assert!(written.contains("/F 10.01 Tf\n0 1 -1 0 48 24 Tm"), "{written}");
    }

    #[test]
    fn words_of_a_script_without_spaces_reach_to_the_next() {
        use Direction::LeftToRight as Ltr;
        let words =
            vec![word("日本", 10.0, 18.0, Ltr), word("語", 31.0, 9.0, Ltr), word("A", 43.0, 5.0, Ltr)];
        let written = written(words);
        assert!(written.contains("1 0 0 1 10 32 Tm 210 Tz <65E5672C> Tj\n"), "{written}");
        assert_eq!(written.matches("<0020> Tj").count(), 2, "before A and at the end: {written}");
        // As far from each other as columns are: viewers put a space there whatever is done.
        let apart = vec![word("日本", 10.0, 18.0, Ltr), word("語", 61.0, 9.0, Ltr)];
        assert_eq!(self::written(apart).matches("<0020> Tj").count(), 2);
    }

    #[test]
    fn the_language_of_a_page_that_differs_is_named() {
        let page = page(vec![word("ab", 10.0, 20.0, Direction::LeftToRight)]);
        let content = content(&page, &Matrix::IDENTITY, &mut InvisibleFont::default(), "F", Some("de-Latf"));
        let written = String::from_utf8(content).unwrap();
        assert!(written.starts_with("/Span <</Lang(de-Latf)>> BDC q "), "{written}");
        assert!(written.ends_with("ET Q\nEMC\n"), "{written}");
    }

    #[test]
    fn a_page_without_words_has_no_layer() {
        assert_eq!(written(Vec::new()), "");
        assert_eq!(written(vec![word("a", f32::NAN, 1.0, Direction::LeftToRight)]), "");
    }
}
