//! The room between pixels and a page's text, with engines of a few lines: paper on which each line of text is a bar of
//! a grey of its own, and a reader that tells the bars apart.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::cell::RefCell;

use pagewise::model::bitmap::{BitmapHeader, MAX_SIDE, Provenance, Strip};
use pagewise::model::budget::Bytes;
use pagewise::model::error::{Error, Scope};
use pagewise::model::kind::PageKind;
use pagewise::model::look::Turn;
use pagewise::model::options::{OwnText, PageSegmentationMode};
use pagewise::model::page::{
    Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph, Rect, Word,
};
use pagewise::reading::own_text::{Glyph, Glyphs};
use pagewise::reading::strips::{Extent, Piece, after};
use pagewise::reading::{
    DrawRequest, DrawnPage, Finished, OpenPage, PageScan, Raster, Rasterizer, Reading, ReadingOptions,
    Recognizer, draw, finish, read_word, recognize, survey,
};

const A4: PageSize = PageSize { width: 595.0, height: 842.0 };
const A0: PageSize = PageSize { width: 2384.0, height: 3370.0 };
const PAPER: u8 = u8::MAX;
/// The tone of letters that the reader takes for nothing.
const LETTER: u8 = 60;

/// What an engine was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Asked {
    Drawing(Extent),
    Scan(Extent),
}

/// A page with some lines of text, the first of grey 0.
struct Paper {
    size: PageSize,
    lines: Vec<Rect>,
    /// Marks of letters, as something that looks at the page sees them. The reader does not.
    letters: Vec<Rect>,
    glyphs: Glyphs,
    scan: Option<PageScan>,
    /// Whether the page looks like its scan.
    is_scan_true: bool,
    asked: RefCell<Vec<Asked>>,
}

impl Paper {
    /// A page with a line every 40 points.
    fn of_lines(size: PageSize, count: u16) -> Self {
        let line =
            |i: u16| Rect { x: 50.0, y: 30.0 + 40.0 * f32::from(i), width: size.width - 100.0, height: 12.0 };
        Self {
            size,
            lines: (0..count).map(line).collect(),
            letters: Vec::new(),
            glyphs: Glyphs::default(),
            scan: None,
            is_scan_true: true,
            asked: RefCell::default(),
        }
    }

    /// A page that is nothing but a scan, at that resolution.
    fn scanned(dpi: f32) -> Self {
        let (width, height) = (Dpi(dpi).pixels(A4.width), Dpi(dpi).pixels(A4.height));
        let decoded = Bytes(u64::from(width) * u64::from(height));
        let scan = PageScan { width, height, dpi: Some(Dpi(dpi)), decoded };
        Self { scan: Some(scan), ..Self::of_lines(A4, 3) }
    }

    /// The same with characters of its own in that line's place.
    fn saying(mut self, words: &str, line: usize) -> Self {
        let glyphs = set(words, self.lines[line]);
        self.letters.extend(glyphs.iter().filter_map(ink));
        self.glyphs.glyphs.extend(glyphs);
        self
    }

    /// The same with a picture that is full of letters.
    fn with_picture(mut self, picture: Rect) -> Self {
        let mut y = picture.y + 6.0;
        while y < picture.bottom() - 12.0 {
            let row = Rect { x: picture.x + 6.0, y, width: 0.0, height: 12.0 };
            self.letters.extend(
                set(&"a".repeat(((picture.width - 12.0) / 12.0) as usize), row).iter().filter_map(ink),
            );
            y += 20.0;
        }
        self.glyphs.pictures.push(picture);
        self
    }

    fn paint(&self, extent: &Extent) -> Raster<Vec<u8>> {
        let (width, rows) = (extent.width as usize, extent.rows as usize);
        // Engines may pad their rows.
        let stride = width + 3;
        let mut pixels = vec![PAPER; stride * rows];
        let (across, down) = (width as f32 / self.size.width, extent.height as f32 / self.size.height);
        for (line, grey) in self.lines.iter().zip(0_u8..) {
            let columns = (line.x * across).round() as usize..(line.right() * across).round() as usize;
            for row in (line.y * down).round() as u32..(line.bottom() * down).round() as u32 {
                if let Some(row) = row.checked_sub(extent.top).filter(|row| *row < extent.rows) {
                    let start = row as usize * stride;
                    pixels[start + columns.start..start + columns.end].fill(grey);
                }
            }
        }
        for letter in &self.letters {
            let columns = (letter.x * across).round() as usize..(letter.right() * across).round() as usize;
            for row in (letter.y * down).round() as u32..(letter.bottom() * down).round() as u32 {
                // The middle of the page is the reader's.
                let is_clear = !columns.contains(&(width / 2));
                if let Some(row) = row.checked_sub(extent.top).filter(|row| *row < extent.rows && is_clear) {
                    let start = row as usize * stride;
                    pixels[start + columns.start..start + columns.end].fill(LETTER);
                }
            }
        }
        Raster { pixels, stride: stride as u32 }
    }

    fn asked(&self) -> Vec<Asked> {
        self.asked.borrow().clone()
    }
}

/// Characters as wide as they are high, in a line.
fn set(words: &str, line: Rect) -> Vec<Glyph> {
    let Rect { x, y, height, .. } = line;
    let glyph = |(i, character): (u16, char)| {
        let rect = Rect { x: x + f32::from(i) * height, y, width: height, height };
        Glyph::shown(character, rect, (rect.x, rect.bottom()))
    };
    let mut glyphs: Vec<Glyph> = (0_u16..).zip(words.chars()).map(glyph).collect();
    glyphs.push(Glyph::shown('\n', Rect::default(), (x, y)));
    glyphs
}

