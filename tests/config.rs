//! What a site says of itself: everything that can be said, everything that can be wrong, and anything else.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use pagewise::config::{KEYS, MOST_BYTES, PDF, PRESET_KEYS, Site, json, read};
use pagewise::formats::export::{Format, Offered};
use pagewise::model::budget::{Bytes, Preset};
use pagewise::model::language::{LanguageChoice, ModelOffer};
use pagewise::model::options::{Options, TABLE};
use pagewise::model::page::Dpi;
use pagewise::model::site::{Kind, NotJson, SiteMistake, Wrong};
use pagewise::words::{LANGUAGES, Notice};

const README: &str = include_str!("../README.md");

/// What the README shows.
fn example() -> &'static str {
    let (_, after) = README.split_once("```json\n").unwrap();
    after.split_once("```").unwrap().0
}

fn model(lang: &str, variant: &str) -> ModelOffer {
    ModelOffer {
        lang: lang.to_owned(),
        variant: variant.to_owned(),
        file: format!("{lang}.{variant}.traineddata"),
        bytes: 1,
        sha256: String::new(),
    }
}

#[test]
fn the_example_of_the_readme_says_everything_and_is_right() {
    let (site, mistakes) = read(example());
    assert_eq!(mistakes, []);
    assert_eq!(site.title.as_deref(), Some("City Archive: text from scans"));
    assert_eq!(site.interface.map(|words| words.code), Some("de"));
    assert_eq!(site.own_models, Some(false));
    assert_eq!(site.formats, Offered { searchable_pdf: true, texts: vec![Format::Text, Format::Docx] });
    let usual = Options::default();
    assert_eq!(site.options.dpi, Some(Dpi(150.0)));
    assert_eq!(site.options.languages, LanguageChoice::These(vec!["deu".to_owned(), "eng".to_owned()]));
    assert!(!site.options.keep);
    assert_eq!(site.options.effort, usual.effort, "what is not said is as it is");
    assert_eq!(site.presets.ceiling(Preset::Conservative), Bytes::megabytes(120));
    assert_eq!(site.presets.workers(Preset::Moderate, 8), 3);
    assert_eq!(site.presets.ceiling(Preset::Aggressive), Preset::Aggressive.ceiling());
    let models = ["eng", "fra", "deu"].into_iter().map(|lang| model(lang, "fast")).collect();
    let offered: Vec<String> = site.offers(models).into_iter().map(|offer| offer.lang).collect();
    assert_eq!(offered, ["deu", "eng"], "in the order of the file");
    for key in KEYS {
        assert!(
            example().contains(&format!("\"{key}\":")) && README.contains(&format!("| `{key}` |")),
            "{key}"
        );
    }
}

#[test]
fn nothing_said_is_a_site_as_it_was_built() {
    for text in ["{}", " {\n}\n", "\u{feff}{}"] {
        let (site, mistakes) = read(text);
        assert_eq!(mistakes, [], "{text:?}");
        assert_eq!(site.options, Options::default());
        assert_eq!((site.title, site.own_models, site.formats), (None, None, Offered::default()));
    }
    let models = vec![model("eng", "fast"), model("eng", "best_int")];
    assert_eq!(Site::default().offers(models.clone()), models);
}

/// What is wrong in a file with one mistake.
fn wrong(text: &str) -> (u32, u32, Wrong) {
    let (_, mistakes) = read(text);
    let [SiteMistake { line, column, wrong }] = mistakes.as_slice() else {
        panic!("{text}: {mistakes:?}");
    };
    (*line, *column, wrong.clone())
}

