//! Jobs that survive: what of a job is stored, what is known of it from before, and how it is forgotten.

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use super::state::{Document, DocumentId, NoticeKind, State, Status};
use super::store::{self, Claimed, News};
use super::{App, Msg, settings};
use crate::model::error::Error;
use crate::model::page::PageIndex;
use crate::store::{Fingerprint, JobRecord, KeptJob};

/// How long reading waits for the store to answer: it never should, and must not for long.
const CLAIM_SECONDS: u32 = 10;

/// What earlier visits know of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadBefore {
    /// Every page that was chosen.
    Whole,
    /// So many pages of so many.
    Partly(u32, u32),
    /// Pages that were read with other options and are of no use now.
    Otherwise,
    /// Another tab is reading it.
    Elsewhere,
}

impl State {
    /// The options that decide what texts come out as, in one line.
    pub fn reading(&self) -> String {
        let (dpi, psm) = (self.options.dpi.map_or(0.0, |dpi| dpi.0), self.options.psm.number());
        let (lang, variant) =
            self.chosen_offer().map_or(("", ""), |offer| (offer.lang.as_str(), offer.variant.as_str()));
        format!("dpi {dpi} psm {psm} text {} {lang} {variant}", self.options.own_text.id())
    }

    /// What is known of a document that has not been started yet.
    pub fn read_before(&self, document: &Document) -> Option<ReadBefore> {
        if !self.options.keep || document.status != Status::Ready || document.afresh {
            return None;
        }
        let fingerprint = document.fingerprint.as_ref()?;
        let kept = self.kept.iter().find(|kept| kept.fingerprint == *fingerprint)?;
        Some(match kept {
            KeptJob { elsewhere: true, .. } => ReadBefore::Elsewhere,
            KeptJob { ended: 0, .. } => return None,
            KeptJob { record, .. } if record.reading != self.reading() => ReadBefore::Otherwise,
            KeptJob { record, ended, .. } if *ended >= record.chosen => ReadBefore::Whole,
            KeptJob { record, ended, .. } => ReadBefore::Partly(*ended, record.chosen),
        })
    }
}

impl App {
    /// Computes a document's fingerprint, by which it is known again.
    pub(super) fn identify(&self, id: DocumentId) {
        let document = self.state.documents.iter().find(|document| document.id == id);
        let Some(files) = document.filter(|_| self.state.options.keep).map(|document| document.files.clone())
        else {
            return;
        };
        let sender = self.sender.clone();
        spawn_local(async move {
            // Without one the document is read all the same, and nothing of it is kept.
            if let Some(fingerprint) = store::fingerprint(&files).await {
                sender.send(Msg::Identified(id, fingerprint));
            }
        });
    }

    pub(super) fn identified(&mut self, id: DocumentId, fingerprint: Fingerprint) {
        if let Some(document) = self.state.document_mut(id) {
            document.fingerprint = Some(fingerprint);
        }
    }

    /// Asks the store for a document's job before it begins. Whether it did: with nothing kept there is no need.
    pub(super) fn claim(&mut self, id: DocumentId, chosen: u32) -> bool {
        let reading = self.state.reading();
        let keep = self.state.options.keep && !self.store_refused;
        let Some(document) = self.state.document_mut(id).filter(|_| keep) else {
            return false;
        };
        let record =
            JobRecord { name: document.name.clone(), reading, chosen, started: js_sys::Date::now() as u64 };
        let (files, handle, afresh) = (document.files.clone(), document.handle.clone(), document.afresh);
        document.status = Status::Running;
        self.claiming = Some((id, record.clone()));
        let sender = self.sender.clone();
        self.claim_clock =
            Some(Timeout::new(CLAIM_SECONDS * 1000, move || sender.send(Msg::ClaimOverdue(id))));
        self.store.claim(id, files, handle, record, afresh);
        true
    }

    /// Something was heard from the store.
    pub(super) fn hear_store(&mut self, news: News) {
        match news {
            News::Listed(jobs) => self.state.kept = jobs,
            News::Claimed(id, claimed) => self.claimed(id, claimed),
            News::Refused => {
                if !std::mem::replace(&mut self.store_refused, true) {
                    let sentence = "This browser does not let Pagewise keep what it reads: the window is private, there \
                                    is no room, or the page was not loaded securely. Reading goes on, but after a \
                                    crash it has to start again.";
                    self.notify(NoticeKind::Warning, sentence);
                }
            }
            News::Newer => self.notify(NoticeKind::Error, Error::VersionMismatch.to_string()),
            News::Reopened(Some(chosen)) => {
                self.start_when_ready = !self.state.running;
                self.look_at(chosen);
            }
            News::Reopened(None) => {
                let sentence = "The file could not be opened again: it was moved, renamed or deleted, or you did not allow \
                                it. Choose it again to go on.";
                self.notify(NoticeKind::Warning, sentence);
            }
            News::Forgotten(true) => {
                self.state.kept.clear();
                settings::forget(&self.state.options);
                self.notify(NoticeKind::Info, "Everything that was kept has been forgotten.");
            }
            News::Forgotten(false) => {
                self.store.list();
                let sentence = "Not everything could be forgotten, because another tab is using it. Close the other \
                                tabs of Pagewise and try again.";
                self.notify(NoticeKind::Error, sentence);
            }
        }
    }

    /// The store has not answered: the document is read without it.
    pub(super) fn claim_overdue(&mut self, id: DocumentId) {
        if self.claiming.take_if(|(waiting, _)| *waiting == id).is_some() {
            self.hear_store(News::Refused);
            self.begin(id, Vec::new());
        }
    }

    fn claimed(&mut self, id: DocumentId, claimed: Claimed) {
        let Some((_, record)) = self.claiming.take_if(|(waiting, _)| *waiting == id) else {
            // Cancelled meanwhile, or begun without it.
            self.store.release();
            return;
        };
        let known = match claimed {
            Claimed::Kept { fingerprint, known } => {
                self.identified(id, fingerprint.clone());
                self.state.kept.retain(|kept| kept.fingerprint != fingerprint);
                let (ended, at_hand) = (known.len() as u32, false);
                self.state.kept.insert(0, KeptJob { fingerprint, record, ended, at_hand, elsewhere: false });
                known
            }
            Claimed::NotKept => Vec::new(),
            Claimed::Elsewhere => {
                let Some(document) = self.state.document_mut(id) else {
                    return;
                };
                document.status = Status::Elsewhere;
                self.read_next();
                return;
            }
        };
        self.begin(id, known);
    }

    /// A page of the running job reached its end.
    pub(super) fn keep_page(&self, page: PageIndex) {
        let document = self.state.running_document().filter(|_| self.state.options.keep);
        let job = document.and_then(|document| document.jobs().iter().find(|job| job.page == page));
        if let Some(job) = job {
            self.store.keep(job);
        }
    }
}
