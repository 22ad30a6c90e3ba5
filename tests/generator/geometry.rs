//! Pages whose coordinates are not the plain ones: rotated, cropped, displaced, scaled, drawn in pieces.
//! All show upright in a viewer.

use image::imageops;

use super::Case;
use super::document::{Document, TruePage, TrueWord};
use super::encode::{PdfImage, pdf_image};
use super::fonts::Face;
use super::pdf::{Form, Id, Pdf};
use super::prose::{Language, Prose};
use super::raster::Drawing;
use super::scans::{LIGHT, draw_degraded, prose_sheet, seed, true_page};
use super::sheet::{A5, Sheet, Style};

/// The documents of this kind.
pub const CASES: &[Case] = &[
    ("rotated.pdf", rotated),
    ("rotated-matrix.pdf", rotated_matrix),
    ("mediabox-offset.pdf", mediabox_offset),
    ("cropbox.pdf", cropbox),
    ("userunit.pdf", userunit),
    ("inherited.pdf", inherited),
    ("contents-array.pdf", contents_array),
    ("shared-resources.pdf", shared_resources),
];

/// A page of a PDF: what its dictionary and content say, and what it shows.
pub struct Page {
    /// Entries besides `/Type`, `/Parent`, `/Contents` and `/Resources`.
    pub entries: String,
    /// The content, in one stream or several.
    pub content: Vec<String>,
    /// The images, known to the content as `/Im0`, `/Im1`, ...
    pub images: Vec<PdfImage>,
    /// What it shows.
    pub truth: TruePage,
}

impl Page {
    /// A page that shows one image in the given box of its own coordinates.
    pub fn of_image(entries: String, matrix: &str, image: PdfImage, truth: TruePage) -> Self {
        Self { entries, content: vec![format!("q {matrix} cm /Im0 Do Q")], images: vec![image], truth }
    }

    /// Adds the page to a PDF. Every page may use the font `/F0` (Courier).
    pub fn add(&self, pdf: &mut Pdf, tree: Id) -> Id {
        let streams: Vec<Id> = self.content.iter().map(|part| pdf.stream("", part.as_bytes())).collect();
        let images: Vec<Id> = self.images.iter().map(|image| pdf.image(image)).collect();
        let objects: String = images.iter().enumerate().map(|(i, id)| format!("/Im{i} {id} 0 R ")).collect();
        let contents = match streams[..] {
            [] => String::new(),
            [only] => format!("/Contents {only} 0 R"),
            _ => format!("/Contents [{}]", streams.iter().map(|id| format!("{id} 0 R ")).collect::<String>()),
        };
        pdf.plain(format!(
            "<< /Type /Page /Parent {tree} 0 R {} {contents} /Resources << /XObject << {objects}>> /Font << /F0 \
             << /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >> >> >> >>",
            self.entries
        ))
    }
}

/// The file and its truth.
pub fn document_of_pages(file: &str, description: &str, pages: Vec<Page>) -> Document {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let ids: Vec<Id> = pages.iter().map(|page| page.add(&mut pdf, tree)).collect();
    pdf.finish(tree, &ids, "");
    let truth = pages.into_iter().map(|page| page.truth).collect();
    Document::new(file, description, pdf.write(Form::Table), truth)
}

/// A sheet of prose as it comes from the scanner, and the truth about it.
pub fn scanned_prose(file: &str, page: usize, size: (f32, f32)) -> (Drawing, TruePage) {
    scanned(&prose_sheet(size, Language::English, page, seed(file, page)), file, page)
}

/// A sheet as it comes from the scanner, and the truth about it.
pub fn scanned(sheet: &Sheet, file: &str, page: usize) -> (Drawing, TruePage) {
    let drawing = draw_degraded(sheet, LIGHT, seed(file, page));
    let truth = true_page(sheet, &drawing);
    (drawing, truth)
}

/// The image as most scanners store it.
pub fn stored(image: &image::GrayImage) -> PdfImage {
    pdf_image(image, LIGHT.dpi, LIGHT.coding)
}

