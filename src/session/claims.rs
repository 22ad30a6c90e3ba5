//! Jobs that survive: what is known of a document from before, what of it is stored, and how it is forgotten.

use super::document::{Document, DocumentId, Job, Status};
use super::run::Beginnings;
use super::{ClaimId, Effect, Session, StoreNews, StoreTask};
use crate::model::error::Error;
use crate::model::language::{ModelOffer, ModelSet};
use crate::model::options::Options;
use crate::model::record::{PageOutcome, PageReading, PageRecord};
use crate::store::{Fingerprint, JobRecord, KeptJob, KeptText};
use crate::words::Notice;

/// How long reading waits for the store to answer, in milliseconds: it never should, and must not for long.
const CLAIM_PATIENCE: f64 = 10_000.0;

/// A document whose job is asked of the store before it begins.
pub(super) struct Claim {
    id: ClaimId,
    pub(super) document: DocumentId,
    pub(super) beginnings: Beginnings,
    record: JobRecord,
    /// How long it has waited, in milliseconds.
    waited: f64,
}

impl<C, P> Session<C, P> {
    pub(super) fn identified(&mut self, id: DocumentId, fingerprint: Fingerprint) {
        let Some(document) = self.document_mut(id) else {
            return;
        };
        if document.is_identified_again.take() == Some(true) {
            return self.identify_anew(id);
        }
        document.fingerprint = Some(fingerprint);
    }

    /// Asks the store for a document's job before it begins. With nothing kept there is no need.
    pub(super) fn claim(&mut self, id: DocumentId, beginnings: Beginnings) {
        let keep = beginnings.options.keep && !self.store_refused;
        let (date, claim) = (self.date as u64, ClaimId(self.fresh_id()));
        let Some(document) = self.document(id).filter(|_| keep) else {
            return self.begin(id, beginnings, Vec::new());
        };
        let chosen = beginnings.with(document.records());
        let record = document.job_record(&beginnings.options, &beginnings.models, chosen, date);
        self.claim = Some(Claim { id: claim, document: id, beginnings, record: record.clone(), waited: 0.0 });
        self.effects.push(Effect::Store(StoreTask::Claim { claim, document: id, record: Box::new(record) }));
    }

    /// The store has a while to answer; then the document is read without it.
    pub(super) fn tick_claim(&mut self, passed: f64) {
        let Some(claim) = &mut self.claim else {
            return;
        };
        claim.waited += passed;
        if claim.waited >= CLAIM_PATIENCE
            && let Some(claim) = self.claim.take()
        {
            self.hear_store(StoreNews::Refused);
            self.begin(claim.document, claim.beginnings, Vec::new());
        }
    }

    /// Something was heard from the store.
    pub(super) fn hear_store(&mut self, news: StoreNews) {
        match news {
            StoreNews::Listed(jobs) => self.kept = jobs,
            StoreNews::Claimed { claim, fingerprint, known, mended } => {
                self.claimed(claim, fingerprint, known, mended);
            }
            StoreNews::NotAmended => self.notify(Notice::CorrectionNotKept),
            StoreNews::NotKept(claim) => {
                if let Some(claim) = self.take_claim(claim) {
                    self.begin(claim.document, claim.beginnings, Vec::new());
                }
            }
            StoreNews::Elsewhere(claim) => {
                let Some(claim) = self.take_claim(claim) else {
                    return;
                };
                if let Some(document) = self.document_mut(claim.document) {
                    document.status = Status::Elsewhere;
                }
                self.read_next();
            }
            StoreNews::Refused => {
                if !std::mem::replace(&mut self.store_refused, true) {
                    self.notify(Notice::NothingKept);
                }
            }
            StoreNews::Newer => self.notify(Notice::Failed(Error::VersionMismatch)),
            StoreNews::Opened(Some(opened)) => self.opened_kept(opened.0, opened.1),
            StoreNews::Opened(None) | StoreNews::NotReopened => self.notify(Notice::NotReopened),
            StoreNews::Forgotten(true) => {
                self.kept.clear();
                self.effects.push(Effect::ForgetOptions);
                self.notify(Notice::Forgotten);
            }
            StoreNews::Forgotten(false) => {
                self.effects.push(Effect::Store(StoreTask::List));
                self.notify(Notice::NotForgotten);
            }
        }
    }

    /// The claim that the store has answered. Where it was cancelled meanwhile, or begun without the store, that lets go
    /// of the job again.
    fn take_claim(&mut self, id: ClaimId) -> Option<Claim> {
        let claim = self.claim.take_if(|claim| claim.id == id);
        if claim.is_none() && self.claim.is_none() {
            self.effects.push(Effect::Store(StoreTask::Release));
        }
        claim
    }

    fn claimed(
        &mut self,
        claim: ClaimId,
        fingerprint: Fingerprint,
        known: Vec<PageRecord>,
        mended: Vec<PageRecord>,
    ) {
        let Some(Claim { document: id, beginnings, record, .. }) = self.take_claim(claim) else {
            return;
        };
        if let Some(document) = self.document_mut(id) {
            document.mended = mended;
            document.fingerprint = Some(fingerprint.clone());
        }
        self.kept.retain(|kept| kept.fingerprint != fingerprint);
        let pages = known.iter().map(|record| record.page).collect();
        let (at_hand, elsewhere) = (false, false);
        self.kept.insert(0, KeptJob { fingerprint, record, pages, otherwise: 0, at_hand, elsewhere });
        self.begin(id, beginnings, known);
    }

    /// The text of a job that is kept becomes a document without files. Pages that it lacks count as cancelled.
    fn opened_kept(&mut self, fingerprint: Fingerprint, kept: KeptText) {
        let is_here = |document: &Document<C, P>| document.fingerprint.as_ref() == Some(&fingerprint);
        if self.documents.iter().any(is_here) {
            return;
        }
        let KeptText { record, pages, otherwise } = kept;
        let offer = |name: &String| self.offer_named(name).cloned().unwrap_or_else(|| ModelOffer::gone(name));
        let Some(models) = ModelSet::new(record.models.iter().map(offer).collect()) else {
            return;
        };
        let (id, number) = (DocumentId(self.fresh_id()), self.fresh_id());
        let mut options = Options::default();
        options.apply(record.options.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let mut job = Job::new(number, options, models, self.now);
        job.ended = Some(self.now);
        job.known = pages.len();
        for page in pages {
            job.take(page);
        }
        for page in otherwise {
            let number = page.page;
            job.take(page);
            job.read_anew(number);
        }
        for page in record.chosen {
            if job.record(page).is_none() {
                job.take(PageRecord::new(page, PageOutcome::Cancelled, PageReading::default()));
            }
        }
        job.chosen = job.records().iter().map(|record| record.page).collect();
        self.documents.push(Document {
            file_names: record.file_names,
            file_pages: record.file_pages,
            kinds: record.kinds,
            bytes: record.bytes,
            job: Some(job),
            fingerprint: Some(fingerprint),
            ..Document::of_files(id, record.name, Status::Finished)
        });
    }
}
