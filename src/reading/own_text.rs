//! The text that a page of a PDF already carries, as the page model.
//!
//! A page that was made by a program, or was read before, knows its own words better than any engine can read
//! them off its picture. The engine that opens the PDF gives its characters one by one ([`Glyph`]); from them
//! come words, lines and paragraphs. Whether they are all there is to read is judged by the page's ink (`ink`).

use crate::model::joint::is_right_to_left;
use crate::model::page::{
    Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph,
    Rect, Word,
};

mod ink;

/// The share of characters without meaning from which on the whole text is taken for unreadable: fonts without
/// a table of what their shapes mean are why people have such files read again.
const GARBLED_SHARE: f32 = 0.1;
/// What stands between lines of one paragraph, at the most, as a multiple of their height.
const PARAGRAPH_GAP: f32 = 0.6;
/// The change of height from which on a line begins a new paragraph.
const SAME_HEIGHT: f32 = 0.2;

/// One character as it stands on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// The character; `None` where the font does not tell what its shape means.
    pub character: Option<char>,
    /// From the descender to the ascender of its font, in page points.
    pub rect: Rect,
    /// Where it stands on its baseline, in page points.
    pub origin: (f32, f32),
    /// Whether it belongs to a text layer of ours ([`crate::model::page::LAYER_FONT`]).
    pub is_ours: bool,
    /// Whether it is not meant to be seen, as in the text layer of a scan.
    pub is_invisible: bool,
    /// Whether the engine has the shapes of its font. A page shows nothing of characters without, although a viewer may.
    pub has_shape: bool,
}

impl Glyph {
    /// A character that its page shows.
    pub fn shown(character: char, rect: Rect, origin: (f32, f32)) -> Self {
        Self {
            character: Some(character),
            rect,
            origin,
            is_ours: false,
            is_invisible: false,
            has_shape: true,
        }
    }
}

/// The characters of a page, in the order of the file, white space and line ends included.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Glyphs {
    /// The characters.
    pub glyphs: Vec<Glyph>,
    /// Where the page has pictures, in page points.
    pub pictures: Vec<Rect>,
    /// Where something was put on it that is not of its content, in page points: values of form fields, notes, stamps.
    pub additions: Vec<Rect>,
    /// How many shapes it has beside them: rules, drawings, letters that were turned into outlines.
    pub shapes: usize,
}

impl Glyphs {
    /// The text that is on the page whatever is read from its picture. A text layer of ours does not belong to it,
    /// since it gives way to the next; nor does text of which nobody knows what it means.
    pub fn lasting_text(mut self, page: PageIndex, size: PageSize) -> Option<PageText> {
        self.glyphs.retain(|glyph| !glyph.is_ours);
        letters(&self.glyphs).filter(|letters| *letters > 0)?;
        Some(self.into_page_text(page, size))
    }

    /// The page they make.
    pub fn into_page_text(self, page: PageIndex, size: PageSize) -> PageText {
        let mut blocks: Vec<Block> = Vec::new();
        for line in lines(&self.glyphs) {
            match blocks.last_mut().filter(|block| is_below(block, &line)) {
                Some(block) => add(block, line),
                None => blocks.push(Block {
                    kind: BlockKind::Text,
                    rect: line.rect,
                    paragraphs: vec![Paragraph { rect: line.rect, lines: vec![line] }],
                }),
            }
        }
        PageText { page, size, dpi: Dpi::BEST, blocks, languages: Vec::new(), corrections: Vec::new() }
    }
}

/// How many characters mean something; `None` if too many do not.
fn letters(glyphs: &[Glyph]) -> Option<usize> {
    let (mut letters, mut garbled) = (0_usize, 0_usize);
    for glyph in glyphs {
        match glyph.character {
            Some(character) if character.is_whitespace() => {}
            Some(character) if is_meaningful(character) => letters += 1,
            _ => garbled += 1,
        }
    }
    (garbled as f32 <= GARBLED_SHARE * (letters + garbled) as f32).then_some(letters)
}

