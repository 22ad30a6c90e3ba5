//! Looking for something while documents are read, moved and taken out.

use pagewise::session::{Command, Direction};

use super::world::*;

/// Where the finds are, and which is looked at.
fn found(world: &World) -> (Vec<(String, u32)>, Option<usize>) {
    let search = world.session.search().expect("something is looked for");
    let hit = |find| {
        let (page, hit) = world.session.hit(find).expect("every find can be looked at");
        (hit.found, page.page.number())
    };
    ((0..search.count()).map(hit).collect(), search.present())
}

fn search(world: &mut World, query: &str) {
    world.press(Command::Search(query.to_owned()));
}

#[test]
fn what_is_found_follows_what_is_read() {
    let mut world = World::ready(5);
    search(&mut world, "2");
    assert_eq!(found(&world), (vec![], None));
    world.add(&[file(1, 3), file(2, 3)]);
    world.press(Command::Start);
    world.settle();
    let of = |words: &[&str], pages: &[u32]| -> Vec<(String, u32)> {
        words.iter().map(|word| (*word).to_owned()).zip(pages.iter().copied()).collect()
    };
    // Pages have one word each: the number of their file, a hyphen, their own.
    assert_eq!(found(&world), (of(&["2", "2", "2", "2", "2"], &[2, 1, 2, 2, 3]), Some(0)));
    search(&mut world, "2-3");
    assert_eq!(found(&world), (of(&["2-3"], &[3]), Some(0)));
    let second = world.id(1);
    let pages: Vec<_> = world.session.search().unwrap().pages().collect();
    assert_eq!(pages, [(second.page(pagewise::model::page::PageIndex(2)), 1)]);
    let places = world.session.places_on(pages[0].0);
    assert_eq!((places[0].words.clone(), places[0].start, places[0].end), (0..1, 0, 3));

    search(&mut world, "2");
    world.press(Command::Move(second, Direction::Up));
    assert_eq!(found(&world).0, of(&["2", "2", "2", "2", "2"], &[1, 2, 2, 3, 2]));
    world.press(Command::Remove(second));
    assert_eq!(found(&world).0, of(&["2"], &[2]));
    search(&mut world, "");
    assert!(world.session.search().is_none());
    assert!(world.session.hit(0).is_none());
    search(&mut world, "2");
    world.press(Command::Clear);
    assert!(world.session.search().is_none());
}

#[test]
fn one_goes_from_find_to_find_and_round_the_end() {
    let mut world = World::ready(6);
    world.add(&[file(1, 4)]);
    world.press(Command::Start);
    world.settle();
    let third = world.id(0).page(pagewise::model::page::PageIndex(2));
    world.press(Command::LookAt(third));
    search(&mut world, "1");
    assert_eq!(found(&world).1, Some(3), "from the page on that one looks at: 1-1 has two");
    world.press(Command::NextHit);
    assert_eq!(found(&world).1, Some(4));
    world.press(Command::NextHit);
    assert_eq!(found(&world).1, Some(0));
    world.press(Command::PreviousHit);
    assert_eq!(found(&world).1, Some(4));
    search(&mut world, "1-");
    assert_eq!(found(&world).1, Some(3), "typing on begins where one was");
    search(&mut world, "1-1");
    assert_eq!(found(&world), (vec![("1-1".to_owned(), 1)], Some(0)), "and round the end");
    search(&mut world, "x");
    world.press(Command::NextHit);
    assert_eq!(found(&world), (vec![], None));
}
