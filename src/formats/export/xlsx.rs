//! The tables of a document as a workbook: a sheet for a table.
//!
//! Of all that a workbook can have this is the least: cells of text and of numbers, written as they come. There is no cell
//! that computes anything.

use std::fmt::Write as _;
use std::io::Write;

use super::archive::Archive;
use super::characters::Xml;
use super::finished::Finished;
use super::number::number;
use super::structure::{self, Table};
use super::{DocumentInfo, ExportError, ExportPage, Exporter};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/// Columns are as wide as their text, from so many characters to so many.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=60;

/// Writes XLSX.
pub(super) struct Xlsx {
    finished: Finished,
    archive: Archive<Finished>,
    /// The names of the sheets so far.
    sheets: Vec<String>,
}

impl Xlsx {
    pub fn new() -> Self {
        let finished = Finished::default();
        Self { archive: Archive::new(finished.clone()), finished, sheets: Vec::new() }
    }

    fn part(&mut self, name: &str, content: &str) -> Result<(), ExportError> {
        self.archive.start_exactly(name)?;
        self.archive.write_all(DECLARATION.as_bytes())?;
        Ok(self.archive.write_all(content.as_bytes())?)
    }
}

impl Exporter for Xlsx {
    fn begin(&mut self, _: &DocumentInfo, out: &mut dyn Write) -> Result<(), ExportError> {
        *self = Self::new();
        // By its first part a workbook is known for what it is.
        let part = format!(
            "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" \
             Target=\"xl/workbook.xml\"/></Relationships>"
        );
        self.part("_rels/.rels", &part)?;
        self.finished.hand_on(out)
    }

    fn page(&mut self, page: &ExportPage<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        let tables = page.text().map_or_else(Vec::new, structure::tables);
        for (i, table) in tables.iter().enumerate() {
            let number = page.page;
            self.sheets.push(match i {
                0 => format!("Page {number}"),
                i => format!("Page {number} ({})", i + 1),
            });
            let name = format!("xl/worksheets/sheet{}.xml", self.sheets.len());
            self.part(&name, &sheet(table, page.language()))?;
        }
        self.finished.hand_on(out)
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        // Without any sheet it would be none.
        if self.sheets.is_empty() {
            self.sheets.push("Page 1".to_owned());
            self.part(
                "xl/worksheets/sheet1.xml",
                &format!("<worksheet xmlns=\"{MAIN}\"><sheetData/></worksheet>"),
            )?;
        }
        let (mut sheets, mut relations, mut types) = (String::new(), String::new(), String::new());
        for (number, name) in (1..).zip(&self.sheets) {
            let _ = write!(sheets, "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"r{number}\"/>", Xml(name));
            let _ = write!(
                relations,
                "<Relationship Id=\"r{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
            let _ = write!(
                types,
                "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{TYPE}.worksheet+xml\"/>"
            );
        }
        self.part(
            "xl/workbook.xml",
            &format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>"),
        )?;
        self.part(
            "xl/_rels/workbook.xml.rels",
            &format!("<Relationships xmlns=\"{RELATIONS}\">{relations}</Relationships>"),
        )?;
        self.part(
            "[Content_Types].xml",
            &format!(
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override \
                 PartName=\"/xl/workbook.xml\" ContentType=\"{TYPE}.sheet.main+xml\"/>{types}</Types>"
            ),
        )?;
        let archive = std::mem::replace(self, Self::new()).archive;
        archive.finish()?.hand_on(out)
    }
}

/// A table as a sheet. `language` is the page's.
fn sheet(table: &Table, language: Option<&str>) -> String {
    let direction = if table.right_to_left { " rightToLeft=\"1\"" } else { "" };
    let mut xml = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView{direction} workbookViewId=\"0\"/></sheetViews><cols>"
    );
    let columns = table.rows.first().map_or(0, Vec::len);
    for column in 0..columns {
        let cells = table.rows.iter().filter_map(|row| row.get(column));
        let characters = cells.map(|cell| cell.text.chars().count() + 2).max().unwrap_or_default();
        let width = characters.clamp(*WIDTHS.start(), *WIDTHS.end());
        let number = column + 1;
        let _ = write!(xml, "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    xml.push_str("</cols><sheetData>");
    for (row, cells) in (1..).zip(&table.rows) {
        let _ = write!(xml, "<row r=\"{row}\">");
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
            let place = format!("{}{row}", letters(column));
            let _ = match number(&cell.text, language) {
                Some(number) => write!(xml, "<c r=\"{place}\"><v>{number}</v></c>"),
                None => write!(
                    xml,
                    "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    Xml(&cell.text)
                ),
            };
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData></worksheet>");
    xml
}

/// The letters of a column: A to Z, AA to ZZ, and so on.
fn letters(column: usize) -> String {
    let letter = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => letter.to_string(),
        more => letters(more - 1) + &letter.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_letters() {
        let of = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(of, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
