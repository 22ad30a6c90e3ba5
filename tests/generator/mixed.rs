//! Documents in which pages are not simply one image each.

use image::{GrayImage, Luma, imageops};

use super::Case;
use super::document::{Document, TruePage, TrueWord};
use super::encode::{Coding, PdfImage, flate, pack_bits, pdf_image};
use super::fonts::Face;
use super::geometry::{Page, document_of_pages, scanned, scanned_prose, stored, words_within};
use super::prose::{Language, Prose};
use super::scans::{LIGHT, seed};
use super::sheet::{A4, A5, Rule, Sheet, Style};

/// The documents of this kind.
pub const CASES: &[Case] = &[
    ("mixed.pdf", mixed),
    ("image-kinds.pdf", image_kinds),
    ("text-layer.pdf", text_layer),
    ("stamped.pdf", stamped),
    ("own-text.pdf", own_text),
];

fn mixed() -> Document {
    let file = "mixed.pdf";
    let pages = vec![
        born_digital(file),
        full_page(file, 1),
        blank(),
        blank_scan(),
        offset(file, 4),
        clipped(file, 5),
        with_lines(file, 6),
    ];
    let description = "Born-digital text; a scan; an empty page; a scan of an empty page; a small scan on a \
                       large page; a scan clipped to its middle; a scan with a drawn form over it";
    document_of_pages(file, description, pages)
}

fn media((width, height): (f32, f32)) -> String {
    format!("/MediaBox [0 0 {width} {height}]")
}

fn full_page(file: &str, page: usize) -> Page {
    let (drawing, truth) = scanned_prose(file, page, A5);
    Page::of_image(media(A5), &format!("{} 0 0 {} 0 0", A5.0, A5.1), stored(&drawing.image), truth)
}

/// Text in Courier, whose every letter is 0.6 of its size wide: the boxes need no font file.
fn born_digital(file: &str) -> Page {
    let (size, margin, leading) = (10.0_f32, 60.0_f32, 14.0_f32);
    let advance = 0.6 * size;
    let text = Prose::new(Language::English, seed(file, 0)).paragraph(12);
    let columns = ((A4.0 - 2.0 * margin) / advance) as usize;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let mut content = format!("BT /F0 {size} Tf {leading} TL {margin} {} Td", A4.1 - margin);
    let mut words = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let escaped = line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        content.push_str(&format!(" ({escaped}) Tj T*"));
        let mut letter = 0;
        for word in line.split(' ') {
            words.push(TrueWord {
                text: word.to_owned(),
                x: margin + letter as f32 * advance,
                y: margin + row as f32 * leading - 0.63 * size,
                width: word.len() as f32 * advance,
                height: 0.79 * size,
            });
            letter += word.len() + 1;
        }
    }
    content.push_str(" ET");
    let truth = TruePage {
        width: A4.0,
        height: A4.1,
        user_unit: 1.0,
        dpi: 0.0,
        text: lines.join("\n") + "\n",
        words,
    };
    Page { entries: media(A4), content: vec![content], images: Vec::new(), truth }
}

fn empty_truth((width, height): (f32, f32), dpi: f32) -> TruePage {
    TruePage { width, height, user_unit: 1.0, dpi, ..TruePage::default() }
}

fn blank() -> Page {
    Page { entries: media(A4), content: Vec::new(), images: Vec::new(), truth: empty_truth(A4, 0.0) }
}

fn blank_scan() -> Page {
    let (drawing, truth) = scanned(&Sheet::new(A5), "blank", 0);
    Page::of_image(media(A5), &format!("{} 0 0 {} 0 0", A5.0, A5.1), stored(&drawing.image), truth)
}

fn offset(file: &str, page: usize) -> Page {
    let (drawing, mut truth) = scanned_prose(file, page, A5);
    let (left, top) = (80.0, 120.0);
    for word in &mut truth.words {
        word.x += left;
        word.y += top;
    }
    (truth.width, truth.height) = A4;
    let matrix = format!("{} 0 0 {} {left} {}", A5.0, A5.1, A4.1 - top - A5.1);
    Page::of_image(media(A4), &matrix, stored(&drawing.image), truth)
}

