//! ALTO 4.4: `Page` ⊃ `PrintSpace` ⊃ `ComposedBlock` ⊃ `TextBlock` ⊃ `TextLine` ⊃ `String`, `SP`, `HYP`.
//!
//! A block of ours is a `ComposedBlock`, a paragraph a `TextBlock`; pictures are `Illustration`, ruled lines
//! `GraphicalElement`. Boxes are pixels at the resolution the page was read at. A word divided at the end of
//! a line is two `String`s that name the whole word in `SUBS_CONTENT`. A page that could not be read is a
//! `Page` with `QUALITY="Damaged"` and the reason in `QUALITY_DETAIL`; one that was not chosen is `Missing`.
//! A word that a person has put right has `CS="true"` and a `WC` of 1; what had been read there is its `ALTERNATIVE`.

use std::io::Write;

use super::characters::Xml;
use super::pixels::{PixelGrid, PixelRect};
use super::{DocumentInfo, ExportError, ExportPage, Exporter, PageContent, SOFTWARE, regions};
use crate::model::joint::{divided, has_space};
use crate::model::page::{Block, BlockKind, Direction, Line, PageText, Paragraph, Rect, Word};

/// Writes ALTO.
pub(super) struct Alto {
    language: Option<String>,
}

impl Alto {
    pub fn new() -> Self {
        Self { language: None }
    }
}

impl Exporter for Alto {
    fn begin(&mut self, document: &DocumentInfo, out: &mut dyn Write) -> Result<(), ExportError> {
        self.language = document.language().map(str::to_owned);
        write!(
            out,
            r#"<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.loc.gov/standards/alto/ns-v4# http://www.loc.gov/standards/alto/v4/alto-4-4.xsd" SCHEMAVERSION="4.4">
<Description>
<MeasurementUnit>pixel</MeasurementUnit>
<sourceImageInformation><fileName>{name}</fileName></sourceImageInformation>
<Processing ID="recognition"><processingCategory>contentGeneration</processingCategory>"#,
            name = Xml(&document.name),
        )?;
        if let Some(created) = &document.created {
            write!(out, "<processingDateTime>{}</processingDateTime>", Xml(created))?;
        }
        if !document.languages.is_empty() {
            let languages = document.languages.join("+");
            write!(out, "<processingStepSettings>languages: {}</processingStepSettings>", Xml(&languages))?;
        }
        writeln!(
            out,
            "<processingSoftware><softwareName>{SOFTWARE}</softwareName><softwareVersion>{}</softwareVersion></processingSoftware></Processing>\n</Description>\n<Tags>",
            Xml(&document.version),
        )?;
        for kind in [BlockKind::Heading, BlockKind::Table, BlockKind::VerticalText, BlockKind::Caption] {
            if let Some(tag) = tag(kind) {
                writeln!(out, "<LayoutTag ID=\"layout_{tag}\" LABEL=\"{tag}\"/>")?;
            }
        }
        writeln!(out, "</Tags>\n<Layout>")?;
        Ok(())
    }

    fn page(&mut self, page: &ExportPage<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        let grid = PixelGrid::of(page);
        let number = page.page.number();
        write!(
            out,
            "<Page ID=\"page_{number}\" PHYSICAL_IMG_NR=\"{number}\" PROCESSINGREFS=\"recognition\""
        )?;
        if page.size.is_some() {
            write!(out, " WIDTH=\"{}\" HEIGHT=\"{}\"", grid.width, grid.height)?;
        }
        match page.content {
            PageContent::Read(text) => {
                if let Some(language) = page.language().or(self.language.as_deref()) {
                    write!(out, " LANG=\"{}\"", Xml(language))?;
                }
                if let Some(confidence) = text.mean_confidence() {
                    write!(out, " PC=\"{}\"", fraction(confidence.0))?;
                }
                writeln!(out, ">")?;
                write_print_space(out, &grid, text, number)?;
            }
            PageContent::Failed(reason) => {
                writeln!(out, " QUALITY=\"Damaged\" QUALITY_DETAIL=\"{}\">", Xml(reason))?;
            }
            PageContent::Skipped => writeln!(out, " QUALITY=\"Missing\" QUALITY_DETAIL=\"not read\">")?,
        }
        writeln!(out, "</Page>")?;
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        out.write_all(b"</Layout>\n</alto>\n")?;
        Ok(())
    }
}

