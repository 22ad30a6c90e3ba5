//! The report: German.

use crate::words::ReportWords;
use crate::words::figures::count;

pub(super) const WORDS: ReportWords = ReportWords {
    title: "Was Pagewise gelesen hat",
    verdict: "Ergebnis",
    not_ended: "Wird noch gelesen",
    size: "Datei",
    read: "Gelesene Seiten",
    of: |some, all| format!("{} von {}", count(some), count(all)),
    words: "Wörter",
    corrected: "Von einem Menschen berichtigt",
    confidence: "Sicherheit",
    time: "Dauer",
    memory: "Höchster Speicherbedarf",
    engine: "Programm zur Texterkennung",
    version: "Pagewise",
    created: "Bericht erstellt",
    pages: "Seiten",
    page: "Seite",
    state: "Stand",
    note: "Hinweis",
    dpi: "Auflösung",
    languages: "Modelle",
    options: "Optionen, mit ihren Namen in einer Adresse",
};
