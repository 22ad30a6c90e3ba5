//! The table that Tesseract writes: a row for every page, block, paragraph, line and word.
//!
//! Columns: `level` (1 page, 2 block, 3 paragraph, 4 line, 5 word), `page_num`, `block_num`, `par_num`,
//! `line_num`, `word_num` (each counted from 1 within the one before, 0 above its level), `left`, `top`,
//! `width`, `height` (pixels at the page's resolution), `conf` (percent, -1 above words, 100 of words that
//! the page has itself and of those that a person has put right), `text`. Regions
//! without words have no rows and no number, as with Tesseract.

use std::io::Write;

use super::characters::Printable;
use super::pixels::{PixelGrid, PixelRect};
use super::{DocumentInfo, ExportError, ExportPage, Exporter, regions};

/// Writes tab-separated values.
pub(super) struct Tsv;

impl Exporter for Tsv {
    fn begin(&mut self, _: &DocumentInfo, out: &mut dyn Write) -> Result<(), ExportError> {
        writeln!(
            out,
            "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
        )?;
        Ok(())
    }

    fn page(&mut self, page: &ExportPage<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        let grid = PixelGrid::of(page);
        let number = page.page.number();
        let whole = PixelRect { left: 0, top: 0, width: grid.width, height: grid.height };
        row(out, 1, [number, 0, 0, 0, 0], whole, None)?;
        let Some(text) = page.text() else {
            return Ok(());
        };
        let blocks = text.blocks.iter().filter(|block| regions::paragraphs(block).next().is_some());
        for (block_number, block) in (1..).zip(blocks) {
            row(out, 2, [number, block_number, 0, 0, 0], grid.rect(&block.rect), None)?;
            for (paragraph_number, paragraph) in (1..).zip(regions::paragraphs(block)) {
                let place = [number, block_number, paragraph_number, 0, 0];
                row(out, 3, place, grid.rect(&paragraph.rect), None)?;
                for (line_number, line) in (1..).zip(regions::lines(paragraph)) {
                    let place = [number, block_number, paragraph_number, line_number, 0];
                    row(out, 4, place, grid.rect(&line.rect), None)?;
                    for (word_number, word) in (1..).zip(&line.words) {
                        let place = [number, block_number, paragraph_number, line_number, word_number];
                        row(out, 5, place, grid.rect(&word.rect), Some((word.confidence.0, &word.text)))?;
                    }
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, _: &mut dyn Write) -> Result<(), ExportError> {
        Ok(())
    }
}

fn row(
    out: &mut dyn Write,
    level: u8,
    place: [u32; 5],
    rect: PixelRect,
    word: Option<(f32, &str)>,
) -> Result<(), ExportError> {
    let [page, block, paragraph, line, number] = place;
    let PixelRect { left, top, width, height } = rect;
    write!(
        out,
        "{level}\t{page}\t{block}\t{paragraph}\t{line}\t{number}\t{left}\t{top}\t{width}\t{height}\t"
    )?;
    match word {
        Some((confidence, text)) => writeln!(out, "{confidence:.6}\t{}", Printable(text))?,
        None => writeln!(out, "-1\t")?,
    }
    Ok(())
}
