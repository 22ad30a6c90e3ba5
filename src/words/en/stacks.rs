//! Images that make documents, pages before reading: English.

use crate::model::kind::{Counts, Decision, PageKind, PagePlan, Why};
use crate::model::page::PageIndex;
use crate::words::figures::{count, list};
use crate::words::{Hindrance, StackNews, StackWords};

pub(super) const WORDS: StackWords =
    StackWords { images, counts, kind, done, decide, why, marked, hindrance, mark: MARK, page };

const MARK: &str = "Mark pages to decide what is done with them.";

fn several(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

fn pages(number: usize) -> String {
    several(number, "page", "pages")
}

fn images(number: usize) -> String {
    format!("{}:", several(number, "image", "images"))
}

fn counts(counts: &Counts) -> String {
    let of_kind = |(kind, number): &(PageKind, usize)| match kind {
        PageKind::Scan => several(*number, "scan", "scans"),
        PageKind::Text => format!("{} with text", count(*number)),
        PageKind::Marked => several(*number, "scan with a little text", "scans with a little text"),
        PageKind::Mixed => format!("{} mixed", count(*number)),
        PageKind::Blank => format!("{} blank", count(*number)),
    };
    let kinds: Vec<String> = counts.kinds.iter().map(of_kind).collect();
    let mut said = pages(counts.pages);
    if counts.looked_at < counts.pages {
        said += &format!(", {} looked at so far", count(counts.looked_at));
    }
    if !kinds.is_empty() {
        said += &format!(": {}", list(&kinds));
    }
    if counts.left_out > 0 {
        said += &format!("; {} left out", count(counts.left_out));
    }
    said + "."
}

fn kind(kind: Option<PageKind>) -> &'static str {
    match kind {
        Some(PageKind::Scan) => "Scan",
        Some(PageKind::Text) => "Text",
        Some(PageKind::Marked) => "Scan, a little text",
        Some(PageKind::Mixed) => "Mixed",
        Some(PageKind::Blank) => "Blank",
        None => "Not looked at yet",
    }
}

fn done(decision: Option<Decision>) -> &'static str {
    match decision {
        Some(Decision::Keep) => "text kept",
        Some(Decision::Read) => "read",
        Some(Decision::ReadAndAdd) => "read and added",
        Some(Decision::LeaveOut) => "left out",
        None => "\u{2013}",
    }
}

fn decide(decision: Decision) -> &'static str {
    match decision {
        Decision::Keep => "Keep its text",
        Decision::Read => "Read",
        Decision::ReadAndAdd => "Read and add",
        Decision::LeaveOut => "Leave out",
    }
}

fn why(page: PageIndex, plan: &PagePlan) -> String {
    let is = match plan.kind {
        Some(PageKind::Scan) => "is a picture without text of its own",
        Some(PageKind::Text) => "has text, and that is all there is to read",
        Some(PageKind::Marked) => "is a scan with a little text of its own, such as a stamp or a footer",
        Some(PageKind::Mixed) => "has text, and more to be read that is not among it",
        Some(PageKind::Blank) => "shows nothing",
        None => "was not looked at yet",
    };
    let because = match plan.why {
        Why::Kind => "",
        Why::Options => ", as the options say",
        Why::NotChosen => ", because it is not among the pages chosen in the options",
        Why::Person => ", as you decided",
    };
    let done = match plan.decision {
        Some(Decision::Keep) => "Its text is kept as it is",
        Some(Decision::Read) if plan.kind == Some(PageKind::Blank) => {
            "It is read all the same, as there may be faint writing"
        }
        Some(Decision::Read) => "It is read",
        Some(Decision::ReadAndAdd) => "It is read, and what its text lacks is added",
        Some(Decision::LeaveOut) => "It is left out",
        None => {
            return format!("Page {page} {is}: its text is kept if that is all there is, else it is read.");
        }
    };
    format!("Page {page} {is}. {done}{because}.")
}

fn marked(number: usize) -> String {
    format!("{} marked:", pages(number))
}

fn hindrance(hindrance: Hindrance) -> &'static str {
    match hindrance {
        Hindrance::Pdf => "This is a PDF: it stays as it is, and is not joined with anything.",
        Hindrance::Begun => {
            "This document was begun. Its pages stay where they are, so that no text is lost."
        }
        Hindrance::NextIsPdf => "The next document is a PDF, and is not joined with anything.",
        Hindrance::NextBegun => "The next document was begun, and stays as it is.",
        Hindrance::NoNext => "There is no document after this one.",
        Hindrance::NoFiles => "Its files are not here.",
    }
}

fn page(page: PageIndex) -> String {
    format!("Page {page}")
}

pub(super) fn news(news: StackNews) -> String {
    match news {
        StackNews::Split => "These are two documents now.".to_owned(),
        StackNews::Joined(number) => {
            format!("This is one document now, of {}.", several(number, "image", "images"))
        }
        StackNews::Apart(number) => format!("These are {} now.", several(number, "document", "documents")),
        StackNews::FileMoved { place, count: of } => {
            format!("Image {} of {}.", count(place), count(of))
        }
        StackNews::Decided(number) => format!("Decided for {}.", pages(number)),
    }
}
