//! Office Open XML for word processors: headings, paragraphs, lists, tables, a page for a page.
//!
//! The docx-rs crate writes documents whole. Here every page is written as a document of its own, of which
//! only the body is taken over, so that memory holds one page and the package is compressed as it grows.
//! List items keep the marks they were printed with, as text: "7." stays 7.

mod runs;

use std::io::Write;

use docx_rs::{
    BreakType, PageMargin, Paragraph, Run, SpecialIndentType, Style, StyleType, Tab, TabValueType, Table,
    TableCell, TableRow, WidthType,
};

use runs::{complete, runs};

use super::archive::Archive;
use super::characters::Printable;
use super::finished::Finished;
use super::structure::{self, Element, Marker, Passage};
use super::{DocumentInfo, ExportError, ExportOptions, ExportPage, Exporter, PageContent};
use crate::model::page::PageSize;

/// Twentieths of a point, the unit of word processors.
const TWIPS_PER_POINT: f32 = 20.0;
/// The most that word processors take for a side of the paper: 22 inches.
const MAX_SIDE_TWIPS: u32 = 31_680;
/// Used until a page tells its size: A4.
const DEFAULT_SIZE: PageSize = PageSize { width: 595.0, height: 842.0 };
/// Margin on every side, 2 cm.
const MARGIN_TWIPS: i32 = 1134;
/// How far the text of a list item stands from its mark, in twips.
const HANGING_TWIPS: i32 = 425;
/// Sizes of the three levels of headings, in half points.
const HEADING_SIZES: [usize; 3] = [36, 28, 24];
/// Size of ordinary text, in half points.
const BODY_SIZE: usize = 22;

