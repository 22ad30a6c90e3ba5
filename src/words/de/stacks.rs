//! Images that make documents, pages before reading: German.

use crate::model::kind::{Counts, Decision, PageKind, PagePlan, Why};
use crate::model::page::PageIndex;
use crate::words::figures::{count, list};
use crate::words::{Hindrance, StackNews, StackWords};

pub(super) const WORDS: StackWords =
    StackWords { images, counts, kind, done, decide, why, marked, hindrance, mark: MARK, page };

const MARK: &str = "Markieren Sie Seiten, um zu entscheiden, was mit ihnen geschieht.";

fn several(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

fn pages(number: usize) -> String {
    several(number, "Seite", "Seiten")
}

fn images(number: usize) -> String {
    format!("{}:", several(number, "Bild", "Bilder"))
}

fn counts(counts: &Counts) -> String {
    let of_kind = |(kind, number): &(PageKind, usize)| match kind {
        PageKind::Scan => several(*number, "Scan", "Scans"),
        PageKind::Text => format!("{} mit Text", count(*number)),
        PageKind::Marked => several(*number, "Scan mit etwas Text", "Scans mit etwas Text"),
        PageKind::Mixed => format!("{} gemischt", count(*number)),
        PageKind::Blank => format!("{} leer", count(*number)),
    };
    let kinds: Vec<String> = counts.kinds.iter().map(of_kind).collect();
    let mut said = pages(counts.pages);
    if counts.looked_at < counts.pages {
        said += &format!(", davon {} angesehen", count(counts.looked_at));
    }
    if !kinds.is_empty() {
        said += &format!(": {}", list(&kinds));
    }
    if counts.left_out > 0 {
        said += &format!("; {} ausgelassen", count(counts.left_out));
    }
    said + "."
}

fn kind(kind: Option<PageKind>) -> &'static str {
    match kind {
        Some(PageKind::Scan) => "Scan",
        Some(PageKind::Text) => "Text",
        Some(PageKind::Marked) => "Scan, etwas Text",
        Some(PageKind::Mixed) => "Gemischt",
        Some(PageKind::Blank) => "Leer",
        None => "Noch nicht angesehen",
    }
}

fn done(decision: Option<Decision>) -> &'static str {
    match decision {
        Some(Decision::Keep) => "Text bleibt",
        Some(Decision::Read) => "wird gelesen",
        Some(Decision::ReadAndAdd) => "wird ergänzt",
        Some(Decision::LeaveOut) => "ausgelassen",
        None => "\u{2013}",
    }
}

fn decide(decision: Decision) -> &'static str {
    match decision {
        Decision::Keep => "Text behalten",
        Decision::Read => "Lesen",
        Decision::ReadAndAdd => "Lesen und ergänzen",
        Decision::LeaveOut => "Auslassen",
    }
}

fn why(page: PageIndex, plan: &PagePlan) -> String {
    let is = match plan.kind {
        Some(PageKind::Scan) => "ist ein Bild ohne eigenen Text",
        Some(PageKind::Text) => "hat Text, und mehr ist darauf nicht zu lesen",
        Some(PageKind::Marked) => {
            "ist ein Scan mit etwas eigenem Text, etwa einem Stempel oder einer Fußzeile"
        }
        Some(PageKind::Mixed) => "hat Text, und es ist noch mehr zu lesen",
        Some(PageKind::Blank) => "zeigt nichts",
        None => "wurde noch nicht angesehen",
    };
    let because = match plan.why {
        Why::Kind => "",
        Why::Options => ", wie in den Optionen gewählt",
        Why::NotChosen => ", weil sie nicht zu den in den Optionen gewählten Seiten gehört",
        Why::Person => ", wie von Ihnen entschieden",
    };
    let done = match plan.decision {
        Some(Decision::Keep) => "Ihr Text bleibt, wie er ist",
        Some(Decision::Read) if plan.kind == Some(PageKind::Blank) => {
            "Sie wird trotzdem gelesen, falls Blasses darauf steht"
        }
        Some(Decision::Read) => "Sie wird gelesen",
        Some(Decision::ReadAndAdd) => "Sie wird gelesen, und was ihrem Text fehlt, wird ergänzt",
        Some(Decision::LeaveOut) => "Sie wird ausgelassen",
        None => return format!("Seite {page} {is}: Ist ihr Text alles, bleibt er, sonst wird sie gelesen."),
    };
    format!("Seite {page} {is}. {done}{because}.")
}

fn marked(number: usize) -> String {
    format!("{} markiert:", pages(number))
}

fn hindrance(hindrance: Hindrance) -> &'static str {
    match hindrance {
        Hindrance::Pdf => "Das ist ein PDF: Es bleibt, wie es ist, und wird mit nichts verbunden.",
        Hindrance::Begun => {
            "Dieses Dokument wurde begonnen. Seine Seiten bleiben, wo sie sind, damit kein Text verloren geht."
        }
        Hindrance::NextIsPdf => "Das nächste Dokument ist ein PDF und wird mit nichts verbunden.",
        Hindrance::NextBegun => "Das nächste Dokument wurde begonnen und bleibt, wie es ist.",
        Hindrance::NoNext => "Nach diesem gibt es kein Dokument.",
        Hindrance::NoFiles => "Seine Dateien sind nicht hier.",
    }
}

fn page(page: PageIndex) -> String {
    format!("Seite {page}")
}

pub(super) fn news(news: StackNews) -> String {
    match news {
        StackNews::Split => "Das sind jetzt zwei Dokumente.".to_owned(),
        StackNews::Joined(number) => {
            format!("Das ist jetzt ein Dokument aus {}.", several(number, "Bild", "Bildern"))
        }
        StackNews::Apart(number) => format!("Das sind jetzt {}.", several(number, "Dokument", "Dokumente")),
        StackNews::FileMoved { place, count: of } => {
            format!("Bild {} von {}.", count(place), count(of))
        }
        StackNews::Decided(number) => format!("Entschieden für {}.", pages(number)),
    }
}