/// The words within a part of the page (left, top, width, height), as seen from its top left corner.
pub fn words_within(words: &[TrueWord], (x, y, width, height): (f32, f32, f32, f32)) -> Vec<TrueWord> {
    words
        .iter()
        .filter(|w| w.x >= x && w.y >= y && w.x + w.width <= x + width && w.y + w.height <= y + height)
        .map(|w| TrueWord { x: w.x - x, y: w.y - y, ..w.clone() })
        .collect()
}

fn rotated() -> Document {
    let file = "rotated.pdf";
    let page = |i: usize, turn: i32| {
        let (drawing, truth) = scanned_prose(file, i, A5);
        let image = &drawing.image;
        // The viewer turns clockwise by /Rotate, so the page lies turned the other way.
        let (image, (w, h)) = match turn.rem_euclid(360) {
            90 => (imageops::rotate270(image), (A5.1, A5.0)),
            180 => (imageops::rotate180(image), A5),
            270 => (imageops::rotate90(image), (A5.1, A5.0)),
            _ => (image.clone(), A5),
        };
        let entries = format!("/MediaBox [0 0 {w} {h}] /Rotate {turn}");
        Page::of_image(entries, &format!("{w} 0 0 {h} 0 0"), stored(&image), truth)
    };
    let pages = vec![page(0, 90), page(1, 180), page(2, 270), page(3, -90), page(4, 450)];
    document_of_pages(file, "Pages with /Rotate 90, 180, 270, -90 and 450, each upright as shown", pages)
}

fn rotated_matrix() -> Document {
    let file = "rotated-matrix.pdf";
    let (w, h) = A5;
    let plain = format!("/MediaBox [0 0 {w} {h}]");
    let turned = {
        let (drawing, truth) = scanned_prose(file, 0, A5);
        let image = stored(&imageops::rotate270(&drawing.image));
        Page::of_image(plain.clone(), &format!("0 -{h} {w} 0 0 {h}"), image, truth)
    };
    let flipped = {
        let (drawing, truth) = scanned_prose(file, 1, A5);
        let image = stored(&imageops::flip_vertical(&drawing.image));
        Page::of_image(plain, &format!("{w} 0 0 -{h} 0 {h}"), image, truth)
    };
    let both = {
        let (drawing, truth) = scanned_prose(file, 2, A5);
        let entries = format!("/MediaBox [0 0 {h} {w}] /Rotate 90");
        Page::of_image(entries, &format!("0 {w} -{h} 0 {h} 0"), stored(&drawing.image), truth)
    };
    let description = "The image lies turned and its matrix turns it back; stored upside down; \
                       matrix and /Rotate cancel each other";
    document_of_pages(file, description, vec![turned, flipped, both])
}

fn mediabox_offset() -> Document {
    let file = "mediabox-offset.pdf";
    let (w, h) = A5;
    let page = |i: usize, x: f32, y: f32, swapped: bool| {
        let (drawing, truth) = scanned_prose(file, i, A5);
        let (right, top) = (x + w, y + h);
        let entries = if swapped {
            format!("/MediaBox [{right} {top} {x} {y}]")
        } else {
            format!("/MediaBox [{x} {y} {right} {top}]")
        };
        Page::of_image(entries, &format!("{w} 0 0 {h} {x} {y}"), stored(&drawing.image), truth)
    };
    let pages = vec![page(0, 100.0, -50.0, false), page(1, -w, -h, false), page(2, 36.0, 72.0, true)];
    document_of_pages(
        file,
        "MediaBox that begins at (100, -50), at (-w, -h), and with its corners swapped",
        pages,
    )
}

