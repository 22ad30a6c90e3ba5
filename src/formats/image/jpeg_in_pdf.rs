//! A JPEG file as the only page of a PDF, for those that are too large to be decoded whole: PDFium decodes the
//! images of its pages row by row, and reads the file in blocks.

use image::metadata::Orientation;
use zune_jpeg::zune_core::colorspace::ColorSpace;

use super::decode::MAX_PIXELS;
use super::{density, jpeg};
use crate::model::budget::Bytes;
use crate::model::source::FileKind;

/// How much of a file is looked at for its header: the previews, profiles and notes of cameras come before it.
pub const HEAD_BYTES: u64 = 1024 * 1024;
/// In a complete file every block of 8 × 8 pixels takes at least a bit. What declares more than that holds less.
const PIXELS_A_BYTE: u64 = 512;

/// What stands around the bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JpegInPdf {
    /// Before them.
    pub before: Vec<u8>,
    /// After them.
    pub after: Vec<u8>,
}

/// The PDF of a JPEG file that has this `head` and so many bytes in all; `None` if decoded whole it stays below
/// `room`, or where that would not help: progressive files have to be decoded whole by everybody.
pub fn wrap(head: Vec<u8>, length: u64, room: Bytes) -> Option<JpegInPdf> {
    let density = density::read(&head, FileKind::Jpeg);
    let (decoder, info, orientation) = jpeg::header(head).ok()?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let pixels = u64::from(width) * u64::from(height);
    let color = match (decoder.input_colorspace()?, info.components) {
        (ColorSpace::Luma, 1) => "Gray",
        (ColorSpace::YCbCr | ColorSpace::RGB, 3) => "RGB",
        _ => return None,
    };
    let is_large = pixels + length > room.0;
    if !is_large || !info.sof.is_sequential_dct() || pixels > MAX_PIXELS.min(length * PIXELS_A_BYTE) {
        return None;
    }
    let rotate = match orientation {
        Orientation::NoTransforms => 0,
        Orientation::Rotate90 => 90,
        Orientation::Rotate180 => 180,
        Orientation::Rotate270 => 270,
        // No camera takes mirror images.
        _ => return None,
    };
    let size = density::page_size((width, height), density, Orientation::NoTransforms);
    let (x, y) = (size.width, size.height);
    let content = format!("{x} 0 0 {y} 0 0 cm /I Do");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {x} {y}]/Rotate {rotate}/Contents 4 0 R\
             /Resources<</XObject<</I 5 0 R>>>>>>"
        ),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        format!(
            "<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/Device{color}\
             /BitsPerComponent 8/Filter/DCTDecode/Length {length}>>stream\n"
        ),
    ];
    let mut before = String::from("%PDF-1.4\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (object, number) in objects.iter().zip(1..) {
        table.push_str(&format!("{:010} 00000 n \n", before.len()));
        before.push_str(&format!("{number} 0 obj\n{object}"));
        if number < objects.len() {
            before.push_str("\nendobj\n");
        }
    }
    let end = "\nendstream\nendobj\n";
    let start = before.len() as u64 + length + end.len() as u64;
    let count = objects.len() + 1;
    let after = format!("{end}{table}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    Some(JpegInPdf { before: before.into_bytes(), after: after.into_bytes() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
    use lopdf::Document;

    fn encoded(image: DynamicImage) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_large_file_is_the_image_of_the_only_page() {
        let grey = encoded(DynamicImage::ImageLuma8(GrayImage::new(300, 200)));
        let color = encoded(DynamicImage::ImageRgb8(RgbImage::new(300, 200)));
        for (file, space) in [(grey, "DeviceGray"), (color, "DeviceRGB")] {
            let JpegInPdf { before, after } =
                wrap(file.clone(), file.len() as u64, Bytes(60_000)).expect("it is large");
            let cut = &file[..file.len() - 2];
            assert!(jpeg::has_end(&file) && !jpeg::has_end(cut));
            assert!(wrap(file.clone(), cut.len() as u64, Bytes(60_000)).is_some(), "it is large");
            let pdf = Document::load_mem(&[before, file.clone(), after].concat()).unwrap();
            let pages: Vec<_> = pdf.page_iter().collect();
            assert_eq!(pages.len(), 1);
            let images = pdf.get_page_images(pages[0]).unwrap();
            assert_eq!((images[0].width, images[0].height), (300, 200));
            assert_eq!(images[0].color_space.as_deref(), Some(space));
            assert!(images[0].content == file);
        }
    }

    #[test]
    fn what_fits_or_holds_less_than_it_says_is_left_as_it_is() {
        let file = encoded(DynamicImage::ImageLuma8(GrayImage::new(300, 200)));
        let length = file.len() as u64;
        assert_eq!(wrap(file.clone(), length, Bytes(60_000 + length)), None);
        assert_eq!(wrap(file.clone(), 100, Bytes(60_000)), None, "a bomb");
        assert_eq!(wrap(file[..50].to_vec(), length, Bytes(0)), None);
        assert_eq!(wrap(Vec::new(), 0, Bytes(0)), None);
    }
}
