//! Sessions, played through with workers, a store and a person of chance: files come in at any moment, anything is
//! pressed at any moment, workers answer late or die, the store answers late or refuses. Whatever happens, the rules of the
//! session hold; the same seed plays the same course.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "session/again.rs"]
mod again;
#[path = "session/language.rs"]
mod language;
#[path = "session/mending.rs"]
mod mending;
#[path = "session/offline.rs"]
mod offline;
#[path = "session/plan.rs"]
mod plan;
#[path = "session/searching.rs"]
mod searching;
#[path = "session/stacks.rs"]
mod stacks;
mod support;
#[path = "session/world.rs"]
mod world;

use pagewise::formats::export::Format;
use pagewise::messages::{recognizing, rendering};
use pagewise::model::error::Error;
use pagewise::model::look::Turn;
use pagewise::model::options::{Edited, Options, OwnText};
use pagewise::model::page::{Dpi, PageIndex, Rect};
use pagewise::model::record::{HiddenText, Verdict};
use pagewise::model::source::FileKind;
use pagewise::session::again::Attempt;
use pagewise::session::document::{DocumentId, Status};
use pagewise::session::read_before::ReadBefore;
use pagewise::session::{Command, Event, FromWorker, Incoming, Readiness, Source, StoreNews, Wanted, Who};
use pagewise::words::{Announcement, Notice};

use world::*;

/// The renderer draws a page.
fn is_drawn(news: &News) -> bool {
    matches!(news, Event::Renderer(_, FromWorker::Replied(envelope, _))
        if matches!(envelope.reply, rendering::Reply::Drawn { .. }))
}

/// The renderer starts, is asked to open the file, and says nothing more.
fn hang_while_opening(world: &mut World) {
    while world.workers[&Who::Renderer].1.len() == 1 && world.open.is_empty() {
        world.step();
    }
    world.workers.get_mut(&Who::Renderer).unwrap().1.clear();
}

fn person(world: &mut World) {
    let files = [
        file(1, 3),
        file(2, 5),
        file(3, 1),
        File { password: Some("right"), ..file(4, 2) },
        File { broken: true, ..file(5, 2) },
        DAMAGED,
        LAYERED,
    ];
    let id = |world: &mut World| {
        let ids: Vec<_> = world.session.documents().iter().map(|document| document.id).collect();
        if ids.is_empty() { DocumentId(0) } else { ids[world.chance.index(ids.len())] }
    };
    let take = |wanted| Command::Take { wanted, created: String::new() };
    match world.chance.below(30) {
        0..5 => {
            let some = files[world.chance.index(files.len())];
            world.add(&[some]);
        }
        5..9 => world.press(Command::Start),
        9 => world.press(Command::Cancel),
        10 => world.press(Command::PauseOrResume),
        11 => world.press(Command::Clear),
        12 => {
            let id = id(world);
            world.press(Command::Remove(id));
        }
        13 => {
            let id = id(world);
            let direction = [pagewise::session::Direction::Up, pagewise::session::Direction::Down];
            let direction = direction[world.chance.index(2)];
            world.press(Command::Move(id, direction));
        }
        14 => {
            let id = id(world);
            let word = ["right", "wrong"][world.chance.index(2)];
            world.press(Command::EnterPassword(id, word.to_owned()));
        }
        15 => {
            let id = id(world);
            let page = PageIndex(world.chance.below(4) as u32);
            world.press(Command::Show(
                id,
                rendering::ShowRequest { page, width: 400, height: 600, region: None },
            ));
        }
        16 => world.press(take(Wanted::SearchablePdf)),
        19 => {
            let id = id(world);
            world.press(Command::ReplaceHiddenText(id));
        }
        20 => {
            let query = ["", "1", "2-1", "3"][world.chance.index(4)];
            world.press(Command::Search(query.to_owned()));
        }
        21 => world.press(Command::NextHit),
        22 => world.press(Command::PreviousHit),
        17 => world.press(take(Wanted::Format(Format::Json))),
        18 => {
            let pages = ["", "1", "2-", "9"][world.chance.index(4)];
            let options = Options { pages: pages.to_owned(), ..Options::default() };
            world.press(Command::EditOptions(Edited { options, mistakes: Vec::new() }));
        }
        23..29 => {
            let id = id(world);
            let page = id.page(PageIndex(world.chance.below(4) as u32));
            let attempt = |dpi: f32| Attempt { dpi: Some(Dpi(dpi)), ..Attempt::default() };
            let command = match world.chance.below(10) {
                0..3 => Command::ReadAgain(page, vec![attempt(100.0), attempt(250.0)]),
                3 => Command::ReadAgain(page, vec![Attempt::turned(Turn::Half)]),
                4 => {
                    let region = Rect { x: 0.0, y: 40.0, width: 300.0, height: 90.0 };
                    Command::ReadRegion(page, region)
                }
                5 => Command::ReadWordAgain(page, 0),
                6 => Command::KeepReading(world.chance.index(2)),
                7 => Command::DropReadings,
                8 => Command::UseForAll(0),
                _ => Command::LeaveOut(page, world.chance.percent(50)),
            };
            world.press(command);
        }
        _ => world.press(take(Wanted::Text)),
    }
}

