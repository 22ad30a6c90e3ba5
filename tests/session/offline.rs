//! When a new version is offered, and when it is not.

use pagewise::model::options::{Edited, Options};
use pagewise::session::{Command, Event, Kept};
use pagewise::words::{UpdateOffer, words};

use super::world::*;

#[test]
fn a_new_version_is_offered_and_never_in_the_middle_of_a_job() {
    let mut world = World::ready(7);
    world.press(Command::TakeUpdate);
    assert_eq!((world.session.update_offer(), world.updated), (None, 0), "there is none");
    world.feed(Event::UpdateReady);
    assert_eq!(world.session.update_offer(), Some(UpdateOffer::Plain));
    world.add(&[file(1, 3)]);
    world.settle();
    assert_eq!(world.session.update_offer(), Some(UpdateOffer::Kept));
    world.press(Command::Start);
    assert!(world.session.is_running());
    assert_eq!(world.session.update_offer(), None);
    world.press(Command::TakeUpdate);
    assert_eq!(world.updated, 0, "what is pressed too late does no harm");
    world.settle();
    assert_eq!(world.session.update_offer(), Some(UpdateOffer::Kept), "it waits until reading has ended");
    world.press(Command::TakeUpdate);
    assert_eq!(world.updated, 1);
    world.press(Command::PostponeUpdate);
    assert_eq!(world.session.update_offer(), None);
    world.feed(Event::UpdateReady);
    assert_eq!(world.session.update_offer(), None, "later is later, however often it is said");
}

#[test]
fn what_would_be_lost_by_an_update_is_said_before() {
    let mut world = World::ready(8);
    let options = Options { keep: false, ..Options::default() };
    world.press(Command::EditOptions(Edited { options, mistakes: Vec::new() }));
    world.feed(Event::UpdateReady);
    world.add(&[file(1, 2)]);
    world.settle();
    assert_eq!(world.session.update_offer(), Some(UpdateOffer::Plain), "nothing is read yet");
    world.press(Command::Start);
    world.settle();
    assert_eq!(world.session.update_offer(), Some(UpdateOffer::Lost));
    assert!((words().offline.update)(UpdateOffer::Lost).contains("nothing of it is kept"));
    world.press(Command::EditOptions(Edited { options: Options::default(), mistakes: Vec::new() }));
    assert_eq!(
        world.session.update_offer(),
        Some(UpdateOffer::Lost),
        "what was read before is still kept nowhere"
    );
}

#[test]
fn nothing_is_called_kept_before_it_is() {
    let mut world = World::ready(9);
    assert_eq!(world.session.kept_offline(), Kept::Nothing);
    for kept in [Kept::Coming, Kept::Whole, Kept::Nothing] {
        world.feed(Event::KeptOffline(kept));
        assert_eq!(world.session.kept_offline(), kept);
    }
}
