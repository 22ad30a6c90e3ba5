//! Looking for something in everything that was read, while more is being read.

use std::collections::BTreeMap;

use super::Session;
use super::document::{DocumentId, Job, PageKey};
use crate::model::page::PageText;
use crate::search::{FoldedPage, Found, Hit, Place, Query};

/// Pages that are folded at a time while nothing is looked for.
const PORTION: usize = 50;

/// What is looked for, and where it was found.
#[derive(Debug, Default)]
pub struct Search {
    typed: String,
    query: Query,
    pages: BTreeMap<PageKey, Searched>,
    /// All pages in reading order, and how many finds stand before each.
    order: Vec<(PageKey, usize)>,
    count: usize,
    /// The find that is looked at: the page, and which of its finds.
    present: Option<(PageKey, usize)>,
    /// The page that was looked at when the search began: finds are looked at from there on.
    began_at: Option<PageKey>,
    /// Whether other words are looked for than when all pages were gone through last.
    is_new: bool,
    /// Whether there are pages that were not folded yet.
    is_left: bool,
    /// How many of the session's changes were heard of.
    heard: usize,
    /// The documents as they were when all were gone through last.
    gone_through: Vec<Known>,
}

/// A document whose pages are known, with its job, and how often anything in that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    document: DocumentId,
    job: Option<u32>,
    revision: u32,
}

/// A page, and what was found on it.
#[derive(Debug)]
struct Searched {
    folded: FoldedPage,
    found: Vec<Found>,
}

impl Search {
    /// What is looked for, as it was typed.
    pub fn query(&self) -> &str {
        &self.typed
    }

    /// How often it was found.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Which find is looked at, from 0; `None` where nothing was found.
    pub fn present(&self) -> Option<usize> {
        let (page, find) = self.present?;
        self.before(page).map(|before| before + find)
    }

    /// The pages on which something was found, in reading order, and how much.
    pub fn pages(&self) -> impl Iterator<Item = (PageKey, usize)> {
        self.order.iter().map(|(page, _)| (*page, self.found(*page).len())).filter(|(_, count)| *count > 0)
    }

    /// How many finds stand before a page.
    pub fn before(&self, page: PageKey) -> Option<usize> {
        self.order.iter().find(|(other, _)| *other == page).map(|(_, before)| *before)
    }

    /// The page of a find, and which of its finds it is.
    fn find(&self, find: usize) -> Option<(PageKey, usize)> {
        let place = self.order.partition_point(|(_, before)| *before <= find).checked_sub(1)?;
        let (page, before) = *self.order.get(place)?;
        (find < self.count).then_some((page, find - before))
    }

    fn found(&self, page: PageKey) -> &[Found] {
        self.pages.get(&page).map_or(&[], |searched| &searched.found)
    }

    /// Other words are looked for.
    fn look_for(&mut self, typed: String, looking_at: Option<PageKey>) {
        if self.query.is_empty() {
            self.began_at = looking_at;
        }
        self.query = Query::new(&typed);
        self.typed = typed;
        self.present = None;
        for searched in self.pages.values_mut() {
            searched.found = searched.folded.find(&self.query);
        }
        self.is_new = true;
    }