/// What of a character is seen.
fn ink(glyph: &Glyph) -> Option<Rect> {
    let Rect { x, y, width, height } = glyph.rect;
    let is_solid = glyph.character.is_some_and(|character| !character.is_whitespace());
    is_solid.then_some(Rect {
        x: x + width / 4.0,
        y: y + height / 4.0,
        width: width / 2.0,
        height: height / 2.0,
    })
}

const A4_LINE: Rect = Rect { x: 50.0, y: 30.0, width: 495.0, height: 12.0 };

impl OpenPage for Paper {
    type Pixels = Vec<u8>;

    fn size(&self) -> PageSize {
        self.size
    }

    fn glyphs(&self) -> Glyphs {
        self.glyphs.clone()
    }

    fn scan(&self) -> Option<PageScan> {
        self.scan
    }

    fn main_picture(&self) -> Option<(u32, u32)> {
        self.scan.map(|scan| (scan.width, scan.height))
    }

    fn scan_pixels(&self, whole: &Extent) -> Result<Option<Raster<Vec<u8>>>, Error> {
        self.asked.borrow_mut().push(Asked::Scan(*whole));
        Ok(self.is_scan_true.then(|| self.paint(whole)))
    }

    fn draw(&self, extent: &Extent) -> Result<Raster<Vec<u8>>, Error> {
        self.asked.borrow_mut().push(Asked::Drawing(*extent));
        Ok(self.paint(extent))
    }
}

impl Rasterizer for Paper {
    type Pixels = Vec<u8>;

    fn page_count(&self) -> u32 {
        1
    }

    fn draw(&mut self, request: &DrawRequest) -> Result<DrawnPage<Vec<u8>>, Error> {
        draw(self, request)
    }
}

/// Reads bars: each is a line of one word, which is its grey in letters.
#[derive(Default)]
struct Reader {
    is_blind: bool,
    bitmaps: usize,
}

impl Recognizer for Reader {
    type Pixels = Vec<u8>;

    fn recognize(
        &mut self,
        header: &BitmapHeader,
        pixels: Vec<u8>,
        _: ReadingOptions,
    ) -> Result<PageText, Error> {
        self.bitmaps += 1;
        let mut text = header.blank();
        if self.is_blind {
            return Ok(text);
        }
        let rows: Vec<_> =
            pixels.chunks(header.stride as usize).map(|row| &row[..header.width as usize]).collect();
        let middle: Vec<u8> = rows.iter().map(|row| row[row.len() / 2]).collect();
        let mut lines = Vec::new();
        for grey in 0..PAPER {
            let Some(top) = middle.iter().position(|pixel| *pixel == grey) else { continue };
            let bottom = top + middle[top..].iter().take_while(|pixel| **pixel == grey).count();
            let left = rows[top].iter().position(|pixel| *pixel == grey).unwrap();
            let right = rows[top].iter().rposition(|pixel| *pixel == grey).unwrap() + 1;
            let [left, top, right, bottom] = [left, top, right, bottom].map(|pixels| pixels as i32);
            let rect = header.to_page(left, top, right, bottom);
            let (baseline, row_height) =
                header.line_to_page([left, bottom, right, bottom], (bottom - top) as f32);
            lines.push(Line { rect, baseline, row_height, words: vec![word(&format!("w{grey}"), rect)] });
        }
        // Engines give lines and blocks in which they found nothing.
        let nothing = Line { words: vec![word("", A4_LINE)], ..lines.first().cloned().unwrap_or(EMPTY) };
        lines.push(nothing.clone());
        for lines in [lines, vec![nothing]] {
            let rect = A4_LINE;
            text.blocks.push(Block {
                kind: BlockKind::Text,
                rect,
                paragraphs: vec![Paragraph { rect, lines }],
            });
        }
        Ok(text)
    }
}

const EMPTY: Line = Line {
    rect: A4_LINE,
    baseline: pagewise::model::page::Baseline { x0: 0.0, y0: 0.0, x1: 0.0, y1: 0.0 },
    row_height: 0.0,
    words: Vec::new(),
};

fn word(text: &str, rect: Rect) -> Word {
    Word {
        text: text.to_owned(),
        rect,
        confidence: Confidence(90.0),
        direction: Direction::LeftToRight,
        is_native: false,
        corrected: None,
    }
}

const BEST: DrawRequest = DrawRequest {
    page: PageIndex(0),
    strip: Strip::FIRST,
    dpi: None,
    max_pixels: 14_000_000,
    max_decoded: Bytes::megabytes(80),
    reduction: 1.0,
    own_text: OwnText::Keep,
    region: None,
};

