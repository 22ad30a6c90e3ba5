//! Pages and images that a low memory ceiling does not let be read or decoded in one piece.

use image::imageops::rotate270;

use super::Case;
use super::document::Document;
use super::encode::jpeg;
use super::fonts::Face;
use super::images::with_orientation;
use super::prose::{Language, Prose};
use super::scans::{LIGHT, Look, document_of, draw_degraded, prose_sheet, scan, seed, true_page};
use super::sheet::{A1, A3, Sheet, Style};

/// The documents of this kind.
pub const CASES: &[Case] = &[("poster.pdf", poster), ("large.jpg", large_jpeg)];

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

/// As a camera holds it that was turned: the picture lies on its side and says so.
fn large_jpeg() -> Document {
    let (file, look) = ("large.jpg", Look { dpi: 300.0, ..LIGHT });
    let sheet = prose_sheet(A3, Language::English, 0, seed(file, 0));
    let drawing = draw_degraded(&sheet, look, seed(file, 0));
    let bytes = with_orientation(&jpeg(&rotate270(&drawing.image), look.dpi, 80), 6);
    let description = "JPEG of an A3 page at 300 dpi; EXIF orientation 6 turns it upright";
    Document::new(file, description, bytes, vec![true_page(&sheet, &drawing)])
}
