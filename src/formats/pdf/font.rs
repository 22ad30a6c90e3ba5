//! One font for every script: it draws nothing, and says which characters stand where.
//!
//! It is a composite font (ISO 32000-1, 9.7) whose codes are UTF-16 code units. A character of the basic
//! plane is its own code. The codes between, which UTF-16 pairs up for all other characters, never stand
//! for a character themselves, so each is given to one of those others. `/ToUnicode` lists the characters
//! that occur, and is where viewers take the text from. Marks that stand over or under a letter, and format
//! characters, have no width: some viewers see to that themselves, and would be wrong about the rest of a
//! word otherwise.

use std::collections::{BTreeMap, BTreeSet};

use unicode_bidi::{BidiClass, bidi_class};

use super::object::{Dict, Indirect, Object, Ref};
use super::truetype;
use crate::model::page::LAYER_FONT as NAME;

/// Width of every character in thousandths of the type size.
pub const ADVANCE: i64 = 500;
/// Height above the baseline in thousandths of the type size.
pub const ASCENT: i64 = 800;
/// Depth below the baseline in thousandths of the type size.
pub const DESCENT: i64 = -200;

/// Codes that UTF-16 keeps for pairs.
const PAIRED: std::ops::RangeInclusive<u16> = 0xD800..=0xDFFF;
/// Most entries that a section of a character map may have.
const SECTION: usize = 100;

/// The objects that a font is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FontIds {
    /// What resources refer to.
    pub font: Ref,
    /// The font of its descendants.
    pub descendant: Ref,
    /// Its measures.
    pub descriptor: Ref,
    /// The TrueType file.
    pub program: Ref,
    /// Which glyph each code has: the same for all.
    pub glyphs: Ref,
    /// Which character each code stands for.
    pub characters: Ref,
}

/// Whether a character takes [`ADVANCE`], or nothing: marks and format characters have the classes of the
/// bidirectional algorithm that leave other characters where they are.
pub fn has_width(c: char) -> bool {
    use BidiClass::{BN, FSI, LRE, LRI, LRO, NSM, PDF, PDI, RLE, RLI, RLO};
    let is_mark = matches!(bidi_class(c), NSM | BN | FSI | LRE | LRI | LRO | PDF | PDI | RLE | RLI | RLO);
    !is_mark && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// The characters that a document's invisible text uses.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InvisibleFont {
    basic: BTreeSet<u16>,
    others: BTreeMap<char, u16>,
}

impl InvisibleFont {
    /// The code of a character, which from now on is among those used. Control characters, and characters
    /// outside the basic plane when 2,048 others are used already, have the code of U+FFFD.
    pub fn code(&mut self, c: char) -> u16 {
        let c = if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
        let Ok(code) = u16::try_from(u32::from(c)) else {
            return self.paired_code(c);
        };
        self.basic.insert(code);
        code
    }

    fn paired_code(&mut self, c: char) -> u16 {
        if let Some(code) = self.others.get(&c) {
            return *code;
        }
        match u16::try_from(self.others.len()).ok().and_then(|used| PAIRED.start().checked_add(used)) {
            Some(code) if PAIRED.contains(&code) => {
                self.others.insert(c, code);
                code
            }
            _ => self.code(char::REPLACEMENT_CHARACTER),
        }
    }

    /// The objects of the font that change when more characters are used.
    pub fn growing_objects(&self, ids: &FontIds) -> Vec<(Ref, Indirect)> {
        let compressed = |data: &[u8]| Indirect::compressed(Dict::new(), data);
        vec![
            (ids.descendant, self.descendant(ids).into()),
            (ids.glyphs, compressed(&self.glyphs())),
            (ids.characters, compressed(self.character_map().as_bytes())),
        ]
    }

    /// The objects of the font.
    pub fn objects(&self, ids: &FontIds) -> Vec<(Ref, Indirect)> {
        let integers = |values: &[i64]| Object::Array(values.iter().map(|v| Object::Integer(*v)).collect());
        let font = Dict::new()
            .with("Type", Object::name("Font"))
            .with("Subtype", Object::name("Type0"))
            .with("BaseFont", Object::name(NAME))
            .with("Encoding", Object::name("Identity-H"))
            .with("DescendantFonts", Object::Array(vec![ids.descendant.into()]))
            .with("ToUnicode", ids.characters);
        let descriptor = Dict::new()
            .with("Type", Object::name("FontDescriptor"))
            .with("FontName", Object::name(NAME))
            // Fixed pitch, symbolic.
            .with("Flags", Object::Integer(5))
            .with("FontBBox", integers(&[0, DESCENT, ADVANCE, ASCENT]))
            .with("ItalicAngle", Object::Integer(0))
            .with("Ascent", Object::Integer(ASCENT))
            .with("Descent", Object::Integer(DESCENT))
            .with("CapHeight", Object::Integer(ASCENT))
            .with("StemV", Object::Integer(80))
            .with("FontFile2", ids.program);
        let program = truetype::blank();
        let length = Object::Integer(i64::try_from(program.len()).unwrap_or(0));
        let mut objects = vec![
            (ids.font, font.into()),
            (ids.descriptor, descriptor.into()),
            (ids.program, Indirect::compressed(Dict::new().with("Length1", length), &program)),
        ];
        objects.extend(self.growing_objects(ids));
        objects
    }

