//! What will be done with each page once reading begins: by the options, by what the page is, and by what a person decided.
//!
//! What pages are is found out before Start, one page after the other, while nobody wants anything else of the renderer. Nothing
//! is said of a page that was not looked at yet.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Document, DocumentId, FileId, Status};
use super::workers::Asked;
use super::{Session, workers};
use crate::messages::rendering;
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::kind::{Counts, Decision, PageKind, PagePlan, Why};
use crate::model::options::OwnText;
use crate::model::page::PageIndex;
use crate::model::source::{FileKind, PageRangeError};
use crate::words::{Announcement, StackNews};

/// How long a page may be looked at, in milliseconds. An engine that is caught in a damaged one never comes back.
const PATIENCE: f64 = 10_000.0;
/// A renderer that has been busy with a page for longer, in milliseconds, is not waited for when reading begins.
const AT_ONCE: f64 = 1_000.0;
/// The most pixels of a page that are drawn to look at it.
const MOST_PIXELS: u64 = 4_000_000;
/// Bytes that a pixel takes meanwhile: in the engine, on its way, and while it is looked at.
const BYTES_PER_PIXEL: u64 = 3;

/// A page, by what stays the same wherever its file goes.
type Place = (FileId, u32);

/// What was found out about pages, and decided.
#[derive(Debug, Default)]
pub(super) struct Plans {
    kinds: BTreeMap<Place, PageKind>,
    /// Pages that could not be looked at.
    unknown: BTreeSet<Place>,
    decided: BTreeMap<Place, Decision>,
    /// When the page was asked for that is being looked at.
    asked_at: f64,
    /// How often any of it changed.
    version: u32,
}

impl<C, P> Session<C, P> {
    /// What is known of the pages of a document, and what will be done with them.
    pub fn plan(&self, id: DocumentId) -> Vec<PagePlan> {
        let Some(document) = self.document(id) else {
            return Vec::new();
        };
        let chosen = self.options.page_range().and_then(|range| range.select(document.page_count()));
        let is_chosen =
            |page: &PageIndex| chosen.as_ref().is_ok_and(|chosen| chosen.binary_search(page).is_ok());
        let pages = (0..document.page_count()).map(PageIndex);
        pages.map(|page| self.page_plan(document, page, is_chosen(&page))).collect()
    }

    fn page_plan(&self, document: &Document<C, P>, page: PageIndex, is_chosen: bool) -> PagePlan {
        let place = document.file_page(page);
        let kind = place.and_then(|place| self.plans.kinds.get(&place).copied());
        let decided = place.and_then(|place| self.plans.decided.get(&place).copied());
        let own_text = document.options(&self.options).own_text;
        let is_pdf = document.kinds == [FileKind::Pdf];
        let (decision, why) = match (decided, own_text) {
            (Some(Decision::LeaveOut), _) => (Some(Decision::LeaveOut), Why::Person),
            _ if !is_chosen => (Some(Decision::LeaveOut), Why::NotChosen),
            _ if !is_pdf => (Some(Decision::Read), decided.map_or(Why::Kind, |_| Why::Person)),
            (_, OwnText::Strip) => (Some(Decision::Keep), Why::Options),
            (Some(decided), _) => (Some(possible(decided, kind)), Why::Person),
            (None, OwnText::Read | OwnText::Replace) => (Some(Decision::Read), Why::Options),
            (None, _) => (kind.map(usual), Why::Kind),
        };
        PagePlan { kind, decision, why }
    }

    /// What the pages of a document are, as far as they were looked at.
    pub fn page_counts(&self, id: DocumentId) -> Counts {
        let Some(document) = self.document(id) else {
            return Counts::default();
        };
        let mut counts = Counts { pages: document.page_count() as usize, ..Counts::default() };
        let mut by_kind: BTreeMap<PageKind, usize> = BTreeMap::new();
        for place in (0..document.page_count()).filter_map(|page| document.file_page(PageIndex(page))) {
            if let Some(kind) = self.plans.kinds.get(&place) {
                *by_kind.entry(*kind).or_default() += 1;
            }
            counts.looked_at += usize::from(self.plans.is_done(place));
            counts.left_out += usize::from(self.plans.decided.get(&place) == Some(&Decision::LeaveOut));
        }
        let count = |kind: PageKind| Some((kind, *by_kind.get(&kind)?));
        counts.kinds = PageKind::ALL.into_iter().filter_map(count).collect();
        counts
    }

