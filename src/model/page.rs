//! What was read from one page: [`PageText`] ⊃ [`Block`] ⊃ [`Paragraph`] ⊃ [`Line`] ⊃ [`Word`].
//!
//! Every rectangle is in **page points** (1/72 inch of the page as a viewer shows it, after cropping and
//! /Rotate), origin at the top left, y growing downwards. Everything that leaves Pagewise is made from
//! these values and nothing else.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::joint::has_space;
use super::language::bcp47;

/// Version of this model as it appears in JSON exports. Raised when a field changes its meaning.
pub const MODEL_VERSION: u32 = 1;

/// The font of the text layers that Pagewise adds to PDFs. By its name they are told from a page's own text.
pub const LAYER_FONT: &str = "PagewiseInvisible";

/// Points in an inch: the unit of every length on a page.
pub const POINTS_PER_INCH: f32 = 72.0;

/// Zero-based position of a page in its document. People see [`PageIndex::number`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageIndex(pub u32);

impl PageIndex {
    /// The one-based page number that people see.
    pub fn number(self) -> u32 {
        self.0.saturating_add(1)
    }

    /// The index as a position in a `Vec` of pages.
    pub fn as_usize(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for PageIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number())
    }
}

/// Dots per inch of a drawn page.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dpi(pub f32);

impl Dpi {
    /// The resolution every page is brought to when the choice is left to Pagewise: on real scans
    /// accuracy peaks here, and 300 costs a fifth more time for nothing.
    pub const BEST: Dpi = Dpi(200.0);
    /// The lowest resolution that can be asked for.
    pub const MIN: Dpi = Dpi(75.0);
    /// The highest resolution that can be asked for.
    pub const MAX: Dpi = Dpi(400.0);

    /// How many pixels a length in points takes at this resolution, at least one.
    pub fn pixels(self, points: f32) -> u32 {
        (points * self.0 / POINTS_PER_INCH).round().max(1.0) as u32
    }
}

impl fmt::Display for Dpi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0}", self.0)
    }
}

/// Size of a page in points, as shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageSize {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
}

/// How sure the engine is of what it read, in percent (0 to 100).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(pub f32);

impl Confidence {
    /// Of the words that a page has as text of its own: they are what they are, and nobody measured anything.
    pub const UNMEASURED: Confidence = Confidence(100.0);

    /// Whether an engine gave it. None is ever entirely sure.
    pub fn is_measured(self) -> bool {
        self.0 < Self::UNMEASURED.0
    }
}

/// A rectangle in page points, origin top left.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width, never negative.
    pub width: f32,
    /// Height, never negative.
    pub height: f32,
}

impl Rect {
    /// Right edge.
    pub fn right(&self) -> f32 {
        self.x + self.width
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f32 {
        self.y + self.height
    }

    /// Whether a point lies in it.
    pub fn contains(&self, x: f32, y: f32) -> bool {
        x >= self.x && x < self.right() && y >= self.y && y < self.bottom()
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(self, other: Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Rect { x, y, width: right - x, height: bottom - y }
    }

    /// The part of it that lies on a page of this size; `None` where none does.
    pub fn within(&self, size: PageSize) -> Option<Rect> {
        let (x, y) = (self.x.max(0.0), self.y.max(0.0));
        let (width, height) = (self.right().min(size.width) - x, self.bottom().min(size.height) - y);
        let is_number =
            self.x.is_finite() && self.y.is_finite() && self.right().is_finite() && self.bottom().is_finite();
        (is_number && width > 0.0 && height > 0.0).then_some(Rect { x, y, width, height })
    }

    /// The area that two rectangles share.
    pub fn shared_area(&self, other: &Rect) -> f32 {
        let width = self.right().min(other.right()) - self.x.max(other.x);
        let height = self.bottom().min(other.bottom()) - self.y.max(other.y);
        width.max(0.0) * height.max(0.0)
    }
}

/// The line that letters stand on, from its left to its right end, in page points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// Left end, x.
    pub x0: f32,
    /// Left end, y.
    pub y0: f32,
    /// Right end, x.
    pub x1: f32,
    /// Right end, y.
    pub y1: f32,
}

impl Baseline {
    /// Whether it runs up or down the page rather than across.
    pub fn runs_sideways(&self) -> bool {
        (self.y1 - self.y0).abs() > (self.x1 - self.x0).abs()
    }
}

/// The part of a word that a page's own words must cover for it to be one of them. Engines draw boxes close around
/// the ink, fonts from the lowest descender to the highest ascender.
const NATIVE_SHARE: f32 = 0.5;

/// How many times as high as a line that was read a line of the page's own may be for them to be the same: fonts are
/// higher than what an engine sees of them.
const MUCH_LARGER: f32 = 2.5;

/// The way a word's letters follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Latin, Greek, Cyrillic, Chinese in rows, ...
    #[default]
    LeftToRight,
    /// Arabic, Hebrew, ...
    RightToLeft,
    /// Chinese or Japanese in columns.
    TopToBottom,
}

