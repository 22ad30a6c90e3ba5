//! The exports of our own module (`native/api.cpp`).

use js_sys::{Object, WebAssembly};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What an instance exports. A call that traps throws, and the instance is of no more use.
    #[wasm_bindgen(extends = Object)]
    pub(super) type Exports;

    #[wasm_bindgen(method, getter)]
    pub(super) fn memory(this: &Exports) -> WebAssembly::Memory;
    #[wasm_bindgen(method, catch, js_name = _initialize)]
    pub(super) fn initialize(this: &Exports) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = pagewise_start)]
    pub(super) fn start(this: &Exports) -> Result<(), JsValue>;

    /// The address of so many bytes; 0 when there is no memory.
    #[wasm_bindgen(method, catch, js_name = pagewise_alloc)]
    pub(super) fn alloc(this: &Exports, bytes: u32) -> Result<u32, JsValue>;
    #[wasm_bindgen(method, catch, js_name = pagewise_free)]
    pub(super) fn free(this: &Exports, address: u32) -> Result<(), JsValue>;

    /// Takes a copy of a model under the name of its language; 0 when it could.
    #[wasm_bindgen(method, catch, js_name = pagewise_add_model)]
    pub(super) fn add_model(this: &Exports, lang: u32, address: u32, bytes: u32) -> Result<i32, JsValue>;
    /// Begins to read these languages (`eng+deu`) with the models that were added; 0 when it can.
    #[wasm_bindgen(method, catch, js_name = pagewise_load)]
    pub(super) fn load(this: &Exports, langs: u32) -> Result<i32, JsValue>;

    /// Takes a copy of a page in 8-bit grey; 0 when it could.
    #[wasm_bindgen(method, catch, js_name = pagewise_set_image)]
    pub(super) fn set_image(
        this: &Exports,
        address: u32,
        width: u32,
        height: u32,
        stride: u32,
        dpi: i32,
    ) -> Result<i32, JsValue>;
    /// Reads the page within so many milliseconds, or 0 for as long as it takes; see [`super::Outcome`].
    #[wasm_bindgen(method, catch, js_name = pagewise_recognize)]
    pub(super) fn recognize(this: &Exports, psm: i32, deadline: u32) -> Result<i32, JsValue>;
    /// Everything that was read; see [`super::words`].
    #[wasm_bindgen(method, catch, js_name = pagewise_walk)]
    pub(super) fn walk(this: &Exports) -> Result<u32, JsValue>;
    /// Lets go of the page and keeps the model.
    #[wasm_bindgen(method, catch, js_name = pagewise_clear)]
    pub(super) fn clear(this: &Exports) -> Result<(), JsValue>;
}
