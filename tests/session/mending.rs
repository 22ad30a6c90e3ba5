//! Corrections in the course of events: the text is what was read with what was put right since, taken back in order.

use std::collections::BTreeMap;

use super::world::*;
use pagewise::model::correction::Edit;
use pagewise::model::doubtful::DoubtPlace;
use pagewise::model::options::{Edited, Options};
use pagewise::model::page::{Dpi, PageIndex};
use pagewise::model::record::PageRecord;
use pagewise::session::document::{DocumentId, PageKey};
use pagewise::session::{Command, Wanted};
use pagewise::words::Announcement;

fn word(text: &str) -> Edit {
    Edit::Words { first: 0, count: 1, text: text.to_owned() }
}

fn read(files: &[File]) -> (World, PageKey) {
    let mut world = World::ready(1);
    world.add(files);
    world.settle();
    world.press(Command::Start);
    world.settle();
    let page = world.session.documents()[0].id.page(PageIndex(0));
    (world, page)
}

fn record(world: &World, page: PageKey) -> Option<&PageRecord> {
    world.session.document(page.document)?.job.as_ref()?.record(page.page)
}

fn says(world: &World, page: PageKey) -> Option<String> {
    record(world, page)?.text().map(ToString::to_string)
}

fn kept(world: &World, file: File, page: PageKey) -> String {
    let (_, pages) = &world.kept[fingerprint(file).as_str()];
    pages[&page.page].1.text().unwrap().to_string()
}

#[test]
fn a_correction_is_made_taken_back_and_made_again_and_kept_each_time() {
    let (mut world, page) = read(&[file(1, 2)]);
    assert_eq!((world.session.undoable(), world.session.redoable()), (None, None));
    world.press(Command::Correct(page, word("one")));
    assert_eq!(says(&world, page).as_deref(), Some("one"));
    assert_eq!(kept(&world, file(1, 2), page), "one");
    assert_eq!((world.session.undoable(), world.session.redoable()), (Some(page), None));
    assert!(world.session.take_changes().contains(&page));
    let other = page.document.page(PageIndex(1));
    world.press(Command::Correct(other, word("two")));
    world.press(Command::Undo);
    assert_eq!((world.session.undoable(), world.session.redoable()), (Some(page), Some(other)));
    world.press(Command::Undo);
    assert_eq!(kept(&world, file(1, 2), page), "1-1");
    world.press(Command::Redo);
    world.press(Command::Correct(page, word("three")));
    assert_eq!(world.session.redoable(), None, "what could be done again is gone");
    assert_eq!(says(&world, page).as_deref(), Some("three"));
    world.press(Command::Undo);
    world.press(Command::Undo);
    world.press(Command::Undo);
    assert_eq!((says(&world, page).as_deref(), says(&world, other).as_deref()), (Some("1-1"), Some("1-2")));
    let said = |wanted: &Announcement| world.announced.contains(wanted);
    assert!(said(&Announcement::Corrected) && said(&Announcement::Undone(PageIndex(1))));
    assert!(said(&Announcement::Redone(PageIndex(0))));
}

