//! What is said of images that make documents, and of what will be done with pages before reading begins.

use crate::model::kind::{Counts, Decision, PageKind, PagePlan};
use crate::model::page::PageIndex;

/// These sentences in one language.
pub struct StackWords {
    /// So many images were chosen together; what they may be follows.
    pub images: fn(usize) -> String,
    /// What a document's pages are, as far as they were looked at.
    pub counts: fn(&Counts) -> String,
    /// What a page is, in a word or two; `None` for one that was not looked at.
    pub kind: fn(Option<PageKind>) -> &'static str,
    /// What will be done with a page, in a word or two; `None` where that is not known yet.
    pub done: fn(Option<Decision>) -> &'static str,
    /// What can be decided, as a button says it.
    pub decide: fn(Decision) -> &'static str,
    /// What will be done with a page, and why.
    pub why: fn(PageIndex, &PagePlan) -> String,
    /// So many pages are marked.
    pub marked: fn(usize) -> String,
    /// Why a document stays as it is.
    pub hindrance: fn(Hindrance) -> &'static str,
    /// No page is marked: how that is done.
    pub mark: &'static str,
    /// The name of a page in the list.
    pub page: fn(PageIndex) -> String,
}

/// Why a document stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// It is a PDF, which has its pages in the order of its file.
    Pdf,
    /// It was begun.
    Begun,
    /// The next document is a PDF.
    NextIsPdf,
    /// The next document was begun.
    NextBegun,
    /// There is no next document.
    NoNext,
    /// Its files are not here, or are of no use.
    NoFiles,
}

/// What became of images that make documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StackNews {
    /// A document became two.
    Split,
    /// Documents became one, of so many images.
    Joined(usize),
    /// Each of so many images is a document.
    Apart(usize),
    /// An image stands in another place.
    FileMoved {
        /// From 1.
        place: usize,
        /// Of so many.
        count: usize,
    },
    /// So many pages are to be treated otherwise.
    Decided(usize),
}
