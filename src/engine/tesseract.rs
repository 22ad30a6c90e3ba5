//! Tesseract as a [`Recognizer`].
//!
//! Pixels go straight from the received buffer into Tesseract's heap, and the words are walked out of it
//! (`words`): asking Tesseract for one of its own text formats would cost more than the walk does.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use crate::model::affine::Affine;
use crate::model::bitmap::{BitmapHeader, Provenance};
use crate::model::budget::Bytes;
use crate::model::error::{Error, StopCause};
use crate::model::options::PageSegmentationMode;
use crate::model::page::{Dpi, PageIndex, PageSize, PageText, Rect};
use crate::reading::Recognizer;
use module::{Heap, TesseractModule};

pub mod module;
mod words;

/// `tesseract::OEM_LSTM_ONLY`.
const LSTM_ONLY: i32 = 1;

/// One Tesseract with one model.
pub struct Tesseract {
    module: TesseractModule,
    heap: Heap,
    api: u32,
    _on_progress: Closure<dyn Fn(f64)>,
}

fn stopped(what: &JsValue) -> Error {
    let words = what.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    // Emscripten throws what is no error only when the engine gave up.
    let words = words.or_else(|| what.as_string()).unwrap_or_else(|| "aborted".to_owned());
    Error::WorkerStopped { cause: StopCause::told_by(&words) }
}

impl Tesseract {
    /// Loads a model into a fresh module. `on_progress` is told percentages while a page is being read.
    ///
    /// # Errors
    /// [`Error::ModelDamaged`] when Tesseract rejects the model.
    pub fn load(
        module: TesseractModule,
        heap: Heap,
        lang: &str,
        model: &Uint8Array,
        on_progress: impl Fn(u8) + 'static,
    ) -> Result<Self, Error> {
        let damaged = || Error::ModelDamaged { model: lang.to_owned() };
        let file = format!("{lang}.traineddata");
        module.file_system().write_file(&file, model).map_err(|error| stopped(&error))?;
        let on_progress =
            Closure::<dyn Fn(f64)>::new(move |percent: f64| on_progress(percent.clamp(0.0, 100.0) as u8));
        module.set_progress(on_progress.as_ref());
        let api = module.new_api();
        let recognizer = Self { module, heap, api, _on_progress: on_progress };
        let init = |name| recognizer.module.init(api, 0, name, LSTM_ONLY).map_err(|_| damaged());
        // After a failed start Tesseract would go on and find every page empty.
        if recognizer.with_text(lang, init)? != 0 {
            return Err(damaged());
        }
        recognizer.module.file_system().unlink(&file).map_err(|error| stopped(&error))?;
        recognizer.set_variable("debug_file", "/dev/null")?;
        Ok(recognizer)
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
        let header = BitmapHeader {
            page: PageIndex(0),
            size,
            placement: Affine::upright(Rect { x: 0.0, y: 0.0, width: size.width, height: size.height }),
            width: WIDTH,
            height,
            stride: WIDTH,
            dpi: Dpi::BEST,
            provenance: Provenance::Drawn,
        };
        self.recognize(&header, Uint8Array::from(pixels.as_slice()), PageSegmentationMode::AUTO).map(|_| ())
    }

    /// What the engine holds.
    pub fn heap(&self) -> Bytes {
        self.heap.bytes()
    }

    fn set_variable(&self, name: &str, value: &str) -> Result<(), Error> {
        self.with_text(name, |name| {
            self.with_text(value, |value| self.module.set_variable(self.api, name, value))
        })
    }

    /// Runs `call` with the address of a C string.
    fn with_text<R>(&self, text: &str, call: impl FnOnce(u32) -> Result<R, Error>) -> Result<R, Error> {
        let bytes: Vec<u8> = text.bytes().filter(|byte| *byte != 0).chain([0]).collect();
        let address = self.allocate(bytes.len() as u32)?;
        self.heap.write(&Uint8Array::from(bytes.as_slice()), address);
        let result = call(address);
        self.module.free(address);
        result
    }

    fn allocate(&self, bytes: u32) -> Result<u32, Error> {
        match self.module.malloc(bytes) {
            Ok(address) if address != 0 => Ok(address),
            _ => Err(Error::WorkerStopped { cause: StopCause::OutOfMemory }),
        }
    }
}

impl Recognizer for Tesseract {
    type Pixels = Uint8Array;

    fn recognize(
        &mut self,
        header: &BitmapHeader,
        pixels: Uint8Array,
        psm: PageSegmentationMode,
    ) -> Result<PageText, Error> {
        let bytes = u32::try_from(header.bytes()).ok().filter(|bytes| *bytes <= pixels.length());
        let bytes = bytes
            .ok_or(Error::PageTooLarge { width_pt: header.size.width, height_pt: header.size.height })?;
        let address = self.allocate(bytes)?;
        self.heap.write(&pixels.subarray(0, bytes), address);
        // The buffer that travelled here is as large as the page; the copy in the heap is all that is needed.
        drop(pixels);
        let (api, module) = (self.api, &self.module);
        module.set_page_seg_mode(api, i32::from(psm.number()));
        // This build takes two more arguments than the library: an EXIF orientation (1 is upright) and an angle.
        // Left out they count as 0, and the page as empty.
        module
            .set_image(api, address, header.width, header.height, 1, header.stride, 1, 0.0)
            .map_err(|error| stopped(&error))?;
        module.free(address);
        module.set_source_resolution(api, header.dpi.0.round() as i32);
        let status = module.recognize(api, 0).map_err(|error| stopped(&error))?;
        if status != 0 {
            module.clear(api);
            return Err(Error::EngineFailed { reason: "the engine gave up".to_owned() });
        }
        let text = words::walk(module, &self.heap, api, header).map_err(|error| stopped(&error));
        module.clear(api);
        text
    }
}
