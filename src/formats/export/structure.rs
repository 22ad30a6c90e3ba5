//! From lines on paper to running text: headings, paragraphs, list items and tables.
//!
//! Markdown and DOCX are made from these [`Element`]s, so both see the same headings.

use std::collections::BTreeMap;

use super::regions;
use crate::model::page::{Block, BlockKind, Direction, Line, PageText, Word};

pub(super) mod joining;
pub mod tables;

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

/// How a list item is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A dot, a dash, a star.
    Bullet,
    /// A number and the character after it, a full stop or a parenthesis.
    Number(u32, char),
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq)]
pub enum Element {
    /// A heading.
    Heading {
        /// From 1, the largest, to 3.
        level: u8,
        /// The text on one line.
        text: String,
        /// Whether it runs from right to left.
        right_to_left: bool,
    },
    /// An ordinary paragraph.
    Paragraph {
        /// The text on one line.
        text: String,
        /// Whether it runs from right to left.
        right_to_left: bool,
    },
    /// One item of a list.
    Item {
        /// How it is marked.
        marker: Marker,
        /// The text without its marker, on one line.
        text: String,
        /// Whether it runs from right to left.
        right_to_left: bool,
    },
    /// A table of at least two rows and two columns.
    Table {
        /// Rows from top to bottom, each with the same number of cells, in reading order.
        rows: Vec<Vec<String>>,
        /// Whether its columns follow each other from right to left.
        right_to_left: bool,
    },
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

/// The running text of a page. `body_height` is what [`BodyHeight`] says of the document; where it is
/// `None`, of the page.
pub fn elements(page: &PageText, body_height: Option<f32>) -> Vec<Element> {
    let body_height = body_height.or_else(|| {
        let mut own = BodyHeight::default();
        own.add(page);
        own.points()
    });
    let mut elements = Vec::new();
    for block in &page.blocks {
        match block.kind {
            BlockKind::Image | BlockKind::Separator => {}
            BlockKind::Table => match tables::rows(block) {
                Some(rows) => elements.push(table(block, rows)),
                None => add_lines(block, &mut elements),
            },
            BlockKind::Text | BlockKind::Heading | BlockKind::VerticalText | BlockKind::Caption => {
                add_paragraphs(block, body_height, &mut elements);
            }
        }
    }
    elements
}

fn table(block: &Block, mut rows: Vec<Vec<String>>) -> Element {
    let lines = block.paragraphs.iter().flat_map(|paragraph| &paragraph.lines);
    let right_to_left = regions::direction(lines) == Direction::RightToLeft;
    if right_to_left {
        rows.iter_mut().for_each(|row| row.reverse());
    }
    Element::Table { rows, right_to_left }
}

/// The rows of a table without columns: they are no running text.
fn add_lines(block: &Block, elements: &mut Vec<Element>) {
    elements.extend(regions::paragraphs(block).flat_map(regions::lines).map(|line| Element::Paragraph {
        text: joining::join([line.words.as_slice()]),
        right_to_left: regions::direction([line]) == Direction::RightToLeft,
    }));
}

fn add_paragraphs(block: &Block, body_height: Option<f32>, elements: &mut Vec<Element>) {
    for paragraph in regions::paragraphs(block) {
        let lines: Vec<&Line> = regions::lines(paragraph).collect();
        let right_to_left = regions::direction(lines.iter().copied()) == Direction::RightToLeft;
        match heading_level(block.kind, &lines, body_height) {
            Some(level) => {
                let text = joining::join(lines.iter().map(|line| line.words.as_slice()));
                elements.push(Element::Heading { level, text, right_to_left });
            }
            None => {
                elements.extend(items(&lines).into_iter().map(|item| {
                    let text = joining::join(item.lines);
                    match item.marker {
                        Some(marker) => Element::Item { marker, text, right_to_left },
                        None => Element::Paragraph { text, right_to_left },
                    }
                }));
            }
        }
    }
}

fn heading_level(kind: BlockKind, lines: &[&Line], body_height: Option<f32>) -> Option<u8> {
    let body_height = body_height.filter(|height| *height > 0.0)?;
    let characters = || lines.iter().flat_map(|line| &line.words).flat_map(|word| word.text.chars());
    let is_short = lines.len() <= MAX_HEADING_LINES && characters().count() <= MAX_HEADING_CHARS;
    if kind == BlockKind::Caption || !is_short || !characters().any(char::is_alphabetic) {
        return None;
    }
    let height = lines.iter().map(|line| line.row_height).sum::<f32>() / lines.len() as f32;
    let ratio = height / body_height;
    let least = if kind == BlockKind::Heading { MARKED_HEADING_RATIO } else { HEADING_RATIO };
    (ratio >= least).then_some(match LEVEL_RATIOS {
        [_, first] if ratio >= first => 1,
        [second, _] if ratio >= second => 2,
        _ => 3,
    })
}

/// Part of a paragraph: a list item, or lines that are none.
struct Item<'a> {
    marker: Option<Marker>,
    lines: Vec<&'a [Word]>,
}

