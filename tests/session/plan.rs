//! What will be done with each page, before it is: told page by page, and changed by a person.

use pagewise::messages::rendering;
use pagewise::model::kind::{Counts, Decision, PageKind, Why};
use pagewise::model::options::{Edited, Options, OwnText};
use pagewise::model::page::PageIndex;
use pagewise::model::source::PageRangeError;
use pagewise::session::document::Status;
use pagewise::session::{Command, Event, FromWorker, Who};

use super::world::*;

/// A file whose pages are: a scan, text, a scan with a stamp, mixed, blank.
const ONE_OF_EACH: File = file(20, 5);

fn edit(world: &mut World, options: Options) {
    world.press(Command::EditOptions(Edited { options, mistakes: Vec::new() }));
}

fn decide(world: &mut World, pages: &[u32], decision: Option<Decision>) {
    let pages = pages.iter().copied().map(PageIndex).collect();
    world.press(Command::Decide(world.id(0), pages, decision));
}

#[test]
fn pages_are_looked_at_one_after_the_other_and_figures_are_of_those_only() {
    let mut world = World::ready(1);
    world.add(&[ONE_OF_EACH]);
    while world.session.documents()[0].is_opening() {
        world.step();
    }
    let id = world.id(0);
    assert_eq!(world.session.page_counts(id), Counts { pages: 5, ..Counts::default() });
    assert!(world.session.plan(id).iter().all(|page| page.decision.is_none() && page.kind.is_none()));
    while world.surveyed < 3 {
        world.step();
    }
    assert!(world.session.page_counts(id).looked_at < 5);
    world.settle();
    let counts = world.session.page_counts(id);
    assert_eq!((counts.looked_at, counts.kinds), (5, PageKind::ALL.map(|kind| (kind, 1)).to_vec()));
    let usual = [Decision::Read, Decision::Keep, Decision::ReadAndAdd, Decision::ReadAndAdd, Decision::Read];
    let decisions: Vec<_> = world.session.plan(id).iter().map(|page| page.decision).collect();
    assert_eq!(decisions, usual.map(Some));
    assert_eq!(world.surveyed, 5, "each once");
}

#[test]
fn what_will_be_done_follows_from_the_options_and_from_the_person() {
    let mut world = World::ready(2);
    world.add(&[ONE_OF_EACH]);
    world.settle();
    let id = world.id(0);
    edit(&mut world, Options { own_text: OwnText::Read, pages: "2-".to_owned(), ..Options::default() });
    let plan = world.session.plan(id);
    assert_eq!((plan[0].decision, plan[0].why), (Some(Decision::LeaveOut), Why::NotChosen));
    assert!(plan[1..].iter().all(|page| (page.decision, page.why) == (Some(Decision::Read), Why::Options)));
    decide(&mut world, &[1, 4], Some(Decision::Keep));
    let plan = world.session.plan(id);
    assert_eq!((plan[1].decision, plan[1].why), (Some(Decision::Keep), Why::Person));
    assert_eq!(plan[4].decision, Some(Decision::Read), "what is not there cannot be kept");
    decide(&mut world, &[1], None);
    assert_eq!(world.session.plan(id)[1].why, Why::Options);
    edit(&mut world, Options { own_text: OwnText::Strip, ..Options::default() });
    assert_eq!(world.session.decisions(&world.session.documents()[0]), [Decision::Keep, Decision::LeaveOut]);
}

#[test]
fn reading_obeys_what_was_decided() {
    let mut world = World::ready(3);
    world.add(&[file(1, 4)]);
    world.settle();
    decide(&mut world, &[0], Some(Decision::Keep));
    decide(&mut world, &[1], Some(Decision::LeaveOut));
    decide(&mut world, &[3], Some(Decision::ReadAndAdd));
    assert_eq!(world.session.progress(), (0, 3));
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.words(0), ["1-1", "1-3", "1-4"]);
    let drawn = [(0, OwnText::Only), (2, OwnText::Keep), (3, OwnText::Join)];
    assert_eq!(world.drawn, drawn.map(|(page, own_text)| (PageIndex(page), own_text)));
    // Once begun, it stays decided.
    decide(&mut world, &[1], None);
    world.press(Command::StartAfresh);
    world.settle();
    assert_eq!(world.words(0).len(), 3);
}

#[test]
fn a_document_without_a_page_to_read_says_so() {
    let mut world = World::ready(4);
    world.add(&[file(1, 2)]);
    world.settle();
    decide(&mut world, &[0, 1], Some(Decision::LeaveOut));
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.states(), [&Status::NoSuchPages(PageRangeError::AllLeftOut)]);
    decide(&mut world, &[0, 1], None);
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.words(0).len(), 2);
}

#[test]
fn what_was_read_before_does_not_stand_where_it_was_decided_otherwise() {
    let mut world = World::ready(5);
    world.add(&[file(1, 3)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    world.press(Command::Clear);
    world.settle();
    world.reads.clear();
    world.add(&[file(1, 3)]);
    world.settle();
    decide(&mut world, &[1], Some(Decision::Read));
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.reads.keys().collect::<Vec<_>>(), [&(1, PageIndex(1))]);
    assert_eq!(world.words(0).len(), 3);
}

#[test]
fn looking_gives_way_to_everything() {
    let mut world = World::ready(6);
    world.add(&[file(1, 500)]);
    while world.surveyed < 10 {
        world.step();
    }
    let show = rendering::ShowRequest { page: PageIndex(400), width: 40, height: 60, region: None };
    world.press(Command::Show(world.id(0), show));
    let before = world.surveyed;
    while world.shown.is_empty() {
        world.step();
    }
    assert!(world.surveyed <= before + 1, "to a page that is to be looked at");
    world.add(&[file(2, 2)]);
    let before = world.surveyed;
    while world.session.documents()[1].is_opening() {
        world.step();
    }
    assert!(world.surveyed <= before + 1, "to another document");
    world.press(Command::Remove(world.id(1)));
    world.press(Command::Start);
    let before = world.surveyed;
    while world.drawn.is_empty() {
        world.step();
    }
    assert!(world.surveyed <= before + 1, "to Start");
}

/// The engine is caught in the second page.
fn caught(seed: u64) -> World {
    let mut world = World::ready(seed);
    world.add(&[file(1, 3)]);
    while world.surveyed < 2 {
        world.step();
    }
    let is_looked_at = |news: &News| {
        matches!(news, Event::Renderer(_, FromWorker::Replied(envelope, _))
            if matches!(envelope.reply, rendering::Reply::Surveyed { .. }))
    };
    let says = &mut world.workers.get_mut(&Who::Renderer).unwrap().1;
    assert!(says.iter().all(is_looked_at) && says.len() == 1);
    says.clear();
    world
}

#[test]
fn a_page_that_holds_the_engine_up_is_left_and_the_others_are_looked_at() {
    let mut world = caught(7);
    for _ in 0..12 {
        world.second();
    }
    world.settle();
    let counts = world.session.page_counts(world.id(0));
    assert_eq!(counts.looked_at, 3);
    assert_eq!(counts.kinds.iter().map(|(_, count)| count).sum::<usize>(), 2, "nothing is said of it");
}

#[test]
fn a_page_that_holds_the_engine_up_does_not_keep_reading_waiting() {
    let mut world = caught(8);
    world.second();
    world.second();
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.words(0).len(), 3);
}