/// One word. `text` is in reading order (as Unicode wants it), never empty, without white space.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The characters, in logical order.
    pub text: String,
    /// Where the word stands.
    pub rect: Rect,
    /// How sure the engine is.
    pub confidence: Confidence,
    /// The way its letters run.
    #[serde(default)]
    pub direction: Direction,
    /// Whether the page has this word as text of its own, in a document that was read all the same.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_native: bool,
}

impl Word {
    /// Takes the word that follows into this one, since an engine has divided what is one.
    pub fn append(&mut self, next: &Word) {
        let [length, more] = [&self.text, &next.text].map(|text| text.chars().count() as f32);
        let sum = self.confidence.0 * length + next.confidence.0 * more;
        self.confidence = Confidence(sum / (length + more).max(1.0));
        self.text.push_str(&next.text);
        self.rect = self.rect.union(next.rect);
    }

    /// Whether it looks like a word or a number of some language: letters in an order of capitals and small ones that words
    /// have, with a vowel among Latin ones, or digits with what stands between them.
    pub fn is_plausible(&self) -> bool {
        let text = self.text.trim_matches(|c: char| !c.is_alphanumeric());
        if text.chars().any(|c| c.is_ascii_digit()) {
            return text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation());
        }
        let letters = || text.chars().filter(|c| c.is_alphabetic());
        let is_joined = text.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}' | '-'));
        let capitals = letters().filter(|c| c.is_uppercase()).count();
        let begins = letters().next().is_some_and(char::is_uppercase);
        let count = letters().count();
        let has_order = capitals == 0 || capitals == count || (capitals == 1 && begins);
        // Beyond ASCII any letter may be a vowel.
        let has_vowel = letters().any(|c| !c.is_ascii() || "aeiouyAEIOUY".contains(c));
        // A single letter says nothing of itself.
        is_joined && has_order && has_vowel && count > 1
    }
}

// The signature is serde's.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// One line of words, in reading order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Where the line stands.
    pub rect: Rect,
    /// The line its letters stand on.
    pub baseline: Baseline,
    /// Height from descender to ascender in points: a measure of the type size.
    pub row_height: f32,
    /// The words, in reading order.
    pub words: Vec<Word>,
}

impl Line {
    /// Whether it runs straight across the page, or straight up or down: the boxes of its words are then close around
    /// them.
    pub fn is_level(&self) -> bool {
        let Baseline { x0, y0, x1, y1 } = self.baseline;
        let (across, down) = ((x1 - x0).abs(), (y1 - y0).abs());
        across.min(down) <= LEVEL * across.max(down)
    }
}

/// How far a line that counts as level may rise over its length.
const LEVEL: f32 = 0.1;

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Where the paragraph stands.
    pub rect: Rect,
    /// The lines, from top to bottom.
    pub lines: Vec<Line>,
}

/// What the layout analysis takes a block for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// Running text.
    Text,
    /// Text that the layout marks as a heading.
    Heading,
    /// Text inside a table.
    Table,
    /// Text that runs down the page.
    VerticalText,
    /// A caption of a picture.
    Caption,
    /// A picture; it has no paragraphs.
    Image,
    /// A ruled line; it has no paragraphs.
    Separator,
}

/// One region of the page, in reading order among its siblings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What the region is.
    pub kind: BlockKind,
    /// Where it stands.
    pub rect: Rect,
    /// Its paragraphs; none for pictures and ruled lines.
    pub paragraphs: Vec<Paragraph>,
}

/// Everything that was read from one page. `Display` gives the plain text: a line per line, an empty
/// line between paragraphs, no trailing line end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageText {
    /// Position in the document.
    pub page: PageIndex,
    /// Size of the page as shown, in points.
    pub size: PageSize,
    /// The resolution it was read at.
    pub dpi: Dpi,
    /// The regions, in reading order.
    pub blocks: Vec<Block>,
    /// Codes of the languages it was read in, such as `eng`, the main one first; none of text that is the page's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
}

impl Block {
    /// Its lines, in reading order.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.paragraphs.iter().flat_map(|paragraph| &paragraph.lines)
    }
}