#[test]
fn what_was_put_right_is_there_in_the_next_visit_and_without_the_file() {
    let (mut world, page) = read(&[file(1, 1)]);
    world.press(Command::Correct(page, word("right")));
    world.press(Command::Clear);
    assert_eq!(world.session.undoable(), None);
    world.press(Command::OpenKept(fingerprint(file(1, 1))));
    world.settle();
    let page = world.session.documents()[0].id.page(PageIndex(0));
    assert_eq!(says(&world, page).as_deref(), Some("right"));
    world.press(Command::Correct(page, word("better")));
    assert_eq!(kept(&world, file(1, 1), page), "better");
    world.press(Command::Clear);
    world.add(&[file(1, 1)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.words(0), ["better"], "and it is not read again");
}

#[test]
fn a_page_that_is_read_anew_has_its_corrections_offered() {
    let (mut world, page) = read(&[file(1, 1)]);
    world.press(Command::Correct(page, word("right")));
    world.press(Command::StartAfresh);
    world.settle();
    assert_eq!(says(&world, page).as_deref(), Some("1-1"), "nothing is put right unasked");
    assert_eq!(world.session.undoable(), None);
    assert!(world.announced.contains(&Announcement::CorrectionsOffered(PageIndex(0), 1)));
    let offered = world.session.offered_corrections(page);
    assert!(offered.len() == 1 && offered[0].fits && offered[0].offer.text == "right");
    assert_eq!(world.kept[fingerprint(file(1, 1)).as_str()].1[&PageIndex(0)].1.offers.len(), 1);
    world.press(Command::ApplyCorrections(page));
    assert_eq!(says(&world, page).as_deref(), Some("right"));
    assert!(world.session.offered_corrections(page).is_empty());
    world.press(Command::Undo);
    assert_eq!(world.session.offered_corrections(page), offered);
    world.press(Command::DismissCorrections(page));
    assert!(world.session.offered_corrections(page).is_empty());
    world.press(Command::Undo);
    assert_eq!(world.session.offered_corrections(page), offered, "that can be taken back, too");
    // Read once more, they are still there; and what is put right by hand meanwhile is done.
    world.press(Command::StartAfresh);
    world.settle();
    assert_eq!(world.session.offered_corrections(page), offered);
    world.press(Command::Correct(page, word("right")));
    assert!(world.session.offered_corrections(page).is_empty());
}

#[test]
fn corrections_of_another_visit_are_offered_after_reading_with_other_options() {
    let (mut world, page) = read(&[file(1, 2)]);
    world.press(Command::Correct(page, word("right")));
    world.press(Command::Clear);
    let options = Options { dpi: Some(Dpi(150.0)), ..Options::default() };
    world.press(Command::EditOptions(Edited { options, mistakes: Vec::new() }));
    world.add(&[file(1, 2)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    let page = world.session.documents()[0].id.page(PageIndex(0));
    assert_eq!(says(&world, page).as_deref(), Some("1-1"));
    assert_eq!(world.session.offered_corrections(page).len(), 1);
    // The same after everything is asked for once more, by somebody who has only just come.
    world.press(Command::ApplyCorrections(page));
    world.press(Command::Clear);
    world.add(&[file(1, 2)]);
    world.settle();
    world.press(Command::StartAfresh);
    world.settle();
    let page = world.session.documents()[0].id.page(PageIndex(0));
    assert_eq!(world.session.offered_corrections(page).len(), 1);
}

#[test]
fn a_file_that_is_being_written_has_all_as_it_was() {
    let (mut world, page) = read(&[file(1, 3)]);
    let format = pagewise::formats::export::Format::Json;
    world.press(Command::Take { wanted: Wanted::Format(format), created: String::new() });
    // The writer has started, and no page has been asked for.
    world.step();
    let last = page.document.page(PageIndex(2));
    world.press(Command::Correct(last, word("late")));
    world.settle();
    assert!(!world.written_texts.iter().any(|text| text == "late"), "{:?}", world.written_texts);
    world.press(Command::Take { wanted: Wanted::Format(format), created: String::new() });
    world.settle();
    assert!(world.written_texts.iter().any(|text| text == "late"));
}

#[test]
fn from_doubt_to_doubt_over_all_pages_and_back() {
    let mut world = World::ready(1);
    world.add(&[file(1, 2)]);
    world.add(&[file(DOUBTED, 3)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    let id = world.session.documents()[1].id;
    let place = |page| Some((id.page(PageIndex(page)), DoubtPlace::Word(0)));
    assert_eq!(world.session.next_doubt(None), place(0));
    assert_eq!(world.session.next_doubt(place(0)), place(1));
    world.press(Command::Correct(id.page(PageIndex(1)), word("sure")));
    assert_eq!(world.session.next_doubt(place(0)), place(2));
    assert_eq!(world.session.next_doubt(place(2)), None);
    assert_eq!(world.session.previous_doubt(place(2)), place(0));
    assert_eq!(world.session.previous_doubt(place(0)), None);
    assert_eq!(world.session.previous_doubt(None), place(2));
    let gone = Some((DocumentId(99).page(PageIndex(0)), DoubtPlace::Word(0)));
    assert_eq!(world.session.next_doubt(gone), place(0));
}

/// What a session is held against: the texts of pages that have one, and what was done to them in order.
#[derive(Default)]
struct Plain {
    texts: BTreeMap<PageKey, String>,
    done: Vec<(PageKey, String, String)>,
    undone: Vec<(PageKey, String, String)>,
}

#[test]
fn whatever_happens_texts_are_what_a_plain_list_says() {
    let mut corrections = 0;
    for seed in 1..=300 {
        let weather = Weather { deaths: [0, 10][(seed % 2) as usize], ..Weather::default() };
        let mut world = World::with(seed, Options::default(), weather);
        world.load();
        let mut plain = Plain::default();
        for moment in 0..80 {
            let pages: Vec<PageKey> = plain.texts.keys().copied().collect();
            match world.chance.below(12) {
                0 => world.add(&[file(1 + world_number(moment), 2)]),
                1 => world.press(Command::Start),
                2 if world.chance.percent(30) => world.press(Command::StartAfresh),
                3 if world.chance.percent(10) => world.press(Command::Clear),
                4 if world.chance.percent(30) && !pages.is_empty() => {
                    let id: DocumentId = pages[world.chance.index(pages.len())].document;
                    world.press(Command::Remove(id));
                }
                5..8 if !pages.is_empty() => {
                    let page = pages[world.chance.index(pages.len())];
                    let text = ["x", "y", "1-1", "z"][world.chance.index(4)];
                    let before = plain.texts.insert(page, text.to_owned()).unwrap();
                    if before != text {
                        plain.done.push((page, before, text.to_owned()));
                        plain.undone.clear();
                        corrections += 1;
                    }
                    world.press(Command::Correct(page, word(text)));
                }
                8 => {
                    if let Some((page, before, after)) = plain.done.pop() {
                        plain.texts.insert(page, before.clone());
                        plain.undone.push((page, before, after));
                    }
                    world.press(Command::Undo);
                }
                9 => {
                    if let Some((page, before, after)) = plain.undone.pop() {
                        plain.texts.insert(page, after.clone());
                        plain.done.push((page, before, after));
                    }
                    world.press(Command::Redo);
                }
                _ => {
                    for _ in 0..world.chance.below(12) {
                        world.step();
                    }
                }
            }
            follow(&world, &mut plain, seed);
        }
    }
    assert!(corrections > 1000, "{corrections}");
}

fn world_number(moment: u32) -> u8 {
    (moment % 3) as u8
}

/// What was read anew, or is gone, is seen in the session; everything else is as the plain list says.
fn follow(world: &World, plain: &mut Plain, seed: u64) {
    let mut now = BTreeMap::new();
    for document in world.session.documents() {
        for text in document.texts() {
            now.insert(document.id.page(text.page), text);
        }
    }
    let as_read = |page: &PageKey| {
        let file = world.session.document(page.document).unwrap().files[0];
        format!("{}-{}", file.number, page.page)
    };
    for (page, text) in &now {
        let is_new = plain.texts.get(page).is_none_or(|plain| *plain != text.to_string());
        if is_new && plain.texts.contains_key(page) {
            assert_eq!(text.to_string(), as_read(page), "seed {seed}: only another reading changes a text");
            plain.done.retain(|(other, ..)| other != page);
            plain.undone.retain(|(other, ..)| other != page);
        }
    }
    let gone = |page: &PageKey| !now.contains_key(page);
    plain.done.retain(|(page, ..)| !gone(page));
    plain.undone.retain(|(page, ..)| !gone(page));
    plain.texts = now.iter().map(|(page, text)| (*page, text.to_string())).collect();
    for (page, text) in &now {
        let is_corrected = text.corrected_words() > 0;
        assert_eq!(is_corrected, text.to_string() != as_read(page), "seed {seed}");
    }
    // A reading that says the same is another one all the same, of which the list knows nothing.
    let (undo, redo) = (world.session.undoable(), world.session.redoable());
    assert_eq!(undo, plain.done.last().map(|(page, ..)| *page), "seed {seed}");
    assert_eq!(redo, plain.undone.last().map(|(page, ..)| *page), "seed {seed}");
}
