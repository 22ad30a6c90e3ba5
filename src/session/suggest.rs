//! Pages that seem to be in another language than they were read in: what is offered, and what comes of it.

use std::collections::BTreeMap;

use super::document::{Beginning, Document, DocumentId, Status};
use super::{Reach, Session};
use crate::identify::is_misread;
use crate::model::language::{LanguageChoice, ModelSet};
use crate::model::look::Quality;
use crate::model::page::PageIndex;
use crate::model::record::PageRecord;

/// Pages that seem to be in another language than they were read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The code of the language they seem to be in; `None` where it could only be found out by trial.
    pub language: Option<String>,
    /// Whether the site has a model for it.
    pub is_offered: bool,
    /// The pages, ascending; never none.
    pub pages: Vec<PageIndex>,
}

impl<C, P> Session<C, P> {
    /// What is to be offered for a document that was read, if anything is.
    pub fn suggestion(&self, document: &Document<C, P>) -> Option<Suggestion> {
        let can_be_read = document.is_repeatable() && !self.run.is_running && self.can_read();
        if !can_be_read || document.declined {
            return None;
        }
        let mut by_language: BTreeMap<&str, Vec<PageIndex>> = BTreeMap::new();
        let mut gibberish = Vec::new();
        for record in document.records() {
            if let Some(code) = record.language_missed() {
                by_language.entry(code).or_default().push(record.page);
            } else if Self::is_gibberish(record) && !document.languages.was_tried(record.page) {
                gibberish.push(record.page);
            }
        }
        if let Some((code, pages)) = by_language.into_iter().max_by_key(|(_, pages)| pages.len()) {
            let is_offered = self.offer_for(code).is_some();
            return Some(Suggestion { language: Some(code.to_owned()), is_offered, pages });
        }
        let others = self.offers.iter().any(|offer| !self.chosen_languages().contains(&offer.lang));
        let is_worth_it = others && !gibberish.is_empty();
        is_worth_it.then_some(Suggestion { language: None, is_offered: true, pages: gibberish })
    }

    /// Reads pages of a document once more, in the language that is offered for it, or in whichever they turn out to be.
    /// What was read well stays.
    pub(super) fn read_as(&mut self, id: DocumentId, reach: Reach) {
        let suggestion = self.document(id).and_then(|document| self.suggestion(document));
        let Some(Suggestion { language, is_offered: true, pages }) = suggestion else {
            return;
        };
        let models = language.as_deref().and_then(|code| self.offer_for(code)).cloned().map(ModelSet::one);
        let first = pages.first().copied().unwrap_or(PageIndex(0));
        let is_reached = |page: PageIndex| match reach {
            Reach::These => pages.contains(&page),
            Reach::Onward => page >= first,
            Reach::All => true,
        };
        let Some(document) = self.document_mut(id) else {
            return;
        };
        let doubted: Vec<PageIndex> = document
            .records()
            .iter()
            .filter(|record| is_reached(record.page) && !record.models.is_empty())
            .filter(|record| pages.contains(&record.page) || !is_well_read(record))
            .map(|record| record.page)
            .collect();
        for page in doubted {
            match &models {
                Some(models) => {
                    document.languages.of_pages.insert(page, models.clone());
                }
                None => document.languages.try_page(page),
            }
        }
        if reach == Reach::All && document.languages.settled.is_none() {
            document.languages.settled.clone_from(&models);
            // What was read well in the language it was read in stays.
            let kept: Vec<(PageIndex, Vec<String>)> = document
                .records()
                .iter()
                .filter(|record| !document.languages.concern(record.page) && !record.models.is_empty())
                .map(|record| (record.page, record.models.clone()))
                .collect();
            let sets: Vec<_> = kept.into_iter().map(|(page, names)| (page, self.set_named(&names))).collect();
            if let Some(document) = self.document_mut(id) {
                for (page, models) in sets.into_iter().filter_map(|(page, set)| Some((page, set?))) {
                    document.languages.of_pages.insert(page, models);
                }
            }
        }
        if let Some(document) = self.document_mut(id) {
            document.beginning = Beginning::GoOn;
            document.status = Status::Ready;
            self.begin_run();
        }
    }

    /// Nothing more is offered for a document.
    pub(super) fn decline(&mut self, id: DocumentId) {
        if let Some(document) = self.document_mut(id) {
            document.declined = true;
        }
    }

    /// Whether what was read of a page makes no words, as that of a page in another script.
    pub(super) fn is_gibberish(record: &PageRecord) -> bool {
        !record.models.is_empty() && record.text().is_some_and(is_misread)
    }

    /// Whether the languages of documents are left to Pagewise.
    pub fn finds_languages(&self) -> bool {
        self.options.languages == LanguageChoice::Auto
    }
}

/// Whether nothing speaks against how a page was read.
fn is_well_read(record: &PageRecord) -> bool {
    matches!(record.quality(), Some(Quality::Good | Quality::Empty))
}
