//! Languages of documents: chosen, found out, offered.

use super::world::*;
use pagewise::model::language::{LanguageChoice, ModelOffer};
use pagewise::model::options::{Edited, Options};
use pagewise::model::page::{Confidence, PageIndex, PageText, Word};
use pagewise::model::record::Verdict;
use pagewise::session::{Command, Event, Reach};
use pagewise::words::Notice;

const ENGLISH: &str = "The delivery was confirmed on Monday and the amount is payable within thirty days without deduction to the account stated below. If you have any questions please turn to our department for customers. We wish you every success with it.";
const GERMAN: &str = "Die Lieferung wurde am Montag bestätigt und der Betrag ist innerhalb von dreißig Tagen ohne Abzug auf das unten genannte Konto zu überweisen. Bei Fragen wenden Sie sich bitte an unsere Abteilung für Kunden. Wir wünschen Ihnen viel Erfolg damit.";
const RUSSIAN: &str = "Доставка была подтверждена в понедельник и сумма подлежит оплате в течение тридцати дней без вычетов на указанный ниже счёт. Если у вас есть вопросы обратитесь пожалуйста в наш отдел по работе с клиентами. Желаем вам больших успехов.";

/// What a page in a language comes out as with these models: as it is, misread with one of a language that is written alike,
/// else as gibberish.
pub fn read(language: &str, models: &[String], text: &mut PageText) {
    let (sentences, alike) = match language {
        "eng" => (ENGLISH, "deu"),
        "deu" => (GERMAN, "eng"),
        _ => (RUSSIAN, "ukr"),
    };
    let has = |code: &str| models.iter().any(|model| model == code);
    let confidence = if has(language) {
        94.0
    } else if has(alike) {
        76.0
    } else {
        41.0
    };
    let line = &mut text.blocks[0].paragraphs[0].lines[0];
    let like = line.words[0].clone();
    line.words[0].confidence = Confidence(confidence);
    for word in sentences.split(' ') {
        let text = if confidence < 50.0 { garbled(word) } else { word.to_owned() };
        line.words.push(Word { text, confidence: Confidence(confidence), ..like.clone() });
    }
}

/// Consonants in the place of letters.
fn garbled(word: &str) -> String {
    word.chars().map(|c| ['x', 'K', 'r', 'W', 'z', 'T', 'q', 'M'][c as usize % 8]).collect()
}

pub fn offer_of(lang: &str, variant: &str) -> ModelOffer {
    ModelOffer { lang: lang.to_owned(), file: format!("{lang}.{variant}"), ..offer(variant) }
}

fn world(seed: u64, languages: &str) -> World {
    let options = Options { languages: LanguageChoice::parse(languages).unwrap(), ..Options::default() };
    let mut world = World::with(seed, options, Weather::default());
    world.offers = ["eng", "deu", "fra", "rus", "jpn"].map(|lang| offer_of(lang, "fast")).to_vec();
    world
}

fn read_all(world: &mut World, files: &[File]) {
    world.load();
    world.add(files);
    world.settle();
    world.press(Command::Start);
    world.settle();
}

fn languages(world: &World, place: usize) -> Vec<Vec<String>> {
    world.session.documents()[place].texts().map(|text| text.languages.clone()).collect()
}

fn page(number: u32) -> PageIndex {
    PageIndex(number - 1)
}

#[test]
fn the_browsers_language_is_read_unless_others_are_chosen() {
    let mut usual = world(1, "");
    usual.session.handle(Event::Begun(vec!["de-AT".to_owned(), "en".to_owned()]));
    read_all(&mut usual, &[file(1, 1)]);
    assert_eq!(languages(&usual, 0), [["deu"]]);
    assert_eq!(usual.session.own_languages(), ["deu", "eng"]);
    let mut two = world(1, "fra+deu");
    read_all(&mut two, &[file(1, 2)]);
    assert_eq!(languages(&two, 0), [["fra", "deu"], ["fra", "deu"]]);
    let record = &two.session.documents()[0].records()[0];
    assert_eq!(record.models, ["fra fast", "deu fast"]);
}

