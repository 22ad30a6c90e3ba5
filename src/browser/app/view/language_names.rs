//! What languages are called: by themselves, and in the language of the interface. The browser knows.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

use crate::model::language::bcp47;
use crate::words::words;

#[wasm_bindgen]
extern "C" {
    /// `Intl.DisplayNames`, which js-sys does not have.
    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locales: &Array, options: &JsValue) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, tag: &str) -> Result<JsValue, JsValue>;
}

/// The name of the language of a Tesseract code in the language of the interface; the code where it has none.
pub fn name(code: &str) -> String {
    named(code, words().code).unwrap_or_else(|| code.to_owned())
}

/// The name that the language has for itself.
pub fn own_name(code: &str) -> String {
    bcp47(code).and_then(|tag| named(code, tag)).unwrap_or_else(|| code.to_owned())
}

fn named(code: &str, locale: &str) -> Option<String> {
    let tag = bcp47(code)?;
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"type".into(), &"language".into()).ok()?;
    // Else what nobody knows is called by its tag.
    js_sys::Reflect::set(&options, &"fallback".into(), &"none".into()).ok()?;
    let names = DisplayNames::new(&Array::of1(&JsString::from(locale)), &options).ok()?;
    let name = names.of(tag).ok()?.as_string()?;
    // Some languages write their own name small; a list of names begins with capitals.
    let mut letters = name.chars();
    let first = letters.next()?;
    let direction = if code.ends_with("_vert") { words().fixed.vertical } else { "" };
    Some(first.to_uppercase().chain(letters).collect::<String>() + direction)
}
