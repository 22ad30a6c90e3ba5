//! Documents of any size, written without being held in memory.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::degrade::Degradation;
use super::document::{Document, TruePage};
use super::encode::{Coding, PdfImage};
use super::parallel;
use super::pdf::{Id, Object, serialize};
use super::prose::Language;
use super::random::Random;
use super::scans::{LIGHT, Look, draw_degraded, prose_sheet, scan, seed, true_page};
use super::sheet::{A4, A5};

/// Distinct sheets among the pages of a large document.
const SHEETS: usize = 4;

/// A PDF that goes to its file object by object.
struct Stream<W: Write> {
    out: W,
    at: usize,
    offsets: Vec<usize>,
}

impl<W: Write> Stream<W> {
    fn new(mut out: W) -> io::Result<Self> {
        let header = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
        out.write_all(header)?;
        // Number 1 is the page tree, written last, when its kids are known.
        Ok(Self { out, at: header.len(), offsets: vec![0] })
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len();
        self.out.write_all(bytes)
    }

    fn add(&mut self, object: &Object) -> io::Result<Id> {
        self.offsets.push(self.at);
        let id = self.offsets.len();
        self.put(&serialize(id, object))?;
        Ok(id)
    }

    fn add_image(&mut self, image: &PdfImage) -> io::Result<Id> {
        let PdfImage { width, height, entries, data } = image;
        let entries = format!("/Type /XObject /Subtype /Image /Width {width} /Height {height} {entries}");
        self.add(&Object::Stream(entries, data.clone()))
    }

    fn add_page(&mut self, image: Id, page: &TruePage) -> io::Result<Id> {
        let (width, height) = (page.width, page.height);
        let content = format!("q {width} 0 0 {height} 0 0 cm /Im0 Do Q").into_bytes();
        let content = self.add(&Object::Stream(String::new(), content))?;
        self.add(&Object::Plain(format!(
            "<< /Type /Page /Parent 1 0 R /MediaBox [0 0 {width} {height}] /Contents {content} 0 R \
             /Resources << /XObject << /Im0 {image} 0 R >> >> >>"
        )))
    }

    /// Writes what is left and gives the size of the file.
    fn finish(mut self, pages: &[Id]) -> io::Result<usize> {
        let root = self.add(&Object::Plain("<< /Type /Catalog /Pages 1 0 R >>".to_owned()))?;
        self.offsets[0] = self.at;
        let kids: String = pages.iter().map(|id| format!("{id} 0 R ")).collect();
        let tree = format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", pages.len());
        self.put(&serialize(1, &Object::Plain(tree)))?;
        let start = self.at;
        let size = self.offsets.len() + 1;
        let rows: String = self.offsets.iter().map(|offset| format!("{offset:010} 00000 n \n")).collect();
        let end = format!(
            "xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n<< /Size {size} /Root {root} 0 R >>\n\
             startxref\n{start}\n%%EOF\n"
        );
        self.put(end.as_bytes())?;
        self.out.flush()?;
        Ok(self.at)
    }
}

/// Writes `many-N.pdf`: `pages` small scans that share eight images, with its truth.
///
/// # Errors
/// Everything that can go wrong with files.
pub fn write_many(folder: &Path, pages: usize) -> io::Result<()> {
    const IMAGES: usize = 8;
    fs::create_dir_all(folder)?;
    let name = format!("many-{pages}.pdf");
    let look = Look { dpi: 100.0, degradation: Degradation::LIGHT, coding: Coding::Ccitt };
    // A postcard's worth of text: the number of pages is the point.
    let size = (A5.0 / 2.0, A5.1 / 2.0);
    let scans = parallel::map(IMAGES, |i| {
        scan(&prose_sheet(size, Language::English, i, seed("many", i)), look, seed("many", i))
    });
    let mut pdf = Stream::new(BufWriter::new(File::create(folder.join(&name))?))?;
    let images = scans.iter().map(|scan| pdf.add_image(&scan.image)).collect::<io::Result<Vec<Id>>>()?;
    let ids = (0..pages)
        .map(|i| pdf.add_page(images[i % IMAGES], &scans[i % IMAGES].page))
        .collect::<io::Result<Vec<Id>>>()?;
    let bytes = pdf.finish(&ids)?;
    let truth = (0..pages).map(|i| scans[i % IMAGES].page.clone()).collect();
    let description = format!("{pages} small pages that share {IMAGES} images");
    write_truth(folder, Document::new(&name, &description, Vec::new(), truth), bytes)
}

/// Writes `large-M.pdf`: as many A4 pages at 300 dpi, RGB without compression and with noise in the low
/// bits, as make up at least `megabytes` million bytes; with its truth.
///
/// # Errors
/// Everything that can go wrong with files.
pub fn write_large(folder: &Path, megabytes: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let name = format!("large-{megabytes}.pdf");
    let look = Look { dpi: 300.0, ..LIGHT };
    let sheets = parallel::map(SHEETS, |i| {
        let sheet = prose_sheet(A4, Language::English, i, seed("large", i));
        let drawing = draw_degraded(&sheet, look, seed("large", i));
        let page = true_page(&sheet, &drawing);
        (drawing.image, page)
    });
    let mut pdf = Stream::new(BufWriter::new(File::create(folder.join(&name))?))?;
    let mut ids = Vec::new();
    let mut random = Random::new(seed("large", SHEETS));
    while pdf.at < megabytes * 1_000_000 {
        let (image, page) = &sheets[ids.len() % SHEETS];
        let mut data = Vec::with_capacity(image.len() * 3);
        for value in image.as_raw() {
            let noise = random.next().to_le_bytes();
            data.extend([value ^ (noise[0] & 7), value ^ (noise[1] & 7), value ^ (noise[2] & 7)]);
        }
        let (width, height) = image.dimensions();
        let entries = "/ColorSpace /DeviceRGB /BitsPerComponent 8".to_owned();
        let image = pdf.add_image(&PdfImage { width, height, entries, data })?;
        ids.push(pdf.add_page(image, page)?);
    }
    let bytes = pdf.finish(&ids)?;
    let truth = (0..ids.len()).map(|i| sheets[i % SHEETS].1.clone()).collect();
    let description = format!("At least {megabytes} MB of uncompressed colour pages at 300 dpi");
    write_truth(folder, Document::new(&name, &description, Vec::new(), truth), bytes)
}

fn write_truth(folder: &Path, document: Document, bytes: usize) -> io::Result<()> {
    document.write_truth(folder)?;
    document.list(folder, bytes)
}