/// A page from its drawing to its text, one strip after the other; the headers of what was drawn.
fn read<D, R>(
    document: &mut D,
    reader: &mut R,
    request: &DrawRequest,
) -> Result<(Finished, Vec<BitmapHeader>), Error>
where
    D: Rasterizer,
    R: Recognizer<Pixels = D::Pixels>,
{
    let (mut next, mut pieces, mut own, mut headers) = (Some(Strip::FIRST), Vec::new(), None, Vec::new());
    while let Some(strip) = next {
        match document.draw(&DrawRequest { strip, ..*request })? {
            DrawnPage::Text(text) => return Ok((Finished { text, strips: 0, is_own: true }, headers)),
            DrawnPage::Bitmap { header, pixels, own_text } => {
                let Reading { text, .. } = recognize(
                    reader,
                    &header,
                    pixels,
                    ReadingOptions::new(PageSegmentationMode::AUTO, 0),
                    || 0.0,
                )?;
                pieces.push(Piece { index: strip.index, area: header.area(), text });
                next = after(strip, &header);
                own = own_text;
                headers.push(header);
            }
        }
    }
    Ok((finish(pieces, own, request.own_text).unwrap(), headers))
}

/// What is read of a page at best.
fn read_best(paper: &mut Paper) -> (Finished, Vec<BitmapHeader>) {
    read(paper, &mut Reader::default(), &BEST).unwrap()
}

/// Every line is there, in order, and stands where it does on the paper.
fn assert_read(paper: &Paper, text: &PageText) {
    let words: Vec<_> = text.words().map(|word| word.text.as_str()).collect();
    let expected: Vec<_> = (0..paper.lines.len()).map(|i| format!("w{i}")).collect();
    assert_eq!(words, expected);
    for (line, paper) in text.lines().zip(&paper.lines) {
        let Rect { x, y, width, height } = line.rect;
        let pairs = [(x, paper.x), (y, paper.y), (width, paper.width), (height, paper.height)];
        let more = [(line.baseline.y0, paper.bottom()), (line.baseline.y1, paper.bottom())];
        // Half a pixel on either side at 100 dpi.
        let is_near = |(a, b): &(f32, f32)| (a - b).abs() < 0.75;
        assert!(pairs.iter().chain(&more).all(is_near), "{:?} instead of {paper:?}", line.rect);
    }
}

#[test]
fn a_page_that_fits_is_drawn_whole_and_read_where_it_stands() {
    let mut paper = Paper::of_lines(A4, 18);
    let (finished, headers) = read_best(&mut paper);
    assert_read(&paper, &finished.text);
    assert_eq!((finished.strips, finished.is_own), (1, false));
    assert_eq!(finished.text.blocks.len(), 1, "what engines find empty is left out");
    assert_eq!(paper.asked(), [Asked::Drawing(Extent::whole(A4, Dpi::BEST))]);
    assert_eq!(headers[0].provenance, Provenance::Drawn);
    assert_eq!(headers[0].stride, headers[0].width + 3);
}

#[test]
fn a_large_page_is_read_in_strips_and_each_line_once() {
    let mut paper = Paper::of_lines(A0, 80);
    let (finished, headers) = read_best(&mut paper);
    assert_read(&paper, &finished.text);
    assert_eq!((finished.strips, headers.len()), (6, 6));
    assert!(headers.iter().all(|header| header.dpi == Dpi::BEST && !header.is_whole()), "{headers:?}");
}

#[test]
fn a_further_try_is_coarser_where_a_page_is_whole_and_shorter_where_it_is_cut() {
    let again = DrawRequest { reduction: 0.7, ..BEST };
    let mut paper = Paper::scanned(200.0);
    let (finished, headers) = read(&mut paper, &mut Reader::default(), &again).unwrap();
    assert_read(&paper, &finished.text);
    assert_eq!(headers[0].dpi, Dpi(140.0), "a scan is not read as it is then");
    let mut wall = Paper::of_lines(A0, 80);
    let (finished, headers) = read(&mut wall, &mut Reader::default(), &again).unwrap();
    assert_read(&wall, &finished.text);
    assert!(headers.len() > 6 && headers.iter().all(|header| header.dpi == Dpi::BEST), "{headers:?}");
}

#[test]
fn a_page_that_is_too_large_is_refused_before_anything_is_drawn() {
    let mut paper = Paper::of_lines(PageSize { width: 14_400.0, height: 14_400.0 }, 3);
    let error = read(&mut paper, &mut Reader::default(), &BEST).unwrap_err();
    assert_eq!(error, Error::PageTooLarge { width_pt: 14_400.0, height_pt: 14_400.0 });
    assert_eq!(error.scope(), Scope::Page);
    assert_eq!(paper.asked(), []);
}

const SET: &str = "a line of text that every program sets";

/// What is drawn to see whether a page's own text says all of it.
fn sketch(size: PageSize) -> Asked {
    Asked::Drawing(Extent::whole(size, Dpi(100.0)))
}

#[test]
fn text_of_its_own_is_kept_or_read_as_asked() {
    let born_digital = || Paper::of_lines(A4, 1).saying(SET, 0);
    let mut paper = born_digital();
    let (kept, _) = read_best(&mut paper);
    assert_eq!(kept.text.to_string(), SET);
    assert_eq!(kept.text.mean_confidence(), None, "nobody measured it");
    assert_eq!((kept.is_own, paper.asked()), (true, vec![sketch(A4)]), "it is drawn small, and that is all");
    let mut paper = born_digital();
    let all = DrawRequest { own_text: OwnText::Read, ..BEST };
    let (finished, _) = read(&mut paper, &mut Reader::default(), &all).unwrap();
    assert_eq!(finished.text.to_string(), "w0");
    assert!(finished.text.words().all(|word| word.is_native), "it is the page's own all the same");
    assert!(!finished.is_own);
}

