//! Pages of the kinds on which text is lost, each kind in several strengths: `kind-skew+3.pdf`. Benchmarks read them.

use image::{GrayImage, Luma};

use super::degrade::{Degradation, degrade, turn_page};
use super::document::Document;
use super::encode::{Coding, pdf_image};
use super::fonts::Face;
use super::parallel;
use super::prose::{Language, Prose};
use super::random::Random;
use super::raster::{Drawing, draw};
use super::scans::{LIGHT, Look, Scan, document_of, prose_sheet, seed, true_page};
use super::sheet::{A4, Sheet, Style};

/// Pages of each strength.
const PAGES: usize = 3;

/// What a kind makes of a page: from the strength as it is named, and the page's seed.
type Make = fn(&str, u64) -> (Sheet, Drawing);

/// A kind, and its strengths.
const KINDS: &[(&str, &[&str], Make)] = &[
    ("plain", &["light", "medium", "heavy"], plain),
    ("skew", &["-15", "-8", "-3", "-1", "+1", "+3", "+8", "+15"], skew),
    ("turn", &["90", "180", "270"], turn),
    ("panel", &["230", "190", "150", "110"], panel),
    ("dark", &["60", "20"], dark),
    ("shadow", &["0.3", "0.5", "0.7"], shadow),
    ("faint", &["0.5", "0.3", "0.2", "0.1"], faint),
    ("pricelist", &["40", "120"], price_list),
    ("numbered", &["30", "60"], numbered),
    ("leaders", &["dots", "spaced"], leaders),
    ("dropcap", &["2", "3"], drop_cap),
    ("foreign", &["russian", "german"], foreign),
    ("mirrored", &["whole"], mirrored),
    ("behind", &["0.05", "0.1"], behind),
];

/// The names of all, as files.
pub fn names() -> impl Iterator<Item = String> {
    KINDS.iter().flat_map(|(kind, strengths, _)| strengths.iter().map(move |strength| name(kind, strength)))
}

/// Makes the document of this name; `None` if it is none of [`names`].
pub fn make(file: &str) -> Option<Document> {
    let find = |(kind, strengths, make): &(&str, &'static [&'static str], Make)| {
        let strength = strengths.iter().find(|strength| name(kind, strength) == file)?;
        Some((*strength, *make))
    };
    let (strength, make) = KINDS.iter().find_map(find)?;
    let scans = parallel::map(PAGES, |i| {
        let (sheet, drawing) = make(strength, seed(file, i));
        let image = pdf_image(&drawing.image, LIGHT.dpi, Coding::Jpeg(85));
        Scan { image, page: true_page(&sheet, &drawing) }
    });
    Some(document_of(file, "A kind of page on which text is lost", scans))
}

fn name(kind: &str, strength: &str) -> String {
    format!("kind-{kind}_{strength}.pdf")
}

fn number(strength: &str) -> f32 {
    strength.parse().expect("a number")
}

/// Running text at 200 dpi.
fn prose(seed: u64) -> Sheet {
    prose_sheet(A4, Language::English, seed as usize % 5, seed)
}

fn scanned(sheet: Sheet, seed: u64) -> (Sheet, Drawing) {
    let mut drawing = draw(&sheet, LIGHT.dpi);
    let Look { degradation, .. } = LIGHT;
    degrade(&mut drawing, &Degradation { skew: 0.0, ..degradation }, &mut Random::new(seed));
    (sheet, drawing)
}

fn plain(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let sheet = prose(seed);
    let mut drawing = draw(&sheet, LIGHT.dpi);
    let degradation = match strength {
        "light" => Degradation::LIGHT,
        "medium" => Degradation::MEDIUM,
        _ => Degradation::HEAVY,
    };
    degrade(&mut drawing, &degradation, &mut Random::new(seed));
    (sheet, drawing)
}

fn skew(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let sheet = prose(seed);
    let mut drawing = draw(&sheet, LIGHT.dpi);
    turn_page(&mut drawing, number(strength));
    degrade(&mut drawing, &Degradation { skew: 0.0, ..Degradation::LIGHT }, &mut Random::new(seed));
    (sheet, drawing)
}

/// Clockwise, so that a page that was 90 degrees to the left stands upright.
fn turn(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let (mut sheet, mut drawing) = scanned(prose(seed), seed);
    drawing.image = match strength {
        "90" => image::imageops::rotate90(&drawing.image),
        "180" => image::imageops::rotate180(&drawing.image),
        _ => image::imageops::rotate270(&drawing.image),
    };
    if strength != "180" {
        (sheet.width, sheet.height) = (sheet.height, sheet.width);
    }
    // Nobody asks where the words are.
    drawing.words.clear();
    (sheet, drawing)
}

