//! Pages that are read once more: beside what is known of them, by a part, by a word; and pages that are left out.

use super::world::*;
use pagewise::formats::export::Format;
use pagewise::model::error::Error;
use pagewise::model::language::LanguageChoice;
use pagewise::model::look::Turn;
use pagewise::model::options::{Options, PageSegmentationMode};
use pagewise::model::page::{Dpi, PageIndex, Rect};
use pagewise::model::record::{PageOutcome, PageRecord};
use pagewise::session::again::{Attempt, Progress, Verb};
use pagewise::session::document::{PageKey, Status};
use pagewise::session::{Command, Wanted, Who};
use pagewise::words::Announcement;

const FIRST: PageIndex = PageIndex(0);

/// One file, read.
fn read(file: File) -> (World, PageKey) {
    let mut world = World::ready(3);
    world.add(&[file]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    world.recognized.clear();
    let page = world.id(0).page(FIRST);
    (world, page)
}

fn at(dpi: f32) -> Attempt {
    Attempt { dpi: Some(Dpi(dpi)), ..Attempt::default() }
}

fn confidence(record: &PageRecord) -> f32 {
    record.text().unwrap().mean_confidence().unwrap().0
}

/// Takes the text of all documents.
fn text_of(world: &mut World) -> String {
    world.press(Command::Take { wanted: Wanted::Text, created: String::new() });
    let (_, bytes) = world.offered.pop().unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_page_is_read_in_several_ways_and_the_one_that_is_kept_takes_its_place() {
    let (mut world, page) = read(file(1, 3));
    let table = Attempt { psm: Some(PageSegmentationMode::SINGLE_BLOCK), ..Attempt::default() };
    world.press(Command::ReadAgain(page, vec![at(75.0), at(300.0), table]));
    assert!(world.session.is_reading_again());
    world.settle();
    let comparison = world.session.comparison().unwrap();
    assert!(comparison.is_complete() && comparison.page == page);
    let drawn: Vec<_> =
        world.recognized.iter().map(|(header, options)| (header.dpi.0, options.psm.number())).collect();
    assert_eq!(drawn, [(75.0, 3), (300.0, 3), (200.0, 6)]);
    for tried in &comparison.tried {
        let Progress::Ended { record, memory } = &tried.progress else { panic!("{tried:?}") };
        assert_eq!(record.text().unwrap().to_string(), "1-1");
        assert!(*memory > HEAPS.total(), "its engine and its bitmap: {memory}");
    }
    let present = world.session.compared().unwrap();
    assert_eq!(present.reading.dpi, Some(Dpi(200.0)), "what was known stays until another is kept");
    world.press(Command::KeepReading(1));
    world.settle();
    let kept = world.session.record(page).unwrap();
    assert_eq!((kept.reading.dpi, kept.by_choice), (Some(Dpi(300.0)), true));
    assert!(world.session.comparison().is_none());
    assert!(world.announced.contains(&Announcement::ReadingKept(FIRST)));
    let (_, pages) = world.kept.values().next().unwrap();
    assert_eq!(pages[&FIRST].1.reading.dpi, Some(Dpi(300.0)), "it is stored");
    assert!(world.claimed.is_none());
    assert!(world.session.take_changes().contains(&page));
    assert_eq!(world.words(0), ["1-1", "1-2", "1-3"], "the others are as they were");
}

#[test]
fn a_page_on_its_head_is_turned_and_keeps_its_new_reading_at_once() {
    let (mut world, page) = read(UPSIDE_DOWN);
    assert_eq!(confidence(world.session.record(page).unwrap()), 30.0);
    world.press(Command::ReadAgain(page, vec![Attempt::turned(Turn::Right)]));
    world.settle();
    assert_eq!(world.recognized.last().unwrap().1.turn, Some(Turn::Left), "it lay to the left then");
    assert!(world.session.comparison().is_some(), "that is no better");
    world.press(Command::ReadAgain(page, vec![Attempt::turned(Turn::Half)]));
    world.settle();
    assert!(world.session.comparison().is_none());
    let record = world.session.record(page).unwrap();
    assert_eq!((confidence(record), record.reading.look.turned), (90.0, Turn::Half));
    // Turned once more it would stand as it did. It is read well, so nobody decides for the person.
    world.press(Command::ReadAgain(page, vec![Attempt::turned(Turn::Half)]));
    world.settle();
    assert_eq!(world.recognized.last().unwrap().1.turn, Some(Turn::Upright));
    let comparison = world.session.comparison().unwrap();
    assert_eq!(confidence(comparison.tried[0].progress.record().unwrap()), 30.0);
    world.press(Command::DropReadings);
    assert!(world.session.comparison().is_none());
    assert_eq!(confidence(world.session.record(page).unwrap()), 90.0);
}

#[test]
fn what_was_kept_is_not_read_again_by_going_on_or_on_the_next_visit() {
    let (mut world, page) = read(file(1, 2));
    world.offers.push(super::language::offer_of("deu", "fast"));
    world.load();
    let german = Attempt { languages: vec!["deu".to_owned()], ..Attempt::default() };
    world.press(Command::ReadAgain(page, vec![german]));
    world.settle();
    assert_eq!(world.models.values().next().unwrap(), &["deu"]);
    world.press(Command::KeepReading(0));
    world.settle();
    let kept = world.kept.clone();
    world.press(Command::Clear);
    let mut next = World::new(4);
    next.offers = world.offers.clone();
    next.kept = kept;
    next.load();
    next.add(&[file(1, 2)]);
    next.settle();
    next.press(Command::Start);
    next.settle();
    assert!(next.reads.is_empty(), "{:?}", next.reads);
    let record = next.session.record(next.id(0).page(FIRST)).unwrap();
    assert_eq!(record.models, ["deu fast"]);
    assert!(record.by_choice);
}

#[test]
fn reading_again_waits_for_a_run_and_a_run_does_not_wait_for_it() {
    let (mut world, page) = read(file(1, 2));
    world.press(Command::ReadAgain(page, vec![at(100.0), at(300.0)]));
    while world.session.comparison().unwrap().tried[0].progress.record().is_none() {
        world.step();
    }
    world.add(&[file(2, 3)]);
    while world.states()[1] != &Status::Ready {
        assert!(world.step(), "{:?}", world.states());
    }
    world.press(Command::ReadAgain(page, vec![at(150.0), at(250.0)]));
    world.step();
    world.press(Command::Start);
    assert!(world.session.is_running() && !world.session.is_reading_again());
    while world.session.is_running() {
        assert!(world.step());
    }
    assert_eq!(world.words(1), ["2-1", "2-2", "2-3"]);
    world.settle();
    let comparison = world.session.comparison().unwrap();
    assert!(comparison.is_complete());
    let dpi = |place: usize| comparison.tried[place].progress.record().unwrap().reading.dpi.unwrap().0;
    assert_eq!([dpi(0), dpi(1)], [150.0, 250.0]);
}

#[test]
fn cancel_ends_it_and_a_failure_stands_beside_the_others() {
    let (mut world, page) = read(file(1, 2));
    world.press(Command::ReadAgain(page, vec![at(100.0), at(300.0)]));
    world.step();
    world.press(Command::Cancel);
    assert!(!world.session.is_reading_again());
    let comparison = world.session.comparison().unwrap();
    let is_cancelled = |progress: &Progress| progress.record().unwrap().outcome == PageOutcome::Cancelled;
    assert!(comparison.tried.iter().all(|tried| is_cancelled(&tried.progress)));
    world.press(Command::KeepReading(0));
    assert_eq!(world.words(0), ["1-1", "1-2"], "there is nothing to keep");
    world.missing.push("deu".to_owned());
    world.offers.push(super::language::offer_of("deu", "fast"));
    world.load();
    let german = Attempt { languages: vec!["deu".to_owned()], ..Attempt::default() };
    world.press(Command::ReadAgain(page, vec![german, at(150.0)]));
    world.settle();
    let comparison = world.session.comparison().unwrap();
    let failed = comparison.tried[0].progress.record().unwrap();
    assert!(matches!(failed.failure(), Some(Error::PartMissing { .. })), "{failed:?}");
    assert!(comparison.tried[1].progress.record().unwrap().text().is_some());
}

#[test]
fn what_reads_a_page_well_can_be_chosen_for_all() {
    let (mut world, page) = read(file(1, 2));
    let psm = PageSegmentationMode::SINGLE_COLUMN;
    let attempt = Attempt { psm: Some(psm), languages: vec!["eng".to_owned()], ..at(150.0) };
    world.press(Command::ReadAgain(page, vec![attempt]));
    world.settle();
    world.press(Command::UseForAll(0));
    let options = world.session.options();
    assert_eq!((options.dpi, options.psm), (Some(Dpi(150.0)), psm));
    assert_eq!(options.languages, LanguageChoice::These(vec!["eng".to_owned()]));
    assert_eq!(options.effort, Options::default().effort);
    assert!(world.session.record(page).unwrap().by_choice);
}

#[test]
fn a_part_of_a_page_is_read_by_itself_and_copied() {
    let (mut world, page) = read(file(1, 2));
    let region = Rect { x: 40.0, y: 40.0, width: 200.0, height: 100.0 };
    world.press(Command::ReadRegion(page, region));
    world.settle();
    let reading = world.session.region_reading().unwrap();
    assert_eq!(reading.text().unwrap().to_string(), "1-1");
    let (header, options) = world.recognized[0];
    assert!(header.area().height < 110.0 && header.area().bottom() >= 139.9, "{:?}", header.area());
    assert!(header.dpi.0 > 250.0, "its letters are drawn large: {:?}", header.dpi);
    assert_eq!(options.psm, PageSegmentationMode::SINGLE_BLOCK);
    world.press(Command::CopyRegion { as_table: false });
    world.press(Command::CopyRegion { as_table: true });
    world.settle();
    assert_eq!(world.copied, ["1-1", "1-1"]);
    assert_eq!(world.words(0), ["1-1", "1-2"]);
    world.press(Command::ReadRegion(page, Rect { width: 0.0, ..region }));
    assert!(world.session.region_reading().is_none());
}

#[test]
fn a_word_is_read_in_other_ways_by_a_recognizer_that_is_held_ready_for_a_while() {
    let (mut world, page) = read(file(1, 2));
    let recognizer = Who::Recognizer(pagewise::pipeline::WorkerIndex(0));
    assert!(!world.workers.contains_key(&recognizer));
    world.press(Command::ReadWordAgain(page, 0));
    assert!(world.session.word_readings().unwrap().guesses.is_none());
    world.settle();
    let guesses = world.session.word_readings().unwrap().guesses.clone().unwrap().unwrap();
    let texts: Vec<_> = guesses.iter().map(|guess| guess.text.as_str()).collect();
    assert_eq!(texts, ["1-1", "l-1"]);
    let serial = world.workers[&recognizer].0;
    world.second();
    world.press(Command::ReadWordAgain(page, 0));
    world.settle();
    assert_eq!(world.workers[&recognizer].0, serial, "it was ready");
    for _ in 0..31 {
        world.second();
    }
    assert!(!world.workers.contains_key(&recognizer), "and is let go");
    world.press(Command::ReadWordAgain(page, 7));
    assert!(world.session.word_readings().is_none(), "there is no such word");
}

#[test]
fn a_word_comes_before_what_else_waits() {
    let (mut world, page) = read(file(1, 2));
    world.press(Command::ReadAgain(page, vec![at(100.0), at(150.0), at(250.0)]));
    world.step();
    world.press(Command::ReadWordAgain(page, 0));
    while world.session.word_readings().unwrap().guesses.is_none() {
        assert!(world.step());
    }
    let left = &world.session.comparison().unwrap().tried[1..];
    assert!(left.iter().all(|tried| tried.progress.record().is_none()));
    world.settle();
    assert!(world.session.comparison().unwrap().is_complete());
}

#[test]
fn a_page_that_is_left_out_is_seen_and_not_taken_away() {
    let (mut world, page) = read(file(1, 3));
    let second = PageKey { page: PageIndex(1), ..page };
    world.press(Command::LeaveOut(second, true));
    world.settle();
    assert!(world.announced.contains(&Announcement::LeftOut(second.page, true)));
    assert_eq!(world.words(0), ["1-1", "1-3"]);
    assert_eq!(text_of(&mut world), "1-1\n\u{c}1-3\n");
    let job = world.session.documents()[0].job.as_ref().unwrap();
    assert_eq!((job.tally().left_out, job.records().len()), (1, 3));
    world.press(Command::Take { wanted: Wanted::Report, created: String::new() });
    let report = String::from_utf8(world.offered.pop().unwrap().1).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["totals"]["left_out"], 1);
    assert_eq!(report["pages"][1]["left_out"], true);
    world.press(Command::Take { wanted: Wanted::Format(Format::Json), created: String::new() });
    world.settle();
    assert_eq!(world.written, [PageIndex(0), PageIndex(2)]);
    // It stays so when it is read once more, and on the next visit.
    world.press(Command::StartAfresh);
    world.settle();
    assert_eq!(world.words(0), ["1-1", "1-3"]);
    let (_, pages) = world.kept.values().next().unwrap();
    assert!(pages[&second.page].1.left_out);
    world.press(Command::LeaveOut(second, false));
    world.settle();
    assert_eq!(text_of(&mut world), "1-1\n\u{c}1-2\n\u{c}1-3\n");
    let (_, pages) = world.kept.values().next().unwrap();
    assert!(!pages[&second.page].1.left_out);
}

#[test]
fn what_is_decided_while_others_are_read_is_stored_afterwards() {
    let (mut world, page) = read(file(1, 2));
    world.add(&[file(2, 3)]);
    world.settle();
    world.press(Command::Start);
    while world.words(1).is_empty() {
        assert!(world.step());
    }
    assert!(world.session.is_running());
    world.press(Command::LeaveOut(page, true));
    world.settle();
    let job = world.kept.values().find(|(record, _)| record.name == "1.pdf").unwrap();
    assert!(job.1[&FIRST].1.left_out);
    assert_eq!(world.words(1), ["2-1", "2-2", "2-3"]);
    let other = world.kept.values().find(|(record, _)| record.name == "2.pdf").unwrap();
    assert_eq!(other.1.len(), 3, "and no page of another document is lost for it");
}

#[test]
fn what_is_suspected_of_a_page_is_offered() {
    let (mut world, page) = read(file(1, 2));
    assert_eq!(world.session.offered_verb(page), None, "nothing is wrong with it");
    world.languages.insert((3, FIRST), "deu");
    world.offers.push(super::language::offer_of("deu", "fast"));
    world.load();
    world.add(&[file(3, 1)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    let german = world.id(1).page(FIRST);
    let verb = world.session.offered_verb(german).unwrap();
    assert_eq!(verb, Verb::ReadIn("deu".to_owned()));
    world.press(Command::ReadAgain(german, vec![verb.attempt()]));
    world.settle();
    world.press(Command::KeepReading(0));
    assert_eq!(world.session.offered_verb(german), None);
    assert_eq!(world.session.record(german).unwrap().language.as_deref(), Some("deu"));
}
