//! Pages as plain image files.

use std::io::Cursor;

use flate2::Crc;
use image::{DynamicImage, GrayImage, ImageFormat, imageops};
use png::{BitDepth, ColorType, PixelDimensions, Unit};

use super::Case;
use super::document::{Document, Expected, TruePage};
use super::encode::{flate, jpeg, pack_bits};
use super::geometry::scanned_prose;
use super::raster::Drawing;
use super::sheet::A5;
use super::tiff::{self, TiffCoding};

/// The documents of this kind.
pub const CASES: &[Case] = &[
    ("page.png", || one("page.png", "8-bit grey PNG with pHYs", grey_png)),
    ("page-1bit.png", || one("page-1bit.png", "1-bit grey PNG with pHYs", bilevel_png)),
    ("page-16bit.png", || one("page-16bit.png", "16-bit grey PNG with pHYs", deep_png)),
    ("page-alpha.png", || {
        one("page-alpha.png", "Black text on a transparent background: reads as black on white", |d| {
            alpha_png(d)
        })
    }),
    ("page.jpg", || one("page.jpg", "Grey JPEG with its resolution in JFIF", |d| jpeg(&d.image, d.dpi, 80))),
    ("page-exif6.jpg", || {
        one("page-exif6.jpg", "JPEG that lies on its side; EXIF orientation 6 turns it upright", exif_jpeg)
    }),
    ("page.webp", || {
        one("page.webp", "Lossless WebP, which knows no resolution", |d| plain(d, ImageFormat::WebP))
    }),
    ("page.bmp", || one("page.bmp", "8-bit BMP with its resolution", bmp)),
    ("page.gif", || one("page.gif", "GIF, which knows no resolution", |d| plain(d, ImageFormat::Gif))),
    ("page.tif", || {
        one("page.tif", "Grey TIFF without compression", |d| {
            tiff::write(&[(&d.image, d.dpi, TiffCoding::Plain)])
        })
    }),
    ("multi.tif", multi_tiff),
    ("broken.png", broken_png),
    ("cut.png", cut_png),
    ("huge-declared.png", huge_png),
];

fn one(file: &str, description: &str, encode: impl Fn(&Drawing) -> Vec<u8>) -> Document {
    let (drawing, truth) = scanned_prose(file, 0, A5);
    Document::new(file, description, encode(&drawing), vec![truth])
}

/// A PNG of these samples, with the resolution of the drawing.
pub fn png_of(drawing: &Drawing, color: ColorType, depth: BitDepth, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, drawing.image.width(), drawing.image.height());
    encoder.set_color(color);
    encoder.set_depth(depth);
    let per_metre = (drawing.dpi / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    let mut writer = encoder.write_header().expect("writing to memory");
    writer.write_image_data(data).and_then(|()| writer.finish()).expect("writing to memory");
    bytes
}

fn grey_png(drawing: &Drawing) -> Vec<u8> {
    png_of(drawing, ColorType::Grayscale, BitDepth::Eight, drawing.image.as_raw())
}

fn bilevel_png(drawing: &Drawing) -> Vec<u8> {
    png_of(drawing, ColorType::Grayscale, BitDepth::One, &pack_bits(&drawing.image))
}

fn deep_png(drawing: &Drawing) -> Vec<u8> {
    let data: Vec<u8> = drawing.image.as_raw().iter().flat_map(|value| [*value, *value]).collect();
    png_of(drawing, ColorType::Grayscale, BitDepth::Sixteen, &data)
}

fn alpha_png(drawing: &Drawing) -> Vec<u8> {
    let data: Vec<u8> = drawing.image.as_raw().iter().flat_map(|value| [0, 0, 0, 255 - *value]).collect();
    png_of(drawing, ColorType::Rgba, BitDepth::Eight, &data)
}

/// Orientation 6: "turn me clockwise by 90 degrees to show me".
fn exif_jpeg(drawing: &Drawing) -> Vec<u8> {
    with_orientation(&jpeg(&imageops::rotate270(&drawing.image), drawing.dpi, 80), 6)
}

/// The JPEG with an EXIF orientation (1 to 8).
pub fn with_orientation(bytes: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0; 4]);
    // After the start of the image and the JFIF header that the encoder writes first.
    let jfif = 4 + usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
    let mut out = bytes[..jfif].to_vec();
    out.extend([0xFF, 0xE1]);
    out.extend((exif.len() as u16 + 2).to_be_bytes());
    out.extend(exif);
    out.extend(&bytes[jfif..]);
    out
}

/// A PNG with a palette of four greys, two bits a pixel.
pub fn palette_png(drawing: &Drawing) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = drawing.image.dimensions();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Two);
    encoder.set_palette([0, 0, 40, 90, 80, 80, 170, 170, 160, 255, 255, 240].as_slice());
    let row = |row: &[u8]| -> Vec<u8> {
        row.chunks(4)
            .map(|four| four.iter().enumerate().fold(0, |byte, (i, v)| byte | (v >> 6) << (6 - 2 * i)))
            .collect()
    };
    let data: Vec<u8> = drawing.image.as_raw().chunks_exact(width as usize).flat_map(row).collect();
    let mut writer = encoder.write_header().expect("writing to memory");
    writer.write_image_data(&data).and_then(|()| writer.finish()).expect("writing to memory");
    bytes
}