/// A sheet with a line above and a line below its text that a crop takes away.
fn sheet_with_margins(file: &str, page: usize) -> Sheet {
    let mut prose = Prose::new(Language::English, seed(file, page));
    let mut sheet = Sheet::new(A5);
    let style = Style::new(Face::Serif, 10.0);
    sheet.line(style, 60.0, 30.0, "Outside the crop above");
    sheet.text.clear();
    let mut column = sheet.column(60.0);
    while sheet.paragraph(&mut column, style, &prose.paragraph(3)) {}
    let text = sheet.text.clone();
    sheet.line(style, 60.0, A5.1 - 20.0, "Outside the crop below");
    sheet.text = text;
    sheet
}

fn cropbox() -> Document {
    let file = "cropbox.pdf";
    let (w, h) = A5;
    let (left, bottom, right, top) = (40.0, 42.0, 20.0, 46.0);
    let shown = (w - left - right, h - top - bottom);
    let crop = |i: usize| {
        let (drawing, mut truth) = scanned(&sheet_with_margins(file, i), file, i);
        truth.words = words_within(&truth.words, (left, top, shown.0, shown.1));
        (truth.width, truth.height) = shown;
        (drawing, truth)
    };
    let crop_box = format!("/CropBox [{left} {bottom} {} {}]", w - right, h - top);
    let smaller = {
        let (drawing, truth) = crop(0);
        let entries = format!("/MediaBox [0 0 {w} {h}] {crop_box}");
        Page::of_image(entries, &format!("{w} 0 0 {h} 0 0"), stored(&drawing.image), truth)
    };
    let displaced = {
        let (drawing, truth) = crop(1);
        let (x, y) = (-200.0, 300.0);
        let entries = format!(
            "/MediaBox [{x} {y} {} {}] /CropBox [{} {} {} {}]",
            x + w,
            y + h,
            x + left,
            y + bottom,
            x + w - right,
            y + h - top
        );
        Page::of_image(entries, &format!("{w} 0 0 {h} {x} {y}"), stored(&drawing.image), truth)
    };
    let rotated = {
        // Turned by 90 degrees, the page's own left is the top that is shown.
        let (drawing, truth) = crop(2);
        let entries = format!(
            "/MediaBox [0 0 {h} {w}] /CropBox [{top} {left} {} {}] /Rotate 90",
            h - bottom,
            w - right
        );
        let image = stored(&imageops::rotate270(&drawing.image));
        Page::of_image(entries, &format!("{h} 0 0 {w} 0 0"), image, truth)
    };
    let larger = {
        let (drawing, truth) = scanned_prose(file, 3, A5);
        let entries = format!("/MediaBox [0 0 {w} {h}] /CropBox [-50 -50 {} {}]", w + 50.0, h + 50.0);
        Page::of_image(entries, &format!("{w} 0 0 {h} 0 0"), stored(&drawing.image), truth)
    };
    let description = "CropBox within the MediaBox; the same away from the origin; with /Rotate 90; \
                       larger than the MediaBox";
    document_of_pages(file, description, vec![smaller, displaced, rotated, larger])
}

fn userunit() -> Document {
    let file = "userunit.pdf";
    let page = |i: usize, unit: f32| {
        let (drawing, mut truth) = scanned_prose(file, i, A5);
        let (w, h) = (A5.0 / unit, A5.1 / unit);
        truth.user_unit = unit;
        let entries = format!("/MediaBox [0 0 {w} {h}] /UserUnit {unit}");
        Page::of_image(entries, &format!("{w} 0 0 {h} 0 0"), stored(&drawing.image), truth)
    };
    document_of_pages(file, "UserUnit 2 and 0.5", vec![page(0, 2.0), page(1, 0.5)])
}