#[test]
fn whatever_happens_the_rules_hold_and_everything_comes_to_an_end() {
    for seed in 1..=1500 {
        let weather = Weather {
            deaths: [0, 0, 5, 20][(seed % 4) as usize],
            refused: if seed % 5 == 0 { 30 } else { 0 },
            gone: if seed % 7 == 0 { 5 } else { 0 },
        };
        let mut world = World::with(seed, Options::default(), weather);
        let loads_at = world.chance.below(20);
        for moment in 0..60 {
            if moment == loads_at {
                world.load();
            }
            for _ in 0..world.chance.below(8) {
                world.step();
            }
            person(&mut world);
            if world.chance.percent(20) {
                world.second();
            }
        }
        // Nothing more is asked for: what was begun comes to its end.
        if world.session.is_paused() {
            world.press(Command::PauseOrResume);
        }
        for _ in 0..400 {
            world.settle();
            world.second();
        }
        assert!(!world.session.is_running(), "seed {seed}: {:?}", world.states());
        assert!(world.held.get() == (0, 0) && !world.session.is_writing(), "seed {seed}");
        assert!(!world.session.is_reading_again(), "seed {seed}");
        assert!(
            world.session.comparison().is_none_or(|all| all.is_complete()),
            "seed {seed}: {:?} {:?}",
            world.states(),
            world.last
        );
        assert!(world.session.word_readings().is_none_or(|word| word.guesses.is_some()), "seed {seed}");
        let options = Options::default();
        world.press(Command::EditOptions(Edited { options, mistakes: Vec::new() }));
        world.press(Command::Start);
        for _ in 0..400 {
            world.settle();
            world.second();
        }
        for document in world.session.documents() {
            let job = document.job.as_ref();
            match &document.status {
                Status::Finished => {
                    let job = job.unwrap();
                    let pages: Vec<_> = job.records().iter().map(|record| record.page).collect();
                    assert_eq!(pages, job.chosen, "seed {seed}: every page has ended, once");
                    assert!(
                        job.verdict().is_some() && job.done() == job.chosen.len(),
                        "seed {seed}: {:?} {:?} {:?}",
                        job.verdict(),
                        job.tally(),
                        world.session.notices()
                    );
                    for record in job.records() {
                        let said = record.text().map(ToString::to_string);
                        let right = format!("{}-{}", document.files[0].number, record.page);
                        assert!(
                            said.as_ref().is_none_or(|said| *said == right),
                            "seed {seed}: {said:?} for {right}, {record:?}"
                        );
                    }
                }
                Status::Rejected(_) => assert!(document.files[0].broken || weather.deaths > 0, "seed {seed}"),
                Status::PasswordNeeded { .. } => {
                    assert!(document.files[0].password.is_some(), "seed {seed}");
                }
                status => panic!("seed {seed}: {status:?}"),
            }
        }
        world.press(Command::Clear);
        world.settle();
        assert!(world.workers.is_empty(), "seed {seed}: nothing begins after Clear");
    }
}

#[test]
fn a_page_is_read_once_however_often_reading_is_stopped() {
    for seed in 1..=500 {
        let mut world = World::ready(seed);
        world.add(&[file(1, 4), file(2, 3)]);
        world.settle();
        for _ in 0..4 {
            world.press(Command::Start);
            for _ in 0..world.chance.below(40) {
                world.step();
            }
            match world.chance.below(3) {
                0 => world.press(Command::Cancel),
                1 => {
                    world.press(Command::PauseOrResume);
                    world.settle();
                    world.press(Command::PauseOrResume);
                }
                _ => {}
            }
            if !world.session.is_anything_left() {
                break;
            }
        }
        if world.session.is_anything_left() {
            world.press(Command::Start);
        }
        world.settle();
        assert_eq!(world.verdicts(), [Some(Verdict::Done); 2], "seed {seed}");
        assert!(
            world.reads.len() == 7 && world.reads.values().all(|reads| *reads == 1),
            "seed {seed}: {:?}",
            world.reads
        );
        assert_eq!(world.words(0), ["1-1", "1-2", "1-3", "1-4"], "seed {seed}");
    }
}

