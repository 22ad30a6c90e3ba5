//! PDFs made of image files, judged by other programs: qpdf for the structure, Poppler for what they show and
//! how it is packed. Where one of them is not installed, what needs it is skipped, and said.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "generator/mod.rs"]
mod generator;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage, imageops};
use pagewise::formats::export::DocumentInfo;
use pagewise::formats::image::decode;
use pagewise::formats::image::grey::luminance;
use pagewise::formats::pdf::image::{ImagePdf, Placed};
use pagewise::formats::pdf::{Layered, SearchablePdf};
use pagewise::model::error::Error;
use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph,
    Rect, Word,
};
use pagewise::model::source::FileKind;

use generator::color_tiff::{self, ColorTiff};
use generator::document::{TruePage, TrueWord};
use generator::encode::{color_jpeg, jpeg, pack_bits, threshold, tinted};
use generator::geometry::scanned_prose;
use generator::images::{cmyk_jpeg, interlaced_png, palette_png, png_of, with_orientation};
use generator::raster::Drawing;
use generator::sheet::A5;
use generator::tiff::{self, TiffCoding};
use png::{BitDepth, ColorType};

/// A part of a scanned page; a whole one takes a debug build a minute to pack in every way.
fn drawing() -> Drawing {
    let page = scanned_prose("image_pdf", 0, A5).0;
    let image = imageops::crop_imm(&page.image, 130, 110, 411, 480).to_image();
    Drawing { image, ..page }
}

/// A PDF on disk, gone when dropped.
struct Made {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Made {
    fn of(name: &str, files: &[(&[u8], FileKind)]) -> Made {
        let mut pdf = ImagePdf::new(&DocumentInfo::new(name, files.len() as u32));
        let mut bytes = Vec::new();
        for (file, kind) in files {
            assert_eq!(pdf.add_page(file.to_vec(), *kind, 0, None, None), Placed::Shown, "{name}");
            bytes.extend(pdf.take_bytes());
        }
        bytes.extend(pdf.finish());
        Made::keep(name, bytes)
    }

    fn keep(name: &str, bytes: Vec<u8>) -> Made {
        let path = std::env::temp_dir().join(format!("pagewise-{}-{name}.pdf", std::process::id()));
        std::fs::write(&path, &bytes).unwrap();
        Made { path, bytes }
    }

