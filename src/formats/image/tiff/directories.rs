//! The directories (pages) of a TIFF file.
//!
//! The decoder reads the directory that the header points to. To decode another page, its directory is made
//! the first in the copy of the file that is in memory.

use super::tags::{self, compression};

/// A file with more directories than this is taken for a loop or an attack.
const MAX_DIRECTORIES: usize = 10_000;

/// Byte order and offset width of a TIFF.
struct Layout {
    little_endian: bool,
    big: bool,
}

impl Layout {
    fn of(bytes: &[u8]) -> Option<Layout> {
        match bytes.get(..4)? {
            b"II*\0" => Some(Layout { little_endian: true, big: false }),
            b"MM\0*" => Some(Layout { little_endian: false, big: false }),
            b"II+\0" => Some(Layout { little_endian: true, big: true }),
            b"MM\0+" => Some(Layout { little_endian: false, big: true }),
            _ => None,
        }
    }

    /// An unsigned number of `size` bytes.
    fn number(&self, bytes: &[u8], at: u64, size: usize) -> Option<u64> {
        let start = usize::try_from(at).ok()?;
        let digits = bytes.get(start..start.checked_add(size)?)?;
        let fold = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Some(if self.little_endian { digits.iter().rev().fold(0, fold) } else { digits.iter().fold(0, fold) })
    }

    /// Writes an unsigned number of `size` bytes, where there is room for it.
    fn write(&self, bytes: &mut [u8], at: u64, value: u64, size: usize) {
        let digits = if self.little_endian { value.to_le_bytes() } else { value.to_be_bytes() };
        let digits = if self.little_endian { &digits[..size] } else { &digits[8 - size..] };
        let end = at.checked_add(size as u64);
        let range = usize::try_from(at).ok().zip(end.and_then(|end| usize::try_from(end).ok()));
        if let Some(place) = range.and_then(|(start, end)| bytes.get_mut(start..end)) {
            place.copy_from_slice(digits);
        }
    }

    fn offset_size(&self) -> usize {
        if self.big { 8 } else { 4 }
    }

    /// Where the header keeps the offset of the first directory.
    fn first_offset_at(&self) -> usize {
        if self.big { 8 } else { 4 }
    }

    /// Number of entries, where they start, and the size of one.
    fn entries(&self, bytes: &[u8], directory: u64) -> Option<(u64, u64, u64)> {
        let (count_size, entry_size) = if self.big { (8, 20) } else { (2, 12) };
        let count = self.number(bytes, directory, count_size)?;
        (count > 0 && count < 65_536).then_some((count, directory + count_size as u64, entry_size))
    }
}

/// Offsets of all directories, in order. Stops where the chain leaves the file or returns to itself.
pub fn offsets(bytes: &[u8]) -> Vec<u64> {
    let mut found = Vec::new();
    let Some(layout) = Layout::of(bytes) else {
        return found;
    };
    let mut next = layout.number(bytes, layout.first_offset_at() as u64, layout.offset_size());
    while let Some(offset) = next.filter(|offset| *offset != 0 && !found.contains(offset)) {
        let Some((count, start, size)) = layout.entries(bytes, offset) else {
            break;
        };
        found.push(offset);
        if found.len() == MAX_DIRECTORIES {
            break;
        }
        next = layout.number(bytes, start + count * size, layout.offset_size());
    }
    found
}

/// Makes the directory at `offset` the one the decoder sees, and the only one: a decoder refuses a whole file
/// whose chain returns to itself.
pub fn select(bytes: &mut [u8], offset: u64) {
    let Some(layout) = Layout::of(bytes) else {
        return;
    };
    let link = layout.entries(bytes, offset).map(|(count, start, size)| start + count * size);
    layout.write(bytes, layout.first_offset_at() as u64, offset, layout.offset_size());
    if let Some(link) = link {
        layout.write(bytes, link, 0, layout.offset_size());
    }
}

/// Where the entry of a field stands in the first directory.
fn entry(layout: &Layout, bytes: &[u8], tag: u16) -> Option<u64> {
    let directory = layout.number(bytes, layout.first_offset_at() as u64, layout.offset_size())?;
    let (count, start, size) = layout.entries(bytes, directory)?;
    let mut entries = (0..count).map(|index| start + index * size);
    entries.find(|entry| layout.number(bytes, *entry, 2) == Some(u64::from(tag)))
}

/// The values of a field of the first directory; empty where there is no such field of whole numbers.
pub fn numbers(bytes: &[u8], tag: u16) -> Vec<u64> {
    let read = || {
        let layout = Layout::of(bytes)?;
        let entry = entry(&layout, bytes, tag)?;
        let value_size: usize = match layout.number(bytes, entry + 2, 2)? {
            1 | 7 => 1,
            3 => 2,
            4 | 13 => 4,
            16 | 18 => 8,
            _ => return None,
        };
        let count = usize::try_from(layout.number(bytes, entry + 4, layout.offset_size())?).ok()?;
        let length = count.checked_mul(value_size).filter(|length| *length <= bytes.len())?;
        let inside = entry + 4 + layout.offset_size() as u64;
        let fits = length <= layout.offset_size();
        let at = if fits { inside } else { layout.number(bytes, inside, layout.offset_size())? };
        (0..count as u64)
            .map(|i| layout.number(bytes, at.checked_add(i * value_size as u64)?, value_size))
            .collect()
    };
    read().unwrap_or_default()
}

