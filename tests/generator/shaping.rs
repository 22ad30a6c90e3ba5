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

/// The glyphs of a word from left to right (or downwards), and how long it is in type sizes.
pub fn shape(face: Face, text: &str, flow: Flow) -> (Vec<Glyph>, f32) {
    let font = rustybuzz::Face::from_slice(face.bytes(), 0).expect("a font that can be shaped with");
    let units = font.units_per_em() as f32;
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(match flow {
        Flow::Plain | Flow::Joined => Direction::LeftToRight,
        Flow::RightToLeft => Direction::RightToLeft,
        Flow::Down => Direction::TopToBottom,
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
    let length = if flow == Flow::Down { -y } else { x };
    (glyphs, length as f32 / units)
}
