//! Scanned documents: every resolution, coding and defect.

use super::Case;
use super::degrade::{Degradation, degrade, turn_page};
use super::document::{Document, TruePage};
use super::encode::{Coding, PdfImage, pdf_image};
use super::fonts::Face;
use super::parallel;
use super::pdf::{Form, Pdf};
use super::prose::{Language, Prose};
use super::random::Random;
use super::raster::{Drawing, draw};
use super::sheet::{A4, Sheet, Style};

/// The documents of this kind.
pub const CASES: &[Case] = &[
    ("scan44.pdf", scan44),
    ("scan300-jpeg.pdf", || simple("scan300-jpeg.pdf", "RGB JPEG at 300 dpi", 3, LIGHT_300)),
    ("scan300-flate-grey.pdf", || {
        simple(
            "scan300-flate-grey.pdf",
            "8-bit grey, Flate, 300 dpi",
            2,
            Look { coding: Coding::Flate, ..LIGHT_300 },
        )
    }),
    ("scan-ccitt.pdf", || {
        simple(
            "scan-ccitt.pdf",
            "One bit a pixel, CCITT G4, 300 dpi",
            3,
            Look { coding: Coding::Ccitt, ..LIGHT_300 },
        )
    }),
    ("scan-1bit-flate.pdf", || {
        let look = Look { coding: Coding::FlateBilevel, ..LIGHT_300 };
        simple("scan-1bit-flate.pdf", "One bit a pixel, Flate, 300 dpi", 2, look)
    }),
    ("scan100.pdf", || simple("scan100.pdf", "Grey JPEG at 100 dpi", 2, Look { dpi: 100.0, ..LIGHT })),
    ("scan75.pdf", || simple("scan75.pdf", "Grey JPEG at 75 dpi", 2, Look { dpi: 75.0, ..LIGHT })),
    ("scan-medium.pdf", || {
        let look = Look { degradation: Degradation::MEDIUM, ..LIGHT };
        simple("scan-medium.pdf", "A worn copy laid down by hand", 3, look)
    }),
    ("scan-noisy.pdf", || {
        let look = Look { degradation: Degradation::HEAVY, ..LIGHT };
        simple("scan-noisy.pdf", "A bad copy of a copy: noise, specks, low contrast, uneven light", 2, look)
    }),
    ("scan-skew.pdf", scan_skew),
    ("scan-clean.pdf", || {
        let look = Look { degradation: Degradation::NONE, coding: Coding::Flate, ..LIGHT };
        simple("scan-clean.pdf", "Pages without any defect", 2, look)
    }),
    ("scan-german.pdf", || in_language("scan-german.pdf", "German", Language::German)),
    ("scan-french.pdf", || in_language("scan-french.pdf", "French", Language::French)),
    ("scan-russian.pdf", || in_language("scan-russian.pdf", "Russian", Language::Russian)),
    ("two-column.pdf", two_column),
];

/// Resolution, defects and coding of a scan.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Pixels per inch.
    pub dpi: f32,
    /// What went wrong with it.
    pub degradation: Degradation,
    /// How it is stored.
    pub coding: Coding,
}

/// What an office scanner makes by default.
pub const LIGHT: Look = Look { dpi: 200.0, degradation: Degradation::LIGHT, coding: Coding::Jpeg(72) };

const LIGHT_300: Look = Look { dpi: 300.0, degradation: Degradation::LIGHT, coding: Coding::ColorJpeg(72) };

/// The cuts that running text is set in, with the size that suits each.
pub const BODY: &[(Face, f32)] = &[
    (Face::Serif, 10.5),
    (Face::Sans, 10.0),
    (Face::SerifCondensed, 11.0),
    (Face::SansCondensed, 10.5),
    (Face::Mono, 9.0),
];

/// A scanned page: its image as a PDF holds it, and the truth.
pub struct Scan {
    /// The image.
    pub image: PdfImage,
    /// What it shows.
    pub page: TruePage,
}

/// Draws a sheet and lets the scanner do its worst.
pub fn draw_degraded(sheet: &Sheet, look: Look, seed: u64) -> Drawing {
    let mut drawing = draw(sheet, look.dpi);
    degrade(&mut drawing, &look.degradation, &mut Random::new(seed));
    drawing
}

/// Scans a sheet.
pub fn scan(sheet: &Sheet, look: Look, seed: u64) -> Scan {
    finish_scan(sheet, draw_degraded(sheet, look, seed), look)
}

fn finish_scan(sheet: &Sheet, drawing: Drawing, look: Look) -> Scan {
    let page = true_page(sheet, &drawing);
    Scan { image: pdf_image(&drawing.image, look.dpi, look.coding), page }
}

/// The truth about a sheet that was drawn.
pub fn true_page(sheet: &Sheet, drawing: &Drawing) -> TruePage {
    TruePage {
        width: sheet.width,
        height: sheet.height,
        user_unit: 1.0,
        dpi: drawing.dpi,
        text: sheet.text.clone(),
        words: drawing.words.clone(),
    }
}

/// A page of a letter or an essay.
pub fn prose_sheet(size: (f32, f32), language: Language, number: usize, seed: u64) -> Sheet {
    let mut prose = Prose::new(language, seed);
    let (face, points) = BODY[number % BODY.len()];
    let mut sheet = Sheet::new(size);
    let mut column = sheet.column(size.0 / 9.0);
    let style = Style::new(face, points);
    while sheet.paragraph(&mut column, style, &prose.paragraph(3 + number % 3)) {}
    sheet
}

