//! A page's own text, held against the page as it is drawn: which words it shows, and whether they are all there is to
//! read.

use super::{Glyph, Glyphs, letters};
use crate::model::bitmap::BitmapHeader;
use crate::model::page::{PageSize, PageText, Rect};
use crate::reading::look::Seen;

/// With fewer letters, the text of a page is a page number or a stamp, and the rest of it may be anything.
const FEW_LETTERS: usize = 20;
/// The same where pictures cover most of the page: stamps and headers of scans are longer, and what is on a scan is not
/// always seen.
const FEW_LETTERS_ON_A_SCAN: usize = 100;
/// The part of a page from which on pictures count as a scan of it.
const SCAN_COVERAGE: f32 = 0.7;
/// The part of a page below which pictures are ornaments.
const ORNAMENT_COVERAGE: f32 = 0.02;
/// Marks without an explanation, about as many as letters, that may be the lettering of a logo.
const LOGO_MARKS: u32 = 30;
/// Marks without an explanation on something that was put on a page from which on it may be a word, and not the tick of a box.
const ADDED_MARKS: usize = 2;
/// A page with so many shapes may have letters among them that were turned into outlines.
const MANY_SHAPES: usize = 100;
/// The share of words that look like words below which a text layer is not one.
const FEW_WORDS: f32 = 0.5;
/// Levels of grey that the paper under a word may differ by where the page does not show it.
const BLANK: u8 = 3;
/// What is left out of a word's box at each side, as a share of its smaller side: there neighbours reach into it.
const INSET: f32 = 0.15;
/// The height of small letters, as a share of their type's.
const X_HEIGHT: f32 = 0.5;
/// Higher type, in points, is not taken for letters where ink is looked for: it explains none.
const HIGHEST: f32 = 60.0;

impl Glyph {
    fn is_space(&self) -> bool {
        self.character.is_some_and(char::is_whitespace)
    }

    /// About where a small letter has its ink, if it stands upright.
    fn above_baseline(&self) -> Rect {
        let height = X_HEIGHT * self.rect.height;
        Rect { y: self.origin.1 - height, height, ..self.rect }
    }
}

impl Glyphs {
    /// Whether there is any text that means something.
    pub fn has_text(&self) -> bool {
        letters(&self.glyphs).is_some_and(|letters| letters > 0)
    }

    /// Leaves out what lies outside of the page as it is cropped.
    pub fn crop(&mut self, size: PageSize) {
        let is_on_page = |rect: &Rect| {
            let (x, y) = (rect.x + rect.width / 2.0, rect.y + rect.height / 2.0);
            (0.0..=size.width).contains(&x) && (0.0..=size.height).contains(&y)
        };
        self.glyphs.retain(|glyph| glyph.is_space() || is_on_page(&glyph.rect));
    }

    /// Leaves out words that ought to be seen on the page, given a drawing of all of it, and are not: of layers that are
    /// switched off, clipped, covered, white on white.
    pub fn leave_out_hidden(&mut self, header: &BitmapHeader, pixels: &[u8]) {
        let mut kept = Vec::with_capacity(self.glyphs.len());
        for word in self.glyphs.split_inclusive(Glyph::is_space) {
            let solid = || word.iter().filter(|glyph| !glyph.is_space());
            let ought_to_be_seen = solid().all(|glyph| glyph.has_shape && !glyph.is_invisible)
                && solid().any(|glyph| glyph.character.is_some_and(char::is_alphanumeric));
            // Some fonts lie about how far they reach up and down, but letters stand on their baseline.
            let boxes = [|glyph: &Glyph| glyph.rect, Glyph::above_baseline];
            let is_hidden = ought_to_be_seen
                && boxes.into_iter().all(|of| {
                    let rect = solid().map(of).reduce(Rect::union);
                    rect.is_some_and(|rect| {
                        rect.width > 0.0 && rect.height > 0.0 && is_blank(rect, header, pixels)
                    })
                });
            if !is_hidden {
                kept.extend_from_slice(word);
            }
        }
        self.glyphs = kept;
    }

