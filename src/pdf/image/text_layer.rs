//! Words that can be found and marked on a page but are not seen, and the one font they are set in.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::file::{GrowingFile, ObjectId};
use super::{deflated, number};
use crate::page::{Direction, Line, PageSize, PageText, Rect, Word};

/// Width of every character, in thousandths of the type size.
const ADVANCE: u16 = 500;
/// Share of the type size that lies above the line the letters stand on; the rest lies below.
const ASCENT: f32 = 0.75;
/// Characters that one font can count.
const MOST_CHARACTERS: usize = 65_535;

/// A font that draws nothing: its characters are numbered as they come, and what each number means is written at
/// the end.
pub struct GlyphlessFont {
    id: ObjectId,
    codes: HashMap<char, u16>,
    characters: Vec<char>,
}

impl GlyphlessFont {
    /// A font to be written later.
    pub fn new(file: &mut GrowingFile) -> Self {
        Self { id: file.reserve(), codes: HashMap::new(), characters: Vec::new() }
    }

    /// Its entry among the resources of a page.
    pub fn resource(&self) -> String {
        format!("/Font << /T {} >>", self.id)
    }

    /// The numbers of the characters in hexadecimal, and how many there are. No more are known once the font
    /// is full, which no document of one script comes near.
    fn encode(&mut self, text: &str) -> (String, usize) {
        let mut codes = String::with_capacity(text.len() * 4);
        let mut count = 0;
        for character in text.chars() {
            let next = (self.characters.len() < MOST_CHARACTERS).then_some(self.characters.len() as u16 + 1);
            let code = match (self.codes.get(&character), next) {
                (Some(code), _) => *code,
                (None, Some(next)) => {
                    self.codes.insert(character, next);
                    self.characters.push(character);
                    next
                }
                (None, None) => continue,
            };
            // Writing to a string cannot fail.
            let _ = write!(codes, "{code:04X}");
            count += 1;
        }
        (codes, count)
    }

    /// Writes the font and what its characters mean.
    pub fn finish(self, file: &mut GrowingFile) {
        let [descendant, descriptor, program, glyphs, meaning] = [(); 5].map(|()| file.reserve());
        file.object(
            self.id,
            &format!(
                "<< /Type /Font /Subtype /Type0 /BaseFont /Glyphless /Encoding /Identity-H \
                 /DescendantFonts [{descendant}] /ToUnicode {meaning} >>"
            ),
        );
        file.object(
            descendant,
            &format!(
                "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Glyphless /CIDToGIDMap {glyphs} \
                 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> \
                 /FontDescriptor {descriptor} /DW {ADVANCE} >>"
            ),
        );
        let (above, below) = ((ASCENT * 1000.0) as i32, (ASCENT * 1000.0) as i32 - 1000);
        file.object(
            descriptor,
            &format!(
                "<< /Type /FontDescriptor /FontName /Glyphless /Flags 5 /FontBBox [0 {below} {ADVANCE} {above}] \
                 /ItalicAngle 0 /Ascent {above} /Descent {below} /CapHeight {above} /StemV 80 /FontFile2 {program} >>"
            ),
        );
        let outlines = true_type();
        file.stream(
            program,
            &format!("/Length1 {} /Filter /FlateDecode", outlines.len()),
            &deflated(&outlines),
        );
        // Every character is drawn as the first glyph.
        let map = vec![0; 2 * (self.characters.len() + 1)];
        file.stream(glyphs, "/Filter /FlateDecode", &deflated(&map));
        file.stream(meaning, "/Filter /FlateDecode", &deflated(to_unicode(&self.characters).as_bytes()));
    }
}