/// A PDF of these images, each filling its page.
pub fn pdf_of(scans: &[Scan]) -> Pdf {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let pages: Vec<_> = scans
        .iter()
        .map(|scan| {
            let (width, height) = (scan.page.width, scan.page.height);
            let image = pdf.image(&scan.image);
            let content = pdf.stream("", format!("q {width} 0 0 {height} 0 0 cm /Im0 Do Q"));
            pdf.plain(format!(
                "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {width} {height}] /Contents {content} 0 R \
                 /Resources << /XObject << /Im0 {image} 0 R >> >> >>"
            ))
        })
        .collect();
    pdf.finish(tree, &pages, "");
    pdf
}

/// The file and its truth.
pub fn document_of(file: &str, description: &str, scans: Vec<Scan>) -> Document {
    let bytes = pdf_of(&scans).write(Form::Table);
    Document::new(file, description, bytes, scans.into_iter().map(|scan| scan.page).collect())
}

/// Seeds that differ from document to document and from page to page.
pub fn seed(file: &str, page: usize) -> u64 {
    file.bytes().fold(page as u64 + 1, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

fn simple(file: &str, description: &str, pages: usize, look: Look) -> Document {
    let scans = parallel::map(pages, |i| {
        scan(&prose_sheet(A4, Language::English, i, seed(file, i)), look, seed(file, i))
    });
    document_of(file, description, scans)
}

fn in_language(file: &str, name: &str, language: Language) -> Document {
    let scans =
        parallel::map(2, |i| scan(&prose_sheet(A4, language, i, seed(file, i)), LIGHT, seed(file, i)));
    document_of(file, &format!("{name} text"), scans)
}

/// One page of the contract.
pub fn contract_sheet(number: usize, of: usize) -> Sheet {
    let mut prose = Prose::new(Language::English, seed("contract", number));
    let (face, size) = BODY[number % BODY.len()];
    let (margin, small) = (68.0, Style::new(face, 8.5));
    let mut sheet = Sheet::new(A4);
    let mut column = sheet.column(margin);
    sheet.line(small, margin, 46.0, &format!("Agreement No. 2024/{:03}", 117 + number / 11));
    let style = Style::new(face, size);
    let body = if number.is_multiple_of(3) { style.justified() } else { style };
    column.bottom -= 10.0;
    let mut article = number * 2 + 1;
    'page: loop {
        let heading = format!("Article {article}. {}", prose.title());
        // A heading at the foot of a page would stand alone.
        if column.bottom - column.y < size * 6.0 {
            break;
        }
        sheet.paragraph(&mut column, Style::new(face.heading(), size + 2.0), &heading);
        for clause in 1..=3 {
            let text = format!("{article}.{clause} {}", prose.paragraph(2 + (number + clause) % 3));
            if !sheet.paragraph(&mut column, body, &text) {
                break 'page;
            }
        }
        article += 1;
    }
    let footer = format!("Page {} of {of}", number + 1);
    let x = (sheet.width - face.width(&footer, small.size)) / 2.0;
    sheet.line(small, x, sheet.height - 42.0, &footer);
    sheet
}

fn scan44() -> Document {
    const PAGES: usize = 44;
    let scans = parallel::map(PAGES, |i| scan(&contract_sheet(i, PAGES), LIGHT, seed("scan44.pdf", i)));
    document_of("scan44.pdf", "A contract of 44 pages, grey JPEG at 200 dpi: the benchmark document", scans)
}

fn scan_skew() -> Document {
    const ANGLES: [f32; 4] = [-2.0, -1.0, 1.0, 2.0];
    let look = Look { degradation: Degradation { skew: 0.0, ..Degradation::LIGHT }, ..LIGHT };
    let scans = parallel::map(ANGLES.len(), |i| {
        let sheet = prose_sheet(A4, Language::English, i, seed("scan-skew.pdf", i));
        let mut drawing = draw(&sheet, look.dpi);
        turn_page(&mut drawing, ANGLES[i]);
        degrade(&mut drawing, &look.degradation, &mut Random::new(seed("scan-skew.pdf", i)));
        finish_scan(&sheet, drawing, look)
    });
    document_of("scan-skew.pdf", "Pages turned by -2, -1, 1 and 2 degrees (clockwise)", scans)
}

fn two_column() -> Document {
    let scans = parallel::map(2, |i| {
        let mut prose = Prose::new(Language::English, seed("two-column.pdf", i));
        let mut sheet = Sheet::new(A4);
        let mut whole = sheet.column(56.0);
        sheet.paragraph(&mut whole, Style::new(Face::SerifBold, 18.0), &format!("On {}", prose.title()));
        let gap = 26.0;
        let width = (whole.width - gap) / 2.0;
        let style = Style::new(if i == 0 { Face::Serif } else { Face::SansCondensed }, 9.5);
        for side in 0..2 {
            let mut column = whole;
            column.width = width;
            column.x += side as f32 * (width + gap);
            while sheet.paragraph(&mut column, style, &prose.paragraph(4)) {}
        }
        scan(&sheet, LIGHT, seed("two-column.pdf", i))
    });
    document_of("two-column.pdf", "Two columns below a heading", scans)
}
