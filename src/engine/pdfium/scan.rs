//! Pages that are one scanned image: reading them from the image's own pixels.
//!
//! Drawing such a page means scaling the scan once in PDFium, bilinearly. Where the scan is much finer or
//! coarser than what reads best, scaling it ourselves, bicubically, keeps strokes that PDFium loses; where it
//! is close, it is read untouched.

use js_sys::Uint8Array;
use pdfium_render::prelude::{
    PdfBitmap, PdfBitmapFormat, PdfPage, PdfPageImageObject, PdfPageObject, PdfPageObjectCommon,
    PdfPageObjectType, PdfPageObjectsCommon, PdfPageRenderRotation,
};

use super::draw_bitmap;
use crate::formats::image::grey::{Turn, luminance, turn};
use crate::formats::image::scale::Scaler;
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::page::{Dpi, POINTS_PER_INCH, PageSize};
use crate::reading::strips::Extent;
use crate::reading::{PageScan, Raster};

/// An image must cover the page to within this many points on every side to stand for it.
const COVERAGE_TOLERANCE: f32 = 2.0;
/// A scan with its text layer has no more objects: one for each of its words.
const MAX_OBJECTS: usize = 10_000;
/// The part of a page that its main image covers at least.
const MAIN_COVERAGE: f32 = 0.7;
/// Longer side of the thumbnails that are compared to see whether the scan looks like the page.
const THUMBNAIL: u32 = 48;
/// Mean difference of the thumbnails, in grey levels, up to which they show the same.
const THUMBNAIL_TOLERANCE: f32 = 12.0;

/// What there is to know of the image that the page consists of.
pub(super) fn of(page: &PdfPage<'_>, size: PageSize) -> Option<PageScan> {
    let object = only_object(page)?;
    let scan = Scan::of(object.as_image_object()?, page, size)?;
    let (width, height) = scan.as_shown((scan.width, scan.height));
    Some(PageScan { width, height, dpi: scan.dpi, decoded: scan.decoded })
}

/// The pixels of the image that makes most of the page, if nothing is beside it but text.
pub(super) fn main_picture(page: &PdfPage<'_>, size: PageSize) -> Option<(u32, u32)> {
    let objects = page.objects();
    if objects.len() > MAX_OBJECTS {
        return None;
    }
    let mut found = None;
    for object in (0..objects.len()).filter_map(|index| objects.get(index).ok()) {
        match object.object_type() {
            PdfPageObjectType::Text => {}
            PdfPageObjectType::Image => {
                let covered = object.width().ok()?.value * object.height().ok()?.value;
                if covered < MAIN_COVERAGE * size.width * size.height {
                    continue;
                }
                let image = object.as_image_object()?;
                let side = |pixels: i32| u32::try_from(pixels).ok().filter(|pixels| *pixels > 0);
                found = Some((side(image.width().ok()?)?, side(image.height().ok()?)?));
            }
            _ => return None,
        }
    }
    found.map(|size| turn_of(page).map_or(size, |turn| as_shown(turn, size)))
}

/// The scan's own pixels, scaled to a whole page; `None` where they cannot be had or do not look like the page.
pub(super) fn pixels(
    page: &PdfPage<'_>,
    size: PageSize,
    whole: &Extent,
) -> Result<Option<Raster<Uint8Array>>, Error> {
    let scaled = only_object(page).and_then(|object| {
        let image = object.as_image_object()?;
        let scan = Scan::of(image, page, size)?;
        let (width, height) = scan.as_shown((whole.width, whole.height));
        let pixels = scale(&image.get_raw_bitmap().ok()?, &scan, (width, height))?;
        Some(turn(pixels, width, height, scan.turn))
    });
    let Some((pixels, width, height)) = scaled else {
        return Ok(None);
    };
    let looks_like = looks_like(page, &pixels, width, height)?;
    Ok(looks_like.then(|| Raster { pixels: Uint8Array::from(pixels.as_slice()), stride: width }))
}

fn only_object<'a>(page: &'a PdfPage<'_>) -> Option<PdfPageObject<'a>> {
    let is_alone = page.objects().len() == 1 && page.annotations().is_empty();
    is_alone.then(|| page.objects().get(0).ok()).flatten()
}

/// What there is to know about the one image of a page.
struct Scan {
    /// As its rows are stored.
    width: u32,
    height: u32,
    /// `None` for fax pages, which have different resolutions across and down; scaling makes their pixels square.
    dpi: Option<Dpi>,
    turn: Turn,
    /// What all of its pixels take.
    decoded: Bytes,
}