/// A scan of which a rectangle in the middle is shown; the text outside of it is not to be found.
fn clipped(file: &str, page: usize) -> Page {
    let mut prose = Prose::new(Language::English, seed(file, page));
    let style = Style::new(Face::Sans, 10.0);
    let mut sheet = Sheet::new(A5);
    sheet.line(style, 50.0, 40.0, "Hidden by the clip above");
    sheet.text.clear();
    let mut column = sheet.column(90.0);
    while sheet.paragraph(&mut column, style, &prose.paragraph(2)) {}
    let text = sheet.text.clone();
    sheet.line(style, 50.0, A5.1 - 40.0, "Hidden by the clip below");
    sheet.text = text;
    let (drawing, mut truth) = scanned(&sheet, file, page);
    let (x, y, w, h) = (60.0, 70.0, A5.0 - 120.0, A5.1 - 140.0);
    truth.words = words_within(&truth.words, (x, y, w, h));
    for word in &mut truth.words {
        word.x += x;
        word.y += y;
    }
    let content = format!("q {x} {y} {w} {h} re W n {} 0 0 {} 0 0 cm /Im0 Do Q", A5.0, A5.1);
    Page { entries: media(A5), content: vec![content], images: vec![stored(&drawing.image)], truth }
}

fn with_lines(file: &str, page: usize) -> Page {
    let mut prose = Prose::new(Language::English, seed(file, page));
    let style = Style::new(Face::Sans, 9.5);
    let mut sheet = Sheet::new(A5);
    let mut drawn = String::new();
    for row in 0..6 {
        let top = 50.0 + row as f32 * 82.0;
        let mut cell = sheet.column(50.0);
        (cell.y, cell.bottom) = (top, top + 62.0);
        sheet.paragraph(&mut cell, style, &prose.paragraph(2));
        // One frame is part of the scan, the next is drawn over it.
        let (x, y, w, h) = (42.0, top - 8.0, A5.0 - 84.0, 76.0);
        if row % 2 == 0 {
            let edges = [(x, y, w, 0.8), (x, y + h, w, 0.8), (x, y, 0.8, h), (x + w, y, 0.8, h)];
            sheet.rules.extend(edges.map(|(x, y, width, height)| Rule { x, y, width, height }));
        } else {
            drawn.push_str(&format!(" 0.8 w {x} {} {w} {h} re S", A5.1 - y - h));
        }
    }
    let (drawing, truth) = scanned(&sheet, file, page);
    let content = vec![format!("q {} 0 0 {} 0 0 cm /Im0 Do Q{drawn}", A5.0, A5.1)];
    Page { entries: media(A5), content, images: vec![stored(&drawing.image)], truth }
}

fn image_kinds() -> Document {
    let file = "image-kinds.pdf";
    let fill = format!("{} 0 0 {} 0 0", A5.0, A5.1);
    let mut pages = Vec::new();
    {
        let (drawing, truth) = scanned_prose(file, 0, A5);
        let (width, height) = drawing.image.dimensions();
        let strips = 4;
        let mut content = String::new();
        let mut images = Vec::new();
        for i in 0..strips {
            let (top, bottom) = (height * i / strips, height * (i + 1) / strips);
            images.push(stored(&imageops::crop_imm(&drawing.image, 0, top, width, bottom - top).to_image()));
            let points = |rows: u32| A5.1 * rows as f32 / height as f32;
            content.push_str(&format!(
                "q {} 0 0 {} 0 {} cm /Im{i} Do Q ",
                A5.0,
                points(bottom - top),
                A5.1 - points(bottom)
            ));
        }
        pages.push(Page { entries: media(A5), content: vec![content], images, truth });
    }
    let mut page = |i: usize, make: &dyn Fn(&GrayImage) -> PdfImage| {
        let (drawing, truth) = scanned_prose(file, i, A5);
        pages.push(Page::of_image(media(A5), &fill, make(&drawing.image), truth));
    };
    let bits = |image: &GrayImage, entries: &str, data: &[u8]| {
        let (width, height) = image.dimensions();
        PdfImage { width, height, entries: format!("{entries} /Filter /FlateDecode"), data: flate(data) }
    };
    page(1, &|image| bits(image, "/ImageMask true /BitsPerComponent 1", &pack_bits(image)));
    page(2, &|image| {
        let inverted: Vec<u8> = pack_bits(image).iter().map(|byte| !byte).collect();
        bits(image, "/ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0]", &inverted)
    });
    page(3, &|image| {
        let palette = "/ColorSpace [/Indexed /DeviceRGB 1 <1A2440FFFBEA>] /BitsPerComponent 1";
        bits(image, palette, &pack_bits(image))
    });
    page(4, &|image| {
        let dark = GrayImage::from_fn(image.width(), image.height(), |x, y| {
            Luma([255 - image.get_pixel(x, y).0[0]])
        });
        pdf_image(&dark, LIGHT.dpi, Coding::Flate)
    });
    let description = "Four strips; a stencil mask; one bit with /Decode [1 0]; two colours of a palette; \
                       white text on black";
    document_of_pages(file, description, pages)
}