/// An interlaced 8-bit grey PNG: seven small pictures, coarse to fine.
pub fn interlaced_png(drawing: &Drawing) -> Vec<u8> {
    const PASSES: [[usize; 4]; 7] =
        [[0, 8, 0, 8], [4, 8, 0, 8], [0, 4, 4, 8], [2, 4, 0, 4], [0, 2, 2, 4], [1, 2, 0, 2], [0, 1, 1, 2]];
    let (width, height) = drawing.image.dimensions();
    let mut rows = Vec::new();
    for [left, across, top, down] in PASSES {
        for y in (top..height as usize).step_by(down) {
            // No filter.
            rows.push(0);
            rows.extend(
                (left..width as usize)
                    .step_by(across)
                    .map(|x| drawing.image.get_pixel(x as u32, y as u32).0[0]),
            );
        }
    }
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 0, 0, 0, 1]);
    png_file(&[(b"IHDR", &header), (b"IDAT", &flate(&rows)), (b"IEND", &[])])
}

/// A JPEG of four inks as Photoshop writes it, inverted. Cyan, magenta and yellow are blank, black is the image:
/// four grey JPEGs, each a scan of its own.
pub fn cmyk_jpeg(drawing: &Drawing) -> Vec<u8> {
    let blank = GrayImage::from_pixel(drawing.image.width(), drawing.image.height(), image::Luma([255]));
    let scan = |image: &GrayImage| {
        let bytes = jpeg(image, drawing.dpi, 80);
        let start = bytes.windows(2).position(|pair| pair == [0xFF, 0xDA]).expect("a scan");
        (bytes[..start].to_vec(), bytes[start..bytes.len() - 2].to_vec())
    };
    let (head, black) = scan(&drawing.image);
    let (_, blank) = scan(&blank);
    let frame = head.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame");
    let length = usize::from(u16::from_be_bytes([head[frame + 2], head[frame + 3]]));
    let mut out = head[..frame].to_vec();
    out.extend(b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0\0");
    out.extend([0xFF, 0xC0, 0, 20]);
    out.extend(&head[frame + 4..frame + 9]);
    out.push(4);
    (1..=4).for_each(|component| out.extend([component, 0x11, 0]));
    out.extend(&head[frame + 2 + length..]);
    for (component, scan) in [(1, &blank), (2, &blank), (3, &blank), (4, &black)] {
        let mut scan = scan.clone();
        // The name of the component follows the marker, the length and the count.
        scan[5] = component;
        out.extend(scan);
    }
    out.extend([0xFF, 0xD9]);
    out
}

fn plain(drawing: &Drawing, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    // These formats have no grey of their own.
    let image = DynamicImage::ImageRgba8(DynamicImage::ImageLuma8(drawing.image.clone()).to_rgba8());
    image.write_to(&mut bytes, format).expect("writing to memory");
    bytes.into_inner()
}

fn bmp(drawing: &Drawing) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = DynamicImage::ImageLuma8(drawing.image.clone());
    image.write_to(&mut bytes, ImageFormat::Bmp).expect("writing to memory");
    let mut bytes = bytes.into_inner();
    let per_metre = ((drawing.dpi / 0.0254).round() as u32).to_le_bytes();
    // biXPelsPerMeter and biYPelsPerMeter.
    bytes[38..42].copy_from_slice(&per_metre);
    bytes[42..46].copy_from_slice(&per_metre);
    bytes
}

fn multi_tiff() -> Document {
    let file = "multi.tif";
    let codings = [TiffCoding::Group4, TiffCoding::Lzw, TiffCoding::Deflate];
    let pages: Vec<(Drawing, TruePage)> = (0..codings.len()).map(|i| scanned_prose(file, i, A5)).collect();
    let images: Vec<(&GrayImage, f32, TiffCoding)> = pages
        .iter()
        .zip(codings)
        .map(|((drawing, _), coding)| (&drawing.image, drawing.dpi, coding))
        .collect();
    let bytes = tiff::write(&images);
    let description = "Three pages: one bit CCITT G4, grey LZW, grey Deflate in strips";
    Document::new(file, description, bytes, pages.into_iter().map(|(_, truth)| truth).collect())
}

fn broken_png() -> Document {
    let (drawing, _) = scanned_prose("broken.png", 0, A5);
    let mut bytes = grey_png(&drawing);
    // Signature, header and size; of the pixels next to nothing.
    bytes.truncate(100);
    Document::new("broken.png", "The first hundred bytes of a PNG", bytes, Vec::new())
        .expecting(Expected::refused("damaged"))
}

/// The text is that of the whole page; what is below the cut is not there to be read.
fn cut_png() -> Document {
    let (drawing, truth) = scanned_prose("cut.png", 0, A5);
    let mut bytes = grey_png(&drawing);
    bytes.truncate(bytes.len() * 2 / 3);
    Document::new("cut.png", "The first two thirds of a PNG", bytes, vec![truth])
}

/// A few kilobytes that declare 60,000 x 60,000 pixels.
fn huge_png() -> Document {
    const SIDE: u32 = 60_000;
    let mut header = [SIDE.to_be_bytes(), SIDE.to_be_bytes()].concat();
    header.extend([8, 0, 0, 0, 0]);
    let rows = flate(&vec![0; 4 * (SIDE as usize + 1)]);
    let bytes = png_file(&[(b"IHDR", &header), (b"IDAT", &rows), (b"IEND", &[])]);
    Document::new(
        "huge-declared.png",
        "A valid header that declares 60,000 x 60,000 pixels",
        bytes,
        Vec::new(),
    )
    .expecting(Expected::refused("too-large"))
}

fn png_file(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in chunks {
        bytes.extend((data.len() as u32).to_be_bytes());
        let mut crc = Crc::new();
        crc.update(*kind);
        crc.update(data);
        bytes.extend(*kind);
        bytes.extend(*data);
        bytes.extend(crc.sum().to_be_bytes());
    }
    bytes
}