#[test]
fn text_that_a_page_does_not_show_is_not_its_own() {
    let hidden = |line: Rect| {
        let mut paper = Paper::of_lines(A4, 1).saying(SET, 0);
        paper.glyphs.glyphs.extend(set("of a layer that is off", line));
        read_best(&mut paper).0.text.to_string()
    };
    assert_eq!(hidden(Rect { y: 300.0, ..A4_LINE }), SET, "there is no ink");
    assert_eq!(hidden(Rect { y: -30.0, ..A4_LINE }), SET, "it is cropped");
    // A font may lie about its height.
    let mut paper = Paper::of_lines(A4, 1).saying(SET, 0);
    paper.glyphs.glyphs.iter_mut().for_each(|glyph| glyph.rect.y += 14.0);
    assert_eq!(read_best(&mut paper).0.text.to_string(), SET);
    // Where the engine has no shapes for what it says, the page may show it all the same.
    let mut paper = Paper::of_lines(A4, 1).saying(SET, 0);
    let mut strange = set("\u{6f22}\u{5b57}", Rect { y: 300.0, ..A4_LINE });
    strange.iter_mut().for_each(|glyph| glyph.has_shape = false);
    paper.glyphs.glyphs.extend(strange);
    assert_eq!(read_best(&mut paper).0.text.words().count(), 9);
}

#[test]
fn a_stamp_on_a_scan_is_kept_once_and_the_scan_is_read() {
    let stamps = [
        ("Exhibit 12, page 3 of 44, received 4 May", ""),
        (
            "This content was taken from 192.0.2.14 on",
            "Tuesday the third of May, and all use of it is subject to the terms of its keeper",
        ),
    ];
    for ((head, foot), dpi) in stamps.into_iter().flat_map(|stamp| [(stamp, 200.0), (stamp, 300.0)]) {
        let mut paper = Paper { lines: Paper::of_lines(A4, 12).lines, ..Paper::scanned(dpi) };
        let whole = Rect { x: 0.0, y: 60.0, width: 595.0, height: 700.0 };
        paper = paper.saying(head, 0).with_picture(whole);
        let foot_glyphs = set(foot, Rect { x: 50.0, y: 800.0, width: 0.0, height: 5.0 });
        paper.letters.extend(foot_glyphs.iter().filter_map(ink));
        paper.glyphs.glyphs.extend(foot_glyphs);
        let (finished, _) = read_best(&mut paper);
        let text = finished.text.to_string();
        assert!(text.starts_with(head) && text.ends_with(foot), "{text}");
        assert!(!text.contains("w0"), "the stamp stands there, and is not doubled: {text}");
        assert!((1..12).all(|line| text.contains(&format!("w{line}"))), "{text}");
        assert!(!finished.is_own);
        let native = finished.text.words().filter(|word| word.is_native).count();
        assert_eq!(native, head.split_whitespace().chain(foot.split_whitespace()).count(), "{text}");
        assert!(finished.text.mean_confidence().is_some_and(|mean| mean.0 < 100.0));
    }
}

#[test]
fn a_watermark_across_a_scan_hides_none_of_its_words() {
    let mut paper = Paper { lines: Paper::of_lines(A4, 12).lines, ..Paper::scanned(200.0) };
    for (i, character) in (0_u8..).zip("DRAFT".chars()) {
        let (x, y) = (80.0 + 90.0 * f32::from(i), 600.0 - 90.0 * f32::from(i));
        let rect = Rect { x, y: y - 100.0, width: 100.0, height: 100.0 };
        paper.glyphs.glyphs.push(Glyph::shown(character, rect, (x, y)));
        paper.letters.extend(ink(&Glyph::shown(character, rect, (x, y))));
    }
    paper.glyphs.pictures.push(Rect { x: 0.0, y: 0.0, width: 595.0, height: 842.0 });
    let (finished, _) = read_best(&mut paper);
    let words: Vec<_> = finished.text.words().map(|word| word.text.as_str()).collect();
    assert!((0..12).all(|line| words.contains(&format!("w{line}").as_str())), "{words:?}");
    assert!(words.contains(&"DRAFT"), "{words:?}");
}

#[test]
fn a_picture_with_text_is_read_into_its_place_on_a_page_of_text() {
    let page = |has_picture: bool| {
        let mut paper = Paper::of_lines(A4, 6).saying(SET, 0).saying(SET, 4).saying(SET, 5);
        let picture = Rect { x: 50.0, y: 60.0, width: 495.0, height: 110.0 };
        // What a picture shows is no shape of the page.
        if has_picture {
            paper = paper.with_picture(picture);
        } else {
            paper.lines.drain(1..4);
        }
        paper
    };
    let mut paper = page(true);
    let (finished, _) = read_best(&mut paper);
    assert_eq!(
        finished.text.to_string().split_whitespace().collect::<Vec<_>>().join(" "),
        [SET, "w1 w2 w3", SET, SET].join(" ")
    );
    assert!(!finished.is_own);
    let mut paper = page(false);
    let (finished, headers) = read_best(&mut paper);
    assert!(finished.is_own && headers.is_empty());
}