/// What the package holds, and where, beside the text itself.
type Part = (&'static str, Vec<u8>);

/// Writes DOCX.
pub(super) struct Docx {
    options: ExportOptions,
    finished: Finished,
    archive: Archive<Finished>,
    body_height: Option<f32>,
    size: Option<PageSize>,
    pages: u32,
    paragraphs: u32,
}

impl Docx {
    pub fn new(options: ExportOptions) -> Self {
        let finished = Finished::default();
        Self {
            options,
            archive: Archive::new(finished.clone()),
            finished,
            body_height: None,
            size: None,
            pages: 0,
            paragraphs: 0,
        }
    }

    /// A paragraph with an id of its own: those that the library gives out differ from run to run.
    fn paragraph(&mut self, right_to_left: bool) -> Paragraph {
        self.paragraphs += 1;
        let mut paragraph = Paragraph::new().id(format!("{:08X}", self.paragraphs)).style("Normal");
        if right_to_left {
            paragraph.property = paragraph.property.bidi(true);
        }
        paragraph
    }

    /// A paragraph of this text, after what its first run begins with.
    fn running(&mut self, first: Run, text: &str, right_to_left: bool) -> Paragraph {
        let runs = runs(first, text, right_to_left);
        runs.into_iter().fold(self.paragraph(right_to_left), Paragraph::add_run)
    }

    fn text(&mut self, passage: &Passage) -> Paragraph {
        self.running(Run::new(), &passage.text, passage.right_to_left)
    }

    /// Lines that end where they were printed so.
    fn lines(&mut self, passage: &Passage) -> Paragraph {
        let mut paragraph = self.paragraph(passage.right_to_left);
        for (i, line) in passage.text.lines().enumerate() {
            let first = if i == 0 { Run::new() } else { Run::new().add_break(BreakType::TextWrapping) };
            paragraph =
                runs(first, line, passage.right_to_left).into_iter().fold(paragraph, Paragraph::add_run);
        }
        paragraph
    }

    fn item(&mut self, marker: Marker, passage: &Passage) -> Paragraph {
        let mark = Run::new().add_text(marker.to_string()).add_tab();
        self.running(mark, &passage.text, passage.right_to_left)
            .indent(Some(HANGING_TWIPS), Some(SpecialIndentType::Hanging(HANGING_TWIPS)), None, None)
            .add_tab(Tab::new().val(TabValueType::Left).pos(HANGING_TWIPS as usize))
    }

    fn table(&mut self, rows: &[Vec<Passage>]) -> Table {
        let columns = rows.first().map_or(1, Vec::len).max(1);
        let paper = twips(self.size.unwrap_or(DEFAULT_SIZE).width);
        let width = paper.saturating_sub(2 * MARGIN_TWIPS as u32) as usize / columns;
        let mut cell =
            |text: &Passage| TableCell::new().width(width, WidthType::Dxa).add_paragraph(self.text(text));
        let rows = rows.iter().map(|row| TableRow::new(row.iter().map(&mut cell).collect())).collect();
        Table::new(rows).set_grid(vec![width; columns])
    }

    /// The page as a document of its own. All but the first begin with a page break.
    fn document(&mut self, page: &ExportPage<'_>) -> docx_rs::Docx {
        let elements = match page.content {
            PageContent::Read(text) => {
                let arrangement = page.arrangement(self.options, self.body_height);
                structure::elements(text, arrangement)
            }
            PageContent::Failed(reason) => {
                let text = format!("[Page {} could not be read: {}]", page.page, Printable(reason));
                vec![Element::Paragraph(Passage::plain(text))]
            }
            PageContent::Skipped => Vec::new(),
        };
        let mut docx = docx_rs::Docx::new();
        let mut needs_break = self.pages > 1;
        // Only a paragraph can carry the break, so a table or an empty page gets one more.
        if needs_break && matches!(elements.first(), None | Some(Element::Table(_))) {
            docx = docx.add_paragraph(self.paragraph(false).page_break_before(true));
            needs_break = false;
        }
        for element in &elements {
            let mut paragraph = match element {
                Element::Heading { level, passage } => self.text(passage).style(&format!("Heading{level}")),
                Element::Paragraph(passage) => self.text(passage),
                Element::Lines(passage) => self.lines(passage),
                Element::Item { marker, passage, .. } => self.item(*marker, passage),
                Element::Table(table) => {
                    docx = docx.add_table(self.table(&table.rows));
                    // Without a paragraph between them, two tables would become one.
                    self.paragraph(false)
                }
            };
            if std::mem::take(&mut needs_break) {
                paragraph = paragraph.page_break_before(true);
            }
            docx = docx.add_paragraph(paragraph);
        }
        docx
    }
}

impl Exporter for Docx {
    fn begin(&mut self, document: &DocumentInfo, out: &mut dyn Write) -> Result<(), ExportError> {
        *self = Self::new(self.options);
        self.body_height = document.body_height;
        for (name, bytes) in package(document) {
            self.archive.start_exactly(name)?;
            self.archive.write_all(&bytes)?;
        }
        self.archive.start_exactly("word/document.xml")?;
        let frame = docx_rs::Docx::new().build().document;
        self.archive.write_all(split_body(&frame).0)?;
        self.finished.hand_on(out)
    }

    fn page(&mut self, page: &ExportPage<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        self.pages += 1;
        self.size = self.size.or(page.size);
        let document = self.document(page).build().document;
        self.archive.write_all(&complete(split_body(&document).1, page.text()))?;
        self.finished.hand_on(out)
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        let size = self.size.unwrap_or(DEFAULT_SIZE);
        let margin = PageMargin {
            top: MARGIN_TWIPS,
            left: MARGIN_TWIPS,
            bottom: MARGIN_TWIPS,
            right: MARGIN_TWIPS,
            ..PageMargin::default()
        };
        let frame = docx_rs::Docx::new().page_size(twips(size.width), twips(size.height)).page_margin(margin);
        self.archive.write_all(split_body(&frame.build().document).2)?;
        let finished = Self::new(self.options);
        let archive = std::mem::replace(self, finished).archive;
        archive.finish()?.hand_on(out)
    }
}

/// The parts of the package that do not depend on its text.
fn package(document: &DocumentInfo) -> Vec<Part> {
    let mut docx = docx_rs::Docx::new().default_size(BODY_SIZE);
    for (level, size) in HEADING_SIZES.into_iter().enumerate() {
        let style = Style::new(format!("Heading{}", level + 1), StyleType::Paragraph)
            .name(format!("heading {}", level + 1))
            .based_on("Normal")
            .next("Normal")
            .outline_lvl(level)
            .size(size)
            .bold();
        docx = docx.add_style(style);
    }
    if let Some(created) = &document.created {
        docx = docx.created_at(created).updated_at(created);
    }
    let parts = docx.build();
    vec![
        ("[Content_Types].xml", parts.content_type),
        ("_rels/.rels", parts.rels),
        ("docProps/app.xml", parts.doc_props.app),
        ("docProps/core.xml", parts.doc_props.core),
        ("docProps/custom.xml", parts.doc_props.custom),
        ("word/_rels/document.xml.rels", parts.document_rels),
        ("word/styles.xml", parts.styles),
        ("word/settings.xml", parts.settings),
        ("word/fontTable.xml", parts.font_table),
        ("word/comments.xml", parts.comments),
        ("word/numbering.xml", parts.numberings),
        ("word/commentsExtended.xml", parts.comments_extended),
        ("word/footnotes.xml", parts.footnotes),
    ]
}

/// A document's XML in three: up to and with the start of the body, what the body holds, and the section's
/// properties with everything after.
fn split_body(document: &[u8]) -> (&[u8], &[u8], &[u8]) {
    const BODY: &[u8] = b"<w:body>";
    const SECTION: &[u8] = b"<w:sectPr";
    let body = document.windows(BODY.len()).position(|window| window == BODY);
    let section = document.windows(SECTION.len()).rposition(|window| window == SECTION);
    let section = section.unwrap_or(document.len());
    let body = body.map_or(section, |at| at + BODY.len());
    (&document[..body], &document[body..section], &document[section..])
}

fn twips(points: f32) -> u32 {
    ((points * TWIPS_PER_POINT).round() as u32).clamp(1, MAX_SIDE_TWIPS)
}
