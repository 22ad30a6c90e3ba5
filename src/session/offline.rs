//! Whether everything is kept for use without a network, and when a new version is offered.

use super::Session;
use crate::words::UpdateOffer;

/// How much of Pagewise is kept in this browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kept {
    /// Nothing that could be relied on.
    #[default]
    Nothing,
    /// It is being kept.
    Coming,
    /// All that the site is made of, and every model that is loaded.
    Whole,
}

/// A new version of Pagewise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Update {
    #[default]
    None,
    Ready,
    /// The person does not want it now. It comes by itself when Pagewise is opened the next time.
    Postponed,
}

impl<C, P> Session<C, P> {
    /// How much of Pagewise is kept in this browser.
    pub fn kept_offline(&self) -> Kept {
        self.kept_offline
    }

    /// There is a new version. Said once more, it changes nothing of what the person has answered.
    pub(super) fn update_ready(&mut self) {
        if self.update == Update::None {
            self.update = Update::Ready;
        }
    }

    /// The offer of a new version; none in the middle of a job, or while a file is being written.
    pub fn update_offer(&self) -> Option<UpdateOffer> {
        let is_busy = self.run.is_running || self.writing.is_some() || self.settling.is_some();
        if self.update != Update::Ready || is_busy {
            return None;
        }
        // What is kept of a text was decided when its job began.
        let mut jobs = self.read_documents().filter_map(|document| document.job.as_ref());
        let is_kept = self.options.keep && !self.store_refused && jobs.all(|job| job.options.keep);
        Some(match () {
            () if self.documents.is_empty() => UpdateOffer::Plain,
            () if is_kept => UpdateOffer::Kept,
            () if self.read_documents().next().is_some() => UpdateOffer::Lost,
            () => UpdateOffer::Plain,
        })
    }
}