#[test]
fn what_was_filled_in_goes_on_with_its_label() {
    let page = |filled: &str| {
        let mut paper = Paper::of_lines(A4, 6);
        let label = paper.lines[2];
        // The middle of the page, where the reader looks, is the field's, and so is what stands behind that.
        let field = Rect { x: 270.0, width: 150.0, ..label };
        paper.lines[2] = Rect { width: 60.0, ..field };
        for line in [0, 1, 3, 4, 5] {
            paper = paper.saying(SET, line);
        }
        let glyphs = set("Name", label);
        paper.letters.extend(glyphs.iter().filter_map(ink));
        paper.glyphs.glyphs.extend(glyphs);
        paper.letters.extend(set(filled, Rect { x: 345.0, ..field }).iter().filter_map(ink));
        paper.glyphs.additions.push(field);
        read_best(&mut paper)
    };
    let (finished, _) = page("abc");
    let lines: Vec<_> = finished.text.lines().map(ToString::to_string).collect();
    assert!(lines.contains(&"Name w2".to_owned()), "{lines:?}");
    assert!(!finished.is_own);
    let (finished, headers) = page("x");
    assert!(finished.is_own && headers.is_empty(), "a tick is no word");
}

#[test]
fn a_text_layer_stands_for_a_scan_if_it_has_its_words() {
    let layered = |words: &str, covers: bool| {
        let mut paper = Paper { lines: Paper::of_lines(A4, 8).lines, ..Paper::scanned(200.0) };
        for line in 0..8 {
            let shown = if covers || line < 4 { words } else { "" };
            paper = paper.saying(shown, line);
            let there = set(words, paper.lines[line]);
            paper.letters.extend(there.iter().filter_map(ink));
        }
        paper.glyphs.glyphs.iter_mut().for_each(|glyph| glyph.is_invisible = true);
        paper.glyphs.pictures.push(Rect { x: 0.0, y: 0.0, width: 595.0, height: 842.0 });
        read_best(&mut paper).0
    };
    assert!(layered(SET, true).is_own);
    let half = layered(SET, false);
    let text = half.text.to_string();
    assert!(!half.is_own && text.contains(SET) && text.contains("w7") && !text.contains("w2"), "{text}");
    let nonsense = layered(";h| /Iep}. o~ I!f/.l}n IIg\\I .ld ^lr1j", true);
    assert!(!nonsense.is_own);
    assert_eq!(
        nonsense.text.words().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "),
        "w0 w1 w2 w3 w4 w5 w6 w7"
    );
    assert!(nonsense.text.words().all(|word| !word.is_native));
}

#[test]
fn a_page_number_is_all_there_is_if_there_is_no_other_ink() {
    let mut paper = Paper::of_lines(A4, 1).saying("Page 3", 0);
    let (finished, headers) = read_best(&mut paper);
    assert_eq!((finished.text.to_string().as_str(), finished.is_own, headers.len()), ("Page 3", true, 0));
}

#[test]
fn the_few_words_of_a_page_are_kept_where_nothing_can_be_read() {
    let mut paper = Paper::of_lines(A4, 1).saying("Page 3", 0).with_picture(Rect {
        x: 50.0,
        y: 60.0,
        width: 495.0,
        height: 600.0,
    });
    let mut blind = Reader { is_blind: true, ..Reader::default() };
    let (finished, _) = read(&mut paper, &mut blind, &BEST).unwrap();
    assert_eq!((finished.text.to_string().as_str(), finished.is_own), ("Page 3", true));
    assert!(blind.bitmaps > 0, "it was tried");
    let all = DrawRequest { own_text: OwnText::Read, ..BEST };
    let (finished, _) = read(&mut paper, &mut blind, &all).unwrap();
    assert_eq!((finished.text.to_string().as_str(), finished.is_own), ("", false), "it was not wanted");
}

#[test]
fn a_page_that_is_one_scan_is_read_from_its_pixels_whatever_size_it_claims() {
    // A pixel a point; an inch across.
    for size in [PageSize { width: 1654.0, height: 2339.0 }, PageSize { width: 72.0, height: 101.8 }] {
        let factor = size.width / A4.width;
        let lines = Paper::scanned(200.0).lines.into_iter().map(|line| {
            let Rect { x, y, width, height } = line;
            Rect { x: x * factor, y: y * factor, width: width * factor, height: height * factor }
        });
        let scan = PageScan {
            width: 1654,
            height: 2339,
            dpi: Some(Dpi(1654.0 / size.width * 72.0)),
            decoded: Bytes(3_868_706),
        };
        let mut paper = Paper { size, lines: lines.collect(), ..Paper::scanned(200.0) };
        paper.scan = Some(scan);
        let (finished, headers) = read_best(&mut paper);
        assert_eq!(finished.text.words().count(), 3);
        for (line, word) in paper.lines.iter().zip(finished.text.words()) {
            assert!(
                (line.y - word.rect.y).abs() < factor && (line.width - word.rect.width).abs() < 2.0 * factor,
                "{word:?}"
            );
        }
        let [header] = headers[..] else { panic!("{headers:?}") };
        assert_eq!((header.width, header.height, header.provenance), (1654, 2339, Provenance::Scan));
        assert!((header.dpi.0 - 200.0).abs() < 0.5 && header.is_whole(), "{header:?}");
    }
}

