//! The room where pages are read: German.

use crate::model::page::{Confidence, PageIndex};
use crate::words::figures::{count, percent};
use crate::words::{RoomWords, Summary};

pub(super) const WORDS: RoomWords = RoomWords {
    summary,
    of_pages: |pages| format!("von {}", count(pages)),
    word,
    unread_region: |page| format!("Ein Teil von Seite {page}, in dem nichts gelesen wurde."),
    no_more_doubts: "Kein weiteres zweifelhaftes Wort.",
    hits,
    hit_page: |page| format!("S. {page}"),
    being_drawn: "Diese Seite wird gezeichnet\u{2026}",
    drawn_later: "Diese Seite wird gezeichnet, wenn das Dokument fertig ist, das gerade gelesen wird.",
    file_not_here: "Die Datei ist nicht hier: Nur ihr Text wurde behalten. W\u{e4}hlen Sie die Datei noch einmal, um ihre Seiten zu sehen.",
    not_drawn: "Diese Seite konnte nicht gezeichnet werden.",
    correction_keys: "Eingabe speichert, Tab geht zum n\u{e4}chsten zweifelhaften Wort, \u{2193} zu anderen Lesarten, Esc l\u{e4}sst es.",
    offered,
    offer: |read, text| match (read, text) {
        ("", text) => format!("{text} (fehlte)"),
        (read, "") => format!("{read} (entfernt)"),
        (read, text) => format!("{read} \u{2192} {text}"),
    },
    region_waits: "Er wird gelesen, sobald das Dokument fertig ist, das gerade gelesen wird.",
    region_in_work: "Wird gelesen\u{2026}",
};

fn summary(summary: &Summary) -> String {
    let tally = summary.tally;
    let mut parts = vec![match tally.read {
        1 => "1 Seite gelesen".to_owned(),
        read => format!("{} Seiten gelesen", count(read)),
    }];
    let mut add = |number: usize, what: &str| {
        if number > 0 {
            parts.push(format!("{} {what}", count(number)));
        }
    };
    add(tally.doubtful, "zweifelhaft");
    add(summary.empty(), "leer");
    add(tally.failed, "gescheitert");
    add(tally.cancelled, "nicht gelesen");
    let said = parts.join(", ");
    if summary.is_running { format!("Bisher {said}") } else { said }
}

fn word(text: &str, confidence: Confidence, page: PageIndex) -> String {
    if confidence.is_measured() {
        format!("{text}, {} sicher, Seite {page}", percent(f64::from(confidence.0) / 100.0))
    } else {
        format!("{text}, Seite {page}")
    }
}

fn hits(present: Option<usize>, hits: usize) -> String {
    match (present, hits) {
        (_, 0) => "Keine Treffer".to_owned(),
        (Some(present), hits) => format!("{} von {}", count(present), count(hits)),
        (None, 1) => "1 Treffer".to_owned(),
        (None, hits) => format!("{} Treffer", count(hits)),
    }
}

fn offered(fitting: usize, others: usize) -> String {
    let others = match others {
        0 => String::new(),
        1 => "1 Korrektur einer fr\u{fc}heren Lesung passt nicht mehr: Die Seite sagt dort etwas anderes."
            .to_owned(),
        others => {
            format!(
                "{} Korrekturen einer fr\u{fc}heren Lesung passen nicht mehr: Die Seite sagt dort etwas anderes.",
                count(others)
            )
        }
    };
    match fitting {
        0 => others,
        1 => {
            format!("1 Korrektur einer fr\u{fc}heren Lesung passt zu dieser. {others}").trim_end().to_owned()
        }
        fitting => {
            format!("{} Korrekturen einer fr\u{fc}heren Lesung passen zu dieser. {others}", count(fitting))
                .trim_end()
                .to_owned()
        }
    }
}
