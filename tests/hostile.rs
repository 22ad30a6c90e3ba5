//! Files and texts that nobody writes on purpose, or only in malice: everything that Pagewise parses itself is
//! given damaged and random input, the same on every run. It may refuse, in a sentence; it may not panic, hang
//! or claim what is not there.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "generator/mod.rs"]
mod generator;

use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use pagewise::engine::image_files::ImageFiles;
use pagewise::formats::image::tiff::directories;
use pagewise::formats::image::{ImageSource, density};
use pagewise::model::bitmap::{Provenance, Strip};
use pagewise::model::budget::Bytes;
use pagewise::model::error::Error;
use pagewise::model::language::{LanguageChoice, MAX_LANGUAGES};
use pagewise::model::options::Options;
use pagewise::model::options::OwnText;
use pagewise::model::page::{Dpi, PageIndex};
use pagewise::model::paper::credible_dpi;
use pagewise::model::source::declared_size::declared_size;
use pagewise::model::source::{FileKind, PageRange, SNIFF_BYTES};
use pagewise::reading::{DrawRequest, Rasterizer};
use pagewise::words::words;

use generator::encode::jpeg;
use generator::images::{cmyk_jpeg, interlaced_png, palette_png, with_orientation};
use generator::random::Random;
use generator::raster::Drawing;
use generator::tiff::{self, TiffCoding};

const MAX_PIXELS: u64 = 1_000_000;

struct Memory(Vec<u8>);

impl ImageSource for Memory {
    fn read(&self, _: usize) -> Result<Vec<u8>, Error> {
        Ok(self.0.clone())
    }
}

/// Draws the first pages of an image file, and checks that what comes is what was announced.
fn draw(bytes: &[u8], kind: FileKind) -> Vec<Result<(Provenance, Vec<u8>), Error>> {
    let mut files = ImageFiles::open(Memory(bytes.to_vec()), vec![kind]);
    assert!(files.page_count() >= 1, "a file keeps its place");
    (0..files.page_count().min(3))
        .map(|page| {
            let request = DrawRequest {
                own_text: OwnText::Read,
                region: None,
                page: PageIndex(page),
                strip: Strip::FIRST,
                dpi: Some(Dpi(96.0)),
                max_pixels: MAX_PIXELS,
                max_decoded: Bytes::megabytes(80),
                reduction: 1.0,
            };
            files.draw(&request).map(|drawn| {
                let (header, pixels) = drawn.bitmap().unwrap();
                assert_eq!(header.bytes(), pixels.len() as u64);
                assert!(header.width > 0 && header.height > 0);
                assert!(header.size.width.is_finite() && header.size.height.is_finite());
                (header.provenance, pixels)
            })
        })
        .collect()
}

/// Small, so that thousands can be damaged; of a pattern that is no other when turned.
fn picture() -> GrayImage {
    let is_ink = |x: u32, y: u32| (x / 3).is_multiple_of(4) && y > 9 && x + y < 90;
    GrayImage::from_fn(61, 47, |x, y| Luma([if is_ink(x, y) { 20 } else { 255 }]))
}

fn encoded(format: ImageFormat, image: &DynamicImage) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// One file of every coding that scanners and cameras use.
fn samples() -> Vec<(&'static str, FileKind, Vec<u8>)> {
    use TiffCoding::*;
    let grey = picture();
    let image = DynamicImage::ImageLuma8(grey.clone());
    let drawing = Drawing { image: grey.clone(), dpi: 96.0, words: Vec::new() };
    let tiff = |coding| tiff::write(&[(&grey, 96.0, coding)]);
    let mut samples = vec![
        ("PNG", FileKind::Png, encoded(ImageFormat::Png, &image)),
        ("deep PNG", FileKind::Png, encoded(ImageFormat::Png, &DynamicImage::ImageRgba16(image.to_rgba16()))),
        ("palette PNG", FileKind::Png, palette_png(&drawing)),
        ("interlaced PNG", FileKind::Png, interlaced_png(&drawing)),
        ("JPEG", FileKind::Jpeg, jpeg(&grey, 96.0, 80)),
        ("JPEG of inks", FileKind::Jpeg, cmyk_jpeg(&drawing)),
        ("turned JPEG", FileKind::Jpeg, with_orientation(&jpeg(&grey, 96.0, 80), 1)),
        (
            "pages",
            FileKind::Tiff,
            tiff::write(&[(&grey, 96.0, Group4), (&grey, 96.0, Lzw), (&grey, 96.0, Plain)]),
        ),
        (
            "deep TIFF",
            FileKind::Tiff,
            encoded(ImageFormat::Tiff, &DynamicImage::ImageRgb16(image.to_rgb16())),
        ),
    ];
    let codings =
        [Group4, Group4Strips, Group3, Group3Reversed, JpegStrips, PlainBilevel, Lzw, Deflate, Plain];
    samples.extend(codings.map(|coding| ("TIFF", FileKind::Tiff, tiff(coding))));
    samples
}