#[test]
fn scans_of_a_good_resolution_are_read_as_they_are_and_others_scaled() {
    for (dpi, expected) in [(100.0, 200.0), (150.0, 150.0), (240.0, 240.0), (300.0, 200.0)] {
        let mut paper = Paper::scanned(dpi);
        let (finished, headers) = read_best(&mut paper);
        assert_read(&paper, &finished.text);
        assert_eq!(paper.asked(), [Asked::Scan(Extent::whole(A4, Dpi(expected)))], "{dpi}");
        let header = headers[0];
        assert_eq!((header.dpi, header.provenance), (Dpi(expected), Provenance::Scan), "{dpi}");
        assert!(header.is_whole(), "{dpi}: {header:?}");
    }
    let mut fax = Paper::scanned(200.0);
    fax.scan = fax.scan.map(|scan| PageScan { height: scan.height / 2, dpi: None, ..scan });
    read_best(&mut fax);
    assert_eq!(fax.asked(), [Asked::Scan(Extent::whole(A4, Dpi::BEST))], "its pixels are made square");
}

#[test]
fn a_page_is_drawn_where_its_scan_does_not_stand_for_it() {
    let drawing = |extent| [Asked::Drawing(extent)];
    let whole = Extent::whole(A4, Dpi::BEST);
    // A resolution was asked for.
    let mut paper = Paper::scanned(200.0);
    let asked = DrawRequest { dpi: Some(Dpi(300.0)), ..BEST };
    read(&mut paper, &mut Reader::default(), &asked).unwrap();
    assert_eq!(paper.asked(), drawing(Extent::whole(A4, Dpi(300.0))));
    // Decoding it would take too much.
    let mut paper = Paper::scanned(200.0);
    let tight = DrawRequest { max_decoded: Bytes::megabytes(1), ..BEST };
    read(&mut paper, &mut Reader::default(), &tight).unwrap();
    assert_eq!(paper.asked(), drawing(whole));
    // A mask or an inverted palette is between the scan and the paper.
    let mut paper = Paper { is_scan_true: false, ..Paper::scanned(200.0) };
    let (finished, headers) = read_best(&mut paper);
    assert_read(&paper, &finished.text);
    assert_eq!(paper.asked(), [Asked::Scan(whole), Asked::Drawing(whole)]);
    assert_eq!(headers[0].provenance, Provenance::Drawn);
    // It is too large for its page to be read whole.
    let scan = PageScan { width: 6622, height: 9361, dpi: Some(Dpi::BEST), decoded: Bytes::megabytes(62) };
    let mut paper = Paper { scan: Some(scan), ..Paper::of_lines(A0, 80) };
    let (finished, _) = read_best(&mut paper);
    assert_read(&paper, &finished.text);
    assert!(paper.asked().iter().all(|asked| matches!(asked, Asked::Drawing(_))));
}

#[test]
fn a_page_of_any_size_that_is_drawn_whole_is_known_to_be() {
    for tenths in 3000_u16..12_000 {
        let side = f32::from(tenths) / 10.0;
        let size = PageSize { width: 500.0, height: side };
        for dpi in [150.0, 163.7, 200.0] {
            let extent = Extent::whole(size, Dpi(dpi));
            let header = extent.header(PageIndex(0), size, Provenance::Drawn);
            assert!(header.is_whole(), "{side} at {dpi} dpi: {header:?}");
        }
    }
}

#[test]
fn bitmaps_that_no_engine_reads_do_not_reach_one() {
    let size = PageSize { width: 100.0, height: 100.0 };
    for (width, height) in [(MAX_SIDE + 1, 10), (10, MAX_SIDE + 1), (0, 10), (10, 0)] {
        let extent = Extent { dpi: Dpi::BEST, width, height, top: 0, rows: height };
        let header = extent.header(PageIndex(0), size, Provenance::Drawn);
        let mut reader = Reader::default();
        let refused = recognize(
            &mut reader,
            &header,
            Vec::new(),
            ReadingOptions::new(PageSegmentationMode::AUTO, 0),
            || 0.0,
        );
        assert_eq!(refused, Err(Error::PageTooLarge { width_pt: 100.0, height_pt: 100.0 }));
        assert_eq!(reader.bitmaps, 0);
    }
}

#[test]
fn words_that_nobody_sees_are_not_the_pages_own_where_they_go() {
    let mut paper = Paper::of_lines(A4, 3).saying("Exhibit 12", 0);
    paper.glyphs.glyphs.iter_mut().for_each(|glyph| glyph.is_invisible = true);
    let seen = set("page 3", paper.lines[2]);
    paper.glyphs.glyphs.push(Glyph::shown('\n', Rect::default(), (0.0, 0.0)));
    paper.glyphs.glyphs.extend(seen);
    let drawn = |own_text| match draw(&paper, &DrawRequest { own_text, ..BEST }).unwrap() {
        DrawnPage::Bitmap { header, own_text, .. } => {
            (header.has_hidden_text, own_text.map(|own| own.to_string()))
        }
        DrawnPage::Text(text) => (false, Some(format!("only {text}"))),
    };
    assert_eq!(drawn(OwnText::Read), (true, Some("Exhibit 12\n\npage 3".to_owned())));
    assert_eq!(drawn(OwnText::Replace), (true, Some("page 3".to_owned())));
    assert_eq!(drawn(OwnText::Strip), (false, Some("only page 3".to_owned())));
    paper.glyphs.glyphs.iter_mut().for_each(|glyph| glyph.is_ours = true);
    let ours = draw(&paper, &DrawRequest { own_text: OwnText::Read, ..BEST }).unwrap();
    assert!(matches!(ours, DrawnPage::Bitmap { header, .. } if !header.has_hidden_text));
}

