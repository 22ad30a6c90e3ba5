//! The project's own scanned documents: known text, set in several fonts, drawn as pictures with the
//! defects of scans, and packed in every kind of PDF and image that Pagewise is meant to take, together
//! with those it must refuse. Nothing of it is stored in the repository; whoever needs a document makes
//! it, and the same seed makes the same page everywhere.
//!
//! [`make`] gives one document with the truth about it; [`write`] puts documents into a folder for
//! tests that run elsewhere (in a browser, in a benchmark).

// Each test that includes this module uses a part of it, and a mistake in a fixture should stop the test.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

pub mod broken;
pub mod color_tiff;
pub mod degrade;
pub mod document;
pub mod encode;
pub mod fonts;
pub mod forms;
pub mod geometry;
pub mod hidden;
pub mod hostile;
pub mod images;
pub mod kinds;
pub mod languages;
pub mod large;
pub mod linearized;
pub mod mixed;
pub mod oversized;
pub mod parallel;
pub mod pdf;
pub mod prose;
pub mod random;
pub mod raster;
pub mod scans;
pub mod shaping;
pub mod sharing;
pub mod sheet;
pub mod structure;
pub mod tiff;

use std::fs;
use std::io;
use std::path::Path;

pub use document::Document;

/// A named document and the function that makes it.
pub type Case = (&'static str, fn() -> Document);

/// All documents of fixed size, in the order in which they are written.
pub fn cases() -> impl Iterator<Item = Case> {
    [
        scans::CASES,
        geometry::CASES,
        mixed::CASES,
        structure::CASES,
        sharing::CASES,
        hidden::CASES,
        forms::CASES,
        broken::CASES,
        hostile::CASES,
        images::CASES,
        oversized::CASES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// Makes the document of this name (a file name such as `scan44.pdf`, or the same without extension
/// where that is the name of one document only). `None`: there is none.
pub fn make(name: &str) -> Option<Document> {
    find(name).map(|(_, make)| make()).or_else(|| kinds::make(name)).or_else(|| languages::make(name))
}

/// Makes the named documents, or all if no name is given, and writes each with its truth
/// (see [`Document::write`]). `manifest.json` describes what is in the folder; documents written there
/// earlier stay in it.
///
/// # Errors
/// A name that is none of [`cases`], [`kinds::names`] or [`languages::names`], and everything that can go wrong with files.
pub fn write(folder: &Path, names: &[&str]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let all: Vec<&str> = cases().map(|(name, _)| name).collect();
    let names = if names.is_empty() { &all } else { names };
    for (name, document) in names.iter().zip(parallel::map(names.len(), |i| make(names[i]))) {
        let unknown = || io::Error::other(format!("there is no document called {name}"));
        document.ok_or_else(unknown)?.write(folder)?;
    }
    Ok(())
}

/// Writes every kind of page on which text is lost, in all strengths.
///
/// # Errors
/// Everything that can go wrong with files.
pub fn write_kinds(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    kinds::names().filter_map(|name| kinds::make(&name)).try_for_each(|document| document.write(folder))
}

/// Writes pages in many languages, but those whose font is not on this machine, which it names.
///
/// # Errors
/// Everything that can go wrong with files.
pub fn write_languages(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let names: Vec<String> = languages::names().collect();
    let made = parallel::map(names.len(), |i| languages::make(&names[i]));
    let missing: Vec<&str> =
        names.iter().zip(&made).filter(|(_, made)| made.is_none()).map(|(name, _)| &**name).collect();
    if !missing.is_empty() {
        eprintln!("There is no font for {}. Debian has them in {}.", missing.join(", "), languages::PACKAGES);
    }
    made.iter().flatten().try_for_each(|document| document.write(folder))
}

fn find(name: &str) -> Option<Case> {
    cases().find(|(file, _)| *file == name).or_else(|| {
        let mut stems =
            cases().filter(|(file, _)| file.rsplit_once('.').is_some_and(|(stem, _)| stem == name));
        let first = stems.next();
        first.filter(|_| stems.next().is_none())
    })
}
