//! The drawn page on its way from the renderer to the recognizer.
//!
//! A page bitmap is the largest thing Pagewise ever holds, so holding one takes a [`Permit`], and a job has
//! only so many: one per recognizer, and one for the page that is drawn ahead.

use std::cell::Cell;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::model::affine::Affine;
use crate::model::page::{Dpi, PageIndex, PageSize, PageText, Rect};

mod to_page;

/// Tesseract answers a wider or higher image with empty text and no error.
pub const MAX_SIDE: u32 = 32_767;

/// How what was read of a page came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// Drawn by the rasterizer.
    Drawn,
    /// The pixels of the one scanned image the page consists of, scaled if need be.
    Scan,
    /// Nothing was drawn: the page carries its text.
    TextLayer,
    /// As [`Provenance::Scan`], of an image that is damaged or ends early: what is missing of it is white.
    PartOfScan,
}

/// Which part of a page that is too large to be read at once.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Strip {
    /// Its number, from 0.
    pub index: u32,
    /// Where it begins, in page points.
    pub top: f32,
}

impl Strip {
    /// The one at the top of the page; most pages have no other.
    pub const FIRST: Strip = Strip { index: 0, top: 0.0 };
}

/// Everything about a page bitmap but its pixels, which are 8-bit grey (0 is black), rows from the top.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BitmapHeader {
    /// The page it shows.
    pub page: PageIndex,
    /// Size of that page in points.
    pub size: PageSize,
    /// Where it lies on the page.
    pub placement: Affine,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bytes from one row to the next, at least `width`.
    pub stride: u32,
    /// Resolution of the pixels.
    pub dpi: Dpi,
    /// How the pixels came about.
    pub provenance: Provenance,
    /// Whether the page has text that nobody sees and that is not ours.
    pub has_hidden_text: bool,
}

impl BitmapHeader {
    /// The text of its page, as long as nothing of it has been read.
    pub fn blank(&self) -> PageText {
        PageText {
            page: self.page,
            size: self.size,
            dpi: self.dpi,
            blocks: Vec::new(),
            languages: Vec::new(),
            corrections: Vec::new(),
        }
    }

    /// Bytes the pixels take: `stride × height`.
    pub fn bytes(&self) -> u64 {
        u64::from(self.stride) * u64::from(self.height)
    }

    /// The part of the page it shows, in page points: of a bitmap that lies askew, the upright rectangle around it.
    pub fn area(&self) -> Rect {
        self.placement.bounds()
    }

    /// Whether it shows all of its page and not a strip.
    pub fn is_whole(&self) -> bool {
        self.area().height >= self.size.height
    }
}

/// The number of page bitmaps that may exist at once.
#[derive(Debug, Clone)]
pub struct Permits {
    free: Rc<Cell<usize>>,
}

impl Permits {
    /// Room for `count` bitmaps.
    pub fn new(count: usize) -> Self {
        Self { free: Rc::new(Cell::new(count)) }
    }

    /// Takes a permit if one is free.
    pub fn take(&self) -> Option<Permit> {
        let left = self.free.get().checked_sub(1)?;
        self.free.set(left);
        Some(Permit { free: Rc::clone(&self.free) })
    }

    /// How many more bitmaps may come to exist now.
    pub fn free(&self) -> usize {
        self.free.get()
    }
}

/// The right to hold one page bitmap, given back when dropped. It cannot be copied or made from nothing.
#[derive(Debug)]
pub struct Permit {
    free: Rc<Cell<usize>>,
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.free.set(self.free.get() + 1);
    }
}

/// A page's pixels together with the permit to hold them. `P` is whatever holds pixels: an `ArrayBuffer` in
/// the browser, a `Vec<u8>` in native tests.
#[derive(Debug)]
pub struct PageBitmap<P> {
    /// What the pixels show.
    pub header: BitmapHeader,
    /// Which strip of the page that is.
    pub strip: Strip,
    /// The pixels.
    pub pixels: P,
    /// Lives as long as the pixels.
    pub permit: Permit,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permits_run_out_and_come_back() {
        let permits = Permits::new(2);
        let first = permits.take();
        let second = permits.take();
        assert!(first.is_some() && second.is_some());
        assert!(permits.take().is_none());
        drop(first);
        assert_eq!(permits.free(), 1);
        assert!(permits.take().is_some());
    }
}