#[test]
fn a_part_of_a_page_is_drawn_and_read_by_itself() {
    let mut paper = Paper::of_lines(A4, 12);
    let third = paper.lines[2];
    let region = Rect { x: 40.0, y: third.y - 6.0, width: 515.0, height: 64.0 };
    let request =
        DrawRequest { dpi: Some(Dpi(300.0)), region: Some(region), own_text: OwnText::Read, ..BEST };
    let DrawnPage::Bitmap { header, pixels, .. } = Rasterizer::draw(&mut paper, &request).unwrap() else {
        panic!("it has no text of its own");
    };
    let area = header.area();
    let ends = [
        (area.x, region.x),
        (area.y, region.y),
        (area.right(), region.right()),
        (area.bottom(), region.bottom()),
    ];
    assert!(ends.iter().all(|(is, wanted)| (is - wanted).abs() < 0.5), "{area:?}");
    assert_eq!(pixels.len() as u64, header.bytes());
    assert!(!request.is_fitted(&header) && header.size == A4);
    let options = ReadingOptions::new(PageSegmentationMode::SINGLE_BLOCK, 0);
    let reading = recognize(&mut Reader::default(), &header, pixels, options, || 0.0).unwrap();
    let words: Vec<_> = reading.text.words().collect();
    assert_eq!(words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(), ["w2", "w3"]);
    assert!(
        (words[0].rect.y - third.y).abs() < 0.5 && (words[0].rect.x - third.x).abs() < 0.5,
        "it is where it stands"
    );
    // What is beside the page, or too large, is not drawn.
    let beside = DrawRequest { region: Some(Rect { x: 600.0, ..region }), ..request };
    assert!(Rasterizer::draw(&mut paper, &beside).is_err());
    let tight = DrawRequest { max_pixels: 50_000, ..request };
    let DrawnPage::Bitmap { header, .. } = Rasterizer::draw(&mut paper, &tight).unwrap() else { panic!() };
    assert!(header.dpi.0 < 90.0 && tight.is_fitted(&header), "{header:?}");
    // All of a page is one drawing, however large it is, and its scan's own pixels where these are good.
    let all = Rect { x: 0.0, y: 0.0, width: A4.width, height: A4.height };
    let mut scan = Paper::scanned(200.0);
    Rasterizer::draw(&mut scan, &DrawRequest { region: Some(all), ..BEST }).unwrap();
    assert_eq!(scan.asked(), [Asked::Scan(Extent::whole(A4, Dpi::BEST))]);
}

/// Says of every bitmap what it was shown: how large it is, and as what.
#[derive(Default)]
struct Spelling {
    shown: Vec<(u32, u32, PageSegmentationMode)>,
    breaks: bool,
}

impl Recognizer for Spelling {
    type Pixels = Vec<u8>;

    fn recognize(
        &mut self,
        header: &BitmapHeader,
        _: Vec<u8>,
        options: ReadingOptions,
    ) -> Result<PageText, Error> {
        self.shown.push((header.width, header.height, options.psm));
        if self.breaks {
            return Err(Error::WorkerStopped { cause: pagewise::model::error::StopCause::Killed });
        }
        let area = header.area();
        let said = |text: &str, x: f32, width: f32, confidence: f32| Word {
            confidence: Confidence(confidence),
            ..word(text, Rect { x, y: area.y + 1.0, width, height: area.height - 2.0 })
        };
        let words = match options.psm {
            PageSegmentationMode::SINGLE_LINE if area.width > 100.0 => {
                vec![
                    said("before", area.x, 20.0, 95.0),
                    said("rn0dern", 200.0, 40.0, 60.0),
                    said("after", 300.0, 20.0, 95.0),
                ]
            }
            PageSegmentationMode::RAW_LINE => vec![said("", area.x, 1.0, 10.0)],
            PageSegmentationMode::SINGLE_WORD if header.width > 200 => {
                vec![said("mod", area.x, 20.0, 80.0), said("ern", area.x + 20.0, 20.0, 70.0)]
            }
            _ => vec![said("modern", area.x, 40.0, 90.0)],
        };
        let line = Line { rect: area, words, ..EMPTY };
        let paragraphs = vec![Paragraph { rect: area, lines: vec![line] }];
        Ok(PageText {
            blocks: vec![Block { kind: BlockKind::Text, rect: area, paragraphs }],
            ..header.blank()
        })
    }
}

#[test]
fn a_word_is_shown_in_its_line_and_by_itself_and_its_readings_are_told_the_surest_first() {
    let paper = Paper::of_lines(A4, 3);
    let spot = Rect { x: 200.0, y: 110.0, width: 40.0, height: 12.0 };
    let region = Rect { x: 100.0, y: 104.0, width: 240.0, height: 24.0 };
    let request =
        DrawRequest { dpi: Some(Dpi(300.0)), region: Some(region), own_text: OwnText::Read, ..BEST };
    let DrawnPage::Bitmap { header, pixels, .. } = draw(&paper, &request).unwrap() else { panic!() };
    let mut engine = Spelling::default();
    let guesses = read_word(&mut engine, &header, &pixels, (&spot, Turn::Upright), 5).unwrap();
    let said: Vec<_> = guesses.iter().map(|guess| (guess.text.as_str(), guess.confidence.0)).collect();
    assert_eq!(said, [("modern", 90.0), ("mod ern", 70.0), ("rn0dern", 60.0)], "neighbours are none");
    assert_eq!(engine.shown.len(), 5);
    assert!(
        engine.shown[0].0 > 900 && engine.shown[1..].iter().all(|(width, ..)| *width < 400),
        "{:?}",
        engine.shown
    );
    // Turned, it is shown upright.
    let mut engine = Spelling::default();
    read_word(&mut engine, &header, &pixels, (&spot, Turn::Left), 5).unwrap();
    assert!(engine.shown.iter().all(|(width, height, _)| width < height), "{:?}", engine.shown);
    let mut broken = Spelling { breaks: true, ..Spelling::default() };
    let refused = read_word(&mut broken, &header, &pixels, (&spot, Turn::Upright), 5);
    assert!(matches!(refused, Err(Error::WorkerStopped { .. })) && broken.shown.len() == 1);
}