/// Changes some bytes, cuts the end off, or puts numbers of consequence where others stood.
fn damage(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match random.below(4) {
        0 => bytes.truncate(random.below(bytes.len())),
        1 => {
            let at = random.below(bytes.len());
            let extreme = *random.pick(&[0, 1, 0x7fff, 0xffff, 0x7fff_ffff, u32::MAX, 0x8000_0000]);
            for (byte, new) in bytes[at..].iter_mut().zip(extreme.to_le_bytes()) {
                *byte = new;
            }
        }
        _ => {
            for _ in 0..1 + random.below(6) {
                let at = random.below(bytes.len());
                bytes[at] = random.next() as u8;
            }
        }
    }
    bytes
}

#[test]
fn sound_images_are_decoded_whole() {
    let grey = picture();
    for (name, kind, bytes) in samples() {
        for page in draw(&bytes, kind) {
            let (provenance, pixels) = page.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(provenance, Provenance::Scan, "{name}");
            let wrong = pixels.iter().zip(grey.as_raw()).filter(|(a, b)| (**a < 128) != (**b < 128)).count();
            assert!(wrong <= pixels.len() / 20, "{name}: {wrong} of {} pixels differ", pixels.len());
        }
    }
}

#[test]
fn damaged_images_are_decoded_in_part_or_refused() {
    let mut random = Random::new(4);
    let (mut drawn, mut refused) = (0, 0);
    for (name, kind, bytes) in samples() {
        for round in 0..100 {
            let bad = damage(&bytes, &mut random);
            for page in draw(&bad, kind) {
                match page {
                    Ok(_) => drawn += 1,
                    Err(Error::DamagedImage { .. } | Error::ImageTooLarge { .. }) => refused += 1,
                    Err(other) => panic!("{name}, round {round}: {other}"),
                }
            }
        }
    }
    assert!(drawn > 100 && refused > 100, "{drawn} drawn, {refused} refused");
}

#[test]
fn directories_of_damaged_tiffs_come_to_an_end() {
    let grey = picture();
    let bytes = tiff::write(&[(&grey, 96.0, TiffCoding::Plain); 4]);
    let mut random = Random::new(5);
    for _ in 0..3000 {
        let mut bad = damage(&bytes, &mut random);
        let offsets = directories::offsets(&bad);
        assert!(offsets.iter().all(|offset| *offset < bad.len() as u64));
        assert!(offsets.len() <= 10_000);
        let _ = (directories::density(&bad), directories::numbers(&bad, 273));
        for offset in offsets {
            directories::select(&mut bad, offset);
            assert_eq!(directories::offsets(&bad), [offset]);
            directories::straighten(&mut bad);
        }
    }
}

#[test]
fn heads_of_random_bytes_are_told_apart_without_panic() {
    let marks: [&[u8]; 10] = [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"BM",
        b"GIF89a",
        b"II*\0",
        b"MM\0+",
        b"RIFF....WEBPVP8X",
        b"%PDF-1.7",
        b"",
        b"\xff\xd8\xff\xe1",
    ];
    let mut random = Random::new(6);
    for _ in 0..5000 {
        let mut bytes = random.pick(&marks).to_vec();
        let length = random.below(120);
        bytes.extend((0..length).map(|_| if random.below(3) == 0 { 0 } else { random.next() as u8 }));
        match FileKind::sniff(&bytes) {
            Ok(kind) => {
                let (declared, stated) = (declared_size(&bytes, kind), density::read(&bytes, kind));
                let (width, height) = declared.unwrap_or((100, 100));
                let (x, y) = credible_dpi(stated, width, height);
                assert!(x >= 1.0 && y >= 1.0 && x.is_finite() && y.is_finite(), "{x} {y}");
            }
            Err(error) => assert!(matches!(error, Error::UnsupportedFile | Error::EmptyFile)),
        }
    }
    assert_eq!(
        FileKind::sniff(&[vec![b' '; SNIFF_BYTES], b"%PDF-1.7".to_vec()].concat()),
        Err(Error::UnsupportedFile)
    );
}

