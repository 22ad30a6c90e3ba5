//! How a site wants to be: `config.json`, which whoever runs it may change without a build. What is wrong in it is said, and
//! the rest holds.
//!
//! Options are named and checked by their table, formats by theirs, languages of the interface by the words there are.

use crate::formats::export::{Format, Offered};
use crate::model::budget::{Bytes, Preset, Presets};
use crate::model::language::{ModelOffer, is_code};
use crate::model::options::{Mistake, Options, Row, TABLE};
use crate::model::site::{Kind, SiteMistake, Wrong};
use crate::words::{LANGUAGES, Words, language};
use json::{Node, Value};
use near::nearest;

pub mod json;
mod near;

/// The largest file that is looked at. One that says all there is to say has a thousandth of it.
pub const MOST_BYTES: usize = 1_000_000;
/// The most mistakes that are told.
const MOST_MISTAKES: usize = 20;
/// The longest title.
const LONGEST_TITLE: usize = 120;
/// The most texts of a list that are looked at: each is held against those before it.
const MOST_TEXTS: usize = 500;
/// How much of a wrong value is told.
const TOLD: usize = 40;

/// Every name that a file may have.
pub const KEYS: [&str; 7] =
    ["title", "interface", "languages", "own_models", "formats", "options", "presets"];
/// The name of the searchable PDF among the formats.
pub const PDF: &str = "pdf";
/// What can be said of a preset, by the names of options.
pub const PRESET_KEYS: [&str; 2] = ["memory", "workers"];

/// What a site is like.
#[derive(Clone, Default)]
pub struct Site {
    /// What it calls itself.
    pub title: Option<String>,
    /// The language of its interface, whatever the browser's is.
    pub interface: Option<&'static Words>,
    /// Whether people may bring models of their own. They may where nothing is said.
    pub own_models: Option<bool>,
    /// The files that it offers.
    pub formats: Offered,
    /// What is chosen where nobody has chosen anything.
    pub options: Options,
    /// What its presets come to.
    pub presets: Presets,
    /// The languages that it offers, the preferred first, as they stand in the file; none for all.
    languages: Vec<Node>,
}

impl Site {
    /// The models that it offers of those that it has, the preferred first.
    pub fn offers(&self, models: Vec<ModelOffer>) -> Vec<ModelOffer> {
        let codes = self.languages.iter().filter_map(Node::text);
        let offered: Vec<ModelOffer> =
            codes.flat_map(|code| models.iter().filter(move |model| model.lang == code).cloned()).collect();
        // A site that offers nothing reads nothing.
        if offered.is_empty() { models } else { offered }
    }

    /// The languages that it offers and has no models for.
    pub fn missing(&self, has: impl Fn(&str) -> bool) -> Vec<SiteMistake> {
        let codes = self.languages.iter().filter_map(|node| Some((node, node.text()?)));
        let missing = codes.filter(|(_, code)| !has(code));
        missing.map(|(node, code)| node.wrong(Wrong::NoModels(code.to_owned()))).collect()
    }
}

/// Understands a file, and tells what is wrong in it, in its order.
pub fn read(text: &str) -> (Site, Vec<SiteMistake>) {
    let mut site = Site::default();
    if text.len() > MOST_BYTES {
        return (site, vec![SiteMistake { line: 1, column: 1, wrong: Wrong::TooLarge }]);
    }
    let root = match json::parse(text) {
        Ok(root) => root,
        Err(mistake) => return (site, vec![mistake]),
    };
    let mut mistakes = Mistakes::default();
    for (name, node) in members(&root, "", &mut mistakes) {
        match name.text().unwrap_or_default() {
            "title" => match node.text().map(str::trim) {
                Some(title) if !title.is_empty() && title.chars().count() <= LONGEST_TITLE => {
                    site.title = Some(title.to_owned());
                }
                _ => mistakes.kind(node, "title", Kind::Text),
            },
            "interface" => match node.text() {
                Some(code) if language(code).is_some() => site.interface = language(code),
                Some(code) => {
                    mistakes.value(node, "interface", code, LANGUAGES.iter().map(|words| words.code));
                }
                None => mistakes.kind(node, "interface", Kind::Text),
            },
            "own_models" => match node.value {
                Value::YesOrNo(own) => site.own_models = Some(own),
                _ => mistakes.kind(node, "own_models", Kind::YesOrNo),
            },
            "languages" => site.languages = languages(node, &mut mistakes),
            "formats" => site.formats = formats(node, &mut mistakes),
            "options" => options(node, &mut site.options, &mut mistakes),
            "presets" => presets(node, &mut site.presets, &mut mistakes),
            key => mistakes.key(name, key, KEYS),
        }
    }
    (site, mistakes.0)
}

/// What is wrong, up to what anybody reads.
#[derive(Default)]
struct Mistakes(Vec<SiteMistake>);

impl Mistakes {
    fn add(&mut self, node: &Node, wrong: Wrong) {
        if self.0.len() < MOST_MISTAKES {
            self.0.push(node.wrong(wrong));
        }
    }

    fn kind(&mut self, node: &Node, key: &str, wanted: Kind) {
        self.add(node, Wrong::Kind { key: told(key), wanted });
    }

    fn key(&mut self, node: &Node, key: &str, known: impl IntoIterator<Item = &'static str>) {
        self.add(node, Wrong::UnknownKey { key: told(key), near: nearest(key, known) });
    }