#[test]
fn what_the_site_does_not_have_is_named_and_the_rest_is_read() {
    let mut world = world(1, "swe+deu");
    read_all(&mut world, &[file(1, 1)]);
    assert_eq!(languages(&world, 0), [["deu"]]);
    assert_eq!(world.session.notices()[0].notice, Notice::NoSuchLanguages(vec!["swe".to_owned()]));
}

#[test]
fn the_language_of_a_document_is_found_out_and_of_a_page_that_differs() {
    for seed in 0..40 {
        let mut world = world(seed, "auto");
        world.load();
        for number in 1..=4 {
            world.languages.insert((1, page(number)), if number == 3 { "rus" } else { "deu" });
            world.languages.insert((2, page(number)), "eng");
        }
        read_all(&mut world, &[file(1, 4), file(2, 2)]);
        assert_eq!(world.verdicts(), [Some(Verdict::Done), Some(Verdict::Done)], "{seed}");
        assert_eq!(languages(&world, 0), [["deu"], ["deu"], ["rus"], ["deu"]], "{seed}");
        assert_eq!(languages(&world, 1), [["eng"], ["eng"]], "{seed}");
        // A page that is in another language is read twice, the others once.
        let read = |number: u8, number_of: u32| world.reads[&(number, page(number_of))];
        assert_eq!([read(1, 1), read(1, 2), read(1, 3), read(1, 4), read(2, 1)], [1, 1, 2, 1, 1], "{seed}");
    }
}

#[test]
fn where_nobody_can_tell_it_is_read_in_the_usual_language() {
    let mut world = world(3, "auto");
    // One word a page: too little for anything.
    read_all(&mut world, &[file(1, 4)]);
    assert_eq!(languages(&world, 0), [["eng"], ["eng"], ["eng"], ["eng"]]);
    assert_eq!(world.verdicts(), [Some(Verdict::Done)]);
}

#[test]
fn finding_out_ends_whatever_dies_meanwhile_or_is_pressed() {
    for seed in 0..300 {
        let mut world = world(seed, "auto");
        world.weather = Weather { deaths: 12, refused: 20, gone: 5 };
        world.missing = if seed % 3 == 0 { vec!["deu".to_owned(), "jpn".to_owned()] } else { Vec::new() };
        for number in 1..=3 {
            world.languages.insert((1, page(number)), ["deu", "rus", "eng"][(seed % 3) as usize]);
        }
        world.load();
        world.settle();
        world.add(&[file(1, 3), file(2, 1)]);
        world.settle();
        world.press(Command::Start);
        for _ in 0..world.chance.below(60) {
            world.step();
        }
        match seed % 4 {
            0 => world.press(Command::Cancel),
            1 => world.press(Command::PauseOrResume),
            2 => world.press(Command::Clear),
            _ => {}
        }
        world.settle();
        if seed % 4 == 1 && world.session.is_paused() {
            world.press(Command::PauseOrResume);
        }
        for _ in 0..400 {
            world.settle();
            world.second();
        }
        assert!(!world.session.is_running(), "{seed}: it comes to an end");
        for document in world.session.documents().iter().filter(|document| document.job.is_some()) {
            let job = document.job.as_ref().unwrap();
            assert_eq!(job.records().len(), job.chosen.len(), "{seed}: every page ends");
        }
    }
}

#[test]
fn a_page_in_another_language_is_offered_and_read_again_alone() {
    let mut world = world(2, "eng");
    for number in 1..=5 {
        world.languages.insert((1, page(number)), if number == 2 || number == 4 { "deu" } else { "eng" });
    }
    read_all(&mut world, &[file(1, 5)]);
    let suggestion = world.session.suggestion(&world.session.documents()[0]).unwrap();
    assert_eq!((suggestion.language.as_deref(), suggestion.is_offered), (Some("deu"), true));
    assert_eq!(suggestion.pages, [page(2), page(4)]);
    let id = world.id(0);
    world.reads.clear();
    world.asked = true;
    world.press(Command::ReadAs(id, Reach::These));
    world.settle();
    assert_eq!(languages(&world, 0), [["eng"], ["deu"], ["eng"], ["deu"], ["eng"]]);
    assert_eq!(world.reads.len(), 2, "what was good is not read again");
    assert!(world.words(0)[1].contains("bestätigt"));
    assert_eq!(world.session.suggestion(&world.session.documents()[0]), None);
}

