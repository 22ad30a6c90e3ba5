//! What a page's text is made of: headings, paragraphs, list items and tables, or its lines as they were printed.
//!
//! What is shown of a page, copied and written as text, Markdown and DOCX is made from these [`Element`]s, so all see the
//! same, and know of every word where it stands.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::options::TextFlow;
use crate::model::page::{Block, BlockKind, PageText};

pub use items::Marker;
use items::items;
pub use passage::{Passage, WordPlace};
use passage::{Printed, is_right_to_left};

mod items;
mod passage;
mod tables;

/// A heading is at least this much taller than ordinary lines.
const HEADING_RATIO: f32 = 1.25;
/// What the layout analysis calls a heading is believed when it is not smaller than this.
const MARKED_HEADING_RATIO: f32 = 1.05;
/// From these ratios on a heading is of the second and of the first level.
const LEVEL_RATIOS: [f32; 2] = [1.5, 1.9];
/// Headings are short: large type that runs on is a large paragraph.
const MAX_HEADING_LINES: usize = 3;
/// Most characters of a heading, spaces not counted.
const MAX_HEADING_CHARS: usize = 160;

/// A piece of a page's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// A heading.
    Heading {
        /// From 1, the largest, to 3.
        level: u8,
        /// The text on one line.
        passage: Passage,
    },
    /// An ordinary paragraph, on one line.
    Paragraph(Passage),
    /// One item of a list.
    Item {
        /// How it is marked.
        marker: Marker,
        /// Which word of the page is its mark.
        marker_word: usize,
        /// The text without its mark, on one line.
        passage: Passage,
    },
    /// A table.
    Table(Table),
    /// A paragraph as it was printed, each line ended but the last.
    Lines(Passage),
}

/// A table of at least two rows and two columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Rows from top to bottom, each with the same number of cells, in reading order.
    pub rows: Vec<Vec<Passage>>,
    /// Whether its columns follow each other from right to left.
    pub right_to_left: bool,
}

/// Plain text: items with their mark, a tab between cells, a line end between rows; no line end after the last line.
impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Element::Heading { passage, .. } | Element::Paragraph(passage) | Element::Lines(passage) => {
                f.write_str(&passage.text)
            }
            Element::Item { marker, passage, .. } => write!(f, "{marker} {}", passage.text),
            Element::Table(table) => table.rows.iter().enumerate().try_for_each(|(i, row)| {
                f.write_str(if i > 0 { "\n" } else { "" })?;
                row.iter().enumerate().try_for_each(|(i, cell)| {
                    f.write_str(if i > 0 { "\t" } else { "" })?;
                    f.write_str(&cell.text)
                })
            }),
        }
    }
}

/// Plain text of a page: an empty line between elements, but for items of one list; no line end after the last line.
pub fn plain_text(elements: &[Element]) -> String {
    let mut text = String::new();
    for (i, element) in elements.iter().enumerate() {
        let is_item = |element: &Element| matches!(element, Element::Item { .. });
        let goes_on = is_item(element) && i > 0 && is_item(&elements[i - 1]);
        text.push_str(match i {
            0 => "",
            _ if goes_on => "\n",
            _ => "\n\n",
        });
        text.push_str(&element.to_string());
    }
    text
}

/// Finds the height of a document's ordinary lines, page by page, without keeping the pages.
#[derive(Debug, Clone, Default)]
pub struct BodyHeight {
    /// Characters per row height, in quarters of a point.
    characters: BTreeMap<u32, u64>,
}

impl BodyHeight {
    /// Takes a page into account.
    pub fn add(&mut self, page: &PageText) {
        for line in page.lines() {
            let quarters = (line.row_height * 4.0).round() as u32;
            let characters: usize = line.words.iter().map(|word| word.text.chars().count()).sum();
            if quarters > 0 {
                *self.characters.entry(quarters).or_default() += characters as u64;
            }
        }
    }

    /// The height in points that half of all characters do not exceed; `None` before any line.
    pub fn points(&self) -> Option<f32> {
        let total: u64 = self.characters.values().sum();
        let mut seen = 0;
        self.characters.iter().find_map(|(quarters, count)| {
            seen += count;
            (seen * 2 >= total && total > 0).then_some(*quarters as f32 / 4.0)
        })
    }
}

/// How a page's text is made.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Arrangement<'a> {
    /// Flowing, or as printed.
    pub flow: TextFlow,
    /// What [`BodyHeight`] says of the document; where it is `None`, of the page.
    pub body_height: Option<f32>,
    /// Lines that flowing text goes without, by their place in [`PageText::lines`], ascending.
    pub left_out: &'a [usize],
}

