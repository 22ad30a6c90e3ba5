//! A message as it is posted: the serde value, and beside it what serde must not copy.

use js_sys::{Array, ArrayBuffer, Object, WebAssembly};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

#[wasm_bindgen]
extern "C" {
    /// A plain object with a `head` and whatever travels beside it.
    #[derive(Clone)]
    #[wasm_bindgen(extends = Object)]
    pub type Message;

    #[wasm_bindgen(method, getter)]
    fn head(this: &Message) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_head(this: &Message, head: &JsValue);

    /// Files, for [`crate::messages::rendering::Request::Open`].
    #[wasm_bindgen(method, getter)]
    pub fn files(this: &Message) -> Option<Array>;
    /// Sends files along. Only handles travel, not their bytes.
    #[wasm_bindgen(method, setter)]
    pub fn set_files(this: &Message, files: &Array);

    /// A page's pixels, or a written file; moved, not copied.
    #[wasm_bindgen(method, getter)]
    pub fn bytes(this: &Message) -> Option<ArrayBuffer>;
    #[wasm_bindgen(method, setter)]
    fn set_bytes(this: &Message, bytes: &ArrayBuffer);

    /// Our own module, compiled: part of [`crate::messages::Start`].
    #[wasm_bindgen(method, setter)]
    pub fn set_core(this: &Message, module: &WebAssembly::Module);
    /// Our module's script: part of [`crate::messages::Start`].
    #[wasm_bindgen(method, setter)]
    pub fn set_glue(this: &Message, script: &Blob);
    /// The module that writes: part of [`crate::messages::Start`] for a writer.
    #[wasm_bindgen(method, setter)]
    pub fn set_code(this: &Message, code: &Blob);
    /// The engine's module, compiled: part of [`crate::messages::Start`].
    #[wasm_bindgen(method, setter)]
    pub fn set_engine(this: &Message, module: &WebAssembly::Module);
    /// The engine's script: part of [`crate::messages::Start`].
    #[wasm_bindgen(method, setter)]
    pub fn set_script(this: &Message, script: &Blob);
    /// The language models: part of [`crate::messages::Start`] for a recognizer.
    #[wasm_bindgen(method, getter)]
    pub fn models(this: &Message) -> Option<Array>;
    /// Sends models along. The worker's loader turns the blobs into bytes.
    #[wasm_bindgen(method, setter)]
    pub fn set_models(this: &Message, models: &Array);
}

impl Message {
    /// A message around this value.
    ///
    /// # Errors
    /// When the value has no JavaScript form, which for protocol types is a bug.
    pub fn new(head: &impl Serialize) -> Result<Message, serde_wasm_bindgen::Error> {
        let message: Message = Object::new().unchecked_into();
        message.set_head(&serde_wasm_bindgen::to_value(head)?);
        Ok(message)
    }

    /// The value inside.
    ///
    /// # Errors
    /// When it is not what was expected: the other side is of another version.
    pub fn open<T: DeserializeOwned>(&self) -> Result<T, serde_wasm_bindgen::Error> {
        serde_wasm_bindgen::from_value(self.head())
    }

    /// Attaches bytes; returns the transfer list to post with, so that they move instead of being copied.
    pub fn attach_bytes(&self, bytes: &ArrayBuffer) -> Array {
        self.set_bytes(bytes);
        Array::of1(bytes)
    }
}