#[test]
fn all_pages_or_those_from_here_on_are_read_again_where_they_were_not_good() {
    for (reach, expected) in [
        (Reach::Onward, [["rus"], ["deu"], ["deu"], ["eng"]]),
        (Reach::All, [["deu"], ["deu"], ["deu"], ["eng"]]),
    ] {
        let mut world = world(2, "eng");
        // The first is gibberish as English, and as German.
        for (number, language) in [(1, "rus"), (2, "deu"), (3, "deu"), (4, "eng")] {
            world.languages.insert((1, page(number)), language);
        }
        read_all(&mut world, &[file(1, 4)]);
        let id = world.id(0);
        world.asked = true;
        world.press(Command::ReadAs(id, reach));
        world.settle();
        let read = languages(&world, 0);
        if reach == Reach::Onward {
            assert_eq!(read, [["eng"], ["deu"], ["deu"], ["eng"]]);
            // What is left makes no words, and can be found out.
            let suggestion = world.session.suggestion(&world.session.documents()[0]).unwrap();
            assert_eq!((suggestion.language, suggestion.pages), (None, vec![page(1)]));
            world.asked = true;
            world.press(Command::ReadAs(id, Reach::These));
            world.settle();
        }
        assert_eq!(languages(&world, 0), expected);
    }
}

#[test]
fn a_language_that_the_site_does_not_have_is_named_and_can_be_left() {
    let mut world = world(2, "eng");
    world.offers.retain(|offer| offer.lang != "deu");
    world.languages.insert((1, page(1)), "deu");
    read_all(&mut world, &[file(1, 1)]);
    let suggestion = world.session.suggestion(&world.session.documents()[0]).unwrap();
    assert_eq!((suggestion.language.as_deref(), suggestion.is_offered), (Some("deu"), false));
    let id = world.id(0);
    world.press(Command::DeclineLanguage(id));
    assert_eq!(world.session.suggestion(&world.session.documents()[0]), None);
}

#[test]
fn going_on_in_another_language_reads_only_what_was_read_otherwise() {
    let mut world = world(4, "eng");
    world.load();
    world.add(&[file(1, 4)]);
    world.settle();
    world.press(Command::Start);
    while world.session.documents()[0].texts().count() < 2 {
        world.step();
    }
    world.press(Command::Cancel);
    world.settle();
    let known = world.session.documents()[0].texts().count() as u32;
    let options = Options { languages: LanguageChoice::These(vec!["deu".to_owned()]), ..Options::default() };
    world.press(Command::EditOptions(Edited { options, mistakes: Vec::new() }));
    world.settle();
    world.reads.clear();
    world.press(Command::Start);
    world.settle();
    assert!(known < 4);
    assert_eq!(languages(&world, 0), [["deu"], ["deu"], ["deu"], ["deu"]]);
    // And what was kept of the same document is not read again in the same language, but in another.
    for (language, reads) in [("deu", 0), ("fra", 4)] {
        world.press(Command::Clear);
        world.settle();
        let options =
            Options { languages: LanguageChoice::These(vec![language.to_owned()]), ..Options::default() };
        world.press(Command::EditOptions(Edited { options, mistakes: Vec::new() }));
        world.add(&[file(1, 4)]);
        world.settle();
        world.reads.clear();
        world.press(Command::Start);
        world.settle();
        assert_eq!(world.reads.len(), reads, "{language}");
        assert_eq!(languages(&world, 0), vec![vec![language.to_owned()]; 4]);
    }
}