/// Changes the tones of a band of the page, from a third to two thirds of its height.
fn band(image: &mut GrayImage, tone: impl Fn(u8) -> u8) {
    let (width, height) = image.dimensions();
    for y in height / 3..height * 2 / 3 {
        for x in width / 20..width - width / 20 {
            let Luma([value]) = image.get_pixel_mut(x, y);
            *value = tone(*value);
        }
    }
}

/// A third of the page is printed on grey.
fn panel(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let (sheet, mut drawing) = scanned(prose(seed), seed);
    let ground = number(strength) / 255.0;
    band(&mut drawing.image, |value| (f32::from(value) * ground).max(f32::from(value).min(20.0)) as u8);
    (sheet, drawing)
}

/// A third of the page is light on dark.
fn dark(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let (sheet, mut drawing) = scanned(prose(seed), seed);
    let ground = number(strength);
    band(&mut drawing.image, |value| (ground + (255.0 - f32::from(value)) / 255.0 * (250.0 - ground)) as u8);
    (sheet, drawing)
}

/// A shadow over one side of the page.
fn shadow(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let (sheet, mut drawing) = scanned(prose(seed), seed);
    let depth = number(strength);
    let width = drawing.image.width() as f32;
    for (x, _, Luma([value])) in drawing.image.enumerate_pixels_mut() {
        let share = 1.0 - depth / (1.0 + (-(x as f32 / width - 0.6) * 25.0).exp());
        *value = (f32::from(*value) * share) as u8;
    }
    (sheet, drawing)
}

/// Half of the page has lost its ink.
fn faint(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let (sheet, mut drawing) = scanned(prose(seed), seed);
    let left = number(strength);
    let half = drawing.image.height() / 2;
    for (_, y, Luma([value])) in drawing.image.enumerate_pixels_mut() {
        if y > half {
            *value = (255.0 - (255.0 - f32::from(*value)) * left) as u8;
        }
    }
    (sheet, drawing)
}

const THINGS: [&str; 12] = [
    "Harbour dues",
    "Lamp oil",
    "Rope of hemp",
    "White lead",
    "Brass polish",
    "Stair repair",
    "Glass panes",
    "Copying of figures",
    "Coal",
    "Timber and nails",
    "Canvas",
    "Letters and stamps",
];

/// A list without rules: what, how many, for how much; so many points between columns.
fn price_list(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let (mut sheet, mut random) = (Sheet::new(A4), Random::new(seed));
    let (face, gap) = ([Face::Serif, Face::Sans, Face::Mono][seed as usize % 3], number(strength));
    let style = Style::new(face, 10.0);
    sheet.line(Style::new(face, 15.0), 60.0, 80.0, "Prices of the season");
    let mut text = sheet.text.clone() + "\n";
    for row in 0..22_u8 {
        let y = 130.0 + 24.0 * f32::from(row);
        let thing = THINGS[random.below(THINGS.len())];
        let many = (random.below(240) + 1).to_string();
        let price = format!("{}.{:02}", random.below(900) + 1, random.below(100));
        let mut x = 60.0;
        for (cell, width) in [(thing, 110.0), (&many, 24.0), (&price, 40.0)] {
            // Numbers end where their columns do.
            let left = if width < 100.0 { x + width - face.width(cell, 10.0) } else { x };
            sheet.line(style, left, y, cell);
            x += width + gap;
        }
        text += &format!("{thing} {many} {price}\n");
    }
    sheet.text = text;
    scanned(sheet, seed)
}

/// Numbers down the margin, so many points before the text.
fn numbered(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let (mut sheet, mut prose) = (Sheet::new(A4), Prose::new(Language::English, seed));
    let style = Style::new(Face::Serif, 11.0);
    let prose = prose.paragraph(60);
    let mut words = prose.split_whitespace();
    let mut text = String::new();
    for number_of_line in 1..=25_u8 {
        let y = 70.0 + 26.0 * f32::from(number_of_line);
        sheet.line(style, 60.0, y, &number_of_line.to_string());
        let line: Vec<&str> = words.by_ref().take(7).collect();
        sheet.line(style, 76.0 + number(strength), y, &line.join(" "));
        text += &format!("{number_of_line} {}\n", line.join(" "));
    }
    sheet.text = text;
    scanned(sheet, seed)
}

