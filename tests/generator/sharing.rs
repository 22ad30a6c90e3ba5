//! Small drawn pages without text that share objects with each other, or have less than pages usually have.

use super::Case;
use super::document::{Document, Expected, TruePage};
use super::pdf::{Form, Id, Pdf};
use super::structure::{Cipher, USER, encrypt};

/// The documents of this kind.
pub const CASES: &[Case] = &[
    ("shared-page.pdf", shared_page),
    ("shared-fonts.pdf", shared_fonts),
    ("contents-by-reference.pdf", contents_by_reference),
    ("bare-pages.pdf", bare_pages),
    ("small-object-streams.pdf", || small("small-object-streams.pdf", Form::ObjectStreams)),
    ("small-hybrid.pdf", || small("small-hybrid.pdf", Form::Hybrid)),
    ("small-encrypted.pdf", small_encrypted),
];

const SIZE: (f32, f32) = (300.0, 200.0);

/// A frame, and a state that would move whatever came after it.
fn drawing(pdf: &mut Pdf, shade: f32) -> Id {
    let content = format!("{shade} g 40 30 220 140 re f 0.5 0 0 0.5 7 7 cm 3 w 90 70 400 240 re S q q");
    pdf.stream("", content)
}

fn leaf(pdf: &mut Pdf, tree: Id, entries: &str) -> Id {
    let (width, height) = SIZE;
    pdf.plain(format!("<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {width} {height}] {entries} >>"))
}

fn document(file: &str, description: &str, bytes: Vec<u8>, pages: usize) -> Document {
    let page = TruePage { width: SIZE.0, height: SIZE.1, user_unit: 1.0, ..TruePage::default() };
    Document::new(file, description, bytes, vec![page; pages])
}

fn shared_page() -> Document {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let content = drawing(&mut pdf, 0.8);
    let pages = [(); 2].map(|()| leaf(&mut pdf, tree, &format!("/Contents {content} 0 R /Resources << >>")));
    pdf.finish(tree, &[pages[0], pages[1], pages[0]], "");
    let description = "Two pages with one content; the first stands in the page tree twice";
    document("shared-page.pdf", description, pdf.write(Form::Table), 3)
}

fn shared_fonts() -> Document {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let courier = pdf.plain("<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>");
    let fonts = pdf.plain(format!("<< /F0 {courier} 0 R /PagewiseText {courier} 0 R >>"));
    let contents = [0.7, 0.9].map(|shade| drawing(&mut pdf, shade));
    let resources = format!("/Resources << /ProcSet [/PDF /Text] /Font {fonts} 0 R >>");
    let pages = contents.map(|content| leaf(&mut pdf, tree, &format!("/Contents {content} 0 R {resources}")));
    pdf.finish(tree, &pages, "");
    let description = "Two pages with one dictionary of fonts, in which the name of our own is taken";
    document("shared-fonts.pdf", description, pdf.write(Form::Table), 2)
}

fn contents_by_reference() -> Document {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let parts = [0.7, 0.9].map(|shade| drawing(&mut pdf, shade));
    let list = pdf.plain(format!("[{} 0 R {} 0 R]", parts[0], parts[1]));
    let page = leaf(&mut pdf, tree, &format!("/Contents {list} 0 R"));
    let fonts = "/Resources << /Font << /F0 << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >> >>";
    pdf.finish(tree, &[page], fonts);
    let description = "The list of the page's contents is an object of its own; fonts are inherited";
    document("contents-by-reference.pdf", description, pdf.write(Form::Stream), 1)
}

fn bare_pages() -> Document {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let empty = leaf(&mut pdf, tree, "");
    let content = drawing(&mut pdf, 0.8);
    let without_resources = leaf(&mut pdf, tree, &format!("/Contents {content} 0 R"));
    pdf.finish(tree, &[empty, without_resources], "");
    let description = "A page without content and one without resources";
    let mut bytes = pdf.write(Form::Table);
    // Not even a line end at the end of the file.
    bytes.truncate(bytes.trim_ascii_end().len());
    document("bare-pages.pdf", description, bytes, 2)
}

fn small_pdf() -> Pdf {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let contents = [0.7, 0.9].map(|shade| drawing(&mut pdf, shade));
    let resources = pdf.plain("<< /ProcSet [/PDF] >>");
    let note = "/PieceInfo << /Tide << /LastModified (D:20240301120000Z) /Private (a note \\(kept\\)) >> >>";
    let pages = contents.map(|content| {
        leaf(&mut pdf, tree, &format!("/Contents [{content} 0 R] /Resources {resources} 0 R {note}"))
    });
    pdf.finish(tree, &pages, "");
    pdf
}

fn small(file: &str, form: Form) -> Document {
    document(file, "Two small pages, with strings in their dictionaries", small_pdf().write(form), 2)
}

fn small_encrypted() -> Document {
    let bytes = encrypt(&small_pdf().write(Form::Table), Cipher::Aes128, USER);
    Document {
        password: Some(USER.to_owned()),
        expected: Expected::ReadWithPassword,
        ..document("small-encrypted.pdf", "Two small pages, AES with 128 bits", bytes, 2)
    }
}