impl Scan {
    /// `None` unless the image stands upright and covers the whole page.
    fn of(image: &PdfPageImageObject<'_>, page: &PdfPage<'_>, size: PageSize) -> Option<Scan> {
        let turn = turn_of(page)?;
        let width = u32::try_from(image.width().ok()?).ok()?;
        let height = u32::try_from(image.height().ok()?).ok()?;
        if width == 0 || height == 0 {
            return None;
        }
        // PDFium gives a byte for each bit of a bilevel image, and no more than 4 bytes a pixel.
        let bytes_per_pixel = u64::from(image.bits_per_pixel().ok()?.div_ceil(8).clamp(1, 4));
        let decoded = Bytes(u64::from(width) * u64::from(height) * bytes_per_pixel);
        let mut scan = Scan { width, height, dpi: None, turn, decoded };
        let matrix = image.matrix().ok()?;
        let (flat_width, flat_height) = scan.flat_size(size);
        let corner = page.page_size();
        let near = |a: f32, b: f32| (a - b).abs() <= COVERAGE_TOLERANCE;
        let covers = near(matrix.a(), flat_width)
            && near(matrix.d(), flat_height)
            && near(matrix.b(), 0.0)
            && near(matrix.c(), 0.0)
            && near(matrix.e(), corner.left().value)
            && near(matrix.f(), corner.bottom().value);
        if !covers {
            return None;
        }
        let (across, down) = (width as f32 / flat_width, height as f32 / flat_height);
        scan.dpi = ((across / down - 1.0).abs() < 0.02).then_some(Dpi(across * POINTS_PER_INCH));
        Some(scan)
    }

    /// Size of the page before /Rotate.
    fn flat_size(&self, size: PageSize) -> (f32, f32) {
        self.as_shown((size.width, size.height))
    }

    fn as_shown<T>(&self, size: (T, T)) -> (T, T) {
        as_shown(self.turn, size)
    }
}

/// How the page is turned to be shown.
fn turn_of(page: &PdfPage<'_>) -> Option<Turn> {
    Some(match page.rotation().ok()? {
        PdfPageRenderRotation::None => Turn::None,
        PdfPageRenderRotation::Degrees90 => Turn::Right,
        PdfPageRenderRotation::Degrees180 => Turn::Half,
        PdfPageRenderRotation::Degrees270 => Turn::Left,
    })
}

/// Width and height as stored from those as shown, or the other way round.
fn as_shown<T>(turn: Turn, (width, height): (T, T)) -> (T, T) {
    match turn {
        Turn::None | Turn::Half => (width, height),
        Turn::Right | Turn::Left => (height, width),
    }
}

/// Brings the scan to `target` pixels of grey, a row at a time. `None` for a pixel format that scans do not
/// have.
fn scale(bitmap: &PdfBitmap<'_>, scan: &Scan, target: (u32, u32)) -> Option<Vec<u8>> {
    let channels = match bitmap.format().ok()? {
        PdfBitmapFormat::Gray => 1,
        PdfBitmapFormat::BGR => 3,
        PdfBitmapFormat::BGRx | PdfBitmapFormat::BGRA => 4,
        #[allow(unreachable_patterns, reason = "newer versions of PDFium know more formats")]
        _ => return None,
    };
    if bitmap.width() != scan.width as i32 || bitmap.height() != scan.height as i32 {
        return None;
    }
    let view = bitmap.as_array();
    let stride = view.length() / scan.height;
    let mut scaler = Scaler::new((scan.width, scan.height), target);
    let mut colours = vec![0; scan.width as usize * channels];
    let mut row = Vec::with_capacity(scan.width as usize);
    for y in 0..scan.height {
        let start = y * stride;
        view.subarray(start, start + colours.len() as u32).copy_to(&mut colours);
        if channels == 1 {
            scaler.push_row(&colours);
        } else {
            row.clear();
            row.extend(colours.chunks_exact(channels).map(|bgr| luminance(bgr[2], bgr[1], bgr[0])));
            scaler.push_row(&row);
        }
    }
    Some(scaler.finish())
}

/// Whether the page, drawn small, shows what these pixels show. It does not where a mask, an inverted palette
/// or a blend mode stands between the scan and the paper.
fn looks_like(page: &PdfPage<'_>, pixels: &[u8], width: u32, height: u32) -> Result<bool, Error> {
    let longer = width.max(height).max(1);
    let side = |pixels: u32| (pixels * THUMBNAIL / longer).max(1);
    let (columns, rows) = (side(width), side(height));
    let small = Extent { dpi: Dpi::MIN, width: columns, height: rows, top: 0, rows };
    let drawn = draw_bitmap(page, &small)?.as_array();
    let stride = drawn.length() / rows;
    let mut difference = 0.0;
    for row in 0..rows {
        for column in 0..columns {
            let mean = mean_of_cell(pixels, (width, height), (columns, rows), (column, row));
            difference += (mean - f32::from(drawn.get_index(row * stride + column))).abs();
        }
    }
    Ok(difference / (columns * rows) as f32 <= THUMBNAIL_TOLERANCE)
}

fn mean_of_cell(pixels: &[u8], size: (u32, u32), cells: (u32, u32), cell: (u32, u32)) -> f32 {
    let span = |length: u32, count: u32, index: u32| {
        let start = u64::from(index) * u64::from(length) / u64::from(count);
        let end = u64::from(index + 1) * u64::from(length) / u64::from(count);
        start as usize..(end as usize).max(start as usize + 1)
    };
    let (mut sum, mut count) = (0_u64, 0_u64);
    for y in span(size.1, cells.1, cell.1) {
        let row = &pixels[y * size.0 as usize..(y + 1) * size.0 as usize];
        for value in &row[span(size.0, cells.0, cell.0)] {
            sum += u64::from(*value);
            count += 1;
        }
    }
    sum as f32 / count.max(1) as f32
}
