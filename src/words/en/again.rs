//! Pages that are read once more: English.

use crate::model::look::Turn;
use crate::model::page::PageIndex;
use crate::words::figures::{count, number};
use crate::words::{AgainWords, Layout, ReadingFigures, Way, megabytes, percent};

pub(super) const WORDS: AgainWords = AgainWords {
    way,
    figures,
    heading: |page| format!("Page {page}, read again"),
    present: "What is there now",
    waiting: "Waiting",
    reading: "Being read\u{2026}",
    nothing_read: "No text.",
    same: "Says the same.",
    differences,
    leave_out: |left_out| if left_out { "Take in again" } else { "Leave out" },
    offered,
    left_out,
    kept: |page| format!("Page {page} has its new reading."),
    compared: |page| format!("Page {page} has been read again. Choose which reading to keep."),
};

fn way(way: &Way) -> String {
    let mut said = Vec::new();
    match way.turn {
        Turn::Upright => {}
        Turn::Right => said.push("turned right".to_owned()),
        Turn::Left => said.push("turned left".to_owned()),
        Turn::Half => said.push("turned upside down".to_owned()),
    }
    said.extend(way.layout.map(|layout| {
        let layout = match layout {
            Layout::Text => "as text",
            Layout::Table => "as a table",
            Layout::Receipt => "as a receipt",
            Layout::Scattered => "as scattered text",
        };
        layout.to_owned()
    }));
    if !way.languages.is_empty() {
        said.push(format!("in {}", way.languages.join(", ")));
    }
    said.extend(way.dpi.map(|dpi| format!("at {dpi} dpi")));
    said.extend(way.variant.clone());
    if said.is_empty() { "once more".to_owned() } else { said.join(", ") }
}

fn figures(figures: &ReadingFigures) -> String {
    let words =
        if figures.words == 1 { "1 word".to_owned() } else { format!("{} words", count(figures.words)) };
    let mut said = vec![words];
    said.extend(
        figures
            .confidence
            .map(|confidence| format!("confidence {}", percent(f64::from(confidence.0 / 100.0)))),
    );
    said.extend(figures.dpi.map(|dpi| format!("{dpi} dpi")));
    said.push(format!("{} s", number(figures.milliseconds / 1000.0, 1)));
    said.extend(figures.memory.map(megabytes));
    said.join(", ")
}

fn differences(places: usize) -> String {
    if places == 1 { "1 difference".to_owned() } else { format!("{} differences", count(places)) }
}

fn offered(way: &Way) -> String {
    format!("Read this page {}", self::way(way))
}

fn left_out(page: PageIndex, left_out: bool) -> String {
    if left_out { format!("Page {page} is left out.") } else { format!("Page {page} is taken in again.") }
}
