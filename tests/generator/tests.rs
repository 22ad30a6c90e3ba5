//! The generator is what other tests trust, so it is tested itself: the same bytes twice, and every
//! coding decoded again by somebody else's code.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashSet;
use std::io::{Cursor, Read};

use fax::Color;
use fax::decoder::{decode_g4, pels};
use flate2::read::ZlibDecoder;
use image::GrayImage;
use lopdf::{LoadOptions, Object};

use super::generator::degrade::{Degradation, turn_page};
use super::generator::document::{Document, Expected};
use super::generator::encode::{flate, group4, pack_bits, threshold};
use super::generator::fonts::Face;
use super::generator::languages;
use super::generator::prose::Language;
use super::generator::raster::draw;
use super::generator::scans::{LIGHT, Look, draw_degraded, prose_sheet};
use super::generator::shaping::{Flow, shape};
use super::generator::sheet::{A5, Sheet, Style};
use super::generator::structure::{OWNER, USER};
use super::generator::tiff::{self, TiffCoding};
use super::generator::{cases, make};

fn page(degradation: Degradation) -> GrayImage {
    let sheet = prose_sheet(A5, Language::English, 0, 3);
    draw_degraded(&sheet, Look { dpi: 100.0, degradation, ..LIGHT }, 3).image
}

fn made(file: &str) -> Document {
    make(file).unwrap_or_else(|| panic!("there is no {file}"))
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for file in ["scan-noisy.pdf", "mixed.pdf", "updated-stream.pdf", "encrypted-rc4-40.pdf", "multi.tif"] {
        // Not assert_eq: a failure would print megabytes.
        assert!(made(file) == made(file), "{file}");
    }
}

#[test]
fn pages_differ_from_each_other() {
    let contract = made("scan-ccitt.pdf");
    let texts: HashSet<&str> = contract.pages.iter().map(|page| page.text.as_str()).collect();
    assert_eq!(texts.len(), 3);
}

#[test]
fn names_are_unique_and_found_with_and_without_extension() {
    let names: Vec<&str> = cases().map(|(name, _)| name).collect();
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    assert_eq!(made("xref-table").file, "xref-table.pdf");
    assert!(make("page").is_none(), "page.png, page.jpg, ...: not clear which");
    assert!(make("no-such-document.pdf").is_none());
}

#[test]
fn every_language_has_its_pages_as_far_as_there_are_fonts() {
    let names: Vec<String> = languages::names().collect();
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    for (name, says) in [
        ("lang-deu_01.pdf", "."),
        ("lang-ara_01.pdf", "\u{644}"),
        ("lang-hin_01.pdf", "\u{93e}"),
        ("lang-jpn_vert.pdf", "。"),
        ("lang-eng+rus.pdf", "\u{438}"),
    ] {
        match make(name) {
            Some(document) => {
                assert!(document.pages[0].text.contains(says), "{name}: {}", document.pages[0].text);
                assert!(document.pages[0].words.iter().all(|word| word.width > 0.0), "{name}: all is drawn");
            }
            None => assert!(
                [Face::Arabic, Face::Devanagari, Face::EastAsian].iter().any(|face| !face.is_here()),
                "{name}"
            ),
        }
    }
    assert!(make("lang-tlh_01.pdf").is_none());
}

#[test]
fn letters_of_arabic_are_joined_and_stand_from_right_to_left() {
    let (apart, _) = shape(Face::Sans, "\u{628}", Flow::RightToLeft);
    let (joined, length) = shape(Face::Sans, "\u{628}\u{62a}", Flow::RightToLeft);
    assert_ne!(joined[1].id, apart[0].id, "the first letter, at the right, has its initial form");
    assert!(joined[0].x < joined[1].x && joined[1].x < length);
}

#[test]
fn group_4_decodes_to_the_same_pixels() {
    for degradation in [Degradation::NONE, Degradation::HEAVY] {
        let image = page(degradation);
        let (width, limit) = (image.width() as u16, threshold(&image));
        let mut rows: Vec<Vec<bool>> = Vec::new();
        decode_g4(group4(&image).into_iter(), width, None, |transitions| {
            rows.push(pels(transitions, width).map(|color| color == Color::White).collect());
        });
        let expected: Vec<Vec<bool>> =
            image.rows().map(|row| row.map(|pixel| pixel.0[0] > limit).collect()).collect();
        assert!(rows == expected);
    }
}

#[test]
fn one_bit_rows_start_at_bytes_and_white_is_one() {
    let image = GrayImage::from_raw(10, 2, [[255; 9].as_slice(), &[0], &[0; 9], &[255]].concat()).unwrap();
    assert_eq!(pack_bits(&image), [0xFF, 0x80, 0x00, 0x40]);
}

#[test]
fn flate_is_zlib() {
    let mut back = Vec::new();
    ZlibDecoder::new(&flate(b"tide tide tide")[..]).read_to_end(&mut back).unwrap();
    assert_eq!(back, b"tide tide tide");
}

/// The first image of a TIFF as grey levels.
fn read_tiff(bytes: &[u8]) -> GrayImage {
    image::load_from_memory(bytes).unwrap().to_luma8()
}

fn is_content(object: &Object) -> bool {
    object.as_stream().is_ok_and(|stream| stream.content.ends_with(b"/Im0 Do Q"))
}

