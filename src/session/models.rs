//! Which models each page of a document is to be read with.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::document::Document;
use crate::identify::of_page;
use crate::model::bitmap::Provenance;
use crate::model::language::ModelSet;
use crate::model::page::PageIndex;
use crate::model::record::{PageOutcome, PageRecord};

/// What has been found out, or been decided, about the languages of a document. Where nothing has, its pages are read in
/// those that the options choose.
#[derive(Debug, Clone, Default)]
pub(super) struct Languages {
    /// What its pages are read with, where that was found out.
    pub(super) settled: Option<ModelSet>,
    /// What single pages of it are read with instead.
    pub(super) of_pages: BTreeMap<PageIndex, ModelSet>,
    /// Pages whose language is to be found out by trial.
    pub(super) to_try: VecDeque<PageIndex>,
    /// Pages with which that was tried.
    tried: BTreeSet<PageIndex>,
}

impl Languages {
    /// What a page is to be read with, if the others are read with `usual`.
    pub(super) fn wanted<'a>(&'a self, page: PageIndex, usual: &'a ModelSet) -> &'a ModelSet {
        self.of_pages.get(&page).or(self.settled.as_ref()).unwrap_or(usual)
    }

    /// The language of a page is to be found out by trial, unless that has been tried.
    pub(super) fn try_page(&mut self, page: PageIndex) {
        if self.tried.insert(page) {
            self.to_try.push_back(page);
        }
    }

    /// The lines of a page are tried.
    pub(super) fn note_tried(&mut self, page: PageIndex) {
        self.tried.insert(page);
    }

    /// Whether the language of a page was to be found out by trial.
    pub(super) fn was_tried(&self, page: PageIndex) -> bool {
        self.tried.contains(&page)
    }

    /// Whether a page is to be read with models of its own, or is to be tried.
    pub(super) fn concern(&self, page: PageIndex) -> bool {
        self.of_pages.contains_key(&page) || self.to_try.contains(&page)
    }
}

/// Whether what is known of a page is what it comes to with these models.
pub(super) fn is_read_with(record: &PageRecord, models: &ModelSet) -> bool {
    // What had not to be read is the same with all of them.
    record.models.is_empty() || record.by_choice || record.models == models.names()
}

/// Notes with which models a page was read, and which language its words turned out to be in.
pub(super) fn note_models(record: &mut PageRecord, models: &ModelSet) {
    if record.reading.provenance == Some(Provenance::TextLayer) {
        return;
    }
    record.models = models.names();
    if let PageOutcome::Read(text) = &mut record.outcome {
        text.languages = models.languages();
        record.language = of_page(text).map(str::to_owned);
    }
}

impl<C, P> Document<C, P> {
    /// Whether a chosen page has still to be read: nothing is known of it, or not what it comes to with the models that it is
    /// to be read with.
    pub(super) fn is_left(&self, page: PageIndex, usual: &ModelSet) -> bool {
        let Some(job) = &self.job else {
            return true;
        };
        let is_outdated = matches!(job.outdated.get(&page), Some(None));
        let fits = |record: &PageRecord| {
            // What was tried and did not work is not tried again.
            job.outdated.contains_key(&page) || is_read_with(record, self.languages.wanted(page, usual))
        };
        is_outdated || !job.record(page).is_some_and(fits)
    }

    /// The models of the first of these pages that has still to be read.
    pub(super) fn next_models(&self, chosen: &[PageIndex], usual: &ModelSet, afresh: bool) -> ModelSet {
        let next = chosen.iter().find(|page| afresh || self.is_left(**page, usual));
        next.map_or(usual, |page| self.languages.wanted(*page, usual)).clone()
    }
}
