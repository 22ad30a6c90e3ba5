//! Text layers on the documents of the generator, read back by somebody else's code, and on documents
//! that were damaged at random. What viewers make of them is tested in `tests/searchable/`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "searchable/damage.rs"]
mod damage;
#[path = "generator/mod.rs"]
mod generator;
#[path = "searchable/hidden.rs"]
mod hidden;
#[path = "searchable/layers.rs"]
mod layers;
#[path = "searchable/updates.rs"]
mod updates;

use generator::Document;
use pagewise::formats::pdf::{Layered, PdfError, SearchablePdf};
use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph,
    Rect, Word,
};

/// The document of this name.
fn made(name: &str) -> Document {
    generator::make(name).unwrap_or_else(|| panic!("there is no {name}"))
}

/// A page of this size with these words on one line.
fn text(index: u32, size: (f32, f32), words: &[&str]) -> PageText {
    let rect = |x: f32, width: f32| Rect { x, y: 20.0, width, height: 10.0 };
    let words = words.iter().enumerate().map(|(i, text)| Word {
        text: (*text).to_owned(),
        rect: rect(20.0 + 50.0 * i as f32, 40.0),
        confidence: Confidence(90.0),
        direction: Direction::LeftToRight,
        is_native: false,
        corrected: None,
    });
    let line = Line {
        rect: rect(20.0, 200.0),
        baseline: Baseline { x0: 20.0, y0: 28.0, x1: 220.0, y1: 28.0 },
        row_height: 10.0,
        words: words.collect(),
    };
    let paragraphs = vec![Paragraph { rect: line.rect, lines: vec![line] }];
    PageText {
        page: PageIndex(index),
        size: PageSize { width: size.0, height: size.1 },
        dpi: Dpi(200.0),
        blocks: vec![Block { kind: BlockKind::Text, rect: Rect::default(), paragraphs }],
        languages: vec!["eng".to_owned()],
        corrections: Vec::new(),
    }
}

/// These words on every page.
fn on_all_pages(document: &Document, words: &[&str]) -> Vec<PageText> {
    let pages = document.pages.iter().zip(0..);
    pages.map(|(page, index)| text(index, (page.width, page.height), words)).collect()
}

/// Adds the pages; the whole file and what became of each page.
fn add(
    original: &[u8],
    password: Option<&str>,
    pages: &[PageText],
) -> Result<(Vec<u8>, Vec<Layered>), PdfError> {
    let mut pdf = SearchablePdf::open(original, password)?;
    let mut bytes = original.to_vec();
    let mut outcomes = Vec::new();
    for page in pages {
        outcomes.push(pdf.add_page(page)?);
        bytes.extend(pdf.take_bytes());
    }
    bytes.extend(pdf.finish()?);
    Ok((bytes, outcomes))
}

/// Opens a file with lopdf.
fn load(bytes: &[u8], password: Option<&str>) -> lopdf::Document {
    match password {
        Some(password) => {
            let options = lopdf::LoadOptions::with_password(password);
            lopdf::Document::load_mem_with_options(bytes, options).expect("lopdf reads it")
        }
        None => lopdf::Document::load_mem(bytes).expect("lopdf reads it"),
    }
}

/// The streams of a page's content that are layers of ours, decoded.
fn layers_of(pdf: &lopdf::Document, page: u32) -> Vec<Vec<u8>> {
    let streams = pdf.get_page_contents(pdf.get_pages()[&page]);
    let streams = streams.into_iter().filter_map(|id| pdf.get_object(id).ok()?.as_stream().ok());
    let layers = streams.filter(|stream| stream.dict.has(b"PagewiseLayer"));
    layers.map(|layer| layer.decompressed_content().expect("it is compressed")).collect()
}