    /// Folds some of these pages, so that the first answer is quick as well.
    fn prepare<'a>(&mut self, texts: impl Iterator<Item = (PageKey, &'a PageText)>) {
        (self.order, self.count, self.present) = (Vec::new(), 0, None);
        let mut unknown =
            texts.filter(|(page, _)| !self.pages.contains_key(page)).collect::<Vec<_>>().into_iter();
        for (page, text) in unknown.by_ref().take(PORTION) {
            self.pages.insert(page, Searched { folded: FoldedPage::new(text), found: Vec::new() });
        }
        self.is_left = unknown.next().is_some();
    }

    /// Goes through these pages, all that there are. Only those that are not known are folded.
    fn go_through<'a>(&mut self, texts: impl Iterator<Item = (PageKey, &'a PageText)>) {
        (self.order, self.count) = (Vec::new(), 0);
        for (page, text) in texts {
            let query = &self.query;
            let searched = self.pages.entry(page).or_insert_with(|| {
                let folded = FoldedPage::new(text);
                Searched { found: folded.find(query), folded }
            });
            self.order.push((page, self.count));
            self.count += searched.found.len();
        }
        if self.pages.len() > self.order.len() {
            let there: std::collections::BTreeSet<_> = self.order.iter().map(|(page, _)| *page).collect();
            self.pages.retain(|page, _| there.contains(page));
        }
        self.present = match self.present {
            Some((page, find)) => self.first_from(Some(page), find),
            None => self.first_from(self.began_at, 0),
        };
    }

    /// The first find from this one on, and from the beginning if there is none.
    fn first_from(&self, page: Option<PageKey>, find: usize) -> Option<(PageKey, usize)> {
        let before = page.and_then(|page| self.before(page)).unwrap_or_default();
        self.find(before + find).or_else(|| self.find(0))
    }

    /// Goes to another find, round the end.
    fn step(&mut self, by: isize) {
        if let (Some(present), 1..) = (self.present(), self.count) {
            let next = (present as isize + by).rem_euclid(self.count as isize);
            self.present = self.find(next as usize);
        }
    }
}

impl<C, P> Session<C, P> {
    /// What is looked for; `None` while nothing is.
    pub fn search(&self) -> Option<&Search> {
        (!self.search.typed.is_empty()).then_some(&self.search)
    }

    /// A find, counted from 0, with its page and what stands around it there.
    pub fn hit(&self, find: usize) -> Option<(PageKey, Hit)> {
        let (page, find) = self.search.find(find)?;
        let text = self.text_of(page)?;
        let searched = self.search.pages.get(&page)?;
        let place = searched.folded.place(*searched.found.get(find)?, text);
        Some((page, Hit::new(place, text)))
    }

    /// Where the finds on a page stand, in order.
    pub fn places_on(&self, page: PageKey) -> Vec<Place> {
        let (Some(searched), Some(text)) = (self.search.pages.get(&page), self.text_of(page)) else {
            return Vec::new();
        };
        searched.found.iter().map(|found| searched.folded.place(*found, text)).collect()
    }

    fn text_of(&self, page: PageKey) -> Option<&PageText> {
        self.document(page.document)?.text(page.page)
    }

    /// Something is to be looked for; nothing ends it.
    pub(super) fn look_for(&mut self, typed: String) {
        let looking_at = self.looking_at();
        self.search.look_for(typed, looking_at);
    }

    pub(super) fn step_to_hit(&mut self, by: isize) {
        self.search.step(by);
    }

    pub(super) fn go_to_hit(&mut self, hit: usize) {
        self.search.present = self.search.find(hit).or(self.search.present);
    }

    /// Everything is forgotten.
    pub(super) fn end_search(&mut self) {
        self.search = Search::default();
    }

    /// Pages that changed are looked through again, and those that came.
    pub(super) fn follow_search(&mut self) {
        let search = &mut self.search;
        let changed = self.changes.get(search.heard..).unwrap_or_default();
        for page in changed {
            search.pages.remove(page);
        }
        let is_left = std::mem::take(&mut search.is_left);
        let is_changed = is_left || !changed.is_empty() || std::mem::take(&mut search.is_new);
        search.heard = self.changes.len();
        let there: Vec<Known> = self
            .documents
            .iter()
            .map(|document| Known {
                document: document.id,
                job: document.job.as_ref().map(|job| job.number),
                revision: document.job.as_ref().map_or(0, Job::revision),
            })
            .collect();
        if is_changed || there != search.gone_through {
            // A job that was begun anew may have other pages from the store.
            let job = |known: &[Known], page: &PageKey| {
                known.iter().find(|known| known.document == page.document).and_then(|known| known.job)
            };
            let before = std::mem::take(&mut search.gone_through);
            search.pages.retain(|page, _| job(&before, page) == job(&there, page));
            let texts = self
                .documents
                .iter()
                .flat_map(|document| document.texts().map(|text| (document.id.page(text.page), text)));
            if search.query.is_empty() {
                search.prepare(texts);
            } else {
                search.go_through(texts);
            }
            search.gone_through = there;
        }
    }

    /// The changes were handed over.
    pub(super) fn changes_taken(&mut self) {
        self.search.heard = 0;
    }
}
