//! What a page is, before it is read: from the text it has, and a small drawing of it.

use super::draw::{OpenPage, Raster, credible, sketch};
use super::pixels::Pixels;
use super::strips::Extent;
use crate::model::kind::PageKind;
use crate::model::page::{Dpi, POINTS_PER_INCH, PageIndex, PageSize};

/// The longer side of the drawing in which it is looked for anything at all, in pixels.
const THUMBNAIL: f32 = 420.0;
/// What a mark differs by from the paper on both sides of it, in levels of grey.
const CONTRAST: u8 = 24;
/// How far away the paper beside a mark is looked for, in pixels: further than a stroke is wide in such a drawing.
const BESIDE: usize = 3;
/// The part of each side that is not looked at: the shadow of a scanner's lid, holes, staples.
const EDGE: f32 = 0.04;
/// So few marks are dust. Two digits of a page number are more.
const DUST: usize = 8;
/// What differs by more from most of the paper is none, however far it reaches.
const ONE_TONE: u8 = 60;
/// At least one in so many pixels differs like that where there is a picture, or a bar.
const LEAST_PART: usize = 400;

/// What a page is. It says of text what will be said when the page is to be read, since the same is asked of it.
/// `max_pixels` bounds what is drawn for that, which is less than a sixth of what reading draws in any case.
pub fn survey<E: OpenPage>(page: &E, index: PageIndex, max_pixels: u64) -> PageKind {
    let size = page.size();
    let mut glyphs = page.glyphs();
    glyphs.crop(size);
    if glyphs.has_text() {
        let says_it_all = sketch(page, index, max_pixels, credible(page)).is_none_or(|(header, pixels)| {
            glyphs.leave_out_hidden(&header, &pixels);
            glyphs.say_it_all(&header, &pixels)
        });
        if says_it_all {
            return PageKind::Text;
        }
        if glyphs.has_text() {
            let is_marked = glyphs.are_on_a_scan(size) && glyphs.are_few();
            return if is_marked { PageKind::Marked } else { PageKind::Mixed };
        }
    }
    match thumbnail(page, size) {
        Some((pixels, width)) if is_blank(&pixels, width) => PageKind::Blank,
        _ => PageKind::Scan,
    }
}

/// The page in grey, as small as one looks at it in a list, and how wide that is.
fn thumbnail<E: OpenPage>(page: &E, size: PageSize) -> Option<(Vec<u8>, usize)> {
    let dpi = Dpi(THUMBNAIL / size.width.max(size.height) * POINTS_PER_INCH);
    let extent = Extent::whole(size, dpi);
    let Raster { pixels, stride } = page.draw(&extent).ok()?;
    let mut grey = vec![0; stride as usize * extent.rows as usize];
    pixels.copy_to(0, &mut grey);
    let width = (extent.width as usize).min(stride as usize);
    let rows = grey.chunks_exact(stride.max(1) as usize).flat_map(|row| &row[..width]).copied();
    Some((rows.collect(), width))
}

/// Whether nothing can be seen in the drawing of a page, about as large as in a list: so many grey pixels in a row, rows from
/// the top.
pub fn is_blank(grey: &[u8], width: usize) -> bool {
    let height = grey.len() / width.max(1);
    let inner = |side: usize| {
        let edge = ((side as f32 * EDGE) as usize).max(BESIDE);
        edge..side.saturating_sub(edge)
    };
    let (mut tones, mut marks) = ([0_usize; 256], 0);
    for y in inner(height) {
        for x in inner(width) {
            let at = |x: usize, y: usize| grey[y * width + x];
            let tone = at(x, y);
            tones[usize::from(tone)] += 1;
            let differs = |one: u8, other: u8| {
                let (lighter, darker) = (one.min(other), one.max(other));
                tone.saturating_add(CONTRAST) < lighter || tone > darker.saturating_add(CONTRAST)
            };
            let is_mark = differs(at(x - BESIDE, y), at(x + BESIDE, y))
                || differs(at(x, y - BESIDE), at(x, y + BESIDE));
            marks += usize::from(is_mark);
        }
    }
    let all: usize = tones.iter().sum();
    let mut sum = 0;
    let paper = tones.iter().position(|count| {
        sum += count;
        2 * sum > all
    });
    let stands_out = |tone: usize| tone.abs_diff(paper.unwrap_or_default()) > usize::from(ONE_TONE);
    let other: usize =
        tones.iter().enumerate().filter(|(tone, _)| stands_out(*tone)).map(|(_, count)| count).sum();
    marks <= DUST && other * LEAST_PART <= all
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (usize, usize) = (300, 420);

    fn paper(tone: impl Fn(usize, usize) -> u8) -> Vec<u8> {
        (0..SIZE.1).flat_map(|y| (0..SIZE.0).map(move |x| (x, y))).map(|(x, y)| tone(x, y)).collect()
    }

    #[test]
    fn paper_alone_is_blank_and_its_edges_do_not_count() {
        let is_blank = |tone: &dyn Fn(usize, usize) -> u8| is_blank(&paper(tone), SIZE.0);
        assert!(is_blank(&|_, _| 255));
        // Old paper, lit from one side, with grain and two specks of dust.
        assert!(is_blank(&|x, y| 225 - (x / 15) as u8 - (x * 31 + y * 17) as u8 % 5));
        assert!(is_blank(&|x, y| if (x, y) == (90, 90) || (x, y) == (200, 300) { 40 } else { 250 }));
        assert!(is_blank(&|x, y| if x < 8 || y < 10 { 20 } else { 250 }), "the shadow of a lid");
    }

    #[test]
    fn a_page_number_is_seen_and_so_is_a_picture() {
        let is_blank = |tone: &dyn Fn(usize, usize) -> u8| is_blank(&paper(tone), SIZE.0);
        let stroke = |x: usize, y: usize| (395..400).contains(&y) && [145, 150].contains(&x);
        assert!(!is_blank(&|x, y| if stroke(x, y) { 150 } else { 250 }));
        assert!(!is_blank(&|x, y| if (50..250).contains(&x) && y < 300 { 90 } else { 250 }));
    }

    #[test]
    fn however_small_a_drawing_is_it_is_looked_at() {
        for width in 1..9 {
            assert!(is_blank(&vec![255; width * 5], width));
        }
        assert!(is_blank(&[], 0));
    }
}
