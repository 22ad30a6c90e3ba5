//! Draws a sheet as 8-bit grey, as a perfect scanner would see it.

use ab_glyph::{Font, GlyphId, Point, point};
use image::{GrayImage, Luma};

use super::document::TrueWord;
use super::shaping::{Flow, shape};
use super::sheet::{PlacedWord, Sheet};

/// How dark the ink is; printed black is never quite black.
const INK: f32 = 26.0;
const PAPER: u8 = 255;

/// A drawn sheet and where its words ended up.
pub struct Drawing {
    /// The pixels.
    pub image: GrayImage,
    /// Pixels per inch.
    pub dpi: f32,
    /// The words, their boxes in points from the top left corner of the image.
    pub words: Vec<TrueWord>,
}

/// Draws the sheet at `dpi` pixels per inch.
pub fn draw(sheet: &Sheet, dpi: f32) -> Drawing {
    let unit = dpi / 72.0;
    let width = (sheet.width * unit).round() as u32;
    let height = (sheet.height * unit).round() as u32;
    let mut image = GrayImage::from_pixel(width, height, Luma([PAPER]));
    for rule in &sheet.rules {
        let (left, top) = ((rule.x * unit).round() as u32, (rule.y * unit).round() as u32);
        let right = left + (rule.width * unit).round().max(1.0) as u32;
        let bottom = top + (rule.height * unit).round().max(1.0) as u32;
        for y in top..bottom.min(height) {
            for x in left..right.min(width) {
                image.put_pixel(x, y, Luma([INK as u8]));
            }
        }
    }
    let words = sheet.words.iter().map(|word| draw_word(&mut image, word, unit)).collect();
    Drawing { image, dpi, words }
}

/// The glyphs of a word and where they stand, in pixels.
fn glyphs(word: &PlacedWord, unit: f32) -> Vec<(GlyphId, Point)> {
    let font = word.face.font();
    let em = word.size * unit;
    let (mut x, y) = (word.x * unit, word.baseline * unit);
    if word.flow != Flow::Plain {
        let (glyphs, _) = shape(word.face, &word.text, word.flow);
        return glyphs
            .iter()
            .map(|glyph| (GlyphId(glyph.id), point(x + glyph.x * em, y + glyph.y * em)))
            .collect();
    }
    let place = |c: char| {
        let id = font.glyph_id(c);
        assert_ne!(id.0, 0, "the font has no {c:?}");
        let at = point(x, y);
        x += word.face.width(c.encode_utf8(&mut [0; 4]), em);
        (id, at)
    };
    word.text.chars().map(place).collect()
}

fn draw_word(image: &mut GrayImage, word: &PlacedWord, unit: f32) -> TrueWord {
    let font = word.face.font();
    let scale = word.face.scale(word.size * unit);
    let (width, height) = (image.width() as i32, image.height() as i32);
    let (mut left, mut top, mut right, mut bottom) = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    for (id, at) in glyphs(word, unit) {
        let glyph = id.with_scale_and_position(scale, at);
        let Some(outline) = font.outline_glyph(glyph) else { continue };
        let bounds = outline.px_bounds();
        (left, top) = (left.min(bounds.min.x), top.min(bounds.min.y));
        (right, bottom) = (right.max(bounds.max.x), bottom.max(bounds.max.y));
        let (ox, oy) = (bounds.min.x as i32, bounds.min.y as i32);
        outline.draw(|gx, gy, coverage| {
            let (px, py) = (ox + gx as i32, oy + gy as i32);
            if (0..width).contains(&px) && (0..height).contains(&py) {
                let Luma([value]) = image.get_pixel_mut(px as u32, py as u32);
                let drawn = f32::from(*value) * (1.0 - coverage) + INK * coverage;
                *value = drawn.round() as u8;
            }
        });
    }
    TrueWord {
        text: word.text.clone(),
        x: left / unit,
        y: top / unit,
        width: (right - left) / unit,
        height: (bottom - top) / unit,
    }
}
