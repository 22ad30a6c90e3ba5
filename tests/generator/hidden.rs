//! Pages with text that nobody sees, as programs leave it on scans: one way on each page.
//!
//! What is not seen says `ghost`, what is seen `stamp` and `seal`.

use super::Case;
use super::document::{Document, Expected, TruePage};
use super::encode::flate;
use super::pdf::{Form, Id, Pdf};
use super::structure::{Cipher, USER, encrypt};

/// The documents of this kind.
pub const CASES: &[Case] = &[
    ("hidden-text.pdf", || hidden_text("hidden-text.pdf", Form::Table)),
    ("hidden-text-packed.pdf", || hidden_text("hidden-text-packed.pdf", Form::ObjectStreams)),
    ("hidden-text-encrypted.pdf", encrypted),
];

const SIZE: (f32, f32) = (300.0, 200.0);
/// A frame, and no state that is left behind.
const DRAWING: &str = "q 0.8 g 40 30 220 140 re f Q ";

/// What is shared by the pages.
struct Shared {
    tree: Id,
    font: Id,
    image: Id,
    form: Id,
}

impl Shared {
    fn resources(&self, contents: &[&str]) -> String {
        let Self { font, image, form, .. } = self;
        let shows = contents.iter().any(|content| content.contains("/Layer"));
        let layer = if shows { format!("/Layer {form} 0 R") } else { String::new() };
        format!(
            "/Font << /F {font} 0 R >> /XObject << /Im {image} 0 R {layer} >> \
             /Properties << /Named << /ActualText (ghost) /Lang (en) >> >>"
        )
    }

    /// A page of these streams.
    fn page(&self, pdf: &mut Pdf, contents: &[&str]) -> Id {
        self.page_with(pdf, contents, &self.resources(contents))
    }

    fn page_with(&self, pdf: &mut Pdf, contents: &[&str], resources: &str) -> Id {
        let contents: Vec<String> =
            contents.iter().map(|content| format!("{} 0 R", pdf.stream("", *content))).collect();
        let ((width, height), tree) = (SIZE, self.tree);
        pdf.plain(format!(
            "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {width} {height}] /Contents [{}] \
             /Resources << {resources} >> >>",
            contents.join(" ")
        ))
    }
}