fn write_print_space(
    out: &mut dyn Write,
    grid: &PixelGrid,
    text: &PageText,
    page: u32,
) -> Result<(), ExportError> {
    let whole = PixelRect { left: 0, top: 0, width: grid.width, height: grid.height };
    writeln!(out, "<PrintSpace{}>", place(whole))?;
    for (number, block) in (1..).zip(&text.blocks) {
        write_block(out, grid, block, &format!("{page}_{number}"))?;
    }
    writeln!(out, "</PrintSpace>")?;
    Ok(())
}

fn write_block(out: &mut dyn Write, grid: &PixelGrid, block: &Block, id: &str) -> Result<(), ExportError> {
    let place = place(grid.rect(&block.rect));
    match block.kind {
        BlockKind::Image => writeln!(out, " <Illustration ID=\"block_{id}\"{place}/>")?,
        BlockKind::Separator => writeln!(out, " <GraphicalElement ID=\"block_{id}\"{place}/>")?,
        kind => {
            let tags = tag(kind).map(|tag| format!(" TAGREFS=\"layout_{tag}\" TYPE=\"{tag}\""));
            writeln!(out, " <ComposedBlock ID=\"block_{id}\"{place}{}>", tags.unwrap_or_default())?;
            for (number, paragraph) in (1..).zip(regions::paragraphs(block)) {
                write_paragraph(out, grid, paragraph, &format!("{id}_{number}"))?;
            }
            writeln!(out, " </ComposedBlock>")?;
        }
    }
    Ok(())
}

fn write_paragraph(
    out: &mut dyn Write,
    grid: &PixelGrid,
    paragraph: &Paragraph,
    id: &str,
) -> Result<(), ExportError> {
    let direction = match regions::direction(&paragraph.lines) {
        Direction::LeftToRight => "",
        Direction::RightToLeft => " BASEDIRECTION=\"rtl\"",
        Direction::TopToBottom => " BASEDIRECTION=\"ttb\"",
    };
    writeln!(out, "  <TextBlock ID=\"par_{id}\"{}{direction}>", place(grid.rect(&paragraph.rect)))?;
    let lines: Vec<&Line> = regions::lines(paragraph).collect();
    for (i, line) in lines.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| lines.get(i)).and_then(|line| line.words.last());
        let after = lines.get(i + 1).and_then(|line| line.words.first());
        let division = Division { before, after };
        write_line(out, grid, line, &division, &format!("{id}_{}", i + 1))?;
    }
    writeln!(out, "  </TextBlock>")?;
    Ok(())
}

/// The words that come before and after a line, of which its own may be the other halves.
struct Division<'a> {
    before: Option<&'a Word>,
    after: Option<&'a Word>,
}

fn write_line(
    out: &mut dyn Write,
    grid: &PixelGrid,
    line: &Line,
    division: &Division<'_>,
    id: &str,
) -> Result<(), ExportError> {
    let rect = grid.rect(&line.rect);
    let baseline = line.baseline;
    let [x0, y0, x1, y1] =
        [baseline.x0, baseline.y0, baseline.x1, baseline.y1].map(|v| grid.length(v).round() as i64);
    writeln!(out, "   <TextLine ID=\"line_{id}\"{} BASELINE=\"{x0},{y0} {x1},{y1}\">", place(rect))?;
    let mut previous: Option<(&str, PixelRect)> = None;
    for (i, word) in line.words.iter().enumerate() {
        let word_rect = grid.rect(&word.rect);
        if let Some((before, rect)) = previous
            && has_space(before, &word.text)
        {
            writeln!(out, "    <SP{}/>", place(gap(rect, word_rect, word.direction)))?;
        }
        previous = Some((&word.text, word_rect));
        let next = division.after.filter(|_| i + 1 == line.words.len());
        let last = division.before.filter(|_| i == 0);
        let id = format!("{id}_{}", i + 1);
        if let Some((stem, whole)) = next.and_then(|next| divided(&word.text, &next.text)) {
            let (stem_rect, hyphen_rect) = split_hyphen(&word.rect, &word.text, word.direction);
            let part = ("HypPart1", whole.as_str());
            write_string(out, grid.rect(&stem_rect), word, stem, Some(part), &id)?;
            let hyphen = &word.text[stem.len()..];
            writeln!(out, "    <HYP{} CONTENT=\"{}\"/>", place(grid.rect(&hyphen_rect)), Xml(hyphen))?;
        } else if let Some((_, whole)) = last.and_then(|last| divided(&last.text, &word.text)) {
            write_string(out, word_rect, word, &word.text, Some(("HypPart2", &whole)), &id)?;
        } else {
            write_string(out, word_rect, word, &word.text, None, &id)?;
        }
    }
    writeln!(out, "   </TextLine>")?;
    Ok(())
}

