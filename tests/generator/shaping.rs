//! Letters as their script joins them: Arabic in its forms, Devanagari with its vowel signs, columns from top to bottom.

use rustybuzz::{Direction, UnicodeBuffer};

use super::fonts::Face;

/// The way a word is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Letter after letter, as Latin is.
    Plain,
    /// From left to right, with letters that change.
    Joined,
    /// From right to left.
    RightToLeft,
    /// Downwards.
    Down,
}

/// A glyph and where it stands, in type sizes from where the word begins, y growing downwards.
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u16,
    /// From the left end of the word, or from the middle of the column.
    pub x: f32,
    /// From the baseline, or from the top of the word.
    pub y: f32,
}

/// The baseline in the square of a Chinese character, from its top.
const SQUARE_BASELINE: f32 = 0.86;
/// Where the font's full stop and comma, which stand below at the left, go in a column: above at the right.
const TO_CORNER: (f32, f32) = (0.6, -0.6);

/// The glyphs of a word from left to right (or downwards), and how long it is in type sizes.
pub fn shape(face: Face, text: &str, flow: Flow) -> (Vec<Glyph>, f32) {
    if flow == Flow::Down {
        return stack(face, text);
    }
    let font = rustybuzz::Face::from_slice(face.bytes(), 0).expect("a font that can be shaped with");
    let units = font.units_per_em() as f32;
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(match flow {
        Flow::RightToLeft => Direction::RightToLeft,
        Flow::Plain | Flow::Joined | Flow::Down => Direction::LeftToRight,
    });
    let shaped = rustybuzz::shape(&font, &[], buffer);
    let (mut x, mut y) = (0, 0);
    let mut glyphs = Vec::new();
    for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        assert_ne!(info.glyph_id, 0, "the font has not all of {text:?}");
        let at = |value: i32| value as f32 / units;
        let id = u16::try_from(info.glyph_id).expect("a glyph of the font");
        glyphs.push(Glyph { id, x: at(x + position.x_offset), y: -at(y + position.y_offset) });
        x += position.x_advance;
        y += position.y_advance;
    }
    (glyphs, x as f32 / units)
}

/// Characters in a column, each in its square. The shaper would put the ink of each at the top of its square, since the font
/// says nothing of columns but which brackets it has for them.
fn stack(face: Face, text: &str) -> (Vec<Glyph>, f32) {
    let font = rustybuzz::Face::from_slice(face.bytes(), 0).expect("a font that can be shaped with");
    let mut buffer = UnicodeBuffer::new();
    // The mark of a long vowel is upright in columns, as this stroke is.
    buffer.push_str(&text.replace('ー', "丨"));
    buffer.guess_segment_properties();
    buffer.set_direction(Direction::TopToBottom);
    let shaped = rustybuzz::shape(&font, &[], buffer);
    let place = |((info, c), row): ((&rustybuzz::GlyphInfo, char), u8)| {
        let (right, up) = if "。、，".contains(c) { TO_CORNER } else { (0.0, 0.0) };
        let id = u16::try_from(info.glyph_id).expect("a glyph of the font");
        Glyph { id, x: right - 0.5, y: f32::from(row) + SQUARE_BASELINE + up }
    };
    let glyphs = shaped.glyph_infos().iter().zip(text.chars()).zip(0..).map(place).collect();
    (glyphs, text.chars().count() as f32)
}
