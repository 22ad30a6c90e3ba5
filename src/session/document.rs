//! A document of a session, and what has become of its pages.

use std::collections::BTreeMap;

use super::models::Languages;
use crate::model::budget::Bytes;
use crate::model::correction::offer::Offer;
use crate::model::error::Error;
use crate::model::language::ModelSet;
use crate::model::options::{Options, OwnText};
use crate::model::page::{PageIndex, PageText};
use crate::model::record::{PageOutcome, PageReading, PageRecord, Tally, Verdict};
use crate::model::source::{FileKind, PageRangeError};
use crate::pipeline::{PageProgress, Pipeline, Replacements, Stage};
use crate::store::{Fingerprint, JobRecord};

/// Tells documents apart for the life of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(pub u32);

/// Tells files apart for the life of a session, in whatever document they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// Tells pages apart: the one key for rows, texts and what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageKey {
    /// The document.
    pub document: DocumentId,
    /// The page of it.
    pub page: PageIndex,
}

/// Where a document stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// Its structure has not been looked at yet.
    Opening,
    /// Encrypted; a password is awaited.
    PasswordNeeded {
        /// Whether one was tried that does not open it.
        wrong: bool,
    },
    /// A password was given and is being tried.
    Unlocking,
    /// Its pages are known.
    Ready,
    /// Being read.
    Running,
    /// Not read, because it is being read elsewhere: by another tab, or another process.
    Elsewhere,
    /// Passed over, because it has none of the pages that were chosen.
    NoSuchPages(PageRangeError),
    /// Read as far as it will be: [`Job::verdict`].
    Finished,
    /// It cannot be read, and why.
    Rejected(Error),
}

/// How a document's next job begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beginning {
    /// With whatever is not known yet.
    GoOn,
    /// With its first page, whatever is known.
    Afresh,
    /// With the pages that are left for other models, in the same run.
    ReadOn,
}

impl Beginning {
    /// That of both where they become one: what is to be read whatever is known counts.
    pub(super) fn or(self, other: Self) -> Self {
        if other == Beginning::Afresh { other } else { self }
    }
}

/// One PDF, or the images that were added together. `C` is whatever a file is.
pub struct Document<C, P> {
    /// Tells it apart.
    pub id: DocumentId,
    /// The name of its (first) file.
    pub name: String,
    /// Its files: one PDF, any number of images; none of a text that was kept, whose file is not here.
    pub files: Vec<C>,
    /// Their names.
    pub file_names: Vec<String>,
    /// What tells each of them apart. None of a text that was kept.
    pub file_ids: Vec<FileId>,
    /// How large each of them is.
    pub(super) file_sizes: Vec<Bytes>,
    /// How many pages each of them has, once known.
    pub file_pages: Vec<u32>,
    /// What each file is.
    pub kinds: Vec<FileKind>,
    /// Size of its files together.
    pub bytes: Bytes,
    /// Where it stands.
    pub status: Status,
    /// The password that opens it, or is being tried.
    pub password: Option<String>,
    /// What was done with it, once started.
    pub job: Option<Job<P>>,
    /// By what it is known again, once computed.
    pub fingerprint: Option<Fingerprint>,
    /// While that is being computed: whether its files have changed since, so that it is of no use.
    pub(super) is_identified_again: Option<bool>,
    /// The images that were chosen together, if it is of such.
    pub(super) batch: Option<u32>,
    pub(super) beginning: Beginning,
    /// Whether what its pages have and nobody sees is to be replaced, whatever the options say of it.
    pub(super) replaces: bool,
    /// What is known of its languages.
    pub(super) languages: Languages,
    /// Whether nothing more is to be offered about these.
    pub(super) declined: bool,
    /// Pages that a person has put right, as they were read with other options before.
    pub(super) mended: Vec<PageRecord>,
}

/// What was done with a document, and is being done.
pub struct Job<P> {
    /// Tells it from another of the same document.
    pub number: u32,
    /// The pages that were chosen, ascending.
    pub chosen: Vec<PageIndex>,
    /// The options it runs with.
    pub options: Options,
    /// The models it runs with, or ran with last.
    pub models: ModelSet,
    /// When it was started, in milliseconds.
    pub started: f64,
    /// When it ended.
    pub ended: Option<f64>,
    /// How long it was paused, in milliseconds.
    pub paused_for: f64,
    /// Workers that were replaced.
    pub replacements: Replacements,
    /// How many of the chosen pages were known and are not read now.
    pub known: usize,
    /// Pages that ended, ascending.
    pub(super) records: Vec<PageRecord>,
    /// Pages whose record is from an earlier reading, though they were to be read anew; and why they were not, if that
    /// was tried.
    pub(super) outdated: BTreeMap<PageIndex, Option<Error>>,
    pub(super) tally: Tally,
    /// How often anything in its records changed.
    revision: u32,
    /// Pages of which another reading was taken.
    pub(super) read_otherwise: Vec<PageIndex>,
    /// While it runs.
    pub(super) pipeline: Option<Pipeline<P>>,
}

