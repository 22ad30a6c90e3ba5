//! What waits to be read: in which order, when it begins, and how it goes away.

use super::document::{Beginning, Document, DocumentId, Status};
use super::{Announcement, Direction, Effect, Session, StoreTask, Who};
use crate::words::Notice;

impl<C, P> Session<C, P> {
    /// Begins to read, or remembers to as soon as it can. `afresh` asks for everything once more; else what is left is
    /// read, and everything once more only where nothing is.
    pub(super) fn start(&mut self, afresh: bool) {
        if self.run.is_running {
            return;
        }
        if self.is_stopped_by_mistakes() {
            return;
        }
        if !self.can_read() || self.documents.iter().any(|document| document.is_opening()) {
            // Pressed early: it happens as soon as it can.
            self.start_when_ready |= self.engines_may_come();
            return;
        }
        self.line_up(afresh);
        if self.documents.iter().any(|document| document.status == Status::Ready) {
            self.begin_run();
        }
    }

    /// Reads a document once more, so that what is read takes the place of the text that nobody sees.
    pub(super) fn replace_hidden_text(&mut self, id: DocumentId) {
        let is_offered = self.document(id).is_some_and(|document| self.offers_to_replace(document));
        if !is_offered || self.is_stopped_by_mistakes() {
            return;
        }
        if let Some(document) = self.document_mut(id) {
            document.replaces = true;
            document.beginning = Beginning::Afresh;
            document.status = Status::Ready;
            self.begin_run();
        }
    }

    /// Whether the text that the pages of a document have and nobody sees is poor, and can be replaced now.
    pub fn offers_to_replace(&self, document: &Document<C, P>) -> bool {
        document.has_poor_hidden_text()
            && !self.run.is_running
            && self.can_read()
            && !self.documents.iter().any(|document| document.is_opening())
    }

    /// Whether nothing begins because an option makes no sense, which is said.
    fn is_stopped_by_mistakes(&mut self) -> bool {
        self.notices.retain(|posted| posted.notice != Notice::OptionsWrong);
        let mistake = self.mistakes.first().copied();
        if let Some(option) = mistake {
            self.effects.push(Effect::PointAt(option));
            self.notify(Notice::OptionsWrong);
        }
        mistake.is_some()
    }

    /// Whether what is missing may still come.
    fn engines_may_come(&self) -> bool {
        !matches!(self.readiness(), super::Readiness::Failed(_)) && !self.documents.is_empty()
    }

    /// Makes every document ready that is to be read.
    fn line_up(&mut self, afresh: bool) {
        for document in &mut self.documents {
            if matches!(document.status, Status::Elsewhere | Status::NoSuchPages(_)) {
                document.status = Status::Ready;
            }
            if document.is_unfinished() && !afresh {
                // With other options what was read before is of no use.
                let key = document.options(&self.options).reading_key();
                let is_same = document.job.as_ref().is_some_and(|job| job.options.reading_key() == key);
                document.beginning = if is_same { Beginning::GoOn } else { Beginning::Afresh };
                document.status = Status::Ready;
            }
        }
        let nothing_left = !self.documents.iter().any(|document| document.status == Status::Ready);
        for document in &mut self.documents {
            if (afresh || nothing_left) && document.is_repeatable() {
                document.status = Status::Ready;
            }
            if afresh || (nothing_left && document.status == Status::Ready) {
                document.beginning = Beginning::Afresh;
            }
        }
    }

    /// Starts now what was asked for before everything was there.
    pub(super) fn start_if_wanted(&mut self) {
        if self.run.is_running
            || !self.can_read()
            || self.documents.iter().any(|document| document.is_opening())
        {
            return;
        }
        let (wanted, goes_on) =
            (std::mem::take(&mut self.start_when_ready), std::mem::take(&mut self.go_on_when_ready));
        // Start would read again what was read, if there were nothing new.
        let any_ready = self.documents.iter().any(|document| document.status == Status::Ready);
        if (wanted && !self.documents.is_empty()) || (goes_on && any_ready) {
            self.start(false);
        }
    }

    /// Whether Start would read what has not been read.
    pub fn is_anything_left(&self) -> bool {
        let waits =
            |status: &Status| matches!(status, Status::Ready | Status::Elsewhere | Status::NoSuchPages(_));
        let left = self.documents.iter();
        left.clone()
            .any(|document| waits(&document.status) || document.is_opening() || document.is_unfinished())
    }

    /// Whether what is left is the rest of something that was begun.
    pub fn is_going_on(&self) -> bool {
        self.documents.iter().any(|document| document.is_unfinished())
    }

    /// Whether anything could be read once more.
    pub fn is_repeatable(&self) -> bool {
        self.documents.iter().any(|document| document.is_repeatable())
    }

    /// Swaps a document with its neighbour. Results follow the order of the documents.
    pub(super) fn move_document(&mut self, id: DocumentId, direction: Direction) {
        let Some(from) = self.documents.iter().position(|document| document.id == id) else {
            return;
        };
        let count = self.documents.len();
        let to = match direction {
            Direction::Up => from.checked_sub(1),
            Direction::Down => Some(from + 1).filter(|to| *to < count),
        };
        if let Some(to) = to {
            self.documents.swap(from, to);
            self.announce(Announcement::Moved { place: to + 1, count });
        }
    }

    /// Takes a document out, with what was read of it here. What is kept of it stays.
    pub(super) fn remove_document(&mut self, id: DocumentId) {
        if self.running_document().is_some_and(|running| running.id == id) {
            return;
        }
        let before = self.documents.len();
        self.documents.retain(|document| document.id != id);
        if self.documents.len() == before {
            return;
        }
        if self.documents.is_empty() {
            return self.clear();
        }
        if self.renderer.as_ref().is_some_and(|renderer| renderer.document == Some(id))
            && !self.run.is_running
        {
            // It may be in the midst of opening it.
            self.dismiss_renderer();
        }
        self.shows.retain(|(document, _)| *document != id);
        self.stop_writing_of(id);
        self.forget_mending_of(id);
        self.effects.push(Effect::Store(StoreTask::List));
        self.open_next();
        self.start_if_wanted();
    }

    /// Nothing is left: no document, no work, nothing to be begun.
    pub(super) fn clear(&mut self) {
        self.cancel();
        self.epoch += 1;
        self.documents.clear();
        self.notices.clear();
        self.changes.clear();
        self.end_search();
        self.mending = super::mending::Mending::default();
        (self.start_when_ready, self.go_on_when_ready) = (false, false);
        self.run = super::Run::default();
        self.settling = None;
        self.dismiss_renderer();
        self.shows.clear();
        self.dismiss_recognizers();
        if self.writing.take().is_some() {
            self.effects.push(Effect::Dismiss(Who::Writer));
            self.effects.push(Effect::Dismiss(Who::Rewriter));
        }
        self.effects.push(Effect::Store(StoreTask::List));
    }
}