#[test]
fn every_mistake_is_found_where_it_stands() {
    let key = |key: &str, near| Wrong::UnknownKey { key: key.to_owned(), near };
    let kind = |key: &str, wanted| Wrong::Kind { key: key.to_owned(), wanted };
    let value = |key: &str, value: &str, near| Wrong::UnknownValue {
        key: key.to_owned(),
        value: value.to_owned(),
        near,
    };
    for (text, line, column, expected) in [
        ("", 1, 1, Wrong::NotJson(NotJson::Ends)),
        ("{\n  \"title\": \"a\n\"}", 2, 14, Wrong::NotJson(NotJson::Text)),
        ("{\n  // ours\n}", 2, 3, Wrong::NotJson(NotJson::Character('/'))),
        ("{\"title\": \"a\",}", 1, 15, Wrong::NotJson(NotJson::Character('}'))),
        ("{} x", 1, 4, Wrong::NotJson(NotJson::Character('x'))),
        ("[]", 1, 1, kind("", Kind::Object)),
        ("{\n  \"titel\": \"a\"\n}", 2, 3, key("titel", Some("title"))),
        ("{\"colour\": 1}", 1, 2, key("colour", None)),
        ("{\"title\": \"a\", \"title\": \"b\"}", 1, 16, Wrong::Twice("title".to_owned())),
        ("{\"title\": 7}", 1, 11, kind("title", Kind::Text)),
        ("{\"title\": \" \"}", 1, 11, kind("title", Kind::Text)),
        ("{\"interface\": \"dee\"}", 1, 15, value("interface", "dee", Some("de"))),
        ("{\"own_models\": \"no\"}", 1, 16, kind("own_models", Kind::YesOrNo)),
        ("{\"languages\": \"deu\"}", 1, 15, kind("languages", Kind::Texts)),
        ("{\"languages\": []}", 1, 15, kind("languages", Kind::Texts)),
        ("{\"languages\": [\"../deu\"]}", 1, 16, value("languages", "../deu", None)),
        ("{\"formats\": [\"pdf\", \"word\"]}", 1, 21, value("formats", "word", None)),
        ("{\"formats\": [\"pdf\", \"dox\"]}", 1, 21, value("formats", "dox", Some("docx"))),
        ("{\"options\": {\"dip\": 200}}", 1, 14, key("dip", Some("dpi"))),
        ("{\"options\": {\"dpi\": true}}", 1, 21, kind("dpi", Kind::NumberOrText)),
        ("{\"presets\": {\"moderat\": {}}}", 1, 14, key("moderat", Some("moderate"))),
        ("{\"presets\": {\"moderate\": {\"dpi\": 1}}}", 1, 27, key("dpi", None)),
    ] {
        assert_eq!(wrong(text), (line, column, expected), "{text}");
    }
    let (line, column, wrong) = wrong("{\"presets\": {\"moderate\": {\"memory\": 12}}}");
    assert!((line, column) == (1, 37) && matches!(wrong, Wrong::Option { .. }), "{wrong:?}");
}