#[test]
fn start_pressed_early_happens_once_and_clear_takes_it_back() {
    let mut world = World::new(1);
    world.add(&[file(1, 2)]);
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.states(), [&Status::Opening], "nothing is there to open it");
    world.press(Command::Clear);
    world.add(&[file(2, 2)]);
    world.load();
    world.settle();
    assert_eq!(
        world.states(),
        [&Status::Ready],
        "it was chosen after Clear, and nobody has pressed Start since"
    );
    assert!(!world.session.has_begun());
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.verdicts(), [Some(Verdict::Done)]);
}

#[test]
fn what_was_chosen_before_clear_does_not_come_after_it() {
    let mut world = World::ready(1);
    let epoch = world.session.epoch();
    world.press(Command::Clear);
    let file = Incoming { name: String::new(), content: file(1, 1), bytes: 1, kind: Ok(FileKind::Pdf) };
    world.feed(Event::Added { epoch, files: vec![file], start: true });
    world.settle();
    assert!(world.session.documents().is_empty());
}

#[test]
fn start_with_a_mistake_leads_to_it_and_reads_nothing() {
    let mut world = World::ready(1);
    world.add(&[file(1, 2)]);
    world.settle();
    let edited = Edited { options: Options::default(), mistakes: vec!["pages"] };
    world.press(Command::EditOptions(edited));
    world.press(Command::Start);
    world.settle();
    assert_eq!((world.pointed_at.as_slice(), world.states()), (["pages"].as_slice(), vec![&Status::Ready]));
    assert_eq!(world.session.notices()[0].notice, Notice::OptionsWrong);
    world.press(Command::EditOptions(Edited::default()));
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.verdicts(), [Some(Verdict::Done)]);
    assert!(world.session.notices().is_empty());
}

#[test]
fn what_was_cancelled_goes_on_and_reading_afresh_is_asked_for() {
    let mut world = World::ready(3);
    world.add(&[file(1, 6)]);
    world.settle();
    world.press(Command::Start);
    while world.words(0).len() < 2 {
        world.step();
    }
    world.press(Command::Cancel);
    let before = world.words(0);
    assert_eq!(world.verdicts(), [Some(Verdict::Cancelled)]);
    assert_eq!(world.session.progress(), (before.len(), 6), "what was cancelled has not been done");
    assert!(world.session.is_going_on());
    world.press(Command::Start);
    assert_eq!(world.words(0), before, "what was read stays");
    world.settle();
    assert_eq!(world.verdicts(), [Some(Verdict::Done)]);
    assert!(world.reads.values().all(|reads| *reads == 1), "{:?}", world.reads);
    world.press(Command::StartAfresh);
    world.step();
    assert_eq!(world.words(0).len(), 6, "what was read stays until it is read anew");
    world.press(Command::Cancel);
    assert_eq!(world.words(0).len(), 6, "and where it was not");
}

