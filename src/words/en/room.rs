//! The room where pages are read: English.

use crate::model::page::{Confidence, PageIndex};
use crate::words::figures::{count, percent};
use crate::words::{RoomWords, Summary};

pub(super) const WORDS: RoomWords = RoomWords {
    summary,
    of_pages: |pages| format!("of {}", count(pages)),
    word,
    unread_region: |page| format!("A part of page {page} in which nothing was read."),
    no_more_doubts: "No doubtful word further on.",
    hits,
    hit_page: |page| format!("p. {page}"),
    being_drawn: "This page is being drawn\u{2026}",
    drawn_later: "This page is drawn when the document that is being read is done.",
    file_not_here: "The file is not here: only its text was kept. Choose the file again to see its pages.",
    not_drawn: "This page could not be drawn.",
    correction_keys: "Enter saves, Tab goes on to the next doubtful word, \u{2193} to other readings, Esc leaves it.",
    offered,
    offer: |read, text| match (read, text) {
        ("", text) => format!("{text} (was missed)"),
        (read, "") => format!("{read} (was taken out)"),
        (read, text) => format!("{read} \u{2192} {text}"),
    },
    region_waits: "It is read as soon as the document that is being read is done.",
    region_in_work: "Being read\u{2026}",
};

fn summary(summary: &Summary) -> String {
    let tally = summary.tally;
    let mut parts = vec![match tally.read {
        1 => "1 page read".to_owned(),
        read => format!("{} pages read", count(read)),
    }];
    let mut add = |number: usize, what: &str| {
        if number > 0 {
            parts.push(format!("{} {what}", count(number)));
        }
    };
    add(tally.doubtful, "doubtful");
    add(summary.empty(), "empty");
    add(tally.failed, "failed");
    add(tally.cancelled, "not read");
    let said = parts.join(", ");
    if summary.is_running { format!("{said} so far") } else { said }
}

fn word(text: &str, confidence: Confidence, page: PageIndex) -> String {
    if confidence.is_measured() {
        format!("{text}, {} sure, page {page}", percent(f64::from(confidence.0) / 100.0))
    } else {
        format!("{text}, page {page}")
    }
}

fn hits(present: Option<usize>, hits: usize) -> String {
    match (present, hits) {
        (_, 0) => "No hits".to_owned(),
        (Some(present), hits) => format!("{} of {}", count(present), count(hits)),
        (None, 1) => "1 hit".to_owned(),
        (None, hits) => format!("{} hits", count(hits)),
    }
}

fn offered(fitting: usize, others: usize) -> String {
    let others = match others {
        0 => String::new(),
        1 => "1 correction of an earlier reading does not fit any more: the page says something else there."
            .to_owned(),
        others => {
            format!(
                "{} corrections of an earlier reading do not fit any more: the page says something else there.",
                count(others)
            )
        }
    };
    match fitting {
        0 => others,
        1 => format!("1 correction of an earlier reading fits this one. {others}").trim_end().to_owned(),
        fitting => format!("{} corrections of an earlier reading fit this one. {others}", count(fitting))
            .trim_end()
            .to_owned(),
    }
}
