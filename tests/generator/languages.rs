//! Pages in many languages: `lang-deu_01.pdf` and so on, of some ten words, of a paragraph, of a whole page. And pages that
//! are of more than one: `lang-deu+fra.pdf` on one page, `lang-changes.pdf` from page to page.

use super::degrade::Degradation;
use super::document::Document;
use super::fonts::Face;
use super::random::Random;
use super::scans::{BODY, LIGHT, Look, document_of, scan, seed};
use super::shaping::{Flow, shape};
use super::sheet::{A4, Column, PlacedWord, Sheet, Style};

/// The Debian packages of the fonts that the crate has not.
pub const PACKAGES: &str = "fonts-hosny-amiri, fonts-lohit-deva and fonts-wqy-microhei";

/// How a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    /// Left to right with spaces, in the cuts of other documents.
    Latin,
    /// From right to left.
    Arabic,
    /// With letters that change.
    Devanagari,
    /// Without spaces.
    Han,
    /// With spaces, in the font of Han.
    Hangul,
}

/// A language by its Tesseract name, how it is written, and what its pages say.
type Language = (&'static str, Writing, &'static str);

const LANGUAGES: &[Language] = &[
    ("eng", Writing::Latin, include_str!("sentences/eng.txt")),
    ("deu", Writing::Latin, include_str!("sentences/deu.txt")),
    ("fra", Writing::Latin, include_str!("sentences/fra.txt")),
    ("spa", Writing::Latin, include_str!("sentences/spa.txt")),
    ("ita", Writing::Latin, include_str!("sentences/ita.txt")),
    ("por", Writing::Latin, include_str!("sentences/por.txt")),
    ("nld", Writing::Latin, include_str!("sentences/nld.txt")),
    ("pol", Writing::Latin, include_str!("sentences/pol.txt")),
    ("tur", Writing::Latin, include_str!("sentences/tur.txt")),
    ("rus", Writing::Latin, include_str!("sentences/rus.txt")),
    ("ukr", Writing::Latin, include_str!("sentences/ukr.txt")),
    ("ara", Writing::Arabic, include_str!("sentences/ara.txt")),
    ("hin", Writing::Devanagari, include_str!("sentences/hin.txt")),
    ("chi_sim", Writing::Han, include_str!("sentences/chi_sim.txt")),
    ("chi_tra", Writing::Han, include_str!("sentences/chi_tra.txt")),
    ("jpn", Writing::Han, include_str!("sentences/jpn.txt")),
    ("kor", Writing::Hangul, include_str!("sentences/kor.txt")),
];

/// What a page holds.
#[derive(Debug, Clone, Copy)]
enum Amount {
    /// One sentence, of some ten words.
    Sentence,
    /// One paragraph of so many sentences.
    Paragraph(usize),
    /// As much as there is room for.
    Full,
}

/// What each language's pages hold, in this order.
const PAGES: [Amount; 8] = [
    Amount::Sentence,
    Amount::Sentence,
    Amount::Sentence,
    Amount::Paragraph(3),
    Amount::Paragraph(6),
    Amount::Paragraph(9),
    Amount::Full,
    Amount::Full,
];

/// Languages whose pages are set in columns, too.
const COLUMNS: [&str; 2] = ["jpn", "chi_tra"];
/// Languages that stand on one page.
const TOGETHER: [(&str, &str); 3] = [("deu", "fra"), ("eng", "rus"), ("eng", "chi_sim")];
/// The languages of the pages of one document.
const CHANGES: [&str; 5] = ["deu", "deu", "rus", "eng", "fra"];

/// The names of all, as files.
pub fn names() -> impl Iterator<Item = String> {
    let pages = LANGUAGES
        .iter()
        .flat_map(|(code, ..)| (1..=PAGES.len()).map(move |page| format!("lang-{code}_{page:02}.pdf")));
    let columns = COLUMNS.iter().map(|code| format!("lang-{code}_vert.pdf"));
    let together = TOGETHER.iter().map(|(first, second)| format!("lang-{first}+{second}.pdf"));
    pages.chain(columns).chain(together).chain(["lang-changes.pdf".to_owned()])
}

