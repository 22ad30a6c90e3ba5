//! The parts of Pagewise that are loaded after the page: engines, compiled once, and language models.
//!
//! Once they are here nothing more is requested from the server while documents are being read.

use js_sys::{ArrayBuffer, JSON, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

use crate::model::error::Error;
use crate::model::language::ModelOffer;

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
    /// Where the script lies, relative to the page.
    pub script: String,
}

/// Everything that workers are made of.
#[derive(Clone)]
pub struct Assets {
    /// Our own module.
    pub core: WebAssembly::Module,
    /// Draws pages.
    pub pdfium: Engine,
    /// Reads pages.
    pub tesseract: Engine,
}

/// Loads and compiles both engines.
///
/// # Errors
/// [`Error::PartMissing`], naming the file.
pub async fn load(core: WebAssembly::Module) -> Result<Assets, Error> {
    let pdfium = engine("engines/pdfium/pdfium").await?;
    let tesseract = engine(&format!("engines/tesseract/{}", tesseract_build())).await?;
    Ok(Assets { core, pdfium, tesseract })
}

/// The models that the server offers, the preferred first.
///
/// # Errors
/// [`Error::PartMissing`] when the list is not there or not a list.
pub async fn model_offers() -> Result<Vec<ModelOffer>, Error> {
    let file = "models/models.json";
    let text = String::from_utf8_lossy(&Uint8Array::new(bytes(file).await?.as_ref()).to_vec()).into_owned();
    let missing = || Error::PartMissing { file: file.to_owned() };
    let parsed = JSON::parse(&text).map_err(|_| missing())?;
    serde_wasm_bindgen::from_value(parsed).map_err(|_| missing())
}

/// A model's bytes, as a blob: the browser may keep those on disk, and a worker reads them when it starts.
///
/// # Errors
/// [`Error::PartMissing`] when it is not there or shorter than promised.
pub async fn model(offer: &ModelOffer) -> Result<Blob, Error> {
    let file = format!("models/{}", offer.file);
    let missing = || Error::PartMissing { file: file.clone() };
    let response = fetch(&file).await?;
    let promise = response.blob().map_err(|_| missing())?;
    let blob: Blob = JsFuture::from(promise).await.map_err(|_| missing())?.unchecked_into();
    if blob.size() as u64 == offer.bytes { Ok(blob) } else { Err(missing()) }
}

/// The fastest build of Tesseract that this browser runs: its file name without ending.
fn tesseract_build() -> &'static str {
    let runs = |probe: &[u8]| WebAssembly::validate(&Uint8Array::from(probe)).unwrap_or(false);
    if runs(&RELAXED_SIMD_PROBE) {
        "relaxedsimd"
    } else if runs(&SIMD_PROBE) {
        "simd"
    } else {
        "plain"
    }
}

async fn engine(path: &str) -> Result<Engine, Error> {
    let file = format!("{path}.wasm");
    // Compiled from bytes rather than from the response, so that the server's MIME type does not matter.
    let code = bytes(&file).await?;
    let module = JsFuture::from(WebAssembly::compile(&code)).await;
    let module = module.map_err(|_| Error::PartMissing { file })?.unchecked_into();
    Ok(Engine { module, script: format!("./{path}.js") })
}

async fn bytes(file: &str) -> Result<ArrayBuffer, Error> {
    let missing = |_: JsValue| Error::PartMissing { file: file.to_owned() };
    let promise = fetch(file).await?.array_buffer().map_err(missing)?;
    Ok(JsFuture::from(promise).await.map_err(missing)?.unchecked_into())
}

async fn fetch(file: &str) -> Result<Response, Error> {
    let missing = || Error::PartMissing { file: file.to_owned() };
    let window = web_sys::window().ok_or_else(missing)?;
    let response = JsFuture::from(window.fetch_with_str(&format!("./{file}"))).await;
    let response: Response = response.map_err(|_| missing())?.unchecked_into();
    if response.ok() { Ok(response) } else { Err(missing()) }
}
