//! How far it is.

use super::document::{Document, Job, Status};
use super::{Announcement, Session};
use crate::model::page::PageIndex;

impl<C, P> Session<C, P> {
    /// Pages that reached their end, and pages there are to read in all.
    pub fn progress(&self) -> (usize, usize) {
        let done = self.documents.iter().filter_map(|document| document.job.as_ref()).map(Job::done).sum();
        let chosen = |document: &Document<C, P>| match &document.job {
            Some(job) => job.chosen.len(),
            None if matches!(document.status, Status::Ready | Status::Running) => {
                self.pages_to_read(document).map_or(0, |pages| pages.len())
            }
            None => 0,
        };
        (done, self.documents.iter().map(chosen).sum())
    }

    /// How far the pages are that are being read at this moment, in pages.
    pub fn being_read(&self) -> f64 {
        self.documents.iter().filter_map(|document| document.job.as_ref()).map(Job::being_read).sum()
    }

    /// How many pages were known from before and not read now.
    pub fn pages_known(&self) -> usize {
        self.documents.iter().filter_map(|document| document.job.as_ref()).map(|job| job.known).sum()
    }

    /// Whether reading was ever begun.
    pub fn has_begun(&self) -> bool {
        self.run.is_running || self.run.ended.is_some()
    }

    /// Whether all that was begun has ended.
    pub fn has_ended(&self) -> bool {
        self.run.ended.is_some()
    }

    /// Whether it is paused, or on the way there.
    pub fn is_paused(&self) -> bool {
        self.run.paused_since.is_some()
    }

    /// How long has been worked since it was begun, in milliseconds, without pauses.
    pub fn elapsed(&self) -> f64 {
        let run = &self.run;
        run.ended.or(run.paused_since).unwrap_or(self.now) - run.started - run.paused_for
    }

    /// The documents of which anything is there to be taken away.
    pub fn read_documents(&self) -> impl Iterator<Item = &Document<C, P>> {
        self.documents.iter().filter(|document| document.texts().next().is_some())
    }

    /// The name that stands beside a page: its file's where its document has several, its document's where there are
    /// several documents.
    pub fn name_beside<'a>(&self, document: &'a Document<C, P>, page: PageIndex) -> Option<&'a str> {
        let several = self.documents.len() > 1;
        document.file_of(page).or(several.then_some(&document.name))
    }

    /// A page was read. Told aloud for the first page and at every tenth of the way: more would drown everything else.
    /// The end is told when it has come.
    pub(super) fn announce_progress(&mut self) {
        let (done, total) = self.progress();
        let tenth = |count: usize| count * 10 / total.max(1);
        if done < total && (done == 1 || tenth(done) != tenth(done.saturating_sub(1))) {
            self.announce(Announcement::PagesRead(done, total));
        }
    }
}