#[test]
fn encrypted_documents_open_with_their_passwords_only() {
    for kind in ["rc4-40", "rc4-128", "aes-128", "aes-256"] {
        let document = made(&format!("encrypted-{kind}.pdf"));
        assert_eq!(document.expected, Expected::ReadWithPassword);
        let open = |password: &str| {
            lopdf::Document::load_mem_with_options(&document.bytes, LoadOptions::with_password(password))
                .is_ok_and(|pdf| pdf.objects.values().any(is_content))
        };
        assert!(open(USER), "{kind}: user");
        assert!(open(OWNER), "{kind}: owner");
        assert!(!open("neap-tide"), "{kind}: wrong");
    }
}

#[test]
fn every_coding_of_tiff_decodes_to_the_same_pixels() {
    let image = page(Degradation::LIGHT);
    let limit = threshold(&image);
    let bilevel = GrayImage::from_fn(image.width(), image.height(), |x, y| {
        image::Luma([if image.get_pixel(x, y).0[0] > limit { 255 } else { 0 }])
    });
    for coding in [TiffCoding::Plain, TiffCoding::Lzw, TiffCoding::Deflate] {
        assert!(read_tiff(&tiff::write(&[(&image, 100.0, coding)])) == image, "{coding:?}");
    }
    for coding in [TiffCoding::PlainBilevel, TiffCoding::Group4] {
        assert!(read_tiff(&tiff::write(&[(&image, 100.0, coding)])) == bilevel, "{coding:?}");
    }
}

#[test]
fn pdfs_of_every_structure_have_their_pages_and_images() {
    let files = ["xref-table", "xref-stream", "object-streams", "hybrid", "updated-table", "updated-stream"];
    for file in files.into_iter().chain(["linearized", "signed", "inherited", "cropbox", "rotated"]) {
        let document = made(file);
        let pdf =
            lopdf::Document::load_mem(&document.bytes).unwrap_or_else(|error| panic!("{file}: {error}"));
        let pages = pdf.get_pages();
        assert_eq!(pages.len(), document.pages.len(), "{file}");
        for page in pages.into_values() {
            assert!(!pdf.get_page_images(page).unwrap().is_empty(), "{file}");
        }
    }
}

#[test]
fn boxes_hold_the_ink_of_their_words_and_nothing_else_does() {
    let mut sheet = Sheet::new(A5);
    let mut column = sheet.column(90.0);
    sheet.paragraph(&mut column, Style::new(Face::Serif, 12.0), "Where the river meets the sea, 1842.");
    let mut drawing = draw(&sheet, 144.0);
    for degrees in [0.0, 2.0] {
        turn_page(&mut drawing, degrees);
        let inside = |x: u32, y: u32| {
            let (x, y) = (x as f32 / 2.0, y as f32 / 2.0);
            drawing.words.iter().any(|word| {
                (word.x - 1.0..=word.x + word.width + 1.0).contains(&x)
                    && (word.y - 1.0..=word.y + word.height + 1.0).contains(&y)
            })
        };
        let ink: Vec<(u32, u32)> = drawing
            .image
            .enumerate_pixels()
            .filter(|(.., pixel)| pixel.0[0] < 200)
            .map(|(x, y, _)| (x, y))
            .collect();
        assert!(ink.len() > 500, "the words are drawn");
        assert!(ink.iter().all(|(x, y)| inside(*x, *y)), "{degrees} degrees");
    }
}

#[test]
fn every_sound_image_file_is_of_its_kind_and_shows_ink_on_paper() {
    let files = cases().map(|(name, _)| name).filter(|name| name.starts_with("page"));
    let mut formats = HashSet::new();
    for file in files {
        let reader = image::ImageReader::new(Cursor::new(made(file).bytes)).with_guessed_format().unwrap();
        let format = reader.format().unwrap();
        assert_eq!(image::ImageFormat::from_path(file).unwrap(), format, "{file}");
        formats.insert(format);
        let shown = reader.decode().unwrap().to_rgba8();
        // Both paper and transparency are light; ink is dark and covers some of the page.
        let dark = |p: &&image::Rgba<u8>| p.0[3] > 128 && p.0[0] < 128;
        let share = shown.pixels().filter(dark).count() as f32 / (shown.width() * shown.height()) as f32;
        assert!((0.01..0.2).contains(&share), "{file}: {share} of the page is dark");
    }
    assert_eq!(formats.len(), 6, "PNG, JPEG, WebP, BMP, GIF, TIFF: {formats:?}");
}

#[test]
fn images_declare_what_they_should() {
    let huge =
        image::ImageReader::new(Cursor::new(made("huge-declared.png").bytes)).with_guessed_format().unwrap();
    assert_eq!(huge.into_dimensions().unwrap(), (60_000, 60_000));
    assert!(image::load_from_memory(&made("broken.png").bytes).is_err());
    let jpeg = made("page-exif6.jpg").bytes;
    let mut decoder = image::codecs::jpeg::JpegDecoder::new(Cursor::new(jpeg)).unwrap();
    let orientation = image::ImageDecoder::orientation(&mut decoder).unwrap();
    assert_eq!(orientation, image::metadata::Orientation::Rotate90);
}
