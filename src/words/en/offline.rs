//! Use without a network, new versions, requests: English.

use crate::model::request::{Asker, Count, Purpose};
use crate::words::figures::{count, number};
use crate::words::{OfflineWords, UpdateOffer};

pub(super) const WORDS: OfflineWords = OfflineWords {
    keeping: "Ready. A copy is being kept for use without a network\u{2026}",
    ready: "Ready, offline too. Nothing more will be loaded.",
    ready_for_any: "Ready, offline too in the languages kept here. Others that documents are in will be loaded.",
    update,
    requests,
    asker,
    purpose,
    answered_here: "answered on this device",
    refused,
    after,
};

pub(super) fn language_out_of_reach(lang: &str) -> String {
    format!(
        "The data of this language (\u{201c}{lang}\u{201d}) is not kept on this device yet, and the server cannot be reached. Choose it again when there is a network, or another language."
    )
}

fn update(offer: UpdateOffer) -> &'static str {
    match offer {
        UpdateOffer::Plain => "A new version of Pagewise is ready. Reload to use it.",
        UpdateOffer::Kept => {
            "A new version of Pagewise is ready. Reload to use it. What was read stays kept here; choose the files again afterwards."
        }
        UpdateOffer::Lost => {
            "A new version of Pagewise is ready. Take away what was read before you reload: nothing of it is kept."
        }
    }
}

fn requests(found: &Count, is_ready: bool) -> String {
    let mut said = match (is_ready, found.languages, found.others) {
        (false, ..) => format!("{} so far; the engines are still being loaded.", asked(found.before)),
        (true, 0, 0) => {
            format!(
                "None since the engines were loaded. Before that: {}.",
                asked(found.before).to_lowercase()
            )
        }
        (true, languages, 0) => {
            format!(
                "Since the engines were loaded: {} for language data that was chosen or found out.",
                asked(languages)
            )
        }
        (true, 0, others) => format!("Since the engines were loaded: {}, listed below.", asked(others)),
        (true, languages, others) => format!(
            "Since the engines were loaded: {}, of which {} for language data.",
            asked(languages + others),
            count(languages)
        ),
    };
    if found.refused > 0 {
        let attempts = if found.refused == 1 {
            "1 attempt".to_owned()
        } else {
            format!("{} attempts", count(found.refused))
        };
        said.push_str(&format!(" The security policy refused {attempts}."));
    }
    said
}

fn asked(requests: usize) -> String {
    if requests == 1 { "1 request".to_owned() } else { format!("{} requests", count(requests)) }
}

fn asker(asker: Asker) -> &'static str {
    match asker {
        Asker::Page => "the page",
        Asker::ServiceWorker => "what keeps it for offline use",
    }
}

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Part => "a part of Pagewise",
        Purpose::Language => "language data",
        Purpose::Elsewhere => "another address",
    }
}

fn refused(directive: &str) -> String {
    format!("refused ({directive})")
}

fn after(seconds: f64) -> String {
    format!("after {} s", number(seconds, 1))
}