/// Private use and replacement characters stand for shapes of which nobody knows what they mean.
fn is_meaningful(character: char) -> bool {
    !character.is_control()
        && !matches!(character, '\u{fffd}' | '\u{fffe}' | '\u{ffff}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Splits at line ends, and where a line begins although the file does not say so.
fn lines(glyphs: &[Glyph]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut begin = 0;
    let mut last: Option<&Glyph> = None;
    for (i, glyph) in glyphs.iter().enumerate() {
        if matches!(glyph.character, Some('\r' | '\n')) {
            lines.extend(line(&glyphs[begin..i]));
            (begin, last) = (i + 1, None);
        } else if glyph.character.is_some_and(|character| !character.is_whitespace()) {
            if last.is_some_and(|last| returns(last, glyph)) {
                lines.extend(line(&glyphs[begin..i]));
                begin = i;
            }
            last = Some(glyph);
        }
    }
    lines.extend(line(&glyphs[begin..]));
    lines
}

/// Whether a character stands back and further down, as the first of a new line does.
fn returns(last: &Glyph, next: &Glyph) -> bool {
    let height = last.rect.height.min(next.rect.height);
    height > 0.0 && next.origin.0 < last.origin.0 - height && next.origin.1 > last.origin.1 + 0.8 * height
}

/// The line that these characters make; `None` where there are no words.
fn line(glyphs: &[Glyph]) -> Option<Line> {
    let words: Vec<Word> =
        glyphs.split(|glyph| glyph.character.is_some_and(char::is_whitespace)).filter_map(word).collect();
    let rect = words.iter().map(|word| word.rect).reduce(Rect::union)?;
    let solid = || glyphs.iter().filter(|glyph| glyph.character.is_some_and(|c| !c.is_whitespace()));
    let (first, last) = (solid().next()?, solid().next_back()?);
    let (across, down) = (last.origin.0 - first.origin.0, last.origin.1 - first.origin.1);
    let (baseline, row_height) = if across.abs() >= down.abs() {
        let (x0, x1) = (rect.x, rect.right());
        (Baseline { x0, y0: first.origin.1, x1, y1: last.origin.1 }, first.rect.height)
    } else {
        let (x0, x1) = (first.origin.0, last.origin.0);
        let (y0, y1) = if down > 0.0 { (rect.y, rect.bottom()) } else { (rect.bottom(), rect.y) };
        (Baseline { x0, y0, x1, y1 }, first.rect.width)
    };
    Some(Line { rect, baseline, row_height, words })
}

fn word(glyphs: &[Glyph]) -> Option<Word> {
    let text: String = glyphs
        .iter()
        .filter_map(|glyph| glyph.character)
        .filter(|character| is_meaningful(*character))
        .collect();
    let rect = glyphs.iter().map(|glyph| glyph.rect).reduce(Rect::union)?;
    let direction =
        if text.chars().any(is_right_to_left) { Direction::RightToLeft } else { Direction::LeftToRight };
    (!text.is_empty()).then_some(Word {
        text,
        rect,
        confidence: Confidence::UNMEASURED,
        direction,
        is_native: false,
        corrected: None,
    })
}

/// Whether a line goes on where a block ends: further down, and not beside it.
fn is_below(block: &Block, line: &Line) -> bool {
    let last = block.paragraphs.last().and_then(|paragraph| paragraph.lines.last());
    let goes_down = last.is_some_and(|last| line.rect.y > last.rect.y + last.rect.height / 2.0);
    goes_down && line.rect.x < block.rect.right() && line.rect.right() > block.rect.x
}

fn add(block: &mut Block, line: Line) {
    block.rect = block.rect.union(line.rect);
    let continues = |last: &Line| {
        let height = last.row_height.max(line.row_height);
        line.rect.y - last.rect.bottom() <= PARAGRAPH_GAP * height
            && (last.row_height - line.row_height).abs() <= SAME_HEIGHT * height
    };
    match block.paragraphs.last_mut() {
        Some(paragraph) if paragraph.lines.last().is_some_and(continues) => {
            paragraph.rect = paragraph.rect.union(line.rect);
            paragraph.lines.push(line);
        }
        _ => block.paragraphs.push(Paragraph { rect: line.rect, lines: vec![line] }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters of 6 by 10 points from this place on, each line 12 points below the one before.
    fn set(text: &str, (left, top): (f32, f32)) -> Vec<Glyph> {
        let (mut x, mut y) = (left, top);
        let mut glyphs = Vec::new();
        for character in text.chars() {
            let rect = Rect { x, y, width: 6.0, height: 10.0 };
            glyphs.push(Glyph::shown(character, rect, (x, y + 8.0)));
            x += 6.0;
            if character == '\n' {
                (x, y) = (left, y + 12.0);
            }
        }
        glyphs
    }

    fn page(glyphs: Vec<Glyph>) -> PageText {
        let size = PageSize { width: 600.0, height: 800.0 };
        Glyphs { glyphs, ..Glyphs::default() }.into_page_text(PageIndex(0), size)
    }

    #[test]
    fn words_and_lines_have_their_places() {
        let text = page(set("To be,\r\nor not", (100.0, 50.0)));
        assert_eq!(text.to_string(), "To be,\nor not");
        let be = text.words().nth(1).unwrap();
        assert_eq!(be.rect, Rect { x: 118.0, y: 50.0, width: 18.0, height: 10.0 });
        let line = text.lines().next().unwrap();
        assert_eq!(line.baseline, Baseline { x0: 100.0, y0: 58.0, x1: 136.0, y1: 58.0 });
    }

    #[test]
    fn a_line_may_begin_without_an_end_of_the_one_before() {
        let mut glyphs = set("danger", (100.0, 50.0));
        glyphs.extend(set("ous", (100.0, 62.0)));
        assert_eq!(page(glyphs).to_string(), "danger\nous");
    }

    #[test]
    fn a_gap_ends_a_paragraph_and_a_new_column_a_block() {
        let mut glyphs = set("One\ntwo\n", (100.0, 50.0));
        glyphs.extend(set("three\n", (100.0, 100.0)));
        glyphs.extend(set("four\n", (300.0, 50.0)));
        let text = page(glyphs);
        assert_eq!(text.to_string(), "One\ntwo\n\nthree\n\nfour");
        assert_eq!(text.blocks.iter().map(|block| block.paragraphs.len()).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn text_that_runs_up_the_page_has_a_baseline_that_does() {
        let up = |i: usize, character| {
            let y = 400.0 - 6.0 * i as f32;
            let rect = Rect { x: 50.0, y: y - 6.0, width: 10.0, height: 6.0 };
            Glyph::shown(character, rect, (58.0, y))
        };
        let text = page("up".chars().enumerate().map(|(i, character)| up(i, character)).collect());
        let line = text.lines().next().unwrap();
        assert_eq!(line.baseline, Baseline { x0: 58.0, y0: 400.0, x1: 58.0, y1: 388.0 });
        assert_eq!(line.row_height, 10.0);
    }

    #[test]
    fn words_last_unless_they_are_ours_or_garbled() {
        let lasting = |glyphs| {
            let size = PageSize { width: 595.0, height: 842.0 };
            let text = Glyphs { glyphs, ..Glyphs::default() }.lasting_text(PageIndex(0), size);
            text.map(|text| text.words().map(|word| word.rect).collect::<Vec<_>>())
        };
        let mut glyphs = set("Exhibit 12\n", (100.0, 50.0));
        let mut ours = set("Dear Sir\n", (100.0, 200.0));
        ours.iter_mut().for_each(|glyph| glyph.is_ours = true);
        glyphs.extend(ours);
        let rects = lasting(glyphs.clone()).unwrap();
        assert_eq!(
            rects.iter().map(|rect| (rect.x, rect.y)).collect::<Vec<_>>(),
            [(100.0, 50.0), (148.0, 50.0)]
        );
        glyphs.iter_mut().for_each(|glyph| glyph.character = glyph.character.filter(|c| c.is_whitespace()));
        assert_eq!(lasting(glyphs), None);
    }

    #[test]
    fn arabic_runs_from_right_to_left() {
        let text = page(set("\u{633}\u{644}\u{627}\u{645}", (0.0, 0.0)));
        assert_eq!(text.words().next().unwrap().direction, Direction::RightToLeft);
    }
}
