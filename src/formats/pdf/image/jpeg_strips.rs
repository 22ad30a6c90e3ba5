//! One JPEG from the JPEG-coded strips of a TIFF page, without decoding them.
//!
//! Each strip is a JPEG of its own whose tables may stand apart, shared by all. Coding starts anew with every
//! strip, and that is what a restart marker says inside a JPEG: so the coded pixels follow each other with
//! restart markers between, below one header.

use super::embedded::{Color, Embedded, Filter};
use super::jpeg::{END_OF_IMAGE, Frame, START_OF_IMAGE, START_OF_SCAN, Segment, segments, starts_frame};

const PROGRESSIVE: u8 = 0xc2;
const RESTART_INTERVAL: u8 = 0xdd;

/// A strip taken apart.
#[derive(PartialEq)]
struct Strip<'a> {
    frame: Frame,
    frame_segment: (u8, &'a [u8]),
    /// Tables, as markers and what they hold.
    tables: Vec<(u8, &'a [u8])>,
    scan: &'a [u8],
    coded: &'a [u8],
}

impl<'a> Strip<'a> {
    /// `None` for strips that cannot be woven into one: progressive, of several scans, or restarting by
    /// themselves.
    fn read(bytes: &'a [u8]) -> Option<Strip<'a>> {
        let (mut frame, mut scan, mut tables) = (None, None, Vec::new());
        for segment in segments(bytes) {
            let Segment { marker, payload, coded, .. } = segment;
            match marker {
                END_OF_IMAGE => break,
                PROGRESSIVE | RESTART_INTERVAL => return None,
                START_OF_SCAN if scan.is_none() => scan = Some((payload, coded)),
                START_OF_SCAN => return None,
                _ if starts_frame(marker) && frame.is_none() => {
                    frame = Some((Frame::read(&segment)?, (marker, payload)));
                }
                _ if starts_frame(marker) => return None,
                // What applications add says nothing of the pixels.
                0xe0..=0xef | 0xfe => {}
                _ => tables.push((marker, payload)),
            }
        }
        let ((frame, frame_segment), (scan, coded)) = (frame?, scan?);
        Some(Strip { frame, frame_segment, tables, scan, coded })
    }

    /// Whether this strip may follow `first`.
    fn continues(&self, first: &Strip<'_>) -> bool {
        self.tables == first.tables
            && self.scan == first.scan
            && self.frame.width == first.frame.width
            && self.frame.components == first.frame.components
            && self.frame.unit == first.frame.unit
    }
}

/// Joins the strips of a page of `size`. `tables` is a JPEG of nothing but the tables that all strips share,
/// or empty. `transform` is 1 where the colours are luminance and chrominance, 0 where they are plain.
/// `None` where the strips do not go together.
pub fn join(tables: &[u8], strips: &[&[u8]], size: (u32, u32), transform: u8) -> Option<Embedded> {
    let mut data = vec![0xff, START_OF_IMAGE];
    for segment in segments(tables).take_while(|segment| segment.marker != END_OF_IMAGE) {
        push(&mut data, segment.marker, segment.payload);
    }
    let frame = match strips {
        [] => return None,
        [only] => {
            let frame = segments(only).find(|segment| starts_frame(segment.marker));
            data.extend_from_slice(only.get(2..)?);
            let frame = Frame::read(&frame?)?;
            ((frame.width, frame.height) == size).then_some(frame)?
        }
        several => weave(&mut data, several, size)?,
    };
    let color = match frame.components.len() {
        1 => Color::Gray,
        3 => Color::Rgb,
        _ => return None,
    };
    let transform = (color == Color::Rgb).then_some(transform);
    let (width, height) = size;
    Some(Embedded {
        width,
        height,
        color,
        bits: 8,
        inverted: false,
        filter: Filter::Jpeg { transform },
        data,
    })
}

fn weave(data: &mut Vec<u8>, strips: &[&[u8]], (width, height): (u32, u32)) -> Option<Frame> {
    let first = Strip::read(strips.first()?)?;
    let (unit_width, unit_height) = first.frame.unit;
    if first.frame.width != width || !first.frame.height.is_multiple_of(unit_height) {
        return None;
    }
    let units = u64::from(width.div_ceil(unit_width)) * u64::from(first.frame.height / unit_height);
    let interval = u16::try_from(units).ok()?;
    for (marker, payload) in &first.tables {
        push(data, *marker, payload);
    }
    let (marker, payload) = first.frame_segment;
    let mut whole = payload.to_vec();
    whole.get_mut(1..3)?.copy_from_slice(&u16::try_from(height).ok()?.to_be_bytes());
    push(data, marker, &whole);
    push(data, RESTART_INTERVAL, &interval.to_be_bytes());
    push(data, START_OF_SCAN, first.scan);
    let mut rows = 0;
    for (index, bytes) in strips.iter().enumerate() {
        let strip = Strip::read(bytes)?;
        let is_last = index + 1 == strips.len();
        if !strip.continues(&first) || !is_last && strip.frame.height != first.frame.height {
            return None;
        }
        data.extend_from_slice(strip.coded);
        if !is_last {
            data.extend([0xff, 0xd0 + (index % 8) as u8]);
        }
        rows += strip.frame.height;
    }
    data.extend([0xff, END_OF_IMAGE]);
    (rows >= height).then_some(first.frame)
}

fn push(data: &mut Vec<u8>, marker: u8, payload: &[u8]) {
    data.extend([0xff, marker]);
    // A segment that was read from a file counts its length in 16 bits.
    data.extend((payload.len() as u16 + 2).to_be_bytes());
    data.extend_from_slice(payload);
}
