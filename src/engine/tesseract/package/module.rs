//! Tesseract's wasm module as JavaScript sees it.
//!
//! The package's classes are renamed by its minifier, but every `_emscripten_bind_*` function keeps its name
//! and takes and returns plain numbers: those are what is bound here. The number at the end of a name counts
//! the arguments after the object.

use js_sys::{Object, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The Emscripten module.
    #[derive(Clone)]
    #[wasm_bindgen(extends = Object)]
    pub(in super::super) type TesseractModule;

    /// The module's files in memory.
    pub type FileSystem;

    #[wasm_bindgen(method, getter, js_name = FS)]
    pub(super) fn file_system(this: &TesseractModule) -> FileSystem;
    #[wasm_bindgen(method, catch, js_name = writeFile)]
    pub(super) fn write_file(this: &FileSystem, path: &str, content: &Uint8Array) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn unlink(this: &FileSystem, path: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(method, setter, js_name = TesseractProgress)]
    pub(super) fn set_progress(this: &TesseractModule, listener: &JsValue);

    #[wasm_bindgen(method, catch, js_name = _malloc)]
    pub(super) fn malloc(this: &TesseractModule, bytes: u32) -> Result<u32, JsValue>;
    #[wasm_bindgen(method, js_name = _free)]
    pub(super) fn free(this: &TesseractModule, address: u32);

    #[wasm_bindgen(method, js_name = _emscripten_bind_TessBaseAPI_TessBaseAPI_0)]
    pub(super) fn new_api(this: &TesseractModule) -> u32;
    #[wasm_bindgen(method, catch, js_name = _emscripten_bind_TessBaseAPI_Init_3)]
    pub(super) fn init(
        this: &TesseractModule,
        api: u32,
        path: u32,
        lang: u32,
        oem: i32,
    ) -> Result<i32, JsValue>;
    #[wasm_bindgen(method, catch, js_name = _emscripten_bind_TessBaseAPI_SetVariable_2)]
    pub(super) fn set_variable_raw(
        this: &TesseractModule,
        api: u32,
        name: u32,
        value: u32,
    ) -> Result<i32, JsValue>;
    #[wasm_bindgen(method, js_name = _emscripten_bind_TessBaseAPI_SetPageSegMode_1)]
    pub(super) fn set_page_seg_mode(this: &TesseractModule, api: u32, mode: i32);
    #[wasm_bindgen(method, catch, js_name = _emscripten_bind_TessBaseAPI_SetImage_5)]
    pub(super) fn set_image(
        this: &TesseractModule,
        api: u32,
        address: u32,
        width: u32,
        height: u32,
        bytes_per_pixel: u32,
        bytes_per_line: u32,
        exif_orientation: i32,
        angle: f32,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, js_name = _emscripten_bind_TessBaseAPI_SetSourceResolution_1)]
    pub(super) fn set_source_resolution(this: &TesseractModule, api: u32, dpi: i32);
    #[wasm_bindgen(method, catch, js_name = _emscripten_bind_TessBaseAPI_Recognize_1)]
    pub(super) fn recognize(this: &TesseractModule, api: u32, monitor: u32) -> Result<i32, JsValue>;
    #[wasm_bindgen(method, js_name = _emscripten_bind_TessBaseAPI_Clear_0)]
    pub(super) fn clear(this: &TesseractModule, api: u32);
    #[wasm_bindgen(method, catch, js_name = _emscripten_bind_TessBaseAPI_GetIterator_0)]
    pub(super) fn iterator(this: &TesseractModule, api: u32) -> Result<u32, JsValue>;

    #[wasm_bindgen(method, js_name = _emscripten_bind_ResultIterator___destroy___0)]
    pub(super) fn destroy_iterator(this: &TesseractModule, iterator: u32);
    #[wasm_bindgen(method, js_name = _emscripten_bind_ResultIterator_Next_1)]
    pub(super) fn next(this: &TesseractModule, iterator: u32, level: i32) -> u32;
    #[wasm_bindgen(method, js_name = _emscripten_bind_ResultIterator_Empty_1)]
    pub(super) fn empty(this: &TesseractModule, iterator: u32, level: i32) -> u32;
    #[wasm_bindgen(method, js_name = _emscripten_bind_ResultIterator_IsAtBeginningOf_1)]
    pub(super) fn at_beginning_of(this: &TesseractModule, iterator: u32, level: i32) -> u32;
    #[wasm_bindgen(method, js_name = _emscripten_bind_ResultIterator_BlockType_0)]
    pub(super) fn block_type(this: &TesseractModule, iterator: u32) -> i32;
    #[wasm_bindgen(method, js_name = _emscripten_bind_ResultIterator_BoundingBox_5)]
    pub(super) fn bounding_box(
        this: &TesseractModule,
        iterator: u32,
        level: i32,
        left: u32,
        top: u32,
        right: u32,
        bottom: u32,
    ) -> u32;
    #[wasm_bindgen(method, js_name = _emscripten_bind_ResultIterator_Baseline_5)]
    pub(super) fn baseline(
        this: &TesseractModule,
        iterator: u32,
        level: i32,
        x0: u32,
        y0: u32,
        x1: u32,
        y1: u32,
    ) -> u32;
    #[wasm_bindgen(method, js_name = _emscripten_bind_ResultIterator_RowAttributes_3)]
    pub(super) fn row_attributes(
        this: &TesseractModule,
        iterator: u32,
        height: u32,
        descenders: u32,
        ascenders: u32,
    );
    #[wasm_bindgen(method, js_name = _emscripten_bind_ResultIterator_WordDirection_0)]
    pub(super) fn word_direction(this: &TesseractModule, iterator: u32) -> i32;
    #[wasm_bindgen(method, js_name = _emscripten_bind_ResultIterator_Confidence_1)]
    pub(super) fn confidence(this: &TesseractModule, iterator: u32, level: i32) -> f32;
    #[wasm_bindgen(method, catch, js_name = _emscripten_bind_ResultIterator_GetUTF8Text_1)]
    pub(super) fn text(this: &TesseractModule, iterator: u32, level: i32) -> Result<u32, JsValue>;
}

impl TesseractModule {
    pub(super) fn set_variable(
        &self,
        api: u32,
        name: u32,
        value: u32,
    ) -> Result<(), crate::model::error::Error> {
        self.set_variable_raw(api, name, value).map(|_| ()).map_err(|error| super::stopped(&error))
    }
}