/// Makes the document of this name; `None` if it is none of [`names`], or if there is no font for it.
pub fn make(file: &str) -> Option<Document> {
    let name = file.strip_prefix("lang-")?.strip_suffix(".pdf")?;
    let seed = |page| seed(file, page);
    let sheets = if name == "changes" {
        let page = |(i, code)| Some(sheet(language(code)?, Amount::Paragraph(8), i, seed(i)));
        CHANGES.into_iter().enumerate().map(page).collect::<Option<Vec<Sheet>>>()?
    } else if let Some((first, second)) = name.split_once('+') {
        let mut sheet = Sheet::new(A4);
        let mut column = sheet.column(A4.0 / 9.0);
        for (i, code) in [first, second].into_iter().enumerate() {
            let (language, mut sentences) = (language(code)?, Sentences::new(language(code)?, seed(i)));
            paragraph(
                &mut sheet,
                &mut column,
                language.1,
                style(language.1, i),
                &sentences.take(7, language.1),
            );
        }
        vec![sheet]
    } else if let Some(code) = name.strip_suffix("_vert") {
        vec![columns(language(code)?, seed(0))]
    } else {
        let (code, page) = name.rsplit_once('_')?;
        let page = page.parse::<usize>().ok()?.checked_sub(1)?;
        vec![sheet(language(code)?, *PAGES.get(page)?, page, seed(page))]
    };
    // The last page of each language is a worn copy.
    let degradation = if name.ends_with("_08") { Degradation::MEDIUM } else { Degradation::LIGHT };
    let look = Look { degradation, ..LIGHT };
    let scans = sheets.iter().zip(0..).map(|(sheet, i)| scan(sheet, look, seed(i))).collect();
    Some(document_of(file, &format!("A page in another language: {name}"), scans))
}

/// The language of this name, if there is a font for it.
fn language(code: &str) -> Option<Language> {
    let language = LANGUAGES.iter().find(|(name, ..)| *name == code)?;
    style(language.1, 0).face.is_here().then_some(*language)
}

fn style(writing: Writing, number: usize) -> Style {
    match writing {
        Writing::Latin => {
            let (face, size) = BODY[number % BODY.len()];
            Style::new(face, size)
        }
        Writing::Arabic => Style::new(Face::Arabic, 15.0),
        Writing::Devanagari => Style::new(Face::Devanagari, 13.0),
        Writing::Han | Writing::Hangul => Style::new(Face::EastAsian, 11.0),
    }
}

/// The sentences of a language in random order, each once before any comes again.
struct Sentences {
    all: Vec<&'static str>,
    deck: Vec<&'static str>,
    random: Random,
}

impl Sentences {
    fn new((_, _, text): Language, seed: u64) -> Self {
        Self { all: text.lines().collect(), deck: Vec::new(), random: Random::new(seed) }
    }

    fn take(&mut self, count: usize, writing: Writing) -> String {
        let mut sentences = Vec::new();
        for _ in 0..count {
            if self.deck.is_empty() {
                self.deck.clone_from(&self.all);
                self.random.shuffle(&mut self.deck);
            }
            sentences.extend(self.deck.pop());
        }
        sentences.join(if writing == Writing::Han { "" } else { " " })
    }
}

fn sheet(language: Language, amount: Amount, number: usize, seed: u64) -> Sheet {
    let mut sheet = Sheet::new(A4);
    let mut column = sheet.column(A4.0 / 9.0);
    let mut sentences = Sentences::new(language, seed);
    let (writing, style) = (language.1, style(language.1, number));
    let mut set = |count| {
        let text = sentences.take(count, writing);
        paragraph(&mut sheet, &mut column, writing, style, &text)
    };
    match amount {
        Amount::Sentence => {
            set(1);
        }
        Amount::Paragraph(count) => {
            set(count);
        }
        Amount::Full => while set(4 + number % 3) {},
    }
    sheet
}

