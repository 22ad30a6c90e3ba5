//! What a person decides of a page: which of several readings it is to have, and whether it is taken away at all.

use super::{Attempt, Comparison, PageKey, Session};
use crate::model::language::LanguageChoice;
use crate::model::look::Quality;
use crate::model::options::Options;
use crate::model::record::PageRecord;
use crate::session::{Announcement, ClaimId, Effect, StoreTask};

impl<C, P> Session<C, P> {
    /// Puts what an attempt came to in the place of what was known of the page.
    pub(in crate::session) fn keep_reading(&mut self, place: usize) {
        let Some(Comparison { page, tried }) = &self.again.comparison else {
            return;
        };
        let record = tried.get(place).and_then(|tried| tried.progress.record());
        let Some(record) = record.filter(|record| record.text().is_some()) else {
            return;
        };
        let (page, record) = (*page, PageRecord { by_choice: true, ..record.clone() });
        self.drop_readings();
        let job = self.document_mut(page.document).and_then(|document| document.job.as_mut());
        // Other pages may have been chosen meanwhile.
        let Some(job) = job.filter(|job| job.chosen.contains(&page.page)) else {
            return;
        };
        job.take(record);
        self.decided(page);
        self.announce(Announcement::ReadingKept(page.page));
    }

    /// Leaves everything as it was.
    pub(in crate::session) fn drop_readings(&mut self) {
        self.stop_work_if(|task| matches!(task, super::Task::Attempt(_)));
        self.again.comparison = None;
        self.go_on_again();
    }

    /// Takes what an attempt came to, and how it was read for everything that is read from now on.
    pub(in crate::session) fn use_for_all(&mut self, place: usize) {
        let tried = self.again.comparison.as_ref().and_then(|comparison| comparison.tried.get(place));
        let Some(Attempt { psm, dpi, languages, variant, .. }) = tried.map(|tried| tried.attempt.clone())
        else {
            return;
        };
        self.keep_reading(place);
        let usual = self.options.clone();
        let options = Options {
            psm: psm.unwrap_or(usual.psm),
            dpi: dpi.or(usual.dpi),
            languages: if languages.is_empty() { usual.languages } else { LanguageChoice::These(languages) },
            variant: variant.or(usual.variant),
            ..usual
        };
        let mistakes = self.mistakes.clone();
        self.edit_options(options, mistakes);
    }

    /// A page that was only turned has its new reading at once, where the old one was doubtful and the new one is better.
    pub(super) fn keep_if_clear(&mut self) {
        let Some(Comparison { page, tried }) = &self.again.comparison else {
            return;
        };
        let [only] = tried.as_slice() else {
            return;
        };
        let before = self.record(*page);
        let is_well = before.and_then(PageRecord::quality) == Some(Quality::Good);
        let after = only.progress.record();
        if only.attempt.is_turn_alone() && !is_well && after.is_some_and(|after| is_better(after, before)) {
            self.keep_reading(0);
        }
    }

    /// A page is left out of everything that is taken away, or is part of it again.
    pub(in crate::session) fn leave_out(&mut self, page: PageKey, left_out: bool) {
        let job = self.document_mut(page.document).and_then(|document| document.job.as_mut());
        if job.is_some_and(|job| job.leave_out(page.page, left_out)) {
            self.decided(page);
            self.announce(Announcement::LeftOut(page.page, left_out));
        }
    }

    /// A person has decided something of a page: everybody is told, and it is stored.
    fn decided(&mut self, page: PageKey) {
        self.changes.push(page);
        self.again.to_keep.push(page);
        self.keep_what_waits();
    }

    /// Stores what was decided, unless another document is being stored.
    pub(super) fn keep_what_waits(&mut self) {
        let running = self.running_document().map(|document| document.id);
        let is_claimed = self.claim.is_none() && self.settling.is_none();
        for page in std::mem::take(&mut self.again.to_keep) {
            if !self.record(page).is_some_and(PageRecord::is_final) {
                // It was to be read once more since, and was not.
                continue;
            }
            if self.run.is_running && !(running == Some(page.document) && is_claimed) {
                self.again.to_keep.push(page);
            } else if self.run.is_running {
                self.effects.push(Effect::Store(StoreTask::Keep(page)));
            } else {
                self.keep_alone(page);
            }
        }
    }

    /// Stores a page of a document of which nothing else is to be stored.
    fn keep_alone(&mut self, page: PageKey) {
        let (date, claim) = (self.date as u64, ClaimId(self.fresh_id()));
        let may_be = |job: &super::super::Job<P>| job.options.keep && !self.store_refused;
        let Some(document) = self.document(page.document).filter(|document| !document.files.is_empty())
        else {
            return;
        };
        let Some(job) = document.job.as_ref().filter(|job| may_be(job)) else {
            return;
        };
        let record = document.job_record(&job.options, &job.models, job.chosen.clone(), date);
        let record = Box::new(record);
        self.effects.extend(
            [
                StoreTask::Claim { claim, document: page.document, record },
                StoreTask::Keep(page),
                StoreTask::Release,
            ]
            .map(Effect::Store),
        );
    }
}

/// Whether a reading is clearly better than another.
fn is_better(after: &PageRecord, before: Option<&PageRecord>) -> bool {
    let Some(text) = after.text() else {
        return false;
    };
    let sure = |record: &PageRecord| record.text().and_then(|text| text.mean_confidence());
    match (sure(after), before.and_then(sure)) {
        (Some(after), Some(before)) => after > before,
        (Some(_), None) => text.words().next().is_some(),
        (None, _) => false,
    }
}
