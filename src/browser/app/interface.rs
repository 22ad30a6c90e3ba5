//! The language of the interface: which it is at first, and how it writes figures, which the browser knows.
//!
//! What `index.html` says is said by `www/language.js`, which has begun before this program was there.

use js_sys::{Array, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::settings;
use crate::words::{self, Figures, Words};

#[wasm_bindgen]
extern "C" {
    /// As much of `Intl.NumberFormat` as is needed.
    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &JsValue) -> Result<NumberFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, value: f64) -> String;

    /// `Intl.ListFormat`, which js-sys does not have.
    #[wasm_bindgen(js_namespace = Intl)]
    type ListFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str) -> Result<ListFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &ListFormat, items: &Array) -> String;

    /// Says what `index.html` says in another language.
    #[wasm_bindgen(js_namespace = pagewise, js_name = say)]
    pub fn say_page(code: &str);
}

/// Figures as the browser writes them.
struct ByIntl {
    whole: NumberFormat,
    tenths: NumberFormat,
    percent: NumberFormat,
    list: ListFormat,
}

impl ByIntl {
    fn new(locale: &str) -> Result<Self, JsValue> {
        let with = |name: &str, value: JsValue| {
            let options = Object::new();
            Reflect::set(&options, &name.into(), &value)?;
            Ok::<JsValue, JsValue>(options.into())
        };
        let tenths = with("minimumFractionDigits", 1.into())?;
        Reflect::set(&tenths, &"maximumFractionDigits".into(), &1.into())?;
        Ok(Self {
            whole: NumberFormat::new(locale, &with("maximumFractionDigits", 0.into())?)?,
            tenths: NumberFormat::new(locale, &tenths)?,
            percent: NumberFormat::new(locale, &with("style", "percent".into())?)?,
            list: ListFormat::new(locale)?,
        })
    }
}

impl Figures for ByIntl {
    fn number(&self, value: f64, decimals: u8) -> String {
        if decimals == 0 { self.whole.format(value) } else { self.tenths.format(value) }
    }

    fn percent(&self, share: f64) -> String {
        self.percent.format(share)
    }

    fn list(&self, items: &[String]) -> String {
        self.list.format(&items.iter().map(|item| JsValue::from(JsString::from(item.as_str()))).collect())
    }
}

/// What has decided the language that the page is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidedBy {
    /// The page's address.
    Address,
    /// The person, now or earlier.
    Person,
    /// The browser's languages, or what the site was in at the last visit.
    Circumstances,
}

/// Goes on in the language in which the page is already.
pub fn begin() -> DecidedBy {
    let root =
        web_sys::window().and_then(|window| window.document()).and_then(|page| page.document_element());
    let said = |name: &str| root.as_ref().and_then(|root| root.get_attribute(name)).unwrap_or_default();
    if let Some(words) = words::language(&said("lang")) {
        speak(words);
    }
    match said("data-language-by").as_str() {
        "address" => DecidedBy::Address,
        "person" => DecidedBy::Person,
        _ => DecidedBy::Circumstances,
    }
}

/// From now on the program speaks this language.
pub fn speak(words: &'static Words) {
    // The way in which a language is written may be that of a country: 1'234.5 in Switzerland.
    let is_of = |tag: &String| tag.split('-').next() == Some(words.code);
    let locale = settings::languages().into_iter().find(is_of).unwrap_or_else(|| words.code.to_owned());
    let figures = ByIntl::new(&locale).ok().map(|figures| Box::new(figures) as Box<dyn Figures>);
    words::speak(words, figures);
}