/// What a page is, and the most pixels that were drawn to see that.
fn surveyed(paper: &Paper) -> (PageKind, u64) {
    let kind = survey(paper, PageIndex(0), 4_000_000);
    let pixels = |asked: &Asked| match asked {
        Asked::Drawing(extent) | Asked::Scan(extent) => u64::from(extent.width) * u64::from(extent.rows),
    };
    (kind, paper.asked().iter().map(pixels).max().unwrap_or(0))
}

#[test]
fn what_a_page_is_is_seen_in_a_small_drawing_of_it() {
    let whole = Rect { x: 0.0, y: 0.0, width: A4.width, height: A4.height };
    let sentence = "The quick brown fox jumps over it.";
    let empty = Paper { lines: Vec::new(), ..Paper::of_lines(A4, 1) };
    assert_eq!(surveyed(&empty).0, PageKind::Blank);
    // Where there is no character, the engine does not look for pictures either.
    let blank_scan = Paper { lines: Vec::new(), ..Paper::scanned(300.0) };
    assert_eq!(surveyed(&blank_scan).0, PageKind::Blank);
    let scan = Paper::scanned(300.0);
    let (kind, pixels) = surveyed(&scan);
    assert_eq!(kind, PageKind::Scan);
    assert!(pixels < 150_000, "as small as in a list: {pixels}");
    let text = Paper::of_lines(A4, 1).saying(sentence, 0);
    assert_eq!(surveyed(&Paper { lines: Vec::new(), ..text }).0, PageKind::Text);
    let stamped = Paper::scanned(300.0).with_picture(whole).saying("Exhibit 12", 0);
    assert_eq!(surveyed(&stamped).0, PageKind::Marked);
    let half = Rect { x: 50.0, y: 400.0, width: 495.0, height: 350.0 };
    let mixed =
        Paper { lines: vec![A4_LINE], ..Paper::of_lines(A4, 1) }.saying(sentence, 0).with_picture(half);
    let (kind, pixels) = surveyed(&mixed);
    assert_eq!(kind, PageKind::Mixed);
    assert!(pixels < 1_000_000, "{pixels}");
}

#[test]
fn what_is_seen_of_a_page_is_what_is_done_with_it() {
    let whole = Rect { x: 0.0, y: 0.0, width: A4.width, height: A4.height };
    let half = Rect { x: 50.0, y: 400.0, width: 495.0, height: 350.0 };
    let sentence = "The quick brown fox jumps over it.";
    let pages = [
        Paper { lines: Vec::new(), ..Paper::of_lines(A4, 1).saying(sentence, 0) },
        Paper::of_lines(A4, 1).saying(sentence, 0).with_picture(half),
        Paper::of_lines(A4, 1).saying(sentence, 0).with_picture(whole),
        Paper::scanned(300.0),
    ];
    for paper in pages {
        let is_text = matches!(draw(&paper, &BEST).unwrap(), DrawnPage::Text(_));
        assert_eq!(surveyed(&paper).0 == PageKind::Text, is_text);
    }
}

#[test]
fn a_page_keeps_its_text_or_has_more_added_as_it_was_decided() {
    let half = Rect { x: 50.0, y: 400.0, width: 495.0, height: 350.0 };
    let mixed = Paper::of_lines(A4, 1).saying("Its own words stand here.", 0).with_picture(half);
    let kept = draw(&mixed, &DrawRequest { own_text: OwnText::Only, ..BEST }).unwrap();
    assert!(matches!(kept, DrawnPage::Text(text) if text.to_string() == "Its own words stand here."));
    let text = Paper { lines: Vec::new(), ..Paper::of_lines(A4, 1).saying("Its own words stand here.", 0) };
    let drawn = draw(&text, &DrawRequest { own_text: OwnText::Join, ..BEST }).unwrap();
    let DrawnPage::Bitmap { own_text: Some(own), .. } = drawn else {
        panic!("it is drawn although it says it all: {drawn:?}");
    };
    let area = Rect { x: 0.0, y: 0.0, width: A4.width, height: A4.height };
    let read = PageText { blocks: Vec::new(), ..own.clone() };
    let joined = finish(vec![Piece { index: 0, area, text: read }], Some(own), OwnText::Join).unwrap();
    assert_eq!(joined.text.to_string(), "Its own words stand here.");
    assert!(joined.is_own);
    let scan = Paper::scanned(300.0);
    assert!(matches!(
        draw(&scan, &DrawRequest { own_text: OwnText::Only, ..BEST }).unwrap(),
        DrawnPage::Bitmap { .. }
    ));
}
