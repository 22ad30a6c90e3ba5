//! What languages are called: by themselves, and in the language of the interface. The browser knows.

use std::cell::RefCell;

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

thread_local! {
    /// The names in the language of the interface, and which that is: to open them takes milliseconds.
    static NAMES: RefCell<Option<(&'static str, DisplayNames)>> = const { RefCell::new(None) };
}

/// The name of the language of a Tesseract code in the language of the interface; the code where it has none.
pub fn name(code: &str) -> String {
    let locale = words().code;
    NAMES.with_borrow_mut(|names| {
        if names.as_ref().is_none_or(|(known, _)| *known != locale) {
            *names = open(locale).map(|opened| (locale, opened));
        }
        let named = names.as_ref().and_then(|(_, names)| named(code, names));
        named.unwrap_or_else(|| code.to_owned())
    })
}

/// The name that the language has for itself.
pub fn own_name(code: &str) -> String {
    bcp47(code).and_then(open).and_then(|names| named(code, &names)).unwrap_or_else(|| code.to_owned())
}

fn open(locale: &str) -> Option<DisplayNames> {
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"type".into(), &"language".into()).ok()?;
    // Else what nobody knows is called by its tag.
    js_sys::Reflect::set(&options, &"fallback".into(), &"none".into()).ok()?;
    DisplayNames::new(&Array::of1(&JsString::from(locale)), &options).ok()
}

fn named(code: &str, names: &DisplayNames) -> Option<String> {
    let name = names.of(bcp47(code)?).ok()?.as_string()?;
    // Some languages write their own name small; a list of names begins with capitals.
    let mut letters = name.chars();
    let first = letters.next()?;
    let direction = if code.ends_with("_vert") { words().fixed.vertical } else { "" };
    Some(first.to_uppercase().chain(letters).collect::<String>() + direction)
}
