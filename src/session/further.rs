//! A document is read further in the same run: pages of it turned out to be in another language, or have other models.

use super::Session;
use super::document::{DocumentId, Job, Status};
use crate::model::language::{LanguageChoice, ModelSet};
use crate::model::page::PageIndex;

impl<C, P> Session<C, P> {
    /// After a document was read: pages that turned out to be in another language are read once more in it, where that is
    /// left to Pagewise.
    pub(super) fn follow_languages(&mut self, id: DocumentId) {
        if self.options.languages != LanguageChoice::Auto {
            return;
        }
        let Some(document) = self.document(id) else {
            return;
        };
        let mut others: Vec<(PageIndex, Option<ModelSet>)> = Vec::new();
        for record in document.job.as_ref().map_or(&[][..], Job::records) {
            let page = record.page;
            if document.languages.of_pages.contains_key(&page) || record.models.is_empty() || record.by_choice
            {
                continue;
            }
            if let Some(code) = record.language_missed() {
                let offer = self.offer_at_hand(code).cloned();
                others.extend(offer.map(|offer| (page, Some(ModelSet::one(offer)))));
            } else if Self::is_gibberish(record) {
                others.push((page, None));
            }
        }
        if let Some(document) = self.document_mut(id) {
            for (page, models) in others {
                match models {
                    Some(models) => {
                        document.languages.of_pages.insert(page, models);
                    }
                    None => document.languages.try_page(page),
                }
            }
        }
    }

    /// A document is read further: pages of it have other models than those just read, or are to be tried. Whether it is.
    pub(super) fn reads_further(&mut self, id: DocumentId) -> bool {
        let Some(usual) = self.chosen_models() else {
            return false;
        };
        let Some(document) = self.document_mut(id) else {
            return false;
        };
        let Some(job) = &document.job else {
            return false;
        };
        let is_left = |page: &PageIndex| document.is_left(*page, &usual);
        let reads = !document.languages.to_try.is_empty() || job.chosen.iter().any(is_left);
        if reads {
            document.read_on();
            document.status = Status::Ready;
        }
        reads
    }
}
