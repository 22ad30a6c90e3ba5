//! hOCR 1.2, as well-formed XHTML: `ocr_page` ⊃ `ocr_carea` ⊃ `ocr_par` ⊃ `ocr_line` ⊃ `ocrx_word`.
//!
//! Boxes are pixels at the resolution the page was read at, which `scan_res` gives. A page that was not
//! read is an `ocr_page` without content, and a comment says why. A word that a person has put right has an `x_wconf` of 100
//! and a property of ours, `x_corrected 1`.

use std::io::Write;

use super::characters::Xml;
use super::pixels::{PixelGrid, PixelRect};
use super::{DocumentInfo, ExportError, ExportPage, Exporter, PageContent, SOFTWARE, regions};
use crate::model::joint::has_space;
use crate::model::language::bcp47;
use crate::model::page::{Block, BlockKind, Direction, Line, Paragraph, Word};

/// Writes hOCR.
#[derive(Default)]
pub(super) struct Hocr {
    /// That of the document, which a page has unless it says otherwise.
    language: Option<String>,
}

impl Exporter for Hocr {
    fn begin(&mut self, document: &DocumentInfo, out: &mut dyn Write) -> Result<(), ExportError> {
        let name = Xml(&document.name);
        self.language = document.language().map(str::to_owned);
        let lang = document.language().map(lang);
        let languages: Vec<&str> = document.languages.iter().filter_map(|code| bcp47(code)).collect();
        let languages = languages.join(" ");
        write!(
            out,
            r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"{lang}>
<head>
<title>{name}</title>
<meta http-equiv="Content-Type" content="text/html;charset=utf-8" />
<meta name="ocr-system" content="{SOFTWARE} {version}" />
<meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_par ocr_line ocrx_word ocr_photo ocr_separator ocrp_wconf ocrp_lang ocrp_dir" />
<meta name="ocr-number-of-pages" content="{pages}" />
<meta name="ocr-langs" content="{languages}" />
</head>
<body>
"#,
            lang = lang.unwrap_or_default(),
            version = Xml(&document.version),
            pages = document.page_count,
            languages = Xml(if languages.is_empty() { "unknown" } else { &languages }),
        )?;
        Ok(())
    }

    fn page(&mut self, page: &ExportPage<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        let grid = PixelGrid::of(page);
        let number = page.page.number();
        let language = page.language().filter(|tag| self.language.as_deref() != Some(tag)).map(lang);
        let language = language.unwrap_or_default();
        writeln!(
            out,
            "<div class=\"ocr_page\" id=\"page_{number}\"{language} title=\"bbox 0 0 {} {}; ppageno {}; scan_res {dpi} {dpi}\">",
            grid.width,
            grid.height,
            page.page.as_usize(),
            dpi = grid.dpi,
        )?;
        match page.content {
            PageContent::Read(text) => {
                for (block_number, block) in (1..).zip(&text.blocks) {
                    write_block(out, &grid, block, &format!("{number}_{block_number}"))?;
                }
            }
            // Two hyphens would end the comment.
            PageContent::Failed(reason) => {
                writeln!(out, "<!-- not read: {} -->", Xml(&reason.replace('-', "\u{2010}")))?;
            }
            PageContent::Skipped => writeln!(out, "<!-- not read -->")?,
        }
        writeln!(out, "</div>")?;
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        out.write_all(b"</body>\n</html>\n")?;
        Ok(())
    }
}

fn write_block(out: &mut dyn Write, grid: &PixelGrid, block: &Block, id: &str) -> Result<(), ExportError> {
    let bbox = bbox(grid.rect(&block.rect));
    match block.kind {
        BlockKind::Image => {
            writeln!(out, " <div class=\"ocr_photo\" id=\"block_{id}\" title=\"{bbox}\"></div>")?;
        }
        BlockKind::Separator => {
            writeln!(out, " <div class=\"ocr_separator\" id=\"block_{id}\" title=\"{bbox}\"></div>")?;
        }
        BlockKind::Text
        | BlockKind::Heading
        | BlockKind::Table
        | BlockKind::VerticalText
        | BlockKind::Caption => {
            writeln!(out, " <div class=\"ocr_carea\" id=\"block_{id}\" title=\"{bbox}\">")?;
            for (number, paragraph) in (1..).zip(regions::paragraphs(block)) {
                write_paragraph(out, grid, paragraph, &format!("{id}_{number}"))?;
            }
            writeln!(out, " </div>")?;
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
        Direction::RightToLeft => " dir=\"rtl\"",
        Direction::LeftToRight | Direction::TopToBottom => "",
    };
    let bbox = bbox(grid.rect(&paragraph.rect));
    writeln!(out, "  <p class=\"ocr_par\" id=\"par_{id}\"{direction} title=\"{bbox}\">")?;
    for (number, line) in (1..).zip(regions::lines(paragraph)) {
        write_line(out, grid, line, &format!("{id}_{number}"))?;
    }
    writeln!(out, "  </p>")?;
    Ok(())
}

fn write_line(out: &mut dyn Write, grid: &PixelGrid, line: &Line, id: &str) -> Result<(), ExportError> {
    let rect = grid.rect(&line.rect);
    write!(out, "   <span class=\"ocr_line\" id=\"line_{id}\" title=\"{}", bbox(rect))?;
    // The baseline of hOCR is a function of x; a line that runs down the page has none.
    let run = line.baseline.x1 - line.baseline.x0;
    if run > 0.0 {
        let slope = (line.baseline.y1 - line.baseline.y0) / run;
        let at_left_edge = line.baseline.y0 + slope * (line.rect.x - line.baseline.x0);
        let offset = (grid.length(at_left_edge - line.rect.bottom())).round();
        write!(out, "; baseline {} {}", number(slope, 3), number(offset, 0))?;
    }
    writeln!(out, "; x_size {}\">", number(grid.length(line.row_height), 1))?;
    let mut before: Option<&Word> = None;
    for (number, word) in (1..).zip(&line.words) {
        // White space between two elements is a space between the words.
        match before {
            Some(before) if !has_space(&before.text, &word.text) => {}
            Some(_) => write!(out, "\n    ")?,
            None => write!(out, "    ")?,
        }
        before = Some(word);
        write!(
            out,
            "<span class=\"ocrx_word\" id=\"word_{id}_{number}\" title=\"{}; x_wconf {:.0}{}\">{}</span>",
            bbox(grid.rect(&word.rect)),
            word.confidence.0.clamp(0.0, 100.0),
            if word.corrected.is_some() { "; x_corrected 1" } else { "" },
            Xml(&word.text),
        )?;
    }
    writeln!(out, "\n   </span>")?;
    Ok(())
}

fn lang(tag: &str) -> String {
    format!(" xml:lang=\"{tag}\" lang=\"{tag}\"")
}

fn bbox(rect: PixelRect) -> String {
    format!("bbox {} {} {} {}", rect.left, rect.top, rect.right(), rect.bottom())
}

/// A number in hOCR's grammar, which knows neither exponents nor a negative zero.
fn number(value: f32, decimals: usize) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