fn inherited() -> Document {
    let file = "inherited.pdf";
    let (w, h) = A5;
    let mut pdf = Pdf::default();
    let (tree, branch) = (pdf.reserve(), pdf.reserve());
    let mut truth = Vec::new();
    let mut images = Vec::new();
    for i in 0..3 {
        let (drawing, page) = scanned_prose(file, i, A5);
        truth.push(page);
        let image = if i < 2 { drawing.image } else { imageops::rotate180(&drawing.image) };
        images.push(pdf.image(&stored(&image)));
    }
    let content =
        |pdf: &mut Pdf, i: usize| pdf.stream("", format!("q {w} 0 0 {h} 0 0 cm /Im{i} Do Q").into_bytes());
    let contents: Vec<Id> = (0..3).map(|i| content(&mut pdf, i)).collect();
    let leaf = |pdf: &mut Pdf, parent: Id, i: usize, entries: &str| {
        pdf.plain(format!("<< /Type /Page /Parent {parent} 0 R /Contents {} 0 R {entries} >>", contents[i]))
    };
    let first = leaf(&mut pdf, tree, 0, "");
    let second = leaf(&mut pdf, branch, 1, "/Rotate 0");
    let third = leaf(&mut pdf, branch, 2, "");
    pdf.set(
        branch,
        format!(
            "<< /Type /Pages /Parent {tree} 0 R /Count 2 /Kids [{second} 0 R {third} 0 R] /Rotate 180 >>"
        ),
    );
    let objects: String = images.iter().enumerate().map(|(i, id)| format!("/Im{i} {id} 0 R ")).collect();
    pdf.finish(tree, &[], "");
    pdf.set(
        tree,
        format!(
            "<< /Type /Pages /Count 3 /Kids [{first} 0 R {branch} 0 R] /MediaBox [0 0 {w} {h}] \
             /Resources << /XObject << {objects}>> >> >>"
        ),
    );
    let description = "MediaBox and Resources from the root of the page tree, /Rotate from a branch";
    Document::new(file, description, pdf.write(Form::Table), truth)
}

fn contents_array() -> Document {
    let file = "contents-array.pdf";
    let (w, h) = A5;
    let entries = format!("/MediaBox [0 0 {w} {h}]");
    let page = |i: usize, content: Vec<String>| {
        let (drawing, truth) = scanned_prose(file, i, A5);
        Page { entries: entries.clone(), content, images: vec![stored(&drawing.image)], truth }
    };
    let split = vec!["q".to_owned(), format!("{w} 0 0 {h} 0 0 cm"), String::new(), "/Im0 Do Q".to_owned()];
    // Both leave a changed coordinate system behind.
    let unbalanced = vec![format!("q {w} 0 0 {h} 0 0 cm"), "/Im0 Do".to_owned()];
    let scaled = vec![format!("0.24 0 0 0.24 0 0 cm {} 0 0 {} 0 0 cm /Im0 Do", w / 0.24, h / 0.24)];
    let pages = vec![page(0, split), page(1, unbalanced), page(2, scaled)];
    document_of_pages(
        file,
        "Contents in an array, broken between operators; without the closing Q; with a scale left on",
        pages,
    )
}

fn shared_resources() -> Document {
    let file = "shared-resources.pdf";
    let (w, h) = A5;
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let mut truth = Vec::new();
    let mut objects = String::new();
    for i in 0..2 {
        let (drawing, page) = scanned_prose(file, i, A5);
        truth.push(page);
        objects.push_str(&format!("/Im{i} {} 0 R ", pdf.image(&stored(&drawing.image))));
    }
    let resources = pdf.plain(format!("<< /XObject << {objects}>> >>"));
    let contents: Vec<Id> =
        (0..2).map(|i| pdf.stream("", format!("q {w} 0 0 {h} 0 0 cm /Im{i} Do Q"))).collect();
    let leaf = |pdf: &mut Pdf, content: Id| {
        pdf.plain(format!(
            "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {w} {h}] /Contents {content} 0 R \
             /Resources {resources} 0 R >>"
        ))
    };
    // The last page is the first once more: it shares its content, too.
    let pages = [leaf(&mut pdf, contents[0]), leaf(&mut pdf, contents[1]), leaf(&mut pdf, contents[0])];
    truth.push(truth[0].clone());
    pdf.finish(tree, &pages, "");
    let description =
        "One resource dictionary for all pages; the third page shares the first one's content, too";
    Document::new(file, description, pdf.write(Form::Table), truth)
}
