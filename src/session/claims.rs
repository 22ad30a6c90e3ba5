//! Jobs that survive: what is known of a document from before, what of it is stored, and how it is forgotten.

use super::document::{Beginning, Document, DocumentId, Job, Status};
use super::run::Beginnings;
use super::{Effect, Session, StoreNews, StoreTask};
use crate::model::error::Error;
use crate::model::record::{PageRecord, Tally};
use crate::pipeline::Replacements;
use crate::store::{Fingerprint, JobRecord, KeptJob};
use crate::words::Notice;

/// How long reading waits for the store to answer, in seconds: it never should, and must not for long.
const CLAIM_SECONDS: u32 = 10;

/// A document whose job is asked of the store before it begins.
pub(super) struct Claim {
    pub(super) document: DocumentId,
    pub(super) beginnings: Beginnings,
    record: JobRecord,
    waited: u32,
}

impl<C, P> Session<C, P> {
    pub(super) fn identified(&mut self, id: DocumentId, fingerprint: Fingerprint) {
        if let Some(document) = self.document_mut(id) {
            document.fingerprint = Some(fingerprint);
        }
    }

    /// Asks the store for a document's job before it begins. With nothing kept there is no need.
    pub(super) fn claim(&mut self, id: DocumentId, beginnings: Beginnings) {
        let reading = self.reading_key();
        let keep = beginnings.options.keep && !self.store_refused;
        let date = self.date as u64;
        let Some(document) = self.document(id).filter(|_| keep) else {
            return self.begin(id, beginnings, Vec::new());
        };
        let record = JobRecord {
            name: document.name.clone(),
            reading,
            chosen: beginnings.count(),
            started: date,
            file_pages: document.file_pages.clone(),
            file_names: document.file_names.clone(),
            kinds: document.kinds.clone(),
            bytes: document.bytes,
        };
        // Pages that are not read again stay.
        let is_all = document.records().iter().all(|known| beginnings.chooses(known.page));
        let afresh = document.beginning == Beginning::Afresh && is_all;
        self.claim = Some(Claim { document: id, beginnings, record: record.clone(), waited: 0 });
        self.effects.push(Effect::Store(StoreTask::Claim { document: id, record, afresh }));
    }

    /// The store has a while to answer; then the document is read without it.
    pub(super) fn tick_claim(&mut self) {
        let Some(claim) = &mut self.claim else {
            return;
        };
        claim.waited += 1;
        if claim.waited >= CLAIM_SECONDS
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
            StoreNews::Claimed { document, fingerprint, known } => self.claimed(document, fingerprint, known),
            StoreNews::NotKept(document) => {
                if let Some(claim) = self.take_claim(document) {
                    self.begin(document, claim.beginnings, Vec::new());
                }
            }
            StoreNews::Elsewhere(id) => {
                if self.take_claim(id).is_none() {
                    return;
                }
                if let Some(document) = self.document_mut(id) {
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
            StoreNews::Opened(Some((fingerprint, record, pages))) => {
                self.opened_kept(fingerprint, record, pages)
            }
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
    fn take_claim(&mut self, id: DocumentId) -> Option<Claim> {
        let claim = self.claim.take_if(|claim| claim.document == id);
        if claim.is_none() && self.claim.is_none() {
            self.effects.push(Effect::Store(StoreTask::Release));
        }
        claim
    }

    fn claimed(&mut self, id: DocumentId, fingerprint: Fingerprint, known: Vec<PageRecord>) {
        let Some(Claim { beginnings, record, .. }) = self.take_claim(id) else {
            return;
        };
        self.identified(id, fingerprint.clone());
        self.kept.retain(|kept| kept.fingerprint != fingerprint);
        let (ended, at_hand) = (known.len() as u32, false);
        self.kept.insert(0, KeptJob { fingerprint, record, ended, at_hand, elsewhere: false });
        self.begin(id, beginnings, known);
    }

    /// The text of a job that is kept becomes a document without files.
    fn opened_kept(&mut self, fingerprint: Fingerprint, record: JobRecord, pages: Vec<PageRecord>) {
        let is_here = |document: &Document<C, P>| document.fingerprint.as_ref() == Some(&fingerprint);
        let Some(model) = self.chosen_offer().cloned() else {
            return;
        };
        if self.documents.iter().any(is_here) {
            return;
        }
        let (id, number) = (DocumentId(self.fresh_id()), self.fresh_id());
        let mut job = Job {
            number,
            chosen: pages.iter().map(|page| page.page).collect(),
            options: self.options.clone(),
            model,
            started: self.now,
            ended: Some(self.now),
            paused_for: 0.0,
            replacements: Replacements::default(),
            known: pages.len(),
            records: Vec::new(),
            tally: Tally::default(),
            pipeline: None,
        };
        job.chosen.sort_unstable();
        pages.into_iter().for_each(|page| job.take(page));
        self.documents.push(Document {
            id,
            name: record.name,
            files: Vec::new(),
            file_names: record.file_names,
            file_pages: record.file_pages,
            kinds: record.kinds,
            bytes: record.bytes,
            status: Status::Finished,
            password: None,
            job: Some(job),
            fingerprint: Some(fingerprint),
            beginning: Beginning::GoOn,
        });
    }
}
