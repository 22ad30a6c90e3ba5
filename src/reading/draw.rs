//! Whether a page is read at all, and from which pixels: its own text, its scan's pixels, or a drawing of it.

use super::DrawRequest;
use super::own_text::Glyphs;
use super::pixels::Pixels;
use super::region::cut;
use super::strips::Extent;
use crate::model::bitmap::{BitmapHeader, MAX_SIDE, Provenance};
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::options::OwnText;
use crate::model::page::{Dpi, POINTS_PER_INCH, PageIndex, PageSize, PageText};
use crate::model::paper::{credible_size, is_paper};

/// Scans in this range are read as they are.
const GOOD_DPI: std::ops::RangeInclusive<f32> = 150.0..=250.0;

/// At this resolution a page's own text is held against what it shows: letters can just be told from what is none.
const SKETCH_DPI: Dpi = Dpi(100.0);
/// Pages of more pixels, from A1 on, are drawn coarser for that: they have larger letters.
const SKETCH_PIXELS: u64 = 4_000_000;

/// What a page turned out to be.
#[derive(Debug, PartialEq)]
pub enum DrawnPage<P> {
    /// A bitmap of it, or of a strip of it, to be read.
    Bitmap {
        /// What it shows.
        header: BitmapHeader,
        /// 8-bit grey.
        pixels: P,
        /// What the page has as text of its own, be it all that it says or not.
        own_text: Option<PageText>,
    },
    /// A page that carries its text already.
    Text(PageText),
}

impl<P> DrawnPage<P> {
    /// The same with its pixels held otherwise.
    pub fn map<Q>(self, hold: impl FnOnce(P) -> Q) -> DrawnPage<Q> {
        match self {
            DrawnPage::Bitmap { header, pixels, own_text } => {
                DrawnPage::Bitmap { header, pixels: hold(pixels), own_text }
            }
            DrawnPage::Text(text) => DrawnPage::Text(text),
        }
    }

    /// The same as this page of a document.
    pub fn of_page(mut self, page: PageIndex) -> Self {
        match &mut self {
            DrawnPage::Bitmap { header, .. } => header.page = page,
            DrawnPage::Text(text) => text.page = page,
        }
        self
    }

    /// The bitmap, if it is one.
    pub fn bitmap(self) -> Option<(BitmapHeader, P)> {
        match self {
            DrawnPage::Bitmap { header, pixels, .. } => Some((header, pixels)),
            DrawnPage::Text(_) => None,
        }
    }
}

/// Pixels as an engine hands them over: 8-bit grey, rows from the top.
#[derive(Debug)]
pub struct Raster<P> {
    /// The pixels.
    pub pixels: P,
    /// Bytes from one row to the next.
    pub stride: u32,
}

/// The one image that a page consists of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageScan {
    /// Its pixels from left to right of the page as shown.
    pub width: u32,
    /// Its pixels from top to bottom of the page as shown.
    pub height: u32,
    /// Its resolution; `None` where that differs across and down, as on fax pages.
    pub dpi: Option<Dpi>,
    /// What all of its pixels take, decoded.
    pub decoded: Bytes,
}

/// A page of an open document: what its engine knows of it, and what the engine can do with it. Each is asked for only
/// where something depends on it.
pub trait OpenPage {
    /// Whatever holds pixels.
    type Pixels: Pixels;

    /// Size of the page as shown; neither side is 0 or not a number.
    fn size(&self) -> PageSize;

    /// The characters it carries.
    fn glyphs(&self) -> Glyphs;

    /// The one image it consists of, if it covers the page and nothing else is on it.
    fn scan(&self) -> Option<PageScan>;

    /// That image's own pixels, upright, brought to the size of a whole page. `None` where they are not what the page
    /// looks like, or cannot be had.
    ///
    /// # Errors
    /// Of [`crate::model::error::Scope::Page`].
    fn scan_pixels(&self, whole: &Extent) -> Result<Option<Raster<Self::Pixels>>, Error>;

    /// The pixels, across and down as shown, of the image that makes most of the page, if nothing is beside it but text.
    fn main_picture(&self) -> Option<(u32, u32)>;

    /// The page, or a strip of it, as a viewer shows it.
    ///
    /// # Errors
    /// Of [`crate::model::error::Scope::Page`].
    fn draw(&self, extent: &Extent) -> Result<Raster<Self::Pixels>, Error>;
}

