//! Tesseract as a [`Recognizer`]: the build of our own (`own`), or where a site could not make that the package from npm
//! (`package`). Both read with the same models and give the same kind of text.

use js_sys::{Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;

use crate::model::bitmap::{BitmapHeader, Provenance};
use crate::model::budget::Bytes;
use crate::model::error::{Error, StopCause};
use crate::model::joint::{is_east_asian, is_korean};
use crate::model::options::PageSegmentationMode;
use crate::model::page::{Baseline, BlockKind, Direction, Dpi, PageIndex, PageSize, PageText};
use crate::reading::strips::Extent;
use crate::reading::{Pixels, ReadingOptions, Recognizer};

mod heap;
mod own;
mod package;

/// One engine with its models, whichever build it is.
pub enum Tesseract {
    /// Compiled for Pagewise.
    Own(own::Engine),
    /// Of the package `tesseract.js-core`.
    Package(package::Engine),
}

impl Tesseract {
    /// Loads models into a fresh engine, the main language first. `module` is a compiled module of our own build, or the package's Emscripten
    /// module with the `memory` that it does not show. `on_progress` is told percentages while a page is being read.
    ///
    /// # Errors
    /// [`Error::ModelDamaged`] when Tesseract rejects a model.
    pub fn load(
        module: &JsValue,
        memory: Option<WebAssembly::Memory>,
        models: &[(String, Uint8Array)],
        on_progress: impl Fn(u8) + 'static,
    ) -> Result<Self, Error> {
        match (module.dyn_ref::<WebAssembly::Module>(), memory) {
            (Some(module), _) => own::Engine::load(module, models, on_progress).map(Self::Own),
            (None, Some(memory)) => {
                let module = module.clone().unchecked_into();
                package::Engine::load(module, memory, models, on_progress).map(Self::Package)
            }
            (None, None) => Err(Error::PartMissing { file: "engines/tesseract".to_owned() }),
        }
    }

    /// Reads a few lines of strokes, so that the browser has optimized the engine's inner loops before the first
    /// page comes: that page would otherwise take half a second longer.
    ///
    /// # Errors
    /// As [`Recognizer::recognize`].
    pub fn warm_up(&mut self) -> Result<(), Error> {
        const WIDTH: u32 = 1000;
        const LINES: u32 = 6;
        const LINE_HEIGHT: u32 = 48;
        let height = LINES * LINE_HEIGHT;
        let ink = |x: u32, y: u32| {
            // Strokes of different lengths, in groups like words.
            let in_line = (12..12 + 14 + x / 9 % 3 * 5).contains(&(y % LINE_HEIGHT));
            x > 40 && x < WIDTH - 40 && x % 9 < 4 && !(x / 9).is_multiple_of(7) && in_line
        };
        let pixels: Vec<u8> =
            (0..height).flat_map(|y| (0..WIDTH).map(move |x| if ink(x, y) { 0 } else { u8::MAX })).collect();
        let size = PageSize { width: WIDTH as f32 * 0.36, height: height as f32 * 0.36 };
        let header = Extent::whole(size, Dpi::BEST).header(PageIndex(0), size, Provenance::Drawn);
        let options = ReadingOptions::new(PageSegmentationMode::AUTO, 0);
        self.recognize(&header, Uint8Array::from(pixels.as_slice()), options).map(|_| ())
    }

    /// What the engine holds.
    pub fn heap(&self) -> Bytes {
        match self {
            Self::Own(engine) => engine.bytes(),
            Self::Package(engine) => engine.bytes(),
        }
    }
}

impl Recognizer for Tesseract {
    type Pixels = Uint8Array;

    fn recognize(
        &mut self,
        header: &BitmapHeader,
        pixels: Uint8Array,
        options: ReadingOptions,
    ) -> Result<PageText, Error> {
        match self {
            Self::Own(engine) => engine.recognize(header, pixels, options),
            Self::Package(engine) => engine.recognize(header, pixels, options),
        }
    }
}

impl Pixels for Uint8Array {
    fn copy_to(&self, from: usize, into: &mut [u8]) {
        let end = from.saturating_add(into.len()).min(self.length() as usize);
        let part = self.subarray(from.min(end) as u32, end as u32);
        part.copy_to(&mut into[..part.length() as usize]);
    }

    fn of_rows(width: u32, height: u32, mut fill: impl FnMut(u32, &mut [u8])) -> Self {
        let pixels = Uint8Array::new_with_length(width * height);
        let mut row = vec![0; width as usize];
        for number in 0..height {
            fill(number, &mut row);
            pixels.subarray(number * width, (number + 1) * width).copy_from(&row);
        }
        pixels
    }
}

/// The languages of models as Tesseract wants them: `deu+eng`.
fn languages(models: &[(String, Uint8Array)]) -> String {
    models.iter().map(|(lang, _)| lang.as_str()).collect::<Vec<_>>().join("+")
}

/// What an engine threw: nothing it says can be trusted any more.
fn stopped(what: &JsValue) -> Error {
    let words = what.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    // Emscripten throws what is no error only when the engine gave up.
    let words = words.or_else(|| what.as_string()).unwrap_or_else(|| "aborted".to_owned());
    Error::WorkerStopped { cause: StopCause::told_by(&words) }
}

fn out_of_memory() -> Error {
    Error::WorkerStopped { cause: StopCause::OutOfMemory }
}

/// The pixels of a bitmap, as many as its header says.
fn pixels_of(header: &BitmapHeader, pixels: &Uint8Array) -> Result<Uint8Array, Error> {
    let bytes = u32::try_from(header.bytes()).ok().filter(|bytes| *bytes <= pixels.length());
    let too_large = Error::PageTooLarge { width_pt: header.size.width, height_pt: header.size.height };
    Ok(pixels.subarray(0, bytes.ok_or(too_large)?))
}

/// The text of a word: without white space, whatever the engine says, and without the marks of direction that it puts where
/// text turns, since they are not on the page.
fn without_marks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200e}' | '\u{200f}')).collect()
}

/// The way the letters of a word run, which Tesseract gives as a `StrongScriptDirection`, in a line that runs so: those of
/// East Asian words in lines down the page stand upright one below the other.
fn direction(text: &str, number: i32, baseline: &Baseline) -> Direction {
    /// `tesseract::DIR_RIGHT_TO_LEFT`.
    const RIGHT_TO_LEFT: i32 = 2;
    match number {
        RIGHT_TO_LEFT => Direction::RightToLeft,
        _ if baseline.runs_sideways() && text.chars().any(|c| is_east_asian(c) || is_korean(c)) => {
            Direction::TopToBottom
        }
        _ => Direction::LeftToRight,
    }
}

/// `tesseract::PolyBlockType`.
fn block_kind(number: i32) -> BlockKind {
    match number {
        2 => BlockKind::Heading,
        6 => BlockKind::Table,
        7 => BlockKind::VerticalText,
        8 => BlockKind::Caption,
        9..=11 => BlockKind::Image,
        12 | 13 => BlockKind::Separator,
        _ => BlockKind::Text,
    }
}