/// Text that stands on the page as such, over the lower margin of the scan.
pub const STAMP: &str = "Exhibit 4711 received";

fn stamped() -> Document {
    let file = "stamped.pdf";
    let (drawing, truth) = scanned_prose(file, 0, A5);
    let content = format!("q {} 0 0 {} 0 0 cm /Im0 Do Q BT /F0 12 Tf 40 16 Td ({STAMP}) Tj ET", A5.0, A5.1);
    let page =
        Page { entries: media(A5), content: vec![content], images: vec![stored(&drawing.image)], truth };
    document_of_pages(file, "A scan with a stamp over it that is text", vec![page])
}

fn text_layer() -> Document {
    let file = "text-layer.pdf";
    let (drawing, truth) = scanned_prose(file, 0, A5);
    let mut content = format!("q {} 0 0 {} 0 0 cm /Im0 Do Q BT 3 Tr", A5.0, A5.1);
    for word in &truth.words {
        let escaped = word.text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        let size = word.height.max(1.0);
        let stretch = 100.0 * word.width / (0.6 * size * word.text.chars().count() as f32);
        let y = A5.1 - word.y - word.height;
        content.push_str(&format!(" /F0 {size} Tf {stretch} Tz 1 0 0 1 {} {y} Tm ({escaped} ) Tj", word.x));
    }
    content.push_str(" ET");
    let done =
        Page { entries: media(A5), content: vec![content], images: vec![stored(&drawing.image)], truth };
    let description = "The first page has an invisible layer of text already, the second has none";
    document_of_pages(file, description, vec![done, full_page(file, 1)])
}

/// A footer as libraries print it on what they lend, longer than the stamps of courts.
pub const FOOTER: &str = "This content was taken from a library on Tuesday the third of May and all use of it is subject to \
                          its terms";
/// Words that no viewer shows.
pub const HIDDEN: &str = "Nobody can see this line of words";

fn own_text() -> Document {
    let file = "own-text.pdf";
    let pages = vec![with_picture(file, 0), lent(file, 1)];
    let description = "Text with a picture of text between, and a line that is clipped away; a scan in a footer's company, \
                       and words beyond the page";
    document_of_pages(file, description, pages)
}

/// Born-digital text, a picture of text under it, one line more under that.
fn with_picture(file: &str, page: usize) -> Page {
    const CLOSING: &str = "Here ends the page that has a picture";
    let mut set = born_digital(file);
    let size = (440.0, 160.0);
    let mut sheet = Sheet::new(size);
    let mut column = sheet.column(20.0);
    let mut prose = Prose::new(Language::English, seed(file, page + 9));
    while sheet.paragraph(&mut column, Style::new(Face::Sans, 10.0), &prose.paragraph(2)) {}
    let (drawing, picture) = scanned(&sheet, file, page);
    let bottom = 160.0;
    set.content.push(format!("q {} 0 0 {} 70 {bottom} cm /Im0 Do Q", size.0, size.1));
    set.content.push(format!("BT /F0 10 Tf 60 100 Td ({CLOSING}) Tj ET"));
    set.content.push(format!("q 0 0 9 9 re W n BT /F0 10 Tf 60 80 Td ({HIDDEN}) Tj ET Q"));
    set.images.push(stored(&drawing.image));
    set.truth.text = format!("{}\n{}\n{CLOSING}\n", set.truth.text, picture.text);
    set.truth.words.clear();
    set
}

/// A scan that is a few pictures, with a footer in type and a line beyond the paper.
fn lent(file: &str, page: usize) -> Page {
    let (drawing, mut truth) = scanned_prose(file, page, A5);
    let (width, height) = drawing.image.dimensions();
    let (mut content, mut images) = (String::new(), Vec::new());
    for (i, (top, bottom)) in [(0, height / 3), (height / 3, height)].into_iter().enumerate() {
        images.push(stored(&imageops::crop_imm(&drawing.image, 0, top, width, bottom - top).to_image()));
        let points = |rows: u32| A5.1 * rows as f32 / height as f32;
        let (high, low) = (points(bottom - top), A5.1 - points(bottom));
        content.push_str(&format!("q {} 0 0 {high} 0 {low} cm /Im{i} Do Q ", A5.0));
    }
    content
        .push_str(&format!("BT /F0 5 Tf 40 12 Td ({FOOTER}) Tj 0 -40 Td ({HIDDEN} {HIDDEN} {HIDDEN}) Tj ET"));
    truth.text = format!("{}\n{FOOTER}\n", truth.text.trim_end());
    truth.words.clear();
    Page { entries: media(A5), content: vec![content], images, truth }
}