    fn contains(&self, needle: &[u8]) -> bool {
        // A window over megabytes is slow without a build for speed; its first bytes narrow it down.
        let head = &needle[..needle.len().min(16)];
        (0..self.bytes.len())
            .any(|at| self.bytes[at..].starts_with(head) && self.bytes[at..].starts_with(needle))
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // Nothing depends on it: what stays is a small file in a folder for such files.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Runs a program; `None` where it is not installed.
fn run(program: &str, arguments: &[&str], file: &Path) -> Option<Output> {
    match Command::new(program).args(arguments).arg(file).output() {
        Ok(output) => Some(output),
        Err(_) => {
            eprintln!("skipped: {program} is not installed");
            None
        }
    }
}

fn assert_sound(made: &Made) {
    if let Some(output) = run("qpdf", &["--check"], &made.path) {
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{}: {said}", made.path.display());
    }
}

/// Color space, bits a sample and packing of each image, as Poppler names them.
fn packing(made: &Made) -> Option<Vec<String>> {
    let output = run("pdfimages", &["-list"], &made.path)?;
    let text = String::from_utf8(output.stdout).unwrap();
    let columns = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        [words[5], words[7], words[8]].join(" ")
    };
    Some(text.lines().skip(2).map(columns).collect())
}

/// Sizes of the pages in points.
fn page_sizes(made: &Made) -> Option<Vec<(f32, f32)>> {
    let output = run("pdfinfo", &["-f", "1", "-l", "100"], &made.path)?;
    let text = String::from_utf8(output.stdout).unwrap();
    let sizes = text.lines().filter(|line| line.starts_with("Page ") && line.contains(" size:"));
    let number = |word: Option<&str>| word.unwrap().parse().unwrap();
    let size = |line: &str| {
        let mut words = line.split_once(':').unwrap().1.split_whitespace();
        let width = number(words.next());
        words.next();
        (width, number(words.next()))
    };
    Some(sizes.map(size).collect())
}

/// The first page as Poppler draws it, a pixel for each pixel of an image of this size.
fn drawn(made: &Made, (width, height): (u32, u32)) -> Option<RgbImage> {
    let (page_width, page_height) = *page_sizes(made)?.first()?;
    // Poppler rounds the edges of images outwards: exactly at its own resolution an image covers a pixel more.
    let shy = 1.0 - 0.2 / f64::from(width.max(height));
    let dpi = |pixels: u32, points: f32| (f64::from(pixels) * 72.0 / f64::from(points) * shy).to_string();
    let (across, down) = (dpi(width, page_width), dpi(height, page_height));
    let output = run("pdftoppm", &["-singlefile", "-rx", &across, "-ry", &down], &made.path)?;
    let header = format!("P6\n{width} {height}\n255\n");
    let pixels = output.stdout.strip_prefix(header.as_bytes()).expect("a picture of that size");
    RgbImage::from_raw(width, height, pixels.to_vec())
}

/// The largest difference between two pictures.
fn difference(one: &RgbImage, other: &RgbImage) -> u8 {
    assert_eq!(one.dimensions(), other.dimensions());
    one.as_raw().iter().zip(other.as_raw()).map(|(a, b)| a.abs_diff(*b)).max().unwrap()
}

fn black_and_white(image: &GrayImage) -> GrayImage {
    let limit = threshold(image);
    GrayImage::from_fn(image.width(), image.height(), |x, y| {
        image::Luma([if image.get_pixel(x, y).0[0] > limit { 255 } else { 0 }])
    })
}

fn rgb(image: GrayImage) -> RgbImage {
    DynamicImage::ImageLuma8(image).to_rgb8()
}

/// A file, how Poppler says it is packed in the PDF, and the pixels that the page must show.
struct Case {
    name: &'static str,
    kind: FileKind,
    file: Vec<u8>,
    packing: &'static str,
    shown: RgbImage,
}

fn lossless_cases(page: &Drawing) -> Vec<Case> {
    let (width, height) = page.image.dimensions();
    let gray = rgb(page.image.clone());
    let bilevel = rgb(black_and_white(&page.image));
    let decoded = |file: &[u8]| image::load_from_memory(file).unwrap().to_rgb8();
    let case = |name, kind, file: Vec<u8>, packing, shown: &RgbImage| Case {
        name,
        kind,
        file,
        packing,
        shown: shown.clone(),
    };
    let png =
        |name, file: Vec<u8>, packing, shown: &RgbImage| case(name, FileKind::Png, file, packing, shown);
    let tiff = |name, coding, packing, shown: &RgbImage| {
        case(name, FileKind::Tiff, tiff::write(&[(&page.image, page.dpi, coding)]), packing, shown)
    };
    let deep: Vec<u8> = page.image.as_raw().iter().flat_map(|value| [*value, *value]).collect();
    let rgba =
        |image: &GrayImage| -> Vec<u8> { image.as_raw().iter().flat_map(|v| [*v, *v, *v, 255]).collect() };
    let veil: Vec<u8> = page.image.as_raw().iter().flat_map(|value| [0, 0, 0, 255 - *value]).collect();
    let color = tinted(&page.image);
    let photo = imageops::blur(&color, 3.0);
    let palette = palette_png(page);
    let palette_shown = decoded(&palette);
    vec![
        png(
            "grey",
            png_of(page, ColorType::Grayscale, BitDepth::Eight, page.image.as_raw()),
            "gray 8 image",
            &gray,
        ),
        png(
            "one bit",
            png_of(page, ColorType::Grayscale, BitDepth::One, &pack_bits(&page.image)),
            "gray 1 image",
            &bilevel,
        ),
        png(
            "sixteen bits",
            png_of(page, ColorType::Grayscale, BitDepth::Sixteen, &deep),
            "gray 16 image",
            &gray,
        ),
        png("colour", png_of(page, ColorType::Rgb, BitDepth::Eight, color.as_raw()), "rgb 8 image", &color),
        png("palette", palette, "index 2 image", &palette_shown),
        png("interlaced", interlaced_png(page), "gray 8 image", &gray),
        png("transparent", png_of(page, ColorType::Rgba, BitDepth::Eight, &veil), "gray 8 image", &gray),
        // What a browser makes of a picture that has no colours.
        png(
            "grey as colour",
            png_of(page, ColorType::Rgba, BitDepth::Eight, &rgba(&page.image)),
            "gray 8 image",
            &gray,
        ),
        png(
            "bilevel as colour",
            png_of(page, ColorType::Rgba, BitDepth::Eight, &rgba(&black_and_white(&page.image))),
            "gray 1 ccitt",
            &bilevel,
        ),
        png(
            "photograph",
            png_of(
                page,
                ColorType::Rgba,
                BitDepth::Eight,
                DynamicImage::ImageRgb8(photo.clone()).to_rgba8().as_raw(),
            ),
            "rgb 8 image",
            &photo,
        ),
        tiff("group 4", TiffCoding::Group4, "gray 1 ccitt", &bilevel),
        tiff("group 4 in strips", TiffCoding::Group4Strips, "gray 1 ccitt", &bilevel),
        tiff("group 3 in strips", TiffCoding::Group3, "gray 1 ccitt", &bilevel),
        tiff("group 3 reversed", TiffCoding::Group3Reversed, "gray 1 ccitt", &bilevel),
        tiff("bilevel without compression", TiffCoding::PlainBilevel, "gray 1 ccitt", &bilevel),
        tiff("lzw", TiffCoding::Lzw, "gray 8 image", &gray),
        tiff("deflate in strips", TiffCoding::Deflate, "gray 8 image", &gray),
        tiff("without compression", TiffCoding::Plain, "gray 8 image", &gray),
    ]
    .into_iter()
    .inspect(|case| assert_eq!(case.shown.dimensions(), (width, height)))
    .collect()
}

/// What a PDF of one page takes besides its image.
const FRAME: usize = 1_500;

#[test]
fn every_pixel_is_kept_and_packed_as_small_as_it_was() {
    let page = drawing();
    let (width, height) = page.image.dimensions();
    let points = |pixels: u32| pixels as f32 / page.dpi * 72.0;
    for case in lossless_cases(&page) {
        let made = Made::of(&case.name.replace(' ', "-"), &[(&case.file, case.kind)]);
        assert_sound(&made);
        let ratio = made.bytes.len() as f32 / case.file.len() as f32;
        println!("{:28} {:9} bytes, {ratio:.2} of the file", case.name, made.bytes.len());
        assert!(made.bytes.len() <= case.file.len() + FRAME, "{}: {ratio}", case.name);
        if let Some(packing) = packing(&made) {
            assert_eq!(packing, [case.packing], "{}", case.name);
        }
        if let Some(drawn) = drawn(&made, (width, height)) {
            // Sixteen bits are rounded by whoever draws them.
            assert!(drawn == case.shown || difference(&drawn, &case.shown) <= 1, "{}", case.name);
        }
        if let Some(sizes) = page_sizes(&made)
            && case.name != "palette"
            && case.name != "interlaced"
        {
            let (across, down) = sizes[0];
            assert!(
                (across - points(width)).abs() < 0.1 && (down - points(height)).abs() < 0.1,
                "{}",
                case.name
            );
        }
    }
}

#[test]
fn jpeg_files_are_held_byte_for_byte() {
    let page = drawing();
    let color = color_jpeg(&tinted(&page.image), page.dpi, 75);
    let cases = [
        ("grey", jpeg(&page.image, page.dpi, 75), "gray 8 jpeg"),
        ("colour", color, "rgb 8 jpeg"),
        ("cmyk", cmyk_jpeg(&page), "cmyk 8 jpeg"),
    ];
    for (name, file, packed) in cases {
        let with_junk = [&file[..], b"what a camera added"].concat();
        let made = Made::of(&format!("jpeg-{name}"), &[(&with_junk, FileKind::Jpeg)]);
        assert_sound(&made);
        assert!(made.contains(&file), "{name}");
        assert!(!made.contains(b"what a camera added"), "{name}");
        assert!(made.bytes.len() < file.len() + FRAME, "{name}");
        if let Some(packing) = packing(&made) {
            assert_eq!(packing, [packed]);
        }
        if let Some(drawn) = drawn(&made, page.image.dimensions()) {
            let shown = DynamicImage::ImageRgb8(drawn).to_luma8();
            // Neither ink nor paper may change places; how black is drawn with inks is the viewer's business.
            let (ink, paper) = contrast(&page.image, &shown);
            assert!(ink < 90 && paper > 220, "{name}: {ink} {paper}");
        }
    }
}

/// Mean value that is drawn where the page has ink, and where it is blank.
fn contrast(page: &GrayImage, shown: &GrayImage) -> (u64, u64) {
    let mean = |wanted: fn(u8) -> bool| {
        let pairs = page.as_raw().iter().zip(shown.as_raw()).filter(|(original, _)| wanted(**original));
        let (count, sum) = pairs.fold((0, 0), |(count, sum), (_, v)| (count + 1, sum + u64::from(*v)));
        sum / count
    };
    (mean(|value| value < 50), mean(|value| value > 235))
}

#[test]
fn jpeg_strips_of_a_tiff_become_one_jpeg() {
    let page = drawing();
    let file = tiff::write(&[(&page.image, page.dpi, TiffCoding::JpegStrips)]);
    let made = Made::of("jpeg-strips", &[(&file, FileKind::Tiff)]);
    assert_sound(&made);
    assert!(made.bytes.len() < file.len());
    if let Some(packing) = packing(&made) {
        assert_eq!(packing, ["gray 8 jpeg"]);
    }
    if let Some(drawn) = drawn(&made, page.image.dimensions()) {
        let decoded = image::load_from_memory(&jpeg(&page.image, page.dpi, 80)).unwrap().to_rgb8();
        assert!(difference(&drawn, &decoded) <= 2);
    }
}

#[test]
fn pictures_are_turned_as_their_exif_data_says() {
    let page = drawing();
    // Wide, and different in every corner.
    let part = imageops::crop_imm(&page.image, 60, 60, 320, 200).to_image();
    let file = jpeg(&part, page.dpi, 90);
    for exif in 1..=8 {
        let made = Made::of(&format!("exif-{exif}"), &[(&with_orientation(&file, exif), FileKind::Jpeg)]);
        assert_sound(&made);
        let mut upright = image::load_from_memory(&file).unwrap();
        upright.apply_orientation(Orientation::from_exif(exif).unwrap());
        if let Some(drawn) = drawn(&made, (upright.width(), upright.height())) {
            assert!(difference(&drawn, &upright.to_rgb8()) <= 4, "orientation {exif}");
        }
    }
}

#[test]
fn a_fax_has_the_shape_of_its_paper() {
    let page = drawing();
    let (width, height) = page.image.dimensions();
    let file = tiff::write_oblong(&[(&page.image, (204.0, 98.0), TiffCoding::Group3)]);
    let made = Made::of("fax", &[(&file, FileKind::Tiff)]);
    if let Some(sizes) = page_sizes(&made) {
        let expected = (width as f32 / 204.0 * 72.0, height as f32 / 98.0 * 72.0);
        assert!((sizes[0].0 - expected.0).abs() < 0.1 && (sizes[0].1 - expected.1).abs() < 0.1, "{sizes:?}");
    }
}

#[test]
fn every_directory_of_a_tiff_is_a_page() {
    let pages: Vec<Drawing> = (0..3).map(|index| scanned_prose("directories", index, A5).0).collect();
    let codings = [TiffCoding::Group4, TiffCoding::Lzw, TiffCoding::Group3];
    let file: Vec<_> =
        pages.iter().zip(codings).map(|(page, coding)| (&page.image, page.dpi, coding)).collect();
    let file = tiff::write(&file);
    let mut pdf = ImagePdf::new(&DocumentInfo::new("directories.tif", 3));
    let mut bytes = Vec::new();
    for directory in 0..3 {
        assert_eq!(pdf.add_page(file.clone(), FileKind::Tiff, directory, None, None), Placed::Shown);
        bytes.extend(pdf.take_bytes());
        assert!(pdf.take_bytes().is_empty());
    }
    bytes.extend(pdf.finish());
    let made = Made::keep("directories", bytes);
    assert_sound(&made);
    if let Some(packing) = packing(&made) {
        assert_eq!(packing, ["gray 1 ccitt", "gray 8 image", "gray 1 ccitt"]);
    }
}

/// A picture of a few strong colours, larger than a tile and no multiple of one.
fn colorful() -> RgbImage {
    let colors = [[250, 20, 30], [10, 200, 40], [30, 60, 240], [255, 255, 255], [0, 0, 0], [200, 180, 20]];
    RgbImage::from_fn(70, 45, |x, y| image::Rgb(colors[((x / 9 + y / 7 * 3) % 6) as usize]))
}

#[test]
fn colors_of_a_tiff_are_read_and_embedded_as_they_are_meant() {
    let luminance = |rgb: [u8; 3]| luminance(rgb[0], rgb[1], rgb[2]);
    let colors = colorful();
    let greys = RgbImage::from_fn(70, 45, |x, y| image::Rgb([luminance(colors.get_pixel(x, y).0); 3]));
    for form in [
        ColorTiff::Palette,
        ColorTiff::PaletteOfBytes,
        ColorTiff::TiledPlanes,
        ColorTiff::Planes,
        ColorTiff::YCbCr,
        ColorTiff::YCbCrPlanes,
        ColorTiff::GreyPlanes,
        ColorTiff::PalettePlanes,
        ColorTiff::Lab,
    ] {
        let truth = if form.is_grey() { &greys } else { &colors };
        let file = color_tiff::write(&colors, form);
        let made = Made::of(&format!("{form:?}"), &[(&file, FileKind::Tiff)]);
        assert_sound(&made);
        if let Some(drawn) = drawn(&made, truth.dimensions()) {
            assert!(difference(&drawn, truth) <= 3, "{form:?}: {}", difference(&drawn, truth));
        }
        // What is read of it, in grey, is the same picture.
        let mut rows = Vec::new();
        let picture = decode::open(file, FileKind::Tiff).unwrap();
        picture.decoder.rows(&mut |row| rows.extend_from_slice(row)).unwrap();
        let right = truth.pixels().map(|pixel| luminance(pixel.0));
        let worst = rows.iter().zip(right).map(|(row, right)| row.abs_diff(right)).max();
        assert!(rows.len() == 70 * 45 && worst <= Some(3), "{form:?}: {worst:?}");
    }
}

#[test]
fn no_page_is_lost_whatever_its_file_holds() {
    let page = drawing();
    let broken = generator::make("broken.png").unwrap().bytes;
    let huge = generator::make("huge-declared.png").unwrap().bytes;
    let sound = jpeg(&page.image, page.dpi, 60);
    let mut pdf = ImagePdf::new(&DocumentInfo::new("odd", 6));
    let outcome = |pdf: &mut ImagePdf, file: &[u8], kind| pdf.add_page(file.to_vec(), kind, 0, None, None);
    assert!(matches!(outcome(&mut pdf, &broken, FileKind::Png), Placed::Empty(Error::DamagedImage { .. })));
    assert!(matches!(outcome(&mut pdf, &huge, FileKind::Png), Placed::Empty(Error::ImageTooLarge { .. })));
    assert_eq!(outcome(&mut pdf, &sound, FileKind::Jpeg), Placed::Shown);
    assert!(matches!(outcome(&mut pdf, b"II*\0", FileKind::Tiff), Placed::Empty(Error::DamagedImage { .. })));
    assert!(matches!(outcome(&mut pdf, b"", FileKind::Jpeg), Placed::Empty(Error::DamagedImage { .. })));
    pdf.add_empty_page(None);
    let made = Made::keep("odd", pdf.finish());
    assert_sound(&made);
    if let Some(sizes) = page_sizes(&made) {
        assert_eq!(sizes.len(), 6);
        // The size of a page outlives its picture.
        let (width, height) = A5;
        assert!((sizes[0].0 - width).abs() < 0.3 && (sizes[0].1 - height).abs() < 0.3, "{sizes:?}");
    }
}

#[test]
fn damaged_files_of_every_kind_give_a_page() {
    let page = scanned_prose("damaged", 0, (160.0, 160.0)).0;
    let mut files: Vec<(Vec<u8>, FileKind)> =
        lossless_cases(&page).into_iter().map(|case| (case.file, case.kind)).collect();
    files.push((jpeg(&page.image, page.dpi, 60), FileKind::Jpeg));
    files.push((cmyk_jpeg(&page), FileKind::Jpeg));
    files.push((tiff::write(&[(&page.image, page.dpi, TiffCoding::JpegStrips)]), FileKind::Tiff));
    let mut chance = 0x2545_F491_4F6C_DD1D_u64;
    let mut below = |bound: usize| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        (chance % bound as u64) as usize
    };
    let mut pdf = ImagePdf::new(&DocumentInfo::new("damaged", 0));
    let mut pages = 0;
    for (file, kind) in &files {
        for round in 0..12 {
            let mut file = file.clone();
            if round % 3 == 0 {
                file.truncate(4 + below(file.len() - 4));
            }
            for _ in 0..4 {
                // Headers stand at the beginning, directories of a TIFF at the end.
                let length = file.len();
                let at =
                    [below(length), below(length.min(200)), length - 1 - below(length.min(200))][round % 3];
                file[at] = below(256) as u8;
            }
            let _ = pdf.add_page(file, *kind, 0, None, None);
            pages += 1;
        }
    }
    let bytes = pdf.finish();
    let count = format!("/Count {pages}/Kids");
    assert!(bytes.windows(count.len()).any(|window| window == count.as_bytes()));
}

/// The words of a page as if they had been read without a mistake.
fn read_text(page: &TruePage) -> PageText {
    let size = PageSize { width: page.width, height: page.height };
    let mut lines: Vec<Line> = Vec::new();
    for true_word in &page.words {
        let TrueWord { x, y, width, height, .. } = *true_word;
        let rect = Rect { x, y, width, height };
        let word = Word {
            text: true_word.text.clone(),
            rect,
            confidence: Confidence(90.0),
            direction: Direction::LeftToRight,
            is_native: false,
            corrected: None,
        };
        match lines.last_mut() {
            Some(line) if x > line.rect.right() && (y - line.rect.y).abs() < height => {
                line.rect.width = rect.right() - line.rect.x;
                line.baseline.x1 = rect.right();
                line.words.push(word);
            }
            _ => {
                let bottom = rect.bottom();
                let baseline = Baseline { x0: x, y0: bottom, x1: rect.right(), y1: bottom };
                lines.push(Line { rect, baseline, row_height: 12.0, words: vec![word] });
            }
        }
    }
    let rect = Rect { x: 0.0, y: 0.0, width: page.width, height: page.height };
    let paragraphs = vec![Paragraph { rect, lines }];
    let blocks = vec![Block { kind: BlockKind::Text, rect, paragraphs }];
    PageText {
        page: PageIndex(0),
        size,
        dpi: Dpi(page.dpi),
        blocks,
        languages: Vec::new(),
        corrections: Vec::new(),
    }
}

/// Words and their left, top, right and bottom edges as Poppler finds them.
fn found_words(made: &Made) -> Option<Vec<(String, [f32; 4])>> {
    let output = run("pdftotext", &["-bbox"], &made.path)?;
    // Poppler writes to a file beside the PDF where it is not told otherwise.
    assert!(output.status.success());
    let path = made.path.with_extension("html");
    let html = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let html = html.split_once("<body>").unwrap().1.split_once("</body>").unwrap().0.to_owned();
    let document = roxmltree::Document::parse(&html).unwrap();
    let words = document.descendants().filter(|node| node.has_tag_name("word"));
    let edge = |word: &roxmltree::Node<'_, '_>, name| word.attribute(name).unwrap().parse().unwrap();
    Some(
        words
            .map(|word| {
                let edges = ["xMin", "yMin", "xMax", "yMax"].map(|name| edge(&word, name));
                (word.text().unwrap_or_default().to_owned(), edges)
            })
            .collect(),
    )
}

#[test]
fn words_are_found_where_they_are_seen() {
    let (page, truth) = scanned_prose("words", 0, A5);
    let text = read_text(&truth);
    let file = jpeg(&page.image, page.dpi, 60);
    for (exif, file) in
        [(1, file.clone()), (6, with_orientation(&jpeg(&imageops::rotate270(&page.image), page.dpi, 60), 6))]
    {
        let mut pdf = ImagePdf::new(&DocumentInfo::new("words", 1));
        assert_eq!(
            pdf.add_page(file.clone(), FileKind::Jpeg, 0, Some(text.size), Some(&text)),
            Placed::Shown
        );
        let made = Made::keep(&format!("words-{exif}"), pdf.finish());
        assert_sound(&made);
        let silent = Made::of(&format!("silent-{exif}"), &[(&file, FileKind::Jpeg)]);
        let words = truth.words.len();
        let added = made.bytes.len() - silent.bytes.len();
        println!("{words} words take {added} bytes");
        assert!(added < FRAME + 1_000 + 40 * words);
        let seen = [&made, &silent].map(|made| drawn(made, page.image.dimensions()));
        assert!(seen[0] == seen[1], "words must not be seen");
        let Some(found) = found_words(&made) else { return };
        let expected: Vec<&str> = truth.words.iter().map(|word| word.text.as_str()).collect();
        let texts: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, expected);
        for ((_, [left, top, right, bottom]), word) in found.iter().zip(&truth.words) {
            assert!(
                (left - word.x).abs() < 1.0 && (right - word.x - word.width).abs() < 1.0,
                "{word:?} {left} {right}"
            );
            let middle = word.y + word.height / 2.0;
            assert!((*top..*bottom).contains(&middle), "{word:?} {top} {bottom}");
        }
    }
}