    fn value(&mut self, node: &Node, key: &str, value: &str, known: impl IntoIterator<Item = &'static str>) {
        self.add(
            node,
            Wrong::UnknownValue { key: told(key), value: told(value), near: nearest(value, known) },
        );
    }

    fn option(&mut self, node: &Node, key: &str, value: &str, mistake: Mistake) {
        self.add(node, Wrong::Option { key: told(key), value: told(value), mistake });
    }
}

fn told(text: &str) -> String {
    text.chars().take(TOLD).collect()
}

/// The names of an object with their values, each once: the first counts.
fn members<'a>(node: &'a Node, key: &str, mistakes: &mut Mistakes) -> Vec<(&'a Node, &'a Node)> {
    let Value::Object(members) = &node.value else {
        mistakes.kind(node, key, Kind::Object);
        return Vec::new();
    };
    let mut once: Vec<(&Node, &Node)> = Vec::new();
    for (name, value) in members {
        if once.iter().any(|(other, _)| other.value == name.value) {
            mistakes.add(name, Wrong::Twice(told(name.text().unwrap_or_default())));
        } else if once.len() < MOST_MISTAKES + TABLE.len() {
            once.push((name, value));
        }
    }
    once
}

/// Texts in brackets, one at least, each once.
fn texts<'a>(node: &'a Node, key: &str, mistakes: &mut Mistakes) -> Vec<(&'a Node, &'a str)> {
    let Value::List(items) = &node.value else {
        mistakes.kind(node, key, Kind::Texts);
        return Vec::new();
    };
    if items.is_empty() {
        mistakes.kind(node, key, Kind::Texts);
    }
    let mut once: Vec<(&Node, &str)> = Vec::new();
    for item in items {
        match item.text() {
            None => mistakes.kind(item, key, Kind::Text),
            Some(text) if once.iter().any(|(_, other)| *other == text) => {
                mistakes.add(item, Wrong::Twice(told(text)));
            }
            Some(text) if once.len() < MOST_TEXTS => once.push((item, text)),
            Some(_) => {}
        }
    }
    once
}

fn languages(node: &Node, mistakes: &mut Mistakes) -> Vec<Node> {
    let mut languages = Vec::new();
    for (item, code) in texts(node, "languages", mistakes) {
        if is_code(code) {
            languages.push(item.clone());
        } else {
            mistakes.value(item, "languages", code, []);
        }
    }
    languages
}

fn formats(node: &Node, mistakes: &mut Mistakes) -> Offered {
    let mut offered = Offered { searchable_pdf: false, texts: Vec::new() };
    for (item, id) in texts(node, "formats", mistakes) {
        match Format::from_id(id) {
            Some(format) => offered.texts.push(format),
            None if id == PDF => offered.searchable_pdf = true,
            None => {
                let known = Format::ALL.into_iter().map(Format::id).chain([PDF]);
                mistakes.value(item, "formats", id, known);
            }
        }
    }
    let is_nothing = !offered.searchable_pdf && offered.texts.is_empty();
    if is_nothing { Offered::default() } else { offered }
}

fn options(node: &Node, options: &mut Options, mistakes: &mut Mistakes) {
    for (name, value) in members(node, "options", mistakes) {
        let key = name.text().unwrap_or_default();
        let Some(row) = TABLE.iter().find(|row| row.name == key) else {
            mistakes.key(name, key, TABLE.iter().map(|row| row.name));
            continue;
        };
        take(row, options, value, mistakes);
    }
}

/// Takes an option over; whether it makes sense.
fn take(row: &Row, options: &mut Options, node: &Node, mistakes: &mut Mistakes) -> bool {
    let Some(text) = as_text(node) else {
        mistakes.kind(node, row.name, Kind::NumberOrText);
        return false;
    };
    let taken = (row.parse)(options, &text);
    let is_taken = taken.is_ok();
    if let Err(mistake) = taken {
        mistakes.option(node, row.name, &text, mistake);
    }
    is_taken
}

/// A value as an option has it in an address; languages may stand in brackets.
fn as_text(node: &Node) -> Option<String> {
    match &node.value {
        Value::Number(text) | Value::Text(text) => Some(text.clone()),
        Value::List(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(Node::text).collect();
            texts.filter(|texts| !texts.is_empty()).map(|texts| texts.join("+"))
        }
        Value::Null | Value::YesOrNo(_) | Value::Object(_) => None,
    }
}

fn presets(node: &Node, presets: &mut Presets, mistakes: &mut Mistakes) {
    for (name, value) in members(node, "presets", mistakes) {
        let key = name.text().unwrap_or_default();
        let Some(preset) = Preset::from_id(key) else {
            mistakes.key(name, key, Preset::ALL.into_iter().map(Preset::id));
            continue;
        };
        for (name, value) in members(value, key, mistakes) {
            let key = name.text().unwrap_or_default();
            let row = TABLE.iter().find(|row| row.name == key).filter(|_| PRESET_KEYS.contains(&key));
            let Some(row) = row else {
                mistakes.key(name, key, PRESET_KEYS);
                continue;
            };
            let mut given = Options::default();
            if !take(row, &mut given, value, mistakes) {
                continue;
            }
            if let Some(memory) = given.memory {
                presets.set_ceiling(preset, Bytes::megabytes(memory.into()));
            }
            if let Some(workers) = given.workers {
                presets.set_workers(preset, workers);
            }
        }
    }
}
