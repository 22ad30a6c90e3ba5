//! Every language says everything, and the page says what the program says.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use pagewise::model::error::{Error, StopCause};
use pagewise::model::page::PageIndex;
use pagewise::model::record::{Tally, Verdict};
use pagewise::words::{Announcement, LANGUAGES, Notice, Standing, words};

const PAGE: &str = include_str!("../index.html");

/// What people read or hear in `index.html`: its texts, and four attributes. No tag and no text holds an angle bracket.
fn sentences() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in PAGE.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        if tag.starts_with("!--") || tag.starts_with("style") {
            continue;
        }
        found.insert(text.trim().to_owned());
        for attribute in ["aria-label", "placeholder", "title", "content"] {
            let value = tag.split(&format!(" {attribute}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            found.extend(value.map(str::to_owned));
        }
    }
    found.retain(|sentence| sentence.chars().any(char::is_alphabetic));
    found
}

#[test]
fn every_language_says_every_sentence_of_the_page() {
    let sentences = sentences();
    assert!(sentences.len() > 90 && sentences.contains("Choose a scanned PDF or images"), "{sentences:?}");
    for words in LANGUAGES {
        for (english, said) in words.page {
            assert!(sentences.contains(*english) && !said.is_empty(), "{}: {english}", words.code);
        }
        let said: BTreeSet<&str> = words.page.iter().map(|(english, _)| *english).collect();
        // Names, numbers and what the browser reads are the same in every language.
        let same = |sentence: &str| {
            ["Pagewise", "120", "Auto"].contains(&sentence)
                || sentence.starts_with("default-src")
                || sentence.starts_with("width=device-width")
                || sentence.starts_with('#')
                || ["no-referrer", "light dark", "PDF, PNG, JPEG, WebP, BMP, GIF, TIFF"].contains(&sentence)
        };
        let left: Vec<_> = sentences
            .iter()
            .filter(|sentence| !same(sentence) && !said.contains(sentence.as_str()))
            .collect();
        assert!(words.code == "en" || left.is_empty(), "{}: {left:?}", words.code);
    }
}

#[test]
fn the_page_begins_with_the_words_that_the_program_goes_on_with() {
    let sentences = sentences();
    let fixed = &words().fixed;
    for word in [fixed.start, fixed.start_again, fixed.go_on, fixed.pause, fixed.copy, fixed.auto] {
        assert!(sentences.contains(word), "{word}");
    }
    assert!(PAGE.contains(&format!("lang=\"{}\"", words().code)));
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
        let tally = Tally { read, with_words: read, doubtful: 0, failed, cancelled };
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
