//! Options that persist, and options given in the page's address.

use wasm_bindgen::prelude::*;
use web_sys::{Storage, UrlSearchParams};

use crate::model::options::{Device, Options};

#[wasm_bindgen]
extern "C" {
    /// A navigator that may tell the device's memory; not all do, so web-sys has no such thing.
    type TellingNavigator;
    #[wasm_bindgen(method, getter, js_name = deviceMemory)]
    fn device_memory(this: &TellingNavigator) -> Option<f64>;
}

const KEY: &str = "pagewise-options";

fn storage() -> Option<Storage> {
    // Denied in private windows of some browsers: then nothing persists, and nothing else is lost.
    web_sys::window()?.local_storage().ok().flatten()
}

/// The options of the last visit, overridden by the page's address; and the names of parameters in the
/// address whose values make no sense.
pub fn load() -> (Options, Vec<String>) {
    let stored = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let mut options: Options = stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    // Which pages were chosen belongs to the last document, not to the next.
    options.pages.clear();
    let query = web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    let Ok(query) = UrlSearchParams::new_with_str(&query) else {
        return (options, Vec::new());
    };
    const NAMES: [&str; 12] = [
        "preset", "memory", "limit", "dpi", "workers", "pages", "psm", "text", "lang", "model", "keep",
        "headers",
    ];
    let given: Vec<_> = NAMES.into_iter().filter_map(|name| Some((name, query.get(name)?))).collect();
    let rejected = options.apply_query(given.iter().map(|(name, value)| (*name, value.as_str())));
    (options, rejected)
}

/// Keeps the options for the next visit. With nothing to be kept, that choice is all that is.
pub fn save(options: &Options) {
    let text = if options.keep { serde_json::to_string(options) } else { Ok(r#"{"keep":false}"#.to_owned()) };
    if let (Some(storage), Ok(text)) = (storage(), text) {
        // A full or forbidden storage costs the convenience, not the work.
        storage.set_item(KEY, &text).ok();
    }
}

/// Forgets the options, except that nothing is to be kept.
pub fn forget(options: &Options) {
    if let Some(storage) = storage() {
        storage.remove_item(KEY).ok();
    }
    if !options.keep {
        save(options);
    }
}

/// What the browser tells about the device.
pub fn device() -> Device {
    let navigator = web_sys::window().map(|window| window.navigator());
    let cores = navigator.as_ref().map_or(1, |navigator| navigator.hardware_concurrency().max(1.0) as u32);
    let memory_gb =
        navigator.and_then(|navigator| navigator.unchecked_into::<TellingNavigator>().device_memory());
    Device { memory_gb, cores }
}
