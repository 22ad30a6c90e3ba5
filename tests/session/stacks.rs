//! Images that make documents: split, joined, moved, apart and together, before reading and while others are read.

use std::collections::BTreeSet;

use pagewise::messages::rendering::ShowRequest;
use pagewise::model::kind::Decision;
use pagewise::model::page::PageIndex;
use pagewise::model::record::Verdict;
use pagewise::session::document::{DocumentId, Status};
use pagewise::session::stacks::Batch;
use pagewise::session::{Command, Direction, Effect, Event, Wanted};
use pagewise::words::{Announcement, Hindrance, StackNews};

use super::world::*;

/// The numbers of each document's files.
fn stacks(world: &World) -> Vec<Vec<u8>> {
    let numbers = |files: &Vec<File>| files.iter().map(|file| file.number).collect();
    world.session.documents().iter().map(|document| numbers(&document.files)).collect()
}

fn show(page: u32) -> ShowRequest {
    ShowRequest { page: PageIndex(page), width: 40, height: 60, region: None }
}

#[test]
fn images_are_split_and_moved_and_read_in_the_order_they_have_then() {
    let mut world = World::ready(1);
    world.add_images(&[file(11, 1), file(12, 2), file(13, 1), file(14, 1)]);
    world.settle();
    let id = world.id(0);
    assert_eq!(world.session.batch(id), Some(Batch { images: 4, documents: 1 }));
    world.press(Command::MoveFile(id, 3, 0));
    world.press(Command::Split(id, 2));
    assert_eq!(stacks(&world), [[14, 11], [12, 13]]);
    assert_eq!(world.states(), [&Status::Ready; 2], "their pages are known");
    let second = world.session.document(world.id(1)).unwrap();
    assert_eq!((second.page_count(), second.name.as_str(), second.bytes.0), (3, "12.tif", 2000));
    assert_eq!(world.session.batch(id), Some(Batch { images: 4, documents: 2 }));
    let told = [StackNews::FileMoved { place: 1, count: 4 }, StackNews::Split];
    assert_eq!(world.announced, told.map(Announcement::Stack));
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.verdicts(), [Some(Verdict::Done); 2]);
    assert_eq!(world.words(0), ["14-1", "11-1"]);
    assert_eq!(world.words(1), ["12-1", "12-2", "13-1"]);
    world.press(Command::Take { wanted: Wanted::SearchablePdf, created: String::new() });
    world.settle();
    assert_eq!(world.handed_over.len(), 1, "both of them, in an archive");
    // What was begun stays as it is.
    let (before, next) = (stacks(&world), world.id(1));
    let commands = [
        Command::Split(id, 1),
        Command::Join(id, next),
        Command::MoveFile(id, 0, 1),
        Command::Apart(id),
        Command::Together(id),
    ];
    for command in commands {
        world.press(command);
    }
    assert_eq!(stacks(&world), before);
    assert_eq!(world.session.join_hindrance(id), Some(Hindrance::Begun));
    assert_eq!(world.session.batch(id), None);
}

#[test]
fn images_are_one_document_or_one_each() {
    let mut world = World::ready(2);
    world.add_images(&[file(11, 1), file(12, 1), file(13, 1)]);
    // Before anything is known of them.
    world.press(Command::Apart(world.id(0)));
    assert_eq!(stacks(&world), [[11], [12], [13]]);
    world.settle();
    assert_eq!(world.states(), [&Status::Ready; 3]);
    assert_eq!(world.session.batch(world.id(0)), Some(Batch { images: 3, documents: 3 }));
    assert_eq!(world.session.batch(world.id(1)), None, "it is asked once");
    world.press(Command::Together(world.id(0)));
    world.settle();
    assert_eq!(stacks(&world), [[11, 12, 13]]);
    assert_eq!(world.states(), [&Status::Ready]);
    world.press(Command::Apart(world.id(0)));
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.verdicts(), [Some(Verdict::Done); 3]);
}

#[test]
fn a_pdf_is_never_joined_and_it_is_said_why() {
    let mut world = World::ready(3);
    world.add_images(&[file(11, 1)]);
    world.add(&[file(1, 2)]);
    world.add_images(&[file(12, 1)]);
    world.settle();
    let (image, pdf, last) = (world.id(0), world.id(1), world.id(2));
    assert_eq!(world.session.join_hindrance(image), Some(Hindrance::NextIsPdf));
    assert_eq!(world.session.join_hindrance(pdf), Some(Hindrance::Pdf));
    assert_eq!(world.session.join_hindrance(last), Some(Hindrance::NoNext));
    for (one, other) in [(image, pdf), (pdf, last), (image, last), (last, image), (image, image)] {
        world.press(Command::Join(one, other));
    }
    assert_eq!(stacks(&world), [[11], [1], [12]]);
    world.press(Command::Move(pdf, Direction::Up));
    assert_eq!(world.session.join_hindrance(image), None);
    world.press(Command::Join(image, last));
    assert_eq!(stacks(&world), [vec![1], vec![11, 12]]);
}

#[test]
fn a_page_that_is_to_be_looked_at_is_found_wherever_its_file_goes() {
    let mut world = World::ready(4);
    world.add_images(&[file(11, 1), file(12, 1), file(13, 1)]);
    world.settle();
    let id = world.id(0);
    world.press(Command::Show(id, show(2)));
    world.press(Command::MoveFile(id, 2, 0));
    world.press(Command::Split(id, 1));
    world.settle();
    assert_eq!((world.shown.as_slice(), world.not_shown), (&[(show(0), 40, 60)][..], 0));
}