/// Changes the value of a field of the first directory that is one number of 16 or 32 bits.
pub fn set_number(bytes: &mut [u8], tag: u16, value: u64) {
    let Some(layout) = Layout::of(bytes) else {
        return;
    };
    if let Some(entry) = entry(&layout, bytes, tag) {
        let size = if layout.number(bytes, entry + 2, 2) == Some(4) { 4 } else { 2 };
        layout.write(bytes, entry + 4 + layout.offset_size() as u64, value, size);
    }
}

/// Puts the bits of the first directory's image into the usual order, where the file says that the first
/// pixel is in the lowest bit: fax software writes that, and the decoder does not look.
pub fn straighten(bytes: &mut [u8]) {
    const PARTS: [(u16, u16); 2] =
        [(tags::STRIP_OFFSETS, tags::STRIP_LENGTHS), (tags::TILE_OFFSETS, tags::TILE_LENGTHS)];
    let coding = numbers(bytes, tags::COMPRESSION).first().copied();
    let is_jpeg = matches!(coding, Some(compression::OLD_JPEG | compression::JPEG));
    if is_jpeg || numbers(bytes, tags::FILL_ORDER).first() != Some(&2) {
        return;
    }
    set_number(bytes, tags::FILL_ORDER, 1);
    for (offsets, lengths) in PARTS {
        for (offset, length) in numbers(bytes, offsets).into_iter().zip(numbers(bytes, lengths)) {
            let rest = usize::try_from(offset).ok().and_then(|start| bytes.get_mut(start..));
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            rest.into_iter().flatten().take(length).for_each(|byte| *byte = byte.reverse_bits());
        }
    }
}

/// Horizontal and vertical pixels per inch stated by the first directory.
pub fn density(bytes: &[u8]) -> Option<(f32, f32)> {
    const CENTIMETRE: u64 = 3;
    let layout = Layout::of(bytes)?;
    let directory = layout.number(bytes, layout.first_offset_at() as u64, layout.offset_size())?;
    let (count, start, size) = layout.entries(bytes, directory)?;
    let value_at = |entry: u64| entry + size - layout.offset_size() as u64;
    let rational = |entry: u64| {
        // In a BigTIFF the eight bytes of a rational fit into the entry itself.
        let at = if layout.big { value_at(entry) } else { layout.number(bytes, value_at(entry), 4)? };
        let (numerator, denominator) = (layout.number(bytes, at, 4)?, layout.number(bytes, at + 4, 4)?);
        (denominator > 0).then(|| numerator as f32 / denominator as f32)
    };
    let (mut x, mut y, mut factor) = (None, None, 1.0);
    for entry in (0..count).map(|index| start + index * size) {
        match layout.number(bytes, entry, 2)? as u16 {
            tags::X_RESOLUTION => x = rational(entry),
            tags::Y_RESOLUTION => y = rational(entry),
            tags::RESOLUTION_UNIT if layout.number(bytes, value_at(entry), 2)? == CENTIMETRE => factor = 2.54,
            _ => {}
        }
    }
    Some((x? * factor, y? * factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A TIFF of two directories with one entry each: a resolution, and nothing.
    fn two_directories() -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        let directory = |entries: &[[u32; 3]], next: u32| {
            let mut bytes = (entries.len() as u16).to_le_bytes().to_vec();
            entries.iter().for_each(|entry| entry.iter().for_each(|word| bytes.extend(word.to_le_bytes())));
            bytes.extend(next.to_le_bytes());
            bytes
        };
        // Tag 282 and 283, type 5 (rational), one value, at offset 56.
        bytes.extend(directory(&[[282 | 5 << 16, 1, 56], [283 | 5 << 16, 1, 56]], 38));
        bytes.extend(directory(&[[256 | 3 << 16, 1, 1]], 0));
        bytes.extend(300_u32.to_le_bytes());
        bytes.extend(1_u32.to_le_bytes());
        bytes
    }

    #[test]
    fn every_directory_is_a_page() {
        let mut bytes = two_directories();
        assert_eq!(offsets(&bytes), [8, 38]);
        assert_eq!(density(&bytes), Some((300.0, 300.0)));
        select(&mut bytes, 38);
        assert_eq!(offsets(&bytes), [38]);
    }

    #[test]
    fn bits_of_fax_software_are_put_in_order() {
        let mut bytes = b"II*\0\x08\0\0\0\x03\0".to_vec();
        for entry in [[266 | 3 << 16, 1, 2], [273 | 4 << 16, 1, 50], [279 | 3 << 16, 1, 2]] {
            entry.iter().for_each(|word: &u32| bytes.extend(word.to_le_bytes()));
        }
        bytes.extend([0; 4]);
        bytes.extend([0b0000_0001, 0b1100_0000, 0b0000_0001]);
        assert_eq!(numbers(&bytes, 279), [2]);
        straighten(&mut bytes);
        assert_eq!(bytes[50..], [0b1000_0000, 0b0000_0011, 0b0000_0001]);
        assert_eq!(numbers(&bytes, 266), [1]);
        // Twice is once.
        straighten(&mut bytes);
        assert_eq!(bytes[50], 0b1000_0000);
        assert!(numbers(&bytes, 300).is_empty());
    }

    #[test]
    fn a_chain_that_bites_its_tail_ends() {
        let mut bytes = two_directories();
        bytes[52] = 8;
        assert_eq!(offsets(&bytes), [8, 38]);
        assert!(offsets(b"II*\0\xff\xff\xff\xff").is_empty());
        assert!(offsets(b"MM").is_empty());
    }
}
