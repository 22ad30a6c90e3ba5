//! Every language says everything, and the page says what the program says.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};

use pagewise::model::budget::{Bytes, Preset};
use pagewise::model::error::{Error, StopCause};
use pagewise::model::page::PageIndex;
use pagewise::model::record::{Tally, Verdict};
use pagewise::words::{
    Announcement, Boot, Chosen, Figures, LANGUAGES, Notice, Remaining, Standing, language, speak, words,
};
use serde_json::Value;

const PAGE: &str = include_str!("../index.html");

/// Attributes that people read or hear, now or when something fails. `www/language.js` says the same ones.
const ATTRIBUTES: [&str; 8] = [
    "aria-label",
    "placeholder",
    "title",
    "content",
    "data-too-old",
    "data-not-loaded",
    "data-waiting",
    "data-not-from-disk",
];

/// What people read or hear in `index.html`: its texts, and some attributes. No tag and no text holds an angle bracket.
/// What is shown only where there are no scripts says itself in all languages, since nobody else can.
fn sentences() -> BTreeSet<String> {
    let (before, after) = PAGE.split_once("<noscript>").unwrap();
    let (without_scripts, after) = after.split_once("</noscript>").unwrap();
    for words in LANGUAGES.iter().skip(1) {
        assert!(without_scripts.contains(&format!("lang=\"{}\"", words.code)), "{}", words.code);
    }
    let mut found = BTreeSet::new();
    for part in format!("{before}{after}").split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        if tag.starts_with("!--") || tag.starts_with("style") {
            continue;
        }
        // A language calls itself by its own name.
        if !(tag.starts_with("option ") && tag.contains(" lang=")) {
            found.insert(text.trim().to_owned());
        }
        for attribute in ATTRIBUTES {
            let value = tag.split(&format!(" {attribute}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            found.extend(value.map(str::to_owned));
        }
    }
    found.retain(|sentence| sentence.chars().any(char::is_alphabetic));
    found
}

/// What a language says in place of the sentences of the page.
fn table(code: &str) -> BTreeMap<String, String> {
    let file = format!("{}/src/words/{code}.json", env!("CARGO_MANIFEST_DIR"));
    let table: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(table["code"], code);
    assert!(["ltr", "rtl"].contains(&table["dir"].as_str().unwrap()));
    serde_json::from_value(table["sentences"].clone()).unwrap()
}

#[test]
fn every_language_says_every_sentence_of_the_page() {
    let sentences = sentences();
    assert!(sentences.len() > 90 && sentences.contains("Choose a scanned PDF or images"), "{sentences:?}");
    assert!(
        sentences.iter().any(|sentence| sentence.starts_with("This browser cannot run")),
        "of an attribute"
    );
    for words in LANGUAGES.iter().skip(1) {
        let table = table(words.code);
        for (english, said) in &table {
            assert!(sentences.contains(english) && !said.is_empty(), "{}: {english}", words.code);
        }
        // Names, numbers and what the browser reads are the same in every language.
        let same = |sentence: &str| {
            ["Pagewise", "120", "Auto"].contains(&sentence)
                || sentence.starts_with("default-src")
                || sentence.starts_with("width=device-width")
                || sentence.starts_with('#')
                || ["no-referrer", "light dark", "PDF, PNG, JPEG, WebP, BMP, GIF, TIFF"].contains(&sentence)
        };
        let left: Vec<_> =
            sentences.iter().filter(|sentence| !same(sentence) && !table.contains_key(*sentence)).collect();
        assert!(left.is_empty(), "{}: {left:?}", words.code);
    }
}

#[test]
fn every_language_can_be_chosen_on_the_page_by_its_own_name() {
    for words in LANGUAGES {
        let option = format!("<option value=\"{0}\" lang=\"{0}\">", words.code);
        assert_eq!(PAGE.matches(&option).count(), 1, "{}", words.code);
        assert!(language(words.code).is_some());
    }
    assert_eq!(PAGE.matches("<option value=\"en\" lang=").count(), 1);
    assert!(language("tlh").is_none());
}

#[test]
fn the_page_begins_with_the_words_that_the_program_goes_on_with() {
    let sentences = sentences();
    assert_eq!(words().code, "en");
    assert!(PAGE.contains("<html lang=\"en\">"));
    for said in LANGUAGES {
        let table = if said.code == "en" { BTreeMap::new() } else { table(said.code) };
        let english = &LANGUAGES[0].fixed;
        let fixed = &said.fixed;
        for (english, word) in [
            (english.start, fixed.start),
            (english.start_again, fixed.start_again),
            (english.go_on, fixed.go_on),
            (english.pause, fixed.pause),
            (english.copy, fixed.copy),
            (english.auto, fixed.auto),
        ] {
            assert!(sentences.contains(english), "{english}");
            assert_eq!(table.get(english).map_or(english, String::as_str), word, "{}", said.code);
        }
    }
}

/// As Germans write figures.
struct German;

impl Figures for German {
    fn number(&self, value: f64, decimals: u8) -> String {
        format!("{value:.0$}", usize::from(decimals)).replace('.', ",")
    }

    fn percent(&self, share: f64) -> String {
        format!("{:.0}\u{a0}%", share * 100.0)
    }

    fn list(&self, items: &[String]) -> String {
        items.join(" und ")
    }
}

#[test]
fn figures_are_written_as_the_language_does() {
    let german = language("de").unwrap();
    speak(german, Some(Box::new(German)));
    assert_eq!(words().code, "de");
    assert_eq!((words().boot)(&Boot::Loading(Some(0.94))), "Das Leseprogramm wird geladen… 94\u{a0}%");
    assert_eq!((words().file_size)(Bytes(1_234_567)), "1,2 MB");
    assert_eq!((words().duration)(5_310.0), "5,3 s");
    assert_eq!((words().remaining)(&Remaining::About(83_000.0)), "etwa 1 min 23 s");
    let names = ["Deutsch".to_owned(), "Englisch".to_owned()];
    let chosen = Chosen {
        languages: Some(&names),
        pages: "",
        dpi: None,
        workers: 2,
        ceiling: Preset::Moderate.ceiling(),
    };
    assert_eq!(
        (words().options_summary)(&chosen),
        "Deutsch und Englisch, alle Seiten, automatische Auflösung, 2 Seiten auf einmal, bis 250 MB"
    );
    speak(LANGUAGES[0], None);
    assert_eq!((words().boot)(&Boot::Loading(Some(0.94))), "Loading the reading engine\u{2026} 94%");
    assert_eq!((words().file_size)(Bytes(1_234_567)), "1.2 MB");
}

#[test]
fn every_failure_is_said_in_sentences_that_end() {
    let text = || "why".to_owned();
    let errors = [
        Error::UnsupportedFile,
        Error::EmptyFile,
        Error::UnreadableFile,
        Error::FileTooLarge,
        Error::DamagedPdf,
        Error::OpeningTooSlow { seconds: 60 },
        Error::NoPages,
        Error::PasswordNeeded,
        Error::PasswordWrong,
        Error::UnsupportedEncryption,
        Error::UnwritableEncryption { method: text() },
        Error::DamagedPage,
        Error::PageTooLarge { width_pt: 1.0, height_pt: 2.0 },
        Error::ImageTooLarge { width: 1, height: 2 },
        Error::DamagedImage { reason: text() },
        Error::ModelDamaged { model: text() },
        Error::ModelUnfit { is_old: true },
        Error::ModelUnfit { is_old: false },
        Error::PartMissing { file: text() },
        Error::LanguageOutOfReach { lang: text() },
        Error::DamagedStructure { reason: text() },
        Error::NotWritten { reason: text() },
        Error::EngineFailed { reason: text() },
        Error::WorkerStopped { cause: StopCause::Trap },
        Error::TooSlow { seconds: 5 },
        Error::VersionMismatch,
        Error::NoSimd,
    ];
    let codes: BTreeSet<&str> = errors.iter().map(Error::code).collect();
    assert_eq!(codes.len(), errors.len(), "each has a code of its own");
    for words in LANGUAGES {
        for error in &errors {
            let said = (words.error)(error);
            assert!(said.ends_with('.') && said.len() > 20 && !said.contains(error.code()), "{said}");
            assert_eq!((words.notice)(&Notice::Failed(error.clone())), said);
        }
    }
}

#[test]
fn what_a_document_came_to_is_said_with_its_figures() {
    let said = |verdict, read, failed, cancelled, total| {
        let tally = Tally { read, with_words: read, failed, cancelled, ..Tally::default() };
        (words().standing)(&Standing::Ended(verdict, tally, total))
    };
    assert_eq!(said(Verdict::Done, 3, 0, 0, 3), "Done");
    assert_eq!(said(Verdict::Partly, 2, 1, 0, 3), "2 of 3 read");
    let doubtful = Tally { read: 3, with_words: 3, doubtful: 2, ..Tally::default() };
    assert_eq!((words().standing)(&Standing::Ended(Verdict::Doubtful, doubtful, 3)), "Done, 2 doubtful");
    assert_eq!(said(Verdict::Cancelled, 2, 1, 4, 7), "Cancelled at 3 of 7");
    assert_eq!(said(Verdict::Failed, 0, 3, 0, 3), "Failed");
    assert_eq!(said(Verdict::NothingFound, 3, 0, 0, 3), "No text found");
    let ended = Announcement::Ended { verdict: Verdict::Cancelled, read: 2, total: 7 };
    assert_eq!((words().announcement)(&ended), "Reading was cancelled: 2 of 7 pages read.");
    let empty = Notice::LeftEmpty { name: "a.tif".to_owned(), pages: vec![PageIndex(1), PageIndex(4)] };
    assert!((words().notice)(&empty).contains("pages 2, 5"));
}
