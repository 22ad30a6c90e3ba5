//! Files that cannot be opened, and files of which some pages cannot be drawn.

use super::Case;
use super::document::{Document, Expected, TruePage};
use super::parallel;
use super::pdf::{Form, Object, Pdf};
use super::prose::{Language, Prose};
use super::random::Random;
use super::scans::{LIGHT, pdf_of, prose_sheet, scan, seed};
use super::sheet::A5;
use super::structure::{small_pages, small_pdf};

/// The documents of this kind.
pub const CASES: &[Case] = &[
    ("empty.pdf", || refused("empty.pdf", "No bytes at all", Vec::new(), "empty")),
    ("not-a-pdf.pdf", not_a_pdf),
    ("garbage.pdf", garbage),
    ("header-only.pdf", || {
        refused("header-only.pdf", "A header and nothing else", b"%PDF-1.7\n".to_vec(), "damaged")
    }),
    ("truncated.pdf", truncated),
    ("zero-pages.pdf", zero_pages),
    ("absurd-wide.pdf", || absurd("absurd-wide.pdf", 14_400_000, 842)),
    ("absurd-thin.pdf", || absurd("absurd-thin.pdf", 200_000, 10)),
    ("garbage-image.pdf", garbage_image),
    ("garbage-content.pdf", garbage_content),
    ("missing-page.pdf", missing_page),
];

fn refused(file: &str, description: &str, bytes: Vec<u8>, reason: &str) -> Document {
    Document::new(file, description, bytes, Vec::new()).expecting(Expected::refused(reason))
}

fn not_a_pdf() -> Document {
    let text = Prose::new(Language::English, 7).paragraph(20);
    refused("not-a-pdf.pdf", "Plain text that is called a PDF", text.into_bytes(), "format")
}

fn random_bytes(seed: u64, count: usize) -> Vec<u8> {
    let mut random = Random::new(seed);
    (0..count).map(|_| random.next() as u8).collect()
}

fn garbage() -> Document {
    refused("garbage.pdf", "Random bytes", random_bytes(11, 100_000), "format")
}

fn truncated() -> Document {
    let mut bytes = small_pdf().write(Form::Table);
    bytes.truncate(bytes.len() / 2);
    let description = "The first half of a PDF; the catalog is in the other";
    refused("truncated.pdf", description, bytes, "damaged")
}

fn zero_pages() -> Document {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    pdf.finish(tree, &[], "");
    refused("zero-pages.pdf", "A sound PDF without pages", pdf.write(Form::Table), "no-pages")
}

/// A sound page, then one of absurd size with a picture in its corner: of one that is all picture the size would not matter.
fn absurd(file: &str, width: u32, height: u32) -> Document {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let mut truth = small_pages();
    truth.truncate(1);
    let sound =
        scan(&prose_sheet(A5, Language::English, 0, seed("structure", 0)), LIGHT, seed("structure", 0));
    let image = pdf.image(&sound.image);
    let page = |pdf: &mut Pdf, (width, height): (f32, f32), share: f32| {
        let (across, down) = (width * share, height * share);
        let content = pdf.stream("", format!("q {across} 0 0 {down} 0 0 cm /Im0 Do Q"));
        pdf.plain(format!(
            "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {width} {height}] /Contents {content} 0 R \
             /Resources << /XObject << /Im0 {image} 0 R >> >> >>"
        ))
    };
    let pages = [page(&mut pdf, A5, 1.0), page(&mut pdf, (width as f32, height as f32), 0.4)];
    pdf.finish(tree, &pages, "");
    truth.push(TruePage {
        width: width as f32,
        height: height as f32,
        user_unit: 1.0,
        ..TruePage::default()
    });
    let description = format!("The second page is {width} x {height} points large");
    Document::new(file, &description, pdf.write(Form::Table), truth)
        .expecting(Expected::PagesFail { pages: vec![2] })
}

/// Three sound pages, before `damage` is done to the objects of the second: its image, content and page.
fn with_middle(file: &str, description: &str, damage: impl Fn(&mut Pdf, [usize; 3])) -> Document {
    let scans = parallel::map(3, |i| {
        scan(&prose_sheet(A5, Language::English, i, seed("middle", i)), LIGHT, seed("middle", i))
    });
    let mut pdf = pdf_of(&scans);
    // The tree is number 1; each page is an image, a content and a page.
    damage(&mut pdf, [5, 6, 7]);
    let mut truth: Vec<TruePage> = scans.into_iter().map(|scan| scan.page).collect();
    truth[1].text.clear();
    truth[1].words.clear();
    Document::new(file, description, pdf.write(Form::Table), truth)
        .expecting(Expected::PagesFail { pages: vec![2] })
}

fn garbage_image() -> Document {
    with_middle("garbage-image.pdf", "The image of the second page is random bytes", |pdf, [image, ..]| {
        let Object::Stream(entries, data) = pdf.objects()[image - 1].clone() else {
            unreachable!("an image")
        };
        pdf.replace(image, Object::Stream(entries, random_bytes(5, data.len())));
    })
}

fn garbage_content() -> Document {
    with_middle(
        "garbage-content.pdf",
        "The content of the second page is random bytes",
        |pdf, [_, content, _]| {
            pdf.replace(content, Object::Stream("/Filter /FlateDecode".to_owned(), random_bytes(6, 400)));
        },
    )
}

fn missing_page() -> Document {
    with_middle("missing-page.pdf", "The object of the second page is not there", |pdf, [.., page]| {
        let Object::Plain(tree) = pdf.objects()[0].clone() else { unreachable!("the page tree") };
        pdf.set(1, tree.replace(&format!("{page} 0 R"), "9999 0 R"));
        pdf.set(page, "null");
    })
}