/// A table of contents with dots between titles and numbers.
fn leaders(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let (mut sheet, mut prose) = (Sheet::new(A4), Prose::new(Language::English, seed));
    let style = Style::new(Face::Serif, 11.0);
    sheet.line(Style::new(Face::SerifBold, 16.0), 70.0, 90.0, "Contents");
    let mut page = 1;
    let mut dots = Vec::new();
    for row in 0..20_u8 {
        let y = 130.0 + 26.0 * f32::from(row);
        let title = format!("Chapter {} {}", row + 1, prose.title());
        sheet.line(style, 70.0, y, &title);
        let from = 70.0 + style.face.width(&title, style.size) + 8.0;
        let step = if strength == "dots" { style.face.width(".", style.size) } else { 7.0 };
        let mut x = from;
        while x < 490.0 {
            dots.push((x, y));
            x += step;
        }
        sheet.line(style, 500.0, y, &page.to_string());
        page += 3 + usize::from(row) % 9;
    }
    // The dots are no text.
    let text = sheet.text.clone();
    for (x, y) in dots {
        sheet.line(style, x, y, ".");
    }
    sheet.text = text;
    scanned(sheet, seed)
}

/// A drop cap over so many lines.
fn drop_cap(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let (mut sheet, mut prose) = (Sheet::new(A4), Prose::new(Language::English, seed));
    let style = Style::new(Face::Serif, 11.0);
    let (deep, leading) = (number(strength), style.size * 1.38);
    let text = prose.paragraph(7);
    let (cap, rest) = text.split_at(1);
    let size = style.size + leading * (deep - 1.0) * 1.35;
    let mut column = sheet.column(80.0);
    let indent = style.face.width(cap, size) + 5.0;
    sheet.line(Style::new(Face::Serif, size), column.x, column.y + style.size + leading * (deep - 1.0), cap);
    (column.x, column.width) = (column.x + indent, column.width - indent);
    // Line after line, so that those below the cap begin at the margin.
    let words: Vec<&str> = rest.split_whitespace().collect();
    let mut taken = 0;
    let mut lines: Vec<String> = Vec::new();
    for row in 0.. {
        if taken >= words.len() {
            break;
        }
        let beside = (row as f32) < deep;
        let (x, width) =
            if beside { (column.x, column.width) } else { (column.x - indent, column.width + indent) };
        let mut line = String::new();
        while let Some(word) = words.get(taken) {
            let longer = if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
            if style.face.width(&longer, style.size) > width {
                break;
            }
            (line, taken) = (longer, taken + 1);
        }
        sheet.line(style, x, column.y + style.size + leading * row as f32, &line);
        lines.push(line);
    }
    sheet.text = format!("{cap}{}\n", lines.join("\n"));
    scanned(sheet, seed)
}

/// In a language, and if need be a script, that the English model does not know.
fn foreign(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let language = if strength == "russian" { Language::Russian } else { Language::German };
    scanned(prose_sheet(A4, language, seed as usize % 5, seed), seed)
}

/// What nobody can read.
fn mirrored(_: &str, seed: u64) -> (Sheet, Drawing) {
    let (sheet, mut drawing) = scanned(prose(seed), seed);
    image::imageops::flip_horizontal_in_place(&mut drawing.image);
    drawing.words.clear();
    (sheet, drawing)
}

/// Half a page of text, and the back of the page, which shows through with so much of its ink.
fn behind(strength: &str, seed: u64) -> (Sheet, Drawing) {
    let (mut sheet, mut text) = (Sheet::new(A4), Prose::new(Language::English, seed));
    let style = Style::new(Face::Serif, 11.0);
    let text = text.paragraph(40);
    let words: Vec<&str> = text.split_whitespace().collect();
    for (row, words) in (0_u8..24).zip(words.chunks(9)) {
        sheet.line(style, 70.0, 70.0 + 15.5 * f32::from(row), &words.join(" "));
    }
    let (sheet, mut drawing) = scanned(sheet, seed);
    let mut back = draw(&prose(seed + 1), LIGHT.dpi).image;
    image::imageops::flip_horizontal_in_place(&mut back);
    let through = number(strength);
    for (Luma([front]), Luma([back])) in drawing.image.pixels_mut().zip(back.pixels()) {
        *front = front.saturating_sub((f32::from(255 - *back) * through) as u8);
    }
    (sheet, drawing)
}
