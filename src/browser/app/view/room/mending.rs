//! What a person puts right in the room: a word, a line that was missed; and what is drawn around for that.

use web_sys::DomRect;

use super::correction::Target;
use super::drawing::Drawing;
use super::{Pane, Room, Way, text_of};
use crate::browser::app::PageSession;
use crate::model::correction::Edit;
use crate::model::page::Rect;
use crate::session::Command;
use crate::session::document::PageKey;

impl Room {
    /// The chosen word is open to be corrected.
    pub(super) fn correct(&mut self, session: &PageSession) {
        let Some((key, word)) = self.current else {
            return;
        };
        let Some(text) = text_of(session, key) else {
            return;
        };
        self.correction.open(Target::Words { key, first: word, count: 1 }, text, self.anchor(key, word));
    }

    /// Where a word is on the screen: in the picture, if that is there.
    pub(super) fn anchor(&self, key: PageKey, word: usize) -> Option<DomRect> {
        let in_picture = || {
            let (_, overlay) = self.sheets.overlays().find(|(other, _)| *other == key)?;
            let around = overlay.word(word)?.get_bounding_client_rect();
            (around.width() > 0.0).then_some(around)
        };
        let in_text = || Some(self.text.range(key, word)?.get_bounding_client_rect());
        if self.leads == Pane::Text && self.panes.shows(Pane::Text) {
            in_text().or_else(in_picture)
        } else {
            in_picture().or_else(in_text)
        }
    }

    pub(super) fn save(&mut self, next: bool, session: &PageSession) {
        if let Some((key, edit)) = self.correction.take(session) {
            if let Edit::Words { first, .. } = &edit {
                self.current = Some((key, *first));
            }
            self.sender.command(Command::Correct(key, edit));
        }
        if next && self.go_to_doubt(Way::On, session) {
            return self.correct(session);
        }
        self.leave();
    }

    /// The field is closed, and keys act on the panes again.
    pub(super) fn leave(&mut self) {
        self.correction.close();
        self.panes.focus(self.leads);
    }

    /// A part of a page was drawn around.
    pub(super) fn drawn(&mut self, key: PageKey, part: Rect, session: &PageSession) {
        let (Some(drawing), Some(part)) = (self.drawing.end(), self.sheets.points(key, part)) else {
            return;
        };
        match drawing {
            Drawing::Line => {
                let anchor = self.sheets.place(key, part);
                if let Some(text) = text_of(session, key) {
                    self.correction.open(Target::Line { key, rect: part }, text, anchor);
                }
            }
            Drawing::Region => {
                self.shows_region = true;
                self.sender.command(Command::ReadRegion(key, part));
            }
        }
    }
}