/// Divides a paragraph where a line begins with the mark of a list item.
fn items<'a>(lines: &[&'a Line]) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> = Vec::new();
    for line in lines {
        let previous = items.last().map(|item| item.marker);
        match line.words.split_first() {
            Some((first, rest)) if !rest.is_empty() && starts_item(&first.text, previous) => {
                items.push(Item { marker: marker(&first.text), lines: vec![rest] });
            }
            _ => match items.last_mut() {
                Some(item) => item.lines.push(&line.words),
                None => items.push(Item { marker: None, lines: vec![&line.words] }),
            },
        }
    }
    items
}

/// Whether a line that begins with this word begins an item. `previous` is the marker of what the paragraph
/// has so far, `None` at its first line. Within a paragraph a wrapped line may begin with a dash or with
/// "12." by chance, so these need an item of their kind before them.
fn starts_item(word: &str, previous: Option<Option<Marker>>) -> bool {
    match (marker(word), previous) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(Marker::Bullet), Some(previous)) => {
            previous == Some(Marker::Bullet) || !matches!(word, "-" | "\u{2013}" | "*" | "\u{b7}")
        }
        (Some(Marker::Number(number, end)), Some(previous)) => {
            matches!(previous, Some(Marker::Number(before, same)) if before < number && same == end)
        }
    }
}

fn marker(word: &str) -> Option<Marker> {
    const BULLETS: [&str; 11] = [
        "\u{2022}", "\u{25e6}", "\u{25aa}", "\u{2023}", "\u{25cf}", "\u{25cb}", "\u{25a0}", "-", "\u{2013}",
        "*", "\u{b7}",
    ];
    if BULLETS.contains(&word) {
        return Some(Marker::Bullet);
    }
    let end = word.chars().next_back().filter(|c| matches!(c, '.' | ')'))?;
    let digits = word.strip_suffix(end)?;
    let is_number = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten().map(|number| Marker::Number(number, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::{Baseline, Confidence, Dpi, PageIndex, PageSize, Paragraph, Rect};

    fn line(row_height: f32, text: &str) -> Line {
        let words = text.split(' ').map(|text| Word {
            text: text.to_owned(),
            rect: Rect::default(),
            confidence: Confidence(90.0),
            direction: Direction::LeftToRight,
            is_native: false,
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
        PageText { page: PageIndex(0), size, dpi: Dpi::BEST, blocks: blocks.collect(), languages: Vec::new() }
    }

    /// What the elements are, in one word each.
    fn kinds(page: &PageText, body_height: Option<f32>) -> Vec<String> {
        elements(page, body_height)
            .into_iter()
            .map(|element| match element {
                Element::Heading { level, .. } => format!("h{level}"),
                Element::Paragraph { .. } => "p".to_owned(),
                Element::Item { marker: Marker::Bullet, .. } => "*".to_owned(),
                Element::Item { marker: Marker::Number(number, end), .. } => format!("{number}{end}"),
                Element::Table { .. } => "table".to_owned(),
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
