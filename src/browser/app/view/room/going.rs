//! Where people are in the room: from page to page, from word to word, to what is in doubt, to what was found.

use super::{Pane, Room, Way, text_of};
use crate::browser::app::PageSession;
use crate::model::doubtful::DoubtPlace;
use crate::model::page::{PageText, Rect};
use crate::session::Command;
use crate::session::document::PageKey;
use crate::words::words;

impl Room {
    /// A page is before people now.
    pub(super) fn go_to(&mut self, key: PageKey) {
        self.sender.command(Command::LookAt(key));
        self.bring_into_view(key);
    }

    pub(super) fn bring_into_view(&mut self, key: PageKey) {
        self.lead_to(key, None);
        self.text.scroll_to(key, None);
    }

    /// Scrolls the pictures to a page, or to a part of it.
    pub(super) fn lead_to(&mut self, key: PageKey, part: Option<Rect>) {
        self.is_led = true;
        self.sheets.scroll_to(key, part);
    }

    /// The pane that leads has another page in view: the other one follows.
    pub(super) fn scrolled(&mut self, pane: Pane, session: &PageSession) {
        if pane != self.leads || self.is_led {
            return;
        }
        let in_view = match pane {
            Pane::Image => self.sheets.in_view(),
            Pane::Text => self.text.in_view(),
        };
        let Some(key) = in_view else {
            return;
        };
        if session.looking_at() == Some(key) {
            return;
        }
        self.sender.command(Command::LookAt(key));
        match pane {
            Pane::Image => self.text.scroll_to(key, None),
            Pane::Text => self.sheets.scroll_to(key, None),
        }
    }

    /// A word was chosen, and is to be seen in both panes.
    pub(super) fn pick(&mut self, key: PageKey, word: usize, session: &PageSession) {
        self.current = Some((key, word));
        self.region = None;
        self.sheets.outline_nothing();
        self.is_unlit = true;
        if session.looking_at() != Some(key) {
            self.sender.command(Command::LookAt(key));
        }
        let part = text_of(session, key).and_then(|text| text.words().nth(word)).map(|word| word.rect);
        self.lead_to(key, part);
        self.text.scroll_to(key, Some(word));
    }

    pub(super) fn move_word(&mut self, way: Way, session: &PageSession) {
        let Some((key, word)) = self.current else {
            // From nowhere it goes to the beginning of the page.
            if let Some(key) = session.looking_at().filter(|key| text_of(session, *key).is_some()) {
                self.pick(key, 0, session);
                self.tell_of_current(session);
            }
            return;
        };
        let count = text_of(session, key).map_or(0, |text| text.words().count());
        let next = match way {
            Way::On => Some(word + 1).filter(|next| *next < count),
            Way::Back => word.checked_sub(1),
        };
        if let Some(next) = next {
            self.pick(key, next, session);
            self.tell_of_current(session);
        }
    }

    /// The next doubtful place is before people, if there is one. Whether it is a word.
    pub(super) fn go_to_doubt(&mut self, way: Way, session: &PageSession) -> bool {
        let here = session.looking_at();
        let chosen = self.current.map(|(key, word)| (key, DoubtPlace::Word(word))).or(self.region);
        // From a page that was gone away from, nobody goes on.
        let chosen = chosen.filter(|(key, _)| Some(*key) == here);
        let beginning = here.map(|key| (key, DoubtPlace::Unread { rect: Rect::default(), before: 0 }));
        let from = chosen.or(beginning);
        let found = match way {
            Way::On => session.next_doubt(from),
            Way::Back => session.previous_doubt(from),
        };
        match found {
            Some((key, DoubtPlace::Word(word))) => {
                self.pick(key, word, session);
                self.tell_of_current(session);
                true
            }
            Some((key, place @ DoubtPlace::Unread { rect: part, .. })) => {
                self.current = None;
                self.is_unlit = true;
                self.region = Some((key, place));
                self.go_to(key);
                self.lead_to(key, Some(part));
                self.sheets.outline(key, part);
                self.bar.say(&(words().room.unread_region)(key.page));
                false
            }
            None => {
                self.bar.say(words().room.no_more_doubts);
                false
            }
        }
    }

    /// Screen readers are told which word is chosen.
    pub(super) fn tell_of_current(&self, session: &PageSession) {
        let word =
            self.current.and_then(|(key, word)| Some((key, text_of(session, key)?.words().nth(word)?)));
        if let Some((key, word)) = word {
            let said = (words().room.word)(&word.text, word.confidence, key.page);
            self.bar.say(&said);
        }
    }

    /// What was found is before people; where they were before is not forgotten.
    pub(super) fn follow_hit(&mut self, session: &PageSession) {
        let search = session.search();
        let now = search.map(|search| (search.query().to_owned(), search.count(), search.present()));
        if self.hit == now {
            return;
        }
        if self.hit.is_none() {
            self.before_search = session.looking_at();
        }
        self.is_unlit = true;
        let present = now.as_ref().and_then(|(_, _, present)| *present);
        self.hit = now;
        if let Some((key, hit)) = present.and_then(|present| session.hit(present)) {
            let (first, last) = (hit.place.words.start, hit.place.words.end);
            let words = text_of(session, key).into_iter().flat_map(PageText::words);
            let part = words.skip(first).take(last - first).map(|word| word.rect).reduce(Rect::union);
            if session.looking_at() != Some(key) {
                self.sender.command(Command::LookAt(key));
            }
            self.lead_to(key, part);
            self.text.scroll_to(key, Some(first));
        }
    }

    /// Nothing is looked for any more, and people are where they were.
    pub(super) fn end_search(&mut self) {
        self.search.end();
        self.sender.command(Command::Search(String::new()));
        if let Some(key) = self.before_search.take() {
            self.go_to(key);
        }
        self.panes.focus(self.leads);
    }
}