/// A chosen page, as it is at the moment.
#[derive(Debug, Clone, Copy)]
pub enum PageView<'a> {
    /// It waits, or something is being done with it.
    InWork(&'a PageProgress),
    /// It has ended.
    Ended(&'a PageRecord),
}

impl<P> Job<P> {
    /// The pages that ended, ascending.
    pub fn records(&self) -> &[PageRecord] {
        &self.records
    }

    /// What is known of a page that ended.
    pub fn record(&self, page: PageIndex) -> Option<&PageRecord> {
        let place = self.records.binary_search_by_key(&page, |record| record.page).ok()?;
        self.records.get(place)
    }

    /// How a chosen page is at the moment.
    pub fn page(&self, page: PageIndex) -> Option<PageView<'_>> {
        let progress = self.pipeline.as_ref().and_then(|pipeline| pipeline.progress(page));
        match progress.filter(|progress| progress.stage != Stage::Ended) {
            Some(progress) => Some(PageView::InWork(progress)),
            None => self.record(page).map(PageView::Ended),
        }
    }

    /// How often anything in its records changed.
    pub(super) fn revision(&self) -> u32 {
        self.revision
    }

    /// How its pages ended so far.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// What it has come to, once it has ended.
    pub fn verdict(&self) -> Option<Verdict> {
        self.ended.map(|_| self.tally.verdict())
    }

    /// How many of the chosen pages have been read, or given up.
    pub fn done(&self) -> usize {
        // Pages that are known and are to be read anew count as cancelled until they are.
        self.tally.total() - self.tally.cancelled
    }

    /// How far the pages are that are being read at this moment, in pages.
    pub fn being_read(&self) -> f64 {
        self.pipeline.as_ref().map_or(0.0, Pipeline::being_read)
    }

    /// Whether it is paused and nothing is in work any more.
    pub fn is_at_rest(&self) -> bool {
        self.pipeline.as_ref().is_some_and(Pipeline::is_at_rest)
    }

    /// Whether it is paused, or on the way there.
    pub fn is_paused(&self) -> bool {
        self.pipeline.as_ref().is_some_and(Pipeline::is_paused)
    }

    /// A job that has not begun.
    pub(super) fn new(number: u32, options: Options, models: ModelSet, started: f64) -> Self {
        Self {
            number,
            chosen: Vec::new(),
            options,
            models,
            started,
            ended: None,
            paused_for: 0.0,
            replacements: Replacements::default(),
            known: 0,
            records: Vec::new(),
            outdated: BTreeMap::new(),
            tally: Tally::default(),
            revision: 0,
            read_otherwise: Vec::new(),
            pipeline: None,
        }
    }

    /// Takes what is known of a page. What was read before stays where nothing was read now. Whether it was taken.
    pub(super) fn take(&mut self, record: PageRecord) -> bool {
        let page = record.page;
        let place = self.records.binary_search_by_key(&page, |other| other.page);
        let is_readable = place.is_ok_and(|place| self.records[place].text().is_some());
        let taken = match (record.outcome, place) {
            (PageOutcome::Failed(error), _) if is_readable => {
                self.outdated.insert(page, Some(error));
                false
            }
            (PageOutcome::Cancelled, _) if is_readable => {
                self.outdated.insert(page, None);
                false
            }
            (outcome, place) => {
                let left_out = record.left_out || place.is_ok_and(|place| self.records[place].left_out);
                let mut record = PageRecord { outcome, left_out, ..record };
                match place {
                    Ok(place) => {
                        if record.text() != self.records[place].text() {
                            self.read_otherwise.push(page);
                        }
                        record.offer_again(&self.records[place]);
                        self.records[place] = record;
                    }
                    Err(place) => self.records.insert(place, record),
                }
                self.outdated.remove(&page);
                true
            }
        };
        self.count();
        taken
    }

    /// Changes the text of a page, and what is offered for it, if it was read.
    pub(super) fn mend<R>(
        &mut self,
        page: PageIndex,
        change: impl FnOnce(&mut PageText, &mut Vec<Offer>) -> Option<R>,
    ) -> Option<R> {
        let place = self.records.binary_search_by_key(&page, |record| record.page).ok()?;
        let PageRecord { outcome: PageOutcome::Read(text), offers, .. } = self.records.get_mut(place)? else {
            return None;
        };
        let changed = change(text, offers)?;
        self.count();
        Some(changed)
    }

    /// A page that has ended is left out of what is taken away, or is part of it again; whether that is new.
    pub(super) fn leave_out(&mut self, page: PageIndex, left_out: bool) -> bool {
        let record = self
            .records
            .iter_mut()
            .find(|record| record.page == page && record.left_out != left_out && record.is_final());
        let is_new = record.is_some();
        if let Some(record) = record {
            record.left_out = left_out;
        }
        self.count();
        is_new
    }

    /// A page that is known is to be read anew.
    pub(super) fn read_anew(&mut self, page: PageIndex) {
        if self.record(page).is_some_and(|record| record.text().is_some()) {
            self.outdated.insert(page, None);
        }
        self.count();
    }

    /// Pages that were chosen and of which nothing is known yet are not read any more.
    pub(super) fn cancel_rest(&mut self) {
        let unknown: Vec<_> =
            self.chosen.iter().copied().filter(|page| self.record(*page).is_none()).collect();
        for page in unknown {
            self.take(PageRecord::new(page, PageOutcome::Cancelled, PageReading::default()));
        }
    }

    fn count(&mut self) {
        self.revision += 1;
        self.tally = Tally::default();
        for record in &self.records {
            match self.outdated.get(&record.page) {
                None => self.tally.count_record(record),
                Some(None) => self.tally.count(&PageOutcome::Cancelled),
                Some(Some(error)) => self.tally.count(&PageOutcome::Failed(error.clone())),
            }
        }
    }
}

