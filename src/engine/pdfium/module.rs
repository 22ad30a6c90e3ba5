//! PDFium's wasm module as JavaScript sees it.

use js_sys::{Function, Object, Uint8Array};
use wasm_bindgen::prelude::*;

use super::file_access;
use crate::model::budget::Bytes;

#[wasm_bindgen]
extern "C" {
    /// The Emscripten module. Reading a property that it does not have aborts it.
    #[derive(Clone)]
    #[wasm_bindgen(extends = Object)]
    pub type PdfiumModule;

    /// The heap as bytes. A new view after every growth: never kept across a call.
    #[wasm_bindgen(method, getter, js_name = HEAPU8)]
    pub fn heap(this: &PdfiumModule) -> Uint8Array;

    /// Puts a JavaScript function into the function table; returns its place.
    #[wasm_bindgen(method, js_name = addFunction)]
    pub fn add_function(this: &PdfiumModule, function: &JsValue, signature: &str) -> u32;

    /// Takes a function out of the table.
    #[wasm_bindgen(method, js_name = removeFunction)]
    pub fn remove_function(this: &PdfiumModule, place: u32);

    /// Allocates; 0 when there is no memory.
    #[wasm_bindgen(method, js_name = _malloc)]
    pub fn malloc(this: &PdfiumModule, bytes: u32) -> u32;

    /// Gives back what [`PdfiumModule::malloc`] gave.
    #[wasm_bindgen(method, js_name = _free)]
    pub fn free(this: &PdfiumModule, pointer: u32);

    #[wasm_bindgen(method, catch)]
    pub(super) fn ccall(
        this: &PdfiumModule,
        name: &str,
        returns: &JsValue,
        types: &JsValue,
        arguments: &JsValue,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, getter, js_name = _PDFiumExt_Init)]
    fn extension_init(this: &PdfiumModule) -> Function;

    #[wasm_bindgen(method, setter, js_name = _PDFium_Init)]
    fn set_init(this: &PdfiumModule, function: &Function);

    #[wasm_bindgen(method, setter, js_name = ccall)]
    fn set_ccall(this: &PdfiumModule, function: &JsValue);
}

impl PdfiumModule {
    /// Size of the heap.
    pub fn heap_bytes(&self) -> Bytes {
        Bytes(u64::from(self.heap().length()))
    }
}

/// The module as pdfium-render is to see it: the same, but opening "a document in memory" opens the file
/// announced by [`file_access::FileAccess::announce`] instead. pdfium-render has no way of its own to read a
/// file in blocks in a browser.
#[wasm_bindgen]
pub fn pdfium_reading_files(module: PdfiumModule) -> PdfiumModule {
    // pdfium-render looks for an initializer of this name; this build calls it otherwise.
    module.set_init(&module.extension_init());
    let seen: PdfiumModule = Object::create(&module).unchecked_into();
    let call = move |name: String, returns: JsValue, types: JsValue, arguments: JsValue| {
        if name == "FPDF_LoadMemDocument64"
            && let Some((types, arguments)) = file_access::redirected(&arguments)
        {
            return module.ccall("FPDF_LoadCustomDocument", &returns, &types, &arguments);
        }
        module.ccall(&name, &returns, &types, &arguments)
    };
    let call = Closure::<dyn Fn(String, JsValue, JsValue, JsValue) -> Result<JsValue, JsValue>>::new(call);
    seen.set_ccall(&call.into_js_value());
    seen
}
