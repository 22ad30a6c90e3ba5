//! A document that shows every kind of thing an exporter has to write.

use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph,
    Rect, Word,
};

/// Width of a character in these pages, as a share of the type size.
const CHARACTER_WIDTH: f32 = 0.5;
/// Width of a space, as a share of the type size.
const SPACE_WIDTH: f32 = 0.3;

/// A line whose words begin at `x`, in logical order; words of right-to-left scripts stand from the right.
pub fn line(x: f32, y: f32, size: f32, text: &str) -> Line {
    let mut words: Vec<Word> = Vec::new();
    let mut left = x;
    for (i, text) in text.split(' ').enumerate() {
        let width = text.chars().count() as f32 * size * CHARACTER_WIDTH;
        words.push(Word {
            text: text.to_owned(),
            rect: Rect { x: left, y, width, height: size },
            confidence: Confidence(90.0 + (i % 4) as f32 * 2.5),
            direction: if text.chars().any(|c| ('\u{590}'..'\u{700}').contains(&c)) {
                Direction::RightToLeft
            } else {
                Direction::LeftToRight
            },
            is_native: false,
            corrected: None,
        });
        left += width + size * SPACE_WIDTH;
    }
    let right = left - size * SPACE_WIDTH;
    if words.iter().any(|word| word.direction == Direction::RightToLeft) {
        for word in &mut words {
            word.rect.x = x + right - word.rect.right();
        }
    }
    let rect = Rect { x, y, width: right - x, height: size };
    let bottom = y + size * 0.8;
    let baseline = Baseline { x0: x, y0: bottom, x1: right, y1: bottom + 1.0 };
    Line { rect, baseline, row_height: size * 1.2, words }
}

fn around<'a>(rects: impl Iterator<Item = &'a Rect>) -> Rect {
    rects
        .copied()
        .reduce(|a, b| {
            let (x, y) = (a.x.min(b.x), a.y.min(b.y));
            Rect { x, y, width: a.right().max(b.right()) - x, height: a.bottom().max(b.bottom()) - y }
        })
        .unwrap_or_default()
}

/// A paragraph of lines that follow each other downwards from `y`.
pub fn paragraph(y: f32, size: f32, lines: &[&str]) -> Paragraph {
    let lines: Vec<Line> =
        lines.iter().enumerate().map(|(i, text)| line(72.0, y + i as f32 * size * 1.4, size, text)).collect();
    Paragraph { rect: around(lines.iter().map(|line| &line.rect)), lines }
}

/// A block of paragraphs.
pub fn block(kind: BlockKind, paragraphs: Vec<Paragraph>) -> Block {
    Block { kind, rect: around(paragraphs.iter().map(|paragraph| &paragraph.rect)), paragraphs }
}

/// An A4 page at 200 dpi.
pub fn page(index: u32, blocks: Vec<Block>) -> PageText {
    PageText {
        page: PageIndex(index),
        size: PageSize { width: 595.0, height: 842.0 },
        dpi: Dpi(200.0),
        blocks,
        languages: Vec::new(),
        corrections: Vec::new(),
    }
}

/// A heading, divided words, what means something to XML and Markdown, lists, a picture and a ruled line.
pub fn prose() -> PageText {
    let rule = Rect { x: 72.0, y: 700.0, width: 451.0, height: 1.0 };
    let picture = Rect { x: 300.0, y: 500.0, width: 200.0, height: 150.0 };
    page(
        0,
        vec![
            block(BlockKind::Heading, vec![paragraph(60.0, 24.0, &["Agreement on", "the Harbour"])]),
            block(
                BlockKind::Text,
                vec![
                    paragraph(
                        140.0,
                        10.0,
                        &[
                            "This contract was made between Alder & Sons and the har-",
                            "bour office, for the state-of-the-",
                            "art crane of 1914-",
                            "1918.",
                        ],
                    ),
                    paragraph(
                        220.0,
                        10.0,
                        &[
                            "If a < b && c > d, then \"x\" = 'y' ]]> </script> &amp; <!-- -->",
                            "*not* _markup_ [here](x) `code` 5% # of $10 | C:\\",
                        ],
                    ),
                    paragraph(260.0, 16.0, &["2 Duties"]),
                    paragraph(
                        290.0,
                        10.0,
                        &[
                            "The following applies:",
                            "\u{2022} first point,",
                            "which goes on",
                            "\u{2022} second point",
                        ],
                    ),
                    paragraph(360.0, 10.0, &["1. Rent", "2. Repairs", "7. Notice"]),
                    paragraph(420.0, 10.0, &["1914. was a year and not a list."]),
                ],
            ),
            Block { kind: BlockKind::Image, rect: picture, paragraphs: Vec::new() },
            Block { kind: BlockKind::Separator, rect: rule, paragraphs: Vec::new() },
        ],
    )
}