fn to_unicode(characters: &[char]) -> String {
    let mut map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
        /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
        /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
        1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        .to_owned();
    // The format allows a hundred at a time.
    for (part, characters) in characters.chunks(100).enumerate() {
        let _ = writeln!(map, "{} beginbfchar", characters.len());
        for (index, character) in characters.iter().enumerate() {
            let _ = write!(map, "<{:04X}> <", part * 100 + index + 1);
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(map, "{unit:04X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

/// The smallest TrueType font that font engines load. Its one glyph is a line there and back, which has no
/// area to be filled but a box: viewers take from it how much to mark when the text is selected.
fn true_type() -> Vec<u8> {
    let words = |words: &[u16]| -> Vec<u8> { words.iter().flat_map(|word| word.to_be_bytes()).collect() };
    let above = (ASCENT * 1000.0) as u16;
    let below = above.wrapping_sub(1000);
    let head = [
        1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, below, ADVANCE, above, 0, 8, 2,
        0, 0,
    ];
    let hhea = [1, 0, above, below, 0, ADVANCE, 0, 0, ADVANCE, 1, 0, 0, 0, 0, 0, 0, 0, 1];
    let mut maxp = [0; 16];
    (maxp[0], maxp[2], maxp[3], maxp[4], maxp[7]) = (1, 1, 3, 1, 2);
    let back = ADVANCE.wrapping_neg();
    let mut glyph = words(&[1, 0, below, ADVANCE, above, 2, 0]);
    // Three points on the curve, then how far each lies from the one before, across and up.
    glyph.extend([1, 1, 1]);
    glyph.extend(words(&[0, ADVANCE, back, below, 1000, 1000_u16.wrapping_neg()]));
    glyph.push(0);
    let half = glyph.len() as u16 / 2;
    let tables: [(&[u8; 4], Vec<u8>); 6] = [
        (b"glyf", glyph),
        (b"head", words(&head)),
        (b"hhea", words(&hhea)),
        (b"hmtx", words(&[ADVANCE, 0])),
        (b"loca", words(&[0, half])),
        (b"maxp", words(&maxp)),
    ];
    let mut font = words(&[1, 0, tables.len() as u16, 64, 2, 32]);
    let mut at = font.len() + tables.len() * 16;
    let mut data = Vec::new();
    for (name, table) in &tables {
        let mut padded = table.clone();
        padded.resize(table.len().next_multiple_of(4), 0);
        let sum = padded
            .as_chunks::<4>()
            .0
            .iter()
            .fold(0_u32, |sum, word| sum.wrapping_add(u32::from_be_bytes(*word)));
        font.extend_from_slice(*name);
        for value in [sum, at as u32, table.len() as u32] {
            font.extend(value.to_be_bytes());
        }
        at += padded.len();
        data.extend(padded);
    }
    font.extend(data);
    font
}

/// The operators that set the words of a page, without showing them.
pub fn content(text: &PageText, size: PageSize, font: &mut GlyphlessFont) -> String {
    // Words were found on a page of this size; the page in the file may be rounded or enlarged.
    let scale = (size.width / text.size.width, size.height / text.size.height);
    if !(scale.0.is_finite() && scale.1.is_finite()) {
        return String::new();
    }
    let mut page = format!("q {} 0 0 {} 0 0 cm BT 3 Tr\n", number(scale.0), number(scale.1));
    for line in text.lines() {
        for (index, word) in line.words.iter().enumerate() {
            set_word(&mut page, line, word, line.words.get(index + 1), text.size.height, font);
        }
    }
    page.push_str("ET Q\n");
    page
}

/// Sets a word exactly over its box, and the space after it up to the next word.
fn set_word(
    page: &mut String,
    line: &Line,
    word: &Word,
    next: Option<&Word>,
    page_height: f32,
    font: &mut GlyphlessFont,
) {
    let (codes, count) = font.encode(&word.text);
    let Rect { x, y, width, height } = word.rect;
    let type_size = match word.direction {
        Direction::TopToBottom => width,
        _ if line.row_height > 0.0 => line.row_height,
        _ => line.rect.height,
    };
    if count == 0 || ![x, y, width, height, type_size].iter().all(|v| v.is_finite()) || type_size <= 0.0 {
        return;
    }
    let natural = |characters: usize| characters as f32 * type_size * f32::from(ADVANCE) / 1000.0;
    let (matrix, length, gap) = match word.direction {
        Direction::LeftToRight => {
            let bottom = page_height - base(line, word);
            ([1.0, 0.0, 0.0, 1.0, x, bottom], width, next.map(|next| next.rect.x - word.rect.right()))
        }
        // Mirrored, the letters follow each other to the left in the order in which they are read.
        Direction::RightToLeft => {
            let bottom = page_height - base(line, word);
            ([-1.0, 0.0, 0.0, 1.0, x + width, bottom], width, next.map(|next| x - next.rect.right()))
        }
        Direction::TopToBottom => {
            let left = x + (1.0 - ASCENT) * type_size;
            (
                [0.0, -1.0, 1.0, 0.0, left, page_height - y],
                height,
                next.map(|next| next.rect.y - word.rect.bottom()),
            )
        }
    };
    let matrix = matrix.map(number).join(" ");
    let stretch = number(100.0 * length.max(0.1) / natural(count));
    let _ = writeln!(page, "/T {} Tf {matrix} Tm {stretch} Tz <{codes}> Tj", number(type_size));
    if let Some(gap) = gap {
        let (space, _) = font.encode(" ");
        // Boxes that touch or overlap still belong to two words.
        let stretch = number(100.0 * gap.max(0.1) / natural(1));
        let _ = writeln!(page, "{stretch} Tz <{space}> Tj");
    }
}

/// Where the letters of a word stand, from the top of the page.
fn base(line: &Line, word: &Word) -> f32 {
    let along = line.baseline;
    let middle = word.rect.x + word.rect.width / 2.0;
    let slope = (along.y1 - along.y0) / (along.x1 - along.x0);
    let y = along.y0 + slope * (middle - along.x0);
    // A line too short to have a slope, or one far from its word, says nothing.
    let near = word.rect.y - word.rect.height..=word.rect.bottom() + word.rect.height;
    if near.contains(&y) { y } else { word.rect.bottom() }
}