/// The text of a page, if it is to be kept and says it all; else its pixels, as they read best.
///
/// # Errors
/// [`Error::PageTooLarge`], and those of the page's engine.
pub fn draw<E: OpenPage>(page: &E, request: &DrawRequest) -> Result<DrawnPage<E::Pixels>, Error> {
    let size = page.size();
    let credible = if is_paper(size) { size } else { credible(page) };
    let mut glyphs = page.glyphs();
    glyphs.crop(size);
    let has_hidden_text = glyphs.glyphs.iter().any(|glyph| glyph.is_invisible && !glyph.is_ours);
    if request.own_text.takes_out() {
        // It will not be the page's any more.
        glyphs.glyphs.retain(|glyph| !glyph.is_invisible);
    }
    let is_all_said = request.own_text == OwnText::Only && glyphs.has_text();
    if request.own_text == OwnText::Strip || is_all_said {
        return Ok(DrawnPage::Text(glyphs.into_page_text(request.page, size)));
    }
    if request.own_text == OwnText::Keep && glyphs.has_text() {
        // What cannot be drawn small cannot be read either, and its own text is all that can be had.
        let says_it_all =
            sketch(page, request.page, request.max_pixels, credible).is_none_or(|(header, pixels)| {
                glyphs.leave_out_hidden(&header, &pixels);
                glyphs.say_it_all(&header, &pixels)
            });
        if says_it_all {
            return Ok(DrawnPage::Text(glyphs.into_page_text(request.page, size)));
        }
    }
    let too_large = Error::PageTooLarge { width_pt: size.width, height_pt: size.height };
    let extent = request.as_if(size, credible).extent(credible).ok_or(too_large)?;
    let (header, pixels) = match from_scan(page, request, &extent, credible)? {
        Some(taken) => taken,
        None => {
            let Raster { pixels, stride } = page.draw(&extent)?;
            (BitmapHeader { stride, ..extent.header(request.page, size, Provenance::Drawn) }, pixels)
        }
    };
    let (header, pixels) = cut(request.region.as_ref(), header, pixels);
    let header = BitmapHeader { has_hidden_text, ..header };
    Ok(DrawnPage::Bitmap { header, pixels, own_text: glyphs.lasting_text(request.page, size) })
}

/// The size of what the page shows: its own, unless it is one picture for which that cannot be true.
pub(super) fn credible<E: OpenPage>(page: &E) -> PageSize {
    let size = page.size();
    page.main_picture().map_or(size, |pixels| credible_size(size, pixels))
}

/// All of the page, drawn as small as its own text can be held against. That takes less time than to ask for the text.
pub(super) fn sketch<E: OpenPage>(
    page: &E,
    index: PageIndex,
    max_pixels: u64,
    credible: PageSize,
) -> Option<(BitmapHeader, Vec<u8>)> {
    let PageSize { width, height } = credible;
    let fitting = (max_pixels.min(SKETCH_PIXELS) as f32 / (width * height)).sqrt() * POINTS_PER_INCH;
    let by_side = (MAX_SIDE - 1) as f32 / width.max(height) * POINTS_PER_INCH;
    let extent = Extent::whole(credible, Dpi(SKETCH_DPI.0.min(fitting).min(by_side)));
    let Raster { pixels, stride } = page.draw(&extent).ok()?;
    let header = BitmapHeader { stride, ..extent.header(index, page.size(), Provenance::Drawn) };
    // Each word is looked at: wherever the pixels lie, they are fetched at once.
    let mut sketch = vec![0; header.bytes() as usize];
    pixels.copy_to(0, &mut sketch);
    Some((header, sketch))
}

/// The page from its scan's own pixels: untouched where they are good, else scaled to what would be drawn. `None` where
/// it is not a single scan, a resolution was asked for, or a strip is.
fn from_scan<E: OpenPage>(
    page: &E,
    request: &DrawRequest,
    extent: &Extent,
    credible: PageSize,
) -> Result<Option<(BitmapHeader, E::Pixels)>, Error> {
    if request.dpi.is_some() || !extent.is_whole() {
        return Ok(None);
    }
    // Decoded, it may take more memory than drawing the page ever would: that is done row by row.
    let Some(scan) = page.scan().filter(|scan| scan.decoded <= request.max_decoded) else {
        return Ok(None);
    };
    let PageScan { width, height, .. } = scan;
    let dpi = scan.dpi.map(|dpi| Dpi(dpi.0 * page.size().width / credible.width));
    let fits = u64::from(width) * u64::from(height) <= request.max_pixels;
    let is_good = |dpi: &Dpi| fits && GOOD_DPI.contains(&dpi.0) && request.reduction >= 1.0;
    let untouched = dpi.filter(is_good).map(|dpi| Extent { dpi, width, height, top: 0, rows: height });
    let whole = untouched.unwrap_or(*extent);
    let Some(Raster { pixels, stride }) = page.scan_pixels(&whole)? else {
        return Ok(None);
    };
    let header = whole.header(request.page, page.size(), Provenance::Scan);
    Ok(Some((BitmapHeader { stride, ..header }, pixels)))
}
