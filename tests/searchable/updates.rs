//! What is read of a file, and what pages keep to themselves.

use std::cell::Cell;

use pagewise::formats::pdf::SearchablePdf;
use pagewise::model::source::read_at::ReadAt;

use super::{add, load, made, on_all_pages, text};

/// A file that counts what is read of it.
struct Counted<'a> {
    bytes: &'a [u8],
    read: &'a Cell<u64>,
}

impl ReadAt for Counted<'_> {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> std::io::Result<()> {
        self.read.set(self.read.get() + buffer.len() as u64);
        self.bytes.read_at(offset, buffer)
    }
}

#[test]
fn images_are_not_read() {
    let document = made("image-kinds.pdf");
    let read = Cell::new(0);
    let mut pdf = SearchablePdf::open(Counted { bytes: &document.bytes, read: &read }, None).unwrap();
    for page in on_all_pages(&document, &["word"]) {
        pdf.add_page(&page).unwrap();
    }
    pdf.finish().unwrap();
    let size = document.bytes.len() as u64;
    assert!(read.get() < size / 2, "{} of {size} bytes", read.get());
}

#[test]
fn a_page_that_gets_no_layer_keeps_the_resources_that_it_shares() {
    for name in ["shared-resources.pdf", "inherited.pdf", "shared-fonts.pdf"] {
        let document = made(name);
        let page = &document.pages[0];
        let (bytes, _) =
            add(&document.bytes, None, &[text(0, (page.width, page.height), &["word"])]).unwrap();
        let (before, after) = (load(&document.bytes, None), load(&bytes, None));
        let page = |pdf: &lopdf::Document, number: u32| pdf.get_pages()[&number];
        let fonts = |pdf: &lopdf::Document, number: u32| pdf.get_page_fonts(page(pdf, number)).unwrap().len();
        assert_eq!(fonts(&after, 1), fonts(&before, 1) + 1, "{name}");
        assert_eq!(fonts(&after, 2), fonts(&before, 2), "{name}");
        let id = page(&before, 2);
        assert_eq!(after.get_object(id).unwrap(), before.get_object(id).unwrap(), "{name}");
    }
}

#[test]
fn bytes_are_the_same_whether_they_are_taken_early_or_late() {
    let document = made("xref-stream.pdf");
    let pages = on_all_pages(&document, &["word"]);
    let (early, _) = add(&document.bytes, None, &pages).unwrap();
    let mut pdf = SearchablePdf::open(document.bytes.as_slice(), None).unwrap();
    pages.iter().for_each(|page| {
        pdf.add_page(page).unwrap();
    });
    assert!(early == [document.bytes.as_slice(), &pdf.finish().unwrap()].concat());
}
