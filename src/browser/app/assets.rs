//! The parts of Pagewise that are loaded after the page: engines, language models, and what writes files.
//!
//! All of them are fetched before the page says that it is ready; workers are made of what is here, and nothing more is
//! requested from the server.

use js_sys::{ArrayBuffer, Promise, Uint8Array, WebAssembly};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::offline::{self, Keeper, RequestLog};
use crate::model::error::Error;
use crate::model::language::ModelOffer;

#[wasm_bindgen]
extern "C" {
    /// Fetches and checks parts: `www/assets.js`.
    #[derive(Clone)]
    pub type Loader;
    #[wasm_bindgen(method, getter)]
    fn models(this: &Loader) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn config(this: &Loader) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn engine(this: &Loader) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn loaded(this: &Loader) -> f64;
    #[wasm_bindgen(method, getter)]
    fn total(this: &Loader) -> f64;
    #[wasm_bindgen(method, setter, js_name = onProgress)]
    fn set_on_progress(this: &Loader, on_progress: &JsValue);
    /// What keeps all of it for use without a network, where there is such a thing.
    #[wasm_bindgen(method, getter)]
    pub fn offline(this: &Loader) -> Option<Keeper>;
    /// What was asked for.
    #[wasm_bindgen(method, getter)]
    pub fn requests(this: &Loader) -> RequestLog;
    #[wasm_bindgen(method)]
    fn load(this: &Loader, path: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn script(this: &Loader, path: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn release(this: &Loader, path: &str);
}

/// A module with one relaxed-SIMD instruction: valid only where those are known.
const RELAXED_SIMD_PROBE: [u8; 36] = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 0, 253, 15, 65, 0,
    253, 15, 253, 128, 2, 11,
];
/// The same with a plain SIMD instruction.
const SIMD_PROBE: [u8; 31] = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253,
    98, 11,
];

/// A compiled engine and its script.
#[derive(Clone)]
pub struct Engine {
    /// The compiled module.
    pub module: WebAssembly::Module,
    /// Its script, if it has one.
    pub script: Option<Blob>,
}

/// The engine that reads, as the list of parts has it.
#[derive(Debug, Clone, Deserialize)]
struct EngineOffer {
    /// What it says of itself to people.
    name: String,
    /// The module, where it is of our own build; else there are those of the package.
    module: Option<String>,
}

/// Everything that workers which read are made of.
#[derive(Clone)]
pub struct Assets {
    /// Our own module.
    pub core: WebAssembly::Module,
    /// Its script.
    pub glue: Blob,
    /// The address of the script that workers start with.
    pub entry: String,
    /// Draws pages.
    pub pdfium: Engine,
    /// Reads pages.
    pub tesseract: Engine,
    /// Which engine that is.
    pub engine: String,
}

/// Everything that a worker which writes is made of.
#[derive(Clone)]
pub struct WriterAssets {
    /// The address of the script that it starts with.
    pub entry: String,
    /// Its module's script.
    pub glue: Blob,
    /// Its module, not compiled: it is needed now and then, and for a moment.
    pub code: Blob,
}

/// Has every progress told: bytes that have come, of so many.
pub fn on_progress(loader: &Loader, tell: impl Fn(f64, f64) + 'static) {
    let source = loader.clone();
    let told = Closure::<dyn Fn()>::new(move || tell(source.loaded(), source.total()));
    // For as long as the page lives.
    loader.set_on_progress(&told.into_js_value());
}

/// Loads and compiles both engines.
///
/// # Errors
/// [`Error::PartMissing`], naming the file; [`Error::NoSimd`] where the engine cannot run.
pub async fn load(loader: &Loader, core: WebAssembly::Module, glue: Blob) -> Result<Assets, Error> {
    let EngineOffer { name, module } =
        serde_wasm_bindgen::from_value(loader.engine()).map_err(|_| super::missing("assets.json"))?;
    if module.is_some() && !runs(&SIMD_PROBE) {
        return Err(Error::NoSimd);
    }
    // All of them at once.
    let entry = Coming::script(loader, "worker.js".to_owned());
    let pdfium = ComingEngine::with_script(loader, "engines/pdfium/pdfium");
    let tesseract = match module {
        Some(module) => ComingEngine::new(loader, module),
        None => ComingEngine::with_script(loader, &format!("engines/tesseract/{}", package_build())),
    };
    let (pdfium, tesseract) = (pdfium.compiled(loader).await?, tesseract.compiled(loader).await?);
    Ok(Assets { core, glue, entry: entry.address().await?, pdfium, tesseract, engine: name })
}