    fn descendant(&self, ids: &FontIds) -> Dict {
        let system = Dict::new()
            .with("Registry", Object::String(b"Adobe".to_vec()))
            .with("Ordering", Object::String(b"Identity".to_vec()))
            .with("Supplement", Object::Integer(0));
        let widths = self
            .codes_without_width()
            .into_iter()
            .flat_map(|code| [Object::Integer(i64::from(code)), Object::Array(vec![Object::Integer(0)])]);
        Dict::new()
            .with("Type", Object::name("Font"))
            .with("Subtype", Object::name("CIDFontType2"))
            .with("BaseFont", Object::name(NAME))
            .with("CIDSystemInfo", system)
            .with("FontDescriptor", ids.descriptor)
            .with("CIDToGIDMap", ids.glyphs)
            .with("DW", Object::Integer(ADVANCE))
            .with("W", Object::Array(widths.collect()))
    }

    /// The glyph of each code, two bytes each. Viewers differ in what they make of codes beyond a font's last
    /// glyph, so every code has one; PDFium takes the box of a character without width from its glyph, so
    /// those have the one without a box.
    fn glyphs(&self) -> Vec<u8> {
        let mut glyphs = [0, truetype::GLYPH].repeat(1 << 16);
        for code in self.codes_without_width() {
            glyphs[2 * usize::from(code) + 1] = truetype::EMPTY_GLYPH;
        }
        glyphs
    }

    fn codes_without_width(&self) -> Vec<u16> {
        let basic = self.basic.iter().map(|code| (char::from_u32(u32::from(*code)), *code));
        let others = self.others.iter().map(|(c, code)| (Some(*c), *code));
        let narrow = basic.chain(others).filter(|(c, _)| c.is_some_and(|c| !has_width(c)));
        narrow.map(|(_, code)| code).collect()
    }

    fn character_map(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        for section in self.ranges().chunks(SECTION) {
            map.push_str(&format!("{} beginbfrange\n", section.len()));
            for (first, last) in section {
                map.push_str(&format!("<{first:04X}> <{last:04X}> <{first:04X}>\n"));
            }
            map.push_str("endbfrange\n");
        }
        let others: Vec<(&char, &u16)> = self.others.iter().collect();
        for section in others.chunks(SECTION) {
            map.push_str(&format!("{} beginbfchar\n", section.len()));
            for (c, code) in section {
                let pair: String = c.encode_utf16(&mut [0; 2]).iter().map(|u| format!("{u:04X}")).collect();
                map.push_str(&format!("<{code:04X}> <{pair}>\n"));
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        map
    }

    /// Runs of used codes that follow each other and have the same first byte, as character maps want it.
    fn ranges(&self) -> Vec<(u16, u16)> {
        let mut ranges: Vec<(u16, u16)> = Vec::new();
        for &code in &self.basic {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == code && *last >> 8 == code >> 8 => *last = code,
                _ => ranges.push((code, code)),
            }
        }
        ranges
    }

    /// The font that wrote this (decoded) character map. `None`: it is not one of ours.
    pub fn from_character_map(map: &[u8]) -> Option<Self> {
        let mut font = Self::default();
        for line in std::str::from_utf8(map).ok()?.lines().filter(|line| line.starts_with('<')) {
            let fields: Vec<&str> = line.split(' ').map(hex).collect::<Option<_>>()?;
            let number = |digits: &str| u16::from_str_radix(digits, 16).ok();
            match fields[..] {
                ["0000", "FFFF"] => {}
                [first, last, same] if first == same => font.basic.extend(number(first)?..=number(last)?),
                [code, pair] if pair.len() == 8 => {
                    let units = [number(pair.get(..4)?)?, number(pair.get(4..)?)?];
                    let c = char::decode_utf16(units).next()?.ok()?;
                    font.others.insert(c, number(code).filter(|code| PAIRED.contains(code))?);
                }
                _ => return None,
            }
        }
        // A new code is the number of those in use, so none may be missing.
        let codes: BTreeSet<u16> = font.others.values().copied().collect();
        codes.into_iter().eq(PAIRED.take(font.others.len())).then_some(font)
    }
}

fn hex(field: &str) -> Option<&str> {
    field.strip_prefix('<')?.strip_suffix('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_outside_the_basic_plane_have_codes_of_their_own() {
        let mut font = InvisibleFont::default();
        assert_eq!("A日".chars().map(|c| font.code(c)).collect::<Vec<_>>(), [0x41, 0x65E5]);
        assert_eq!("😀𠀋😀".chars().map(|c| font.code(c)).collect::<Vec<_>>(), [0xD800, 0xD801, 0xD800]);
        assert_eq!(font.code('\u{7}'), 0xFFFD);
        assert!(font.character_map().contains("<D800> <D83DDE00>"));
    }

    #[test]
    fn a_map_is_read_back_as_it_was_written_and_nothing_else_is() {
        let mut font = InvisibleFont::default();
        for c in ('\u{20}'..='\u{17f}').chain("שלום العربية 😀🏔𠀋 ﬁ e\u{301}".chars()) {
            font.code(c);
        }
        let map = font.character_map();
        assert_eq!(InvisibleFont::from_character_map(map.as_bytes()), Some(font));
        let other = map.replace("<0020> <007E> <0020>", "<0020> <007E> <0021>");
        assert_ne!(other, map);
        assert_eq!(InvisibleFont::from_character_map(other.as_bytes()), None);
        assert_eq!(InvisibleFont::from_character_map(map.replace("<D801>", "<D9FF>").as_bytes()), None);
    }

    #[test]
    fn more_characters_than_there_are_codes_are_replaced() {
        let mut font = InvisibleFont::default();
        let codes: Vec<u16> = ('\u{20000}'..='\u{20800}').map(|c| font.code(c)).collect();
        assert_eq!((codes[0], codes[0x7FF], codes[0x800]), (0xD800, 0xDFFF, 0xFFFD));
    }
}