/// A table with a caption.
pub fn table() -> PageText {
    let row = |y: f32, cells: [&str; 3]| {
        let mut words = Vec::new();
        for (column, cell) in cells.into_iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            words.extend(line(72.0 + column as f32 * 150.0, y, 10.0, cell).words);
        }
        let rect = around(words.iter().map(|word| &word.rect));
        let baseline = Baseline { x0: rect.x, y0: y + 8.0, x1: rect.right(), y1: y + 8.0 };
        Line { rect, baseline, row_height: 12.0, words }
    };
    let lines = vec![
        row(100.0, ["Item", "Amount due", "Note"]),
        row(116.0, ["Crane hire", "1,200.50", "a|b"]),
        row(132.0, ["Ropes", "", "paid in full"]),
        row(148.0, ["Total", "1,200.50", ""]),
    ];
    let rows = Paragraph { rect: around(lines.iter().map(|line| &line.rect)), lines };
    page(
        1,
        vec![
            block(BlockKind::Table, vec![rows]),
            block(BlockKind::Caption, vec![paragraph(180.0, 14.0, &["Table 1: what is owed"])]),
        ],
    )
}

/// Hebrew, Arabic, Chinese, Japanese, an emoji and a combining mark; read in Hebrew and Japanese.
pub fn scripts() -> PageText {
    let languages = ["heb", "jpn_vert", "equ"].map(str::to_owned).to_vec();
    let page = page(
        2,
        vec![block(
            BlockKind::Text,
            vec![
                paragraph(80.0, 12.0, &["שלום עולם 42", "טקסט בעברית"]),
                paragraph(140.0, 12.0, &["مرحبا بالعالم"]),
                paragraph(180.0, 12.0, &["合同 第一 条", "双方 同意"]),
                paragraph(240.0, 12.0, &["日本語 の テキスト", "Naïve e\u{301}tude 😀 𝒳"]),
            ],
        )],
    );
    PageText { languages, ..page }
}

/// Words as no engine should give them.
pub fn hostile() -> PageText {
    let words = [
        "a\tb",
        "c\nd",
        "e\u{c}f",
        "\0",
        "\u{1b}[31m",
        "\u{ffff}",
        "-->",
        "<!--",
        "]]>",
        "&#0;",
        "</script>",
        "=1+1",
    ];
    let mut line = line(72.0, 100.0, 10.0, "x");
    let word = line.words.remove(0);
    line.words = words.iter().map(|text| Word { text: (*text).to_owned(), ..word.clone() }).collect();
    let paragraph = Paragraph { rect: line.rect, lines: vec![line] };
    page(0, vec![block(BlockKind::Text, vec![paragraph])])
}

/// A page of these lines, each a paragraph.
pub fn lines(index: u32, lines: impl Iterator<Item = String>) -> PageText {
    let paragraphs = lines.enumerate().map(|(i, text)| paragraph(40.0 + i as f32 * 12.0, 10.0, &[&text]));
    page(index, vec![block(BlockKind::Text, paragraphs.collect())])
}

/// A page on which nothing is printed.
pub fn blank() -> PageText {
    page(3, Vec::new())
}