#[test]
fn page_ranges_mean_pages_of_the_document_or_say_what_is_wrong() {
    let pieces = [
        "1",
        "0",
        "7",
        "-",
        "–",
        ",",
        ";",
        " ",
        "12",
        "99999999999",
        "4294967295",
        "a",
        "+",
        "\u{202e}",
        "٣",
        "\0",
    ];
    let mut random = Random::new(7);
    for _ in 0..5000 {
        let text: String = (0..random.below(9)).map(|_| *random.pick(&pieces)).collect();
        let count = *random.pick(&[1, 5, 1000]);
        match PageRange::parse(&text) {
            Ok(range) => {
                if let Ok(pages) = range.select(count) {
                    assert!(pages.windows(2).all(|pair| pair[0] < pair[1]), "{text:?}");
                    assert!(pages.iter().all(|page| page.number() <= count), "{text:?}");
                }
            }
            Err(error) => {
                let said = (words().page_range)(&error);
                assert!(said.ends_with('.') && said.len() < 200, "{text:?}")
            }
        }
    }
}

#[test]
fn options_in_addresses_are_sensible_or_left_as_they_were() {
    let names = ["preset", "dpi", "workers", "pages", "psm", "lang", "model", "", "DPI", "__proto__"];
    let values = [
        "",
        "150",
        "-1",
        "1e9",
        "NaN",
        "inf",
        "0x10",
        "400.5",
        "3",
        "1-3",
        "99999999999999999999",
        "auto",
        "eng",
        "../../x",
        "<img src=x onerror=alert(1)>",
        "conservative",
        "\u{0}",
        "é",
        "1,2;3",
        "16",
        "17",
    ];
    let mut random = Random::new(8);
    for _ in 0..5000 {
        let mut options = Options::default();
        let query: Vec<_> =
            (0..random.below(6)).map(|_| (*random.pick(&names), *random.pick(&values))).collect();
        let rejected = options.apply(query.iter().copied());
        let is_named = |given: &String| given.split_once('=').is_some_and(|(name, _)| names.contains(&name));
        assert!(rejected.iter().all(is_named), "{rejected:?}");
        assert!(options.dpi.is_none_or(|dpi| (75.0..=400.0).contains(&dpi.0)), "{query:?}");
        assert!(options.workers.is_none_or(|workers| (1..=16).contains(&workers)), "{query:?}");
        assert!(options.page_range().is_ok(), "{query:?}");
        let is_code =
            |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if let LanguageChoice::These(codes) = &options.languages {
            assert!((1..=MAX_LANGUAGES).contains(&codes.len()), "{query:?}");
            assert!(codes.iter().all(|code| is_code(code)), "{query:?}");
        }
        assert!(options.variant.as_deref().is_none_or(is_code), "{query:?}");
    }
}

#[test]
fn images_are_turned_as_their_cameras_say() {
    let grey = picture();
    let seen = |bytes: &[u8]| draw(bytes, FileKind::Jpeg).remove(0).unwrap().1;
    let upright = seen(&jpeg(&grey, 96.0, 95));
    // What is stored, so that turning it as the number says shows the picture upright.
    use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
    let stored = [
        (1, grey.clone()),
        (2, flip_horizontal(&grey)),
        (3, rotate180(&grey)),
        (4, flip_vertical(&grey)),
        (5, flip_horizontal(&rotate90(&grey))),
        (6, rotate270(&grey)),
        (7, flip_horizontal(&rotate270(&grey))),
        (8, rotate90(&grey)),
    ];
    for (number, image) in stored {
        let turned = seen(&with_orientation(&jpeg(&image, 96.0, 95), number));
        let wrong = turned.iter().zip(&upright).filter(|(a, b)| a.abs_diff(**b) > 60).count();
        assert!(
            wrong <= upright.len() / 50,
            "orientation {number}: {wrong} of {} pixels differ",
            upright.len()
        );
    }
}
