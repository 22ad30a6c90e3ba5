//! JPEG files, which a PDF holds as they are.

use image::metadata::Orientation;

use super::embedded::{Color, Embedded, Filter};

/// In a complete file every block of 8 × 8 pixels takes at least a bit. Files with fewer bytes than this
/// for a pixel (with a margin) declare a size that they cannot hold.
const PIXELS_A_BYTE: u64 = 1024;

/// Marker of the start of an image.
pub const START_OF_IMAGE: u8 = 0xd8;
/// Marker of the end of an image.
pub const END_OF_IMAGE: u8 = 0xd9;
/// Marker of the start of a scan, which coded pixels follow.
pub const START_OF_SCAN: u8 = 0xda;

/// A segment between the markers of a JPEG file.
#[derive(Debug, Clone, Copy)]
pub struct Segment<'a> {
    /// The second byte of its marker.
    pub marker: u8,
    /// Where the marker starts in the file.
    pub at: usize,
    /// What follows the length.
    pub payload: &'a [u8],
    /// After a start of scan: the coded pixels.
    pub coded: &'a [u8],
}

/// The segments after the start of the image, up to the end of the image or of the file.
pub fn segments(bytes: &[u8]) -> Segments<'_> {
    Segments { bytes, at: 2 }
}

/// See [`segments`].
pub struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Segments<'_> {
    /// The next marker that starts a segment or ends the image, and where its second byte stands. Whatever
    /// stands where a marker should is passed over, as decoders do.
    fn next_marker(&self) -> Option<(usize, u8)> {
        let mut at = self.at;
        loop {
            at += self.bytes.get(at..)?.iter().position(|byte| *byte == 0xff)? + 1;
            match *self.bytes.get(at)? {
                // Fill bytes, stuffed zeros and markers that no segment follows.
                0 | 1 | 0xd0..=0xd8 | 0xff => {}
                marker => return Some((at, marker)),
            }
        }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        let (start, marker) = self.next_marker()?;
        if marker == END_OF_IMAGE {
            self.at = self.bytes.len();
            return Some(Segment { marker, at: start - 1, payload: &[], coded: &[] });
        }
        let length = self.bytes.get(start + 1..start + 3)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]])).max(2);
        let end = start + 1 + length;
        let payload = self.bytes.get(start + 3..end)?;
        let rest = self.bytes.get(end..)?;
        let coded = if marker == START_OF_SCAN { &rest[..coded_length(rest)] } else { &[] };
        self.at = end + coded.len();
        Some(Segment { marker, at: start - 1, payload, coded })
    }
}

/// Bytes of coded pixels, up to the next marker that is neither a stuffed zero nor a restart.
fn coded_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == 0xff) {
        at += found;
        match bytes.get(at + 1) {
            None => break,
            Some(0 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            Some(_) => return at,
        }
    }
    bytes.len()
}

/// What the header of a frame says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Name of each component.
    pub components: Vec<u8>,
    /// Size in pixels of the unit that all components share.
    pub unit: (u32, u32),
}

impl Frame {
    /// Reads a start of frame; `None` for kinds of JPEG that no PDF viewer has to know (arithmetic, lossless,
    /// hierarchical, 12 bits, or with its height given later).
    pub fn read(segment: &Segment<'_>) -> Option<Frame> {
        let [8, h1, h0, w1, w0, count, rest @ ..] = segment.payload else {
            return None;
        };
        let is_common = matches!(segment.marker, 0xc0..=0xc2);
        let (width, height) = (u16::from_be_bytes([*w1, *w0]), u16::from_be_bytes([*h1, *h0]));
        let components: Vec<&[u8]> = rest.chunks_exact(3).collect();
        if !is_common || width == 0 || height == 0 || components.len() != usize::from(*count) {
            return None;
        }
        let largest = |shift: u8| {
            let factor = components.iter().map(|component| u32::from(component[1] >> shift & 15)).max();
            factor.filter(|factor| (1..=4).contains(factor)).map(|factor| factor * 8)
        };
        // A component that is alone is stored block by block, whatever it says of itself.
        let unit = if components.len() == 1 { (8, 8) } else { (largest(4)?, largest(0)?) };
        Some(Frame {
            width: u32::from(width),
            height: u32::from(height),
            components: components.iter().map(|component| component[0]).collect(),
            unit,
        })
    }
}

/// Whether a marker starts a frame of any kind.
pub fn starts_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

/// How the file has to be turned, as the reader of its pixels takes it.
fn orientation(segment: &Segment<'_>) -> Option<Orientation> {
    let exif = segment.payload.strip_prefix(b"Exif\0\0").filter(|_| segment.marker == 0xe1)?;
    Some(Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms))
}

/// What a PDF must say of the file, how the file must be turned, and where the mark of its end stands (the
/// length of the file where it was cut off). The data is left empty; [`into_data`] gives it.
pub fn inspect(bytes: &[u8]) -> Option<(Embedded, Orientation, usize)> {
    if !bytes.starts_with(&[0xff, START_OF_IMAGE]) {
        return None;
    }
    let (mut frame, mut turned, mut adobe, mut jfif, mut scans) = (None, None, None, false, 0);
    let mut end = bytes.len();
    for segment in segments(bytes) {
        match segment.marker {
            0xe0 => jfif |= segment.payload.starts_with(b"JFIF\0"),
            // Cameras put a preview into the same segments, after the pixels; only what comes before counts.
            0xe1 if scans == 0 => turned = orientation(&segment).or(turned),
            0xee if segment.payload.starts_with(b"Adobe") => adobe = segment.payload.get(11).copied(),
            0xcc => return None,
            marker if starts_frame(marker) => {
                if frame.is_some() {
                    return None;
                }
                frame = Some(Frame::read(&segment)?);
            }
            START_OF_SCAN => scans += 1,
            END_OF_IMAGE => end = segment.at,
            _ => {}
        }
    }
    let frame = frame.filter(|_| scans > 0)?;
    if u64::from(frame.width) * u64::from(frame.height) / PIXELS_A_BYTE > end as u64 {
        return None;
    }
    let color = match frame.components.len() {
        1 => Color::Gray,
        3 => Color::Rgb,
        4 => Color::Cmyk,
        _ => return None,
    };
    // Without a word from Adobe or JFIF, components that are called R, G and B are those.
    let transform = (adobe.is_none() && !jfif && frame.components == *b"RGB").then_some(0);
    let image = Embedded {
        width: frame.width,
        height: frame.height,
        inverted: color == Color::Cmyk && adobe.is_some(),
        color,
        bits: 8,
        filter: Filter::Jpeg { transform },
        data: Vec::new(),
    };
    Some((image, turned.unwrap_or(Orientation::NoTransforms), end))
}

/// The file as a PDF holds it: what follows the end of the image is no part of it, and a file that was cut
/// off gets an end, so that viewers show what is there.
pub fn into_data(mut bytes: Vec<u8>, end: usize) -> Vec<u8> {
    bytes.truncate(end);
    bytes.extend([0xff, END_OF_IMAGE]);
    bytes
}
