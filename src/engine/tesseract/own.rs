//! Tesseract as we compile it ourselves: `native/` behind a flat C interface, without any script of its own.
//!
//! One instance of the module is one engine. Addresses are those of its memory; everything else is a number.

use js_sys::{Object, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;

use super::heap::{Heap, Room};
use super::{languages, out_of_memory, pixels_of, stopped};
use crate::model::bitmap::BitmapHeader;
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::page::PageText;
use crate::reading::{ReadingOptions, Recognizer};
use module::Exports;

mod module;
mod words;

/// How much of a page's time the engine may take before it gives the page up itself, in milliseconds for a second: whoever
/// waits for it ends the whole worker when the time is over, since parts of the engine do not look at a clock.
const DEADLINE_PER_SECOND: u32 = 950;

/// One engine with its models.
pub struct Engine {
    exports: Exports,
    heap: Heap,
    _on_progress: Closure<dyn Fn(i32) -> i32>,
}

/// What `pagewise_recognize` answers.
enum Outcome {
    Read,
    DeadlinePassed,
    GaveUp,
}

impl From<i32> for Outcome {
    fn from(status: i32) -> Self {
        match status {
            0 => Self::Read,
            3 => Self::DeadlinePassed,
            _ => Self::GaveUp,
        }
    }
}

impl Engine {
    /// Loads models into a fresh instance. `on_progress` is told percentages while a page is being read.
    ///
    /// # Errors
    /// [`Error::ModelDamaged`] when Tesseract rejects a model.
    pub(super) fn load(
        module: &WebAssembly::Module,
        models: &[(String, Uint8Array)],
        on_progress: impl Fn(u8) + 'static,
    ) -> Result<Self, Error> {
        let on_progress = Closure::<dyn Fn(i32) -> i32>::new(move |percent: i32| {
            on_progress(percent.clamp(0, 100) as u8);
            // Nothing cancels from inside: whoever wants that ends the worker.
            0
        });
        let imports = imports(on_progress.as_ref()).map_err(|error| stopped(&error))?;
        let instance = WebAssembly::Instance::new(module, &imports).map_err(|error| stopped(&error))?;
        let exports: Exports = instance.exports().unchecked_into();
        let engine = Self { heap: Heap::new(exports.memory()), exports, _on_progress: on_progress };
        engine.exports.initialize().map_err(|error| stopped(&error))?;
        engine.exports.start().map_err(|error| stopped(&error))?;
        for (lang, model) in models {
            engine.add_model(lang, model)?;
        }
        let langs = languages(models);
        match engine.with_text(&langs, |langs| engine.exports.load(langs).map_err(|error| stopped(&error)))? {
            0 => Ok(engine),
            _ => Err(Error::ModelDamaged { model: langs }),
        }
    }

    fn add_model(&self, lang: &str, model: &Uint8Array) -> Result<(), Error> {
        let bytes = model.length();
        let add = |lang, model| self.exports.add_model(lang, model, bytes).map_err(|error| stopped(&error));
        match self.with(model, |model| self.with_text(lang, |lang| add(lang, model)))? {
            0 => Ok(()),
            _ => Err(out_of_memory()),
        }
    }

    /// What the engine holds.
    pub(super) fn bytes(&self) -> Bytes {
        self.heap.bytes()
    }
}

impl Room for Engine {
    fn heap(&self) -> &Heap {
        &self.heap
    }

    fn allocate(&self, bytes: u32) -> Result<u32, JsValue> {
        self.exports.alloc(bytes)
    }

    fn free(&self, address: u32) -> Result<(), JsValue> {
        self.exports.free(address)
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
        let dpi = header.dpi.0.round() as i32;
        let set = self.with(&given, |address| {
            let set = self.exports.set_image(address, header.width, header.height, header.stride, dpi);
            set.map_err(|error| stopped(&error))
        });
        // The buffer that travelled here is as large as the page; the engine has its own copy.
        drop((given, pixels));
        if set? != 0 {
            return Err(out_of_memory());
        }
        let deadline = options.limit_seconds.saturating_mul(DEADLINE_PER_SECOND);
        let status = self.exports.recognize(i32::from(options.psm.number()), deadline);
        let text = match Outcome::from(status.map_err(|error| stopped(&error))?) {
            Outcome::Read => words::walk(&self.exports, &self.heap, header).map_err(|error| stopped(&error)),
            Outcome::DeadlinePassed => Err(Error::TooSlow { seconds: options.limit_seconds }),
            Outcome::GaveUp => Err(Error::EngineFailed { reason: "the engine gave up".to_owned() }),
        };
        self.exports.clear().map_err(|error| stopped(&error))?;
        text
    }
}

/// What the module wants of the world: a clock in milliseconds, and somebody to tell how far it is.
fn imports(on_progress: &JsValue) -> Result<Object, JsValue> {
    let clock = Reflect::get(&js_sys::global(), &"performance".into())?;
    // The function itself and not a closure of ours: the engine asks for the time often.
    let now: js_sys::Function = Reflect::get(&clock, &"now".into())?.dyn_into()?;
    let env = Object::new();
    Reflect::set(&env, &"now".into(), &now.bind0(&clock))?;
    Reflect::set(&env, &"progress".into(), on_progress)?;
    let imports = Object::new();
    Reflect::set(&imports, &"env".into(), &env)?;
    Ok(imports)
}
