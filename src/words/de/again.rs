//! Pages that are read once more: German.

use crate::model::look::Turn;
use crate::model::page::PageIndex;
use crate::words::figures::{count, number};
use crate::words::{AgainWords, Layout, ReadingFigures, Way, megabytes, percent};

pub(super) const WORDS: AgainWords = AgainWords {
    way,
    figures,
    heading: |page| format!("Seite {page}, noch einmal gelesen"),
    present: "Bisheriger Text",
    waiting: "Wartet",
    reading: "Wird gelesen\u{2026}",
    nothing_read: "Kein Text.",
    same: "Sagt dasselbe.",
    differences,
    leave_out: |left_out| if left_out { "Wieder aufnehmen" } else { "Weglassen" },
    offered,
    left_out,
    kept: |page| format!("Seite {page} hat ihren neuen Text."),
    compared: |page| format!("Seite {page} wurde noch einmal gelesen. Wählen Sie, welcher Text bleibt."),
};

fn way(way: &Way) -> String {
    let mut said = Vec::new();
    match way.turn {
        Turn::Upright => {}
        Turn::Right => said.push("nach rechts gedreht".to_owned()),
        Turn::Left => said.push("nach links gedreht".to_owned()),
        Turn::Half => said.push("auf den Kopf gedreht".to_owned()),
    }
    said.extend(way.layout.map(|layout| {
        let layout = match layout {
            Layout::Text => "als Text",
            Layout::Table => "als Tabelle",
            Layout::Receipt => "als Beleg",
            Layout::Scattered => "als verstreuten Text",
        };
        layout.to_owned()
    }));
    if !way.languages.is_empty() {
        said.push(format!("auf {}", way.languages.join(", ")));
    }
    said.extend(way.dpi.map(|dpi| format!("mit {dpi} dpi")));
    said.extend(way.variant.clone());
    if said.is_empty() { "noch einmal".to_owned() } else { said.join(", ") }
}

fn figures(figures: &ReadingFigures) -> String {
    let words =
        if figures.words == 1 { "1 Wort".to_owned() } else { format!("{} Wörter", count(figures.words)) };
    let mut said = vec![words];
    said.extend(
        figures
            .confidence
            .map(|confidence| format!("Sicherheit {}", percent(f64::from(confidence.0 / 100.0)))),
    );
    said.extend(figures.dpi.map(|dpi| format!("{dpi} dpi")));
    said.push(format!("{} s", number(figures.milliseconds / 1000.0, 1)));
    said.extend(figures.memory.map(megabytes));
    said.join(", ")
}

fn differences(places: usize) -> String {
    if places == 1 { "1 Unterschied".to_owned() } else { format!("{} Unterschiede", count(places)) }
}

fn offered(way: &Way) -> String {
    format!("Diese Seite {} lesen", self::way(way))
}

fn left_out(page: PageIndex, left_out: bool) -> String {
    if left_out {
        format!("Seite {page} ist weggelassen.")
    } else {
        format!("Seite {page} ist wieder dabei.")
    }
}
