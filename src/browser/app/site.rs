//! What the site wants to be like, as it says in `config.json`; and the same for whoever writes that file.

use wasm_bindgen::prelude::*;

use super::assets::{self, Loader};
use super::{interface, settings};
use crate::config::{self, Site};
use crate::model::site::SiteMistake;
use crate::words::{self, Notice, words};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn warn(sentence: &str);
}

/// Reads what the site says, and what is wrong in it. A site that says nothing is as it was built.
pub fn read(loader: &Loader) -> (Site, Vec<SiteMistake>) {
    assets::config(loader).map_or_else(Default::default, |text| config::read(&text))
}

/// Goes on in the language that the site wants, if the person has chosen none; and has the next visit begin in it.
pub fn speak(site: &Site, chosen: interface::DecidedBy) {
    settings::keep_site_language(site.interface);
    if let Some(wanted) = site.interface
        && chosen == interface::DecidedBy::Circumstances
        && wanted.code != words().code
    {
        interface::say_page(wanted.code);
        interface::speak(wanted);
    }
}

/// Tells whoever runs the site.
pub fn log(mistake: &SiteMistake) {
    warn(&(words().notice)(&Notice::SiteMistake(mistake.clone())));
}

/// What is wrong in a configuration, a sentence each, in a language of the interface: the page says the same. `codes` are the
/// languages that the site has models for; none where nobody knows.
#[wasm_bindgen]
pub fn check_config(text: &str, language: &str, codes: Vec<String>) -> Vec<String> {
    let words = words::language(language).unwrap_or_else(words::words);
    let (site, mut mistakes) = config::read(text);
    if !codes.is_empty() {
        mistakes.extend(site.missing(|code| codes.iter().any(|other| other == code)));
    }
    mistakes.into_iter().map(|mistake| (words.notice)(&Notice::SiteMistake(mistake))).collect()
}
