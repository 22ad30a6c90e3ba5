//! What a page is before it is read, and what is to be done with it.

use serde::{Deserialize, Serialize};

/// What a page is, as far as that can be told without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// A picture, and no text that means anything.
    Scan,
    /// It has text, and that is all there is to read.
    Text,
    /// A scan with a little text of its own: a stamp, a footer.
    Marked,
    /// Text, and more to be read that is not among it.
    Mixed,
    /// Nothing can be seen on it.
    Blank,
}

impl PageKind {
    /// All of them, in the order in which they are told.
    pub const ALL: [PageKind; 5] =
        [PageKind::Scan, PageKind::Text, PageKind::Marked, PageKind::Mixed, PageKind::Blank];

    /// Whether it has text of its own.
    pub fn has_text(self) -> bool {
        matches!(self, PageKind::Text | PageKind::Marked | PageKind::Mixed)
    }
}

/// What is done with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Its text is taken as it is, whatever else it shows.
    Keep,
    /// It is read, and what was read is its text.
    Read,
    /// It is read, and what it does not say itself is added.
    ReadAndAdd,
    /// Nothing is done with it, and it is in no text.
    LeaveOut,
}

impl Decision {
    /// All of them.
    pub const ALL: [Decision; 4] = [Decision::Keep, Decision::Read, Decision::ReadAndAdd, Decision::LeaveOut];
}

/// What will be done with a page, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PagePlan {
    /// What it is, if it was looked at.
    pub kind: Option<PageKind>,
    /// What will be done with it, if that is known.
    pub decision: Option<Decision>,
    /// Why.
    pub why: Why,
}

/// Why something will be done with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// What it is.
    Kind,
    /// The options say so for all pages.
    Options,
    /// The pages to be read are chosen in the options, and it is none of them.
    NotChosen,
    /// A person decided so.
    Person,
}

/// What the pages of a document are, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Pages in all.
    pub pages: usize,
    /// Pages that were looked at, or could not be.
    pub looked_at: usize,
    /// How many there are of each kind, those that there are none of left out.
    pub kinds: Vec<(PageKind, usize)>,
    /// Pages that a person decided to leave out.
    pub left_out: usize,
}
