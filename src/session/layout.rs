//! How the text of a document is laid out, which takes all of its pages to tell: what its ordinary lines are like, and
//! what its pages repeat.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::Session;
use super::document::{Document, DocumentId, PageKey};
use crate::formats::export::running_heads::{RunningHeads, running_heads};
use crate::formats::export::structure::{self, Arrangement, BodyHeight, Element};
use crate::model::options::{Options, TextFlow};
use crate::model::page::{PageIndex, PageText};

/// What the pages of a document have in common.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The height of ordinary lines, in points.
    pub body_height: Option<f32>,
    heads: RunningHeads,
}

/// What was found out of documents, and of which state of theirs, so that it is found out once.
#[derive(Debug, Default)]
pub(super) struct Layouts(RefCell<BTreeMap<DocumentId, (State, Rc<Layout>)>>);

/// Job, revision of its records, and whether running heads were looked for.
type State = (u32, u32, bool);

impl Layout {
    pub fn left_out(&self, page: PageIndex) -> &[usize] {
        self.heads.get(&page).map_or(&[], Vec::as_slice)
    }
}

/// Whether running heads are of interest.
fn leaves_out(options: &Options) -> bool {
    options.flow == TextFlow::Flowing && options.leave_out_heads
}

impl<C, P> Session<C, P> {
    /// The text of a page as it is shown, copied and written; `None` while it has not been read.
    pub fn elements(&self, page: PageKey) -> Option<Vec<Element>> {
        let document = self.document(page.document)?;
        let text = document.text(page.page)?;
        Some(self.elements_of(&self.layout_of(document), text))
    }

    /// The plain text of all pages of a document that have any.
    pub(super) fn plain_texts(&self, document: &Document<C, P>) -> Vec<String> {
        let layout = self.layout_of(document);
        let plain = |text| structure::plain_text(&self.elements_of(&layout, text));
        document.texts().map(plain).filter(|page| !page.is_empty()).collect()
    }

    fn elements_of(&self, layout: &Layout, text: &PageText) -> Vec<Element> {
        let (flow, left_out) = (self.options.flow, layout.left_out(text.page));
        structure::elements(text, Arrangement { flow, body_height: layout.body_height, left_out })
    }

    /// The lines that flowing text goes without on a page, as it is chosen now.
    pub(super) fn left_out(&self, document: DocumentId, page: PageIndex) -> Vec<usize> {
        let document = self.document(document);
        document.map_or_else(Vec::new, |document| self.layout_of(document).left_out(page).to_vec())
    }

    /// What the pages of a document have in common.
    pub(super) fn layout_of(&self, document: &Document<C, P>) -> Rc<Layout> {
        let Some(job) = &document.job else {
            return Rc::default();
        };
        let state = (job.number, job.revision(), leaves_out(&self.options));
        let mut known = self.layouts.0.borrow_mut();
        if let Some((_, layout)) = known.get(&document.id).filter(|(of, _)| *of == state) {
            return Rc::clone(layout);
        }
        let mut body = BodyHeight::default();
        document.texts().for_each(|text| body.add(text));
        let heads = if state.2 { running_heads(document.texts()) } else { RunningHeads::new() };
        let layout = Rc::new(Layout { body_height: body.points(), heads });
        known.retain(|id, _| self.document(*id).is_some());
        known.insert(document.id, (state, Rc::clone(&layout)));
        layout
    }
}