/// The pages, each with the words that are seen on it.
fn pages(pdf: &mut Pdf, shared: &Shared) -> Vec<(Id, &'static str)> {
    let layer = "BT 3 Tr /F 12 Tf 1 0 0 1 60 80 Tm 90 Tz (ghost) Tj 30 0 Td [(gh) -20 (ost)] TJ ET";
    // A form without resources in one that has them, in the mode of the page.
    let inner = pdf.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 300 200]",
        "BT /F 12 Tf 60 60 Td (ghost) Tj 0 Tr 0 -20 Td (seal) Tj ET",
    );
    let outer = pdf.stream(
        &format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 300 200] /Resources << /Font << /F {} 0 R >> \
             /XObject << /Inner {inner} 0 R >> >>",
            shared.font
        ),
        "/Inner Do",
    );
    let nested = format!("/Font << /F {} 0 R >> /XObject << /Outer {outer} 0 R >>", shared.font);
    vec![
        (shared.page(pdf, &[DRAWING, layer]), ""),
        (
            shared.page(
                pdf,
                &[
                    DRAWING,
                    "BT /F 12 Tf 14 TL 60 150 Td (stamp) Tj 3 Tr (ghost) ' 3 1.5 (ghost) \" 0 Tr T* (a seal) Tj ET",
                ],
            ),
            "stamp a seal",
        ),
        (shared.page(pdf, &[DRAWING, "/Layer Do"]), ""),
        (shared.page(pdf, &["q /Layer Do Q ", DRAWING]), ""),
        (shared.page_with(pdf, &["3 Tr q /Outer Do Q BT /F 9 Tf 60 20 Td (ghost) Tj ET"], &nested), "seal"),
        // Streams that divide operators, and one that all of it has gone from.
        (
            shared.page(pdf, &["BT /F 12 Tf 60 90 Td 3 Tr (ghost)", "Tj 0 -20 Td [(gh)(ost)]", "TJ ET 0 0 20 20 re f"]),
            "",
        ),
        (
            shared.page(
                pdf,
                &["3 Tr q 0 Tr BT /F 12 Tf 60 90 Td (stamp) Tj ET Q BT /F 12 Tf 60 60 Td (ghost) Tj ET"],
            ),
            "stamp",
        ),
        (
            shared.page(
                pdf,
                &[
                    "q 40 0 0 40 20 20 cm BI /W 20 /H 1 /BPC 8 /CS /G ID (3 Tr EIghost)Tj  0 \nEI Q \
                     BT 3 Tr /F 12 Tf 60 90 Td (ghost) Tj ET",
                ],
            ),
            "",
        ),
        (
            shared.page(
                pdf,
                &[
                    DRAWING,
                    "/Span << /ActualText (ghost) /MCID 0 >> BDC BT 3 Tr /F 12 Tf 60 90 Td (gh0st) Tj ET EMC \
                     /Span /Named BDC BT /F 12 Tf 60 70 Td (gh0st) Tj ET EMC \
                     /Span << /ActualText (stamp) >> BDC BT 0 Tr /F 12 Tf 60 50 Td (st4mp) Tj ET EMC",
                ],
            ),
            "stamp",
        ),
        (
            shared.page(
                pdf,
                &["BT /F 12 Tf 60 90 Td (ghost) Tj ET /Layer Do q 0 0 300 200 re W n 300 0 0 200 0 0 cm /Im Do Q"],
            ),
            "",
        ),
        // Text as a boundary is seen by what it bounds.
        (
            shared.page(
                pdf,
                &["q BT 7 Tr /F 90 Tf 20 90 Td (seal) Tj ET 0 0 300 200 re f Q BT 3 Tr /F 9 Tf 9 9 Td (ghost) Tj ET"],
            ),
            "seal",
        ),
    ]
}

fn made() -> (Pdf, Vec<TruePage>) {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let font = pdf.plain("<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>");
    let shades: Vec<u8> = (0..30 * 20).map(|i| 160 + (i % 90) as u8).collect();
    let image = pdf.stream(
        "/Type /XObject /Subtype /Image /Width 30 /Height 20 /BitsPerComponent 8 /ColorSpace /DeviceGray \
         /Filter /FlateDecode",
        flate(&shades),
    );
    let form = pdf.stream(
        &format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 300 200] /Resources << /Font << /F {font} 0 R >> >> \
             /Filter /FlateDecode"
        ),
        flate(b"0 0 9 9 re f BT 3 Tr /F 12 Tf 60 110 Td (ghost) Tj ET"),
    );
    let pages = pages(&mut pdf, &Shared { tree, font, image, form });
    let ids: Vec<Id> = pages.iter().map(|(id, _)| *id).collect();
    pdf.finish(tree, &ids, "");
    let seen = pages.into_iter().map(|(_, seen)| TruePage {
        width: SIZE.0,
        height: SIZE.1,
        user_unit: 1.0,
        text: seen.to_owned(),
        ..TruePage::default()
    });
    (pdf, seen.collect())
}

fn hidden_text(file: &str, form: Form) -> Document {
    let (pdf, pages) = made();
    Document::new(file, "Text that nobody sees, one way on each page", pdf.write(form), pages)
}

fn encrypted() -> Document {
    let (pdf, pages) = made();
    let bytes = encrypt(&pdf.write(Form::Table), Cipher::Aes256, USER);
    let description = "Text that nobody sees, AES with 256 bits";
    Document {
        password: Some(USER.to_owned()),
        expected: Expected::ReadWithPassword,
        ..Document::new("hidden-text-encrypted.pdf", description, bytes, pages)
    }
}
