//! Pictures of pages: which is asked for next. One is on the way at a time, so that what is looked at now never waits for
//! what was looked at before, and reading waits for one at most.

use crate::browser::app::PageSession;
use crate::messages::rendering::ShowRequest;
use crate::session::Command;
use crate::session::document::{DocumentId, PageKey, Status};

/// What a picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A word, enlarged, to be corrected.
    Crop,
    /// A page to be seen.
    Sheet,
    /// A page in the list of pages.
    Thumbnail,
}

/// A picture that is wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wish {
    /// The page.
    pub key: PageKey,
    /// How large, and which part of it.
    pub request: ShowRequest,
    /// What for.
    pub purpose: Purpose,
}

/// The picture that is on the way.
#[derive(Default)]
pub struct Pictures {
    on_the_way: Option<Wish>,
}

impl Pictures {
    /// What to ask for, given what is wanted, the most urgent first.
    pub fn next(&mut self, session: &PageSession, wishes: impl Iterator<Item = Wish>) -> Option<Command> {
        if self.on_the_way.is_some() {
            if session.awaits_picture() {
                return None;
            }
            // Its document is gone.
            self.on_the_way = None;
        }
        let mut wishes = wishes;
        let wish = wishes.find(|wish| can_be_drawn(session, wish.key))?;
        self.on_the_way = Some(wish);
        Some(Command::Show(wish.key.document, wish.request))
    }

    /// A picture has come, or will not: what it was for, if anybody still wants it.
    pub fn answered(&mut self, document: DocumentId, request: &ShowRequest) -> Option<Wish> {
        self.on_the_way.take_if(|wish| wish.key.document == document && wish.request == *request)
    }
}

/// Whether a page can be drawn now: its file is here, there is room, and no other document is being read, which has the engine.
pub fn can_be_drawn(session: &PageSession, key: PageKey) -> bool {
    session.document(key.document).is_some_and(|document| {
        let is_free = !session.is_running() || document.status == Status::Running;
        !document.files.is_empty()
            && session.has_room_to_show()
            && is_free
            && !matches!(document.status, Status::Rejected(_))
    })
}
