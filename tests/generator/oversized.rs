//! Pages that no memory ceiling lets be read in one piece.

use super::Case;
use super::document::Document;
use super::fonts::Face;
use super::prose::{Language, Prose};
use super::scans::{LIGHT, document_of, scan, seed};
use super::sheet::{A1, Sheet, Style};

/// The documents of this kind.
pub const CASES: &[Case] = &[("poster.pdf", poster)];

/// Columns from the head of the sheet to its foot, so that every cut through the page goes through text.
fn poster() -> Document {
    let file = "poster.pdf";
    let mut prose = Prose::new(Language::English, seed(file, 0));
    let mut sheet = Sheet::new(A1);
    let mut whole = sheet.column(90.0);
    sheet.paragraph(&mut whole, Style::new(Face::SerifBold, 48.0), &format!("On {}", prose.title()));
    let (columns, gap) = (3, 54.0);
    let width = (whole.width - gap * (columns - 1) as f32) / columns as f32;
    for (place, (face, size)) in
        [(Face::Serif, 15.0), (Face::Sans, 14.0), (Face::SerifCondensed, 16.0)].into_iter().enumerate()
    {
        let mut column = whole;
        column.width = width;
        column.x += place as f32 * (width + gap);
        while sheet.paragraph(&mut column, Style::new(face, size), &prose.paragraph(5)) {}
    }
    document_of(file, "A poster: A1, three columns below a heading", vec![scan(&sheet, LIGHT, seed(file, 0))])
}
