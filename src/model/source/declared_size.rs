//! Sizes that the headers of image files declare, for the kinds that the browser decodes: a file of a few bytes may
//! declare more pixels than there is memory, and must be refused before the browser is asked.

use super::FileKind;

/// Width and height in pixels as declared in the first [`super::SNIFF_BYTES`] bytes; `None` where they are not
/// there, or for kinds that are not decoded by the browser.
pub fn declared_size(head: &[u8], kind: FileKind) -> Option<(u32, u32)> {
    let short = |at: usize| Some(u32::from(u16::from_le_bytes(head.get(at..at + 2)?.try_into().ok()?)));
    let long = |at: usize| Some(u32::from_le_bytes(head.get(at..at + 4)?.try_into().ok()?));
    match kind {
        FileKind::Gif => Some((short(6)?, short(8)?)),
        FileKind::Bmp => match long(14)? {
            // The header of OS/2, with numbers of 16 bits.
            12 => Some((short(18)?, short(20)?)),
            // A negative height says that the first row is the topmost.
            _ => Some(((long(18)? as i32).unsigned_abs(), (long(22)? as i32).unsigned_abs())),
        },
        FileKind::WebP => match head.get(12..16)? {
            // Numbers of 24 bits, which are one less than the side.
            b"VP8X" => Some(((long(24)? & 0xff_ffff) + 1, (long(26)? >> 8) + 1)),
            b"VP8L" => {
                let sides = long(21)?;
                Some(((sides & 0x3fff) + 1, (sides >> 14 & 0x3fff) + 1))
            }
            b"VP8 " => Some((short(26)? & 0x3fff, short(28)? & 0x3fff)),
            _ => None,
        },
        FileKind::Pdf | FileKind::Png | FileKind::Jpeg | FileKind::Tiff => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, ImageFormat};

    #[test]
    fn what_encoders_write_is_found() {
        let picture = DynamicImage::new_rgba8(300, 70);
        for (kind, format) in [
            (FileKind::Bmp, ImageFormat::Bmp),
            (FileKind::Gif, ImageFormat::Gif),
            (FileKind::WebP, ImageFormat::WebP),
        ] {
            let mut bytes = std::io::Cursor::new(Vec::new());
            picture.write_to(&mut bytes, format).unwrap();
            let bytes = bytes.into_inner();
            assert_eq!(declared_size(&bytes, kind), Some((300, 70)), "{kind:?}");
            assert_eq!(declared_size(&bytes[..12], kind).is_some(), kind == FileKind::Gif);
        }
    }

    #[test]
    fn every_header_of_a_kind_is_understood() {
        let extended = [b"RIFF....WEBPVP8X\x0a\0\0\0\0\0\0\0".as_slice(), b"\xff\xff\0\x0f\0\0"].concat();
        assert_eq!(declared_size(&extended, FileKind::WebP), Some((65_536, 16)));
        let lossy = b"RIFF....WEBPVP8 ....\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01";
        assert_eq!(declared_size(lossy, FileKind::WebP), Some((640, 480)));
        let os2 = b"BM............\x0c\0\0\0\x80\x02\xe0\x01";
        assert_eq!(declared_size(os2, FileKind::Bmp), Some((640, 480)));
        let top_down = b"BM............\x28\0\0\0\x80\x02\0\0\x20\xfe\xff\xff";
        assert_eq!(declared_size(top_down, FileKind::Bmp), Some((640, 480)));
    }
}