#[test]
fn the_rest_of_a_file_with_mistakes_holds() {
    let (site, mistakes) = read(
        r#"{"titel": "x", "title": "Ours", "options": {"dpi": 9000, "workers": 2, "psm": "6"}, "formats": ["pfd", "text"]}"#,
    );
    assert_eq!(mistakes.len(), 3, "{mistakes:?}");
    assert_eq!(site.title.as_deref(), Some("Ours"));
    assert_eq!((site.options.dpi, site.options.workers, site.options.psm.number()), (None, Some(2), 6));
    assert_eq!(site.formats, Offered { searchable_pdf: false, texts: vec![Format::Text] });
    assert_eq!(read(r#"{"formats": ["nothing"]}"#).0.formats, Offered::default());
}

#[test]
fn every_option_has_a_default_and_every_mistake_a_sentence_in_each_language() {
    for row in &TABLE {
        let (_, mistakes) =
            read(&format!("{{\"options\": {{\"{}\": \"\u{2026}no such/choice\"}}}}", row.name));
        assert!(matches!(mistakes[0].wrong, Wrong::Option { .. }), "{}", row.name);
        for words in LANGUAGES {
            let said = (words.notice)(&Notice::SiteMistake(mistakes[0].clone()));
            assert!(said.contains(row.name) && said.ends_with('.') && said.contains("config.json"), "{said}");
        }
    }
    assert!(PRESET_KEYS.iter().all(|key| TABLE.iter().any(|row| row.name == *key)));
    assert!(
        Format::from_id(PDF).is_none()
            && Format::ALL.iter().all(|format| Format::from_id(format.id()) == Some(*format))
    );
}

#[test]
fn languages_without_models_are_named_and_a_site_without_any_offers_all() {
    let (site, _) = read("{\n\"languages\": [\"tlh\"]}");
    let missing = site.missing(|code| code == "eng");
    assert_eq!(missing, [SiteMistake { line: 2, column: 15, wrong: Wrong::NoModels("tlh".to_owned()) }]);
    assert_eq!(site.offers(vec![model("eng", "fast")]).len(), 1);
}

#[test]
fn it_is_json_exactly_where_others_say_so() {
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |n: usize| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        (chance % n as u64) as usize
    };
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"a\"",
        "\"title\"",
        "\"\\u00e4\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\x\"",
        "\"\t\"",
        "0",
        "01",
        "-",
        "-1.5e+3",
        "1.",
        "1e",
        "true",
        "false",
        "null",
        "nul",
        " ",
        "\n",
        "\u{e4}",
        "//",
        "\"",
    ];
    let example: Vec<char> = example().chars().collect();
    let (mut right, mut tried) = (0, 0);
    for round in 0..8_000 {
        let text: String = if round % 2 == 0 {
            (0..below(7)).map(|_| pieces[below(pieces.len())]).collect()
        } else {
            // The example with a character less, another, or one twice.
            let mut text = example.clone();
            let place = below(text.len());
            match below(3) {
                0 => drop(text.remove(place)),
                1 => text[place] = ['"', ',', '{', 'x', '\\'][below(5)],
                _ => text.insert(place, text[place]),
            }
            text.into_iter().collect()
        };
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        let ours = json::parse(&text);
        // A number too large for a float is JSON all the same, and theirs ends there.
        let is_large =
            theirs.as_ref().is_err_and(|error| error.to_string().starts_with("number out of range"));
        assert!(is_large || ours.is_ok() == theirs.is_ok(), "{text:?}: {ours:?} {theirs:?}");
        right += usize::from(ours.is_ok());
        tried += 1;
        // Whatever it is, the site runs, and what is said of it stands within it.
        let (site, mistakes) = read(&text);
        assert!(site.presets.workers(Preset::Conservative, 8) >= 1);
        let lines = text.lines().count().max(1) + 1;
        assert!(mistakes.iter().all(|mistake| (1..=lines).contains(&(mistake.line as usize))), "{text:?}");
    }
    assert!(right > tried / 20 && right < tried, "{right} of {tried}");
}

#[test]
fn hostile_files_are_refused_quickly() {
    let started = std::time::Instant::now();
    let deep = "[".repeat(200_000);
    assert_eq!(wrong(&deep).2, Wrong::NotJson(NotJson::Deep));
    assert_eq!(wrong(&" ".repeat(MOST_BYTES + 1)).2, Wrong::TooLarge);
    let many: String = (0..80_000).map(|i| format!("\"k{i}\":0,")).collect();
    let (_, mistakes) = read(&format!("{{{many}\"title\":1}}"));
    assert_eq!(mistakes.len(), 20, "nobody reads more");
    let codes: Vec<String> = (0..80_000).map(|i| format!("\"l{i}\"")).collect();
    let (site, _) = read(&format!("{{\"languages\":[{}]}}", codes.join(",")));
    assert!(site.missing(|_| false).len() <= 500);
    let long = "x".repeat(900_000);
    let (_, mistakes) = read(&format!("{{\"{long}\": 1, \"title\": \"{long}\", \"interface\": \"{long}\"}}"));
    for mistake in mistakes {
        assert!((LANGUAGES[0].notice)(&Notice::SiteMistake(mistake)).len() < 300);
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