/// Sets a paragraph into the column, as [`Sheet::paragraph`] does. Gives whether there was room for all.
fn paragraph(sheet: &mut Sheet, column: &mut Column, writing: Writing, style: Style, text: &str) -> bool {
    let flow = match writing {
        Writing::Latin => return sheet.paragraph(column, style, text),
        Writing::Arabic => Flow::RightToLeft,
        Writing::Devanagari | Writing::Han | Writing::Hangul => Flow::Joined,
    };
    let leading = style.size * 1.6;
    let space = if writing == Writing::Han { 0.0 } else { shape(style.face, " ", flow).1 * style.size };
    let lines = lines(style, flow, space, column.width, &pieces(writing, text));
    if column.y + leading * lines.len() as f32 > column.bottom {
        return false;
    }
    sheet.begin_paragraph();
    for line in lines {
        let mut at = 0.0;
        for (piece, length) in &line {
            let x =
                if flow == Flow::RightToLeft { column.x + column.width - at - length } else { column.x + at };
            let word = PlacedWord {
                text: (*piece).to_owned(),
                face: style.face,
                size: style.size,
                x,
                baseline: column.y + style.size,
                // Numbers and Latin words run from left to right among Arabic ones.
                flow: if piece.is_ascii() { Flow::Joined } else { flow },
            };
            sheet.words.push(word);
            at += length + space;
        }
        end_line(sheet, &line, writing);
        column.y += leading;
    }
    column.y += style.size * 0.8;
    true
}

/// A page whose lines run down, the first at its right.
fn columns(language: Language, seed: u64) -> Sheet {
    let mut sheet = Sheet::new(A4);
    let area = sheet.column(A4.0 / 9.0);
    let style = Style { size: 13.0, ..style(language.1, 0) };
    let mut sentences = Sentences::new(language, seed);
    let mut x = area.x + area.width - style.size / 2.0;
    for _ in 0..3 {
        let text = sentences.take(5, language.1);
        sheet.begin_paragraph();
        for line in lines(style, Flow::Down, 0.0, area.bottom - area.y, &pieces(language.1, &text)) {
            let mut y = area.y;
            for (piece, length) in &line {
                let word = PlacedWord {
                    text: (*piece).to_owned(),
                    face: style.face,
                    size: style.size,
                    x,
                    baseline: y,
                    flow: Flow::Down,
                };
                sheet.words.push(word);
                y += length;
            }
            end_line(&mut sheet, &line, language.1);
            x -= style.size * 1.7;
        }
        x -= style.size;
    }
    sheet
}

fn end_line(sheet: &mut Sheet, line: &[(&str, f32)], writing: Writing) {
    let pieces: Vec<&str> = line.iter().map(|(piece, _)| *piece).collect();
    sheet.text.push_str(&pieces.join(if writing == Writing::Han { "" } else { " " }));
    sheet.text.push('\n');
}

/// What a line is made of: words, or characters, with punctuation that begins no line.
fn pieces(writing: Writing, text: &str) -> Vec<&str> {
    if writing != Writing::Han {
        return text.split_whitespace().collect();
    }
    let starts = text.char_indices().filter(|(_, c)| !"。、，？！：；」ー".contains(*c)).map(|(at, _)| at);
    let mut starts: Vec<usize> = starts.collect();
    starts.push(text.len());
    starts.windows(2).map(|ends| &text[ends[0]..ends[1]]).collect()
}

/// The pieces of each line, each with its length.
fn lines<'a>(
    style: Style,
    flow: Flow,
    space: f32,
    width: f32,
    pieces: &[&'a str],
) -> Vec<Vec<(&'a str, f32)>> {
    let mut lines: Vec<Vec<(&str, f32)>> = Vec::new();
    let mut used = 0.0;
    for piece in pieces {
        let length = shape(style.face, piece, flow).1 * style.size;
        match lines.last_mut() {
            Some(line) if used + space + length <= width => {
                line.push((piece, length));
                used += space + length;
            }
            _ => {
                lines.push(vec![(piece, length)]);
                used = length;
            }
        }
    }
    lines
}