impl PageText {
    /// All lines, in reading order.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.blocks.iter().flat_map(Block::lines)
    }

    /// The same, to be changed.
    pub fn lines_mut(&mut self) -> impl Iterator<Item = &mut Line> {
        let paragraphs = self.blocks.iter_mut().flat_map(|block| &mut block.paragraphs);
        paragraphs.flat_map(|paragraph| &mut paragraph.lines)
    }

    /// The BCP 47 tag of the main language that it was read in; `None` where nobody knows.
    pub fn tag(&self) -> Option<&str> {
        self.languages.iter().find_map(|code| bcp47(code))
    }

    /// All words, in reading order.
    pub fn words(&self) -> impl Iterator<Item = &Word> {
        self.lines().flat_map(|line| &line.words)
    }

    /// The same, to be changed.
    pub fn words_mut(&mut self) -> impl Iterator<Item = &mut Word> {
        self.lines_mut().flat_map(|line| &mut line.words)
    }

    /// Marks the words that the page has as text of its own, given that text.
    pub fn mark_native(&mut self, own: &PageText) {
        for line in self.lines_mut() {
            let row_height = line.row_height;
            // The box of a word across a page, or of one in giant type, is around much that is not that word.
            let is_alike = |own: &&Line| own.is_level() && own.row_height <= MUCH_LARGER * row_height;
            for word in &mut line.words {
                let own = own.lines().filter(is_alike).flat_map(|own| &own.words);
                let covered: f32 = own.map(|own| own.rect.shared_area(&word.rect)).sum();
                word.is_native = covered >= NATIVE_SHARE * word.rect.width * word.rect.height;
            }
        }
    }

    /// The same text for a page that has no text of its own.
    pub fn without_native(mut self) -> PageText {
        self.words_mut().for_each(|word| word.is_native = false);
        self
    }

    /// Leaves only such words, and lines, paragraphs and blocks that have any, as large as what is left in them; pictures
    /// and rules stay.
    pub fn retain_words(&mut self, mut keep: impl FnMut(&Word) -> bool) {
        for block in &mut self.blocks {
            for paragraph in &mut block.paragraphs {
                paragraph.lines.retain_mut(|line| {
                    line.words.retain(&mut keep);
                    fit(&mut line.rect, line.words.iter().map(|word| word.rect))
                });
            }
            block.paragraphs.retain_mut(|paragraph| {
                fit(&mut paragraph.rect, paragraph.lines.iter().map(|line| line.rect))
            });
        }
        self.blocks.retain_mut(|block| {
            fit(&mut block.rect, block.paragraphs.iter().map(|paragraph| paragraph.rect))
                || matches!(block.kind, BlockKind::Image | BlockKind::Separator)
        });
    }

    /// The share of the words that look like words or numbers, from 0 to 1; `None` where all are single characters.
    pub fn plausible_share(&self) -> Option<f32> {
        let words = self.words().filter(|word| word.text.chars().count() > 1);
        let (plausible, all) = words
            .fold((0, 0), |(plausible, all), word| (plausible + u32::from(word.is_plausible()), all + 1));
        (all > 0).then(|| plausible as f32 / all as f32)
    }

    /// Mean confidence of the words that were read, each weighing the same; `None` for a page without any.
    pub fn mean_confidence(&self) -> Option<Confidence> {
        let (count, sum) = self
            .words()
            .filter(|word| word.confidence.is_measured())
            .fold((0_u32, 0.0_f64), |(count, sum), word| (count + 1, sum + f64::from(word.confidence.0)));
        (count > 0).then(|| Confidence((sum / f64::from(count)) as f32))
    }
}

/// Makes a rectangle as large as its parts, if there are any.
fn fit(rect: &mut Rect, parts: impl Iterator<Item = Rect>) -> bool {
    let around = parts.reduce(Rect::union);
    *rect = around.unwrap_or(*rect);
    around.is_some()
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before: Option<&Word> = None;
        for word in &self.words {
            if before.is_some_and(|before| has_space(&before.text, &word.text)) {
                f.write_str(" ")?;
            }
            f.write_str(&word.text)?;
            before = Some(word);
        }
        Ok(())
    }
}

impl fmt::Display for PageText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut is_first = true;
        for paragraph in self.blocks.iter().flat_map(|block| &block.paragraphs) {
            let lines = paragraph.lines.iter().filter(|line| !line.words.is_empty());
            for (i, line) in lines.enumerate() {
                let before = match i {
                    _ if is_first => "",
                    0 => "\n\n",
                    _ => "\n",
                };
                write!(f, "{before}{line}")?;
                is_first = false;
            }
        }
        Ok(())
    }
}
