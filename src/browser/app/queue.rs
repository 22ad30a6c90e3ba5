//! The queue of documents: their order, taking one out, and pausing.

use super::state::{DocumentId, Status};
use super::{App, now};
use crate::pipeline::Input;

/// Where a document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// One place towards the first.
    Up,
    /// One place towards the last.
    Down,
}

impl App {
    /// Swaps a document with its neighbour. Results follow the order of the documents.
    pub(super) fn move_document(&mut self, id: DocumentId, direction: Direction) {
        let documents = &mut self.state.documents;
        let Some(from) = documents.iter().position(|document| document.id == id) else {
            return;
        };
        let to = match direction {
            Direction::Up => from.checked_sub(1),
            Direction::Down => Some(from + 1).filter(|to| *to < documents.len()),
        };
        if let Some(to) = to {
            documents.swap(from, to);
            let (place, count) = (to + 1, self.state.documents.len());
            self.view.say(&format!("Now number {place} of {count}."));
        }
    }

    /// Takes a document out, with what was read of it here. What is kept of it stays.
    pub(super) fn remove_document(&mut self, id: DocumentId) {
        self.state.documents.retain(|document| document.id != id || document.status == Status::Running);
        if self.state.documents.is_empty() {
            self.clear();
        } else {
            self.open_next();
            self.store.list();
        }
    }

    /// Pauses what is running, or lets it go on.
    pub(super) fn pause_or_resume(&mut self) {
        if !self.state.running {
            return;
        }
        match self.state.paused_since.take() {
            None => {
                self.state.paused_since = Some(now());
                self.feed(Input::Pause);
            }
            Some(since) => {
                let pause = now() - since;
                self.state.paused_for += pause;
                if let Some(job) =
                    self.state.running_document_mut().and_then(|document| document.job.as_mut())
                {
                    job.paused_for += pause;
                }
                self.feed(Input::Resume);
            }
        }
    }
}