fn write_string(
    out: &mut dyn Write,
    rect: PixelRect,
    word: &Word,
    content: &str,
    part_of: Option<(&str, &str)>,
    id: &str,
) -> Result<(), ExportError> {
    write!(
        out,
        "    <String ID=\"word_{id}\"{} WC=\"{}\" CONTENT=\"{}\"",
        place(rect),
        fraction(word.confidence.0),
        Xml(content),
    )?;
    if let Some((part, whole)) = part_of {
        write!(out, " SUBS_TYPE=\"{part}\" SUBS_CONTENT=\"{}\"", Xml(whole))?;
    }
    match word.corrected.as_deref() {
        None => writeln!(out, "/>")?,
        Some("") => writeln!(out, " CS=\"true\"/>")?,
        Some(read) => {
            let read = Xml(read);
            writeln!(out, " CS=\"true\"><ALTERNATIVE PURPOSE=\"recognized\">{read}</ALTERNATIVE></String>")?;
        }
    }
    Ok(())
}

/// Where the hyphen at the end of a word stands, taking all its characters for equally wide.
fn split_hyphen(rect: &Rect, text: &str, direction: Direction) -> (Rect, Rect) {
    let share = 1.0 / text.chars().count().max(1) as f32;
    let (mut stem, mut hyphen) = (*rect, *rect);
    match direction {
        Direction::TopToBottom => {
            hyphen.height *= share;
            stem.height -= hyphen.height;
            hyphen.y = stem.bottom();
        }
        Direction::LeftToRight => {
            hyphen.width *= share;
            stem.width -= hyphen.width;
            hyphen.x = stem.right();
        }
        Direction::RightToLeft => {
            hyphen.width *= share;
            stem.width -= hyphen.width;
            stem.x = hyphen.right();
        }
    }
    (stem, hyphen)
}

/// The space between two words, which may follow each other in any direction.
fn gap(a: PixelRect, b: PixelRect, direction: Direction) -> PixelRect {
    if direction == Direction::TopToBottom {
        let top = a.bottom();
        return PixelRect { left: a.left, top, width: a.width, height: b.top.saturating_sub(top) };
    }
    let (first, second) = if a.left <= b.left { (a, b) } else { (b, a) };
    let left = first.right();
    PixelRect { left, top: a.top, width: second.left.saturating_sub(left), height: a.height }
}

fn place(rect: PixelRect) -> String {
    let PixelRect { left, top, width, height } = rect;
    format!(" HPOS=\"{left}\" VPOS=\"{top}\" WIDTH=\"{width}\" HEIGHT=\"{height}\"")
}

/// Percent as the fraction that ALTO wants.
fn fraction(percent: f32) -> String {
    format!("{:.4}", (percent / 100.0).clamp(0.0, 1.0))
}

fn tag(kind: BlockKind) -> Option<&'static str> {
    match kind {
        BlockKind::Heading => Some("heading"),
        BlockKind::Table => Some("table"),
        BlockKind::VerticalText => Some("vertical-text"),
        BlockKind::Caption => Some("caption"),
        BlockKind::Text | BlockKind::Image | BlockKind::Separator => None,
    }
}