#[test]
fn the_layer_of_a_document_that_is_read_again_is_replaced() {
    let (page, truth) = scanned_prose("again", 0, A5);
    let text = read_text(&truth);
    let mut made = ImagePdf::new(&DocumentInfo::new("again", 1));
    let file = jpeg(&page.image, page.dpi, 60);
    assert_eq!(made.add_page(file, FileKind::Jpeg, 0, Some(text.size), Some(&text)), Placed::Shown);
    let bytes = made.finish();
    let mut pdf = SearchablePdf::open(bytes.as_slice(), None).unwrap();
    assert_eq!(pdf.facts().layered, [PageIndex(0)]);
    assert_eq!(pdf.add_page(&text), Ok(Layered::Replaced));
    let again = Made::keep("again", [bytes.as_slice(), &pdf.finish().unwrap()].concat());
    assert_sound(&again);
    let Some(found) = found_words(&again) else { return };
    assert_eq!(found.len(), truth.words.len(), "no word is there twice");
}

#[test]
fn every_script_comes_out_as_it_went_in() {
    let words = [
        ("Größe", Direction::LeftToRight),
        ("Съешь", Direction::LeftToRight),
        ("中文", Direction::LeftToRight),
        ("𝔘😀", Direction::LeftToRight),
        ("السلام", Direction::RightToLeft),
        ("שלום", Direction::RightToLeft),
    ];
    let page = scanned_prose("scripts", 0, (300.0, 300.0)).0;
    let line = |index: usize, (text, direction): (&str, Direction)| {
        let rect = Rect { x: 20.0, y: 20.0 + 40.0 * index as f32, width: 100.0, height: 12.0 };
        let baseline = Baseline { x0: rect.x, y0: rect.bottom(), x1: rect.right(), y1: rect.bottom() };
        let word = Word {
            text: text.to_owned(),
            rect,
            confidence: Confidence(90.0),
            direction,
            is_native: false,
            corrected: None,
        };
        Line { rect, baseline, row_height: 15.0, words: vec![word] }
    };
    let lines = words.into_iter().enumerate().map(|(index, word)| line(index, word)).collect();
    let rect = Rect { x: 0.0, y: 0.0, width: 300.0, height: 300.0 };
    let text = PageText {
        page: PageIndex(0),
        size: PageSize { width: 300.0, height: 300.0 },
        dpi: Dpi(200.0),
        blocks: vec![Block { kind: BlockKind::Text, rect, paragraphs: vec![Paragraph { rect, lines }] }],
        languages: Vec::new(),
        corrections: Vec::new(),
    };
    let mut pdf = ImagePdf::new(&DocumentInfo::new("scripts", 1));
    let file = jpeg(&page.image, page.dpi, 60);
    assert_eq!(pdf.add_page(file, FileKind::Jpeg, 0, Some(text.size), Some(&text)), Placed::Shown);
    let made = Made::keep("scripts", pdf.finish());
    assert_sound(&made);
    if let Some(output) = run("pdftotext", &["-nopgbrk"], &made.path) {
        assert!(output.status.success());
        let path = made.path.with_extension("txt");
        let found = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        // Poppler says by marks which way a line runs.
        let marks = |c: &char| !matches!(c, '\u{202a}'..='\u{202e}');
        let found: String = found.chars().filter(marks).collect();
        let lines: Vec<&str> = found.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, words.map(|(text, _)| text));
    }
    if let Some(found) = found_words(&made) {
        for (text, _) in words.iter().filter(|(_, direction)| *direction == Direction::LeftToRight) {
            let (_, [left, _, right, _]) = found.iter().find(|(found, _)| found == text).unwrap();
            assert!((left - 20.0).abs() < 1.0 && (right - 120.0).abs() < 1.0, "{text} {left} {right}");
        }
    }
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let page = drawing();
    let file = png_of(&page, ColorType::Rgb, BitDepth::Eight, tinted(&page.image).as_raw());
    let once = Made::of("once", &[(&file, FileKind::Png)]);
    let again = Made::of("once", &[(&file, FileKind::Png)]);
    assert!(once.bytes == again.bytes);
}

#[test]
fn formats_the_browser_converts_arrive_as_png() {
    let page = drawing();
    let mut file = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(page.image.clone()).to_rgba8().write_to(&mut file, ImageFormat::Png).unwrap();
    let made = Made::of("converted", &[(&file.into_inner(), FileKind::WebP)]);
    assert_sound(&made);
    if let Some(packing) = packing(&made) {
        assert_eq!(packing, ["gray 8 image"]);
    }
}
