//! What an image file claims of its size, in pixels and in inches.

use image::metadata::Orientation;

use crate::model::page::{POINTS_PER_INCH, PageSize};
use crate::model::paper::credible_dpi;
use crate::model::source::FileKind;

/// Horizontal and vertical pixels per inch as the file states them, if it does.
pub fn read(bytes: &[u8], kind: FileKind) -> Option<(f32, f32)> {
    match kind {
        FileKind::Png => png(bytes),
        FileKind::Jpeg => jpeg(bytes),
        FileKind::Tiff => super::tiff::directories::density(bytes),
        FileKind::WebP | FileKind::Bmp | FileKind::Gif | FileKind::Pdf => None,
    }
}

/// Size of the page that an image of `pixels` (width and height as stored) makes when it is turned upright.
pub fn page_size(pixels: (u32, u32), stated: Option<(f32, f32)>, orientation: Orientation) -> PageSize {
    let (dpi_x, dpi_y) = credible_dpi(stated, pixels.0, pixels.1);
    let width = pixels.0 as f32 / dpi_x * POINTS_PER_INCH;
    let height = pixels.1 as f32 / dpi_y * POINTS_PER_INCH;
    if is_quarter_turn(orientation) {
        PageSize { width: height, height: width }
    } else {
        PageSize { width, height }
    }
}

fn is_quarter_turn(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// Width and height in pixels as a PNG's header declares them.
pub fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let is_png = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16)? == b"IHDR";
    is_png.then_some((be32(bytes, 16)?, be32(bytes, 20)?))
}

/// The pHYs chunk: pixels per metre.
fn png(bytes: &[u8]) -> Option<(f32, f32)> {
    let mut at = 8_usize;
    loop {
        let length = be32(bytes, at)? as usize;
        match bytes.get(at + 4..at + 8)? {
            b"pHYs" => {
                let is_metre = bytes.get(at + 16) == Some(&1);
                let per_inch = |offset| Some(be32(bytes, offset)? as f32 * 0.0254);
                return is_metre.then_some((per_inch(at + 8)?, per_inch(at + 12)?));
            }
            b"IDAT" | b"IEND" => return None,
            _ => at = at.checked_add(length)?.checked_add(12)?,
        }
    }
}

/// The JFIF header: dots per inch or per centimetre.
fn jpeg(bytes: &[u8]) -> Option<(f32, f32)> {
    let be16 = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2_usize;
    loop {
        if bytes.get(at)? != &0xff {
            return None;
        }
        let (marker, length) = (*bytes.get(at + 1)?, usize::from(be16(at + 2)?));
        if marker == 0xe0 && bytes.get(at + 4..at + 9)? == b"JFIF\0" {
            let factor = match bytes.get(at + 11)? {
                1 => 1.0,
                2 => 2.54,
                _ => return None,
            };
            return Some((f32::from(be16(at + 12)?) * factor, f32::from(be16(at + 14)?) * factor));
        }
        // Pixel data starts here: nothing more to find.
        if marker == 0xda {
            return None;
        }
        at += 2 + length.max(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stated_resolutions_are_found() {
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        png.extend(b"\0\0\0\x0dIHDR");
        png.extend([0; 17]);
        png.extend(b"\0\0\0\x09pHYs");
        png.extend(11_811_u32.to_be_bytes());
        png.extend(11_811_u32.to_be_bytes());
        png.extend([1, 0, 0, 0, 0]);
        let (x, y) = read(&png, FileKind::Png).unwrap();
        assert!((x - 300.0).abs() < 0.1 && (y - 300.0).abs() < 0.1);

        let jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x02\x01\x00\xc8\x00\xc8\0\0";
        assert_eq!(read(jpeg, FileKind::Jpeg), Some((200.0, 200.0)));
        assert_eq!(read(b"\xff\xd8\xff\xe1\x00", FileKind::Jpeg), None);
    }
}
