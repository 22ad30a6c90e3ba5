//! Options that persist, and options given in the page's address.

use wasm_bindgen::prelude::*;
use web_sys::{Storage, UrlSearchParams};

use crate::model::budget::Presets;
use crate::model::options::{Device, Options, TABLE};
use crate::words::{self, Words};

#[wasm_bindgen]
extern "C" {
    /// A navigator that may tell the device's memory; not all do, so web-sys has no such thing.
    type TellingNavigator;
    #[wasm_bindgen(method, getter, js_name = deviceMemory)]
    fn device_memory(this: &TellingNavigator) -> Option<f64>;
}

/// What is kept, each under its name and the path of the site, since several may lie on one origin. `www/language.js` knows both.
const OPTIONS: &str = "pagewise-options";
/// The language of the interface, in the address and beside the options that are kept. `www/language.js` reads it.
const LANGUAGE: &str = "ui";
/// The language that the site is in.
const SITE_LANGUAGE: &str = "pagewise-site-language";

fn storage() -> Option<Storage> {
    // Denied in private windows of some browsers: then nothing persists, and nothing else is lost.
    web_sys::window()?.local_storage().ok().flatten()
}

fn key(name: &str) -> String {
    let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    let folder = path.rfind('/').map_or("", |end| &path[..=end]);
    format!("{name} {folder}")
}

/// The options of the last visit, overridden by the page's address; and the values in the address that make no sense. Where
/// neither says anything, it is as it is `usual` on this site.
pub fn load(usual: &Options) -> (Options, Vec<String>) {
    let mut options = usual.clone();
    if let Some(stored) = storage().and_then(|storage| storage.get_item(&key(OPTIONS)).ok().flatten()) {
        // What an older version understood and this one does not is left at what it is by default.
        take(&mut options, &stored, true);
    }
    let query = web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    let mut unused = take(&mut options, &query, false);
    let language = given(&query, LANGUAGE).filter(|tag| !is_spoken(tag));
    unused.extend(language.map(|tag| format!("{LANGUAGE}={}", tag.chars().take(40).collect::<String>())));
    (options, unused)
}

/// Whether the interface has the language of a tag, such as `de` or `de-AT`.
fn is_spoken(tag: &str) -> bool {
    words::language(tag.to_lowercase().split('-').next().unwrap_or_default()).is_some()
}

fn given(query: &str, name: &str) -> Option<String> {
    UrlSearchParams::new_with_str(query).ok()?.get(name)
}

/// Takes over what is given in the form of a query; what makes no sense in it.
fn take(options: &mut Options, query: &str, stored: bool) -> Vec<String> {
    let Ok(query) = UrlSearchParams::new_with_str(query) else {
        return Vec::new();
    };
    let rows = TABLE.iter().filter(|row| row.is_stored || !stored);
    let given: Vec<_> = rows.filter_map(|row| Some((row.name, query.get(row.name)?))).collect();
    options.apply(given.iter().map(|(name, value)| (*name, value.as_str())))
}

/// Keeps for the next visit, in the form of a query, the options that are not as they are `usual` on this site: what nobody
/// has chosen goes on with the site. With nothing to be kept, that choice is all that is.
pub fn save(options: &Options, usual: &Options) {
    let (Some(storage), Ok(query)) = (storage(), UrlSearchParams::new()) else {
        return;
    };
    for row in TABLE.iter().filter(|row| row.is_stored && (options.keep || row.name == "keep")) {
        let shown = (row.show)(options);
        if shown != (row.show)(usual) {
            query.set(row.name, &shown);
        }
    }
    let before = storage.get_item(&key(OPTIONS)).ok().flatten().unwrap_or_default();
    if let Some(language) = given(&before, LANGUAGE).filter(|_| options.keep) {
        query.set(LANGUAGE, &language);
    }
    // A full or forbidden storage costs the convenience, not the work.
    storage.set_item(&key(OPTIONS), &String::from(query.to_string())).ok();
}

/// Keeps the language of the interface for the next visit, unless nothing is to be kept.
pub fn keep_language(words: &Words, options: &Options) {
    let Some(storage) = storage().filter(|_| options.keep) else {
        return;
    };
    let before = storage.get_item(&key(OPTIONS)).ok().flatten().unwrap_or_default();
    if let Ok(query) = UrlSearchParams::new_with_str(&before) {
        query.set(LANGUAGE, words.code);
        storage.set_item(&key(OPTIONS), &String::from(query.to_string())).ok();
    }
}

/// What was kept of how the page is arranged, under this name.
pub fn kept(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok().flatten()
}

/// Keeps how the page is arranged for the next visit, unless nothing is to be kept.
pub fn keep(name: &str, value: &str) {
    let Some(storage) = storage() else {
        return;
    };
    let options = storage.get_item(&key(OPTIONS)).ok().flatten().unwrap_or_default();
    if given(&options, "keep").is_none_or(|keep| keep != "nothing") {
        storage.set_item(&key(name), value).ok();
    }
}

/// Forgets the options, except that nothing is to be kept.
pub fn forget(options: &Options, usual: &Options) {
    if let Some(storage) = storage() {
        storage.remove_item(&key(OPTIONS)).ok();
    }
    if !options.keep {
        save(options, usual);
    }
}

/// The person's languages as BCP 47 has them, the preferred first.
pub fn languages() -> Vec<String> {
    let languages = web_sys::window().map(|window| window.navigator().languages()).unwrap_or_default();
    languages.iter().filter_map(|tag| tag.as_string()).collect()
}

/// Has the next visit begin in the language of the site, or in that of the browser again.
pub fn keep_site_language(language: Option<&Words>) {
    if let Some(storage) = storage() {
        match language {
            Some(words) => storage.set_item(&key(SITE_LANGUAGE), words.code).ok(),
            None => storage.remove_item(&key(SITE_LANGUAGE)).ok(),
        };
    }
}

/// What the browser tells about the device, of which presets of the site take so much.
pub fn device(presets: Presets) -> Device {
    let navigator = web_sys::window().map(|window| window.navigator());
    let cores = navigator.as_ref().map_or(1, |navigator| navigator.hardware_concurrency().max(1.0) as u32);
    let memory_gb =
        navigator.and_then(|navigator| navigator.unchecked_into::<TellingNavigator>().device_memory());
    Device { memory_gb, cores, presets }
}
