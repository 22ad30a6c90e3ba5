//! From one place that is in doubt to the next, over all pages that were read.

use super::Session;
use super::document::PageKey;
use crate::model::doubtful::DoubtPlace;
use crate::model::record::PageRecord;

/// A page, and a place in its reading order.
type Behind = (PageKey, (usize, bool));

impl<C, P> Session<C, P> {
    /// The first place in doubt after this one, or of all.
    pub fn next_doubt(&self, from: Option<(PageKey, DoubtPlace)>) -> Option<(PageKey, DoubtPlace)> {
        let pages = self.pages_read();
        let (first, after) = self.way_from(from);
        pages.skip(first).find_map(|(key, record)| {
            let is_later =
                |doubt: &DoubtPlace| after.is_none_or(|(page, place)| page != key || doubt.order() > place);
            record.doubts().into_iter().find(is_later).map(|doubt| (key, doubt))
        })
    }

    /// The last place in doubt before this one, or of all.
    pub fn previous_doubt(&self, from: Option<(PageKey, DoubtPlace)>) -> Option<(PageKey, DoubtPlace)> {
        let (first, before) = self.way_from(from);
        let pages: Vec<_> = match before {
            Some(_) => self.pages_read().take(first + 1).collect(),
            None => self.pages_read().collect(),
        };
        pages.into_iter().rev().find_map(|(key, record)| {
            let is_earlier =
                |doubt: &DoubtPlace| before.is_none_or(|(page, place)| page != key || doubt.order() < place);
            record.doubts().into_iter().rfind(is_earlier).map(|doubt| (key, doubt))
        })
    }

    /// Which of the pages a way begins on, and behind what; a page that is not there any more is none to begin on.
    fn way_from(&self, from: Option<(PageKey, DoubtPlace)>) -> (usize, Option<Behind>) {
        let begins = from.and_then(|(page, place)| {
            let number = self.pages_read().position(|(key, _)| key == page)?;
            Some((number, Some((page, place.order()))))
        });
        begins.unwrap_or((0, None))
    }

    fn pages_read(&self) -> impl Iterator<Item = (PageKey, &PageRecord)> {
        self.documents.iter().flat_map(|document| {
            let read = document.records().iter().filter(|record| record.text().is_some());
            read.map(|record| (document.id.page(record.page), record))
        })
    }
}