impl<C, P> Document<C, P> {
    /// A document of which nothing is known, without files.
    pub(super) fn of_files(id: DocumentId, name: String, status: Status) -> Self {
        Self {
            id,
            name,
            files: Vec::new(),
            file_names: Vec::new(),
            file_ids: Vec::new(),
            file_sizes: Vec::new(),
            file_pages: Vec::new(),
            kinds: Vec::new(),
            bytes: Bytes(0),
            status,
            password: None,
            job: None,
            fingerprint: None,
            is_identified_again: None,
            batch: None,
            beginning: Beginning::GoOn,
            replaces: false,
            languages: Languages::default(),
            declined: false,
            mended: Vec::new(),
        }
    }

    /// Its pages; 0 until they are known.
    pub fn page_count(&self) -> u32 {
        self.file_pages.iter().sum()
    }

    /// The name of the image file that a page is from, where there are several.
    pub fn file_of(&self, page: PageIndex) -> Option<&str> {
        if self.file_names.len() < 2 {
            return None;
        }
        let mut after = 0;
        let file = self.file_pages.iter().position(|pages| {
            after += pages;
            page.0 < after
        });
        self.file_names.get(file?).map(String::as_str)
    }

    /// The pages that were chosen; none before Start.
    pub fn chosen(&self) -> &[PageIndex] {
        self.job.as_ref().map_or(&[], |job| &job.chosen)
    }

    /// The pages that were chosen and are not left out.
    pub fn taken(&self) -> impl Iterator<Item = PageIndex> {
        let is_in = |page: &PageIndex| {
            let record = self.job.as_ref().and_then(|job| job.record(*page));
            !record.is_some_and(|record| record.left_out)
        };
        self.chosen().iter().copied().filter(is_in)
    }

    /// What is known of its pages that ended.
    pub fn records(&self) -> &[PageRecord] {
        self.job.as_ref().map_or(&[], |job| &job.records)
    }

    /// The pages that can be taken away so far, in document order.
    pub fn texts(&self) -> impl Iterator<Item = &PageText> {
        self.records().iter().filter_map(PageRecord::taken)
    }

    /// The text of a page, if it was read.
    pub fn text(&self, page: PageIndex) -> Option<&PageText> {
        self.job.as_ref()?.record(page)?.text()
    }

    /// Whether its pages are not known yet, but may be soon.
    pub fn is_opening(&self) -> bool {
        matches!(self.status, Status::Opening | Status::Unlocking)
    }

    /// Whether it was read as far as it will be, but not to its end.
    pub fn is_unfinished(&self) -> bool {
        self.status == Status::Finished
            && !self.files.is_empty()
            && self.job.as_ref().is_some_and(|job| job.tally.cancelled > 0)
    }

    /// Whether pages were read because their hidden text did not say what they show, and keep it: it can be replaced.
    pub(super) fn has_poor_hidden_text(&self) -> bool {
        let keeps = self.job.as_ref().is_some_and(|job| job.options.own_text == OwnText::Keep);
        keeps
            && self.is_repeatable()
            && self.records().iter().any(|record| record.reading.has_hidden_text && record.text().is_some())
    }

    /// The options that it is to be read with, where these are chosen for all.
    pub(super) fn options(&self, chosen: &Options) -> Options {
        let own_text =
            if self.replaces && !chosen.own_text.takes_out() { OwnText::Replace } else { chosen.own_text };
        Options { own_text, ..chosen.clone() }
    }

    /// What is kept of its job as a whole, started at that date.
    pub(super) fn job_record(
        &self,
        options: &Options,
        models: &ModelSet,
        chosen: Vec<PageIndex>,
        started: u64,
    ) -> JobRecord {
        JobRecord {
            name: self.name.clone(),
            reading: options.reading_key(),
            options: options.shown(),
            models: models.names(),
            chosen,
            started,
            file_pages: self.file_pages.clone(),
            file_names: self.file_names.clone(),
            kinds: self.kinds.clone(),
            bytes: self.bytes,
        }
    }

    /// Whether everything is to be read anew, whatever is known.
    pub(super) fn is_begun_afresh(&self) -> bool {
        self.beginning == Beginning::Afresh
    }

    /// What is left of it is read in the same run.
    pub(super) fn read_on(&mut self) {
        self.beginning = Beginning::ReadOn;
    }

    /// Whether it was read to its end and could be read again.
    pub fn is_repeatable(&self) -> bool {
        self.status == Status::Finished && !self.files.is_empty()
    }
}