/// The text of a page.
pub fn elements(page: &PageText, arrangement: Arrangement<'_>) -> Vec<Element> {
    let Arrangement { flow, body_height, left_out } = arrangement;
    let mut elements = Vec::new();
    if flow == TextFlow::AsPrinted {
        let paragraphs = paragraphs(page, &[]).into_iter().flat_map(|(_, paragraphs)| paragraphs);
        elements.extend(paragraphs.map(|lines| Element::Lines(Passage::printed(&lines))));
        return elements;
    }
    let body_height = body_height.or_else(|| {
        let mut own = BodyHeight::default();
        own.add(page);
        own.points()
    });
    for (block, paragraphs) in paragraphs(page, left_out) {
        match block.kind {
            BlockKind::Image | BlockKind::Separator => {}
            BlockKind::Table => {
                let lines = paragraphs.concat();
                match tables::rows(&lines) {
                    Some(rows) => elements.push(table(&lines, rows)),
                    // The rows of a table without columns: they are no running text.
                    None => elements.extend(lines.iter().map(|line| {
                        let right_to_left = is_right_to_left(std::slice::from_ref(line));
                        Element::Paragraph(Passage::joined([line.words()], right_to_left))
                    })),
                }
            }
            BlockKind::Text | BlockKind::Heading | BlockKind::VerticalText | BlockKind::Caption => {
                for lines in &paragraphs {
                    add_paragraph(block.kind, lines, body_height, &mut elements);
                }
            }
        }
    }
    elements
}

/// The tables of a page.
pub fn tables(page: &PageText) -> Vec<Table> {
    let elements = elements(page, Arrangement::default()).into_iter();
    elements
        .filter_map(|element| match element {
            Element::Table(table) => Some(table),
            _ => None,
        })
        .collect()
}

/// The lines of a page that have words, paragraph by paragraph and block by block.
fn paragraphs<'a>(page: &'a PageText, left_out: &[usize]) -> Vec<(&'a Block, Vec<Vec<Printed<'a>>>)> {
    let (mut line_count, mut word_count) = (0, 0);
    let mut number = |line: &'a crate::model::page::Line| {
        let (place, first) = (line_count, word_count);
        line_count += 1;
        word_count += line.words.len();
        let is_there = !line.words.is_empty() && left_out.binary_search(&place).is_err();
        is_there.then_some(Printed { line, first })
    };
    let mut of_block = |block: &'a Block| {
        let paragraphs = block
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.lines.iter().filter_map(&mut number).collect::<Vec<_>>());
        paragraphs.filter(|lines| !lines.is_empty()).collect()
    };
    page.blocks.iter().map(|block| (block, of_block(block))).collect()
}