#[test]
fn reading_one_page_again_leaves_the_others() {
    let mut world = World::ready(3);
    world.add(&[file(1, 4)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    let options = Options { pages: "3".to_owned(), ..Options::default() };
    world.press(Command::EditOptions(Edited { options, mistakes: Vec::new() }));
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.reads.keys().map(|(_, page)| page.0).collect::<Vec<_>>(), [2]);
    assert_eq!(world.words(0), ["1-1", "1-2", "1-3", "1-4"]);
    assert_eq!(world.kept.values().next().unwrap().1.len(), 4, "and they stay kept");
}

#[test]
fn what_was_kept_is_not_read_again_and_can_be_opened_without_its_file() {
    let mut world = World::ready(5);
    world.add(&[file(1, 3)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    world.press(Command::Clear);
    world.reads.clear();
    world.add(&[file(1, 3)]);
    world.settle();
    assert_eq!(world.session.read_before(&world.session.documents()[0]), Some(ReadBefore::Whole));
    world.press(Command::Start);
    world.settle();
    assert!(world.reads.is_empty(), "{:?}", world.reads);
    assert_eq!(world.words(0), ["1-1", "1-2", "1-3"]);
    world.press(Command::Clear);
    world.settle();
    world.press(Command::OpenKept(fingerprint(file(1, 3))));
    world.settle();
    assert_eq!(world.words(0), ["1-1", "1-2", "1-3"]);
    assert!(!world.session.is_anything_left() && !world.session.is_repeatable());
    world.press(Command::Take { wanted: Wanted::Text, created: String::new() });
    assert_eq!(world.offered[0].0, "1.txt");
    world.press(Command::Take { wanted: Wanted::SearchablePdf, created: String::new() });
    world.settle();
    assert!(world.handed_over.is_empty() && !world.session.notices().is_empty(), "its file is not here");
}

#[test]
fn a_store_that_never_answers_costs_ten_seconds() {
    let mut world = World::ready(5);
    world.add(&[file(1, 2)]);
    world.settle();
    world.press(Command::Start);
    world.store.clear();
    for _ in 0..10 {
        world.settle();
        assert!(world.words(0).is_empty());
        world.second();
    }
    world.settle();
    assert_eq!(world.verdicts(), [Some(Verdict::Done)]);
    assert_eq!(world.session.notices()[0].notice, Notice::NothingKept);
}

#[test]
fn a_document_that_another_tab_reads_is_passed_over() {
    let mut world = World::ready(5);
    world.add(&[file(1, 2), file(2, 1)]);
    world.settle();
    world.press(Command::Start);
    world.store.clear();
    let claim = *world.claims.last().unwrap();
    world.feed(Event::Store(StoreNews::Elsewhere(claim)));
    world.settle();
    assert_eq!(world.states(), [&Status::Elsewhere, &Status::Finished]);
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.verdicts(), [Some(Verdict::Done); 2]);
}

#[test]
fn a_file_that_the_engine_cannot_get_over_is_given_up_after_a_minute() {
    let mut world = World::ready(5);
    world.add(&[file(1, 2)]);
    world.settle();
    world.press(Command::Clear);
    world.add(&[file(1, 2), file(2, 1)]);
    hang_while_opening(&mut world);
    for _ in 0..60 {
        world.second();
    }
    world.settle();
    let slow = Error::OpeningTooSlow { seconds: 60 };
    assert_eq!(world.states(), [&Status::Rejected(slow), &Status::Ready]);
}

#[test]
fn a_picture_without_pixels_counts_as_the_end_of_its_worker() {
    let mut world = World::ready(5);
    world.add(&[file(1, 2)]);
    world.settle();
    world.press(Command::Start);
    while !world.workers[&Who::Renderer].1.iter().any(is_drawn) {
        world.step();
    }
    let (_, says) = world.workers.get_mut(&Who::Renderer).unwrap();
    for news in says.iter_mut().filter(|news| is_drawn(news)) {
        if let Event::Renderer(_, FromWorker::Replied(_, pixels)) = news {
            *pixels = None;
        }
    }
    world.settle();
    assert_eq!(world.verdicts(), [Some(Verdict::Done)], "its page was drawn by another");
    assert_eq!(world.session.documents()[0].records()[0].reading.attempts, 2);
}

#[test]
fn pages_can_be_looked_at_before_while_and_after_they_are_read() {
    let mut world = World::ready(5);
    world.add(&[file(1, 2), file(2, 2)]);
    world.settle();
    let show = |world: &mut World, place: usize, page: u32, width: u32| {
        let request = rendering::ShowRequest { page: PageIndex(page), width, height: width, region: None };
        let id = world.id(place);
        world.press(Command::Show(id, request));
    };
    show(&mut world, 0, 1, 300);
    world.settle();
    let asked = rendering::ShowRequest { page: PageIndex(1), width: 300, height: 300, region: None };
    assert_eq!(world.shown, [(asked, 300, 300)]);
    world.press(Command::Start);
    while world.words(0).is_empty() {
        world.step();
    }
    show(&mut world, 0, 0, 200);
    show(&mut world, 1, 0, 100);
    world.settle();
    assert_eq!(world.shown.len(), 3, "{:?}", world.shown);
    assert_eq!(world.verdicts(), [Some(Verdict::Done); 2]);
    show(&mut world, 0, 0, 150);
    world.settle();
    assert_eq!(world.shown.len(), 4);
    assert!(!world.session.is_running() && world.states() == [&Status::Finished; 2]);
    // What is larger than there is room for comes smaller.
    show(&mut world, 0, 0, 30_000);
    world.settle();
    let (request, width, height) = world.shown[4];
    assert_eq!(
        (request.width, request.region),
        (30_000, None),
        "it is told which of several wishes came true"
    );
    let ceiling = world.session.options().budget(world.session.device()).ceiling();
    assert!(u64::from(width) * u64::from(height) * 8 <= ceiling.0, "{width} x {height}");
    show(&mut world, 0, 7, 100);
    world.settle();
    assert_eq!((world.shown.len(), world.not_shown), (5, 1), "there is no such page");
    // After a time of rest the renderer is let go, and comes back when it is needed.
    for _ in 0..61 {
        world.second();
    }
    assert!(!world.workers.contains_key(&Who::Renderer) && !world.session.needs_ticks());
    show(&mut world, 1, 1, 80);
    world.settle();
    assert_eq!(world.shown.len(), 6);
    // A page, and a word of it, at the same time.
    let region = Some(Rect { x: 50.0, y: 50.0, width: 90.0, height: 12.0 });
    let word = rendering::ShowRequest { page: PageIndex(1), width: 90, height: 30, region };
    let id = world.id(1);
    show(&mut world, 1, 1, 90);
    world.press(Command::Show(id, word));
    world.settle();
    let regions: Vec<_> = world.shown[6..].iter().map(|(request, ..)| request.region).collect();
    assert_eq!(regions, [None, region]);
}

#[test]
fn a_document_without_the_chosen_pages_is_not_said_to_be_done() {
    let options = Options { pages: "3-".to_owned(), ..Options::default() };
    let mut world = World::with(5, options, Weather::default());
    world.load();
    world.add(&[file(1, 2), file(2, 4)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    assert!(matches!(world.states()[..], [Status::NoSuchPages(_), Status::Finished]), "{:?}", world.states());
    assert_eq!(world.words(1), ["2-3", "2-4"]);
    world.press(Command::EditOptions(Edited::default()));
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.words(0), ["1-1", "1-2"]);
}

#[test]
fn a_damaged_pdf_is_written_anew_and_then_made_searchable() {
    let mut world = World::ready(5);
    world.add(&[DAMAGED]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    world.press(Command::Take { wanted: Wanted::SearchablePdf, created: String::new() });
    world.settle();
    let id = world.id(0);
    assert_eq!(world.handed_over, [("9.searchable.pdf".to_owned(), Some(Source::WrittenAnew(id)))]);
    assert_eq!(world.session.notices()[0].notice, Notice::WrittenAnew { name: "9.pdf".to_owned() });
    assert!(world.announced.contains(&Announcement::FileReady) && !world.session.is_writing());
}

#[test]
fn a_page_that_had_to_be_left_empty_is_named() {
    let mut world = World::ready(5);
    world.add(&[file(8, 3)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    world.press(Command::Take { wanted: Wanted::SearchablePdf, created: String::new() });
    world.settle();
    assert_eq!(world.handed_over.len(), 1);
    let left_empty = Notice::LeftEmpty { name: "8.pdf".to_owned(), pages: vec![PageIndex(1)] };
    assert_eq!(world.session.notices()[0].notice, left_empty);
}

#[test]
fn hidden_text_that_says_something_else_is_replaced_at_one_press() {
    let mut world = World::ready(5);
    world.add(&[file(1, 1)]);
    world.add(&[LAYERED]);
    world.settle();
    let ids = [world.id(0), world.id(1)];
    let is_offered = |world: &World| {
        ids.map(|id| {
            let mut documents = world.session.documents().iter();
            documents.any(|one| one.id == id && world.session.offers_to_replace(one))
        })
    };
    assert_eq!(is_offered(&world), [false, false]);
    world.press(Command::Start);
    world.settle();
    assert_eq!(is_offered(&world), [false, true]);
    world.press(Command::ReplaceHiddenText(ids[1]));
    assert!(world.session.is_running());
    world.settle();
    let options = |world: &World, place: usize| {
        world.session.documents()[place].job.as_ref().map(|job| job.options.own_text)
    };
    assert_eq!((options(&world, 0), options(&world, 1)), (Some(OwnText::Keep), Some(OwnText::Replace)));
    assert_eq!(is_offered(&world), [false, false]);
    world.press(Command::Remove(ids[0]));
    world.press(Command::Take { wanted: Wanted::SearchablePdf, created: String::new() });
    world.settle();
    let pages = vec![PageIndex(0), PageIndex(1)];
    let replaced = Notice::HiddenText { name: "10.pdf".to_owned(), became: HiddenText::Replaced, pages };
    assert_eq!(world.session.notices()[0].notice, replaced);
}

#[test]
fn what_cannot_be_had_is_said_and_nothing_is_called_ready() {
    let mut world = World::new(5);
    world.feed(Event::Loading { loaded: 1.0, total: 4.0 });
    assert_eq!(world.session.readiness(), Readiness::Loading { loaded: 1.0, total: 4.0 });
    world.feed(Event::ModelsOffered(Ok(vec![offer("fast")])));
    world.feed(Event::EnginesLoaded(Ok("an engine".to_owned())));
    world.settle();
    assert_eq!(world.session.readiness(), Readiness::Reading, "what writes files is still to come");
    let missing = Error::PartMissing { file: "writer.js".to_owned() };
    world.feed(Event::WriterLoaded(Err(missing.clone())));
    assert_eq!(world.session.notices()[0].notice, Notice::Failed(missing));
    assert!(world.session.can_read(), "the text can still be read");
    assert_eq!(world.session.readiness(), Readiness::ReadingOnly);
    let mut world = World::new(5);
    world.add(&[file(1, 1)]);
    world.press(Command::Start);
    let missing = Error::PartMissing { file: "pdfium.wasm".to_owned() };
    world.feed(Event::EnginesLoaded(Err(missing.clone())));
    assert_eq!(world.session.readiness(), Readiness::Failed(missing));
    assert!(!world.session.is_running());
}

#[test]
fn a_model_that_cannot_be_had_is_missed_whenever_the_engines_come() {
    for engines_first in [false, true] {
        let mut world = World::new(5);
        world.add(&[file(1, 1)]);
        world.feed(Event::ModelsOffered(Ok(vec![offer("fast"), offer("best_int")])));
        let missing = Error::PartMissing { file: "eng.fast.traineddata".to_owned() };
        if engines_first {
            world.feed(Event::EnginesLoaded(Ok("an engine".to_owned())));
        }
        world.others.clear();
        world.feed(Event::ModelLoaded(offer("fast"), Err(missing.clone())));
        world.feed(Event::EnginesLoaded(Ok("an engine".to_owned())));
        world.press(Command::Start);
        world.settle();
        assert_eq!(world.session.readiness(), Readiness::Failed(missing));
        assert!(!world.session.has_begun());
        // Another may be there.
        let options = Options { variant: Some("best_int".to_owned()), ..Options::default() };
        world.press(Command::EditOptions(Edited { options, mistakes: Vec::new() }));
        world.settle();
        world.press(Command::Start);
        world.settle();
        assert_eq!(world.verdicts(), [Some(Verdict::Done)]);
    }
}

#[test]
fn the_end_is_announced_with_what_it_came_to() {
    let mut world = World::ready(5);
    world.add(&[file(1, 3)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    let ended = Announcement::Ended { verdict: Verdict::Done, read: 3, total: 3 };
    assert_eq!(world.announced.last(), Some(&ended));
    assert!(!world.announced.contains(&Announcement::PagesRead(3, 3)), "it is said once");
}

/// Reads a document of four pages, has it read once more with another resolution, and cancels after a page of that.
fn begun_with_other_options() -> World {
    let mut world = World::ready(3);
    world.add(&[file(1, 4)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    let options = Options { dpi: Some(Dpi(150.0)), workers: Some(1), ..Options::default() };
    world.press(Command::EditOptions(Edited { options, mistakes: Vec::new() }));
    world.press(Command::Start);
    while world.reads.is_empty() {
        world.step();
    }
    world.press(Command::Cancel);
    world
}

#[test]
fn what_was_read_with_other_options_stays_readable_and_is_not_called_done() {
    let mut world = begun_with_other_options();
    assert_eq!(world.verdicts(), [Some(Verdict::Cancelled)]);
    assert_eq!(world.session.documents()[0].job.as_ref().unwrap().tally().cancelled, 3);
    assert_eq!(world.words(0).len(), 4, "the text of the other pages is still there");
    assert!(world.session.is_going_on());
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.verdicts(), [Some(Verdict::Done)]);
    assert!(world.reads.len() == 4 && world.reads.values().all(|reads| *reads == 1), "{:?}", world.reads);
}

#[test]
fn what_is_kept_of_a_reading_with_other_options_is_there_on_the_next_visit() {
    let mut world = begun_with_other_options();
    world.press(Command::Clear);
    world.settle();
    let kept = &world.session.kept()[0];
    assert_eq!((kept.ended(), kept.record.chosen.len(), kept.otherwise), (1, 4, 3));
    world.press(Command::OpenKept(fingerprint(file(1, 4))));
    world.settle();
    assert_eq!(world.words(0), ["1-1", "1-2", "1-3", "1-4"]);
    assert_eq!(world.verdicts(), [Some(Verdict::Cancelled)], "three pages are still to be read anew");
    let job = world.session.documents()[0].job.as_ref().unwrap();
    assert_eq!(job.options.dpi, Some(Dpi(150.0)), "the options are those it was read with");
    // With the file at hand the rest is read, and nothing else.
    world.press(Command::Clear);
    world.reads.clear();
    world.add(&[file(1, 4)]);
    world.settle();
    assert_eq!(world.session.read_before(&world.session.documents()[0]), Some(ReadBefore::Partly(1, 4)));
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.reads.len(), 3, "{:?}", world.reads);
}

#[test]
fn a_kept_text_that_lacks_pages_is_not_called_done() {
    let mut world = World::ready(3);
    world.add(&[file(1, 6)]);
    world.settle();
    world.press(Command::Start);
    while world.words(0).len() < 2 {
        world.step();
    }
    world.press(Command::Cancel);
    world.press(Command::Clear);
    world.settle();
    world.press(Command::OpenKept(fingerprint(file(1, 6))));
    world.settle();
    assert_eq!(world.verdicts(), [Some(Verdict::Cancelled)]);
    assert_eq!(world.session.documents()[0].chosen().len(), 6);
}

#[test]
fn pages_beyond_what_is_kept_are_not_said_to_be_read_before() {
    let mut world = World::ready(3);
    world.add(&[file(1, 6)]);
    world.settle();
    let choose = |world: &mut World, pages: &str| {
        let options = Options { pages: pages.to_owned(), ..Options::default() };
        world.press(Command::EditOptions(Edited { options, mistakes: Vec::new() }));
    };
    choose(&mut world, "1-3");
    world.press(Command::Start);
    world.settle();
    world.press(Command::Clear);
    world.add(&[file(1, 6)]);
    world.settle();
    let before = |world: &World| world.session.read_before(&world.session.documents()[0]);
    assert_eq!(before(&world), Some(ReadBefore::Whole));
    choose(&mut world, "4-6");
    assert_eq!(before(&world), None);
    choose(&mut world, "");
    assert_eq!(before(&world), Some(ReadBefore::Partly(3, 6)));
}

#[test]
fn reading_again_a_file_that_is_gone_leaves_what_was_read() {
    let mut world = World::ready(3);
    world.add(&[file(1, 3)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    for _ in 0..61 {
        world.second();
    }
    world.press(Command::StartAfresh);
    let is_opened = |news: &News| {
        matches!(news, Event::Renderer(_, FromWorker::Replied(envelope, _))
            if matches!(envelope.reply, rendering::Reply::Opened { .. }))
    };
    while !world.workers.get(&Who::Renderer).is_some_and(|(_, says)| says.iter().any(is_opened)) {
        assert!(world.step());
    }
    let (_, says) = world.workers.get_mut(&Who::Renderer).unwrap();
    for news in says.iter_mut().filter(|news| is_opened(news)) {
        if let Event::Renderer(_, FromWorker::Replied(envelope, _)) = news {
            envelope.reply = rendering::Reply::Failed { error: Error::UnreadableFile };
        }
    }
    world.settle();
    assert_eq!(world.verdicts(), [Some(Verdict::Failed)]);
    assert_eq!(world.words(0), ["1-1", "1-2", "1-3"]);
    let (_, pages) = world.kept.values().next().unwrap();
    assert!(pages.values().all(|(_, record)| record.text().is_some()), "and it stays kept");
}

#[test]
fn an_answer_about_the_document_before_is_not_taken_for_one_about_this() {
    let mut world = World::ready(3);
    world.add(&[file(1, 4), file(2, 4)]);
    world.settle();
    world.press(Command::Start);
    let is_read = |news: &News| {
        matches!(news, Event::Recognizer(_, _, FromWorker::Replied(envelope, _))
            if matches!(envelope.reply, recognizing::Reply::Recognized { .. }))
    };
    // While a page is read, drawing the next says that the file cannot be read any more.
    loop {
        let reads = world.workers.values().any(|(_, says)| says.iter().any(is_read));
        let draws = world.workers[&Who::Renderer].1.front().is_some_and(is_drawn);
        if reads && draws {
            break;
        }
        // Nothing that was read is delivered before.
        let who = world.workers.iter().find(|(_, (_, says))| says.front().is_some_and(|news| !is_read(news)));
        let who = who.map(|(who, _)| *who);
        let event = match who {
            Some(who) => world.workers.get_mut(&who).unwrap().1.pop_front(),
            None => world.store.pop_front().or_else(|| world.others.pop_front()),
        };
        world.feed(event.unwrap());
    }
    let (_, says) = world.workers.get_mut(&Who::Renderer).unwrap();
    if let Some(Event::Renderer(_, FromWorker::Replied(envelope, pixels))) = says.front_mut() {
        envelope.reply = rendering::Reply::Failed { error: Error::UnreadableFile };
        *pixels = None;
    }
    world.settle();
    assert!(!world.session.is_running(), "{:?}", world.states());
    assert!(matches!(world.verdicts()[..], [Some(Verdict::Failed | Verdict::Partly), Some(Verdict::Done)]));
    assert_eq!(world.words(1), ["2-1", "2-2", "2-3", "2-4"]);
}

#[test]
fn an_answer_to_a_claim_that_was_given_up_is_not_taken_for_the_next() {
    let mut world = World::ready(3);
    world.add(&[file(1, 2)]);
    world.settle();
    world.press(Command::Start);
    world.press(Command::Cancel);
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.verdicts(), [Some(Verdict::Done)]);
    let (_, pages) = world.kept.values().next().unwrap();
    assert_eq!(pages.len(), 2, "its pages are stored");
}

#[test]
fn a_document_that_is_taken_out_ends_the_file_that_was_to_hold_it() {
    let mut world = World::ready(5);
    world.add(&[file(1, 3), file(2, 2)]);
    world.settle();
    world.press(Command::Start);
    world.settle();
    world.press(Command::Take { wanted: Wanted::SearchablePdf, created: String::new() });
    world.step();
    let id = world.id(0);
    world.press(Command::Remove(id));
    world.settle();
    assert!(world.handed_over.is_empty() && !world.session.is_writing());
    assert!(matches!(world.session.notices()[0].notice, Notice::Failed(Error::NotWritten { .. })));
}

#[test]
fn a_slow_clock_still_ends_what_hangs() {
    let mut world = World::ready(5);
    world.add(&[file(1, 2), file(2, 1)]);
    hang_while_opening(&mut world);
    // A tab that nobody looks at hears of the time once a minute.
    for _ in 0..2 {
        world.now += 60_000.0;
        world.feed(Event::Tick);
    }
    world.settle();
    let slow = Error::OpeningTooSlow { seconds: 60 };
    assert_eq!(world.states(), [&Status::Rejected(slow), &Status::Ready]);
}

#[test]
fn a_model_that_fails_after_another_was_chosen_is_not_missed() {
    let mut world = World::ready(5);
    world.add(&[file(1, 1)]);
    world.settle();
    let choose = |world: &mut World, variant: Option<&str>| {
        let options = Options { variant: variant.map(str::to_owned), ..Options::default() };
        world.press(Command::EditOptions(Edited { options, mistakes: Vec::new() }));
    };
    choose(&mut world, Some("best_int"));
    choose(&mut world, None);
    world.others.clear();
    let missing = Error::PartMissing { file: "eng.best_int.traineddata".to_owned() };
    world.feed(Event::ModelLoaded(offer("best_int"), Err(missing)));
    assert_eq!(world.session.readiness(), Readiness::Ready);
}

#[test]
fn a_spreadsheet_of_nothing_is_not_made() {
    let mut world = World::ready(3);
    world.add(&[file(1, 2)]);
    world.press(Command::Start);
    world.settle();
    for format in [Format::Csv, Format::Xlsx] {
        world.press(Command::Take { wanted: Wanted::Format(format), created: String::new() });
        assert!(!world.session.is_writing());
    }
    let notices: Vec<_> = world.session.notices().iter().map(|posted| &posted.notice).collect();
    assert_eq!(notices, [&Notice::NoTables]);
    world.press(Command::Take { wanted: Wanted::Everything, created: String::new() });
    world.settle();
    assert_eq!(world.handed_over.len(), 1, "everything is what there is");
}

#[test]
fn the_report_can_be_read() {
    let mut world = World::ready(4);
    world.add(&[file(1, 3)]);
    world.press(Command::Start);
    world.settle();
    world.press(Command::Take { wanted: Wanted::ReportPage, created: "2026-03-01T12:00:00Z".to_owned() });
    let (name, bytes) = world.offered.last().expect("it is handed over at once");
    let html = String::from_utf8(bytes.clone()).unwrap();
    assert_eq!(name, "pagewise-report.html");
    for said in ["<h2>1.pdf</h2>", "3 of 3", "2026-03-01 12:00", "an engine", "<html lang=\"en\">"] {
        assert!(html.contains(said), "{said} in {html}");
    }
    assert_eq!(html.matches("<th scope=\"row\">").count(), 3);
}