#[test]
fn a_changed_document_is_not_taken_for_the_one_it_was() {
    let both = [file(11, 1), file(12, 1)];
    let mut world = World::ready(5);
    world.add_images(&both);
    world.settle();
    world.press(Command::Start);
    world.settle();
    world.press(Command::Clear);
    world.settle();
    world.add_images(&both);
    let id = world.id(0);
    let is_identified = |news: &News| matches!(news, Event::Identified(..));
    // What is told of the files as they were comes after they were moved.
    let place = world.others.iter().position(is_identified).unwrap();
    let late = world.others.remove(place).unwrap();
    world.press(Command::MoveFile(id, 0, 1));
    assert!(!world.others.iter().any(is_identified), "one at a time: answers come in no order");
    world.feed(late);
    assert_eq!(world.session.document(id).unwrap().fingerprint, None);
    world.settle();
    let now = fingerprint_of(&[both[1], both[0]]);
    assert_eq!(world.session.document(id).unwrap().fingerprint, Some(now));
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.words(0), ["12-1", "11-1"]);
    assert_eq!(world.kept.len(), 2, "the text of the other order is still kept");
}

#[test]
fn both_parts_of_what_was_split_are_identified() {
    let mut world = World::ready(6);
    world.add_images(&[file(11, 1), file(12, 1)]);
    world.settle();
    let split = Command::Split(world.id(0), 1);
    let effects = world.session.at(world.now, 0.0, OWN_HEAP).handle(Event::Person(split));
    assert_eq!(effects.iter().filter(|effect| matches!(effect, Effect::Identify(_))).count(), 2);
}

/// Something that a person can do to documents of images, and to others meanwhile.
fn person(world: &mut World) {
    let ids: Vec<DocumentId> = world.session.documents().iter().map(|document| document.id).collect();
    let place = world.chance.index(ids.len());
    let (id, next) = (ids[place], *ids.get(place + 1).unwrap_or(&ids[0]));
    let files = world.session.documents()[place].files.len() + 1;
    let (from, to) = (world.chance.index(files), world.chance.index(files));
    let pages = (0..3).map(|_| PageIndex(world.chance.below(6) as u32)).collect();
    let command = match world.chance.below(13) {
        0 | 1 => Command::Split(id, from),
        2 | 3 => Command::Join(id, next),
        4 | 5 => Command::MoveFile(id, from, to),
        6 => Command::Apart(id),
        7 => Command::Together(id),
        8 => Command::Decide(id, pages, Some(Decision::ALL[world.chance.index(4)])),
        9 => Command::Decide(id, pages, None),
        10 => Command::Show(id, show(world.chance.below(4) as u32)),
        11 => Command::Move(id, Direction::Down),
        _ => Command::Start,
    };
    world.press(command);
}

#[test]
fn whatever_is_moved_nothing_is_lost_and_every_page_is_read_once() {
    let all = [file(11, 1), file(12, 2), file(13, 1), file(14, 3), file(15, 1), file(16, 1)];
    for seed in 1..=800 {
        let weather = Weather { deaths: [0, 0, 4][(seed % 3) as usize], ..Weather::default() };
        let mut world = World::with(seed, Default::default(), weather);
        let loads_at = world.chance.below(20);
        world.add_images(&all[..3]);
        world.add(&[file(1, 3)]);
        for moment in 0..40 {
            if moment == loads_at {
                world.load();
            }
            if moment == 10 {
                world.add_images(&all[3..]);
            }
            for _ in 0..world.chance.below(5) {
                world.step();
            }
            person(&mut world);
            let mut numbers: Vec<u8> = stacks(&world).concat();
            numbers.sort_unstable();
            let expected: &[u8] = if moment < 10 { &[1, 11, 12, 13] } else { &[1, 11, 12, 13, 14, 15, 16] };
            assert_eq!(numbers, expected, "seed {seed}: every file is in one document");
            let ids = world.session.documents().iter().flat_map(|document| &document.file_ids);
            assert_eq!(ids.collect::<BTreeSet<_>>().len(), numbers.len(), "seed {seed}");
            for document in world.session.documents() {
                let count = document.files.len();
                assert_eq!((document.file_names.len(), document.kinds.len()), (count, count), "seed {seed}");
                assert!([0, count].contains(&document.file_pages.len()), "seed {seed}");
                let mut known = document.file_pages.iter().zip(&document.files);
                assert!(known.all(|(pages, file)| *pages == file.pages), "seed {seed}");
            }
        }
        let ids: Vec<_> = world.session.documents().iter().map(|document| document.id).collect();
        for id in ids {
            world.press(Command::Decide(id, (0..9).map(PageIndex).collect(), None));
        }
        // Whatever died: everything comes to its end.
        for _ in 0..2 {
            world.press(Command::Start);
            for _ in 0..200 {
                world.settle();
                world.second();
            }
        }
        for document in world.session.documents() {
            if matches!(document.status, Status::Rejected(_)) && weather.deaths > 0 {
                continue;
            }
            assert_eq!(document.status, Status::Finished, "seed {seed}");
            let job = document.job.as_ref().unwrap();
            let pages: Vec<_> = job.records().iter().map(|record| record.page).collect();
            assert_eq!(pages, job.chosen, "seed {seed}: every page has ended, once");
            for record in job.records() {
                let (file, page) = file_page(&document.files, record.page);
                let said = record.text().map(ToString::to_string);
                assert!(said.is_none_or(|said| said == format!("{}-{page}", file.number)), "seed {seed}");
            }
        }
        assert_eq!(world.held.get(), (0, 0), "seed {seed}");
    }
}