    /// What can be decided about the pages of a document, before it is begun.
    pub fn decisions(&self, document: &Document<C, P>) -> &'static [Decision] {
        let own_text = document.options(&self.options).own_text;
        match document.kinds.as_slice() {
            _ if !is_open_to_change(document) => &[],
            [FileKind::Pdf] if own_text == OwnText::Strip => &[Decision::Keep, Decision::LeaveOut],
            [FileKind::Pdf] => &Decision::ALL,
            _ => &[Decision::Read, Decision::LeaveOut],
        }
    }

    /// Whether any page of a document is to be treated otherwise than the options and what it is say.
    pub fn is_decided(&self, id: DocumentId) -> bool {
        self.document(id).is_some_and(|document| {
            document.file_ids.iter().any(|file| self.plans.of(*file).next().is_some())
        })
    }

    /// How often any of the plan has changed.
    pub fn plan_version(&self) -> u32 {
        self.plans.version
    }

    /// A person decides what is done with pages; `None` leaves it to Pagewise again.
    pub(super) fn decide(&mut self, id: DocumentId, pages: &[PageIndex], decision: Option<Decision>) {
        let Some(document) = self.document(id) else {
            return;
        };
        if decision.is_some_and(|decision| !self.decisions(document).contains(&decision))
            || !is_open_to_change(document)
        {
            return;
        }
        let places: Vec<_> = pages.iter().filter_map(|page| document.file_page(*page)).collect();
        for place in places {
            match decision {
                Some(decision) => self.plans.decided.insert(place, decision),
                None => self.plans.decided.remove(&place),
            };
        }
        self.plans.version += 1;
        self.announce(Announcement::Stack(StackNews::Decided(pages.len())));
    }

    /// The pages of a document that are to be read: those that the options choose, but for those that are left out.
    ///
    /// # Errors
    /// Says why there are none.
    pub(super) fn pages_to_read(&self, document: &Document<C, P>) -> Result<Vec<PageIndex>, PageRangeError> {
        let mut pages = self.options.page_range()?.select(document.page_count())?;
        let is_left_out = |page: &PageIndex| {
            let place = document.file_page(*page);
            place.is_some_and(|place| self.plans.decided.get(&place) == Some(&Decision::LeaveOut))
        };
        let count = pages.len();
        pages.retain(|page| !is_left_out(page));
        if pages.is_empty() && count > 0 { Err(PageRangeError::AllLeftOut) } else { Ok(pages) }
    }

    /// What was decided for pages of a document about text that they carry.
    pub(super) fn exceptions(
        &self,
        document: &Document<C, P>,
        own_text: OwnText,
    ) -> BTreeMap<PageIndex, OwnText> {
        if document.kinds != [FileKind::Pdf] || own_text == OwnText::Strip {
            return BTreeMap::new();
        }
        let pages = (0..document.page_count()).map(PageIndex);
        let exception = |page| {
            let decided = self.plans.decided.get(&document.file_page(page)?)?;
            let own_text = match decided {
                Decision::Keep => OwnText::Only,
                Decision::Read if own_text.takes_out() => own_text,
                Decision::Read => OwnText::Read,
                Decision::ReadAndAdd => OwnText::Join,
                Decision::LeaveOut => return None,
            };
            Some((page, own_text))
        };
        pages.filter_map(exception).collect()
    }

    /// Looks at the next page that was not looked at, if nobody wants anything else of the renderer, until reading begins.
    pub(super) fn survey_next(&mut self) {
        let is_free = self.renderer.as_ref().is_none_or(|renderer| {
            renderer.has_started && renderer.opening_for.is_none() && renderer.asked.is_empty()
        });
        let is_wanted = self.documents.iter().any(|document| document.is_opening()) || !self.shows.is_empty();
        let is_wanted = is_wanted || self.again.is_at_work();
        if self.has_begun() || self.start_when_ready || !is_free || is_wanted || !self.has_engines() {
            return;
        }
        let open = self.renderer.as_ref().and_then(|renderer| renderer.document);
        let first = open.and_then(|id| Some((id, self.to_survey(self.document(id)?)?)));
        let next =
            || self.documents.iter().find_map(|document| Some((document.id, self.to_survey(document)?)));
        let Some((id, page)) = first.or_else(next) else {
            return;
        };
        let budget = self.options.budget(self.device);
        let is_grown = self.renderer.as_ref().is_some_and(|it| it.heaps.total() > budget.renderer_share());
        if is_grown {
            self.dismiss_renderer();
        }
        if is_grown || Some(id) != open {
            return self.open(id);
        }
        let room = Bytes(budget.ceiling().0.saturating_sub(self.memory.now.0));
        let max_pixels = MOST_PIXELS.min(room.0 / BYTES_PER_PIXEL);
        self.plans.asked_at = self.now;
        self.ask_renderer(Asked::Survey(id, page), rendering::Request::Survey { page, max_pixels }, None);
    }

    /// The first page of a document that is still to be looked at.
    fn to_survey(&self, document: &Document<C, P>) -> Option<PageIndex> {
        let is_ready = matches!(document.status, Status::Ready | Status::NoSuchPages(_));
        if !is_ready || document.job.is_some() {
            return None;
        }
        let mut pages = (0..document.page_count()).map(PageIndex);
        pages.find(|page| document.file_page(*page).is_some_and(|place| !self.plans.is_done(place)))
    }

    pub(super) fn surveyed(&mut self, id: DocumentId, page: PageIndex, reply: &rendering::Reply) {
        match reply {
            rendering::Reply::Surveyed { kind } => self.note_kind(id, page, Some(*kind)),
            rendering::Reply::Failed { error: error @ Error::WorkerStopped { .. } } => {
                self.note_kind(id, page, None);
                return self.renderer_stopped(error.clone());
            }
            rendering::Reply::Failed { .. } => self.note_kind(id, page, None),
            _ => {
                self.note_kind(id, page, None);
                return self.renderer_stopped(workers::stopped());
            }
        }
        self.open_next();
    }

    /// A page was looked at, or cannot be.
    pub(super) fn note_kind(&mut self, id: DocumentId, page: PageIndex, kind: Option<PageKind>) {
        let Some(place) = self.document(id).and_then(|document| document.file_page(page)) else {
            return;
        };
        match kind {
            Some(kind) => {
                self.plans.kinds.insert(place, kind);
            }
            None => {
                self.plans.unknown.insert(place);
            }
        }
        self.plans.version += 1;
    }

    /// The page that is being looked at before reading, and for how long.
    fn being_surveyed(&self) -> Option<(DocumentId, PageIndex, f64)> {
        let asked = &self.renderer.as_ref()?.asked;
        asked.iter().find_map(|(_, asked)| match asked {
            Asked::Survey(id, page) => Some((*id, *page, self.now - self.plans.asked_at)),
            _ => None,
        })
    }

    /// Reading begins: what takes long is not waited for.
    pub(super) fn end_survey(&mut self) {
        if self.being_surveyed().is_some_and(|(.., waited)| waited > AT_ONCE) {
            self.dismiss_renderer();
        }
    }

    /// Time has passed: a page that is looked at for too long is left, and the renderer with it.
    pub(super) fn tick_survey(&mut self) {
        if let Some((id, page, waited)) = self.being_surveyed()
            && waited > PATIENCE
            && !self.run.is_running
        {
            self.note_kind(id, page, None);
            self.dismiss_renderer();
            self.open_next();
        }
    }

    /// Nothing more is known of any page.
    pub(super) fn forget_plans(&mut self) {
        self.plans = Plans { version: self.plans.version + 1, ..Plans::default() };
    }

    /// Nothing more is known of the pages of these files.
    pub(super) fn forget_plan(&mut self, files: &[FileId]) {
        self.plans.kinds.retain(|(file, _), _| !files.contains(file));
        self.plans.unknown.retain(|(file, _)| !files.contains(file));
        self.plans.decided.retain(|(file, _), _| !files.contains(file));
        self.plans.version += 1;
    }
}

impl Plans {
    fn is_done(&self, place: Place) -> bool {
        self.kinds.contains_key(&place) || self.unknown.contains(&place)
    }

    /// What was decided about the pages of a file.
    fn of(&self, file: FileId) -> impl Iterator<Item = (&Place, &Decision)> {
        self.decided.range((file, 0)..=(file, u32::MAX))
    }
}

/// Whether it can still be decided what is done with the pages of a document.
fn is_open_to_change<C, P>(document: &Document<C, P>) -> bool {
    document.job.is_none() && !document.files.is_empty() && document.status != Status::Running
}

/// What is done with a page where its text is kept.
fn usual(kind: PageKind) -> Decision {
    match kind {
        PageKind::Text => Decision::Keep,
        PageKind::Marked | PageKind::Mixed => Decision::ReadAndAdd,
        PageKind::Scan | PageKind::Blank => Decision::Read,
    }
}

/// What comes of a decision: text that is not there cannot be kept, and nothing be added to it.
fn possible(decided: Decision, kind: Option<PageKind>) -> Decision {
    match decided {
        Decision::Keep | Decision::ReadAndAdd if kind.is_some_and(|kind| !kind.has_text()) => Decision::Read,
        decided => decided,
    }
}
