//! Tesseract as the npm package `tesseract.js-core` has it.
//!
//! Pixels go straight from the received buffer into Tesseract's heap, and the words are walked out of it
//! (`words`): asking Tesseract for one of its own text formats would cost more than the walk does.

use js_sys::{Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;

use super::heap::{Heap, Room};
use super::{languages, pixels_of, stopped};
use crate::model::bitmap::BitmapHeader;
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::page::PageText;
use crate::reading::{ReadingOptions, Recognizer};
use module::TesseractModule;

mod module;
mod words;

/// `tesseract::OEM_LSTM_ONLY`.
const LSTM_ONLY: i32 = 1;

/// One engine with its models.
pub struct Engine {
    module: TesseractModule,
    heap: Heap,
    api: u32,
    _on_progress: Closure<dyn Fn(f64)>,
}

impl Engine {
    /// Loads models into a fresh module. `on_progress` is told percentages while a page is being read.
    ///
    /// # Errors
    /// [`Error::ModelDamaged`] when Tesseract rejects a model.
    pub(super) fn load(
        module: TesseractModule,
        memory: WebAssembly::Memory,
        models: &[(String, Uint8Array)],
        on_progress: impl Fn(u8) + 'static,
    ) -> Result<Self, Error> {
        let langs = languages(models);
        let damaged = || Error::ModelDamaged { model: langs.clone() };
        let file = |lang: &str| format!("{lang}.traineddata");
        for (lang, model) in models {
            module.file_system().write_file(&file(lang), model).map_err(|error| stopped(&error))?;
        }
        let on_progress =
            Closure::<dyn Fn(f64)>::new(move |percent: f64| on_progress(percent.clamp(0.0, 100.0) as u8));
        module.set_progress(on_progress.as_ref());
        let api = module.new_api();
        let recognizer = Self { module, heap: Heap::new(memory), api, _on_progress: on_progress };
        let init = |name| recognizer.module.init(api, 0, name, LSTM_ONLY).map_err(|_| damaged());
        // After a failed start Tesseract would go on and find every page empty.
        if recognizer.with_text(&langs, init)? != 0 {
            return Err(damaged());
        }
        for (lang, _) in models {
            recognizer.module.file_system().unlink(&file(lang)).map_err(|error| stopped(&error))?;
        }
        recognizer.set_variable("debug_file", "/dev/null")?;
        Ok(recognizer)
    }

    /// What the engine holds.
    pub(super) fn bytes(&self) -> Bytes {
        self.heap.bytes()
    }

    fn set_variable(&self, name: &str, value: &str) -> Result<(), Error> {
        self.with_text(name, |name| {
            self.with_text(value, |value| self.module.set_variable(self.api, name, value))
        })
    }
}

impl Room for Engine {
    fn heap(&self) -> &Heap {
        &self.heap
    }

    fn allocate(&self, bytes: u32) -> Result<u32, JsValue> {
        self.module.malloc(bytes)
    }

    fn free(&self, address: u32) -> Result<(), JsValue> {
        self.module.free(address);
        Ok(())
    }
}

impl Recognizer for Engine {
    type Pixels = Uint8Array;

    fn recognize(
        &mut self,
        header: &BitmapHeader,
        pixels: Uint8Array,
        options: ReadingOptions,
    ) -> Result<PageText, Error> {
        let given = pixels_of(header, &pixels)?;
        let (api, module) = (self.api, &self.module);
        module.set_page_seg_mode(api, i32::from(options.psm.number()));
        // This build takes two more arguments than the library: an EXIF orientation (1 is upright) and an angle.
        // Left out they count as 0, and the page as empty.
        self.with(&given, |address| {
            let set = module.set_image(api, address, header.width, header.height, 1, header.stride, 1, 0.0);
            set.map_err(|error| stopped(&error))
        })?;
        // The buffer that travelled here is as large as the page; the engine has its own copy.
        drop((given, pixels));
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