    /// Whether these characters are the text of the page, so that there is no need to read its picture, given a drawing
    /// of all of it. Those of a text layer that is none are left out.
    pub fn say_it_all(&mut self, header: &BitmapHeader, pixels: &Vec<u8>) -> bool {
        let coverage = self.coverage(header.size);
        let is_scan = self.are_on_a_scan(header.size);
        if self.glyphs.iter().any(|glyph| glyph.is_ours) {
            // It was read before.
            let few = if is_scan { FEW_LETTERS_ON_A_SCAN } else { FEW_LETTERS };
            return letters(&self.glyphs).is_some_and(|letters| letters >= few);
        }
        self.leave_out_nonsense(header, is_scan);
        let Some(letters) = letters(&self.glyphs).filter(|letters| *letters > 0) else {
            return false;
        };
        if is_scan && letters < FEW_LETTERS_ON_A_SCAN {
            return false;
        }
        let has_layer = self.glyphs.iter().any(|glyph| glyph.is_invisible);
        let is_all_in_doubt = has_layer || letters < FEW_LETTERS || self.shapes >= MANY_SHAPES;
        if !is_all_in_doubt && coverage < ORNAMENT_COVERAGE && self.additions.is_empty() {
            return true;
        }
        let Some(mut seen) = Seen::of(header, pixels) else {
            return true;
        };
        let explanation = self.explanation(header);
        if seen.most_unread(header, &explanation, &self.additions) >= ADDED_MARKS {
            return false;
        }
        if !is_all_in_doubt {
            seen = seen.within(header, &self.pictures);
        }
        let unread = seen.unread(header, &explanation).ink;
        let is_logo = !is_all_in_doubt && !is_scan && unread.marks < LOGO_MARKS;
        !unread.is_much() || is_logo
    }

    /// Whether pictures cover so much of the page that it counts as a scan.
    pub fn are_on_a_scan(&self, size: PageSize) -> bool {
        self.coverage(size) >= SCAN_COVERAGE
    }

    /// Whether they are so few that they are a stamp or a footer rather than the text of a page.
    pub fn are_few(&self) -> bool {
        letters(&self.glyphs).is_none_or(|letters| letters < FEW_LETTERS_ON_A_SCAN)
    }

    /// The part of the page that its pictures cover.
    fn coverage(&self, size: PageSize) -> f32 {
        let page = Rect { x: 0.0, y: 0.0, width: size.width, height: size.height };
        let covered: f32 = self.pictures.iter().map(|picture| picture.shared_area(&page)).sum();
        covered / (size.width * size.height)
    }

    /// Leaves out the text layer of a scan if it has hardly any words.
    fn leave_out_nonsense(&mut self, header: &BitmapHeader, is_scan: bool) {
        let is_nonsense = |is_wanted: &dyn Fn(&Glyph) -> bool, least: usize| {
            let glyphs = self.glyphs.iter().filter(|glyph| glyph.is_space() || is_wanted(glyph)).copied();
            let part = Glyphs { glyphs: glyphs.collect(), ..Glyphs::default() };
            letters(&part.glyphs).is_none_or(|letters| letters >= least)
                && part
                    .into_page_text(header.page, header.size)
                    .plausible_share()
                    .is_some_and(|share| share < FEW_WORDS)
        };
        if is_nonsense(&|glyph| glyph.is_invisible, 1) {
            self.glyphs.retain(|glyph| !glyph.is_invisible);
        } else if is_scan && is_nonsense(&|glyph| !glyph.is_invisible, FEW_LETTERS_ON_A_SCAN) {
            // It stands behind the scan.
            self.glyphs.clear();
        }
    }

    /// The text that explains ink: not of words whose boxes are around much else.
    fn explanation(&self, header: &BitmapHeader) -> PageText {
        let mut text = self.clone().into_page_text(header.page, header.size);
        for paragraph in text.blocks.iter_mut().flat_map(|block| &mut block.paragraphs) {
            paragraph.lines.retain(|line| line.is_level() && line.row_height <= HIGHEST);
        }
        text
    }
}

/// Whether a drawing of a page is of one tone there.
fn is_blank(rect: Rect, header: &BitmapHeader, pixels: &[u8]) -> bool {
    let inset = INSET * rect.width.min(rect.height);
    let range = |from: f32, to: f32, points: f32, pixels: u32| {
        let scale = pixels as f32 / points;
        let from = (((from + inset) * scale).max(0.0) as u32).min(pixels.saturating_sub(1));
        from..(((to - inset) * scale).ceil() as u32).min(pixels).max(from + 1)
    };
    let columns = range(rect.x, rect.right(), header.size.width, header.width);
    let rows = range(rect.y, rect.bottom(), header.size.height, header.height);
    let (mut darkest, mut lightest) = (u8::MAX, 0);
    for y in rows {
        let start = (y * header.stride) as usize;
        let row = pixels.get(start + columns.start as usize..start + columns.end as usize);
        for tone in row.unwrap_or_default() {
            (darkest, lightest) = (darkest.min(*tone), lightest.max(*tone));
        }
    }
    lightest.saturating_sub(darkest) <= BLANK
}