/// Loads what writes files.
///
/// # Errors
/// [`Error::PartMissing`], naming the file.
pub async fn load_writer(loader: &Loader) -> Result<WriterAssets, Error> {
    let entry = Coming::script(loader, "writer.js".to_owned());
    let glue = Coming::file(loader, "pkg-writer/pagewise_writer.js".to_owned());
    let code = Coming::file(loader, "pkg-writer/pagewise_writer_bg.wasm".to_owned());
    Ok(WriterAssets { entry: entry.address().await?, glue: glue.blob().await?, code: code.blob().await? })
}

/// What the site says of itself, as it stands in its file, if there is one.
pub fn config(loader: &Loader) -> Option<String> {
    loader.config()
}

/// The list of models, as the build makes it and people add to it.
#[derive(Debug, Deserialize)]
struct ModelList {
    models: Vec<ModelOffer>,
    /// Whether people may bring models of their own. They may where nothing is said.
    own: Option<bool>,
}

fn model_list(loader: &Loader) -> Result<ModelList, Error> {
    serde_wasm_bindgen::from_value(loader.models()).map_err(|_| super::missing("models/models.json"))
}

/// The models that the site offers, the preferred first.
///
/// # Errors
/// [`Error::PartMissing`] when there is no list, or it is not one.
pub fn model_offers(loader: &Loader) -> Result<Vec<ModelOffer>, Error> {
    model_list(loader).map(|list| list.models)
}

/// Whether people may bring models of their own to this site.
pub fn takes_own_models(loader: &Loader) -> bool {
    model_list(loader).is_ok_and(|list| list.own != Some(false))
}

/// A model's bytes, as a blob: the browser may keep those on disk, and a worker reads them when it starts.
///
/// # Errors
/// [`Error::PartMissing`] when it is not there or not what it should be, [`Error::LanguageOutOfReach`] when it is not kept and
/// no server answers.
pub async fn model(loader: &Loader, offer: &ModelOffer) -> Result<Blob, Error> {
    let coming = loader.load(&format!("models/{}", offer.file));
    match JsFuture::from(coming).await {
        Ok(blob) => Ok(blob.unchecked_into()),
        Err(reason) if offline::is_out_of_reach(&reason) => {
            Err(Error::LanguageOutOfReach { lang: offer.lang.clone() })
        }
        Err(_) => Err(Error::PartMissing { file: format!("models/{}", offer.file) }),
    }
}

/// A part on its way.
struct Coming {
    path: String,
    promise: Promise,
}

impl Coming {
    fn file(loader: &Loader, path: String) -> Self {
        Self { promise: loader.load(&path), path }
    }

    fn script(loader: &Loader, path: String) -> Self {
        Self { promise: loader.script(&path), path }
    }

    async fn come(self) -> Result<JsValue, Error> {
        JsFuture::from(self.promise).await.map_err(|_| Error::PartMissing { file: self.path })
    }

    async fn blob(self) -> Result<Blob, Error> {
        Ok(self.come().await?.unchecked_into())
    }

    async fn address(self) -> Result<String, Error> {
        Ok(self.come().await?.as_string().unwrap_or_default())
    }
}

struct ComingEngine {
    code: Coming,
    script: Option<Coming>,
}

impl ComingEngine {
    fn new(loader: &Loader, code: String) -> Self {
        Self { code: Coming::file(loader, code), script: None }
    }

    fn with_script(loader: &Loader, path: &str) -> Self {
        let script = Coming::file(loader, format!("{path}.js"));
        Self { script: Some(script), ..Self::new(loader, format!("{path}.wasm")) }
    }

    /// Compiled from bytes rather than from the response, so that the server's MIME type does not matter.
    async fn compiled(self, loader: &Loader) -> Result<Engine, Error> {
        let file = self.code.path.clone();
        let damaged = || Error::PartMissing { file: file.clone() };
        let code = JsFuture::from(self.code.blob().await?.array_buffer()).await.map_err(|_| damaged())?;
        let module = JsFuture::from(WebAssembly::compile(code.unchecked_ref::<ArrayBuffer>())).await;
        let module = module.map_err(|_| damaged())?.unchecked_into();
        loader.release(&file);
        let script = match self.script {
            Some(script) => Some(script.blob().await?),
            None => None,
        };
        Ok(Engine { module, script })
    }
}

/// Whether this browser takes a module.
fn runs(module: &[u8]) -> bool {
    WebAssembly::validate(&Uint8Array::from(module)).unwrap_or(false)
}

/// The fastest build of the package's Tesseract that this browser runs: its file name without ending.
fn package_build() -> &'static str {
    if runs(&RELAXED_SIMD_PROBE) {
        "relaxedsimd"
    } else if runs(&SIMD_PROBE) {
        "simd"
    } else {
        "plain"
    }
}
