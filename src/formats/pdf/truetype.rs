//! The smallest TrueType font that works: two glyphs that draw nothing (OpenType 1.9, TrueType tables).
//!
//! The glyph to use has an outline nevertheless, a line there and back, which encloses nothing: PDFium takes
//! the height of a selection from the box around a glyph.

/// The glyph with a box.
pub const GLYPH: u8 = 1;
/// The glyph without one, which is also what fonts show for characters that they do not have.
pub const EMPTY_GLYPH: u8 = 0;

const GLYPHS: u16 = 2;
const UNITS_PER_EM: u16 = 1000;
const ASCENT: u16 = super::font::ASCENT as u16;
const DESCENT: u16 = super::font::DESCENT as u16;
const ADVANCE: u16 = super::font::ADVANCE as u16;
/// Where `head` has the checksum of the whole file, and what the sum of both must be.
const ADJUSTMENT: (usize, u32) = (8, 0xB1B0_AFBA);

/// The file.
pub fn blank() -> Vec<u8> {
    // Sorted by name, as the directory must be.
    let mut tables = [
        (*b"glyf", line()),
        (*b"head", head()),
        (*b"hhea", hhea()),
        (*b"hmtx", words(&[ADVANCE, 0, ADVANCE, 0])),
        // Offsets in units of two bytes: glyph 0 has none, glyph 1 all.
        (*b"loca", words(&[0, 0, line().len() as u16 / 2])),
        (*b"maxp", maxp()),
        (*b"post", words(&[3, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])),
    ];
    let first = 12 + 16 * tables.len();
    let sum = checksum(&assemble(&tables, first));
    let (at, whole) = ADJUSTMENT;
    for (name, table) in &mut tables {
        if name == b"head" {
            table.splice(at..at + 4, whole.wrapping_sub(sum).to_be_bytes());
        }
    }
    assemble(&tables, first)
}

/// The directory and the tables, each on a multiple of four.
fn assemble(tables: &[([u8; 4], Vec<u8>)], first: usize) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = count.ilog2() as u16;
    let range = 16 << power;
    let mut file = words(&[1, 0, count, range, power, count * 16 - range]);
    let mut offset = first;
    for (name, table) in tables {
        // The checksum of `head` is that of the table without the sum of the file.
        let mut counted = table.clone();
        if name == b"head" {
            counted.splice(ADJUSTMENT.0..ADJUSTMENT.0 + 4, [0; 4]);
        }
        file.extend(name);
        file.extend(checksum(&counted).to_be_bytes());
        file.extend((offset as u32).to_be_bytes());
        file.extend((table.len() as u32).to_be_bytes());
        offset += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0_u32, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

/// A line from the lower left to the upper right corner of a letter's box, and back.
fn line() -> Vec<u8> {
    let (height, middle) = (ASCENT.wrapping_sub(DESCENT), ADVANCE / 2);
    // One contour, its box, its last point, no instructions.
    let mut glyph = words(&[1, 0, DESCENT, ADVANCE, ASCENT, 2, 0]);
    // Three points on the curve, their coordinates as differences of two bytes each.
    glyph.extend([1; 3]);
    glyph.extend(words(&[0, middle, middle, DESCENT, height / 2, height / 2]));
    // Tables and glyphs begin at even offsets.
    glyph.push(0);
    glyph
}

fn head() -> Vec<u8> {
    let mut table = words(&[1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, UNITS_PER_EM]);
    // When it was made and changed: seconds since 1904 that nobody needs.
    table.extend([0; 16]);
    // The box of all glyphs, style, smallest size, direction, short offsets in `loca`, format of `glyf`.
    table.extend(words(&[0, DESCENT, ADVANCE, ASCENT, 0, 8, 2, 0, 0]));
    table
}

fn hhea() -> Vec<u8> {
    let mut table = words(&[1, 0, ASCENT, DESCENT, 0, ADVANCE, 0, 0, ADVANCE, 1, 0, 0]);
    table.extend(words(&[0, 0, 0, 0, 0, GLYPHS]));
    table
}

fn maxp() -> Vec<u8> {
    let mut table = words(&[1, 0, GLYPHS, 3, 1, 0, 0, 2]);
    table.extend(words(&[0; 8]));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_adds_up_and_its_tables_have_their_sizes() {
        let file = blank();
        assert_eq!(checksum(&file), ADJUSTMENT.1);
        assert_eq!((head().len(), hhea().len(), maxp().len()), (54, 36, 32));
        assert!(file.len() < 400, "{} bytes", file.len());
    }
}