fn table(lines: &[Printed<'_>], mut rows: Vec<Vec<Passage>>) -> Element {
    let right_to_left = is_right_to_left(lines);
    if right_to_left {
        rows.iter_mut().for_each(|row| row.reverse());
    }
    rows.iter_mut().flatten().for_each(|cell| cell.right_to_left = right_to_left);
    Element::Table(Table { rows, right_to_left })
}

fn add_paragraph(
    kind: BlockKind,
    lines: &[Printed<'_>],
    body_height: Option<f32>,
    elements: &mut Vec<Element>,
) {
    let right_to_left = is_right_to_left(lines);
    if let Some(level) = heading_level(kind, lines, body_height) {
        let passage = Passage::joined(lines.iter().map(|line| line.words()), right_to_left);
        return elements.push(Element::Heading { level, passage });
    }
    elements.extend(items(lines).into_iter().map(|item| {
        let marks = usize::from(item.marker.is_some());
        let lines = item.lines.iter().enumerate();
        let words = lines.map(|(i, line)| line.words().skip(if i == 0 { marks } else { 0 }));
        let passage = Passage::joined(words, right_to_left);
        match item.marker {
            Some(marker) => {
                let marker_word = item.lines.first().map_or(0, |line| line.first);
                Element::Item { marker, marker_word, passage }
            }
            None => Element::Paragraph(passage),
        }
    }));
}

fn heading_level(kind: BlockKind, lines: &[Printed<'_>], body_height: Option<f32>) -> Option<u8> {
    let body_height = body_height.filter(|height| *height > 0.0)?;
    let characters = || lines.iter().flat_map(|line| &line.line.words).flat_map(|word| word.text.chars());
    let is_short = lines.len() <= MAX_HEADING_LINES && characters().count() <= MAX_HEADING_CHARS;
    if kind == BlockKind::Caption || !is_short || !characters().any(char::is_alphabetic) {
        return None;
    }
    let height = lines.iter().map(|line| line.line.row_height).sum::<f32>() / lines.len() as f32;
    let ratio = height / body_height;
    let least = if kind == BlockKind::Heading { MARKED_HEADING_RATIO } else { HEADING_RATIO };
    (ratio >= least).then_some(match LEVEL_RATIOS {
        [_, first] if ratio >= first => 1,
        [second, _] if ratio >= second => 2,
        _ => 3,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::{
        Baseline, Confidence, Direction, Dpi, Line, PageIndex, PageSize, Paragraph, Rect, Word,
    };

    fn line(row_height: f32, text: &str) -> Line {
        let words = text.split(' ').map(|text| Word {
            text: text.to_owned(),
            rect: Rect::default(),
            confidence: Confidence(90.0),
            direction: Direction::LeftToRight,
            is_native: false,
            corrected: None,
        });
        let baseline = Baseline { x0: 0.0, y0: 0.0, x1: 1.0, y1: 0.0 };
        Line { rect: Rect::default(), baseline, row_height, words: words.collect() }
    }

    fn page(paragraphs: &[(BlockKind, f32, &[&str])]) -> PageText {
        let blocks = paragraphs.iter().map(|(kind, row_height, lines)| {
            let lines = lines.iter().map(|text| line(*row_height, text)).collect();
            let paragraph = Paragraph { rect: Rect::default(), lines };
            Block { kind: *kind, rect: Rect::default(), paragraphs: vec![paragraph] }
        });
        let size = PageSize { width: 595.0, height: 842.0 };
        PageText {
            page: PageIndex(0),
            size,
            dpi: Dpi::BEST,
            blocks: blocks.collect(),
            languages: Vec::new(),
            corrections: Vec::new(),
        }
    }

    /// What the elements are, in one word each.
    fn kinds(page: &PageText, body_height: Option<f32>) -> Vec<String> {
        elements(page, Arrangement { body_height, ..Arrangement::default() })
            .into_iter()
            .map(|element| match element {
                Element::Heading { level, .. } => format!("h{level}"),
                Element::Paragraph(_) | Element::Lines(_) => "p".to_owned(),
                Element::Item { marker: Marker::Bullet, .. } => "*".to_owned(),
                Element::Item { marker: Marker::Number(number, end), .. } => format!("{number}{end}"),
                Element::Table(_) => "table".to_owned(),
            })
            .collect()
    }

    const TEXT: BlockKind = BlockKind::Text;

    #[test]
    fn headings_are_short_and_tall() {
        let body = "word ".repeat(60);
        let long = "Large type that runs on and on ".repeat(8);
        let page = page(&[
            (TEXT, 24.0, &["Title"]),
            (TEXT, 18.5, &["Chapter"]),
            (TEXT, 15.5, &["Section"]),
            (BlockKind::Heading, 13.0, &["Marked"]),
            (BlockKind::Heading, 12.0, &["Marked but small"]),
            (TEXT, 13.0, &["A little larger"]),
            (TEXT, 24.0, &[long.trim()]),
            (TEXT, 24.0, &["1914"]),
            (TEXT, 12.0, &[body.trim()]),
        ]);
        assert_eq!(kinds(&page, None), ["h1", "h2", "h3", "h3", "p", "p", "p", "p", "p"]);
    }

    #[test]
    fn a_title_page_is_measured_by_its_document() {
        let title = page(&[(TEXT, 30.0, &["The Harbour"])]);
        let body = page(&[(TEXT, 12.0, &["ordinary text that goes on for a while"])]);
        let mut height = BodyHeight::default();
        height.add(&title);
        height.add(&body);
        assert_eq!(height.points(), Some(12.0));
        assert_eq!(kinds(&title, None), ["p"]);
        assert_eq!(kinds(&title, height.points()), ["h1"]);
        assert_eq!(BodyHeight::default().points(), None);
    }

    #[test]
    fn items_begin_where_marks_stand_and_not_by_chance() {
        let of = |lines: &[&str]| kinds(&page(&[(TEXT, 12.0, lines)]), None);
        assert_eq!(of(&["\u{2022} one", "goes on", "\u{2022} two"]), ["*", "*"]);
        assert_eq!(of(&["as follows:", "\u{2022} one"]), ["p", "*"]);
        assert_eq!(of(&["1) one", "2) two", "of clause", "2) again"]), ["1)", "2)"]);
        assert_eq!(of(&["the sum given in clause", "12. of the contract", "- and so on"]), ["p"]);
        assert_eq!(of(&["1914. was a year"]), ["p"]);
        assert_eq!(of(&["-"]), ["p"]);
    }
}
